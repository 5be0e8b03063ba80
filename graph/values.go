package graph

import (
	"cmp"
	"fmt"
	"strconv"
	"time"
)

// ID is a Kennung: valid UTF-8 in NFC, 1 to 64 bytes, without control characters and '|', never changed once given.
type ID string

// NetworkID names one network of an installation.
type NetworkID string

// OpID is the idempotency key of one write; unique per network for ever.
type OpID string

// Revision counts the changes of a network; 0 = not there yet. Every Change moves it by exactly one.
type Revision int64

// Date is a civil day; the zero Date is an open end or "not given".
type Date struct {
	Year       int16
	Month, Day int8
}

// DateOf is the civil day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{int16(y), int8(m), int8(d)}
}

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: want YYYY-MM-DD", s)
	}
	return DateOf(t), nil
}

// IsZero tells an open end.
func (d Date) IsZero() bool { return d == Date{} }

// Compare orders by day: -1, 0, 1.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Valid tells whether the day exists, in the years 1000 to 9999; the zero Date is valid.
func (d Date) Valid() bool {
	return d.IsZero() || d.Year >= 1000 && d.Year <= 9999 && DateOf(d.time()) == d
}

func (d Date) time() time.Time {
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
}

// AddMonths moves by whole months; a day that the target month lacks becomes its last.
func (d Date) AddMonths(n int) Date {
	first := time.Date(int(d.Year), time.Month(d.Month)+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{int16(first.Year()), int8(first.Month()), int8(min(int(d.Day), last))}
}

// String is YYYY-MM-DD, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// within tells from ≤ d ≤ until, both days included, zero ends open.
func (d Date) within(from, until Date) bool {
	return (from.IsZero() || from.Compare(d) <= 0) && (until.IsZero() || d.Compare(until) <= 0)
}

// Tri is yes, no or unknown; the zero value is unknown.
type Tri uint8

// The three answers.
const (
	Unknown Tri = iota
	Yes
	No
)

// TriOf is Yes or No.
func TriOf(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// Count is a number of things ≥ 0, or unknown; the zero value is unknown.
type Count struct {
	N     int64
	Known bool
}

// CountOf is a known Count.
func CountOf(n int64) Count { return Count{n, true} }

// Number is a finite number, or unknown; the zero value is unknown.
type Number struct {
	V     float64
	Known bool
}

// NumberOf is a known Number.
func NumberOf(v float64) Number { return Number{v, true} }

// Level is a Stufe of cooperation, 0 (no contact) to 4 (shared responsibility); domain.md, "Scale of cooperation".
type Level int8

// The levels that are no Stufe.
const (
	LevelUnlisted Level = -2 // no row: the setting for unlisted pairs speaks; for a transition type: the network's own threshold
	LevelUnknown  Level = -1
	LevelMax      Level = 4
)

// Known tells a Stufe from unknown and unlisted.
func (l Level) Known() bool { return l >= 0 }

// String is the digit, "unknown" or "unlisted".
func (l Level) String() string {
	switch {
	case l == LevelUnlisted:
		return "unlisted"
	case l < 0:
		return "unknown"
	}
	return strconv.Itoa(int(l))
}
