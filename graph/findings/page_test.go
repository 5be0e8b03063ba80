package findings

import (
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/words"
)

// Every question answers a whole page in both languages, without a key that no file holds and with a cell for every column.
func TestPageOf_EveryQuestion(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	for _, q := range Questions {
		if !words.Has("findings.question." + q.Name) {
			t.Errorf("%s has no question in words", q.Name)
		}
		a, err := q.Ask(t.Context(), b, Params{})
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range words.Languages() {
			p := PageOf(lang, a, 0, 0)
			if p.Total != len(p.Rows) {
				t.Errorf("%s: %d rows of %d", q.Name, len(p.Rows), p.Total)
			}
			texts := append([]string{p.Headline.Text}, p.Notes...)
			refs := map[Ref]bool{}
			for _, c := range p.Columns {
				texts = append(texts, c.Title)
			}
			for _, r := range p.Rows {
				if refs[r.Ref] {
					t.Errorf("%s: ref %s twice", q.Name, r.Ref)
				}
				refs[r.Ref] = true
				texts = append(texts, r.Sentence)
				for _, c := range r.Cells {
					if s, ok := c.(string); ok && s != "" { // nobody stands in a gap
						texts = append(texts, s)
					}
				}
			}
			for _, s := range texts {
				if strings.Contains(s, "findings.") || s == "" || strings.Contains(s, "<nil>") {
					t.Errorf("%s %s: %q", q.Name, lang, s)
				}
			}
		}
		if p := PageOf("de", a, 1, 2); len(p.Rows) > 2 || a.Len() > 0 && p.Total != a.Len() {
			t.Errorf("%s: page of 2 has %d rows of %d", q.Name, len(p.Rows), p.Total)
		}
	}
}

// An empty network answers every question without an error, a NaN or a division by zero.
func TestQuestions_EmptyNetwork(t *testing.T) {
	for _, name := range graph.Templates() {
		records, _ := graph.Template(name, "leer")
		body, err := JSON(t.Context(), snapshot(t, records).Select(graph.Filter{Date: graph.Date{Year: 2025, Month: 1, Day: 1}}), nil, Params{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(string(body), "NaN") {
			t.Errorf("%s: %s", name, body)
		}
	}
}

func TestJSON_UnknownQuestion(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	_, err := JSON(t.Context(), b.sel, []string{"weather"}, Params{})
	if graph.CodeOf(err) != graph.Invalid || words.Error("de", err) != "Die Frage „weather“ gibt es nicht." {
		t.Errorf("%v: %s", err, words.Error("de", err))
	}
}
