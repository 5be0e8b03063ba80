package chapters

import (
	"slices"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
	"miteinander/graph/words"
)

// share is a share with its parts, "600 von 1.200 (50 %)"; a range where it is not settled.
func (w *chapter) share(s findings.Share) (value, parts string) {
	if s.Den == 0 {
		return "–", ""
	}
	if s.Lower != s.Upper {
		return s.Text(w.Lang), w.say("parts_range", s.Num, s.Upper*s.Den, s.Den)
	}
	return s.Text(w.Lang), w.say("parts", s.Num, s.Den)
}

// weighted is share for one whose parts are weights, which are no number of anything.
func (w *chapter) weighted(s findings.Share) (value, parts string) {
	switch {
	case s.Den == 0:
		return "–", ""
	case s.Lower != s.Upper:
		return s.Text(w.Lang), w.say("parts_weight_range", s.Num, s.Upper*s.Den, s.Den)
	}
	return s.Text(w.Lang), w.say("parts_weight", s.Num, s.Den)
}

// overview is how the network stands, in one table of numbers.
func (w *chapter) overview() error {
	side, err := w.side(w.ctx)
	if err != nil {
		return err
	}
	across, err := ask[*findings.SideBySide](w.ctx, w.Material, "across-sectors")
	if err != nil {
		return err
	}
	moves, err := ask[*findings.Transitions](w.ctx, w.Material, "transitions")
	if err != nil {
		return err
	}
	gaps, err := ask[*findings.Gaps](w.ctx, w.Material, "gaps")
	if err != nil {
		return err
	}
	access, err := ask[*findings.Access](w.ctx, w.Material, "access")
	if err != nil {
		return err
	}
	part, err := ask[*findings.Participation](w.ctx, w.Material, "participation")
	if err != nil {
		return err
	}
	if len(w.sel.Institutions()) == 0 {
		w.lead(w.say("nothing"))
		return nil
	}
	ties := w.sel.Ties(graph.LayerInstitutions).AtLeast(1)
	tied := map[int32]bool{}
	for _, e := range ties.Ends {
		tied[e[0]], tied[e[1]] = true, true
	}
	w.lead(w.say("overview.lead", len(w.sel.Institutions()), len(w.sel.Offers()), len(ties.Ends), len(ties.IDs)-len(tied)))
	w.list([]string{side.Headline().Text(w.Lang), moves.Headline().Text(w.Lang), gaps.Headline().Text(w.Lang), access.Headline().Text(w.Lang), part.Headline().Text(w.Lang)})

	t := w.table("overview", "what", "#value", "parts")
	var rows [][]string
	count := func(key string, n int) { rows = append(rows, []string{w.say("overview." + key), w.number(n), ""}) }
	rate := func(key string, s findings.Share, of func(findings.Share) (string, string)) {
		value, parts := of(s)
		rows = append(rows, []string{w.say("overview." + key), value, parts})
	}
	count("institutions", len(w.sel.Institutions()))
	count("offers", len(w.sel.Offers()))
	count("actors", len(w.sel.Actors()))
	count("ties", len(ties.Ends))
	rows = append(rows, []string{w.say("overview.pairs"), w.number(side.Counts.Open()), w.say("overview.pairs_parts", side.Counts.Together, side.Counts.SideBySide, side.Counts.Unclear)})
	rate("together_rate", side.Rate, w.weighted)
	rows = append(rows, []string{w.say("overview.across"), w.number(across.Counts.Open()), w.say("overview.pairs_parts", across.Counts.Together, across.Counts.SideBySide, across.Counts.Unclear)})
	rate("rate", moves.Rate, w.weighted)
	rate("gap_rate", gaps.Rate, w.share)
	rate("gap_rate_by_children", gaps.RateByChildren, w.weighted)
	rate("low_threshold_rate", access.Rate, w.share)
	rate("participation_rate", part.Rate, w.share)
	t.whole(rows)
	w.note(w.say("overview.ranges"))
	return w.picture(diagram.Request{View: diagram.ViewNetwork})
}

// providerKind is the word for the kind of provider of an institution.
func (w *chapter) providerKind(i *graph.Institution) string {
	if k := w.sel.Snapshot().ProviderKind(i); k != "" {
		return words.Text(w.Lang, "codes.provider_kind."+k)
	}
	return words.Text(w.Lang, "findings.not_given")
}

func (w *chapter) names(kind graph.Kind, ids []graph.ID) string {
	var out []string
	for _, id := range ids {
		out = append(out, w.sel.Snapshot().Name(graph.Key{Kind: kind, ID: id}))
	}
	return words.List(w.Lang, out)
}

// where names the areas of an institution; all of them are everywhere.
func (w *chapter) where(areas []graph.ID) string {
	snap := w.sel.Snapshot()
	below := map[graph.ID]bool{}
	for _, a := range areas {
		for _, l := range snap.LeavesOf(a) {
			below[l] = true
		}
	}
	switch {
	case len(areas) == 0:
		return "–"
	case len(below) == len(snap.Leaves()) && len(below) > 1:
		return w.say("stock.everywhere")
	}
	return w.names(graph.KindArea, areas)
}

// stock is who takes part: institutions by kind, provider and area, offers by area, phase and field.
func (w *chapter) stock() error {
	p, err := w.planned(w.ctx)
	if err != nil {
		return err
	}
	w.lead(p.Sections[0].Sentences[0])
	snap := w.sel.Snapshot()
	if err := w.planTable("stock", "providers"); err != nil {
		return err
	}

	kinds := map[graph.ID]int{}
	for _, i := range w.sel.Institutions() {
		kinds[i.Kind()]++
	}
	var order []graph.ID
	for k := range kinds {
		order = append(order, k)
	}
	slices.Sort(order)
	name := func(k graph.ID) string { return snap.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: k}) }
	words.SortBy(w.Lang, order, name)
	t := w.table("kinds", "institution_kind", "#institutions")
	for _, k := range order {
		t.add(name(k), w.number(kinds[k]))
	}
	t.put()

	fields := map[graph.ID]int{}
	for _, o := range w.sel.Offers() {
		for _, f := range o.Fields {
			fields[f]++
		}
	}
	t = w.table("fields", "field", "#offers")
	for f := range graph.Records[*graph.Entry](snap, graph.KindField) {
		t.add(f.Name, w.number(fields[f.ID]))
	}
	t.put()
	if len(w.sel.Offers()) > 0 {
		w.note(w.say("stock.fields_note"))
	}

	if err := w.planTable("stock", "stock"); err != nil {
		return err
	}
	offers := map[graph.ID]int{}
	for _, o := range w.sel.Offers() {
		for _, i := range o.Institutions {
			offers[i]++
		}
	}
	all := slices.Clone(w.sel.Institutions())
	words.SortBy(w.Lang, all, func(i *graph.Institution) string { return i.Name })
	t = w.table("institutions", "institution", "kind_of", "provider", "areas", "#offers", "checked").widths(25, 18, 23, 17, 13, 15)
	for _, i := range all {
		provider := w.providerKind(i)
		if p := snap.Name(graph.Key{Kind: graph.KindProvider, ID: i.Provider}); p != "" {
			provider = w.say("stock.provider", p, provider)
		}
		t.add(i.Name, name(i.Kind()), provider, w.where(i.Areas), w.number(offers[i.ID]), w.date(i.CheckedOn))
	}
	t.put()
	return nil
}

// need is the children of each area and phase, Kennzahlen, and where an offer was found to be required.
func (w *chapter) need() error {
	p, err := w.planned(w.ctx)
	if err != nil {
		return err
	}
	w.lead(p.Sections[1].Sentences[0])
	if err := w.planTable("need", "children"); err != nil {
		return err
	}
	if err := w.planTable("need", "indicators"); err != nil {
		return err
	}
	w.note(w.say("need.note"))
	return nil
}
