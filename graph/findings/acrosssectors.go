package findings

import (
	"context"

	"miteinander/graph"
)

// AskAcrossSectors answers: the same children, another Ressort? It is SideBySide with area × phase instead of cells, for pairs
// of different sectors whatever their kinds; there is no same_kind here. Institutions without a sector are listed.
func AskAcrossSectors(ctx context.Context, b *Basis, p Params) (*SideBySide, error) {
	g := b.newGrid(false, keepsService(p))
	o, err := g.overlapping(ctx, func(pair *Pair) Status {
		x, y := b.Institution(pair.A).Sector, b.Institution(pair.B).Sector
		switch {
		case x == "" || y == "" || x == y:
			return ""
		case p.SameProvider && pair.SameProvider:
			return internal
		case b.agreed(pair.A, pair.B) != "":
			return AgreedSideBySide
		}
		return b.byLevel(pair.Level)
	})
	if err != nil {
		return nil, err
	}
	// A round across sectors needs two of them.
	kept := o.rounds[:0]
	for _, r := range o.rounds {
		if r.Counts != (Counts{}) {
			kept = append(kept, r)
		}
	}
	o.rounds = kept
	a := newSideBySide(b, o)
	a.across, a.Sectors = true, map[[2]graph.ID]*Counts{}
	for _, pair := range a.Pairs {
		k := [2]graph.ID{b.Institution(pair.A).Sector, b.Institution(pair.B).Sector}
		if k[1] < k[0] {
			k[0], k[1] = k[1], k[0]
		}
		if a.Sectors[k] == nil {
			a.Sectors[k] = &Counts{}
		}
		a.Sectors[k].add(pair.State)
	}
	for i, r := range b.sel.Institutions() {
		if r.Sector == "" && !b.gone[i] {
			a.WithoutSector = append(a.WithoutSector, int32(i))
		}
	}
	return a, nil
}
