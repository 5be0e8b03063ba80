package report

import (
	"strings"
	"unicode/utf8"

	"miteinander/graph/diagram"
)

// lines are the lines that a text is written in, each safe to show.
func lines(text string) []string {
	var out []string
	for _, l := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if l = diagram.Clean(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// one is a text on one line.
func one(text string) string { return diagram.Clean(text) }

// The most runes of texts that cannot go on over pages; what is longer ends in "…". No commune writes any of them that long.
const (
	mostTitle  = 250
	mostColumn = 90
	mostMeta   = 600
	mostValue  = 2000
	mostCell   = 500 // on a slide
)

// atMost is a text of at most n runes.
func atMost(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimRight(string(r[:n-1]), " ") + "…"
	}
	return s
}

// wrapped breaks a text into lines no wider than width. A word that is wider is broken where it ends.
func wrapped(text string, l look, width float64) []string {
	var out []string
	for _, line := range lines(text) {
		out = append(out, wrapLine(line, l, width)...)
	}
	return out
}

func wrapLine(line string, l look, width float64) []string {
	fits := func(s string) bool { return diagram.TextWidth(s, l.size, l.bold) <= width }
	var out []string
	now := ""
	for _, w := range pieces(line) {
		if fits(now + strings.TrimRight(w, " ")) {
			now += w
			continue
		}
		if now = strings.TrimRight(now, " "); now != "" {
			out = append(out, now)
		}
		for now = w; !fits(strings.TrimRight(now, " ")); {
			n := fitting(now, fits)
			out = append(out, now[:n])
			now = now[n:]
		}
	}
	if now = strings.TrimRight(now, " "); now != "" {
		out = append(out, now)
	}
	return out
}

// pieces are what a line may be broken into: a word with the space behind it, or a part of it up to "-" or "/".
func pieces(line string) []string {
	var out []string
	from := 0
	for i, r := range line {
		end := i + utf8.RuneLen(r)
		switch {
		case r == ' ', (r == '-' || r == '/') && i > from+1 && end < len(line) && line[end] != ' ':
			out = append(out, line[from:end])
			from = end
		}
	}
	if from < len(line) {
		out = append(out, line[from:])
	}
	return out
}

// fitting is how many bytes of a word fit, one letter at least.
func fitting(word string, fits func(string) bool) int {
	n := 0
	for i, r := range word {
		end := i + utf8.RuneLen(r)
		if n > 0 && !fits(word[:end]) {
			break
		}
		n = end
	}
	return n
}

// shortened is a text on one line no wider than width; what is too long ends in "…".
func shortened(text string, l look, width float64) string {
	text = one(text)
	if diagram.TextWidth(text, l.size, l.bold) <= width {
		return text
	}
	n := fitting(text, func(s string) bool { return diagram.TextWidth(s+"…", l.size, l.bold) <= width })
	return strings.TrimRight(text[:n], " ") + "…"
}

// columnWidths shares width among the columns of a table: as they ask, else by what they hold.
func columnWidths(t Table, l look, width float64) []float64 {
	n := len(t.Columns)
	least, most := make([]float64, n), make([]float64, n)
	asked, askers := 0.0, 0.0
	for i, c := range t.Columns {
		if c.Width > 0 {
			asked, askers = asked+c.Width, askers+1
		}
		measure := func(text string, l look) {
			for _, line := range lines(text) {
				most[i] = max(most[i], min(diagram.TextWidth(line, l.size, l.bold), 0.7*width))
				for _, p := range pieces(line) {
					least[i] = max(least[i], min(diagram.TextWidth(strings.TrimRight(p, " "), l.size, l.bold), 0.3*width))
				}
			}
		}
		head := l
		head.bold = true
		measure(c.Name, head)
		for _, row := range t.Rows {
			measure(row[i], l)
		}
		least[i] += 2*cellSide + 0.5
		most[i] = max(most[i]+2*cellSide+0.5, least[i])
	}
	out := make([]float64, n)
	if asked > 0 {
		share := asked / askers
		sum := 0.0
		for i, c := range t.Columns {
			if out[i] = c.Width; c.Width <= 0 {
				out[i] = share
			}
			sum += out[i]
		}
		for i := range out {
			out[i] *= width / sum
		}
		return out
	}
	allLeast, allMost := sum(least), sum(most)
	for i := range out {
		switch {
		case allMost <= width:
			out[i] = most[i] * width / allMost
		case allLeast < width:
			out[i] = least[i] + (width-allLeast)*(most[i]-least[i])/(allMost-allLeast)
		default:
			out[i] = least[i] * width / allLeast
		}
	}
	return out
}

func sum(all []float64) float64 {
	s := 0.0
	for _, v := range all {
		s += v
	}
	return s
}
