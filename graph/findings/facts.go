package findings

import (
	"context"
	"slices"
	"sync"

	"miteinander/graph"
)

// lazy is what several questions need of one basis, computed when the first of them asks.
type lazy struct {
	factsOnce sync.Once
	facts     *facts
	grids     [2]struct {
		once sync.Once
		grid *grid
	}

	side   kept[*SideBySide]
	moves  kept[*Transitions]
	matrix kept[*matrix]
}

// kept is the last answer to a question that others build on. Who asks while it is being found waits for it.
type kept[A any] struct {
	mu     sync.Mutex
	params Params
	answer A
	there  bool
}

// askedSideBySide is AskSideBySide; asked again with the same options it costs nothing.
func (b *Basis) askedSideBySide(ctx context.Context, p Params) (*SideBySide, error) {
	return askOnce(ctx, b, &b.lazy.side, p, AskSideBySide)
}

// askedTransitions is AskTransitions; asked again with the same options it costs nothing.
func (b *Basis) askedTransitions(ctx context.Context, p Params) (*Transitions, error) {
	return askOnce(ctx, b, &b.lazy.moves, p, AskTransitions)
}

func askOnce[A any](ctx context.Context, b *Basis, k *kept[A], p Params, ask func(context.Context, *Basis, Params) (A, error)) (A, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.there && k.params == p {
		return k.answer, nil
	}
	a, err := ask(ctx, b, p)
	if err == nil {
		k.params, k.answer, k.there = p, a, true
	}
	return a, err
}

// grid gives all cells: area × phase × field, or area × phase.
func (b *Basis) grid(withField bool) *grid {
	at := &b.lazy.grids[0]
	if withField {
		at = &b.lazy.grids[1]
	}
	at.once.Do(func() { at.grid = b.newGrid(withField, nil) })
	return at.grid
}

// facts are attributes of institutions as numbers, and the levels of each with its partners.
type facts struct {
	tau              graph.Level
	unlisted         graph.Level
	sector, provider []int32 // by institution; 0 = none
	kind             []int32 // of a regular institution its first kind; 0 = not regular
	sectors          int     // numbers of sectors, 0 among them
	sectorIDs        []graph.ID
	partnersAt       []int32
	partners         []partner
}

// partner is an institution whose level with another one is not that of unlisted pairs.
type partner struct {
	institution int32
	level       graph.Level
	agreed      bool
}

func (f *facts) of(i int32) []partner { return f.partners[f.partnersAt[i]:f.partnersAt[i+1]] }

// between is the level of two institutions, and whether it is agreed that they stand side by side.
func (f *facts) between(i, j int32) (level graph.Level, agreed bool) {
	if n, ok := slices.BinarySearchFunc(f.of(i), j, func(p partner, j int32) int { return int(p.institution - j) }); ok {
		return f.of(i)[n].level, f.of(i)[n].agreed
	}
	return f.unlisted, false
}

func (b *Basis) facts() *facts {
	b.lazy.factsOnce.Do(func() { b.lazy.facts = b.newFacts() })
	return b.lazy.facts
}

func (b *Basis) newFacts() *facts {
	n := len(b.gone)
	f := &facts{tau: b.tau, unlisted: b.snap.Settings().Unlisted, sector: make([]int32, n), provider: make([]int32, n), kind: make([]int32, n), partnersAt: make([]int32, n+1)}
	numbers := func() func(graph.ID) int32 {
		of := map[graph.ID]int32{}
		return func(id graph.ID) int32 {
			if of[id] == 0 {
				of[id] = int32(len(of)) + 1
			}
			return of[id]
		}
	}
	provider, kind, sector := numbers(), numbers(), numbers()
	f.sectorIDs = []graph.ID{""}
	for s := range graph.Records[*graph.Entry](b.snap, graph.KindSector) { // in id order
		sector(s.ID)
		f.sectorIDs = append(f.sectorIDs, s.ID)
	}
	f.sectors = len(f.sectorIDs)
	for i, r := range b.sel.Institutions() {
		if r.Sector != "" {
			f.sector[i] = sector(r.Sector)
		}
		if r.Provider != "" {
			f.provider[i] = provider(r.Provider)
		}
		if r.Regular == graph.Yes {
			f.kind[i] = kind(r.Kind())
		}
	}
	for _, p := range b.pairs {
		f.partnersAt[p.A+1]++
		f.partnersAt[p.B+1]++
	}
	for k := range b.raised {
		f.partnersAt[int32(k>>32)+1]++
		f.partnersAt[int32(uint32(k))+1]++
	}
	for i := range n {
		f.partnersAt[i+1] += f.partnersAt[i]
	}
	f.partners = make([]partner, f.partnersAt[n])
	next := append([]int32(nil), f.partnersAt[:n]...)
	put := func(i, j int32, l graph.Level, agreed bool) {
		f.partners[next[i]] = partner{j, l, agreed}
		next[i]++
	}
	for k, p := range b.pairs {
		agreed := agreedReason(p.Rows) != ""
		put(p.A, p.B, b.levels[k], agreed)
		put(p.B, p.A, b.levels[k], agreed)
	}
	for k, l := range b.raised {
		put(int32(k>>32), int32(uint32(k)), l, false)
		put(int32(uint32(k)), int32(k>>32), l, false)
	}
	if len(b.raised) > 0 { // else they are in order already: pairs are
		for i := range int32(n) {
			slices.SortFunc(f.of(i), func(x, y partner) int { return int(x.institution - y.institution) })
		}
	}
	return f
}

// state is what a pair of a level counts as.
func (f *facts) state(u rule, i, j int32, level graph.Level, agreed bool) uint8 {
	switch {
	case u.across && (f.sector[i] == 0 || f.sector[j] == 0 || f.sector[i] == f.sector[j]):
		return codeNone
	case u.sameProvider && f.provider[i] != 0 && f.provider[i] == f.provider[j]:
		return codeInternal
	case agreed:
		return codeAgreed
	case !u.across && !u.sameKind && f.kind[i] != 0 && f.kind[i] == f.kind[j]:
		return codeSameKind
	}
	return f.byLevel(level)
}

// byLevel is the code that the level gives.
func (f *facts) byLevel(level graph.Level) uint8 {
	switch {
	case !level.Known():
		return codeUnclear
	case level >= f.tau:
		return codeTogether
	}
	return codeSideBySide
}
