package exchange

import (
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"miteinander/graph"
)

// Headers of the two columns that name the ends, as spreadsheets and programs
// write them, and of the level.
var (
	fromHeaders  = []string{"von", "from", "source", "quelle", "person", "from_id", "id1", "node1", "vertex 1", "ego", "a"}
	toHeaders    = []string{"nach", "to", "target", "ziel", "event", "to_id", "id2", "node2", "vertex 2", "alter", "b"}
	levelHeaders = []string{"stufe", "level"}
)

// edgeList reads a list with one edge in a row: two columns name its ends, more
// are left out but Stufe. Columns are split by semicolon, comma, tab or, without
// any of these, by spaces; lines that begin with # or % are comments; the first
// row may be a header. A row with one name is a node without edges.
func (f *networkFile) edgeList(content string) error {
	if strings.HasPrefix(content, "%%MatrixMarket") {
		return f.unsupported(1, "networkfile.format", "Matrix Market")
	}
	from, to, level := 0, 1, -1
	first := true
	for r, err := range f.rows(content) {
		if err != nil {
			return err
		}
		if first {
			first = false
			if a, b, l, ok := edgeListHeader(r.cells); ok {
				from, to, level = a, b, l
				f.level = level >= 0
				continue
			}
		}
		a, b := r.cell(from), r.cell(to)
		if a == "" && b == "" {
			if slices.ContainsFunc(r.cells, func(c string) bool { return c != "" }) {
				return f.invalid(r.line, "", "networkfile.no_id")
			}
			continue
		}
		for _, id := range []string{a, b} {
			if id == "" {
				continue
			}
			if err := f.mention(id, r.line); err != nil {
				return err
			}
		}
		if a == "" || b == "" {
			continue
		}
		e := fileEdge{from: a, to: b, line: r.line}
		if level >= 0 {
			ok := false
			if e.level, ok = edgeListLevel(r.cell(level)); !ok {
				return f.invalid(r.line, shortened(r.cell(level)), "networkfile.no_level")
			}
		}
		f.edges = append(f.edges, e)
	}
	if len(f.nodes) == 0 {
		return f.invalid(0, "", "networkfile.empty")
	}
	return nil
}

// edgeListHeader finds the columns by name; there is a header only if both ends are named.
func edgeListHeader(cells []string) (from, to, level int, ok bool) {
	find := func(names []string) int {
		return slices.IndexFunc(cells, func(c string) bool { return slices.Contains(names, strings.ToLower(c)) })
	}
	from, to, level = find(fromHeaders), find(toHeaders), find(levelHeaders)
	return from, to, level, from >= 0 && to >= 0
}

// edgeListLevel reads a cell of the column Stufe as the workbook does.
func edgeListLevel(cell string) (graph.Level, bool) {
	switch strings.ToLower(cell) {
	case "", "?", "unbekannt", "ungeklärt", "unknown":
		return graph.LevelUnknown, true
	}
	n, err := strconv.Atoi(cell)
	return graph.Level(n), err == nil && n >= 0 && n <= 4
}

type edgeRow struct {
	line  int
	cells []string // trimmed
}

func (r edgeRow) cell(i int) string {
	if i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// rows splits content by the separator that its first row has.
func (f *networkFile) rows(content string) iter.Seq2[edgeRow, error] {
	separator := rune(0)
	for _, text := range networkLines(content) {
		if text = strings.TrimSpace(text); text == "" || text[0] == '#' || text[0] == '%' {
			continue
		}
		for _, c := range ";\t," {
			if strings.ContainsRune(text, c) {
				separator = c
				break
			}
		}
		break
	}
	if separator == 0 {
		return func(yield func(edgeRow, error) bool) {
			for line, text := range networkLines(content) {
				cells := strings.Fields(text)
				if len(cells) == 0 || cells[0][0] == '#' || cells[0][0] == '%' {
					continue
				}
				if !yield(edgeRow{line, cells}, nil) {
					return
				}
			}
		}
	}
	return func(yield func(edgeRow, error) bool) {
		if !strings.Contains(content, "\n") {
			content = strings.ReplaceAll(content, "\r", "\n") // as old Macs save it
		}
		r := csv.NewReader(strings.NewReader(content))
		r.Comma, r.Comment, r.FieldsPerRecord, r.ReuseRecord = separator, '#', -1, true
		for {
			cells, err := r.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				line := 0
				var p *csv.ParseError
				if errors.As(err, &p) {
					line = p.StartLine
				}
				yield(edgeRow{}, f.invalid(line, "", "networkfile.open_quote"))
				return
			}
			line, _ := r.FieldPos(0)
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			if strings.HasPrefix(cells[0], "%") {
				continue
			}
			if !yield(edgeRow{line, cells}, nil) {
				return
			}
		}
	}
}

// networkLines are the lines of a text with their numbers from 1, ended by \n, \r\n or,
// as old Macs do, \r.
func networkLines(content string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for line := 1; content != ""; line++ {
			end := strings.IndexAny(content, "\r\n")
			next := end + 1
			switch {
			case end < 0:
				end, next = len(content), len(content)
			case strings.HasPrefix(content[end:], "\r\n"):
				next = end + 2
			}
			if !yield(line, content[:end]) {
				return
			}
			content = content[next:]
		}
	}
}
