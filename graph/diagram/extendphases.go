package diagram

import (
	"math"
	"sort"
)

func rowRef(sc *Scene, area int) string {
	if area < 0 {
		return "·row/"
	}
	return "·row/" + sc.Areas[area].Ref
}

func colRef(sc *Scene, phase int) string {
	switch {
	case phase == -2:
		return "·columns"
	case phase < 0:
		return "·col/"
	}
	return "·col/" + sc.Phases[phase].Ref
}

// extendPhases places what is new on stored rows and columns. Only rows that a newcomer enters change: it takes a free
// place in a lane, or the lanes of its row move together for one more. ok is false when neither is possible, or when
// rows or columns are others now.
func extendPhases(sc *Scene, l Layout, size Point) (*placed, bool) {
	fs := l[fontRef].X
	if l == nil || fs < 4 || math.Abs(l[frameRef].X-size.X) > 0.5 || math.Abs(l[frameRef].Y-size.Y) > 0.5 {
		return nil, false
	}
	p := &placed{scene: sc, size: size, fs: fs, bodies: bodies(sc, fs, 30, 2)}
	noPhase := len(sc.Phases) == 0
	for i := range sc.Marks {
		noPhase = noPhase || len(sc.Marks[i].Phases) == 0
	}
	for c := range sc.Phases {
		at, ok := l[colRef(sc, c)]
		if !ok {
			return nil, false
		}
		p.cols = append(p.cols, colPlace{phase: c, x: at.X, w: at.Y})
	}
	if at, ok := l[colRef(sc, -1)]; ok {
		p.cols = append(p.cols, colPlace{phase: -1, x: at.X, w: at.Y})
	} else if noPhase {
		return nil, false
	}
	p.fitChips()
	byRow := map[int][]int{}
	for i := range p.bodies {
		byRow[p.bodies[i].area] = append(byRow[p.bodies[i].area], i)
	}
	for a := -1; a < len(sc.Areas); a++ {
		at, ok := l[rowRef(sc, a)]
		if !ok {
			if len(byRow[a]) > 0 {
				return nil, false
			}
			continue
		}
		p.rows = append(p.rows, rowPlace{area: a, y: at.X, h: at.Y})
	}
	partners := sc.ties(nil)
	newcomers := 0
	for _, r := range p.rows {
		var standing, fresh []int
		for _, i := range byRow[r.area] {
			at, ok := l[p.bodies[i].ref]
			first, last := p.span(i)
			x0, x1 := p.reach(first, last)
			b := &p.bodies[i]
			if ok && at.Y > r.y && at.Y < r.y+r.h && at.X-b.w/2 > x0-1 && at.X+b.w/2 < x1+1 {
				b.x, b.y = at.X, at.Y
				standing = append(standing, i)
			} else {
				fresh = append(fresh, i)
			}
		}
		newcomers += len(fresh)
		for _, i := range fresh {
			target, n := 0.0, 0.0
			for _, t := range partners {
				for k := range 2 {
					if t[k] == i {
						if at, ok := l[p.bodies[t[1-k]].ref]; ok {
							target += at.X
							n++
						}
					}
				}
			}
			first, last := p.span(i)
			x0, x1 := p.reach(first, last)
			if n == 0 {
				target, n = (x0+x1)/2, 1
			}
			if !p.joinRow(i, standing, within(target/n, x0, x1)) && !p.addLane(i, standing, r) {
				return nil, false
			}
			standing = append(standing, i)
		}
	}
	if newcomers > len(p.bodies)/2 {
		return nil, false
	}
	p.findStrips()
	return p, true
}

// reach is where a chip over these columns may stand.
func (p *placed) reach(first, last int) (float64, float64) {
	return p.cols[first].x + chipGap/1.5, p.cols[last].x + p.cols[last].w - chipGap/1.5
}

// lanesOf groups marks of a row by their height on the page, top first.
func (p *placed) lanesOf(marks []int) [][]int {
	sorted := append([]int(nil), marks...)
	sort.SliceStable(sorted, func(a, b int) bool { return p.bodies[sorted[a]].y < p.bodies[sorted[b]].y })
	var out [][]int
	for _, i := range sorted {
		if n := len(out); n > 0 && math.Abs(p.bodies[out[n-1][0]].y-p.bodies[i].y) < 1 {
			out[n-1] = append(out[n-1], i)
		} else {
			out = append(out, []int{i})
		}
	}
	return out
}

// joinRow looks for the free place nearest to the target in the lanes of a row.
func (p *placed) joinRow(i int, standing []int, target float64) bool {
	b := &p.bodies[i]
	first, last := p.span(i)
	x0, x1 := p.reach(first, last)
	key := phaseKey(p.scene.Marks[i].Phases)
	best := math.Inf(1)
	for _, ln := range p.lanesOf(standing) {
		if b.h > p.tallest(ln)+1 {
			continue
		}
		clash := false
		for _, j := range ln {
			f, l := p.span(j)
			if f <= last && first <= l && (first < last || f < l) && phaseKey(p.scene.Marks[j].Phases) != key {
				clash = true // another strip lies there
			}
		}
		if clash {
			continue
		}
		edges := []float64{x0 + b.w/2, x1 - b.w/2, target}
		for _, j := range ln {
			c := &p.bodies[j]
			edges = append(edges, c.x-(c.w+b.w)/2-chipGap, c.x+(c.w+b.w)/2+chipGap)
		}
	try:
		for _, x := range edges {
			if x-b.w/2 < x0-0.01 || x+b.w/2 > x1+0.01 || math.Abs(x-target) >= best {
				continue
			}
			for _, j := range ln {
				c := &p.bodies[j]
				if math.Abs(x-c.x) < (c.w+b.w)/2+chipGap-0.01 {
					continue try
				}
			}
			best = math.Abs(x - target)
			b.x, b.y = x, p.bodies[ln[0]].y
		}
	}
	return !math.IsInf(best, 1)
}

func (p *placed) tallest(marks []int) float64 {
	h := 0.0
	for _, i := range marks {
		h = max(h, p.bodies[i].h)
	}
	return h
}

// addLane opens one more lane at the foot of a row by moving the others of this row together.
func (p *placed) addLane(i int, standing []int, r rowPlace) bool {
	b := &p.bodies[i]
	first, last := p.span(i)
	x0, x1 := p.reach(first, last)
	if b.w > x1-x0 {
		return false
	}
	lanes := append(p.lanesOf(standing), []int{i})
	sum := 0.0
	for _, ln := range lanes {
		sum += p.tallest(ln)
	}
	gap := (r.h - 2*rowPad - sum) / float64(len(lanes))
	if gap < 3.2 {
		return false
	}
	b.x = (x0 + x1) / 2
	y := r.y + rowPad + gap/2
	for _, ln := range lanes {
		h := p.tallest(ln)
		for _, k := range ln {
			p.bodies[k].y = y + h/2
		}
		y += h + gap
	}
	return true
}
