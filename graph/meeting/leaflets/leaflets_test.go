package leaflets

import (
	"archive/zip"
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/exchange"
	"miteinander/graph/findings"
	"miteinander/graph/meeting"
	"miteinander/graph/report"
)

// files keeps what the tests write, to be opened and looked at.
var files = flag.String("files", "", "folder for the files that the tests write")

// word writes a document and gives the text part of the file.
func word(t testing.TB, name string, doc report.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteDOCX(&b, doc); err != nil {
		t.Fatal(err)
	}
	if *files != "" {
		if err := os.WriteFile(filepath.Join(*files, name), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func sheets(t testing.TB, lang, view string) []diagram.Sheet {
	t.Helper()
	s, bad, err := exchange.ReadNetwork("../../../cmd/miteinander/demo")
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	all, _, err := diagram.Draw(context.Background(), s.Select(graph.Filter{Date: s.Settings().AsOf}), nil, diagram.Request{View: view, Paper: "slide", Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func sampleSitting(t testing.TB, lang string) Sitting {
	chain, gaps := sheets(t, lang, diagram.ViewChain), sheets(t, lang, diagram.ViewGaps)
	table := findings.Table{Header: []string{"Übergang", "Kinder", "bis"}, Rows: [][]any{{"Geburt → Frühe Hilfen", int64(1200), graph.Date{Year: 2026, Month: 3, Day: 1}}, {"Kita → Grundschule", nil, nil}}}
	return Sitting{Network: "Präventionskette Größenwörth", Sequence: "Steuerungsgruppe im Herbst", Lang: lang, Date: graph.Date{Year: 2026, Month: 11, Day: 22}, State: graph.Date{Year: 2026, Month: 6, Day: 30},
		Selection: "alle Planungsräume, alle Lebensphasen, ab Stufe 2", Source: "Befragung 2026",
		Slides: []meeting.Slide{
			{Title: "Wo stehen wir?", Sentence: "31 Paare richten sich an dieselben Kinder: 14 abgestimmt, 9 noch nicht, 8 ungeklärt.", Notes: "Quelle: Befragung"},
			{Title: "Welche Übergänge tragen?", Sentence: "Von 21 Übergängen sind 11 tragfähig, 3 lückenhaft, 3 unterbrochen, 1 ohne Gegenüber, 3 ungeklärt.", Picture: chain[:1], Alt: "Bahnen der Übergänge", Table: table, Refs: []findings.Ref{"transitions/a/N", ""}, Rows: 40},
			{Title: "Wo fehlt ein Angebot?", Sentence: "In 2 von 67 nötigen Feldern fehlt ein Angebot.", Picture: gaps[:1], Occasion: "gaps/x"},
			{Title: "Pause"}},
		Decisions: []Decision{{Title: "Rückmeldung der Geburtsklinik an die Frühen Hilfen vereinbaren", Text: "Schriftlich, mit Einwilligung der Eltern.", Who: []string{"Geburtsklinik", "Frühe Hilfen"}, Due: graph.Date{Year: 2027, Month: 3, Day: 31}, Occasion: "transitions/a/N"},
			{Title: "Familienbildung im Weinbergviertel prüfen"}}}
}

func TestMinutes_TwoPages(t *testing.T) {
	for _, lang := range []string{"de", "en"} {
		s := sampleSitting(t, lang)
		doc := s.Minutes()
		if n, _ := report.Pages(doc); n > 2 {
			t.Errorf("%d pages", n)
		}
		pictures := 0
		for _, b := range doc.Blocks {
			if p, ok := b.(report.Picture); ok {
				if pictures++; pictures == 1 && p.Caption != "Welche Übergänge tragen?" {
					t.Errorf("the first picture is %q, not the one that a decision is about", p.Caption)
				}
			}
		}
		if pictures == 0 {
			t.Error("no picture")
		}
		main := word(t, "minutes-"+lang+".docx", doc)
		for _, want := range map[string][]string{"de": {"Ergebnisprotokoll", "Teilnehmende", "Geburtsklinik und Frühe Hilfen", "31.03.2027", "noch offen", "22.11.2026"}, "en": {"Minutes", "Participants", "Geburtsklinik and Frühe Hilfen", "31 March 2027", "still open"}}[lang] {
			if !strings.Contains(main, want) {
				t.Errorf("%s: no %q", lang, want)
			}
		}
	}
}

// However much a slide says, the proposal keeps to a page, and the minutes to two as long as the decisions let them.
func TestProposal_OnePage(t *testing.T) {
	for _, n := range []int{0, 1, 2, 5} {
		for _, long := range []int{1, 4} {
			s := sampleSitting(t, "de")
			for i := range s.Slides {
				s.Slides[i].Sentence = strings.Repeat(s.Slides[i].Sentence+" ", long)
			}
			for len(s.Decisions) < n {
				s.Decisions = append(s.Decisions, s.Decisions...)
			}
			s.Decisions = s.Decisions[:n]
			doc := s.Proposal()
			if pages, _ := report.Pages(doc); pages != 1 {
				t.Errorf("%d decisions, sentences × %d: %d pages", n, long, pages)
			}
			if pages, _ := report.Pages(s.Minutes()); pages > 2 {
				t.Errorf("%d decisions, sentences × %d: minutes of %d pages", n, long, pages)
			}
			if long == 1 {
				text := word(t, "proposal-"+strconv.Itoa(n)+".docx", doc)
				if got := strings.Contains(text, "Rückmeldung der Geburtsklinik"); got != (n > 0) {
					t.Errorf("%d decisions: said is %v", n, got)
				}
			}
		}
	}
}

// An empty meeting gives files too, and asks for its day.
func TestSitting_Empty(t *testing.T) {
	s := Sitting{Lang: "de"}
	if text := word(t, "minutes-empty.docx", s.Minutes()); !strings.Contains(text, "Datum der Sitzung") || !strings.Contains(text, "kein Beschluss") {
		t.Error("no room for the day, or decisions out of nowhere")
	}
	word(t, "proposal-empty.docx", s.Proposal())
	for name, write := range map[string]func(io.Writer, report.Deck) error{"pptx": report.WritePPTX, "html": report.WriteDeckHTML, "pdf": func(w io.Writer, d report.Deck) error { return report.WriteDeckPDF(w, d, "a4") }} {
		if err := write(io.Discard, s.Deck()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSitting_Deck(t *testing.T) {
	d := sampleSitting(t, "de").Deck()
	got := d.Slides[1].Table
	if got.Rows[0][1] != "1.200" || got.Rows[0][2] != "01.03.2026" || got.Rows[1][1] != "–" || got.Columns[1].Align != report.End || got.Columns[0].Align != report.Start || !got.RowHead {
		t.Errorf("%+v", got)
	}
	if got.Caption != "Welche Übergänge tragen? (die ersten 2 von 40 Zeilen)" {
		t.Error(got.Caption)
	}
}
