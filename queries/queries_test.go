package queries_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"miteinander/queries"
)

// asked gives every name that Go code asks for by queries.<function>("name"), with the places.
func asked(t *testing.T, function string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir("../graph", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == function && len(call.Args) == 1 {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "queries" {
					if lit, ok := call.Args[0].(*ast.BasicLit); ok {
						name, _ := strconv.Unquote(lit.Value)
						out[name] = append(out[name], path)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// literals gives every string literal of a package, for names that reach the query by a variable.
func literals(t *testing.T, dir string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no Go files in %s: %v", dir, err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				s, _ := strconv.Unquote(lit.Value)
				out[s] = true
			}
			return true
		})
	}
	return out
}

var verbNoun = regexp.MustCompile(`^[a-z]+(_[a-z]+)+$|^checkpoint$`)

func TestSQLite(t *testing.T) {
	used := literals(t, "../graph/sqlitestore")
	names := map[string]bool{}
	for _, q := range queries.All(queries.DialectSQLite) {
		names[q.Name] = true
		if !used[q.Name] {
			t.Errorf("sqlite/%s.sql is asked for nowhere", q.Name)
		}
		if !verbNoun.MatchString(q.Name) {
			t.Errorf("sqlite/%s.sql: names are verb_noun", q.Name)
		}
		if !strings.HasSuffix(q.Text, ";") || strings.Count(q.Text, ";") != 1 {
			t.Errorf("sqlite/%s.sql: want one statement that ends with a semicolon", q.Name)
		}
		if len(q.Purpose) < 10 {
			t.Errorf("sqlite/%s.sql: purpose %q says nothing", q.Name, q.Purpose)
		}
		// ?1…?n, each in the header and in the statement.
		var inText []string
		for _, m := range regexp.MustCompile(`\?\d+`).FindAllString(q.Text, -1) {
			if !slices.Contains(inText, m) {
				inText = append(inText, m)
			}
		}
		var inHead []string
		for i, p := range q.Parameters {
			inHead = append(inHead, p.Name)
			if p.Name != "?"+strconv.Itoa(i+1) || p.Meaning == "" {
				t.Errorf("sqlite/%s.sql: parameter %d is %q %q", q.Name, i+1, p.Name, p.Meaning)
			}
		}
		slices.Sort(inText)
		if !slices.Equal(inText, inHead) {
			t.Errorf("sqlite/%s.sql: header has parameters %v, the statement %v", q.Name, inHead, inText)
		}
		if n := columns(q.Text); n >= 0 && n != len(q.Columns) {
			t.Errorf("sqlite/%s.sql: header has %d columns, the statement %d", q.Name, len(q.Columns), n)
		}
		if regexp.MustCompile(`'[^']*%|\|\|`).MatchString(q.Text) {
			t.Errorf("sqlite/%s.sql: a statement is never put together", q.Name)
		}
	}
	for name, at := range asked(t, "SQLite") {
		if !names[name] {
			t.Errorf("%v ask for sqlite/%s.sql, which is not there", at, name)
		}
	}
}

func TestCypher(t *testing.T) {
	used := literals(t, "../graph/neo4jstore")
	names := map[string]bool{}
	for _, q := range queries.All(queries.DialectCypher) {
		names[q.Name] = true
		if !used[q.Name] {
			t.Errorf("cypher/%s.cypher is asked for nowhere", q.Name)
		}
		checkCypher(t, "cypher/"+q.Name, q)
	}
	for name, at := range asked(t, "Cypher") {
		if !names[name] {
			t.Errorf("%v ask for cypher/%s.cypher, which is not there", at, name)
		}
	}
}

// The examples are for people: each asks something, in both languages, and is run with a known answer in the store's tests.
func TestExamples(t *testing.T) {
	all := queries.All(queries.DialectExamples)
	if len(all) < 12 {
		t.Errorf("%d examples, want at least 12", len(all))
	}
	for _, q := range all {
		checkCypher(t, "cypher/examples/"+q.Name, q)
		if !strings.HasSuffix(q.Purpose, "?") {
			t.Errorf("cypher/examples/%s: the purpose is no question: %q", q.Name, q.Purpose)
		}
		if len(q.Parameters) == 0 || q.Parameters[0].Name != "$network" {
			t.Errorf("cypher/examples/%s: the first parameter is the network", q.Name)
		}
	}
}

var (
	parameter = regexp.MustCompile(`\$[a-z]\w*`)
	alias     = regexp.MustCompile(`(?:^|,)\s*[^,]*?(?:AS )?(\w+)\s*$`)
)

// checkCypher holds header and statement together: parameters, columns, one statement.
func checkCypher(t *testing.T, name string, q queries.Query) {
	t.Helper()
	if !verbNoun.MatchString(path.Base(name)) {
		t.Errorf("%s: names are verb_noun", name)
	}
	if !strings.HasSuffix(q.Text, ";") || strings.Count(q.Text, ";") != 1 {
		t.Errorf("%s: want one statement that ends with a semicolon", name)
	}
	var inText, inHead []string
	for _, m := range parameter.FindAllString(q.Text, -1) {
		if !slices.Contains(inText, m) {
			inText = append(inText, m)
		}
	}
	for _, p := range q.Parameters {
		inHead = append(inHead, p.Name)
		if p.Meaning == "" {
			t.Errorf("%s: parameter %s has no meaning", name, p.Name)
		}
	}
	slices.Sort(inText)
	slices.Sort(inHead)
	if !slices.Equal(inText, inHead) {
		t.Errorf("%s: header has parameters %v, the statement %v", name, inHead, inText)
	}
	var columns []string
	if i := strings.LastIndex(q.Text, "RETURN "); i >= 0 {
		list := strings.TrimPrefix(strings.TrimSuffix(q.Text[i+len("RETURN "):], ";"), "DISTINCT ")
		list, _, _ = strings.Cut(list, "\nORDER BY")
		list, _, _ = strings.Cut(list, "\nLIMIT")
		for _, c := range topLevel(list) {
			m := alias.FindStringSubmatch(c)
			if m == nil {
				t.Errorf("%s: column %q has no name", name, c)
				continue
			}
			columns = append(columns, m[1])
		}
	}
	var want []string
	for _, c := range q.Columns {
		want = append(want, c.Name)
	}
	if !slices.Equal(columns, want) {
		t.Errorf("%s: header has columns %v, the statement %v", name, want, columns)
	}
}

// topLevel splits a list at the commas that stand in no bracket.
func topLevel(s string) []string {
	var out []string
	depth, start := 0, 0
	for i, r := range s {
		switch r {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, strings.TrimSpace(s[start:i]))
				start = i + 1
			}
		}
	}
	return append(out, strings.TrimSpace(s[start:]))
}

// columns counts what a SELECT or RETURNING gives; -1 where that is not to be seen from the text.
func columns(text string) int {
	list := ""
	switch {
	case strings.HasPrefix(text, "SELECT"):
		list, _, _ = strings.Cut(strings.TrimPrefix(text, "SELECT"), "\nFROM")
	case strings.Contains(text, "RETURNING"):
		_, list, _ = strings.Cut(text, "RETURNING")
	case strings.HasPrefix(text, "PRAGMA"):
		return -1
	default:
		return 0
	}
	depth, n := 0, 1
	for _, r := range list {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			n++
		}
	}
	return n
}

// Migrations are numbered without a gap.
func TestMigrations(t *testing.T) {
	for digits, dir := range map[int]fs.FS{5: queries.SQLiteMigrations(), 4: queries.CypherMigrations()} {
		names, err := fs.Glob(dir, "*")
		if err != nil || len(names) == 0 {
			t.Fatalf("%d migrations, %v", len(names), err)
		}
		for i, name := range names {
			if number, _, ok := strings.Cut(name, "_"); !ok || number != fmt.Sprintf("%0*d", digits, i+1) {
				t.Errorf("migration %d is named %s", i+1, name)
			}
		}
	}
}

// Every name must be asked for as a literal, so that the test above sees it; the folder holds nothing but statements.
func TestFolders(t *testing.T) {
	for dir, ext := range map[string]string{"sqlite": ".sql", "cypher": ".cypher", "cypher/examples": ".cypher", "migrations/neo4j": ".cypher"} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if filepath.Ext(e.Name()) != ext && !e.IsDir() {
				t.Errorf("%s/%s is no statement", dir, e.Name())
			}
		}
	}
}
