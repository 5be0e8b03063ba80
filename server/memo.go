package server

import (
	"container/list"
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"miteinander/graph"
)

// memo keeps computed answers by key within a bound of bytes, oldest use goes first, and lets each answer be computed once
// however many ask at the same time. Keys hold everything an answer depends on, so nothing is ever wrong; but when a network has
// moved on, hardly anybody asks for its last state again, and all of that goes with the first answer about the new one.
type memo struct {
	limit int64

	mu      sync.Mutex
	used    int64
	entries map[string]*list.Element
	order   *list.List // front = used last
	running map[string]*run
	newest  map[graph.NetworkID]graph.Head // of the answers that were kept
}

type kept struct {
	key   string
	of    graph.Head
	value any
	cost  int64
}

type run struct {
	done    chan struct{}
	value   any
	err     error
	waiting int
	cancel  context.CancelFunc
}

func newMemo(limit int64) *memo {
	return &memo{limit: limit, entries: map[string]*list.Element{}, order: list.New(), running: map[string]*run{},
		newest: map[graph.NetworkID]graph.Head{}}
}

// get gives what is kept under key, else computes it. The computation belongs to all who wait for it: it ends early only when
// the last of them has gone. Errors are not kept. of is the content that the answer speaks of, zero for none; cost is in bytes, roughly.
func (m *memo) get(ctx context.Context, of graph.Head, key string, compute func(context.Context) (value any, cost int64, err error)) (any, error) {
	m.mu.Lock()
	if e, ok := m.entries[key]; ok {
		m.order.MoveToFront(e)
		m.mu.Unlock()
		return e.Value.(*kept).value, nil
	}
	r, ok := m.running[key]
	if !ok {
		work, cancel := context.WithCancel(context.WithoutCancel(ctx))
		r = &run{done: make(chan struct{}), cancel: cancel}
		m.running[key] = r
		go m.compute(work, of, key, r, compute)
	}
	r.waiting++
	m.mu.Unlock()

	select {
	case <-r.done:
		return r.value, r.err
	case <-ctx.Done():
		m.mu.Lock()
		if r.waiting--; r.waiting == 0 {
			r.cancel()
			if m.running[key] == r {
				delete(m.running, key) // who comes now starts anew
			}
		}
		m.mu.Unlock()
		return nil, ctx.Err()
	}
}

func (m *memo) compute(ctx context.Context, of graph.Head, key string, r *run, compute func(context.Context) (any, int64, error)) {
	defer r.cancel()
	var cost int64
	defer func() {
		if v := recover(); v != nil {
			r.err = &panicked{v, debug.Stack()}
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.running[key] == r {
			delete(m.running, key)
			if r.err == nil {
				m.keep(of, key, r.value, cost)
			}
		}
		close(r.done)
	}()
	r.value, cost, r.err = compute(ctx)
}

// keep is called with the lock held. What alone would take more than a quarter of the room is not kept.
func (m *memo) keep(of graph.Head, key string, value any, cost int64) {
	if last := m.newest[of.ID]; of.ID != "" && (of.At.After(last.At) || of.At.Equal(last.At) && of.Revision > last.Revision) {
		m.newest[of.ID] = of
		m.forget(of.ID)
	}
	if cost > m.limit/4 {
		return
	}
	m.entries[key] = m.order.PushFront(&kept{key, of, value, cost})
	for m.used += cost; m.used > m.limit; {
		m.remove(m.order.Back())
	}
}

// forget drops what is kept about a network; the lock is held.
func (m *memo) forget(n graph.NetworkID) {
	for e := m.order.Front(); e != nil; {
		next := e.Next()
		if e.Value.(*kept).of.ID == n {
			m.remove(e)
		}
		e = next
	}
}

func (m *memo) remove(e *list.Element) {
	k := m.order.Remove(e).(*kept)
	delete(m.entries, k.key)
	m.used -= k.cost
}

// panicked carries a panic of a computation to the request that waits, where it is logged and answered.
type panicked struct {
	value any
	stack []byte
}

// Error is for the log.
func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }
