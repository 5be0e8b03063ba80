package diagram

import (
	"context"
	"slices"
	"sort"

	"miteinander/graph"
	"miteinander/graph/words"
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
	offers := 0
	for _, s := range v.sel.Services() {
		if s.Offer != nil {
			offers++
		}
	}
	p.Title = v.counted(counted{"institutions", len(v.sel.Institutions())}, counted{"actors", len(v.sel.Actors())}, counted{"offers", offers}, counted{"cooperations", v.cooperationCount()})
	if n.folded > 0 {
		p.Note = v.text("diagram.network.folded", n.folded)
	}
	sc.Panels = []Panel{p}
	v.markAlone(sc, "diagram.rest.network")
	return sc, v.bundle(sc)
}

// counted is a number of things of one kind, as titles list them.
type counted struct {
	kind string
	n    int
}

// counted lists what there is, without what there is none of: "73 Einrichtungen, 45 Akteure und 233 Kooperationen".
func (v *viewer) counted(things ...counted) string {
	var out []string
	for i, t := range things {
		if t.n > 0 || i == 0 {
			out = append(out, v.text("diagram.count."+t.kind, t.n))
		}
	}
	return words.List(v.req.Lang, out)
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
	if alone >= fewestPlots && 2*alone > len(sc.Marks) {
		sc.Plots = true
		for i := range sc.Marks {
			sc.Marks[i].Alone = false
		}
		if len(tied) == 0 {
			sc.Panels[0].Note = joined(" · ", v.text("diagram.network.no_ties"), sc.Panels[0].Note)
		}
	}
	sc.Rest = v.text(key, alone)
}

// nodes gathers what the network picture draws, folds it where it is too much, and finds the lines between.
type nodes struct {
	v      *viewer
	mark   map[string]Mark   // by the node's Ref
	shown  map[string]string // node's Ref → Ref of the mark that stands for it
	inside map[string]int    // of a mark: how many nodes it stands for besides itself
	folded int               // offers and actors folded into institutions
}

func newNodes(v *viewer) *nodes {
	n := &nodes{v: v, mark: map[string]Mark{}, shown: map[string]string{}, inside: map[string]int{}}
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

// fold draws offers and actors as part of their institutions where more than bundleAbove marks would be drawn.
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
	return sortMarks(out)
}

// lines are all ties between what is shown: cooperation by its highest level, and what belongs together.
func (n *nodes) lines() []Line {
	v := n.v
	best := map[[2]string]Line{}
	put := func(ref string, a, b string, role Role, what string) {
		a, b = n.stands(a), n.stands(b)
		ma, okA := n.mark[a]
		mb, okB := n.mark[b]
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
