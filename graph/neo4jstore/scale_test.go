package neo4jstore_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/sqlitestore"
)

// commune is a network of 2,000 nodes and about 6,000 edges: 800 institutions, 800 offers, 400 actors in four areas.
func commune(name string, seed int) []graph.Record {
	out := []graph.Record{graph.DefaultSettings(name), &graph.Entry{Of: graph.KindField, ID: "f", Name: "Bildung"}, &graph.InstitutionKind{ID: "k", Name: "Kita"}}
	for i := range 4 {
		out = append(out, &graph.Phase{ID: graph.ID(fmt.Sprint("p", i)), Name: fmt.Sprint("Phase ", i), Order: graph.NumberOf(float64(i))},
			&graph.Area{ID: graph.ID(fmt.Sprint("a", i)), Name: fmt.Sprint("Raum ", i)})
	}
	id := func(kind string, i int) graph.ID { return graph.ID(fmt.Sprintf("%s%04d", kind, i)) }
	for i := range 800 {
		area := graph.ID(fmt.Sprint("a", i%4))
		out = append(out, &graph.Institution{ID: id("i", i), Name: fmt.Sprintf("Einrichtung %d in %s", i, name), Kinds: []graph.ID{"k"}, Areas: []graph.ID{area}, City: name},
			&graph.Offer{ID: id("o", i), Institutions: []graph.ID{id("i", i)}, Name: fmt.Sprintf("Angebot %d", i), Phases: []graph.ID{graph.ID(fmt.Sprint("p", i%4))},
				Areas: []graph.ID{area}, Fields: []graph.ID{"f"}, Status: graph.StatusActive})
	}
	for i := range 400 {
		out = append(out, &graph.Actor{ID: id("x", i), Name: fmt.Sprintf("Stelle %d", i), Kind: graph.ActorPosition, Institution: id("i", i)})
	}
	// With 800 PROVIDES and 400 BELONGS_TO about 6,000 edges.
	seen := map[graph.ID]bool{}
	for n, i := 0, seed; n < 4800; i++ {
		a, b := i*7919%800, (i*104729+i/800)%800
		from, to := id("i", min(a, b)), id("i", max(a, b))
		edge := graph.CooperationID(from, to, graph.Date{})
		if a != b && !seen[edge] {
			seen[edge] = true
			out = append(out, &graph.Cooperation{ID: edge, From: from, To: to, Level: graph.Level(i % 5)})
			n++
		}
	}
	return out
}

// A state of 22 communes on both stores: rows per second in, seconds to load one and each in turn, memory. MITEINANDER_SCALE sets the
// number of communes; make test takes 1, make bench 22, whose figures stand in docs/benchmarks.md.
func TestScale(t *testing.T) {
	st := open(t)
	communes := 1
	if n, err := strconv.Atoi(os.Getenv("MITEINANDER_SCALE")); err == nil && n > 0 {
		communes = n
	}
	lite, err := sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "x.db"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer lite.Close()
	hashes := map[graph.NetworkID][32]byte{}
	for _, s := range []struct {
		name  string
		store graph.Store
	}{{"SQLite", lite}, {"Neo4j", st}} {
		rows := 0
		var in time.Duration
		var names []graph.NetworkID
		for i := range communes {
			n := graph.NetworkID(fmt.Sprintf("scale-%d-%d", os.Getpid(), i))
			names = append(names, n)
			t.Cleanup(func() { _ = s.store.Drop(ctx, n) })
			records := commune(fmt.Sprint("Gemeinde ", i), i*1000)
			rows += len(records)
			began := time.Now()
			commit(t, s.store, n, 0, "1", creating(records)...)
			in += time.Since(began)
		}
		var loads []time.Duration
		for _, n := range names {
			began := time.Now()
			snapshot, err := s.store.Load(ctx, n)
			if err != nil {
				t.Fatal(err)
			}
			loads = append(loads, time.Since(began))
			if h, ok := hashes[n]; ok && h != snapshot.Hash() {
				t.Errorf("%s differs between the stores", n)
			}
			hashes[n] = snapshot.Hash()
		}
		total := time.Duration(0)
		for _, d := range loads {
			total += d
		}
		slices.Sort(loads)
		h := hub.New(s.store, time.Now)
		n, err := h.Open(ctx, names[0])
		if err != nil {
			t.Fatal(err)
		}
		var edits []time.Duration
		for i := range 20 {
			began := time.Now()
			if _, err := n.Commit(ctx, hub.Intent{ID: graph.OpID(fmt.Sprint("e", i))}, func(s *graph.Snapshot) ([]graph.Op, error) {
				return []graph.Op{{After: &graph.Goal{ID: graph.ID(fmt.Sprint("z", i)), Title: "Ziel"}}}, nil
			}); err != nil {
				t.Fatal(err)
			}
			edits = append(edits, time.Since(began))
		}
		slices.Sort(edits)
		var mem runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&mem)
		t.Logf("%s: %d communes, %d records in %s (%d per second); load of one: half within %s, the slowest %s; each in turn %s; an edit: half within %s, the slowest %s; heap %d MB",
			s.name, communes, rows, in.Round(time.Millisecond), int(float64(rows)/in.Seconds()), loads[len(loads)/2].Round(time.Millisecond), loads[len(loads)-1].Round(time.Millisecond),
			total.Round(time.Millisecond), edits[len(edits)/2].Round(100*time.Microsecond), edits[len(edits)-1].Round(100*time.Microsecond), mem.HeapAlloc>>20)
	}
}
