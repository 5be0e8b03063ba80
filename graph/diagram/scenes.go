package diagram

import (
	"context"
	"slices"
	"sort"
	"strings"

	"miteinander/graph"
	"miteinander/graph/analysis"
)

// Limits of what is drawn.
const (
	bundleAbove = 150  // marks: above, offers and actors fold into their institutions, then institutions into bundles
	mostMarks   = 2000 // after bundling
	mostLines   = 8000
)

// network is the picture of who is there and who works with whom: institutions, their actors and offers, all ties.
func (v *viewer) network(ctx context.Context) (*Scene, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sc := &Scene{Areas: v.areas(), Phases: v.phaseColumns(), Wide: v.text("diagram.wide"), NoPhase: v.text("diagram.no_phase"), Legend: v.legend()}
	n := newNodes(v)
	n.fold()
	sc.Marks = n.marks()
	p := Panel{Name: ViewNetwork, Role: RoleLevel4}
	p.Lines = n.lines()
	if len(sc.Marks) > mostMarks || len(p.Lines) > mostLines {
		return nil, graph.Errorf(graph.TooLarge, "diagram.error.too_large", int64(len(sc.Marks)), int64(len(p.Lines)))
	}
	offers := 0
	for _, s := range v.sel.Services() {
		if s.Offer != nil {
			offers++
		}
	}
	p.Title = v.text("diagram.network.title", len(v.sel.Institutions()), len(v.sel.Actors()), offers, v.cooperationCount())
	if n.folded > 0 {
		p.Note = v.text("diagram.network.folded", n.folded)
	}
	if n.bundles > 0 {
		p.Note = v.text("diagram.network.bundled", len(v.sel.Institutions()), n.bundles)
	}
	sc.Panels = []Panel{p}
	v.markAlone(sc, "diagram.rest.network")
	return sc, nil
}

// cooperationCount counts the cooperations of the selection that say more than "no contact" or "unknown".
func (v *viewer) cooperationCount() int {
	k := 0
	for _, c := range v.sel.Cooperations() {
		if c.Level >= v.leastLevel() {
			k++
		}
	}
	return k
}

func (v *viewer) leastLevel() graph.Level { return max(1, v.sel.Filter().MinLevel) }

// markAlone puts institutions without any line of the first panel, and what belongs to them alone, into the box of
// those who stand alone.
func (v *viewer) markAlone(sc *Scene, key string) {
	tied := map[string]bool{}
	owner := map[string]string{}
	for _, m := range sc.Marks {
		owner[m.Ref] = m.Owner
	}
	for _, l := range sc.Panels[0].Lines {
		if owner[l.From] == l.To || owner[l.To] == l.From {
			continue // what is its own is no tie
		}
		for _, ref := range []string{l.From, l.To} {
			tied[ref] = true
			if owner[ref] != "" {
				tied[owner[ref]] = true
			}
		}
	}
	children := map[string]int{}
	for _, m := range sc.Marks {
		if m.Owner != "" {
			children[m.Owner]++
		}
	}
	alone := 0
	for i := range sc.Marks {
		m := &sc.Marks[i]
		if !tied[m.Ref] && m.Owner == "" && children[m.Ref] == 0 {
			m.Alone = true
			alone++
		}
	}
	sc.Rest = v.text(key, alone)
}

// nodes gathers what the network picture draws, folds it where it is too much, and finds the lines between.
type nodes struct {
	v       *viewer
	mark    map[string]Mark   // by the node's Ref
	shown   map[string]string // node's Ref → Ref of the mark that stands for it
	bundle  map[string]*Mark
	inside  map[string]int // of a mark: how many nodes it stands for besides itself
	folded  int            // offers and actors folded into institutions
	bundles int
}

func newNodes(v *viewer) *nodes {
	n := &nodes{v: v, mark: map[string]Mark{}, shown: map[string]string{}, bundle: map[string]*Mark{}, inside: map[string]int{}}
	for i := range v.sel.Institutions() {
		n.add(v.institution(int32(i)))
	}
	for _, a := range v.sel.Actors() {
		n.add(v.actor(a))
	}
	for _, s := range v.sel.Services() {
		if s.Offer != nil {
			n.add(v.offer(s))
		}
	}
	return n
}

func (n *nodes) add(m Mark) {
	n.mark[m.Ref] = m
	n.shown[m.Ref] = m.Ref
}

func (n *nodes) refs() []string {
	out := make([]string, 0, len(n.mark))
	for ref := range n.mark {
		out = append(out, ref)
	}
	slices.Sort(out)
	return out
}

// open tells whether the request wants a mark, its area, or everything unfolded.
func (n *nodes) open(m Mark) bool {
	e := n.v.expand
	return e["all"] || e[m.Ref] || m.Area != "" && e[m.Area] || m.Owner != "" && e[m.Owner]
}

// fold bundles while more than bundleAbove marks would be drawn: first offers and actors into their institutions, then
// institutions by kind within their area, then by area.
func (n *nodes) fold() {
	if len(n.mark) <= bundleAbove {
		return
	}
	for _, ref := range n.refs() {
		m := n.mark[ref]
		if m.Owner == "" || m.Role == RoleBody || n.open(m) {
			continue
		}
		n.shown[ref] = m.Owner
		n.inside[m.Owner]++
		n.folded++
		delete(n.mark, ref)
	}
	if len(n.mark) <= bundleAbove {
		return
	}
	n.bundleBy(func(i *graph.Institution, m Mark) (string, string) {
		kind := n.v.snap.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: i.Kind()})
		if kind == "" {
			kind = string(i.Kind())
		}
		return "bundle/" + strings.TrimPrefix(m.Area, "area/") + "/" + string(i.Kind()), kind
	})
	if len(n.mark)+len(n.bundle) > bundleAbove && len(n.v.sel.Areas()) > 1 {
		for ref, b := range n.bundle { // unpack and bundle by area instead
			delete(n.bundle, ref)
			_ = b
		}
		n.restore()
		n.bundleBy(func(i *graph.Institution, m Mark) (string, string) {
			name := n.v.text("diagram.wide")
			for _, a := range n.v.areas() {
				if a.Ref == m.Area {
					name = a.Label
				}
			}
			return "bundle/" + strings.TrimPrefix(m.Area, "area/"), name
		})
	}
	n.bundles = len(n.bundle)
}

// restore takes institutions out of their bundles again.
func (n *nodes) restore() {
	for i, inst := range n.v.sel.Institutions() {
		ref := inst.Key().String()
		if n.shown[ref] != ref {
			n.shown[ref] = ref
			n.mark[ref] = n.v.institution(int32(i))
		}
	}
}

// bundleBy draws institutions with the same key as one mark; one alone stays itself.
func (n *nodes) bundleBy(key func(*graph.Institution, Mark) (ref, label string)) {
	members := map[string][]string{}
	label := map[string]string{}
	var order []string
	for _, inst := range n.v.sel.Institutions() {
		m, ok := n.mark[inst.Key().String()]
		if !ok || n.open(m) {
			continue
		}
		ref, name := key(inst, m)
		if n.v.expand[ref] {
			continue
		}
		if members[ref] == nil {
			order = append(order, ref)
		}
		members[ref] = append(members[ref], m.Ref)
		label[ref] = name
	}
	for _, ref := range order {
		ms := members[ref]
		if len(ms) < 2 {
			continue
		}
		first := n.mark[ms[0]]
		b := Mark{Ref: ref, Role: RoleBundle, Fill: first.Fill, Area: first.Area, Label: n.v.text("diagram.bundle", len(ms), label[ref])}
		phases := map[int]bool{}
		for _, m := range ms {
			for _, p := range n.mark[m].Phases {
				phases[p] = true
			}
			if n.mark[m].Fill != b.Fill {
				b.Fill = Fills[0]
			}
			n.shown[m] = ref
			delete(n.mark, m)
		}
		for p := range phases {
			b.Phases = append(b.Phases, p)
		}
		slices.Sort(b.Phases)
		b.Name = b.Label
		n.bundle[ref] = &b
	}
}

// stands follows a node to the mark that stands for it.
func (n *nodes) stands(ref string) string {
	for range 4 {
		next, ok := n.shown[ref]
		if !ok || next == ref {
			return ref
		}
		ref = next
	}
	return ref
}

func (n *nodes) marks() []Mark {
	var out []Mark
	for _, ref := range n.refs() {
		m := n.mark[ref]
		if k := n.inside[ref]; k > 0 {
			m.Folded = k
		}
		if _, ok := n.mark[m.Owner]; !ok {
			m.Owner = ""
		}
		out = append(out, m)
	}
	for _, b := range n.bundle {
		out = append(out, *b)
	}
	return sortMarks(out)
}

func (n *nodes) get(ref string) (Mark, bool) {
	if m, ok := n.mark[ref]; ok {
		return m, true
	}
	if b, ok := n.bundle[ref]; ok {
		return *b, true
	}
	return Mark{}, false
}

// lines are all ties between what is shown: cooperation by its highest level, and what belongs together.
func (n *nodes) lines() []Line {
	v := n.v
	best := map[[2]string]Line{}
	put := func(ref string, a, b string, role Role, what string) {
		a, b = n.stands(a), n.stands(b)
		ma, okA := n.get(a)
		mb, okB := n.get(b)
		if !okA || !okB || a == b {
			return
		}
		if b < a {
			a, b, ma, mb = b, a, mb, ma
		}
		k := [2]string{a, b}
		have, ok := best[k]
		if !ok || lineOrder[role] > lineOrder[have.Role] {
			l := Line{Ref: ref, From: a, To: b, Role: role, Weight: have.Weight + 1, Label: v.between(ma, mb, what)}
			best[k] = l
		} else {
			have.Weight++
			best[k] = have
		}
	}
	for _, c := range v.sel.Cooperations() {
		switch {
		case c.Level >= v.leastLevel():
			put(c.Key().String(), n.nodeRef(c.From), n.nodeRef(c.To), levelRole(c.Level), v.levelText(c.Level))
		case c.Level == graph.LevelUnknown && v.req.Unclear:
			put(c.Key().String(), n.nodeRef(c.From), n.nodeRef(c.To), RoleUnclear, v.levelText(c.Level))
		}
	}
	for _, s := range v.sel.Services() {
		if s.Offer == nil {
			continue
		}
		for _, i := range s.Institutions {
			put(s.Offer.Key().String(), s.Offer.Key().String(), v.sel.Institutions()[i].Key().String(), RoleProvides, v.text("diagram.legend.provides"))
		}
		for k, i := range s.Institutions { // a joint offer that is folded is still a tie
			for _, j := range s.Institutions[k+1:] {
				if n.stands(s.Offer.Key().String()) != s.Offer.Key().String() {
					put(s.Offer.Key().String(), v.sel.Institutions()[i].Key().String(), v.sel.Institutions()[j].Key().String(), RoleLevel3, v.text("diagram.joint", n.jointName(s.Offer)))
				}
			}
		}
	}
	for _, a := range v.sel.Actors() {
		if inst := v.sel.InstitutionOf(a); inst != nil {
			put(a.Key().String(), a.Key().String(), inst.Key().String(), RoleBelongs, v.text("diagram.legend.belongs_to"))
		}
		for _, o := range a.Responsible {
			key := graph.Key{Kind: graph.KindOffer, ID: o}
			if v.sel.Has(key) {
				put(a.Key().String(), a.Key().String(), key.String(), RoleResponsible, v.text("diagram.legend.responsible_for"))
			}
		}
	}
	for _, m := range v.sel.Memberships() {
		put(m.Key().String(), n.nodeRef(m.Member), n.nodeRef(m.Body), RoleMember, v.text("diagram.legend.member_of"))
	}
	out := make([]Line, 0, len(best))
	for _, l := range best {
		out = append(out, l)
	}
	sort.Slice(out, func(a, b int) bool {
		if out[a].From != out[b].From {
			return out[a].From < out[b].From
		}
		return out[a].To < out[b].To
	})
	return out
}

func (n *nodes) jointName(o *graph.Offer) string {
	label, _ := n.v.name(o)
	return label
}

func (n *nodes) nodeRef(id graph.ID) string {
	if r, ok := n.v.snap.Node(id); ok {
		return r.Key().String()
	}
	return ""
}

// ego is one node with its neighbours of all three kinds and the ties between these.
func (v *viewer) ego() (*Scene, error) {
	focus := v.req.Focus
	if !v.sel.Has(focus) || !focus.Kind.IsNode() {
		return nil, graph.Errorf(graph.NotFound, "diagram.error.focus", string(focus.ID))
	}
	n := newNodes(v)
	center := focus.String()
	all := n.lines()
	own := map[string]bool{center: true} // the node, and for an institution its offers and actors
	if focus.Kind == graph.KindInstitution {
		for ref, m := range n.mark {
			if m.Owner == center && m.Role != RoleBody {
				own[ref] = true
			}
		}
		for _, s := range v.sel.Services() { // offers that it provides with others
			for _, i := range s.Institutions {
				if s.Offer != nil && v.sel.Institutions()[i].ID == focus.ID {
					own[s.Offer.Key().String()] = true
				}
			}
		}
	}
	keep := map[string]bool{}
	for ref := range own {
		keep[ref] = true
	}
	for _, l := range all {
		if own[l.From] {
			keep[l.To] = true
		}
		if own[l.To] {
			keep[l.From] = true
		}
	}
	// A partner that is an actor or an offer brings its institution, so that one sees whose it is.
	for ref := range maps2(keep) {
		if o := n.mark[ref].Owner; o != "" && !own[ref] {
			keep[o] = true
		}
	}
	sc := &Scene{Center: center, Legend: v.legend()}
	kinds := map[Role]int{}
	for _, ref := range n.refs() {
		if !keep[ref] {
			continue
		}
		m := n.mark[ref]
		m.Area = ""
		if !keep[m.Owner] {
			m.Owner = ""
		}
		if ref == center {
			m.Owner = ""
		} else {
			switch Style[m.Role].Form {
			case FormNote:
				kinds[RoleOffer]++
			case FormBox:
				if strings.HasPrefix(ref, "institution/") {
					kinds[RoleInstitution]++
				} else {
					kinds[RoleActor]++
				}
			default:
				kinds[RoleActor]++
			}
		}
		sc.Marks = append(sc.Marks, m)
	}
	p := Panel{Name: ViewEgo, Role: RoleLevel4}
	for _, l := range all {
		if keep[l.From] && keep[l.To] {
			p.Lines = append(p.Lines, l)
		}
	}
	label := n.mark[center].Label
	p.Title = v.text("diagram.ego.title", label, kinds[RoleInstitution], kinds[RoleActor], kinds[RoleOffer])
	p.Note = v.text("diagram.ego.note")
	sc.Panels = []Panel{p}
	if len(sc.Marks) > bundleAbove*2 {
		return nil, graph.Errorf(graph.TooLarge, "diagram.error.too_large", int64(len(sc.Marks)), int64(len(p.Lines)))
	}
	return sc, nil
}

func maps2(m map[string]bool) map[string]bool {
	out := make(map[string]bool, len(m))
	for k := range m {
		out[k] = true
	}
	return out
}

// components shows which institutions hang together, each component in a part of its own, and by name who stands alone.
func (v *viewer) components() (*Scene, error) {
	least := v.leastLevel()
	ties := v.sel.Ties(graph.LayerInstitutions).AtLeast(least)
	parts, err := analysis.Components(ties)
	if err != nil {
		return nil, err
	}
	sc := &Scene{Parts: true, Legend: v.legend()}
	alone, several := 0, 0
	area := make([]string, len(ties.IDs))
	sizes := 0
	for k, part := range parts {
		if len(part) == 1 {
			alone++
			continue
		}
		several++
		ref := "component/" + ties.IDs[part[0]]
		sc.Areas = append(sc.Areas, Area{ref, v.text("diagram.component", k+1, len(part))})
		for _, i := range part {
			area[i] = ref
		}
		sizes = max(sizes, len(part))
	}
	for i, id := range ties.IDs {
		at, ok := v.sel.InstitutionIndex(graph.ID(id))
		if !ok {
			continue
		}
		m := v.institution(at)
		m.Area = area[i]
		m.Alone = area[i] == ""
		sc.Marks = append(sc.Marks, m)
	}
	sortMarks(sc.Marks)
	p := Panel{Name: ViewComponents, Role: RoleLevel4, Title: v.text("diagram.components.title", len(ties.IDs), several, alone), Note: v.text("diagram.components.note", v.levelText(least))}
	marks := map[string]Mark{}
	for _, m := range sc.Marks {
		marks[m.Ref] = m
	}
	for k, e := range ties.Ends {
		a, b := "institution/"+ties.IDs[e[0]], "institution/"+ties.IDs[e[1]]
		l := ties.Levels[k]
		p.Lines = append(p.Lines, Line{Ref: "pair/" + ties.IDs[e[0]] + "~" + ties.IDs[e[1]], From: a, To: b, Role: levelRole(l), Label: v.between(marks[a], marks[b], v.levelText(l))})
	}
	sc.Panels = []Panel{p}
	sc.Rest = v.text("diagram.rest.components", alone)
	return sc, nil
}
