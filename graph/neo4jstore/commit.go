package neo4jstore

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"miteinander/graph"
	"miteinander/queries"
)

// Commit stores a change whole or not at all. When the connection breaks while the answer to COMMIT is on its way, nobody knows
// whether it was stored: the same change is sent again, finds its own operation id under the lock, and is answered with the
// revision it got; so it is stored once, whatever broke.
func (st *Store) Commit(ctx context.Context, c graph.Change) (graph.Revision, error) {
	c, err := normal(c)
	if err != nil {
		return 0, err
	}
	if err := st.prepare(ctx); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeOf(c))
	defer cancel()
	if len(c.Ops) == 0 {
		return st.lookUp(ctx, c)
	}
	for range 5 {
		var r graph.Revision
		err = persist(ctx, retryTime, func() (err error) {
			r, err = st.commit(ctx, c)
			return tooLarge(err, len(c.Ops))
		})
		if err == nil {
			return r, nil
		}
		if !taken(err) { // taken: another made the same network at the same time; now it is there
			break
		}
	}
	return 0, st.failure(ctx, "commit", err)
}

// writeTimeOf is writeTime, but longer for an import: 100,000 rows take 10 s on a machine of their own and over two minutes on a busy one, and
// an import that never gets through is worse than one that is waited for.
func writeTimeOf(c graph.Change) time.Duration {
	return writeTime + max(time.Duration(len(c.Ops)-opsInTime)*opTime, 0)
}

// normal is a change as it comes back from the history: milliseconds, UTC.
func normal(c graph.Change) (graph.Change, error) {
	if key := graph.CheckID(graph.ID(c.Network)); key != "" {
		return c, graph.Errorf(graph.Invalid, "errors.network_id", string(c.Network))
	}
	if c.ID == "" || len(c.ID) > 255 {
		return c, graph.Errorf(graph.Invalid, "errors.operation_id")
	}
	c.At = c.At.UTC().Truncate(time.Millisecond)
	return c, nil
}

// lookUp answers a change without ops: the revision that its id got.
func (st *Store) lookUp(ctx context.Context, c graph.Change) (graph.Revision, error) {
	var r graph.Revision
	err := st.read(ctx, func(tx neo4j.ManagedTransaction) error {
		n, err := find(ctx, tx, c.Network)
		if err != nil || !n.there() {
			return err
		}
		r, err = known(ctx, tx, c)
		return err
	})
	if err == nil && r == 0 {
		err = graph.Errorf(graph.NotFound, "errors.no_operation")
	}
	return r, st.failure(ctx, "look up", err)
}

// known is the revision that the change's id got before, 0 if it is new.
func known(ctx context.Context, tx neo4j.ManagedTransaction, c graph.Change) (graph.Revision, error) {
	found, err := rows(ctx, tx, queries.Cypher("find_change"), params{"network": string(c.Network), "operation": string(c.ID)})
	if err != nil || len(found) == 0 {
		return 0, err
	}
	if found[0]["digest"] != hex.EncodeToString(c.Digest[:]) {
		return 0, graph.Errorf(graph.Conflict, "errors.operation_reused")
	}
	r, _ := found[0]["revision"].(int64)
	return graph.Revision(r), nil
}

// commit is one try.
func (st *Store) commit(ctx context.Context, c graph.Change) (graph.Revision, error) {
	if st.forgetful {
		c.ID += graph.OpID("-" + token())
	}
	var n network
	var next *graph.Snapshot
	var revision graph.Revision
	err := st.writeFor(ctx, writeTimeOf(c), func(tx neo4j.ManagedTransaction) (err error) {
		next, revision = nil, 0
		if n, err = lock(ctx, tx, c.Network); err != nil {
			return err
		}
		if n.head.ID != "" && !n.complete {
			return st.hidden(ctx, tx, c)
		}
		now := graph.NewSnapshot(c.Network)
		if n.there() {
			if revision, err = known(ctx, tx, c); err != nil || revision != 0 {
				return err
			}
			if c.Base != n.head.Revision { // before anything is loaded; Apply would say the same
				return graph.Errorf(graph.Stale, "errors.stale", int64(n.head.Revision))
			}
			if now, err = st.current(ctx, tx, n); err != nil {
				return err
			}
		} else if c.Base > 0 {
			return noNetwork(c.Network)
		}
		if next, err = now.Apply(c); err != nil {
			return err
		}
		revision = c.Revision()
		return tooLarge(st.writeChange(ctx, tx, &n, next, c), len(c.Ops))
	})
	if err != nil {
		return 0, err
	}
	if next != nil {
		st.heads.Put(tag(n), next)
	}
	return revision, nil
}

// hidden answers a commit to a network that is being restored or removed, or was left behind by a program that was killed.
func (st *Store) hidden(ctx context.Context, tx neo4j.ManagedTransaction, c graph.Change) error {
	if c.Base > 0 {
		return noNetwork(c.Network)
	}
	return graph.Errorf(graph.Conflict, "errors.network_hidden", string(c.Network))
}

func headProperties(s *graph.Snapshot) params {
	h := s.Head()
	return params{"name": h.Name, "revision": int64(h.Revision), "at": h.At, "records": count(s)}
}

// writeChange moves the head to next and writes records and history.
func (st *Store) writeChange(ctx context.Context, tx neo4j.ManagedTransaction, n *network, next *graph.Snapshot, c graph.Change) error {
	head := headProperties(next)
	statement := queries.Cypher("move_network")
	if !n.there() {
		statement = queries.Cypher("create_network")
		n.born = token()
		head["rewrites"], head["born"], head["complete"] = int64(0), n.born, true
	}
	n.head, n.complete, n.records = next.Head(), true, count(next)
	if _, err := rows(ctx, tx, statement, params{"network": string(c.Network), "properties": head}); err != nil {
		return err
	}
	w := st.writer(ctx, tx, c.Network)
	if err := w.apply(c.Ops, func(graph.Op) graph.Revision { return c.Revision() }); err != nil {
		return err
	}
	return w.writeChanges(c)
}
