package server

import (
	"bytes"
	"context"
	"slices"
	"time"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/words"
	"miteinander/server/account"
)

type sendIn struct {
	KindPath
	Body struct {
		Fields []string   `json:"fields,omitempty" maxItems:"60" doc:"Columns in their order; every one that is meant for others where left out"`
		IDs    []graph.ID `json:"ids,omitempty" maxItems:"40000" doc:"Rows in their order; all where left out"`
		To     string     `json:"to,omitempty" maxLength:"200" doc:"Who gets it: stands in the file and is shown when it comes back"`
	}
}

// sendList writes a list to go to somebody by mail, to be changed there and imported again.
func (s *Server) sendList(ctx context.Context, a account.Access, in *sendIn) (*answer, error) {
	kind, err := in.kind()
	if err != nil {
		return nil, err
	}
	snap := a.Network().Head()
	list := exchange.Sent{Kind: kind, Fields: in.Body.Fields, IDs: in.Body.IDs, To: in.Body.To, On: today(s.now(), snap.Settings().TimeZone)}
	if len(list.Fields) == 0 {
		list.Fields = exchange.PublicFields(kind)
	}
	var b bytes.Buffer
	if err := exchange.WriteSent(&b, snap, list); err != nil {
		return nil, err
	}
	name := "netzwerk-" + string(snap.Head().ID) + "-" + in.Kind + "-" + list.On.String() + ".xlsx"
	return &answer{ContentType: typeXLSX, Disposition: disposition(name, false), CSP: cspDownload, Body: b.Bytes()}, nil
}

// SentView says of an uploaded file that it is a list which went out from here.
type SentView struct {
	Kind        string           `json:"kind"`
	To          string           `json:"to,omitempty"`
	On          string           `json:"on,omitempty" format:"date"`
	Revision    graph.Revision   `json:"revision" doc:"With which it went out"`
	At          time.Time        `json:"at" doc:"Of that revision"`
	Rows        int              `json:"rows" doc:"That went out"`
	Differences []DifferenceView `json:"differences" nullable:"false" doc:"By row; the first 2,000"`
	Total       int              `json:"total" doc:"Differences"`
}

// DifferenceView is one cell that was changed in a list, or one row that was added.
type DifferenceView struct {
	Ref    string   `json:"ref" doc:"For PUT /imports/{id}/taken"`
	Kind   string   `json:"kind"`
	ID     graph.ID `json:"id"`
	Name   string   `json:"name"`
	Row    int      `json:"row,omitempty"`
	Field  string   `json:"field,omitempty" doc:"Left out of a whole row"`
	Header string   `json:"header,omitempty"`
	State  string   `json:"state" enum:"changed,conflict,new,gone"`
	Was    string   `json:"was" doc:"As it went out"`
	Now    string   `json:"now" doc:"As it is here"`
	New    string   `json:"new" doc:"As the list has it"`
	Taken  bool     `json:"taken"`
}

const differencesShown = 2000

func sentView(lang string, b *exchange.SentBack, p *exchange.Plan) *SentView {
	v := &SentView{Kind: b.Sent.Kind.String(), To: b.Sent.To, Revision: b.Sent.Revision, At: b.Base.Head().At, Rows: len(b.Sent.IDs), Differences: []DifferenceView{}, Total: len(p.Differences)}
	if !b.Sent.On.IsZero() {
		v.On = b.Sent.On.String()
	}
	for _, d := range p.Differences[:min(len(p.Differences), differencesShown)] {
		x := DifferenceView{Ref: d.Ref, Kind: d.Key.Kind.String(), ID: d.Key.ID, Name: d.Name, Row: d.Row, Field: d.Field, Header: d.Header, State: d.State, Was: d.Was, Now: d.Now, New: d.New, Taken: d.Taken}
		for _, s := range []*graph.Snapshot{p.Head, b.Base} {
			if r, ok := s.Get(d.Key); ok {
				x.Name = recordTitle(s, r)
				break
			}
		}
		if d.Field != "" {
			x.Header = words.Text(lang, "fields."+d.Key.Kind.String()+"."+d.Field)
		}
		v.Differences = append(v.Differences, x)
	}
	return v
}

// sentBack tells whether the file is a list that went out from this network, and finds what it was compared to; nil for other files.
func (s *Server) sentBack(ctx context.Context, a account.Access, t exchange.Tables) (*exchange.SentBack, error) {
	sent := exchange.SentOf(t)
	if sent == nil {
		return nil, nil
	}
	n := a.Network()
	if n == nil || n.ID() != sent.Network {
		return nil, graph.Errorf(graph.Invalid, "sent.elsewhere", string(sent.Network))
	}
	if sent.Revision > n.Head().Head().Revision {
		return nil, graph.Errorf(graph.Invalid, "sent.future")
	}
	base, err := n.At(ctx, sent.Revision)
	if err != nil {
		return nil, err
	}
	return &exchange.SentBack{Sent: *sent, Base: base}, nil
}

type takenIn struct {
	ID   string `path:"id"`
	Body struct {
		Take  []string `json:"take,omitempty" maxItems:"2000" doc:"Refs of differences to take over"`
		Leave []string `json:"leave,omitempty" maxItems:"2000" doc:"Refs of differences to leave as it is here"`
	}
}

// putTaken says of differences whether they are taken over, and answers with the plan as it is then.
func (s *Server) putTaken(ctx context.Context, a account.Access, in *takenIn) (*planOut, error) {
	j, a, release, err := s.held(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	defer release()
	if j.back == nil {
		return nil, graph.Errorf(graph.NotFound, "server.import_gone")
	}
	chosen := map[string]bool{}
	for ref, taken := range j.back.Choices {
		chosen[ref] = taken
	}
	for _, ref := range in.Body.Take {
		chosen[ref] = true
	}
	for _, ref := range in.Body.Leave {
		chosen[ref] = false
	}
	before := j.back.Choices
	j.back.Choices = chosen
	plan, err := s.plan(ctx, j, headOf(a))
	if err != nil {
		j.back.Choices = before
		return nil, err
	}
	for _, ref := range slices.Concat(in.Body.Take, in.Body.Leave) {
		if !slices.ContainsFunc(plan.Differences, func(d exchange.Difference) bool { return d.Ref == ref }) {
			j.back.Choices = before
			return nil, invalid("take", ref, "sent.no_difference")
		}
	}
	j.shown = planDigest(plan)
	return &planOut{s.planView(ctx, j, plan)}, nil
}
