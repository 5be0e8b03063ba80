package diagram

import (
	"context"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// A slide is one sheet of 1280 × 720 for a projector. It is read from the back of a room: no letter is smaller than slideLetter, no
// map has more than slideMarks marks. What is more is drawn as one with its number, first what is alike in one area, then ever more
// coarsely until it fits; which way it was is said on the slide.

// paperSlide is the paper of slides.
const paperSlide = "slide"

const (
	slideLetter = 18.0
	slideMarks  = 40
	slideLines  = 90 // on one map: more is a thicket
	slideTop    = 140.0
	slidePanels = 172.0 // where two maps begin, below their headings
	slideBody   = 132.0 // what title and sentence take
	mostRows    = 4     // of a slide's legend
)

// slide draws the view of a request as one slide.
func (v *viewer) slide(ctx context.Context, c *composing) ([]Sheet, error) {
	c.arrangement = Netz // strips over phases need letters that no back row reads
	switch v.req.View {
	case ViewNetwork:
		return v.slideScene(ctx, c, v.slideNetwork())
	case ViewSideBySide:
		_, answer, err := v.askSideBySide(ctx)
		if err != nil {
			return nil, err
		}
		return v.slideScene(ctx, c, v.pairOfMaps(answer))
	case ViewEgo, ViewComponents:
		make := v.ego
		if v.req.View == ViewComponents {
			make = v.components
		}
		sc, err := make()
		if err != nil {
			return nil, err
		}
		return v.slideScene(ctx, c, sc)
	case ViewRounds:
		return v.slideRounds(ctx, c)
	case ViewChain:
		return v.slideChain(ctx, c)
	case ViewGaps:
		return v.slideGaps(ctx, c)
	}
	if v.req.View == ViewAreas { // its borders and boxes need the room of a sheet
		return nil, unknownOption("paper", v.req.Paper, slices.DeleteFunc(Papers(), func(p string) bool { return p == paperSlide }))
	}
	return nil, unknownOption("view", v.req.View, Views())
}

func (v *viewer) askSideBySide(ctx context.Context) (*findings.Basis, *findings.SideBySide, error) {
	basis, err := findings.NewBasis(ctx, v.sel)
	if err != nil {
		return nil, nil, err
	}
	answer, err := findings.AskSideBySide(ctx, basis, findings.Params{})
	return basis, answer, err
}

// slideNetwork is who is there and who works with whom, institutions alone: what belongs to them speaks through them.
func (v *viewer) slideNetwork() *Scene {
	sc := &Scene{Areas: v.areas(), Phases: v.phaseColumns(), Wide: v.text("diagram.wide"), NoPhase: v.text("diagram.no_phase"), Legend: v.legend()}
	insts := v.sel.Institutions()
	marks := make([]Mark, len(insts))
	for i := range insts {
		marks[i] = v.institution(int32(i))
	}
	p := Panel{Name: ViewNetwork, Role: RoleLevel4}
	for _, l := range v.sel.PairLevels() {
		if l.Level.Known() && l.Level >= v.leastLevel() {
			p.Lines = append(p.Lines, Line{Ref: "pair/" + string(insts[l.A].ID) + "~" + string(insts[l.B].ID), From: marks[l.A].Ref, To: marks[l.B].Ref,
				Role: levelRole(l.Level), Weight: 1, Label: v.between(marks[l.A], marks[l.B], v.levelText(l.Level))})
		}
	}
	p.Title = v.text("diagram.slide.network", len(insts), len(p.Lines))
	sc.Panels = []Panel{p}
	sc.Marks = sortMarks(marks)
	v.markAlone(sc, "diagram.rest.network")
	return sc
}

// coarser is one way to draw many marks as few; its name is the end of a words key.
type coarser struct {
	name string
	key  func(*Mark) (ref, label string)
	flat bool // bundles stand for no single area
}

// coarsenings are the ways, the finest first. The last always ends below the limit.
func (v *viewer) coarsenings(sc *Scene) []coarser {
	areaName := map[string]string{"": sc.Wide}
	for _, a := range sc.Areas {
		areaName[a.Ref] = a.Label
	}
	out := []coarser{{name: ""}}
	if len(sc.Areas) > 1 && !sc.Parts {
		out = append(out, coarser{"area_kind", func(m *Mark) (string, string) {
			kind, name := v.kindOf(m)
			return "bundle/" + after(m.Area) + "/" + kind, name
		}, false})
	}
	out = append(out, coarser{"kind", func(m *Mark) (string, string) {
		kind, name := v.kindOf(m)
		return "bundle/" + kind, name
	}, true})
	if fill, ok := v.fillGroups(sc); ok {
		if len(sc.Areas) > 1 && !sc.Parts {
			out = append(out, coarser{"area_" + v.fillBy, func(m *Mark) (string, string) {
				ref, name := fill(m)
				return "bundle/" + after(m.Area) + "/" + ref, name
			}, false})
		}
		out = append(out, coarser{v.fillBy, func(m *Mark) (string, string) {
			ref, name := fill(m)
			return "bundle/" + ref, name
		}, true})
	}
	if len(sc.Areas) > 1 && !sc.Parts {
		out = append(out, coarser{"area", func(m *Mark) (string, string) { return "bundle/" + after(m.Area), areaName[m.Area] }, true})
	}
	for _, most := range []int{24, 16, 10, 6} { // the commonest kinds by themselves
		common := v.commonKinds(sc, most)
		out = append(out, coarser{"common_kind", func(m *Mark) (string, string) {
			kind, name := v.kindOf(m)
			if !common[kind] {
				return "bundle/·others", v.text("diagram.slide.others")
			}
			return "bundle/" + kind, name
		}, true})
	}
	return out
}

// fillGroups are the marks by what their colour means, where all are institutions: the sector, else the kind, and the rest of them.
func (v *viewer) fillGroups(sc *Scene) (group func(*Mark) (ref, name string), ok bool) {
	kind := graph.KindSector
	if v.fillBy == "kind" {
		kind = graph.KindInstitutionKind
	}
	names := map[string][2]string{}
	for id, fill := range v.fills {
		name := v.snap.Name(graph.Key{Kind: kind, ID: graph.ID(id)})
		if name == "" {
			name = id
		}
		names[fill] = [2]string{v.fillBy + "-" + id, name}
	}
	for i := range sc.Marks {
		if !strings.HasPrefix(sc.Marks[i].Ref, "institution/") {
			return nil, false
		}
	}
	return func(m *Mark) (string, string) {
		if n, ok := names[m.Fill]; ok {
			return n[0], n[1]
		}
		return v.fillBy + "-", v.text("diagram.legend.other_" + v.fillBy)
	}, len(names) > 1
}

// commonKinds are the kinds that most marks have; of equals the first by name.
func (v *viewer) commonKinds(sc *Scene, most int) map[string]bool {
	n := map[string]int{}
	for i := range sc.Marks {
		kind, _ := v.kindOf(&sc.Marks[i])
		n[kind]++
	}
	kinds := make([]string, 0, len(n))
	for k := range n {
		kinds = append(kinds, k)
	}
	slices.SortFunc(kinds, func(a, b string) int {
		if n[a] != n[b] {
			return n[b] - n[a]
		}
		return strings.Compare(a, b)
	})
	out := map[string]bool{}
	for _, k := range kinds[:min(most, len(kinds))] {
		out[k] = true
	}
	return out
}

// coarse is a scene with its marks bundled one way; together draws those who stand alone as one.
func (v *viewer) coarse(whole *Scene, by coarser, together bool) *Scene {
	sc := *whole
	sc.Large = true
	if alone := aloneIn(whole); alone > 0 {
		sc.Rest = v.text("diagram.slide.rest_"+whole.Panels[0].Name, alone)
	}
	sc.Panels = slices.Clone(whole.Panels)
	for i := range sc.Panels {
		sc.Panels[i].Note = ""
	}
	if by.key == nil && !together {
		return &sc
	}
	sc.Marks = slices.Clone(whole.Marks)
	at := map[string][2]string{}
	for i := range sc.Marks {
		m := &sc.Marks[i]
		switch {
		case together && m.Alone:
			at[m.Ref] = [2]string{"bundle/·alone", v.text("diagram.slide.institutions")}
		case by.key == nil:
			at[m.Ref] = [2]string{m.Ref, m.Label}
		default:
			ref, label := by.key(m)
			at[m.Ref] = [2]string{ref, label}
		}
		if by.flat {
			m.Area = ""
		}
	}
	if by.flat { // bundles stand for no single area, nor for a component
		sc.Areas, sc.Parts = nil, false
	}
	v.bundleBy(&sc, func(m *Mark) (string, string) { return at[m.Ref][0], at[m.Ref][1] })
	bundles := 0
	area := map[string]string{"": sc.Wide}
	for _, a := range sc.Areas {
		area[a.Ref] = a.Label
	}
	for i := range sc.Marks {
		m := &sc.Marks[i]
		if m.Role != RoleBundle {
			continue
		}
		bundles++
		if by.name != "" && !by.flat { // a table names the box without the hull that it stands in
			m.Name = joined(": ", area[m.Area], m.Label)
		}
	}
	for i := range sc.Panels {
		sc.Panels[i].Note = ""
		if bundles > 0 && by.name != "" {
			sc.Panels[i].Note = v.text("diagram.slide.by_"+by.name, len(whole.Marks), len(sc.Marks))
		}
	}
	return &sc
}

func aloneIn(sc *Scene) int {
	n := 0
	for i := range sc.Marks {
		if sc.Marks[i].Alone {
			n++
		}
	}
	return n
}

// slideScene draws a scene as finely as a slide can show it.
func (v *viewer) slideScene(ctx context.Context, c *composing, whole *Scene) ([]Sheet, error) {
	n := len(whole.Panels)
	paper := c.format
	if n > 1 {
		paper.top = slidePanels
	}
	for _, by := range v.coarsenings(whole) {
		for _, together := range []bool{false, true} {
			sc := v.coarse(whole, by, together)
			lines := 0
			for _, p := range sc.Panels {
				lines = max(lines, len(p.Lines))
			}
			if len(sc.Marks) > slideMarks || lines > slideLines {
				continue
			}
			sheets, err := c.slideSheets(ctx, paper, sc)
			if err != nil || sheets != nil {
				return sheets, err
			}
		}
	}
	return nil, tooLarge(whole)
}

// slideSheets places and paints a scene, with the room for the legend that it turns out to need; nil where it does not fit.
func (c *composing) slideSheets(ctx context.Context, paper format, sc *Scene) ([]Sheet, error) {
	n := len(sc.Panels)
	var sheets []Sheet
	for rows := 2; ; {
		c.format = paper.withLegend(rows)
		c.kept = Layout{}
		p, ok, err := c.place(ctx, sc, c.format.mapSize(n), "")
		if err != nil || !ok {
			return nil, err
		}
		again := sheets != nil
		if sheets, err = c.finish(ctx, c.format, []*placed{p}, n, nil); err != nil {
			return nil, err
		}
		need := paper.legendRows(sheets[0].Legend)
		if need == rows || again {
			return sheets, nil
		}
		if rows = need; need > mostRows {
			return nil, nil
		}
	}
}
