package neo4jstore

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"miteinander/graph"
	"miteinander/queries"
)

// Rewrite erases in head and history under the lock, in one transaction.
func (st *Store) Rewrite(ctx context.Context, id graph.NetworkID, f func(graph.Record) graph.Record) error {
	if err := st.prepare(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	var n network
	var s *graph.Snapshot
	err := persist(ctx, retryTime, func() error { // a second time changes nothing
		return st.write(ctx, func(tx neo4j.ManagedTransaction) (err error) {
			s = nil
			if n, err = lock(ctx, tx, id); err != nil {
				return err
			}
			if !n.there() {
				return noNetwork(id)
			}
			s, err = st.rewrite(ctx, tx, &n, f)
			return err
		})
	})
	if err != nil {
		return st.failure(ctx, "rewrite", err)
	}
	st.heads.Forget(id)
	if s != nil {
		st.heads.Put(tag(n), s)
	}
	return nil
}

// rewrite gives the network afterwards, nil when nothing changed.
func (st *Store) rewrite(ctx context.Context, tx neo4j.ManagedTransaction, n *network, f func(graph.Record) graph.Record) (*graph.Snapshot, error) {
	old, err := load(ctx, tx, n.head.ID, *n)
	if err != nil {
		return nil, err
	}
	apply := func(r graph.Record) (graph.Record, bool, error) {
		if r == nil {
			return nil, false, nil
		}
		next := f(r)
		if next == nil || next.Key() != r.Key() {
			return nil, false, graph.Errorf(graph.Invalid, "errors.rewrite_key", r.Key().String())
		}
		return next, !graph.Equal(r, next), nil
	}
	var b graph.Builder
	var ops []graph.Op
	for _, k := range graph.Kinds() {
		for r := range old.All(k) {
			next, changed, err := apply(r)
			if err != nil {
				return nil, err
			}
			if changed {
				ops = append(ops, graph.Op{Before: r, After: next})
			}
			if err := b.Add(next, old.Changed(r.Key())); err != nil {
				return nil, err
			}
		}
	}
	w := st.writer(ctx, tx, n.head.ID)
	parts, err := w.rewriteHistory(apply)
	if err != nil || len(ops)+parts == 0 {
		return nil, err
	}
	head := n.head
	head.Rewrites++
	s, err := b.Build(head)
	if err != nil {
		return nil, &graph.Error{Code: graph.Invalid, Key: "errors.rewrite_invalid", Err: err}
	}
	if err := w.apply(ops, func(o graph.Op) graph.Revision { return old.Changed(o.Key()) }); err != nil {
		return nil, err
	}
	n.head = s.Head()
	_, err = rows(ctx, tx, queries.Cypher("count_rewrite"), params{"network": string(n.head.ID), "name": s.Head().Name})
	return s, err
}

// rewriteHistory maps the bodies of every change page by page and counts the parts that changed.
func (w writer) rewriteHistory(apply func(graph.Record) (graph.Record, bool, error)) (int, error) {
	total, after := 0, int64(0)
	for {
		page, err := rows(w.ctx, w.tx, queries.Cypher("page_ops"), params{"network": string(w.network), "after": after, "limit": pageSpan})
		if err != nil || len(page) == 0 {
			return total, err
		}
		var set []any
		for _, row := range page {
			after, _ = row["revision"].(int64)
			part, _ := row["ops"].(map[string]any)
			ops, packed, err := opsOf(part)
			if err != nil {
				return 0, &graph.Error{Code: graph.Internal, Key: "errors.store.damaged", Err: err}
			}
			changed := false
			var texts bodies
			for _, o := range ops {
				b, c1, err := apply(o.Before)
				if err != nil {
					return 0, err
				}
				a, c2, err := apply(o.After)
				if err != nil {
					return 0, err
				}
				texts.add(encoded(b), encoded(a))
				changed = changed || c1 || c2
			}
			if changed {
				properties, err := texts.properties(packed)
				if err != nil {
					return 0, err
				}
				set = append(set, params{"node": row["node"], "properties": properties})
			}
		}
		if err := w.expect("set ops", queries.Cypher("set_ops"), "rows", set, nil); err != nil {
			return 0, err
		}
		total += len(set)
	}
}
