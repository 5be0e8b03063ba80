package server

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"miteinander/graph"
)

func itoa(n int) string { return strconv.Itoa(n) }

// today is the civil day at now in a time zone; in UTC where the zone is unknown here.
func today(now time.Time, zone string) graph.Date {
	if loc, err := time.LoadLocation(zone); err == nil {
		now = now.In(loc)
	}
	return graph.DateOf(now)
}

// digest is over the JSON of its parts, each with its length before it.
func digest(parts ...any) [32]byte {
	h := sha256.New()
	for _, p := range parts {
		b, err := json.Marshal(p)
		if err != nil {
			b = fmt.Append(nil, p)
		}
		fmt.Fprintf(h, "%d:%s", len(b), b)
	}
	return [32]byte(h.Sum(nil))
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "æ", "ae", "ø", "o", "ł", "l")

// folded gives the two forms under which a German text is looked for: umlauts as two letters ("mueller") and without their
// dots ("muller"), both in small letters and without other accents.
func folded(text string) (long, short string) {
	low := strings.ToLower(norm.NFC.String(text))
	return bare(umlauts.Replace(low)), bare(strings.ReplaceAll(low, "ß", "ss"))
}

func bare(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			t, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
			if err != nil {
				return s
			}
			return t
		}
	}
	return s
}

// needle is a search text: every word of it must be found.
type needle struct{ long, short []string }

func newNeedle(q string) needle {
	long, short := folded(q)
	return needle{strings.Fields(long), strings.Fields(short)}
}

func (n needle) empty() bool { return len(n.long) == 0 }

// in tells whether the text holds every word in one of the two forms.
func (n needle) in(text string) bool {
	long, short := folded(text)
	for i := range n.long {
		if !strings.Contains(long, n.long[i]) && !strings.Contains(short, n.short[i]) {
			return false
		}
	}
	return true
}

// invalid is the error for one wrong value of a request.
func invalid(field, value, key string, args ...any) error {
	return &graph.Error{Code: graph.Invalid, Key: "errors.invalid", Args: []any{1},
		Fields: []graph.FieldError{{Field: field, Pointer: "/" + field, Value: value, Key: key, Args: args}}}
}

func typeFor[T any]() reflect.Type { return reflect.TypeFor[T]() }
