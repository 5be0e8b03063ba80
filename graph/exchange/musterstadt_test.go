package exchange

import (
	"slices"
	"testing"

	"miteinander/graph"
)

// musterstadt reads the fixture of the published findings.
func musterstadt(t testing.TB) *graph.Snapshot {
	t.Helper()
	s, bad, err := ReadNetwork("testdata/musterstadt")
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return s
}

// Expected values: the CSV files themselves, read by eye.
func TestReadNetwork_Musterstadt(t *testing.T) {
	s := musterstadt(t)
	if h := s.Head(); h.ID != "musterstadt" || h.Name != "Musterstadt" {
		t.Errorf("head %+v", h)
	}
	for k, want := range map[graph.Kind]int{
		graph.KindInstitution: 8, graph.KindOffer: 10, graph.KindActor: 0, graph.KindCooperation: 6, graph.KindFunding: 3, graph.KindPhase: 4,
		graph.KindArea: 2, graph.KindField: 3, graph.KindSector: 3, graph.KindGroup: 0, graph.KindTransition: 3, graph.KindTarget: 1,
		graph.KindInstitutionKind: 6, graph.KindProvider: 4, graph.KindFunder: 2, graph.KindSettings: 1,
	} {
		if n := s.Len(k); n != want {
			t.Errorf("%s: %d, want %d", k.Plural(), n, want)
		}
	}
	set := s.Settings()
	if set.AsOf != (graph.Date{Year: 2025, Month: 6, Day: 30}) || set.Together != 2 || set.Carrying != 800 || set.Unlisted != 0 {
		t.Errorf("settings %+v", set)
	}
	k := graph.Find[*graph.Institution](s, graph.KindInstitution, "K")
	if k.ShortName != "Klinik" || k.Regular != graph.Yes || !slices.Equal(k.Areas, []graph.ID{"N", "S"}) || s.ProviderKind(k) != "municipal" || k.Sector != "Gesundheit" {
		t.Errorf("K = %+v, provider kind %s", k, s.ProviderKind(k))
	}
	fz := graph.Find[*graph.Offer](s, graph.KindOffer, "FH1")
	if !slices.Equal(fz.Phases, []graph.ID{"0", "1"}) || !slices.Equal(fz.Access, []string{"outreach"}) || fz.Free != graph.Yes || fz.Status != "active" {
		t.Errorf("FH1 = %+v", fz)
	}
	area := graph.Find[*graph.Area](s, graph.KindArea, "S")
	if area.Children["0"] != 50 || area.Children["3"] != 200 {
		t.Errorf("S = %+v", area)
	}
	tr := graph.Find[*graph.TransitionType](s, graph.KindTransition, "Ü2")
	if len(tr.Senders) != 2 || tr.Children["N"] != 100 || tr.Level != graph.LevelUnlisted || s.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: tr.Senders[1]}) != "Familienzentrum" {
		t.Errorf("Ü2 = %+v", tr)
	}
	c := graph.Find[*graph.Cooperation](s, graph.KindCooperation, graph.CooperationID("K", "FH", graph.Date{}))
	if c == nil || c.From != "FH" || c.To != "K" || c.Level != 3 || c.Basis != "contract" || c.Source != "coordination" {
		t.Errorf("K–FH = %+v", c)
	}
}
