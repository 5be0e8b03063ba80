package words

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Collate compares as in a dictionary of the language: in German Ä sorts with A and ß with ss, and everywhere numbers sort by
// value ("Kita 2" before "Kita 10"). Texts that a dictionary holds for equal are ordered by their bytes, so that any sort is
// stable. The function is for one goroutine; make one per sort.
func Collate(lang string) func(a, b string) int {
	tag := language.German
	if Language(lang) == English {
		tag = language.BritishEnglish
	}
	c := collate.New(tag, collate.Numeric)
	return func(a, b string) int {
		if n := c.CompareString(a, b); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	}
}

// SortBy sorts items by a text of theirs as in a dictionary; items of equal text keep their order.
func SortBy[T any](lang string, items []T, text func(T) string) {
	cmp := Collate(lang)
	slices.SortStableFunc(items, func(a, b T) int { return cmp(text(a), text(b)) })
}
