package exchange

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/words"
)

type zipEntry struct{ name, text string }

func zipped(t testing.TB, entries ...zipEntry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if strings.HasSuffix(e.name, "@") {
			h.Name = strings.TrimSuffix(e.name, "@")
			h.SetMode(fs.ModeSymlink | 0o777)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// book is a minimal workbook with the given sheet part; extra entries replace or join its own.
func book(t testing.TB, sheet string, extra ...zipEntry) []byte {
	parts := []zipEntry{
		{"[Content_Types].xml", `<Types/>`},
		{"xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="Institutionen" r:id="a"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", sheet},
	}
	for _, e := range extra {
		for i := range parts {
			if parts[i].name == e.name {
				parts[i] = e
				e.name = ""
				break
			}
		}
		if e.name != "" {
			parts = append(parts, e)
		}
	}
	return zipped(t, parts...)
}

// lying is a zip whose entry says that it holds less than it does.
func lying(t testing.TB) []byte {
	t.Helper()
	long := strings.Repeat("Name;Art\n", 4<<20/9)
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create("Institutionen.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(long)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := r.File[0].OpenRaw()
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	if _, err := body.ReadFrom(raw); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	h := &zip.FileHeader{Name: "Institutionen.csv", Method: zip.Deflate, CompressedSize64: uint64(body.Len()), UncompressedSize64: 100, CRC32: crc32.ChecksumIEEE([]byte(long))}
	rw, err := zw.CreateRaw(h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rw.Write(body.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Every bad file gets one clear sentence and a code, in little time and memory (safety.md I2, I3, I4; §0.5).
func TestReadTables_Refuses(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	good := zipped(t, zipEntry{"Institutionen.csv", "Name;Art\nA;Kita\n"})
	ods := func(content string, extra ...zipEntry) []byte {
		return zipped(t, append([]zipEntry{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", `<d xmlns:table="t" xmlns:text="x">` + content + `</d>`}}, extra...)...)
	}
	noise := make([]byte, 6<<20) // so that the ratio of an archive says nothing
	for i, x := 0, uint32(1); i < len(noise); i++ {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		noise[i] = 'a' + byte(x%26)
	}
	wide := "Name" // half of what one file may hold
	for i := range 2_501 {
		wide += "\n" + string(noise[40*i:40*i+40]) + strings.Repeat(";", 999) + "x"
	}
	locked := append([]byte(nil), good...)
	locked[6] |= 1 // of the entry and of the directory: encrypted
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	crowd := make([]zipEntry, 70_000)
	for i := range crowd {
		crowd[i].name = formatInt(int64(i))
	}
	many := make([]zipEntry, 201)
	for i := range many {
		many[i] = zipEntry{formatInt(int64(i)) + ".csv", "a;b\n"}
	}
	row := func(s string) string { return `<worksheet><sheetData>` + s + `</sheetData></worksheet>` }
	for _, c := range []struct {
		name string
		b    []byte
		code graph.Code
		key  string
	}{
		{"leer.csv", nil, graph.Invalid, "empty"},
		{"leer2.csv", []byte("\n\n \n"), graph.Invalid, "empty"},
		{"kaputt.zip", good[:len(good)-30], graph.Invalid, "broken_zip"},
		{"kaputt.xlsx", []byte("Name;Art\nA;Kita\n"), graph.Invalid, "broken_zip"},
		{"inhalt.zip", append([]byte("PK\x03\x04"), bytes.Repeat([]byte("x"), 100)...), graph.Invalid, "broken_zip"},
		{"alt.xls", []byte(ole), graph.Unsupported, "xls"},
		{"alt.xlsx", []byte(ole), graph.Unsupported, "xls"},
		{"geheim.xlsx", []byte(ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), graph.Unsupported, "encrypted"},
		{"makro.xlsm", book(t, row(""), zipEntry{"xl/vbaProject.bin", "x"}), graph.Unsupported, "macro"},
		{"binaer.xlsb", zipped(t, zipEntry{"[Content_Types].xml", "<T/>"}, zipEntry{"xl/workbook.bin", "x"}), graph.Unsupported, "xlsb"},
		{"brief.docx", zipped(t, zipEntry{"[Content_Types].xml", "<T/>"}, zipEntry{"word/document.xml", "<x/>"}), graph.Unsupported, "document"},
		{"tabelle.ods", zipped(t, zipEntry{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, zipEntry{"content.xml", "<x/>"}), graph.Invalid, "empty"},
		{"bild.csv", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00"), graph.Unsupported, "picture"},
		{"brief.csv", []byte("%PDF-1.7\n%abc\n1 0 obj\n"), graph.Unsupported, "pdf"},
		{"nichts.zip", zipped(t, zipEntry{"LIESMICH.txt", "Hallo"}), graph.Unsupported, "no_csv"},
		{"verschachtelt.zip", zipped(t, zipEntry{"innen.zip", string(good)}), graph.Unsupported, "no_csv"},
		{"bombe.zip", zipped(t, zipEntry{"Institutionen.csv", strings.Repeat("0", 30<<20)}), graph.TooLarge, "too_large_unpacked"},
		{"luege.zip", lying(t), graph.Invalid, "broken_zip"},
		{"viele.zip", zipped(t, many...), graph.TooLarge, "too_many_entries"},
		{"siebzigtausend.zip", zipped(t, crowd...), graph.TooLarge, "too_many_entries"},
		{"verschluesselt.zip", locked, graph.Unsupported, "encrypted"},
		{"hoch.zip", zipped(t, zipEntry{"../Institutionen.csv", "a;b\n"}), graph.Invalid, "bad_entry"},
		{"windows.zip", zipped(t, zipEntry{`C:\Institutionen.csv`, "a;b\n"}), graph.Invalid, "bad_entry"},
		{"verweis.zip", zipped(t, zipEntry{"Institutionen.csv@", "/etc/passwd"}), graph.Invalid, "bad_entry"},
		{"doppelt.zip", zipped(t, zipEntry{"Institutionen.csv", "a;b\n"}, zipEntry{"institutionen.csv", "a;b\n"}), graph.Invalid, "bad_entry"},
		{"zweimal.zip", zipped(t, zipEntry{"a/Institutionen.csv", "a;b\n"}, zipEntry{"b/Institutionen.csv", "a;b\n"}), graph.Invalid, "sheet_twice"},
		{"quote.csv", []byte("Name;Art\nA;Kita\nB;\"Kita\nC;Kita\n"), graph.Invalid, "open_quote"},
		{"breit.csv", []byte(strings.Repeat("a;", 1001) + "a\n"), graph.TooLarge, "too_many_columns"},
		{"lang.csv", []byte("Name;Art\n" + strings.Repeat("a;b\n", 100_001)), graph.TooLarge, "too_many_rows"},
		{"flaeche.csv", []byte("Name" + strings.Repeat("\n"+strings.Repeat(";", 999)+"x", 5_001)), graph.TooLarge, "too_many_cells"},
		{"flaeche.zip", zipped(t, zipEntry{"a.csv", wide}, zipEntry{"b.csv", wide}), graph.TooLarge, "too_many_cells"},
		{"feld.csv", append([]byte("Name;Art\nA;\""), append(bytes.Repeat([]byte("x"), 19<<20), '"')...), graph.TooLarge, "cell_too_large"},
		{"zehntausend.csv", []byte(strings.Repeat("a;", 9_999) + "a\n"), graph.TooLarge, "too_many_columns"},
		{"zelle.csv", []byte("Name;Art\nA;" + strings.Repeat("x", 2<<20) + "\n"), graph.TooLarge, "cell_too_large"},
		{"riesig.csv", bytes.Repeat([]byte("a;b\n"), 6<<20), graph.TooLarge, "too_large"},
		{"zeile.xlsx", book(t, row(`<row r="2147483647"><c r="A2147483647"><v>1</v></c></row>`)), graph.Invalid, "broken_workbook"},
		{"zurueck.xlsx", book(t, row(`<row r="5"/><row r="3"/>`)), graph.Invalid, "broken_workbook"},
		{"spalte.xlsx", book(t, row(`<row r="1"><c r="XFD1" t="str"><v>x</v></c></row>`)), graph.TooLarge, "too_many_columns"},
		{"jenseits.xlsx", book(t, row(`<row r="1"><c r="XFE1" t="str"><v>x</v></c></row>`)), graph.Invalid, "broken_workbook"},
		{"verweis.xlsx", book(t, row(`<row r="1"><c r="A1" t="s"><v>99</v></c></row>`)), graph.Invalid, "broken_workbook"},
		{"doctype.xlsx", book(t, `<!DOCTYPE x [<!ENTITY a "b">]>`+row("")), graph.Invalid, "broken_workbook"},
		{"lachen.xlsx", book(t, row(`<row r="1"><c r="A1" t="str"><v>&lol;</v></c></row>`)), graph.Invalid, "broken_workbook"},
		{"attribut.xlsx", book(t, row(`<row r="1"><c r="A1" t="`+string(noise)+`"/></row>`)), graph.Invalid, "broken_workbook"},
		{"attribute.xlsx", book(t, `<worksheet `+strings.Repeat(`a="" `, 100_000)+`></worksheet>`), graph.Invalid, "broken_workbook"},
		{"offen.xlsx", book(t, `<worksheet a="`+string(noise)), graph.Invalid, "broken_workbook"},
		{"utf7.xlsx", book(t, `<?xml version="1.0" encoding="UTF-7"?>`+row("")), graph.Invalid, "broken_workbook"},
		{"ebcdic.xlsx", book(t, `<?xml version="1.0" encoding="IBM037"?>`+row("")), graph.Invalid, "broken_workbook"},
		{"fremd.xlsx", book(t, row(""), zipEntry{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" TargetMode="External" Target="http://127.0.0.1:1/x"/></Relationships>`}), graph.Invalid, "empty"},
		{"auskunft.xlsx", book(t, `<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x">`+row("")), graph.Invalid, "broken_workbook"},
		{"doctype.ods", zipped(t, zipEntry{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, zipEntry{"content.xml", `<!DOCTYPE x [<!ENTITY a "b">]><x/>`}), graph.Invalid, "broken_workbook"},
		{"tief.ods", ods(strings.Repeat("<a>", 100)), graph.Invalid, "broken_workbook"},
		{"attribut.ods", ods(`<a b="` + string(noise[:200<<10]) + `"/>`), graph.Invalid, "broken_workbook"},
		{"wiederholt.ods", ods(`<table:table table:name="a"><table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>`), graph.TooLarge, "too_many_rows"},
		{"flaeche.ods", ods(`<table:table table:name="a"><table:table-row table:number-rows-repeated="90000"><table:table-cell table:number-columns-repeated="1000"><text:p>a</text:p></table:table-cell></table:table-row></table:table>`), graph.TooLarge, "too_many_cells"},
		{"geheim.ods", ods(`<x/>`, zipEntry{"META-INF/manifest.xml", "<m><encryption-data/></m>"}), graph.Unsupported, "encrypted"},
		{"tief.xlsx", book(t, strings.Repeat("<a>", 100_000)), graph.Invalid, "broken_workbook"},
		{"ende.xlsx", book(t, `<worksheet><sheetData><row r="1">`), graph.Invalid, "broken_workbook"},
		{"utf16.xlsx", book(t, `<?xml version="1.0" encoding="UTF-16"?>`+row("")), graph.Invalid, "broken_workbook"},
		{"bombe.xlsx", book(t, row(""), zipEntry{"xl/media/a.bin", strings.Repeat("\x00", 80<<20)}), graph.TooLarge, "too_large_unpacked"},
		{"ohne.xlsx", book(t, row(""), zipEntry{"xl/_rels/workbook.xml.rels", "<x>"}), graph.Invalid, "broken_workbook"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := ReadTables(c.name, bytes.NewReader(c.b), DefaultLimits())
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			e, ok := err.(*graph.Error)
			if !ok || e.Code != c.code || e.Key != "exchange.file."+c.key {
				t.Fatalf("%v, want %s %s", err, c.code, c.key)
			}
			if s := words.Error(words.German, err); !strings.Contains(s, ".") || strings.Contains(s, "exchange.") || strings.Contains(s, "{") {
				t.Errorf("says %q", s)
			}
			if took > time.Minute { // some hundred milliseconds on a quiet machine
				t.Errorf("took %v", took)
			}
			if rise := after.TotalAlloc - before.TotalAlloc; rise > 192<<20 {
				t.Errorf("%d MB in all", rise>>20)
			}
		})
	}
}

// What people really have: these are read.
func TestReadTables_Tolerates(t *testing.T) {
	for name, text := range map[string]string{
		"bom.csv":      "\ufeffName;Art\r\nKita Süd;Kita\r\n",
		"1252.csv":     "Name;Art\r\nKita S\xfcd;Kita\r\n",
		"utf16.csv":    "\xff\xfeN\x00a\x00m\x00e\x00;\x00A\x00r\x00t\x00\n\x00K\x00i\x00t\x00a\x00 \x00S\x00\xfc\x00d\x00;\x00K\x00i\x00t\x00a\x00",
		"sep.csv":      "sep=,\nName,Art\nKita Süd,Kita\n",
		"tab.csv":      "Name\tArt\nKita Süd\tKita",
		"cr.csv":       "Name;Art\rKita Süd;Kita\r",
		"quote.csv":    "Name;Art\n\"Kita \"\"Süd\"\"\";Kita\n",
		"stray.csv":    "Name;Art\nKita \"Süd\";Kita\n",
		"ragged.csv":   "Name;Art;;;\nKita Süd;Kita;;;\n;;;;\n",
		"nfd.csv":      "Name;Art\nKita Su\u0308d;Kita\n",
		"leerz.csv":    "\n\nName;Art\n\n  Kita Süd ;Kita \n",
		"alias.csv":    "name,kinds\nKita Süd,Kita\n",
		"blocks.csv":   "Name;Art\n\"Kita\nSüd\";Kita\n",
		"stern.csv":    "Name*;Art *\nKita Süd;Kita\n",
		"umlautlos.md": "Name;Art;Planungsraeume\nKita Süd;Kita;\n",
	} {
		tables, err := ReadTables(name, strings.NewReader(text), DefaultLimits())
		if err != nil {
			t.Error(name, err)
			continue
		}
		p, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "n"})
		if err != nil || len(p.Errors) > 0 {
			t.Error(name, err, places(p.Errors))
			continue
		}
		s := applyOps(t, p.Head, p.Ops(false, Keep))
		found := ""
		for i := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
			found = strings.ReplaceAll(i.Name, `"`, "")
		}
		if found != "Kita Süd" {
			t.Errorf("%s: %q", name, found)
		}
	}
}

// A name that says something else does not matter.
func TestReadTables_ByContent(t *testing.T) {
	b := book(t, `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row></sheetData></worksheet>`)
	for _, name := range []string{"a.csv", "a", "a.zip"} {
		if tables, err := ReadTables(name, bytes.NewReader(b), DefaultLimits()); err != nil || tables.Format != "xlsx" || len(tables.Sheets) != 1 {
			t.Errorf("%s: %+v, %v", name, tables, err)
		}
	}
}

// The encoding is named, and a header that stands twice is an error at its place (safety.md I4).
func TestReadTables_EncodingAndHeader(t *testing.T) {
	for text, want := range map[string]string{"Name;Art\nKita Süd;Kita\n": "UTF-8", "\ufeffName;Art\nKita Süd;Kita\n": "UTF-8", "Name;Art\nM\xfcller;Kita\n": "Windows-1252", "\xff\xfeN\x00;\x00a\x00\n\x00": "UTF-16"} {
		tables, err := ReadTables("x.csv", strings.NewReader(text), DefaultLimits())
		if err != nil || tables.Encoding != want {
			t.Errorf("%q: %s, %v", text, tables.Encoding, err)
		}
	}
	p := planOf(t, graph.NewSnapshot("n"), map[string]string{"Institutionen": "Name;Art;Art\nKita Süd;Kita;\n"})
	if len(p.Errors) != 1 || p.Errors[0].Row != 1 || p.Errors[0].Column != "Art" || p.Errors[0].Key != "exchange.error.duplicate_column" {
		t.Errorf("%+v", p.Errors)
	}
}

// Rows are numbered as a spreadsheet shows them: a blank line counts, a quoted line break does not, sep= is not shown.
func TestReadTables_RowNumbers(t *testing.T) {
	tables, err := ReadTables("x.csv", strings.NewReader("sep=;\nName;Art\n\n\"A\nB\";Kita\n\nC;Kita\n"), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	s := tables.Sheets[0]
	if s.HeaderRow != 1 || len(s.Rows) != 2 || s.Rows[0].Number != 3 || s.Rows[1].Number != 5 {
		t.Errorf("%+v", s)
	}
}

// Our reader of cells and excelize agree on what excelize writes; days, booleans and formulas are what excelize cannot tell.
func TestReadWorkbook_Cells(t *testing.T) {
	b := book(t, `<worksheet><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="s"><v>0</v></c><c r="D1" t="str"><v>Aktiv von</v></c><c r="E1" t="inlineStr"><is><r><t>P</t></r><r><t xml:space="preserve">LZ</t></r><rPh><t>x</t></rPh></is></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>a_x000D_b_x005F_x0041_</t></is></c><c r="B3" t="b"><v>1</v></c><c r="D3" s="1"><v>45838</v></c><c r="E3" s="2"><v>7743</v></c></row>
<row><c t="str"><f>1+1</f><v>2</v></c><c><v>7.0000000000000007E-2</v></c><c/><c s="1"><v>0.5</v></c><c t="e"><v>#REF!</v></c></row>
</sheetData><mergeCells><mergeCell ref="A3:B4"/></mergeCells></worksheet>`,
		zipEntry{"xl/sharedStrings.xml", `<sst><si><t>Regeleinrichtung</t><rPh><t>y</t></rPh></si></sst>`},
		zipEntry{"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="TT.MM.JJJJ"/><numFmt numFmtId="165" formatCode="[$-407]d/ mmmm yyyy;@"/><numFmt numFmtId="166" formatCode="00000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`})
	tables, err := ReadTables("x.xlsx", bytes.NewReader(b), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	s := tables.Sheets[0]
	want := []Row{
		{Number: 3, Cells: []string{"a\rb_x0041_", "ja", "", "2025-06-30", "07743"}, Flags: map[int]string{0: flagMerged, 1: flagCovered}},
		{Number: 4, Cells: []string{"2", "0.07", "", "12:00", "#REF!"}, Flags: map[int]string{0: flagCovered, 1: flagCovered, 4: flagError}},
	}
	if strings.Join(s.Header, "|") != "Name|Regeleinrichtung||Aktiv von|PLZ" || s.HeaderRow != 1 {
		t.Errorf("%+v", s)
	}
	for i := range want {
		if got := s.Rows[i]; got.Number != want[i].Number || strings.Join(got.Cells, "|") != strings.Join(want[i].Cells, "|") || len(got.Flags) != len(want[i].Flags) {
			t.Errorf("%+v\nwant %+v", got, want[i])
		}
	}
}
