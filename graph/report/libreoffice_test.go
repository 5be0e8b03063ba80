package report

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// opened gives the text of each page that LibreOffice makes of a file. make test installs LibreOffice where it may.
func opened(t *testing.T, name string, b []byte) []string {
	t.Helper()
	office := os.Getenv("LIBREOFFICE")
	if office == "" {
		office = "soffice"
	}
	for _, program := range []string{office, "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("NOT TESTED: %s was not opened by LibreOffice, since there is no %s; tools/libreoffice.sh installs it", name, program)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	run := func(program string, args ...string) string {
		out, err := exec.CommandContext(ctx, program, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", program, err, out)
		}
		return string(out)
	}
	run(office, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, name))
	pdf := filepath.Join(dir, strings.TrimSuffix(name, filepath.Ext(name))+".pdf")
	if made, err := os.ReadFile(pdf); err == nil {
		keep(t, name+".pdf", made)
	}
	return strings.Split(strings.TrimSuffix(run("pdftotext", "-layout", pdf, "-"), "\f"), "\f")
}

// LibreOffice breaks the pages where our own layout does, so the numbers in the contents are right.
func TestWriteDOCX_LibreOffice(t *testing.T) {
	doc := sampleDocument(t, "de")
	pages := opened(t, "document.docx", written(t, func(w io.Writer) error { return WriteDOCX(w, doc) }))
	l := laidOut(ready(doc))
	if len(pages) != len(l.pages) {
		t.Fatalf("%d pages, laid out on %d", len(pages), len(l.pages))
	}
	for _, p := range l.d.parts {
		if h, ok := p.Block.(Heading); ok && !strings.Contains(pages[l.places[p.anchor].page-1], h.Text) {
			t.Errorf("%q is not on page %d", h.Text, l.places[p.anchor].page)
		}
	}
	for i, text := range pages {
		if strings.TrimSpace(text) == "" {
			t.Errorf("page %d is empty", i+1)
		}
		if foot := fmt.Sprintf("Seite %d von %d", i+1, len(pages)); i > 0 && !strings.Contains(text, foot) {
			t.Errorf("page %d does not say %q", i+1, foot)
		}
	}
	for _, want := range []string{"Größenwörth", "Tabelle 1", "Abbildung 3", "§ 80 SGB VIII", "„Süßer Brei“"} {
		if !strings.Contains(strings.Join(pages, "\n"), want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestWritePPTX_LibreOffice(t *testing.T) {
	d := sampleDeck(t, "de", false)
	pages := opened(t, "deck.pptx", written(t, func(w io.Writer) error { return WritePPTX(w, d) }))
	s := onStage(d, slideWidth, slideHeight)
	if len(pages) != len(s.frames) {
		t.Fatalf("%d pages for %d slides", len(pages), len(s.frames))
	}
	for i, f := range s.frames {
		for _, line := range f.title.lines {
			if first, _, _ := strings.Cut(line, " "); !strings.Contains(pages[i], first) {
				t.Errorf("slide %d does not show %q", i+1, line)
			}
		}
		if f.table != nil && !strings.Contains(pages[i], f.table.Rows[len(f.table.Rows)-1][0]) {
			t.Errorf("slide %d does not show its last row", i+1)
		}
	}
}
