package duplicates

import (
	"slices"
	"strings"

	"miteinander/graph"
)

// Merged says what a merge does, for the preview.
type Merged struct {
	Kept, Gone graph.Record   // the two as they are
	Record     graph.Record   // the entry that stays, as it would be
	Rows       []Row          // field by field
	Moved      []graph.Key    // records that would refer to it instead of the other
	Doubled    []Doubled      // ties that would be there twice, of which one goes
	Alike      [][2]graph.Key // offers and actors of the one and the other with near-equal names: double from then on
}

// Doubled is a tie that goes because another says the same or more. Stays is without an ID for a tie between the two entries.
type Doubled struct {
	Gone, Stays graph.Key
}

// Merge gives the operations that make one entry of two of a kind: keep stays, gone goes. What keep lacks it takes from gone, lists and own
// attributes are joined; where both say something else keep holds, or gone in the rows that take names (Row.ID). Everything that refers to
// gone refers to keep; of ties that would then be double the one with the higher known level and of the newer day stays and takes over what
// only the other knew. NotFound where one of the two is not there, Invalid for an entry with itself and for a row that there is not.
func Merge(s *graph.Snapshot, kind graph.Kind, keep, gone graph.ID, take []string) ([]graph.Op, *Merged, error) {
	a, okA := s.Get(graph.Key{Kind: kind, ID: keep})
	b, okB := s.Get(graph.Key{Kind: kind, ID: gone})
	switch {
	case !slices.Contains(Kinds, kind):
		return nil, nil, graph.Errorf(graph.Invalid, "duplicates.kind", kind.String())
	case keep == gone:
		return nil, nil, graph.Errorf(graph.Invalid, "duplicates.self", string(keep))
	case !okA:
		return nil, nil, graph.Errorf(graph.NotFound, "duplicates.gone", string(keep))
	case !okB:
		return nil, nil, graph.Errorf(graph.NotFound, "duplicates.gone", string(gone))
	}
	for _, t := range take {
		field, _, _ := strings.Cut(t, "/")
		if _, ok := graph.FieldOf(kind, field); !ok && field != AddressField {
			return nil, nil, graph.Errorf(graph.Invalid, "duplicates.no_field", t)
		}
	}
	record := graph.Clone(a)
	out := &Merged{Kept: a, Gone: b, Record: record, Rows: join(record, b, take)}
	if i, ok := record.(*graph.Institution); ok {
		unloop(s, i, gone)
	}
	m := &merging{s: s, kind: kind, keep: keep, gone: gone, out: out, ties: map[string]graph.Record{}, removed: map[graph.Key]bool{}, puts: map[graph.Key]graph.Record{}}
	m.puts[record.Key()] = record
	m.removed[b.Key()] = true
	m.move()
	out.Alike = alike(s, kind, keep, gone)
	var ops []graph.Op
	for k := range m.removed {
		if op, ok := s.Delete(k); ok {
			ops = append(ops, op)
		}
	}
	for _, r := range m.puts {
		if !m.removed[r.Key()] {
			if op, ok := s.Put(r); ok {
				ops = append(ops, op)
			}
		}
	}
	said, err := m.remember(a, b, record).Ops(s)
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(out.Moved, graph.Key.Compare)
	slices.SortFunc(out.Doubled, func(a, b Doubled) int { return a.Gone.Compare(b.Gone) })
	ops = graph.SortOps(append(ops, said...))
	return ops, out, s.Check(ops)
}

// remember notes that the names of both mean the one that stays.
func (m *merging) remember(a, b, record graph.Record) *Decisions {
	d := DecisionsOf(m.s)
	of := func(r graph.Record) graph.ID { return Holder(m.redirect(r)) }
	d.Forget(b.Key(), m.keep)
	for _, r := range []graph.Record{a, b} {
		x, _ := ThingOf(r)
		now, _ := ThingOf(record)
		if Spelling(x.Name) != Spelling(now.Name) || of(r) != of(record) {
			d.SaySame(record.Key(), of(r), x.Name)
		}
	}
	return d
}

// unloop takes away what would make an institution a part of itself.
func unloop(s *graph.Snapshot, i *graph.Institution, gone graph.ID) {
	seen := map[graph.ID]bool{}
	for at := i.PartOf; at != "" && !seen[at]; {
		seen[at] = true
		if at == i.ID || at == gone {
			i.PartOf = ""
			return
		}
		above := graph.Find[*graph.Institution](s, graph.KindInstitution, at)
		if above == nil {
			return
		}
		at = above.PartOf
	}
}

// alike finds offers and actors of the one institution that are called nearly like one of the other.
func alike(s *graph.Snapshot, kind graph.Kind, keep, gone graph.ID) [][2]graph.Key {
	if kind != graph.KindInstitution {
		return nil
	}
	var out [][2]graph.Key
	for _, k := range []graph.Kind{graph.KindOffer, graph.KindActor} {
		var list []Thing
		var ofKeep []bool
		for _, t := range Things(s, k) {
			if kept := slices.Contains(t.Of, keep); kept != slices.Contains(t.Of, gone) {
				t.Of = nil
				list, ofKeep = append(list, t), append(ofKeep, kept)
			}
		}
		for _, p := range Find(list, Likely) {
			if a, b := list[p.A].key(), list[p.B].key(); ofKeep[p.A] && !ofKeep[p.B] {
				out = append(out, [2]graph.Key{a, b})
			} else if ofKeep[p.B] && !ofKeep[p.A] {
				out = append(out, [2]graph.Key{b, a})
			}
		}
	}
	return out
}
