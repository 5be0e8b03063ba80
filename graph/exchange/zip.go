package exchange

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"path"
	"strings"

	"miteinander/graph"
)

// readZip tells a workbook from a zip of CSV files. Every limit on archives stands here.
func readZip(name string, b []byte, lim Limits) (Tables, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return Tables{}, &graph.Error{Code: graph.Invalid, Key: "exchange.file.broken_zip", Args: []any{name}, Err: err}
	}
	files, err := entriesOf(name, z, lim)
	if err != nil {
		return Tables{}, err
	}
	_, workbook := files["[content_types].xml"]
	workbook = workbook && files["word/document.xml"] == nil && files["ppt/presentation.xml"] == nil
	left := lim.Unpacked
	open := func(entry string) ([]byte, error) { return readEntry(name, files[strings.ToLower(entry)], lim, &left) }
	if workbook {
		return readWorkbook(name, files, open, lim)
	}
	if files["content.xml"] != nil && files["mimetype"] != nil {
		return readODS(name, files, open, lim)
	}
	for _, part := range []string{"word/document.xml", "ppt/presentation.xml"} {
		if files[part] != nil {
			return Tables{}, graph.Errorf(graph.Unsupported, "exchange.file.document", name)
		}
	}
	out := Tables{File: name, Format: "zip"}
	for _, f := range z.File {
		if f.FileInfo().IsDir() || !isCSVName(f.Name) && !isGeoJSONName(f.Name) || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		content, err := open(f.Name)
		if err != nil {
			return out, err
		}
		if err := out.add(f.Name, content, lim); err != nil {
			return out, err
		}
	}
	if len(out.Sheets) == 0 && out.Geometry != nil {
		out.Format = "geojson"
		return out, nil
	}
	if len(out.Sheets) == 0 {
		for key := range files {
			if strings.HasSuffix(key, ".shp") {
				return out, graph.Errorf(graph.Unsupported, "areas.file.shapefile", name)
			}
		}
		return out, graph.Errorf(graph.Unsupported, "exchange.file.no_csv", name)
	}
	return finish(out, lim)
}

// entriesOf indexes the entries of an archive by lower-case name and refuses what no honest one holds.
func entriesOf(name string, z *zip.Reader, lim Limits) (map[string]*zip.File, error) {
	if len(z.File) > lim.Entries {
		return nil, graph.Errorf(graph.TooLarge, "exchange.file.too_many_entries", name, lim.Entries)
	}
	files := make(map[string]*zip.File, len(z.File))
	var total uint64
	for _, f := range z.File {
		clean := path.Clean(strings.TrimSuffix(f.Name, "/"))
		if strings.Contains(f.Name, `\`) || strings.Contains(f.Name, ":") || !fs.ValidPath(strings.TrimPrefix(clean, "/")) || f.Mode()&fs.ModeSymlink != 0 {
			return nil, graph.Errorf(graph.Invalid, "exchange.file.bad_entry", name)
		}
		if f.Flags&1 != 0 {
			return nil, graph.Errorf(graph.Unsupported, "exchange.file.encrypted", name)
		}
		key := strings.ToLower(strings.TrimPrefix(clean, "/"))
		if _, twice := files[key]; twice {
			return nil, graph.Errorf(graph.Invalid, "exchange.file.bad_entry", name)
		}
		files[key] = f
		total += f.UncompressedSize64
		if f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/max(f.CompressedSize64, 1) > uint64(lim.Ratio) || total > uint64(lim.Unpacked) {
			return nil, graph.Errorf(graph.TooLarge, "exchange.file.too_large_unpacked", name, lim.Unpacked>>20)
		}
	}
	return files, nil
}

// readEntry unpacks one entry; its header may lie, so the limits hold for what really comes out.
func readEntry(name string, f *zip.File, lim Limits, left *int64) ([]byte, error) {
	if f == nil {
		return nil, graph.Errorf(graph.Invalid, "exchange.file.broken_workbook", name)
	}
	limit := min(*left, max(int64(f.CompressedSize64)*lim.Ratio, 1<<20))
	r, err := f.Open()
	if err != nil {
		return nil, &graph.Error{Code: graph.Invalid, Key: "exchange.file.broken_zip", Args: []any{name}, Err: err}
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(b)) > limit {
		return nil, graph.Errorf(graph.TooLarge, "exchange.file.too_large_unpacked", name, lim.Unpacked>>20)
	}
	if err != nil {
		return nil, &graph.Error{Code: graph.Invalid, Key: "exchange.file.broken_zip", Args: []any{name}, Err: err}
	}
	*left -= int64(len(b))
	return b, nil
}
