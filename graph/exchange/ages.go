package exchange

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"miteinander/graph"
)

// span is ages in years: from ≤ age < to; to may be +Inf.
type span struct{ from, to float64 }

// pregnancy is the span of what lies before birth; a phase without ages whose name says so stands for it.
var pregnancy = span{-1, 0}

const forever = 120

// ageReading is what a free text says about ages.
type ageReading struct {
	spans []span
	rest  []string // parts that were not understood
	any   bool     // something was said at all
}

// Words that stand for ages. The longest first where one holds another.
var ageWords = []struct {
	word  string // folded
	spans []span
}{
	{"rund um die geburt", []span{pregnancy, {0, 1}}}, {"schwangerschaft und geburt", []span{pregnancy}}, {"schwangerschaft", []span{pregnancy}}, {"schwangere", []span{pregnancy}},
	{"schwanger", []span{pregnancy}}, {"werdende eltern", []span{pregnancy}}, {"werdende muetter", []span{pregnancy}}, {"werdende familien", []span{pregnancy}}, {"werdende vaeter", []span{pregnancy}},
	{"geburtsvorbereitung", []span{pregnancy}}, {"vor der geburt", []span{pregnancy}},
	{"wochenbett", []span{{0, 1}}}, {"neugeborene", []span{{0, 1}}}, {"saeuglinge", []span{{0, 1}}}, {"saeugling", []span{{0, 1}}}, {"babys", []span{{0, 1}}}, {"baby", []span{{0, 1}}},
	{"nach der geburt", []span{{0, 1}}}, {"krabbelalter", []span{{0, 3}}}, {"krabbelkinder", []span{{0, 3}}}, {"krippenkinder", []span{{0, 3}}}, {"krippenalter", []span{{0, 3}}},
	{"krippe", []span{{0, 3}}}, {"kleinkindalter", []span{{0, 3}}}, {"kleinkinder", []span{{0, 3}}}, {"kleinkind", []span{{0, 3}}}, {"u3", []span{{0, 3}}}, {"unter dreijaehrige", []span{{0, 3}}},
	{"kindertagespflege", []span{{0, 3}}}, {"tagespflege", []span{{0, 3}}},
	{"ue3", []span{{3, 6}}}, {"kindergartenkinder", []span{{3, 6}}}, {"kindergartenalter", []span{{3, 6}}}, {"kindergarten", []span{{3, 6}}}, {"kita kinder", []span{{3, 6}}}, {"kitakinder", []span{{3, 6}}},
	{"kita alter", []span{{3, 6}}}, {"kita", []span{{3, 6}}}, {"elementarbereich", []span{{3, 6}}}, {"vorschulkinder", []span{{5, 6}}}, {"vorschulalter", []span{{3, 6}}}, {"vorschule", []span{{3, 6}}},
	{"vorschueler", []span{{5, 6}}}, {"schulanfaenger", []span{{5, 6}}}, {"3 jahre bis schuleintritt", []span{{3, 6}}},
	{"grundschulkinder", []span{{6, 10}}}, {"grundschulalter", []span{{6, 10}}}, {"grundschueler", []span{{6, 10}}}, {"grundschule", []span{{6, 10}}}, {"primarstufe", []span{{6, 10}}},
	{"hortkinder", []span{{6, 10}}}, {"hort", []span{{6, 10}}}, {"schulkinder", []span{{6, 16}}}, {"schulkind", []span{{6, 16}}}, {"schueler", []span{{6, 16}}}, {"schuelerinnen", []span{{6, 16}}},
	{"schulalter", []span{{6, 16}}}, {"weiterfuehrende schule", []span{{10, 16}}}, {"weiterfuehrende schulen", []span{{10, 16}}}, {"sekundarstufe", []span{{10, 16}}}, {"sekundarstufe i", []span{{10, 16}}},
	{"sek i", []span{{10, 16}}}, {"teenager", []span{{12, 18}}}, {"jugendliche", []span{{12, 18}}}, {"jugend", []span{{12, 18}}}, {"jugendalter", []span{{12, 18}}},
	{"junge erwachsene", []span{{18, 25}}}, {"heranwachsende", []span{{18, 21}}}, {"auszubildende", []span{{16, 25}}}, {"azubis", []span{{16, 25}}}, {"ausbildung", []span{{16, 25}}}, {"berufsschueler", []span{{16, 25}}},
	{"uebergang schule beruf", []span{{14, 25}}}, {"ausbildung und beruf", []span{{16, 25}}},
	{"alle altersgruppen", []span{pregnancy, {0, forever}}}, {"alle altersstufen", []span{pregnancy, {0, forever}}}, {"jedes alter", []span{pregnancy, {0, forever}}}, {"jeden alters", []span{pregnancy, {0, forever}}}, {"alle alter", []span{pregnancy, {0, forever}}},
	{"altersuebergreifend", []span{{0, forever}}}, {"altersoffen", []span{{0, forever}}}, {"altersunabhaengig", []span{{0, forever}}}, {"kinder und jugendliche", []span{{0, 18}}},
}

// Words that say nothing about ages and stand beside ages.
var ageFiller = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`kinder kind kindern fuer im alter von der die das den zum zur mit eltern familien familie ca circa etwa jahre jahren jahr j jaehrige jaehrigen und oder sowie bis ab an
		insbesondere v a z b alle vaeter muetter schuelerinnen in jungen maedchen junge gruppe gruppen des deren ihre ihren einem einer ein eine maximal max mind mindestens`) {
		ageFiller[w] = true
	}
}

const ageNumber = `(\d{1,2}(?:,\d+)?)`
const ageUnit = `\s*(jahren|jahre|jahr|jaehrige|jaehrigen|jaehrig|j|monaten|monate|monat|mon|m|wochen|woche)?`

var (
	ageRange    = regexp.MustCompile(`^(?:von |ab |im alter von |zwischen )?` + ageNumber + ageUnit + `\s*(?:bis|-|und)\s*(?:zu |einschl |einschliesslich |unter )?` + ageNumber + ageUnit + `$`)
	ageFrom     = regexp.MustCompile(`^(?:ab|ueber|von|seit|aelter als|mindestens|mind|>=?)\s*(?:dem |der )?` + ageNumber + ageUnit + `\s*(?:lebensjahr)?$`)
	ageFromPlus = regexp.MustCompile(`^` + ageNumber + ageUnit + `\s*(?:\+|plus|und aelter|aufwaerts)$`)
	ageTo       = regexp.MustCompile(`^(?:bis|bis zu|bis einschl|bis einschliesslich|hoechstens|max|maximal|bis zum|bis zum vollendeten|bis zum ende des)\s*` + ageNumber + ageUnit + `\s*(?:lebensjahr)?$`)
	ageUnder    = regexp.MustCompile(`^(?:unter|u|juenger als|<)\s*` + ageNumber + ageUnit + `$`)
	ageOver     = regexp.MustCompile(`^ue\s*` + ageNumber + ageUnit + `$`)
	ageOne      = regexp.MustCompile(`^` + ageNumber + ageUnit + `$`)
	ageToSchool = regexp.MustCompile(`^(?:von |ab )?` + ageNumber + ageUnit + `\s*(?:bis|-)\s*(?:zum |zur |z )?(?:schuleintritt|schulbeginn|einschulung|schulanfang|schule|schulpflicht|schulalter)$`)
	fromBirth   = regexp.MustCompile(`^(?:ab|von|von der|ab der) geburt(?: an)?$`)
	birthTo     = regexp.MustCompile(`^(?:ab |von |von der )?geburt\s*(?:bis|-)\s*(?:zu |zum )?` + ageNumber + ageUnit + `$`)
	toSchool    = regexp.MustCompile(`^bis\s*(?:zum |zur )?(?:schuleintritt|schulbeginn|einschulung|schulanfang)$`)
	fromSchool  = regexp.MustCompile(`^ab\s*(?:dem |der )?(?:schuleintritt|schulalter|schulbeginn|einschulung|schule)$`)
	classRange  = regexp.MustCompile(`^(?:von )?(?:der )?(?:klassenstufen?|klassen?|kl|jahrgangsstufen?|jahrgaenge|jahrgang|jgst|jg|stufe)\s*(\d{1,2})\s*(?:(?:bis|-|und|\+)\s*(?:klasse )?(\d{1,2}))?$`)
	rangeClass  = regexp.MustCompile(`^(?:von )?(?:der )?(\d{1,2})\s*(?:(?:bis|-|und|\+)\s*(?:zur )?(\d{1,2}))?\s*(?:klassenstufen?|klassen?|kl|jahrgangsstufen?|jahrgaenge|jahrgang|jgst|schuljahr)$`)
	classFrom   = regexp.MustCompile(`^ab\s*(?:der |dem )?(?:(?:klasse|kl|klassenstufe|jahrgangsstufe|jahrgang|jgst)\s*(\d{1,2})|(\d{1,2})\s*(?:klasse|kl|klassenstufe|jahrgangsstufe|jahrgang|schuljahr))$`)
	classTo     = regexp.MustCompile(`^bis\s*(?:zur |zum )?(?:(?:klasse|kl|klassenstufe|jahrgang)\s*(\d{1,2})|(\d{1,2})\s*(?:klasse|kl|klassenstufe|jahrgang))$`)
	isoDay      = regexp.MustCompile(`^\d{4}-(\d{2})-(\d{2})$`)
	ageSplit    = regexp.MustCompile(`\s*(?:[,;|\n]|/| u\. | & | und | sowie | oder )\s*`)
	ageInside   = regexp.MustCompile(`(?:(?:ab|unter|bis|von|ueber)\s+)?(?:(?:klassen?|kl)\s+)?\d{1,2}(?:,\d+)?(?:\s*(?:jahren?|j|monaten?|wochen))?(?:\s*(?:bis|-)\s*\d{1,2}(?:,\d+)?)?\s*(?:jahren?|jaehrigen?|j|monaten?|wochen|klasse|plus|\+)?`)
)

// ageFold keeps digits and the signs that ages are written with.
func ageFold(s string) string {
	s = umlauts.Replace(strings.ToLower(s))
	s = strings.NewReplacer("–", "-", "—", "-", "‑", "-", "−", "-", "½", ",5", "ca.", "", "mind.", "mind", "max.", "max", "einschl.", "einschl", "(", " ", ")", " ", "*", " ", "•", " ", "\u00a0", " ").Replace(s)
	s = decimalPoint.ReplaceAllString(s, "$1,$2")
	s = ordinal.ReplaceAllString(s, "$1 $2")
	s = strings.ReplaceAll(s, ".", " ")
	return strings.Join(strings.Fields(s), " ")
}

var (
	decimalPoint = regexp.MustCompile(`\b([012])\.5\b`)
	ordinal      = regexp.MustCompile(`(\d)\.(\s|$|-|/)`)
	classPair    = regexp.MustCompile(`(\d{1,2})\s*[./]\s*/?\s*(\d{1,2})\s*\.?\s*(klasse|kl)`)
)

// readAges reads free text about ages: "ab 6 Jahre", "0–3", "Krippe", "Klasse 1–4", "für Schwangere", "18 Monate bis Schuleintritt".
// A spreadsheet that made a day of "3-6" is read back, too.
func readAges(text string) ageReading {
	var out ageReading
	text = strings.TrimSpace(text)
	if text == "" {
		return out
	}
	out.any = true
	if m := isoDay.FindStringSubmatch(text); m != nil { // 3-6 became the third of June
		from, _ := strconv.Atoi(m[2])
		to, _ := strconv.Atoi(m[1])
		if from < to {
			out.spans = append(out.spans, span{float64(from), float64(to)})
			return out
		}
	}
	whole := ageFold(classPair.ReplaceAllString(strings.ToLower(text), "$1-$2 $3"))
	if s, ok := readAge(whole); ok {
		out.spans = s
		return out
	}
	parts := ageSplit.Split(whole, -1)
	// "1 Jahr, 2 Jahre" are two; "Klasse 5, 6 und 7" has one word for all.
	prefix := ""
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" {
			continue
		}
		if c := classWord.FindString(p); c != "" {
			prefix = c
		}
		s, ok := readAge(p)
		if prefix != "" && ageOne.MatchString(p) {
			s, ok = readAge(prefix + " " + p)
		}
		if !ok {
			s, ok = ageWithin(p)
		}
		switch {
		case ok:
			out.spans = append(out.spans, s...)
		case onlyFiller(p):
		default:
			out.rest = append(out.rest, p)
		}
	}
	return out
}

var classWord = regexp.MustCompile(`^(?:klassenstufe|klasse|klassen|kl|jahrgang|jahrgaenge)\b`)

// ageWithin finds ages inside a phrase: "Kinder von 3 bis 6 Jahren und ihre Eltern", "Familien mit Kindern unter 3".
func ageWithin(p string) ([]span, bool) {
	if strings.ContainsAny(p, ":%€") {
		return nil, false // a ratio, a share, a price
	}
	var out []span
	for _, w := range ageWords {
		if i := indexInflected(p, w.word); i >= 0 {
			out = append(out, w.spans...)
			p = p[:i] + " " + p[i+len(w.word):]
		}
	}
	for _, m := range ageInside.FindAllString(p, -1) {
		if s, ok := readAge(strings.TrimSpace(m)); ok {
			out = append(out, s...)
		}
	}
	return out, len(out) > 0
}

// indexInflected finds a word also with the endings of German cases: "Kleinkindern".
func indexInflected(s, word string) int {
	for _, end := range []string{"", "n", "en", "s"} {
		if i := indexWord(s, word+end); i >= 0 {
			return i
		}
	}
	return -1
}

// indexWord finds a phrase at word borders.
func indexWord(s, word string) int {
	for at := 0; ; {
		i := strings.Index(s[at:], word)
		if i < 0 {
			return -1
		}
		i += at
		end := i + len(word)
		if (i == 0 || !isLetter(s[i-1])) && (end == len(s) || !isLetter(s[end])) {
			return i
		}
		at = i + 1
	}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80 }

func onlyFiller(p string) bool {
	for w := range strings.FieldsSeq(strings.ReplaceAll(p, "-", " ")) {
		if !ageFiller[w] {
			return false
		}
	}
	return true
}

// readAge reads one statement.
func readAge(p string) ([]span, bool) {
	one := func(from, to float64) ([]span, bool) {
		if from < 0 || to <= from || from > 60 {
			return nil, false
		}
		return []span{{from, to}}, true
	}
	p = strings.TrimPrefix(strings.TrimPrefix(p, "kinder "), "fuer ")
	p = strings.TrimPrefix(strings.TrimPrefix(p, "im alter "), "kinder ")
	for _, w := range ageWords {
		if p == w.word {
			return w.spans, true
		}
	}
	if m := ageToSchool.FindStringSubmatch(p); m != nil {
		return one(age(m[1], m[2]), 6)
	}
	if m := birthTo.FindStringSubmatch(p); m != nil {
		return one(0, age(m[1], m[2]))
	}
	switch {
	case toSchool.MatchString(p):
		return one(0, 6)
	case fromSchool.MatchString(p):
		return one(6, forever)
	case fromBirth.MatchString(p):
		return one(0, forever)
	}
	for _, re := range []*regexp.Regexp{classRange, rangeClass} {
		if m := re.FindStringSubmatch(p); m != nil {
			last := m[2]
			if last == "" {
				last = m[1]
			}
			return classes(m[1], last)
		}
	}
	if m := classFrom.FindStringSubmatch(p); m != nil {
		return classes(m[1]+m[2], "13")
	}
	if m := classTo.FindStringSubmatch(p); m != nil {
		return classes("1", m[1]+m[2])
	}
	if m := ageRange.FindStringSubmatch(p); m != nil {
		unit := m[2]
		if unit == "" {
			unit = m[4]
		}
		return one(age(m[1], unit), age(m[3], m[4]))
	}
	if m := ageUnder.FindStringSubmatch(p); m != nil {
		return one(0, age(m[1], m[2]))
	}
	if m := ageOver.FindStringSubmatch(p); m != nil {
		if m[1] == "3" {
			return one(3, 6)
		}
		return one(age(m[1], m[2]), forever)
	}
	if m := ageFromPlus.FindStringSubmatch(p); m != nil {
		return one(age(m[1], m[2]), forever)
	}
	if m := ageFrom.FindStringSubmatch(p); m != nil {
		return one(age(m[1], m[2]), forever)
	}
	if m := ageTo.FindStringSubmatch(p); m != nil {
		return one(0, age(m[1], m[2]))
	}
	if m := ageOne.FindStringSubmatch(p); m != nil {
		a := age(m[1], m[2])
		return one(a, math.Floor(a)+1)
	}
	return nil, false
}

func age(n, unit string) float64 {
	v, _ := strconv.ParseFloat(strings.Replace(n, ",", ".", 1), 64)
	switch {
	case strings.HasPrefix(unit, "mon"), unit == "m":
		return v / 12
	case strings.HasPrefix(unit, "woche"):
		return v / 52
	}
	return v
}

// classes are school years: who is in class 1 is 6 years old.
func classes(from, to string) ([]span, bool) {
	a, err1 := strconv.Atoi(from)
	b, err2 := strconv.Atoi(to)
	if err1 != nil || err2 != nil || a < 1 || b < a || b > 13 {
		return nil, false
	}
	return []span{{float64(a) + 5, float64(b) + 6}}, true
}

// isAgeHeader tells a header that is nothing but an age, as columns of marks have: "0-3", "6–10 J.", "Krippe", "U3 Plätze".
func isAgeHeader(h string) bool {
	f := ageFold(h)
	for _, p := range []string{"plaetze ", "anzahl ", "kinder ", "gruppen ", "alter ", "altersgruppe ", "zielgruppe ", "altersgruppen "} {
		f = strings.TrimPrefix(f, p)
	}
	for _, p := range []string{" plaetze", " kinder", " gruppen", " anzahl"} {
		f = strings.TrimSuffix(f, p)
	}
	if f == "" || ageOne.MatchString(f) || f == "kita" || f == "ausbildung" || f == "jugend" {
		return false
	}
	_, ok := readAge(f)
	return ok
}

// phasesOf are the phases that spans of ages touch. Phases without ages stand for pregnancy where their name says so.
func phasesOf(spans []span, phases []*graph.Phase) []*graph.Phase {
	var out []*graph.Phase
	for _, p := range phases {
		for _, s := range spans {
			if s == pregnancy {
				if f := fold(p.Name); !p.AgeFrom.Known && (strings.Contains(f, "schwanger") || strings.Contains(f, "geburt")) {
					out = append(out, p)
					break
				}
				continue
			}
			if !p.AgeFrom.Known && !p.AgeTo.Known {
				continue
			}
			from, to := p.AgeFrom.V, float64(forever)
			if p.AgeTo.Known {
				to = p.AgeTo.V
			}
			if s.from < to && s.to > from {
				out = append(out, p)
				break
			}
		}
	}
	return out
}
