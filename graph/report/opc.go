package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"reflect"
	"strconv"
	"strings"
	"time"

	"miteinander/graph/diagram"
)

// xmlText writes XML. Texts are escaped by default; only what is marked as markup is not.
type xmlText struct{ bytes.Buffer }

// markup is XML that we wrote ourselves.
type markup string

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// escaped is a text that is safe between tags and in an attribute, in XML and in HTML.
func escaped(s string) string { return escaper.Replace(diagram.Clean(s)) }

// put writes format as fmt does. Arguments of every kind of string are cleaned and escaped, markup is not.
func (x *xmlText) put(format string, args ...any) {
	for i, a := range args {
		if _, ours := a.(markup); ours || a == nil {
			continue
		}
		if v := reflect.ValueOf(a); v.Kind() == reflect.String {
			args[i] = escaped(v.String())
		}
	}
	fmt.Fprintf(&x.Buffer, format, args...)
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// pack is an Office file: parts with their types, and what each refers to.
type pack struct {
	parts []filePart
	rels  map[string][]relation // by the part that refers; "" = the whole file
}

type filePart struct {
	name, kind string // "word/document.xml", its content type
	body       []byte
}

type relation struct{ id, kind, target string }

const relationKind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

func newPack() *pack { return &pack{rels: map[string][]relation{}} }

func (p *pack) add(name, kind string, body []byte) {
	p.parts = append(p.parts, filePart{name, kind, body})
}

// refer lets a part refer to another one and gives the id of that.
func (p *pack) refer(from, kind, to string) string {
	if !strings.Contains(kind, "://") {
		kind = relationKind + kind
	}
	id := "rId" + strconv.Itoa(len(p.rels[from])+1)
	p.rels[from] = append(p.rels[from], relation{id, kind, to})
	return id
}

// write packs everything, with the same times in every run: the same parts give the same bytes.
func (p *pack) write(w io.Writer) error {
	z := zip.NewWriter(w)
	put := func(name string, body []byte) error {
		method := zip.Deflate
		if strings.HasSuffix(name, ".png") {
			method = zip.Store
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = f.Write(body)
		}
		return err
	}
	if err := put("[Content_Types].xml", p.types()); err != nil {
		return err
	}
	froms := []string{""}
	for _, part := range p.parts {
		froms = append(froms, part.name)
	}
	for _, from := range froms {
		if len(p.rels[from]) > 0 {
			if err := put(path.Join(path.Dir(from), "_rels", path.Base("/"+from)+".rels"), p.relations(from)); err != nil {
				return err
			}
		}
	}
	for _, part := range p.parts {
		if err := put(part.name, part.body); err != nil {
			return err
		}
	}
	return z.Close()
}

func (p *pack) types() []byte {
	var x xmlText
	x.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/>`)
	for _, part := range p.parts {
		if part.kind != "" {
			x.put(`<Override PartName="/%s" ContentType="%s"/>`, part.name, part.kind)
		}
	}
	x.WriteString(`</Types>`)
	return x.Bytes()
}

func (p *pack) relations(from string) []byte {
	var x xmlText
	x.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, r := range p.rels[from] {
		x.put(`<Relationship Id="%s" Type="%s" Target="%s"/>`, r.id, r.kind, relative(from, r.target))
	}
	x.WriteString(`</Relationships>`)
	return x.Bytes()
}

// relative is the way from one part to another, as relations have it.
func relative(from, to string) string {
	up := ""
	dir := path.Dir(from)
	for dir != "." && !strings.HasPrefix(to, dir+"/") {
		up, dir = up+"../", path.Dir(dir)
	}
	if dir != "." {
		to = strings.TrimPrefix(to, dir+"/")
	}
	return up + to
}

// properties are title and language of the file, as its properties show them.
func (p *pack) properties(title, subject, lang string) {
	var x xmlText
	x.put(xmlHead+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+
		`<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>Miteinander</dc:creator><dc:language>%s</dc:language></cp:coreProperties>`, title, subject, lang)
	p.add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", x.Bytes())
	p.refer("", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")
	p.add("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml",
		[]byte(xmlHead+`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Miteinander</Application></Properties>`))
	p.refer("", "extended-properties", "docProps/app.xml")
}

// picture adds a sheet as PNG and as SVG below folder and gives the ids by which the part from refers to them. Programs that
// do not know SVG show the PNG.
func (p *pack) picture(from, folder string, n int, s diagram.Sheet) (png, svg string, err error) {
	var raster, vector bytes.Buffer
	vector.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	if err := diagram.WritePNG(&raster, s, pngScale); err != nil {
		return "", "", err
	}
	if err := diagram.WriteSVG(&vector, s); err != nil {
		return "", "", err
	}
	name := fmt.Sprintf("%s/image%d", folder, n)
	p.add(name+".png", "", raster.Bytes())
	p.add(name+".svg", "", vector.Bytes())
	return p.refer(from, "image", name+".png"), p.refer(from, "image", name+".svg"), nil
}

// pngScale is the pixels of a PNG per point of its sheet: 144 a inch on paper in full size.
const pngScale = 2.0

// blip is the picture itself in drawings of Word and PowerPoint.
func blip(png, svg string) markup {
	var x xmlText
	x.put(`<a:blip r:embed="%s"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="%s"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch>`, png, svg)
	return markup(x.String())
}

func emu(points float64) int    { return int(points*12700 + 0.5) }
func twips(points float64) int  { return int(points*20 + 0.5) }
func halfs(points float64) int  { return int(points*2 + 0.5) }
func hex(color string) markup   { return markup(strings.TrimPrefix(color, "#")) }
func locale(lang string) string { return map[string]string{"de": "de-DE", "en": "en-GB"}[lang] }
