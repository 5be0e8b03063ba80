package analysis

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"

	"miteinander/graph"
)

// groupsSeed is fixed so that a picture does not change when nothing has.
const groupsSeed = 1

// Groups (Gruppen) by the Louvain method: a split with as many ties inside
// groups, compared with chance, as the method finds. Descriptive only: other
// splits may be as good.
type Groups struct {
	// Members are indices into t.IDs, rising, the largest group first, among
	// equals by first node. An isolate is a group of its own.
	Members [][]int32
	// Modularity is Σ over groups of (inside/m − (degrees/2m)²); undefined
	// without ties.
	Modularity Number
}

// GroupsOf runs gonum's implementation, component by component order and seed
// fixed, so that the same network has the same groups.
//
// Source: Blondel, Guillaume, Lambiotte & Lefebvre 2008, "Fast unfolding of
// communities in large networks"; modularity: Newman 2006.
func GroupsOf(t graph.Ties) Groups {
	g := simple.NewUndirectedGraph()
	for v := range t.IDs {
		g.AddNode(simple.Node(v))
	}
	for _, e := range t.Ends {
		g.SetEdge(simple.Edge{F: simple.Node(e[0]), T: simple.Node(e[1])})
	}
	var out Groups
	if len(t.Ends) == 0 {
		for v := range t.IDs {
			out.Members = append(out.Members, []int32{int32(v)})
		}
		return out
	}
	for _, c := range community.Modularize(g, 1, rand.NewPCG(groupsSeed, groupsSeed)).Communities() {
		var members []int32
		for _, v := range c {
			members = append(members, int32(v.ID()))
		}
		slices.Sort(members)
		out.Members = append(out.Members, members)
	}
	slices.SortFunc(out.Members, func(x, y []int32) int {
		if len(x) != len(y) {
			return len(y) - len(x)
		}
		return slices.Compare(x, y)
	})
	out.Modularity = modularity(t, out.Members)
	return out
}

func modularity(t graph.Ties, groups [][]int32) Number {
	of := make([]int, len(t.IDs))
	for i, g := range groups {
		for _, v := range g {
			of[v] = i
		}
	}
	inside, degrees := make([]float64, len(groups)), make([]float64, len(groups))
	for _, e := range t.Ends {
		x, y := of[e[0]], of[e[1]]
		degrees[x]++
		degrees[y]++
		if x == y {
			inside[x]++
		}
	}
	m, q := float64(len(t.Ends)), 0.0
	for i := range groups {
		q += inside[i]/m - degrees[i]/(2*m)*degrees[i]/(2*m)
	}
	if m == 0 {
		return Number{}
	}
	return defined(q)
}
