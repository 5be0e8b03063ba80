package diagram

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"miteinander/graph"
)

// Springs of our own, for more nodes than Graphviz can place in its time, come as near to the wanted distances as Graphviz.
func TestStress_AsGoodAsGraphviz(t *testing.T) {
	d := drawer(t)
	for seed := range uint64(4) {
		lots := rand.New(rand.NewPCG(seed, 1))
		nodes, springs := make([]springNode, 150), []spring{}
		for i := 1; i < len(nodes); i++ {
			springs = append(springs, spring{lots.IntN(i), i, 1.5})
		}
		for range 100 {
			if a, b := lots.IntN(len(nodes)), lots.IntN(len(nodes)); a != b {
				springs = append(springs, spring{a, b, 1.2})
			}
		}
		theirs, err := arrange(context.Background(), d, nodes, springs)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := stress(context.Background(), nodes, springs)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := stress(context.Background(), nodes, springs)
		if !reflect.DeepEqual(ours, again) {
			t.Error("the same springs give other places")
		}
		if a, b := stressOf(ours, springs), stressOf(theirs, springs); a > 1.1*b {
			t.Errorf("seed %d: stress %.0f, Graphviz %.0f", seed, a, b)
		}
	}
}

// stressOf sums ((distance − way) / way)² over all pairs, in the scale that suits the places best.
func stressOf(at []Point, springs []spring) float64 {
	g := newWays(len(at), springs)
	var num, den float64
	type pair struct{ d, way float64 }
	var all []pair
	for i := range at {
		for j, way := range g.from(int32(i)) {
			if j > i {
				d := math.Hypot(at[i].X-at[j].X, at[i].Y-at[j].Y)
				num, den = num+d/way, den+d*d/way/way
				all = append(all, pair{d, way})
			}
		}
	}
	sum := 0.0
	for _, p := range all {
		sum += math.Pow((num/den*p.d-p.way)/p.way, 2)
	}
	return sum
}

// Pinned nodes stay, nodes that no spring holds get a place of their own, and an ended context ends the work.
func TestStress_PinnedLooseEnded(t *testing.T) {
	nodes := []springNode{{Pinned: true, At: Point{50, 60}}, {}, {}, {}}
	at, err := stress(context.Background(), nodes, []spring{{0, 1, 1}})
	if err != nil || at[0] != (Point{50, 60}) || math.Abs(math.Hypot(at[1].X-50, at[1].Y-60)-72) > 1 || at[2] == at[3] {
		t.Error(at, err)
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := stress(ended, nodes, []spring{{0, 1, 1}}); err == nil {
		t.Error("an ended context is not noticed")
	}
}

// The grid finds what comparing each with each finds.
func TestNeighbours_AsByComparing(t *testing.T) {
	lots := rand.New(rand.NewPCG(3, 3))
	for range 50 {
		bs := make([]*body, 1+lots.IntN(120))
		for i := range bs {
			bs[i] = &body{x: 400 * lots.Float64(), y: 300 * lots.Float64(), w: 5 + 60*lots.Float64(), h: 5 + 20*lots.Float64()}
		}
		var want [][2]int
		for i := range bs {
			for j := i + 1; j < len(bs); j++ {
				if separation(bs[i], bs[j]) < 9 {
					want = append(want, [2]int{i, j})
				}
			}
		}
		got := neighbours(bs, 9)
		slices.SortFunc(got, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%d bodies: %d pairs, want %d", len(bs), len(got), len(want))
		}
	}
}

// Two thousand institutions have places of their own, no two of them touching.
func TestExplorerPlaces_TwoThousand(t *testing.T) {
	sc := town(2000, 10)
	p, scale, err := explorerPlaces(context.Background(), nil, sc, nil)
	if err != nil {
		t.Fatal(err)
	}
	bs, _ := p.onMap()
	if least := closest(bs); least < 1 || scale != 1 {
		t.Errorf("nearest two: %.1f points, scale %v", least, scale)
	}
	if p.fs < 8 {
		t.Errorf("letters of %v points", p.fs)
	}
}

func explore(t *testing.T, sel *graph.Selection, r Request) (*Explorer, Layout) {
	t.Helper()
	e, l, err := Explore(context.Background(), sel, drawer(t), r)
	if err != nil {
		t.Fatal(err)
	}
	return e, l
}

// What is explored stands where the paper has it; layers that are off are folded into their institutions, not lost.
func TestExplore_PlacesOfThePaper(t *testing.T) {
	sel := all(musterstadt(t, nil))
	_, paper, err := Draw(context.Background(), sel, drawer(t), Request{View: ViewNetwork})
	if err != nil {
		t.Fatal(err)
	}
	e, kept := explore(t, sel, Request{Layout: paper})
	if len(e.Nodes) != len(sel.Institutions()) || e.Scale != 1 {
		t.Errorf("%d nodes of %d institutions, scale %v", len(e.Nodes), len(sel.Institutions()), e.Scale)
	}
	folded := 0
	for _, n := range e.Nodes {
		if n.At != paper[n.Ref] || kept[n.Ref] != n.At {
			t.Errorf("%s at %v, on paper %v, kept %v", n.Ref, n.At, paper[n.Ref], kept[n.Ref])
		}
		folded += n.Folded
	}
	full, _ := explore(t, sel, Request{Layout: paper, Layers: Layers()})
	if len(full.Nodes) != len(sel.Institutions())+len(sel.Offers())+len(sel.Actors()) {
		t.Errorf("with all layers %d nodes", len(full.Nodes))
	}
	if folded == 0 || folded > len(full.Nodes)-len(e.Nodes) {
		t.Errorf("%d folded", folded)
	}
	again, _ := explore(t, sel, Request{Layout: paper, Layers: Layers()})
	if !reflect.DeepEqual(full, again) {
		t.Error("the same network gives another map")
	}
}

// Every end of an edge is a node, pairs side by side are there, unclear ones on request only.
func TestExplore_Edges(t *testing.T) {
	for _, unclear := range []bool{false, true} {
		sel := all(musterstadt(t, nil))
		if unclear {
			sel = all(silent(t, musterstadt(t, nil), nil))
		}
		e, _ := explore(t, sel, Request{Unclear: unclear, Layers: []string{LayerOffers}})
		known := map[string]bool{}
		for _, n := range e.Nodes {
			known[n.Ref] = true
		}
		roles := map[Role]int{}
		for _, x := range e.Edges {
			if !known[x.From] || !known[x.To] || x.From == x.To {
				t.Errorf("%s joins %s and %s", x.Ref, x.From, x.To)
			}
			roles[x.Role]++
		}
		if beside := roles[RoleBeside1] + roles[RoleBeside2] + roles[RoleBeside3]; (beside > 0) == unclear || (roles[RoleUnclear] > 0) != unclear {
			t.Error(unclear, roles)
		}
	}
	sel := all(musterstadt(t, nil))
	if _, _, err := Explore(context.Background(), sel, nil, Request{Layers: []string{"kitas"}}); graph.CodeOf(err) != graph.Invalid {
		t.Error(err)
	}
}

// Five thousand institutions, the most that the explorer is meant for, all have a place on the page, no two the same.
func TestExplorerPlaces_FiveThousand(t *testing.T) {
	if testing.Short() {
		t.Skip("takes many seconds")
	}
	p, _, err := explorerPlaces(context.Background(), nil, town(5000, 10), nil)
	if err != nil {
		t.Fatal(err)
	}
	at := map[Point]bool{}
	for i, b := range p.bodies {
		if !(b.x > 0 && b.x < p.size.X && b.y > 0 && b.y < p.size.Y) || at[Point{b.x, b.y}] {
			t.Fatalf("number %d stands at %.1f, %.1f of a page of %v", i, b.x, b.y, p.size)
		}
		at[Point{b.x, b.y}] = true
	}
	if len(at) != 5000 {
		t.Errorf("%d have a place", len(at))
	}
}

// First positions of everything on one map, as the explorer asks for them; without Graphviz, which they do not need at this size.
func BenchmarkExplorerPlaces(b *testing.B) {
	for _, n := range []int{500, 2000, 5000} {
		sc := town(n, 10)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := explorerPlaces(context.Background(), nil, sc, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Many institutions without areas, in stars and small groups as lists of partners give them, are spread over the page: nobody touches, and the page
// stays so small that letters can be read.
func TestExplorerPlaces_ManyWithoutAreas(t *testing.T) {
	lots := rand.New(rand.NewPCG(5, 5))
	sc := &Scene{}
	panel := Panel{Name: ViewNetwork}
	for i := range 1500 {
		sc.Marks = append(sc.Marks, Mark{Ref: fmt.Sprintf("institution/%04d", i), Role: RoleInstitution, Label: "Grundschule am Lindenhof"[:6+lots.IntN(18)]})
		if i < 200 {
			continue
		}
		school := lots.IntN(200)
		for range 1 + lots.IntN(2)*lots.IntN(2) {
			panel.Lines = append(panel.Lines, Line{Ref: fmt.Sprintf("cooperation/%d-%d", i, school), From: sc.Marks[i].Ref, To: sc.Marks[school].Ref, Role: RoleLevel2})
			school = lots.IntN(20)
		}
	}
	sc.Panels = []Panel{panel}
	p, _, err := explorerPlaces(context.Background(), nil, sc, nil)
	if err != nil {
		t.Fatal(err)
	}
	bs, _ := p.onMap()
	ground := 0.0
	for _, b := range bs {
		ground += b.w * b.h
	}
	if least := closest(bs); least < 1 {
		t.Errorf("nearest two: %.1f points", least)
	}
	if share := ground / (p.size.X * p.size.Y); share < 0.06 {
		t.Errorf("boxes cover %.3f of the page", share)
	}
}
