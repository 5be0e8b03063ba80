package report

import (
	"miteinander/graph/diagram"
)

// place is where a heading stands: its page, counted from 1, and the height on it.
type place struct {
	page int
	y    float64
}

// layout is a document on pages. Word breaks its own; the numbers in its contents come from here.
type layout struct {
	d      document
	pages  []diagram.Page
	places map[string]place // by anchor of a heading
	known  map[string]place // those of the pass before, for the contents
	paper  paper
	y      float64 // below what stands on the page already
	fresh  bool    // nothing stands on the page
	own    bool    // the page belongs to one picture
	opened bool    // with headings on it, before the picture
}

// laidOut breaks a document into pages. The contents need the pages of the headings, so it is done twice.
func laidOut(d document) *layout {
	var known map[string]place
	for range 2 {
		l := &layout{d: d, places: map[string]place{}, known: known}
		l.run()
		known = l.places
		if l.known != nil {
			l.edges()
			return l
		}
	}
	return nil
}

// Pages tells how many pages a document has and how much of the last is free, in points.
func Pages(doc Document) (pages int, left float64) {
	l := laidOut(ready(doc))
	return len(l.pages), l.left()
}

func (l *layout) run() {
	l.newPage(textPaper(l.d.Landscape), false)
	l.top()
	for i := range l.d.parts {
		l.part(i)
	}
}

// part sets one part. What is kept with it is looked at before.
func (l *layout) part(i int) {
	p := l.d.parts[i]
	if pic, full := p.Block.(Picture); full && pic.Full {
		l.fullPicture(p, pic)
		return
	}
	if pic, ok := l.d.above(i); ok {
		if !l.opened {
			l.sheetPage(pic)
			l.opened = true
		}
	} else if l.own {
		if _, ok := p.Block.(PageBreak); ok {
			return
		}
		l.newPage(textPaper(l.d.Landscape), false)
	}
	switch b := p.Block.(type) {
	case Heading:
		look := headingLooks[b.Level-1]
		text := wrapped(p.titled(), look, l.paper.width())
		l.keep(look.before + float64(len(text))*look.line + look.after + l.least(i+1))
		l.gap(look.before)
		l.places[p.anchor] = place{len(l.pages), l.y}
		page := l.page()
		page.Bookmarks = append(page.Bookmarks, diagram.Bookmark{Text: p.titled(), Level: b.Level - 1, Y: l.y})
		l.lines(text, look, 0)
		l.y += look.after
	case Paragraph:
		look := b.Kind.look()
		look.bold = look.bold || b.Bold
		l.paragraph(wrapped(b.Text, look, l.paper.width()), look, 0, nil)
	case List:
		l.list(b)
	case Table:
		l.table(p, b)
	case Picture:
		l.picture(p, b)
	case Form:
		l.form(b)
	case PageBreak:
		if !l.fresh {
			l.newPage(textPaper(l.d.Landscape), false)
		}
	case Contents:
		l.contents(b)
	}
}

func (l *layout) page() *diagram.Page { return &l.pages[len(l.pages)-1] }

func (l *layout) newPage(p paper, own bool) {
	s := diagram.Sheet{W: p.w, H: p.h, Lang: l.d.Lang, Drawings: []diagram.Drawing{{}}}
	l.pages = append(l.pages, diagram.Page{Sheet: s})
	l.paper, l.y, l.fresh, l.own, l.opened = p, p.top, true, own, false
}

// left is the room to the foot of the page.
func (l *layout) left() float64 { return l.paper.h - l.paper.bottom - l.y }

// keep begins a new page where height does not fit any more and would fit there.
func (l *layout) keep(height float64) {
	if height > l.left() && !l.fresh {
		l.newPage(l.paper, false)
	}
}

// gap is room before a paragraph; none at the top of a page.
func (l *layout) gap(h float64) {
	if !l.fresh {
		l.y += h
	}
}

func (l *layout) draw(ops ...diagram.DrawOp) {
	d := &l.page().Drawings[0]
	d.Items = append(d.Items, diagram.Item{Role: diagram.RoleText, Ops: ops})
	l.fresh = false
}

// base is how far below the top of a line its letters stand.
func (k look) base() float64 { return (k.line-k.size)/2 + 0.84*k.size }

func (k look) op(text string, x, top float64) diagram.DrawOp {
	return diagram.DrawOp{Shape: diagram.ShapeText, X: x, Y: top + k.base(), Text: text, Size: k.size, Bold: k.bold, Fill: k.color}
}

func (l *layout) lines(text []string, k look, indent float64) {
	for _, t := range text {
		l.draw(k.op(t, l.paper.left+indent, l.y))
		l.y += k.line
	}
}

// paragraph sets lines, over pages where they do not fit; never one line alone on either. first is drawn beside the first.
func (l *layout) paragraph(text []string, k look, indent float64, first *diagram.DrawOp) {
	l.gap(k.before)
	for len(text) > 0 {
		n := min(len(text), max(int((l.left()+0.01)/k.line), 0))
		if n < len(text) && len(text)-n < 2 {
			n--
		}
		if n < len(text) && (n < 2 || len(text) <= 3) {
			n = 0
		}
		if n <= 0 && l.fresh {
			n = 1 // a page that holds no line at all
		}
		if n <= 0 {
			l.newPage(l.paper, false)
			continue
		}
		if first != nil {
			op := *first
			op.X, op.Y = l.paper.left, l.y+k.base()
			l.draw(op)
			first = nil
		}
		l.lines(text[:n], k, indent)
		if text = text[n:]; len(text) > 0 {
			l.newPage(l.paper, false)
		}
	}
	l.y += k.after
}

func (l *layout) list(b List) {
	k := plainLook
	k.after = 3
	for i, it := range b.Items {
		if i == len(b.Items)-1 {
			k.after = plainLook.after
		}
		mark := k.op(listMark(b, i), 0, 0)
		l.paragraph(wrapped(it, k, l.paper.width()-listIndent), k, listIndent, &mark)
	}
}

// contents are the headings with dots and the number of their page; a click leads there.
func (l *layout) contents(c Contents) {
	l.keep(contentsLook.before + contentsLook.line + contentsLook.after + 3*entryLooks[0].line)
	l.gap(contentsLook.before)
	l.lines([]string{l.d.text("contents")}, contentsLook, 0)
	l.y += contentsLook.after
	for _, p := range l.d.entries(c) {
		h := p.Block.(Heading)
		k := entryLooks[h.Level-1]
		indent := entryIndent * float64(h.Level-1)
		text := wrapped(p.titled(), k, l.paper.width()-indent-40)
		l.keep(k.before + float64(len(text))*k.line)
		l.gap(k.before)
		top := l.y
		l.lines(text, k, indent)
		at := l.known[p.anchor]
		number := k.op(itoa(at.page), l.paper.w-l.paper.right, l.y-k.line)
		number.Align = diagram.End
		from := l.paper.left + indent + diagram.TextWidth(text[len(text)-1], k.size, k.bold) + 5
		to := number.X - diagram.TextWidth(number.Text, k.size, k.bold) - 5
		if to > from {
			l.draw(diagram.DrawOp{Shape: diagram.ShapeLine, Points: []diagram.Point{{X: from, Y: number.Y}, {X: to, Y: number.Y}}, Stroke: ruleColor, Width: 0.7, Dash: []float64{0.8, 3}})
		}
		l.draw(number)
		page := l.page()
		page.Links = append(page.Links, diagram.PageLink{From: diagram.Rect{X: l.paper.left, Y: top, W: l.paper.width(), H: l.y - top}, Page: at.page, Y: at.y})
	}
	l.y += plainLook.after
}

// top is title, subtitle and Meta, on a page of their own or above the text.
func (l *layout) top() {
	if l.d.Cover {
		l.y += coverRoom
	}
	l.lines(wrapped(l.d.Title, titleLook, l.paper.width()), titleLook, 0)
	l.y += titleLook.after
	if l.d.Subtitle != "" {
		l.lines(wrapped(l.d.Subtitle, subtitleLook, l.paper.width()), subtitleLook, 0)
		l.y += subtitleLook.after
	}
	l.draw(diagram.DrawOp{Shape: diagram.ShapeLine, Points: []diagram.Point{{X: l.paper.left, Y: l.y + 3}, {X: l.paper.w - l.paper.right, Y: l.y + 3}}, Stroke: blueColor, Width: 1.2})
	l.y += 10
	label := metaLabel * l.paper.width()
	for _, m := range l.d.Meta {
		name, value := wrapped(m[0], metaLook, label-8), wrapped(m[1], metaLook, l.paper.width()-label)
		l.keep(float64(max(len(name), len(value))) * metaLook.line)
		top := l.y
		soft := metaLook
		soft.color = softColor
		l.lines(name, soft, 0)
		low := l.y
		l.y = top
		l.lines(value, metaLook, label)
		l.y = max(l.y, low) + metaAfter
	}
	if l.d.Cover {
		l.newPage(l.paper, false)
		return
	}
	l.y += 8
}

const (
	coverRoom = 150.0 // above the title of a cover
	metaLabel = 0.28  // share of the labels of Meta
	metaAfter = 2.0
)

// edges write head and foot on every page, now that it is known how many there are.
func (l *layout) edges() {
	if n := len(l.pages); n > 1 && len(l.pages[n-1].Drawings[0].Items) == 0 {
		l.pages = l.pages[:n-1]
	}
	for i := range l.pages {
		p := &l.pages[i]
		if i == 0 && l.d.Cover {
			continue
		}
		left, right := marginLeft, p.W-marginRight
		add := func(ops ...diagram.DrawOp) {
			p.Foot = append(p.Foot, diagram.Item{Role: diagram.RoleText, Ops: ops})
		}
		if i > 0 && p.Drawings[0].Name == "" {
			add(edgeLook.op(shortened(l.d.head(), edgeLook, right-left), left, headY-edgeLook.line/2))
			add(diagram.DrawOp{Shape: diagram.ShapeLine, Points: []diagram.Point{{X: left, Y: headY + 9}, {X: right, Y: headY + 9}}, Stroke: ruleColor, Width: 0.6})
		}
		number := edgeLook.op(l.d.text("page_of", i+1, len(l.pages)), right, p.H-footY)
		number.Align = diagram.End
		add(number, edgeLook.op(shortened(l.d.foot(), edgeLook, right-left-90), left, p.H-footY))
	}
}
