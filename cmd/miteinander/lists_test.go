package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rename writes another text into a workbook, as somebody does who got the list.
func rename(t *testing.T, path, from, to string) {
	t.Helper()
	r, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out bytes.Buffer
	w, found := zip.NewWriter(&out), false
	for _, part := range r.File {
		in := must(part.Open())
		content := must(io.ReadAll(in))
		in.Close()
		changed := bytes.Replace(content, []byte(from), []byte(to), 1)
		found = found || !bytes.Equal(changed, content)
		must(must(w.Create(part.Name)).Write(changed))
	}
	if err := w.Close(); err != nil || !found {
		t.Fatalf("%s does not stand in %s: %v", from, path, err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A list goes out, comes back changed, is told apart from what changed here, and stands in the log.
func TestCommands_Lists(t *testing.T) {
	dir := t.TempDir()
	if r := cli(t, dir, "import", must(filepath.Abs(musterstadt))); r.code != 0 {
		t.Fatal(r)
	}
	for _, c := range []struct {
		code       int
		says, args string
	}{
		{2, "institutions, offers", "send musterstadt quatsch -o q.xlsx"},
		{2, ".xlsx", "send musterstadt institutions -o q.csv"},
		{2, "short_name", "send musterstadt institutions -o q.xlsx --fields name,quatsch"},
		{1, "„quatsch“ gibt es in diesem Netzwerk nicht (Einrichtung)", "send musterstadt institutions -o q.xlsx --ids FH,quatsch"},
		{1, "Es gibt kein Netzwerk", "send nirgends institutions -o q.xlsx"},
		{1, "Es gibt kein Netzwerk", "imports nirgends"},
		{0, "", "send musterstadt institutions -o first.xlsx --to Jugendamt"},
		{0, "", "send musterstadt institutions -o second.xlsx"},
	} {
		if r := cli(t, dir, strings.Fields(c.args)...); r.code != c.code || !strings.Contains(r.stderr, c.says) {
			t.Errorf("%s: exit %d, want %d: %s", c.args, r.code, c.code, r.stderr)
		}
	}
	name := "Frühe Hilfen Musterstadt"
	rename(t, filepath.Join(dir, "first.xlsx"), name, "Frühe Hilfen Nord")
	rename(t, filepath.Join(dir, "second.xlsx"), name, "Frühe Hilfen Süd")
	for _, c := range []struct{ says, args string }{
		{"übernommen: " + name + ", Name: „" + name + "“ → „Frühe Hilfen Nord“", "import first.xlsx musterstadt"},
		{"bleibt, denn hier inzwischen auch geändert: Frühe Hilfen Nord, Name: „Frühe Hilfen Nord“ statt „Frühe Hilfen Süd“", "import second.xlsx musterstadt"},
		{"übernommen, obwohl hier inzwischen auch geändert: Frühe Hilfen Nord, Name: „Frühe Hilfen Nord“ → „Frühe Hilfen Süd“", "import second.xlsx musterstadt --theirs"},
	} {
		if r := cli(t, dir, strings.Fields(c.args)...); r.code != 0 || !strings.Contains(r.stdout+r.stderr, c.says) {
			t.Errorf("%s: %+v, want %s", c.args, r, c.says)
		}
	}
	var log []struct {
		File    string
		Hash    string `json:"sha256"`
		Changed int
	}
	r := cli(t, dir, "imports", "musterstadt", "--json")
	if err := json.Unmarshal([]byte(r.stdout), &log); err != nil || len(log) != 3 {
		t.Fatal(r, err)
	}
	for i, want := range []string{"second.xlsx", "first.xlsx"} {
		if log[i].File != want || log[i].Changed != 1 || len(log[i].Hash) != 64 {
			t.Errorf("import %d of the log: %+v, want one change by %s", i, log[i], want)
		}
	}
}
