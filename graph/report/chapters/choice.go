package chapters

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"miteinander/graph"
)

// DocumentType is the type of the documents that hold a Choice.
const DocumentType = "report"

// For whom a report is.
const (
	ForPlan   = "plan"   // the plan after § 80 SGB VIII
	ForFunder = "funder" // one funder, or all of them
)

// Presets lists what Choice.For may be.
func Presets() []string { return []string{ForPlan, ForFunder} }

// The chapters, by the question that each answers.
const (
	Overview      = "overview"
	Funded        = "funded" // what the funder carries
	Stock         = "stock"
	Need          = "need"
	Together      = "together"
	Transitions   = "transitions"
	Gaps          = "gaps"
	Access        = "access"
	Dependencies  = "dependencies"
	Participation = "participation"
	Measures      = "measures"
	Clarify       = "clarify"
	Changes       = "changes"
	Views         = "views" // saved views
	Method        = "method"
)

// keys are the chapters of each preset in their first order, and whether they are in the report unless somebody says otherwise.
var keys = map[string][]ChapterChoice{
	ForPlan: preset(Overview, Stock, Need, Together, Transitions, Gaps, Access, Dependencies, Participation, Measures, Clarify, Changes, "-"+Views, Method),
	ForFunder: preset(Overview, Funded, Together, Transitions, Gaps, "-"+Stock, "-"+Need, "-"+Access, Dependencies, Participation, Measures, "-"+Clarify, Changes,
		"-"+Views, Method),
}

func preset(names ...string) []ChapterChoice {
	var out []ChapterChoice
	for _, n := range names {
		key, off := strings.CutPrefix(n, "-")
		out = append(out, ChapterChoice{Key: key, On: !off, Pictures: true, Tables: true})
	}
	return out
}

// The limits of what is kept.
const (
	MostText  = 4000 // characters of an introduction or of the sentences to a chapter
	MostTitle = 200
	MostRows  = 500
)

// usualRows is how many rows a table has unless somebody says otherwise.
const usualRows = 20

// Choice says what is in a report. It is kept with the network, one for each preset, so that the report of next year begins with
// that of this one.
type Choice struct {
	For      string          `json:"for" enum:"plan,funder"`
	Funder   graph.ID        `json:"funder,omitempty" maxLength:"200" doc:"Of the preset funder: whose; empty = all"`
	Title    string          `json:"title,omitempty" maxLength:"200" doc:"Empty: what the program writes"`
	Intro    string          `json:"intro,omitempty" maxLength:"4000" doc:"Paragraphs before the first chapter"`
	Chapters []ChapterChoice `json:"chapters" nullable:"false" maxItems:"20" doc:"In the order of the report"`
	Rows     int             `json:"rows" minimum:"1" maximum:"500" doc:"Rows of a table, unless its chapter says otherwise"`
	Since    string          `json:"since,omitempty" format:"date" doc:"Of the chapter changes: since when; empty = a year before the date"`
	Paper    string          `json:"paper" enum:"a4,a3" doc:"Of the pictures"`
	NoNames  bool            `json:"no_names" doc:"Kind and letter instead of names"`
	Public   bool            `json:"public" doc:"Without what is not public: measures, feedback, sources of single ties"`
}

// ChapterChoice is what is chosen of one chapter.
type ChapterChoice struct {
	Key      string `json:"key" enum:"overview,funded,stock,need,together,transitions,gaps,access,dependencies,participation,measures,clarify,changes,views,method"`
	On       bool   `json:"on" doc:"In the report"`
	Sentence string `json:"sentence,omitempty" maxLength:"4000" doc:"What the planner says, below the heading"`
	Pictures bool   `json:"pictures"`
	Tables   bool   `json:"tables"`
	Rows     int    `json:"rows,omitempty" minimum:"0" maximum:"500" doc:"0: as the report has it"`
}

// Default is the choice of a preset before anybody chose.
func Default(preset string) Choice {
	return Choice{For: preset, Chapters: slices.Clone(keys[preset]), Rows: usualRows, Paper: "a4"}
}

// DocumentID is the id of the document that keeps the choice of a preset.
func DocumentID(preset string) graph.ID { return graph.ID("report-" + preset) }

// Kept is the choice that a network keeps for a preset; the default where there is none, or none that can be read, such as one of a
// later version. False where nothing was kept.
func Kept(s *graph.Snapshot, preset string) (Choice, bool) {
	d := graph.Find[*graph.Document](s, graph.KindDocument, DocumentID(preset))
	if d == nil || d.Type != DocumentType {
		return Default(preset), false
	}
	dec := json.NewDecoder(strings.NewReader(d.Body))
	dec.DisallowUnknownFields()
	var c Choice
	if dec.Decode(&c) != nil {
		return Default(preset), false
	}
	if _, err := dec.Token(); err != io.EOF || c.For != preset || c.Check(nil) != nil {
		return Default(preset), false
	}
	return c.Whole(), true
}

// Whole is the choice with the chapters that it does not name, at the end and not in the report: those of a later version.
func (c Choice) Whole() Choice {
	c.Chapters = slices.Clone(c.Chapters)
	for _, k := range keys[c.For] {
		if !slices.ContainsFunc(c.Chapters, func(x ChapterChoice) bool { return x.Key == k.Key }) {
			k.On = false
			c.Chapters = append(c.Chapters, k)
		}
	}
	return c
}

// Check is Invalid with one fault per field that cannot be kept. A funder is looked up in s, unless that is nil.
func (c Choice) Check(s *graph.Snapshot) error {
	var bad []graph.FieldError
	add := func(pointer, value, key string, args ...any) {
		bad = append(bad, graph.FieldError{Field: strings.TrimPrefix(pointer, "/"), Pointer: pointer, Value: value, Key: key, Args: args})
	}
	text := func(pointer, v string, most int, lines bool) {
		odd := func(r rune) bool {
			return r == utf8.RuneError || r < ' ' && (!lines || r != '\n') || r == 0x7f
		}
		switch {
		case strings.ContainsFunc(v, odd):
			add(pointer, "", "report.error.text")
		case utf8.RuneCountInString(v) > most:
			add(pointer, strconv.Itoa(utf8.RuneCountInString(v)), "report.error.long", most)
		}
	}
	known := keys[c.For]
	if known == nil {
		add("/for", c.For, "errors.field.unknown_code", Presets())
	}
	if s != nil && c.Funder != "" && graph.Find[*graph.Entry](s, graph.KindFunder, c.Funder) == nil {
		add("/funder", string(c.Funder), "errors.field.unknown_ref", "funder")
	}
	text("/title", c.Title, MostTitle, false)
	text("/intro", c.Intro, MostText, true)
	if c.Rows < 1 || c.Rows > MostRows {
		add("/rows", strconv.Itoa(c.Rows), "report.error.rows", MostRows)
	}
	if c.Since != "" {
		if _, err := graph.ParseDate(c.Since); err != nil {
			add("/since", c.Since, "errors.field.date")
		}
	}
	if c.Paper != "a4" && c.Paper != "a3" {
		add("/paper", c.Paper, "errors.field.unknown_code", []string{"a4", "a3"})
	}
	seen := map[string]bool{}
	for i, x := range c.Chapters {
		at := "/chapters/" + strconv.Itoa(i)
		switch {
		case !slices.ContainsFunc(known, func(k ChapterChoice) bool { return k.Key == x.Key }):
			add(at+"/key", x.Key, "report.error.chapter")
		case seen[x.Key]:
			add(at+"/key", x.Key, "report.error.twice")
		}
		seen[x.Key] = true
		text(at+"/sentence", x.Sentence, MostText, true)
		if x.Rows < 0 || x.Rows > MostRows {
			add(at+"/rows", strconv.Itoa(x.Rows), "report.error.rows", MostRows)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	return &graph.Error{Code: graph.Invalid, Key: "errors.invalid", Args: []any{len(bad)}, Fields: bad}
}

// Document is the record that keeps the choice: the same choice gives the same bytes. Invalid as Check says.
func (c Choice) Document(s *graph.Snapshot) (*graph.Document, error) {
	if err := c.Check(s); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(c); err != nil {
		return nil, err
	}
	return &graph.Document{ID: DocumentID(c.For), Type: DocumentType, Body: strings.TrimSuffix(b.String(), "\n")}, nil
}

// shown are the chapters that are in the report, in order: those that are on, and of a public report none that only has what is
// not public.
func (c Choice) shown() []ChapterChoice {
	return slices.DeleteFunc(slices.Clone(c.Chapters), func(x ChapterChoice) bool { return !x.On || c.Public && x.Key == Measures })
}

// Override is what one reader wants otherwise than it is kept; empty fields leave it. It can leave out more, never less: a choice
// without names stays without.
type Override struct {
	Funder                      graph.ID
	Chapters                    []string // these alone, in this order
	Rows                        int
	Since, Paper                string
	NoNames, NoPictures, Public bool
}

// With is the choice with what is wanted otherwise. It may be one that Check refuses.
func (c Choice) With(o Override) Choice {
	c.Chapters = slices.Clone(c.Chapters)
	if len(o.Chapters) > 0 {
		var own []ChapterChoice
		for _, key := range o.Chapters {
			x := ChapterChoice{Key: key, Pictures: true, Tables: true}
			if i := slices.IndexFunc(c.Chapters, func(x ChapterChoice) bool { return x.Key == key }); i >= 0 {
				x = c.Chapters[i]
			}
			x.On = true
			own = append(own, x)
		}
		c.Chapters = own
	}
	if o.NoPictures {
		for i := range c.Chapters {
			c.Chapters[i].Pictures = false
		}
	}
	if o.Funder != "" {
		c.Funder = o.Funder
	}
	if o.Rows != 0 {
		c.Rows = o.Rows
		for i := range c.Chapters {
			c.Chapters[i].Rows = 0
		}
	}
	if o.Since != "" {
		c.Since = o.Since
	}
	if o.Paper != "" {
		c.Paper = o.Paper
	}
	c.NoNames, c.Public = c.NoNames || o.NoNames, c.Public || o.Public
	return c
}
