package exchange

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"miteinander/graph"
	"miteinander/graph/words"
)

// errorSheet lists the errors in a marked workbook; reading passes it over.
const errorSheet = "Fehlerliste"

// Marked writes the tables that came in as a workbook with the wrong cells marked: a fill, a note with the sentence, and a
// first sheet that lists them. Rows stand where they stood. For a CSV this is the way to correct it in a spreadsheet.
func Marked(w io.Writer, t Tables, p *Plan, lang string) error {
	f := excelize.NewFile()
	defer f.Close()
	st, err := newStyles(f)
	if err != nil {
		return err
	}
	lines := linesOf(f, t, p, lang)
	for _, table := range t.Sheets {
		if table.Name == errorSheet || table.Name == helpSheet || table.Name == listsSheet {
			continue
		}
		if err := writeBack(f, table, lines, st); err != nil {
			return fmt.Errorf("marked workbook: %w", err)
		}
	}
	if err := writeErrorList(f, lines, lang, st); err != nil {
		return fmt.Errorf("marked workbook: %w", err)
	}
	return finishWorkbook(w, f)
}

// MarkedOriginal marks the wrong cells in the workbook that came in, with all its looks. original is the file as uploaded; for
// anything but an .xlsx, and for one that excelize cannot open, it does as Marked.
func MarkedOriginal(w io.Writer, original []byte, t Tables, p *Plan, lang string) error {
	if t.Format != "xlsx" {
		return Marked(w, t, p, lang)
	}
	limit := DefaultLimits().Unpacked
	f, err := excelize.OpenReader(bytes.NewReader(original), excelize.Options{UnzipSizeLimit: limit, UnzipXMLSizeLimit: limit})
	if err != nil {
		return Marked(w, t, p, lang)
	}
	defer f.Close()
	st, err := newStyles(f)
	if err != nil {
		return err
	}
	if i, err := f.GetSheetIndex(errorSheet); err == nil && i >= 0 {
		if err := f.DeleteSheet(errorSheet); err != nil {
			return fmt.Errorf("marked workbook: %w", err)
		}
	}
	lines := linesOf(f, t, p, lang)
	fills := map[int]int{} // style of a cell → the same with a fill
	for _, l := range lines {
		if l.cell == "" {
			continue
		}
		if err := markCell(f, l, fills); err != nil {
			return fmt.Errorf("marked workbook: %w", err)
		}
	}
	if err := writeErrorList(f, lines, lang, st); err != nil {
		return fmt.Errorf("marked workbook: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// writeBack writes a table as it was read, its wrong cells filled and with a note.
func writeBack(f *excelize.File, t Table, lines []errorLine, st sheetStyles) error {
	name := sheetTitle(t.Name)
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	wrong := map[[2]int]bool{}
	width := len(t.Header)
	for _, l := range lines {
		if l.e.Sheet != t.Name || l.cell == "" {
			continue
		}
		wrong[[2]int{l.e.Row, l.column}] = true
		width = max(width, l.column+1)
		if err := addNote(f, l); err != nil {
			return err
		}
	}
	out := outTable{header: t.Header}
	for i, w := range slices.Backward(out.widths()) { // excelize puts each before the last; they must ascend
		if err := sw.SetColWidth(i+1, i+1, max(w, 14)); err != nil {
			return err
		}
	}
	if t.HeaderRow > 0 {
		if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: t.HeaderRow, TopLeftCell: fmt.Sprintf("A%d", t.HeaderRow+1), ActivePane: "bottomLeft"}); err != nil {
			return err
		}
		row := make([]any, len(t.Header))
		for i, h := range t.Header {
			style := st.header
			if wrong[[2]int{t.HeaderRow, i}] {
				style = st.wrongText
			}
			row[i] = excelize.Cell{StyleID: style, Value: kept(h)}
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", t.HeaderRow), row); err != nil {
			return err
		}
	}
	for _, r := range t.Rows {
		row := make([]any, max(len(r.Cells), width))
		for i := range row {
			row[i] = givenCell(r.cell(i), t.Numbers, st, wrong[[2]int{r.Number, i}])
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", r.Number), row); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// givenCell is a cell as it was: what a spreadsheet held as a number or a day is one again, every other text is a text.
func givenCell(c string, spreadsheet bool, st sheetStyles, wrong bool) any {
	text, day, number := st.text, st.day, 0
	if wrong {
		text, day, number = st.wrongText, st.wrongDay, st.wrongText
	}
	if c == "" {
		if wrong {
			return excelize.Cell{StyleID: text}
		}
		return nil
	}
	if spreadsheet {
		if n, err := strconv.ParseFloat(c, 64); err == nil && strconv.FormatFloat(n, 'f', -1, 64) == c {
			return excelize.Cell{StyleID: number, Value: n}
		}
		if d, err := graph.ParseDate(c); err == nil && d.Compare(firstTrueDay) >= 0 {
			return excelize.Cell{StyleID: day, Value: serialOf(d)}
		}
	}
	const most = 32_767 // characters that a cell can hold
	if r := []rune(c); len(r) > most {
		c = string(r[:most])
	}
	return excelize.Cell{StyleID: text, Value: printable(c)}
}

// printable is a text that XML can hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// sheetTitle makes a name that spreadsheets allow.
func sheetTitle(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '-'
		}
		return r
	}, name), "' ")
	if r := []rune(name); len(r) > 31 {
		name = string(r[:31])
	}
	if name == "" {
		return "Tabelle"
	}
	return name
}

// errorLine is an error with the cell that it stands at; no cell for one that has no place in the file.
type errorLine struct {
	e                    graph.FieldError
	sheet, cell, message string
	column               int // from 0
}

func linesOf(f *excelize.File, t Tables, p *Plan, lang string) []errorLine {
	var out []errorLine
	for _, e := range p.Errors {
		l := errorLine{e: e, message: words.FieldError(lang, e)}
		if i := slices.IndexFunc(t.Sheets, func(s Table) bool { return s.Name == e.Sheet }); i >= 0 && e.Row > 0 {
			l.sheet = e.Sheet
			if n, err := f.GetSheetIndex(l.sheet); err != nil || n < 0 {
				l.sheet = sheetTitle(l.sheet)
			}
			l.column, l.cell = cellOf(t.Sheets[i], e)
		}
		out = append(out, l)
	}
	return out
}

// cellOf finds the cell of an error: by its column's header, the first of several for a value made of them, else column A.
func cellOf(t Table, e graph.FieldError) (int, string) {
	column := slices.Index(t.Header, e.Column)
	if e.Key == "exchange.error.duplicate_column" {
		for i, h := range t.Header {
			if h == e.Column {
				column = i
			}
		}
	}
	if first, _, several := strings.Cut(e.Column, " + "); column < 0 && several {
		column = slices.Index(t.Header, first)
	}
	column = max(column, 0)
	name, err := excelize.CoordinatesToCellName(column+1, e.Row)
	if err != nil {
		return 0, ""
	}
	return column, name
}

func markCell(f *excelize.File, l errorLine, fills map[int]int) error {
	old, err := f.GetCellStyle(l.sheet, l.cell)
	if err != nil {
		return err
	}
	filled, ok := fills[old]
	if !ok {
		style, err := f.GetStyle(old)
		if err != nil {
			style = &excelize.Style{}
		}
		style.Fill = wrongFill
		if filled, err = f.NewStyle(style); err != nil {
			return err
		}
		fills[old] = filled
	}
	if err := f.SetCellStyle(l.sheet, l.cell, l.cell, filled); err != nil {
		return err
	}
	return addNote(f, l)
}

// addNote puts the sentence at the cell; a note that is there already gives way.
func addNote(f *excelize.File, l errorLine) error {
	if err := f.DeleteComment(l.sheet, l.cell); err != nil {
		return err
	}
	return f.AddComment(l.sheet, excelize.Comment{Cell: l.cell, Author: "Miteinander", Text: printable(l.message), Width: 320, Height: 110})
}

func writeErrorList(f *excelize.File, list []errorLine, lang string, st sheetStyles) error {
	if _, err := f.NewSheet(errorSheet); err != nil {
		return err
	}
	if err := paper(f, errorSheet, "2", 0); err != nil {
		return err
	}
	text := func(key string, args ...any) string { return words.Text(lang, "exchange."+key, args...) }
	for i, w := range slices.Backward([]float64{20, 9, 22, 30, 90}) {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(errorSheet, name, name, w); err != nil {
			return err
		}
	}
	if err := f.SetCellStr(errorSheet, "A1", text("errors.title", len(list))); err != nil {
		return err
	}
	header := []string{text("page.sheet"), text("errors.row"), text("page.column"), text("errors.value"), text("errors.message")}
	for i, h := range header {
		cell := fmt.Sprintf("%c2", 'A'+i)
		if err := f.SetCellStr(errorSheet, cell, h); err != nil {
			return err
		}
		if err := f.SetCellStyle(errorSheet, cell, cell, st.header); err != nil {
			return err
		}
	}
	for n, l := range list {
		row := n + 3
		for i, v := range []string{l.e.Sheet, "", l.e.Column, l.e.Value, l.message} {
			if err := f.SetCellStr(errorSheet, fmt.Sprintf("%c%d", 'A'+i, row), printable(v)); err != nil {
				return err
			}
		}
		if l.e.Row > 0 {
			if err := f.SetCellInt(errorSheet, fmt.Sprintf("B%d", row), int64(l.e.Row)); err != nil {
				return err
			}
		}
		if err := f.SetCellStyle(errorSheet, fmt.Sprintf("A%d", row), fmt.Sprintf("E%d", row), st.wrap); err != nil {
			return err
		}
		if l.cell != "" {
			if err := f.SetCellHyperLink(errorSheet, fmt.Sprintf("B%d", row), fmt.Sprintf("'%s'!%s", strings.ReplaceAll(l.sheet, "'", "''"), l.cell), "Location"); err != nil {
				return err
			}
		}
	}
	first := f.GetSheetList()[0]
	if first == "Sheet1" && len(f.GetSheetList()) > 1 {
		first = f.GetSheetList()[1]
	}
	if first == errorSheet {
		return nil
	}
	if err := f.MoveSheet(errorSheet, first); err != nil {
		return err
	}
	i, err := f.GetSheetIndex(errorSheet)
	if err == nil {
		f.SetActiveSheet(i)
	}
	return err
}
