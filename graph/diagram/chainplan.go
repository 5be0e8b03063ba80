package diagram

import (
	"math"
	"slices"
	"sort"
)

// chainPlan is a chainScene with every thing in its place: by arithmetic alone, so that one more institution changes only the cell and
// the strands that it touches. All places are relative to the map's top left corner, in points.
type chainPlan struct {
	s             *chainScene
	size          Point
	fs            float64 // letters in chips
	small         float64 // letters on pills and heads, never below the paper's smallest
	scale         float64 // points per child
	labelW        float64
	headH, footH  float64
	colX          []float64
	colW, zoneW   float64
	rowY, rowH    []float64 // h = 0: nothing stands there
	chips         []Rect
	lines         [][]string // wrapped labels of the chips
	lanes         []trunk    // by strand
	portOut, port []map[int]float64
}

// trunk is where the middle part of a strand lies, straight and free of others.
type trunk struct {
	y, w, from, to float64
	direct         bool // in detail: one curve from chip to chip
}

const (
	chainGap  = 5.0 // between two rows
	thinBand  = 2.6 // the least width of a band
	evenBand  = 7.0 // the width of every band while no children are recorded
	broadest  = 60.0
	chainLeft = 10.0 // before the first column
)

// planChain finds the largest letters, and the widest bands at these, at which every row fits; false when even the smallest do not.
func planChain(s *chainScene, size Point, f format, stored Layout) (*chainPlan, bool) {
	most, across, largest := int64(0), int64(0), int64(0) // children of the widest band of an area; across areas, by area and in all
	for _, x := range s.strands {
		if x.known {
			largest = max(largest, x.children)
		}
		switch {
		case x.known && x.row != 0:
			most = max(most, x.children)
		case x.known:
			across = max(across, x.children/int64(len(x.parts)))
		}
	}
	most = max(most, across)
	try := func(fs, scale float64) (*chainPlan, bool) {
		p := &chainPlan{s: s, size: size, fs: fs, small: max(f.least, 0.86*fs), scale: scale}
		p.columns()
		return p, p.placeRows(stored)
	}
	if at, ok := stored[fontRef]; ok && stored[frameRef] == size {
		if p, ok := try(at.X, at.Y); ok && p.keeps(stored) {
			p.finish()
			return p, true
		}
	}
	stored = nil
	start := broadest
	if largest > most { // what all areas share is not to fill the page
		start = max(12, min(start, 1.5*broadest*float64(most)/float64(largest)))
	}
	top := math.Floor(2*1.15*f.cap) / 2
	for _, least := range []float64{11, 8, 6, 4, thinBand} { // first letters, as long as the widest band says something
		for fs := top; fs >= f.least; fs -= 0.5 {
			for w := start; w >= least; w *= 0.8 {
				if p, ok := try(fs, w/float64(max(most, 1))); ok {
					p.finish()
					return p, true
				}
				if most == 0 {
					break
				}
			}
		}
	}
	return nil, false
}

// keeps tells whether the rows stand as they are stored.
func (p *chainPlan) keeps(l Layout) bool {
	for i := range p.s.rows {
		if at := l[p.rowKey(i)]; p.rowH[i] > 0 && (at.X != round2(p.rowY[i]) || at.Y != round2(p.rowH[i])) {
			return false
		}
	}
	return true
}

func (p *chainPlan) rowKey(i int) string {
	if p.s.rows[i].ref == "" {
		return "·row/" + itoa(min(i, 1))
	}
	return "·row/" + p.s.rows[i].ref
}

// layout is what a later picture keeps: size of letters, scale, rows.
func (p *chainPlan) layout(prefix string, into Layout) {
	into[prefix+frameRef] = p.size
	into[prefix+fontRef] = Point{p.fs, p.scale}
	for i := range p.s.rows {
		if p.rowH[i] > 0 {
			into[prefix+p.rowKey(i)] = Point{round2(p.rowY[i]), round2(p.rowH[i])}
		}
	}
}

// columns divides the width: names of areas, then chips and zones in turn.
func (p *chainPlan) columns() {
	n := len(p.s.columns)
	p.labelW = 9.2 * p.fs
	room := p.size.X - p.labelW - 2*chainLeft
	w := 7 * p.fs
	for i := range p.s.chips {
		w = max(w, textWidth(clean(p.s.chips[i].label), p.fs, false)+1.1*p.fs)
	}
	p.colW = min(w, 14*p.fs, 0.56*room/float64(max(n, 1)))
	if n > 1 {
		p.zoneW = (room - float64(n)*p.colW) / float64(n-1)
	}
	p.colX = make([]float64, n)
	for i := range p.colX {
		p.colX[i] = p.labelW + chainLeft + float64(i)*(p.colW+p.zoneW)
	}
	p.lines = make([][]string, len(p.s.chips))
	for i := range p.s.chips {
		p.lines[i] = wrapTo(p.s.chips[i].label, p.fs, false, p.colW-0.8*p.fs, 3)
	}
	p.headH = p.headHeight()
	p.footH = p.footHeight()
}

// width of a strand's band.
func (p *chainPlan) width(x *strand) float64 {
	switch {
	case x.row < 0 && !x.known:
		return thinBand
	case !x.known && p.countsChildren():
		return thinBand
	case !x.known:
		return evenBand
	}
	return max(thinBand, float64(x.children)*p.scale)
}

func (p *chainPlan) countsChildren() bool {
	return slices.ContainsFunc(p.s.strands, func(x strand) bool { return x.known })
}

// loads are the widths of all bands that leave and reach each chip.
func (p *chainPlan) loads() (out, in []float64) {
	out, in = make([]float64, len(p.s.chips)), make([]float64, len(p.s.chips))
	for i := range p.s.strands {
		x := &p.s.strands[i]
		w := p.width(x)
		for _, e := range x.from {
			out[e.chip] += w*e.share + 0.8
		}
		for _, e := range x.to {
			in[e.chip] += w*e.share + 0.8
		}
	}
	return out, in
}

// placeRows sizes chips and rows and stacks them; false when they need more than there is.
func (p *chainPlan) placeRows(stored Layout) bool {
	s := p.s
	out, in := p.loads()
	p.chips = make([]Rect, len(s.chips))
	room := p.size.Y - p.headH - p.footH
	cells := map[[2]int]float64{}
	used := make([]bool, len(s.rows))
	for i := range s.chips {
		c := &s.chips[i]
		h := lineHeight*p.fs*float64(len(p.lines[i])) + 0.42*p.fs
		load := max(out[i], in[i]) + 2
		if c.row == 0 { // one clinic for all would fill the page: its bands may overlap where they leave
			load = min(load, 0.3*room)
		}
		if c.role == RoleBundle {
			h += 3
		}
		p.chips[i] = Rect{X: p.colX[c.col], W: p.colW, H: max(h, load)}
		cells[[2]int{c.row, c.col}] += p.chips[i].H + 0.42*p.fs
		used[c.row] = true
	}
	zones := map[[2]int]float64{}
	for i := range s.strands {
		if x := &s.strands[i]; x.row >= 0 {
			zones[[2]int{x.row, x.zone}] += p.laneHeight(x)
			used[x.row] = true
		}
	}
	need := make([]float64, len(s.rows))
	for k, h := range cells {
		need[k[0]] = max(need[k[0]], h-0.42*p.fs)
	}
	for k, h := range zones {
		need[k[0]] = max(need[k[0]], h)
	}
	total := 0.0
	for r := range s.rows {
		if !used[r] && (r == 0 || r == len(s.rows)-1) {
			continue
		}
		size := 1.08 * p.fs
		lines := wrapTo(s.rows[r].label, size, true, p.labelW-12, 3)
		need[r] = max(need[r], lineHeight*size*float64(len(lines))) + 0.9*p.fs
		total += need[r] + chainGap
	}
	if total-chainGap > room {
		return false
	}
	spare := math.Floor(20*min(2.6, (room+chainGap)/total)) / 20 // in steps, so that a little more does not move all
	p.rowY, p.rowH = make([]float64, len(s.rows)), make([]float64, len(s.rows))
	y := p.headH
	for r, h := range need {
		if h == 0 {
			continue
		}
		p.rowH[r] = round2(h + (h+chainGap)*max(spare-1, 0)) // as it is stored
		p.rowY[r] = round2(y)
		y += p.rowH[r] + chainGap
	}
	if stored == nil {
		return true
	}
	bottom := p.headH
	for r, h := range need { // on the stored rows, where all still fits into them
		at, ok := stored[p.rowKey(r)]
		if (h > 0) != ok || h > at.Y+0.01 || h > 0 && at.X < bottom-0.01 {
			return false
		}
		if h > 0 {
			p.rowY[r], p.rowH[r] = at.X, at.Y
			bottom = at.X + at.Y
		}
	}
	return bottom <= p.size.Y-p.footH+0.01
}

func (p *chainPlan) laneHeight(x *strand) float64 { return max(p.width(x), 1.5*p.small) + 2 }

// finish places chips in their cells, lanes in their rows and ports on the chips.
func (p *chainPlan) finish() {
	p.placeChips()
	p.placeLanes()
	p.placePorts()
}

func (p *chainPlan) placeChips() {
	s := p.s
	first := make([]int, len(s.chips)) // the first strand of each chip: chips come in the order of the transitions
	for i := range first {
		first[i] = len(s.strands)
	}
	for n := range s.strands {
		for _, e := range slices.Concat(s.strands[n].from, s.strands[n].to) {
			first[e.chip] = min(first[e.chip], n)
		}
	}
	cells := map[[2]int][]int{}
	for i := range s.chips {
		k := [2]int{s.chips[i].row, s.chips[i].col}
		cells[k] = append(cells[k], i)
	}
	for _, in := range cells {
		sort.SliceStable(in, func(a, b int) bool {
			if fa, fb := first[in[a]], first[in[b]]; fa != fb && !s.detail {
				return fa < fb
			}
			if sa, sb := first[in[a]] < len(s.strands), first[in[b]] < len(s.strands); sa != sb {
				return sa
			}
			return s.chips[in[a]].label < s.chips[in[b]].label
		})
	}
	if s.detail {
		p.untangle(cells)
	}
	for k, in := range cells {
		total := 0.0
		for _, i := range in {
			total += p.chips[i].H
		}
		gap := min((p.rowH[k[0]]-0.9*p.fs-total)/float64(max(len(in)-1, 1)), 2.2*p.fs)
		y := p.rowY[k[0]] + (p.rowH[k[0]]-total-gap*float64(len(in)-1))/2
		for _, i := range in {
			p.chips[i].Y = y
			y += p.chips[i].H + gap
		}
	}
}

// untangle orders the chips of each cell by where their partners stand, to the right and back, so that fewer bands cross.
func (p *chainPlan) untangle(cells map[[2]int][]int) {
	s := p.s
	spot := make([]float64, len(s.chips)) // row, then place in the cell
	number := func() {
		for k, in := range cells {
			for n, i := range in {
				spot[i] = float64(k[0]) + (float64(n)+0.5)/float64(len(in))
			}
		}
	}
	number()
	for sweep := range 4 {
		for step := range s.columns {
			col := step
			if sweep%2 == 1 {
				col = len(s.columns) - 1 - step
			}
			sum, count := make([]float64, len(s.chips)), make([]float64, len(s.chips))
			for _, x := range s.strands {
				for _, a := range x.from {
					for _, b := range x.to {
						if sweep%2 == 0 {
							sum[b.chip], count[b.chip] = sum[b.chip]+spot[a.chip], count[b.chip]+1
						} else {
							sum[a.chip], count[a.chip] = sum[a.chip]+spot[b.chip], count[a.chip]+1
						}
					}
				}
			}
			for r := range s.rows {
				in := cells[[2]int{r, col}]
				mean := func(i int) float64 {
					if count[i] == 0 {
						return spot[i]
					}
					return sum[i] / count[i]
				}
				sort.SliceStable(in, func(a, b int) bool { return mean(in[a]) < mean(in[b]) })
			}
			number()
		}
	}
}

// placeLanes stacks the lanes of each row and zone, each as near to its chips as the others leave it.
func (p *chainPlan) placeLanes() {
	s := p.s
	p.lanes = make([]trunk, len(s.strands))
	groups := map[[2]int][]int{}
	for n := range s.strands {
		x := &s.strands[n]
		l := &p.lanes[n]
		l.w = p.width(x)
		if l.direct = x.row < 0; l.direct {
			continue
		}
		var sum, count float64
		far := [2]bool{}
		for side, ends := range [][]end{x.from, x.to} {
			for _, e := range ends {
				if s.chips[e.chip].row == x.row {
					sum += p.chips[e.chip].center().Y * e.share
					count += e.share
				} else {
					far[side] = true
				}
			}
		}
		l.y = p.rowY[x.row] + p.rowH[x.row]/2
		if count > 0 {
			l.y = sum / count
		}
		x0 := p.colX[x.zone] + p.colW
		in, out := 0.26, 0.16
		if far[0] {
			in = 0.5
		}
		if far[1] {
			out = 0.42
		}
		if far[0] && far[1] {
			in, out = 0.38, 0.38
		}
		l.from, l.to = x0+in*p.zoneW, x0+(1-out)*p.zoneW
		switch x.role {
		case RoleNoReceiver:
			l.to = x0 + 0.68*p.zoneW
		case RoleNoSender:
			l.from = x0 + 0.32*p.zoneW
		case RoleNobody:
			l.from, l.to = x0+0.28*p.zoneW, x0+0.72*p.zoneW
		}
		groups[[2]int{x.row, x.zone}] = append(groups[[2]int{x.row, x.zone}], n)
	}
	for k, in := range groups {
		sort.SliceStable(in, func(a, b int) bool { return p.lanes[in[a]].y < p.lanes[in[b]].y })
		top, bottom := p.rowY[k[0]]+0.3*p.fs, p.rowY[k[0]]+p.rowH[k[0]]-0.3*p.fs
		at := top
		for _, n := range in { // downwards, then back up from the foot of the row
			h := p.laneHeight(&s.strands[n])
			p.lanes[n].y = max(p.lanes[n].y, at+h/2)
			at = p.lanes[n].y + h/2
		}
		at = bottom
		for _, n := range slices.Backward(in) {
			h := p.laneHeight(&s.strands[n])
			p.lanes[n].y = min(p.lanes[n].y, at-h/2)
			at = p.lanes[n].y - h/2
		}
	}
}

// placePorts stacks the ends of the bands on both sides of each chip in the order in which their other ends lie.
func (p *chainPlan) placePorts() {
	s := p.s
	p.portOut, p.port = make([]map[int]float64, len(s.strands)), make([]map[int]float64, len(s.strands))
	type leg struct {
		strand, chip int
		w, aim       float64
	}
	var sides [2][][]leg
	sides[0], sides[1] = make([][]leg, len(s.chips)), make([][]leg, len(s.chips))
	for n := range s.strands {
		x := &s.strands[n]
		p.portOut[n], p.port[n] = map[int]float64{}, map[int]float64{}
		for side, ends := range [][]end{x.from, x.to} {
			for _, e := range ends {
				aim := p.lanes[n].y
				if p.lanes[n].direct {
					other := x.to
					if side == 1 {
						other = x.from
					}
					aim = p.chips[other[0].chip].center().Y
				}
				sides[side][e.chip] = append(sides[side][e.chip], leg{n, e.chip, p.lanes[n].w * e.share, aim})
			}
		}
	}
	for side, byChip := range sides {
		for c, legs := range byChip {
			sort.SliceStable(legs, func(a, b int) bool { return legs[a].aim < legs[b].aim })
			total := 0.0
			for _, l := range legs {
				total += l.w + 0.8
			}
			k := min(1, (p.chips[c].H-2)/max(total, 1))
			y := p.chips[c].center().Y - total*k/2
			for _, l := range legs {
				w := (l.w + 0.8) * k
				if side == 0 {
					p.portOut[l.strand][c] = y + w/2
				} else {
					p.port[l.strand][c] = y + w/2
				}
				y += w
			}
		}
	}
}
