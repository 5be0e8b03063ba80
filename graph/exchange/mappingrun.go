package exchange

import (
	"maps"
	"slices"
	"strings"

	"miteinander/graph"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func contains(list []string, s string) bool { return slices.Contains(list, s) }

// mappedFile is a foreign file on its way to workbook tables.
type mappedFile struct {
	m        *Mapping
	tables   Tables
	lists    *catalogues
	grids    map[string]*grid                // by sheet
	found    map[*Lookup]map[string]string   // key → value
	unread   map[unreadKey]*graph.FieldError // what free text was not understood; Args: how often
	made     []*Table
	records  map[recordKey]madeRow // of loose tables
	errors   []graph.FieldError
	warnings []graph.FieldError
	told     func(share float64) error // now and then, stops it by an error; may be nil
	enough   int                       // rows of each table that are asked for; 0: all
}

// recordKey is what makes rows of loose tables one record: sheet and Kennung or name.
type recordKey struct{ sheet, key string }

// madeRow is where a record stands that several rows mean.
type madeRow struct {
	table *Table
	row   int
}

// unreadKey is one text of one column that was not understood.
type unreadKey struct{ sheet, column, text string }

// apply makes workbook tables of foreign ones. Rows keep the numbers of the foreign rows, columns the foreign names, so that
// every message speaks of the file that its reader has. The error is for a sheet or column that the mapping needs and the file
// lacks.
func (m *Mapping) apply(t Tables, lists *catalogues, told func(share float64) error) (Tables, *mappedFile, error) {
	return m.applyTo(t, lists, told, 0)
}

// first is the same for the first rows of each table, to be looked at.
func (m *Mapping) first(t Tables, lists *catalogues, rows int) (Tables, error) {
	out, _, err := m.applyTo(t, lists, nil, rows)
	return out, err
}

func (m *Mapping) applyTo(t Tables, lists *catalogues, told func(share float64) error, enough int) (Tables, *mappedFile, error) {
	f := &mappedFile{m: m, tables: t, lists: lists, told: told, enough: enough, grids: map[string]*grid{}, found: map[*Lookup]map[string]string{}, unread: map[unreadKey]*graph.FieldError{}, records: map[recordKey]madeRow{}}
	out := Tables{File: t.File, Format: t.Format, Encoding: t.Encoding}
	if m.Geometry != nil && m.Geometry.Sheet {
		areas := Table{Name: sheetOf(graph.KindArea).name, Header: []string{columnID, "Name"}, HeaderRow: 1, Source: []string{"", ""}}
		for i, a := range m.areas {
			areas.Rows = append(areas.Rows, Row{Number: i + 2, Cells: []string{string(a.id), a.name}})
		}
		out.Sheets = append(out.Sheets, areas)
	}
	for _, s := range m.Sheets {
		fixed := Table{Name: s.Name, Header: s.Header, HeaderRow: 1, Source: make([]string, len(s.Header))}
		for i, r := range s.Rows {
			fixed.Rows = append(fixed.Rows, Row{Number: i + 2, Cells: r})
		}
		out.Sheets = append(out.Sheets, fixed)
	}
	for i := range m.Tables {
		mt := &m.Tables[i]
		from, err := f.listFor(mt)
		if err != nil {
			return out, f, err
		}
		made, err := f.table(t.File, mt, from)
		if err != nil {
			return out, f, err
		}
		f.made = append(f.made, made)
	}
	for _, made := range f.made {
		out.Sheets = append(out.Sheets, *made)
	}
	f.sayUnread()
	return out, f, nil
}

func foreignSheet(t Tables, name string) *Table {
	for i := range t.Sheets {
		if s := &t.Sheets[i]; name == "" && s.HeaderRow > 0 || name != "" && fold(s.Name) == fold(name) {
			return s
		}
	}
	return nil
}

func (f *mappedFile) table(file string, mt *MappedTable, from *Table) (*Table, error) {
	at := map[string]int{}
	for i, h := range from.Header {
		if _, twice := at[fold(h)]; !twice {
			at[fold(h)] = i
		}
	}
	out := Table{Name: from.Name, To: mt.sheet.name, HeaderRow: from.HeaderRow, Numbers: from.Numbers}
	idAt, nameAt, leadAt := -1, -1, -1
	for i, name := range mt.order {
		out.Header = append(out.Header, name)
		out.Source = append(out.Source, mt.Columns[name].said())
		if c, ok := mt.sheet.columnNamed(name); ok {
			switch c.field {
			case fieldID:
				idAt = i
			case "name":
				nameAt = i
			case "institutions", "institution":
				leadAt = i
			}
		}
	}
	for _, c := range mt.needs() {
		if _, ok := at[fold(c)]; !ok {
			return nil, graph.Errorf(graph.Invalid, "exchange.file.mapping_column", file, c)
		}
	}
	seen := map[string]int{} // key → place in out.Rows
	for n, r := range from.Rows {
		if n%1000 == 999 && f.told != nil {
			if err := f.told(0); err != nil {
				return nil, err
			}
		}
		// Further rows may add to the first ones where several rows mean one record; far below they rarely do.
		if f.enough > 0 && len(out.Rows) >= f.enough && n >= 50*f.enough {
			break
		}
		get := func(column string) string { return plain(clean(r.cell(at[fold(column)]))) }
		if !allHold(mt.When, get) {
			continue
		}
		made := Row{Number: r.Number, Cells: make([]string, len(mt.order))}
		for i, name := range mt.order {
			v, bad := f.value(mt.Columns[name], get, where{from, r.Number})
			if bad.key != "" {
				e := graph.FieldError{Sheet: from.Name, Row: r.Number, Column: mt.Columns[name].said(), Value: bad.value, Key: bad.key, Args: bad.args}
				if bad.key == "exchange.error.no_area" {
					f.warnings = append(f.warnings, e)
				} else {
					f.errors = append(f.errors, e)
					made.flag(i, flagCovered)
				}
			}
			made.Cells[i] = v
		}
		if mt.Loose {
			if f.known(mt, made, &out, []int{idAt, nameAt, leadAt}) {
				continue
			}
		} else if mt.Distinct {
			key := strings.Join(made.Cells, "\x00")
			if idAt >= 0 {
				key = made.Cells[idAt]
			}
			if first, twice := seen[key]; twice {
				f.differ(&out.Rows[first], made, out)
				continue
			}
			seen[key] = len(out.Rows)
		}
		out.Rows = append(out.Rows, made)
	}
	return &out, nil
}

// differ reports rows that mean one record and do not say the same of it.
func (f *mappedFile) differ(first *Row, again Row, t Table) {
	for i := range again.Cells {
		if again.Cells[i] != first.Cells[i] {
			f.errors = append(f.errors, graph.FieldError{Sheet: t.Name, Row: again.Number, Column: t.Source[i], Value: shorten(again.Cells[i]),
				Key: "exchange.error.merge_differs", Args: []any{shorten(first.Cells[i]), first.Number}})
			first.flag(i, flagCovered)
			return
		}
	}
}

func allHold(list []Condition, get func(string) string) bool {
	for _, c := range list {
		if !c.holds(get) {
			return false
		}
	}
	return true
}

func (c Condition) holds(get func(string) string) bool {
	v := get(c.Column)
	if len(c.Is) > 0 && !contains(c.Is, v) || contains(c.Not, v) {
		return false
	}
	if c.Over != nil {
		n, ok := parseNumber(v)
		return ok && n > *c.Over
	}
	return true
}

// value is what a source makes of a row.
func (f *mappedFile) value(s Source, get func(string) string, at where) (string, problem) {
	v, bad := f.first(s, get, at)
	if v == "" && bad.key == "" && s.Else != nil {
		return f.value(*s.Else, get, at)
	}
	return v, bad
}

func (f *mappedFile) first(s Source, get func(string) string, at where) (string, problem) {
	var parts []string
	switch {
	case s.Lookup != nil:
		parts = []string{f.lookup(s.Lookup, get(s.Lookup.By))}
	case s.Area != nil:
		id, bad := f.area(get(s.Area.Lat), get(s.Area.Lon))
		return string(id), bad
	case len(s.Collect) > 0 && s.As != "":
		var out []string
		for _, c := range s.Collect {
			if c.holds(get) {
				for _, v := range f.read(Source{As: s.As, Column: c.Column}, c.Value, at) {
					if !contains(out, v) {
						out = append(out, v)
					}
				}
			}
		}
		if len(out) == 0 {
			return s.Default, problem{}
		}
		return strings.Join(out, separatorIn), problem{}
	case len(s.Collect) > 0:
		for _, c := range s.Collect {
			if c.holds(get) {
				for _, v := range splitList(c.Value) {
					if !contains(parts, v) {
						parts = append(parts, v)
					}
				}
			}
		}
		if len(parts) == 0 {
			return s.Default, problem{}
		}
		return strings.Join(parts, separatorIn), problem{}
	case s.Column != "":
		parts = []string{get(s.Column)}
	case len(s.Columns) > 0:
		var whole []string
		for _, c := range s.Columns {
			if v := get(c); v != "" {
				whole = append(whole, v)
			}
		}
		join := s.Join
		if join == "" {
			join = " "
		}
		parts = []string{strings.Join(whole, join)}
	default:
		parts = []string{s.Value}
	}
	if s.Split != "" {
		parts = strings.Split(parts[0], s.Split)
		if s.Part != 0 {
			i := s.Part - 1
			if s.Part < 0 {
				i = len(parts) + s.Part
			}
			if i >= 0 && i < len(parts) {
				parts = parts[i : i+1]
			} else {
				parts = []string{""}
			}
		}
	}
	out := parts[:0:0]
	for _, v := range parts {
		if s.As != "" {
			for _, v := range f.read(s, v, at) {
				if v != "" && !contains(out, v) {
					out = append(out, v)
				}
			}
			continue
		}
		v, bad := s.step(strings.TrimSpace(v))
		if bad.key != "" {
			return "", bad
		}
		if v != "" && s.Prefix != "" {
			v = s.Prefix + v
		}
		if v != "" && !contains(out, v) {
			out = append(out, v)
		}
	}
	return strings.Join(out, separatorIn), problem{}
}

// step strips, maps and names one value.
func (s Source) step(v string) (string, problem) {
	for _, p := range s.Strip {
		if rest, ok := strings.CutPrefix(v, p); ok {
			v = strings.TrimSpace(rest)
			break
		}
	}
	if s.pattern != nil {
		v = strings.TrimSpace(s.pattern.ReplaceAllString(v, ""))
	}
	if s.Map != nil {
		to, ok := s.Map[v]
		switch {
		case ok:
			v = to
		case s.Keep, v == "":
		case s.Default != "":
			v = s.Default
		default:
			return "", wrong("no_mapping_value").of(v)
		}
	}
	if v == "" {
		v = s.Default
	}
	if s.ID && v != "" {
		if s.Exact {
			base := string(Slug(v))
			return strings.TrimSuffix(base[:min(len(base), 54)], "-") + "-" + digest(v), problem{}
		}
		return string(Slug(v)), problem{}
	}
	return v, problem{}
}
