package server

import (
	"context"
	"strconv"

	"miteinander/graph"
	"miteinander/server/account"
)

type answersIn struct {
	Network graph.NetworkID `path:"n"`
	ID      graph.ID        `path:"id" doc:"The institution that was asked"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Date    string          `query:"date" format:"date" doc:"The day that the answers are about; the network's Stand where it is left out"`
	Body    struct {
		Source  string     `json:"source,omitempty" enum:"on_behalf,survey,coordination" doc:"on_behalf where it is left out: entered for the institution, as on the telephone"`
		SaidBy  graph.ID   `json:"said_by,omitempty" doc:"Who said so: the institution where it is left out, or one of its actors"`
		AsOf    string     `json:"as_of,omitempty" format:"date" doc:"When it was said; the day of the answers where it is left out"`
		Answers []answerIn `json:"answers" minItems:"1" maxItems:"2000" nullable:"false"`
	}
}

type answerIn struct {
	Partner graph.ID `json:"partner" doc:"Another institution"`
	Level   *int8    `json:"level" minimum:"0" maximum:"4" doc:"null: asked, and not known"`
}

type answersOut struct {
	Body struct {
		Written
		Count int `json:"count" doc:"Answers that changed something"`
	}
}

// putAnswers enters what one institution said about its partners: one change, marked with who said it and that somebody else
// entered it, and taken back by one undo. Who entered it is the author of the change.
func (s *Server) putAnswers(ctx context.Context, a account.Access, in *answersIn) (*answersOut, error) {
	b := in.Body
	day, err := s.dayOf(a.Network().Head(), "date", in.Date)
	if err != nil {
		return nil, err
	}
	st := statement{source: b.Source, saidBy: b.SaidBy, asOf: day}
	if b.AsOf != "" {
		if st.asOf, err = s.dayOf(a.Network().Head(), "as_of", b.AsOf); err != nil {
			return nil, err
		}
	}
	if st.source == "" {
		st.source = "on_behalf"
	}
	if st.saidBy == "" {
		st.saidBy = in.ID
	}
	out := &answersOut{}
	out.Body.Count = len(b.Answers) // of a repeated request, where nothing is looked at again
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "answers", in.ID, in.Date, in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		if graph.Find[*graph.Institution](snap, graph.KindInstitution, in.ID) == nil {
			return nil, graph.Errorf(graph.NotFound, "errors.not_found")
		}
		var ops []graph.Op
		seen := map[graph.ID]bool{}
		out.Body.Count = 0
		for n, x := range b.Answers {
			wrong := func(key string, args ...any) error {
				e := invalid("answers/"+strconv.Itoa(n)+"/partner", string(x.Partner), key, args...)
				return e
			}
			switch {
			case graph.Find[*graph.Institution](snap, graph.KindInstitution, x.Partner) == nil:
				return nil, wrong("errors.field.unknown_ref", "institution")
			case x.Partner == in.ID:
				return nil, wrong("errors.field.self")
			case seen[x.Partner]:
				return nil, wrong("errors.field.twice")
			}
			seen[x.Partner] = true
			one := st
			level := graph.LevelUnknown
			if x.Level != nil {
				level = graph.Level(*x.Level)
			}
			one.level = &level
			if made := one.ops(snap, min(in.ID, x.Partner), max(in.ID, x.Partner), day); len(made) > 0 {
				ops = append(ops, made...)
				out.Body.Count++
			}
		}
		return graph.SortOps(ops), nil
	})
	if err != nil {
		return nil, err
	}
	if out.Body.Revision = rev; out.Body.Count > 0 {
		out.Body.Undo = rev
	}
	return out, nil
}
