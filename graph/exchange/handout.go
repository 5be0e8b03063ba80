package exchange

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"miteinander/graph"
)

// Handout is a table to hand out, made of anything: a finding, a matrix, a question sheet. Texts are texts: a spreadsheet never runs
// them, in a workbook by their type, in CSV by an apostrophe in front.
type Handout struct {
	Name   string   // of the sheet; cut to what a workbook allows
	Header []string // one row
	Rows   [][]any  // string, int64, int, float64, graph.Date or nil beside Header
	Shaded [][2]int // row and column of cells that stand out, from 0
	Wide   bool     // a matrix: narrow columns, wrapped texts, the first column frozen
}

func (t Handout) out() outTable {
	out := outTable{name: t.Name, header: t.Header}
	for _, r := range t.Rows {
		cells := make([]outCell, len(t.Header))
		for i := range cells {
			if i < len(r) {
				cells[i] = anyCell(r[i])
			}
		}
		out.rows = append(out.rows, cells)
	}
	return out
}

func anyCell(v any) outCell {
	switch x := v.(type) {
	case string:
		if x != "" {
			return textCell(x)
		}
	case int:
		return outCell{is: isNumber, number: float64(x)}
	case int64:
		return outCell{is: isNumber, number: float64(x)}
	case float64:
		return outCell{is: isNumber, number: x}
	case graph.Date:
		if !x.IsZero() {
			return outCell{is: isDay, day: x}
		}
	}
	return outCell{}
}

// WriteHandout writes one table as CSV, as a German Excel opens it.
func WriteHandout(w io.Writer, t Handout) error { return writeCSV(w, t.out()) }

// WriteHandouts writes tables as the sheets of one workbook, in order. Names that are equal, too long or hold what a sheet's name may
// not are changed.
func WriteHandouts(w io.Writer, tables []Handout) error {
	f := excelize.NewFile()
	defer f.Close()
	st, err := newStyles(f)
	if err != nil {
		return err
	}
	taken := map[string]bool{"sheet1": true}
	for _, t := range tables {
		t.Name = sheetName(t.Name, taken)
		if t.Wide {
			err = writeMatrix(f, t, st)
		} else {
			err = writeSheet(f, t.out(), st, nil, nil)
		}
		if err != nil {
			return err
		}
	}
	return finishWorkbook(w, f)
}

// sheetName makes a name that a workbook takes: at most 31 characters, none of []:*?/\, no apostrophe at its ends, used once.
func sheetName(name string, taken map[string]bool) string {
	clean := strings.Trim(strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return ' '
		}
		return r
	}, name)), "'")
	if clean == "" {
		clean = "Tabelle"
	}
	cut := func(n int) string {
		return strings.TrimSpace(string([]rune(clean)[:min(n, utf8.RuneCountInString(clean))]))
	}
	out := cut(31)
	for n := 2; taken[strings.ToLower(out)]; n++ {
		end := fmt.Sprintf(" %d", n)
		out = cut(31-len(end)) + end
	}
	taken[strings.ToLower(out)] = true
	return out
}

// matrixWidth is the width of a matrix's columns, in characters.
const matrixWidth = 16

// writeMatrix writes a table whose columns are as many as its rows: wrapped, header row and first column frozen, shaded cells grey
// and bold, so that they stand out on a printer too.
func writeMatrix(f *excelize.File, t Handout, st sheetStyles) error {
	fail := func(err error) error { return fmt.Errorf("sheet %s: %w", t.Name, err) }
	wrap, err := f.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return fail(err)
	}
	shade, err := f.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9D9D9"}},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return fail(err)
	}
	if _, err := f.NewSheet(t.Name); err != nil {
		return fail(err)
	}
	sw, err := f.NewStreamWriter(t.Name)
	if err != nil {
		return fail(err)
	}
	if err := sw.SetColWidth(1, 1, 26); err != nil {
		return fail(err)
	}
	if len(t.Header) > 1 {
		if err := sw.SetColWidth(2, len(t.Header), matrixWidth); err != nil {
			return fail(err)
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
		return fail(err)
	}
	row := make([]any, len(t.Header))
	for i, h := range t.Header {
		row[i] = excelize.Cell{StyleID: st.header, Value: kept(h)}
	}
	if err := sw.SetRow("A1", row); err != nil {
		return fail(err)
	}
	shaded := map[[2]int]bool{}
	for _, at := range t.Shaded {
		shaded[at] = true
	}
	for n, cells := range t.out().rows {
		for i, c := range cells {
			row[i] = c.xlsx(st)
			if x, ok := row[i].(excelize.Cell); ok && c.is == isText {
				if x.StyleID = wrap; shaded[[2]int{n, i}] {
					x.StyleID = shade
				}
				row[i] = x
			}
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", n+2), row); err != nil {
			return fail(err)
		}
	}
	if err := sw.Flush(); err != nil {
		return fail(err)
	}
	return nil
}
