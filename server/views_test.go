package server

import (
	"slices"
	"testing"

	"miteinander/graph"
)

type savedViews struct{ Views []SavedView }

// A view is saved, found by title, changed with the tag that was read, refused where its title is taken, deleted, and back
// after undo.
func TestViews(t *testing.T) {
	h := open(t)
	h.load("m")
	h.post("/networks/m/views", `{"title":"Zum Schluss","sentence":"","page":"karte","query":"areas=N&card=pair/A~B"}`).want(201)
	h.post("/networks/m/views", `{"title":"Ämter","sentence":"Wer spricht mit wem?","page":"karte","query":"areas=N&focus=institution/FH&no_names=1"}`).want(201)
	list := func() []SavedView {
		var out savedViews
		h.get("/networks/m/views").want(200).into(&out)
		return out.Views
	}
	got := list()
	if len(got) != 2 || got[0].Title != "Ämter" || !got[0].NoNames || got[1].Query != "areas=N" || got[0].ID != "view-aemter" || got[0].Created == "" || len(got[0].Missing) != 0 {
		t.Fatalf("%+v", got)
	}

	p := h.post("/networks/m/views", `{"title":" zum schluss","sentence":"","page":"","query":""}`).want(409).problem()
	if len(p.Errors) != 1 || p.Errors[0].Record != "document/view-zum-schluss" || p.Errors[0].Pointer != "/title" {
		t.Errorf("%+v", p.Errors)
	}
	h.post("/networks/m/views", `{"title":"x","sentence":"","page":"../..","query":""}`).want(422)
	h.post("/networks/m/documents", `{"id":"view-x","type":"view","body":"{}"}`).want(422)

	const path = "/api/v1/networks/m/views/view-aemter"
	const body = `{"title":"Behörden","sentence":"Neu","page":"karte","query":"areas=N"}`
	h.call("PUT", path, body).want(428)
	h.call("PUT", path, body, "If-Match", `"0-0"`).want(412)
	h.call("PUT", path, body, "If-Match", got[0].ETag).want(200)
	h.call("PUT", "/api/v1/networks/m/views/view-none", body, "If-Match", `"0-0"`).want(404)
	now := list()
	if now[0].Title != "Behörden" || now[0].Created != got[0].Created || now[0].NoNames {
		t.Errorf("%+v", now[0])
	}

	var done Written
	h.call("DELETE", path, "", "If-Match", now[0].ETag).want(200).into(&done)
	if len(list()) != 1 {
		t.Error("still there")
	}
	var hist struct{ Changes []ChangeView }
	h.get("/networks/m/history").want(200).into(&hist)
	if hist.Changes[0].Keys[0].Name != "Behörden" {
		t.Errorf("the history calls it %q", hist.Changes[0].Keys[0].Name)
	}
	h.post("/networks/m/undo", `{"revision":`+itoa(int(done.Undo))+`}`).want(200)
	if len(list()) != 2 {
		t.Error("not back")
	}
	h.call("DELETE", "/api/v1/networks/m/views/layout-network-phases-a3", "", "If-Match", `"1-0"`).want(404)
}

// A view whose area was deleted names it by the name that it had.
func TestViews_Missing(t *testing.T) {
	h := open(t)
	h.load("m")
	r := h.call("POST", "/api/v1/networks/m/areas", `{"id":"W","name":"Weststadt"}`).want(201)
	h.post("/networks/m/views", `{"title":"West","sentence":"","page":"karte","query":"areas=N,W"}`).want(201)
	h.call("DELETE", "/api/v1/networks/m/areas/W", "", "If-Match", r.header.Get("ETag")).want(200)
	var out savedViews
	h.get("/networks/m/views?lang=de").want(200).into(&out)
	want := []MissingView{{Kind: "area", Label: "Planungsraum", ID: "W", Name: "Weststadt"}}
	if !slices.Equal(out.Views[0].Missing, want) {
		t.Errorf("%+v", out.Views[0].Missing)
	}
	var of struct{ Missing []MissingView }
	h.get("/networks/m/views/missing?lang=en&of=" + "around%3Dinstitution%2Fnie%26areas%3DW").want(200).into(&of)
	want = []MissingView{{Kind: "area", Label: "planning area", ID: "W", Name: "Weststadt"}, {Kind: "institution", Label: "institution", ID: graph.ID("nie"), Name: "nie"}}
	if !slices.Equal(of.Missing, want) {
		t.Errorf("%+v", of.Missing)
	}
}
