package diagram

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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

type footCell struct {
	ref, label, text, word string
	role                   Role
}

// transitions are those that the picture tells of; an error where there are none.
func (v *viewer) transitions(ctx context.Context) (*findings.Transitions, error) {
	p, basis, err := v.asking(ctx)
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
	return t, nil
}

// chain is the chain picture: an overview of the areas, then a sheet for each.
func (v *viewer) chain(ctx context.Context, c *composing) ([]Sheet, error) {
	t, err := v.transitions(ctx)
	if err != nil {
		return nil, err
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

// asking is what questions are asked with.
func (v *viewer) asking(ctx context.Context) (findings.Params, *findings.Basis, error) {
	p, err := v.params()
	if err != nil {
		return p, nil, err
	}
	basis, err := findings.NewBasis(ctx, v.sel)
	return p, basis, err
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
