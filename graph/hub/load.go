package hub

import (
	"context"
	"fmt"
	"runtime/debug"

	"miteinander/graph"
)

// loading is a network on its way into memory. It belongs to all who wait for it: a page asks for several things at once, and
// after a start everybody asks at the same time.
type loading struct {
	done    chan struct{}
	n       *Network
	err     error
	waiting int
	cancel  context.CancelFunc
}

// load brings a network into memory, once however many ask. It ends early only when the last of them has gone.
func (h *Hub) load(ctx context.Context, id graph.NetworkID) (*Network, error) {
	h.mu.Lock()
	l, ok := h.loading[id]
	if !ok {
		work, cancel := context.WithCancel(context.WithoutCancel(ctx))
		l = &loading{done: make(chan struct{}), cancel: cancel}
		h.loading[id] = l
		go h.loadAlone(work, id, l)
	}
	l.waiting++
	h.mu.Unlock()

	select {
	case <-l.done:
		return l.n, l.err
	case <-ctx.Done():
		h.mu.Lock()
		if l.waiting--; l.waiting == 0 {
			l.cancel()
			h.settle(id, l)
		}
		h.mu.Unlock()
		return nil, &graph.Error{Code: graph.Unavailable, Key: "errors.store.timeout", Args: []any{""}, Err: ctx.Err()}
	}
}

func (h *Hub) loadAlone(ctx context.Context, id graph.NetworkID, l *loading) {
	defer l.cancel()
	defer close(l.done)
	asked := h.now()
	s, err := h.read(ctx, id)
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case err != nil:
		l.err = err
	case h.loading[id] != l: // dropped meanwhile
		l.err = graph.Errorf(graph.NotFound, "errors.no_network", string(id))
	default:
		l.n = h.keep(s, asked)
	}
	h.settle(id, l)
}

// read is the store's Load. A panic becomes an error: here no request stands above that would answer it.
func (h *Hub) read(ctx context.Context, id graph.NetworkID) (s *graph.Snapshot, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &graph.Error{Code: graph.Internal, Key: "errors.internal", Err: fmt.Errorf("panic: %v\n%s", v, debug.Stack())}
		}
	}()
	return h.store.Load(ctx, id)
}

// settle ends the wait of those who come from now on; h.mu is held.
func (h *Hub) settle(id graph.NetworkID, l *loading) {
	if h.loading[id] == l {
		delete(h.loading, id)
	}
}
