package analysis

import "miteinander/graph"

// Roles (Brückenrollen) of a node v: how often it stands between a and b that
// are tied to v but not to each other, by the groups of the three. A tie leads
// both ways, so each such pair counts twice, as a→v→b and b→v→a.
type Roles struct {
	Coordinator    int64 `json:"coordinator"`    // all three in one group
	Itinerant      int64 `json:"itinerant"`      // a and b in one group, v outside
	Gatekeeper     int64 `json:"gatekeeper"`     // v and b in one group, a outside
	Representative int64 `json:"representative"` // a and v in one group, b outside
	Liaison        int64 `json:"liaison"`        // three groups
	Total          int64 `json:"total"`
}

// Brokerage counts the roles of each node for groups given beside t.IDs. Nodes
// may have several values: "in one group" means that two share one; where v
// shares a value with each of a and b it is a coordinator, whether or not a and
// b share one too. A node without a value neither brokers nor is brokered.
//
// Source: Gould & Fernandez 1989, "Structures of mediation"; as R's
// sna::brokerage counts. From the sizes of the groups around each node less the
// triangles: linear in both, not in pairs of neighbours.
func Brokerage(t graph.Ties, groups [][]string) ([]Roles, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return a.brokerage(classesOf(groups)), nil
}

func (a *adjacency) brokerage(k *valueClasses) []Roles {
	out := make([]Roles, a.n)
	// pairs adds times unordered pairs of neighbours of classes x and y.
	pairs := func(v, x, y int32, times int64) {
		c := k.of[v]
		first, second := k.shared(x, c), k.shared(c, y)
		r := &out[v]
		r.Total += 2 * times
		switch {
		case first && second:
			r.Coordinator += 2 * times
		case first || second:
			r.Gatekeeper += times
			r.Representative += times
		case k.shared(x, y):
			r.Itinerant += 2 * times
		default:
			r.Liaison += 2 * times
		}
	}
	around := make([]int64, len(k.sets))
	var present []int32
	for v := range int32(a.n) {
		if k.of[v] < 0 {
			continue
		}
		present = present[:0]
		for _, w := range a.neighbours(v) {
			if c := k.of[w]; c >= 0 {
				if around[c] == 0 {
					present = append(present, c)
				}
				around[c]++
			}
		}
		for i, x := range present {
			pairs(v, x, x, around[x]*(around[x]-1)/2)
			for _, y := range present[:i] {
				pairs(v, x, y, around[x]*around[y])
			}
		}
		for _, x := range present {
			around[x] = 0
		}
	}
	a.eachTriangle(func(v, _ [3]int32) {
		if k.of[v[0]] < 0 || k.of[v[1]] < 0 || k.of[v[2]] < 0 {
			return
		}
		pairs(v[0], k.of[v[1]], k.of[v[2]], -1)
		pairs(v[1], k.of[v[0]], k.of[v[2]], -1)
		pairs(v[2], k.of[v[0]], k.of[v[1]], -1)
	})
	return out
}
