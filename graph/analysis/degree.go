package analysis

import "miteinander/graph"

// Degree (Vernetzungsgrad): the number of ties of each node, in the order of
// t.IDs; 0 for an isolate.
func Degree(t graph.Ties) []int {
	out := make([]int, len(t.IDs))
	for _, e := range t.Ends {
		out[e[0]]++
		out[e[1]]++
	}
	return out
}

// MeanDegree (mittlerer Grad): 2m/n, isolates included; undefined without
// nodes. Of all measures of cohesion the one to compare networks of different
// size by. Source: Graz (measures.md).
func MeanDegree(t graph.Ties) Number {
	return ratio(2*float64(len(t.Ends)), float64(len(t.IDs)))
}

// DegreeCentralization (Zentralisierung): Σ_i (max d − d_i) / ((n−1)(n−2)):
// 1 for a star, 0 where all have the same degree; undefined for n < 3.
//
// Source: Freeman 1978/79, "Centrality in social networks".
func DegreeCentralization(t graph.Ties) Number {
	n := len(t.IDs)
	if n < 3 {
		return Number{}
	}
	most, sum := 0, 0
	for _, d := range Degree(t) {
		most = max(most, d)
		sum += d
	}
	return ratio(float64(n*most-sum), float64(n-1)*float64(n-2))
}
