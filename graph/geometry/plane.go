package geometry

import "math"

// area is the signed area of a ring, positive against the clock.
func area(r Ring) (sum float64) {
	for i := 1; i < len(r); i++ {
		sum += r[i-1][0]*r[i][1] - r[i][0]*r[i-1][1]
	}
	return sum / 2
}

// Ground is the area of polygons without their holes, in units of the coordinates squared.
func Ground(polygons []Polygon) (sum float64) {
	for _, p := range polygons {
		for k, r := range p {
			if k == 0 {
				sum += math.Abs(area(r))
			} else {
				sum -= math.Abs(area(r))
			}
		}
	}
	return sum
}

// Inside tells whether a point lies in one of the polygons: in its outer ring and in none of the holes.
func Inside(at Point, polygons []Polygon) bool {
	for _, p := range polygons {
		in := len(p) > 0
		for k, r := range p {
			if inRing(at, r) != (k == 0) {
				in = false
				break
			}
		}
		if in {
			return true
		}
	}
	return false
}

// inRing counts the edges that a ray from the point to the east crosses: odd is inside. Each edge owns its lower end, so that a
// vertex on the ray counts once.
func inRing(at Point, r Ring) bool {
	inside := false
	for i, j := 0, len(r)-1; i < len(r); j, i = i, i+1 {
		if (r[i][1] > at[1]) != (r[j][1] > at[1]) && at[0] < (r[j][0]-r[i][0])*(at[1]-r[i][1])/(r[j][1]-r[i][1])+r[i][0] {
			inside = !inside
		}
	}
	return inside
}

// Edge is how far a point is from the nearest border.
func Edge(at Point, polygons []Polygon) float64 {
	least := math.Inf(1)
	for _, p := range polygons {
		for _, r := range p {
			for i := 1; i < len(r); i++ {
				least = min(least, distance(at, r[i-1], r[i]))
			}
		}
	}
	return least
}

// Plane maps degrees to a flat map: north is up, and a mile is as long to the east as to the north in its middle. Good for a
// county; at 100 km across lengths differ by less than one in a hundred.
type Plane struct {
	bounds           Bounds
	x, y             float64 // lengths of a degree
	scale, left, top float64
}

// Fit is the plane that puts bounds into a frame, in its middle, y downwards.
func Fit(b Bounds, left, top, w, h float64) Plane {
	p := Plane{bounds: b, y: 1, x: math.Cos((b.Min[1] + b.Max[1]) / 2 * math.Pi / 180)}
	wide, high := max((b.Max[0]-b.Min[0])*p.x, 1e-9), max(b.Max[1]-b.Min[1], 1e-9)
	p.scale = min(w/wide, h/high)
	p.left, p.top = left+(w-wide*p.scale)/2, top+(h-high*p.scale)/2
	return p
}

// At is the place of a point of degrees on the plane.
func (p Plane) At(c Point) Point {
	return Point{p.left + (c[0]-p.bounds.Min[0])*p.x*p.scale, p.top + (p.bounds.Max[1]-c[1])*p.scale}
}

// All are shapes on the plane.
func (p Plane) All(polygons []Polygon) []Polygon {
	out := make([]Polygon, len(polygons))
	for i, poly := range polygons {
		for _, r := range poly {
			q := make(Ring, len(r))
			for k, c := range r {
				q[k] = p.At(c)
			}
			out[i] = append(out[i], q)
		}
	}
	return out
}
