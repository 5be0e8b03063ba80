package exchange

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
)

// A public export holds nothing that is not for others, and read again into its own network it empties nothing.
func TestExport_Public(t *testing.T) {
	s := applyOps(t, graph.NewSnapshot("n"), planOf(t, graph.NewSnapshot("n"), map[string]string{
		"Institutionen": "Kennung;Name;Art;Notiz;Geprüft von;Freigegeben am;Telefon\nA;Haus A;Kita;GEHEIM1;GEHEIM2;01.01.2025;GEHEIM3\nB;Haus B;Kita;;;;\n",
		"Kooperationen": "Von;Nach;Stufe;Quelle;Bestätigung;Bewusst nebeneinander\nA;B;1;Befragung;eine Seite;GEHEIM4\n",
		"Massnahmen":    "Kennung;Titel\nm;GEHEIM5\n",
	}).Ops(false, Keep))
	z := written(t, s, WriteZip, WriteOptions{Public: true})
	tables, err := ReadTables("x.zip", bytes.NewReader(z), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range tables.Sheets {
		all := strings.Join(sheet.Header, ";")
		for _, r := range sheet.Rows {
			all += strings.Join(r.Cells, ";")
		}
		for _, secret := range []string{"GEHEIM", "Befragung", "eine Seite", "Telefon", "Notiz", "01.01.2025"} {
			if strings.Contains(all, secret) {
				t.Errorf("%s holds %s", sheet.Name, secret)
			}
		}
	}
	p, err := NewPlan(s, tables, nil, Options{})
	if err != nil || len(p.Errors) > 0 || len(p.Ops(false, Keep)) > 0 {
		t.Error(err, places(p.Errors), p.Ops(false, Keep))
	}
}

// What is code elsewhere is text here (safety.md I6): no CSV cell begins like a formula, no workbook cell is one.
func TestExport_NeutralisesFormulas(t *testing.T) {
	hostile := []string{`=HYPERLINK("http://x","y")`, "+1", "-1", "@SUM(1)", " =1", "'=1", "＝1", "<img onerror=x>", "{{7*7}}", "'; DROP TABLE x", "`}) DETACH DELETE n//", "%0d%0aBcc:", "\u202Egnp.exe"}
	var rows strings.Builder
	for i, h := range hostile {
		rows.WriteString("k" + formatInt(int64(i)) + `;"` + strings.ReplaceAll(neutral(h), `"`, `""`) + `";Kita;"` + strings.ReplaceAll(neutral(h), `"`, `""`) + "\"\n")
	}
	p := planOf(t, graph.NewSnapshot("n"), map[string]string{"Institutionen": "Kennung;Name;Art;Eigen\n" + rows.String()})
	if len(p.Errors) > 0 {
		t.Fatal(places(p.Errors))
	}
	s := applyOps(t, p.Head, p.Ops(false, Keep))
	for i, h := range hostile {
		r := graph.Find[*graph.Institution](s, graph.KindInstitution, graph.ID("k"+formatInt(int64(i))))
		if d := cmp.Diff(strings.TrimSpace(h), r.Name); d != "" {
			t.Error(d)
		}
	}
	roundTrip(t, s)
	for _, table := range tablesOf(s, WriteOptions{}) {
		for _, row := range table.rows {
			for _, c := range row {
				if v := c.csv(); c.is != isNumber && v != "" && strings.ContainsAny(strings.TrimSpace(v)[:1], "=+-@") {
					t.Errorf("%s: %q", table.name, v)
				}
			}
		}
	}
	f := opened(t, written(t, s, WriteWorkbook, WriteOptions{}))
	for _, cell := range []string{"B2", "B3", "B4"} {
		if formula, err := f.GetCellFormula("Institutionen", cell); formula != "" || err != nil {
			t.Error(cell, formula, err)
		}
	}
}

// Columns of a written sheet ascend: spreadsheet programs call a file damaged in which they do not.
func TestWriteWorkbook_Columns(t *testing.T) {
	tables := written(t, musterstadt(t), WriteWorkbook, WriteOptions{})
	f := opened(t, tables)
	v, ok := f.Pkg.Load("xl/worksheets/sheet2.xml")
	if !ok {
		t.Fatal("no sheet")
	}
	part := string(v.([]byte))
	last := -1
	for _, name := range []string{`<col min="1"`, `<col min="2"`, `<col min="9"`, `<sheetData>`, `<autoFilter`} {
		at := strings.Index(part, name)
		if at <= last {
			t.Errorf("%s stands at %d, after %d", name, at, last)
		}
		last = at
	}
	if !strings.Contains(part, `state="frozen"`) {
		t.Error("the header is not frozen")
	}
}
