package neo4jstore_test

import (
	"errors"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/neo4jstore"
)

// Addresses that are none, carry a password, or lead elsewhere without TLS are refused before anything is sent.
func TestOpen_Options(t *testing.T) {
	for _, c := range []struct {
		uri      string
		insecure bool
		code     graph.Code
		key      string
	}{
		{"", false, graph.Invalid, "errors.store.uri"},
		{"neo4j", false, graph.Invalid, "errors.store.uri"},
		{"http://127.0.0.1:7687", false, graph.Invalid, "errors.store.uri"},
		{"neo4j://me:geheim@127.0.0.1", false, graph.Invalid, "errors.store.uri"},
		{"bolt://db.example.org", false, graph.Forbidden, "errors.store.needs_tls"},
		{"neo4j://10.0.0.5:7687", false, graph.Forbidden, "errors.store.needs_tls"},
		{"neo4j://10.0.0.5:7687", true, "", ""},
		{"neo4j+s://db.example.org", false, "", ""},
		{"bolt://localhost:7687", false, "", ""},
		{"neo4j://[::1]:7687", false, "", ""},
	} {
		st, err := neo4jstore.Open(neo4jstore.Options{URI: c.uri, User: "u", Password: "p", Insecure: c.insecure})
		var e *graph.Error
		if graph.CodeOf(err) != c.code || c.code != "" && (!errors.As(err, &e) || e.Key != c.key) {
			t.Errorf("%q: %v, want %s %s", c.uri, err, c.code, c.key)
		}
		if err != nil && strings.Contains(err.Error(), "geheim") {
			t.Errorf("%q: the error tells the password: %v", c.uri, err)
		}
		if err == nil {
			_ = st.Close()
		}
	}
}

// A wrong password is told as such, and no credential is in the error.
func TestCheck_WrongPassword(t *testing.T) {
	st := open(t, func(o *neo4jstore.Options) { o.Password = "ganz-falsch" })
	_, err := st.Check(ctx)
	var e *graph.Error
	if !errors.As(err, &e) || e.Code != graph.Unavailable || e.Key != "errors.store.login" {
		t.Errorf("got %v", err)
	}
	if err != nil && strings.Contains(err.Error(), "ganz-falsch") {
		t.Error("the error tells the password")
	}
}
