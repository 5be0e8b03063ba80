package server

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/hub"
	"miteinander/graph/words"
	"miteinander/server/account"
)

type importIn struct {
	ID string `path:"id"`
}

type planOut struct{ Body PlanView }

// jobOf finds a job and the access to where it goes.
func (s *Server) jobOf(ctx context.Context, a account.Access, id string) (*importJob, account.Access, error) {
	j, err := s.imports.find(id, a, s.now())
	if err != nil {
		return nil, a, err
	}
	if j.busy() {
		return nil, a, graph.Errorf(graph.Busy, "server.import_running")
	}
	if j.network != "" {
		a, err = a.For(ctx, account.ImportFiles, j.network)
	}
	return j, a, err
}

// held finds a plan that is not stored yet, for one caller at a time: what is said of a plan comes one after the other.
func (s *Server) held(ctx context.Context, a account.Access, id string) (*importJob, account.Access, func(), error) {
	j, a, err := s.jobOf(ctx, a, id)
	if err != nil {
		return nil, a, nil, err
	}
	j.mu.Lock()
	if j.result != nil {
		j.mu.Unlock()
		return nil, a, nil, graph.Errorf(graph.NotFound, "server.import_gone")
	}
	return j, a, j.mu.Unlock, nil
}

// getImport plans again: what is shown is what would be done now.
func (s *Server) getImport(ctx context.Context, a account.Access, in *importIn) (*planOut, error) {
	j, a, release, err := s.held(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	defer release()
	v, err := s.shown(ctx, j, headOf(a))
	if err != nil {
		return nil, err
	}
	return &planOut{v}, nil
}

// deleteImport forgets an upload; one that is being read or stored ends, and nothing is changed by it. Where the store was faster, that
// is said instead.
func (s *Server) deleteImport(ctx context.Context, a account.Access, in *importIn) (*struct{}, error) {
	j, err := s.imports.find(in.ID, a, s.now())
	if err != nil {
		return nil, err
	}
	s.imports.remove(j)
	if run := j.run.Load(); run != nil {
		select { // it ends soon; who cancels may begin another at once
		case <-run.ended:
		case <-ctx.Done():
			return &struct{}{}, nil
		}
		if run.err == nil && run.done != nil {
			if j.network == "" {
				return nil, graph.Errorf(graph.Conflict, "server.import_stored_new")
			}
			return nil, graph.Errorf(graph.Conflict, "server.import_stored")
		}
	}
	return &struct{}{}, nil
}

type confirmIn struct {
	ID   string `path:"id"`
	Key  string `header:"Idempotency-Key" maxLength:"100"`
	Wait string `header:"Prefer" doc:"respond-async: after a second the answer is how far it is"`
	Body struct {
		OnlyValid bool             `json:"only_valid,omitempty" doc:"Take over the rows without errors"`
		Missing   exchange.Missing `json:"missing,omitempty" enum:"keep,end,delete" doc:"What becomes of records that are no longer in the sheet; keep where it is left out"`
		Network   graph.NetworkID  `json:"network,omitempty" maxLength:"64" doc:"Id of a new network; made from the name where it is left out"`
		Name      string           `json:"name,omitempty" maxLength:"500" doc:"Of a new network"`
	}
}

// Confirmed answers a confirmed import.
type Confirmed struct {
	Network  graph.NetworkID `json:"network"`
	Revision graph.Revision  `json:"revision"`
	Undo     graph.Revision  `json:"undo,omitempty" doc:"Left out where nothing changed, and for a new network"`
	Counts   PlanCounts      `json:"counts"`
	Running  *ImportProgress `json:"running,omitempty" doc:"With Prefer: respond-async, while it is not done yet"`
}

type confirmOut struct {
	Status int
	Body   Confirmed
}

// confirm plans once more inside the commit. If the network changed so that the file would do something else than what was
// shown, nothing is stored and the new plan is the answer.
func (s *Server) confirm(ctx context.Context, a account.Access, in *confirmIn) (*confirmOut, error) {
	j, a, err := s.jobOf(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	if j.proposal != nil && j.mapping == nil {
		return nil, invalid("choices", "", "server.mapping_missing")
	}
	missing := in.Body.Missing
	if missing == "" {
		missing = exchange.Keep
	}
	j.mu.Lock()
	held := true
	defer func() {
		if held {
			j.mu.Unlock()
		}
	}()
	if j.result != nil {
		if in.Key != "" && in.Key == j.key {
			return j.result, nil
		}
		return nil, graph.Errorf(graph.NotFound, "server.import_gone")
	}
	if err := s.place(ctx); err != nil {
		return nil, err
	}
	if j.network == "" && in.Body.Name != "" {
		j.name = in.Body.Name
	}
	intent := s.intent(a, in.Key, graph.CauseImport, "import", j.hash, in.Body)
	out := &confirmOut{Status: http.StatusOK}
	async := wantsAsync(in.Wait)
	held = false // until the run ends
	run := s.start(ctx, j, async, func(ctx context.Context, run *importRun) error {
		defer j.mu.Unlock()
		s.tell(run, stepPlanning, 0, 0)
		var err error
		if j.network == "" {
			err = s.confirmNew(ctx, a, j, in, intent, out, run)
		} else {
			err = s.confirmInto(ctx, a, j, in.Body.OnlyValid, missing, intent, out, run)
		}
		if err != nil {
			return err
		}
		run.done = &out.Body
		j.result, j.key = out, in.Key
		os.Remove(j.path)
		j.tables = exchange.Tables{}
		return nil
	})
	if !s.await(ctx, run, async) {
		p := progressOf(ctx, j, run)
		return &confirmOut{http.StatusAccepted, Confirmed{Network: j.network, Running: &p}}, nil
	}
	if run.err != nil {
		return nil, run.err
	}
	return out, nil
}

func (s *Server) confirmInto(ctx context.Context, a account.Access, j *importJob, onlyValid bool, missing exchange.Missing, intent hub.Intent, out *confirmOut, run *importRun) error {
	unchanged := false
	edit := func(snap *graph.Snapshot) ([]graph.Op, error) {
		plan, err := s.plan(ctx, j, snap)
		if err != nil {
			return nil, err
		}
		if d := planDigest(plan); d != j.shown {
			j.shown = d
			p := newProblem(ctx, codePlanChanged, "server.plan_changed")
			p.Plan = s.planView(ctx, j, plan)
			return nil, p
		}
		ops, err := s.opsOf(plan, onlyValid, missing)
		if err != nil {
			return nil, err
		}
		said, err := j.remembered(snap, plan)
		if err != nil {
			return nil, err
		}
		ops = append(append(ops, said...), puts(snap, j.keep)...)
		unchanged = len(ops) == 0
		out.Body.Counts = total(plan)
		s.tell(run, stepStoring, 0, 0)
		return ops, ctx.Err()
	}
	rev, err := a.Network().CommitNoted(ctx, intent, func(ops []graph.Op) string { return j.noteOf(ops, out.Body.Counts.Errors) }, edit)
	if err != nil && ctx.Err() != nil { // cancelled while the store was at it: what became of it?
		found, again := a.Network().Commit(context.WithoutCancel(ctx), intent, func(*graph.Snapshot) ([]graph.Op, error) { return nil, ctx.Err() })
		if again == nil {
			rev, err = found, nil
		}
	}
	if err != nil {
		return err
	}
	out.Body.Network, out.Body.Revision = a.Network().ID(), rev
	if !unchanged {
		out.Body.Undo = rev
	}
	return nil
}

// opsOf are the operations of a plan; with errors only where the user said that the valid rows are enough.
func (s *Server) opsOf(plan *exchange.Plan, onlyValid bool, missing exchange.Missing) ([]graph.Op, error) {
	if len(plan.Errors) > 0 && !onlyValid {
		return nil, &graph.Error{Code: graph.Invalid, Key: "errors.invalid", Args: []any{len(plan.Errors)}, Fields: plan.Errors}
	}
	return plan.Ops(onlyValid, missing), nil
}

func total(p *exchange.Plan) PlanCounts {
	var t PlanCounts
	for _, c := range p.Counts {
		t.New += c.New
		t.Changed += c.Changed
		t.Unchanged += c.Unchanged
		t.Errors += c.Errors
		t.Missing += c.Missing
	}
	return t
}

func (s *Server) confirmNew(ctx context.Context, a account.Access, j *importJob, in *confirmIn, intent hub.Intent, out *confirmOut, run *importRun) error {
	plan, err := s.plan(ctx, j, graph.NewSnapshot(""))
	if err != nil {
		return err
	}
	ops, err := s.opsOf(plan, in.Body.OnlyValid, exchange.Keep)
	if err != nil {
		return err
	}
	var records []graph.Record
	for _, op := range ops {
		if set, ok := op.After.(*graph.Settings); ok && in.Body.Name != "" {
			set = graph.Clone(set)
			set.Name = in.Body.Name
			op.After = set
		}
		records = append(records, op.After)
	}
	if i := slices.IndexFunc(records, func(r graph.Record) bool { return r.Key().Kind == graph.KindSettings }); i >= 0 {
		j.name = records[i].(*graph.Settings).Name
	}
	records = append(records, j.keep...)
	said, err := j.remembered(graph.NewSnapshot(""), plan)
	if err != nil {
		return err
	}
	for _, op := range said {
		records = append(records, op.After)
	}
	id, err := s.freeNetworkID(ctx, a, in.Body.Network, j.name)
	if err != nil {
		return err
	}
	s.tell(run, stepStoring, 0, 0)
	if err := ctx.Err(); err != nil {
		return err
	}
	intent.Note = j.noteOf(ops, total(plan).Errors)
	n, err := a.Create(ctx, id, intent, records)
	if err != nil {
		return err
	}
	out.Body = Confirmed{Network: id, Revision: n.Head().Head().Revision, Counts: total(plan)}
	return nil
}

type markedIn struct {
	ID   string `path:"id"`
	Lang string `query:"lang" enum:"de,en"`
}

// marked gives the uploaded file back with the wrong cells marked, to be corrected where it was written.
func (s *Server) marked(ctx context.Context, a account.Access, in *markedIn) (*answer, error) {
	j, a, release, err := s.held(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	defer release()
	plan, err := s.plan(ctx, j, headOf(a))
	if err != nil {
		return nil, err
	}
	body, err := os.ReadFile(j.path)
	if err != nil {
		return nil, err
	}
	lang := requestOf(ctx).Lang
	errs := slices.Clone(plan.Errors)
	for i, e := range errs {
		errs[i].Key, errs[i].Args = "server.text", []any{words.FieldError(lang, e)}
	}
	b, err := s.deps.Mark(ctx, j.file, body, errs, lang)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(j.file, filepath.Ext(j.file)) + "-" + say(lang, "server.marked") + ".xlsx"
	return &answer{ContentType: typeXLSX, Disposition: disposition(name, false), CSP: cspDownload, Body: b}, nil
}
