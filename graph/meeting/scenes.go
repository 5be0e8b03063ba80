package meeting

import (
	"context"
	"slices"
	"strconv"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
)

// The slides that the program makes from the findings by itself, in the order in which they are asked for.
const (
	SceneStanding     = "standing"     // where we stand: who is there, who works with whom
	SceneRounds       = "rounds"       // miteinander and nebeneinander: areas and phases with their pairs
	SceneTransitions  = "transitions"  // which transitions carry
	SceneGaps         = "gaps"         // where an offer is missing
	SceneRound        = "round"        // one round in which not all have coordinated
	SceneClarify      = "clarify"      // whom to ask first
	SceneDependencies = "dependencies" // what hangs on a single institution, tie or person
)

// scene is one of them: whether the data say something about it, and what.
type scene struct {
	name string
	says func(context.Context, *Maker) (bool, error)
	make func(context.Context, *Maker) (Slide, *picture, error)
}

var scenes = []scene{
	{SceneStanding, func(_ context.Context, m *Maker) (bool, error) { return len(m.sel.Institutions()) > 0, nil }, standing},
	{SceneRounds, asked("side_by_side", func(a *findings.SideBySide) bool { return a.Counts.Open() > 0 }), rounds},
	{SceneTransitions, asked("transitions", func(a *findings.Transitions) bool { return len(a.Links) > 0 }), transitions},
	{SceneGaps, asked("gaps", func(a *findings.Gaps) bool { return a.Required > 0 }), gaps},
	{SceneRound, asked("side_by_side", func(a *findings.SideBySide) bool { _, ok := firstRound(a); return ok }), round},
	{SceneClarify, asked("clarify", func(a *findings.Clarify) bool { return len(a.Rows) > 0 }), clarify},
	{SceneDependencies, asked("dependencies", func(a *findings.Dependencies) bool { return a.Len() > 0 }), dependencies},
}

// asked tells whether an answer has something to say.
func asked[A findings.Answer](question string, says func(A) bool) func(context.Context, *Maker) (bool, error) {
	return func(ctx context.Context, m *Maker) (bool, error) {
		a, err := ask[A](ctx, m, question)
		return err == nil && says(a), err
	}
}

// Scenes lists what SlideSpec.Scene may be, in the order in which the standard sequence asks for them.
func Scenes() []string {
	out := make([]string, len(scenes))
	for i, s := range scenes {
		out[i] = s.name
	}
	return out
}

func isScene(name string) bool { return slices.Contains(Scenes(), name) }

func itoa(n int) string { return strconv.Itoa(n) }

func standing(_ context.Context, m *Maker) (Slide, *picture, error) {
	tied, pairs, levels := map[int32]bool{}, 0, map[graph.Level]int{}
	for _, p := range m.sel.PairLevels() {
		if p.Level.Known() && p.Level > 0 {
			tied[p.A], tied[p.B] = true, true
			levels[p.Level]++
			pairs++
		}
	}
	n := len(m.sel.Institutions())
	s := Slide{Sentence: m.say("standing.says", n, len(m.sel.Offers()), pairs, n-len(tied))}
	for l := graph.Level(4); l > 0; l-- {
		s.Notes += m.say("standing.level", levels[l], l.String()) + "\n"
	}
	return s, &picture{m.sel, diagram.Request{View: diagram.ViewNetwork}}, nil
}

func rounds(ctx context.Context, m *Maker) (Slide, *picture, error) {
	a, err := ask[*findings.SideBySide](ctx, m, "side_by_side")
	if err != nil {
		return Slide{}, nil, err
	}
	s := Slide{Sentence: a.Headline().Text(m.lang), Notes: m.notes(a), Question: "side_by_side"}
	s.Table.Header = append(m.columns("area", "phase", "field", "institutions"), m.say("column.together"), m.say("column.side_by_side"), m.say("column.unclear"))
	s.Rows = len(a.Rounds)
	for _, r := range a.Rounds[:min(len(a.Rounds), MostRows)] {
		area, phase, field := m.basis.CellNames(r.Cell)
		s.Table.Rows = append(s.Table.Rows, []any{area, phase, field, int64(len(r.Institutions)), int64(r.Counts.Together), int64(r.Counts.SideBySide), int64(r.Counts.Unclear)})
		s.Refs = append(s.Refs, a.RoundRef(r))
	}
	return s, &picture{m.sel, diagram.Request{View: diagram.ViewRounds}}, nil
}

func transitions(ctx context.Context, m *Maker) (Slide, *picture, error) {
	a, err := ask[*findings.Transitions](ctx, m, "transitions")
	if err != nil {
		return Slide{}, nil, err
	}
	s := Slide{Sentence: a.Headline().Text(m.lang), Notes: m.notes(a), Question: "transitions"}
	m.rows(&s, a, nil, "transition", "area", "status", "senders", "receivers")
	return s, &picture{m.sel, diagram.Request{View: diagram.ViewChain}}, nil
}

func gaps(ctx context.Context, m *Maker) (Slide, *picture, error) {
	a, err := ask[*findings.Gaps](ctx, m, "gaps")
	if err != nil {
		return Slide{}, nil, err
	}
	s := Slide{Sentence: a.Headline().Text(m.lang), Notes: m.notes(a), Question: "gaps"}
	missing := func(i int) bool { return a.Cells[i].Status == findings.Gap }
	if a.Required == a.Covered {
		missing = func(i int) bool { return a.Cells[i].Target == graph.TargetRequired }
	}
	m.rows(&s, a, missing, "area", "phase", "field", "status", "children", "who")
	return s, &picture{m.sel, diagram.Request{View: diagram.ViewGaps}}, nil
}

// mostSeats is how many can sit together at one table.
const mostSeats = 12

// firstRound is the first in the order of the answer (by children) in which a pair is not together and whose institutions can sit at
// one table; of larger rounds alone the first.
func firstRound(a *findings.SideBySide) (findings.Round, bool) {
	var first *findings.Round
	for i := range a.Rounds {
		r := &a.Rounds[i]
		if r.Counts.Open() == r.Counts.Together {
			continue
		}
		if len(r.Institutions) <= mostSeats {
			return *r, true
		}
		if first == nil {
			first = r
		}
	}
	if first == nil {
		return findings.Round{}, false
	}
	return *first, true
}

func round(ctx context.Context, m *Maker) (Slide, *picture, error) {
	a, err := ask[*findings.SideBySide](ctx, m, "side_by_side")
	if err != nil {
		return Slide{}, nil, err
	}
	r, ok := firstRound(a)
	if !ok {
		return Slide{Missing: true, Sentence: m.say("round.none")}, nil, nil
	}
	return m.roundSlide(ctx, a, r)
}

// roundSlide is who sits in a round and which pairs have coordinated.
func (m *Maker) roundSlide(ctx context.Context, a *findings.SideBySide, r findings.Round) (Slide, *picture, error) {
	area, phase, field := m.basis.CellNames(r.Cell)
	s := Slide{Title: m.say("round.title", area, phase, field), Sentence: m.say("round.says", len(r.Institutions), r.Counts.Open(), r.Counts.Together, r.Counts.SideBySide, r.Counts.Unclear),
		Occasion: a.RoundRef(r), Question: "side_by_side"}
	snap := m.sel.Snapshot()
	f := m.sel.Filter()
	f.Areas, f.Phases, f.Fields = []graph.ID{snap.Leaves()[r.Cell.Area].ID}, []graph.ID{snap.Phases()[r.Cell.Phase].ID}, []graph.ID{m.basis.Fields()[r.Cell.Field].ID}
	only, err := m.within(ctx, f)
	if err != nil {
		return s, nil, err
	}
	pairs, err := ask[*findings.SideBySide](ctx, only, "side_by_side")
	if err != nil {
		return s, nil, err
	}
	only.rows(&s, pairs, nil, "a", "b", "state", "level")
	s.Notes = m.notes(pairs)
	return s, &picture{only.sel, diagram.Request{View: diagram.ViewSideBySide, Unclear: true}}, nil
}

func clarify(ctx context.Context, m *Maker) (Slide, *picture, error) {
	a, err := ask[*findings.Clarify](ctx, m, "clarify")
	if err != nil {
		return Slide{}, nil, err
	}
	s := Slide{Sentence: a.Headline().Text(m.lang), Question: "clarify"}
	m.rows(&s, a, nil, "institution", "unclear", "transitions")
	if len(a.Rows) == 0 {
		return s, nil, nil
	}
	s.Occasion = a.Ref(0)
	return s, &picture{m.sel, diagram.Request{View: diagram.ViewEgo, Focus: m.basis.Institution(a.Rows[0].Institution).Key(), Unclear: true}}, nil
}

func dependencies(ctx context.Context, m *Maker) (Slide, *picture, error) {
	a, err := ask[*findings.Dependencies](ctx, m, "dependencies")
	if err != nil {
		return Slide{}, nil, err
	}
	s := Slide{Sentence: a.Headline().Text(m.lang), Notes: m.notes(a), Question: "dependencies"}
	m.rows(&s, a, nil, "kind", "says")
	return s, &picture{m.sel, diagram.Request{View: diagram.ViewComponents}}, nil
}
