package server

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/words"
	"miteinander/server/account"
)

type KindPath struct {
	Network graph.NetworkID `path:"n"`
	Kind    string          `path:"kind" doc:"Plural of a kind: institutions, actors, offers, cooperations, …"`
}

func (in KindPath) kind() (graph.Kind, error) {
	k, ok := graph.ParseKind(in.Kind)
	if !ok || k.Plural() != in.Kind {
		return 0, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	return k, nil
}

type RecordPath struct {
	KindPath
	ID string `path:"id"`
}

func (in RecordPath) key() (graph.Key, error) {
	k, err := in.kind()
	return graph.Key{Kind: k, ID: graph.ID(in.ID)}, err
}

type listRecordsIn struct {
	KindPath
	Q      string `query:"q" maxLength:"200" doc:"Words that all must occur; ä is found as a and as ae"`
	Limit  int    `query:"limit" minimum:"1" maximum:"5000" default:"1000"`
	Cursor string `query:"cursor" maxLength:"400" doc:"The next of the page before"`
	Sort   string `query:"sort" maxLength:"60" doc:"A field; with - before it falling. By id where it is left out"`
}

// RecordList is one page of records.
type RecordList struct {
	Items []Record `json:"items" nullable:"false"`
	Total int      `json:"total" doc:"That match, on all pages"`
	Next  string   `json:"next,omitempty" doc:"Cursor of the next page"`
}

type listRecordsOut struct{ Body RecordList }

func (s *Server) listRecords(ctx context.Context, a account.Access, in *listRecordsIn) (*listRecordsOut, error) {
	k, err := in.kind()
	if err != nil {
		return nil, err
	}
	snap := a.Network().Head()
	match := newNeedle(in.Q)
	var rows []sortable
	fieldName, falling := strings.CutPrefix(in.Sort, "-")
	if in.Sort != "" && fieldName != "id" {
		if _, ok := graph.FieldOf(k, fieldName); !ok {
			return nil, invalid("sort", in.Sort, "server.sort")
		}
	}
	for r := range snap.All(k) {
		if match.empty() || match.in(textOf(snap, r)) {
			rows = append(rows, sortable{r, ""})
		}
	}
	if err := sortRecords(snap, k, rows, fieldName, falling, requestOf(ctx).Lang); err != nil {
		return nil, err
	}
	from := 0
	if in.Cursor != "" {
		last, err := base64.RawURLEncoding.DecodeString(in.Cursor)
		if err != nil {
			return nil, invalid("cursor", in.Cursor, "server.cursor")
		}
		// The page goes on behind the record that ended the last one, or where it stood if it is gone.
		from = slices.IndexFunc(rows, func(r sortable) bool { return string(r.record.Key().ID) == string(last) }) + 1
		if from == 0 {
			from = slices.IndexFunc(rows, func(r sortable) bool { return string(r.record.Key().ID) > string(last) })
			if from < 0 || fieldName != "" {
				from = len(rows)
			}
		}
	}
	out := &listRecordsOut{Body: RecordList{Items: []Record{}, Total: len(rows)}}
	to := min(from+in.Limit, len(rows))
	for _, r := range rows[from:to] {
		out.Body.Items = append(out.Body.Items, Record{r.record, snap.Changed(r.record.Key())})
	}
	if to < len(rows) {
		out.Body.Next = base64.RawURLEncoding.EncodeToString([]byte(rows[to-1].record.Key().ID))
	}
	return out, nil
}

type sortable struct {
	record graph.Record
	text   string
}

// sortRecords sorts by a field, texts as in a dictionary, what is unknown last, equal ones by id.
func sortRecords(snap *graph.Snapshot, k graph.Kind, rows []sortable, name string, falling bool, lang string) error {
	if name == "" {
		return nil
	}
	compare := func(a, b sortable) int { return strings.Compare(a.text, b.text) }
	if name == "id" {
		for i := range rows {
			rows[i].text = string(rows[i].record.Key().ID)
		}
	} else if f, _ := graph.FieldOf(k, name); f.Type == graph.TypeCount || f.Type == graph.TypeNumber || f.Type == graph.TypeLevel {
		compare = func(a, b sortable) int { return cmp.Compare(number(f.Get(a.record)), number(f.Get(b.record))) }
		for i := range rows {
			if v := f.Get(rows[i].record); !f.Empty(v) && number(v) > -1 {
				rows[i].text = "known"
			}
		}
	} else {
		for i := range rows {
			rows[i].text = fieldText(snap, f, rows[i].record)
		}
		compare = func() func(a, b sortable) int {
			collate := words.Collate(lang)
			return func(a, b sortable) int { return collate(a.text, b.text) }
		}()
	}
	slices.SortStableFunc(rows, func(a, b sortable) int {
		if (a.text == "") != (b.text == "") {
			if a.text == "" {
				return 1
			}
			return -1
		}
		c := compare(a, b)
		if falling {
			c = -c
		}
		return c
	})
	return nil
}

func number(v any) float64 {
	switch v := v.(type) {
	case graph.Count:
		return float64(v.N)
	case graph.Number:
		return v.V
	case graph.Level:
		return float64(v)
	}
	return 0
}

// fieldText is a value as text to sort and search by: what it refers to by name.
func fieldText(snap *graph.Snapshot, f graph.Field, r graph.Record) string {
	name := func(id graph.ID) string {
		for _, k := range f.Kinds {
			if n := snap.Name(graph.Key{Kind: k, ID: id}); n != "" {
				return n
			}
		}
		return string(id)
	}
	switch v := f.Get(r).(type) {
	case string:
		return v
	case graph.ID:
		if v == "" {
			return ""
		}
		return name(v)
	case []string:
		return strings.Join(v, ", ")
	case []graph.ID:
		names := make([]string, len(v))
		for i, id := range v {
			names[i] = name(id)
		}
		return strings.Join(names, ", ")
	case graph.Date:
		return v.String()
	case graph.Tri:
		return [...]string{"", "1", "0"}[v]
	}
	return ""
}

// textOf is what a search looks through: id and every text and name of a record, but no document's body.
func textOf(snap *graph.Snapshot, r graph.Record) string {
	var b strings.Builder
	b.WriteString(string(r.Key().ID))
	for _, f := range graph.Fields(r.Key().Kind) {
		switch f.Type {
		case graph.TypeText, graph.TypeLongText, graph.TypeTexts, graph.TypeRef, graph.TypeRefs:
			if t := fieldText(snap, f, r); t != "" {
				b.WriteString(" ")
				b.WriteString(t)
			}
		case graph.TypeAttributes:
			for _, t := range f.Get(r).(map[string]string) {
				b.WriteString(" ")
				b.WriteString(t)
			}
		}
	}
	return b.String()
}

type recordOut struct {
	ETag string `header:"ETag"`
	Body Record
}

func (s *Server) getRecord(_ context.Context, a account.Access, in *RecordPath) (*recordOut, error) {
	k, err := in.key()
	if err != nil {
		return nil, err
	}
	snap := a.Network().Head()
	r, ok := recordAt(snap, k)
	if !ok {
		return nil, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	return &recordOut{ETag: r.tag(snap.Head()), Body: r}, nil
}

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
	if key == (graph.Key{}) { // the answer to a repeated request: find what it created
		c, err := a.Network().Change(ctx, rev)
		if err != nil {
			return nil, err
		}
		key = c.Ops[0].Key()
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
		op, changed := snap.Put(r)
		if unchanged = !changed; unchanged {
			return nil, nil
		}
		return []graph.Op{op}, nil
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, k, unchanged), nil
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
