package findings

import (
	"testing"

	"miteinander/graph"
)

// Every value of expected.json for transitions, and the chains of findings.md.
func TestTransitions_Musterstadt(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	got := answer(t, b, "transitions", Params{})
	contains(t, "transitions", got, expected(t, musterstadt)["transitions"])
	contains(t, "chains", got["chains"], map[string]any{"N": []any{"carrying", "patchy", "carrying"}, "S": []any{"carrying", "broken", "broken"}})
}

// findings.md: "With rule each sender all Musterstadt values are the same."
func TestTransitions_MusterstadtEachSender(t *testing.T) {
	records := load(t, musterstadt)
	for _, id := range []graph.ID{"Ü1", "Ü2", "Ü3"} {
		records = edit(records, graph.Key{Kind: graph.KindTransition, ID: id}, func(r *graph.TransitionType) bool { r.Rule = graph.RuleEachSender; return true })
	}
	contains(t, "transitions", answer(t, basis(t, records, graph.Filter{}), "transitions", Params{}), expected(t, musterstadt)["transitions"])
}

// What a filter by area or phase shows is what the whole network says of it.
func TestTransitions_FilterShowsTheSame(t *testing.T) {
	records := load(t, musterstadt)
	whole := answer(t, basis(t, records, graph.Filter{}), "transitions", Params{})
	north := answer(t, basis(t, records, graph.Filter{Areas: []graph.ID{"N"}, Phases: []graph.ID{"2"}}), "transitions", Params{})
	for _, id := range []string{"Ü2", "Ü3"} {
		contains(t, id, north[id], map[string]any{"N": whole[id].(map[string]any)["N"]})
		if _, ok := north[id].(map[string]any)["S"]; ok {
			t.Errorf("%s: S was not asked for", id)
		}
	}
	if _, ok := north["Ü1"]; ok {
		t.Error("Ü1 touches no chosen phase")
	}
}

func TestTransitions_Sentences(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	a, err := AskTransitions(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{a.Headline().Text("de"), "Von 6 Übergängen sind 3 tragfähig, 1 lückenhaft, 2 unterbrochen."},
		{a.Headline().Text("en"), "Of 6 transitions 3 hold, 1 patchy, 2 broken."},
		{a.Finding(2).Says.Text("de"), "Familie und Krippe → Kita, Nord: lückenhaft (50\u00a0%). Hängt an einer einzigen Verbindung: FZ Nord – Kita Nord. " +
			"Hängt an einer Förderung, die am 31.12.2025 endet: Freistaat (Familien eins). Nächster Schritt: Frühe Hilfen und Kita Nord stimmen sich ab (Stufe 2)."},
		{a.Finding(5).Says.Text("de"), "Kita → Grundschule, Süd: unterbrochen (0\u00a0%). Kontakt, noch nicht abgestimmt. Nächster Schritt: Kita Süd und GS Süd stimmen sich ab (Stufe 2)."},
		{a.Finding(3).Says.Text("de"), "Familie und Krippe → Kita, Süd: unterbrochen (0\u00a0%). Kein Kontakt. Nächster Schritt: Frühe Hilfen und Kita Süd stimmen sich ab (Stufe 2)."},
		{string(a.Ref(2)), "transitions/Ü2/N"},
		{a.Rate.Text("de"), "66,7\u00a0%"},
	} {
		if c[0] != c[1] {
			t.Errorf("got  %q\nwant %q", c[0], c[1])
		}
	}
	if v := a.View("de", 12); len(v.Links) != 6 || len(v.Links[2].Pairs) != 2 || len(v.Chains) != 2 {
		t.Errorf("view has %d links, %d pairs in the third, %d chains", len(v.Links), len(v.Links[2].Pairs), len(v.Chains))
	}
}
