package findings

import (
	"cmp"
	"iter"
	"math/bits"
	"slices"
	"sync"

	"miteinander/graph"
)

// The states of a pair as they are counted. Rows hold integers alone, so that hundreds of thousands of them are made, counted and thrown
// away within milliseconds.
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

// rows are pairs in blocks of blockSize institutions a, within a block by a, then b. What is first by weight is found without sorting all of them.
type rows struct {
	grid   *grid
	blocks [][]row
	count  int
	weighs weights

	once   sync.Once
	sorted []row
	top    sync.Once
	first  []row // the first topRows of sorted
}

// topRows is how many rows are found by selection; who looks further has all sorted.
const topRows = 1024

// compare is the order of the contract: weight, then overlap, both falling, then a, b. Institutions are in id order.
func (g *grid) compare(p, q row) int {
	return cmp.Or(cmp.Compare(q.weight, p.weight), cmp.Compare(int64(q.cells)*int64(g.least(p)), int64(p.cells)*int64(g.least(q))),
		cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
}

// least is the smaller number of cells of the two.
func (g *grid) least(r row) int32 { return int32(min(len(g.spots(r.a)), len(g.spots(r.b)))) }

func (r *rows) add(block []row) {
	r.blocks = append(r.blocks, block)
	r.count += len(block)
}

// each walks all rows by a, then b.
func (r *rows) each() iter.Seq[row] {
	return func(yield func(row) bool) {
		for _, block := range r.blocks {
			for _, x := range block {
				if !yield(x) {
					return
				}
			}
		}
	}
}

// all are the rows in the order of the contract.
func (r *rows) all() []row {
	r.once.Do(func() {
		r.sorted = slices.Concat(r.blocks...)
		slices.SortFunc(r.sorted, r.grid.compare)
	})
	return r.sorted
}

// upTo are the first n rows of all.
func (r *rows) upTo(n int) []row {
	if n = min(n, r.count); n > topRows {
		return r.all()[:n]
	}
	r.top.Do(func() {
		from := r.weighs.leastOf(min(topRows, r.count))
		for x := range r.each() {
			if weightClass(x.weight) >= from {
				r.first = append(r.first, x)
			}
		}
		slices.SortFunc(r.first, r.grid.compare)
		r.first = slices.Clone(r.first[:min(len(r.first), topRows)])
	})
	return r.first[:n]
}

// at is row i in the order of the contract.
func (r *rows) at(i int) row { return r.upTo(i + 1)[i] }

// between is the row of a pair.
func (r *rows) between(a, b int32) (row, bool) {
	order := func(x row, key [2]int32) int { return cmp.Or(cmp.Compare(x.a, key[0]), cmp.Compare(x.b, key[1])) }
	key := [2]int32{min(a, b), max(a, b)}
	block := r.blocks[key[0]/blockSize]
	if n, ok := slices.BinarySearchFunc(block, key, order); ok {
		return block[n], true
	}
	return row{}, false
}

// weights counts rows by the class of their weight: its power of two and five more bits, so that classes rise with weights.
type weights [65 << 5]int32

func weightClass(w int64) int {
	n := bits.Len64(uint64(w))
	if n <= 6 {
		return int(w)
	}
	return n<<5 + int(w>>(n-6))&31
}

// leastOf is the class from which on there are at least n rows.
func (w *weights) leastOf(n int) int {
	for c := len(w) - 1; c > 0; c-- {
		if n -= int(w[c]); n <= 0 {
			return c
		}
	}
	return 0
}

func (w *weights) add(other *weights) {
	for c, n := range other {
		w[c] += n
	}
}
