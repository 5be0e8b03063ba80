package analysis

import "slices"

// decomposition is what one depth-first search tells about the parts a network
// falls into: its blocks (largest parts that hold together without any single
// node), cutpoints, bridges, and for each node the sizes of the pieces that its
// loss would leave. Everything here is linear in nodes and ties.
//
// Source: Hopcroft & Tarjan 1973, Algorithm 447 (low points), without
// recursion so that a chain of a million nodes needs no deep stack.
type decomposition struct {
	component []int32 // per node: number of its component, by lowest node
	size      []int32 // per component
	cut       []bool  // per node: cutpoint
	bridge    []bool  // per tie
	// squares is per node v the sum of s² over the pieces of sizes s that v's
	// component falls into without v; for a node that cuts nothing it is the
	// square of what remains.
	squares []int64
	// Blocks, each with its top node (the one nearest the root of the search)
	// first: blockNodes[blockFirst[b]:blockFirst[b+1]]. An isolate has none.
	blockFirst []int32
	blockNodes []int32
	home       []int32 // per node: the block in which it is not the top; −1 for a root
	found      []int32 // per node: when the search came to it
	subtree    []int32 // per node: nodes in its subtree, itself included
	below      []int32 // per node: nodes of all blocks below it, of which it is the top
}

func decompose(a *adjacency) *decomposition {
	n := a.n
	d := &decomposition{
		component: make([]int32, n), cut: make([]bool, n), bridge: make([]bool, a.edges()),
		squares: make([]int64, n), blockFirst: []int32{0}, home: make([]int32, n),
		found: make([]int32, n), subtree: make([]int32, n), below: make([]int32, n),
	}
	low := make([]int32, n)
	next := make([]int32, n)    // next neighbour to look at
	via := make([]int32, n)     // tie to the parent
	path := make([]int32, 0, n) // from the root to the node in hand
	open := make([]int32, 0, n) // found, block not closed yet
	for v := range n {
		d.found[v], d.home[v], via[v] = -1, -1, -1
	}
	copy(next, a.first[:n])
	clock := int32(0)
	for root := range int32(n) {
		if d.found[root] >= 0 {
			continue
		}
		c := int32(len(d.size))
		start := clock
		rootBlocks := 0
		visit := func(v int32) {
			d.found[v], low[v], d.component[v], d.subtree[v] = clock, clock, c, 1
			clock++
			path = append(path, v)
			open = append(open, v)
		}
		visit(root)
		for len(path) > 0 {
			v := path[len(path)-1]
			if next[v] < a.first[v+1] {
				w, e := a.to[next[v]], a.edge[next[v]]
				next[v]++
				switch {
				case d.found[w] < 0:
					via[w] = e
					visit(w)
				case e != via[v] && d.found[w] < low[v]:
					low[v] = d.found[w]
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) == 0 {
				break
			}
			p := path[len(path)-1]
			low[p] = min(low[p], low[v])
			d.subtree[p] += d.subtree[v]
			if low[v] < d.found[p] {
				continue
			}
			// Nothing in v's subtree reaches above p: it closes a block.
			if low[v] > d.found[p] {
				d.bridge[via[v]] = true
			}
			d.blockNodes = append(d.blockNodes, p)
			b := int32(len(d.blockFirst) - 1)
			for {
				w := open[len(open)-1]
				open = open[:len(open)-1]
				d.blockNodes = append(d.blockNodes, w)
				d.home[w] = b
				if w == v {
					break
				}
			}
			d.blockFirst = append(d.blockFirst, int32(len(d.blockNodes)))
			d.below[p] += d.subtree[v]
			d.squares[p] += int64(d.subtree[v]) * int64(d.subtree[v])
			if p == root {
				rootBlocks++
			} else {
				d.cut[p] = true
			}
		}
		open = open[:0]
		d.cut[root] = rootBlocks > 1
		d.size = append(d.size, clock-start)
	}
	for v := range n {
		rest := int64(d.size[d.component[v]] - 1 - d.below[v]) // 0 at a root
		d.squares[v] += rest * rest
	}
	return d
}

func (d *decomposition) blocks() int { return len(d.blockFirst) - 1 }

// weight is the number of nodes that reach block b through its node v, v
// included: how often v stands for a source or a target inside b.
func (d *decomposition) weight(b, v int32) int64 {
	if d.home[v] == b {
		return 1 + int64(d.below[v])
	}
	child := d.blockNodes[d.blockFirst[b+1]-1] // closed the block: the top's child in it
	return int64(d.size[d.component[v]] - d.subtree[child])
}

// blockOf is the block a tie lies in: the home of the end found later.
func (d *decomposition) blockOf(end [2]int32) int32 {
	if d.found[end[0]] > d.found[end[1]] {
		return d.home[end[0]]
	}
	return d.home[end[1]]
}

func (d *decomposition) sortedBlocks() [][]int32 {
	out := make([][]int32, d.blocks())
	for b := range out {
		out[b] = slices.Clone(d.blockNodes[d.blockFirst[b]:d.blockFirst[b+1]])
		slices.Sort(out[b])
	}
	slices.SortFunc(out, slices.Compare)
	return out
}
