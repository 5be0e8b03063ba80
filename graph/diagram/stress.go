package diagram

import (
	"container/heap"
	"context"
	"math"
	"math/rand/v2"
)

// graphvizUpTo is how many nodes Graphviz arranges: above, the drawing process would take longer than its time
// (decision 0041), and stress stands in.
const graphvizUpTo = 400

const (
	pivots       = 120 // nodes to which every node keeps its distance
	stressRounds = 30
)

// stress places nodes so that their distances on the page come near the lengths of the ways along the springs, in
// points. Pinned nodes stay. It minimizes the stress by stochastic gradient descent (Zheng, Pawar, Goodman, "Graph
// Drawing by Stochastic Gradient Descent", 2019) over the springs and the ways to a few pivots only, each weighted by
// how many nodes the pivot stands for (Ortmann, Klimenta, Brandes, "A Sparse Stress Model", 2017). Nodes that no way
// joins do not see each other. The same input gives the same places. The only error is that of ctx.
func stress(ctx context.Context, nodes []springNode, springs []spring) ([]Point, error) {
	n := len(nodes)
	g := newWays(n, springs)
	terms, err := g.terms(ctx)
	if err != nil {
		return nil, err
	}
	lots := rand.New(rand.NewPCG(7, uint64(n)))
	at := g.start(nodes, lots)
	least, most := math.Inf(1), 0.0
	for _, t := range terms {
		for _, w := range []float64{t.wi, t.wj} {
			if w > 0 {
				least, most = min(least, w), max(most, w)
			}
		}
	}
	if len(terms) == 0 {
		return at, nil
	}
	first, last := 1/least, 0.1/most
	fall := math.Log(first/last) / float64(stressRounds-1)
	for round := range stressRounds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		step := first * math.Exp(-fall*float64(round))
		lots.Shuffle(len(terms), func(a, b int) { terms[a], terms[b] = terms[b], terms[a] })
		for _, t := range terms {
			a, b := &at[t.i], &at[t.j]
			dx, dy := a.X-b.X, a.Y-b.Y
			d := math.Hypot(dx, dy)
			if d < 1e-6 {
				dx, dy, d = 1e-3, 1e-3*float64(t.i%7-3), 1e-3
			}
			r := (d - t.d) / (2 * d)
			mi, mj := min(1, t.wi*step), min(1, t.wj*step)
			switch pi, pj := nodes[t.i].Pinned, nodes[t.j].Pinned; {
			case pi && pj:
				continue
			case pi:
				mi, mj = 0, 2*max(mi, mj)
			case pj:
				mi, mj = 2*max(mi, mj), 0
			}
			mi, mj = min(mi, 2), min(mj, 2)
			a.X, a.Y = a.X-mi*r*dx, a.Y-mi*r*dy
			b.X, b.Y = b.X+mj*r*dx, b.Y+mj*r*dy
		}
	}
	return at, nil
}

// term is a pair that shall be d points apart. wi weighs how i moves for it, wj how j does.
type term struct {
	i, j   int32
	d      float64
	wi, wj float64
}

// ways are the springs as a graph, lengths in points.
type ways struct {
	first []int32 // of node i: from to[first[i]] to to[first[i+1]]
	to    []int32
	len   []float64
}

func newWays(n int, springs []spring) *ways {
	g := &ways{first: make([]int32, n+1)}
	for _, s := range springs {
		g.first[s.A+1]++
		g.first[s.B+1]++
	}
	for i := range n {
		g.first[i+1] += g.first[i]
	}
	g.to, g.len = make([]int32, 2*len(springs)), make([]float64, 2*len(springs))
	next := append([]int32(nil), g.first...)
	put := func(a, b int, l float64) {
		g.to[next[a]], g.len[next[a]] = int32(b), l
		next[a]++
	}
	for _, s := range springs {
		put(s.A, s.B, 72*s.Len)
		put(s.B, s.A, 72*s.Len)
	}
	return g
}

// terms are the springs and the ways to the pivots, each of which is the node farthest from those chosen before.
func (g *ways) terms(ctx context.Context) ([]term, error) {
	n := len(g.first) - 1
	var out []term
	near := map[[2]int32]bool{}
	for i := range int32(n) {
		for k := g.first[i]; k < g.first[i+1]; k++ {
			if j := g.to[k]; i < j && !near[[2]int32{i, j}] {
				near[[2]int32{i, j}] = true
				w := 1 / (g.len[k] * g.len[k])
				out = append(out, term{i, j, g.len[k], w, w})
			}
		}
	}
	nearest := make([]float64, n) // distance to the nearest pivot
	region := make([]int32, n)    // and which it is
	for i := range nearest {
		nearest[i] = math.Inf(1)
	}
	var who []int32
	var dist [][]float64
	for p := int32(0); len(who) < min(pivots, n); {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d := g.from(p)
		for i := range d {
			if d[i] < nearest[i] {
				nearest[i], region[i] = d[i], int32(len(who))
			}
		}
		who, dist = append(who, p), append(dist, d)
		far := 0.0
		for i := range nearest {
			if v := nearest[i]; v > far { // the first of the farthest; what no way reaches is the farthest of all
				far, p = v, int32(i)
			}
		}
		if far == 0 {
			break
		}
	}
	members := make([][]int32, len(who))
	for i := range int32(n) {
		members[region[i]] = append(members[region[i]], i)
	}
	isPivot := map[int32]bool{}
	for _, p := range who {
		isPivot[p] = true
	}
	for k, p := range who {
		d := dist[k]
		for i := range int32(n) {
			if i == p || math.IsInf(d[i], 1) || near[[2]int32{min(i, p), max(i, p)}] || isPivot[i] && i < p {
				continue
			}
			s := 0.0 // nodes that the pivot stands for: those of its region nearer to it than half the way
			for _, j := range members[k] {
				if d[j] <= d[i]/2 {
					s++
				}
			}
			t := term{i: i, j: p, d: d[i], wi: max(s, 1) / (d[i] * d[i])}
			if isPivot[i] {
				t.wj = t.wi
			}
			out = append(out, t)
		}
	}
	return out, nil
}

// from gives the length of the shortest way from p to every node, +Inf where there is none (Dijkstra).
func (g *ways) from(p int32) []float64 {
	d := make([]float64, len(g.first)-1)
	for i := range d {
		d[i] = math.Inf(1)
	}
	d[p] = 0
	h := &farther{{p, 0}}
	for h.Len() > 0 {
		at := heap.Pop(h).(reached)
		if at.d > d[at.node] {
			continue
		}
		for k := g.first[at.node]; k < g.first[at.node+1]; k++ {
			if v := at.d + g.len[k]; v < d[g.to[k]] {
				d[g.to[k]] = v
				heap.Push(h, reached{g.to[k], v})
			}
		}
	}
	return d
}

// start puts every node near the pinned ones that its springs lead to, each at a place of its own.
func (g *ways) start(nodes []springNode, lots *rand.Rand) []Point {
	at := make([]Point, len(nodes))
	for i := range nodes {
		if nodes[i].Pinned {
			at[i] = nodes[i].At
			continue
		}
		var sum Point
		k := 0.0
		for e := g.first[i]; e < g.first[i+1]; e++ {
			if j := g.to[e]; nodes[j].Pinned {
				sum, k = Point{sum.X + nodes[j].At.X, sum.Y + nodes[j].At.Y}, k+1
			}
		}
		spread := 72 * math.Sqrt(float64(len(nodes))) / 4
		if k > 0 {
			sum = Point{sum.X / k, sum.Y / k}
		}
		at[i] = Point{sum.X + spread*(lots.Float64()-0.5), sum.Y + spread*(lots.Float64()-0.5)}
	}
	return at
}

// reached is a node with the length of the way to it; farther is the queue of them, the nearest first.
type reached struct {
	node int32
	d    float64
}

type farther []reached

func (h farther) Len() int           { return len(h) }
func (h farther) Less(a, b int) bool { return h[a].d < h[b].d }
func (h farther) Swap(a, b int)      { h[a], h[b] = h[b], h[a] }
func (h *farther) Push(x any)        { *h = append(*h, x.(reached)) }

// Pop gives the last.
func (h *farther) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}
