package views

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"miteinander/graph"
	"miteinander/graph/words"
)

// DocumentType is the type of the documents that are views; Prefix begins their ids.
const (
	DocumentType = "view"
	Prefix       = "view-"
)

// The longest that a view may say, in characters.
const (
	MaxTitle    = 120
	MaxSentence = 500
	MaxQuery    = 8000
)

// View is one saved view.
type View struct {
	ID       graph.ID   // begins with Prefix
	Title    string     // one line, not empty
	Sentence string     // one line of the person; may be empty
	Page     string     // the route under /n/{network} without its slashes at the ends: "karte", "daten/verlauf"; "" is the overview
	Query    string     // what the address of the page carries, without "?"; holds no_names=1 exactly where NoNames is true
	NoNames  bool       // names are replaced by kind and letter
	Created  graph.Date // the day on which it was saved first
}

// body is the form in which a document keeps a view.
type body struct {
	Title    string `json:"title"`
	Sentence string `json:"sentence"`
	Page     string `json:"page"`
	Query    string `json:"query"`
	NoNames  bool   `json:"no_names"`
	Created  string `json:"created"`
}

// passing are parts of an address that belong to the moment and not to what is shown: the open card and the open form.
var passing = map[string]bool{"card": true, "edit": true, "lang": true}

var pagePath = regexp.MustCompile(`^([a-z0-9-]+(/[a-z0-9-]+)*)?$`)

// Parse reads the view of a document. Invalid, naming each field that is wrong, where it is none: of another type, not JSON
// of exactly the known keys, or with values that Check refuses.
func Parse(d *graph.Document) (View, error) {
	if d.Type != DocumentType {
		return View{}, graph.Errorf(graph.Invalid, "errors.view.body", string(d.ID))
	}
	var b body
	dec := json.NewDecoder(strings.NewReader(d.Body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&b); err != nil {
		return View{}, graph.Errorf(graph.Invalid, "errors.view.body", string(d.ID))
	}
	if _, err := dec.Token(); err != io.EOF {
		return View{}, graph.Errorf(graph.Invalid, "errors.view.body", string(d.ID))
	}
	day, err := graph.ParseDate(b.Created)
	if err != nil {
		return View{}, graph.Errorf(graph.Invalid, "errors.view.body", string(d.ID))
	}
	v := View{ID: d.ID, Title: b.Title, Sentence: b.Sentence, Page: b.Page, Query: b.Query, NoNames: b.NoNames, Created: day}.Normal()
	return v, v.Check()
}

// Normal is v without blanks at the ends of its texts, without the parts of an address that belong to the moment, and with
// no_names in its query exactly where NoNames is true; either of the two sets it.
func (v View) Normal() View {
	v.Title, v.Sentence = strings.TrimSpace(v.Title), strings.TrimSpace(v.Sentence)
	v.Page = strings.Trim(v.Page, "/")
	var kept []string
	for part := range strings.SplitSeq(strings.TrimPrefix(v.Query, "?"), "&") {
		name, value, _ := strings.Cut(part, "=")
		if name == "no_names" {
			v.NoNames = v.NoNames || value == "1" || value == "true"
			continue
		}
		if name != "" && !passing[name] {
			kept = append(kept, part)
		}
	}
	if v.NoNames {
		kept = append(kept, "no_names=1")
	}
	v.Query = strings.Join(kept, "&")
	return v
}

// Check is Invalid with one fault per field that cannot be kept, nil for a view that can.
func (v View) Check() error {
	var bad []graph.FieldError
	key := graph.Key{Kind: graph.KindDocument, ID: v.ID}
	add := func(field, value, word string, args ...any) {
		bad = append(bad, graph.FieldError{Record: key, Field: field, Pointer: "/" + field, Value: value, Key: word, Args: append([]any{value}, args...)})
	}
	if !strings.HasPrefix(string(v.ID), Prefix) || len(v.ID) == len(Prefix) {
		add("id", string(v.ID), "errors.view.id")
	}
	line := func(field, text string, most int) {
		switch {
		case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 }):
			add(field, "", "errors.view.line")
		case utf8.RuneCountInString(text) > most:
			add(field, "", "errors.view.long", most)
		}
	}
	if v.Title == "" {
		add("title", "", "errors.view.title")
	}
	line("title", v.Title, MaxTitle)
	line("sentence", v.Sentence, MaxSentence)
	if len(v.Page) > 80 || !pagePath.MatchString(v.Page) {
		add("page", v.Page, "errors.view.page")
	}
	line("query", v.Query, MaxQuery)
	if strings.ContainsAny(v.Query, "#? \"<>") {
		add("query", v.Query, "errors.view.query")
	} else if _, err := url.ParseQuery(v.Query); err != nil {
		add("query", v.Query, "errors.view.query")
	} else if _, err := graph.ParseFilter(v.Query); err != nil {
		add("query", v.Query, "errors.view.query")
	}
	if v.Created.IsZero() {
		add("created", "", "errors.view.created")
	}
	if len(bad) == 0 {
		return nil
	}
	e := graph.Errorf(graph.Invalid, "errors.invalid", len(bad))
	e.Fields = bad
	return e
}

// Document is the record that keeps the view: the same view gives the same bytes. Invalid as Check says.
func (v View) Document() (*graph.Document, error) {
	v = v.Normal()
	if err := v.Check(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body{v.Title, v.Sentence, v.Page, v.Query, v.NoNames, v.Created.String()}); err != nil {
		return nil, err
	}
	return &graph.Document{ID: v.ID, Type: DocumentType, Body: strings.TrimSuffix(b.String(), "\n")}, nil
}

// Filter is the selection of the view; its date is zero where the address names none.
func (v View) Filter() (graph.Filter, error) { return graph.ParseFilter(v.Query) }

// Param is a part of what the address carries, "" where it is not there.
func (v View) Param(name string) string {
	q, err := url.ParseQuery(v.Query)
	if err != nil {
		return ""
	}
	return q.Get(name)
}

// Path is the address of the view in a network: "/n/musterstadt/karte?areas=N".
func (v View) Path(network graph.NetworkID) string {
	p := "/n/" + url.PathEscape(string(network))
	if v.Page != "" {
		p += "/" + v.Page
	}
	if v.Query != "" {
		p += "?" + v.Query
	}
	return p
}

// Views are the saved views of a network by title as in a German dictionary, those of equal title by id. Documents that are
// no valid view, such as those of a later version, are left out.
func Views(s *graph.Snapshot) []View {
	var out []View
	for d := range graph.Records[*graph.Document](s, graph.KindDocument) {
		if d.Type != DocumentType {
			continue
		}
		if v, err := Parse(d); err == nil {
			out = append(out, v)
		}
	}
	words.SortBy(words.German, out, func(v View) string { return v.Title })
	return out
}

// Find is the view of an id, false where there is none.
func Find(s *graph.Snapshot, id graph.ID) (View, bool) {
	d := graph.Find[*graph.Document](s, graph.KindDocument, id)
	if d == nil || d.Type != DocumentType {
		return View{}, false
	}
	v, err := Parse(d)
	return v, err == nil
}

// Titled is the view that has a title already, whatever its case, other than the one of an id.
func Titled(s *graph.Snapshot, title string, but graph.ID) (View, bool) {
	for _, v := range Views(s) {
		if v.ID != but && strings.EqualFold(v.Title, strings.TrimSpace(title)) {
			return v, true
		}
	}
	return View{}, false
}
