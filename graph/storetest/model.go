package storetest

import (
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"miteinander/graph"
)

// Model is a graph.Store in memory: the head is a snapshot, the past is the list of changes, every step is Apply. It is the
// simplest thing that can be right, and what the real stores are compared with.
type Model struct {
	mu       sync.Mutex
	networks map[graph.NetworkID]*modelNetwork
}

type modelNetwork struct {
	head    *graph.Snapshot
	changes []graph.Change
}

// NewModel is a Model without networks.
func NewModel() *Model { return &Model{networks: map[graph.NetworkID]*modelNetwork{}} }

var _ graph.Store = (*Model)(nil)

// ended is the error of a context that is over.
func ended(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return &graph.Error{Code: graph.Unavailable, Key: "errors.store.timeout", Err: err}
	}
	return nil
}

func (m *Model) find(id graph.NetworkID) (*modelNetwork, error) {
	if n, ok := m.networks[id]; ok {
		return n, nil
	}
	return nil, graph.Errorf(graph.NotFound, "errors.no_network", string(id))
}

// Networks lists heads by id.
func (m *Model) Networks(ctx context.Context) ([]graph.Head, error) {
	if err := ended(ctx); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	out := []graph.Head{}
	for _, id := range slices.Sorted(maps.Keys(m.networks)) {
		out = append(out, m.networks[id].head.Head())
	}
	return out, nil
}

// Head is the head's Head.
func (m *Model) Head(ctx context.Context, id graph.NetworkID) (graph.Head, error) {
	s, err := m.Load(ctx, id)
	if err != nil {
		return graph.Head{}, err
	}
	return s.Head(), nil
}

// Load gives the head.
func (m *Model) Load(ctx context.Context, id graph.NetworkID) (*graph.Snapshot, error) {
	if err := ended(ctx); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.find(id)
	if err != nil {
		return nil, err
	}
	return n.head, nil
}

// Commit is Apply behind the look-up of the operation.
func (m *Model) Commit(ctx context.Context, c graph.Change) (graph.Revision, error) {
	if err := ended(ctx); err != nil {
		return 0, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if graph.CheckID(graph.ID(c.Network)) != "" {
		return 0, graph.Errorf(graph.Invalid, "errors.network_id", string(c.Network))
	}
	if c.ID == "" || len(c.ID) > 255 {
		return 0, graph.Errorf(graph.Invalid, "errors.operation_id")
	}
	c.At = c.At.UTC().Truncate(time.Millisecond)
	n, err := m.find(c.Network)
	if err == nil {
		for _, old := range n.changes {
			switch {
			case old.ID != c.ID:
			case old.Digest != c.Digest:
				return 0, graph.Errorf(graph.Conflict, "errors.operation_reused")
			default:
				return old.Revision(), nil
			}
		}
	}
	switch {
	case len(c.Ops) == 0:
		return 0, graph.Errorf(graph.NotFound, "errors.no_operation")
	case err != nil && c.Base > 0:
		return 0, err
	case err != nil:
		n = &modelNetwork{head: graph.NewSnapshot(c.Network)}
	}
	next, err := n.head.Apply(c)
	if err != nil {
		return 0, err
	}
	n.head, n.changes = next, append(n.changes, c)
	m.networks[c.Network] = n
	return c.Revision(), nil
}

// History walks the list.
func (m *Model) History(ctx context.Context, id graph.NetworkID, from, to graph.Revision) iter.Seq2[graph.Change, error] {
	return func(yield func(graph.Change, error) bool) {
		if err := ended(ctx); err != nil {
			yield(graph.Change{}, err)
			return
		}
		m.mu.Lock()
		n, err := m.find(id)
		if err != nil {
			m.mu.Unlock()
			yield(graph.Change{}, err)
			return
		}
		changes := slices.Clone(n.changes)
		m.mu.Unlock()
		low, high := from, to
		if from > to {
			low, high = to, from
			slices.Reverse(changes)
		}
		for _, c := range changes {
			if r := c.Revision(); low <= r && r <= high && !yield(c, nil) {
				return
			}
		}
	}
}

// Restore takes snapshot and history as they are.
func (m *Model) Restore(ctx context.Context, s *graph.Snapshot, h iter.Seq2[graph.Change, error]) error {
	head := s.Head()
	m.mu.Lock()
	_, there := m.networks[head.ID]
	m.mu.Unlock()
	if there {
		return graph.Errorf(graph.Conflict, "errors.network_exists", string(head.ID))
	}
	n := &modelNetwork{}
	var last graph.Revision
	for c, err := range h {
		if err == nil {
			err = ended(ctx)
		}
		if err != nil {
			return err
		}
		if c.Network != head.ID || c.Base != last {
			return graph.Errorf(graph.Invalid, "errors.history_gap", int64(last)+1)
		}
		last = c.Revision()
		n.changes = append(n.changes, c)
	}
	if last != head.Revision {
		return graph.Errorf(graph.Invalid, "errors.history_gap", int64(last)+1)
	}
	n.head = s
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, there := m.networks[head.ID]; there {
		return graph.Errorf(graph.Conflict, "errors.network_exists", string(head.ID))
	}
	m.networks[head.ID] = n
	return nil
}

// Rewrite maps every record of head and history.
func (m *Model) Rewrite(ctx context.Context, id graph.NetworkID, f func(graph.Record) graph.Record) error {
	if err := ended(ctx); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.find(id)
	if err != nil {
		return err
	}
	changed := 0
	var wrong error
	rewrite := func(r graph.Record) graph.Record {
		if r == nil || wrong != nil {
			return r
		}
		next := f(r)
		if next == nil || next.Key() != r.Key() {
			wrong = graph.Errorf(graph.Invalid, "errors.rewrite_key", r.Key().String())
			return r
		}
		if !graph.Equal(r, next) {
			changed++
		}
		return next
	}
	var b graph.Builder
	for _, k := range graph.Kinds() {
		for r := range n.head.All(k) {
			if err := b.Add(rewrite(r), n.head.Changed(r.Key())); err != nil {
				return err
			}
		}
	}
	changes := slices.Clone(n.changes)
	for i := range changes {
		changes[i].Ops = slices.Clone(changes[i].Ops)
		for j, o := range changes[i].Ops {
			changes[i].Ops[j] = graph.Op{Before: rewrite(o.Before), After: rewrite(o.After), Since: o.Since}
		}
	}
	if wrong != nil || changed == 0 {
		return wrong
	}
	head := n.head.Head()
	head.Rewrites++
	s, err := b.Build(head)
	if err != nil {
		return &graph.Error{Code: graph.Invalid, Key: "errors.rewrite_invalid", Err: err}
	}
	n.head, n.changes = s, changes
	return nil
}

// Drop forgets a network.
func (m *Model) Drop(ctx context.Context, id graph.NetworkID) error {
	if err := ended(ctx); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.find(id); err != nil {
		return err
	}
	delete(m.networks, id)
	return nil
}

// Check always answers.
func (m *Model) Check(context.Context) (graph.Info, error) {
	return graph.Info{Product: "Model", Version: "1", Schema: 1, Writable: true}, nil
}

// Close does nothing.
func (m *Model) Close() error { return nil }
