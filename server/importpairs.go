package server

import (
	"context"

	"miteinander/graph"
	"miteinander/graph/duplicates"
	"miteinander/graph/exchange"
	"miteinander/server/account"
)

type decisionsIn struct {
	ID   string `path:"id"`
	Body importDecisions
}

// importDecisions is all that a person said of the pairs of an import.
type importDecisions struct {
	Same []struct {
		Name string   `json:"name" maxLength:"500" doc:"As the file spells it"`
		ID   graph.ID `json:"id" maxLength:"64" doc:"The institution of the network that it means"`
	} `json:"same,omitempty"`
	Joined []struct {
		Name string `json:"name" maxLength:"500" doc:"As the file spells it"`
		Into string `json:"into" maxLength:"500" doc:"Another spelling of the file, which stays"`
	} `json:"joined,omitempty" doc:"Spellings of the file that mean one new institution"`
	Apart []struct {
		A string `json:"a" maxLength:"500"`
		B string `json:"b" maxLength:"500"`
	} `json:"apart,omitempty" doc:"Spellings that mean two"`
}

// judge takes what a person says of pairs of an import, all of it anew, and answers with the plan as it is then; it is kept with the
// network once the import is confirmed.
func (s *Server) judge(ctx context.Context, a account.Access, in *decisionsIn) (*planOut, error) {
	j, a, release, err := s.held(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	defer release()
	for _, x := range in.Body.Same {
		if graph.Find[*graph.Institution](headOf(a), graph.KindInstitution, x.ID) == nil {
			return nil, graph.Errorf(graph.NotFound, "duplicates.gone", string(x.ID))
		}
	}
	before := j.said
	j.said = in.Body
	v, err := s.shown(ctx, j, headOf(a))
	if err != nil {
		j.said = before
		return nil, err
	}
	return &planOut{v}, nil
}

// decisions are those of a network with what was said of the pairs of this import.
func (j *importJob) decisions(head *graph.Snapshot) *duplicates.Decisions {
	d := duplicates.DecisionsOf(head)
	for _, x := range j.said.Same {
		d.SaySame(graph.Key{Kind: graph.KindInstitution, ID: x.ID}, "", x.Name)
	}
	for _, x := range j.said.Apart {
		d.SayApart(x.A, x.B)
	}
	return d
}

// joined says which spellings of the file mean another of the file.
func (j *importJob) joined() map[string]string {
	out := map[string]string{}
	for _, x := range j.said.Joined {
		out[duplicates.Spelling(x.Name)] = duplicates.Spelling(x.Into)
	}
	return out
}

// remembered are the operations that keep what was said of the pairs of an import with the network.
func (j *importJob) remembered(snap *graph.Snapshot, plan *exchange.Plan) ([]graph.Op, error) {
	if len(j.said.Same)+len(j.said.Joined)+len(j.said.Apart) == 0 {
		return nil, nil
	}
	d := j.decisions(snap)
	for _, x := range plan.Joined {
		d.SaySame(x.Into, "", x.Name)
	}
	return d.Ops(snap)
}

// pairViews are the pairs of a plan: a is the file's.
func (s *Server) pairViews(ctx context.Context, p *exchange.Plan) []PairView {
	v := view{snapshot: p.Head, lang: requestOf(ctx).Lang}
	out := []PairView{}
	for _, x := range p.Pairs[:min(len(p.Pairs), pairsShown)] {
		view := s.pairView(v.lang, p.Head, duplicates.Thing{Name: x.Name, Row: x.Row}, x.Other, x.Why)
		if x.A != nil && x.B != nil {
			view.Fields = fieldPairs(v, duplicates.Compare(x.A, x.B), x.A, x.B, nil)
		}
		out = append(out, view)
	}
	return out
}
