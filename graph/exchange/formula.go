package exchange

import "strings"

// risky tells whether a spreadsheet might run the text as a formula: it begins, after apostrophes and spaces, with one of
// = + - @ TAB CR LF NUL or their full-width forms (CWE-1236; safety.md A2).
func risky(s string) bool {
	s = strings.TrimLeft(strings.TrimLeft(s, "'"), " \u00a0")
	for _, p := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// neutral is the text as a CSV cell: an apostrophe in front of what is risky.
func neutral(s string) string {
	if risky(s) {
		return "'" + s
	}
	return s
}

// plain takes one such apostrophe off again, and the spaces that it held.
func plain(s string) string {
	if strings.HasPrefix(s, "'") && risky(s) {
		return strings.TrimSpace(s[1:])
	}
	return s
}
