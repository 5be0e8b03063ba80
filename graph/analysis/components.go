package analysis

import (
	"slices"

	"miteinander/graph"
)

// Components (Teilnetze): the largest sets of nodes that are connected by ties,
// as indices into t.IDs, each rising; the largest first, among equals by their
// first node. An isolate is a component of one; a network without nodes has
// none.
func Components(t graph.Ties) ([][]int32, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return decompose(a).components(), nil
}

// Isolates are the nodes without ties, rising.
func Isolates(t graph.Ties) []int32 {
	var out []int32
	for v, d := range Degree(t) {
		if d == 0 {
			out = append(out, int32(v))
		}
	}
	return out
}

func (d *decomposition) components() [][]int32 {
	out := make([][]int32, len(d.size))
	all := make([]int32, len(d.component))
	from := int32(0)
	for c, k := range d.size {
		out[c] = all[from : from : from+k]
		from += k
	}
	for v, c := range d.component {
		out[c] = append(out[c], int32(v))
	}
	slices.SortStableFunc(out, func(x, y []int32) int { return len(y) - len(x) })
	return out
}
