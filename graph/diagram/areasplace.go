package diagram

import (
	"math"
	"slices"

	"miteinander/graph/geometry"
)

// site is the ground of one area on the page.
type site struct {
	shape  []geometry.Polygon // its borders; a rectangle where none are imported
	box    bool               // the rectangle
	centre Point
}

// pin is the place of an institution, with a line to its box where that stands apart; or only the line, from a box that found
// no room in its area.
type pin struct {
	mark int
	at   Point
	from Point
	line bool
	dot  bool
}

// place arranges a scene on its ground with the largest letters with which every box finds room in its area; with the smallest,
// boxes without room stand beside the areas. ok is false where not even that is so.
func (g *ground) place(sc *Scene, size Point, cap, least float64) (*placed, bool) {
	for fs := cap; ; fs = max(fs-0.5, least) {
		p, outside, ok := g.arrange(sc, size, fs)
		if ok && (outside == 0 || fs <= least) {
			return p, true
		}
		if fs <= least {
			return nil, false
		}
	}
}

// arranging is one attempt with letters of one size.
type arranging struct {
	*placed
	g       *ground
	r       *raster
	members [][]int // marks by area, without those whose place is known
	outside int
}

func (g *ground) arrange(sc *Scene, size Point, fs float64) (*placed, int, bool) {
	p := &placed{scene: sc, size: size, fs: fs, bodies: bodies(sc, fs, 16, 3), names: groundNames(sc, fs), map_: g}
	p.rest = packRest(sc, p.bodies, size, fs)
	if p.rest.H > 0.6*size.Y {
		return nil, 0, false
	}
	frame := Rect{9, 9, size.X - 18, size.Y - 18}
	if p.rest.H > 0 {
		frame.H = p.rest.Y - 18
	}
	a := &arranging{placed: p, g: g, members: make([][]int, len(sc.Areas))}
	for i := range p.bodies {
		if _, known := g.places[p.bodies[i].ref]; !known && !sc.Marks[i].Alone {
			a.members[p.bodies[i].area] = append(a.members[p.bodies[i].area], i)
		}
	}
	a.layGround(frame)
	a.r = newRaster(frame)
	for i, s := range p.sites { // the larger first: what lies in a hole of it comes later
		a.r.fill(s.shape, int16(i))
	}
	known := a.dots()
	if !a.placeNames() || !a.placeKnown(known) {
		return nil, 0, false
	}
	for s := range a.members {
		if !a.placeMembers(s) {
			return nil, 0, false
		}
	}
	return p, a.outside, true
}

// groundNames sizes the names of all areas.
func groundNames(sc *Scene, fs float64) []body {
	out := make([]body, len(sc.Areas))
	size := nameSize(fs)
	for i, a := range sc.Areas {
		out[i] = body{ref: "·name/" + a.Ref, mark: -1, area: i, lines: wrap(a.Label, true, 22, 2)}
		out[i].w = widest(out[i].lines, size, true) + fs
		out[i].h = lineHeight*size*float64(len(out[i].lines)) + 0.4*fs
	}
	return out
}

// layGround puts the borders on the map and what has none into rectangles at its right.
func (a *arranging) layGround(frame Rect) {
	sc := a.scene
	a.sites = make([]site, len(sc.Areas))
	var shapes [][]geometry.Polygon
	var boxed []int
	for i, x := range sc.Areas {
		if b := a.g.borders[x.Ref]; len(b) > 0 {
			shapes = append(shapes, b)
		} else {
			boxed = append(boxed, i)
		}
	}
	room := frame
	if len(boxed) > 0 {
		need := make([]float64, len(sc.Areas))
		total, widest := 0.0, 0.0
		for _, i := range boxed {
			need[i] = 1.6 * (a.names[i].w + 2*restGap) * a.names[i].h
			widest = max(widest, a.names[i].w+2*restGap)
			for _, k := range a.members[i] {
				need[i] += 2 * (a.bodies[k].w + restGap) * (a.bodies[k].h + restGap)
				widest = max(widest, a.bodies[k].w+3*restGap)
			}
			total += need[i]
		}
		w, columns := frame.W, max(1, int(math.Round(math.Sqrt(float64(len(boxed))*frame.W/frame.H))))
		if len(shapes) > 0 {
			w = within(total/frame.H*1.15, widest, 0.4*frame.W)
			columns = max(1, min(int(w/widest), len(boxed)))
		}
		a.layBoxes(Rect{frame.right() - w, frame.Y, w, frame.H}, boxed, need, columns)
		room.W -= w + 2*restGap
	}
	if len(shapes) == 0 {
		return
	}
	plane := geometry.Fit(geometry.BoundsOf(shapes...), room.X, room.Y, room.W, room.H)
	a.plane = &plane
	for i, x := range sc.Areas {
		if b := a.g.borders[x.Ref]; len(b) > 0 {
			a.sites[i].shape = plane.All(b)
		}
	}
}

// layBoxes divides a rectangle among areas without borders: columns from left to right, heights by what they hold.
func (a *arranging) layBoxes(r Rect, areas []int, need []float64, columns int) {
	total := 0.0
	for _, i := range areas {
		total += need[i]
	}
	w := (r.W - float64(columns-1)*restGap) / float64(columns)
	at := 0
	for c := range columns {
		share, sum := total/float64(columns-c), 0.0
		first := at
		for at < len(areas) && (at == first || len(areas)-at > columns-c-1 && (sum+need[areas[at]]/2 < share || c == columns-1)) {
			sum += need[areas[at]]
			at++
		}
		total -= sum
		y := r.Y
		free := r.H - float64(at-first-1)*restGap
		for _, i := range areas[first:at] {
			h := free * need[i] / max(sum, 1)
			b := Rect{r.X + float64(c)*(w+restGap), y, w, h}
			a.sites[i] = site{box: true, shape: []geometry.Polygon{{{{b.X, b.Y}, {b.right(), b.Y}, {b.right(), b.bottom()}, {b.X, b.bottom()}, {b.X, b.Y}}}}}
			y += h + restGap
		}
	}
}

// placeNames puts each name into its area, near the top of it; where it has no room, over the middle of it.
func (a *arranging) placeNames() bool {
	for i := range a.names {
		n := &a.names[i]
		box := geometry.BoundsOf(a.largest(i))
		mid := Point{(box.Min[0] + box.Max[0]) / 2, (box.Min[1] + box.Max[1]) / 2}
		best, least := -1, math.Inf(1)
		for c, s := range a.r.site {
			at := a.r.centre(c)
			if s != int16(i) || at.X < box.Min[0] || at.X > box.Max[0] || at.Y < box.Min[1] || at.Y > box.Max[1] {
				continue
			}
			if cost := at.Y - box.Min[1] + 0.35*math.Abs(at.X-mid.X); cost < least && a.r.free(Rect{at.X - n.w/2, at.Y - n.h/2, n.w, n.h}.grown(2), int16(i)) {
				best, least = c, cost
			}
		}
		if best >= 0 {
			mid = a.r.centre(best)
		} else {
			mid.X = within(mid.X, a.r.frame.X+n.w/2, a.r.frame.right()-n.w/2)
			mid.Y = within(mid.Y, a.r.frame.Y+n.h/2, a.r.frame.bottom()-n.h/2)
			for c := range a.r.site { // the nearest place where it covers no other name
				at := a.r.centre(c)
				if d := apart(at, mid); (best < 0 || d < least) && a.r.free(Rect{at.X - n.w/2, at.Y - n.h/2, n.w, n.h}, -2) {
					best, least = c, d
				}
			}
			if best < 0 {
				return false
			}
			mid = a.r.centre(best)
		}
		n.x, n.y = mid.X, mid.Y
		a.sites[i].centre = mid
		a.r.take(n.rect().grown(2))
	}
	return true
}

// largest is the largest part of an area.
func (a *arranging) largest(i int) []geometry.Polygon {
	parts := a.sites[i].shape
	if len(parts) < 2 {
		return parts
	}
	best := slices.MaxFunc(parts, func(x, y geometry.Polygon) int {
		if geometry.Ground([]geometry.Polygon{x}) < geometry.Ground([]geometry.Polygon{y}) {
			return -1
		}
		return 1
	})
	return []geometry.Polygon{best}
}

const dotRadius = 2.2

// dots keeps the places of institutions free, and lists these.
func (a *arranging) dots() (who []int) {
	for i := range a.bodies {
		at, ok := a.g.places[a.bodies[i].ref]
		if !ok || a.plane == nil {
			continue
		}
		who = append(who, i)
		q := a.plane.At(at)
		a.bodies[i].home = Point{within(q[0], a.r.frame.X+dotRadius, a.r.frame.right()-dotRadius), within(q[1], a.r.frame.Y+dotRadius, a.r.frame.bottom()-dotRadius)}
		a.r.take(Rect{a.bodies[i].home.X - dotRadius, a.bodies[i].home.Y - dotRadius, 2 * dotRadius, 2 * dotRadius})
	}
	return who
}

// placeKnown puts institutions whose place is known beside the dot that marks it: above, below, beside, else as near as there is
// room. A line says which dot is whose.
func (a *arranging) placeKnown(who []int) bool {
	for _, i := range who {
		b := &a.bodies[i]
		off := dotRadius + 3.5
		tries := []Point{{0, -b.h/2 - off}, {0, b.h/2 + off}, {b.w/2 + off, 0}, {-b.w/2 - off, 0}, {b.w / 2, -b.h/2 - off}, {-b.w / 2, -b.h/2 - off}, {b.w / 2, b.h/2 + off}, {-b.w / 2, b.h/2 + off}}
		done := false
		for _, t := range tries {
			if a.settle(b, Point{b.home.X + t.X, b.home.Y + t.Y}, -2) {
				done = true
				break
			}
		}
		best, least := -1, math.Inf(1)
		if !done {
			for c := range a.r.site {
				at := a.r.centre(c)
				if d := apart(nearest(Rect{at.X - b.w/2, at.Y - b.h/2, b.w, b.h}, b.home), b.home); d < least && d > dotRadius+1 && a.r.free(Rect{at.X - b.w/2, at.Y - b.h/2, b.w, b.h}.grown(2), -2) {
					best, least = c, d
				}
			}
			if best < 0 || !a.settle(b, a.r.centre(best), -2) {
				return false
			}
		}
		a.pins = append(a.pins, pin{mark: i, at: b.home, from: nearest(b.rect(), b.home), dot: true, line: true})
	}
	return true
}

// settle puts a box at a place if it is free.
func (a *arranging) settle(b *body, at Point, area int16) bool {
	if !a.r.free(Rect{at.X - b.w/2, at.Y - b.h/2, b.w, b.h}.grown(2), area) {
		return false
	}
	b.x, b.y = round2(at.X), round2(at.Y)
	a.r.take(b.rect().grown(2))
	return true
}

// placeMembers spreads the boxes of an area over it, each as far from the others as it can be; where that leaves one without
// room, row by row; the rest stands beside the areas with a line.
func (a *arranging) placeMembers(s int) bool {
	var squares []int
	for c, site := range a.r.site {
		if site == int16(s) {
			squares = append(squares, c)
		}
	}
	before := slices.Clone(a.r.taken)
	if a.spreadOut(s, squares) {
		return true
	}
	a.r.taken = before
	for _, i := range a.members[s] {
		b := &a.bodies[i]
		done := slices.ContainsFunc(squares, func(c int) bool { return a.settle(b, a.r.centre(c), int16(s)) })
		if !done && !a.beside(s, i, squares) {
			return false
		}
	}
	return true
}

func (a *arranging) spreadOut(s int, squares []int) bool {
	var there []Point
	for i := range a.bodies { // those whose place is known are there already
		if _, ok := a.g.places[a.bodies[i].ref]; ok {
			there = append(there, Point{a.bodies[i].x, a.bodies[i].y})
		}
	}
	for _, i := range a.members[s] {
		b := &a.bodies[i]
		best, most, tie := -1, -1.0, math.Inf(1)
		for _, c := range squares {
			at := a.r.centre(c)
			d := 160.0
			for _, p := range there {
				d = min(d, math.Hypot(0.6*(at.X-p.X), at.Y-p.Y))
			}
			home := apart(at, a.sites[s].centre)
			if (d > most || d == most && home < tie) && a.r.free(Rect{at.X - b.w/2, at.Y - b.h/2, b.w, b.h}.grown(3), int16(s)) {
				best, most, tie = c, d, home
			}
		}
		if best < 0 || !a.settle(b, a.r.centre(best), int16(s)) {
			return false
		}
		there = append(there, Point{b.x, b.y})
	}
	return true
}

// beside puts a box outside all areas, near its own, with a line to it.
func (a *arranging) beside(s, i int, squares []int) bool {
	if len(squares) == 0 {
		return false
	}
	b := &a.bodies[i]
	middle := a.r.centre(squares[len(squares)/2])
	best, least := -1, math.Inf(1)
	for c, site := range a.r.site {
		if at := a.r.centre(c); site == -1 && apart(at, middle) < least && a.r.free(Rect{at.X - b.w/2, at.Y - b.h/2, b.w, b.h}.grown(2), -1) {
			best, least = c, apart(at, middle)
		}
	}
	if best < 0 || !a.settle(b, a.r.centre(best), -1) {
		return false
	}
	to, near := middle, math.Inf(1)
	for _, c := range squares {
		if d := apart(a.r.centre(c), Point{b.x, b.y}); d < near {
			to, near = a.r.centre(c), d
		}
	}
	a.pins = append(a.pins, pin{mark: i, at: to, from: nearest(b.rect(), to), line: true})
	a.outside++
	return true
}

// outlines are the grounds of the areas: the larger first, holes as paper, so that what lies in a hole is seen.
func (p *placed) outlines() []Item {
	order := make([]int, len(p.sites))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := geometry.Ground(p.sites[a].shape), geometry.Ground(p.sites[b].shape)
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	var out []Item
	for _, i := range order {
		s := p.sites[i]
		look, role := Style[RoleBorder], RoleArea
		if s.box {
			look, role = Style[RoleNoBorder], RoleNoBorder
		}
		fill := p.map_.fills[p.scene.Areas[i].Ref]
		var ops []DrawOp
		for _, polygon := range s.shape {
			for k, r := range polygon {
				op := DrawOp{Shape: ShapePolygon, Fill: fill, Stroke: look.Stroke, Width: look.Width, Dash: look.Dash}
				if k > 0 {
					op.Fill = paper
				}
				for _, c := range r[1:] {
					op.Points = append(op.Points, Point{round2(c[0]), round2(c[1])})
				}
				ops = append(ops, op)
			}
		}
		out = append(out, Item{Ref: p.scene.Areas[i].Ref, Role: role, Label: p.scene.Areas[i].Label, Ops: ops})
	}
	return out
}

// pinItems are the dots of known places and the lines to boxes that stand apart.
func (p *placed) pinItems() []Item {
	look := Style[RolePin]
	var out []Item
	for _, x := range p.pins {
		it := Item{Ref: p.scene.Marks[x.mark].Ref, Role: RolePin}
		if x.line {
			it.Ops = append(it.Ops, DrawOp{Shape: ShapeLine, Points: []Point{x.at, x.from}, Stroke: paper, Width: look.Width + 1.6}, DrawOp{Shape: ShapeLine, Points: []Point{x.at, x.from}, Stroke: look.Stroke, Width: look.Width})
			if !x.dot {
				it.Role = RoleApart
			}
		}
		if x.dot {
			it.Ops = append(it.Ops, DrawOp{Shape: ShapeEllipse, X: x.at.X, Y: x.at.Y, W: dotRadius, H: dotRadius, Fill: look.Stroke, Stroke: paper, Width: 0.7})
		}
		out = append(out, it)
	}
	return out
}
