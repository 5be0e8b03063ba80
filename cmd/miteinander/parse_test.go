package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/words"
	"miteinander/graph/worker"
)

// childReader is what serve has, with the program as a user has it.
func childReader(t *testing.T) *reader {
	t.Helper()
	pool, err := worker.New(worker.Config{Path: program(t), Args: []string{"parse"}, Dir: filepath.Join(t.TempDir(), "worker"), Wall: parseWall, AtOnce: 2, Queue: 4,
		MaxInput: 32 << 20, MaxOutput: parseOutput})
	if err != nil {
		t.Fatal(err)
	}
	return &reader{pool}
}

// What the child says of a file is what the reader in it says: code, sentence and the place of the error.
func TestParse_SaysWhatTheReaderSays(t *testing.T) {
	r := childReader(t)
	for name, text := range map[string]string{
		"gut.csv":    "Name;Art\nKita Süd;Kita\n",
		"offen.csv":  "Name;Art\nA;Kita\nB;\"Kita\nC;Kita\n",
		"zelle.csv":  "Name;Art\nA;" + strings.Repeat("x", 2<<20) + "\n",
		"breit.csv":  strings.Repeat("a;", 1001) + "a\n",
		"gross.csv":  strings.Repeat("a;b\n", 6<<20),
		"kaputt.zip": "PK\x03\x04broken",
		"alt.xls":    "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600),
		"leer.csv":   "",
	} {
		want, wrong := exchange.ReadTables(name, strings.NewReader(text), exchange.DefaultLimits())
		got, err := r.Parse(t.Context(), name, strings.NewReader(text), nil)
		if (err == nil) != (wrong == nil) || err == nil && fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v %v, want %v %v", name, got, err, want, wrong)
			continue
		}
		if err == nil {
			continue
		}
		var e, w *graph.Error
		if !errors.As(err, &e) || !errors.As(wrong, &w) || e.Code != w.Code || words.Error(words.German, e) != words.Error(words.German, w) || len(e.Fields) != len(w.Fields) {
			t.Errorf("%s: %v, want %v", name, err, wrong)
			continue
		}
		for i := range e.Fields {
			if words.Place(words.German, e.Fields[i]) != words.Place(words.German, w.Fields[i]) || words.FieldError(words.German, e.Fields[i]) != words.FieldError(words.German, w.Fields[i]) {
				t.Errorf("%s: %v, want %v", name, e.Fields[i], w.Fields[i])
			}
		}
	}
}

// childrenOf lists the processes that any thread of pid has started.
func childrenOf(t *testing.T, pid int) (out []int) {
	t.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lists {
		b, _ := os.ReadFile(l) // a thread may be gone
		for f := range strings.FieldsSeq(string(b)) {
			if n, err := strconv.Atoi(f); err == nil {
				out = append(out, n)
			}
		}
	}
	return out
}

// The child that reads runs within 1 GiB, writes no core, and is gone with the one who asked.
func TestParse_TheChildIsConfined(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the limits that a process runs within are told by /proc, which only Linux has; the child has them only there")
	}
	r := childReader(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	body, more := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		_, err := r.Parse(ctx, "x.csv", body, nil)
		ended <- err
	}()
	if _, err := more.Write([]byte("Name;Art\n")); err != nil { // whoever takes it has started
		t.Fatal(err)
	}
	var child int
	var limits string
	for deadline := time.Now().Add(time.Minute); !strings.Contains(limits, strconv.Itoa(parseMemory)) && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		for _, pid := range childrenOf(t, os.Getpid()) {
			if line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); bytes.HasSuffix(bytes.TrimRight(line, "\x00"), []byte("\x00parse")) {
				b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
				child, limits = pid, string(b)
			}
		}
	}
	for line := range strings.SplitSeq(limits, "\n") {
		want := ""
		switch {
		case strings.HasPrefix(line, "Max data size"):
			want = strconv.Itoa(parseMemory)
		case strings.HasPrefix(line, "Max core file size"):
			want = "0"
		default:
			continue
		}
		if f := strings.Fields(line); f[len(f)-2] != want || f[len(f)-3] != want {
			t.Errorf("%s, want %s", line, want)
		}
	}
	if !strings.Contains(limits, "Max data size") || !strings.Contains(limits, "Max core file size") {
		t.Fatalf("no limits of the child were seen: %q", limits)
	}
	cancel()
	more.Close()
	if err := <-ended; err == nil {
		t.Error("cancelled, and no error")
	}
	if _, err := os.Stat(fmt.Sprintf("/proc/%d", child)); !os.IsNotExist(err) {
		t.Errorf("the child is still there: %v", err)
	}
}

func archive(t *testing.T, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		w, err := z.Create(entries[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, entries[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// resident is the memory of a process in bytes.
func resident(t *testing.T, pid int) int64 {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.ParseInt(strings.Fields(string(b))[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}

// Files that are made to hurt, sent to the true service: each gets 413 or 422 and a sentence, nothing is stored, the service does not
// grow by more than 64 MiB and goes on reading (safety.md I2, L7).
func TestService_HostileUploads(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("what the service holds in memory is told by /proc, which only Linux has")
	}
	dir := t.TempDir()
	s := serve(t, dir)
	const types = `<Types/>`
	const rels = `<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>`
	const list = `<workbook xmlns:r="x"><sheets><sheet name="Institutionen" r:id="a"/></sheets></workbook>`
	sheet := func(part string) []byte {
		return archive(t, "[Content_Types].xml", types, "xl/workbook.xml", list, "xl/_rels/workbook.xml.rels", rels, "xl/worksheets/sheet1.xml", part)
	}
	deep := func(n int) string { // every name another, so that it does not pack well
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<a%x>", uint32(i)*2654435761)
		}
		return b.String()
	}
	filler := func(n int) string { // packs to a tenth at best, so the ratio does not refuse it
		var b strings.Builder
		for i, x := 0, uint32(7); b.Len() < n; i++ {
			x ^= x << 13
			x ^= x >> 17
			x ^= x << 5
			b.WriteString(strconv.FormatUint(uint64(x), 36))
			b.WriteString("aaaaaaaaaaaaaa")
		}
		return b.String()
	}
	var plan struct{ ID string }
	s.upload(201, "?network=new", "gut.zip", zipped(t), &plan) // so that what is measured is not the first use of anything
	before := resident(t, s.cmd.Process.Pid)
	for _, c := range []struct {
		name    string
		content []byte
		want    int
		code    string
	}{
		{"bombe.xlsx", archive(t, "[Content_Types].xml", types, "xl/workbook.xml", list, "xl/_rels/workbook.xml.rels", rels, "xl/worksheets/sheet1.xml", "<worksheet/>", "xl/media/a", strings.Repeat("\x00", 80<<20)), 413, "too_large"},
		{"zeile.xlsx", sheet(`<worksheet><sheetData><row r="2147483647"><c r="A2147483647"><v>1</v></c></row></sheetData></worksheet>`), 422, "invalid"},
		{"attribut.xlsx", sheet(`<worksheet a="` + filler(12<<20) + `"/>`), 422, "invalid"},
		{"tief.xlsx", sheet(deep(1_000_000)), 422, "invalid"},
		{"doctype.xlsx", sheet(`<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`), 422, "invalid"},
		{"flaeche.csv", []byte("Name" + strings.Repeat("\n"+strings.Repeat(";", 999)+"x", 20_000)), 413, "too_large"},
		{"lang.csv", []byte("Name;Art\n" + strings.Repeat("a;b\n", 100_001)), 413, "too_large"},
		{"gross.csv", []byte(strings.Repeat("a;b\n", 6<<20)), 413, "too_large"},
		{"tief.geojson", []byte(`{"type":"FeatureCollection","features":` + strings.Repeat("[", 1<<20)), 413, "too_large"},
		{"quote.csv", []byte("Name;Art\nA;Kita\nB;\"Kita\nC;Kita\n"), 422, "invalid"},
	} {
		var p struct {
			Code, Detail string
			Errors       []struct{ Row int }
		}
		s.upload(c.want, "?network=new", c.name, c.content, &p)
		if p.Code != c.code || p.Detail == "" {
			t.Errorf("%s: %+v", c.name, p)
		}
		if c.name == "quote.csv" && (len(p.Errors) != 1 || p.Errors[0].Row != 3) {
			t.Errorf("%s: %+v, want row 3", c.name, p.Errors)
		}
		rise := resident(t, s.cmd.Process.Pid) - before
		t.Logf("%s: %s, the service grew by %d MiB", c.name, p.Detail, rise>>20)
		if rise > 64<<20 {
			t.Errorf("%s: the service grew by %d MiB", c.name, rise>>20)
		}
		if n := len(childrenOf(t, s.cmd.Process.Pid)); n != 0 {
			t.Errorf("%s: %d children left", c.name, n)
		}
	}
	s.upload(201, "?network=new", "gut.zip", zipped(t), &plan)
	code, body, _ := s.call("GET", "/api/v1/networks", "", nil)
	var stored struct{ Networks []json.RawMessage }
	if err := json.Unmarshal(body, &stored); err != nil || code != 200 || len(stored.Networks) != 0 {
		t.Errorf("%d %s", code, body)
	}
}
