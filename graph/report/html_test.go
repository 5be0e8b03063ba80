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

func TestWriteDeckHTML(t *testing.T) {
	for _, lang := range []string{"de", "en"} {
		d := sampleDeck(t, lang, lang == "en")
		write := func(w io.Writer) error { return WriteDeckHTML(w, d) }
		b := written(t, write)
		keep(t, "deck-"+lang+".html", b)
		if !bytes.Equal(b, written(t, write)) {
			t.Error("the same deck gives other bytes")
		}
		offline(t, b)
		if n := bytes.Count(b, []byte("<script>")); n != 1 {
			t.Errorf("%d scripts", n)
		}
		if n, want := bytes.Count(b, []byte(`<section class="slide`)), len(d.Slides)+1; n != want {
			t.Errorf("%d slides of %d", n, want)
		}
		for _, p := range [][2]string{{"<style>", "style-src"}, {"<script>", "script-src"}} {
			_, rest, _ := strings.Cut(string(b), p[0])
			code, _, _ := strings.Cut(rest, "</")
			if !strings.Contains(string(b), p[1]+" "+hashed(code)) {
				t.Errorf("the policy does not name %s as it stands", p[0])
			}
		}
	}
}
