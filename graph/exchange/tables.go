package exchange

import "miteinander/graph/geometry"

// Tables is a file as it was read, before anything is understood: what a child process that parses hands back.
type Tables struct {
	File     string  `json:"file"`               // name as given, for messages
	Format   string  `json:"format"`             // xlsx, csv, zip, folder, geojson
	Encoding string  `json:"encoding,omitempty"` // of CSV: UTF-8, Windows-1252, UTF-16
	Sheets   []Table `json:"sheets"`

	Geometry *geometry.File `json:"geometry,omitempty"` // borders of areas: a GeoJSON file, or one beside the tables
}

// Table is one sheet. Rows hold what lies below the header; blank rows are left out, their numbers are not.
type Table struct {
	Name      string   `json:"name"`
	Header    []string `json:"header"`
	HeaderRow int      `json:"header_row"` // as the user sees it
	Rows      []Row    `json:"rows"`
	To        string   `json:"to,omitempty"`      // of a mapped table: the sheet that it stands for
	Source    []string `json:"source,omitempty"`  // of a mapped table: the foreign column behind each column
	Numbers   bool     `json:"numbers,omitempty"` // cells come from a spreadsheet: numbers with a point, dates as ISO
	Merges    []string `json:"merges,omitempty"`  // merged cells as the file has them: A3:B4
	Headings  bool     `json:"-"`                 // of a list: rows stand under headings
}

// Row is one row of a sheet. Cells may be shorter or longer than the header.
type Row struct {
	Number int            `json:"row"` // as the user sees it, 1-based
	Cells  []string       `json:"cells"`
	Flags  map[int]string `json:"flags,omitempty"` // column → why its value cannot be trusted: formula, merged, error
}

// The flags of a cell.
const (
	flagFormula = "formula"
	flagMerged  = "merged"
	flagCovered = "covered" // by a merged cell or a value that cannot be mapped: the error stands elsewhere
	flagError   = "error"
)

// cell is the text at a column, "" beyond the end.
func (r Row) cell(i int) string {
	if i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}

// Limits bound what a file may hold; safety.md A2.
type Limits struct {
	File     int64 // bytes as uploaded
	Unpacked int64 // bytes of all entries of an archive
	Entries  int   // of an archive
	Ratio    int64 // unpacked : packed of an entry above 1 MiB
	Rows     int   // of all sheets
	Columns  int
	Cells    int // of all sheets, blank ones before the last of a row included
	Cell     int // bytes of one cell
	// Progress hears every some hundred rows how many were read and what share of the sheet at hand that is; may be nil.
	Progress func(rows int, share float64)

	cells *int // read so far; made where reading begins
}

// count takes n more cells. A row of blank cells is small in a file and large in memory: what is counted is what is held.
func (l Limits) count(n int) bool {
	if l.cells == nil {
		return n <= l.Cells
	}
	*l.cells += n
	return *l.cells <= l.Cells
}

// tell passes on how far reading is.
func (l Limits) tell(rows, at, of int) {
	if l.Progress != nil && rows%500 == 0 && of > 0 {
		l.Progress(rows, float64(at)/float64(of))
	}
}

// DefaultLimits are those of safety.md A2; columns are more because a matrix has one for each institution.
func DefaultLimits() Limits {
	return Limits{File: 20 << 20, Unpacked: 64 << 20, Entries: 200, Ratio: 100, Rows: 100_000, Columns: 1000, Cells: 5_000_000, Cell: 1 << 20}
}
