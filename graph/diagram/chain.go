package diagram

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"miteinander/graph"
	"miteinander/graph/findings"
	"miteinander/graph/words"
)

// The roles of the chain picture: what a transition is in an area. interface.md says the lines: double, thin, with a gap and ×, an
// arrow into nothing, dotted with ?.
const (
	RoleCarrying   Role = "carrying"
	RolePatchy     Role = "patchy"
	RoleBroken     Role = "broken"
	RoleNoReceiver Role = "no_receiver"
	RoleNoSender   Role = "no_sender"
	RoleNobody     Role = "nobody"
	RoleOpenLink   Role = "transition_unclear"
	RoleWidth      Role = "band_width" // legend: what the width of a band means
	RoleZone       Role = "transition"
)

// chainScene is one sheet of the chain picture: rows of areas, columns of phases, chips of institutions and strands between them.
// It has no places yet.
type chainScene struct {
	detail    bool // institutions one by one, a strand per pair
	rows      []chainRow
	columns   []Phase
	chips     []chip
	strands   []strand
	heads     [][]chainHead // by zone: between column z and z+1
	foot      []footRow
	footTitle string
	footAt    []string // names of the columns of the foot: areas
	links     []int    // of the answer, all that the sheet shows
}

type chainRow struct{ ref, label string }

// chip is an institution, or several of one kind, in a row and a column.
type chip struct {
	ref, label, name string
	members          []int32
	role             Role
	fill             string
	row, col         int
	kind             graph.ID
}

// end is a chip that a strand leaves or reaches, with its share of the children.
type end struct {
	chip  int
	share float64
}

// strand is one band: a transition in an area, the same in several areas where all who take part work everywhere, or in detail a
// pair of institutions.
type strand struct {
	role     Role
	from, to []end
	row      int // of its lane
	zone     int // where its lane lies: between column zone and zone+1
	children int64
	known    bool // the children are recorded
	shared   bool // a part of them by share alone: a width, no number
	parts    []strandPart
	label    string // on the plate, beside sign and number
	text     string // the number on the plate, as people read it
}

// strandPart is what a click opens.
type strandPart struct {
	ref, label, area string
	children         int64
}

// chainHead is a transition over its zone.
type chainHead struct {
	ref, name string
	texts     []string
	parts     []headPart // the bar
	role      Role       // in detail: the status of the one link
}

type headPart struct {
	role     Role
	links    int
	children int64
}

// footRow is a referral within a phase, or a transition without phases: a row of statuses by area.
type footRow struct {
	name  string
	cells []footCell // by area; one for all where the type is judged for the whole network
	whole bool
}

type footCell struct {
	ref, label, text, word string
	role                   Role
}

// chain is the chain picture: an overview of the areas, then a sheet for each.
func (v *viewer) chain(ctx context.Context, c *composing) ([]Sheet, error) {
	p, err := v.params()
	if err != nil {
		return nil, err
	}
	basis, err := findings.NewBasis(ctx, v.sel)
	if err != nil {
		return nil, err
	}
	t, err := findings.AskTransitions(ctx, basis, p)
	if err != nil {
		return nil, err
	}
	if len(t.Links) == 0 {
		return nil, graph.Errorf(graph.Invalid, "diagram.error.no_transitions")
	}
	k := &chains{v: v, all: newViewer(t.Basis().Selection(), v.req), t: t, c: c}
	areas := v.sel.Areas()
	if v.req.Area != "" {
		at := slices.IndexFunc(areas, func(a int32) bool { return v.snap.Leaves()[a].ID == v.req.Area })
		if at < 0 {
			return nil, graph.Errorf(graph.NotFound, "diagram.error.area", string(v.req.Area))
		}
		areas = areas[at : at+1]
	}
	return k.sheets(ctx, areas)
}

// params are the options of the questions; an indicator must be one that the network has.
func (v *viewer) params() (findings.Params, error) {
	p := findings.Params{Indicator: v.req.Indicator, Checklist: v.req.Checklist}
	if p.Indicator == "" {
		return p, nil
	}
	var known []string
	for r := range graph.Records[*graph.Indicator](v.snap, graph.KindIndicator) {
		if !slices.Contains(known, r.Name) {
			known = append(known, r.Name)
		}
	}
	if !slices.Contains(known, p.Indicator) {
		return p, unknownOption("indicator", p.Indicator, known)
	}
	return p, nil
}

// chains makes the scenes of the chain picture out of the answer.
type chains struct {
	v   *viewer // of the selection: words, title
	all *viewer // of all areas and phases: where institutions belong
	t   *findings.Transitions
	c   *composing
}

func linkRole(l *findings.Link) Role {
	switch l.Status {
	case findings.Carrying:
		return RoleCarrying
	case findings.Patchy:
		return RolePatchy
	case findings.Broken:
		return RoleBroken
	case findings.NoCounterpart:
		switch l.Missing() {
		case "senders":
			return RoleNoSender
		case "receivers":
			return RoleNoReceiver
		}
		return RoleNobody
	}
	return RoleOpenLink
}

// inChain tells the types that lead from a phase to a later one; the others stand at the foot.
func (k *chains) inChain(t *graph.TransitionType) bool {
	from, to := k.phase(t.FromPhase), k.phase(t.ToPhase)
	return from >= 0 && to > from
}

func (k *chains) phase(id graph.ID) int {
	return slices.IndexFunc(k.v.snap.Phases(), func(p *graph.Phase) bool { return p.ID == id })
}

// scene collects what stands on a sheet of these areas.
func (k *chains) scene(areas []int32, detail bool) *chainScene {
	b := &chainBuilder{chains: k, s: &chainScene{detail: detail}, areas: areas, column: map[int]int{}, chip: map[string]int{}, kindAt: map[string]graph.ID{}, rowOf: map[string]int{}}
	b.findColumns()
	b.findRows()
	b.s.heads = make([][]chainHead, max(len(b.s.columns)-1, 0))
	byType := map[graph.ID][]int{}
	for i := range k.t.Links {
		if l := &k.t.Links[i]; l.Area < 0 || slices.Contains(areas, l.Area) {
			byType[l.Type.ID] = append(byType[l.Type.ID], i)
			b.s.links = append(b.s.links, i)
		}
	}
	for _, x := range k.t.Types {
		links := byType[x.ID]
		if len(links) == 0 {
			continue
		}
		if !k.inChain(x) {
			b.s.foot = append(b.s.foot, b.footRow(x, links))
			continue
		}
		b.head(x, links)
		b.draw(links)
	}
	for _, a := range areas {
		b.s.footAt = append(b.s.footAt, k.v.snap.Leaves()[a].Name)
	}
	b.finish()
	return b.s
}

type chainBuilder struct {
	*chains
	s      *chainScene
	areas  []int32
	column map[int]int         // phase index → column
	chip   map[string]int      // key → index
	kindAt map[string]graph.ID // institution and column → the kind by which it takes part there
	rowOf  map[string]int      // area ref → row
}

// Rows: 0 is what works across areas, then the areas, last what belongs to areas of other sheets.
func (b *chainBuilder) findRows() {
	b.s.rows = []chainRow{{"", b.v.text("diagram.wide")}}
	for _, a := range b.areas {
		leaf := b.v.snap.Leaves()[a]
		b.rowOf[areaRef(leaf.ID)] = len(b.s.rows)
		b.s.rows = append(b.s.rows, chainRow{areaRef(leaf.ID), leaf.Name})
	}
	b.s.rows = append(b.s.rows, chainRow{"", b.v.text("diagram.chain.elsewhere")})
}

func (b *chainBuilder) findColumns() {
	used := map[int]bool{}
	for _, p := range b.v.sel.Phases() {
		used[int(p)] = true
	}
	for _, x := range b.t.Types {
		if b.inChain(x) {
			used[b.phase(x.FromPhase)], used[b.phase(x.ToPhase)] = true, true
		}
	}
	for i, p := range b.v.snap.Phases() {
		if used[i] {
			b.column[i] = len(b.s.columns)
			b.s.columns = append(b.s.columns, Phase{p.Key().String(), p.Name})
		}
	}
}

func (b *chainBuilder) place(i int32) int {
	ref := b.all.place[i]
	if ref == "" {
		return 0
	}
	if r, ok := b.rowOf[ref]; ok {
		return r
	}
	return len(b.s.rows) - 1
}

// chipOf finds the chip of an institution in a column, or makes it. In the overview all of one kind in one row are one chip.
func (b *chainBuilder) chipOf(i int32, col int, kinds []graph.ID) int {
	m := b.all.institution(i)
	row := b.place(i)
	kind := b.takesPartAs(i, col, kinds)
	key := fmt.Sprint(row, "/", col, "/", kind)
	if b.s.detail {
		key = fmt.Sprint(row, "/", col, "/", m.Ref)
	}
	at, ok := b.chip[key]
	if !ok {
		at = len(b.s.chips)
		b.chip[key] = at
		b.s.chips = append(b.s.chips, chip{row: row, col: col})
	}
	c := &b.s.chips[at]
	c.kind = kind
	if !slices.Contains(c.members, i) {
		c.members = append(c.members, i)
	}
	return at
}

// takesPartAs is the kind of an institution that the transition asks for: a school that is two kinds receives as the one it receives
// as. The first transition that names it in a column decides.
func (b *chainBuilder) takesPartAs(i int32, col int, kinds []graph.ID) graph.ID {
	inst := b.all.sel.Institutions()[i]
	at := fmt.Sprint(i, "/", col)
	if k, ok := b.kindAt[at]; ok {
		return k
	}
	kind := inst.Kind()
	for _, k := range inst.Kinds {
		if slices.Contains(kinds, k) {
			kind = k
			break
		}
	}
	b.kindAt[at] = kind
	return kind
}

// finish names the chips, now that their members are known.
func (b *chainBuilder) finish() {
	for n := range b.s.strands {
		if x := &b.s.strands[n]; x.known && !x.shared {
			x.text = b.v.masked(x.children)
		}
	}
	for n := range b.s.chips {
		c := &b.s.chips[n]
		first := b.all.institution(c.members[0])
		c.ref, c.label, c.name, c.role, c.fill = first.Ref, first.Label, first.Name, first.Role, first.Fill
		if len(c.members) == 1 {
			continue
		}
		name := b.v.snap.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: c.kind})
		if name == "" {
			name = cmp.Or(string(c.kind), words.KindName(b.v.req.Lang, graph.KindInstitution))
		}
		c.ref = fmt.Sprint("bundle/", after(b.s.rows[c.row].ref), "/", c.kind)
		c.role = RoleBundle
		c.label = b.v.text("diagram.bundle", len(c.members), name)
		var names []string
		for _, i := range c.members {
			m := b.all.institution(i)
			names = append(names, m.Label)
			if m.Fill != c.fill {
				c.fill = Fills[0]
			}
		}
		slices.Sort(names)
		c.name = joined(": ", c.label, strings.Join(names, ", "))
	}
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
