package diagram

import (
	"context"
	"errors"
	"math"
	"sort"

	"miteinander/graph"
)

// springs lets Graphviz place the centres, then stretches them into the frame.
func (p *placed) springs(ctx context.Context, d Drawer, frame Rect) error {
	sc := p.scene
	var nodes []springNode
	at := make([]int, len(p.bodies)) // body → spring node
	var who []int
	for i := range p.bodies {
		at[i] = -1
		if sc.Marks[i].Alone {
			continue
		}
		at[i] = len(nodes)
		who = append(who, i)
		nodes = append(nodes, springNode{W: p.bodies[i].w, H: p.bodies[i].h})
	}
	if len(who) == 0 {
		return nil
	}
	if len(who) == 1 {
		p.bodies[who[0]].x, p.bodies[who[0]].y = frame.center().X, frame.center().Y
		return nil
	}
	ties := sc.ties(nil)
	aspect := frame.W / frame.H
	radius := 0.95 * math.Sqrt(float64(len(who))) * 72
	center := len(nodes)
	nodes = append(nodes, springNode{Pinned: true})
	ring := areaRing(sc, ties)
	anchor := make([]int, len(sc.Areas))
	var ss []spring
	total := 0.0
	count := make([]float64, len(sc.Areas))
	for _, i := range who {
		if a := p.bodies[i].area; a >= 0 {
			count[a]++
		}
	}
	for _, a := range ring {
		total += math.Sqrt(count[a]) + 1
	}
	angle := -math.Pi
	for _, a := range ring {
		share := (math.Sqrt(count[a]) + 1) / total * 2 * math.Pi
		mid := angle + share/2
		angle += share
		if len(ring) == 1 {
			anchor[a] = center
			continue
		}
		anchor[a] = len(nodes)
		at := Point{radius * math.Sqrt(aspect) * math.Cos(mid), radius / math.Sqrt(aspect) * math.Sin(mid)}
		nodes = append(nodes, springNode{Pinned: true, At: at})
		// The sgd mode puts every node of an unconnected graph on one point, so anchors hang on the centre.
		ss = append(ss, spring{center, anchor[a], math.Hypot(at.X, at.Y) / 72})
	}
	wide := 0.0
	for _, i := range who {
		if p.bodies[i].area < 0 {
			wide++
		}
	}
	owner := sc.ends()
	held := map[int]bool{}
	for _, i := range who {
		m := &sc.Marks[i]
		if o, ok := owner[m.Owner]; ok && m.Owner != "" && at[o] >= 0 {
			continue // held by its owner's tie
		}
		switch a := p.bodies[i].area; {
		case sc.Parts:
			if a >= 0 && !held[a] { // ties hold a component together; one spring gives it a side
				held[a] = true
				ss = append(ss, spring{at[i], anchor[a], 1.2})
			}
		case m.Ref == sc.Center && m.Ref != "":
			nodes[at[i]].Pinned = true
		case a >= 0:
			length := 1.2
			if len(who) > gridAbove { // the mean way to the middle of a disc that holds the area's boxes
				length = max(length, 0.45*math.Sqrt(count[a]))
			}
			ss = append(ss, spring{at[i], anchor[a], length})
		case len(ring) == 1: // one area stands in the middle, what works for it around
			ss = append(ss, spring{at[i], center, max(2, 0.5*math.Sqrt(float64(len(who))))})
		case len(ring) > 1:
			ss = append(ss, spring{at[i], center, max(0.8, 0.45*math.Sqrt(wide))})
		default:
			length := 2.2
			if len(who) > gridAbove { // no shorter than the ways along the ties, or all would be two steps apart and fall on one ring
				length = max(length, 0.45*math.Sqrt(float64(len(who))))
			}
			ss = append(ss, spring{at[i], center, length})
		}
	}
	side := func(area int) Point { // where an area's anchor is; what is everywhere belongs to the middle
		if area < 0 {
			return Point{}
		}
		return nodes[anchor[area]].At
	}
	beside := map[[2]int]bool{}
	first := sc.ties(func(i int) bool { return i == 0 })
	for _, t := range first {
		beside[t] = true
	}
	for _, t := range ties {
		a, b := at[t[0]], at[t[1]]
		if a < 0 || b < 0 {
			continue
		}
		length := 1.5
		switch ai, bi := p.bodies[t[0]].area, p.bodies[t[1]].area; {
		case sc.Marks[t[0]].Owner == sc.Marks[t[1]].Ref || sc.Marks[t[1]].Owner == sc.Marks[t[0]].Ref:
			length = 0.9
		case len(ring) > 1 && !sc.Parts && ai != bi: // as long as the way between their places, or dense ties would draw all areas into one
			length = max(length, 0.8*math.Hypot(side(ai).X-side(bi).X, side(ai).Y-side(bi).Y)/72)
		case !beside[t]:
			length = 2.5
		}
		ss = append(ss, spring{a, b, length})
	}
	places, err := arrange(ctx, d, nodes, ss)
	if err != nil {
		return err
	}
	if collapsed(places[:len(who)]) {
		return &graph.Error{Code: graph.Internal, Key: "diagram.error.failed", Err: errors.New("diagram: springs put all marks on one point")}
	}
	if len(who) > gridAbove {
		p.loosen(who, places)
	} else {
		p.gather(who, places)
	}
	// Stretch the centres into the frame, x and y apart.
	lo, hi := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for k := range who {
		lo = Point{min(lo.X, places[k].X), min(lo.Y, places[k].Y)}
		hi = Point{max(hi.X, places[k].X), max(hi.Y, places[k].Y)}
	}
	sum := 0.0
	for _, i := range who {
		sum += p.bodies[i].w * p.bodies[i].h
	}
	if room := sum / sparse; room < frame.W*frame.H { // few marks stand in the middle, not in the corners
		k := 1 - math.Sqrt(room/(frame.W*frame.H))
		frame = Rect{frame.X + frame.W*k/2, frame.Y + frame.H*k/2, frame.W * (1 - k), frame.H * (1 - k)}
	}
	if !sc.Parts {
		if len(ring) > 2 {
			square(places[:len(who)], lo, hi)
		}
		even(places[:len(who)], lo, hi)
		if len(who) > gridAbove && len(ring) == 0 {
			p.halve(who, places, lo, hi)
		}
	}
	for k, i := range who {
		if sc.Marks[i].Ref == sc.Center && sc.Center != "" {
			intoMiddle(places[:len(who)], places[k], lo, hi)
			break
		}
	}
	for k, i := range who {
		b := &p.bodies[i]
		b.x = stretch(places[k].X, lo.X, hi.X, frame.X+b.w/2, frame.right()-b.w/2)
		b.y = stretch(places[k].Y, lo.Y, hi.Y, frame.Y+b.h/2+nameSize(p.fs), frame.bottom()-b.h/2)
		b.home = Point{b.x, b.y}
	}
	return nil
}

// even moves each coordinate half the way towards its rank, so that crowds get room from where nobody stands; who is
// left of whom and above whom stays.
func even(places []Point, lo, hi Point) {
	order := make([]int, len(places))
	level := func(get func(*Point) *float64, lo, hi float64) {
		for i := range order {
			order[i] = i
		}
		sort.SliceStable(order, func(a, b int) bool { return *get(&places[order[a]]) < *get(&places[order[b]]) })
		for rank, i := range order {
			v := get(&places[i])
			*v = 0.5**v + 0.5*(lo+(hi-lo)*float64(rank)/float64(max(len(places)-1, 1)))
		}
	}
	level(func(p *Point) *float64 { return &p.X }, lo.X, hi.X)
	level(func(p *Point) *float64 { return &p.Y }, lo.Y, hi.Y)
}

// intoMiddle stretches both sides of the focus so that it stands in the middle, on each axis where it has a good part of
// the others on either side.
func intoMiddle(places []Point, focus, lo, hi Point) {
	axis := func(get func(*Point) *float64, f, lo, hi float64) {
		if f-lo < 0.12*(hi-lo) || hi-f < 0.12*(hi-lo) {
			return
		}
		mid := (lo + hi) / 2
		for i := range places {
			if v := get(&places[i]); *v <= f {
				*v = stretch(*v, lo, f, lo, mid)
			} else {
				*v = stretch(*v, f, hi, mid, hi)
			}
		}
	}
	axis(func(p *Point) *float64 { return &p.X }, focus.X, lo.X, hi.X)
	axis(func(p *Point) *float64 { return &p.Y }, focus.Y, lo.Y, hi.Y)
}

func collapsed(places []Point) bool {
	for _, p := range places {
		if math.Hypot(p.X-places[0].X, p.Y-places[0].Y) > 1 {
			return false
		}
	}
	return true
}

// square moves what the ring of areas has put on an ellipse towards the corners of the page (the simple stretching of
// a disc to a square), so that these do not stay empty.
func square(places []Point, lo, hi Point) {
	c := Point{(lo.X + hi.X) / 2, (lo.Y + hi.Y) / 2}
	rx, ry := (hi.X-lo.X)/2, (hi.Y-lo.Y)/2
	if rx <= 0 || ry <= 0 {
		return
	}
	for i := range places {
		u, v := (places[i].X-c.X)/rx, (places[i].Y-c.Y)/ry
		r, m := math.Hypot(u, v), max(math.Abs(u), math.Abs(v))
		if m < 1e-9 {
			continue
		}
		k := 1 + 0.8*(r/m-1)
		places[i] = Point{c.X + rx*max(-1, min(1, u*k)), c.Y + ry*max(-1, min(1, v*k))}
	}
}

// gather draws marks that ties have pulled far out of their area half the way back, so that areas stay in one piece.
func (p *placed) gather(who []int, places []Point) {
	byArea := map[int][]int{}
	for k, i := range who {
		if a := p.bodies[i].area; a >= 0 && !p.scene.Parts {
			byArea[a] = append(byArea[a], k)
		}
	}
	for _, ks := range byArea {
		if len(ks) < 4 {
			continue
		}
		var c Point
		for _, k := range ks {
			c.X += places[k].X / float64(len(ks))
			c.Y += places[k].Y / float64(len(ks))
		}
		far := make([]float64, len(ks))
		for n, k := range ks {
			far[n] = math.Hypot(places[k].X-c.X, places[k].Y-c.Y)
		}
		sorted := append([]float64(nil), far...)
		sort.Float64s(sorted)
		usual := 1.15 * sorted[len(sorted)*6/10]
		for n, k := range ks {
			if far[n] > usual && usual > 0 {
				to := (usual + 0.35*(far[n]-usual)) / far[n]
				places[k] = Point{c.X + (places[k].X-c.X)*to, c.Y + (places[k].Y-c.Y)*to}
			}
		}
	}
}

func stretch(v, lo, hi, to, end float64) float64 {
	if hi-lo < 1e-9 {
		return (to + end) / 2
	}
	return to + (v-lo)/(hi-lo)*(end-to)
}

// areaRing orders the areas around the ring so that those with many ties across are neighbours.
func areaRing(sc *Scene, ties [][2]int) []int {
	area := map[string]int{}
	for i, a := range sc.Areas {
		area[a.Ref] = i
	}
	size := make([]int, len(sc.Areas))
	for i := range sc.Marks {
		if a, ok := area[sc.Marks[i].Area]; ok && !sc.Marks[i].Alone {
			size[a]++
		}
	}
	cross := make([][]int, len(sc.Areas))
	for i := range cross {
		cross[i] = make([]int, len(sc.Areas))
	}
	for _, t := range ties {
		a, okA := area[sc.Marks[t[0]].Area]
		b, okB := area[sc.Marks[t[1]].Area]
		if okA && okB && a != b {
			cross[a][b]++
			cross[b][a]++
		}
	}
	var ring []int
	left := map[int]bool{}
	for a := range size {
		if size[a] > 0 {
			left[a] = true
		}
	}
	for len(left) > 0 {
		best := -1
		for a := range size { // in order, so that the choice is stable
			if !left[a] {
				continue
			}
			if best < 0 {
				best = a
				continue
			}
			if len(ring) == 0 {
				if size[a] > size[best] {
					best = a
				}
			} else if last := ring[len(ring)-1]; cross[last][a] > cross[last][best] {
				best = a
			}
		}
		ring = append(ring, best)
		delete(left, best)
	}
	return ring
}
