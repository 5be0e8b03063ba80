package findings

import (
	"miteinander/graph"
	"miteinander/graph/analysis"
	"miteinander/graph/words"
)

// FallsView is a transition that would fall.
type FallsView struct {
	Ref   Ref    `json:"ref"`
	Label string `json:"label"`
}

// DependencyView is one row: an institution, a tie, a hand-over that one person knows, or a fixed-term position.
type DependencyView struct {
	Ref              Ref           `json:"ref"`
	Status           Status        `json:"status" enum:"institution,tie,contact,position"`
	Word             string        `json:"word"`
	Label            string        `json:"label"`
	Records          []Linked      `json:"records" nullable:"false" doc:"The institution; the two ends; from and to; the position"`
	Cutpoint         bool          `json:"cutpoint,omitempty" doc:"Without it the network falls into parts"`
	FragmentationNow *float64      `json:"fragmentation" doc:"Of the network as it is"`
	Fragmentation    *float64      `json:"fragmentation_without" doc:"Share of pairs that no way connects; null where it is not asked"`
	RateNow          *float64      `json:"rate"`
	Rate             *float64      `json:"rate_without"`
	RateChange       *float64      `json:"rate_change" doc:"0 or negative"`
	ConnectionText   string        `json:"connection_text,omitempty"`
	RateText         string        `json:"rate_text,omitempty"`
	Until            string        `json:"until,omitempty" doc:"YYYY-MM-DD: when a position ends"`
	Ties             int           `json:"ties,omitempty" doc:"How many ties a position carries"`
	Falls            []FallsView   `json:"falls" nullable:"false"`
	Sentence         string        `json:"sentence"`
	Evidence         []string      `json:"evidence" nullable:"false"`
	Measures         []MeasureView `json:"measures" nullable:"false"`
}

// DependenciesView is the page: alphabetical within each kind, both values, no rank.
type DependenciesView struct {
	Headline            Said              `json:"headline"`
	Fragmentation       *float64          `json:"fragmentation" doc:"Share of pairs that no way connects; null for fewer than two institutions"`
	FragmentationText   string            `json:"fragmentation_text"`
	Rate                ShareView         `json:"rate" doc:"Transition rate"`
	RateText            string            `json:"rate_text"`
	Indicator           IndicatorUse      `json:"indicator"`
	Institutions        []DependencyView  `json:"institutions" nullable:"false"`
	Ties                []DependencyView  `json:"ties" nullable:"false"`
	Contacts            []DependencyView  `json:"contacts" nullable:"false"`
	Positions           []DependencyView  `json:"positions" nullable:"false"`
	WithoutCoordination *DependenciesView `json:"without_coordination,omitempty" doc:"The same without the coordination office, where there is one"`
	Notes               []string          `json:"notes" nullable:"false"`
}

// View is the page in a language.
func (d *Dependencies) View(lang string) DependenciesView {
	at := d.b.attached(lang)
	v := DependenciesView{Headline: d.Headline().In(lang), Fragmentation: numberOrNull(d.Fragmentation), Rate: shareView(lang, d.Rate),
		RateText: rateSays("transitions.rate", d.Rate, d.moves.params).Text(lang), Indicator: d.b.indicatorUse(lang, d.moves.params), Institutions: []DependencyView{},
		Ties: []DependencyView{}, Contacts: []DependencyView{}, Positions: []DependencyView{}, Notes: []string{say("dependency.note").Text(lang)}}
	if d.Fragmentation.Defined {
		v.FragmentationText = say("dependency.fragmentation", words.Texter(shareText(d.Fragmentation.Value))).Text(lang)
	}
	for _, i := range d.Order(lang) {
		row := d.rowView(lang, at, i)
		switch row.Status {
		case "institution":
			v.Institutions = append(v.Institutions, row)
		case "tie":
			v.Ties = append(v.Ties, row)
		case "contact":
			v.Contacts = append(v.Contacts, row)
		default:
			v.Positions = append(v.Positions, row)
		}
	}
	if d.WithoutCoordination != nil {
		w := d.WithoutCoordination.View(lang)
		v.WithoutCoordination = &w
	}
	return v
}

func numberOrNull(n analysis.Number) *float64 {
	if !n.Defined {
		return nil
	}
	return &n.Value
}

// rateNow is the rate that the rows are compared with: unknown counted as no, weights as recorded.
func (d *Dependencies) rateNow() *float64 {
	if d.Rate.Den == 0 {
		return nil
	}
	return &d.moves.recorded
}

func (d *Dependencies) rowView(lang string, at *attached, i int) DependencyView {
	f := d.Finding(i)
	v := DependencyView{Ref: f.Ref, Status: f.Status, Word: say("dependency.kind", string(f.Status)).Text(lang), FragmentationNow: numberOrNull(d.Fragmentation),
		RateNow: d.rateNow(), Sentence: f.Says.Text(lang), Evidence: list(f.Evidence, graph.Key.String), Falls: []FallsView{}, Measures: at.of(f.Ref)}
	values := func(fragmentation analysis.Number, without, change float64) {
		v.Fragmentation = numberOrNull(fragmentation)
		v.ConnectionText = say("dependency.fragmentation_text", words.Texter(shareText(d.Fragmentation.Value)), words.Texter(shareText(fragmentation.Value))).Text(lang)
		if d.Rate.Den > 0 {
			v.Rate, v.RateChange = &without, &change
			v.RateText = say("dependency.rate_text", words.Texter(shareText(d.moves.recorded)), words.Texter(shareText(without))).Text(lang)
		}
	}
	institution := func(i int32) Linked { return Linked{d.b.Institution(i).Key().String(), d.b.Institution(i).Label()} }
	falls := func(links []int) {
		for _, n := range links {
			l := &d.moves.Links[n]
			v.Falls = append(v.Falls, FallsView{d.moves.Ref(n), say("transition.name", l.Type.Name, d.moves.areaName(l.Area)).Text(lang)})
		}
	}
	switch {
	case i < len(d.Institutions):
		o := d.Institutions[i]
		v.Records, v.Cutpoint = []Linked{institution(o.Institution)}, o.Cutpoint
		values(o.Fragmentation, o.RateWithout, o.RateChange)
	case i < len(d.Institutions)+len(d.Bridges):
		o := d.Bridges[i-len(d.Institutions)]
		v.Records = []Linked{institution(o.A), institution(o.B)}
		values(o.Fragmentation, o.RateWithout, o.RateChange)
	case i < len(d.Institutions)+len(d.Bridges)+len(d.Contacts):
		o := d.Contacts[i-len(d.Institutions)-len(d.Bridges)]
		v.Records = []Linked{d.b.linked(o.Handover.From), d.b.linked(o.Handover.To)}
		falls(o.Links)
	default:
		o := d.Positions[i-len(d.Institutions)-len(d.Bridges)-len(d.Contacts)]
		v.Records, v.Until, v.Ties = []Linked{{o.Key.String(), d.b.snap.Name(o.Key)}}, o.Until.String(), len(o.Ties)
		falls(o.Links)
	}
	for n, r := range v.Records {
		if n > 0 {
			v.Label += " – "
		}
		v.Label += r.Label
	}
	return v
}
