package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"miteinander/graph"
)

// past commits a little history and gives the snapshot and the change of each revision, the empty network first.
func (t *T) past(n graph.NetworkID) ([]*graph.Snapshot, []graph.Change) {
	t.Helper()
	snapshots := []*graph.Snapshot{graph.NewSnapshot(n)}
	var changes []graph.Change
	step := func(c graph.Change) {
		t.Helper()
		s, err := snapshots[len(snapshots)-1].Apply(c)
		t.must(err)
		_, err = t.Store.Commit(context.Background(), c)
		t.must(err)
		snapshots, changes = append(snapshots, s), append(changes, c)
	}
	head := func() *graph.Snapshot { return snapshots[len(snapshots)-1] }
	on := func(ops ...graph.Op) { t.Helper(); step(change(n, head().Head().Revision, ops...)) }
	imp := change(n, 0, creating(Musterstadt())...)
	imp.Cause, imp.Note, imp.Author = graph.CauseImport, "file musterstadt.xlsx", ""
	step(imp)
	on(putOp(t, head(), graph.Key{Kind: graph.KindCooperation, ID: "FH~FZ"}, func(r *graph.Cooperation) { r.Level = 2 }))
	on(graph.Op{After: &graph.Actor{ID: "ko", Name: "Koordination", Kind: graph.ActorPosition, Coordinates: graph.Yes}},
		graph.Op{After: &graph.Cooperation{ID: "KN~ko", From: "KN", To: "ko", Level: 3}},
		putOp(t, head(), graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}, func(r *graph.Settings) { r.Name = "Musterstadt am Fluss" }))
	undo := change(n, 3, changes[1].Inverse()...)
	undo.Cause, undo.Undoes = graph.CauseUndo, 2
	step(undo)
	gone, _ := head().Delete(graph.Key{Kind: graph.KindCooperation, ID: "FH~FZ"})
	on(gone)
	on(graph.Op{After: &graph.Cooperation{ID: "FH~FZ", From: "FH", To: "FZ", Level: 4}}) // the same id again
	return snapshots, changes
}

func promiseHistory(t *T) {
	ctx := context.Background()
	n := t.network()
	_, want := t.past(n)
	last := graph.Revision(len(want))
	backwards := slices.Clone(want)
	slices.Reverse(backwards)
	t.sameChanges("all", t.history(n, 1, last), want)
	t.sameChanges("backwards", t.history(n, last, 1), backwards)
	t.sameChanges("a part", t.history(n, 2, 4), want[1:4])
	t.sameChanges("a part backwards", t.history(n, 4, 2), backwards[last-4:last-1])
	t.sameChanges("one", t.history(n, 3, 3), want[2:3])
	t.sameChanges("beyond both ends", t.history(n, -5, last+5), want)
	t.sameChanges("beyond both ends backwards", t.history(n, last+5, -5), backwards)
	t.sameChanges("before the beginning", t.history(n, -3, 0), nil)
	t.sameChanges("after the end", t.history(n, last+1, last+9), nil)
	seen := 0
	for _, err := range t.Store.History(ctx, n, 1, last) {
		t.must(err)
		if seen++; seen == 2 {
			break
		}
	}
	// A stream that was left early, and streams within a stream, must not hold up what comes after.
	for range 10 {
		for _, err := range t.Store.History(ctx, n, last, 1) {
			t.must(err)
			break
		}
	}
	for c, err := range t.Store.History(ctx, n, 1, last) {
		t.must(err)
		if h := t.history(n, c.Revision(), c.Revision()); len(h) != 1 {
			t.Errorf("within a stream revision %d is found %d times", c.Revision(), len(h))
		}
		if _, err := t.Store.Head(ctx, n); err != nil {
			t.Errorf("within a stream: %v", err)
		}
	}
}

func promiseRewind(t *T) {
	ctx := context.Background()
	n := t.network()
	snapshots, _ := t.past(n)
	head, err := t.Store.Load(ctx, n)
	t.must(err)
	for r := len(snapshots) - 1; r >= 1; r-- {
		want := snapshots[r]
		got, err := head.Rewind(t.Store.History(ctx, n, head.Head().Revision, graph.Revision(r)+1), want.Head())
		if err != nil {
			t.Errorf("rewind to %d: %v", r, err)
			continue
		}
		t.sameSnapshot(fmt.Sprint("revision ", r), got, want)
	}
}

func promiseRestore(t *T) {
	ctx := context.Background()
	n, m := t.network(), NewModel()
	src := &T{TB: t.TB, Store: m}
	src.past(n)
	t.must(m.Rewrite(ctx, n, func(r graph.Record) graph.Record {
		if o, ok := r.(*graph.Offer); ok {
			o = graph.Clone(o)
			o.Attributes = map[string]string{"geschwärzt": "ja"}
			return o
		}
		return r
	}))
	s, err := m.Load(ctx, n)
	t.must(err)
	changes := src.history(n, 1, 99)
	t.must(t.Store.Restore(ctx, s, m.History(ctx, n, 1, s.Head().Revision)))
	t.same(s) // with Rewrites, time and the revision of each record
	t.sameChanges("restored", t.history(n, 1, 99), changes)
	t.wants(graph.Conflict, "a second restore", t.Store.Restore(ctx, s, m.History(ctx, n, 1, s.Head().Revision)))
	// It goes on like any other network, and knows the operations of its past.
	again, err := t.Store.Commit(ctx, changes[2])
	if err != nil || again != 3 {
		t.Errorf("an operation of the restored past: %d, %v; want 3", again, err)
	}
	s = put(t, s, graph.Key{Kind: graph.KindCooperation, ID: "FH~FZ"}, func(r *graph.Cooperation) { r.Level = 0 })
	t.same(s)
}

func promiseRestoreUnseen(t *T) {
	ctx := context.Background()
	n, m := t.network(), NewModel()
	(&T{TB: t.TB, Store: m}).past(n)
	s, err := m.Load(ctx, n)
	t.must(err)
	looked := 0
	slow := func(yield func(graph.Change, error) bool) {
		for c, err := range m.History(ctx, n, 1, s.Head().Revision) {
			if !yield(c, err) {
				return
			}
			looked++
			_, err := t.Store.Head(ctx, n)
			t.wants(graph.NotFound, "Head during a restore", err)
			_, err = t.Store.Load(ctx, n)
			t.wants(graph.NotFound, "Load during a restore", err)
			for _, err := range t.Store.History(ctx, n, 1, 99) {
				t.wants(graph.NotFound, "History during a restore", err)
			}
			heads, err := t.Store.Networks(ctx)
			t.must(err)
			if slices.ContainsFunc(heads, func(h graph.Head) bool { return h.ID == n }) {
				t.Error("Networks lists a network that is being restored")
			}
		}
	}
	t.must(t.Store.Restore(ctx, s, slow))
	if looked != int(s.Head().Revision) {
		t.Errorf("the history was read %d changes far", looked)
	}
	t.same(s)
}

var errPlanted = errors.New("planted: the source failed")

func promiseRestoreFails(t *T) {
	ctx := context.Background()
	n, m := t.network(), NewModel()
	(&T{TB: t.TB, Store: m}).past(n)
	s, err := m.Load(ctx, n)
	t.must(err)
	all := m.History(ctx, n, 1, s.Head().Revision)
	without := func(r graph.Revision) iter.Seq2[graph.Change, error] {
		return func(yield func(graph.Change, error) bool) {
			for c, err := range all {
				if c.Revision() != r && !yield(c, err) {
					return
				}
			}
		}
	}
	nothing := func(doing string) {
		t.Helper()
		_, err := t.Store.Load(ctx, n)
		t.wants(graph.NotFound, "Load after "+doing, err)
		t.wants(graph.NotFound, "Drop after "+doing, t.Store.Drop(ctx, n))
	}
	for _, r := range []graph.Revision{1, 3, s.Head().Revision} {
		doing := fmt.Sprintf("a history without revision %d", r)
		t.wants(graph.Invalid, doing, t.Store.Restore(ctx, s, without(r)))
		nothing(doing)
	}
	err = t.Store.Restore(ctx, s, func(yield func(graph.Change, error) bool) {
		for c, err := range all {
			if !yield(c, err) || c.Revision() == 3 {
				break
			}
		}
		yield(graph.Change{}, errPlanted)
	})
	if !errors.Is(err, errPlanted) {
		t.Errorf("a source that fails: %v, want its error", err)
	}
	nothing("a source that failed")
	ended, cancel := context.WithCancel(ctx)
	err = t.Store.Restore(ended, s, func(yield func(graph.Change, error) bool) {
		for c, err := range all {
			if c.Revision() == 4 {
				cancel()
			}
			if !yield(c, err) {
				return
			}
		}
	})
	cancel()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a restore whose context ended gave %v", err)
	}
	nothing("an ended context")
	t.must(t.Store.Restore(ctx, s, all)) // the remains do not stand in the way
	t.same(s)
}

// emptied takes out what a person may have written about a person.
func emptied(r graph.Record) graph.Record {
	switch r := r.(type) {
	case *graph.Institution:
		c := graph.Clone(r)
		c.Notes, c.CheckedBy = "", ""
		return c
	case *graph.Settings:
		c := graph.Clone(r)
		c.Name = "umbenannt"
		return c
	}
	return r
}

func promiseRewrite(t *T) {
	ctx := context.Background()
	n := t.network()
	s := t.create(n, Every())
	s = put(t, s, graph.Key{Kind: graph.KindInstitution, ID: "K1"}, func(r *graph.Institution) { r.Notes = "Frau Canary ist krank" })
	s = put(t, s, graph.Key{Kind: graph.KindInstitution, ID: "K1"}, func(r *graph.Institution) { r.Notes = "" })
	model := NewModel()
	t.must(model.Restore(ctx, s, t.Store.History(ctx, n, 1, 3)))

	for range 2 { // the second time changes nothing, not even the count
		t.must(t.Store.Rewrite(ctx, n, emptied))
		t.must(model.Rewrite(ctx, n, emptied))
		want, err := model.Load(ctx, n)
		t.must(err)
		t.same(want)
		if h := want.Head(); h.Rewrites != 1 || h.Revision != 3 || h.Name != "umbenannt" {
			t.Fatalf("the model has %+v", h)
		}
		t.sameChanges("rewritten", t.history(n, 1, 9), (&T{TB: t.TB, Store: model}).history(n, 1, 9))
	}
	for _, c := range t.history(n, 1, 9) {
		for _, o := range c.Ops {
			for _, r := range []graph.Record{o.Before, o.After} {
				if i, ok := r.(*graph.Institution); ok && i.Notes+i.CheckedBy != "" {
					t.Errorf("revision %d still holds %q", c.Revision(), i.Notes)
				}
			}
		}
	}
	// The past is still the head plus inverted changes, and what comes next is held against the rewritten head.
	head, err := t.Store.Load(ctx, n)
	t.must(err)
	_, err = head.Rewind(t.Store.History(ctx, n, 3, 2), graph.Head{ID: n, Revision: 1, Rewrites: 1})
	t.must(err)
	_, err = t.Store.Commit(ctx, change(n, 3, putOp(t, s, graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}, func(r *graph.Settings) { r.Name = "spät" })))
	t.wants(graph.Conflict, "a change by an author who saw what was erased", err)
	t.same(put(t, head, graph.Key{Kind: graph.KindInstitution, ID: "JA"}, func(r *graph.Institution) { r.ShortName = "JA" }))
}

func promiseRewriteRefused(t *T) {
	ctx := context.Background()
	n := t.network()
	s := t.create(n, Musterstadt())
	s = put(t, s, graph.Key{Kind: graph.KindInstitution, ID: "KN"}, func(r *graph.Institution) { r.Name = "Kita am Park" })
	for name, f := range map[string]func(graph.Record) graph.Record{
		"another key": func(r graph.Record) graph.Record {
			if i, ok := r.(*graph.Institution); ok && i.ID == "GS" {
				i = graph.Clone(i)
				i.ID = "GX"
				return i
			}
			return r
		},
		"nothing": func(r graph.Record) graph.Record {
			if r.Key().Kind == graph.KindGoal || r.Key().ID == "GS" {
				return nil
			}
			return r
		},
		"a dangling edge": func(r graph.Record) graph.Record {
			if c, ok := r.(*graph.Cooperation); ok && c.ID == "KN~GN" || ok && c.ID == "GN~KN" {
				c = graph.Clone(c)
				c.To = "ZZ"
				return c
			}
			return r
		},
		"a missing name": func(r graph.Record) graph.Record {
			if i, ok := r.(*graph.Institution); ok {
				i = graph.Clone(i)
				i.Name = ""
				return i
			}
			return r
		},
	} {
		t.wants(graph.Invalid, "a rewrite to "+name, t.Store.Rewrite(ctx, n, f))
	}
	t.same(s)
	if h := t.history(n, 2, 2); len(h) != 1 || len(h[0].Ops) != 1 || h[0].Ops[0].After.(*graph.Institution).Name != "Kita am Park" {
		t.Error("a refused rewrite changed the history")
	}
}

func promiseDrop(t *T) {
	ctx := context.Background()
	n := t.network()
	_, old := t.past(n)
	t.must(t.Store.Drop(ctx, n))
	_, err := t.Store.Load(ctx, n)
	t.wants(graph.NotFound, "Load", err)
	_, err = t.Store.Commit(ctx, old[1])
	t.wants(graph.NotFound, "an operation of the dropped network", err)
	t.wants(graph.NotFound, "Drop", t.Store.Drop(ctx, n))
	heads, err := t.Store.Networks(ctx)
	t.must(err)
	if slices.ContainsFunc(heads, func(h graph.Head) bool { return h.ID == n }) {
		t.Error("Networks still lists it")
	}
	// Created again with other content it comes to the same revision as before; nothing of the old one may show.
	c := change(n, 0, creating(Every())...)
	c.ID, c.Digest = old[0].ID, [32]byte{1}
	_, err = t.Store.Commit(ctx, c)
	t.must(err)
	s, err := graph.NewSnapshot(n).Apply(c)
	t.must(err)
	for i := range len(old) - 1 {
		s = put(t, s, graph.Key{Kind: graph.KindInstitution, ID: "JA"}, func(r *graph.Institution) { r.ShortName = fmt.Sprint("JA ", i) })
	}
	t.same(s)
	_, err = t.Store.Commit(ctx, change(n, s.Head().Revision, graph.Op{After: &graph.Cooperation{ID: "x", From: "GN", To: "JA", Level: 1}}))
	t.wants(graph.Invalid, "an edge to a node of the dropped network", err)
}
