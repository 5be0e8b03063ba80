package graph

import (
	"slices"
	"strings"
)

// Templates lists the templates of a new network (domain.md, "Templates of a new network").
func Templates() []string { return []string{"leer", "jena", "weimar", "niedersachsen"} }

// Template gives the records of a new network: the settings and, but for "leer", the catalogues. False for a name that is none.
func Template(template, name string) ([]Record, bool) {
	settings := DefaultSettings(name)
	settings.Template = template
	out := []Record{settings}
	spec, ok := templateSpecs[template]
	if !ok {
		return out, template == "leer"
	}
	for i, p := range templatePhases[:spec.phases] {
		c := *p
		c.Order = NumberOf(float64(i + 1))
		out = append(out, &c)
	}
	entry := func(k Kind, name string) ID {
		id := templateID(name)
		out = append(out, &Entry{Of: k, ID: id, Name: name})
		return id
	}
	for _, f := range spec.fields {
		entry(KindField, f)
	}
	for _, n := range templateSectors {
		entry(KindSector, n)
	}
	for _, n := range templateGroups {
		entry(KindGroup, n)
	}
	for _, n := range templateHurdles {
		entry(KindHurdle, n)
	}
	for _, k := range templateKinds {
		r := &InstitutionKind{ID: templateID(k.name), Name: k.name}
		for _, p := range strings.Fields(k.phases) {
			if slices.ContainsFunc(templatePhases[:spec.phases], func(q *Phase) bool { return q.ID == ID(p) }) {
				r.Phases = append(r.Phases, ID(p))
			}
		}
		if f := spec.subject[k.subject]; f != "" && len(r.Phases) > 0 {
			r.Fields = []ID{templateID(f)}
		} else {
			r.Phases = nil // a default needs both
		}
		out = append(out, r)
	}
	for _, i := range spec.transitions {
		t := Clone(templateTransitions[i-1])
		t.Rule = RuleEachSender
		out = append(out, t)
	}
	return out, true
}

// templateID makes "Familienhebamme/FGKiKP" into "familienhebamme-fgkikp".
func templateID(name string) ID {
	name = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "Ä", "ae", "Ö", "oe", "Ü", "ue").Replace(name)
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(name) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		} else {
			gap = true
		}
	}
	return ID(b.String())
}

type templateSpec struct {
	phases      int // of templatePhases
	fields      []string
	subject     map[string]string // subject of a kind → field
	transitions []int             // numbers as in domain.md
}

var templateSpecs = map[string]templateSpec{
	"jena": {4, []string{"Kinder- und Jugendhilfe", "Gesundheit", "Bildung", "Soziales"},
		map[string]string{"youth": "Kinder- und Jugendhilfe", "family": "Kinder- und Jugendhilfe", "health": "Gesundheit", "kita": "Bildung", "school": "Bildung", "work": "Bildung", "social": "Soziales"},
		[]int{1, 2, 3, 4, 7, 8}},
	"weimar": {6, []string{"Familie", "Frühkindliche Bildung", "Schule", "Ausbildung und Arbeitsmarkt", "Gesundheit", "Soziales"},
		map[string]string{"youth": "Familie", "family": "Familie", "health": "Gesundheit", "kita": "Frühkindliche Bildung", "school": "Schule", "work": "Ausbildung und Arbeitsmarkt", "social": "Soziales"},
		[]int{1, 2, 3, 4, 5, 6, 7, 8, 9}},
	"niedersachsen": {4, []string{"Jugendhilfe", "Gesundheit", "Bildung", "Soziales"},
		map[string]string{"youth": "Jugendhilfe", "family": "Jugendhilfe", "health": "Gesundheit", "kita": "Bildung", "school": "Bildung", "work": "Bildung", "social": "Soziales"},
		[]int{1, 2, 3, 4, 7}},
}

var templatePhases = []*Phase{
	{ID: "ssg", Name: "Schwangerschaft und Geburt"},
	{ID: "u3", Name: "unter 3 Jahre", AgeFrom: NumberOf(0), AgeTo: NumberOf(3)},
	{ID: "vorschule", Name: "3 Jahre bis Schuleintritt", AgeFrom: NumberOf(3), AgeTo: NumberOf(6)},
	{ID: "grundschule", Name: "Grundschulalter", AgeFrom: NumberOf(6), AgeTo: NumberOf(10)},
	{ID: "sek", Name: "weiterführende Schule", AgeFrom: NumberOf(10), AgeTo: NumberOf(16)},
	{ID: "beruf", Name: "Ausbildung und Beruf", AgeFrom: NumberOf(16), AgeTo: NumberOf(25)},
}

var (
	templateSectors = []string{"Jugend", "Gesundheit", "Bildung", "Soziales"}
	templateGroups  = []string{"Alleinerziehende", "Familien mit Migrationsgeschichte", "Kinder mit Behinderung", "Familien in Armutslagen", "Kinder psychisch oder suchtkranker Eltern", "Werdende Eltern", "Junge Eltern"}
	templateHurdles = []string{"Antrag", "Nachweise", "Sprache", "Kosten", "Weg", "Wartezeit", "Scham", "Unkenntnis", "Zuständigkeit"}
)

// templateKinds are the institution kinds of domain.md in its order (KKG § 3 (2), NZFH, § 81 SGB VIII). Phases and subject
// are the defaults of a regular institution without an offer row; kinds whose work no phase describes have none.
var templateKinds = []struct{ name, phases, subject string }{
	{"Jugendamt", "ssg u3 vorschule grundschule sek beruf", "youth"}, {"ASD", "ssg u3 vorschule grundschule sek", "youth"},
	{"Gesundheitsamt", "", "health"}, {"KJGD", "vorschule grundschule", "health"}, {"Sozialamt", "", "social"},
	{"Schulamt", "", "school"}, {"Schulträger", "", "school"}, {"Polizei", "", ""}, {"Agentur für Arbeit", "beruf", "work"},
	{"Jobcenter", "beruf", "work"}, {"Jugendberufsagentur", "beruf", "work"}, {"Eingliederungshilfe", "", "social"},
	{"Familiengericht", "", ""}, {"Krankenkasse", "", "health"},
	{"Geburtsklinik", "ssg", "health"}, {"Kinderklinik", "ssg u3 vorschule grundschule", "health"},
	{"SPZ", "u3 vorschule grundschule", "health"}, {"Frauenarztpraxis", "ssg", "health"},
	{"Kinderarztpraxis", "u3 vorschule grundschule", "health"}, {"KJP", "vorschule grundschule sek", "health"},
	{"Hebamme", "ssg u3", "health"}, {"Familienhebamme/FGKiKP", "ssg u3", "health"}, {"Frühe Hilfen", "ssg u3", "youth"},
	{"Frühförderstelle", "u3 vorschule", "health"},
	{"Schwangerschaftsberatung", "ssg", "family"}, {"EFL-Beratung", "", "family"}, {"Erziehungsberatung", "u3 vorschule grundschule sek", "youth"},
	{"Schuldner- und Sozialberatung", "", "social"}, {"Suchthilfe", "", "health"}, {"Migrationsdienst", "", "social"},
	{"Gewaltschutz", "", "social"}, {"EUTB", "", "social"}, {"Schulpsychologie", "grundschule sek", "school"},
	{"Familienbildungsstätte", "ssg u3 vorschule", "family"}, {"Familienzentrum", "u3 vorschule", "family"},
	{"Mehrgenerationenhaus", "u3 vorschule grundschule", "family"}, {"Träger Hilfen zur Erziehung", "u3 vorschule grundschule sek", "youth"},
	{"Müttergenesung", "", "health"},
	{"Kindertagespflege", "u3", "kita"}, {"Krippe", "u3", "kita"}, {"Kita", "vorschule", "kita"},
	{"Grundschule", "grundschule", "school"}, {"weiterführende Schule", "sek", "school"}, {"Förderschule", "grundschule sek", "school"},
	{"Berufsschule", "beruf", "work"}, {"Hort", "grundschule", "school"}, {"Ganztag", "grundschule", "school"},
	{"Schulsozialarbeit", "grundschule sek", "youth"}, {"Jugendzentrum", "grundschule sek", "youth"},
	{"Stadtteilbüro", "", "social"}, {"Sportverein", "", ""}, {"Kultur/Bibliothek", "", ""}, {"Selbsthilfe", "", ""},
}

func kindIDs(names ...string) []ID {
	out := make([]ID, len(names))
	for i, n := range names {
		out[i] = templateID(n)
	}
	return out
}

// templateTransitions are numbers 1 to 9 of domain.md, with the checklists that it gives.
var templateTransitions = []*TransitionType{
	{ID: "schwangerschaft-geburt", Name: "Schwangerschaft → Geburt", FromPhase: "ssg", ToPhase: "ssg", Level: LevelUnlisted,
		Senders: kindIDs("Schwangerschaftsberatung", "Frauenarztpraxis"), Receivers: kindIDs("Geburtsklinik", "Hebamme")},
	{ID: "geburt-fruehe-hilfen", Name: "Geburt → Frühe Hilfen", FromPhase: "ssg", ToPhase: "u3", Level: LevelUnlisted,
		Senders: kindIDs("Geburtsklinik", "Hebamme"), Receivers: kindIDs("Frühe Hilfen", "Familienhebamme/FGKiKP", "Kinderarztpraxis"),
		Items: []string{"Einwilligung erfragt", "Lotsin benannt", "Kontakt vor der Entlassung", "Rückmeldung an die Klinik"}},
	{ID: "u3-kita", Name: "unter 3 → Kita", FromPhase: "u3", ToPhase: "vorschule", Level: LevelUnlisted,
		Senders: kindIDs("Krippe", "Kindertagespflege", "Familienzentrum", "Frühe Hilfen"), Receivers: kindIDs("Kita")},
	{ID: "kita-grundschule", Name: "Kita → Grundschule", FromPhase: "vorschule", ToPhase: "grundschule", Level: LevelUnlisted,
		Senders: kindIDs("Kita"), Receivers: kindIDs("Grundschule"),
		Items: []string{"Ansprechperson auf beiden Seiten benannt", "Schriftliche Kooperationsvereinbarung mit Datum und Überprüfung",
			"Kooperationskalender", "Gemeinsame Sitzungen", "Besuche der Kita-Kinder in der Schule",
			"Gemeinsamer Elternabend und Information der Eltern der Vierjährigen",
			"Übergabegespräch oder Überleitungsbogen mit Einwilligung der Eltern", "Gegenseitige Hospitation oder gemeinsames Projekt"}},
	{ID: "grundschule-weiterfuehrend", Name: "Grundschule → weiterführende Schule", FromPhase: "grundschule", ToPhase: "sek", Level: LevelUnlisted,
		Senders: kindIDs("Grundschule"), Receivers: kindIDs("weiterführende Schule")},
	{ID: "schule-beruf", Name: "Schule → Ausbildung und Beruf", FromPhase: "sek", ToPhase: "beruf", Level: LevelUnlisted,
		Senders: kindIDs("weiterführende Schule", "Förderschule"), Receivers: kindIDs("Berufsschule", "Agentur für Arbeit", "Jugendberufsagentur")},
	{ID: "kita-foerderung", Name: "Kita → Frühförderung und Beratung", FromPhase: "vorschule", ToPhase: "vorschule", Level: LevelUnlisted,
		Senders: kindIDs("Kita", "Kinderarztpraxis"), Receivers: kindIDs("Frühförderstelle", "SPZ", "Erziehungsberatung")},
	{ID: "schule-beratung", Name: "Schule → Beratung", FromPhase: "grundschule", ToPhase: "grundschule", Level: LevelUnlisted,
		Senders: kindIDs("Grundschule"), Receivers: kindIDs("Schulsozialarbeit", "Erziehungsberatung", "ASD")},
	{ID: "volljaehrigkeit", Name: "Zuständigkeitsübergang (§ 36b)", Level: LevelUnlisted,
		Senders: kindIDs("Jugendamt"), Receivers: kindIDs("Eingliederungshilfe", "Sozialamt", "Jobcenter")},
}
