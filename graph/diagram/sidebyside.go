package diagram

import (
	"context"
	"fmt"

	"miteinander/graph/findings"
)

// Bounds of the two maps.
const (
	fewestPlots = 8   // institutions without a tie that, if they are most, stand in their areas instead of in a box
	allBeside   = 60  // up to so many pairs all are drawn
	mostBeside  = 120 // above, the heaviest that make up four fifths of the weight, at most so many
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
	if sc.Plots && c.arrangement == Netz {
		c.text.Hints = v.text("diagram.hint.plots")
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
	for _, p := range answer.Pairs() {
		shared[[2]int32{p.A, p.B}] = p
	}

	left := Panel{Name: "together", Role: RoleLevel4}
	tied := make([]bool, len(insts))
	known := make([]bool, len(insts)) // something is known about its ties, be it that there are none
	others := 0
	least := max(together, v.sel.Filter().MinLevel)
	for _, p := range v.sel.PairLevels() {
		if p.Level.Known() {
			known[p.A], known[p.B] = true, true
		}
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
	alone, unsaid := 0, 0
	for i := range marks {
		marks[i].Unsaid = !known[i] && !v.snap.Settings().Unlisted.Known()
		if !tied[i] {
			alone++
			if marks[i].Unsaid {
				unsaid++
			}
		}
	}
	sc.Plots = alone >= fewestPlots && 2*alone > len(marks)

	right, steps := v.besidePanel(answer, marks)
	sc.Panels = []Panel{left, right}
	switch {
	case unsaid == len(marks) && alone > 0:
		sc.Panels = []Panel{v.unknownPanel(answer, right, len(marks))}
	case sc.Plots && unsaid > 0:
		sc.Panels[0].Note = v.text("diagram.together.unsaid", unsaid)
	}
	if !sc.Plots {
		for i := range marks {
			marks[i].Alone = !tied[i]
		}
	}
	sc.Rest = v.text("diagram.rest.side_by_side", alone, unsaid)
	if unsaid == alone {
		sc.Rest = v.text("diagram.rest.unsaid", alone)
	}
	sc.Marks = sortMarks(marks)
	sc.Legend = v.legend()
	for k, label := range steps.labels(v) {
		sc.Legend = append(sc.Legend, LegendEntry{Role: steps.roles()[k], Label: label})
	}
	return sc
}

// unknownPanel is the one map of a network of which no tie is known: two would show the same and say no where nobody knows.
func (v *viewer) unknownPanel(answer *findings.SideBySide, right Panel, institutions int) Panel {
	p := Panel{Name: "unclear", Role: RoleLevel4, Lines: right.Lines, Title: v.text("diagram.unknown.title", institutions, len(v.sel.Areas()))}
	p.Note = v.text("diagram.unknown.note", answer.Counts.Open(), len(right.Lines))
	if n := answer.Counts.SameKind; n > 0 {
		p.Note = joined(" · ", p.Note, v.text("diagram.beside.same_kind", n))
	}
	return p
}

// besidePanel is the right map: who is there for the same children without coordinating.
func (v *viewer) besidePanel(answer *findings.SideBySide, marks []Mark) (Panel, steps) {
	right := Panel{Name: "side_by_side", Role: RoleBeside3}
	var beside []findings.Pair
	for _, p := range answer.Pairs() {
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
	counts := answer.Counts
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
	return right, steps
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
