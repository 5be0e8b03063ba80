package diagram

import (
	"context"
	"fmt"
	"sort"
)

// paint draws one panel of a placed scene at an origin on the page.
func paint(ctx context.Context, p *placed, panels []int, origins []Point) ([]Drawing, error) {
	sc := p.scene
	at := sc.ends()
	boxes := make([]Rect, len(p.bodies))
	for i := range p.bodies {
		boxes[i] = p.bodies[i].rect()
	}
	// All panels are routed in one go, every pair of ends once.
	edge := map[[2]int]int{}
	var edges [][2]int
	for _, k := range panels {
		for _, l := range sc.Panels[k].Lines {
			e, ok := ends(at, l)
			if !ok {
				continue
			}
			if _, have := edge[e]; !have {
				edge[e] = len(edges)
				edges = append(edges, e)
			}
		}
	}
	frame := Rect{0, 0, p.size.X, p.size.Y}
	var obstacles []Rect
	obstacles = append(obstacles, boxes...)
	for i := range p.names { // lines go around the names of areas too
		if p.names[i].w > 0 {
			obstacles = append(obstacles, p.names[i].rect())
		}
	}
	if p.rest.H > 0 { // and around the title of the box of those who stand alone
		obstacles = append(obstacles, p.restPlate())
	}
	room := frame.grown(9)
	if len(p.rows) > 0 { // not over the headings of the columns
		room = Rect{-9, phaseHead + 1, frame.W + 18, frame.H - phaseHead + 8}
	}
	curves, err := route(ctx, obstacles, edges, room)
	if err != nil {
		return nil, err
	}
	var out []Drawing
	thick := within(p.fs/10.5, 1, 1.5) // large letters want lines to match
	for n, k := range panels {
		o := origins[n]
		pn := &sc.Panels[k]
		dr := Drawing{Name: pn.Name, Title: pn.Title, Note: pn.Note, Frame: Rect{o.X, o.Y, p.size.X, p.size.Y}}
		add := func(items ...Item) { dr.Items = append(dr.Items, items...) }
		add(p.ground()...)
		lines := append([]Line(nil), pn.Lines...)
		sort.SliceStable(lines, func(a, b int) bool { return lineOrder[lines[a].Role] < lineOrder[lines[b].Role] })
		var signs []Item
		for _, l := range lines {
			e, ok := ends(at, l)
			if !ok {
				continue
			}
			c := curves[edge[e]]
			look := Style[l.Role]
			add(Item{Ref: l.Ref, Role: l.Role, Label: l.Label, From: l.From, To: l.To, Ops: []DrawOp{
				{Shape: ShapeCurve, Points: c, Stroke: paper, Width: look.Width*thick + 1.6},
				{Shape: ShapeCurve, Points: c, Stroke: look.Stroke, Width: look.Width * thick, Dash: look.Dash},
			}})
			if look.Sign != "" {
				m := middle(c)
				size := 0.85 * p.fs
				if sc.Large {
					size = max(size, slideLetter)
				}
				signs = append(signs, Item{Ref: l.Ref, Role: l.Role, Ops: []DrawOp{
					{Shape: ShapeEllipse, X: m.X, Y: m.Y, W: 0.62 * size, H: 0.62 * size, Fill: paper},
					{Shape: ShapeText, X: m.X, Y: m.Y + 0.36*size, Text: look.Sign, Size: size, Bold: true, Align: Middle, Fill: look.Stroke},
				}})
			}
		}
		add(signs...)
		add(p.restTitle()...)
		add(p.pinItems()...)
		for i := range p.bodies {
			m := sc.Marks[i]
			m.Badge += pn.Away[m.Ref]
			if m.Ref == sc.Center && m.Ref != "" {
				r, look := p.bodies[i].rect().grown(3.5), Style[RoleFocus]
				add(Item{Ref: m.Ref, Role: RoleFocus, Ops: []DrawOp{{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: 0.45*p.fs + 3, Fill: paper, Stroke: look.Stroke, Width: look.Width}}})
			}
			add(markItem(&m, &p.bodies[i], p.fs))
		}
		add(p.areaTitles()...)
		for i := range dr.Items {
			shift(dr.Items[i].Ops, o)
		}
		out = append(out, dr)
	}
	return out, nil
}

func ends(at map[string]int, l Line) ([2]int, bool) {
	a, okA := at[l.From]
	b, okB := at[l.To]
	if !okA || !okB || a == b {
		return [2]int{}, false
	}
	return [2]int{min(a, b), max(a, b)}, true
}

// shift moves operations by an origin. Points are copied: two panels share one curve.
func shift(ops []DrawOp, o Point) {
	for i := range ops {
		ops[i].X = round2(ops[i].X + o.X)
		ops[i].Y = round2(ops[i].Y + o.Y)
		ops[i].W, ops[i].H = round2(ops[i].W), round2(ops[i].H)
		ops[i].Size = round2(ops[i].Size)
		if len(ops[i].Points) > 0 {
			moved := make([]Point, len(ops[i].Points))
			for k, q := range ops[i].Points {
				moved[k] = Point{round2(q.X + o.X), round2(q.Y + o.Y)}
			}
			ops[i].Points = moved
			ops[i].X, ops[i].Y = 0, 0
		}
	}
}

// ground is what lies under the lines: hulls, parts, rows with their columns and strips, the box of those alone.
func (p *placed) ground() []Item {
	sc := p.scene
	var out []Item
	switch {
	case p.map_ != nil:
		out = p.outlines()
	case len(p.rows) > 0:
		for _, r := range p.rows {
			ref, name := "", sc.Wide
			if r.area >= 0 {
				ref, name = sc.Areas[r.area].Ref, sc.Areas[r.area].Label
			}
			out = append(out, Item{Ref: ref, Role: RoleArea, Label: name, Ops: []DrawOp{{Shape: ShapeBox, X: 0, Y: r.y, W: p.size.X, H: r.h, R: 6, Fill: sand}}})
		}
		last := p.rows[len(p.rows)-1]
		heading := p.headingSize()
		for i, c := range p.cols {
			if i > 0 {
				out = append(out, Item{Role: RolePhase, Ops: []DrawOp{
					{Shape: ShapeLine, Points: []Point{{c.x, 4}, {c.x, phaseHead}}, Stroke: rule, Width: 0.7, Dash: []float64{2, 2}},
					{Shape: ShapeLine, Points: []Point{{c.x, phaseHead}, {c.x, last.y + last.h}}, Stroke: paper, Width: 1.2, Dash: []float64{3, 3}}}})
			}
			ref, name := "", sc.NoPhase
			if c.phase >= 0 {
				ref, name = sc.Phases[c.phase].Ref, sc.Phases[c.phase].Label
			}
			lines := wrapTo(name, heading, true, c.w-6, 2)
			size := heading
			y := phaseHead - 7 - lineHeight*size*float64(len(lines)-1)
			if len(lines) > 1 {
				y += 3
			}
			var ops []DrawOp
			for k, t := range lines {
				ops = append(ops, DrawOp{Shape: ShapeText, X: c.x + c.w/2, Y: y + lineHeight*size*float64(k), Text: t, Size: size, Bold: true, Align: Middle, Fill: ink})
			}
			out = append(out, Item{Ref: ref, Role: RolePhase, Label: name, Ops: ops})
		}
		for _, s := range p.strips {
			var ops []DrawOp
			for _, r := range s.spans {
				ops = append(ops, DrawOp{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: r.H / 2, Fill: strip})
			}
			out = append(out, Item{Role: RoleStrip, Ops: ops})
		}
	case sc.Parts:
		for a, r := range p.parts {
			if r.W > 0 {
				out = append(out, Item{Ref: sc.Areas[a].Ref, Role: RolePart, Label: sc.Areas[a].Label,
					Ops: []DrawOp{{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: 8, Fill: sand, Stroke: sandEdge, Width: 0.8}}})
			}
		}
	default:
		for a := range sc.Areas {
			var members, foreign []Rect
			for i := range p.bodies {
				if sc.Marks[i].Alone {
					continue
				}
				if p.bodies[i].area == a {
					members = append(members, p.bodies[i].rect())
				} else {
					foreign = append(foreign, p.bodies[i].rect())
				}
			}
			for i := range p.names {
				if p.names[i].w == 0 {
					continue
				}
				if i == a {
					members = append(members, p.names[i].rect())
				} else {
					foreign = append(foreign, p.names[i].rect())
				}
			}
			ops, ok := plotGround(members, foreign)
			if !sc.Plots || !ok {
				ops = hull(members, foreign, p.fs)
			}
			if len(ops) > 0 {
				out = append(out, Item{Ref: sc.Areas[a].Ref, Role: RoleArea, Label: sc.Areas[a].Label, Ops: ops})
			}
		}
	}
	if p.rest.H > 0 {
		look := Style[RoleRest]
		out = append(out, Item{Role: RoleRest, Label: sc.Rest, Ops: []DrawOp{
			{Shape: ShapeBox, X: p.rest.X + 0.5, Y: p.rest.Y, W: p.rest.W - 1, H: p.rest.H, R: 5, Fill: look.Fill, Stroke: look.Stroke, Width: look.Width}}})
	}
	return out
}

// columnName is what stands above a column.
func (p *placed) columnName(c colPlace) string {
	if c.phase < 0 {
		return p.scene.NoPhase
	}
	return p.scene.Phases[c.phase].Label
}

// headingSize is the largest size at which every column's heading fits in two lines.
func (p *placed) headingSize() float64 {
	for size := min(1.15*p.fs, 13); ; size -= 0.25 {
		good := true
		for _, c := range p.cols {
			good = good && widest(wrapTo(p.columnName(c), size, true, c.w-6, 2), size, true) <= c.w-4
		}
		if good || size <= 5 {
			return size
		}
	}
}

// restLetters are the size of the title of the box of those who stand alone: as large as its width lets it be.
func (p *placed) restLetters() float64 {
	size := min(0.95*p.fs, 13)
	least := min(size, roomiest)
	if p.scene.Large {
		size, least = max(0.95*p.fs, slideLetter), slideLetter
	}
	for width := p.rest.W - 2*(restGap+3); size > least && textWidth(clean(p.scene.Rest), size, true) > width; size -= 0.25 {
	}
	return size
}

// restPlate is where the title of the box of those who stand alone stands, on white.
func (p *placed) restPlate() Rect {
	size := p.restLetters()
	return Rect{p.rest.X + restGap, p.rest.Y + 1.45*p.fs - size, textWidth(clean(p.scene.Rest), size, true) + 6, 1.35 * size}
}

// restTitle stands on a white pill after the lines: where boxes leave no other way, one may run through the head of the box.
func (p *placed) restTitle() []Item {
	if p.rest.H == 0 {
		return nil
	}
	text, plate := clean(p.scene.Rest), p.restPlate()
	return []Item{{Role: RoleRest, Label: text, Ops: []DrawOp{
		{Shape: ShapeBox, X: plate.X, Y: plate.Y, W: plate.W, H: plate.H, R: 3, Fill: paper},
		{Shape: ShapeText, X: plate.X + 3, Y: p.rest.Y + 1.45*p.fs, Text: text, Size: p.restLetters(), Bold: true, Fill: ink}}}}
}

// areaTitles are the names of areas: on a pill of the hull's colour, or turned at the head of a row.
func (p *placed) areaTitles() []Item {
	sc := p.scene
	var out []Item
	for _, r := range p.rows {
		ref, name := "", sc.Wide
		if r.area >= 0 {
			ref, name = sc.Areas[r.area].Ref, sc.Areas[r.area].Label
		}
		size := 1.1 * p.fs
		lines := wrapTo(name, size, true, r.h-8, 2)
		for size > 5 && widest(lines, size, true) > r.h-4 {
			size -= 0.25
			lines = wrapTo(name, size, true, r.h-8, 2)
		}
		var ops []DrawOp
		for k, t := range lines {
			x := 1.3*p.fs + (float64(k)-float64(len(lines)-1)/2)*lineHeight*size + 0.35*size
			ops = append(ops, DrawOp{Shape: ShapeText, X: x, Y: r.y + r.h/2, Text: t, Size: size, Bold: true, Align: Middle, Angle: 90, Fill: areaInk})
		}
		out = append(out, Item{Ref: ref, Role: RoleArea, Label: name, Ops: ops})
	}
	for i := range p.names {
		n := &p.names[i]
		if n.w == 0 {
			continue
		}
		size := nameSize(p.fs)
		plate, letters := sand, areaInk
		if p.map_ != nil { // the ground may be dark
			plate, letters = paper, ink
		}
		ops := []DrawOp{{Shape: ShapeBox, X: n.x - n.w/2, Y: n.y - n.h/2, W: n.w, H: n.h, R: 4, Fill: plate}}
		for k, t := range n.lines {
			ops = append(ops, DrawOp{Shape: ShapeText, X: n.x, Y: n.y - n.h/2 + 0.2*p.fs + size*(lineHeight*float64(k)+0.92), Text: t, Size: size, Bold: true, Align: Middle, Fill: letters})
		}
		role := RoleArea
		if sc.Parts {
			role = RolePart
		}
		out = append(out, Item{Ref: sc.Areas[i].Ref, Role: role, Label: sc.Areas[i].Label, Ops: ops})
	}
	return out
}

// wrapTo breaks a label into lines no wider than width, at most maxLines.
func wrapTo(label string, size float64, bold bool, width float64, maxLines int) []string {
	label = cut(clean(label))
	if label == "" {
		return nil
	}
	if textWidth(label, size, bold) <= width || maxLines < 2 {
		return []string{label}
	}
	letters := int(width / (0.52 * size))
	return wrap(label, bold, max(letters, 4), maxLines)
}

// markItem draws a node in its form with its label.
func markItem(m *Mark, b *body, fs float64) Item {
	look := Style[m.Role]
	fillColor := m.Fill
	if fillColor == "" {
		fillColor = look.Fill
	}
	if fillColor == "" {
		fillColor = paper
	}
	stroke := look.Stroke
	if m.Edge != "" {
		stroke = m.Edge
	}
	var dash []float64
	if m.Unsaid && m.Role != RoleBundle {
		dash = Style[RoleUnsaid].Dash
		stroke = Style[RoleUnsaid].Stroke
		look.Width = max(look.Width, Style[RoleUnsaid].Width)
	}
	if m.Role == RoleUnsaid {
		dash = look.Dash
	}
	r := b.rect()
	it := Item{Ref: m.Ref, Role: m.Role, Label: clean(m.Name)}
	if it.Label == "" {
		it.Label = clean(m.Label)
	}
	add := func(ops ...DrawOp) { it.Ops = append(it.Ops, ops...) }
	textX := b.x
	radius := 0.45 * fs
	switch look.Form {
	case FormEllipse:
		add(DrawOp{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: min(r.H/2, 1.5*fs), Fill: fillColor, Stroke: stroke, Width: look.Width})
	case FormDouble:
		add(DrawOp{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: min(r.H/2, 1.5*fs), Fill: fillColor, Stroke: stroke, Width: look.Width})
		add(DrawOp{Shape: ShapeBox, X: r.X + 2.2, Y: r.Y + 2.2, W: r.W - 4.4, H: r.H - 4.4, R: min(r.H/2, 1.5*fs) - 2.2, Stroke: stroke, Width: look.Width})
	case FormNote:
		k := 0.6 * fs
		add(DrawOp{Shape: ShapePolygon, Points: []Point{{r.X, r.Y}, {r.right() - k, r.Y}, {r.right(), r.Y + k}, {r.right(), r.bottom()}, {r.X, r.bottom()}}, Fill: fillColor, Stroke: stroke, Width: look.Width})
		add(DrawOp{Shape: ShapePolygon, Points: []Point{{r.right() - k, r.Y}, {r.right() - k, r.Y + k}, {r.right(), r.Y + k}}, Fill: paper, Stroke: stroke, Width: look.Width})
	case FormStack:
		add(DrawOp{Shape: ShapeBox, X: r.X + 3, Y: r.Y + 3, W: r.W - 3, H: r.H - 3, R: radius, Fill: fillColor, Stroke: stroke, Width: look.Width})
		add(DrawOp{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W - 3, H: r.H - 3, R: radius, Fill: fillColor, Stroke: stroke, Width: look.Width})
		textX -= 1.5
	default:
		add(DrawOp{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: radius, Fill: fillColor, Stroke: stroke, Width: look.Width, Dash: dash})
	}
	if look.Sign == "◆" { // drawn: the embedded font lacks it
		cx, cy, s := r.X+0.75*fs, b.y, 0.32*fs
		add(DrawOp{Shape: ShapePolygon, Points: []Point{{cx, cy - s}, {cx + s, cy}, {cx, cy + s}, {cx - s, cy}}, Fill: stroke})
		textX += 0.45 * fs
	}
	y := b.y - lineHeight*fs*float64(len(b.lines))/2 + 0.91*fs
	if look.Form == FormStack {
		y -= 1.5
	}
	for k, t := range b.lines {
		add(DrawOp{Shape: ShapeText, X: textX, Y: y + lineHeight*fs*float64(k), Text: t, Size: fs, Align: Middle, Fill: ink})
	}
	if m.Folded > 0 {
		it.Ops = append(it.Ops, foldedOps(r.right()-0.15*fs, r.bottom()+0.1*fs, itoa(m.Folded), fs)...)
	}
	if m.Badge > 0 {
		text := fmt.Sprintf("+%d", m.Badge)
		size := 0.78 * fs
		w := textWidth(text, size, true) + 0.8*size
		add(DrawOp{Shape: ShapeBox, X: r.right() - w*0.62, Y: r.Y - 0.6*size, W: w, H: 1.25 * size, R: 0.6 * size, Fill: Style[RoleBadge].Fill, Stroke: paper, Width: 0.7},
			DrawOp{Shape: ShapeText, X: r.right() - w*0.12, Y: r.Y + 0.36*size, Text: text, Size: size, Bold: true, Align: Middle, Fill: paper})
	}
	return it
}

// foldedOps is the small white pill with the number of offers and actors inside a mark.
func foldedOps(x, y float64, text string, fs float64) []DrawOp {
	size := 0.74 * fs
	w := textWidth(text, size, true) + 0.9*size
	return []DrawOp{{Shape: ShapeBox, X: x - w/2, Y: y - 0.6*size, W: w, H: 1.2 * size, R: 0.25 * size, Fill: paper, Stroke: softInk, Width: 0.7},
		{Shape: ShapeText, X: x, Y: y + 0.34*size, Text: text, Size: size, Bold: true, Align: Middle, Fill: softInk}}
}
