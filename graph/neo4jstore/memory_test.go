package neo4jstore_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"miteinander/graph"
	"miteinander/graph/neo4jstore"
	"miteinander/graph/neo4jstore/neo4jtest"
	"miteinander/graph/storetest"
)

// A server whose memory is too small for an import says so, and how many rows it was, and not that it is away. Nothing of it is stored, the same
// rows go in when they are split, and a small edit that finds the memory taken by others is told to come again, and then gets in.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Neo4j server of its own; make test runs it")
	}
	own := neo4jtest.StartSmall(t, 32<<20)
	st, err := neo4jstore.Open(neo4jstore.Options{URI: own.URI(), User: neo4jtest.User, Password: neo4jtest.Password, RootCAs: own.Roots})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	keyOf := func(err error) string {
		var e *graph.Error
		if !errors.As(err, &e) {
			return ""
		}
		return e.Key
	}
	const n = "memory"
	whole := largeImport(n, 15_000)
	_, err = st.Commit(ctx, whole)
	if graph.CodeOf(err) != graph.TooLarge || keyOf(err) != "errors.store.memory" {
		t.Fatalf("15,000 rows: %v", err)
	}
	if _, err := st.Head(ctx, n); graph.CodeOf(err) != graph.NotFound {
		t.Errorf("afterwards: %v", err)
	}
	r := graph.Revision(0)
	for part := range slices.Chunk(inOrder(whole.Ops), 3000) {
		c := graph.Change{Network: n, ID: graph.OpID("part " + string(part[0].Key().ID)), Base: r, At: storetest.Noon, Cause: graph.CauseImport, Ops: graph.SortOps(part)}
		if r, err = st.Commit(ctx, c); err != nil {
			t.Fatalf("3,000 rows: %v", err)
		}
	}

	// Somebody else takes the memory, 200 nodes at a time, until nobody gets any.
	d, err := neo4j.NewDriverWithContext(own.URI(), neo4j.BasicAuth(neo4jtest.User, neo4jtest.Password, ""), func(c *config.Config) {
		c.TlsConfig = &tls.Config{RootCAs: own.Roots, MinVersion: tls.VersionTLS12}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close(ctx)
	create := func(runner interface {
		Run(context.Context, string, map[string]any) (neo4j.ResultWithContext, error)
	}, nodes int,
	) error {
		res, err := runner.Run(ctx, "UNWIND range(1, $nodes) AS i CREATE (:Other {text: 'takes memory ' + i})", map[string]any{"nodes": nodes})
		if err == nil {
			_, err = res.Consume(ctx)
		}
		return err
	}
	session := func() neo4j.SessionWithContext { return d.NewSession(ctx, neo4j.SessionConfig{DatabaseName: "neo4j"}) }
	others := session()
	defer others.Close(ctx)
	taking, err := others.BeginTransaction(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for full := false; !full; {
		if err := create(taking, 200); err != nil {
			t.Fatalf("the memory is taken: %v", err)
		}
		probe := session()
		tx, err := probe.BeginTransaction(ctx)
		if err != nil {
			t.Fatal(err)
		}
		full = create(tx, 1) != nil
		_ = tx.Close(ctx)
		_ = probe.Close(ctx)
	}
	edit := graph.Change{Network: n, ID: "edit", Base: r, At: storetest.Noon, Cause: graph.CauseEdit, Ops: []graph.Op{{After: &graph.Goal{ID: "z", Title: "Ziel"}}}}
	limit, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if _, err := st.Commit(limit, edit); graph.CodeOf(err) != graph.Busy || keyOf(err) != "errors.store.memory_now" {
		t.Errorf("an edit while others take the memory: %v", err)
	}
	given := make(chan struct{})
	time.AfterFunc(time.Second, func() { defer close(given); _ = taking.Close(ctx) })
	if _, err := st.Commit(ctx, edit); err != nil {
		t.Errorf("an edit while others give the memory back: %v", err)
	}
	<-given
}

// What took longer than all tries together may, as a large import whose COMMIT was cut, is tried again all the same, so that its outcome is looked up;
// what the server refuses is not.
func TestPersist(t *testing.T) {
	for _, c := range []struct {
		name  string
		first error
		tries int
	}{
		{"the connection broke", io.ErrUnexpectedEOF, 2},
		{"the server asks for another try", &neo4j.Neo4jError{Code: "Neo.TransientError.Transaction.DeadlockDetected"}, 2},
		{"the driver gave up on what may pass", &neo4j.TransactionExecutionLimit{Errors: []error{&neo4j.Neo4jError{Code: "Neo.TransientError.Transaction.DeadlockDetected"}}}, 2},
		{"refused", &neo4j.Neo4jError{Code: "Neo.ClientError.Schema.ConstraintValidationFailed"}, 1},
		{"too large", &graph.Error{Code: graph.TooLarge, Key: "errors.store.memory"}, 1},
	} {
		tries := 0
		err := neo4jstore.Persist(ctx, time.Nanosecond, func() error {
			if tries++; tries == 1 {
				time.Sleep(time.Millisecond)
				return c.first
			}
			return nil
		})
		if tries != c.tries || (err == nil) != (c.tries == 2) {
			t.Errorf("%s: %d tries, %v", c.name, tries, err)
		}
	}
}

// inOrder puts what others refer to first, so that every part stands by itself.
func inOrder(ops []graph.Op) []graph.Op {
	return slices.SortedStableFunc(slices.Values(ops), func(a, b graph.Op) int { return int(a.Key().Kind) - int(b.Key().Kind) })
}
