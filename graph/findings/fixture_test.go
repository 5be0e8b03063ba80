package findings

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/exchange"
)

// musterstadt holds no letter of ours: the network and the numbers that all of the project's programs agree on.
const musterstadt = "testdata/musterstadt"

const zweistadt = "testdata/zweistadt"

// load reads a fixture with the importer that users have, into records that a test may edit.
func load(t testing.TB, dir string) []graph.Record {
	t.Helper()
	s, wrong, err := exchange.ReadNetwork(dir)
	if err != nil || len(wrong) > 0 {
		t.Fatal(dir, err, wrong)
	}
	var out []graph.Record
	for _, k := range graph.Kinds() {
		out = slices.AppendSeq(out, s.All(k))
	}
	return out
}

// snapshot builds records, with edits applied to the copy first.
func snapshot(t testing.TB, records []graph.Record) *graph.Snapshot {
	t.Helper()
	var b graph.Builder
	for _, r := range records {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	s, err := b.Build(graph.Head{ID: "n", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// basis of records on the network's Stand.
func basis(t testing.TB, records []graph.Record, f graph.Filter) *Basis {
	t.Helper()
	s := snapshot(t, records)
	if f.Date.IsZero() {
		f.Date = s.Settings().AsOf
	}
	b, err := NewBasis(t.Context(), s.Select(f))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// edit replaces the record of a key by a changed copy; f returning false deletes it.
func edit[R graph.Record](records []graph.Record, k graph.Key, f func(R) bool) []graph.Record {
	var out []graph.Record
	for _, r := range records {
		if r.Key() == k {
			c := graph.Clone(r).(R)
			if !f(c) {
				continue
			}
			r = c
		}
		out = append(out, r)
	}
	return out
}

// expected reads expected.json of a fixture.
func expected(t testing.TB, dir string) map[string]any {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(body, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// answer asks and reads back what the command line would print for one question.
func answer(t testing.TB, b *Basis, name string, p Params) map[string]any {
	t.Helper()
	body, err := JSON(t.Context(), b.sel, []string{name}, p)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]map[string]any
	if err := json.Unmarshal(body, &out); err != nil {
		t.Fatal(err)
	}
	return out[strings.ReplaceAll(name, "-", "_")]
}

// contains checks that got says everything that want says: objects may hold more keys, lists not more entries; numbers within
// 1e-6, as expected.json rounds. Keys named in skip are not compared.
func contains(t testing.TB, path string, got, want any, skip ...string) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: got %v, want an object", path, got)
			return
		}
	keys:
		for k, v := range w {
			for _, s := range skip {
				if s == k {
					continue keys
				}
			}
			if _, ok := g[k]; !ok {
				t.Errorf("%s/%s is missing", path, k)
				continue
			}
			contains(t, path+"/"+k, g[k], v)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			t.Errorf("%s: got %v, want %v", path, got, want)
			return
		}
		for i := range w {
			contains(t, path+"/"+strconv.Itoa(i), g[i], w[i])
		}
	case float64:
		if g, ok := got.(float64); !ok || math.Abs(g-w) > 1e-6 {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	default:
		if got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
}
