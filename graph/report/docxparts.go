package report

import (
	"fmt"

	"miteinander/graph/diagram"
)

// captioned are the runs of "Tabelle 3: …", with the count as a field of Word.
func (x *word) captioned(p part) markup {
	label, text := x.d.caption(p)
	runs := exactly(label+" ") + field("SEQ "+label+` \* ARABIC`, p.number)
	if text != "" {
		runs += exactly(": " + text)
	}
	return runs
}

func (x *word) table(p part, t Table) {
	width := x.now().paper.width()
	widths := columnWidths(t, cellLook, width)
	x.para("Caption", `<w:keepNext/>`, x.captioned(p))
	b := &x.now().body
	firstColumn := 0
	if t.RowHead {
		firstColumn = 1
	}
	b.put(`<w:tbl><w:tblPr><w:tblStyle w:val="MiteinanderTable"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="%s" w:firstRow="1" w:lastRow="0" w:firstColumn="%d" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`,
		twips(width), fmt.Sprintf("%04X", 0x0620+0x80*firstColumn), firstColumn)
	if caption := one(t.Caption); caption != "" {
		b.put(`<w:tblCaption w:val="%s"/>`, caption)
	}
	b.WriteString(`</w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		b.put(`<w:gridCol w:w="%d"/>`, twips(w))
	}
	b.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		x.cell(c.Name, widths[i], c.Align, true, true)
	}
	b.WriteString(`</w:tr>`)
	for _, r := range t.Rows {
		// a row that no page holds has to be split
		split := `<w:cantSplit/>`
		if _, h := cells(r, widths, cellLook, t.RowHead); h > x.now().paper.height()-40 {
			split = ""
		}
		b.put(`<w:tr><w:trPr>%s</w:trPr>`, markup(split))
		for i, c := range r {
			x.cell(c, widths[i], t.Columns[i].Align, false, i == 0 && t.RowHead)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	x.below()
}

// below is the room below a table; at the end of the document as little as Word lets be.
func (x *word) below() {
	if x.last {
		x.para("SectionEnd", "", "")
		return
	}
	x.para("Spacer", "", "")
}

func (x *word) cell(text string, width float64, align Align, head, bold bool) {
	b := &x.now().body
	b.put(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, twips(width))
	if head {
		b.put(`<w:shd w:val="clear" w:color="auto" w:fill="%s"/>`, hex(shadeColor))
	}
	b.WriteString(`</w:tcPr>`)
	props := markup("")
	if head {
		props = `<w:keepNext/>`
	}
	if align == End {
		props += `<w:jc w:val="right"/>`
	}
	rp := ""
	if bold {
		rp = "<w:b/>"
	}
	runs := markup("")
	if len(lines(text)) > 0 {
		runs = run(text, rp)
	}
	x.para("Cell", props, runs)
	b.WriteString(`</w:tc>`)
}

func (x *word) picture(p part, b Picture) error {
	paper := x.now().paper
	caption := float64(len((&layout{d: x.d, paper: paper}).captionLines(p, paper.width())))
	var w, h float64
	if b.Full {
		room := paper.height() - captionLook.before - caption*captionLook.line - 12 // Word sets a picture as a very high letter
		for i := range x.d.parts {                                                  // the headings that stand above it
			if x.d.parts[i].anchor != p.anchor {
				continue
			}
			for j := i - 1; j >= 0; j-- {
				head, ok := x.d.parts[j].Block.(Heading)
				if !ok {
					break
				}
				k := headingLooks[head.Level-1]
				room -= k.before + k.after + k.line*float64(len(wrapped(x.d.parts[j].titled(), k, paper.width())))
			}
		}
		w, h = sheetSize(p.sheet, paper.width(), room)
	} else {
		w, h, _ = pictureSize(p.sheet, b.High, paper.width(), paper.height())
	}
	drawing, err := x.drawing(p.sheet, b.Alt, w, h)
	if err != nil {
		return err
	}
	x.para("Figure", `<w:keepNext/>`, drawing)
	runs := x.captioned(p)
	if !b.Full {
		x.para("Caption", `<w:spacing w:after="200"/>`, runs)
		return nil
	}
	x.now().last = func(out *xmlText, end markup) {
		out.put(`<w:p><w:pPr><w:pStyle w:val="Caption"/>%s</w:pPr>%s</w:p>`, end, runs)
	}
	return nil
}

// drawing is a picture in the line of text.
func (x *word) drawing(s diagram.Sheet, alt string, w, h float64) (markup, error) {
	x.images++
	png, svg, err := x.pack.picture(wordMain, "word/media", x.images, s)
	if err != nil {
		return "", err
	}
	id := x.id()
	var b xmlText
	b.put(`<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Bild %d" descr="%s"/>`+
		`<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:nvPicPr><pic:cNvPr id="%d" name="Bild %d" descr="%s"/><pic:cNvPicPr><a:picLocks noChangeAspect="1"/></pic:cNvPicPr></pic:nvPicPr><pic:blipFill>%s</pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		emu(w), emu(h), id, x.images, alt, id, x.images, alt, blip(png, svg), emu(w), emu(h))
	return markup(b.String()), nil
}

// form is a table with fields to fill in where nothing is known yet.
func (x *word) form(f Form) {
	width := x.now().paper.width()
	if caption := one(f.Caption); caption != "" {
		x.para("Caption", `<w:keepNext/>`, run(caption, ""))
	} else if x.newPage {
		x.para("Spacer", "", "")
	}
	left := twips(formLabel * width)
	right := twips(width) - left
	b := &x.now().body
	b.put(`<w:tbl><w:tblPr><w:tblStyle w:val="MiteinanderForm"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0080" w:firstRow="0" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`, twips(width))
	if caption := one(f.Caption); caption != "" {
		b.put(`<w:tblCaption w:val="%s"/>`, caption)
	}
	b.put(`</w:tblPr><w:tblGrid><w:gridCol w:w="%d"/><w:gridCol w:w="%d"/></w:tblGrid>`, left, right)
	for _, r := range f.Rows {
		_, _, value, height := formRow(r, width)
		b.put(`<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="%d" w:hRule="atLeast"/></w:trPr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="%s"/></w:tcPr>`, twips(height), left, hex(shadeColor))
		x.para("Cell", "", run(r.Label, "<w:b/>"))
		if len(value) == 0 && len(lines(r.Hint)) > 0 {
			x.para("Note", `<w:spacing w:after="0"/>`, run(r.Hint, ""))
		}
		b.put(`</w:tc><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, right)
		if len(value) > 0 {
			x.para("FormValue", "", run(r.Value, ""))
		} else {
			var entry xmlText
			entry.put(`<w:sdt><w:sdtPr><w:alias w:val="%s"/><w:id w:val="%d"/><w:showingPlcHdr/><w:text w:multiLine="1"/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>…</w:t></w:r></w:sdtContent></w:sdt>`, cutTo(one(r.Label), 60), x.id())
			x.para("FormValue", "", markup(entry.String()))
		}
		b.WriteString(`</w:tc></w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	x.below()
}

func cutTo(s string, n int) string {
	r := []rune(s)
	if len(r) > n {
		return string(r[:n])
	}
	return s
}
