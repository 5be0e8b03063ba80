package exchange

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"miteinander/graph"
	"miteinander/graph/geometry"
)

// The parsers of foreign bytes: no panic, no hang, and what is accepted goes out and comes in again as it was (safety.md I7).
// Seeds stand here and in testdata/fuzz.

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"Name;Art\nKita;Kita\n", "sep=,\nName,Art\n\"a\"\"b\",c\n", "Name\tArt\r\"x\ny\"\tz", "\ufeffKennung;Name;Art;Planungsräume\nA;B;C;N|S\n", "Von;Nach;Stufe\nA;B;2\n",
		"\xff\xfea\x00;\x00b\x00\n\x00", "Name;Art\n\"offen", "Name;Name\na;b", "Schlüssel;Wert\nName;X\nVorlage;jena\n", ";A;B\nA;;2\nB;2;\n", "Kennung;Name;Kinder N\nÜ;x;=1\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		tables, err := ReadTables("Institutionen.csv", bytes.NewReader(b), DefaultLimits())
		if err != nil {
			known(t, err)
			return
		}
		for _, sheet := range []string{"Institutionen", "Einstellungen", "Kooperationsmatrix", "Uebergangsarten"} {
			tables.Sheets[0].Name = sheet
			accepted(t, tables)
		}
	})
}

// FuzzSheet changes one part inside a sound workbook: the zip around it would only be in the way.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Art</t></is></c></row><row r="3"><c r="A3" s="1"><v>45838</v></c><c t="b"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A3:B4"/></mergeCells></worksheet>`)
	f.Add(`<worksheet><sheetData><row><c><f>1</f><v>2</v></c></row></sheetData></worksheet>`)
	f.Add(`<x><row r="2147483647"/>`)
	f.Fuzz(func(t *testing.T, part string) {
		parts := map[string]string{"xl/worksheets/a.xml": part}
		w := &workbook{name: "x", lim: DefaultLimits(), strings: []string{"Name"}, formats: []cellFormat{{}, {date: true}, {zeros: 5}},
			open: func(p string) ([]byte, error) { return []byte(parts[p]), nil }}
		table, err := w.readSheet("Institutionen", "xl/worksheets/a.xml")
		if err != nil {
			known(t, err)
			return
		}
		for i := 1; i < len(table.Rows); i++ {
			if table.Rows[i].Number <= table.Rows[i-1].Number {
				t.Fatal("rows out of order")
			}
		}
		if table.HeaderRow > 0 {
			accepted(t, Tables{File: "x", Format: "xlsx", Sheets: []Table{table}})
		}
	})
}

func FuzzZip(f *testing.F) {
	f.Add(zipped(f, zipEntry{"Institutionen.csv", "Name;Art\nA;Kita\n"}))
	f.Add(book(f, `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Name</v></c></row></sheetData></worksheet>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		lim := DefaultLimits()
		lim.Unpacked = 1 << 20
		if _, err := ReadTables("x.zip", bytes.NewReader(b), lim); err != nil {
			known(t, err)
		}
	})
}

func FuzzMapping(f *testing.F) {
	for _, name := range []string{"flensburg-kitas.toml", "flensburg-schulen.toml", "berlin-partner.toml"} {
		b, err := os.ReadFile("../../docs/mappings/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("[[table]]\nto=\"Angebote\"\n[table.columns]\nName={column=\"a\",split=\",\",part=-1,map={x=\"y\"},id=true,exact=true}\n"))
	files := fstest.MapFS{"flensburg_stadtteile.geojson": {Data: []byte(`{"features":[{"properties":{"AREA_ID":"a","AREA_NAME":"1 b"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9]]]}}]}`)}}
	table := Table{Name: "x", HeaderRow: 1, Header: []string{"a", "b", "Name", "facility", "address", "Lat", "Lon"}, Rows: []Row{{Number: 2, Cells: []string{"1,2", "x|y", "Haus", "K", "W 1", "1", "0,5"}}}}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ParseMapping(b, files)
		if err != nil {
			known(t, err)
			return
		}
		if _, err := NewPlan(graph.NewSnapshot("n"), Tables{File: "x", Sheets: []Table{table}}, m, Options{Name: "n"}); err != nil {
			known(t, err)
		}
	})
}

func FuzzGeoJSON(f *testing.F) {
	f.Add(`{"features":[{"properties":{"n":"a"},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1]]]]}}]}`, 0.5, 0.5)
	f.Add(`{"features":[{"properties":{"n":7},"geometry":{"type":"Polygon","coordinates":[[]]}}]}`, 0.0, 0.0)
	f.Fuzz(func(t *testing.T, doc string, x, y float64) {
		g := &Geometry{File: "a.geojson", Name: "n"}
		areas, err := g.load(fstest.MapFS{"a.geojson": {Data: []byte(doc)}})
		if err != nil {
			known(t, err)
			return
		}
		for _, a := range areas {
			geometry.Inside(geometry.Point{x, y}, a.polygons)
		}
	})
}

func FuzzCells(f *testing.F) {
	for _, s := range []string{"31.12.2025", "2025-02-30", "1.234,5", "12 %", "0x1p4", "1e400", "-", "1.2.3.4", "٣", "١.١.٢٠٢٥", "99999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, bad := parseDate(s, true); bad.key == "" {
			if again, bad := parseDate(formatDay(d), false); bad.key != "" || again != d {
				t.Fatalf("%q is %v, written %s, read %v", s, d, formatDay(d), again)
			}
		}
		if n, ok := parseNumber(s); ok {
			if again, ok := parseNumber(outCell{number: n, is: isNumber}.csv()); !ok || again != n {
				t.Fatalf("%q is %v, read again %v", s, n, again)
			}
		}
		if n, ok := parseCount(s); ok && n < 0 {
			t.Fatalf("%q is %d", s, n)
		}
		if s := clean(s); plain(neutral(s)) != s {
			t.Fatalf("%q becomes %q", s, plain(neutral(s)))
		}
		if risky(s) && strings.ContainsAny(neutral(s)[:1], "=+-@") {
			t.Fatalf("%q goes out as %q", s, neutral(s))
		}
	})
}

// known fails for an error that no user can be told.
func known(t *testing.T, err error) {
	t.Helper()
	if c := graph.CodeOf(err); c == graph.Internal {
		t.Fatal(err)
	}
}

// accepted plans tables; what comes in without error goes out and comes in again as the same network.
func accepted(t *testing.T, tables Tables) {
	t.Helper()
	p, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "n"})
	if err != nil {
		known(t, err)
		return
	}
	ops := p.Ops(true, Keep)
	if len(ops) == 0 {
		return
	}
	h := p.Head.Head()
	s, err := p.Head.Apply(graph.Change{Network: h.ID, ID: "t", Base: h.Revision, Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteZip(&b, s, WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	back, err := ReadTables("x.zip", &b, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	q, err := NewPlan(graph.NewSnapshot("n"), back, nil, Options{Name: "n"})
	if err != nil || len(q.Errors) > 0 {
		t.Fatal(err, q.Errors)
	}
	again, err := q.Apply(Keep)
	if err != nil {
		t.Fatal(err)
	}
	if again.Hash() != s.Hash() {
		for _, op := range graph.Diff(s, again) {
			if op.Before != nil {
				t.Logf("was %s", graph.Encode(op.Before))
			}
			if op.After != nil {
				t.Logf("is  %s", graph.Encode(op.After))
			}
		}
		t.Fatal("another network")
	}
}
