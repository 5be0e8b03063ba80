package exchange

import (
	"cmp"
	"slices"
	"strings"

	"miteinander/graph"
)

// where is the row of a value, for what is said about it.
type where struct {
	table *Table
	row   int
}

// needs are the foreign columns that a table reads.
func (t *MappedTable) needs() []string {
	var out []string
	for _, c := range t.When {
		out = append(out, c.Column)
	}
	for _, name := range t.order {
		out = append(out, t.Columns[name].foreign()...)
	}
	if t.Each != "" {
		out = append(out, t.Each)
	}
	return append(out, t.Fill...)
}

// has tells whether a header holds every column that a table reads.
func (t *MappedTable) has(header []string) bool {
	at := map[string]bool{fold(headingColumn): true, fold(sheetColumn): true}
	for _, h := range header {
		at[fold(h)] = true
	}
	return !slices.ContainsFunc(t.needs(), func(c string) bool { return !at[fold(c)] })
}

func (f *mappedFile) gridOf(t *Table) *grid {
	g := f.grids[t.Name]
	if g == nil {
		g = gridOf(t)
		f.grids[t.Name] = g
	}
	return g
}

// listFor finds the rows of a mapped table. Without a header row the sheet is read as it is; where its columns are not there, or
// a header row is given, the lists of the sheet are looked through and all that have the columns are taken, one below the other.
func (f *mappedFile) listFor(mt *MappedTable) (*Table, error) {
	file := f.tables.File
	var sheets []*Table
	if mt.From == "*" {
		for i := range f.tables.Sheets {
			if f.tables.Sheets[i].HeaderRow > 0 {
				sheets = append(sheets, &f.tables.Sheets[i])
			}
		}
	} else if s := foreignSheet(f.tables, mt.From); s != nil {
		sheets = []*Table{s}
	}
	if len(sheets) == 0 {
		return nil, graph.Errorf(graph.Invalid, "exchange.file.mapping_sheet", file, mt.From)
	}
	if mt.Header == 0 && !mt.NoHeader && mt.From != "*" && mt.Each == "" && len(mt.Fill) == 0 && mt.has(sheets[0].Header) && !mt.usesHeadings() {
		return sheets[0], nil
	}
	var out *Table
	for _, s := range sheets {
		for _, list := range f.listsOf(mt, f.gridOf(s)) {
			if mt.Last > 0 {
				list.Rows = slices.DeleteFunc(list.Rows, func(r Row) bool { return r.Number > mt.Last })
			}
			fillDown(&list, mt.Fill)
			if out == nil {
				out = &list
				continue
			}
			out.append(list)
		}
	}
	if out != nil && mt.Each != "" {
		spread(out, mt.Each)
	}
	if out == nil {
		missing := ""
		for _, c := range mt.needs() {
			if !slices.ContainsFunc(sheets[0].Header, func(h string) bool { return fold(h) == fold(c) }) && c != headingColumn && c != sheetColumn {
				missing = c
				break
			}
		}
		return nil, graph.Errorf(graph.Invalid, "exchange.file.mapping_column", file, missing)
	}
	return out, nil
}

func (t *MappedTable) usesHeadings() bool {
	return slices.ContainsFunc(t.needs(), func(c string) bool { return c == headingColumn || c == sheetColumn })
}

// listsOf are the lists of a sheet that have the columns of a mapped table: those that are found, else the one at the row that the
// mapping names.
func (f *mappedFile) listsOf(mt *MappedTable, g *grid) []Table {
	var out []Table
	if !mt.NoHeader {
		for _, r := range g.regions() {
			if r.Header > 0 {
				if list := g.list(r); mt.has(list.Header) {
					out = append(out, list)
				}
			}
		}
	}
	if len(out) == 0 && (mt.Header > 0 || mt.NoHeader || mt.has(append([]string{}, firstHeader(g)...))) {
		if list := g.list(g.regionAt(mt.Header, mt.Lines, mt.NoHeader)); mt.has(list.Header) {
			out = append(out, list)
		}
	}
	return out
}

// firstHeader is the first row with text.
func firstHeader(g *grid) []string {
	if len(g.rows) == 0 {
		return nil
	}
	return g.rows[0].Cells
}

// regionAt is the list whose header a person says stands at a row; without a header the list begins there.
func (g *grid) regionAt(header, lines int, none bool) Region {
	r := Region{Header: header, Lines: lines, Right: max(g.width-1, 0)}
	from := slices.IndexFunc(g.rows, func(row Row) bool { return row.Number >= header })
	if from < 0 {
		from = len(g.rows)
	}
	if r.Lines == 0 && from < len(g.rows) {
		r.Lines = g.headerLines(from, 0, r.Right)
	}
	if none {
		r.Header, r.Lines = 0, 0
		r.First = header
	} else {
		r.First = header + r.Lines
	}
	begin := from + r.Lines
	r.Last = g.lastRow(begin-r.Lines, len(g.rows), r)
	return r
}

// append adds the rows of another list, column by column as they are called.
func (t *Table) append(more Table) {
	at := make([]int, len(t.Header))
	for i, h := range t.Header {
		at[i] = slices.IndexFunc(more.Header, func(m string) bool { return fold(m) == fold(h) })
	}
	for _, r := range more.Rows {
		cells := make([]string, len(at))
		for i, from := range at {
			if from >= 0 {
				cells[i] = r.cell(from)
			}
		}
		t.Rows = append(t.Rows, Row{Number: r.Number, Cells: cells})
	}
}

// fillDown gives empty cells of some columns the value above.
func fillDown(t *Table, columns []string) {
	for _, c := range columns {
		i := slices.IndexFunc(t.Header, func(h string) bool { return fold(h) == fold(c) })
		if i < 0 {
			continue
		}
		last := ""
		for n := range t.Rows {
			for len(t.Rows[n].Cells) <= i {
				t.Rows[n].Cells = append(t.Rows[n].Cells, "")
			}
			if v := t.Rows[n].Cells[i]; v != "" {
				last = v
			} else {
				t.Rows[n].Cells[i] = last
			}
		}
	}
}

// spread makes a row of each of the names that a cell holds.
func spread(t *Table, column string) {
	i := slices.IndexFunc(t.Header, func(h string) bool { return fold(h) == fold(column) })
	if i < 0 {
		return
	}
	several := 0 // a comma in a single cell may be part of a name
	for _, r := range t.Rows {
		if len(listOf(r.cell(i))) > 1 {
			several++
		}
	}
	var rows []Row
	for _, r := range t.Rows {
		names := listOf(r.cell(i))
		if several < 2 && !listSplit.MatchString(r.cell(i)) && slices.ContainsFunc(names, func(n string) bool { return kindOfName(n) == "" }) {
			names = someText(r.cell(i))
		}
		for _, name := range names {
			cells := slices.Clone(r.Cells)
			cells[i] = name
			rows = append(rows, Row{Number: r.Number, Cells: cells})
		}
	}
	t.Rows = rows
}

// lookup finds a value in another sheet; "" where no row has the key.
func (f *mappedFile) lookup(l *Lookup, key string) string {
	values, ok := f.found[l]
	if !ok {
		values = map[string]string{}
		if s := foreignSheet(f.tables, l.Sheet); s != nil {
			by := slices.IndexFunc(s.Header, func(h string) bool { return fold(h) == fold(l.Key) })
			at := slices.IndexFunc(s.Header, func(h string) bool { return fold(h) == fold(l.Column) })
			for _, r := range s.Rows {
				if by < 0 || at < 0 {
					break
				}
				if k := plain(clean(r.cell(by))); values[k] == "" {
					values[k] = plain(clean(r.cell(at)))
				}
			}
		}
		f.found[l] = values
	}
	return values[key]
}

// read turns free text into values by the mapping's own table, else by a reading; what is not understood is noted.
func (f *mappedFile) read(s Source, text string, at where) []string {
	text = strings.TrimSpace(text)
	for _, p := range s.Strip {
		if rest, ok := strings.CutPrefix(text, p); ok {
			text = strings.TrimSpace(rest)
			break
		}
	}
	if s.pattern != nil {
		text = strings.TrimSpace(s.pattern.ReplaceAllString(text, ""))
	}
	if to, ok := s.Map[oneLine(text)]; ok {
		return splitList(to)
	}
	if text == "" {
		return splitList(s.Default)
	}
	values, rest := readings[s.As](f.lists, s.Prefix+text, at.table.Numbers)
	if len(values) == 0 && s.Keep {
		return someText(text)
	}
	key := "exchange.warning.not_understood"
	if s.As == "kinds" && s.Else != nil {
		key = "exchange.warning.new_kind"
	}
	for _, r := range rest {
		if s.Quiet {
			break
		}
		k := unreadKey{at.table.Name, s.said(), r}
		if e := f.unread[k]; e != nil {
			e.Args[0] = e.Args[0].(int) + 1
		} else {
			f.unread[k] = &graph.FieldError{Sheet: k.sheet, Row: at.row, Column: k.column, Value: shorten(r), Key: key, Args: []any{1}}
		}
	}
	if len(values) == 0 {
		return splitList(s.Default)
	}
	return values
}

// sayUnread lists what was not understood, once for each text.
func (f *mappedFile) sayUnread() {
	var list []graph.FieldError
	for _, e := range f.unread {
		list = append(list, *e)
	}
	slices.SortFunc(list, func(a, b graph.FieldError) int {
		return cmp.Or(strings.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row), strings.Compare(a.Column, b.Column), strings.Compare(a.Value, b.Value))
	})
	f.warnings = append(f.warnings, list...)
}

// known tells whether a row of a loose table means a record that an earlier row made, of this table or of another one with the same
// sheet; then it is laid over that one. places are the columns of Kennung, name and institution, -1 for none.
func (f *mappedFile) known(mt *MappedTable, made Row, out *Table, places []int) bool {
	key := ""
	switch id, name, lead := places[0], places[1], places[2]; {
	case id >= 0 && made.Cells[id] != "":
		key = "id " + made.Cells[id]
	case name >= 0:
		key = fold(made.Cells[name])
		if lead >= 0 {
			key += "\x00" + fold(made.Cells[lead])
		}
	}
	if mt.sheet.kind == graph.KindCooperation { // both name each other: one tie
		var ends []string
		since := ""
		for i, name := range mt.order {
			switch c, _ := mt.sheet.columnNamed(name); c.field {
			case "from", "to":
				ends = append(ends, fold(made.Cells[i]))
			case "since":
				since = made.Cells[i]
			}
		}
		slices.Sort(ends)
		key = strings.Join(append(ends, since), "\x00")
	}
	k := recordKey{mt.sheet.name, key}
	first, there := f.records[k]
	if !there || key == "" {
		f.records[k] = madeRow{out, len(out.Rows)}
		return false
	}
	f.join(mt, first, made, out)
	return true
}

// join lays a row over the first one of the same record: what that lacks is taken, lists are joined, what differs is listed.
func (f *mappedFile) join(mt *MappedTable, at madeRow, again Row, t *Table) {
	first := &at.table.Rows[at.row]
	for i, v := range again.Cells {
		if c, ok := mt.sheet.columnNamed(mt.order[i]); ok && (c.field == "from" || c.field == "to") {
			continue
		}
		to := i
		if at.table != t {
			if to = slices.Index(at.table.Header, mt.order[i]); to < 0 {
				to = len(at.table.Header)
				at.table.Header = append(at.table.Header, mt.order[i])
				at.table.Source = append(at.table.Source, t.Source[i])
			}
		}
		for len(first.Cells) <= to {
			first.Cells = append(first.Cells, "")
		}
		switch old := first.Cells[to]; {
		case v == "" || v == old:
		case old == "":
			first.Cells[to] = v
		default:
			f.both(mt, i, first, to, v, t, again.Number)
		}
	}
}

// both keeps two values of one field where it can, else the first.
func (f *mappedFile) both(mt *MappedTable, i int, first *Row, to int, v string, t *Table, row int) {
	old := first.Cells[to]
	source := mt.Columns[mt.order[i]]
	c, known := mt.sheet.columnNamed(mt.order[i])
	if fd, ok := graph.FieldOf(mt.sheet.kind, c.field); known && ok && (fd.Type == graph.TypeRefs || fd.Type == graph.TypeTexts) {
		if c.field == "kinds" && (source.Quiet || source.Default == old) {
			if source.Default == old { // nothing but a word for unknown
				first.Cells[to] = v
			}
			return
		}
		parts := splitList(old)
		for _, p := range splitList(v) {
			if !contains(parts, p) {
				parts = append(parts, p)
			}
		}
		first.Cells[to] = strings.Join(parts, separatorIn)
		return
	}
	switch {
	case source.Value != "" || known && c.field == "name" || source.Quiet && c.field == "kinds":
	case !known || strings.HasPrefix(mt.order[i], ownPrefix): // an own attribute: both are kept
		if !contains(strings.Split(old, "; "), v) && len(old) < 400 {
			first.Cells[to] = old + "; " + v
		}
	default:
		f.warnings = append(f.warnings, graph.FieldError{Sheet: t.Name, Row: row, Column: t.Source[i], Value: shorten(v), Key: "exchange.warning.merge_differs", Args: []any{shorten(old), first.Number}})
	}
}
