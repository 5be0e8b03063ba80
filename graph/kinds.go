package graph

import "cmp"

// Kind is the kind of a record. Every catalogue is a kind of its own (docs/decisions/0002), so that Fields and every
// layer above treat a phase or an area like any other record.
type Kind uint8

// The kinds, in the order in which records may refer to each other: what is referred to comes first.
const (
	KindSettings Kind = iota + 1
	KindPhase
	KindArea
	KindIndicator
	KindField
	KindGroup
	KindSector
	KindHurdle
	KindInstitutionKind
	KindProvider
	KindFunder
	KindTransition
	KindTarget
	KindInstitution
	KindOffer
	KindActor
	KindMembership
	KindCooperation
	KindHandover
	KindFunding
	KindMeasure
	KindGoal
	KindFeedback
	KindDocument
	kindEnd
)

var kindNames = [kindEnd][2]string{
	KindSettings: {"settings", "settings"}, KindPhase: {"phase", "phases"}, KindArea: {"area", "areas"},
	KindIndicator: {"indicator", "indicators"}, KindField: {"field", "fields"}, KindGroup: {"group", "groups"},
	KindSector: {"sector", "sectors"}, KindHurdle: {"hurdle", "hurdles"},
	KindInstitutionKind: {"institution_kind", "institution-kinds"}, KindProvider: {"provider", "providers"},
	KindFunder: {"funder", "funders"}, KindTransition: {"transition", "transitions"}, KindTarget: {"target", "targets"},
	KindInstitution: {"institution", "institutions"}, KindOffer: {"offer", "offers"}, KindActor: {"actor", "actors"},
	KindMembership: {"membership", "memberships"}, KindCooperation: {"cooperation", "cooperations"},
	KindHandover: {"handover", "handovers"}, KindFunding: {"funding", "fundings"}, KindMeasure: {"measure", "measures"},
	KindGoal: {"goal", "goals"}, KindFeedback: {"feedback", "feedback"}, KindDocument: {"document", "documents"},
}

// Kinds lists every kind in order.
func Kinds() []Kind {
	out := make([]Kind, 0, kindEnd-1)
	for k := Kind(1); k < kindEnd; k++ {
		out = append(out, k)
	}
	return out
}

// String is the singular in snake_case, as the codec writes it.
func (k Kind) String() string {
	if k == 0 || k >= kindEnd {
		return "none"
	}
	return kindNames[k][0]
}

// Plural is the word of the routes ("institutions").
func (k Kind) Plural() string {
	if k == 0 || k >= kindEnd {
		return "none"
	}
	return kindNames[k][1]
}

// ParseKind reads the singular or the plural; false when it is neither.
func ParseKind(s string) (Kind, bool) {
	for k := Kind(1); k < kindEnd; k++ {
		if kindNames[k][0] == s || kindNames[k][1] == s {
			return k, true
		}
	}
	return 0, false
}

// IsNode tells institutions, actors and offers: the kinds that share one space of ids.
func (k Kind) IsNode() bool { return k == KindInstitution || k == KindActor || k == KindOffer }

// Key names one record of a network.
type Key struct {
	Kind Kind
	ID   ID
}

// Compare orders by kind, then by id.
func (k Key) Compare(o Key) int {
	if k.Kind != o.Kind {
		return cmp.Compare(k.Kind, o.Kind)
	}
	return cmp.Compare(k.ID, o.ID)
}

// String is "kind/id", the Ref of marks and findings.
func (k Key) String() string { return k.Kind.String() + "/" + string(k.ID) }

// ParseKey reads what String writes.
func ParseKey(s string) (Key, bool) {
	for i := range len(s) {
		if s[i] == '/' {
			k, ok := ParseKind(s[:i])
			return Key{k, ID(s[i+1:])}, ok && i+1 < len(s)
		}
	}
	return Key{}, false
}
