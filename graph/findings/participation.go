package findings

import (
	"context"
	"encoding/json"
	"slices"

	"miteinander/graph"
)

// Statuses of an offer or body by the say that children and parents have in it; the words are the codes of participation.
const (
	ParticipationNone    Status = "none"
	ParticipationUnknown Status = "unknown"
)

var participationOrder = []Status{"co_decides", "heard", "informed", ParticipationNone, ParticipationUnknown}

// Participation answers: where do children and parents have a say? (findings.md, "Participation") By offer and body as recorded;
// the share counts those with any, unknown counted as no and as yes. It is a list and a share, no score.
type Participation struct {
	b      *Basis
	Rows   []Participates // offers by id, then bodies by id
	Rate   Share          // offers with any participation among all offers of the selection
	Bodies Share          // the same of bodies
	Places []PlaceShare   // offers by area × phase, where there is one
}

// Participates is one offer or body.
type Participates struct {
	Key    graph.Key
	Name   string
	Status Status
}

// PlaceShare is the share of one area × phase.
type PlaceShare struct {
	Cell  Cell
	Share Share
}

func participationOf(code string) Status {
	if code == "" {
		return ParticipationUnknown
	}
	return Status(code)
}

// saidOf counts any participation: lower without the unknown, upper with them.
type saidOf struct{ lower, upper, all int32 }

func (n *saidOf) add(s Status) {
	n.all++
	switch s {
	case ParticipationNone:
	case ParticipationUnknown:
		n.upper++
	default:
		n.lower++
		n.upper++
	}
}

func (n saidOf) share(name string) Share {
	return shareOf(name, float64(n.lower), float64(n.upper), float64(n.all))
}

// AskParticipation answers for the selected areas, phases, fields and target groups.
func AskParticipation(ctx context.Context, b *Basis, _ Params) (*Participation, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p := &Participation{b: b, Rows: make([]Participates, 0, len(b.services))}
	phases := int32(len(b.snap.Phases()))
	at := make([]saidOf, len(b.children))
	var offers, bodies saidOf
	for i := range b.services {
		v := &b.services[i]
		if v.offer == nil {
			continue
		}
		s := participationOf(v.offer.Participation)
		offers.add(s)
		p.Rows = append(p.Rows, Participates{v.offer.Key(), v.offer.Name, s})
		for _, a := range v.areas {
			for _, x := range v.phases {
				at[a*phases+x].add(s)
			}
		}
	}
	for _, a := range b.sel.Actors() {
		if a.Kind == graph.ActorBody {
			s := participationOf(a.Participation)
			bodies.add(s)
			p.Rows = append(p.Rows, Participates{a.Key(), a.Name, s})
		}
	}
	slices.SortFunc(p.Rows, func(x, y Participates) int { return x.Key.Compare(y.Key) })
	p.Rate, p.Bodies = offers.share("participation_rate"), bodies.share("participation_rate_bodies")
	for _, a := range b.sel.Areas() {
		for _, x := range b.sel.Phases() {
			if n := at[a*phases+x]; n.all > 0 {
				p.Places = append(p.Places, PlaceShare{Cell{a, x, -1}, n.share("participation_rate")})
			}
		}
	}
	return p, nil
}

func (p *Participation) ground() *Basis { return p.b }

// Headline counts the offers.
func (p *Participation) Headline() Sentence {
	return say("participation.headline", int(p.Rate.Den), p.count(graph.KindOffer, func(s Status) bool { return s != ParticipationNone && s != ParticipationUnknown }),
		p.count(graph.KindOffer, func(s Status) bool { return s == ParticipationNone }), p.count(graph.KindOffer, func(s Status) bool { return s == ParticipationUnknown }))
}

func (p *Participation) count(k graph.Kind, is func(Status) bool) int {
	n := 0
	for _, r := range p.Rows {
		if r.Key.Kind == k && is(r.Status) {
			n++
		}
	}
	return n
}

// Shares are those of offers and of bodies.
func (p *Participation) Shares() []Share { return []Share{p.Rate, p.Bodies} }

// Len counts offers and bodies.
func (p *Participation) Len() int { return len(p.Rows) }

// Ref names an offer or body: "participation/offer/K1".
func (p *Participation) Ref(i int) Ref { return Ref("participation/" + p.Rows[i].Key.String()) }

// Finding tells one.
func (p *Participation) Finding(i int) Finding {
	r := p.Rows[i]
	return Finding{Ref: p.Ref(i), Status: r.Status, Says: say("participation.says", r.Name, string(r.Status)), Evidence: []graph.Key{r.Key}}
}

// Columns of the list.
func (p *Participation) Columns() []Column {
	return []Column{
		{"name", false, func(i int) any { return p.Rows[i].Name }},
		{"kind", false, func(i int) any { return say("participation.kind", p.Rows[i].Key.Kind.String()) }},
		{"participation", false, func(i int) any { return say("participation.status", string(p.Rows[i].Status)) }},
	}
}

// MarshalJSON writes the contract of the numbers.
func (p *Participation) MarshalJSON() ([]byte, error) {
	type place struct {
		Rate   *float64  `json:"participation_rate"`
		Bounds []float64 `json:"participation_rate_bounds"`
		Parts  Parts     `json:"participation_rate_parts"`
	}
	out := struct {
		Rate         *float64         `json:"participation_rate"`
		Bounds       []float64        `json:"participation_rate_bounds"`
		Parts        Parts            `json:"participation_rate_parts"`
		Bodies       *float64         `json:"participation_rate_bodies"`
		BodiesBounds []float64        `json:"participation_rate_bodies_bounds"`
		BodiesParts  Parts            `json:"participation_rate_bodies_parts"`
		Counts       map[Status]int   `json:"counts"`
		Without      []string         `json:"without"`
		Places       map[string]place `json:"places"`
	}{p.Rate.value(), p.Rate.bounds(), p.Rate.parts(), p.Bodies.value(), p.Bodies.bounds(), p.Bodies.parts(), map[Status]int{}, []string{}, map[string]place{}}
	for _, r := range p.Rows {
		out.Counts[r.Status]++
		if r.Status == ParticipationNone {
			out.Without = append(out.Without, r.Key.String())
		}
	}
	for _, x := range p.Places {
		out.Places[p.b.CellKey(x.Cell)] = place{x.Share.value(), x.Share.bounds(), x.Share.parts()}
	}
	return json.Marshal(out)
}

// ParticipationRow is one offer or body on a page.
type ParticipationRow struct {
	Ref      Ref           `json:"ref"`
	Key      string        `json:"key" doc:"kind/id"`
	Label    string        `json:"label"`
	Status   Status        `json:"status" enum:"co_decides,heard,informed,none,unknown"`
	Word     string        `json:"word"`
	Measures []MeasureView `json:"measures" nullable:"false"`
}

// ParticipationPlace is the share of an area and phase.
type ParticipationPlace struct {
	Area      graph.ID  `json:"area"`
	AreaName  string    `json:"area_name"`
	Phase     graph.ID  `json:"phase"`
	PhaseName string    `json:"phase_name"`
	Share     ShareView `json:"share"`
}

// ParticipationView is the page.
type ParticipationView struct {
	Headline Said                 `json:"headline"`
	Rate     ShareView            `json:"rate" doc:"Offers with any participation"`
	RateText string               `json:"rate_text"`
	Bodies   ShareView            `json:"bodies"`
	Counts   []StatusCount        `json:"counts" nullable:"false"`
	Places   []ParticipationPlace `json:"places" nullable:"false"`
	Rows     []ParticipationRow   `json:"rows" nullable:"false" doc:"Those without any first, then unknown; no score"`
	Total    int                  `json:"total"`
	Feedback []FeedbackView       `json:"feedback" nullable:"false" doc:"Everything that children and parents said, the newest first"`
}

// View is the page in a language, with rows [offset, offset+limit); limit 0 means all.
func (p *Participation) View(lang string, offset, limit int) ParticipationView {
	v := ParticipationView{Headline: p.Headline().In(lang), Rate: shareView(lang, p.Rate), RateText: say("participation.rate", p.Rate).Text(lang), Bodies: shareView(lang, p.Bodies),
		Counts: counts(lang, "participation.status", participationOrder, func(s Status) int {
			n := 0
			for _, r := range p.Rows {
				if r.Status == s {
					n++
				}
			}
			return n
		}), Places: []ParticipationPlace{}, Total: len(p.Rows), Feedback: []FeedbackView{}}
	for _, x := range p.Places {
		area, phase, _ := p.b.CellNames(x.Cell)
		c := p.b.cellView(x.Cell)
		v.Places = append(v.Places, ParticipationPlace{c.Area, area, c.Phase, phase, shareView(lang, x.Share)})
	}
	order := make([]int, len(p.Rows))
	for i := range order {
		order[i] = i
	}
	rank := map[Status]int{ParticipationNone: 0, ParticipationUnknown: 1}
	of := func(i int) int {
		if n, ok := rank[p.Rows[i].Status]; ok {
			return n
		}
		return 2
	}
	slices.SortStableFunc(order, func(i, j int) int { return of(i) - of(j) })
	order = order[min(max(offset, 0), len(order)):]
	if limit > 0 {
		order = order[:min(limit, len(order))]
	}
	at := p.b.attached(lang)
	v.Rows = list(order, func(i int) ParticipationRow {
		r := p.Rows[i]
		return ParticipationRow{p.Ref(i), r.Key.String(), r.Name, r.Status, say("participation.status", string(r.Status)).Text(lang), at.of(p.Ref(i))}
	})
	all := slices.Collect(graph.Records[*graph.Feedback](p.b.snap, graph.KindFeedback))
	slices.SortFunc(all, byDay)
	v.Feedback = list(all, func(f *graph.Feedback) FeedbackView { return FeedbackViewOf(lang, f) })
	return v
}
