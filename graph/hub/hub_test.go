package hub_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/storetest"
)

var ctx = context.Background()

// clock is a time that tests move.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(storetest.Noon.UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.at.Load()) }
func (c *clock) forward(d time.Duration) { c.at.Add(int64(d)) }

var counter atomic.Int64

func intent() hub.Intent {
	return hub.Intent{ID: graph.OpID(fmt.Sprint("op", counter.Add(1))), Author: "acc-1"}
}

func musterstadt(t *testing.T, st graph.Store, c *clock) (*hub.Hub, *hub.Network) {
	t.Helper()
	h := hub.New(st, c.now)
	n, err := h.CreateNetwork(ctx, "m", storetest.Musterstadt(), intent())
	if err != nil {
		t.Fatal(err)
	}
	return h, n
}

var pair = graph.Key{Kind: graph.KindCooperation, ID: "FH~FZ"}

// level is an edit of the cooperation FH–FZ.
func level(l graph.Level) func(*graph.Snapshot) ([]graph.Op, error) {
	return func(s *graph.Snapshot) ([]graph.Op, error) {
		c := graph.Clone(graph.Find[*graph.Cooperation](s, pair.Kind, pair.ID))
		c.Level = l
		if op, ok := s.Put(c); ok {
			return []graph.Op{op}, nil
		}
		return nil, nil
	}
}

func commit(t *testing.T, n *hub.Network, edit func(*graph.Snapshot) ([]graph.Op, error)) graph.Revision {
	t.Helper()
	r, err := n.Commit(ctx, intent(), edit)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func levelOf(s *graph.Snapshot) graph.Level {
	return graph.Find[*graph.Cooperation](s, pair.Kind, pair.ID).Level
}

func TestCommit(t *testing.T) {
	c := newClock()
	st := storetest.NewModel()
	_, n := musterstadt(t, st, c)
	c.forward(time.Hour + 123456*time.Nanosecond)
	if r := commit(t, n, level(2)); r != 2 {
		t.Errorf("revision %d, want 2", r)
	}
	stored, err := st.Load(ctx, "m")
	if err != nil {
		t.Fatal(err)
	}
	if n.Head().Head() != stored.Head() || n.Head().Hash() != stored.Hash() {
		t.Errorf("memory has %+v, the store %+v", n.Head().Head(), stored.Head())
	}
	if at := n.Head().Head().At; at != storetest.Noon.Add(time.Hour) {
		t.Errorf("changed at %v: want the hub's clock in whole milliseconds, UTC", at)
	}
	if r := commit(t, n, level(2)); r != 2 {
		t.Errorf("an edit that changes nothing gave revision %d, want 2", r)
	}
	refused := errors.New("refused by the handler")
	if _, err := n.Commit(ctx, intent(), func(*graph.Snapshot) ([]graph.Op, error) { return nil, refused }); !errors.Is(err, refused) {
		t.Errorf("the error of edit came back as %v", err)
	}
}

// The same request again is answered before edit runs, also after a restart.
func TestCommit_SameOperation(t *testing.T) {
	st := storetest.NewModel()
	_, n := musterstadt(t, st, newClock())
	in := intent()
	r, err := n.Commit(ctx, in, level(2))
	if err != nil {
		t.Fatal(err)
	}
	commit(t, n, level(4))
	n, err = hub.New(st, newClock().now).Open(ctx, "m")
	if err != nil {
		t.Fatal(err)
	}
	again, err := n.Commit(ctx, in, func(*graph.Snapshot) ([]graph.Op, error) {
		t.Error("edit ran for a known operation")
		return nil, nil
	})
	if err != nil || again != r {
		t.Errorf("again: %d, %v; want %d", again, err, r)
	}
	in.Digest[0] = 1
	if _, err := n.Commit(ctx, in, level(1)); graph.CodeOf(err) != graph.Conflict {
		t.Errorf("the same id for another request: %v", err)
	}
}

// Two programs on one store: both edit, edits of the slower one run again on the newer head, none is lost.
func TestCommit_TwoPrograms(t *testing.T) {
	st := storetest.NewModel()
	_, a := musterstadt(t, st, newClock())
	b, err := hub.New(st, newClock().now).Open(ctx, "m")
	if err != nil {
		t.Fatal(err)
	}
	const each = 50
	var wg sync.WaitGroup
	for i, n := range []*hub.Network{a, b, a, b} {
		wg.Go(func() {
			for j := range each {
				if _, err := n.Commit(ctx, intent(), func(s *graph.Snapshot) ([]graph.Op, error) {
					return []graph.Op{{After: &graph.Goal{ID: graph.ID(fmt.Sprintf("z%d-%d", i, j)), Title: "Ziel"}}}, nil
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	s, err := st.Load(ctx, "m")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Len(graph.KindGoal); got != 4*each {
		t.Errorf("%d goals stored, want %d", got, 4*each)
	}
	// An author who saw what the other program wrote is not refused for a head that lags behind.
	commit(t, a, level(4))
	if r, err := b.Commit(ctx, intent(), func(s *graph.Snapshot) ([]graph.Op, error) {
		if levelOf(s) != 4 {
			return nil, graph.Errorf(graph.Conflict, "errors.conflict")
		}
		return level(0)(s)
	}); err != nil || r != s.Head().Revision+2 {
		t.Errorf("edit on what the other program wrote: %d, %v", r, err)
	}
}

// A head is believed for a second; then the store is asked what others did.
func TestOpen_SeesOtherPrograms(t *testing.T) {
	st, c := storetest.NewModel(), newClock()
	h, n := musterstadt(t, st, c)
	other, err := hub.New(st, c.now).Open(ctx, "m")
	if err != nil {
		t.Fatal(err)
	}
	commit(t, other, level(4))
	if _, err := h.Open(ctx, "m"); err != nil || levelOf(n.Head()) != 1 {
		t.Errorf("within a second: %v, level %v", err, levelOf(n.Head()))
	}
	c.forward(1001 * time.Millisecond)
	if _, err := h.Open(ctx, "m"); err != nil || levelOf(n.Head()) != 4 {
		t.Errorf("after a second: %v, level %v, want 4", err, levelOf(n.Head()))
	}
	// Dropped and created again to the same revision: nothing of the old one is left.
	if err := st.Drop(ctx, "m"); err != nil {
		t.Fatal(err)
	}
	c.forward(time.Minute)
	if _, err := h.Open(ctx, "m"); graph.CodeOf(err) != graph.NotFound {
		t.Errorf("dropped by another program: %v", err)
	}
	fresh, err := hub.New(st, c.now).CreateNetwork(ctx, "m", storetest.Every(), intent())
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.Open(ctx, "m")
	if err != nil || again.Head().Hash() != fresh.Head().Hash() {
		t.Errorf("created again by another program: %v", err)
	}
}

func TestOpen_NotFound(t *testing.T) {
	h := hub.New(storetest.NewModel(), newClock().now)
	if _, err := h.Open(ctx, "nirgends"); graph.CodeOf(err) != graph.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestCreateNetwork_Twice(t *testing.T) {
	h, n := musterstadt(t, storetest.NewModel(), newClock())
	if _, err := h.CreateNetwork(ctx, "m", storetest.Every(), intent()); graph.CodeOf(err) != graph.Conflict {
		t.Errorf("a taken name: %v", err)
	}
	in := intent()
	a, err := h.CreateNetwork(ctx, "neu", storetest.Every(), in)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := h.CreateNetwork(ctx, "neu", storetest.Every(), in); err != nil || a != b {
		t.Errorf("the same request again: %v", err)
	}
	heads, err := h.Networks(ctx)
	if err != nil || len(heads) != 2 || heads[0] != n.Head().Head() {
		t.Errorf("networks %v, %v", heads, err)
	}
}

func TestAt(t *testing.T) {
	c := newClock()
	_, n := musterstadt(t, storetest.NewModel(), c)
	want := []*graph.Snapshot{graph.NewSnapshot("m"), n.Head()}
	for l := range graph.Level(5) {
		c.forward(time.Hour)
		if l != levelOf(n.Head()) {
			commit(t, n, level(l))
			want = append(want, n.Head())
		}
	}
	for r, w := range want {
		got, err := n.At(ctx, graph.Revision(r))
		if err != nil {
			t.Fatal(err)
		}
		if got.Hash() != w.Hash() || got.Head() != w.Head() {
			t.Errorf("revision %d: %+v, want %+v", r, got.Head(), w.Head())
		}
	}
	for _, r := range []graph.Revision{-1, graph.Revision(len(want))} {
		if _, err := n.At(ctx, r); graph.CodeOf(err) != graph.NotFound {
			t.Errorf("revision %d: %v", r, err)
		}
	}
}

func TestUndo(t *testing.T) {
	_, n := musterstadt(t, storetest.NewModel(), newClock())
	created := n.Head().Hash()
	edited := commit(t, n, level(4)) // 2
	hash4 := n.Head().Hash()
	undo, err := n.Undo(ctx, intent(), edited) // 3
	if err != nil || n.Head().Hash() != created {
		t.Fatalf("undo: %v, level %v", err, levelOf(n.Head()))
	}
	c, err := n.Change(ctx, undo)
	if err != nil || c.Cause != graph.CauseUndo || c.Undoes != edited {
		t.Errorf("the undo is %+v, %v", c, err)
	}
	if _, err := n.Undo(ctx, intent(), edited); graph.CodeOf(err) != graph.Conflict {
		t.Errorf("undone twice: %v", err)
	}
	if _, err := n.Undo(ctx, intent(), undo); err != nil || n.Head().Hash() != hash4 { // 4: the redo
		t.Errorf("redo: %v, level %v", err, levelOf(n.Head()))
	}
	if _, err := n.Undo(ctx, intent(), edited); err != nil || n.Head().Hash() != created { // 5: after the redo it may be undone again
		t.Errorf("undo after redo: %v", err)
	}
	if _, err := n.Undo(ctx, intent(), 99); graph.CodeOf(err) != graph.NotFound {
		t.Errorf("undo of a revision that never was: %v", err)
	}
}

// What others did since is not taken away: the undo is refused and says which record and field.
func TestUndo_Conflict(t *testing.T) {
	_, n := musterstadt(t, storetest.NewModel(), newClock())
	first := commit(t, n, level(4))
	commit(t, n, level(3))
	before := n.Head().Hash()
	_, err := n.Undo(ctx, intent(), first)
	var e *graph.Error
	if !errors.As(err, &e) || e.Code != graph.Conflict || e.Key != "errors.undo_conflict" || len(e.Fields) != 1 || e.Fields[0].Record != pair || e.Fields[0].Field != "level" {
		t.Errorf("got %v", err)
	}
	// A record that something rests on by now.
	made := commit(t, n, func(*graph.Snapshot) ([]graph.Op, error) {
		return []graph.Op{{After: &graph.Institution{ID: "NEU", Name: "Neu", Kinds: []graph.ID{"kita"}}}}, nil
	})
	commit(t, n, func(*graph.Snapshot) ([]graph.Op, error) {
		return []graph.Op{{After: &graph.Cooperation{ID: "KN~NEU", From: "KN", To: "NEU", Level: 1}}}, nil
	})
	_, err = n.Undo(ctx, intent(), made)
	if !errors.As(err, &e) || e.Code != graph.Conflict || e.Key != "errors.undo_conflict" || len(e.Fields) == 0 || e.Fields[0].Record.ID != "KN~NEU" {
		t.Errorf("got %v", err)
	}
	if before == n.Head().Hash() {
		t.Error("the two commits did not happen")
	}
	// Changed and changed back is no reason.
	up := commit(t, n, level(4))
	down := commit(t, n, level(0))
	if _, err := n.Undo(ctx, intent(), down); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Undo(ctx, intent(), up); err != nil {
		t.Errorf("changed and changed back: %v", err)
	}
}

func TestNews(t *testing.T) {
	h, n := musterstadt(t, storetest.NewModel(), newClock())
	commit(t, n, level(2))
	listen, stop := context.WithCancel(ctx)
	got := make(chan graph.Revision, 100)
	var wg sync.WaitGroup
	wg.Go(func() {
		for c := range n.News(listen, 1) {
			got <- c.Revision()
		}
		close(got)
	})
	next := func(want graph.Revision) {
		t.Helper()
		select {
		case r, ok := <-got:
			if r != want || !ok {
				t.Errorf("news of revision %d, want %d", r, want)
			}
		case <-time.After(time.Minute):
			t.Fatalf("no news of revision %d", want)
		}
	}
	next(2) // the past first
	commit(t, n, level(3))
	next(3)
	commit(t, n, level(4))
	next(4)
	stop()
	wg.Wait()
	// A dropped network ends its listeners.
	wg.Go(func() {
		for range n.News(ctx, 99) {
			t.Error("news of nothing")
		}
	})
	time.Sleep(10 * time.Millisecond)
	if err := h.Drop(ctx, "m"); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if _, err := h.Open(ctx, "m"); graph.CodeOf(err) != graph.NotFound {
		t.Errorf("opened after the drop: %v", err)
	}
}

// News of another program arrive by asking the store each second.
func TestNews_OfAnotherProgram(t *testing.T) {
	st := storetest.NewModel()
	h := hub.New(st, time.Now)
	n, err := h.CreateNetwork(ctx, "m", storetest.Musterstadt(), intent())
	if err != nil {
		t.Fatal(err)
	}
	other, err := hub.New(st, time.Now).Open(ctx, "m")
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	commit(t, other, level(4))
	listen, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	for c := range n.News(listen, 1) {
		if c.Revision() != 2 {
			t.Errorf("news of revision %d", c.Revision())
		}
		break
	}
	t.Logf("seen after %s", time.Since(began)) // two seconds are meant; a busy machine takes its time
	if levelOf(n.Head()) != 4 {
		t.Error("the head did not follow")
	}
}

func TestRewrite(t *testing.T) {
	_, n := musterstadt(t, storetest.NewModel(), newClock())
	commit(t, n, level(2))
	if err := n.Rewrite(ctx, func(r graph.Record) graph.Record {
		if i, ok := r.(*graph.Institution); ok {
			i = graph.Clone(i)
			i.ShortName = ""
			return i
		}
		return r
	}); err != nil {
		t.Fatal(err)
	}
	if h := n.Head().Head(); h.Rewrites != 1 || h.Revision != 2 {
		t.Errorf("head %+v", h)
	}
	if s, err := n.At(ctx, 1); err != nil || graph.Find[*graph.Institution](s, graph.KindInstitution, "FZ").ShortName != "" || levelOf(s) != 1 {
		t.Errorf("the past after an erasure: %v", err)
	}
	commit(t, n, level(3))
}

func TestCopy(t *testing.T) {
	from, to := storetest.NewModel(), storetest.NewModel()
	_, n := musterstadt(t, from, newClock())
	commit(t, n, level(2))
	head, err := hub.Copy(ctx, from, to, "m")
	if err != nil || head != n.Head().Head() {
		t.Fatalf("%+v, %v", head, err)
	}
	there, err := hub.New(to, newClock().now).Open(ctx, "m")
	if err != nil || there.Head().Hash() != n.Head().Hash() {
		t.Fatal(err)
	}
	if s, err := there.At(ctx, 1); err != nil || levelOf(s) != 1 {
		t.Errorf("the past of the copy: %v", err)
	}
	if _, err := hub.Copy(ctx, from, to, "m"); graph.CodeOf(err) != graph.Conflict {
		t.Errorf("a second copy: %v", err)
	}
	if _, err := hub.Copy(ctx, from, to, "x"); graph.CodeOf(err) != graph.NotFound {
		t.Errorf("a copy of nothing: %v", err)
	}
}

// away is a store whose database is away.
type away struct {
	graph.Store
	off atomic.Bool
}

var errAway = graph.Errorf(graph.Unavailable, "errors.store.unavailable")

func (s *away) Head(ctx context.Context, n graph.NetworkID) (graph.Head, error) {
	if s.off.Load() {
		return graph.Head{}, errAway
	}
	return s.Store.Head(ctx, n)
}

func (s *away) Commit(ctx context.Context, c graph.Change) (graph.Revision, error) {
	if s.off.Load() {
		return 0, errAway
	}
	return s.Store.Commit(ctx, c)
}

// A store that is away is said, not hidden; when it is back everything goes on by itself.
func TestUnavailable(t *testing.T) {
	c := newClock()
	st := &away{Store: storetest.NewModel()}
	h, n := musterstadt(t, st, c)
	st.off.Store(true)
	c.forward(2 * time.Second)
	if _, err := h.Open(ctx, "m"); graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("open: %v", err)
	}
	if _, err := n.Commit(ctx, intent(), level(2)); graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("commit: %v", err)
	}
	st.off.Store(false)
	if _, err := h.Open(ctx, "m"); err != nil {
		t.Errorf("open when it is back: %v", err)
	}
	commit(t, n, level(2))
}

// Beyond the budget networks leave memory, those used longest ago first, and come back when they are opened.
func TestBudget(t *testing.T) {
	st := &counting{Store: storetest.NewModel()}
	h := hub.New(st, newClock().now)
	h.SetBudget(2*heads(t) + 10)
	var names []graph.NetworkID
	for i := range 4 {
		name := graph.NetworkID(fmt.Sprint("n", i))
		names = append(names, name)
		if _, err := h.CreateNetwork(ctx, name, storetest.Musterstadt(), intent()); err != nil {
			t.Fatal(err)
		}
	}
	loads := st.loads.Load()
	for _, name := range slices.Backward(names) {
		n, err := h.Open(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		commit(t, n, level(2))
	}
	if got := st.loads.Load() - loads; got != 2 {
		t.Errorf("%d networks were loaded again, want the 2 oldest", got)
	}
}

func heads(t *testing.T) int { t.Helper(); return len(storetest.Musterstadt()) + 1 }

type counting struct {
	graph.Store
	loads atomic.Int64
}

func (s *counting) Load(ctx context.Context, n graph.NetworkID) (*graph.Snapshot, error) {
	s.loads.Add(1)
	return s.Store.Load(ctx, n)
}

// What the program keeps for itself is no act: it is neither told nor undone nor in what people see of the past, and answers
// that were computed before it hold.
func TestUpkeep(t *testing.T) {
	c := newClock()
	st := storetest.NewModel()
	_, n := musterstadt(t, st, c)
	c.forward(time.Hour)
	acted := commit(t, n, level(2))
	at := n.Head().Head().At
	content := n.Head().Content()
	c.forward(time.Hour)
	kept, err := n.Upkeep(ctx, "op-kept", func(s *graph.Snapshot) ([]graph.Op, error) {
		op, _ := s.Put(&graph.Document{ID: "layout-x", Type: "layout", Body: "{}"})
		return []graph.Op{op}, nil
	})
	if err != nil || kept != acted+1 {
		t.Fatal(kept, err)
	}
	if n.Head().Content() != content {
		t.Errorf("content moved from %+v to %+v", content, n.Head().Content())
	}
	if _, err := n.Undo(ctx, intent(), kept); graph.CodeOf(err) != graph.Invalid {
		t.Errorf("undo of upkeep: %v", err)
	}
	reopened, err := hub.New(st, c.now).Open(ctx, "m") // it has loaded, and knows only of documents
	if err != nil {
		t.Fatal(err)
	}
	for what, n := range map[string]*hub.Network{"running": n, "reopened": reopened} {
		var acts []graph.Revision
		for c, err := range n.Acts(ctx, kept) {
			if err != nil {
				t.Fatal(err)
			}
			acts = append(acts, c.Revision())
		}
		if !slices.Equal(acts, []graph.Revision{2, 1}) {
			t.Errorf("%s: acts %v", what, acts)
		}
		if h, err := n.Acted(ctx); err != nil || h.Revision != acted || !h.At.Equal(at) {
			t.Errorf("%s: acted %+v, %v", what, h, err)
		}
	}
	told := make(chan graph.Revision, 9)
	listen, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		for c := range n.News(listen, 1) {
			told <- c.Revision()
		}
	})
	last := commit(t, n, level(3))
	for _, want := range []graph.Revision{acted, last} {
		select {
		case r := <-told:
			if r != want {
				t.Errorf("news of %d, want %d", r, want)
			}
		case <-time.After(30 * time.Second):
			t.Fatal("no news")
		}
	}
	stop()
	wg.Wait()
	if got := n.Head().Content().Revision; got != last {
		t.Errorf("content of an edit: %d, want %d", got, last)
	}
}
