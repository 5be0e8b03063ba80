package exchange

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"miteinander/graph"
)

// fromTemplate takes the catalogue of the template that a new network asks for, where the file has no sheet of it. What the
// template refers to and the file's own catalogues lack is left out.
func (p *planner) fromTemplate(k graph.Kind) {
	if !p.fresh || len(p.tabs[k]) > 0 {
		return
	}
	for _, r := range p.templateRecords() {
		if r.Key().Kind != k {
			continue
		}
		r = graph.Clone(r)
		whole := true
		for _, f := range graph.Fields(k) {
			switch f.Type {
			case graph.TypeRef:
				if id := f.Get(r).(graph.ID); id != "" && !p.knows(f.Kinds, id) {
					whole = false
				}
			case graph.TypeRefs:
				kept := slices.DeleteFunc(slices.Clone(f.Get(r).([]graph.ID)), func(id graph.ID) bool { return !p.knows(f.Kinds, id) })
				if len(kept) == 0 {
					kept = nil
				}
				_ = f.Set(r, kept) // same type by construction
				whole = whole && (len(kept) > 0 || !f.Required)
			}
		}
		if whole {
			d := &draft{kind: k, id: r.Key().ID, rec: r, final: r, template: true}
			p.drafts[k] = append(p.drafts[k], d)
			p.byKey[r.Key()] = d
		}
	}
}

func (p *planner) knows(kinds []graph.Kind, id graph.ID) bool {
	return slices.ContainsFunc(kinds, func(k graph.Kind) bool {
		_, ok := p.index[k].names[id]
		return ok
	})
}

func (p *planner) templateRecords() []graph.Record {
	for _, d := range p.drafts[graph.KindSettings] {
		if s, ok := d.final.(*graph.Settings); ok {
			records, _ := graph.Template(s.Template, s.Name)
			return records
		}
	}
	return nil
}

// addable tells the catalogues that grow by being named: kinds always, the others while their sheet is absent.
func (p *planner) addable(k graph.Kind) bool {
	switch k {
	case graph.KindInstitutionKind:
		return true
	case graph.KindPhase, graph.KindArea, graph.KindField, graph.KindGroup, graph.KindSector, graph.KindHurdle, graph.KindProvider, graph.KindFunder:
		return len(p.tabs[k]) == 0
	}
	return false
}

// addNamed adds the entries of a catalogue that cells name and nothing holds. Of several spellings the first in byte order
// is kept; ids are made in the order of names: the order of rows does not matter.
func (p *planner) addNamed(k graph.Kind) {
	if !p.addable(k) {
		return
	}
	x := p.index[k]
	spelling := map[string]string{} // folded → text
	see := func(text string) {
		if text = oneLine(text); text == "" || checkName(text).key != "" {
			return
		}
		f := fold(text)
		if _, id := x.names[graph.ID(text)]; id || len(x.exact[text]) > 0 || len(x.folded[f]) > 0 || p.opts.Decisions.Meant(k, "", text) != "" {
			return
		}
		if old, ok := spelling[f]; !ok || text < old {
			spelling[f] = text
		}
	}
	for _, t := range p.order {
		for i, c := range t.columns {
			switch {
			case c.child != "" && t.sheet.kind != k:
				if _, f := countsField(t.sheet.kind); slices.Contains(f.Kinds, k) {
					see(c.child)
				}
			case c.field == nil || len(c.field.Kinds) != 1 || c.field.Kinds[0] != k || t.sheet.kind == k && k != graph.KindArea:
			default:
				for _, r := range t.Rows {
					if r.Flags[i] != "" {
						continue
					}
					if c.field.Type == graph.TypeRefs {
						for _, part := range splitList(clean(r.cell(i))) {
							see(part)
						}
					} else {
						see(plain(clean(r.cell(i))))
					}
				}
			}
		}
	}
	names := slices.Collect(maps.Values(spelling))
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(fold(a), fold(b)), cmp.Compare(a, b)) })
	for _, name := range names { // against what was there before any is added
		if near := p.near.of(x, name); near != "" {
			p.plan.Warnings = append(p.plan.Warnings, graph.FieldError{Record: graph.Key{Kind: k}, Value: name, Key: "exchange.warning.added_near", Args: []any{near}})
		}
	}
	for _, name := range names {
		id := Slug(name)
		for n := 2; ; n++ {
			if _, taken := x.names[id]; !taken {
				break
			}
			id = graph.EdgeID(string(Slug(name)), strconv.Itoa(n))
		}
		rec := graph.New(k, id)
		f, _ := graph.FieldOf(k, "name")
		_ = f.Set(rec, name) // same type by construction
		d := &draft{kind: k, id: id, rec: rec, final: rec, added: true}
		p.drafts[k] = append(p.drafts[k], d)
		p.byKey[rec.Key()] = d
		x.put(id, name)
	}
}
