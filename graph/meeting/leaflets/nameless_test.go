package leaflets

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/exchange"
	"miteinander/graph/findings"
	"miteinander/graph/meeting"
	"miteinander/graph/report"
	"miteinander/graph/report/chapters"
	"miteinander/graph/views"
)

// plainWords are the words of a text in small letters, one space between them, so that a line break or a sign in a name hides nothing.
func plainWords(s string) string {
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ") + " "
}

var tag = regexp.MustCompile(`<[^>]*>`)

// attributes are the values of a markup's attributes: alternative texts, titles, names.
var attributes = regexp.MustCompile(`[\w:-]+="([^"]*)"`)

// apart stands between two texts of a file.
const apart = " xqx "

// markupText is everything that a file of markup says, also where nobody sees it at first.
func markupText(b []byte) string {
	out := html.UnescapeString(tag.ReplaceAllString(string(b), apart))
	for _, m := range attributes.FindAllSubmatch(b, -1) {
		out += apart + html.UnescapeString(string(m[1]))
	}
	return out
}

// officeText is everything that the parts of an Office file say, and what they are called.
func officeText(t *testing.T, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := ""
	for _, f := range z.File {
		out += apart + f.Name
		if strings.HasSuffix(f.Name, ".png") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out += apart + markupText(part)
	}
	return out
}

var (
	pdfStream = regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`)
	pdfText   = regexp.MustCompile(`(?s)\(((?:\\.|[^\\()])*)\)`)
	pdfEscape = regexp.MustCompile(`(?s)\\([0-7]{3}|.)`)
)

// pdfSays is every text of a PDF: what stands on its pages, its bookmarks, its properties.
func pdfSays(b []byte) string {
	all := pdfStream.ReplaceAll(b, nil)
	for _, m := range pdfStream.FindAllSubmatch(b, -1) {
		if r, err := zlib.NewReader(bytes.NewReader(m[1])); err == nil {
			if page, err := io.ReadAll(r); err == nil {
				all = append(append(all, '\n'), page...)
			}
		}
	}
	var out strings.Builder
	for _, m := range pdfText.FindAllSubmatch(all, -1) {
		raw := pdfEscape.ReplaceAllFunc(m[1], func(x []byte) []byte {
			if n, err := strconv.ParseUint(string(x[1:]), 8, 8); err == nil && len(x) == 4 {
				return []byte{byte(n)}
			}
			if k := strings.IndexByte("nrtbf", x[1]); k >= 0 {
				return []byte{"\n\r\t\b\f"[k]}
			}
			return x[1:]
		})
		raw = bytes.TrimPrefix(raw, []byte{0xfe, 0xff})
		if len(raw)%2 == 1 {
			out.WriteString(string(raw) + apart)
			continue
		}
		var u []uint16
		for i := 0; i+1 < len(raw); i += 2 {
			u = append(u, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		out.WriteString(string(utf16.Decode(u)) + apart)
	}
	return out.String()
}

// named are the names of a network by which a reader could know somebody: not those that are nothing but a word for what they are or
// where, and would stand in any report of any town.
func named(s *graph.Snapshot) (names []string, common string) {
	for _, k := range []graph.Kind{graph.KindInstitutionKind, graph.KindArea, graph.KindPhase, graph.KindField, graph.KindGroup, graph.KindSector, graph.KindTransition} {
		for r := range s.All(k) {
			common += plainWords(s.Name(r.Key()))
		}
	}
	common += plainWords(s.Settings().Name)
	for _, k := range []graph.Kind{graph.KindInstitution, graph.KindActor, graph.KindOffer, graph.KindProvider} {
		for r := range s.All(k) {
			all := []string{s.Name(r.Key())}
			if i, ok := r.(*graph.Institution); ok {
				all = append(all, i.ShortName)
			}
			for _, n := range all {
				if n != "" && !strings.Contains(common, plainWords(n)) {
					names = append(names, n)
				}
			}
		}
	}
	return names, common
}

// Without names no output of a meeting or a report says one: not on its pages, not in notes, alternative texts, bookmarks, properties or
// the names of its parts; also where somebody wrote the names into titles, sentences, notes, decisions and saved views, in another case
// or over two lines.
func TestNoNames_NoOutputSaysOne(t *testing.T) {
	if testing.Short() {
		t.Skip("every file is written")
	}
	town, bad, err := exchange.ReadNetwork("../../findings/testdata/musterstadt")
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	names, common := named(town)
	if len(names) < 20 {
		t.Fatalf("%d names", len(names))
	}
	var gossip strings.Builder
	for _, n := range names {
		fmt.Fprintf(&gossip, "Die %s, das Team der %s; %s.\n", n, strings.ReplaceAll(n, " ", "\n"), strings.ToUpper(n))
	}
	all := gossip.String()
	short := func(n int) string {
		r := []rune(all)
		return string(r[:min(n, len(r))])
	}
	day := graph.Date{Year: 2026, Month: 3, Day: 12}
	held := meeting.Meeting{Sequence: "herbst", Date: day}
	q := meeting.Sequence{ID: "herbst", Title: short(180), NoNames: true, Slides: []meeting.SlideSpec{
		{Scene: meeting.SceneStanding, Title: short(180), Sentence: short(590), Notes: short(3900)}, {Scene: meeting.SceneRounds, Sentence: short(590)}, {Scene: meeting.SceneRound}, {View: "view-v"},
		{Scene: meeting.SceneTransitions}, {Scene: meeting.SceneGaps}, {Scene: meeting.SceneClarify}, {Scene: meeting.SceneDependencies}, {Title: "Dank", Sentence: short(590), Notes: all[len(all)/2:]}}}
	var b graph.Builder
	for _, k := range graph.Kinds() {
		for r := range town.All(k) {
			if err := b.Add(r, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	view, err := views.View{ID: "view-v", Title: strings.ReplaceAll(short(110), "\n", " "), Sentence: strings.ReplaceAll(short(280), "\n", " "), Page: "miteinander", Created: day}.Document()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []graph.Record{q.Document(), view,
		&graph.Measure{ID: "m", Title: strings.ReplaceAll(short(180), "\n", " "), Description: short(3900), State: "agreed", CreatedOn: day, Attributes: map[string]string{meeting.MeetingAttribute: held.String()}}} {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	s, err := b.Build(graph.Head{ID: "n", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	draw := filepath.Join(t.TempDir(), "draw")
	if p := os.Getenv("MITEINANDER_DRAW"); p != "" {
		draw = p
	} else if out, err := exec.Command("go", "build", "-o", draw, "miteinander/cmd/miteinander-draw").CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	drawer := diagram.NewDrawer(draw)
	sel := s.Select(graph.Filter{Date: s.Settings().AsOf})
	maker, err := meeting.New(t.Context(), sel, "de", q.NoNames, func(ctx context.Context, sel *graph.Selection, r diagram.Request) ([]diagram.Sheet, error) {
		sheets, _, err := diagram.Draw(ctx, sel, drawer, r)
		return sheets, err
	})
	if err != nil {
		t.Fatal(err)
	}
	slides, err := maker.Slides(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range slides[:2] {
		if len(x.Typed) == 0 {
			t.Errorf("%s: nobody is told of the names in it", x.Ref)
		}
	}
	bare, err := chapters.Edition(s, false, true, "de")
	if err != nil {
		t.Fatal(err)
	}
	sitting := Sitting{Network: s.Settings().Name, Lang: "de", Date: day, State: sel.Date(), Selection: diagram.SelectionText(sel, "de"), Slides: slides}
	sitting.Sequence, _ = maker.Named(q.Title)
	for _, m := range meeting.Decisions(bare, held) {
		sitting.Decisions = append(sitting.Decisions, Decision{Title: m.Title, Text: m.Description})
	}
	outputs := map[string]string{}
	write := func(name string, f func(io.Writer) error) {
		var out bytes.Buffer
		if err := f(&out); err != nil {
			t.Fatal(name, err)
		}
		switch filepath.Ext(name) {
		case ".html":
			outputs[name] = markupText(out.Bytes())
		case ".pdf":
			outputs[name] = pdfSays(out.Bytes())
		default:
			outputs[name] = officeText(t, out.Bytes())
		}
	}
	write("sitzung.html", func(w io.Writer) error { return report.WriteDeckHTML(w, sitting.Deck()) })
	write("sitzung.pdf", func(w io.Writer) error { return report.WriteDeckPDF(w, sitting.Deck(), "a4") })
	write("sitzung.pptx", func(w io.Writer) error { return report.WritePPTX(w, sitting.Deck()) })
	write("protokoll.docx", func(w io.Writer) error { return report.WriteDOCX(w, sitting.Minutes()) })
	write("beschlussvorlage.docx", func(w io.Writer) error { return report.WriteDOCX(w, sitting.Proposal()) })
	for _, preset := range chapters.Presets() {
		c := chapters.Default(preset)
		c.NoNames, c.Title, c.Intro, c.Rows = true, strings.ReplaceAll(short(180), "\n", " "), short(3900), 100
		for i := range c.Chapters {
			c.Chapters[i].On = true
			c.Chapters[i].Sentence = short(3900)
		}
		m, err := chapters.Gather(t.Context(), chapters.Source{Selection: sel, Params: findings.Params{}, Drawer: drawer, Lang: "de", Today: day}, false, true)
		if err != nil {
			t.Fatal(err)
		}
		book, err := chapters.NewBook(m, c)
		if err != nil {
			t.Fatal(err)
		}
		if len(book.Typed()) == 0 {
			t.Errorf("%s: nobody is told of the names in it", preset)
		}
		doc, err := book.Document(t.Context(), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		write("bericht-"+preset+".docx", func(w io.Writer) error { return report.WriteDOCX(w, doc) })
		write("bericht-"+preset+".html", func(w io.Writer) error { return report.WriteHTML(w, doc) })
		write("bericht-"+preset+".pdf", func(w io.Writer) error { return report.WritePDF(w, doc) })
	}
	for file, says := range outputs {
		text := plainWords(says)
		for x := range graph.Records[*graph.TransitionType](s, graph.KindTransition) {
			text = strings.ReplaceAll(text, plainWords(x.Name), apart) // "Kita → Grundschule, Nord" is a transition in an area
		}
		lines := strings.Join(strings.Split(text, apart), " ") // a name may be broken over lines, or stand in two runs
		if !strings.Contains(text, " kita a ") {
			t.Errorf("%s: the reader of the file does not read it: %d letters", file, len(says))
		}
		for _, n := range names {
			in := lines
			if generic(n, common) {
				in = text // "Kita" and "Nord" stand in two cells without meaning the Kita Nord
			}
			if at := strings.Index(in, plainWords(n)); at >= 0 {
				t.Errorf("%s says %q: …%s…", file, n, in[max(at-80, 0):min(at+len(n)+80, len(in))])
			}
		}
	}
}

// generic tells that every word of a name is one of the catalogues too.
func generic(name, common string) bool {
	for word := range strings.FieldsSeq(plainWords(name)) {
		if !strings.Contains(common, " "+word+" ") {
			return false
		}
	}
	return true
}
