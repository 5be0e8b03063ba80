package server

import (
	"encoding/json"
	"testing"
	"time"

	"miteinander/graph"
)

// An estimate says so; exact values come by a job, under exact=1, and are those of a small network.
func TestStructure_ExactByJob(t *testing.T) {
	h := open(t)
	h.load("m")
	h.post("/networks/m/levels", `{"a":"GN","b":"K","level":2}`).want(200) // a ring: something is left to search
	type numbers struct {
		Estimated         []string
		Error, Confidence *float64
		Betweenness       map[string]float64
	}
	var exact, about, after numbers
	h.get("/networks/m/structure").want(200).into(&exact)
	if len(exact.Estimated) != 0 || exact.Error != nil || exact.Betweenness["KN"] == 0 {
		t.Fatalf("%+v", exact)
	}
	h.srv.exactWork = 1 // every network is large
	h.get("/networks/m/structure?measures=betweenness").want(200).into(&about)
	if len(about.Estimated) != 1 || about.Error == nil || *about.Error != 0.01*8*7/2 || about.Confidence == nil || *about.Confidence != 0.95 {
		t.Errorf("%+v", about)
	}
	if p := h.get("/networks/m/structure?measures=betweenness&exact=1").want(409).problem(); p.Detail == "" {
		t.Errorf("%+v", p)
	}
	job := h.runExact("/networks/m/structure/exact?measures=betweenness")
	if job.State != "done" || job.Done != 1 {
		t.Fatalf("%+v", job)
	}
	h.get("/networks/m/structure?measures=betweenness&exact=1").want(200).into(&after)
	if len(after.Estimated) != 0 || after.Error != nil {
		t.Errorf("%+v", after)
	}
	for id, x := range exact.Betweenness {
		if after.Betweenness[id] != x {
			t.Errorf("%s: %v, want %v", id, after.Betweenness[id], x)
		}
	}
	// The next revision is another question.
	h.post("/networks/m/levels", `{"a":"GN","b":"K","level":3}`).want(200)
	h.get("/networks/m/structure?measures=betweenness&exact=1").want(409)
	h.get("/networks/m/structure/exact/none").want(404)
	h.get("/networks/other/structure/exact/" + job.ID).want(404)
}

// runExact starts a job and waits for its end.
func (h *house) runExact(path string) ExactView {
	h.Helper()
	var job ExactView
	h.post(path, "").want(202).into(&job)
	for job.State == "running" {
		time.Sleep(time.Millisecond)
		h.get("/networks/m/structure/exact/" + job.ID).want(200).into(&job)
	}
	return job
}

// One exact computation runs at a time; it can be cancelled, and ends when nobody asks for it any more or the server goes down.
func TestStructure_ExactOneAtATime(t *testing.T) {
	h := open(t)
	h.load("m")
	slow := &exactJob{id: "slow", key: "other", network: "m", ended: make(chan struct{})}
	slow.cancel = func() {
		slow.err = graph.Errorf(graph.Invalid, "errors.invalid")
		close(slow.ended)
	}
	if _, fresh, err := h.srv.exact.add(slow); err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	if p := h.post("/networks/m/structure/exact", "").want(503).problem(); p.Code != "busy" {
		t.Errorf("%+v", p)
	}
	var job ExactView
	h.get("/networks/m/structure/exact/slow").want(200).into(&job)
	if job.State != "running" || job.Done != 0 {
		t.Errorf("%+v", job)
	}
	h.call("DELETE", "/api/v1/networks/m/structure/exact/slow", "").want(204)
	var raw json.RawMessage
	h.get("/networks/m/structure/exact/slow").want(200).into(&raw)
	if err := json.Unmarshal(raw, &job); err != nil || job.State != "failed" || job.Why == nil {
		t.Errorf("%s", raw)
	}
	if job = h.runExact("/networks/m/structure/exact"); job.State != "done" {
		t.Errorf("%+v", job)
	}
	for range 5 * exactKept { // the last few are kept
		j := &exactJob{ended: make(chan struct{}), err: graph.Errorf(graph.Invalid, "errors.invalid")}
		close(j.ended)
		if _, _, err := h.srv.exact.add(j); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(h.srv.exact.jobs); n != exactKept {
		t.Errorf("%d jobs are kept", n)
	}

	asked := &exactJob{}
	asked.asked.Store(h.srv.now().Unix())
	if h.srv.left(asked) {
		t.Error("asked for just now, and left")
	}
	asked.asked.Store(h.srv.now().Add(-exactPatience - time.Minute).Unix())
	if !h.srv.left(asked) {
		t.Error("nobody asks, and it goes on")
	}
	asked.asked.Store(h.srv.now().Unix())
	h.srv.Drain()
	if !h.srv.left(asked) {
		t.Error("the server goes down, and it goes on")
	}
}
