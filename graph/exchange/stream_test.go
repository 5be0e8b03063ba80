package exchange

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func streamed(t testing.TB, tables Tables) []byte {
	t.Helper()
	var b bytes.Buffer
	w := NewTableWriter(&b)
	if err := w.Progress(3, 0.5); err != nil {
		t.Fatal(err)
	}
	copied := tables
	copied.Sheets = nil
	for _, s := range tables.Sheets {
		s.Rows = append([]Row(nil), s.Rows...)
		copied.Sheets = append(copied.Sheets, s)
	}
	if err := w.Tables(copied); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Tables arrive as they were sent: cells, numbers of rows, flags, merges; and what is cut off or altered is an error, never a panic.
func TestStream(t *testing.T) {
	in := Tables{File: "x.xlsx", Format: "xlsx", Encoding: "UTF-8", Sheets: []Table{
		{Name: "A", Header: []string{"Name", "Ort"}, HeaderRow: 2, Numbers: true, Merges: []string{"A3:B4"}, Rows: []Row{
			{Number: 3, Cells: []string{"Kita", ""}, Flags: map[int]string{0: flagMerged, 1: flagCovered}},
			{Number: 9, Cells: []string{"", "", "äöü\n" + string(bytes.Repeat([]byte("x"), 300))}},
			{Number: 10}}},
		{Name: "leer"}}}
	raw := streamed(t, in)
	rows, share := 0, 0.0
	out, _, err := ReadStream(bytes.NewReader(raw), func(r int, s float64) { rows, share = r, s })
	if err != nil || rows != 3 || share != 0.5 {
		t.Fatal(err, rows, share)
	}
	in.Sheets[0].Rows[2].Cells = []string{}
	if d := cmp.Diff(in, out); d != "" {
		t.Error(d)
	}
	for n := range raw {
		if _, _, err := ReadStream(bytes.NewReader(raw[:n]), nil); err == nil {
			t.Fatalf("cut off after %d bytes and no error", n)
		}
	}
}

func FuzzReadStream(f *testing.F) {
	f.Add(streamed(f, Tables{File: "x", Sheets: []Table{{Name: "A", Header: []string{"B"}, HeaderRow: 1, Rows: []Row{{Number: 2, Cells: []string{"c"}, Flags: map[int]string{0: "formula"}}}}}}))
	f.Add([]byte("r\x01\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		out, other, err := ReadStream(bytes.NewReader(b), nil)
		if err != nil || other != nil {
			return
		}
		again, _, err := ReadStream(bytes.NewReader(streamed(t, out)), nil)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(out, again); d != "" {
			t.Fatal(d)
		}
	})
}
