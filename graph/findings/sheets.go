package findings

import (
	"cmp"
	"slices"
)

// sheet finds what institutions are to be asked, one after the other; for one goroutine.
type sheet struct {
	c               *Clarify
	walker          *walker
	weight          []int64 // by institution, of the partners of the one in hand; 0 between two
	found           set     // these partners
	unknown, around set
}

func (c *Clarify) sheet() *sheet {
	n := len(c.b.gone)
	return &sheet{c: c, walker: c.side.pairs.pairing.walker(), weight: make([]int64, n), found: newSet(n), unknown: newSet(n), around: newSet(n)}
}

// ask counts what is unclear of an institution.
func (s *sheet) ask(i int32) Ask {
	side := s.c.side.unclear[i]
	row := Ask{Institution: i, Weight: side.weight, Unclear: side.pairs}
	open := s.c.open.of[i]
	if len(open) == 0 {
		return row
	}
	s.walker.unclear(i, s.found)
	s.c.open.unknown(i, s.unknown)
	for _, k := range open {
		l := &s.c.open.links[k]
		l.partners(i, s.unknown, s.around)
		if n := s.around.count(); n > 0 {
			row.Transitions++
			row.Weight += l.children * int64(n)
			s.found.unite(s.around)
		}
	}
	row.Unclear = s.found.count()
	return row
}

// partners are the first n whom an institution is to be asked about.
func (s *sheet) partners(r Ask, n int) []Partner {
	i := r.Institution
	clear(s.found)
	for x := range s.walker.around(i) {
		if x.code == codeUnclear {
			s.found.add(x.b)
			s.weight[x.b] = x.weight
		}
	}
	open := s.c.open.of[i]
	s.c.open.unknown(i, s.unknown)
	for _, k := range open {
		l := &s.c.open.links[k]
		l.partners(i, s.unknown, s.around)
		for j := range s.around.each {
			s.weight[j] += l.children
		}
		s.found.unite(s.around)
	}
	out := s.first(n)
	for _, k := range open { // by transition
		l := &s.c.open.links[k]
		l.partners(i, s.unknown, s.around)
		for k := range out {
			if p := &out[k]; s.around.has(p.Institution) {
				p.Transitions++
				p.Links = append(p.Links, l.link)
			}
		}
	}
	return out
}

// first are the heaviest n of those found; their weights are forgotten.
func (s *sheet) first(n int) []Partner {
	order := func(x, y Partner) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(x.Institution, y.Institution))
	}
	few := n < s.found.count()/8
	var out []Partner
	for j := range s.found.each {
		p := Partner{Institution: j, Weight: s.weight[j]}
		s.weight[j] = 0
		if !few || len(out) < n {
			out = append(out, p)
		} else if order(p, out[n-1]) < 0 {
			out[n-1] = p
		} else {
			continue
		}
		if few { // it takes its place among the first
			for k := len(out) - 1; k > 0 && order(out[k], out[k-1]) < 0; k-- {
				out[k], out[k-1] = out[k-1], out[k]
			}
		}
	}
	if !few {
		slices.SortFunc(out, order)
	}
	return out[:min(n, len(out))]
}
