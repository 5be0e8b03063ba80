package exchange

import (
	"slices"
	"strings"
	"unicode"
)

// Region is where a list lies on a sheet: offices write titles above it, notes below, a header of several lines, two lists
// beside each other.
type Region struct {
	Title  string // text that stands alone above the header
	Header int    // first row of the header as the user sees it; 0: the list has none
	Lines  int    // rows of the header
	First  int    // first row below the header
	Last   int    // last row that may belong to the list; notes below it do not
	Left   int    // first column, from 0
	Right  int    // last column
}

// Columns that a list has beside its own: the heading inside the list under which a row stands, and the name of its sheet.
const (
	headingColumn = "Zwischenüberschrift"
	sheetColumn   = "Blatt"
)

// grid is a sheet with all its rows, before anything is a header.
type grid struct {
	name    string
	numbers bool
	rows    []Row // cells cleaned
	at      map[int]int
	merges  []mergedCells
	width   int
}

// mergedCells are the rows as the user sees them and the columns from 0 that a merged cell takes.
type mergedCells struct{ row1, col1, row2, col2 int }

func gridOf(t *Table) *grid {
	g := &grid{name: t.Name, numbers: t.Numbers, at: map[int]int{}}
	for _, m := range t.Merges {
		from, to, ok := strings.Cut(m, ":")
		c1, r1, ok1 := cellPlace(from)
		c2, r2, ok2 := cellPlace(to)
		if ok && ok1 && ok2 && r1 <= r2 && c1 <= c2 {
			g.merges = append(g.merges, mergedCells{r1, c1, r2, c2})
		}
	}
	add := func(number int, cells []string, flags map[int]string) {
		row := Row{Number: number, Cells: make([]string, len(cells))}
		for i, c := range cells {
			if flags[i] != flagError {
				row.Cells[i] = untagged(plain(clean(c)))
			}
		}
		for len(row.Cells) > 0 && row.Cells[len(row.Cells)-1] == "" {
			row.Cells = row.Cells[:len(row.Cells)-1]
		}
		if len(row.Cells) > 0 {
			g.at[number] = len(g.rows)
			g.rows = append(g.rows, row)
			g.width = max(g.width, len(row.Cells))
		}
	}
	if t.HeaderRow > 0 {
		add(t.HeaderRow, t.Header, nil)
	}
	for _, r := range t.Rows {
		add(r.Number, r.Cells, r.Flags)
	}
	return g
}

// row is the row of a number, empty where it is blank.
func (g *grid) row(number int) Row {
	if i, ok := g.at[number]; ok {
		return g.rows[i]
	}
	return Row{Number: number}
}

func filled(r Row, left, right int) (n int) {
	for c := left; c <= right && c < len(r.Cells); c++ {
		if r.Cells[c] != "" {
			n++
		}
	}
	return n
}

// regions finds the lists of a sheet, from top to bottom and from left to right.
func (g *grid) regions() []Region {
	var heads []int // places in g.rows
	for i := 0; i < len(g.rows); i++ {
		if g.isHeader(i, len(heads) > 0) {
			if i+1 < len(g.rows) && g.rows[i+1].Number == g.rows[i].Number+1 && g.headerLines(i, 0, g.width-1) == 1 && g.known(i+1) > g.known(i) && g.isHeader(i+1, false) {
				continue // titles of lists beside each other, and below them their headers
			}
			heads = append(heads, i)
			i += g.headerLines(i, 0, g.width-1) - 1
		}
	}
	if len(heads) == 0 {
		if r, ok := g.withoutWords(); ok {
			return []Region{r}
		}
		return nil
	}
	var out []Region
	for n, h := range heads {
		end := len(g.rows)
		if n+1 < len(heads) {
			end = heads[n+1]
		}
		for _, part := range g.parts(h, end) {
			r := Region{Header: g.rows[h].Number, Lines: g.headerLines(h, part[0], part[1]), Left: part[0], Right: part[1]}
			r.First = r.Header + r.Lines
			r.Last = g.lastRow(h, end, r)
			r.Title = g.title(h, n, heads)
			if r.Last >= r.First {
				out = append(out, r)
			}
		}
	}
	return out
}

// isHeader tells a row whose cells are headers that offices use: at least two of them, and most of what the row holds; no cell
// looks like data. The header of a further list stands below a gap or a title; what repeats the first is part of it.
func (g *grid) isHeader(i int, further bool) bool {
	if further && g.rows[i].Number == g.rows[i-1].Number+1 && filled(g.rows[i-1], 0, g.width-1) > 1 {
		return false
	}
	known, cells := 0.0, 0
	seen := map[string]bool{}
	for _, c := range g.rows[i].Cells {
		if c == "" {
			continue
		}
		cells++
		if len(c) > 160 || isData(c) {
			return false
		}
		if f := headFold(c); !seen[f] {
			seen[f] = true
			if k := knownHeader(c); k >= 0.5 {
				known++
			} else if k > 0.2 && !further {
				known += 0.5
			}
		}
	}
	if known < 2 && (cells > 2 || known < 1.5) || known < 0.4*float64(cells) || len(seen) < cells && !g.hasMerge(g.rows[i].Number) && float64(len(seen)) < 0.45*float64(cells) {
		return false
	}
	if further && !g.leads(i, 0, g.width-1) {
		return false
	}
	if i+1 >= len(g.rows) {
		return i == 0 // a list of a header alone is an empty list
	}
	return true
}

// known counts the cells of a row that are headers for sure.
func (g *grid) known(i int) (n int) {
	for _, c := range g.rows[i].Cells {
		if c != "" && knownHeader(c) >= 0.8 {
			n++
		}
	}
	return n
}

// leads tells headers of which one is that of a name: a list begins with one.
func (g *grid) leads(i, left, right int) bool {
	for c := left; c <= right && c < len(g.rows[i].Cells); c++ {
		for _, r := range rolesOf(g.rows[i].Cells[c]) {
			if r.share >= 0.8 && (r.role == roleName || r.role == roleOffer || r.role == roleEnd1 || r.role == roleBody) {
				return true
			}
		}
	}
	return false
}

func (g *grid) hasMerge(number int) bool {
	return slices.ContainsFunc(g.merges, func(m mergedCells) bool { return m.row1 <= number && number <= m.row2 })
}

// isData tells what no header is: numbers, days, postal codes, addresses of the web.
func isData(c string) bool {
	if isAgeHeader(c) {
		return false
	}
	if _, ok := parseNumber(c); ok && len(c) > 1 {
		return true
	}
	_, bad := parseDate(c, false)
	return bad.key == "" || strings.ContainsRune(c, '@') || strings.Contains(c, "www.") || strings.Contains(c, "://") || phonePattern.MatchString(c) ||
		streetPattern.MatchString(c) || postalPattern.MatchString(c) || looksLikePerson(c)
}

// headerLines counts the lines of the header that begins at place i: a line goes on below where cells are merged over it, or
// where it has gaps that the next line fills and nothing below looks like data.
func (g *grid) headerLines(i, left, right int) int {
	first := g.rows[i].Number
	deepest := first
	wide := false
	for _, m := range g.merges {
		if m.row1 == first && m.col1 <= right && m.col2 >= left {
			if m.row2 > m.row1 && m.row2 <= first+3 {
				deepest = max(deepest, m.row2)
			}
			wide = wide || m.col2 > m.col1
		}
	}
	if wide && deepest == first {
		deepest = first + 1
	}
	lines := 1
	for lines < 4 && i+lines < len(g.rows) && g.rows[i+lines].Number == first+lines {
		next := g.rows[i+lines]
		if first+lines > deepest && !g.continues(g.rows[i], next, left, right) {
			break
		}
		if hasData(next, left, right) {
			break
		}
		lines++
	}
	return lines
}

func hasData(r Row, left, right int) bool {
	for c := left; c <= right && c < len(r.Cells); c++ {
		if r.Cells[c] != "" && isData(r.Cells[c]) {
			return true
		}
	}
	return false
}

// continues tells a second line of a header without merged cells: below the gaps of the first stand known headers, and its own
// first column is empty.
func (g *grid) continues(head, next Row, left, right int) bool {
	if len(next.Cells) <= left || next.Cells[left] != "" || len(head.Cells) <= left || head.Cells[left] == "" {
		return false
	}
	gaps, under := 0, 0
	for c := left; c <= right && c < len(next.Cells); c++ {
		if next.Cells[c] == "" {
			continue
		}
		if knownHeader(next.Cells[c]) < 0.5 {
			return false
		}
		under++
		if c >= len(head.Cells) || head.Cells[c] == "" {
			gaps++
		}
	}
	return gaps > 0 && under >= 2
}

// parts splits what lies between a header and the next into lists beside each other: an empty column parts them where both
// sides have headers of their own that begin a list.
func (g *grid) parts(head, end int) [][2]int {
	used := make([]bool, g.width)
	for i := head; i < end; i++ {
		if i > head && filled(g.rows[i], 0, g.width-1) <= 1 {
			continue // titles and notes reach over columns
		}
		for c, cell := range g.rows[i].Cells {
			used[c] = used[c] || cell != ""
		}
	}
	var spans [][2]int
	for c := 0; c < g.width; c++ {
		if !used[c] {
			continue
		}
		if len(spans) > 0 && spans[len(spans)-1][1] == c-1 {
			spans[len(spans)-1][1] = c
		} else {
			spans = append(spans, [2]int{c, c})
		}
	}
	begins := func(p [2]int) bool { return g.leads(head, p[0], p[1]) && filled(g.rows[head], p[0], p[1]) >= 2 }
	var out [][2]int
	for _, s := range spans {
		if len(out) > 0 && (!begins(s) || !begins(out[len(out)-1])) {
			out[len(out)-1][1] = s[1]
			continue
		}
		out = append(out, s)
	}
	return out
}

// lastRow is where a list ends: what stands below it and is no row of it, notes and sums, is left out from the bottom.
func (g *grid) lastRow(head, end int, r Region) int {
	typical := g.typical(head+r.Lines, end, r)
	last := end - 1
	for last >= head+r.Lines && g.isNote(g.rows[last], r, typical) {
		last--
	}
	if last < head+r.Lines {
		return r.First - 1
	}
	return g.rows[last].Number
}

// typical is how many cells half of the rows fill.
func (g *grid) typical(from, end int, r Region) int {
	var counts []int
	for i := from; i < end; i++ {
		if n := filled(g.rows[i], r.Left, r.Right); n > 0 {
			counts = append(counts, n)
		}
	}
	if len(counts) == 0 {
		return 0
	}
	slices.Sort(counts)
	return counts[len(counts)/2]
}

// noteWords begin lines that are no rows.
var noteWords = []string{"stand", "quelle", "quellen", "hinweis", "hinweise", "legende", "anmerkung", "anmerkungen", "erstellt", "summe", "gesamt", "gesamtsumme", "insgesamt", "zwischensumme", "anzahl", "bearbeitet",
	"letzte aktualisierung", "aktualisiert", "alle angaben", "druckdatum", "seite", "ohne gewaehr", "fortsetzung", "titel der liste", "ausgedruckt", "kontakt", "rueckfragen", "x =", "n. b.", "ggf", "bitte"}

func (g *grid) isNote(r Row, reg Region, typical int) bool {
	n := filled(r, reg.Left, reg.Right)
	if n == 0 {
		return true
	}
	first := ""
	for c := reg.Left; c <= reg.Right && c < len(r.Cells); c++ {
		if first = r.Cells[c]; first != "" {
			break
		}
	}
	if isNoteText(first) && n < max(typical, 2) {
		return true
	}
	return n == 1 && typical >= 3
}

func isNoteText(s string) bool {
	f := fold(strings.TrimLeft(s, "*¹²³⁴1234567890) "))
	for _, w := range noteWords {
		if f == w || strings.HasPrefix(f, w+" ") || strings.HasPrefix(f, w+":") {
			return true
		}
	}
	return strings.HasPrefix(s, "*") || strings.HasPrefix(s, "¹")
}

// title is the nearest text that stands alone above a header and below the list before it.
func (g *grid) title(head, n int, heads []int) string {
	stop := 0
	if n > 0 {
		stop = heads[n-1] + 1
	}
	for i := head - 1; i >= stop && i >= head-4; i-- {
		if filled(g.rows[i], 0, g.width-1) > 1 {
			return ""
		}
		for _, c := range g.rows[i].Cells {
			if c != "" && !isNoteText(c) && len(c) < 200 {
				return oneLine(c)
			}
		}
	}
	return ""
}

// withoutWords finds a list whose header holds no word that offices use: the first row that is about as wide as the rows below
// it and holds texts alone; a list whose first row is like the others has no header.
func (g *grid) withoutWords() (Region, bool) {
	typical := g.typical(0, len(g.rows), Region{Right: g.width - 1})
	if typical < 2 || len(g.rows) < 2 {
		return Region{}, false
	}
	for i, r := range g.rows {
		n := filled(r, 0, g.width-1)
		if n < max(2, typical*2/3) || i+1 >= len(g.rows) {
			continue
		}
		left := slices.IndexFunc(r.Cells, func(c string) bool { return c != "" })
		reg := Region{Header: r.Number, Lines: 1, First: r.Number + 1, Left: left, Right: g.width - 1}
		if hasData(r, 0, g.width-1) || g.likeBelow(i) {
			reg.Header, reg.Lines, reg.First = 0, 0, r.Number
		}
		reg.Last = g.lastRow(i-1, len(g.rows), Region{Lines: 1, Left: left, Right: g.width - 1, First: reg.First})
		return reg, reg.Last > reg.First
	}
	return Region{}, false
}

// likeBelow tells a row that has what the rows below it have, too: an institution's word in the same column, a long text.
func (g *grid) likeBelow(i int) bool {
	for c, cell := range g.rows[i].Cells {
		if cell == "" {
			continue
		}
		if streetPattern.MatchString(cell) || kindOfName(cell) != "" && strings.ContainsFunc(cell, unicode.IsSpace) {
			return true
		}
		for _, below := range g.rows[i+1 : min(len(g.rows), i+20)] {
			if c < len(below.Cells) && below.Cells[c] == cell {
				return true // a header does not come again as a value
			}
		}
	}
	return false
}
