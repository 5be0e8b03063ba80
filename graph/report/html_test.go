package report

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
)

var outside = regexp.MustCompile(`(?i)(src|href|action|poster|data|xlink:href)\s*=\s*["'](?:[a-z]+:|//)|@import|url\(`)

// offline checks that a file asks for nothing and has no way to run what is not its own.
func offline(t testing.TB, b []byte) {
	t.Helper()
	if at := outside.Find(b); at != nil {
		t.Errorf("reaches outside: %s", at)
	}
	head, _, _ := strings.Cut(string(b), "</head>")
	if !strings.Contains(head, `Content-Security-Policy" content="default-src 'none'`) {
		t.Error("no policy")
	}
	if bytes.Contains(b, []byte(" style=")) || regexp.MustCompile(`<[^>]* on[a-z]+=`).Match(b) {
		t.Error("a style or a handler in a tag")
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`<[^>]* id="([^"]*)"`).FindAllSubmatch(b, -1) {
		if id := string(m[1]); ids[id] {
			t.Errorf("id %s twice", id)
		} else {
			ids[id] = true
		}
	}
	for _, m := range regexp.MustCompile(`(?:href="#|aria-labelledby=")([^"]*)"`).FindAllSubmatch(b, -1) {
		for _, id := range strings.Fields(string(m[1])) {
			if !ids[id] {
				t.Errorf("nothing has the id %s", id)
			}
		}
	}
}

func TestWriteHTML(t *testing.T) {
	for _, lang := range []string{"de", "en"} {
		doc := sampleDocument(t, lang)
		write := func(w io.Writer) error { return WriteHTML(w, doc) }
		b := written(t, write)
		keep(t, "document-"+lang+".html", b)
		if !bytes.Equal(b, written(t, write)) {
			t.Error("the same document gives other bytes")
		}
		offline(t, b)
		if bytes.Contains(b, []byte("<script")) {
			t.Error("a script")
		}
		for _, want := range []string{`<html lang="` + locale(lang) + `">`, `<main id="text">`, `<caption id="t1-caption">`, `<th scope="row">`, `<nav aria-labelledby="contents">`, `role="img"`, "Größenwörth"} {
			if !bytes.Contains(b, []byte(want)) {
				t.Errorf("%s: no %s", lang, want)
			}
		}
	}
}
