package views

import (
	"net/url"
	"slices"
	"strings"

	"miteinander/graph"
)

// lists are the parts of an address that hold ids of one kind, separated by commas.
var lists = map[string]graph.Kind{
	"areas": graph.KindArea, "phases": graph.KindPhase, "fields": graph.KindField, "groups": graph.KindGroup,
	"kinds": graph.KindInstitutionKind, "sectors": graph.KindSector, "institution": graph.KindInstitution,
}

// parts are those that hold several ids with a slash between: the kind of each.
var parts = map[string][]graph.Kind{
	"round":      {graph.KindArea, graph.KindPhase, graph.KindField},
	"cell":       {graph.KindArea, graph.KindPhase},
	"sectors_of": {graph.KindSector, graph.KindSector},
}

// refs are those that hold one "kind/id".
var refs = []string{"focus", "around"}

// Missing are the records that a query of an address names and that are not in the network, each once, sorted by key.
func Missing(s *graph.Snapshot, query string) []graph.Key {
	q, err := url.ParseQuery(query)
	if err != nil {
		return nil
	}
	var out []graph.Key
	look := func(k graph.Kind, id string) {
		key := graph.Key{Kind: k, ID: graph.ID(id)}
		if id == "" || slices.Contains(out, key) {
			return
		}
		if _, ok := s.Get(key); !ok {
			out = append(out, key)
		}
	}
	for name, k := range lists {
		for _, v := range rawValues(query, name) {
			look(k, v)
		}
	}
	for name, kinds := range parts {
		ids := strings.Split(q.Get(name), "/")
		if len(ids) != len(kinds) {
			continue
		}
		for i, id := range ids {
			if kinds[i] == graph.KindArea && (id == "gesamt" || id == "*") { // the sum of all areas, what works everywhere
				continue
			}
			look(kinds[i], id)
		}
	}
	for _, name := range refs {
		kind, id, _ := strings.Cut(q.Get(name), "/")
		if k, ok := graph.ParseKind(kind); ok {
			look(k, id)
		}
	}
	slices.SortFunc(out, func(a, b graph.Key) int { return strings.Compare(a.String(), b.String()) })
	return out
}

// rawValues are the values of a list; a comma inside an id is escaped, so it is cut before it is unescaped.
func rawValues(query, name string) []string {
	var out []string
	for part := range strings.SplitSeq(query, "&") {
		n, raw, _ := strings.Cut(part, "=")
		if n != name {
			continue
		}
		for id := range strings.SplitSeq(raw, ",") {
			if text, err := url.QueryUnescape(id); err == nil {
				out = append(out, text)
			}
		}
	}
	return out
}
