package findings

import (
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

	Senders, Receivers []int32 // S and R: the ends of P; without hand-overs by kind and phase
	Crossings          []Crossing
	Explicit           bool // P are hand-overs
	SendersWithout     []int32
	ReceiversWithout   []int32

	Status         Status
	Lower, Upper   int64 // coverage in whole numbers over Total, unknown as 0 and as 1
	Total          int64
	Contact        bool  // some pair is known to have level ≥ 1
	Children       int64 // W: children of (t,a); 0 where not recorded, 1 everywhere while nothing is
	ChildrenKnown  bool
	UnknownPairs   int
	Fragile        []Reason
	perEnd         map[int32]*endTally // each_sender, each_receiver: by end
	tau            graph.Level
	lowers, uppers Status
}

// endTally counts what carries at one sender or receiver.
type endTally struct {
	weight            int64
	carried, possible int
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
	case len(l.Crossings) == 0:
		return NoCounterpart
	case num == 0:
		return Broken
	case num*1000 < theta*l.Total:
		return Patchy
	}
	return Carrying
}

// judge computes coverage and status from the crossings by the type's rule.
func (l *Link) judge(theta int64) {
	l.Lower, l.Upper, l.Total, l.Contact, l.UnknownPairs, l.perEnd = 0, 0, 0, false, 0, nil
	for _, c := range l.Crossings {
		l.Contact = l.Contact || c.Level >= 1 || c.Internal
		if c.Possible && !c.Carried {
			l.UnknownPairs++
		}
	}
	if l.Type.Rule != graph.RuleEachSender && l.Type.Rule != graph.RuleEachReceiver {
		for _, c := range l.Crossings {
			l.Total += c.Weight
			if c.Carried {
				l.Lower += c.Weight
			}
			if c.Possible {
				l.Upper += c.Weight
			}
		}
	} else {
		l.perEnd = map[int32]*endTally{}
		for _, c := range l.Crossings {
			e := l.perEnd[l.end(c)]
			if e == nil {
				e = &endTally{}
				if !l.Explicit {
					e.weight = 1
				}
				l.perEnd[l.end(c)] = e
			}
			if l.Explicit {
				e.weight += c.Weight
			}
			if c.Carried {
				e.carried++
			}
			if c.Possible {
				e.possible++
			}
		}
		for _, e := range l.perEnd {
			l.Total += e.weight
			if e.carried > 0 {
				l.Lower += e.weight
			}
			if e.possible > 0 {
				l.Upper += e.weight
			}
		}
	}
	l.lowers, l.uppers = l.statusAt(l.Lower, theta), l.statusAt(l.Upper, theta)
	if l.Status = l.lowers; l.lowers != l.uppers {
		l.Status = Unclear
	}
}

// end is the side of a crossing that the rule counts.
func (l *Link) end(c Crossing) int32 {
	if l.Type.Rule == graph.RuleEachReceiver {
		return c.To
	}
	return c.From
}

// without is the status when the given crossings, all carried, would not hold.
func (l *Link) without(gone []Crossing, theta int64) Status {
	lower, upper := l.Lower, l.Upper
	missing := map[int32]int{}
	for _, c := range gone {
		if l.perEnd == nil {
			lower, upper = lower-c.Weight, upper-c.Weight
		} else {
			missing[l.end(c)]++
		}
	}
	for i, n := range missing {
		e := l.perEnd[i]
		if e.carried == n {
			lower -= e.weight
		}
		if e.possible == n {
			upper -= e.weight
		}
	}
	s := l.statusAt(lower, theta)
	if s != l.statusAt(upper, theta) {
		return Unclear
	}
	return s
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
}

func (b *Basis) whereabouts(p Params) *whereabouts {
	w := &whereabouts{b: b, grid: b.newGrid(false, nil), phase: map[graph.ID]int32{}, home: make([][]int32, len(b.snap.Leaves())), p: p}
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
			for _, r := range w.grid.runs[a*phases+p] {
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
	senders, receivers := w.ofKinds(from, t.Senders), w.ofKinds(w.active(t.ToPhase, area), t.Receivers)
	allCounted := true
	for _, h := range handovers {
		i, okI := b.sel.InstitutionIndex(h.From)
		j, okJ := b.sel.InstitutionIndex(h.To)
		if !okI || !okJ || b.gone[i] || b.gone[j] || b.loss.handovers[h.ID] {
			continue
		}
		if _, here := slices.BinarySearch(from, i); !here {
			continue
		}
		l.Explicit = true
		l.Crossings = append(l.Crossings, w.crossing(&l, i, j, h))
		allCounted = allCounted && h.Children.Known
	}
	if l.Explicit {
		l.weigh(allCounted)
		for _, c := range l.Crossings {
			l.Senders, l.Receivers = append(l.Senders, c.From), append(l.Receivers, c.To)
		}
		slices.Sort(l.Senders)
		slices.Sort(l.Receivers)
		l.Senders, l.Receivers = slices.Compact(l.Senders), slices.Compact(l.Receivers)
		l.SendersWithout, l.ReceiversWithout = without(senders, l.Senders), without(receivers, l.Receivers)
	} else {
		l.Senders, l.Receivers = senders, receivers
		reached := map[int32]bool{}
		for _, i := range senders {
			for _, j := range receivers {
				c := w.crossing(&l, i, j, nil)
				c.Weight = 1
				reached[j] = reached[j] || c.Possible
				l.Crossings = append(l.Crossings, c)
			}
		}
		for _, j := range receivers {
			if !reached[j] {
				l.ReceiversWithout = append(l.ReceiversWithout, j)
			}
		}
	}
	l.judge(b.theta)
	return l
}

// weigh gives each hand-over its children where all have them and they are not all 0, else 1.
func (l *Link) weigh(allCounted bool) {
	var sum int64
	for _, c := range l.Crossings {
		sum += c.Handover.Children.N
	}
	for i := range l.Crossings {
		if l.Crossings[i].Weight = 1; allCounted && sum > 0 {
			l.Crossings[i].Weight = l.Crossings[i].Handover.Children.N
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
	c := Crossing{From: i, To: j, Handover: h}
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
