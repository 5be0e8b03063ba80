package chapters

import (
	"context"
	"sync"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
)

// Source is what a report is made of.
type Source struct {
	Selection *graph.Selection // of the network as it is, not of an edition
	Params    findings.Params
	Drawer    diagram.Drawer
	Lang      string
	Today     graph.Date
	Version   string // of the program
	// Since gives the network as it was on a day, with the day of the state that it found: the oldest one where the day is before
	// all of them. nil where there is no history.
	Since func(ctx context.Context, day graph.Date) (*graph.Snapshot, graph.Date, error)
}

// Material is an edition of a selection with the answers that chapters share, each asked once. It is safe for concurrent use.
type Material struct {
	Source
	sel     *graph.Selection // of the edition
	basis   *findings.Basis
	public  bool
	noNames bool
	mu      sync.Mutex
	answers map[string]findings.Answer
	plan    *findings.PlanView
	swap    *Swapper // nil = with names
}

// Gather prepares what every chapter needs.
func Gather(ctx context.Context, src Source, public, noNames bool) (*Material, error) {
	snap, err := Edition(src.Selection.Snapshot(), public, noNames, src.Lang)
	if err != nil {
		return nil, err
	}
	m := &Material{Source: src, sel: snap.Select(src.Selection.Filter()), public: public, noNames: noNames, answers: map[string]findings.Answer{}}
	if noNames {
		m.swap = NewSwapper(src.Selection.Snapshot(), src.Lang)
	}
	m.basis, err = findings.NewBasis(ctx, m.sel)
	return m, err
}

// nameTexts are the planner's own words without names.
func (m *Material) nameTexts(s string) string {
	if m.swap == nil {
		return s
	}
	return m.swap.Text(s)
}

// ask gives the answer to a question.
func ask[A findings.Answer](ctx context.Context, m *Material, name string) (A, error) {
	var none A
	m.mu.Lock()
	kept, ok := m.answers[name]
	m.mu.Unlock()
	if ok {
		return kept.(A), nil
	}
	q, ok := findings.Find(name)
	if !ok {
		return none, graph.Errorf(graph.Internal, "errors.findings.question", name)
	}
	a, err := q.Ask(ctx, m.basis, m.Params)
	if err != nil {
		return none, err
	}
	m.mu.Lock()
	m.answers[name] = a
	m.mu.Unlock()
	return a.(A), nil
}

func (m *Material) side(ctx context.Context) (*findings.SideBySide, error) {
	return ask[*findings.SideBySide](ctx, m, "side-by-side")
}

// planned is the plan after § 80, whose sentences and tables several chapters take.
func (m *Material) planned(ctx context.Context) (*findings.PlanView, error) {
	m.mu.Lock()
	kept := m.plan
	m.mu.Unlock()
	if kept != nil {
		return kept, nil
	}
	var p findings.PlanParts
	var err error
	if p.Side, err = m.side(ctx); err != nil {
		return nil, err
	}
	if p.Transitions, err = ask[*findings.Transitions](ctx, m, "transitions"); err != nil {
		return nil, err
	}
	if p.Gaps, err = ask[*findings.Gaps](ctx, m, "gaps"); err != nil {
		return nil, err
	}
	if p.Access, err = ask[*findings.Access](ctx, m, "access"); err != nil {
		return nil, err
	}
	if p.Participated, err = ask[*findings.Participation](ctx, m, "participation"); err != nil {
		return nil, err
	}
	v := findings.Plan(m.Lang, p)
	m.mu.Lock()
	m.plan = &v
	m.mu.Unlock()
	return &v, nil
}

// draw makes the sheets of a picture on the positions that the network keeps.
func (m *Material) draw(ctx context.Context, sel *graph.Selection, r diagram.Request) ([]diagram.Sheet, error) {
	r.Lang, r.NoNames, r.Version, r.Date = m.Lang, m.noNames, m.Version, sel.Date()
	if r.Arrangement == "" {
		r.Arrangement = diagram.Netz
	}
	if r.Keeps() {
		r.Layout = diagram.KeptLayout(m.Selection.Snapshot(), r, sel.Filter())
	}
	sheets, _, err := diagram.Draw(ctx, sel, m.Drawer, r)
	return sheets, err
}
