package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/unicode/norm"

	"miteinander/graph"
	"miteinander/graph/meeting"
	"miteinander/graph/views"
	"miteinander/graph/words"
)

// Record is a record on the wire: its id, the fields of graph.Fields that say something, by name, and "_changed". Levels are
// always there, null for unknown; everything else that is unknown or empty is left out.
type Record struct {
	record  graph.Record
	changed graph.Revision
}

func recordAt(s *graph.Snapshot, k graph.Key) (Record, bool) {
	r, ok := s.Get(k)
	return Record{r, s.Changed(k)}, ok
}

// MarshalJSON walks the one list of fields.
func (r Record) MarshalJSON() ([]byte, error) {
	k := r.record.Key()
	id, err := json.Marshal(string(k.ID))
	if err != nil {
		return nil, err
	}
	b := append([]byte(`{"id":`), id...)
	for _, f := range graph.Fields(k.Kind) {
		v := f.Get(r.record)
		level, isLevel := v.(graph.Level)
		if !isLevel && f.Empty(v) {
			continue
		}
		b = append(b, ',', '"')
		b = append(b, f.Name...)
		b = append(b, '"', ':')
		if isLevel && level == graph.LevelUnknown {
			b = append(b, "null"...)
		} else {
			b = f.AppendValue(b, v)
		}
	}
	b = append(b, `,"_changed":`...)
	b = strconv.AppendInt(b, int64(r.changed), 10)
	return append(b, '}'), nil
}

// parseRecord reads a record of a kind from JSON. id is the id of the route; where it is empty the body's is taken. Fields
// that are left out are empty: a record is replaced, not merged. Errors name the field.
func parseRecord(k graph.Kind, id graph.ID, body []byte) (graph.Record, error) {
	if err := checkJSON(body); err != nil {
		return nil, badJSON(err)
	}
	body, err := composed(body)
	if err != nil {
		return nil, badJSON(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil || raw == nil {
		return nil, badJSON(fmt.Errorf("expected an object"))
	}
	var bad []graph.FieldError
	add := func(field string, value []byte, key string, args ...any) {
		bad = append(bad, graph.FieldError{Record: graph.Key{Kind: k, ID: id}, Field: field, Pointer: "/" + field,
			Value: shorten(value), Key: key, Args: args})
	}
	if v, ok := raw["id"]; ok {
		var own graph.ID
		switch err := json.Unmarshal(v, &own); {
		case err != nil:
			add("id", v, "server.field_type", typeWord("id"))
		case id == "":
			id = own
		case own != "" && own != id:
			add("id", v, "server.other_id", string(id))
		}
	}
	delete(raw, "id")
	delete(raw, "_changed")
	r := graph.New(k, id)
	for _, f := range graph.Fields(k) {
		v, ok := raw[f.Name]
		delete(raw, f.Name)
		if !ok {
			continue
		}
		x, err := f.ParseValue(bytes.TrimSpace(v))
		if err != nil {
			add(f.Name, v, "server.field_type", typeWord(fieldTypes[f.Type]))
			continue
		}
		if err := f.Set(r, x); err != nil {
			return nil, err
		}
	}
	for name, v := range raw {
		add(name, v, "server.unknown_field", name)
	}
	if len(bad) > 0 {
		return nil, &graph.Error{Code: graph.Invalid, Key: "errors.invalid", Args: []any{len(bad)}, Fields: bad}
	}
	if d, ok := r.(*graph.Document); ok && d.Type == views.DocumentType {
		if _, err := views.Parse(d); err != nil { // what others read out of documents is checked on this way in as well
			return nil, err
		}
	}
	if d, ok := r.(*graph.Document); ok && d.Type == meeting.DocumentType {
		if _, err := meeting.Parse(d); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// composed brings every text of a JSON value to NFC: "ü" is one character here, however the keyboard made it, so that what
// looks equal is equal.
func composed(body []byte) ([]byte, error) {
	if norm.NFC.IsNormal(body) && !bytes.Contains(body, []byte(`\u`)) {
		return body, nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	return json.Marshal(composedValue(v))
}

func composedValue(v any) any {
	switch v := v.(type) {
	case string:
		return norm.NFC.String(v)
	case []any:
		for i := range v {
			v[i] = composedValue(v[i])
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[norm.NFC.String(k)] = composedValue(x)
		}
		return out
	}
	return v
}

// typeWord is a type in the language of who reads the error.
type typeWord string

// Text is asked for by graph/words.
func (t typeWord) Text(lang string) string { return words.Text(lang, "server.type."+string(t)) }

func badJSON(err error) error {
	return &graph.Error{Code: graph.Invalid, Key: "server.json", Args: []any{jsonBreach(err.Error())}, Err: err}
}

func shorten(b []byte) string {
	if len(b) > 80 {
		return strings.ToValidUTF8(string(b[:80]), "") + "…"
	}
	return string(b)
}

// fieldTypes are the words of schema and errors.
var fieldTypes = map[graph.FieldType]string{
	graph.TypeText: "text", graph.TypeLongText: "long_text", graph.TypeCode: "code", graph.TypeCodes: "codes",
	graph.TypeTexts: "texts", graph.TypeRef: "ref", graph.TypeRefs: "refs", graph.TypeTri: "tri", graph.TypeDate: "date",
	graph.TypeCount: "count", graph.TypeNumber: "number", graph.TypeLevel: "level", graph.TypeMarks: "marks",
	graph.TypeCounts: "counts", graph.TypeAttributes: "attributes", graph.TypeBody: "body",
}

// tag is the ETag of a record: the revision of its last change and the count of erasures.
func (r Record) tag(h graph.Head) string {
	return `"` + strconv.FormatInt(int64(r.changed), 10) + "-" + strconv.FormatInt(h.Rewrites, 10) + `"`
}

// Schema is any of the kinds, each a schema of its own, made from the one list of fields.
func (Record) Schema(reg huma.Registry) *huma.Schema {
	if _, ok := reg.Map()["Record"]; !ok {
		any := &huma.Schema{Description: "A record of one kind; which one is known from the route or from the key beside it."}
		reg.Map()["Record"] = any
		for _, k := range graph.Kinds() {
			name := schemaName(k)
			reg.Map()[name] = kindSchema(k)
			any.AnyOf = append(any.AnyOf, &huma.Schema{Ref: "#/components/schemas/" + name})
		}
	}
	return &huma.Schema{Ref: "#/components/schemas/Record"}
}

// schemaName is the kind in PascalCase with "Record" behind it: InstitutionRecord.
func schemaName(k graph.Kind) string {
	var b strings.Builder
	for part := range strings.SplitSeq(k.String(), "_") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String() + "Record"
}

func kindSchema(k graph.Kind) *huma.Schema {
	text := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }
	strings := func(item *huma.Schema) *huma.Schema { return &huma.Schema{Type: huma.TypeArray, Items: item} }
	s := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: false, Required: []string{"id"}, Properties: map[string]*huma.Schema{
		"id":       {Type: huma.TypeString, MaxLength: ptr(64)},
		"_changed": {Type: huma.TypeInteger, Format: "int64", Description: "Revision of the last change; ignored when sent"},
	}}
	for _, f := range graph.Fields(k) {
		var p *huma.Schema
		switch f.Type {
		case graph.TypeText, graph.TypeLongText, graph.TypeBody:
			p = text()
		case graph.TypeCode:
			p = text()
			p.Enum = codesOf(f)
		case graph.TypeCodes:
			item := text()
			item.Enum = codesOf(f)
			p = strings(item)
		case graph.TypeTexts:
			p = strings(text())
		case graph.TypeRef:
			p = text()
			p.Description = "Id of: " + kindList(f.Kinds)
		case graph.TypeRefs:
			p = strings(text())
			p.Description = "Ids of: " + kindList(f.Kinds)
		case graph.TypeTri:
			p = &huma.Schema{Type: huma.TypeBoolean, Nullable: true, Description: "Left out or null: unknown"}
		case graph.TypeDate:
			p = text()
			p.Format = "date"
		case graph.TypeCount:
			p = &huma.Schema{Type: huma.TypeInteger, Format: "int64", Nullable: true}
		case graph.TypeNumber:
			p = &huma.Schema{Type: huma.TypeNumber, Format: "double", Nullable: true}
		case graph.TypeLevel:
			p = &huma.Schema{Type: huma.TypeInteger, Nullable: true, Description: "0 to 4, null for unknown; -2: the network's own (transition types)"}
			s.Required = append(s.Required, f.Name)
		case graph.TypeMarks:
			p = &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{Type: huma.TypeBoolean}}
		case graph.TypeCounts:
			p = &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{Type: huma.TypeInteger, Format: "int64"},
				Description: "By id of: " + kindList(f.Kinds)}
		case graph.TypeAttributes:
			p = &huma.Schema{Type: huma.TypeObject, AdditionalProperties: text()}
		}
		if f.Required && f.Type != graph.TypeLevel {
			s.Required = append(s.Required, f.Name)
		}
		s.Properties[f.Name] = p
	}
	return s
}

func codesOf(f graph.Field) []any {
	var out []any
	for _, c := range graph.Codes(f.Codes) {
		out = append(out, c)
	}
	return out
}

func kindList(kinds []graph.Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.String()
	}
	return strings.Join(names, ", ")
}

func ptr[T any](v T) *T { return &v }

// raw is a JSON body that the handler reads itself, since what it must be depends on the route.
type raw struct{ json.RawMessage }

// UnmarshalJSON keeps the bytes.
func (r *raw) UnmarshalJSON(b []byte) error { return r.RawMessage.UnmarshalJSON(b) }

// Schema says "a record": the document names the kinds.
func (raw) Schema(reg huma.Registry) *huma.Schema { return Record{}.Schema(reg) }

// optional tells a value that was left out from null and from a value.
type optional[T any] struct {
	Set, Null bool
	Value     T
}

// UnmarshalJSON is only called when the key is there.
func (o *optional[T]) UnmarshalJSON(b []byte) error {
	o.Set = true
	if string(b) == "null" {
		o.Null = true
		return nil
	}
	return json.Unmarshal(b, &o.Value)
}

// Schema is that of T, or null.
func (o optional[T]) Schema(reg huma.Registry) *huma.Schema {
	s := *huma.SchemaFromType(reg, reflect.TypeFor[T]())
	s.Nullable = true
	return &s
}
