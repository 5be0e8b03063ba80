package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/pressly/goose/v3"

	"miteinander/graph"
	"miteinander/queries"
)

// migrations is the folder of the schema; tests of files of another age replace it.
var migrations = queries.SQLiteMigrations

// migrate brings the schema up to date, after a copy of a file that has one already. A file of another program or of a newer
// Miteinander is left untouched.
func (st *Store) migrate(ctx context.Context) error {
	var application, tables int64
	// Asked by a reader: the first use of the writer turns the file to write-ahead logging, which a foreign one must not suffer.
	if err := st.read.QueryRowContext(ctx, queries.SQLite("find_identity")).Scan(&application, &tables); err != nil {
		return err
	}
	if tables > 0 && application != applicationID {
		return graph.Errorf(graph.Unsupported, "errors.store.foreign_file", st.path)
	}
	var have int64
	if tables > 0 {
		if err := st.read.QueryRowContext(ctx, queries.SQLite("find_schema")).Scan(&have); err != nil {
			return err
		}
	}
	want, err := latestMigration()
	if err != nil {
		return err
	}
	switch {
	case have > want:
		return graph.Errorf(graph.Unsupported, "errors.store.newer", have, want)
	case have == want:
		return nil
	case st.options.ReadOnly:
		return graph.Errorf(graph.Unsupported, "errors.store.needs_upgrade", have, want)
	}
	if have > 0 {
		if err := st.copyBefore(ctx, have); err != nil {
			return fmt.Errorf("copy before the migration: %w", err)
		}
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, st.write, migrations(),
		goose.WithTableName("schema_versions"), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// latestMigration is the highest number among the embedded files.
func latestMigration() (int64, error) {
	names, err := fs.Glob(migrations(), "*.sql")
	if err != nil {
		return 0, err
	}
	var latest int64
	for _, name := range names {
		n, err := goose.NumericComponent(name)
		if err != nil {
			return 0, err
		}
		latest = max(latest, n)
	}
	return latest, nil
}

// copyBefore copies the file as it was before a migration; an earlier copy of the same schema is kept, and this one gets a number.
func (st *Store) copyBefore(ctx context.Context, have int64) error {
	name := fmt.Sprintf("%s.schema-%d.bak", st.path, have)
	for i := 2; ; i++ {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // an empty file of ours: SQLite fills it
		if err == nil {
			if err := f.Close(); err != nil {
				return err
			}
			break
		}
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
		name = fmt.Sprintf("%s.schema-%d.%d.bak", st.path, have, i)
	}
	_, err := st.write.ExecContext(ctx, queries.SQLite("copy_file"), name)
	return err
}
