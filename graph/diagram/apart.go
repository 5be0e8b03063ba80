package diagram

import (
	"strings"

	"miteinander/graph"
)

// tellApart finds what is added to the labels of institutions that are called alike, so that three boxes "Engelsby" are not taken
// for one: the first of kind, provider, area, street and pairs of these that differs for all of them, else a number in id order.
// It looks at the whole network, so that an institution is called the same in every picture.
func (v *viewer) tellApart() {
	alike := map[string][]*graph.Institution{}
	for i := range graph.Records[*graph.Institution](v.snap, graph.KindInstitution) {
		k := strings.ToLower(clean(i.Label()))
		alike[k] = append(alike[k], i)
	}
	v.apart = map[graph.ID]string{}
	for _, group := range alike {
		if len(group) < 2 {
			continue
		}
		for n, add := range v.differences(group) {
			v.apart[group[n].ID] = add
		}
	}
}

// differences are the additions to the labels of a group, in its order.
func (v *viewer) differences(group []*graph.Institution) []string {
	named := func(k graph.Kind, id graph.ID) string {
		if id == "" {
			return ""
		}
		return v.snap.Name(graph.Key{Kind: k, ID: id})
	}
	kind := func(i *graph.Institution) string { return named(graph.KindInstitutionKind, i.Kind()) }
	provider := func(i *graph.Institution) string { return named(graph.KindProvider, i.Provider) }
	area := func(i *graph.Institution) string {
		if len(i.Areas) != 1 {
			return ""
		}
		return named(graph.KindArea, i.Areas[0])
	}
	street := func(i *graph.Institution) string { return i.Street }
	both := func(a, b func(*graph.Institution) string) func(*graph.Institution) string {
		return func(i *graph.Institution) string { return joined(", ", a(i), b(i)) }
	}
	for _, part := range []func(*graph.Institution) string{kind, provider, area, street, both(kind, provider), both(kind, area), both(provider, area)} {
		out := make([]string, len(group))
		seen := map[string]bool{}
		for n, i := range group {
			if out[n] = clean(part(i)); out[n] != "" {
				seen[strings.ToLower(out[n])] = true
			}
		}
		if len(seen) == len(group) {
			return out
		}
	}
	out := make([]string, len(group))
	for n := range group {
		out[n] = itoa(n + 1)
	}
	return out
}
