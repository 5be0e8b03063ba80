package hub

import (
	"context"
	"sync"
	"time"

	"miteinander/graph"
	"miteinander/graph/heads"
)

// fresh is how long a head is believed before the store is asked again whether another program moved it. With the time that a
// change takes this keeps several servers on one store within two seconds of each other.
const fresh = time.Second

// Hub opens networks of one store. All methods are safe for concurrent use.
type Hub struct {
	store  graph.Store
	now    func() time.Time
	budget int

	mu      sync.Mutex
	open    map[graph.NetworkID]*Network
	loading map[graph.NetworkID]*loading
	order   uint64 // counts Opens, for the network used longest ago
}

// New makes a Hub that takes its times from now. Networks are kept in memory up to heads.DefaultBudget records.
func New(st graph.Store, now func() time.Time) *Hub {
	return &Hub{store: st, now: now, budget: heads.DefaultBudget, open: map[graph.NetworkID]*Network{}, loading: map[graph.NetworkID]*loading{}}
}

// SetBudget sets how many records may stay in memory; before the first Open.
func (h *Hub) SetBudget(records int) { h.budget = records }

// Store is the store below, for copies and checks.
func (h *Hub) Store() graph.Store { return h.store }

// Networks lists the complete networks of the store, by id.
func (h *Hub) Networks(ctx context.Context) ([]graph.Head, error) { return h.store.Networks(ctx) }

// Open gives a network at a head that is at most a second old. NotFound, Unavailable.
func (h *Hub) Open(ctx context.Context, id graph.NetworkID) (*Network, error) {
	n := h.find(id)
	if n == nil {
		var err error
		if n, err = h.load(ctx, id); err != nil {
			return nil, err
		}
	}
	if err := n.refresh(ctx, false); err != nil {
		if graph.CodeOf(err) == graph.NotFound {
			h.forget(id)
		}
		return nil, err
	}
	return n, nil
}

// CreateNetwork makes a network of the records (a template, an import) as its first change. The same intent again gives the
// same network; a taken id is Conflict (errors.network_exists).
func (h *Hub) CreateNetwork(ctx context.Context, id graph.NetworkID, records []graph.Record, in Intent) (*Network, error) {
	ops := make([]graph.Op, len(records))
	for i, r := range records {
		ops[i].After = r
	}
	c := in.change(id, 0, h.now(), graph.SortOps(ops))
	if _, err := h.store.Commit(ctx, c); err != nil {
		if graph.CodeOf(err) == graph.Stale {
			err = graph.Errorf(graph.Conflict, "errors.network_exists", string(id))
		}
		return nil, err
	}
	return h.Open(ctx, id)
}

// Drop removes a network with its history and ends its listeners. NotFound.
func (h *Hub) Drop(ctx context.Context, id graph.NetworkID) error {
	if err := h.store.Drop(ctx, id); err != nil {
		return err
	}
	h.forget(id)
	return nil
}

func (h *Hub) find(id graph.NetworkID) *Network {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := h.open[id]
	if n != nil {
		h.order++
		n.used = h.order
	}
	return n
}

// keep puts a loaded network into memory, or gives the one that is there, and lets those go that were used longest ago while
// all together are too many; h.mu is held.
func (h *Hub) keep(s *graph.Snapshot, asked time.Time) *Network {
	id := s.Head().ID
	h.order++
	if n := h.open[id]; n != nil {
		n.used = h.order
		return n
	}
	n := &Network{hub: h, id: id, turn: make(chan struct{}, 1), gone: make(chan struct{}), used: h.order, asked: asked}
	n.moved = make(chan struct{})
	n.head.Store(s)
	h.open[id] = n
	h.evict(n)
	return n
}

// evict drops idle networks beyond the budget; h.mu is held.
func (h *Hub) evict(keep *Network) {
	total := 0
	for _, n := range h.open {
		total += heads.Weight(n.Head())
	}
	for total > h.budget {
		var oldest *Network
		for _, n := range h.open {
			if n != keep && n.listeners.Load() == 0 && (oldest == nil || n.used < oldest.used) {
				oldest = n
			}
		}
		if oldest == nil {
			return
		}
		total -= heads.Weight(oldest.Head())
		delete(h.open, oldest.id)
	}
}

// forget closes a network that is no more.
func (h *Hub) forget(id graph.NetworkID) {
	h.mu.Lock()
	n := h.open[id]
	delete(h.open, id)
	delete(h.loading, id) // who comes now loads what is there now
	h.mu.Unlock()
	if n != nil {
		n.end()
	}
}
