package analysis

import (
	"fmt"

	"miteinander/graph"
)

// adjacency is the compact form (CSR) of a plain undirected graph: the
// neighbours of node v are to[first[v]:first[v+1]], rising, and edge says
// beside each of them which tie of the input it is. Nodes carry the index
// they have in Ties.IDs, so that everything that loops over nodes comes out
// sorted by id.
type adjacency struct {
	n     int
	first []int32 // n+1 offsets into to
	to    []int32 // 2m neighbours
	edge  []int32 // 2m, index into Ties.Ends
}

// newAdjacency builds the compact form in O(n + m) and checks what the
// measures rely on: ends inside the graph, no self-loop, each pair once.
func newAdjacency(t graph.Ties) (*adjacency, error) {
	n, m := len(t.IDs), len(t.Ends)
	a := &adjacency{n: n, first: make([]int32, n+1), to: make([]int32, 2*m), edge: make([]int32, 2*m)}
	for i, e := range t.Ends {
		if e[0] < 0 || e[1] < 0 || int(e[0]) >= n || int(e[1]) >= n {
			return nil, fmt.Errorf("tie %d joins nodes %d and %d of a network with %d nodes", i, e[0], e[1], n)
		}
		if e[0] == e[1] {
			return nil, fmt.Errorf("tie %d joins node %q with itself", i, t.IDs[e[0]])
		}
		a.first[e[0]+1]++
		a.first[e[1]+1]++
	}
	for v := range n {
		a.first[v+1] += a.first[v]
	}
	// Two passes, first towards lower neighbours, then towards higher ones:
	// with Ends sorted every neighbour list comes out rising without a sort.
	next := make([]int32, n)
	copy(next, a.first[:n])
	put := func(v, w, e int32) {
		a.to[next[v]], a.edge[next[v]] = w, e
		next[v]++
	}
	for i, e := range t.Ends {
		put(max(e[0], e[1]), min(e[0], e[1]), int32(i))
	}
	for i, e := range t.Ends {
		put(min(e[0], e[1]), max(e[0], e[1]), int32(i))
	}
	for v := range n {
		for k := a.first[v] + 1; k < a.first[v+1]; k++ {
			if a.to[k-1] == a.to[k] {
				return nil, fmt.Errorf("the tie between %q and %q stands twice", t.IDs[v], t.IDs[a.to[k]])
			}
			if a.to[k-1] > a.to[k] {
				return nil, fmt.Errorf("ties are not sorted at node %q", t.IDs[v])
			}
		}
	}
	return a, nil
}

func (a *adjacency) neighbours(v int32) []int32 { return a.to[a.first[v]:a.first[v+1]] }
func (a *adjacency) degree(v int32) int         { return int(a.first[v+1] - a.first[v]) }
func (a *adjacency) edges() int                 { return len(a.to) / 2 }

// breadthFirst returns all nodes, component after component (in the order of
// their lowest node), each in breadth-first order from its node of highest
// degree, and where each component starts in that order (one more entry at the
// end). Neighbours stand close together in this order, so that a pass over
// relabelled nodes finds most of what it needs in the cache.
func (a *adjacency) breadthFirst() (order []int32, starts []int32) {
	order = make([]int32, 0, a.n)
	starts = make([]int32, 0, 1)
	seen := make([]bool, a.n)
	reach := func(root int32, mark bool) {
		from := len(order)
		order = append(order, root)
		seen[root] = mark
		for i := from; i < len(order); i++ {
			for _, w := range a.neighbours(order[i]) {
				if seen[w] != mark {
					seen[w] = mark
					order = append(order, w)
				}
			}
		}
	}
	for v := range int32(a.n) {
		if seen[v] {
			continue
		}
		from := len(order)
		reach(v, true)
		root := v
		for _, w := range order[from:] {
			if a.degree(w) > a.degree(root) || a.degree(w) == a.degree(root) && w < root {
				root = w
			}
		}
		if root != v {
			order = order[:from]
			reach(root, false) // takes the marks back while it walks the same component again
			for _, w := range order[from:] {
				seen[w] = true
			}
		}
		starts = append(starts, int32(from))
	}
	return order, append(starts, int32(len(order)))
}

// relabelled returns the same graph with node order[i] called i. The edge
// column still names the ties of the input.
func (a *adjacency) relabelled(order []int32) *adjacency {
	label := make([]int32, a.n)
	for i, v := range order {
		label[v] = int32(i)
	}
	b := &adjacency{n: a.n, first: make([]int32, a.n+1), to: make([]int32, len(a.to)), edge: make([]int32, len(a.to))}
	for i, v := range order {
		b.first[i+1] = b.first[i] + int32(a.degree(v))
	}
	// Walking the new nodes in rising order and writing to their neighbours
	// leaves each list sorted.
	next := make([]int32, a.n)
	copy(next, b.first[:a.n])
	for i, v := range order {
		for k := a.first[v]; k < a.first[v+1]; k++ {
			w := label[a.to[k]]
			b.to[next[w]], b.edge[next[w]] = int32(i), a.edge[k]
			next[w]++
		}
	}
	return b
}
