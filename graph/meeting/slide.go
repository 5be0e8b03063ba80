package meeting

import (
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
	"miteinander/graph/report/chapters"
)

// Slide is one leaf of a meeting, in one language, drawn. Screen, PowerPoint, HTML, PDF and Word files are written from it.
type Slide struct {
	Ref      string // stable within the sequence: "standing", "rounds", "view/<id>", "finding/<ref>", "text/<n>"
	Title    string // what the slide is about, a few words
	Sentence string // what it says, one sentence; may be empty on a slide of free text
	Notes    string // for who speaks: what the numbers rest on; lines end in "\n"; may be empty
	Missing  bool   // what it should show is there no more; Sentence says so

	// Picture is what is shown, at most one sheet on paper "slide"; empty on a slide of free text. Title and Sentence stand in the
	// head of the sheet too: who writes them as text shows Sheet.Body().
	Picture []diagram.Sheet
	Alt     string // the picture in words, for who does not see it; empty where there is no picture
	Bundled string // what the picture draws as one, in words; empty where everything stands by itself

	// Table is the twin of the picture: cells are string, int64, float64 or nil. Shortened to what a slide can hold; Rows says how
	// many there are. No header: no table.
	Table findings.Table
	Refs  []findings.Ref // beside Table.Rows: the finding of a row, "" where a row is none
	Rows  int            // rows there are in the data

	// Occasion is the finding that a decision noted on this slide is about, where there is one and no row is chosen; "" = none.
	// Typed are the names that stand in what people wrote for this slide, where it is shown without names: those that were replaced, and
	// words of names that stay.
	Typed []chapters.Typed

	Occasion findings.Ref
	Question string // the question that the slide answers, as in findings.Questions ("side_by_side"); "" = none
}
