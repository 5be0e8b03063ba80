package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"miteinander/graph"
)

func keyOf(err error) string {
	var e *graph.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func promiseCommit(t *T) {
	ctx := context.Background()
	n := t.network()
	s := t.create(n, Musterstadt())
	t.same(s)
	if s.Head().Revision != 1 || s.Head().Name != "Musterstadt" {
		t.Errorf("head is %+v", s.Head())
	}
	s = put(t, s, graph.Key{Kind: graph.KindCooperation, ID: "FH~FZ"}, func(r *graph.Cooperation) { r.Level = 2 })
	s = put(t, s, graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}, func(r *graph.Settings) { r.Name = "Neustadt" })
	op, _ := s.Delete(graph.Key{Kind: graph.KindCooperation, ID: "GS~KS"})
	s = t.commit(s, op)
	t.same(s)
	heads, err := t.Store.Networks(ctx)
	t.must(err)
	if !slices.ContainsFunc(heads, func(h graph.Head) bool { return h == s.Head() }) {
		t.Errorf("Networks does not list %+v", s.Head())
	}
	if !slices.IsSortedFunc(heads, func(a, b graph.Head) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	}) {
		t.Error("Networks is not sorted by id")
	}
	// Times are kept to the millisecond, in UTC, also before 1970.
	for i, at := range []time.Time{time.Date(2025, 3, 30, 2, 30, 0, 123_456_789, time.FixedZone("", 7200)), time.Date(1901, 1, 1, 0, 0, 0, 1_000_000, time.UTC)} {
		c := change(n, s.Head().Revision, putOp(t, s, graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}, func(r *graph.Settings) { r.Name = fmt.Sprint("Zeit ", i) }))
		c.At = at
		_, err = t.Store.Commit(ctx, c)
		t.must(err)
		s, err = t.Store.Load(ctx, n)
		t.must(err)
		if want := at.UTC().Truncate(time.Millisecond); s.Head().At != want {
			t.Errorf("head is of %v, want %v", s.Head().At, want)
		}
	}
}

func promiseEveryField(t *T) {
	n := t.network()
	s := t.create(n, Every())
	t.same(s)
	// The same once more as an update of each record and a removal of all, so that rows are replaced and deleted, too.
	var ops []graph.Op
	for _, k := range graph.Kinds() {
		for r := range s.All(k) {
			if f, ok := graph.FieldOf(k, "attributes"); ok {
				c := graph.Clone(r)
				t.must(f.Set(c, map[string]string{"neu": "ja"}))
				if op, ok := s.Put(c); ok {
					ops = append(ops, op)
				}
			}
		}
	}
	s = t.commit(s, ops...)
	t.same(s)
	changes := t.history(n, 1, 2)
	if len(changes) != 2 || len(changes[0].Ops) != len(Every()) {
		t.Fatalf("history has %d changes", len(changes))
	}
	for i, want := range graph.SortOps(creating(Every())) {
		if got := changes[0].Ops[i]; got.Before != nil || !graph.Equal(got.After, want.After) {
			t.Errorf("history gives %s, want %s", text(got.After), text(want.After))
		}
	}
	ops = nil
	for _, k := range graph.Kinds() {
		for r := range s.All(k) {
			if k != graph.KindSettings {
				op, _ := s.Delete(r.Key())
				ops = append(ops, op)
			}
		}
	}
	t.same(t.commit(s, ops...))
}

func promiseNotFound(t *T) {
	ctx := context.Background()
	n := t.network()
	_, err := t.Store.Head(ctx, n)
	t.wants(graph.NotFound, "Head", err)
	_, err = t.Store.Load(ctx, n)
	t.wants(graph.NotFound, "Load", err)
	calls := 0
	for _, err := range t.Store.History(ctx, n, 1, 9) {
		t.wants(graph.NotFound, "History", err)
		calls++
	}
	if calls != 1 {
		t.Errorf("History of no network yields %d times, want one error", calls)
	}
	t.wants(graph.NotFound, "Rewrite", t.Store.Rewrite(ctx, n, func(r graph.Record) graph.Record { return r }))
	t.wants(graph.NotFound, "Drop", t.Store.Drop(ctx, n))
	_, err = t.Store.Commit(ctx, change(n, 3, graph.Op{After: graph.DefaultSettings("x")}))
	t.wants(graph.NotFound, "Commit on revision 3", err)
	_, err = t.Store.Commit(ctx, change(n, 0))
	t.wants(graph.NotFound, "look-up", err)
	t.create(n, Musterstadt())
	_, err = t.Store.Commit(ctx, change(n, 0))
	t.wants(graph.NotFound, "look-up of an unknown operation", err)
	for _, bad := range []graph.NetworkID{"", "a|b", "a\x00b", graph.NetworkID(make([]byte, 65))} {
		_, err = t.Store.Commit(ctx, change(bad, 0, graph.Op{After: graph.DefaultSettings("x")}))
		t.wants(graph.Invalid, fmt.Sprintf("Commit to %q", bad), err)
	}
	noID := change(n, 1, graph.Op{After: graph.New(graph.KindGoal, "g")})
	noID.ID = ""
	_, err = t.Store.Commit(ctx, noID)
	t.wants(graph.Invalid, "Commit without operation id", err)
}

func promiseOperationID(t *T) {
	ctx := context.Background()
	n, other := t.network(), t.network()
	s := t.create(n, Musterstadt())
	first := change(n, 1, putOp(t, s, graph.Key{Kind: graph.KindCooperation, ID: "FH~FZ"}, func(r *graph.Cooperation) { r.Level = 2 }))
	r, err := t.Store.Commit(ctx, first)
	t.must(err)
	s, err = s.Apply(first)
	t.must(err)
	s = put(t, s, graph.Key{Kind: graph.KindCooperation, ID: "FH~FZ"}, func(r *graph.Cooperation) { r.Level = 4 })

	again, err := t.Store.Commit(ctx, first) // base 1 is long past: the id is looked at first
	t.must(err)
	if again != r {
		t.Errorf("the same change again gave revision %d, want %d", again, r)
	}
	look := first
	look.Ops, look.Base = nil, 0
	again, err = t.Store.Commit(ctx, look)
	t.must(err)
	if again != r {
		t.Errorf("the look-up gave revision %d, want %d", again, r)
	}
	look.Digest[3]++
	_, err = t.Store.Commit(ctx, look)
	t.wants(graph.Conflict, "the same id with another digest", err)
	reused := first
	reused.Base, reused.Digest = s.Head().Revision, [32]byte{9}
	_, err = t.Store.Commit(ctx, reused)
	t.wants(graph.Conflict, "the same id for another request", err)
	t.same(s)

	// The id is unique per network, not beyond.
	o := change(other, 0, creating(Musterstadt())...)
	o.ID, o.Digest = first.ID, [32]byte{1}
	if r, err := t.Store.Commit(ctx, o); err != nil || r != 1 {
		t.Errorf("the same id in another network: %d, %v", r, err)
	}
}

func promiseStale(t *T) {
	ctx := context.Background()
	n := t.network()
	s := t.create(n, Musterstadt())
	s = put(t, s, graph.Key{Kind: graph.KindCooperation, ID: "FH~FZ"}, func(r *graph.Cooperation) { r.Level = 2 })
	for _, base := range []graph.Revision{0, 1, 3, 100} {
		c := change(n, base, graph.Op{After: &graph.Goal{ID: "g", Title: "Ziel"}})
		_, err := t.Store.Commit(ctx, c)
		t.wants(graph.Stale, fmt.Sprintf("base %d on head 2", base), err)
		c.Ops = nil
		_, err = t.Store.Commit(ctx, c)
		t.wants(graph.NotFound, "look-up of what was refused", err)
	}
	t.same(s)
}

func promiseRefusal(t *T) {
	ctx := context.Background()
	n := t.network()
	s := t.create(n, Musterstadt())
	institution := func(id graph.ID) graph.Key { return graph.Key{Kind: graph.KindInstitution, ID: id} }
	remove := func(k graph.Key) graph.Op { op, _ := s.Delete(k); return op }
	edit := func(id graph.ID, f func(*graph.Institution)) graph.Op { return putOp(t, s, institution(id), f) }
	tie := func(a, b graph.ID) graph.Op {
		return graph.Op{After: &graph.Cooperation{ID: "neu", From: a, To: b, Level: 1}}
	}
	good := graph.Op{After: &graph.Goal{ID: "ziel", Title: "Ziel"}} // must not be stored beside a wrong one
	wrongBefore := edit("KN", func(r *graph.Institution) { r.Name = "anders" })
	before := graph.Clone(wrongBefore.Before.(*graph.Institution))
	before.Notes = "was nie da stand"
	wrongBefore.Before = before
	wrongSince := edit("KN", func(r *graph.Institution) { r.Name = "anders" })
	wrongSince.Since = 7
	for _, c := range []struct {
		name string
		code graph.Code
		ops  []graph.Op
	}{
		{"an edge to a node that is not there", graph.Invalid, []graph.Op{tie("KN", "NIEMAND")}},
		{"an edge from a node that is not there", graph.Invalid, []graph.Op{tie("A-NIEMAND", "KN")}},
		{"a hand-over of an unknown type", graph.Invalid, []graph.Op{{After: &graph.Handover{ID: "h", From: "KN", To: "GN", Transition: "Ü9"}}}},
		{"a funding by nobody", graph.Invalid, []graph.Op{{After: &graph.Funding{ID: "f", Target: "KN1", Funder: "niemand"}}}},
		{"a membership in no body", graph.Invalid, []graph.Op{{After: &graph.Membership{ID: "m", Body: "KN", Member: "GN"}}}},
		{"a node goes while edges end there", graph.Invalid, []graph.Op{remove(institution("KN"))}},
		{"a node goes while only an edge ends there", graph.Invalid, []graph.Op{remove(institution("GS")), remove(graph.Key{Kind: graph.KindOffer, ID: "GS1"})}},
		{"a funder goes while it funds", graph.Invalid, []graph.Op{remove(graph.Key{Kind: graph.KindFunder, ID: "stiftung"})}},
		{"an area goes while something is there", graph.Invalid, []graph.Op{remove(graph.Key{Kind: graph.KindArea, ID: "S"})}},
		{"an offer of an unknown phase", graph.Invalid, []graph.Op{putOp(t, s, graph.Key{Kind: graph.KindOffer, ID: "KN1"}, func(r *graph.Offer) { r.Phases = ids("9") })}},
		{"an id is taken by another kind of node", graph.Invalid, []graph.Op{{After: &graph.Actor{ID: "KN", Name: "Leitung", Kind: graph.ActorPosition}}}},
		{"an id is taken", graph.Conflict, []graph.Op{{After: &graph.Institution{ID: "KN", Name: "Zweite", Kinds: ids("kita")}}}},
		{"the author saw something else", graph.Conflict, []graph.Op{wrongBefore}},
		{"the author saw another revision", graph.Conflict, []graph.Op{wrongSince}},
		{"a change of what is not there", graph.Conflict, []graph.Op{{Before: &graph.Goal{ID: "g", Title: "a"}, After: &graph.Goal{ID: "g", Title: "b"}, Since: 1}}},
		{"a removal of what is not there", graph.Conflict, []graph.Op{{Before: &graph.Goal{ID: "g", Title: "a"}, Since: 1}}},
		{"the settings go", graph.Invalid, []graph.Op{remove(graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID})}},
		{"a field is missing", graph.Invalid, []graph.Op{edit("KN", func(r *graph.Institution) { r.Name = "" })}},
		{"a part of itself", graph.Invalid, []graph.Op{edit("KN", func(r *graph.Institution) { r.PartOf = "KN" })}},
		{"neither before nor after", graph.Invalid, []graph.Op{{}}},
	} {
		ops := c.ops
		if ops[0].Before != nil || ops[0].After != nil {
			ops = graph.SortOps(append([]graph.Op{good}, ops...))
		}
		refused := graph.Change{Network: n, ID: opID(), Base: 1, At: Noon, Cause: graph.CauseEdit, Ops: ops}
		_, err := t.Store.Commit(ctx, refused)
		t.wants(c.code, c.name, err)
		_, wanted := s.Apply(refused)
		if keyOf(err) != keyOf(wanted) {
			t.Errorf("%s: key %s, Apply says %s", c.name, keyOf(err), keyOf(wanted))
		}
	}
	t.same(s)
	if h := t.history(n, 1, 99); len(h) != 1 {
		t.Errorf("history has %d changes after refusals, want 1", len(h))
	}
	_, err := t.Store.Commit(ctx, change(t.network(), 0, good)) // no settings: no network
	t.wants(graph.Invalid, "a network without settings", err)
}

func promiseOtherKind(t *T) {
	n := t.network()
	s := t.create(n, Every())
	// B1 (actor) and JA (institution) both change kind in one change, with all that hangs on them gone or turned.
	del := func(k graph.Kind, id graph.ID) graph.Op { op, _ := s.Delete(graph.Key{Kind: k, ID: id}); return op }
	s = t.commit(s, del(graph.KindMembership, "B1~K1"), del(graph.KindMembership, "B1~A1"), del(graph.KindActor, "B1"),
		graph.Op{After: &graph.Institution{ID: "B1", Name: "Aus dem Gremium wurde ein Amt", Kinds: ids("amt")}},
		graph.Op{After: &graph.Cooperation{ID: "B1~K1", From: "B1", To: "K1", Level: 1}})
	t.same(s)
	del = func(k graph.Kind, id graph.ID) graph.Op { op, _ := s.Delete(graph.Key{Kind: k, ID: id}); return op }
	s = t.commit(s, del(graph.KindInstitution, "B1"), graph.Op{After: &graph.Actor{ID: "B1", Name: "Wieder ein Gremium", Kind: graph.ActorBody}},
		putOp(t, s, graph.Key{Kind: graph.KindCooperation, ID: "B1~K1"}, func(r *graph.Cooperation) { r.Level = 2 }))
	t.same(s)
}

func promiseIsolation(t *T) {
	ctx := context.Background()
	a, b := t.network(), t.network()
	sa, sb := t.create(a, Musterstadt()), t.create(b, Every())
	sb = t.commit(sb, graph.Op{After: &graph.Institution{ID: "KN", Name: "Nur dem Namen nach gleich", Kinds: ids("kita")}},
		graph.Op{After: &graph.Institution{ID: "NUR-B", Name: "Nur hier", Kinds: ids("kita")}})
	_, err := t.Store.Commit(ctx, change(a, 1, graph.Op{After: &graph.Cooperation{ID: "quer", From: "KN", To: "NUR-B", Level: 1}}))
	t.wants(graph.Invalid, "an edge into another network", err)
	sa = put(t, sa, graph.Key{Kind: graph.KindInstitution, ID: "KN"}, func(r *graph.Institution) { r.Name = "geändert" })
	t.same(sa)
	t.same(sb)
	op, _ := sb.Delete(graph.Key{Kind: graph.KindInstitution, ID: "KN"})
	t.commit(sb, op)
	t.must(t.Store.Rewrite(ctx, b, emptied))
	t.same(sa)
	for _, c := range t.history(a, 1, 9) {
		if c.Network != a {
			t.Errorf("history of %s holds a change of %s", a, c.Network)
		}
	}
	t.must(t.Store.Drop(ctx, b))
	t.same(sa)
}

func promiseContext(t *T) {
	n := t.network()
	s := t.create(n, Musterstadt())
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	check := func(doing string, err error) {
		t.Helper()
		if err == nil || graph.CodeOf(err) == graph.Internal || !errors.Is(err, context.Canceled) {
			t.Errorf("%s with an ended context: %v, want a *graph.Error that wraps it", doing, err)
		}
	}
	_, err := t.Store.Commit(ended, change(n, 1, graph.Op{After: &graph.Goal{ID: "g", Title: "Ziel"}}))
	check("Commit", err)
	_, err = t.Store.Load(ended, n)
	check("Load", err)
	_, err = t.Store.Head(ended, n)
	check("Head", err)
	_, err = t.Store.Networks(ended)
	check("Networks", err)
	for _, err := range t.Store.History(ended, n, 1, 1) {
		check("History", err)
	}
	check("Rewrite", t.Store.Rewrite(ended, n, emptied))
	check("Drop", t.Store.Drop(ended, n))
	t.same(s)
}

func promiseLarge(t *T) {
	n := t.network()
	size := 2000
	if testing.Short() {
		size = 300
	}
	s := t.create(n, Town("Große Stadt", size))
	t.same(s)
	var ops []graph.Op
	for r := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
		c := graph.Clone(r)
		c.Notes = "geändert"
		op, _ := s.Put(c)
		ops = append(ops, op)
	}
	t.same(t.commit(s, ops...))
	if h := t.history(n, 2, 2); len(h) != 1 || len(h[0].Ops) != size {
		t.Errorf("the large change came back as %d changes", len(h))
	}
}

func promiseCheck(t *T) {
	info, err := t.Store.Check(context.Background())
	t.must(err)
	if info.Product == "" || info.Version == "" || info.Schema < 1 || !info.Writable {
		t.Errorf("Check gives %+v", info)
	}
}
