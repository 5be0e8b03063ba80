package server

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"miteinander/graph"
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
