package analysis

import "miteinander/graph"

// eachTriangle calls f once for every three nodes that are tied to each other,
// with the three ties: e[i] joins the other two of v[i]. Every node looks only
// at neighbours of higher degree, so that this takes O(m^1.5) at worst.
//
// Source: Latapy 2008, "Main-memory triangle computations", algorithm
// "compact-forward".
func (a *adjacency) eachTriangle(f func(v, e [3]int32)) {
	higher := func(v, w int32) bool {
		return a.degree(w) > a.degree(v) || a.degree(w) == a.degree(v) && w > v
	}
	up := make([]int32, a.n+1) // CSR of arcs to higher nodes
	for v := range int32(a.n) {
		up[v+1] = up[v]
		for _, w := range a.neighbours(v) {
			if higher(v, w) {
				up[v+1]++
			}
		}
	}
	to, edge := make([]int32, up[a.n]), make([]int32, up[a.n])
	i := 0
	for v := range int32(a.n) {
		for k := a.first[v]; k < a.first[v+1]; k++ {
			if higher(v, a.to[k]) {
				to[i], edge[i] = a.to[k], a.edge[k]
				i++
			}
		}
	}
	tie := make([]int32, a.n) // to v, plus one
	for v := range int32(a.n) {
		for k := up[v]; k < up[v+1]; k++ {
			tie[to[k]] = edge[k] + 1
		}
		for k := up[v]; k < up[v+1]; k++ {
			w := to[k]
			for l := up[w]; l < up[w+1]; l++ {
				if u := to[l]; tie[u] != 0 {
					f([3]int32{v, w, u}, [3]int32{edge[l], tie[u] - 1, edge[k]})
				}
			}
		}
		for k := up[v]; k < up[v+1]; k++ {
			tie[to[k]] = 0
		}
	}
}

// Clustering tells how often two partners of a node are partners of each other.
type Clustering struct {
	// Nodes is per node t/(d(d−1)/2), t the ties among its d neighbours; 0 where
	// d < 2, as Watts & Strogatz 1998 and most programs count.
	Nodes []float64
	// Mean is the mean of Nodes; undefined without nodes.
	Mean Number
	// Transitivity is three times the triangles over the pairs of ties that
	// share a node; undefined without such pairs.
	Transitivity Number
	Triangles    int64
}

// ClusteringOf counts triangles and what follows from them.
func ClusteringOf(t graph.Ties) (Clustering, error) {
	a, err := newAdjacency(t)
	if err != nil {
		return Clustering{}, err
	}
	return a.clustering(a.triangles()), nil
}

// triangles is the number of triangles through each node: the ties among its
// neighbours.
func (a *adjacency) triangles() []int64 {
	count := make([]int64, a.n)
	a.eachTriangle(func(v, _ [3]int32) {
		count[v[0]]++
		count[v[1]]++
		count[v[2]]++
	})
	return count
}

func (a *adjacency) clustering(triangles []int64) Clustering {
	c := Clustering{Nodes: make([]float64, a.n)}
	sum, pairs := 0.0, 0.0
	for v, t := range triangles {
		c.Triangles += t
		d := float64(a.degree(int32(v)))
		if d > 1 {
			c.Nodes[v] = float64(t) / (d * (d - 1) / 2)
			pairs += d * (d - 1) / 2
		}
		sum += c.Nodes[v]
	}
	c.Mean = ratio(sum, float64(a.n))
	c.Transitivity = ratio(float64(c.Triangles), pairs)
	c.Triangles /= 3
	return c
}
