package exchange

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"miteinander/graph"
)

// sheetStyles are the looks of a written workbook.
type sheetStyles struct{ header, required, text, day, wrap, wrongText, wrongDay int }

// wrongFill marks a wrong cell.
var wrongFill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFD8A8"}}

func newStyles(f *excelize.File) (s sheetStyles, err error) {
	dayFormat := "dd.mm.yyyy"
	for _, st := range []struct {
		at    *int
		style excelize.Style
	}{
		{&s.header, excelize.Style{Font: &excelize.Font{Bold: true, Family: letters, Size: 11, Color: "1F2933"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E6EBF0"}},
			Border: []excelize.Border{{Type: "bottom", Color: "7B8794", Style: 1}}, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&s.required, excelize.Style{Font: &excelize.Font{Bold: true, Family: letters, Size: 11, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&s.wrongText, excelize.Style{NumFmt: 49, Fill: wrongFill, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.wrongDay, excelize.Style{CustomNumFmt: &dayFormat, Fill: wrongFill, Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "top"}}},
		{&s.text, excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.day, excelize.Style{CustomNumFmt: &dayFormat, Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "top"}}},
		{&s.wrap, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
	} {
		if *st.at, err = f.NewStyle(&st.style); err != nil {
			return s, fmt.Errorf("workbook style: %w", err)
		}
	}
	return s, nil
}

// firstTrueDay is the first day from which a spreadsheet counts as the calendar does.
var firstTrueDay = graph.Date{Year: 1900, Month: 3, Day: 1}

// xlsx is the cell as a workbook has it. Texts are cells of type text, which no program runs.
func (c outCell) xlsx(st sheetStyles) any {
	switch c.is {
	case isText:
		return excelize.Cell{StyleID: st.text, Value: kept(c.text)}
	case isList:
		parts := make([]string, len(c.parts))
		for i, p := range c.parts {
			parts[i] = kept(p)
		}
		return excelize.Cell{StyleID: st.text, Value: strings.Join(parts, separatorIn)}
	case isNumber:
		return excelize.Cell{Value: c.number}
	case isDay:
		if c.day.Compare(firstTrueDay) < 0 {
			return excelize.Cell{StyleID: st.text, Value: formatDay(c.day)}
		}
		return excelize.Cell{StyleID: st.day, Value: serialOf(c.day)}
	}
	return nil
}

// kept puts an apostrophe before one that reading would take off.
func kept(s string) string {
	if strings.HasPrefix(s, "'") && risky(s) {
		return "'" + s
	}
	return s
}

// WriteWorkbook writes a network as an .xlsx: one sheet for each table, header frozen and bold, filters set.
func WriteWorkbook(w io.Writer, s *graph.Snapshot, o WriteOptions) error {
	f := excelize.NewFile()
	defer f.Close()
	st, err := newStyles(f)
	if err != nil {
		return err
	}
	for _, t := range tablesOf(s, o) {
		if err := writeSheet(f, t, st, nil, nil); err != nil {
			return err
		}
	}
	return finishWorkbook(w, f)
}

// finishWorkbook removes the sheet that a new file comes with and writes.
func finishWorkbook(w io.Writer, f *excelize.File) error {
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	f.SetActiveSheet(0)
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// writeSheet streams a sheet. required tells the columns whose header says so; before runs while the sheet can still take
// drop-down lists. Both may be nil.
func writeSheet(f *excelize.File, t outTable, st sheetStyles, required func(int) bool, before func() error) error {
	fail := func(err error) error { return fmt.Errorf("sheet %s: %w", t.name, err) }
	if _, err := f.NewSheet(t.name); err != nil {
		return fail(err)
	}
	widths := t.widths()
	total := 0.0
	for _, w := range widths {
		total += w
	}
	if err := paper(f, t.name, "1", total); err != nil {
		return fail(err)
	}
	sw, err := f.NewStreamWriter(t.name)
	if err != nil {
		return fail(err)
	}
	for i, width := range slices.Backward(widths) { // excelize puts each before the last; they must ascend
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
			return fail(err)
		}
	}
	for _, i := range t.hidden {
		if err := sw.SetColVisible(i+1, i+1, false); err != nil {
			return fail(err)
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fail(err)
	}
	row := make([]any, len(t.header))
	for i, h := range t.header {
		style := st.header
		if required != nil && required(i) {
			style = st.required
		}
		row[i] = excelize.Cell{StyleID: style, Value: kept(h)}
	}
	if err := sw.SetRow("A1", row); err != nil {
		return fail(err)
	}
	for n, cells := range t.rows {
		for i, c := range cells {
			row[i] = c.xlsx(st)
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", n+2), row); err != nil {
			return fail(err)
		}
	}
	last, err := excelize.CoordinatesToCellName(len(t.header), len(t.rows)+1)
	if err != nil {
		return fail(err)
	}
	if err := f.AutoFilter(t.name, "A1:"+last, nil); err != nil {
		return fail(err)
	}
	if before != nil {
		if err := before(); err != nil {
			return fail(err)
		}
	}
	if err := sw.Flush(); err != nil {
		return fail(err)
	}
	return nil
}

// widths fits each column to its header and to what stands in it, between 8 and 48 characters.
func (t outTable) widths() []float64 {
	out := make([]float64, len(t.header))
	copy(out, t.least)
	for i, h := range t.header {
		out[i] = max(out[i], float64(utf8.RuneCountInString(h))+4) // room for the filter's arrow
	}
	for n, row := range t.rows {
		if n == 500 {
			break // enough to know
		}
		for i, c := range row {
			out[i] = max(out[i], float64(utf8.RuneCountInString(c.csv()))+1)
		}
	}
	for i := range out {
		out[i] = min(max(out[i], 8), 48)
	}
	return out
}
