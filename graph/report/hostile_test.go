package report

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode"

	"miteinander/graph/diagram"
)

// hostile are texts that are code somewhere else: formulas, markup, fields of Word, templates, headers, ends of CDATA, letters
// that XML forbids or that turn the direction of reading.
var hostile = []string{
	`=HYPERLINK("http://evil.example","x")`, `<img src=x onerror=alert(1)>`, `{{7*7}}${7*7}%{7*7}`, `'; DROP TABLE kita; --`, "`}) DETACH DELETE n//", `%0d%0aBcc: evil@evil.example`, "Kita \u202Eetik\u202C \u2066x\u2069",
	`]]><script>alert(1)</script>`, `</style><script>alert(1)</script>`, `</a:t></a:r><a:r><a:t>`, `</w:t><w:instrText>INCLUDETEXT "C:\\x"</w:instrText>`, `{ INCLUDETEXT "C:\\x" }`, `DDEAUTO c:\\windows\\system32\\cmd.exe`,
	"a\x00b\x01\x0b\x0c\x7f\u0085\uFFFE\uFFFF\xff\xfe", `&amp;&#0;&lt;&quot;`, `" onmouseover="alert(1)`, `' style='x`, `javascript:alert(1)`, `"} @import url(//evil.example); {`, `\"\000022`, "\r\n\t", " ", "",
	strings.Repeat("Donaudampfschifffahrtsgesellschaft", 60), strings.Repeat("sehr lang ", 300), "Кита «Ромашка» 幼稚園 🧸 روضة", "../../etc/passwd", "{0} {1} %s %d %!v(MISSING)", "❶ ❷",
}

// hostileDocument has a text in every place that takes one.
func hostileDocument(sheet diagram.Sheet, text string) Document {
	s := sheet
	s.Title, s.Network, s.Summary = text, text, text
	return Document{Title: text, Subtitle: text, Lang: "de", Numbered: true, Meta: [][2]string{{text, text}, {text, "x"}},
		Blocks: []Block{Contents{}, Heading{1, text}, Paragraph{Text: text}, Paragraph{Text: text, Kind: Lead}, Paragraph{Text: text, Kind: Note, Bold: true}, List{Items: []string{text, "x"}}, List{Items: []string{text}, Numbered: true},
			Table{Caption: text, Columns: []Column{{Name: text}, {Name: text, Align: End}}, Rows: [][]string{{text, text}, {}, {"1", "2", "3"}}, RowHead: true}, Picture{Sheet: s, Alt: text, Caption: text},
			Form{Caption: text, Rows: []FormRow{{Label: text, Value: text}, {Label: text, Hint: text, Lines: 2}}}, Table{Empty: text}, Picture{Sheet: s, Alt: text, Caption: text, Full: true}}}
}

func hostileDeck(sheet diagram.Sheet, text string) Deck {
	s := sheet
	s.Title, s.Network, s.Summary = text, text, text
	t := &Table{Caption: text, Columns: []Column{{Name: text}, {Name: text}}, Rows: [][]string{{text, text}}}
	return Deck{Title: text, Subtitle: text, Lang: "de", Meta: [][2]string{{text, text}}, Slides: []Slide{{Title: text, Sentence: text, Points: []string{text}, Notes: text, Picture: &s, Alt: text, Table: t}, {Title: text, Table: t}, {}}}
}

// small is a sheet that is drawn quickly.
func small(text string) diagram.Sheet {
	op := diagram.DrawOp{Shape: diagram.ShapeText, X: 20, Y: 30, Text: text, Size: 9, Fill: "#000000"}
	box := diagram.DrawOp{Shape: diagram.ShapeBox, X: 10, Y: 10, W: 180, H: 100, Stroke: "#000000", Width: 1}
	return diagram.Sheet{W: 200, H: 120, Lang: "de", Drawings: []diagram.Drawing{{Title: text, Items: []diagram.Item{{Ref: text, Label: text, Ops: []diagram.DrawOp{box, op}}}}}}
}

func TestHostileTexts(t *testing.T) {
	for _, text := range hostile {
		checkHostile(t, text)
	}
}

// checkHostile writes a text through every writer: what comes out is well-formed and has no field, link or script of its own.
func checkHostile(t *testing.T, text string) {
	t.Helper()
	plain := small("x")
	d, deck := hostileDocument(small(text), text), hostileDeck(small(text), text)
	harmless, harmlessDeck := hostileDocument(plain, "x"), hostileDeck(plain, "x")
	word := unpacked(t, written(t, func(w io.Writer) error { return WriteDOCX(w, d) }))
	slides := unpacked(t, written(t, func(w io.Writer) error { return WritePPTX(w, deck) }))
	for name, body := range word {
		codes(t, name, body, text)
	}
	for name, body := range slides {
		codes(t, name, body, text)
	}
	for _, h := range []struct{ got, want []byte }{
		{written(t, func(w io.Writer) error { return WriteHTML(w, d) }), written(t, func(w io.Writer) error { return WriteHTML(w, harmless) })},
		{written(t, func(w io.Writer) error { return WriteDeckHTML(w, deck) }), written(t, func(w io.Writer) error { return WriteDeckHTML(w, harmlessDeck) })},
	} {
		for _, tag := range []string{"<script", "<style", "<img", "<meta", "<iframe", "</title>"} {
			if got, want := bytes.Count(bytes.ToLower(h.got), []byte(tag)), bytes.Count(h.want, []byte(tag)); got > want {
				t.Errorf("%q: %d times %s, %d without it", text, got, tag, want)
			}
		}
		directions(t, "html", h.got, text)
	}
	for _, b := range [][]byte{written(t, func(w io.Writer) error { return WritePDF(w, d) }), written(t, func(w io.Writer) error { return WriteDeckPDF(w, deck, "a4") })} {
		if !bytes.HasPrefix(b, []byte("%PDF-")) || bytes.Contains(b, []byte("/JavaScript")) || bytes.Contains(b, []byte("/URI")) || bytes.Contains(b, []byte("/Launch")) {
			t.Errorf("%q: a PDF with more than pages", text)
		}
	}
}

// codes checks a part of an Office file: every field is one of ours, nothing leads outside.
func codes(t *testing.T, name string, body []byte, text string) {
	t.Helper()
	if strings.HasSuffix(name, ".png") {
		return
	}
	directions(t, name, body, text)
	for _, e := range elements(t, name, body) {
		switch e.name {
		case "instrText":
			code := strings.Fields(e.text)[0]
			if code != "TOC" && code != "PAGEREF" && code != "SEQ" && code != "PAGE" && code != "NUMPAGES" {
				t.Errorf("%q: %s has the field %s", text, name, e.text)
			}
		case "hlinkClick", "script", "oleObj", "object", "control", "fldSimple":
			t.Errorf("%q: %s has a %s", text, name, e.name)
		case "hyperlink":
			if e.attr["r:id"] != "" {
				t.Errorf("%q: %s leads outside", text, name)
			}
		}
	}
}

func directions(t *testing.T, name string, body []byte, text string) {
	t.Helper()
	for _, r := range string(body) {
		if unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) && r != '\n' || r == '\uFFFE' || r == '\uFFFF' {
			t.Errorf("%q: %s holds %U", text, name, r)
			return
		}
	}
}

func FuzzWriters(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			t.Skip("long texts only slow the search down: what breaks a file is short")
		}
		checkHostile(t, text)
	})
}
