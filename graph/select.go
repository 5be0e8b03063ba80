package graph

import "slices"

// ActiveOffer tells whether an offer is active on a day: status active or empty, and within its dates.
func ActiveOffer(o *Offer, d Date) bool {
	return (o.Status == "" || o.Status == StatusActive) && d.within(o.ValidFrom, o.ValidUntil)
}

// draft is a selection in the making. Institutions have the number that they have in the snapshot, until those that remain get theirs.
type draft struct {
	institutions []*Institution
	number       map[ID]int32
	kept         []bool // active, and not cut with their kind, sector or provider
	hasRow       []bool // some offer names it, active or not
	hasActive    []bool // it is kept and an active offer names it
	offers       []*Offer
	actors       []*Actor
}

// build runs in the order of the rules: what is active, the coordination office, what kinds, sectors and providers cut,
// what cells cut, and then the edges whose ends remain.
func (s *Selection) build() {
	d := s.filter.Date
	snap := s.snapshot
	n := snap.Len(KindInstitution)
	t := &draft{institutions: make([]*Institution, 0, n), number: make(map[ID]int32, n), kept: make([]bool, n), hasRow: make([]bool, n), hasActive: make([]bool, n),
		offers: make([]*Offer, 0, snap.Len(KindOffer))}
	for r := range Records[*Institution](snap, KindInstitution) {
		i := len(t.institutions)
		t.number[r.ID] = int32(i)
		t.institutions = append(t.institutions, r)
		t.kept[i] = d.within(r.ActiveFrom, r.ActiveUntil) && s.keepsInstitution(r)
	}
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
			t.actors = append(t.actors, r)
		}
	}
	for r := range Records[*Offer](snap, KindOffer) {
		active := ActiveOffer(r, d)
		kept := false
		for _, id := range r.Institutions {
			if i, ok := t.number[id]; ok {
				t.hasRow[i] = true
				if active && t.kept[i] {
					t.hasActive[i], kept = true, true
				}
			}
		}
		if kept {
			t.offers = append(t.offers, r)
		}
	}
	if s.filter.WithoutCoordination {
		for i, r := range t.institutions {
			if coordinates[r.ID] > 0 && others[r.ID] == 0 && !t.hasActive[i] {
				t.kept[i] = false
			}
		}
	}
	s.cutCells(t)
	s.keepNodes(t)
	s.keepEdges()
}

// keepsInstitution applies the filters that cut institutions with their offers and actors.
func (s *Selection) keepsInstitution(r *Institution) bool {
	f := s.filter
	return (len(f.Kinds) == 0 || intersects(f.Kinds, r.Kinds)) &&
		(len(f.Sectors) == 0 || slices.Contains(f.Sectors, r.Sector)) &&
		(len(f.ProviderKinds) == 0 || slices.Contains(f.ProviderKinds, ID(s.snapshot.ProviderKind(r))))
}

// cutter finds the cells that the filter leaves of areas, phases and fields. The lists that it gives are cut from few large ones.
type cutter struct {
	everywhere   []int32
	below        map[ID][]int32 // by area: its leaves
	phase, field map[ID]int32   // those that remain
	flat         []int32
}

func (s *Selection) cutter() *cutter {
	snap := s.snapshot
	c := &cutter{everywhere: s.Areas(), below: map[ID][]int32{}, phase: map[ID]int32{}, field: map[ID]int32{}, flat: make([]int32, 0, 4*snap.Len(KindOffer))}
	leaf := map[ID]int32{}
	for _, i := range c.everywhere {
		leaf[snap.Leaves()[i].ID] = i
	}
	for a := range Records[*Area](snap, KindArea) {
		for _, l := range snap.LeavesOf(a.ID) {
			if i, ok := leaf[l]; ok {
				c.below[a.ID] = append(c.below[a.ID], i)
			}
		}
		slices.Sort(c.below[a.ID])
	}
	for _, i := range s.Phases() {
		c.phase[snap.Phases()[i].ID] = i
	}
	fieldOK, i := s.fieldMask(), int32(0)
	for f := range snap.All(KindField) {
		if fieldOK[i] {
			c.field[f.Key().ID] = i
		}
		i++
	}
	return c
}

// list sorts what was put into flat from a place on.
func (c *cutter) list(from int) []int32 {
	out := c.flat[from:]
	slices.Sort(out)
	out = slices.Compact(out)
	c.flat = c.flat[:from+len(out)]
	return out[:len(out):len(out)]
}

func (c *cutter) areas(areas []ID, everywhere bool) []int32 {
	switch {
	case everywhere:
		return c.everywhere
	case len(areas) == 1:
		return c.below[areas[0]]
	}
	from := len(c.flat)
	for _, a := range areas {
		c.flat = append(c.flat, c.below[a]...)
	}
	return c.list(from)
}

func (c *cutter) entries(ids []ID, remain map[ID]int32) []int32 {
	from := len(c.flat)
	for _, id := range ids {
		if i, ok := remain[id]; ok {
			c.flat = append(c.flat, i)
		}
	}
	return c.list(from)
}

// cutCells makes the services of what is active and drops those that lose every cell to the filter. Their institutions still have their
// numbers in the snapshot.
func (s *Selection) cutCells(t *draft) {
	snap := s.snapshot
	c := s.cutter()
	keeps := func(v *Service) bool {
		if !s.filter.CutsCells() {
			return true
		}
		return len(v.Areas) > 0 && len(v.Phases) > 0 && len(v.Fields) > 0 &&
			(len(s.filter.Groups) == 0 || len(v.Groups) == 0 || intersects(s.filter.Groups, v.Groups))
	}
	s.services = make([]Service, 0, len(t.offers))
	for _, o := range t.offers {
		v := Service{Offer: o, Groups: o.Groups, Areas: c.areas(o.Areas, o.Everywhere == Yes), Phases: c.entries(o.Phases, c.phase), Fields: c.entries(o.Fields, c.field)}
		from := len(c.flat)
		for _, id := range o.Institutions {
			if i, ok := t.number[id]; ok && t.kept[i] {
				c.flat = append(c.flat, i)
			}
		}
		v.Institutions = c.flat[from:len(c.flat):len(c.flat)]
		if len(v.Institutions) > 0 && keeps(&v) {
			s.services = append(s.services, v)
		}
	}
	for i, r := range t.institutions {
		if !t.kept[i] || r.Regular != Yes || t.hasRow[i] {
			continue
		}
		kind := Find[*InstitutionKind](snap, KindInstitutionKind, r.Kind())
		if kind == nil || len(kind.Phases) == 0 || len(kind.Fields) == 0 {
			continue
		}
		v := Service{Institutions: []int32{int32(i)}, Areas: c.areas(r.Areas, false), Phases: c.entries(kind.Phases, c.phase), Fields: c.entries(kind.Fields, c.field)}
		if keeps(&v) {
			s.services = append(s.services, v)
		}
	}
}

// keepNodes settles which institutions, actors and offers remain, and indexes them.
func (s *Selection) keepNodes(t *draft) {
	cut := s.filter.CutsCells()
	serves := make([]bool, len(t.institutions))
	for _, v := range s.services {
		for _, i := range v.Institutions {
			serves[i] = true
		}
	}
	leafOK := s.leafMask()
	stays := func(i int, r *Institution) bool {
		if !cut || serves[i] {
			return true
		}
		if t.hasActive[i] || len(s.filter.Phases)+len(s.filter.Fields)+len(s.filter.Groups) > 0 {
			return false
		}
		for i, l := range s.snapshot.Leaves() {
			if leafOK[i] && slices.ContainsFunc(r.Areas, func(a ID) bool { return slices.Contains(s.snapshot.LeavesOf(a), l.ID) }) {
				return true
			}
		}
		return false
	}
	size := len(t.institutions) + s.snapshot.Len(KindOffer) + len(t.actors)
	s.institution, s.offer = make(map[ID]int32, len(t.institutions)), make(map[ID]int32, len(t.offers))
	s.actor, s.ends = make(map[ID]int32, len(t.actors)), make(map[ID][]int32, size)
	s.institutions, s.offers = make([]*Institution, 0, len(t.institutions)), make([]*Offer, 0, len(t.offers))
	flat := make([]int32, 0, 2*size) // of which the lists in ends are parts
	project := func(id ID, from int) {
		if len(flat) > from {
			s.ends[id] = flat[from:len(flat):len(flat)]
		}
	}
	remains := make([]int32, len(t.institutions)) // by number in the snapshot: the one here, -1 for none
	for i, r := range t.institutions {
		if remains[i] = -1; t.kept[i] && stays(i, r) {
			n := int32(len(s.institutions))
			remains[i], s.institution[r.ID] = n, n
			flat = append(flat, n)
			project(r.ID, len(flat)-1)
			s.institutions = append(s.institutions, r)
		}
	}
	for k := range s.services {
		v := &s.services[k]
		for n, i := range v.Institutions {
			v.Institutions[n] = remains[i]
		}
		v.Institutions = slices.DeleteFunc(v.Institutions, func(i int32) bool { return i < 0 })
		if o := v.Offer; o != nil {
			s.offer[o.ID] = int32(len(s.offers))
			s.offers = append(s.offers, o)
		}
	}
	// An offer that lost its cells is gone from the lists, but a tie of its institutions that hangs on it is not: the level
	// between two institutions does not depend on the area one looks at.
	for o := range Records[*Offer](s.snapshot, KindOffer) {
		if !ActiveOffer(o, s.filter.Date) {
			continue
		}
		from := len(flat)
		for _, id := range o.Institutions {
			if i, ok := t.number[id]; ok && remains[i] >= 0 {
				flat = append(flat, remains[i])
			}
		}
		project(o.ID, from)
	}
	belongs := func(a *Actor) bool {
		return a.Institution != "" && s.filter.Date.within(a.InstitutionSince, a.InstitutionUntil)
	}
	for _, a := range t.actors {
		i, home := s.institution[a.Institution]
		switch {
		case belongs(a) && !home:
			continue
		case belongs(a):
			flat = append(flat, i)
			project(a.ID, len(flat)-1)
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
		if len(s.ends[id]) > 0 {
			return true
		}
		_, ok := s.actor[id]
		return ok
	}
	s.cooperations = make([]*Cooperation, 0, s.snapshot.Len(KindCooperation))
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
