package chapters

import (
	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/words"
)

// formulas are the numbers of a report, each explained in one sentence with its source.
var formulas = []string{"together_rate", "children", "levels", "transition", "rate", "gap_rate", "access", "participation", "fragmentation", "cutpoint", "funding", "comparison"}

// terms are the words that a reader from another office may not know.
var terms = []string{"chain", "area", "phase", "field", "together", "side_by_side", "agreed", "unclear", "transition", "gap", "round", "finding"}

// sources are what the method rests on.
var sources = []string{"sgb8", "kkg", "himmelman", "frey", "borgatti", "hopcroft", "provan"}

// method is the state of the data, every number in one sentence, the scale, the words and the sources.
func (w *chapter) method() error {
	snap := w.sel.Snapshot()
	set := snap.Settings()
	side, err := w.side(w.ctx)
	if err != nil {
		return err
	}
	w.heading(2, w.say("method.state"))
	t := w.table("state", "detail", "value").widths(35, 65)
	known := side.Counts.Together + side.Counts.SideBySide
	old, all := w.unchecked()
	rows := [][]string{
		{w.say("meta.network"), set.Name},
		{w.say("meta.date"), w.date(w.sel.Date())},
		{w.say("meta.selection"), diagram.SelectionText(w.sel, w.Lang)},
		{w.say("method.known"), w.say("method.known_says", known, side.Counts.Open())},
		{w.say("method.checked"), w.say("method.checked_says", all-old, all)},
		{w.say("method.threshold"), words.Text(w.Lang, "findings.level", set.Together.String())},
		{w.say("method.carrying"), words.Percent(w.Lang, float64(set.Carrying)/1000)},
		{w.say("method.unlisted"), w.say("method.unlisted_says", set.Unlisted.String())},
		{w.say("method.small"), w.say("method.small_says", set.SmallNumbers)},
	}
	if head := snap.Head(); !head.At.IsZero() {
		rows = append(rows, []string{w.say("meta.changed"), w.say("meta.changed_says", graph.DateOf(head.At), int64(head.Revision))})
	}
	w.always(t, rows)

	w.heading(2, w.say("method.formulas"))
	w.text(w.say("method.formulas_says"))
	t = w.table("formulas", "number", "formula", "source").widths(22, 56, 22)
	rows = nil
	for _, f := range formulas {
		rows = append(rows, []string{w.say("formula." + f + ".name"), w.say("formula." + f), w.say("formula." + f + ".source")})
	}
	w.always(t, rows)

	w.heading(2, w.say("method.scale"))
	t = w.table("scale", "level", "question").widths(35, 65)
	rows = nil
	for _, l := range []string{"0", "1", "2", "3", "4", "unknown"} {
		rows = append(rows, []string{words.Text(w.Lang, "findings.level", l), words.Text(w.Lang, "findings.clarify.level", l)})
	}
	w.always(t, rows)
	w.note(w.say("method.scale_note"))

	w.heading(2, w.say("method.glossary"))
	t = w.table("glossary", "term", "meaning").widths(25, 75)
	rows = nil
	for _, x := range terms {
		rows = append(rows, []string{w.say("term." + x + ".name"), w.say("term." + x)})
	}
	words.SortBy(w.Lang, rows, func(r []string) string { return r[0] })
	w.always(t, rows)

	w.heading(2, w.say("method.sources"))
	var list []string
	for _, s := range sources {
		list = append(list, w.say("source."+s))
	}
	w.list(list)
	return nil
}

// always puts a table in whatever was chosen: a report without its method is not to be checked.
func (w *chapter) always(t *table, rows [][]string) {
	t.t.Rows = rows
	w.put(t.t)
}
