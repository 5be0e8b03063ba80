package analysis

import "miteinander/graph"

// Share is a part of a whole whose plain value is its lower bound.
type Share struct {
	Numerator, Denominator float64
	Lower, Upper           Number // unknown counted as no, as yes; undefined for an empty whole
}

// Density (Dichte): ties among pairs, 2m / (n(n−1)). A pair of unknown level is
// neither a tie nor none: the bounds are m and m + unknown pairs over all pairs.
// Undefined for n < 2. Source: Graz (measures.md).
func Density(t graph.Ties) Share {
	n, m := float64(len(t.IDs)), float64(len(t.Ends))
	pairs := n * (n - 1) / 2
	return Share{m, pairs, ratio(m, pairs), ratio(min(m+float64(t.Unknown), pairs), pairs)}
}
