package neo4jstore_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"miteinander/graph/neo4jstore/neo4jtest"
	"miteinander/queries"
)

// driver is a connection of the tests' own, for what the store does not do.
func driver(t testing.TB) neo4j.DriverWithContext {
	t.Helper()
	uri, user, password := neo4jtest.Start(t)
	d, err := neo4j.NewDriverWithContext(uri, neo4j.BasicAuth(user, password, ""))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close(ctx) })
	// The first connection of a driver sets up its connector without a lock (5.28.5): make it before others do so at once.
	if err := d.VerifyConnectivity(ctx); err != nil {
		t.Fatal(err)
	}
	return d
}

// ask runs one statement.
func ask(t testing.TB, d neo4j.DriverWithContext, statement string, p map[string]any) *neo4j.EagerResult {
	t.Helper()
	res, err := neo4j.ExecuteQuery(ctx, d, statement, p, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
	if err != nil {
		t.Fatalf("%s\n%v", statement, err)
	}
	return res
}

// sample gives each parameter a value of its type; EXPLAIN reads no data.
func sample(items []queries.Item) map[string]any {
	row := map[string]any{"id": "x", "other": "y", "source": "x", "target": "y", "revision": int64(1), "node": "4:x:0", "before": []string{}, "after": []string{},
		"properties": map[string]any{"id": "x"}}
	values := map[string]any{"rows": []any{row}, "ids": []any{"x"}, "properties": map[string]any{"name": "x"}, "limit": int64(5), "low": int64(1), "high": int64(9),
		"after": int64(0), "idle": int64(0), "level": int64(2), "version": int64(1), "step": int64(1), "label": "Phase", "day": neo4j.DateOf(time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC))}
	out := map[string]any{}
	for _, i := range items {
		name := strings.TrimPrefix(i.Name, "$")
		if out[name] = values[name]; out[name] == nil {
			out[name] = "x"
		}
	}
	return out
}

// operators lists a plan's operators.
func operators(p neo4j.Plan) []string {
	name, _, _ := strings.Cut(p.Operator(), "@")
	out := []string{name}
	for _, c := range p.Children() {
		out = append(out, operators(c)...)
	}
	return out
}

// full are operators that read more than what is asked for.
var full = []string{"AllNodesScan", "NodeByLabelScan", "IntersectionNodeByLabelsScan", "UnionNodeByLabelsScan", "SubtractionNodeByLabelsScan",
	"DirectedRelationshipTypeScan", "UndirectedRelationshipTypeScan", "DirectedAllRelationshipsScan", "UndirectedAllRelationshipsScan",
	"DirectedUnionRelationshipTypesScan", "UndirectedUnionRelationshipTypesScan", "CartesianProduct"}

// No statement reads a whole label or type, and none multiplies what does not belong together.
func TestPlans(t *testing.T) {
	st := open(t)
	if _, err := st.Check(ctx); err != nil {
		t.Fatal(err)
	}
	d := driver(t)
	for dialect, prefix := range map[queries.Dialect]string{queries.DialectCypher: "EXPLAIN CYPHER replan=skip\n", queries.DialectExamples: "EXPLAIN "} {
		for _, q := range queries.All(dialect) {
			if q.Name == "find_schema" || q.Name == "set_schema" { // one node in all
				continue
			}
			res := ask(t, d, prefix+q.Text, sample(q.Parameters))
			plan := res.Summary.Plan()
			if plan == nil {
				if !strings.HasPrefix(q.Text, "CALL") {
					t.Errorf("%s has no plan", q.Name)
				}
				continue
			}
			for _, op := range operators(plan) {
				if slices.Contains(full, op) {
					t.Errorf("%s/%s: %s in its plan: %v", dialect, q.Name, op, operators(plan))
				}
			}
			for _, n := range res.Summary.Notifications() {
				if strings.HasSuffix(n.Code(), "CartesianProduct") || strings.Contains(n.Code(), "Deprecat") {
					t.Errorf("%s/%s: %s %s", dialect, q.Name, n.Code(), n.Description())
				}
			}
		}
	}
}

// The test above sees what it is there for.
func TestPlans_FindsPlantedFaults(t *testing.T) {
	if _, err := open(t).Check(ctx); err != nil {
		t.Fatal(err)
	}
	d := driver(t)
	for _, bad := range []string{
		"MATCH (n:Node) WHERE n.name = $x RETURN n",
		"MATCH (a:Node {network: $x, id: 'a'}), (b:Node {network: $x, id: 'b'}) RETURN a, b",
		"MATCH (n {id: $x}) RETURN n",
		"MATCH ()-[r:COOPERATES_WITH {level: 3}]->() RETURN r",
	} {
		plan := ask(t, d, "EXPLAIN "+bad, map[string]any{"x": "x"}).Summary.Plan()
		if !slices.ContainsFunc(operators(plan), func(op string) bool { return slices.Contains(full, op) }) {
			t.Errorf("%s passes as %v", bad, operators(plan))
		}
	}
}
