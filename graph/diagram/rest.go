package diagram

import (
	"sort"
)

// The box of marks that stand alone: its head, and the gap around each.

func restHead(fs float64) float64 { return 2.1 * fs }

const restGap = 7.0

// packRest flows the marks that stand alone into rows at the foot of the map, those whose partners stand left first,
// and leaves room for one more.
func packRest(sc *Scene, bs []body, size Point, fs float64) Rect {
	var who []int
	for i := range bs {
		if sc.Marks[i].Alone {
			who = append(who, i)
		}
	}
	if len(who) == 0 {
		return Rect{}
	}
	sort.SliceStable(who, func(a, b int) bool {
		ma, mb := &sc.Marks[who[a]], &sc.Marks[who[b]]
		if bs[who[a]].area != bs[who[b]].area {
			return bs[who[a]].area < bs[who[b]].area
		}
		return ma.Label < mb.Label
	})
	x, y, rowH := restGap+3, restHead(fs), 0.0
	var row []int
	flush := func() {
		for _, i := range row {
			bs[i].y = y + rowH/2
		}
		y += rowH + restGap - 1
		x, rowH, row = restGap+3, 0, nil
	}
	for _, i := range who {
		if len(row) > 0 && x+bs[i].w > size.X-restGap-3 {
			flush()
		}
		bs[i].x = x + bs[i].w/2
		x += bs[i].w + restGap
		rowH = max(rowH, bs[i].h)
		row = append(row, i)
	}
	full := x > size.X-9*fs // no room for one more name
	flush()
	if full {
		y += 2*fs*lineHeight + 0.6*fs + restGap - 1
	}
	box := Rect{0, size.Y - y - 1, size.X, y + 1}
	for _, i := range who {
		bs[i].y += box.Y
		bs[i].home = Point{bs[i].x, bs[i].y}
	}
	return box
}
