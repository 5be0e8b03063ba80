package diagram

import (
	"math"
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
