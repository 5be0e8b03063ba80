package chapters

import (
	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
	"miteinander/graph/views"
	"miteinander/graph/words"
)

// changes is what has changed since a day, by the states that the network keeps.
func (w *chapter) changes() error {
	day := w.sel.Date().AddMonths(-12)
	if w.book.Since != "" {
		d, err := graph.ParseDate(w.book.Since)
		if err != nil {
			return err
		}
		day = d
	}
	if w.Since == nil {
		w.lead(w.say("changes.no_history"))
		return nil
	}
	was, found, err := w.Since(w.ctx, day)
	if err != nil {
		return err
	}
	if was, err = Edition(was, w.public, w.noNames, w.Lang); err != nil {
		return err
	}
	f := w.sel.Filter()
	if f.Date = day; was.Settings().AsOf.Compare(day) < 0 && !was.Settings().AsOf.IsZero() {
		f.Date = was.Settings().AsOf // what was known then spoke of that day
	}
	before, err := findings.NewBasis(w.ctx, was.Select(f))
	if err != nil {
		return err
	}
	c, err := findings.Compare(w.ctx, before, w.basis, w.Params)
	if err != nil {
		return err
	}
	w.lead(w.say("changes.lead", f.Date, w.sel.Date()))
	if found.Compare(day) > 0 {
		w.note(w.say("changes.oldest", found))
	}
	v := c.View(w.Lang)
	w.list(v.Sentences)
	t := w.table("before_after", "what", "#before", "#now").widths(56, 22, 22)
	var rows [][]string
	for _, r := range v.Standing {
		if r.Before != "–" || r.After != "–" {
			rows = append(rows, []string{r.Label, r.Before, r.After})
		}
	}
	t.whole(rows)
	if len(v.Entered) > 0 {
		w.text(w.say("changes.entered", words.List(w.Lang, v.Entered)))
	}
	if len(v.Left) > 0 {
		w.text(w.say("changes.left", words.List(w.Lang, v.Left)))
	}
	if len(v.Pairs) > 0 {
		t = w.table("pair_changes", "a", "b", "change", "before", "now")
		for _, p := range v.Pairs {
			t.add(p.A, p.B, p.Word, p.From, p.To)
		}
		t.put()
	}
	move := func(key string, rows []findings.Moved) {
		if len(rows) == 0 {
			return
		}
		t := w.table(key, "where", "before", "now")
		for _, m := range rows {
			t.add(m.Label, m.From, m.To)
		}
		t.put()
	}
	move("transition_changes", v.Transitions)
	move("cell_changes", v.Cells)
	if !w.public {
		for _, x := range []struct {
			key  string
			list []string
		}{{"measures_done", v.Done}, {"measures_new", v.New}, {"measures_dropped", v.Dropped}} {
			if len(x.list) > 0 {
				w.text(w.say("changes."+x.key, join(x.list)))
			}
		}
	}
	return nil
}

// views are the saved views of the network, each with its sentence and its picture.
func (w *chapter) views() error {
	all := views.Views(w.Selection.Snapshot())
	if len(all) == 0 {
		w.text(w.say("views.none"))
		return nil
	}
	for n, v := range all {
		if n == w.rows {
			w.note(w.say("more_views", n, len(all)))
			break
		}
		w.heading(2, w.nameTexts(v.Title))
		w.lead(w.nameTexts(v.Sentence))
		r, ok := pictureOf(v)
		if !ok {
			w.note(w.say("views.no_picture"))
			continue
		}
		f, err := v.Filter()
		if err != nil {
			return err
		}
		if f.Date.IsZero() {
			f.Date = w.sel.Date()
		}
		sel := w.sel.Snapshot().Select(f)
		if r.View == diagram.ViewEgo && !sel.Has(r.Focus) {
			w.note(w.say("views.gone"))
			continue
		}
		w.note(diagram.SelectionText(sel, w.Lang))
		if err := w.pictureOf(sel, r); err != nil {
			return err
		}
	}
	return nil
}

// pictureOf is the picture that the page of a view shows; false for a page that has none.
func pictureOf(v views.View) (diagram.Request, bool) {
	r := diagram.Request{Arrangement: diagram.Netz, Unclear: v.Param("unclear") == "1", Level1: v.Param("level1") == "1", Indicator: v.Param("indicator")}
	if v.Param("arrangement") == diagram.Lebensphasen {
		r.Arrangement = diagram.Lebensphasen
	}
	switch v.Page {
	case "karte":
		r.View = diagram.ViewNetwork
		if v.Param("view") == diagram.ViewComponents {
			r.View = diagram.ViewComponents
		}
		if k, ok := graph.ParseKey(v.Param("focus")); ok {
			r.View, r.Focus = diagram.ViewEgo, k
		}
	case "miteinander":
		r.View = diagram.ViewSideBySide
		if v.Param("map") == "rounds" {
			r.View = diagram.ViewRounds
		}
	case "uebergaenge":
		r.View = diagram.ViewChain
		if v.Param("tab") == "luecken" {
			r.View, r.Layer = diagram.ViewGaps, "gaps"
			if v.Param("layer") == "zugang" {
				r.Layer = "access"
			}
		}
	default:
		return r, false
	}
	return r, true
}
