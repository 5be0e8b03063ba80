package storetest

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"sync"
	"testing"

	"miteinander/graph"
)

// Fault is a store with one planted error and the promise that must find it.
type Fault struct {
	Name    string
	Promise string
	Plant   func(graph.Store) graph.Store
}

// Faults lists the planted errors: a test that does not find one of these means nothing.
func Faults() []Fault {
	return []Fault{
		{"the base is not compared", "of writers at one revision exactly one wins", func(s graph.Store) graph.Store { return noBase{s} }},
		{"the base is not compared", "a base that is not the head is stale", func(s graph.Store) graph.Store { return noBase{s} }},
		{"the operation id is forgotten", "an operation id is answered once for ever", func(s graph.Store) graph.Store { return noID{s} }},
		{"the operation id is forgotten", "one operation sent by several is stored once", func(s graph.Store) graph.Store { return noID{s} }},
		{"a load reads nodes first and edges later", "a load is one revision also beside a writer", func(s graph.Store) graph.Store { return tornLoad{s} }},
		{"notes are lost", "every field of every kind survives", func(s graph.Store) graph.Store { return lostField{s} }},
		{"what is right of a wrong change is stored", "a wrong change is refused and stores nothing", func(s graph.Store) graph.Store { return partly{s} }},
		{"a restore is seen at once", "a restore is unseen until it is complete", func(s graph.Store) graph.Store { return seenRestore{s} }},
		{"a rewrite leaves the history", "a rewrite erases in head and history", func(s graph.Store) graph.Store { return headOnly{s} }},
		{"history loses the last op of a change", "every revision can be reached by rewinding", func(s graph.Store) graph.Store { return shortOps{s} }},
		{"a network sees the nodes of the one used before", "networks do not see each other", func(s graph.Store) graph.Store { return &leak{Store: s} }},
		{"the base is not compared", "random operations agree with the model", func(s graph.Store) graph.Store { return noBase{s} }},
	}
}

// Find runs one promise on a store and gives what it complained about; nothing means that it saw no fault.
func Find(t testing.TB, promiseName string, open func() graph.Store) []string {
	t.Helper()
	for _, p := range promises() {
		if p.name != promiseName {
			continue
		}
		r := &recorder{TB: t}
		done := make(chan struct{})
		go func() { // Fatal ends this goroutine only
			defer close(done)
			defer r.clean()
			p.run(&T{TB: r, Store: open()})
		}()
		<-done
		return r.said
	}
	t.Fatalf("no promise %q", promiseName)
	return nil
}

// recorder is a testing.TB that takes failures down instead of failing.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	said     []string
	cleanups []func()
}

func (r *recorder) note(s string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, s)
}

func (r *recorder) clean() {
	for i := len(r.cleanups) - 1; i >= 0; i-- {
		r.cleanups[i]()
	}
}

func (r *recorder) Helper()                   {}
func (r *recorder) Cleanup(f func())          { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Log(...any)                {}
func (r *recorder) Logf(string, ...any)       {}
func (r *recorder) Error(a ...any)            { r.note(fmt.Sprint(a...)) }
func (r *recorder) Errorf(f string, a ...any) { r.note(fmt.Sprintf(f, a...)) }
func (r *recorder) Fail()                     { r.note("failed") }
func (r *recorder) FailNow()                  { r.note("failed"); runtime.Goexit() }
func (r *recorder) Fatal(a ...any)            { r.note(fmt.Sprint(a...)); runtime.Goexit() }
func (r *recorder) Fatalf(f string, a ...any) { r.note(fmt.Sprintf(f, a...)); runtime.Goexit() }
func (r *recorder) Failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.said) > 0
}

// noBase puts every change on top of whatever the head is: the last writer wins.
type noBase struct{ graph.Store }

func (s noBase) Commit(ctx context.Context, c graph.Change) (graph.Revision, error) {
	for {
		r, err := s.Store.Commit(ctx, c)
		if graph.CodeOf(err) != graph.Stale {
			return r, err
		}
		now, err := s.Store.Load(ctx, c.Network)
		if err != nil {
			return 0, err
		}
		base := c.Base
		c.Base = now.Head().Revision
		ops := make([]graph.Op, len(c.Ops))
		for i, o := range c.Ops {
			ops[i] = o
			if old, ok := now.Get(o.Key()); ok {
				ops[i].Before, ops[i].Since = old, now.Changed(o.Key())
			}
		}
		c.Ops = ops
		if r, err = s.Store.Commit(ctx, c); graph.CodeOf(err) != graph.Stale {
			if err == nil {
				r = base + 1
			}
			return r, err
		}
	}
}

// noID takes every request for a new one.
type noID struct{ graph.Store }

func (s noID) Commit(ctx context.Context, c graph.Change) (graph.Revision, error) {
	c.ID = opID()
	return s.Store.Commit(ctx, c)
}

// tornLoad takes the nodes of one moment and the edges of another.
type tornLoad struct{ graph.Store }

func (s tornLoad) Load(ctx context.Context, n graph.NetworkID) (*graph.Snapshot, error) {
	first, err := s.Store.Load(ctx, n)
	if err != nil {
		return nil, err
	}
	for range 1000 {
		second, err := s.Store.Load(ctx, n)
		if err != nil {
			return nil, err
		}
		if second.Head().Revision == first.Head().Revision {
			runtime.Gosched()
			continue
		}
		var b graph.Builder
		for _, k := range graph.Kinds() {
			from := first
			if k >= graph.KindMembership {
				from = second
			}
			for r := range from.All(k) {
				_ = b.Add(r, from.Changed(r.Key()))
			}
		}
		return b.Build(second.Head())
	}
	return first, nil
}

// lostField forgets a field on its way out.
type lostField struct{ graph.Store }

func (s lostField) Load(ctx context.Context, n graph.NetworkID) (*graph.Snapshot, error) {
	got, err := s.Store.Load(ctx, n)
	if err != nil {
		return nil, err
	}
	var b graph.Builder
	for _, k := range graph.Kinds() {
		for r := range got.All(k) {
			c := graph.Clone(r)
			if i, ok := c.(*graph.Institution); ok {
				i.Notes = ""
			}
			_ = b.Add(c, got.Changed(r.Key()))
		}
	}
	return b.Build(got.Head())
}

// partly stores what is right of a change that is refused, and still says no.
type partly struct{ graph.Store }

func (s partly) Commit(ctx context.Context, c graph.Change) (graph.Revision, error) {
	r, err := s.Store.Commit(ctx, c)
	if code := graph.CodeOf(err); code == graph.Invalid && len(c.Ops) == 2 {
		for i := range c.Ops {
			part := c
			part.Ops = c.Ops[i : i+1]
			if _, e := s.Store.Commit(ctx, part); e == nil {
				break
			}
		}
	}
	return r, err
}

// seenRestore writes change by change.
type seenRestore struct{ graph.Store }

func (s seenRestore) Restore(ctx context.Context, _ *graph.Snapshot, h iter.Seq2[graph.Change, error]) error {
	for c, err := range h {
		if err != nil {
			return err
		}
		if _, err := s.Commit(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// headOnly gives the past as it was before the rewrite.
type headOnly struct{ graph.Store }

var unerased sync.Map

func (s headOnly) Rewrite(ctx context.Context, n graph.NetworkID, f func(graph.Record) graph.Record) error {
	if _, ok := unerased.Load(n); !ok {
		var old []graph.Change
		for c, err := range s.Store.History(ctx, n, 1, 1<<40) {
			if err != nil {
				return err
			}
			old = append(old, c)
		}
		unerased.Store(n, old)
	}
	return s.Store.Rewrite(ctx, n, f)
}

func (s headOnly) History(ctx context.Context, n graph.NetworkID, from, to graph.Revision) iter.Seq2[graph.Change, error] {
	old, ok := unerased.Load(n)
	if !ok || from > to {
		return s.Store.History(ctx, n, from, to)
	}
	return func(yield func(graph.Change, error) bool) {
		for _, c := range old.([]graph.Change) {
			if r := c.Revision(); from <= r && r <= to && !yield(c, nil) {
				return
			}
		}
	}
}

// shortOps leaves out one op of each larger change.
type shortOps struct{ graph.Store }

func (s shortOps) History(ctx context.Context, n graph.NetworkID, from, to graph.Revision) iter.Seq2[graph.Change, error] {
	return func(yield func(graph.Change, error) bool) {
		for c, err := range s.Store.History(ctx, n, from, to) {
			if len(c.Ops) > 1 {
				c.Ops = c.Ops[:len(c.Ops)-1]
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

// leak holds a change against the records of the network that was written before.
type leak struct {
	graph.Store
	mu   sync.Mutex
	seen []graph.Op
}

func (s *leak) Commit(ctx context.Context, c graph.Change) (graph.Revision, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.Store.Commit(ctx, c)
	if graph.CodeOf(err) == graph.Invalid { // a missing end is taken from wherever it is found
		with := c
		with.Ops = append([]graph.Op(nil), c.Ops...)
		for _, o := range s.seen {
			if i, ok := o.After.(*graph.Institution); ok && i.ID == "NUR-B" {
				with.Ops = append(with.Ops, o)
			}
		}
		with.Ops = graph.SortOps(with.Ops)
		r, err = s.Store.Commit(ctx, with)
	}
	if err == nil {
		s.seen = append(s.seen, c.Ops...)
	}
	return r, err
}
