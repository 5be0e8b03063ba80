// Package server is the service: /api/v1 for records, import and export, structure, findings, diagrams and history, the
// documentation of that API, and the browser app. All routes stand in routes.go. A handler gets its network from
// server/account, reads a Snapshot or a Selection of it, and writes a view; it knows no store.
package server

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"miteinander/docs/handbook"
	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/exchange"
	"miteinander/graph/hub"
	"miteinander/server/account"
)

const apiPrefix = "/api/v1"

// Build says which program this is.
type Build struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Date    string `json:"date,omitempty"`
	Go      string `json:"go"`
}

// Deps is all that a server needs from outside. Clock and ids come from the program, so that tests are exact.
type Deps struct {
	Hub  *hub.Hub
	Demo func() ([]graph.Record, error) // the invented example network

	Drawer diagram.Drawer
	// Parse reads an uploaded file, in a child process with limits; progress hears rows and the share of the sheet at hand.
	Parse func(ctx context.Context, name string, body io.Reader, progress func(rows int, share float64)) (exchange.Tables, error)
	// Mark gives an uploaded file back with errors marked in it, in the same kind of child. Their Key is server.text, with the
	// sentence as the one argument.
	Mark func(ctx context.Context, name string, body []byte, errors []graph.FieldError, lang string) ([]byte, error)

	Assets fs.FS // the built browser app; may lack index.html
	// Journal is a file that keeps which imports ended without storing anything; "" = none outlives the service.
	Journal string
	Temp    string // a folder of our own for uploaded files; swept at start
	Pages   fs.FS  // the operator's texts about the service (handbook.ReadStatements); may be nil
	Hosts   []string

	Now   func() time.Time
	NewID func() string
	Log   *slog.Logger
	Build Build
}

// Server answers requests. It is safe for concurrent use.
type Server struct {
	deps         Deps
	desk         *account.Desk
	now          func() time.Time
	newID        func() string
	log          *slog.Logger
	allowedHosts []string

	api     huma.API
	handler http.Handler
	answers *memo // rendered answers
	scenes  *memo // selections and what is computed from them
	down    atomic.Bool

	imports   imports
	journal   *journal
	importLog importLog
	exact     exactJobs
	limits    limits

	layouts layouts

	statements handbook.Statements

	exactWork int64 // up to which structure is exact at once; 0 = as analysis has it

	closing chan struct{} // closed when the server goes down: ends streams
}

// Sizes of the memos in bytes.
const (
	answersLimit = 64 << 20
	scenesLimit  = 128 << 20
)

// New makes a server. It opens no port.
func New(d Deps) (*Server, error) {
	s := &Server{deps: d, desk: account.NewDesk(d.Hub), now: d.Now, newID: d.NewID, log: d.Log,
		answers: newMemo(answersLimit), scenes: newMemo(scenesLimit), layouts: layouts{waiting: map[layoutKey]*waitingLayout{}, news: make(chan struct{}, 1)}, limits: newLimits(),
		imports: imports{jobs: map[string]*importJob{}, running: make(chan struct{}, importsAtOnce)}, closing: make(chan struct{})}
	for _, h := range d.Hosts {
		s.allowedHosts = append(s.allowedHosts, strings.ToLower(strings.Trim(h, "[]")))
	}
	if d.Temp != "" {
		if err := sweep(d.Temp); err != nil {
			return nil, err
		}
	}
	var err error
	if s.statements, err = handbook.ReadStatements(d.Pages); err != nil {
		return nil, err
	}
	s.journal = openJournal(d.Journal, d.Now(), func(err error) { s.log.Warn("journal of imports", "error", err) })
	s.build()
	return s, nil
}

// OpenAPI is the description of the API as JSON, for documentation and for the types of the browser. It needs no store.
func OpenAPI(build Build) ([]byte, error) {
	s := &Server{deps: Deps{Build: build}, closing: make(chan struct{})}
	s.build()
	return s.openAPI()
}

// build puts routes and middleware together.
func (s *Server) build() {
	installProblems()
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.UseRawPath, engine.UnescapePathValues = true, true // an id may hold a slash, as %2F
	_ = engine.SetTrustedProxies(nil)                         // nil cannot fail
	engine.Use(noteRoute)
	engine.NoMethod(func(c *gin.Context) {
		s.refuse(c.Writer, c.Request, newProblem(c.Request.Context(), codeMethod, "server.method"))
	})

	config := huma.Config{
		OpenAPI: &huma.OpenAPI{OpenAPI: "3.1.0", Info: &huma.Info{Title: "Miteinander", Version: "1",
			Description: apiDescription, License: &huma.License{Name: "EUPL-1.2", Identifier: "EUPL-1.2"}},
			Servers:    []*huma.Server{{URL: apiPrefix}},
			Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", schemaNamer)}},
		Formats:       map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat},
		DefaultFormat: "application/json",
	}
	s.api = humagin.NewWithGroup(engine, engine.Group(apiPrefix), config)
	describeShapes(s.api.OpenAPI().Components.Schemas)
	s.register(engine)

	h := http.Handler(engine)
	for _, wrap := range []func(http.Handler) http.Handler{headAsGet, s.bounded, s.sameOrigin, s.hosts, s.draining, compressed, s.observe, secure} {
		h = wrap(h)
	}
	s.handler = h
}

// Handler is everything, to be served.
func (s *Server) Handler() http.Handler { return s.handler }

// HTTP is the http.Server with the time-outs of safety.md, C.
func (s *Server) HTTP() *http.Server {
	return &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

// Limit lets at most n connections be open at once; the next wait in the kernel's queue.
func Limit(l net.Listener, n int) net.Listener {
	return &limited{l, make(chan struct{}, n)}
}

// MaxConnections is the bound that serve uses.
const MaxConnections = 512

type limited struct {
	net.Listener
	places chan struct{}
}

func (l *limited) Accept() (net.Conn, error) {
	l.places <- struct{}{}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.places
		return nil, err
	}
	return &limitedConn{Conn: c, release: func() { <-l.places }}, nil
}

type limitedConn struct {
	net.Conn
	release func()
	closed  atomic.Bool
}

func (c *limitedConn) Close() error {
	err := c.Conn.Close()
	if c.closed.CompareAndSwap(false, true) {
		c.release()
	}
	return err
}

// Drain makes /readyz say no and ends streams; requests that have begun go on. Then call http.Server.Shutdown.
func (s *Server) Drain() {
	if s.down.CompareAndSwap(false, true) {
		close(s.closing)
	}
}

// Close removes what uploads left; call it when no request runs any more.
func (s *Server) Close() {
	s.imports.clear()
	for range importsAtOnce { // what still runs was told to end
		s.imports.running <- struct{}{}
	}
}

// sweep makes the folder ours alone and removes what a killed server left behind.
func sweep(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	old, err := filepath.Glob(filepath.Join(dir, "import-*"))
	if err != nil {
		return err
	}
	for _, f := range old {
		if err := os.RemoveAll(f); err != nil {
			return fmt.Errorf("temporary folder: %w", err)
		}
	}
	return nil
}
