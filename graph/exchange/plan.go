package exchange

import (
	"cmp"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/duplicates"
)

// Options are what a plan needs beside file and network.
type Options struct {
	Name string     // of a new network whose file gives none
	Date graph.Date // the day on which "beenden" ends a record; zero: the network's Stand
	// Decisions are what people said of pairs; nil: those that the network keeps.
	Decisions *duplicates.Decisions
	// Joined says of folded spellings of the file which other spelling of the file means the same institution.
	Joined map[string]string
	// Told hears how far the plan is, and stops it by an error; may be nil.
	Told func(share float64) error
	// Back says that the file is a list that went out; nil: it is not.
	Back  *SentBack
	Areas *AreaChoices // of borders; nil: what fits
}

// State says what a row does to the network.
type State string

// The states of a planned row.
const (
	StateNew       State = "new"
	StateChanged   State = "changed"
	StateUnchanged State = "unchanged"
	StateError     State = "error"
)

// Counts are those of one kind.
type Counts struct {
	New, Changed, Unchanged, Errors, Missing int
	Template                                 int // of New: of the template that a new network takes, not in the file
}

// PlannedRow is one row of the preview.
type PlannedRow struct {
	Key    graph.Key // no ID where an error hides it
	Name   string
	State  State
	Fields []string // that change
	Sheet  string
	Row    int // 0: no row of its own, added because other rows name it

	Template bool // of the template that a new network takes, not in the file
}

// Named is a record with what people call it.
type Named struct {
	Key  graph.Key
	Name string
}

// LikelyPair is a new institution of a file with another that it may be.
type LikelyPair struct {
	Name  string
	ID    graph.ID // that the new one would get
	Row   int
	Sheet string
	Other duplicates.Thing // Row 0: of the network
	Why   []duplicates.Evidence
	A, B  graph.Record // the new one as it would be, and the other
}

// Plan is what a file would do to a network. Nothing is stored by it.
type Plan struct {
	Head     *graph.Snapshot
	File     string
	New      bool               // the network is empty: the file makes it
	Errors   []graph.FieldError // by sheet, row and column
	Warnings []graph.FieldError
	Counts   map[graph.Kind]Counts
	Rows     []PlannedRow // in key order of kinds, then as in the file
	Added    []Named      // catalogue entries that the file names and no catalogue holds
	Missing  []Named      // in the network, no longer in the sheet
	Pairs    []LikelyPair // institutions that would be new and may be there already, in the network or in the file
	Joined   []JoinedRow  // rows that are a part of another row, said so by a person
	// Differences are what was changed in a list that went out, by row.
	Differences []Difference

	Areas *AreaMatch // of borders; nil without

	drafts   []*draft
	date     graph.Date
	excluded map[graph.Key]bool // of Missing: what cannot go
}

// planner is a plan under construction.
type planner struct {
	head        *graph.Snapshot
	fresh       bool
	opts        Options
	tabs        map[graph.Kind][]*tab
	order       []*tab // as in the file
	index       map[graph.Kind]*index
	drafts      map[graph.Kind][]*draft
	byKey       map[graph.Key]*draft
	nodes       map[graph.ID]bool // ids of institutions, actors and offers: network, file, given
	matrix      []*tab
	inMatrixOf  map[graph.ID]bool // institutions of the matrices
	near        *suggester
	back        *back // nil: no list that went out
	rows, total int   // read, of all sheets
	stopped     error
	plan        *Plan
}

// NewPlan compares tables with a network. With a mapping the tables are foreign ones. The error is an Invalid *graph.Error
// when no sheet can be told, or when the mapping does not fit; what is wrong with single cells is in Plan.Errors.
func NewPlan(head *graph.Snapshot, t Tables, m *Mapping, o Options) (*Plan, error) {
	plan := &Plan{Head: head, File: t.File, New: head.Len(graph.KindSettings) == 0, Counts: map[graph.Kind]Counts{}, date: o.Date}
	if o.Decisions == nil {
		o.Decisions = duplicates.DecisionsOf(head)
	}
	p := &planner{head: head, fresh: plan.New, opts: o, tabs: map[graph.Kind][]*tab{}, index: map[graph.Kind]*index{},
		drafts: map[graph.Kind][]*draft{}, byKey: map[graph.Key]*draft{}, nodes: map[graph.ID]bool{}, plan: plan, near: newSuggester()}
	if o.Back != nil {
		p.back = &back{SentBack: o.Back}
		var err error
		if t, err = p.back.opened(t); err != nil {
			return nil, err
		}
	}
	if m != nil {
		mapped, file, err := m.apply(t, cataloguesOf(head, m), o.Told)
		if err != nil {
			return nil, err
		}
		t, plan.Errors, plan.Warnings = mapped, file.errors, file.warnings
	}
	if err := p.open(t); err != nil {
		return nil, err
	}
	p.reserve()
	for _, t := range p.order {
		p.total += len(t.Rows)
	}
	for _, k := range graph.Kinds() {
		p.read(k)
		if p.stopped != nil {
			return nil, p.stopped
		}
	}
	if err := p.areas(t.Geometry); err != nil {
		return nil, err
	}
	for i, step := range []func(){p.providers, p.complete, p.check, p.warn, p.summary} {
		if o.Told != nil {
			if err := o.Told(0.5 + float64(i)/10); err != nil {
				return nil, err
			}
		}
		step()
	}
	return plan, nil
}

// bad notes an error at a cell of a draft, once per cell. A column below 0 is the row as a whole.
func (p *planner) bad(d *draft, column int, pr problem) {
	d.bad = true
	if d.tab == nil || slices.Contains(d.badColumns, column) {
		return
	}
	d.badColumns = append(d.badColumns, column)
	e := graph.FieldError{Sheet: d.tab.name, Row: d.row.Number, Key: pr.key, Args: pr.args, Record: graph.Key{Kind: d.kind, ID: d.id}}
	if column >= 0 {
		e.Column = d.tab.source(column)
		e.Value = pr.value
		if e.Value == "" {
			e.Value = shorten(clean(d.row.cell(column)))
		}
		e.Field = d.tab.fieldName(column)
	}
	d.tab.errors = append(d.tab.errors, placed{e, column})
}

// placed is an error with the column that it is sorted by.
type placed struct {
	graph.FieldError
	column int
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

func (p *planner) warnAt(d *draft, field string, pr problem) {
	e := graph.FieldError{Key: pr.key, Args: pr.args, Record: graph.Key{Kind: d.kind, ID: d.id}, Field: field}
	if d.tab != nil {
		e.Sheet, e.Row = d.tab.name, d.row.Number
		if c := d.tab.columnOf(field); c >= 0 {
			e.Column, e.Value = d.tab.source(c), shorten(clean(d.row.cell(c)))
		}
	}
	if pr.value != "" {
		e.Value = pr.value
	}
	p.plan.Warnings = append(p.plan.Warnings, e)
}

// summary sorts errors and fills counts, rows, and what is missing.
func (p *planner) summary() {
	for _, t := range p.order {
		slices.SortStableFunc(t.errors, func(a, b placed) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.column, b.column)) })
		for _, e := range t.errors {
			p.plan.Errors = append(p.plan.Errors, e.FieldError)
		}
	}
	sheet := map[string]int{}
	for _, t := range p.order {
		if _, ok := sheet[t.name]; !ok {
			sheet[t.name] = len(sheet)
		}
	}
	slices.SortStableFunc(p.plan.Errors, func(a, b graph.FieldError) int {
		return cmp.Or(cmp.Compare(sheet[a.Sheet], sheet[b.Sheet]), cmp.Compare(a.Row, b.Row))
	})
	for _, k := range graph.Kinds() {
		var c Counts
		for _, d := range p.drafts[k] {
			row := PlannedRow{Key: graph.Key{Kind: k, ID: d.id}, Name: d.name(), State: StateUnchanged}
			if d.tab != nil {
				row.Sheet, row.Row = d.tab.name, d.row.Number
			}
			switch {
			case d.bad:
				row.State = StateError
				c.Errors++
			case d.declined:
				c.Unchanged++
			case d.old == nil:
				row.State = StateNew
				c.New++
				if row.Template = d.template; d.template {
					c.Template++
				}
			default:
				if row.Fields = graph.Differing(d.old, d.final); len(row.Fields) > 0 {
					row.State = StateChanged
					c.Changed++
				} else {
					c.Unchanged++
				}
			}
			if d.added {
				p.plan.Added = append(p.plan.Added, Named{row.Key, row.Name})
			}
			p.plan.Rows = append(p.plan.Rows, row)
		}
		for _, m := range p.missing(k) {
			c.Missing++
			p.plan.Missing = append(p.plan.Missing, Named{m, p.head.Name(m)})
		}
		if c != (Counts{}) {
			p.plan.Counts[k] = c
		}
		p.plan.drafts = append(p.plan.drafts, p.drafts[k]...)
	}
	if p.back != nil {
		p.plan.Differences = p.differences()
	}
	slices.SortStableFunc(p.plan.Warnings, func(a, b graph.FieldError) int {
		return cmp.Or(strings.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row))
	})
}

// missing are the records of a kind whose sheet is there and which no row stands for.
func (p *planner) missing(k graph.Kind) []graph.Key {
	if k == graph.KindSettings || p.fresh {
		return nil
	}
	var out []graph.Key
	if p.back != nil { // only what went out can be missing
		for _, id := range p.back.Sent.IDs {
			key := graph.Key{Kind: k, ID: id}
			if _, here := p.head.Get(key); here && k == p.back.Sent.Kind && p.byKey[key] == nil {
				out = append(out, key)
			}
		}
		return out
	}
	rows := len(p.tabs[k]) > 0
	for r := range p.head.All(k) {
		if _, named := p.byKey[r.Key()]; named || !rows && !(k == graph.KindCooperation && p.inMatrix(r.(*graph.Cooperation))) {
			continue
		}
		out = append(out, r.Key())
	}
	return out
}
