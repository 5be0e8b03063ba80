package storetest

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
)

// RoundsEnv is the environment variable with the number of races and random operations; "make races" sets 10,000.
const RoundsEnv = "MITEINANDER_RACES"

// Rounds is the number of races: RoundsEnv, else 300, or 30 with -short.
func Rounds() int {
	if n, err := strconv.Atoi(os.Getenv(RoundsEnv)); err == nil && n > 0 {
		return n
	}
	if testing.Short() {
		return 30
	}
	return 300
}

// promise is one sentence of graph.Store as a test.
type promise struct {
	name string
	run  func(*T)
}

func promises() []promise {
	return []promise{
		{"a commit is loaded again", promiseCommit},
		{"every field of every kind survives", promiseEveryField},
		{"what is not there is not found", promiseNotFound},
		{"an operation id is answered once for ever", promiseOperationID},
		{"a base that is not the head is stale", promiseStale},
		{"a wrong change is refused and stores nothing", promiseRefusal},
		{"an id may come back as another kind of node", promiseOtherKind},
		{"networks do not see each other", promiseIsolation},
		{"history gives back every change in both directions", promiseHistory},
		{"every revision can be reached by rewinding", promiseRewind},
		{"of writers at one revision exactly one wins", promiseRaces},
		{"one operation sent by several is stored once", promiseSameOperation},
		{"a load is one revision also beside a writer", promiseLoadBesideWriter},
		{"a restored network is the same", promiseRestore},
		{"a restore is unseen until it is complete", promiseRestoreUnseen},
		{"a restore that fails leaves nothing", promiseRestoreFails},
		{"of restores of one network exactly one wins", promiseRestoreRace},
		{"a rewrite erases in head and history", promiseRewrite},
		{"a rewrite that would break the network is refused", promiseRewriteRefused},
		{"a dropped network is gone and its name free", promiseDrop},
		{"an ended context is an error and stores nothing", promiseContext},
		{"a large change is one change", promiseLarge},
		{"a check tells product and version", promiseCheck},
		{"random operations agree with the model", promiseRandom},
	}
}

// Run holds a store against every promise. open gives a store that works; it may be the same each time, and may hold other
// networks. Everything Run creates it drops again.
func Run(t *testing.T, open func(t *testing.T) graph.Store) {
	for _, p := range promises() {
		t.Run(p.name, func(t *testing.T) {
			p.run(&T{TB: t, Store: open(t)})
		})
	}
}

// T is a test of one promise on one store.
type T struct {
	testing.TB
	Store graph.Store
}

var counter atomic.Int64

// network gives an id that no other test uses, also not one that runs at the same time on the same server; what lies under it
// is dropped at the end.
func (t *T) network() graph.NetworkID {
	id := graph.NetworkID(fmt.Sprintf("t%x-%d", time.Now().UnixNano(), counter.Add(1)))
	t.Cleanup(func() {
		if err := t.Store.Drop(context.Background(), id); err != nil && graph.CodeOf(err) != graph.NotFound {
			t.Errorf("clean up %s: %v", id, err)
		}
	})
	return id
}

// must ends the test on an error.
func (t *T) must(err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wants compares the code of an error, and that it is a *graph.Error with a key.
func (t *T) wants(code graph.Code, doing string, err error) {
	t.Helper()
	if graph.CodeOf(err) != code {
		t.Errorf("%s: got %v, want code %q", doing, err, code)
	}
	if err != nil && code != graph.Internal && keyOf(err) == "" {
		t.Errorf("%s: %v is no *graph.Error with a key", doing, err)
	}
}

// opID is a new operation id.
func opID() graph.OpID { return graph.OpID(fmt.Sprintf("op-%d", counter.Add(1))) }

// causes are all that a store must keep apart.
var causes = []graph.Cause{graph.CauseEdit, graph.CauseImport, graph.CauseUpkeep, graph.CauseUndo, graph.CauseTakeover, graph.CauseLayout, graph.CauseRestore}

// change is a Change on a base with the usual trimmings.
func change(n graph.NetworkID, base graph.Revision, ops ...graph.Op) graph.Change {
	id := opID()
	c := graph.Change{Network: n, ID: id, Base: base, At: Noon.Add(time.Duration(base+1) * time.Minute), Author: "acc-7", Cause: causes[int(base)%len(causes)],
		Note: "Notiz „" + string(id) + "“", Ops: graph.SortOps(ops)}
	copy(c.Digest[:], id)
	return c
}

// creating are the ops that make records of nothing.
func creating(records []graph.Record) []graph.Op {
	ops := make([]graph.Op, len(records))
	for i, r := range records {
		ops[i].After = r
	}
	return ops
}

// create commits the records as revision 1 and gives the snapshot that a right store now holds.
func (t *T) create(n graph.NetworkID, records []graph.Record) *graph.Snapshot {
	t.Helper()
	return t.commit(graph.NewSnapshot(n), creating(records)...)
}

// commit commits ops on a snapshot and gives the next.
func (t *T) commit(s *graph.Snapshot, ops ...graph.Op) *graph.Snapshot {
	t.Helper()
	c := change(s.Head().ID, s.Head().Revision, ops...)
	next, err := s.Apply(c)
	t.must(err)
	r, err := t.Store.Commit(context.Background(), c)
	t.must(err)
	if r != c.Revision() {
		t.Fatalf("commit on revision %d gave %d", c.Base, r)
	}
	return next
}

// put commits what f makes of a clone of one record.
func put[R graph.Record](t *T, s *graph.Snapshot, k graph.Key, f func(R)) *graph.Snapshot {
	t.Helper()
	return t.commit(s, putOp(t, s, k, f))
}

func putOp[R graph.Record](t *T, s *graph.Snapshot, k graph.Key, f func(R)) graph.Op {
	t.Helper()
	old, ok := s.Get(k)
	if !ok {
		t.Fatalf("no %s in the fixture", k)
	}
	r := graph.Clone(old.(R))
	f(r)
	op, ok := s.Put(r)
	if !ok {
		t.Fatalf("%s does not change", k)
	}
	return op
}

// same compares what the store loads with what it must hold: head, records, revisions of records.
func (t *T) same(want *graph.Snapshot) {
	t.Helper()
	ctx := context.Background()
	got, err := t.Store.Load(ctx, want.Head().ID)
	t.must(err)
	t.sameSnapshot("load", got, want)
	head, err := t.Store.Head(ctx, want.Head().ID)
	t.must(err)
	if diff := cmp.Diff(want.Head(), head); diff != "" {
		t.Errorf("Head (-want +got):\n%s", diff)
	}
}

func (t *T) sameSnapshot(doing string, got, want *graph.Snapshot) {
	t.Helper()
	if diff := cmp.Diff(want.Head(), got.Head()); diff != "" {
		t.Errorf("%s: head (-want +got):\n%s", doing, diff)
	}
	if got.Hash() == want.Hash() && sameChanged(got, want) {
		return
	}
	for _, o := range graph.Diff(want, got) {
		t.Errorf("%s: %s differs:\nwant %s\ngot  %s", doing, o.Key(), text(o.Before), text(o.After))
	}
	for _, k := range graph.Kinds() {
		for r := range want.All(k) {
			if w, g := want.Changed(r.Key()), got.Changed(r.Key()); w != g {
				t.Errorf("%s: %s changed at revision %d, want %d", doing, r.Key(), g, w)
			}
		}
	}
	t.Errorf("%s: the hash differs", doing)
}

func sameChanged(a, b *graph.Snapshot) bool {
	for _, k := range graph.Kinds() {
		for r := range a.All(k) {
			if a.Changed(r.Key()) != b.Changed(r.Key()) {
				return false
			}
		}
	}
	return true
}

func text(r graph.Record) string {
	if r == nil {
		return "nothing"
	}
	return string(graph.Encode(r))
}

// history collects changes.
func (t *T) history(n graph.NetworkID, from, to graph.Revision) []graph.Change {
	t.Helper()
	var out []graph.Change
	for c, err := range t.Store.History(context.Background(), n, from, to) {
		t.must(err)
		out = append(out, c)
	}
	return out
}

// sameChanges compares histories, records by their text.
func (t *T) sameChanges(doing string, got, want []graph.Change) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Transformer("record", func(r graph.Record) string { return text(r) })); diff != "" {
		t.Errorf("%s: history (-want +got):\n%s", doing, diff)
	}
}
