package diagram

import (
	"slices"
	"sort"
	"strings"

	"miteinander/graph"
	"miteinander/graph/words"
)

// viewer translates a selection into marks: what each node is called, where it belongs, which colour it has.
type viewer struct {
	sel  *graph.Selection
	snap *graph.Snapshot
	req  Request

	place      []string          // of each institution: the Ref of its only leaf area, "" = several, everywhere or none
	everywhere []bool            // of each institution: works in every leaf
	phases     [][]int           // of each institution: indices of columns
	column     map[int32]int     // phase index of the snapshot → column
	fills      map[string]string // value of the attribute → colour
	fillBy     string            // sector, kind, or "" = none
	anonymous  map[graph.Key]string
	apart      map[graph.ID]string // what is added to labels that several institutions have
	expand     map[string]bool
}

func newViewer(sel *graph.Selection, r Request) *viewer {
	v := &viewer{sel: sel, snap: sel.Snapshot(), req: r, expand: map[string]bool{}}
	for _, e := range r.Expand {
		v.expand[e] = true
	}
	v.column = map[int32]int{}
	for i, p := range sel.Phases() {
		v.column[p] = i
	}
	v.findPlaces()
	v.chooseFills()
	if r.NoNames {
		v.anonymous = Nameless(v.snap, r.Lang)
	} else {
		v.tellApart()
	}
	return v
}

// findPlaces reads areas and phases of the institutions out of their services. Areas count whatever the filter cuts,
// so that what works everywhere is seen to do so in the picture of one area too.
func (v *viewer) findPlaces() {
	n := len(v.sel.Institutions())
	leaves := v.snap.Leaves()
	areas := make([]map[graph.ID]bool, n)
	v.everywhere, v.place, v.phases = make([]bool, n), make([]string, n), make([][]int, n)
	for i := range areas {
		areas[i] = map[graph.ID]bool{}
	}
	phases := make([]map[int]bool, n)
	for _, s := range v.sel.Services() {
		for _, i := range s.Institutions {
			if s.Everywhere() {
				v.everywhere[i] = true
			}
			if s.Offer != nil {
				for _, a := range s.Offer.Areas {
					for _, l := range v.snap.LeavesOf(a) {
						areas[i][l] = true
					}
				}
			} else {
				for _, a := range s.Areas {
					areas[i][leaves[a].ID] = true
				}
			}
			if phases[i] == nil {
				phases[i] = map[int]bool{}
			}
			for _, p := range s.Phases {
				if c, ok := v.column[p]; ok {
					phases[i][c] = true
				}
			}
		}
	}
	for i, inst := range v.sel.Institutions() {
		if len(areas[i]) == 0 && !v.everywhere[i] {
			for _, a := range inst.Areas {
				for _, l := range v.snap.LeavesOf(a) {
					areas[i][l] = true
				}
			}
		}
		if len(areas[i]) == len(leaves) && len(leaves) > 1 {
			v.everywhere[i] = true
		}
		if len(areas[i]) == 1 && !v.everywhere[i] {
			for a := range areas[i] {
				v.place[i] = areaRef(a)
			}
		}
		for c := range phases[i] {
			v.phases[i] = append(v.phases[i], c)
		}
		slices.Sort(v.phases[i])
	}
}

func areaRef(id graph.ID) string { return graph.Key{Kind: graph.KindArea, ID: id}.String() }

// chooseFills gives the six commonest sectors of the whole network a hue each, the commonest the lightest ones; where no
// sector is recorded, or one for all, the six commonest kinds.
func (v *viewer) chooseFills() {
	v.fills = map[string]string{}
	count := func(value func(*graph.Institution) graph.ID) map[graph.ID]int {
		out := map[graph.ID]int{}
		for i := range graph.Records[*graph.Institution](v.snap, graph.KindInstitution) {
			if id := value(i); id != "" {
				out[id]++
			}
		}
		return out
	}
	v.fillBy = "sector"
	counts := count(func(i *graph.Institution) graph.ID { return i.Sector })
	if len(counts) < 2 { // one colour for all would say nothing
		if kinds := count((*graph.Institution).Kind); len(counts) == 0 || len(kinds) > 1 {
			v.fillBy, counts = "kind", kinds
		}
	}
	ids := make([]graph.ID, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(a, b int) bool {
		if counts[ids[a]] != counts[ids[b]] {
			return counts[ids[a]] > counts[ids[b]]
		}
		return ids[a] < ids[b]
	})
	ids = ids[:min(len(ids), len(Fills)-1)]
	for i, id := range ids {
		v.fills[string(id)] = Fills[i+1]
	}
}

func (v *viewer) fillOf(i *graph.Institution) string {
	id := i.Sector
	if v.fillBy == "kind" {
		id = i.Kind()
	}
	if c, ok := v.fills[string(id)]; ok {
		return c
	}
	return Fills[0]
}

// legend lists every sign that may occur, in the order of the foot.
func (v *viewer) legend() []LegendEntry {
	var out []LegendEntry
	kind := graph.KindSector
	if v.fillBy == "kind" {
		kind = graph.KindInstitutionKind
	}
	ids := make([]string, 0, len(v.fills))
	for id := range v.fills {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		name := v.snap.Name(graph.Key{Kind: kind, ID: graph.ID(id)})
		if name == "" {
			name = id
		}
		out = append(out, LegendEntry{Role: RoleInstitution, Fill: v.fills[id], Label: name})
	}
	other := "diagram.legend.other_" + v.fillBy
	out = append(out, LegendEntry{Role: RoleInstitution, Fill: Fills[0], Label: v.text(other)},
		LegendEntry{Role: RoleEverywhere, Label: v.text("diagram.legend.everywhere")},
		LegendEntry{Role: RoleCoordination, Label: v.text("diagram.legend.coordination")},
		LegendEntry{Role: RoleActor, Label: v.text("diagram.legend.actor")},
		LegendEntry{Role: RoleBody, Label: v.text("diagram.legend.body")})
	for c, p := range v.sel.Phases() {
		out = append(out, LegendEntry{Role: RoleOffer, Fill: phaseFill(c, len(v.sel.Phases())), Label: v.text("diagram.legend.offer", v.snap.Phases()[p].Name)})
	}
	out = append(out, LegendEntry{Role: RoleOffer, Fill: PhaseFills[0], Label: v.text("diagram.legend.offer_phases")},
		LegendEntry{Role: RoleBundle, Label: v.text("diagram.legend.bundle")},
		LegendEntry{Role: RoleFolded, Label: v.text("diagram.legend.folded")},
		LegendEntry{Role: RoleUnsaid, Label: v.text("diagram.legend.unsaid")},
		LegendEntry{Role: RoleArea, Label: v.text("diagram.legend.area")},
		LegendEntry{Role: RoleStrip, Label: v.text("diagram.legend.strip")},
		LegendEntry{Role: RoleBadge, Label: v.text("diagram.legend.badge")},
		LegendEntry{Role: RoleFocus, Label: v.text("diagram.legend.focus")})
	for l := 1; l <= 4; l++ {
		out = append(out, LegendEntry{Role: levelRole(graph.Level(l)), Label: v.text("diagram.legend.level_" + itoa(l))})
	}
	for _, r := range []Role{RoleUnclear, RoleAgreed, RoleProvides, RoleBelongs, RoleResponsible, RoleMember} {
		out = append(out, LegendEntry{Role: r, Label: v.text("diagram.legend." + string(r))})
	}
	return out
}

// phaseFill spreads the phases over the ramp.
func phaseFill(column, columns int) string {
	if columns <= 1 {
		return PhaseFills[3]
	}
	return PhaseFills[1+min(column*(len(PhaseFills)-1)/columns, len(PhaseFills)-2)]
}

func levelRole(l graph.Level) Role {
	switch {
	case l <= 1:
		return RoleLevel1
	case l == 2:
		return RoleLevel2
	case l == 3:
		return RoleLevel3
	}
	return RoleLevel4
}

// Nameless is what every node of a network is called where names are left out: its kind and a letter, in id order, so that a
// node is called the same in every picture and text.
func Nameless(s *graph.Snapshot, lang string) map[graph.Key]string {
	lang = words.Language(lang)
	out, next := map[graph.Key]string{}, map[string]int{}
	give := func(k graph.Key, kind string) {
		out[k] = words.Text(lang, "diagram.no_name", kind, letters27(next[kind]))
		next[kind]++
	}
	for i := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
		kind := s.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: i.Kind()})
		if kind == "" {
			kind = words.KindName(lang, graph.KindInstitution)
		}
		give(i.Key(), kind)
	}
	for a := range graph.Records[*graph.Actor](s, graph.KindActor) {
		give(a.Key(), words.Text(lang, "diagram.actor."+actorKind(a)))
	}
	for o := range graph.Records[*graph.Offer](s, graph.KindOffer) {
		give(o.Key(), words.Text(lang, "diagram.offer"))
	}
	return out
}

func actorKind(a *graph.Actor) string {
	switch {
	case a.Coordinates == graph.Yes:
		return "coordination"
	case a.Kind == graph.ActorBody || a.Kind == graph.ActorTeam:
		return a.Kind
	}
	return graph.ActorPosition
}

// name is what a node is called: its label on the mark and its full name.
func (v *viewer) name(r graph.Record) (label, full string) {
	if v.anonymous != nil {
		if n, ok := v.anonymous[r.Key()]; ok {
			return n, n
		}
	}
	if i, ok := r.(*graph.Institution); ok {
		if add := v.apart[i.ID]; add != "" {
			return v.text("diagram.apart", i.Label(), add), v.text("diagram.apart", i.Name, add)
		}
		return i.Label(), i.Name
	}
	n := v.snap.Name(r.Key())
	return n, n
}

// areas are the leaves that the selection leaves, as rows and hulls.
func (v *viewer) areas() []Area {
	var out []Area
	for _, l := range v.sel.Areas() {
		a := v.snap.Leaves()[l]
		out = append(out, Area{areaRef(a.ID), a.Name})
	}
	return out
}

func (v *viewer) phaseColumns() []Phase {
	var out []Phase
	for _, p := range v.sel.Phases() {
		ph := v.snap.Phases()[p]
		out = append(out, Phase{ph.Key().String(), ph.Name})
	}
	return out
}

// institution is the mark of an institution by its index.
func (v *viewer) institution(i int32) Mark {
	inst := v.sel.Institutions()[i]
	m := Mark{Ref: inst.Key().String(), Role: RoleInstitution, Fill: v.fillOf(inst), Area: v.place[i], Phases: v.phases[i]}
	m.Label, m.Name = v.name(inst)
	if v.everywhere[i] {
		m.Role = RoleEverywhere
	}
	if v.coordinates(inst) {
		m.Role = RoleCoordination
	}
	return m
}

// coordinates tells the coordination office: an institution all of whose actors coordinate.
func (v *viewer) coordinates(inst *graph.Institution) bool {
	any := false
	for _, a := range v.sel.Actors() {
		if v.sel.InstitutionOf(a) == inst {
			if a.Coordinates != graph.Yes {
				return false
			}
			any = true
		}
	}
	return any
}

func (v *viewer) actor(a *graph.Actor) Mark {
	m := Mark{Ref: a.Key().String(), Role: RoleActor}
	m.Label, m.Name = v.name(a)
	switch {
	case a.Kind == graph.ActorBody:
		m.Role = RoleBody
	case a.Coordinates == graph.Yes:
		m.Role = RoleCoordination
		m.Fill = paper
	}
	if inst := v.sel.InstitutionOf(a); inst != nil {
		m.Owner = inst.Key().String()
		if i, ok := v.sel.InstitutionIndex(inst.ID); ok {
			m.Area, m.Phases = v.place[i], v.phases[i]
			if c := v.fillOf(inst); c != Fills[0] && m.Role == RoleActor {
				m.Edge = darker(c)
			}
		}
	}
	return m
}

// darker is the colour of an institution as a border: two thirds as light.
func darker(c string) string {
	x := rgb(c)
	const hex = "0123456789abcdef"
	out := []byte("#")
	for _, b := range []uint8{x.R, x.G, x.B} {
		k := uint8(float64(b) * 0.66)
		out = append(out, hex[k>>4], hex[k&15])
	}
	return string(out)
}

func (v *viewer) offer(s graph.Service) Mark {
	o := s.Offer
	m := Mark{Ref: o.Key().String(), Role: RoleOffer, Fill: PhaseFills[0]}
	m.Label, m.Name = v.name(o)
	var columns []int
	for _, p := range s.Phases {
		if c, ok := v.column[p]; ok {
			columns = append(columns, c)
		}
	}
	slices.Sort(columns)
	m.Phases = columns
	if len(columns) == 1 {
		m.Fill = phaseFill(columns[0], len(v.sel.Phases()))
	}
	if len(s.Institutions) > 0 {
		lead := s.Institutions[0]
		m.Owner = v.sel.Institutions()[lead].Key().String()
		m.Area = v.place[lead]
	}
	return m
}

// sortMarks orders marks by Ref.
func sortMarks(ms []Mark) []Mark {
	slices.SortFunc(ms, func(a, b Mark) int { return strings.Compare(a.Ref, b.Ref) })
	return ms
}

// between says a line in words: both names and what it is.
func (v *viewer) between(a, b Mark, what string) string {
	return v.text("diagram.line", a.Name, b.Name, what)
}

func (v *viewer) levelText(l graph.Level) string {
	if !l.Known() {
		return v.text("diagram.level.unknown")
	}
	return v.text("diagram.level." + itoa(int(l)))
}
