package findings

import (
	"iter"
	"math/bits"
)

// walker adds up what institutions share; for one goroutine.
type walker struct {
	pairing      *pairing
	weight       []int64 // by institution, of the one in hand; 0 between two
	cells        []int32
	met, scratch set
	stance       stance
}

func (v *pairing) walker() *walker {
	n := len(v.grid.b.gone)
	return &walker{pairing: v, weight: make([]int64, n), cells: make([]int32, n), met: newSet(n), scratch: newSet(n), stance: newStance(n)}
}

// share adds up what institution i shares with those from another one on.
func (w *walker) share(i, from int32) {
	g := w.pairing.grid
	clear(w.met)
	for _, s := range g.spots(i) {
		begin, end := g.at[s.cell], g.at[s.cell+1]
		if from > i {
			begin = s.run + 1
		}
		if begin == end {
			continue
		}
		children, me := g.children(s.cell), &g.runs[s.run]
		crowd := g.crowd[s.cell]
		if me.loose && crowd != nil {
			w.met.unite(crowd)
			for _, j := range g.who[begin:end] {
				w.weight[j] += children
				w.cells[j]++
			}
			continue
		}
		for r := begin; r < end; r++ {
			if j := g.who[r]; me.loose || g.meet(me, &g.runs[r]) {
				w.met.add(j)
				w.weight[j] += children
				w.cells[j]++
			}
		}
	}
}

// behind are the pairs of institution i with those behind it that weigh at least so much, which may rise while they come; by code, then the other one.
func (w *walker) behind(i int32, least *[codes]int64) iter.Seq[row] { return w.pairs(i, i+1, least) }

// around are the pairs of institution i with all others; it comes first in them.
func (w *walker) around(i int32) iter.Seq[row] { return w.pairs(i, 0, &[codes]int64{}) }

func (w *walker) pairs(i, from int32, least *[codes]int64) iter.Seq[row] {
	return func(yield func(row) bool) {
		if len(w.pairing.grid.spots(i)) == 0 || int(from) >= len(w.weight) {
			return
		}
		defer func() {
			clear(w.weight[from:])
			clear(w.cells[from:])
		}()
		w.pairing.stanceOf(i, &w.stance)
		w.share(i, from)
		w.met[from>>6] &= ^uint64(0) << (from & 63)
		usual := w.pairing.facts.unlisted
		for _, c := range w.stance.unlisted {
			for k := int(from >> 6); k < len(w.met); k++ {
				for x := w.met[k] & c.who[k]; x != 0; x &= x - 1 {
					j := int32(k<<6 + bits.TrailingZeros64(x))
					if w.weight[j] >= least[c.code] && !yield(row{i, j, w.weight[j], w.cells[j], c.code, usual}) {
						return
					}
				}
			}
		}
		for _, p := range w.stance.listed {
			if j := p.institution; j >= from && w.met.has(j) && w.weight[j] >= least[p.code] && !yield(row{i, j, w.weight[j], w.cells[j], p.code, p.level}) {
				return
			}
		}
	}
}

// unclear puts into a set the institutions whose pair with institution i is unclear.
func (w *walker) unclear(i int32, out set) {
	clear(out)
	clear(w.met)
	w.pairing.stanceOf(i, &w.stance)
	for _, s := range w.pairing.grid.spots(i) {
		w.met.unite(w.pairing.grid.near(s, w.scratch))
	}
	for _, c := range w.stance.unlisted {
		if c.code == codeUnclear {
			out.meet(w.met, c.who)
		}
	}
	for _, p := range w.stance.listed {
		if p.code == codeUnclear && w.met.has(p.institution) {
			out.add(p.institution)
		}
	}
}
