package report

import "miteinander/graph/diagram"

// Document is a text to print, in reading order. Writers give every heading an anchor, number tables and pictures, and
// make the contents from the headings. Paragraphs, lists and tables go on over pages however long they are; a title, heading,
// caption, column or label of more than some hundred letters ends in "…".
type Document struct {
	Title    string
	Subtitle string
	Lang     string      // de, en
	Meta     [][2]string // label and value below the title, in this order: date, state of the data, selection, sources, …
	Blocks   []Block
	// Landscape turns the pages of the text; pictures with Full have their own pages either way.
	Landscape bool
	// Numbered puts 1, 1.1, 1.1.1 before headings, in the text and in the contents.
	Numbered bool
	// Cover gives title and Meta a page of their own; else they stand above the text.
	Cover bool
}

// Block is a part of a document: Heading, Paragraph, List, Table, Picture, Form, PageBreak or Contents.
type Block interface{ block() }

// Heading begins a section. Level is 1 to 3; a level below the one before it goes down by one at most (a writer mends it).
type Heading struct {
	Level int
	Text  string
}

// Kind is what a paragraph is to its reader.
type Kind string

// The kinds.
const (
	Plain Kind = ""     // running text
	Lead  Kind = "lead" // the answer of a section: larger
	Note  Kind = "note" // source, limits, how to read: smaller
)

// Paragraph is running text. A line break in Text stays one.
type Paragraph struct {
	Text string
	Kind Kind
	Bold bool
}

// List is a list of short paragraphs, numbered or with bullets.
type List struct {
	Items    []string
	Numbered bool
}

// Align is on which side a column stands.
type Align string

// The alignments. Numbers stand at the end.
const (
	Start Align = ""
	End   Align = "end"
)

// Column is a column of a table.
type Column struct {
	Name  string
	Align Align
	// Width is its share of the table against the other columns; 0 is chosen from what the column holds.
	Width float64
}

// Table is a table with a head that is repeated on every page it reaches. Rows are as long as Columns; a shorter one is
// filled with empty cells, a longer one is cut.
type Table struct {
	Caption string // what it shows, without "Tabelle 3": writers count
	Columns []Column
	Rows    [][]string
	// RowHead makes the first column the heads of the rows, for screen readers and in bold.
	RowHead bool
	// Empty is said in place of a table without rows; "" leaves the table out.
	Empty string
}

// Picture is one sheet of diagram.Draw.
type Picture struct {
	Sheet   diagram.Sheet
	Alt     string // what it shows, for those who do not see it; "" takes Sheet.Summary
	Caption string // without "Abbildung 3": writers count
	// Full gives the sheet a page of its own, across, in its own size (A4 or A3) and with its head and foot. Else it stands in the
	// text, as wide as that, without the head and the source line that the document says itself.
	Full bool
	// High is the most height it takes in the text, in points; 0 = half a page.
	High float64
}

// Form is a place to read and to fill in: labels on the left, on the right what is known. Word files have fields there.
type Form struct {
	Caption string // for screen readers, and above it where it is not ""
	Rows    []FormRow
}

// FormRow is one line of a form. Where Value is empty there is room for Lines lines (at least one) and Hint says what
// belongs there.
type FormRow struct {
	Label, Value, Hint string
	Lines              int
}

// PageBreak begins a new page.
type PageBreak struct{}

// Contents is the table of contents: the headings down to Depth (0 = 2) with their pages.
type Contents struct{ Depth int }

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}
func (Picture) block()   {}
func (Form) block()      {}
func (PageBreak) block() {}
func (Contents) block()  {}
