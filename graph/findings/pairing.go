package findings

import (
	"slices"
	"sync"

	"miteinander/graph"
)

// pairing is a grid under a rule: what each pair of institutions counts as.
type pairing struct {
	grid  *grid
	rule  rule
	facts *facts
	all   set // institutions that can be in a pair
	// Institutions by the numbers of facts; the first set is of those that have none. Empty where the rule does not ask.
	sectors, providers, kinds []set
	usual                     uint8 // the code of an unlisted pair that nothing else settles

	counts [codes]int // pairs by code, once they are counted

	top   sync.Once
	first [][]row
}

func (g *grid) pairing(u rule) *pairing {
	f := g.b.facts()
	n := len(g.b.gone)
	v := &pairing{grid: g, rule: u, facts: f, all: newSet(n), usual: f.byLevel(f.unlisted)}
	v.all.fill(n)
	sets := func(asked bool, number []int32, least int) []set {
		if !asked {
			return nil
		}
		out := make([]set, max(least, int(slices.Max(append(number[:n:n], 0)))+1))
		for k := range out {
			out[k] = newSet(n)
		}
		for i, k := range number {
			out[k].add(int32(i))
		}
		return out
	}
	v.sectors = sets(u.across, f.sector, f.sectors)
	v.providers = sets(u.sameProvider, f.provider, 1)
	v.kinds = sets(!u.across && !u.sameKind, f.kind, 1)
	if u.across {
		v.all.except(v.sectors[0])
	}
	return v
}

// stance is what all others are to one institution: sets of those whose level with it is that of unlisted pairs, and the listed ones singly.
type stance struct {
	unlisted []coded // disjoint
	listed   []standing
	sets     [3]set
}

// coded is institutions whose pair with the one in hand has a code.
type coded struct {
	code uint8
	who  set
}

// standing is one institution whose level with the one in hand is listed.
type standing struct {
	institution int32
	code        uint8
	level       graph.Level
}

func newStance(n int) stance { return stance{sets: [3]set{newSet(n), newSet(n), newSet(n)}} }

// stanceOf settles what all others are to institution i.
func (v *pairing) stanceOf(i int32, s *stance) {
	f := v.facts
	s.unlisted, s.listed = s.unlisted[:0], s.listed[:0]
	if !v.all.has(i) {
		return
	}
	usual := s.sets[0]
	copy(usual, v.all)
	if v.rule.across {
		usual.except(v.sectors[f.sector[i]])
	}
	usual.drop(i)
	s.unlisted = append(s.unlisted, coded{v.usual, usual})
	except := func(code uint8, out, of set) {
		out.meet(usual, of)
		usual.except(of)
		s.unlisted = append(s.unlisted, coded{code, out})
	}
	if v.rule.sameProvider && f.provider[i] != 0 {
		except(codeInternal, s.sets[1], v.providers[f.provider[i]])
	}
	if len(v.kinds) > 0 && f.kind[i] != 0 {
		except(codeSameKind, s.sets[2], v.kinds[f.kind[i]])
	}
	for _, p := range f.of(i) {
		for k := range s.unlisted {
			s.unlisted[k].who.drop(p.institution)
		}
		if code := f.state(v.rule, i, p.institution, p.level, p.agreed); code != codeNone {
			s.listed = append(s.listed, standing{p.institution, code, p.level})
		}
	}
}
