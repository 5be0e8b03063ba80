package analysis

import (
	"context"
	"math/bits"

	"miteinander/graph"
)

// Distances of a network, in steps along ties, between all pairs of nodes.
type Distances struct {
	// Per node, in the order of Ties.IDs:
	Harmonic     []float64 // Σ 1/d(u,v) over the nodes v that u reaches; 0 for an isolate
	Sum          []int64   // Σ d(u,v) over the same
	Reached      []int32   // how many they are, u not included
	Eccentricity []int32   // largest d(u,v) among them; 0 for an isolate
	// Pairs[d] is the number of unordered pairs at distance d; Pairs[0] is 0.
	// Empty for a network without ties.
	Pairs []int64
	// Apart is the number of unordered pairs without any path.
	Apart int64
}

// AllDistances computes them in one go, 256 sources at a time: a bit for each
// source says who has been reached, so that one look at a tie serves all of
// them. Since distances are the same both ways, each node adds up the searches
// that arrive at it, and counting bits is all there is to do.
//
// Source: Then, Kaufmann, Chirigati et al. 2014, "The more the merrier:
// efficient multi-source graph traversal". Harmonic centrality: Marchiori &
// Latora 2000; Boldi & Vigna 2014.
func AllDistances(ctx context.Context, t graph.Ties, o Options) (Distances, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return Distances{}, err
	}
	return distances(ctx, a, o.Workers, o.Progress)
}

// Closeness (Nähe im Teilnetz): (r/Σd) · (r/(n−1)) for a node that reaches r
// others at distances that sum to Σd: its mean nearness within its component,
// scaled by how much of the network that is. 0 for an isolate.
//
// Source: Wasserman & Faust 1994, formula 5.22, as NetworkX computes it.
func (d Distances) Closeness() []float64 {
	out := make([]float64, len(d.Reached))
	for v, r := range d.Reached {
		if r > 0 {
			out[v] = float64(r) / float64(d.Sum[v]) * float64(r) / float64(len(out)-1)
		}
	}
	return out
}

// Diameter is the longest distance within a component, 0 without ties.
func (d Distances) Diameter() int { return max(0, len(d.Pairs)-1) }

// Mean is the mean distance over the pairs that have a path; undefined without ties.
func (d Distances) Mean() Number {
	pairs, sum := int64(0), int64(0)
	for far, k := range d.Pairs {
		pairs += k
		sum += int64(far) * k
	}
	return ratio(float64(sum), float64(pairs))
}

// DistanceFragmentation: 1 − 2·Σ(1/d) / (n(n−1)) over unordered pairs, 1/d = 0
// without a path: 0 where everybody knows everybody, 1 without ties; undefined
// for fewer than two nodes.
//
// Source: Borgatti 2006, "Identifying sets of key players in a social network".
func (d Distances) DistanceFragmentation() Number {
	n := float64(len(d.Reached))
	near := 0.0
	for far, k := range d.Pairs {
		if far > 0 {
			near += float64(k) / float64(far)
		}
	}
	return ratio(n*(n-1)-2*near, n*(n-1))
}

// lanes of 64 bits: sources that one sweep carries at once.
const lanes = 4

type bitset [lanes]uint64

// sweep is the memory of one worker.
type sweep struct {
	seen, front, next []bitset
	live, found       []int32 // nodes with a bit in front, in next
}

// near is what one batch of sources adds up, per node of its range.
type near struct {
	harmonic []float64
	sum      []int64
	reached  []int32
	far      []int32
	pairs    []int64
}

func distances(ctx context.Context, a *adjacency, workers int, progress func(float64)) (Distances, error) {
	n := a.n
	order, starts := a.breadthFirst()
	b := a.relabelled(order)
	d := Distances{
		Harmonic: make([]float64, n), Sum: make([]int64, n), Reached: make([]int32, n), Eccentricity: make([]int32, n),
	}
	// A batch is a run of sources that stand together, so that their searches
	// meet early; its range are the components they lie in.
	type batch struct{ from, to, low, high int32 }
	var batches []batch
	widest, c := int32(0), 0
	for from := int32(0); int(from) < n; from += 64 * lanes {
		to := min(from+64*lanes, int32(n))
		for starts[c+1] <= from {
			c++
		}
		e := c + 1
		for starts[e] < to {
			e++
		}
		batches = append(batches, batch{from, to, starts[c], starts[e]})
		widest = max(widest, starts[e]-starts[c])
	}
	if n < 1000 {
		workers = 1
	}
	err := inOrder(ctx, workers, len(batches),
		func() *sweep {
			return &sweep{make([]bitset, n), make([]bitset, n), make([]bitset, n), make([]int32, 0, n), make([]int32, 0, n)}
		},
		func() *near {
			return &near{make([]float64, widest), make([]int64, widest), make([]int32, widest), make([]int32, widest), nil}
		},
		func(ctx context.Context, i int, s *sweep, sums *near) {
			s.run(ctx, b, batches[i].from, batches[i].to, batches[i].low, batches[i].high, sums)
		},
		func(i int, sums *near) {
			low := batches[i].low
			for k := range batches[i].high - low {
				v := order[low+k]
				d.Harmonic[v] += sums.harmonic[k]
				d.Sum[v] += sums.sum[k]
				d.Reached[v] += sums.reached[k]
				d.Eccentricity[v] = max(d.Eccentricity[v], sums.far[k])
			}
			for far, k := range sums.pairs {
				if far == len(d.Pairs) {
					d.Pairs = append(d.Pairs, 0)
				}
				d.Pairs[far] += k
			}
			clear(sums.harmonic)
			clear(sums.sum)
			clear(sums.reached)
			clear(sums.far)
			sums.pairs = sums.pairs[:0]
			if progress != nil {
				progress(float64(i+1) / float64(len(batches)))
			}
		})
	if err != nil {
		return Distances{}, err
	}
	d.Apart = int64(n) * int64(n-1) / 2
	for far := range d.Pairs {
		d.Pairs[far] /= 2 // found from both ends
		d.Apart -= d.Pairs[far]
	}
	return d, nil
}

// run searches from the sources from … to−1 within the nodes low … high−1.
func (s *sweep) run(ctx context.Context, b *adjacency, from, to, low, high int32, sums *near) {
	clear(s.seen[low:high])
	s.live = s.live[:0]
	var all bitset // every source that can still arrive somewhere in the range
	for v := from; v < to; v++ {
		i := v - from
		s.front[v][i/64] |= 1 << (i % 64)
		s.seen[v] = s.front[v]
		all[i/64] |= 1 << (i % 64)
		s.live = append(s.live, v)
	}
	sums.pairs = append(sums.pairs, 0)
	for far := int32(1); len(s.live) > 0 && ctx.Err() == nil; far++ {
		arcs := 0
		for _, v := range s.live {
			arcs += b.degree(v)
		}
		s.found = s.found[:0]
		if arcs > int(b.first[high]-b.first[low])/3 {
			s.pull(b, low, high, all)
		} else {
			s.push(b)
		}
		for _, v := range s.live {
			s.front[v] = bitset{}
		}
		inverse, pairs := 1/float64(far), int64(0)
		for _, w := range s.found {
			x := &s.next[w]
			y := &s.seen[w]
			count := 0
			for l := range lanes {
				y[l] |= x[l]
				count += bits.OnesCount64(x[l])
			}
			k := w - low
			sums.harmonic[k] += float64(count) * inverse
			sums.sum[k] += int64(count) * int64(far)
			sums.reached[k] += int32(count)
			sums.far[k] = far
			pairs += int64(count)
		}
		if pairs > 0 {
			sums.pairs = append(sums.pairs, pairs)
		}
		s.front, s.next = s.next, s.front
		s.live, s.found = s.found, s.live
	}
	for _, v := range s.live { // cancelled
		s.front[v] = bitset{}
	}
}

// pull looks from every node that some source has not reached at all of its
// neighbours.
func (s *sweep) pull(b *adjacency, low, high int32, all bitset) {
	for w := low; w < high; w++ {
		seen := &s.seen[w]
		if *seen == all {
			continue
		}
		var x bitset
		for _, v := range b.neighbours(w) {
			f := &s.front[v]
			x[0] |= f[0]
			x[1] |= f[1]
			x[2] |= f[2]
			x[3] |= f[3]
		}
		x[0] &^= seen[0]
		x[1] &^= seen[1]
		x[2] &^= seen[2]
		x[3] &^= seen[3]
		if x[0]|x[1]|x[2]|x[3] != 0 {
			s.next[w] = x
			s.found = append(s.found, w)
		}
	}
}

// push looks from the nodes of the last level at their neighbours.
func (s *sweep) push(b *adjacency) {
	for _, v := range s.live {
		f := s.front[v]
		for _, w := range b.neighbours(v) {
			seen, next := &s.seen[w], &s.next[w]
			x := bitset{f[0] &^ seen[0], f[1] &^ seen[1], f[2] &^ seen[2], f[3] &^ seen[3]}
			if x[0]|x[1]|x[2]|x[3] == 0 {
				continue
			}
			if next[0]|next[1]|next[2]|next[3] == 0 {
				s.found = append(s.found, w)
			}
			next[0] |= x[0]
			next[1] |= x[1]
			next[2] |= x[2]
			next[3] |= x[3]
		}
	}
}
