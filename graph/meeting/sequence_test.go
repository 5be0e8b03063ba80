package meeting

import (
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/views"
)

func kept(t *testing.T, records ...graph.Record) *graph.Snapshot {
	t.Helper()
	var b graph.Builder
	for _, r := range append([]graph.Record{graph.DefaultSettings("Probe")}, records...) {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	s, err := b.Build(graph.Head{ID: "n", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSequence_KeptAndRead(t *testing.T) {
	q := Sequence{ID: "herbst", Title: "Herbstrunde", NoNames: true, Slides: []SlideSpec{
		{Scene: SceneStanding, Sentence: "So stehen wir da."}, {View: "nord"}, {Finding: "transitions/kita-grundschule/N", Notes: "Frau A spricht."}, {Title: "Pause"}}}
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	s := kept(t, q.Document(), &graph.Document{ID: "kaputt", Type: DocumentType, Body: "{"}, &graph.Document{ID: "nord", Type: views.DocumentType, Body: "{}"})
	got, err := Of(s, "herbst")
	if err != nil {
		t.Fatal(err)
	}
	if a, b := got.Document(), q.Document(); *a != *b {
		t.Errorf("read back as %s, kept was %s", a.Body, b.Body)
	}
	if all := All(s); len(all) != 1 || all[0].ID != "herbst" {
		t.Errorf("All gives %v", all)
	}
	for id, code := range map[graph.ID]graph.Code{"nord": graph.NotFound, "fehlt": graph.NotFound, "kaputt": graph.Invalid} {
		if _, err := Of(s, id); graph.CodeOf(err) != code {
			t.Errorf("%s: %v, want %v", id, err, code)
		}
	}
}

func TestSequence_CheckSaysWhere(t *testing.T) {
	q := Sequence{Title: " ", Slides: []SlideSpec{{View: "a", Scene: SceneGaps}, {}, {Scene: "weather"}, {Finding: "nonsense"}, {Title: "x", Sentence: strings.Repeat("ä", 601)}}}
	err, ok := q.Check().(*graph.Error)
	if !ok || err.Code != graph.Invalid {
		t.Fatalf("got %v", err)
	}
	var fields []string
	for _, f := range err.Fields {
		fields = append(fields, f.Field)
	}
	if got := strings.Join(fields, " "); got != "title slides.0.view slides.1.title slides.2.scene slides.3.finding slides.4.sentence" {
		t.Errorf("wrong at %s", got)
	}
	if err := (Sequence{Title: "viel", Slides: make([]SlideSpec, MostSlides+1)}).Check(); err == nil {
		t.Error("61 slides are accepted")
	}
}

func TestDecisions_OfOneMeeting(t *testing.T) {
	day := graph.Date{Year: 2026, Month: 3, Day: 12}
	m := Meeting{Standard, day}
	with := func(id graph.ID, meeting Meeting) *graph.Measure {
		return &graph.Measure{ID: id, Title: string(id), Attributes: map[string]string{MeetingAttribute: meeting.String()}}
	}
	s := kept(t, with("b", m), with("a", m), with("c", Meeting{"herbst", day}), with("d", Meeting{Standard, day.AddMonths(1)}), &graph.Measure{ID: "e", Title: "e"})
	got := Decisions(s, m)
	if len(got) != 2 || got[0].ID != "a" || got[1].ID != "b" {
		t.Errorf("got %v", got)
	}
}

// A document of a sequence is read or refused; what is read is written and read again as the same bytes.
func FuzzParse(f *testing.F) {
	f.Add(`{"title":"Sitzung","slides":[{"kind":"text","title":"A","text":"b"}]}`)
	f.Add(`{"title":"","slides":[{"kind":"?"},{}]}`)
	f.Add(`[]`)
	f.Fuzz(func(t *testing.T, body string) {
		q, err := Parse(&graph.Document{ID: "sequence-a", Type: DocumentType, Body: body})
		if err != nil {
			if graph.CodeOf(err) != graph.Invalid {
				t.Fatal(err)
			}
			return
		}
		d := q.Document()
		again, err := Parse(d)
		if err != nil || again.Document().Body != d.Body {
			t.Fatalf("%s\n%v", d.Body, err)
		}
	})
}
