package server

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"miteinander/graph"
)

// Limits of a request body, by kind of route (safety.md, C).
const (
	maxJSON   = 1 << 20
	maxImport = 20 << 20
	maxReport = 64 << 10
)

// The content security policies: of pages, of the API, and of what is downloaded or could be opened as a document.
const (
	cspPage = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'; report-to csp"
	cspAPI      = "default-src 'none'; frame-ancestors 'none'"
	cspDownload = "default-src 'none'; frame-ancestors 'none'; sandbox"
)

// secure sets the headers that every answer carries, whatever comes after. Handlers may only narrow them; assets with a hash
// in their name set Cache-Control anew.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", cspAPI)
		next.ServeHTTP(w, r)
	})
}

func pageHeaders(h http.Header) {
	h.Set("Content-Security-Policy", cspPage)
	h.Set("Reporting-Endpoints", `csp="/csp"`)
}

// watched counts what went out, for the log and for the rescue after a panic.
type watched struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *watched) WriteHeader(code int) {
	if w.status == 0 && code >= 200 {
		w.status = code
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection; Flush lets gin stream.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
func (w *watched) Flush()                      { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// observe gives the request its number and language, writes one line to the log (template of the route, never path, query,
// body or a value) and turns a panic into an answer.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		info := &request{ID: s.newID(), Lang: language(r), route: "none"}
		w := &watched{ResponseWriter: rw}
		h := w.Header()
		h.Set("X-Request-ID", info.ID)
		h.Set("Content-Language", info.Lang)
		h.Add("Vary", "Accept-Language")
		ctx := context.WithValue(r.Context(), requestKey{}, info)
		r = r.WithContext(ctx)
		start := s.now()
		defer func() {
			if v := recover(); v != nil && v != http.ErrAbortHandler {
				stack := make([]byte, 8<<10)
				stack = stack[:runtime.Stack(stack, false)]
				s.log.Error("panic", "request", info.ID, "route", info.route, "panic", v, "stack", string(stack))
				if w.status == 0 {
					writeProblem(w, newProblem(ctx, graph.Internal, "server.internal"))
				}
			}
			level := slog.LevelInfo
			if w.status >= 500 {
				level = slog.LevelWarn
			}
			s.log.Log(ctx, level, "request", "request", info.ID, "method", known(r.Method), "route", info.route,
				"status", w.status, "bytes", w.bytes, "ms", s.now().Sub(start).Milliseconds())
		}()
		next.ServeHTTP(w, r)
	})
}

// known keeps made-up methods out of the log.
func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return method
	}
	return "other"
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	for k, v := range p.header {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Security-Policy", cspAPI)
	w.Header().Del("Content-Disposition")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// refuse writes the problem of err and logs its cause where it is ours.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(r.Context(), err)
	s.logCause(r.Context(), p)
	writeProblem(w, p)
}

func (s *Server) logCause(ctx context.Context, p *Problem) {
	if p.Status >= 500 && p.cause != nil {
		r := requestOf(ctx)
		if errors.Is(p.cause, context.Canceled) && ctx.Err() != nil { // who asked has gone; nothing failed
			s.log.Debug("left", "request", r.ID, "route", r.route)
			return
		}
		s.log.Error("failed", "request", r.ID, "route", r.route, "code", p.Code, "cause", p.cause.Error())
	}
}

// hosts refuses requests that were sent to another name: without it any web page could make its own name point here
// (DNS rebinding) and read a network as if it were of the same origin.
func (s *Server) hosts(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		host = strings.ToLower(strings.Trim(host, "[]"))
		if !isLoopback(host) && !slices.Contains(s.allowedHosts, host) {
			s.refuse(w, r, newProblem(r.Context(), codeMisdirected, "server.host"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// sameOrigin refuses writes that another site makes the browser send.
func (s *Server) sameOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, newProblem(r.Context(), codeCrossOrigin, "server.cross_origin"))
	}))
	return guard.Handler(next)
}

// bounded limits the body before anything reads it, and refuses a body that does not call itself what the route reads.
func (s *Server) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := int64(maxJSON)
		switch {
		case r.Method == http.MethodPost && r.URL.Path == apiPrefix+"/imports":
			limit = maxImport + 64<<10 // the parts around the file
			// Twenty MiB over a village line take longer than a page may.
			_ = http.NewResponseController(w).SetReadDeadline(s.now().Add(120 * time.Second))
		case r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, apiPrefix+"/imports/") && strings.HasSuffix(r.URL.Path, "/confirm"):
			_ = http.NewResponseController(w).SetWriteDeadline(s.now().Add(importAnswer))
		case r.URL.Path == "/csp":
			limit = maxReport
		}
		if r.ContentLength > limit {
			s.refuse(w, r, &http.MaxBytesError{Limit: limit})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	})
}

// headAsGet answers HEAD as GET; net/http leaves the body out by itself.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			c := *r
			c.Method = http.MethodGet
			r = &c
		}
		next.ServeHTTP(w, r)
	})
}

// noteRoute puts the template into the log line.
func noteRoute(c *gin.Context) {
	if p := c.FullPath(); p != "" {
		requestOf(c.Request.Context()).route = p
	}
	c.Next()
}

// draining refuses new work while the server goes down; what has begun is finished.
func (s *Server) draining(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.down.Load() && r.URL.Path != "/readyz" && r.URL.Path != "/healthz" {
			p := newProblem(r.Context(), graph.Unavailable, "server.going_down")
			p.retry(5 * time.Second)
			w.Header().Set("Connection", "close")
			writeProblem(w, p)
			return
		}
		next.ServeHTTP(w, r)
	})
}
