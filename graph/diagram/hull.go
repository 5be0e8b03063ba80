package diagram

import "math"

const (
	hullEdge = 7.0  // points around each box
	hullLink = 22.0 // width of a link between boxes
)

// hull draws the ground of an area: its boxes inflated, thick links along their minimal spanning tree, and the
// triangles of members near each other, as long as no foreign box lies inside. A convex hull would swallow strangers.
// The same shapes, a little larger and darker, drawn first, are the border; so no polygon arithmetic is needed.
func hull(members, foreign []Rect, fs float64) []DrawOp {
	if len(members) == 0 {
		return nil
	}
	links := spanningTree(members, foreign)
	tris := triangles(members, foreign, 15*fs)
	var ops []DrawOp
	layer := func(color string, grow float64) {
		for _, t := range tris {
			ops = append(ops, DrawOp{Shape: ShapePolygon, Points: t[:], Fill: color, Stroke: color, Width: 2*grow + 6})
		}
		for _, l := range links {
			a, b := members[l[0]].center(), members[l[1]].center()
			ops = append(ops, DrawOp{Shape: ShapeLine, Points: []Point{a, b}, Stroke: color, Width: hullLink + 2*grow})
		}
		for _, m := range members {
			r := m.grown(hullEdge + grow)
			ops = append(ops, DrawOp{Shape: ShapeBox, X: r.X, Y: r.Y, W: r.W, H: r.H, R: 8, Fill: color})
		}
	}
	layer(sandEdge, 0.8)
	layer(sand, 0)
	return ops
}

func rectDistance(a, b Rect) float64 {
	dx := max(0, a.X-b.right(), b.X-a.right())
	dy := max(0, a.Y-b.bottom(), b.Y-a.bottom())
	return math.Hypot(dx, dy)
}

// spanningTree links the members by the shortest links that cross no foreign box; a member that only such a link could
// reach stays an island.
func spanningTree(members, foreign []Rect) [][2]int {
	n := len(members)
	in := make([]bool, n)
	dist := make([]float64, n)
	from := make([]int, n)
	for i := range dist {
		dist[i], from[i] = math.Inf(1), -1
	}
	const blocked = 1e6
	cost := func(i, j int) float64 {
		d := rectDistance(members[i], members[j])
		a, b := members[i].center(), members[j].center()
		for _, f := range foreign {
			if crosses(a, b, f.grown(hullLink/2)) {
				return blocked + d
			}
		}
		return d
	}
	dist[0] = 0
	var links [][2]int
	for range n {
		k := -1
		for i := range n {
			if !in[i] && (k < 0 || dist[i] < dist[k]) {
				k = i
			}
		}
		in[k] = true
		if from[k] >= 0 && dist[k] < blocked {
			links = append(links, [2]int{from[k], k})
		}
		for i := range n {
			if !in[i] {
				if c := cost(k, i); c < dist[i] {
					dist[i], from[i] = c, k
				}
			}
		}
	}
	return links
}

// triangles of centres nearer to each other than reach that contain and touch no foreign box.
func triangles(members, foreign []Rect, reach float64) [][3]Point {
	var out [][3]Point
	near := func(i, j int) bool { return rectDistance(members[i], members[j]) < reach*0.55 }
	for i := range members {
		for j := i + 1; j < len(members); j++ {
			if !near(i, j) {
				continue
			}
		third:
			for k := j + 1; k < len(members); k++ {
				if !near(i, k) || !near(j, k) {
					continue
				}
				t := [3]Point{members[i].center(), members[j].center(), members[k].center()}
				for _, f := range foreign {
					if triangleMeets(t, f.grown(hullEdge)) {
						continue third
					}
				}
				out = append(out, t)
			}
		}
	}
	return out
}

func triangleMeets(t [3]Point, r Rect) bool {
	for i := range t {
		if crosses(t[i], t[(i+1)%3], r) || r.holds(t[i]) {
			return true
		}
	}
	c := r.center()
	side := func(a, b Point) bool { return (b.X-a.X)*(c.Y-a.Y)-(b.Y-a.Y)*(c.X-a.X) > 0 }
	s := side(t[0], t[1])
	return s == side(t[1], t[2]) && s == side(t[2], t[0])
}

// crosses tells whether the straight line from a to b runs through r (Liang and Barsky's clipping).
func crosses(a, b Point, r Rect) bool {
	t0, t1 := 0.0, 1.0
	dx, dy := b.X-a.X, b.Y-a.Y
	for _, c := range [4][2]float64{{-dx, a.X - r.X}, {dx, r.right() - a.X}, {-dy, a.Y - r.Y}, {dy, r.bottom() - a.Y}} {
		switch {
		case c[0] == 0:
			if c[1] < 0 {
				return false
			}
		case c[0] < 0:
			t0 = max(t0, c[1]/c[0])
		default:
			t1 = min(t1, c[1]/c[0])
		}
		if t0 > t1 {
			return false
		}
	}
	return true
}
