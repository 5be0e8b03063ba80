package exchange

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"

	"miteinander/graph"
)

// Mapping says what a foreign table means: which of its columns is what. It is a TOML file, kept with the network for next
// time; docs/mappings holds examples that are tested. One row of the foreign table can make rows of several sheets.
//
//	title = "Kitas"
//	[geometry]                 # optional: areas, and where a point lies
//	file = "stadtteile.geojson"
//	id = "AREA_ID"
//	name = "AREA_NAME"
//	strip_pattern = "^[0-9]+ "
//	sheet = true               # the areas are the sheet Planungsraeume
//
//	[[sheet]]                  # rows that no foreign row gives: catalogues, settings
//	name = "Lebensphasen"
//	header = ["Kennung", "Name"]
//	rows = [["u3", "unter 3 Jahre"]]
//
//	[[table]]
//	to = "Institutionen"
//	from = ""                  # sheet of the foreign file; empty: its first; "*": every one that has the columns
//	header = 3                 # optional: the list is looked for by its columns, wherever it stands now; this row was its header
//	fill = ["Träger"]          # columns whose empty cells take the value above
//	when = [{column = "Name", not = [""]}]
//	each = ""                  # a column whose cell names several partners: each makes a row
//	distinct = true            # rows with one Kennung (without: equal rows) are one
//	[table.columns]
//	Name = {column = "facility"}
//	Art = {value = "Kita"}
//	Lebensphasen = {column = "Alter", as = "phases"}   # free text is read; what is not understood is listed
type Mapping struct {
	Title    string
	Geometry *Geometry
	Sheets   []FixedSheet
	Tables   []MappedTable

	areas []polygonArea
}

// Geometry are the areas of a GeoJSON file.
type Geometry struct {
	File         string
	ID           string // property that is the Kennung; empty: made from the name
	Name         string // property that is the name
	StripPattern string `toml:"strip_pattern"`
	Sheet        bool
}

// FixedSheet are rows as they would stand in the workbook.
type FixedSheet struct {
	Name   string
	Header []string
	Rows   [][]string
}

// MappedTable makes one row of a workbook sheet of each foreign row that its conditions let through.
type MappedTable struct {
	To       string
	From     string
	When     []Condition
	Distinct bool
	Loose    bool     // of rows that mean one record the first value of each column holds; what differs is listed, no error
	Header   int      // row of the header, when the list was mapped; 0: the first row with text
	Lines    int      // rows of the header; 0: as many as it looks like
	NoHeader bool     `toml:"no_header"` // the list begins at Header and its columns are called "Spalte A", …
	Last     int      // last row of the list; 0: to its end
	Each     string   // a column whose cell names several: each of them makes a row
	Fill     []string // columns whose empty cells take the value above
	Columns  map[string]Source

	sheet *sheet
	order []string // columns by name, so that the result does not depend on a map
}

// Source says where the value of a column comes from. Steps run in this order: value or column(s), split and part, strip,
// map, id.
type Source struct {
	Value        string            // a constant
	Column       string            // a foreign column
	Columns      []string          // several, joined by Join
	Join         string            // a space where not given
	Split        string            // makes a list of a cell
	Part         int               // 1…: only this part of it; negative from the end
	Strip        []string          // prefixes to take off, the first that fits
	StripPattern string            `toml:"strip_pattern"` // or a regular expression
	Map          map[string]string // value → value; of a list each part
	Keep         bool              // a value that Map lacks stays as it is
	Default      string            // for empty values, and for what Map lacks
	Collect      []Collect         // a list of the values whose condition holds
	ID           bool              // a Kennung is made of the text
	Exact        bool              // ID: two spellings are two
	Area         *PointSource      // the area in which a point lies
	As           string            // how free text is read: phases, groups, fields, kinds, street, …; Map goes before it
	Quiet        bool              // with As: what is not understood is not listed, another column says it
	Prefix       string            // stands before the value; with As before the text that is read
	Else         *Source           // where nothing comes of it
	Lookup       *Lookup           // the value stands in another sheet

	pattern *regexp.Regexp
}

// Collect gives Value when the condition holds.
type Collect struct {
	Condition
	Value string
}

// Lookup finds a value in another sheet: in the first row whose Key is what this row has in By, the cell of Column.
type Lookup struct{ Sheet, Key, By, Column string }

// PointSource names the columns of a point in degrees.
type PointSource struct{ Lat, Lon string }

// Condition compares a cell: all that is given must hold.
type Condition struct {
	Column string
	Is     []string
	Not    []string
	Over   *float64 // a number greater than this; an empty cell is none
}

// LoadMapping reads a mapping file; a geometry file lies beside it.
func LoadMapping(path string) (*Mapping, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, pathError(path, err)
	}
	return ParseMapping(b, os.DirFS(filepath.Dir(path)))
}

// ParseMapping reads a mapping whose geometry lies in files; files may be nil where it names none. All that is wrong with it is
// an Invalid *graph.Error.
func ParseMapping(b []byte, files fs.FS) (*Mapping, error) {
	bad := func(format string, args ...any) error {
		return graph.Errorf(graph.Invalid, "exchange.file.mapping", fmt.Sprintf(format, args...))
	}
	var raw struct {
		Title    string
		Geometry *Geometry
		Sheet    []FixedSheet
		Table    []MappedTable
	}
	meta, err := toml.Decode(string(b), &raw)
	if err != nil {
		var pe toml.ParseError
		if errors.As(err, &pe) {
			return nil, bad("%d: %s", pe.Position.Line, pe.Message)
		}
		return nil, bad("%v", err)
	}
	if extra := meta.Undecoded(); len(extra) > 0 {
		return nil, bad("%s?", extra[0])
	}
	m := &Mapping{Title: raw.Title, Geometry: raw.Geometry, Sheets: raw.Sheet, Tables: raw.Table}
	for _, s := range m.Sheets {
		if sheetNamed(s.Name) == nil || len(s.Header) == 0 {
			return nil, bad("sheet %q", s.Name)
		}
	}
	if len(m.Tables) == 0 {
		return nil, bad("[[table]]?")
	}
	for i := range m.Tables {
		if err := m.Tables[i].prepare(m); err != nil {
			return nil, bad("table %d: %v", i+1, err)
		}
	}
	if m.Geometry != nil {
		if m.areas, err = m.Geometry.load(files); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// prepare checks what a table names and compiles its patterns.
func (t *MappedTable) prepare(m *Mapping) error {
	if t.sheet = sheetNamed(t.To); t.sheet == nil || t.sheet.kind == 0 {
		return fmt.Errorf("to = %q", t.To)
	}
	if len(t.Columns) == 0 {
		return fmt.Errorf("[table.columns]?")
	}
	for _, c := range t.sheet.columns { // known columns first, in their order
		for name := range t.Columns {
			if known, ok := t.sheet.columnNamed(name); ok && known.field == c.field {
				t.order = append(t.order, name)
			}
		}
	}
	for _, name := range sortedKeys(t.Columns) {
		if !contains(t.order, name) {
			t.order = append(t.order, name)
		}
		s, err := t.Columns[name].prepare(name, m)
		if err != nil {
			return err
		}
		t.Columns[name] = s
	}
	return nil
}

// prepare checks a source and compiles its pattern.
func (s Source) prepare(name string, m *Mapping) (Source, error) {
	ways := 0
	for _, given := range []bool{s.Value != "", s.Column != "", len(s.Columns) > 0, len(s.Collect) > 0, s.Area != nil, s.Lookup != nil} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		return s, fmt.Errorf("%s: value, column, columns, collect, area, lookup: one of them", name)
	}
	if s.As != "" && readings[s.As] == nil {
		return s, fmt.Errorf("%s: as = %q? %s", name, s.As, strings.Join(sortedKeys(readings), ", "))
	}
	if s.Area != nil && m.Geometry == nil {
		return s, fmt.Errorf("%s: area needs [geometry]", name)
	}
	if s.StripPattern != "" {
		re, err := regexp.Compile(s.StripPattern)
		if err != nil {
			return s, fmt.Errorf("%s: %w", name, err)
		}
		s.pattern = re
	}
	if s.Else != nil {
		otherwise, err := s.Else.prepare(name, m)
		if err != nil {
			return s, err
		}
		s.Else = &otherwise
	}
	return s, nil
}

// foreign lists the foreign columns that a source reads.
func (s Source) foreign() []string {
	var out []string
	if s.Column != "" {
		out = append(out, s.Column)
	}
	out = append(out, s.Columns...)
	for _, c := range s.Collect {
		out = append(out, c.Column)
	}
	if s.Area != nil {
		out = append(out, s.Area.Lat, s.Area.Lon)
	}
	if s.Lookup != nil {
		out = append(out, s.Lookup.By)
	}
	if s.Else != nil {
		out = append(out, s.Else.foreign()...)
	}
	return out
}

// said is the foreign column that messages name.
func (s Source) said() string {
	s.Else = nil
	return strings.Join(s.foreign(), " + ")
}
