package server

import "miteinander/graph"

// Attributes are the values of each institution of a selection, in its order, by the name of the attribute: what structure
// compares groups by (E-I index, brokerage). An institution may have several values or none.
func Attributes(sel *graph.Selection) map[string][][]string {
	out := map[string][][]string{}
	snap := sel.Snapshot()
	list := sel.Institutions()
	set := func(name string, values func(*graph.Institution) []string) {
		rows := make([][]string, len(list))
		for i, r := range list {
			for _, v := range values(r) {
				if v != "" {
					rows[i] = append(rows[i], v)
				}
			}
		}
		out[name] = rows
	}
	set("provider_kind", func(r *graph.Institution) []string { return []string{snap.ProviderKind(r)} })
	set("sector", func(r *graph.Institution) []string { return []string{string(r.Sector)} })
	set("provider", func(r *graph.Institution) []string { return []string{string(r.Provider)} })
	set("kind", func(r *graph.Institution) []string { return []string{string(r.Kind())} })
	set("areas", func(r *graph.Institution) []string {
		ids := make([]string, len(r.Areas))
		for i, id := range r.Areas {
			ids[i] = string(id)
		}
		return ids
	})
	set("association", func(r *graph.Institution) []string {
		if p := graph.Find[*graph.Provider](snap, graph.KindProvider, r.Provider); p != nil {
			return []string{p.Association}
		}
		return nil
	})
	return out
}
