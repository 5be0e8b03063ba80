package graph

import (
	"maps"
	"slices"
)

// Record is one thing that is recorded: a node, an edge, a catalogue entry, the settings or a document. The set of types is
// closed. A record in a Snapshot is immutable: change a Clone.
type Record interface {
	Key() Key
	withID(ID) Record // shallow copy with another id
}

func (r *Settings) Key() Key        { return Key{KindSettings, SettingsID} }
func (r *Phase) Key() Key           { return Key{KindPhase, r.ID} }
func (r *Area) Key() Key            { return Key{KindArea, r.ID} }
func (r *Indicator) Key() Key       { return Key{KindIndicator, r.ID} }
func (r *Entry) Key() Key           { return Key{r.Of, r.ID} }
func (r *InstitutionKind) Key() Key { return Key{KindInstitutionKind, r.ID} }
func (r *Provider) Key() Key        { return Key{KindProvider, r.ID} }
func (r *TransitionType) Key() Key  { return Key{KindTransition, r.ID} }
func (r *Target) Key() Key          { return Key{KindTarget, r.ID} }
func (r *Institution) Key() Key     { return Key{KindInstitution, r.ID} }
func (r *Offer) Key() Key           { return Key{KindOffer, r.ID} }
func (r *Actor) Key() Key           { return Key{KindActor, r.ID} }
func (r *Membership) Key() Key      { return Key{KindMembership, r.ID} }
func (r *Cooperation) Key() Key     { return Key{KindCooperation, r.ID} }
func (r *Handover) Key() Key        { return Key{KindHandover, r.ID} }
func (r *Funding) Key() Key         { return Key{KindFunding, r.ID} }
func (r *Measure) Key() Key         { return Key{KindMeasure, r.ID} }
func (r *Goal) Key() Key            { return Key{KindGoal, r.ID} }
func (r *Feedback) Key() Key        { return Key{KindFeedback, r.ID} }
func (r *Document) Key() Key        { return Key{KindDocument, r.ID} }

func (r *Settings) withID(ID) Record           { c := *r; return &c }
func (r *Phase) withID(id ID) Record           { c := *r; c.ID = id; return &c }
func (r *Area) withID(id ID) Record            { c := *r; c.ID = id; return &c }
func (r *Indicator) withID(id ID) Record       { c := *r; c.ID = id; return &c }
func (r *Entry) withID(id ID) Record           { c := *r; c.ID = id; return &c }
func (r *InstitutionKind) withID(id ID) Record { c := *r; c.ID = id; return &c }
func (r *Provider) withID(id ID) Record        { c := *r; c.ID = id; return &c }
func (r *TransitionType) withID(id ID) Record  { c := *r; c.ID = id; return &c }
func (r *Target) withID(id ID) Record          { c := *r; c.ID = id; return &c }
func (r *Institution) withID(id ID) Record     { c := *r; c.ID = id; return &c }
func (r *Offer) withID(id ID) Record           { c := *r; c.ID = id; return &c }
func (r *Actor) withID(id ID) Record           { c := *r; c.ID = id; return &c }
func (r *Membership) withID(id ID) Record      { c := *r; c.ID = id; return &c }
func (r *Cooperation) withID(id ID) Record     { c := *r; c.ID = id; return &c }
func (r *Handover) withID(id ID) Record        { c := *r; c.ID = id; return &c }
func (r *Funding) withID(id ID) Record         { c := *r; c.ID = id; return &c }
func (r *Measure) withID(id ID) Record         { c := *r; c.ID = id; return &c }
func (r *Goal) withID(id ID) Record            { c := *r; c.ID = id; return &c }
func (r *Feedback) withID(id ID) Record        { c := *r; c.ID = id; return &c }
func (r *Document) withID(id ID) Record        { c := *r; c.ID = id; return &c }

// New is an empty record of a kind with the id; levels start as unknown, those of settings and transition types with
// their defaults. It panics for a kind that is none.
func New(k Kind, id ID) Record {
	switch k {
	case KindSettings:
		return DefaultSettings("")
	case KindPhase:
		return &Phase{ID: id}
	case KindArea:
		return &Area{ID: id}
	case KindIndicator:
		return &Indicator{ID: id}
	case KindField, KindGroup, KindSector, KindHurdle, KindFunder:
		return &Entry{Of: k, ID: id}
	case KindInstitutionKind:
		return &InstitutionKind{ID: id}
	case KindProvider:
		return &Provider{ID: id}
	case KindTransition:
		return &TransitionType{ID: id, Level: LevelUnlisted}
	case KindTarget:
		return &Target{ID: id}
	case KindInstitution:
		return &Institution{ID: id}
	case KindOffer:
		return &Offer{ID: id}
	case KindActor:
		return &Actor{ID: id}
	case KindMembership:
		return &Membership{ID: id}
	case KindCooperation:
		return &Cooperation{ID: id, Level: LevelUnknown}
	case KindHandover:
		return &Handover{ID: id}
	case KindFunding:
		return &Funding{ID: id}
	case KindMeasure:
		return &Measure{ID: id}
	case KindGoal:
		return &Goal{ID: id}
	case KindFeedback:
		return &Feedback{ID: id}
	case KindDocument:
		return &Document{ID: id}
	}
	panic("graph.New: no such kind")
}

// Clone is a deep copy that may be changed.
func Clone[R Record](r R) R {
	k := r.Key()
	c := r.withID(k.ID)
	for _, f := range Fields(k.Kind) {
		var v any
		switch x := f.Get(c).(type) {
		case []string:
			v = slices.Clone(x)
		case []ID:
			v = slices.Clone(x)
		case map[string]Tri:
			v = maps.Clone(x)
		case map[ID]int64:
			v = maps.Clone(x)
		case map[string]string:
			v = maps.Clone(x)
		default:
			continue
		}
		_ = f.Set(c, v) // same type by construction
	}
	return c.(R)
}

// Renamed is a record with another id. What r refers to by slices and maps it shares with r, which is to be forgotten.
func Renamed(r Record, id ID) Record { return r.withID(id) }

// Equal tells whether two records of one key say the same; nil equals nil only.
func Equal(a, b Record) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.Key() == b.Key() && len(Differing(a, b)) == 0
}

// Differing names the fields in which two records of one kind differ, in field order.
func Differing(a, b Record) []string {
	var out []string
	for _, f := range Fields(a.Key().Kind) {
		if !f.Equal(f.Get(a), f.Get(b)) {
			out = append(out, f.Name)
		}
	}
	return out
}

// eachRef calls f for every id that r refers to, with the kinds that it may be of and the field that holds it.
func eachRef(r Record, f func(field string, id ID, kinds []Kind)) {
	for _, fd := range Fields(r.Key().Kind) {
		switch fd.Type {
		case TypeRef:
			if id := fd.Get(r).(ID); id != "" {
				f(fd.Name, id, fd.Kinds)
			}
		case TypeRefs:
			for _, id := range fd.Get(r).([]ID) {
				f(fd.Name, id, fd.Kinds)
			}
		case TypeCounts:
			for id := range fd.Get(r).(map[ID]int64) {
				f(fd.Name, id, fd.Kinds)
			}
		}
	}
}
