package chapters

import (
	"strings"

	"miteinander/graph"
	"miteinander/graph/findings"
	"miteinander/graph/words"
)

// dependencies is what hangs on a single institution, tie, person or position, and which fundings end.
func (w *chapter) dependencies() error {
	d, err := ask[*findings.Dependencies](w.ctx, w.Material, "dependencies")
	if err != nil {
		return err
	}
	v := d.View(w.Lang)
	w.lead(v.Headline.Text)
	w.text(w.stop(v.FragmentationText))
	w.notes(v.Notes)
	values := func(key string, rows []findings.DependencyView) {
		if len(rows) == 0 {
			return
		}
		t := w.table(key, "hangs_on_one", "#apart_without", "#rate_without")
		for _, r := range rows {
			t.add(r.Label, w.percent(r.Fragmentation), w.percent(r.Rate))
		}
		t.put()
	}
	values("cutpoints", v.Institutions)
	values("bridges", v.Ties)
	said := func(key string, rows []findings.DependencyView) {
		if len(rows) == 0 {
			return
		}
		t := w.table(key, "hangs_on_one", "says")
		for _, r := range rows {
			t.add(r.Label, r.Sentence)
		}
		t.put()
	}
	said("contacts", v.Contacts)
	said("positions", v.Positions)
	if o := v.WithoutCoordination; o != nil && o.FragmentationText != "" {
		w.text(w.say("dependencies.without_coordination", o.FragmentationText, o.RateText))
	}
	return w.fundings()
}

// stop ends a sentence that is a label and a value.
func (w *chapter) stop(s string) string {
	if s == "" {
		return ""
	}
	return s + "."
}

func (w *chapter) percent(x *float64) string {
	if x == nil {
		return "–"
	}
	return words.Percent(w.Lang, *x)
}

// fundings is the calendar, and what falls away when all that ends within a year is not renewed.
func (w *chapter) fundings() error {
	w.heading(2, w.say("fundings"))
	calendar := w.basis.Calendar(w.Lang)
	if len(calendar) == 0 {
		w.text(w.say("fundings.none"))
		return nil
	}
	t := w.table("calendar", "until", "funder", "carries", "renewal").widths(14, 26, 43, 17)
	for _, e := range calendar {
		funder := e.Funder
		if e.Programme != "" {
			funder = w.say("fundings.programme", e.Funder, e.Programme)
		}
		carries := e.Carries[:min(len(e.Carries), mostNames)]
		text := strings.Join(carries, ", ")
		if more := len(e.Carries) - len(carries); more > 0 {
			text = w.say("and_more", text, more)
		}
		renewal := "–"
		if e.Renewal != "" {
			renewal = words.Text(w.Lang, "codes.renewal."+e.Renewal)
		}
		t.add(w.date(e.Until), funder, text, renewal)
	}
	t.put()
	limit := w.sel.Date().AddMonths(12)
	ends, err := findings.AskFundingEnds(w.ctx, w.basis, w.Params, limit)
	if err != nil {
		return err
	}
	v := ends.View(w.Lang)
	if len(v.Targets) == 0 {
		w.text(w.say("fundings.none_soon", limit))
		return nil
	}
	w.text(w.say("fundings.soon", limit))
	w.aftermath(v)
	return nil
}

// aftermath is the network before and after, what leaves, and what falls.
func (w *chapter) aftermath(v findings.FundingEndsView) {
	w.text(v.Headline)
	one := func(a findings.AftermathView, title string) {
		if title != "" {
			w.text(title)
		}
		w.text(a.Sentence)
		if len(a.Institutions) > 0 {
			w.text(w.say("fundings.leave", strings.Join(a.Institutions, ", ")))
		}
		t := w.table("standing", "what", "#today", "#then").widths(56, 22, 22)
		var rows [][]string
		for _, r := range a.Standing {
			if r.Before != "–" || r.After != "–" {
				rows = append(rows, []string{r.Label, r.Before, r.After})
			}
		}
		t.whole(rows)
		w.moved("falls", a.Transitions)
		w.moved("cells_lost", a.Cells)
	}
	if v.Worst == nil {
		one(v.Without, "")
	} else {
		one(v.Without, w.say("fundings.careful"))
		one(*v.Worst, w.say("fundings.worst"))
	}
	w.note(w.say("fundings.note"))
}

// moved is what has another status before and after; nothing where nothing has.
func (w *chapter) moved(key string, rows []findings.Moved) {
	if len(rows) == 0 {
		return
	}
	t := w.table(key, "where", "today", "then")
	for _, m := range rows {
		t.add(m.Label, m.From, m.To)
	}
	t.put()
}

// funded is what one funder carries and what hangs on it; without a choice of one, what each of them carries.
func (w *chapter) funded() error {
	if w.book.Funder == "" {
		return w.funders()
	}
	e, err := findings.AskFunder(w.ctx, w.basis, w.Params, w.book.Funder)
	if err != nil {
		return err
	}
	v := e.View(w.Lang)
	if len(v.Targets) == 0 {
		w.lead(w.say("funded.none", w.sel.Date()))
		return nil
	}
	w.lead(w.say("funded.lead", w.sel.Date(), len(v.Targets)))
	t := w.table("funded", "offer_or_position", "institution", "funding", "#reached", "without_it").widths(24, 18, 32, 11, 15)
	for _, x := range v.Targets {
		t.add(x.Record.Label, orDash(strings.Join(x.Institutions, ", ")), strings.Join(x.Funders, "\n"), w.reached(x.Record.Key), x.Word)
	}
	t.put()
	w.note(w.say("funded.reached_note"))
	w.heading(2, w.say("funded.hangs"))
	w.text(w.say("funded.hangs_says"))
	w.aftermath(v)
	return nil
}

// reached is how many an offer reached; masked where they are few, "–" where nobody recorded it.
func (w *chapter) reached(key string) string {
	k, _ := graph.ParseKey(key)
	if o := graph.Find[*graph.Offer](w.sel.Snapshot(), graph.KindOffer, k.ID); k.Kind == graph.KindOffer && o != nil && o.Reached.Known {
		return w.basis.Few(w.Lang, o.Reached.N)
	}
	return "–"
}

// funders is every funder with what it carries on the date.
func (w *chapter) funders() error {
	t := w.table("funders", "funder", "#offers", "#positions", "#lost", "first_end")
	var all []*graph.Entry
	for f := range graph.Records[*graph.Entry](w.sel.Snapshot(), graph.KindFunder) {
		all = append(all, f)
	}
	words.SortBy(w.Lang, all, func(f *graph.Entry) string { return f.Name })
	carrying := 0
	for _, f := range all {
		c := w.basis.Carried(f.ID)
		if c.Offers+c.Positions == 0 {
			continue
		}
		carrying++
		t.add(f.Name, w.number(c.Offers), w.number(c.Positions), w.number(c.Alone), w.date(c.FirstEnd))
	}
	w.lead(w.say("funded.all", carrying, w.sel.Date()))
	t.put()
	w.note(w.say("funded.all_note"))
	return nil
}
