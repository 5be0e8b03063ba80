package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"

	"miteinander/graph"
	"miteinander/queries"
)

// pageRows is the number of bodies in memory during an erasure.
const pageRows = 500

// Rewrite erases in head and history page by page, all in one transaction; then the write-ahead log is emptied, since it would
// keep copies of what was erased (safety.md, finding 7).
func (st *Store) Rewrite(ctx context.Context, id graph.NetworkID, f func(graph.Record) graph.Record) error {
	var n network
	var s *graph.Snapshot
	err := st.inWrite(ctx, func(tx *sql.Tx) (err error) {
		if n, err = find(ctx, tx, id); err != nil {
			return err
		}
		r := &rewriter{recordWriter: newRecordWriter(ctx, tx, n.num), f: f}
		for _, step := range []func() error{r.nodes, r.edges, r.entries, r.ops, r.close} {
			if err := step(); err != nil {
				return err
			}
		}
		if r.changed == 0 {
			return nil
		}
		n.head.Rewrites++
		if s, err = load(ctx, tx, n); err != nil {
			return &graph.Error{Code: graph.Invalid, Key: "errors.rewrite_invalid", Err: err}
		}
		_, err = tx.ExecContext(ctx, queries.SQLite("count_rewrite"), n.num, s.Head().Name)
		return err
	})
	if err == nil && s != nil {
		st.heads.Forget(id)
		st.heads.Put(n.tag(), s)
		err = st.checkpoint(ctx)
	}
	return st.failure(ctx, "rewrite", err)
}

type rewriter struct {
	*recordWriter
	f       func(graph.Record) graph.Record
	changed int
}

// apply gives the rewritten record, nil if it says the same as before.
func (r *rewriter) apply(body []byte) (graph.Record, error) {
	old, err := decoded(body)
	if err != nil || old == nil {
		return nil, err
	}
	next := r.f(old)
	if next == nil || next.Key() != old.Key() {
		return nil, graph.Errorf(graph.Invalid, "errors.rewrite_key", old.Key().String())
	}
	if graph.Equal(old, next) {
		return nil, nil
	}
	r.changed++
	return next, nil
}

type row struct {
	kind, id      string
	changed       graph.Revision
	revision      int64
	before, after []byte
}

// pages reads page after page by name and hands each row to f after the page was read.
func (r *rewriter) pages(name string, args func(last row) []any, scan func(*row, func(...any) error) error, f func(row) error) error {
	var last row
	for {
		var page []row
		err := eachRow(r.ctx, r.tx, func(s func(...any) error) error {
			var x row
			err := scan(&x, s)
			page = append(page, x)
			return err
		}, name, args(last)...)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, x := range page {
			if err := f(x); err != nil {
				return err
			}
		}
		if len(page) < pageRows {
			return nil
		}
		last = page[len(page)-1]
	}
}

func (r *rewriter) head(x row) error {
	next, err := r.apply(x.after)
	if err != nil || next == nil {
		return err
	}
	return r.put(next, x.changed)
}

func (r *rewriter) nodes() error {
	return r.pages("page_nodes", func(last row) []any { return []any{r.num, last.id, pageRows} },
		func(x *row, scan func(...any) error) error { return scan(&x.id, &x.changed, &x.after) }, r.head)
}

func (r *rewriter) byKind(name string) error {
	return r.pages(name, func(last row) []any { return []any{r.num, last.kind, last.id, pageRows} },
		func(x *row, scan func(...any) error) error { return scan(&x.kind, &x.id, &x.changed, &x.after) }, r.head)
}

func (r *rewriter) edges() error   { return r.byKind("page_edges") }
func (r *rewriter) entries() error { return r.byKind("page_entries") }

func (r *rewriter) ops() error {
	return r.pages("page_ops", func(last row) []any { return []any{r.num, last.revision, last.kind, last.id, pageRows} },
		func(x *row, scan func(...any) error) error {
			return scan(&x.revision, &x.kind, &x.id, &x.before, &x.after)
		},
		func(x row) error {
			before, err := r.apply(x.before)
			if err != nil {
				return err
			}
			after, err := r.apply(x.after)
			if err != nil || before == nil && after == nil {
				return err
			}
			return r.run("set_op", queries.SQLite("set_op"), r.num, x.revision, x.kind, x.id, or(before, x.before), or(after, x.after))
		})
}

// or is the text of a rewritten record, else the body that was there.
func or(r graph.Record, body []byte) any {
	switch {
	case r != nil:
		return string(graph.Encode(r))
	case body != nil:
		return string(body)
	}
	return nil
}
