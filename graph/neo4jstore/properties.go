package neo4jstore

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"

	"miteinander/graph"
)

// A field becomes a property of its name in camelCase, by the type of the field: texts and codes are strings, lists are lists,
// references are ids, days are dates, yes and no are booleans; what is not known is no property. Marks become two lists
// (itemsYes, itemsNo), counts and own attributes a list of keys and one of values (childrenKeys, childrenValues).

// camel is valid_from → validFrom.
func camel(name string) string {
	parts := strings.Split(name, "_")
	for i, p := range parts[1:] {
		parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parts, "")
}

// ends are the fields that a relationship holds by its ends and not as a property, in the order source, target.
var ends = map[graph.Kind][2]string{
	graph.KindCooperation: {"from", "to"}, graph.KindHandover: {"from", "to"},
	graph.KindMembership: {"member", "body"}, graph.KindFunding: {"funder", "target"},
}

// propertyOf is one field's place among the properties.
type propertyOf struct {
	graph.Field
	name string
}

var propertyTable = func() map[graph.Kind][]propertyOf {
	out := map[graph.Kind][]propertyOf{}
	for _, k := range graph.Kinds() {
		for _, f := range graph.Fields(k) {
			if e, ok := ends[k]; ok && (f.Name == e[0] || f.Name == e[1]) {
				continue
			}
			out[k] = append(out[k], propertyOf{f, camel(f.Name)})
		}
	}
	return out
}()

// properties are those of a record as a node or relationship of a network.
func properties(n graph.NetworkID, r graph.Record, changed graph.Revision) map[string]any {
	k := r.Key()
	out := map[string]any{"network": string(n), "id": string(k.ID), "changed": int64(changed)}
	if tableOf(k.Kind) == tableEntries {
		out["catalogue"] = k.Kind.String()
	}
	for _, p := range propertyTable[k.Kind] {
		v := p.Get(r)
		if p.Empty(v) {
			continue
		}
		switch v := v.(type) {
		case string:
			out[p.name] = v
		case graph.ID:
			out[p.name] = string(v)
		case []string:
			out[p.name] = v
		case []graph.ID:
			out[p.name] = texts(v)
		case graph.Tri:
			out[p.name] = v == graph.Yes
		case graph.Date:
			out[p.name] = date(v)
		case graph.Count:
			out[p.name] = v.N
		case graph.Number:
			out[p.name] = v.V
		case graph.Level:
			out[p.name] = int64(v)
		case map[string]graph.Tri:
			var yes, no []string
			for _, item := range slices.Sorted(maps.Keys(v)) {
				if v[item] == graph.Yes {
					yes = append(yes, item)
				} else {
					no = append(no, item)
				}
			}
			out[p.name+"Yes"], out[p.name+"No"] = yes, no
		case map[graph.ID]int64:
			keys := slices.Sorted(maps.Keys(v))
			values := make([]int64, len(keys))
			for i, key := range keys {
				values[i] = v[key]
			}
			out[p.name+"Keys"], out[p.name+"Values"] = texts(keys), values
		case map[string]string:
			keys := slices.Sorted(maps.Keys(v))
			values := make([]string, len(keys))
			for i, key := range keys {
				values[i] = v[key]
			}
			out[p.name+"Keys"], out[p.name+"Values"] = keys, values
		default:
			panic(fmt.Sprintf("neo4jstore: no property for %T", v))
		}
	}
	return out
}

func texts(list []graph.ID) []string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = string(id)
	}
	return out
}

func date(d graph.Date) dbtype.Date {
	return neo4j.DateOf(time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC))
}

// recordOf makes the record of a kind from its properties; source and target are the ends of a relationship.
func recordOf(k graph.Kind, props map[string]any, source, target string) (r graph.Record, changed graph.Revision, err error) {
	defer func() {
		if err != nil {
			err = &graph.Error{Code: graph.Internal, Key: "errors.store.damaged", Err: fmt.Errorf("%s %v: %w", k, props["id"], err)}
		}
	}()
	id, ok := props["id"].(string)
	if !ok || k == 0 {
		return nil, 0, fmt.Errorf("no id or kind among %v", props)
	}
	r = graph.New(k, graph.ID(id))
	if k == graph.KindSettings {
		r = &graph.Settings{} // what is not there was empty, not the default
	}
	c, ok := props["changed"].(int64)
	if !ok {
		return nil, 0, fmt.Errorf("changed is %T", props["changed"])
	}
	for _, p := range propertyTable[k] {
		v, err := p.value(props)
		if err != nil {
			return nil, 0, fmt.Errorf("%s: %w", p.name, err)
		}
		if v == nil {
			continue
		}
		if err := p.Set(r, v); err != nil {
			return nil, 0, err
		}
	}
	if e, ok := ends[k]; ok {
		for i, v := range []string{source, target} {
			f, _ := graph.FieldOf(k, e[i])
			if err := f.Set(r, graph.ID(v)); err != nil {
				return nil, 0, err
			}
		}
	}
	return r, graph.Revision(c), nil
}

// value is what a property says in the type of the field; nil for a property that is not there.
func (p propertyOf) value(props map[string]any) (any, error) {
	switch p.Type {
	case graph.TypeMarks:
		yes, err := list[string](props[p.name+"Yes"])
		if err != nil {
			return nil, err
		}
		no, err := list[string](props[p.name+"No"])
		if err != nil || len(yes)+len(no) == 0 {
			return nil, err
		}
		out := map[string]graph.Tri{}
		for _, item := range yes {
			out[item] = graph.Yes
		}
		for _, item := range no {
			out[item] = graph.No
		}
		return out, nil
	case graph.TypeCounts, graph.TypeAttributes:
		return p.pairs(props)
	}
	v := props[p.name]
	if v == nil {
		return nil, nil
	}
	switch p.Type {
	case graph.TypeText, graph.TypeLongText, graph.TypeCode, graph.TypeBody:
		return as[string](v)
	case graph.TypeRef:
		s, err := as[string](v)
		return graph.ID(s), err
	case graph.TypeTexts, graph.TypeCodes:
		return list[string](v)
	case graph.TypeRefs:
		s, err := list[string](v)
		out := make([]graph.ID, len(s))
		for i := range s {
			out[i] = graph.ID(s[i])
		}
		return out, err
	case graph.TypeTri:
		b, err := as[bool](v)
		return graph.TriOf(b), err
	case graph.TypeDate:
		d, err := as[dbtype.Date](v)
		return graph.DateOf(d.Time()), err
	case graph.TypeCount:
		n, err := as[int64](v)
		return graph.CountOf(n), err
	case graph.TypeNumber:
		x, err := as[float64](v)
		return graph.NumberOf(x), err
	case graph.TypeLevel:
		n, err := as[int64](v)
		return graph.Level(n), err
	}
	return nil, fmt.Errorf("field type %d has no property", p.Type)
}

func (p propertyOf) pairs(props map[string]any) (any, error) {
	keys, err := list[string](props[p.name+"Keys"])
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	wrong := fmt.Errorf("%d keys have other values", len(keys))
	if p.Type == graph.TypeCounts {
		values, err := list[int64](props[p.name+"Values"])
		if err != nil || len(values) != len(keys) {
			return nil, wrong
		}
		out := map[graph.ID]int64{}
		for i, key := range keys {
			out[graph.ID(key)] = values[i]
		}
		return out, nil
	}
	values, err := list[string](props[p.name+"Values"])
	if err != nil || len(values) != len(keys) {
		return nil, wrong
	}
	out := map[string]string{}
	for i, key := range keys {
		out[key] = values[i]
	}
	return out, nil
}

func as[T any](v any) (T, error) {
	t, ok := v.(T)
	if !ok {
		return t, fmt.Errorf("is %T, want %T", v, t)
	}
	return t, nil
}

func list[T any](v any) ([]T, error) {
	if v == nil {
		return nil, nil
	}
	raw, err := as[[]any](v)
	if err != nil {
		return nil, err
	}
	out := make([]T, len(raw))
	for i := range raw {
		if out[i], err = as[T](raw[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
