package server

import (
	"context"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/words"
)

type searchIn struct {
	SelectionQuery
	Q     string `query:"q" required:"true" minLength:"1" maxLength:"200"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

// Hit is one thing that was found.
type Hit struct {
	Key     string `json:"key" doc:"kind/id"`
	Label   string `json:"label"`
	Kind    string `json:"kind"`
	Context string `json:"context,omitempty" doc:"What tells it from others of the name: kind and area, institution"`
}

// SearchView is the answer to a search.
type SearchView struct {
	Hits []Hit `json:"hits" nullable:"false"`
}

// searched are the kinds that the search over everything looks through.
var searched = []graph.Kind{graph.KindInstitution, graph.KindActor, graph.KindOffer, graph.KindArea, graph.KindProvider, graph.KindFunder}

// search finds names: those that begin with the words first, then by dictionary.
func (s *Server) search(_ context.Context, v view, in *searchIn) (SearchView, error) {
	type found struct {
		Hit
		rank int
	}
	match := newNeedle(in.Q)
	var hits []found
	for _, k := range searched {
		for r := range v.snapshot.All(k) {
			name := nameOf(r)
			text := name + " " + string(r.Key().ID)
			if i, ok := r.(*graph.Institution); ok {
				text += " " + i.ShortName
			}
			if match.empty() || !match.in(text) {
				continue
			}
			h := found{Hit: Hit{Key: r.Key().String(), Label: name, Kind: k.String(), Context: s.contextOf(v, r)}, rank: 1}
			if long, short := folded(name); strings.HasPrefix(long, match.long[0]) || strings.HasPrefix(short, match.short[0]) {
				h.rank = 0
			}
			hits = append(hits, h)
		}
	}
	words.SortBy(v.lang, hits, func(h found) string { return h.Label })
	slices.SortStableFunc(hits, func(a, b found) int { return a.rank - b.rank })
	out := SearchView{Hits: []Hit{}}
	for _, h := range hits[:min(len(hits), in.Limit)] {
		out.Hits = append(out.Hits, h.Hit)
	}
	return out, nil
}

func (s *Server) contextOf(v view, r graph.Record) string {
	name := func(k graph.Kind, id graph.ID) string { return v.snapshot.Name(graph.Key{Kind: k, ID: id}) }
	var parts []string
	switch r := r.(type) {
	case *graph.Institution:
		parts = append(parts, name(graph.KindInstitutionKind, r.Kind()))
		for _, a := range r.Areas[:min(len(r.Areas), 2)] {
			parts = append(parts, name(graph.KindArea, a))
		}
	case *graph.Actor:
		parts = append(parts, name(graph.KindInstitution, r.Institution))
	case *graph.Offer:
		if len(r.Institutions) > 0 {
			parts = append(parts, name(graph.KindInstitution, r.Institutions[0]))
		}
	default:
		parts = append(parts, words.KindName(v.lang, r.Key().Kind))
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}
