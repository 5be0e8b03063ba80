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
//	from = ""                  # sheet of the foreign file; empty: its first
//	when = [{column = "Name", not = [""]}]
//	distinct = true            # rows with one Kennung (without: equal rows) are one
//	[table.columns]
//	Name = {column = "facility"}
//	Art = {value = "Kita"}
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

	pattern *regexp.Regexp
}

// Collect gives Value when the condition holds.
type Collect struct {
	Condition
	Value string
}

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
		s := t.Columns[name]
		ways := 0
		for _, given := range []bool{s.Value != "", s.Column != "", len(s.Columns) > 0, len(s.Collect) > 0, s.Area != nil} {
			if given {
				ways++
			}
		}
		if ways != 1 {
			return fmt.Errorf("%s: value, column, columns, collect, area: one of them", name)
		}
		if s.Area != nil && m.Geometry == nil {
			return fmt.Errorf("%s: area needs [geometry]", name)
		}
		if s.StripPattern != "" {
			re, err := regexp.Compile(s.StripPattern)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			s.pattern = re
		}
		t.Columns[name] = s
	}
	return nil
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
	return out
}

// said is the foreign column that messages name.
func (s Source) said() string { return strings.Join(s.foreign(), " + ") }
