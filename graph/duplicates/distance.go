package duplicates

// Distance is the number of single edits between two words, a swap of neighbours as one edit; limit+1 as soon as it is sure to pass
// the limit. Of bytes where the text is folded to ASCII, of runes otherwise.
func Distance[E comparable](a, b []E, limit int) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > limit {
		return limit + 1
	}
	const short = 64 // rows of usual words lie on the stack
	var rows [3][short]int
	older, prev, cur := rows[0][:], rows[1][:], rows[2][:]
	if len(a) >= short {
		older, prev, cur = make([]int, len(a)+1), make([]int, len(a)+1), make([]int, len(a)+1)
	}
	for i := 0; i <= len(a); i++ {
		prev[i] = i
	}
	for j := 1; j <= len(b); j++ {
		cur[0] = j
		best := j
		for i := 1; i <= len(a); i++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(prev[i]+1, cur[i-1]+1, prev[i-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
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
	return prev[len(a)]
}
