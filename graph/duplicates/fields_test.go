package duplicates

import (
	"slices"
	"testing"

	"miteinander/graph"
)

func states(rows []Row) map[string]State {
	out := map[string]State{}
	for _, r := range rows {
		out[r.ID()] = r.State
	}
	return out
}

func day(y, m, d int) graph.Date { return graph.Date{Year: int16(y), Month: int8(m), Day: int8(d)} }

// What is not known never takes the place of what is; an open end is no lack; an address is one thing; what was said of an entry as it
// stood holds for no other; a person chooses where both say something.
func TestJoin(t *testing.T) {
	full := &graph.Institution{ID: "a", Name: "Kita Mond", Kinds: []graph.ID{"kita"}, Street: "Hauptstr. 5", Regular: graph.Yes, Website: "www.mond.de", Notes: "alt",
		ReleasedOn: day(2025, 1, 1), Attributes: map[string]string{"Telefon": "1", "Leitung": "ja"}}
	bare := &graph.Institution{ID: "b", Name: "Kita Mond"}
	got := graph.Clone(full)
	rows := join(got, bare, nil)
	if !graph.Equal(got, full) {
		t.Errorf("an empty entry changed %v", graph.Differing(got, full))
	}
	for _, r := range rows {
		if r.State != Stays && r.State != Same {
			t.Errorf("%+v", r)
		}
	}
	other := &graph.Institution{ID: "b", Name: "Kita Mond e.V.", Kinds: []graph.ID{"kita", "hort"}, Street: "Ringweg 1", PostalCode: "10115", Regular: graph.No, Website: "https://www.mond.de/", Notes: "neu",
		ActiveUntil: day(2020, 12, 31), ReleasedOn: day(2025, 2, 2), CheckedOn: day(2025, 2, 2), Sector: "jugend", Attributes: map[string]string{"Telefon": "2", "Fax": "3"}}
	got = graph.Clone(full)
	rows = join(got, other, nil)
	want := map[string]State{"name": Clash, "kinds": Joined, "sector": Filled, "regular": Clash, AddressField: Clash, "website": Same, "active_until": Clash, "checked_on": Lapses,
		"released_on": Lapses, "notes": Joined, "attributes/Telefon": Clash, "attributes/Leitung": Stays, "attributes/Fax": Filled}
	if s := states(rows); len(s) != len(want) {
		t.Errorf("%v", s)
	} else {
		for k, v := range want {
			if s[k] != v {
				t.Errorf("%s: %s, want %s", k, s[k], v)
			}
		}
	}
	if got.PostalCode != "" || !got.ActiveUntil.IsZero() || !got.CheckedOn.IsZero() || got.ReleasedOn != full.ReleasedOn || got.Notes != "alt\nneu" || got.Sector != "jugend" || got.Attributes["Telefon"] != "1" {
		t.Errorf("%+v", got)
	}
	got = graph.Clone(full)
	join(got, other, []string{"name", AddressField, "active_until", "attributes/Telefon"})
	if got.Name != other.Name || got.Street != "Ringweg 1" || got.PostalCode != "10115" || got.ActiveUntil != other.ActiveUntil || got.Attributes["Telefon"] != "2" || got.Regular != graph.Yes {
		t.Errorf("%+v", got)
	}
	got = &graph.Institution{ID: "a", Name: "Kita Mond", Street: "Ringweg 1"}
	if s := states(join(got, other, nil)); s[AddressField] != Joined || got.PostalCode != "10115" {
		t.Errorf("%v %+v", s, got)
	}
	got = &graph.Institution{ID: "a", Name: "Kita Mond", ProviderKind: "municipal"}
	join(got, &graph.Institution{ID: "b", Name: "Kita Mond", Provider: "p"}, nil)
	if got.Provider != "p" || got.ProviderKind != "" {
		t.Errorf("%+v", got)
	}
}

// Offers of one institution are compared, those of two are not; merging moves what refers to them, and the next file is understood.
func TestMerge_Offers(t *testing.T) {
	s := network(t)
	var ops []graph.Op
	for _, r := range []graph.Record{
		&graph.Offer{ID: "o2", Name: "Eltern-Café", Institutions: []graph.ID{"a"}, Phases: []graph.ID{"vorschule"}, Fields: []graph.ID{"bildung"}},
		&graph.Offer{ID: "o3", Name: "Elterncafé", Institutions: []graph.ID{"c"}, Phases: []graph.ID{"u3"}, Fields: []graph.ID{"bildung"}},
		&graph.Actor{ID: "x", Name: "Leitung", Kind: graph.ActorPosition, Institution: "a", Responsible: []graph.ID{"o2"}},
		&graph.Measure{ID: "m", Title: "Absprache", Occasion: "participation/offer/o2", State: "agreed"},
	} {
		op, _ := s.Put(r)
		ops = append(ops, op)
	}
	s = apply(t, s, graph.SortOps(ops))
	things, pairs, err := Within(t.Context(), s, graph.KindOffer)
	if err != nil || len(pairs) != 1 || things[pairs[0].A].ID != "o" || things[pairs[0].B].ID != "o2" {
		t.Fatalf("%+v %v", pairs, err)
	}
	ops, m, err := Merge(s, graph.KindOffer, "o", "o2", []string{"name"})
	if err != nil {
		t.Fatal(err)
	}
	next := apply(t, s, ops)
	o := graph.Find[*graph.Offer](next, graph.KindOffer, "o")
	if o.Name != "Eltern-Café" || len(o.Phases) != 2 || len(m.Moved) != 2 || graph.Find[*graph.Actor](next, graph.KindActor, "x").Responsible[0] != "o" ||
		graph.Find[*graph.Measure](next, graph.KindMeasure, "m").Occasion != "participation/offer/o" {
		t.Errorf("%+v %+v", o, m)
	}
	if d := DecisionsOf(next); d.Meant(graph.KindOffer, "a", "Eltern-Café") != "o" || d.Meant(graph.KindOffer, "b", "Elterncafé") != "o" && d.Meant(graph.KindOffer, "a", "Elterncafé") != "o" {
		t.Errorf("%+v", d)
	}
	if _, _, err := Merge(s, graph.KindOffer, "o", "o2", []string{"nme"}); graph.CodeOf(err) != graph.Invalid {
		t.Error(err)
	}
	if _, _, err := Merge(s, graph.KindArea, "o", "o2", nil); graph.CodeOf(err) != graph.Invalid {
		t.Error(err)
	}
}

// A tie that goes leaves what only it knew; a level keeps its own day and source.
func TestMerge_TiesKeepWhatIsKnown(t *testing.T) {
	s := network(t)
	put := func(r graph.Record) {
		if op, ok := s.Put(r); ok {
			s = apply(t, s, []graph.Op{op})
		}
	}
	put(&graph.Cooperation{ID: graph.CooperationID("a", "c", graph.Date{}), From: "a", To: "c", Level: 1, Basis: "contract", Topics: []string{"Sprache"}, AsOf: day(2025, 1, 1)})
	put(&graph.Measure{ID: "m", Title: "Absprache", Occasion: "side-by-side/b~c", State: "agreed"})
	ops, m, err := Merge(s, graph.KindInstitution, "a", "b", nil)
	if err != nil {
		t.Fatal(err)
	}
	next := apply(t, s, ops)
	for c := range graph.Records[*graph.Cooperation](next, graph.KindCooperation) {
		if c.From == "a" && c.To == "c" && (c.Level != 3 || c.Basis != "contract" || !slices.Equal(c.Topics, []string{"Sprache"}) || !c.AsOf.IsZero()) {
			t.Errorf("%+v", c)
		}
	}
	if o := graph.Find[*graph.Measure](next, graph.KindMeasure, "m").Occasion; o != "side-by-side/a~c" {
		t.Error(o)
	}
	if len(m.Doubled) != 2 {
		t.Errorf("%+v", m.Doubled)
	}
}

// Each thing that was said is a record of its own: taken back in any order, without touching another.
func TestDecisions_OneByOne(t *testing.T) {
	s := network(t)
	first, err := Different(s, graph.KindInstitution, "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	s = apply(t, s, first)
	second, err := Different(s, graph.KindInstitution, "c", "d")
	if err != nil {
		t.Fatal(err)
	}
	s = apply(t, s, second)
	if len(first) != 1 || len(second) != 1 || first[0].Key() == second[0].Key() {
		t.Fatalf("%+v %+v", first, second)
	}
	if again, err := Different(s, graph.KindInstitution, "b", "a"); err != nil || len(again) != 0 {
		t.Error(again, err)
	}
	d := DecisionsOf(s)
	d.Different = slices.DeleteFunc(d.Different, func(p [2]graph.ID) bool { return p == [2]graph.ID{"a", "b"} })
	ops, err := d.Ops(s)
	if err != nil || len(ops) != 1 || ops[0].After != nil {
		t.Fatalf("%+v %v", ops, err)
	}
	s = apply(t, s, ops)
	if d := DecisionsOf(s); len(d.Different) != 1 || d.Different[0] != [2]graph.ID{"c", "d"} {
		t.Errorf("%+v", d)
	}
	// A document of several, as earlier versions kept them, loses only what is taken back.
	op, _ := s.Put(&graph.Document{ID: "duplicates", Type: DocumentType, Body: `{"apart":[["x","y"]],"same":{"kita regenbogen":"a"}}`})
	s = apply(t, s, []graph.Op{op})
	d = DecisionsOf(s)
	delete(d.Same, "kita regenbogen")
	ops, err = d.Ops(s)
	if err != nil || len(ops) != 1 || ops[0].After == nil {
		t.Fatalf("%+v %v", ops, err)
	}
	if d := DecisionsOf(apply(t, s, ops)); len(d.Same) != 0 || len(d.Apart) != 1 || len(d.Different) != 1 {
		t.Errorf("%+v", d)
	}
}
