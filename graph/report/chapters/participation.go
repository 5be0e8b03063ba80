package chapters

import (
	"slices"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// participation is where children and parents have a say, and what they said.
func (w *chapter) participation() error {
	p, err := ask[*findings.Participation](w.ctx, w.Material, "participation")
	if err != nil {
		return err
	}
	v := p.View(w.Lang, 0, w.rows)
	w.lead(v.Headline.Text)
	t := w.table("participation", "form", "#offers_and_bodies")
	if value, parts := w.share(p.Rate); parts != "" {
		w.text(w.say("participation.rate", value, parts))
	}
	if value, parts := w.share(p.Bodies); parts != "" {
		w.text(w.say("participation.bodies", value, parts))
	}
	for _, c := range v.Counts {
		t.add(c.Word, w.number(c.Count))
	}
	t.put()
	t = w.table("participation_places", "area", "phase", "#participation_share")
	for _, x := range v.Places {
		t.add(x.AreaName, x.PhaseName, x.Share.Text)
	}
	t.put()
	if w.public {
		return nil
	}
	plan, err := w.planned(w.ctx)
	if err != nil {
		return err
	}
	w.heading(2, w.say("participation.feedback"))
	if n := len(plan.Sections[1].Sentences); n > 1 {
		w.text(plan.Sections[1].Sentences[1])
	}
	return w.planTable("need", "feedback")
}

// measures is what was agreed and which goals were set.
func (w *chapter) measures() error {
	plan, err := w.planned(w.ctx)
	if err != nil {
		return err
	}
	w.lead(plan.Sections[3].Sentences[0])
	if err := w.planTable("intentions", "measures"); err != nil {
		return err
	}
	var done []*graph.Measure
	for m := range graph.Records[*graph.Measure](w.sel.Snapshot(), graph.KindMeasure) {
		if m.State == "done" {
			done = append(done, m)
		}
	}
	slices.SortStableFunc(done, func(x, y *graph.Measure) int { return y.Due.Compare(x.Due) })
	if len(done) > 0 {
		t := w.table("done", "measure", "responsible", "due")
		for _, m := range done {
			v := w.basis.MeasureView(w.Lang, m)
			var who []string
			for _, r := range v.Responsible {
				who = append(who, r.Label)
			}
			t.add(m.Title, orDash(join(who)), w.date(m.Due))
		}
		t.put()
	}
	return w.planTable("intentions", "goals")
}

// clarify is what is not known yet, and whom to ask first.
func (w *chapter) clarify() error {
	c, err := ask[*findings.Clarify](w.ctx, w.Material, "clarify")
	if err != nil {
		return err
	}
	w.lead(c.Headline().Text(w.Lang))
	w.text(w.say("clarify.how"))
	v := c.View(w.Lang, 0, w.rows)
	if len(v.Institutions) > 0 {
		t := w.table("clarify", "institution", "#unclear", "#transitions", "ask_about").widths(26, 14, 14, 46)
		for _, r := range v.Institutions {
			var names []string
			for _, p := range r.Partners[:min(len(r.Partners), mostNames)] {
				names = append(names, p.Label)
			}
			text := join(names)
			if more := r.PartnersTotal - len(names); more > 0 {
				text = w.say("and_more", text, more)
			}
			t.add(r.Institution.Label, w.number(r.Unclear), w.number(r.Transitions), text)
		}
		t.total = v.Total
		t.put()
		w.notes(v.Notes)
	}
	old, all := w.unchecked()
	w.text(w.say("clarify.checked", all-old, all))
	return nil
}

// unchecked counts the institutions, actors and offers that nobody confirmed within twelve months before the date.
func (w *chapter) unchecked() (old, all int) {
	limit := w.sel.Date().AddMonths(-12)
	look := func(on graph.Date) {
		if all++; on.IsZero() || on.Compare(limit) < 0 {
			old++
		}
	}
	for _, r := range w.sel.Institutions() {
		look(r.CheckedOn)
	}
	for _, r := range w.sel.Actors() {
		look(r.CheckedOn)
	}
	for _, r := range w.sel.Offers() {
		look(r.CheckedOn)
	}
	return old, all
}
