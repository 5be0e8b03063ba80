package findings

import (
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/words"
)

// Term is a code with its word.
type Term struct {
	Code string `json:"code"`
	Word string `json:"word"`
}

// OfferAccessView is one offer with its hurdles in words.
type OfferAccessView struct {
	Offer         graph.ID `json:"offer,omitempty" doc:"Absent: the default of a regular institution"`
	Name          string   `json:"name"`
	Institution   Named    `json:"institution" doc:"The leading one"`
	Kind          string   `json:"kind" enum:"service,benefit,project"`
	Status        Status   `json:"status" enum:"low_threshold,with_hurdle,unknown"`
	Word          string   `json:"word"`
	Fails         []Term   `json:"fails" nullable:"false" doc:"What is known to fail: access, free, barrier_free"`
	Unknown       []Term   `json:"unknown" nullable:"false" doc:"What to ask about: access, free, barrier_free"`
	Hurdles       []Named  `json:"hurdles" nullable:"false"`
	Languages     []string `json:"languages" nullable:"false"`
	HelpsToApply  string   `json:"helps_to_apply" enum:"yes,no,unknown"`
	Helpers       []Linked `json:"helpers" nullable:"false" doc:"Of a benefit: who nearby helps to apply"`
	Participation string   `json:"participation,omitempty" enum:"none,informed,heard,co_decides"`
	Sentence      string   `json:"sentence"`
}

// AccessCellView is one cell of the access layer.
type AccessCellView struct {
	Ref       Ref               `json:"ref"`
	GapRef    Ref               `json:"gap_ref"`
	Area      graph.ID          `json:"area"`
	AreaName  string            `json:"area_name"`
	Phase     graph.ID          `json:"phase"`
	PhaseName string            `json:"phase_name"`
	Field     graph.ID          `json:"field"`
	FieldName string            `json:"field_name"`
	Leaves    []Named           `json:"leaves" nullable:"false"`
	Status    Status            `json:"status" enum:"low_threshold,with_hurdle,unknown,gap"`
	Word      string            `json:"word"`
	Offers    []OfferAccessView `json:"offers,omitempty" doc:"On the card"`
	Count     int               `json:"offers_total"`
	Sentence  string            `json:"sentence"`
	Measures  []MeasureView     `json:"measures" nullable:"false"`
	Feedback  []FeedbackView    `json:"feedback" nullable:"false" doc:"What children and parents said"`
}

// HurdleView is one hurdle with the offers that have it.
type HurdleView struct {
	Hurdle   graph.ID       `json:"hurdle"`
	Label    string         `json:"label"`
	Ref      Ref            `json:"ref"`
	Offers   []Linked       `json:"offers" nullable:"false" doc:"The first"`
	Total    int            `json:"offers_total"`
	Sentence string         `json:"sentence"`
	Measures []MeasureView  `json:"measures" nullable:"false"`
	Feedback []FeedbackView `json:"feedback" nullable:"false" doc:"What children and parents said"`
}

// AskAccessView is one institution and what to ask it about its offers.
type AskAccessView struct {
	Institution Named             `json:"institution"`
	Offers      []OfferAccessView `json:"offers" nullable:"false"`
	Sentence    string            `json:"sentence"`
}

// AccessLevel is the distribution of a parent area, an area or the whole.
type AccessLevel struct {
	Area     string        `json:"area" doc:"Id of the area, or gesamt"`
	AreaName string        `json:"area_name"`
	Parent   graph.ID      `json:"parent,omitempty"`
	Leaf     bool          `json:"leaf"`
	Counts   []StatusCount `json:"counts" nullable:"false" doc:"Cells by status"`
	Rate     ShareView     `json:"rate" doc:"Low-threshold offers among the offers there"`
}

// AccessView is the page.
type AccessView struct {
	Headline      Said              `json:"headline"`
	Rate          ShareView         `json:"rate" doc:"Low-threshold offers among all offers"`
	RateText      string            `json:"rate_text"`
	Counts        []StatusCount     `json:"counts" nullable:"false" doc:"Offers by status"`
	CellCounts    []StatusCount     `json:"cell_counts" nullable:"false"`
	Indicator     IndicatorUse      `json:"indicator"`
	Phases        []Named           `json:"phases" nullable:"false"`
	Fields        []Named           `json:"fields" nullable:"false"`
	Areas         []AreaView        `json:"areas" nullable:"false"`
	Cells         []AccessCellView  `json:"cells" nullable:"false"`
	Offers        []OfferAccessView `json:"offers" nullable:"false" doc:"A page of them, with hurdles first, then unknown"`
	OffersTotal   int               `json:"offers_total"`
	Hurdles       []HurdleView      `json:"hurdles" nullable:"false"`
	Languages     []LanguageCount   `json:"languages" nullable:"false" doc:"Beside German"`
	Benefits      []OfferAccessView `json:"benefits" nullable:"false" doc:"The first benefits to claim and who nearby helps to apply"`
	BenefitsTotal int               `json:"benefits_total"`
	Ask           []AskAccessView   `json:"ask" nullable:"false" doc:"The first institutions to ask about what is not known; all of them in the workbook"`
	AskTotal      int               `json:"ask_total"`
	Levels        []AccessLevel     `json:"levels" nullable:"false"`
	Groups        []GroupView       `json:"groups" nullable:"false" doc:"By target group, where asked for with by_group=1"`
	Notes         []string          `json:"notes" nullable:"false"`
}

// order of offers on a page: what can be done something about first.
var accessOrder = map[Status]int{WithHurdle: 0, AccessUnknown: 1, LowThreshold: 2}

// View is the page in a language, with the offers [offset, offset+limit); limit 0 means all.
func (a *Access) View(lang string, offset, limit int) AccessView {
	n := map[Status]int{}
	for _, o := range a.Offers {
		n[o.Status]++
	}
	at := a.b.attached(lang)
	v := AccessView{Headline: a.Headline().In(lang), Rate: shareView(lang, a.Rate), RateText: say("access.rate", a.Rate).Text(lang),
		Counts:     counts(lang, "access.status", accessStatuses[:3], func(s Status) int { return n[s] }),
		CellCounts: counts(lang, "access.status", accessStatuses, func(s Status) int { return a.CellCounts[s] }),
		Indicator:  a.b.indicatorUse(lang, a.params), Phases: a.b.phaseNames(a.narrow), Fields: a.b.fieldNames(a.narrow),
		Cells: make([]AccessCellView, len(a.Cells)), OffersTotal: len(a.Offers), Languages: append([]LanguageCount{}, a.Languages...),
		Benefits: []OfferAccessView{}, Ask: []AskAccessView{}, Hurdles: []HurdleView{}, Groups: []GroupView{}, Notes: []string{}}
	g := Gaps{matrix: a.matrix}
	v.Areas = g.rows(lang)
	for i := range a.Cells {
		v.Cells[i] = a.cellView(lang, at, i, false)
	}
	order := make([]int, len(a.Offers))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return accessOrder[a.Offers[i].Status] - accessOrder[a.Offers[j].Status] })
	order = order[min(max(offset, 0), len(order)):]
	if limit > 0 {
		order = order[:min(limit, len(order))]
	}
	v.Offers = list(order, func(i int) OfferAccessView { return a.offerView(lang, a.narrow, a.Offers[i]) })
	a.findHurdles(lang, at, &v)
	a.findAsk(lang, &v)
	for _, l := range a.b.areaLevels(a.narrow.sel.Areas()) {
		v.Levels = append(v.Levels, a.level(lang, &g, l))
	}
	return v
}

func (a *Access) cellView(lang string, at *attached, i int, offers bool) AccessCellView {
	c := &a.Cells[i]
	area, phase, field := a.names(c)
	ref := a.Ref(i)
	v := AccessCellView{Ref: ref, GapRef: Ref("gaps/" + a.key(c)), Area: c.Area.ID, AreaName: area, Phase: a.b.snap.Phases()[c.Phase].ID, PhaseName: phase,
		Field: a.b.fields[c.Field].ID, FieldName: field, Leaves: list(c.Leaves, func(i int32) Named { l := a.b.snap.Leaves()[i]; return Named{l.ID, l.Name} }),
		Status: c.Status, Word: say("access.status", string(c.Status)).Text(lang), Count: len(c.services), Sentence: a.short(c).Text(lang), Measures: at.of(ref), Feedback: at.said(ref)}
	if offers {
		v.Sentence = a.Finding(i).Says.Text(lang) // made here alone: it looks for helpers nearby
		v.Offers = list(c.services, func(s int32) OfferAccessView { return a.offerView(lang, a.b, a.offerAccess(s, c)) })
	}
	return v
}

// short is a cell without the sentences of its offers, which the card has.
func (a *Access) short(c *MatrixCell) Sentence {
	area, phase, field := a.names(c)
	n := map[Status]int{}
	for _, s := range c.services {
		n[a.judged[s]]++
	}
	return together(say("access.says", area, phase, field, string(c.Status)), say("access.cell_counts", len(c.services), n[LowThreshold], n[WithHurdle], n[AccessUnknown]))
}

// offerView makes one offer of a basis.
func (a *Access) offerView(lang string, b *Basis, o OfferAccess) OfferAccessView {
	term := func(key string) func(string) Term {
		return func(c string) Term { return Term{c, say(key, c).Text(lang)} }
	}
	v := OfferAccessView{Institution: b.named(o.Institution), Kind: "service", Status: o.Status, Word: say("access.status", string(o.Status)).Text(lang),
		Fails: list(o.Fails, term("access.fails")), Unknown: list(o.Unknown, term("access.asks")), Hurdles: []Named{}, Languages: []string{}, Helpers: []Linked{},
		HelpsToApply: "unknown", Sentence: (&Access{matrix: matrix{b: b}}).OfferSays(o).Text(lang)}
	if o.Offer == nil {
		v.Name = say("access.default_name").Text(lang)
		return v
	}
	v.Offer, v.Name = o.Offer.ID, o.Offer.Name
	if o.Offer.Kind != "" {
		v.Kind = o.Offer.Kind
	}
	v.Hurdles = list(o.Offer.Hurdles, func(id graph.ID) Named { return Named{id, b.snap.Name(graph.Key{Kind: graph.KindHurdle, ID: id})} })
	v.Languages = append(v.Languages, o.Offer.Languages...)
	v.Helpers = list(o.Helpers, func(h *graph.Offer) Linked { return Linked{h.Key().String(), h.Name} })
	v.HelpsToApply, v.Participation = triWord(o.Offer.HelpsToApply), o.Offer.Participation
	return v
}

func triWord(t graph.Tri) string {
	switch t {
	case graph.Yes:
		return "yes"
	case graph.No:
		return "no"
	}
	return "unknown"
}

// findHurdles lists hurdles by the number of offers that have them, and the benefits.
func (a *Access) findHurdles(lang string, at *attached, v *AccessView) {
	by := map[graph.ID]*HurdleView{}
	for _, o := range a.Offers {
		if o.Offer == nil {
			continue
		}
		if o.Offer.Kind == "benefit" {
			if v.BenefitsTotal++; v.BenefitsTotal <= mostBenefits {
				v.Benefits = append(v.Benefits, a.offerView(lang, a.narrow, o))
			}
		}
		for _, id := range o.Offer.Hurdles {
			h := by[id]
			if h == nil {
				h = &HurdleView{Hurdle: id, Label: a.b.snap.Name(graph.Key{Kind: graph.KindHurdle, ID: id}), Ref: Ref("access/hurdle/" + string(id))}
				by[id] = h
			}
			if h.Total++; h.Total <= mostNamed {
				h.Offers = append(h.Offers, Linked{o.Offer.Key().String(), o.Offer.Name})
			}
		}
	}
	for _, h := range by {
		h.Sentence = say("access.hurdle", h.Label, h.Total, a.offerNames(h.Offers, h.Total)).Text(lang)
		h.Measures, h.Feedback = at.of(h.Ref), at.said(h.Ref)
		v.Hurdles = append(v.Hurdles, *h)
	}
	words.SortBy(lang, v.Hurdles, func(h HurdleView) string { return h.Label })
	slices.SortStableFunc(v.Hurdles, func(x, y HurdleView) int { return y.Total - x.Total })
}

// The lengths of the lists of a page; workbooks have all.
const (
	mostAsked    = 100
	mostBenefits = 100
)

// offerNames are the first names and how many more there are.
func (a *Access) offerNames(in []Linked, total int) words.Texter {
	names := list(in, func(l Linked) string { return l.Label })
	if total > mostNames {
		return say("and_more", strings.Join(names[:mostNames-1], ", "), total-mostNames+1)
	}
	return nameTexts(names)
}

// findAsk lists the institutions whose offers have something unknown, as a dictionary does.
func (a *Access) findAsk(lang string, v *AccessView) {
	open := map[int32][]OfferAccess{}
	var who []Named
	index := map[graph.ID]int32{}
	for _, o := range a.Offers {
		if len(o.Unknown) == 0 {
			continue
		}
		if open[o.Institution] == nil {
			n := a.narrow.named(o.Institution)
			who, index[n.ID] = append(who, n), o.Institution
		}
		open[o.Institution] = append(open[o.Institution], o)
	}
	words.SortBy(lang, who, func(n Named) string { return n.Label })
	v.AskTotal = len(who)
	for _, n := range who[:min(mostAsked, len(who))] {
		x := AskAccessView{Institution: n, Offers: list(open[index[n.ID]], func(o OfferAccess) OfferAccessView { return a.offerView(lang, a.narrow, o) })}
		x.Sentence = say("access.ask_says", n.Label, len(x.Offers), firstNames(list(x.Offers, func(o OfferAccessView) string { return o.Name }))).Text(lang)
		v.Ask = append(v.Ask, x)
	}
}

func (a *Access) level(lang string, g *Gaps, l areaLevel) AccessLevel {
	key, name, parent := l.names(lang)
	n := map[Status]int{}
	services := map[int32]bool{}
	for _, i := range g.in(l) {
		c := &a.Cells[i]
		n[c.Status]++
		for _, s := range c.services {
			services[s] = true
		}
	}
	var low, unknown int
	for s := range services {
		switch a.judged[s] {
		case LowThreshold:
			low++
		case AccessUnknown:
			unknown++
		}
	}
	return AccessLevel{Area: key, AreaName: name, Parent: parent, Leaf: l.leaf(), Counts: counts(lang, "access.status", accessStatuses, func(s Status) int { return n[s] }),
		Rate: shareView(lang, shareOf("low_threshold_rate", float64(low), float64(low+unknown), float64(len(services))))}
}
