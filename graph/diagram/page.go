package diagram

import (
	"strings"
)

// format is a paper: its size and the sizes of what stands around the maps, in points.
type format struct {
	name                string
	w, h, margin        float64
	titleY, title       float64 // base line and size of the network's name
	textY, text         float64 // selection, date
	panelY, panel       float64 // heading of a map
	noteY, note         float64
	top                 float64 // where maps begin
	foot                float64 // height of legend and source
	legend, legendLeast float64
	source              float64
	gutter              float64
	cap, least          float64 // letters in boxes: largest and smallest
	split               bool    // what does not fit goes on more sheets; else the page grows
	slide               bool    // one sheet for a projector: what is many is bundled until it fits
}

var formats = map[string]format{
	"a3":     {name: "a3", w: 1190.55, h: 841.89, margin: 34, titleY: 46, title: 20, textY: 61, text: 9.5, panelY: 83, panel: 13.5, noteY: 94.5, note: 8, top: 106, foot: 84, legend: 8.5, legendLeast: 6.5, source: 7.5, gutter: 26, cap: 10.5, least: 8, split: true},
	"a4":     {name: "a4", w: 841.89, h: 595.28, margin: 26, titleY: 36, title: 15, textY: 48, text: 8, panelY: 64, panel: 11, noteY: 73, note: 7, top: 85, foot: 70, legend: 7.5, legendLeast: 6, source: 6.5, gutter: 18, cap: 10, least: 7, split: true},
	"screen": {name: "screen", w: 1190.55, h: 841.89, margin: 34, titleY: 46, title: 20, textY: 61, text: 9.5, panelY: 83, panel: 13.5, noteY: 94.5, note: 8, top: 106, foot: 84, legend: 8.5, legendLeast: 6.5, source: 7.5, gutter: 26, cap: 10.5, least: 8},
	// A slide is read from the back of a room: its points are the pixels of a projector, and no letter is smaller than 18 of them.
	paperSlide: {name: paperSlide, w: 1280, h: 720, margin: 40, titleY: 56, title: 36, textY: 94, text: 24, panelY: 158, panel: 22, top: slideTop, legend: slideLetter, legendLeast: slideLetter, source: slideLetter, gutter: 28, cap: 22, least: slideLetter, slide: true},
}

// grown is the format on a larger page, for screens.
func (f format) grown(k float64) format {
	f.w, f.h = f.w*k, f.h*k
	return f
}

// mapSize is the room of one of n maps side by side.
func (f format) mapSize(n int) Point {
	return Point{round2((f.w - 2*f.margin - float64(n-1)*f.gutter) / float64(n)), round2(f.h - f.top - f.foot)}
}

func (f format) origin(k, n int) Point {
	return Point{f.margin + float64(k)*(f.mapSize(n).X+f.gutter), f.top}
}

// sheetText is what stands around the maps.
type sheetText struct {
	Title, Network, Selection, Source, Version, DateLine, Lang, Summary, PageLine string
	Hints                                                                         string // how to read the places and sizes
	Sentence                                                                      string // of a slide
	Note                                                                          string // of a slide: what was bundled
}

// head draws network, title, selection and date, and the heading of each map.
func (f format) head(t sheetText, drawings []Drawing, roles []Role) []Item {
	if f.slide {
		return f.slideHead(t, drawings, roles)
	}
	dateW := textWidth(clean(t.DateLine), f.text, false)
	ops := []DrawOp{
		fitted(DrawOp{Shape: ShapeText, X: f.margin, Y: f.titleY, Text: clean(t.Network), Size: f.title, Bold: true, Fill: ink}, f.w-2*f.margin-dateW-20),
		fitted(DrawOp{Shape: ShapeText, X: f.margin, Y: f.textY, Text: clean(joined(" · ", t.Title, t.Selection)), Size: f.text, Fill: softInk}, f.w-2*f.margin),
		{Shape: ShapeText, X: f.w - f.margin, Y: f.titleY, Text: clean(t.DateLine), Size: f.text, Fill: softInk, Align: End},
	}
	out := []Item{{Role: RoleTitle, Ops: ops}}
	for i, d := range drawings {
		if d.Title == "" {
			continue
		}
		color := blue
		if s := Style[roles[i]].Stroke; s != "" {
			color = s
		}
		out = append(out, Item{Role: RoleTitle, Ops: []DrawOp{
			fitted(DrawOp{Shape: ShapeText, X: d.Frame.X, Y: f.panelY, Text: clean(d.Title), Size: f.panel, Bold: true, Fill: color}, d.Frame.W),
			fitted(DrawOp{Shape: ShapeText, X: d.Frame.X, Y: f.noteY, Text: clean(d.Note), Size: f.note, Fill: softInk}, d.Frame.W),
			{Shape: ShapeLine, Points: []Point{{d.Frame.X, f.top - 7}, {d.Frame.X + d.Frame.W, f.top - 7}}, Stroke: color, Width: 1.2},
		}})
	}
	return out
}

// fitted makes a line of text smaller, down to three quarters, until it fits; what is still too long ends in "…".
func fitted(op DrawOp, width float64) DrawOp {
	full := op.Size
	for op.Size > 0.75*full && textWidth(op.Text, op.Size, op.Bold) > width {
		op.Size -= 0.25
	}
	if textWidth(op.Text, op.Size, op.Bold) <= width {
		return op
	}
	rs := []rune(op.Text)
	for len(rs) > 1 && textWidth(string(rs)+"…", op.Size, op.Bold) > width {
		rs = rs[:len(rs)-1]
	}
	op.Text = strings.TrimSpace(string(rs)) + "…"
	return op
}

// used picks the signs that occur, in the scene's order.
func used(sc *Scene, drawings []Drawing) []LegendEntry {
	type sign struct {
		role Role
		fill string
	}
	have := map[sign]bool{}
	for _, d := range drawings {
		for _, it := range d.Items {
			have[sign{it.Role, ""}] = true
		}
	}
	on := map[string]bool{}
	for _, d := range drawings {
		for _, it := range d.Items {
			on[it.Ref] = true
		}
	}
	for i := range sc.Marks {
		m := &sc.Marks[i]
		if !on[m.Ref] {
			continue
		}
		role := m.Role
		if form := Style[role].Form; form == FormBox || form == FormStack {
			role = RoleInstitution
		}
		have[sign{role, m.Fill}] = true
		if m.Unsaid {
			have[sign{RoleUnsaid, ""}] = true
		}
		if m.Folded > 0 {
			have[sign{RoleFolded, ""}] = true
		}
	}
	for _, p := range sc.Panels {
		if len(p.Away) > 0 {
			have[sign{RoleBadge, ""}] = true
		}
	}
	var out []LegendEntry
	for _, e := range sc.Legend {
		if have[sign{e.Role, e.Fill}] || e.Role == RoleArea && have[sign{e.Role, ""}] {
			out = append(out, e)
		}
	}
	return out
}

// feet draws the legend with every sign used and no other, and the source line.
func (f format) feet(entries []LegendEntry, t sheetText) []Item {
	if f.slide {
		return f.slideFeet(entries, t)
	}
	y := f.h - f.foot + 12
	out := []Item{{Role: RoleLegend, Ops: []DrawOp{{Shape: ShapeLine, Points: []Point{{f.margin, y}, {f.w - f.margin, y}}, Stroke: rule, Width: 0.7}}}}
	bottom := f.h - f.margin*0.55
	room := bottom - f.source - 6 - y
	width := f.w - 2*f.margin
	size := f.legend
	var rows [][]LegendEntry
	for ; size >= f.legendLeast; size -= 0.25 {
		rows = legendRows(entries, size, width)
		if float64(len(rows))*1.95*size <= room {
			break
		}
	}
	pitch := min(2.1*size, room/float64(max(len(rows), 1)))
	out = append(out, f.legendItems(rows, size, y, pitch)...)
	right := joined(" · ", t.Version, t.PageLine)
	rightW := textWidth(clean(right), f.source, false)
	out = append(out, Item{Role: RoleClosing, Ops: []DrawOp{
		fitted(DrawOp{Shape: ShapeText, X: f.margin, Y: bottom, Text: clean(joined(" · ", t.Source, t.Hints)), Size: f.source, Fill: softInk}, width-rightW-20),
		{Shape: ShapeText, X: f.w - f.margin, Y: bottom, Text: clean(right), Size: f.source, Fill: softInk, Align: End}}})
	return out
}

// legendItems draws rows of entries from y on.
func (f format) legendItems(rows [][]LegendEntry, size, y, pitch float64) []Item {
	var out []Item
	for r, row := range rows {
		x := f.margin
		cy := y + pitch*(float64(r)+0.62)
		for _, e := range row {
			it := Item{Role: RoleLegend, Label: clean(e.Label), Ops: sampleOps(e, x, cy, size)}
			it.Ops = append(it.Ops, DrawOp{Shape: ShapeText, X: round2(x + sampleWidth(e, size) + 0.6*size), Y: round2(cy + 0.35*size), Text: clean(e.Label), Size: size, Fill: ink})
			out = append(out, it)
			x += entryWidth(e, size)
		}
	}
	return out
}

func isLine(r Role) bool { return lineOrder[r] > 0 }

func sampleWidth(e LegendEntry, size float64) float64 {
	switch {
	case isLine(e.Role), isBand(e.Role):
		return 3.6 * size
	case e.Role == RoleStrip:
		return 4.4 * size
	}
	return 2.3 * size
}

func entryWidth(e LegendEntry, size float64) float64 {
	return sampleWidth(e, size) + 0.6*size + textWidth(clean(e.Label), size, false) + 2*size
}

// legendRows flows marks first, then lines on a row of their own.
func legendRows(entries []LegendEntry, size, width float64) [][]LegendEntry {
	var rows [][]LegendEntry
	var row []LegendEntry
	x, lines := 0.0, false
	for _, e := range entries {
		w := entryWidth(e, size)
		stroke := isLine(e.Role) || isBand(e.Role)
		if len(row) > 0 && (x+w-2*size > width || stroke != lines) {
			rows = append(rows, row)
			row, x = nil, 0
		}
		lines = stroke
		row = append(row, e)
		x += w
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

// sampleOps draws the sign of a legend entry with its left edge at x, centred on cy.
func sampleOps(e LegendEntry, x, cy, size float64) []DrawOp {
	look := Style[e.Role]
	w := sampleWidth(e, size)
	h := 1.25 * size
	switch {
	case isBand(e.Role):
		return bandSample(e.Role, x, cy, w, size)
	case isGapSign(e.Role):
		return gapSignOps(e.Role, x, cy, size)
	case isLine(e.Role):
		ops := []DrawOp{{Shape: ShapeLine, Points: []Point{{x, cy}, {x + w, cy}}, Stroke: look.Stroke, Width: look.Width, Dash: look.Dash}}
		if look.Sign != "" {
			ops = append(ops, DrawOp{Shape: ShapeEllipse, X: x + w/2, Y: cy, W: 0.55 * size, H: 0.55 * size, Fill: paper},
				DrawOp{Shape: ShapeText, X: x + w/2, Y: cy + 0.33*size, Text: look.Sign, Size: 0.85 * size, Bold: true, Align: Middle, Fill: look.Stroke})
		}
		return ops
	case e.Role == RoleStrip:
		return []DrawOp{{Shape: ShapeBox, X: x, Y: cy - 0.25*size, W: w, H: 0.5 * size, R: 0.25 * size, Fill: strip},
			{Shape: ShapeBox, X: x + w/2 - 0.9*size, Y: cy - h/2, W: 1.8 * size, H: h, R: 0.4 * size, Fill: paper, Stroke: Style[RoleInstitution].Stroke, Width: 0.7}}
	case e.Role == RoleBadge:
		return []DrawOp{{Shape: ShapeBox, X: x + 0.3*size, Y: cy - 0.55*size, W: 1.8 * size, H: 1.1 * size, R: 0.5 * size, Fill: look.Fill},
			{Shape: ShapeText, X: x + 1.2*size, Y: cy + 0.28*size, Text: "+2", Size: 0.8 * size, Bold: true, Align: Middle, Fill: paper}}
	case e.Role == RoleBarTogether, e.Role == RoleBarBeside, e.Role == RoleBarUnclear, e.Role == RoleBarAgreed:
		return barPart(e.Role, Rect{x, cy - 0.45*size, w, 0.9 * size})
	case e.Role == RoleFolded:
		return foldedOps(x+w/2, cy, "3", 1.3*size)
	case e.Role == RolePin:
		return []DrawOp{{Shape: ShapeEllipse, X: x + w/2, Y: cy, W: dotRadius, H: dotRadius, Fill: look.Stroke}}
	case e.Role == RoleApart:
		return []DrawOp{{Shape: ShapeLine, Points: []Point{{x, cy}, {x + w, cy}}, Stroke: look.Stroke, Width: look.Width}}
	case e.Role == RoleArea:
		if e.Fill != "" {
			look = Style[RoleBorder]
			look.Fill = e.Fill
		}
		return []DrawOp{{Shape: ShapeBox, X: x, Y: cy - h/2, W: w, H: h, R: 0.5 * size, Fill: look.Fill, Stroke: look.Stroke, Width: look.Width}}
	}
	b := body{x: x + w/2, y: cy, w: w, h: h}
	m := Mark{Role: e.Role, Fill: e.Fill}
	if look.Form == FormDouble {
		b.h = 1.5 * size
	}
	return markItem(&m, &b, size).Ops
}
