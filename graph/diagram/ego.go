package diagram

import (
	"strings"

	"miteinander/graph"
	"miteinander/graph/analysis"
)

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
	p.Title = v.text("diagram.ego.alone", label)
	if len(sc.Marks) > 1 {
		p.Title = v.text("diagram.ego.title", label, v.counted(counted{"institutions", kinds[RoleInstitution]}, counted{"actors", kinds[RoleActor]}, counted{"offers", kinds[RoleOffer]}))
	}
	p.Note = v.text("diagram.ego.note")
	sc.Panels = []Panel{p}
	return sc, v.bundle(sc)
}

func maps2(m map[string]bool) map[string]bool {
	out := make(map[string]bool, len(m))
	for k := range m {
		out[k] = true
	}
	return out
}

// mostParts is how many components are drawn whole; smaller ones are one mark each.
const mostParts = 8

// components shows which institutions hang together, each component in a part of its own, and by name who stands alone.
func (v *viewer) components() (*Scene, error) {
	least := v.leastLevel()
	ties := v.sel.Ties(graph.LayerInstitutions).AtLeast(least)
	parts, err := analysis.Components(ties)
	if err != nil {
		return nil, err
	}
	sc := &Scene{Parts: true, Legend: v.legend()}
	alone, several, small := 0, 0, 0
	area := make([]string, len(ties.IDs))
	stands := map[string]string{} // institution → the mark of its small component
	name := map[string]Mark{}
	degree := analysis.Degree(ties)
	for k, part := range parts {
		if len(part) == 1 {
			alone++
			continue
		}
		several++
		ref := "component/" + ties.IDs[part[0]]
		if several <= mostParts || v.expand[ref] {
			sc.Areas = append(sc.Areas, Area{ref, v.text("diagram.component", k+1, len(part))})
			for _, i := range part {
				area[i] = ref
			}
			continue
		}
		small++ // one mark for the whole, called after its best connected institution
		middle := part[0]
		for _, i := range part {
			if degree[i] > degree[middle] {
				middle = i
			}
			stands["institution/"+ties.IDs[i]] = ref
		}
		if at, ok := v.sel.InstitutionIndex(graph.ID(ties.IDs[middle])); ok {
			m := v.institution(at)
			m.Ref, m.Role, m.Alone, m.Area = ref, RoleBundle, true, ""
			m.Label = v.text("diagram.component.small", m.Label, len(part)-1)
			m.Name = m.Label
			name[ref] = m
		}
	}
	for _, m := range name {
		sc.Marks = append(sc.Marks, m)
	}
	for i, id := range ties.IDs {
		at, ok := v.sel.InstitutionIndex(graph.ID(id))
		if !ok || stands["institution/"+id] != "" {
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
		if stands[a] != "" {
			continue
		}
		l := ties.Levels[k]
		p.Lines = append(p.Lines, Line{Ref: "pair/" + ties.IDs[e[0]] + "~" + ties.IDs[e[1]], From: a, To: b, Role: levelRole(l), Label: v.between(marks[a], marks[b], v.levelText(l))})
	}
	if several == 0 && alone >= fewestPlots { // no component to frame: everyone in the own area
		sc.Parts, sc.Plots, sc.Areas = false, true, v.areas()
		p.Title = v.text("diagram.components.none", alone)
		for i := range sc.Marks {
			m := &sc.Marks[i]
			m.Alone = false
			if k, ok := graph.ParseKey(m.Ref); ok {
				if at, ok := v.sel.InstitutionIndex(k.ID); ok {
					m.Area = v.place[at]
				}
			}
		}
	}
	sc.Panels = []Panel{p}
	sc.Rest = v.text("diagram.rest.components", alone)
	if small > 0 {
		sc.Rest = v.text("diagram.rest.small_components", small, alone)
	}
	return sc, v.bundle(sc)
}
