package analysis

import "slices"

// piece is one block of the network as the betweenness pass sees it: nodes
// that have the same neighbours inside the block and stand for the same number
// of nodes outside it are one class. All numbers are exact:
//
//   - Blocks. A shortest path between nodes of two blocks runs through the
//     cutpoints between them, so inside a block node v is a source and target
//     of weight(v) nodes, itself and all that reach the block through it.
//     Trees hanging on the network, bridges and whole components fall out here.
//   - Classes. Nodes with the same neighbours (whether tied to each other or
//     not) are interchangeable: one search serves them all, counted as often as
//     there are members, and paths through a class count once for each member.
//
// Source of both: Puzis, Zilberman, Elovici, Dolev & Brandes 2012, "Heuristics
// for speeding up betweenness centrality computation"; Sarıyüce, Saule, Kaya &
// Çatalyürek 2013, "Shattering and compressing networks for betweenness
// centrality".
type piece struct {
	classes  int
	first    []int32   // classes+1 offsets into to
	to       []int32   // neighbouring classes, in breadth-first labels
	members  []float64 // per class: how many nodes
	weight   []float64 // per class: nodes that each member stands for
	base     int       // of the classes, among those of all pieces
	slotBase int       // of the slots, among those of all pieces
	// Only in narrow pieces (narrowpaths.go): the neighbours again in quads,
	// 16 bits each, filled up with class number classes, which does not exist.
	quadFirst []int32
	quads     []uint64
	owner     []uint32 // beside quads: the class, 16 bits to the left
}

// narrowUpTo is maxNarrow; tests lower it to send small pieces the other way.
var narrowUpTo = maxNarrow

func (p *piece) narrow() bool { return p.quadFirst != nil }

// slots is the number of places for flows along arcs: each arc has one.
func (p *piece) slots() int {
	if p.narrow() {
		return 4 * len(p.quads)
	}
	return len(p.to)
}

// slot is the place of the i-th arc of class x.
func (p *piece) slot(x, i int32) int32 {
	if p.narrow() {
		return 4*p.quadFirst[x] + i
	}
	return p.first[x] + i
}

// reduction is a whole network cut into pieces, and the way back.
type reduction struct {
	pieces  []piece
	classes int // of all pieces together
	slots   int
	// What needs no search, in units of the result (each unordered pair once).
	node []float64 // per node
	tie  []float64 // per tie; nil unless asked for
	// The way back: memberNode[i] lies in class memberClass[i] (numbers over
	// all pieces). A tie's flow is the sum over its two slots, or none (−1).
	memberNode  []int32
	memberClass []int32
	tieSlots    [][2]int32
}

func reduce(a *adjacency, ends [][2]int32, d *decomposition, withTies bool) *reduction {
	r := &reduction{node: make([]float64, a.n)}
	if withTies {
		r.tie = make([]float64, a.edges())
		r.tieSlots = make([][2]int32, a.edges())
		for i := range r.tieSlots {
			r.tieSlots[i] = [2]int32{-1, -1}
		}
	}
	// Pairs in different pieces around a cutpoint all meet in it.
	for v := range a.n {
		rest := int64(d.size[d.component[v]] - 1)
		r.node[v] = float64((rest*rest - d.squares[v]) / 2)
	}
	w := newBlockWork(a, ends, d)
	for b := range int32(d.blocks()) {
		r.block(w, b)
	}
	return r
}

// blockWork holds what reducing one block after the other needs again and again.
type blockWork struct {
	a     *adjacency
	d     *decomposition
	local []int32 // node → position in the block in hand
	// ties of all blocks, block after block
	tieFirst, ties []int32
	ends           [][2]int32
}

func newBlockWork(a *adjacency, ends [][2]int32, d *decomposition) *blockWork {
	w := &blockWork{a: a, d: d, local: make([]int32, a.n), ends: ends}
	w.tieFirst = make([]int32, d.blocks()+1)
	of := make([]int32, len(ends))
	for i, e := range ends {
		of[i] = d.blockOf(e)
		w.tieFirst[of[i]+1]++
	}
	for b := range d.blocks() {
		w.tieFirst[b+1] += w.tieFirst[b]
	}
	w.ties = make([]int32, len(ends))
	next := slices.Clone(w.tieFirst)
	for i := range ends {
		w.ties[next[of[i]]] = int32(i)
		next[of[i]]++
	}
	return w
}

func (r *reduction) block(w *blockWork, b int32) {
	d := w.d
	nodes := d.blockNodes[d.blockFirst[b]:d.blockFirst[b+1]]
	ties := w.ties[w.tieFirst[b]:w.tieFirst[b+1]]
	if len(nodes) == 2 { // a bridge
		if r.tie != nil {
			r.tie[ties[0]] = float64(d.weight(b, nodes[0])) * float64(d.weight(b, nodes[1]))
		}
		return
	}
	n := len(nodes)
	weight := make([]int64, n)
	for i, v := range nodes {
		w.local[v] = int32(i)
		weight[i] = d.weight(b, v)
	}
	// The block alone, as an adjacency of its own.
	pairs := make([][2]int32, len(ties))
	in := &adjacency{n: n, first: make([]int32, n+1), to: make([]int32, 2*len(ties)), edge: make([]int32, 2*len(ties))}
	for k, e := range ties {
		x, y := w.local[w.ends[e][0]], w.local[w.ends[e][1]]
		pairs[k] = [2]int32{x, y}
		in.first[x+1]++
		in.first[y+1]++
	}
	for i := range n {
		in.first[i+1] += in.first[i]
	}
	next := slices.Clone(in.first[:n])
	for _, p := range pairs {
		in.to[next[p[0]]] = p[1]
		next[p[0]]++
		in.to[next[p[1]]] = p[0]
		next[p[1]]++
	}
	for i := range int32(n) {
		slices.Sort(in.neighbours(i))
	}
	class, members, tied := twins(in, weight)
	r.insideClasses(in, nodes, ties, pairs, weight, class, members, tied)

	// The classes as a graph, relabelled breadth first.
	q := quotient(in, class, len(members))
	order, _ := q.breadthFirst()
	p := piece{classes: len(members), base: r.classes, slotBase: r.slots}
	label := make([]int32, len(order))
	for i, c := range order {
		label[c] = int32(i)
		p.members = append(p.members, float64(len(members[c])))
		p.weight = append(p.weight, float64(weight[members[c][0]]))
	}
	q = q.relabelled(order)
	p.first, p.to = q.first, q.to
	if p.classes <= narrowUpTo {
		p.fillQuads()
	}
	if len(p.members) > 1 {
		for i, c := range order {
			for _, v := range members[c] {
				r.memberNode = append(r.memberNode, nodes[v])
				r.memberClass = append(r.memberClass, int32(p.base+i))
			}
		}
		if r.tie != nil {
			for k, e := range ties {
				x, y := label[class[pairs[k][0]]], label[class[pairs[k][1]]]
				if x != y {
					r.tieSlots[e] = [2]int32{p.arc(x, y), p.arc(y, x)}
				}
			}
		}
		r.pieces = append(r.pieces, p)
		r.classes += p.classes
		r.slots += p.slots()
	}
}

// arc is the slot, over all pieces, of the arc from class x to class y.
func (p *piece) arc(x, y int32) int32 {
	i, _ := slices.BinarySearch(p.to[p.first[x]:p.first[x+1]], y)
	return int32(p.slotBase) + p.slot(x, int32(i))
}

// twins finds the classes: class[i] of node i, the members of each class
// (rising, classes by their first member) and whether they are tied to each
// other. Neighbourhoods are compared by a hash first and then in full.
func twins(in *adjacency, weight []int64) (class []int32, members [][]int32, tied []bool) {
	type key struct {
		hash   uint64
		weight int64
		degree int32
		tied   bool
	}
	n := int32(in.n)
	keys := make(map[key][]int32, 2*n) // → classes with this key
	class = make([]int32, n)
	same := func(x, y int32, tied bool) bool {
		a, b := in.neighbours(x), in.neighbours(y)
		if !tied {
			return slices.Equal(a, b)
		}
		i, j := 0, 0
		for i < len(a) || j < len(b) {
			switch {
			case i < len(a) && a[i] == y:
				i++
			case j < len(b) && b[j] == x:
				j++
			case i < len(a) && j < len(b) && a[i] == b[j]:
				i, j = i+1, j+1
			default:
				return false
			}
		}
		return true
	}
	for v := range n {
		var sum uint64
		for _, u := range in.neighbours(v) {
			sum += scatter(uint64(u))
		}
		class[v] = -1
		ks := [2]key{
			{sum + scatter(uint64(v)), weight[v], int32(in.degree(v)), true},
			{sum, weight[v], int32(in.degree(v)), false},
		}
	search:
		for _, k := range ks {
			for _, c := range keys[k] {
				// A class of one may still become either kind.
				if (len(members[c]) == 1 || tied[c] == k.tied) && same(members[c][0], v, k.tied) {
					members[c], tied[c], class[v] = append(members[c], v), k.tied, c
					break search
				}
			}
		}
		if class[v] < 0 {
			class[v] = int32(len(members))
			members, tied = append(members, []int32{v}), append(tied, false)
			for _, k := range ks {
				keys[k] = append(keys[k], class[v])
			}
		}
	}
	return class, members, tied
}

// scatter is SplitMix64: a fixed, well mixed number for each index.
func scatter(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// insideClasses adds what happens between members of one class. Tied members
// use their own tie and nobody between them. Members that are not tied are two
// steps apart, by way of each of their neighbours alike.
func (r *reduction) insideClasses(in *adjacency, nodes, ties []int32, pairs [][2]int32, weight []int64, class []int32, members [][]int32, tied []bool) {
	for c, vs := range members {
		if len(vs) == 1 || tied[c] {
			continue
		}
		k, w := float64(len(vs)), float64(weight[vs[0]])
		between := in.neighbours(vs[0])
		share := k * (k - 1) / 2 * w * w / float64(len(between))
		for _, y := range between {
			r.node[nodes[y]] += share
		}
	}
	if r.tie == nil {
		return
	}
	for i, p := range pairs {
		x, y := p[0], p[1]
		if class[x] == class[y] {
			r.tie[ties[i]] += float64(weight[x]) * float64(weight[x])
			continue
		}
		for _, v := range [2]int32{x, y} {
			if vs := members[class[v]]; len(vs) > 1 && !tied[class[v]] {
				w := float64(weight[v])
				r.tie[ties[i]] += float64(len(vs)-1) * w * w / float64(in.degree(v))
			}
		}
	}
}

// quotient is the graph of the classes; ties inside a class are gone.
func quotient(in *adjacency, class []int32, classes int) *adjacency {
	q := &adjacency{n: classes, first: make([]int32, classes+1)}
	c := int32(0)
	for v := range int32(in.n) {
		if class[v] != c {
			continue // the first member speaks for its class; classes are numbered by it
		}
		from := len(q.to)
		for _, u := range in.neighbours(v) {
			if class[u] != c {
				q.to = append(q.to, class[u])
			}
		}
		slices.Sort(q.to[from:])
		q.to = append(q.to[:from], slices.Compact(q.to[from:])...)
		c++
		q.first[c] = int32(len(q.to))
	}
	q.edge = make([]int32, len(q.to))
	return q
}

func (p *piece) fillQuads() {
	n := p.classes
	p.quadFirst = make([]int32, n+1)
	for v := range n {
		ns := p.to[p.first[v]:p.first[v+1]]
		for len(ns) > 0 {
			q := uint64(0)
			for i := range 4 {
				w := uint64(n)
				if i < len(ns) {
					w = uint64(ns[i])
				}
				q |= w << (16 * i)
			}
			p.quads = append(p.quads, q)
			p.owner = append(p.owner, uint32(v)<<16)
			ns = ns[min(4, len(ns)):]
		}
		p.quadFirst[v+1] = int32(len(p.quads))
	}
}
