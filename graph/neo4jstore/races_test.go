package neo4jstore_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/sqlitestore"
	"miteinander/graph/storetest"
)

// plainCompare is the store as one writes it first: it compares the revision in WHERE and trusts that.
type plainCompare struct {
	graph.Store
	d neo4j.DriverWithContext
}

func (s plainCompare) Commit(ctx context.Context, c graph.Change) (graph.Revision, error) {
	if c.Base == 0 {
		return s.Store.Commit(ctx, c)
	}
	res, err := neo4j.ExecuteQuery(ctx, s.d, "MATCH (n:Network {id: $n}) WHERE n.revision = $base SET n.revision = n.revision + 1, n.name = $name RETURN n.revision",
		map[string]any{"n": string(c.Network), "base": int64(c.Base), "name": string(c.ID)}, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
	if err != nil {
		return 0, err
	}
	if len(res.Records) == 0 {
		return 0, graph.Errorf(graph.Stale, "errors.stale", 0)
	}
	return c.Revision(), nil
}

// The races of the contract find a store that only compares; on this one they find one winner each (TestContract).
func TestRaces_FindPlainCompare(t *testing.T) {
	st, d := open(t), driver(t)
	said := storetest.Find(t, "of writers at one revision exactly one wins", func() graph.Store { return plainCompare{st, d} })
	if len(said) == 0 {
		t.Fatal("a plain compare in WHERE is not found")
	}
	t.Logf("%d complaints, the first: %s", len(said), said[0])
}

// patient asks again while the server is too slow to be reached, as a machine that it shares makes it: what may be asked twice by the promise of the store.
type patient struct {
	graph.Store
	again *int
}

func (p patient) ask(f func() error) error {
	for limit := time.Now().Add(2 * time.Minute); ; time.Sleep(time.Second) {
		err := f()
		if graph.CodeOf(err) != graph.Unavailable || time.Now().After(limit) {
			return err
		}
		*p.again++
	}
}

func (p patient) Commit(ctx context.Context, c graph.Change) (r graph.Revision, err error) {
	err = p.ask(func() error { r, err = p.Store.Commit(ctx, c); return err })
	return r, err
}

func (p patient) Load(ctx context.Context, id graph.NetworkID) (s *graph.Snapshot, err error) {
	err = p.ask(func() error { s, err = p.Store.Load(ctx, id); return err })
	return s, err
}

func (p patient) Head(ctx context.Context, id graph.NetworkID) (h graph.Head, err error) {
	err = p.ask(func() error { h, err = p.Store.Head(ctx, id); return err })
	return h, err
}

// changes are those from a revision on.
func (p patient) changes(t *testing.T, id graph.NetworkID, from graph.Revision) (out []graph.Change) {
	t.Helper()
	err := p.ask(func() error {
		out = nil
		for c, err := range p.History(ctx, id, from, 1<<40) {
			if err != nil {
				return err
			}
			out = append(out, c)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Both stores and the model give the same answers, errors and hashes to the same random operations: 300 in make test, as many as
// MITEINANDER_RACES says by make races.
func TestDifferential(t *testing.T) {
	st := open(t)
	lite, err := sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "x.db"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer lite.Close()
	seed := uint64(20250630)
	if n, err := strconv.ParseUint(os.Getenv("MITEINANDER_SEED"), 10, 64); err == nil {
		seed = n
	}
	again := 0
	storetest.Differential(t, lite, patient{st, &again}, storetest.Rounds(), seed)
	t.Logf("asked again %d times", again)
}

// A network goes from SQLite to Neo4j and back with its history, and is the same by its hash.
func TestCopy(t *testing.T) {
	st := open(t)
	lite, err := sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "x.db"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer lite.Close()
	n := network(t, st)
	commit(t, lite, n, 0, "1", creating(storetest.Every())...)
	commit(t, lite, n, 1, "2", graph.Op{After: &graph.Goal{ID: "neu", Title: "Ziel"}})
	there, err := hub.Copy(ctx, lite, st, n)
	if err != nil || there.Revision != 2 {
		t.Fatalf("%+v, %v", there, err)
	}
	if err := lite.Drop(ctx, n); err != nil {
		t.Fatal(err)
	}
	back, err := hub.Copy(ctx, st, lite, n)
	if err != nil || back != there {
		t.Fatalf("%+v, %v", back, err)
	}
	a, err := st.Load(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	b, err := lite.Load(ctx, n)
	if err != nil || a.Hash() != b.Hash() {
		t.Errorf("after there and back: %v", err)
	}
}

// A second program on the same database sees what the first committed, and holds its own commits against it.
func TestSeveralServers(t *testing.T) {
	a, b := open(t), open(t)
	n := network(t, a)
	commit(t, a, n, 0, "1", creating(storetest.Musterstadt())...)
	if _, err := b.Load(ctx, n); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		writer := []graph.Store{a, b}[i%2]
		commit(t, writer, n, graph.Revision(i+1), "w"+strconv.Itoa(i), graph.Op{After: &graph.Goal{ID: graph.ID("z" + strconv.Itoa(i)), Title: "Ziel"}})
	}
	x, err := a.Load(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	y, err := b.Load(ctx, n)
	if err != nil || x.Hash() != y.Hash() || x.Len(graph.KindGoal) != 20 {
		t.Errorf("%d goals, %v", x.Len(graph.KindGoal), err)
	}
}
