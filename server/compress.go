package server

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// packLevel: level 5 takes four to eight times as long for a sixth less, and most answers are packed once and sent once.
const packLevel = 2

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(io.Discard, packLevel) // the level is valid
	return w
}}

// compressed answers in gzip where the client reads it and the type gains by it. News, pictures in PNG, PDF and workbooks
// pass as they are, and so does what is smaller than a packet. Strong ETags stay: they name the content for If-Match, and
// only whole answers are sent.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Add("Vary", "Accept-Encoding")
		if r.Method == http.MethodHead || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			next.ServeHTTP(rw, r)
			return
		}
		w := &packer{ResponseWriter: rw}
		defer w.close()
		next.ServeHTTP(w, r)
	})
}

const packFrom = 1400 // bytes

// packer decides at the first Write of enough bytes, or when the header is sent, whether to compress.
type packer struct {
	http.ResponseWriter
	zip     *gzip.Writer
	held    []byte
	status  int
	decided bool
}

func (p *packer) WriteHeader(code int) {
	if code < 200 {
		p.ResponseWriter.WriteHeader(code)
		return
	}
	if p.status == 0 {
		p.status = code
	}
}

func (p *packer) Write(b []byte) (int, error) {
	if p.status == 0 {
		p.status = http.StatusOK
	}
	if !p.decided {
		if len(p.held)+len(b) < packFrom && worthPacking(p.Header()) {
			p.held = append(p.held, b...)
			return len(b), nil
		}
		p.decide(true)
	}
	if p.zip != nil {
		return p.zip.Write(b)
	}
	return p.ResponseWriter.Write(b)
}

func (p *packer) decide(large bool) {
	p.decided = true
	h := p.Header()
	if large && worthPacking(h) && p.status != http.StatusNoContent && p.status != http.StatusNotModified {
		h.Set("Content-Encoding", "gzip")
		h.Del("Content-Length")
		p.zip = gzipWriters.Get().(*gzip.Writer)
		p.zip.Reset(p.ResponseWriter)
	}
	if p.status != 0 {
		p.ResponseWriter.WriteHeader(p.status)
	}
	if len(p.held) > 0 {
		if p.zip != nil {
			_, _ = p.zip.Write(p.held)
		} else {
			_, _ = p.ResponseWriter.Write(p.held)
		}
		p.held = nil
	}
}

func (p *packer) close() {
	if !p.decided {
		p.decide(false)
	}
	if p.zip != nil {
		_ = p.zip.Close()
		gzipWriters.Put(p.zip)
		p.zip = nil
	}
}

// Flush sends what is there: a stream is never held back.
func (p *packer) Flush() {
	if !p.decided {
		p.decide(false)
	}
	if p.zip != nil {
		_ = p.zip.Flush()
	}
	_ = http.NewResponseController(p.ResponseWriter).Flush()
}

func (p *packer) Unwrap() http.ResponseWriter { return p.ResponseWriter }

func worthPacking(h http.Header) bool {
	if h.Get("Content-Encoding") != "" {
		return false
	}
	ct, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	switch ct {
	case "application/json", "application/problem+json", "application/openapi+json", "image/svg+xml", "text/html",
		"text/css", "text/javascript", "application/javascript", "text/plain", "text/csv", "application/manifest+json", "application/toml":
		return true
	}
	return false
}
