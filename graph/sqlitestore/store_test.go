package sqlitestore_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/sqlitestore"
	"miteinander/graph/storetest"
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	if path := os.Getenv("SQLITESTORE_HOLD"); path != "" {
		hold(path)
		return
	}
	flag.Parse()
	if err := flag.Set("rapid.nofailfile", "true"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func open(t testing.TB, path string, o sqlitestore.Options) *sqlitestore.Store {
	t.Helper()
	st, err := sqlitestore.Open(ctx, path, o)
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
	path := filepath.Join(t.TempDir(), "daten", "Netz ä?#%.db")
	st := open(t, path, sqlitestore.Options{})
	storetest.Run(t, func(*testing.T) graph.Store { return st })
}

// Without memory of heads every commit reads what it is held against from the file.
func TestContract_WithoutMemory(t *testing.T) {
	checks := flag.Lookup("rapid.checks").Value.String()
	defer func() { _ = flag.Set("rapid.checks", checks) }()
	if err := flag.Set("rapid.checks", "15"); err != nil {
		t.Fatal(err)
	}
	st := open(t, filepath.Join(t.TempDir(), "x.db"), sqlitestore.Options{Budget: -1})
	storetest.Run(t, func(*testing.T) graph.Store { return st })
}

// The fault that the base is not compared is found on this store as on the model.
func TestContract_FindsPlantedFault(t *testing.T) {
	st := open(t, filepath.Join(t.TempDir(), "x.db"), sqlitestore.Options{})
	for _, f := range storetest.Faults()[:2] {
		if said := storetest.Find(t, f.Promise, func() graph.Store { return f.Plant(st) }); len(said) == 0 {
			t.Errorf("%s: not found by %q", f.Name, f.Promise)
		}
	}
}

func create(t testing.TB, st graph.Store, n graph.NetworkID, records []graph.Record) {
	t.Helper()
	var ops []graph.Op
	for _, r := range records {
		ops = append(ops, graph.Op{After: r})
	}
	if _, err := st.Commit(ctx, graph.Change{Network: n, ID: "create", At: storetest.Noon, Ops: graph.SortOps(ops)}); err != nil {
		t.Fatal(err)
	}
}

// What was stored is there after the file is closed and opened again, byte for byte.
func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	st, err := sqlitestore.Open(ctx, path, sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	create(t, st, "a", storetest.Every())
	create(t, st, "b", storetest.Musterstadt())
	before, err := st.Load(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the write-ahead log is still there after Close: %v", err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the file: %v, %v; want 0600", info.Mode(), err)
	}
	after, err := open(t, path, sqlitestore.Options{}).Load(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	if after.Hash() != before.Hash() || after.Head() != before.Head() {
		t.Errorf("reopened: %+v, before %+v", after.Head(), before.Head())
	}
}

// hold opens the file as a program of its own and keeps it until its input ends.
func hold(path string) {
	st, err := sqlitestore.Open(ctx, path, sqlitestore.Options{})
	if err != nil {
		println(err.Error())
		os.Exit(3)
	}
	println("open")
	_, _ = os.Stdin.Read(make([]byte, 1))
	_ = st.Close()
}

// A second program that writes is refused within a moment; one that reads is not; a killed one leaves no lock behind.
func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	other := func() (*exec.Cmd, func()) {
		t.Helper()
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "SQLITESTORE_HOLD="+path)
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := make([]byte, 200)
		n, _ := stderr.Read(said)
		if !bytes.HasPrefix(said[:n], []byte("open")) {
			t.Fatalf("the other program says %q", said[:n])
		}
		return cmd, func() { _ = stdin.Close(); _ = cmd.Wait() }
	}
	cmd, end := other()
	began := time.Now()
	_, err := sqlitestore.Open(ctx, path, sqlitestore.Options{})
	var e *graph.Error
	if !errors.As(err, &e) || e.Code != graph.Busy || e.Key != "errors.store.in_use" || e.Args[0] != path {
		t.Errorf("second writer: %v, want busy errors.store.in_use with the path", err)
	}
	t.Logf("refused after %s", time.Since(began))
	reader := open(t, path, sqlitestore.Options{ReadOnly: true})
	if heads, err := reader.Networks(ctx); err != nil || len(heads) != 0 {
		t.Errorf("reader beside the writer: %v, %v", heads, err)
	}
	if _, err := reader.Commit(ctx, graph.Change{Network: "x", ID: "1", Ops: []graph.Op{{After: graph.DefaultSettings("x")}}}); graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("a reader writes: %v", err)
	}
	if info, err := reader.Check(ctx); err != nil || info.Writable {
		t.Errorf("reader says %+v, %v", info, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	end()
	writer := open(t, path, sqlitestore.Options{})
	create(t, writer, "a", storetest.Musterstadt())
	if s, err := reader.Load(ctx, "a"); err != nil || s.Len(graph.KindOffer) != 10 {
		t.Errorf("the reader does not see what was written since: %v", err)
	}
}

func exec1(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// Files that are not ours, of a newer program, damaged or missing are told apart and left as they are.
func TestOpen_RefusesForeignFiles(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name, key string
		code      graph.Code
		make      func(path string)
		readOnly  bool
	}{
		{"a text", "errors.store.foreign_file", graph.Unsupported, func(p string) { write(t, p, strings.Repeat("kein SQLite ", 1000)) }, false},
		{"another program's", "errors.store.foreign_file", graph.Unsupported, func(p string) { exec1(t, p, "CREATE TABLE t (a)") }, false},
		{"a newer one", "errors.store.newer", graph.Unsupported, func(p string) {
			open(t, p, sqlitestore.Options{}).Close()
			exec1(t, p, "INSERT INTO schema_versions (version_id, is_applied) VALUES (999, 1)")
		}, false},
		{"an older one, read only", "errors.store.needs_upgrade", graph.Unsupported, func(p string) {
			open(t, p, sqlitestore.Options{}).Close()
			exec1(t, p, "DELETE FROM schema_versions WHERE version_id > 0")
		}, true},
		{"none", "errors.store.missing", graph.NotFound, func(string) {}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(dir, strings.ReplaceAll(c.name, " ", "-")+".db")
			c.make(path)
			before, _ := os.ReadFile(path)
			_, err := sqlitestore.Open(ctx, path, sqlitestore.Options{ReadOnly: c.readOnly})
			var e *graph.Error
			if !errors.As(err, &e) || e.Code != c.code || e.Key != c.key {
				t.Errorf("got %v, want %s %s", err, c.code, c.key)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was touched")
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// After an erasure neither file nor write-ahead log holds a copy of what was erased (safety.md, finding 7).
func TestRewrite_LeavesNoCopy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	st := open(t, path, sqlitestore.Options{})
	create(t, st, "a", storetest.Every())
	canary := "Frau Kanarienvogel-Lüdenscheid"
	for range 20 {
		s, err := st.Load(ctx, "a")
		if err != nil {
			t.Fatal(err)
		}
		k := graph.Clone(graph.Find[*graph.Institution](s, graph.KindInstitution, "K1"))
		k.Notes = canary + s.Head().At.String()
		op, _ := s.Put(k)
		id := graph.OpID(rune('a' + s.Head().Revision))
		if _, err := st.Commit(ctx, graph.Change{Network: "a", ID: id, Base: s.Head().Revision, At: storetest.Noon.Add(time.Duration(s.Head().Revision) * time.Hour), Ops: []graph.Op{op}}); err != nil {
			t.Fatal(err)
		}
	}
	if copies(t, path, canary) == 0 {
		t.Fatal("the canary is not in the file: the test looks at the wrong place")
	}
	if err := st.Rewrite(ctx, "a", func(r graph.Record) graph.Record {
		if i, ok := r.(*graph.Institution); ok && i.Notes != "" {
			i = graph.Clone(i)
			i.Notes = ""
			return i
		}
		return r
	}); err != nil {
		t.Fatal(err)
	}
	if n := copies(t, path, canary); n != 0 {
		t.Errorf("%d copies of what was erased are left", n)
	}
	create(t, st, "b", []graph.Record{graph.DefaultSettings(canary)})
	if err := st.Drop(ctx, "b"); err != nil {
		t.Fatal(err)
	}
	if n := copies(t, path, canary); n != 0 {
		t.Errorf("%d copies of a dropped network are left", n)
	}
}

func copies(t *testing.T, path, text string) int {
	t.Helper()
	n := 0
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + suffix)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		n += bytes.Count(b, []byte(text))
	}
	return n
}

// The foreign keys are a second wall: a dangling edge is refused by the file itself.
func TestForeignKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	st, err := sqlitestore.Open(ctx, path, sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	create(t, st, "a", storetest.Musterstadt())
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=foreign_keys(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"DELETE FROM nodes WHERE id = 'KN'",
		"UPDATE edges SET target = 'NIEMAND' WHERE kind = 'cooperation'",
		"UPDATE edges SET entry = 'niemand' WHERE kind = 'funding'",
		"DELETE FROM entries WHERE kind = 'funder'",
		"INSERT INTO nodes VALUES (99, 'x', 'actor', 1, '{}')",
	} {
		if _, err := db.Exec(statement); err == nil || !strings.Contains(err.Error(), "FOREIGN KEY") {
			t.Errorf("%s: %v, want a foreign key that fails", statement, err)
		}
	}
}

// A full disk is storage_full, nothing is stored, reading goes on, and writing too once there is room.
func TestStorageFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	st := open(t, path, sqlitestore.Options{})
	create(t, st, "a", storetest.Musterstadt())
	release := sqlitestore.LimitPages(t, st, 60)
	var ops []graph.Op
	for _, r := range storetest.Town("zu groß", 500) {
		ops = append(ops, graph.Op{After: r})
	}
	big := graph.Change{Network: "b", ID: "big", At: storetest.Noon, Ops: graph.SortOps(ops)}
	_, err := st.Commit(ctx, big)
	if graph.CodeOf(err) != graph.StorageFull {
		t.Errorf("commit on a full disk: %v", err)
	}
	if heads, err := st.Networks(ctx); err != nil || len(heads) != 1 {
		t.Errorf("reading: %v, %v", heads, err)
	}
	release()
	if _, err := st.Commit(ctx, big); err != nil {
		t.Errorf("with room again: %v", err)
	}
}
