package analysis_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/community"
	measures "gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	gograph "gonum.org/v1/gonum/graph"

	"miteinander/graph"
	"miteinander/graph/analysis"
)

func gonum(t graph.Ties) *simple.UndirectedGraph {
	g := simple.NewUndirectedGraph()
	for v := range t.IDs {
		g.AddNode(simple.Node(v))
	}
	for _, e := range t.Ends {
		g.SetEdge(simple.Edge{F: simple.Node(e[0]), T: simple.Node(e[1])})
	}
	return g
}

// larger networks than the matrix of bruteforce_test.go can do, of every form.
func larger() map[string]graph.Ties {
	out := map[string]graph.Ties{
		"grid":     numbered(210, grid(15, 14)),
		"star":     numbered(100, star(100)),
		"ring":     numbered(200, ring(200)),
		"chain":    numbered(150, chain(150)),
		"clique":   numbered(60, clique(0, 60)),
		"diamonds": numbered(150, diamonds(49)),
		"cliques in a row": numbered(200, slices.Concat(clique(0, 40), clique(39, 40), clique(78, 30), clique(150, 20),
			[][2]int32{{110, 150}, {111, 151}})),
	}
	for i, m := range []int{90, 190, 240, 380, 900} {
		out[fmt.Sprint("random ", m)] = random(210, m, uint64(i))
	}
	return out
}

// gonum computes the same, wherever it has the measure.
func TestStructure_EqualsGonum(t *testing.T) {
	for name, ties := range larger() {
		t.Run(name, func(t *testing.T) {
			r := all(t, ties, nil, 0)
			g := gonum(ties)
			pairs := measures.Betweenness(g) // each pair twice, zeros left out
			edges := measures.EdgeBetweenness(g)
			p := plainly(ties, -1)
			var harmonic map[int64]float64 // gonum takes too long for more
			if len(ties.IDs) <= 100 {
				harmonic = measures.Harmonic(g, path.DijkstraAllPaths(g))
			}
			for v := range ties.IDs {
				id := int64(v)
				if !same(2*r.Betweenness[v], pairs[id]) {
					t.Fatalf("betweenness of %d: %v, gonum %v", v, r.Betweenness[v], pairs[id]/2)
				}
				if harmonic != nil && !same(r.Distances.Harmonic[v], harmonic[id]) {
					t.Fatalf("harmonic of %d: %v, gonum %v", v, r.Distances.Harmonic[v], harmonic[id])
				}
				near, sum, far, reached := 0.0, int64(0), int32(0), int32(0)
				for w := range ties.IDs {
					if d := p.dist[v][w]; d > 0 {
						near, sum, far, reached = near+1/float64(d), sum+int64(d), max(far, int32(d)), reached+1
					}
				}
				if !same(r.Distances.Harmonic[v], near) {
					t.Fatalf("harmonic of %d: %v, by matrix %v", v, r.Distances.Harmonic[v], near)
				}
				if d := r.Distances; d.Sum[v] != sum || d.Eccentricity[v] != far || d.Reached[v] != reached {
					t.Fatalf("distances of %d: %d %d %d, by matrix %d %d %d", v, d.Sum[v], d.Eccentricity[v], d.Reached[v], sum, far, reached)
				}
			}
			for e, x := range r.EdgeBetweenness {
				a, b := int64(ties.Ends[e][0]), int64(ties.Ends[e][1])
				if !same(2*x, edges[[2]int64{a, b}]+edges[[2]int64{b, a}]) {
					t.Fatalf("betweenness of tie %v: %v, gonum %v", ties.Ends[e], x, edges[[2]int64{a, b}]/2)
				}
			}
			_, cores := topo.DegeneracyOrdering(g)
			for k, nodes := range cores {
				for _, v := range nodes {
					if r.Core[v.ID()] != k {
						t.Fatalf("core of %d: %d, gonum %d", v.ID(), r.Core[v.ID()], k)
					}
				}
			}
			var components [][]int32
			for _, c := range topo.ConnectedComponents(g) {
				components = append(components, ids(c))
			}
			slices.SortFunc(components, slices.Compare)
			mine := slices.Clone(r.Components)
			slices.SortFunc(mine, slices.Compare)
			if !slices.EqualFunc(mine, components, slices.Equal[[]int32]) {
				t.Fatal("other components than gonum's")
			}
			var groups [][]gograph.Node
			for _, m := range r.Groups.Members {
				var nodes []gograph.Node
				for _, v := range m {
					nodes = append(nodes, simple.Node(v))
				}
				groups = append(groups, nodes)
			}
			if q := community.Q(g, groups, 1); !same(q, r.Groups.Modularity.Value) {
				t.Fatalf("modularity %v, gonum %v", r.Groups.Modularity.Value, q)
			}
			other := community.Q(g, community.Modularize(g, 1, rand.NewPCG(1, 1)).Communities(), 1)
			if r.Groups.Modularity.Value < other-0.03 {
				t.Fatalf("groups of modularity %v, gonum finds %v", r.Groups.Modularity.Value, other)
			}
			directed := simple.NewDirectedGraph()
			for v := range ties.IDs {
				directed.AddNode(simple.Node(v))
			}
			for _, e := range ties.Ends {
				directed.SetEdge(simple.Edge{F: simple.Node(e[0]), T: simple.Node(e[1])})
				directed.SetEdge(simple.Edge{F: simple.Node(e[1]), T: simple.Node(e[0])})
			}
			rank := measures.PageRankSparse(directed, 0.85, 1e-13)
			for v, x := range r.PageRank {
				if math.Abs(x-rank[int64(v)]) > 1e-9 {
					t.Fatalf("page rank of %d: %v, gonum %v", v, x, rank[int64(v)])
				}
			}
			eigenvector(t, ties, r)
		})
	}
}

func ids(nodes []gograph.Node) (out []int32) {
	for _, v := range nodes {
		out = append(out, int32(v.ID()))
	}
	slices.Sort(out)
	return out
}

// eigenvector checks the equation itself: A·x = λ·x, |x| = 1, x ≥ 0, and λ no
// less than what any other start finds (the largest is at least the mean degree
// of every core).
func eigenvector(t *testing.T, ties graph.Ties, r analysis.Result) {
	t.Helper()
	x := r.Eigenvector
	if x == nil {
		t.Fatal("no eigenvector")
	}
	y := make([]float64, len(x))
	for _, e := range ties.Ends {
		y[e[0]] += x[e[1]]
		y[e[1]] += x[e[0]]
	}
	lambda, length := 0.0, 0.0
	for v := range x {
		lambda += x[v] * y[v]
		length += x[v] * x[v]
		if x[v] < 0 {
			t.Fatalf("eigenvector of %d: %v", v, x[v])
		}
	}
	off := 0.0
	for v := range x {
		off += (y[v] - lambda*x[v]) * (y[v] - lambda*x[v])
	}
	if math.Abs(length-1) > 1e-9 || math.Sqrt(off) > 2*analysis.EigenvectorTolerance*lambda || lambda < float64(slices.Max(r.Core))-1e-9 {
		t.Fatalf("length² %v, A·x−λx %v, λ %v", length, math.Sqrt(off), lambda)
	}
}

// By hand: hub and leaves of a star; the shift by I is what keeps it from swinging.
func TestEigenvector_Star(t *testing.T) {
	x, err := analysis.Eigenvector(context.Background(), numbered(5, star(5)))
	if err != nil || math.Abs(x[0]-math.Sqrt(0.5)) > 1e-9 || math.Abs(x[4]-math.Sqrt(0.125)) > 1e-9 {
		t.Error(x, err)
	}
}

// By hand: a star is centralized altogether, a ring not at all (measures.md).
func TestDegreeCentralization(t *testing.T) {
	for n := int32(3); n < 9; n++ {
		if c := analysis.DegreeCentralization(numbered(int(n), star(n))); !c.Defined || c.Value != 1 {
			t.Errorf("star of %d: %v", n, c)
		}
		if c := analysis.DegreeCentralization(numbered(int(n), ring(n))); !c.Defined || c.Value != 0 {
			t.Errorf("ring of %d: %v", n, c)
		}
	}
}

// Two cliques that one tie joins are the two groups; a node without ties is its
// own. Modularity by hand: 15 + 15 of 31 ties inside, each with half of all ends.
func TestGroups_TwoCliques(t *testing.T) {
	ties := numbered(13, slices.Concat(clique(0, 6), clique(6, 6), [][2]int32{{5, 6}}))
	g, err := analysis.GroupsOf(context.Background(), ties)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]int32{{0, 1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11}, {12}}
	if !slices.EqualFunc(g.Members, want, slices.Equal[[]int32]) || !same(g.Modularity.Value, 30.0/31-0.5) {
		t.Errorf("%v, modularity %v", g.Members, g.Modularity)
	}
}
