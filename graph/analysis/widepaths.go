package analysis

// The same search for pieces of more classes than 16 bits can number: plainer,
// since there the memory and not the processor sets the pace.

type wideSearch struct {
	dist        []int32
	paths, each []float64
	order       []int32
	on          []int32 // slots of the arcs on shortest paths, class after class of order
	onEnd       []int32 // beside order
}

func (p *piece) wideFrom(s *search, source int32, bc, flow []float64) bool {
	n := p.classes
	if s.wide == nil || len(s.wide.dist) < n || len(s.wide.on) < len(p.to) {
		s.wide = &wideSearch{make([]int32, n), make([]float64, n), make([]float64, n),
			make([]int32, n), make([]int32, len(p.to)), make([]int32, n)}
	}
	dist, paths, each, order := s.wide.dist[:n], s.wide.paths[:n], s.wide.each[:n], s.wide.order[:n]
	on, onEnd := s.wide.on, s.wide.onEnd
	for i := range dist {
		dist[i] = -1
	}
	clear(paths)
	dist[source], paths[source], order[0] = 0, 1, source
	found, arcs := 1, int32(0)
	for i := 0; i < found; i++ {
		v := order[i]
		carry, next := paths[v]*p.members[v], dist[v]+1
		if i == 0 {
			carry = 1 // one member is the source
		}
		if !(carry < overflow) {
			return false
		}
		for k := p.first[v]; k < p.first[v+1]; k++ {
			w := p.to[k]
			if dist[w] < 0 {
				dist[w] = next
				order[found] = w
				found++
			}
			if dist[w] == next {
				paths[w] += carry
				on[arcs] = k
				arcs++
			}
		}
		onEnd[i] = arcs
	}
	sources := p.weight[source] * p.members[source]
	for i := found - 1; i >= 0; i-- {
		v, from, use := order[i], int32(0), sources
		if i > 0 {
			from = onEnd[i-1]
		} else {
			use = p.weight[source] // a tie of the source has one member at that end
		}
		sum := 0.0
		for _, k := range on[from:onEnd[i]] {
			w := p.to[k]
			sum += p.members[w] * each[w]
			if flow != nil {
				flow[k] += use * paths[v] * each[w]
			}
		}
		each[v] = p.weight[v]/paths[v] + sum
		if i > 0 {
			bc[v] += sources * sum * paths[v]
		}
	}
	return true
}
