package neo4jstore_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/neo4jstore"
	"miteinander/graph/neo4jstore/neo4jtest"
	"miteinander/graph/storetest"
)

// cuts is how often each moment is cut: 10 in make test, 1,000 by make faults.
func cuts() int {
	if n, err := strconv.Atoi(os.Getenv("MITEINANDER_FAULTS")); err == nil && n > 0 {
		return n
	}
	return 10
}

// tally is what became of writes whose connection was cut.
type tally struct{ acknowledged, refused, lost, double, wrong int }

// cutWrites commits n changes through the proxy, each cut once at the moment, and then looks at the database past the proxy: what was
// acknowledged must be there once, what was refused must not be there.
func cutWrites(t *testing.T, through, direct *neo4jstore.Store, p *proxy, moment string, n int) (tally, []time.Duration) {
	t.Helper()
	var out tally
	var took []time.Duration
	id := network(t, direct)
	commit(t, direct, id, 0, "create", creating(storetest.Musterstadt())...)
	if _, err := through.Head(ctx, id); err != nil {
		t.Fatal(err)
	}
	look := patient{direct, new(int)}
	for i := range n {
		head, err := look.Head(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		note := fmt.Sprintf("cut %d", i)
		goal := graph.ID(fmt.Sprintf("z%d", i))
		c := graph.Change{Network: id, ID: graph.OpID(note), Note: note, Base: head.Revision, At: storetest.Noon.Add(time.Duration(i) * time.Minute), Cause: graph.CauseEdit,
			Ops: []graph.Op{{After: &graph.Goal{ID: goal, Title: note}}}}
		after := 0
		if moment == cutRun {
			after = i % 5 // another of the statements of a commit each time
		}
		before := p.count()
		p.arm(moment, after)
		began := time.Now()
		r, err := through.Commit(ctx, c)
		took = append(took, time.Since(began))
		p.arm("", 0)
		if p.count() == before {
			t.Fatalf("%s: nothing was cut", moment)
		}
		stored := 0
		for _, c := range look.changes(t, id, head.Revision+1) {
			if c.Note == note {
				stored++
				if r != 0 && c.Revision() != r {
					stored++
				}
			}
		}
		switch {
		case err == nil:
			out.acknowledged++
		case stored > 0:
			out.wrong++
			t.Logf("%s: %v, but it is stored", moment, err)
		default:
			out.refused++
		}
		if err == nil && stored == 0 {
			out.lost++
		}
		if stored > 1 {
			out.double++
		}
	}
	late := map[string]int{} // what came in after somebody had looked
	for _, c := range look.changes(t, id, 1) {
		if late[c.Note]++; late[c.Note] == 2 {
			t.Logf("%s: %s is stored twice", moment, c.Note)
			out.double++
		}
	}
	if len(late) != 1+out.acknowledged+out.wrong {
		t.Errorf("%s: %d changes are stored, of which %d were acknowledged", moment, len(late), 1+out.acknowledged)
	}
	return out, took
}

// A connection that is cut before BEGIN, after RUN or after COMMIT was sent: nothing lost, nothing stored twice, nothing reported
// wrongly (safety.md N1). Every write is acknowledged, since the server itself is there all the time.
func TestFaults_CutWrites(t *testing.T) {
	direct := open(t)
	if _, err := direct.Check(ctx); err != nil {
		t.Fatal(err)
	}
	uri, _, _ := neo4jtest.Start(t)
	p := newProxy(t, uri)
	through := open(t, func(o *neo4jstore.Options) { o.URI = p.uri() })
	if _, err := through.Check(ctx); err != nil {
		t.Fatal(err)
	}
	for _, moment := range []string{cutBegin, cutRun, cutCommit} {
		got, took := cutWrites(t, through, direct, p, moment, cuts())
		slices.Sort(took)
		t.Logf("%d × cut %s: %+v, half within %s, all within %s", cuts(), moment, got, took[len(took)/2].Round(time.Millisecond), took[len(took)-1].Round(time.Millisecond))
		if got != (tally{acknowledged: cuts()}) {
			t.Errorf("cut %s: %+v, want %d acknowledged and nothing else", moment, got, cuts())
		}
	}
}

// Without the look-up of the operation id the same harness must show that something is stored and reported wrongly or twice.
func TestFaults_FindsPlantedFault(t *testing.T) {
	direct := open(t)
	uri, _, _ := neo4jtest.Start(t)
	p := newProxy(t, uri)
	through := open(t, func(o *neo4jstore.Options) { o.URI = p.uri() })
	neo4jstore.ForgetOperations(through)
	if _, err := through.Check(ctx); err != nil {
		t.Fatal(err)
	}
	var got tally
	for try := 0; try < 10 && got.wrong+got.double == 0; try++ { // a COMMIT that is cut is stored about every second time
		got, _ = cutWrites(t, through, direct, p, cutCommit, 5)
	}
	if got.wrong+got.double == 0 {
		t.Errorf("without operation ids the harness sees %+v: it would not see a double", got)
	}
	t.Logf("without operation ids: %+v", got)
}

// A read that is cut in the middle is read again, and is whole.
func TestFaults_CutReads(t *testing.T) {
	direct := open(t)
	id := network(t, direct)
	commit(t, direct, id, 0, "create", creating(storetest.Town("Leseprobe", 200))...)
	want, err := direct.Load(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	uri, _, _ := neo4jtest.Start(t)
	p := newProxy(t, uri)
	through := open(t, func(o *neo4jstore.Options) { o.URI = p.uri() })
	if _, err := through.Check(ctx); err != nil {
		t.Fatal(err)
	}
	for i := range cuts() {
		before := p.count()
		p.arm(cutAnswer, i%7)
		got, err := through.Load(ctx, id)
		p.arm("", 0)
		if err != nil {
			t.Fatalf("load %d: %v", i, err)
		}
		if got.Hash() != want.Hash() {
			t.Fatalf("load %d is not whole", i)
		}
		if p.count() == before {
			t.Errorf("load %d was not cut", i)
		}
	}
}

// A slow line, a very slow one, and one that drops everything without a word: the deadlines hold, the error says that the
// database is away, connections come back, and it goes on by itself (safety.md N3).
func TestFaults_SlowAndSilent(t *testing.T) {
	direct := open(t)
	id := network(t, direct)
	commit(t, direct, id, 0, "create", creating(storetest.Musterstadt())...)
	uri, _, _ := neo4jtest.Start(t)
	p := newProxy(t, uri)
	through := open(t, func(o *neo4jstore.Options) { o.URI = p.uri() })
	if _, err := through.Check(ctx); err != nil {
		t.Fatal(err)
	}
	base := runtime.NumGoroutine()
	p.delay.Store(int64(100 * time.Millisecond))
	began := time.Now()
	if _, err := through.Head(ctx, id); err != nil {
		t.Errorf("0.1 s latency: %v", err)
	}
	t.Logf("head with 0.1 s latency: %s", time.Since(began).Round(time.Millisecond))
	p.delay.Store(0)

	p.rate.Store(1 << 10)
	began = time.Now()
	if _, err := through.Head(ctx, id); err != nil {
		t.Errorf("1 KiB/s: %v", err)
	}
	t.Logf("head with 1 KiB/s: %s", time.Since(began).Round(time.Millisecond))
	p.rate.Store(0)

	p.silent.Store(true)
	limit, cancel := context.WithTimeout(ctx, 3*time.Second) // the page's own limit; the store's is 10 s
	began = time.Now()
	_, err := through.Head(limit, id)
	cancel()
	if graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("a line that drops everything: %v", err)
	}
	t.Logf("a line that drops everything, a page that waits 3 s: the error after %s", time.Since(began).Round(time.Millisecond))
	if d := time.Since(began); d > 30*time.Second {
		t.Errorf("the error came after %s", d)
	}
	p.silent.Store(false)
	p.cutAll()
	began = time.Now()
	for {
		_, err := through.Head(ctx, id)
		if err == nil {
			break
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("still away after a minute: %v", err)
		}
	}
	t.Logf("back after %s", time.Since(began).Round(time.Millisecond))
	for wait := time.Now(); runtime.NumGoroutine() > base+8; time.Sleep(20 * time.Millisecond) {
		if time.Since(wait) > time.Minute {
			t.Errorf("%d goroutines, %d before the faults", runtime.NumGoroutine(), base)
			break
		}
	}
}

// One answer that does not come in time does not turn others away: the server may be slow.
func TestFaults_OneSlowAnswer(t *testing.T) {
	direct := open(t)
	id := network(t, direct)
	commit(t, direct, id, 0, "create", creating(storetest.Musterstadt())...)
	uri, _, _ := neo4jtest.Start(t)
	p := newProxy(t, uri)
	through := open(t, func(o *neo4jstore.Options) { o.URI = p.uri() })
	if _, err := through.Check(ctx); err != nil {
		t.Fatal(err)
	}
	p.silent.Store(true)
	limit, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if _, err := through.Head(limit, id); graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("no answer: %v", err)
	}
	p.silent.Store(false)
	if _, err := through.Head(ctx, id); err != nil {
		t.Errorf("the next one: %v", err)
	}
}

// A server that is not there is said within the time limits, and every method gives Unavailable.
func TestFaults_Away(t *testing.T) {
	p := newProxy(t, "bolt://127.0.0.1:1") // nobody listens there
	if testing.Short() {
		t.Skip("waits for time limits")
	}
	st, err := neo4jstore.Open(neo4jstore.Options{URI: p.uri(), User: "neo4j", Password: "x"})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	limit, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	began := time.Now()
	if _, err := st.Check(limit); graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("Check: %v", err)
	}
	if _, err := st.Head(limit, "x"); graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("Head: %v", err)
	}
	if d := time.Since(began); d > 30*time.Second {
		t.Errorf("said after %s", d)
	}
}

// Lines that are nearly dead, and many at once who wait for one: what the deadlines of item 4 of the store bound, everybody's waiting too, and nothing
// stays behind (safety.md N3). What waits for time limits is left to make faults.
func TestFaults_NearlyDead(t *testing.T) {
	direct := open(t)
	id := network(t, direct)
	commit(t, direct, id, 0, "create", creating(storetest.Musterstadt())...)
	uri, _, _ := neo4jtest.Start(t)
	p := newProxy(t, uri)
	through := open(t, func(o *neo4jstore.Options) { o.URI = p.uri() })
	if _, err := through.Check(ctx); err != nil {
		t.Fatal(err)
	}
	full := os.Getenv("MITEINANDER_FAULTS") != ""
	base := runtime.NumGoroutine()
	// All at once ask for the head, or write; deadline is the store's for both.
	ask := func(what string, readers, writers int, may bool) {
		t.Helper()
		var mu sync.Mutex
		var reads, writes []time.Duration
		failed := 0
		var wg sync.WaitGroup
		for i := range readers + writers {
			wg.Go(func() {
				began := time.Now()
				var err error
				if i < readers {
					_, err = through.Head(ctx, id)
				} else {
					_, err = through.Commit(ctx, graph.Change{Network: id, ID: graph.OpID(fmt.Sprint(what, i)), Base: 1, At: storetest.Noon, Ops: []graph.Op{{After: &graph.Goal{ID: "z", Title: "Ziel"}}}})
				}
				took := time.Since(began)
				mu.Lock()
				defer mu.Unlock()
				if i < readers {
					reads = append(reads, took)
				} else {
					writes = append(writes, took)
				}
				if code := graph.CodeOf(err); code == graph.Unavailable || code == graph.Busy {
					failed++
				} else if err != nil && code != graph.Stale {
					t.Errorf("%s: %v", what, err)
				}
			})
		}
		wg.Wait()
		slices.Sort(reads)
		slices.Sort(writes)
		t.Logf("%s: %d readers, at most %s; %d writers, at most %s; %d told that the database is away", what, readers, last(reads), writers, last(writes), failed)
		if failed > 0 && !may && full {
			t.Errorf("%s: %d failed", what, failed)
		}
		if full && (last(reads) > 13*time.Second || last(writes) > 33*time.Second) { // 3 s after the deadlines
			t.Errorf("%s: somebody waits longer than the deadline and 3 s", what)
		}
	}
	back := func() {
		t.Helper()
		p.cutAll()
		for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
			if _, err := through.Head(ctx, id); err == nil {
				t.Logf("back after %s", time.Since(began).Round(time.Millisecond))
				return
			}
			if time.Since(began) > time.Minute {
				t.Fatal("not back after a minute")
			}
		}
	}
	p.lossy.Store(5)
	ask("5 % of packets lost", 20, 0, false)
	p.lossy.Store(0)
	back() // with new connections: the pool may keep twenty of the old ones open
	if full {
		p.delay.Store(int64(time.Second))
		ask("1 s latency", 1, 0, true)
		p.delay.Store(int64(10 * time.Second))
		ask("10 s latency", 5, 2, true)
		p.delay.Store(0)
		back()
		p.silent.Store(true)
		ask("half open", 50, 5, true)
		p.silent.Store(false)
		back()
	}
	for wait := time.Now(); runtime.NumGoroutine() > base+8; time.Sleep(50 * time.Millisecond) { // what the pool keeps open
		if time.Since(wait) > time.Minute {
			t.Errorf("%d goroutines, %d before the faults", runtime.NumGoroutine(), base)
			break
		}
	}
	t.Logf("goroutines: %d before, %d after", base, runtime.NumGoroutine())
}
