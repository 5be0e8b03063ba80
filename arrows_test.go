package miteinander_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is one package of the house and what it may import. Arrows go one way (docs/architecture.md).
type room struct {
	path string // folder; a trailing "/..." takes in what lies below
	// own are our packages it may import; a trailing "/..." takes in what lies below, "*" is all.
	own []string
	// modules are the third-party modules that live in this room. A module that stands in one room may be imported there only.
	modules []string
	// never are standard packages it must not know although they are at hand.
	never  []string
	reason string
}

var house = []room{
	{path: "graph",
		never:  []string{"database/sql", "net/http", "encoding/xml", "html/template", "text/template", "image/color", "os", "log/slog", "math/rand", "math/rand/v2"},
		reason: "the domain: standard library only, and nothing in it knows a database, a protocol, a file format or a colour"},
	{path: "graph/words", own: []string{"graph"}, modules: []string{"golang.org/x/text"},
		reason: "sentences, plurals, numbers and German sorting for command line, pictures, server and browser; knows errors and dates of graph"},
	{path: "graph/heads", own: []string{"graph"}, never: []string{"net/http", "database/sql"},
		reason: "the newest snapshots within a budget; hub answers from it, stores hold changes against it (docs/decisions/0010)"},
	{path: "graph/hub", own: []string{"graph", "graph/heads"}, never: []string{"net/http", "database/sql"},
		reason: "what server and command line share: heads in memory, commit with retry, undo, news; over any Store"},
	{path: "graph/analysis", own: []string{"graph"}, modules: []string{"gonum.org/v1/gonum"}, never: []string{"net/http", "database/sql"},
		reason: "measures see a plain graph (Ties) only, so that they work on any file and know no store"},
	{path: "graph/findings", own: []string{"graph", "graph/analysis", "graph/words"}, never: []string{"net/http", "database/sql"},
		reason: "questions of planners over a Selection; rows are integers, words are made at the edge"},
	{path: "graph/diagram/...", own: []string{"graph", "graph/analysis", "graph/findings", "graph/geometry", "graph/words", "graph/worker"},
		modules: []string{"github.com/fogleman/gg", "codeberg.org/go-pdf/fpdf", "github.com/go-fonts/liberation", "golang.org/x/image"},
		never:   []string{"net/http", "database/sql"},
		reason:  "scene, layout, drawing, files; Graphviz is a child process reached through graph/worker, never linked here"},
	{path: "graph/report", own: []string{"graph", "graph/findings", "graph/diagram", "graph/words"}, never: []string{"net/http", "database/sql", "html/template", "text/template", "os"},
		reason: "documents and slides as files: Word, PowerPoint, HTML, PDF; every byte is written here, text of people is never markup"},
	{path: "graph/report/chapters", own: []string{"graph", "graph/diagram", "graph/findings", "graph/report", "graph/views", "graph/words"}, never: []string{"net/http", "database/sql", "os"},
		reason: "what a report says: findings and pictures as chapters of a document; computes nothing, writes no file and reaches no store"},
	{path: "graph/meeting/leaflets", own: []string{"graph", "graph/diagram", "graph/findings", "graph/meeting", "graph/report", "graph/report/chapters", "graph/words"}, never: []string{"net/http", "database/sql", "os"},
		reason: "what goes out before and after a meeting, as documents and slides that graph/report writes, without names in the edition of a report"},
	{path: "graph/meeting", own: []string{"graph", "graph/findings", "graph/diagram", "graph/report/chapters", "graph/views", "graph/words"}, never: []string{"net/http", "database/sql", "os"},
		reason: "slides of a meeting from findings and pictures, without names in the edition of a report; writes no file and reaches no store"},
	{path: "graph/geometry", own: []string{"graph"}, never: []string{"net/http", "database/sql", "os"},
		reason: "borders of planning areas: GeoJSON, degrees, fewer corners; arithmetic over bytes that were given"},
	{path: "graph/duplicates", own: []string{"graph"}, modules: []string{"golang.org/x/text"}, never: []string{"net/http", "database/sql", "os"},
		reason: "which entries may be one: compares names and addresses, of a network or of a file; proposes, decides nothing"},
	{path: "graph/views", own: []string{"graph", "graph/words"}, never: []string{"net/http", "database/sql", "os"},
		reason: "saved views as documents of the network; server, meeting and report read the same ones"},
	{path: "graph/exchange/...", own: []string{"graph", "graph/duplicates", "graph/geometry", "graph/words", "graph/worker"},
		modules: []string{"github.com/xuri/excelize/v2", "golang.org/x/text", "github.com/BurntSushi/toml"},
		never:   []string{"net/http", "database/sql"},
		reason:  "files in, files out; a parser of foreign bytes runs in a child process and reaches no store"},
	{path: "graph/worker", never: []string{"net/http", "database/sql"},
		reason: "child processes with limits: drawing and parsing; standard library only"},
	{path: "graph/sqlitestore", own: []string{"graph", "graph/heads", "queries"}, modules: []string{"modernc.org/sqlite", "github.com/pressly/goose/v3"},
		reason: "one store, one driver; knows records and nothing that is computed from them"},
	{path: "graph/neo4jstore/...", own: []string{"graph", "graph/heads", "queries"}, modules: []string{"github.com/neo4j/neo4j-go-driver/v5"},
		reason: "one store, one driver; every import of the driver lies here, so that its next version is one line"},
	{path: "graph/storetest", own: []string{"graph"}, modules: []string{"github.com/google/go-cmp", "pgregory.net/rapid"},
		reason: "the contract both stores keep, exported as Run(t, open); a test library, linked into no program"},
	{path: "server/...", own: []string{"server/...", "docs/handbook", "graph", "graph/words", "graph/hub", "graph/analysis", "graph/findings", "graph/diagram/...", "graph/meeting/...", "graph/report/...", "graph/duplicates", "graph/geometry", "graph/exchange/...", "graph/views", "graph/worker"},
		modules: []string{"github.com/gin-gonic/gin", "github.com/gin-contrib/gzip", "github.com/danielgtaylor/huma/v2", "golang.org/x/time", "golang.org/x/text"},
		never:   []string{"database/sql"},
		reason:  "handlers hold a hub.Network and never a store: which store it is, is decided in cmd/miteinander; x/text, since text is normalised where it comes in"},
	{path: "docs/handbook", own: []string{"graph/words", "queries"}, modules: []string{"github.com/yuin/goldmark"}, never: []string{"net/http", "html/template"},
		reason: "the help as blocks: read from Markdown, measures, levels and example questions from where they are kept; pages show it"},
	{path: "queries", reason: "statements as embedded files, loaded by name"},
	{path: "frontend", reason: "the built pages as a file system"},
	{path: "cmd/miteinander", own: []string{"*"}, modules: []string{"github.com/alecthomas/kong", "github.com/BurntSushi/toml"},
		reason: "the only place where store, worker, server and assets meet"},
	{path: "tools/bench-peers", own: []string{"graph", "graph/analysis", "graph/exchange"}, modules: []string{"gonum.org/v1/gonum"},
		reason: "times our measures beside other libraries; ships with nothing"},
	{path: "tools/bench-service", reason: "measures the built program over HTTP; ships with nothing"},
	{path: "tools/run-neo4j", own: []string{"graph/neo4jstore/..."},
		reason: "starts the tests' Neo4j on a kept folder and the program on it; ships with nothing"},
	{path: "cmd/miteinander-draw", own: []string{"graph/worker"}, modules: []string{"github.com/goccy/go-graphviz"},
		reason: "Graphviz corrupts memory when renders meet and cannot be stopped: it lives in a small program that can be killed"},
}

// testModules may be imported by any test. A test may import every package of ours: the arrows are about the programs.
var testModules = []string{"github.com/google/go-cmp", "pgregory.net/rapid", "github.com/goccy/go-yaml"}

// Every import of every Go file follows the table above; a package that is not in it needs a line with its reason.
func TestArrows(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != "." && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "node_modules" || name == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := forbidden(folder, name, strings.HasSuffix(path, "_test.go")); why != "" {
				t.Errorf("%s imports %s: %s", path, name, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("looked at %d files only: the test does not see the house", files)
	}
}

// forbidden says why a file of folder must not import name, or nothing.
func forbidden(folder, name string, test bool) string {
	if test {
		return forbiddenInTest(folder, name)
	}
	r := roomOf(folder)
	if r == nil {
		return folder + " has no line in the table of arrows_test.go; add one with its reason"
	}
	if own, ok := strings.CutPrefix(name, "miteinander/"); ok {
		if slices.ContainsFunc(r.own, func(p string) bool { return within(own, p) }) || within(own, r.path) {
			return ""
		}
		return "this arrow is forbidden. " + r.path + ": " + r.reason
	}
	if standard(name) {
		if slices.Contains(r.never, name) {
			return "not here. " + r.path + ": " + r.reason
		}
		return ""
	}
	if slices.ContainsFunc(r.modules, func(m string) bool { return name == m || strings.HasPrefix(name, m+"/") }) {
		return ""
	}
	return "this module does not live here. " + r.path + ": " + r.reason
}

func forbiddenInTest(folder, name string) string {
	if standard(name) || strings.HasPrefix(name, "miteinander/") {
		return ""
	}
	modules := testModules
	if r := roomOf(folder); r != nil {
		modules = append(slices.Clone(modules), r.modules...)
	}
	if slices.ContainsFunc(modules, func(m string) bool { return name == m || strings.HasPrefix(name, m+"/") }) {
		return ""
	}
	return "a test uses the modules of its room and " + strings.Join(testModules, ", ")
}

func roomOf(folder string) *room {
	for i := range house {
		if within(folder, house[i].path) {
			return &house[i]
		}
	}
	return nil
}

// within tells whether folder is p, or lies below it where p ends in "/...".
func within(folder, p string) bool {
	if p == "*" {
		return true
	}
	below, ok := strings.CutSuffix(p, "/...")
	return folder == p || ok && (folder == below || strings.HasPrefix(folder, below+"/"))
}

// standard tells the standard library: its first path element has no dot.
func standard(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return !strings.Contains(first, ".") && first != "miteinander"
}

// The table can fail: each of these arrows is one that somebody will be tempted to draw.
func TestArrows_Refused(t *testing.T) {
	for _, c := range []struct{ folder, name, what string }{
		{"graph", "miteinander/graph/words", "the domain knows nobody"},
		{"graph", "net/http", "the domain knows no protocol"},
		{"graph", "golang.org/x/text/unicode/norm", "the domain has no modules"},
		{"graph/analysis", "miteinander/graph/findings", "measures know no questions"},
		{"graph/findings", "miteinander/graph/sqlitestore", "findings know no store"},
		{"graph/diagram", "github.com/goccy/go-graphviz", "Graphviz is never linked into the main program"},
		{"server", "miteinander/graph/sqlitestore", "handlers know no store"},
		{"server/account", "miteinander/graph/neo4jstore", "handlers know no store"},
		{"graph/hub", "modernc.org/sqlite", "a driver lives in its store"},
		{"graph/sqlitestore", "miteinander/graph/neo4jstore", "stores do not know each other"},
		{"cmd/miteinander", "github.com/gin-gonic/gin", "gin lives in server"},
		{"graph/utils", "strings", "a package without a line"},
	} {
		if forbidden(c.folder, c.name, false) == "" {
			t.Errorf("%s may import %s, but %s", c.folder, c.name, c.what)
		}
	}
	for _, c := range []struct{ folder, name string }{
		{"graph", "iter"}, {"graph/findings", "miteinander/graph/analysis"}, {"server/account", "miteinander/graph/hub"},
		{"cmd/miteinander", "miteinander/graph/sqlitestore"}, {"graph/neo4jstore/neo4jtest", "github.com/neo4j/neo4j-go-driver/v5/neo4j"},
	} {
		if why := forbidden(c.folder, c.name, false); why != "" {
			t.Errorf("%s may not import %s: %s", c.folder, c.name, why)
		}
	}
}

// Records carry no tags: how a field is called in JSON, a column or a sheet is said by graph.Fields and the layer that walks it.
func TestDomain_NoTags(t *testing.T) {
	paths, err := filepath.Glob("graph/*.go")
	if err != nil || len(paths) < 10 {
		t.Fatalf("%d files in graph: %v", len(paths), err)
	}
	for _, path := range paths {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if f, ok := n.(*ast.Field); ok && f.Tag != nil {
				t.Errorf("%s: a field with the tag %s", set.Position(f.Pos()), f.Tag.Value)
			}
			return true
		})
	}
}
