package duplicates

import (
	"context"
	"slices"

	"miteinander/graph"
)

// Kinds are those whose entries are compared: where a double entry is counted twice in findings.
var Kinds = []graph.Kind{graph.KindInstitution, graph.KindOffer, graph.KindActor, graph.KindProvider}

func (t *Thing) key() graph.Key {
	if t.Kind == 0 {
		return graph.Key{Kind: graph.KindInstitution, ID: t.ID}
	}
	return graph.Key{Kind: t.Kind, ID: t.ID}
}

// ThingOf is a record as a thing; false for a kind that is not compared.
func ThingOf(r graph.Record) (Thing, bool) {
	t := Thing{Kind: r.Key().Kind, ID: r.Key().ID}
	switch r := r.(type) {
	case *graph.Institution:
		t.Name, t.Short, t.Street, t.PostalCode, t.City = r.Name, r.ShortName, r.Street, r.PostalCode, r.City
	case *graph.Offer:
		t.Name, t.Of, t.Areas = r.Name, r.Institutions, r.Areas
	case *graph.Actor:
		t.Name = r.Name
		if r.Institution != "" {
			t.Of = []graph.ID{r.Institution}
		}
	case *graph.Provider:
		t.Name = r.Name
	default:
		return t, false
	}
	return t, true
}

// Holder is the institution that an offer or actor hangs on, under which a file names it; "" for anything else.
func Holder(r graph.Record) graph.ID {
	if t, _ := ThingOf(r); len(t.Of) > 0 {
		return t.Of[0]
	}
	return ""
}

// Things are the records of a kind as things, in the order of their ids.
func Things(s *graph.Snapshot, k graph.Kind) []Thing {
	var out []Thing
	for r := range s.All(k) {
		if t, ok := ThingOf(r); ok {
			out = append(out, t)
		}
	}
	return out
}

// Within proposes pairs of entries of a kind of which nobody has said yet what they are. It ends early with the context's error.
func Within(ctx context.Context, s *graph.Snapshot, k graph.Kind) ([]Thing, []Pair, error) {
	things := Things(s, k)
	d := DecisionsOf(s)
	pairs, err := FindContext(ctx, things, Likely)
	pairs = slices.DeleteFunc(pairs, func(p Pair) bool { return d.Known(things[p.A], things[p.B]) })
	return things, pairs, err
}

// Different gives the operations that note that two entries of a kind are two. NotFound where one of them is not there.
func Different(s *graph.Snapshot, k graph.Kind, a, b graph.ID) ([]graph.Op, error) {
	for _, id := range []graph.ID{a, b} {
		if _, ok := s.Get(graph.Key{Kind: k, ID: id}); !ok {
			return nil, graph.Errorf(graph.NotFound, "duplicates.gone", string(id))
		}
	}
	if a == b {
		return nil, graph.Errorf(graph.Invalid, "duplicates.self", string(a))
	}
	d := DecisionsOf(s)
	d.SayDifferent(graph.Key{Kind: k, ID: a}, graph.Key{Kind: k, ID: b})
	return d.Ops(s)
}

// fuller counts what an entry knows: its fields that say something and what refers to it.
func fuller(s *graph.Snapshot, k graph.Key, refs map[graph.ID]int) int {
	r, ok := s.Get(k)
	if !ok {
		return 0
	}
	n := refs[k.ID]
	for _, f := range graph.Fields(k.Kind) {
		if !f.Empty(f.Get(r)) {
			n++
		}
	}
	return n
}

// Orient puts of each pair the entry first that knows more, which is proposed to stay; between equals the order of the list.
func Orient(s *graph.Snapshot, things []Thing, pairs []Pair) {
	refs := map[graph.ID]int{}
	if len(pairs) > 0 {
		refs = references(s, things[0].key().Kind)
	}
	for i, p := range pairs {
		if fuller(s, things[p.B].key(), refs) > fuller(s, things[p.A].key(), refs) {
			pairs[i].A, pairs[i].B = p.B, p.A
		}
	}
}

// references counts what refers to each entry of a kind.
func references(s *graph.Snapshot, k graph.Kind) map[graph.ID]int {
	out := map[graph.ID]int{}
	for _, other := range graph.Kinds() {
		for _, f := range graph.Fields(other) {
			if !slices.Contains(f.Kinds, k) {
				continue
			}
			for r := range s.All(other) {
				switch v := f.Get(r).(type) {
				case graph.ID:
					out[v]++
				case []graph.ID:
					for _, id := range v {
						out[id]++
					}
				}
			}
		}
	}
	return out
}
