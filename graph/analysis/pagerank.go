package analysis

import (
	"context"
	"math"

	"miteinander/graph"
)

// Of PageRank: who follows a tie rather than jump anywhere, and the sum of
// absolute changes of the last step.
const (
	PageRankDamping   = 0.85
	PageRankTolerance = 1e-12
)

// PageRank of each node, on ties that lead both ways: the share of time that a
// walk spends there which follows a random tie with probability 0.85 and else,
// and at an isolate always, jumps to any node. The values sum to 1; the network
// without nodes has none.
//
// Source: Brin & Page 1998; power iteration.
func PageRank(ctx context.Context, t graph.Ties) ([]float64, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return a.pageRank(ctx)
}

func (a *adjacency) pageRank(ctx context.Context) ([]float64, error) {
	n := float64(a.n)
	rank, give := make([]float64, a.n), make([]float64, a.n)
	for v := range rank {
		rank[v] = 1 / n
	}
	// Each step shrinks the change to at most 0.85 of the one before.
	for change := 1.0; change > PageRankTolerance; {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		jump := 0.0
		for v, r := range rank {
			if d := a.degree(int32(v)); d > 0 {
				give[v] = r / float64(d)
				jump += (1 - PageRankDamping) * r
			} else {
				jump += r
			}
		}
		change = 0
		for v := range rank {
			sum := 0.0
			for _, w := range a.to[a.first[v]:a.first[v+1]] {
				sum += give[w]
			}
			r := PageRankDamping*sum + jump/n
			change += math.Abs(r - rank[v])
			rank[v] = r
		}
		if a.n == 0 {
			break
		}
	}
	return rank, nil
}
