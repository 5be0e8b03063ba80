package findings

import (
	"slices"

	"miteinander/graph"
)

// LevelView is what is known of two institutions of a cell.
type LevelView struct {
	Ref       string `json:"ref" doc:"pair/a~b: its card"`
	A         Named  `json:"a"`
	B         Named  `json:"b"`
	Level     *int   `json:"level" doc:"null: not known"`
	LevelWord string `json:"level_word"`
	State     Status `json:"state" enum:"together,side_by_side,unclear"`
	Word      string `json:"word"`
	Says      string `json:"says" doc:"The level, who said so and when"`
}

// CardView is one finding opened into its evidence. Exactly one of the parts that belong to a question is there.
type CardView struct {
	Ref        Ref             `json:"ref"`
	Question   string          `json:"question"`
	Asks       string          `json:"asks" doc:"The question in words"`
	Title      string          `json:"title"`
	Status     Status          `json:"status"`
	Word       string          `json:"word"`
	Sentence   string          `json:"sentence"`
	Next       string          `json:"next,omitempty"`
	Transition *LinkView       `json:"transition,omitempty"`
	Cell       *GapCellView    `json:"cell,omitempty"`
	Access     *AccessCellView `json:"access,omitempty"`
	Hurdle     *HurdleView     `json:"hurdle,omitempty"`
	Dependency *DependencyView `json:"dependency,omitempty"`
	Sheet      *SheetView      `json:"sheet,omitempty"`
	Levels     []LevelView     `json:"levels" nullable:"false" doc:"Of a cell: the first pairs of its institutions, those not together first"`
	LevelTotal int             `json:"levels_total"`
	Measures   []MeasureView   `json:"measures" nullable:"false"`
	Feedback   []FeedbackView  `json:"feedback" nullable:"false"`
}

// mostLevels caps the pairs on the card of a cell.
const mostLevels = 60

// card is what all cards have.
func card(b *Basis, lang string, f Finding) CardView {
	at := b.attached(lang)
	q, _ := f.Ref.Question()
	return CardView{Ref: f.Ref, Question: q.Hyphened(), Asks: say("question." + q.Name).Text(lang), Status: f.Status, Word: f.Word(lang), Sentence: f.Says.Text(lang),
		Levels: []LevelView{}, Measures: at.of(f.Ref), Feedback: at.said(f.Ref)}
}

// Card opens one transition.
func (t *Transitions) Card(lang string, r Ref) (CardView, bool) {
	for i := range t.Links {
		if t.Ref(i) == r {
			v := card(t.b, lang, t.Finding(i))
			l := t.LinkView(lang, i, mostCrossings)
			v.Transition, v.Word, v.Next = &l, l.Word, l.Next
			v.Title = say("transition.name", l.Name, l.AreaName).Text(lang)
			return v, true
		}
	}
	return CardView{}, false
}

// MatrixCard opens one cell of the gap matrix or of its access layer, with both layers; the answers are of one selection.
func MatrixCard(lang string, g *Gaps, a *Access, r Ref) (CardView, bool) {
	for i := range g.Cells {
		if g.Ref(i) != r && a.Ref(i) != r {
			continue
		}
		f := g.Finding(i)
		if a.Ref(i) == r {
			f = a.Finding(i)
		}
		v := card(g.b, lang, f)
		at := g.b.attached(lang)
		cell, access := g.cellView(lang, at, a, i), a.cellView(lang, at, i, true)
		cell.Institutions = g.b.firstNamed(g.Cells[i].Institutions, mostCrossings)
		v.Cell, v.Access, v.Next = &cell, &access, cell.Next
		area, phase, field := g.names(&g.Cells[i])
		v.Title = say("cell.name", area, phase, field).Text(lang)
		v.Levels, v.LevelTotal = g.b.levelViews(lang, g.Cells[i].Institutions)
		return v, true
	}
	return CardView{}, false
}

// levelViews are the first pairs of some institutions: not yet together, unclear, together.
func (b *Basis) levelViews(lang string, in []int32) ([]LevelView, int) {
	type pair struct {
		i, j  int32
		state Status
	}
	var groups [3][]pair
	order := []Status{SideBySideState, Unclear, Together}
	for n, i := range in {
		for _, j := range in[n+1:] {
			s := b.byLevel(b.Level(i, j))
			k := slices.Index(order, s)
			if len(groups[k]) < mostLevels {
				groups[k] = append(groups[k], pair{i, j, s})
			}
		}
	}
	all := slices.Concat(groups[0], groups[1], groups[2])
	return list(all[:min(mostLevels, len(all))], func(p pair) LevelView {
		l := b.Level(p.i, p.j)
		return LevelView{Ref: "pair/" + string(b.Institution(p.i).ID) + "~" + string(b.Institution(p.j).ID), A: b.named(p.i), B: b.named(p.j), Level: levelOrNull(l),
			LevelWord: say("level", l.String()).Text(lang), State: p.state, Word: say("pair.state", string(p.state)).Text(lang),
			Says: sentences(b.levelSays(b.Pair(p.i, p.j))).Text(lang)}
	}), len(in) * (len(in) - 1) / 2
}

// HurdleCard opens one hurdle: "access/hurdle/antrag".
func (a *Access) HurdleCard(lang string, id graph.ID) (CardView, bool) {
	v := AccessView{}
	a.findHurdles(lang, a.b.attached(lang), &v)
	for _, h := range v.Hurdles {
		if h.Hurdle == id {
			out := card(a.b, lang, Finding{Ref: h.Ref, Status: "hurdle"})
			out.Hurdle, out.Title, out.Sentence, out.Word = &h, h.Label, h.Sentence, say("hurdle_word").Text(lang)
			return out, true
		}
	}
	return CardView{}, false
}

// Card opens one dependency.
func (d *Dependencies) Card(lang string, r Ref) (CardView, bool) {
	for i := range d.Len() {
		if f := d.Finding(i); f.Ref == r {
			v := card(d.b, lang, f)
			row := d.rowView(lang, d.b.attached(lang), i)
			v.Dependency, v.Title = &row, row.Label
			return v, true
		}
	}
	return CardView{}, false
}

// Card opens one institution of the list into its question sheet.
func (c *Clarify) Card(lang string, r Ref) (CardView, bool) {
	for i := range c.Rows {
		if c.Ref(i) == r {
			v := card(c.b, lang, c.Finding(i))
			s, _ := c.Sheet(lang, c.b.Institution(c.Rows[i].Institution).ID, false)
			v.Sheet, v.Title = &s, s.Institution.Label
			return v, true
		}
	}
	return CardView{}, false
}
