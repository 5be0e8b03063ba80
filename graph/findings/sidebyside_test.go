package findings

import (
	"encoding/json"
	"testing"

	"miteinander/graph"
)

// Every value of expected.json for side by side and across sectors.
func TestSideBySide_Musterstadt(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	want := expected(t, musterstadt)
	contains(t, "side_by_side", answer(t, b, "side-by-side", Params{}), want["side_by_side"], "with_FH_KN_unknown")
	contains(t, "across_sectors", answer(t, b, "across_sectors", Params{}), want["across_sectors"])
}

// expected.json, with_FH_KN_unknown: an unknown pair makes a range, never a no.
func TestSideBySide_UnknownPair(t *testing.T) {
	records := append(load(t, musterstadt), &graph.Cooperation{ID: "FH~KN", From: "FH", To: "KN", Level: graph.LevelUnknown})
	b := basis(t, records, graph.Filter{})
	want := expected(t, musterstadt)["side_by_side"].(map[string]any)["with_FH_KN_unknown"]
	contains(t, "side_by_side", answer(t, b, "side-by-side", Params{}), want)
	a, err := AskSideBySide(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Headline().Text("de"); got != "4 Paare richten sich an dieselben Kinder: 2 abgestimmt, 1 noch nicht, 1 ungeklärt." {
		t.Error(got)
	}
	if got := a.Rate.Text("de"); got != "50 bis 75\u00a0%" {
		t.Error(got)
	}
}

// findings.md, "Headline" and "Sentence per pair".
func TestSideBySide_Sentences(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	a, err := AskSideBySide(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	v := a.View("de", 0, 1, 0)
	for _, c := range [][2]string{
		{v.Headline.Text, "4 Paare richten sich an dieselben Kinder: 2 abgestimmt, 2 noch nicht, 0 ungeklärt."},
		{v.Pairs[0].Sentence, "Beide richten sich in Nord an dieselben Familien: 0 bis 3 Jahre (Familie; dort leben 300 Kinder). " +
			"Stufe 1: Sie kennen sich und informieren einander. Angabe der Koordination, 30.06.2025."},
		{a.Finding(3).Says.Text("de"), "Beide richten sich in Nord an dieselben Familien: 0 bis 3 Jahre (Familie; dort leben 300 Kinder). " +
			"Stufe 0: Kein Kontakt eingetragen; nicht aufgeführte Paare gelten in diesem Netzwerk als ohne Kontakt."},
		{a.Finding(0).Says.Text("en"), "Both are there for the same families in Nord: 0 bis 3 Jahre (Familie; 300 children live there). " +
			"Level 1: they know and inform each other. Given by the coordination office, 30 June 2025."},
		{v.Rounds[0].Sentence, "Nord, 0 bis 3 Jahre, Familie: 3 Einrichtungen, 1 von 3 Paaren abgestimmt."},
		{v.Rounds[1].Sentence, "Nord, 3 bis 6 Jahre, Familie: 2 Einrichtungen, 1 Paar, abgestimmt."},
		{string(v.Pairs[0].Ref), "side-by-side/FH~FZ"},
		{string(v.Rounds[0].Ref), "side-by-side/N/1/F"},
	} {
		if c[0] != c[1] {
			t.Errorf("got  %q\nwant %q", c[0], c[1])
		}
	}
	if len(v.Pairs) != 1 || v.PairsTotal != 4 {
		t.Errorf("page of 1: %d pairs of %d", len(v.Pairs), v.PairsTotal)
	}
	across, err := AskAcrossSectors(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	if got := across.Finding(0).Says.Text("de"); got != "Beide richten sich in Nord an dieselben Familien: 6 bis 10 Jahre (dort leben 400 Kinder). "+
		"Ressorts: Jugend und Bildung. Stufe 0: Kein Kontakt eingetragen; nicht aufgeführte Paare gelten in diesem Netzwerk als ohne Kontakt." {
		t.Error(got)
	}
}

// findings.md: "when the fundings that end by 01.01.2028 are left out Σ w = 0 → null".
func TestSideBySide_NothingToWeigh(t *testing.T) {
	records := load(t, musterstadt)
	for _, o := range []graph.ID{"FZ1", "FZ2", "KN2"} {
		records = edit(records, graph.Key{Kind: graph.KindOffer, ID: o}, func(r *graph.Offer) bool { r.Status = "ended"; return true })
	}
	got := answer(t, basis(t, records, graph.Filter{}), "side-by-side", Params{})
	if got["together_rate"] != nil || got["bounds"] != nil {
		t.Errorf("rate %v, bounds %v, want null", got["together_rate"], got["bounds"])
	}
	if body, _ := json.Marshal(got["together_rate_parts"]); string(body) != `{"denominator":0,"numerator":0}` {
		t.Errorf("parts %s", body)
	}
}

// One click on a pair: with FH–FZ at level 2 the headline moves, and Without takes it back.
func TestBasis_WithAndWithout(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	at := func(id graph.ID) int32 {
		i, ok := b.sel.InstitutionIndex(id)
		if !ok {
			t.Fatal(id)
		}
		return i
	}
	fh, fz := at("FH"), at("FZ")
	with := b.With([][2]int32{{fz, fh}}, 2)
	if got := with.Level(fh, fz); got != 2 {
		t.Errorf("level %v, want 2", got)
	}
	if got := with.Without(Loss{Pairs: [][2]int32{{fh, fz}}}).Level(fh, fz); got != 2 {
		// A lift stands above a loss: "what if they worked together" is asked of what is left.
		t.Errorf("level %v, want 2", got)
	}
	if got := b.Without(Loss{Institutions: []int32{fz}}).Level(fh, fz); got != 0 {
		t.Errorf("level %v, want 0 when one of them is gone", got)
	}
	a, err := AskSideBySide(t.Context(), b.Without(Loss{Institutions: []int32{fz}}), Params{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range a.Pairs() {
		if p.A == fz || p.B == fz {
			t.Error("FZ is gone and still in a pair")
		}
	}
	if got := b.Level(fh, fz); got != 1 {
		t.Errorf("the basis itself changed: level %v, want 1", got)
	}
}
