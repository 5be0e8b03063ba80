package analysis_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"miteinander/graph"
	"miteinander/graph/analysis"
)

func structureJSON(t *testing.T, ties graph.Ties, o analysis.StructureOptions) map[string]any {
	t.Helper()
	r, err := analysis.Structure(context.Background(), ties, o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// The fixture's own expected values: computed by hand and by an independent
// program in exact fractions, rounded to six digits there.
func TestStructure_Musterstadt(t *testing.T) {
	b, err := os.ReadFile(shared(t, "fixtures", "musterstadt", "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var expected struct {
		Structure map[string]any `json:"structure_level_1"`
	}
	if err := json.Unmarshal(b, &expected); err != nil {
		t.Fatal(err)
	}
	ties := musterstadt()
	groups := make([][]string, len(ties.IDs))
	for v, id := range ties.IDs {
		groups[v] = []string{"municipal"}
		if slices.Contains([]string{"FZ", "EB", "KN"}, id) {
			groups[v] = []string{"free"}
		}
	}
	got := structureJSON(t, ties, analysis.StructureOptions{Groups: map[string][][]string{"provider_kind": groups}})
	for key, want := range expected.Structure {
		if d := cmp.Diff(want, got[key], cmpopts.EquateApprox(0, 1e-6)); d != "" {
			t.Errorf("%s: −expected +computed\n%s", key, d)
		}
		delete(got, key)
	}
	more := map[string]any{
		"density_bounds":               []any{6.0 / 28, 6.0 / 28},
		"density_parts":                map[string]any{"numerator": 6.0, "denominator": 28.0},
		"estimated":                    []any{},
		"error":                        nil,
		"confidence":                   nil,
		"samples":                      nil,
		"ei_index_provider_kind_parts": map[string]any{"external": 2.0, "internal": 4.0, "without_value": 0.0},
	}
	if d := cmp.Diff(more, got); d != "" {
		t.Errorf("keys beside those expected: −expected +computed\n%s", d)
	}
}

// Values of NetworkX 3.6.1 in measures.md.
func TestStructure_Kite(t *testing.T) {
	r, err := analysis.Structure(context.Background(), kite(), analysis.StructureOptions{Measures: []string{"all"}})
	if err != nil {
		t.Fatal(err)
	}
	near := func(what string, got analysis.Number, want float64) {
		t.Helper()
		if !got.Defined || math.Abs(got.Value-want) > 1e-6 {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	number := func(x float64) analysis.Number { return analysis.Number{Value: x, Defined: true} }
	near("density", r.Density.Lower, 0.4)
	near("degree centralization", r.DegreeCentralization, 24.0/72)
	near("betweenness of 7", number(r.Betweenness[7]), 14)
	near("constraint of 3", r.Constraint[3], 0.470170)
	near("constraint of 7", r.Constraint[7], 0.431111)
	near("effective size of 3", r.EffectiveSize[3], 10.0/3)
	near("effective size of 7", r.EffectiveSize[7], 7.0/3)
	near("closeness of 5", number(r.Distances.Closeness()[5]), 0.642857)
	near("distance fragmentation", r.Distances.DistanceFragmentation(), 0.353704)
	near("fragmentation without 7", r.FragmentationWithout[7], 0.388889)
	near("fragmentation without 8", r.FragmentationWithout[8], 0.222222)
	if d := cmp.Diff([]int32{7, 8}, r.Cutpoints); d != "" {
		t.Errorf("cutpoints: %s", d)
	}
}
