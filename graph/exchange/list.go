package exchange

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

// tags are those of HTML that cells copied from web pages and databases hold.
var (
	tags     = regexp.MustCompile(`(?i)</?(?:p|br|b|i|u|em|strong|span|div|ul|ol|li|a|font|h[1-6]|table|tbody|tr|td|th|sup|sub|small|hr)(?:\s[^<>]*)?/?>`)
	breaking = regexp.MustCompile(`(?i)<(?:br|/p|/li|/div|/tr|/h[1-6])(?:\s[^<>]*)?/?>`)
	entities = regexp.MustCompile(`&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,6});`)
	blanks   = regexp.MustCompile(`[ \t\x{00a0}]+`)
	lines    = regexp.MustCompile(`\s*\n\s*`)
)

// untagged is a cell without the tags and entities of HTML; breaks and ends of paragraphs become line breaks.
func untagged(s string) string {
	if strings.ContainsRune(s, '<') && tags.MatchString(s) {
		s = tags.ReplaceAllString(breaking.ReplaceAllString(s, "\n"), " ")
		s = clean(lines.ReplaceAllString(blanks.ReplaceAllString(s, " "), "\n"))
	}
	if strings.ContainsRune(s, '&') && entities.MatchString(s) {
		s = clean(strings.ReplaceAll(html.UnescapeString(s), "\u00a0", " "))
	}
	return s
}

// list makes a table of a region: one header line, merged cells filled, headings inside the list as a column of their own.
// Repeated headers and sums are left out. Rows keep their numbers.
func (g *grid) list(r Region) Table {
	t := Table{Name: g.name, Numbers: g.numbers, HeaderRow: max(r.Header+r.Lines-1, 1), Header: g.header(r)}
	width := r.Right - r.Left + 1
	typical := 0
	if i, ok := g.at[r.First]; ok {
		typical = g.typical(i, len(g.rows), r)
	}
	heading, headings := oneLine(r.Title), false
	g.fill(r, func(row Row) {
		cells := make([]string, width+2)
		for c := range width {
			if r.Left+c < len(row.Cells) {
				cells[c] = row.Cells[r.Left+c]
			}
		}
		n := filled(Row{Cells: cells}, 0, width-1)
		switch {
		case n == 0, g.again(cells[:width], t.Header), g.isNote(row, r, typical) && isNoteText(firstOf(cells)):
			return
		case n == 1 && typical >= 3 && (cells[0] != "" || g.merged(row.Number)):
			heading, headings = oneLine(firstOf(cells)), true
			return
		}
		cells[width], cells[width+1] = heading, g.name
		t.Rows = append(t.Rows, Row{Number: row.Number, Cells: cells})
	})
	t.Header = append(t.Header, headingColumn, sheetColumn)
	t.Headings = headings
	return t
}

func firstOf(cells []string) string {
	for _, c := range cells {
		if c != "" {
			return c
		}
	}
	return ""
}

func (g *grid) merged(number int) bool {
	for _, m := range g.merges {
		if m.row1 == number && m.row2 == number && m.col2 > m.col1 {
			return true
		}
	}
	return false
}

// again tells a header that a printed page repeats.
func (g *grid) again(cells, header []string) bool {
	same, all := 0, 0
	for i, c := range cells {
		if c == "" {
			continue
		}
		all++
		if headFold(c) == headFold(header[i]) {
			same++
		}
	}
	return all >= 2 && same*2 > all && same >= 2
}

// header joins the lines of a header: a cell that reaches over several columns belongs to each of them.
func (g *grid) header(r Region) []string {
	out := make([]string, r.Right-r.Left+1)
	for line := range r.Lines {
		row := g.row(r.Header + line)
		last := ""
		for c := range out {
			text := ""
			if r.Left+c < len(row.Cells) {
				text = row.Cells[r.Left+c]
			}
			if text != "" {
				last = text
			} else if line < r.Lines-1 && g.under(r, line, r.Left+c) {
				text = last
			}
			text = unhyphened(oneLine(strings.ReplaceAll(strings.ReplaceAll(text, "-\n", ""), "\u00ad", "")))
			text = strings.TrimSpace(strings.TrimSuffix(text, ":"))
			if text != "" && !strings.EqualFold(out[c], text) {
				out[c] = strings.TrimSpace(out[c] + " " + text)
			}
		}
	}
	seen := map[string]int{}
	for c := range out {
		if out[c] == "" {
			out[c] = "Spalte " + columnLetters(r.Left+c)
		}
		if seen[fold(out[c])]++; seen[fold(out[c])] > 1 {
			out[c] += " " + formatInt(int64(seen[fold(out[c])]))
		}
	}
	return out
}

var hyphened = regexp.MustCompile(`(\p{L})- (\p{Ll}+)`)

// unhyphened joins what a narrow column parted: "Einrich- tung". "Kinder- und Jugendarbeit" stays.
func unhyphened(s string) string {
	return hyphened.ReplaceAllStringFunc(s, func(m string) string {
		switch part := m[strings.IndexByte(m, '-')+2:]; part {
		case "und", "oder", "bzw", "sowie", "u":
			return m
		default:
			return m[:strings.IndexByte(m, '-')] + part
		}
	})
}

// under tells an empty cell of an upper header line that the cell to its left reaches over: it is merged with it, or a lower
// line says something here.
func (g *grid) under(r Region, line, col int) bool {
	number := r.Header + line
	for _, m := range g.merges {
		if m.row1 <= number && number <= m.row2 && m.col1 <= col && col <= m.col2 {
			return true
		}
	}
	for below := line + 1; below < r.Lines; below++ {
		if row := g.row(r.Header + below); col < len(row.Cells) && row.Cells[col] != "" {
			return true
		}
	}
	return false
}

// columnLetters are those of a spreadsheet: A, B, …, AA.
func columnLetters(c int) string {
	s := ""
	for c++; c > 0; c = (c - 1) / 26 {
		s = string(rune('A'+(c-1)%26)) + s
	}
	return s
}

// fill walks the rows of a region with cells that are merged downwards filled in each row. A cell merged over rows of which
// some are blank does not make rows of them.
func (g *grid) fill(r Region, each func(Row)) {
	begin := map[int][]mergedCells{} // by their first row
	for _, m := range g.merges {
		if m.row2 > m.row1 && m.row1 >= r.First && m.row1 <= r.Last && m.col1 >= r.Left && m.col1 <= r.Right {
			begin[m.row1] = append(begin[m.row1], m)
		}
	}
	var open []mergedCells
	from, ok := g.at[r.First]
	if !ok {
		for i := range g.rows {
			if g.rows[i].Number >= r.First {
				from, ok = i, true
				break
			}
		}
	}
	if !ok {
		return
	}
	value := map[mergedCells]string{}
	for _, row := range g.rows[from:] {
		if row.Number > r.Last {
			return
		}
		open = slices.DeleteFunc(open, func(m mergedCells) bool { return m.row2 < row.Number })
		for _, m := range begin[row.Number] {
			if m.col1 < len(row.Cells) {
				value[m] = row.Cells[m.col1]
			}
		}
		for _, m := range open {
			cells := append([]string(nil), row.Cells...)
			for len(cells) <= m.col1 {
				cells = append(cells, "")
			}
			if cells[m.col1] == "" {
				cells[m.col1] = value[m]
			}
			row.Cells = cells
		}
		open = append(open, begin[row.Number]...)
		each(row)
	}
}
