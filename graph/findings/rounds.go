package findings

import (
	"cmp"
	"slices"

	"miteinander/graph"
)

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
	members []bool // by institution
}

func (b *Basis) seats() []seat {
	at := map[graph.ID][]bool{}
	for _, m := range b.sel.Memberships() {
		if at[m.Body] == nil {
			at[m.Body] = make([]bool, len(b.gone))
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
