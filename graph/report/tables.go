package report

import (
	"fmt"
	"strconv"

	"miteinander/graph"
	"miteinander/graph/findings"
	"miteinander/graph/words"
)

// TableOf is a table of findings to be read: numbers and dates as people write them, nothing known as "–", columns of numbers
// at the end.
func TableOf(lang string, t findings.Table, caption string) Table {
	out := Table{Caption: caption, RowHead: len(t.Header) > 1, Columns: make([]Column, len(t.Header))}
	for i, name := range t.Header {
		out.Columns[i].Name = name
		numbers := 0
		for _, r := range t.Rows {
			if i >= len(r) || r[i] == nil {
				continue
			}
			if !isNumber(r[i]) {
				numbers = 0
				break
			}
			numbers++
		}
		if numbers > 0 {
			out.Columns[i].Align = End
			out.RowHead = out.RowHead && i > 0
		}
	}
	for _, r := range t.Rows {
		row := make([]string, len(t.Header))
		for i := range row {
			var v any
			if i < len(r) {
				v = r[i]
			}
			row[i] = cellText(lang, v)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func isNumber(v any) bool {
	switch v.(type) {
	case int, int64, float64:
		return true
	}
	return false
}

func cellText(lang string, v any) string {
	switch v := v.(type) {
	case nil:
		return "–"
	case string:
		return v
	case int:
		return words.Integer(lang, int64(v))
	case int64:
		return words.Integer(lang, v)
	case float64:
		return words.Number(lang, v)
	case bool:
		return words.Text(lang, "document."+map[bool]string{true: "yes", false: "no"}[v])
	case graph.Date:
		return words.Date(lang, v)
	case words.Texter:
		return v.Text(lang)
	}
	return fmt.Sprint(v)
}

// itoa writes a number as it stands in ids and names of parts.
func itoa(n int) string { return strconv.Itoa(n) }
