package analysis

// The inner loops of betweenness for pieces of up to 65,535 classes.
//
// One search costs, for each arc that it looks at, about two nanoseconds, and
// each of these comes from avoiding something:
//
//   - No branch depends on the network. A mispredicted branch costs more than
//     ten arcs, and in a breadth-first search nearly every branch is one: "seen
//     before?", "one level on?", "last neighbour?". Instead the loops always
//     write and only sometimes move on, and a level is a flat list.
//   - Neighbours stand in quads of four 16-bit numbers, the last one filled up
//     with a class that is never open. So no inner loop has a length of its own,
//     a class number indexes a fixed array of 2¹⁶ without a check, and the graph
//     is small enough for the first caches.
//   - Arcs on shortest paths are recorded when found. The way back touches only
//     these.
//   - Where the classes not found yet have fewer arcs than the last level, the
//     search looks from them backwards (Beamer, Asanović & Patterson 2012,
//     "Direction-optimizing breadth-first search"). In random networks this
//     saves more than half of all arcs.

// search is the memory of one worker. Nothing is allocated during a pass.
type search struct {
	open  [1 << 16]uint8   // 1 until the level in which the class was found is complete
	front [1 << 16]uint8   // 1 in the last complete level, while looking backwards
	paths [1 << 16]float64 // shortest paths from the source to one member
	// carry is, on the way out, paths times members, and on the way back what
	// all members together return along each path: members × (weight +
	// dependency) / paths.
	carry [1 << 16]float64
	sum   [1 << 16]float64 // of carry over the next level
	each  [1 << 16]float64 // carry of one member, for the ties
	order []uint16         // classes in the order found
	level []int32          // where each level starts in order
	on    []uint32         // arcs on shortest paths, level after level: owner<<16 | neighbour
	slot  []uint32         // beside on, if ties are asked for
	onEnd []int32          // per level: where its arcs end in on
	back  []bool           // per level: arcs were found looking backwards, owner is the far end
	quads []int32          // of the level in hand
	rest  []uint16         // not found yet
	wide  *wideSearch
}

// fit makes the lists large enough for every piece.
func (s *search) fit(r *reduction) {
	classes, slots := 0, 0
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.narrow() {
			classes, slots = max(classes, p.classes), max(slots, p.slots())
		}
	}
	if len(s.order) < classes+4 {
		s.order, s.rest = make([]uint16, classes+4), make([]uint16, classes+4)
		s.level, s.onEnd, s.back = make([]int32, classes+4), make([]int32, classes+4), make([]bool, classes+4)
	}
	if len(s.on) < slots+4 {
		s.on, s.slot, s.quads = make([]uint32, slots+4), make([]uint32, slots+4), make([]int32, slots/4+8)
	}
}

// narrowFrom does one source; false when path counts grow too large, with
// nothing added yet.
func (p *piece) narrowFrom(s *search, source int32, bc, flow []float64) bool {
	levels, ok := p.narrowOut(s, source, flow != nil)
	if !ok {
		return false
	}
	n := p.classes
	order := s.order[:n]
	clear(s.sum[:n])
	sources := p.weight[source] * p.members[source]
	for _, w := range order[s.level[levels]:] {
		s.each[w] = p.weight[w] / s.paths[w]
		s.carry[w] = p.members[w] * s.each[w]
	}
	for l := levels - 1; l >= 0; l-- {
		from := int32(0)
		if l > 0 {
			from = s.onEnd[l-1]
		}
		on := s.on[from:s.onEnd[l]]
		if flow != nil {
			use := sources
			if l == 0 {
				use = p.weight[source] // a tie of the source has one member at that end
			}
			if s.back[l] {
				flowBack(on, s.slot[from:], flow, use, &s.paths, &s.each)
			} else {
				flowOut(on, s.slot[from:], flow, use, &s.paths, &s.each)
			}
		}
		if l == 0 {
			break
		}
		if s.back[l] {
			gatherBack(on, &s.sum, &s.carry)
		} else {
			gatherOut(on, &s.sum, &s.carry)
		}
		for _, v := range order[s.level[l]:s.level[l+1]] {
			sum, paths := s.sum[v], s.paths[v]
			bc[v] += sources * sum * paths
			s.each[v] = p.weight[v]/paths + sum
			s.carry[v] = p.members[v] * s.each[v]
		}
	}
	return true
}

// narrowOut searches from source: order and level, paths, and the arcs on
// shortest paths. It returns how many levels have arcs.
func (p *piece) narrowOut(s *search, source int32, withSlots bool) (levels int, ok bool) {
	n := p.classes
	order := s.order
	open := s.open[:n]
	for i := range open {
		open[i] = 1
	}
	s.open[n] = 0 // the filler
	clear(s.paths[:n])
	s.open[source], s.paths[source], s.carry[source], order[0] = 0, 1, 1, uint16(source)
	s.level[0], s.level[1] = 0, 1
	from, found, arcs := 0, 1, 0
	ahead := p.quadsOf(source)   // of the last complete level
	left := len(p.quads) - ahead // of classes not found yet
	looking := false             // s.rest is in use
	rest := s.rest[:0]
	largest := 0.0
	for found < n {
		end, k := found, 0
		if ahead <= left {
			quads := s.quads[:p.list(s.quads, order[from:end])]
			k = p.keep(s, arcs, quads, &s.open, withSlots)
			found += spreadOut(s.on[arcs:arcs+k], order[found:], &s.paths, &s.carry)
			s.back[levels] = false
		} else {
			if looking {
				rest = rest[:keepOpen(rest, rest, &s.open)]
			} else {
				looking = true
				rest = s.rest[:allOpen(s.rest, open)]
			}
			for _, v := range order[from:end] {
				s.front[v] = 1
			}
			quads := s.quads[:p.list(s.quads, rest)]
			k = p.keep(s, arcs, quads, &s.front, withSlots)
			found += spreadBack(s.on[arcs:arcs+k], order[found:], &s.paths, &s.carry)
			for _, v := range order[from:end] {
				s.front[v] = 0
			}
			s.back[levels] = true
		}
		arcs += k
		s.onEnd[levels] = int32(arcs)
		levels++
		s.level[levels+1] = int32(found)
		ahead = 0
		for _, w := range order[end:found] {
			s.open[w] = 0
			paths := s.paths[w]
			largest = max(largest, paths)
			s.carry[w] = paths * p.members[w]
			ahead += p.quadsOf(int32(w))
		}
		if !(largest < overflow) {
			return 0, false
		}
		left -= ahead
		from = end
	}
	return levels, true
}

func (p *piece) quadsOf(v int32) int { return int(p.quadFirst[v+1] - p.quadFirst[v]) }

// list writes the numbers of the quads of nodes to out, which has room for
// three more than all, and returns how many.
func (p *piece) list(out []int32, nodes []uint16) int {
	k := 0
	for _, v := range nodes {
		from, end := p.quadFirst[v], p.quadFirst[int(v)+1]
		o := (*[4]int32)(out[k:])
		o[0], o[1], o[2], o[3] = from, from+1, from+2, from+3
		for i := from + 4; i < end; i++ {
			out[k+int(i-from)] = i
		}
		k += int(end - from)
	}
	return k
}

// allOpen writes the numbers of all open classes to out.
func allOpen(out []uint16, open []uint8) int {
	k := 0
	for v, o := range open {
		out[k] = uint16(v)
		k += int(o)
	}
	return k
}

// keepOpen writes those of nodes that are open to out, which may be nodes.
func keepOpen(out, nodes []uint16, open *[1 << 16]uint8) int {
	k := 0
	for _, v := range nodes {
		out[k] = v
		k += int(open[v])
	}
	return k
}

// keep records those arcs of the quads whose neighbour has the flag, from
// s.on[arcs] on, and returns how many.
func (p *piece) keep(s *search, arcs int, list []int32, flag *[1 << 16]uint8, withSlots bool) int {
	if withSlots {
		return p.keepSlots(s, arcs, list, flag)
	}
	k := 0
	on, quads, owner := s.on[arcs:], p.quads, p.owner[:len(p.quads)]
	for _, i := range list {
		q, v := quads[i], owner[i]
		a, b, c, d := uint16(q), uint16(q>>16), uint16(q>>32), uint16(q>>48)
		o := (*[4]uint32)(on[k:])
		o[0] = v | uint32(a)
		j := int(flag[a])
		o[j&3] = v | uint32(b)
		j += int(flag[b])
		o[j&3] = v | uint32(c)
		j += int(flag[c])
		o[j&3] = v | uint32(d)
		j += int(flag[d])
		k += j
	}
	return k
}

// keepSlots is keep that also records where each arc stands in the piece.
func (p *piece) keepSlots(s *search, arcs int, list []int32, flag *[1 << 16]uint8) int {
	k := 0
	on, slot, quads, owner := s.on[arcs:], s.slot[arcs:], p.quads, p.owner[:len(p.quads)]
	for _, i := range list {
		q, v, at := quads[i], owner[i], uint32(i)*4
		a, b, c, d := uint16(q), uint16(q>>16), uint16(q>>32), uint16(q>>48)
		o, l := (*[4]uint32)(on[k:]), (*[4]uint32)(slot[k:])
		o[0], l[0] = v|uint32(a), at
		j := int(flag[a])
		o[j&3], l[j&3] = v|uint32(b), at+1
		j += int(flag[b])
		o[j&3], l[j&3] = v|uint32(c), at+2
		j += int(flag[c])
		o[j&3], l[j&3] = v|uint32(d), at+3
		j += int(flag[d])
		k += j
	}
	return k
}

// spreadOut adds the carry of owners to the path counts of their neighbours and
// writes those that had none to found.
func spreadOut(on []uint32, found []uint16, paths, carry *[1 << 16]float64) int {
	k := 0
	for _, a := range on {
		w := uint16(a)
		had := paths[w]
		found[k] = w
		k += one(had == 0)
		paths[w] = had + carry[a>>16]
	}
	return k
}

// spreadBack is spreadOut with the owner as the far end.
func spreadBack(on []uint32, found []uint16, paths, carry *[1 << 16]float64) int {
	k := 0
	for _, a := range on {
		w := a >> 16
		had := paths[w]
		found[k] = uint16(w)
		k += one(had == 0)
		paths[w] = had + carry[uint16(a)]
	}
	return k
}

func gatherOut(on []uint32, sum, carry *[1 << 16]float64) {
	for _, a := range on {
		sum[a>>16] += carry[uint16(a)]
	}
}

func gatherBack(on []uint32, sum, carry *[1 << 16]float64) {
	for _, a := range on {
		sum[uint16(a)] += carry[a>>16]
	}
}

func flowOut(on, slot []uint32, flow []float64, use float64, paths, each *[1 << 16]float64) {
	slot = slot[:len(on)]
	for i, a := range on {
		flow[slot[i]] += use * paths[a>>16] * each[uint16(a)]
	}
}

func flowBack(on, slot []uint32, flow []float64, use float64, paths, each *[1 << 16]float64) {
	slot = slot[:len(on)]
	for i, a := range on {
		flow[slot[i]] += use * paths[uint16(a)] * each[a>>16]
	}
}

// one is 1 for true; the compiler makes it without a branch.
func one(b bool) int {
	i := 0
	if b {
		i = 1
	}
	return i
}
