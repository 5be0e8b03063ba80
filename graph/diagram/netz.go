package diagram

import (
	"context"
	"math"

	"miteinander/graph/geometry"
)

// fill is the share of the map that boxes may cover: up to 0.32 the spread converges, at 0.47 never.
const fill = 0.28

// placed is a scene with every mark and area name in its place: what the painter needs.
type placed struct {
	scene  *Scene
	size   Point // of the map
	fs     float64
	bodies []body // of the marks, by index
	names  []body // of the areas, by index; w = 0 where an area has no name on the map
	rest   Rect   // the box of marks that stand alone; H = 0: none
	rows   []rowPlace
	cols   []colPlace
	strips []stripPlace
	tight  bool    // two boxes touch: the letters are too large for the map
	need   float64 // height that rows take at least
	parts  []Rect  // the framed part of each area, where areas are components

	map_  *ground // of a map of areas, with where they lie and the places of marks
	sites []site
	pins  []pin
	plane *geometry.Plane
}

// layout is the placed scene as it is stored.
func (p *placed) layout() Layout {
	l := Layout{frameRef: p.size, fontRef: {X: p.fs}}
	if p.rest.H > 0 {
		l[restRef] = Point{p.rest.Y, p.rest.H}
	}
	if len(p.cols) > 0 {
		l[colRef(p.scene, -2)] = Point{X: float64(len(p.cols))}
	}
	for _, r := range p.rows {
		l[rowRef(p.scene, r.area)] = Point{round2(r.y), round2(r.h)}
	}
	for _, c := range p.cols {
		l[colRef(p.scene, c.phase)] = Point{round2(c.x), round2(c.w)}
	}
	for i := range p.bodies {
		l[p.bodies[i].ref] = Point{round2(p.bodies[i].x), round2(p.bodies[i].y)}
	}
	for i := range p.names {
		if p.names[i].w > 0 {
			l[p.names[i].ref] = Point{round2(p.names[i].x), round2(p.names[i].y)}
		}
	}
	return l
}

// sparse is the share of the map that boxes cover at most when a small network is drawn with larger letters, and about
// the share of the ground over which it is spread.
const sparse = 0.12

// crowded is the share that boxes may cover on a slide without parts, where rather much is read than several are drawn as one: few boxes find
// their place on it still, and where they do not, the slide is drawn more coarsely.
const crowded = 0.42

// letters finds the largest size in quarter points at which the boxes cover no more than their share of the map. A small
// network gets letters up to 1.8 times the cap.
func letters(sc *Scene, size Point, cap, least float64) (float64, bool) {
	for fs := math.Floor(1.8*cap*4) / 4; fs >= least; fs -= 0.25 {
		fill := fill
		switch {
		case fs > cap:
			fill = sparse
		case sc.Large && !sc.Parts && fs < least+0.25:
			fill = crowded
		}
		bs := bodies(sc, fs, 16, 3)
		sum, rest := 0.0, 0.0
		for i := range bs {
			if sc.Marks[i].Alone {
				rest += (bs[i].w + 7) * (bs[i].h + 7)
			} else {
				sum += bs[i].w * bs[i].h
			}
		}
		room := size.X*size.Y - rest*1.15 - restHead(fs)*size.X
		if sum <= fill*room && rest < 0.45*size.X*size.Y {
			return fs, true
		}
	}
	return least, false
}

// netz arranges a scene by springs: ties pull, areas hold together, what is everywhere stands in the middle.
func netz(ctx context.Context, d Drawer, sc *Scene, size Point, fs float64) (*placed, error) {
	p := &placed{scene: sc, size: size, fs: fs, bodies: bodies(sc, fs, 16, 3)}
	p.names = areaNames(sc, fs)
	p.rest = packRest(sc, p.bodies, size, fs)
	frame := mapFrame(size, p.rest, fs)
	if err := p.springs(ctx, d, frame); err != nil {
		return nil, err
	}
	if sc.Parts {
		if p.spreadParts(frame) < 2 && fs > roomiest {
			return netz(ctx, d, sc, size, fs-0.5) // the parts are a tighter fit than the whole
		}
		return p, nil
	}
	p.tight = p.spreadAll(frame) < 2
	return p, nil
}

// mapFrame is where marks may stand: above the box of those who stand alone, with room for the hulls' edges.
func mapFrame(size Point, rest Rect, fs float64) Rect {
	bottom := size.Y
	if rest.H > 0 {
		bottom = rest.Y - 9
	} else {
		bottom -= restHead(fs) + 2.2*fs + 9 // room for the first who stands alone, so that nothing moves then
	}
	return Rect{9, 9, size.X - 18, bottom - 18}
}

// areaNames sizes the names of areas that have marks on the map.
func areaNames(sc *Scene, fs float64) []body {
	used := map[string]bool{}
	for i := range sc.Marks {
		if !sc.Marks[i].Alone {
			used[sc.Marks[i].Area] = true
		}
	}
	out := make([]body, len(sc.Areas))
	for i, a := range sc.Areas {
		out[i] = body{ref: "·name/" + a.Ref, mark: -1, area: i}
		if used[a.Ref] && a.Label != "" {
			size := nameSize(fs)
			out[i].lines = wrapTo(a.Label, size, true, 24*size, 2)
			if !sc.Parts {
				out[i].lines = wrap(a.Label, true, 18, 2)
			}
			out[i].w = widest(out[i].lines, size, true) + fs
			out[i].h = lineHeight*size*float64(len(out[i].lines)) + 0.4*fs
		}
	}
	return out
}

func nameSize(fs float64) float64 { return min(1.22*fs, fs+3) }

// spreadAll removes overlaps: the widest gap that leaves no two boxes nearer than 4 points wins. It gives the smallest
// separation of two boxes.
func (p *placed) spreadAll(frame Rect) float64 {
	bs, ties := p.onMap()
	if len(ties) > 3*len(bs) {
		ties = nil // with so many lines there is no place off them, and keeping off would only push boxes to the edge
	}
	p.placeNames(frame)
	if len(bs) > gridAbove {
		return spreadMany(bs, frame, 0.9*p.fs)
	}
	start := make([]Point, len(bs))
	for i, b := range bs {
		start[i] = Point{b.x, b.y}
	}
	type result struct {
		at    []Point
		least float64
	}
	var best *result
	for gap := 2.4 * p.fs; gap > 0.2*p.fs; gap -= 0.3 * p.fs {
		for i, b := range bs {
			b.x, b.y = start[i].X, start[i].Y
			b.home = start[i]
		}
		least := spread(bs, spreading{frame: frame, gap: gap, rounds: 300, ties: ties, pull: 0.01})
		r := &result{least: least, at: make([]Point, len(bs))}
		for i, b := range bs {
			r.at[i] = Point{b.x, b.y}
		}
		if best == nil || r.least > best.least {
			best = r
		}
		if least >= 4 {
			break
		}
	}
	for i, b := range bs {
		b.x, b.y = best.at[i].X, best.at[i].Y
	}
	return pushApart(bs, frame)
}

// onMap gives the bodies that take part in the spread (marks on the map, then area names) and the ties among them.
func (p *placed) onMap() ([]*body, [][2]int) {
	var bs []*body
	at := map[int]int{}
	for i := range p.bodies {
		if !p.scene.Marks[i].Alone {
			at[i] = len(bs)
			bs = append(bs, &p.bodies[i])
		}
	}
	for i := range p.names {
		if p.names[i].w > 0 {
			bs = append(bs, &p.names[i])
		}
	}
	var ties [][2]int
	for _, t := range p.scene.ties(nil) {
		a, okA := at[t[0]]
		b, okB := at[t[1]]
		if okA && okB {
			ties = append(ties, [2]int{a, b})
		}
	}
	return bs, ties
}

// placeNames starts each area's name above the middle of its marks.
func (p *placed) placeNames(frame Rect) {
	for i := range p.names {
		n := &p.names[i]
		if n.w == 0 {
			continue
		}
		sum, count, top := 0.0, 0.0, math.Inf(1)
		for j := range p.bodies {
			if p.bodies[j].area == i && !p.scene.Marks[j].Alone {
				sum += p.bodies[j].x
				top = min(top, p.bodies[j].y-p.bodies[j].h/2)
				count++
			}
		}
		n.x = within(sum/max(count, 1), frame.X+n.w/2, frame.right()-n.w/2)
		n.y = within(top-n.h/2-4, frame.Y+n.h/2, frame.bottom()-n.h/2)
		n.home = Point{n.x, n.y}
	}
}
