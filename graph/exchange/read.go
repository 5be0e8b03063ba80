package exchange

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/geometry"
)

// ReadTables reads a file that came over the wire, by its content and not by its name: a workbook, a zip of CSV files, or one
// CSV. Errors are *graph.Error: Unsupported for what is not read (.xls, macros, encryption, no table), Invalid for what is
// broken, TooLarge for what passes a limit.
func ReadTables(name string, r io.Reader, lim Limits) (Tables, error) {
	lim.cells = new(int)
	b, err := io.ReadAll(io.LimitReader(r, lim.File+1))
	if err != nil {
		return Tables{}, &graph.Error{Code: graph.Invalid, Key: "exchange.file.unreadable", Args: []any{name}, Err: err}
	}
	if int64(len(b)) > lim.File {
		return Tables{}, graph.Errorf(graph.TooLarge, "exchange.file.too_large", name, lim.File>>20)
	}
	switch {
	case len(b) == 0:
		return Tables{}, graph.Errorf(graph.Invalid, "exchange.file.empty", name)
	case bytes.HasPrefix(b, []byte("PK")):
		return readZip(name, b, lim)
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		if bytes.Contains(b, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e")) {
			return Tables{}, graph.Errorf(graph.Unsupported, "exchange.file.encrypted", name)
		}
		return Tables{}, graph.Errorf(graph.Unsupported, "exchange.file.xls", name)
	case strings.EqualFold(path.Ext(name), ".xlsx") || strings.EqualFold(path.Ext(name), ".zip"):
		return Tables{}, graph.Errorf(graph.Invalid, "exchange.file.broken_zip", name)
	}
	if isGeoJSONName(name) || geometry.Looks(b) {
		g, err := geometry.Read(name, b, geometry.MaxKept)
		return Tables{File: name, Format: "geojson", Geometry: g}, err
	}
	if key := noList(b); key != "" {
		return Tables{}, graph.Errorf(graph.Unsupported, key, name)
	}
	t, encoding, err := readCSV(strings.TrimSuffix(path.Base(filepath.ToSlash(name)), path.Ext(name)), b, lim)
	if err != nil {
		return Tables{}, err
	}
	return finish(Tables{File: name, Format: "csv", Encoding: encoding, Sheets: []Table{t}}, lim)
}

func readCSV(name string, b []byte, lim Limits) (Table, string, error) {
	s, encoding := decodeText(b)
	t, err := parseCSV(clean(name), s, lim)
	return t, encoding, err
}

// finish checks what only the whole can tell.
func finish(t Tables, lim Limits) (Tables, error) {
	rows := 0
	for _, s := range t.Sheets {
		rows += len(s.Rows)
	}
	if rows > lim.Rows {
		return t, graph.Errorf(graph.TooLarge, "exchange.file.too_many_rows", t.File, lim.Rows)
	}
	if !slices.ContainsFunc(t.Sheets, func(s Table) bool { return s.HeaderRow > 0 }) {
		return t, graph.Errorf(graph.Invalid, "exchange.file.empty", t.File)
	}
	return t, nil
}

// ReadPath reads a folder of CSV files or a file. A path that is not there is NotFound.
func ReadPath(p string, lim Limits) (Tables, error) {
	info, err := os.Stat(p)
	if err != nil {
		return Tables{}, pathError(p, err)
	}
	if info.IsDir() {
		return readFolder(filepath.Base(filepath.Clean(absolute(p))), os.DirFS(p), lim)
	}
	f, err := os.Open(p)
	if err != nil {
		return Tables{}, pathError(p, err)
	}
	defer f.Close()
	return ReadTables(filepath.Base(p), f, lim)
}

func absolute(p string) string {
	if a, err := filepath.Abs(p); err == nil {
		return a
	}
	return p
}

func pathError(p string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &graph.Error{Code: graph.NotFound, Key: "exchange.file.not_found", Args: []any{p}, Err: err}
	}
	return &graph.Error{Code: graph.Invalid, Key: "exchange.file.unreadable", Args: []any{p}, Err: err}
}

// readFolder reads the CSV files that lie directly in a folder; other files are none of its business.
func readFolder(name string, dir fs.FS, lim Limits) (Tables, error) {
	lim.cells = new(int)
	out := Tables{File: name, Format: "folder"}
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return out, pathError(name, err)
	}
	var total int64
	for _, e := range entries {
		if e.IsDir() || !isCSVName(e.Name()) && !isGeoJSONName(e.Name()) {
			continue
		}
		if len(out.Sheets) >= lim.Entries {
			return out, graph.Errorf(graph.TooLarge, "exchange.file.too_many_entries", name, lim.Entries)
		}
		if info, err := e.Info(); err == nil {
			total += info.Size()
		}
		if total > lim.Unpacked {
			return out, graph.Errorf(graph.TooLarge, "exchange.file.too_large_unpacked", name, lim.Unpacked>>20)
		}
		b, err := fs.ReadFile(dir, e.Name())
		if err != nil {
			return out, pathError(e.Name(), err)
		}
		if err := out.add(e.Name(), b, lim); err != nil {
			return out, err
		}
	}
	if len(out.Sheets) == 0 {
		return out, graph.Errorf(graph.Invalid, "exchange.file.no_csv", name)
	}
	return finish(out, lim)
}

func isCSVName(name string) bool {
	base := path.Base(name)
	ext := strings.ToLower(path.Ext(base))
	return !strings.HasPrefix(base, ".") && !strings.HasPrefix(base, "~") && (ext == ".csv" || ext == ".tsv")
}

// isGeoJSONName tells a file of borders; .json alone may be anything.
func isGeoJSONName(name string) bool {
	base := path.Base(name)
	return !strings.HasPrefix(base, ".") && !strings.HasPrefix(base, "~") && strings.EqualFold(path.Ext(base), ".geojson")
}

// add takes one file of a folder or zip: a table, or the borders of the areas.
func (t *Tables) add(name string, b []byte, lim Limits) error {
	if !isGeoJSONName(name) {
		return t.addCSV(name, b, lim)
	}
	if t.Geometry != nil {
		return graph.Errorf(graph.Invalid, "areas.file.two", name)
	}
	g, err := geometry.Read(path.Base(name), b, geometry.MaxKept)
	t.Geometry = g
	return err
}

// addCSV takes one file of a folder or zip; an empty file is a sheet without header.
func (t *Tables) addCSV(name string, b []byte, lim Limits) error {
	if key := noList(b); key != "" {
		return graph.Errorf(graph.Unsupported, key, name)
	}
	s, encoding, err := readCSV(strings.TrimSuffix(path.Base(name), path.Ext(name)), b, lim)
	if err != nil {
		return err
	}
	for _, other := range t.Sheets {
		if strings.EqualFold(other.Name, s.Name) {
			return graph.Errorf(graph.Invalid, "exchange.file.sheet_twice", name)
		}
	}
	if t.Encoding == "" || encoding != "UTF-8" {
		t.Encoding = encoding
	}
	t.Sheets = append(t.Sheets, s)
	return nil
}
