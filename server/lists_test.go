package server

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

// A list goes out, is changed by somebody and by us, comes back, and only what is wanted is taken over, in one change that one undo takes back.
func TestLists_OutAndBack(t *testing.T) {
	h := open(t)
	h.load("m")
	h.load("n")
	out := h.post("/networks/m/lists/institutions", `{"fields":["name","kinds","city","website"],"ids":["FZ","K"],"to":"Verein Nordlicht"}`).want(200)
	answer := typed(t, out.body, []string{"C2", "Nordstadt"}, []string{"D2", "www.fz.de"}, []string{"C3", "Altstadt"}, []string{"A4", "Kita West"}, []string{"B4", "Kita"})
	var clinic map[string]any
	r := h.get("/networks/m/institutions/K").want(200)
	r.into(&clinic)
	clinic["city"] = "Neustadt"
	delete(clinic, "_changed")
	h.call("PUT", "/api/v1/networks/m/institutions/K", jsonText(t, clinic), "Content-Type", "application/json", "If-Match", r.header.Get("ETag")).want(200)
	before := h.values("m", "institutions")

	var plan PlanView
	h.upload("?network=m", "Antwort.xlsx", answer, "guess", "auto").want(201).into(&plan)
	if plan.Sent == nil || plan.Sent.To != "Verein Nordlicht" || plan.Sent.Revision != 1 || plan.Sent.Total != 4 || plan.Proposal != nil || len(plan.Missing) > 0 {
		t.Fatalf("%+v", plan.Sent)
	}
	states := map[string]DifferenceView{}
	for _, d := range plan.Sent.Differences {
		states[d.Ref] = d
	}
	if d := states["institution/K/city"]; d.State != "conflict" || d.Taken || d.Now != "Neustadt" || d.New != "Altstadt" || d.Name == "" || d.Header != "Ort" {
		t.Errorf("%+v", d)
	}
	h.call("PUT", "/api/v1/imports/"+plan.ID+"/taken", `{"leave":["institution/FZ/website"],"take":["institution/K/city"]}`, "Content-Type", "application/json").want(200).into(&plan)
	if plan.Total.Changed != 2 || plan.Total.New != 1 {
		t.Errorf("%+v", plan.Total)
	}
	h.call("PUT", "/api/v1/imports/"+plan.ID+"/taken", `{"leave":["institution/FZ/notes"]}`, "Content-Type", "application/json").want(422)
	var done Confirmed
	h.post("/imports/"+plan.ID+"/confirm", `{}`).want(200).into(&done)
	var fz map[string]any
	h.get("/networks/m/institutions/FZ").want(200).into(&fz)
	if fz["city"] != "Nordstadt" || fz["website"] != nil && fz["website"] != "" {
		t.Errorf("%v", fz)
	}
	h.post("/networks/m/undo", jsonText(t, map[string]any{"revision": done.Undo})).want(200)
	if after := h.values("m", "institutions"); !reflect.DeepEqual(after, before) {
		t.Error("undo leaves something behind")
	}

	// Into another network it does not go, nor into a new one.
	h.upload("?network=n", "Antwort.xlsx", answer).want(422)
	h.upload("?network=new", "Antwort.xlsx", answer).want(422)
	h.post("/networks/m/lists/nothing", `{}`).want(404)
	h.post("/networks/m/lists/settings", `{}`).want(422)
}

func jsonText(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// values are the records of a kind without the revisions of their changes.
func (h *house) values(network, kind string) []map[string]any {
	h.Helper()
	var page struct {
		Items []map[string]any `json:"items"`
	}
	h.get("/networks/" + network + "/" + kind + "?limit=1000").want(200).into(&page)
	for _, r := range page.Items {
		delete(r, "_changed")
	}
	return page.Items
}

// typed is a workbook after somebody typed texts into empty cells of its first sheet, left to right.
func typed(t *testing.T, workbook []byte, cells ...[]string) string {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		text := string(body)
		if strings.Contains(text, "<sheetData>") && strings.Contains(text, ">Kennung<") {
			for _, c := range cells {
				row := c[0][1:]
				if !strings.Contains(text, `<row r="`+row+`"`) {
					text = strings.Replace(text, "</sheetData>", `<row r="`+row+`"></row></sheetData>`, 1)
				}
				cell := fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, c[0], c[1])
				at := strings.Index(text, `<c r="E`+row+`"`) // the Kennung is last
				if at < 0 {
					at = strings.Index(text, `<row r="`+row+`"`)
					at += strings.Index(text[at:], "</row>")
				}
				text = text[:at] + cell + text[at:]
			}
		}
		w, err := out.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
