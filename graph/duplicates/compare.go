package duplicates

import (
	"math"
	"slices"
	"strings"

	"miteinander/graph"
)

// Thing is an entry that may be the same as another: an institution of a network, or a row of a file.
type Thing struct {
	Kind       graph.Kind // none: an institution
	ID         graph.ID   // of the network; empty for a row of a file that is not in it
	Name       string
	Short      string
	Street     string
	PostalCode string
	City       string
	Row        int        // of the file; 0: of the network
	Of         []graph.ID // institutions that an offer or actor hangs on: of other institutions it is another
	Areas      []graph.ID // of an offer: in other areas it is another
}

// Evidence is one reason for a pair, or against it: a key of graph/words and its arguments.
type Evidence struct {
	Key     string
	Args    []any
	Against bool
}

// Pair are two things that may be one. Score is between 0 and 1; Likely and above is proposed.
type Pair struct {
	A, B     int // places in the list that was searched; A < B
	Score    float64
	Evidence []Evidence
}

// Likely is the score from which a pair is shown. It was set on one half of the labelled pairs of testdata/pairs.tsv and holds on the other
// (pairs_test.go).
const Likely = 0.72

// profile is a thing prepared for comparing.
type profile struct {
	words    []string
	ids      []int32 // of words, in the corpus
	short    string  // folded short name or what stands in brackets
	sum      float64
	weights  []float64 // of words
	streetOf string
	number   string
	postal   string
	acronym  string
	flat     string   // all words without spaces
	main     []int32  // words without brackets
	mainSum  float64  // of their weights
	note     []int32  // words in brackets
	forms    []string // legal forms
}

// corpus knows how common words are among all things: "Grundschule" says little, "Regenbogen" more.
type corpus struct {
	ids   map[string]int32
	words []word
	n     int
	slip  map[[2]int32]bool // what near said; of one goroutine
}

// word is what is known of a word of the corpus.
type word struct {
	text                    string
	df                      int // things that have it
	telling, unit, noteUnit bool
}

// id is the place of a word in the corpus, which learns words that it does not know.
func (c *corpus) id(w string) int32 {
	i, ok := c.ids[w]
	if !ok {
		i = int32(len(c.words))
		c.ids[w] = i
		c.words = append(c.words, word{text: w, telling: telling(w), unit: unit(w), noteUnit: noteUnit(w)})
	}
	return i
}

func (c *corpus) weight(i int32) float64 {
	return math.Log(1+float64(c.n)/float64(1+c.words[i].df)) + 0.2
}

func profilesOf(things []Thing) (*corpus, []profile) {
	c := &corpus{ids: map[string]int32{}, n: max(len(things), 50), slip: map[[2]int32]bool{}}
	out := make([]profile, len(things))
	for i, t := range things {
		p := &out[i]
		p.words = wordsOf(t.Name)
		main, note := split(t.Name)
		p.forms = formsOf(t.Name)
		p.short = strings.Join(wordsOf(t.Short), "")
		p.streetOf, p.number = street(t.Street)
		p.postal = strings.TrimSpace(t.PostalCode)
		p.flat = strings.Join(p.words, "")
		if len(p.words) >= 3 {
			for _, w := range p.words {
				p.acronym += w[:1]
			}
		}
		for k, w := range p.words {
			i := c.id(w)
			if !slices.Contains(p.ids[:k], i) {
				c.words[i].df++
			}
			p.ids = append(p.ids, i)
		}
		if note == "" {
			p.main = p.ids
			continue
		}
		for _, w := range wordsOf(main) {
			p.main = append(p.main, c.id(w))
		}
		for _, w := range wordsOf(note) {
			p.note = append(p.note, c.id(w))
		}
	}
	for i := range out {
		out[i].weigh(c)
	}
	return c, out
}

func (p *profile) weigh(c *corpus) {
	p.sum, p.mainSum, p.weights = 0, 0, p.weights[:0]
	for _, i := range p.main {
		p.mainSum += c.weight(i)
	}
	for _, i := range p.ids {
		v := c.weight(i)
		p.weights = append(p.weights, v)
		p.sum += v
	}
}

// near is the function near, asked once for each pair of words.
func (c *corpus) near(i, j int32) bool {
	if i == j {
		return true
	}
	a, b := c.words[i].text, c.words[j].text
	if a[0] != b[0] && a[len(a)-1] != b[len(b)-1] { // a slip leaves one end of a word alone
		return false
	}
	if d := len(a) - len(b); d > 2 || d < -2 {
		return false
	}
	k := [2]int32{i, j}
	v, ok := c.slip[k]
	if !ok {
		v = near(a, b)
		c.slip[k] = v
	}
	return v
}

// compare says how alike two things are and why.
func (c *corpus) compare(a, b *profile) (float64, []Evidence) {
	var why []Evidence
	say := func(against bool, key string, args ...any) {
		why = append(why, Evidence{"duplicates.why." + key, args, against})
	}
	matched, slips := 0.0, []string(nil)
	var room [32]bool
	used := room[:]
	if len(b.ids) > len(room) {
		used = make([]bool, len(b.ids))
	}
	var onlyA, onlyB []int32
	for i, w := range a.ids {
		best := -1
		for j, x := range b.ids {
			if !used[j] && w == x {
				best = j
				break
			}
			if !used[j] && best < 0 && c.near(w, x) {
				best = j
			}
		}
		if best < 0 {
			onlyA = append(onlyA, w)
			continue
		}
		used[best] = true
		v := math.Min(a.weights[i], b.weights[best])
		if w != b.ids[best] {
			slips = append(slips, a.words[i]+" / "+b.words[best])
			v *= 0.92
		}
		matched += v
	}
	for j, x := range b.ids {
		if !used[j] {
			onlyB = append(onlyB, x)
		}
	}
	short := a.acronym != "" && len(b.words) == 1 && b.words[0] == a.acronym || b.acronym != "" && len(a.words) == 1 && a.words[0] == b.acronym ||
		a.short != "" && (a.short == b.flat || a.short == b.short) || b.short != "" && b.short == a.flat
	core := a.mainSum > 5 && len(a.main) > 0 && c.sameWords(a.main, b.main)
	// Most pairs share a common word and nothing else: nothing below could make them likely.
	if d := len(a.flat) - len(b.flat); matched < 0.3*math.Min(a.sum, b.sum) && (d > 2 || d < -2) && !core && !short {
		return 2 * matched / math.Max(a.sum+b.sum, 1), nil
	}
	score := 0.0
	if a.sum+b.sum > 0 {
		score = 2 * matched / (a.sum + b.sum)
	}
	less := math.Min(a.sum, b.sum)
	inside := less > 0 && matched >= 0.95*less
	one := len(a.words) == 1 || len(b.words) == 1
	switch {
	case len(onlyA)+len(onlyB) == 0 && slices.Equal(a.words, b.words):
		score = 1
		say(false, "same_words")
	case len(onlyA)+len(onlyB) == 0 && len(slips) == 0:
		score = 0.98
		say(false, "word_order")
	case a.flat == b.flat:
		score = 0.98
		say(false, "spaces")
	case len(onlyA)+len(onlyB) == 0:
		score = math.Max(score, 0.93)
		say(false, "spelling", strings.Join(slips, ", "))
	case len(a.flat) >= 8 && Distance([]byte(a.flat), []byte(b.flat), 2) <= 2 && !c.differTelling(onlyA, onlyB):
		score = math.Max(score, 0.9)
		say(false, "spelling", a.flat+" / "+b.flat)
	case inside && !one && matched > 6:
		say(false, "contained")
	}
	if core && score < 0.94 && !slices.ContainsFunc(a.note, c.isNoteUnit) && !slices.ContainsFunc(b.note, c.isNoteUnit) {
		score = 0.94
		say(false, "same_core")
	}
	if len(slips) > 0 && len(why) == 0 {
		say(false, "spelling", strings.Join(slips, ", "))
	}
	if short {
		score = math.Max(score, 0.8)
		say(false, "short_name")
	}
	if c.differTelling(onlyA, onlyB) {
		score = math.Min(score, 0.55)
		say(true, "number", strings.Join(append(c.tellingOf(onlyA), c.tellingOf(onlyB)...), " / "))
	}
	if len(a.forms) > 0 && len(b.forms) > 0 && !slices.ContainsFunc(a.forms, func(f string) bool { return slices.Contains(b.forms, f) }) {
		score = math.Min(score, 0.7)
		say(true, "form", strings.Join(append(slices.Clone(a.forms), b.forms...), " / "))
	}
	extra := append(slices.Clone(onlyA), onlyB...)
	if score < 0.98 && slices.ContainsFunc(extra, func(i int32) bool {
		w := &c.words[i]
		if w.unit == w.noteUnit || !slices.Contains(a.note, i) && !slices.Contains(b.note, i) {
			return w.unit
		}
		return w.noteUnit
	}) {
		score = math.Min(score, 0.6)
		texts := make([]string, len(extra))
		for k, i := range extra {
			texts[k] = c.words[i].text
		}
		say(true, "part", strings.Join(texts, ", "))
	}
	return c.address(a, b, score, why)
}

func (c *corpus) isNoteUnit(i int32) bool { return c.words[i].noteUnit }

// sameWords tells two lists with the same words in any order, slips of the pen allowed; the town that all share may be missing.
func (c *corpus) sameWords(a, b []int32) bool {
	lack := func(a, b []int32) bool {
		for _, w := range a {
			if c.words[w].text != "berlin" && !slices.ContainsFunc(b, func(x int32) bool { return c.near(w, x) }) {
				return true
			}
		}
		return false
	}
	return !lack(a, b) && !lack(b, a)
}

// address weighs where two things are: the same house speaks for them, another town or street against.
func (c *corpus) address(a, b *profile, score float64, why []Evidence) (float64, []Evidence) {
	if a.streetOf == "" || b.streetOf == "" {
		if a.postal != "" && b.postal != "" && a.postal != b.postal {
			why = append(why, Evidence{"duplicates.why.other_postal", []any{a.postal, b.postal}, true})
			score *= 0.85
		}
		return score, why
	}
	sameStreet := a.streetOf == b.streetOf || len(a.streetOf) > 6 && Distance([]byte(a.streetOf), []byte(b.streetOf), 1) <= 1
	samePlace := a.postal == "" || b.postal == "" || a.postal == b.postal
	switch {
	case sameStreet && samePlace && a.number == b.number:
		why = append(why, Evidence{"duplicates.why.same_address", nil, false})
		if score >= 0.3 {
			score = math.Max(score, math.Min(1, 0.6+score/2))
		}
	case sameStreet && samePlace:
		why = append(why, Evidence{"duplicates.why.other_number", []any{a.number, b.number}, score < 0.9})
	default:
		why = append(why, Evidence{"duplicates.why.other_address", nil, true})
		if score < 0.995 {
			score *= 0.8
		} else {
			score = 0.78 // one name in two houses: branches, or a move
		}
	}
	return score, why
}

func (c *corpus) tellingOf(words []int32) (out []string) {
	for _, i := range words {
		if c.words[i].telling {
			out = append(out, c.words[i].text)
		}
	}
	return out
}

// differTelling: each side has a number or compass point of its own, or one has it and nothing else parts them.
func (c *corpus) differTelling(onlyA, onlyB []int32) bool {
	count := func(words []int32) (n int) {
		for _, i := range words {
			if c.words[i].telling {
				n++
			}
		}
		return n
	}
	a, b := count(onlyA), count(onlyB)
	return a > 0 && b > 0 || a+b > 0 && a+b == len(onlyA)+len(onlyB)
}
