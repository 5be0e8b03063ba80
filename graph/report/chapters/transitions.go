package chapters

import (
	"strings"

	"miteinander/graph/diagram"
	"miteinander/graph/findings"
)

// transitions is where the chain holds and where not, what it hangs on, and the next step.
func (w *chapter) transitions() error {
	moves, err := ask[*findings.Transitions](w.ctx, w.Material, "transitions")
	if err != nil {
		return err
	}
	w.lead(moves.Headline().Text(w.Lang))
	if len(moves.Links) == 0 {
		return nil
	}
	if value, parts := w.weighted(moves.Rate); parts != "" {
		w.text(w.say("transitions.rate", value, parts))
	}
	v := moves.View(w.Lang, 0)
	w.notes(v.Notes)
	w.heading(2, w.say("transitions.chains"))
	t := w.table("chains", "area", "carrying_of", "stretch").widths(22, 16, 62)
	for _, c := range v.Chains {
		carrying := 0
		for _, s := range c.Statuses {
			if s == findings.Carrying {
				carrying++
			}
		}
		_, stretch, _ := strings.Cut(c.Sentence, ": ")
		t.add(c.AreaName, w.say("of", carrying, len(c.Statuses)), stretch)
	}
	t.put()
	if err := w.picture(diagram.Request{View: diagram.ViewChain, Indicator: w.Params.Indicator, Checklist: w.Params.Checklist}); err != nil {
		return err
	}
	w.heading(2, w.say("transitions.open"))
	if err := w.planTable("gaps", "transitions"); err != nil {
		return err
	}
	w.heading(2, w.say("transitions.fragile"))
	w.text(w.say("transitions.fragile_says", len(v.Fragile), len(v.Links)))
	t = w.table("fragile", "transition", "hangs_on").widths(40, 60)
	for _, f := range v.Fragile {
		var reasons []string
		for _, r := range f.Reasons {
			reasons = append(reasons, r.Sentence)
		}
		t.add(f.Label, strings.Join(reasons, "\n"))
	}
	t.put()
	return nil
}

// gaps is where an offer that is required is missing.
func (w *chapter) gaps() error {
	gaps, err := ask[*findings.Gaps](w.ctx, w.Material, "gaps")
	if err != nil {
		return err
	}
	access, err := ask[*findings.Access](w.ctx, w.Material, "access")
	if err != nil {
		return err
	}
	w.lead(gaps.Headline().Text(w.Lang))
	if value, parts := w.share(gaps.Rate); parts != "" {
		w.text(w.say("gaps.rate", value, parts))
	}
	if value, parts := w.weighted(gaps.RateByChildren); parts != "" {
		w.text(w.say("gaps.rate_by_children", value, parts))
	}
	if len(gaps.Cells) == 0 {
		return nil
	}
	v := gaps.View(w.Lang, access, findings.ReadAreas)
	w.notes(v.Notes)
	t := w.table("gap_counts", "status", "#fields_count")
	for _, c := range v.Counts {
		if c.Count > 0 {
			t.add(c.Word, w.number(c.Count))
		}
	}
	t.put()
	t = w.table("gap_levels", "area", "#required", "#missing", "#gap_rate", "#gap_rate_by_children")
	for _, l := range v.Levels {
		t.add(l.AreaName, w.number(l.Required), w.number(l.Required-l.Covered), l.Shares[0].Text, l.Shares[1].Text)
	}
	t.put()
	w.note(w.say("gaps.note"))
	if err := w.picture(diagram.Request{View: diagram.ViewGaps, Layer: "gaps", Indicator: w.Params.Indicator}); err != nil {
		return err
	}
	return w.planTable("gaps", "gaps")
}

// access is what keeps families from an offer, and who helps.
func (w *chapter) access() error {
	a, err := ask[*findings.Access](w.ctx, w.Material, "access")
	if err != nil {
		return err
	}
	w.lead(a.Headline().Text(w.Lang))
	if value, parts := w.share(a.Rate); parts != "" {
		w.text(w.say("access.rate", value, parts))
	}
	if len(a.Offers) == 0 {
		return nil
	}
	v := a.View(w.Lang, 0, w.rows)
	if err := w.planTable("gaps", "hurdles"); err != nil {
		return err
	}
	if err := w.picture(diagram.Request{View: diagram.ViewGaps, Layer: "access", Indicator: w.Params.Indicator}); err != nil {
		return err
	}
	t := w.table("with_hurdle", "offer", "institution", "fails", "hurdles")
	for i := range v.Counts {
		if v.Counts[i].Status == findings.WithHurdle {
			t.total = v.Counts[i].Count
		}
	}
	total := t.total
	for _, o := range v.Offers {
		if o.Status != findings.WithHurdle {
			continue
		}
		var fails, hurdles []string
		for _, x := range o.Fails {
			fails = append(fails, x.Word)
		}
		for _, x := range o.Hurdles {
			hurdles = append(hurdles, x.Label)
		}
		t.t.Rows = append(t.t.Rows, []string{o.Name, o.Institution.Label, strings.Join(fails, ", "), orDash(strings.Join(hurdles, ", "))})
	}
	t.total = total
	t.put()
	if v.BenefitsTotal > 0 {
		t = w.table("benefits", "benefit", "institution", "helpers").widths(30, 22, 48)
		for _, b := range v.Benefits {
			var helpers []string
			for _, h := range b.Helpers[:min(len(b.Helpers), mostNames)] {
				helpers = append(helpers, h.Label)
			}
			text := strings.Join(helpers, ", ")
			if more := len(b.Helpers) - len(helpers); more > 0 {
				text = w.say("and_more", text, more)
			}
			if text == "" {
				text = w.say("access.no_help")
			}
			t.add(b.Name, b.Institution.Label, text)
		}
		t.total = max(t.total, v.BenefitsTotal)
		t.put()
	}
	if len(v.Languages) > 0 {
		t = w.table("languages", "language", "#offers")
		for _, l := range v.Languages {
			t.add(l.Language, w.number(l.Offers))
		}
		t.put()
	}
	if v.AskTotal > 0 {
		w.note(w.say("access.ask", v.AskTotal))
	}
	return nil
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
