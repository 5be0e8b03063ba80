package meeting

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/exchange"
	"miteinander/graph/findings"
	"miteinander/graph/views"
)

// Graphviz is a program of its own; it is built once.
var drawProgram = sync.OnceValues(func() (string, error) {
	if p := os.Getenv("MITEINANDER_DRAW"); p != "" {
		return p, nil
	}
	dir, err := os.MkdirTemp("", "miteinander-draw-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "miteinander-draw")
	return path, exec.Command("go", "build", "-o", path, "miteinander/cmd/miteinander-draw").Run()
})

func TestMain(m *testing.M) {
	code := m.Run()
	if os.Getenv("MITEINANDER_DRAW") == "" {
		if p, err := drawProgram(); err == nil {
			os.RemoveAll(filepath.Dir(p))
		}
	}
	os.Exit(code)
}

func drawn(t *testing.T) Draws {
	t.Helper()
	path, err := drawProgram()
	if err != nil {
		t.Fatal(err)
	}
	d := diagram.NewDrawer(path)
	return func(ctx context.Context, sel *graph.Selection, r diagram.Request) ([]diagram.Sheet, error) {
		sheets, _, err := diagram.Draw(ctx, sel, d, r)
		return sheets, err
	}
}

// read builds a network of files, with documents beside it.
func read(t *testing.T, dir string, more ...graph.Record) *graph.Selection {
	t.Helper()
	s, wrong, err := exchange.ReadNetwork(dir)
	if err != nil || len(wrong) > 0 {
		t.Fatal(dir, err, wrong)
	}
	var b graph.Builder
	for _, k := range graph.Kinds() {
		for r := range s.All(k) {
			if err := b.Add(r, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, r := range more {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	out, err := b.Build(graph.Head{ID: "n", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	return out.Select(graph.Filter{Date: out.Settings().AsOf})
}

const (
	musterstadt = "../findings/testdata/musterstadt"
	demo        = "../../cmd/miteinander/demo"
)

// The standard sequence has five slides in the order of the rule; each says one thing, shows it, and has it as a table.
func TestStandard_Five(t *testing.T) {
	for dir, want := range map[string]string{
		musterstadt: "standing rounds transitions gaps round",
		demo:        "standing rounds transitions gaps round",
	} {
		for _, lang := range []string{"de", "en"} {
			m, err := New(t.Context(), read(t, dir), lang, false, drawn(t))
			if err != nil {
				t.Fatal(err)
			}
			q, err := m.Standard(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			slides, err := m.Slides(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			var refs []string
			for _, s := range slides {
				refs = append(refs, s.Ref)
				if s.Title == "" || s.Sentence == "" || len(s.Picture) != 1 || s.Alt == "" || len(s.Table.Header) < 2 || len(s.Table.Rows) == 0 || len(s.Refs) != len(s.Table.Rows) || s.Rows < len(s.Table.Rows) {
					t.Errorf("%s %s %s: title %q, sentence %q, %d pictures, %d × %d cells, %d refs of %d rows", dir, lang, s.Ref, s.Title, s.Sentence, len(s.Picture), len(s.Table.Rows), len(s.Table.Header), len(s.Refs), s.Rows)
				}
				for _, row := range s.Table.Rows {
					if len(row) != len(s.Table.Header) {
						t.Errorf("%s: %v beside %v", s.Ref, row, s.Table.Header)
					}
				}
				for _, ref := range s.Refs {
					if _, ok := ref.Question(); ref != "" && !ok {
						t.Errorf("%s: %s is no finding", s.Ref, ref)
					}
				}
			}
			if got := strings.Join(refs, " "); got != want {
				t.Errorf("%s: %s, want %s", dir, got, want)
			}
		}
	}
}

// Of Musterstadt the numbers are known (design, fixture Musterstadt): four pairs, two of them together; six transitions; nine gaps.
func TestStandard_Musterstadt(t *testing.T) {
	m, err := New(t.Context(), read(t, musterstadt), "de", false, drawn(t))
	if err != nil {
		t.Fatal(err)
	}
	q, _ := m.Standard(t.Context())
	slides, err := m.Slides(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"8 Einrichtungen", "4 Paare richten sich an dieselben Kinder: 2 abgestimmt, 2 noch nicht, 0 ungeklärt.",
		"Von 6 Übergängen", "In 9 von 24 nötigen Feldern fehlt ein Angebot.", "3 Einrichtungen sind für dieselben Kinder da: 3 Paare, 1 abgestimmt, 2 noch nicht, 0 ungeklärt."} {
		if !strings.HasPrefix(slides[i].Sentence, want) {
			t.Errorf("slide %d says %q, want %q", i+1, slides[i].Sentence, want)
		}
	}
	if slides[3].Rows != 9 {
		t.Errorf("%d gaps in the table", slides[3].Rows)
	}
	if slides[4].Occasion != "side-by-side/N/1/F" {
		t.Errorf("the round is %s", slides[4].Occasion)
	}
}

// Where a finding has nothing to say the next takes its place, and an empty network has no slides.
func TestStandard_NextTakesThePlace(t *testing.T) {
	whole := read(t, musterstadt).Snapshot()
	var b graph.Builder
	for _, k := range graph.Kinds() {
		if k == graph.KindTarget || k == graph.KindTransition || k == graph.KindHandover {
			continue
		}
		for r := range whole.All(k) {
			if set, ok := r.(*graph.Settings); ok {
				set = graph.Clone(set)
				set.Unlisted = graph.LevelUnknown
				r = set
			}
			if err := b.Add(r, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	s, err := b.Build(graph.Head{ID: "n", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	for sel, want := range map[*graph.Selection]string{
		s.Select(graph.Filter{Date: s.Settings().AsOf}):                              "standing rounds round clarify dependencies",
		kept(t).Select(graph.Filter{Date: graph.Date{Year: 2026, Month: 1, Day: 1}}): "",
	} {
		m, err := New(t.Context(), sel, "de", false, drawn(t))
		if err != nil {
			t.Fatal(err)
		}
		q, err := m.Standard(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range q.Slides {
			got = append(got, x.Scene)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
		if _, err := m.Slides(t.Context(), q); err != nil {
			t.Error(err)
		}
	}
}

// Without names no institution, actor or offer is named anywhere on a slide.
func TestSlides_WithoutNames(t *testing.T) {
	sel := read(t, demo)
	m, err := New(t.Context(), sel, "de", true, drawn(t))
	if err != nil {
		t.Fatal(err)
	}
	var q Sequence
	for _, s := range Scenes() {
		q.Slides = append(q.Slides, SlideSpec{Scene: s})
	}
	slides, err := m.Slides(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, i := range sel.Institutions() {
		names = append(names, i.Name, i.Label())
	}
	for _, o := range sel.Offers() {
		names = append(names, o.Name)
	}
	common := map[string]bool{} // words that are names and kinds at once
	for k := range graph.Records[*graph.InstitutionKind](sel.Snapshot(), graph.KindInstitutionKind) {
		common[k.Name] = true
	}
	for k := range graph.Records[*graph.Entry](sel.Snapshot(), graph.KindField) {
		common[k.Name] = true
	}
	for _, s := range slides {
		texts := []string{s.Title, s.Sentence, s.Notes, s.Alt}
		for _, r := range s.Table.Rows {
			for _, c := range r {
				if text, ok := c.(string); ok {
					texts = append(texts, text)
				}
			}
		}
		for _, sheet := range s.Picture {
			for _, d := range sheet.Drawings {
				for _, it := range d.Items {
					texts = append(texts, it.Label)
				}
			}
		}
		for _, text := range texts {
			for _, n := range names {
				if len(n) > 4 && !common[n] && slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ':' || r == ';' || r == '–' }), n) {
					t.Errorf("%s names %q in %q", s.Ref, n, text)
				}
			}
		}
	}
}

// A sequence of one's own: a view with its own selection, a finding, free text, and what has gone says so.
func TestSlides_OfOnesOwn(t *testing.T) {
	view, err := views.View{ID: "view-nord", Title: "Übergänge in Nord", Sentence: "Kita und Schule sprechen miteinander.", Page: "uebergaenge", Query: "areas=N", Created: graph.Date{Year: 2026, Month: 1, Day: 2}}.Document()
	if err != nil {
		t.Fatal(err)
	}
	m, err := New(t.Context(), read(t, musterstadt, view), "de", false, drawn(t))
	if err != nil {
		t.Fatal(err)
	}
	a, err := ask[*findings.Gaps](t.Context(), m, "gaps")
	if err != nil {
		t.Fatal(err)
	}
	q := Sequence{Title: "Eigene", Slides: []SlideSpec{{View: "view-nord"}, {Finding: a.Ref(0)}, {Finding: "side-by-side/FH~FZ", Title: "Zwei Häuser"}, {Finding: "side-by-side/N/1/F"},
		{Title: "Pause", Sentence: "Zehn Minuten."}, {View: "view-weg"}, {Finding: "gaps/X/1/F"}, {Scene: SceneGaps, Sentence: "So ist es."}}}
	slides, err := m.Slides(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if s := slides[0]; s.Title != "Übergänge in Nord" || s.Sentence != "Kita und Schule sprechen miteinander." || s.Rows != 3 || len(s.Picture) != 1 || !strings.Contains(s.Picture[0].Selection, "Nord") {
		t.Errorf("view: %q %q, %d rows, %v", s.Title, s.Sentence, s.Rows, s.Picture)
	}
	if s := slides[1]; s.Occasion != a.Ref(0) || s.Sentence == "" || s.Title == "" || len(s.Picture) != 1 || len(s.Table.Rows) < 4 {
		t.Errorf("finding: %+v", s)
	}
	if s := slides[2]; s.Title != "Zwei Häuser" || len(s.Picture) != 1 {
		t.Errorf("pair: %q, %d pictures", s.Title, len(s.Picture))
	}
	if s := slides[3]; s.Occasion != "side-by-side/N/1/F" || s.Rows != 3 {
		t.Errorf("round: %s, %d rows", s.Occasion, s.Rows)
	}
	if s := slides[4]; s.Ref != "text/5" || s.Sentence != "Zehn Minuten." || len(s.Picture) != 0 || len(s.Table.Header) != 0 {
		t.Errorf("text: %+v", s)
	}
	for _, s := range slides[5:7] {
		if !s.Missing || s.Sentence == "" || len(s.Picture) != 0 {
			t.Errorf("%s: what has gone is not said: %+v", s.Ref, s)
		}
	}
	if slides[7].Sentence != "So ist es." {
		t.Errorf("own sentence: %q", slides[7].Sentence)
	}
}
