package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"miteinander/graph"
	"miteinander/queries"
)

// History streams changes at one moment of the file; it holds one of the readers until the loop ends.
func (st *Store) History(ctx context.Context, id graph.NetworkID, from, to graph.Revision) iter.Seq2[graph.Change, error] {
	return func(yield func(graph.Change, error) bool) {
		err := st.inRead(ctx, func(tx *sql.Tx) error {
			n, err := find(ctx, tx, id)
			if err != nil {
				return err
			}
			return history(ctx, tx, n, from, to, func(c graph.Change) bool { return yield(c, nil) })
		})
		if err != nil {
			yield(graph.Change{}, st.failure(ctx, "history", err))
		}
	}
}

var errEnough = errors.New("the reader has had enough")

func history(ctx context.Context, q querier, n network, from, to graph.Revision, yield func(graph.Change) bool) error {
	name, low, high := "history_up", from, to
	if from > to {
		name, low, high = "history_down", to, from
	}
	var c graph.Change
	started := false
	flush := func() error {
		if !started {
			return nil
		}
		graph.SortOps(c.Ops)
		if !yield(c) {
			return errEnough
		}
		return nil
	}
	err := eachRow(ctx, q, func(scan func(...any) error) error {
		var row graph.Change
		var revision graph.Revision
		var at int64
		var digest []byte
		var kind sql.NullString
		var before, after sql.RawBytes
		var since sql.NullInt64
		if err := scan(&revision, &row.ID, &at, &row.Author, &row.Cause, &row.Undoes, &row.Note, &digest, &kind, &before, &after, &since); err != nil {
			return err
		}
		if !started || c.Revision() != revision {
			if err := flush(); err != nil {
				return err
			}
			row.Network, row.Base, row.At = n.head.ID, revision-1, time.UnixMilli(at).UTC()
			copy(row.Digest[:], digest)
			c, started = row, true
		}
		if !kind.Valid {
			return nil // every change has ops; a row by hand may have none
		}
		op := graph.Op{Since: graph.Revision(since.Int64)}
		var err error
		if op.Before, err = decoded(before); err != nil {
			return err
		}
		if op.After, err = decoded(after); err != nil {
			return err
		}
		c.Ops = append(c.Ops, op)
		return nil
	}, name, n.num, int64(low), int64(high))
	if err == nil {
		err = flush()
	}
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// decoded is the record of a body, nil for null.
func decoded(body []byte) (graph.Record, error) {
	if body == nil {
		return nil, nil
	}
	r, err := graph.Decode(body)
	if err != nil {
		return nil, &graph.Error{Code: graph.Internal, Key: "errors.store.damaged", Err: err}
	}
	return r, nil
}

// Restore writes a whole network in one transaction; h must hold every change from 1 to the revision of s.
func (st *Store) Restore(ctx context.Context, s *graph.Snapshot, h iter.Seq2[graph.Change, error]) error {
	head := s.Head()
	head.At = head.At.UTC().Truncate(time.Millisecond)
	err := st.inWrite(ctx, func(tx *sql.Tx) error {
		_, err := find(ctx, tx, head.ID)
		if err == nil {
			return graph.Errorf(graph.Conflict, "errors.network_exists", string(head.ID))
		}
		if graph.CodeOf(err) != graph.NotFound {
			return err
		}
		n, err := writeHead(ctx, tx, network{}, head)
		if err != nil {
			return err
		}
		if err := writeSnapshot(ctx, tx, n.num, s); err != nil {
			return err
		}
		return writeHistory(ctx, tx, n, h)
	})
	return st.failure(ctx, "restore", err)
}

func writeSnapshot(ctx context.Context, tx *sql.Tx, num int64, s *graph.Snapshot) error {
	w := newRecordWriter(ctx, tx, num)
	var errs []error
	for _, k := range graph.Kinds() {
		for r := range s.All(k) {
			if err := w.insert(r, s.Changed(r.Key())); err != nil {
				return errors.Join(err, w.close())
			}
		}
	}
	return errors.Join(append(errs, w.close())...)
}

func writeHistory(ctx context.Context, tx *sql.Tx, n network, h iter.Seq2[graph.Change, error]) error {
	w := newHistoryWriter(ctx, tx, n.num)
	var last graph.Revision
	for c, err := range h {
		if err == nil && (c.Network != n.head.ID || c.Base != last) {
			err = graph.Errorf(graph.Invalid, "errors.history_gap", int64(last)+1)
		}
		if err == nil {
			c, err = normal(c)
		}
		if err == nil {
			err = w.write(c)
		}
		if err != nil {
			return errors.Join(err, w.close())
		}
		last = c.Revision()
	}
	if err := w.close(); err != nil {
		return err
	}
	if last != n.head.Revision {
		return graph.Errorf(graph.Invalid, "errors.history_gap", int64(last)+1)
	}
	return nil
}

// Drop removes a network with its history and empties the write-ahead log, so that no copy of it stays behind.
func (st *Store) Drop(ctx context.Context, id graph.NetworkID) error {
	err := st.inWrite(ctx, func(tx *sql.Tx) error {
		n, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, queries.SQLite("delete_network"), n.num)
		return err
	})
	if err == nil {
		st.heads.Forget(id)
		err = st.checkpoint(ctx)
	}
	return st.failure(ctx, "drop", err)
}
