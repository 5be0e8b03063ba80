package diagram

import (
	"context"
	"fmt"
	"math"
	"slices"

	"miteinander/graph"
	"miteinander/graph/findings"
	"miteinander/graph/words"
)

// Layers of the gap matrix.
const (
	LayerGaps   = "gaps"   // who is there, who coordinates
	LayerAccess = "access" // who can get at it
	LayerBoth   = "both"
)

// MatrixLayers lists what Request.Layer may be.
func MatrixLayers() []string { return []string{LayerGaps, LayerAccess, LayerBoth} }

// gapMatrix draws area × phase × field: a block for each area with its need, a line for each field, a column for each phase; every
// state by its sign and its word.
type gapMatrix struct {
	v      *viewer
	gaps   *findings.Gaps   // nil where only access is asked
	access *findings.Access // nil where only gaps are asked
	basis  *findings.Basis
	phases []int32
	fields []int32
	blocks []gapBlock

	fs           float64
	small        float64
	size         Point
	areaW, nameW float64
	colW         float64
}

// gapBlock is an area with its lines, or a parent area with the cells that are required once for all below it.
type gapBlock struct {
	area     *graph.Area
	leaf     int32 // -1: a parent
	children []string
	need     []string
	lines    []gapLine
}

type gapLine struct {
	field int32
	cells [][]gapState // by phase, one state for each layer
}

// gapState is what a cell says in one layer.
type gapState struct {
	ref, label, text string
	sign             Role
}

// gapMap answers Request.View = gaps.
func (v *viewer) gapMap(ctx context.Context, c *composing) ([]Sheet, error) {
	layer := v.req.Layer
	if layer == "" {
		layer = LayerGaps
	}
	if !slices.Contains(MatrixLayers(), layer) {
		return nil, unknownOption("layer", layer, MatrixLayers())
	}
	p, basis, err := v.asking(ctx)
	if err != nil {
		return nil, err
	}
	m := &gapMatrix{v: v, phases: v.sel.Phases(), fields: v.sel.Fields()}
	if layer != LayerAccess {
		if m.gaps, err = findings.AskGaps(ctx, basis, p); err != nil {
			return nil, err
		}
		m.basis = m.gaps.Basis()
	}
	if layer != LayerGaps {
		if m.access, err = findings.AskAccess(ctx, basis, p); err != nil {
			return nil, err
		}
		m.basis = m.access.Basis()
	}
	areas := v.sel.Areas()
	if v.req.Area != "" {
		areas = slices.DeleteFunc(slices.Clone(areas), func(a int32) bool { return v.snap.Leaves()[a].ID != v.req.Area })
		if len(areas) == 0 {
			return nil, graph.Errorf(graph.NotFound, "diagram.error.area", string(v.req.Area))
		}
	}
	if len(areas) == 0 || len(m.phases) == 0 || len(m.fields) == 0 {
		return nil, graph.Errorf(graph.Invalid, "diagram.error.no_matrix")
	}
	m.collect(areas)
	return m.sheets(c)
}

// collect orders the cells into blocks: parent areas before the first area below them.
func (m *gapMatrix) collect(areas []int32) {
	v := m.v
	cells := v.matrixCells(m)
	at := map[string]int{}
	key := func(area graph.ID, phase, field int32) string { return fmt.Sprint(area, "/", phase, "/", field) }
	for i := range cells {
		at[key(cells[i].Area.ID, cells[i].Phase, cells[i].Field)] = i
	}
	need := m.basis.AreaViews(v.req.Lang, areas)
	done := map[graph.ID]bool{}
	for n, a := range areas {
		leaf := v.snap.Leaves()[a]
		block := gapBlock{area: leaf, leaf: a, need: m.need(need[n])}
		for _, p := range m.phases {
			children := ""
			if k := slices.IndexFunc(need[n].Children, func(c findings.ChildrenView) bool { return c.Phase == v.snap.Phases()[p].ID }); k >= 0 && need[n].Children[k].Children != nil {
				children = v.text("diagram.rounds.children", need[n].Children[k].Text)
			}
			block.children = append(block.children, children)
		}
		above := map[graph.ID]*gapBlock{} // cells that stand for several areas
		var order []graph.ID
		for _, f := range m.fields {
			line := gapLine{field: f}
			for col, p := range m.phases {
				if i, ok := at[key(leaf.ID, p, f)]; ok {
					line.cells = append(line.cells, m.states(i))
					continue
				}
				var shared []gapState
				for i := range cells {
					c := &cells[i]
					if c.Phase != p || c.Field != f || !slices.Contains(c.Leaves, a) {
						continue
					}
					shared = []gapState{{text: v.text("diagram.gaps.see", c.Area.Name)}}
					if done[c.Area.ID] {
						continue
					}
					b := above[c.Area.ID]
					if b == nil {
						b = &gapBlock{area: c.Area, leaf: -1}
						above[c.Area.ID] = b
						order = append(order, c.Area.ID)
					}
					k := slices.IndexFunc(b.lines, func(l gapLine) bool { return l.field == f })
					if k < 0 {
						k = len(b.lines)
						b.lines = append(b.lines, gapLine{field: f, cells: make([][]gapState, len(m.phases))})
					}
					b.lines[k].cells[col] = m.states(i)
				}
				line.cells = append(line.cells, shared)
			}
			block.lines = append(block.lines, line)
		}
		for _, id := range order {
			done[id] = true
			m.blocks = append(m.blocks, *above[id])
		}
		m.blocks = append(m.blocks, block)
	}
}

func (v *viewer) matrixCells(m *gapMatrix) []findings.MatrixCell {
	if m.gaps != nil {
		return m.gaps.Cells
	}
	return m.access.Cells
}

// states are what cell i says in the layers that are asked.
func (m *gapMatrix) states(i int) []gapState {
	v := m.v
	var out []gapState
	if m.gaps != nil {
		c := &m.gaps.Cells[i]
		s := gapState{ref: string(m.gaps.Ref(i)), sign: gapSign(c.Status), text: v.text("findings.gap.status", string(c.Status))}
		if n := len(c.Institutions); n > 1 {
			s.text = v.text("diagram.gaps.several", s.text, n)
		}
		s.label = m.label(c, s.text)
		out = append(out, s)
	}
	if m.access != nil {
		c := &m.access.Cells[i]
		if c.Status == findings.Gap && m.gaps != nil {
			return out // nothing there that one could get at: the first layer says so
		}
		s := gapState{ref: string(m.access.Ref(i)), sign: accessSign(c.Status), text: v.text("findings.access.status", string(c.Status))}
		if c.Status == findings.AccessUnknown {
			s.text = v.text("diagram.legend.access_unknown") // beside the first layer "unclear" alone could be taken for the cooperation
		}
		s.label = m.label(c, s.text)
		out = append(out, s)
	}
	return out
}

// label says a cell for tooltip and screen reader, with who is there.
func (m *gapMatrix) label(c *findings.MatrixCell, text string) string {
	area := c.Area.Name
	phase, field := m.v.snap.Phases()[c.Phase].Name, m.basis.Fields()[c.Field].Name
	var names []string
	for _, i := range c.Institutions {
		label, _ := m.v.name(m.basis.Institution(i))
		names = append(names, label)
	}
	who := ""
	if len(names) > 0 {
		who = words.List(m.v.req.Lang, names)
	}
	return clean(joined(": ", joined(", ", area, phase, field), joined(" – ", text, who)))
}

// mostNeed is how many Kennzahlen stand beside an area.
const mostNeed = 2

// need are the Kennzahlen of an area as lines of text: the one that weights, else the first two.
func (m *gapMatrix) need(a findings.AreaView) []string {
	var out []string
	for _, x := range a.Indicators {
		if m.v.req.Indicator != "" && x.Name != m.v.req.Indicator || len(out) == mostNeed {
			continue
		}
		if x.Value == nil {
			if m.v.req.Indicator != "" {
				out = append(out, x.Text)
			}
			continue
		}
		value := words.Number(m.v.req.Lang, *x.Value)
		if *x.Value == math.Trunc(*x.Value) {
			value = m.v.masked(int64(*x.Value))
		}
		out = append(out, m.v.text("diagram.gaps.need", x.Name, value, fmt.Sprint(*x.Year)))
	}
	return out
}

// title and note say the counts in words.
func (m *gapMatrix) title() string {
	switch {
	case m.gaps == nil:
		return m.access.Headline().Text(m.v.req.Lang)
	case m.gaps.Required == 0: // nobody has said what is needed: then what is there is counted
		n := map[findings.Status]int{}
		for i := range m.gaps.Cells {
			n[m.gaps.Cells[i].Status]++
		}
		several := n[findings.MultipleTogether] + n[findings.MultipleSideBySide] + n[findings.MultipleUnclear]
		return m.v.text("diagram.gaps.open", len(m.gaps.Cells), n[findings.Undecided], n[findings.Thin], several)
	}
	return m.gaps.Headline().Text(m.v.req.Lang)
}

func (m *gapMatrix) note() string {
	lang := m.v.req.Lang
	var parts []string
	if m.gaps != nil && m.gaps.Required > 0 {
		parts = append(parts, m.v.text("findings.gap.rate", m.gaps.Rate.Text(lang)))
		weighted := m.gaps.RateByChildren.Text(lang)
		if m.v.req.Indicator != "" {
			parts = append(parts, m.v.text("diagram.gaps.rate_by", clean(m.v.req.Indicator), weighted))
		} else {
			parts = append(parts, m.v.text("findings.gap.rate_by_children", weighted))
		}
	}
	if m.access != nil {
		if m.gaps != nil {
			parts = append(parts, m.access.Headline().Text(lang))
		}
		parts = append(parts, m.v.text("findings.access.rate", m.access.Rate.Text(lang)))
	}
	return joined(" · ", parts...)
}
