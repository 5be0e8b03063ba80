package server

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"miteinander/graph/words"
)

// What libraries say of a request is English prose made for programmers. These tables turn it into sentences of our own that
// name the field and what is expected; a text that none knows becomes the plain sentence, and the request's number leads to the log.
var (
	expectations = patterns(
		`expected string`, "text",
		`(?:expected|invalid) integer`, "integer",
		`(?:expected number|invalid float|invalid floating value)`, "number",
		`(?:expected|invalid) boolean`, "boolean",
		`expected array`, "list",
		`expected object`, "object",
		`expected string to be RFC 3339 date`, "date",
		`expected value to be one of "(.*)"`, "one_of",
		`expected number >= (.*)`, "at_least",
		`expected number <= (.*)`, "at_most",
		`expected length >= (.*)`, "longer",
		`expected length <= (.*)`, "shorter",
		`expected array length >= (.*)`, "more_items",
		`expected array length <= (.*)`, "fewer_items",
	)
	refusals = patterns(
		`expected required property (.*) to be present`, "missing",
		`unexpected property`, "unknown",
	)
	breaches = patterns(
		`(?:unexpected )?EOF|unexpected end of JSON input`, "ends",
		`key "(.*)" twice`, "twice",
		`not valid UTF-8`, "utf8",
		`more than one JSON value`, "several",
		`nested deeper than (\d+)`, "deep",
		`expected an object`, "object",
		`json: cannot unmarshal (\S+(?: \S+)?) into Go .*`, "misfit",
	)
)

type pattern struct {
	form *regexp.Regexp
	key  string
}

func patterns(pairs ...string) []pattern {
	var out []pattern
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, pattern{regexp.MustCompile(`^(?:` + pairs[i] + `)$`), pairs[i+1]})
	}
	return out
}

// found gives the key of the first pattern that fits, and what its groups hold.
func found(list []pattern, text string) (string, []any) {
	for _, p := range list {
		if m := p.form.FindStringSubmatch(text); m != nil {
			var args []any
			for _, g := range m[1:] {
				args = append(args, g)
			}
			return p.key, args
		}
	}
	return "", nil
}

// jsonBreach is why a text is no JSON that we take, in the language of who reads the error.
type jsonBreach string

// Text is asked for by graph/words.
func (b jsonBreach) Text(lang string) string {
	key, args := found(breaches, string(b))
	if key == "" {
		key = "form"
	}
	return words.Text(lang, "server.json_"+key, args...)
}

// schemaFault is one breach of a schema as a sentence.
func schemaFault(lang string, d *huma.ErrorDetail) ProblemField {
	place := strings.TrimPrefix(strings.TrimPrefix(d.Location, "body."), "query.")
	f := ProblemField{Code: "schema", Field: place}
	value := shorten(fmt.Append(nil, d.Value))
	if s, ok := d.Value.(string); !ok && d.Value == nil {
		value = "null"
	} else if ok {
		value = shorten([]byte(s))
	}
	key, args := found(refusals, d.Message)
	if key == "missing" {
		if f.Field = args[0].(string); place != "body" {
			f.Field = place + "." + f.Field
		}
	}
	expected, with := found(expectations, d.Message)
	switch {
	case key != "":
		f.Message = say(lang, "server.schema_"+key, f.Field)
	case expected != "" && place == "body":
		f.Message = say(lang, "server.schema_whole", say(lang, "server.expected."+expected, with...))
	case expected != "":
		f.Message = say(lang, "server.schema_wrong", f.Field, value, say(lang, "server.expected."+expected, with...))
	case place == "body":
		f.Message = say(lang, "server.json", jsonBreach(d.Message))
	default:
		f.Message = say(lang, "server.schema_other", f.Field, value)
	}
	f.Pointer = "/" + strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(f.Field)
	return f
}
