package sqlitestore_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"miteinander/graph/sqlitestore"
	"miteinander/graph/storetest"
	"miteinander/queries"
)

// A file with an older schema is copied, then migrated; its content stays. Should the migration fail, the file is as before.
func TestMigrate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	st := open(t, path, sqlitestore.Options{})
	create(t, st, "a", storetest.Every())
	before, err := st.Load(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	next := later(t, "ALTER TABLE networks ADD COLUMN color TEXT; ALTER TABLE nowhere ADD COLUMN x TEXT;")
	sqlitestore.SetMigrations(t, next)
	if _, err := sqlitestore.Open(ctx, path, sqlitestore.Options{}); err == nil {
		t.Fatal("a migration that fails must not open the file")
	}
	sqlitestore.SetMigrations(t, later(t, "ALTER TABLE networks ADD COLUMN color TEXT;"))
	st = open(t, path, sqlitestore.Options{})
	if info, err := st.Check(ctx); err != nil || info.Schema != 1000 {
		t.Errorf("schema %+v, %v; want 1000", info, err)
	}
	after, err := st.Load(ctx, "a")
	if err != nil || after.Hash() != before.Hash() {
		t.Errorf("content after the migration differs: %v", err)
	}
	sqlitestore.SetMigrations(t, queries.SQLiteMigrations())
	for _, copied := range []string{path + ".schema-1.bak", path + ".schema-1.2.bak"} { // of the failed and of the good one
		old := open(t, copied, sqlitestore.Options{})
		if s, err := old.Load(ctx, "a"); err != nil || s.Hash() != before.Hash() {
			t.Errorf("copy %s: %v", copied, err)
		}
		if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode of the copy: %v", info.Mode())
		}
	}
}

func later(t *testing.T, statements string) fs.FS {
	t.Helper()
	out := fstest.MapFS{"01000_later.sql": {Data: []byte("-- +goose Up\n" + statements)}}
	names, err := fs.Glob(queries.SQLiteMigrations(), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(queries.SQLiteMigrations(), name)
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(out, fstest.MapFS{name: {Data: b}})
	}
	return out
}

func TestAtLeast(t *testing.T) {
	for version, want := range map[string]bool{"3.51.3": true, "3.51.2": false, "3.53.4": true, "3.6.9": false, "4.0.0": true, "3.51": false, "3.52.0": true} {
		if got := sqlitestore.AtLeast(version, [3]int{3, 51, 3}); got != want {
			t.Errorf("%s ≥ 3.51.3: %v", version, got)
		}
	}
}
