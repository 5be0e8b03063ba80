package server

import (
	"context"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// FindingsIn are the options of every question; exported for reflection alone.
type FindingsIn struct {
	PlanningQuery
	Question          string `path:"question" doc:"side-by-side, across-sectors; of a table any question"`
	SameProvider      bool   `query:"same_provider" doc:"Pairs of one Träger count as internal"`
	WithoutEverywhere bool   `query:"without_everywhere" doc:"Without what is offered everywhere"`
	SameKind          bool   `query:"same_kind" doc:"Pairs of regular institutions of one kind count like others"`
	Limit             int    `query:"limit" minimum:"0" maximum:"5000" default:"200" doc:"Pairs on this page; 0 = all"`
	Cursor            int    `query:"cursor" minimum:"0" doc:"Pairs to skip"`
	Rounds            int    `query:"rounds" minimum:"0" maximum:"100000" default:"50" doc:"Rounds on this page; 0 = all"`
}

// all are the parameters of every question.
func (in *FindingsIn) all() findings.Params {
	p := in.params()
	p.SameProvider, p.WithoutEverywhere, p.SameKind = in.SameProvider, in.WithoutEverywhere, in.SameKind
	return p
}

func (s *Server) findings(ctx context.Context, v view, in *FindingsIn) (findings.SideBySideView, error) {
	a, err := s.ask(ctx, v, in.Question, in.all())
	if err != nil {
		return findings.SideBySideView{}, err
	}
	pairs, ok := a.(*findings.SideBySide)
	if !ok {
		return findings.SideBySideView{}, graph.Errorf(graph.NotFound, "errors.findings.question", in.Question)
	}
	return pairs.View(v.lang, in.Cursor, in.Limit, in.Rounds), nil
}

// table is any answer as rows and columns: what a screen reader, a spreadsheet and a printer get.
func (s *Server) table(ctx context.Context, v view, in *FindingsIn) (findings.Page, error) {
	if err := in.known(v); err != nil {
		return findings.Page{}, err
	}
	a, err := s.ask(ctx, v, in.Question, in.all())
	if err != nil {
		return findings.Page{}, err
	}
	return findings.PageOf(v.lang, a, in.Cursor, in.Limit), nil
}

// contract is what the command line prints: the contract of the numbers, unrounded, for scripts.
func (s *Server) contract(ctx context.Context, v view, in *FindingsIn) (*file, error) {
	if err := in.known(v); err != nil {
		return nil, err
	}
	p, err := s.prepare(ctx, v)
	if err != nil {
		return nil, err
	}
	b, err := findings.JSON(ctx, p.sel, []string{in.Question}, in.all())
	if err != nil {
		return nil, err
	}
	return &file{contentType: "application/json", body: b}, nil
}
