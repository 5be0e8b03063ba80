package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph/diagram"
)

func TestWriteDOCX(t *testing.T) {
	for _, lang := range []string{"de", "en"} {
		doc := sampleDocument(t, lang)
		write := func(w io.Writer) error { return WriteDOCX(w, doc) }
		b := written(t, write)
		keep(t, "document-"+lang+".docx", b)
		if lang == "de" && !bytes.Equal(b, written(t, write)) {
			t.Error("the same document gives other bytes")
		}
		parts := unpacked(t, b)
		if d := cmp.Diff(strings.Fields(`[Content_Types].xml _rels/.rels docProps/app.xml docProps/core.xml word/_rels/document.xml.rels word/document.xml
			word/footer2.xml word/footer4.xml word/footer5.xml word/footer6.xml word/header1.xml word/header3.xml
			word/media/image1.png word/media/image1.svg word/media/image2.png word/media/image2.svg word/media/image3.png word/media/image3.svg
			word/numbering.xml word/settings.xml word/styles.xml`), listing(parts)); d != "" {
			t.Errorf("parts (-want +got):\n%s", d)
		}
		main := string(parts["word/document.xml"])
		for _, want := range []string{`w:orient="landscape"`, `w:w="23811" w:h="16838"`, `w:w="16838" w:h="11906"`, `<w:tblHeader/>`, `TOC \o "1-3"`, `PAGEREF _Toc_h1_1`, `<w:showingPlcHdr/>`, `asvg:svgBlip`, "Größenwörth", `<w:titlePg/>`} {
			if !strings.Contains(main, want) {
				t.Errorf("%s: no %s", lang, want)
			}
		}
		if want := map[string]string{"de": "de-DE", "en": "en-GB"}[lang]; !strings.Contains(string(parts["word/styles.xml"]), `<w:lang w:val="`+want+`"`) {
			t.Errorf("the language is not %s", want)
		}
	}
}

// Headings go down one level at a time, whatever the content asked for, and the styles they name exist.
func TestWriteDOCX_Headings(t *testing.T) {
	doc := Document{Title: "T", Lang: "de", Blocks: []Block{Heading{3, "tief"}, Heading{3, "tiefer"}, Heading{0, "null"}, Heading{3, "drei"}, Heading{9, "neun"}, Heading{2, "  "}}}
	parts := unpacked(t, written(t, func(w io.Writer) error { return WriteDOCX(w, doc) }))
	var got []string
	styles := map[string]bool{}
	for _, e := range elements(t, "styles", parts["word/styles.xml"]) {
		if e.name == "style" {
			styles[e.attr["styleId"]] = true
		}
	}
	for _, e := range elements(t, "document", parts["word/document.xml"]) {
		if e.name != "pStyle" && e.name != "tblStyle" && e.name != "rStyle" {
			continue
		}
		if !styles[e.attr["val"]] {
			t.Errorf("no style %s", e.attr["val"])
		}
		if h, ok := strings.CutPrefix(e.attr["val"], "Heading"); ok {
			got = append(got, h)
		}
	}
	if d := cmp.Diff([]string{"1", "2", "1", "2", "3"}, got); d != "" {
		t.Errorf("levels (-want +got):\n%s", d)
	}
}

// What the contents say is where the layout of the PDF has the headings: both pages and numbers.
func TestLayout_ContentsAndPages(t *testing.T) {
	doc := Document{Title: "T", Lang: "de", Numbered: true, Blocks: []Block{Contents{Depth: 2}, PageBreak{}}}
	for i := range 40 {
		doc.Blocks = append(doc.Blocks, Heading{1, fmt.Sprintf("Abschnitt %d", i+1)}, Paragraph{Text: strings.Repeat(longText, i%5+1)}, Heading{2, "Teil"}, sampleTable(i%7))
	}
	l := laidOut(ready(doc))
	if len(l.places) != 80 || len(l.pages) < 15 {
		t.Fatalf("%d headings on %d pages", len(l.places), len(l.pages))
	}
	links, marks := 0, 0
	for n, p := range l.pages {
		for _, b := range p.Bookmarks {
			marks++
			_ = b
		}
		links += len(p.Links)
		for _, it := range p.Drawings[0].Items {
			for _, op := range it.Ops {
				if op.Shape == diagram.ShapeText && (op.X < 0 || op.X > p.W || op.Y < marginTop-1 || op.Y > p.H-marginBottom+4) {
					t.Errorf("page %d: %q stands at %.0f, %.0f", n+1, op.Text, op.X, op.Y)
				}
			}
		}
		for _, k := range p.Links {
			if k.Page < 2 || k.Page > len(l.pages) {
				t.Errorf("a link to page %d", k.Page)
			}
		}
	}
	if links != 80 || marks != 80 {
		t.Errorf("%d links and %d bookmarks", links, marks)
	}
}

// A heading never stands alone at the foot of a page, and a paragraph leaves no single line behind.
func TestLayout_NothingAlone(t *testing.T) {
	for lead := range 60 {
		doc := Document{Title: "T", Lang: "de", Blocks: []Block{Paragraph{Text: strings.Repeat("Zeile\n", lead)}, Heading{1, "Kopf"}, Heading{2, "Unterkopf"}, Paragraph{Text: strings.Repeat(longText, 2)}}}
		l := laidOut(ready(doc))
		for n, p := range l.pages[:len(l.pages)-1] {
			items := p.Drawings[0].Items
			last := items[len(items)-1].Ops[0]
			if last.Bold {
				t.Errorf("%d lines before: page %d ends with the heading %q", lead, n+1, last.Text)
			}
		}
		items := l.pages[len(l.pages)-1].Drawings[0].Items
		if len(l.pages) > 1 && len(items) == 1 {
			t.Errorf("%d lines before: one line alone on the last page", lead)
		}
	}
}

// A row that no page holds is cut and goes on; nothing of it is lost.
func TestLayout_HugeRow(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("wort ", 3000))
	doc := Document{Title: "T", Lang: "de", Blocks: []Block{Table{Columns: []Column{{Name: "A"}, {Name: "B"}}, Rows: [][]string{{"kurz", text}, {"danach", "x"}}}}}
	n := 0
	for _, p := range laidOut(ready(doc)).pages {
		for _, it := range p.Drawings[0].Items {
			for _, op := range it.Ops {
				if op.Y > p.H-marginBottom+4 && op.Shape == diagram.ShapeText {
					t.Errorf("%q stands below the page", op.Text)
				}
				n += strings.Count(op.Text, "wort")
			}
		}
	}
	if n != 3000 {
		t.Errorf("%d of 3000 words", n)
	}
}

func TestColumnWidths(t *testing.T) {
	table := sampleTable(3)
	for _, width := range []float64{60, 200, 470, 1000} {
		if got := sum(columnWidths(table, cellLook, width)); got < width-0.01 || got > width+0.01 {
			t.Errorf("columns of %.1f for %.0f", got, width)
		}
	}
	table.Columns[0].Width, table.Columns[1].Width = 1, 3
	w := columnWidths(table, cellLook, 500)
	if w[1] != 3*w[0] || w[2] != 2*w[0] {
		t.Errorf("asked for 1 and 3, the rest between: %v", w)
	}
}
