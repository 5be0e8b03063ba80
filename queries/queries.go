// Package queries holds every statement that is sent to a database, one per file with a header, and the migrations. A
// statement is asked for by its name; nothing is ever built from strings. README.md describes the header.
package queries

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed sqlite cypher migrations
var files embed.FS

// Dialect is a folder of statements.
type Dialect string

// The dialects.
const (
	DialectSQLite   Dialect = "sqlite"
	DialectCypher   Dialect = "cypher"
	DialectExamples Dialect = "cypher/examples" // questions of people, offered in the handbook
)

// comment is what starts a comment line of the dialect.
func (d Dialect) comment() string {
	if d == DialectSQLite {
		return "--"
	}
	return "//"
}

// Item is a parameter or column with what it means.
type Item struct{ Name, Meaning string }

// Query is one statement with its header.
type Query struct {
	Name       string
	Purpose    string
	Parameters []Item
	Columns    []Item
	Text       string // without the header
}

var loaded = map[Dialect]map[string]Query{
	DialectSQLite: mustLoad(DialectSQLite), DialectCypher: mustLoad(DialectCypher), DialectExamples: mustLoad(DialectExamples),
}

// SQLite is the text of a statement. It panics when there is no such file: a test holds every name asked for against the files.
func SQLite(name string) string { return text(DialectSQLite, name) }

// keepPlan keeps the server from planning a statement anew whenever counts have changed much, as after each import: every plan
// begins at a unique index, whatever the counts (queries_test.go and the store's test of plans hold that).
const keepPlan = "CYPHER replan=skip\n"

// Cypher is the text of a statement, as SQLite.
func Cypher(name string) string { return keepPlan + text(DialectCypher, name) }

func text(d Dialect, name string) string {
	q, ok := loaded[d][name]
	if !ok {
		panic(fmt.Sprintf("queries: no file %s/%s", d, name))
	}
	return q.Text
}

// All gives the statements of a dialect by name.
func All(d Dialect) []Query {
	out := make([]Query, 0, len(loaded[d]))
	for _, q := range loaded[d] {
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b Query) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// SQLiteMigrations is the folder that goose applies.
func SQLiteMigrations() fs.FS { return sub("migrations/sqlite") }

// CypherMigrations is the folder of the Neo4j schema: one statement per file, in order of number.
func CypherMigrations() fs.FS { return sub("migrations/neo4j") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // an embedded folder is there or the program does not build
	}
	return f
}

func mustLoad(d Dialect) map[string]Query {
	out := map[string]Query{}
	names, err := fs.Glob(files, string(d)+"/*")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		if info, err := fs.Stat(files, name); err != nil || info.IsDir() {
			continue
		}
		b, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		q, err := parse(d, string(b))
		if err != nil {
			panic(fmt.Sprintf("queries: %s: %v", name, err))
		}
		q.Name = strings.TrimSuffix(path.Base(name), path.Ext(name))
		out[q.Name] = q
	}
	return out
}

// parse reads the header: comment lines "purpose: …", "parameters: name meaning; …" and "columns: name meaning; …", each of
// which a comment line that starts with two blanks continues. "none" is an empty list.
func parse(d Dialect, s string) (Query, error) {
	var q Query
	head := map[string]string{}
	last := ""
	for {
		line, rest, _ := strings.Cut(s, "\n")
		body, ok := strings.CutPrefix(line, d.comment()+" ")
		if !ok {
			break
		}
		s = rest
		if more, ok := strings.CutPrefix(body, "  "); ok && last != "" {
			head[last] += " " + strings.TrimSpace(more)
			continue
		}
		name, value, ok := strings.Cut(body, ": ")
		if !ok {
			return q, fmt.Errorf("header line %q has no name", line)
		}
		head[name], last = strings.TrimSpace(value), name
	}
	for _, name := range []string{"purpose", "parameters", "columns"} {
		if head[name] == "" {
			return q, fmt.Errorf("header lacks %q", name)
		}
	}
	if len(head) != 3 {
		return q, fmt.Errorf("header has %d entries, want purpose, parameters and columns", len(head))
	}
	q.Purpose = head["purpose"]
	q.Parameters, q.Columns = items(head["parameters"]), items(head["columns"])
	q.Text = strings.TrimSpace(s)
	if q.Text == "" {
		return q, fmt.Errorf("no statement")
	}
	return q, nil
}

func items(s string) []Item {
	if s == "none" {
		return nil
	}
	var out []Item
	for part := range strings.SplitSeq(s, ";") {
		name, meaning, _ := strings.Cut(strings.TrimSpace(part), " ")
		out = append(out, Item{name, strings.TrimSpace(meaning)})
	}
	return out
}
