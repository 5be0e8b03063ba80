package neo4jstore

import (
	"context"
	"encoding/hex"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"miteinander/graph"
	"miteinander/queries"
)

const (
	pageSpan = 50     // revisions that are read at once, at most
	pageOps  = 20_000 // and their ops, unless one change alone has more
)

// changeRow are the properties of a Change node.
func changeRow(c graph.Change, parts int) params {
	return params{"revision": int64(c.Revision()), "operation": string(c.ID), "at": c.At, "author": c.Author, "cause": string(c.Cause),
		"undoes": int64(c.Undoes), "note": c.Note, "digest": hex.EncodeToString(c.Digest[:]), "ops": int64(len(c.Ops)), "parts": int64(parts)}
}

// sendBytes is about how much history one statement takes.
const sendBytes = 4 << 20

// writeChanges writes changes with their ops.
func (w writer) writeChanges(changes ...graph.Change) error {
	var nodes []any
	var parts []params
	for _, c := range changes {
		ops, err := w.opRows(c)
		if err != nil {
			return err
		}
		nodes, parts = append(nodes, changeRow(c, len(ops))), append(parts, ops...)
	}
	if err := w.expect("insert changes", queries.Cypher("insert_changes"), "rows", nodes, nil); err != nil {
		return err
	}
	var send []any
	size := 0
	for i, part := range parts {
		send, size = append(send, part), size+rowSize(part)
		if size > sendBytes || i == len(parts)-1 {
			if err := w.expect("insert ops", queries.Cypher("insert_ops"), "rows", send, nil); err != nil {
				return err
			}
			send, size = nil, 0
		}
	}
	return nil
}

// errPartly is a change of which only a part was seen: its transaction was just being applied.
var errPartly = errors.New("a change was seen in part")

// changeOf makes the change of a node and its parts.
func changeOf(n graph.NetworkID, node map[string]any, parts []map[string]any) (graph.Change, error) {
	get := func(key string) string { s, _ := node[key].(string); return s }
	num := func(key string) int64 { i, _ := node[key].(int64); return i }
	at, ok := node["at"].(time.Time)
	digest, err := hex.DecodeString(get("digest"))
	if !ok || err != nil || len(digest) != 32 || get("operation") == "" || int64(len(parts)) != num("parts") {
		return graph.Change{}, errPartly
	}
	c := graph.Change{Network: n, ID: graph.OpID(get("operation")), Base: graph.Revision(num("revision") - 1), At: at.UTC().Truncate(time.Millisecond), Author: get("author"),
		Cause: graph.Cause(get("cause")), Undoes: graph.Revision(num("undoes")), Note: get("note")}
	copy(c.Digest[:], digest)
	for _, p := range parts {
		ops, _, err := opsOf(p)
		if err != nil {
			return graph.Change{}, err
		}
		c.Ops = append(c.Ops, ops...)
	}
	if int64(len(c.Ops)) != num("ops") {
		return graph.Change{}, errPartly
	}
	return c, nil
}

// History streams page by page and holds nothing between pages.
func (st *Store) History(ctx context.Context, id graph.NetworkID, from, to graph.Revision) iter.Seq2[graph.Change, error] {
	return func(yield func(graph.Change, error) bool) {
		if err := st.prepare(ctx); err != nil {
			yield(graph.Change{}, err)
			return
		}
		head, err := st.Head(ctx, id)
		if err != nil {
			yield(graph.Change{}, err)
			return
		}
		low, high := max(min(from, to), 1), min(max(from, to), head.Revision)
		for low <= high {
			a, b := low, min(high, low+pageSpan-1)
			if from > to {
				a, b = max(low, high-pageSpan+1), high
			}
			if a, b, err = st.fit(ctx, id, a, b, from > to); err != nil {
				yield(graph.Change{}, st.failure(ctx, "history", err))
				return
			}
			if from <= to {
				low = b + 1
			} else {
				high = a - 1
			}
			page, err := st.page(ctx, id, a, b, from > to)
			if err != nil {
				yield(graph.Change{}, st.failure(ctx, "history", err))
				return
			}
			for _, c := range page {
				if !yield(c, nil) {
					return
				}
			}
		}
	}
}

// fit makes a page smaller where its changes are large: from its end when it is read backwards.
func (st *Store) fit(ctx context.Context, id graph.NetworkID, a, b graph.Revision, down bool) (graph.Revision, graph.Revision, error) {
	if a == b {
		return a, b, nil
	}
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	var sizes []map[string]any
	err := st.read(ctx, func(tx neo4j.ManagedTransaction) (err error) {
		sizes, err = rows(ctx, tx, queries.Cypher("size_changes"), params{"network": string(id), "low": int64(a), "high": int64(b)})
		return err
	})
	if err != nil {
		return a, b, err
	}
	if down {
		slices.Reverse(sizes)
	}
	total, taken := int64(0), graph.Revision(0)
	for _, row := range sizes {
		ops, _ := row["ops"].(int64)
		if total += ops; taken > 0 && total > st.pageOps {
			break
		}
		taken++
	}
	switch taken = max(taken, 1); {
	case down:
		a = max(a, b-taken+1)
	default:
		b = min(b, a+taken-1)
	}
	return a, b, nil
}

// page reads the changes a…b. One that was seen in part is read again under the lock.
func (st *Store) page(ctx context.Context, id graph.NetworkID, a, b graph.Revision, down bool) ([]graph.Change, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	var out []graph.Change
	err := st.read(ctx, func(tx neo4j.ManagedTransaction) (err error) {
		out, err = readPage(ctx, tx, id, a, b, down)
		return err
	})
	if err == nil && len(out) != int(b-a+1) {
		err = errPartly
	}
	if !errors.Is(err, errPartly) {
		return out, err
	}
	err = st.readLocked(ctx, func(tx neo4j.ManagedTransaction) error {
		n, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if !n.there() {
			return noNetwork(id)
		}
		out, err = readPage(ctx, tx, id, a, b, down)
		return err
	})
	if errors.Is(err, errPartly) {
		return nil, &graph.Error{Code: graph.Internal, Key: "errors.store.damaged", Err: err}
	}
	return out, err
}

func readPage(ctx context.Context, tx neo4j.ManagedTransaction, id graph.NetworkID, a, b graph.Revision, down bool) ([]graph.Change, error) {
	statement := queries.Cypher("history_up")
	if down {
		statement = queries.Cypher("history_down")
	}
	var out []graph.Change
	var node map[string]any
	var parts []map[string]any
	flush := func() error {
		if node == nil {
			return nil
		}
		c, err := changeOf(id, node, parts)
		out, parts = append(out, c), nil
		return err
	}
	err := each(ctx, tx, statement, params{"network": string(id), "low": int64(a), "high": int64(b)}, func(row map[string]any) error {
		next, _ := row["change"].(map[string]any)
		if node == nil || node["revision"] != next["revision"] {
			if err := flush(); err != nil {
				return err
			}
			node = next
		}
		if p, ok := row["ops"].(map[string]any); ok {
			parts = append(parts, p)
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	return out, err
}
