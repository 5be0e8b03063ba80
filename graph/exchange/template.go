package exchange

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"miteinander/graph"
	"miteinander/graph/words"
)

// smallForm is the workbook that most people need: three sheets, at most six columns each.
var smallForm = []struct {
	kind   graph.Kind
	name   string
	fields []string
}{
	{graph.KindInstitution, "Einrichtungen", []string{"name", "kinds", "sector", "provider", "provider_kind", "areas"}},
	{graph.KindOffer, "Angebote", []string{"institutions", "name", "phases", "fields", "areas", "access"}},
	{graph.KindCooperation, "Kooperationen", []string{"from", "to", "level", "basis", "as_of", "agreed_side_by_side"}},
}

// templateRows is how many rows of a form have drop-down lists.
const templateRows = 2000

// EmptyNetwork is a network with the catalogues of a template and nothing else; NotFound for a template that is none.
func EmptyNetwork(id graph.NetworkID, template, name string) (*graph.Snapshot, error) {
	records, ok := graph.Template(template, name)
	if !ok {
		return nil, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	var b graph.Builder
	for _, r := range records {
		if err := b.Add(r, 0); err != nil {
			return nil, err
		}
	}
	return b.Build(graph.Head{ID: id})
}

// WriteTemplate writes an empty workbook to fill in, with drop-down lists from the catalogues of s and a page that explains
// each column. The small one has Einrichtungen, Angebote and Kooperationen; full has every sheet, the catalogues filled.
func WriteTemplate(w io.Writer, s *graph.Snapshot, full bool, lang string) error {
	f := excelize.NewFile()
	defer f.Close()
	st, err := newStyles(f)
	if err != nil {
		return err
	}
	tp := &templateWriter{f: f, s: s, full: full, styles: st}
	tables := tp.tables()
	for _, t := range tables {
		if err := tp.form(t); err != nil {
			return fmt.Errorf("template sheet %s: %w", t.name, err)
		}
	}
	if err := tp.help(tables, lang); err != nil {
		return fmt.Errorf("template help: %w", err)
	}
	if err := tp.writeLists(); err != nil {
		return fmt.Errorf("template lists: %w", err)
	}
	return finishWorkbook(w, f)
}

type templateWriter struct {
	f      *excelize.File
	s      *graph.Snapshot
	full   bool
	styles sheetStyles
	lists  [][]string // columns of the sheet of lists
}

// form is a sheet to fill in: some columns of a sheet, and rows where it is a catalogue.
type form struct {
	outTable
	columns []column
}

func (tp *templateWriter) tables() []form {
	var out []form
	if !tp.full {
		for _, sm := range smallForm {
			sh := sheetOf(sm.kind)
			fo := form{outTable: outTable{sheet: sh, name: sm.name}}
			for _, field := range sm.fields {
				i := slices.IndexFunc(sh.columns, func(c column) bool { return c.field == field })
				fo.columns = append(fo.columns, sh.columns[i])
				fo.header = append(fo.header, sh.columns[i].header)
			}
			if sm.kind == graph.KindOffer {
				fo.header[0] = "Einrichtung" // as the first sheet is called; the name is read as well
			}
			out = append(out, fo)
		}
		return out
	}
	for _, t := range tablesOf(tp.s, WriteOptions{}) {
		fo := form{outTable: t, columns: t.sheet.columns}
		switch k := t.sheet.kind; {
		case k >= graph.KindInstitution || k == graph.KindIndicator || k == graph.KindTarget:
			fo.rows = nil
			fo.header = fo.header[:len(t.sheet.columns)]
		}
		out = append(out, fo)
	}
	return out
}

// form writes one sheet with its drop-down lists.
func (tp *templateWriter) form(fo form) error {
	if fo.sheet.kind == graph.KindSettings {
		return writeSheet(tp.f, fo.outTable, tp.styles, nil, nil)
	}
	if len(fo.rows) == 0 {
		for _, c := range fo.columns {
			fo.least = append(fo.least, columnWidth(fo.sheet.kind, c.field))
		}
	}
	required := func(i int) bool { return i < len(fo.columns) && isRequired(fo.sheet, fo.columns[i].field) }
	return writeSheet(tp.f, fo.outTable, tp.styles, required, func() error {
		for i, c := range fo.columns {
			name, err := excelize.ColumnNumberToName(i + 1)
			if err != nil {
				return err
			}
			if err := tp.dropDown(fo, c, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// columnWidth is the width of an empty column by what will stand in it.
func columnWidth(k graph.Kind, field string) float64 {
	f, _ := graph.FieldOf(k, field)
	switch f.Type {
	case graph.TypeLongText:
		return 44
	case graph.TypeText, graph.TypeRef, graph.TypeRefs, graph.TypeTexts:
		return 28
	case graph.TypeCode, graph.TypeCodes:
		return 20
	}
	return 13
}

// dropDown offers the values of a column. Lists of a catalogue and cells for several values only suggest: another entry is
// read, too.
func (tp *templateWriter) dropDown(fo form, c column, column string) error {
	f, ok := graph.FieldOf(fo.sheet.kind, c.field)
	if !ok {
		return nil
	}
	var values []string
	strict := false
	switch f.Type {
	case graph.TypeCode:
		values, strict = wordsOf(f.Codes), true
	case graph.TypeCodes:
		values = wordsOf(f.Codes)
	case graph.TypeTri:
		values, strict = []string{"ja", "nein", unknownLevel}, true
	case graph.TypeLevel:
		values, strict = []string{"0", "1", "2", "3", "4", unknownLevel}, true
		if fo.sheet.kind == graph.KindTransition {
			values = values[1:5]
		}
	case graph.TypeRef, graph.TypeRefs:
		if f.Kinds[0] == graph.KindInstitution { // the sheet itself is the list
			return tp.suggest(fo.name, column, tp.institutionNames())
		}
		for _, k := range f.Kinds {
			for r := range tp.s.All(k) {
				values = append(values, tp.s.Name(r.Key()))
			}
		}
		if f.Kinds[0] == graph.KindPhase {
			values = values[:0]
			for _, p := range tp.s.Phases() {
				values = append(values, p.Name)
			}
		}
	}
	if len(values) == 0 {
		return nil
	}
	rng, err := tp.list(values)
	if err != nil {
		return err
	}
	if !strict {
		return tp.suggest(fo.name, column, rng)
	}
	dv := excelize.NewDataValidation(true)
	dv.Sqref = fmt.Sprintf("%s2:%s%d", column, column, templateRows+1)
	dv.SetSqrefDropList(rng)
	dv.SetError(excelize.DataValidationErrorStyleStop, c.header, strings.Join(values, ", "))
	return tp.f.AddDataValidation(fo.name, dv)
}

func (tp *templateWriter) suggest(sheet, column, rng string) error {
	dv := excelize.NewDataValidation(true)
	dv.Sqref = fmt.Sprintf("%s2:%s%d", column, column, templateRows+1)
	dv.SetSqrefDropList(rng)
	dv.ShowErrorMessage = false
	return tp.f.AddDataValidation(sheet, dv)
}

// institutionNames is the range of names on the sheet of institutions.
func (tp *templateWriter) institutionNames() string {
	sheet, column := sheetOf(graph.KindInstitution).name, "B"
	if !tp.full {
		sheet, column = smallForm[0].name, "A"
	}
	return fmt.Sprintf("%s!$%s$2:$%s$%d", sheet, column, column, templateRows+1)
}

// list takes values for the hidden sheet of lists and gives their range there.
func (tp *templateWriter) list(values []string) (string, error) {
	tp.lists = append(tp.lists, values)
	name, err := excelize.ColumnNumberToName(len(tp.lists))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s!$%s$1:$%s$%d", listsSheet, name, name, len(values)), nil
}

// writeLists writes the hidden sheet, last.
func (tp *templateWriter) writeLists() error {
	if len(tp.lists) == 0 {
		return nil
	}
	if _, err := tp.f.NewSheet(listsSheet); err != nil {
		return err
	}
	for i, values := range tp.lists {
		for j, v := range values {
			cell, err := excelize.CoordinatesToCellName(i+1, j+1)
			if err != nil {
				return err
			}
			if err := tp.f.SetCellStr(listsSheet, cell, v); err != nil {
				return err
			}
		}
	}
	return tp.f.SetSheetVisible(listsSheet, false)
}

// isRequired tells the bold columns.
func isRequired(sh *sheet, field string) bool {
	if field == fieldID {
		return slices.Contains(requiredColumns(sh), fieldID)
	}
	return slices.Contains(requiredFields(sh.kind), field)
}

// helpWidth is that of the explanations in characters; a longer one takes more lines, and no program is left to find out how many.
const helpWidth = 100

func (tp *templateWriter) explain(row int, cells ...string) error {
	for j, v := range cells {
		cell := fmt.Sprintf("%c%d", 'A'+j, row)
		if err := tp.f.SetCellStr(helpSheet, cell, v); err != nil {
			return err
		}
		if err := tp.f.SetCellStyle(helpSheet, cell, cell, tp.styles.wrap); err != nil {
			return err
		}
	}
	lines := 1 + utf8.RuneCountInString(cells[len(cells)-1])/(helpWidth+15)
	return tp.f.SetRowHeight(helpSheet, row, 15.5*float64(lines))
}

// help writes the page that explains each column.
func (tp *templateWriter) help(tables []form, lang string) error {
	if _, err := tp.f.NewSheet(helpSheet); err != nil {
		return err
	}
	if err := paper(tp.f, helpSheet, "5", 0); err != nil {
		return err
	}
	bold, err := tp.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Family: letters, Size: 14}})
	if err != nil {
		return err
	}
	text := func(key string) string { return words.Text(lang, "exchange."+key) }
	set := func(cell, v string, style int) error {
		if err := tp.f.SetCellStr(helpSheet, cell, v); err != nil {
			return err
		}
		return tp.f.SetCellStyle(helpSheet, cell, cell, style)
	}
	for i, w := range slices.Backward([]float64{20, 24, 10, helpWidth}) {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := tp.f.SetColWidth(helpSheet, name, name, w); err != nil {
			return err
		}
	}
	if err := set("A1", text("page.title"), bold); err != nil {
		return err
	}
	for row, key := range map[int]string{2: "page.intro", 3: "page.privacy"} {
		cell := fmt.Sprintf("A%d", row)
		if err := tp.f.MergeCell(helpSheet, cell, fmt.Sprintf("D%d", row)); err != nil {
			return err
		}
		if err := set(cell, text(key), tp.styles.wrap); err != nil {
			return err
		}
	}
	if err := tp.f.SetRowHeight(helpSheet, 2, 48); err != nil {
		return err
	}
	row := 5
	for i, key := range []string{"page.sheet", "page.column", "page.required", "page.meaning"} {
		if err := set(fmt.Sprintf("%c%d", 'A'+i, row), text(key), tp.styles.header); err != nil {
			return err
		}
	}
	for _, t := range tables {
		columns := t.columns
		if t.sheet.kind == graph.KindSettings {
			columns = settingsRows
		}
		for i, c := range columns {
			row++
			header := c.header
			if t.sheet.kind != graph.KindSettings {
				header = t.header[i]
			}
			need := ""
			if isRequired(t.sheet, c.field) {
				need = text("page.yes")
			}
			if err := tp.explain(row, t.name, header, need, words.Text(lang, "exchange.help."+t.sheet.kind.String()+"."+c.field)); err != nil {
				return err
			}
		}
		if k := t.sheet.kind; k == graph.KindArea || k == graph.KindTransition {
			row++
			if err := tp.explain(row, t.name, childPrefix+" …", "", words.Text(lang, "exchange.help."+k.String()+".children")); err != nil {
				return err
			}
		}
	}
	return nil
}
