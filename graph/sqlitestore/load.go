package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"

	"miteinander/graph"
)

// Load reads a network row by row at one moment of the file, so that it is exactly one revision beside any writer.
func (st *Store) Load(ctx context.Context, id graph.NetworkID) (*graph.Snapshot, error) {
	var s *graph.Snapshot
	var n network
	err := st.inRead(ctx, func(tx *sql.Tx) (err error) {
		if n, err = find(ctx, tx, id); err != nil {
			return err
		}
		s, err = load(ctx, tx, n)
		return err
	})
	if err != nil {
		return nil, st.failure(ctx, "load", err)
	}
	st.heads.Put(n.tag(), s)
	return s, nil
}

func load(ctx context.Context, q querier, n network) (*graph.Snapshot, error) {
	var b graph.Builder
	add := func(scan func(...any) error) error {
		var changed graph.Revision
		var body sql.RawBytes
		if err := scan(&changed, &body); err != nil {
			return err
		}
		r, err := graph.Decode(body)
		if err != nil {
			return &graph.Error{Code: graph.Internal, Key: "errors.store.damaged", Err: err}
		}
		return b.Add(r, changed)
	}
	for _, name := range []string{"load_entries", "load_nodes", "load_edges"} {
		if err := eachRow(ctx, q, add, name, n.num); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	s, err := b.Build(n.head)
	if err != nil {
		return nil, &graph.Error{Code: graph.Internal, Key: "errors.store.damaged", Err: err}
	}
	return s, nil
}

// current is the network at its head for a transaction that writes: from memory where that is the same revision.
func (st *Store) current(ctx context.Context, tx *sql.Tx, n network) (*graph.Snapshot, error) {
	if s := st.heads.Get(n.head.ID, n.tag()); s != nil && s.Head().Revision == n.head.Revision {
		return s, nil
	}
	return load(ctx, tx, n)
}
