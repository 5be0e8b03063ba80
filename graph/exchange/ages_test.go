package exchange

import (
	"strings"
	"testing"

	"miteinander/graph"
)

// phasesIn reads a text against the phases of the Weimar template.
func phasesIn(text string) (ids, rest []string) {
	records, _ := graph.Template("weimar", "")
	l := &catalogues{}
	for _, r := range records {
		if p, ok := r.(*graph.Phase); ok {
			l.phases = append(l.phases, p)
		}
	}
	return readings["phases"](l, text, true)
}

// Ages as offices write them. Right of the arrow the phases of Weimar; after the slash what was not understood.
func TestReadAges(t *testing.T) {
	for line := range strings.SplitSeq(strings.TrimSpace(`
0-3 → u3
0–3 Jahre → u3
0 - 3 J. → u3
3-6 → vorschule
3 bis 6 Jahre → vorschule
3-6 J. → vorschule
1-6 → u3 vorschule
2,5 - 6 Jahre → u3 vorschule
6-10 → grundschule
6 bis 12 Jahre → grundschule sek
10-14 → sek
0-99 → u3 vorschule grundschule sek beruf
ab 6 Jahre → grundschule sek beruf
ab 6 J. → grundschule sek beruf
6+ → grundschule sek beruf
ab 10 Monate → u3 vorschule grundschule sek beruf
8 Wochen bis 3 Jahre → u3
18 Monate bis Schuleintritt → u3 vorschule
3 Jahre bis zum Schuleintritt → vorschule
0 bis Schuleintritt → u3 vorschule
bis 3 Jahre → u3
unter 3 → u3
unter 3 Jahren → u3
U3 → u3
Ü3 → vorschule
U3, Ü3 → u3 vorschule
U3/Ü3 → u3 vorschule
2 Jahre → u3
5 → vorschule
Krippe → u3
Krippe, Kindergarten → u3 vorschule
Kindergarten und Hort → vorschule grundschule
Vorschulkinder → vorschule
Grundschule → grundschule
Grundschulalter → grundschule
Klasse 1–4 → grundschule
Klasse 1-4 → grundschule
1.-4. Klasse → grundschule
1. bis 4. Klasse → grundschule
Kl. 5-10 → sek
ab Klasse 5 → sek beruf
ab der 5. Klasse → sek beruf
3./4. Klasse → grundschule
Klasse 5, 6 und 7 → sek
Jahrgangsstufe 1 bis 10 → grundschule sek
für Schwangere → ssg
Schwangere → ssg
Schwangere und junge Eltern → ssg
werdende Eltern → ssg
rund um die Geburt → ssg u3
Babys → u3
Eltern mit Babys → u3
Kinder von 3 bis 6 Jahren → vorschule
Familien mit Kindern unter 3 Jahren → u3
Eltern mit Kindern von 0-3 Jahren → u3
Kinder (6-10) → grundschule
Jugendliche → sek beruf
Jugendliche ab 14 → sek beruf
junge Erwachsene → beruf
Schulkinder → grundschule sek
Azubis → beruf
alle Altersgruppen → ssg u3 vorschule grundschule sek beruf
altersübergreifend → u3 vorschule grundschule sek beruf
unter 3 Jahre → u3
vorschule → vorschule
2025-06-03 → vorschule
2025-10-06 → grundschule
Senioren → / senioren
Erwachsene → / erwachsene
nach Absprache → / nach absprache
Flexikids → / flexikids
60-80 → / 60-80
Klasse 14 → / klasse 14
0-3, Senioren → u3 / senioren
`), "\n") {
		text, want, _ := strings.Cut(line, " →")
		ids, rest := phasesIn(text)
		got := strings.Join(ids, " ")
		if len(rest) > 0 {
			got = strings.TrimSpace(got + " / " + strings.ToLower(strings.Join(rest, ", ")))
		}
		if got != strings.TrimSpace(want) {
			t.Errorf("%q is %q, want %q", text, got, strings.TrimSpace(want))
		}
	}
}

// Days as people write them: the beginning and the end of what a cell says.
func TestReadDay(t *testing.T) {
	for line := range strings.SplitSeq(strings.TrimSpace(`
01.09.2024 → 2024-09-01 · 2024-09-01
2019 → 2019-01-01 · 2019-12-31
seit 2019 → 2019-01-01 ·
bis 31.12.2025 → · 2025-12-31
ab 01.01.2024 → 2024-01-01 ·
01.01.2024 – 31.12.2025 → 2024-01-01 · 2025-12-31
2023-2025 → 2023-01-01 · 2025-12-31
Schuljahr 2023/24 → 2023-08-01 · 2024-07-31
September 2024 → 2024-09-01 · 2024-09-30
Feb. 2024 → 2024-02-01 · 2024-02-29
09/2024 → 2024-09-01 · 2024-09-30
laufend → ·
unbefristet → ·
1. März 2024 → 2024-03-01 · 2024-03-01
irgendwann → ? · ?
`), "\n") {
		text, want, _ := strings.Cut(line, " →")
		var got []string
		for _, end := range []bool{false, true} {
			v, rest := readDay(text, true, end)
			got = append(got, strings.Join(v, "")+strings.Repeat("?", len(rest)))
		}
		if g := strings.TrimSpace(strings.Join(got, " · ")); g != strings.TrimSpace(want) {
			t.Errorf("%q is %q, want %q", text, g, strings.TrimSpace(want))
		}
	}
}

// Addresses, telephone numbers and names in one cell.
func TestReadAddress(t *testing.T) {
	for line := range strings.SplitSeq(strings.TrimSpace(`
Hauptstr. 5a, 99423 Weimar → | Hauptstr. 5a | 99423 | Weimar | | |
Kita Nord, Hauptstr. 5, 99423 Weimar, Tel. 03643 / 12 34-0 → Kita Nord | Hauptstr. 5 | 99423 | Weimar | 03643 / 12 34-0 | |
Am Alten Markt 3; D-07743 Jena → | Am Alten Markt 3 | 07743 | Jena | | |
Lindenweg 12-14 · 01067 Dresden · www.beispiel.de → | Lindenweg 12-14 | 01067 | Dresden | | www.beispiel.de |
Beratung im Rathaus → | | | | | | Beratung im Rathaus
Schloßstraße 7, Tel.: +49 361 123456, Fax: 0361 123457 → | Schloßstraße 7 | | | +49 361 123456 | |
Postfach 1234, 99084 Erfurt → | | 99084 | Erfurt | | | Postfach 1234
Zum Anger 1, 99084 Erfurt, info@beispiel.org → | Zum Anger 1 | 99084 | Erfurt | | |
`), "\n") {
		text, want, _ := strings.Cut(line, " →")
		a := readAddress(text)
		got := strings.Join([]string{a.name, a.street, a.postal, a.city, a.phone, a.website, a.rest}, " | ")
		if squash(got) != squash(want) {
			t.Errorf("%q is\n %s, want\n %s", text, squash(got), squash(want))
		}
	}
}

func squash(s string) string { return strings.Join(strings.Fields(s), " ") }

// Target groups against the catalogue of the template; ages and everyone are no groups and are not missed.
func TestReadGroups(t *testing.T) {
	records, _ := graph.Template("jena", "")
	l := &catalogues{}
	for _, r := range records {
		if e, ok := r.(*graph.Entry); ok && e.Of == graph.KindGroup {
			l.groups = append(l.groups, catalogueEntry{e.ID, e.Name, wordsOnly(e.Name)})
		}
	}
	for line := range strings.SplitSeq(strings.TrimSpace(`
Alleinerziehende → alleinerziehende
alle Familien →
Eltern mit Kindern von 0-3 Jahren →
Geflüchtete Familien → familien-mit-migrationsgeschichte
Familien mit Migrationshintergrund, Alleinerziehende → alleinerziehende familien-mit-migrationsgeschichte
Schwangere und junge Mütter → junge-eltern werdende-eltern
Kinder mit Behinderung → kinder-mit-behinderung
sozial benachteiligte Familien → familien-in-armutslagen
Kinder psychisch kranker Eltern → kinder-psychisch-oder-suchtkranker-eltern
Fachkräfte → / Fachkräfte
Multiplikatoren, Eltern → / Multiplikatoren
für alle →
`), "\n") {
		text, want, _ := strings.Cut(line, " →")
		ids, rest := readGroups(l, text)
		var sorted []string
		for _, e := range []string{"alleinerziehende", "familien-in-armutslagen", "familien-mit-migrationsgeschichte", "junge-eltern", "kinder-mit-behinderung", "kinder-psychisch-oder-suchtkranker-eltern", "werdende-eltern"} {
			if contains(ids, e) {
				sorted = append(sorted, e)
			}
		}
		got := strings.Join(sorted, " ")
		if len(rest) > 0 {
			got = strings.TrimSpace(got + " / " + strings.Join(rest, ", "))
		}
		if got != strings.TrimSpace(want) {
			t.Errorf("%q is %q, want %q", text, got, strings.TrimSpace(want))
		}
	}
}
