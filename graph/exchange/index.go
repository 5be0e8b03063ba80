package exchange

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"miteinander/graph"
	"miteinander/graph/duplicates"
)

// index finds the records of one kind by id, by name, and by folded name.
type index struct {
	names  map[graph.ID]string
	exact  map[string][]graph.ID
	folded map[string][]graph.ID
	moved  map[graph.ID]graph.ID // ids of rows that have become a part of another
}

func newIndex() *index {
	return &index{map[graph.ID]string{}, map[string][]graph.ID{}, map[string][]graph.ID{}, map[graph.ID]graph.ID{}}
}

// also registers another id and name of a record.
func (x *index) also(old graph.ID, name string, id graph.ID) {
	if old != "" && old != id {
		x.moved[old] = id
	}
	add := func(m map[string][]graph.ID, n string) {
		if n != "" && !slices.Contains(m[n], id) {
			m[n] = append(m[n], id)
		}
	}
	add(x.exact, name)
	add(x.folded, fold(name))
}

// put registers a record once; an id that is there already keeps its first name.
func (x *index) put(id graph.ID, name string) {
	if _, ok := x.names[id]; ok {
		return
	}
	x.names[id] = name
	if name != "" {
		x.exact[name] = append(x.exact[name], id)
		f := fold(name)
		x.folded[f] = append(x.folded[f], id)
	}
}

// nameOf is the name or title of a record as it stands.
func nameOf(r graph.Record) string {
	for _, n := range []string{"name", "title"} {
		if f, ok := graph.FieldOf(r.Key().Kind, n); ok {
			return f.Get(r).(string)
		}
	}
	return ""
}

// resolve finds what a reference means among kinds: a Kennung, else an exact name, else a name that differs in case, umlauts
// or spaces only; a name must be unique. needed says that the cell cannot be left empty instead.
func (p *planner) resolve(kinds []graph.Kind, text string, needed bool) (graph.ID, problem) {
	if bad := checkName(text); bad.key != "" {
		return "", bad
	}
	for _, k := range kinds {
		if _, ok := p.index[k].names[graph.ID(text)]; ok {
			return graph.ID(text), problem{}
		}
		if id := p.index[k].moved[graph.ID(text)]; id != "" {
			return id, problem{}
		}
	}
	find := func(in func(*index) []graph.ID) (graph.ID, problem, bool) {
		var ids []graph.ID
		for _, k := range kinds {
			ids = append(ids, in(p.index[k])...)
		}
		switch len(ids) {
		case 0:
			return "", problem{}, false
		case 1:
			return ids[0], problem{}, true
		}
		slices.Sort(ids)
		texts := make([]string, len(ids))
		for i, id := range ids {
			texts[i] = string(id)
		}
		return "", wrong("ambiguous", strings.Join(texts[:min(len(texts), 5)], ", ")), true
	}
	if id, bad, ok := find(func(x *index) []graph.ID { return x.exact[text] }); ok {
		return id, bad
	}
	f := fold(text)
	if id, bad, ok := find(func(x *index) []graph.ID { return x.folded[f] }); ok {
		return id, bad
	}
	for _, k := range []graph.Kind{graph.KindInstitution, graph.KindProvider} {
		if !slices.Contains(kinds, k) {
			continue
		}
		if id := p.opts.Decisions.Meant(k, "", text); id != "" {
			if _, ok := p.index[k].names[id]; ok {
				return id, problem{}
			}
		}
	}
	near := ""
	for _, k := range kinds {
		if n := p.near.of(p.index[k], text); n != "" && (near == "" || duplicates.Distance([]rune(f), []rune(fold(n)), 64) < duplicates.Distance([]rune(f), []rune(fold(near)), 64)) {
			near = n
		}
	}
	if near != "" {
		return "", wrong("unknown_ref_near", near)
	}
	if known := p.knownNames(kinds); known != "" {
		return "", wrong("unknown_ref_known", known)
	}
	var names []string
	for _, k := range kinds {
		if len(p.tabs[k]) > 0 {
			names = append(names, p.tabs[k][0].name)
		} else if s := sheetOf(k); s != nil {
			names = append(names, s.name)
		}
	}
	if needed {
		return "", wrong("unknown_ref", names)
	}
	return "", wrong("unknown_ref_optional", names)
}

// knownNames lists a short catalogue for a message; "" where it is long or empty.
func (p *planner) knownNames(kinds []graph.Kind) string {
	if len(kinds) != 1 || len(p.index[kinds[0]].names) > 8 {
		return ""
	}
	x := p.index[kinds[0]]
	out := make([]string, 0, len(x.names))
	for _, id := range slices.Sorted(maps.Keys(x.names)) {
		if n := x.names[id]; n != "" {
			out = append(out, n)
		} else {
			out = append(out, string(id))
		}
	}
	return strings.Join(out, ", ")
}

// checkName refuses what no record can be called; a catalogue must not grow by it.
func checkName(text string) problem {
	const most = 500 // of a text field
	if n := utf8.RuneCountInString(text); n > most {
		return problem{key: "errors.field.too_long", args: []any{most, n}}
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
		return problem{key: "errors.field.control_characters"}
	}
	return problem{}
}
