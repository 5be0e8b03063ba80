package findings

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
	"sync"

	"miteinander/graph"
)

// The states of a pair as they are counted. Rows hold integers alone; they are made of the pairs that are looked at, not of hundreds of
// thousands that are only counted.
const (
	codeNone uint8 = iota // listed nowhere and counted nowhere
	codeTogether
	codeSideBySide
	codeUnclear
	codeAgreed
	codeSameKind
	codeInternal // same Träger, where the option asks for it; listed nowhere
	codes        = 8
)

var statusOf = [codes]Status{codeTogether: Together, codeSideBySide: SideBySideState, codeUnclear: Unclear, codeAgreed: AgreedSideBySide, codeSameKind: SameKind}

// row is one pair.
type row struct {
	a, b   int32
	weight int64
	cells  int32
	code   uint8
	level  graph.Level
}

// rows are the pairs of a pairing: those of the same kind, or all others that are listed. What is first by weight is found without keeping the
// others.
type rows struct {
	pairing  *pairing
	sameKind bool
	count    int

	once   sync.Once
	sorted []row
}

// topRows is how many rows are found by selection; who looks further has all sorted.
const topRows = 1024

// lists tells whether pairs of a code are among the rows.
func (r *rows) lists(code uint8) bool {
	return (code == codeSameKind) == r.sameKind && code != codeNone && code != codeInternal
}

// compare is the order of the contract: weight, then overlap, both falling, then a, b. Institutions are in id order.
func (g *grid) compare(p, q row) int {
	return cmp.Or(cmp.Compare(q.weight, p.weight), cmp.Compare(int64(q.cells)*int64(g.least(p)), int64(p.cells)*int64(g.least(q))),
		cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
}

// least is the smaller number of cells of the two.
func (g *grid) least(r row) int32 { return int32(min(len(g.spots(r.a)), len(g.spots(r.b)))) }

// each walks all rows by a.
func (r *rows) each() iter.Seq[row] {
	return func(yield func(row) bool) {
		w := r.pairing.walker()
		for i := range int32(len(r.pairing.grid.b.gone)) {
			for x := range w.behind(i, &[codes]int64{}) {
				if r.lists(x.code) && !yield(x) {
					return
				}
			}
		}
	}
}

// all are the rows in the order of the contract.
func (r *rows) all() []row {
	r.once.Do(func() {
		r.sorted = make([]row, 0, r.count)
		for x := range r.each() {
			r.sorted = append(r.sorted, x)
		}
		slices.SortFunc(r.sorted, r.pairing.grid.compare)
	})
	return r.sorted
}

// upTo are the first n rows of all.
func (r *rows) upTo(n int) []row {
	if n = min(n, r.count); n > topRows {
		return r.all()[:n]
	}
	if r.sameKind {
		return r.pairing.tops()[1][:n]
	}
	return r.pairing.tops()[0][:n]
}

// tops are the first topRows of the pairs and of those of the same kind, found in one walk.
func (v *pairing) tops() [][]row {
	v.top.Do(func() {
		v.first = v.heaviest(topRows, func(code uint8) bool { return v.counts[code] > 0 && (&rows{}).lists(code) },
			func(code uint8) bool { return v.counts[code] > 0 && (&rows{sameKind: true}).lists(code) })
	})
	return v.first
}

// heaviest are, for each wish, the first n rows of a code that it wants; no two want the same.
func (v *pairing) heaviest(n int, wishes ...func(code uint8) bool) [][]row {
	g := v.grid
	work := int64(0)
	for c := range g.cells() {
		m := int64(g.at[c+1] - g.at[c])
		work += m * m / 2
	}
	places := len(g.b.gone)
	var least [codes]int64 // by code: what a pair has to weigh, more than any where nobody wants it
	var wish [codes]int
	for c := range least {
		wish[c] = slices.IndexFunc(wishes, func(wanted func(uint8) bool) bool { return wanted(uint8(c)) })
		if wish[c] < 0 {
			least[c] = math.MaxInt64
		}
	}
	type finder struct {
		walker *walker
		least  [codes]int64
		found  []firsts // by wish
	}
	finders := make([]finder, workersFor(places, work))
	for w := range finders {
		finders[w] = finder{v.walker(), least, make([]firsts, len(wishes))}
		for k := range wishes {
			finders[w].found[k] = firsts{grid: g, most: n}
		}
	}
	// The heaviest institutions come first, so that it is soon known how much a pair has to weigh.
	weight, order := make([]int64, places), make([]int32, places)
	for i := range order {
		weight[i], order[i] = g.weightOf(int32(i)), int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int { return cmp.Or(cmp.Compare(weight[j], weight[i]), cmp.Compare(i, j)) })
	_ = inBlocks(context.Background(), places, len(finders), func(w int, k int32) {
		f, i := &finders[w], order[k]
		if weight[i] < slices.Min(f.least[:]) {
			return // no pair weighs more than either of the two
		}
		for x := range f.walker.behind(i, &f.least) {
			at := &f.found[wish[x.code]]
			if at.add(x); at.floor > f.least[x.code] {
				for c := range wish {
					if wish[c] == wish[x.code] {
						f.least[c] = at.floor
					}
				}
			}
		}
	})
	out := make([][]row, len(wishes))
	for k := range wishes {
		all := firsts{grid: g, most: n}
		for w := range finders {
			all.rows = append(all.rows, finders[w].found[k].rows...)
		}
		all.cut()
		out[k] = slices.Clone(all.rows)
	}
	return out
}

// at is row i in the order of the contract.
func (r *rows) at(i int) row { return r.upTo(i + 1)[i] }

// between is the row of a pair.
func (r *rows) between(i, j int32) (row, bool) {
	x := row{a: min(i, j), b: max(i, j)}
	f, g := r.pairing.facts, r.pairing.grid
	level, agreed := f.between(x.a, x.b)
	x.level, x.code = level, f.state(r.pairing.rule, x.a, x.b, level, agreed)
	if i == j || !r.lists(x.code) {
		return row{}, false
	}
	for _, c := range g.shared(x.a, x.b) {
		x.cells++
		x.weight += g.children(c)
	}
	return x, x.cells > 0
}

// firsts keeps the first rows of many in the order of the contract: it gathers a few times as many, and cuts off the lightest.
type firsts struct {
	grid    *grid
	most    int
	rows    []row
	floor   int64 // lighter rows do not count
	weights []int64
}

func (f *firsts) add(x row) {
	if x.weight < f.floor {
		return
	}
	if f.rows = append(f.rows, x); len(f.rows) < 4*f.most {
		return
	}
	f.weights = f.weights[:0]
	for _, x := range f.rows {
		f.weights = append(f.weights, x.weight)
	}
	slices.Sort(f.weights)
	f.floor = f.weights[len(f.weights)-f.most]
	f.rows = slices.DeleteFunc(f.rows, func(x row) bool { return x.weight < f.floor })
	if len(f.rows) > 2*f.most { // many weigh the same
		f.cut()
	}
}

// cut sorts, and keeps the first.
func (f *firsts) cut() {
	slices.SortFunc(f.rows, f.grid.compare)
	f.rows = f.rows[:min(len(f.rows), f.most)]
}
