package analysis

import (
	"context"
	"math/rand/v2"
	"slices"

	"miteinander/graph"
)

// groupsSeed is fixed so that a picture does not change when nothing has.
const groupsSeed = 1

// groupsTolerance ends the moves of a level: a round over all nodes that gains
// less modularity than this (half of it, to be exact) is the last.
const groupsTolerance = 1e-6

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

// GroupsOf runs the Louvain method: nodes move one by one, in an order drawn with
// a fixed seed, to the group of a neighbour where modularity gains most, until
// none gains; then groups become nodes and it begins again. A group that fell
// apart while nodes left it is split, which modularity can only gain from.
//
// gonum has the method too; its time grows with the square of group sizes and it
// cannot be stopped.
//
// Source: Blondel, Guillaume, Lambiotte & Lefebvre 2008, "Fast unfolding of
// communities in large networks"; modularity: Newman 2006.
func GroupsOf(ctx context.Context, t graph.Ties) (Groups, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return Groups{}, err
	}
	return a.groups(ctx, t)
}

func (a *adjacency) groups(ctx context.Context, t graph.Ties) (Groups, error) {
	of := make([]int32, a.n) // group of each node of the network
	for v := range of {
		of[v] = int32(v)
	}
	random := rand.New(rand.NewPCG(groupsSeed, groupsSeed))
	level := louvainOf(a)
	for level.total > 0 {
		if ctx.Err() != nil {
			return Groups{}, ctx.Err()
		}
		moved, err := level.move(ctx, random)
		if err != nil {
			return Groups{}, err
		}
		if !moved {
			break
		}
		count := level.number()
		for v := range of {
			of[v] = level.group[of[v]]
		}
		level = level.folded(count)
	}
	var out Groups
	out.Members = a.connectedParts(of)
	out.Modularity = modularity(t, out.Members)
	return out, nil
}

// louvain is a network of groups: ties have weights; what lies
// within each counts in its degree alone.
type louvain struct {
	first  []int32
	to     []int32
	weight []float64
	degree []float64 // weights of all ties, inside included
	total  float64   // of all degrees
	group  []int32   // per node of this level
}

func louvainOf(a *adjacency) *louvain {
	l := &louvain{first: a.first, to: a.to, weight: make([]float64, len(a.to)), degree: make([]float64, a.n)}
	for i := range l.weight {
		l.weight[i] = 1
	}
	for v := range int32(a.n) {
		l.degree[v] = float64(a.degree(v))
		l.total += l.degree[v]
	}
	l.alone()
	return l
}

func (l *louvain) alone() {
	l.group = make([]int32, len(l.degree))
	for v := range l.group {
		l.group[v] = int32(v)
	}
}

// move tells whether any node changed its group.
func (l *louvain) move(ctx context.Context, random *rand.Rand) (bool, error) {
	n := len(l.degree)
	sum := slices.Clone(l.degree) // per group
	toward := make([]float64, n)  // weight from the node in hand to each group
	var near []int32
	order := random.Perm(n)
	any := false
	for {
		gained := 0.0
		for i, v := range order {
			if i%1024 == 0 && ctx.Err() != nil {
				return false, ctx.Err()
			}
			own := l.group[v]
			near = append(near[:0], own)
			toward[own] = 0
			for k := l.first[v]; k < l.first[v+1]; k++ {
				g := l.group[l.to[k]]
				if toward[g] == 0 && g != own {
					near = append(near, g)
				}
				toward[g] += l.weight[k]
			}
			sum[own] -= l.degree[v]
			stay := toward[own] - sum[own]*l.degree[v]/l.total
			best, most := own, stay
			for _, g := range near[1:] {
				gain := toward[g] - sum[g]*l.degree[v]/l.total
				// A gain below rounding is none, or two nodes could swap for ever.
				if gain > most+1e-9 {
					best, most = g, gain
				}
			}
			for _, g := range near {
				toward[g] = 0
			}
			sum[best] += l.degree[v]
			if best != own {
				l.group[v], any = best, true
				gained += most - stay
			}
		}
		if gained < groupsTolerance*l.total {
			return any, nil
		}
	}
}

// number calls the groups 0, 1, … by their first node and returns how many.
func (l *louvain) number() int {
	names := slices.Repeat([]int32{-1}, len(l.group))
	count := int32(0)
	for v, g := range l.group {
		if names[g] < 0 {
			names[g] = count
			count++
		}
		l.group[v] = names[g]
	}
	return int(count)
}

// folded is the network of the groups.
func (l *louvain) folded(count int) *louvain {
	f := &louvain{first: make([]int32, count+1), degree: make([]float64, count), total: l.total}
	members := make([][]int32, count)
	for v, g := range l.group {
		members[g] = append(members[g], int32(v))
		f.degree[g] += l.degree[v]
	}
	toward := make([]float64, count)
	for g, vs := range members {
		from := len(f.to)
		for _, v := range vs {
			for k := l.first[v]; k < l.first[v+1]; k++ {
				h := l.group[l.to[k]]
				if int(h) == g {
					continue
				}
				if toward[h] == 0 {
					f.to = append(f.to, h)
				}
				toward[h] += l.weight[k]
			}
		}
		for _, h := range f.to[from:] {
			f.weight = append(f.weight, toward[h])
			toward[h] = 0
		}
		f.first[g+1] = int32(len(f.to))
	}
	f.alone()
	return f
}

// connectedParts are the sets of nodes of one group that are tied to each other
// within it, the largest first.
func (a *adjacency) connectedParts(of []int32) [][]int32 {
	out := [][]int32{}
	seen := make([]bool, a.n)
	for v := range int32(a.n) {
		if seen[v] {
			continue
		}
		seen[v] = true
		part := []int32{v}
		for i := 0; i < len(part); i++ {
			for _, w := range a.neighbours(part[i]) {
				if !seen[w] && of[w] == of[v] {
					seen[w] = true
					part = append(part, w)
				}
			}
		}
		slices.Sort(part)
		out = append(out, part)
	}
	slices.SortStableFunc(out, func(x, y []int32) int { return len(y) - len(x) })
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
