package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var today = Date{2025, 6, 30}

func names(s *Selection) string {
	var out []string
	for _, r := range s.Institutions() {
		out = append(out, string(r.ID))
	}
	for _, r := range s.Actors() {
		out = append(out, string(r.ID))
	}
	for _, r := range s.Offers() {
		out = append(out, string(r.ID))
	}
	return strings.Join(out, " ")
}

func cellsOf(s *Selection, v Service) string {
	var out []string
	for _, a := range v.Areas {
		for _, p := range v.Phases {
			for _, f := range v.Fields {
				field := slices.Collect(s.Snapshot().All(KindField))[f].Key().ID
				out = append(out, fmt.Sprintf("%s/%s/%s", s.Snapshot().Leaves()[a].ID, s.Snapshot().Phases()[p].ID, field))
			}
		}
	}
	return strings.Join(out, " ")
}

func TestSelect_everything(t *testing.T) {
	s := town(t).Select(Filter{Date: today})
	if got, want := names(s), "A B C body team joint o"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	// o is offered in "all" and so in both leaves; B is regular, has no offer row, and stands for its kind's default.
	var cells []string
	for _, v := range s.Services() {
		cells = append(cells, cellsOf(s, v))
	}
	want := []string{"s/p2/g", "n/p1/f n/p2/f s/p1/f s/p2/f", "n/p1/f"}
	if !slices.Equal(cells, want) {
		t.Errorf("cells %q, want %q", cells, want)
	}
}

func TestSelect_cutsCells(t *testing.T) {
	snap := town(t)
	for name, c := range map[string]struct {
		f    Filter
		want string
	}{
		"area n":               {Filter{Areas: []ID{"n"}}, "A B team o"},
		"area s":               {Filter{Areas: []ID{"s"}}, "A C team joint o"},
		"parent area":          {Filter{Areas: []ID{"all"}}, "A B C team joint o"},
		"phase p2":             {Filter{Phases: []ID{"p2"}}, "A C team joint o"},
		"field g":              {Filter{Fields: []ID{"g"}}, "A C team joint"},
		"group single":         {Filter{Groups: []ID{"all-one"}}, "A B team o"}, // o and B's default are for everyone
		"group mig":            {Filter{Groups: []ID{"mig"}}, "A B C team joint o"},
		"kind kita":            {Filter{Kinds: []ID{"kita"}}, "B C joint"},
		"sector without":       {Filter{Sectors: []ID{"x"}}, ""},
		"without the bureau":   {Filter{WithoutCoordination: true}, "A B C body team joint o"},
		"area n and field g":   {Filter{Areas: []ID{"n"}, Fields: []ID{"g"}}, ""},
		"minimum level no cut": {Filter{MinLevel: 4}, "A B C body team joint o"},
	} {
		c.f.Date = today
		if got := names(snap.Select(c.f)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSelect_dates(t *testing.T) {
	o := func(status string, from, until Date) *Offer {
		return &Offer{ID: "o", Name: "Café", Institutions: []ID{"A"}, Phases: []ID{"p1"}, Fields: []ID{"f"}, Areas: []ID{"all"}, Status: status, ValidFrom: from, ValidUntil: until}
	}
	for name, c := range map[string]struct {
		r    Record
		want bool
	}{
		"active":            {o("active", Date{}, Date{}), true},
		"planned":           {o("planned", Date{}, Date{}), false},
		"ended":             {o("ended", Date{}, Date{}), false},
		"first day":         {o("", today, Date{}), true},
		"last day":          {o("", Date{}, today), true},
		"over":              {o("", Date{}, Date{2025, 6, 29}), false},
		"not yet":           {o("", Date{2025, 7, 1}, Date{}), false},
		"institution over":  {&Institution{ID: "A", Name: "A", Kinds: []ID{"amt"}, ActiveUntil: Date{2025, 6, 29}}, false},
		"other phase of it": {o("", Date{2025, 1, 1}, Date{2025, 12, 31}), true},
	} {
		s := apply(t, town(t), c.r).Select(Filter{Date: today})
		if got := s.Has(Key{KindOffer, "o"}); got != c.want {
			t.Errorf("%s: offer is there: %v", name, got)
		}
	}
	// A tie that has ended, and one of an actor who has left, project nothing.
	s := apply(t, town(t), &Cooperation{ID: "B~team", From: "B", To: "team", Level: 2, Until: Date{2025, 6, 29}}).Select(Filter{Date: today})
	if len(s.Cooperations()) != 0 {
		t.Error("an ended tie is active")
	}
	s = apply(t, town(t), &Actor{ID: "team", Name: "Team", Kind: ActorTeam, Institution: "A", InstitutionUntil: Date{2025, 1, 1}}).Select(Filter{Date: today})
	a, _ := s.InstitutionIndex("A")
	b, _ := s.InstitutionIndex("B")
	if got := s.Between(a, b); len(got.Rows) != 0 || got.Level != LevelUnknown {
		t.Errorf("an actor who left projects %v", got)
	}
}

func TestSelection_levels(t *testing.T) {
	snap := apply(t, town(t), &Cooperation{ID: "A~C", From: "A", To: "C", Level: 1}, &Cooperation{ID: "B~C", From: "B", To: "C", Level: LevelUnknown})
	s := snap.Select(Filter{Date: today})
	ix := func(id ID) int32 { i, _ := s.InstitutionIndex(id); return i }
	// A–B by A's team at level 2; A–C by a joint offer, which says more than the row; B–C asked, not known.
	if p := s.Between(ix("A"), ix("B")); p.Level != 2 || p.Derived || len(p.Rows) != 1 {
		t.Errorf("A–B %+v", p)
	}
	if p := s.Between(ix("C"), ix("A")); p.Level != 3 || !p.Derived || len(p.Joint) != 1 || len(p.Rows) != 1 {
		t.Errorf("A–C %+v", p)
	}
	if p := s.Between(ix("B"), ix("C")); p.Level != LevelUnknown || len(p.Rows) != 1 {
		t.Errorf("B–C %+v", p)
	}
	ties := s.Ties(LayerInstitutions)
	if fmt.Sprint(ties.IDs, ties.Ends, ties.Levels, ties.Derived, ties.Unknown) != "[A B C] [[0 1] [0 2]] [2 3] [false true] 1" {
		t.Errorf("%+v", ties)
	}
	if got := snap.Select(Filter{Date: today, MinLevel: 3}).Ties(LayerInstitutions); len(got.Ends) != 1 {
		t.Errorf("minimum level 3 leaves %v", got.Ends)
	}
	nodes := s.Ties(LayerNodes)
	if fmt.Sprint(nodes.IDs, nodes.Ends, nodes.Levels) != "[A B C body joint o team] [[0 2] [1 6]] [1 2]" {
		t.Errorf("%+v", nodes)
	}
	// The same when unlisted pairs mean 0: only B–C is not known.
	zero := Clone(snap.Settings())
	zero.Unlisted = 0
	if got := apply(t, snap, zero).Select(Filter{Date: today}).Ties(LayerInstitutions).Unknown; got != 1 {
		t.Errorf("%d unknown", got)
	}
}

func TestSelection_levelDoesNotDependOnTheArea(t *testing.T) {
	// The tie hangs on an offer that is in the south only; looking at the north must not turn level 2 into unlisted.
	snap := apply(t, town(t), &Cooperation{ID: "B~joint", From: "B", To: "joint", Level: 2})
	s := snap.Select(Filter{Date: today, Areas: []ID{"n"}})
	a, _ := s.InstitutionIndex("A")
	b, _ := s.InstitutionIndex("B")
	if got := len(s.Between(a, b).Rows); got != 2 {
		t.Errorf("%d rows between A and B, want the team's and the offer's", got)
	}
}

func TestSelect_withoutCoordination(t *testing.T) {
	snap := apply(t, town(t), &Institution{ID: "K", Name: "Koordination", Kinds: []ID{"amt"}},
		&Actor{ID: "k1", Name: "Netzwerkkoordination", Kind: ActorPosition, Institution: "K", Coordinates: Yes},
		&Actor{ID: "k2", Name: "Koordination im Amt", Kind: ActorPosition, Institution: "A", Coordinates: Yes},
		&Cooperation{ID: "B~k1", From: "B", To: "k1", Level: 3}, &Cooperation{ID: "C~k2", From: "C", To: "k2", Level: 4})
	with := snap.Select(Filter{Date: today}).Ties(LayerInstitutions)
	without := snap.Select(Filter{Date: today, WithoutCoordination: true})
	if len(with.IDs) != 4 || len(with.Ends) != 3 { // A–B, A–C, B–K
		t.Errorf("with: %v %v", with.IDs, with.Ends)
	}
	// K has nobody else and no offer, so it leaves; A stays, and C–k2 no longer counts: A–C is the joint offer alone.
	ties := without.Ties(LayerInstitutions)
	if got := names(without); got != "A B C body team joint o" || len(ties.Ends) != 2 || ties.Levels[1] != 3 {
		t.Errorf("without: %s %+v", got, ties)
	}
}

// What is read from an address is written as an address that reads as the same.
func FuzzParseFilter(f *testing.F) {
	for _, s := range []string{"areas=N,S&phases=1", "areas=N&areas=S&date=2025-06-30&min_level=2&without_coordination=1", "date=&min_level=9", "groups=%zz", "fields=a%2Cb,c%26d", "x=1&areas=%C3%BC"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		a, err := ParseFilter(query)
		if err != nil {
			if CodeOf(err) != Invalid {
				t.Fatal(err)
			}
			return
		}
		b, err := ParseFilter(a.Key())
		if err != nil || b.Key() != a.Key() {
			t.Fatalf("%q is %q and then %q: %v", query, a.Key(), b.Key(), err)
		}
	})
}
