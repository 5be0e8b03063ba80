package findings

import (
	"context"
	"maps"
	"slices"

	"miteinander/graph"
	"miteinander/graph/words"
)

// Comparison answers: what has changed between two states of a network? (findings.md, "Comparison over time") Ties are those of
// institutions that are in both, at level 1 or more; ties that come or go with an institution are counted apart.
//
//	new          0 before, 1 or more after
//	ended        1 or more before, 0 after
//	stronger, weaker, same
//	incomparable unknown on one side only
//	stability    |E₁ ∩ E₂| / |E₁ ∪ E₂| over the ties of institutions in both; null where there are none
type Comparison struct {
	before, after                              stands
	Entered, Left                              []*graph.Institution // by id
	New, Ended, Stronger, Weaker, Same         int
	Incomparable                               int
	WithEntered, WithLeft                      int // ties that came or went with an institution
	Stability                                  Share
	Pairs                                      []PairChange // new, ended, stronger, weaker, by this order, then by ids
	MeasuresNew, MeasuresDone, MeasuresDropped []*graph.Measure
}

// PairChange is one pair whose level is another one.
type PairChange struct {
	A, B     *graph.Institution
	From, To graph.Level
	Kind     string // new, ended, stronger, weaker
}

var changeKinds = []string{"new", "ended", "stronger", "weaker"}

// Compare compares two states of the same network, each with its own date; the filters should be the same otherwise.
func Compare(ctx context.Context, before, after *Basis, p Params) (*Comparison, error) {
	c := &Comparison{}
	var err error
	if c.before, err = before.stands(ctx, p); err != nil {
		return nil, err
	}
	if c.after, err = after.stands(ctx, p); err != nil {
		return nil, err
	}
	for _, i := range after.sel.Institutions() {
		if _, ok := before.sel.InstitutionIndex(i.ID); !ok {
			c.Entered = append(c.Entered, i)
		}
	}
	for _, i := range before.sel.Institutions() {
		if _, ok := after.sel.InstitutionIndex(i.ID); !ok {
			c.Left = append(c.Left, i)
		}
	}
	c.comparePairs(before, after)
	c.compareMeasures(before.snap, after.snap)
	return c, nil
}

func (c *Comparison) comparePairs(before, after *Basis) {
	pairs := map[[2]graph.ID]bool{}
	for _, b := range []*Basis{before, after} {
		for _, p := range b.pairs {
			pairs[[2]graph.ID{b.Institution(p.A).ID, b.Institution(p.B).ID}] = true
		}
	}
	level := func(b *Basis, k [2]graph.ID) (graph.Level, bool) {
		i, okI := b.sel.InstitutionIndex(k[0])
		j, okJ := b.sel.InstitutionIndex(k[1])
		if !okI || !okJ {
			return graph.LevelUnknown, false
		}
		return b.Level(i, j), true
	}
	var common, all int
	keys := slices.SortedFunc(maps.Keys(pairs), func(x, y [2]graph.ID) int { return slices.Compare(x[:], y[:]) })
	for _, k := range keys {
		from, was := level(before, k)
		to, is := level(after, k)
		switch {
		case !was && is:
			if to >= 1 {
				c.WithEntered++
			}
			continue
		case was && !is:
			if from >= 1 {
				c.WithLeft++
			}
			continue
		case !was:
			continue
		}
		if from >= 1 || to >= 1 {
			all++
		}
		if from >= 1 && to >= 1 {
			common++
		}
		kind := ""
		switch {
		case !from.Known() && !to.Known():
		case from.Known() != to.Known():
			c.Incomparable++
		case from == to && from >= 1:
			c.Same++
		case from == to:
		case from == 0:
			kind, c.New = "new", c.New+1
		case to == 0:
			kind, c.Ended = "ended", c.Ended+1
		case to > from:
			kind, c.Stronger = "stronger", c.Stronger+1
		default:
			kind, c.Weaker = "weaker", c.Weaker+1
		}
		if kind == "" {
			continue
		}
		i, _ := after.sel.InstitutionIndex(k[0])
		j, _ := after.sel.InstitutionIndex(k[1])
		c.Pairs = append(c.Pairs, PairChange{after.Institution(i), after.Institution(j), from, to, kind})
	}
	slices.SortStableFunc(c.Pairs, func(x, y PairChange) int {
		return slices.Index(changeKinds, x.Kind) - slices.Index(changeKinds, y.Kind)
	})
	c.Stability = shareOf("stability", float64(common), float64(common), float64(all))
}

func (c *Comparison) compareMeasures(before, after *graph.Snapshot) {
	for m := range graph.Records[*graph.Measure](after, graph.KindMeasure) {
		old := graph.Find[*graph.Measure](before, graph.KindMeasure, m.ID)
		switch {
		case m.State == "done" && (old == nil || old.State != "done"):
			c.MeasuresDone = append(c.MeasuresDone, m)
		case m.State == "dropped" && (old == nil || old.State != "dropped"):
			c.MeasuresDropped = append(c.MeasuresDropped, m)
		case old == nil && OpenMeasure(m):
			c.MeasuresNew = append(c.MeasuresNew, m)
		}
	}
}

// Before and After are how the network stood and stands.
func (c *Comparison) Before() Standing { return c.before.Standing }

// After is how it stands.
func (c *Comparison) After() Standing { return c.after.Standing }

// ComparisonView is a page in one language.
type ComparisonView struct {
	Sentences   []string       `json:"sentences" nullable:"false"`
	Standing    []StandingRow  `json:"standing" nullable:"false"`
	Entered     []string       `json:"entered" nullable:"false"`
	Left        []string       `json:"left" nullable:"false"`
	Pairs       []PairMoveView `json:"pairs" nullable:"false"`
	Transitions []Moved        `json:"transitions" nullable:"false"`
	Cells       []Moved        `json:"cells" nullable:"false"`
	New         []string       `json:"measures_new" nullable:"false"`
	Done        []string       `json:"measures_done" nullable:"false"`
	Dropped     []string       `json:"measures_dropped" nullable:"false"`
}

// PairMoveView is one pair whose level is another one.
type PairMoveView struct {
	A    string `json:"a"`
	B    string `json:"b"`
	Kind string `json:"kind" enum:"new,ended,stronger,weaker"`
	Word string `json:"word"`
	From string `json:"from"`
	To   string `json:"to"`
}

// View writes it.
func (c *Comparison) View(lang string) ComparisonView {
	labels := func(in []*graph.Institution) []string {
		out := list(in, (*graph.Institution).Label)
		words.SortBy(lang, out, func(s string) string { return s })
		return out
	}
	titles := func(in []*graph.Measure) []string { return list(in, func(m *graph.Measure) string { return m.Title }) }
	level := func(l graph.Level) string { return say("level", l.String()).Text(lang) }
	v := ComparisonView{Standing: standingRows(lang, c.before.Standing, c.after.Standing), Entered: labels(c.Entered), Left: labels(c.Left),
		Pairs: list(c.Pairs, func(p PairChange) PairMoveView {
			return PairMoveView{p.A.Label(), p.B.Label(), p.Kind, say("comparison.kind", p.Kind).Text(lang), level(p.From), level(p.To)}
		}), Transitions: movedLinks(lang, c.before.moves, c.after.moves), Cells: movedCells(lang, c.before.gaps, c.after.gaps),
		New: titles(c.MeasuresNew), Done: titles(c.MeasuresDone), Dropped: titles(c.MeasuresDropped)}
	says := []Sentence{say("comparison.institutions", len(c.Entered), len(c.Left)),
		say("comparison.ties", c.New, c.Stronger, c.Weaker, c.Ended, c.WithEntered, c.WithLeft)}
	if c.Incomparable > 0 {
		says = append(says, say("comparison.incomparable", c.Incomparable))
	}
	if c.Stability.Den > 0 {
		says = append(says, say("comparison.stability", c.Stability.Num, c.Stability.Den, c.Stability))
	}
	v.Sentences = list(says, func(s Sentence) string { return s.Text(lang) })
	return v
}
