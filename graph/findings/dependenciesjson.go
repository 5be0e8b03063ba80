package findings

import (
	"encoding/json"

	"miteinander/graph"
	"miteinander/graph/analysis"
)

type onInstitutionJSON struct {
	ID            graph.ID        `json:"id"`
	Cutpoint      bool            `json:"cutpoint"`
	Fragmentation analysis.Number `json:"fragmentation_without"`
	RateWithout   *float64        `json:"rate_without"`
	RateChange    *float64        `json:"rate_change"`
}

type onTieJSON struct {
	A             graph.ID        `json:"a"`
	B             graph.ID        `json:"b"`
	Fragmentation analysis.Number `json:"fragmentation_without"`
	RateWithout   *float64        `json:"rate_without"`
	RateChange    *float64        `json:"rate_change"`
}

type onContactJSON struct {
	From       graph.ID `json:"from"`
	To         graph.ID `json:"to"`
	Transition graph.ID `json:"transition"`
	Falls      []Ref    `json:"falls"`
}

type onPositionJSON struct {
	Carrier string     `json:"carrier"`
	Until   string     `json:"until"`
	Ties    []graph.ID `json:"ties"`
	Falls   []Ref      `json:"falls"`
}

type dependenciesJSON struct {
	Fragmentation analysis.Number     `json:"fragmentation"`
	Rate          *float64            `json:"rate"`
	Bounds        []float64           `json:"rate_bounds"`
	Parts         Parts               `json:"rate_parts"`
	Institutions  []onInstitutionJSON `json:"institutions"`
	Bridges       []onTieJSON         `json:"bridges"`
	Contacts      []onContactJSON     `json:"contacts"`
	Positions     []onPositionJSON    `json:"positions"`
	Without       *dependenciesJSON   `json:"without_coordination"`
}

func (d *Dependencies) contract() *dependenciesJSON {
	rate := func(x float64) *float64 {
		if d.Rate.Den == 0 {
			return nil
		}
		return &x
	}
	id := func(i int32) graph.ID { return d.b.Institution(i).ID }
	out := &dependenciesJSON{Fragmentation: d.Fragmentation, Rate: d.Rate.value(), Bounds: d.Rate.bounds(), Parts: d.Rate.parts(),
		Institutions: list(d.Institutions, func(o OnInstitution) onInstitutionJSON {
			return onInstitutionJSON{id(o.Institution), o.Cutpoint, o.Fragmentation, rate(o.RateWithout), rate(o.RateChange)}
		}),
		Bridges: list(d.Bridges, func(o OnTie) onTieJSON {
			return onTieJSON{id(o.A), id(o.B), o.Fragmentation, rate(o.RateWithout), rate(o.RateChange)}
		}),
		Contacts: list(d.Contacts, func(o OnContact) onContactJSON {
			return onContactJSON{o.Handover.From, o.Handover.To, o.Handover.Transition, list(o.Links, d.moves.Ref)}
		}),
		Positions: list(d.Positions, func(o OnPosition) onPositionJSON {
			return onPositionJSON{o.Key.String(), o.Until.String(), list(o.Ties, func(c *graph.Cooperation) graph.ID { return c.ID }), list(o.Links, d.moves.Ref)}
		})}
	if d.WithoutCoordination != nil {
		out.Without = d.WithoutCoordination.contract()
	}
	return out
}

// MarshalJSON writes both values of each, with and without the coordination office.
func (d *Dependencies) MarshalJSON() ([]byte, error) { return json.Marshal(d.contract()) }
