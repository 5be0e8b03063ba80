package exchange_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"miteinander/graph"
	"miteinander/graph/analysis"
	"miteinander/graph/exchange"
)

// The structure of published networks, from the file to the number, against
// ../shared/data/expected: computed with NetworkX 3.6.1 and R igraph 1.3.5, and
// values that papers state (see the README there).

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

func read(t testing.TB, path string) graph.Ties {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ties, err := exchange.ReadNetworkFile(path, f)
	if err != nil {
		t.Fatal(err)
	}
	return ties
}

func structure(t testing.TB, ties graph.Ties) analysis.Result {
	t.Helper()
	r, err := analysis.Structure(context.Background(), ties, analysis.StructureOptions{Measures: []string{"all"}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// table reads a CSV file of expected values as rows by column name.
func table(t testing.TB, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(shared(t, "data", "expected", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = r[i]
		}
		out = append(out, m)
	}
	return out
}

// expect compares with a number as the files write it: wrong in no digit given.
func expect(t testing.TB, what string, got float64, want string, digits int) {
	t.Helper()
	w, err := strconv.ParseFloat(want, 64)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(got-w) > math.Pow10(-digits)*max(1, math.Abs(w)) {
		t.Errorf("%s is %v, expected %s", what, got, want)
	}
}

var published = map[string]string{
	"karate": "karate.graphml", "florentine-marriage": "florentine-marriage.net",
	"southern-women": "southern-women-edges.csv", "les-miserables": "les-miserables.gexf",
}

func TestPublished_Nodes(t *testing.T) {
	for name, file := range published {
		t.Run(name, func(t *testing.T) {
			ties := read(t, filepath.Join("testdata", "networks", file))
			r := structure(t, ties)
			index := map[string]int{}
			for v, id := range ties.IDs {
				index[id] = v
			}
			rows := table(t, name+".csv")
			if len(rows) != len(ties.IDs) {
				t.Fatalf("%d nodes, expected %d", len(ties.IDs), len(rows))
			}
			n := float64(len(rows))
			cut := map[int32]bool{}
			for _, v := range r.Cutpoints {
				cut[v] = true
			}
			closeness := r.Distances.Closeness()
			for _, row := range rows {
				v, ok := index[row["node"]]
				if !ok {
					t.Errorf("no node %s", row["node"])
					continue
				}
				at := func(what string) string { return what + " of " + row["node"] }
				expect(t, at("degree"), float64(r.Degree[v]), row["degree"], 9)
				expect(t, at("betweenness"), r.Betweenness[v], row["betweenness_raw"], 6)
				expect(t, at("betweenness per pair"), r.Betweenness[v]/((n-1)*(n-2)/2), row["betweenness_norm"], 8)
				expect(t, at("closeness"), closeness[v], row["closeness_component_scaled"], 8)
				within := 0.0
				if r.Distances.Reached[v] > 0 {
					within = float64(r.Distances.Reached[v]) / float64(r.Distances.Sum[v])
				}
				expect(t, at("closeness within the component"), within, row["closeness_within_component"], 8)
				expect(t, at("core"), float64(r.Core[v]), row["coreness"], 9)
				if cut[int32(v)] != (row["articulation_point"] == "1") {
					t.Errorf("%s is a cutpoint: %v", row["node"], cut[int32(v)])
				}
			}
		})
	}
}

func TestPublished_Networks(t *testing.T) {
	for _, row := range table(t, "summary.csv") {
		t.Run(row["network"], func(t *testing.T) {
			ties := read(t, filepath.Join("testdata", "networks", published[row["network"]]))
			r := structure(t, ties)
			most := 0
			for _, d := range r.Degree {
				most = max(most, d)
			}
			for column, got := range map[string]float64{
				"nodes": float64(len(ties.IDs)), "edges_undirected": float64(len(ties.Ends)), "density": r.Density.Lower.Value,
				"components": float64(len(r.Components)), "isolates": float64(len(r.Isolates)), "diameter_largest": float64(r.Distances.Diameter()),
				"transitivity": r.Clustering.Transitivity.Value, "avg_clustering": r.Clustering.Mean.Value, "triangles": float64(r.Clustering.Triangles),
				"bridges": float64(len(r.Bridges)), "articulation_points": float64(len(r.Cutpoints)), "max_degree": float64(most),
			} {
				expect(t, column, got, row[column], 6)
			}
		})
	}
}

// Values out of NetworkX's own test suite, to the digits given there: three.
func TestPublished_Papers(t *testing.T) {
	b, err := os.ReadFile(shared(t, "data", "expected", "published.json"))
	if err != nil {
		t.Fatal(err)
	}
	type values struct {
		Betweenness map[string]float64 `json:"betweenness_normalized"`
		Closeness   map[string]float64 `json:"closeness"`
	}
	var all struct {
		Florentine values `json:"florentine-marriage"`
		Miserables values `json:"les-miserables"`
	}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]values{"florentine-marriage": all.Florentine, "les-miserables": all.Miserables} {
		ties := read(t, filepath.Join("testdata", "networks", published[name]))
		r := structure(t, ties)
		n := float64(len(want.Betweenness)) // without isolates
		found := 0
		for v, id := range ties.IDs {
			b, ok := want.Betweenness[id]
			if !ok {
				continue
			}
			found++
			if got := r.Betweenness[v] / ((n - 1) * (n - 2) / 2); math.Abs(got-b) > 1e-3 {
				t.Errorf("%s: betweenness of %s is %v, published %v", name, id, got, b)
			}
			if got := float64(r.Distances.Reached[v]) / float64(r.Distances.Sum[v]); math.Abs(got-want.Closeness[id]) > 1e-3 {
				t.Errorf("%s: closeness of %s is %v, published %v", name, id, got, want.Closeness[id])
			}
		}
		if found != len(want.Betweenness) || found == 0 {
			t.Errorf("%s: %d of %d nodes", name, found, len(want.Betweenness))
		}
	}
}

// Karate's values in measures.md (NetworkX 3.6.1).
func TestPublished_Karate(t *testing.T) {
	ties := read(t, filepath.Join("testdata", "networks", "karate.graphml"))
	r := structure(t, ties)
	for v, id := range ties.IDs {
		if id == "1" {
			expect(t, "constraint", r.Constraint[v].Value, "0.155423", 6)
			expect(t, "effective size", r.EffectiveSize[v].Value, "13.75", 9)
		}
	}
}

// SNAP's ca-GrQc: what SNAP publishes, and the twenty nodes of highest
// betweenness by R igraph 1.3.5.
func TestPublished_GrQc(t *testing.T) {
	ties := read(t, shared(t, "data", "graphs", "ca-GrQc.txt"))
	r := structure(t, ties)
	row := table(t, "graphs-summary.csv")[0]
	most := 0
	for _, d := range r.Degree {
		most = max(most, d)
	}
	for column, got := range map[string]float64{
		"nodes": float64(len(ties.IDs)), "edges_undirected_simple": float64(len(ties.Ends)), "components": float64(len(r.Components)),
		"largest_component": float64(len(r.Components[0])), "isolates": float64(len(r.Isolates)), "max_degree": float64(most),
		"transitivity": r.Clustering.Transitivity.Value, "avg_clustering": r.Clustering.Mean.Value, "triangles": float64(r.Clustering.Triangles),
		"bridges": float64(len(r.Bridges)), "articulation_points": float64(len(r.Cutpoints)), "snap_published_avg_clustering": math.Round(1e4*r.Clustering.Mean.Value) / 1e4,
	} {
		expect(t, column, got, row[column], 6)
	}
	index := map[string]int{}
	for v, id := range ties.IDs {
		index[id] = v
	}
	for _, row := range table(t, "graphs-top20-betweenness.csv") {
		v := index[row["node"]]
		expect(t, fmt.Sprintf("betweenness of %s", row["node"]), r.Betweenness[v], row["betweenness_raw"], 8)
		expect(t, "degree", float64(r.Degree[v]), row["degree"], 9)
	}
}
