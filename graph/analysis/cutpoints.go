package analysis

import "miteinander/graph"

// Cutpoints (Schlüsselstellen): the nodes whose loss splits their component, as
// indices into t.IDs, rising. Articulation points in graph theory; an isolate
// is none. Source: Hopcroft & Tarjan 1973.
func Cutpoints(t graph.Ties) ([]int32, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return decompose(a).cutpoints(), nil
}

// Bridges (einzige Verbindungen): the ties whose loss splits their component,
// as indices into t.Ends, rising. Source: Tarjan 1974, "A note on finding the
// bridges of a graph".
func Bridges(t graph.Ties) ([]int32, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return decompose(a).bridges(), nil
}

// Blocks are the parts of at least two nodes that hold together without any
// single one of their nodes (biconnected components), as rising indices into
// t.IDs, sorted. A node of several blocks is a cutpoint; an isolate is in none.
func Blocks(t graph.Ties) ([][]int32, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return decompose(a).sortedBlocks(), nil
}

func (d *decomposition) cutpoints() []int32 { return numbers(d.cut) }

func (d *decomposition) bridges() []int32 { return numbers(d.bridge) }

func numbers(marks []bool) []int32 {
	out := []int32{}
	for i, m := range marks {
		if m {
			out = append(out, int32(i))
		}
	}
	return out
}
