package findings

import (
	"slices"

	"miteinander/graph"
)

// openLinks are the transitions whose status is unclear, with the pairs whose answer could change it. Institutions are numbered as in the basis
// that asks; those that its filter leaves out are in no pair.
type openLinks struct {
	links []openLink
	of    [][]int32 // by institution: the places of its transitions in links, ascending

	facts *facts  // of the wide basis
	wide  []int32 // by institution: its number there; nil where the two are one
	here  []int32 // by institution of the wide basis: its number here, -1 for none
}

// openLink is one of them: of senders × receivers the pairs of unknown level, or some of its hand-overs.
type openLink struct {
	link               int // in Transitions.Links
	children           int64
	senders, receivers set
	handovers          [][2]int32 // from both ends, sorted; nil for senders × receivers
}

// openLinks finds them.
func (b *Basis) openLinks(moves *Transitions) *openLinks {
	n := len(b.gone)
	out := &openLinks{of: make([][]int32, n), facts: moves.b.facts()}
	if b != moves.b {
		out.wide, out.here = make([]int32, n), make([]int32, len(moves.b.gone))
		for w := range out.here {
			i, ok := b.narrowed(moves.b, int32(w))
			if out.here[w] = -1; ok {
				out.here[w], out.wide[i] = i, int32(w)
			}
		}
	}
	for k := range moves.Links {
		l := &moves.Links[k]
		if l.Status != Unclear {
			continue
		}
		o := openLink{link: k, children: l.Children}
		ends := newSet(n)
		if l.Explicit {
			o.handovers = out.openHandovers(l)
			for _, p := range o.handovers {
				ends.add(p[0])
			}
		} else {
			o.senders, o.receivers = out.those(l.Senders, n), out.those(l.Receivers, n)
			ends.unite(o.senders)
			ends.unite(o.receivers)
		}
		for i := range ends.each {
			out.of[i] = append(out.of[i], int32(len(out.links)))
		}
		out.links = append(out.links, o)
	}
	return out
}

// number is the number here of an institution of the wide basis, -1 for none.
func (o *openLinks) number(wide int32) int32 {
	if o.here == nil {
		return wide
	}
	return o.here[wide]
}

func (o *openLinks) those(wide []int32, n int) set {
	out := newSet(n)
	for _, w := range wide {
		if i := o.number(w); i >= 0 {
			out.add(i)
		}
	}
	return out
}

func (o *openLinks) openHandovers(l *Link) [][2]int32 {
	out := [][2]int32{}
	for _, c := range l.Handovers {
		if i, j := o.number(c.From), o.number(c.To); c.Possible && !c.Carried && i >= 0 && j >= 0 {
			out = append(out, [2]int32{i, j}, [2]int32{j, i})
		}
	}
	slices.SortFunc(out, func(x, y [2]int32) int { return slices.Compare(x[:], y[:]) })
	return slices.Compact(out)
}

// unknown puts into a set the institutions whose level with institution i is not known.
func (o *openLinks) unknown(i int32, out set) {
	clear(out)
	if !o.facts.unlisted.Known() {
		out.fill(len(o.of))
	}
	wide := i
	if o.wide != nil {
		wide = o.wide[i]
	}
	for _, p := range o.facts.of(wide) {
		switch j := o.number(p.institution); {
		case j < 0:
		case p.level == graph.LevelUnknown:
			out.add(j)
		default:
			out.drop(j)
		}
	}
	out.drop(i)
}

// partners puts into a set those that institution i is to be asked about for a transition; unknown are those whose level with it is not known.
func (l *openLink) partners(i int32, unknown, out set) {
	clear(out)
	if l.handovers != nil {
		at, _ := slices.BinarySearchFunc(l.handovers, i, func(p [2]int32, i int32) int { return int(p[0] - i) })
		for ; at < len(l.handovers) && l.handovers[at][0] == i; at++ {
			out.add(l.handovers[at][1])
		}
		return
	}
	if l.senders.has(i) {
		out.unite(l.receivers)
	}
	if l.receivers.has(i) {
		out.unite(l.senders)
	}
	out.meet(out, unknown)
}

// narrowed is the index in b's Selection of an institution of a wide basis; false if the selection left it out.
func (b *Basis) narrowed(wide *Basis, i int32) (int32, bool) {
	if b == wide {
		return i, true
	}
	return b.sel.InstitutionIndex(wide.Institution(i).ID)
}
