package exchange

// distance is the number of single-letter edits between two texts (Levenshtein, with a swap of neighbours as one edit), or
// limit+1 as soon as it is sure to pass the limit.
func distance(a, b string, limit int) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > len(rb) {
		ra, rb = rb, ra
	}
	if len(rb)-len(ra) > limit {
		return limit + 1
	}
	older, prev, cur := make([]int, len(ra)+1), make([]int, len(ra)+1), make([]int, len(ra)+1)
	for i := range prev {
		prev[i] = i
	}
	for j := 1; j <= len(rb); j++ {
		cur[0] = j
		best := j
		for i := 1; i <= len(ra); i++ {
			cost := 1
			if ra[i-1] == rb[j-1] {
				cost = 0
			}
			d := min(prev[i]+1, cur[i-1]+1, prev[i-1]+cost)
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				d = min(d, older[i-2]+1)
			}
			cur[i] = d
			best = min(best, d)
		}
		if best > limit {
			return limit + 1
		}
		older, prev, cur = prev, cur, older
	}
	return prev[len(ra)]
}

// nearest finds the candidate that a mistyped text most likely means, "" if none is near: at most a third of its letters
// differ. Between equals the first in byte order wins, so that the order of candidates does not matter.
func nearest(text string, candidates func(yield func(string) bool)) string {
	f := fold(text)
	limit := max(1, len([]rune(f))/3)
	best, found := limit+1, ""
	for c := range candidates {
		if d := distance(f, fold(c), limit); d < best || d == best && d <= limit && c < found {
			best, found = d, c
		}
	}
	return found
}
