package graph

import (
	"strings"
	"unicode"
)

// titles are forms of address that a name follows.
var titles = map[string]bool{"frau": true, "herr": true, "herrn": true, "fr": true, "hr": true, "dr": true, "prof": true, "mr": true, "mrs": true, "ms": true}

// namesPerson finds what names or reaches a person in a text: a mail address, a telephone number, a form of address with a name
// behind it. It gives the words, "" where there are none. It cannot find a bare name; it keeps out what is written by habit.
func namesPerson(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		bare := strings.Trim(w, ".,;:!?()\"'„“”‚‘’»«")
		if at := strings.IndexByte(bare, '@'); at > 0 && strings.Contains(bare[at:], ".") {
			return bare
		}
		if titles[strings.ToLower(bare)] && i+1 < len(words) {
			next := strings.TrimLeft(words[i+1], "\"'„“»«(")
			if r := []rune(next); len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsLower(r[1]) {
				return bare + " " + strings.TrimRight(next, ".,;:!?)\"'”“»«")
			}
		}
	}
	return telephone(text)
}

// telephone finds a number of at least seven digits that begins with 0 or +, as people write it: "03641 49-1234", "+49 (0) 172 …".
func telephone(text string) string {
	in := []rune(text)
	for i := 0; i < len(in); i++ {
		if in[i] != '0' && in[i] != '+' || i > 0 && (unicode.IsDigit(in[i-1]) || unicode.IsLetter(in[i-1]) || in[i-1] == '.' || in[i-1] == ',') {
			continue
		}
		digits, j := 0, i
		for ; j < len(in) && (unicode.IsDigit(in[j]) || strings.ContainsRune("+-/() \u00a0\u2013", in[j])); j++ {
			if unicode.IsDigit(in[j]) {
				digits++
			}
		}
		if digits >= 7 {
			return strings.TrimRight(string(in[i:j]), " -/(\u2013")
		}
	}
	return ""
}
