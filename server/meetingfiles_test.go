package server

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// packed is the text of the parts of an Office file.
func packed(t *testing.T, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".svg") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// What is shown goes out as slides in three forms, and as minutes and proposal with what was decided; without names nobody is
// named in any of them.
func TestMeetingFiles(t *testing.T) {
	h := openDrawing(t)
	h.load("m")
	const path = "/networks/m/meeting/standard/"
	h.post(path+"decisions", `{"title":"Runde Familienzentrum Nord einladen","occasion":"side-by-side/N/1/F","responsible":["FZ"],"due":"2026-09-30"}`).want(201)
	h.post(path+"decisions", `{"title":"Etwas anderes"}`).want(201)
	var shown MeetingView
	h.get("/networks/m/meeting/standard?lang=de").want(200).into(&shown)
	for name, begins := range map[string]string{"sitzung.html": "<!doctype html>", "sitzung.pdf": "%PDF-", "sitzung.pptx": "PK", "protokoll.docx": "PK", "beschlussvorlage.docx": "PK"} {
		b := h.get(path + name + "?lang=de").want(200).body
		if !strings.HasPrefix(string(b), begins) {
			t.Errorf("%s begins with %.20q", name, b)
			continue
		}
		text := string(b)
		if begins == "PK" {
			text = packed(t, b)
		}
		if begins != "%PDF-" {
			want := []string{"Runde Familienzentrum Nord einladen", "30.09.2026", "Familienzentrum Nord"}
			if strings.HasPrefix(name, "sitzung") {
				want = nil
				for _, v := range shown.Views {
					want = append(want, strings.ReplaceAll(v.Sentence, "&", "&amp;"))
				}
			}
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("%s does not say %q", name, w)
				}
			}
			nameless := h.get(path + name + "?lang=de&no_names=true").want(200).body
			if text = string(nameless); begins == "PK" {
				text = packed(t, nameless)
			}
			if strings.Contains(text, "Familienzentrum Nord") {
				t.Errorf("%s names somebody", name)
			}
		}
	}
	if a3 := string(h.get(path + "sitzung.pdf?paper=a3").want(200).body); !strings.Contains(a3, "1190.56") {
		t.Error("not A3")
	}
	if empty := packed(t, h.get(path+"protokoll.docx?lang=de&on=2020-01-01").want(200).body); !strings.Contains(empty, "kein Beschluss") || !strings.Contains(empty, "01.01.2020") {
		t.Error("decisions of another day, or another day")
	}
	h.get(path + "protokoll.docx?on=gestern").want(422)
	h.get(path + "sitzung.pdf?paper=letter").want(422)
	h.get(path + "sitzung.exe").want(404)
	h.get("/networks/m/meeting/none/sitzung.pptx").want(404)
	h.get(path + "beschlussvorlage.docx?decision=none").want(404)
}
