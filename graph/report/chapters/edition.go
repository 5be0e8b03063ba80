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

// Edition is a network as a report may show it. The numbers of findings are those of the whole network: a pair that is side by side
// on purpose stays so where its reason is not public. Numbers of people asked are left out where they are small, unless the setting
// says otherwise. Only names and texts change, so stored positions and ids fit.
func Edition(s *graph.Snapshot, public, noNames bool, lang string) (*graph.Snapshot, error) {
	const few = 4
	masked := s.Settings().SmallNumbers != graph.SmallNumbersShow
	from := s
	if public {
		from = s.Public()
	}
	var swap *swapper
	if noNames {
		swap = newSwapper(s, lang)
	}
	var b graph.Builder
	for _, k := range graph.Kinds() {
		for r := range from.All(k) {
			out := r
			switch x := r.(type) {
			case *graph.Cooperation:
				if was := graph.Find[*graph.Cooperation](s, k, x.ID); public && was.AgreedSideBySide != "" {
					c := graph.Clone(x)
					c.AgreedSideBySide = words.Text(lang, "report.reason_not_public")
					out = c
				}
			case *graph.Feedback:
				if masked && x.Asked.Known && x.Asked.N <= few {
					c := graph.Clone(x)
					c.Asked = graph.Count{}
					out = c
				}
			}
			if swap != nil {
				out = swap.record(out)
			}
			if err := b.Add(out, from.Changed(r.Key())); err != nil {
				return nil, err
			}
		}
	}
	return b.Build(s.Head())
}

// swapper puts kind and letter where names stand.
type swapper struct {
	names map[graph.Key]string
	texts []swap // longest first
}

type swap struct{ from, to string }

// shortest is the length of a name, in letters, from which on it is looked for within texts: a shorter one is also a part of other
// words or a word of its own.
const shortest = 3

func newSwapper(s *graph.Snapshot, lang string) *swapper {
	w := &swapper{names: diagram.Nameless(s, lang)}
	n := 0
	for p := range graph.Records[*graph.Provider](s, graph.KindProvider) {
		w.names[p.Key()] = words.Text(lang, "report.nameless_provider", letters(n))
		n++
	}
	add := func(k graph.Key, names ...string) {
		for _, name := range names {
			if name = strings.TrimSpace(name); utf8.RuneCountInString(name) >= shortest {
				w.texts = append(w.texts, swap{strings.ToLower(name), w.names[k]})
			}
		}
	}
	for i := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
		add(i.Key(), i.Name, i.ShortName)
	}
	for a := range graph.Records[*graph.Actor](s, graph.KindActor) {
		add(a.Key(), a.Name)
	}
	for o := range graph.Records[*graph.Offer](s, graph.KindOffer) {
		add(o.Key(), o.Name)
	}
	for p := range graph.Records[*graph.Provider](s, graph.KindProvider) {
		add(p.Key(), p.Name, p.Association)
	}
	slices.SortStableFunc(w.texts, func(x, y swap) int {
		return cmp.Or(cmp.Compare(len(y.from), len(x.from)), cmp.Compare(x.from, y.from))
	})
	return w
}

// letters writes 0, 1, … as A, …, Z, AA, ….
func letters(n int) string {
	s := ""
	for n++; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// record is a record without names: its own, and those within what people wrote.
func (w *swapper) record(r graph.Record) graph.Record {
	switch x := r.(type) {
	case *graph.Institution:
		c := graph.Clone(x)
		c.Name, c.ShortName = w.names[x.Key()], ""
		return c
	case *graph.Actor:
		c := graph.Clone(x)
		c.Name, c.Function = w.names[x.Key()], ""
		return c
	case *graph.Offer:
		c := graph.Clone(x)
		c.Name, c.Description = w.names[x.Key()], ""
		return c
	case *graph.Provider:
		c := graph.Clone(x)
		c.Name, c.Association = w.names[x.Key()], ""
		return c
	case *graph.Entry:
		if x.Of != graph.KindFunder {
			return x
		}
		c := graph.Clone(x)
		c.Name = w.text(c.Name)
		return c
	case *graph.Funding:
		c := graph.Clone(x)
		c.Programme = w.text(c.Programme)
		return c
	case *graph.Cooperation:
		c := graph.Clone(x)
		c.AgreedSideBySide = w.text(c.AgreedSideBySide)
		return c
	case *graph.Measure:
		c := graph.Clone(x)
		c.Title, c.Description = w.text(c.Title), w.text(c.Description)
		return c
	case *graph.Goal:
		c := graph.Clone(x)
		c.Title = w.text(c.Title)
		return c
	case *graph.Feedback:
		c := graph.Clone(x)
		c.Says, c.Source = w.text(c.Says), w.text(c.Source)
		return c
	case *graph.Indicator:
		c := graph.Clone(x)
		c.Source = w.text(c.Source)
		return c
	}
	return r
}

// text puts what a node is called instead of each of its names that stands as words of its own.
func (w *swapper) text(s string) string {
	if s == "" {
		return s
	}
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		return w.foldless(s)
	}
	type hit struct {
		at, end int
		to      string
	}
	var hits []hit
	for _, x := range w.texts {
		for from := 0; ; {
			n := strings.Index(lower[from:], x.from)
			if n < 0 {
				break
			}
			at, end := from+n, from+n+len(x.from)
			from = end
			if !edge(lower, at, end) || slices.ContainsFunc(hits, func(h hit) bool { return at < h.end && h.at < end }) {
				continue
			}
			hits = append(hits, hit{at, end, x.to})
		}
	}
	slices.SortFunc(hits, func(x, y hit) int { return x.at - y.at })
	var b strings.Builder
	last := 0
	for _, h := range hits {
		b.WriteString(s[last:h.at])
		b.WriteString(h.to)
		last = h.end
	}
	b.WriteString(s[last:])
	return b.String()
}

// foldless is text for the rare text whose small letters take another number of bytes: it is shown in small letters rather than
// with a name in it.
func (w *swapper) foldless(s string) string {
	lower := strings.ToLower(s)
	if len(strings.ToLower(lower)) != len(lower) {
		return ""
	}
	return w.text(lower)
}

// edge tells that neither a letter nor a digit stands right before or after.
func edge(s string, at, end int) bool {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	after, _ := utf8.DecodeRuneInString(s[end:])
	return (at == 0 || !word(before)) && (end == len(s) || !word(after))
}
