package analysis_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"miteinander/graph"
	"miteinander/graph/analysis"
)

// No node is off by more than the bound says; with a fixed seed that is no matter
// of luck from run to run.
func TestSampledBetweenness_WithinItsBound(t *testing.T) {
	for name, ties := range map[string]graph.Ties{
		"sparse": random(600, 900, 1), "random": random(500, 2000, 2), "grid": numbered(300, grid(20, 15)),
		"star": numbered(50, star(50)), "chain": numbered(60, chain(60)), "diamonds": numbered(100, diamonds(33)),
	} {
		t.Run(name, func(t *testing.T) {
			const epsilon = 0.02
			e, err := analysis.SampledBetweenness(context.Background(), ties, epsilon, 0.9, analysis.Options{})
			if err != nil {
				t.Fatal(err)
			}
			exact, err := analysis.Betweenness(context.Background(), ties, analysis.Options{})
			if err != nil {
				t.Fatal(err)
			}
			n := float64(len(ties.IDs))
			if want := epsilon * n * (n - 1) / 2; e.Error != want {
				t.Errorf("error bound %v, want %v", e.Error, want)
			}
			sum := 0.0 // of squared differences in standard deviations
			for v, x := range exact {
				if off := math.Abs(e.Nodes[v] - x); off > e.Error {
					t.Errorf("node %d: %v, exact %v, bound %v", v, e.Nodes[v], x, e.Error)
				}
				p := x / (n * (n - 1) / 2)
				if p > 0 {
					sum += (e.Nodes[v] - x) / (n * (n - 1) / 2) * (e.Nodes[v] - x) / (n * (n - 1) / 2) / (p * (1 - p) / float64(e.Samples))
				} else if e.Nodes[v] != 0 {
					t.Errorf("node %d: %v where nothing passes", v, e.Nodes[v])
				}
			}
			// Unbiased: the differences are those of counting, not larger. Along a
			// chain the counts hang together: many are off if one is.
			most := 2 * n
			if name == "chain" || name == "diamonds" {
				most = 8 * n
			}
			if sum > most {
				t.Errorf("differences of %v variances for %v nodes", sum, n)
			}
			one, err := analysis.SampledBetweenness(context.Background(), ties, epsilon, 0.9, analysis.Options{Workers: 1})
			if err != nil || !slices.Equal(one.Nodes, e.Nodes) {
				t.Error("the number of workers makes a difference")
			}
		})
	}
}

func BenchmarkSampledBetweenness(b *testing.B) {
	ties := random(100_000, 400_000, 1)
	before := processor()
	for b.Loop() {
		if _, err := analysis.SampledBetweenness(context.Background(), ties, 0.01, 0.9, analysis.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((processor()-before).Seconds()*1e3/float64(b.N), "cpu-ms/op")
}
