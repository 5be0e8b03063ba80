package exchange

import "miteinander/graph/duplicates"

// candidate is a text that may have been meant, with its folded letters.
type candidate struct {
	text   string
	folded []rune
}

func candidateOf(text string) candidate { return candidate{text, []rune(fold(text))} }

// nearest finds the candidate that a mistyped text most likely means, "" if none is near: at most a third of its letters
// differ. Between equals the first in byte order wins, so that the order of candidates does not matter.
func nearest(text string, candidates []candidate) string {
	f := []rune(fold(text))
	limit := max(1, len(f)/3)
	best, found := limit+1, ""
	for _, c := range candidates {
		if d := duplicates.Distance(f, c.folded, min(best, limit)); d < best || d == best && d <= limit && c.text < found {
			best, found = d, c.text
		}
	}
	return found
}

// suggester finds what a reference may have meant and bounds the work of it: a sheet in which every reference is wrong gets
// its errors all the same, only without a suggestion from some point on.
type suggester struct {
	candidates map[*index][]candidate
	size       map[*index]int // of the index when its candidates were made
	answers    map[suggestion]string
	budget     int // comparisons left
}

type suggestion struct {
	x    *index
	text string
}

func newSuggester() *suggester {
	return &suggester{map[*index][]candidate{}, map[*index]int{}, map[suggestion]string{}, 5_000_000}
}

func (s *suggester) of(x *index, text string) string {
	if a, ok := s.answers[suggestion{x, text}]; ok {
		return a
	}
	list := s.candidates[x]
	if s.size[x] != len(x.names) {
		list = nil
		for id, name := range x.names {
			if name == "" {
				name = string(id)
			}
			list = append(list, candidateOf(name))
			if len(id) > 1 && string(id) != name {
				list = append(list, candidateOf(string(id)))
			}
		}
		s.candidates[x], s.size[x] = list, len(x.names)
	}
	if s.budget -= len(list); s.budget < 0 {
		return ""
	}
	a := nearest(text, list)
	s.answers[suggestion{x, text}] = a
	return a
}
