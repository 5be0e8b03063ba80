package storetest_test

import (
	"flag"
	"os"
	"testing"

	"miteinander/graph"
	"miteinander/graph/storetest"
)

func TestMain(m *testing.M) {
	flag.Parse()
	for name, value := range map[string]string{"rapid.nofailfile": "true", "rapid.shrinktime": "1s"} { // planted faults are no news
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// The model keeps every promise; otherwise it could not be what the others are compared with.
func TestModel(t *testing.T) {
	storetest.Run(t, func(*testing.T) graph.Store { return storetest.NewModel() })
}

// Every planted fault is found by the promise that is there for it.
func TestFaultsAreFound(t *testing.T) {
	for _, f := range storetest.Faults() {
		t.Run(f.Name+" – "+f.Promise, func(t *testing.T) {
			said := storetest.Find(t, f.Promise, func() graph.Store { return f.Plant(storetest.NewModel()) })
			if len(said) == 0 {
				t.Fatal("the promise does not see the fault")
			}
			t.Logf("%d complaints, the first: %.300s", len(said), said[0])
		})
	}
}

// Every() holds one record of every kind, and together they set every field: a field that is added and not set there would
// not be watched by any store test.
func TestEvery(t *testing.T) {
	set := map[graph.Kind]map[string]bool{}
	for _, r := range storetest.Every() {
		k := r.Key().Kind
		if set[k] == nil {
			set[k] = map[string]bool{}
		}
		blank := graph.New(k, r.Key().ID)
		for _, f := range graph.Fields(k) {
			if v := f.Get(r); !f.Empty(v) && !f.Equal(v, f.Get(blank)) {
				set[k][f.Name] = true
			}
		}
	}
	for _, k := range graph.Kinds() {
		for _, f := range graph.Fields(k) {
			if !set[k][f.Name] {
				t.Errorf("no record sets %s.%s", k, f.Name)
			}
		}
	}
}

// Musterstadt is the published fixture: the counts are those of its tables.
func TestMusterstadt(t *testing.T) {
	s, err := graph.NewSnapshot("m").Apply(graph.Change{Network: "m", ID: "1", Ops: ops(storetest.Musterstadt())})
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range map[graph.Kind]int{graph.KindInstitution: 8, graph.KindOffer: 10, graph.KindCooperation: 6, graph.KindFunding: 3,
		graph.KindTransition: 3, graph.KindPhase: 4, graph.KindArea: 2, graph.KindField: 3, graph.KindSector: 3} {
		if s.Len(k) != want {
			t.Errorf("%d %s, want %d", s.Len(k), k.Plural(), want)
		}
	}
}

func ops(records []graph.Record) []graph.Op {
	var out []graph.Op
	for _, r := range records {
		out = append(out, graph.Op{After: r})
	}
	return graph.SortOps(out)
}
