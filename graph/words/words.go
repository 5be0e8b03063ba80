package words

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed de/*.json en/*.json
var files embed.FS

// The languages. German is the one that every other falls back to.
const (
	German  = "de"
	English = "en"
)

// Languages are those that every key is written in, German first.
func Languages() []string { return []string{German, English} }

// Language is the language for a tag like "en-GB" or an Accept-Language header: the first known one in it, else German.
func Language(tag string) string {
	if tag == German || tag == English {
		return tag
	}
	for part := range strings.SplitSeq(tag, ",") {
		name, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		name, _, _ = strings.Cut(strings.ToLower(name), "-")
		if slices.Contains(Languages(), name) {
			return name
		}
	}
	return German
}

// Texter has a text of its own: a Sentence of graph/findings, used as an argument or alone.
type Texter interface{ Text(lang string) string }

// catalogue is what one language's files say, parsed once.
type catalogue struct {
	raw      map[string]string
	messages map[string]message
}

var catalogues = sync.OnceValue(func() map[string]catalogue {
	out := map[string]catalogue{}
	for _, lang := range Languages() {
		raw, _ := readTopics(files, lang) // what is wrong with the files is for the tests, which read them all
		c := catalogue{raw: raw, messages: make(map[string]message, len(raw))}
		for key, text := range raw {
			m, err := parse(text)
			if err != nil {
				m = message{{kind: partText, text: text}}
			}
			c.messages[key] = m
		}
		out[lang] = c
	}
	return out
})

// readTopics merges the topic files of a language. It gives all that it could read; the error names every file that is no flat
// object and every key that two files hold (the first file by name keeps it).
func readTopics(fsys fs.FS, lang string) (map[string]string, error) {
	names, err := fs.Glob(fsys, lang+"/*.json")
	if err != nil {
		return nil, err
	}
	var bad []error
	out, from := map[string]string{}, map[string]string{}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		var topic map[string]string
		if err == nil {
			err = json.Unmarshal(b, &topic)
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", name, err))
			continue
		}
		for key, text := range topic {
			if other, twice := from[key]; twice {
				bad = append(bad, fmt.Errorf("%s: key %q also stands in %s", name, key, other))
				continue
			}
			out[key], from[key] = text, path.Base(name)
		}
	}
	return out, errors.Join(bad...)
}

func catalogueOf(lang string) (string, catalogue) {
	lang = Language(lang)
	return lang, catalogues()[lang]
}

// Text is the message of a key with its arguments. A key that no file holds is shown as it is, with its arguments, so that a
// person can report it; tests keep that from happening.
func Text(lang, key string, args ...any) string {
	lang, c := catalogueOf(lang)
	m, ok := c.messages[key]
	if !ok {
		if len(args) == 0 {
			return key
		}
		parts := make([]string, len(args))
		for i, a := range args {
			parts[i] = plain(lang, a)
		}
		return key + " (" + strings.Join(parts, ", ") + ")"
	}
	var b strings.Builder
	m.write(&b, lang, args, nil)
	return b.String()
}

// Joined is those parts that say something, with sep between them.
func Joined(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(p string) bool { return p == "" }), sep)
}

// Has tells whether a key has a message.
func Has(key string) bool {
	_, ok := catalogues()[German].messages[key]
	return ok
}

// Keys are all keys, sorted.
func Keys() []string { return slices.Sorted(maps.Keys(catalogues()[German].raw)) }
