package hub_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/storetest"
)

// slow is a store whose Load waits until it is let go, and counts.
type slow struct {
	graph.Store
	loads atomic.Int64
	begun chan struct{}
	let   chan struct{}
	panic bool
}

func (s *slow) Load(ctx context.Context, id graph.NetworkID) (*graph.Snapshot, error) {
	s.loads.Add(1)
	s.begun <- struct{}{}
	select {
	case <-s.let:
	case <-ctx.Done():
	}
	if s.panic {
		panic("a row that nobody thought of")
	}
	return s.Store.Load(ctx, id)
}

func slowStore(t *testing.T) (*slow, *hub.Hub) {
	t.Helper()
	c := newClock()
	st := &slow{Store: storetest.NewModel(), begun: make(chan struct{}, 100), let: make(chan struct{})}
	musterstadt(t, st.Store, c)
	return st, hub.New(st, c.now)
}

// After a start everybody asks for the same network at once: it is read once.
func TestOpen_LoadsOnce(t *testing.T) {
	st, h := slowStore(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if n, err := h.Open(ctx, "m"); err != nil || n.Head().Head().Revision != 1 {
				t.Errorf("got %v, %v", n, err)
			}
		})
	}
	<-st.begun
	time.Sleep(20 * time.Millisecond) // the others come while it is read; who comes later finds it in memory
	close(st.let)
	all.Wait()
	if n := st.loads.Load(); n != 1 {
		t.Errorf("loaded %d times", n)
	}
}

// Who goes away takes the load from nobody; the last one ends it.
func TestOpen_WhoLeaves(t *testing.T) {
	st, h := slowStore(t)
	first, leave := context.WithCancel(ctx)
	left, stayed := make(chan error), make(chan error)
	go func() { _, err := h.Open(first, "m"); left <- err }()
	<-st.begun
	go func() { _, err := h.Open(ctx, "m"); stayed <- err }()
	time.Sleep(20 * time.Millisecond)
	leave()
	if err := <-left; graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("who left got %v", err)
	}
	select {
	case err := <-stayed:
		t.Fatalf("who stayed was answered before the network was read: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	close(st.let)
	if err := <-stayed; err != nil {
		t.Error(err)
	}

	st, h = slowStore(t)
	first, leave = context.WithCancel(ctx)
	go func() { _, err := h.Open(first, "m"); left <- err }()
	<-st.begun
	leave()
	if err := <-left; graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("the last one got %v", err)
	}
	close(st.let)
	if _, err := h.Open(ctx, "m"); err != nil { // begins anew
		t.Error(err)
	}
}

// A network that is dropped while it is read is not put into memory.
func TestOpen_DroppedMeanwhile(t *testing.T) {
	st, h := slowStore(t)
	got := make(chan error)
	go func() { _, err := h.Open(ctx, "m"); got <- err }()
	<-st.begun
	if err := h.Drop(ctx, "m"); err != nil {
		t.Fatal(err)
	}
	close(st.let)
	if err := <-got; graph.CodeOf(err) != graph.NotFound {
		t.Errorf("got %v", err)
	}
	if _, err := h.Open(ctx, "m"); graph.CodeOf(err) != graph.NotFound {
		t.Errorf("opened after the drop: %v", err)
	}
}

// A panic of a store is an error for those who wait, and the end of nothing else.
func TestOpen_Panic(t *testing.T) {
	st, h := slowStore(t)
	st.panic = true
	close(st.let)
	if _, err := h.Open(ctx, "m"); graph.CodeOf(err) != graph.Internal {
		t.Errorf("got %v", err)
	}
	st.panic = false
	if _, err := h.Open(ctx, "m"); err != nil {
		t.Error(err)
	}
}
