package analysis

import "miteinander/graph"

// Core of each node: the largest k such that the node belongs to a part of the
// network in which everybody has at least k ties; 0 for an isolate.
//
// Source: Seidman 1983; Batagelj & Zaveršnik 2003, "An O(m) algorithm for cores
// decomposition of networks".
func Core(t graph.Ties) ([]int, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return nil, err
	}
	return a.core(), nil
}

func (a *adjacency) core() []int {
	n := a.n
	degree, core := make([]int32, n), make([]int, n)
	most := int32(0)
	for v := range n {
		degree[v] = int32(a.degree(int32(v)))
		most = max(most, degree[v])
	}
	// Nodes sorted by what is left of their degree; start[d] is where the nodes
	// with d left begin.
	start := make([]int32, most+2)
	for _, d := range degree {
		start[d+1]++
	}
	for d := range most + 1 {
		start[d+1] += start[d]
	}
	order, place := make([]int32, n), make([]int32, n)
	next := append([]int32(nil), start...)
	for v := range int32(n) {
		place[v] = next[degree[v]]
		order[place[v]] = v
		next[degree[v]]++
	}
	for i := range order {
		v := order[i]
		core[v] = int(degree[v])
		for _, w := range a.neighbours(v) {
			if degree[w] <= degree[v] {
				continue
			}
			// w changes places with the first node of its degree, and the border
			// moves past it.
			first := start[degree[w]]
			u := order[first]
			order[first], order[place[w]] = w, u
			place[u], place[w] = place[w], first
			start[degree[w]] = first + 1
			degree[w]--
		}
	}
	return core
}
