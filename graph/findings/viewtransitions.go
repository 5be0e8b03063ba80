package findings

import (
	"cmp"
	"slices"

	"miteinander/graph"
)

// transitionStatuses is the order in which pages and legends name them.
var transitionStatuses = []Status{Carrying, Patchy, Broken, NoCounterpart, Unclear}

// ItemView is one checklist item of a hand-over.
type ItemView struct {
	Item   string `json:"item"`
	Answer string `json:"answer" enum:"yes,no,unknown"`
}

// CrossingView is one pair of a link on a page.
type CrossingView struct {
	From        Named      `json:"from"`
	To          Named      `json:"to"`
	Level       *int       `json:"level" doc:"null: not known"`
	LevelWord   string     `json:"level_word"`
	Carried     bool       `json:"carried"`
	Unknown     bool       `json:"unknown" doc:"Not known to carry, but could"`
	Internal    bool       `json:"internal" doc:"Within one house"`
	ByChecklist bool       `json:"by_checklist" doc:"Carried by its checklist alone"`
	Weight      int64      `json:"weight"`
	Children    *int64     `json:"children" doc:"Of the hand-over, per year; null: not recorded"`
	Contacts    *int64     `json:"contacts" doc:"How many people know the way; null: not known"`
	Items       []ItemView `json:"items" nullable:"false" doc:"Checklist of the hand-over; empty where there is no hand-over"`
	ItemsText   string     `json:"items_text,omitempty"`
	Handover    string     `json:"handover,omitempty" doc:"kind/id"`
	Sentence    string     `json:"sentence" doc:"The level, who said so and when"`
}

// ReasonView says why a link is fragile.
type ReasonView struct {
	Kind     string `json:"kind" enum:"tie,funding,contact"`
	Sentence string `json:"sentence"`
}

// LinkView is one transition in one area on a page.
type LinkView struct {
	Ref              Ref            `json:"ref"`
	Transition       graph.ID       `json:"transition"`
	Name             string         `json:"name"`
	FromPhase        graph.ID       `json:"from_phase,omitempty"`
	FromPhaseName    string         `json:"from_phase_name,omitempty"`
	ToPhase          graph.ID       `json:"to_phase,omitempty"`
	ToPhaseName      string         `json:"to_phase_name,omitempty"`
	Area             string         `json:"area" doc:"Id of the area, or gesamt"`
	AreaName         string         `json:"area_name"`
	Status           Status         `json:"status" enum:"carrying,patchy,broken,no_counterpart,unclear"`
	Word             string         `json:"word"`
	Coverage         ShareView      `json:"coverage"`
	Rule             string         `json:"rule" enum:"every_pair,each_sender,each_receiver"`
	RuleText         string         `json:"rule_text"`
	Level            int            `json:"level" doc:"From this level on a pair carries"`
	LevelWord        string         `json:"level_word"`
	Senders          []Named        `json:"senders" nullable:"false"`
	Receivers        []Named        `json:"receivers" nullable:"false"`
	SendersTotal     int            `json:"senders_total"`
	ReceiversTotal   int            `json:"receivers_total"`
	SenderKinds      []Named        `json:"sender_kinds" nullable:"false"`
	ReceiverKinds    []Named        `json:"receiver_kinds" nullable:"false"`
	SendersWithout   []Named        `json:"senders_without_handover" nullable:"false"`
	ReceiversWithout []Named        `json:"receivers_without_sender" nullable:"false"`
	Missing          string         `json:"missing,omitempty" enum:"senders,receivers,both"`
	Contact          *bool          `json:"contact,omitempty" doc:"Of a broken transition: is there contact?"`
	Children         *int64         `json:"children" doc:"Weight: children who pass per year, or the indicator; null: not recorded"`
	ChildrenText     string         `json:"children_text"`
	Handovers        bool           `json:"handovers" doc:"Judged by explicit hand-overs, else sender × receiver"`
	UnknownPairs     int            `json:"unknown_pairs"`
	Fragile          []ReasonView   `json:"fragile" nullable:"false"`
	Sentence         string         `json:"sentence"`
	Next             string         `json:"next,omitempty" doc:"What can be done now"`
	Evidence         []string       `json:"evidence" nullable:"false" doc:"kind/id"`
	Pairs            []CrossingView `json:"pairs" nullable:"false" doc:"The first; all of them on the card"`
	PairsTotal       int            `json:"pairs_total"`
	Measures         []MeasureView  `json:"measures" nullable:"false"`
	Feedback         []FeedbackView `json:"feedback" nullable:"false" doc:"What children and parents said"`
}

// mostCrossings caps the pairs of one link on its card, mostNamed the institutions of each list.
const (
	mostCrossings = 500
	mostNamed     = 60
)

// LinkView makes one link with its first pairs.
func (t *Transitions) LinkView(lang string, i, pairs int) LinkView {
	return t.linkView(lang, t.b.attached(lang), i, pairs)
}

func (t *Transitions) linkView(lang string, at *attached, i, pairs int) LinkView {
	l := &t.Links[i]
	f := t.Finding(i)
	phase := func(id graph.ID) string {
		if id == "" {
			return ""
		}
		return t.b.snap.Name(graph.Key{Kind: graph.KindPhase, ID: id})
	}
	kinds := func(in []graph.ID) []Named {
		return list(in, func(id graph.ID) Named {
			return Named{id, t.b.snap.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: id})}
		})
	}
	v := LinkView{Ref: f.Ref, Transition: l.Type.ID, Name: l.Type.Name, FromPhase: l.Type.FromPhase, FromPhaseName: phase(l.Type.FromPhase),
		ToPhase: l.Type.ToPhase, ToPhaseName: phase(l.Type.ToPhase), Area: t.areaKey(l.Area), AreaName: t.areaName(l.Area).Text(lang),
		Status: l.Status, Word: t.word(l).Text(lang), Coverage: shareView(lang, t.coverage(l)), Rule: cmp.Or(l.Type.Rule, graph.RuleEveryPair),
		Level: int(l.tau), LevelWord: say("level", l.tau.String()).Text(lang),
		Senders: t.b.firstNamed(l.Senders, mostNamed), Receivers: t.b.firstNamed(l.Receivers, mostNamed), SendersTotal: len(l.Senders), ReceiversTotal: len(l.Receivers),
		SenderKinds: kinds(l.Type.Senders), ReceiverKinds: kinds(l.Type.Receivers),
		SendersWithout: t.b.firstNamed(l.SendersWithout, mostNamed), ReceiversWithout: t.b.firstNamed(l.ReceiversWithout, mostNamed),
		Missing: l.missingSide(), ChildrenText: t.passing(l).Text(lang), Handovers: l.Explicit, UnknownPairs: l.UnknownPairs,
		Fragile:  list(l.Fragile, func(r Reason) ReasonView { return ReasonView{r.Kind, t.ReasonSays(r).Text(lang)} }),
		Sentence: f.Says.Text(lang), Next: sentences(t.nextStep(l)).Text(lang), Evidence: list(f.Evidence, graph.Key.String),
		Pairs: []CrossingView{}, PairsTotal: l.Pairs, Measures: at.of(f.Ref), Feedback: at.said(f.Ref)}
	v.RuleText = say("transition.rule", v.Rule).Text(lang)
	if l.ChildrenKnown {
		v.Children = &l.Children
	}
	if l.Status == Broken {
		v.Contact = &l.Contact
	}
	for c := range t.Crossings(l) {
		if len(v.Pairs) == pairs {
			break
		}
		v.Pairs = append(v.Pairs, t.crossingView(lang, l, c))
	}
	return v
}

// word is the status as a page writes it: of a broken transition whether there is contact, without a counterpart which side is missing.
func (t *Transitions) word(l *Link) Sentence {
	switch l.Status {
	case NoCounterpart:
		return say("transition.missing_status", l.missing())
	case Broken:
		return say("transition.broken_status", graph.TriOf(l.Contact))
	}
	return say("transition.status", string(l.Status))
}

// missingSide is missing for a link without a counterpart, else "".
func (l *Link) missingSide() string {
	if l.Status != NoCounterpart {
		return ""
	}
	return l.missing()
}

func (t *Transitions) crossingView(lang string, l *Link, c Crossing) CrossingView {
	v := CrossingView{From: t.b.named(c.From), To: t.b.named(c.To), Level: levelOrNull(c.Level), Carried: c.Carried, Unknown: c.Possible && !c.Carried,
		Internal: c.Internal, ByChecklist: c.byItems && !(c.Level.Known() && c.Level >= l.tau), Weight: c.Weight, Items: []ItemView{}}
	says := sentences{say("transition.internal")}
	v.LevelWord = say("transition.internal_word").Text(lang)
	if !c.Internal {
		v.LevelWord = say("level", c.Level.String()).Text(lang)
		says = t.b.levelSays(t.b.Pair(c.From, c.To))
	}
	v.Sentence = says.Text(lang)
	if h := c.Handover; h != nil {
		v.Handover = h.Key().String()
		if h.Children.Known {
			v.Children = &h.Children.N
		}
		if h.Contacts.Known {
			v.Contacts = &h.Contacts.N
		}
		items := slices.Clone(l.Type.Items)
		if len(items) == 0 {
			for item := range h.Items {
				items = append(items, item)
			}
			slices.Sort(items)
		}
		var yes, no, open int
		for _, item := range items {
			answer := "unknown"
			switch h.Items[item] {
			case graph.Yes:
				answer, yes = "yes", yes+1
			case graph.No:
				answer, no = "no", no+1
			default:
				open++
			}
			v.Items = append(v.Items, ItemView{item, answer})
		}
		if len(items) > 0 {
			v.ItemsText = say("transition.items", yes, yes+no, open).Text(lang)
		}
	}
	return v
}

// passing says how many children pass a link.
func (t *Transitions) passing(l *Link) Sentence {
	switch {
	case t.params.Indicator != "" && l.open:
		return say("weight.unknown", t.params.Indicator)
	case t.params.Indicator != "":
		return say("weight.value", t.params.Indicator, l.Children)
	case !l.ChildrenKnown:
		return say("passing.unknown")
	case l.Children > 0 && l.Children <= fewMost && t.b.snap.Settings().SmallNumbers != graph.SmallNumbersShow:
		return say("passing.few")
	}
	return say("passing", l.Children)
}

// ChainView is the chain of one area on a page.
type ChainView struct {
	Area     string   `json:"area"`
	AreaName string   `json:"area_name"`
	Links    []Ref    `json:"links" nullable:"false"`
	Statuses []Status `json:"statuses" nullable:"false"`
	Stretch  []Ref    `json:"stretch" nullable:"false" doc:"The first longest run of carrying transitions"`
	Sentence string   `json:"sentence"`
}

// TransitionLevel is the rate of an area, a parent area or the whole network.
type TransitionLevel struct {
	Area     string        `json:"area" doc:"Id of the area, or gesamt"`
	AreaName string        `json:"area_name"`
	Parent   graph.ID      `json:"parent,omitempty"`
	Leaf     bool          `json:"leaf"`
	Rate     ShareView     `json:"rate"`
	Counts   []StatusCount `json:"counts" nullable:"false"`
}

// FragileView is one link that could fall.
type FragileView struct {
	Ref     Ref          `json:"ref"`
	Label   string       `json:"label"`
	Reasons []ReasonView `json:"reasons" nullable:"false"`
}

// TransitionsView is the page.
type TransitionsView struct {
	Headline  Said              `json:"headline"`
	Rate      ShareView         `json:"rate"`
	RateText  string            `json:"rate_text"`
	Counts    []StatusCount     `json:"counts" nullable:"false"`
	Indicator IndicatorUse      `json:"indicator"`
	Phases    []Named           `json:"phases" nullable:"false"`
	Areas     []AreaView        `json:"areas" nullable:"false"`
	Types     []Named           `json:"types" nullable:"false" doc:"In phase order; those without phases last"`
	Links     []LinkView        `json:"links" nullable:"false"`
	Chains    []ChainView       `json:"chains" nullable:"false"`
	Levels    []TransitionLevel `json:"levels" nullable:"false"`
	Fragile   []FragileView     `json:"fragile" nullable:"false"`
	Notes     []string          `json:"notes" nullable:"false"`
}

// View is the page in a language, with the first pairs of each link.
func (t *Transitions) View(lang string, pairs int) TransitionsView {
	at := t.b.attached(lang)
	n := map[Status]int{}
	for i := range t.Links {
		n[t.Links[i].Status]++
	}
	v := TransitionsView{Headline: t.Headline().In(lang), Rate: shareView(lang, t.Rate), RateText: rateSays("transitions.rate", t.Rate, t.params).Text(lang),
		Counts:    counts(lang, "transition.status", transitionStatuses, func(s Status) int { return n[s] }),
		Indicator: t.b.indicatorUse(lang, t.params), Phases: t.b.phaseNames(t.narrow), Areas: t.b.areaViews(lang, t.narrow.sel.Areas()),
		Types: list(t.Types, func(x *graph.TransitionType) Named { return Named{x.ID, x.Name} }),
		Links: make([]LinkView, len(t.Links)), Notes: list(t.Notes(), func(s Sentence) string { return s.Text(lang) })}
	for i := range t.Links {
		v.Links[i] = t.linkView(lang, at, i, pairs)
	}
	v.Chains = list(t.Chains, func(c Chain) ChainView {
		stretch := list(c.Links[c.From:c.To], func(i int) string { return t.Links[i].Type.Name })
		return ChainView{Area: t.areaKey(c.Area), AreaName: t.areaName(c.Area).Text(lang), Links: list(c.Links, t.Ref),
			Statuses: list(c.Links, func(i int) Status { return t.Links[i].Status }), Stretch: list(c.Links[c.From:c.To], t.Ref),
			Sentence: say("chain.says", t.areaName(c.Area), len(c.Links), len(stretch), nameTexts(stretch)).Text(lang)}
	})
	v.Levels = t.levels(lang)
	v.Fragile = list(t.Fragile, func(i int) FragileView {
		l := &t.Links[i]
		return FragileView{t.Ref(i), say("transition.name", l.Type.Name, t.areaName(l.Area)).Text(lang),
			list(l.Fragile, func(r Reason) ReasonView { return ReasonView{r.Kind, t.ReasonSays(r).Text(lang)} })}
	})
	return v
}

// levels are the rates of the whole selection, of parent areas and of areas. A transition judged for the whole network counts
// in the first alone.
func (t *Transitions) levels(lang string) []TransitionLevel {
	return list(t.b.areaLevels(t.narrow.sel.Areas()), func(a areaLevel) TransitionLevel {
		n := map[Status]int{}
		var links []int
		for i := range t.Links {
			if l := &t.Links[i]; a.area == nil || l.Area >= 0 && slices.Contains(a.leaves, l.Area) {
				n[l.Status]++
				links = append(links, i)
			}
		}
		key, name, parent := a.names(lang)
		return TransitionLevel{Area: key, AreaName: name, Parent: parent, Leaf: a.leaf(), Rate: shareView(lang, t.rateOf(links)),
			Counts: counts(lang, "transition.status", transitionStatuses, func(s Status) int { return n[s] })}
	})
}
