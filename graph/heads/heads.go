// Package heads keeps the newest snapshots of the networks that were used last, within a budget. The hub answers from it, and
// each store holds every change against it by Apply's own rules before it writes (docs/decisions/0010).
package heads

import (
	"container/list"
	"sync"

	"miteinander/graph"
)

// DefaultBudget is the number of records that a Cache keeps unless told otherwise; 0.3 to 1.5 KB each.
const DefaultBudget = 500_000

// Cache holds at most one snapshot per network. All methods are safe for concurrent use.
type Cache struct {
	mu     sync.Mutex
	budget int
	used   int
	byID   map[graph.NetworkID]*list.Element
	order  *list.List // most recently used first
}

type held struct {
	tag    string
	s      *graph.Snapshot
	weight int
}

// New makes a Cache for so many records; the network used last is kept even when it alone is larger.
func New(budget int) *Cache {
	return &Cache{budget: budget, byID: map[graph.NetworkID]*list.Element{}, order: list.New()}
}

// Get gives the snapshot kept for a network under a tag, nil when there is none. The tag tells one life of a network from the
// next: it is dropped and created again, or its history is rewritten.
func (c *Cache) Get(n graph.NetworkID, tag string) *graph.Snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byID[n]
	if !ok || e.Value.(held).tag != tag {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(held).s
}

// Put keeps a snapshot, unless a newer one with the same tag is there.
func (c *Cache) Put(tag string, s *graph.Snapshot) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := s.Head().ID
	if e, ok := c.byID[n]; ok {
		if old := e.Value.(held); old.tag == tag && old.s.Head().Revision > s.Head().Revision {
			return
		}
		c.remove(e)
	}
	h := held{tag, s, Weight(s)}
	c.byID[n] = c.order.PushFront(h)
	c.used += h.weight
	for c.used > c.budget && c.order.Len() > 1 {
		c.remove(c.order.Back())
	}
}

// Forget drops what is kept for a network.
func (c *Cache) Forget(n graph.NetworkID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byID[n]; ok {
		c.remove(e)
	}
}

func (c *Cache) remove(e *list.Element) {
	h := c.order.Remove(e).(held)
	delete(c.byID, h.s.Head().ID)
	c.used -= h.weight
}

// Weight is what a snapshot counts against the budget: its records.
func Weight(s *graph.Snapshot) int {
	n := 1
	for _, k := range graph.Kinds() {
		n += s.Len(k)
	}
	return n
}
