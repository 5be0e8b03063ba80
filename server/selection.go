package server

import (
	"context"
	"fmt"
	"sync"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// SelectionQuery is the selection, the same on every derived route. It is read by graph.ParseFilter; these fields document it.
type SelectionQuery struct {
	Network             graph.NetworkID `path:"n"`
	Date                string          `query:"date" doc:"YYYY-MM-DD; else the network's Stand, else today"`
	Areas               string          `query:"areas" doc:"Ids, separated by commas"`
	Phases              string          `query:"phases"`
	Fields              string          `query:"fields"`
	Groups              string          `query:"groups"`
	Kinds               string          `query:"kinds"`
	Sectors             string          `query:"sectors"`
	ProviderKinds       string          `query:"provider_kinds"`
	MinLevel            string          `query:"min_level" doc:"0 to 4"`
	WithoutCoordination string          `query:"without_coordination" doc:"1: without the coordination office"`
	Lang                string          `query:"lang" enum:"de,en" doc:"Else Accept-Language, else German"`
}

// prepared is a selection with what the questions share, computed once per revision and filter.
type prepared struct {
	sel *graph.Selection

	once  sync.Once
	basis *findings.Basis
	err   error
}

// prepare gives the selection of a view out of the memo.
func (s *Server) prepare(ctx context.Context, v view) (*prepared, error) {
	key := "selection " + v.key()
	p, err := s.scenes.get(ctx, v.content(), key, func(context.Context) (any, int64, error) {
		sel := v.snapshot.Select(v.filter)
		return &prepared{sel: sel}, 4096 + 512*int64(len(sel.Institutions())+len(sel.Offers())+len(sel.Cooperations())), nil
	})
	if err != nil {
		return nil, err
	}
	return p.(*prepared), nil
}

// key names network, revision and filter.
func (v view) key() string {
	h := v.snapshot.Content()
	return fmt.Sprintf("%q %d %d %d %q", h.ID, h.Revision, h.Rewrites, h.At.UnixNano(), v.filter.Key())
}

// base is the basis of the findings. It is not bound to the request that happens to ask first.
func (p *prepared) base(ctx context.Context) (*findings.Basis, error) {
	p.once.Do(func() { p.basis, p.err = findings.NewBasis(context.WithoutCancel(ctx), p.sel) })
	return p.basis, p.err
}

// ask gives the answer to a question out of the memo.
func (s *Server) ask(ctx context.Context, v view, name string, params findings.Params) (findings.Answer, error) {
	q, ok := findings.Find(name)
	if !ok || q.Hyphened() != name {
		return nil, graph.Errorf(graph.NotFound, "errors.findings.question", name)
	}
	a, err := s.scenes.get(ctx, v.content(), fmt.Sprintf("answer %s %+v %s", name, params, v.key()), func(ctx context.Context) (any, int64, error) {
		p, err := s.prepare(ctx, v)
		if err != nil {
			return nil, 0, err
		}
		b, err := p.base(ctx)
		if err != nil {
			return nil, 0, err
		}
		a, err := q.Ask(ctx, b, params)
		if err != nil {
			return nil, 0, err
		}
		if held, ok := a.(interface{ Bytes() int64 }); ok {
			return a, 8192 + held.Bytes(), nil
		}
		return a, 8192 + 512*int64(a.Len()), nil
	})
	if err != nil {
		return nil, err
	}
	return a.(findings.Answer), nil
}

func (s *Server) sideBySide(ctx context.Context, v view, name string) (*findings.SideBySide, error) {
	a, err := s.ask(ctx, v, name, findings.Params{})
	if err != nil {
		return nil, err
	}
	return a.(*findings.SideBySide), nil
}
