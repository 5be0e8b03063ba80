package exchange

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"miteinander/graph"
)

// The parsers of what offices write: LibreOffice, free text in cells, lists without our columns, lists that came back.

// FuzzODS changes content.xml inside a sound .ods.
func FuzzODS(f *testing.F) {
	const head = `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>`
	f.Add(head + `<table:table table:name="Institutionen"><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>Art</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-rows-spanned="2"><text:p>Kita<text:s text:c="2"/>Süd</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>`)
	f.Add(head + `<table:table><table:table-row><table:table-cell office:value-type="date" office:date-value="2025-06-03"/><table:table-cell office:value-type="float" office:value="7"><text:p>07</text:p></table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true" table:formula="=1"/></table:table-row></table:table>`)
	f.Add(`<table:table table:name="x"><table:table-row><table:table-cell table:number-columns-repeated="9223372036854775807"/><table:table-cell table:number-columns-repeated="9223372036854775807"/><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>`)
	f.Fuzz(func(t *testing.T, content string) {
		var out Tables
		lim := DefaultLimits()
		lim.Rows = 2000
		r := &odsReader{w: &workbook{name: "x", lim: lim, open: func(string) ([]byte, error) { return []byte(content), nil }}, out: &out}
		err := r.w.walk("content.xml", r.token)
		for i := range out.Sheets {
			if err == nil {
				err = out.Sheets[i].merge(out.Sheets[i].Merges)
			}
		}
		if err != nil {
			known(t, err)
			return
		}
		for _, s := range out.Sheets {
			for i, row := range s.Rows {
				if row.Number < 1 || i > 0 && row.Number <= s.Rows[i-1].Number || len(row.Cells) > lim.Columns {
					t.Fatalf("row %d with %d cells", row.Number, len(row.Cells))
				}
			}
		}
		if out, err = finish(out, lim); err != nil {
			known(t, err)
		}
	})
}

// FuzzFreeText reads one cell in all the ways in which a column may be meant. Nothing may be made up: a day is a day, an age does not
// end before it begins, and a part of an address stands in the cell.
func FuzzFreeText(f *testing.F) {
	for _, s := range []string{"ab 6 Jahre", "0-3", "0–3 J.", "Krippe", "Klasse 1–4", "5./6. Klasse", "für Schwangere", "18 Monate bis Schuleintritt", "U3", "2025-06-03", "1,5 bis 6",
		"Kita Nord, Hauptstr. 5a, 99423 Weimar, Tel. 03643 / 12 34-0", "Postfach 12 34, D-10115 Berlin; info(at)x.de www.x.de", "Fax 0361 1234567\u00a0Fax: 0361 7654321",
		"01.01.2024 – 31.12.2025", "seit 3/2019", "bis auf Weiteres", "Alleinerziehende, Eltern mit Kindern von 0-3 Jahren", "deutsch, türkisch und arabisch", "99999999999999999999 Jahre"} {
		f.Add(s)
	}
	records, _ := graph.Template("jena", "")
	head := graph.NewSnapshot("n")
	lists := cataloguesOf(head, &Mapping{Sheets: []FixedSheet{{Name: sheetOf(graph.KindSettings).name, Header: []string{settingsKey, settingsVal}, Rows: [][]string{{"Vorlage", "jena"}}}}})
	if len(records) == 0 || len(lists.phases) == 0 || len(lists.groups) == 0 {
		f.Fatal("nothing to read against")
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if !utf8.ValidString(raw) {
			return // every reader of files makes valid texts
		}
		s := clean(raw)
		for _, a := range readAges(s).spans {
			if !(a.from <= a.to) {
				t.Fatalf("%q is %v to %v", s, a.from, a.to)
			}
		}
		for _, end := range []bool{false, true} {
			values, _ := readDay(s, true, end)
			for _, v := range values {
				if d, err := graph.ParseDate(v); err != nil || d.String() != v {
					t.Fatalf("%q is the day %q", s, v)
				}
			}
		}
		a := readAddress(s)
		folded := strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " ")
		for _, part := range []string{a.name, a.street, a.postal, a.city, a.phone, a.rest} {
			for _, word := range strings.FieldsFunc(part, func(r rune) bool { return strings.ContainsRune(" ,;|", r) }) {
				if !strings.Contains(folded, word) {
					t.Fatalf("%q holds %q, which nobody wrote", s, word)
				}
			}
		}
		if a.postal != "" && len(a.postal) != 5 {
			t.Fatalf("postal code %q", a.postal)
		}
		ids, _ := readGroups(lists, s)
		for _, id := range ids {
			if !slices.ContainsFunc(lists.groups, func(e catalogueEntry) bool { return string(e.id) == id }) {
				t.Fatalf("%q is the group %q", s, id)
			}
		}
		readLanguages(s)
		kindOfName(s)
	})
}

// FuzzGuess takes bytes for a list without our columns: what is proposed is a mapping that its own text says again, and it plans.
func FuzzGuess(f *testing.F) {
	files, err := filepath.Glob("testdata/offices/*.csv")
	if err != nil || len(files) < 20 {
		f.Fatal(err, len(files))
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(b) < 1500 {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		lim := DefaultLimits()
		lim.Rows, lim.Columns = 300, 40
		tables, err := ReadTables("liste.csv", bytes.NewReader(b), lim)
		if err != nil {
			known(t, err)
			return
		}
		head := graph.NewSnapshot("n")
		p, err := Guess(tables, head)
		if err != nil {
			known(t, err)
			return
		}
		if p.Mapping == nil {
			if len(p.Missing) == 0 {
				t.Fatal("no mapping, and nothing that is missing")
			}
			return
		}
		if !p.Mapping.Fits(tables) {
			t.Fatalf("the mapping does not fit its own file:\n%s", p.Text)
		}
		again, err := Propose(tables, head, p.Choices)
		if err != nil || again.Text != p.Text {
			t.Fatalf("%v: the same choices make another mapping:\n%s\n%s", err, p.Text, again.Text)
		}
		plan, err := NewPlan(head, tables, p.Mapping, Options{Name: "n"})
		if err != nil {
			known(t, err)
			return
		}
		if ops := plan.Ops(true, Keep); len(ops) > 0 {
			h := plan.Head.Head()
			if _, err := plan.Head.Apply(graph.Change{Network: h.ID, ID: "t", Base: h.Revision, Ops: ops}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// FuzzSentBack changes cells of a list that went out, its hidden sheet among them: whatever it claims, it plans or says why not, and what
// it would do can be done.
func FuzzSentBack(f *testing.F) {
	f.Add("Netz\tn\nRevision\t1\nTabelle\tinstitutions\nSpalten\tname|kinds\nAn\tVerein\nAm\t01.07.2025\nZeile\tA\n", "Name\tArt\tKennung\nKita Süd\tKita\tA\nKita Neu\tKita\t\n")
	f.Add("Netz\tn\nRevision\t99999999999999999999\nTabelle\tcooperations\n", "Von\tNach\tStufe\nA\tB\t9\n")
	f.Add("Netz\tn\nRevision\t1\nTabelle\tinstitutions\nSpalten\tname|name\nZeile\tA\nZeile\tA\n", "Name\tName\tKennung\nx\ty\tA\nx\ty\tA\n")
	seed := Tables{File: "x", Sheets: []Table{{Name: "Institutionen", HeaderRow: 1, Header: []string{"Kennung", "Name", "Art"},
		Rows: []Row{{Number: 2, Cells: []string{"A", "Kita Süd", "Kita"}}, {Number: 3, Cells: []string{"B", "Schule", "Grundschule"}}}}}}
	first, err := NewPlan(graph.NewSnapshot("n"), seed, nil, Options{Name: "n"})
	if err != nil {
		f.Fatal(err)
	}
	head, err := first.Apply(Keep)
	if err != nil {
		f.Fatal(err)
	}
	grid := func(text string) (t Table) {
		for i, line := range strings.Split(text, "\n") {
			if cells := strings.Split(line, "\t"); i == 0 {
				t.Header, t.HeaderRow = cells, 1
			} else if line != "" {
				t.Rows = append(t.Rows, Row{Number: i + 1, Cells: cells})
			}
		}
		return t
	}
	f.Fuzz(func(t *testing.T, hidden, list string) {
		if len(hidden)+len(list) > 4000 {
			return
		}
		about, rows := grid(sentHeader+"\n"+hidden), grid(list)
		about.Name, rows.Name = sentSheet, "Liste"
		if sheet := SentOf(Tables{Sheets: []Table{about}}); sheet != nil {
			rows.Name = sheetOf(sheet.Kind).name
		}
		tables := Tables{File: "zurück.xlsx", Format: "xlsx", Sheets: []Table{rows, about}}
		sent := SentOf(tables)
		if sent == nil {
			return
		}
		p, err := NewPlan(head, tables, nil, Options{Back: &SentBack{Sent: *sent, Base: head}})
		if err != nil {
			known(t, err)
			return
		}
		if ops := p.Ops(true, Keep); len(ops) > 0 {
			h := head.Head()
			if _, err := head.Apply(graph.Change{Network: h.ID, ID: "t", Base: h.Revision, Ops: ops}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
