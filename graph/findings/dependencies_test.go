package findings

import (
	"testing"

	"miteinander/graph"
)

// findings.md, "Key positions": F after removal KN 0.8095, FZ 0.7619, FH 0.6667, K 0.4762. Without FZ the rate is that of
// "When funding ends" (0.5556); without K both halves of Ü1 go: 150 of 450;
// without FH they go too, but FZ alone then carries Ü2 in the north: 300 − 150 + 50; without KN only Ü1 is left: 150 of 450.
func TestDependencies_Musterstadt(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	contains(t, "dependencies", answer(t, b, "dependencies", Params{}), map[string]any{
		"fragmentation": 0.428571, "rate": 0.666667, "without_coordination": nil,
		"institutions": []any{
			map[string]any{"id": "FH", "cutpoint": true, "fragmentation_without": 0.666667, "rate_without": 200. / 450},
			map[string]any{"id": "FZ", "cutpoint": true, "fragmentation_without": 0.761905, "rate_without": 0.555556},
			map[string]any{"id": "GN", "cutpoint": false, "fragmentation_without": 0.47619, "rate_without": 200. / 450},
			map[string]any{"id": "K", "cutpoint": false, "fragmentation_without": 0.47619, "rate_without": 150. / 450},
			map[string]any{"id": "KN", "cutpoint": true, "fragmentation_without": 0.809524, "rate_without": 150. / 450},
		},
		"contacts": []any{}, "positions": []any{},
	})
	d, err := AskDependencies(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Bridges) != 6 { // expected.json: all six ties are bridges
		t.Errorf("%d bridges, want 6", len(d.Bridges))
	}
	// FH–FZ carries no transition; the tie K–FH carries Ü1 in both areas.
	for _, o := range d.Bridges {
		if a, c := b.Institution(o.A).ID, b.Institution(o.B).ID; a == "FH" && c == "FZ" && o.RateChange != 0 || a == "FH" && c == "K" && o.RateWithout != 150./450 {
			t.Errorf("%s–%s: rate %v", a, c, o.RateWithout)
		}
	}
	if got := d.Finding(1).Says.Text("de"); got != "FZ Nord: Ohne diese Einrichtung läge der Zerfall bei 0,762 statt 0,429, die Übergangsquote bei 55,6\u00a0% statt 66,7\u00a0%." {
		t.Error(got)
	}
}

// With unlisted pairs unknown every pair of Musterstadt without a row has to be asked for: FH–KN and KS–FH among them.
func TestClarify_Musterstadt(t *testing.T) {
	records := load(t, musterstadt)
	if got := answer(t, basis(t, records, graph.Filter{}), "clarify", Params{}); got["unclear_pairs"] != 0. {
		t.Errorf("nothing is unclear, got %v", got)
	}
	records = edit(records, graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}, func(s *graph.Settings) bool { s.Unlisted = graph.LevelUnknown; return true })
	b := basis(t, records, graph.Filter{})
	// FH–KN: side by side 300, and Ü2 N unclear (0.5 … 1): +100. FH–KS: Ü2 S unclear (0 … 1): 50. Nothing else is open: the
	// other pairs of Ü1 to Ü3 and of side by side have rows.
	contains(t, "clarify", answer(t, b, "clarify", Params{}), map[string]any{"unclear_pairs": 2., "institutions": []any{
		map[string]any{"id": "FH", "unclear": 2., "transitions": 2., "weight": 450., "partners": []any{"KN", "KS"}},
		map[string]any{"id": "KN", "unclear": 1., "transitions": 1., "weight": 400., "partners": []any{"FH"}},
		map[string]any{"id": "KS", "unclear": 1., "transitions": 1., "weight": 50., "partners": []any{"FH"}},
	}})
	c, err := AskClarify(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Headline().Text("de"); got != "2 Paare sind ungeklärt. Zuerst fragen: Frühe Hilfen (2 Paare)." {
		t.Error(got)
	}
	s, ok := c.Sheet("de", "FH", false)
	if !ok || len(s.Partners) != 2 || len(s.Levels) != 6 || s.Partners[0].Why != "richten sich an dieselben Kinder; 1 Übergang hängt davon ab" ||
		s.Partners[1].Why != "1 Übergang hängt davon ab" {
		t.Errorf("%+v", s)
	}
	if s, ok := c.Sheet("de", "GN", false); !ok || len(s.Partners) > 0 {
		t.Error("there is nothing to ask GN")
	}
	// What is known stands on the full sheet, with who said so.
	if s, ok := c.Sheet("de", "GN", true); !ok || len(s.Partners) != 1 || s.Partners[0].Open || *s.Partners[0].Level != 3 ||
		s.Partners[0].Says != "Stufe 3: Sie arbeiten zusammen. Angabe der Koordination, 30.06.2025." {
		t.Errorf("%+v", s)
	}
	if _, ok := c.Sheet("de", "nobody", false); ok {
		t.Error("a sheet for nobody")
	}
}
