package exchange

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"miteinander/graph"
	"miteinander/graph/geometry"
)

func formatInt(n int64) string { return strconv.FormatInt(n, 10) }

// formatDay is TT.MM.JJJJ.
func formatDay(d graph.Date) string { return fmt.Sprintf("%02d.%02d.%04d", d.Day, d.Month, d.Year) }

// csv is the cell as CSV has it: a decimal comma, days as TT.MM.JJJJ, nothing that a spreadsheet would run.
func (c outCell) csv() string {
	switch c.is {
	case isText:
		return neutral(c.text)
	case isList:
		parts := make([]string, len(c.parts))
		for i, p := range c.parts {
			parts[i] = neutral(p)
		}
		return strings.Join(parts, separatorIn)
	case isNumber:
		return strings.Replace(strconv.FormatFloat(c.number, 'f', -1, 64), ".", ",", 1)
	case isDay:
		return formatDay(c.day)
	}
	return ""
}

// writeCSV writes UTF-8 with a byte order mark, semicolons and CRLF: what a German Excel opens by a double click.
func writeCSV(w io.Writer, t outTable) error {
	b := bufio.NewWriter(w)
	_, _ = b.WriteString("\ufeff")
	for i, h := range t.header {
		if i > 0 {
			_ = b.WriteByte(';')
		}
		writeCSVCell(b, neutral(h))
	}
	_, _ = b.WriteString("\r\n")
	for _, row := range t.rows {
		for i, c := range row {
			if i > 0 {
				_ = b.WriteByte(';')
			}
			writeCSVCell(b, c.csv())
		}
		_, _ = b.WriteString("\r\n")
	}
	return b.Flush() // bufio keeps the first error
}

func writeCSVCell(b *bufio.Writer, s string) {
	if !strings.ContainsAny(s, ";,\"\t\r\n") && strings.TrimSpace(s) == s {
		_, _ = b.WriteString(s)
		return
	}
	_, _ = b.WriteString(`"` + strings.ReplaceAll(s, `"`, `""`) + `"`)
}

// WriteFolder writes a network as a folder of CSV files, which is made if it is not there.
func WriteFolder(dir string, s *graph.Snapshot, o WriteOptions) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write folder: %w", err)
	}
	for _, t := range tablesOf(s, o) {
		f, err := os.Create(filepath.Join(dir, t.name+".csv"))
		if err != nil {
			return fmt.Errorf("write folder: %w", err)
		}
		err = writeCSV(f, t)
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return fmt.Errorf("write %s.csv: %w", t.name, err)
		}
	}
	if borders := geometry.Export(s); borders != nil {
		if err := os.WriteFile(filepath.Join(dir, bordersFile), borders, 0o644); err != nil {
			return fmt.Errorf("write folder: %w", err)
		}
	}
	return nil
}

// WriteZip writes the same files as a zip; same network, same bytes.
func WriteZip(w io.Writer, s *graph.Snapshot, o WriteOptions) error {
	z := zip.NewWriter(w)
	for _, t := range tablesOf(s, o) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: t.name + ".csv", Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("write zip: %w", err)
		}
		if err := writeCSV(f, t); err != nil {
			return fmt.Errorf("write %s.csv: %w", t.name, err)
		}
	}
	if borders := geometry.Export(s); borders != nil { // of places and not of people: for everybody
		f, err := z.CreateHeader(&zip.FileHeader{Name: bordersFile, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("write zip: %w", err)
		}
		if _, err := f.Write(borders); err != nil {
			return fmt.Errorf("write %s: %w", bordersFile, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	return nil
}

// bordersFile lies beside the tables of a network that has borders of its areas.
const bordersFile = "Planungsraeume.geojson"
