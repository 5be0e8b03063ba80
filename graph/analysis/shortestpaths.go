package analysis

import (
	"context"
	"sync"

	"miteinander/graph"
)

// Betweenness (Vermittlung): for each node v the sum of σ_st(v)/σ_st over
// unordered pairs {s,t} of other nodes, σ_st the number of shortest paths and
// σ_st(v) those through v. Raw: not divided by the number of pairs.
//
//   - Isolate, end of a chain: 0. Empty network: an empty slice.
//   - Exact; relative error about 1e-13. Path counts may grow beyond what a
//     float64 holds; such sources are counted with exponents of their own.
//   - The same to the last bit for any number of workers.
//
// Source: Freeman 1977; Brandes 2001, "A faster algorithm for betweenness
// centrality"; reductions as in reduction.go.
func Betweenness(ctx context.Context, t graph.Ties, o Options) ([]float64, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	node, _, err := reduce(a, t.Ends, decompose(a), false).betweenness(ctx, o.Workers, o.Progress)
	return node, err
}

// EdgeBetweenness: for each tie e the sum of σ_st(e)/σ_st over unordered pairs
// {s,t}, its own ends among them; in the order of t.Ends, together with
// Betweenness of the nodes, which costs little more.
//
// Source: Girvan & Newman 2002; Brandes 2008, "On variants of shortest-path
// betweenness centrality and their generic computation".
func EdgeBetweenness(ctx context.Context, t graph.Ties, o Options) (ties, nodes []float64, err error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, nil, err
	}
	nodes, ties, err = reduce(a, t.Ends, decompose(a), true).betweenness(ctx, o.Workers, o.Progress)
	return ties, nodes, err
}

// overflow is where path counts become unsafe: from there on the scaled search
// (scaledpaths.go) takes over for this source. Tests lower it.
var overflow = maxPaths

const maxPaths = 1e290

// maxNarrow is the largest number of classes of a piece whose numbers, with one
// more for the filler, fit into 16 bits.
const maxNarrow = 1<<16 - 1

// A task is a run of sources of one large piece, or several small pieces whole.
type task struct {
	pieces   []piece
	from, to int32 // sources of pieces[0]; 0, 0 = all of all pieces
	work     int64 // arcs to look at
}

// tasks cuts the work in parts by its size alone, never by the number of
// workers, since the sums of a task are added up as one.
func (r *reduction) tasks() []task {
	const small = 1 << 19
	var out []task
	for i := 0; i < len(r.pieces); {
		p := &r.pieces[i]
		if p.work() > small && p.classes >= 64 {
			step := int32(max(32, (p.classes+63)/64))
			for from := int32(0); int(from) < p.classes; from += step {
				to := min(from+step, int32(p.classes))
				out = append(out, task{r.pieces[i : i+1], from, to, p.work() * int64(to-from) / int64(p.classes)})
			}
			i++
			continue
		}
		j, work := i, int64(0)
		for j < len(r.pieces) && (j == i || work+r.pieces[j].work() <= small) {
			work += r.pieces[j].work()
			j++
		}
		out = append(out, task{r.pieces[i:j], 0, 0, work})
		i = j
	}
	return out
}

func (p *piece) work() int64 { return int64(p.classes) * int64(p.slots()) }

// work is how many arcs all searches together look at: what exact values cost.
func (r *reduction) work() int64 {
	total := int64(0)
	for i := range r.pieces {
		total += r.pieces[i].work()
	}
	return total
}

// pathSums is what one task adds up: per class and per slot, from the first
// piece of the task on.
type pathSums struct{ node, tie []float64 }

// betweenness is the pass itself; per tie only where the reduction was made with ties.
func (r *reduction) betweenness(ctx context.Context, workers int, progress func(float64)) (node, tie []float64, err error) {
	tasks, withTies := r.tasks(), r.tie != nil
	total, done := int64(0), int64(0)
	for _, t := range tasks {
		total += t.work
	}
	if total < 1<<20 {
		workers = 1 // a millisecond: not worth a second core
	}
	var nodes, slots int // of the largest task
	for _, t := range tasks {
		last := &t.pieces[len(t.pieces)-1]
		nodes = max(nodes, last.base+last.classes-t.pieces[0].base)
		slots = max(slots, last.slotBase+last.slots()-t.pieces[0].slotBase)
	}
	if !withTies {
		slots = 0
	}
	classSum := make([]float64, r.classes)
	slotSum := make([]float64, r.slots)
	var (
		lock sync.Mutex
		lent []*search
	)
	err = inOrder(ctx, workers, len(tasks),
		func() *search {
			s := searches.Get().(*search)
			s.fit(r)
			lock.Lock()
			defer lock.Unlock()
			lent = append(lent, s)
			return s
		},
		func() pathSums { return pathSums{make([]float64, nodes), make([]float64, slots)} },
		func(ctx context.Context, i int, s *search, sums pathSums) {
			t := tasks[i]
			for k := range t.pieces {
				p := &t.pieces[k]
				from, to := t.from, t.to
				if to == 0 {
					to = int32(p.classes)
				}
				bc := sums.node[p.base-t.pieces[0].base:][:p.classes]
				var flow []float64
				if withTies {
					flow = sums.tie[p.slotBase-t.pieces[0].slotBase:][:p.slots()]
				}
				for source := from; source < to; source++ {
					if ctx.Err() != nil {
						return
					}
					p.from(s, source, bc, flow)
				}
			}
		},
		func(i int, sums pathSums) {
			t := tasks[i]
			addAndClear(classSum[t.pieces[0].base:], sums.node)
			if withTies {
				addAndClear(slotSum[t.pieces[0].slotBase:], sums.tie)
			}
			done += t.work
			if progress != nil {
				progress(float64(done) / float64(total))
			}
		})
	for _, s := range lent {
		searches.Put(s)
	}
	if err != nil {
		return nil, nil, err
	}
	// Every pair was counted from both of its ends.
	for i, v := range r.memberNode {
		r.node[v] += classSum[r.memberClass[i]] / 2
	}
	for e, s := range r.tieSlots {
		if s[0] >= 0 {
			r.tie[e] += (slotSum[s[0]] + slotSum[s[1]]) / 2
		}
	}
	return r.node, r.tie, nil
}

func addAndClear(to, from []float64) {
	for i, x := range from[:min(len(from), len(to))] {
		to[i] += x
	}
	clear(from)
}

// from adds to bc, per class, what one member of it carries for the pairs that
// start in source, and to flow, per slot, what one tie between members carries;
// flow is nil unless asked for.
func (p *piece) from(s *search, source int32, bc, flow []float64) {
	ok := false
	if p.narrow() {
		ok = p.narrowFrom(s, source, bc, flow)
	} else {
		ok = p.wideFrom(s, source, bc, flow)
	}
	if !ok {
		p.scaledFrom(source, bc, flow)
	}
}

// searches keeps the large fixed arrays from one call to the next.
var searches = sync.Pool{New: func() any { return new(search) }}
