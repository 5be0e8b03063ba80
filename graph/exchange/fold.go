package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"miteinander/graph"
)

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "ø", "oe", "å", "aa", "æ", "ae", "œ", "oe", "ł", "l", "đ", "d")

// fold makes names comparable: NFC, lower case, umlauts spelt out, every run of spaces and separators one space. "Präventions-
// art", "praeventions art" and "PRÄVENTIONS_ART" are one.
func fold(s string) string {
	s = umlauts.Replace(strings.ToLower(norm.NFC.String(s)))
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		if unicode.IsSpace(r) || r == '_' || r == '-' || r == '.' || r == '/' || r == '–' || r == '\u00ad' || r == '\ufeff' {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}

// Slug makes an id out of a name: "Familienhebamme/FGKiKP" → "familienhebamme-fgkikp". A name without Latin letters or digits,
// and one too long to be told from its neighbours, gets a digest.
func Slug(name string) graph.ID {
	const long = 48
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(umlauts.Replace(strings.ToLower(norm.NFC.String(name)))) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		case unicode.Is(unicode.Mn, r):
		default:
			gap = true
		}
	}
	s := b.String()
	if s == "" || len(s) > long {
		return graph.ID(strings.TrimPrefix(s[:min(len(s), long-9)]+"-", "-") + digest(name))
	}
	return graph.ID(s)
}

// digest is eight hex digits of a text.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:4])
}

// clean is how every text is taken over: NFC, without a BOM, spaces at the ends trimmed, line ends as \n. Bytes that are no
// UTF-8 stay as they are: the check of the record reports them.
func clean(s string) string {
	ascii := true
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] == '\r' {
			ascii = false
			break
		}
	}
	if !ascii {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.ReplaceAll(s, "\r", "\n")
		if utf8.ValidString(s) {
			s = norm.NFC.String(s)
		}
	}
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
}

// oneLine makes a cell with line breaks one line of text.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\t\u2028\u2029") {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029' || r == ' ' }), " ")
}
