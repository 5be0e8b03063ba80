package graph

import "strconv"

// Phase is a Lebensphase; phases are ordered by Order, then id.
type Phase struct {
	ID             ID
	Name           string
	AgeFrom, AgeTo Number // years
	Order          Number
	Attributes     map[string]string
}

// Area is a Planungsraum. What is offered in an area is offered in everything below it.
type Area struct {
	ID         ID
	Name       string
	Parent     ID
	Children   map[ID]int64 // phase → children; absent = unknown
	Attributes map[string]string
}

// Indicator is a Kennzahl of an area and a year with its source.
type Indicator struct {
	ID         ID
	Area       ID
	Name       string
	Year       Count
	Value      Number
	Source     string
	Attributes map[string]string
}

// IndicatorID is the id of a new indicator: area, name and year.
func IndicatorID(area ID, name string, year int64) ID {
	return EdgeID(string(area), name, strconv.FormatInt(year, 10))
}

// Entry is a catalogue entry that has a name and nothing else: a field, group, sector, hurdle or funder.
type Entry struct {
	Of         Kind // KindField KindGroup KindSector KindHurdle KindFunder
	ID         ID
	Name       string
	Attributes map[string]string
}

// InstitutionKind is an Einrichtungsart with the defaults of a regular institution without an offer row.
type InstitutionKind struct {
	ID             ID
	Name           string
	Phases, Fields []ID
	Attributes     map[string]string
}

// Provider is a Träger; its kind and association are recorded once, here.
type Provider struct {
	ID          ID
	Name        string
	Kind        string // code provider_kind
	Association string // Verband
	Attributes  map[string]string
}

// Codes of TransitionType.Rule and Scope.
const (
	RuleEveryPair    = "every_pair"
	RuleEachSender   = "each_sender"
	RuleEachReceiver = "each_receiver"
	ScopeArea        = "area"
	ScopeNetwork     = "network"
)

// TransitionType is an Übergangsart: who hands over to whom between which phases, and by which rule it is judged.
type TransitionType struct {
	ID                 ID
	Name               string
	FromPhase, ToPhase ID // both empty: institutions of the kinds count whatever their offers
	Senders, Receivers []ID
	Rule               string       // "" = every_pair
	Scope              string       // "" = area
	Level              Level        // LevelUnlisted = the network's threshold
	Items              []string     // checklist
	Children           map[ID]int64 // area → children who pass per year; absent = unknown
	Attributes         map[string]string
}

// Codes of Target.Required.
const (
	TargetRequired    = "required"
	TargetNotRequired = "not_required"
	TargetOpen        = "open"
)

// Target is a row of Soll; an empty Area, Phase or Field means every one.
type Target struct {
	ID                 ID
	Area, Phase, Field ID
	Required           string
	Attributes         map[string]string
}

// TargetID is the id of a new target.
func TargetID(area, phase, field ID) ID {
	part := func(id ID) string {
		if id == "" {
			return "*"
		}
		return string(id)
	}
	return EdgeID(part(area), part(phase), part(field))
}

// Measure is a Maßnahme: what was agreed about a finding or a goal.
type Measure struct {
	ID          ID
	Title       string
	Description string
	Occasion    string // the Ref of a finding or the id of a goal
	Responsible []ID   // institutions or actors
	Due         Date
	State       string
	CreatedOn   Date
	Attributes  map[string]string
}

// Goal is a Ziel: a sentence with an indicator, its start and its target.
type Goal struct {
	ID                      ID
	Title                   string
	Indicator               string
	Scope                   string
	StartValue, TargetValue Number
	Due                     Date
	Attributes              map[string]string
}

// Feedback is a Rückmeldung of children and parents about a transition, a cell or a hurdle: evidence beside the finding, without
// persons.
type Feedback struct {
	ID         ID
	Occasion   string // the Ref of a finding
	From       string // code feedback_from
	Says       string // one sentence
	Date       Date
	Asked      Count  // how many were asked
	Source     string // survey, meeting, …; never a name
	Attributes map[string]string
}

// Document is what hangs on a network but is no part of the graph: saved views, layouts, import mappings, geometry.
type Document struct {
	ID   ID
	Type string // layout, mapping, view, geometry, …
	Body string // JSON or text, at most 8 MiB
}
