package report

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
	"miteinander/graph/diagram"
)

// sampleDeck has slides of every form.
func sampleDeck(t testing.TB, lang string, dark bool) Deck {
	phases, chain, gaps := sheets(t, lang, diagram.ViewNetwork, "a4")[0], sheets(t, lang, diagram.ViewChain, "slide")[0], sheets(t, lang, diagram.ViewGaps, "slide")[0]
	table := sampleTable(20)
	short := sampleTable(4)
	return Deck{Title: "Steuerungsgruppe Präventionskette Größenwörth", Subtitle: "Wo stehen wir, was ist zu entscheiden?", Lang: lang, Dark: dark,
		Meta: [][2]string{{"Sitzung am", "22.11.2026"}, {"Stand der Daten", "30.06.2026"}, {"Auswahl", "alle Planungsräume"}},
		Slides: []Slide{
			{Title: "Wer ist da, wer arbeitet mit wem?", Sentence: "31 Paare richten sich an dieselben Kinder: 14 abgestimmt, 9 noch nicht, 8 ungeklärt.", Notes: "Zuerst die Legende erklären.\nDann Hafen zeigen.", Picture: &phases, Table: &table},
			{Title: "Wo reißt die Kette?", Sentence: "Von 21 Übergängen sind 11 tragfähig, 3 lückenhaft, 3 unterbrochen, 1 ohne Gegenüber, 3 ungeklärt.", Picture: &chain, Points: []string{"Geburt → Frühe Hilfen: vereinbart", "Kita → Grundschule: in zwei Räumen noch nicht"}},
			{Title: strings.Repeat("Ein sehr langer Titel, der nicht in eine Zeile passt, ", 3), Sentence: longText, Picture: &gaps, Table: &short},
			{Title: "Wen zuerst fragen?", Sentence: "Acht Paare sind ungeklärt.", Table: &short},
			{Title: "Was heute zu entscheiden ist", Points: []string{"Wer lädt die Runde Hafen ein?", longText, "Bis wann?"}}}}
}

func TestWriteDeckPDF(t *testing.T) {
	d := sampleDeck(t, "de", false)
	for _, paper := range DeckPapers() {
		write := func(w io.Writer) error { return WriteDeckPDF(w, d, paper) }
		b := written(t, write)
		keep(t, "deck-"+paper+".pdf", b)
		if !bytes.Equal(b, written(t, write)) {
			t.Error("the same deck gives other bytes")
		}
		size := map[string]string{"a4": "841.89 595.28", "a3": "1190.56 841.89"}[paper]
		if !bytes.Contains(b, []byte(size)) {
			t.Errorf("%s: no page of %s", paper, size)
		}
	}
	if err := WriteDeckPDF(io.Discard, d, "letter"); graph.CodeOf(err) != graph.Invalid {
		t.Errorf("letter: %v", err)
	}
}

// Nothing of a slide lies on something else or beside the slide, on every paper.
func TestOnStage_NoOverlap(t *testing.T) {
	for _, size := range [][2]float64{{slideWidth, slideHeight}, {a4Long, a4Short}, {2 * a4Short, a4Long}} {
		d := onStage(sampleDeck(t, "de", false), size[0], size[1])
		for i, f := range d.frames {
			boxes := map[string]diagram.Rect{"title": f.title.at, "sentence": f.sentence.at, "points": f.points.at, "picture": f.at}
			if f.table != nil {
				boxes["table"] = f.tableAt
			}
			for a, r := range boxes {
				if r.W == 0 || r.H == 0 {
					continue
				}
				if r.X < -0.01 || r.Y < -0.01 || r.X+r.W > d.w+0.01 || r.Y+r.H > d.h-slideFoot*d.unit+0.01 {
					t.Errorf("%.0f: slide %d: %s at %+v", size[0], i+1, a, r)
				}
				for b, o := range boxes {
					if a < b && o.W > 0 && o.H > 0 && r.X < o.X+o.W-0.01 && o.X < r.X+r.W-0.01 && r.Y < o.Y+o.H-0.01 && o.Y < r.Y+r.H-0.01 {
						t.Errorf("%.0f: slide %d: %s lies on %s", size[0], i+1, a, b)
					}
				}
			}
		}
	}
}

func TestWritePPTX(t *testing.T) {
	for _, dark := range []bool{false, true} {
		for _, lang := range []string{"de", "en"} {
			if dark && lang == "en" {
				continue
			}
			d := sampleDeck(t, lang, dark)
			if dark {
				d.Slides = d.Slides[2:4]
			}
			write := func(w io.Writer) error { return WritePPTX(w, d) }
			b := written(t, write)
			name := "deck-" + lang
			if dark {
				name += "-dark"
			}
			keep(t, name+".pptx", b)
			parts := unpacked(t, b)
			if dark {
				if !bytes.Contains(parts["ppt/slideMasters/slideMaster1.xml"], []byte(`bg1="dk1"`)) {
					t.Error("not dark")
				}
				continue
			}
			if lang == "de" && !bytes.Equal(b, written(t, write)) {
				t.Error("the same deck gives other bytes")
			}
			var want []string
			want = append(want, strings.Fields(`[Content_Types].xml _rels/.rels docProps/app.xml docProps/core.xml ppt/_rels/presentation.xml.rels
				ppt/media/image1.png ppt/media/image1.svg ppt/media/image2.png ppt/media/image2.svg ppt/media/image3.png ppt/media/image3.svg
				ppt/notesMasters/_rels/notesMaster1.xml.rels ppt/notesMasters/notesMaster1.xml ppt/notesSlides/_rels/notesSlide2.xml.rels ppt/notesSlides/_rels/notesSlide4.xml.rels
				ppt/notesSlides/notesSlide2.xml ppt/notesSlides/notesSlide4.xml ppt/presProps.xml ppt/presentation.xml
				ppt/slideLayouts/_rels/slideLayout1.xml.rels ppt/slideLayouts/_rels/slideLayout2.xml.rels ppt/slideLayouts/slideLayout1.xml ppt/slideLayouts/slideLayout2.xml
				ppt/slideMasters/_rels/slideMaster1.xml.rels ppt/slideMasters/slideMaster1.xml`)...)
			for i := 1; i <= 9; i++ {
				want = append(want, "ppt/slides/_rels/slide"+itoa(i)+".xml.rels")
			}
			for i := 1; i <= 9; i++ {
				want = append(want, "ppt/slides/slide"+itoa(i)+".xml")
			}
			want = append(want, "ppt/tableStyles.xml", "ppt/theme/theme1.xml", "ppt/theme/theme2.xml", "ppt/viewProps.xml")
			if diff := cmp.Diff(want, listing(parts)); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			for i := 1; i <= 9; i++ {
				titles, pictures, worded := 0, 0, 0
				for _, e := range elements(t, "slide", parts["ppt/slides/slide"+itoa(i)+".xml"]) {
					switch {
					case e.name == "ph" && (e.attr["type"] == "title" || e.attr["type"] == "ctrTitle"):
						titles++
					case e.name == "pic" || e.name == "graphicFrame":
						pictures++
					case e.name == "cNvPr" && strings.TrimSpace(e.attr["descr"]) != "":
						worded++
					}
				}
				if titles != 1 || pictures != worded {
					t.Errorf("slide %d: %d titles, %d pictures and tables, %d of them with words", i, titles, pictures, worded)
				}
			}
			if n := string(parts["ppt/notesSlides/notesSlide2.xml"]); !strings.Contains(n, "Legende erklären") || !strings.Contains(n, map[string]string{"de": "steht auf Folie 7", "en": "on slide 7"}[lang]) {
				t.Errorf("notes: %s", n)
			}
		}
	}
}
