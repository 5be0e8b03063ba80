package diagram

import (
	"context"
	"math"
)

// route leads each edge from box to box around all others, inside the frame: by the shortest detour, or, where boxes
// leave no way, by a bow that hits the fewest. The answer has one curve per edge: a start and three points per cubic
// piece. It is the same for the same boxes and takes some 100 ms for 75 boxes and 200 edges
// (docs/decisions, "Lines are led around boxes by our own code").
func route(ctx context.Context, boxes []Rect, edges [][2]int, frame Rect) ([][]Point, error) {
	if len(edges) == 0 {
		return nil, nil
	}
	d := newDetours(boxes, frame)
	curves := make([][]Point, len(edges))
	for i, e := range edges {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c, ok := d.way(e)
		if !ok {
			c = bow(boxes, e, frame)
		}
		curves[i] = c
	}
	return curves, nil
}

func inside(c []Point, f Rect) bool {
	for _, p := range sample(c) {
		if p.X < f.X || p.X > f.right() || p.Y < f.Y || p.Y > f.bottom() {
			return false
		}
	}
	return true
}

// hits counts the foreign boxes that a curve runs through.
func hits(c []Point, boxes []Rect, e [2]int) int {
	pts := sample(c)
	n := 0
	for k, r := range boxes {
		if k == e[0] || k == e[1] {
			continue
		}
		r = r.inset(0.8)
		for i := 1; i < len(pts); i++ {
			if crosses(pts[i-1], pts[i], r) {
				n++
				break
			}
		}
	}
	return n
}

// bow is a cubic between two boxes on the map, bent sideways by the least of eleven offsets that hits the fewest boxes.
func bow(boxes []Rect, e [2]int, frame Rect) []Point {
	a, b := boxes[e[0]].center(), boxes[e[1]].center()
	dx, dy := b.X-a.X, b.Y-a.Y
	var best []Point
	least := math.MaxInt
	for k := range 11 {
		side := float64((k+1)/2) * 0.11
		if k%2 == 1 {
			side = -side
		}
		ox, oy := -dy*side, dx*side
		c := []Point{a, {a.X + dx*0.3 + ox, a.Y + dy*0.3 + oy}, {a.X + dx*0.7 + ox, a.Y + dy*0.7 + oy}, b}
		n := hits(c, boxes, e)
		if !inside(c, frame) {
			n += 1000
		}
		if n < least {
			best, least = c, n
		}
		if least == 0 {
			break
		}
	}
	return best
}

// sample gives points along a curve, close enough to see what it runs through.
func sample(c []Point) []Point {
	if len(c) < 4 {
		return c
	}
	out := []Point{c[0]}
	for i := 0; i+3 < len(c); i += 3 {
		steps := int(min(24, 2+math.Hypot(c[i+3].X-c[i].X, c[i+3].Y-c[i].Y)/8))
		for s := 1; s <= steps; s++ {
			out = append(out, cubic(c[i], c[i+1], c[i+2], c[i+3], float64(s)/float64(steps)))
		}
	}
	return out
}

func cubic(a, b, c, d Point, t float64) Point {
	u := 1 - t
	k0, k1, k2, k3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return Point{k0*a.X + k1*b.X + k2*c.X + k3*d.X, k0*a.Y + k1*b.Y + k2*c.Y + k3*d.Y}
}

// middle is the point halfway along a curve.
func middle(c []Point) Point {
	pts := sample(c)
	total := 0.0
	for i := 1; i < len(pts); i++ {
		total += math.Hypot(pts[i].X-pts[i-1].X, pts[i].Y-pts[i-1].Y)
	}
	half := total / 2
	for i := 1; i < len(pts); i++ {
		step := math.Hypot(pts[i].X-pts[i-1].X, pts[i].Y-pts[i-1].Y)
		if half <= step && step > 0 {
			t := half / step
			return Point{pts[i-1].X + t*(pts[i].X-pts[i-1].X), pts[i-1].Y + t*(pts[i].Y-pts[i-1].Y)}
		}
		half -= step
	}
	return pts[len(pts)-1]
}
