package duplicates

import (
	"slices"

	"miteinander/graph"
)

// Merged says what a merge does, for the preview.
type Merged struct {
	Record  graph.Record // the entry that stays, as it would be
	Filled  []string     // fields that it takes from the other
	Clashes []Clash      // fields in which both say something else; the one that stays holds
	Moved   []graph.Key  // records that would refer to it instead of the other
	Dropped []graph.Key  // ties that would be double, or tie it to itself
}

// Clash is a field in which two entries differ.
type Clash struct {
	Field       string
	Kept, Other any
}

// Merge gives the operations that make one institution of two: keep stays, gone goes. What keep lacks it takes from gone, lists and own
// attributes are joined; everything that refers to gone refers to keep; ties that would then be double are dropped, of which the one
// with the higher known level and of the newer day stays. NotFound where one of them is not there, Invalid for an entry with itself.
func Merge(s *graph.Snapshot, keep, gone graph.ID) ([]graph.Op, *Merged, error) {
	a, b := graph.Find[*graph.Institution](s, graph.KindInstitution, keep), graph.Find[*graph.Institution](s, graph.KindInstitution, gone)
	switch {
	case keep == gone:
		return nil, nil, graph.Errorf(graph.Invalid, "duplicates.self", string(keep))
	case a == nil:
		return nil, nil, graph.Errorf(graph.NotFound, "duplicates.gone", string(keep))
	case b == nil:
		return nil, nil, graph.Errorf(graph.NotFound, "duplicates.gone", string(gone))
	}
	out := &Merged{}
	record := graph.Clone(a)
	out.fill(record, b)
	if record.PartOf == gone || record.PartOf == keep {
		record.PartOf = ""
	}
	out.Record = record
	m := &merging{s: s, keep: keep, gone: gone, out: out, ties: map[string]graph.Record{}, removed: map[graph.Key]bool{}, puts: map[graph.Key]graph.Record{}}
	m.puts[record.Key()] = record
	m.removed[b.Key()] = true
	m.move()
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
	d := DecisionsOf(s)
	d.SaySame(b.Name, keep)
	if Spelling(a.Name) != Spelling(record.Name) {
		d.SaySame(a.Name, keep)
	}
	d.Forget(gone, keep)
	doc, err := d.Document()
	if err != nil {
		return nil, nil, err
	}
	if op, ok := s.Put(doc); ok {
		ops = append(ops, op)
	}
	slices.SortFunc(out.Moved, graph.Key.Compare)
	slices.SortFunc(out.Dropped, graph.Key.Compare)
	ops = graph.SortOps(ops)
	return ops, out, s.Check(ops)
}

// fill gives a record what it lacks and another has.
func (m *Merged) fill(into, from graph.Record) {
	for _, f := range graph.Fields(into.Key().Kind) {
		have, other := f.Get(into), f.Get(from)
		if f.Empty(other) {
			continue
		}
		if f.Empty(have) {
			_ = f.Set(into, other) // same type by construction
			m.Filled = append(m.Filled, f.Name)
			continue
		}
		switch have := have.(type) {
		case []graph.ID:
			if joined := union(have, other.([]graph.ID)); len(joined) > len(have) {
				_ = f.Set(into, joined)
				m.Filled = append(m.Filled, f.Name)
			}
		case []string:
			if joined := union(have, other.([]string)); len(joined) > len(have) {
				_ = f.Set(into, joined)
				m.Filled = append(m.Filled, f.Name)
			}
		case map[string]string:
			joined := map[string]string{}
			for k, v := range other.(map[string]string) {
				joined[k] = v
			}
			for k, v := range have {
				if old, ok := joined[k]; ok && old != v {
					m.Clashes = append(m.Clashes, Clash{k, v, old})
				}
				joined[k] = v
			}
			if len(joined) > len(have) {
				m.Filled = append(m.Filled, f.Name)
			}
			_ = f.Set(into, joined)
		default:
			if !same(have, other) {
				m.Clashes = append(m.Clashes, Clash{f.Name, have, other})
			}
		}
	}
}

func same(a, b any) bool {
	defer func() { _ = recover() }() // values that cannot be compared differ
	return a == b
}

func union[T comparable](a, b []T) []T {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
