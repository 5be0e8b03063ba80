package server

import (
	"context"
	"sync"
	"time"

	"miteinander/graph"
	"miteinander/graph/diagram"
)

// layouts are the positions of pictures that were drawn and are not yet stored. A picture is drawn on the positions that wait
// here, else on those of the network, so that no edit shakes a map that people know, also after a restart.
type layouts struct {
	mu      sync.Mutex
	waiting map[layoutKey]*waitingLayout
	news    chan struct{}
}

type layoutKey struct {
	network graph.NetworkID
	id      graph.ID
}

// waitingLayout is what a drawing made of what the network had at revision since; 0 = nothing. Where the network has something
// else by now, somebody arranged anew, and the network's counts.
type waitingLayout struct {
	since  graph.Revision
	layout diagram.Layout
}

// mostWaiting bounds what waits while the store takes no writes.
const mostWaiting = 200

func documentKey(id graph.ID) graph.Key { return graph.Key{Kind: graph.KindDocument, ID: id} }

// layoutFor puts the positions to keep into the request, and tells the revision of the stored ones.
func (s *Server) layoutFor(v view, req *diagram.Request) graph.Revision {
	if !req.Keeps() {
		return 0
	}
	s.layouts.mu.Lock()
	defer s.layouts.mu.Unlock()
	ids := req.LayoutIDs(v.filter)
	since := v.snapshot.Changed(documentKey(ids[0]))
	for _, id := range ids {
		w := s.layouts.waiting[layoutKey{v.snapshot.Head().ID, id}]
		if w != nil && w.since == v.snapshot.Changed(documentKey(id)) {
			req.Layout = w.layout
			return since
		}
		if req.Layout = diagram.StoredLayout(v.snapshot, id); req.Layout != nil {
			return since
		}
	}
	return since
}

// remember lets the positions of a drawing wait to be stored. A drawing without names has the places of the one with names.
func (s *Server) remember(v view, req diagram.Request, l diagram.Layout, since graph.Revision) {
	if !req.Keeps() || len(l) == 0 || req.NoNames && req.Layout != nil {
		return
	}
	id := req.LayoutIDs(v.filter)[0]
	s.layouts.mu.Lock()
	defer s.layouts.mu.Unlock()
	k := layoutKey{v.snapshot.Head().ID, id}
	if len(s.layouts.waiting) >= mostWaiting {
		clear(s.layouts.waiting)
	}
	s.layouts.waiting[k] = &waitingLayout{since, l}
	select {
	case s.layouts.news <- struct{}{}:
	default:
	}
}

// Waits of KeepLayouts: so that what one page draws is one change, and between attempts on a store that takes no writes.
const (
	layoutsSettle = 2 * time.Second
	layoutsAgain  = 30 * time.Second
	layoutsLast   = 10 * time.Second
)

// KeepLayouts is the job that stores positions, until ctx ends; then it stores what waits and returns. It runs beside the
// handlers: a GET never writes. What it stores says nothing new (graph.CauseUpkeep), so it is in no history and no undo, and
// no answer is computed again for it.
func (s *Server) KeepLayouts(ctx context.Context) {
	again := time.NewTimer(layoutsAgain)
	defer again.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-again.C:
		case <-s.layouts.news:
			settle := time.NewTimer(layoutsSettle)
			select {
			case <-ctx.Done():
			case <-settle.C:
			}
			settle.Stop()
		}
		if ctx.Err() == nil {
			s.storeLayouts(ctx)
			again.Reset(layoutsAgain)
		}
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), layoutsLast)
	defer cancel()
	s.storeLayouts(last)
}

// storeLayouts stores what waits, one change for each network. What cannot be stored waits on.
func (s *Server) storeLayouts(ctx context.Context) {
	s.layouts.mu.Lock()
	waiting := map[graph.NetworkID]map[graph.ID]*waitingLayout{}
	for k, w := range s.layouts.waiting {
		if waiting[k.network] == nil {
			waiting[k.network] = map[graph.ID]*waitingLayout{}
		}
		waiting[k.network][k.id] = w
	}
	s.layouts.mu.Unlock()
	for n, list := range waiting {
		err := s.storeLayoutsOf(ctx, n, list)
		if err != nil && graph.CodeOf(err) != graph.NotFound { // dropped: nothing to keep
			s.log.Warn("positions of pictures are not stored yet", "network", string(n), "error", err.Error())
			continue
		}
		s.layouts.mu.Lock()
		for id, w := range list {
			if k := (layoutKey{n, id}); s.layouts.waiting[k] == w {
				delete(s.layouts.waiting, k)
			}
		}
		s.layouts.mu.Unlock()
	}
}

func (s *Server) storeLayoutsOf(ctx context.Context, id graph.NetworkID, list map[graph.ID]*waitingLayout) error {
	n, err := s.deps.Hub.Open(ctx, id) // the program's own write: nobody asked, so there is nobody to decide about
	if err != nil {
		return err
	}
	_, err = n.Upkeep(ctx, graph.OpID(s.newID()), func(snap *graph.Snapshot) ([]graph.Op, error) {
		var docs []*graph.Document
		for id, w := range list {
			if snap.Changed(documentKey(id)) == w.since {
				docs = append(docs, diagram.LayoutDocument(id, w.layout))
			}
		}
		return diagram.KeepLayouts(snap, docs), nil
	})
	return err
}
