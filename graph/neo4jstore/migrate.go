package neo4jstore

import (
	"context"
	"io/fs"
	"strconv"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"miteinander/graph"
	"miteinander/queries"
)

// leastServer is the first version with labels from parameters.
var leastServer = [2]int{5, 26}

// idle is after how many milliseconds a hidden network is taken for left behind: twice the time that one of its steps may take.
const idle = 60_000

// prepare brings the schema up to date once per program, at the first use that reaches the server, and removes what a program that
// was killed left half written. Every step may be done by several programs at once.
func (st *Store) prepare(ctx context.Context) error {
	if err := st.away.Load(); err != nil {
		return err
	}
	if st.prepared.Load() {
		return nil
	}
	select {
	case st.preparing <- struct{}{}:
		defer func() { <-st.preparing }()
	case <-ctx.Done():
		return st.failure(ctx, "prepare", ctx.Err())
	}
	if st.prepared.Load() {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return st.failure(ctx, "prepare", err)
	}
	if err := st.away.Load(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 4*writeTime)
	defer cancel()
	info, err := st.askServer(ctx)
	if err != nil {
		return st.failure(ctx, "prepare", err)
	}
	migrations, err := migrations()
	if err != nil {
		return err
	}
	want := int64(len(migrations))
	if info.Schema > want {
		return graph.Errorf(graph.Unsupported, "errors.store.newer", info.Schema, want)
	}
	if info.Schema < want {
		for _, statement := range migrations[info.Schema:] {
			if err := st.auto(ctx, statement, nil); err != nil {
				return st.failure(ctx, "migrate", err)
			}
		}
		if err := st.auto(ctx, queries.Cypher("await_indexes"), nil); err != nil {
			return st.failure(ctx, "migrate", err)
		}
		if err := st.auto(ctx, queries.Cypher("set_schema"), params{"version": want}); err != nil {
			return st.failure(ctx, "migrate", err)
		}
		info.Schema = want
	}
	if err := st.sweep(ctx); err != nil {
		return st.failure(ctx, "sweep", err)
	}
	st.info = info
	st.prepared.Store(true)
	return nil
}

// auto runs one statement by itself.
func (st *Store) auto(ctx context.Context, statement string, p params) error {
	return st.write(ctx, func(tx neo4j.ManagedTransaction) error {
		_, err := rows(ctx, tx, statement, p)
		return err
	})
}

func (st *Store) askServer(ctx context.Context) (graph.Info, error) {
	info := graph.Info{Product: "Neo4j", Writable: true}
	err := st.read(ctx, func(tx neo4j.ManagedTransaction) error {
		server, err := rows(ctx, tx, queries.Cypher("find_server"), nil)
		if err != nil {
			return err
		}
		if len(server) == 1 {
			version, _ := server[0]["version"].(string)
			edition, _ := server[0]["edition"].(string)
			info.Version = version + " " + edition
			if !newEnough(version) {
				return graph.Errorf(graph.Unsupported, "errors.store.old_server", version)
			}
		}
		schema, err := rows(ctx, tx, queries.Cypher("find_schema"), nil)
		if err == nil && len(schema) == 1 {
			info.Schema, _ = schema[0]["version"].(int64) // null: an empty database
		}
		return err
	})
	return info, err
}

// newEnough reads "5.26.28" and "2026.09.0".
func newEnough(version string) bool {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return false
	}
	major, err := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(strings.TrimFunc(parts[1], func(r rune) bool { return r < '0' || r > '9' }))
	return err == nil && err2 == nil && (major > leastServer[0] || major == leastServer[0] && minor >= leastServer[1])
}

// migrations are the schema statements in order of number.
func migrations() ([]string, error) {
	names, err := fs.Glob(queries.CypherMigrations(), "*.cypher") // sorted by name
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range names {
		b, err := fs.ReadFile(queries.CypherMigrations(), name)
		if err != nil {
			return nil, err
		}
		out = append(out, string(b))
	}
	return out, nil
}

// sweep removes hidden networks that nobody has been at for a minute.
func (st *Store) sweep(ctx context.Context) error {
	var left []map[string]any
	err := st.read(ctx, func(tx neo4j.ManagedTransaction) (err error) {
		left, err = rows(ctx, tx, queries.Cypher("list_hidden"), params{"idle": st.idle})
		return err
	})
	if err != nil {
		return err
	}
	for _, row := range left {
		id, _ := row["id"].(string)
		if err := st.takeOver(ctx, graph.NetworkID(id), token()); err != nil && graph.CodeOf(err) != graph.Conflict {
			return err
		}
	}
	return nil
}
