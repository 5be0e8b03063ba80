package exchange

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
)

// written gives the bytes that write makes of a snapshot.
func written(t testing.TB, s *graph.Snapshot, write func(io.Writer, *graph.Snapshot, WriteOptions) error, o WriteOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, s, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readBack reads an export into an empty network.
func readBack(t testing.TB, name string, b []byte) *graph.Snapshot {
	t.Helper()
	tables, err := ReadTables(name, bytes.NewReader(b), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "n"})
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Errors) > 0 {
		t.Fatal(plan.Errors)
	}
	s, err := plan.Apply(Keep)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sameNetwork compares without documents, which are in no workbook.
func sameNetwork(t testing.TB, want, got *graph.Snapshot) {
	t.Helper()
	if want.Hash() == got.Hash() {
		return
	}
	for _, op := range graph.Diff(want, got) {
		if op.Key().Kind == graph.KindDocument {
			continue
		}
		var a, b string
		if op.Before != nil {
			a = string(graph.Encode(op.Before))
		}
		if op.After != nil {
			b = string(graph.Encode(op.After))
		}
		t.Errorf("%s\n  was %s\n  is  %s", op.Key(), a, b)
	}
}

func roundTrip(t testing.TB, s *graph.Snapshot) {
	t.Helper()
	z := written(t, s, WriteZip, WriteOptions{})
	again := readBack(t, "n.zip", z)
	sameNetwork(t, s, again)
	if !bytes.Equal(z, written(t, again, WriteZip, WriteOptions{})) {
		t.Error("the second CSV export differs from the first")
	}
	x := written(t, s, WriteWorkbook, WriteOptions{})
	again = readBack(t, "n.xlsx", x)
	sameNetwork(t, s, again)
	a, err := ReadTables("n.xlsx", bytes.NewReader(x), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	b, err := ReadTables("n.xlsx", bytes.NewReader(written(t, again, WriteWorkbook, WriteOptions{})), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(a, b); d != "" {
		t.Error("the second workbook differs from the first:", d)
	}
}

func TestRoundTrip_Musterstadt(t *testing.T) { roundTrip(t, musterstadt(t)) }

func TestRoundTrip_Demo(t *testing.T) {
	s, bad, err := ReadNetwork("../../cmd/miteinander/demo")
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	roundTrip(t, s)
}

func TestWriteFolder(t *testing.T) {
	s := musterstadt(t)
	dir := filepath.Join(t.TempDir(), "musterstadt")
	if err := WriteFolder(dir, s, WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	again, bad, err := ReadNetwork(dir)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	sameNetwork(t, s, again)
	b, err := os.ReadFile(filepath.Join(dir, "Foerderungen.csv"))
	if err != nil {
		t.Fatal(err)
	}
	// German Excel by a double click: byte order mark, semicolons, German dates (formats.md "Cells").
	want := "\ufeffAngebot;Fördergeber;Programm;Anteil;Von;Bis;Verlängerung\r\nFZ1;freistaat;Familien eins;1;01.01.2023;31.12.2025;offen\r\n" +
		"FZ2;freistaat;Familien eins;1;01.01.2023;31.12.2025;offen\r\nKN2;stiftung;Kita offen;1;01.01.2025;31.12.2027;offen\r\n"
	if d := cmp.Diff(want, string(b)); d != "" {
		t.Error(d)
	}
}
