package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
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
	parseGC     = 40 // per cent: memory counts more than time in a child that lives for one file
)

// said is what the child answers instead of tables: the marked file, or what is wrong with the file.
type said struct {
	Marked []byte             `json:"marked,omitempty"`
	Code   graph.Code         `json:"code,omitempty"`
	Key    string             `json:"key,omitempty"`
	Args   []any              `json:"args,omitempty"`
	Fields []graph.FieldError `json:"fields,omitempty"`
	Cause  string             `json:"cause,omitempty"`
}

func (cmd *parseCmd) Run(a *app) error {
	if err := worker.Confine(parseMemory); err != nil {
		return err
	}
	debug.SetGCPercent(parseGC)
	in := bufio.NewReader(os.Stdin)
	line, err := in.ReadBytes('\n')
	if err != nil {
		return err
	}
	var t task
	if json.Unmarshal(line, &t) != nil {
		return usage{errors.New("stdin: a line of JSON, then the file")}
	}
	out := exchange.NewTableWriter(a.stdout)
	answer, err := t.run(in, out)
	if err != nil {
		var e *graph.Error
		if !errors.As(err, &e) {
			return err
		}
		answer = &said{Code: e.Code, Key: e.Key, Args: e.Args, Fields: e.Fields}
		if e.Err != nil {
			answer.Cause = e.Err.Error()
		}
	}
	if answer == nil {
		return nil
	}
	b, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return out.Other(b)
}

// run writes tables, or gives what else there is to say.
func (t task) run(in io.Reader, out *exchange.TableWriter) (*said, error) {
	lim := exchange.DefaultLimits()
	if !t.Mark {
		lim.Progress = func(rows int, share float64) { _ = out.Progress(rows, share) } // a pipe that is closed is found at the end
		tables, err := exchange.ReadTables(t.Name, in, lim)
		if err != nil {
			return nil, err
		}
		return nil, out.Tables(tables)
	}
	body, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	tables, err := exchange.ReadTables(t.Name, bytes.NewReader(body), lim)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := exchange.MarkedOriginal(&b, body, tables, &exchange.Plan{File: t.Name, Errors: t.Errors}, t.Lang); err != nil {
		return nil, err
	}
	return &said{Marked: b.Bytes()}, nil
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

// do lets the child work on a file. The tables come as they are sent; the file goes there without being held here.
func (r *reader) do(ctx context.Context, t task, body io.Reader, progress func(rows int, share float64)) (exchange.Tables, *said, error) {
	line, err := json.Marshal(t)
	if err != nil {
		return exchange.Tables{}, nil, err
	}
	from, to := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		_, err := r.pool.Run(ctx, worker.Job{Input: append(line, '\n'), More: body, To: to})
		_ = to.CloseWithError(io.EOF)
		ended <- err
	}()
	tables, other, err := exchange.ReadStream(from, progress)
	_ = from.Close() // a child that goes on writing ends
	if died := <-ended; died != nil && err != nil || ctx.Err() != nil {
		var w *worker.Error
		if errors.As(died, &w) && w.Reason == worker.Failed { // it died of the file, not of us
			return tables, nil, &graph.Error{Code: graph.Invalid, Key: "exchange.file.unreadable", Args: []any{t.Name}, Err: died}
		}
		if died == nil {
			died = ctx.Err()
		}
		return tables, nil, died
	}
	if err != nil {
		return tables, nil, err
	}
	if other == nil {
		return tables, nil, nil
	}
	var p said
	if err := json.Unmarshal(other, &p); err != nil {
		return tables, nil, err
	}
	if p.Key != "" {
		return tables, nil, &graph.Error{Code: p.Code, Key: p.Key, Args: p.Args, Fields: p.Fields, Err: errors.New(p.Cause)}
	}
	return tables, &p, nil
}

// Parse reads a file as tables; progress hears how far that is.
func (r *reader) Parse(ctx context.Context, name string, body io.Reader, progress func(rows int, share float64)) (exchange.Tables, error) {
	t, _, err := r.do(ctx, task{Name: name}, body, progress)
	return t, err
}

// Mark gives a file back with its errors marked.
func (r *reader) Mark(ctx context.Context, name string, body []byte, errors []graph.FieldError, lang string) ([]byte, error) {
	_, p, err := r.do(ctx, task{Name: name, Mark: true, Lang: lang, Errors: errors}, bytes.NewReader(body), nil)
	if err != nil || p == nil {
		return nil, err
	}
	return p.Marked, nil
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
