package exchange

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"miteinander/graph"
)

// The cells of an .ods are read as those of an .xlsx are: streamed, within the same limits, without a document type. A cell or row
// that says it is repeated is repeated as far as a list goes; the thousands of blank ones that fill a sheet are not made.
const odsRepeat = 1000 // cells; rows that hold something are bounded by Limits.Rows

// odsReader is the state of reading content.xml.
type odsReader struct {
	w      *workbook
	out    *Tables
	sheet  *Table
	row    Row
	number int // of the row
	times  int // that the row is repeated

	col, cellTimes     int
	kind, value, day   string
	formula            bool
	spanRows, spanCols int
	text               strings.Builder
	paragraphs         int
	inCell, inText     int
	skip               int // inside notes, drawings, tracked changes
}

func readODS(name string, files map[string]*zip.File, open func(string) ([]byte, error), lim Limits) (Tables, error) {
	out := Tables{File: name, Format: "ods"}
	mime, err := open("mimetype")
	if err != nil {
		return out, err
	}
	if !strings.HasPrefix(strings.TrimSpace(string(mime)), "application/vnd.oasis.opendocument.spreadsheet") {
		return out, graph.Errorf(graph.Unsupported, "exchange.file.document", name)
	}
	if files["meta-inf/manifest.xml"] != nil {
		manifest, err := open("META-INF/manifest.xml")
		if err != nil {
			return out, err
		}
		if strings.Contains(string(manifest), "encryption-data") {
			return out, graph.Errorf(graph.Unsupported, "exchange.file.encrypted", name)
		}
	}
	r := &odsReader{w: &workbook{name: name, open: open, lim: lim}, out: &out}
	if err := r.w.walk("content.xml", r.token); err != nil {
		return out, err
	}
	for i := range out.Sheets {
		if err := out.Sheets[i].merge(out.Sheets[i].Merges); err != nil {
			return out, err
		}
	}
	return finish(out, lim)
}

func (r *odsReader) token(token xml.Token) error {
	switch e := token.(type) {
	case xml.StartElement:
		return r.start(e)
	case xml.EndElement:
		return r.end(e.Name.Local)
	case xml.CharData:
		if r.inText > 0 && r.skip == 0 {
			r.text.Write(e)
		}
	}
	return nil
}

// skipped elements hold text that is no part of the cell.
func skipped(name string) bool {
	switch name {
	case "annotation", "tracked-changes", "shapes", "frame", "custom-shape", "line", "g", "forms":
		return true
	}
	return false
}

func (r *odsReader) start(e xml.StartElement) error {
	name := e.Name.Local
	if r.skip > 0 || skipped(name) {
		if skipped(name) {
			r.skip++
		}
		return nil
	}
	switch name {
	case "table":
		if len(r.out.Sheets) >= r.w.lim.Entries {
			return graph.Errorf(graph.TooLarge, "exchange.file.too_many_entries", r.w.name, r.w.lim.Entries)
		}
		r.out.Sheets = append(r.out.Sheets, Table{Name: clean(attr(e, "name")), Numbers: true})
		r.sheet, r.number = &r.out.Sheets[len(r.out.Sheets)-1], 0
	case "table-row":
		r.times = repeated(e, "number-rows-repeated")
		r.row, r.col = Row{Number: r.number + 1}, 0
	case "table-cell", "covered-table-cell":
		r.inCell++
		r.cellTimes = repeated(e, "number-columns-repeated")
		r.kind, r.value, r.day = attr(e, "value-type"), attr(e, "value"), attr(e, "date-value")
		if r.kind == "boolean" {
			r.value = attr(e, "boolean-value")
		}
		r.formula = attr(e, "formula") != ""
		r.spanRows, r.spanCols = repeated(e, "number-rows-spanned"), repeated(e, "number-columns-spanned")
		r.text.Reset()
		r.paragraphs = 0
	case "p", "h":
		if r.inCell > 0 {
			if r.paragraphs++; r.paragraphs > 1 {
				r.text.WriteByte('\n')
			}
			r.inText++
		}
	case "s":
		if r.inText > 0 {
			r.text.WriteString(strings.Repeat(" ", min(repeated(e, "c"), 100)))
		}
	case "tab":
		if r.inText > 0 {
			r.text.WriteByte('\t')
		}
	case "line-break":
		if r.inText > 0 {
			r.text.WriteByte('\n')
		}
	}
	return nil
}

// repeated is how often; no more than a sheet has rows, so that sums of it stay numbers.
func repeated(e xml.StartElement, name string) int {
	n, err := strconv.Atoi(attr(e, name))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, lastRow)
}

func (r *odsReader) end(name string) error {
	if r.skip > 0 {
		if skipped(name) {
			r.skip--
		}
		return nil
	}
	switch name {
	case "p", "h":
		if r.inText > 0 {
			r.inText--
		}
	case "table-cell", "covered-table-cell":
		r.inCell--
		return r.cell()
	case "table-row":
		return r.endRow()
	}
	return nil
}

// cell puts what was read into the row.
func (r *odsReader) cell() error {
	text := r.text.String()
	switch r.kind {
	case "float", "percentage", "currency":
		if n, err := strconv.ParseFloat(r.value, 64); err == nil {
			text = shownNumber(n, text)
		}
	case "date":
		text = strings.TrimSuffix(r.day, "T00:00:00")
		if len(text) > 10 {
			text = text[:10]
		}
	case "boolean":
		text = "nein"
		if r.value == "true" {
			text = "ja"
		}
	}
	if r.sheet == nil {
		return nil
	}
	if text == "" && !r.formula {
		r.col += r.cellTimes
		return nil
	}
	if r.col >= r.w.lim.Columns {
		return graph.Errorf(graph.TooLarge, "exchange.file.too_many_columns", r.sheet.Name, r.w.lim.Columns)
	}
	if (r.spanRows > 1 || r.spanCols > 1) && len(r.sheet.Merges) < r.w.lim.Rows && r.col+r.spanCols <= lastColumn && r.number+r.spanRows <= lastRow {
		r.sheet.Merges = append(r.sheet.Merges, fmt.Sprintf("%s%d:%s%d", columnLetters(r.col), r.number+1, columnLetters(r.col+r.spanCols-1), r.number+r.spanRows))
	}
	for range min(r.cellTimes, odsRepeat, r.w.lim.Columns-r.col) {
		for len(r.row.Cells) < r.col {
			r.row.Cells = append(r.row.Cells, "")
		}
		r.row.Cells = append(r.row.Cells, text)
		if r.formula {
			r.row.flag(r.col, flagFormula)
		} else if r.kind == "string" && strings.HasPrefix(text, "#") && strings.HasSuffix(text, "!") {
			r.row.flag(r.col, flagError)
		}
		r.col++
	}
	return nil
}

// shownNumber is a number with the leading zeros that it is shown with: postal codes.
func shownNumber(n float64, shown string) string {
	shown = strings.TrimSpace(shown)
	if v, err := strconv.ParseFloat(shown, 64); err == nil && v == n && len(shown) > 1 && shown[0] == '0' && strings.Trim(shown, "0123456789") == "" {
		return shown
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

func (r *odsReader) endRow() error {
	if r.sheet == nil {
		return nil
	}
	times := r.times
	if len(r.row.Cells) == 0 {
		r.number += times
		return nil
	}
	if times > r.w.lim.Rows {
		return graph.Errorf(graph.TooLarge, "exchange.file.too_many_rows", r.sheet.Name, r.w.lim.Rows)
	}
	for range times {
		r.number++
		row := r.row
		row.Number = r.number
		row.Cells = append([]string(nil), r.row.Cells...)
		if err := r.sheet.add(row, r.w.lim); err != nil {
			return err
		}
	}
	return nil
}
