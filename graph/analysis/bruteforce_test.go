package analysis_test

import (
	"slices"

	"miteinander/graph"
)

// plain computes everything again in the simplest way there is: a matrix, no
// reductions, each definition word by word. Only for small networks.
type plain struct {
	n    int
	tie  [][]bool
	dist [][]int     // −1 without a path
	ways [][]float64 // shortest paths
}

func plainly(t graph.Ties, without int) *plain {
	n := len(t.IDs)
	p := &plain{n: n, tie: make([][]bool, n), dist: make([][]int, n), ways: make([][]float64, n)}
	for v := range n {
		p.tie[v], p.dist[v], p.ways[v] = make([]bool, n), slices.Repeat([]int{-1}, n), make([]float64, n)
	}
	for _, e := range t.Ends {
		if int(e[0]) != without && int(e[1]) != without {
			p.tie[e[0]][e[1]], p.tie[e[1]][e[0]] = true, true
		}
	}
	for s := range n {
		p.dist[s][s], p.ways[s][s] = 0, 1
		for level, some := 0, true; some; level++ {
			some = false
			for v := range n {
				if p.dist[s][v] != level {
					continue
				}
				for w := range n {
					if p.tie[v][w] && (p.dist[s][w] < 0 || p.dist[s][w] == level+1) {
						p.dist[s][w] = level + 1
						p.ways[s][w] += p.ways[s][v]
						some = true
					}
				}
			}
		}
	}
	return p
}

func (p *plain) betweenness() []float64 {
	out := make([]float64, p.n)
	for s := range p.n {
		for t := range s {
			for v := range p.n {
				if v != s && v != t && p.dist[s][t] > 0 && p.dist[s][v] >= 0 && p.dist[s][v]+p.dist[v][t] == p.dist[s][t] {
					out[v] += p.ways[s][v] * p.ways[v][t] / p.ways[s][t]
				}
			}
		}
	}
	return out
}

func (p *plain) edgeBetweenness(ends [][2]int32) []float64 {
	out := make([]float64, len(ends))
	for s := range p.n {
		for t := range p.n {
			for i, e := range ends {
				if s != t && p.dist[s][t] > 0 && p.dist[s][e[0]] >= 0 && p.dist[s][e[0]]+1+p.dist[e[1]][t] == p.dist[s][t] {
					out[i] += p.ways[s][e[0]] * p.ways[e[1]][t] / p.ways[s][t]
				}
			}
		}
	}
	return out
}

// apart is the number of ordered pairs without a path, among the nodes but one.
func (p *plain) apart(without int) int {
	sum := 0
	for s := range p.n {
		for t := range p.n {
			if s != t && s != without && t != without && p.dist[s][t] < 0 {
				sum++
			}
		}
	}
	return sum
}

func (p *plain) degree(v int) (d int) {
	for w := range p.n {
		if p.tie[v][w] {
			d++
		}
	}
	return d
}

func (p *plain) constraint(v int) float64 {
	share := func(x, y int) float64 {
		if !p.tie[x][y] {
			return 0
		}
		return 1 / float64(p.degree(x))
	}
	sum := 0.0
	for w := range p.n {
		if !p.tie[v][w] {
			continue
		}
		c := share(v, w)
		for q := range p.n {
			if q != v && q != w {
				c += share(v, q) * share(q, w)
			}
		}
		sum += c * c
	}
	return sum
}

// around is the number of ties among the neighbours of v.
func (p *plain) around(v int) (t int) {
	for x := range p.n {
		for y := range x {
			if p.tie[v][x] && p.tie[v][y] && p.tie[x][y] {
				t++
			}
		}
	}
	return t
}

// roles of v: coordinator, itinerant, gatekeeper, representative, liaison.
func (p *plain) roles(v int, groups [][]string) (r [5]int64) {
	share := func(x, y int) bool {
		return slices.ContainsFunc(groups[x], func(g string) bool { return slices.Contains(groups[y], g) })
	}
	for a := range p.n {
		for b := range p.n {
			if a == b || !p.tie[a][v] || !p.tie[v][b] || p.tie[a][b] || len(groups[a]) == 0 || len(groups[b]) == 0 || len(groups[v]) == 0 {
				continue
			}
			switch {
			case share(a, v) && share(v, b):
				r[0]++
			case share(v, b):
				r[2]++
			case share(a, v):
				r[3]++
			case share(a, b):
				r[1]++
			default:
				r[4]++
			}
		}
	}
	return r
}
