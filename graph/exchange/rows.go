package exchange

import (
	"maps"
	"slices"
	"strings"

	"miteinander/graph"
)

// draft is a record as a row gives it, on its way to an operation.
type draft struct {
	tab        *tab // nil: no row of its own
	row        Row
	kind       graph.Kind
	id         graph.ID
	given      uint64       // fields that the sheet has a column for, by place in graph.Fields
	rec        graph.Record // what the row says; its id means nothing
	old        graph.Record // what the network holds
	final      graph.Record // what it will hold
	bad        bool
	badColumns []int
	added      bool     // a catalogue entry that rows name
	template   bool     // of the template that the file asks for
	key        string   // natural key, "" where a wrong cell hides it
	said       bool     // a person said that this spelling means old: the network's name stays
	twin       bool     // another row has the same key: neither is taken
	joined     []*draft // rows of the same institution, said so by a person
	declined   bool     // a row of a list that came back which nobody wants
	kindOf     string   // institutions: the provider's kind as the row gives it
}

func (d *draft) set(at int, f graph.Field, v any) {
	_ = f.Set(d.rec, v) // same type by construction
	d.given |= 1 << at
}

func (d *draft) has(field string) bool {
	for i, f := range graph.Fields(d.kind) {
		if f.Name == field {
			return d.given&(1<<i) != 0
		}
	}
	return false
}

func (d *draft) name() string {
	for _, r := range []graph.Record{d.final, d.rec} {
		if r != nil {
			if n := nameOf(r); n != "" {
				return n
			}
		}
	}
	return string(d.id)
}

// read takes the sheets of a kind: rows to drafts, drafts to ids, ids to the index that later kinds refer to.
func (p *planner) read(k graph.Kind) {
	switch k {
	case graph.KindDocument:
		return
	case graph.KindSettings:
		p.readSettings()
		return
	}
	p.index[k] = newIndex()
	selfField := ""
	for _, f := range graph.Fields(k) {
		if slices.Contains(f.Kinds, k) && f.Type == graph.TypeRef {
			selfField = f.Name
		}
	}
	for _, t := range p.tabs[k] {
		for i := range t.columns {
			if c := &t.columns[i]; c.child != "" {
				p.childColumn(t, i)
			}
		}
		for _, r := range t.Rows {
			if !p.goOn() {
				return
			}
			if p.back != nil && p.gone(t, r) {
				continue
			}
			d := &draft{tab: t, row: r, kind: k, rec: graph.New(k, "")}
			for i := range t.columns {
				if c := t.columns[i]; c.field == nil || c.field.Name != selfField {
					p.parse(d, i)
				}
			}
			p.drafts[k] = append(p.drafts[k], d)
		}
	}
	if k == graph.KindCooperation {
		p.readMatrix()
	}
	p.identify(k)
	p.fromTemplate(k)
	for _, d := range p.drafts[k] {
		if d.id != "" {
			name := nameOf(d.rec)
			if name == "" && d.old != nil {
				name = nameOf(d.old)
			}
			p.index[k].put(d.id, name)
			p.also(d)
		}
	}
	for r := range p.head.All(k) {
		p.index[k].put(r.Key().ID, nameOf(r))
	}
	p.addNamed(k)
	if selfField != "" {
		for _, d := range p.drafts[k] {
			if d.tab != nil {
				if c := d.tab.columnOf(selfField); c >= 0 {
					p.parse(d, c)
				}
			}
		}
	}
}

// goOn says now and then how far the plan is; false when it is to stop. Reading the rows is about half of it.
func (p *planner) goOn() bool {
	if p.rows++; p.rows%1000 == 0 && p.opts.Told != nil && p.stopped == nil {
		p.stopped = p.opts.Told(min(float64(p.rows)/float64(2*max(p.total, 1)), 0.5))
	}
	return p.stopped == nil
}

// childColumn resolves the Kennung in the header of a column "Kinder <Kennung>".
func (p *planner) childColumn(t *tab, i int) {
	c := &t.columns[i]
	for _, f := range graph.Fields(t.sheet.kind) {
		if f.Type != graph.TypeCounts {
			continue
		}
		id, bad := p.resolve(f.Kinds, c.child, true)
		if bad.key != "" {
			t.errors = append(t.errors, placed{graph.FieldError{Sheet: t.name, Row: t.HeaderRow, Column: t.source(i), Value: c.child, Field: f.Name, Key: bad.key, Args: bad.args}, i})
			return
		}
		c.childID = id
	}
}

// parse reads one cell of a draft.
func (p *planner) parse(d *draft, i int) {
	c := d.tab.columns[i]
	if flag := d.row.Flags[i]; flag != "" && (c.field != nil || c.special != "" || c.child != "") {
		if flag == flagSame {
			p.asSent(d, c)
			return
		}
		if flag == flagCovered {
			d.bad = true
			d.badColumns = append(d.badColumns, i)
			return
		}
		p.bad(d, i, wrong(flag))
		return
	}
	text := clean(d.row.cell(i))
	switch {
	case c.field != nil:
		p.parseField(d, i, c, text)
	case c.special == fieldID:
		d.id = graph.ID(oneLine(plain(text)))
		if key := graph.CheckID(d.id); key != "" && d.id != "" {
			p.bad(d, i, problem{key: key, args: []any{64}})
			d.id = ""
		}
	case c.special == fieldItemsY || c.special == fieldItemsN:
		h := d.rec.(*graph.Handover)
		for _, item := range splitList(text) {
			if _, twice := h.Items[item]; twice {
				p.bad(d, i, wrong("item_twice").of(item))
				continue
			}
			if h.Items == nil {
				h.Items = map[string]graph.Tri{}
			}
			h.Items[item] = graph.TriOf(c.special == fieldItemsY)
		}
		for at, f := range graph.Fields(d.kind) {
			if f.Name == "items" {
				d.given |= 1 << at
			}
		}
	case c.childID != "":
		at, f := countsField(d.kind)
		d.given |= 1 << at
		if text == "" || fold(text) == unknownLevel {
			return
		}
		n, ok := parseCount(text)
		if !ok {
			p.bad(d, i, wrong("count"))
			return
		}
		m, _ := f.Get(d.rec).(map[graph.ID]int64)
		if m == nil {
			m = map[graph.ID]int64{}
		}
		m[c.childID] = n
		d.set(at, f, m)
	}
}

func countsField(k graph.Kind) (int, graph.Field) {
	for i, f := range graph.Fields(k) {
		if f.Type == graph.TypeCounts {
			return i, f
		}
	}
	return 0, graph.Field{}
}

// parseField reads the value of a field; what cannot be read leaves the field empty.
func (p *planner) parseField(d *draft, i int, c tabColumn, text string) {
	f := *c.field
	var v any
	fail := func(pr problem) { p.bad(d, i, pr) }
	switch f.Type {
	case graph.TypeText, graph.TypeLongText:
		t := plain(text)
		if f.Type == graph.TypeText {
			t = oneLine(t)
		}
		v = t
		if t != "" && f.Name == "postal_code" {
			if bad := checkPostalCode(t); bad.key != "" {
				fail(bad)
			}
		}
		if t != "" && f.Name == "website" {
			if bad := checkWebsite(t); bad.key != "" {
				fail(bad)
			}
		}
	case graph.TypeTexts:
		v = splitList(text)
	case graph.TypeCode:
		code := ""
		if text = plain(text); text != "" {
			var ok bool
			if code, ok = codeOf(f.Codes, text); !ok {
				fail(wrongWord(text, f.Codes))
			}
		}
		if d.kind == graph.KindInstitution && f.Name == "provider_kind" {
			d.kindOf = code
		}
		v = code
	case graph.TypeCodes:
		var codes []string
		for _, t := range splitList(text) {
			code, ok := codeOf(f.Codes, t)
			if !ok {
				fail(wrongWord(t, f.Codes).of(t))
				continue
			}
			codes = append(codes, code)
		}
		v = codes
	case graph.TypeRef:
		var id graph.ID
		if text = oneLine(plain(text)); text != "" {
			var bad problem
			if id, bad = p.resolve(f.Kinds, text, f.Required); bad.key != "" {
				fail(bad)
			}
		}
		v = id
	case graph.TypeRefs:
		var ids []graph.ID
		for _, t := range splitList(text) {
			id, bad := p.resolve(f.Kinds, oneLine(t), f.Required)
			if bad.key != "" {
				fail(bad.of(t))
				continue
			}
			ids = append(ids, id)
		}
		v = ids
	case graph.TypeTri:
		tri, ok := triOf(text)
		if !ok {
			fail(wrong("tri"))
		}
		v = tri
	case graph.TypeDate:
		var day graph.Date
		if text != "" {
			var bad problem
			if day, bad = parseDate(text, d.tab.Numbers); bad.key != "" {
				fail(bad)
			}
		}
		v = day
	case graph.TypeCount:
		var n graph.Count
		if text != "" && fold(text) != unknownLevel {
			x, ok := parseCount(text)
			if !ok {
				fail(wrong("count"))
			} else {
				n = graph.CountOf(x)
			}
		}
		v = n
	case graph.TypeNumber:
		var n graph.Number
		if text != "" && fold(text) != unknownLevel {
			x, ok := parseNumber(text)
			if !ok {
				fail(wrong("number"))
			} else {
				n = graph.NumberOf(x)
			}
		}
		v = n
	case graph.TypeLevel:
		l := graph.LevelUnknown
		if d.kind == graph.KindTransition {
			l = graph.LevelUnlisted
		}
		switch {
		case text == "" && f.Required:
			fail(wrong("required"))
		case text != "":
			x, ok := parseLevel(text)
			if !ok {
				fail(wrong("level"))
			} else {
				l = x
			}
		}
		v = l
	default:
		return
	}
	d.set(c.at, f, v)
}

// wrongWord names the words that a code column knows, the nearest first where there is one.
func wrongWord(text, list string) problem {
	words := wordsOf(list)
	candidates := make([]candidate, len(words))
	for i, w := range words {
		candidates[i] = candidateOf(w)
	}
	near := nearest(text, candidates)
	if near != "" {
		return wrong("unknown_code_near", near, strings.Join(words, ", "))
	}
	return wrong("unknown_code", strings.Join(words, ", "))
}

// complete makes the final record of every draft: what the network holds, with the columns of the sheet laid over it.
func (p *planner) complete() {
	for _, k := range graph.Kinds() {
		fields := graph.Fields(k)
		for _, d := range p.drafts[k] {
			if p.back != nil && d.tab == nil && d.old != nil && d.final != nil {
				p.mergeOther(d)
			}
			if d.final != nil || d.id == "" {
				continue
			}
			if d.old != nil {
				d.final = graph.Clone(d.old)
			} else if p.back == nil && d.old == nil && !d.said && len(d.joined) == 0 {
				d.final = graph.Renamed(d.rec, d.id) // what no column gives is empty in both
				d.rec = d.final
				p.attributes(d)
				endsInOrder(d.final)
				continue
			} else {
				d.final = graph.New(k, d.id)
			}
			if p.back != nil {
				p.merge(d)
				continue
			}
			for i, f := range fields {
				if d.given&(1<<i) == 0 || d.said && (f.Name == "name" || f.Empty(f.Get(d.rec))) {
					continue
				}
				v := f.Get(d.rec)
				if f.Type == graph.TypeCounts {
					v = p.mergeCounts(d, f)
				}
				_ = f.Set(d.final, v) // same type by construction
			}
			p.attributes(d)
			p.joinedAttributes(d)
			endsInOrder(d.final)
		}
	}
}

// endsInOrder puts the ends of an undirected tie in the order that it is kept in.
func endsInOrder(r graph.Record) {
	if c, ok := r.(*graph.Cooperation); ok && c.To < c.From {
		c.From, c.To = c.To, c.From
	}
}

// mergeCounts keeps the counts for which the sheet has no column.
func (p *planner) mergeCounts(d *draft, f graph.Field) map[graph.ID]int64 {
	out := maps.Clone(f.Get(d.final).(map[graph.ID]int64))
	if out == nil {
		out = map[graph.ID]int64{}
	}
	if d.tab != nil {
		for _, c := range d.tab.columns {
			delete(out, c.childID)
		}
	}
	maps.Copy(out, f.Get(d.rec).(map[graph.ID]int64))
	if len(out) == 0 {
		return nil
	}
	return out
}

// attributes takes the columns that the format does not know. An empty cell takes the attribute away.
func (p *planner) attributes(d *draft) {
	if d.tab == nil {
		return
	}
	f, ok := graph.FieldOf(d.kind, "attributes")
	if !ok {
		return
	}
	var out map[string]string
	for i, c := range d.tab.columns {
		if c.attribute == "" {
			continue
		}
		if out == nil {
			if out = maps.Clone(f.Get(d.final).(map[string]string)); out == nil {
				out = map[string]string{}
			}
		}
		if v := plain(clean(d.row.cell(i))); v != "" {
			out[c.attribute] = v
		} else {
			delete(out, c.attribute)
		}
	}
	if out != nil {
		if len(out) == 0 {
			out = nil
		}
		_ = f.Set(d.final, out)
	}
}
