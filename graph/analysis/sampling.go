package analysis

import (
	"context"
	"math"
	"math/rand/v2"

	"miteinander/graph"
)

// Estimate is betweenness by sampling, with what is known of its error.
type Estimate struct {
	// Nodes is raw betweenness, as Betweenness gives it, but estimated.
	Nodes []float64
	// Ties is raw edge betweenness in the order of Ties.Ends; nil unless asked for.
	Ties []float64
	// Error bounds the difference to the exact value, for all nodes together (and
	// for all ties together), with probability Confidence: Epsilon · n(n−1)/2, in
	// units of Nodes.
	Error, Confidence float64
	Samples           int
}

// SampledBetweenness estimates betweenness where exact values take too long: the
// share of random shortest paths that run through a node. With probability
// confidence no node is off by more than epsilon of all pairs; both lie between
// 0 and 1, common are 0.01 and 0.9. Paths are drawn by searches from both ends
// that end where they meet. The seed is fixed: the same network, the same
// estimate, for any number of workers.
//
// Source: Riondato & Kornaropoulos 2016, "Fast approximation of betweenness
// centrality through sampling", theorem 4.1 with c = 0.5, on the number of nodes
// of the longest shortest path; here that is bounded from above by twice the
// eccentricity of one node of each component. Searches from both ends: Borassi &
// Natale 2016, "KADABRA".
func SampledBetweenness(ctx context.Context, t graph.Ties, epsilon, confidence float64, o Options) (Estimate, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return Estimate{}, err
	}
	return sampledBetweenness(ctx, a, false, epsilon, confidence, o)
}

// sampledBetweenness is SampledBetweenness with or without ties. A path has one
// tie more than inner nodes, which is all that the theorem's bound needs to know.
func sampledBetweenness(ctx context.Context, a *adjacency, withTies bool, epsilon, confidence float64, o Options) (Estimate, error) {
	if !(epsilon > 0 && epsilon < 1 && confidence > 0 && confidence < 1) {
		return Estimate{}, graph.Errorf(graph.Invalid, "structure.bad_error")
	}
	n := float64(a.n)
	e := Estimate{Nodes: make([]float64, a.n), Error: epsilon * n * (n - 1) / 2, Confidence: confidence}
	if withTies {
		e.Ties = make([]float64, a.edges())
	}
	e.Samples = a.samples(epsilon, confidence, withTies)
	if a.n < 2 {
		return e, ctx.Err()
	}
	const batch = 256
	counts, over := make([]int64, a.n), make([]int64, len(e.Ties))
	tasks := (e.Samples + batch - 1) / batch
	err := inOrder(ctx, o.Workers, tasks,
		func() *meeting { return newMeeting(a.n) },
		func() *walk { return &walk{withTies: withTies} },
		func(ctx context.Context, task int, m *meeting, w *walk) {
			r := rand.New(rand.NewPCG(uint64(task), 1))
			for range min(batch, e.Samples-task*batch) {
				if ctx.Err() != nil {
					return
				}
				s, d := int32(r.IntN(a.n)), int32(r.IntN(a.n-1))
				if d >= s {
					d++
				}
				m.path(a, s, d, r, w)
			}
		},
		func(task int, w *walk) {
			for _, v := range w.nodes {
				counts[v]++
			}
			for _, t := range w.ties {
				over[t]++
			}
			w.nodes, w.ties = w.nodes[:0], w.ties[:0]
			if o.Progress != nil {
				o.Progress(float64(task+1) / float64(tasks))
			}
		})
	if err != nil {
		return Estimate{}, err
	}
	for v, c := range counts {
		e.Nodes[v] = float64(c) / float64(e.Samples) * n * (n - 1) / 2
	}
	for t, c := range over {
		e.Ties[t] = float64(c) / float64(e.Samples) * n * (n - 1) / 2
	}
	return e, nil
}

// walk collects what drawn paths run through: inner nodes, and ties if asked for.
type walk struct {
	nodes, ties []int32
	withTies    bool
}

// samples is how many paths the bound asks for: by the largest number of inner
// nodes, or of ties, that one of them can have.
func (a *adjacency) samples(epsilon, confidence float64, withTies bool) int {
	order, starts := a.breadthFirst()
	far := make([]int32, a.n)
	longest := int32(0) // ties on the longest shortest path, at most
	for c := range len(starts) - 1 {
		nodes := order[starts[c]:starts[c+1]]
		for _, v := range nodes {
			far[v] = -1
		}
		far[nodes[0]] = 0
		last := int32(0)
		for _, v := range nodes { // breadth first from nodes[0]
			for _, w := range a.neighbours(v) {
				if far[w] < 0 {
					far[w] = far[v] + 1
					last = far[w]
				}
			}
		}
		longest = max(longest, min(2*last, int32(len(nodes)-1)))
	}
	parts := longest - 1 // longest+1 nodes, less the two ends
	if withTies {
		parts = longest
	}
	inner := 0.0
	if parts > 1 {
		inner = math.Floor(math.Log2(float64(parts)))
	}
	return int(math.Ceil(0.5 / (epsilon * epsilon) * (inner + 1 + math.Log(1/(1-confidence)))))
}

// meeting is the memory of searches from both ends.
type meeting struct {
	stamp  int32
	seen   [2][]int32 // stamp of the search that came to a node, per side
	dist   [2][]int32
	paths  [2][]float64
	front  [2][]int32
	next   []int32
	across []arc
}

// arc is a tie from the side of s to the side of d, and its number.
type arc struct {
	from [2]int32
	tie  int32
}

func newMeeting(n int) *meeting {
	m := &meeting{}
	for side := range 2 {
		m.seen[side], m.dist[side], m.paths[side] = make([]int32, n), make([]int32, n), make([]float64, n)
	}
	return m
}

// path adds to w what one shortest path from s to d runs through, each of them
// equally likely; nothing where there is none.
func (m *meeting) path(a *adjacency, s, d int32, r *rand.Rand, w *walk) {
	m.stamp++
	for side, v := range [2]int32{s, d} {
		m.seen[side][v], m.dist[side][v], m.paths[side][v] = m.stamp, 0, 1
		m.front[side] = append(m.front[side][:0], v)
	}
	m.across = m.across[:0]
	for len(m.across) == 0 {
		// The side with fewer ties ahead goes one level on.
		var ahead [2]int
		for side := range 2 {
			for _, v := range m.front[side] {
				ahead[side] += a.degree(v)
			}
			if ahead[side] == 0 {
				return // no path
			}
		}
		side := 0
		if ahead[1] < ahead[0] {
			side = 1
		}
		m.level(a, side)
	}
	// A tie across, as likely as paths run over it, then home to both sides.
	total := 0.0
	for _, x := range m.across {
		total += m.paths[0][x.from[0]] * m.paths[1][x.from[1]]
	}
	at := r.Float64() * total
	pick := m.across[len(m.across)-1]
	for _, x := range m.across {
		if at -= m.paths[0][x.from[0]] * m.paths[1][x.from[1]]; at < 0 {
			pick = x
			break
		}
	}
	if w.withTies {
		w.ties = append(w.ties, pick.tie)
	}
	for side, v := range pick.from {
		for m.dist[side][v] > 0 {
			w.nodes = append(w.nodes, v)
			next, tie := m.home(a, side, v, r)
			if w.withTies {
				w.ties = append(w.ties, tie)
			}
			v = next
		}
	}
}

// level goes on from the front of one side. Ties that lead to nodes of the other
// side lie on shortest paths, since all earlier levels met nobody.
func (m *meeting) level(a *adjacency, side int) {
	other := 1 - side
	m.next = m.next[:0]
	for _, v := range m.front[side] {
		far, paths := m.dist[side][v]+1, m.paths[side][v]
		for k := a.first[v]; k < a.first[v+1]; k++ {
			w := a.to[k]
			if m.seen[other][w] == m.stamp {
				x := arc{[2]int32{v, w}, a.edge[k]}
				if side == 1 {
					x.from = [2]int32{w, v}
				}
				m.across = append(m.across, x)
				continue
			}
			if m.seen[side][w] != m.stamp {
				m.seen[side][w], m.dist[side][w], m.paths[side][w] = m.stamp, far, 0
				m.next = append(m.next, w)
			}
			if m.dist[side][w] == far {
				m.paths[side][w] += paths
			}
		}
	}
	m.front[side], m.next = m.next, m.front[side]
}

// home is a node one step nearer to the end of its side, as likely as paths run
// through it, and the tie that leads there.
func (m *meeting) home(a *adjacency, side int, v int32, r *rand.Rand) (next, tie int32) {
	at := r.Float64() * m.paths[side][v]
	for k := a.first[v]; k < a.first[v+1]; k++ {
		w := a.to[k]
		if m.seen[side][w] == m.stamp && m.dist[side][w] == m.dist[side][v]-1 {
			next, tie = w, a.edge[k]
			if at -= m.paths[side][w]; at < 0 {
				break
			}
		}
	}
	return next, tie
}
