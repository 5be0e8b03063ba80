package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/exchange"
	"miteinander/graph/worker"
)

// parseCmd reads one file of somebody else: hidden, the child that the server starts. A line of JSON says what is asked, the file
// follows; the answer on stdout is JSON. What a file can do to its reader, it does to this process and not to the server.
type parseCmd struct{}

// task is the first line of stdin.
type task struct {
	Name string `json:"name"` // of the file, as the user calls it
	// With Mark the answer is not what the file says but the file itself, with these errors marked in it.
	Mark   bool               `json:"mark,omitempty"`
	Lang   string             `json:"lang,omitempty"`
	Errors []graph.FieldError `json:"errors,omitempty"` // with their sentences already made
}

// Limits of the child (safety.md, A2).
const (
	parseMemory = 1 << 30
	parseWall   = 60 * time.Second
	parseOutput = 512 << 20
)

// parsed is what the child answers: tables, or what is wrong with the file.
type parsed struct {
	Tables *exchange.Tables `json:"tables,omitempty"`
	Marked []byte           `json:"marked,omitempty"`
	Code   graph.Code       `json:"code,omitempty"`
	Key    string           `json:"key,omitempty"`
	Args   []any            `json:"args,omitempty"`
	Cause  string           `json:"cause,omitempty"`
}

func (cmd *parseCmd) Run(a *app) error {
	if err := worker.Confine(parseMemory); err != nil {
		return err
	}
	in, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	line, body, ok := bytes.Cut(in, []byte("\n"))
	var t task
	if !ok || json.Unmarshal(line, &t) != nil {
		return usage{errors.New("stdin: a line of JSON, then the file")}
	}
	out, err := t.run(body)
	if err != nil {
		var e *graph.Error
		if !errors.As(err, &e) {
			return err
		}
		out = parsed{Code: e.Code, Key: e.Key, Args: e.Args}
		if e.Err != nil {
			out.Cause = e.Err.Error()
		}
	}
	return json.NewEncoder(a.stdout).Encode(out)
}

func (t task) run(body []byte) (parsed, error) {
	tables, err := exchange.ReadTables(t.Name, bytes.NewReader(body), exchange.DefaultLimits())
	if err != nil || !t.Mark {
		return parsed{Tables: &tables}, err
	}
	var b bytes.Buffer
	if err := exchange.MarkedOriginal(&b, body, tables, &exchange.Plan{File: t.Name, Errors: t.Errors}, t.Lang); err != nil {
		return parsed{}, err
	}
	return parsed{Marked: b.Bytes()}, nil
}

// reader starts this program again as the child that reads a file.
type reader struct{ pool *worker.Pool }

func newReader(dir string) (*reader, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	pool, err := worker.New(worker.Config{Path: self, Args: []string{"parse"}, Dir: dir, Wall: parseWall, AtOnce: 2, Queue: 4,
		MaxInput: 32 << 20, MaxOutput: parseOutput})
	return &reader{pool}, err
}

func (r *reader) do(ctx context.Context, t task, body []byte) (parsed, error) {
	line, err := json.Marshal(t)
	if err != nil {
		return parsed{}, err
	}
	out, err := r.pool.Run(ctx, worker.Job{Input: append(append(line, '\n'), body...)})
	if err != nil {
		var w *worker.Error
		if errors.As(err, &w) && w.Reason == worker.Failed { // it died of the file, not of us
			return parsed{}, &graph.Error{Code: graph.Invalid, Key: "exchange.file.unreadable", Args: []any{t.Name}, Err: err}
		}
		return parsed{}, err
	}
	var p parsed
	if err := json.Unmarshal(out, &p); err != nil {
		return p, err
	}
	if p.Key != "" {
		return p, &graph.Error{Code: p.Code, Key: p.Key, Args: p.Args, Err: errors.New(p.Cause)}
	}
	return p, nil
}

// Parse reads a file as tables.
func (r *reader) Parse(ctx context.Context, name string, body []byte) (exchange.Tables, error) {
	p, err := r.do(ctx, task{Name: name}, body)
	if err != nil || p.Tables == nil {
		return exchange.Tables{}, err
	}
	return *p.Tables, nil
}

// Mark gives a file back with its errors marked.
func (r *reader) Mark(ctx context.Context, name string, body []byte, errors []graph.FieldError, lang string) ([]byte, error) {
	p, err := r.do(ctx, task{Name: name, Mark: true, Lang: lang, Errors: errors}, body)
	return p.Marked, err
}

// drawerPath is the program that holds Graphviz: --draw, else the one beside this program.
func (a *app) drawerPath() string {
	if a.config.Draw != "" {
		return a.config.Draw
	}
	name := "miteinander-draw"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if self, err := os.Executable(); err == nil {
		return filepath.Join(filepath.Dir(self), name)
	}
	return name
}

func (a *app) drawer() diagram.Drawer {
	return sync.OnceValue(func() diagram.Drawer { return diagram.NewDrawer(a.drawerPath()) })()
}
