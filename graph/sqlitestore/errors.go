package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"miteinander/graph"
)

// failure turns any error into a *graph.Error: one that is one already stays as it is, what SQLite says gets the code that
// tells the caller what can be done, and the cause is kept for the log.
func (st *Store) failure(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *graph.Error
	if errors.As(err, &known) {
		return err
	}
	cause := fmt.Errorf("%s: %w", doing, err)
	if ended := ctx.Err(); ended != nil && !errors.Is(err, ended) {
		// database/sql says "statement is closed" when the end of the context overtakes it: the reason is the context.
		cause = errors.Join(cause, ended)
	}
	wrap := func(c graph.Code, key string) error {
		return &graph.Error{Code: c, Key: key, Args: []any{st.path}, Err: cause}
	}
	var se *sqlite.Error
	if errors.As(err, &se) {
		switch code := se.Code(); {
		case code == sqlite3.SQLITE_IOERR_FSYNC || code == sqlite3.SQLITE_IOERR_DIR_FSYNC:
			st.broken.Store(true) // what the disk holds is no longer known
			return wrap(graph.Unavailable, "errors.store.broken")
		case code&0xff == sqlite3.SQLITE_FULL:
			return wrap(graph.StorageFull, "errors.store.full")
		case code&0xff == sqlite3.SQLITE_BUSY, code&0xff == sqlite3.SQLITE_LOCKED:
			return wrap(graph.Busy, "errors.store.busy")
		case code&0xff == sqlite3.SQLITE_NOTADB:
			return wrap(graph.Unsupported, "errors.store.foreign_file")
		case code&0xff == sqlite3.SQLITE_CORRUPT:
			return wrap(graph.Unavailable, "errors.store.damaged")
		case code&0xff == sqlite3.SQLITE_READONLY:
			return wrap(graph.Unavailable, "errors.store.read_only")
		case code&0xff == sqlite3.SQLITE_INTERRUPT:
			return wrap(graph.Unavailable, "errors.store.timeout")
		case code&0xff == sqlite3.SQLITE_IOERR, code&0xff == sqlite3.SQLITE_CANTOPEN, code&0xff == sqlite3.SQLITE_PERM:
			return wrap(graph.Unavailable, "errors.store.unavailable")
		}
		return wrap(graph.Internal, "errors.store.internal")
	}
	switch {
	case ctx.Err() != nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return wrap(graph.Unavailable, "errors.store.timeout")
	case errors.Is(err, fs.ErrPermission):
		return wrap(graph.Unavailable, "errors.store.read_only")
	case errors.Is(err, sql.ErrConnDone), errors.Is(err, fs.ErrNotExist):
		return wrap(graph.Unavailable, "errors.store.unavailable")
	}
	return wrap(graph.Internal, "errors.store.internal")
}
