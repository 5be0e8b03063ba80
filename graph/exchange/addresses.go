package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Addresses and numbers as offices write them into one cell: "Kita Nord, Hauptstr. 5a, 99423 Weimar, Tel. 03643 / 12 34-0".
var (
	postalPattern = regexp.MustCompile(`(?:^|[\s,;(|])(?:D-?\s?)?(\d{5})(?:[\s,;)|]|$)`)
	placePattern  = regexp.MustCompile(`(?:D-?\s?)?\b(\d{5})\s+(\p{Lu}[\p{L}.\-/() ]*[\p{L})])`)
	streetPattern = regexp.MustCompile(`(?i)^(?:(?:an|am|auf|im|in|zum|zur|unter|vor|hinter|bei) (?:der |dem |den )?)?[\p{L}][\p{L}.'\- ]*?(?:str\.?|straße|strasse|weg|platz|allee|gasse|ring|damm|ufer|markt|hof|berg|chaussee|promenade|steig|stieg|pfad|graben|tor|brücke|winkel|park|wall|twiete|kamp|anger|plan|siedlung|garten|höhe|feld|grund)\s*\d+\s?[a-zA-Z]?(?:\s?[-–/+]\s?\d*\s?[a-zA-Z]?)?$`)
	houseAtEnd    = regexp.MustCompile(`^\p{L}[\p{L}.'\- ]{2,}\s\d{1,4}\s?[a-zA-Z]?(?:\s?[-–/]\s?\d*\s?[a-zA-Z]?)?$`)
	phonePattern  = regexp.MustCompile(`^(?:\+49|0049|\(?0)[\d\s()/.\-–]{5,}\d$`)
	phoneInside   = regexp.MustCompile(`(?i)(?:(?:tel(?:efon)?|fon|mobil|handy|t)\.?:?\s*)?((?:\+49|0049|\(?0\d)[\d\s()/.\-–]{4,}\d)`)
	faxInside     = regexp.MustCompile(`(?i)(?:tele)?fax\.?:?\s*[+(]?[\d][\d\s()/.\-–]{4,}\d`)
	mailInside    = regexp.MustCompile(`[A-Za-z0-9._%+\-]+(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[A-Za-z0-9.\-]+\.[A-Za-z]{2,}`)
	webInside     = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s,;|<>()]+`)
	labelInside   = regexp.MustCompile(`(?i)(?:^|[\s,;|])(?:tel(?:efon)?|fon|fax|mobil|handy|e-?mail|mail|web|internet|homepage|adresse|anschrift)\s*[.:]+\s*`)
	poBox         = regexp.MustCompile(`(?i)^postfach\s`)
)

// addressParts is what one cell says of a place.
type addressParts struct{ name, street, postal, city, phone, mail, website, rest string }

// readAddress takes a cell apart. What it cannot tell is in rest, so that nothing is lost.
func readAddress(s string) addressParts {
	var a addressParts
	s = strings.ReplaceAll(s, "\u00a0", " ")
	take := func(re *regexp.Regexp) string {
		m := re.FindString(s)
		if m != "" {
			s = strings.Replace(s, m, " | ", 1)
		}
		return strings.TrimSpace(m)
	}
	a.website = strings.TrimRight(take(webInside), ".)")
	a.mail = take(mailInside)
	for take(faxInside) != "" {
	}
	if m := phoneInside.FindStringSubmatch(s); m != nil && strings.Count(m[1], "") > 6 {
		a.phone = strings.Join(strings.Fields(m[1]), " ")
		s = strings.Replace(s, m[0], " | ", 1)
	}
	s = labelInside.ReplaceAllString(s, " | ")
	if m := placePattern.FindStringSubmatch(s); m != nil {
		a.postal, a.city = m[1], strings.TrimSpace(strings.TrimRight(m[2], "( -"))
		s = strings.Replace(s, m[0], " | ", 1)
	} else if m := postalPattern.FindStringSubmatch(s); m != nil {
		a.postal = m[1]
		s = strings.Replace(s, m[0], " | ", 1)
	}
	var rest []string
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '\n' || r == '•' || r == '·' }) {
		part = strings.Trim(strings.TrimSpace(part), "-–():. ")
		switch {
		case part == "":
		case a.street == "" && (streetPattern.MatchString(part) || houseAtEnd.MatchString(part)) && !poBox.MatchString(part):
			a.street = part
		case a.city == "" && a.street != "" && onlyLetters(part) && len(rest) > 0 && part != rest[0]:
			a.city = part
		default:
			rest = append(rest, part)
		}
	}
	if len(rest) > 0 && strings.HasPrefix(strings.TrimSpace(s), rest[0]) && a.street+a.postal != "" && !poBox.MatchString(rest[0]) {
		a.name, rest = rest[0], rest[1:]
	}
	a.rest = strings.Join(rest, ", ")
	return a
}

func onlyLetters(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && r != ' ' && r != '-' && r != '.' && r != '(' && r != ')' && r != '/'
	})
}

// cleanPostal is five digits; a spreadsheet that took the leading zero off gets it back.
func cleanPostal(s string, numbers bool) (string, bool) {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "D-"), "DE-"), "D "))
	s = strings.TrimSuffix(s, ".0")
	if strings.Trim(s, "0123456789") != "" {
		if m := postalPattern.FindStringSubmatch(s); m != nil {
			return m[1], true
		}
		return "", false
	}
	if len(s) == 4 && numbers {
		s = "0" + s
	}
	return s, len(s) == 5
}

// cleanWebsite mends what people write: a missing slash, text around it. False for what is no address.
func cleanWebsite(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if m := webInside.FindString(s); m != "" {
		s = strings.TrimRight(m, ".,;")
	}
	s = strings.NewReplacer("http:/ ", "http://", "http//", "http://", "https//", "https://", "www,", "www.").Replace(s)
	if strings.ContainsRune(s, '@') || s == "" {
		return "", false
	}
	return s, checkWebsite(s).key == ""
}

// personalMail tells a mail address that names a person: anna.schmidt@, a.schmidt@.
func personalMail(s string) bool {
	local, _, ok := strings.Cut(strings.ToLower(s), "@")
	if !ok {
		return false
	}
	parts := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	if len(parts) == 0 {
		return false
	}
	return firstNames[parts[0]] || len(parts) == 2 && len(parts[0]) == 1 && !slices.Contains([]string{"e", "i"}, parts[0])
}
