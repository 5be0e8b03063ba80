package server

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/findings"
	"miteinander/graph/hub"
	"miteinander/graph/sqlitestore"
)

// asked are the pages of the questions as a browser asks for them first.
var asked = []string{"overview", "findings/side-by-side?limit=500&rounds=8", "findings/across-sectors?limit=500&rounds=1", "findings/transitions", "findings/gaps", "findings/access",
	"findings/participation", "findings/clarify?limit=0"}

// An answer is computed once for what went in: asked again it is the same one, kept within the bound of bytes; after an edit it is another.
func TestAsk_Again(t *testing.T) {
	h := open(t)
	h.load("m")
	answers := func() []findings.Answer {
		n, err := h.hub.Open(t.Context(), "m")
		if err != nil {
			t.Fatal(err)
		}
		snap := n.Head()
		v := view{snapshot: snap, filter: graph.Filter{Date: snap.Settings().AsOf}, lang: "de"}
		var out []findings.Answer
		for _, q := range findings.Questions {
			a, err := h.srv.ask(t.Context(), v, q.Hyphened(), findings.Params{})
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, a)
		}
		return out
	}
	first := answers()
	entries := len(h.srv.scenes.entries)
	if again := answers(); !slices.Equal(again, first) || len(h.srv.scenes.entries) != entries {
		t.Error("a repeated question was computed again")
	}
	if m := h.srv.scenes; m.used > m.limit || m.used <= 0 {
		t.Errorf("%d bytes of %d", m.used, m.limit)
	}
	pages := func() (tags []string) {
		for _, path := range asked {
			tags = append(tags, h.get("/networks/m/"+path).want(200).header.Get("ETag"))
		}
		return tags
	}
	tags := pages()
	kept := len(h.srv.answers.entries)
	if again := pages(); !slices.Equal(again, tags) || len(h.srv.answers.entries) != kept {
		t.Error("a repeated page was made again")
	}
	got := h.get("/networks/m/institutions/FH").want(200)
	var record map[string]any
	got.into(&record)
	record["notes"] = "edited"
	body, _ := json.Marshal(record)
	h.call("PUT", "/api/v1/networks/m/institutions/FH", string(body), "If-Match", got.header.Get("ETag")).want(200)
	for i, a := range answers() {
		if a == first[i] {
			t.Errorf("%s is the answer from before the edit", findings.Questions[i].Name)
		}
	}
	for i, tag := range pages() {
		if tag == tags[i] {
			t.Errorf("%s has the tag from before the edit", asked[i])
		}
	}
}

// county is a network of the size that findings are measured with (graph/findings, BenchmarkAfterEdit): 2,000 institutions, 8,000 offers of
// which every tenth is everywhere, 10,000 ties, 30 areas, 5 phases, 6 fields.
func county() []graph.Record {
	r := rand.New(rand.NewPCG(8, 1))
	set := graph.DefaultSettings("county")
	set.AsOf = graph.Date{Year: 2025, Month: 6, Day: 30}
	out := []graph.Record{set}
	id := func(prefix string, i int) graph.ID { return graph.ID(fmt.Sprintf("%s%04d", prefix, i)) }
	for i := range 5 {
		out = append(out, &graph.Phase{ID: id("p", i), Name: fmt.Sprint("Phase ", i), Order: graph.NumberOf(float64(i))}, &graph.InstitutionKind{ID: id("k", i), Name: fmt.Sprint("Art ", i)})
	}
	passing := map[graph.ID]int64{}
	for i := range 30 {
		a := &graph.Area{ID: id("a", i), Name: fmt.Sprint("Raum ", i), Children: map[graph.ID]int64{}}
		for p := range 5 {
			a.Children[id("p", p)] = 50 + r.Int64N(500)
		}
		passing[a.ID] = 50 + r.Int64N(200)
		out = append(out, a)
	}
	for i := range 4 {
		out = append(out, &graph.Entry{Of: graph.KindSector, ID: id("s", i), Name: fmt.Sprint("Ressort ", i)},
			&graph.TransitionType{ID: id("t", i), Name: fmt.Sprint("Übergang ", i), FromPhase: id("p", i), ToPhase: id("p", i+1), Senders: []graph.ID{id("k", i)},
				Receivers: []graph.ID{id("k", i+1)}, Rule: graph.RuleEachSender, Level: graph.LevelUnlisted, Children: passing})
	}
	for i := range 6 {
		out = append(out, &graph.Entry{Of: graph.KindField, ID: id("f", i), Name: fmt.Sprint("Handlungsfeld ", i)})
	}
	for i := range 2000 {
		out = append(out, &graph.Institution{ID: id("i", i), Name: fmt.Sprint("Einrichtung ", i), Kinds: []graph.ID{id("k", r.IntN(5))}, Sector: id("s", r.IntN(4)),
			Regular: []graph.Tri{graph.Yes, graph.No}[r.IntN(2)]})
	}
	for i := range 8000 {
		o := &graph.Offer{ID: id("o", i), Institutions: []graph.ID{id("i", i%2000)}, Name: "Angebot", Phases: []graph.ID{id("p", r.IntN(5))}, Fields: []graph.ID{id("f", r.IntN(6))},
			Free: []graph.Tri{graph.Unknown, graph.No, graph.Yes}[r.IntN(3)], BarrierFree: graph.Yes, Access: []string{"open"}}
		if r.IntN(10) == 0 {
			o.Everywhere = graph.Yes
		} else {
			for _, a := range r.Perm(30)[:1+r.IntN(3)] {
				o.Areas = append(o.Areas, id("a", a))
			}
		}
		out = append(out, o)
	}
	seen := map[graph.ID]bool{}
	for len(seen) < 10_000 {
		a, b := id("i", r.IntN(2000)), id("i", r.IntN(2000))
		if c := graph.CooperationID(min(a, b), max(a, b), graph.Date{}); a != b && !seen[c] {
			seen[c] = true
			out = append(out, &graph.Cooperation{ID: c, From: min(a, b), To: max(a, b), Level: graph.Level(r.IntN(6) - 1)})
		}
	}
	return out
}

// BenchmarkAfterEdit_Service is the whole way: one PUT of an institution, then the first page of every question as a browser asks for it, one
// after the other, and once more each.
func BenchmarkAfterEdit_Service(b *testing.B) {
	st, err := sqlitestore.Open(b.Context(), filepath.Join(b.TempDir(), "test.db"), sqlitestore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	networks := hub.New(st, time.Now)
	ids := 0
	srv, err := New(Deps{Hub: networks, Temp: filepath.Join(b.TempDir(), "temp"), Now: time.Now, NewID: func() string { ids++; return fmt.Sprint("id-", ids) },
		Log: slog.New(slog.DiscardHandler), Build: Build{Version: "test"}})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		srv.Drain()
		srv.Close()
		_ = st.Close()
	}()
	if _, err := networks.CreateNetwork(b.Context(), "c", county(), hub.Intent{ID: "load", Author: "test"}); err != nil {
		b.Fatal(err)
	}
	handler := srv.Handler()
	call := func(method, path string, body string, headers ...string) *httptest.ResponseRecorder {
		req := httptest.NewRequestWithContext(b.Context(), method, "/api/v1/networks/c/"+path, strings.NewReader(body))
		req.Host = "localhost"
		req.Header.Set("Content-Type", "application/json")
		for i := 0; i < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, req)
		if w.Code != http.StatusOK {
			b.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
		}
		return w
	}
	type cost struct{ clock, core time.Duration }
	spent := map[string]cost{}
	lap := func(name string, f func()) {
		core, began := processor(), time.Now()
		f()
		c := spent[name]
		spent[name] = cost{c.clock + time.Since(began), c.core + processor() - core}
	}
	n := 0
	for b.Loop() {
		n++
		got := call("GET", "institutions/i0007", "")
		var record map[string]any
		if err := json.Unmarshal(got.Body.Bytes(), &record); err != nil {
			b.Fatal(err)
		}
		record["notes"] = fmt.Sprint("edit ", n)
		body, _ := json.Marshal(record)
		lap("put", func() { call("PUT", "institutions/i0007", string(body), "If-Match", got.Header().Get("ETag")) })
		for _, round := range []string{"", "-again"} {
			for _, path := range asked {
				name, _, _ := strings.Cut(strings.TrimPrefix(path, "findings/"), "?")
				var w *httptest.ResponseRecorder
				lap(name+round, func() { w = call("GET", path, "") })
				if n == 1 && round == "" {
					b.Logf("%s: %d KB", path, w.Body.Len()>>10)
				}
				_, _ = io.Copy(io.Discard, w.Body)
			}
		}
	}
	for name, c := range spent {
		b.ReportMetric(float64(c.clock.Microseconds())/1e3/float64(n), name+"-ms")
		b.ReportMetric(float64(c.core.Microseconds())/1e3/float64(n), name+"-cpu-ms")
	}
}

// processor is the time that all cores together spent on this process.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
