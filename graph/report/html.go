package report

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"miteinander/graph/diagram"
)

// WriteHTML writes a document as one file that needs nothing else: pictures are SVG in it, there is no script, no address
// outside of it. It has headings, landmarks, captions and words for pictures in order for a screen reader, and prints on A4
// with numbered pages. The same document gives the same bytes.
func WriteHTML(w io.Writer, doc Document) error {
	d := ready(doc)
	x := &page{d: d}
	style := documentStyle + fmt.Sprintf(`@page{@bottom-left{content:%s;font:8.5pt Arial,sans-serif;color:%s}@bottom-right{content:%s;font:8.5pt Arial,sans-serif;color:%s}}`,
		cssText(d.foot()), softColor, pageCounter(d), softColor)
	x.begin(d.Lang, d.Title, style, "")
	x.put(`<body><a class="skip" href="#text">%s</a><header><h1>%s</h1>`, d.text("skip"), d.Title)
	if d.Subtitle != "" {
		x.put(`<p class="subtitle">%s</p>`, d.Subtitle)
	}
	x.meta(d.Meta)
	x.put(`</header>%s<main id="text">%s`, markup("\n"), markup("\n"))
	for i, p := range d.parts {
		full := ""
		if pic, ok := d.above(i); ok {
			full = fullClass(pic)
		}
		if err := x.part(p, full); err != nil {
			return err
		}
		x.WriteByte('\n')
	}
	x.WriteString("</main></body></html>\n")
	_, err := w.Write(x.Bytes())
	return err
}

// page is an HTML file in the making.
type page struct {
	xmlText
	d document
}

// begin writes all before the body. Only this style and this script may run, and nothing is fetched.
func (x *page) begin(lang, title, style, script string) {
	policy := "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + hashed(style)
	if script != "" {
		policy += "; script-src " + hashed(script)
	}
	x.put(`<!doctype html>%s<html lang="%s"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="%s"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="generator" content="Miteinander"><title>%s</title><style>%s</style></head>%s`,
		markup("\n"), locale(lang), markup(policy), title, markup(style), markup("\n"))
}

func hashed(code string) string {
	sum := sha256.Sum256([]byte(code))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// cssText is a text as a string of CSS: whatever is no plain letter is written as its number, so that nothing ends the string
// or the style.
func cssText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range diagram.Clean(s) {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\%06x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// pageCounter is "Seite 3 von 9" for the foot of printed pages.
func pageCounter(d document) string {
	const one, two = "❶", "❷"
	before, rest, _ := strings.Cut(d.text("page_of", one, two), one)
	between, after, _ := strings.Cut(rest, two)
	const space = ` "\000020" `
	return cssText(before) + space + "counter(page)" + space + cssText(between) + space + "counter(pages)" + space + cssText(after)
}

func (x *page) meta(meta [][2]string) {
	if len(meta) == 0 {
		return
	}
	x.WriteString(`<dl>`)
	for _, m := range meta {
		x.put(`<div><dt>%s</dt><dd>%s</dd></div>`, m[0], m[1])
	}
	x.WriteString(`</dl>`)
}

// broken writes a text with its line breaks.
func (x *page) broken(text string) {
	for i, l := range lines(text) {
		if i > 0 {
			x.WriteString("<br>")
		}
		x.put("%s", l)
	}
}

// part writes one block; full is the class of a heading that stands above a picture with a page of its own.
func (x *page) part(p part, full string) error {
	switch b := p.Block.(type) {
	case Heading:
		x.put(`<h%d id="%s" class="%s">%s</h%d>`, b.Level+1, p.anchor, full, p.titled(), b.Level+1)
	case Paragraph:
		class := string(b.Kind)
		if b.Bold {
			class = strings.TrimSpace(class + " bold")
		}
		x.put(`<p class="%s">`, class)
		x.broken(b.Text)
		x.WriteString(`</p>`)
	case List:
		tag := markup("ul")
		if b.Numbered {
			tag = "ol"
		}
		x.put(`<%s>`, tag)
		for _, it := range b.Items {
			x.WriteString(`<li>`)
			x.broken(it)
			x.WriteString(`</li>`)
		}
		x.put(`</%s>`, tag)
	case Table:
		label, text := x.d.caption(p)
		x.table(b, p.anchor, captionText(label, p.number, text))
	case Picture:
		label, text := x.d.caption(p)
		x.put(`<figure id="%s" class="%s">`, p.anchor, fullClass(b))
		if err := x.svg(p.sheet, b.Alt, p.anchor); err != nil {
			return err
		}
		x.put(`<figcaption>%s</figcaption></figure>`, captionText(label, p.number, text))
	case Form:
		x.form(b)
	case PageBreak:
		x.WriteString(`<div class="break"></div>`)
	case Contents:
		x.put(`<nav aria-labelledby="contents"><h2 id="contents">%s</h2><ul>`, x.d.text("contents"))
		for _, e := range x.d.entries(b) {
			x.put(`<li class="l%d"><a href="#%s">%s</a></li>`, e.Block.(Heading).Level, e.anchor, e.titled())
		}
		x.WriteString(`</ul></nav>`)
	}
	return nil
}

// fullClass is the class of a picture with a page of its own.
func fullClass(b Picture) string {
	switch {
	case !b.Full:
		return ""
	case max(b.Sheet.W, b.Sheet.H) > 1.05*a4Long:
		return "full a3"
	}
	return "full a4"
}

func captionText(label, number, text string) string {
	if text == "" {
		return label + " " + number
	}
	return label + " " + number + ": " + text
}

// svg puts a picture in, with the words for it.
func (x *page) svg(s diagram.Sheet, alt, id string) error {
	s.Summary = alt
	return diagram.WriteInlineSVG(&x.Buffer, s, id+"-")
}

// table writes a table that scrolls by itself where it is wider than the page.
func (x *page) table(t Table, id, caption string) {
	label := markup("")
	if caption != "" {
		label = markup(` role="region" aria-labelledby="` + id + `-caption"`)
	}
	x.put(`<div class="scroll" tabindex="0"%s><table>`, label)
	if caption != "" {
		x.put(`<caption id="%s-caption">%s</caption>`, id, caption)
	}
	x.WriteString(`<thead><tr>`)
	side := func(i int) markup {
		if t.Columns[i].Align == End {
			return ` class="n"`
		}
		return ""
	}
	for i, c := range t.Columns {
		x.put(`<th scope="col"%s>`, side(i))
		x.broken(c.Name)
		x.WriteString(`</th>`)
	}
	x.WriteString(`</tr></thead><tbody>`)
	for _, r := range t.Rows {
		x.WriteString(`<tr>`)
		for i, c := range r {
			tag := markup("td")
			if i == 0 && t.RowHead {
				tag = "th"
				x.put(`<th scope="row"%s>`, side(i))
			} else {
				x.put(`<td%s>`, side(i))
			}
			x.broken(c)
			x.put(`</%s>`, tag)
		}
		x.WriteString(`</tr>`)
	}
	x.WriteString(`</tbody></table></div>`)
}

func (x *page) form(f Form) {
	x.WriteString(`<table class="form">`)
	if caption := one(f.Caption); caption != "" {
		x.put(`<caption>%s</caption>`, caption)
	}
	x.WriteString(`<tbody>`)
	for _, r := range f.Rows {
		x.WriteString(`<tr><th scope="row">`)
		x.broken(r.Label)
		if len(lines(r.Value)) > 0 {
			x.WriteString(`</th><td>`)
			x.broken(r.Value)
		} else {
			if len(lines(r.Hint)) > 0 {
				x.WriteString(`<span class="hint">`)
				x.broken(r.Hint)
				x.WriteString(`</span>`)
			}
			x.put(`</th><td class="room%d">`, max(1, min(r.Lines, 6)))
		}
		x.WriteString(`</td></tr>`)
	}
	x.WriteString(`</tbody></table>`)
}
