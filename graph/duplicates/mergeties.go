package duplicates

import (
	"fmt"
	"slices"

	"miteinander/graph"
)

// merging is a merge on its way.
type merging struct {
	s          *graph.Snapshot
	keep, gone graph.ID
	out        *Merged
	ties       map[string]graph.Record // natural key → the tie that stays
	removed    map[graph.Key]bool
	puts       map[graph.Key]graph.Record
}

// move lets everything that refers to the entry that goes refer to the one that stays.
func (m *merging) move() {
	for _, k := range graph.Kinds() {
		refers := slices.ContainsFunc(graph.Fields(k), func(f graph.Field) bool { return slices.Contains(f.Kinds, graph.KindInstitution) })
		if !refers {
			continue
		}
		for r := range m.s.All(k) {
			if m.removed[r.Key()] {
				continue
			}
			current := r
			if p, ok := m.puts[r.Key()]; ok {
				current = p
			}
			moved, changed := m.redirected(current)
			if self(moved) {
				m.drop(r.Key())
				continue
			}
			if key := tieKey(moved); key != "" {
				if !m.stays(key, moved, changed) {
					continue
				}
			}
			if changed {
				m.puts[moved.Key()] = moved
				if moved.Key() != (graph.Key{Kind: graph.KindInstitution, ID: m.keep}) {
					m.out.Moved = append(m.out.Moved, moved.Key())
				}
			}
		}
	}
}

// redirected is a record with every reference changed.
func (m *merging) redirected(r graph.Record) (graph.Record, bool) {
	changed := false
	out := r
	set := func(f graph.Field, v any) {
		if !changed {
			out = graph.Clone(r)
			changed = true
		}
		_ = f.Set(out, v) // same type by construction
	}
	for _, f := range graph.Fields(r.Key().Kind) {
		if !slices.Contains(f.Kinds, graph.KindInstitution) {
			continue
		}
		switch v := f.Get(r).(type) {
		case graph.ID:
			if v == m.gone {
				set(f, m.keep)
			}
		case []graph.ID:
			if slices.Contains(v, m.gone) {
				var list []graph.ID
				for _, id := range v {
					if id == m.gone {
						id = m.keep
					}
					if !slices.Contains(list, id) {
						list = append(list, id)
					}
				}
				set(f, list)
			}
		}
	}
	switch c := out.(type) {
	case *graph.Cooperation:
		if c.To < c.From {
			c.From, c.To = c.To, c.From
		}
	case *graph.Institution:
		if c.PartOf == c.ID {
			c.PartOf = ""
		}
	}
	return out, changed
}

func self(r graph.Record) bool {
	switch r := r.(type) {
	case *graph.Cooperation:
		return r.From == r.To
	case *graph.Handover:
		return r.From == r.To
	}
	return false
}

// tieKey is what makes two ties one, "" for what is no tie.
func tieKey(r graph.Record) string {
	switch r := r.(type) {
	case *graph.Cooperation:
		return fmt.Sprintf("c %s %s %v", min(r.From, r.To), max(r.From, r.To), r.Since)
	case *graph.Handover:
		return fmt.Sprintf("h %s %s %s", r.From, r.To, r.Transition)
	case *graph.Membership:
		return fmt.Sprintf("m %s %s %v", r.Body, r.Member, r.Since)
	}
	return ""
}

// stays decides between two ties of one key: the higher known level, then the newer day, then the one that did not move.
func (m *merging) stays(key string, r graph.Record, changed bool) bool {
	first, there := m.ties[key]
	if !there {
		m.ties[key] = r
		return true
	}
	if better(r, first) {
		m.drop(first.Key())
		m.ties[key] = r
		return true
	}
	_ = changed
	m.drop(r.Key())
	return false
}

func better(a, b graph.Record) bool {
	switch a := a.(type) {
	case *graph.Cooperation:
		if b, ok := b.(*graph.Cooperation); ok {
			if a.Level != b.Level {
				return a.Level > b.Level
			}
			return a.AsOf.Compare(b.AsOf) > 0
		}
	case *graph.Handover:
		if b, ok := b.(*graph.Handover); ok {
			return a.AsOf.Compare(b.AsOf) > 0
		}
	}
	return false
}

func (m *merging) drop(k graph.Key) {
	m.removed[k] = true
	delete(m.puts, k)
	m.out.Moved = slices.DeleteFunc(m.out.Moved, func(x graph.Key) bool { return x == k })
	m.out.Dropped = append(m.out.Dropped, k)
}
