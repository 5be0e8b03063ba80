package exchange

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"miteinander/graph"
	"miteinander/graph/words"
)

// noted gives the notes of a workbook by place, and fails where a noted cell has no fill.
func noted(t *testing.T, f *excelize.File) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, sheet := range f.GetSheetList() {
		list, err := f.GetComments(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			out[sheet+"!"+c.Cell] = c.Text
			id, err := f.GetCellStyle(sheet, c.Cell)
			if err != nil {
				t.Fatal(err)
			}
			style, err := f.GetStyle(id)
			if err != nil || len(style.Fill.Color) == 0 || style.Fill.Color[0] != "FFD8A8" {
				t.Errorf("%s!%s has no fill: %+v %v", sheet, c.Cell, style, err)
			}
		}
	}
	return out
}

var markedFiles = map[string]string{
	"Institutionen": "Kennung;Name;Art;PLZ\nA;Haus A;Kita;07743\nB;Haus B;;1234\n\nC;Haus C;Kita;\n",
	"Kooperationen": "Von;Nach;Stufe\nA;C;2\nA;Hauss C;5\n",
}

var markedNotes = map[string]string{
	"Institutionen!C3": "Diese Angabe fehlt.",
	"Institutionen!D3": "„1234“ ist keine Postleitzahl. Sie hat fünf Ziffern.",
	"Kooperationen!B3": "„Hauss C“ ist nicht bekannt. Meinten Sie „Haus C“?",
	"Kooperationen!C3": "„5“ ist keine Stufe. Möglich sind: 0, 1, 2, 3, 4 oder unbekannt.",
}

func TestMarked(t *testing.T) {
	tables := csvTables(t, markedFiles)
	p, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "n"})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Marked(&b, tables, p, words.German); err != nil {
		t.Fatal(err)
	}
	keep(t, "markiert.xlsx", b.Bytes())
	f := opened(t, b.Bytes())
	if d := cmp.Diff(markedNotes, noted(t, f)); d != "" {
		t.Error(d)
	}
	if list := f.GetSheetList(); list[0] != errorSheet || len(list) != 3 {
		t.Error(list)
	}
	if v, _ := f.GetCellValue(errorSheet, "A1"); v != "4 Angaben sind noch zu berichtigen" {
		t.Error(v)
	}
	// Corrected where it is marked, it comes in; row C stands in row 5 as it did.
	for cell, v := range map[string]string{"Institutionen!C3": "Kita", "Institutionen!D3": "07745", "Kooperationen!B3": "Haus C", "Kooperationen!C3": "3"} {
		sheet, at, _ := strings.Cut(cell, "!")
		if err := f.SetCellStr(sheet, at, v); err != nil {
			t.Fatal(err)
		}
	}
	if v, _ := f.GetCellValue("Institutionen", "A5"); v != "C" {
		t.Errorf("A5 = %q", v)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadTables("markiert.xlsx", buf, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	p, err = NewPlan(graph.NewSnapshot("n"), again, nil, Options{Name: "n"})
	if err != nil {
		t.Fatal(err)
	}
	// A–C stands twice now: that is what the user wrote.
	if d := cmp.Diff([]string{"Kooperationen · 3 · Von · same_key · A"}, places(p.Errors)); d != "" || len(p.Warnings) > 0 {
		t.Error(d, p.Warnings)
	}
}

// The workbook that came in keeps its looks: widths, number formats, other sheets.
func TestMarkedOriginal(t *testing.T) {
	f := excelize.NewFile()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FF0000"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []error{
		f.SetSheetName("Sheet1", "Institutionen"),
		f.SetSheetRow("Institutionen", "A1", &[]any{"Kennung", "Name", "Art", "PLZ"}),
		f.SetSheetRow("Institutionen", "A3", &[]any{"B", "Haus B", "Kita", "1234"}),
		f.SetCellStyle("Institutionen", "D3", "D3", bold),
		f.AddComment("Institutionen", excelize.Comment{Cell: "D3", Author: "Amt", Text: "alt"}),
		f.SetColWidth("Institutionen", "B", "B", 55),
		func() error { _, err := f.NewSheet("Notizen vom Amt"); return err }(),
		f.SetCellStr("Notizen vom Amt", "B2", "bleibt"),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	in, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	original := in.Bytes()
	tables, err := ReadTables("liste.xlsx", bytes.NewReader(original), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "n"})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // marking twice leaves one note and one list
		var b bytes.Buffer
		if err := MarkedOriginal(&b, original, tables, p, words.English); err != nil {
			t.Fatal(err)
		}
		original = b.Bytes()
	}
	g := opened(t, original)
	if d := cmp.Diff(map[string]string{"Institutionen!D3": "“1234” is not a postal code. It has five digits."}, noted(t, g)); d != "" {
		t.Error(d)
	}
	id, _ := g.GetCellStyle("Institutionen", "D3")
	style, err := g.GetStyle(id)
	if err != nil || style.Font == nil || !style.Font.Bold {
		t.Errorf("%+v %v", style, err)
	}
	if w, _ := g.GetColWidth("Institutionen", "B"); w != 55 {
		t.Error(w)
	}
	if v, _ := g.GetCellValue("Notizen vom Amt", "B2"); v != "bleibt" {
		t.Error(v)
	}
	if list := g.GetSheetList(); len(list) != 3 || list[0] != errorSheet {
		t.Error(list)
	}
}
