package analysis

import "miteinander/graph"

// Fragmentation: the share of pairs that no path joins,
// 1 − Σ s(s−1) / (n(n−1)) over component sizes s. 0 for a connected network, 1
// without ties, undefined for n < 2.
//
// Source: Borgatti 2006, "Identifying sets of key players in a social network".
func Fragmentation(t graph.Ties) (Number, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return Number{}, err
	}
	return decompose(a).fragmentation(), nil
}

// FragmentationWithout is, for each node, the fragmentation of the n−1 nodes
// that remain without it; undefined for n < 3. All nodes together take one
// depth-first search: the sizes of the pieces that a cutpoint leaves are those
// of the subtrees it closes, and the rest.
func FragmentationWithout(t graph.Ties) ([]Number, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return decompose(a).fragmentationWithout(), nil
}

// joined is the number of ordered pairs with a path between them.
func (d *decomposition) joined() int64 {
	sum := int64(0)
	for _, s := range d.size {
		sum += int64(s) * int64(s-1)
	}
	return sum
}

func (d *decomposition) fragmentation() Number {
	n := int64(len(d.component))
	return ratio(float64(n*(n-1)-d.joined()), float64(n*(n-1)))
}

func (d *decomposition) fragmentationWithout() []Number {
	n, all := int64(len(d.component)), d.joined()
	out := make([]Number, n)
	pairs := (n - 1) * (n - 2)
	for v := range out {
		s := int64(d.size[d.component[v]])
		// Σ p(p−1) over pieces p that sum to s−1 is Σ p² − (s−1).
		left := all - s*(s-1) + d.squares[v] - (s - 1)
		if n > 1 {
			out[v] = ratio(float64(pairs-left), float64(pairs))
		}
	}
	return out
}
