package diagram

import (
	"math"
	"slices"

	"miteinander/graph"
)

// Sizes and drawing of the gap matrix: rows are as high as their fullest cell; what does not fit on a sheet goes on the next.

const gapPad = 5.0

// fit settles the widths for a size of letters.
func (m *gapMatrix) fit(size Point, fs, least float64) {
	m.size, m.fs, m.small = size, fs, max(least, 0.88*fs)
	m.areaW = min(max(13*fs, 0.1*size.X), 0.16*size.X)
	name := 5 * fs
	for _, f := range m.fields {
		name = max(name, textWidth(clean(m.basis.Fields()[f].Name), fs, false)+8)
	}
	m.nameW = min(name, 0.13*size.X)
	m.colW = (size.X - m.areaW - m.nameW) / float64(len(m.phases))
}

// stateLines breaks the text of a state.
func (m *gapMatrix) stateLines(s gapState) []string {
	w := m.colW - 12
	if s.sign != "" {
		w -= (gapSignWidth + 0.4) * m.fs
	}
	return wrapTo(s.text, m.fs, false, w, 3)
}

func (m *gapMatrix) lineHeight(l gapLine) float64 {
	most := len(wrapTo(m.basis.Fields()[l.field].Name, m.fs, false, m.nameW-6, 3))
	for _, states := range l.cells {
		n := 0
		for _, s := range states {
			n += len(m.stateLines(s))
		}
		most = max(most, n)
	}
	return lineHeight*m.fs*float64(most) + 0.55*m.fs
}

func (m *gapMatrix) areaLines(b gapBlock) (name, need []string) {
	label := b.area.Name
	if b.leaf < 0 {
		label = m.v.text("diagram.gaps.once", label)
	}
	name = wrapTo(label, 1.1*m.fs, true, m.areaW-14, 3)
	for _, n := range b.need {
		need = append(need, wrapTo(n, m.small, false, m.areaW-14, 4)...)
	}
	return name, need
}

func (m *gapMatrix) headOf(b gapBlock) float64 {
	if slices.ContainsFunc(b.children, func(s string) bool { return s != "" }) {
		return 1.35 * m.small
	}
	return 0
}

func (m *gapMatrix) blockHeight(b gapBlock) float64 {
	h := m.headOf(b)
	for _, l := range b.lines {
		h += m.lineHeight(l) + 2
	}
	name, need := m.areaLines(b)
	return max(h, lineHeight*(1.1*m.fs*float64(len(name))+m.small*float64(len(need)))+4) + 2*gapPad
}

func (m *gapMatrix) top() float64 { return 2.6*m.fs + 4 }

// pack puts the blocks on sheets in order; nil when one does not fit alone.
func (m *gapMatrix) pack() [][]gapBlock {
	room := m.size.Y - m.top()
	var out [][]gapBlock
	used := 0.0
	for _, b := range m.blocks {
		h := m.blockHeight(b) + gapPad
		if h > room+gapPad {
			return nil
		}
		if len(out) == 0 || used+h > room+gapPad {
			out = append(out, nil)
			used = 0
		}
		out[len(out)-1] = append(out[len(out)-1], b)
		used += h
	}
	return out
}

func (m *gapMatrix) sheets(c *composing) ([]Sheet, error) {
	f := c.format
	size := f.mapSize(1)
	var packed [][]gapBlock
	best := 0.0
	for fs := math.Floor(2*1.15*f.cap) / 2; fs >= f.least; fs -= 0.5 { // the largest letters that need no more sheets than the smallest
		m.fit(size, fs, f.least)
		if p := m.pack(); p != nil && (packed == nil || len(p) < len(packed)) {
			packed, best = p, fs
		}
	}
	for k := growStep; packed == nil && !f.split && k <= largestScreen; k *= growStep {
		g := f.grown(k)
		m.fit(g.mapSize(1), f.least, f.least)
		if packed = m.pack(); packed != nil {
			f, size, best = g, g.mapSize(1), f.least
		}
	}
	if packed == nil {
		return nil, graph.Errorf(graph.TooLarge, "diagram.error.too_large", int64(len(m.blocks)*len(m.fields)*len(m.phases)), int64(0))
	}
	m.fit(size, best, f.least)
	var out []Sheet
	for _, blocks := range packed {
		d := Drawing{Name: ViewGaps, Title: m.title(), Note: m.note(), Frame: Rect{f.margin, f.top, size.X, size.Y}, Items: m.paint(blocks)}
		for i := range d.Items {
			shift(d.Items[i].Ops, Point{f.margin, f.top})
		}
		s := Sheet{W: f.w, H: f.h, Drawings: []Drawing{d}, Selection: c.text.Selection, Legend: m.legend(blocks), roles: []Role{RoleLevel4}}
		if len(packed) > 1 {
			var names []string
			for _, b := range blocks {
				if b.leaf >= 0 {
					names = append(names, b.area.Name)
				}
			}
			s.Selection = joined(" · ", m.v.text("diagram.gaps.areas", len(names), names), s.Selection)
		}
		s.Summary = joined(" ", joined(". ", d.Title, d.Note)+".", s.Selection)
		out = append(out, s)
	}
	c.kept = Layout{}
	c.frame(out)
	return out, nil
}

func (m *gapMatrix) legend(blocks []gapBlock) []LegendEntry {
	have := map[Role]string{}
	for _, b := range blocks {
		for _, l := range b.lines {
			for _, states := range l.cells {
				for _, s := range states {
					have[s.sign] = s.text
				}
			}
		}
	}
	var out []LegendEntry
	for _, r := range gapOrder {
		if _, ok := have[r]; ok {
			out = append(out, LegendEntry{Role: r, Label: m.v.text("diagram.legend." + string(r)), Ops: gapSignOps(r, 20-gapSignWidth*5.5, 9, 11)})
		}
	}
	return out
}

func (m *gapMatrix) paint(blocks []gapBlock) []Item {
	var out []Item
	need := 0.0
	for _, b := range blocks {
		need += m.blockHeight(b) + gapPad
	}
	stretch := min(1.35, (m.size.Y-m.top()+gapPad)/need) // a little air where there is room
	left := m.areaW + m.nameW
	for c, p := range m.phases {
		ph := m.v.snap.Phases()[p]
		size := 1.1 * m.fs
		lines := wrapTo(ph.Name, size, true, m.colW-8, 2)
		it := Item{Ref: ph.Key().String(), Role: RolePhase, Label: ph.Name}
		for k, t := range lines {
			it.Ops = append(it.Ops, fitted(DrawOp{Shape: ShapeText, X: left + (float64(c)+0.5)*m.colW, Y: m.top() - 6 - lineHeight*size*float64(len(lines)-1-k), Text: t, Size: size, Bold: true, Align: Middle, Fill: ink}, m.colW-4))
		}
		out = append(out, it)
	}
	y := m.top()
	for _, b := range blocks {
		h := (m.blockHeight(b)+gapPad)*stretch - gapPad
		out = append(out, m.paintBlock(b, y, h)...)
		y += h + gapPad
	}
	return out
}

func (m *gapMatrix) paintBlock(b gapBlock, top, height float64) []Item {
	name, need := m.areaLines(b)
	head := Item{Ref: b.area.Key().String(), Role: RoleArea, Label: joined(": ", b.area.Name, joined("; ", b.need...)), Ops: []DrawOp{{Shape: ShapeBox, Y: top, W: m.size.X, H: height, R: 6, Fill: sand}}}
	y := top + gapPad
	for _, t := range name {
		y += lineHeight * 1.1 * m.fs
		head.Ops = append(head.Ops, fitted(DrawOp{Shape: ShapeText, X: 8, Y: y - 0.2*m.fs, Text: t, Size: 1.1 * m.fs, Bold: true, Fill: areaInk}, m.areaW-10))
	}
	y += 2
	for _, t := range need {
		y += lineHeight * m.small
		head.Ops = append(head.Ops, fitted(DrawOp{Shape: ShapeText, X: 8, Y: y - 0.2*m.small, Text: t, Size: m.small, Fill: softInk}, m.areaW-10))
	}
	left := m.areaW + m.nameW
	y = top + gapPad
	if h := m.headOf(b); h > 0 {
		for c, t := range b.children {
			if t != "" {
				head.Ops = append(head.Ops, DrawOp{Shape: ShapeText, X: left + float64(c)*m.colW + 6, Y: y + 0.8*m.small, Text: t, Size: m.small, Fill: softInk})
			}
		}
		y += h
	}
	out := []Item{head}
	sum := 0.0
	for _, l := range b.lines {
		sum += m.lineHeight(l) + 2
	}
	extra := max(0, top+height-gapPad-y-sum) / float64(max(len(b.lines), 1))
	for _, l := range b.lines {
		h := m.lineHeight(l) + min(extra, 0.8*m.fs)
		lines := wrapTo(m.basis.Fields()[l.field].Name, m.fs, false, m.nameW-6, 3)
		row := Item{Role: RoleText}
		for k, t := range lines {
			row.Ops = append(row.Ops, fitted(DrawOp{Shape: ShapeText, X: left - 7, Y: y + h/2 + 0.35*m.fs + lineHeight*m.fs*(float64(k)-float64(len(lines)-1)/2), Text: t, Size: m.fs, Align: End, Fill: ink}, m.nameW-4))
		}
		out = append(out, row)
		for c, states := range l.cells {
			out = append(out, m.paintCell(states, Rect{left + float64(c)*m.colW + 2, y, m.colW - 4, h})...)
		}
		y += h + 2
	}
	return out
}

// paintCell is one white box with a line for each layer; what is said elsewhere is only a word on the ground.
func (m *gapMatrix) paintCell(states []gapState, r Rect) []Item {
	if len(states) == 0 {
		return nil
	}
	total := 0
	for _, s := range states {
		total += len(m.stateLines(s))
	}
	y := r.Y + (r.H-lineHeight*m.fs*float64(total))/2
	var out []Item
	for i, s := range states {
		it := Item{Ref: s.ref, Role: RoleCell, Label: s.label}
		if s.sign == "" {
			it.Role = RoleText
		} else if i == 0 {
			fill := paper
			if s.sign == RoleGap {
				fill = Style[RoleGap].Fill
			}
			it.Ops = append(it.Ops, DrawOp{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: 3, Fill: fill, Stroke: sandEdge, Width: 0.6})
		}
		lines := m.stateLines(s)
		x := r.X + 4
		color := softInk
		if s.sign != "" {
			it.Ops = append(it.Ops, gapSignOps(s.sign, x, y+lineHeight*m.fs/2, m.fs)...)
			x += (gapSignWidth + 0.4) * m.fs
			color = ink
		}
		for _, t := range lines {
			it.Ops = append(it.Ops, fitted(DrawOp{Shape: ShapeText, X: x, Y: y + 0.92*m.fs, Text: t, Size: m.fs, Bold: s.sign == RoleGap, Fill: color}, r.right()-x-2))
			y += lineHeight * m.fs
		}
		out = append(out, it)
	}
	return out
}
