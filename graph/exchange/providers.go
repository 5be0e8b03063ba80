package exchange

import (
	"cmp"
	"slices"

	"miteinander/graph"
)

// providers records the kind of a provider once, whichever rows give it. Where rows disagree the kind that most of them give
// holds (then the one of the sheet Traeger or of the earlier row), and the others are errors that name a row of the first.
func (p *planner) providers() {
	rows := map[graph.ID][]*draft{}
	kindAt := slices.IndexFunc(graph.Fields(graph.KindInstitution), func(f graph.Field) bool { return f.Name == "provider_kind" })
	for _, d := range p.drafts[graph.KindInstitution] {
		if d.id == "" || d.given&(1<<kindAt) == 0 {
			continue
		}
		inst := d.rec.(*graph.Institution)
		provider := inst.Provider
		if !d.has("provider") && d.old != nil {
			provider = d.old.(*graph.Institution).Provider
		}
		if provider == "" {
			continue
		}
		inst.ProviderKind = "" // it belongs to the provider
		if d.kindOf != "" {
			rows[provider] = append(rows[provider], d)
		}
	}
	for provider, list := range rows {
		p.providerKind(provider, list)
	}
}

func (p *planner) providerKind(provider graph.ID, list []*draft) {
	key := graph.Key{Kind: graph.KindProvider, ID: provider}
	own := p.byKey[key]
	kind := ""
	if own != nil && own.tab != nil {
		kind = own.rec.(*graph.Provider).Kind
	}
	witness := own
	if kind == "" {
		count := map[string]int{}
		for _, d := range list {
			count[d.kindOf]++
		}
		first := slices.MaxFunc(list, func(a, b *draft) int {
			return cmp.Or(cmp.Compare(count[a.kindOf], count[b.kindOf]), cmp.Compare(b.row.Number, a.row.Number))
		})
		kind = first.kindOf
		for _, d := range list {
			if d.kindOf == kind {
				witness = d
				break
			}
		}
	}
	for _, d := range list {
		if d.kindOf != kind {
			p.bad(d, d.tab.columnOf("provider_kind"), wrong("provider_kind", p.index[graph.KindProvider].names[provider],
				wordOf("provider_kind", kind), witness.row.Number, witness.tab.name))
		}
	}
	switch {
	case own != nil && own.tab != nil && own.rec.(*graph.Provider).Kind != "":
	case own != nil:
		own.rec.(*graph.Provider).Kind = kind
		for i, f := range graph.Fields(graph.KindProvider) {
			if f.Name == "kind" {
				own.given |= 1 << i
			}
		}
	default:
		old := graph.Find[*graph.Provider](p.head, graph.KindProvider, provider)
		if old == nil || old.Kind == kind {
			return
		}
		rec := graph.Clone(old)
		rec.Kind = kind
		d := &draft{kind: graph.KindProvider, id: provider, rec: rec, final: rec, old: old}
		p.drafts[graph.KindProvider] = append(p.drafts[graph.KindProvider], d)
		p.byKey[key] = d
	}
}
