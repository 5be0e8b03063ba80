package report

import (
	"fmt"
	"strings"
)

// Numbers of the lists in numbering.xml.
const (
	headingNum   = 1
	bulletNum    = 2
	firstListNum = 3 // each numbered list begins anew
)

// files writes all parts but the pictures.
func (x *word) files() {
	p := x.pack
	p.refer("", "officeDocument", wordMain)
	body := x.body()
	p.add(wordMain, wordKind+"document.main+xml", body)
	for _, f := range []struct {
		name string
		body []byte
	}{{"styles", x.styles()}, {"numbering", x.numbering()}, {"settings", x.settings()}} {
		p.add("word/"+f.name+".xml", wordKind+f.name+"+xml", f.body)
		p.refer(wordMain, f.name, "word/"+f.name+".xml")
	}
	p.properties(x.d.Title, x.d.Subtitle, locale(x.d.Lang))
}

// body puts the sections behind each other, each with its end.
func (x *word) body() []byte {
	var out xmlText
	out.WriteString(xmlHead + `<w:document ` + wordSpace + `><w:body>`)
	for i, s := range x.sections {
		end := x.sectionEnd(s, i == 0)
		out.Write(s.body.Bytes())
		if i == len(x.sections)-1 {
			if s.last != nil {
				s.last(&out, "")
			}
			out.WriteString(string(end))
			break
		}
		if s.last != nil {
			s.last(&out, end)
		} else {
			out.put(`<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>%s</w:pPr></w:p>`, end)
		}
	}
	out.WriteString(`</w:body></w:document>`)
	return out.Bytes()
}

func (x *word) sectionEnd(s *section, first bool) markup {
	var b xmlText
	head, foot := x.headPart(s, false), x.footPart(s, false)
	b.WriteString(`<w:sectPr>`)
	b.put(`<w:headerReference w:type="default" r:id="%s"/>`, head)
	if first {
		b.put(`<w:headerReference w:type="first" r:id="%s"/>`, x.headPart(s, true))
	}
	b.put(`<w:footerReference w:type="default" r:id="%s"/>`, foot)
	if first {
		b.put(`<w:footerReference w:type="first" r:id="%s"/>`, x.footPart(s, x.d.Cover))
	}
	orient := ""
	if s.paper.w > s.paper.h {
		orient = ` w:orient="landscape"`
	}
	b.put(`<w:type w:val="nextPage"/><w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`,
		twips(s.paper.w), twips(s.paper.h), markup(orient), twips(s.paper.top), twips(s.paper.right), twips(s.paper.bottom), twips(s.paper.left), twips(min(headY-edgeLook.line/2, s.paper.top/2)), twips(footY-12))
	if first {
		b.WriteString(`<w:titlePg/>`)
	}
	b.WriteString(`</w:sectPr>`)
	return markup(b.String())
}

// headPart is the id of the head of a section's pages; that of first pages and of pictures is empty.
func (x *word) headPart(s *section, empty bool) string {
	empty = empty || s.own
	return x.edge(fmt.Sprintf("header %v", empty), "header", "hdr", func(b *xmlText) {
		if empty {
			b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Header"/><w:pBdr><w:bottom w:val="nil"/></w:pBdr></w:pPr></w:p>`)
			return
		}
		b.put(`<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>%s</w:p>`, run(shortened(x.d.head(), edgeLook, s.paper.width()), ""))
	})
}

func (x *word) footPart(s *section, empty bool) string {
	width := s.paper.width()
	return x.edge(fmt.Sprintf("footer %v %.0f", empty, width), "footer", "ftr", func(b *xmlText) {
		if empty {
			b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr></w:p>`)
			return
		}
		b.put(`<w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs></w:pPr>`, twips(width))
		if foot := shortened(x.d.foot(), edgeLook, width-90); foot != "" {
			b.WriteString(string(run(foot, "")))
		}
		b.WriteString(`<w:r><w:tab/></w:r>`)
		// "Seite {0} von {1}" with two fields in it
		const one, two = "❶", "❷"
		before, rest, _ := strings.Cut(x.d.text("page_of", one, two), one)
		between, after, _ := strings.Cut(rest, two)
		b.put(`%s%s%s%s`, exactly(before), field("PAGE", 1), exactly(between), field("NUMPAGES", x.pages))
		if after != "" {
			b.WriteString(string(exactly(after)))
		}
		b.WriteString(`</w:p>`)
	})
}

func (x *word) edge(key, kind, tag string, write func(*xmlText)) string {
	if id, ok := x.feet[key]; ok {
		return id
	}
	var b xmlText
	b.WriteString(xmlHead + `<w:` + tag + ` ` + wordSpace + `>`)
	write(&b)
	b.WriteString(`</w:` + tag + `>`)
	name := fmt.Sprintf("word/%s%d.xml", kind, len(x.feet)+1)
	x.pack.add(name, wordKind+kind+"+xml", b.Bytes())
	x.feet[key] = x.pack.refer(wordMain, kind, name)
	return x.feet[key]
}

func (x *word) settings() []byte {
	var b xmlText
	b.put(xmlHead+`<w:settings `+wordSpace+`><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>`+
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="%s"/></w:settings>`, locale(x.d.Lang))
	return b.Bytes()
}

func (x *word) numbering() []byte {
	var b xmlText
	b.WriteString(xmlHead + `<w:numbering ` + wordSpace + `><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>`)
	for i, text := range []string{"%1", "%1.%2", "%1.%2.%3"} {
		b.put(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading%d"/><w:suff w:val="space"/><w:lvlText w:val="%s "/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>`, i, i+1, markup(text))
	}
	level := func(format, text string) string {
		return fmt.Sprintf(`<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="%d"/></w:pPr></w:lvl>`, format, text, twips(listIndent), twips(listIndent))
	}
	b.WriteString(`</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>` + level("bullet", "•") + `</w:abstractNum>` +
		`<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="singleLevel"/>` + level("decimal", "%1.") + `</w:abstractNum>`)
	b.put(`<w:num w:numId="%d"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="%d"><w:abstractNumId w:val="1"/></w:num>`, headingNum, bulletNum)
	for i := range x.lists {
		b.put(`<w:num w:numId="%d"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, firstListNum+i)
	}
	b.WriteString(`</w:numbering>`)
	return b.Bytes()
}

// styles are the looks that Word lists. Letters and lines are those of the PDF, in Arial, which is as wide.
func (x *word) styles() []byte {
	var b xmlText
	b.put(xmlHead+`<w:styles `+wordSpace+`><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:color w:val="%s"/><w:sz w:val="%d"/><w:szCs w:val="%d"/><w:lang w:val="%s" w:eastAsia="%s" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`,
		hex(inkColor), halfs(plainLook.size), halfs(plainLook.size), locale(x.d.Lang), locale(x.d.Lang))
	style := func(id, name, based, next string, k look, props string) {
		b.put(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/>`, id, name)
		if id == "Normal" {
			b.Truncate(b.Len() - len(`<w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/>`))
			b.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>`)
		}
		if based != "" {
			b.put(`<w:basedOn w:val="%s"/>`, based)
		}
		if next != "" {
			b.put(`<w:next w:val="%s"/>`, next)
		}
		before, after, _ := strings.Cut(props, "|") // around the spacing, where the schema wants them
		b.put(`<w:qFormat/><w:pPr>%s<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="exact"/>%s</w:pPr><w:rPr>`, markup(before), twips(k.before), twips(k.after), twips(k.line), markup(after))
		if k.bold {
			b.WriteString(`<w:b/>`)
		}
		b.put(`<w:color w:val="%s"/><w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`, hex(k.color), halfs(k.size), halfs(k.size))
	}
	style("Normal", "Normal", "", "", plainLook, "")
	for i, k := range headingLooks {
		num := ""
		if x.d.Numbered {
			num = fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, i, headingNum)
		}
		style(fmt.Sprintf("Heading%d", i+1), fmt.Sprintf("heading %d", i+1), "Normal", "Normal", k, fmt.Sprintf(`<w:keepNext/><w:keepLines/>%s|<w:outlineLvl w:val="%d"/>`, num, i))
	}
	style("Title", "Title", "Normal", "Normal", titleLook, "<w:keepNext/>|")
	style("Subtitle", "Subtitle", "Normal", "Normal", subtitleLook, "<w:keepNext/>|")
	style("TOCHeading", "TOC Heading", "Normal", "Normal", contentsLook, "<w:keepNext/>|")
	for i, k := range entryLooks {
		style(fmt.Sprintf("TOC%d", i+1), fmt.Sprintf("toc %d", i+1), "Normal", "Normal", k, fmt.Sprintf(`|<w:ind w:left="%d"/>`, twips(entryIndent*float64(i))))
	}
	style("Lead", "Leitsatz", "Normal", "Normal", leadLook, "")
	style("Note", "Hinweis", "Normal", "Normal", noteLook, "")
	style("Meta", "Angaben", "Normal", "Meta", look{size: metaLook.size, line: metaLook.line, after: metaAfter, color: inkColor}, "")
	style("Caption", "caption", "Normal", "Normal", captionLook, "<w:keepLines/>|")
	item := plainLook
	item.after = 3
	style("ListParagraph", "List Paragraph", "Normal", "ListParagraph", item, "")
	style("Cell", "Tabellentext", "Normal", "Cell", cellLook, "")
	style("FormValue", "Eintrag", "Normal", "FormValue", look{size: plainLook.size, line: plainLook.line, color: inkColor}, "")
	style("Header", "header", "Normal", "", edgeLook, fmt.Sprintf(`<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="%s"/></w:pBdr>|`, hex(ruleColor)))
	style("Footer", "footer", "Normal", "", edgeLook, "")
	style("Spacer", "Abstand", "Normal", "Normal", look{size: 2, line: tableAfter, color: inkColor}, "")
	style("Rule", "Linie", "Normal", "Normal", look{size: 2, line: 3, after: 7, color: inkColor}, fmt.Sprintf(`<w:pBdr><w:bottom w:val="single" w:sz="10" w:space="0" w:color="%s"/></w:pBdr>|`, hex(blueColor)))
	style("SectionEnd", "Abschnittsende", "Normal", "Normal", look{size: 1, line: 1, color: inkColor}, "")
	b.put(`<w:style w:type="paragraph" w:styleId="Figure"><w:name w:val="Bild"/><w:basedOn w:val="Normal"/><w:next w:val="Caption"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="%d" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:style>`, twips(4))
	b.put(`<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/><w:rPr><w:color w:val="%s"/></w:rPr></w:style>`, hex(softColor))
	cellMargins := func(top float64) markup {
		return markup(fmt.Sprintf(`<w:tblCellMar><w:top w:w="%d" w:type="dxa"/><w:left w:w="%d" w:type="dxa"/><w:bottom w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar>`, twips(top), twips(cellSide), twips(top), twips(cellSide)))
	}
	b.WriteString(`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	b.put(`<w:style w:type="table" w:styleId="MiteinanderTable"><w:name w:val="Miteinander Tabelle"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="%s"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="%s"/></w:tblBorders>%s</w:tblPr></w:style>`, hex(ruleColor), hex(ruleColor), cellMargins(cellTop))
	b.put(`<w:style w:type="table" w:styleId="MiteinanderForm"><w:name w:val="Miteinander Formular"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.put(`<w:%s w:val="single" w:sz="4" w:space="0" w:color="%s"/>`, markup(side), hex(ruleColor))
	}
	b.put(`</w:tblBorders>%s</w:tblPr></w:style></w:styles>`, cellMargins(formTop))
	return b.Bytes()
}
