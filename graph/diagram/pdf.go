package diagram

import (
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
)

const pdfFont = "LiberationSans"

// WritePDF writes one page per sheet, each in its own size: vectors, text as text, the used letters of the font
// embedded. The same sheets give the same bytes.
func WritePDF(w io.Writer, sheets []Sheet) error {
	if len(sheets) == 0 {
		return fmt.Errorf("diagram: no sheet to write")
	}
	b := Book{Title: joined(" – ", sheets[0].Title, sheets[0].Network), Subject: sheets[0].Summary, Lang: sheets[0].Lang}
	for _, s := range sheets {
		b.Pages = append(b.Pages, Page{Sheet: s, Bookmarks: []Bookmark{{Text: joined(" – ", s.Title, s.Selection)}}})
	}
	return WriteBook(w, b)
}

// Book is several pages in one PDF, with what leads to them.
type Book struct {
	Title, Subject, Lang string
	Pages                []Page
}

// Page is a page of a book: all that a sheet draws, in its size.
type Page struct {
	Sheet
	Bookmarks []Bookmark
	Links     []PageLink
}

// Bookmark is an entry of the list beside the pages. Level 0 is the highest; Y is where on the page it leads to.
type Bookmark struct {
	Text  string
	Level int
	Y     float64
}

// PageLink leads from a rectangle of its page to a height of another, pages counted from 1.
type PageLink struct {
	From Rect
	Page int
	Y    float64
}

// WriteBook writes a book as WritePDF does.
func WriteBook(w io.Writer, b Book) error {
	if len(b.Pages) == 0 {
		return fmt.Errorf("diagram: no page to write")
	}
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: b.Pages[0].W, Ht: b.Pages[0].H}})
	doc.SetCatalogSort(true)
	doc.SetCreationDate(time.Unix(0, 0).UTC())
	doc.SetModificationDate(time.Unix(0, 0).UTC())
	doc.SetCompression(true)
	doc.SetAutoPageBreak(false, 0)
	doc.SetMargins(0, 0, 0)
	doc.SetTitle(clean(b.Title), true)
	doc.SetSubject(clean(b.Subject), true)
	doc.SetCreator("Miteinander", true)
	doc.SetLang(b.Lang)
	doc.AddUTF8FontFromBytes(pdfFont, "", liberationsansregular.TTF)
	doc.AddUTF8FontFromBytes(pdfFont, "B", liberationsansbold.TTF)
	for _, p := range b.Pages {
		doc.AddPageFormat("P", fpdf.SizeType{Wd: p.W, Ht: p.H})
		for _, m := range p.Bookmarks {
			doc.Bookmark(clean(m.Text), m.Level, m.Y)
		}
		for it := range p.items {
			for _, op := range it.Ops {
				pdfOp(doc, op)
			}
		}
		for _, l := range p.Links {
			if l.Page < 1 || l.Page > len(b.Pages) {
				continue
			}
			id := doc.AddLink()
			doc.SetLink(id, l.Y, l.Page)
			doc.Link(l.From.X, l.From.Y, l.From.W, l.From.H, id)
		}
	}
	if err := doc.Output(w); err != nil {
		return fmt.Errorf("diagram: pdf: %w", err)
	}
	return nil
}

func pdfOp(doc *fpdf.Fpdf, op DrawOp) {
	if op.Shape == ShapeText {
		pdfText(doc, op)
		return
	}
	style := ""
	if op.Fill != "" && op.Shape != ShapeLine && op.Shape != ShapeCurve {
		c := rgb(op.Fill)
		doc.SetFillColor(int(c.R), int(c.G), int(c.B))
		style = "F"
	}
	if op.Stroke != "" && op.Width > 0 {
		c := rgb(op.Stroke)
		doc.SetDrawColor(int(c.R), int(c.G), int(c.B))
		doc.SetLineWidth(op.Width)
		doc.SetLineJoinStyle("round")
		if len(op.Dash) > 0 {
			doc.SetLineCapStyle("butt")
			doc.SetDashPattern(op.Dash, 0)
		} else {
			doc.SetLineCapStyle("round")
			doc.SetDashPattern([]float64{}, 0)
		}
		style += "D"
	}
	if style == "" {
		return
	}
	switch op.Shape {
	case ShapeBox:
		if op.R > 0 {
			doc.RoundedRect(op.X, op.Y, op.W, op.H, min(op.R, op.W/2, op.H/2), "1234", style)
		} else {
			doc.Rect(op.X, op.Y, op.W, op.H, style)
		}
	case ShapeEllipse:
		doc.Ellipse(op.X, op.Y, op.W, op.H, 0, style)
	case ShapePolygon:
		pts := make([]fpdf.PointType, len(op.Points))
		for i, p := range op.Points {
			pts[i] = fpdf.PointType{X: p.X, Y: p.Y}
		}
		doc.Polygon(pts, style)
	case ShapeLine:
		for i, p := range op.Points {
			if i == 0 {
				doc.MoveTo(p.X, p.Y)
			} else {
				doc.LineTo(p.X, p.Y)
			}
		}
		doc.DrawPath("D")
	case ShapeCurve:
		for i := 0; i < len(op.Points); i++ {
			if i == 0 {
				doc.MoveTo(op.Points[0].X, op.Points[0].Y)
			} else if i+2 < len(op.Points) {
				a, b, c := op.Points[i], op.Points[i+1], op.Points[i+2]
				doc.CurveBezierCubicTo(a.X, a.Y, b.X, b.Y, c.X, c.Y)
				i += 2
			}
		}
		doc.DrawPath("D")
	}
}

func pdfText(doc *fpdf.Fpdf, op DrawOp) {
	text := pdfSafe(op.Text)
	if text == "" {
		return
	}
	style := ""
	if op.Bold {
		style = "B"
	}
	doc.SetFont(pdfFont, style, op.Size)
	c := rgb(op.Fill)
	doc.SetTextColor(int(c.R), int(c.G), int(c.B))
	x := op.X
	w := textWidth(text, op.Size, op.Bold)
	switch op.Align {
	case Middle:
		x -= w / 2
	case End:
		x -= w
	}
	if op.Angle != 0 {
		doc.TransformBegin()
		doc.TransformRotate(op.Angle, op.X, op.Y)
		defer doc.TransformEnd()
	}
	doc.Text(x, op.Y, text)
}

// pdfSafe drops what the embedded font's tables cannot hold: letters beyond the basic plane.
func pdfSafe(s string) string {
	out := []rune{}
	for _, r := range clean(s) {
		if r > 0xFFFF {
			r = '\uFFFD'
		}
		out = append(out, r)
	}
	return string(out)
}
