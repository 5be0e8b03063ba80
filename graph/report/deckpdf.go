package report

import (
	"io"

	"miteinander/graph"
	"miteinander/graph/diagram"
)

// DeckPapers lists what WriteDeckPDF takes as paper.
func DeckPapers() []string { return []string{"a4", "a3"} }

// WriteDeckPDF writes slides on A4 or A3 across, one a page, on white paper also where the deck is dark. The notes are left
// out. The error is a *graph.Error (Invalid) for another paper.
func WriteDeckPDF(w io.Writer, d Deck, paper string) error {
	wide, high := a4Long, a4Short
	switch paper {
	case "a4":
	case "a3":
		wide, high = 2*a4Short, a4Long
	default:
		return graph.Errorf(graph.Invalid, "document.error.paper", paper, DeckPapers())
	}
	d.Dark = false
	s := onStage(d, wide, high)
	b := diagram.Book{Title: s.Title, Subject: s.Subtitle, Lang: s.Lang}
	for i := range s.frames {
		b.Pages = append(b.Pages, s.page(i))
	}
	return diagram.WriteBook(w, b)
}

func (d deck) page(i int) diagram.Page {
	f := d.frames[i]
	var items []diagram.Item
	draw := func(ops ...diagram.DrawOp) { items = append(items, diagram.Item{Role: diagram.RoleText, Ops: ops}) }
	write := func(b block, color string) {
		b.look.color = color
		for n, l := range b.lines {
			draw(b.look.op(l, b.at.X, b.at.Y+float64(n)*b.look.line))
		}
	}
	write(f.title, blueColor)
	write(f.sentence, inkColor)
	if f.first {
		write(f.points, softColor)
	} else {
		d.drawPoints(f, draw)
	}
	if f.picture.W > 0 {
		items = append(items, f.picture.Placed(f.at.X, f.at.Y, f.at.W/f.picture.W)...)
	}
	if f.table != nil {
		d.drawTable(f, draw)
	}
	k := look{size: 10.5 * d.unit, line: 13 * d.unit, color: softColor}
	number := k.op(itoa(i+1), d.w-slideEdge*d.unit, d.h-24*d.unit)
	number.Align = diagram.End
	draw(number)
	if !f.first {
		draw(k.op(shortened(d.foot(), k, d.w-2*slideEdge*d.unit-60), slideEdge*d.unit, d.h-24*d.unit))
	}
	mark := diagram.Bookmark{}
	for n, l := range f.title.lines {
		if n > 0 {
			mark.Text += " "
		}
		mark.Text += l
	}
	page := diagram.Page{Sheet: diagram.Sheet{W: d.w, H: d.h, Lang: d.Lang, Drawings: []diagram.Drawing{{Items: items}}}}
	if mark.Text != "" {
		page.Bookmarks = append(page.Bookmarks, mark)
	}
	return page
}

func (d deck) drawPoints(f frame, draw func(...diagram.DrawOp)) {
	k := f.points.look
	k.color = inkColor
	y := f.points.at.Y
	for _, it := range f.items {
		draw(k.op("•", f.points.at.X, y))
		for _, l := range wrapped(it, k, f.points.at.W-k.size) {
			draw(k.op(l, f.points.at.X+k.size, y))
			y += k.line
		}
		y += pointGap * d.unit
	}
}

func (d deck) drawTable(f frame, draw func(...diagram.DrawOp)) {
	l := &layout{paper: paper{w: d.w, h: d.h, left: f.tableAt.X, right: d.w - f.tableAt.X - f.tableAt.W}, y: f.tableAt.Y}
	l.pages = []diagram.Page{{Sheet: diagram.Sheet{Drawings: []diagram.Drawing{{}}}}}
	k := d.tableLook()
	k.color = inkColor
	bold := k
	bold.bold = true
	names := make([]string, len(f.table.Columns))
	for i, c := range f.table.Columns {
		names[i] = c.Name
	}
	text, h := cells(names, f.widths, bold, false)
	l.row(*f.table, text, f.widths, bold, h, true)
	for _, r := range f.table.Rows {
		text, h := cells(r, f.widths, k, f.table.RowHead)
		l.row(*f.table, text, f.widths, k, h, false)
	}
	for _, it := range l.pages[0].Drawings[0].Items {
		draw(it.Ops...)
	}
}
