package findings

import (
	"cmp"
	"context"
	"slices"

	"miteinander/graph"
	"miteinander/graph/words"
)

// What becomes of an offer or position when fundings end, by s = Σ share of those that stay / Σ share: secured 1, endangered
// between, lost 0.
const (
	Secured    Status = "secured"
	Endangered Status = "endangered"
	Lost       Status = "lost"
)

// FundingEnds answers: what falls away when these fundings end? (findings.md, "When funding ends") It is computed and stored
// nowhere. Fundings that ended before the date, or begin after it, count neither way; where none counts nothing is recorded and
// nothing is lost.
type FundingEnds struct {
	b       *Basis
	now     stands
	Targets []FundedTarget // those that an ending funding carries, by end, then key
	Without Aftermath      // what is lost goes, what is endangered stays
	Worst   *Aftermath     // what is endangered goes too; nil where nothing is endangered
}

// FundedTarget is an offer or a position that one of the fundings carries.
type FundedTarget struct {
	Key      graph.Key
	Fundings []*graph.Funding // those that end, by end
	Stays    float64          // s
	Status   Status
}

// Aftermath is the network without what is lost.
type Aftermath struct {
	after        stands
	Offers       []*graph.Offer
	Positions    []*graph.Actor
	Institutions []*graph.Institution // whose offers all went and that are no Regeleinrichtung
	Ties         int                  // pairs at level 1 or more that go
}

// AskFundingEnds takes away every funding that ends before the day; it is no longer valid on it.
func AskFundingEnds(ctx context.Context, b *Basis, p Params, by graph.Date) (*FundingEnds, error) {
	return askFundings(ctx, b, p, func(f *graph.Funding) bool { return !f.Until.IsZero() && f.Until.Compare(by) < 0 })
}

// AskFunder takes away every funding of one funder.
func AskFunder(ctx context.Context, b *Basis, p Params, funder graph.ID) (*FundingEnds, error) {
	return askFundings(ctx, b, p, func(f *graph.Funding) bool { return f.Funder == funder })
}

// validOn tells whether a funding is valid on a day.
func validOn(f *graph.Funding, d graph.Date) bool {
	return (f.From.IsZero() || f.From.Compare(d) <= 0) && (f.Until.IsZero() || f.Until.Compare(d) >= 0)
}

func askFundings(ctx context.Context, b *Basis, p Params, ends func(*graph.Funding) bool) (*FundingEnds, error) {
	out := &FundingEnds{b: b}
	rows := map[graph.ID][]*graph.Funding{}
	for _, f := range b.sel.Fundings() {
		if validOn(f, b.sel.Date()) {
			rows[f.Target] = append(rows[f.Target], f)
		}
	}
	judge := func(key graph.Key) {
		t := FundedTarget{Key: key}
		share := sharesOf(rows[key.ID])
		var all, stay float64
		for i, f := range rows[key.ID] {
			all += share[i]
			if ends(f) {
				t.Fundings = append(t.Fundings, f)
			} else {
				stay += share[i]
			}
		}
		if len(t.Fundings) == 0 {
			return
		}
		slices.SortFunc(t.Fundings, func(x, y *graph.Funding) int { return cmp.Or(byEnd(x, y), cmp.Compare(x.ID, y.ID)) })
		switch {
		case len(t.Fundings) == len(rows[key.ID]) || all > 0 && stay == 0:
			t.Status = Lost
		case all == 0 || stay == all:
			t.Stays, t.Status = 1, Secured // what ends had no share
		default:
			t.Stays, t.Status = stay/all, Endangered
		}
		out.Targets = append(out.Targets, t)
	}
	for _, o := range b.sel.Offers() {
		judge(o.Key())
	}
	for _, a := range b.sel.Actors() {
		judge(a.Key())
	}
	slices.SortFunc(out.Targets, func(x, y FundedTarget) int { return cmp.Or(byEnd(x.Fundings[0], y.Fundings[0]), x.Key.Compare(y.Key)) })
	var err error
	if out.now, err = b.stands(ctx, p); err != nil {
		return nil, err
	}
	if out.Without, err = out.aftermath(ctx, p, Lost); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(out.Targets, func(t FundedTarget) bool { return t.Status == Endangered }) {
		worst, err := out.aftermath(ctx, p, Lost, Endangered)
		if err != nil {
			return nil, err
		}
		out.Worst = &worst
	}
	return out, nil
}

// byEnd puts the earliest end first, those without one last.
func byEnd(x, y *graph.Funding) int {
	return cmp.Or(cmp.Compare(noDay(x.Until), noDay(y.Until)), x.Until.Compare(y.Until))
}

// sharesOf are the shares of the fundings of one target; those without one split equally what the others leave.
func sharesOf(rows []*graph.Funding) []float64 {
	left, open := 1.0, 0
	for _, f := range rows {
		if f.Share.Known {
			left -= f.Share.V
		} else {
			open++
		}
	}
	out := make([]float64, len(rows))
	for i, f := range rows {
		switch {
		case f.Share.Known:
			out[i] = f.Share.V
		case left > 0:
			out[i] = left / float64(open)
		}
	}
	return out
}

// aftermath takes away the targets of these statuses.
func (e *FundingEnds) aftermath(ctx context.Context, p Params, gone ...Status) (Aftermath, error) {
	lost := map[graph.Key]bool{}
	for _, t := range e.Targets {
		lost[t.Key] = slices.Contains(gone, t.Status)
	}
	var loss Loss
	var a Aftermath
	for i, o := range e.b.sel.Offers() {
		if lost[o.Key()] {
			loss.Offers, a.Offers = append(loss.Offers, int32(i)), append(a.Offers, o)
		}
	}
	for i, x := range e.b.sel.Actors() {
		if lost[x.Key()] {
			loss.Actors, a.Positions = append(loss.Actors, int32(i)), append(a.Positions, x)
		}
	}
	loss.Institutions = e.b.leaving(loss.Offers)
	for _, i := range loss.Institutions {
		a.Institutions = append(a.Institutions, e.b.Institution(i))
	}
	if len(loss.Offers)+len(loss.Actors) == 0 {
		a.after = e.now
		return a, nil
	}
	after, err := e.b.Without(loss).stands(ctx, p)
	a.after, a.Ties = after, e.now.Ties-after.Ties
	return a, err
}

// Before is how the network stands now.
func (e *FundingEnds) Before() Standing { return e.now.Standing }

// After is how it would stand.
func (a *Aftermath) After() Standing { return a.after.Standing }

// FundedView is one offer or position that an ending funding carries.
type FundedView struct {
	Record       Linked   `json:"record"`
	Institutions []string `json:"institutions" nullable:"false"`
	Funders      []string `json:"funders" nullable:"false" doc:"Funder, programme, share, end, renewal; one text a funding"`
	Until        string   `json:"until,omitempty" doc:"YYYY-MM-DD: the first end; left out where all are permanent"`
	Status       Status   `json:"status" enum:"secured,endangered,lost"`
	Word         string   `json:"word"`
}

// AftermathView is the network without them.
type AftermathView struct {
	Sentence     string        `json:"sentence"`
	Institutions []string      `json:"institutions" nullable:"false" doc:"That would leave"`
	Standing     []StandingRow `json:"standing" nullable:"false"`
	Transitions  []Moved       `json:"transitions" nullable:"false" doc:"Whose status would change"`
	Cells        []Moved       `json:"cells" nullable:"false" doc:"Left without an offer, or with one institution"`
}

// FundingEndsView is a page in one language.
type FundingEndsView struct {
	Headline string         `json:"headline"`
	Targets  []FundedView   `json:"targets" nullable:"false"`
	Without  AftermathView  `json:"without"`
	Worst    *AftermathView `json:"worst,omitempty" doc:"Where what keeps other fundings goes too"`
}

// View writes it.
func (e *FundingEnds) View(lang string) FundingEndsView {
	n := map[Status]int{}
	for _, t := range e.Targets {
		n[t.Status]++
	}
	v := FundingEndsView{Headline: say("funding.headline", len(e.Targets), n[Lost], n[Endangered], n[Secured]).Text(lang),
		Targets: list(e.Targets, func(t FundedTarget) FundedView { return e.targetView(lang, t) }), Without: e.aftermathView(lang, &e.Without)}
	if e.Worst != nil {
		v.Worst = ptr(e.aftermathView(lang, e.Worst))
	}
	return v
}

func (e *FundingEnds) targetView(lang string, t FundedTarget) FundedView {
	v := FundedView{Record: Linked{t.Key.String(), e.b.snap.Name(t.Key)}, Institutions: []string{}, Status: t.Status, Word: say("funding.status", string(t.Status)).Text(lang),
		Funders: list(t.Fundings, func(f *graph.Funding) string { return e.b.FundingSays(lang, f) }), Until: t.Fundings[0].Until.String()}
	for _, i := range e.b.sel.Projects(t.Key.ID) {
		v.Institutions = append(v.Institutions, e.b.Institution(i).Label())
	}
	return v
}

// FundingSays tells a funding: "Freistaat (Familien eins), 60 %, bis 31.12.2025, Verlängerung beantragt".
func (b *Basis) FundingSays(lang string, f *graph.Funding) string {
	share := words.Texter(say("funding.no_share"))
	if f.Share.Known {
		share = shareText(f.Share.V)
	}
	until := say("funding.permanent")
	if !f.Until.IsZero() {
		until = say("funding.until", f.Until)
	}
	return say("funding.says", b.snap.Name(graph.Key{Kind: graph.KindFunder, ID: f.Funder}), cmp.Or(f.Programme, "none"), share, graph.TriOf(f.Share.Known), until,
		cmp.Or(f.Renewal, "none")).Text(lang)
}

func (e *FundingEnds) aftermathView(lang string, a *Aftermath) AftermathView {
	v := AftermathView{Institutions: list(a.Institutions, (*graph.Institution).Label), Standing: standingRows(lang, e.now.Standing, a.after.Standing),
		Transitions: movedLinks(lang, e.now.moves, a.after.moves), Cells: movedCells(lang, e.now.gaps, a.after.gaps)}
	words.SortBy(lang, v.Institutions, func(s string) string { return s })
	gaps := 0
	for _, c := range v.Cells {
		if at := slices.IndexFunc(a.after.gaps.Cells, func(x MatrixCell) bool { return Ref("gaps/"+a.after.gaps.key(&x)) == c.Ref }); at >= 0 && len(a.after.gaps.Cells[at].Institutions) == 0 {
			gaps++
		}
	}
	v.Sentence = say("funding.aftermath", len(a.Offers), len(a.Positions), len(a.Institutions), a.Ties, gaps, len(v.Transitions)).Text(lang)
	return v
}

// FundingEnd is one line of the calendar: what one funder's programme carries until a day.
type FundingEnd struct {
	Until     graph.Date
	Funder    string
	Programme string
	Renewal   string   // code; "" where the rows differ or none says
	Carries   []string // names of offers and positions, by name
}

// Calendar lists the ends of fundings that are valid on the date, the earliest first.
func (b *Basis) Calendar(lang string) []FundingEnd {
	type name struct {
		until     graph.Date
		funder    graph.ID
		programme string
	}
	at := map[name]*FundingEnd{}
	var order []name
	for _, f := range b.sel.Fundings() {
		if f.Until.IsZero() || !validOn(f, b.sel.Date()) {
			continue
		}
		k := name{f.Until, f.Funder, f.Programme}
		e := at[k]
		if e == nil {
			e = &FundingEnd{Until: f.Until, Funder: b.snap.Name(graph.Key{Kind: graph.KindFunder, ID: f.Funder}), Programme: f.Programme, Renewal: f.Renewal}
			at[k], order = e, append(order, k)
		}
		if e.Renewal != f.Renewal {
			e.Renewal = ""
		}
		e.Carries = append(e.Carries, b.linked(f.Target).Label)
	}
	slices.SortFunc(order, func(x, y name) int {
		return cmp.Or(x.until.Compare(y.until), cmp.Compare(x.funder, y.funder), cmp.Compare(x.programme, y.programme))
	})
	return list(order, func(k name) FundingEnd {
		words.SortBy(lang, at[k].Carries, func(s string) string { return s })
		return *at[k]
	})
}

// Carries counts what one funder carries on the date.
type Carries struct {
	Offers, Positions int
	Alone             int        // of them those that no other funding carries
	FirstEnd          graph.Date // zero where all of its fundings are permanent
}

// Carried counts what a funder carries; zero where it carries nothing.
func (b *Basis) Carried(funder graph.ID) Carries {
	var out Carries
	own, others := map[graph.ID]bool{}, map[graph.ID]bool{}
	for _, f := range b.sel.Fundings() {
		switch {
		case !validOn(f, b.sel.Date()):
		case f.Funder == funder:
			own[f.Target] = true
			out.FirstEnd = first(out.FirstEnd, f.Until)
		default:
			others[f.Target] = true
		}
	}
	for _, o := range b.sel.Offers() {
		if own[o.ID] {
			out.Offers++
		}
	}
	for _, a := range b.sel.Actors() {
		if own[a.ID] {
			out.Positions++
		}
	}
	for id := range own {
		if !others[id] {
			out.Alone++
		}
	}
	return out
}
