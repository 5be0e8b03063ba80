package findings

import (
	"strings"
	"testing"

	"miteinander/graph"
)

func tablesOf(t *testing.T, name string, p Params) map[string]Table {
	t.Helper()
	b := basis(t, load(t, zweistadt), graph.Filter{})
	q, _ := Find(name)
	a, err := q.Ask(t.Context(), b, p)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Table{}
	for _, x := range Tables("de", a) {
		for _, row := range x.Rows {
			if len(row) > len(x.Header) {
				t.Errorf("%s: %d cells under %d headings", x.Name, len(row), len(x.Header))
			}
		}
		out[x.Name] = x
	}
	return out
}

// The gap matrix is a matrix: areas by phase × field, gaps shaded, need beside it; a parent area that a gap is required in once has a
// row of its own (Zweistadt: R/u/H).
func TestTables_GapMatrix(t *testing.T) {
	m := tablesOf(t, "gaps", Params{})["Lückenmatrix"]
	if got := strings.Join(m.Header, "|"); got != "Planungsraum|unter 3 Jahre · Erziehung|unter 3 Jahre · Hilfe|3 Jahre bis Schuleintritt · Erziehung|3 Jahre bis Schuleintritt · Hilfe|Kinder im SGB-II-Bezug" {
		t.Error(got)
	}
	rows := map[any][]any{}
	for i, r := range m.Rows {
		rows[r[0]] = r
		if r[0] == "Burgdorf" && (len(m.Shaded) != 1 || m.Shaded[0] != [2]int{i, 3}) {
			t.Errorf("shaded %v; the gap is in row %d, column 3", m.Shaded, i)
		}
	}
	for _, c := range []struct {
		area string
		at   int
		want any
	}{
		{"Altstadt", 1, "nur eine Einrichtung (Krippe)"}, {"Altstadt", 2, nil}, {"Region", 2, "mehrere, abgestimmt (Beratung, Praxis)"},
		{"Burgdorf", 3, "Lücke"}, {"Altstadt", 5, 4.}, {"Campus", 5, nil},
	} {
		if got := rows[c.area][c.at]; got != c.want {
			t.Errorf("%s, column %d: got %v, want %v", c.area, c.at, got, c.want)
		}
	}
}

// What is not known is an empty cell, never a zero; a share is two columns.
func TestTables_Unknown(t *testing.T) {
	rows := tablesOf(t, "transitions", Params{Indicator: sgb2})["Liste"]
	at := map[string]int{}
	for i, h := range rows.Header {
		at[h] = i
	}
	seen := 0
	for _, r := range rows.Rows {
		switch r[at["Kennung des Befunds"]] {
		case "transitions/T4/C":
			seen++
			if r[at[sgb2]] != nil || r[at["Befund"]] != "ohne aufnehmende Stelle" || r[at["Anteil (mindestens)"]] != nil {
				t.Errorf("%v", r)
			}
		case "transitions/T1/A":
			seen++
			if r[at[sgb2]] != int64(4) || r[at["Anteil (mindestens)"]] != 0. || r[at["Anteil (höchstens)"]] != 1. {
				t.Errorf("%v", r)
			}
		}
	}
	if seen != 2 {
		t.Errorf("%d rows found", seen)
	}
	pairs := tablesOf(t, "transitions", Params{})["Paare"]
	if len(pairs.Rows) != 6 {
		t.Errorf("%d pairs: T1 in three areas, T2 and T4 in A, T3 in the network", len(pairs.Rows))
	}
}
