package findings

import (
	"testing"

	"miteinander/graph"
)

// Every value of expected.json for gaps and access.
func TestGapsAndAccess_Musterstadt(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	want := expected(t, musterstadt)
	contains(t, "gaps", answer(t, b, "gaps", Params{}), want["gaps"])
	got := answer(t, b, "access", Params{})
	contains(t, "access", got, want["access"])
	// findings.md, "Access barriers", test: low_threshold 5, unknown 2, with_hurdle 8, gap 9.
	contains(t, "access counts", got["counts"], map[string]any{"low_threshold": 5., "unknown": 2., "with_hurdle": 8., "gap": 9.})
	if n := len(got["cells"].(map[string]any)); n != 24 {
		t.Errorf("%d cells, want 24", n)
	}
}

// findings.md, "Gap matrix", test: when the fundings that end by 01.01.2026 are left out.
func TestGaps_AfterFundingEnds(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	var lost []int32
	for i, o := range b.sel.Offers() {
		if o.ID == "FZ1" || o.ID == "FZ2" {
			lost = append(lost, int32(i))
		}
	}
	fz, _ := b.sel.InstitutionIndex("FZ")
	g, err := AskGaps(t.Context(), b.Without(Loss{Offers: lost, Institutions: []int32{fz}}), Params{})
	if err != nil {
		t.Fatal(err)
	}
	if g.Covered != 14 || g.Rate.Num != 10 || g.Rate.Den != 24 || g.RateByChildren.Num != 2100 || g.RateByChildren.Den != 4950 {
		t.Errorf("covered %d, rate %v, by children %v", g.Covered, g.Rate, g.RateByChildren)
	}
}

func TestGapsAndAccess_Sentences(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	g, err := AskGaps(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := AskAccess(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	at := func(key string) int {
		for i := range g.Cells {
			if g.key(&g.Cells[i]) == key {
				return i
			}
		}
		t.Fatal(key)
		return 0
	}
	for _, c := range [][2]string{
		{g.Headline().Text("de"), "In 9 von 24 nötigen Feldern fehlt ein Angebot."},
		{g.Finding(at("N/1/F")).Says.Text("de"), "Nord, 0 bis 3 Jahre, Familie: mehrere, noch nicht abgestimmt (3 Angebote von 3 Einrichtungen; dort leben 300 Kinder). Dort: Frühe Hilfen, FZ Nord und Kita Nord."},
		{g.Finding(at("N/1/G")).Says.Text("en"), "Nord, 0 bis 3 Jahre, Gesundheit: gap (no offer; 300 children live there)."},
		{a.Headline().Text("de"), "Von 10 Angeboten sind 3 niedrigschwellig, 5 mit Hürde, 2 ungeklärt."},
		{a.Finding(at("S/3/B")).Says.Text("de"), "Süd, 6 bis 10 Jahre, Bildung: mit Hürde. Grundschule Süd (GS Süd): mit Hürde (nicht barrierefrei). Noch zu erfragen: der Zugang."},
		{a.Rate.Text("de"), "30 bis 50\u00a0%"},
		{string(a.Ref(at("N/2/F"))), "access/N/2/F"},
	} {
		if c[0] != c[1] {
			t.Errorf("got  %q\nwant %q", c[0], c[1])
		}
	}
}
