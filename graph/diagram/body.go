package diagram

import (
	"math"
	"unicode/utf8"
)

// body is a mark, or the name of an area, with its size and its place on the map. Places are relative to the map's
// top left corner, in points.
type body struct {
	ref   string
	mark  int // index into Scene.Marks; -1 = the name of an area
	area  int // index into Scene.Areas; -1 = everywhere
	x, y  float64
	w, h  float64
	home  Point    // where springs or the stored layout want it
	leash float64  // farthest it may move from home; 0 = free
	lines []string // wrapped label
}

func (b *body) rect() Rect { return Rect{b.x - b.w/2, b.y - b.h/2, b.w, b.h} }

const lineHeight = 1.15 // of the letters' size

// sized wraps the label of a mark and gives it the size that its form needs. target is where lines want to end, in
// letters; maxLines how many may stand. Where only two may (chips), one line is kept as long as it can be.
func sized(m *Mark, i, area int, fs float64, target, maxLines int) body {
	lines := wrapTo(m.Label, fs, false, 0.5*fs*float64(target), 1)
	if len(lines) == 0 || maxLines > 2 || utf8.RuneCountInString(lines[0]) > target {
		lines = wrap(m.Label, false, target, maxLines)
	}
	w := widest(lines, fs, false)
	h := lineHeight * fs * float64(len(lines))
	b := body{ref: m.Ref, mark: i, area: area, lines: lines}
	switch Style[m.Role].Form {
	case FormEllipse:
		b.w, b.h = w+1.8*fs, h+0.8*fs
	case FormDouble:
		b.w, b.h = w+2.2*fs, h+1.3*fs
	case FormNote:
		b.w, b.h = w+1.5*fs, h+0.55*fs
	case FormStack:
		b.w, b.h = w+1.4*fs, h+0.9*fs
	default:
		b.w, b.h = w+fs, h+0.6*fs
		if Style[m.Role].Sign != "" {
			b.w += 0.9 * fs
		}
	}
	return b
}

// bodies sizes all marks of a scene.
func bodies(sc *Scene, fs float64, target, maxLines int) []body {
	areas := map[string]int{}
	for i, a := range sc.Areas {
		areas[a.Ref] = i
	}
	out := make([]body, len(sc.Marks))
	for i := range sc.Marks {
		m := &sc.Marks[i]
		area := -1
		if a, ok := areas[m.Area]; ok {
			area = a
		}
		out[i] = sized(m, i, area, fs, target, maxLines)
	}
	return out
}

// separation is how far two bodies are apart on the axis on which they are farther apart; negative = they overlap.
func separation(a, b *body) float64 {
	return max(math.Abs(a.x-b.x)-(a.w+b.w)/2, math.Abs(a.y-b.y)-(a.h+b.h)/2)
}

// spreading says how spread moves bodies.
type spreading struct {
	frame  Rect
	gap    float64  // wanted between two boxes; between two areas 2.2 times as much
	rounds int      // the last fifth only guarantees 7 × 6 points
	ties   [][2]int // lines that foreign boxes should keep off
	pull   float64  // towards home per round
}

// spread pushes apart what touches, keeps areas apart, keeps boxes off foreign lines, pulls home, and holds everything
// in the frame and on its leash. It gives the smallest separation that is left.
func spread(bs []*body, s spreading) float64 {
	n := len(bs)
	for round := range s.rounds {
		last := round >= s.rounds*4/5
		gx, gy := s.gap, s.gap*0.85
		if last {
			gx, gy = min(gx, 7), min(gy, 6)
		}
		if n > gridAbove {
			for _, p := range neighbours(bs, max(gx, gy)*2.2) {
				pushPair(bs[p[0]], bs[p[1]], p[0], gx, gy)
			}
		} else {
			for i := range n {
				for j := i + 1; j < n; j++ {
					pushPair(bs[i], bs[j], i, gx, gy)
				}
			}
		}
		if !last {
			for _, t := range s.ties {
				keepOff(bs, t)
			}
			for _, b := range bs {
				b.x += s.pull * (b.home.X - b.x)
				b.y += s.pull * (b.home.Y - b.y)
			}
		}
		for _, b := range bs {
			if b.leash > 0 {
				if d := math.Hypot(b.x-b.home.X, b.y-b.home.Y); d > b.leash {
					b.x = b.home.X + (b.x-b.home.X)*b.leash/d
					b.y = b.home.Y + (b.y-b.home.Y)*b.leash/d
				}
			}
			b.x = within(b.x, s.frame.X+b.w/2, s.frame.right()-b.w/2)
			b.y = within(b.y, s.frame.Y+b.h/2, s.frame.bottom()-b.h/2)
		}
	}
	return closest(bs)
}

// pushPair moves two bodies half apart on the cheaper axis where they are nearer than the gaps; between two areas the
// gaps are wider. i breaks the tie of two on one point.
func pushPair(a, b *body, i int, gx, gy float64) {
	if a.area != b.area && a.area >= 0 && b.area >= 0 {
		gx, gy = gx*2.2, gy*2.2
	}
	dx, dy := b.x-a.x, b.y-a.y
	px, py := (a.w+b.w)/2+gx-math.Abs(dx), (a.h+b.h)/2+gy-math.Abs(dy)
	if px <= 0 || py <= 0 {
		return
	}
	if px < py {
		m := 0.55 * px / 2
		if dx < 0 || dx == 0 && i%2 == 1 {
			m = -m
		}
		a.x -= m
		b.x += m
		return
	}
	m := 0.55 * py / 2
	if dy < 0 || dy == 0 && i%2 == 1 {
		m = -m
	}
	a.y -= m
	b.y += m
}

func closest(bs []*body) float64 {
	least := math.Inf(1)
	for i := range bs {
		for j := i + 1; j < len(bs); j++ {
			least = min(least, separation(bs[i], bs[j]))
		}
	}
	return least
}

// keepOff pushes every box that a tie's straight line crosses sideways off it, by a tenth of the way, at most 4 points.
func keepOff(bs []*body, t [2]int) {
	a, b := bs[t[0]], bs[t[1]]
	dx, dy := b.x-a.x, b.y-a.y
	d := math.Hypot(dx, dy)
	if d < 1 {
		return
	}
	nx, ny := -dy/d, dx/d
	for k, c := range bs {
		if k == t[0] || k == t[1] {
			continue
		}
		along := ((c.x-a.x)*dx + (c.y-a.y)*dy) / (d * d)
		if along < 0.02 || along > 0.98 {
			continue
		}
		off := (c.x-a.x)*nx + (c.y-a.y)*ny
		need := math.Abs(nx)*c.w/2 + math.Abs(ny)*c.h/2 + 3 - math.Abs(off)
		if need <= 0 {
			continue
		}
		m := min(0.1*need, 4)
		if off < 0 {
			m = -m
		}
		c.x += m * nx
		c.y += m * ny
	}
}

func within(v, lo, hi float64) float64 {
	if hi < lo {
		return (lo + hi) / 2
	}
	return min(max(v, lo), hi)
}
