// Package handbook is the help of the program: short chapters in Markdown, in both languages, read into blocks that a page, or later a document, shows in
// its own way. What would drift is not written by hand: measures and levels come from the words that screen and command line use, questions to the
// graph database from queries/cypher/examples with their comments.
package handbook

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"miteinander/graph/words"
)

//go:embed de/*.md en/*.md
var files embed.FS

// Chapter is one file.
type Chapter struct {
	ID     string  `json:"id" doc:"the same in every language; part of links"`
	Title  string  `json:"title"`
	Blocks []Block `json:"blocks" nullable:"false"`
}

// The kinds of Block.
const (
	Heading = "heading" // Text; ID and Level, 2 or more (the title of the chapter is 1)
	Prose   = "text"    // Text
	List    = "list"    // Items
	Steps   = "steps"   // Items, numbered
	Code    = "code"    // Code, to be copied as it is
)

// Block is a piece of a chapter.
type Block struct {
	Kind  string   `json:"kind" enum:"heading,text,list,steps,code"`
	ID    string   `json:"id,omitempty" doc:"of a heading: the same in every language; part of links"`
	Level int      `json:"level,omitempty"`
	Text  []Span   `json:"text,omitempty"`
	Items [][]Span `json:"items,omitempty"`
	Code  string   `json:"code,omitempty"`
}

// Span is a run of text.
type Span struct {
	Text  string `json:"text"`
	Style string `json:"style,omitempty" enum:"strong,emphasis,code"`
	Href  string `json:"href,omitempty" doc:"a link: a page of the program, or #id of a heading or chapter"`
}

var chapters = sync.OnceValues(func() (map[string][]Chapter, error) {
	out := map[string][]Chapter{}
	var bad []error
	for _, lang := range words.Languages() {
		var err error
		out[lang], err = read(files, lang)
		bad = append(bad, err)
	}
	return out, errors.Join(bad...)
})

// Chapters gives the handbook in a language, in the order of its files. It fails only when a file holds what nobody can show, which a test keeps
// from happening.
func Chapters(lang string) ([]Chapter, error) {
	all, err := chapters()
	return all[words.Language(lang)], err
}

// read takes the chapters of a folder.
func read(fsys fs.FS, lang string) ([]Chapter, error) {
	names, err := fs.Glob(fsys, lang+"/*.md") // sorted by name
	if err != nil {
		return nil, err
	}
	var out []Chapter
	for _, name := range names {
		source, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		_, id, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(name, lang+"/"), ".md"), "-")
		if !ok {
			return nil, fmt.Errorf("%s: the name is no number and id", name)
		}
		c, err := parse(lang, source)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c.ID = id
		out = append(out, c)
	}
	return out, nil
}

// parse reads a chapter: a title, then headings with ids ("## Karte {#map}"), paragraphs, flat lists, code; bold, italics, code and links
// inside. A paragraph {{measures}}, {{levels}} or {{questions}} stands for what is generated. Anything else is an error.
func parse(lang string, source []byte) (Chapter, error) { return reader{lang: lang}.read(source) }

// parseOwn reads a text of the operator: a title is not needed, headings get ids by number, a line stays a line, as addresses
// need it, and links may lead out of the program.
func parseOwn(prefix string, source []byte) (Chapter, error) { return reader{own: prefix}.read(source) }

type reader struct {
	lang string
	own  string // prefix of ids; "" for a text of the program
}

func (r reader) read(source []byte) (Chapter, error) {
	var c Chapter
	inline := r.inline
	doc := goldmark.New(goldmark.WithParserOptions(parser.WithHeadingAttribute())).Parser().Parse(text.NewReader(source))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			spans, err := inline(n, source)
			if err != nil {
				return c, err
			}
			if n.Level == 1 && c.Title == "" && len(c.Blocks) == 0 {
				c.Title = plain(spans)
				continue
			}
			if r.own != "" {
				c.Blocks = append(c.Blocks, Block{Kind: Heading, ID: fmt.Sprintf("%s-%d", r.own, len(c.Blocks)), Level: max(n.Level, 2), Text: spans})
				continue
			}
			id, ok := n.AttributeString("id")
			name, isBytes := id.([]byte)
			if !ok || !isBytes || n.Level < 2 {
				return c, fmt.Errorf("heading %q: level %d, id %v", plain(spans), n.Level, id)
			}
			c.Blocks = append(c.Blocks, Block{Kind: Heading, ID: string(name), Level: n.Level, Text: spans})
		case *ast.Paragraph:
			spans, err := inline(n, source)
			if err != nil {
				return c, err
			}
			if name, ok := strings.CutPrefix(plain(spans), "{{"); ok && r.own == "" {
				more, err := generated(r.lang, strings.TrimSuffix(name, "}}"))
				if err != nil {
					return c, err
				}
				c.Blocks = append(c.Blocks, more...)
				continue
			}
			c.Blocks = append(c.Blocks, Block{Kind: Prose, Text: spans})
		case *ast.List:
			b := Block{Kind: List}
			if n.IsOrdered() {
				b.Kind = Steps
			}
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				if item.ChildCount() != 1 {
					return c, errors.New("a list within a list")
				}
				spans, err := inline(item.FirstChild(), source)
				if err != nil {
					return c, err
				}
				b.Items = append(b.Items, spans)
			}
			c.Blocks = append(c.Blocks, b)
		case *ast.FencedCodeBlock:
			c.Blocks = append(c.Blocks, Block{Kind: Code, Code: strings.TrimSpace(string(n.Lines().Value(source)))})
		default:
			return c, fmt.Errorf("a %s, which no page can show", n.Kind())
		}
	}
	if c.Title == "" && r.own == "" || len(c.Blocks) == 0 {
		return c, errors.New("no title, or nothing below it")
	}
	return c, nil
}

// inline reads the text of a block.
func (r reader) inline(n ast.Node, source []byte) ([]Span, error) {
	var out []Span
	add := func(s Span) {
		if last := len(out) - 1; last >= 0 && out[last].Style == s.Style && out[last].Href == s.Href {
			out[last].Text += s.Text
			return
		}
		out = append(out, s)
	}
	var walk func(ast.Node, string, string) error
	walk = func(n ast.Node, style, href string) error {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch c := c.(type) {
			case *ast.Text:
				s := string(c.Segment.Value(source))
				switch {
				case r.own != "" && (c.SoftLineBreak() || c.HardLineBreak()):
					s += "\n"
				case c.SoftLineBreak():
					s += " "
				}
				add(Span{s, style, href})
			case *ast.AutoLink:
				to := string(c.URL(source))
				if c.AutoLinkType == ast.AutoLinkEmail {
					to = "mailto:" + strings.TrimPrefix(to, "mailto:")
				}
				if !r.mayLead(to) {
					return fmt.Errorf("a link out of the program: %s", to)
				}
				add(Span{string(c.Label(source)), style, to})
			case *ast.String:
				add(Span{string(c.Value), style, href})
			case *ast.CodeSpan:
				if err := walk(c, "code", href); err != nil {
					return err
				}
			case *ast.Emphasis:
				if err := walk(c, map[int]string{1: "emphasis", 2: "strong"}[c.Level], href); err != nil {
					return err
				}
			case *ast.Link:
				to := string(c.Destination)
				if !r.mayLead(to) {
					return fmt.Errorf("a link out of the program: %s", to)
				}
				if err := walk(c, style, to); err != nil {
					return err
				}
			default:
				return fmt.Errorf("a %s within a line", c.Kind())
			}
		}
		return nil
	}
	err := walk(n, "", "")
	return out, err
}

// mayLead tells which links a text may hold: within the program, and in a text of the operator also to pages and addresses.
func (r reader) mayLead(to string) bool {
	if r.own != "" && slices.ContainsFunc([]string{"https://", "http://", "mailto:", "tel:"}, func(p string) bool { return strings.HasPrefix(to, p) }) {
		return true
	}
	return strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") || strings.HasPrefix(to, "#")
}

func plain(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// IDs are the ids that links can name, in order.
func IDs(all []Chapter) []string {
	var out []string
	for _, c := range all {
		out = append(out, c.ID)
		for _, b := range c.Blocks {
			if b.Kind == Heading {
				out = append(out, b.ID)
			}
		}
	}
	return slices.Clip(out)
}
