package report

import (
	"fmt"
	"io"
	"strings"

	"miteinander/graph/diagram"
)

// WriteDOCX writes a document for Word: real headings, contents, captions and numbers of pages as fields that hold what they
// show, heads of tables that are repeated, pictures as SVG with a PNG behind, A4, and A4 or A3 across for pictures with a page
// of their own. The numbers in the contents come from the layout of WritePDF: Word asks nothing when it opens the file, and F9
// brings them up to date after changes. The same document gives the same bytes.
func WriteDOCX(w io.Writer, doc Document) error {
	l := laidOut(ready(doc))
	x := &word{d: l.d, places: l.places, pack: newPack(), pages: len(l.pages), feet: map[string]string{}}
	x.sections = []*section{{paper: textPaper(l.d.Landscape)}}
	x.top()
	for i := range l.d.parts {
		if err := x.part(i); err != nil {
			return err
		}
	}
	x.files()
	return x.pack.write(w)
}

const (
	wordMain  = "word/document.xml"
	wordKind  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
)

// word is a Word file in the making.
type word struct {
	d        document
	places   map[string]place
	pages    int
	pack     *pack
	sections []*section
	feet     map[string]string // id of the part by what it is
	ids      int               // of bookmarks, fields to fill in and pictures
	images   int
	lists    int  // numbered lists so far
	newPage  bool // the next paragraph begins a page
	last     bool // nothing follows
}

// section is what stands on pages of one kind.
type section struct {
	paper paper
	own   bool // the pages of one picture
	body  xmlText
	// last writes the last paragraph, which ends the section; nil = a paragraph of its own does.
	last func(x *xmlText, end markup)
}

func (x *word) now() *section { return x.sections[len(x.sections)-1] }

func (x *word) id() int {
	x.ids++
	return x.ids
}

// para writes a paragraph: its style, further properties in the order of the schema after keepNext, and its runs.
func (x *word) para(style string, props, runs markup) {
	b := &x.now().body
	b.put(`<w:p><w:pPr><w:pStyle w:val="%s"/>%s%s</w:pPr>%s</w:p>`, style, x.breakBefore(), props, runs)
}

func (x *word) breakBefore() markup {
	if !x.newPage {
		return ""
	}
	x.newPage = false
	return `<w:pageBreakBefore/>`
}

// run is a text; line breaks in it stay.
func run(text string, props string) markup {
	var b xmlText
	b.WriteString("<w:r>")
	if props != "" {
		b.WriteString("<w:rPr>" + props + "</w:rPr>")
	}
	for i, l := range lines(text) {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		b.put(`<w:t xml:space="preserve">%s</w:t>`, l)
	}
	b.WriteString("</w:r>")
	return markup(b.String())
}

// exactly is a text with the spaces at its ends.
func exactly(text string) markup {
	var b xmlText
	lead, trail := strings.HasPrefix(text, " "), strings.HasSuffix(text, " ")
	if text = diagram.Clean(text); lead {
		text = " " + text
	}
	if trail && strings.TrimSpace(text) != "" {
		text += " "
	}
	b.WriteString(`<w:r><w:t xml:space="preserve">` + escaper.Replace(text) + `</w:t></w:r>`)
	return markup(b.String())
}

// field is a field of Word with what it shows until it is brought up to date. code is never a text of people.
func field(code string, shown any) markup {
	var b xmlText
	b.put(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> %s </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, code)
	b.put(`<w:r><w:t>%v</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`, shown)
	return markup(b.String())
}

func bookmarkName(anchor string) string { return "_Toc_" + strings.ReplaceAll(anchor, "-", "_") }

// part writes one block.
func (x *word) part(i int) error {
	p := x.d.parts[i]
	x.last = i == len(x.d.parts)-1
	pic, above := x.d.above(i)
	full, isPicture := p.Block.(Picture)
	switch now := x.now(); {
	case above && (!now.own || now.last != nil):
		x.sections = append(x.sections, &section{paper: sheetPaper(pic.Sheet.W, pic.Sheet.H), own: true})
		x.newPage = false
	case isPicture && full.Full:
		if !now.own || now.last != nil {
			x.sections = append(x.sections, &section{paper: sheetPaper(full.Sheet.W, full.Sheet.H), own: true})
			x.newPage = false
		}
	case now.own && !above:
		if _, ok := p.Block.(PageBreak); ok {
			return nil
		}
		x.sections = append(x.sections, &section{paper: textPaper(x.d.Landscape)})
	}
	switch b := p.Block.(type) {
	case Heading:
		n := x.id()
		x.para(fmt.Sprintf("Heading%d", b.Level), "", markup(fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/>`, n, bookmarkName(p.anchor)))+
			run(b.Text, "")+markup(fmt.Sprintf(`<w:bookmarkEnd w:id="%d"/>`, n)))
	case Paragraph:
		style, props := map[Kind]string{Lead: "Lead", Note: "Note"}[b.Kind], ""
		if style == "" {
			style = "Normal"
		}
		if b.Bold {
			props = "<w:b/>"
		}
		x.para(style, "", run(b.Text, props))
	case List:
		x.list(b)
	case Table:
		x.table(p, b)
	case Picture:
		return x.picture(p, b)
	case Form:
		x.form(b)
	case PageBreak:
		x.newPage = true
	case Contents:
		x.contents(b)
	}
	return nil
}

func (x *word) list(b List) {
	num := bulletNum
	if b.Numbered {
		num = firstListNum + x.lists
		x.lists++
	}
	for i, it := range b.Items {
		space := ""
		if i == len(b.Items)-1 {
			space = fmt.Sprintf(`<w:spacing w:after="%d"/>`, twips(plainLook.after))
		}
		x.para("ListParagraph", markup(fmt.Sprintf(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>%s`, num, space)), run(it, ""))
	}
}

// contents are a field of Word, filled, in the frame that shows Word's button to bring it up to date.
func (x *word) contents(c Contents) {
	depth := c.Depth
	if depth <= 0 {
		depth = 2
	}
	entries := x.d.entries(c)
	b := &x.now().body
	b.put(`<w:sdt><w:sdtPr><w:id w:val="%d"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>`, x.id())
	x.para("TOCHeading", "", run(x.d.text("contents"), ""))
	begin := markup(fmt.Sprintf(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-%d" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, min(depth, 3)))
	for _, p := range entries {
		h := p.Block.(Heading)
		var line xmlText
		line.put(`<w:hyperlink w:anchor="%s" w:history="1">%s<w:r><w:tab/></w:r>%s</w:hyperlink>`, bookmarkName(p.anchor), exactly(p.titled()), field(`PAGEREF `+bookmarkName(p.anchor)+` \h`, x.places[p.anchor].page))
		x.para(fmt.Sprintf("TOC%d", h.Level), markup(fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="%d"/></w:tabs>`, twips(x.now().paper.width()))), begin+markup(line.String()))
		begin = ""
	}
	x.para("Spacer", "", begin+`<w:r><w:fldChar w:fldCharType="end"/></w:r>`)
	b.WriteString(`</w:sdtContent></w:sdt>`)
}

// top is title, subtitle and Meta.
func (x *word) top() {
	props := markup("")
	if x.d.Cover {
		props = markup(fmt.Sprintf(`<w:spacing w:before="%d"/>`, twips(coverRoom)))
	}
	x.para("Title", props, run(x.d.Title, ""))
	if x.d.Subtitle != "" {
		x.para("Subtitle", "", run(x.d.Subtitle, ""))
	}
	if len(x.d.Meta) > 0 {
		width := x.now().paper.width()
		label := twips(metaLabel * width)
		x.para("Rule", "", "")
		b := &x.now().body
		b.put(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0080" w:firstRow="0" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid><w:gridCol w:w="%d"/><w:gridCol w:w="%d"/></w:tblGrid>`,
			twips(width), label, twips(width)-label)
		for _, m := range x.d.Meta {
			b.put(`<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, label)
			x.para("Meta", "", run(m[0], `<w:color w:val="`+string(hex(softColor))+`"/>`))
			b.put(`</w:tc><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, twips(width)-label)
			x.para("Meta", "", run(m[1], ""))
			b.WriteString(`</w:tc></w:tr>`)
		}
		b.WriteString(`</w:tbl>`)
		x.para("Spacer", "", "")
	}
	x.newPage = x.d.Cover
}
