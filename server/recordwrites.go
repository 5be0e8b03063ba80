package server

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/server/account"
)

// Written answers every write: the network's new revision, and the one to give to undo.
type Written struct {
	Revision graph.Revision `json:"revision"`
	Undo     graph.Revision `json:"undo,omitempty" doc:"For POST …/undo; left out where nothing changed"`
	Record   *Record        `json:"record,omitempty"`
}

type writtenOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     Written
}

// unchanged, set by an edit that found nothing to do, keeps the undo of somebody else's change out of the answer.
func written(a account.Access, rev graph.Revision, k graph.Key, unchanged bool) *writtenOut {
	snap := a.Network().Head()
	out := &writtenOut{Body: Written{Revision: rev, Undo: rev}}
	if unchanged {
		out.Body.Undo = 0
	}
	if r, ok := recordAt(snap, k); ok {
		out.ETag, out.Body.Record = r.tag(snap.Head()), &r
	}
	return out
}

// bodyIn takes any JSON and leaves reading it to parseRecord, which names fields better than a schema.
type createRecordIn struct {
	KindPath
	Key  string `header:"Idempotency-Key" maxLength:"100"`
	Body raw
}

func (s *Server) createRecord(ctx context.Context, a account.Access, in *createRecordIn) (*writtenOut, error) {
	k, err := in.kind()
	if err != nil {
		return nil, err
	}
	if k == graph.KindSettings {
		return nil, graph.Errorf(graph.Conflict, "errors.conflict.exists")
	}
	r, err := parseRecord(k, "", in.Body.RawMessage)
	if err != nil {
		return nil, err
	}
	var key graph.Key
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "create", k, in.Body.RawMessage), func(snap *graph.Snapshot) ([]graph.Op, error) {
		r := r
		if r.Key().ID == "" {
			r = withID(snap, r)
		}
		key = r.Key()
		return []graph.Op{{After: r}}, nil
	})
	if err != nil {
		return nil, err
	}
	if key, err = created(ctx, a, rev, key); err != nil {
		return nil, err
	}
	out := written(a, rev, key, false)
	out.Location = apiPrefix + "/networks/" + string(a.Network().ID()) + "/" + k.Plural() + "/" + string(key.ID)
	return out, nil
}

type putRecordIn struct {
	RecordPath
	IfMatch string `header:"If-Match" maxLength:"60" doc:"The record's ETag; without it 428"`
	Key     string `header:"Idempotency-Key" maxLength:"100"`
	Body    raw
}

func (s *Server) putRecord(ctx context.Context, a account.Access, in *putRecordIn) (*writtenOut, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	if in.IfMatch == "" {
		return nil, newProblem(ctx, codePreconditionRequired, "server.if_match")
	}
	r, err := parseRecord(k.Kind, k.ID, in.Body.RawMessage)
	if err != nil {
		return nil, err
	}
	unchanged := false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "put", k, in.IfMatch, in.Body.RawMessage), func(snap *graph.Snapshot) ([]graph.Op, error) {
		if err := precondition(ctx, snap, k, in.IfMatch, r); err != nil {
			return nil, err
		}
		ops := putting(snap, r)
		unchanged = ops == nil
		return ops, nil
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, k, unchanged), nil
}

// created is the record that a creation made: key, or where the answer is that of a repeated request, what its change created.
func created(ctx context.Context, a account.Access, rev graph.Revision, key graph.Key) (graph.Key, error) {
	if key != (graph.Key{}) {
		return key, nil
	}
	c, err := a.Network().Change(ctx, rev)
	if err != nil {
		return graph.Key{}, err
	}
	return c.Ops[0].Key(), nil
}

// putting is the one step that puts r in its place; nil where it is there already.
func putting(snap *graph.Snapshot, r graph.Record) []graph.Op {
	op, changed := snap.Put(r)
	if !changed {
		return nil
	}
	return []graph.Op{op}
}

// deleteDocument removes a document as any record is removed.
func (s *Server) deleteDocument(ctx context.Context, a account.Access, id graph.ID, ifMatch, key string) (*writtenOut, error) {
	path := RecordPath{KindPath: KindPath{Network: a.Network().ID(), Kind: graph.KindDocument.Plural()}, ID: string(id)}
	return s.deleteRecord(ctx, a, &deleteRecordIn{RecordPath: path, IfMatch: ifMatch, Key: key})
}

type deleteRecordIn struct {
	RecordPath
	IfMatch string `header:"If-Match" maxLength:"60" doc:"The record's ETag; without it 428"`
	Key     string `header:"Idempotency-Key" maxLength:"100"`
	With    bool   `query:"with" doc:"Also remove the edges that hang on it"`
}

func (s *Server) deleteRecord(ctx context.Context, a account.Access, in *deleteRecordIn) (*writtenOut, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	if in.IfMatch == "" {
		return nil, newProblem(ctx, codePreconditionRequired, "server.if_match")
	}
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "delete", k, in.IfMatch, in.With), func(snap *graph.Snapshot) ([]graph.Op, error) {
		if err := precondition(ctx, snap, k, in.IfMatch, nil); err != nil {
			return nil, err
		}
		op, _ := snap.Delete(k)
		ops := []graph.Op{op}
		if in.With {
			ops = append(ops, edgesOf(snap, k)...)
		}
		return graph.SortOps(ops), nil
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, graph.Key{}, false), nil
}

// edgeKinds hang on nodes and go with them when asked.
var edgeKinds = []graph.Kind{graph.KindMembership, graph.KindCooperation, graph.KindHandover, graph.KindFunding}

// edgesOf are the deletions of the edges that have a required reference to k.
func edgesOf(snap *graph.Snapshot, k graph.Key) []graph.Op {
	var ops []graph.Op
	for _, kind := range edgeKinds {
		for r := range snap.All(kind) {
			for _, f := range graph.Fields(kind) {
				if f.Type == graph.TypeRef && f.Required && slices.Contains(f.Kinds, k.Kind) && f.Get(r).(graph.ID) == k.ID {
					op, _ := snap.Delete(r.Key())
					ops = append(ops, op)
					break
				}
			}
		}
	}
	return ops
}

// precondition compares If-Match with the record as it is. The answer to a stale one holds the record as it is now and, where
// the author sent one, the fields in which hers differs.
func precondition(ctx context.Context, snap *graph.Snapshot, k graph.Key, ifMatch string, mine graph.Record) error {
	r, ok := recordAt(snap, k)
	if !ok {
		return graph.Errorf(graph.NotFound, "errors.not_found")
	}
	if tag := r.tag(snap.Head()); tag != strings.TrimSpace(ifMatch) { // weak tags and * never match
		p := newProblem(ctx, codePreconditionFailed, "errors.conflict")
		p.Current = &r
		p.header.Set("ETag", tag)
		if mine != nil {
			var fields []graph.FieldError
			for _, name := range graph.Differing(r.record, mine) {
				fields = append(fields, graph.FieldError{Record: k, Field: name, Pointer: "/" + name, Key: "errors.conflict.changed"})
			}
			p.Errors, p.Total = fieldsOf(ctx, fields)
		}
		return p
	}
	return nil
}

// withID gives a record an id: that of its natural key for an edge, one from its name for anything else, counted up while
// taken. Nodes share one space of ids.
func withID(snap *graph.Snapshot, r graph.Record) graph.Record {
	k := r.Key().Kind
	var id graph.ID
	switch r := r.(type) {
	case *graph.Cooperation:
		id = graph.CooperationID(r.From, r.To, r.Since)
	case *graph.Handover:
		id = graph.HandoverID(r.From, r.To, r.Transition)
	case *graph.Membership:
		id = graph.MembershipID(r.Body, r.Member, r.Since)
	case *graph.Funding:
		id = graph.FundingID(r.Target, r.Funder, r.Programme, r.From)
	case *graph.Indicator:
		id = graph.IndicatorID(r.Area, r.Name, r.Year.N)
	case *graph.Target:
		id = graph.TargetID(r.Area, r.Phase, r.Field)
	default:
		id = exchange.Slug(nameOf(r))
	}
	taken := func(id graph.ID) bool {
		if k.IsNode() {
			_, ok := snap.Node(id)
			return ok
		}
		_, ok := snap.Get(graph.Key{Kind: k, ID: id})
		return ok
	}
	free := id
	for n := 2; taken(free); n++ {
		free = id + graph.ID("-"+itoa(n))
	}
	return copyAs(r, free)
}

func nameOf(r graph.Record) string {
	for _, name := range []string{"name", "title", "type"} {
		if f, ok := graph.FieldOf(r.Key().Kind, name); ok {
			return f.Get(r).(string)
		}
	}
	return ""
}

// copyAs is the record under another id.
func copyAs(r graph.Record, id graph.ID) graph.Record {
	c := graph.New(r.Key().Kind, id)
	for _, f := range graph.Fields(r.Key().Kind) {
		_ = f.Set(c, f.Get(r)) // same type by construction
	}
	return c
}

type changesIn struct {
	Network graph.NetworkID `path:"n"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    struct {
		Ops []struct {
			Kind    string          `json:"kind" doc:"Singular or plural"`
			ID      string          `json:"id,omitempty"`
			IfMatch string          `json:"if_match,omitempty" doc:"ETag of the record; needed unless it is new"`
			Record  json.RawMessage `json:"record,omitempty" doc:"null removes"`
		} `json:"ops" minItems:"1" maxItems:"5000" nullable:"false"`
	}
}

func (s *Server) changeRecords(ctx context.Context, a account.Access, in *changesIn) (*writtenOut, error) {
	type wanted struct {
		key     graph.Key
		record  graph.Record
		ifMatch string
	}
	var want []wanted
	for i, op := range in.Body.Ops {
		k, ok := graph.ParseKind(op.Kind)
		if !ok {
			return nil, invalid("ops/"+itoa(i)+"/kind", op.Kind, "server.kind")
		}
		w := wanted{key: graph.Key{Kind: k, ID: graph.ID(op.ID)}, ifMatch: op.IfMatch}
		if len(op.Record) > 0 && string(op.Record) != "null" {
			r, err := parseRecord(k, w.key.ID, op.Record)
			if err != nil {
				return nil, err
			}
			w.record, w.key = r, r.Key()
		}
		want = append(want, w)
	}
	unchanged := false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "changes", in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		var ops []graph.Op
		for _, w := range want {
			_, there := snap.Get(w.key)
			switch {
			case w.record != nil && w.key.ID == "":
				ops = append(ops, graph.Op{After: withID(snap, w.record)})
				continue
			case w.record != nil && !there && w.ifMatch == "":
				ops = append(ops, graph.Op{After: w.record})
				continue
			case w.ifMatch == "":
				return nil, newProblem(ctx, codePreconditionRequired, "server.if_match")
			}
			if err := precondition(ctx, snap, w.key, w.ifMatch, w.record); err != nil {
				return nil, err
			}
			if w.record == nil {
				op, _ := snap.Delete(w.key)
				ops = append(ops, op)
			} else if op, changed := snap.Put(w.record); changed {
				ops = append(ops, op)
			}
		}
		unchanged = len(ops) == 0
		return graph.SortOps(ops), nil
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, graph.Key{}, unchanged), nil
}
