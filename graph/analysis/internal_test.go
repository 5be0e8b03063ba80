package analysis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"miteinander/graph"
)

// sparse has n nodes and m random ties, with chains, twins and pairs of nodes of
// their own, so that every reduction has something to do.
func sparse(n, m int, seed uint64) graph.Ties {
	r := rand.New(rand.NewPCG(seed, 7))
	seen := map[[2]int32]bool{}
	put := func(x, y int) {
		if x != y {
			seen[[2]int32{int32(min(x, y)), int32(max(x, y))}] = true
		}
	}
	for range m {
		put(r.IntN(n), r.IntN(n))
	}
	for range n / 20 {
		a, b, c, d := r.IntN(n), r.IntN(n), r.IntN(n), r.IntN(n)
		put(a, c)
		put(a, d)
		put(b, c)
		put(b, d)
	}
	t := graph.Ties{}
	for v := range n {
		t.IDs = append(t.IDs, fmt.Sprintf("%07d", v))
	}
	t.Ends = slices.SortedFunc(maps.Keys(seen), func(x, y [2]int32) int { return slices.Compare(x[:], y[:]) })
	return t
}

func close(a, b []float64) (int, bool) {
	for i := range a {
		if math.Abs(a[i]-b[i]) > 1e-9*max(1, math.Abs(a[i])) {
			return i, false
		}
	}
	return 0, len(a) == len(b)
}

// The narrow, the wide and the scaled search give the same; the property tests
// prove one of them against the definition.
func TestSearches_Agree(t *testing.T) {
	for seed := range uint64(20) {
		n := 10 + int(seed)*17
		ties := sparse(n, n*int(1+seed%4), seed)
		a, err := newAdjacency(ties)
		if err != nil {
			t.Fatal(err)
		}
		d := decompose(a)
		run := func() (node, tie []float64) {
			node, tie, err := reduce(a, ties.Ends, d, true).betweenness(context.Background(), 1, nil)
			if err != nil {
				t.Fatal(err)
			}
			return node, tie
		}
		node, tie := run()
		alone, none, err := reduce(a, ties.Ends, d, false).betweenness(context.Background(), 1, nil)
		if i, ok := close(node, alone); !ok || none != nil || err != nil {
			t.Fatalf("seed %d: without ties node %d has %v, with %v", seed, i, alone[i], node[i])
		}
		for what, set := range map[string]func() func(){
			"wide":   func() func() { narrowUpTo = 0; return func() { narrowUpTo = maxNarrow } },
			"scaled": func() func() { overflow = 0; return func() { overflow = maxPaths } },
			"wide scaled": func() func() {
				narrowUpTo, overflow = 0, 0
				return func() { narrowUpTo, overflow = maxNarrow, maxPaths }
			},
		} {
			undo := set()
			n, e := run()
			undo()
			if i, ok := close(node, n); !ok {
				t.Fatalf("seed %d: %s node %d has %v, narrow %v", seed, what, i, n[i], node[i])
			}
			if i, ok := close(tie, e); !ok {
				t.Fatalf("seed %d: %s tie %d has %v, narrow %v", seed, what, i, e[i], tie[i])
			}
		}
	}
}

// 320 layers of ten, each tied to all of the next: 10^318 shortest paths from
// end to end. By hand: the pairs across a layer share its ten nodes alike, and two
// of one layer meet in the ten or twenty nodes beside them.
func TestBetweenness_MorePathsThanANumberHolds(t *testing.T) {
	const layers, wide = 320, 10
	ties := graph.Ties{}
	for v := range int32(layers * wide) {
		ties.IDs = append(ties.IDs, fmt.Sprintf("%05d", v))
		if l := v / wide; l+1 < layers {
			for w := range int32(wide) {
				ties.Ends = append(ties.Ends, [2]int32{v, (l+1)*wide + w})
			}
		}
	}
	meet := func(l int) float64 { // what two of layer l share
		if l < 0 || l >= layers {
			return 0
		}
		if l == 0 || l == layers-1 {
			return 45.0 / wide
		}
		return 45.0 / (2 * wide)
	}
	node, err := Betweenness(context.Background(), ties, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for v, got := range node {
		l := v / wide
		want := float64(l*wide)*float64((layers-1-l)*wide)/wide + meet(l-1) + meet(l+1)
		if math.Abs(got-want) > 1e-9*want {
			t.Fatalf("a node of layer %d: %v, want %v", l, got, want)
		}
	}
}

// Cancelling ends soon, wherever it comes, and gives no values: some 20 ms on a
// quiet machine, where the whole takes seconds. What is measured is no clock but
// how much further the work goes: at most the searches that had begun.
func TestStructure_Cancel(t *testing.T) {
	ties := sparse(12000, 48000, 1)
	for _, at := range []float64{0, 0.001, 0.01, 0.05, 0.3} {
		ctx, stop := context.WithCancel(context.Background())
		var when time.Time
		last, stopped := 0.0, 0.0
		cancel := func(done float64) {
			if when.IsZero() && done >= at {
				when, stopped = time.Now(), done
				stop()
			}
			last = done
		}
		if at == 0 {
			cancel(0)
		}
		_, err := Structure(ctx, ties, StructureOptions{Exact: true, Measures: []string{"betweenness", "harmonic", "edge_betweenness"}, Options: Options{Progress: cancel}})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("at %v: %v", at, err)
		}
		if last > stopped+0.02 {
			t.Errorf("cancelled at %v of the work, went on to %v", stopped, last)
		}
		t.Logf("cancelled at %v, ended %v later", stopped, time.Since(when))
	}
}

// Progress rises to 1.
func TestStructure_Progress(t *testing.T) {
	last, calls := 0.0, 0
	_, err := Structure(context.Background(), sparse(1500, 4500, 2), StructureOptions{
		Measures: []string{"betweenness", "harmonic"},
		Options: Options{Progress: func(done float64) {
			if done < last || done > 1 {
				t.Errorf("%v after %v", done, last)
			}
			last = done
			calls++
		}},
	})
	if err != nil || last != 1 || calls < 20 {
		t.Errorf("%d calls up to %v, %v", calls, last, err)
	}
}

// Above a size betweenness is an estimate that says so, within its bound for nodes and for ties, and exact when asked for.
func TestStructure_EstimatesAboveASize(t *testing.T) {
	ties := sparse(900, 2700, 3)
	ask := func(o StructureOptions) Result {
		t.Helper()
		o.Measures = []string{"betweenness", "edge_betweenness", "harmonic"}
		r, err := Structure(context.Background(), ties, o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	small := ask(StructureOptions{})
	if small.Estimate != nil || len(small.Estimated()) != 0 {
		t.Errorf("900 nodes are estimated: %v", small.Estimated())
	}
	exact := ask(StructureOptions{Exact: true, ExactWork: 1 << 16})
	if exact.Estimate != nil || !slices.Equal(exact.Betweenness, small.Betweenness) || !slices.Equal(exact.EdgeBetweenness, small.EdgeBetweenness) {
		t.Error("asked for exact values, got others")
	}
	for _, share := range []float64{0, 0.03} {
		last := 0.0
		about := ask(StructureOptions{Error: share, ExactWork: 1 << 16, Options: Options{Progress: func(done float64) { last = done }}})
		if share == 0 {
			share = DefaultError
		}
		e := about.Estimate
		if e == nil || !slices.Equal(about.Estimated(), []string{"betweenness", "edge_betweenness"}) || e.Confidence != DefaultConfidence || e.Error != share*900*899/2 || last != 1 {
			t.Fatalf("%+v, progress to %v", about.Estimated(), last)
		}
		off := func(what string, got, want []float64) {
			t.Helper()
			sum := 0.0
			for i := range want {
				if d := math.Abs(got[i] - want[i]); d > e.Error {
					t.Errorf("%s %d: %v, exact %v, bound %v", what, i, got[i], want[i], e.Error)
				}
				sum += got[i] - want[i]
			}
			if mean := sum / float64(len(want)); math.Abs(mean) > e.Error/20 {
				t.Errorf("%s: off by %v on the average, the bound of one is %v", what, mean, e.Error)
			}
		}
		off("node", about.Betweenness, exact.Betweenness)
		off("tie", about.EdgeBetweenness, exact.EdgeBetweenness)
		if !slices.Equal(about.Distances.Harmonic, exact.Distances.Harmonic) {
			t.Error("harmonic is never an estimate")
		}
		b, err := json.Marshal(about)
		var out struct {
			Estimated         []string
			Error, Confidence float64
			Samples           int
		}
		if err != nil || json.Unmarshal(b, &out) != nil || len(out.Estimated) != 2 || out.Error != e.Error || out.Confidence != DefaultConfidence || out.Samples != e.Samples {
			t.Errorf("says %+v", out)
		}
	}
	for _, wrong := range []StructureOptions{{Error: -1}, {Error: 1}, {Confidence: 2}} {
		if _, err := Structure(context.Background(), ties, wrong); graph.CodeOf(err) != graph.Invalid {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
	// A tree of any size is exact: nothing is left to search after the reductions.
	chain := graph.Ties{IDs: ties.IDs[:800]}
	for v := range int32(799) {
		chain.Ends = append(chain.Ends, [2]int32{v, v + 1})
	}
	if r, err := Structure(context.Background(), chain, StructureOptions{ExactWork: 1}); err != nil || r.Estimate != nil {
		t.Errorf("a chain is estimated, %v", err)
	}
}
