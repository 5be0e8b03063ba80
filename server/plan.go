package server

import (
	"context"

	"miteinander/graph/diagram"
	"miteinander/graph/findings"
)

type planIn struct{ PlanningQuery }

// planDraft is what a plan after § 80 SGB VIII asks for, as sentences and tables to print.
func (s *Server) planDraft(ctx context.Context, v view, in *planIn) (findings.PlanView, error) {
	var out findings.PlanView
	side, err := s.sideBySide(ctx, v, "side-by-side")
	if err != nil {
		return out, err
	}
	parts := findings.PlanParts{Side: side}
	if parts.Transitions, err = askAs[*findings.Transitions](ctx, s, v, "transitions", in.PlanningQuery); err != nil {
		return out, err
	}
	if parts.Gaps, err = askAs[*findings.Gaps](ctx, s, v, "gaps", in.PlanningQuery); err != nil {
		return out, err
	}
	if parts.Access, err = askAs[*findings.Access](ctx, s, v, "access", in.PlanningQuery); err != nil {
		return out, err
	}
	if parts.Participated, err = askAs[*findings.Participation](ctx, s, v, "participation", in.PlanningQuery); err != nil {
		return out, err
	}
	p, err := s.prepare(ctx, v)
	if err != nil {
		return out, err
	}
	out = findings.Plan(v.lang, parts)
	out.Selection = diagram.SelectionText(p.sel, v.lang)
	return out, nil
}

// planFile is the same as a workbook.
func (s *Server) planFile(ctx context.Context, v view, in *planIn) (*file, error) {
	p, err := s.planDraft(ctx, v, in)
	if err != nil {
		return nil, err
	}
	return xlsxFile(say(v.lang, "server.file.plan"), p.Tables())
}

type participationIn struct {
	SelectionQuery
	Limit  int `query:"limit" minimum:"0" maximum:"5000" default:"200" doc:"Rows on this page; 0 = all"`
	Cursor int `query:"cursor" minimum:"0" doc:"Rows to skip"`
}

// participation is where children and parents have a say, and what they said.
func (s *Server) participation(ctx context.Context, v view, in *participationIn) (findings.ParticipationView, error) {
	a, err := s.ask(ctx, v, "participation", findings.Params{})
	if err != nil {
		return findings.ParticipationView{}, err
	}
	return a.(*findings.Participation).View(v.lang, in.Cursor, in.Limit), nil
}
