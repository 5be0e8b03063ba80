package diagram

import (
	"cmp"
	"fmt"
	"slices"
	"sort"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// footRow is a referral within a phase, or a transition without phases: a row of statuses by area.
type footRow struct {
	name  string
	cells []footCell // by area; one for all where the type is judged for the whole network
	whole bool
}

// ends groups one side of a link by chip; the shares follow the children of the hand-overs where these are counted, else the number
// of institutions.
func (b *chainBuilder) ends(l *findings.Link, side []int32, sends bool, col int) []end {
	kinds := l.Type.Receivers
	if sends {
		kinds = l.Type.Senders
	}
	weight := map[int32]float64{}
	for _, i := range side {
		weight[i] = 1
	}
	if l.Counted() {
		clear(weight)
		for _, c := range l.Handovers {
			i := c.To
			if sends {
				i = c.From
			}
			weight[i] += float64(c.Weight)
		}
	}
	share, total := map[int]float64{}, 0.0
	var order []int
	for _, i := range side {
		at := b.chipOf(i, col, kinds)
		if _, ok := share[at]; !ok {
			order = append(order, at)
		}
		share[at] += weight[i]
		total += weight[i]
	}
	var out []end
	for _, at := range order {
		e := end{at, 1 / float64(len(order))}
		if total > 0 {
			e.share = share[at] / total
		}
		out = append(out, e)
	}
	return out
}

// draw makes the strands of the links of one type.
func (b *chainBuilder) draw(links []int) {
	groups := map[string]int{} // of links among institutions that all work across areas
	for _, n := range links {
		l := &b.t.Links[n]
		from, to := b.column[b.phase(l.Type.FromPhase)], b.column[b.phase(l.Type.ToPhase)]
		for _, i := range l.SendersWithout {
			b.chipOf(i, from, l.Type.Senders)
		}
		for _, i := range l.ReceiversWithout {
			b.chipOf(i, to, l.Type.Receivers)
		}
		if b.s.detail && l.Pairs > 0 && l.Pairs <= pairByPair {
			b.pairs(n, from, to)
			continue
		}
		s := strand{role: linkRole(l), zone: to - 1, from: b.ends(l, l.Senders, true, from), to: b.ends(l, l.Receivers, false, to),
			children: l.Children, known: l.ChildrenKnown, parts: []strandPart{b.part(n)}}
		s.row = b.laneRow(l, &s)
		if s.row == 0 && l.Area >= 0 { // all who take part work across areas: the areas with one answer are one band
			key := fmt.Sprint(s.role, s.from, s.to)
			if at, ok := groups[key]; ok {
				g := &b.s.strands[at]
				g.children, g.known = g.children+s.children, g.known || s.known
				g.parts = append(g.parts, s.parts...)
				continue
			}
			groups[key] = len(b.s.strands)
		}
		b.s.strands = append(b.s.strands, s)
	}
	for _, at := range groups {
		g := &b.s.strands[at]
		switch len(g.parts) {
		case len(b.areas):
		case 1:
			g.label = g.parts[0].area
		default:
			g.label = b.v.text("diagram.chain.areas", len(g.parts))
		}
	}
}

// pairByPair is up to how many pairs a link is drawn pair by pair on the sheet of an area.
const pairByPair = 30

// laneRow is the row of a strand: its area's, or that of what works across areas where all who take part do.
func (b *chainBuilder) laneRow(l *findings.Link, s *strand) int {
	if l.Area < 0 {
		return 0
	}
	own := b.rowOf[areaRef(b.v.snap.Leaves()[l.Area].ID)]
	if len(s.from) == 0 || len(s.to) == 0 {
		return own
	}
	for _, e := range append(slices.Clone(s.from), s.to...) {
		if b.s.chips[e.chip].row == own {
			return own
		}
	}
	return 0
}

// pairs draws a link pair by pair: which hold, which do not, which nobody knows.
func (b *chainBuilder) pairs(n, from, to int) {
	l := &b.t.Links[n]
	own := b.part(n)
	var sum int64 // a sender of several areas counts its hand-overs for all of them: then only the shares say something here
	for _, c := range l.Handovers {
		sum += c.Weight
	}
	for c := range b.t.Crossings(l) {
		s := strand{zone: to - 1, from: []end{{b.chipOf(c.From, from, l.Type.Senders), 1}}, to: []end{{b.chipOf(c.To, to, l.Type.Receivers), 1}}, row: -1}
		switch {
		case c.Carried:
			s.role = RoleCarrying
		case c.Possible:
			s.role = RoleOpenLink
		default:
			s.role = RoleBroken
		}
		switch {
		case l.Counted() && l.ChildrenKnown && sum > l.Children:
			s.children, s.known, s.shared = l.Children*c.Weight/sum, true, true
		case l.Counted():
			s.children, s.known = c.Weight, true
		}
		what := b.v.levelText(c.Level)
		if c.Internal {
			what = b.v.text("diagram.chain.internal")
		}
		label := b.v.between(b.all.institution(c.From), b.all.institution(c.To), what)
		s.parts = []strandPart{{ref: own.ref, label: label, children: s.children}}
		b.s.strands = append(b.s.strands, s)
	}
}

// part says a link: "Kita → Grundschule, Nord: lückenhaft (50 %), 100 Kinder".
func (b *chainBuilder) part(n int) strandPart {
	l := &b.t.Links[n]
	what := b.word(linkRole(l))
	if l.Status == findings.Patchy || l.Status == findings.Unclear {
		what = joined(" ", what, "("+b.t.Coverage(l).Text(b.v.req.Lang)+")")
	}
	return strandPart{ref: string(b.t.Ref(n)), children: l.Children, area: b.areaName(l.Area),
		label: joined(": ", joined(", ", clean(l.Type.Name), b.areaName(l.Area)), joined(", ", what, b.people(l.Children, l.ChildrenKnown)))}
}

func (k *chains) areaName(a int32) string {
	if a < 0 {
		return k.v.text("findings.whole_network")
	}
	return clean(k.v.snap.Leaves()[a].Name)
}

func (k *chains) word(r Role) string { return k.v.text("diagram.legend." + string(r)) }

// people is a number with its unit, or "" where it is not recorded.
func (k *chains) people(n int64, known bool) string {
	switch {
	case !known:
		return ""
	case k.v.req.Indicator != "":
		return joined(" ", k.v.masked(n), "("+clean(k.v.req.Indicator)+")")
	}
	return k.v.text("diagram.rounds.children", k.v.masked(n))
}

// head says a type over its zone: children and statuses as a bar, or in detail its one status.
func (b *chainBuilder) head(x *graph.TransitionType, links []int) {
	zone := b.column[b.phase(x.ToPhase)] - 1
	h := chainHead{ref: graph.Key{Kind: graph.KindTransition, ID: x.ID}.String(), name: clean(x.Name)}
	var children int64
	known := false
	for _, n := range links {
		l := &b.t.Links[n]
		at := slices.IndexFunc(h.parts, func(p headPart) bool { return p.role == linkRole(l) })
		if at < 0 {
			at = len(h.parts)
			h.parts = append(h.parts, headPart{role: linkRole(l)})
		}
		h.parts[at].links++
		if l.ChildrenKnown {
			h.parts[at].children += l.Children
			children, known = children+l.Children, true
		}
	}
	sort.SliceStable(h.parts, func(i, j int) bool { return chainOrder[h.parts[i].role] < chainOrder[h.parts[j].role] })
	if len(links) == 1 {
		l := &b.t.Links[links[0]]
		h.ref = string(b.t.Ref(links[0]))
		h.role = linkRole(l)
		status := b.word(h.role)
		if l.Total > 0 {
			status = joined(" · ", status, b.t.Coverage(l).Text(b.v.req.Lang))
		}
		h.texts = append(h.texts, status)
	}
	if n := b.people(children, known); n != "" {
		h.texts = append(h.texts, n)
	}
	b.s.heads[zone] = append(b.s.heads[zone], h)
}

// chainOrder is the order of statuses in bars and legend.
var chainOrder = map[Role]int{RoleCarrying: 1, RolePatchy: 2, RoleBroken: 3, RoleNoReceiver: 4, RoleNoSender: 5, RoleNobody: 6, RoleOpenLink: 7}

func (b *chainBuilder) footRow(x *graph.TransitionType, links []int) footRow {
	row := footRow{name: clean(x.Name), whole: x.Scope == graph.ScopeNetwork}
	sort.SliceStable(links, func(i, j int) bool {
		return cmp.Compare(slices.Index(b.areas, b.t.Links[links[i]].Area), slices.Index(b.areas, b.t.Links[links[j]].Area)) < 0
	})
	for _, n := range links {
		l := &b.t.Links[n]
		p := b.part(n)
		c := footCell{ref: p.ref, label: p.label, role: linkRole(l), word: b.word(linkRole(l))}
		if l.ChildrenKnown {
			c.text = b.v.masked(l.Children)
		}
		row.cells = append(row.cells, c)
	}
	return row
}
