package findings

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"math/big"
	"slices"
	"strings"

	"miteinander/graph"
)

// WholeNetwork is the area key of a transition that is judged for the whole network.
const WholeNetwork = "gesamt"

// Transitions answers: which transitions hold, where, and what do they hang on? (findings.md, "Transitions and the chain")
//
//	P       the hand-overs of (t,a) if there are any, else S × R
//	cov     share of P that is carried, by the type's rule: every pair, each sender, each receiver
//	status  no_counterpart (P empty), broken (cov 0), patchy (cov < θ), carrying; unclear where the bounds differ
//	UQ      Σ W·cov / Σ W over all transitions and areas; null when Σ W is 0
//
// An area's answer does not depend on which areas and phases are selected: they only choose what is shown.
type Transitions struct {
	b               *Basis // without the filter's areas and phases
	narrow          *Basis // as asked
	params          Params
	at              *whereabouts            // of b
	Types           []*graph.TransitionType // by phases, then id; those without phases last
	Links           []Link                  // by type as above, then area
	Rate            Share                   // UQ
	Chains          []Chain                 // by area
	Fragile         []int                   // indices of Links with reasons, by transition id, then area
	NoChildren      bool                    // no W is recorded: each counts 1
	Uncounted       []int                   // Links whose W is not recorded while others are
	carried, weight *big.Rat                // Σ W·cov at the lower bound, and Σ W
	recorded        float64                 // the rate at the lower bound with the weights that are recorded
	Homeless        []*graph.Handover       // hand-overs whose sender has no active offer in the from-phase
}

// Chain is the sequence of statuses of an area in phase order, and its longest carrying stretch.
type Chain struct {
	Area     int32
	Links    []int // indices of Transitions.Links
	From, To int   // Links[From:To] is the first longest run of carrying; empty when From == To
}

// Reason says why a transition is fragile: one tie, one funding, or one contact person.
type Reason struct {
	Kind      string // tie, funding, contact
	A, B      int32  // tie, contact: institutions; A has the lesser id in a tie, sends in a contact
	Funder    string
	Programme string
	Until     graph.Date
}

// AskTransitions answers for every transition type and area.
func AskTransitions(ctx context.Context, narrow *Basis, p Params) (*Transitions, error) {
	b, err := narrow.wide(ctx)
	if err != nil {
		return nil, err
	}
	t := &Transitions{b: b, narrow: narrow, params: p, Types: transitionTypes(b.snap), NoChildren: true}
	t.Types = slices.DeleteFunc(t.Types, func(x *graph.TransitionType) bool { return !shownType(narrow.sel.Filter(), x) })
	t.at = b.whereabouts(p)
	w := t.at
	handovers := map[graph.ID][]*graph.Handover{}
	for _, h := range b.sel.Handovers() {
		handovers[h.Transition] = append(handovers[h.Transition], h)
	}
	for _, x := range t.Types {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if x.Scope == graph.ScopeNetwork {
			t.Links = append(t.Links, w.link(x, -1, handovers[x.ID]))
			continue
		}
		for _, a := range narrow.sel.Areas() {
			t.Links = append(t.Links, w.link(x, a, handovers[x.ID]))
		}
	}
	t.countChildren(p)
	t.findHomeless(w, handovers)
	t.Rate = t.rate()
	t.Chains = t.chains(narrow.sel.Areas())
	if err := t.findFragile(ctx, p, handovers); err != nil {
		return nil, err
	}
	return t, nil
}

// Crossings walks the pairs P of a link.
func (t *Transitions) Crossings(l *Link) iter.Seq[Crossing] { return t.at.crossings(l) }

// transitionTypes are sorted by from-phase, to-phase and id; those without phases come last.
func transitionTypes(s *graph.Snapshot) []*graph.TransitionType {
	order := map[graph.ID]int{"": len(s.Phases())}
	for i, p := range s.Phases() {
		order[p.ID] = i
	}
	types := slices.Collect(graph.Records[*graph.TransitionType](s, graph.KindTransition))
	slices.SortStableFunc(types, func(x, y *graph.TransitionType) int {
		return cmp.Or(cmp.Compare(order[x.FromPhase], order[y.FromPhase]), cmp.Compare(order[x.ToPhase], order[y.ToPhase]), cmp.Compare(x.ID, y.ID))
	})
	return types
}

// shownType tells whether a selection by phases shows a type: those that begin or end in a chosen phase, and those without.
func shownType(f graph.Filter, t *graph.TransitionType) bool {
	return len(f.Phases) == 0 || t.FromPhase == "" || slices.Contains(f.Phases, t.FromPhase) || slices.Contains(f.Phases, t.ToPhase)
}

// countChildren settles W of every link.
func (t *Transitions) countChildren(p Params) {
	leaves := t.b.snap.Leaves()
	indicator := t.b.indicator(p.Indicator)
	for i := range t.Links {
		l := &t.Links[i]
		for a, leaf := range leaves {
			if l.Area >= 0 && int(l.Area) != a {
				continue
			}
			n, ok := l.Type.Children[leaf.ID]
			if indicator != nil {
				n, ok = indicator[leaf.ID]
				l.open = l.open || !ok
			}
			if ok {
				l.Children, l.ChildrenKnown, t.NoChildren = l.Children+n, true, false
			}
		}
	}
	for i := range t.Links {
		if t.NoChildren {
			t.Links[i].Children = 1
		} else if !t.Links[i].ChildrenKnown {
			t.Uncounted = append(t.Uncounted, i)
		}
	}
}

func (t *Transitions) findHomeless(w *whereabouts, handovers map[graph.ID][]*graph.Handover) {
	for _, x := range t.Types {
		anywhere := w.active(x.FromPhase, -1)
		for _, h := range handovers[x.ID] {
			i, ok := t.b.sel.InstitutionIndex(h.From)
			if _, here := slices.BinarySearch(anywhere, i); ok && !here && !t.b.gone[i] {
				t.Homeless = append(t.Homeless, h)
			}
		}
	}
}

// rate sums over all links.
func (t *Transitions) rate() Share {
	all := make([]int, len(t.Links))
	for i := range all {
		all[i] = i
	}
	s, carried, weight := t.sum(all)
	t.carried, t.weight, t.recorded = carried, weight, s.Lower
	return t.widened(s, all)
}

// widened adds what weights that are not known could make of a rate: a link whose indicator is missing may weigh anything from
// nothing to everything, so its coverage is within the bounds. Children that are not recorded count 0 instead and are named
// (findings.md, "Rate").
func (t *Transitions) widened(s Share, links []int) Share {
	if s.Den == 0 {
		return s
	}
	for _, i := range links {
		if l := &t.Links[i]; l.open {
			lower, upper := l.Bounds()
			s.Lower, s.Upper = min(s.Lower, lower), max(s.Upper, upper)
		}
	}
	return s
}

// rateOf is the rate of some links.
func (t *Transitions) rateOf(links []int) Share {
	s, _, _ := t.sum(links)
	return t.widened(s, links)
}

// sum adds in exact fractions and divides once.
func (t *Transitions) sum(links []int) (s Share, carried, weight *big.Rat) {
	lower, upper, den := new(big.Rat), new(big.Rat), new(big.Rat)
	for _, i := range links {
		l := &t.Links[i]
		den.Add(den, new(big.Rat).SetInt64(l.Children))
		if l.Total > 0 {
			lower.Add(lower, new(big.Rat).Mul(big.NewRat(l.Lower, l.Total), new(big.Rat).SetInt64(l.Children)))
			upper.Add(upper, new(big.Rat).Mul(big.NewRat(l.Upper, l.Total), new(big.Rat).SetInt64(l.Children)))
		}
	}
	carried, weight = new(big.Rat).Set(lower), new(big.Rat).Set(den)
	s = Share{Name: "rate"}
	s.Num, _ = lower.Float64()
	s.Den, _ = den.Float64()
	if den.Sign() > 0 {
		s.Lower, _ = lower.Quo(lower, den).Float64()
		s.Upper, _ = upper.Quo(upper, den).Float64()
	}
	return s, carried, weight
}

// chains puts the links of each area in phase order; a link for the whole network is one for every area. Types without phases
// stand in no chain.
func (t *Transitions) chains(areas []int32) []Chain {
	var out []Chain
	for _, a := range areas {
		c := Chain{Area: a}
		for i, l := range t.Links {
			if (l.Area == a || l.Area < 0) && l.Type.FromPhase != "" {
				c.Links = append(c.Links, i)
			}
		}
		start := 0
		for k := range c.Links {
			if t.Links[c.Links[k]].Status != Carrying {
				start = k + 1
			} else if k+1-start > c.To-c.From {
				c.From, c.To = start, k+1
			}
		}
		out = append(out, c)
	}
	return out
}

// findFragile asks of every link what one tie, one contact person or one funding less would make of it.
func (t *Transitions) findFragile(ctx context.Context, p Params, handovers map[graph.ID][]*graph.Handover) error {
	for i := range t.Links {
		l := &t.Links[i]
		if l.Status == Unclear || l.Status == NoCounterpart {
			continue
		}
		l.Fragile = append(l.Fragile, l.ties(t.b.theta)...)
	}
	if err := t.fundings(ctx, p, handovers); err != nil {
		return err
	}
	for i := range t.Links {
		l := &t.Links[i]
		if l.Status != Unclear {
			l.Fragile = append(l.Fragile, l.contacts(t.b.theta)...)
		}
		if len(l.Fragile) > 0 {
			t.Fragile = append(t.Fragile, i)
		}
	}
	slices.SortFunc(t.Fragile, func(i, j int) int {
		return cmp.Or(cmp.Compare(t.Links[i].Type.ID, t.Links[j].Type.ID), cmp.Compare(t.areaKey(t.Links[i].Area), t.areaKey(t.Links[j].Area)))
	})
	return nil
}

// ties finds the single ties: a tie gone has level 0, in both directions.
func (l *Link) ties(theta int64) []Reason {
	carried := map[uint64][]Crossing{}
	for _, c := range l.Carried {
		if !c.Internal && !c.byItems {
			carried[pairKey(c.From, c.To)] = append(carried[pairKey(c.From, c.To)], c)
		}
	}
	var out []Reason
	for _, gone := range carried {
		if _, after := l.without(gone, theta); worse(l.Status, after) {
			out = append(out, Reason{Kind: "tie", A: min(gone[0].From, gone[0].To), B: max(gone[0].From, gone[0].To)})
		}
	}
	slices.SortFunc(out, func(x, y Reason) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	return out
}

// contacts finds the hand-overs that one person knows.
func (l *Link) contacts(theta int64) []Reason {
	var out []Reason
	for _, c := range l.Carried {
		if c.Handover == nil || c.Handover.Contacts != graph.CountOf(1) {
			continue
		}
		if _, after := l.without([]Crossing{c}, theta); worse(l.Status, after) {
			out = append(out, Reason{Kind: "contact", A: c.From, B: c.To})
		}
	}
	slices.SortFunc(out, func(x, y Reason) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	return slices.Compact(out)
}

// fundings judges the links again without each programme that ends within a year, where it touches them.
func (t *Transitions) fundings(ctx context.Context, p Params, handovers map[graph.ID][]*graph.Handover) error {
	for _, e := range t.b.endings() {
		if err := ctx.Err(); err != nil {
			return err
		}
		after := t.b.Without(e.loss)
		touched := t.b.touched(after, e.loss)
		var w *whereabouts
		for i := range t.Links {
			l := &t.Links[i]
			if l.Status == Unclear || !slices.ContainsFunc(l.Senders, touched) && !slices.ContainsFunc(l.Receivers, touched) {
				continue
			}
			if w == nil {
				w = after.whereabouts(p)
			}
			if worse(l.Status, ptr(w.link(l.Type, l.Area, handovers[l.Type.ID])).Status) {
				l.Fragile = append(l.Fragile, Reason{Kind: "funding", Funder: e.funder, Programme: e.programme, Until: e.until})
			}
		}
	}
	return nil
}

func ptr[T any](x T) *T { return &x }

// touched tells the institutions that a loss can matter to: those of lost offers, those that leave, the ends of changed ties.
func (b *Basis) touched(after *Basis, l Loss) func(int32) bool {
	hit := make([]bool, len(b.gone))
	for _, i := range l.Institutions {
		hit[i] = true
	}
	for _, o := range l.Offers {
		for _, i := range b.sel.Projects(b.sel.Offers()[o].ID) {
			hit[i] = true
		}
	}
	for i := range b.levels {
		if b.levels[i] != after.levels[i] {
			hit[b.pairs[i].A], hit[b.pairs[i].B] = true, true
		}
	}
	return func(i int32) bool { return hit[i] }
}

func (t *Transitions) areaKey(area int32) string {
	if area < 0 {
		return WholeNetwork
	}
	return string(t.b.snap.Leaves()[area].ID)
}

// Text is the reason as the contract writes it: "tie FH-K", "funding Freistaat, Familien eins, 2025-12-31", "contact K-FH".
func (t *Transitions) reasonText(r Reason) string {
	if r.Kind == "funding" {
		parts := []string{r.Funder}
		if r.Programme != "" {
			parts = append(parts, r.Programme)
		}
		return "funding " + strings.Join(append(parts, r.Until.String()), ", ")
	}
	return r.Kind + " " + string(t.b.Institution(r.A).ID) + "-" + string(t.b.Institution(r.B).ID)
}

// MarshalJSON writes the contract: beside the fixed keys one for each transition type, area → [status, lower, upper].
func (t *Transitions) MarshalJSON() ([]byte, error) {
	type fragileJSON struct {
		Transition graph.ID `json:"transition"`
		Area       string   `json:"area"`
		Reasons    []string `json:"reasons"`
	}
	out := map[string]any{"rate": t.Rate.value(), "rate_bounds": t.Rate.bounds(), "rate_parts": t.Rate.parts()}
	for i := range t.Links {
		l := &t.Links[i]
		areas, ok := out[string(l.Type.ID)].(map[string]any)
		if !ok {
			areas = map[string]any{}
			out[string(l.Type.ID)] = areas
		}
		lower, upper := l.Bounds()
		areas[t.areaKey(l.Area)] = []any{l.Status, lower, upper}
	}
	out["fragile"] = list(t.Fragile, func(i int) fragileJSON {
		l := &t.Links[i]
		return fragileJSON{l.Type.ID, t.areaKey(l.Area), list(l.Fragile, t.reasonText)}
	})
	chains, stretches := map[string][]Status{}, map[string][]graph.ID{}
	for _, c := range t.Chains {
		key := t.areaKey(c.Area)
		chains[key] = list(c.Links, func(i int) Status { return t.Links[i].Status })
		stretches[key] = list(c.Links[c.From:c.To], func(i int) graph.ID { return t.Links[i].Type.ID })
	}
	out["chains"], out["carrying_stretches"] = chains, stretches
	out["chain_order"] = list(t.Types, func(x *graph.TransitionType) graph.ID { return x.ID })
	details := map[string]map[string]linkDetailJSON{}
	for i := range t.Links {
		l := &t.Links[i]
		id := string(l.Type.ID)
		if details[id] == nil {
			details[id] = map[string]linkDetailJSON{}
		}
		details[id][t.areaKey(l.Area)] = t.detailJSON(l)
	}
	out["details"] = details
	out["without_children"] = list(t.Uncounted, func(i int) string { return string(t.Links[i].Type.ID) + "/" + t.areaKey(t.Links[i].Area) })
	return json.Marshal(out)
}

// linkDetailJSON is what the contract does not ask for: the evidence in numbers.
type linkDetailJSON struct {
	Senders          []graph.ID `json:"senders"`
	Receivers        []graph.ID `json:"receivers"`
	SendersWithout   []graph.ID `json:"senders_without_handover,omitempty"`
	ReceiversWithout []graph.ID `json:"receivers_without_sender"`
	Missing          string     `json:"missing,omitempty"`
	Contact          *bool      `json:"contact,omitempty"`
	Children         int64      `json:"children"`
	ChildrenKnown    bool       `json:"children_known"`
	Handovers        bool       `json:"handovers"`
	UnknownPairs     int        `json:"unknown_pairs"`
	Parts            Parts      `json:"coverage_parts"`
}

// missing says which side of a link has nobody: senders, receivers, both or "".
func (l *Link) missing() string {
	switch {
	case len(l.Senders) == 0 && len(l.Receivers) == 0:
		return "both"
	case len(l.Senders) == 0:
		return "senders"
	case len(l.Receivers) == 0:
		return "receivers"
	}
	return ""
}

func (t *Transitions) detailJSON(l *Link) linkDetailJSON {
	d := linkDetailJSON{Senders: t.b.ids(l.Senders), Receivers: t.b.ids(l.Receivers), SendersWithout: t.b.ids(l.SendersWithout),
		ReceiversWithout: t.b.ids(l.ReceiversWithout), Missing: l.missing(), Children: l.Children, ChildrenKnown: l.ChildrenKnown,
		Handovers: l.Explicit, UnknownPairs: l.UnknownPairs, Parts: Parts{float64(l.Lower), float64(l.Total)}}
	if l.Status == Broken {
		d.Contact = &l.Contact
	}
	return d
}
