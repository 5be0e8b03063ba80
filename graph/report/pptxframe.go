package report

import (
	"fmt"
	"strings"

	"miteinander/graph/diagram"
)

// frame writes what every PowerPoint file has around its slides: the master with two layouts, the master of the notes, the
// colours and letters.
func (x *powerpoint) frame() {
	p := x.pack
	p.refer("", "officeDocument", pptMain)
	p.refer(pptMain, "slideMaster", "ppt/slideMasters/slideMaster1.xml")
	p.refer(pptMain, "notesMaster", "ppt/notesMasters/notesMaster1.xml")
	for _, f := range []struct{ name, body string }{
		{"presProps", `<p:presentationPr ` + pptSpace + `/>`},
		{"viewProps", `<p:viewPr ` + pptSpace + `><p:normalViewPr><p:restoredLeft sz="15620"/><p:restoredTop sz="80000"/></p:normalViewPr></p:viewPr>`},
		{"tableStyles", `<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>`},
	} {
		p.add("ppt/"+f.name+".xml", slideKind+f.name+"+xml", []byte(xmlHead+f.body))
		p.refer(pptMain, f.name, "ppt/"+f.name+".xml")
	}
	p.refer(pptMain, "theme", "ppt/theme/theme1.xml")
	for i := 1; i <= 2; i++ { // one master, one theme
		p.add(fmt.Sprintf("ppt/theme/theme%d.xml", i), "application/vnd.openxmlformats-officedocument.theme+xml", []byte(xmlHead+x.theme()))
	}
	x.master()
	p.properties(x.Title, x.Subtitle, locale(x.Lang))
}

// clrMap says which colours are ground and letters.
func (x *powerpoint) clrMap() markup {
	ground, letters := "lt", "dk"
	if x.Dark {
		ground, letters = "dk", "lt"
	}
	return markup(fmt.Sprintf(`<p:clrMap bg1="%s1" tx1="%s1" bg2="%s2" tx2="%s2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>`, ground, letters, ground, letters))
}

const ground = `<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>`

// layoutHolder is a placeholder of master and layouts.
func layoutHolder(id int, name, holder string, x, y, w, h float64, text string) markup {
	return markup(fmt.Sprintf(`<p:sp><p:nvSpPr><p:cNvPr id="%d" name="%s"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph %s/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>`+
		`<p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="t"><a:normAutofit/></a:bodyPr><a:lstStyle>%s</a:lstStyle><a:p><a:r><a:rPr lang="de-DE"/><a:t>%s</a:t></a:r></a:p></p:txBody></p:sp>`,
		id, name, holder, emu(x), emu(y), emu(w), emu(h), holderStyle(holder), text))
}

func holderStyle(holder string) string {
	switch holder {
	case `type="sldNum" sz="quarter" idx="12"`:
		return `<a:lvl1pPr algn="r"><a:defRPr sz="1050"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>`
	case `type="ftr" sz="quarter" idx="11"`:
		return `<a:lvl1pPr algn="l"><a:defRPr sz="1050"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>`
	}
	return ""
}

func (x *powerpoint) master() {
	p := x.pack
	const width = slideWidth - 2*slideEdge
	foot := layoutHolder(90, "Fußzeile", `type="ftr" sz="quarter" idx="11"`, slideEdge, slideHeight-27, width-80, 20, "") +
		layoutHolder(91, "Foliennummer", `type="sldNum" sz="quarter" idx="12"`, slideWidth-slideEdge-70, slideHeight-27, 70, 20, "")
	var b xmlText
	b.put(xmlHead+`<p:sldMaster `+pptSpace+`><p:cSld>`+ground+`<p:spTree>`+emptyTree+`%s%s%s</p:spTree></p:cSld>%s<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="%s"/><p:sldLayoutId id="2147483650" r:id="%s"/></p:sldLayoutIdLst>`,
		layoutHolder(2, "Titel", `type="title"`, slideEdge, slideTop, width, 32, "Titel"), layoutHolder(3, "Text", `type="body" idx="1"`, slideEdge, 90, width, 410, "Text"), foot, x.clrMap(),
		p.refer("ppt/slideMasters/slideMaster1.xml", "slideLayout", "ppt/slideLayouts/slideLayout1.xml"), p.refer("ppt/slideMasters/slideMaster1.xml", "slideLayout", "ppt/slideLayouts/slideLayout2.xml"))
	b.WriteString(`<p:txStyles><p:titleStyle><a:lvl1pPr algn="l" rtl="0"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:buNone/><a:defRPr sz="2400" b="1"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle>` +
		`<p:bodyStyle><a:lvl1pPr marL="0" indent="0" algn="l" rtl="0"><a:spcAft><a:spcPts val="500"/></a:spcAft><a:buNone/><a:defRPr sz="1700"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:bodyStyle>` +
		`<p:otherStyle><a:lvl1pPr><a:defRPr sz="1400"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:otherStyle></p:txStyles></p:sldMaster>`)
	p.refer("ppt/slideMasters/slideMaster1.xml", "theme", "ppt/theme/theme1.xml")
	p.add("ppt/slideMasters/slideMaster1.xml", slideKind+"slideMaster+xml", b.Bytes())
	layout := func(n int, kind, name string, holders markup) {
		var b xmlText
		b.put(xmlHead+`<p:sldLayout `+pptSpace+`%s preserve="1"><p:cSld name="%s"><p:spTree>`+emptyTree+`%s%s</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`, markup(kind), name, holders, foot)
		part := fmt.Sprintf("ppt/slideLayouts/slideLayout%d.xml", n)
		p.add(part, slideKind+"slideLayout+xml", b.Bytes())
		p.refer(part, "slideMaster", "ppt/slideMasters/slideMaster1.xml")
	}
	layout(1, ` type="title"`, "Titelfolie", layoutHolder(2, "Titel", `type="ctrTitle"`, slideEdge, 160, width, 90, "Titel")+layoutHolder(3, "Untertitel", `type="subTitle" idx="1"`, slideEdge, 260, width, 200, "Untertitel"))
	layout(2, ``, "Ansicht", layoutHolder(2, "Titel", `type="title"`, slideEdge, slideTop, width, 32, "Titel")+
		layoutHolder(3, "Satz", `type="body" idx="13"`, slideEdge, 58, width, 40, "Satz")+layoutHolder(4, "Punkte", `type="body" idx="14"`, slideEdge, 104, width, 390, "Punkte"))
	var n xmlText
	n.put(xmlHead+`<p:notesMaster `+pptSpace+`><p:cSld>`+ground+`<p:spTree>`+emptyTree+`<p:sp><p:nvSpPr><p:cNvPr id="2" name="Folie"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="1143000"/><a:ext cx="5486400" cy="3086100"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="12700"><a:solidFill><a:prstClr val="black"/></a:solidFill></a:ln></p:spPr></p:sp>%s</p:spTree></p:cSld>`+
		`<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:notesStyle><a:lvl1pPr><a:defRPr sz="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:notesStyle></p:notesMaster>`,
		layoutHolder(3, "Notizen", `type="body" sz="quarter" idx="3"`, 54, 350, 432, 300, "Notizen"))
	p.add("ppt/notesMasters/notesMaster1.xml", slideKind+"notesMaster+xml", n.Bytes())
	p.refer("ppt/notesMasters/notesMaster1.xml", "theme", "ppt/theme/theme2.xml")
}

// presentation lists the slides.
func (x *powerpoint) presentation() {
	var b xmlText
	b.put(xmlHead + `<p:presentation ` + pptSpace + ` saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldIdLst>`)
	for i, id := range x.slides {
		b.put(`<p:sldId id="%d" r:id="%s"/>`, 256+i, id)
	}
	b.put(`</p:sldIdLst><p:sldSz cx="%d" cy="%d"/><p:notesSz cx="6858000" cy="9144000"/><p:defaultTextStyle><a:defPPr><a:defRPr lang="%s"/></a:defPPr></p:defaultTextStyle></p:presentation>`, emu(slideWidth), emu(slideHeight), locale(x.Lang))
	x.pack.add(pptMain, slideKind+"presentation.main+xml", b.Bytes())
}

// theme holds colours and letters; the dark ground is that of dark pictures.
func (x *powerpoint) theme() string {
	if x.Dark {
		return strings.Replace(theme, `<a:dk1><a:srgbClr val="1F2429"/>`, fmt.Sprintf(`<a:dk1><a:srgbClr val="%s"/>`, hex(diagram.DarkPaper)), 1)
	}
	return theme
}

// PowerPoint asks for three of each kind of line and fill.
const theme = `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Miteinander"><a:themeElements><a:clrScheme name="Miteinander"><a:dk1><a:srgbClr val="1F2429"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="123F73"/></a:dk2><a:lt2><a:srgbClr val="E9EEF4"/></a:lt2>` +
	`<a:accent1><a:srgbClr val="235A97"/></a:accent1><a:accent2><a:srgbClr val="9A6A00"/></a:accent2><a:accent3><a:srgbClr val="2E7D5B"/></a:accent3><a:accent4><a:srgbClr val="7F6A9C"/></a:accent4><a:accent5><a:srgbClr val="6B7078"/></a:accent5><a:accent6><a:srgbClr val="4F7FB0"/></a:accent6><a:hlink><a:srgbClr val="123F73"/></a:hlink><a:folHlink><a:srgbClr val="7F6A9C"/></a:folHlink></a:clrScheme>` +
	`<a:fontScheme name="Miteinander"><a:majorFont><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont><a:minorFont><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont></a:fontScheme>` +
	`<a:fmtScheme name="Miteinander"><a:fillStyleLst>` + fill3 + `</a:fillStyleLst><a:lnStyleLst>` + line3 + `</a:lnStyleLst><a:effectStyleLst>` + effect3 + `</a:effectStyleLst><a:bgFillStyleLst>` + fill3 + `</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`

const (
	fill1   = `<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>`
	fill3   = fill1 + fill1 + fill1
	line1   = `<a:ln w="6350">` + fill1 + `</a:ln>`
	line3   = line1 + line1 + line1
	effect1 = `<a:effectStyle><a:effectLst/></a:effectStyle>`
	effect3 = effect1 + effect1 + effect1
)
