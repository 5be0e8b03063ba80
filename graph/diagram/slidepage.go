package diagram

import "slices"

// What stands around the map of a slide: title and sentence above, legend and source below.

const (
	legendPitch = 32.0 // between two rows of the legend
	sourcePitch = 23.0
	sourceLines = 2
)

// withLegend is the format with a foot for so many rows of the legend.
func (f format) withLegend(rows int) format {
	f.foot = 12 + legendPitch*float64(rows) + sourcePitch*sourceLines + 14
	return f
}

func (f format) legendRows(entries []LegendEntry) int {
	return len(legendRows(entries, f.legend, f.w-2*f.margin))
}

// slideHead is the title, the sentence in two lines at most, and the headings where there are several maps.
func (f format) slideHead(t sheetText, drawings []Drawing, roles []Role) []Item {
	width := f.w - 2*f.margin
	ops := []DrawOp{f.readable(DrawOp{Shape: ShapeText, X: f.margin, Y: f.titleY, Text: clean(t.Title), Size: f.title, Bold: true, Fill: ink}, width)}
	size := f.text
	lines := wrapTo(t.Sentence, size, false, width, 2)
	for size > 20 && widest(lines, size, false) > width {
		size--
		lines = wrapTo(t.Sentence, size, false, width, 2)
	}
	for k, line := range lines {
		ops = append(ops, f.readable(DrawOp{Shape: ShapeText, X: f.margin, Y: f.textY + 1.15*size*float64(k), Text: line, Size: size, Fill: ink}, width))
	}
	out := []Item{{Role: RoleTitle, Ops: ops}}
	if len(drawings) < 2 {
		return out
	}
	for i, d := range drawings {
		color := blue
		if s := Style[roles[i]].Stroke; s != "" {
			color = s
		}
		out = append(out, Item{Role: RoleTitle, Ops: []DrawOp{
			f.readable(DrawOp{Shape: ShapeText, X: d.Frame.X, Y: f.panelY, Text: clean(d.Title), Size: f.panel, Bold: true, Fill: color}, d.Frame.W),
			{Shape: ShapeLine, Points: []Point{{d.Frame.X, f.panelY + 8}, {d.Frame.X + d.Frame.W, f.panelY + 8}}, Stroke: color, Width: 2},
		}})
	}
	return out
}

// readable makes a line of text smaller until it fits, but never too small for a projector; what is still too long ends in "…".
func (f format) readable(op DrawOp, width float64) DrawOp {
	for op.Size > slideLetter && textWidth(op.Text, op.Size, op.Bold) > width {
		op.Size = max(slideLetter, op.Size-0.5)
	}
	if textWidth(op.Text, op.Size, op.Bold) > width {
		size := op.Size
		op.Size = size / 0.75 // fitted takes a quarter off at most
		op = fitted(op, width)
		op.Size = size
	}
	return op
}

// slideFeet is the legend, then network, date, selection and what was bundled.
func (f format) slideFeet(entries []LegendEntry, t sheetText) []Item {
	y := f.h - f.foot + 10
	width := f.w - 2*f.margin
	out := []Item{{Role: RoleLegend, Ops: []DrawOp{{Shape: ShapeLine, Points: []Point{{f.margin, y}, {f.w - f.margin, y}}, Stroke: rule, Width: 1}}}}
	out = append(out, f.legendItems(legendRows(entries, f.legend, width), f.legend, y, legendPitch)...)
	lines := []string{joined(" · ", t.Network, t.DateLine, t.Selection)}
	if textWidth(joined(" · ", lines[0], t.Note), f.source, false) <= width {
		lines[0] = joined(" · ", lines[0], t.Note)
	} else if t.Note != "" {
		lines = append(lines, t.Note)
	} else {
		lines = wrapTo(lines[0], f.source, false, width, sourceLines)
	}
	bottom := f.h - 14 - sourcePitch*float64(len(lines)-1)
	var ops []DrawOp
	for k, line := range lines {
		ops = append(ops, f.readable(DrawOp{Shape: ShapeText, X: f.margin, Y: bottom + sourcePitch*float64(k), Text: clean(line), Size: f.source, Fill: softInk}, width))
	}
	return append(out, Item{Role: RoleClosing, Ops: ops})
}

// Body is a slide without its title and sentence, for who writes these as text above it: 1280 wide, as high as what is left. A sheet
// on other paper stays as it is.
func (s Sheet) Body() Sheet {
	if f := formats[paperSlide]; s.W != f.w || s.H != f.h || len(s.Head) == 0 {
		return s
	}
	moved := func(items []Item) []Item {
		out := slices.Clone(items)
		for i := range out {
			out[i].Ops = slices.Clone(out[i].Ops)
			shift(out[i].Ops, Point{0, -slideBody})
		}
		return out
	}
	s.Head, s.Foot = moved(s.Head[1:]), moved(s.Foot)
	s.Drawings = slices.Clone(s.Drawings)
	for i := range s.Drawings {
		s.Drawings[i].Items = moved(s.Drawings[i].Items)
		s.Drawings[i].Frame.Y -= slideBody
	}
	s.H -= slideBody
	return s
}
