package server

import (
	"context"
	"errors"
	"math"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"miteinander/graph"
	"miteinander/server/account"
)

// Limits of one import: how long it may take, and after what time somebody who asked for it is told how far it is instead of waiting.
// One that nobody has asked about for importPatience has been left and ends.
const (
	importTime     = 5 * time.Minute
	importAnswer   = importTime + time.Minute // who waits for its end, without Prefer: respond-async, gets the answer
	importSoon     = time.Second
	importPatience = time.Minute
)

// The steps of an import, in the order in which they come.
const (
	stepReading  = "reading"
	stepPlanning = "planning"
	stepStoring  = "storing"
)

// importRun is a file that is being read, or a plan that is being stored. It has a context of its own: who asked may go away and come back.
type importRun struct {
	step   atomic.Value  // string
	rows   atomic.Int64  // read
	share  atomic.Uint64 // bits of the share of the step that is done
	asked  atomic.Int64  // when somebody asked last, Unix seconds; 0 = somebody waits for the answer
	cancel context.CancelFunc

	ended chan struct{} // closed when the rest stands
	view  *PlanView
	done  *Confirmed
	err   error
}

// ImportProgress is how far an import is.
type ImportProgress struct {
	ID    string     `json:"id"`
	State string     `json:"state" enum:"running,done,cancelled,failed"`
	Step  string     `json:"step,omitempty" enum:"reading,planning,storing"`
	Rows  int64      `json:"rows" doc:"That were read"`
	Done  float64    `json:"done" minimum:"0" maximum:"1" doc:"Share of the step"`
	Plan  *PlanView  `json:"plan,omitempty" doc:"Once the file is read"`
	Saved *Confirmed `json:"saved,omitempty" doc:"Once the plan is stored"`
	Why   *Problem   `json:"why,omitempty" doc:"Of an import that failed"`
}

// start begins work on a job, in the background; the caller holds a place of s.imports.running, which goes with the end.
func (s *Server) start(ctx context.Context, j *importJob, async bool, work func(context.Context, *importRun) error) *importRun {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), importTime)
	run := &importRun{cancel: cancel, ended: make(chan struct{})}
	run.step.Store(stepReading)
	if async {
		run.asked.Store(s.now().Unix())
	}
	j.run.Store(run)
	s.journal.note(attemptOf(j, s.now(), attemptRunning))
	go func() {
		defer close(run.ended)
		defer func() { <-s.imports.running }()
		defer cancel()
		defer func() {
			if r := recover(); r != nil {
				run.err = &panicked{value: r}
				s.log.Error("import", "panic", r)
			}
			switch {
			case run.err == nil:
				s.journal.forget(j.id)
			case s.down.Load():
				s.journal.note(attemptOf(j, s.now(), attemptAborted))
			case errors.Is(run.err, context.Canceled):
				s.journal.note(attemptOf(j, s.now(), attemptCancelled))
			default:
				s.journal.note(attemptOf(j, s.now(), attemptFailed))
			}
		}()
		defer gently()()
		err := work(ctx, run)
		switch {
		case err == nil:
		case errors.Is(ctx.Err(), context.DeadlineExceeded):
			err = graph.Errorf(graph.TooLarge, "runs.long")
		case ctx.Err() != nil:
			err = context.Canceled
		}
		run.err = err
	}()
	return run
}

// tell notes how far a run is, and ends it when nobody waits any more.
func (s *Server) tell(run *importRun, step string, rows int, share float64) {
	run.step.Store(step)
	if rows > 0 {
		run.rows.Store(int64(rows))
	}
	run.share.Store(math.Float64bits(share))
	asked := run.asked.Load()
	if asked != 0 && s.now().Unix()-asked > int64(importPatience/time.Second) || s.down.Load() {
		run.cancel()
	}
}

// await waits for the end, or with async for a second. A caller who goes away meanwhile takes the run along.
func (s *Server) await(ctx context.Context, run *importRun, async bool) (ended bool) {
	var soon <-chan time.Time
	if async {
		timer := time.NewTimer(importSoon)
		defer timer.Stop()
		soon = timer.C
	}
	select {
	case <-run.ended:
		return true
	case <-soon:
		return false
	case <-ctx.Done():
		run.cancel()
		<-run.ended
		return true
	}
}

// busy tells that a job is being read or stored.
func (j *importJob) busy() bool {
	run := j.run.Load()
	if run == nil {
		return false
	}
	select {
	case <-run.ended:
		return false
	default:
		return true
	}
}

func progressOf(ctx context.Context, j *importJob, run *importRun) ImportProgress {
	step, _ := run.step.Load().(string)
	out := ImportProgress{ID: j.id, State: "running", Step: step, Rows: run.rows.Load(), Done: math.Float64frombits(run.share.Load())}
	if j.busy() {
		return out
	}
	switch {
	case run.err == nil:
		out.State, out.Done, out.Plan, out.Saved = "done", 1, run.view, run.done
	case errors.Is(run.err, context.Canceled):
		out.State = "cancelled"
	default:
		out.State, out.Why = "failed", problemOf(ctx, run.err)
	}
	return out
}

type progressOut struct{ Body ImportProgress }

// importProgress says how far the caller's import is.
func (s *Server) importProgress(ctx context.Context, a account.Access, in *importIn) (*progressOut, error) {
	j, err := s.imports.find(in.ID, a, s.now())
	if err != nil {
		return nil, err
	}
	run := j.run.Load()
	if run == nil {
		return nil, graph.Errorf(graph.NotFound, "server.import_gone")
	}
	if run.asked.Load() != 0 {
		run.asked.Store(s.now().Unix())
	}
	return &progressOut{progressOf(ctx, j, run)}, nil
}

// Imports of large files take memory in steps of which each leaves much behind. While one runs the collector works more often, and at
// the end what was taken is given back: the service stays as small as before (docs/benchmarks.md).
const importGC = 25 // per cent

var gentle struct {
	mu     sync.Mutex
	runs   int
	before int
}

func gently() (end func()) {
	gentle.mu.Lock()
	defer gentle.mu.Unlock()
	if gentle.runs++; gentle.runs == 1 {
		gentle.before = debug.SetGCPercent(importGC)
	}
	return func() {
		gentle.mu.Lock()
		defer gentle.mu.Unlock()
		if gentle.runs--; gentle.runs == 0 {
			debug.SetGCPercent(gentle.before)
		}
	}
}
