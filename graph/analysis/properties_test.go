package analysis_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"miteinander/graph"
	"miteinander/graph/analysis"
)

// anyNetwork draws a small network: parts of known form, random ties between
// and around them, isolates.
func anyNetwork(t *rapid.T) graph.Ties {
	n := rapid.IntRange(0, 24).Draw(t, "nodes")
	if n == 0 {
		return graph.Ties{}
	}
	at := func(label string) int32 { return int32(rapid.IntRange(0, n-1).Draw(t, label)) }
	var ends [][2]int32
	put := func(part [][2]int32) {
		shift := at("shift")
		for _, e := range part {
			ends = append(ends, [2]int32{(e[0] + shift) % int32(n), (e[1] + shift) % int32(n)})
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "parts") {
		k := int32(rapid.IntRange(2, 9).Draw(t, "size"))
		switch rapid.IntRange(0, 6).Draw(t, "form") {
		case 0:
			put(star(k))
		case 1:
			put(ring(k))
		case 2:
			put(chain(k))
		case 3:
			put(clique(0, k))
		case 4:
			put(grid(k/2+1, 3))
		case 5:
			put(diamonds(k / 2))
		case 6: // two sides: many with the same neighbours
			var e [][2]int32
			for v := range k {
				for w := range int32(3) {
					e = append(e, [2]int32{v, k + w})
				}
			}
			put(e)
		}
	}
	for range rapid.IntRange(0, 2*n).Draw(t, "ties") {
		ends = append(ends, [2]int32{at("from"), at("to")})
	}
	return numbered(n, ends)
}

func same(got, want float64) bool {
	return math.Abs(got-want) <= 1e-9*max(1, math.Abs(want))
}

func all(t interface{ Fatal(...any) }, ties graph.Ties, groups map[string][][]string, workers int) analysis.Result {
	r, err := analysis.Structure(context.Background(), ties, analysis.StructureOptions{
		Options: analysis.Options{Workers: workers}, Measures: []string{"all"}, Groups: groups,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Every measure equals its definition, computed by matrix.
func TestStructure_EqualsDefinitions(t *testing.T) {
	for range 10 { // of 100 networks each
		rapid.Check(t, func(t *rapid.T) {
			ties := anyNetwork(t)
			groups := make([][]string, len(ties.IDs))
			for v := range groups {
				groups[v] = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 2, rapid.ID).Draw(t, "groups")
			}
			check(t, ties, groups)
		})
	}
}

func check(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, ties graph.Ties, groups [][]string) {
	p, n := plainly(ties, -1), len(ties.IDs)
	r := all(t, ties, map[string][][]string{"kind": groups}, 1)
	between, edges := p.betweenness(), p.edgeBetweenness(ties.Ends)
	pairs := float64(n * (n - 1))
	for v := range n {
		harmonic, sum, reached, far := 0.0, int64(0), int32(0), int32(0)
		for w := range n {
			if d := p.dist[v][w]; d > 0 {
				harmonic += 1 / float64(d)
				sum += int64(d)
				reached++
				far = max(far, int32(d))
			}
		}
		d := r.Distances
		if !same(d.Harmonic[v], harmonic) || d.Sum[v] != sum || d.Reached[v] != reached || d.Eccentricity[v] != far {
			t.Fatalf("distances of %d: %v %v %v %v, want %v %v %v %v", v, d.Harmonic[v], d.Sum[v], d.Reached[v], d.Eccentricity[v], harmonic, sum, reached, far)
		}
		if !same(r.Betweenness[v], between[v]) {
			t.Fatalf("betweenness of %d: %v, want %v (%v)", v, r.Betweenness[v], between[v], ties.Ends)
		}
		if r.Betweenness[v] != 0 && between[v] == 0 {
			t.Fatalf("betweenness of %d is %v where nothing passes", v, r.Betweenness[v])
		}
		less := plainly(ties, v)
		rest := float64((n - 1) * (n - 2))
		f := r.FragmentationWithout[v]
		if f.Defined != (n > 2) || f.Defined && !same(f.Value, float64(less.apart(v))/rest) {
			t.Fatalf("fragmentation without %d: %v", v, f)
		}
		if cut := slices.Contains(r.Cutpoints, int32(v)); cut != (less.apart(v) > p.apart(v)) {
			t.Fatalf("%d is a cutpoint: %v", v, cut)
		}
		deg := float64(p.degree(v))
		if r.Degree[v] != int(deg) {
			t.Fatalf("degree of %d: %d", v, r.Degree[v])
		}
		if c := r.Constraint[v]; c.Defined != (deg > 0) || c.Defined && !same(c.Value, p.constraint(v)) {
			t.Fatalf("constraint of %d: %v, want %v", v, c, p.constraint(v))
		}
		if e := r.EffectiveSize[v]; e.Defined != (deg > 0) || e.Defined && !same(e.Value, deg-2*float64(p.around(v))/deg) {
			t.Fatalf("effective size of %d: %v", v, e)
		}
		if c := r.Clustering.Nodes[v]; deg > 1 && !same(c, float64(p.around(v))/(deg*(deg-1)/2)) || deg < 2 && c != 0 {
			t.Fatalf("clustering of %d: %v", v, c)
		}
		x := r.Brokerage["kind"][v]
		if got := [5]int64{x.Coordinator, x.Itinerant, x.Gatekeeper, x.Representative, x.Liaison}; got != p.roles(v, groups) {
			t.Fatalf("roles of %d: %v, want %v (%v, %v)", v, got, p.roles(v, groups), ties.Ends, groups)
		}
	}
	for e := range ties.Ends {
		if !same(r.EdgeBetweenness[e], edges[e]) {
			t.Fatalf("betweenness of tie %v: %v, want %v (%v)", ties.Ends[e], r.EdgeBetweenness[e], edges[e], ties.Ends)
		}
		less := ties
		less.Ends = slices.Delete(slices.Clone(ties.Ends), e, e+1)
		if bridge := slices.Contains(r.Bridges, int32(e)); bridge != (plainly(less, -1).apart(-1) > p.apart(-1)) {
			t.Fatalf("%v is a bridge: %v", ties.Ends[e], bridge)
		}
	}
	if r.Fragmentation.Defined != (n > 1) || n > 1 && !same(r.Fragmentation.Value, float64(p.apart(-1))/pairs) {
		t.Fatalf("fragmentation: %v", r.Fragmentation)
	}
	if r.Distances.Apart != int64(p.apart(-1)/2) {
		t.Fatalf("pairs apart: %d, want %d", r.Distances.Apart, p.apart(-1)/2)
	}
	for v := range n {
		for w := range n {
			together := slices.ContainsFunc(r.Components, func(c []int32) bool { return slices.Contains(c, int32(v)) && slices.Contains(c, int32(w)) })
			if together != (p.dist[v][w] >= 0) {
				t.Fatalf("%d and %d in one component: %v", v, w, together)
			}
		}
	}
}

// Names and order of the nodes make no difference.
func TestStructure_Relabelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ties := anyNetwork(t)
		n := len(ties.IDs)
		to := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)).Perm(n)
		var ends [][2]int32
		for _, e := range ties.Ends {
			ends = append(ends, [2]int32{int32(to[e[0]]), int32(to[e[1]])})
		}
		a, b := all(t, ties, nil, 1), all(t, numbered(n, ends), nil, 1)
		for v := range n {
			w := to[v]
			if !same(a.Betweenness[v], b.Betweenness[w]) || !same(a.Distances.Harmonic[v], b.Distances.Harmonic[w]) || a.Core[v] != b.Core[w] ||
				!same(a.PageRank[v], b.PageRank[w]) || !same(a.Constraint[v].Value, b.Constraint[w].Value) || a.FragmentationWithout[v] != b.FragmentationWithout[w] {
				t.Fatalf("node %d differs as %d", v, w)
			}
		}
		if a.Fragmentation != b.Fragmentation || len(a.Components) != len(b.Components) || len(a.Bridges) != len(b.Bridges) {
			t.Fatal("the network differs")
		}
	})
}

// A node without ties changes nobody else's values, only shares of the whole.
func TestStructure_AnIsolateMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ties := anyNetwork(t)
		n := len(ties.IDs)
		a, b := all(t, ties, nil, 1), all(t, numbered(n+1, ties.Ends), nil, 1)
		for v := range n {
			if a.Betweenness[v] != b.Betweenness[v] || a.Distances.Harmonic[v] != b.Distances.Harmonic[v] || a.Constraint[v] != b.Constraint[v] || a.Core[v] != b.Core[v] {
				t.Fatalf("node %d differs", v)
			}
		}
		if b.Betweenness[n] != 0 || b.Distances.Harmonic[n] != 0 || b.Constraint[n].Defined || b.Core[n] != 0 || len(b.Components) != len(a.Components)+1 {
			t.Fatal("the isolate has values that it cannot have")
		}
	})
}

// The same to the last bit for any number of workers; run with -race, this is
// also the test that the passes share nothing they should not.
func TestStructure_Workers(t *testing.T) {
	for i, ties := range []graph.Ties{random(700, 2100, 1), random(900, 1000, 2), numbered(400, grid(20, 20))} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			paths := func(workers int) analysis.Result {
				r, err := analysis.Structure(context.Background(), ties, analysis.StructureOptions{
					Options: analysis.Options{Workers: workers}, Measures: []string{"betweenness", "distances", "edge_betweenness", "harmonic"},
				})
				if err != nil {
					t.Fatal(err)
				}
				return r
			}
			one := paths(1)
			for _, workers := range []int{2, 3, 8} {
				more := paths(workers)
				if !slices.Equal(one.Betweenness, more.Betweenness) || !slices.Equal(one.EdgeBetweenness, more.EdgeBetweenness) ||
					!slices.Equal(one.Distances.Harmonic, more.Distances.Harmonic) || !slices.Equal(one.Distances.Pairs, more.Distances.Pairs) {
					t.Errorf("%d workers make a difference", workers)
				}
			}
		})
	}
}
