package exchange

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"miteinander/graph"
)

// What people named like a formula is handed out as text: in a workbook by its type, in CSV by an apostrophe (CWE-1236).
func TestHandout_NoFormulas(t *testing.T) {
	h := Handout{Name: "Lücken: [a]/b?", Header: []string{"=1+1", "Zahl", "Tag"}, Rows: [][]any{
		{"=HYPERLINK(\"http://x\")", 2.5, graph.Date{Year: 2025, Month: 6, Day: 30}}, {"@SUM(A1)", int64(3), nil}, {"Kita; \"Nord\"", nil, nil}}}
	var csv bytes.Buffer
	if err := WriteHandout(&csv, h); err != nil {
		t.Fatal(err)
	}
	want := "\ufeff'=1+1;Zahl;Tag\r\n\"'=HYPERLINK(\"\"http://x\"\")\";\"2,5\";30.06.2025\r\n'@SUM(A1);3;\r\n\"Kita; \"\"Nord\"\"\";;\r\n"
	if csv.String() != want {
		t.Errorf("got  %q\nwant %q", csv.String(), want)
	}
	for _, wide := range []bool{false, true} {
		h.Wide = wide
		h.Shaded = [][2]int{{0, 0}}
		var b bytes.Buffer
		if err := WriteHandouts(&b, []Handout{h, h, {Name: strings.Repeat("ä", 40), Header: []string{"leer"}}}); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		sheets := f.GetSheetList()
		if len(sheets) != 3 || sheets[0] != "Lücken   a  b" || sheets[1] != "Lücken   a  b 2" || len([]rune(sheets[2])) != 31 {
			t.Errorf("%q", sheets)
		}
		for cell, value := range map[string]string{"A1": "=1+1", "A2": `=HYPERLINK("http://x")`, "A3": "@SUM(A1)"} {
			formula, _ := f.GetCellFormula(sheets[0], cell)
			kind, _ := f.GetCellType(sheets[0], cell)
			if got, _ := f.GetCellValue(sheets[0], cell); got != value || formula != "" || kind == excelize.CellTypeFormula {
				t.Errorf("wide %v, %s: %q, formula %q, type %v", wide, cell, got, formula, kind)
			}
		}
		if kind, _ := f.GetCellType(sheets[0], "B2"); kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
			t.Errorf("2.5 is of type %v", kind)
		}
		_ = f.Close()
	}
}
