package neo4jstore_test

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/neo4jstore"
	"miteinander/graph/neo4jstore/neo4jtest"
	"miteinander/graph/storetest"
)

// What a writing child is told.
const (
	writerNetwork = "MITEINANDER_TEST_WRITER" // the network to write; makes the test binary a writer
	writerURI     = "MITEINANDER_TEST_WRITER_URI"
	writerCA      = "MITEINANDER_TEST_WRITER_CA"
	writerWay     = "MITEINANDER_TEST_WRITER_WAY" // byImport or byRestore
	writerRows    = "MITEINANDER_TEST_WRITER_ROWS"
)

// The two ways in which many rows get into a store: as one change, which is one transaction, and in many transactions behind a mark.
const (
	byImport  = "import"
	byRestore = "restore"
)

// importRows is how many records are written when somebody is killed: 2,000 in make test, 100,000 by make faults.
func importRows() int {
	if n, err := strconv.Atoi(os.Getenv("MITEINANDER_ROWS")); err == nil && n > 0 {
		return n
	}
	if os.Getenv("MITEINANDER_FAULTS") != "" {
		return 100_000
	}
	return 2000
}

// largeImport is a change of so many records: a quarter institutions, three quarters cooperations.
func largeImport(n graph.NetworkID, rows int) graph.Change {
	records := []graph.Record{graph.DefaultSettings("Groß"), &graph.InstitutionKind{ID: "k", Name: "Kita"}}
	nodes := rows / 4
	id := func(i int) graph.ID { return graph.ID(fmt.Sprintf("i%06d", i%nodes)) }
	for i := range nodes {
		records = append(records, &graph.Institution{ID: id(i), Name: fmt.Sprintf("Einrichtung %d am Prüfstein", i), Kinds: []graph.ID{"k"}, City: "Prüfstadt"})
	}
	for i := 0; len(records) < rows; i++ {
		a, b := id(i), id(i+1+i/nodes)
		from, to := min(a, b), max(a, b)
		records = append(records, &graph.Cooperation{ID: graph.CooperationID(from, to, graph.Date{}), From: from, To: to, Level: graph.Level(i % 5)})
	}
	return graph.Change{Network: n, ID: "the import", Note: "the import", At: storetest.Noon, Cause: graph.CauseImport, Ops: graph.SortOps(creating(records))}
}

// writeAsChild is the program that writes and may be killed: it says "written" or the code of the error.
func writeAsChild() int {
	o := neo4jstore.Options{URI: os.Getenv(writerURI), User: neo4jtest.User, Password: neo4jtest.Password}
	if name := os.Getenv(writerCA); name != "" {
		b, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		o.RootCAs = x509.NewCertPool()
		o.RootCAs.AppendCertsFromPEM(b)
	}
	st, err := neo4jstore.Open(o)
	if err != nil {
		panic(err)
	}
	if os.Getenv("MITEINANDER_FAULTS") == "" {
		neo4jstore.Impatient(st, 1000)
	}
	rows, err := strconv.Atoi(os.Getenv(writerRows))
	if err != nil {
		panic(err)
	}
	c := largeImport(graph.NetworkID(os.Getenv(writerNetwork)), rows)
	if os.Getenv(writerWay) == byImport {
		_, err = st.Commit(ctx, c)
	} else {
		s, e := graph.NewSnapshot(c.Network).Apply(c)
		if e != nil {
			panic(e)
		}
		err = st.Restore(ctx, s, one(c))
	}
	if err != nil {
		fmt.Println(graph.CodeOf(err), err)
		return 1
	}
	fmt.Println("written")
	return 0
}

func one(c graph.Change) iter.Seq2[graph.Change, error] {
	return func(yield func(graph.Change, error) bool) { yield(c, nil) }
}

// writing is a child at work.
type writing struct {
	cmd *exec.Cmd
	out bytes.Buffer
}

func startWriter(t *testing.T, uri, ca, way string, n graph.NetworkID) *writing {
	t.Helper()
	w := &writing{cmd: exec.Command(os.Args[0])}
	w.cmd.Stdout, w.cmd.Stderr = &w.out, &w.out
	w.cmd.Env = append(os.Environ(), writerNetwork+"="+string(n), writerURI+"="+uri, writerCA+"="+ca, writerWay+"="+way, writerRows+"="+strconv.Itoa(importRows()))
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return w
}

// end waits for the child and tells whether it wrote everything, and what it said.
func (w *writing) end() (bool, string) {
	_ = w.cmd.Wait()
	said := strings.TrimSpace(w.out.String())
	return said == "written", said
}

// watch looks for the network all the time until it is told to stop, and counts how often it saw it and what it saw was not the whole.
func watch(st *neo4jstore.Store, n graph.NetworkID, rows int) (stop func() (looks, half int)) {
	done := make(chan struct{})
	var looks, half int
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
			if _, err := st.Head(ctx, n); graph.CodeOf(err) == graph.Unavailable {
				continue // the server is away
			} else if looks++; err != nil {
				continue
			}
			s, err := st.Load(ctx, n)
			if err != nil && graph.CodeOf(err) != graph.Unavailable || err == nil && records(s) != rows {
				half++
			}
		}
	})
	return func() (int, int) {
		close(done)
		wg.Wait()
		return looks, half
	}
}

func records(s *graph.Snapshot) int {
	n := 0
	for _, k := range graph.Kinds() {
		n += s.Len(k)
	}
	return n
}

// Many rows are on their way in when the program that writes them, or the server, is killed at 10, 50 and 90 % of what is to be
// sent. Nobody ever sees a part of them, and the same thing again brings them in once (safety.md N4).
func TestFaults_KilledImport(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a Neo4j server of its own; make test runs it")
	}
	own := neo4jtest.StartOwn(t)
	direct, err := neo4jstore.Open(neo4jstore.Options{URI: own.URI(), User: neo4jtest.User, Password: neo4jtest.Password, RootCAs: own.Roots})
	if err != nil {
		t.Fatal(err)
	}
	defer direct.Close()
	if _, err := direct.Check(ctx); err != nil {
		t.Fatal(err)
	}
	p := newProxy(t, own.URI())
	through := strings.Replace(p.uri(), "bolt://", "bolt+s://", 1)
	want, err := graph.NewSnapshot("want").Apply(largeImport("want", importRows()))
	if err != nil {
		t.Fatal(err)
	}

	// A network that grows before everybody's eyes is seen half.
	commit(t, direct, "planted", 0, "1", creating(storetest.Musterstadt())...)
	stop := watch(direct, "planted", importRows())
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(50 * time.Millisecond) {
		if _, err := direct.Load(ctx, "planted"); err == nil {
			break
		}
	}
	time.Sleep(time.Second)
	if looks, half := stop(); half == 0 {
		t.Fatalf("looked at a part %d times and did not see it", looks)
	}

	shares := []float64{0.5}
	if os.Getenv("MITEINANDER_FAULTS") != "" {
		shares = []float64{0.1, 0.5, 0.9}
	}
	for _, way := range []string{byImport, byRestore} {
		t.Run(way, func(t *testing.T) {
			// How much is said when nobody is killed.
			n := graph.NetworkID("undisturbed-" + way)
			began, before := time.Now(), p.sent.Load()
			if ok, said := startWriter(t, through, own.CA(), way, n).end(); !ok {
				t.Fatalf("%s of %d rows: %s", way, importRows(), said)
			}
			total := p.sent.Load() - before
			t.Logf("%s of %d rows, nobody killed: %s, %d bytes", way, importRows(), time.Since(began).Round(time.Millisecond), total)
			check(t, direct, n, want)

			for victim, at := range map[string][]float64{"program": {0.1, 0.5, 0.9}, "server": shares} {
				for _, share := range at {
					t.Run(fmt.Sprintf("%s killed at %.0f %%", victim, 100*share), func(t *testing.T) {
						kill(t, direct, own, p, through, way, victim, int64(share*float64(total)), want)
					})
				}
			}
		})
	}
}

// kill lets a child write, kills it or the server when so many bytes are on their way, and writes the same again until it is in.
func kill(t *testing.T, direct *neo4jstore.Store, own *neo4jtest.Own, p *proxy, through, way, victim string, at int64, want *graph.Snapshot) {
	n := graph.NetworkID(fmt.Sprintf("kill-%s-%s-%d", way, victim, at))
	stop := watch(direct, n, importRows())
	killed := make(chan struct{})
	var w *writing
	var started sync.WaitGroup
	started.Add(1)
	p.trip = func() {
		started.Wait()
		if victim == "server" {
			own.Kill()
		} else {
			_ = w.cmd.Process.Kill()
		}
		close(killed)
	}
	p.tripAt.Store(p.sent.Load() + at)
	w = startWriter(t, through, own.CA(), way, n)
	started.Done()
	<-killed
	fell := time.Now()
	if victim == "server" {
		own.Start(t)
	}
	ok, said := w.end()
	took := time.Since(fell)
	if victim == "program" && ok {
		t.Errorf("the killed program says %s", said)
	}
	if !ok && victim == "server" && !strings.HasPrefix(said, string(graph.Unavailable)) {
		t.Errorf("it says %s", said)
	}
	if _, err := direct.Head(ctx, n); !ok && graph.CodeOf(err) != graph.NotFound && graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("it is there although nobody was told so: %v", err)
	}
	// The same again, until the remains have been left alone for long enough.
	again := 0
	for limit := time.Now().Add(10 * time.Minute); !ok; again++ {
		var late string
		if ok, late = startWriter(t, through, own.CA(), way, n).end(); !ok {
			if code, _, _ := strings.Cut(late, " "); time.Now().After(limit) || code != string(graph.Conflict) && code != string(graph.Unavailable) {
				t.Fatalf("again: %s", late)
			}
			time.Sleep(time.Second)
		}
	}
	looks, half := stop()
	t.Logf("it says %q after %s; in after %d more tries, %s after the kill; looked at %d times, half %d",
		cmp.Or(strings.SplitN(said, ":", 2)[0], "nothing"), took.Round(time.Millisecond), again, time.Since(fell).Round(time.Millisecond), looks, half)
	if half > 0 {
		t.Errorf("seen half %d times", half)
	}
	check(t, direct, n, want)
}

// check says whether the network is the whole import, once, and removes it.
func check(t *testing.T, st *neo4jstore.Store, n graph.NetworkID, want *graph.Snapshot) {
	t.Helper()
	var got *graph.Snapshot
	var err error
	for limit := time.Now().Add(2 * time.Minute); ; time.Sleep(100 * time.Millisecond) { // just after its start a server may still be slow
		if got, err = st.Load(ctx, n); graph.CodeOf(err) != graph.Unavailable || time.Now().After(limit) {
			break
		}
	}
	if err != nil {
		t.Fatalf("%s: %v", n, err)
	}
	if records(got) != records(want) || got.Head().Revision != 1 {
		t.Errorf("%s: %d records at revision %d, want %d at 1", n, records(got), got.Head().Revision, records(want))
	}
	if len(graph.Diff(want, got)) > 0 {
		t.Errorf("%s differs from what was sent", n)
	}
	changes := 0
	for _, e := range st.History(ctx, n, 1, 9) {
		err = errors.Join(err, e)
		changes++
	}
	if err = errors.Join(err, st.Drop(ctx, n)); err != nil || changes != 1 {
		t.Errorf("%s: %d changes in its history, %v", n, changes, err)
	}
}
