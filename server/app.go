package server

import (
	"bytes"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"miteinander/graph"
)

// app serves the built browser app: files as they are, everything else that looks like a page as index.html, so that a URL of
// any page can be opened and shared. Files whose name holds a hash of their content never change and are kept for a year.
func (s *Server) app(c *gin.Context) {
	p := path.Clean(c.Request.URL.Path)
	if strings.HasPrefix(p, "/api/") || p == "/api" || c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		s.notFound(c)
		return
	}
	requestOf(c.Request.Context()).route = "app"
	name := strings.TrimPrefix(p, "/")
	if name != "" && name != "index.html" && fs.ValidPath(name) && !strings.HasPrefix(name, ".") {
		if s.asset(c, name) {
			return
		}
		if path.Ext(name) != "" && !strings.HasPrefix(name, "n/") {
			s.notFound(c)
			return
		}
	}
	pageHeaders(c.Writer.Header())
	page, err := fs.ReadFile(s.assets(), "index.html")
	if err != nil {
		page = []byte(unbuilt)
	}
	c.Writer.Header().Set("Content-Type", "text/html; charset=utf-8")
	http.ServeContent(c.Writer, c.Request, "index.html", time.Time{}, bytes.NewReader(page))
}

func (s *Server) assets() fs.FS {
	if s.deps.Assets == nil {
		return noFiles{}
	}
	return s.deps.Assets
}

// noFiles is a program without a browser app.
type noFiles struct{}

func (noFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// asset serves one file; false when there is none. A file that lies there compressed (name.gz) is sent so.
func (s *Server) asset(c *gin.Context, name string) bool {
	f, err := s.assets().Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return false
	}
	b, err := io.ReadAll(f)
	if err != nil {
		return false
	}
	h := c.Writer.Header()
	ct := mime.TypeByExtension(path.Ext(name))
	switch path.Ext(name) { // not left to the machine's table
	case ".js":
		ct = "text/javascript; charset=utf-8"
	case ".css":
		ct = "text/css; charset=utf-8"
	case ".html":
		ct = "text/html; charset=utf-8"
		pageHeaders(h)
	case ".svg":
		ct = "image/svg+xml"
		h.Set("Content-Security-Policy", cspDownload)
	case ".woff2":
		ct = "font/woff2"
	case ".webmanifest":
		ct = "application/manifest+json"
	}
	if ct == "" {
		ct = "application/octet-stream"
	}
	h.Set("Content-Type", ct)
	if strings.HasPrefix(name, "assets/") { // Vite puts a hash into these names
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(c.Writer, c.Request, name, time.Time{}, bytes.NewReader(b))
	return true
}

func (s *Server) notFound(c *gin.Context) {
	s.refuse(c.Writer, c.Request, graph.Errorf(graph.NotFound, "errors.not_found"))
}

// unbuilt is shown by a program that was built without its browser app.
const unbuilt = `<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Miteinander</title></head><body>
<h1>Miteinander läuft</h1>
<p>Die Oberfläche ist in diesem Programm noch nicht enthalten. Sie entsteht mit <code>make run</code>
(braucht Node mit npm); die Schnittstelle ist schon da: <a href="/api/docs">/api/docs</a>.</p>
<h2 lang="en">Miteinander is running</h2>
<p lang="en">This program was built without its browser app. <code>make run</code> builds it (needs Node with npm);
the API is there already: <a href="/api/docs">/api/docs</a>.</p>
</body></html>
`

// cspReport takes the browser's reports of what the page's policy refused. They hold URLs, so only their number is kept.
func (s *Server) cspReport(c *gin.Context) {
	if _, err := io.Copy(io.Discard, c.Request.Body); err != nil {
		s.refuse(c.Writer, c.Request, err)
		return
	}
	s.log.Warn("content security policy report", "request", requestOf(c.Request.Context()).ID)
	c.Status(http.StatusNoContent)
}
