package chapters

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/words"
)

// Swapper puts kind and letter where names of a network stand, the same that pictures without names show.
type Swapper struct {
	names map[graph.Key]string
	known map[string][]called // by the first letters of the first word; the longest first
	parts map[string][]called // single words that stand in the names of few, by their first letters
}

// called is a name, word by word, and what stands for it.
type called struct {
	words         []string
	name, instead string
}

// Typed is a name that stands in what somebody wrote.
type Typed struct {
	Text    string `json:"text" doc:"As it stands there"`
	Name    string `json:"name" doc:"As the network has it"`
	Instead string `json:"instead,omitempty" doc:"What stands there without names; empty: only a word of the name, it stays as it is"`
}

// TypedAt is where one stands.
type TypedAt struct {
	Where string `json:"where" doc:"The slide, the chapter, …, in words"`
	Typed
}

// TypedIn puts the place beside each.
func TypedIn(where string, all []Typed) []TypedAt {
	var out []TypedAt
	for _, t := range all {
		out = append(out, TypedAt{where, t})
	}
	return out
}

// The limits of looking for names within texts.
const (
	shortest   = 3 // letters of a name: a shorter one is also a part of other words or a word of its own
	partLeast  = 4 // letters of a single word of a name
	partCommon = 3 // nodes in whose names a word stands at most: else it says nothing of one
)

// NewSwapper knows the names of a network's institutions, positions, bodies, offers and providers.
func NewSwapper(s *graph.Snapshot, lang string) *Swapper {
	w := &Swapper{names: diagram.Nameless(s, lang), known: map[string][]called{}, parts: map[string][]called{}}
	n := 0
	for p := range graph.Records[*graph.Provider](s, graph.KindProvider) {
		w.names[p.Key()] = words.Text(lang, "report.nameless_provider", letters(n))
		n++
	}
	common := vocabulary(s, w.names)
	owners, first := map[string]map[graph.Key]bool{}, map[string]called{}
	add := func(k graph.Key, parts bool, names ...string) {
		for _, name := range names {
			all := tokens(name)
			if len(all) == 0 || utf8.RuneCountInString(strings.TrimSpace(name)) < shortest {
				continue
			}
			c := called{name: strings.TrimSpace(name), instead: w.names[k]}
			for _, t := range all {
				c.words = append(c.words, t.fold)
				if parts && len(t.fold) >= partLeast && unicode.IsUpper(t.first) && !common[t.fold] {
					if owners[t.fold] == nil {
						owners[t.fold], first[t.fold] = map[graph.Key]bool{}, called{words: []string{t.fold}, name: c.name}
					}
					owners[t.fold][k] = true
				}
			}
			at := head(c.words[0])
			w.known[at] = append(w.known[at], c)
		}
	}
	for i := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
		add(i.Key(), true, i.Name, i.ShortName)
	}
	for a := range graph.Records[*graph.Actor](s, graph.KindActor) {
		add(a.Key(), true, a.Name)
	}
	for o := range graph.Records[*graph.Offer](s, graph.KindOffer) {
		add(o.Key(), false, o.Name)
	}
	for p := range graph.Records[*graph.Provider](s, graph.KindProvider) {
		add(p.Key(), true, p.Name, p.Association)
	}
	for _, all := range w.known {
		slices.SortStableFunc(all, func(x, y called) int {
			return cmp.Or(cmp.Compare(len(y.words), len(x.words)), cmp.Compare(len(y.name), len(x.name)), cmp.Compare(x.name, y.name))
		})
	}
	for word, by := range owners {
		if len(by) <= partCommon {
			w.parts[head(word)] = append(w.parts[head(word)], first[word])
		}
	}
	for _, all := range w.parts {
		slices.SortFunc(all, func(x, y called) int { return cmp.Compare(x.words[0], y.words[0]) })
	}
	return w
}

// vocabulary are the words that say nothing of a single institution: those of catalogues and of what stands in the place of names.
func vocabulary(s *graph.Snapshot, instead map[graph.Key]string) map[string]bool {
	out := map[string]bool{}
	add := func(text string) {
		for _, t := range tokens(text) {
			out[t.fold] = true
		}
	}
	add(s.Settings().Name)
	for _, kind := range []graph.Kind{graph.KindPhase, graph.KindArea, graph.KindField, graph.KindGroup, graph.KindInstitutionKind, graph.KindSector, graph.KindTransition} {
		for r := range s.All(kind) {
			add(s.Name(r.Key()))
		}
	}
	for _, text := range instead {
		add(text)
	}
	return out
}

// token is a word of a text: its letters folded, and where it stands.
type token struct {
	fold    string
	from    int
	to      int
	first   rune
	touches bool // hyphens and spaces alone stand between it and the one before
}

// tokens are the words of a text. Soft hyphens are no letters, umlauts are also found where they are spelled out.
func tokens(s string) []token {
	var out []token
	var b strings.Builder
	var now token
	in, touches := false, false
	end := func(at int) {
		if in {
			now.fold, now.to = b.String(), at
			out = append(out, now)
			b.Reset()
			in, touches = false, true
		}
	}
	for i, r := range s {
		if r == '\u00ad' && in {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !(in && unicode.IsMark(r)) {
			end(i)
			touches = touches && (unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune(quotes, r))
			continue
		}
		if !in {
			now, in = token{from: i, first: r, touches: touches}, true
		}
		switch r = unicode.ToLower(r); r {
		case 'ä':
			b.WriteString("ae")
		case 'ö':
			b.WriteString("oe")
		case 'ü':
			b.WriteString("ue")
		case 'ß':
			b.WriteString("ss")
		case '\u0308': // an umlaut in two characters
			b.WriteString("e")
		default:
			b.WriteRune(r)
		}
	}
	end(len(s))
	return out
}

// quotes and the signs below may stand within a name and be left out or typed in another way.
const quotes = "„“”‚‘’'\"»«›‹.,/&()+"

func head(fold string) string { return fold[:min(shortest, len(fold))] }

// endings are what German words end in when their case changes.
var endings = []string{"", "s", "es", "e", "n", "en", "er", "em", "r", "m"}

// same tells whether two words are one, perhaps in another case: "Frauenhaus" and "Frauenhauses".
func same(a, b string) bool {
	if a == b {
		return true
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	if n < shortest {
		return false
	}
	if n < partLeast {
		return (a[n:] == "" || a[n:] == "s") && (b[n:] == "" || b[n:] == "s")
	}
	return slices.Contains(endings, a[n:]) && slices.Contains(endings, b[n:])
}

// hit is a name found in a text.
type hit struct {
	from, to int // bytes
	called
}

// hits are the names in a text and, after them in the order of the text, words of names alone.
func (w *Swapper) hits(s string, parts bool) []hit {
	all := tokens(s)
	var out []hit
next:
	for i := 0; i < len(all); {
	name:
		for _, c := range w.known[head(all[i].fold)] {
			if i+len(c.words) > len(all) {
				continue
			}
			for k, word := range c.words {
				if k > 0 && !all[i+k].touches || !same(all[i+k].fold, word) {
					continue name
				}
			}
			out = append(out, hit{all[i].from, all[i+len(c.words)-1].to, c})
			i += len(c.words)
			continue next
		}
		if parts && unicode.IsUpper(all[i].first) {
			for _, c := range w.parts[head(all[i].fold)] {
				if same(all[i].fold, c.words[0]) {
					out = append(out, hit{all[i].from, all[i].to, c})
					break
				}
			}
		}
		i++
	}
	return out
}

// Text puts what a node is called instead of each of its names that stands as words of its own, in whatever case.
func (w *Swapper) Text(s string) string {
	if s == "" {
		return s
	}
	var b strings.Builder
	last := 0
	for _, h := range w.hits(s, false) {
		b.WriteString(s[last:h.from])
		b.WriteString(h.instead)
		last = h.to
	}
	b.WriteString(s[last:])
	return b.String()
}

// Typed are the names in texts that somebody wrote, each way to write one once, in the order of the texts. Words that stand in a name
// alone are among them: nobody but who wrote them can say whether they mean it.
func (w *Swapper) Typed(texts ...string) []Typed {
	out := []Typed{}
	for _, s := range texts {
		for _, h := range w.hits(s, true) {
			t := Typed{s[h.from:h.to], h.name, h.instead}
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}
