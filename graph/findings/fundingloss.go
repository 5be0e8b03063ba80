package findings

import (
	"cmp"
	"slices"

	"miteinander/graph"
)

// ending is one funder's programme with rows that end within a year.
type ending struct {
	funder    string // as people call it
	programme string
	until     graph.Date // the first end
	loss      Loss
}

// endings finds the programmes with a row that is valid on the date and ends within 12 months of it, and what goes with them:
// offers and positions for which no other funding is left, and institutions whose offers all go and that are no
// Regeleinrichtung. What has no funding recorded is taken as secured.
func (b *Basis) endings() []ending {
	day := b.sel.Date()
	limit := day.AddMonths(12)
	valid := func(f *graph.Funding, d graph.Date) bool {
		return (f.From.IsZero() || f.From.Compare(d) <= 0) && (f.Until.IsZero() || f.Until.Compare(d) >= 0)
	}
	ends := func(f *graph.Funding) bool { return !f.Until.IsZero() && valid(f, day) && f.Until.Compare(limit) <= 0 }
	type name struct {
		funder    graph.ID
		programme string
	}
	rows := map[graph.ID][]*graph.Funding{}
	first := map[name]graph.Date{}
	targets := map[name][]graph.ID{}
	for _, f := range b.sel.Fundings() {
		rows[f.Target] = append(rows[f.Target], f)
		if n := (name{f.Funder, f.Programme}); ends(f) {
			if d, ok := first[n]; !ok || f.Until.Compare(d) < 0 {
				first[n] = f.Until
			}
			targets[n] = append(targets[n], f.Target)
		}
	}
	var out []ending
	for n, until := range first {
		e := ending{b.snap.Name(graph.Key{Kind: graph.KindFunder, ID: n.funder}), n.programme, until, Loss{}}
		lost := map[graph.ID]bool{}
		for _, id := range targets[n] {
			var last graph.Date
			for _, f := range rows[id] {
				if f.Funder == n.funder && f.Programme == n.programme && ends(f) && f.Until.Compare(last) > 0 {
					last = f.Until
				}
			}
			// Another funding keeps it when it is valid now or takes over once this one has ended.
			lost[id] = !slices.ContainsFunc(rows[id], func(f *graph.Funding) bool {
				this := f.Funder == n.funder && f.Programme == n.programme && ends(f)
				return !this && (!f.Share.Known || f.Share.V > 0) && (valid(f, day) || f.Until.IsZero() || f.Until.Compare(last) > 0)
			})
		}
		for i, o := range b.sel.Offers() {
			if lost[o.ID] {
				e.loss.Offers = append(e.loss.Offers, int32(i))
			}
		}
		for i, a := range b.sel.Actors() {
			if lost[a.ID] {
				e.loss.Actors = append(e.loss.Actors, int32(i))
			}
		}
		e.loss.Institutions = b.leaving(e.loss.Offers)
		if len(e.loss.Offers)+len(e.loss.Actors) > 0 {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(x, y ending) int {
		return cmp.Or(cmp.Compare(x.funder, y.funder), cmp.Compare(x.programme, y.programme), x.until.Compare(y.until))
	})
	return out
}

// leaving are the institutions whose offers are all among the lost ones and that are no Regeleinrichtung.
func (b *Basis) leaving(lost []int32) []int32 {
	gone := map[graph.ID]bool{}
	for _, i := range lost {
		gone[b.sel.Offers()[i].ID] = true
	}
	had, keeps := make([]bool, len(b.gone)), make([]bool, len(b.gone))
	for _, v := range b.services {
		for _, i := range v.institutions {
			if v.offer != nil && gone[v.offer.ID] {
				had[i] = true
			} else {
				keeps[i] = true
			}
		}
	}
	var out []int32
	for i, r := range b.sel.Institutions() {
		if had[i] && !keeps[i] && r.Regular != graph.Yes && !b.gone[i] {
			out = append(out, int32(i))
		}
	}
	return out
}
