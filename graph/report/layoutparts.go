package report

import (
	"miteinander/graph/diagram"
)

func listMark(b List, i int) string {
	if b.Numbered {
		return itoa(i+1) + "."
	}
	return "•"
}

// captionLines are the lines of "Tabelle 3: …".
func (l *layout) captionLines(p part, width float64) []string {
	label, text := l.d.caption(p)
	full := label + " " + p.number
	if text != "" {
		full += ": " + text
	}
	return wrapped(full, captionLook, width)
}

// cells are the lines of each cell of a row, and the height of the row.
func cells(row []string, widths []float64, k look, rowHead bool) ([][]string, float64) {
	out, most := make([][]string, len(row)), 1
	for i, c := range row {
		look := k
		look.bold = k.bold || rowHead && i == 0
		out[i] = wrapped(c, look, widths[i]-2*cellSide)
		most = max(most, len(out[i]))
	}
	return out, float64(most)*k.line + 2*cellTop
}

func (l *layout) table(p part, t Table) {
	widths := columnWidths(t, cellLook, l.paper.width())
	head := cellLook
	head.bold = true
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	headCells, headHeight := cells(names, widths, head, false)
	_, firstHeight := cells(t.Rows[0], widths, cellLook, t.RowHead)
	caption := l.captionLines(p, l.paper.width())
	l.keep(captionLook.before + float64(len(caption))*captionLook.line + captionLook.after + headHeight + firstHeight)
	l.gap(captionLook.before)
	l.lines(caption, captionLook, 0)
	l.y += captionLook.after
	l.row(t, headCells, widths, head, headHeight, true)
	page := max(l.paper.height()-headHeight, 4*cellLook.line)
	for _, r := range t.Rows {
		text, height := cells(r, widths, cellLook, t.RowHead)
		for height > page { // a row that no page holds is cut
			n := int((l.left() - 2*cellTop) / cellLook.line)
			if n >= 2 || l.y <= l.paper.top+headHeight {
				n = max(n, 2)
				first := make([][]string, len(text))
				for i := range text {
					k := min(n, len(text[i]))
					first[i], text[i] = text[i][:k], text[i][k:]
				}
				l.row(t, first, widths, cellLook, float64(n)*cellLook.line+2*cellTop, false)
				height -= float64(n) * cellLook.line
			}
			l.newPage(l.paper, false)
			l.row(t, headCells, widths, head, headHeight, true)
		}
		if height > l.left() {
			l.newPage(l.paper, false)
			l.row(t, headCells, widths, head, headHeight, true)
		}
		l.row(t, text, widths, cellLook, height, false)
	}
	l.y += tableAfter
}

// row draws the cells of a row with the rule below them.
func (l *layout) row(t Table, text [][]string, widths []float64, k look, height float64, head bool) {
	x := l.paper.left
	if head {
		l.draw(diagram.DrawOp{Shape: diagram.ShapeBox, X: x, Y: l.y, W: l.paper.width(), H: height, Fill: shadeColor})
	}
	for i, cell := range text {
		look := k
		look.bold = k.bold || t.RowHead && i == 0
		for n, line := range cell {
			op := look.op(line, x+cellSide, l.y+cellTop+float64(n)*k.line)
			if t.Columns[i].Align == End {
				op.X, op.Align = x+widths[i]-cellSide, diagram.End
			}
			l.draw(op)
		}
		x += widths[i]
	}
	l.y += height
	l.draw(diagram.DrawOp{Shape: diagram.ShapeLine, Points: []diagram.Point{{X: l.paper.left, Y: l.y}, {X: l.paper.left + l.paper.width(), Y: l.y}}, Stroke: ruleColor, Width: 0.5})
}

// pictureSize is how large a picture stands in the text.
func pictureSize(s diagram.Sheet, high, width, page float64) (w, h, k float64) {
	if high <= 0 {
		high = page / 2
	}
	k = min(width/s.W, min(high, page-60)/s.H, 1.3)
	return s.W * k, s.H * k, k
}

func (l *layout) picture(p part, b Picture) {
	w, h, k := pictureSize(p.sheet, b.High, l.paper.width(), l.paper.height())
	caption := l.captionLines(p, l.paper.width())
	l.keep(plainLook.after + h + captionLook.before + float64(len(caption))*captionLook.line)
	l.gap(4)
	items := p.sheet.Placed(l.paper.left+(l.paper.width()-w)/2, l.y, k)
	d := &l.page().Drawings[0]
	d.Items = append(d.Items, items...)
	l.fresh = false
	l.y += h + captionLook.before
	l.lines(caption, captionLook, 0)
	l.y += captionLook.after + 6
}

// sheetPage begins the page of a picture that has one of its own.
func (l *layout) sheetPage(b Picture) {
	if l.fresh {
		l.pages = l.pages[:len(l.pages)-1]
	}
	l.newPage(sheetPaper(b.Sheet.W, b.Sheet.H), true)
	l.page().Drawings[0].Name = "sheet"
}

// fullPicture puts a sheet on its page, below the headings that lead to it.
func (l *layout) fullPicture(p part, b Picture) {
	if !l.opened {
		l.sheetPage(b)
	}
	l.opened = false
	caption := l.captionLines(p, l.paper.width())
	w, h := sheetSize(b.Sheet, l.paper.width(), l.left()-captionLook.before-float64(len(caption))*captionLook.line)
	items := p.sheet.Placed(l.paper.left+(l.paper.width()-w)/2, l.y, w/b.Sheet.W)
	d := &l.page().Drawings[0]
	d.Items = append(d.Items, items...)
	l.fresh = false
	l.y += h + captionLook.before
	l.lines(caption, captionLook, 0)
}

// sheetSize is how large a sheet is on a page of its own.
func sheetSize(s diagram.Sheet, width, height float64) (w, h float64) {
	k := min(width/s.W, height/s.H)
	return s.W * k, s.H * k
}

// formRow are the lines of one line of a form, and its height.
func formRow(r FormRow, width float64) (label, hint, value []string, height float64) {
	left, right := formLabel*width-2*cellSide, (1-formLabel)*width-2*cellSide
	bold := cellLook
	bold.bold = true
	label, value = wrapped(r.Label, bold, left), wrapped(r.Value, plainLook, right)
	rows := len(value)
	if rows == 0 {
		hint = wrapped(r.Hint, noteLook, left)
		rows = max(r.Lines, 1)
	}
	return label, hint, value, max(float64(len(label))*cellLook.line+float64(len(hint))*noteLook.line, float64(rows)*plainLook.line) + 2*formTop
}

const formTop = 4.0

func (l *layout) form(f Form) {
	width := l.paper.width()
	_, _, _, first := formRow(f.Rows[0], width)
	caption := wrapped(f.Caption, captionLook, width)
	l.keep(float64(len(caption))*captionLook.line + first)
	if len(caption) > 0 {
		l.lines(caption, captionLook, 0)
		l.y += captionLook.after
	}
	for _, r := range f.Rows {
		label, hint, value, height := formRow(r, width)
		l.keep(height)
		top := l.y
		l.draw(diagram.DrawOp{Shape: diagram.ShapeBox, X: l.paper.left, Y: top, W: formLabel * width, H: height, Fill: shadeColor, Stroke: ruleColor, Width: 0.5},
			diagram.DrawOp{Shape: diagram.ShapeBox, X: l.paper.left + formLabel*width, Y: top, W: (1 - formLabel) * width, H: height, Stroke: ruleColor, Width: 0.5})
		l.y = top + formTop
		bold := cellLook
		bold.bold = true
		l.lines(label, bold, cellSide)
		l.lines(hint, noteLook, cellSide)
		l.y = top + formTop
		l.lines(value, plainLook, formLabel*width+cellSide)
		l.y = top + height
	}
	l.y += tableAfter
}

// least is the least room that the part after a heading takes, so that the heading does not stand alone.
func (l *layout) least(i int) float64 {
	if i >= len(l.d.parts) {
		return 0
	}
	p := l.d.parts[i]
	switch b := p.Block.(type) {
	case Heading:
		k := headingLooks[b.Level-1]
		return k.before + k.line + k.after + l.least(i+1)
	case Paragraph:
		return 2 * b.Kind.look().line
	case List:
		return 2 * plainLook.line
	case Table:
		widths := columnWidths(b, cellLook, l.paper.width())
		_, first := cells(b.Rows[0], widths, cellLook, b.RowHead)
		return captionLook.before + captionLook.line + captionLook.after + 2*cellLook.line + first
	case Picture:
		if b.Full {
			return 0
		}
		_, h, _ := pictureSize(p.sheet, b.High, l.paper.width(), l.paper.height())
		return h + captionLook.before + 2*captionLook.line
	case Form:
		_, _, _, first := formRow(b.Rows[0], l.paper.width())
		return first
	}
	return 0
}
