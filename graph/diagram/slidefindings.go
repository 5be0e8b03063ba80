package diagram

import (
	"context"
	"slices"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// The findings that are a table at heart, as grids for a projector.

// slideRounds is who is there for the same children and how many pairs have coordinated: areas by phases, or phases alone.
func (v *viewer) slideRounds(ctx context.Context, c *composing) ([]Sheet, error) {
	_, answer, err := v.askSideBySide(ctx)
	if err != nil {
		return nil, err
	}
	if len(v.sel.Areas()) == 0 || len(v.sel.Phases()) == 0 {
		return nil, graph.Errorf(graph.Invalid, "diagram.error.no_cells")
	}
	return v.firstFit(c, len(v.sel.Phases()), func(by grouping) *slideGrid { return v.roundGrid(answer, by) })
}

func (v *viewer) roundGrid(answer *findings.SideBySide, by grouping) *slideGrid {
	groups, phases := by.groups, v.sel.Phases()
	type place struct{ group, phase int }
	counts, people := map[place]*findings.Counts{}, map[place]map[int32]bool{}
	groupOf := map[int32]int{}
	for n, g := range groups {
		for _, a := range g.leaves {
			groupOf[a] = n
		}
	}
	at := func(a, p int32) (place, bool) {
		g, ok := groupOf[a]
		k := slices.Index(phases, p)
		return place{g, k}, ok && k >= 0
	}
	for _, s := range v.sel.Services() {
		for _, a := range s.Areas {
			for _, p := range s.Phases {
				if k, ok := at(a, p); ok && len(s.Fields) > 0 {
					if people[k] == nil {
						people[k] = map[int32]bool{}
					}
					for _, i := range s.Institutions {
						people[k][i] = true
					}
				}
			}
		}
	}
	for _, p := range answer.Pairs() {
		seen := map[place]bool{}
		for _, cell := range answer.Cells(p) {
			k, ok := at(cell.Area, cell.Phase)
			if !ok || seen[k] {
				continue
			}
			seen[k] = true
			if counts[k] == nil {
				counts[k] = &findings.Counts{}
			}
			counts[k].Count(p.State)
		}
	}
	g := &slideGrid{view: ViewRounds, note: by.note, title: v.text("diagram.rounds.title", answer.Counts.Open(), answer.Counts.Together, answer.Counts.SideBySide, answer.Counts.Unclear)}
	cell := func(k place) gridCell {
		group, phase := groups[k.group], v.snap.Phases()[phases[k.phase]]
		x := gridCell{label: joined(", ", group.label, phase.Name), soft: true, text: v.text("diagram.rounds.nobody")}
		if len(group.leaves) == 1 {
			x.ref = "side-by-side/" + after(group.ref) + "/" + string(phase.ID)
		}
		if n := len(people[k]); n > 0 {
			x.soft, x.text = false, v.text("diagram.rounds.institutions", n)
		}
		if n := counts[k]; n != nil {
			x.parts = pairParts(*n)
			x.label = joined(": ", x.label, joined(", ", x.text, v.pairCounts(*n)))
		} else {
			x.label = joined(": ", x.label, x.text)
		}
		return x
	}
	if len(groups) == 1 {
		g.cols = []gridLine{groups[0].gridLine}
		for k, p := range phases {
			ph := v.snap.Phases()[p]
			g.rows = append(g.rows, gridLine{ph.Key().String(), ph.Name})
			g.cells = append(g.cells, []gridCell{cell(place{0, k})})
		}
	} else {
		for _, p := range phases {
			ph := v.snap.Phases()[p]
			g.cols = append(g.cols, gridLine{ph.Key().String(), ph.Name})
		}
		for n, x := range groups {
			g.rows = append(g.rows, x.gridLine)
			var row []gridCell
			for k := range phases {
				row = append(row, cell(place{n, k}))
			}
			g.cells = append(g.cells, row)
		}
	}
	g.legend = g.used([]LegendEntry{{Role: RoleBarTogether, Label: v.text("diagram.legend.bar_together")}, {Role: RoleBarBeside, Label: v.text("diagram.legend.bar_beside")},
		{Role: RoleBarUnclear, Label: v.text("diagram.legend.bar_unclear")}, {Role: RoleBarAgreed, Label: v.text("diagram.legend.bar_agreed")}})
	return g
}

func pairParts(n findings.Counts) []headPart {
	var out []headPart
	for _, x := range []headPart{{role: RoleBarTogether, links: n.Together}, {role: RoleBarBeside, links: n.SideBySide}, {role: RoleBarUnclear, links: n.Unclear}, {role: RoleBarAgreed, links: n.AgreedSideBySide}} {
		if x.links > 0 {
			out = append(out, x)
		}
	}
	return out
}

// used are the entries whose role occurs in the grid.
func (g *slideGrid) used(entries []LegendEntry) []LegendEntry {
	return slices.DeleteFunc(entries, func(e LegendEntry) bool {
		for _, row := range g.cells {
			for _, c := range row {
				if c.band == e.Role || c.sign == e.Role || slices.ContainsFunc(c.parts, func(q headPart) bool { return q.role == e.Role }) {
					return false
				}
			}
		}
		return true
	})
}

// slideChain is the state of every transition: areas by transitions, or transitions alone with the number of areas in each state.
func (v *viewer) slideChain(ctx context.Context, c *composing) ([]Sheet, error) {
	t, err := v.transitions(ctx)
	if err != nil {
		return nil, err
	}
	n := map[findings.Status]int{}
	for i := range t.Links {
		n[t.Links[i].Status]++
	}
	g := &slideGrid{view: ViewChain, title: v.text("findings.transitions.headline", len(t.Links), n[findings.Carrying], n[findings.Patchy], n[findings.Broken], n[findings.NoCounterpart], n[findings.Unclear])}
	types := slices.DeleteFunc(slices.Clone(t.Types), func(x *graph.TransitionType) bool {
		return !slices.ContainsFunc(t.Links, func(l findings.Link) bool { return l.Type == x })
	})
	links := func(x *graph.TransitionType, group *areaGroup) []int { // nil group: those of the whole network
		var out []int
		for i := range t.Links {
			if l := &t.Links[i]; l.Type == x && (group == nil && l.Area < 0 || group != nil && l.Area >= 0 && group.has(l.Area)) {
				out = append(out, i)
			}
		}
		return out
	}
	wide := slices.ContainsFunc(t.Links, func(l findings.Link) bool { return l.Area < 0 })
	ways := v.areaGroupings(len(types))
	for _, by := range ways {
		if len(by.groups) < 2 {
			continue
		}
		g.note, g.rows, g.cols, g.cells = by.note, nil, nil, nil
		for _, x := range types {
			g.cols = append(g.cols, gridLine{x.Key().String(), x.Name})
		}
		add := func(line gridLine, group *areaGroup) {
			var row []gridCell
			for _, x := range types {
				row = append(row, v.linkCell(t, line.label, x.Name, links(x, group)))
			}
			g.rows, g.cells = append(g.rows, line), append(g.cells, row)
		}
		for i := range by.groups {
			add(by.groups[i].gridLine, &by.groups[i])
		}
		if wide {
			add(gridLine{"", v.text("diagram.slide.whole")}, nil)
		}
		g.legend = v.chainLegend(g)
		if out := g.sheets(c); out != nil {
			return out, nil
		}
	}
	// Areas together: a row for each transition.
	all := ways[len(ways)-1]
	g.note, g.cols = all.note, []gridLine{{"", v.text("diagram.slide.whole")}}
	if len(all.groups) > 0 {
		g.cols[0] = all.groups[0].gridLine
	}
	for most := gridRows; most > 2; most-- {
		v.chainRows(g, t, types, most)
		if out := g.sheets(c); out != nil {
			return out, nil
		}
	}
	return nil, graph.Errorf(graph.TooLarge, "diagram.error.too_large", int64(len(types)), int64(0))
}

// chainRows puts the first transitions into rows of their own, and the others into one.
func (v *viewer) chainRows(g *slideGrid, t *findings.Transitions, types []*graph.TransitionType, most int) {
	g.rows, g.cells = nil, nil
	if len(types) > most {
		most--
	}
	most = min(most, len(types))
	add := func(line gridLine, of []*graph.TransitionType) {
		var links []int
		for i := range t.Links {
			if slices.Contains(of, t.Links[i].Type) {
				links = append(links, i)
			}
		}
		g.rows = append(g.rows, line)
		g.cells = append(g.cells, []gridCell{v.linkCell(t, g.cols[0].label, line.label, links)})
	}
	for _, x := range types[:most] {
		add(gridLine{x.Key().String(), x.Name}, []*graph.TransitionType{x})
	}
	if rest := types[most:]; len(rest) > 0 {
		add(gridLine{"", v.text("diagram.slide.other_types", len(rest))}, rest)
	}
	g.legend = v.chainLegend(g)
}

// linkCell is one transition in one area as a band with its word, or several as a bar of their states.
func (v *viewer) linkCell(t *findings.Transitions, area, name string, links []int) gridCell {
	x := gridCell{label: joined(", ", area, name)}
	switch len(links) {
	case 0:
		x.soft, x.text = true, "–"
		return x
	case 1:
		x.ref = string(t.Ref(links[0]))
		x.band = linkRole(&t.Links[links[0]])
		x.text = v.text("diagram.legend." + string(x.band))
	default:
		n := map[Role]int{}
		for _, i := range links {
			n[linkRole(&t.Links[i])]++
		}
		for at := 1; at <= len(chainOrder); at++ {
			for role, order := range chainOrder {
				if order == at && n[role] > 0 {
					x.parts = append(x.parts, headPart{role: role, links: n[role]})
				}
			}
		}
		x.text = v.text("diagram.slide.link_count", n[RoleCarrying], len(links))
	}
	x.label = joined(": ", x.label, x.text)
	return x
}

func (v *viewer) chainLegend(g *slideGrid) []LegendEntry {
	var all []LegendEntry
	for at := 1; at <= len(chainOrder); at++ {
		for role, order := range chainOrder {
			if order == at {
				all = append(all, LegendEntry{Role: role, Label: v.text("diagram.legend." + string(role)), Ops: bandSample(role, 2, 9, 36, 9)})
			}
		}
	}
	return g.used(all)
}

// slideGaps is where an offer is missing: areas by phases, or phases alone; the fields are counted, one that is missing alone is named.
func (v *viewer) slideGaps(ctx context.Context, c *composing) ([]Sheet, error) {
	p, basis, err := v.asking(ctx)
	if err != nil {
		return nil, err
	}
	gaps, err := findings.AskGaps(ctx, basis, p)
	if err != nil {
		return nil, err
	}
	if len(v.sel.Areas()) == 0 || len(v.sel.Phases()) == 0 || len(v.sel.Fields()) == 0 {
		return nil, graph.Errorf(graph.Invalid, "diagram.error.no_matrix")
	}
	return v.firstFit(c, len(v.sel.Phases()), func(by grouping) *slideGrid { return v.gapGrid(gaps, by) })
}

func (v *viewer) gapGrid(gaps *findings.Gaps, by grouping) *slideGrid {
	groups, phases := by.groups, v.sel.Phases()
	m := &gapMatrix{v: v, gaps: gaps}
	g := &slideGrid{view: ViewGaps, title: m.title(), note: joined(" · ", by.note, v.text("diagram.slide.by_fields"))}
	if len(groups) == 1 {
		g.cols = []gridLine{groups[0].gridLine}
		for _, ph := range phases {
			name := v.snap.Phases()[ph]
			g.rows = append(g.rows, gridLine{name.Key().String(), name.Name})
			g.cells = append(g.cells, []gridCell{v.gapCell(gaps, &groups[0], ph)})
		}
	} else {
		for _, ph := range phases {
			name := v.snap.Phases()[ph]
			g.cols = append(g.cols, gridLine{name.Key().String(), name.Name})
		}
		for n := range groups {
			g.rows = append(g.rows, groups[n].gridLine)
			var row []gridCell
			for _, ph := range phases {
				row = append(row, v.gapCell(gaps, &groups[n], ph))
			}
			g.cells = append(g.cells, row)
		}
	}
	g.legend = g.used([]LegendEntry{{Role: RoleGap, Label: v.text("diagram.legend.gap"), Ops: gapSignOps(RoleGap, 20-gapSignWidth*5.5, 9, 11)},
		{Role: RoleUndecided, Label: v.text("diagram.legend.undecided"), Ops: gapSignOps(RoleUndecided, 20-gapSignWidth*5.5, 9, 11)}})
	return g
}

// gapCell counts the fields of a group of areas in a phase.
func (v *viewer) gapCell(gaps *findings.Gaps, group *areaGroup, phase int32) gridCell {
	required, cells, undecided := 0, 0, 0
	var missing []int
	for i := range gaps.Cells {
		x := &gaps.Cells[i]
		if x.Phase != phase || !slices.ContainsFunc(x.Leaves, group.has) {
			continue
		}
		cells++
		if x.Target == graph.TargetRequired {
			required++
		}
		switch x.Status {
		case findings.Gap:
			missing = append(missing, i)
		case findings.Undecided:
			undecided++
		}
	}
	c := gridCell{label: joined(", ", group.label, v.snap.Phases()[phase].Name)}
	switch {
	case len(missing) == 1:
		_, _, field := gaps.Names(&gaps.Cells[missing[0]])
		c.ref, c.sign, c.fill, c.bold = string(gaps.Ref(missing[0])), RoleGap, Style[RoleGap].Fill, true
		c.text = v.text("diagram.slide.gap_one", field)
	case len(missing) > 1:
		c.sign, c.fill, c.bold = RoleGap, Style[RoleGap].Fill, true
		c.text = v.text("diagram.slide.gap_some", len(missing), required)
	case required > 0:
		c.text = v.text("diagram.slide.gap_none", required)
	case undecided > 0:
		c.sign = RoleUndecided
		c.text = v.text("diagram.slide.gap_empty", undecided, cells)
	default:
		c.text = v.text("diagram.slide.gap_full", cells)
	}
	c.label = joined(": ", c.label, c.text)
	return c
}
