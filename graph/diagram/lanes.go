package diagram

import (
	"math"
	"sort"
)

// lane is a line of chips in a row. Per column it is taken by one strip, or by single-phase chips up to its width.
type lane struct {
	groups []group
	strip  []bool    // per column
	used   []float64 // per column: width of single-phase chips
	height float64
}

// group are chips that share a strip (or a column).
type group struct {
	first, last int
	marks       []int
}

type packedRow struct {
	area  int
	lanes []lane
}

// pack puts the marks of each row into lanes: long spans first, equal spans share a strip up to a share of its width, then
// single-phase chips first fit.
func (p *placed) pack(share float64) []packedRow {
	sc := p.scene
	byRow := map[int][]int{}
	for i := range sc.Marks {
		byRow[p.bodies[i].area] = append(byRow[p.bodies[i].area], i)
	}
	var rows []packedRow
	for a := -1; a < len(sc.Areas); a++ {
		marks := byRow[a]
		if len(marks) == 0 {
			if a >= 0 && sc.Areas[a].Label != "" {
				rows = append(rows, packedRow{area: a, lanes: []lane{{height: 1.75 * p.fs}}})
			}
			continue
		}
		sort.SliceStable(marks, func(x, y int) bool {
			fx, lx := p.span(marks[x])
			fy, ly := p.span(marks[y])
			if lx-fx != ly-fy {
				return lx-fx > ly-fy
			}
			if fx != fy {
				return fx < fy
			}
			kx, ky := phaseKey(sc.Marks[marks[x]].Phases), phaseKey(sc.Marks[marks[y]].Phases)
			if kx != ky {
				return kx < ky
			}
			return sc.Marks[marks[x]].Ref < sc.Marks[marks[y]].Ref
		})
		var lanes []lane
		newLane := func() *lane {
			lanes = append(lanes, lane{strip: make([]bool, len(p.cols)), used: make([]float64, len(p.cols))})
			return &lanes[len(lanes)-1]
		}
		for _, i := range marks {
			first, last := p.span(i)
			b := &p.bodies[i]
			if first == last {
				var home *lane
				for k := range lanes {
					l := &lanes[k]
					if !l.strip[first] && l.used[first]+b.w+chipGap <= p.spanWidth(first, first)+chipGap {
						home = l
						break
					}
				}
				if home == nil {
					home = newLane()
				}
				home.used[first] += b.w + chipGap
				home.add(first, last, i)
				home.height = max(home.height, b.h)
				continue
			}
			var home *lane
			for k := range lanes { // an equal strip with room
				l := &lanes[k]
				for g := range l.groups {
					gr := &l.groups[g]
					if gr.first == first && gr.last == last && phaseKey(sc.Marks[gr.marks[0]].Phases) == phaseKey(sc.Marks[i].Phases) &&
						p.width(append(append([]int(nil), gr.marks...), i)) <= share*p.spanWidth(first, last) {
						home = l
						gr.marks = append(gr.marks, i)
						break
					}
				}
				if home != nil {
					break
				}
			}
			if home == nil {
				for k := range lanes { // a lane whose columns are free
					free := true
					for c := first; c <= last; c++ {
						free = free && !lanes[k].strip[c] && lanes[k].used[c] == 0
					}
					if free {
						home = &lanes[k]
						break
					}
				}
				if home == nil {
					home = newLane()
				}
				home.groups = append(home.groups, group{first: first, last: last, marks: []int{i}})
				for c := first; c <= last; c++ {
					home.strip[c] = true
				}
			}
			home.height = max(home.height, b.h)
		}
		rows = append(rows, packedRow{area: a, lanes: lanes})
	}
	return rows
}

func (l *lane) add(first, last, mark int) {
	for g := range l.groups {
		if l.groups[g].first == first && l.groups[g].last == last {
			l.groups[g].marks = append(l.groups[g].marks, mark)
			return
		}
	}
	l.groups = append(l.groups, group{first: first, last: last, marks: []int{mark}})
}

func phaseKey(ps []int) string {
	b := make([]byte, len(ps))
	for i, p := range ps {
		b[i] = byte('0' + p%64)
	}
	return string(b)
}

// lineUp spreads the chips of a group evenly; odd lanes are shifted so that chips do not stand in columns.
func (p *placed) lineUp(g group, k int) {
	x0 := p.cols[g.first].x + chipGap/1.5
	room := p.spanWidth(g.first, g.last)
	gap := (room - p.width(g.marks) - chipGap + chipGap) / float64(len(g.marks)+1)
	shift := 0.0
	if k%2 == 1 {
		shift = 0.35 * gap
	} else if len(g.marks) == 1 && g.first == g.last {
		shift = -0.35 * gap
	}
	x := x0 + gap + shift
	for _, i := range g.marks {
		p.bodies[i].x = x + p.bodies[i].w/2
		x += p.bodies[i].w + chipGap + (gap-chipGap)*boolTo(gap > chipGap)
	}
	p.separate(g)
}

func boolTo(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// separate keeps the chips of a group apart and on their strip, in the order in which they stand.
func (p *placed) separate(g group) {
	x0, x1 := p.cols[g.first].x+chipGap/1.5, p.cols[g.last].x+p.cols[g.last].w-chipGap/1.5
	sort.SliceStable(g.marks, func(a, b int) bool { return p.bodies[g.marks[a]].x < p.bodies[g.marks[b]].x })
	at := x0
	for _, i := range g.marks {
		b := &p.bodies[i]
		b.x = max(b.x, at+b.w/2)
		at = b.x + b.w/2 + chipGap
	}
	at = x1
	for k := len(g.marks) - 1; k >= 0; k-- {
		b := &p.bodies[g.marks[k]]
		b.x = min(b.x, at-b.w/2)
		at = b.x - b.w/2 - chipGap
	}
}

// slide moves chips along their strips towards the mean of their partners and off the chips of the two lanes above and
// below, so that lines find gaps.
func (p *placed) slide(rows []packedRow) {
	partners := make([][]int, len(p.bodies))
	for _, t := range p.scene.ties(nil) {
		partners[t[0]] = append(partners[t[0]], t[1])
		partners[t[1]] = append(partners[t[1]], t[0])
	}
	order := make([]int, len(p.bodies))
	byLane := [][]int{}
	var groups []group
	for _, r := range rows {
		for _, l := range r.lanes {
			var all []int
			for _, g := range l.groups {
				groups = append(groups, g)
				all = append(all, g.marks...)
			}
			for _, i := range all {
				order[i] = len(byLane)
			}
			byLane = append(byLane, all)
		}
	}
	for range 200 {
		move := make([]float64, len(p.bodies))
		for i := range p.bodies {
			if len(partners[i]) == 0 {
				continue
			}
			mean := 0.0
			for _, j := range partners[i] {
				mean += p.bodies[j].x
			}
			move[i] = 0.06 * (mean/float64(len(partners[i])) - p.bodies[i].x)
		}
		for i := range p.bodies {
			for d := -2; d <= 2; d++ {
				k := order[i] + d
				if k < 0 || k >= len(byLane) {
					continue
				}
				for _, j := range byLane[k] {
					if j == i {
						continue
					}
					dx := p.bodies[i].x - p.bodies[j].x
					over := (p.bodies[i].w+p.bodies[j].w)/2 + 14 - math.Abs(dx)
					if over <= 0 {
						continue
					}
					m := 0.12 * over / float64(1+abs(d))
					if dx < 0 || dx == 0 && i < j {
						m = -m
					}
					move[i] += m
				}
			}
		}
		for i := range p.bodies {
			p.bodies[i].x += move[i]
		}
		for _, g := range groups {
			p.separate(g)
		}
	}
}

func abs(d int) int {
	if d < 0 {
		return -d
	}
	return d
}
