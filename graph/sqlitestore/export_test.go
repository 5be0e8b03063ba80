package sqlitestore

import (
	"fmt"
	"io/fs"
	"testing"
)

// LimitPages makes the file as full as if the disk had so many pages; the function lifts the limit.
func LimitPages(t *testing.T, st *Store, pages int) func() {
	set := func(n int) {
		if _, err := st.write.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
			t.Fatal(err)
		}
	}
	set(pages)
	return func() { set(1 << 30) }
}

// AtLeast is atLeast.
func AtLeast(version string, least [3]int) bool { return atLeast(version, least) }

// SetMigrations replaces the migrations, for tests of files of another age.
func SetMigrations(t *testing.T, f fs.FS) {
	old := migrations
	migrations = func() fs.FS { return f }
	t.Cleanup(func() { migrations = old })
}
