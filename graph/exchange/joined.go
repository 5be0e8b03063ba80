package exchange

import (
	"slices"

	"miteinander/graph"
	"miteinander/graph/duplicates"
)

// JoinedRow is a row that a person said is the same institution as another row of the file: it has become a part of that one.
type JoinedRow struct {
	Name string // as the row spells it
	Into graph.Key
	Row  int
}

// joinRows puts rows of new institutions into those that they are said to be the same as. What the other row leaves open they fill;
// references to their name mean the other from then on. It gives back the new rows that are left.
func (p *planner) joinRows(fresh []*draft) []*draft {
	if len(p.opts.Joined) == 0 {
		return fresh
	}
	byName := map[string]*draft{}
	for _, d := range p.drafts[graph.KindInstitution] {
		if n := duplicates.Spelling(nameOf(d.rec)); byName[n] == nil {
			byName[n] = d
		}
	}
	gone := map[*draft]*draft{}
	for _, d := range p.drafts[graph.KindInstitution] {
		into := byName[p.opts.Joined[duplicates.Spelling(nameOf(d.rec))]]
		for gone[into] != nil { // it has become a part of a third one
			into = gone[into]
		}
		if into == nil || into == d || d.old != nil {
			continue
		}
		gone[d] = into
		into.joined = append(into.joined, d)
		duplicates.Fill(into.rec, d.rec)
		into.given |= d.given
	}
	p.drafts[graph.KindInstitution] = slices.DeleteFunc(p.drafts[graph.KindInstitution], func(d *draft) bool { return gone[d] != nil })
	return slices.DeleteFunc(fresh, func(d *draft) bool { return gone[d] != nil })
}

// also lets what means a joined row mean the row that it has become a part of.
func (p *planner) also(d *draft) {
	x := p.index[d.kind]
	for _, j := range d.joined {
		x.also(j.id, nameOf(j.rec), d.id)
		p.plan.Joined = append(p.plan.Joined, JoinedRow{nameOf(j.rec), graph.Key{Kind: d.kind, ID: d.id}, j.row.Number})
		p.also(&draft{kind: d.kind, id: d.id, joined: j.joined})
	}
}

// joinedAttributes takes over own attributes of joined rows that the row itself does not have.
func (p *planner) joinedAttributes(d *draft) {
	for _, j := range d.joined {
		tmp := &draft{tab: j.tab, row: j.row, kind: j.kind, rec: j.rec, final: graph.New(j.kind, d.id)}
		p.attributes(tmp)
		i, more := d.final.(*graph.Institution), tmp.final.(*graph.Institution)
		for k, v := range more.Attributes {
			if _, ok := i.Attributes[k]; !ok {
				if i.Attributes == nil {
					i.Attributes = map[string]string{}
				}
				i.Attributes[k] = v
			}
		}
	}
}
