package server

import (
	"context"
	"fmt"

	"miteinander/graph"
	"miteinander/graph/duplicates"
	"miteinander/graph/words"
	"miteinander/server/account"
)

// ThingView is one side of a pair.
type ThingView struct {
	ID      graph.ID `json:"id,omitempty" doc:"Left out for a row of a file that is no entry yet"`
	Name    string   `json:"name"`
	Address string   `json:"address,omitempty"`
	Row     int      `json:"row,omitempty" doc:"Of the file"`
}

// PairView are two entries that may be one institution.
type PairView struct {
	A       ThingView `json:"a"`
	B       ThingView `json:"b"`
	For     []string  `json:"for" nullable:"false"`
	Against []string  `json:"against" nullable:"false"`
}

const pairsShown = 200

func thingView(t duplicates.Thing) ThingView {
	v := ThingView{ID: t.ID, Name: t.Name, Row: t.Row, Address: t.Street}
	if t.PostalCode+t.City != "" {
		if v.Address != "" {
			v.Address += ", "
		}
		v.Address += t.PostalCode
		if t.PostalCode != "" && t.City != "" {
			v.Address += " "
		}
		v.Address += t.City
	}
	return v
}

func pairView(lang string, a, b duplicates.Thing, why []duplicates.Evidence) PairView {
	v := PairView{A: thingView(a), B: thingView(b), For: []string{}, Against: []string{}}
	for _, e := range why {
		text := words.Text(lang, e.Key, e.Args...)
		if e.Against {
			v.Against = append(v.Against, text)
		} else {
			v.For = append(v.For, text)
		}
	}
	return v
}

type duplicatesOut struct {
	Body struct {
		Pairs []PairView `json:"pairs" nullable:"false" doc:"The likeliest first, at most 200"`
		Total int        `json:"total"`
	}
}

// duplicates are pairs of institutions of which nobody has said yet what they are.
func (s *Server) duplicates(ctx context.Context, a account.Access, _ *networkIn) (*duplicatesOut, error) {
	things, pairs := duplicates.Within(a.Network().Head())
	out := &duplicatesOut{}
	out.Body.Total, out.Body.Pairs = len(pairs), []PairView{}
	for _, p := range pairs[:min(len(pairs), pairsShown)] {
		out.Body.Pairs = append(out.Body.Pairs, pairView(requestOf(ctx).Lang, things[p.A], things[p.B], p.Evidence))
	}
	return out, nil
}

type mergeIn struct {
	Network graph.NetworkID `path:"n"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    struct {
		Keep    graph.ID `json:"keep" maxLength:"64" doc:"The institution that stays"`
		Gone    graph.ID `json:"gone" maxLength:"64" doc:"The one that is merged into it"`
		Preview bool     `json:"preview,omitempty" doc:"Say what would happen and store nothing"`
	}
}

// ClashView is a field in which both say something else.
type ClashView struct {
	Field string `json:"field"`
	Kept  string `json:"kept"`
	Other string `json:"other"`
}

// MergeView says what a merge does.
type MergeView struct {
	Revision graph.Revision `json:"revision" doc:"After it; the present one for a preview"`
	Stored   bool           `json:"stored"`
	Filled   []string       `json:"filled" nullable:"false" doc:"Fields that the one that stays takes over"`
	Clashes  []ClashView    `json:"clashes" nullable:"false"`
	Moved    int            `json:"moved" doc:"Records that refer to the one that stays then"`
	Dropped  int            `json:"dropped" doc:"Ties that would be double"`
}

type mergeOut struct{ Body MergeView }

// merge makes one institution of two, in one change that one undo takes back.
func (s *Server) merge(ctx context.Context, a account.Access, in *mergeIn) (*mergeOut, error) {
	lang := requestOf(ctx).Lang
	out := &mergeOut{}
	say := func(m *duplicates.Merged) {
		out.Body.Filled, out.Body.Clashes, out.Body.Moved, out.Body.Dropped = []string{}, []ClashView{}, len(m.Moved), len(m.Dropped)
		for _, f := range m.Filled {
			out.Body.Filled = append(out.Body.Filled, words.FieldName(lang, graph.KindInstitution, f))
		}
		for _, c := range m.Clashes {
			out.Body.Clashes = append(out.Body.Clashes, ClashView{words.FieldName(lang, graph.KindInstitution, c.Field), fmt.Sprint(c.Kept), fmt.Sprint(c.Other)})
		}
	}
	if in.Body.Preview {
		head := a.Network().Head()
		_, m, err := duplicates.Merge(head, in.Body.Keep, in.Body.Gone)
		if err != nil {
			return nil, err
		}
		say(m)
		out.Body.Revision = head.Head().Revision
		return out, nil
	}
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "merge", in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		ops, m, err := duplicates.Merge(snap, in.Body.Keep, in.Body.Gone)
		if err == nil {
			say(m)
		}
		return ops, err
	})
	if err != nil {
		return nil, err
	}
	out.Body.Revision, out.Body.Stored = rev, true
	if out.Body.Filled == nil { // answered from an earlier request of the same key
		out.Body.Filled, out.Body.Clashes = []string{}, []ClashView{}
	}
	return out, nil
}

type differentIn struct {
	Network graph.NetworkID `path:"n"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    struct {
		A graph.ID `json:"a" maxLength:"64"`
		B graph.ID `json:"b" maxLength:"64"`
	}
}

// different notes that two institutions are two, so that nobody is asked again.
func (s *Server) different(ctx context.Context, a account.Access, in *differentIn) (*writtenOut, error) {
	unchanged := false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "different", in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		ops, err := duplicates.Different(snap, in.Body.A, in.Body.B)
		unchanged = len(ops) == 0
		return ops, err
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, graph.Key{}, unchanged), nil
}

type decisionsIn struct {
	ID   string `path:"id"`
	Body struct {
		Same []struct {
			Name string   `json:"name" maxLength:"500" doc:"As the file spells it"`
			ID   graph.ID `json:"id" maxLength:"64" doc:"The institution that it means"`
		} `json:"same,omitempty"`
		Apart []struct {
			A string `json:"a" maxLength:"500"`
			B string `json:"b" maxLength:"500"`
		} `json:"apart,omitempty" doc:"Spellings that mean two"`
	}
}

// judge takes what a person says of pairs of an import and answers with the plan as it is then; it is kept with the network once the
// import is confirmed.
func (s *Server) judge(ctx context.Context, a account.Access, in *decisionsIn) (*planOut, error) {
	j, a, err := s.jobOf(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.result != nil {
		return nil, graph.Errorf(graph.NotFound, "server.import_gone")
	}
	for _, x := range in.Body.Same {
		if graph.Find[*graph.Institution](headOf(a), graph.KindInstitution, x.ID) == nil {
			return nil, graph.Errorf(graph.NotFound, "duplicates.gone", string(x.ID))
		}
		name, id := x.Name, x.ID
		j.said = append(j.said, func(d *duplicates.Decisions) { d.SaySame(name, id) })
	}
	for _, x := range in.Body.Apart {
		a, b := x.A, x.B
		j.said = append(j.said, func(d *duplicates.Decisions) { d.SayApart(a, b) })
	}
	v, err := s.shown(ctx, j, headOf(a))
	if err != nil {
		return nil, err
	}
	return &planOut{v}, nil
}

// decisions are those of a network with what was said of the pairs of this import.
func (j *importJob) decisions(head *graph.Snapshot) *duplicates.Decisions {
	d := duplicates.DecisionsOf(head)
	for _, say := range j.said {
		say(d)
	}
	return d
}
