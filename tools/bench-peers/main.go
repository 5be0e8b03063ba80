// Command bench-peers times our shortest-path measures on edge lists, in the same
// lines as bench.py does for other libraries, and writes random networks to time
// them on. run.sh runs both.
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
	"strings"
	"syscall"
	"time"

	"miteinander/graph"
	"miteinander/graph/analysis"
	"miteinander/graph/exchange"
)

func main() {
	runs := flag.Int("runs", 3, "the best of so many runs counts")
	write := flag.String("write", "", "write random networks of four edges a node to this folder, and end")
	flag.Parse()
	var err error
	if *write != "" {
		for _, n := range []int{1000, 2000, 10000, 20000} {
			if err = random(filepath.Join(*write, fmt.Sprintf("random-%d.txt", n)), n); err != nil {
				break
			}
		}
	} else {
		err = bench(flag.Args(), *runs)
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

func bench(files []string, runs int) error {
	one := func(measures ...string) func(graph.Ties) error {
		return func(t graph.Ties) error {
			_, err := analysis.Structure(context.Background(), t, analysis.StructureOptions{Measures: measures, Exact: true})
			return err
		}
	}
	measures := []struct {
		name string
		run  func(graph.Ties) error
	}{
		{"betweenness", one("betweenness")},
		{"edge betweenness", one("edge_betweenness")},
		{"harmonic", one("harmonic")},
		{"all of them, closeness, eccentricity, distances", one("betweenness", "edge_betweenness", "harmonic", "closeness", "eccentricity", "distances")},
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
			clock, cores := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
			for range runs {
				start, before := time.Now(), processor()
				if err := m.run(ties); err != nil {
					return err
				}
				clock, cores = min(clock, time.Since(start)), min(cores, processor()-before)
			}
			name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
			fmt.Printf("%s\t%s\tmiteinander\t%.3f\t%.3f\n", name, m.name, clock.Seconds(), cores.Seconds())
		}
	}
	return nil
}

// processor is the time that all cores together spent on this process.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
