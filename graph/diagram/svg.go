package diagram

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"miteinander/graph/words"
)

// WriteSVG writes the sheet as one SVG 1.1 document: text as text, no script, no style sheet, no outside reference.
// What can be clicked is a group with data-ref and a title of its own. The same sheet gives the same bytes.
func WriteSVG(w io.Writer, s Sheet) error { return WriteInlineSVG(w, s, "") }

// WriteInlineSVG is WriteSVG for a page that holds several pictures: id begins the ids in it and has to be unique there.
func WriteInlineSVG(w io.Writer, s Sheet, id string) error {
	b := bufio.NewWriter(w)
	id = xmlText(id)
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" width="%spt" height="%spt" viewBox="0 0 %s %s" role="img" aria-labelledby="%stitle %sdesc" lang="%s" font-family="%s">`+"\n",
		num(s.W), num(s.H), num(s.W), num(s.H), id, id, xmlText(s.Lang), xmlText(fontFamily))
	fmt.Fprintf(b, "<title id=\"%stitle\">%s</title>\n<desc id=\"%sdesc\">%s</desc>\n", id, xmlText(joined(" – ", s.Title, s.Network)), id, xmlText(s.Summary))
	fmt.Fprintf(b, "<rect width=\"%s\" height=\"%s\" fill=\"%s\"/>\n", num(s.W), num(s.H), s.groundColor())
	svgItems(b, s.Head)
	for _, d := range s.Drawings {
		fmt.Fprintf(b, "<g role=\"group\" aria-label=\"%s\">\n", xmlText(d.Title))
		svgItems(b, d.Items)
		b.WriteString("</g>\n")
	}
	svgItems(b, s.Foot)
	b.WriteString("</svg>\n")
	return b.Flush()
}

func svgItems(b *bufio.Writer, items []Item) {
	for _, it := range items {
		b.WriteString(`<g class="` + xmlText(string(it.Role)) + `"`)
		if it.Ref != "" {
			b.WriteString(` data-ref="` + xmlText(it.Ref) + `"`)
		}
		b.WriteString(">")
		if it.Label != "" {
			b.WriteString("<title>" + xmlText(it.Label) + "</title>")
		}
		for _, op := range it.Ops {
			svgOp(b, op)
		}
		b.WriteString("</g>\n")
	}
}

func svgOp(b *bufio.Writer, op DrawOp) {
	switch op.Shape {
	case ShapeBox:
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s"`, num(op.X), num(op.Y), num(op.W), num(op.H))
		if op.R > 0 {
			fmt.Fprintf(b, ` rx="%s"`, num(op.R))
		}
	case ShapeEllipse:
		fmt.Fprintf(b, `<ellipse cx="%s" cy="%s" rx="%s" ry="%s"`, num(op.X), num(op.Y), num(op.W), num(op.H))
	case ShapePolygon, ShapeLine:
		name := "polygon"
		if op.Shape == ShapeLine {
			name = "polyline"
		}
		fmt.Fprintf(b, `<%s points="`, name)
		for i, p := range op.Points {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(num(p.X) + "," + num(p.Y))
		}
		b.WriteByte('"')
	case ShapeCurve:
		b.WriteString(`<path d="`)
		for i, p := range op.Points {
			switch {
			case i == 0:
				b.WriteByte('M')
			case i == 1:
				b.WriteString(" C")
			default:
				b.WriteByte(' ')
			}
			b.WriteString(num(p.X) + "," + num(p.Y))
		}
		b.WriteByte('"')
	case ShapeText:
		fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s" fill="%s"`, num(op.X), num(op.Y), num(op.Size), xmlText(op.Fill))
		if op.Bold {
			b.WriteString(` font-weight="bold"`)
		}
		if op.Align != "" && op.Align != Start {
			b.WriteString(` text-anchor="` + xmlText(string(op.Align)) + `"`)
		}
		if op.Angle != 0 {
			fmt.Fprintf(b, ` transform="rotate(%s %s %s)"`, num(-op.Angle), num(op.X), num(op.Y))
		}
		// textLength holds the width we measured where neither Liberation Sans nor Arial is installed.
		if w := textWidth(op.Text, op.Size, op.Bold); w > 0 {
			fmt.Fprintf(b, ` textLength="%s" lengthAdjust="spacingAndGlyphs"`, num(w))
		}
		b.WriteString(">" + xmlText(op.Text) + "</text>")
		return
	default:
		return
	}
	fill := op.Fill
	if fill == "" || op.Shape == ShapeLine || op.Shape == ShapeCurve {
		fill = "none"
	}
	fmt.Fprintf(b, ` fill="%s"`, xmlText(fill))
	if op.Stroke != "" && op.Width > 0 {
		fmt.Fprintf(b, ` stroke="%s" stroke-width="%s"`, xmlText(op.Stroke), num(op.Width))
		if len(op.Dash) > 0 {
			b.WriteString(` stroke-dasharray="`)
			for i, d := range op.Dash {
				if i > 0 {
					b.WriteByte(',')
				}
				b.WriteString(num(d))
			}
			b.WriteByte('"')
		} else if op.Shape != ShapeBox && op.Shape != ShapeEllipse {
			b.WriteString(` stroke-linecap="round" stroke-linejoin="round"`)
		}
	}
	b.WriteString("/>")
}

var xmlReplacer = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// xmlText makes any string safe as text and as attribute value; what XML forbids is dropped.
func xmlText(s string) string { return xmlReplacer.Replace(clean(s)) }

func joined(sep string, parts ...string) string {
	return words.Joined(sep, parts...)
}
