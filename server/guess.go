package server

import (
	"context"
	"slices"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/words"
	"miteinander/server/account"
)

// ProposalView is what a foreign file seems to mean, with reasons, and what comes of it.
type ProposalView struct {
	Choices exchange.Choices         `json:"choices" doc:"To be changed and sent back"`
	Lists   []ListView               `json:"lists" nullable:"false" doc:"In the order of choices.lists"`
	Missing []string                 `json:"missing" nullable:"false" doc:"What has to be said before there is a plan"`
	Mapping string                   `json:"mapping,omitempty" doc:"TOML, as the command line reads it"`
	Roles   []NamedOption            `json:"roles" nullable:"false" doc:"What a column may be"`
	Options map[string][]NamedOption `json:"options" doc:"By role: what its texts may mean"`
}

// NamedOption is one of several to choose from.
type NamedOption struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// ListView is what was seen of a list.
type ListView struct {
	Rows    int          `json:"rows"`
	Reasons []string     `json:"reasons" nullable:"false"`
	Columns []ColumnView `json:"columns" nullable:"false" doc:"In the order of the choices"`
	Top     []RowView    `json:"top" nullable:"false" doc:"The first rows of the sheet as they are"`
	Becomes []MadeView   `json:"becomes" nullable:"false" doc:"The first rows as they would become"`
}

// ColumnView is a column with why it is taken for what it is.
type ColumnView struct {
	Reasons []string    `json:"reasons" nullable:"false"`
	Samples []string    `json:"samples" nullable:"false"`
	Filled  int         `json:"filled" doc:"Cells with text"`
	Values  []ValueView `json:"values" nullable:"false" doc:"Texts whose meaning stands in a catalogue"`
}

// ValueView is one text of a column and what it becomes.
type ValueView struct {
	Text    string   `json:"text"`
	Rows    int      `json:"rows"`
	Becomes []string `json:"becomes" nullable:"false"`
	Rest    []string `json:"rest" nullable:"false" doc:"What was not understood"`
	Chosen  bool     `json:"chosen,omitempty" doc:"By a person"`
}

// RowView is a row with its number.
type RowView struct {
	Row   int      `json:"row"`
	Cells []string `json:"cells" nullable:"false"`
}

// MadeView are rows of a workbook sheet.
type MadeView struct {
	Sheet  string    `json:"sheet"`
	Header []string  `json:"header" nullable:"false"`
	Rows   []RowView `json:"rows" nullable:"false"`
}

// guessFor proposes a mapping where a file needs one and none came with it: first one that the network keeps and that fits. how is
// the field of the form: auto, yes or empty.
func (s *Server) guessFor(a account.Access, job *importJob, how string) error {
	if job.back != nil || job.mapping != nil || job.tables.Geometry != nil && len(job.tables.Sheets) == 0 || how == "" || how != "yes" && !exchange.NeedsMapping(job.tables) {
		return nil
	}
	head := headOf(a)
	if how != "yes" {
		for d := range graph.Records[*graph.Document](head, graph.KindDocument) {
			if d.Type != docMapping {
				continue
			}
			if m, err := exchange.ParseMapping([]byte(d.Body), geometries(head)); err == nil && m.Fits(job.tables) {
				job.mapping, job.known, job.mappingHash = m, string(d.ID), textHash(d.Body)
				return nil
			}
		}
	}
	p, err := exchange.Guess(job.tables, head)
	if err != nil {
		return err
	}
	job.propose(p)
	return nil
}

// propose takes a proposal over: its mapping is the job's, and is kept with the network once the import is confirmed.
func (j *importJob) propose(p *exchange.Proposal) {
	j.proposal, j.mapping, j.keep, j.known = p, p.Mapping, nil, ""
	if p.Mapping != nil {
		j.keep = []graph.Record{&graph.Document{ID: "mapping-" + exchange.Slug(p.Mapping.Title), Type: docMapping, Body: p.Text}}
	}
}

type choicesIn struct {
	ID   string `path:"id"`
	Body exchange.Choices
}

// putChoices takes what a person changed of a proposal and answers with the new one and its plan.
func (s *Server) putChoices(ctx context.Context, a account.Access, in *choicesIn) (*planOut, error) {
	j, a, release, err := s.held(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	defer release()
	choices := in.Body
	var p *exchange.Proposal
	if len(choices.Lists) == 0 {
		p, err = exchange.Guess(j.tables, headOf(a))
	} else {
		p, err = exchange.Propose(j.tables, headOf(a), choices)
	}
	if err != nil {
		return nil, err
	}
	j.propose(p)
	v, err := s.shown(ctx, j, headOf(a))
	if err != nil {
		return nil, err
	}
	return &planOut{v}, nil
}

// shown plans and answers; a proposal that lacks something comes without a plan.
func (s *Server) shown(ctx context.Context, j *importJob, head *graph.Snapshot) (PlanView, error) {
	if j.proposal != nil && j.mapping == nil {
		v := emptyPlan(j)
		v.Revision = head.Head().Revision
		v.Proposal = proposalView(requestOf(ctx).Lang, j.proposal)
		return v, nil
	}
	plan, err := s.plan(ctx, j, head)
	if err != nil {
		return PlanView{}, err
	}
	j.shown = planDigest(plan)
	return s.planView(ctx, j, plan), nil
}

func reasonsIn(lang string, list []exchange.Reason) []string {
	out := []string{}
	for _, r := range list {
		out = append(out, words.Text(lang, r.Key, r.Args...))
	}
	return out
}

func proposalView(lang string, p *exchange.Proposal) *ProposalView {
	v := &ProposalView{Choices: p.Choices, Lists: []ListView{}, Missing: reasonsIn(lang, p.Missing), Mapping: p.Text, Roles: []NamedOption{}, Options: map[string][]NamedOption{}}
	for _, r := range exchange.Roles() {
		v.Roles = append(v.Roles, NamedOption{r, words.Text(lang, "exchange.role."+r)})
	}
	for r, list := range p.Options {
		for _, o := range list {
			v.Options[r] = append(v.Options[r], NamedOption(o))
		}
	}
	rows := func(list []exchange.Row) []RowView {
		out := []RowView{}
		for _, r := range list {
			out = append(out, RowView{r.Number, slices.Clone(r.Cells)})
		}
		return out
	}
	for _, l := range p.Lists {
		lv := ListView{Rows: l.Rows, Reasons: reasonsIn(lang, l.Reasons), Columns: []ColumnView{}, Top: rows(l.Top), Becomes: []MadeView{}}
		for _, c := range l.Columns {
			cv := ColumnView{Reasons: reasonsIn(lang, c.Reasons), Samples: append([]string{}, c.Samples...), Filled: c.Filled, Values: []ValueView{}}
			for _, x := range c.Values {
				cv.Values = append(cv.Values, ValueView{x.Text, x.Rows, append([]string{}, x.Becomes...), append([]string{}, x.Rest...), x.Chosen})
			}
			lv.Columns = append(lv.Columns, cv)
		}
		for _, m := range l.Becomes {
			lv.Becomes = append(lv.Becomes, MadeView{m.Sheet, m.Header, rows(m.Rows)})
		}
		v.Lists = append(v.Lists, lv)
	}
	return v
}
