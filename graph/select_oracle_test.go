package graph

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// hamlet is a small network with everything that a selection has to decide: parent areas, offers of several institutions, of several areas,
// everywhere and out of date, actors with and without a home, defaults of regular institutions, and ties between nodes of all kinds.
func hamlet(t *testing.T, r *rand.Rand) *Snapshot {
	var build Builder
	add := func(x Record) {
		if err := build.Add(x, 1); err != nil {
			t.Fatal(err)
		}
	}
	some := func(prefix string, n, most int) []ID {
		var out []ID
		for _, i := range r.Perm(n)[:r.IntN(most+1)] {
			out = append(out, ID(fmt.Sprint(prefix, i)))
		}
		return out
	}
	set := DefaultSettings("Hamlet")
	set.Unlisted = []Level{0, LevelUnknown}[r.IntN(2)]
	add(set)
	add(&Area{ID: "a0", Name: "above"})
	for i := 1; i < 4; i++ {
		a := &Area{ID: ID(fmt.Sprint("a", i)), Name: "Area"}
		if i < 3 {
			a.Parent = "a0"
		}
		add(a)
	}
	for i := range 3 {
		add(&Phase{ID: ID(fmt.Sprint("p", i)), Name: "Phase", Order: NumberOf(float64(2 - i))})
		add(&Entry{Of: KindField, ID: ID(fmt.Sprint("f", i)), Name: "Field"})
		add(&Entry{Of: KindGroup, ID: ID(fmt.Sprint("g", i)), Name: "Group"})
		add(&InstitutionKind{ID: ID(fmt.Sprint("k", i)), Name: "Kind", Phases: some("p", 3, 2), Fields: some("f", 3, 2)})
	}
	past := func(one int) Date {
		if r.IntN(one) == 0 {
			return Date{2024, 1, 1}
		}
		return Date{}
	}
	nodes := []ID{}
	for i := range 6 {
		x := &Institution{ID: ID(fmt.Sprint("i", i)), Name: "Institution", Kinds: []ID{ID(fmt.Sprint("k", r.IntN(3)))}, Areas: some("a", 4, 2), Regular: Tri(r.IntN(3)), ActiveUntil: past(8)}
		nodes = append(nodes, x.ID)
		add(x)
	}
	for i := range 9 {
		x := &Offer{ID: ID(fmt.Sprint("o", i)), Name: "Offer", Institutions: append([]ID{"i0"}, some("i", 6, 3)...)[r.IntN(2):], Phases: append(some("p", 2, 1), "p2"), Fields: append(some("f", 2, 1), "f2"),
			Areas: some("a", 4, 3), Groups: some("g", 3, 1), Everywhere: Tri(r.IntN(3)), ValidUntil: past(6)}
		slices.Sort(x.Institutions)
		if x.Institutions = slices.Compact(x.Institutions); len(x.Institutions) > 0 {
			nodes = append(nodes, x.ID)
			add(x)
		}
	}
	for i := range 5 {
		x := &Actor{ID: ID(fmt.Sprint("x", i)), Kind: ActorTeam, Name: "Actor", Institution: append(some("i", 6, 1), "")[0], Coordinates: Tri(r.IntN(3)), InstitutionUntil: past(6)}
		nodes = append(nodes, x.ID)
		add(x)
	}
	for i := range 25 {
		from, to := nodes[r.IntN(len(nodes))], nodes[r.IntN(len(nodes))]
		if from < to {
			add(&Cooperation{ID: ID(fmt.Sprint("c", 10+i)), From: from, To: to, Level: Level(r.IntN(6) - 1), Until: past(8)})
		}
	}
	s, err := build.Build(Head{ID: "hamlet", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// slowService is a service of a selection as the rules say it, without institutions; false where the filter leaves nothing of it.
func slowService(s *Selection, o *Offer, areas, phases, fields, groups []ID, everywhere bool) (Service, bool) {
	snap, f := s.snapshot, s.filter
	v := Service{Offer: o, Groups: groups}
	below := func(area, leaf ID) bool { return slices.Contains(snap.LeavesOf(area), leaf) }
	for i, l := range snap.Leaves() {
		in := func(list []ID) bool { return slices.ContainsFunc(list, func(a ID) bool { return below(a, l.ID) }) }
		if (everywhere || in(areas)) && (len(f.Areas) == 0 || in(f.Areas)) {
			v.Areas = append(v.Areas, int32(i))
		}
	}
	for i, p := range snap.Phases() {
		if slices.Contains(phases, p.ID) && (len(f.Phases) == 0 || slices.Contains(f.Phases, p.ID)) {
			v.Phases = append(v.Phases, int32(i))
		}
	}
	for i, x := range slices.Collect(Records[*Entry](snap, KindField)) {
		if slices.Contains(fields, x.ID) && (len(f.Fields) == 0 || slices.Contains(f.Fields, x.ID)) {
			v.Fields = append(v.Fields, int32(i))
		}
	}
	return v, !f.CutsCells() || len(v.Areas) > 0 && len(v.Phases) > 0 && len(v.Fields) > 0 && (len(f.Groups) == 0 || len(groups) == 0 || intersects(f.Groups, groups))
}

// Services and levels of many small networks are those of the rules, read one record at a time.
func TestSelection_byTheRules(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	services, pairs := 0, 0
	for range 150 {
		snap := hamlet(t, r)
		for _, f := range []Filter{{}, {Areas: []ID{"a1"}}, {Areas: []ID{"a0"}, Phases: []ID{"p1", "p2"}}, {Fields: []ID{"f0"}, Groups: []ID{"g1"}}, {Kinds: []ID{"k1", "k2"}}} {
			f.Date = today
			s := snap.Select(f)
			var want []Service
			put := func(v Service, ok bool, institutions []ID) {
				for _, id := range institutions {
					x := Find[*Institution](snap, KindInstitution, id)
					if today.within(x.ActiveFrom, x.ActiveUntil) && s.keepsInstitution(x) {
						i, _ := s.InstitutionIndex(id)
						v.Institutions = append(v.Institutions, i)
					}
				}
				if ok && len(v.Institutions) > 0 {
					want = append(want, v)
				}
			}
			for o := range Records[*Offer](snap, KindOffer) {
				if ActiveOffer(o, today) {
					v, ok := slowService(s, o, o.Areas, o.Phases, o.Fields, o.Groups, o.Everywhere == Yes)
					put(v, ok, o.Institutions)
				}
			}
			for x := range Records[*Institution](snap, KindInstitution) {
				kind := Find[*InstitutionKind](snap, KindInstitutionKind, x.Kind())
				named := false
				for o := range Records[*Offer](snap, KindOffer) {
					named = named || slices.Contains(o.Institutions, x.ID)
				}
				if x.Regular == Yes && !named && len(kind.Phases) > 0 && len(kind.Fields) > 0 {
					v, ok := slowService(s, nil, x.Areas, kind.Phases, kind.Fields, nil, false)
					put(v, ok, []ID{x.ID})
				}
			}
			got := s.Services()
			same := func(x, y Service) bool {
				return x.Offer == y.Offer && slices.Equal(x.Institutions, y.Institutions) && slices.Equal(x.Areas, y.Areas) && slices.Equal(x.Phases, y.Phases) &&
					slices.Equal(x.Fields, y.Fields) && slices.Equal(x.Groups, y.Groups)
			}
			if !slices.EqualFunc(got, want, same) {
				t.Fatalf("%+v: services\n%+v, want\n%+v", f, got, want)
			}
			services += len(got)
			if len(f.Areas)+len(f.Fields) == 0 { // no actor and no offer is cut away that a tie could hang on
				pairs += checkLevels(t, s)
			}
		}
	}
	if services < 1000 || pairs < 1000 {
		t.Errorf("only %d services and %d pairs", services, pairs)
	}
}

// checkLevels compares what is recorded of every two institutions with a walk over all rows and offers.
func checkLevels(t *testing.T, s *Selection) int {
	t.Helper()
	n := int32(len(s.institutions))
	var want []PairLevel
	for a := range n {
		for b := a + 1; b < n; b++ {
			p := PairLevel{A: a, B: b, Level: LevelUnknown}
			stands := func(id ID, i int32) bool { return slices.Contains(s.Projects(id), i) }
			for _, c := range s.Cooperations() {
				if stands(c.From, a) && stands(c.To, b) || stands(c.From, b) && stands(c.To, a) {
					p.Rows, p.Level = append(p.Rows, c), max(p.Level, c.Level)
				}
			}
			for _, o := range s.Offers() {
				if stands(o.ID, a) && stands(o.ID, b) {
					p.Joint = append(p.Joint, o)
					if p.Level < 3 {
						p.Level, p.Derived = 3, true
					}
				}
			}
			if len(p.Rows)+len(p.Joint) == 0 {
				if q := s.Between(b, a); q.Level != s.snapshot.Settings().Unlisted || len(q.Rows)+len(q.Joint) > 0 {
					t.Fatalf("unlisted %d–%d: %+v", a, b, q)
				}
				continue
			}
			if q := s.Between(b, a); !reflect.DeepEqual(q, p) {
				t.Fatalf("%d–%d: %+v, want %+v", a, b, q, p)
			}
			want = append(want, p)
		}
	}
	if !reflect.DeepEqual(s.PairLevels(), append([]PairLevel{}, want...)) {
		t.Fatalf("levels %+v, want %+v", s.PairLevels(), want)
	}
	return len(want)
}
