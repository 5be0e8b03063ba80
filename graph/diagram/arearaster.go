package diagram

import (
	"math"
	"slices"

	"miteinander/graph/geometry"
)

// cell is the width of a square of the raster on which boxes are placed.
const cell = 4.0

// raster says what lies under each square of the map: an area, and whether a box covers it.
type raster struct {
	frame Rect
	w, h  int
	site  []int16 // index of the area, -1 = none
	taken []bool
}

func newRaster(frame Rect) *raster {
	r := &raster{frame: frame, w: int(frame.W / cell), h: int(frame.H / cell)}
	r.w, r.h = max(r.w, 1), max(r.h, 1)
	r.site, r.taken = make([]int16, r.w*r.h), make([]bool, r.w*r.h)
	for i := range r.site {
		r.site[i] = -1
	}
	return r
}

func (r *raster) centre(i int) Point {
	return Point{r.frame.X + (float64(i%r.w)+0.5)*cell, r.frame.Y + (float64(i/r.w)+0.5)*cell}
}

// fill gives an area the squares whose middle lies in it, line by line.
func (r *raster) fill(shape []geometry.Polygon, index int16) {
	for y := range r.h {
		at := r.frame.Y + (float64(y)+0.5)*cell
		var cuts []float64
		for _, p := range shape {
			for _, ring := range p {
				for i := 1; i < len(ring); i++ {
					a, b := ring[i-1], ring[i]
					if (a[1] > at) != (b[1] > at) {
						cuts = append(cuts, a[0]+(at-a[1])/(b[1]-a[1])*(b[0]-a[0]))
					}
				}
			}
		}
		slices.Sort(cuts)
		for k := 0; k+1 < len(cuts); k += 2 {
			from := max(0, int(math.Ceil((cuts[k]-r.frame.X)/cell-0.5)))
			to := min(r.w-1, int(math.Floor((cuts[k+1]-r.frame.X)/cell-0.5)))
			for x := from; x <= to; x++ {
				r.site[y*r.w+x] = index
			}
		}
	}
}

// squares are the columns and rows that a rectangle touches; ok is false where it leaves the map.
func (r *raster) squares(b Rect) (x0, y0, x1, y1 int, ok bool) {
	x0, y0 = int(math.Floor((b.X-r.frame.X)/cell)), int(math.Floor((b.Y-r.frame.Y)/cell))
	x1, y1 = int(math.Ceil((b.right()-r.frame.X)/cell))-1, int(math.Ceil((b.bottom()-r.frame.Y)/cell))-1
	return max(x0, 0), max(y0, 0), min(x1, r.w-1), min(y1, r.h-1), x0 >= 0 && y0 >= 0 && x1 < r.w && y1 < r.h
}

// free tells whether a rectangle lies on the map, covers no box, and lies wholly in an area; anywhere for area -2.
func (r *raster) free(b Rect, area int16) bool {
	x0, y0, x1, y1, ok := r.squares(b)
	if !ok {
		return false
	}
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			if i := y*r.w + x; r.taken[i] || area != -2 && r.site[i] != area {
				return false
			}
		}
	}
	return true
}

func (r *raster) take(b Rect) {
	x0, y0, x1, y1, _ := r.squares(b)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			r.taken[y*r.w+x] = true
		}
	}
}
