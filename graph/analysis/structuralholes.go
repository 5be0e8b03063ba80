package analysis

import "miteinander/graph"

// Constraint of each node: c_v = Σ_w (p_vw + Σ_{q≠v,w} p_vq p_qw)² over its
// neighbours w, p_vw = 1/d_v for ties of equal weight: how much a node's
// partners are tied to each other, so that it has no partner for itself.
// Undefined for an isolate; 1 with one partner.
//
// Source: Burt 2004, "Structural holes and good ideas"; as NetworkX computes it.
func Constraint(t graph.Ties) ([]Number, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return a.constraint(), nil
}

// EffectiveSize of each node: d − 2t/d with t ties among its d neighbours: its
// partners less what they have in common on average. Undefined for an isolate.
//
// Source: Burt 1992 in the form of Borgatti 1997, "Structural holes: unpacking
// Burt's redundancy measures".
func EffectiveSize(t graph.Ties) ([]Number, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return a.effectiveSize(a.triangles()), nil
}

// constraint takes one pass over all triangles: a common partner q of v and w
// adds 1/(d_v d_q) to the term of w at v, and 1/(d_w d_q) to that of v at w.
func (a *adjacency) constraint() []Number {
	common := make([]float64, a.edges()) // Σ 1/d_q over common partners
	a.eachTriangle(func(v, e [3]int32) {
		for i := range 3 {
			common[e[i]] += 1 / float64(a.degree(v[i]))
		}
	})
	out := make([]Number, a.n)
	for v := range out {
		d := float64(a.degree(int32(v)))
		sum := 0.0
		for k := a.first[v]; k < a.first[v+1]; k++ {
			p := (1 + common[a.edge[k]]) / d
			sum += p * p
		}
		out[v] = Number{sum, d > 0}
	}
	return out
}

func (a *adjacency) effectiveSize(triangles []int64) []Number {
	out := make([]Number, a.n)
	for v := range out {
		d := float64(a.degree(int32(v)))
		if d > 0 {
			out[v] = defined(d - 2*float64(triangles[v])/d)
		}
	}
	return out
}
