package graph

import (
	"errors"
	"fmt"
	"strings"
)

// Code sorts errors by what the caller can do about them; one table turns it into an HTTP status.
type Code string

// The codes.
const (
	Invalid     Code = "invalid"     // the input is wrong; Fields say where
	NotFound    Code = "not_found"   // no such network, record or revision
	Conflict    Code = "conflict"    // a record changed since the author saw it, or its id is taken
	Stale       Code = "stale"       // the network moved on; read again and retry
	TooLarge    Code = "too_large"   // over a stated limit
	Busy        Code = "busy"        // try again shortly
	Unavailable Code = "unavailable" // the store is away
	Forbidden   Code = "forbidden"
	StorageFull Code = "storage_full"
	Unsupported Code = "unsupported" // a format that is not read
	Internal    Code = "internal"
)

// Error is the one error type. Key and Args become a sentence at the edge (graph/words); Err is for the log.
type Error struct {
	Code   Code
	Key    string // of graph/words, e.g. "errors.stale"
	Args   []any
	Fields []FieldError
	Err    error
}

// Error is for logs and tests; users get the sentence.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code) + ": " + e.Key)
	if len(e.Args) > 0 {
		fmt.Fprintf(&b, " %v", e.Args)
	}
	for i, f := range e.Fields {
		if i == 5 {
			fmt.Fprintf(&b, "; … %d more", len(e.Fields)-5)
			break
		}
		fmt.Fprintf(&b, "; %s", f)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the code of the first Error in err's chain, Internal for any other error, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// FieldError names one wrong value and its place; what does not apply is empty. The words are made at the edge from Key
// ("errors.field.required", …) and Args.
type FieldError struct {
	Sheet   string
	Row     int    // as the user sees it, 1-based
	Column  string // header as in the file
	Pointer string // JSON pointer, e.g. /institutions/K/name
	Record  Key
	Field   string // name in Fields
	Value   string // what was given
	Key     string
	Args    []any
}

// String is for logs and tests.
func (f FieldError) String() string {
	var b strings.Builder
	if f.Sheet != "" || f.Row != 0 {
		fmt.Fprintf(&b, "%s row %d %s ", f.Sheet, f.Row, f.Column)
	}
	if f.Record != (Key{}) {
		b.WriteString(f.Record.String() + " ")
	}
	fmt.Fprintf(&b, "%s %q %s %v", f.Field, f.Value, f.Key, f.Args)
	return b.String()
}

// Errorf makes an Error without fields.
func Errorf(c Code, key string, args ...any) *Error { return &Error{Code: c, Key: key, Args: args} }
