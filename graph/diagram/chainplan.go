package diagram

import (
	"math"
	"slices"
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
	thinnest := thinBand / float64(max(most, 1))
	var sizes []float64 // of letters, at which the thinnest bands fit at all
	start := broadest
	if largest > most { // what all areas share is not to fill the page
		start = max(12, min(start, 1.5*broadest*float64(most)/float64(largest)))
	}
	for fs := math.Floor(2*1.15*f.cap) / 2; fs >= f.least; fs -= 0.5 {
		if _, ok := try(fs, thinnest); ok {
			sizes = append(sizes, fs)
		}
	}
	for _, least := range []float64{11, 8, 6, 4, thinBand} { // first letters, as long as the widest band says something
		for _, fs := range sizes {
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
	if len(sizes) > 0 {
		if p, ok := try(sizes[0], thinnest); ok {
			p.finish()
			return p, true
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
