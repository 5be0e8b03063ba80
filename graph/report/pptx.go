package report

import (
	"fmt"
	"io"
	"strings"

	"miteinander/graph/words"
)

// WritePPTX writes slides for PowerPoint, 16:9: titles, sentences and tables as text, pictures as SVG with a PNG behind and
// words for those who do not see them, notes, numbers of slides. Tables that belong to a picture stand behind the last slide.
// The same deck gives the same bytes.
func WritePPTX(w io.Writer, d Deck) error {
	x := &powerpoint{deck: onStage(d, slideWidth, slideHeight), pack: newPack()}
	x.frame()
	for i := range x.frames {
		if err := x.slide(i); err != nil {
			return err
		}
	}
	x.presentation()
	return x.pack.write(w)
}

const (
	slideKind = "application/vnd.openxmlformats-officedocument.presentationml."
	pptMain   = "ppt/presentation.xml"
	pptSpace  = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`
	emptyTree = `<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>`
)

// powerpoint is a PowerPoint file in the making.
type powerpoint struct {
	deck
	pack   *pack
	slides []string // their relations
	images int
}

// shapes are the shapes of one slide.
type shapes struct {
	xmlText
	id   int
	lang string
}

func (s *shapes) next() int {
	s.id++
	return s.id
}

func (s *shapes) place(b block) markup {
	return markup(fmt.Sprintf(`<a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm>`, emu(b.at.X), emu(b.at.Y), emu(b.at.W), emu(b.at.H)))
}

// holder writes a text in a placeholder of the layout. holder is its type and index.
func (s *shapes) holder(name, holder string, b block, paragraphs markup) {
	id := s.next()
	s.put(`<p:sp><p:nvSpPr><p:cNvPr id="%d" name="%s"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph %s/></p:nvPr></p:nvSpPr><p:spPr>%s</p:spPr><p:txBody><a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/>%s</p:txBody></p:sp>`,
		id, name, markup(holder), s.place(b), paragraphs)
}

// paragraphs are texts, one paragraph each, in letters of size points.
func (s *shapes) paragraphs(all []string, size float64, props string) markup {
	var b xmlText
	for _, text := range all {
		b.put(`<a:p>%s<a:r><a:rPr lang="%s" sz="%d"/><a:t>%s</a:t></a:r></a:p>`, markup(props), locale(s.lang), int(size*100+0.5), text)
	}
	if len(all) == 0 {
		b.put(`<a:p><a:endParaRPr lang="%s"/></a:p>`, locale(s.lang))
	}
	return markup(b.String())
}

func (x *powerpoint) slide(i int) error {
	f := x.frames[i]
	name := fmt.Sprintf("ppt/slides/slide%d.xml", i+1)
	s := &shapes{id: 1, lang: x.Lang}
	layout := 2
	title := strings.Join(f.title.lines, " ")
	switch {
	case f.first:
		layout = 1
		s.holder("Titel", `type="ctrTitle"`, f.title, s.paragraphs([]string{title}, f.title.look.size, ""))
		sub := metaLines(f.meta)
		if len(f.sentence.lines) > 0 {
			sub = append([]string{strings.Join(f.sentence.lines, " ")}, sub...)
		}
		if len(sub) > 0 {
			b := f.points
			b.at.Y = f.sentence.at.Y
			b.at.H = f.points.at.Y + f.points.at.H - b.at.Y + 20
			s.holder("Untertitel", `type="subTitle" idx="1"`, b, s.paragraphs(sub, f.points.look.size, ""))
		}
	default:
		if title == "" {
			title = itoa(i + 1) // every slide has a title, for the list of slides and for screen readers
			f.title = x.text(title, slideTop, 24, 16, true)
		}
		s.holder("Titel", `type="title"`, f.title, s.paragraphs([]string{title}, f.title.look.size, ""))
		if len(f.sentence.lines) > 0 {
			s.holder("Satz", `type="body" idx="13"`, f.sentence, s.paragraphs([]string{strings.Join(f.sentence.lines, " ")}, f.sentence.look.size, ""))
		}
		if len(f.items) > 0 {
			s.holder("Punkte", `type="body" idx="14"`, f.points, s.paragraphs(f.items, f.points.look.size, `<a:pPr marL="203200" indent="-203200"><a:buFont typeface="Arial"/><a:buChar char="•"/></a:pPr>`))
		}
	}
	if f.picture.W > 0 {
		x.images++
		png, svg, err := x.pack.picture(name, "ppt/media", x.images, f.picture)
		if err != nil {
			return err
		}
		s.put(`<p:pic><p:nvPicPr><p:cNvPr id="%d" name="Bild" descr="%s"/><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill>%s</p:blipFill><p:spPr>%s<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`,
			s.next(), f.alt, blip(png, svg), s.place(block{at: f.at}))
	}
	if f.table != nil {
		x.table(s, f)
	}
	if !f.first {
		foot := block{}
		foot.at.X, foot.at.Y, foot.at.W, foot.at.H = slideEdge, slideHeight-27, slideWidth-2*slideEdge-80, 20
		s.holder("Fußzeile", `type="ftr" sz="quarter" idx="11"`, foot, s.paragraphs([]string{shortened(x.foot(), look{size: 10.5}, foot.at.W)}, 10.5, ""))
	}
	number := block{}
	number.at.X, number.at.Y, number.at.W, number.at.H = slideWidth-slideEdge-70, slideHeight-27, 70, 20
	s.holder("Foliennummer", `type="sldNum" sz="quarter" idx="12"`, number, markup(fmt.Sprintf(`<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="%s" sz="1050"/><a:t>%d</a:t></a:fld></a:p>`, locale(x.Lang), i+1)))

	var b xmlText
	b.put(xmlHead+`<p:sld `+pptSpace+`><p:cSld><p:spTree>`+emptyTree+`%s</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`, markup(s.String()))
	x.pack.add(name, slideKind+"slide+xml", b.Bytes())
	x.pack.refer(name, "slideLayout", fmt.Sprintf("ppt/slideLayouts/slideLayout%d.xml", layout))
	x.slides = append(x.slides, x.pack.refer(pptMain, "slide", name))
	x.notes(i, name)
	return nil
}

// notes are what is said to a slide, below its small picture on the page of notes.
func (x *powerpoint) notes(i int, slide string) {
	said := lines(x.spoken(i))
	if len(said) == 0 {
		return
	}
	name := fmt.Sprintf("ppt/notesSlides/notesSlide%d.xml", i+1)
	s := &shapes{id: 1, lang: x.Lang}
	s.put(`<p:sp><p:nvSpPr><p:cNvPr id="%d" name="Folie"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>`, s.next())
	s.put(`<p:sp><p:nvSpPr><p:cNvPr id="%d" name="Notizen"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>%s</p:txBody></p:sp>`, s.next(), s.paragraphs(said, 12, ""))
	var b xmlText
	b.put(xmlHead+`<p:notes `+pptSpace+`><p:cSld><p:spTree>`+emptyTree+`%s</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>`, markup(s.String()))
	x.pack.add(name, slideKind+"notesSlide+xml", b.Bytes())
	x.pack.refer(name, "notesMaster", "ppt/notesMasters/notesMaster1.xml")
	x.pack.refer(name, "slide", slide)
	x.pack.refer(slide, "notesSlide", name)
}

// table is a real table of PowerPoint.
func (x *powerpoint) table(s *shapes, f frame) {
	t := f.table
	k := x.tableLook()
	first := 0
	if t.RowHead {
		first = 1
	}
	s.put(`<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="%d" name="Tabelle" descr="%s"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></p:xfrm>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1" firstCol="%d"/><a:tblGrid>`,
		s.next(), words.Joined(". ", one(t.Caption), strings.Join(f.title.lines, " ")), emu(f.tableAt.X), emu(f.tableAt.Y), emu(f.tableAt.W), emu(f.tableAt.H), first)
	for _, w := range f.widths {
		s.put(`<a:gridCol w="%d"/>`, emu(w))
	}
	s.WriteString(`</a:tblGrid>`)
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	row := func(texts []string, head bool) {
		bold := k
		bold.bold = head
		_, h := cells(texts, f.widths, bold, t.RowHead)
		s.put(`<a:tr h="%d">`, emu(h))
		for i, text := range texts {
			s.WriteString(`<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>`)
			props := markup("")
			if t.Columns[i].Align == End {
				props = `<a:pPr algn="r"/>`
			}
			weight := markup("")
			if head || i == 0 && t.RowHead {
				weight = ` b="1"`
			}
			all := lines(text)
			for _, l := range all {
				s.put(`<a:p>%s<a:r><a:rPr lang="%s" sz="%d"%s><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:rPr><a:t>%s</a:t></a:r></a:p>`, props, locale(s.lang), int(k.size*100), weight, l)
			}
			if len(all) == 0 {
				s.put(`<a:p><a:endParaRPr lang="%s" sz="%d"/></a:p>`, locale(s.lang), int(k.size*100))
			}
			fill := markup(`<a:noFill/>`)
			if head {
				fill = `<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>`
			}
			s.put(`</a:txBody><a:tcPr marL="%d" marR="%d" marT="%d" marB="%d"><a:lnL><a:noFill/></a:lnL><a:lnR><a:noFill/></a:lnR><a:lnT><a:noFill/></a:lnT><a:lnB w="6350"><a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:lnB>%s</a:tcPr></a:tc>`,
				emu(cellSide), emu(cellSide), emu(cellTop), emu(cellTop), hex(ruleColor), fill)
		}
		s.WriteString(`</a:tr>`)
	}
	row(names, true)
	for _, r := range t.Rows {
		row(r, false)
	}
	s.WriteString(`</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`)
}
