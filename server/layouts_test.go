package server

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/diagram"
)

// The job stores what pictures were drawn on, without a new revision of anything that people see: no answer is computed again,
// an edit begun before goes through, history and news say nothing of it. A picture in Nach Lebensphasen needs no child process.
func TestKeepLayouts(t *testing.T) {
	h := open(t)
	h.load("m")
	const picture = "/networks/m/diagrams/network.json?arrangement=phases"
	const findings = "/networks/m/findings/side-by-side"
	tags := map[string]string{}
	for _, path := range []string{picture, findings} {
		tags[path] = h.get(path).want(200).header.Get("ETag")
	}
	record := h.get("/networks/m/institutions/FH").want(200)
	var was struct{ Kinds json.RawMessage }
	record.into(&was)
	kinds := string(was.Kinds)
	stored := func() graph.Revision {
		n, err := h.hub.Open(t.Context(), "m")
		if err != nil {
			t.Fatal(err)
		}
		return n.Head().Changed(documentKey("layout-network-phases-a3"))
	}
	if stored() != 0 {
		t.Fatal("a GET has stored something")
	}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { h.srv.KeepLayouts(ctx); close(ended) }()
	for until := time.Now().Add(time.Minute); stored() == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("not stored")
		}
	}
	for path, tag := range tags {
		h.get(path, "If-None-Match", tag).want(304)
	}
	h.call("PUT", "/api/v1/networks/m/institutions/FH", `{"name":"Frühe Hilfen neu","kinds":`+kinds+`}`, "If-Match", record.header.Get("ETag")).want(200)
	var hist struct{ Changes []ChangeView }
	h.get("/networks/m/history").want(200).into(&hist)
	if len(hist.Changes) != 2 || hist.Changes[0].Revision != 3 || hist.Changes[1].Revision != 1 || !hist.Changes[0].CanUndo {
		t.Errorf("history %+v", hist.Changes)
	}
	h.post("/networks/m/undo", `{"revision":2}`).want(422).problem()

	// Drawn, and the job is told to end before it came to it: what waits is stored on the way out.
	h.get("/networks/m/diagrams/network.json?arrangement=phases&areas=N").want(200)
	end()
	<-ended
	n, err := h.hub.Open(t.Context(), "m")
	if err != nil {
		t.Fatal(err)
	}
	id := (diagram.Request{View: "network", Arrangement: "phases", Paper: "a3"}).LayoutIDs(graph.Filter{Areas: []graph.ID{"N"}})[0]
	if n.Head().Changed(documentKey(id)) == 0 {
		t.Error("the last picture was not stored")
	}

	// Somebody arranges anew while a drawing waits: hers counts.
	h.get("/networks/m/diagrams/side-by-side.json?arrangement=phases").want(200)
	h.post("/networks/m/layouts/side-by-side?arrangement=phases", `{}`).want(200)
	h.srv.storeLayouts(t.Context())
	if c, err := n.Change(t.Context(), n.Head().Changed(documentKey("layout-side-by-side-phases-a3"))); err != nil || c.Cause != graph.CauseLayout {
		t.Errorf("%+v, %v", c.Cause, err)
	}
}
