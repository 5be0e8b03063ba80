package diagram

import (
	"math"
	"sort"
)

// rowPlace is a row: an area, or at the top what belongs to no single one (area -1).
type rowPlace struct {
	area int
	y, h float64
}

// colPlace is a column: a phase, or at the right what serves none (phase -1).
type colPlace struct {
	phase int
	x, w  float64
}

// stripPlace is the strip over the phases that the marks of one lane serve.
type stripPlace struct {
	marks []int
	spans []Rect
}

const (
	phaseHead = 24.0 // height of the column headings
	rowGap    = 6.0
	rowPad    = 5.0
	chipGap   = 9.0 // between chips of a lane
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

// phases arranges a scene by arithmetic alone: rows are areas, columns are phases, each mark a chip on a thin strip
// over the phases that it serves. It is the same for the same scene. ok is false when it does not fit at this size.
func phases(sc *Scene, size Point, fs float64) (*placed, bool) {
	for _, share := range []float64{0.45, 0.6, 0.8} { // loose strips leave room for lines, full ones save lanes
		if p, ok := phasesWith(sc, size, fs, share); ok {
			return p, true
		}
	}
	return nil, false
}

func phasesWith(sc *Scene, size Point, fs, share float64) (*placed, bool) {
	p := &placed{scene: sc, size: size, fs: fs, bodies: bodies(sc, fs, 30, 2)}
	left := rowLabelWidth(fs)
	none := 0.0 // the column of what serves no phase is as wide as its widest chip
	for i := range sc.Marks {
		if len(sc.Marks[i].Phases) == 0 {
			none = max(none, p.bodies[i].w+3*chipGap)
		}
	}
	if len(sc.Phases) == 0 {
		none = size.X - left
	}
	p.cols = columns(sc, Point{size.X, size.Y}, left, none)
	p.fitChips()
	rows := p.pack(share)
	need := phaseHead
	lanes := 0
	extra := make([]float64, len(rows)) // so that the name fits beside a row of few lanes
	for k, r := range rows {
		h := 2 * rowPad
		for _, l := range r.lanes {
			h += l.height + 0.5*fs // the least room between lanes
			lanes++
		}
		name := sc.Wide
		if r.area >= 0 {
			name = sc.Areas[r.area].Label
		}
		extra[k] = max(0, min(textWidth(clean(name), fs, true)+8, 9*fs)-h)
		need += rowGap + h + extra[k]
	}
	p.need = need
	if need > size.Y {
		return p, false
	}
	for _, r := range rows {
		for _, l := range r.lanes {
			for _, g := range l.groups {
				if p.width(g.marks) > p.spanWidth(g.first, g.last) {
					return p, false
				}
			}
		}
	}
	// What is left of the height goes between the lanes, up to a point, and then to the rows.
	spare := size.Y - need
	between := 0.5*fs + min(spare/float64(max(lanes, 1)), 1.9*fs)
	perRow := (size.Y - need - (between-0.5*fs)*float64(lanes)) / float64(max(len(rows), 1))
	perRow = min(perRow, 4*fs)
	y := phaseHead
	for k, r := range rows {
		top := y
		perRow := perRow + extra[k]
		y += rowPad + perRow/2 + between/2
		for k := range r.lanes {
			l := &r.lanes[k]
			for _, g := range l.groups {
				p.lineUp(g, k)
				for _, i := range g.marks {
					p.bodies[i].y = y + l.height/2
				}
			}
			y += l.height + between
		}
		y += rowPad + perRow/2 - between/2
		p.rows = append(p.rows, rowPlace{area: r.area, y: top, h: y - top})
		y += rowGap
	}
	p.slide(rows)
	p.findStrips()
	return p, true
}

// fitChips wraps chips that are wider than the columns they stand over into more lines.
func (p *placed) fitChips() {
	for i := range p.bodies {
		first, last := p.span(i)
		for _, target := range []int{20, 14, 10} {
			if p.bodies[i].w <= p.spanWidth(first, last) {
				break
			}
			p.bodies[i] = sized(&p.scene.Marks[i], i, p.bodies[i].area, p.fs, target, 3)
		}
	}
}

// widePhases finds the largest letters with which the scene fits, from cap down in quarter points.
func widePhases(sc *Scene, size Point, cap, least float64) (*placed, bool) {
	for fs := math.Floor(1.5*cap*4) / 4; fs >= least; fs -= 0.25 {
		if p, ok := phases(sc, size, fs); ok && (fs <= cap || p.need < 0.5*size.Y) { // a small network gets larger letters
			return p, true
		}
	}
	return nil, false
}

func rowLabelWidth(fs float64) float64 { return 2.6 * fs }

// columns shares the width among the phases by the square root of what they hold, in coarse steps so that one mark more
// rarely moves a border, and at least 13 % each where that is possible.
func columns(sc *Scene, size Point, left, none float64) []colPlace {
	n := len(sc.Phases)
	load := make([]float64, n)
	for i := range sc.Marks {
		ps := sc.Marks[i].Phases
		for _, c := range ps {
			load[c] += 1 / float64(len(ps))
		}
	}
	var cols []colPlace
	for c := range n {
		cols = append(cols, colPlace{phase: c, w: coarse(math.Sqrt(load[c]))})
	}
	if n == 0 {
		return []colPlace{{phase: -1, x: left, w: none}}
	}
	room := size.X - left - none
	least := min(0.13, 0.8/float64(len(cols)))
	total := 0.0
	for _, c := range cols {
		total += c.w
	}
	// Raise the narrow ones to the least share, take it from the rest.
	fixed := make([]bool, len(cols))
	for range cols {
		free, sum := 1.0, 0.0
		for i, c := range cols {
			if fixed[i] {
				free -= least
			} else {
				sum += c.w
			}
		}
		changed := false
		for i, c := range cols {
			if !fixed[i] && c.w/sum*free < least {
				fixed[i], changed = true, true
			}
		}
		if !changed {
			x := left
			for i := range cols {
				share := least
				if !fixed[i] {
					share = cols[i].w / sum * free
				}
				cols[i].x, cols[i].w = x, share*room
				x += cols[i].w
			}
			break
		}
	}
	if none > 0 {
		cols = append(cols, colPlace{phase: -1, x: size.X - none, w: none})
	}
	return cols
}

// coarse rounds to steps of 12 %.
func coarse(v float64) float64 {
	if v < 0.5 {
		return 0.5
	}
	return math.Pow(1.12, math.Round(math.Log(v)/math.Log(1.12)))
}

type packedRow struct {
	area  int
	lanes []lane
}

// span gives the first and last column of a mark.
func (p *placed) span(i int) (int, int) {
	ps := p.scene.Marks[i].Phases
	if len(ps) == 0 {
		return len(p.cols) - 1, len(p.cols) - 1
	}
	return ps[0], ps[len(ps)-1]
}

func (p *placed) spanWidth(first, last int) float64 {
	return p.cols[last].x + p.cols[last].w - p.cols[first].x - 2*chipGap/1.5
}

// width of chips side by side.
func (p *placed) width(marks []int) float64 {
	w := -chipGap
	for _, i := range marks {
		w += p.bodies[i].w + chipGap
	}
	return w
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

// findStrips draws one strip per lane and set of phases.
func (p *placed) findStrips() {
	type key struct {
		row    int
		y      float64
		phases string
	}
	at := map[key]int{}
	for i := range p.bodies {
		ps := p.scene.Marks[i].Phases
		if len(ps) < 2 {
			continue
		}
		k := key{p.bodies[i].area, math.Round(p.bodies[i].y), phaseKey(ps)}
		s, ok := at[k]
		if !ok {
			s = len(p.strips)
			at[k] = s
			h := 0.36 * (lineHeight + 0.6) * p.fs
			var spans []Rect
			for n := 0; n < len(ps); n++ {
				m := n
				for m+1 < len(ps) && ps[m+1] == ps[m]+1 {
					m++
				}
				x0 := p.cols[ps[n]].x + 5
				spans = append(spans, Rect{x0, p.bodies[i].y - h/2, p.cols[ps[m]].x + p.cols[ps[m]].w - 5 - x0, h})
				n = m
			}
			p.strips = append(p.strips, stripPlace{spans: spans})
		}
		p.strips[s].marks = append(p.strips[s].marks, i)
	}
}
