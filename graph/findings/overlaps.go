package findings

import "context"

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
	weight   [codes]int64 // Σ weight of the pairs by code
	sectors  [][codes]int // across sectors: pairs by sector × sector, the lesser number first
	unclear  []unclear    // by institution
}

// unclear is how many pairs of an institution are of unknown level, and Σ of their weights.
type unclear struct {
	pairs  int
	weight int64
}

// tally is what one worker has added up. Whole numbers alone, so that the order of the workers makes no difference. Each pair is counted from
// both of its ends.
type tally struct {
	seen, scratch set
	stance        stance
	cells         [][codes]int
	weight        [codes]int64
	counts        [codes]int
	sectors       [][codes]int // from the end with the lesser sector alone
}

// overlapping counts the pairs of a grid without listing them: what an institution shares with all others of a cell is counted by bits. Rows
// are made of those that somebody looks at.
func (g *grid) overlapping(ctx context.Context, u rule) (*overlaps, error) {
	b := g.b
	n := len(b.gone)
	v := g.pairing(u)
	o := &overlaps{grid: g, unclear: make([]unclear, n)}
	open := make([]bool, len(g.runs)) // by run: has a pair in its cell that is side by side or unclear
	tallies := make([]*tally, workersFor(n, int64(len(g.runs))*int64(n/64+1)))
	for w := range tallies {
		tallies[w] = &tally{seen: newSet(n), scratch: newSet(n), stance: newStance(n), cells: make([][codes]int, g.cells()), sectors: make([][codes]int, len(v.sectors)*len(v.sectors))}
	}
	if err := inBlocks(ctx, n, len(tallies), func(w int, i int32) { v.count(i, tallies[w], open, &o.unclear[i]) }); err != nil {
		return nil, err
	}
	o.sectors = make([][codes]int, len(v.sectors)*len(v.sectors))
	var counts [codes]int
	for _, t := range tallies {
		for c := range t.counts {
			counts[c] += t.counts[c]
			o.weight[c] += t.weight[c]
		}
		for k := range t.sectors {
			for c, n := range t.sectors[k] {
				o.sectors[k][c] += n
			}
		}
	}
	for c := range counts {
		counts[c], o.weight[c] = counts[c]/2, o.weight[c]/2
	}
	v.counts = counts
	o.counts.addCodes(&counts)
	o.internal = counts[codeInternal]
	o.pairs = &rows{pairing: v, count: o.counts.Open() + o.counts.AgreedSideBySide}
	o.sameKind = &rows{pairing: v, sameKind: true, count: o.counts.SameKind}
	g.rounds(o, tallies, open)
	return o, nil
}

// count adds the pairs of institution i to a tally.
func (v *pairing) count(i int32, t *tally, open []bool, unclear *unclear) {
	g, s := v.grid, &t.stance
	spots := g.spots(i)
	if len(spots) == 0 {
		return
	}
	v.stanceOf(i, s)
	clear(t.seen)
	for _, spot := range spots {
		near := g.near(spot, t.scratch)
		var n [codes]int
		for k := range s.unlisted {
			n[s.unlisted[k].code] += near.both(s.unlisted[k].who)
		}
		for _, p := range s.listed {
			if near.has(p.institution) {
				n[p.code]++
			}
		}
		t.seen.unite(near)
		children := g.children(spot.cell)
		cell := &t.cells[spot.cell]
		for c, n := range n {
			cell[c] += n
			t.weight[c] += children * int64(n)
		}
		open[spot.run] = n[codeSideBySide]+n[codeUnclear] > 0
		unclear.weight += children * int64(n[codeUnclear])
	}
	var n [codes]int
	for k := range s.unlisted {
		n[s.unlisted[k].code] += t.seen.both(s.unlisted[k].who)
	}
	for _, p := range s.listed {
		if t.seen.has(p.institution) {
			n[p.code]++
		}
	}
	for c, n := range n {
		t.counts[c] += n
	}
	unclear.pairs = n[codeUnclear]
	v.countSectors(i, t)
}

// countSectors adds the pairs of institution i with those of a greater sector to a tally.
func (v *pairing) countSectors(i int32, t *tally) {
	f, s := v.facts, &t.stance
	if len(v.sectors) == 0 || f.sector[i] == 0 {
		return
	}
	own := f.sector[i]
	row := t.sectors[int(own)*len(v.sectors):]
	for k := range s.unlisted {
		t.scratch.meet(t.seen, s.unlisted[k].who)
		for other := int(own) + 1; other < len(v.sectors); other++ {
			row[other][s.unlisted[k].code] += t.scratch.both(v.sectors[other])
		}
	}
	for _, p := range s.listed {
		if other := f.sector[p.institution]; other > own && t.seen.has(p.institution) {
			row[other][p.code]++
		}
	}
}

// rounds makes the cells with at least two institutions of what the workers counted.
func (g *grid) rounds(o *overlaps, tallies []*tally, open []bool) {
	for c := range g.cells() {
		from, to := g.at[c], g.at[c+1]
		if to-from < 2 {
			continue
		}
		r := Round{Cell: g.cell(c), Children: g.children(c), cell: c, Institutions: g.who[from:to:to], open: open[from:to:to]}
		var n [codes]int
		for _, t := range tallies {
			for code := range n {
				n[code] += t.cells[c][code]
			}
		}
		for code := range n {
			n[code] /= 2
		}
		r.Counts.addCodes(&n)
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
