package diagram

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// fontFamily is what SVG asks for: the measured font first, then those of the same widths.
const fontFamily = "'Liberation Sans',Arial,Helvetica,sans-serif"

// face measures one embedded font. Graphviz's own estimate is off by 3 % with umlauts and by up to 18 % with bold
// letters, so every width comes from the font that PNG and PDF are drawn with.
type face struct {
	mu       sync.Mutex
	font     *sfnt.Font
	buf      sfnt.Buffer
	advances map[rune]float64 // of one em
}

var faces = sync.OnceValue(func() [2]*face {
	var out [2]*face
	for i, ttf := range [][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			panic("diagram: embedded font: " + err.Error()) // part of the program, checked by every test
		}
		out[i] = &face{font: f, advances: map[rune]float64{}}
	}
	return out
})

// textWidth is the width of one line in points at the given size, without kerning (no writer kerns).
func textWidth(s string, size float64, bold bool) float64 {
	f := faces()[0]
	if bold {
		f = faces()[1]
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	w := 0.0
	for _, r := range s {
		w += f.advance(r)
	}
	return w * size
}

func (f *face) advance(r rune) float64 {
	if a, ok := f.advances[r]; ok {
		return a
	}
	const em = 2048
	gi, _ := f.font.GlyphIndex(&f.buf, r) // 0, the empty box, for a letter the font lacks
	adv, err := f.font.GlyphAdvance(&f.buf, gi, fixed.I(em), font.HintingNone)
	a := 0.5
	if err == nil {
		a = float64(adv) / 64 / em
	}
	f.advances[r] = a
	return a
}

// maxLabel is the longest label that is drawn, in runes. Longer names, which no list of a commune holds, end in "…" on
// the picture; the whole name stays in the tooltip.
const maxLabel = 160

// clean makes any string safe to draw: valid UTF-8, no control characters, no direction overrides, single spaces.
func clean(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.Is(unicode.Cc, r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F,
			r == 0x061C, r == 0xFEFF, r == 0x200B, r >= 0xFFF9 && r <= 0xFFFB, r&0xFFFE == 0xFFFE, r >= 0xE0000 && r <= 0xE007F:
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

func cut(s string) string {
	if utf8.RuneCountInString(s) <= maxLabel {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:maxLabel-1])) + "…"
}

// piece is a part of a label that is never broken, and how it is joined to the one before it.
type piece struct {
	text   string
	glue   string // between it and the piece before when both stand on one line: " " or ""
	break_ bool   // a line may end before it
	hyphen bool   // then the line before it ends in "-"
}

// keepWithNext are words after which no line ends.
var keepWithNext = map[string]bool{"St.": true, "Am": true, "An": true, "Im": true, "In": true, "Zur": true, "Zum": true,
	"der": true, "die": true, "den": true, "dem": true, "Villa": true, "Dr.": true, "Haus": false, "&": true, "und": true,
	"für": true, "am": true, "an": true, "im": true, "in": true, "zur": true, "zum": true, "of": true, "the": true, "for": true}

// secondHalves are words that end German compounds; before them a long word may be divided.
var secondHalves = []string{"beratungsstelle", "bildungsstätte", "krankenhaus", "beratung", "förderung", "förderstelle",
	"zentrum", "stelle", "praxis", "hilfe", "hilfen", "arbeit", "verein", "verband", "schule", "garten", "stätte", "bildung",
	"dienst", "klinik", "pflege", "büro", "haus", "werk", "agentur", "psychologie", "gesellschaft", "netzwerk", "einrichtung",
	"koordination", "konflikt", "medizin", "gruppe", "treff", "kreis", "planung", "bibliothek", "verwaltung", "angebot"}

func pieces(label string) []piece {
	var out []piece
	words := strings.Fields(label)
	for i, w := range words {
		brk := i > 0 && !keepWithNext[words[i-1]]
		for j, part := range divide(w) {
			p := piece{text: part.text, break_: brk, glue: " "}
			if j > 0 {
				p = piece{text: part.text, break_: true, hyphen: part.hyphen}
			} else if i == 0 {
				p.glue, p.break_ = "", false
			}
			out = append(out, p)
		}
	}
	return out
}

// divide splits a word after its own hyphens and slashes, at soft hyphens, and a long compound before its last parts.
func divide(w string) []piece {
	var out []piece
	hyphen := false
	start := 0
	emit := func(end int, soft bool) {
		if end > start {
			out = append(out, compound(w[start:end], hyphen)...)
		}
		hyphen = soft
	}
	for i, r := range w {
		switch {
		case r == '\u00AD':
			emit(i, true)
			start = i + len("\u00AD")
		case (r == '-' || r == '/') && i > 0 && i+1 < len(w):
			emit(i+1, false)
			start = i + 1
		}
	}
	emit(len(w), false)
	if len(out) == 0 {
		out = append(out, piece{text: w})
	}
	return out
}

func compound(w string, hyphen bool) []piece {
	var cuts []int
	rest := w
	for utf8.RuneCountInString(rest) > 15 {
		at := -1
		lower := strings.ToLower(rest)
		for _, half := range secondHalves {
			i := strings.LastIndex(lower, half)
			if len(lower) == len(rest) && i > 0 && utf8.RuneCountInString(rest[:i]) >= 5 && i > at && utf8.RuneCountInString(rest[i:]) >= 4 {
				at = i
			}
		}
		if at < 0 {
			break
		}
		cuts = append([]int{at}, cuts...)
		rest = rest[:at]
	}
	out := []piece{}
	from := 0
	for _, c := range append(cuts, len(w)) {
		out = append(out, piece{text: w[from:c], hyphen: from > 0 || hyphen})
		from = c
	}
	return out
}

// wrap breaks a label into at most maxLines lines near target letters: all break sets are tried, each costs 20 per
// letter over the target, 60 per divided word, 0.35 per em of width and 1.5 per line. The breaks do not depend on the
// size of the letters, so they are found once per label.
func wrap(label string, bold bool, target, maxLines int) []string {
	key := wrapKey{label, bold, target, maxLines}
	wrapped.Lock()
	lines, ok := wrapped.lines[key]
	wrapped.Unlock()
	if ok {
		return lines
	}
	lines = findBreaks(label, bold, target, maxLines)
	wrapped.Lock()
	if len(wrapped.lines) >= 20000 { // some pictures' worth; then start again
		clear(wrapped.lines)
	}
	wrapped.lines[key] = lines
	wrapped.Unlock()
	return lines
}

type wrapKey struct {
	label            string
	bold             bool
	target, maxLines int
}

var wrapped = struct {
	sync.Mutex
	lines map[wrapKey][]string
}{lines: map[wrapKey][]string{}}

func findBreaks(label string, bold bool, target, maxLines int) []string {
	label = cut(clean(label))
	ps := pieces(label)
	if len(ps) == 0 {
		return []string{"–"}
	}
	if len(ps) > 40 { // a page of words: breaks at spaces by width alone would serve nobody better
		ps = ps[:40]
	}
	join := func(a, b int) string { // pieces a..b-1 on one line
		var sb strings.Builder
		for i := a; i < b; i++ {
			if i > a {
				sb.WriteString(ps[i].glue)
			}
			sb.WriteString(ps[i].text)
		}
		if b < len(ps) && ps[b].hyphen {
			sb.WriteByte('-')
		}
		return sb.String()
	}
	type state struct {
		over, width float64
		prev        int
		ok          bool
	}
	n := len(ps)
	best, bestCost := []string{label}, -1.0
	// The width of the widest line is part of the cost, so breaks are found for each number of lines by minimising
	// the overrun first and the widest line second.
	for lines := 1; lines <= min(maxLines, n); lines++ {
		table := make([][]state, lines+1)
		for k := range table {
			table[k] = make([]state, n+1)
		}
		table[0][0].ok = true
		for k := 1; k <= lines; k++ {
			for end := 1; end <= n; end++ {
				if end < n && !ps[end].break_ {
					continue
				}
				for from := 0; from < end; from++ {
					if !table[k-1][from].ok {
						continue
					}
					line := join(from, end)
					over := table[k-1][from].over + float64(max(0, utf8.RuneCountInString(line)-target))
					if end < n && ps[end].hyphen {
						over += 3
					}
					width := max(table[k-1][from].width, textWidth(line, 1, bold))
					t := &table[k][end]
					if !t.ok || over < t.over || over == t.over && width < t.width {
						*t = state{over: over, width: width, prev: from, ok: true}
					}
				}
			}
		}
		last := table[lines][n]
		if !last.ok {
			continue
		}
		cost := 20*last.over + 0.35*last.width + 1.5*float64(lines)
		if bestCost < 0 || cost < bestCost {
			bestCost = cost
			best = make([]string, lines)
			end := n
			for k := lines; k > 0; k-- {
				from := table[k][end].prev
				best[k-1] = join(from, end)
				end = from
			}
		}
	}
	return best
}

func widest(lines []string, size float64, bold bool) float64 {
	w := 0.0
	for _, l := range lines {
		w = max(w, textWidth(l, size, bold))
	}
	return w
}

func trimmed(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
