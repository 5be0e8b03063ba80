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

// parseCmd reads one file of somebody else: hidden, the child that the server starts. The name is the first line of stdin, the
// file follows; the answer on stdout is JSON. What a file can do to its reader, it does to this process and not to the server.
type parseCmd struct{}

// Limits of the child (safety.md, A2).
const (
	parseMemory = 1 << 30
	parseWall   = 60 * time.Second
	parseOutput = 512 << 20
)

// parsed is what the child answers: tables, or what is wrong with the file.
type parsed struct {
	Tables *exchange.Tables `json:"tables,omitempty"`
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
	name, body, ok := bytes.Cut(in, []byte("\n"))
	if !ok {
		return usage{errors.New("stdin: name, line end, file")}
	}
	t, err := exchange.ReadTables(string(name), bytes.NewReader(body), exchange.DefaultLimits())
	out := parsed{Tables: &t}
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

// parser starts this program again as the child that reads a file.
func (a *app) parser(dir string) (func(context.Context, string, []byte) (exchange.Tables, error), error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	pool, err := worker.New(worker.Config{Path: self, Args: []string{"parse"}, Dir: dir, Wall: parseWall, AtOnce: 2, Queue: 4,
		MaxInput: 21 << 20, MaxOutput: parseOutput})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, name string, body []byte) (exchange.Tables, error) {
		out, err := pool.Run(ctx, worker.Job{Input: append(append([]byte(name), '\n'), body...)})
		if err != nil {
			var w *worker.Error
			if errors.As(err, &w) && w.Reason == worker.Failed { // it died of the file, not of us
				return exchange.Tables{}, &graph.Error{Code: graph.Invalid, Key: "exchange.file.unreadable", Args: []any{name}, Err: err}
			}
			return exchange.Tables{}, err
		}
		var p parsed
		if err := json.Unmarshal(out, &p); err != nil {
			return exchange.Tables{}, err
		}
		if p.Tables == nil || p.Key != "" {
			return exchange.Tables{}, &graph.Error{Code: p.Code, Key: p.Key, Args: p.Args, Err: errors.New(p.Cause)}
		}
		return *p.Tables, nil
	}, nil
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
