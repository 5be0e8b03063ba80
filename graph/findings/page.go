package findings

import (
	"strings"

	"miteinander/graph"
	"miteinander/graph/words"
)

// Page is any answer in one language: headline, shares, and the rows from an offset on with their sentence, evidence and the
// cells of the table twin. One writer each makes the screen, CSV, Excel and print of it.
type Page struct {
	Headline Said        `json:"headline"`
	Shares   []ShareView `json:"shares"`
	Columns  []Heading   `json:"columns"`
	Rows     []RowView   `json:"rows"`
	Total    int         `json:"total"`
	Notes    []string    `json:"notes"`
}

// ShareView is a share with the text that a screen shows.
type ShareView struct {
	Name   string    `json:"name"`
	Value  *float64  `json:"value"`
	Bounds []float64 `json:"bounds" nullable:"true" doc:"null where there is nothing to divide by"`
	Parts  Parts     `json:"parts"`
	Text   string    `json:"text"`
}

// Heading is a column of the table.
type Heading struct {
	Key     string `json:"key"`
	Title   string `json:"title"`
	Numeric bool   `json:"numeric"`
}

// RowView is one finding.
type RowView struct {
	Ref      Ref           `json:"ref"`
	Status   Status        `json:"status"`
	Children int64         `json:"children"`
	Sentence string        `json:"sentence"`
	Evidence []string      `json:"evidence"`
	Cells    []any         `json:"cells"` // string, number or null, beside Columns
	Measures []MeasureView `json:"measures,omitempty"`
}

// noted is an answer that has notes beside its numbers.
type noted interface{ Notes() []Sentence }

// ordered is an answer whose rows a page sorts as a dictionary does; in the contract they stand by id.
type ordered interface{ Order(lang string) []int }

// PageOf makes the rows [offset, offset+limit) of an answer; limit 0 means all.
func PageOf(lang string, a Answer, offset, limit int) Page {
	p := Page{Headline: a.Headline().In(lang), Shares: []ShareView{}, Columns: []Heading{}, Rows: []RowView{}, Total: a.Len(), Notes: []string{}}
	for _, s := range a.Shares() {
		p.Shares = append(p.Shares, ShareView{s.Name, s.value(), s.bounds(), s.parts(), s.Text(lang)})
	}
	columns := a.Columns()
	for _, c := range columns {
		p.Columns = append(p.Columns, Heading{c.Key, c.Title(lang), c.Numeric})
	}
	var at *attached
	if g, ok := a.(grounded); ok {
		if at = g.ground().attached(lang); len(at.measures) > 0 {
			p.Columns = append(p.Columns, Heading{"measures", words.Text(lang, "findings.column.measures"), false})
		}
	}
	end := a.Len()
	if offset = min(max(offset, 0), end); limit > 0 {
		end = min(end, offset+limit)
	}
	var order []int
	if o, ok := a.(ordered); ok {
		order = o.Order(lang)
	}
	for n := offset; n < end; n++ {
		i := n
		if order != nil {
			i = order[n]
		}
		row := rowOf(lang, a, columns, i)
		if at != nil && len(at.measures) > 0 {
			row.Measures = at.of(row.Ref)
			row.Cells = append(row.Cells, strings.Join(list(row.Measures, func(m MeasureView) string { return m.Title + " (" + m.StateWord + ")" }), "; "))
		}
		p.Rows = append(p.Rows, row)
	}
	if n, ok := a.(noted); ok {
		p.Notes = list(n.Notes(), func(s Sentence) string { return s.Text(lang) })
	}
	return p
}

// RowOf is row i of an answer in its own order, without what was agreed about it.
func RowOf(lang string, a Answer, i int) RowView { return rowOf(lang, a, a.Columns(), i) }

func rowOf(lang string, a Answer, columns []Column, i int) RowView {
	f := a.Finding(i)
	row := RowView{Ref: f.Ref, Status: f.Status, Children: f.Children, Sentence: f.Says.Text(lang), Evidence: list(f.Evidence, graph.Key.String), Cells: make([]any, len(columns))}
	for k, c := range columns {
		if row.Cells[k] = row.Sentence; c.Key != "says" { // which is the sentence of the finding
			row.Cells[k] = cellValue(lang, c.Value(i))
		}
	}
	return row
}

// cellValue is a value of a table as text, number or nil. A share is its text, so that a range stays one.
func cellValue(lang string, v any) any {
	switch x := v.(type) {
	case words.Texter:
		return x.Text(lang)
	case graph.Date:
		return x.String()
	}
	return v
}
