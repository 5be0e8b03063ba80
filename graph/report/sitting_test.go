package report

import (
	"io"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
	"miteinander/graph/meeting"
)

func sampleSitting(t testing.TB, lang string) Sitting {
	chain, gaps := sheets(t, lang, diagram.ViewChain, "slide"), sheets(t, lang, diagram.ViewGaps, "slide")
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
		if n := len(laidOut(ready(doc)).pages); n > 2 {
			t.Errorf("%d pages", n)
		}
		pictures := 0
		for _, b := range doc.Blocks {
			if p, ok := b.(Picture); ok {
				if pictures++; pictures == 1 && p.Caption != "Welche Übergänge tragen?" {
					t.Errorf("the first picture is %q, not the one that a decision is about", p.Caption)
				}
			}
		}
		if pictures == 0 {
			t.Error("no picture")
		}
		b := written(t, func(w io.Writer) error { return WriteDOCX(w, doc) })
		keep(t, "minutes-"+lang+".docx", b)
		main := string(unpacked(t, b)["word/document.xml"])
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
			if pages := len(laidOut(ready(doc)).pages); pages != 1 {
				t.Errorf("%d decisions, sentences × %d: %d pages", n, long, pages)
			}
			if pages := len(laidOut(ready(s.Minutes())).pages); pages > 2 {
				t.Errorf("%d decisions, sentences × %d: minutes of %d pages", n, long, pages)
			}
			if long == 1 {
				b := written(t, func(w io.Writer) error { return WriteDOCX(w, doc) })
				keep(t, "proposal-"+itoa(n)+".docx", b)
				unpacked(t, b)
			}
		}
	}
}

// An empty meeting gives files too.
func TestSitting_Empty(t *testing.T) {
	s := Sitting{Lang: "de"}
	unpacked(t, written(t, func(w io.Writer) error { return WriteDOCX(w, s.Minutes()) }))
	unpacked(t, written(t, func(w io.Writer) error { return WriteDOCX(w, s.Proposal()) }))
	unpacked(t, written(t, func(w io.Writer) error { return WritePPTX(w, s.Deck()) }))
	offline(t, written(t, func(w io.Writer) error { return WriteDeckHTML(w, s.Deck()) }))
	if b := written(t, func(w io.Writer) error { return WriteDeckPDF(w, s.Deck(), "a4") }); len(b) < 500 {
		t.Error("no PDF")
	}
}

func TestSitting_Deck(t *testing.T) {
	d := sampleSitting(t, "de").Deck()
	got := d.Slides[1].Table
	if got.Rows[0][1] != "1.200" || got.Rows[0][2] != "01.03.2026" || got.Rows[1][1] != "–" || got.Columns[1].Align != End || got.Columns[0].Align != Start || !got.RowHead {
		t.Errorf("%+v", got)
	}
	if got.Caption != "Welche Übergänge tragen? (die ersten 2 von 40 Zeilen)" {
		t.Error(got.Caption)
	}
}
