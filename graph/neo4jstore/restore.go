package neo4jstore

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"miteinander/graph"
	"miteinander/queries"
)

// restoreBytes is about how much text one transaction of a restore takes.
const restoreBytes = 8 << 20

// Restore writes a network in many transactions, so that its size is not bound by the memory of the server. Until the last of
// them its node is hidden and nobody sees it; every transaction tells that somebody is still at it, so that the remains of a
// program that was killed can be told apart and removed.
func (st *Store) Restore(ctx context.Context, s *graph.Snapshot, h iter.Seq2[graph.Change, error]) error {
	if err := st.prepare(ctx); err != nil {
		return err
	}
	r := &restorer{st: st, id: s.Head().ID, token: token()}
	if err := r.hide(ctx, s); err != nil {
		return st.failure(ctx, "restore", err)
	}
	err := r.snapshot(ctx, s)
	if err == nil {
		err = r.history(ctx, s, h)
	}
	if err == nil {
		err = r.show(ctx)
	}
	if err != nil {
		clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*writeTime)
		defer cancel()
		if again := st.clear(clean, r.id, r.token); again != nil {
			err = errors.Join(err, again) // the next restore or start removes it
		}
		return st.failure(ctx, "restore", err)
	}
	return nil
}

type restorer struct {
	st    *Store
	id    graph.NetworkID
	token string
	done  int64 // steps
}

// step is the next numbered step.
func (r *restorer) step(ctx context.Context, f func(context.Context, neo4j.ManagedTransaction) error) error {
	r.done++
	return r.st.step(ctx, r.id, r.token, r.done, f)
}

// hide creates the hidden node; Conflict where there is a network, or somebody at the same.
func (r *restorer) hide(ctx context.Context, s *graph.Snapshot) error {
	head := headProperties(s)
	head["at"] = s.Head().At.UTC().Truncate(time.Millisecond)
	head["rewrites"], head["born"], head["complete"] = s.Head().Rewrites, r.token, false
	head["token"] = r.token
	for range 3 {
		err := r.st.takeOver(ctx, r.id, r.token)
		if err != nil {
			return err
		}
		limit, cancel := context.WithTimeout(ctx, writeTime)
		err = persist(limit, retryTime, func() error {
			return r.st.write(limit, func(tx neo4j.ManagedTransaction) error {
				if mine, err := holds(limit, tx, r.id, r.token); mine || err != nil {
					return err
				}
				if _, err := rows(limit, tx, queries.Cypher("create_network"), params{"network": string(r.id), "properties": head}); err != nil {
					return err
				}
				_, err := beat(limit, tx, r.id, r.token, 0)
				return err
			})
		})
		cancel()
		if !taken(err) {
			return err
		}
	}
	return graph.Errorf(graph.Conflict, "errors.network_exists", string(r.id))
}

// holds tells whether the hidden network is the token's.
func holds(ctx context.Context, tx neo4j.ManagedTransaction, id graph.NetworkID, token string) (bool, error) {
	found, err := rows(ctx, tx, queries.Cypher("find_hidden"), params{"network": string(id)})
	return err == nil && len(found) == 1 && found[0]["token"] == token, err
}

// beat tells that somebody is still at a hidden network, and which of its steps was done last; Conflict when another took over.
func beat(ctx context.Context, tx neo4j.ManagedTransaction, id graph.NetworkID, token string, step int64) (int64, error) {
	still, err := rows(ctx, tx, queries.Cypher("beat_network"), params{"network": string(id), "token": token, "step": step})
	if err != nil {
		return 0, err
	}
	if len(still) == 0 {
		return 0, graph.Errorf(graph.Conflict, "errors.network_hidden", string(id))
	}
	done, _ := still[0]["done"].(int64)
	return done, nil
}

// step runs one transaction on a hidden network. A step with a number is done once, also when the connection breaks and it is sent again;
// number 0 is for what may be done twice.
func (st *Store) step(ctx context.Context, id graph.NetworkID, token string, number int64, f func(context.Context, neo4j.ManagedTransaction) error) error {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	return persist(ctx, retryTime, func() error {
		return st.write(ctx, func(tx neo4j.ManagedTransaction) error {
			done, err := beat(ctx, tx, id, token, number)
			if err != nil || number > 0 && done >= number {
				return err
			}
			return f(ctx, tx)
		})
	})
}

func (r *restorer) snapshot(ctx context.Context, s *graph.Snapshot) error {
	var ops []graph.Op
	size := 0
	flush := func() error {
		if len(ops) == 0 {
			return nil
		}
		part := ops
		ops, size = nil, 0
		return r.step(ctx, func(ctx context.Context, tx neo4j.ManagedTransaction) error {
			return r.st.writer(ctx, tx, r.id).apply(part, func(o graph.Op) graph.Revision { return s.Changed(o.Key()) })
		})
	}
	for _, k := range graph.Kinds() { // in the order in which they refer to each other by relationships
		for rec := range s.All(k) {
			size += weight(rec)
			if ops = append(ops, graph.Op{After: rec}); len(ops) == batch || size > restoreBytes {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
	return flush()
}

// weight is about how long the text of a record is: half a kilobyte but for documents.
func weight(r graph.Record) int {
	switch r := r.(type) {
	case nil:
		return 0
	case *graph.Document:
		return 500 + len(r.Body)
	}
	return 500
}

func (r *restorer) history(ctx context.Context, s *graph.Snapshot, h iter.Seq2[graph.Change, error]) error {
	var changes []graph.Change
	size := 0
	flush := func() error {
		if len(changes) == 0 {
			return nil
		}
		part := changes
		changes, size = nil, 0
		return r.step(ctx, func(ctx context.Context, tx neo4j.ManagedTransaction) error {
			return r.st.writer(ctx, tx, r.id).writeChanges(part...)
		})
	}
	var last graph.Revision
	for c, err := range h {
		if err == nil && (c.Network != r.id || c.Base != last) {
			err = graph.Errorf(graph.Invalid, "errors.history_gap", int64(last)+1)
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			c, err = normal(c)
		}
		if err != nil {
			return err
		}
		last = c.Revision()
		changes = append(changes, c)
		for _, o := range c.Ops {
			size += weight(o.Before) + weight(o.After)
		}
		if size > restoreBytes || len(changes) == 500 {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if last != s.Head().Revision {
		return graph.Errorf(graph.Invalid, "errors.history_gap", int64(last)+1)
	}
	return flush()
}

func (r *restorer) show(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	again := false
	return persist(ctx, retryTime, func() error {
		return r.st.write(ctx, func(tx neo4j.ManagedTransaction) error {
			shown, err := rows(ctx, tx, queries.Cypher("show_network"), params{"network": string(r.id), "token": r.token})
			if err == nil && len(shown) == 0 {
				if n, e := find(ctx, tx, r.id); e != nil || !again || !n.complete || n.born != r.token {
					err = errors.Join(e, graph.Errorf(graph.Conflict, "errors.network_hidden", string(r.id)))
				}
			}
			again = true
			return err
		})
	})
}

// takeOver removes what was left behind under a name. Conflict when there is a network or somebody else is at it.
func (st *Store) takeOver(ctx context.Context, id graph.NetworkID, mine string) error {
	ctx, cancel := context.WithTimeout(ctx, 4*writeTime)
	defer cancel()
	free := false
	err := persist(ctx, retryTime, func() error {
		return st.write(ctx, func(tx neo4j.ManagedTransaction) error {
			n, err := lock(ctx, tx, id)
			if free = err == nil && n.head.ID == ""; err != nil || free {
				return err
			}
			if n.complete {
				return graph.Errorf(graph.Conflict, "errors.network_exists", string(id))
			}
			found, err := rows(ctx, tx, queries.Cypher("find_hidden"), params{"network": string(id)})
			if err != nil || found[0]["token"] == mine {
				return err
			}
			if ms, _ := found[0]["idle"].(int64); ms < st.idle {
				return graph.Errorf(graph.Conflict, "errors.network_hidden", string(id))
			}
			_, err = rows(ctx, tx, queries.Cypher("hide_network"), params{"network": string(id), "token": mine})
			return err
		})
	})
	if err != nil || free {
		return err
	}
	return st.clear(ctx, id, mine)
}

// clear removes a hidden network in steps; the token must be that of its node.
func (st *Store) clear(ctx context.Context, id graph.NetworkID, token string) error {
	for _, c := range []struct {
		statement string
		limit     int
	}{{queries.Cypher("clear_nodes"), 2000}, {queries.Cypher("clear_entries"), 5000}, {queries.Cypher("clear_changes"), 200}} {
		for more := true; more; {
			err := st.step(ctx, id, token, 0, func(ctx context.Context, tx neo4j.ManagedTransaction) error {
				got, err := rows(ctx, tx, c.statement, params{"network": string(id), "limit": c.limit})
				if err != nil {
					return err
				}
				gone, _ := got[0]["gone"].(int64)
				more = gone == int64(c.limit)
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	return persist(ctx, retryTime, func() error { // only the node that bears the token goes
		return st.write(ctx, func(tx neo4j.ManagedTransaction) error {
			_, err := rows(ctx, tx, queries.Cypher("delete_network"), params{"network": string(id), "token": token})
			return err
		})
	})
}

// Drop takes the network out of sight in one transaction and then removes it in steps.
func (st *Store) Drop(ctx context.Context, id graph.NetworkID) error {
	if err := st.prepare(ctx); err != nil {
		return err
	}
	mine := token()
	hide, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	err := persist(hide, retryTime, func() error {
		return st.write(hide, func(tx neo4j.ManagedTransaction) error {
			n, err := lock(hide, tx, id)
			if err != nil {
				return err
			}
			if n.head.ID != "" && !n.complete {
				if done, err := holds(hide, tx, id, mine); done || err != nil {
					return err
				}
			}
			if !n.there() {
				return noNetwork(id)
			}
			_, err = rows(hide, tx, queries.Cypher("hide_network"), params{"network": string(id), "token": mine})
			return err
		})
	})
	if err != nil {
		return st.failure(ctx, "drop", err)
	}
	st.heads.Forget(id)
	// It is gone for everyone; the rest is done even when the caller has left.
	rest, cancel := context.WithTimeout(context.WithoutCancel(ctx), 4*writeTime)
	defer cancel()
	return st.failure(rest, "drop", st.clear(rest, id, mine))
}
