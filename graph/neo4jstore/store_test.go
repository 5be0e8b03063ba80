package neo4jstore_test

import (
	"context"
	"flag"
	"os"
	"testing"

	"miteinander/graph"
	"miteinander/graph/neo4jstore"
	"miteinander/graph/neo4jstore/neo4jtest"
	"miteinander/graph/storetest"
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	flag.Parse()
	for name, value := range map[string]string{"rapid.nofailfile": "true", "rapid.checks": "25"} { // each check drops three networks
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	if os.Getenv(writerNetwork) != "" {
		os.Exit(writeAsChild())
	}
	os.Exit(m.Run())
}

// open gives a store on the real server of the tests; -short leaves it out.
func open(t testing.TB, change ...func(*neo4jstore.Options)) *neo4jstore.Store {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a Neo4j server; make test starts one")
	}
	uri, user, password := neo4jtest.Start(t)
	o := neo4jstore.Options{URI: uri, User: user, Password: password}
	for _, c := range change {
		c(&o)
	}
	st, err := neo4jstore.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

func TestContract(t *testing.T) {
	st := open(t)
	info, err := st.Check(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s %s", info.Product, info.Version)
	storetest.Run(t, func(*testing.T) graph.Store { return st })
}

// History in pages of one change is the same history.
func TestHistory_SmallPages(t *testing.T) {
	st := open(t)
	neo4jstore.SmallPages(st)
	for _, promise := range []string{"history gives back every change in both directions", "every revision can be reached by rewinding"} {
		if said := storetest.Find(t, promise, func() graph.Store { return st }); len(said) > 0 {
			t.Errorf("%s: %v", promise, said)
		}
	}
}
