package server

import (
	"context"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/views"
	"miteinander/graph/words"
	"miteinander/server/account"
)

// MissingView is a record that an address names and that the network has no more.
type MissingView struct {
	Kind  string   `json:"kind"`
	Label string   `json:"label" doc:"The kind in words"`
	ID    graph.ID `json:"id"`
	Name  string   `json:"name" doc:"What it was called last; its id where nobody knows"`
}

// SavedView is one saved view.
type SavedView struct {
	ID       graph.ID      `json:"id"`
	Title    string        `json:"title"`
	Sentence string        `json:"sentence"`
	Page     string        `json:"page" doc:"Route under /n/{network}; empty for the overview"`
	Query    string        `json:"query" doc:"What the address of the page carries"`
	NoNames  bool          `json:"no_names"`
	Created  string        `json:"created" doc:"YYYY-MM-DD"`
	ETag     string        `json:"etag" doc:"For If-Match"`
	Missing  []MissingView `json:"missing" nullable:"false" doc:"What it names and is there no more"`
}

type viewsOut struct {
	Body struct {
		Views []SavedView `json:"views" nullable:"false"`
	}
}

func (s *Server) listViews(ctx context.Context, a account.Access, _ *networkIn) (*viewsOut, error) {
	out := &viewsOut{}
	out.Body.Views = []SavedView{}
	snap := a.Network().Head()
	for _, v := range views.Views(snap) {
		r, _ := recordAt(snap, documentKey(v.ID))
		missing, err := missingOf(ctx, a, snap, v.Query)
		if err != nil {
			return nil, err
		}
		out.Body.Views = append(out.Body.Views, SavedView{ID: v.ID, Title: v.Title, Sentence: v.Sentence, Page: v.Page, Query: v.Query,
			NoNames: v.NoNames, Created: v.Created.String(), ETag: r.tag(snap.Head()), Missing: missing})
	}
	return out, nil
}

type missingIn struct {
	Network graph.NetworkID `path:"n"`
	Of      string          `query:"of" maxLength:"8000" doc:"The query of an address of a page"`
}

type missingOut struct {
	Body struct {
		Missing []MissingView `json:"missing" nullable:"false"`
	}
}

// missingViews tells what an address names that is there no more, so that a page can say so and not show something else.
func (s *Server) missingViews(ctx context.Context, a account.Access, in *missingIn) (*missingOut, error) {
	out := &missingOut{}
	var err error
	out.Body.Missing, err = missingOf(ctx, a, a.Network().Head(), in.Of)
	return out, err
}

// mostLookedBack bounds how many changes are read to find what something was called.
const mostLookedBack = 5000

func missingOf(ctx context.Context, a account.Access, snap *graph.Snapshot, query string) ([]MissingView, error) {
	out := []MissingView{}
	at := map[graph.Key]int{}
	lang := requestOf(ctx).Lang
	for _, k := range views.Missing(snap, query) {
		at[k] = len(out)
		out = append(out, MissingView{Kind: k.Kind.String(), Label: words.KindName(lang, k.Kind), ID: k.ID, Name: string(k.ID)})
	}
	if len(at) == 0 {
		return out, nil
	}
	read := 0
	for c, err := range a.Network().Acts(ctx, snap.Head().Revision) {
		if err != nil {
			return nil, err
		}
		for _, op := range c.Ops {
			i, wanted := at[op.Key()]
			if wanted && op.Before != nil {
				out[i].Name = recordTitle(snap, op.Before)
				delete(at, op.Key())
			}
		}
		if read++; len(at) == 0 || read == mostLookedBack {
			break
		}
	}
	return out, nil
}

// viewBody is what a page sends to keep a view.
type viewBody struct {
	Title    string `json:"title" maxLength:"1000"`
	Sentence string `json:"sentence" maxLength:"4000"`
	Page     string `json:"page" maxLength:"200"`
	Query    string `json:"query" maxLength:"20000"`
	NoNames  bool   `json:"no_names,omitempty"`
}

type postViewIn struct {
	Network graph.NetworkID `path:"n"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    viewBody
}

func (b viewBody) view(id graph.ID, created graph.Date) views.View {
	return views.View{ID: id, Title: b.Title, Sentence: b.Sentence, Page: b.Page, Query: b.Query, NoNames: b.NoNames, Created: created}
}

// titleFree refuses a title that another view has: of two views of one title nobody knows which is meant.
func titleFree(snap *graph.Snapshot, v views.View) error {
	if other, taken := views.Titled(snap, v.Title, v.ID); taken {
		e := graph.Errorf(graph.Conflict, "errors.view.taken", other.Title)
		e.Fields = []graph.FieldError{{Record: documentKey(other.ID), Field: "title", Pointer: "/title", Value: other.Title, Key: "errors.view.taken", Args: []any{other.Title}}}
		return e
	}
	return nil
}

func (s *Server) postView(ctx context.Context, a account.Access, in *postViewIn) (*writtenOut, error) {
	var key graph.Key
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "view", in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		id := graph.ID(views.Prefix) + exchange.Slug(in.Body.Title)
		own := id
		for n := 2; ; n++ {
			if _, taken := snap.Get(documentKey(own)); !taken {
				break
			}
			own = id + graph.ID("-"+itoa(n))
		}
		v := in.Body.view(own, today(s.now(), snap.Settings().TimeZone))
		if err := titleFree(snap, v); err != nil {
			return nil, err
		}
		doc, err := v.Document()
		if err != nil {
			return nil, err
		}
		key = doc.Key()
		return []graph.Op{{After: doc}}, nil
	})
	if err != nil {
		return nil, err
	}
	if key, err = created(ctx, a, rev, key); err != nil {
		return nil, err
	}
	return written(a, rev, key, false), nil
}

// ViewPath is the address of a saved view.
type ViewPath struct {
	Network graph.NetworkID `path:"n"`
	ID      graph.ID        `path:"id" maxLength:"200"`
}

type putViewIn struct {
	ViewPath
	IfMatch string `header:"If-Match" maxLength:"60" doc:"The view's ETag; without it 428"`
	Key     string `header:"Idempotency-Key" maxLength:"100"`
	Body    viewBody
}

func (s *Server) putView(ctx context.Context, a account.Access, in *putViewIn) (*writtenOut, error) {
	if in.IfMatch == "" {
		return nil, newProblem(ctx, codePreconditionRequired, "server.if_match")
	}
	key, unchanged := documentKey(in.ID), false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "view", in.ID, in.IfMatch, in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		was, ok := views.Find(snap, in.ID)
		if !ok {
			return nil, graph.Errorf(graph.NotFound, "errors.not_found")
		}
		v := in.Body.view(in.ID, was.Created)
		if err := titleFree(snap, v); err != nil {
			return nil, err
		}
		doc, err := v.Document()
		if err != nil {
			return nil, err
		}
		if err := precondition(ctx, snap, key, in.IfMatch, doc); err != nil {
			return nil, err
		}
		ops := putting(snap, doc)
		unchanged = ops == nil
		return ops, nil
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, key, unchanged), nil
}

type deleteViewIn struct {
	ViewPath
	IfMatch string `header:"If-Match" maxLength:"60" doc:"The view's ETag; without it 428"`
	Key     string `header:"Idempotency-Key" maxLength:"100"`
}

func (s *Server) deleteView(ctx context.Context, a account.Access, in *deleteViewIn) (*writtenOut, error) {
	if _, ok := views.Find(a.Network().Head(), in.ID); !ok {
		return nil, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	return s.deleteDocument(ctx, a, in.ID, in.IfMatch, in.Key)
}
