package server

import (
	"context"
	"time"

	"miteinander/graph"
	"miteinander/graph/views"
	"miteinander/server/account"
)

type historyIn struct {
	Network graph.NetworkID `path:"n"`
	Limit   int             `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Before  int64           `query:"before" minimum:"0" doc:"Changes below this revision; the newest where it is left out"`
}

// KeyView names a record that a change touched.
type KeyView struct {
	Kind string   `json:"kind"`
	ID   graph.ID `json:"id"`
	Name string   `json:"name"`
	Act  string   `json:"act" enum:"created,changed,removed"`
}

// ChangeView is one change of the history.
type ChangeView struct {
	Revision graph.Revision `json:"revision"`
	At       time.Time      `json:"at"`
	Author   string         `json:"author" doc:"Account id, never a name"`
	Cause    graph.Cause    `json:"cause" enum:"edit,import,undo,takeover,layout,restore"`
	Undoes   graph.Revision `json:"undoes,omitempty"`
	Note     string         `json:"note,omitempty"`
	Count    int            `json:"count" doc:"Records touched"`
	Keys     []KeyView      `json:"keys" nullable:"false" doc:"The first 20"`
	CanUndo  bool           `json:"can_undo"`
}

type historyOut struct {
	Body struct {
		Changes []ChangeView   `json:"changes" nullable:"false"`
		Next    graph.Revision `json:"next,omitempty" doc:"For before"`
	}
}

const keysShown = 20

func (s *Server) history(ctx context.Context, a account.Access, in *historyIn) (*historyOut, error) {
	snap := a.Network().Head()
	newest := snap.Head().Revision
	if in.Before > 0 && graph.Revision(in.Before) <= newest {
		newest = graph.Revision(in.Before) - 1
	}
	out := &historyOut{}
	out.Body.Changes = []ChangeView{}
	if newest < 1 {
		return out, nil
	}
	for c, err := range a.Network().Acts(ctx, newest) {
		if err != nil {
			return nil, err
		}
		if len(out.Body.Changes) == in.Limit {
			out.Body.Next = out.Body.Changes[in.Limit-1].Revision
			break
		}
		v := ChangeView{Revision: c.Revision(), At: c.At, Author: c.Author, Cause: c.Cause, Undoes: c.Undoes, Note: c.Note, Count: len(c.Ops),
			Keys: []KeyView{}, CanUndo: undoable(snap, c)}
		for _, op := range c.Ops[:min(len(c.Ops), keysShown)] {
			v.Keys = append(v.Keys, keyView(snap, op))
		}
		out.Body.Changes = append(out.Body.Changes, v)
	}
	return out, nil
}

// undoable tells whether taking c back would touch nothing that has changed since. What else could stand against it, a
// reference that came later, is found by undo itself. The first change made the network and is not undone.
func undoable(snap *graph.Snapshot, c graph.Change) bool {
	if c.Base == 0 {
		return false
	}
	for _, op := range c.Ops {
		if op.After != nil && snap.Changed(op.Key()) != c.Revision() {
			return false
		}
		if op.After == nil {
			if _, there := snap.Get(op.Key()); there {
				return false
			}
		}
	}
	return true
}

func keyView(snap *graph.Snapshot, op graph.Op) KeyView {
	k := op.Key()
	v := KeyView{Kind: k.Kind.String(), ID: k.ID, Act: "changed"}
	switch {
	case op.Before == nil:
		v.Act = "created"
	case op.After == nil:
		v.Act = "removed"
	}
	r := op.After
	if r == nil {
		r = op.Before
	}
	v.Name = recordTitle(snap, r)
	return v
}

// recordTitle is what people call a record: its name, or for an edge the names of its ends.
func recordTitle(snap *graph.Snapshot, r graph.Record) string {
	if d, ok := r.(*graph.Document); ok {
		if v, err := views.Parse(d); err == nil {
			return v.Title
		}
	}
	if n := nameOf(r); n != "" {
		return n
	}
	node := func(id graph.ID) string {
		if n, ok := snap.Node(id); ok {
			return nameOf(n)
		}
		return string(id)
	}
	switch r := r.(type) {
	case *graph.Cooperation:
		return node(r.From) + " – " + node(r.To)
	case *graph.Handover:
		return node(r.From) + " → " + node(r.To)
	case *graph.Membership:
		return node(r.Member) + " in " + node(r.Body)
	case *graph.Funding:
		return snap.Name(graph.Key{Kind: graph.KindFunder, ID: r.Funder}) + " → " + node(r.Target)
	}
	if f, ok := r.(*graph.Feedback); ok {
		return f.Says
	}
	return string(r.Key().ID)
}

type undoIn struct {
	Network graph.NetworkID `path:"n"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    struct {
		Revision int64 `json:"revision" minimum:"1" doc:"Of the change to take back"`
	}
}

func (s *Server) undo(ctx context.Context, a account.Access, in *undoIn) (*writtenOut, error) {
	if in.Body.Revision == 1 {
		return nil, graph.Errorf(graph.Invalid, "server.undo_first")
	}
	back := graph.Revision(in.Body.Revision)
	intent := s.intent(a, in.Key, graph.CauseUndo, "undo", in.Body.Revision)
	rev, err := a.Network().Undo(ctx, intent, back)
	if err != nil {
		return nil, err
	}
	return written(a, rev, graph.Key{}, false), nil
}
