package graph

import "slices"

// ActiveOffer tells whether an offer is active on a day: status active or empty, and within its dates.
func ActiveOffer(o *Offer, d Date) bool {
	return (o.Status == "" || o.Status == StatusActive) && d.within(o.ValidFrom, o.ValidUntil)
}

// build runs in the order of the rules: what is active, the coordination office, what kinds, sectors and providers cut,
// what cells cut, and then the edges whose ends remain.
func (s *Selection) build() {
	d := s.filter.Date
	snap := s.snapshot
	inst := map[ID]*Institution{}
	for r := range Records[*Institution](snap, KindInstitution) {
		if d.within(r.ActiveFrom, r.ActiveUntil) && s.keepsInstitution(r) {
			inst[r.ID] = r
		}
	}
	var actors []*Actor
	coordinates := map[ID]int{} // institution → its coordinating actors
	others := map[ID]int{}      // institution → its other actors
	for r := range Records[*Actor](snap, KindActor) {
		if !d.within(r.ActiveFrom, r.ActiveUntil) {
			continue
		}
		belongs := r.Institution != "" && d.within(r.InstitutionSince, r.InstitutionUntil)
		if belongs && r.Coordinates == Yes {
			coordinates[r.Institution]++
		} else if belongs {
			others[r.Institution]++
		}
		if !s.filter.WithoutCoordination || r.Coordinates != Yes {
			actors = append(actors, r)
		}
	}
	var offers []*Offer
	hasRow, hasActive := map[ID]bool{}, map[ID]bool{}
	for r := range Records[*Offer](snap, KindOffer) {
		active := ActiveOffer(r, d)
		kept := false
		for _, id := range r.Institutions {
			hasRow[id] = true
			if active && inst[id] != nil {
				hasActive[id], kept = true, true
			}
		}
		if kept {
			offers = append(offers, r)
		}
	}
	if s.filter.WithoutCoordination {
		for id := range inst {
			if coordinates[id] > 0 && others[id] == 0 && !hasActive[id] {
				delete(inst, id)
			}
		}
	}
	services := s.cutCells(inst, offers, hasRow)
	s.keepNodes(inst, actors, services, hasActive)
	s.keepEdges()
}

// keepsInstitution applies the filters that cut institutions with their offers and actors.
func (s *Selection) keepsInstitution(r *Institution) bool {
	f := s.filter
	return (len(f.Kinds) == 0 || intersects(f.Kinds, r.Kinds)) &&
		(len(f.Sectors) == 0 || slices.Contains(f.Sectors, r.Sector)) &&
		(len(f.ProviderKinds) == 0 || slices.Contains(f.ProviderKinds, ID(s.snapshot.ProviderKind(r))))
}

// draft is a Service before institutions have their index.
type draft struct {
	Service
	institutions []ID
}

// cutCells makes the services of what is active and drops those that lose every cell to the filter.
func (s *Selection) cutCells(inst map[ID]*Institution, offers []*Offer, hasRow map[ID]bool) []draft {
	snap := s.snapshot
	leaf := map[ID]int32{}
	for i, a := range snap.Leaves() {
		leaf[a.ID] = int32(i)
	}
	phase := map[ID]int32{}
	for i, p := range snap.Phases() {
		phase[p.ID] = int32(i)
	}
	leafOK, phaseOK, fieldOK := s.leafMask(), s.phaseMask(), s.fieldMask()
	places := func(areas []ID, everywhere bool) []int32 {
		var out []int32
		if everywhere {
			for i := range snap.Leaves() {
				out = append(out, int32(i))
			}
		}
		for _, a := range areas {
			for _, l := range snap.LeavesOf(a) {
				out = append(out, leaf[l])
			}
		}
		slices.Sort(out)
		return slices.DeleteFunc(slices.Compact(out), func(i int32) bool { return !leafOK[i] })
	}
	cells := func(v *Service, areas []ID, everywhere bool, phases, fields []ID) {
		v.Areas = places(areas, everywhere)
		for _, p := range phases {
			if i := phase[p]; phaseOK[i] {
				v.Phases = append(v.Phases, i)
			}
		}
		for _, f := range fields {
			if i, _ := snap.Index(Key{KindField, f}); fieldOK[i] {
				v.Fields = append(v.Fields, i)
			}
		}
		slices.Sort(v.Phases)
		slices.Sort(v.Fields)
	}
	keeps := func(v Service) bool {
		if !s.filter.CutsCells() {
			return true
		}
		return len(v.Areas) > 0 && len(v.Phases) > 0 && len(v.Fields) > 0 &&
			(len(s.filter.Groups) == 0 || len(v.Groups) == 0 || intersects(s.filter.Groups, v.Groups))
	}
	var out []draft
	for _, o := range offers {
		v := draft{Service: Service{Offer: o, Groups: o.Groups}}
		cells(&v.Service, o.Areas, o.Everywhere == Yes, o.Phases, o.Fields)
		for _, id := range o.Institutions {
			if inst[id] != nil {
				v.institutions = append(v.institutions, id)
			}
		}
		if len(v.institutions) > 0 && keeps(v.Service) {
			out = append(out, v)
		}
	}
	for r := range Records[*Institution](snap, KindInstitution) {
		kind := Find[*InstitutionKind](snap, KindInstitutionKind, r.Kind())
		if inst[r.ID] == nil || r.Regular != Yes || hasRow[r.ID] || kind == nil || len(kind.Phases) == 0 || len(kind.Fields) == 0 {
			continue
		}
		v := draft{institutions: []ID{r.ID}}
		cells(&v.Service, r.Areas, false, kind.Phases, kind.Fields)
		if keeps(v.Service) {
			out = append(out, v)
		}
	}
	return out
}

// keepNodes settles which institutions, actors and offers remain, and indexes them.
func (s *Selection) keepNodes(inst map[ID]*Institution, actors []*Actor, services []draft, hasActive map[ID]bool) {
	cut := s.filter.CutsCells()
	serves := map[ID]bool{}
	for _, v := range services {
		for _, id := range v.institutions {
			serves[id] = true
		}
	}
	leafOK := s.leafMask()
	stays := func(r *Institution) bool {
		if !cut || serves[r.ID] {
			return true
		}
		if hasActive[r.ID] || len(s.filter.Phases)+len(s.filter.Fields)+len(s.filter.Groups) > 0 {
			return false
		}
		for i, l := range s.snapshot.Leaves() {
			if leafOK[i] && slices.ContainsFunc(r.Areas, func(a ID) bool { return slices.Contains(s.snapshot.LeavesOf(a), l.ID) }) {
				return true
			}
		}
		return false
	}
	s.institution, s.actor, s.offer, s.ends = map[ID]int32{}, map[ID]int32{}, map[ID]int32{}, map[ID][]int32{}
	for r := range Records[*Institution](s.snapshot, KindInstitution) {
		if inst[r.ID] != nil && stays(r) {
			i := int32(len(s.institutions))
			s.institution[r.ID] = i
			s.ends[r.ID] = []int32{i}
			s.institutions = append(s.institutions, r)
		}
	}
	for _, v := range services {
		for _, id := range v.institutions {
			if i, ok := s.institution[id]; ok {
				v.Institutions = append(v.Institutions, i)
			}
		}
		if o := v.Offer; o != nil {
			s.offer[o.ID] = int32(len(s.offers))
			s.offers = append(s.offers, o)
		}
		s.services = append(s.services, v.Service)
	}
	// An offer that lost its cells is gone from the lists, but a tie of its institutions that hangs on it is not: the level
	// between two institutions does not depend on the area one looks at.
	for o := range Records[*Offer](s.snapshot, KindOffer) {
		if !ActiveOffer(o, s.filter.Date) {
			continue
		}
		for _, id := range o.Institutions {
			if i, ok := s.institution[id]; ok {
				s.ends[o.ID] = append(s.ends[o.ID], i)
			}
		}
	}
	belongs := func(a *Actor) bool {
		return a.Institution != "" && s.filter.Date.within(a.InstitutionSince, a.InstitutionUntil)
	}
	for _, a := range actors {
		i, home := s.institution[a.Institution]
		switch {
		case belongs(a) && !home:
			continue
		case belongs(a):
			s.ends[a.ID] = []int32{i}
		case s.cutsInstitutions() || cut && !slices.ContainsFunc(a.Responsible, func(o ID) bool { _, ok := s.offer[o]; return ok }):
			continue
		}
		s.actor[a.ID] = int32(len(s.actors))
		s.actors = append(s.actors, a)
	}
}

func (s *Selection) cutsInstitutions() bool {
	f := s.filter
	return len(f.Kinds)+len(f.Sectors)+len(f.ProviderKinds) > 0
}

// keepEdges keeps the edges that are active on the date and whose ends remain.
func (s *Selection) keepEdges() {
	d := s.filter.Date
	node := func(id ID) bool {
		if _, ok := s.actor[id]; ok {
			return true
		}
		return len(s.ends[id]) > 0
	}
	for r := range Records[*Cooperation](s.snapshot, KindCooperation) {
		if d.within(r.Since, r.Until) && node(r.From) && node(r.To) {
			s.cooperations = append(s.cooperations, r)
		}
	}
	for r := range Records[*Membership](s.snapshot, KindMembership) {
		if d.within(r.Since, r.Until) && node(r.Body) && node(r.Member) {
			s.memberships = append(s.memberships, r)
		}
	}
	for r := range Records[*Handover](s.snapshot, KindHandover) {
		if node(r.From) && node(r.To) {
			s.handovers = append(s.handovers, r)
		}
	}
	for r := range Records[*Funding](s.snapshot, KindFunding) {
		_, offer := s.offer[r.Target]
		_, actor := s.actor[r.Target]
		if offer || actor {
			s.fundings = append(s.fundings, r)
		}
	}
}
