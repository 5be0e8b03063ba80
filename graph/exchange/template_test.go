package exchange

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"miteinander/graph"
	"miteinander/graph/words"
)

func jena(t testing.TB) *graph.Snapshot {
	t.Helper()
	s, err := EmptyNetwork("neu", "jena", "Neustadt")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func opened(t testing.TB, b []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// The small workbook as formats.md asks for it: three sheets, at most six columns, lists, and a page that explains each column.
func TestWriteTemplate_Small(t *testing.T) {
	var b bytes.Buffer
	if err := WriteTemplate(&b, jena(t), false, words.German); err != nil {
		t.Fatal(err)
	}
	keep(t, "vorlage.xlsx", b.Bytes())
	f := opened(t, b.Bytes())
	if d := cmp.Diff([]string{"Einrichtungen", "Angebote", "Kooperationen", "Erklärung", "Listen"}, f.GetSheetList()); d != "" {
		t.Error(d)
	}
	for _, sheet := range []string{"Einrichtungen", "Angebote", "Kooperationen"} {
		rows, err := f.GetRows(sheet)
		if err != nil || len(rows) != 1 || len(rows[0]) > 6 {
			t.Error(sheet, rows, err)
		}
		lists, err := f.GetDataValidations(sheet)
		if err != nil || len(lists) < 3 {
			t.Error(sheet, len(lists), err)
		}
		help, err := f.GetRows("Erklärung")
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range rows[0] {
			if !slices.ContainsFunc(help, func(r []string) bool { return len(r) == 4 && r[0] == sheet && r[1] == h && len(r[3]) > 8 }) {
				t.Errorf("%s %s is not explained", sheet, h)
			}
		}
	}
	lists, _ := f.GetRows("Listen")
	if lists[0][0] != "Agentur für Arbeit" && !slices.ContainsFunc(lists, func(r []string) bool { return slices.Contains(r, "Kita") }) {
		t.Error(lists)
	}
}

// What a coordinator types into the small workbook comes in.
func TestWriteTemplate_FilledIn(t *testing.T) {
	var b bytes.Buffer
	head := jena(t)
	if err := WriteTemplate(&b, head, false, words.German); err != nil {
		t.Fatal(err)
	}
	f := opened(t, b.Bytes())
	for sheet, rows := range map[string][][]any{
		"Einrichtungen": {{"Kita Sonnenschein", "Kita", "Bildung", "AWO", "frei gemeinnützig", "Nord"}, {"Beratungsstelle", "Erziehungsberatung", "Jugend", "Stadt", "öffentlich", "Nord|Süd"}},
		"Angebote":      {{"Kita Sonnenschein", "Betreuung", "3 Jahre bis Schuleintritt", "Bildung", "Nord", "Anmeldung"}},
		"Kooperationen": {{"Kita Sonnenschein", "Beratungsstelle", 2, "mündlich", 45838, nil}},
	} {
		for i, r := range rows {
			if err := f.SetSheetRow(sheet, "A"+formatInt(int64(i+2)), &r); err != nil {
				t.Fatal(err)
			}
		}
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	tables, err := ReadTables("vorlage.xlsx", buf, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlan(head, tables, nil, Options{})
	if err != nil || len(p.Errors) > 0 || len(p.Warnings) > 0 {
		t.Fatal(err, places(p.Errors), places(p.Warnings))
	}
	s := applyOps(t, head, p.Ops(false, Keep))
	c := graph.Find[*graph.Cooperation](s, graph.KindCooperation, "beratungsstelle~kita-sonnenschein")
	if c == nil || c.Level != 2 || c.AsOf.String() != "2025-06-30" { // 45838 is 30 June 2025 in every spreadsheet
		t.Errorf("%+v", c)
	}
}

func TestWriteTemplate_Full(t *testing.T) {
	var b bytes.Buffer
	head := jena(t)
	if err := WriteTemplate(&b, head, true, words.German); err != nil {
		t.Fatal(err)
	}
	keep(t, "vorlage-alles.xlsx", b.Bytes())
	// The full form of a template, read into an empty network, is that template.
	sameNetwork(t, head, readBack(t, "x.xlsx", b.Bytes()))
	f := opened(t, b.Bytes())
	for _, s := range sheets {
		if i, _ := f.GetSheetIndex(s.name); i < 0 && s.kind != 0 {
			t.Error("no sheet", s.name)
		}
	}
	help, _ := f.GetRows("Erklärung")
	for _, r := range help {
		if len(r) == 4 && strings.Contains(r[3], "exchange.help") {
			t.Error(r)
		}
	}
}

// keep writes a file to the folder in $KEEP, for eyes.
func keep(t testing.TB, name string, b []byte) {
	if dir := os.Getenv("KEEP"); dir != "" {
		if err := os.WriteFile(dir+"/"+name, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
