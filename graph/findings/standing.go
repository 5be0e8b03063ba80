package findings

import (
	"context"

	"miteinander/graph/analysis"
)

// Standing is how a network stands, in the few numbers that are set side by side when something has changed or would change.
type Standing struct {
	Institutions  int
	Ties          int // pairs of institutions at level 1 or more (or the filter's minimum)
	Together      Share
	Rate          Share // of transitions
	Gaps          Share
	GapsChildren  Share
	Fragmentation analysis.Number
}

// stands asks what a Standing needs; the answers come with it, for what is said beyond the numbers.
type stands struct {
	Standing
	b     *Basis
	side  *SideBySide
	moves *Transitions
	gaps  *Gaps
}

func (b *Basis) stands(ctx context.Context, p Params) (stands, error) {
	s := stands{b: b}
	var err error
	if s.side, err = b.askedSideBySide(ctx, p); err != nil {
		return s, err
	}
	if s.moves, err = b.askedTransitions(ctx, p); err != nil {
		return s, err
	}
	if s.gaps, err = AskGaps(ctx, b, p); err != nil {
		return s, err
	}
	ties, index := b.ties()
	if s.Fragmentation, err = analysis.Fragmentation(ties); err != nil {
		return s, err
	}
	s.Institutions, s.Ties = len(index), len(ties.Ends)
	s.Together, s.Rate, s.Gaps, s.GapsChildren = s.side.Rate, s.moves.Rate, s.gaps.Rate, s.gaps.RateByChildren
	return s, nil
}

// StandingRow is one number before and after, as a page prints it.
type StandingRow struct {
	Key    string `json:"key" enum:"institutions,ties,together_rate,rate,gap_rate,gap_rate_by_children,fragmentation"`
	Label  string `json:"label"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// standingRows sets two standings side by side.
func standingRows(lang string, before, after Standing) []StandingRow {
	row := func(key string, x, y string) StandingRow {
		return StandingRow{key, say("standing." + key).Text(lang), x, y}
	}
	count := func(n int) string { return say("standing.count", n).Text(lang) }
	number := func(n analysis.Number) string {
		if !n.Defined {
			return "–"
		}
		return shareText(n.Value).Text(lang)
	}
	return []StandingRow{
		row("institutions", count(before.Institutions), count(after.Institutions)),
		row("ties", count(before.Ties), count(after.Ties)),
		row("together_rate", before.Together.Text(lang), after.Together.Text(lang)),
		row("rate", before.Rate.Text(lang), after.Rate.Text(lang)),
		row("gap_rate", before.Gaps.Text(lang), after.Gaps.Text(lang)),
		row("gap_rate_by_children", before.GapsChildren.Text(lang), after.GapsChildren.Text(lang)),
		row("fragmentation", number(before.Fragmentation), number(after.Fragmentation)),
	}
}

// Moved is a transition or a cell whose status is another one before and after.
type Moved struct {
	Ref   Ref    `json:"ref"`
	Label string `json:"label"`
	From  string `json:"from" doc:"In words"`
	To    string `json:"to"`
	Worse bool   `json:"worse"`
}

// movedLinks are the transitions whose status changed, in the order of before; those that only one of the two has are left out.
func movedLinks(lang string, before, after *Transitions) []Moved {
	at := map[Ref]*Link{}
	for i := range after.Links {
		at[after.Ref(i)] = &after.Links[i]
	}
	out := []Moved{}
	for i := range before.Links {
		l, m := &before.Links[i], at[before.Ref(i)]
		if m == nil || l.Status == m.Status {
			continue
		}
		out = append(out, Moved{before.Ref(i), say("transition.name", l.Type.Name, before.areaName(l.Area)).Text(lang),
			before.word(l).Text(lang), after.word(m).Text(lang), worse(l.Status, m.Status)})
	}
	return out
}

// movedCells are the cells that became a gap, are none any more, or are left with one institution.
func movedCells(lang string, before, after *Gaps) []Moved {
	at := map[string]*MatrixCell{}
	for i := range after.Cells {
		at[after.key(&after.Cells[i])] = &after.Cells[i]
	}
	out := []Moved{}
	for i := range before.Cells {
		c, d := &before.Cells[i], at[before.key(&before.Cells[i])]
		if d == nil || c.Status == d.Status {
			continue
		}
		empty := func(x *MatrixCell) bool { return len(x.Institutions) == 0 }
		if !empty(c) && !empty(d) && (c.Status == Thin) == (d.Status == Thin) {
			continue // several before and after: the pairs say what became of them
		}
		area, phase, field := before.names(c)
		out = append(out, Moved{before.Ref(i), say("cell.name", area, phase, field).Text(lang), say("gap.status", string(c.Status)).Text(lang),
			say("gap.status", string(d.Status)).Text(lang), len(d.Institutions) < len(c.Institutions)})
	}
	return out
}
