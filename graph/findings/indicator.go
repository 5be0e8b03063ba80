package findings

import (
	"math"

	"miteinander/graph"
)

// indicator gives for each area the latest value of a Kennzahl up to the year of the date, in whole numbers; nil when no name
// is given. An area without a value is not in the map.
func (b *Basis) indicator(name string) map[graph.ID]int64 {
	if name == "" {
		return nil
	}
	out, year := map[graph.ID]int64{}, map[graph.ID]int64{}
	for r := range graph.Records[*graph.Indicator](b.snap, graph.KindIndicator) {
		if r.Name != name || !r.Value.Known || r.Year.N > int64(b.sel.Date().Year) {
			continue
		}
		if last, ok := year[r.Area]; !ok || r.Year.N > last {
			year[r.Area], out[r.Area] = r.Year.N, int64(math.Round(r.Value.V))
		}
	}
	return out
}
