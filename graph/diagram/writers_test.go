package diagram

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image/png"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (rewrite with -update and read the difference):\n%s", name, d)
	}
}

// fixedSheet has one of every shape and needs no Graphviz.
func fixedSheet() Sheet {
	f := formats["a4"]
	d := Drawing{Name: "together", Title: "Miteinander: 1 von 2 Paaren", Note: "ab Stufe 2", Frame: Rect{26, 85, 380, 430}}
	fs := 9.0
	mark := func(ref string, role Role, fill, label string, x, y float64) Item {
		m := Mark{Ref: ref, Role: role, Fill: fill, Label: label}
		b := sized(&m, 0, -1, fs, 16, 3)
		b.x, b.y = x, y
		return markItem(&m, &b, fs)
	}
	d.Items = append(d.Items,
		Item{Ref: "area/N", Role: RoleArea, Label: "Nord", Ops: hull([]Rect{{60, 120, 90, 24}, {220, 130, 80, 24}}, nil, fs)},
		Item{Ref: "pair/a~b", Role: RoleLevel3, Label: "Kita Süd – Müttergenesung: Stufe 3", From: "institution/a", To: "institution/b", Ops: []DrawOp{
			{Shape: ShapeCurve, Points: []Point{{150, 132}, {180, 110}, {200, 110}, {220, 142}}, Stroke: paper, Width: 4.2},
			{Shape: ShapeCurve, Points: []Point{{150, 132}, {180, 110}, {200, 110}, {220, 142}}, Stroke: Style[RoleLevel3].Stroke, Width: 2.6}}},
		Item{Ref: "side-by-side/a~c", Role: RoleBeside2, Ops: []DrawOp{{Shape: ShapeLine, Points: []Point{{100, 145}, {120, 260}}, Stroke: ochre, Width: 1.8, Dash: []float64{5, 3}}}},
		mark("institution/a", RoleInstitution, Fills[1], "Kita Süd", 105, 132),
		mark("institution/b", RoleEverywhere, Fills[3], "Müttergenesung „Ährenfeld“", 260, 142),
		mark("actor/c", RoleActor, "", "Team Übergänge", 110, 270),
		mark("actor/d", RoleBody, "", "Steuerungsgruppe", 260, 270),
		mark("offer/e", RoleOffer, PhaseFills[2], "Babycafé", 110, 340),
		mark("actor/k", RoleCoordination, paper, "Koordination", 260, 340),
		mark("bundle/N/kita", RoleBundle, Fills[2], "Kita (12)", 110, 400),
		Item{Role: RoleText, Ops: []DrawOp{{Shape: ShapeText, X: 40, Y: 300, Text: "Übergreifend", Size: 9, Bold: true, Align: Middle, Angle: 90, Fill: areaInk},
			{Shape: ShapeEllipse, X: 330, Y: 400, W: 20, H: 8, Fill: sand, Stroke: ochre, Width: 1},
			{Shape: ShapePolygon, Points: []Point{{300, 450}, {320, 430}, {340, 450}}, Fill: Fills[5]}}})
	s := Sheet{W: f.w, H: f.h, Drawings: []Drawing{d}, Lang: "de", Title: "Wer arbeitet mit wem?", Network: "Präventionskette Größenwörth", Summary: "Ein Bild für Tests: „ä ö ü ß – ·“."}
	t := sheetText{Title: s.Title, Network: s.Network, Selection: "alle Planungsräume", Source: "Quelle: erfunden", Version: "Miteinander 0", DateLine: "Stand 30.06.2025", PageLine: "Blatt 1 von 1"}
	s.Legend = []LegendEntry{{Role: RoleInstitution, Fill: Fills[1], Label: "Bildung"}, {Role: RoleOffer, Fill: PhaseFills[2], Label: "Angebot"}, {Role: RoleStrip, Label: "Streifen"}, {Role: RoleLevel3, Label: "Stufe 3 zusammenarbeiten"}, {Role: RoleUnclear, Label: "ungeklärt"}}
	s.Head = f.head(t, s.Drawings, []Role{RoleLevel4})
	s.Foot = f.feet(s.Legend, t)
	return s
}

func TestWriteSVG_Golden(t *testing.T) {
	var b bytes.Buffer
	if err := WriteSVG(&b, fixedSheet()); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, b.Bytes())
	golden(t, "sheet.svg", b.Bytes())
}

func TestDOT_Golden(t *testing.T) {
	springs := springsDOT([]springNode{{W: 72, H: 22}, {W: 90.5, H: 22}, {Pinned: true}, {Pinned: true, At: Point{-100, 50}}}, []spring{{0, 1, 1.5}, {0, 3, 1.2}, {1, 2, 0.8}})
	golden(t, "springs.dot", []byte(springs))
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	if !utf8.Valid(svg) {
		t.Fatal("not UTF-8")
	}
	dec := xml.NewDecoder(bytes.NewReader(svg))
	dec.Strict = true
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			switch e.Name.Local {
			case "svg", "g", "title", "desc", "rect", "ellipse", "polygon", "polyline", "path", "text":
			default:
				t.Fatalf("element %s", e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || strings.Contains(a.Name.Local, "href") || a.Name.Local == "style" {
					t.Fatalf("attribute %s", a.Name.Local)
				}
			}
		}
	}
}

// hostile are names that have broken drawers of graphs: they end an attribute, look like markup or HTML labels, are
// rewritten by Graphviz, cut a C string, turn the reading direction, are no text at all, or are very long.
var hostile = []string{
	`Kita "Am Ring"];evil[label="x`, `<b>Kita</b>`, `<TABLE HREF="javascript:alert(1)"><TR><TD>x</TD></TR></TABLE>`, "Kita\x00 Nord", "Kita \u202Eetik\u202C \u2066x", `Kita \N \G \l \E`,
	"Kita\x01\x02\x7f\u0085", "Kita \xff\xfe", "]]><script>alert(1)</script>", "&amp;&#0;&lt;", "\uFFFE\uFFFF", "", "   ", strings.Repeat("Donaudampfschifffahrtsgesellschaft", 40),
	strings.Repeat("sehr lang ", 200), "Кита «Ромашка» 幼稚園 🧸 روضة", "'; DROP TABLE kita; --", "//evil.example", "${x} {{y}} %s %n", "a\r\nb\tc",
}

func TestHostileNames(t *testing.T) {
	for _, arrangement := range Arrangements() {
		sc := town(40, 2)
		for i := range sc.Marks {
			sc.Marks[i].Label = hostile[i%len(hostile)]
			sc.Marks[i].Name = hostile[i%len(hostile)]
		}
		sc.Areas[0].Label = hostile[0]
		sc.Areas[1].Label = hostile[1]
		sc.Panels[0].Title, sc.Panels[1].Note, sc.Rest = hostile[2], hostile[8], hostile[1]
		for i := range sc.Panels[0].Lines {
			sc.Panels[0].Lines[i].Label = hostile[i%len(hostile)]
		}
		c := testComposing(t, arrangement, "a3")
		rec := &recorder{Drawer: c.drawer}
		c.drawer = rec
		c.text.Network, c.text.Selection, c.text.Source = hostile[0], hostile[2], hostile[13]
		sheets, _ := drawn(t, c, sc)
		for _, dot := range rec.dots {
			for _, bad := range []string{"Kita", "evil", "script", "TABLE", "javascript", "\x00", "\\"} {
				if strings.Contains(dot, bad) {
					t.Errorf("%s: %q got into DOT", arrangement, bad)
				}
			}
		}
		for _, s := range sheets {
			var svg bytes.Buffer
			if err := WriteSVG(&svg, s); err != nil {
				t.Fatal(err)
			}
			wellFormed(t, svg.Bytes())
			if strings.Contains(svg.String(), "<script") || strings.Contains(svg.String(), "<b>") {
				t.Error("markup got through")
			}
			if err := WritePNG(io.Discard, s, 1); err != nil {
				t.Error(err)
			}
		}
		if err := WritePDF(io.Discard, sheets); err != nil {
			t.Error(err)
		}
		checkSheets(t, sheets, sc)
	}
}

// recorder keeps what Graphviz is asked.
type recorder struct {
	Drawer
	mu   sync.Mutex
	dots []string
}

func TestWritePDF_Text(t *testing.T) {
	var b bytes.Buffer
	s := fixedSheet()
	if err := WritePDF(&b, []Sheet{s, s}); err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := WritePDF(&again, []Sheet{s, s}); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same sheets give other bytes: %v", err)
	}
	if !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) || b.Len() > 300_000 {
		t.Fatalf("%d bytes", b.Len())
	}
	for _, want := range []string{"/FontFile2", "/ToUnicode", "/MediaBox [0 0 841.89 595.28]"} {
		if !bytes.Contains(b.Bytes(), []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Log("pdftotext is not installed: the text was not read back")
		return
	}
	cmd := exec.Command(program, "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(b.Bytes())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Präventionskette Größenwörth", "Müttergenesung", "„Ährenfeld“", "Kita Süd", "Babycafé", "Stufe 3 zusammenarbeiten", "Blatt 1 von 1"} {
		if strings.Count(string(out), want) < 2 {
			t.Errorf("%q is not on both pages:\n%s", want, out)
		}
	}
}

func TestWritePDF_A3Landscape(t *testing.T) {
	var b bytes.Buffer
	if err := WritePDF(&b, mustDraw(t, all(musterstadt(t, nil)), Request{View: ViewSideBySide})); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b.Bytes(), []byte("/MediaBox [0 0 1190.55 841.89]")) {
		t.Error("not A3 landscape")
	}
}

func TestWritePNG_TwiceAndLimited(t *testing.T) {
	s := fixedSheet()
	for scale, want := range map[float64][2]int{2: {1684, 1191}, 0: {1684, 1191}, 100: {5000, 3536}} {
		var b bytes.Buffer
		if err := WritePNG(&b, s, scale); err != nil {
			t.Fatal(err)
		}
		cfg, err := png.DecodeConfig(bytes.NewReader(b.Bytes()))
		if err != nil || cfg.Width != want[0] || cfg.Height != want[1] {
			t.Errorf("scale %g: %d × %d, %v; want %v", scale, cfg.Width, cfg.Height, err, want)
		}
		if scale == 2 && b.Len() > 200_000 {
			t.Errorf("%d bytes", b.Len())
		}
	}
}

// Letters keep a contrast of at least 4.5 on every fill (WCAG 2.2, 1.4.3), and the ochre of side by side on white.
func TestStyle_Contrast(t *testing.T) {
	for _, f := range append(append([]string{sand}, Fills[:]...), PhaseFills[:]...) {
		if c := contrast(ink, f); c < 4.5 {
			t.Errorf("letters on %s: %.1f", f, c)
		}
	}
	for _, c := range []string{ochre, blue, softInk, Style[RoleAgreed].Stroke} {
		if got := contrast(c, paper); got < 4.5 {
			t.Errorf("%s on white: %.1f", c, got)
		}
	}
	for i := 1; i < len(Fills); i++ { // on a grey printer
		for j := i + 1; j < len(Fills); j++ {
			if d := math.Abs(lightness(Fills[i]) - lightness(Fills[j])); d < 4.5 {
				t.Errorf("%s and %s are only %.1f apart in grey", Fills[i], Fills[j], d)
			}
		}
	}
	for _, r := range []Role{RoleBeside1, RoleAgreed, RoleUnclear} { // told apart without colour
		if len(Style[r].Dash) == 0 {
			t.Errorf("%s is told from the others by colour alone", r)
		}
	}
}

// lightness is CIE L*.
func lightness(c string) float64 { return 116*math.Cbrt(luminance(c)) - 16 }

func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}
