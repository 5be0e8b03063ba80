package findings

import (
	"context"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"miteinander/graph"
)

// rule says which pairs of a grid count, and as what.
type rule struct {
	across       bool // different sectors only, whatever the kinds
	sameProvider bool // pairs of one Träger are internal
	sameKind     bool // pairs of one regular kind count like others
}

// overlaps is what side by side and across sectors have in common.
type overlaps struct {
	grid     *grid
	pairs    *rows // without same kind and internal ones
	sameKind *rows
	internal int
	counts   Counts
	rounds   []Round
	weight   [codes]int64   // Σ weight of the pairs by code
	sectors  [][codes]int32 // across sectors: pairs by sector × sector, the lesser number first
}

// blockSize is how many institutions one worker takes at once.
const blockSize = 32

// tally is what one worker has added up. Whole numbers alone, so that the order of the workers makes no difference.
type tally struct {
	acc     []meeting
	seen    []uint64 // bits: institutions met by the one in hand
	partner []int32  // by institution: its place in the partners of the one in hand, plus one
	cells   [][codes]int32
	open    []uint8 // by run
	pairs   []row   // of the block in hand
	same    []row
	weighs  [2]weights
	weight  [codes]int64
	counts  [codes]int32
	sectors [][codes]int32
}

// meeting is what an institution shares with the one in hand.
type meeting struct {
	weight int64
	with   int32 // the one in hand, plus one
	cells  int32
	code   uint8
	open   uint8
	level  graph.Level
}

// overlapping finds the pairs of a grid: for each institution it walks the cells where it stands and meets those behind it there.
func (g *grid) overlapping(ctx context.Context, u rule) (*overlaps, error) {
	b := g.b
	f := b.facts()
	n := len(b.gone)
	blocks := (n + blockSize - 1) / blockSize
	pairs, same := make([][]row, blocks), make([][]row, blocks)
	work := int64(0)
	for c := range g.cells() {
		r := int64(g.at[c+1] - g.at[c])
		work += r * r / 2
	}
	workers := min(runtime.GOMAXPROCS(0), blocks)
	if work < 100_000 {
		workers = min(workers, 1)
	}
	tallies := make([]*tally, workers)
	var next atomic.Int64
	var all sync.WaitGroup
	for w := range tallies {
		t := &tally{acc: make([]meeting, n), seen: make([]uint64, n/64+1), partner: make([]int32, n), cells: make([][codes]int32, g.cells()), open: make([]uint8, len(g.runs))}
		if u.across {
			t.sectors = make([][codes]int32, f.sectors*f.sectors)
		}
		tallies[w] = t
		run := func() {
			for ctx.Err() == nil {
				k := int(next.Add(1)) - 1
				if k >= blocks {
					return
				}
				t.pairs, t.same = t.pairs[:0], t.same[:0]
				for i := k * blockSize; i < min((k+1)*blockSize, n); i++ {
					g.meetings(int32(i), u, f, t)
				}
				pairs[k], same[k] = slices.Clone(t.pairs), slices.Clone(t.same)
			}
		}
		if workers == 1 {
			run()
		} else {
			all.Go(run)
		}
	}
	all.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	o := &overlaps{grid: g, pairs: &rows{grid: g}, sameKind: &rows{grid: g}}
	for k := range blocks {
		o.pairs.add(pairs[k])
		o.sameKind.add(same[k])
	}
	if u.across {
		o.sectors = make([][codes]int32, f.sectors*f.sectors)
	}
	for _, t := range tallies {
		o.pairs.weighs.add(&t.weighs[0])
		o.sameKind.weighs.add(&t.weighs[1])
		o.counts.addCodes(&t.counts)
		o.internal += int(t.counts[codeInternal])
		for c := range t.weight {
			o.weight[c] += t.weight[c]
		}
		for k := range t.sectors {
			for c, n := range t.sectors[k] {
				o.sectors[k][c] += n
			}
		}
	}
	g.rounds(o, tallies)
	return o, nil
}

// meetings walks the cells of institution i and adds its pairs with those behind it to the tally.
func (g *grid) meetings(i int32, u rule, f *facts, t *tally) {
	partners := f.of(i)
	for k, p := range partners {
		t.partner[p.institution] = int32(k) + 1
	}
	mark := i + 1
	for _, s := range g.spots(i) {
		end := g.at[s.cell+1]
		if s.run+1 == end {
			continue
		}
		children, plain, counts := g.children(s.cell), g.plain[s.cell], &t.cells[s.cell]
		open := uint8(0)
		for r := s.run + 1; r < end; r++ {
			j := g.who[r]
			m := &t.acc[j]
			if !plain && !g.meet(&g.runs[s.run], &g.runs[r]) {
				continue
			}
			if m.with != mark {
				code, level := f.state(u, i, j, partners, t.partner[j])
				*m = meeting{with: mark, code: code, level: level}
				if code == codeSideBySide || code == codeUnclear {
					m.open = 1
				}
				if code != codeNone {
					t.seen[j>>6] |= 1 << (j & 63)
				}
			}
			m.cells++
			m.weight += children
			counts[m.code&(codes-1)]++
			t.open[r] |= m.open
			open |= m.open
		}
		t.open[s.run] |= open
	}
	for w := i >> 6; int(w) < len(t.seen); w++ {
		for set := t.seen[w]; set != 0; set &= set - 1 {
			j := w<<6 + int32(bits.TrailingZeros64(set))
			m := &t.acc[j]
			t.counts[m.code]++
			t.weight[m.code] += m.weight
			if u.across {
				x, y := f.sector[i], f.sector[j]
				t.sectors[min(x, y)*int32(f.sectors)+max(x, y)][m.code]++
			}
			x := row{a: i, b: j, weight: m.weight, cells: m.cells, code: m.code, level: m.level}
			switch m.code {
			case codeInternal:
			case codeSameKind:
				t.same = append(t.same, x)
				t.weighs[1][weightClass(m.weight)]++
			default:
				t.pairs = append(t.pairs, x)
				t.weighs[0][weightClass(m.weight)]++
			}
		}
		t.seen[w] = 0
	}
	for _, p := range partners {
		t.partner[p.institution] = 0
	}
}

// rounds makes the cells with at least two institutions of what the workers counted.
func (g *grid) rounds(o *overlaps, tallies []*tally) {
	for c := range g.cells() {
		from, to := g.at[c], g.at[c+1]
		if to-from < 2 {
			continue
		}
		r := Round{Cell: g.cell(c), Children: g.children(c), cell: c, Institutions: g.who[from:to:to], open: make([]uint8, to-from)}
		for _, t := range tallies {
			r.Counts.addCodes(&t.cells[c])
			for k := range r.open {
				r.open[k] |= t.open[from+int32(k)]
			}
		}
		o.rounds = append(o.rounds, r)
	}
	o.finishRounds()
}

// shareOfWeight is the Miteinander-Anteil: weight of pairs together over the weight of pairs that count.
func (o *overlaps) shareOfWeight() Share {
	lower := o.weight[codeTogether]
	upper := lower + o.weight[codeUnclear]
	return shareOf("together_rate", float64(lower), float64(upper), float64(upper+o.weight[codeSideBySide]))
}
