package diagram

import (
	"context"
	"sort"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// cellCount is what the overview shows of one area × phase.
type cellCount struct {
	institutions map[int32]bool
	counts       findings.Counts
	rounds       []findings.Round
	children     int64
	known        bool
}

// rounds is the overview for a whole commune: per area and phase how many institutions are there and how many of their
// pairs are together; below, the same per field.
func (v *viewer) rounds(ctx context.Context, c *composing) ([]Sheet, error) {
	basis, err := findings.NewBasis(ctx, v.sel)
	if err != nil {
		return nil, err
	}
	answer, err := findings.AskSideBySide(ctx, basis, findings.Params{})
	if err != nil {
		return nil, err
	}
	cells := map[[2]int32]*cellCount{}
	at := func(area, phase int32) *cellCount {
		k := [2]int32{area, phase}
		if cells[k] == nil {
			cells[k] = &cellCount{institutions: map[int32]bool{}}
			cells[k].children, cells[k].known = basis.Children(area, phase)
		}
		return cells[k]
	}
	for _, s := range v.sel.Services() {
		for _, a := range s.Areas {
			for _, p := range s.Phases {
				for _, i := range s.Institutions {
					if len(s.Fields) > 0 {
						at(a, p).institutions[i] = true
					}
				}
			}
		}
	}
	for _, p := range append(answer.Pairs(), answer.SameKind()...) {
		seen := map[[2]int32]bool{}
		for _, cell := range answer.Cells(p) {
			k := [2]int32{cell.Area, cell.Phase}
			if seen[k] {
				continue
			}
			seen[k] = true
			n := &at(cell.Area, cell.Phase).counts
			switch p.State {
			case findings.Together:
				n.Together++
			case findings.SideBySideState:
				n.SideBySide++
			case findings.Unclear:
				n.Unclear++
			case findings.AgreedSideBySide:
				n.AgreedSideBySide++
			case findings.SameKind:
				n.SameKind++
			}
		}
	}
	for _, r := range answer.Rounds {
		if r.Counts.Open() > 0 {
			k := at(r.Cell.Area, r.Cell.Phase)
			k.rounds = append(k.rounds, r)
		}
	}
	for _, k := range cells {
		sort.SliceStable(k.rounds, func(i, j int) bool { return k.rounds[i].Cell.Field < k.rounds[j].Cell.Field })
	}
	return v.roundSheets(c, answer, basis, cells)
}

// roundSheets draws the matrix; areas that do not fit go on further sheets.
func (v *viewer) roundSheets(c *composing, answer *findings.SideBySide, basis *findings.Basis, cells map[[2]int32]*cellCount) ([]Sheet, error) {
	f := c.format
	areas, phases := v.sel.Areas(), v.sel.Phases()
	if len(areas) == 0 || len(phases) == 0 {
		return nil, graph.Errorf(graph.Invalid, "diagram.error.no_cells")
	}
	counts := answer.Counts
	title := v.text("diagram.rounds.title", counts.Open(), counts.Together, counts.SideBySide, counts.Unclear)
	legend := []LegendEntry{{Role: RoleBarTogether, Label: v.text("diagram.legend.bar_together")}, {Role: RoleBarBeside, Label: v.text("diagram.legend.bar_beside")},
		{Role: RoleBarUnclear, Label: v.text("diagram.legend.bar_unclear")}, {Role: RoleBarAgreed, Label: v.text("diagram.legend.bar_agreed")}}
	size := f.mapSize(1)
	m := matrix{v: v, answer: answer, basis: basis, cells: cells, areas: areas, phases: phases, fs: f.cap}
	for m.fs > f.least && !m.fits(size, len(areas)) {
		m.fs -= 0.25
	}
	perSheet := len(areas)
	for perSheet > 1 && !m.fits(size, perSheet) {
		perSheet--
	}
	if !m.fits(size, perSheet) && !f.split {
		f = f.grown(1.4)
		size = f.mapSize(1)
	}
	var out []Sheet
	for from := 0; from < len(areas); from += perSheet {
		to := min(from+perSheet, len(areas))
		d := Drawing{Name: ViewRounds, Title: title, Note: v.text("diagram.rounds.note"), Frame: Rect{f.margin, f.top, size.X, size.Y}}
		d.Items = m.items(size, from, to, to-from)
		for i := range d.Items {
			shift(d.Items[i].Ops, Point{f.margin, f.top})
		}
		have := map[Role]bool{}
		for _, it := range d.Items {
			for _, r := range it.signs() {
				have[r] = true
			}
		}
		s := Sheet{W: f.w, H: f.h, Drawings: []Drawing{d}, Selection: c.text.Selection, Summary: joined(". ", title, d.Note) + ".", roles: []Role{RoleLevel4}}
		for _, e := range legend {
			if have[e.Role] {
				s.Legend = append(s.Legend, e)
			}
		}
		if perSheet < len(areas) {
			var names []string
			for _, a := range areas[from:to] {
				names = append(names, v.snap.Leaves()[a].Name)
			}
			s.Selection = joined(" · ", c.areaLine(names), s.Selection)
		}
		out = append(out, s)
	}
	c.kept = Layout{}
	c.frame(out)
	return out, nil
}
