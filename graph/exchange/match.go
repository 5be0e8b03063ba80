package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"miteinander/graph"
	"miteinander/graph/duplicates"
)

// identify gives every draft of a kind its id: the Kennung, else the record of the network that has its natural key, else a
// new one made from the name. New ids depend on the rows and not on their order.
func (p *planner) identify(k graph.Kind) {
	known := map[string][]graph.Record{} // natural key, or folded name for kinds that have a Kennung
	for r := range p.head.All(k) {
		if isEdge(k) {
			n, _ := naturalKey(r)
			known[n] = append(known[n], r)
		} else {
			f := fold(nameOf(r))
			known[f] = append(known[f], r)
		}
	}
	var fresh []*draft
	for _, d := range p.drafts[k] {
		natural, whole := naturalKey(d.rec)
		if end := selfEnd(d.rec); end != "" && d.tab.sheet.kind != 0 {
			c := d.tab.columnOf(end)
			p.bad(d, c, problem{key: "errors.field.self"})
			continue
		}
		if whole {
			d.key = natural
		}
		switch {
		case d.id != "":
			d.old, _ = p.head.Get(graph.Key{Kind: k, ID: d.id})
			continue
		case !whole:
			continue
		case isEdge(k):
			if same := known[natural]; len(same) > 0 {
				d.old = same[0]
				if usual := naturalID(d.rec); len(same) > 1 {
					for _, r := range same {
						if r.Key().ID == usual {
							d.old = r
						}
					}
				}
			}
		case !d.hasIDError():
			old, bad := matchName(d, known[fold(nameOf(d.rec))])
			if bad.key != "" {
				p.bad(d, max(d.tab.columnOf(fieldID), -1), bad)
				continue
			}
			if d.old = old; old == nil { // somebody said once what this spelling means
				if id := p.opts.Decisions.Meant(k, duplicates.Holder(d.rec), nameOf(d.rec)); id != "" {
					d.old, _ = p.head.Get(graph.Key{Kind: k, ID: id})
					d.said = d.old != nil
				}
			}
		}
		if d.old != nil {
			d.id = d.old.Key().ID
		} else {
			fresh = append(fresh, d)
		}
	}
	if k == graph.KindInstitution {
		fresh = p.joinRows(fresh)
	}
	p.twins(k)
	p.newIDs(k, fresh)
	for _, d := range p.drafts[k] {
		if d.id == "" {
			continue
		}
		if _, there := p.byKey[graph.Key{Kind: k, ID: d.id}]; !there {
			p.byKey[graph.Key{Kind: k, ID: d.id}] = d
		}
	}
	p.sharedIDs(k)
}

// hasIDError tells a row whose Kennung cannot be one: it must not be matched by name instead.
func (d *draft) hasIDError() bool {
	c := d.tab.columnOf(fieldID)
	return c >= 0 && slices.Contains(d.badColumns, c)
}

// naturalKey is what makes a record the same as another without its Kennung; false when a part that it cannot do without is
// missing.
func naturalKey(r graph.Record) (string, bool) {
	join := func(parts ...any) string {
		var b strings.Builder
		for _, x := range parts {
			fmt.Fprintf(&b, "%v\x00", x)
		}
		return b.String()
	}
	sorted := func(ids []graph.ID) []graph.ID { c := slices.Clone(ids); slices.Sort(c); return c }
	switch r := r.(type) {
	case *graph.Institution:
		return join(fold(r.Name), sorted(r.Areas)), r.Name != ""
	case *graph.Offer:
		lead := graph.ID("")
		if len(r.Institutions) > 0 {
			lead = r.Institutions[0]
		}
		return join(fold(r.Name), lead, sorted(r.Areas)), r.Name != "" && lead != ""
	case *graph.Actor:
		return join(fold(r.Name), r.Institution), r.Name != ""
	case *graph.Membership:
		return join(r.Body, r.Member, r.Since), r.Body != "" && r.Member != ""
	case *graph.Cooperation:
		return join(min(r.From, r.To), max(r.From, r.To), r.Since), r.From != "" && r.To != ""
	case *graph.Handover:
		return join(r.From, r.To, r.Transition), r.From != "" && r.To != "" && r.Transition != ""
	case *graph.Funding:
		return join(r.Target, r.Funder, r.Programme, r.From), r.Target != "" && r.Funder != ""
	case *graph.Indicator:
		return join(r.Area, r.Name, r.Year), r.Area != "" && r.Name != "" && r.Year.Known
	case *graph.Target:
		return join(r.Area, r.Phase, r.Field), true
	}
	n := nameOf(r)
	return fold(n), n != ""
}

// selfEnd is the field of the second end of a tie whose ends are one and the same, "" for any other record.
func selfEnd(r graph.Record) string {
	switch r := r.(type) {
	case *graph.Cooperation:
		if r.From == r.To && r.From != "" {
			return "to"
		}
	case *graph.Handover:
		if r.From == r.To && r.From != "" {
			return "to"
		}
	case *graph.Membership:
		if r.Body == r.Member && r.Body != "" {
			return "member"
		}
	}
	return ""
}

// naturalID is the id that a new edge gets.
func naturalID(r graph.Record) graph.ID {
	switch r := r.(type) {
	case *graph.Membership:
		return graph.MembershipID(r.Body, r.Member, r.Since)
	case *graph.Cooperation:
		return graph.CooperationID(r.From, r.To, r.Since)
	case *graph.Handover:
		return graph.HandoverID(r.From, r.To, r.Transition)
	case *graph.Funding:
		return graph.FundingID(r.Target, r.Funder, r.Programme, r.From)
	case *graph.Indicator:
		return graph.IndicatorID(r.Area, r.Name, r.Year.N)
	case *graph.Target:
		return graph.TargetID(r.Area, r.Phase, r.Field)
	}
	return ""
}

// matchName finds the record of the network that a row without Kennung means: same name and, for what has a place, the same
// areas, else areas in common; offers and actors also the same institution.
func matchName(d *draft, candidates []graph.Record) (graph.Record, problem) {
	var areas []graph.ID
	placed := false
	areasOf := func(graph.Record) []graph.ID { return nil }
	switch r := d.rec.(type) {
	case *graph.Institution:
		areas, placed = r.Areas, true
		areasOf = func(r graph.Record) []graph.ID { return r.(*graph.Institution).Areas }
	case *graph.Offer:
		areas, placed = r.Areas, true
		areasOf = func(r graph.Record) []graph.ID { return r.(*graph.Offer).Areas }
		candidates = filterRecords(candidates, func(c graph.Record) bool {
			list := c.(*graph.Offer).Institutions
			return len(list) > 0 && len(r.Institutions) > 0 && list[0] == r.Institutions[0]
		})
	case *graph.Actor:
		if d.has("institution") {
			candidates = filterRecords(candidates, func(c graph.Record) bool { return c.(*graph.Actor).Institution == r.Institution })
		}
	}
	pick := func(list []graph.Record) (graph.Record, problem, bool) {
		switch len(list) {
		case 0:
			return nil, problem{}, false
		case 1:
			return list[0], problem{}, true
		}
		ids := make([]string, 0, 5)
		for _, r := range list[:min(len(list), 5)] {
			ids = append(ids, string(r.Key().ID))
		}
		return nil, wrong("ambiguous_row", strings.Join(ids, ", ")), true
	}
	if !placed || len(areas) == 0 {
		r, bad, _ := pick(candidates)
		if bad.key != "" && placed {
			if none := filterRecords(candidates, func(c graph.Record) bool { return len(areasOf(c)) == 0 }); len(none) == 1 {
				return none[0], problem{}
			}
		}
		return r, bad
	}
	for _, fits := range []func([]graph.ID) bool{
		func(a []graph.ID) bool { return sameSet(a, areas) },
		func(a []graph.ID) bool {
			return slices.ContainsFunc(a, func(id graph.ID) bool { return slices.Contains(areas, id) })
		},
		func(a []graph.ID) bool { return len(a) == 0 },
	} {
		if r, bad, ok := pick(filterRecords(candidates, func(c graph.Record) bool { return fits(areasOf(c)) })); ok {
			return r, bad
		}
	}
	return nil, problem{}
}

func filterRecords(list []graph.Record, keep func(graph.Record) bool) []graph.Record {
	var out []graph.Record
	for _, r := range list {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}

func sameSet(a, b []graph.ID) bool {
	if len(a) != len(b) {
		return false
	}
	for _, id := range a {
		if !slices.Contains(b, id) {
			return false
		}
	}
	return true
}

// twins finds rows with one and the same key: the later one gets the error, which names the earlier, and neither is taken.
func (p *planner) twins(k graph.Kind) {
	first := map[string]*draft{}
	for _, d := range p.drafts[k] {
		key := "id " + string(d.id)
		if d.id == "" {
			if d.key == "" {
				continue
			}
			key = "key " + d.key
		}
		a, twice := first[key]
		if !twice {
			first[key] = d
			continue
		}
		a.twin, d.twin = true, true
		column := d.tab.columnOf(fieldID)
		if column < 0 || clean(d.row.cell(column)) == "" {
			column = 0
			for _, f := range []string{"name", "title", "from", "body", "target", "area"} {
				if c := d.tab.columnOf(f); c >= 0 {
					column = c
					break
				}
			}
		}
		if a.tab != d.tab {
			p.bad(d, column, wrong("same_key_sheet", a.row.Number, a.tab.name))
		} else {
			p.bad(d, column, wrong("same_key", a.row.Number))
		}
	}
}

// sharedIDs finds a Kennung that two sheets of nodes give.
func (p *planner) sharedIDs(k graph.Kind) {
	if !k.IsNode() {
		return
	}
	for _, other := range []graph.Kind{graph.KindInstitution, graph.KindOffer, graph.KindActor} {
		if other >= k {
			break
		}
		for _, d := range p.drafts[k] {
			if a := p.byKey[graph.Key{Kind: other, ID: d.id}]; a != nil && a.tab != nil && d.id != "" && d.tab != nil {
				a.twin, d.twin = true, true
				p.bad(d, d.tab.columnOf(fieldID), wrong("same_key_sheet", a.row.Number, a.tab.name))
			}
		}
	}
}

// newIDs makes the ids of new records, in the order of their natural keys.
func (p *planner) newIDs(k graph.Kind, fresh []*draft) {
	taken := map[graph.ID]bool{}
	if k.IsNode() {
		taken = p.nodes
	} else {
		for r := range p.head.All(k) {
			taken[r.Key().ID] = true
		}
		for _, d := range p.drafts[k] {
			taken[d.id] = true
		}
	}
	fresh = slices.DeleteFunc(fresh, func(d *draft) bool { return d.bad && d.twin })
	slices.SortStableFunc(fresh, func(a, b *draft) int { return cmp.Compare(a.key, b.key) })
	used := map[graph.ID]int{}
	for _, d := range fresh {
		if !isEdge(k) {
			used[Slug(nameOf(d.rec))]++
		}
	}
	for _, d := range fresh {
		id := naturalID(d.rec)
		if !isEdge(k) {
			if id = Slug(nameOf(d.rec)); used[id] > 1 || taken[id] {
				id = Slug(nameOf(d.rec) + " " + apart(d.rec))
			}
		}
		for n := 2; taken[id]; n++ {
			id = graph.EdgeID(string(Slug(string(id))), strconv.Itoa(n))
		}
		taken[id] = true
		d.id = id
	}
}

// apart is what tells two records of one name from each other.
func apart(r graph.Record) string {
	var ids []graph.ID
	switch r := r.(type) {
	case *graph.Institution:
		ids = slices.Sorted(slices.Values(r.Areas))
	case *graph.Offer:
		ids = append([]graph.ID{r.Institutions[0]}, slices.Sorted(slices.Values(r.Areas))...)
	case *graph.Actor:
		ids = []graph.ID{r.Institution}
	}
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = string(id)
	}
	return strings.Join(parts, " ")
}
