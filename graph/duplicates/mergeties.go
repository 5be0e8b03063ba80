package duplicates

import (
	"fmt"
	"slices"
	"strings"

	"miteinander/graph"
)

// merging is a merge on its way.
type merging struct {
	s          *graph.Snapshot
	kind       graph.Kind
	keep, gone graph.ID
	out        *Merged
	ties       map[string]graph.Record // natural key → the tie that stays
	removed    map[graph.Key]bool
	puts       map[graph.Key]graph.Record
}

// move lets everything that refers to the entry that goes refer to the one that stays.
func (m *merging) move() {
	for _, k := range graph.Kinds() {
		refers := slices.ContainsFunc(graph.Fields(k), func(f graph.Field) bool { return slices.Contains(f.Kinds, m.kind) })
		if !refers && k != graph.KindMeasure && k != graph.KindFeedback {
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
			if self(moved) && !self(r) {
				m.drop(r.Key(), graph.Key{})
				continue
			}
			if changed {
				m.puts[moved.Key()] = moved
				if moved.Key() != (graph.Key{Kind: m.kind, ID: m.keep}) {
					m.out.Moved = append(m.out.Moved, moved.Key())
				}
			}
			if key := tieKey(moved); key != "" {
				m.tie(key, moved)
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
		if f.Name == "occasion" {
			text, _ := f.Get(r).(string)
			if turned := m.occasion(text); turned != text {
				set(f, turned)
			}
		}
		if !slices.Contains(f.Kinds, m.kind) {
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
	if !changed {
		return r, false
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
	return out, true
}

func (m *merging) redirect(r graph.Record) graph.Record {
	out, _ := m.redirected(r)
	return out
}

// occasion is the ref of a finding about the entry that stays, for one about the entry that goes: what was agreed about it goes with it.
func (m *merging) occasion(ref string) string {
	question, rest, ok := strings.Cut(ref, "/")
	if !ok || !m.kind.IsNode() {
		return ref
	}
	gone, keep := string(m.gone), string(m.keep)
	a, b, pair := strings.Cut(rest, "~")
	switch {
	case pair && (a == gone || b == gone):
		if a == gone {
			a = keep
		}
		if b == gone {
			b = keep
		}
		if a == b {
			return ref
		}
		return question + "/" + min(a, b) + "~" + max(a, b)
	case rest == gone && m.kind == graph.KindInstitution, rest == m.kind.String()+"/"+gone:
		return question + "/" + strings.TrimSuffix(rest, gone) + keep
	}
	return ref
}

func self(r graph.Record) bool {
	switch r := r.(type) {
	case *graph.Cooperation:
		return r.From == r.To
	case *graph.Handover:
		return r.From == r.To
	case *graph.Membership:
		return r.Body == r.Member
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
	case *graph.Funding:
		return fmt.Sprintf("f %s %s %s %v", r.Target, r.Funder, r.Programme, r.From)
	}
	return ""
}

// tie decides between two ties of one key: the higher known level, then the newer day, then the first one stays, and takes over what only
// the other one knew. Two that were double before stay as they are.
func (m *merging) tie(key string, r graph.Record) {
	first, there := m.ties[key]
	if !there {
		m.ties[key] = r
		return
	}
	if m.puts[r.Key()] == nil && m.puts[first.Key()] == nil {
		return
	}
	stays, goes := first, r
	if better(r, first) {
		stays, goes = r, first
	}
	if richer, changed := enriched(stays, goes); changed {
		stays = richer
		m.puts[stays.Key()] = stays
	}
	m.ties[key] = stays
	m.drop(goes.Key(), stays.Key())
}

// enriched gives a tie what it lacks and its double has, without what belongs to a statement: a day or a source of another level is none
// of this one, and an end of the one no end of the other.
func enriched(stays, goes graph.Record) (graph.Record, bool) {
	fields := []string{"attributes"}
	switch a := stays.(type) {
	case *graph.Cooperation:
		fields = append(fields, "basis", "topics", "carried_by")
		if b := goes.(*graph.Cooperation); a.Level == b.Level {
			fields = append(fields, "agreed_side_by_side")
			if a.Source == "" && a.AsOf.IsZero() && a.SaidBy == "" && a.Confirmed == "" {
				fields = append(fields, "source", "confirmed", "as_of", "said_by")
			}
		}
	case *graph.Handover:
		fields = append(fields, "children", "items", "contacts")
	case *graph.Funding:
		fields = append(fields, "share", "renewal")
	}
	out := graph.Clone(stays)
	for _, f := range graph.Fields(stays.Key().Kind) {
		if !slices.Contains(fields, f.Name) {
			continue
		}
		have, other := f.Get(stays), f.Get(goes)
		if own, ok := have.(map[string]string); ok {
			joinAttributes(f, out, own, other.(map[string]string), nil)
			continue
		}
		switch v, joined := both(f, have, other); {
		case f.Empty(other):
		case f.Empty(have):
			_ = f.Set(out, other) // same type by construction
		case joined:
			_ = f.Set(out, v)
		}
	}
	return out, !graph.Equal(out, stays)
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

func (m *merging) drop(k, stays graph.Key) {
	m.removed[k] = true
	delete(m.puts, k)
	m.out.Moved = slices.DeleteFunc(m.out.Moved, func(x graph.Key) bool { return x == k })
	m.out.Doubled = append(m.out.Doubled, Doubled{k, stays})
}
