package findings

import (
	"cmp"
	"slices"

	"miteinander/graph"
	"miteinander/graph/words"
)

// PlanView is what a plan after § 80 SGB VIII asks for, as sentences and tables: stock, need, gaps, intentions. It is a draft from
// the data as they stand, to be discussed with the free providers (§ 80 (3)); it decides nothing.
type PlanView struct {
	Title     string        `json:"title"`
	Network   string        `json:"network"`
	Date      string        `json:"date" doc:"YYYY-MM-DD"`
	Selection string        `json:"selection" doc:"In words"`
	Intro     []string      `json:"intro" nullable:"false"`
	Indicator IndicatorUse  `json:"indicator"`
	Sections  []PlanSection `json:"sections" nullable:"false"`
}

// PlanSection is one chapter.
type PlanSection struct {
	Key       string      `json:"key" enum:"stock,need,gaps,intentions"`
	Title     string      `json:"title"`
	Sentences []string    `json:"sentences" nullable:"false"`
	Tables    []PlanTable `json:"tables" nullable:"false"`
}

// PlanTable is one table of a chapter; cells are texts as a page prints them.
type PlanTable struct {
	Key     string       `json:"key"`
	Title   string       `json:"title"`
	Columns []PlanColumn `json:"columns" nullable:"false"`
	Rows    [][]string   `json:"rows" nullable:"false"`
	Empty   string       `json:"empty,omitempty" doc:"What to print where there is no row"`
	Total   int          `json:"total" doc:"Rows there are; the table has the first of them"`
}

// PlanColumn is the heading of a column.
type PlanColumn struct {
	Title   string `json:"title"`
	Numeric bool   `json:"numeric"`
}

// PlanParts are the answers that a plan is made of, of one selection.
type PlanParts struct {
	Side         *SideBySide
	Transitions  *Transitions
	Gaps         *Gaps
	Access       *Access
	Participated *Participation
}

// mostPlanRows caps a table of the plan; the whole is in the exports.
const mostPlanRows = 500

type planWriter struct {
	lang string
	p    PlanParts
	b    *Basis // as asked
}

// Plan writes the plan of a selection in a language.
func Plan(lang string, p PlanParts) PlanView {
	b := p.Gaps.narrow
	w := planWriter{lang, p, b}
	return PlanView{Title: w.say("plan.title", b.snap.Settings().Name), Network: b.snap.Settings().Name, Date: b.sel.Date().String(), Selection: "",
		Intro: []string{w.say("plan.intro", b.sel.Date())}, Indicator: b.indicatorUse(lang, p.Gaps.params),
		Sections: []PlanSection{w.stock(), w.need(), w.gaps(), w.intentions()}}
}

func (w planWriter) say(key string, args ...any) string { return say(key, args...).Text(w.lang) }

func (w planWriter) section(key string) PlanSection {
	return PlanSection{Key: key, Title: w.say("plan." + key), Sentences: []string{}, Tables: []PlanTable{}}
}

// table starts one; keys are those of columns, "#" before it marks numbers.
func (w planWriter) table(key string, columns ...string) PlanTable {
	t := PlanTable{Key: key, Title: w.say("plan.table." + key), Rows: [][]string{}, Empty: w.say("plan.empty." + key)}
	for _, c := range columns {
		numeric := c[0] == '#'
		if numeric {
			c = c[1:]
		}
		t.Columns = append(t.Columns, PlanColumn{words.Text(w.lang, "findings.column."+c), numeric})
	}
	return t
}

func (t *PlanTable) add(cells ...string) {
	if t.Total++; len(t.Rows) < mostPlanRows {
		t.Rows = append(t.Rows, cells)
	}
}

func (w planWriter) number(n int) string { return words.Integer(w.lang, int64(n)) }

// stock is § 80 (1) no. 1: what there is, by whom, where, for whom, and how it can be reached.
func (w planWriter) stock() PlanSection {
	s := w.section("stock")
	b := w.b
	providers := map[string][2]int{}
	for _, i := range b.sel.Institutions() {
		kind := i.ProviderKind
		if p := graph.Find[*graph.Provider](b.snap, graph.KindProvider, i.Provider); p != nil && kind == "" {
			kind = p.Kind
		}
		n := providers[kind]
		providers[kind] = [2]int{n[0] + 1, n[1]}
	}
	for _, o := range b.sel.Offers() {
		if len(o.Institutions) == 0 {
			continue
		}
		i := graph.Find[*graph.Institution](b.snap, graph.KindInstitution, o.Institutions[0])
		if i == nil {
			continue
		}
		kind := i.ProviderKind
		if p := graph.Find[*graph.Provider](b.snap, graph.KindProvider, i.Provider); p != nil && kind == "" {
			kind = p.Kind
		}
		n := providers[kind]
		providers[kind] = [2]int{n[0], n[1] + 1}
	}
	s.Sentences = append(s.Sentences, w.say("plan.stock_says", len(b.sel.Institutions()), len(b.sel.Offers())), w.p.Access.Headline().Text(w.lang),
		w.p.Participated.Headline().Text(w.lang), w.p.Side.Headline().Text(w.lang))
	t := w.table("providers", "provider_kind", "#institutions", "#offers")
	for _, kind := range append(graph.Codes("provider_kind"), "") {
		if n, ok := providers[kind]; ok {
			name := w.say("not_given")
			if kind != "" {
				name = Sentence{Key: "codes.provider_kind." + kind}.Text(w.lang)
			}
			t.add(name, w.number(n[0]), w.number(n[1]))
		}
	}
	s.Tables = append(s.Tables, t, w.offersByPlace())
	return s
}

// offersByPlace counts offers and institutions by area and phase, fields together.
func (w planWriter) offersByPlace() PlanTable {
	t := w.table("stock", "area", "phase", "#offers", "#institutions", "#capacity", "fields")
	type place struct{ area, phase int32 }
	type sum struct {
		offers       map[graph.ID]bool
		institutions map[int32]bool
		fields       []string
		capacity     int64
		open         bool
	}
	at := map[place]*sum{}
	for i := range w.b.services {
		v := &w.b.services[i]
		for _, a := range v.areas {
			for _, p := range v.phases {
				x := at[place{a, p}]
				if x == nil {
					x = &sum{offers: map[graph.ID]bool{}, institutions: map[int32]bool{}}
					at[place{a, p}] = x
				}
				for _, n := range v.institutions {
					x.institutions[n] = true
				}
				for _, f := range v.fields {
					if name := w.b.fields[f].Name; !slices.Contains(x.fields, name) {
						x.fields = append(x.fields, name)
					}
				}
				switch {
				case v.offer == nil:
					x.open = true
				case v.offer.Capacity.Known && !x.offers[v.offer.ID]:
					x.capacity += v.offer.Capacity.N
				case !v.offer.Capacity.Known:
					x.open = true
				}
				if v.offer != nil {
					x.offers[v.offer.ID] = true
				}
			}
		}
	}
	for _, a := range w.b.sel.Areas() {
		for _, p := range w.b.sel.Phases() {
			x := at[place{a, p}]
			if x == nil {
				x = &sum{}
			}
			words.SortBy(w.lang, x.fields, func(f string) string { return f })
			capacity := "–"
			if len(x.offers) > 0 && !x.open {
				capacity = words.Integer(w.lang, x.capacity)
			}
			t.add(w.b.snap.Leaves()[a].Name, w.b.snap.Phases()[p].Name, w.number(len(x.offers)), w.number(len(x.institutions)), capacity, words.List(w.lang, x.fields))
		}
	}
	return t
}

// need is § 80 (1) no. 2: children, Kennzahlen, what is set as required, and what children and parents said.
func (w planWriter) need() PlanSection {
	s := w.section("need")
	b := w.b
	t := PlanTable{Key: "children", Title: w.say("plan.table.children"), Rows: [][]string{}, Empty: w.say("plan.empty.children"),
		Columns: []PlanColumn{{words.Text(w.lang, "findings.column.area"), false}}}
	phases := b.sel.Phases()
	for _, p := range phases {
		t.Columns = append(t.Columns, PlanColumn{b.snap.Phases()[p].Name, true})
	}
	k := w.table("indicators", "area", "indicator", "#value", "#year", "source")
	for _, v := range b.areaViews(w.lang, b.sel.Areas()) {
		row := []string{v.Label}
		for _, p := range phases {
			row = append(row, v.Children[p].Text)
		}
		t.add(row...)
		for _, x := range v.Indicators {
			if x.Value == nil {
				k.add(v.Label, x.Name, w.say("not_known"), "", "")
				continue
			}
			k.add(v.Label, x.Name, b.indicatorText(w.lang, *x.Value), Year(*x.Year), x.Source)
		}
	}
	f := w.table("feedback", "about", "feedback")
	for _, r := range w.feedback() {
		f.add(w.occasion(Ref(r.Occasion)), FeedbackViewOf(w.lang, r).Sentence)
	}
	s.Sentences = append(s.Sentences, w.say("plan.need_says", len(b.sel.Areas()), w.p.Gaps.Required), w.say("plan.feedback_says", f.Total))
	s.Tables = append(s.Tables, t, k, f)
	return s
}

// feedback is all of it, the newest first.
func (w planWriter) feedback() []*graph.Feedback {
	out := slices.Collect(graph.Records[*graph.Feedback](w.b.snap, graph.KindFeedback))
	slices.SortFunc(out, byDay)
	return out
}

// occasion names a finding shortly; its Ref where the data no longer give it.
func (w planWriter) occasion(r Ref) string {
	for i := range w.p.Transitions.Links {
		if l := &w.p.Transitions.Links[i]; w.p.Transitions.Ref(i) == r {
			return w.say("transition.name", l.Type.Name, w.p.Transitions.areaName(l.Area))
		}
	}
	for i := range w.p.Gaps.Cells {
		if w.p.Gaps.Ref(i) == r || w.p.Access.Ref(i) == r {
			area, phase, field := w.p.Gaps.names(&w.p.Gaps.Cells[i])
			return w.say("cell.name", area, phase, field)
		}
	}
	return string(r)
}

// gaps are cells without an offer, transitions that do not carry, and hurdles.
func (w planWriter) gaps() PlanSection {
	s := w.section("gaps")
	g, t := w.p.Gaps, w.p.Transitions
	s.Sentences = append(s.Sentences, g.Headline().Text(w.lang), say("gap.rate", g.Rate).Text(w.lang), rateSays("gap.rate_by_children", g.RateByChildren, g.params).Text(w.lang),
		t.Headline().Text(w.lang), rateSays("transitions.rate", t.Rate, t.params).Text(w.lang))
	at := g.b.attached(w.lang)
	agreed := func(r Ref) string {
		open := slices.DeleteFunc(at.of(r), func(m MeasureView) bool { return !m.Open })
		return words.List(w.lang, list(open, func(m MeasureView) string { return m.Title }))
	}
	cells := w.table("gaps", "area", "phase", "field", "children", "measures")
	for i := range g.Cells {
		if c := &g.Cells[i]; c.Status == Gap {
			area, phase, field := g.names(c)
			cells.add(area, phase, field, g.weightSays(c).Text(w.lang), agreed(g.Ref(i)))
		}
	}
	links := w.table("transitions", "transition", "area", "status", "says", "measures")
	for i := range t.Links {
		if l := &t.Links[i]; l.Status != Carrying {
			says := append(append(t.explain(l), t.reasons(l)...), t.nextStep(l)...)
			links.add(l.Type.Name, t.areaName(l.Area).Text(w.lang), t.word(l).Text(w.lang), sentences(says).Text(w.lang), agreed(t.Ref(i)))
		}
	}
	hurdles := w.table("hurdles", "hurdle", "#offers", "says")
	v := AccessView{}
	w.p.Access.findHurdles(w.lang, at, &v)
	for _, h := range v.Hurdles {
		hurdles.add(h.Label, w.number(h.Total), h.Sentence)
	}
	s.Tables = append(s.Tables, cells, links, hurdles)
	return s
}

// intentions are § 80 (1) no. 3: open measures by due date, and goals.
func (w planWriter) intentions() PlanSection {
	s := w.section("intentions")
	var open []*graph.Measure
	for m := range graph.Records[*graph.Measure](w.b.snap, graph.KindMeasure) {
		if OpenMeasure(m) {
			open = append(open, m)
		}
	}
	slices.SortFunc(open, byDue)
	t := w.table("measures", "measure", "about", "responsible", "due", "state")
	for _, m := range open {
		v := w.b.MeasureView(w.lang, m)
		due := "–"
		if !m.Due.IsZero() {
			due = words.Date(w.lang, m.Due)
		}
		about := w.occasion(Ref(m.Occasion))
		if g := graph.Find[*graph.Goal](w.b.snap, graph.KindGoal, graph.ID(m.Occasion)); g != nil {
			about = g.Title
		}
		t.add(m.Title, about, words.List(w.lang, list(v.Responsible, func(l Linked) string { return l.Label })), due, v.StateWord)
	}
	goals := w.table("goals", "goal", "indicator", "#start", "#target_value", "due")
	text := func(n graph.Number) string {
		if !n.Known {
			return "–"
		}
		return words.Number(w.lang, n.V)
	}
	for g := range graph.Records[*graph.Goal](w.b.snap, graph.KindGoal) {
		due := "–"
		if !g.Due.IsZero() {
			due = words.Date(w.lang, g.Due)
		}
		goals.add(g.Title, w.goalIndicator(g), text(g.StartValue), text(g.TargetValue), due)
	}
	s.Sentences = append(s.Sentences, w.say("plan.intentions_says", t.Total, goals.Total))
	s.Tables = append(s.Tables, t, goals)
	return s
}

// goalIndicator is what a goal is measured by, in words where it is one of the program's own shares.
func (w planWriter) goalIndicator(g *graph.Goal) string {
	name := g.Indicator
	if name == "transition_rate" {
		name = "rate"
	}
	if key := "findings.share." + name; words.Has(key) {
		return words.Text(w.lang, key)
	}
	return cmp.Or(g.Indicator, "–")
}

// Tables are the chapters as sheets of a workbook.
func (v PlanView) Tables() []Table {
	var out []Table
	for _, s := range v.Sections {
		about := Table{Name: s.Title, Header: []string{s.Title}}
		for _, x := range s.Sentences {
			about.Rows = append(about.Rows, []any{x})
		}
		out = append(out, about)
		for _, t := range s.Tables {
			sheet := Table{Name: t.Title, Header: list(t.Columns, func(c PlanColumn) string { return c.Title })}
			for _, r := range t.Rows {
				sheet.Rows = append(sheet.Rows, list(r, func(c string) any { return c }))
			}
			out = append(out, sheet)
		}
	}
	return out
}
