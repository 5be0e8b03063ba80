package exchange

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"miteinander/graph"
)

// decodeText makes UTF-8 of the bytes of a CSV file: by its byte order mark, else UTF-8 where it is valid, else Windows-1252
// (of which ISO-8859-1 text is a part). It names the encoding for the preview.
func decodeText(b []byte) (string, string) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(b[3:]), "\uFFFD"), "UTF-8"
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return utf16Text(b[2:], binary.LittleEndian), "UTF-16"
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return utf16Text(b[2:], binary.BigEndian), "UTF-16"
	case utf8.Valid(b):
		return string(b), "UTF-8"
	}
	s, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD"), "Windows-1252"
	}
	return string(s), "Windows-1252"
}

func utf16Text(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// isBinary tells a file that is no text: control characters that no table has, early on. A single NUL in a cell is not
// enough, it gets its own error.
func isBinary(b []byte) bool {
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return false
	}
	head := b[:min(len(b), 4096)]
	odd := 0
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' {
			odd++
		}
	}
	return bytes.HasPrefix(head, []byte("%PDF")) || odd > 2+len(head)/100
}

// separatorOf finds the separator of a text: a first line "sep=;" says it (and is no row: spreadsheets do not show it), else
// the one of ; TAB , | that parts most lines into the same number of cells. Titles above a list and notes below it do not decide;
// where nothing does, the first line with text that holds one.
func separatorOf(s string) (sep rune, rest string) {
	line, after, _ := cutLine(s)
	if t := strings.ToLower(strings.Trim(line, "\" ;,\t")); strings.HasPrefix(t, "sep=") && utf8.RuneCountInString(t) <= 5 || strings.HasPrefix(strings.ToLower(line), "sep=\t") {
		r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(strings.ToLower(strings.TrimLeft(line, "\" ")), "sep="))
		if r != utf8.RuneError {
			return r, after
		}
	}
	const look = 200 // lines
	counts := map[rune]map[int]int{}
	first := map[rune]int{}
	signs := []rune{';', '\t', ',', '|'}
	text, lines := s, 0
	for text != "" && lines < look {
		line, text = quotedLine(text)
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines++
		for _, r := range signs {
			n := outsideQuotes(line, r)
			if n == 0 {
				continue
			}
			if counts[r] == nil {
				counts[r] = map[int]int{}
				first[r] = lines
			}
			counts[r][n]++
		}
	}
	sep = ';'
	best := 0
	for _, r := range signs {
		score := 0
		for n, times := range counts[r] {
			if v := times*16 + min(n, 15); times > 0 && v > score { // how many lines agree, then how many cells they give
				score = v
			}
		}
		if r == ',' || r == '|' { // both stand in sentences: they must part as many lines as the others
			score--
		}
		if score > best {
			sep, best = r, score
		}
	}
	return sep, s
}

// quotedLine cuts one record off: a line break inside quotes does not end it.
func quotedLine(s string) (line, after string) {
	quoted := false
	for i := 0; i < len(s) && i < 1<<16; i++ {
		switch s[i] {
		case '"':
			quoted = !quoted
		case '\n', '\r':
			if !quoted {
				line, after, _ = cutLine(s[i:])
				return s[:i] + line, after
			}
		}
	}
	line, after, _ = cutLine(s)
	return line, after
}

func outsideQuotes(line string, sep rune) (n int) {
	quoted := false
	for _, r := range line {
		if r == '"' {
			quoted = !quoted
		} else if !quoted && r == sep {
			n++
		}
	}
	return n
}

func cutLine(s string) (line, after string, found bool) {
	i := strings.IndexAny(s, "\r\n")
	if i < 0 {
		return s, "", false
	}
	if s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n' {
		return s[:i], s[i+2:], true
	}
	return s[:i], s[i+1:], true
}

// parseCSV reads a CSV text into a table. Rows are counted as a spreadsheet shows them: a quoted cell with line breaks is one
// row, a blank line is one, too. A quote that is never closed is an error at the row where it opens.
func parseCSV(name, s string, lim Limits) (Table, error) {
	sep, s := separatorOf(s)
	t := Table{Name: name}
	row := 0
	var room []string // of one record at a time; a table keeps no more than its cells
	for pos := 0; pos < len(s); {
		row++
		cells, next, ok := csvRecord(room[:0], s, pos, sep)
		if !ok {
			return t, &graph.Error{Code: graph.Invalid, Key: "exchange.file.open_quote", Args: []any{name, row},
				Fields: []graph.FieldError{{Sheet: name, Row: row, Key: "exchange.error.open_quote"}}}
		}
		pos = next
		if err := t.add(Row{Number: row, Cells: slices.Clone(cells)}, lim); err != nil {
			return t, err
		}
		room = cells
		lim.tell(len(t.Rows), pos, len(s))
	}
	return t, nil
}

// add takes the next row: the first with text is the header, blank ones are left out.
func (t *Table) add(r Row, lim Limits) error {
	for len(r.Cells) > 0 && strings.TrimSpace(r.Cells[len(r.Cells)-1]) == "" && r.Flags[len(r.Cells)-1] == "" {
		r.Cells = r.Cells[:len(r.Cells)-1]
	}
	if len(r.Cells) == 0 {
		return nil
	}
	if len(r.Cells) > lim.Columns {
		return graph.Errorf(graph.TooLarge, "exchange.file.too_many_columns", t.Name, lim.Columns)
	}
	for _, c := range r.Cells {
		if len(c) > lim.Cell {
			return &graph.Error{Code: graph.TooLarge, Key: "exchange.file.cell_too_large", Args: []any{t.Name, r.Number, lim.Cell >> 10},
				Fields: []graph.FieldError{{Sheet: t.Name, Row: r.Number, Key: "exchange.error.cell_too_large", Args: []any{lim.Cell >> 10}}}}
		}
	}
	if t.HeaderRow == 0 {
		t.HeaderRow = r.Number
		t.Header = make([]string, len(r.Cells))
		for i, c := range r.Cells {
			t.Header[i] = oneLine(plain(clean(c)))
		}
		return nil
	}
	if len(t.Rows) >= lim.Rows {
		return graph.Errorf(graph.TooLarge, "exchange.file.too_many_rows", t.Name, lim.Rows)
	}
	if !lim.count(len(r.Cells)) {
		return graph.Errorf(graph.TooLarge, "exchange.file.too_many_cells", t.Name, lim.Cells)
	}
	t.Rows = append(t.Rows, r)
	return nil
}

// csvRecord reads the record at pos and appends its cells; next is where the following begins.
func csvRecord(cells []string, s string, pos int, sep rune) (_ []string, next int, ok bool) {
	for {
		var cell string
		if pos < len(s) && s[pos] == '"' {
			var b strings.Builder
			pos++
			for {
				i := strings.IndexByte(s[pos:], '"')
				if i < 0 {
					return cells, len(s), false
				}
				b.WriteString(s[pos : pos+i])
				pos += i + 1
				if pos < len(s) && s[pos] == '"' {
					b.WriteByte('"')
					pos++
					continue
				}
				break
			}
			// What follows a closing quote up to the separator belongs to the cell: a stray quote loses nothing.
			end := cellEnd(s, pos, sep)
			b.WriteString(s[pos:end])
			cell, pos = b.String(), end
		} else {
			end := cellEnd(s, pos, sep)
			cell, pos = s[pos:end], end
		}
		cells = append(cells, cell)
		if pos >= len(s) {
			return cells, pos, true
		}
		r, n := utf8.DecodeRuneInString(s[pos:])
		pos += n
		if r == sep {
			continue
		}
		if r == '\r' && pos < len(s) && s[pos] == '\n' {
			pos++
		}
		return cells, pos, true
	}
}

func cellEnd(s string, pos int, sep rune) int {
	for i := pos; i < len(s); {
		c := s[i]
		if c == '\n' || c == '\r' {
			return i
		}
		if c < utf8.RuneSelf {
			if rune(c) == sep {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == sep {
			return i
		}
		i += n
	}
	return len(s)
}
