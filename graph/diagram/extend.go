package diagram

import (
	"math"
	"sort"
)

// leash is how far a newcomer may push a mark that already stands, in points.
const leash = 11.5

// mostPushed is how many marks are looked at pair by pair though nothing is new: some 10 ms.
const mostPushed = 400

// extendNetz places what is new on a stored layout: existing marks keep their places, a newcomer goes to the free spot
// nearest to the middle of its partners, and only what would touch is pushed, never farther than the leash. ok is false
// when the layout is for another page or knows too little of the scene.
func extendNetz(sc *Scene, l Layout, size Point) (*placed, bool) {
	fs := l[fontRef].X
	if l == nil || fs < 4 || math.Abs(l[frameRef].X-size.X) > 0.5 || math.Abs(l[frameRef].Y-size.Y) > 0.5 || sc.Parts {
		return nil, false
	}
	if _, phases := l[colRef(sc, -2)]; phases {
		return nil, false
	}
	p := &placed{scene: sc, size: size, fs: fs, bodies: bodies(sc, fs, 16, 3)}
	p.names = areaNames(sc, fs)
	if r, ok := l[restRef]; ok {
		p.rest = Rect{0, r.X, size.X, r.Y}
	}
	var newcomers, lonely []int
	alone := 0
	for i := range p.bodies {
		b := &p.bodies[i]
		at, ok := l[b.ref]
		if sc.Marks[i].Alone {
			alone++
			if !ok || p.rest.H == 0 || at.Y < p.rest.Y {
				lonely = append(lonely, i)
				continue
			}
		} else if !ok || p.rest.H > 0 && at.Y > p.rest.Y {
			newcomers = append(newcomers, i)
			continue
		}
		b.x, b.y, b.home, b.leash = at.X, at.Y, at, leash
	}
	if len(newcomers)+len(lonely) > len(p.bodies)/2 {
		return nil, false
	}
	if alone == 0 {
		p.rest = Rect{}
	}
	fresh := len(newcomers)+len(lonely) > 0
	for _, i := range lonely {
		p.joinRest(i, lonely)
	}
	frame := mapFrame(size, p.rest, fs)
	isNew := map[int]bool{}
	for _, i := range newcomers {
		isNew[i] = true
	}
	ties := sc.ties(nil)
	var standing []*body
	for i := range p.bodies {
		if !sc.Marks[i].Alone && !isNew[i] {
			standing = append(standing, &p.bodies[i])
		}
	}
	for i := range p.names {
		n := &p.names[i]
		if n.w == 0 {
			continue
		}
		if at, ok := l[n.ref]; ok {
			n.x, n.y, n.home, n.leash = at.X, at.Y, at, leash
			standing = append(standing, n)
		}
	}
	for _, i := range newcomers {
		b := &p.bodies[i]
		target := p.target(i, ties, isNew, frame)
		p.settleIn(b, target, standing, ties, isNew, frame)
		delete(isNew, i)
		standing = append(standing, b)
	}
	for i := range p.names {
		n := &p.names[i]
		if _, ok := l[n.ref]; n.w == 0 || ok {
			continue
		}
		fresh = true
		p.settleIn(n, p.middleOf(i, frame), standing, nil, nil, frame)
		standing = append(standing, n)
	}
	if !fresh {
		// What stood there stays there, also where a large map has been tight from the start. Only names may have become longer.
		if len(standing) <= mostPushed {
			pushApart(standing, frame)
		}
		return p, true
	}
	if least := pushApart(standing, frame); least < 0.5 {
		return nil, false
	}
	return p, true
}

// target is where a newcomer belongs: between its partners and the others of its area.
func (p *placed) target(i int, ties [][2]int, isNew map[int]bool, frame Rect) Point {
	var sum Point
	n := 0.0
	for _, t := range ties {
		for k := range 2 {
			if j := t[1-k]; t[k] == i && !isNew[j] && !p.scene.Marks[j].Alone {
				sum.X += p.bodies[j].x
				sum.Y += p.bodies[j].y
				n++
			}
		}
	}
	home := p.middleOf(p.bodies[i].area, frame)
	if n == 0 {
		return home
	}
	if p.bodies[i].area < 0 {
		return Point{sum.X / n, sum.Y / n}
	}
	return Point{(sum.X/n + 2*home.X) / 3, (sum.Y/n + 2*home.Y) / 3}
}

// middleOf is the mean place of an area's marks.
func (p *placed) middleOf(area int, frame Rect) Point {
	var sum Point
	n := 0.0
	for i := range p.bodies {
		b := &p.bodies[i]
		if b.area == area && b.leash > 0 && !p.scene.Marks[i].Alone {
			sum.X += b.x
			sum.Y += b.y
			n++
		}
	}
	if n == 0 {
		return frame.center()
	}
	return Point{sum.X / n, sum.Y / n}
}

// settleIn tries places on a grid over the map and takes the cheapest: touching others is dear, standing among another
// area or on a line is bad, distance from the target counts.
func (p *placed) settleIn(b *body, target Point, standing []*body, ties [][2]int, isNew map[int]bool, frame Rect) {
	type segment struct{ a, b Point }
	var lines []segment
	for _, t := range ties {
		if isNew[t[0]] || isNew[t[1]] || p.scene.Marks[t[0]].Alone || p.scene.Marks[t[1]].Alone {
			continue
		}
		u, v := &p.bodies[t[0]], &p.bodies[t[1]]
		lines = append(lines, segment{Point{u.x, u.y}, Point{v.x, v.y}})
	}
	best := math.Inf(1)
	const step = 6.0
	for y := frame.Y + b.h/2; y <= frame.bottom()-b.h/2+0.1; y += step {
		for x := frame.X + b.w/2; x <= frame.right()-b.w/2+0.1; x += step {
			cost := 0.5 * math.Hypot(x-target.X, y-target.Y)
			if cost >= best {
				continue
			}
			for _, o := range standing {
				px := (b.w+o.w)/2 + 6 - math.Abs(x-o.x)
				py := (b.h+o.h)/2 + 5 - math.Abs(y-o.y)
				if px > 0 && py > 0 {
					cost += 40 + 12*min(px, py)
				} else if o.area != b.area && o.area >= 0 && px > -12 && py > -12 {
					cost += 14
				}
			}
			if cost >= best {
				continue
			}
			r := Rect{x - b.w/2, y - b.h/2, b.w, b.h}
			for _, s := range lines {
				if crosses(s.a, s.b, r) {
					cost += 8
				}
			}
			if cost < best {
				best = cost
				b.x, b.y = x, y
			}
		}
	}
	b.home = Point{b.x, b.y}
}

// pushApart moves only bodies that touch, each at most its leash from home. It gives the smallest separation left.
func pushApart(bs []*body, frame Rect) float64 {
	for range 150 {
		moved := false
		if len(bs) > gridAbove {
			for _, p := range neighbours(bs, 4) {
				moved = pushTouching(bs[p[0]], bs[p[1]], frame) || moved
			}
		} else {
			for i := range bs {
				for j := i + 1; j < len(bs); j++ {
					moved = pushTouching(bs[i], bs[j], frame) || moved
				}
			}
		}
		if !moved {
			break
		}
	}
	return closest(bs)
}

// pushTouching moves two bodies that touch or nearly do, and tells whether they did.
func pushTouching(a, b *body, frame Rect) bool {
	if separation(a, b) >= 3.5 {
		return false
	}
	px := (a.w+b.w)/2 + 4 - math.Abs(b.x-a.x)
	py := (a.h+b.h)/2 + 4 - math.Abs(b.y-a.y)
	if px < py {
		m := math.Copysign(0.5*px, b.x-a.x)
		a.x, b.x = a.x-m, b.x+m
	} else {
		m := math.Copysign(0.5*py, b.y-a.y)
		a.y, b.y = a.y-m, b.y+m
	}
	for _, c := range []*body{a, b} {
		if d := math.Hypot(c.x-c.home.X, c.y-c.home.Y); c.leash > 0 && d > c.leash {
			c.x = c.home.X + (c.x-c.home.X)*c.leash/d
			c.y = c.home.Y + (c.y-c.home.Y)*c.leash/d
		}
		if c.leash == 0 {
			c.x = within(c.x, frame.X+c.w/2, frame.right()-c.w/2)
			c.y = within(c.y, frame.Y+c.h/2, frame.bottom()-c.h/2)
		}
	}
	return true
}

// joinRest puts a newcomer into the box of those who stand alone: behind the last of a row where there is room, else
// into a new row at the head of the box, which then grows upwards.
func (p *placed) joinRest(i int, waiting []int) {
	b := &p.bodies[i]
	if p.rest.H == 0 {
		h := restHead(p.fs) + max(b.h, 2.2*p.fs) + restGap
		p.rest = Rect{0, p.size.Y - h, p.size.X, h}
	}
	later := map[int]bool{}
	for _, k := range waiting {
		later[k] = p.bodies[k].home == Point{}
	}
	ends := map[float64]float64{} // row → right end
	for k := range p.bodies {
		if c := &p.bodies[k]; k != i && p.scene.Marks[k].Alone && !later[k] {
			ends[c.y] = max(ends[c.y], c.x+c.w/2)
		}
	}
	rows := make([]float64, 0, len(ends))
	for y := range ends {
		rows = append(rows, y)
	}
	sort.Float64s(rows)
	put := func(x, y float64) {
		b.x, b.y = x, y
		b.home, b.leash = Point{x, y}, leash
	}
	for k := len(rows) - 1; k >= 0; k-- {
		y := rows[k]
		if ends[y]+restGap+b.w <= p.size.X-restGap-3 && y+b.h/2 < p.rest.bottom() {
			put(ends[y]+restGap+b.w/2, y)
			return
		}
	}
	if len(rows) == 0 {
		put(restGap+3+b.w/2, p.rest.Y+restHead(p.fs)+b.h/2)
		return
	}
	if y := rows[len(rows)-1] + 2.6*p.fs + restGap + b.h/2; y+b.h/2 < p.rest.bottom() {
		put(restGap+3+b.w/2, y)
		return
	}
	grow := b.h + restGap
	p.rest.Y -= grow
	p.rest.H += grow
	put(restGap+3+b.w/2, p.rest.Y+restHead(p.fs)+b.h/2)
}
