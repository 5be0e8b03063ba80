package hub

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"miteinander/graph"
)

// Network is one network with its newest snapshot in memory.
type Network struct {
	hub  *Hub
	id   graph.NetworkID
	head atomic.Pointer[graph.Snapshot]
	turn chan struct{} // held by the one local writer, so that edits of one program do not outrun each other

	mu    sync.Mutex
	asked time.Time     // when the store was asked last, by the hub's clock
	moved chan struct{} // closed and replaced when the head moves

	gone      chan struct{} // closed when the network is dropped
	ended     sync.Once
	listeners atomic.Int64
	used      uint64 // of hub.order; held by hub.mu
}

// Intent is what a writer says of a change besides its content.
type Intent struct {
	ID     graph.OpID // the Idempotency-Key of the request
	Author string
	Cause  graph.Cause // "" = edit
	Undoes graph.Revision
	Note   string
	Digest [32]byte
}

func (in Intent) change(n graph.NetworkID, base graph.Revision, at time.Time, ops []graph.Op) graph.Change {
	if in.Cause == "" {
		in.Cause = graph.CauseEdit
	}
	return graph.Change{Network: n, ID: in.ID, Base: base, At: at.UTC().Truncate(time.Millisecond), Author: in.Author, Cause: in.Cause,
		Undoes: in.Undoes, Note: in.Note, Digest: in.Digest, Ops: ops}
}

// ID names the network.
func (n *Network) ID() graph.NetworkID { return n.id }

// Head is the newest snapshot that this program knows: immutable, never nil.
func (n *Network) Head() *graph.Snapshot { return n.head.Load() }

// At is the network at a revision: the head, rewound. NotFound for a revision that never was.
func (n *Network) At(ctx context.Context, r graph.Revision) (*graph.Snapshot, error) {
	s, err := n.at(ctx, r)
	if graph.CodeOf(err) == graph.Internal { // an erasure between two reads: history and head did not fit
		if err := n.refresh(ctx, true); err != nil {
			return nil, err
		}
		return n.at(ctx, r)
	}
	return s, err
}

func (n *Network) at(ctx context.Context, r graph.Revision) (*graph.Snapshot, error) {
	head := n.Head()
	now := head.Head()
	switch {
	case r == now.Revision:
		return head, nil
	case r < 0 || r > now.Revision:
		return nil, graph.Errorf(graph.NotFound, "errors.no_revision", int64(r))
	case r == 0:
		return graph.NewSnapshot(n.id), nil
	}
	c, err := n.Change(ctx, r)
	if err != nil {
		return nil, err
	}
	return head.Rewind(n.hub.store.History(ctx, n.id, now.Revision, r+1), graph.Head{ID: n.id, Revision: r, Rewrites: now.Rewrites, At: c.At})
}

// Change is the change that led to a revision. NotFound.
func (n *Network) Change(ctx context.Context, r graph.Revision) (graph.Change, error) {
	for c, err := range n.hub.store.History(ctx, n.id, r, r) {
		return c, err
	}
	return graph.Change{}, graph.Errorf(graph.NotFound, "errors.no_revision", int64(r))
}

// History streams changes as the store does: from > to runs backwards.
func (n *Network) History(ctx context.Context, from, to graph.Revision) iter.Seq2[graph.Change, error] {
	return n.hub.store.History(ctx, n.id, from, to)
}

// Rewrite erases in head and history, as graph.Store says; f is pure.
func (n *Network) Rewrite(ctx context.Context, f func(graph.Record) graph.Record) error {
	if err := n.hub.store.Rewrite(ctx, n.id, f); err != nil {
		return err
	}
	return n.refresh(ctx, true)
}

// refresh asks the store whether the head moved, unless that was done within the last second, and catches up.
func (n *Network) refresh(ctx context.Context, always bool) error {
	n.mu.Lock()
	now := n.hub.now()
	if !always && !n.asked.IsZero() && now.Sub(n.asked) < fresh && now.Sub(n.asked) >= 0 {
		n.mu.Unlock()
		return nil
	}
	before := n.asked
	n.asked = now
	n.mu.Unlock()
	err := n.catchUp(ctx)
	if err != nil {
		n.mu.Lock()
		n.asked = before
		n.mu.Unlock()
	}
	return err
}

// catchUp moves the head to what the store has: by the changes between, or by loading where there are too many or none fit.
func (n *Network) catchUp(ctx context.Context) error {
	at, err := n.hub.store.Head(ctx, n.id)
	if err != nil {
		if graph.CodeOf(err) == graph.NotFound {
			n.end()
		}
		return err
	}
	cur := n.Head()
	have := cur.Head()
	if have.Revision == at.Revision && have.Rewrites == at.Rewrites && have.At.Equal(at.At) {
		return nil
	}
	if have.Rewrites == at.Rewrites && have.Revision < at.Revision && at.Revision-have.Revision <= 1000 {
		if next, ok := n.replay(ctx, cur, at); ok {
			n.advance(next)
			return nil
		}
	}
	s, err := n.hub.store.Load(ctx, n.id)
	if err != nil {
		return err
	}
	n.replace(s)
	return nil
}

// replay applies the changes that the store has beyond cur; false when that does not lead to the head it tells, as after the
// network was dropped and created again.
func (n *Network) replay(ctx context.Context, cur *graph.Snapshot, at graph.Head) (*graph.Snapshot, bool) {
	for c, err := range n.hub.store.History(ctx, n.id, cur.Head().Revision+1, at.Revision) {
		if err != nil {
			return nil, false
		}
		if cur, err = cur.Apply(c); err != nil {
			return nil, false
		}
	}
	return cur, cur.Head().Revision == at.Revision && cur.Head().At.Equal(at.At)
}

// advance takes over a snapshot unless a newer one is there, and wakes the listeners.
func (n *Network) advance(s *graph.Snapshot) {
	n.mu.Lock()
	defer n.mu.Unlock()
	old := n.Head().Head()
	if s.Head().Revision > old.Revision && s.Head().Rewrites >= old.Rewrites {
		n.set(s)
	}
}

// replace takes over a snapshot that was loaded: also an older revision, of a network that was created again.
func (n *Network) replace(s *graph.Snapshot) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.set(s)
}

func (n *Network) set(s *graph.Snapshot) {
	n.head.Store(s)
	close(n.moved)
	n.moved = make(chan struct{})
}

// end tells listeners that the network is gone.
func (n *Network) end() { n.ended.Do(func() { close(n.gone) }) }

// News yields every act of people after a revision, the past first and then each as it happens, until ctx ends, the network is
// dropped, or the store fails; the caller connects again with the last revision it got. Ops hold bodies: only their keys may
// go out to people.
func (n *Network) News(ctx context.Context, since graph.Revision) iter.Seq[graph.Change] {
	return func(yield func(graph.Change) bool) {
		n.listeners.Add(1)
		defer n.listeners.Add(-1)
		for {
			n.mu.Lock()
			moved := n.moved
			n.mu.Unlock()
			if head := n.Head().Head().Revision; since < head {
				for c, err := range n.hub.store.History(ctx, n.id, since+1, head) {
					if err != nil {
						return
					}
					since = c.Revision()
					if c.Cause != graph.CauseUpkeep && !yield(c) {
						return
					}
				}
				if since < head {
					return // history does not reach the head: the network was replaced
				}
				continue
			} else if since > head {
				since = head // a network that was created again under the same name: what comes now is news
			}
			poll := time.NewTimer(fresh)
			select {
			case <-ctx.Done():
			case <-n.gone:
			case <-moved:
			case <-poll.C: // another server on the same store
				_ = n.refresh(ctx, false) // away for a while: the next round asks again
			}
			poll.Stop()
			if ctx.Err() != nil {
				return
			}
			select {
			case <-n.gone:
				return
			default:
			}
		}
	}
}
