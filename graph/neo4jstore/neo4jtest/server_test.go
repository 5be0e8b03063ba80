package neo4jtest

import (
	"context"
	"strings"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// The server is the Community Edition of the long-term line, keeps what it is given, and knows the password only.
func TestStart(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Java process; make test runs it")
	}
	ctx := context.Background()
	uri, user, password := Start(t)
	if again, _, _ := Start(t); again != uri {
		t.Fatalf("the second Start returned %s, the first %s: one server per test binary", again, uri)
	}
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.BasicAuth(user, password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(ctx)
	ask := func(query string) *neo4j.Record {
		t.Helper()
		result, err := neo4j.ExecuteQuery(ctx, driver, query, nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if len(result.Records) != 1 {
			t.Fatalf("%s: %d records, want 1", query, len(result.Records))
		}
		return result.Records[0]
	}
	about := ask("CALL dbms.components() YIELD versions, edition RETURN versions[0] AS version, edition").AsMap()
	if version, _ := about["version"].(string); !strings.HasPrefix(version, "5.26.") || about["edition"] != "community" {
		t.Errorf("server is %v, want 5.26 community", about)
	}
	ask("CREATE (a:Institution {id: 'kita', name: 'Kita Löwenzahn'}) RETURN a")
	if name := ask("MATCH (a:Institution {id: 'kita'}) RETURN a.name AS name").AsMap()["name"]; name != "Kita Löwenzahn" {
		t.Errorf("read back %v", name)
	}

	stranger, err := neo4j.NewDriverWithContext(uri, neo4j.BasicAuth(user, "neo4j", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close(ctx)
	if err := stranger.VerifyConnectivity(ctx); err == nil {
		t.Error("the server accepts the password it was shipped with")
	}
}
