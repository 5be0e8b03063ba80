package server

import (
	"context"
	"slices"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// PlanningQuery is the selection with the options of what planners ask; exported for reflection alone.
type PlanningQuery struct {
	SelectionQuery
	Indicator string `query:"indicator" maxLength:"200" doc:"Weight by this Kennzahl instead of all children"`
	Checklist bool   `query:"checklist" doc:"Transitions: half of the checklist also carries a hand-over"`
}

func (q PlanningQuery) params() findings.Params {
	return findings.Params{Indicator: q.Indicator, Checklist: q.Checklist}
}

// known refuses a Kennzahl that the network does not have or that cannot weigh.
func (q PlanningQuery) known(v view) error { return findings.CheckIndicator(v.snapshot, q.Indicator) }

// askAs is ask with the type of the question's answer.
func askAs[A findings.Answer](ctx context.Context, s *Server, v view, name string, q PlanningQuery) (A, error) {
	var none A
	if err := q.known(v); err != nil {
		return none, err
	}
	a, err := s.ask(ctx, v, name, q.params())
	if err != nil {
		return none, err
	}
	return a.(A), nil
}

type transitionsIn struct {
	PlanningQuery
	Pairs int `query:"pairs" minimum:"0" maximum:"500" default:"12" doc:"How many pairs of each transition; all of them on its card"`
}

func (s *Server) transitions(ctx context.Context, v view, in *transitionsIn) (findings.TransitionsView, error) {
	t, err := askAs[*findings.Transitions](ctx, s, v, "transitions", in.PlanningQuery)
	if err != nil {
		return findings.TransitionsView{}, err
	}
	return t.View(v.lang, in.Pairs), nil
}

type gapsIn struct {
	PlanningQuery
	Level   string `query:"level" enum:"areas,parents,network" default:"areas" doc:"Rows: areas, one for each parent area, or one for the network"`
	ByGroup bool   `query:"by_group" doc:"Also the rates of each target group"`
}

func (s *Server) gaps(ctx context.Context, v view, in *gapsIn) (findings.GapsView, error) {
	g, err := askAs[*findings.Gaps](ctx, s, v, "gaps", in.PlanningQuery)
	if err != nil {
		return findings.GapsView{}, err
	}
	a, err := askAs[*findings.Access](ctx, s, v, "access", in.PlanningQuery)
	if err != nil {
		return findings.GapsView{}, err
	}
	out := g.View(v.lang, a, findings.Reading(in.Level))
	if in.ByGroup {
		out.Groups, err = s.byGroup(ctx, v, "gaps", in.PlanningQuery)
	}
	return out, err
}

type accessIn struct {
	PlanningQuery
	ByGroup bool `query:"by_group" doc:"Also the rates of each target group"`
	Limit   int  `query:"limit" minimum:"0" maximum:"5000" default:"200" doc:"Offers on this page; 0 = all"`
	Cursor  int  `query:"cursor" minimum:"0" doc:"Offers to skip"`
}

func (s *Server) accessPage(ctx context.Context, v view, in *accessIn) (findings.AccessView, error) {
	a, err := askAs[*findings.Access](ctx, s, v, "access", in.PlanningQuery)
	if err != nil {
		return findings.AccessView{}, err
	}
	out := a.View(v.lang, in.Cursor, in.Limit)
	if in.ByGroup {
		out.Groups, err = s.byGroup(ctx, v, "access", in.PlanningQuery)
	}
	return out, err
}

// byGroup asks once for each target group of the selection: what is there for everyone or for this group.
func (s *Server) byGroup(ctx context.Context, v view, name string, q PlanningQuery) ([]findings.GroupView, error) {
	out := []findings.GroupView{}
	for g := range graph.Records[*graph.Entry](v.snapshot, graph.KindGroup) {
		if len(v.filter.Groups) > 0 && !slices.Contains(v.filter.Groups, g.ID) {
			continue
		}
		one := v
		one.filter.Groups = []graph.ID{g.ID}
		a, err := s.ask(ctx, one, name, q.params())
		if err != nil {
			return nil, err
		}
		out = append(out, findings.RatesFor(v.lang, findings.Named{ID: g.ID, Label: g.Name}, a))
	}
	return out, nil
}

type dependenciesIn struct{ PlanningQuery }

func (s *Server) dependencies(ctx context.Context, v view, in *dependenciesIn) (findings.DependenciesView, error) {
	d, err := askAs[*findings.Dependencies](ctx, s, v, "dependencies", in.PlanningQuery)
	if err != nil {
		return findings.DependenciesView{}, err
	}
	return d.View(v.lang), nil
}

type clarifyIn struct {
	PlanningQuery
	Limit  int `query:"limit" minimum:"0" maximum:"5000" default:"200" doc:"Institutions on this page; 0 = all"`
	Cursor int `query:"cursor" minimum:"0" doc:"Institutions to skip"`
}

func (s *Server) clarify(ctx context.Context, v view, in *clarifyIn) (findings.ClarifyView, error) {
	c, err := askAs[*findings.Clarify](ctx, s, v, "clarify", in.PlanningQuery)
	if err != nil {
		return findings.ClarifyView{}, err
	}
	return c.View(v.lang, in.Cursor, in.Limit), nil
}

type sheetIn struct {
	PlanningQuery
	ID  graph.ID `path:"id" doc:"Institution"`
	All bool     `query:"all" doc:"Also the partners whose level is known"`
}

// questionSheet is what one institution is asked: partners × level.
func (s *Server) questionSheet(ctx context.Context, v view, in *sheetIn) (findings.SheetView, error) {
	c, err := askAs[*findings.Clarify](ctx, s, v, "clarify", in.PlanningQuery)
	if err != nil {
		return findings.SheetView{}, err
	}
	sheet, ok := c.Sheet(v.lang, in.ID, in.All)
	if !ok {
		return findings.SheetView{}, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	return sheet, nil
}
