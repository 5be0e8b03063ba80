package duplicates

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "ø", "oe", "å", "aa", "æ", "ae", "é", "e", "è", "e", "ê", "e", "á", "a", "ç", "c", "ı", "i", "ş", "s", "ğ", "g")

// legal are words that say in which form somebody works and not who it is.
var legal = setOf("ev", "e", "v", "ggmbh", "gmbh", "gug", "ug", "haftungsbeschraenkt", "mbh", "ag", "kg", "ohg", "eg", "gbr", "kdoer", "adoer", "stiftung buergerlichen rechts", "co", "inc", "ltd", "eingetragener", "verein", "gemeinnuetzige", "gemeinnuetziger")

// small are words that come and go in a name.
var small = setOf("der", "die", "das", "des", "dem", "den", "und", "u", "fuer", "in", "im", "am", "an", "zu", "zum", "zur", "von", "vom", "bei", "beim", "mit", "auf", "ein", "eine", "the", "of", "and", "uns", "unser", "unsere", "auch")

// long writes abbreviations out, and gives one word to what has several.
var long = map[string]string{
	"gs": "grundschule", "kita": "kita", "kitas": "kita", "kindertagesstaette": "kita", "kindertagesstaetten": "kita", "kindertageseinrichtung": "kita", "kindergarten": "kita", "kiga": "kita", "kindertagesheim": "kita",
	"kita-": "kita", "fz": "familienzentrum", "jz": "jugendzentrum", "juze": "jugendzentrum", "jfe": "jugendfreizeiteinrichtung", "jfz": "jugendfreizeitzentrum", "jugendclub": "jugendclub", "jugendklub": "jugendclub",
	"mgh": "mehrgenerationenhaus", "gym": "gymnasium", "ev": "evangelisch", "evang": "evangelisch", "evangelische": "evangelisch", "evangelischer": "evangelisch", "evangelischen": "evangelisch", "evangelisches": "evangelisch",
	"kath": "katholisch", "katholische": "katholisch", "katholischer": "katholisch", "katholischen": "katholisch", "katholisches": "katholisch", "staedt": "staedtisch", "staedtische": "staedtisch", "staedtischer": "staedtisch", "staedtisches": "staedtisch",
	"st": "sankt", "str": "strasse", "hs": "hochschule", "uni": "universitaet", "vhs": "volkshochschule", "bib": "bibliothek", "stadtbuecherei": "stadtbibliothek", "buecherei": "bibliothek", "ba": "bezirksamt",
	"awo": "arbeiterwohlfahrt", "drk": "rotes-kreuz", "asb": "arbeiter-samariter-bund", "dksb": "kinderschutzbund", "ges": "gesellschaft", "gesell": "gesellschaft", "zentr": "zentrum", "beratungsst": "beratungsstelle",
	"polizei": "polizei", "feuerwehr": "feuerwehr", "tsv": "tsv", "sv": "sv", "sportverein": "sv", "sk": "sk", "b": "berlin", "bln": "berlin", "berliner": "berlin", "musikschule": "musikschule", "theater": "theater",
	"jobcenter": "jobcenter", "job-center": "jobcenter", "agentur": "agentur", "arbeitsagentur": "arbeitsagentur", "abt": "abteilung", "inst": "institut", "verb": "verband", "lv": "landesverband", "kv": "kreisverband", "ov": "ortsverband",
}

func setOf(words ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}

// fold is lower case with umlauts spelt out, NFC.
func fold(s string) string { return umlauts.Replace(strings.ToLower(norm.NFC.String(s))) }

// wordsOf are the words of a name that say who is meant, in their order.
func wordsOf(name string) []string {
	f := fold(name)
	f = strings.NewReplacer("e.v.", " ", "e. v.", " ", "e.v", " ", "g.gmbh", " ", "&", " und ", "str.", "strasse ", "staatl.", "staatlich", "-gs", " gs").Replace(f)
	raw := strings.FieldsFunc(f, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var out []string
	for _, w := range raw {
		if legal[w] && w != "verein" {
			continue
		}
		if l, ok := long[w]; ok {
			w = l
		}
		if !small[w] && w != "" {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return raw
	}
	return out
}

// forms are the legal forms that a name states, without the association's, which is left out as often as not.
func formsOf(name string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(fold(name), func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch w {
		case "ggmbh", "gmbh", "gug", "ug", "ag", "kg", "eg", "stiftung":
			out = append(out, w)
		}
	}
	return out
}

// units are words that name a part of something larger, or another body beside it. Long ones also end a word: "Schülerlabor".
var units = []string{"institut", "kita", "hort", "stiftung", "schule", "labor", "netzwerk", "zentrum", "museum", "bank", "haus", "jugend", "gymnasium", "bibliothek", "buecherei", "theater", "partnerschaft",
	"gesellschaft", "verband", "campus", "stadtteilmuetter", "niederlassung", "hospiz", "klinik", "praxis", "fonds", "ballett", "akademie", "abschnitt", "heim", "werkstatt", "beratungsstelle", "wohngruppe", "jugendclub", "familienzentrum"}

// unit tells a word that names a body of its own.
func unit(w string) bool {
	for _, u := range units {
		if w == u || strings.HasPrefix(w, u) && len(w)-len(u) <= 2 || len(u) >= 4 && strings.HasSuffix(w, u) {
			return true
		}
	}
	return false
}

// noteUnit tells a word in brackets that names a part with a place of its own; other brackets say only for what it is there.
func noteUnit(w string) bool {
	for _, u := range []string{"institut", "labor", "kita", "hort", "klinik"} {
		if strings.HasPrefix(w, u) || strings.HasSuffix(w, u) {
			return true
		}
	}
	return false
}

// split parts a name from what only says for what it is there: brackets, and what follows a dash.
func split(name string) (main, note string) {
	var m, n strings.Builder
	depth := 0
	for _, r := range name {
		switch r {
		case '(', '[':
			depth++
			continue
		case ')', ']':
			depth = max(0, depth-1)
			continue
		}
		if depth > 0 {
			n.WriteRune(r)
		} else {
			m.WriteRune(r)
		}
	}
	main, note = m.String(), n.String()
	for _, dash := range []string{" - ", " – ", " — "} {
		if before, after, ok := strings.Cut(main, dash); ok && strings.TrimSpace(before) != "" {
			main, note = before, after+" "+note
		}
	}
	if strings.TrimSpace(main) == "" {
		return name, ""
	}
	return main, note
}

// telling are words that part things of one name from each other: numbers, compass points, ordinals.
func telling(w string) bool {
	if strings.ContainsFunc(w, unicode.IsDigit) {
		return true
	}
	return slices.Contains([]string{"nord", "sued", "ost", "west", "mitte", "nordost", "nordwest", "suedost", "suedwest", "i", "ii", "iii", "iv", "gross", "klein", "alt", "neu", "ober", "unter", "eins", "zwei", "drei", "vier", "fuenf", "sechs"}, w)
}

// street is name and number of an address, folded: "Hauptstr. 5 a" and "Hauptstraße 5A" are one.
func street(s string) (name, number string) {
	f := fold(s)
	f = strings.NewReplacer("strasse", "str", "str.", "str", "-", "", ".", "").Replace(f)
	i := strings.IndexFunc(f, unicode.IsDigit)
	if i < 0 {
		return strings.Join(strings.Fields(f), ""), ""
	}
	return strings.Join(strings.Fields(f[:i]), ""), strings.Join(strings.Fields(f[i:]), "")
}

// near tells two words that differ by a slip of the pen: one edit from five letters on, two from ten on. Numbers never.
func near(a, b string) bool {
	if a == b {
		return true
	}
	short := min(len(a), len(b))
	if short < 5 || telling(a) || telling(b) {
		return false
	}
	limit := 1
	if short >= 10 {
		limit = 2
	}
	return Distance([]byte(a), []byte(b), limit) <= limit
}
