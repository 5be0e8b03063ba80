package diagram

import (
	"math"
	"sort"
)

// spreadParts gives each component a framed part of the map, as large as its boxes need, and spreads it inside. It
// gives the smallest separation of two boxes.
func (p *placed) spreadParts(frame Rect) float64 {
	sc := p.scene
	members := make([][]*body, len(sc.Areas))
	index := make([][]int, len(sc.Areas))
	for i := range p.bodies {
		if a := p.bodies[i].area; a >= 0 && !sc.Marks[i].Alone {
			members[a] = append(members[a], &p.bodies[i])
			index[a] = append(index[a], i)
		}
	}
	var order []int
	weight := make([]float64, len(sc.Areas))
	for a, ms := range members {
		if len(ms) == 0 {
			continue
		}
		order = append(order, a)
		for _, b := range ms {
			weight[a] += (b.w + 2*p.fs) * (b.h + 2*p.fs)
		}
		weight[a] *= 1.6
	}
	p.parts = make([]Rect, len(sc.Areas))
	for range 25 { // a part too narrow for its name or two of its boxes gets more
		sort.SliceStable(order, func(i, j int) bool { return weight[order[i]] > weight[order[j]] })
		treemap(p.parts, order, weight, Rect{0, 0, p.size.X, frame.bottom()})
		good := true
		for _, a := range order {
			w, h := p.names[a].w+26, p.names[a].h+30
			for _, b := range members[a] {
				w, h = max(w, 1.7*b.w+34), max(h, p.names[a].h+b.h+34)
			}
			if p.parts[a].W < w || p.parts[a].H < h {
				weight[a] *= 1.12
				good = false
			}
		}
		if good {
			break
		}
	}
	least := math.Inf(1)
	for _, a := range order {
		p.parts[a] = p.parts[a].inset(3)
		r := p.parts[a]
		n := &p.names[a]
		n.x, n.y = r.X+6+n.w/2, r.Y+5+n.h/2
		inner := Rect{r.X + 7, r.Y + n.h + 8, r.W - 14, r.H - n.h - 15}
		least = min(least, p.spreadPart(members[a], index[a], inner))
	}
	return least
}

func (p *placed) spreadPart(bs []*body, index []int, frame Rect) float64 {
	lo, hi := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, b := range bs {
		lo = Point{min(lo.X, b.x), min(lo.Y, b.y)}
		hi = Point{max(hi.X, b.x), max(hi.Y, b.y)}
	}
	at := map[int]int{}
	spots := make([]Point, len(bs))
	for k, b := range bs {
		spots[k] = Point{b.x, b.y}
	}
	even(spots, lo, hi)
	for k, b := range bs {
		b.x, b.y = spots[k].X, spots[k].Y
		at[index[k]] = k
		b.home = Point{stretch(b.x, lo.X, hi.X, frame.X+b.w/2, frame.right()-b.w/2), stretch(b.y, lo.Y, hi.Y, frame.Y+b.h/2, frame.bottom()-b.h/2)}
	}
	var ties [][2]int
	for _, t := range p.scene.ties(nil) {
		a, okA := at[t[0]]
		b, okB := at[t[1]]
		if okA && okB {
			ties = append(ties, [2]int{a, b})
		}
	}
	for gap := 2.4 * p.fs; gap > 0.2*p.fs; gap -= 0.3 * p.fs {
		for _, b := range bs {
			b.x, b.y = b.home.X, b.home.Y
		}
		if least := spread(bs, spreading{frame: frame, gap: gap, rounds: 300, ties: ties, pull: 0.01}); least >= 4 {
			return least
		}
	}
	return pushApart(bs, frame)
}

// treemap divides r among the parts by weight, largest first, always across the longer side (squarified, Bruls,
// Huizing and van Wijk 2000).
func treemap(out []Rect, order []int, weight []float64, r Rect) {
	total := 0.0
	for _, a := range order {
		total += weight[a]
	}
	for len(order) > 0 {
		scale := r.W * r.H / total
		side := min(r.W, r.H)
		worst := math.Inf(1)
		sum, n := 0.0, 0
		for n < len(order) {
			s := sum + weight[order[n]]*scale
			w := 0.0
			for k := 0; k <= n; k++ {
				v := weight[order[k]] * scale
				w = max(w, side*side*v/(s*s), s*s/(side*side*v))
			}
			if w > worst {
				break
			}
			worst, sum = w, s
			n++
		}
		depth := sum / side
		at := 0.0
		for k := range n {
			length := weight[order[k]] * scale / depth
			if r.W >= r.H {
				out[order[k]] = Rect{r.X, r.Y + at, depth, length}
			} else {
				out[order[k]] = Rect{r.X + at, r.Y, length, depth}
			}
			at += length
			total -= weight[order[k]]
		}
		if r.W >= r.H {
			r = Rect{r.X + depth, r.Y, r.W - depth, r.H}
		} else {
			r = Rect{r.X, r.Y + depth, r.W, r.H - depth}
		}
		order = order[n:]
	}
}
