package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// cold is how long after the start requests are counted apart: nobody has asked for any of the networks before.
const cold = 10 * time.Second

// wait is one request: of which kind, when it began after the start, and how long it took.
type wait struct {
	kind  string
	began time.Duration
	took  time.Duration
}

// waits are what one kind of user waited.
type waits struct {
	name   string
	mu     sync.Mutex
	all    []wait
	errors int
}

func (w *waits) add(x wait, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, x)
	if err != nil {
		w.errors++
		fmt.Fprintln(os.Stderr, err)
	}
}

// print shows percentiles of all, of the first seconds and of the rest, and of each kind of request.
func (w *waits) print() {
	fmt.Printf("\n%s: %d requests, %d errors\n\n| ms: p50 / p95 / p99 / longest | first %d s | later |\n|---|---|---|\n", w.name, len(w.all), w.errors, int(cold.Seconds()))
	kinds := map[string]bool{}
	for _, x := range w.all {
		kinds[x.kind] = true
	}
	row := func(name string, kind string) {
		var early, late []time.Duration
		for _, x := range w.all {
			switch {
			case kind != "" && x.kind != kind:
			case x.began < cold:
				early = append(early, x.took)
			default:
				late = append(late, x.took)
			}
		}
		fmt.Printf("| %s | %s | %s |\n", name, percentiles(early), percentiles(late))
	}
	row("all", "")
	names := make([]string, 0, len(kinds))
	for k := range kinds {
		names = append(names, k)
	}
	slices.Sort(names)
	for _, k := range names {
		row(k, k)
	}
}

// percentiles are p50, p95, p99 and the longest, in milliseconds, and of how many.
func percentiles(took []time.Duration) string {
	if len(took) == 0 {
		return "–"
	}
	slices.Sort(took)
	at := func(p float64) int64 { return took[min(int(p*float64(len(took))), len(took)-1)].Milliseconds() }
	return fmt.Sprintf("%d / %d / %d / %d (%d)", at(0.5), at(0.95), at(0.99), at(1), len(took))
}

// slowest shows the n longest waits of all users in the order of their beginning.
func slowest(n int, of ...*waits) {
	var all []wait
	for _, w := range of {
		all = append(all, w.all...)
	}
	slices.SortFunc(all, func(a, b wait) int { return int(b.took - a.took) })
	all = all[:min(n, len(all))]
	slices.SortFunc(all, func(a, b wait) int { return int(a.began - b.began) })
	for _, x := range all {
		fmt.Printf("%7.2f s %6d ms %s\n", x.began.Seconds(), x.took.Milliseconds(), x.kind)
	}
}

// pagesOf are what the pages of the browser ask for.
func pagesOf(network string) []string {
	n := "/networks/" + network
	return []string{n, n + "/overview", n + "/findings/side-by-side?limit=100", n + "/findings/across-sectors?limit=100", n + "/structure",
		n + "/findings/transitions", n + "/institutions?limit=100", n + "/search?q=einrichtung"}
}

// kindOf is a path without its network and its query.
func kindOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.SplitN(path, "/", 4)
	if len(parts) < 4 {
		return "network"
	}
	return parts[3]
}

// load lets everybody work at once. Each has a network; readers ask for one page after the other, editors set levels.
func load(s *service, networks, readers, editors int, length time.Duration) (read, edit *waits) {
	read, edit = &waits{name: fmt.Sprintf("%d readers", readers)}, &waits{name: fmt.Sprintf("%d editors", editors)}
	start := time.Now()
	var all sync.WaitGroup
	user := func(w *waits, seed uint64, do func(r *rand.Rand) (kind string, err error)) {
		all.Go(func() {
			r := rand.New(rand.NewPCG(seed, 1))
			for time.Since(start) < length {
				time.Sleep(time.Duration(500+r.IntN(1000)) * time.Millisecond)
				began := time.Now()
				kind, err := do(r)
				w.add(wait{kind, began.Sub(start), time.Since(began)}, err)
			}
		})
	}
	for i := range readers {
		pages := pagesOf(fmt.Sprintf("netz%d", i%networks))
		user(read, uint64(i), func(r *rand.Rand) (string, error) {
			page := pages[r.IntN(len(pages))]
			_, err := s.get(page)
			return kindOf(page), err
		})
	}
	for i := range editors {
		user(edit, uint64(1000+i), func(r *rand.Rand) (string, error) {
			a, b := r.IntN(institutions), r.IntN(institutions-1)
			if b >= a {
				b++
			}
			return "level", s.post(fmt.Sprintf("/networks/netz%d/levels", i%networks), fmt.Sprintf(`{"a":"i%d","b":"i%d","level":%d}`, a, b, r.IntN(5)))
		})
	}
	all.Wait()
	return read, edit
}
