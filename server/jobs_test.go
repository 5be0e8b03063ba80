package server

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"mime/multipart"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/exchange"
)

// form makes an upload: pairs of field and value, then the file.
func form(t *testing.T, file, content string, fields ...string) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func (h *house) upload(query, file, content string, fields ...string) reply {
	h.Helper()
	body, ct := form(h.T, file, content, fields...)
	return h.call("POST", "/api/v1/imports"+query, body, "Content-Type", ct)
}

const twoKitas = "Kennung;Name;Art;Planungsraum\nKA;Kita Alpha;Kita;N\nKB;Kita Beta;Kita;S\n"

// A file says what it would do, nothing is stored until somebody says yes, the same file twice changes nothing, and one undo takes it back.
func TestImport_PlanConfirmUndo(t *testing.T) {
	h := open(t)
	h.load("m")
	before := string(h.get("/networks/m/export.json").body)
	var plan PlanView
	h.upload("?network=m", "Institutionen.csv", twoKitas).want(201).into(&plan)
	if plan.Counts["institutions"] != (PlanCounts{New: 2, Missing: 8}) || !plan.CanConfirm || plan.Revision != 1 || len(plan.Missing) != 8 {
		t.Errorf("%+v", plan)
	}
	if now := string(h.get("/networks/m/export.json").body); now != before {
		t.Error("the plan alone changed the network")
	}
	var done Confirmed
	h.post("/imports/"+plan.ID+"/confirm", `{}`, "Idempotency-Key", "yes").want(200).into(&done)
	if done.Network != "m" || done.Revision != 2 || done.Undo != 2 || done.Counts.New < 2 {
		t.Errorf("%+v", done)
	}
	var again Confirmed
	h.post("/imports/"+plan.ID+"/confirm", `{}`, "Idempotency-Key", "yes").want(200).into(&again)
	if again != done {
		t.Errorf("the repeated request: %+v", again)
	}
	h.post("/imports/"+plan.ID+"/confirm", `{}`).want(404)
	h.get("/networks/m/institutions/KA").want(200)
	h.get("/networks/m/institutions/K").want(200) // what the sheet lacks stays

	h.upload("?network=m", "Institutionen.csv", twoKitas).want(201).into(&plan)
	if plan.CanConfirm && plan.ValidRows != 0 || plan.Total.New+plan.Total.Changed != 0 {
		t.Errorf("the same file twice: %+v", plan.Total)
	}
	h.post("/networks/m/undo", fmt.Sprintf(`{"revision":%d}`, done.Undo)).want(200)
	records := func(export string) string { return export[strings.Index(export, `"records"`):] }
	if now := string(h.get("/networks/m/export.json").body); records(now) != records(before) {
		t.Error("undo did not bring the network back")
	}
}

// If the network changes between preview and yes so that the file would do something else, the answer is the new plan.
func TestImport_ChangedMeanwhile(t *testing.T) {
	h := open(t)
	h.load("m")
	var plan PlanView
	h.upload("?network=m", "Institutionen.csv", twoKitas).want(201).into(&plan)
	h.post("/networks/m/institutions", `{"id":"KA","name":"Kita Alpha","kinds":["Kita"]}`)
	if h.get("/networks/m/institutions/KA").status != 200 { // whatever the kind is called
		h.post("/networks/m/institutions", `{"id":"KA","name":"Kita Alpha","kinds":["kita"]}`).want(201)
	}
	p := h.post("/imports/"+plan.ID+"/confirm", `{}`).want(409).problem()
	if p.Code != "plan_changed" || p.Plan == nil || p.Plan.Counts["institutions"].New != 1 {
		t.Errorf("%+v", p)
	}
	h.get("/networks/m/institutions/KB").want(404)
	h.post("/imports/"+plan.ID+"/confirm", `{}`).want(200) // what was shown now
	h.get("/networks/m/institutions/KB").want(200)
}

// Errors are named with their row and column; the rows without are taken over only when somebody says so.
func TestImport_Errors(t *testing.T) {
	h := open(t)
	h.load("m")
	content := twoKitas + "KC;;Kita;N\nKD;Kita Delta;Kita;Nirgends\n"
	var plan PlanView
	h.upload("?network=m", "Institutionen.csv", content).want(201).into(&plan)
	if plan.TotalErr == 0 || plan.CanConfirm || plan.ValidRows == 0 || plan.Errors[0].Row != 4 || plan.Errors[0].Column != "Name" || plan.Errors[0].Message == "" {
		t.Errorf("%+v", plan.Errors)
	}
	refused := h.post("/imports/"+plan.ID+"/confirm", `{}`).want(422).problem()
	if refused.Total != plan.TotalErr {
		t.Errorf("%+v", refused)
	}
	h.get("/networks/m/institutions/KA").want(404)
	h.post("/imports/"+plan.ID+"/confirm", `{"only_valid":true}`).want(200)
	h.get("/networks/m/institutions/KA").want(200)
	h.get("/networks/m/institutions/KC").want(404)
}

// A new network comes from a file; its id from its name.
func TestImport_New(t *testing.T) {
	h := open(t)
	var plan PlanView
	h.upload("?network=new", "Grüne Aue.csv", twoKitas, "name", "Grüne Aue").want(201).into(&plan)
	if plan.Network != "" || plan.Name != "Grüne Aue" {
		t.Errorf("%+v", plan)
	}
	var done Confirmed
	h.post("/imports/"+plan.ID+"/confirm", `{}`).want(200).into(&done)
	if done.Network != "gruene-aue" || done.Revision != 1 || done.Undo != 0 {
		t.Errorf("%+v", done)
	}
}

// What is no table of ours gets a sentence, and nothing stays in the temporary folder.
func TestImport_BadFiles(t *testing.T) {
	h := open(t)
	h.load("m")
	left := func() int {
		files, err := filepath.Glob(filepath.Join(h.srv.deps.Temp, "import-*"))
		if err != nil {
			t.Fatal(err)
		}
		return len(files)
	}
	for name, c := range map[string]struct {
		file, content string
		want          int
	}{
		"empty":         {"a.csv", "", 422},
		"broken zip":    {"a.xlsx", "PK\x03\x04broken", 422},
		"old workbook":  {"a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), 422},
		"binary":        {"a.csv", "\x00\x01\x02\x00", 422},
		"no sheet":      {"a.csv", "x;y\n1;2\n", 422},
		"too large":     {"a.csv", strings.Repeat("a;b\n", 6<<20), 413},
		"hostile names": {"../../etc/passwd\r\nX: y.csv", "x", 422},
	} {
		r := h.upload("?network=m", c.file, c.content)
		if r.status != c.want {
			t.Errorf("%s: %d, want %d: %.200s", name, r.status, c.want, r.body)
			continue
		}
		r.problem()
		if strings.Contains(string(r.body), "etc/") {
			t.Errorf("%s: %s", name, r.body)
		}
	}
	if n := left(); n != 0 {
		t.Errorf("%d files left in the temporary folder", n)
	}
	h.call("POST", "/api/v1/imports?network=m", "{}").want(415)
	h.upload("?network=nirgends", "a.csv", twoKitas).want(404)
	h.get("/imports/none").want(404)

	var plan PlanView
	h.upload("?network=m", "Institutionen.csv", twoKitas).want(201).into(&plan)
	if left() != 1 {
		t.Errorf("%d files, want the upload", left())
	}
	h.call("DELETE", "/api/v1/imports/"+plan.ID, "").want(204)
	if n := left(); n != 0 {
		t.Errorf("%d files left after the upload was forgotten", n)
	}
}

// The temporary folder is ours alone and swept at start.
func TestSweep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "temp")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"import-left", "other"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := sweep(dir); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := os.Stat(filepath.Join(dir, "import-left")); !os.IsNotExist(err) {
		t.Error("an upload of a killed server is still there")
	}
	if _, err := os.Stat(filepath.Join(dir, "other")); err != nil {
		t.Error("the sweep took what is not ours")
	}
}

// A foreign table comes in by a mapping, which stays with the network and can be named next time.
func TestImport_Mapping(t *testing.T) {
	h := open(t)
	h.load("m")
	const mapping = "title = \"Vereine\"\n[[table]]\nto = \"Institutionen\"\n[table.columns]\nName = {column = \"verein\"}\nArt = {value = \"Sportverein\"}\n"
	const table = "verein;ort\nTSV Nord;Nord\nTSV Süd;Süd\n"
	var plan PlanView
	h.upload("?network=m", "vereine.csv", table, "mapping", mapping).want(201).into(&plan)
	if plan.Counts["institutions"].New != 2 {
		t.Fatalf("%+v", plan)
	}
	h.post("/imports/"+plan.ID+"/confirm", `{}`).want(200)
	var kept struct{ Mappings []MappingView }
	h.get("/networks/m/mappings").want(200).into(&kept)
	if len(kept.Mappings) != 1 || kept.Mappings[0].Title != "Vereine" {
		t.Fatalf("%+v", kept)
	}
	h.upload("?network=m", "vereine.csv", table+"TSV Ost;Ost\n", "mapping", kept.Mappings[0].Name).want(201).into(&plan)
	if plan.Counts["institutions"].New != 1 {
		t.Errorf("%+v", plan.Counts)
	}
	h.upload("?network=m", "vereine.csv", table, "mapping", "none").want(422).problem()
	h.upload("?network=m", "vereine.csv", table, "mapping", "[[table").want(422).problem()
}

// An export comes back as it went out.
func TestExport_RoundTrip(t *testing.T) {
	h := open(t)
	h.load("m")
	for _, ext := range []string{"xlsx", "zip"} {
		r := h.get("/networks/m/export." + ext).want(200)
		if d := r.header.Get("Content-Disposition"); !strings.HasPrefix(d, `attachment; filename="netzwerk-m-daten-`) {
			t.Error(d)
		}
		tables, err := exchange.ReadTables("x."+ext, bytes.NewReader(r.body), exchange.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		n, err := h.hub.Open(t.Context(), "m")
		if err != nil {
			t.Fatal(err)
		}
		plan, err := exchange.NewPlan(n.Head(), tables, nil, exchange.Options{})
		if err != nil || len(plan.Errors) > 0 {
			t.Fatal(err, plan.Errors)
		}
		if ops := plan.Ops(false, exchange.Keep); len(ops) != 0 {
			t.Errorf("%s: %d operations, first %v", ext, len(ops), ops[0].Key())
		}
	}
	if all, public := h.get("/networks/m/export.json"), h.get("/networks/m/export.json?public=1"); len(public.body) >= len(all.body) || strings.Contains(string(public.body), `"source"`) {
		t.Error("the public export holds what is not public")
	}
	h.get("/template.xlsx").want(200)
	h.get("/networks/m/template.xlsx?full=1").want(200)
}

// The memo computes once however many ask, keeps within its bytes, keeps no error, and stops when nobody waits.
func TestMemo(t *testing.T) {
	m := newMemo(1000)
	var runs atomic.Int64
	slow := func(context.Context) (any, int64, error) {
		runs.Add(1)
		time.Sleep(20 * time.Millisecond)
		return "v", 100, nil
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if v, err := m.get(t.Context(), graph.Head{}, "k", slow); v != "v" || err != nil {
				t.Error(v, err)
			}
		})
	}
	wg.Wait()
	if runs.Load() != 1 {
		t.Errorf("computed %d times", runs.Load())
	}
	for i := range 50 {
		if _, err := m.get(t.Context(), graph.Head{}, fmt.Sprint(i), func(context.Context) (any, int64, error) { return i, 100, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if m.used > 1000 || len(m.entries) != 10 || m.order.Len() != 10 {
		t.Errorf("%d bytes in %d entries", m.used, len(m.entries))
	}
	bad := graph.Errorf(graph.Busy, "x")
	for range 2 {
		if _, err := m.get(t.Context(), graph.Head{}, "bad", func(context.Context) (any, int64, error) { runs.Add(1); return nil, 0, bad }); err != bad {
			t.Error(err)
		}
	}
	if runs.Load() != 3 {
		t.Error("an error was kept")
	}
	if _, err := m.get(t.Context(), graph.Head{}, "panic", func(context.Context) (any, int64, error) { panic("x") }); err == nil {
		t.Error("a panic is no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	started, stopped := make(chan bool), make(chan bool)
	go func() {
		_, _ = m.get(ctx, graph.Head{}, "gone", func(c context.Context) (any, int64, error) {
			close(started)
			<-c.Done()
			close(stopped)
			return nil, 0, c.Err()
		})
	}()
	<-started
	cancel()
	select {
	case <-stopped:
	case <-time.After(time.Minute):
		t.Error("the computation goes on although nobody waits")
	}
}

// With the first answer about a network that has moved on all answers about its former states go, and no others.
func TestMemo_movesOn(t *testing.T) {
	m := newMemo(10_000)
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	put := func(key string, of graph.Head) {
		if _, err := m.get(t.Context(), of, key, func(context.Context) (any, int64, error) { return key, 100, nil }); err != nil {
			t.Fatal(err)
		}
	}
	have := func(keys ...string) {
		t.Helper()
		slices.Sort(keys)
		if got := slices.Sorted(maps.Keys(m.entries)); !slices.Equal(got, keys) || m.used != int64(100*len(keys)) || m.order.Len() != len(keys) {
			t.Errorf("%v with %d bytes, want %v", got, m.used, keys)
		}
	}
	one, two := graph.Head{ID: "m", Revision: 1, At: at}, graph.Head{ID: "m", Revision: 2, At: at}
	put("page", graph.Head{})
	put("other", graph.Head{ID: "n", Revision: 7, At: at})
	put("a1", one)
	put("b1", one)
	have("page", "other", "a1", "b1")
	put("a2", two)
	have("page", "other", "a2")
	put("b1", one) // somebody looks at the past
	have("page", "other", "a2", "b1")
	put("b2", two)
	have("page", "other", "a2", "b1", "b2")
	put("again", graph.Head{ID: "m", Revision: 1, At: at.Add(time.Hour)}) // dropped and made anew
	have("page", "other", "again")
}
