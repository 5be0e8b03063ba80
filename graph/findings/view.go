package findings

import (
	"miteinander/graph"
	"miteinander/graph/words"
)

// Said is a sentence with its text, for a page in one language.
type Said struct {
	Text string `json:"text"`
	Key  string `json:"key"`
	Args []any  `json:"args,omitempty"`
}

// In says the sentence in a language. Arguments that are sentences themselves become text.
func (s Sentence) In(lang string) Said {
	out := Said{Text: s.Text(lang), Key: s.Key}
	for _, a := range s.Args {
		switch v := a.(type) {
		case words.Texter:
			a = v.Text(lang)
		case graph.Date:
			a = v.String()
		}
		out.Args = append(out.Args, a)
	}
	return out
}

// PairView is one pair on a page.
type PairView struct {
	Ref    Ref    `json:"ref"`
	ALabel string `json:"a_label"`
	BLabel string `json:"b_label"`
	pairJSON
	Cells    []CellView    `json:"cells"`
	Sentence string        `json:"sentence"`
	Evidence []string      `json:"evidence"`
	Measures []MeasureView `json:"measures"`
}

// CellView is a cell by ids.
type CellView struct {
	Area  graph.ID `json:"area"`
	Phase graph.ID `json:"phase"`
	Field graph.ID `json:"field,omitempty"`
}

// Named is an institution as pages list it.
type Named struct {
	ID    graph.ID `json:"id"`
	Label string   `json:"label"`
}

// RoundView is one round on a page.
type RoundView struct {
	Ref Ref `json:"ref"`
	roundJSON
	Area         graph.ID      `json:"area"`
	Phase        graph.ID      `json:"phase"`
	Field        graph.ID      `json:"field,omitempty"`
	Institutions []Named       `json:"institutions"`
	Sentence     string        `json:"sentence"`
	Measures     []MeasureView `json:"measures"`
}

// SideBySideView is one page: the contract with sentences, labels and evidence for the pairs from offset on.
type SideBySideView struct {
	Headline      Said               `json:"headline"`
	Counts        Counts             `json:"counts"`
	Rate          *float64           `json:"together_rate"`
	Bounds        []float64          `json:"bounds"`
	Parts         Parts              `json:"together_rate_parts"`
	Agreed        agreedJSON         `json:"agreed"`
	Internal      int                `json:"internal"`
	Pairs         []PairView         `json:"pairs"`
	PairsTotal    int                `json:"pairs_total"`
	Rounds        []RoundView        `json:"rounds"`
	RoundsTotal   int                `json:"rounds_total"`
	SameKind      []PairView         `json:"same_kind_pairs"`
	WithoutPlace  []graph.ID         `json:"without_place"`
	Uncounted     []string           `json:"without_children"`
	Notes         []string           `json:"notes"`
	Sectors       map[string]*Counts `json:"sectors,omitempty"`
	WithoutSector []graph.ID         `json:"without_sector,omitempty"`
}

func (b *Basis) cellView(c Cell) CellView {
	v := CellView{Area: b.snap.Leaves()[c.Area].ID, Phase: b.snap.Phases()[c.Phase].ID}
	if c.Field >= 0 {
		v.Field = b.fields[c.Field].ID
	}
	return v
}

// PairView makes one pair for a page or a card.
func (a *SideBySide) PairView(lang string, p Pair) PairView {
	return a.pairView(lang, a.b.attached(lang), p)
}

func (a *SideBySide) pairView(lang string, at *attached, p Pair) PairView {
	cells := a.grid.shared(p.A, p.B)
	f := a.pairFinding(p, cells)
	return PairView{Ref: f.Ref, ALabel: a.b.Institution(p.A).Label(), BLabel: a.b.Institution(p.B).Label(), pairJSON: a.pairJSON(p),
		Cells: list(cells, func(c int32) CellView { return a.b.cellView(a.grid.cell(c)) }), Sentence: f.Says.Text(lang), Evidence: list(f.Evidence, graph.Key.String), Measures: at.of(f.Ref)}
}

// RoundView makes one round for a page.
func (a *SideBySide) RoundView(lang string, r Round) RoundView {
	return a.roundView(lang, a.b.attached(lang), r)
}

func (a *SideBySide) roundView(lang string, at *attached, r Round) RoundView {
	c := a.b.cellView(r.Cell)
	return RoundView{Ref: a.RoundRef(r), roundJSON: a.roundJSON(r), Area: c.Area, Phase: c.Phase, Field: c.Field,
		Institutions: list(r.Institutions, func(i int32) Named { return Named{a.b.Institution(i).ID, a.b.Institution(i).Label()} }),
		Sentence:     a.RoundSays(r).Text(lang), Measures: at.of(a.RoundRef(r))}
}

// View is the page of pairs [offset, offset+limit) in a language, and the first rounds; limit 0 and rounds 0 mean all. Same-kind pairs
// come up to the limit too.
func (a *SideBySide) View(lang string, offset, limit, rounds int) SideBySideView {
	if rounds <= 0 || rounds > len(a.Rounds) {
		rounds = len(a.Rounds)
	}
	page := func(r *rows, offset int) []row {
		offset = min(max(offset, 0), r.count)
		end := r.count
		if limit > 0 {
			end = min(end, offset+limit)
		}
		return r.upTo(end)[offset:]
	}
	at := a.b.attached(lang)
	view := func(r row) PairView { return a.pairView(lang, at, a.pair(r)) }
	c := a.totals()
	return SideBySideView{Headline: a.Headline().In(lang), Counts: a.Counts, Rate: c.Rate, Bounds: c.Bounds, Parts: c.Parts, Agreed: c.Agreed,
		Internal: a.Internal, Pairs: list(page(a.pairs, offset), view), PairsTotal: a.pairs.count,
		Rounds: list(a.Rounds[:rounds], func(r Round) RoundView { return a.roundView(lang, at, r) }), RoundsTotal: len(a.Rounds),
		SameKind: list(page(a.sameKind, 0), view), WithoutPlace: c.WithoutPlace, Uncounted: c.Uncounted,
		Notes: list(a.Notes(), func(s Sentence) string { return s.Text(lang) }), Sectors: c.Sectors, WithoutSector: c.WithoutSector}
}
