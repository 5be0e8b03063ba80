package meeting

import (
	"context"
	"strings"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
)

// ofFinding is a slide of one finding: its sentence, the picture that shows it, its values as a table.
func (m *Maker) ofFinding(ctx context.Context, ref findings.Ref) (Slide, *picture, error) {
	q, ok := ref.Question()
	if !ok {
		return Slide{}, nil, graph.Errorf(graph.Invalid, "meeting.error.finding", string(ref))
	}
	a, err := ask[findings.Answer](ctx, m, q.Name)
	if err != nil {
		return Slide{}, nil, err
	}
	f, ok := findings.Lookup(a, ref)
	if !ok {
		return Slide{Missing: true, Title: m.say("finding.gone"), Sentence: m.say("finding.gone_says"), Question: q.Name}, nil, nil
	}
	if side, ok := a.(*findings.SideBySide); ok && f.Status == "round" {
		for _, r := range side.Rounds {
			if side.RoundRef(r) == ref {
				return m.roundSlide(ctx, side, r)
			}
		}
	}
	s := Slide{Sentence: f.Says.Text(m.lang), Occasion: ref, Question: q.Name}
	var name []string
	for i := range a.Len() {
		row := findings.RowOf(m.lang, a, i)
		if row.Ref != ref {
			continue
		}
		s.Table.Header = []string{m.say("finding.what"), m.say("finding.value")}
		for k, c := range a.Columns() {
			if c.Key == "says" || row.Cells[k] == nil || row.Cells[k] == "" {
				continue
			}
			if text, ok := row.Cells[k].(string); ok && len(name) < 3 && c.Key != "status" && c.Key != "state" && c.Key != "target" && k < 3 {
				name = append(name, text)
			}
			s.Table.Rows = append(s.Table.Rows, []any{c.Title(m.lang), row.Cells[k]})
			s.Refs = append(s.Refs, ref)
		}
		s.Rows = len(s.Table.Rows)
		break
	}
	s.Title = m.say("finding.title", strings.Join(name, ", "), f.Word(m.lang))
	return s, m.pictureOf(q.Name, ref, f), nil
}

// pictureOf is the picture in which a finding is seen.
func (m *Maker) pictureOf(question string, ref findings.Ref, f findings.Finding) *picture {
	parts := strings.Split(string(ref), "/")
	area := ""
	switch {
	case question == "transitions" && len(parts) == 3:
		area = parts[2]
	case (question == "gaps" || question == "access") && len(parts) == 4:
		area = parts[1]
	}
	leaf := m.leaf(area)
	switch question {
	case "transitions":
		return &picture{m.sel, diagram.Request{View: diagram.ViewChain, Area: leaf}}
	case "gaps", "access":
		return &picture{m.sel, diagram.Request{View: diagram.ViewGaps, Area: leaf}}
	}
	for _, k := range f.Evidence {
		if k.Kind == graph.KindInstitution && m.sel.Has(k) {
			return &picture{m.sel, diagram.Request{View: diagram.ViewEgo, Focus: k, Unclear: true}}
		}
	}
	for _, k := range f.Evidence {
		if k.Kind.IsNode() && m.sel.Has(k) {
			return &picture{m.sel, diagram.Request{View: diagram.ViewEgo, Focus: k, Unclear: true}}
		}
	}
	return nil
}

// leaf is a planning area that pictures can be narrowed to, "" = none of that id.
func (m *Maker) leaf(id string) graph.ID {
	for _, a := range m.sel.Areas() {
		if leaf := m.sel.Snapshot().Leaves()[a]; string(leaf.ID) == id {
			return leaf.ID
		}
	}
	return ""
}
