package graph

import (
	"slices"
	"time"
)

// Cause says what kind of act a Change was.
type Cause string

// The causes.
const (
	CauseEdit     Cause = "edit"
	CauseImport   Cause = "import"
	CauseUndo     Cause = "undo"
	CauseTakeover Cause = "takeover"
	CauseLayout   Cause = "layout"
	CauseRestore  Cause = "restore"
	// CauseUpkeep is what the program stored by itself so that something stays as people saw it: positions of pictures. It
	// says nothing new, so histories for people and undo leave it out (docs/decisions/0070).
	CauseUpkeep Cause = "upkeep"
)

// Op changes one record. Before nil = create, After nil = delete. Before is what the author saw and Since the revision of
// its last change then, so that Rewind can give the record its old revision back.
type Op struct {
	Before, After Record
	Since         Revision
}

// Key is the key of the record that the Op changes.
func (o Op) Key() Key {
	if o.After != nil {
		return o.After.Key()
	}
	return o.Before.Key()
}

// Change is one write of one author; its revision is Base+1.
type Change struct {
	Network NetworkID
	ID      OpID // the idempotency key of the request
	Base    Revision
	At      time.Time // UTC, from the hub's clock; stores keep milliseconds
	Author  string    // opaque account id, never a name
	Cause   Cause
	Undoes  Revision // 0 = none; a redo undoes the undo
	Note    string   // key and hash of a file; no free text about persons
	Digest  [32]byte // of the request
	Ops     []Op     // sorted by Key, each Key once
}

// Revision is the revision that the network has after the Change.
func (c Change) Revision() Revision { return c.Base + 1 }

// Inverse swaps Before and After: the Ops that take c back. Since is left at c's revision for records that c wrote.
func (c Change) Inverse() []Op {
	out := make([]Op, len(c.Ops))
	for i, o := range c.Ops {
		out[i] = Op{Before: o.After, After: o.Before}
		if o.After != nil {
			out[i].Since = c.Revision()
		}
	}
	return out
}

// SortOps brings Ops into key order, in place, and returns them.
func SortOps(ops []Op) []Op {
	slices.SortFunc(ops, func(a, b Op) int { return a.Key().Compare(b.Key()) })
	return ops
}

// Put is the Op that makes r what the snapshot holds at r's key; false when it already does.
func (s *Snapshot) Put(r Record) (Op, bool) {
	old, ok := s.Get(r.Key())
	if !ok {
		return Op{After: r}, true
	}
	if Equal(old, r) {
		return Op{}, false
	}
	return Op{Before: old, After: r, Since: s.Changed(r.Key())}, true
}

// Delete is the Op that removes the record at k; false when there is none.
func (s *Snapshot) Delete(k Key) (Op, bool) {
	old, ok := s.Get(k)
	if !ok {
		return Op{}, false
	}
	return Op{Before: old, Since: s.Changed(k)}, true
}

// Diff gives the Ops that lead from a to b, in key order; a or b may be nil for an empty network.
func Diff(a, b *Snapshot) []Op {
	var ops []Op
	for _, k := range Kinds() {
		ra, rb := a.list(k), b.list(k)
		i, j := 0, 0
		for i < len(ra.records) || j < len(rb.records) {
			switch {
			case j == len(rb.records) || i < len(ra.records) && ra.records[i].Key().ID < rb.records[j].Key().ID:
				ops = append(ops, Op{Before: ra.records[i], Since: ra.changed[i]})
				i++
			case i == len(ra.records) || ra.records[i].Key().ID > rb.records[j].Key().ID:
				ops = append(ops, Op{After: rb.records[j]})
				j++
			default:
				if !Equal(ra.records[i], rb.records[j]) {
					ops = append(ops, Op{Before: ra.records[i], After: rb.records[j], Since: ra.changed[i]})
				}
				i, j = i+1, j+1
			}
		}
	}
	return ops
}
