package geometry

import (
	"math"
	"slices"
)

// simplify leaves at most about most corners to all features together. A line between two junctions is thinned once for every
// ring that runs along it, so that neighbours keep the border that they share; junctions stay, and no ring loses its ground.
func simplify(features []Feature, most int) {
	s := splitter{near: map[Point][2]Point{}, junction: map[Point]bool{}, weight: map[Point]float64{}}
	corners := 0
	s.rings(features, func(r Ring) Ring {
		corners += len(r)
		return r
	})
	if corners <= most {
		return
	}
	s.rings(features, s.meet)
	s.rings(features, s.anchor)
	var arcs [][]Point
	s.rings(features, func(r Ring) Ring {
		arcs = append(arcs, s.arcs(r)...)
		return r
	})
	for _, a := range arcs {
		s.weigh(a)
	}
	// Every corner of a ring counts; shared ones several times.
	var weights []float64
	s.rings(features, func(r Ring) Ring {
		for _, p := range r[1:] {
			weights = append(weights, s.of(p))
		}
		return r
	})
	slices.SortFunc(weights, func(a, b float64) int {
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	least := weights[min(most, len(weights)-1)]
	s.rings(features, func(r Ring) Ring { return s.thin(r, least) })
}

type splitter struct {
	near     map[Point][2]Point // the two neighbours of a corner
	junction map[Point]bool     // a corner with further neighbours, or kept for another reason
	weight   map[Point]float64  // how far off the line would be without the corner
}

func (s *splitter) rings(features []Feature, do func(Ring) Ring) {
	for i := range features {
		for _, p := range features[i].Polygons {
			for k := range p {
				p[k] = do(p[k])
			}
		}
	}
}

// meet notes the neighbours of every corner; where lines part there is a junction.
func (s *splitter) meet(r Ring) Ring {
	n := len(r) - 1
	for i := range n {
		a, b := r[(i+n-1)%n], r[i+1]
		if less(b, a) {
			a, b = b, a
		}
		if have, ok := s.near[r[i]]; ok && have != [2]Point{a, b} {
			s.junction[r[i]] = true
		}
		s.near[r[i]] = [2]Point{a, b}
	}
	return r
}

// anchor keeps three corners of every ring that has fewer junctions: a ring is never thinned to a line.
func (s *splitter) anchor(r Ring) Ring {
	n := len(r) - 1
	var kept []Point
	for _, p := range r[:n] {
		if s.junction[p] && len(kept) < 3 && !slices.Contains(kept, p) {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		kept = append(kept, slices.MinFunc(r[:n], compare))
	}
	for len(kept) < 3 {
		best, far := kept[0], -1.0
		for _, p := range r[:n] { // the farthest from what is kept; a tie goes to the lesser
			d := distance(p, kept[0], kept[len(kept)-1])
			if d > far || d == far && less(p, best) {
				best, far = p, d
			}
		}
		if slices.Contains(kept, best) {
			break
		}
		kept = append(kept, best)
	}
	for _, p := range kept {
		s.junction[p] = true
	}
	return r
}

// arcs are the lines of a ring between its junctions.
func (s *splitter) arcs(r Ring) [][]Point {
	n := len(r) - 1
	start := slices.IndexFunc(r[:n], func(p Point) bool { return s.junction[p] })
	if start < 0 {
		return nil
	}
	var out [][]Point
	arc := []Point{r[start]}
	for k := 1; k <= n; k++ {
		p := r[(start+k)%n]
		arc = append(arc, p)
		if s.junction[p] {
			out = append(out, arc)
			arc = []Point{p}
		}
	}
	return out
}

// weigh gives each corner of a line the error that leaving it out would bring (Douglas and Peucker), never more than that of
// the corner that divided the line before it. Both directions of a line give the same.
func (s *splitter) weigh(arc []Point) {
	if less(arc[len(arc)-1], arc[0]) {
		slices.Reverse(arc)
	}
	type part struct {
		from, to int
		most     float64
	}
	stack := []part{{0, len(arc) - 1, math.Inf(1)}}
	for len(stack) > 0 {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		at, far := -1, -1.0
		for i := p.from + 1; i < p.to; i++ {
			if d := distance(arc[i], arc[p.from], arc[p.to]); d > far {
				at, far = i, d
			}
		}
		if at < 0 {
			continue
		}
		far = min(far, p.most)
		s.weight[arc[at]] = far
		stack = append(stack, part{p.from, at, far}, part{at, p.to, far})
	}
}

func (s *splitter) of(p Point) float64 {
	if s.junction[p] {
		return math.Inf(1)
	}
	return s.weight[p]
}

func (s *splitter) thin(r Ring, least float64) Ring {
	var out Ring
	for _, p := range r[1:] {
		if s.of(p) > least {
			out = append(out, p)
		}
	}
	if len(out) < 3 {
		return r
	}
	return append(out, out[0])
}

func compare(a, b Point) int {
	switch {
	case less(a, b):
		return -1
	case less(b, a):
		return 1
	}
	return 0
}

func less(a, b Point) bool { return a[0] < b[0] || a[0] == b[0] && a[1] < b[1] }

// distance is how far p is from the line between a and b.
func distance(p, a, b Point) float64 {
	x, y := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if l := x*x + y*y; l > 0 {
		t = max(0, min(1, ((p[0]-a[0])*x+(p[1]-a[1])*y)/l))
	}
	return math.Hypot(p[0]-a[0]-t*x, p[1]-a[1]-t*y)
}
