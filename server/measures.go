package server

import (
	"cmp"
	"context"
	"slices"

	"miteinander/graph"
	"miteinander/graph/findings"
	"miteinander/graph/meeting"
)

type measuresIn struct {
	SelectionQuery
	Ref  string `query:"ref" maxLength:"500" doc:"Only those of this finding or goal"`
	Open bool   `query:"open" doc:"Only agreed and begun ones"`
	Log  bool   `query:"log" doc:"With the changes of each"`

	Meeting string `query:"meeting" maxLength:"250" doc:"Only those decided in this meeting: its date, a space, its sequence"`
}

// MeasureFinding is what the finding of a measure says today.
type MeasureFinding struct {
	Ref      findings.Ref    `json:"ref"`
	There    bool            `json:"there" doc:"The data still give it"`
	Status   findings.Status `json:"status,omitempty"`
	Word     string          `json:"word,omitempty"`
	Sentence string          `json:"sentence"`
}

// MeasureRow is one measure with its finding and its log.
type MeasureRow struct {
	findings.MeasureView
	ETag    string           `json:"etag" doc:"For If-Match"`
	Finding *MeasureFinding  `json:"finding,omitempty"`
	Goal    *findings.Linked `json:"goal,omitempty"`
	Meeting *HeldIn          `json:"meeting,omitempty" doc:"The meeting in which it was decided"`
	Log     []CardChange     `json:"log" nullable:"false"`
}

// HeldIn is the meeting in which a measure was decided.
type HeldIn struct {
	Date     string   `json:"date" doc:"YYYY-MM-DD"`
	Sequence graph.ID `json:"sequence"`
}

// MeasuresView is the list by due date; those without a day come last, finished ones after the open ones.
type MeasuresView struct {
	Headline string                 `json:"headline"`
	Counts   []findings.StatusCount `json:"counts" nullable:"false" doc:"By state"`
	Overdue  int                    `json:"overdue"`
	Measures []MeasureRow           `json:"measures" nullable:"false"`
}

func (s *Server) measures(ctx context.Context, v view, in *measuresIn) (MeasuresView, error) {
	out := MeasuresView{Counts: []findings.StatusCount{}, Measures: []MeasureRow{}}
	p, err := s.prepare(ctx, whole(v))
	if err != nil {
		return out, err
	}
	b, err := p.base(ctx)
	if err != nil {
		return out, err
	}
	n, open := map[string]int{}, 0
	for m := range graph.Records[*graph.Measure](v.snapshot, graph.KindMeasure) {
		if in.Ref != "" && m.Occasion != in.Ref || in.Open && !findings.OpenMeasure(m) {
			continue
		}
		held, decided := meeting.MeetingOf(m)
		if in.Meeting != "" && (!decided || held.String() != in.Meeting) {
			continue
		}
		row := MeasureRow{MeasureView: b.MeasureView(v.lang, m), Log: []CardChange{}}
		if decided {
			row.Meeting = &HeldIn{held.Date.String(), held.Sequence}
		}
		r, _ := recordAt(v.snapshot, m.Key())
		row.ETag = r.tag(v.snapshot.Head())
		n[row.State]++
		if row.Open {
			open++
		}
		if row.Overdue {
			out.Overdue++
		}
		if err := s.occasion(ctx, v, m.Occasion, &row); err != nil {
			return out, err
		}
		if in.Log {
			if row.Log, err = s.logOf(ctx, v, m.Key()); err != nil {
				return out, err
			}
		}
		out.Measures = append(out.Measures, row)
	}
	slices.SortStableFunc(out.Measures, func(x, y MeasureRow) int {
		return cmp.Or(last(!x.Open)-last(!y.Open), last(x.Due == "")-last(y.Due == ""), cmp.Compare(x.Due, y.Due), cmp.Compare(x.ID, y.ID))
	})
	for _, state := range graph.Codes("measure_state") {
		out.Counts = append(out.Counts, findings.StatusCount{Status: findings.Status(state), Word: say(v.lang, "codes.measure_state."+state), Count: n[state]})
	}
	out.Headline = say(v.lang, "server.measures", len(out.Measures), open, out.Overdue)
	return out, nil
}

func last(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// occasion finds the finding or the goal that a measure belongs to.
func (s *Server) occasion(ctx context.Context, v view, occasion string, row *MeasureRow) error {
	if g := graph.Find[*graph.Goal](v.snapshot, graph.KindGoal, graph.ID(occasion)); g != nil {
		row.Goal = &findings.Linked{Key: g.Key().String(), Label: g.Title}
		return nil
	}
	ref := findings.Ref(occasion)
	if _, ok := ref.Question(); !ok {
		return nil
	}
	f, ok, err := s.finding(ctx, whole(v), ref)
	if err != nil {
		return err
	}
	row.Finding = &MeasureFinding{Ref: ref, There: ok, Sentence: say(v.lang, "server.finding_gone")}
	if ok {
		row.Finding.Status, row.Finding.Word, row.Finding.Sentence = f.Status, f.Word(v.lang), f.Says.Text(v.lang)
	}
	return nil
}

// logOf is what happened to a record, the newest first, in words.
func (s *Server) logOf(ctx context.Context, v view, key graph.Key) ([]CardChange, error) {
	log, err := historyOf(ctx, v, key)
	if err != nil {
		return nil, err
	}
	for i := range log {
		c, err := v.access.Network().Change(ctx, log[i].Revision)
		if err != nil {
			return nil, err
		}
		if n := slices.IndexFunc(c.Ops, func(o graph.Op) bool { return o.Key() == key }); n >= 0 {
			log[i].Says = s.changeSays(v, c.Ops[n])
		}
	}
	return log, nil
}
