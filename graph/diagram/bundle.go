package diagram

import (
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/words"
)

// Limits of what is drawn.
const (
	bundleAbove = 150  // marks: above, what is alike is drawn as one with its number, and opened on demand
	mostMarks   = 450  // after bundling; more would neither be read nor be laid out in seconds
	mostLines   = 2500 // after bundling
)

// bundle draws marks of one kind in one area as one where a scene holds more than bundleAbove, and all of one area as
// one where that is still too much. What the request expands stays open. It gives TooLarge with the counts where even
// that does not help.
func (v *viewer) bundle(sc *Scene) error {
	if v.req.Paper == paperSlide {
		return nil // slides bundle until it fits
	}
	if len(sc.Marks) > bundleAbove && !v.expand["all"] {
		whole := *sc
		v.bundleBy(sc, func(m *Mark) (string, string) {
			kind, name := v.kindOf(m)
			return "bundle/" + after(m.Area) + "/" + kind, name
		})
		if len(sc.Marks) > bundleAbove && len(sc.Areas) > 1 && !sc.Parts {
			byKind := *sc
			*sc = whole
			v.bundleBy(sc, func(m *Mark) (string, string) {
				name := sc.Wide
				for _, a := range sc.Areas {
					if a.Ref == m.Area {
						name = a.Label
					}
				}
				return "bundle/" + after(m.Area), name
			})
			if len(sc.Marks) > len(byKind.Marks) {
				*sc = byKind
			}
		}
	}
	lines := 0
	for _, p := range sc.Panels {
		lines += len(p.Lines)
	}
	if len(sc.Marks) > mostMarks || lines > mostLines {
		return tooLarge(sc)
	}
	return nil
}

// after is what follows the kind in a Ref.
func after(ref string) string {
	_, id, _ := strings.Cut(ref, "/")
	return id
}

// kindOf is the kind that a mark is bundled by, with its name.
func (v *viewer) kindOf(m *Mark) (id, name string) {
	k, ok := graph.ParseKey(m.Ref)
	if !ok {
		return m.Ref, m.Label
	}
	switch k.Kind {
	case graph.KindInstitution:
		inst := graph.Find[*graph.Institution](v.snap, graph.KindInstitution, k.ID)
		if inst == nil || inst.Kind() == "" {
			return "", words.KindName(v.req.Lang, k.Kind)
		}
		name = v.snap.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: inst.Kind()})
		if name == "" {
			name = string(inst.Kind())
		}
		return string(inst.Kind()), name
	case graph.KindActor:
		a := graph.Find[*graph.Actor](v.snap, graph.KindActor, k.ID)
		return "actor-" + actorKind(a), v.text("diagram.actor." + actorKind(a))
	}
	return k.Kind.String(), words.KindName(v.req.Lang, k.Kind)
}

// bundleBy draws marks with the same key as one, and the lines between bundles as one of their strongest role. One
// alone stays itself, and so do the focus, what is expanded, and what stands in an expanded area.
func (v *viewer) bundleBy(sc *Scene, key func(*Mark) (ref, label string)) {
	type group struct {
		label   string
		members []int
	}
	groups := map[string]*group{}
	for i := range sc.Marks {
		m := &sc.Marks[i]
		if m.Ref == sc.Center || v.expand[m.Ref] || m.Area != "" && v.expand[m.Area] {
			continue
		}
		ref, label := key(m)
		if m.Alone {
			ref += "/alone"
		}
		if v.expand[ref] {
			continue
		}
		if groups[ref] == nil {
			groups[ref] = &group{label: label}
		}
		groups[ref].members = append(groups[ref].members, i)
	}
	stands := map[string]string{}
	gone := make([]bool, len(sc.Marks))
	var bundles []Mark
	for ref, g := range groups {
		if len(g.members) < 2 {
			continue
		}
		first := sc.Marks[g.members[0]]
		b := Mark{Ref: ref, Role: RoleBundle, Fill: first.Fill, Area: first.Area, Alone: first.Alone, Label: v.text("diagram.bundle", len(g.members), g.label)}
		for _, i := range g.members {
			m := &sc.Marks[i]
			stands[m.Ref] = ref
			gone[i] = true
			if m.Fill != b.Fill {
				b.Fill = Fills[0]
			}
			for _, p := range m.Phases {
				if !slices.Contains(b.Phases, p) {
					b.Phases = append(b.Phases, p)
				}
			}
		}
		slices.Sort(b.Phases)
		b.Name = b.Label
		bundles = append(bundles, b)
	}
	if len(bundles) == 0 {
		return
	}
	var marks []Mark
	for i, m := range sc.Marks {
		if !gone[i] {
			if to, ok := stands[m.Owner]; ok {
				m.Owner = to
			}
			marks = append(marks, m)
		}
	}
	sc.Marks = sortMarks(append(marks, bundles...))
	name := map[string]Mark{}
	for _, m := range sc.Marks {
		name[m.Ref] = m
	}
	panels := slices.Clone(sc.Panels)
	for k := range panels {
		var widths steps
		panels[k].Lines, widths = v.mergeLines(panels[k].Lines, stands, name)
		if k == 0 {
			sc.Legend = append(slices.Clone(sc.Legend), v.tieLegend(widths)...)
		}
		panels[k].Note = joined(" · ", panels[k].Note, v.text("diagram.bundled", len(bundles)))
	}
	sc.Panels = panels
}

// mergeLines draws all lines between two marks as one, as wide as they are many; lines inside a bundle are gone.
func (v *viewer) mergeLines(lines []Line, stands map[string]string, name map[string]Mark) ([]Line, steps) {
	at := map[[2]string]int{}
	var out []Line
	var count []int64
	for _, l := range lines {
		bundled := false
		if to, ok := stands[l.From]; ok {
			l.From, bundled = to, true
		}
		if to, ok := stands[l.To]; ok {
			l.To, bundled = to, true
		}
		if l.From == l.To {
			continue
		}
		if l.To < l.From {
			l.From, l.To = l.To, l.From
		}
		k := [2]string{l.From, l.To}
		i, ok := at[k]
		if !ok {
			at[k] = len(out)
			n := int64(0) // a line between two single marks keeps its look
			if bundled {
				n = 1
			}
			count = append(count, n)
			out = append(out, l)
			continue
		}
		count[i]++
		out[i].Weight += l.Weight
		if lineOrder[l.Role] > lineOrder[out[i].Role] {
			out[i].Role = l.Role
		}
	}
	var many []int64
	for i, n := range count {
		if n > 0 && isLevel(out[i].Role) {
			many = append(many, n)
		}
	}
	widths := stepsOf(many, 0.5, 0.85)
	for i, n := range count {
		if n == 0 {
			continue
		}
		l := &out[i]
		if n > 1 {
			l.Ref = "bundle/" + l.From + "~" + l.To
			l.Label = v.between(name[l.From], name[l.To], v.text("diagram.lines", n))
		}
		if isLevel(l.Role) {
			l.Role = widths.of(n, [3]Role{RoleTies1, RoleTies2, RoleTies3})
		}
	}
	return out, widths
}

func isLevel(r Role) bool {
	return r == RoleLevel1 || r == RoleLevel2 || r == RoleLevel3 || r == RoleLevel4
}

func (v *viewer) tieLegend(s steps) []LegendEntry {
	switch {
	case s.first == 0:
		return []LegendEntry{{Role: RoleTies2, Label: v.text("diagram.legend.ties")}}
	case s.second == 0:
		return []LegendEntry{{Role: RoleTies1, Label: v.text("diagram.legend.ties_under", s.first)}, {Role: RoleTies3, Label: v.text("diagram.legend.ties_from", s.first)}}
	}
	return []LegendEntry{{Role: RoleTies1, Label: v.text("diagram.legend.ties_under", s.first)}, {Role: RoleTies2, Label: v.text("diagram.legend.ties_between", s.first, s.second-1)}, {Role: RoleTies3, Label: v.text("diagram.legend.ties_from", s.second)}}
}
