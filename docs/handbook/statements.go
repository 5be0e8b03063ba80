package handbook

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"miteinander/graph/words"
)

//go:embed statements/*/*.md
var statements embed.FS

// The pages that every service shows about itself.
const (
	Accessibility = "accessibility"
	Imprint       = "imprint"
	Privacy       = "privacy"
)

// statementFiles are the names of the operator's files, without language and ending, by page.
var statementFiles = map[string]string{Accessibility: "barrierefreiheit", Imprint: "impressum", Privacy: "datenschutz"}

// maxStatement is how large a file of the operator may be, in bytes.
const maxStatement = 1 << 20

// Statement is one such page.
type Statement struct {
	Chapter
	Own bool `json:"own" doc:"The operator has entered a text; where not, the page says to the operator what to enter and where"`
}

// Statements are the pages by language and name. What the program can say of itself is its own text; the operator's part comes
// from files in a folder: impressum.md, datenschutz.md, barrierefreiheit.md and the same with .en.md. A language without a file
// shows the other's. The folder may be nil.
type Statements map[string]map[string]Statement

// ReadStatements reads them. It fails, naming the file, on one that cannot be shown or is too large, and where the folder holds none.
func ReadStatements(folder fs.FS) (Statements, error) {
	out := Statements{}
	for _, lang := range words.Languages() {
		out[lang] = map[string]Statement{}
		for name, file := range statementFiles {
			s, err := statement(folder, lang, name, file)
			if err != nil {
				return nil, err
			}
			out[lang][name] = s
		}
	}
	if folder != nil && !slices.ContainsFunc([]string{Accessibility, Imprint, Privacy}, func(n string) bool { return out[words.German][n].Own }) {
		return nil, errors.New("no impressum.md, datenschutz.md or barrierefreiheit.md in the folder of pages")
	}
	return out, nil
}

func statement(folder fs.FS, lang, name, file string) (Statement, error) {
	out := Statement{Chapter: Chapter{ID: name, Blocks: []Block{}}}
	built := func(which string) error {
		source, err := fs.ReadFile(statements, "statements/"+lang+"/"+which+".md")
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		c, err := parse(lang, source)
		if err != nil {
			return fmt.Errorf("%s: %w", which, err)
		}
		if out.Title == "" {
			out.Title = c.Title
		}
		out.Blocks = append(out.Blocks, c.Blocks...)
		return nil
	}
	if name == Accessibility { // the program's own text first, then whom to write to
		if err := built(name); err != nil {
			return out, err
		}
	}
	own, err := operators(folder, lang, file)
	if err != nil {
		return out, err
	}
	if own != nil {
		out.Own = true
		if out.Title == "" {
			out.Title = words.Text(lang, "handbook.statement."+name)
		}
		out.Blocks = append(out.Blocks, own...)
	} else if err := built(name + "-missing"); err != nil {
		return out, err
	}
	if name != Accessibility {
		return out, built(name)
	}
	return out, nil
}

// operators reads a text of the operator; nil where there is none.
func operators(folder fs.FS, lang, file string) ([]Block, error) {
	if folder == nil {
		return nil, nil
	}
	names := []string{file + ".md", file + ".en.md"}
	if lang == words.English {
		slices.Reverse(names)
	}
	for _, name := range names {
		source, err := fs.ReadFile(folder, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(source) > maxStatement || !utf8.Valid(source) {
			return nil, fmt.Errorf("%s: larger than %d bytes, or not UTF-8", name, maxStatement)
		}
		c, err := parseOwn(file, []byte(strings.TrimPrefix(string(source), "\ufeff")))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return c.Blocks, nil
	}
	return nil, nil
}
