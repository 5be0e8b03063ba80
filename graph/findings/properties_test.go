package findings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"miteinander/graph"
)

// town draws a small network: at most n institutions over three areas (one with a parent), three phases and two fields, with
// joint offers, target groups, ties of offers, unknown and unlisted pairs, and transitions of every rule with and without
// hand-overs.
func town(t *rapid.T, n int) []graph.Record {
	set := graph.DefaultSettings("town")
	set.AsOf = graph.Date{Year: 2025, Month: 6, Day: 30}
	set.Unlisted = rapid.SampledFrom([]graph.Level{0, graph.LevelUnknown}).Draw(t, "unlisted")
	set.Carrying = rapid.SampledFrom([]int32{500, 667, 800, 1000}).Draw(t, "theta")
	out := []graph.Record{set}
	phases, areas, fields, kinds := []graph.ID{"p1", "p2", "p3"}, []graph.ID{"a", "b", "c"}, []graph.ID{"E", "H"}, []graph.ID{"k1", "k2", "k3"}
	pick := func(from []graph.ID, most int, name string) []graph.ID {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, most, rapid.ID).Draw(t, name)
	}
	for i, p := range phases {
		out = append(out, &graph.Phase{ID: p, Name: string(p), Order: graph.NumberOf(float64(i))})
	}
	out = append(out, &graph.Area{ID: "R", Name: "R"})
	for _, a := range areas {
		r := &graph.Area{ID: a, Name: string(a), Children: map[graph.ID]int64{}}
		if a != "c" {
			r.Parent = "R"
		}
		for _, p := range phases {
			if c := rapid.Int64Range(-1, 50).Draw(t, "children"); c >= 0 {
				r.Children[p] = c
			}
		}
		out = append(out, r)
	}
	for _, f := range fields {
		out = append(out, &graph.Entry{Of: graph.KindField, ID: f, Name: string(f)})
	}
	for _, g := range []graph.ID{"g1", "g2"} {
		out = append(out, &graph.Entry{Of: graph.KindGroup, ID: g, Name: string(g)})
	}
	for _, s := range []graph.ID{"s1", "s2"} {
		out = append(out, &graph.Entry{Of: graph.KindSector, ID: s, Name: string(s)})
	}
	for _, k := range append(kinds, "other") {
		out = append(out, &graph.InstitutionKind{ID: k, Name: string(k)})
	}
	out = append(out, &graph.Entry{Of: graph.KindFunder, ID: "F", Name: "F"})
	var inst, nodes []graph.ID
	for i := range rapid.IntRange(2, n).Draw(t, "n") {
		id := graph.ID(fmt.Sprint("i", i))
		inst = append(inst, id)
		out = append(out, &graph.Institution{ID: id, Name: string(id), Kinds: pick(kinds, 2, "kinds"), Regular: rapid.SampledFrom([]graph.Tri{graph.Yes, graph.No}).Draw(t, "regular"),
			Sector: rapid.SampledFrom([]graph.ID{"", "s1", "s2"}).Draw(t, "sector"), Areas: pick(areas, 2, "home")})
	}
	nodes = slices.Clone(inst)
	for i := range rapid.IntRange(n/2, 2*n).Draw(t, "offers") {
		o := &graph.Offer{ID: graph.ID(fmt.Sprint("o", i)), Name: "o", Institutions: pick(inst, 2, "of"), Phases: pick(phases, 2, "phases"), Fields: pick(fields, 2, "fields"),
			Areas: pick(append([]graph.ID{"R"}, areas...), 2, "areas"), Free: rapid.SampledFrom([]graph.Tri{graph.Yes, graph.No, graph.Unknown}).Draw(t, "free"), BarrierFree: graph.Yes, Access: []string{"open"}}
		if rapid.Bool().Draw(t, "grouped") {
			o.Groups = pick([]graph.ID{"g1", "g2"}, 2, "groups")
		}
		nodes, out = append(nodes, o.ID), append(out, o)
		if rapid.IntRange(0, 3).Draw(t, "funded") == 0 {
			out = append(out, &graph.Funding{ID: "f-" + o.ID, Target: o.ID, Funder: "F", Until: graph.Date{Year: 2025, Month: 12, Day: 31}})
		}
	}
	seen := map[graph.ID]bool{}
	for range rapid.IntRange(0, 2*n).Draw(t, "ties") {
		a, b := rapid.SampledFrom(nodes).Draw(t, "from"), rapid.SampledFrom(nodes).Draw(t, "to")
		if b < a {
			a, b = b, a
		}
		if id := graph.CooperationID(a, b, graph.Date{}); a != b && !seen[id] {
			seen[id] = true
			c := &graph.Cooperation{ID: id, From: a, To: b, Level: graph.Level(rapid.IntRange(-1, 4).Draw(t, "level"))}
			if rapid.IntRange(0, 5).Draw(t, "agreed") == 0 {
				c.AgreedSideBySide = "so"
			}
			out = append(out, c)
		}
	}
	for i, rule := range []string{graph.RuleEveryPair, graph.RuleEachSender, graph.RuleEachReceiver} {
		x := &graph.TransitionType{ID: graph.ID(fmt.Sprint("t", i)), Name: "t", FromPhase: phases[i%2], ToPhase: phases[1+i%2], Senders: pick(kinds, 2, "senders"),
			Receivers: pick(kinds, 2, "receivers"), Rule: rule, Level: graph.LevelUnlisted, Children: map[graph.ID]int64{}}
		if rapid.IntRange(0, 3).Draw(t, "nophase") == 0 {
			x.FromPhase, x.ToPhase = "", ""
		}
		if rapid.IntRange(0, 3).Draw(t, "scope") == 0 {
			x.Scope = graph.ScopeNetwork
		}
		for _, a := range areas {
			if c := rapid.Int64Range(-1, 9).Draw(t, "pass"); c >= 0 {
				x.Children[a] = c
			}
		}
		out = append(out, x)
		for range rapid.IntRange(0, 2).Draw(t, "handovers") {
			a, b := rapid.SampledFrom(inst).Draw(t, "gives"), rapid.SampledFrom(inst).Draw(t, "takes")
			if id := graph.HandoverID(a, b, x.ID); a != b && !seen[id] {
				seen[id] = true
				h := &graph.Handover{ID: id, From: a, To: b, Transition: x.ID, Contacts: graph.CountOf(rapid.Int64Range(0, 2).Draw(t, "contacts"))}
				if rapid.Bool().Draw(t, "counted") {
					h.Children = graph.CountOf(rapid.Int64Range(0, 5).Draw(t, "handed"))
				}
				out = append(out, h)
			}
		}
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "targets") {
		out = append(out, &graph.Target{ID: graph.ID(fmt.Sprint("soll", i)), Area: rapid.SampledFrom([]graph.ID{"", "R", "a", "c"}).Draw(t, "sa"),
			Phase: rapid.SampledFrom([]graph.ID{"", "p1"}).Draw(t, "sp"), Field: rapid.SampledFrom([]graph.ID{"", "E"}).Draw(t, "sf"),
			Required: rapid.SampledFrom([]string{"required", "not_required", "open"}).Draw(t, "sr")})
	}
	return out
}

// drawn builds the basis of drawn records.
func drawn(t *rapid.T, records []graph.Record) *Basis {
	var b graph.Builder
	for _, r := range records {
		_ = b.Add(r, 1)
	}
	s, err := b.Build(graph.Head{ID: "town", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	basis, err := NewBasis(t.Context(), s.Select(graph.Filter{Date: s.Settings().AsOf}))
	if err != nil {
		t.Fatal(err)
	}
	return basis
}

func all(t *rapid.T, b *Basis) []byte {
	body, err := JSON(t.Context(), b.sel, nil, Params{})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func moves(t *rapid.T, b *Basis) *Transitions {
	m, err := AskTransitions(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func side(t *rapid.T, b *Basis) *SideBySide {
	a, err := AskSideBySide(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Row order changes nothing, and asking twice gives the same bytes.
func TestProperty_RowOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := town(t, 6)
		want := all(t, drawn(t, records))
		for range 2 {
			if got := all(t, drawn(t, rapid.Permutation(records).Draw(t, "order"))); !bytes.Equal(got, want) {
				t.Fatalf("row order changed the answer:\n%s\n%s", want, got)
			}
		}
	})
}

// Other ids change names only: the counts, shares, statuses and cells stay.
func TestProperty_Renaming(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := town(t, 6)
		rename := map[graph.ID]graph.ID{}
		order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5}).Draw(t, "names")
		for i, n := range order {
			rename[graph.ID(fmt.Sprint("i", i))] = graph.ID(fmt.Sprint("x", n))
		}
		name := func(id graph.ID) graph.ID {
			if x, ok := rename[id]; ok {
				return x
			}
			return id
		}
		var renamed []graph.Record
		for _, r := range records {
			switch x := graph.Clone(r).(type) {
			case *graph.Institution:
				x.ID = name(x.ID)
				r = x
			case *graph.Offer:
				for i := range x.Institutions {
					x.Institutions[i] = name(x.Institutions[i])
				}
				r = x
			case *graph.Cooperation:
				if x.From, x.To = name(x.From), name(x.To); x.To < x.From {
					x.From, x.To = x.To, x.From
				}
				r = x
			case *graph.Handover:
				x.From, x.To = name(x.From), name(x.To)
				r = x
			}
			renamed = append(renamed, r)
		}
		// What has no institution's name in it must be the same; of pairs, their numbers.
		nameless := func(b *Basis) string {
			a, m := side(t, b), moves(t, b)
			numbers := list(a.Pairs(), func(p Pair) string { return fmt.Sprint(p.Weight, p.Children, p.Cells, p.Least, p.State, p.Level) })
			slices.Sort(numbers)
			links := list(m.Links, func(l Link) string {
				return fmt.Sprint(l.Type.ID, l.Area, l.Status, l.Lower, l.Upper, l.Total, l.Contact, l.UnknownPairs, len(l.Fragile), len(l.ReceiversWithout))
			})
			var rest map[string]map[string]any
			if err := json.Unmarshal(all(t, b), &rest); err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(a.Counts, a.Rate, numbers, links, m.Rate, rest["gaps"]["cells"], rest["gaps"]["gap_rate_by_children"], rest["access"]["cells"],
				rest["across_sectors"]["counts"], rest["across_sectors"]["bounds"], rest["across_sectors"]["sectors"], rest["dependencies"]["fragmentation"],
				rest["clarify"]["unclear_pairs"])
		}
		if want, got := nameless(drawn(t, records)), nameless(drawn(t, renamed)); got != want {
			t.Fatalf("other ids changed the answer:\n%s\n%s", want, got)
		}
	})
}

// An institution without offers and ties, of a kind that no transition asks for, changes nothing.
func TestProperty_Isolate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := town(t, 6)
		alone := append(slices.Clone(records), &graph.Institution{ID: "zz", Name: "zz", Kinds: []graph.ID{"other"}, Sector: "s1", Areas: []graph.ID{"a"}})
		var want, got map[string]json.RawMessage
		_ = json.Unmarshal(all(t, drawn(t, records)), &want)
		_ = json.Unmarshal(all(t, drawn(t, alone)), &got)
		for _, q := range []string{"side_by_side", "across_sectors", "transitions", "gaps", "access", "clarify"} {
			if !bytes.Equal(got[q], want[q]) {
				t.Fatalf("%s changed:\n%s\n%s", q, want[q], got[q])
			}
		}
	})
}

// With four institutions every completion of the unknown pairs is tried: the bounds of every share are the least and the
// greatest of them, and a status is unclear exactly when all-no and all-yes differ; no completion lies outside.
func TestProperty_BoundsByBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := town(t, 4)
		b := drawn(t, records)
		var unknown [][2]int32
		for i := range int32(len(b.gone)) {
			for j := i + 1; j < int32(len(b.gone)); j++ {
				if !b.Level(i, j).Known() {
					unknown = append(unknown, [2]int32{i, j})
				}
			}
		}
		a, m := side(t, b), moves(t, b)
		type span struct{ low, high float64 }
		together, rate := span{math.Inf(1), math.Inf(-1)}, span{math.Inf(1), math.Inf(-1)}
		links := make([]span, len(m.Links))
		statuses := make([]map[Status]bool, len(m.Links))
		for i := range links {
			links[i], statuses[i] = together, map[Status]bool{}
		}
		widen := func(s *span, x float64) { s.low, s.high = math.Min(s.low, x), math.Max(s.high, x) }
		for choice := range 1 << len(unknown) {
			done := slices.Clone(records)
			for k, p := range unknown {
				level := graph.Level(0)
				if choice>>k&1 == 1 {
					level = b.tau
				}
				from, to := b.Institution(p[0]).ID, b.Institution(p[1]).ID
				done = append(done, &graph.Cooperation{ID: graph.ID(fmt.Sprint("done", k)), From: from, To: to, Level: level})
			}
			c := drawn(t, done)
			x, y := side(t, c), moves(t, c)
			if x.Counts.Unclear > 0 {
				t.Fatal("a completed network has an unclear pair")
			}
			widen(&together, x.Rate.Lower)
			widen(&rate, y.Rate.Lower)
			for i := range y.Links {
				low, high := y.Links[i].Bounds()
				if low != high || y.Links[i].Status == Unclear {
					t.Fatalf("a completed network has an unclear transition: %v", y.Ref(i))
				}
				widen(&links[i], low)
				statuses[i][y.Links[i].Status] = true
			}
		}
		same := func(name string, low, high float64, s span) {
			if math.Abs(low-s.low) > 1e-12 || math.Abs(high-s.high) > 1e-12 {
				t.Fatalf("%s: bounds %v … %v, completions %v … %v", name, low, high, s.low, s.high)
			}
		}
		same("together_rate", a.Rate.Lower, a.Rate.Upper, together)
		same("rate", m.Rate.Lower, m.Rate.Upper, rate)
		for i := range m.Links {
			low, high := m.Links[i].Bounds()
			same(string(m.Ref(i)), low, high, links[i])
			if unclear := len(statuses[i]) > 1; unclear != (m.Links[i].Status == Unclear) {
				t.Fatalf("%s is %s, completions give %v", m.Ref(i), m.Links[i].Status, statuses[i])
			}
		}
	})
}

// Raising a known level never lowers a bound, and making an unknown pair known never widens one.
func TestProperty_Monotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawn(t, town(t, 6))
		n := int32(len(b.gone))
		i := rapid.Int32Range(0, n-2).Draw(t, "i")
		j := rapid.Int32Range(i+1, n-1).Draw(t, "j")
		before := moves(t, b)
		if b.Level(i, j).Known() {
			after := moves(t, b.With([][2]int32{{i, j}}, graph.LevelMax))
			for k := range before.Links {
				l0, h0 := before.Links[k].Bounds()
				l1, h1 := after.Links[k].Bounds()
				if l1 < l0 || h1 < h0 {
					t.Fatalf("%s: %v … %v became %v … %v", before.Ref(k), l0, h0, l1, h1)
				}
			}
			return
		}
		for _, after := range []*Transitions{moves(t, b.With([][2]int32{{i, j}}, graph.LevelMax)), moves(t, b.Without(Loss{Pairs: [][2]int32{{i, j}}}))} {
			for k := range before.Links {
				l0, h0 := before.Links[k].Bounds()
				l1, h1 := after.Links[k].Bounds()
				if l1 < l0 || h1 > h0 {
					t.Fatalf("%s: %v … %v widened to %v … %v", before.Ref(k), l0, h0, l1, h1)
				}
			}
		}
	})
}

// What dependencies and "fragile" say by counting is what asking again without the institution, tie or funding says.
func TestProperty_LossByAskingAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawn(t, town(t, 6))
		m := moves(t, b)
		for i := range int32(len(b.gone)) {
			var links []int
			for k := range m.Links {
				if slices.Contains(m.Links[k].Senders, i) || slices.Contains(m.Links[k].Receivers, i) {
					links = append(links, k)
				}
			}
			got := m.rateAfter(links, func(l *Link) (int64, int64) { return m.at.leaving(l, i) })
			if want := moves(t, b.Without(Loss{Institutions: []int32{i}})).Rate.Lower; math.Abs(got-want) > 1e-12 {
				t.Fatalf("without %s: %v, asked again %v", b.Institution(i).ID, got, want)
			}
		}
		want := make([][]string, len(m.Links))
		for i := range int32(len(b.gone)) {
			for j := i + 1; j < int32(len(b.gone)); j++ {
				if !b.Level(i, j).Known() || b.Level(i, j) < b.tau {
					continue
				}
				after := moves(t, b.Without(Loss{Pairs: [][2]int32{{i, j}}}))
				for k := range m.Links {
					if worse(m.Links[k].Status, after.Links[k].Status) {
						want[k] = append(want[k], m.reasonText(Reason{Kind: "tie", A: i, B: j}))
					}
				}
			}
		}
		for _, e := range b.endings() {
			after := moves(t, b.Without(e.loss))
			for k := range m.Links {
				if worse(m.Links[k].Status, after.Links[k].Status) {
					want[k] = append(want[k], m.reasonText(Reason{Kind: "funding", Funder: e.funder, Until: e.until}))
				}
			}
		}
		for k := range m.Links {
			var got []string
			for _, r := range m.Links[k].Fragile {
				if r.Kind != "contact" {
					got = append(got, m.reasonText(r))
				}
			}
			if !slices.Equal(got, want[k]) {
				t.Fatalf("%s (%s): reasons %v, asked again %v", m.Ref(k), m.Links[k].Status, got, want[k])
			}
		}
	})
}

// The pairs of side by side are those that a walk over all pairs of offers finds.
func TestProperty_PairsByWalkingOffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawn(t, town(t, 6))
		a := side(t, b)
		found := map[[2]int32]int32{}
		for _, p := range slices.Concat(a.Pairs(), a.SameKind()) {
			found[[2]int32{p.A, p.B}] = p.Cells
		}
		cells := func(s graph.Service) map[Cell]bool {
			out := map[Cell]bool{}
			for _, x := range s.Areas {
				for _, p := range s.Phases {
					for _, f := range s.Fields {
						out[Cell{x, p, f}] = true
					}
				}
			}
			return out
		}
		for i := range int32(len(b.gone)) {
			for j := i + 1; j < int32(len(b.gone)); j++ {
				shared := map[Cell]bool{}
				for x, s := range b.sel.Services() {
					for y, o := range b.sel.Services() {
						if x == y || !slices.Contains(s.Institutions, i) || !slices.Contains(o.Institutions, j) ||
							len(s.Groups) > 0 && len(o.Groups) > 0 && !slices.ContainsFunc(s.Groups, func(g graph.ID) bool { return slices.Contains(o.Groups, g) }) {
							continue
						}
						for c := range cells(s) {
							if cells(o)[c] {
								shared[c] = true
							}
						}
					}
				}
				if int32(len(shared)) != found[[2]int32{i, j}] {
					t.Fatalf("%s–%s share %d cells, found %d", b.Institution(i).ID, b.Institution(j).ID, len(shared), found[[2]int32{i, j}])
				}
			}
		}
	})
}
