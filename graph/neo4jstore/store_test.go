package neo4jstore_test

import (
	"context"
	"flag"
	"os"
	"slices"
	"strings"
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

// A history whose every text is packed is the same history, read, rewound, restored and erased.
func TestHistory_Packed(t *testing.T) {
	st := open(t)
	neo4jstore.PackAll(st)
	for _, promise := range []string{"history gives back every change in both directions", "every revision can be reached by rewinding", "every field of every kind survives",
		"a restored network is the same", "a rewrite erases in head and history"} {
		if said := storetest.Find(t, promise, func() graph.Store { return st }); len(said) > 0 {
			t.Errorf("%s: %v", promise, said)
		}
	}
}

// Packed texts come back as they were, and what is damaged is an error.
func TestPacked(t *testing.T) {
	before, after := []string{"", "ä\x00", strings.Repeat("lang ", 1000)}, []string{"neu", "", "kurz"}
	same := func(b []byte) []byte { return b }
	b, a, err := neo4jstore.Packed(before, after, same)
	if err != nil || !slices.Equal(b, before) || !slices.Equal(a, after) {
		t.Errorf("%q %q %v", b, a, err)
	}
	for name, spoil := range map[string]func([]byte) []byte{
		"cut": func(b []byte) []byte { return b[:len(b)/2] }, "turned": func(b []byte) []byte { b[len(b)/2] ^= 0x55; return b }, "empty": func([]byte) []byte { return []byte{} },
	} {
		if b, a, err := neo4jstore.Packed(before, after, spoil); err == nil && slices.Equal(b, before) && slices.Equal(a, after) {
			t.Errorf("%s: no error and the same text", name)
		} else if err == nil {
			t.Errorf("%s: other text without an error", name)
		}
	}
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
