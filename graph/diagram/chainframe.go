package diagram

import (
	"slices"
)

// Head and foot of the chain's map, its legend, and its sheets.

func (p *chainPlan) barWidth() float64 { return min(p.zoneW-10, 15*p.fs) }

func (p *chainPlan) headName(h chainHead) []string {
	return wrapTo(h.name, p.small, true, p.zoneW-16, 4)
}

func (p *chainPlan) headText(h chainHead) []string {
	var out []string
	for _, t := range h.texts {
		out = append(out, wrapTo(t, p.small, false, p.zoneW-16, 4)...)
	}
	return out
}

// headBlock is the height of a transition's heading: its name, a bar or the sign of its status, children.
func (p *chainPlan) headBlock(h chainHead) float64 {
	return lineHeight*p.small*float64(len(p.headName(h))+len(p.headText(h))) + 1.75*p.small + 5
}

func (p *chainPlan) phaseLines(c Phase) []string {
	return wrapTo(c.Label, 1.1*p.fs, true, p.colW+6, 3)
}

func (p *chainPlan) headHeight() float64 {
	h := 2.0 * p.fs
	for _, c := range p.s.columns {
		h = max(h, lineHeight*1.1*p.fs*float64(len(p.phaseLines(c))))
	}
	for _, zone := range p.s.heads {
		sum := 0.0
		for _, b := range zone {
			sum += p.headBlock(b)
		}
		h = max(h, sum)
	}
	return h + 6
}

// headings are the phases over their columns and the transitions over their zones.
func (p *chainPlan) headings() []Item {
	var out []Item
	for i, c := range p.s.columns {
		lines := p.phaseLines(c)
		size := 1.1 * p.fs
		it := Item{Ref: c.Ref, Role: RolePhase, Label: c.Label}
		for k, t := range lines {
			it.Ops = append(it.Ops, fitted(DrawOp{Shape: ShapeText, X: p.colX[i] + p.colW/2, Y: p.headH - 8 - lineHeight*size*float64(len(lines)-1-k), Text: t, Size: size, Bold: true, Align: Middle, Fill: ink}, p.colW+8))
		}
		out = append(out, it)
	}
	for z, zone := range p.s.heads {
		y := p.headH - 6
		for _, b := range zone {
			y -= p.headBlock(b)
		}
		for _, b := range zone {
			out = append(out, p.headItem(b, p.colX[z]+p.colW+p.zoneW/2, y))
			y += p.headBlock(b)
		}
	}
	return out
}

func (p *chainPlan) headItem(h chainHead, x, y float64) Item {
	it := Item{Ref: h.ref, Role: RoleZone, Label: joined(": ", h.name, joined(", ", h.texts...))}
	write := func(lines []string, bold bool, color string) {
		for _, t := range lines {
			y += lineHeight * p.small
			it.Ops = append(it.Ops, fitted(DrawOp{Shape: ShapeText, X: x, Y: y - 0.25*p.small, Text: t, Size: p.small, Bold: bold, Align: Middle, Fill: color}, p.zoneW-12))
		}
	}
	write(p.headName(h), true, ink)
	y += 2
	if h.role != "" {
		it.Ops = append(it.Ops, bandSample(h.role, x-2.4*p.small, y+0.8*p.small, 4.8*p.small, p.small)...)
	} else {
		it.Ops = append(it.Ops, p.bar(h.parts, Rect{x - p.barWidth()/2, y, p.barWidth(), 1.5 * p.small})...)
	}
	y += 1.75 * p.small
	write(p.headText(h), false, softInk)
	return it
}

// bar divides the areas, or their children where these are counted, by status; each part has its sign and its number of areas.
func (p *chainPlan) bar(parts []headPart, r Rect) []DrawOp {
	var ops []DrawOp
	total, counted := 0.0, true
	for _, q := range parts {
		counted = counted && q.children > 0
	}
	size := func(q headPart) float64 {
		if counted {
			return float64(q.children)
		}
		return float64(q.links)
	}
	for _, q := range parts {
		total += size(q)
	}
	text := func(q headPart, sign bool) string {
		if sign {
			return joined(" ", barSign(q.role), itoa(q.links))
		}
		return itoa(q.links)
	}
	need := func(sign bool) (widths []float64, sum float64) { // what the numbers need at least
		for _, q := range parts {
			w := textWidth(text(q, sign), p.small, true) + 4
			widths, sum = append(widths, w), sum+w
		}
		return widths, sum
	}
	signs := true
	widths, sum := need(true)
	if sum > r.W { // the line under the part says it too
		signs = false
		widths, sum = need(false)
	}
	rest := max(0, r.W-sum)
	x := r.X
	for i, q := range parts {
		w := widths[i] * min(1, r.W/sum)
		w += rest * size(q) / total
		ops = append(ops, DrawOp{Shape: ShapeBox, X: x, Y: r.Y, W: w, H: r.H, Fill: tints[q.role], Stroke: paper, Width: 1},
			DrawOp{Shape: ShapeText, X: x + w/2, Y: r.Y + r.H/2 + 0.25*p.small, Text: text(q, signs), Size: p.small, Bold: Style[q.role].Sign != "", Align: Middle, Fill: ink})
		ops = append(ops, statusLine(q.role, x+2, x+w-2, r.bottom()-0.5)...)
		x += w
	}
	return ops
}

// barSign tells the parts of a bar apart where there is no room for a line.
func barSign(role Role) string {
	switch role {
	case RoleNoReceiver:
		return "→"
	case RoleNoSender:
		return "○"
	case RoleNobody:
		return "○→"
	}
	return Style[role].Sign
}

// statusLine is the line of a status as a short piece.
func statusLine(role Role, from, to, y float64) []DrawOp {
	look := Style[role]
	line := func(a, b float64) DrawOp {
		return DrawOp{Shape: ShapeLine, Points: []Point{{a, y}, {b, y}}, Stroke: look.Stroke, Width: min(look.Width, 2.6), Dash: look.Dash}
	}
	switch role {
	case RoleCarrying:
		white := line(from, to)
		white.Stroke, white.Width = paper, 1
		return []DrawOp{line(from, to), white}
	case RoleBroken:
		mid := (from + to) / 2
		return []DrawOp{line(from, mid-2.5), line(mid+2.5, to)}
	}
	return []DrawOp{line(from, to)}
}

// bandSample is a band as it stands in the legend, in heads and tables: tint, line and sign, w wide around y.
func bandSample(role Role, x, y, w, size float64) []DrawOp {
	look := Style[role]
	ops := []DrawOp{{Shape: ShapeBox, X: x, Y: y - 0.55*size, W: w, H: 1.1 * size, R: 1.5, Fill: tints[role]}}
	from, to := Point{x, y}, Point{x + w, y}
	line := func(a, b Point) DrawOp {
		return DrawOp{Shape: ShapeLine, Points: []Point{a, b}, Stroke: look.Stroke, Width: look.Width, Dash: look.Dash}
	}
	switch role {
	case RoleWidth:
		return []DrawOp{{Shape: ShapePolygon, Points: []Point{{x, y - 0.15*size}, {x + w, y - 0.6*size}, {x + w, y + 0.6*size}, {x, y + 0.15*size}}, Fill: look.Fill, Stroke: "#9db4cc", Width: 0.6}}
	case RoleCarrying:
		white := line(from, to)
		white.Stroke, white.Width = paper, 1.4
		return append(ops, line(from, to), white)
	case RoleBroken, RoleOpenLink:
		gap := 0.55 * size
		mid := x + w/2
		return append(ops, line(from, Point{mid - gap, y}), line(Point{mid + gap, y}, to),
			DrawOp{Shape: ShapeText, X: mid, Y: y + 0.35*size, Text: look.Sign, Size: size, Bold: true, Align: Middle, Fill: look.Stroke})
	case RoleNoReceiver:
		to.X -= 0.2 * w
	case RoleNoSender:
		from.X += 0.2 * w
	case RoleNobody:
		from.X, to.X = from.X+0.15*w, to.X-0.1*w
	}
	return append(append(ops, line(from, to)), openEnds(role, from, to, look)...)
}

// The foot: referrals within a phase and transitions without phases, one row each.

func (p *chainPlan) footRowHeight() float64 { return 1.9 * p.small }

func (p *chainPlan) footHeight() float64 {
	if len(p.s.foot) == 0 {
		return 0
	}
	h := 8 + 1.8*p.small + p.footRowHeight()*float64(len(p.s.foot))
	if p.footHasAreas() {
		h += 1.3 * p.small
	}
	return h
}

func (p *chainPlan) footHasAreas() bool {
	return len(p.s.footAt) > 1 && slices.ContainsFunc(p.s.foot, func(r footRow) bool { return !r.whole })
}

func (p *chainPlan) footItems() []Item {
	if len(p.s.foot) == 0 {
		return nil
	}
	y := p.size.Y - p.footH + 8
	left := min(p.labelW+p.colW+20, 0.3*p.size.X)
	cell := (p.size.X - left) / float64(max(len(p.s.footAt), 1))
	if len(p.s.footAt) < 2 {
		cell = min(cell, 30*p.small)
	}
	out := []Item{{Role: RoleText, Ops: []DrawOp{fitted(DrawOp{Shape: ShapeText, X: 8, Y: y + p.small, Text: p.s.footTitle, Size: p.small, Bold: true, Fill: ink}, p.size.X-16)}}}
	y += 1.8 * p.small
	if p.footHasAreas() {
		for i, name := range p.s.footAt {
			out = append(out, Item{Role: RoleText, Ops: []DrawOp{fitted(DrawOp{Shape: ShapeText, X: left + (float64(i)+0.5)*cell, Y: y + 0.75*p.small, Text: clean(name), Size: p.small, Align: Middle, Fill: softInk}, cell-4)}})
		}
		y += 1.3 * p.small
	}
	for _, row := range p.s.foot {
		h := p.footRowHeight()
		out = append(out, Item{Role: RoleText, Ops: []DrawOp{{Shape: ShapeBox, X: 0, Y: y, W: p.size.X, H: h - 2, R: 4, Fill: sand},
			fitted(DrawOp{Shape: ShapeText, X: 8, Y: y + h/2 - 1 + 0.35*p.small, Text: row.name, Size: p.small, Fill: ink}, left-14)}})
		for i, c := range row.cells {
			w, x := cell, left+float64(i)*cell
			if row.whole && p.footHasAreas() {
				w, x = p.size.X-left, left
			}
			out = append(out, p.footCell(c, Rect{x, y, w, h - 2}))
		}
		y += h
	}
	return out
}

// footCell is the sign of a status with its number, and its word where there is room.
func (p *chainPlan) footCell(c footCell, r Rect) Item {
	sample := 3.2 * p.small
	text := c.text
	if words := joined(" · ", c.word, c.text); textWidth(words, p.small, false)+sample+1.4*p.small < r.W {
		text = words
	}
	w := sample + 0.4*p.small + textWidth(text, p.small, false)
	x := r.X + max(2, (r.W-w)/2)
	if len(p.s.footAt) < 2 {
		x = r.X + 2
	}
	y := r.Y + r.H/2
	ops := bandSample(c.role, x, y, sample, p.small)
	return Item{Ref: c.ref, Role: c.role, Label: c.label, Ops: append(ops, fitted(DrawOp{Shape: ShapeText, X: x + sample + 0.4*p.small, Y: y + 0.35*p.small, Text: text, Size: p.small, Fill: ink}, r.right()-x-sample-0.4*p.small))}
}
