package server

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"miteinander/graph/diagram"
	"miteinander/graph/meeting"
)

// openDrawing is a house that draws: Graphviz is a program of its own, named or built.
func openDrawing(t *testing.T) *house {
	t.Helper()
	path := os.Getenv("MITEINANDER_DRAW")
	if path == "" {
		path = filepath.Join(t.TempDir(), "miteinander-draw")
		if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", path, "miteinander/cmd/miteinander-draw").CombinedOutput(); err != nil {
			t.Fatal(err, string(out))
		}
	}
	h := open(t)
	h.srv.deps.Drawer = diagram.NewDrawer(path)
	return h
}

// Five slides without arranging, each with its picture and its table; a sequence of one's own is kept, changed, shown and deleted.
func TestMeeting(t *testing.T) {
	h := openDrawing(t)
	h.load("m")
	var list MeetingsView
	h.get("/networks/m/meeting?lang=de").want(200).into(&list)
	if len(list.Sequences) != 1 || !list.Sequences[0].Standard || len(list.Sequences[0].Slides) != 5 || list.Today == "" || len(list.Scenes) != len(meeting.Scenes()) || list.Scenes[0].Title == "" {
		t.Fatalf("%+v", list)
	}
	var shown MeetingView
	h.get("/networks/m/meeting/standard?lang=de").want(200).into(&shown)
	if len(shown.Views) != 5 || !shown.Standard || shown.Date != "2025-06-30" {
		t.Fatalf("%d slides of %s", len(shown.Views), shown.Date)
	}
	for _, s := range shown.Views {
		if len(s.Sheets) != 1 || s.Sheets[0].W != 1280 || s.Sentence == "" || s.Alt == "" || len(s.Table.Rows) == 0 || s.Kept.Scene != s.Ref {
			t.Errorf("%s: %d sheets, %q, %d rows, kept %+v", s.Ref, len(s.Sheets), s.Sentence, len(s.Table.Rows), s.Kept)
		}
	}
	light := h.get("/networks/m/meeting/standard?lang=de").want(200).body
	dark := h.get("/networks/m/meeting/standard?lang=de&dark=true").want(200).body
	if !strings.Contains(string(light), `"#ffffff"`) || strings.Contains(string(dark), `"#ffffff"`) {
		t.Error("the dark pictures are not dark")
	}
	if body := string(h.get("/networks/m/meeting/standard?lang=de&no_names=true").want(200).body); strings.Contains(body, "Familienzentrum Nord") || !strings.Contains(body, "Familienzentrum A") {
		t.Error("without names somebody is named, or nobody has a letter")
	}

	h.get("/networks/m/meeting/sequence-none").want(404)
	p := h.post("/networks/m/meeting", `{"title":"","slides":[{"scene":"weather"}]}`).want(422).problem()
	if len(p.Errors) != 2 || p.Errors[1].Pointer != "/slides/0/scene" {
		t.Errorf("%+v", p.Errors)
	}
	h.post("/networks/m/documents", `{"id":"x","type":"sequence","body":"{}"}`).want(422)
	h.post("/networks/m/meeting", `{"title":"Herbst Runde","slides":[{"scene":"gaps","sentence":"So ist es."},{"finding":"side-by-side/FH~FZ"},{"title":"Pause"}]}`).want(201)
	h.get("/networks/m/meeting?lang=de").want(200).into(&list)
	if len(list.Sequences) != 2 || list.Sequences[1].ID != "sequence-herbst-runde" || list.Sequences[1].ETag == "" {
		t.Fatalf("%+v", list.Sequences)
	}
	const path = "/api/v1/networks/m/meeting/sequence-herbst-runde"
	h.call("PUT", path, `{"title":"Herbst","slides":[{"title":"Pause"}]}`).want(428)
	h.call("PUT", path, `{"title":"Herbst","slides":[{"title":"Pause"}]}`, "If-Match", `"0-0"`).want(412)
	h.call("PUT", path, `{"title":"Herbst","slides":[{"scene":"gaps","sentence":"Neu."},{"title":"Pause"}]}`, "If-Match", list.Sequences[1].ETag).want(200)
	h.call("PUT", "/api/v1/networks/m/meeting/standard", `{"title":"Herbst","slides":[]}`, "If-Match", `"0-0"`).want(404)
	h.get("/networks/m/meeting/sequence-herbst-runde?lang=de").want(200).into(&shown)
	if len(shown.Views) != 2 || shown.Views[0].Sentence != "Neu." || shown.Views[1].Ref != "text/2" || shown.Title != "Herbst" {
		t.Errorf("%+v", shown.SequenceView)
	}
	var done Written
	h.call("DELETE", path, "", "If-Match", shown.ETag).want(200).into(&done)
	h.get("/networks/m/meeting/sequence-herbst-runde").want(404)
	h.post("/networks/m/undo", `{"revision":`+itoa(int(done.Undo))+`}`).want(200)
	h.get("/networks/m/meeting/sequence-herbst-runde").want(200)
}

// A decision noted on a slide is a measure about its finding; it belongs to the meeting of today, and is gone after undo.
func TestMeeting_Decisions(t *testing.T) {
	h := openDrawing(t)
	h.load("m")
	const path = "/networks/m/meeting/standard/decisions"
	h.post(path, `{"title":" "}`).want(422)
	h.post(path, `{"title":"x","due":"31.12."}`).want(422)
	h.post(path, `{"title":"x","responsible":["nobody"]}`).want(422)
	h.post("/networks/m/meeting/none/decisions", `{"title":"x"}`).want(404)
	var done Written
	h.post(path, `{"title":"Runde in Nord einladen","occasion":"side-by-side/N/1/F","responsible":["FZ"],"due":"2026-09-30"}`).want(201).into(&done)
	h.post("/networks/m/measures", `{"title":"Etwas anderes"}`).want(201)
	var list MeetingsView
	h.get("/networks/m/meeting?lang=de").want(200).into(&list)
	if len(list.Held) != 1 || list.Held[0].Decisions != 1 || list.Held[0].Date != list.Today || list.Held[0].Title != "Standardfolge" {
		t.Fatalf("%+v", list.Held)
	}
	measures := func() MeasuresView {
		var out MeasuresView
		h.get("/networks/m/findings/measures?lang=de&meeting=" + list.Today + "+standard").want(200).into(&out)
		return out
	}
	got := measures()
	if len(got.Measures) != 1 || got.Measures[0].Title != "Runde in Nord einladen" || got.Measures[0].Due != "2026-09-30" || got.Measures[0].State != "agreed" || len(got.Measures[0].Responsible) != 1 ||
		got.Measures[0].Finding == nil || !got.Measures[0].Finding.There || got.Measures[0].Meeting == nil || got.Measures[0].Meeting.Sequence != "standard" {
		t.Fatalf("%+v", got.Measures)
	}
	var shown MeetingView
	h.get("/networks/m/meeting/standard?lang=de").want(200).into(&shown)
	h.post("/networks/m/undo", `{"revision":`+itoa(int(done.Undo))+`}`).want(200)
	if len(measures().Measures) != 0 {
		t.Error("not gone after undo")
	}
}
