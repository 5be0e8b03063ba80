package duplicates

import (
	"cmp"
	"slices"
)

// maxBlock bounds the things that are compared because of one key: a word that half of them have parts nothing.
const maxBlock = 120

// Find proposes pairs with a score of at least least, the likeliest first; between equals in the order of the list. Only things
// that share a rare word, the beginning or end of one, an address or a short name are compared.
func Find(things []Thing, least float64) []Pair {
	c, profiles := profilesOf(things)
	blocks := map[string][]int{}
	for i := range profiles {
		for _, k := range keysOf(&profiles[i]) {
			blocks[k] = append(blocks[k], i)
		}
	}
	type two struct{ a, b int }
	seen := map[two]bool{}
	var out []Pair
	for _, block := range blocks {
		if len(block) < 2 || len(block) > maxBlock {
			continue
		}
		for x, i := range block {
			for _, j := range block[x+1:] {
				if i == j || seen[two{i, j}] {
					continue
				}
				seen[two{i, j}] = true
				if score, why := c.compare(&profiles[i], &profiles[j]); score >= least {
					out = append(out, Pair{i, j, score, why})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return out
}

// Against proposes, for each of the asked things, known ones that it may be; pairs have A in asked and B in known.
func Against(asked, known []Thing, least float64) []Pair {
	all := append(slices.Clone(asked), known...)
	var out []Pair
	for _, p := range Find(all, least) {
		if p.A < len(asked) && p.B >= len(asked) {
			p.B -= len(asked)
			out = append(out, p)
		}
	}
	return out
}

// Score compares two things as they would be among others.
func Score(a, b Thing, among []Thing) (float64, []Evidence) {
	c, _ := profilesOf(among)
	_, two := profilesOf([]Thing{a, b})
	for i := range two {
		two[i].weigh(c)
	}
	return c.compare(&two[0], &two[1])
}

// keysOf are the blocks of a thing.
func keysOf(p *profile) []string {
	seen := map[string]bool{}
	var out []string
	add := func(k string) {
		if !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	for i, w := range p.words {
		add("w " + w)
		if len(w) >= 5 {
			add("b " + w[:5])
			add("e " + w[len(w)-5:])
		}
		if i > 0 { // two common words together are rarer
			a, b := p.words[i-1], w
			if a > b {
				a, b = b, a
			}
			add("p " + a + " " + b)
		}
	}
	if len(p.flat) >= 6 {
		add("f " + p.flat[:6])
	}
	if p.acronym != "" {
		add("w " + p.acronym)
	}
	if p.short != "" {
		add("w " + p.short)
	}
	if p.streetOf != "" {
		add("s " + p.postal + " " + p.streetOf + " " + p.number)
	}
	return out
}
