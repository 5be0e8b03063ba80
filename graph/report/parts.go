package report

import (
	"strconv"
	"strings"

	"miteinander/graph/diagram"
	"miteinander/graph/words"
)

// part is a block as all writers take it: counted, mended, without what is empty.
type part struct {
	Block
	number string        // of a heading "1.2"; of a table or picture its count
	anchor string        // of a heading, table or picture; unique in the document
	sheet  diagram.Sheet // of a picture, as it is shown
}

// document is a Document made ready to be written.
type document struct {
	Document
	parts []part
}

// ready cleans a document: levels of headings go down one at a time, rows are as long as their head, what is empty is left
// out, headings, tables and pictures are counted.
func ready(d Document) document {
	d.Lang = words.Language(d.Lang)
	d.Title, d.Subtitle = atMost(one(d.Title), mostTitle), atMost(one(d.Subtitle), mostTitle)
	out := document{Document: d}
	if d.Title == "" {
		out.Title = words.Text(d.Lang, "document.untitled")
	}
	meta := [][2]string{}
	for _, m := range d.Meta {
		if m[0], m[1] = atMost(one(m[0]), mostColumn), atMost(one(m[1]), mostMeta); m[1] != "" {
			meta = append(meta, m)
		}
	}
	out.Meta = meta
	level, tables, pictures := 0, 0, 0
	var counts [3]int
	for _, b := range d.Blocks {
		p := part{}
		switch b := b.(type) {
		case Heading:
			if b.Text = atMost(one(b.Text), mostTitle); b.Text == "" {
				continue
			}
			level = max(1, min(b.Level, level+1, 3))
			b.Level = level
			counts[level-1]++
			for i := level; i < 3; i++ {
				counts[i] = 0
			}
			n := make([]string, level)
			for i := range n {
				n[i] = strconv.Itoa(counts[i])
			}
			if d.Numbered {
				p.number = strings.Join(n, ".")
			}
			p.anchor = "h" + strings.Join(n, "-")
			p.Block = b
		case Paragraph:
			if len(lines(b.Text)) == 0 {
				continue
			}
			p.Block = b
		case List:
			var items []string
			for _, it := range b.Items {
				if len(lines(it)) > 0 {
					items = append(items, it)
				}
			}
			if b.Items = items; len(items) == 0 {
				continue
			}
			p.Block = b
		case Table:
			if len(b.Rows) == 0 || len(b.Columns) == 0 {
				if len(lines(b.Empty)) == 0 {
					continue
				}
				p.Block = Paragraph{Text: b.Empty, Kind: Note}
				break
			}
			tables++
			p.number, p.anchor = strconv.Itoa(tables), "t"+strconv.Itoa(tables)
			p.Block = b.squared()
		case Picture:
			if b.Sheet.W <= 0 || b.Sheet.H <= 0 {
				continue
			}
			pictures++
			p.number, p.anchor = strconv.Itoa(pictures), "p"+strconv.Itoa(pictures)
			b.Alt, b.Caption = altOf(b.Alt, b.Sheet), atMost(one(b.Caption), mostMeta)
			if p.sheet = b.Sheet; !b.Full {
				p.sheet = b.Sheet.Bare()
			}
			p.Block = b
		case Form:
			if len(b.Rows) == 0 {
				continue
			}
			rows := make([]FormRow, len(b.Rows))
			for i, r := range b.Rows {
				r.Label, r.Hint, r.Value, r.Lines = atMost(one(r.Label), mostColumn), atMost(one(r.Hint), mostTitle), atMost(r.Value, mostValue), min(r.Lines, 30)
				if v := lines(r.Value); len(v) > 40 {
					r.Value = strings.Join(v, " ")
				}
				rows[i] = r
			}
			b.Rows, b.Caption = rows, atMost(one(b.Caption), mostTitle)
			p.Block = b
		case PageBreak, Contents:
			p.Block = b
		default:
			continue
		}
		out.parts = append(out.parts, p)
	}
	return out
}

// altOf is what a picture shows, in words that are never empty.
func altOf(alt string, s diagram.Sheet) string {
	for _, a := range []string{alt, s.Summary, s.Title, s.Network} {
		if a = one(a); a != "" {
			return a
		}
	}
	return words.Text(s.Lang, "document.picture_alone")
}

// squared is the table with rows as long as its head.
func (t Table) squared() Table {
	t.Caption = atMost(one(t.Caption), mostMeta)
	columns := make([]Column, len(t.Columns))
	for i, c := range t.Columns {
		c.Name = atMost(one(c.Name), mostColumn)
		columns[i] = c
	}
	t.Columns = columns
	rows := make([][]string, len(t.Rows))
	for i, r := range t.Rows {
		row := make([]string, len(t.Columns))
		copy(row, r)
		rows[i] = row
	}
	t.Rows = rows
	return t
}

// text is a text of ours in the language of the document.
func (d document) text(key string, args ...any) string {
	return words.Text(d.Lang, "document."+key, args...)
}

// caption is "Tabelle 3: …", or "Tabelle 3".
func (d document) caption(p part) (label, text string) {
	switch b := p.Block.(type) {
	case Table:
		return d.text("table"), one(b.Caption)
	case Picture:
		return d.text("picture"), b.Caption
	}
	return "", ""
}

// titled is the text of a heading with its number.
func (p part) titled() string {
	h, _ := p.Block.(Heading)
	if p.number == "" {
		return h.Text
	}
	return p.number + "  " + h.Text
}

// foot is what stands at the foot of each page: the first two of Meta.
func (d document) foot() string {
	var all []string
	for _, m := range d.Meta[:min(2, len(d.Meta))] {
		all = append(all, labelled(m))
	}
	return strings.Join(all, " · ")
}

func labelled(m [2]string) string {
	if m[0] == "" {
		return m[1]
	}
	return m[0] + ": " + m[1]
}

// head is what stands at the head of each page but the first.
func (d document) head() string {
	if d.Subtitle == "" {
		return d.Title
	}
	return d.Title + " – " + d.Subtitle
}

// entries are the headings that stand in the contents.
func (d document) entries(c Contents) []part {
	depth := c.Depth
	if depth <= 0 {
		depth = 2
	}
	var out []part
	for _, p := range d.parts {
		if h, ok := p.Block.(Heading); ok && h.Level <= depth {
			out = append(out, p)
		}
	}
	return out
}

// above gives the picture with a page of its own that follows on the headings from i on: they stand on that page.
func (d document) above(i int) (Picture, bool) {
	if _, ok := d.parts[i].Block.(Heading); !ok {
		return Picture{}, false
	}
	for _, p := range d.parts[i:] {
		switch b := p.Block.(type) {
		case Heading:
		case Picture:
			return b, b.Full
		default:
			return Picture{}, false
		}
	}
	return Picture{}, false
}
