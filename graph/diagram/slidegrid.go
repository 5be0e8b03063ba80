package diagram

import (
	"slices"

	"miteinander/graph"
)

// slideGrid is a table as a picture for a projector: rows of areas, columns of phases or transitions. Every state is said by a word
// or a number beside its sign.
type slideGrid struct {
	view, title, note string
	rows, cols        []gridLine
	cells             [][]gridCell // by row, then column
	legend            []LegendEntry

	size                 Point
	fs, labelW, colW, hH float64
	bare                 bool // no words above bars and bands
}

type gridLine struct{ ref, label string }

// gridCell is one place: a text with a sign before it, a bar of counts or a band below it.
type gridCell struct {
	ref, label string
	text       string
	sign       Role // of the gap matrix, "" = none
	fill       string
	bold       bool
	soft       bool       // nothing is said here: grey
	parts      []headPart // a bar; each part carries its number
	band       Role       // one band in place of a bar
}

// The most rows and columns of a grid; what is more is bundled before.
const (
	gridRows = 8
	gridCols = 7
)

// areaGroup is one area or several that are shown as one.
type areaGroup struct {
	gridLine
	leaves []int32
}

func (g areaGroup) has(leaf int32) bool { return slices.Contains(g.leaves, leaf) }

// grouping is one way to show the areas, and what is said of it.
type grouping struct {
	groups []areaGroup
	note   string
}

// areaGroupings are the ways, the finest first: one by one where they are few, then what they lie in, last all as one. A grid of more
// columns than a slide holds has all as one.
func (v *viewer) areaGroupings(columns int) []grouping {
	areas := v.sel.Areas()
	leaves := v.snap.Leaves()
	if v.req.Area != "" {
		areas = slices.DeleteFunc(slices.Clone(areas), func(a int32) bool { return leaves[a].ID != v.req.Area })
	}
	var single, parents []areaGroup
	at := map[graph.ID]int{}
	for _, a := range areas {
		single = append(single, areaGroup{gridLine{areaRef(leaves[a].ID), leaves[a].Name}, []int32{a}})
		top := leaves[a]
		for range 20 { // a parent of its own parent cannot be: the snapshot checks it
			up := graph.Find[*graph.Area](v.snap, graph.KindArea, top.Parent)
			if top.Parent == "" || up == nil {
				break
			}
			top = up
		}
		n, ok := at[top.ID]
		if !ok {
			n = len(parents)
			at[top.ID] = n
			parents = append(parents, areaGroup{gridLine{areaRef(top.ID), top.Name}, nil})
		}
		parents[n].leaves = append(parents[n].leaves, a)
	}
	if len(areas) < 2 {
		return []grouping{{single, ""}}
	}
	var out []grouping
	if len(single) <= gridRows && columns <= gridCols {
		out = append(out, grouping{single, ""})
	}
	if n := len(parents); n > 1 && n < len(single) && n <= gridRows && columns <= gridCols {
		out = append(out, grouping{parents, v.text("diagram.slide.by_parents", len(areas), n)})
	}
	whole := areaGroup{gridLine{"", v.text("diagram.slide.all_areas", len(areas))}, areas}
	return append(out, grouping{[]areaGroup{whole}, v.text("diagram.slide.by_all", len(areas))})
}

// firstFit draws the first way that fits.
func (v *viewer) firstFit(c *composing, columns int, build func(grouping) *slideGrid) ([]Sheet, error) {
	size := 0
	for _, by := range v.areaGroupings(columns) {
		g := build(by)
		if out := g.sheets(c); out != nil {
			return out, nil
		}
		size = len(g.rows) * len(g.cols)
	}
	return nil, graph.Errorf(graph.TooLarge, "diagram.error.too_large", int64(size), int64(0))
}

// sheets draws the grid with the largest letters that fit; nil where even the smallest do not.
func (g *slideGrid) sheets(c *composing) []Sheet {
	f := c.format.withLegend(c.format.legendRows(g.legend))
	c.format = f
	g.size = f.mapSize(1)
	if !g.fit() {
		return nil
	}
	d := Drawing{Name: g.view, Title: g.title, Note: g.note, Frame: Rect{f.margin, f.top, g.size.X, g.size.Y}, Items: g.paint()}
	for i := range d.Items {
		shift(d.Items[i].Ops, Point{f.margin, f.top})
	}
	out := []Sheet{{W: f.w, H: f.h, Drawings: []Drawing{d}, Selection: c.text.Selection, Legend: g.legend,
		Summary: joined(" ", joined(". ", g.title, g.note)+".", c.text.Selection), roles: []Role{RoleLevel4}}}
	c.kept = Layout{}
	c.frame(out)
	return out
}

// fit finds the largest letters, without the words above bars and bands where it must be: signs, numbers and legend say the same.
func (g *slideGrid) fit() bool {
	for _, g.bare = range []bool{false, true} {
		for g.fs = 30; g.fs >= slideLetter; g.fs -= 0.5 {
			if g.plan() {
				return true
			}
		}
	}
	return false
}

const (
	gridGap = 6.0
	gridPad = 9.0
)

// plan settles the widths for a size of letters and tells whether every row fits.
func (g *slideGrid) plan() bool {
	g.labelW = 0
	for _, r := range g.rows {
		g.labelW = max(g.labelW, widest(g.rowName(r), g.fs, true))
	}
	if g.labelW += 2.5 * gridPad; g.labelW > 1.4*g.nameRoom() {
		return false
	}
	g.colW = (g.size.X - g.labelW) / float64(len(g.cols))
	g.hH = 0
	for _, c := range g.cols {
		lines := g.heading(c)
		if widest(lines, g.headSize(), true) > g.colW-8 {
			return false
		}
		g.hH = max(g.hH, lineHeight*g.headSize()*float64(len(lines))+8)
	}
	sum := g.hH
	for i := range g.rows {
		h, ok := g.rowHeight(i)
		if !ok {
			return false
		}
		sum += h + gridGap
	}
	return sum <= g.size.Y
}

// nameRoom is how wide the names of rows are at most; a single column leaves them more.
func (g *slideGrid) nameRoom() float64 {
	if len(g.cols) == 1 {
		return 0.4 * g.size.X
	}
	return 0.2 * g.size.X
}

func (g *slideGrid) rowName(r gridLine) []string { return wrapTo(r.label, g.fs, true, g.nameRoom(), 2) }

func (g *slideGrid) headSize() float64 { return max(slideLetter, 0.9*g.fs) }

func (g *slideGrid) heading(c gridLine) []string {
	return wrapTo(c.label, g.headSize(), true, g.colW-10, 3)
}

func (g *slideGrid) room(c gridCell) float64 {
	w := g.colW - gridGap - 2*gridPad
	if c.sign != "" {
		w -= (gapSignWidth + 0.3) * g.fs
	}
	return w
}

func (g *slideGrid) lines(c gridCell) []string {
	if g.bare && (c.band != "" || len(c.parts) > 0) {
		return nil
	}
	return wrapTo(c.text, g.fs, c.bold, g.room(c), 3)
}

func (g *slideGrid) barHeight() float64 { return 1.35 * g.fs }

func (g *slideGrid) cellHeight(c gridCell) (float64, bool) {
	lines := g.lines(c)
	h := lineHeight * g.fs * float64(len(lines))
	if len(c.parts) > 0 || c.band != "" {
		h += g.barHeight() + 4
	}
	return h + 1.2*gridPad, widest(lines, g.fs, c.bold) <= g.room(c)
}

func (g *slideGrid) rowHeight(i int) (float64, bool) {
	h := lineHeight*g.fs*float64(len(g.rowName(g.rows[i]))) + gridPad
	for _, c := range g.cells[i] {
		need, ok := g.cellHeight(c)
		if !ok {
			return 0, false
		}
		h = max(h, need)
	}
	return h, true
}

func (g *slideGrid) paint() []Item {
	var out []Item
	for k, c := range g.cols {
		lines := g.heading(c)
		it := Item{Ref: c.ref, Role: RolePhase, Label: c.label}
		for n, t := range lines {
			it.Ops = append(it.Ops, DrawOp{Shape: ShapeText, X: g.labelW + (float64(k)+0.5)*g.colW, Y: g.hH - 10 - lineHeight*g.headSize()*float64(len(lines)-1-n), Text: t, Size: g.headSize(), Bold: true, Align: Middle, Fill: ink})
		}
		out = append(out, it)
	}
	sum := 0.0
	for i := range g.rows {
		h, _ := g.rowHeight(i)
		sum += h + gridGap
	}
	air := min((g.size.Y-g.hH-sum)/float64(len(g.rows)), 3*g.fs)
	y := g.hH
	for i, r := range g.rows {
		h, _ := g.rowHeight(i)
		h += air
		row := Item{Ref: r.ref, Role: RoleArea, Label: r.label, Ops: []DrawOp{{Shape: ShapeBox, X: 0, Y: y, W: g.size.X, H: h, R: 8, Fill: sand}}}
		lines := g.rowName(r)
		for n, t := range lines {
			row.Ops = append(row.Ops, DrawOp{Shape: ShapeText, X: gridPad, Y: y + h/2 + 0.35*g.fs + lineHeight*g.fs*(float64(n)-float64(len(lines)-1)/2), Text: t, Size: g.fs, Bold: true, Fill: areaInk})
		}
		out = append(out, row)
		for k, c := range g.cells[i] {
			out = append(out, g.cell(c, Rect{g.labelW + float64(k)*g.colW, y + 3, g.colW - gridGap, h - 6}))
		}
		y += h + gridGap
	}
	return out
}

// cell draws one place of the grid, its content in the middle of its height.
func (g *slideGrid) cell(c gridCell, r Rect) Item {
	it := Item{Ref: c.ref, Role: RoleCell, Label: c.label}
	fill := c.fill
	if fill == "" {
		fill = paper
	}
	if !c.soft {
		it.Ops = append(it.Ops, DrawOp{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: 5, Fill: fill, Stroke: sandEdge, Width: 1})
	}
	lines := g.lines(c)
	h, _ := g.cellHeight(c)
	y := r.Y + (r.H-h+1.2*gridPad)/2
	x := r.X + gridPad
	color := ink
	if c.soft {
		color = softInk
	}
	if c.sign != "" {
		it.Ops = append(it.Ops, gapSignOps(c.sign, x-0.3*g.fs, y+lineHeight*g.fs*float64(len(lines))/2, g.fs)...)
		x += gapSignWidth * g.fs
	}
	for _, t := range lines {
		it.Ops = append(it.Ops, DrawOp{Shape: ShapeText, X: x, Y: y + 0.95*g.fs, Text: t, Size: g.fs, Bold: c.bold, Fill: color})
		y += lineHeight * g.fs
	}
	y += 4
	w := r.W - 2*gridPad
	switch {
	case c.band != "":
		it.Ops = append(it.Ops, bandSample(c.band, r.X+gridPad, y+g.barHeight()/2, w, 0.9*g.fs)...)
	case len(c.parts) > 0:
		it.Ops = append(it.Ops, countBar(c.parts, Rect{r.X + gridPad, y, w, g.barHeight()}, max(slideLetter, 0.85*g.fs))...)
	}
	return it
}

// countBar divides a rectangle by counts; each part carries its number, and what tells it apart beside its colour.
func countBar(parts []headPart, r Rect, size float64) []DrawOp {
	widths := make([]float64, len(parts))
	need, total := 0.0, 0.0
	for i, q := range parts {
		widths[i] = textWidth(itoa(q.links), size, true) + 10
		need += widths[i]
		total += float64(q.links)
	}
	rest := max(0, r.W-need)
	shrink := min(1, r.W/need)
	x := r.X
	var ops []DrawOp
	for i, q := range parts {
		w := widths[i]*shrink + rest*float64(q.links)/total
		box := Rect{x, r.Y, w, r.H}
		color := ink
		if tint, ok := tints[q.role]; ok {
			ops = append(ops, DrawOp{Shape: ShapeBox, X: x, Y: r.Y, W: w, H: r.H, Fill: tint, Stroke: paper, Width: 1})
			ops = append(ops, statusLine(q.role, x+3, x+w-3, r.bottom()-2)...)
		} else {
			part := barPart(q.role, box)
			if q.role == RoleBarUnclear { // its number instead of its sign
				part = part[:1]
			}
			ops = append(ops, part...)
			switch q.role {
			case RoleBarTogether:
				color = paper
			case RoleBarBeside: // the number on a quiet ground
				tw := textWidth(itoa(q.links), size, true)
				ops = append(ops, DrawOp{Shape: ShapeBox, X: x + w/2 - tw/2 - 4, Y: r.Y + 2, W: tw + 8, H: r.H - 4, R: 3, Fill: Style[q.role].Fill})
			}
		}
		ops = append(ops, DrawOp{Shape: ShapeText, X: x + w/2, Y: r.Y + r.H/2 + 0.34*size, Text: itoa(q.links), Size: size, Bold: true, Align: Middle, Fill: color})
		x += w
	}
	return ops
}
