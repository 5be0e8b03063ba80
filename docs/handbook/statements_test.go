package handbook

import (
	"strings"
	"testing"
	"testing/fstest"

	"miteinander/graph/words"
)

func textOf(s Statement) string {
	var b strings.Builder
	for _, x := range s.Blocks {
		for _, spans := range append(x.Items, x.Text) {
			b.WriteString(plain(spans) + "\n")
		}
	}
	return b.String()
}

// Without a folder each page says to the operator which file to write; with one it shows her text and no longer asks.
func TestReadStatements(t *testing.T) {
	none, err := ReadStatements(nil)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{
		"impressum.md":        {Data: []byte("\ufeff# Impressum\n\nStadt Musterstadt\nRathausplatz 1\n\n## Kontakt\n\n<info@example.org>, [Seite](https://example.org)")},
		"datenschutz.en.md":   {Data: []byte("The town is the controller.")},
		"datenschutz.md":      {Data: []byte("Die Stadt ist verantwortlich.")},
		"barrierefreiheit.md": {Data: []byte("## Barrieren melden\n\nFrau Beispiel-Stelle")},
	}
	own, err := ReadStatements(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Languages() {
		for name, file := range statementFiles {
			if s := none[lang][name]; s.Own || s.Title == "" || !strings.Contains(textOf(s), file+".md") || !strings.Contains(textOf(s), "MITEINANDER_PAGES") {
				t.Errorf("%s %s without a folder: %+v", lang, name, s)
			}
			if s := own[lang][name]; !s.Own || s.Title == "" || strings.Contains(textOf(s), "MITEINANDER_PAGES") {
				t.Errorf("%s %s with one: %+v", lang, name, s)
			}
		}
	}
	imprint := own[words.German][Imprint]
	if imprint.Blocks[0].Text[0].Text != "Stadt Musterstadt\nRathausplatz 1" || imprint.Blocks[1].ID == "" || imprint.Blocks[2].Text[0].Href != "mailto:info@example.org" {
		t.Errorf("%+v", imprint.Blocks)
	}
	if got := textOf(own[words.English][Privacy]); !strings.Contains(got, "The town is the controller.") || !strings.Contains(got, "tracking cookies") {
		t.Error(got)
	}
	if got := textOf(own[words.English][Imprint]); !strings.Contains(got, "Musterstadt") {
		t.Errorf("no English text, and the German one is not shown: %s", got)
	}
}

func TestReadStatements_Refuses(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"an empty folder": {"imprint.md": {Data: []byte("x")}},
		"a script":        {"impressum.md": {Data: []byte("<script>alert(1)</script>")}},
		"a script link":   {"impressum.md": {Data: []byte("[x](javascript:alert)")}},
		"no text":         {"impressum.md": {Data: []byte(" ")}},
		"not UTF-8":       {"datenschutz.md": {Data: []byte("Stra\xdfe")}},
	} {
		if _, err := ReadStatements(files); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
