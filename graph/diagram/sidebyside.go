package diagram

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// Bounds of the right map.
const (
	allBeside  = 60  // up to so many pairs all are drawn
	mostBeside = 120 // above, the heaviest that make up four fifths of the weight, at most so many
)

// sideBySide is the pair of maps on one layout: left who works together, right who is there for the same children
// without coordinating.
func (v *viewer) sideBySide(ctx context.Context, c *composing) ([]Sheet, error) {
	basis, err := findings.NewBasis(ctx, v.sel)
	if err != nil {
		return nil, err
	}
	answer, err := findings.AskSideBySide(ctx, basis, findings.Params{})
	if err != nil {
		return nil, err
	}
	sc := v.pairOfMaps(answer)
	if !c.format.split || len(sc.Areas) < 2 || len(sc.Marks) > mostMarks { // on paper each group of areas has its sheet instead
		if err := v.bundle(sc); err != nil {
			return nil, err
		}
	}
	sheets, err := c.sheets(ctx, sc)
	if err != nil || !c.byArea || len(v.sel.Phases()) == 0 {
		return sheets, err
	}
	overview := *c // one sheet per group of areas, so the whole commune comes first, as rounds
	first, err := v.rounds(ctx, &overview)
	if err != nil {
		return nil, err
	}
	sheets = append(first, sheets...)
	c.frame(sheets)
	return sheets, nil
}

func (v *viewer) pairOfMaps(answer *findings.SideBySide) *Scene {
	sc := &Scene{Areas: v.areas(), Phases: v.phaseColumns(), Wide: v.text("diagram.wide"), NoPhase: v.text("diagram.no_phase")}
	insts := v.sel.Institutions()
	marks := make([]Mark, len(insts))
	for i := range insts {
		marks[i] = v.institution(int32(i))
	}
	together := v.snap.Settings().Together
	shared := map[[2]int32]findings.Pair{}
	for _, p := range answer.Pairs {
		shared[[2]int32{p.A, p.B}] = p
	}

	left := Panel{Name: "together", Role: RoleLevel4}
	tied := make([]bool, len(insts))
	others := 0
	least := max(together, v.sel.Filter().MinLevel)
	for _, p := range v.sel.PairLevels() {
		if p.Level < 1 || p.Level < least && !v.req.Level1 {
			continue
		}
		ref := fmt.Sprintf("pair/%s~%s", insts[p.A].ID, insts[p.B].ID)
		if s, ok := shared[[2]int32{p.A, p.B}]; ok {
			ref = string(answer.PairRef(s))
		} else if p.Level >= least {
			others++
		}
		if p.Level >= least {
			tied[p.A], tied[p.B] = true, true
		} else if p.Level > 1 {
			continue // between "kennen" and the threshold: neither together nor asked for
		}
		left.Lines = append(left.Lines, Line{Ref: ref, From: marks[p.A].Ref, To: marks[p.B].Ref, Role: levelRole(p.Level), Label: v.between(marks[p.A], marks[p.B], v.levelText(p.Level))})
	}
	counts := answer.Counts
	left.Title = v.text("diagram.together.title", counts.Together, counts.Open(), others)
	left.Note = v.text("diagram.together.note", v.levelText(least))

	right := Panel{Name: "side_by_side", Role: RoleBeside3}
	var beside []findings.Pair
	for _, p := range answer.Pairs {
		switch p.State {
		case findings.SideBySideState:
			beside = append(beside, p)
		case findings.AgreedSideBySide:
			right.Lines = append(right.Lines, v.pairLine(answer, p, marks, RoleAgreed))
		case findings.Unclear:
			if v.req.Unclear {
				right.Lines = append(right.Lines, v.pairLine(answer, p, marks, RoleUnclear))
			}
		}
	}
	drawn := heaviest(beside)
	steps := childSteps(beside)
	for _, p := range drawn {
		right.Lines = append(right.Lines, v.pairLine(answer, p, marks, steps.role(p.Children)))
	}
	unclear := counts.Unclear
	if v.req.Unclear {
		unclear = 0
	}
	right.Title = v.text("diagram.beside.title", counts.SideBySide, unclear)
	right.Note = v.text("diagram.beside.note")
	if len(drawn) < len(beside) {
		right.Note = v.text("diagram.beside.heaviest", len(drawn), len(beside)-len(drawn))
	}
	if counts.AgreedSideBySide > 0 {
		right.Note = joined(" · ", right.Note, v.text("diagram.beside.agreed", counts.AgreedSideBySide))
	}
	if counts.SameKind > 0 {
		right.Note = joined(" · ", right.Note, v.text("diagram.beside.same_kind", counts.SameKind))
	}

	sc.Panels = []Panel{left, right}
	alone := 0
	for i := range marks {
		if !tied[i] {
			marks[i].Alone = true
			alone++
		}
	}
	sc.Rest = v.text("diagram.rest.side_by_side", alone)
	sc.Marks = sortMarks(marks)
	sc.Legend = v.legend()
	for k, label := range steps.labels(v) {
		sc.Legend = append(sc.Legend, LegendEntry{Role: steps.roles()[k], Label: label})
	}
	return sc
}

func (v *viewer) pairLine(a *findings.SideBySide, p findings.Pair, marks []Mark, role Role) Line {
	what := v.text("diagram.beside.line", p.Children, v.levelText(p.Level))
	if v.few(p.Children) {
		what = v.text("diagram.beside.few", v.levelText(p.Level))
	}
	label := v.between(marks[p.A], marks[p.B], what)
	if role == RoleAgreed {
		label = v.between(marks[p.A], marks[p.B], v.text("diagram.legend.agreed_side_by_side"))
	}
	return Line{Ref: string(a.PairRef(p)), From: marks[p.A].Ref, To: marks[p.B].Ref, Role: role, Weight: p.Weight, Label: label}
}

// heaviest keeps all pairs while they are few, else the heaviest that make up four fifths of the weight. Pairs come
// sorted by weight.
func heaviest(pairs []findings.Pair) []findings.Pair {
	if len(pairs) <= allBeside {
		return pairs
	}
	total := int64(0)
	for _, p := range pairs {
		total += p.Weight
	}
	sum := int64(0)
	for i, p := range pairs {
		if i >= allBeside && (sum*5 >= total*4 || i >= mostBeside) {
			return pairs[:i]
		}
		sum += p.Weight
	}
	return pairs
}

// steps are the two numbers of children at which dashed lines get wider; zero = one width for all.
type steps struct{ first, second int64 }

// childSteps gives the widths of the right map.
func childSteps(pairs []findings.Pair) steps {
	var n []int64
	for _, p := range pairs {
		n = append(n, p.Children)
	}
	return stepsOf(n, 1./3, 2./3)
}

// stepsOf divides numbers at two quantiles and rounds these to numbers that people say.
func stepsOf(n []int64, low, high float64) steps {
	slices.Sort(n)
	if len(n) < 2 || n[0] == n[len(n)-1] {
		return steps{}
	}
	s := steps{roundNumber(n[int(low*float64(len(n)))]), roundNumber(n[int(high*float64(len(n)))])}
	if s.first <= n[0] {
		s.first = roundNumber((n[0] + n[len(n)-1]) / 2)
	}
	if s.second <= s.first || s.second > n[len(n)-1] {
		s.second = 0
	}
	return s
}

// roundNumber rounds to one or two leading digits: 87 → 90, 163 → 160, 1240 → 1200.
func roundNumber(n int64) int64 {
	step := int64(1)
	for n/step >= 100 {
		step *= 10
	}
	if step == 1 && n >= 20 {
		step = 10
	}
	return (n + step/2) / step * step
}

func (s steps) role(children int64) Role {
	return s.of(children, [3]Role{RoleBeside1, RoleBeside2, RoleBeside3})
}

// of picks one of three widths.
func (s steps) of(n int64, roles [3]Role) Role {
	switch {
	case s.first == 0:
		return roles[1]
	case n < s.first:
		return roles[0]
	case s.second == 0 || n >= s.second:
		return roles[2]
	}
	return roles[1]
}

func (s steps) roles() []Role {
	switch {
	case s.first == 0:
		return []Role{RoleBeside2}
	case s.second == 0:
		return []Role{RoleBeside1, RoleBeside3}
	}
	return []Role{RoleBeside1, RoleBeside2, RoleBeside3}
}

func (s steps) labels(v *viewer) []string {
	switch {
	case s.first == 0:
		return []string{v.text("diagram.legend.beside")}
	case s.second == 0:
		return []string{v.text("diagram.legend.beside_under", s.first), v.text("diagram.legend.beside_from", s.first)}
	}
	return []string{v.text("diagram.legend.beside_under", s.first), v.text("diagram.legend.beside_between", s.first, s.second-1), v.text("diagram.legend.beside_from", s.second)}
}

// cellCount is what the overview shows of one area × phase.
type cellCount struct {
	institutions map[int32]bool
	counts       findings.Counts
	rounds       []findings.Round
	children     int64
	known        bool
}

// rounds is the overview for a whole commune: per area and phase how many institutions are there and how many of their
// pairs are together; below, the same per field.
func (v *viewer) rounds(ctx context.Context, c *composing) ([]Sheet, error) {
	basis, err := findings.NewBasis(ctx, v.sel)
	if err != nil {
		return nil, err
	}
	answer, err := findings.AskSideBySide(ctx, basis, findings.Params{})
	if err != nil {
		return nil, err
	}
	cells := map[[2]int32]*cellCount{}
	at := func(area, phase int32) *cellCount {
		k := [2]int32{area, phase}
		if cells[k] == nil {
			cells[k] = &cellCount{institutions: map[int32]bool{}}
			cells[k].children, cells[k].known = basis.Children(area, phase)
		}
		return cells[k]
	}
	for _, s := range v.sel.Services() {
		for _, a := range s.Areas {
			for _, p := range s.Phases {
				for _, i := range s.Institutions {
					if len(s.Fields) > 0 {
						at(a, p).institutions[i] = true
					}
				}
			}
		}
	}
	for _, p := range append(append([]findings.Pair(nil), answer.Pairs...), answer.SameKind...) {
		seen := map[[2]int32]bool{}
		for _, cell := range answer.Cells(p) {
			k := [2]int32{cell.Area, cell.Phase}
			if seen[k] {
				continue
			}
			seen[k] = true
			n := &at(cell.Area, cell.Phase).counts
			switch p.State {
			case findings.Together:
				n.Together++
			case findings.SideBySideState:
				n.SideBySide++
			case findings.Unclear:
				n.Unclear++
			case findings.AgreedSideBySide:
				n.AgreedSideBySide++
			case findings.SameKind:
				n.SameKind++
			}
		}
	}
	for _, r := range answer.Rounds {
		if r.Counts.Open() > 0 {
			k := at(r.Cell.Area, r.Cell.Phase)
			k.rounds = append(k.rounds, r)
		}
	}
	for _, k := range cells {
		sort.SliceStable(k.rounds, func(i, j int) bool { return k.rounds[i].Cell.Field < k.rounds[j].Cell.Field })
	}
	return v.roundSheets(c, answer, basis, cells)
}

// roundSheets draws the matrix; areas that do not fit go on further sheets.
func (v *viewer) roundSheets(c *composing, answer *findings.SideBySide, basis *findings.Basis, cells map[[2]int32]*cellCount) ([]Sheet, error) {
	f := c.format
	areas, phases := v.sel.Areas(), v.sel.Phases()
	if len(areas) == 0 || len(phases) == 0 {
		return nil, graph.Errorf(graph.Invalid, "diagram.error.no_cells")
	}
	counts := answer.Counts
	title := v.text("diagram.rounds.title", counts.Open(), counts.Together, counts.SideBySide, counts.Unclear)
	legend := []LegendEntry{{Role: RoleBarTogether, Label: v.text("diagram.legend.bar_together")}, {Role: RoleBarBeside, Label: v.text("diagram.legend.bar_beside")},
		{Role: RoleBarUnclear, Label: v.text("diagram.legend.bar_unclear")}, {Role: RoleBarAgreed, Label: v.text("diagram.legend.bar_agreed")}}
	size := f.mapSize(1)
	m := matrix{v: v, answer: answer, basis: basis, cells: cells, areas: areas, phases: phases, fs: f.cap}
	for m.fs > f.least && !m.fits(size, len(areas)) {
		m.fs -= 0.25
	}
	perSheet := len(areas)
	for perSheet > 1 && !m.fits(size, perSheet) {
		perSheet--
	}
	if !m.fits(size, perSheet) && !f.split {
		f = f.grown(1.4)
		size = f.mapSize(1)
	}
	var out []Sheet
	for from := 0; from < len(areas); from += perSheet {
		to := min(from+perSheet, len(areas))
		d := Drawing{Name: ViewRounds, Title: title, Note: v.text("diagram.rounds.note"), Frame: Rect{f.margin, f.top, size.X, size.Y}}
		d.Items = m.items(size, from, to, to-from)
		for i := range d.Items {
			shift(d.Items[i].Ops, Point{f.margin, f.top})
		}
		have := map[Role]bool{}
		for _, it := range d.Items {
			for _, r := range it.signs() {
				have[r] = true
			}
		}
		s := Sheet{W: f.w, H: f.h, Drawings: []Drawing{d}, Selection: c.text.Selection, Summary: joined(". ", title, d.Note) + ".", roles: []Role{RoleLevel4}}
		for _, e := range legend {
			if have[e.Role] {
				s.Legend = append(s.Legend, e)
			}
		}
		if perSheet < len(areas) {
			var names []string
			for _, a := range areas[from:to] {
				names = append(names, v.snap.Leaves()[a].Name)
			}
			s.Selection = joined(" · ", c.areaLine(names), s.Selection)
		}
		out = append(out, s)
	}
	c.kept = Layout{}
	c.frame(out)
	return out, nil
}
