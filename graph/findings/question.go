package findings

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/words"
)

// Params are the options of the questions; the zero value is the default of every one. Tags are the names in URLs.
type Params struct {
	SameProvider      bool   `json:"same_provider,omitempty"`      // side by side: pairs of one Träger count as internal
	WithoutEverywhere bool   `json:"without_everywhere,omitempty"` // side by side: without what is offered everywhere
	SameKind          bool   `json:"same_kind,omitempty"`          // side by side: pairs of regular institutions of one kind count like others
	Checklist         bool   `json:"checklist,omitempty"`          // transitions: half of the checklist also carries
	Indicator         string `json:"indicator,omitempty"`          // weight by this Kennzahl instead of all children
}

// Question is one thing that can be asked. Name is the key in JSON; routes and command line write it with hyphens.
type Question struct {
	Name string
	Ask  func(context.Context, *Basis, Params) (Answer, error)
}

// Hyphened is the name in routes and on the command line: "side-by-side".
func (q Question) Hyphened() string { return strings.ReplaceAll(q.Name, "_", "-") }

// Questions is the one list that command line, routes, OpenAPI and pages walk.
var Questions = []Question{
	{"side_by_side", func(ctx context.Context, b *Basis, p Params) (Answer, error) { return b.askedSideBySide(ctx, p) }},
	{"across_sectors", func(ctx context.Context, b *Basis, p Params) (Answer, error) { return AskAcrossSectors(ctx, b, p) }},
	{"transitions", func(ctx context.Context, b *Basis, p Params) (Answer, error) { return b.askedTransitions(ctx, p) }},
	{"gaps", func(ctx context.Context, b *Basis, p Params) (Answer, error) { return AskGaps(ctx, b, p) }},
	{"access", func(ctx context.Context, b *Basis, p Params) (Answer, error) { return AskAccess(ctx, b, p) }},
	{"participation", func(ctx context.Context, b *Basis, p Params) (Answer, error) { return AskParticipation(ctx, b, p) }},
	{"dependencies", func(ctx context.Context, b *Basis, p Params) (Answer, error) { return AskDependencies(ctx, b, p) }},
	{"clarify", func(ctx context.Context, b *Basis, p Params) (Answer, error) { return AskClarify(ctx, b, p) }},
}

// Find gives the question of a name with hyphens or underscores.
func Find(name string) (Question, bool) {
	name = strings.ReplaceAll(name, "-", "_")
	i := slices.IndexFunc(Questions, func(q Question) bool { return q.Name == name })
	if i < 0 {
		return Question{}, false
	}
	return Questions[i], true
}

// Answer is what a question gives. It marshals to the JSON of findings.md, "The contract of the numbers".
type Answer interface {
	Headline() Sentence
	Shares() []Share
	Len() int
	Finding(i int) Finding // row i in the order of the answer; made when asked for
	Columns() []Column     // the table twin of the rows: screen, CSV, Excel, print
}

// Ref names a finding stably over revisions ("transitions/kita-grundschule/N"): measures, goals and slides hang on it.
type Ref string

// Status is a word of the contract: "side_by_side", "carrying", "gap", …
type Status string

// Finding is one row with its sentence and the records that it rests on.
type Finding struct {
	Ref      Ref
	Status   Status
	Children int64
	Says     Sentence
	Evidence []graph.Key
}

// Sentence is a key of graph/words with its arguments, which may be sentences.
type Sentence struct {
	Key  string
	Args []any
}

func say(key string, args ...any) Sentence { return Sentence{"findings." + key, args} }

// Text is the sentence in a language.
func (s Sentence) Text(lang string) string {
	if s.Key == "" {
		return ""
	}
	return words.Text(lang, s.Key, s.Args...)
}

// sentences are joined by spaces; empty ones are left out.
type sentences []Sentence

// Text joins them.
func (s sentences) Text(lang string) string {
	var out []string
	for _, x := range s {
		if t := x.Text(lang); t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, " ")
}

// together makes one sentence of several.
func together(s ...Sentence) Sentence { return say("joined", sentences(s)) }

// Share is a part of a whole with what the unknown could make of it. Num and Den are those of the lower bound; Den 0 = null.
type Share struct {
	Name                   string
	Num, Den, Lower, Upper float64
}

// shareOf divides once; upper is the numerator with every unknown as yes.
func shareOf(name string, lower, upper, den float64) Share {
	s := Share{Name: name, Num: lower, Den: den}
	if den > 0 {
		s.Lower, s.Upper = lower/den, upper/den
	}
	return s
}

// Text is the share as a screen writes it: a range where it is not settled, "–" where there is nothing to divide by.
func (s Share) Text(lang string) string {
	if s.Den == 0 {
		return "–"
	}
	return words.PercentRange(lang, s.Lower, s.Upper)
}

// value, bounds and parts are the three JSON forms of a share.
func (s Share) value() *float64 {
	if s.Den == 0 {
		return nil
	}
	return &s.Lower
}

func (s Share) bounds() []float64 {
	if s.Den == 0 {
		return nil
	}
	return []float64{s.Lower, s.Upper}
}

func (s Share) parts() Parts { return Parts{s.Num, s.Den} }

// Parts are the numerator and denominator of a share.
type Parts struct {
	Numerator   float64 `json:"numerator"`
	Denominator float64 `json:"denominator"`
}

// Column is one column of the table twin; its heading is the words key "findings.column.<Key>". Value gives a string, int64,
// float64, Sentence, Share, graph.Date or nil for a row.
type Column struct {
	Key     string
	Numeric bool
	Value   func(row int) any
}

// byIndicator begins the key of a column that holds an indicator; the rest is its name.
const byIndicator = "indicator:"

// weightColumn is the key of the column of children, or of the indicator that stands for them.
func (p Params) weightColumn() string {
	if p.Indicator != "" {
		return byIndicator + p.Indicator
	}
	return "children"
}

// Title is the heading of a column.
func (c Column) Title(lang string) string {
	if name, ok := strings.CutPrefix(c.Key, byIndicator); ok {
		return name
	}
	return words.Text(lang, "findings.column."+c.Key)
}

// JSON answers the named questions (all when names is empty) and writes one object with a key for each, as the command line
// prints it. An unknown name is Invalid ("errors.findings.question").
func JSON(ctx context.Context, s *graph.Selection, names []string, p Params) ([]byte, error) {
	asked := Questions
	if len(names) > 0 && !slices.Contains(names, "all") {
		asked = nil
		for _, n := range names {
			q, ok := Find(n)
			if !ok {
				return nil, graph.Errorf(graph.Invalid, "errors.findings.question", n)
			}
			asked = append(asked, q)
		}
	}
	b, err := NewBasis(ctx, s)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteByte('{')
	for i, q := range asked {
		a, err := q.Ask(ctx, b, p)
		if err != nil {
			return nil, err
		}
		body, err := json.Marshal(a)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		key, _ := json.Marshal(q.Name)
		out.Write(key)
		out.WriteByte(':')
		out.Write(body)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
