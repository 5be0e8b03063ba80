package findings

import (
	"cmp"
	"slices"

	"miteinander/graph"
	"miteinander/graph/words"
)

// Headline counts the links: "Von 6 Übergängen sind 3 tragfähig, 1 lückenhaft, 2 unterbrochen."
func (t *Transitions) Headline() Sentence {
	n := map[Status]int{}
	for i := range t.Links {
		n[t.Links[i].Status]++
	}
	return weighted(say("transitions.headline", len(t.Links), n[Carrying], n[Patchy], n[Broken], n[NoCounterpart], n[Unclear]), t.params)
}

// Shares is UQ.
func (t *Transitions) Shares() []Share { return []Share{t.Rate} }

// Len counts the links.
func (t *Transitions) Len() int { return len(t.Links) }

// Ref names a link: "transitions/kita-grundschule/N".
func (t *Transitions) Ref(i int) Ref {
	return Ref("transitions/" + string(t.Links[i].Type.ID) + "/" + t.areaKey(t.Links[i].Area))
}

// areaName is what people call the area of a link.
func (t *Transitions) areaName(area int32) words.Texter {
	if area < 0 {
		return say("whole_network")
	}
	return nameTexts{t.b.snap.Leaves()[area].Name}
}

func (b *Basis) labels(in []int32) nameTexts {
	return list(in, func(i int32) string { return b.Institution(i).Label() })
}

func (b *Basis) kindNames(in []graph.ID) nameTexts {
	return list(in, func(id graph.ID) string { return b.snap.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: id}) })
}

// Finding tells a link: its status, what carries it, what is missing or unknown, why it is fragile, and the next step.
func (t *Transitions) Finding(i int) Finding {
	l := &t.Links[i]
	f := Finding{Ref: t.Ref(i), Status: l.Status, Children: l.Children}
	says := sentences{say("transition.says", l.Type.Name, t.areaName(l.Area), string(l.Status), t.coverage(l))}
	if l.Status == NoCounterpart {
		says = sentences{say("transition.says_missing", l.Type.Name, t.areaName(l.Area), t.word(l))}
	}
	if t.params.Indicator != "" {
		says = append(says, say("weight.sentence", t.passing(l)))
	}
	says = append(says, t.explain(l)...)
	says = append(says, t.reasons(l)...)
	says = append(says, t.nextStep(l)...)
	f.Says = together(says...)
	for _, i := range append(slices.Clone(l.Senders), l.Receivers...) {
		f.Evidence = append(f.Evidence, t.b.Institution(i).Key())
	}
	for _, c := range l.Handovers {
		f.Evidence = append(f.Evidence, c.Handover.Key())
	}
	inReceivers := newSet(len(t.b.gone))
	for _, j := range l.Receivers {
		inReceivers.add(j)
	}
	for _, i := range l.Senders {
		for _, p := range t.b.facts().of(i) {
			if inReceivers.has(p.institution) {
				for _, row := range t.b.sel.Between(i, p.institution).Rows {
					f.Evidence = append(f.Evidence, row.Key())
				}
			}
		}
	}
	slices.SortFunc(f.Evidence, graph.Key.Compare)
	f.Evidence = slices.Compact(f.Evidence)
	return f
}

// coverage is the share of a link.
func (t *Transitions) coverage(l *Link) Share {
	if l.Status == NoCounterpart {
		return Share{Name: "coverage"} // nothing to divide; the contract says 0
	}
	return shareOf("coverage", float64(l.Lower), float64(l.Upper), float64(l.Total))
}

// explain says what stands behind a status that is not plainly carrying.
func (t *Transitions) explain(l *Link) []Sentence {
	var out []Sentence
	switch l.Status {
	case NoCounterpart:
		out = append(out, say("transition.missing", l.missing(), t.b.kindNames(l.Type.Senders), t.b.kindNames(l.Type.Receivers)))
	case Broken:
		out = append(out, say("transition.contact", graph.TriOf(l.Contact)))
	}
	if l.UnknownPairs > 0 {
		out = append(out, say("transition.unknown", l.UnknownPairs))
	}
	if len(l.SendersWithout) > 0 {
		out = append(out, say("transition.senders_without", firstNames(t.b.labels(l.SendersWithout))))
	}
	if len(l.ReceiversWithout) > 0 && l.Status != Broken {
		out = append(out, say("transition.receivers_without", firstNames(t.b.labels(l.ReceiversWithout))))
	}
	return out
}

// reasons tells why a link is fragile; several ties make one sentence.
func (t *Transitions) reasons(l *Link) []Sentence {
	var ties []string
	var out []Sentence
	for _, r := range l.Fragile {
		if r.Kind == "tie" {
			ties = append(ties, t.b.Institution(r.A).Label()+" – "+t.b.Institution(r.B).Label())
		} else {
			out = append(out, t.ReasonSays(r))
		}
	}
	if len(ties) > 1 {
		return append([]Sentence{say("transition.fragile_ties", nameTexts(ties))}, out...)
	}
	for _, r := range l.Fragile[:len(ties)] {
		out = append([]Sentence{t.ReasonSays(r)}, out...)
	}
	return out
}

// ReasonSays tells why a link is fragile.
func (t *Transitions) ReasonSays(r Reason) Sentence {
	if r.Kind == "funding" {
		programme := cmp.Or(r.Programme, "none")
		return say("transition.fragile_funding", r.Funder, programme, r.Until)
	}
	return say("transition.fragile_"+r.Kind, t.b.Institution(r.A).Label(), t.b.Institution(r.B).Label())
}

// nextStep is one thing that can be done now: ask the first unknown pair, or bring the first pair that is not carried a step
// further, with the first checklist item that is still open.
func (t *Transitions) nextStep(l *Link) []Sentence {
	if l.Status == Carrying {
		return nil
	}
	for c := range t.Crossings(l) {
		if c.Possible && !c.Carried {
			return []Sentence{say("transition.next_ask", t.b.Institution(c.From).Label(), t.b.Institution(c.To).Label())}
		}
	}
	var best *Crossing
	for c := range t.Crossings(l) {
		if !c.Carried && (best == nil || c.Level > best.Level) {
			best = &c
		}
	}
	if best == nil {
		return nil
	}
	c := *best
	out := []Sentence{say("transition.next_meet", t.b.Institution(c.From).Label(), t.b.Institution(c.To).Label(), l.tau.String())}
	for _, item := range l.Type.Items {
		if c.Handover == nil || c.Handover.Items[item] != graph.Yes {
			return append(out, say("transition.next_item", item))
		}
	}
	return out
}

// Notes say what a reader must know beside the numbers.
func (t *Transitions) Notes() []Sentence {
	var out []Sentence
	if t.params.Indicator != "" {
		out = append(out, t.b.weightNote(t.params.Indicator))
	} else if t.NoChildren && len(t.Links) > 0 {
		out = append(out, say("note.transitions_no_children"))
	}
	if len(t.Uncounted) > 0 && t.params.Indicator == "" {
		out = append(out, say("note.transitions_uncounted", len(t.Uncounted)))
	}
	if len(t.Homeless) > 0 {
		out = append(out, say("note.handovers_homeless", len(t.Homeless)))
	}
	alone := len(t.Links) > 0
	for i := range t.Links {
		alone = alone && t.Links[i].Pairs <= 1
	}
	if alone {
		out = append(out, say("note.one_pair_each"))
	}
	return out
}

// Columns of the links.
func (t *Transitions) Columns() []Column {
	return []Column{
		{"transition", false, func(i int) any { return t.Links[i].Type.Name }},
		{"area", false, func(i int) any { return say("joined", t.areaName(t.Links[i].Area)) }},
		{"status", false, func(i int) any { return t.word(&t.Links[i]) }},
		{"coverage", true, func(i int) any { return t.coverage(&t.Links[i]) }},
		{t.params.weightColumn(), true, func(i int) any {
			if l := &t.Links[i]; l.ChildrenKnown && !l.open {
				return l.Children
			}
			return nil
		}},
		{"senders", false, func(i int) any { return say("joined", t.b.labels(t.Links[i].Senders)) }},
		{"receivers", false, func(i int) any { return say("joined", t.b.labels(t.Links[i].Receivers)) }},
		{"says", false, func(i int) any { return t.Finding(i).Says }},
	}
}
