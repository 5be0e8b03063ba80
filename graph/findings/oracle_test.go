package findings

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"miteinander/graph"
)

// slowly finds pairs and rounds as the formula says it: for each two institutions the cells in which compatible offers of theirs meet.
func slowly(b *Basis, across bool) (pairs map[[2]int32]Pair, rounds map[string]Counts) {
	pairs, rounds = map[[2]int32]Pair{}, map[string]Counts{}
	n := int32(len(b.gone))
	in := make([]map[Cell][]int32, n) // by institution and cell: services
	for i := range in {
		in[i] = map[Cell][]int32{}
	}
	for s, v := range b.services {
		for _, i := range v.institutions {
			for _, a := range v.areas {
				for _, p := range v.phases {
					for _, f := range v.fields {
						if across {
							f = -1
						}
						c := Cell{a, p, f}
						if !slices.Contains(in[i][c], int32(s)) {
							in[i][c] = append(in[i][c], int32(s))
						}
					}
				}
			}
		}
	}
	for i := range n {
		for j := i + 1; j < n; j++ {
			p := Pair{A: i, B: j, Least: int32(min(len(in[i]), len(in[j]))), Level: b.levelOf(i, j)}
			x, y := b.Institution(i), b.Institution(j)
			switch {
			case across && (x.Sector == "" || y.Sector == "" || x.Sector == y.Sector):
				continue
			case b.agreed(i, j) != "":
				p.State = AgreedSideBySide
			case !across && x.Regular == graph.Yes && y.Regular == graph.Yes && x.Kind() == y.Kind():
				p.State = SameKind
			default:
				p.State = b.byLevel(p.Level)
			}
			places := map[[2]int32]bool{}
			for c, mine := range in[i] {
				meet := slices.ContainsFunc(mine, func(s int32) bool {
					return slices.ContainsFunc(in[j][c], func(t int32) bool { return b.compatible(s, t) })
				})
				if !meet {
					continue
				}
				children, _ := b.Children(c.Area, c.Phase)
				p.Cells++
				p.Weight += children
				if k := [2]int32{c.Area, c.Phase}; !places[k] {
					places[k] = true
					p.Children += children
				}
				r := rounds[b.CellKey(c)]
				r.Count(p.State)
				rounds[b.CellKey(c)] = r
			}
			if p.Cells > 0 {
				pairs[[2]int32{i, j}] = p
			}
		}
	}
	return pairs, rounds
}

// A town of 260 institutions, large enough that all cores share the walk and that first pages come by selection: pairs, their order and
// the counts of the rounds are those of the formula, with target groups, joint offers, agreed and same-kind pairs, with a loss and a lift.
func TestPairs_OfATownByTheFormula(t *testing.T) {
	b, err := NewBasis(t.Context(), state(t, 260, 1040, 1300).Select(graph.Filter{Date: graph.Date{Year: 2025, Month: 6, Day: 30}}))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	var loss Loss
	var lifts [][2]int32
	for range 40 {
		loss.Pairs = append(loss.Pairs, [2]int32{int32(r.IntN(130)), int32(130 + r.IntN(130))})
		lifts = append(lifts, [2]int32{int32(r.IntN(130)), int32(130 + r.IntN(130))})
	}
	loss.Institutions, loss.Offers = []int32{7, 100}, []int32{3, 33, 333}
	for name, basis := range map[string]*Basis{"as it is": b, "what if": b.Without(loss).With(lifts, 3)} {
		for _, across := range []bool{false, true} {
			ask := AskSideBySide
			if across {
				ask = AskAcrossSectors
			}
			a, err := ask(t.Context(), basis, Params{})
			if err != nil {
				t.Fatal(err)
			}
			what := fmt.Sprintf("%s, across %v", name, across)
			pairs, rounds := slowly(basis, across)
			if len(pairs) < 2*topRows {
				t.Fatalf("%s: only %d pairs: the first rows are not found by selection", what, len(pairs))
			}
			first := make([]Pair, 100)
			for i := range first {
				first[i] = a.Pair(i)
			}
			got := a.Pairs()
			if !slices.Equal(first, got[:100]) {
				t.Errorf("%s: the first rows by selection are not those of the sorted list", what)
			}
			sorted := slices.IsSortedFunc(got, func(p, q Pair) int {
				switch {
				case p.Weight != q.Weight:
					return int(q.Weight - p.Weight)
				case p.Cells*q.Least != q.Cells*p.Least:
					return int(q.Cells*p.Least - p.Cells*q.Least)
				case p.A != q.A:
					return int(p.A - q.A)
				}
				return int(p.B - q.B)
			})
			if got = append(got, a.SameKind()...); !sorted || len(got) != len(pairs) {
				t.Errorf("%s: sorted %v, %d pairs, want %d", what, sorted, len(got), len(pairs))
			}
			for _, p := range got {
				want := pairs[[2]int32{p.A, p.B}]
				want.Derived, want.SameProvider = p.Derived, p.SameProvider
				if p != want {
					t.Fatalf("%s: %+v, want %+v", what, p, want)
				}
				if x, ok := a.Between(p.B, p.A); !ok || x != p {
					t.Fatalf("%s: asked for it alone %+v", what, x)
				}
			}
			for _, x := range a.Rounds {
				if key := basis.CellKey(x.Cell); x.Counts != rounds[key] {
					t.Errorf("%s: round %s %+v, want %+v", what, key, x.Counts, rounds[key])
				}
				delete(rounds, basis.CellKey(x.Cell))
			}
			for key, c := range rounds {
				if c != (Counts{}) {
					t.Errorf("%s: no round %s, want %+v", what, key, c)
				}
			}
			of := a.Of(5, 7)
			own := slices.DeleteFunc(a.Pairs(), func(p Pair) bool { return p.A != 5 && p.B != 5 })
			if !slices.Equal(of, own[:min(7, len(own))]) {
				t.Errorf("%s: pairs of one institution: %v", what, of)
			}
		}
	}
}
