package meeting

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// DocumentType is the type of the document that holds a sequence.
const DocumentType = "sequence"

// Standard is the id of the sequence that needs no arranging; no document has it.
const Standard graph.ID = "standard"

// The limits of what is kept.
const (
	MostSlides   = 60
	mostTitle    = 200
	mostSentence = 600
	mostNotes    = 4000
)

// Sequence is what is shown in a meeting, in order.
type Sequence struct {
	ID      graph.ID    `json:"-"`
	Title   string      `json:"title"`
	NoNames bool        `json:"no_names,omitempty"` // kind and letter instead of names, on every slide
	Slides  []SlideSpec `json:"slides"`
}

// SlideSpec is one slide as it is kept. Exactly one of View, Finding and Scene says what is shown; with none of them it is a slide of
// free text. Title, Sentence and Notes replace what the program would write; empty = what it writes.
type SlideSpec struct {
	View     graph.ID     `json:"view,omitempty"`    // a saved view
	Finding  findings.Ref `json:"finding,omitempty"` // a finding by its Ref ("transitions/kita-grundschule/N")
	Scene    string       `json:"scene,omitempty"`   // a slide of the standard sequence, one of Scenes()
	Title    string       `json:"title,omitempty"`
	Sentence string       `json:"sentence,omitempty"`
	Notes    string       `json:"notes,omitempty"`
}

// Of reads a sequence out of a network. NotFound where there is none, Invalid where the document is none.
func Of(s *graph.Snapshot, id graph.ID) (Sequence, error) {
	d := graph.Find[*graph.Document](s, graph.KindDocument, id)
	if d == nil || d.Type != DocumentType {
		return Sequence{}, graph.Errorf(graph.NotFound, "meeting.error.not_found", string(id))
	}
	return decode(d)
}

func decode(d *graph.Document) (Sequence, error) {
	var q Sequence
	if json.Unmarshal([]byte(d.Body), &q) != nil {
		return Sequence{}, graph.Errorf(graph.Invalid, "meeting.error.unreadable", string(d.ID))
	}
	q.ID = d.ID
	return q, nil
}

// Parse reads a document that comes in, and refuses what Check refuses.
func Parse(d *graph.Document) (Sequence, error) {
	q, err := decode(d)
	if err != nil {
		return q, err
	}
	return q, q.Check()
}

// All are the sequences of a network in the order of their ids; what cannot be read is left out.
func All(s *graph.Snapshot) []Sequence {
	var out []Sequence
	for d := range graph.Records[*graph.Document](s, graph.KindDocument) {
		if d.Type != DocumentType {
			continue
		}
		if q, err := Of(s, d.ID); err == nil {
			out = append(out, q)
		}
	}
	return out
}

// Document is a sequence as it is kept: the same sequence gives the same bytes.
func (q Sequence) Document() *graph.Document {
	body, err := json.Marshal(q)
	if err != nil {
		panic(err) // texts and lists of texts: cannot happen
	}
	return &graph.Document{ID: q.ID, Type: DocumentType, Body: string(body)}
}

// Check tells what is wrong with a sequence, by field ("slides.2.title"); nil = nothing. A slide whose view or finding has gone is
// no fault: it says so where it is shown.
func (q Sequence) Check() error {
	var wrong []graph.FieldError
	add := func(field, value, key string, args ...any) {
		wrong = append(wrong, graph.FieldError{Field: field, Pointer: "/" + strings.ReplaceAll(field, ".", "/"), Value: value, Key: key, Args: args})
	}
	long := func(field, text string, most int) {
		if n := utf8.RuneCountInString(text); n > most {
			add(field, "", "meeting.error.long", n, most)
		}
	}
	if strings.TrimSpace(q.Title) == "" {
		add("title", q.Title, "meeting.error.no_title")
	}
	long("title", q.Title, mostTitle)
	if n := len(q.Slides); n > MostSlides {
		add("slides", "", "meeting.error.slides", n, MostSlides)
	}
	for i, x := range q.Slides {
		at := func(field string) string { return "slides." + itoa(i) + "." + field }
		long(at("title"), x.Title, mostTitle)
		long(at("sentence"), x.Sentence, mostSentence)
		long(at("notes"), x.Notes, mostNotes)
		shows := 0
		for _, s := range []string{string(x.View), string(x.Finding), x.Scene} {
			if s != "" {
				shows++
			}
		}
		switch {
		case shows > 1:
			add(at("view"), string(x.View), "meeting.error.one_thing")
		case shows == 0 && strings.TrimSpace(x.Title) == "":
			add(at("title"), "", "meeting.error.no_title")
		case x.Scene != "" && !isScene(x.Scene):
			add(at("scene"), x.Scene, "meeting.error.scene", x.Scene)
		}
		if _, ok := x.Finding.Question(); x.Finding != "" && !ok {
			add(at("finding"), string(x.Finding), "meeting.error.finding", string(x.Finding))
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return &graph.Error{Code: graph.Invalid, Key: wrong[0].Key, Args: wrong[0].Args, Fields: wrong}
}
