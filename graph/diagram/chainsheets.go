package diagram

import (
	"context"
	"slices"

	"miteinander/graph/findings"
)

// sheets draws the overview, on as many sheets as it needs, and a sheet for each area.
func (k *chains) sheets(ctx context.Context, areas []int32) ([]Sheet, error) {
	k.c.kept = Layout{}
	var out []Sheet
	if len(areas) > 1 {
		over, err := k.overview(ctx, areas)
		if err != nil {
			return nil, err
		}
		out = over
	}
	for _, a := range areas {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s := k.scene([]int32{a}, true)
		sheet, ok := k.sheet(s, []int32{a}, "·sheet/"+string(k.v.snap.Leaves()[a].ID)+"/")
		if !ok { // too many for one by one
			s = k.scene([]int32{a}, false)
			if sheet, ok = k.sheet(s, []int32{a}, ""); !ok {
				return nil, tooLargeChain(s)
			}
		}
		out = append(out, sheet)
	}
	if len(areas) == 0 { // only types for the whole network
		s := k.scene(nil, true)
		sheet, ok := k.sheet(s, nil, "")
		if !ok {
			return nil, tooLargeChain(s)
		}
		out = append(out, sheet)
	}
	k.c.frame(out)
	return out, nil
}

func tooLargeChain(s *chainScene) error {
	sc := &Scene{Marks: make([]Mark, len(s.chips)), Panels: []Panel{{Lines: make([]Line, len(s.strands))}}}
	return tooLarge(sc)
}

// overview draws all areas on one sheet where they fit, else runs of areas.
func (k *chains) overview(ctx context.Context, areas []int32) ([]Sheet, error) {
	fits := func(part []int32) bool { // with the smallest letters and the thinnest bands
		p := &chainPlan{s: k.scene(part, false), size: k.size(), fs: k.c.format.least, small: k.c.format.least}
		p.columns()
		return p.placeRows(nil)
	}
	runs, run := 1, 0 // as few sheets as the smallest letters need, then about as many areas on each
	for n := range areas {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if run++; run > 1 && !fits(areas[n+1-run:n+1]) {
			runs, run = runs+1, 1
		}
	}
	per := (len(areas) + runs - 1) / runs
	for ; per > 1; per-- {
		good := true
		for from := 0; from < len(areas) && good; from += per {
			good = fits(areas[from:min(from+per, len(areas))])
		}
		if good {
			break
		}
	}
	if per < 2 {
		return nil, nil // each area has its own sheet anyway
	}
	var out []Sheet
	for from := 0; from < len(areas); from += per {
		part := areas[from:min(from+per, len(areas))]
		sheet, ok := k.sheet(k.scene(part, false), part, "·overview/"+itoa(from)+"/")
		if !ok {
			return nil, tooLargeChain(k.scene(part, false))
		}
		out = append(out, sheet)
	}
	return out, nil
}

func (k *chains) size() Point { return k.c.format.mapSize(1) }

// sheet plans and paints one scene; false when it does not fit.
func (k *chains) sheet(s *chainScene, areas []int32, prefix string) (Sheet, bool) {
	f := k.c.format
	s.footTitle = k.v.text("diagram.chain.foot")
	plan, ok := planChain(s, k.size(), f, part(k.c.stored, prefix))
	for grow := growStep; !ok && !f.split && grow <= largestScreen; grow *= growStep {
		f = k.c.format.grown(grow)
		plan, ok = planChain(s, f.mapSize(1), f, nil)
	}
	if !ok {
		return Sheet{}, false
	}
	plan.layout(prefix, k.c.kept)
	d := Drawing{Name: ViewChain, Title: k.title(s, areas), Note: k.note(s, areas), Frame: Rect{f.margin, f.top, plan.size.X, plan.size.Y}, Items: plan.paint()}
	for i := range d.Items {
		shift(d.Items[i].Ops, Point{f.margin, f.top})
	}
	sheet := Sheet{W: f.w, H: f.h, Drawings: []Drawing{d}, Selection: k.c.text.Selection, Legend: k.legend(s, d), roles: []Role{RoleLevel4}}
	if len(areas) < len(k.v.sel.Areas()) {
		var names []string
		for _, a := range areas {
			names = append(names, k.areaName(a))
		}
		sheet.Selection = joined(" · ", k.c.areaLine(names), sheet.Selection)
	}
	sheet.Summary = joined(" ", joined(". ", d.Title, d.Note)+".", sheet.Selection)
	return sheet, true
}

// title counts the statuses of a sheet; a sheet of one area begins with its name.
func (k *chains) title(s *chainScene, areas []int32) string {
	n := map[findings.Status]int{}
	for _, i := range s.links {
		n[k.t.Links[i].Status]++
	}
	head := k.v.text("findings.transitions.headline", len(s.links), n[findings.Carrying], n[findings.Patchy], n[findings.Broken], n[findings.NoCounterpart], n[findings.Unclear])
	if len(areas) == 1 {
		return joined(": ", k.areaName(areas[0]), head)
	}
	return head
}

// note says the rate with its weight, or the longest stretch of an area that carries.
func (k *chains) note(s *chainScene, areas []int32) string {
	var parts []string
	if len(areas) == 1 {
		for _, c := range k.t.Chains {
			if c.Area == areas[0] {
				var names []string
				for _, i := range c.Links[c.From:c.To] {
					names = append(names, clean(k.t.Links[i].Type.Name))
				}
				parts = append(parts, k.v.text("diagram.chain.stretch", len(names), names))
			}
		}
		if s.detail {
			parts = append(parts, k.v.text("diagram.chain.pairs"))
		}
		return joined(" · ", parts...)
	}
	if k.v.req.Indicator != "" {
		parts = append(parts, k.v.text("diagram.chain.rate_by", clean(k.v.req.Indicator), k.t.Rate.Text(k.v.req.Lang)))
	} else {
		parts = append(parts, k.v.text("findings.transitions.rate", k.t.Rate.Text(k.v.req.Lang)))
	}
	for _, n := range k.t.Notes() {
		parts = append(parts, n.Text(k.v.req.Lang))
	}
	return joined(" · ", parts...)
}

// legend lists every sign of the sheet and no other.
func (k *chains) legend(s *chainScene, d Drawing) []LegendEntry {
	sc := &Scene{Legend: k.all.legend()}
	seen := map[string]bool{}
	for _, c := range s.chips {
		if !seen[c.ref] {
			seen[c.ref] = true
			sc.Marks = append(sc.Marks, Mark{Ref: c.ref, Role: c.role, Fill: c.fill})
		}
	}
	out := slices.DeleteFunc(used(sc, []Drawing{d}), func(e LegendEntry) bool { return e.Role == RoleArea })
	have, counted := map[Role]bool{}, false
	for _, x := range s.strands {
		have[x.role] = true
		counted = counted || x.known
	}
	for _, r := range s.foot {
		for _, c := range r.cells {
			have[c.role] = true
		}
	}
	for _, h := range s.heads {
		for _, x := range h {
			if x.role != "" {
				have[x.role] = true
			}
			for _, q := range x.parts {
				have[q.role] = true
			}
		}
	}
	for n := 1; n <= len(chainOrder); n++ {
		for role, at := range chainOrder {
			if at == n && have[role] {
				out = append(out, LegendEntry{Role: role, Label: k.word(role)})
			}
		}
	}
	switch {
	case counted && k.v.req.Indicator != "":
		out = append(out, LegendEntry{Role: RoleWidth, Label: k.v.text("diagram.legend.band_width_by", clean(k.v.req.Indicator))})
	case counted:
		out = append(out, LegendEntry{Role: RoleWidth, Label: k.v.text("diagram.legend.band_width")})
	}
	for i := range out {
		if isBand(out[i].Role) {
			out[i].Ops = bandSample(out[i].Role, 2, 9, 36, 9)
		}
	}
	return out
}

func isBand(r Role) bool { return chainOrder[r] > 0 || r == RoleWidth }
