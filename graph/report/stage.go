package report

import (
	"strings"

	"miteinander/graph/diagram"
	"miteinander/graph/words"
)

// deck is a Deck made ready to be written: what stands on each slide and where, for a page of w × h points. PowerPoint and PDF
// take it as it is.
type deck struct {
	Deck
	w, h   float64
	unit   float64 // of 1/960 of the width
	frames []frame
}

// frame is one slide as it is shown.
type frame struct {
	first    bool // title of the deck
	title    block
	sentence block
	points   block // one line a point, in Points of Slide
	items    []string
	picture  diagram.Sheet // W = 0: none
	at       diagram.Rect  // of the picture
	alt      string
	table    *Table // the rows that stand on this slide
	widths   []float64
	tableAt  diagram.Rect
	meta     [][2]string
	notes    string
	of       int // of a table behind the last slide: the slide that it belongs to
	from     int // index of its slide in Deck
}

// block is a text in a box.
type block struct {
	lines []string
	look  look
	at    diagram.Rect
}

// Sizes on a slide 960 wide: what a projector of 1280 pixels shows 18 high is 13.5 here.
const (
	slideWidth, slideHeight = 960.0, 540.0
	slideEdge               = 30.0
	slideTop                = 22.0
	slideFoot               = 34.0
	slideLeast              = 13.5
)

// onStage puts a deck on pages of w × h.
func onStage(d Deck, w, h float64) deck {
	d.Lang = words.Language(d.Lang)
	d.Title, d.Subtitle = atMost(one(d.Title), mostTitle), atMost(one(d.Subtitle), mostTitle)
	if d.Title == "" {
		d.Title = words.Text(d.Lang, "document.untitled")
	}
	var meta [][2]string
	for _, m := range d.Meta {
		if m[0], m[1] = atMost(one(m[0]), mostColumn), atMost(one(m[1]), mostTitle); m[1] != "" {
			meta = append(meta, m)
		}
	}
	d.Meta = meta
	out := deck{Deck: d, w: w, h: h, unit: w / slideWidth}
	first := frame{first: true, meta: meta, from: -1}
	first.title, first.sentence = block{}, block{}
	y := 0.3 * h
	first.title = out.text(d.Title, y, 36, 24, true)
	y += first.title.at.H + 8*out.unit
	first.sentence = out.text(d.Subtitle, y, 20, slideLeast, false)
	y += first.sentence.at.H + 14*out.unit
	first.points = out.lines(metaLines(meta), y, 16)
	out.frames = append(out.frames, first)
	var behind []frame
	for i, s := range d.Slides {
		f := out.slide(s)
		f.from = i
		number := len(out.frames) + 1
		switch {
		case s.Table == nil || len(s.Table.Rows) == 0 || len(s.Table.Columns) == 0:
			out.frames = append(out.frames, f)
		case s.Picture != nil && f.picture.W > 0:
			out.frames = append(out.frames, f)
			behind = append(behind, out.tables(frame{from: i, of: number}, s)...)
		default:
			out.frames = append(out.frames, out.tables(f, s)...)
		}
	}
	out.frames = append(out.frames, behind...)
	return out
}

func metaLines(meta [][2]string) []string {
	var out []string
	for _, m := range meta {
		out = append(out, labelled(m))
	}
	return out
}

// say is a text of ours in the language of the deck.
func (d deck) say(key string, args ...any) string {
	return words.Text(d.Lang, "document."+key, args...)
}

// text sets a text below y over the whole width, in the largest letters between most and least that need two lines.
func (d deck) text(text string, y, most, least float64, bold bool) block {
	width := d.w - 2*slideEdge*d.unit
	var b block
	for size := most; ; size -= 1.5 {
		size = max(size, least)
		b.look = look{size: size * d.unit, line: 1.18 * size * d.unit, bold: bold}
		b.lines = wrapped(text, b.look, width)
		if len(b.lines) <= 2 || size == least {
			break
		}
	}
	b.at = diagram.Rect{X: slideEdge * d.unit, Y: y, W: width, H: float64(len(b.lines)) * b.look.line}
	return b
}

// lines sets short lines below y.
func (d deck) lines(all []string, y, size float64) block {
	b := block{look: look{size: size * d.unit, line: 1.3 * size * d.unit}}
	width := d.w - 2*slideEdge*d.unit
	for _, l := range all {
		b.lines = append(b.lines, wrapped(l, b.look, width)...)
	}
	b.at = diagram.Rect{X: slideEdge * d.unit, Y: y, W: width, H: float64(len(b.lines)) * b.look.line}
	return b
}

// slide sets title, sentence, points and picture.
func (d deck) slide(s Slide) frame {
	u := d.unit
	f := frame{notes: strings.TrimSpace(s.Notes)}
	f.title = d.text(atMost(one(s.Title), mostTitle), slideTop*u, 24, 16, true)
	y := f.title.at.Y + f.title.at.H + 3*u
	f.sentence = d.text(atMost(one(s.Sentence), mostMeta), y, 17, slideLeast, false)
	if len(f.sentence.lines) > 0 {
		y += f.sentence.at.H + 5*u
	}
	room := diagram.Rect{X: slideEdge * u, Y: y + 3*u, W: d.w - 2*slideEdge*u, H: d.h - slideFoot*u - y - 3*u}
	for _, p := range s.Points {
		if p = atMost(one(p), mostTitle); p != "" && len(f.items) < 12 {
			f.items = append(f.items, p)
		}
	}
	has := s.Picture != nil && s.Picture.W > 0 && s.Picture.H > 0
	if len(f.items) > 0 {
		at := room
		size := 20.0
		if has {
			at.W = 0.28 * room.W
			size = 16
			room.X, room.W = room.X+at.W+14*u, room.W-at.W-14*u
		}
		f.points = d.points(f.items, at, size)
		if !has && s.Table != nil {
			room.Y, room.H = room.Y+f.points.at.H+8*u, room.H-f.points.at.H-8*u
		}
	}
	f.tableAt = room
	if has {
		if f.picture = s.Picture.Bare(); d.Dark {
			f.picture = f.picture.Dark()
		}
		f.alt = altOf(s.Alt, *s.Picture)
		k := min(room.W/f.picture.W, room.H/f.picture.H)
		w, h := f.picture.W*k, f.picture.H*k
		f.at = diagram.Rect{X: room.X + (room.W-w)/2, Y: room.Y + (room.H-h)/2, W: w, H: h}
	}
	return f
}

// points sets the points of a slide in a box, smaller where they are many.
func (d deck) points(items []string, at diagram.Rect, size float64) block {
	var b block
	for ; ; size -= 1 {
		size = max(size, slideLeast)
		b = block{look: look{size: size * d.unit, line: 1.25 * size * d.unit}, at: at}
		h := 0.0
		for _, it := range items {
			n := wrapped(it, b.look, at.W-b.look.size)
			b.lines = append(b.lines, n...)
			h += float64(len(n))*b.look.line + pointGap*d.unit
		}
		if b.at.H = h; h <= at.H || size == slideLeast {
			return b
		}
	}
}

const pointGap = 5.0

// tableLook is how cells are set on a slide.
func (d deck) tableLook() look {
	return look{size: slideLeast * d.unit, line: 1.22 * slideLeast * d.unit}
}

// tables are the slides that a table takes, beginning with f.
func (d deck) tables(f frame, s Slide) []frame {
	t := s.Table.squared()
	for _, r := range t.Rows {
		for i := range r {
			r[i] = atMost(strings.Join(lines(r[i]), "\n"), mostCell)
		}
	}
	k, u := d.tableLook(), d.unit
	var out []frame
	begin := func() frame {
		if f.of > 0 || len(out) > 0 {
			g := frame{of: f.of, from: f.from}
			title := atMost(one(s.Title), mostTitle)
			if f.of > 0 {
				title = d.say("table_of_slide", f.of, title)
			}
			g.title = d.text(title, slideTop*u, 20, 14, true)
			y := g.title.at.Y + g.title.at.H + 8*u
			g.tableAt = diagram.Rect{X: slideEdge * u, Y: y, W: d.w - 2*slideEdge*u, H: d.h - slideFoot*u - y}
			return g
		}
		return f
	}
	now := begin()
	widths := columnWidths(t, k, now.tableAt.W)
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Name
	}
	bold := k
	bold.bold = true
	_, headHeight := cells(head, widths, bold, false)
	start, used := 0, headHeight
	end := func(to int) {
		part := t
		part.Rows = t.Rows[start:to]
		now.table, now.widths = &part, widths
		now.tableAt.H = used
		out = append(out, now)
	}
	for i, r := range t.Rows {
		_, h := cells(r, widths, k, t.RowHead)
		if used+h > now.tableAt.H && i > start {
			end(i)
			now = begin()
			start, used = i, headHeight
		}
		used += h
	}
	end(len(t.Rows))
	return out
}

// foot is what stands at the foot of a slide beside its number.
func (d deck) foot() string {
	if len(d.Meta) == 0 {
		return d.Title
	}
	return d.Title + " · " + d.Meta[0][1]
}

// spoken are the notes of a slide with where its table stands.
func (d deck) spoken(i int) string {
	f := d.frames[i]
	out := f.notes
	for n, g := range d.frames {
		if g.of == i+1 {
			out = strings.TrimSpace(out + "\n" + d.say("table_behind", n+1))
			break
		}
	}
	return out
}
