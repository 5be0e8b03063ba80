package analysis_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"miteinander/graph"
)

// network is Ties from pairs of ids; nodes may be named that have no tie.
func network(pairs [][2]string, alone ...string) graph.Ties {
	ids := slices.Clone(alone)
	for _, p := range pairs {
		ids = append(ids, p[0], p[1])
	}
	slices.Sort(ids)
	t := graph.Ties{IDs: slices.Compact(ids)}
	for _, p := range pairs {
		a, _ := slices.BinarySearch(t.IDs, p[0])
		b, _ := slices.BinarySearch(t.IDs, p[1])
		t.Ends = append(t.Ends, [2]int32{int32(min(a, b)), int32(max(a, b))})
	}
	sortTies(&t)
	return t
}

// numbered is a network of nodes 0 … n−1.
func numbered(n int, ends [][2]int32) graph.Ties {
	t := graph.Ties{}
	for v := range n {
		t.IDs = append(t.IDs, fmt.Sprintf("%06d", v))
	}
	for _, e := range ends {
		if e[0] != e[1] {
			t.Ends = append(t.Ends, [2]int32{min(e[0], e[1]), max(e[0], e[1])})
		}
	}
	sortTies(&t)
	return t
}

func sortTies(t *graph.Ties) {
	slices.SortFunc(t.Ends, func(x, y [2]int32) int { return slices.Compare(x[:], y[:]) })
	t.Ends = slices.Compact(t.Ends)
}

// musterstadt is ../shared/fixtures/musterstadt at level 1 (findings.md), by hand.
func musterstadt() graph.Ties {
	return network([][2]string{{"K", "FH"}, {"FH", "FZ"}, {"FZ", "KN"}, {"KN", "GN"}, {"KS", "GS"}, {"EB", "KN"}})
}

// kite is Krackhardt's (measures.md).
func kite() graph.Ties {
	return numbered(10, [][2]int32{{0, 1}, {0, 2}, {0, 3}, {0, 5}, {1, 3}, {1, 4}, {1, 6}, {2, 3}, {2, 5}, {3, 4}, {3, 5},
		{3, 6}, {4, 6}, {5, 6}, {5, 7}, {6, 7}, {7, 8}, {8, 9}})
}

func star(n int32) (e [][2]int32) {
	for v := int32(1); v < n; v++ {
		e = append(e, [2]int32{0, v})
	}
	return e
}

func ring(n int32) (e [][2]int32) {
	for v := range n {
		e = append(e, [2]int32{v, (v + 1) % n})
	}
	return e
}

func chain(n int32) [][2]int32 { return ring(n)[:n-1] }

func clique(from, n int32) (e [][2]int32) {
	for v := from; v < from+n; v++ {
		for w := v + 1; w < from+n; w++ {
			e = append(e, [2]int32{v, w})
		}
	}
	return e
}

func grid(w, h int32) (e [][2]int32) {
	for y := range h {
		for x := range w {
			if x+1 < w {
				e = append(e, [2]int32{y*w + x, y*w + x + 1})
			}
			if y+1 < h {
				e = append(e, [2]int32{y*w + x, y*w + x + w})
			}
		}
	}
	return e
}

// diamonds is a row of n squares, corner to corner: 2^n shortest paths from end
// to end.
func diamonds(n int32) (e [][2]int32) {
	for i := range n {
		e = append(e, [2]int32{3 * i, 3*i + 1}, [2]int32{3 * i, 3*i + 2}, [2]int32{3*i + 1, 3*i + 3}, [2]int32{3*i + 2, 3*i + 3})
	}
	return e
}

// random has n nodes and about m ties, seed fixed.
func random(n, m int, seed uint64) graph.Ties {
	r := rand.New(rand.NewPCG(seed, 1))
	var e [][2]int32
	for range m {
		e = append(e, [2]int32{int32(r.IntN(n)), int32(r.IntN(n))})
	}
	return numbered(n, e)
}

// shared is a file of the data that lies beside the repository, ../shared (or
// further up), or where MITEINANDER_SHARED says. Tests that need it fail without
// it, since a test that quietly does nothing proves nothing.
func shared(t testing.TB, path ...string) string {
	t.Helper()
	inside := filepath.Join(path...)
	if dir := os.Getenv("MITEINANDER_SHARED"); dir != "" {
		return filepath.Join(dir, inside)
	}
	at, err := os.Getwd()
	for err == nil && at != filepath.Dir(at) {
		at = filepath.Dir(at)
		file := filepath.Join(at, "shared", inside)
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	t.Fatalf("%s is not there. The data is expected in ../shared beside the repository, or in the folder that MITEINANDER_SHARED names.", inside)
	return ""
}

// grQc is SNAP's ca-GrQc: co-authors in general relativity (Leskovec et al. 2007).
func grQc(t testing.TB) graph.Ties {
	t.Helper()
	f, err := os.Open(shared(t, "data", "graphs", "ca-GrQc.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var pairs [][2]string
	var all []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		w := strings.Fields(lines.Text())
		all = append(all, w...)
		if w[0] != w[1] {
			pairs = append(pairs, [2]string{w[0], w[1]})
		}
	}
	return network(pairs, all...)
}
