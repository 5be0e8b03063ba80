package findings

import (
	"cmp"
	"iter"
	"slices"

	"miteinander/graph"
)

// Words of the contract for a transition in an area.
const (
	Carrying      Status = "carrying"
	Patchy        Status = "patchy"
	Broken        Status = "broken"
	NoCounterpart Status = "no_counterpart"
)

// falls is the order in which a status gets worse; Unclear is none of them.
var falls = []Status{Carrying, Patchy, Broken, NoCounterpart}

// Crossing is one pair of P: a sender and a receiver with what is known about the way between them.
type Crossing struct {
	From, To int32
	Weight   int64 // f: children of the hand-over where all of (t,a) have them, else 1
	Level    graph.Level
	Handover *graph.Handover // nil where P is S × R
	Carried  bool            // known to hold
	Possible bool            // holds, or would if what is unknown were yes
	Internal bool            // within one house
	byItems  bool            // the checklist alone carries it
}

// Link is one transition in one area, or in the whole network.
type Link struct {
	Type *graph.TransitionType
	Area int32 // leaf; -1 = the whole network

	Senders, Receivers []int32    // S and R: the ends of P; without hand-overs by kind and phase
	Explicit           bool       // P are hand-overs, else S × R
	Handovers          []Crossing // P where Explicit; S × R is never stored, see Transitions.Crossings
	Carried            []Crossing // those of P that are known to hold, by sender, then receiver
	SendersWithout     []int32    // by kind and phase, but in no hand-over
	ReceiversWithout   []int32    // nobody is known or could be found to send there

	Status              Status
	Lower, Upper, Total int64 // coverage in whole numbers over Total, unknown as 0 and as 1
	Pairs, UnknownPairs int
	Contact             bool  // some pair is known to have level ≥ 1
	Children            int64 // W: children of (t,a); 0 where not recorded, 1 everywhere while nothing is
	ChildrenKnown       bool
	open                bool // weighted by an indicator that some area of the link lacks
	Fragile             []Reason

	byKind  [2][]int32 // senders and receivers by kind and phase
	counted bool       // every hand-over has its children
	perEnd  []endTally // each_sender, each_receiver: beside ends
	tau     graph.Level
}

// endTally counts what carries at one sender or receiver: the number of its pairs, and their weight.
type endTally struct {
	weight                        int64
	carried, possible             int
	carriedWeight, possibleWeight int64
}

// lower is what the end adds to the coverage: under "every pair" its pairs, else all its weight as soon as one pair holds.
func (e *endTally) lower(rule string) int64 { return e.part(rule, e.carried, e.carriedWeight) }

func (e *endTally) upper(rule string) int64 { return e.part(rule, e.possible, e.possibleWeight) }

func (e *endTally) part(rule string, n int, weight int64) int64 {
	switch {
	case rule != graph.RuleEachSender && rule != graph.RuleEachReceiver:
		return weight
	case n > 0:
		return e.weight
	}
	return 0
}

// Bounds are the coverage with the unknown as no and as yes, 0 to 1; 0 where P is empty.
func (l *Link) Bounds() (lower, upper float64) {
	if l.Total == 0 {
		return 0, 0
	}
	return float64(l.Lower) / float64(l.Total), float64(l.Upper) / float64(l.Total)
}

// statusAt compares in whole numbers: carrying from θ thousandths on.
func (l *Link) statusAt(num, theta int64) Status {
	switch {
	case l.Pairs == 0:
		return NoCounterpart
	case num == 0:
		return Broken
	case num*1000 < theta*l.Total:
		return Patchy
	}
	return Carrying
}

// settle turns the tallies into coverage and status by the type's rule.
func (l *Link) settle(theta int64) {
	l.Lower, l.Upper, l.Total = 0, 0, 0
	for i := range l.perEnd {
		e := &l.perEnd[i]
		l.Total += e.weight
		l.Lower += e.lower(l.Type.Rule)
		l.Upper += e.upper(l.Type.Rule)
	}
	lower := l.statusAt(l.Lower, theta)
	if l.Status = lower; lower != l.statusAt(l.Upper, theta) {
		l.Status = Unclear
	}
}

// judgeHandovers tallies explicit crossings.
func (l *Link) judgeHandovers(theta int64) {
	l.perEnd, l.Carried, l.Pairs, l.UnknownPairs, l.Contact = make([]endTally, len(l.ends())), nil, len(l.Handovers), 0, false
	for _, c := range l.Handovers {
		e := l.tally(l.end(c))
		e.weight += c.Weight
		if c.Carried {
			e.carried, e.carriedWeight = e.carried+1, e.carriedWeight+c.Weight
			l.Carried = append(l.Carried, c)
		}
		if c.Possible {
			e.possible, e.possibleWeight = e.possible+1, e.possibleWeight+c.Weight
		}
		l.Contact = l.Contact || c.Level >= 1 || c.Internal
		if c.Possible && !c.Carried {
			l.UnknownPairs++
		}
	}
	slices.SortFunc(l.Carried, func(x, y Crossing) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To)) })
	l.settle(theta)
}

// judgeProduct tallies S × R without walking it: of every end only the partners with a level of their own are looked at, all
// others are what unlisted pairs mean.
func (w *whereabouts) judgeProduct(l *Link) {
	l.perEnd, l.Carried, l.UnknownPairs, l.Contact = make([]endTally, len(l.ends())), nil, 0, false
	l.Pairs = len(l.Senders) * len(l.Receivers)
	ends, others := l.Senders, l.Receivers
	if l.Type.Rule == graph.RuleEachReceiver {
		ends, others = others, ends
	}
	facts := w.b.facts()
	inOthers := w.mark(others)
	for n, i := range ends {
		e := &l.perEnd[n]
		if e.weight = 1; l.everyPair() {
			e.weight = int64(len(others))
		}
		listed := 0
		for _, p := range facts.of(i) {
			j, level := p.institution, p.level
			if !inOthers[j] {
				continue
			}
			listed++
			l.Contact = l.Contact || level >= 1
			switch {
			case !level.Known():
				e.possible++
				l.UnknownPairs++
			case level >= l.tau:
				e.carried++
				e.possible++
				c := Crossing{From: i, To: j, Weight: 1, Level: level, Carried: true, Possible: true}
				if l.Type.Rule == graph.RuleEachReceiver {
					c.From, c.To = j, i
				}
				l.Carried = append(l.Carried, c)
			}
		}
		if inOthers[i] {
			listed++
			e.carried++
			e.possible++
			l.Contact = true
			l.Carried = append(l.Carried, Crossing{From: i, To: i, Weight: 1, Level: graph.LevelUnknown, Carried: true, Possible: true, Internal: true})
		}
		if rest := len(others) - listed; !facts.unlisted.Known() {
			e.possible += rest
			l.UnknownPairs += rest
		}
		e.carriedWeight, e.possibleWeight = int64(e.carried), int64(e.possible)
	}
	slices.SortFunc(l.Carried, func(x, y Crossing) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To)) })
	w.unmark(others)
	l.ReceiversWithout = w.unreached(l, facts.unlisted.Known())
	l.settle(w.b.theta)
}

// unreached are the receivers that no pair of S × R carries or could carry.
func (w *whereabouts) unreached(l *Link, unlistedKnown bool) []int32 {
	var out []int32
	senders := w.mark(l.Senders)
	for _, j := range l.Receivers {
		reached, listed := senders[j], 0
		for _, p := range w.b.facts().of(j) {
			if senders[p.institution] {
				listed++
				reached = reached || !p.level.Known() || p.level >= l.tau
			}
		}
		if reached = reached || !unlistedKnown && listed < len(l.Senders); !reached {
			out = append(out, j)
		}
	}
	w.unmark(l.Senders)
	return out
}

func (w *whereabouts) mark(set []int32) []bool {
	for _, i := range set {
		w.marked[i] = true
	}
	return w.marked
}

func (w *whereabouts) unmark(set []int32) {
	for _, i := range set {
		w.marked[i] = false
	}
}

func (l *Link) everyPair() bool {
	return l.Type.Rule != graph.RuleEachSender && l.Type.Rule != graph.RuleEachReceiver
}

// end is the side of a crossing that the rule counts.
func (l *Link) end(c Crossing) int32 {
	if l.Type.Rule == graph.RuleEachReceiver {
		return c.To
	}
	return c.From
}

// ends are all of that side, sorted.
func (l *Link) ends() []int32 {
	if l.Type.Rule == graph.RuleEachReceiver {
		return l.Receivers
	}
	return l.Senders
}

// tally is what carries at one end; nil where it is none.
func (l *Link) tally(end int32) *endTally {
	if n, ok := slices.BinarySearch(l.ends(), end); ok {
		return &l.perEnd[n]
	}
	return nil
}

// without is the coverage and the status when the given crossings, all carried, would not hold.
func (l *Link) without(gone []Crossing, theta int64) (lower int64, status Status) {
	lower, upper := l.Lower, l.Upper
	after := map[int32]endTally{}
	for _, c := range gone {
		end := l.end(c)
		e, ok := after[end]
		if !ok {
			e = *l.tally(end)
		}
		e.carried, e.possible = e.carried-1, e.possible-1
		e.carriedWeight, e.possibleWeight = e.carriedWeight-c.Weight, e.possibleWeight-c.Weight
		after[end] = e
	}
	for end, e := range after {
		lower += e.lower(l.Type.Rule) - l.tally(end).lower(l.Type.Rule)
		upper += e.upper(l.Type.Rule) - l.tally(end).upper(l.Type.Rule)
	}
	if status = l.statusAt(lower, theta); status != l.statusAt(upper, theta) {
		status = Unclear
	}
	return lower, status
}

// worse tells that a status fell from one of the four to a later one.
func worse(before, after Status) bool {
	i, j := slices.Index(falls, before), slices.Index(falls, after)
	return i >= 0 && j > i
}

// whereabouts says who is in which area and phase: the ground that links are built on.
type whereabouts struct {
	b     *Basis
	grid  *grid // area × phase
	phase map[graph.ID]int32
	home  [][]int32 // by area: institutions whose own areas reach it
	p     Params

	marked []bool // by institution; for one link at a time
}

func (b *Basis) whereabouts(p Params) *whereabouts {
	w := &whereabouts{b: b, grid: b.grid(false), phase: map[graph.ID]int32{}, home: make([][]int32, len(b.snap.Leaves())), p: p}
	for i, x := range b.snap.Phases() {
		w.phase[x.ID] = int32(i)
	}
	leaf := map[graph.ID]int32{}
	for i, a := range b.snap.Leaves() {
		leaf[a.ID] = int32(i)
	}
	for i, r := range b.sel.Institutions() {
		for _, a := range r.Areas {
			for _, l := range b.snap.LeavesOf(a) {
				w.home[leaf[l]] = append(w.home[leaf[l]], int32(i))
			}
		}
	}
	w.marked = make([]bool, len(b.gone))
	return w
}

// active lists the institutions with an active offer in a phase and area; area -1 is any, phase "" any offer or the
// institution's own areas ("institutions of the kinds count whatever their offers").
func (w *whereabouts) active(phase graph.ID, area int32) []int32 {
	var out []int32
	phases := int32(len(w.b.snap.Phases()))
	for a := range int32(len(w.b.snap.Leaves())) {
		if area >= 0 && a != area {
			continue
		}
		for p := range phases {
			if phase != "" && w.phase[phase] != p {
				continue
			}
			for _, r := range w.grid.runsIn(a*phases + p) {
				out = append(out, r.institution)
			}
		}
		if phase == "" {
			out = append(out, w.home[a]...)
		}
	}
	if phase == "" && area < 0 {
		out = nil
		for i := range w.b.sel.Institutions() {
			out = append(out, int32(i))
		}
	}
	out = slices.DeleteFunc(out, func(i int32) bool { return w.b.gone[i] })
	slices.Sort(out)
	return slices.Compact(out)
}

func (w *whereabouts) ofKinds(in []int32, kinds []graph.ID) []int32 {
	var out []int32
	for _, i := range in {
		if slices.ContainsFunc(w.b.Institution(i).Kinds, func(k graph.ID) bool { return slices.Contains(kinds, k) }) {
			out = append(out, i)
		}
	}
	return out
}

// link judges one transition in one area; -1 is the whole network. handovers are those of the type.
func (w *whereabouts) link(t *graph.TransitionType, area int32, handovers []*graph.Handover) Link {
	b := w.b
	l := Link{Type: t, Area: area, tau: t.Level}
	if l.tau == graph.LevelUnlisted {
		l.tau = b.tau
	}
	from := w.active(t.FromPhase, area)
	l.byKind = [2][]int32{w.ofKinds(from, t.Senders), w.ofKinds(w.active(t.ToPhase, area), t.Receivers)}
	l.counted = true
	for _, h := range handovers {
		i, okI := b.sel.InstitutionIndex(h.From)
		j, okJ := b.sel.InstitutionIndex(h.To)
		if !okI || !okJ || b.gone[i] || b.gone[j] || b.loss.handovers[h.ID] {
			continue
		}
		if _, here := slices.BinarySearch(from, i); here {
			l.Handovers = append(l.Handovers, w.crossing(&l, i, j, h))
			l.counted = l.counted && h.Children.Known
		}
	}
	w.judge(&l, -1)
	return l
}

// judge computes everything that follows from hand-overs or kinds, as if one institution were not there (-1: none).
func (w *whereabouts) judge(l *Link, leaving int32) {
	l.Handovers = slices.DeleteFunc(slices.Clone(l.Handovers), func(c Crossing) bool { return c.From == leaving || c.To == leaving })
	senders, receivers := less(l.byKind[0], leaving), less(l.byKind[1], leaving)
	if l.Explicit = len(l.Handovers) > 0; !l.Explicit {
		l.Senders, l.Receivers, l.SendersWithout = senders, receivers, nil
		w.judgeProduct(l)
		return
	}
	l.weigh()
	l.Senders, l.Receivers = nil, nil
	for _, c := range l.Handovers {
		l.Senders, l.Receivers = append(l.Senders, c.From), append(l.Receivers, c.To)
	}
	slices.Sort(l.Senders)
	slices.Sort(l.Receivers)
	l.Senders, l.Receivers = slices.Compact(l.Senders), slices.Compact(l.Receivers)
	l.SendersWithout, l.ReceiversWithout = without(senders, l.Senders), without(receivers, l.Receivers)
	l.judgeHandovers(w.b.theta)
}

func less(in []int32, leaving int32) []int32 {
	n, ok := slices.BinarySearch(in, leaving)
	if !ok {
		return in
	}
	return slices.Delete(slices.Clone(in), n, n+1)
}

// weigh gives each hand-over its children where all have them and they are not all 0, else 1.
func (l *Link) weigh() {
	var sum int64
	for _, c := range l.Handovers {
		sum += c.Handover.Children.N
	}
	for i := range l.Handovers {
		if l.Handovers[i].Weight = 1; l.counted && sum > 0 {
			l.Handovers[i].Weight = l.Handovers[i].Handover.Children.N
		}
	}
}

func without(all, used []int32) []int32 {
	var out []int32
	for _, i := range all {
		if _, ok := slices.BinarySearch(used, i); !ok {
			out = append(out, i)
		}
	}
	return out
}

func (w *whereabouts) crossing(l *Link, i, j int32, h *graph.Handover) Crossing {
	c := Crossing{From: i, To: j, Handover: h, Weight: 1}
	if i == j {
		c.Internal, c.Carried, c.Possible, c.Level = true, true, true, graph.LevelUnknown
		return c
	}
	c.Level = w.b.Level(i, j)
	c.Carried = c.Level.Known() && c.Level >= l.tau
	c.Possible = c.Carried || !c.Level.Known()
	if w.p.Checklist && h != nil {
		yes, unknown, all := checklist(l.Type, h)
		c.byItems = all > 0 && 2*yes >= all
		c.Carried = c.Carried || c.byItems
		c.Possible = c.Possible || all > 0 && 2*(yes+unknown) >= all
	}
	return c
}

// crossings walks P in order of sender and receiver.
func (w *whereabouts) crossings(l *Link) iter.Seq[Crossing] {
	return func(yield func(Crossing) bool) {
		if l.Explicit {
			for _, c := range l.Handovers {
				if !yield(c) {
					return
				}
			}
			return
		}
		for _, i := range l.Senders {
			for _, j := range l.Receivers {
				if !yield(w.crossing(l, i, j, nil)) {
					return
				}
			}
		}
	}
}

// checklist counts the items of a hand-over: those of the type, or of the row where the type has none.
func checklist(t *graph.TransitionType, h *graph.Handover) (yes, unknown, all int) {
	if len(t.Items) == 0 {
		for _, v := range h.Items {
			if v == graph.Yes {
				yes++
			}
		}
		return yes, 0, len(h.Items)
	}
	for _, item := range t.Items {
		switch h.Items[item] {
		case graph.Yes:
			yes++
		case graph.Unknown:
			unknown++
		}
	}
	return yes, unknown, len(t.Items)
}
