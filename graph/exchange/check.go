package exchange

import (
	"errors"

	"miteinander/graph"
)

// check finds what is wrong with records as a whole: required values, and every rule of the domain, by asking the network
// itself. Rows that are wrong already take part with what could be read of them, so that a wrong institution does not make
// errors of its cooperations.
func (p *planner) check() {
	for _, k := range graph.Kinds() {
		fields := graph.Fields(k)
		lacks := map[*tab]map[string]bool{}
		for _, d := range p.drafts[k] {
			if d.tab == nil || k == graph.KindSettings {
				continue
			}
			for i, f := range fields {
				if !f.Required {
					continue
				}
				c := d.tab.columnOf(f.Name)
				switch {
				case d.given&(1<<i) == 0 && d.old == nil && c < 0 && (p.back == nil || p.back.bases[d.row.Number] == nil):
					d.bad = true
					if lacks[d.tab] == nil {
						lacks[d.tab] = map[string]bool{}
					}
					if !lacks[d.tab][f.Name] {
						lacks[d.tab][f.Name] = true
						d.tab.errors = append(d.tab.errors, placed{graph.FieldError{Sheet: d.tab.name, Row: d.tab.HeaderRow, Column: d.tab.sheet.headerOf(f.Name),
							Field: f.Name, Key: "exchange.error.missing_column", Args: []any{d.tab.sheet.headerOf(f.Name)}}, -1})
					}
				case d.given&(1<<i) != 0 && c >= 0 && f.Empty(f.Get(d.rec)):
					p.bad(d, c, wrong("required"))
				}
			}
			if d.id == "" && !d.bad {
				p.bad(d, -1, wrong("required"))
			}
		}
	}
	p.checkDomain()
}

// checkDomain lets the network check all records together and brings what it says to its cell.
func (p *planner) checkDomain() {
	var ops []graph.Op
	for _, k := range graph.Kinds() {
		for _, d := range p.drafts[k] {
			if d.final == nil || p.byKey[graph.Key{Kind: k, ID: d.id}] != d {
				continue
			}
			if op, ok := p.head.Put(d.final); ok {
				ops = append(ops, op)
			}
		}
	}
	if len(ops) == 0 {
		return
	}
	for _, e := range fieldErrors(p.head.Check(graph.SortOps(ops))) {
		d := p.byKey[e.Record]
		if d == nil {
			p.plan.Errors = append(p.plan.Errors, e)
			continue
		}
		p.badField(d, e)
	}
}

// badField puts an error of the domain at the column of its field, unless the row is known to be wrong there.
func (p *planner) badField(d *draft, e graph.FieldError) {
	if d.tab == nil {
		if !d.bad {
			d.bad = true
			p.plan.Errors = append(p.plan.Errors, e)
		}
		return
	}
	if d.bad && (e.Key == "errors.field.required" || e.Key == "errors.field.unknown_ref") {
		return // what is missing was reported where it could not be read
	}
	if d.twin && e.Key == "errors.field.id_taken" {
		return // the other sheet's row says it
	}
	column := d.tab.columnOf(e.Field)
	switch {
	case e.Field == "attributes" || e.Field == "children":
		column = p.columnWith(d, e)
	case d.kind == graph.KindCooperation && e.Field == "to" && e.Key == "errors.field.self":
		column = d.tab.columnOf("to")
	}
	p.bad(d, column, problem{e.Key, e.Args, e.Value})
}

// columnWith finds the column of an own attribute or of children that an error speaks of, by its value.
func (p *planner) columnWith(d *draft, e graph.FieldError) int {
	for i, c := range d.tab.columns {
		if c.attribute == "" && c.child == "" {
			continue
		}
		v := clean(d.row.cell(i))
		if c.attribute != "" && (c.attribute == e.Value || len(v) > 0 && len(e.Value) > 3 && v[:min(len(v), 20)] == e.Value[:min(len(e.Value), 20, len(v))] || v == e.Value) {
			return i
		}
	}
	return -1
}

func fieldErrors(err error) []graph.FieldError {
	var e *graph.Error
	if err != nil && errors.As(err, &e) {
		return e.Fields
	}
	return nil
}
