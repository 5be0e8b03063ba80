package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"miteinander/graph"
	"miteinander/graph/heads"
	"miteinander/queries"
)

// readers is the number of connections that read; a Load or History holds one until it ends.
const readers = 4

// minVersion is the first SQLite without the bug by which a reset of the write-ahead log damages the file
// (safety.md, finding 8).
var minVersion = [3]int{3, 51, 3}

// applicationID is "MITE", set by the first migration.
const applicationID = 0x4d495445

// Options say how to open a file; the zero value opens for writing and creates what is missing.
type Options struct {
	// ReadOnly neither creates nor migrates nor locks: for commands that only look, also beside a running server.
	ReadOnly bool
	// Budget is the number of records of recently used networks that stay in memory; 0 = heads.DefaultBudget.
	Budget int
}

// Store is a graph.Store on one file.
type Store struct {
	path    string
	options Options
	write   *sql.DB // one connection; nil when read only
	read    *sql.DB
	lock    *os.File
	heads   *heads.Cache
	version string
	// broken is set when the disk did not take what was written: nothing is acknowledged any more until a restart.
	broken atomic.Bool
	closed atomic.Bool
	// opened tells that the file is ours and its schema up to date.
	opened bool
}

var _ graph.Store = (*Store)(nil)

// Open opens or creates the file at path and brings its schema up to date; before that an existing file is copied to
// <path>.schema-<n>.bak. Errors: Busy (errors.store.in_use) when another program writes to the file, NotFound
// (errors.store.missing) when ReadOnly and there is none, Unsupported when the file is of a newer program or of another one.
func Open(ctx context.Context, path string, o Options) (_ *Store, err error) {
	if o.Budget == 0 {
		o.Budget = heads.DefaultBudget
	}
	st := &Store{path: path, options: o, heads: heads.New(o.Budget)}
	defer func() {
		if err != nil {
			_ = st.Close()
			err = st.failure(ctx, "open "+path, err)
		}
	}()
	if err := st.prepareFile(); err != nil {
		return nil, err
	}
	if st.read, err = sql.Open("sqlite", dsn(path, "_pragma=query_only(1)")); err != nil {
		return nil, err
	}
	st.read.SetMaxOpenConns(readers)
	st.read.SetMaxIdleConns(readers)
	if !o.ReadOnly {
		if st.write, err = sql.Open("sqlite", dsn(path, "_txlock=immediate", "_pragma=journal_mode(WAL)")); err != nil {
			return nil, err
		}
		st.write.SetMaxOpenConns(1)
	}
	if err := st.checkLibrary(ctx); err != nil {
		return nil, err
	}
	if err := st.migrate(ctx); err != nil {
		return nil, err
	}
	st.opened = true
	return st, nil
}

// dsn holds the values of safety.md, section C.
func dsn(path string, more ...string) string {
	pragmas := append([]string{
		"_pragma=busy_timeout(5000)", "_pragma=synchronous(FULL)", "_pragma=foreign_keys(1)",
		"_pragma=secure_delete(1)", "_pragma=trusted_schema(0)",
	}, more...)
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(pragmas, "&")
}

// prepareFile locks and creates the file, readable by its owner alone.
func (st *Store) prepareFile() error {
	if st.options.ReadOnly {
		if _, err := os.Stat(st.path); errors.Is(err, fs.ErrNotExist) {
			return graph.Errorf(graph.NotFound, "errors.store.missing", st.path)
		} else if err != nil {
			return err
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(st.path), 0o700); err != nil {
		return err
	}
	lock, err := lockFile(st.path + ".lock")
	if errors.Is(err, errLocked) {
		return graph.Errorf(graph.Busy, "errors.store.in_use", st.path)
	}
	if err != nil {
		return err
	}
	st.lock = lock
	f, err := os.OpenFile(st.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (st *Store) checkLibrary(ctx context.Context) error {
	if err := st.read.QueryRowContext(ctx, queries.SQLite("find_version")).Scan(&st.version); err != nil {
		return err
	}
	if !atLeast(st.version, minVersion) {
		return graph.Errorf(graph.Unsupported, "errors.store.old_library", st.version)
	}
	return nil
}

// atLeast compares a dotted version with a minimum.
func atLeast(version string, least [3]int) bool {
	parts := strings.Split(version, ".")
	for i, want := range least {
		got := 0
		if i < len(parts) {
			got, _ = strconv.Atoi(parts[i])
		}
		if got != want {
			return got > want
		}
	}
	return true
}

// Close empties the write-ahead log into the file and gives up the lock. A second Close does nothing.
func (st *Store) Close() error {
	if st.closed.Swap(true) {
		return nil
	}
	var errs []error
	if st.read != nil {
		errs = append(errs, st.read.Close())
	}
	if st.write != nil {
		if st.opened {
			ctx, done := context.WithTimeout(context.Background(), 10*time.Second)
			defer done()
			if err := st.checkpoint(ctx); err != nil && !st.broken.Load() {
				errs = append(errs, err)
			}
		}
		errs = append(errs, st.write.Close())
	}
	if st.lock != nil {
		errs = append(errs, st.lock.Close()) // the lock ends with the file
		st.lock = nil
	}
	return errors.Join(errs...)
}

// checkpoint moves the write-ahead log into the file; what a reader still needs stays for the next time.
func (st *Store) checkpoint(ctx context.Context) error {
	var busy, log, done int
	return st.write.QueryRowContext(ctx, queries.SQLite("checkpoint")).Scan(&busy, &log, &done)
}

// Check asks the file for its schema.
func (st *Store) Check(ctx context.Context) (graph.Info, error) {
	info := graph.Info{Product: "SQLite", Version: st.version, Writable: !st.options.ReadOnly && !st.broken.Load()}
	if err := st.read.QueryRowContext(ctx, queries.SQLite("find_schema")).Scan(&info.Schema); err != nil {
		return graph.Info{}, st.failure(ctx, "check", err)
	}
	return info, nil
}

// network is a head with the number under which its rows lie.
type network struct {
	num  int64
	head graph.Head
}

// tag tells this life of a network from others of the same name.
func (n network) tag() string { return fmt.Sprintf("%d/%d", n.num, n.head.Rewrites) }

func scanNetwork(scan func(...any) error) (network, error) {
	var n network
	var at int64
	err := scan(&n.num, &n.head.ID, &n.head.Name, &n.head.Revision, &n.head.Rewrites, &at)
	n.head.At = time.UnixMilli(at).UTC()
	return n, err
}

// querier is what a database and a transaction share.
type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

// find is the head of a network; NotFound.
func find(ctx context.Context, q querier, id graph.NetworkID) (network, error) {
	n, err := scanNetwork(q.QueryRowContext(ctx, queries.SQLite("find_network"), string(id)).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return network{}, graph.Errorf(graph.NotFound, "errors.no_network", string(id))
	}
	return n, err
}

// Networks lists every network by id.
func (st *Store) Networks(ctx context.Context) ([]graph.Head, error) {
	out := []graph.Head{}
	err := eachRow(ctx, st.read, func(scan func(...any) error) error {
		n, err := scanNetwork(scan)
		out = append(out, n.head)
		return err
	}, "list_networks")
	if err != nil {
		return nil, st.failure(ctx, "list networks", err)
	}
	return out, nil
}

// Head reads one row.
func (st *Store) Head(ctx context.Context, id graph.NetworkID) (graph.Head, error) {
	n, err := find(ctx, st.read, id)
	if err != nil {
		return graph.Head{}, st.failure(ctx, "head", err)
	}
	return n.head, nil
}

// eachRow runs a query and hands over row by row.
func eachRow(ctx context.Context, q querier, f func(scan func(...any) error) error, name string, args ...any) (err error) {
	rows, err := q.QueryContext(ctx, queries.SQLite(name), args...)
	if err != nil {
		return err
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// inRead runs f on one connection at one moment of the file.
func (st *Store) inRead(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := st.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	return f(tx)
}

// inWrite runs f in the one writing transaction: all of it is stored, or nothing.
func (st *Store) inWrite(ctx context.Context, f func(*sql.Tx) error) error {
	if st.write == nil {
		return graph.Errorf(graph.Unavailable, "errors.store.read_only", st.path)
	}
	if st.broken.Load() {
		return graph.Errorf(graph.Unavailable, "errors.store.broken", st.path)
	}
	tx, err := st.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}
