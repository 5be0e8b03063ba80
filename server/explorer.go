package server

import (
	"context"
	"fmt"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/server/account"
)

type explorerIn struct {
	SelectionQuery
	Layers  string `query:"layers" maxLength:"60" doc:"actors, offers, bodies, separated by commas"`
	NoNames bool   `query:"no_names" doc:"Kind and letter instead of names"`
	Unclear bool   `query:"unclear" doc:"Unclear ties and pairs too"`
}

// explorer is the network to move about in: every node with its place on paper.
func (s *Server) explorer(ctx context.Context, v view, in *explorerIn) (*diagram.Explorer, error) {
	p, err := s.prepare(ctx, v)
	if err != nil {
		return nil, err
	}
	if len(p.sel.Institutions()) <= diagram.BundleAbove { // the paper comes first, so that both have the same places
		if _, err := s.sheets(ctx, v, diagram.ViewNetwork, &DiagramQuery{Arrangement: diagram.Netz, Paper: "a3"}); err != nil {
			return nil, err
		}
	}
	req, since := s.explorerLayout(v, p.sel)
	req.NoNames, req.Unclear, req.Layers = in.NoNames, in.Unclear, Names(in.Layers)
	key := fmt.Sprintf("explorer %s %+v", v.key(), req)
	e, err := s.scenes.get(ctx, v.content(), key, func(ctx context.Context) (any, int64, error) {
		e, layout, err := diagram.Explore(ctx, p.sel, s.deps.Drawer, req)
		if err != nil {
			return nil, 0, err
		}
		if req.View == diagram.ViewExplorer {
			kept := req
			kept.Unclear = false // the same places
			s.remember(v, kept, layout, since)
		}
		return e, 4096 + 700*int64(len(e.Nodes)) + 400*int64(len(e.Edges)), nil
	})
	if err != nil {
		return nil, err
	}
	return e.(*diagram.Explorer), nil
}

// explorerLayout is the request whose positions an explorer keeps: those of the network on A3 where that has the institutions,
// else, where paper bundles them, its own.
func (s *Server) explorerLayout(v view, sel *graph.Selection) (diagram.Request, graph.Revision) {
	req := diagram.Request{View: diagram.ViewNetwork, Arrangement: diagram.Netz, Paper: "a3", Lang: v.lang}
	since := s.layoutFor(v, &req)
	if !diagram.Places(req.Layout, sel) {
		req.View, req.Layout = diagram.ViewExplorer, nil
		since = s.layoutFor(v, &req)
	}
	return req, since
}

type placesIn struct {
	SelectionQuery
	Key  string `header:"Idempotency-Key" maxLength:"100"`
	Body struct {
		Places map[string]diagram.Point `json:"places" minProperties:"1" maxProperties:"5000" doc:"Centres by Ref (kind/id), in points of the paper"`
	}
}

// putPlaces keeps where a person has put nodes: the next picture on paper has them there. One change, undone like any other.
func (s *Server) putPlaces(ctx context.Context, a account.Access, in *placesIn) (*writtenOut, error) {
	v, err := s.viewOf(ctx, a, wireOf(ctx).request)
	if err != nil {
		return nil, err
	}
	p, err := s.prepare(ctx, v)
	if err != nil {
		return nil, err
	}
	for ref := range in.Body.Places {
		if k, ok := graph.ParseKey(ref); !ok || !p.sel.Has(k) {
			return nil, invalid("places", ref, "server.places")
		}
	}
	req, _ := s.explorerLayout(v, p.sel)
	if req.Layout == nil {
		return nil, graph.Errorf(graph.Conflict, "server.places_first")
	}
	id := req.LayoutIDs(v.filter)[0]
	unchanged := false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseLayout, "places", id, in.Body.Places), func(snap *graph.Snapshot) ([]graph.Op, error) {
		now := diagram.StoredLayout(snap, id) // somebody else may have moved other nodes meanwhile
		if now == nil {
			now = req.Layout
		}
		ops := diagram.KeepLayouts(snap, []*graph.Document{diagram.LayoutDocument(id, diagram.Moved(now, in.Body.Places))})
		unchanged = len(ops) == 0
		return ops, nil
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, documentKey(id), unchanged), nil
}
