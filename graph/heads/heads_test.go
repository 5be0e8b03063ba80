package heads_test

import (
	"fmt"
	"testing"

	"miteinander/graph"
	"miteinander/graph/heads"
)

// at is a network of one record at a revision: weight 2.
func at(t *testing.T, n graph.NetworkID, revision int) *graph.Snapshot {
	t.Helper()
	s := graph.NewSnapshot(n)
	for i := range revision {
		op, _ := s.Put(graph.DefaultSettings(fmt.Sprint("Name ", i)))
		next, err := s.Apply(graph.Change{Network: n, ID: "x", Base: s.Head().Revision, Ops: []graph.Op{op}})
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	return s
}

func TestCache_OldestLeavesFirst(t *testing.T) {
	c := heads.New(5)
	a, b := at(t, "a", 1), at(t, "b", 1)
	c.Put("1", a)
	c.Put("1", b)
	if c.Get("a", "1") != a || c.Get("b", "1") != b {
		t.Fatal("two networks of weight 2 fit a budget of 5")
	}
	c.Get("a", "1")
	c.Put("1", at(t, "c", 1))
	if c.Get("b", "1") != nil || c.Get("a", "1") != a {
		t.Error("the network used longest ago leaves, the other stays")
	}
}

func TestCache_OneLargerThanBudgetStays(t *testing.T) {
	c := heads.New(1)
	c.Put("1", at(t, "a", 1))
	if c.Get("a", "1") == nil {
		t.Error("the network used last must stay")
	}
}

func TestCache_TagAndRevision(t *testing.T) {
	c := heads.New(100)
	newer, older := at(t, "a", 3), at(t, "a", 2)
	c.Put("life1", newer)
	c.Put("life1", older)
	if c.Get("a", "life1") != newer {
		t.Error("an older revision must not replace a newer one")
	}
	if c.Get("a", "life2") != nil {
		t.Error("another tag is another network")
	}
	c.Put("life2", older)
	if c.Get("a", "life2") != older || c.Get("a", "life1") != nil {
		t.Error("another tag replaces whatever revision was there")
	}
	c.Forget("a")
	if c.Get("a", "life2") != nil {
		t.Error("forgotten")
	}
}
