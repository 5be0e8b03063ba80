// Command miteinander-draw is Graphviz in a process of its own: DOT on stdin, Graphviz's json on stdout, one graph per
// run. It is started by graph/diagram through graph/worker and is the only importer of go-graphviz, whose start costs
// every program that links it.
//
// It reads no file but its standard input: Graphviz gets an empty file system. It is told the engine on the command
// line, never in the graph ("layout=" in the graph would win over it).
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/goccy/go-graphviz"

	"miteinander/graph/worker"
)

const (
	memory   = 1 << 30  // bytes
	maxInput = 16 << 20 // bytes
)

var engines = map[string]graphviz.Layout{
	"neato": graphviz.NEATO, "fdp": graphviz.FDP, "sfdp": graphviz.SFDP, "dot": graphviz.DOT,
	"nop": graphviz.NOP, "nop1": graphviz.NOP1, "nop2": graphviz.NOP2,
}

func main() {
	engine := flag.String("engine", "nop1", "neato, fdp, sfdp, dot, nop, nop1 or nop2")
	flag.Parse()
	if err := run(*engine, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "miteinander-draw:", err)
		os.Exit(1)
	}
}

func run(engine string, in io.Reader, out io.Writer) error {
	layout, ok := engines[engine]
	if !ok {
		return fmt.Errorf("no engine %q", engine)
	}
	if err := worker.Confine(memory); err != nil {
		return fmt.Errorf("limits: %w", err)
	}
	dot, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return err
	}
	if len(dot) > maxInput {
		return fmt.Errorf("graph over %d bytes", maxInput)
	}
	graphviz.SetFileSystem(noFiles{})

	ctx := context.Background()
	g, err := graphviz.New(ctx)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	g.SetLayout(layout)
	graph, err := graphviz.ParseBytes(dot)
	if err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	if err := g.Render(ctx, graph, "json", out); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return nil
}

// noFiles has no files: nothing in a graph (an image, a style sheet) can open one of the host's.
type noFiles struct{}

func (noFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
