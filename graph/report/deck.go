package report

import "miteinander/graph/diagram"

// Deck is a sequence of slides. Writers put a first slide before them, with Title, Subtitle and Meta.
type Deck struct {
	Title    string
	Subtitle string
	Lang     string      // de, en
	Meta     [][2]string // label and value: date, state of the data, selection, …
	Slides   []Slide
	Dark     bool // light letters and lines on a dark ground, in PowerPoint and at first in HTML; paper stays white
}

// Slide is one view: the answer as its title, one sentence, a picture or a table.
type Slide struct {
	Title    string
	Sentence string
	Points   []string // short lines below the sentence, beside the picture where there is one
	Notes    string   // what to say; in PowerPoint's notes, below the slide elsewhere
	// Picture is shown without its head and source line (Deck and Slide say that), as large as the slide lets it. nil = none.
	Picture *diagram.Sheet
	Alt     string // what Picture shows; "" takes its Summary
	// Table is the same as the picture in rows. Without a picture it is the slide; else it stands behind the last slide.
	Table *Table
}
