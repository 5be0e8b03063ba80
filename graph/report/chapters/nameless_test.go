package chapters

import (
	"slices"
	"testing"

	"miteinander/graph"
)

// A name is found in whatever case and over line breaks, as words of its own, the longest first; a word of a name alone is told, not
// replaced.
func TestSwapper(t *testing.T) {
	s := build(t, []graph.Record{graph.DefaultSettings("Lindenau"),
		&graph.InstitutionKind{ID: "kita", Name: "Kindertagesstätte"}, &graph.InstitutionKind{ID: "haus", Name: "Gewaltschutz"},
		&graph.Institution{ID: "a", Name: "Kita Sonnenhügel", Kinds: []graph.ID{"kita"}}, &graph.Institution{ID: "b", Name: "Kita Sonnenhügel Nord", Kinds: []graph.ID{"kita"}},
		&graph.Institution{ID: "c", Name: "Autonomes Frauenhaus", ShortName: "Frauenhaus", Kinds: []graph.ID{"haus"}}})
	w := NewSwapper(s, "de")
	for text, want := range map[string]string{
		"Die Kita Sonnenhügel lädt ein.":                  "Die Kindertagesstätte A lädt ein.",
		"die KITA\n\tSonnen\u00adhügel-Nord":              "die Kindertagesstätte B",
		"Kita Sonnenhuegel und das Team des Frauenhauses": "Kindertagesstätte A und das Team des Gewaltschutz A",
		"im autonomen Frauenhaus":                         "im Gewaltschutz A",
		"Sonnenhügel allein":                              "Sonnenhügel allein",
		"Frauenhausplatz":                                 "Frauenhausplatz",
		"Kita; Sonnenhügel":                               "Kita; Sonnenhügel",
		"":                                                "",
	} {
		if got := w.Text(text); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
	got := w.Typed("Die Kita Sonnenhügel, der Sonnenhügel und Lindenau", "die Kita Sonnenhügel")
	want := []Typed{{"Kita Sonnenhügel", "Kita Sonnenhügel", "Kindertagesstätte A"}, {"Sonnenhügel", "Kita Sonnenhügel", ""}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}
