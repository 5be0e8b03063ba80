package neo4jstore_test

import (
	"context"
	"fmt"
	"os"
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

// The server is killed while two authors write and one reads, and starts again on its folder: what was acknowledged is there once,
// what was refused is not there, the errors say that the database is away, and everybody goes on without a restart of the program
// (safety.md N2). The connection is TLS with a certificate of the test; a program that does not trust it gets no answer.
func TestRestart(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a Neo4j server of its own; make test runs it")
	}
	own := neo4jtest.StartOwn(t)
	stranger, err := neo4jstore.Open(neo4jstore.Options{URI: own.URI(), User: neo4jtest.User, Password: neo4jtest.Password})
	if err != nil {
		t.Fatal(err)
	}
	limit, cancel := context.WithTimeout(ctx, 3*time.Second)
	if _, err := stranger.Check(limit); graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("without trust in the certificate: %v", err)
	}
	cancel()
	_ = stranger.Close()

	st, err := neo4jstore.Open(neo4jstore.Options{URI: own.URI(), User: neo4jtest.User, Password: neo4jtest.Password, RootCAs: own.Roots})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	info, err := st.Check(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s %s over TLS", info.Product, info.Version)
	const n = "kill"
	commit(t, st, n, 0, "create", creating(storetest.Musterstadt())...)

	kills := 1
	if k, err := strconv.Atoi(os.Getenv("MITEINANDER_FAULTS")); err == nil && k > 0 {
		kills = max(k/10, 1)
	}
	var recoveries, errorsAfter []time.Duration
	var lostAll, doubleAll, acknowledgedAll, unknownAll, wrong int
	for kill := range kills {
		var mu sync.Mutex
		var acknowledged, unknown []string
		var toError, toRecovery []time.Duration
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for author := range 2 {
			wg.Go(func() {
				for i := 0; ; i++ {
					select {
					case <-stop:
						return
					default:
					}
					note := fmt.Sprintf("%d/%d/%d", kill, author, i)
					began := time.Now()
					err := retryStale(st, n, note)
					mu.Lock()
					switch {
					case err == nil:
						acknowledged = append(acknowledged, note)
					case graph.CodeOf(err) == graph.Unavailable:
						unknown = append(unknown, note)
						toError = append(toError, time.Since(began))
						mu.Unlock()
						time.Sleep(50 * time.Millisecond)
						mu.Lock()
					default:
						t.Errorf("%s: %v", note, err)
					}
					mu.Unlock()
				}
			})
		}
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := st.Load(ctx, n); err != nil && graph.CodeOf(err) != graph.Unavailable {
					t.Errorf("load: %v", err)
				}
				time.Sleep(10 * time.Millisecond)
			}
		})
		time.Sleep(1500 * time.Millisecond)
		own.Kill()
		time.Sleep(4 * time.Second)
		own.Start(t)
		// The server is back when it answers somebody who comes new; its first answers are slow.
		fresh, err := neo4jstore.Open(neo4jstore.Options{URI: own.URI(), User: neo4jtest.User, Password: neo4jtest.Password, RootCAs: own.Roots})
		if err != nil {
			t.Fatal(err)
		}
		for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
			if _, err := fresh.Head(ctx, n); err == nil {
				break
			}
			if time.Since(began) > 10*time.Minute {
				t.Fatal("the server does not come back")
			}
		}
		_ = fresh.Close()
		back := time.Now()
		for {
			mu.Lock()
			some := len(acknowledged)
			mu.Unlock()
			if _, err := st.Head(ctx, n); err == nil && some > 0 {
				toRecovery = append(toRecovery, time.Since(back))
				break
			}
			if time.Since(back) > time.Minute {
				t.Fatal("not back a minute after the server was")
			}
			time.Sleep(20 * time.Millisecond)
		}
		time.Sleep(time.Second)
		close(stop)
		wg.Wait()
		stored := notes(t, st, n)
		lost, double := 0, 0
		for _, note := range acknowledged {
			if stored[note] == 0 {
				lost++
			}
		}
		for _, k := range stored {
			if k > 1 {
				double++
			}
		}
		wrongly := 0 // an operation that was told to have failed may be stored, since nobody knows; asked again, its id must say so
		for _, note := range unknown {
			_, err := st.Commit(ctx, graph.Change{Network: n, ID: graph.OpID(note)})
			for again := 0; graph.CodeOf(err) == graph.Unavailable && again < 60; again++ {
				time.Sleep(time.Second)
				_, err = st.Commit(ctx, graph.Change{Network: n, ID: graph.OpID(note)})
			}
			if stored[note] == 1 && err != nil || stored[note] == 0 && graph.CodeOf(err) != graph.NotFound {
				wrongly++
				t.Logf("%s is stored %d times, and its id says %v", note, stored[note], err)
			}
		}
		slices.Sort(toError)
		t.Logf("kill %d: %d acknowledged, %d told that the database is away, lost %d, double %d, time to error at most %s, time to recovery %s",
			kill, len(acknowledged), len(unknown), lost, double, toError[max(len(toError)-1, 0):], toRecovery)
		recoveries = append(recoveries, toRecovery...)
		errorsAfter = append(errorsAfter, toError...)
		lostAll, doubleAll, acknowledgedAll, unknownAll = lostAll+lost, doubleAll+double, acknowledgedAll+len(acknowledged), unknownAll+len(unknown)
		wrong += wrongly
		if lost+double+wrongly > 0 || len(acknowledged) == 0 {
			t.Errorf("lost %d, double %d, wrongly reported %d of %d acknowledged", lost, double, wrongly, len(acknowledged))
		}
	}
	slices.Sort(recoveries)
	slices.Sort(errorsAfter)
	t.Logf("%d kills: %d acknowledged, %d told that the database is away; lost %d, double %d, wrongly reported %d; time to error: half within %s, all within %s; time to recovery: half within %s, all within %s",
		kills, acknowledgedAll, unknownAll, lostAll, doubleAll, wrong, middle(errorsAfter), last(errorsAfter), middle(recoveries), last(recoveries))
	if full := os.Getenv("MITEINANDER_FAULTS") != ""; full && last(recoveries) > 5*time.Second || last(recoveries) > time.Minute { // make test may share its machine
		t.Errorf("everybody goes on %s after the server is back", last(recoveries))
	}
}

// notes counts the changes of the history by their notes. A server that has just started may still be too slow for one answer.
func notes(t *testing.T, st *neo4jstore.Store, n graph.NetworkID) map[string]int {
	t.Helper()
	for began := time.Now(); ; time.Sleep(time.Second) {
		out := map[string]int{}
		var failed error
		for c, err := range st.History(ctx, n, 1, 1<<40) {
			if failed = err; err != nil {
				break
			}
			out[c.Note]++
		}
		if failed == nil {
			return out
		}
		if graph.CodeOf(failed) != graph.Unavailable || time.Since(began) > 4*time.Minute {
			t.Fatal(failed)
		}
	}
}

// middle and last of a sorted list, 0 of an empty one.
func middle(d []time.Duration) time.Duration {
	if len(d) == 0 {
		return 0
	}
	return d[len(d)/2].Round(time.Millisecond)
}

func last(d []time.Duration) time.Duration {
	if len(d) == 0 {
		return 0
	}
	return d[len(d)-1].Round(time.Millisecond)
}

// retryStale adds a goal on whatever the head is by then, under one operation id.
func retryStale(st *neo4jstore.Store, n graph.NetworkID, note string) error {
	for {
		head, err := st.Head(ctx, n)
		if err != nil {
			return err
		}
		_, err = st.Commit(ctx, graph.Change{Network: n, ID: graph.OpID(note), Note: note, Base: head.Revision, At: storetest.Noon, Cause: graph.CauseEdit,
			Ops: []graph.Op{{After: &graph.Goal{ID: graph.ID(note), Title: note}}}})
		if graph.CodeOf(err) != graph.Stale {
			return err
		}
	}
}
