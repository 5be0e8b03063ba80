package findings

import (
	"cmp"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/words"
)

// Linked is any record that a page can open.
type Linked struct {
	Key   string `json:"key" doc:"kind/id"`
	Label string `json:"label"`
}

// MeasureView is a measure as a page lists it.
type MeasureView struct {
	ID          graph.ID `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description,omitempty"`
	Occasion    string   `json:"occasion,omitempty" doc:"The ref of a finding or the id of a goal"`
	Responsible []Linked `json:"responsible" nullable:"false"`
	Due         string   `json:"due,omitempty" doc:"YYYY-MM-DD"`
	State       string   `json:"state" enum:"agreed,begun,done,dropped" doc:"agreed where none is given"`
	StateWord   string   `json:"state_word"`
	Open        bool     `json:"open" doc:"Agreed or begun"`
	Overdue     bool     `json:"overdue" doc:"Open, and due before the date"`
	Sentence    string   `json:"sentence"`
}

// FeedbackView is what children or parents said, beside the finding that it belongs to.
type FeedbackView struct {
	ID       graph.ID `json:"id"`
	Occasion string   `json:"occasion" doc:"The ref of a finding"`
	From     string   `json:"from,omitempty" enum:"children,parents,children_and_parents"`
	Says     string   `json:"says"`
	Date     string   `json:"date,omitempty" doc:"YYYY-MM-DD"`
	Asked    *int64   `json:"asked" doc:"How many were asked; null: not known"`
	Source   string   `json:"source,omitempty"`
	Sentence string   `json:"sentence"`
}

// attached are what hangs on findings, by Ref: measures by due date, feedback with the newest first, then by id.
type attached struct {
	b        *Basis
	lang     string
	measures map[Ref][]*graph.Measure
	feedback map[Ref][]*graph.Feedback
}

func (b *Basis) attached(lang string) *attached {
	a := &attached{b: b, lang: lang, measures: map[Ref][]*graph.Measure{}, feedback: map[Ref][]*graph.Feedback{}}
	for m := range graph.Records[*graph.Measure](b.snap, graph.KindMeasure) {
		if m.Occasion != "" {
			r := Ref(m.Occasion)
			a.measures[r] = append(a.measures[r], m)
		}
	}
	for f := range graph.Records[*graph.Feedback](b.snap, graph.KindFeedback) {
		a.feedback[Ref(f.Occasion)] = append(a.feedback[Ref(f.Occasion)], f)
	}
	for _, list := range a.feedback {
		slices.SortFunc(list, byDay)
	}
	for _, list := range a.measures {
		slices.SortFunc(list, byDue)
	}
	return a
}

// byDay puts the newest first, then by id.
func byDay(x, y *graph.Feedback) int {
	return cmp.Or(y.Date.Compare(x.Date), cmp.Compare(x.ID, y.ID))
}

// byDue puts measures with a day first, the earliest first; then by id.
func byDue(x, y *graph.Measure) int {
	return cmp.Or(cmp.Compare(noDay(x.Due), noDay(y.Due)), x.Due.Compare(y.Due), cmp.Compare(x.ID, y.ID))
}

func noDay(d graph.Date) int {
	if d.IsZero() {
		return 1
	}
	return 0
}

// twin is the other name of a cell: the gap matrix and its access layer show what hangs on either.
func twin(r Ref) Ref {
	if cell, ok := strings.CutPrefix(string(r), "gaps/"); ok {
		return Ref("access/" + cell)
	}
	if cell, ok := strings.CutPrefix(string(r), "access/"); ok {
		return Ref("gaps/" + cell)
	}
	return ""
}

// of are the measures of a finding.
func (a *attached) of(r Ref) []MeasureView {
	ms := a.measures[r]
	if t := twin(r); t != "" && len(a.measures[t]) > 0 {
		ms = slices.Concat(ms, a.measures[t])
		slices.SortFunc(ms, byDue)
	}
	return list(ms, func(m *graph.Measure) MeasureView { return a.b.MeasureView(a.lang, m) })
}

// said is the feedback about a finding.
func (a *attached) said(r Ref) []FeedbackView {
	fs := a.feedback[r]
	if t := twin(r); t != "" && len(a.feedback[t]) > 0 {
		fs = slices.Concat(fs, a.feedback[t])
		slices.SortFunc(fs, byDay)
	}
	return list(fs, func(f *graph.Feedback) FeedbackView { return FeedbackViewOf(a.lang, f) })
}

// FeedbackViewOf makes one Rückmeldung for a page.
func FeedbackViewOf(lang string, f *graph.Feedback) FeedbackView {
	v := FeedbackView{ID: f.ID, Occasion: f.Occasion, From: f.From, Says: f.Says, Date: f.Date.String(), Source: f.Source}
	if f.Asked.Known {
		v.Asked = &f.Asked.N
	}
	where := f.Source
	if !f.Date.IsZero() {
		if where != "" {
			where += ", "
		}
		where += words.Date(lang, f.Date)
	}
	v.Sentence = say("feedback.says", say("feedback.from", cmp.Or(f.From, "none")), f.Asked.N, cmp.Or(where, "none"), f.Says).Text(lang)
	return v
}

// OpenMeasure tells whether a measure still runs: agreed, begun, or no state given.
func OpenMeasure(m *graph.Measure) bool { return m.State != "done" && m.State != "dropped" }

// MeasureView makes one measure for a page.
func (b *Basis) MeasureView(lang string, m *graph.Measure) MeasureView {
	v := MeasureView{ID: m.ID, Title: m.Title, Description: m.Description, Occasion: m.Occasion, Due: m.Due.String(), State: cmp.Or(m.State, "agreed"),
		Open: OpenMeasure(m), Responsible: list(m.Responsible, b.linked)}
	v.StateWord = Sentence{Key: "codes.measure_state." + v.State}.Text(lang)
	v.Overdue = v.Open && !m.Due.IsZero() && m.Due.Compare(b.sel.Date()) < 0
	who := list(v.Responsible, func(l Linked) string { return l.Label })
	says := sentences{say("measure.says", m.Title, Sentence{Key: "codes.measure_state." + v.State})}
	if len(who) > 0 {
		says = append(says, say("measure.who", nameTexts(who), len(who)))
	}
	if !m.Due.IsZero() {
		says = append(says, say("measure.due", m.Due))
	}
	v.Sentence = says.Text(lang)
	return v
}

// linked names a node by its id.
func (b *Basis) linked(id graph.ID) Linked {
	for _, k := range []graph.Kind{graph.KindInstitution, graph.KindActor, graph.KindOffer} {
		key := graph.Key{Kind: k, ID: id}
		if r, ok := b.snap.Get(key); ok {
			if i, ok := r.(*graph.Institution); ok {
				return Linked{key.String(), i.Label()}
			}
			return Linked{key.String(), b.snap.Name(key)}
		}
	}
	return Linked{"", string(id)}
}

func (b *Basis) named(i int32) Named { return Named{b.Institution(i).ID, b.Institution(i).Label()} }

// firstNamed lists institutions up to a cap.
func (b *Basis) firstNamed(in []int32, most int) []Named {
	return list(in[:min(most, len(in))], b.named)
}

// StatusCount says how many findings have a status.
type StatusCount struct {
	Status Status `json:"status"`
	Word   string `json:"word"`
	Count  int    `json:"count"`
}

// counts are in the order of the words given; every status of the question is there, also with 0.
func counts(lang, key string, order []Status, of func(Status) int) []StatusCount {
	return list(order, func(s Status) StatusCount { return StatusCount{s, say(key, string(s)).Text(lang), of(s)} })
}

func shareView(lang string, s Share) ShareView {
	return ShareView{s.Name, s.value(), s.bounds(), s.parts(), s.Text(lang)}
}
