package duplicates

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"miteinander/graph"
)

// maxBlock bounds the things that are compared because of one key: a word that half of them have parts nothing.
const maxBlock = 120

// Find proposes pairs with a score of at least least, the likeliest first; between equals in the order of the list. Only things
// that share a rare word, the beginning or end of one, an address or a short name are compared.
func Find(things []Thing, least float64) []Pair {
	pairs, _ := FindContext(context.Background(), things, least) // never done
	return pairs
}

// FindContext is Find on all cores; it ends with the context's error as soon as nobody waits for it any more.
func FindContext(ctx context.Context, things []Thing, least float64) ([]Pair, error) {
	c, profiles := profilesOf(things)
	blocks := map[string][]int32{}
	keys := make([][]string, len(profiles))
	for i := range profiles {
		keys[i] = keysOf(&profiles[i])
		for _, k := range keys[i] {
			blocks[k] = append(blocks[k], int32(i))
		}
	}
	var next atomic.Int64
	var mu sync.Mutex
	var out []Pair
	work := func() {
		own := &corpus{ids: c.ids, words: c.words, n: c.n, slip: map[[2]int32]bool{}}
		seen := make([]int32, len(things)) // i+1 of the last thing that this one was compared with
		var found []Pair
		for {
			i := int(next.Add(1)) - 1
			if i >= len(things) || ctx.Err() != nil {
				break
			}
			for _, k := range keys[i] {
				block := blocks[k]
				if len(block) > maxBlock {
					continue
				}
				at, _ := slices.BinarySearch(block, int32(i+1))
				for _, j := range block[at:] {
					if seen[j] == int32(i+1) {
						continue
					}
					seen[j] = int32(i + 1)
					if apart(&things[i], &things[j]) {
						continue
					}
					if score, why := own.compare(&profiles[i], &profiles[j]); score >= least {
						found = append(found, Pair{i, int(j), score, why})
					}
				}
			}
		}
		mu.Lock()
		defer mu.Unlock()
		out = append(out, found...)
	}
	workers := min(runtime.GOMAXPROCS(0), len(things)/200+1)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(work)
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return out, nil
}

// apart tells things that are two whatever they are called: offers and actors of other institutions, offers in other areas.
func apart(a, b *Thing) bool { return disjoint(a.Of, b.Of) || disjoint(a.Areas, b.Areas) }

// disjoint tells two lists, both known, that have nothing in common.
func disjoint(x, y []graph.ID) bool {
	return len(x) > 0 && len(y) > 0 && !slices.ContainsFunc(x, func(id graph.ID) bool { return slices.Contains(y, id) })
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
