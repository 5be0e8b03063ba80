package graph

import (
	"slices"
	"sync"
)

// Selection is a snapshot under a filter: what is active on its date and not cut away (domain.md, "Rules that every store,
// file and finding shares"). Records stay whole; an offer may lose cells. Everything is sorted by id, safe for concurrent
// use and must not be changed.
type Selection struct {
	snapshot *Snapshot
	filter   Filter

	institutions []*Institution
	actors       []*Actor
	offers       []*Offer
	services     []Service
	cooperations []*Cooperation
	memberships  []*Membership
	handovers    []*Handover
	fundings     []*Funding

	institution map[ID]int32 // id → index in institutions
	actor       map[ID]int32
	offer       map[ID]int32
	ends        map[ID][]int32 // node id → institutions that it projects to

	levelsOnce sync.Once
	pairs      []PairLevel
	pairsOf    []int32 // by institution A, one more at the end: where its pairs begin
}

// Service is an active offer with the cells that remain, or what a regular institution without an offer row stands for
// (Offer nil). The cells are Areas × Phases × Fields. An offer without a place has no Areas and so no cell.
type Service struct {
	Offer        *Offer  // nil for the default of a regular institution
	Institutions []int32 // into Selection.Institutions, the leading one first if it is active
	Areas        []int32 // leaf areas, into Snapshot.Leaves, sorted
	Phases       []int32 // into Snapshot.Phases, sorted
	Fields       []int32 // into the fields by id (Snapshot.Index), sorted
	Groups       []ID    // empty = everyone
}

// Everywhere tells that the offer says it is everywhere.
func (v Service) Everywhere() bool { return v.Offer != nil && v.Offer.Everywhere == Yes }

// Select applies a filter. The date must be given.
func (s *Snapshot) Select(f Filter) *Selection {
	sel := &Selection{snapshot: s, filter: f.Normal()}
	sel.build()
	return sel
}

// Snapshot, Filter and Date tell what was selected from what.
func (s *Selection) Snapshot() *Snapshot { return s.snapshot }

// Filter is the filter in normal form.
func (s *Selection) Filter() Filter { return s.filter }

// Date is the day that the selection speaks of.
func (s *Selection) Date() Date { return s.filter.Date }

// Institutions are those that remain, by id.
func (s *Selection) Institutions() []*Institution { return s.institutions }

// Actors are those that remain, by id.
func (s *Selection) Actors() []*Actor { return s.actors }

// Offers are the active offers of remaining institutions that keep a cell, or all of them where no cell filter is set.
func (s *Selection) Offers() []*Offer { return s.offers }

// Services are the Offers with their cells, by id, then the defaults of regular institutions, by institution.
func (s *Selection) Services() []Service { return s.services }

// Cooperations are the active ties whose two ends remain, by id, whatever their level.
func (s *Selection) Cooperations() []*Cooperation { return s.cooperations }

// Memberships are the active ones whose body and member remain.
func (s *Selection) Memberships() []*Membership { return s.memberships }

// Handovers are those whose two institutions remain.
func (s *Selection) Handovers() []*Handover { return s.handovers }

// Fundings are all fundings of offers and actors that remain, whatever their dates.
func (s *Selection) Fundings() []*Funding { return s.fundings }

// InstitutionIndex is the place of an institution in Institutions.
func (s *Selection) InstitutionIndex(id ID) (int32, bool) {
	i, ok := s.institution[id]
	return i, ok
}

// Has tells whether a node remains; records of other kinds remain with the snapshot.
func (s *Selection) Has(k Key) bool {
	var ok bool
	switch k.Kind {
	case KindInstitution:
		_, ok = s.institution[k.ID]
	case KindActor:
		_, ok = s.actor[k.ID]
	case KindOffer:
		_, ok = s.offer[k.ID]
	default:
		_, ok = s.snapshot.Get(k)
	}
	return ok
}

// InstitutionOf is the institution that an actor belongs to on the date, nil if none remains.
func (s *Selection) InstitutionOf(a *Actor) *Institution {
	if a.Institution == "" || !s.filter.Date.within(a.InstitutionSince, a.InstitutionUntil) {
		return nil
	}
	if i, ok := s.institution[a.Institution]; ok {
		return s.institutions[i]
	}
	return nil
}

// Projects gives the institutions that a node stands for: itself, its actor's institution, its offer's institutions.
func (s *Selection) Projects(id ID) []int32 { return s.ends[id] }

// Areas, Phases and Fields that the filter leaves, as indices like in Service; without a filter all of them.
func (s *Selection) Areas() []int32 { return s.indices(s.leafMask()) }

// Phases that the filter leaves, into Snapshot.Phases.
func (s *Selection) Phases() []int32 { return s.indices(s.phaseMask()) }

// Fields that the filter leaves, by id.
func (s *Selection) Fields() []int32 { return s.indices(s.fieldMask()) }

func (s *Selection) indices(mask []bool) []int32 {
	var out []int32
	for i, ok := range mask {
		if ok {
			out = append(out, int32(i))
		}
	}
	return out
}

func (s *Selection) leafMask() []bool {
	leaves := s.snapshot.Leaves()
	mask := make([]bool, len(leaves))
	wanted := map[ID]bool{}
	for _, a := range s.filter.Areas {
		for _, l := range s.snapshot.LeavesOf(a) {
			wanted[l] = true
		}
	}
	for i, l := range leaves {
		mask[i] = len(s.filter.Areas) == 0 || wanted[l.ID]
	}
	return mask
}

func (s *Selection) phaseMask() []bool {
	phases := s.snapshot.Phases()
	mask := make([]bool, len(phases))
	for i, p := range phases {
		mask[i] = len(s.filter.Phases) == 0 || slices.Contains(s.filter.Phases, p.ID)
	}
	return mask
}

func (s *Selection) fieldMask() []bool {
	mask := make([]bool, s.snapshot.Len(KindField))
	i := 0
	for f := range s.snapshot.All(KindField) {
		mask[i] = len(s.filter.Fields) == 0 || slices.Contains(s.filter.Fields, f.Key().ID)
		i++
	}
	return mask
}

func intersects(a, b []ID) bool {
	return slices.ContainsFunc(a, func(x ID) bool { return slices.Contains(b, x) })
}
