package handbook

import (
	"fmt"
	"strconv"
	"strings"

	"miteinander/graph/words"
	"miteinander/queries"
)

// generated gives the blocks that stand for {{name}}.
func generated(lang, name string) ([]Block, error) {
	switch name {
	case "measures":
		return measures(lang), nil
	case "levels":
		return levels(lang), nil
	case "questions":
		return questions(lang)
	}
	return nil, fmt.Errorf("nothing is generated under the name %q", name)
}

// measures are all that structure computes, each a section of its own with the sentence that stands beside it on screen.
func measures(lang string) []Block {
	var names []string
	for _, key := range words.Keys() {
		if label, ok := strings.CutSuffix(key, ".explained"); ok && strings.HasPrefix(label, "structure.") {
			names = append(names, strings.TrimPrefix(label, "structure."))
		}
	}
	words.SortBy(lang, names, func(name string) string { return words.Text(lang, "structure."+name) })
	var out []Block
	for _, name := range names {
		out = append(out, Block{Kind: Heading, ID: "measure-" + strings.ReplaceAll(name, "_", "-"), Level: 2, Text: []Span{{Text: words.Text(lang, "structure."+name)}}},
			Block{Kind: Prose, Text: []Span{{Text: words.Text(lang, "structure."+name+".explained")}}})
	}
	return out
}

// levels are 0 to 4 and unknown, in the words of the pages.
func levels(lang string) []Block {
	b := Block{Kind: List}
	for level := range 5 {
		word := words.Text(lang, "ui.level."+strconv.Itoa(level))
		b.Items = append(b.Items, []Span{{Text: words.Text(lang, "ui.level.word", level, word), Style: "strong"}, {Text: ": " + words.Text(lang, "handbook.level."+strconv.Itoa(level))}})
	}
	b.Items = append(b.Items, []Span{{Text: words.Text(lang, "ui.level.unknown"), Style: "strong"}, {Text: ": " + words.Text(lang, "handbook.level.unknown")}})
	return []Block{b}
}

// questions are the examples of queries/cypher/examples: the question, what has to be filled in, and the statement.
func questions(lang string) ([]Block, error) {
	var out []Block
	for _, q := range queries.All(queries.DialectExamples) {
		german, english, ok := strings.Cut(q.Purpose, "? ")
		if !ok {
			return nil, fmt.Errorf("%s: its purpose is not a question in German and one in English", q.Name)
		}
		asked := map[string]string{words.German: german + "?", words.English: english}[lang]
		out = append(out, Block{Kind: Heading, ID: "question-" + strings.ReplaceAll(q.Name, "_", "-"), Level: 2, Text: []Span{{Text: asked}}})
		b := Block{Kind: List}
		for _, p := range q.Parameters {
			key := "handbook.parameter." + strings.TrimPrefix(p.Name, "$")
			if !words.Has(key) {
				return nil, fmt.Errorf("%s: no words for %s", q.Name, key)
			}
			b.Items = append(b.Items, []Span{{Text: p.Name, Style: "code"}, {Text: ": " + words.Text(lang, key)}})
		}
		out = append(out, b, Block{Kind: Code, Code: q.Text})
	}
	return out, nil
}
