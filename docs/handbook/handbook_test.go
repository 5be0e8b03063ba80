package handbook_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"miteinander/docs/handbook"
	"miteinander/graph/findings"
	"miteinander/graph/words"
	"miteinander/queries"
)

func chapters(t *testing.T, lang string) []handbook.Chapter {
	t.Helper()
	all, err := handbook.Chapters(lang)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func of(t *testing.T, all []handbook.Chapter, id string) handbook.Chapter {
	t.Helper()
	i := slices.IndexFunc(all, func(c handbook.Chapter) bool { return c.ID == id })
	if i < 0 {
		t.Fatalf("no chapter %q", id)
	}
	return all[i]
}

func headings(c handbook.Chapter) []string {
	var out []string
	for _, b := range c.Blocks {
		if b.Kind == handbook.Heading {
			out = append(out, b.ID)
		}
	}
	return out
}

// Both languages have the same chapters and sections, every id once, and every link within the handbook leads somewhere.
func TestChapters_bothLanguages(t *testing.T) {
	german, english := handbook.IDs(chapters(t, words.German)), handbook.IDs(chapters(t, words.English))
	// Measures stand in the order of each language's dictionary.
	if diff := cmp.Diff(slices.Sorted(slices.Values(german)), slices.Sorted(slices.Values(english))); diff != "" {
		t.Errorf("sections (-German +English):\n%s", diff)
	}
	if sorted := slices.Sorted(slices.Values(german)); len(slices.Compact(sorted)) != len(german) {
		t.Errorf("an id stands twice: %v", german)
	}
	for _, lang := range words.Languages() {
		for _, c := range chapters(t, lang) {
			for _, b := range c.Blocks {
				for _, spans := range append(b.Items, b.Text) {
					for _, s := range spans {
						if id, ok := strings.CutPrefix(s.Href, "#"); ok && !slices.Contains(german, id) {
							t.Errorf("%s/%s links to #%s", lang, c.ID, id)
						}
						if strings.Contains(s.Text, "{{") || strings.TrimSpace(s.Text) == "" && s.Href != "" {
							t.Errorf("%s/%s: %q", lang, c.ID, s.Text)
						}
					}
				}
			}
		}
	}
}

// Every page of the navigation, every question and every measure stands in the handbook: what is added has to be explained.
func TestChapters_explainWhatThereIs(t *testing.T) {
	all := chapters(t, words.German)
	b, err := os.ReadFile("../../frontend/src/model/route.ts")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(b), "const paths: Record<PageName, string> = {\n")
	list, _, ok := strings.Cut(list, "\n}")
	pages := headings(of(t, all, "pages"))
	if !ok || len(pages) < 8 {
		t.Fatalf("the list of pages is not where it was: %q", list)
	}
	for line := range strings.Lines(list) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		if !slices.Contains(pages, "page-"+name) {
			t.Errorf("the page %s is not in docs/handbook/de/20-pages.md", name)
		}
	}
	told := headings(of(t, all, "findings"))
	for _, q := range findings.Questions {
		if !slices.Contains(told, q.Name) {
			t.Errorf("the question %s is not in docs/handbook/de/30-findings.md", q.Name)
		}
	}
}

// Every example question is offered with its text, what to fill in, and the statement as it is tested.
func TestChapters_questions(t *testing.T) {
	examples := queries.All(queries.DialectExamples)
	if len(examples) < 12 {
		t.Errorf("%d examples, want at least 12", len(examples))
	}
	for _, lang := range words.Languages() {
		c := of(t, chapters(t, lang), "questions")
		for _, q := range examples {
			if !slices.ContainsFunc(c.Blocks, func(b handbook.Block) bool { return b.Kind == handbook.Code && b.Code == q.Text }) {
				t.Errorf("%s is not offered in %s", q.Name, lang)
			}
		}
		first := c.Blocks[slices.IndexFunc(c.Blocks, func(b handbook.Block) bool { return b.ID == "question-bridges-between-areas" })]
		want := map[string]string{"de": "Welche Einrichtungen verbinden zwei Planungsräume, weil sie in beiden Partner haben?", "en": "Which institutions bridge two areas?"}[lang]
		if len(first.Text) != 1 || first.Text[0].Text != want {
			t.Errorf("%s: %v", lang, first.Text)
		}
	}
	levels := of(t, chapters(t, words.German), "levels")
	if got := levels.Blocks[1].Items; len(got) != 6 || got[0][0].Text != "Stufe 0: kein Kontakt" || got[5][0].Text != "ungeklärt" {
		t.Errorf("levels: %v", got)
	}
}

// Every address of the help in the pages leads to a section, and every question and every measure of the pages has one.
func TestChapters_heldByThePages(t *testing.T) {
	all := chapters(t, words.German)
	ids := handbook.IDs(all)
	named := map[string]bool{}
	err := filepath.WalkDir("../../frontend/src", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range regexp.MustCompile(`/hilfe#([A-Za-z0-9_-]+)`).FindAllStringSubmatch(string(b), -1) {
			if named[m[1]] = true; !slices.Contains(ids, m[1]) {
				t.Errorf("%s leads to /hilfe#%s, which is no section", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range findings.Questions {
		if !named[q.Name] {
			t.Errorf("no page leads to the explanation of %s", q.Name)
		}
	}
	for _, key := range words.Keys() {
		name, ok := strings.CutPrefix(strings.TrimSuffix(key, ".why"), "ui.measure.")
		if id := "measure-" + strings.ReplaceAll(name, "_", "-"); ok && strings.HasSuffix(key, ".why") && name != "ei" && !named[id] {
			t.Errorf("no page leads to the explanation of %s", name)
		}
	}
}
