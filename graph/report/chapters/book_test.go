package chapters

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// noDrawer fails where a picture needs Graphviz: tests of texts draw none.
type noDrawer struct{ t testing.TB }

func (d noDrawer) Graphviz(context.Context, string, string, time.Duration) ([]byte, error) {
	d.t.Error("a report without pictures was drawing")
	return nil, context.Canceled
}

var musterstadt = filepath.Join("..", "..", "findings", "testdata", "musterstadt")

// load reads a fixture with the importer that users have.
func load(t testing.TB, dir string) []graph.Record {
	t.Helper()
	s, wrong, err := exchange.ReadNetwork(dir)
	if err != nil || len(wrong) > 0 {
		t.Fatal(dir, err, wrong)
	}
	var out []graph.Record
	for _, k := range graph.Kinds() {
		out = slices.AppendSeq(out, s.All(k))
	}
	return out
}

func build(t testing.TB, records []graph.Record) *graph.Snapshot {
	t.Helper()
	var b graph.Builder
	for _, r := range records {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	s, err := b.Build(graph.Head{ID: "n", Revision: 7, At: time.Date(2025, 7, 2, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sourceOf is a network on its Stand; since gives the same network half a year before.
func sourceOf(t testing.TB, s *graph.Snapshot, lang string) Source {
	day := s.Settings().AsOf
	if day.IsZero() {
		day = graph.Date{Year: 2025, Month: 6, Day: 30}
	}
	return Source{Selection: s.Select(graph.Filter{Date: day}), Drawer: noDrawer{t}, Lang: lang, Today: graph.Date{Year: 2025, Month: 7, Day: 3}, Version: "1.0"}
}

// without is the default choice without pictures.
func without(preset string) Choice {
	c := Default(preset)
	for i := range c.Chapters {
		c.Chapters[i].Pictures = false
	}
	return c
}

func document(t testing.TB, src Source, c Choice) report.Document {
	t.Helper()
	m, err := Gather(t.Context(), src, c.Public, c.NoNames)
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBook(m, c)
	if err != nil {
		t.Fatal(err)
	}
	d, err := b.Document(t.Context(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// plain writes a document as a person reads it.
func plain(d report.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", d.Title, d.Subtitle)
	for _, m := range d.Meta {
		fmt.Fprintf(&b, "%s: %s\n", m[0], m[1])
	}
	for _, x := range d.Blocks {
		switch x := x.(type) {
		case report.Heading:
			fmt.Fprintf(&b, "\n%s %s\n\n", strings.Repeat("#", x.Level), x.Text)
		case report.Paragraph:
			mark := map[report.Kind]string{report.Plain: "", report.Lead: "! ", report.Note: "~ "}[x.Kind]
			fmt.Fprintf(&b, "%s%s\n", mark, x.Text)
		case report.List:
			for _, i := range x.Items {
				fmt.Fprintf(&b, "- %s\n", i)
			}
		case report.Table:
			if len(x.Rows) == 0 {
				fmt.Fprintf(&b, "[%s] %s\n", x.Caption, x.Empty)
				continue
			}
			fmt.Fprintf(&b, "[%s]\n", x.Caption)
			var heads []string
			for _, c := range x.Columns {
				heads = append(heads, c.Name)
			}
			fmt.Fprintf(&b, "  %s\n", strings.Join(heads, " | "))
			for _, r := range x.Rows {
				fmt.Fprintf(&b, "  %s\n", strings.ReplaceAll(strings.Join(r, " | "), "\n", " // "))
			}
		case report.Picture:
			fmt.Fprintf(&b, "(%s)\n", x.Caption)
		}
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		w, g := strings.Split(string(want), "\n"), strings.Split(got, "\n")
		for i := range max(len(w), len(g)) {
			if i >= len(w) || i >= len(g) || w[i] != g[i] {
				t.Fatalf("%s, line %d:\n got %s\nwant %s\n(go test ./graph/report/chapters -update, and read what changed)", name, i+1, at(g, i), at(w, i))
			}
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}

// told is Musterstadt with a measure, a goal, feedback, a second funder and a state of a year ago, so that every chapter has
// something to say.
func told(t testing.TB) ([]graph.Record, *graph.Snapshot) {
	t.Helper()
	records := load(t, musterstadt)
	was := build(t, records)
	day := func(y int16, m, d int8) graph.Date { return graph.Date{Year: y, Month: m, Day: d} }
	now := append(slices.Clone(records),
		&graph.Measure{ID: "m1", Title: "Kita Süd und Grundschule Süd vereinbaren Besuchstage", Occasion: "transitions/Ü3/S", Responsible: []graph.ID{"KS", "GS"},
			Due: day(2025, 9, 30), State: "agreed"},
		&graph.Measure{ID: "m2", Title: "Runde Nord eingeladen", Responsible: []graph.ID{"FH"}, Due: day(2025, 3, 1), State: "done"},
		&graph.Goal{ID: "g1", Title: "Jede Kita kennt ihre Grundschule", Indicator: "transition_rate", StartValue: graph.NumberOf(66.7), TargetValue: graph.NumberOf(90), Due: day(2027, 12, 31)},
		&graph.Feedback{ID: "f1", Occasion: "transitions/Ü3/S", From: "parents", Says: "Wir wussten nicht, wen in der Kita Süd wir fragen sollten.", Date: day(2025, 5, 12), Asked: graph.CountOf(3), Source: "Elternabend"},
		&graph.Cooperation{ID: "FH~KN", From: "FH", To: "KN", Level: 2, Source: "survey", AsOf: day(2025, 6, 1)})
	return now, was
}

// The whole report of Musterstadt in both languages, for plan and funder, read as a planner reads it.
func TestBook_Golden(t *testing.T) {
	now, was := told(t)
	snap := build(t, now)
	var funder graph.ID
	for f := range graph.Records[*graph.Funding](snap, graph.KindFunding) {
		funder = f.Funder
	}
	for _, lang := range []string{"de", "en"} {
		src := sourceOf(t, snap, lang)
		src.Since = func(context.Context, graph.Date) (*graph.Snapshot, graph.Date, error) {
			return was, graph.Date{Year: 2025, Month: 1, Day: 15}, nil
		}
		for _, preset := range Presets() {
			c := without(preset)
			if preset == ForFunder {
				c.Funder = funder
			}
			golden(t, "musterstadt-"+preset+"."+lang+".txt", plain(document(t, src, c)))
		}
	}
}
