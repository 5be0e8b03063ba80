package server

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// An upload that takes longer says how far it is; cancelled, it ends, changes nothing and is remembered as cancelled.
func TestImportRun_ProgressAndCancel(t *testing.T) {
	h := open(t)
	h.load("m")
	h.slow = make(chan struct{})
	before := string(h.get("/networks/m/export.json").body)
	body, ct := form(t, "gross.csv", twoKitas)
	var p ImportProgress
	h.call("POST", "/api/v1/imports?network=m", body, "Content-Type", ct, "Prefer", "respond-async").want(202).into(&p)
	if p.State != "running" || p.Step != stepReading || p.Rows != 500 || p.Done != 0.25 || p.ID == "" {
		t.Errorf("%+v", p)
	}
	h.get("/imports/" + p.ID + "/progress").want(200).into(&p)
	if p.State != "running" {
		t.Errorf("%+v", p)
	}
	h.get("/imports/" + p.ID).want(503)
	h.post("/imports/"+p.ID+"/confirm", `{}`).want(503)
	h.call("DELETE", "/api/v1/imports/"+p.ID, "").want(204)
	h.get("/imports/" + p.ID + "/progress").want(404)
	if now := string(h.get("/networks/m/export.json").body); now != before {
		t.Error("a cancelled import changed something")
	}
	var list struct{ Imports []ImportLine }
	h.get("/networks/m/imports").want(200).into(&list)
	if len(list.Imports) != 1 || list.Imports[0].Outcome != "cancelled" || list.Imports[0].File != "gross.csv" || len(list.Imports[0].Hash) != 64 || list.Imports[0].CanUndo {
		t.Errorf("%+v", list.Imports)
	}

	// The same once more, to its end: the plan is there, it is stored, and listed with what it did; undone it says so.
	h.call("POST", "/api/v1/imports?network=m", body, "Content-Type", ct, "Prefer", "respond-async").want(202).into(&p)
	close(h.slow)
	for p.State == "running" {
		h.get("/imports/" + p.ID + "/progress").want(200).into(&p)
	}
	if p.State != "done" || p.Plan == nil || p.Plan.Total.New < 2 {
		t.Fatalf("%+v", p)
	}
	fresh := p.Plan.Total.New
	var done Confirmed
	h.post("/imports/"+p.ID+"/confirm", `{}`, "Prefer", "respond-async", "Idempotency-Key", "k").into(&done)
	for done.Running != nil && p.Saved == nil {
		h.get("/imports/" + p.ID + "/progress").want(200).into(&p)
		if p.State == "failed" {
			t.Fatalf("%+v", p.Why)
		}
	}
	// Who cancels too late is told that it is stored.
	h.call("DELETE", "/api/v1/imports/"+p.ID, "").want(409)
	h.get("/networks/m/imports").want(200).into(&list)
	stored := func() (x ImportLine) { // the clocks of hub and server differ in tests
		for _, l := range list.Imports {
			if l.Revision == 2 {
				x = l
			}
		}
		return x
	}
	if x := stored(); len(list.Imports) != 2 || x.Outcome != "stored" || x.Revision != 2 || x.New != fresh || x.File != "gross.csv" || len(x.Hash) != 64 || !x.CanUndo || x.Author != "local" {
		t.Errorf("%+v", list.Imports)
	}
	for n, outcome := range []string{"undone", "stored", "undone"} { // undo, redo, undo
		h.post("/networks/m/undo", jsonText(t, map[string]any{"revision": 2 + n})).want(200)
		h.get("/networks/m/imports").want(200).into(&list)
		if x := stored(); x.Outcome != outcome {
			t.Errorf("after %d: %+v", n+1, x)
		}
	}
}

// A file that is wrong fails with its reason, whoever waits or not.
func TestImportRun_Fails(t *testing.T) {
	h := open(t)
	h.load("m")
	h.upload("?network=m", "x.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").want(422)
	var list struct{ Imports []ImportLine }
	h.get("/networks/m/imports").want(200).into(&list)
	if len(list.Imports) != 1 || list.Imports[0].Outcome != "failed" {
		t.Errorf("%+v", list.Imports)
	}
}

// What ran when the service was killed is broken off for the next one, and old rows go.
func TestJournal_AfterACrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.imports")
	fail := func(err error) { t.Error(err) }
	j := openJournal(path, start, fail)
	j.note(attempt{ID: "1", Network: "m", File: "alt.csv", At: start.Add(-100 * 24 * time.Hour), State: attemptFailed})
	j.note(attempt{ID: "2", Network: "m", File: "a.csv", At: start, State: attemptRunning})
	j.note(attempt{ID: "3", Network: "m", File: "b.csv", At: start, State: attemptRunning})
	j.note(attempt{ID: "3", Network: "m", File: "b.csv", At: start, State: attemptCancelled})
	j.note(attempt{ID: "4", Network: "m", File: "c.csv", At: start, State: attemptRunning})
	j.forget("4")
	if got := j.of("m"); len(got) != 2 {
		t.Errorf("%+v", got)
	}
	again := openJournal(path, start, fail)
	got := again.of("m")
	if len(got) != 2 || got[0].State != attemptAborted || got[0].File != "a.csv" || got[1].State != attemptCancelled || len(again.of("n")) != 0 {
		t.Errorf("%+v", got)
	}
	var stored []attempt
	b, err := os.ReadFile(path)
	if err = errors.Join(err, json.Unmarshal(b, &stored)); err != nil || len(stored) != 2 {
		t.Error(err, stored)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := openJournal(path, start, fail).of("m"); len(got) != 0 {
		t.Error("a broken file is no reason not to start")
	}
}
