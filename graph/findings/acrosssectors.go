package findings

import (
	"context"

	"miteinander/graph"
)

// AskAcrossSectors answers: the same children, another Ressort? It is SideBySide with area × phase instead of cells, for pairs
// of different sectors whatever their kinds; there is no same_kind here. Institutions without a sector are listed.
func AskAcrossSectors(ctx context.Context, b *Basis, p Params) (*SideBySide, error) {
	o, err := b.gridOf(false, p).overlapping(ctx, rule{across: true, sameProvider: p.SameProvider})
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
	f := b.facts()
	for k := range o.sectors {
		c := &Counts{}
		if c.addCodes(&o.sectors[k]); *c != (Counts{}) {
			a.Sectors[[2]graph.ID{f.sectorIDs[k/f.sectors], f.sectorIDs[k%f.sectors]}] = c
		}
	}
	for i, r := range b.sel.Institutions() {
		if r.Sector == "" && !b.gone[i] {
			a.WithoutSector = append(a.WithoutSector, int32(i))
		}
	}
	return a, nil
}
