package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/hub"
	"miteinander/graph/sqlitestore"
)

// house is a server on a real SQLite file, with Musterstadt in it.
type house struct {
	*testing.T
	srv  *Server
	web  *httptest.Server
	log  *bytes.Buffer
	hub  *hub.Hub
	lang string
	slow chan struct{} // of a test that holds parsing up
}

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// open starts the server with a clock that moves a millisecond with each look.
func open(t *testing.T) *house {
	t.Helper()
	st, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var ticks, ids atomic.Int64
	clock := func() time.Time { return start.Add(time.Duration(ticks.Add(1)) * time.Millisecond) }
	h := &house{T: t, log: &bytes.Buffer{}, hub: hub.New(st, clock), lang: "de"}
	h.srv, err = New(Deps{Hub: h.hub, Temp: filepath.Join(t.TempDir(), "temp"), Now: time.Now,
		NewID: func() string { return fmt.Sprintf("id-%d", ids.Add(1)) },
		Parse: h.parse,
		Log:   slog.New(slog.NewJSONHandler(h.log, nil)), Build: Build{Version: "test"}})
	if err != nil {
		t.Fatal(err)
	}
	h.web = httptest.NewServer(h.srv.Handler())
	t.Cleanup(func() {
		h.srv.Drain()
		h.web.Close()
		h.srv.Close()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// musterstadt is the fixture of the contract of the numbers.
const musterstadt = "../graph/findings/testdata/musterstadt"

func (h *house) load(id graph.NetworkID) {
	h.Helper()
	s, bad, err := exchange.ReadNetwork(musterstadt)
	if err != nil || len(bad) > 0 {
		h.Fatal(err, bad)
	}
	var records []graph.Record
	for _, k := range graph.Kinds() {
		for r := range s.All(k) {
			records = append(records, r)
		}
	}
	if _, err := h.hub.CreateNetwork(h.Context(), id, records, hub.Intent{ID: graph.OpID("load " + id), Author: "test"}); err != nil {
		h.Fatal(err)
	}
}

type reply struct {
	*testing.T
	status int
	header http.Header
	body   []byte
}

// call sends a request; headers come in pairs.
func (h *house) call(method, path, body string, headers ...string) reply {
	h.Helper()
	req, err := http.NewRequestWithContext(h.Context(), method, h.web.URL+path, strings.NewReader(body))
	if err != nil {
		h.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		h.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		h.Fatal(err)
	}
	return reply{h.T, resp.StatusCode, resp.Header, b}
}

func (h *house) get(path string, headers ...string) reply {
	h.Helper()
	return h.call("GET", "/api/v1"+path, "", headers...)
}

func (h *house) post(path, body string, headers ...string) reply {
	h.Helper()
	return h.call("POST", "/api/v1"+path, body, headers...)
}

func (r reply) want(status int) reply {
	r.Helper()
	if r.status != status {
		r.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	return r
}

func (r reply) into(v any) {
	r.Helper()
	if err := json.Unmarshal(r.body, v); err != nil {
		r.Fatalf("%v: %s", err, r.body)
	}
}

func (r reply) problem() (p struct {
	Code, Title, Detail string
	RequestID           string `json:"request_id"`
	Errors              []ProblemField
	Total               int
	Current             map[string]any
	Plan                *PlanView
}) {
	r.Helper()
	if ct := r.header.Get("Content-Type"); ct != "application/problem+json" {
		r.Fatalf("content type %q of %d: %s", ct, r.status, r.body)
	}
	r.into(&p)
	if p.Title == "" || p.Detail == "" || p.RequestID == "" || strings.Contains(p.Title+p.Detail, "server.") || strings.Contains(p.Title+p.Detail, "errors.") {
		r.Errorf("an incomplete problem: %s", r.body)
	}
	return p
}

// parse reads a file without the child; a test may hold it up.
func (h *house) parse(ctx context.Context, name string, body io.Reader, progress func(rows int, share float64)) (exchange.Tables, error) {
	if h.slow != nil {
		progress(500, 0.25)
		select {
		case <-h.slow:
		case <-ctx.Done():
			return exchange.Tables{}, ctx.Err()
		}
	}
	return exchange.ReadTables(name, body, exchange.DefaultLimits())
}
