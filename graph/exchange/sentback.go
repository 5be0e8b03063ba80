package exchange

import (
	"maps"
	"slices"
	"strings"

	"miteinander/graph"
)

// SentBack is a list that went out (Sent) and what the plan needs to tell what was changed in it.
type SentBack struct {
	Sent Sent
	Base *graph.Snapshot // the network at Sent.Revision
	// Choices say what is taken over, by Difference.Ref. What is not named is taken over unless somebody changed it here meanwhile.
	Choices map[string]bool
}

// What a Difference is.
const (
	DifferenceChanged  = "changed"  // in the list; here it is as it went out
	DifferenceConflict = "conflict" // in the list and here, each to something else
	DifferenceNew      = "new"      // a row that did not go out and that nothing here answers to
	DifferenceGone     = "gone"     // changed in the list, removed here
)

// Difference is one cell that a partner changed, or one row that they added.
type Difference struct {
	Ref           string // kind/id/field, or kind/id of a whole row
	Key           graph.Key
	Name          string
	Row           int
	Field, Header string // "" for a whole row
	State         string
	Was, Now, New string // as it went out, as it is here, as the list has it; of a row all its cells
	Taken         bool
}

// flagSame marks a cell that came back as it went out: it says nothing, even where what it names is gone by now.
const flagSame = "same"

// back is a SentBack while a plan is made.
type back struct {
	*SentBack
	base    *sentText
	kennung int
	bases   map[int]graph.Record // by row: what went out
	found   []Difference
}

// opened finds the list among the sheets, wherever its header stands by now, and marks the cells that came back as they went out. Of
// rows with one Kennung, as copying a row makes them, the one that is most like what went out keeps it. The tables are not changed.
func (b *back) opened(t Tables) (Tables, error) {
	sh := sheetOf(b.Sent.Kind)
	known := map[string]bool{fold(columnID): true}
	for _, f := range b.Sent.Fields {
		known[fold(sh.headerOf(f))] = true
	}
	hits := func(cells []string) (n int) {
		for _, c := range cells {
			if known[fold(oneLine(plain(clean(c))))] {
				n++
			}
		}
		return n
	}
	best, at, most := -1, -1, 0
	for i, s := range t.Sheets {
		if s.Name == sentSheet || s.Name == listsSheet {
			continue
		}
		if n := hits(s.Header); n > most {
			best, at, most = i, -1, n
		}
		for r := range s.Rows[:min(len(s.Rows), 20)] { // lines that somebody put above
			if n := hits(s.Rows[r].Cells); n > most {
				best, at, most = i, r, n
			}
		}
	}
	if best < 0 {
		return t, graph.Errorf(graph.Invalid, "sent.no_list", t.File)
	}
	list := t.Sheets[best]
	if at >= 0 {
		list.Header = make([]string, len(list.Rows[at].Cells))
		for i, c := range list.Rows[at].Cells {
			list.Header[i] = oneLine(plain(clean(c)))
		}
		list.HeaderRow, list.Rows = list.Rows[at].Number, list.Rows[at+1:]
	}
	list.Name, list.To, list.Rows = oneLine(list.Name), sh.name, slices.Clone(list.Rows)
	b.kennung = slices.IndexFunc(list.Header, func(h string) bool { return fold(h) == fold(columnID) })
	b.bases = map[int]graph.Record{}
	b.base = newSentText(b.Base)
	b.mark(&list, sh)
	t.Sheets = []Table{list}
	return t, nil
}

// mark flags what is as it went out.
func (b *back) mark(list *Table, sh *sheet) {
	if b.kennung < 0 {
		return
	}
	fields := make([]*graph.Field, len(list.Header))
	for i, h := range list.Header {
		if c, ok := sh.columnNamed(h); ok {
			if f, ok := graph.FieldOf(sh.kind, c.field); ok {
				fields[i] = &f
			}
		}
	}
	first, same := map[graph.ID]int{}, map[int]int{}
	for n := range list.Rows {
		r := &list.Rows[n]
		r.Flags = maps.Clone(r.Flags)
		id := graph.ID(plain(clean(r.cell(b.kennung))))
		rec, ok := b.Base.Get(graph.Key{Kind: sh.kind, ID: id})
		if !ok {
			continue
		}
		b.bases[r.Number] = rec
		for i, f := range fields {
			if f != nil && r.Flags[i] == "" && clean(r.cell(i)) == b.base.cell(*f, rec).read() {
				r.flag(i, flagSame)
				same[n]++
			}
		}
		if other, twice := first[id]; twice {
			copied := n
			if same[n] > same[other] {
				copied, first[id] = other, n
			}
			b.own(&list.Rows[copied])
		} else {
			first[id] = n
		}
	}
}

// own makes a row of a copy: without the Kennung of the one that it was copied from.
func (b *back) own(r *Row) {
	delete(b.bases, r.Number)
	r.Cells = slices.Clone(r.Cells)
	r.Cells[b.kennung] = ""
	maps.DeleteFunc(r.Flags, func(_ int, flag string) bool { return flag == flagSame })
}

// gone tells a row whose record went out and is no longer here. One that nobody changed says nothing; a changed one comes back
// only if somebody chooses so.
func (p *planner) gone(t *tab, r Row) (skip bool) {
	rec := p.back.bases[r.Number]
	if rec == nil {
		return false
	}
	key := rec.Key()
	if _, here := p.head.Get(key); here {
		return false
	}
	var said []string
	for i, c := range t.columns {
		if c.field != nil && r.Flags[i] != flagSame {
			said = append(said, t.Header[i]+": "+shorten(clean(r.cell(i))))
		}
	}
	if len(said) == 0 {
		return true
	}
	ref := key.String()
	taken := p.back.Choices[ref]
	p.back.found = append(p.back.found, Difference{Ref: ref, Key: key, Name: nameOf(rec), Row: r.Number, State: DifferenceGone, New: strings.Join(said, " · "), Taken: taken})
	return !taken
}

// asSent gives a draft the value that went out, without saying anything by it: other rows may need the name.
func (p *planner) asSent(d *draft, c tabColumn) {
	if rec := p.back.bases[d.row.Number]; rec != nil && c.field != nil {
		_ = c.field.Set(d.rec, c.field.Get(rec)) // same type by construction
	}
}

// merge lays over d.final what the list changed, field by field, and notes it. A draft that nobody wants has no final record.
func (p *planner) merge(d *draft) {
	fields := graph.Fields(d.kind)
	key := graph.Key{Kind: d.kind, ID: d.id}
	base, _ := p.back.Base.Get(key)
	note := func(x Difference, usual bool) bool {
		x.Key, x.Name, x.Row, x.Taken = key, d.name(), d.row.Number, usual
		if chosen, said := p.back.Choices[x.Ref]; said {
			x.Taken = chosen
		}
		p.back.found = append(p.back.found, x)
		return x.Taken
	}
	if d.old == nil {
		var cells []string
		if base != nil { // removed here, wanted back: what went out with what was changed
			d.final = graph.Clone(base)
		}
		for i, f := range fields {
			if d.given&(1<<i) == 0 {
				continue
			}
			_ = f.Set(d.final, f.Get(d.rec))
			if v := p.said(f, d.rec); v != "" && d.tab.sheet.headerOf(f.Name) != "" {
				cells = append(cells, d.tab.sheet.headerOf(f.Name)+": "+v)
			}
		}
		if base == nil && !note(Difference{Ref: key.String(), State: DifferenceNew, New: strings.Join(cells, " · ")}, true) {
			d.final, d.declined = nil, true
		}
		return
	}
	for i, f := range fields {
		if d.given&(1<<i) == 0 || f.Equal(f.Get(d.rec), f.Get(d.old)) {
			continue
		}
		x := Difference{Ref: key.String() + "/" + f.Name, Field: f.Name, Header: d.tab.sheet.headerOf(f.Name), State: DifferenceChanged,
			Now: p.said(f, d.old), New: p.said(f, d.rec)}
		x.Was = x.Now
		if base != nil {
			if f.Equal(f.Get(d.rec), f.Get(base)) {
				continue
			}
			x.Was = p.back.base.cell(f, base).shown()
			if !f.Equal(f.Get(base), f.Get(d.old)) {
				x.State = DifferenceConflict
			}
		}
		if note(x, x.State != DifferenceConflict) {
			_ = f.Set(d.final, f.Get(d.rec))
		}
	}
}

// mergeOther notes what a list changes beside its own records: the kind of a provider.
func (p *planner) mergeOther(d *draft) {
	for _, f := range graph.Fields(d.kind) {
		if f.Equal(f.Get(d.old), f.Get(d.final)) {
			continue
		}
		x := Difference{Ref: d.final.Key().String() + "/" + f.Name, Key: d.final.Key(), Name: d.name(), Field: f.Name, Header: sheetOf(d.kind).headerOf(f.Name),
			State: DifferenceChanged, Was: p.said(f, d.old), Now: p.said(f, d.old), New: p.said(f, d.final), Taken: true}
		if chosen, said := p.back.Choices[x.Ref]; said {
			x.Taken = chosen
		}
		p.back.found = append(p.back.found, x)
		if !x.Taken {
			d.final = graph.Clone(d.old)
		}
	}
}

// shown is a cell as people read it on a page.
func (c outCell) shown() string {
	switch c.is {
	case isText:
		return c.text
	case isList:
		return strings.Join(c.parts, ", ")
	}
	return c.csv()
}

// said is a value as people read it, with the names of what it refers to.
func (p *planner) said(f graph.Field, r graph.Record) string {
	name := func(id graph.ID) string {
		for _, k := range f.Kinds {
			if n := p.index[k].names[id]; n != "" {
				return n
			}
		}
		return string(id)
	}
	switch v := f.Get(r).(type) {
	case graph.ID:
		return name(v)
	case []graph.ID:
		out := make([]string, len(v))
		for i, id := range v {
			out[i] = name(id)
		}
		return strings.Join(out, ", ")
	default:
		return fieldCell(f, v).shown()
	}
}

// differences are sorted as the rows of the list.
func (p *planner) differences() []Difference {
	slices.SortStableFunc(p.back.found, func(a, b Difference) int { return a.Row - b.Row })
	return p.back.found
}
