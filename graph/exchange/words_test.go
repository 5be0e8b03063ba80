package exchange

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/words"
)

// The German words of fields, kinds and codes are the headers and words of the workbook, so that page and file speak alike.
func TestNames_AreTheWords(t *testing.T) {
	for _, s := range sheets {
		for _, c := range s.columns {
			if s.kind == graph.KindSettings || c.field == fieldItemsY || c.field == fieldItemsN {
				continue
			}
			if got := words.Text(words.German, "fields."+s.kind.String()+"."+c.field); got != c.header {
				t.Errorf("%s %s: words say %q, the workbook %q", s.name, c.field, got, c.header)
			}
		}
	}
	for _, k := range graph.Kinds() {
		for _, f := range graph.Fields(k) {
			if !words.Has("fields." + k.String() + "." + f.Name) {
				t.Errorf("no words for fields.%s.%s", k, f.Name)
			}
		}
		for _, key := range []string{"kinds." + k.String(), "sheets." + k.String()} {
			if !words.Has(key) {
				t.Error("no words for", key)
			}
		}
	}
	for _, c := range settingsRows {
		if got := words.Text(words.German, "fields.settings."+c.field); got != c.header {
			t.Errorf("settings %s: words say %q, the workbook %q", c.field, got, c.header)
		}
	}
	for list, codes := range codeWords {
		if len(codes) != len(graph.Codes(list)) {
			t.Errorf("%s has %d words for %d codes", list, len(codes), len(graph.Codes(list)))
		}
		for i, w := range codes {
			if w.code != graph.Codes(list)[i] {
				t.Errorf("%s: %s is out of order", list, w.code)
			}
			if got := words.Text(words.German, "codes."+list+"."+w.code); got != w.words[0] {
				t.Errorf("%s %s: words say %q, the workbook %q", list, w.code, got, w.words[0])
			}
		}
	}
}

// Every column of formats.md has a field and every field of the domain a column, but those that have a form of their own.
func TestSheets_CoverFields(t *testing.T) {
	own := map[string]bool{"attributes": true, "items": true, "children": true}
	for _, s := range sheets {
		if s.kind == 0 || s.kind == graph.KindSettings {
			continue
		}
		for _, c := range s.columns {
			if _, ok := graph.FieldOf(s.kind, c.field); !ok && c.field != fieldID && c.field != fieldItemsY && c.field != fieldItemsN {
				t.Errorf("%s: column %s has no field %s", s.name, c.header, c.field)
			}
		}
		for _, f := range graph.Fields(s.kind) {
			if s.headerOf(f.Name) == "" && !own[f.Name] {
				t.Errorf("%s: field %s has no column", s.name, f.Name)
			}
		}
	}
}

// No header, alias or code word means two things within its sheet or list.
func TestNames_AreUnique(t *testing.T) {
	for _, s := range sheets {
		seen := map[string]string{}
		for _, c := range s.columns {
			for _, n := range append([]string{c.header, c.field}, c.also...) {
				if other, ok := seen[fold(n)]; ok && other != c.field {
					t.Errorf("%s: %q is %s and %s", s.name, n, other, c.field)
				}
				seen[fold(n)] = c.field
			}
		}
	}
	for list, codes := range codeWords {
		seen := map[string]string{}
		for _, w := range codes {
			for _, n := range append([]string{w.code}, w.words...) {
				if other, ok := seen[foldWord(n)]; ok && other != w.code {
					t.Errorf("%s: %q is %s and %s", list, n, other, w.code)
				}
				seen[foldWord(n)] = w.code
			}
		}
	}
}

// Every key that this package makes has its sentence.
func TestWords_EveryKey(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	re := regexp.MustCompile(`wrong\("([a-z_]+)"|"(exchange\.[a-z_.]+[a-z])"`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range re.FindAllStringSubmatch(string(b), -1) {
			key := m[2]
			if m[1] != "" {
				key = "exchange.error." + m[1]
			}
			if key == "exchange.error.setting_" || key == "exchange.error" {
				continue
			}
			if !words.Has(key) {
				t.Errorf("%s uses %s, which has no words", f, key)
			}
		}
	}
}
