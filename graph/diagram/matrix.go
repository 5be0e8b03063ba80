package diagram

import (
	"miteinander/graph"
	"miteinander/graph/findings"
)

// The parts of a bar: pairs together, side by side, unclear, deliberately side by side.
const (
	RoleBarTogether Role = "bar_together"
	RoleBarBeside   Role = "bar_side_by_side"
	RoleBarUnclear  Role = "bar_unclear"
	RoleBarAgreed   Role = "bar_agreed"
)

func init() {
	Style[RoleBarTogether] = Look{Fill: "#235a97"}
	Style[RoleBarBeside] = Look{Fill: "#e0a445", Stroke: ochre, Width: 0.8, Sign: "/"}
	Style[RoleBarUnclear] = Look{Fill: paper, Stroke: "#7b828a", Width: 0.8, Dash: []float64{1.3, 2}, Sign: "?"}
	Style[RoleBarAgreed] = Look{Fill: "#d3d6da", Stroke: "#6b7078", Width: 0.8}
}

// matrix draws the overview of rounds: rows are areas, columns phases.
type matrix struct {
	v             *viewer
	answer        *findings.SideBySide
	basis         *findings.Basis
	cells         map[[2]int32]*cellCount
	areas, phases []int32
	fs            float64
}

// rowHeight is what the fullest cell of an area needs.
func (m *matrix) rowHeight(a int32) float64 {
	most := 0
	for _, p := range m.phases {
		if k := m.cells[[2]int32{a, p}]; k != nil {
			most = max(most, len(k.rounds))
		}
	}
	return m.fs * (4.5 + 1.55*float64(most))
}

func (m *matrix) fits(size Point, rows int) bool {
	least := textWidth("00 Einrichtungen · 000 Kinder", m.fs, false) + 2*m.fs
	if (size.X-m.labelWidth())/float64(len(m.phases)) < least && m.fs > 6.5 {
		return false
	}
	// The tallest run of rows decides, since the areas come in order.
	for from := 0; from < len(m.areas); from += rows {
		h := phaseHead
		for _, a := range m.areas[from:min(from+rows, len(m.areas))] {
			h += m.rowHeight(a) + rowGap
		}
		if h > size.Y {
			return false
		}
	}
	return true
}

func (m *matrix) labelWidth() float64 { return 9.5 * m.fs }

// items draws the rows from…to on a map of this size.
func (m *matrix) items(size Point, from, to, rows int) []Item {
	v := m.v
	left := m.labelWidth()
	colW := (size.X - left) / float64(len(m.phases))
	need := phaseHead
	for _, a := range m.areas[from:to] {
		need += m.rowHeight(a) + rowGap
	}
	stretch := min(1.5, (size.Y-phaseHead)/max(need-phaseHead, 1))
	if stretch < 1 {
		stretch = 1
	}
	var out []Item
	for c, p := range m.phases {
		ph := v.snap.Phases()[p]
		s := 1.15 * m.fs
		lines := wrapTo(ph.Name, s, true, colW-8, 2)
		for s > 5 && widest(lines, s, true) > colW-6 {
			s -= 0.25
			lines = wrapTo(ph.Name, s, true, colW-8, 2)
		}
		it := Item{Ref: ph.Key().String(), Role: RolePhase, Label: ph.Name}
		for k, t := range lines {
			it.Ops = append(it.Ops, DrawOp{Shape: ShapeText, X: left + (float64(c)+0.5)*colW, Y: phaseHead - 7 - lineHeight*s*float64(len(lines)-1-k), Text: t, Size: s, Bold: true, Align: Middle, Fill: ink})
		}
		out = append(out, it)
	}
	y := phaseHead
	for _, a := range m.areas[from:to] {
		h := m.rowHeight(a)*stretch + rowGap*(stretch-1)
		area := v.snap.Leaves()[a]
		row := Item{Ref: area.Key().String(), Role: RoleArea, Label: area.Name, Ops: []DrawOp{{Shape: ShapeBox, X: 0, Y: y, W: size.X, H: h, R: 6, Fill: sand}}}
		s := 1.15 * m.fs
		lines := wrapTo(area.Name, s, true, left-20, 3)
		for s > 5 && widest(lines, s, true) > left-18 {
			s -= 0.25
			lines = wrapTo(area.Name, s, true, left-20, 3)
		}
		for k, t := range lines {
			row.Ops = append(row.Ops, DrawOp{Shape: ShapeText, X: 9, Y: y + h/2 + 0.35*s + lineHeight*s*(float64(k)-float64(len(lines)-1)/2), Text: t, Size: s, Bold: true, Fill: areaInk})
		}
		out = append(out, row)
		for c, p := range m.phases {
			out = append(out, m.cell(a, p, Rect{left + float64(c)*colW + 3, y + 3, colW - 6, h - 6})...)
		}
		y += h + rowGap
	}
	return out
}

// cell is one area × phase: institutions and children, a bar of its pairs, a line with a bar per round.
func (m *matrix) cell(a, p int32, r Rect) []Item {
	v := m.v
	k := m.cells[[2]int32{a, p}]
	area, phase := v.snap.Leaves()[a], v.snap.Phases()[p]
	ref := "side-by-side/" + string(area.ID) + "/" + string(phase.ID)
	name := area.Name + ", " + phase.Name
	it := Item{Ref: ref, Role: RoleCell, Label: name}
	fs := m.fs
	put := func(x, y float64, t string, size float64, bold bool, color string, al Align, width float64) {
		it.Ops = append(it.Ops, fitted(DrawOp{Shape: ShapeText, X: x, Y: y, Text: t, Size: size, Bold: bold, Fill: color, Align: al}, width))
	}
	it.Ops = append(it.Ops, DrawOp{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: 4, Fill: paper, Stroke: sandEdge, Width: 0.6})
	pad := 0.7 * fs
	x, w := r.X+pad, r.W-2*pad
	if k == nil || len(k.institutions) == 0 {
		put(r.X+r.W/2, r.Y+r.H/2+0.35*fs, v.text("diagram.rounds.nobody"), fs, false, softInk, Middle, w)
		return []Item{it}
	}
	head := v.text("diagram.rounds.institutions", len(k.institutions))
	open := k.counts.Open()
	content := fs * (2.6 + 1.55*float64(len(k.rounds)))
	if open == 0 {
		content = fs * 2.4
	}
	y := r.Y + max(0, (r.H-content)/2) + 0.95*fs
	put(x, y, head, fs, true, ink, Start, w*0.6)
	if k.known {
		put(r.right()-pad, y, v.text("diagram.rounds.children", v.masked(k.children)), 0.88*fs, false, softInk, End, w*0.4)
	}
	if open == 0 {
		put(x, y+1.3*fs, v.text("diagram.rounds.no_pairs"), 0.92*fs, false, softInk, Start, w)
		it.Label = joined(": ", name, head)
		return []Item{it}
	}
	put(x, y+1.3*fs, v.pairCounts(k.counts), 0.92*fs, false, ink, Start, w*0.98)
	it.Label = joined(": ", name, joined(", ", head, v.pairCounts(k.counts)))
	out := []Item{it}
	y += 1.9 * fs
	labelW := 0.0
	for _, round := range k.rounds {
		labelW = max(labelW, textWidth(m.fieldName(round), 0.88*fs, false))
	}
	labelW = min(labelW, 0.5*w)
	tailW := 0.0
	for _, round := range k.rounds {
		tailW = max(tailW, textWidth(itoa(round.Counts.Together)+"/"+itoa(round.Counts.Open()), 0.88*fs, false))
	}
	for _, round := range k.rounds {
		line := Item{Ref: string(m.answer.RoundRef(round)), Role: RoleRound}
		counts := v.text("diagram.rounds.line", m.fieldName(round), len(round.Institutions), v.pairCounts(round.Counts))
		line.Label = joined(": ", name, counts)
		line.Ops = append(line.Ops, DrawOp{Shape: ShapeBox, X: x - 2, Y: y - 0.1*fs, W: w + 4, H: 1.45 * fs, R: 2, Fill: paper})
		line.Ops = append(line.Ops, fitted(DrawOp{Shape: ShapeText, X: x, Y: y + 0.95*fs, Text: clean(m.fieldName(round)), Size: 0.88 * fs, Fill: ink}, labelW))
		tail := itoa(round.Counts.Together) + "/" + itoa(round.Counts.Open())
		line.Ops = append(line.Ops, DrawOp{Shape: ShapeText, X: x + w, Y: y + 0.95*fs, Text: tail, Size: 0.88 * fs, Align: End, Fill: softInk})
		line.Ops = append(line.Ops, bar(round.Counts, Rect{x + labelW + 0.6*fs, y + 0.3*fs, w - labelW - tailW - 1.2*fs, 0.75 * fs})...)
		out = append(out, line)
		y += 1.55 * fs
	}
	return out
}

// pairCounts says how many pairs coordinate, and never counts what nobody knows as a no.
func (v *viewer) pairCounts(c findings.Counts) string {
	if c.Unclear > 0 && c.Unclear == c.Open() {
		return v.text("diagram.rounds.all_unclear", c.Unclear)
	}
	return v.text("diagram.rounds.pairs", c.Together, c.Open(), c.Unclear)
}

func (m *matrix) fieldName(r findings.Round) string {
	_, _, field := m.basis.CellNames(r.Cell)
	return field
}

// bar divides a rectangle by the pairs of a round.
func bar(c findings.Counts, r Rect) []DrawOp {
	total := float64(c.Open() + c.AgreedSideBySide)
	if total == 0 || r.W <= 0 {
		return nil
	}
	var ops []DrawOp
	x := r.X
	for _, part := range []struct {
		role Role
		n    int
	}{{RoleBarTogether, c.Together}, {RoleBarBeside, c.SideBySide}, {RoleBarUnclear, c.Unclear}, {RoleBarAgreed, c.AgreedSideBySide}} {
		if part.n == 0 {
			continue
		}
		w := r.W * float64(part.n) / total
		ops = append(ops, barPart(part.role, Rect{x, r.Y, w, r.H})...)
		x += w
	}
	return ops
}

// barPart is filled, hatched, empty with dots round it, or grey, so that it is told apart without colour.
func barPart(role Role, r Rect) []DrawOp {
	look := Style[role]
	ops := []DrawOp{{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, Fill: look.Fill, Stroke: look.Stroke, Width: look.Width, Dash: look.Dash}}
	if role == RoleBarBeside {
		for x := r.X + 3; x < r.right(); x += 5 {
			to := min(x+r.H*0.6, r.right())
			ops = append(ops, DrawOp{Shape: ShapeLine, Points: []Point{{x, r.bottom()}, {to, r.bottom() - (to-x)/0.6}}, Stroke: look.Stroke, Width: 0.7})
		}
	}
	if role == RoleBarUnclear && r.W > r.H {
		ops = append(ops, DrawOp{Shape: ShapeText, X: r.X + r.W/2, Y: r.Y + 0.86*r.H, Text: "?", Size: r.H, Bold: true, Align: Middle, Fill: look.Stroke})
	}
	return ops
}

// signs are the roles that an item's bar shows, for the legend.
func (it Item) signs() []Role {
	var out []Role
	for _, op := range it.Ops {
		if op.Shape != ShapeBox {
			continue
		}
		for _, r := range []Role{RoleBarTogether, RoleBarBeside, RoleBarUnclear, RoleBarAgreed} {
			if l := Style[r]; op.Fill == l.Fill && op.Stroke == l.Stroke && (r == RoleBarTogether || op.Width == l.Width) && (r != RoleBarUnclear || len(op.Dash) > 0) {
				out = append(out, r)
			}
		}
	}
	return out
}

// masked writes a number of children, 1 to 4 as "< 5" unless the network shows them.
func (v *viewer) masked(n int64) string {
	if v.few(n) {
		return v.text("diagram.under_five")
	}
	return v.text("diagram.number", n)
}

func (v *viewer) few(n int64) bool {
	return n > 0 && n < 5 && v.snap.Settings().SmallNumbers != graph.SmallNumbersShow
}
