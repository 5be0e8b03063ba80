package findings

import (
	"cmp"
	"context"
	"slices"

	"miteinander/graph"
)

// States of a pair.
const (
	Together         Status = "together"
	SideBySideState  Status = "side_by_side"
	Unclear          Status = "unclear"
	SameKind         Status = "same_kind"
	AgreedSideBySide Status = "agreed_side_by_side"
	internal         Status = "internal" // same Träger, where the option asks for it; listed nowhere
)

// Pair is two institutions that share cells.
type Pair struct {
	A, B         int32 // into Selection.Institutions, A < B
	Cells        int32 // shared cells |S|
	Least        int32 // the smaller number of cells of the two
	State        Status
	Level        graph.Level
	Derived      bool // the level follows from a joint offer
	SameProvider bool
	Weight       int64 // Σ children over the shared cells: for sorting and for the share only
	Children     int64 // Σ children over the distinct area × phase: the number that is shown
}

// Overlap is |S| over the smaller number of cells.
func (p Pair) Overlap() float64 { return float64(p.Cells) / float64(p.Least) }

// comparePairs is the order of the contract: weight, then overlap, both falling, then a, b. Institutions are in id order.
func comparePairs(p, q Pair) int {
	return cmp.Or(cmp.Compare(q.Weight, p.Weight), cmp.Compare(int64(q.Cells)*int64(p.Least), int64(p.Cells)*int64(q.Least)),
		cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B))
}

// Counts are pairs by state.
type Counts struct {
	Together         int `json:"together"`
	SideBySide       int `json:"side_by_side"`
	Unclear          int `json:"unclear"`
	SameKind         int `json:"same_kind"`
	AgreedSideBySide int `json:"agreed_side_by_side"`
}

func (c *Counts) add(s Status) {
	switch s {
	case Together:
		c.Together++
	case SideBySideState:
		c.SideBySide++
	case Unclear:
		c.Unclear++
	case SameKind:
		c.SameKind++
	case AgreedSideBySide:
		c.AgreedSideBySide++
	}
}

// Open are the pairs that count: together, side by side and unclear.
func (c Counts) Open() int { return c.Together + c.SideBySide + c.Unclear }

func (c Counts) notTogether() int { return c.SideBySide + c.Unclear }

// Round is the institutions of one cell and its pairs by state.
type Round struct {
	Cell         Cell
	Institutions []int32 // in id order
	Counts       Counts  // pairs whose compatible offers share this very cell
	Children     int64
	Invite       []int32  // those with a pair here that is not together; all where there is none
	Body         graph.ID // the body that most of them already sit in, "" = none that two sit in
	Members      []int32  // who of them sits in it
	cell         int32    // in the grid
	open         []bool   // beside Institutions: has a pair here that is side by side or unclear
}

// overlaps is what side by side and across sectors have in common.
type overlaps struct {
	grid     *grid
	pairs    []Pair // sorted; without same kind and internal ones
	sameKind []Pair // sorted
	internal int
	counts   Counts
	rounds   []Round
}

// overlapping finds the pairs of a grid. classify gives their state from level, reason and institutions; "" leaves them out.
func (g *grid) overlapping(ctx context.Context, classify func(p *Pair) Status) (*overlaps, error) {
	b := g.b
	o := &overlaps{grid: g}
	round := make([]int32, len(g.runs)) // cell → index in rounds + 1
	for c, runs := range g.runs {
		if len(runs) > 1 {
			r := Round{Cell: g.cell(int32(c)), Children: g.children(int32(c)), cell: int32(c), open: make([]bool, len(runs))}
			for _, x := range runs {
				r.Institutions = append(r.Institutions, x.institution)
			}
			o.rounds = append(o.rounds, r)
			round[c] = int32(len(o.rounds))
		}
	}
	type sum struct {
		pair  Pair
		place int32 // the last area × phase counted
		open  bool  // side by side or unclear
		used  bool
	}
	sums := make([]sum, len(g.of))
	var touched []int32
	for i := range g.of {
		if i%64 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		for _, s := range g.of[i] {
			runs := g.runs[s.cell]
			if len(runs) < 2 {
				continue
			}
			r, children, place := &o.rounds[round[s.cell]-1], g.children(s.cell), g.place(s.cell)
			here := b.children[place]
			for n := s.run + 1; n < int32(len(runs)); n++ {
				other := &runs[n]
				j := other.institution
				t := &sums[j]
				if t.used && t.pair.State == "" || !g.meet(s.cell, &runs[s.run], other) {
					continue
				}
				if !t.used {
					*t = sum{pair: b.pairOf(int32(i), j), place: -1, used: true}
					t.pair.Least = int32(min(len(g.of[i]), len(g.of[j])))
					t.pair.State = classify(&t.pair)
					t.open = t.pair.State == SideBySideState || t.pair.State == Unclear
					touched = append(touched, j)
				}
				t.pair.Cells++
				t.pair.Weight += children
				if place != t.place {
					t.pair.Children += here
					t.place = place
				}
				r.Counts.add(t.pair.State)
				if t.open {
					r.open[s.run], r.open[n] = true, true
				}
			}
		}
		for _, j := range touched {
			p := sums[j].pair
			sums[j].used = false
			o.counts.add(p.State)
			switch p.State {
			case "":
			case internal:
				o.internal++
			case SameKind:
				o.sameKind = append(o.sameKind, p)
			default:
				o.pairs = append(o.pairs, p)
			}
		}
		touched = touched[:0]
	}
	slices.SortFunc(o.pairs, comparePairs)
	slices.SortFunc(o.sameKind, comparePairs)
	o.finishRounds()
	return o, nil
}

// pairOf looks up what is recorded between two institutions.
func (b *Basis) pairOf(i, j int32) Pair {
	p := Pair{A: i, B: j, Level: b.Level(i, j)}
	if n, ok := b.place[pairKey(i, j)]; ok {
		p.Derived = b.pairs[n].Derived && b.levels[n] == b.pairs[n].Level
	}
	a, c := b.Institution(i).Provider, b.Institution(j).Provider
	p.SameProvider = a != "" && a == c
	return p
}

// byLevel is the state that the level gives.
func (b *Basis) byLevel(l graph.Level) Status {
	switch {
	case !l.Known():
		return Unclear
	case l >= b.tau:
		return Together
	}
	return SideBySideState
}

// sameKind tells two regular institutions whose first kind is the same: two Kitas.
func (b *Basis) sameKind(i, j int32) bool {
	x, y := b.Institution(i), b.Institution(j)
	return x.Regular == graph.Yes && y.Regular == graph.Yes && x.Kind() == y.Kind()
}

// finishRounds sorts by children, then by pairs not together, then by cell, and settles whom to invite.
func (o *overlaps) finishRounds() {
	slices.SortFunc(o.rounds, func(x, y Round) int {
		return cmp.Or(cmp.Compare(y.Children, x.Children), cmp.Compare(y.Counts.notTogether(), x.Counts.notTogether()), cmp.Compare(x.cell, y.cell))
	})
	seats := o.grid.b.seats()
	for n := range o.rounds {
		r := &o.rounds[n]
		for k, i := range r.Institutions {
			if r.open[k] {
				r.Invite = append(r.Invite, i)
			}
		}
		if len(r.Invite) == 0 {
			r.Invite = r.Institutions
		}
		for _, s := range seats { // in id order: of equals the first wins
			var here []int32
			for _, i := range r.Institutions {
				if s.members[i] {
					here = append(here, i)
				}
			}
			if len(here) > max(1, len(r.Members)) {
				r.Body, r.Members = s.body, here
			}
		}
	}
}

// seat is a body and the institutions that sit in it, themselves or by an actor of theirs.
type seat struct {
	body    graph.ID
	members map[int32]bool
}

func (b *Basis) seats() []seat {
	at := map[graph.ID]map[int32]bool{}
	for _, m := range b.sel.Memberships() {
		if at[m.Body] == nil {
			at[m.Body] = map[int32]bool{}
		}
		for _, i := range b.sel.Projects(m.Member) {
			if !b.gone[i] {
				at[m.Body][i] = true
			}
		}
	}
	var out []seat
	for body, members := range at {
		out = append(out, seat{body, members})
	}
	slices.SortFunc(out, func(x, y seat) int { return cmp.Compare(x.body, y.body) })
	return out
}

// shareOfWeight is the Miteinander-Anteil: weight of pairs together over the weight of pairs that count.
func (o *overlaps) shareOfWeight() Share {
	var lower, upper, den int64
	for _, p := range o.pairs {
		switch p.State {
		case Together:
			lower, upper, den = lower+p.Weight, upper+p.Weight, den+p.Weight
		case Unclear:
			upper, den = upper+p.Weight, den+p.Weight
		case SideBySideState:
			den += p.Weight
		}
	}
	return shareOf("together_rate", float64(lower), float64(upper), float64(den))
}

// agreedWeight counts the deliberate ones for the footnote.
func (o *overlaps) agreedWeight() (count int, weight int64) {
	for _, p := range o.pairs {
		if p.State == AgreedSideBySide {
			count++
			weight += p.Weight
		}
	}
	return count, weight
}
