package analysis

import (
	"context"
	"math"

	"miteinander/graph"
)

// EigenvectorTolerance is how close to an eigenvector the result is: the
// Euclidean length of A·x − λ·x is at most this share of λ.
const EigenvectorTolerance = 1e-10

// Eigenvector centrality: x with A·x = λ·x for the largest eigenvalue λ of the
// ties, of Euclidean length 1, no value negative: tied to those who are well
// tied. Where a network has several components, only those with the largest λ
// have values above 0. Isolates have 0. Undefined (nil) without ties, and where
// the iteration has not settled after 100,000 steps, as on very long chains.
//
// Power iteration on A + I from equal values; the shift keeps networks of two
// sides (persons and events) from swinging. Source: Bonacich 1972.
func Eigenvector(ctx context.Context, t graph.Ties) ([]float64, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return a.eigenvector(ctx)
}

func (a *adjacency) eigenvector(ctx context.Context) ([]float64, error) {
	if a.edges() == 0 {
		return nil, nil
	}
	x, y := make([]float64, a.n), make([]float64, a.n)
	for v := range x {
		x[v] = 1 / math.Sqrt(float64(a.n))
	}
	for step := 0; step < 100_000; step++ {
		if step%16 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		lambda, length := 0.0, 0.0 // x·Ax, |Ax|²
		for v := range y {
			sum := 0.0
			for _, w := range a.to[a.first[v]:a.first[v+1]] {
				sum += x[w]
			}
			y[v] = sum
			lambda += sum * x[v]
			length += sum * sum
		}
		// |Ax − λx|² = |Ax|² − λ² would cancel: take it term by term.
		off, norm := 0.0, 0.0
		for v := range y {
			d := y[v] - lambda*x[v]
			off += d * d
			y[v] += x[v]
			norm += y[v] * y[v]
		}
		if math.Sqrt(off) <= EigenvectorTolerance*lambda {
			for v := range x {
				if x[v] < EigenvectorTolerance {
					x[v] = 0 // of a component that fades out
				}
			}
			return x, nil
		}
		norm = math.Sqrt(norm)
		for v := range y {
			y[v] /= norm
		}
		x, y = y, x
	}
	return nil, nil
}
