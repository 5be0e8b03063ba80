package chapters

import (
	"slices"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
	"miteinander/graph/words"
)

// mostDrawn is how many institutions a picture of pairs shows one by one; above it the rounds of areas and phases stand for them.
const mostDrawn = 80

// together is who turns to the same children, and whether they coordinate: rounds first, since nobody invites a pair.
func (w *chapter) together() error {
	side, err := w.side(w.ctx)
	if err != nil {
		return err
	}
	w.lead(side.Headline().Text(w.Lang))
	if value, parts := w.weighted(side.Rate); parts != "" {
		w.text(w.say("together.rate", value, parts))
	}
	notes := func(a *findings.SideBySide) {
		for _, n := range a.Notes() {
			w.note(n.Text(w.Lang))
		}
	}
	notes(side)
	w.rounds(side)
	view := diagram.ViewSideBySide
	if len(w.sel.Institutions()) > mostDrawn {
		view = diagram.ViewRounds
	}
	if err := w.picture(diagram.Request{View: view}); err != nil {
		return err
	}
	w.pairs(side, w.table("side_by_side", "a", "b", "level", "#children", "says").widths(18, 18, 17, 10, 45), findings.SideBySideState)
	if side.Counts.Unclear > 0 {
		w.text(w.say("together.unclear", side.Counts.Unclear))
	}
	if side.AgreedCount > 0 {
		w.pairs(side, w.table("agreed", "a", "b", "level", "#children", "says").widths(18, 18, 17, 10, 45), findings.AgreedSideBySide)
	}

	across, err := ask[*findings.SideBySide](w.ctx, w.Material, "across-sectors")
	if err != nil {
		return err
	}
	w.heading(2, w.say("together.across"))
	w.text(across.Headline().Text(w.Lang))
	w.sectors(across)
	for _, n := range across.Notes() { // the others were said above
		if n.Key == "findings.note.without_sector" {
			w.note(n.Text(w.Lang))
		}
	}
	return nil
}

func (w *chapter) rounds(side *findings.SideBySide) {
	t := w.table("rounds", "where", "#count", "pairs", "#children", "invite", "body").widths(22, 11, 18, 10, 26, 20)
	for _, r := range side.Rounds {
		if t.total >= w.rows { // only counted
			t.total++
			continue
		}
		area, phase, field := w.basis.CellNames(r.Cell)
		label := func(i int32) string { return w.basis.Institution(i).Label() }
		body := "–"
		if r.Body != "" {
			body = w.say("together.body", w.sel.Snapshot().Name(graph.Key{Kind: graph.KindActor, ID: r.Body}), len(r.Members), len(r.Institutions))
		}
		t.add(words.Text(w.Lang, "findings.cell.name", area, phase, field), w.number(len(r.Institutions)),
			w.say("together.pairs", r.Counts.Together, r.Counts.SideBySide, r.Counts.Unclear), w.children(r.Cell), w.firstNames(r.Invite, label), body)
	}
	t.put()
}

// children is how many live in an area and phase; masked where they are few, "–" where nobody recorded it.
func (w *chapter) children(c findings.Cell) string {
	n, known := w.basis.Children(c.Area, c.Phase)
	if !known {
		return "–"
	}
	return w.basis.Few(w.Lang, n)
}

// mostNames is how many names a cell of a table carries before it counts them.
const mostNames = 6

func (w *chapter) firstNames(in []int32, label func(int32) string) string {
	var out []string
	for _, i := range in[:min(len(in), mostNames)] {
		out = append(out, label(i))
	}
	words.SortBy(w.Lang, out, func(s string) string { return s })
	if more := len(in) - len(out); more > 0 {
		return w.say("and_more", join(out), more)
	}
	return words.List(w.Lang, out)
}

func join(in []string) string {
	out := ""
	for i, s := range in {
		if i > 0 {
			out += ", "
		}
		out += s
	}
	return out
}

// pairs puts the pairs of one state into a table, the heaviest first.
func (w *chapter) pairs(side *findings.SideBySide, t *table, state findings.Status) {
	total := map[findings.Status]int{findings.SideBySideState: side.Counts.SideBySide, findings.AgreedSideBySide: side.AgreedCount}[state]
	for _, p := range side.InState(state, min(total, w.rows)) {
		children := w.basis.Few(w.Lang, p.Children)
		if side.NoChildren {
			children = "–"
		}
		t.add(w.basis.Institution(p.A).Label(), w.basis.Institution(p.B).Label(), words.Text(w.Lang, "findings.level", p.Level.String()), children,
			side.PairFinding(p).Says.Text(w.Lang))
	}
	t.total = total
	t.put()
}

// sectors counts the pairs of each two sectors.
func (w *chapter) sectors(across *findings.SideBySide) {
	name := func(id graph.ID) string { return w.sel.Snapshot().Name(graph.Key{Kind: graph.KindSector, ID: id}) }
	var keys [][2]graph.ID
	for k := range across.Sectors {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y [2]graph.ID) int { return slices.Compare(x[:], y[:]) })
	label := func(k [2]graph.ID) string { return w.say("together.sectors", name(k[0]), name(k[1])) }
	words.SortBy(w.Lang, keys, label)
	t := w.table("sectors", "sectors", "#together", "#not_yet", "#unclear", "#agreed")
	for _, k := range keys {
		c := across.Sectors[k]
		t.add(label(k), w.number(c.Together), w.number(c.SideBySide), w.number(c.Unclear), w.number(c.AgreedSideBySide))
	}
	t.put()
}
