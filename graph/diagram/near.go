package diagram

import (
	"cmp"
	"math"
	"slices"
)

// gridAbove is how many bodies are compared each with each; above, a grid finds the neighbours.
const gridAbove = 300

// neighbours lists the pairs of bodies that are nearer than reach on both axes, as indices a < b, in the same order for the same places. Bodies are put on
// a grid whose cells are as wide as the widest of them with its reach, so that neighbours lie in neighbouring cells.
func neighbours(bs []*body, reach float64) [][2]int {
	w, h := 1.0, 1.0
	for _, b := range bs {
		w, h = max(w, b.w), max(h, b.h)
	}
	w, h = w+reach, h+reach
	lo, hi := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, b := range bs {
		lo, hi = Point{min(lo.X, b.x), min(lo.Y, b.y)}, Point{max(hi.X, b.x), max(hi.Y, b.y)}
	}
	columns, rows := int((hi.X-lo.X)/w)+1, int((hi.Y-lo.Y)/h)+1
	where := func(b *body) (int, int) { return int((b.x - lo.X) / w), int((b.y - lo.Y) / h) }
	first := make([]int32, columns*rows+1) // the bodies of cell c are sorted[first[c]:first[c+1]], by index
	for _, b := range bs {
		x, y := where(b)
		first[y*columns+x+1]++
	}
	for c := range columns * rows {
		first[c+1] += first[c]
	}
	sorted, next := make([]int32, len(bs)), slices.Clone(first)
	for i, b := range bs {
		x, y := where(b)
		sorted[next[y*columns+x]] = int32(i)
		next[y*columns+x]++
	}
	var out [][2]int
	for i, a := range bs {
		cx, cy := where(a)
		for y := max(cy-1, 0); y <= min(cy+1, rows-1); y++ {
			for x := max(cx-1, 0); x <= min(cx+1, columns-1); x++ {
				for _, j := range sorted[first[y*columns+x]:first[y*columns+x+1]] {
					b := bs[j]
					if int(j) > i && math.Abs(a.x-b.x) < (a.w+b.w)/2+reach && math.Abs(a.y-b.y) < (a.h+b.h)/2+reach {
						out = append(out, [2]int{i, int(j)})
					}
				}
			}
		}
	}
	return out
}

// spreadMany removes the overlaps of many bodies on a page that has room for them: nothing is pulled home, and it ends
// when no two are nearer than half the gap. It gives the smallest separation that is left.
func spreadMany(bs []*body, frame Rect, gap float64) float64 {
	for range 800 {
		near := neighbours(bs, gap)
		touching := false
		for _, p := range near {
			a, b := bs[p[0]], bs[p[1]]
			touching = touching || separation(a, b) < gap/2
			pushPair(a, b, p[0], gap, gap)
		}
		for _, b := range bs {
			b.x = within(b.x, frame.X+b.w/2, frame.right()-b.w/2)
			b.y = within(b.y, frame.Y+b.h/2, frame.bottom()-b.h/2)
		}
		if !touching {
			break
		}
	}
	return closest(bs)
}

// loosen gives every area of a large scene a disc of even density: each mark keeps its direction from the area's middle
// and its rank by distance, the distance itself follows from the rank. Springs alone crowd what is alike.
func (p *placed) loosen(who []int, places []Point) {
	byArea := map[int][]int{}
	for k, i := range who {
		byArea[p.bodies[i].area] = append(byArea[p.bodies[i].area], k)
	}
	for _, ks := range byArea {
		var c Point
		ground := 0.0
		for _, k := range ks {
			b := &p.bodies[who[k]]
			c.X += places[k].X / float64(len(ks))
			c.Y += places[k].Y / float64(len(ks))
			ground += b.w * b.h
		}
		far := func(k int) float64 { return math.Hypot(places[k].X-c.X, places[k].Y-c.Y) }
		slices.SortStableFunc(ks, func(a, b int) int { return cmp.Compare(far(a), far(b)) })
		radius := math.Sqrt(ground / fill / math.Pi)
		for rank, k := range ks {
			if d := far(k); d > 1e-9 {
				to := radius * math.Sqrt((float64(rank)+0.5)/float64(len(ks))) / d
				places[k] = Point{c.X + (places[k].X-c.X)*to, c.Y + (places[k].Y-c.Y)*to}
			}
		}
	}
}

// together is how many bodies keep their places to each other when crowds are given room.
const together = 24

// halve gives crowds room where no areas do: the page is cut in two so that either part gets ground for its boxes, along the longer side, and so on
// down to a few neighbours. Who is left of whom and above whom stays; each goes most of the way to its new place, so that the crowds can still be
// seen. Pushing neighbours apart alone takes thousands of rounds to empty the middle of a crowd.
func (p *placed) halve(who []int, places []Point, lo, hi Point) {
	to := make([]Point, len(who))
	all := make([]int, len(who))
	for k := range all {
		all[k] = k
	}
	var cut func(ks []int, at Rect)
	cut = func(ks []int, at Rect) {
		if len(ks) <= together {
			l, h := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
			for _, k := range ks {
				l = Point{min(l.X, places[k].X), min(l.Y, places[k].Y)}
				h = Point{max(h.X, places[k].X), max(h.Y, places[k].Y)}
			}
			for _, k := range ks {
				to[k] = Point{stretch(places[k].X, l.X, h.X, at.X+0.1*at.W, at.right()-0.1*at.W), stretch(places[k].Y, l.Y, h.Y, at.Y+0.1*at.H, at.bottom()-0.1*at.H)}
			}
			return
		}
		across := at.W >= at.H
		slices.SortStableFunc(ks, func(a, b int) int {
			if across {
				return cmp.Compare(places[a].X, places[b].X)
			}
			return cmp.Compare(places[a].Y, places[b].Y)
		})
		total, first := 0.0, 0.0
		for _, k := range ks {
			total += p.bodies[who[k]].w * p.bodies[who[k]].h
		}
		n := len(ks) / 2
		for _, k := range ks[:n] {
			first += p.bodies[who[k]].w * p.bodies[who[k]].h
		}
		share := first / total
		if across {
			cut(ks[:n], Rect{at.X, at.Y, at.W * share, at.H})
			cut(ks[n:], Rect{at.X + at.W*share, at.Y, at.W * (1 - share), at.H})
			return
		}
		cut(ks[:n], Rect{at.X, at.Y, at.W, at.H * share})
		cut(ks[n:], Rect{at.X, at.Y + at.H*share, at.W, at.H * (1 - share)})
	}
	cut(all, Rect{lo.X, lo.Y, hi.X - lo.X, hi.Y - lo.Y})
	for k := range to {
		places[k] = Point{0.2*places[k].X + 0.8*to[k].X, 0.2*places[k].Y + 0.8*to[k].Y}
	}
}
