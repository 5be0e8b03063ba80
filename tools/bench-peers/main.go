// Command bench-peers times our shortest-path measures, and gonum's betweenness,
// on edge lists, in the same lines as bench.py does for other libraries; it writes
// random networks to time them on, and makes a table of the lines of both. run.sh
// runs all of it.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"

	"miteinander/graph"
	"miteinander/graph/analysis"
	"miteinander/graph/exchange"
)

func main() {
	runs := flag.Int("runs", 3, "the best of so many runs counts")
	write := flag.String("write", "", "write random networks of four edges a node to this folder, and end")
	sizes := flag.String("sizes", "1000,2000,10000", "with -write: nodes of the networks")
	gonumUpTo := flag.Int("gonum-up-to", 2000, "nodes; beyond, gonum takes minutes")
	exactUpTo := flag.Int("exact-up-to", 20000, "nodes; beyond, betweenness is estimated")
	summary := flag.Bool("table", false, "read lines from stdin and print a table of them")
	flag.Parse()
	var err error
	switch {
	case *summary:
		err = table(os.Stdin, os.Stdout)
	case *write != "":
		for size := range strings.SplitSeq(*sizes, ",") {
			n := 0
			if n, err = strconv.Atoi(size); err != nil {
				break
			}
			if err = random(filepath.Join(*write, "random-"+size+".txt"), n); err != nil {
				break
			}
		}
	default:
		err = bench(flag.Args(), *runs, *exactUpTo, *gonumUpTo)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func random(path string, n int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	r := rand.New(rand.NewPCG(1, 1))
	for range 4 * n {
		fmt.Fprintln(w, r.IntN(n), r.IntN(n))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func bench(files []string, runs, exactUpTo, gonumUpTo int) error {
	one := func(exact bool, measures ...string) func(graph.Ties) error {
		return func(t graph.Ties) error {
			_, err := analysis.Structure(context.Background(), t, analysis.StructureOptions{Measures: measures, Exact: exact, ExactWork: 1})
			return err
		}
	}
	measures := []struct {
		name, library string
		run           func(graph.Ties) error
		upTo          int // nodes
	}{
		{"betweenness", "miteinander", one(true, "betweenness"), exactUpTo},
		{"edge betweenness", "miteinander", one(true, "edge_betweenness"), exactUpTo},
		{"harmonic", "miteinander", one(true, "harmonic"), math.MaxInt},
		{allMeasures, "miteinander", one(true, "betweenness", "edge_betweenness", "harmonic", "closeness", "eccentricity", "distances"), exactUpTo},
		{"betweenness, estimated", "miteinander", one(false, "betweenness"), math.MaxInt},
		{"betweenness", "gonum", func(t graph.Ties) error { gonumBetweenness(t); return nil }, gonumUpTo},
	}
	for _, path := range files {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		ties, err := exchange.ReadNetworkFile(path, f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, m := range measures {
			if len(ties.IDs) > m.upTo {
				continue
			}
			clock, cores := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
			for range runs {
				start, before := time.Now(), processor()
				if err := m.run(ties); err != nil {
					return err
				}
				clock, cores = min(clock, time.Since(start)), min(cores, processor()-before)
			}
			name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
			fmt.Printf("%s\t%s\t%s\t%.4f\t%.4f\n", name, m.name, m.library, clock.Seconds(), cores.Seconds())
		}
	}
	return nil
}

// gonumBetweenness gives gonum the same network.
func gonumBetweenness(t graph.Ties) {
	g := simple.NewUndirectedGraph()
	for v := range t.IDs {
		g.AddNode(simple.Node(v))
	}
	for _, e := range t.Ends {
		g.SetEdge(simple.Edge{F: simple.Node(e[0]), T: simple.Node(e[1])})
	}
	network.Betweenness(g)
}

// processor is the time that all cores together spent on this process.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
