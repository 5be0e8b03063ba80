package exchange

import (
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"miteinander/graph"
)

// The size of a sheet in spreadsheet programs.
const (
	lastRow    = 1_048_576
	lastColumn = 16_384
)

// readSheet streams the cells of a sheet into a table.
func (w *workbook) readSheet(name, part string) (Table, error) {
	t := Table{Name: name, Numbers: true}
	var (
		row       Row
		inRow     bool
		col       int
		kind      string
		style     int
		value     strings.Builder
		take      bool // text of v or t
		formula   bool
		phonetic  int
		merged    []string
		lastCell  int
		cellRead  bool
		malformed = func(what string) error {
			return &graph.Error{Code: graph.Invalid, Key: "exchange.file.broken_workbook", Args: []any{w.name}, Err: fmt.Errorf("%s: %s", part, what)}
		}
	)
	number := 0
	err := w.walk(part, func(token xml.Token) error {
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "row":
				number++
				if r := attr(e, "r"); r != "" {
					n, err := strconv.Atoi(r)
					if err != nil || n < number || n > lastRow {
						return malformed("row " + r)
					}
					number = n
				}
				row, inRow, lastCell = Row{Number: number}, true, -1
			case "c":
				col = lastCell + 1
				kind, style, formula, cellRead = "", 0, false, inRow
				value.Reset()
				for _, a := range e.Attr {
					switch a.Name.Local {
					case "r":
						c, _, ok := cellPlace(a.Value)
						if !ok || c < col {
							return malformed("cell " + a.Value)
						}
						col = c
					case "t":
						kind = a.Value
					case "s":
						style, _ = strconv.Atoi(a.Value)
					}
				}
				lastCell = col
			case "v":
				take = cellRead
			case "t":
				take = cellRead && phonetic == 0
			case "rPh":
				phonetic++
			case "f":
				formula = cellRead
			case "mergeCell":
				if len(merged) < w.lim.Rows {
					merged = append(merged, attr(e, "ref"))
				}
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "v", "t":
				take = false
			case "rPh":
				phonetic--
			case "c":
				if !cellRead {
					return nil // an end without a beginning
				}
				cellRead = false
				text, bad := w.text(kind, style, value.String())
				flag := ""
				switch {
				case formula:
					flag = flagFormula
				case kind == "e":
					flag = flagError
				case bad:
					return malformed("cell of row " + strconv.Itoa(number))
				}
				if text == "" && flag == "" {
					return nil
				}
				if col >= w.lim.Columns {
					return graph.Errorf(graph.TooLarge, "exchange.file.too_many_columns", name, w.lim.Columns)
				}
				for len(row.Cells) <= col {
					row.Cells = append(row.Cells, "")
				}
				row.Cells[col] = text
				if flag != "" {
					row.flag(col, flag)
				}
			case "row":
				if !inRow {
					return nil
				}
				inRow = false
				w.lim.tell(len(t.Rows), w.at, w.size)
				return t.add(row, w.lim)
			}
		case xml.CharData:
			if take {
				value.Write(e)
			}
		}
		return nil
	})
	if err == nil {
		t.Merges = merged
		err = t.merge(merged)
	}
	return t, err
}

func (r *Row) flag(col int, flag string) {
	if r.Flags == nil {
		r.Flags = map[int]string{}
	}
	r.Flags[col] = flag
}

// text is what a cell says: a shared or own string as it is, a day as ISO, a number with a decimal point, ja and nein.
func (w *workbook) text(kind string, style int, v string) (text string, bad bool) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(v))
		if err != nil || i < 0 || i >= len(w.strings) {
			return "", v != ""
		}
		return w.strings[i], false
	case "inlineStr", "str":
		return unescape(v), false
	case "b":
		if strings.TrimSpace(v) == "1" {
			return "ja", false
		}
		return "nein", false
	case "e":
		return v, false
	case "d":
		return strings.TrimSpace(v), false
	}
	v = strings.TrimSpace(v)
	if v == "" {
		return "", false
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return "", true
	}
	var format cellFormat
	if style >= 0 && style < len(w.formats) {
		format = w.formats[style]
	}
	if format.date && n >= 0 && n < 2_958_466 {
		if n < 1 {
			return time.Unix(int64(math.Round(n*86400)), 0).UTC().Format("15:04"), false
		}
		return serialDate(n, w.from04).String(), false
	}
	s := strconv.FormatFloat(n, 'f', -1, 64)
	if format.zeros > len(s) && n >= 0 && n == math.Trunc(n) {
		s = strings.Repeat("0", format.zeros-len(s)) + s
	}
	return s, false
}

// cellPlace reads "B5" as column 1 and row 5.
func cellPlace(ref string) (col, row int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		col = col*26 + int(c-'A'+1)
	}
	row, err := strconv.Atoi(ref[i:])
	return col - 1, row, err == nil && i > 0 && col <= lastColumn && row > 0 && row <= lastRow
}

// merge marks merged cells below the header: the first of each as merged, the others as covered by it.
func (t *Table) merge(refs []string) error {
	budget := 1_000_000 // cells; more is no table
	for _, ref := range refs {
		from, to, ok := strings.Cut(ref, ":")
		c1, r1, ok1 := cellPlace(from)
		c2, r2, ok2 := cellPlace(to)
		if !ok || !ok1 || !ok2 || r1 <= t.HeaderRow {
			continue
		}
		at, _ := slices.BinarySearchFunc(t.Rows, r1, func(r Row, n int) int { return r.Number - n })
		for i := at; i < len(t.Rows) && t.Rows[i].Number <= r2; i++ {
			for c := c1; c <= c2 && c < len(t.Header); c++ {
				if budget--; budget < 0 {
					return graph.Errorf(graph.TooLarge, "exchange.file.too_many_rows", t.Name, len(t.Rows))
				}
				flag := flagCovered
				if t.Rows[i].Number == r1 && c == c1 {
					flag = flagMerged
				}
				t.Rows[i].flag(c, flag)
			}
		}
	}
	return nil
}
