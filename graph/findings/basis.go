package findings

import (
	"context"
	"slices"

	"miteinander/graph"
)

// Basis is a Selection made dense for the questions, built once and shared by all of them; it is immutable and safe for
// concurrent use. Institutions, offers, areas, phases and fields are the indices that Selection and Snapshot use.
type Basis struct {
	sel    *graph.Selection
	snap   *graph.Snapshot
	fields []*graph.Entry // by id

	services []service
	gone     []bool // by institution: it left by Without
	loss     lossIDs
	lifted   []lift

	children   []int64 // by area × phase: as recorded; 0 where not recorded; 1 everywhere while nothing is
	recorded   []bool  // by area × phase: a number is recorded
	noChildren bool    // no cell of the network has a number

	pairs  []graph.PairLevel      // of the Selection
	levels []graph.Level          // beside pairs: the level after Without and With
	raised map[uint64]graph.Level // what Without and With say of pairs that are not listed

	tau   graph.Level // τ: from this level on a pair is together
	lazy  *lazy
	theta int64 // θ in thousandths: coverage from which a transition carries
}

// service is a graph.Service without the institutions that left, its target groups as bits.
type service struct {
	offer                 *graph.Offer // nil for the default of a regular institution
	institutions          []int32
	areas, phases, fields []int32
	groups                []uint64 // nil = everyone
	everywhere            bool     // in every area of the network
}

// Loss is what a "what if" takes away, by index into the Selection's lists; pairs are institutions.
type Loss struct {
	Offers, Institutions, Actors []int32
	Pairs                        [][2]int32 // their level becomes 0, whatever unlisted pairs mean
	Handovers                    []int32
}

// lossIDs is a Loss by id, so that it can be repeated on another Selection of the same snapshot.
type lossIDs struct {
	offers, institutions, actors, handovers map[graph.ID]bool
	pairs                                   [][2]graph.ID
}

type lift struct {
	pair  [2]graph.ID
	level graph.Level
}

func pairKey(a, b int32) uint64 {
	if b < a {
		a, b = b, a
	}
	return uint64(a)<<32 | uint64(uint32(b))
}

// NewBasis prepares a Selection for the questions.
func NewBasis(ctx context.Context, s *graph.Selection) (*Basis, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	snap := s.Snapshot()
	set := snap.Settings()
	b := &Basis{sel: s, snap: snap, lazy: &lazy{}, gone: make([]bool, len(s.Institutions())), tau: set.Together, theta: int64(set.Carrying)}
	groups := map[graph.ID]int{}
	for r := range graph.Records[*graph.Entry](snap, graph.KindGroup) {
		groups[r.ID] = len(groups)
	}
	b.fields = slices.Collect(graph.Records[*graph.Entry](snap, graph.KindField))
	b.services = make([]service, 0, len(s.Services()))
	for _, v := range s.Services() {
		b.services = append(b.services, service{offer: v.Offer, institutions: v.Institutions, areas: v.Areas, phases: v.Phases,
			fields: v.Fields, groups: groupBits(v.Groups, groups), everywhere: b.isEverywhere(v)})
	}
	b.countChildren()
	b.pairs = s.PairLevels()
	b.levels = make([]graph.Level, len(b.pairs))
	for i, p := range b.pairs {
		b.levels[i] = p.Level
	}
	return b, nil
}

func groupBits(ids []graph.ID, bits map[graph.ID]int) []uint64 {
	if len(ids) == 0 {
		return nil
	}
	out := make([]uint64, len(bits)/64+1)
	for _, id := range ids {
		n := bits[id]
		out[n/64] |= 1 << (n % 64)
	}
	return out
}

// isEverywhere tells that an offer says so or names every area of the network.
func (b *Basis) isEverywhere(v graph.Service) bool {
	if v.Everywhere() {
		return true
	}
	leaves := b.snap.Leaves()
	if v.Offer == nil || len(leaves) < 2 {
		return false
	}
	most := 0
	for _, a := range v.Offer.Areas {
		most += len(b.snap.LeavesOf(a))
	}
	if most < len(leaves) {
		return false
	}
	covered := map[graph.ID]bool{}
	for _, a := range v.Offer.Areas {
		for _, l := range b.snap.LeavesOf(a) {
			covered[l] = true
		}
	}
	return len(covered) == len(leaves)
}

func (b *Basis) countChildren() {
	phases, leaves := b.snap.Phases(), b.snap.Leaves()
	b.children, b.recorded, b.noChildren = make([]int64, len(leaves)*len(phases)), make([]bool, len(leaves)*len(phases)), true
	for a, area := range leaves {
		for p, phase := range phases {
			if n, ok := area.Children[phase.ID]; ok {
				b.children[a*len(phases)+p], b.recorded[a*len(phases)+p], b.noChildren = n, true, false
			}
		}
	}
	if b.noChildren {
		for i := range b.children {
			b.children[i] = 1
		}
	}
}

// Selection is what the basis was built from.
func (b *Basis) Selection() *graph.Selection { return b.sel }

// Institution is the one at an index.
func (b *Basis) Institution(i int32) *graph.Institution { return b.sel.Institutions()[i] }

// Has tells whether an institution is still there after Without.
func (b *Basis) Has(i int32) bool { return !b.gone[i] }

// Together is the network's τ.
func (b *Basis) Together() graph.Level { return b.tau }

// Children is the number that an area × phase counts with: as recorded, 0 where nothing is, 1 everywhere while the whole
// network has no number. Known tells whether one is recorded.
func (b *Basis) Children(area, phase int32) (n int64, known bool) {
	i := int(area)*len(b.snap.Phases()) + int(phase)
	return b.children[i], b.recorded[i]
}

// Level is the level between two institutions, after Without and With.
func (b *Basis) Level(i, j int32) graph.Level {
	level, _ := b.facts().between(i, j)
	return level
}

// levelOf is Level while facts are not there yet.
func (b *Basis) levelOf(i, j int32) graph.Level {
	if n, ok := b.sel.PairIndex(i, j); ok {
		return b.levels[n]
	}
	if l, ok := b.raised[pairKey(i, j)]; ok {
		return l
	}
	return b.snap.Settings().Unlisted
}

// Pair is what is recorded between two institutions, with the level after Without and With.
func (b *Basis) Pair(i, j int32) graph.PairLevel {
	p := b.sel.Between(i, j)
	if l := b.Level(i, j); l != p.Level {
		p.Level, p.Derived = l, false
	}
	return p
}

// agreed is the reason why a pair is deliberately side by side: the first in id order; "" if there is none.
func (b *Basis) agreed(i, j int32) string {
	n, ok := b.sel.PairIndex(i, j)
	if !ok {
		return ""
	}
	return agreedReason(b.pairs[n].Rows)
}

func agreedReason(rows []*graph.Cooperation) string {
	for _, c := range rows {
		if c.AgreedSideBySide != "" {
			return c.AgreedSideBySide
		}
	}
	return ""
}

// Without is the basis after a loss: offers, institutions and actors gone with every tie that has one of them as an end or
// hangs on one (carriedBy), pairs at level 0, hand-overs gone. A pair whose last row went has level 0.
func (b *Basis) Without(l Loss) *Basis {
	out := *b
	out.loss = b.loss.clone()
	for _, i := range l.Offers {
		out.loss.offers[b.sel.Offers()[i].ID] = true
	}
	for _, i := range l.Institutions {
		out.loss.institutions[b.sel.Institutions()[i].ID] = true
	}
	for _, i := range l.Actors {
		out.loss.actors[b.sel.Actors()[i].ID] = true
	}
	for _, i := range l.Handovers {
		out.loss.handovers[b.sel.Handovers()[i].ID] = true
	}
	for _, p := range l.Pairs {
		out.loss.pairs = append(out.loss.pairs, [2]graph.ID{b.Institution(p[0]).ID, b.Institution(p[1]).ID})
	}
	out.apply()
	return &out
}

// With is the basis with pairs lifted to a level; a pair that is higher already stays.
func (b *Basis) With(pairs [][2]int32, l graph.Level) *Basis {
	out := *b
	out.lifted = slices.Clone(b.lifted)
	for _, p := range pairs {
		out.lifted = append(out.lifted, lift{[2]graph.ID{b.Institution(p[0]).ID, b.Institution(p[1]).ID}, l})
	}
	out.apply()
	return &out
}

func (l lossIDs) clone() lossIDs {
	copyOf := func(m map[graph.ID]bool) map[graph.ID]bool {
		out := make(map[graph.ID]bool, len(m)+1)
		for id := range m {
			out[id] = true
		}
		return out
	}
	return lossIDs{copyOf(l.offers), copyOf(l.institutions), copyOf(l.actors), copyOf(l.handovers), slices.Clone(l.pairs)}
}

func (l lossIDs) empty() bool {
	return len(l.offers)+len(l.institutions)+len(l.actors)+len(l.handovers)+len(l.pairs) == 0
}

// apply computes services, gone and levels anew from the Selection, the loss and the lifts.
func (b *Basis) apply() {
	b.lazy = &lazy{}
	b.gone = make([]bool, len(b.sel.Institutions()))
	for i, r := range b.sel.Institutions() {
		b.gone[i] = b.loss.institutions[r.ID]
	}
	var kept []service
	for _, v := range b.services {
		if v.offer != nil && b.loss.offers[v.offer.ID] {
			continue
		}
		if slices.ContainsFunc(v.institutions, func(i int32) bool { return b.gone[i] }) {
			v.institutions = slices.DeleteFunc(slices.Clone(v.institutions), func(i int32) bool { return b.gone[i] })
		}
		if len(v.institutions) > 0 {
			kept = append(kept, v)
		}
	}
	b.services = kept
	b.levels = make([]graph.Level, len(b.pairs))
	for i := range b.pairs {
		b.levels[i] = b.remaining(&b.pairs[i])
	}
	b.raised = map[uint64]graph.Level{}
	set := func(a, c graph.ID, l graph.Level, always bool) {
		i, okA := b.sel.InstitutionIndex(a)
		j, okB := b.sel.InstitutionIndex(c)
		if !okA || !okB || !always && b.levelOf(i, j) >= l {
			return
		}
		if n, ok := b.sel.PairIndex(i, j); ok {
			b.levels[n] = l
		} else {
			b.raised[pairKey(i, j)] = l
		}
	}
	for _, p := range b.loss.pairs {
		set(p[0], p[1], 0, true)
	}
	for _, l := range b.lifted {
		set(l.pair[0], l.pair[1], l.level, false)
	}
}

// remaining is the level of a pair from the rows and joint offers that the loss leaves.
func (b *Basis) remaining(p *graph.PairLevel) graph.Level {
	if b.loss.empty() {
		return p.Level
	}
	if b.gone[p.A] || b.gone[p.B] {
		return 0
	}
	dead := func(id graph.ID) bool { return b.loss.offers[id] || b.loss.actors[id] || b.loss.institutions[id] }
	best, rows := graph.LevelUnknown, 0
	for _, c := range p.Rows {
		if !dead(c.From) && !dead(c.To) && !dead(c.CarriedBy) {
			best = max(best, c.Level)
			rows++
		}
	}
	for _, o := range p.Joint {
		if !b.loss.offers[o.ID] {
			best = max(best, 3) // domain.md: a joint offer is evidence of level 3
			rows++
		}
	}
	if rows == 0 {
		return 0
	}
	return best
}

// wide is the basis without the filter's areas and phases, for questions whose answer about one area must not depend on
// which areas are looked at. Loss and lifts are kept.
func (b *Basis) wide(ctx context.Context) (*Basis, error) {
	f := b.sel.Filter()
	if len(f.Areas)+len(f.Phases) == 0 {
		return b, nil
	}
	f.Areas, f.Phases = nil, nil
	w, err := NewBasis(ctx, b.snap.Select(f))
	if err != nil {
		return nil, err
	}
	w.children, w.recorded, w.noChildren = b.children, b.recorded, b.noChildren
	if !b.loss.empty() || len(b.lifted) > 0 {
		w.loss, w.lifted = b.loss, b.lifted
		w.apply()
	}
	return w, nil
}

// compatible tells whether two services may meet the same children: different offers, and one for everyone or a common group.
func (b *Basis) compatible(s, t int32) bool {
	if s == t {
		return false // an offer that both provide is no overlap
	}
	g, h := b.services[s].groups, b.services[t].groups
	if g == nil || h == nil {
		return true
	}
	for i := range g {
		if g[i]&h[i] != 0 {
			return true
		}
	}
	return false
}
