package analysis

import "miteinander/graph"

// EIIndex compares ties within and between groups.
type EIIndex struct {
	Attribute string
	// Value is (external − internal) / (external + internal): −1 where nobody
	// has ties outside the own group (a silo), +1 where all ties lead outside;
	// undefined where no tie has a value at both ends.
	Value Number
	// Ties between nodes that share no value, that share one, and those left out
	// because an end has no value.
	External, Internal, WithoutValue int64
}

// EIIndexOf takes the groups of each node beside t.IDs: a node may have several
// values or none; a tie is internal if its ends share a value.
//
// Source: Krackhardt & Stern 1988, "Informal networks and organizational
// crises"; Everett & Borgatti 2012, "Categorical attribute based centrality".
func EIIndexOf(t graph.Ties, attribute string, groups [][]string) EIIndex {
	k := classesOf(groups)
	e := EIIndex{Attribute: attribute}
	for _, end := range t.Ends {
		x, y := k.of[end[0]], k.of[end[1]]
		switch {
		case x < 0 || y < 0:
			e.WithoutValue++
		case k.shared(x, y):
			e.Internal++
		default:
			e.External++
		}
	}
	e.Value = ratio(float64(e.External-e.Internal), float64(e.External+e.Internal))
	return e
}
