package exchange

import (
	"regexp"
	"slices"
	"strings"
)

var numberInside = regexp.MustCompile(`\d{1,3}(?:\.\d{3})+|\d+`)

// readCountText reads "ca. 60", "60 Plätze", "max. 12 Kinder"; of "8-12" the greater.
func readCountText(_ *catalogues, text string, _ bool) (values, rest []string) {
	if strings.Trim(text, "-–./? ") == "" || slices.Contains(openEnd, strings.Trim(fold(text), " ")) {
		return nil, nil
	}
	if n, ok := parseCount(text); ok {
		return []string{formatInt(n)}, nil
	}
	list := numberInside.FindAllString(text, -1)
	if len(list) == 0 || len(list) > 2 || len(list) == 2 && !strings.ContainsAny(text, "-–") && !strings.Contains(text, "bis") {
		return nil, someText(text)
	}
	n, ok := parseCount(list[len(list)-1])
	if !ok {
		return nil, someText(text)
	}
	return []string{formatInt(n)}, nil
}

var (
	yesWords  = foldAll("ja", "x", "j", "yes", "true", "wahr", "1", "vorhanden", "barrierefrei", "rollstuhlgerecht", "✓", "✔", "voll", "vollständig")
	noWords   = foldAll("nein", "n", "no", "false", "falsch", "0", "nicht vorhanden", "nicht barrierefrei", "nicht rollstuhlgerecht", "kein")
	freeWords = foldAll("ja", "x", "j", "kostenlos", "kostenfrei", "gebührenfrei", "frei", "keine", "keine kosten", "0", "0 €", "0,00 €", "0 euro", "ohne gebühr", "ohne kosten", "unentgeltlich", "gratis", "beitragsfrei", "keine gebühr", "✓", "✔")
	paidWords = foldAll("nein", "n", "kostenpflichtig", "gebührenpflichtig", "eigenanteil", "beitragspflichtig", "elternbeitrag", "teilnehmerbeitrag", "kursgebühr", "nach einkommen", "gestaffelt", "gemäß satzung", "laut gebührensatzung")
)

func yesOrNo(text string, yes, no []string) (values []string, understood bool) {
	f := strings.TrimSpace(fold(strings.Trim(text, " .")))
	switch {
	case f == "" || f == "?" || f == "unbekannt" || f == "-" || f == "–" || f == "k a" || f == "keine angabe":
		return nil, true
	case slices.Contains(yes, f):
		return []string{"ja"}, true
	case slices.Contains(no, f):
		return []string{"nein"}, true
	}
	return nil, false
}

// readYes reads a yes or no. What is neither stays unknown.
func readYes(_ *catalogues, text string, _ bool) (values, rest []string) {
	values, ok := yesOrNo(text, yesWords, noWords)
	if !ok {
		return nil, someText(text)
	}
	return values, nil
}

// readFree reads costs: whether an offer is free of charge. "kostenlos" is yes, "5 € je Termin" no.
func readFree(_ *catalogues, text string, _ bool) (values, rest []string) {
	values, ok := yesOrNo(text, freeWords, paidWords)
	if ok {
		return values, nil
	}
	f := fold(text)
	paid := numberInside.FindString(f)
	switch {
	case (strings.Contains(f, "€") || strings.Contains(f, "euro") || strings.Contains(f, "eur ")) && strings.Trim(paid, "0") != "":
		return []string{"nein"}, nil
	case strings.HasPrefix(f, "kostenlos") || strings.HasPrefix(f, "kostenfrei") || strings.HasPrefix(f, "gebuehrenfrei"):
		return []string{"ja"}, nil
	}
	return nil, someText(text)
}

// levelWords say how closely two work together. An agreement on paper is no level of its own (domain.md).
var levelWords = []struct {
	level string
	words []string
}{
	{"0", foldAll("kein kontakt", "keine zusammenarbeit", "keine kooperation", "keine", "kein", "gar nicht")},
	{"4", foldAll("gemeinsam verantworten", "gemeinsame verantwortung", "gemeinsame steuerung", "gemeinsame Ziele")},
	{"3", foldAll("zusammenarbeiten", "gemeinsames angebot", "gemeinsame angebote", "gemeinsames projekt", "gemeinsame projekte", "gemeinsame veranstaltungen", "enge zusammenarbeit", "enge kooperation", "intensiv", "sehr eng", "eng")},
	{"2", foldAll("abstimmen", "abstimmung", "abgestimmt", "koordination", "terminabstimmung", "regelmäßige absprachen", "absprachen", "regelmäßig", "koordinieren")},
	{"1", foldAll("kennen", "informieren", "information", "informationsaustausch", "austausch", "kontakt", "lose", "loser kontakt", "gelegentlich", "sporadisch", "punktuell", "bei bedarf", "bekannt")},
}

// readLevelText reads a level of cooperation; words that say only that there is one leave it unknown.
func readLevelText(_ *catalogues, text string, _ bool) (values, rest []string) {
	if text == "" {
		return []string{unknownLevel}, nil
	}
	if _, ok := parseLevel(text); ok {
		return []string{text}, nil
	}
	f := wordsOnly(text)
	if len(f) > 2 && strings.HasPrefix(f, "stufe ") {
		if _, ok := parseLevel(strings.TrimPrefix(f, "stufe ")); ok {
			return []string{strings.TrimPrefix(f, "stufe ")}, nil
		}
	}
	if len(f) > 2 && f[0] >= '0' && f[0] <= '4' && f[1] == ' ' { // "2 abstimmen"
		return []string{f[:1]}, nil
	}
	for _, l := range levelWords {
		for _, w := range l.words {
			if f == w || len(w) > 5 && hasWord(f, w) {
				return []string{l.level}, nil
			}
		}
	}
	return []string{unknownLevel}, someText(text)
}

var languageNames = []string{"Deutsch", "Englisch", "Arabisch", "Türkisch", "Russisch", "Ukrainisch", "Farsi", "Dari", "Polnisch", "Rumänisch", "Französisch", "Spanisch", "Kurdisch", "Vietnamesisch", "Italienisch",
	"Bulgarisch", "Albanisch", "Serbisch", "Kroatisch", "Bosnisch", "Tigrinya", "Somali", "Paschtu", "Persisch", "Griechisch", "Portugiesisch", "Chinesisch", "Ungarisch", "Tschechisch", "Dänisch", "Hindi", "Urdu", "Romanes", "Gebärdensprache", "DGS"}

var languageShort = map[string]string{"de": "Deutsch", "dt": "Deutsch", "en": "Englisch", "eng": "Englisch", "engl": "Englisch", "ar": "Arabisch", "arab": "Arabisch", "tr": "Türkisch", "tuerk": "Türkisch", "ru": "Russisch", "russ": "Russisch",
	"uk": "Ukrainisch", "ukr": "Ukrainisch", "fr": "Französisch", "frz": "Französisch", "franz": "Französisch", "pl": "Polnisch", "poln": "Polnisch", "es": "Spanisch", "span": "Spanisch", "vietn": "Vietnamesisch"}

// readLanguages reads a list of languages with their usual short forms; other words stay as they are.
func readLanguages(text string) []string {
	var out []string
	for p := range strings.FieldsFuncSeq(strings.ReplaceAll(text, " und ", ","), isListSign) {
		p = strings.Trim(p, " .")
		if p == "" {
			continue
		}
		for _, n := range languageNames {
			if strings.EqualFold(n, p) {
				p = n
			}
		}
		if n, ok := languageShort[fold(p)]; ok {
			p = n
		}
		if !contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

var (
	listSplit  = regexp.MustCompile(`\s*[;|\n•·]\s*`)
	commaSplit = regexp.MustCompile(`\s*,\s+|\s+/\s+`)
)

// listOf takes a cell with several values apart: at semicolons and line breaks, and only where there is none at commas.
func listOf(text string) []string {
	split := listSplit
	if !split.MatchString(text) {
		split = commaSplit
	}
	var out []string
	for _, p := range split.Split(text, -1) {
		p = strings.TrimSpace(strings.Trim(p, " -–*"))
		if p != "" && !contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// wordCode reads free text as one of the words of a code.
type wordCode []struct {
	word  string // of the workbook
	means []string
}

func (c wordCode) read(text string) (values, rest []string) {
	f := wordsOnly(text)
	if f == "" {
		return nil, nil
	}
	for _, x := range c {
		for _, w := range x.means {
			if hasWord(f, w) {
				return []string{x.word}, nil
			}
		}
	}
	return nil, someText(text)
}

var (
	accessWords = wordCode{
		{"aufsuchend", foldAll("aufsuchend*", "Hausbesuch*", "zu Hause", "vor Ort bei", "Geh-Struktur")},
		{"offen", foldAll("offen*", "ohne Anmeldung", "keine Anmeldung", "ohne Termin", "jederzeit", "nein", "nicht erforderlich", "keine", "frei zugänglich")},
		{"Überweisung", foldAll("Überweisung", "Vermittlung", "über Jugendamt", "über ASD", "Zuweisung", "Rezept", "Verordnung", "ärztliche Verordnung")},
		{"Antrag", foldAll("Antrag*", "Bewilligung")},
		{"Anmeldung", foldAll("Anmeldung*", "angemeldet", "anmelden", "Termin*", "nach Vereinbarung", "ja", "erforderlich", "telefonisch", "Voranmeldung", "per E-Mail", "per Mail", "online")},
	}
	basisWords = wordCode{
		{"Vertrag", foldAll("Vertrag*", "Kooperationsvertrag", "Kooperationsvereinbarung*", "KV", "Vereinbarung*")},
		{"schriftlich", foldAll("schriftlich*", "Protokoll*", "LOI", "Absichtserklärung*", "ja")},
		{"mündlich", foldAll("mündlich*", "Absprache*", "informell*", "formlos*")},
		{"keine", foldAll("keine*", "nein", "ohne")},
	}
	providerKindWords = wordCode{
		{"öffentlich (Land, Bund)", foldAll("Land", "Bund", "staatlich*", "Freistaat", "Sozialversicherung*", "Landesträger")},
		{"frei gemeinnützig", foldAll("frei*", "gemeinnützig*", "kirchlich*", "konfessionell*", "evangelisch*", "katholisch*", "Wohlfahrt*", "e V", "eV", "gGmbH", "Verein*", "Elterninitiative*")},
		{"öffentlich", foldAll("öffentlich*", "kommunal*", "städtisch*", "Stadt", "Landkreis", "Kommune", "Gemeinde", "Kreis")},
		{"freiberuflich", foldAll("freiberuflich*", "selbstständig*", "selbständig*", "niedergelassen*")},
		{"privat-gewerblich", foldAll("privat*", "gewerblich*", "GmbH", "kommerziell*")},
	}
)

func readAccess(_ *catalogues, text string, _ bool) ([]string, []string) {
	return accessWords.read(text)
}

func readBasis(_ *catalogues, text string, _ bool) ([]string, []string) { return basisWords.read(text) }

func readProviderKind(_ *catalogues, text string, _ bool) ([]string, []string) {
	return providerKindWords.read(text)
}

var everywhereWords = foldAll("alle", "alle Stadtteile", "alle Ortsteile", "überall", "stadtweit", "kreisweit", "landkreisweit", "gesamt", "gesamte Stadt", "gesamtes Stadtgebiet", "ganze Stadt", "ganzer Landkreis", "gesamter Landkreis",
	"stadtübergreifend", "überregional", "stadtteilübergreifend", "Stadtgebiet", "Landkreis", "alle Sozialräume", "alle Planungsräume")

// readAreas takes names of areas; words for everywhere are none.
func readAreas(_ *catalogues, text string, _ bool) (values, rest []string) {
	for _, p := range listOf(text) {
		if f := wordsOnly(p); f != "" && !slices.Contains(everywhereWords, f) && strings.Trim(p, "-–? ") != "" {
			values = append(values, oneLine(p))
		}
	}
	return values, nil
}

// readEverywhere says ja for words that mean everywhere.
func readEverywhere(_ *catalogues, text string, _ bool) (values, rest []string) {
	if slices.Contains(everywhereWords, wordsOnly(text)) {
		return []string{"ja"}, nil
	}
	return nil, nil
}
