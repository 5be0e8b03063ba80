// Package docs checks that what the texts of the repository point to is there.
package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

var (
	link     = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	decision = regexp.MustCompile(`^(\d{4})-[a-z0-9-]+\.md$`)
	target   = regexp.MustCompile("(?m)(?:`|^)make ([a-z][a-z-]+)") // as code, or a line of a code block
)

func texts(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" || name == "dist") {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".md" {
			return nil
		}
		text, err := os.ReadFile(path)
		out[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 5 {
		t.Fatalf("%d texts found: the test does not see the repository", len(out))
	}
	return out
}

func TestLinks(t *testing.T) {
	for path, text := range texts(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			to, _, _ := strings.Cut(m[1], "#")
			if to == "" || strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), to)); err != nil {
				t.Errorf("%s points to %s, which is not there", path, m[1])
			}
		}
	}
}

// Every "make x" that a text names is a target.
func TestMakeTargets(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range texts(t) {
		for _, m := range target.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(string(makefile), "\n"+m[1]+":") {
				t.Errorf("%s says make %s, the Makefile has no such target", path, m[1])
			}
		}
	}
}

// A decision has a number of its own.
func TestDecisions(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join(root, "docs", "decisions"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, e := range entries {
		if e.Name() == "README.md" {
			continue
		}
		m := decision.FindStringSubmatch(e.Name())
		if m == nil {
			t.Errorf("%s: want four digits, a dash and a title", e.Name())
			continue
		}
		if other := seen[m[1]]; other != "" {
			t.Errorf("%s and %s have the same number", other, e.Name())
		}
		seen[m[1]] = e.Name()
		text, err := os.ReadFile(filepath.Join(root, "docs", "decisions", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"# " + m[1] + " ", "**Context.**", "**Choice.**", "**Price.**"} {
			if !strings.Contains(string(text), part) {
				t.Errorf("%s has no %q", e.Name(), part)
			}
		}
	}
}
