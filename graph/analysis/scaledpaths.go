package analysis

import "math"

// scaled is fraction × 2^exponent: a count of paths that no float64 holds. A
// row of 1,100 squares, corner to corner, already has 2^1100 shortest paths.
type scaled struct {
	fraction float64 // 0, or 0.5 ≤ fraction < 1
	exponent int
}

func (x scaled) plus(y scaled) scaled {
	if x.fraction == 0 || y.exponent > x.exponent {
		x, y = y, x
	}
	f, e := math.Frexp(x.fraction + math.Ldexp(y.fraction, y.exponent-x.exponent))
	return scaled{f, x.exponent + e}
}

func (x scaled) times(f float64) scaled {
	g, e := math.Frexp(x.fraction * f)
	return scaled{g, x.exponent + e}
}

// over is x/y, at most about the number of nodes wherever it is used.
func (x scaled) over(y scaled) float64 {
	return math.Ldexp(x.fraction/y.fraction, x.exponent-y.exponent)
}

// scaledFrom does one source with path counts of any size. It is slow and
// allocates; hardly any network needs it.
func (p *piece) scaledFrom(source int32, bc, flow []float64) {
	n := p.classes
	dist := make([]int32, n)
	for i := range dist {
		dist[i] = -1
	}
	paths := make([]scaled, n)
	order := make([]int32, 1, n)
	order[0] = source
	dist[source], paths[source] = 0, scaled{0.5, 1}
	for i := 0; i < len(order); i++ {
		v := order[i]
		carry := paths[v]
		if i > 0 {
			carry = carry.times(p.members[v])
		}
		for _, w := range p.to[p.first[v]:p.first[v+1]] {
			if dist[w] < 0 {
				dist[w] = dist[v] + 1
				order = append(order, w)
			}
			if dist[w] == dist[v]+1 {
				paths[w] = paths[w].plus(carry)
			}
		}
	}
	sources := p.weight[source] * p.members[source]
	dependency := make([]float64, n) // of one member
	for i := len(order) - 1; i >= 0; i-- {
		v, use := order[i], sources
		if i == 0 {
			use = p.weight[source]
		}
		for k := p.first[v]; k < p.first[v+1]; k++ {
			w := p.to[k]
			if dist[w] != dist[v]+1 {
				continue
			}
			share := paths[v].over(paths[w]) * (p.weight[w] + dependency[w])
			dependency[v] += p.members[w] * share
			if flow != nil {
				flow[p.slot(v, k-p.first[v])] += use * share
			}
		}
		if i > 0 {
			bc[v] += sources * dependency[v]
		}
	}
}
