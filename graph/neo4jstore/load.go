package neo4jstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"miteinander/graph"
	"miteinander/queries"
)

// loadTries is how often a load runs beside writers before it makes them wait.
const loadTries = 3

// errMoved is a network that was written to while it was loaded.
var errMoved = errors.New("the network moved during the load")

// Load reads a network record by record. Neo4j shows each statement whatever is committed by then, so the revision is read under
// the lock before and after: with the lock held nobody is half way through, and an equal revision means that nobody wrote in
// between. After loadTries it holds the lock for the whole load.
func (st *Store) Load(ctx context.Context, id graph.NetworkID) (*graph.Snapshot, error) {
	if err := st.prepare(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	var s *graph.Snapshot
	var n network
	err := errMoved
	for try := 0; errors.Is(err, errMoved); try++ {
		if try < loadTries {
			s, n, err = st.loadBeside(ctx, id)
		} else {
			err = st.readLocked(ctx, func(tx neo4j.ManagedTransaction) (err error) {
				if n, err = lock(ctx, tx, id); err != nil {
					return err
				}
				s, err = load(ctx, tx, id, n)
				return err
			})
		}
	}
	if err != nil {
		return nil, st.failure(ctx, "load", err)
	}
	st.heads.Put(tag(n), s)
	return s, nil
}

func (st *Store) loadBeside(ctx context.Context, id graph.NetworkID) (s *graph.Snapshot, n network, err error) {
	err = st.readLocked(ctx, func(tx neo4j.ManagedTransaction) (err error) {
		n, err = lock(ctx, tx, id)
		return err
	})
	if err != nil {
		return nil, n, err
	}
	err = st.readLocked(ctx, func(tx neo4j.ManagedTransaction) error {
		var wrong error
		if s, wrong = load(ctx, tx, id, n); wrong != nil && graph.CodeOf(wrong) != graph.Internal {
			return wrong
		}
		after, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if tag(after) != tag(n) || after.head.Revision != n.head.Revision || after.complete != n.complete {
			return errMoved // what looked damaged was two revisions mixed
		}
		return wrong
	})
	return s, n, err
}

// load reads what is there now for a network whose node is n.
func load(ctx context.Context, tx neo4j.ManagedTransaction, id graph.NetworkID, n network) (*graph.Snapshot, error) {
	if !n.there() {
		return nil, noNetwork(id)
	}
	var b graph.Builder
	count := int64(0)
	add := func(k graph.Kind, props map[string]any, source, target string) error {
		r, changed, err := recordOf(k, props, source, target)
		if err != nil {
			return err
		}
		count++
		return b.Add(r, changed)
	}
	of := params{"network": string(id)}
	err := each(ctx, tx, queries.Cypher("load_entries"), of, func(row map[string]any) error {
		props, _ := row["properties"].(map[string]any)
		name, _ := props["catalogue"].(string)
		k, _ := graph.ParseKind(name)
		return add(k, props, "", "")
	})
	if err != nil {
		return nil, fmt.Errorf("load_entries: %w", err)
	}
	err = each(ctx, tx, queries.Cypher("load_nodes"), of, func(row map[string]any) error {
		props, _ := row["properties"].(map[string]any)
		names, err := list[string](row["labels"])
		if err != nil {
			return err
		}
		return add(nodeKind(names), props, "", "")
	})
	if err != nil {
		return nil, fmt.Errorf("load_nodes: %w", err)
	}
	for _, k := range graph.Kinds() {
		s, ok := edgeTable[k]
		if !ok {
			continue
		}
		err := each(ctx, tx, s.load, of, func(row map[string]any) error {
			props, _ := row["properties"].(map[string]any)
			source, _ := row["source"].(string)
			target, _ := row["target"].(string)
			return add(k, props, source, target)
		})
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", k.Plural(), err)
		}
	}
	damaged := func(err error) error {
		return &graph.Error{Code: graph.Internal, Key: "errors.store.damaged", Err: err}
	}
	if count != n.records {
		return nil, damaged(fmt.Errorf("%d records, want %d", count, n.records))
	}
	s, err := b.Build(n.head)
	if err != nil {
		return nil, damaged(err)
	}
	return s, nil
}

// current is the network at its head for a transaction that holds the lock: from memory where that is the same revision, from
// memory and the changes since where another server wrote, else from the database.
func (st *Store) current(ctx context.Context, tx neo4j.ManagedTransaction, n network) (*graph.Snapshot, error) {
	if s := st.heads.Get(n.head.ID, tag(n)); s != nil {
		if s.Head().Revision == n.head.Revision {
			return s, nil
		}
		if s, ok := catchUp(ctx, tx, s, n); ok {
			return s, nil
		}
	}
	return load(ctx, tx, n.head.ID, n)
}

// catchUp applies the few changes that other servers made; false when they do not lead to the head.
func catchUp(ctx context.Context, tx neo4j.ManagedTransaction, s *graph.Snapshot, n network) (*graph.Snapshot, bool) {
	have := s.Head().Revision
	if have >= n.head.Revision || n.head.Revision-have > pageSpan {
		return nil, false
	}
	changes, err := readPage(ctx, tx, n.head.ID, have+1, n.head.Revision, false)
	if err != nil {
		return nil, false
	}
	for _, c := range changes {
		if s, err = s.Apply(c); err != nil {
			return nil, false
		}
	}
	return s, s.Head().Revision == n.head.Revision && n.records == count(s)
}

// count is the number of records, as the Network node holds it.
func count(s *graph.Snapshot) int64 {
	n := 0
	for _, k := range graph.Kinds() {
		n += s.Len(k)
	}
	return int64(n)
}
