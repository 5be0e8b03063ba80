package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"miteinander/graph/neo4jstore/neo4jtest"
)

func hashes(t *testing.T, r result) map[string]string {
	t.Helper()
	var out struct{ Copied []copied }
	if err := json.Unmarshal([]byte(r.stdout), &out); err != nil || r.code != 0 {
		t.Fatalf("%d %v: %s%s", r.code, err, r.stdout, r.stderr)
	}
	got := map[string]string{}
	for _, c := range out.Copied {
		got[string(c.ID)] = c.Hash
	}
	return got
}

// From a file to Neo4j and back: the same hash, the same history, the same answers, and a service on either.
func TestCopy_betweenStores(t *testing.T) {
	dir := t.TempDir()
	uri, user, password := neo4jtest.Start(t)
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte(user+"/"+password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	login := []string{"--neo4j-username", user, "--neo4j-password-file", secret}
	fixture, err := filepath.Abs(musterstadt)
	if err != nil {
		t.Fatal(err)
	}
	if r := cli(t, dir, "import", fixture, "copied", "--store", "sqlite:one.db"); r.code != 0 {
		t.Fatalf("import: %s%s", r.stdout, r.stderr)
	}
	there := hashes(t, cli(t, dir, append([]string{"copy", "--from", "sqlite:one.db", "--to", uri, "--json"}, login...)...))
	back := hashes(t, cli(t, dir, append([]string{"copy", "copied", "--from", uri, "--to", "sqlite:two.db", "--json"}, login...)...))
	if len(there) != 1 || there["copied"] == "" || there["copied"] != back["copied"] {
		t.Errorf("there %v, back %v", there, back)
	}
	if r := cli(t, dir, append([]string{"copy", "copied", "--from", "sqlite:one.db", "--to", uri}, login...)...); r.code != 1 || !strings.Contains(r.stderr, "gibt es schon") {
		t.Errorf("a second time: %d %s", r.code, r.stderr)
	}
	want := cli(t, dir, "findings", "side-by-side", "copied", "--store", "sqlite:two.db", "--date", "2025-06-30", "--json")
	got := cli(t, dir, append([]string{"findings", "side-by-side", "copied", "--store", uri, "--date", "2025-06-30", "--json"}, login...)...)
	if want.code != 0 || want.stdout != got.stdout {
		t.Errorf("the two stores answer differently:\n%s\n%s%s", want.stdout, got.stdout, got.stderr)
	}
	// Two services on one server see each other's edits within two seconds.
	one, two := serve(t, dir, append([]string{"--store", uri}, login...)...), serve(t, dir, append([]string{"--store", uri}, login...)...)
	code, body, _ := one.call("GET", "/readyz", "", nil)
	if code != http.StatusOK || !strings.Contains(string(body), `"store":"Neo4j"`) || !strings.Contains(string(body), `"version":"5.`) {
		t.Errorf("/readyz: %d %s", code, body)
	}
	counts := func(s *service) map[string]int {
		var f struct{ Counts map[string]int }
		s.ask(http.StatusOK, "GET", "/networks/copied/findings/side-by-side?date=2025-06-30", "", &f)
		return f.Counts
	}
	if c := counts(two); c["together"] != 2 {
		t.Fatalf("before: %v", c)
	}
	one.ask(http.StatusOK, "POST", "/networks/copied/levels?date=2025-06-30", `{"a":"FH","b":"FZ","level":2}`, nil)
	if c := counts(one); c["together"] != 3 {
		t.Errorf("who wrote reads %v", c)
	}
	seen := time.Now()
	for counts(two)["together"] != 3 {
		if time.Since(seen) > time.Minute { // two seconds are meant; a shared machine may take longer
			t.Fatal("the other service never sees the edit")
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Logf("seen by the other service after %v", time.Since(seen).Round(100*time.Millisecond))
}

// A server that is away is a sentence and 503 with Retry-After, not a program that does not start.
func TestServe_withoutItsDatabase(t *testing.T) {
	s := serve(t, t.TempDir(), "--store", "neo4j://127.0.0.1:1")
	for _, path := range []string{"/readyz", "/api/v1/networks"} {
		code, body, h := s.call("GET", path, "", nil)
		if code != http.StatusServiceUnavailable || h.Get("Retry-After") == "" || !strings.Contains(string(body), "Die Datenbank") {
			t.Errorf("%s: %d %q %s", path, code, h.Get("Retry-After"), body)
		}
	}
	if code, _, _ := s.call("GET", "/healthz", "", nil); code != http.StatusOK {
		t.Errorf("/healthz: %d", code)
	}
}

// waitFor asks until the answer has the status; how long that may take is generous, since the server shares the machine.
func (s *service) waitFor(path string, status int) []byte {
	s.Helper()
	for began := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		code, body, h := s.call("GET", path, "", nil)
		if code == http.StatusServiceUnavailable && (h.Get("Retry-After") == "" || !strings.Contains(string(body), "Die Datenbank")) {
			s.Fatalf("%s: %d without Retry-After or sentence: %v %s", path, code, h, body)
		}
		if code == status {
			return body
		}
		if time.Since(began) > 3*time.Minute {
			s.Fatalf("%s: %d, want %d: %s", path, code, status, body)
		}
	}
}

// The whole way as in a town: Neo4j over TLS with a certificate of its own, password and certificate by file, the example in it. The server goes away
// under the running service, which says so, and comes back, and the service goes on with what was there.
func TestServe_overTLS(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a Neo4j server of its own; make test runs it")
	}
	dir := t.TempDir()
	own := neo4jtest.StartOwn(t)
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte(neo4jtest.Password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	login := []string{"--store", own.URI(), "--neo4j-password-file", secret}
	if r := cli(t, dir, append([]string{"networks"}, login...)...); r.code != 1 || !strings.Contains(r.stderr, "Die Datenbank") {
		t.Errorf("without trust in the certificate: %d %s%s", r.code, r.stdout, r.stderr)
	}
	if r := cli(t, dir, append([]string{"networks", "--neo4j-ca", secret}, login...)...); r.code != 2 || !strings.Contains(r.stderr, "kein Zertifikat") {
		t.Errorf("a file without a certificate: %d %s%s", r.code, r.stdout, r.stderr)
	}
	s := serve(t, dir, append([]string{"--add-demo", "--neo4j-ca", own.CA()}, login...)...)
	if body := s.waitFor("/readyz", http.StatusOK); !strings.Contains(string(body), `"store":"Neo4j"`) || !strings.Contains(string(body), `"version":"5.26.`) {
		t.Errorf("/readyz: %s", body)
	}
	s.ask(http.StatusCreated, "POST", "/networks/beispiel/goals", `{"title":"Vor dem Ausfall"}`, nil)
	own.Kill()
	s.waitFor("/readyz", http.StatusServiceUnavailable)
	s.waitFor("/api/v1/networks", http.StatusServiceUnavailable)
	s.waitFor("/healthz", http.StatusOK)
	own.Start(t)
	s.waitFor("/readyz", http.StatusOK)
	if body := s.waitFor("/api/v1/networks/beispiel/goals", http.StatusOK); !strings.Contains(string(body), "Vor dem Ausfall") {
		t.Errorf("after the outage: %s", body)
	}
	s.ask(http.StatusCreated, "POST", "/networks/beispiel/goals", `{"title":"Danach"}`, nil)

	// A second start keeps what people have changed.
	two := serve(t, dir, append([]string{"--add-demo", "--neo4j-ca", own.CA()}, login...)...)
	if body := two.waitFor("/api/v1/networks/beispiel/goals", http.StatusOK); !strings.Contains(string(body), "Danach") {
		t.Errorf("the second start: %s", body)
	}
}

func TestStore_refusals(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"unknown scheme":   {[]string{"networks", "--store", "mysql://here"}, 2, "keine bekannte Datenbank"},
		"no TLS elsewhere": {[]string{"networks", "--store", "neo4j://graph.example.org"}, 1, "nur verschlüsselt"},
		"no password file": {[]string{"networks", "--store", "neo4j://127.0.0.1:1", "--neo4j-password-file", "none"}, 1, "none"},
		"no source":        {[]string{"copy", "--from", "sqlite:none.db", "--to", "sqlite:two.db"}, 1, "none.db"},
	} {
		r := cli(t, t.TempDir(), c.args...)
		if r.code != c.code || !strings.Contains(r.stderr, c.says) || r.stdout != "" {
			t.Errorf("%s: %d %q %q", name, r.code, r.stdout, r.stderr)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "miteinander.toml"), []byte("neo4j-password = \"geheim\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := cli(t, dir, "config", "show"); strings.Contains(r.stdout, "geheim") || !strings.Contains(r.stdout, "***") {
		t.Errorf("config show tells the password: %s", r.stdout)
	}
}
