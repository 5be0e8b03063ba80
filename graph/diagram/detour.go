package diagram

import (
	"container/heap"
	"math"
)

// detours leads lines around boxes without Graphviz: along the shortest way over the corners of boxes (a visibility
// graph), then rounded. It takes over what Graphviz could not do in time, so that no line runs through a foreign box on
// a busy machine either, and is the same for the same boxes.
type detours struct {
	boxes   []Rect
	frame   Rect
	corners []Point
	sees    [][]int32 // corner → corners in sight, rising
	from    [][]int32 // box → corners in sight of its centre
}

const (
	aside   = 1.6 // points that a way keeps from boxes
	perBend = 12  // what a bend costs, in points of way
)

func newDetours(boxes []Rect, frame Rect) *detours {
	d := &detours{boxes: boxes, frame: frame}
	for i, b := range boxes {
		r := b.grown(aside + 0.1)
	corner:
		for _, p := range [4]Point{{r.X, r.Y}, {r.right(), r.Y}, {r.right(), r.bottom()}, {r.X, r.bottom()}} {
			if !frame.holds(p) {
				continue
			}
			for j, o := range boxes {
				if j != i && o.grown(aside-0.1).holds(p) {
					continue corner
				}
			}
			d.corners = append(d.corners, p)
		}
	}
	d.sees = make([][]int32, len(d.corners))
	for i := range d.corners {
		for j := i + 1; j < len(d.corners); j++ {
			if d.free(d.corners[i], d.corners[j], -1, -1) {
				d.sees[i] = append(d.sees[i], int32(j))
				d.sees[j] = append(d.sees[j], int32(i))
			}
		}
	}
	d.from = make([][]int32, len(boxes))
	return d
}

// free tells that no box but the two named lies on the straight way.
func (d *detours) free(a, b Point, but1, but2 int) bool {
	lo, hi := Point{min(a.X, b.X), min(a.Y, b.Y)}, Point{max(a.X, b.X), max(a.Y, b.Y)}
	for k, r := range d.boxes {
		if k == but1 || k == but2 || r.X-aside > hi.X || r.right()+aside < lo.X || r.Y-aside > hi.Y || r.bottom()+aside < lo.Y {
			continue
		}
		if crosses(a, b, r.grown(aside-0.1)) {
			return false
		}
	}
	return true
}

func (d *detours) around(box int) []int32 {
	if d.from[box] == nil {
		d.from[box] = []int32{}
		for i, p := range d.corners {
			if d.free(d.boxes[box].center(), p, box, -1) {
				d.from[box] = append(d.from[box], int32(i))
			}
		}
	}
	return d.from[box]
}

// way is the curve from box to box; ok is false when there is none around the others.
func (d *detours) way(e [2]int) ([]Point, bool) {
	a, b := d.boxes[e[0]].center(), d.boxes[e[1]].center()
	if d.free(a, b, e[0], e[1]) {
		return straight(a, b), true
	}
	path, ok := d.shortest(e, a, b)
	if !ok {
		return nil, false
	}
	for _, round := range []float64{0.4, 0.25, 0.12, 0.04} {
		c := rounded(path, round)
		if hits(c, d.boxes, e) == 0 && inside(c, d.frame) {
			return c, true
		}
	}
	return rounded(path, 0), true
}

func straight(a, b Point) []Point {
	return []Point{a, {a.X + (b.X-a.X)/3, a.Y + (b.Y-a.Y)/3}, {a.X + (b.X-a.X)*2/3, a.Y + (b.Y-a.Y)*2/3}, b}
}

// shortest is A* over the corners in sight of each other.
func (d *detours) shortest(e [2]int, a, b Point) ([]Point, bool) {
	n := len(d.corners)
	goal := make([]bool, n)
	for _, i := range d.around(e[1]) {
		goal[i] = true
	}
	cost := make([]float64, n)
	prev := make([]int32, n)
	done := make([]bool, n)
	for i := range cost {
		cost[i], prev[i] = math.Inf(1), -1
	}
	far := func(p, q Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }
	open := &frontier{}
	for _, i := range d.around(e[0]) {
		cost[i] = far(a, d.corners[i]) + perBend
		heap.Push(open, step{i, cost[i] + far(d.corners[i], b)})
	}
	best, last := math.Inf(1), int32(-1)
	for open.Len() > 0 {
		s := heap.Pop(open).(step)
		if s.total >= best {
			break
		}
		if done[s.corner] {
			continue
		}
		done[s.corner] = true
		p := d.corners[s.corner]
		if goal[s.corner] {
			if c := cost[s.corner] + far(p, b); c < best {
				best, last = c, s.corner
			}
		}
		for _, j := range d.sees[s.corner] {
			if c := cost[s.corner] + far(p, d.corners[j]) + perBend; c < cost[j] {
				cost[j], prev[j] = c, s.corner
				heap.Push(open, step{j, c + far(d.corners[j], b)})
			}
		}
	}
	if last < 0 {
		return nil, false
	}
	path := []Point{b}
	for i := last; i >= 0; i = prev[i] {
		path = append(path, d.corners[i])
	}
	path = append(path, a)
	for i, j := 0, len(path)-1; i < j; i, j = i+1, j-1 {
		path[i], path[j] = path[j], path[i]
	}
	return path, true
}

// rounded makes cubic pieces through the points of a path; at each corner the curve runs along the bisector, so that it
// bulges away from the box that it goes around.
func rounded(path []Point, round float64) []Point {
	n := len(path)
	along := make([]Point, n) // unit tangents
	for i := 1; i+1 < n; i++ {
		u, v := unit(path[i-1], path[i]), unit(path[i], path[i+1])
		along[i] = unit(Point{}, Point{u.X + v.X, u.Y + v.Y})
	}
	out := []Point{path[0]}
	for i := 0; i+1 < n; i++ {
		p, q := path[i], path[i+1]
		d := math.Hypot(q.X-p.X, q.Y-p.Y)
		u := unit(p, q)
		c1, c2 := Point{p.X + u.X*d/3, p.Y + u.Y*d/3}, Point{q.X - u.X*d/3, q.Y - u.Y*d/3}
		if i > 0 {
			c1 = Point{p.X + along[i].X*d*round, p.Y + along[i].Y*d*round}
		}
		if i+2 < n {
			c2 = Point{q.X - along[i+1].X*d*round, q.Y - along[i+1].Y*d*round}
		}
		out = append(out, c1, c2, q)
	}
	return out
}

func unit(a, b Point) Point {
	d := math.Hypot(b.X-a.X, b.Y-a.Y)
	if d == 0 {
		return Point{}
	}
	return Point{(b.X - a.X) / d, (b.Y - a.Y) / d}
}

type step struct {
	corner int32
	total  float64
}

type frontier []step

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(i, j int) bool {
	if f[i].total != f[j].total {
		return f[i].total < f[j].total
	}
	return f[i].corner < f[j].corner
}
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *frontier) Push(x any)   { *f = append(*f, x.(step)) }
func (f *frontier) Pop() any {
	old := *f
	s := old[len(old)-1]
	*f = old[:len(old)-1]
	return s
}
