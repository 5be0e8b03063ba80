package exchange

import (
	"miteinander/graph"
)

// Missing is what becomes of records that are in the network but no longer in the sheet.
type Missing string

// The three choices.
const (
	Keep   Missing = "keep"
	End    Missing = "end"    // an end date, where the kind has one
	Delete Missing = "delete" // unless something that stays refers to it
)

// ParseMissing reads a choice; "" is Keep.
func ParseMissing(s string) (Missing, bool) {
	switch Missing(s) {
	case "", Keep:
		return Keep, true
	case End, Delete:
		return Missing(s), true
	}
	return Keep, false
}

// Ops are the operations of the one Change that the plan stands for, sorted; they always Apply to Plan.Head, and are empty
// when the file changes nothing. With errors there are none unless onlyValid: then rows with errors are left out, and so is
// every row that needs one of them, and every row that needs one of those.
func (p *Plan) Ops(onlyValid bool, missing Missing) []graph.Op {
	if len(p.Errors) > 0 && !onlyValid {
		return nil
	}
	kept := p.keepable()
	for {
		p.dropDependents(kept)
		ops := p.upserts(kept)
		gone := p.missingOps(kept, missing)
		ops = graph.SortOps(append(ops, gone...))
		if len(ops) == 0 {
			return nil
		}
		bad := fieldErrors(p.Head.Check(ops))
		if len(bad) == 0 {
			return ops
		}
		if !p.drop(bad, kept, &missing) {
			return nil
		}
	}
}

// keepable are the drafts without errors, by key.
func (p *Plan) keepable() map[graph.Key]*draft {
	kept := map[graph.Key]*draft{}
	for _, d := range p.drafts {
		if d.final != nil && !d.bad && !d.twin {
			kept[d.final.Key()] = d
		}
	}
	for _, d := range p.drafts { // a wrong row of Einstellungen leaves the settings of an empty network as they would be without
		if d.kind == graph.KindSettings && p.New && d.final != nil {
			kept[d.final.Key()] = d
		}
	}
	p.excluded = nil
	return kept
}

// dropDependents drops, until nothing changes, what refers to a record that is neither kept nor in the network, and the
// catalogue entries that only dropped rows name.
func (p *Plan) dropDependents(kept map[graph.Key]*draft) {
	has := func(id graph.ID, kinds []graph.Kind) bool {
		for _, k := range kinds {
			key := graph.Key{Kind: k, ID: id}
			if kept[key] != nil {
				return true
			}
			if _, ok := p.Head.Get(key); ok {
				return true
			}
		}
		return false
	}
	for again := true; again; {
		again = false
		for key, d := range kept {
			whole := true
			eachRef(d.final, func(id graph.ID, kinds []graph.Kind) { whole = whole && has(id, kinds) })
			if !whole {
				delete(kept, key)
				again = true
			}
		}
	}
	named := map[graph.Key]bool{}
	for _, d := range kept {
		eachRef(d.final, func(id graph.ID, kinds []graph.Kind) {
			for _, k := range kinds {
				named[graph.Key{Kind: k, ID: id}] = true
			}
		})
	}
	for key, d := range kept {
		if d.added && !named[key] {
			delete(kept, key)
		}
	}
}

// eachRef calls f for every id that a record refers to.
func eachRef(r graph.Record, f func(id graph.ID, kinds []graph.Kind)) {
	for _, fd := range graph.Fields(r.Key().Kind) {
		switch fd.Type {
		case graph.TypeRef:
			if id := fd.Get(r).(graph.ID); id != "" {
				f(id, fd.Kinds)
			}
		case graph.TypeRefs:
			for _, id := range fd.Get(r).([]graph.ID) {
				f(id, fd.Kinds)
			}
		case graph.TypeCounts:
			for id := range fd.Get(r).(map[graph.ID]int64) {
				f(id, fd.Kinds)
			}
		}
	}
}

func (p *Plan) upserts(kept map[graph.Key]*draft) []graph.Op {
	ops := make([]graph.Op, 0, len(kept))
	for _, d := range p.drafts { // by kind; as in the file, so mostly in order
		if d.final == nil || kept[d.final.Key()] != d {
			continue
		}
		if op, ok := p.Head.Put(d.final); ok {
			ops = append(ops, op)
		}
	}
	return ops
}

// missingOps ends or deletes what is no longer in the sheet.
func (p *Plan) missingOps(kept map[graph.Key]*draft, missing Missing) []graph.Op {
	if missing == Keep {
		return nil
	}
	var ops []graph.Op
	for _, m := range p.Missing {
		if p.excluded[m.Key] {
			continue
		}
		if missing == Delete {
			if op, ok := p.Head.Delete(m.Key); ok {
				ops = append(ops, op)
			}
			continue
		}
		old, _ := p.Head.Get(m.Key)
		if ended := endOn(old, p.endDay(kept)); ended != nil {
			if op, ok := p.Head.Put(ended); ok {
				ops = append(ops, op)
			}
		}
	}
	return ops
}

// endDay is the day that the caller gives, else the Stand of the network.
func (p *Plan) endDay(kept map[graph.Key]*draft) graph.Date {
	if !p.date.IsZero() {
		return p.date
	}
	if d := kept[graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}]; d != nil {
		return d.final.(*graph.Settings).AsOf
	}
	return p.Head.Settings().AsOf
}

// endOn gives a record its last day; nil for kinds without one, for what has ended before, and for what began later.
func endOn(r graph.Record, day graph.Date) graph.Record {
	if day.IsZero() {
		return nil
	}
	end := func(from, until graph.Date, set func(graph.Record)) graph.Record {
		if !until.IsZero() && until.Compare(day) <= 0 || !from.IsZero() && from.Compare(day) > 0 {
			return nil
		}
		c := graph.Clone(r)
		set(c)
		return c
	}
	switch r := r.(type) {
	case *graph.Institution:
		return end(r.ActiveFrom, r.ActiveUntil, func(c graph.Record) { c.(*graph.Institution).ActiveUntil = day })
	case *graph.Actor:
		return end(r.ActiveFrom, r.ActiveUntil, func(c graph.Record) { c.(*graph.Actor).ActiveUntil = day })
	case *graph.Offer:
		return end(r.ValidFrom, r.ValidUntil, func(c graph.Record) { c.(*graph.Offer).ValidUntil = day })
	case *graph.Membership:
		return end(r.Since, r.Until, func(c graph.Record) { c.(*graph.Membership).Until = day })
	case *graph.Cooperation:
		return end(r.Since, r.Until, func(c graph.Record) { c.(*graph.Cooperation).Until = day })
	case *graph.Funding:
		return end(r.From, r.Until, func(c graph.Record) { c.(*graph.Funding).Until = day })
	}
	return nil
}

// drop takes out what the network refuses: the row itself, or the removal of what is still referred to. False when nothing is
// left to take out.
func (p *Plan) drop(bad []graph.FieldError, kept map[graph.Key]*draft, missing *Missing) bool {
	dropped := false
	exclude := func(k graph.Key) {
		if p.excluded == nil {
			p.excluded = map[graph.Key]bool{}
		}
		if !p.excluded[k] {
			p.excluded[k] = true
			dropped = true
		}
	}
	gone := map[graph.Key]bool{}
	if *missing != Keep {
		for _, m := range p.Missing {
			gone[m.Key] = true
		}
	}
	for _, e := range bad {
		if e.Key == "errors.field.in_use" && len(e.Args) > 0 {
			if s, ok := e.Args[0].(string); ok {
				if k, ok := graph.ParseKey(s); ok && gone[k] {
					exclude(k)
					continue
				}
			}
		}
		if kept[e.Record] != nil {
			delete(kept, e.Record)
			dropped = true
			continue
		}
		if gone[e.Record] {
			exclude(e.Record)
		}
		// A row whose change makes another record wrong: a body that becomes a team.
		for _, k := range []graph.Kind{graph.KindActor, graph.KindInstitution, graph.KindOffer} {
			if key := (graph.Key{Kind: k, ID: graph.ID(e.Value)}); kept[key] != nil {
				delete(kept, key)
				dropped = true
			}
		}
	}
	if !dropped && *missing != Keep {
		*missing, dropped = Keep, true
	}
	return dropped
}
