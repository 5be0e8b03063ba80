package duplicates

import (
	"slices"
	"testing"
	"time"

	"miteinander/graph"
)

func network(t *testing.T) *graph.Snapshot {
	t.Helper()
	b := &graph.Builder{}
	records, _ := graph.Template("jena", "Beispiel")
	records = append(records,
		&graph.Institution{ID: "a", Name: "Kita Regenbogen", Kinds: []graph.ID{"kita"}, Street: "Hauptstr. 5"},
		&graph.Institution{ID: "b", Name: "Kindertagesstätte Regenbogen e.V.", Kinds: []graph.ID{"kita", "familienzentrum"}, Street: "Hauptstraße 5", Website: "www.beispiel.de", Attributes: map[string]string{"Telefon": "1"}},
		&graph.Institution{ID: "c", Name: "Grundschule West", Kinds: []graph.ID{"grundschule"}},
		&graph.Institution{ID: "d", Name: "Träger von b", Kinds: []graph.ID{"jugendamt"}},
		&graph.Institution{ID: "e", Name: "Außenstelle", Kinds: []graph.ID{"kita"}, PartOf: "b"},
		&graph.Offer{ID: "o", Name: "Elterncafé", Institutions: []graph.ID{"b", "a"}, Phases: []graph.ID{"u3"}, Fields: []graph.ID{"bildung"}},
		&graph.Cooperation{ID: graph.CooperationID("a", "c", graph.Date{}), From: "a", To: "c", Level: 1},
		&graph.Cooperation{ID: graph.CooperationID("b", "c", graph.Date{}), From: "b", To: "c", Level: 3},
		&graph.Cooperation{ID: graph.CooperationID("a", "b", graph.Date{}), From: "a", To: "b", Level: 2},
		&graph.Cooperation{ID: graph.CooperationID("b", "d", graph.Date{}), From: "b", To: "d", Level: graph.LevelUnknown})
	for _, r := range records {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	s, err := b.Build(graph.Head{ID: "n", Name: "Beispiel", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func apply(t *testing.T, s *graph.Snapshot, ops []graph.Op) *graph.Snapshot {
	t.Helper()
	h := s.Head()
	next, err := s.Apply(graph.Change{Network: h.ID, ID: "t", Base: h.Revision, At: time.Unix(1, 0).UTC(), Cause: graph.CauseEdit, Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// One institution of two: what the one lacked it has, everything refers to it, of two ties to one partner the higher level stays, the
// tie between the two is gone, and the spelling that went means the one that stayed.
func TestMerge(t *testing.T) {
	s := network(t)
	ops, m, err := Merge(s, graph.KindInstitution, "a", "b", nil)
	if err != nil {
		t.Fatal(err)
	}
	next := apply(t, s, ops)
	a := graph.Find[*graph.Institution](next, graph.KindInstitution, "a")
	if a.Name != "Kita Regenbogen" || a.Website != "www.beispiel.de" || len(a.Kinds) != 2 || a.Attributes["Telefon"] != "1" || a.Street != "Hauptstr. 5" {
		t.Errorf("%+v", a)
	}
	if graph.Find[*graph.Institution](next, graph.KindInstitution, "b") != nil || graph.Find[*graph.Institution](next, graph.KindInstitution, "e").PartOf != "a" {
		t.Error("something still refers to b")
	}
	levels := map[string]graph.Level{}
	for c := range graph.Records[*graph.Cooperation](next, graph.KindCooperation) {
		levels[string(c.From+" "+c.To)] = c.Level
	}
	if len(levels) != 2 || levels["a c"] != 3 || levels["a d"] != graph.LevelUnknown {
		t.Error(levels)
	}
	if o := graph.Find[*graph.Offer](next, graph.KindOffer, "o"); len(o.Institutions) != 1 || o.Institutions[0] != "a" {
		t.Error(o.Institutions)
	}
	if len(m.Doubled) != 2 || !slices.ContainsFunc(m.Rows, func(r Row) bool { return r.Field == "name" && r.State == Clash }) {
		t.Errorf("%+v", m)
	}
	if d := DecisionsOf(next); d.Same[Spelling("Kindertagesstätte Regenbogen e.V.")] != "a" {
		t.Error(d)
	}
	var undo []graph.Op
	for _, op := range ops {
		if op.Before != nil {
			back, _ := next.Put(op.Before)
			undo = append(undo, back)
		} else {
			back, _ := next.Delete(op.After.Key())
			undo = append(undo, back)
		}
	}
	back := apply(t, next, graph.SortOps(undo))
	if back.Hash() != s.Hash() {
		t.Error("undo does not give back what was")
	}
	if _, _, err := Merge(s, graph.KindInstitution, "a", "a", nil); graph.CodeOf(err) != graph.Invalid {
		t.Error(err)
	}
	if _, _, err := Merge(s, graph.KindInstitution, "a", "x", nil); graph.CodeOf(err) != graph.NotFound {
		t.Error(err)
	}
}

// A pair is proposed with its evidence until somebody says that it is none.
func TestWithin(t *testing.T) {
	s := network(t)
	things, pairs, err := Within(t.Context(), s, graph.KindInstitution)
	if err != nil {
		t.Fatal(err)
	}
	if len(pairs) != 1 || things[pairs[0].A].ID != "a" || things[pairs[0].B].ID != "b" || len(pairs[0].Evidence) < 2 {
		t.Fatalf("%+v", pairs)
	}
	ops, err := Different(s, graph.KindInstitution, "b", "a")
	if err != nil {
		t.Fatal(err)
	}
	if _, pairs, _ := Within(t.Context(), apply(t, s, ops), graph.KindInstitution); len(pairs) != 0 {
		t.Error(pairs)
	}
}

// score compares two things as they would be among others.
func score(a, b Thing, among []Thing) (float64, []Evidence) {
	c, profiles := profilesOf(append([]Thing{a, b}, among...))
	return c.compare(&profiles[0], &profiles[1])
}

// Spellings that mean one, and names that must never be taken for one.
func TestScore(t *testing.T) {
	among := partners(t)
	for _, x := range []struct {
		a, b Thing
		same bool
	}{
		{Thing{Name: "Kita Sonnenschein"}, Thing{Name: "Kindertagesstätte „Sonnenschein“"}, true},
		{Thing{Name: "AWO Kita Regenbogen e.V."}, Thing{Name: "Kita Regenbogen der Arbeiterwohlfahrt"}, true},
		{Thing{Name: "Grundschule am Wäldchen"}, Thing{Name: "GS am Waeldchen"}, true},
		{Thing{Name: "Ev. Kindergarten St. Marien"}, Thing{Name: "Evangelische Kita Sankt Marien"}, true},
		{Thing{Name: "Familienzentrum Lindenhof"}, Thing{Name: "Lindenhof, Familienzentrum"}, true},
		{Thing{Name: "Familienzentrum Lindenhof"}, Thing{Name: "Familienzentrum Lindehof"}, true},
		{Thing{Name: "Kinderhaus", Street: "Ahornweg 3", PostalCode: "99999"}, Thing{Name: "Kinderhaus Ahorn", Street: "Ahornweg 3", PostalCode: "99999"}, true},
		{Thing{Name: "17. Grundschule"}, Thing{Name: "18. Grundschule"}, false},
		{Thing{Name: "Kita Nord"}, Thing{Name: "Kita Süd"}, false},
		{Thing{Name: "Polizeiabschnitt 33"}, Thing{Name: "Polizeiabschnitt 61"}, false},
		{Thing{Name: "Grundschule Lindenau"}, Thing{Name: "Hort Lindenau"}, false},
		{Thing{Name: "Robert Bosch GmbH"}, Thing{Name: "Robert-Bosch-Stiftung"}, false},
		{Thing{Name: "Kita Sonnenschein", Street: "Ringstr. 1", PostalCode: "10115"}, Thing{Name: "Kita Sonnenblume", Street: "Talweg 9", PostalCode: "12345"}, false},
	} {
		got, why := score(x.a, x.b, among)
		if (got >= Likely) != x.same {
			t.Errorf("%q and %q: %.2f %v", x.a.Name, x.b.Name, got, why)
		}
		if back, _ := score(x.b, x.a, among); back < got-0.02 || back > got+0.02 {
			t.Errorf("%q and %q: %.2f one way, %.2f the other", x.a.Name, x.b.Name, got, back)
		}
	}
}

// BenchmarkFind_5000 compares 5,000 institutions: the partners of Berlin's schools twice over and some more.
func BenchmarkFind_5000(b *testing.B) {
	base := partners(b)
	var things []Thing
	for i := range 5000 {
		x := base[i%len(base)]
		if i >= len(base) {
			x.Name += " " + string(rune('A'+i%26)) + string(rune('a'+i/26%26))
		}
		things = append(things, x)
	}
	for b.Loop() {
		b.ReportMetric(float64(len(Find(things, Likely))), "pairs")
	}
}
