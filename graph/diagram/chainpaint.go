package diagram

import (
	"math"
	"slices"
	"sort"
)

// tints are the grounds of bands, beside the line that says the status. Blue is what holds, dark ochre what is not coordinated yet, as
// on the maps; no traffic light.
var tints = map[Role]string{RoleCarrying: "#c6d8ec", RolePatchy: "#e0eaf5", RoleBroken: "#f1dfbf", RoleNoReceiver: "#ead9e8",
	RoleNoSender: "#ead9e8", RoleNobody: "#ead9e8", RoleOpenLink: "#e6e8eb"}

func init() {
	Style[RoleCarrying] = Look{Stroke: "#0d2f5e", Width: 3.4}
	Style[RolePatchy] = Look{Stroke: "#235a97", Width: 1.3}
	Style[RoleBroken] = Look{Stroke: ochre, Width: 1.9, Sign: "×"}
	Style[RoleNoReceiver] = Look{Stroke: "#7a2f6e", Width: 1.7}
	Style[RoleNoSender] = Look{Stroke: "#7a2f6e", Width: 1.7}
	Style[RoleNobody] = Look{Stroke: "#7a2f6e", Width: 1.7}
	Style[RoleOpenLink] = Look{Stroke: "#59636e", Width: 1.7, Dash: []float64{1.6, 3}, Sign: "?"}
	Style[RoleWidth] = Look{Fill: "#e0eaf5"}
}

// paint gives the drawing of a plan, its corner at the origin.
func (p *chainPlan) paint() []Item {
	var out []Item
	out = append(out, p.ground()...)
	out = append(out, p.headings()...)
	order := make([]int, len(p.s.strands))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return p.reach(order[a]) > p.reach(order[b]) }) // far ones lie below near ones
	pills := slices.Clone(p.chips)
	var plates []Item
	for _, n := range order {
		items, plate, at := p.band(n, pills)
		out = append(out, items...)
		if len(plate.Ops) > 0 {
			plates = append(plates, plate)
			pills = append(pills, at)
		}
	}
	for i := range p.s.chips {
		out = append(out, p.chipItem(i))
	}
	out = append(out, plates...)
	return append(out, p.footItems()...)
}

// reach is how many points a strand climbs outside its row.
func (p *chainPlan) reach(n int) float64 {
	x, most := &p.s.strands[n], 0.0
	for _, e := range slices.Concat(x.from, x.to) {
		y := p.chips[e.chip].center().Y
		if p.lanes[n].direct {
			y -= p.chips[x.from[0].chip].center().Y
		} else {
			y -= p.lanes[n].y
		}
		most = max(most, y, -y)
	}
	return most
}

func (p *chainPlan) ground() []Item {
	var out []Item
	for r, row := range p.s.rows {
		if p.rowH[r] == 0 {
			continue
		}
		it := Item{Ref: row.ref, Role: RoleArea, Label: row.label, Ops: []DrawOp{{Shape: ShapeBox, Y: p.rowY[r], W: p.size.X, H: p.rowH[r], R: 6, Fill: sand}}}
		size := 1.08 * p.fs
		lines := wrapTo(row.label, size, true, p.labelW-12, 3)
		for i, t := range lines {
			it.Ops = append(it.Ops, fitted(DrawOp{Shape: ShapeText, X: 8, Y: p.rowY[r] + p.rowH[r]/2 + 0.35*size + lineHeight*size*(float64(i)-float64(len(lines)-1)/2), Text: t, Size: size, Bold: true, Fill: areaInk}, p.labelW-10))
		}
		out = append(out, it)
	}
	return out
}

// chipItem draws a chip as on the maps, as high as its bands.
func (p *chainPlan) chipItem(i int) Item {
	c := &p.s.chips[i]
	r := p.chips[i]
	m := Mark{Ref: c.ref, Role: c.role, Fill: c.fill, Label: c.label, Name: c.name}
	b := body{ref: c.ref, x: r.X + r.W/2, y: r.Y + r.H/2, w: r.W, h: r.H, lines: p.lines[i]}
	it := markItem(&m, &b, p.fs)
	for k := range it.Ops {
		if it.Ops[k].Shape == ShapeText {
			it.Ops[k] = fitted(it.Ops[k], r.W-0.6*p.fs)
		}
	}
	return it
}

// band draws a strand: a white casing, the tint as wide as the children, the line that says the status, and its plate with sign and
// number. taken are the rectangles that the plate should keep off.
func (p *chainPlan) band(n int, taken []Rect) ([]Item, Item, Rect) {
	x, l := &p.s.strands[n], p.lanes[n]
	look := Style[x.role]
	text := joined(" ", look.Sign, x.label, x.text)
	size := p.small
	w := textWidth(text, size, true) + 0.8*size
	var legs, line [][]Point // the ground's pieces; the status line's
	plate := Rect{W: w, H: 1.3 * size}
	ops := []DrawOp{}
	var widths []float64
	if l.direct {
		a, b := x.from[0].chip, x.to[0].chip
		c := flow(Point{p.chips[a].right(), p.portOut[n][a]}, Point{p.chips[b].X, p.port[n][b]})
		legs, widths = [][]Point{c}, []float64{l.w}
		at := bestSpot(c, plate, taken)
		plate.X, plate.Y = at.X-w/2, at.Y-plate.H/2
		line = [][]Point{c}
		if x.role == RoleBroken {
			line = cutOut(c, at, w/2+5)
		}
	} else {
		middle := []Point{{l.from, l.y}, {l.to, l.y}}
		for side, ends := range [][]end{x.from, x.to} {
			port := p.portOut[n]
			if side == 1 {
				port = p.port[n]
			}
			ordered := slices.Clone(ends)
			sort.SliceStable(ordered, func(i, j int) bool { return port[ordered[i].chip] < port[ordered[j].chip] })
			y := l.y - l.w/2
			for _, e := range ordered {
				w := l.w * e.share
				at := Point{p.chips[e.chip].right(), port[e.chip]}
				to := Point{l.from, y + w/2}
				mid := Point{l.from, l.y}
				if side == 1 {
					at = Point{l.to, y + w/2}
					to = Point{p.chips[e.chip].X, port[e.chip]}
					mid = Point{l.to, l.y}
					line = append(line, flow(mid, to))
				} else {
					line = append(line, flow(at, mid))
				}
				legs, widths = append(legs, flow(at, to)), append(widths, w)
				y += w
			}
		}
		legs, widths = append(legs, levelLine(middle[0], middle[1])), append(widths, l.w)
		mid := (l.from + l.to) / 2
		plate.X, plate.Y = mid-w/2, l.y-plate.H/2
		if x.role == RoleBroken {
			cut := max(w/2, 5) + 4
			if l.from < mid-cut {
				line = append(line, levelLine(middle[0], Point{mid - cut, l.y}), levelLine(Point{mid + cut, l.y}, middle[1]))
			}
		} else {
			line = append(line, levelLine(middle[0], middle[1]))
		}
	}
	for i, leg := range legs {
		ops = append(ops, DrawOp{Shape: ShapeCurve, Points: leg, Stroke: paper, Width: widths[i] + 1.6})
	}
	for i, leg := range legs {
		ops = append(ops, DrawOp{Shape: ShapeCurve, Points: leg, Stroke: tints[x.role], Width: widths[i]})
	}
	items := []Item{{Ref: x.parts[0].ref, Role: x.role, Label: x.parts[0].label, Ops: ops}}
	if len(x.parts) > 1 {
		items = append(items, p.stacked(x, l)...)
	}
	var over []DrawOp
	for _, c := range line {
		over = append(over, DrawOp{Shape: ShapeCurve, Points: c, Stroke: look.Stroke, Width: look.Width, Dash: look.Dash})
	}
	if x.role == RoleCarrying {
		for _, c := range line {
			over = append(over, DrawOp{Shape: ShapeCurve, Points: c, Stroke: paper, Width: 1.4})
		}
	}
	over = append(over, openEnds(x.role, Point{l.from, l.y}, Point{l.to, l.y}, look)...)
	if len(x.parts) == 1 {
		items[0].Ops = append(items[0].Ops, over...)
	} else {
		items = append(items, Item{Role: x.role, Ops: over})
	}
	if text == "" {
		return items, Item{}, Rect{}
	}
	return items, Item{Ref: x.parts[0].ref, Role: x.role, Label: x.parts[0].label, Ops: plateOps(plate, text, size, look)}, plate
}

// stacked are the parts of a strand that stands for several areas, each to be opened by itself.
func (p *chainPlan) stacked(x *strand, l trunk) []Item {
	var out []Item
	y := l.y - l.w/2
	for i, part := range x.parts {
		h := l.w / float64(len(x.parts))
		if x.children > 0 {
			h = l.w * float64(part.children) / float64(x.children)
		}
		it := Item{Ref: part.ref, Role: x.role, Label: part.label, Ops: []DrawOp{{Shape: ShapeBox, X: l.from, Y: y, W: l.to - l.from, H: h, Fill: tints[x.role]}}}
		if i > 0 {
			it.Ops = append(it.Ops, DrawOp{Shape: ShapeLine, Points: []Point{{l.from, y}, {l.to, y}}, Stroke: paper, Width: 0.7})
		}
		out = append(out, it)
		y += h
	}
	return out
}

func plateOps(r Rect, text string, size float64, look Look) []DrawOp {
	return []DrawOp{{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: r.H / 2, Fill: paper, Stroke: look.Stroke, Width: 0.8},
		{Shape: ShapeText, X: r.X + r.W/2, Y: r.Y + r.H/2 + 0.35*size, Text: text, Size: size, Bold: look.Sign != "", Align: Middle, Fill: ink}}
}

// openEnds are the signs of a side that has nobody: an arrow into nothing, a ring that nothing comes from.
func openEnds(role Role, from, to Point, look Look) []DrawOp {
	var ops []DrawOp
	if role == RoleNoReceiver || role == RoleNobody {
		ops = append(ops, DrawOp{Shape: ShapeLine, Points: []Point{{to.X - 6, to.Y - 4.5}, to, {to.X - 6, to.Y + 4.5}}, Stroke: look.Stroke, Width: look.Width})
	}
	if role == RoleNoSender || role == RoleNobody {
		ops = append(ops, DrawOp{Shape: ShapeEllipse, X: from.X, Y: from.Y, W: 4, H: 4, Fill: paper, Stroke: look.Stroke, Width: look.Width})
	}
	return ops
}

// flow is a curve that leaves and arrives level.
func flow(a, b Point) []Point {
	m := (a.X + b.X) / 2
	return []Point{a, {m, a.Y}, {m, b.Y}, b}
}

func levelLine(a, b Point) []Point {
	d := (b.X - a.X) / 3
	return []Point{a, {a.X + d, a.Y}, {b.X - d, b.Y}, b}
}

func along(c []Point, t float64) Point {
	u := 1 - t
	k := [4]float64{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t}
	var p Point
	for i := range 4 {
		p.X += k[i] * c[i].X
		p.Y += k[i] * c[i].Y
	}
	return p
}

// bestSpot tries places along a curve for a plate and takes the one with the least overlap, the middle first.
func bestSpot(c []Point, plate Rect, taken []Rect) Point {
	best, least := along(c, 0.5), -1.0
	for k := range 29 {
		step := float64((k+1)/2) * 0.022
		if k%2 == 1 {
			step = -step
		}
		at := along(c, 0.5+step)
		r := Rect{at.X - plate.W/2, at.Y - plate.H/2, plate.W, plate.H}.grown(1.5)
		over := 0.0
		for _, o := range taken {
			w := min(r.right(), o.right()) - max(r.X, o.X)
			h := min(r.bottom(), o.bottom()) - max(r.Y, o.Y)
			if w > 0 && h > 0 {
				over += w * h
			}
		}
		if least < 0 || over < least {
			best, least = at, over
		}
		if over == 0 {
			break
		}
	}
	return best
}

// cutOut leaves out what lies within a radius of a point of the curve, for the gap of what is broken.
func cutOut(c []Point, at Point, radius float64) [][]Point {
	from, to := 1.0, 0.0
	const steps = 200
	for k := range steps + 1 {
		t := float64(k) / steps
		if p := along(c, t); math.Hypot(p.X-at.X, p.Y-at.Y) <= radius {
			from, to = min(from, t), max(to, t)
		}
	}
	if from >= to {
		return [][]Point{c}
	}
	return [][]Point{part1(c, 0, from), part1(c, to, 1)}
}

// part1 is the part of a cubic curve between two of its parameters (de Casteljau).
func part1(c []Point, from, to float64) []Point {
	mix := func(a, b Point, t float64) Point { return Point{a.X + (b.X-a.X)*t, a.Y + (b.Y-a.Y)*t} }
	split := func(c []Point, t float64) (left, right []Point) {
		a, b, d := mix(c[0], c[1], t), mix(c[1], c[2], t), mix(c[2], c[3], t)
		e, f := mix(a, b, t), mix(b, d, t)
		g := mix(e, f, t)
		return []Point{c[0], a, e, g}, []Point{g, f, d, c[3]}
	}
	_, right := split(c, from)
	if to >= 1 {
		return right
	}
	left, _ := split(right, (to-from)/(1-from))
	return left
}
