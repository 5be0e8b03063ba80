package chapters

import (
	"miteinander/graph"
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
	var swap *Swapper
	if noNames {
		swap = NewSwapper(s, lang)
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

// letters writes 0, 1, … as A, …, Z, AA, ….
func letters(n int) string {
	s := ""
	for n++; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// record is a record without names: its own, and those within what people wrote.
func (w *Swapper) record(r graph.Record) graph.Record {
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
		c.Name = w.Text(c.Name)
		return c
	case *graph.Funding:
		c := graph.Clone(x)
		c.Programme = w.Text(c.Programme)
		return c
	case *graph.Cooperation:
		c := graph.Clone(x)
		c.AgreedSideBySide = w.Text(c.AgreedSideBySide)
		return c
	case *graph.Measure:
		c := graph.Clone(x)
		c.Title, c.Description = w.Text(c.Title), w.Text(c.Description)
		return c
	case *graph.Goal:
		c := graph.Clone(x)
		c.Title = w.Text(c.Title)
		return c
	case *graph.Feedback:
		c := graph.Clone(x)
		c.Says, c.Source = w.Text(c.Says), w.Text(c.Source)
		return c
	case *graph.Indicator:
		c := graph.Clone(x)
		c.Source = w.Text(c.Source)
		return c
	}
	return r
}
