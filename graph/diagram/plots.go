package diagram

import (
	"math"
	"sort"
)

// A network of which hardly any tie is known has nothing that springs could show. Its areas get a plot of the map each, as large as
// their institutions need, and these stand in it in rows, like names on the map of a town. Everything is arithmetic; ties that come
// later are drawn on the same places (extend.go).

const (
	plotGap = 11.0 // between two plots, on each side
	boxGap  = 8.0  // between two boxes of a plot, at least
)

// plots finds the largest letters at which every area's boxes fit into its plot; ok is false when even the smallest do not.
func plots(sc *Scene, size Point, cap, least float64) (*placed, bool) {
	for fs := math.Floor(1.4*cap*4) / 4; fs >= least; fs -= 0.25 {
		if p, ok := plotted(sc, size, fs); ok {
			return p, true
		}
	}
	return nil, false
}

func plotted(sc *Scene, size Point, fs float64) (*placed, bool) {
	p := &placed{scene: sc, size: size, fs: fs, bodies: bodies(sc, fs, 16, 3)}
	p.names = areaNames(sc, fs)
	n := len(sc.Areas) + 1 // the last plot is of what belongs to no single area
	members := make([][]int, n)
	for i := range p.bodies {
		a := p.bodies[i].area
		if a < 0 {
			a = n - 1
		}
		members[a] = append(members[a], i)
	}
	var order []int
	weight := make([]float64, n)
	for a, ms := range members {
		if len(ms) == 0 {
			continue
		}
		sort.SliceStable(ms, func(x, y int) bool { return sc.Marks[ms[x]].Label < sc.Marks[ms[y]].Label })
		order = append(order, a)
		for _, i := range ms {
			weight[a] += (p.bodies[i].w + boxGap) * (p.bodies[i].h + boxGap)
		}
		weight[a] = weight[a]*1.1 + 30*p.nameHeight(a)*fs
	}
	rects := make([]Rect, n)
	for range 40 { // a plot into which its rows do not fit gets more
		sort.SliceStable(order, func(i, j int) bool { return weight[order[i]] > weight[order[j]] })
		treemap(rects, order, weight, Rect{0, 0, size.X, size.Y - 4})
		good := true
		for _, a := range order {
			if !p.fillPlot(a, members[a], rects[a].inset(plotGap)) {
				weight[a] *= 1.06
				good = false
			}
		}
		if good {
			return p, true
		}
	}
	return nil, false
}

func (p *placed) nameHeight(area int) float64 {
	if area >= len(p.names) || p.names[area].w == 0 {
		return 0
	}
	return p.names[area].h + 5
}

// fillPlot puts an area's name on top and its boxes in rows below, the rows about equally long and with the room that is left
// between them. It tells whether they fit.
func (p *placed) fillPlot(area int, members []int, r Rect) bool {
	head := p.nameHeight(area)
	if head > 0 {
		n := &p.names[area]
		if n.w > r.W {
			return false
		}
		n.x, n.y = r.X+n.w/2, r.Y+n.h/2
		n.home = Point{n.x, n.y}
	}
	rows, ok := p.plotRows(members, r.W)
	if !ok {
		return false
	}
	for w := r.W * 0.97; w > r.W*0.3; w *= 0.97 { // narrower rows as long as they are no more
		narrower, ok := p.plotRows(members, w)
		if !ok || len(narrower) > len(rows) {
			break
		}
		rows = narrower
	}
	height := 0.0
	for _, row := range rows {
		height += p.tallest(row) + boxGap
	}
	spare := r.H - head - height + boxGap
	if spare < 0 {
		return false
	}
	gap := min(spare/float64(len(rows)), 2.2*p.fs)
	y := r.Y + head + min(gap, 4)
	for _, row := range rows {
		h, w := p.tallest(row), -boxGap
		for _, i := range row {
			w += p.bodies[i].w + boxGap
		}
		between := 0.0
		if len(row) > 1 {
			between = min((r.W-w)/float64(len(row)-1), 3*p.fs)
		}
		x := r.X
		for _, i := range row {
			b := &p.bodies[i]
			b.x, b.y = x+b.w/2, y+h/2
			b.home = Point{b.x, b.y}
			x += b.w + boxGap + between
		}
		y += h + boxGap + gap
	}
	return true
}

// plotRows breaks boxes into rows no wider than width.
func (p *placed) plotRows(members []int, width float64) ([][]int, bool) {
	var rows [][]int
	var row []int
	x := 0.0
	for _, i := range members {
		w := p.bodies[i].w
		if w > width {
			return nil, false
		}
		if len(row) > 0 && x+w > width {
			rows = append(rows, row)
			row, x = nil, 0
		}
		row = append(row, i)
		x += w + boxGap
	}
	return append(rows, row), true
}

// plotGround is the ground of an area whose boxes stand in rows: one rectangle, as long as no foreign box stands in it.
func plotGround(members, foreign []Rect) ([]DrawOp, bool) {
	if len(members) == 0 {
		return nil, true
	}
	r := members[0]
	for _, m := range members[1:] {
		x, y := min(r.X, m.X), min(r.Y, m.Y)
		r = Rect{x, y, max(r.right(), m.right()) - x, max(r.bottom(), m.bottom()) - y}
	}
	r = r.grown(hullEdge)
	for _, f := range foreign {
		if r.meets(f) {
			return nil, false
		}
	}
	look := Style[RoleArea]
	return []DrawOp{{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: 8, Fill: look.Fill, Stroke: look.Stroke, Width: look.Width}}, true
}
