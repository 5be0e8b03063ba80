package main

import (
	"context"
	"crypto/rand"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"time"

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
