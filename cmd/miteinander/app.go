package main

import (
	"context"
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/sqlitestore"
	"miteinander/server"
)

// app is what subcommands share. Clock and ids are made here and nowhere below.
type app struct {
	ctx            context.Context
	args           []string // as given
	config         config
	stdout, stderr io.Writer
	quiet          bool // no progress
}

// isTerminal tells a screen from a file or a pipe.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// now is the one clock.
func now() time.Time { return time.Now() }

// newID is 130 random bits as text: the number of a request, the key of a write.
func newID() string { return rand.Text() }

// openStore opens the store that --store names; only commands that write create it.
func (a *app) openStore(readOnly bool) (graph.Store, error) {
	path, err := a.config.sqlitePath()
	if err != nil {
		return nil, err
	}
	return openSQLite(a.ctx, path, readOnly)
}

func openSQLite(ctx context.Context, path string, readOnly bool) (graph.Store, error) {
	if !readOnly {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
	}
	return sqlitestore.Open(ctx, path, sqlitestore.Options{ReadOnly: readOnly})
}

// withHub runs f on the networks of the store and closes it.
func (a *app) withHub(readOnly bool, f func(*hub.Hub) error) error {
	st, err := a.openStore(readOnly)
	if err != nil {
		return err
	}
	err = f(hub.New(st, now))
	if closeErr := st.Close(); err == nil {
		err = closeErr
	}
	return err
}

// build says which program this is, from the linker and from what Go notes of the checkout.
func build() server.Build {
	b := server.Build{Version: version, Go: runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				b.Commit = s.Value
			case "vcs.time":
				b.Date = s.Value
			}
		}
	}
	return b
}
