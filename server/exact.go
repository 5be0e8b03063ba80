package server

import (
	"context"
	"errors"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"miteinander/graph"
	"miteinander/graph/analysis"
	"miteinander/server/account"
)

// Limits of exact computations: one at a time, since it takes all cores; nobody waits longer than exactTime; one that nobody has asked
// about for exactPatience has been left and ends. The last few results are kept.
const (
	exactTime     = 10 * time.Minute
	exactPatience = time.Minute
	exactKept     = 4
)

// exactJobs are the exact computations of structure that readers asked for.
type exactJobs struct {
	mu   sync.Mutex
	jobs []*exactJob // oldest first
}

// exactJob is one of them, under way or ended.
type exactJob struct {
	id, key string
	network graph.NetworkID
	cancel  context.CancelFunc
	share   atomic.Uint64 // bits of the share that is done
	asked   atomic.Int64  // when somebody asked last, Unix seconds

	ended chan struct{} // closed when view and err stand
	view  StructureView
	err   error
}

// ExactView is how far an exact computation is.
type ExactView struct {
	ID    string   `json:"id"`
	State string   `json:"state" enum:"running,done,cancelled,failed"`
	Done  float64  `json:"done" minimum:"0" maximum:"1" doc:"Share of the work"`
	Why   *Problem `json:"why,omitempty" doc:"Of a computation that failed"`
}

type exactOneIn struct {
	Network graph.NetworkID `path:"n"`
	ID      string          `path:"id"`
}

type exactOut struct {
	Body ExactView
}

// startExact begins an exact computation, or joins the one that runs for the same question.
func (s *Server) startExact(ctx context.Context, a account.Access, in *structureIn) (*exactOut, error) {
	v, err := s.viewOf(ctx, a, wireOf(ctx).request)
	if err != nil {
		return nil, err
	}
	work, cancel := context.WithTimeout(context.WithoutCancel(ctx), exactTime)
	job, fresh, err := s.exact.add(&exactJob{id: s.newID(), key: in.key(v), network: in.Network, cancel: cancel, ended: make(chan struct{})})
	if err != nil {
		cancel()
		return nil, err
	}
	job.asked.Store(s.now().Unix())
	if fresh {
		go s.runExact(work, job, v, *in)
	} else {
		cancel()
	}
	return s.exactOut(ctx, job), nil
}

// runExact computes, until it is done, cancelled, left, or the server ends.
func (s *Server) runExact(ctx context.Context, job *exactJob, v view, in structureIn) {
	defer close(job.ended)
	defer job.cancel()
	defer func() {
		if r := recover(); r != nil {
			job.err = &panicked{value: r}
			s.log.Error("exact structure", "panic", r)
		}
	}()
	job.view, job.err = s.structureBoth(ctx, v, &in, analysis.StructureOptions{Exact: true, Options: analysis.Options{Progress: func(done float64) {
		job.share.Store(math.Float64bits(done))
		if s.left(job) {
			job.cancel()
		}
	}}})
	if errors.Is(job.err, context.DeadlineExceeded) {
		job.err = graph.Errorf(graph.TooLarge, "structure.exact.long")
	}
}

// left tells that nobody waits for a job any more.
func (s *Server) left(job *exactJob) bool {
	select {
	case <-s.closing:
		return true
	default:
		return s.now().Unix()-job.asked.Load() > int64(exactPatience/time.Second)
	}
}

// getExact says how far it is.
func (s *Server) getExact(ctx context.Context, _ account.Access, in *exactOneIn) (*exactOut, error) {
	job, err := s.exact.find(in.Network, in.ID)
	if err != nil {
		return nil, err
	}
	job.asked.Store(s.now().Unix())
	return s.exactOut(ctx, job), nil
}

// cancelExact ends a computation; one that has ended stays as it is.
func (s *Server) cancelExact(ctx context.Context, _ account.Access, in *exactOneIn) (*struct{}, error) {
	job, err := s.exact.find(in.Network, in.ID)
	if err != nil {
		return nil, err
	}
	job.cancel()
	select { // it ends within milliseconds; who cancels may start another at once
	case <-job.ended:
	case <-ctx.Done():
	}
	return nil, ctx.Err()
}

func (s *Server) exactOut(ctx context.Context, job *exactJob) *exactOut {
	out := &exactOut{ExactView{ID: job.id, State: "running", Done: math.Float64frombits(job.share.Load())}}
	if !job.over() {
		return out
	}
	switch {
	case job.err == nil:
		out.Body.State, out.Body.Done = "done", 1
	case errors.Is(job.err, context.Canceled):
		out.Body.State = "cancelled"
	default:
		out.Body.State, out.Body.Why = "failed", problemOf(ctx, job.err)
	}
	return out
}

func (j *exactJob) over() bool {
	select {
	case <-j.ended:
		return true
	default:
		return false
	}
}

// add takes a job in, or gives the one that runs or is done for the same key. While another one runs it is Busy.
func (e *exactJobs) add(job *exactJob) (kept *exactJob, fresh bool, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, j := range e.jobs {
		switch {
		case j.key == job.key && (!j.over() || j.err == nil):
			return j, false, nil
		case !j.over():
			return nil, false, graph.Errorf(graph.Busy, "structure.exact.busy")
		}
	}
	e.jobs = append(e.jobs[max(len(e.jobs)+1-exactKept, 0):], job)
	return job, true, nil
}

func (e *exactJobs) find(n graph.NetworkID, id string) (*exactJob, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, j := range e.jobs {
		if j.id == id && j.network == n {
			return j, nil
		}
	}
	return nil, graph.Errorf(graph.NotFound, "structure.exact.gone")
}

// result gives what was computed for a key.
func (e *exactJobs) result(key string) (StructureView, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, j := range e.jobs {
		if j.key == key && j.over() && j.err == nil {
			return j.view, true
		}
	}
	return StructureView{}, false
}
