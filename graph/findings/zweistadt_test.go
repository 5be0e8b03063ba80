package findings

import (
	"testing"

	"miteinander/graph"
)

// Every value of the second fixture, computed by hand in testdata/zweistadt/README.md.
func TestZweistadt(t *testing.T) {
	b := basis(t, load(t, zweistadt), graph.Filter{})
	want := expected(t, zweistadt)
	for _, q := range Questions {
		if want[q.Name] == nil {
			t.Errorf("%s: no expected values", q.Name)
			continue
		}
		contains(t, q.Name, answer(t, b, q.Name, Params{}), want[q.Name])
	}
}

func ids(in []graph.ID) []any {
	out := make([]any, len(in))
	for i, id := range in {
		out[i] = string(id)
	}
	return out
}

// pairIDs lists "a~b" of a side-by-side answer.
func pairIDs(t *testing.T, b *Basis, p Params) []any {
	t.Helper()
	a, err := AskSideBySide(t.Context(), b, p)
	if err != nil {
		t.Fatal(err)
	}
	return ids(list(a.Pairs(), func(q Pair) graph.ID { return b.Institution(q.A).ID + "~" + b.Institution(q.B).ID }))
}

// README.md, "Side by side", last lines: the options.
func TestZweistadt_Options(t *testing.T) {
	b := basis(t, load(t, zweistadt), graph.Filter{})
	contains(t, "everywhere", pairIDs(t, b, Params{WithoutEverywhere: true}), []any{"BE~PR"})
	contains(t, "provider", pairIDs(t, b, Params{SameProvider: true}), []any{"FA~KR", "BE~PR", "KR~PR"})
	contains(t, "kind", pairIDs(t, b, Params{SameKind: true}), []any{"FA~KR", "BE~KR", "KA~KB", "BE~PR", "KR~PR"})
	contains(t, "checklist", answer(t, b, "transitions", Params{Checklist: true}), map[string]any{
		"T1": map[string]any{"A": []any{"carrying", 1., 1.}, "B": []any{"carrying", 1., 1.}, "C": []any{"carrying", 1., 1.}},
	})
	contains(t, "indicator", answer(t, b, "transitions", Params{Indicator: "Kinder im SGB-II-Bezug"}), map[string]any{
		"rate_parts": map[string]any{"numerator": 4., "denominator": 20.}, "rate_bounds": []any{0., 1.}, "without_children": []any{"T4/C", "T1/C", "T2/C"},
	})
}

// README.md, "Transitions": with the checklist T1 carries, and hangs on the one person who knows the way.
func TestZweistadt_Contact(t *testing.T) {
	b := basis(t, load(t, zweistadt), graph.Filter{})
	got := answer(t, b, "dependencies", Params{Checklist: true})
	contains(t, "contacts", got["contacts"], []any{map[string]any{"from": "KR", "to": "KA",
		"falls": []any{"transitions/T1/A", "transitions/T1/B", "transitions/T1/C"}}})
}

// What the two readings of a selection are: cells are cut, the level between two institutions is not.
func TestZweistadt_Filters(t *testing.T) {
	records := load(t, zweistadt)
	contains(t, "area A", pairIDs(t, basis(t, records, graph.Filter{Areas: []graph.ID{"A"}}), Params{}), []any{"BE~PR"})
	contains(t, "parent area R", pairIDs(t, basis(t, records, graph.Filter{Areas: []graph.ID{"R"}}), Params{}), []any{"BE~PR", "KR~PR"})
	contains(t, "group M", pairIDs(t, basis(t, records, graph.Filter{Groups: []graph.ID{"M"}}), Params{}), []any{"FA~KR", "BE~KR", "BE~PR", "KR~PR"})
	whole := answer(t, basis(t, records, graph.Filter{}), "gaps", Params{})["cells"].(map[string]any)
	only := answer(t, basis(t, records, graph.Filter{Areas: []graph.ID{"B"}}), "gaps", Params{})["cells"].(map[string]any)
	for key, status := range only {
		if whole[key] != status {
			t.Errorf("%s: %v in B alone, %v in the whole", key, status, whole[key])
		}
	}
	if len(only) != 4 || only["R/u/H"] != "multiple_together" {
		t.Errorf("B alone shows %v", only)
	}
	// The day before, PR4 is not yet valid and BE2 still is.
	day := graph.Date{Year: 2026, Month: 2, Day: 28}
	contains(t, "28.02.", pairIDs(t, basis(t, records, graph.Filter{Date: day}), Params{}), []any{"FA~KR", "BE~KR", "BE~KA", "BE~KB", "BE~PR"})
}

// Small numbers: 3 children are "unter 5" in words and 3 in numbers, unless the setting says so.
func TestZweistadt_SmallNumbers(t *testing.T) {
	records := load(t, zweistadt)
	for _, c := range []struct{ setting, want string }{{"", "dort leben unter 5 Kinder"}, {graph.SmallNumbersShow, "dort leben 3 Kinder"}} {
		records = edit(records, graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}, func(s *graph.Settings) bool { s.SmallNumbers = c.setting; return true })
		a, err := AskSideBySide(t.Context(), basis(t, records, graph.Filter{}), Params{})
		if err != nil {
			t.Fatal(err)
		}
		want := "Beide richten sich in Burgdorf an dieselben Familien: unter 3 Jahre (Erziehung; " + c.want + "). Stufe 0: Sie haben keinen Kontakt. Angabe der Koordination, 01.02.2026."
		if got := a.Finding(3).Says.Text("de"); got != want || a.Finding(3).Children != 3 {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

// The hurdles of a benefit in words, with who helps to apply in the same area and phase (findings.md, "Access barriers").
func TestZweistadt_AccessSentence(t *testing.T) {
	a, err := AskAccess(t.Context(), basis(t, load(t, zweistadt), graph.Filter{}), Params{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Cells {
		if a.key(&a.Cells[i]) != "C/u/H" {
			continue
		}
		want := "Campus, unter 3 Jahre, Hilfe: mit Hürde. Bildung und Teilhabe (Familienamt): mit Hürde (nicht offen zugänglich). Hürden: Antrag und Nachweise. Hilfe beim Antrag: Elternbegleitung."
		if got := a.Finding(i).Says.Text("de"); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

// Two single ties are one sentence, many names are the first ones and how many more.
func TestSentences_Many(t *testing.T) {
	for _, c := range [][2]string{
		{firstNames([]string{"A", "B", "C", "D"}).Text("de"), "A, B, C und D"},
		{firstNames([]string{"A", "B", "C", "D", "E"}).Text("de"), "A, B, C und 2 weitere"},
		{nameList([]string{"A", "B", "C", "D", "E"}, "areas").Text("en"), "5 planning areas"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
	// With θ = 1 Ü2 in the north needs both of its pairs. FZ's funding alone does not matter: without FZ, FH carries it.
	records := load(t, musterstadt)
	records = edit(records, graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}, func(s *graph.Settings) bool { s.Carrying = 1000; return true })
	records = edit(records, graph.Key{Kind: graph.KindCooperation, ID: "FH~FZ"}, func(c *graph.Cooperation) bool { c.Level = 2; return true })
	records = append(records, &graph.Cooperation{ID: "FH~KN", From: "FH", To: "KN", Level: 2})
	a, err := AskTransitions(t.Context(), basis(t, records, graph.Filter{}), Params{})
	if err != nil {
		t.Fatal(err)
	}
	want := "Familie und Krippe → Kita, Nord: tragfähig (100\u00a0%). Fällt zurück, wenn eine dieser Verbindungen wegfällt: Frühe Hilfen – Kita Nord und FZ Nord – Kita Nord."
	if got := a.Finding(2).Says.Text("de"); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
