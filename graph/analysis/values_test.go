package analysis

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Values per node are the same bytes as a map's of them.
func TestValuesOf_asAMap(t *testing.T) {
	same := func(ids []string, got, want any) {
		t.Helper()
		a, errA := json.Marshal(got)
		b, errB := json.Marshal(want)
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Errorf("%s (%v), want %s (%v)", a, errA, b, errB)
		}
	}
	ids := []string{"b", "a", `q"u\o`, "<k>", "Größe", "", "tab\t", "\u2028"}
	floats := []float64{0, 1, -1.5, 1e-7, 1e21, 123456789.125, 1e-6, math.Copysign(0, -1)}
	r := rand.New(rand.NewPCG(1, 1))
	for len(ids) < 300 {
		ids = append(ids, string(rune('c'+len(ids)%20))+string(rune(0x100+len(ids))))
		floats = append(floats, math.Float64frombits(r.Uint64()))
		if x := floats[len(floats)-1]; math.IsNaN(x) || math.IsInf(x, 0) {
			floats[len(floats)-1] = r.Float64()
		}
	}
	for range 2 { // in any order, then sorted
		f, n, i := map[string]float64{}, map[string]Number{}, map[string]int{}
		numbers, ints := make([]Number, len(ids)), make([]int, len(ids))
		for k, id := range ids {
			numbers[k], ints[k] = Number{floats[k], k%3 != 0}, k-5
			f[id], n[id], i[id] = floats[k], numbers[k], ints[k]
		}
		same(ids, valuesOf(ids, floats), f)
		same(ids, valuesOf(ids, numbers), n)
		same(ids, valuesOf(ids, ints), i)
		slices.Sort(ids)
	}
	same(nil, valuesOf[int](nil, nil), map[string]int{})
	if _, err := json.Marshal(valuesOf([]string{"a"}, []float64{math.NaN()})); err == nil {
		t.Error("a NaN was written")
	}
}
