package sqlitestore

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"miteinander/graph"
	"miteinander/queries"
)

// Commit stores a change whole or not at all.
func (st *Store) Commit(ctx context.Context, c graph.Change) (graph.Revision, error) {
	c, err := normal(c)
	if err != nil {
		return 0, err
	}
	var revision graph.Revision
	var next *graph.Snapshot
	var n network
	err = st.inWrite(ctx, func(tx *sql.Tx) (err error) {
		n, err = find(ctx, tx, c.Network)
		missing := graph.CodeOf(err) == graph.NotFound
		if err != nil && !missing {
			return err
		}
		if !missing {
			if revision, err = known(ctx, tx, n, c); err != nil || revision != 0 {
				return err
			}
		}
		if len(c.Ops) == 0 {
			return graph.Errorf(graph.NotFound, "errors.no_operation")
		}
		var now *graph.Snapshot
		switch {
		case missing && c.Base > 0:
			return err
		case missing:
			now = graph.NewSnapshot(c.Network)
		case c.Base != n.head.Revision: // before anything is loaded; Apply would say the same
			return graph.Errorf(graph.Stale, "errors.stale", int64(n.head.Revision))
		default:
			if now, err = st.current(ctx, tx, n); err != nil {
				return err
			}
		}
		if next, err = now.Apply(c); err != nil {
			return err
		}
		revision = c.Revision()
		if n, err = writeHead(ctx, tx, n, next.Head()); err != nil {
			return err
		}
		if err := writeOps(ctx, tx, n.num, c); err != nil {
			return err
		}
		w := newHistoryWriter(ctx, tx, n.num)
		return errors.Join(w.write(c), w.close())
	})
	if err != nil {
		return 0, st.failure(ctx, "commit", err)
	}
	if next != nil {
		st.heads.Put(n.tag(), next)
	}
	return revision, nil
}

// normal is a change as it comes back from the history: milliseconds, UTC.
func normal(c graph.Change) (graph.Change, error) {
	if key := graph.CheckID(graph.ID(c.Network)); key != "" {
		return c, graph.Errorf(graph.Invalid, "errors.network_id", string(c.Network))
	}
	if c.ID == "" || len(c.ID) > 255 {
		return c, graph.Errorf(graph.Invalid, "errors.operation_id")
	}
	c.At = c.At.UTC().Truncate(1e6)
	return c, nil
}

// known is the revision that the change's id got before, 0 if it is new.
func known(ctx context.Context, q querier, n network, c graph.Change) (graph.Revision, error) {
	var revision graph.Revision
	var digest []byte
	err := q.QueryRowContext(ctx, queries.SQLite("find_change"), n.num, string(c.ID)).Scan(&revision, &digest)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, nil
	case err != nil:
		return 0, err
	case !bytes.Equal(digest, c.Digest[:]):
		return 0, graph.Errorf(graph.Conflict, "errors.operation_reused")
	}
	return revision, nil
}

// writeHead creates the network or moves its head.
func writeHead(ctx context.Context, tx *sql.Tx, n network, to graph.Head) (network, error) {
	var err error
	if n.num == 0 {
		err = tx.QueryRowContext(ctx, queries.SQLite("insert_network"), string(to.ID), to.Name, int64(to.Revision), to.Rewrites, to.At.UnixMilli()).Scan(&n.num)
	} else {
		_, err = tx.ExecContext(ctx, queries.SQLite("move_network"), n.num, to.Name, int64(to.Revision), to.At.UnixMilli())
	}
	n.head = to
	return n, err
}

// writeOps changes the rows of the head: first what goes, since its id may come back as another kind of node.
func writeOps(ctx context.Context, tx *sql.Tx, num int64, c graph.Change) error {
	w := newRecordWriter(ctx, tx, num)
	var errs []error
	for _, o := range c.Ops {
		if o.After == nil {
			errs = append(errs, w.remove(o.Key()))
		}
	}
	for _, o := range c.Ops {
		switch {
		case o.After == nil:
		case o.Before == nil:
			errs = append(errs, w.insert(o.After, c.Revision()))
		default:
			errs = append(errs, w.put(o.After, c.Revision()))
		}
	}
	if err := errors.Join(append(errs, w.close())...); err != nil {
		return fmt.Errorf("write records: %w", err)
	}
	return nil
}
