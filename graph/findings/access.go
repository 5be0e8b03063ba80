package findings

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"miteinander/graph"
)

// Words of the contract for access; Gap is a cell without an offer.
const (
	LowThreshold  Status = "low_threshold"
	WithHurdle    Status = "with_hurdle"
	AccessUnknown Status = "unknown"
)

// Access answers: who can get at what is offered? (findings.md, "Access barriers") It lies over the gap matrix: the same cells.
//
//	offer  with_hurdle when something is known to fail (not free, not barrier-free, access without open or outreach);
//	       low_threshold when access, free and barrier-free are all known; else unknown
//	cell   low_threshold with at least one such offer, else unknown with some unknown, else with_hurdle; gap without offers
//
// A regular institution without an offer row counts with one offer of which nothing is known.
type Access struct {
	matrix
	CellCounts map[Status]int
	judged     []Status // by service of the matrix
	Rate       Share    // low-threshold offers among all offers
	Offers     []OfferAccess
	Languages  []LanguageCount
}

// OfferAccess is what is known of one offer.
type OfferAccess struct {
	Offer       *graph.Offer // nil for the default of a regular institution
	Institution int32        // the leading one
	Status      Status
	Fails       []string // what is known to fail: free, barrier_free, access
	Unknown     []string // what to ask about: free, barrier_free, access
	Helpers     []*graph.Offer
}

// LanguageCount is how many offers speak a language beside German.
type LanguageCount struct {
	Language string `json:"language"`
	Offers   int    `json:"offers"`
}

// What can fail, or be asked about, of an offer.
const (
	termAccess = 1 << iota
	termFree
	termBarrierFree
)

// termsOf are the words for what can fail, by the sum of the above.
var termsOf = [8][]string{nil, {"access"}, {"free"}, {"access", "free"}, {"barrier_free"}, {"access", "barrier_free"}, {"free", "barrier_free"},
	{"access", "free", "barrier_free"}}

// accessOf judges one offer; nil is an offer of which nothing is known. The lists are shared: read them only.
func accessOf(o *graph.Offer) (status Status, fails, unknown []string) {
	if o == nil {
		return AccessUnknown, nil, termsOf[7]
	}
	failing, open := 0, 0
	check := func(term int, t graph.Tri) {
		switch t {
		case graph.No:
			failing |= term
		case graph.Unknown:
			open |= term
		}
	}
	access := graph.Unknown
	if len(o.Access) > 0 {
		access = graph.TriOf(slices.Contains(o.Access, "open") || slices.Contains(o.Access, "outreach"))
	}
	check(termAccess, access)
	check(termFree, o.Free)
	check(termBarrierFree, o.BarrierFree)
	switch {
	case failing != 0:
		return WithHurdle, termsOf[failing], termsOf[open]
	case open == 0:
		return LowThreshold, nil, nil
	}
	return AccessUnknown, nil, termsOf[open]
}

// AskAccess answers for the selected areas, phases, fields and target groups.
func AskAccess(ctx context.Context, b *Basis, p Params) (*Access, error) {
	m, err := b.matrix(ctx, p)
	if err != nil {
		return nil, err
	}
	a := &Access{matrix: m, CellCounts: map[Status]int{}, judged: make([]Status, len(m.b.services))}
	for s := range a.judged {
		a.judged[s], _, _ = accessOf(m.b.services[s].offer)
	}
	for i := range a.Cells {
		c := &a.Cells[i]
		c.Status = Gap
		for _, s := range c.services {
			switch status := a.judged[s]; {
			case status == LowThreshold, c.Status == LowThreshold:
				c.Status = LowThreshold
			case status == AccessUnknown, c.Status == AccessUnknown:
				c.Status = AccessUnknown
			default:
				c.Status = WithHurdle
			}
		}
		a.CellCounts[c.Status]++
	}
	a.offers(b)
	return a, nil
}

// offers judges the offers of the selection itself: those of its areas, phases, fields and groups.
func (a *Access) offers(b *Basis) {
	speaks := map[string]int{}
	var low, unknown int
	a.Offers = make([]OfferAccess, 0, len(b.services))
	for n := range b.services {
		v := &b.services[n]
		o := OfferAccess{Offer: v.offer, Institution: v.institutions[0]}
		o.Status, o.Fails, o.Unknown = accessOf(v.offer)
		switch o.Status {
		case LowThreshold:
			low++
		case AccessUnknown:
			unknown++
		}
		if v.offer != nil {
			for _, l := range v.offer.Languages {
				if !isGerman(l) {
					speaks[l]++
				}
			}
			if v.offer.Kind == "benefit" {
				o.Helpers = b.helpers(v)
			}
		}
		a.Offers = append(a.Offers, o)
	}
	a.Rate = shareOf("low_threshold_rate", float64(low), float64(low+unknown), float64(len(a.Offers)))
	for l, n := range speaks {
		a.Languages = append(a.Languages, LanguageCount{l, n})
	}
	slices.SortFunc(a.Languages, func(x, y LanguageCount) int {
		if x.Offers != y.Offers {
			return y.Offers - x.Offers
		}
		return strings.Compare(x.Language, y.Language)
	})
}

func isGerman(l string) bool {
	l = strings.ToLower(strings.TrimSpace(l))
	return l == "de" || l == "deutsch" || l == "german"
}

// helpers are the offers that help to apply and share an area and a phase with a benefit, the benefit itself included.
func (b *Basis) helpers(benefit *service) []*graph.Offer {
	common := func(x, y []int32) bool {
		return slices.ContainsFunc(x, func(i int32) bool { return slices.Contains(y, i) })
	}
	var out []*graph.Offer
	for n := range b.services {
		v := &b.services[n]
		if v.offer != nil && v.offer.HelpsToApply == graph.Yes && common(v.areas, benefit.areas) && common(v.phases, benefit.phases) {
			out = append(out, v.offer)
		}
	}
	return out
}

// Headline counts the offers: "Von 10 Angeboten sind 3 niedrigschwellig, 5 mit Hürde, 2 ungeklärt."
func (a *Access) Headline() Sentence {
	n := map[Status]int{}
	for _, o := range a.Offers {
		n[o.Status]++
	}
	return weighted(say("access.headline", len(a.Offers), n[LowThreshold], n[WithHurdle], n[AccessUnknown]), a.params)
}

// Shares is the share of low-threshold offers.
func (a *Access) Shares() []Share { return []Share{a.Rate} }

// Len counts the cells.
func (a *Access) Len() int { return len(a.Cells) }

// Ref names a cell: "access/N/1/F".
func (a *Access) Ref(i int) Ref { return Ref("access/" + a.key(&a.Cells[i])) }

// Finding tells a cell.
func (a *Access) Finding(i int) Finding {
	c := &a.Cells[i]
	area, phase, field := a.names(c)
	says := sentences{say("access.says", area, phase, field, string(c.Status))}
	for _, s := range c.services {
		says = append(says, a.OfferSays(a.offerAccess(s, c)))
	}
	return Finding{Ref: a.Ref(i), Status: c.Status, Children: c.Children, Says: together(says...), Evidence: a.evidence(c)}
}

// offerAccess judges a service as it stands in a cell: whoever helps to apply has to be there too.
func (a *Access) offerAccess(s int32, c *MatrixCell) OfferAccess {
	v := &a.b.services[s]
	o := OfferAccess{Offer: v.offer, Institution: v.institutions[0]}
	o.Status, o.Fails, o.Unknown = accessOf(v.offer)
	if v.offer != nil && v.offer.Kind == "benefit" {
		o.Helpers = a.b.helpers(&service{areas: newTargets(a.b.snap).below(c.Area.ID), phases: []int32{c.Phase}})
	}
	return o
}

// OfferSays tells an offer: its hurdles in words, what to ask about, and who nearby helps to apply.
func (a *Access) OfferSays(o OfferAccess) Sentence {
	label := a.b.Institution(o.Institution).Label()
	if o.Offer == nil {
		return say("access.offer_default", label)
	}
	says := sentences{say("access.offer", o.Offer.Name, label, string(o.Status), terms("access.fails", o.Fails), len(o.Fails))}
	if len(o.Offer.Hurdles) > 0 {
		names := list(o.Offer.Hurdles, func(id graph.ID) string { return a.b.snap.Name(graph.Key{Kind: graph.KindHurdle, ID: id}) })
		says = append(says, say("access.hurdles", nameTexts(names)))
	}
	if len(o.Unknown) > 0 {
		says = append(says, say("access.ask", terms("access.asks", o.Unknown)))
	}
	if o.Offer.Kind == "benefit" {
		says = append(says, say("access.help", len(o.Helpers), firstNames(list(o.Helpers, func(h *graph.Offer) string { return h.Name }))))
	}
	return together(says...)
}

// terms is a list of codes that each language says in its own words: key takes the code.
func terms(key string, codes []string) termTexts {
	return termTexts{key, codes}
}

type termTexts struct {
	key   string
	codes []string
}

// Text joins the words with "und" · "and".
func (t termTexts) Text(lang string) string {
	return nameTexts(list(t.codes, func(c string) string { return say(t.key, c).Text(lang) })).Text(lang)
}

// Columns of the cells.
func (a *Access) Columns() []Column {
	return append(a.placeColumns(), []Column{
		{"status", false, func(i int) any { return say("access.status", string(a.Cells[i].Status)) }},
		{"offers", true, func(i int) any { return int64(len(a.Cells[i].services)) }},
		{a.params.weightColumn(), true, a.weightValue},
		{"says", false, func(i int) any { return a.Finding(i).Says }},
	}...)
}

type offerAccessJSON struct {
	Offer       graph.ID   `json:"offer,omitempty"` // absent: the default of a regular institution
	Institution graph.ID   `json:"institution"`
	Status      Status     `json:"status"`
	Fails       []string   `json:"fails"`
	Unknown     []string   `json:"unknown"`
	Hurdles     []graph.ID `json:"hurdles"`
	Helpers     []graph.ID `json:"helpers,omitempty"`
}

type accessJSON struct {
	Cells     map[string]Status `json:"cells"`
	Counts    map[Status]int    `json:"counts"`
	Rate      *float64          `json:"low_threshold_rate"`
	Bounds    []float64         `json:"low_threshold_rate_bounds"`
	Parts     Parts             `json:"low_threshold_rate_parts"`
	Offers    []offerAccessJSON `json:"offers"`
	Languages []LanguageCount   `json:"languages"`
}

func (a *Access) offerJSON(o OfferAccess) offerAccessJSON {
	out := offerAccessJSON{Institution: a.b.Institution(o.Institution).ID, Status: o.Status, Fails: append([]string{}, o.Fails...),
		Unknown: append([]string{}, o.Unknown...), Hurdles: []graph.ID{}}
	if o.Offer != nil {
		out.Offer, out.Hurdles = o.Offer.ID, append(out.Hurdles, o.Offer.Hurdles...)
		if o.Offer.Kind == "benefit" {
			out.Helpers = list(o.Helpers, func(h *graph.Offer) graph.ID { return h.ID })
		}
	}
	return out
}

// MarshalJSON writes the contract of the numbers.
func (a *Access) MarshalJSON() ([]byte, error) {
	out := accessJSON{map[string]Status{}, a.CellCounts, a.Rate.value(), a.Rate.bounds(), a.Rate.parts(), list(a.Offers, a.offerJSON),
		append([]LanguageCount{}, a.Languages...)}
	for i := range a.Cells {
		out.Cells[a.key(&a.Cells[i])] = a.Cells[i].Status
	}
	return json.Marshal(out)
}
