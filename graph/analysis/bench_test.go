package analysis_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"gonum.org/v1/gonum/graph/community"
	measures "gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"miteinander/graph"
	"miteinander/graph/analysis"
)

// Benchmarks, for benchstat: go test -run '^$' -bench . ./graph/analysis/
// docs/benchmarks.md holds figures and says how to read them.

// networks are ca-GrQc and random ones with four ties a node.
func benchNetworks(b *testing.B, sizes ...int) map[string]graph.Ties {
	out := map[string]graph.Ties{}
	for _, n := range sizes {
		if n == 0 {
			out["ca-GrQc"] = grQc(b)
		} else {
			out[fmt.Sprintf("random-%d", n)] = random(n, 4*n, 1)
		}
	}
	return out
}

func benchStructure(b *testing.B, sizes []int, names ...string) {
	for name, ties := range benchNetworks(b, sizes...) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			before := processor()
			for b.Loop() {
				if _, err := analysis.Structure(context.Background(), ties, analysis.StructureOptions{Measures: names, Exact: true}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((processor()-before).Seconds()*1e3/float64(b.N), "cpu-ms/op")
		})
	}
}

func BenchmarkBetweenness(b *testing.B) {
	benchStructure(b, []int{0, 1000, 2000, 5000, 10000, 20000}, "betweenness")
}

func BenchmarkShortestPaths(b *testing.B) {
	benchStructure(b, []int{0, 1000, 10000, 20000}, "betweenness", "edge_betweenness", "harmonic", "closeness", "eccentricity", "distances")
}

func BenchmarkDistances(b *testing.B) {
	benchStructure(b, []int{0, 1000, 10000, 50000}, "harmonic", "closeness", "eccentricity", "distances")
}

// What takes time in proportion to nodes and ties.
func BenchmarkLinear(b *testing.B) {
	for _, name := range []string{"components", "fragmentation_without", "constraint", "clustering", "core", "pagerank", "eigenvector", "groups"} {
		b.Run(name, func(b *testing.B) { benchStructure(b, []int{0, 50000}, name) })
	}
}

func BenchmarkDefault(b *testing.B) { benchStructure(b, []int{100, 1000, 3000}) }

func BenchmarkGonumBetweenness(b *testing.B) {
	for name, ties := range benchNetworks(b, 1000, 2000) {
		g := gonum(ties)
		b.Run(name, func(b *testing.B) {
			before := processor()
			for b.Loop() {
				measures.Betweenness(g)
			}
			b.ReportMetric((processor()-before).Seconds()*1e3/float64(b.N), "cpu-ms/op")
		})
	}
}

// What gonum has of BenchmarkLinear; its own graph is built before the clock runs.
func BenchmarkGonumLinear(b *testing.B) {
	for name, ties := range benchNetworks(b, 0, 50000) {
		g := gonum(ties)
		both := simple.NewDirectedGraph()
		for v := range ties.IDs {
			both.AddNode(simple.Node(v))
		}
		for _, e := range ties.Ends {
			both.SetEdge(simple.Edge{F: simple.Node(e[0]), T: simple.Node(e[1])})
			both.SetEdge(simple.Edge{F: simple.Node(e[1]), T: simple.Node(e[0])})
		}
		for _, m := range []struct {
			name string
			do   func()
		}{
			{"components", func() { topo.ConnectedComponents(g) }},
			{"core", func() { topo.DegeneracyOrdering(g) }},
			{"pagerank", func() { measures.PageRankSparse(both, 0.85, 1e-12) }},
		} {
			b.Run(m.name+"/"+name, func(b *testing.B) {
				before := processor()
				for b.Loop() {
					m.do()
				}
				b.ReportMetric((processor()-before).Seconds()*1e3/float64(b.N), "cpu-ms/op")
			})
		}
	}
}

func BenchmarkGonumGroups(b *testing.B) {
	for name, ties := range benchNetworks(b, 0, 10000) {
		g := gonum(ties)
		b.Run(name, func(b *testing.B) {
			before := processor()
			for b.Loop() {
				community.Modularize(g, 1, rand.NewPCG(1, 1))
			}
			b.ReportMetric((processor()-before).Seconds()*1e3/float64(b.N), "cpu-ms/op")
		})
	}
}

// processor is the time that all cores together spent on this process: beside the
// time on the clock it tells what other programs took away.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
