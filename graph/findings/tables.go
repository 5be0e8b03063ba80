package findings

import (
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/words"
)

// Table is a table to hand out: CSV, Excel, print. It is exchange.Handout by another name, since this room knows no files.
type Table struct {
	Name   string
	Header []string
	Rows   [][]any
	Shaded [][2]int
	Wide   bool
}

// Tables are an answer as sheets: what it says in words, its matrix where it is one, all its rows, and what they rest on. Numbers
// are unrounded; a share is two columns, unknown as no and as yes.
func Tables(lang string, a Answer) []Table {
	out := []Table{RowsTable(lang, a)}
	switch a := a.(type) {
	case *Transitions:
		out = append([]Table{a.matrixTable(lang)}, append(out, a.pairsTable(lang))...)
	case *Gaps:
		out = append([]Table{matrixTable(lang, &a.matrix, "gap.status", "table.gaps")}, append(out, a.levelsTable(lang))...)
	case *Access:
		out = append([]Table{matrixTable(lang, &a.matrix, "access.status", "table.access")}, append(out, a.offersTable(lang))...)
	case *Clarify:
		out = append(out, a.partnersTable(lang))
	}
	return append([]Table{aboutTable(lang, a)}, out...)
}

func heading(lang string, keys ...string) []string {
	return list(keys, func(k string) string { return words.Text(lang, "findings.column."+k) })
}

// aboutTable says what was asked of what, the headline, the shares with their parts, and the notes.
func aboutTable(lang string, a Answer) Table {
	p := PageOf(lang, a, 0, 1)
	t := Table{Name: say("table.about").Text(lang), Header: heading(lang, "detail", "value", "from", "to", "numerator", "denominator")}
	add := func(key string, values ...any) {
		t.Rows = append(t.Rows, append([]any{say("about." + key).Text(lang)}, values...))
	}
	if g, ok := a.(grounded); ok {
		b := g.ground()
		add("network", b.snap.Settings().Name)
		add("date", b.sel.Date())
	}
	add("headline", p.Headline.Text)
	for _, s := range a.Shares() {
		row := []any{say("share." + s.Name).Text(lang), s.Text(lang), nil, nil, s.Num, s.Den}
		if s.Den > 0 {
			row[2], row[3] = s.Lower, s.Upper
		}
		t.Rows = append(t.Rows, row)
	}
	for _, n := range p.Notes {
		add("note", n)
	}
	return t
}

// RowsTable has every row of an answer: the table twin with the finding's name, and what was agreed about it.
func RowsTable(lang string, a Answer) Table {
	columns := a.Columns()
	isShare := make([]bool, len(columns))
	t := Table{Name: say("table.rows").Text(lang)}
	for i, c := range columns {
		title := c.Title(lang)
		if a.Len() > 0 {
			_, isShare[i] = c.Value(0).(Share)
		}
		if isShare[i] {
			t.Header = append(t.Header, say("column_from", title).Text(lang), say("column_to", title).Text(lang))
			continue
		}
		t.Header = append(t.Header, title)
	}
	t.Header = append(t.Header, heading(lang, "measures", "feedback", "ref")...)
	var at *attached
	if g, ok := a.(grounded); ok {
		at = g.ground().attached(lang)
	}
	order := make([]int, a.Len())
	for i := range order {
		order[i] = i
	}
	if o, ok := a.(ordered); ok {
		order = o.Order(lang)
	}
	for _, i := range order {
		var row []any
		for k, c := range columns {
			v := c.Value(i)
			s, ok := v.(Share)
			switch {
			case isShare[k] && ok && s.Den > 0:
				row = append(row, s.Lower, s.Upper)
			case isShare[k]:
				row = append(row, nil, nil)
			default:
				row = append(row, tableValue(lang, v))
			}
		}
		ref := a.Finding(i).Ref
		var agreed, said string
		if at != nil {
			agreed = strings.Join(list(at.of(ref), func(m MeasureView) string { return m.Sentence }), " ")
			said = strings.Join(list(at.said(ref), func(f FeedbackView) string { return f.Sentence }), " ")
		}
		t.Rows = append(t.Rows, append(row, agreed, said, string(ref)))
	}
	return t
}

// tableValue is a value of a column as a cell: texts, numbers and days.
func tableValue(lang string, v any) any {
	if d, ok := v.(graph.Date); ok {
		return d
	}
	return cellValue(lang, v)
}

// matrixTable is the gap matrix or its access layer as a matrix: areas by phase × field, need beside it. Gaps are shaded.
func matrixTable(lang string, m *matrix, status, name string) Table {
	t := Table{Name: say(name).Text(lang), Wide: true, Header: heading(lang, "area")}
	type place struct{ phase, field int32 }
	var places []place
	for i := range m.Cells {
		p := place{m.Cells[i].Phase, m.Cells[i].Field}
		if !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	slices.SortFunc(places, func(x, y place) int {
		if x.phase != y.phase {
			return int(x.phase - y.phase)
		}
		return int(x.field - y.field)
	})
	column := map[place]int{}
	for i, p := range places {
		column[p] = i + 1
		t.Header = append(t.Header, m.b.snap.Phases()[p.phase].Name+" · "+m.b.fields[p.field].Name)
	}
	names := m.b.indicatorNames()
	t.Header = append(t.Header, names...)
	row := map[graph.ID]int{}
	need := map[graph.ID]AreaView{}
	for _, v := range m.b.areaViews(lang, m.narrow.sel.Areas()) {
		need[v.ID] = v
	}
	for i := range m.Cells {
		c := &m.Cells[i]
		n, ok := row[c.Area.ID]
		if !ok {
			n = len(t.Rows)
			row[c.Area.ID] = n
			cells := make([]any, len(t.Header))
			cells[0] = c.Area.Name
			for k := range names {
				if v, ok := need[c.Area.ID]; ok && v.Indicators[k].Value != nil {
					cells[1+len(places)+k] = *v.Indicators[k].Value
				}
			}
			t.Rows = append(t.Rows, cells)
		}
		at := column[place{c.Phase, c.Field}]
		text := say(status, string(c.Status)).Text(lang)
		if len(c.Institutions) > 0 && status == "gap.status" {
			text += " (" + strings.Join(list(c.Institutions[:min(len(c.Institutions), 3)], func(i int32) string { return m.b.Institution(i).Label() }), ", ")
			if more := len(c.Institutions) - 3; more > 0 {
				text += ", +" + words.Integer(lang, int64(more))
			}
			text += ")"
		}
		t.Rows[n][at] = text
		if c.Status == Gap {
			t.Shaded = append(t.Shaded, [2]int{n, at})
		}
	}
	return t
}

// levelsTable has the gap rates of the whole, of parent areas and of areas.
func (g *Gaps) levelsTable(lang string) Table {
	t := Table{Name: say("table.levels").Text(lang), Header: heading(lang, "area", "required", "covered", "gap_rate", "children_from", "children_to")}
	for _, a := range g.b.areaLevels(g.narrow.sel.Areas()) {
		required, covered, shares := g.rates(g.in(a))
		_, name, _ := a.names(lang)
		row := []any{name, required, covered, nil, nil, nil}
		if shares[0].Den > 0 {
			row[3] = shares[0].Lower
		}
		if shares[1].Den > 0 {
			row[4], row[5] = shares[1].Lower, shares[1].Upper
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// offersTable has every offer with its hurdles in words.
func (a *Access) offersTable(lang string) Table {
	t := Table{Name: say("table.offers").Text(lang), Header: heading(lang, "offer", "institution", "status", "fails", "ask", "hurdles", "languages", "helpers", "participation")}
	texts := func(in []Term) string { return strings.Join(list(in, func(x Term) string { return x.Word }), ", ") }
	for _, o := range a.Offers {
		v := a.offerView(lang, a.narrow, o)
		participation := ""
		if v.Participation != "" {
			participation = Sentence{Key: "codes.participation." + v.Participation}.Text(lang)
		}
		t.Rows = append(t.Rows, []any{v.Name, v.Institution.Label, v.Word, texts(v.Fails), texts(v.Unknown),
			strings.Join(list(v.Hurdles, func(n Named) string { return n.Label }), ", "), strings.Join(v.Languages, ", "),
			strings.Join(list(v.Helpers, func(l Linked) string { return l.Label }), ", "), participation})
	}
	return t
}

// matrixTable has the chain of each area: areas by transitions in phase order.
func (t *Transitions) matrixTable(lang string) Table {
	out := Table{Name: say("table.chain").Text(lang), Wide: true, Header: heading(lang, "area")}
	column := map[graph.ID]int{}
	for i, x := range t.Types {
		column[x.ID] = i + 1
		out.Header = append(out.Header, x.Name)
	}
	row := map[int32]int{}
	for i := range t.Links {
		l := &t.Links[i]
		n, ok := row[l.Area]
		if !ok {
			n = len(out.Rows)
			row[l.Area] = n
			cells := make([]any, len(out.Header))
			cells[0] = t.areaName(l.Area).Text(lang)
			out.Rows = append(out.Rows, cells)
		}
		out.Rows[n][column[l.Type.ID]] = t.word(l).Text(lang) + " (" + t.coverage(l).Text(lang) + ")"
		if l.Status == Broken || l.Status == NoCounterpart {
			out.Shaded = append(out.Shaded, [2]int{n, column[l.Type.ID]})
		}
	}
	return out
}

// mostPairRows caps the pairs of a workbook; a spreadsheet holds a million rows, a reader far fewer.
const mostPairRows = 50_000

// pairsTable has the pairs that transitions rest on, with who said what.
func (t *Transitions) pairsTable(lang string) Table {
	out := Table{Name: say("table.pairs").Text(lang), Header: heading(lang, "transition", "area", "sender", "receiver", "level", "carried", "children", "contacts", "checklist", "says")}
	for i := range t.Links {
		l := &t.Links[i]
		for c := range t.Crossings(l) {
			if len(out.Rows) == mostPairRows {
				return out
			}
			v := t.crossingView(lang, l, c)
			state := "no"
			if v.Carried {
				state = "yes"
			} else if v.Unknown {
				state = "unknown"
			}
			row := []any{l.Type.Name, t.areaName(l.Area).Text(lang), v.From.Label, v.To.Label, v.LevelWord, say("carried", state).Text(lang), nil, nil, v.ItemsText, v.Sentence}
			if v.Children != nil {
				row[6] = *v.Children
			}
			if v.Contacts != nil {
				row[7] = *v.Contacts
			}
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}

// partnersTable has whom to ask about whom.
func (c *Clarify) partnersTable(lang string) Table {
	t := Table{Name: say("table.partners").Text(lang), Header: heading(lang, "institution", "partner", "children", "transitions")}
	for _, r := range c.Rows {
		for _, p := range c.Partners(r) {
			if len(t.Rows) == mostPairRows {
				return t
			}
			t.Rows = append(t.Rows, []any{c.b.Institution(r.Institution).Label(), c.b.Institution(p.Institution).Label(), c.children(r, p), p.Transitions})
		}
	}
	return t
}

// Tables are the question sheet to tick, for print and telephone.
func (v SheetView) Tables(lang string) []Table {
	t := Table{Name: v.Institution.Label, Wide: true, Header: append(heading(lang, "partner", "why"), list(v.Levels, func(l LevelChoice) string { return l.Question })...)}
	for _, p := range v.Partners {
		row := make([]any, len(t.Header))
		row[0], row[1] = p.Institution.Label, p.Why
		for i, l := range v.Levels {
			if !p.Open && (l.Level == nil) == (p.Level == nil) && (l.Level == nil || *l.Level == *p.Level) {
				row[2+i] = "x"
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return []Table{t}
}
