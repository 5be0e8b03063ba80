package findings

import (
	"context"
	"encoding/json"
	"slices"

	"miteinander/graph"
)

// SideBySide answers: who is there for the same children, and do they coordinate? (findings.md, "Side by side")
//
//	S(i,j)  cells (area × phase × field) shared over compatible offer pairs
//	w(i,j)  Σ children over S, for sorting and for the share
//	ov(i,j) |S| / min(|C(i)|, |C(j)|)
//	M       Σ w of pairs together / Σ w of pairs together, side by side or unclear; null when that is 0
//
// An institution without a cell is in no pair. An empty network gives empty lists and a null share.
type SideBySide struct {
	b            *Basis
	grid         *grid
	across       bool
	pairs        *rows // together, side by side, unclear, agreed
	sameKind     *rows // two regular institutions of one kind; empty with the option
	unclear      []unclear
	Internal     int     // pairs of one Träger, with the option
	Rounds       []Round // by children, pairs not together (falling), cell
	Counts       Counts
	Rate         Share // M
	AgreedCount  int
	AgreedWeight int64
	WithoutPlace []*graph.Offer // active offers in no cell
	Uncounted    []Cell         // area × phase in use whose children are not recorded while others are
	NoChildren   bool           // no number in the whole network: every cell counts 1

	Sectors       map[[2]graph.ID]*Counts // across sectors: by sectors, the lesser id first
	WithoutSector []int32                 // across sectors: institutions without a sector
}

// AskSideBySide answers with area × phase × field.
func AskSideBySide(ctx context.Context, b *Basis, p Params) (*SideBySide, error) {
	o, err := b.gridOf(true, p).overlapping(ctx, rule{sameProvider: p.SameProvider, sameKind: p.SameKind})
	if err != nil {
		return nil, err
	}
	return newSideBySide(b, o), nil
}

// gridOf is the grid that the options ask for: without what is offered everywhere it is one of its own.
func (b *Basis) gridOf(withField bool, p Params) *grid {
	if !p.WithoutEverywhere {
		return b.grid(withField)
	}
	return b.newGrid(withField, func(v *service) bool { return !v.everywhere })
}

func newSideBySide(b *Basis, o *overlaps) *SideBySide {
	a := &SideBySide{b: b, grid: o.grid, pairs: o.pairs, sameKind: o.sameKind, unclear: o.unclear, Internal: o.internal, Rounds: o.rounds, Counts: o.counts,
		Rate: o.shareOfWeight(), NoChildren: b.noChildren}
	a.AgreedCount, a.AgreedWeight = o.counts.AgreedSideBySide, o.weight[codeAgreed]
	for _, v := range b.services {
		if v.offer != nil && len(v.areas) == 0 {
			a.WithoutPlace = append(a.WithoutPlace, v.offer)
		}
	}
	if !b.noChildren {
		phases := int32(len(b.snap.Phases()))
		used := make([]bool, len(b.children))
		for cell := range o.grid.cells() {
			if len(o.grid.runsIn(cell)) > 0 {
				used[o.grid.place(cell)] = true
			}
		}
		for i, u := range used {
			if u && !b.recorded[i] {
				a.Uncounted = append(a.Uncounted, Cell{int32(i) / phases, int32(i) % phases, -1})
			}
		}
	}
	return a
}

// question is the name in refs.
func (a *SideBySide) question() string {
	if a.across {
		return "across-sectors"
	}
	return "side-by-side"
}

// Headline counts: "4 Paare richten sich an dieselben Kinder: 2 abgestimmt, 2 noch nicht, 0 ungeklärt."
func (a *SideBySide) Headline() Sentence {
	key := "side_by_side.headline"
	if a.across {
		key = "across_sectors.headline"
	}
	return say(key, a.Counts.Open(), a.Counts.Together, a.Counts.SideBySide, a.Counts.Unclear)
}

// Shares is M.
func (a *SideBySide) Shares() []Share { return []Share{a.Rate} }

// Len counts the rows: pairs without same-kind and internal ones.
func (a *SideBySide) Len() int { return a.pairs.count }

// Bytes is about what the answer holds in memory once all its rows were looked at.
func (a *SideBySide) Bytes() int64 {
	const ofRow = 24
	return ofRow*int64(a.pairs.count+a.sameKind.count) + 16*int64(len(a.grid.runs))
}

// pair makes a row whole.
func (a *SideBySide) pair(r row) Pair {
	p := Pair{A: r.a, B: r.b, Cells: r.cells, Least: a.grid.least(r), State: statusOf[r.code], Level: r.level, Weight: r.weight}
	if n, ok := a.b.sel.PairIndex(r.a, r.b); ok {
		p.Derived = a.b.pairs[n].Derived && a.b.levels[n] == a.b.pairs[n].Level
	}
	x, y := a.b.Institution(r.a).Provider, a.b.Institution(r.b).Provider
	p.SameProvider = x != "" && x == y
	p.Children = a.grid.childrenOf(r.a, r.b)
	return p
}

// Pair is row i: by weight, overlap (both falling), a, b. The first rows come without sorting the others.
func (a *SideBySide) Pair(i int) Pair { return a.pair(a.pairs.at(i)) }

// Pairs are all rows in order.
func (a *SideBySide) Pairs() []Pair { return list(a.pairs.all(), a.pair) }

// SameKind are the pairs of two regular institutions of one kind, in the same order.
func (a *SideBySide) SameKind() []Pair { return list(a.sameKind.all(), a.pair) }

// Between is the pair of two institutions, of the same kind or not; false where they share no cell or it counts nowhere.
func (a *SideBySide) Between(i, j int32) (Pair, bool) {
	for _, rows := range []*rows{a.pairs, a.sameKind} {
		if r, ok := rows.between(i, j); ok {
			return a.pair(r), true
		}
	}
	return Pair{}, false
}

// Of are the first n pairs of an institution, in order.
func (a *SideBySide) Of(i int32, n int) []Pair {
	var own []row
	for r := range a.pairs.pairing.walker().around(i) {
		if r.a, r.b = min(r.a, r.b), max(r.a, r.b); a.pairs.lists(r.code) {
			own = append(own, r)
		}
	}
	slices.SortFunc(own, a.grid.compare)
	return list(own[:min(n, len(own))], a.pair)
}

// InState are the first n pairs of a state, in order.
func (a *SideBySide) InState(s Status, n int) []Pair {
	var out []row
	for _, r := range a.pairs.upTo(topRows) {
		if len(out) < n && statusOf[r.code] == s {
			out = append(out, r)
		}
	}
	if len(out) < n && a.pairs.count > topRows {
		out = a.pairs.pairing.heaviest(n, func(code uint8) bool { return statusOf[code] == s && a.pairs.lists(code) })[0]
	}
	return list(out, a.pair)
}

// Unclear counts, by institution, its pairs whose level is not known, and adds up their weight.
func (a *SideBySide) Unclear() (count []int, weight []int64) {
	return list(a.unclear, func(u unclear) int { return u.pairs }), list(a.unclear, func(u unclear) int64 { return u.weight })
}

// PairRef names a pair: "side-by-side/FH~FZ".
func (a *SideBySide) PairRef(p Pair) Ref {
	return Ref(a.question() + "/" + string(a.b.Institution(p.A).ID) + "~" + string(a.b.Institution(p.B).ID))
}

// RoundRef names a round: "side-by-side/N/1/F".
func (a *SideBySide) RoundRef(r Round) Ref { return Ref(a.question() + "/" + a.b.CellKey(r.Cell)) }

// Cells are the cells that a pair shares, in order of area, phase, field.
func (a *SideBySide) Cells(p Pair) []Cell { return list(a.grid.shared(p.A, p.B), a.grid.cell) }

// Finding is the pair at row i.
func (a *SideBySide) Finding(i int) Finding { return a.PairFinding(a.Pair(i)) }

// PairFinding tells a pair: what they share, the level with who said so and when, and the offers and rows it rests on.
func (a *SideBySide) PairFinding(p Pair) Finding { return a.pairFinding(p, a.grid.shared(p.A, p.B)) }

// pairFinding is PairFinding with the cells that the pair shares.
func (a *SideBySide) pairFinding(p Pair, cells []int32) Finding {
	area, phase, field := a.grid.names(cells)
	shares := say("pair.shares", nameList(area, "areas"), nameList(phase, "phases"), nameList(field, "fields"), a.b.people(p.Children))
	if a.across {
		shares = say("pair.shares_across", nameList(area, "areas"), nameList(phase, "phases"), a.b.people(p.Children),
			a.b.sectorName(p.A), a.b.sectorName(p.B))
	}
	f := Finding{Ref: a.PairRef(p), Status: p.State, Children: p.Children}
	says := sentences{shares}
	if reason := a.b.agreed(p.A, p.B); p.State == AgreedSideBySide {
		says = append(says, say("pair.agreed", reason))
	}
	pl := a.b.Pair(p.A, p.B)
	says = append(says, a.b.levelSays(pl)...)
	f.Says = together(says...)
	f.Evidence = []graph.Key{a.b.Institution(p.A).Key(), a.b.Institution(p.B).Key()}
	for _, o := range a.grid.offers(cells, p.A, p.B) {
		f.Evidence = append(f.Evidence, o.Key())
	}
	for _, c := range pl.Rows {
		f.Evidence = append(f.Evidence, c.Key())
	}
	return f
}

// RoundSays tells a round: "Nord, unter 3 Jahre, Familie: 3 Einrichtungen, 1 von 3 Paaren abgestimmt."
func (a *SideBySide) RoundSays(r Round) Sentence {
	area, phase, field := a.b.CellNames(r.Cell)
	key := "round"
	if a.across {
		key, field = "round_across", ""
	}
	return say(key, area, phase, field, len(r.Institutions), r.Counts.Together, r.Counts.Open(), r.Counts.Unclear)
}

// Notes say what a reader must know beside the numbers: deliberate pairs, offers without a place, cells without children.
func (a *SideBySide) Notes() []Sentence {
	var out []Sentence
	if a.AgreedCount > 0 {
		out = append(out, say("note.agreed", a.AgreedCount))
	}
	if a.sameKind.count > 0 {
		out = append(out, say("note.same_kind", a.sameKind.count))
	}
	if a.Internal > 0 {
		out = append(out, say("note.internal", a.Internal))
	}
	if a.NoChildren {
		out = append(out, say("note.no_children"))
	}
	if len(a.Uncounted) > 0 {
		out = append(out, say("note.uncounted", a.b.placeNames(a.Uncounted)))
	}
	if n := len(a.WithoutPlace); n > 0 {
		out = append(out, say("note.without_place", n))
	}
	if n := len(a.WithoutSector); n > 0 {
		out = append(out, say("note.without_sector", n))
	}
	return out
}

// Columns of the pairs.
func (a *SideBySide) Columns() []Column {
	label := func(i int32) any { return a.b.Institution(i).Label() }
	return []Column{
		{"a", false, func(i int) any { return label(a.Pair(i).A) }},
		{"b", false, func(i int) any { return label(a.Pair(i).B) }},
		{"state", false, func(i int) any { return say("pair.state", string(a.Pair(i).State)) }},
		{"level", false, func(i int) any { return say("level", a.Pair(i).Level.String()) }},
		{"children", true, func(i int) any { return a.Pair(i).Children }},
		{"weight", true, func(i int) any { return a.Pair(i).Weight }},
		{"overlap", true, func(i int) any { return a.Pair(i).Overlap() }},
		{"says", false, func(i int) any { return a.Finding(i).Says }},
	}
}

// pairJSON is a row of the contract.
type pairJSON struct {
	A            graph.ID `json:"a"`
	B            graph.ID `json:"b"`
	Weight       int64    `json:"weight"`
	Children     int64    `json:"children"`
	Overlap      float64  `json:"overlap"`
	Level        *int     `json:"level"` // null = unknown
	State        Status   `json:"state"`
	Derived      bool     `json:"derived"`
	SameProvider bool     `json:"same_provider"`
	AgreedReason string   `json:"agreed_reason,omitempty"`
}

func levelOrNull(l graph.Level) *int {
	if !l.Known() {
		return nil
	}
	n := int(l)
	return &n
}

func (a *SideBySide) pairJSON(p Pair) pairJSON {
	return pairJSON{a.b.Institution(p.A).ID, a.b.Institution(p.B).ID, p.Weight, p.Children, p.Overlap(), levelOrNull(p.Level), p.State,
		p.Derived, p.SameProvider, a.b.agreed(p.A, p.B)}
}

type roundJSON struct {
	Cell             string     `json:"cell"`
	Institutions     []graph.ID `json:"institutions"`
	Together         int        `json:"together"`
	SideBySide       int        `json:"side_by_side"`
	Unclear          int        `json:"unclear"`
	SameKind         int        `json:"same_kind"`
	AgreedSideBySide int        `json:"agreed_side_by_side"`
	Children         int64      `json:"children"`
	Invite           []graph.ID `json:"invite"`
	Body             *bodyJSON  `json:"body"`
}

type bodyJSON struct {
	ID      graph.ID `json:"id"`
	Label   string   `json:"label"`
	Members int      `json:"members"`
}

func (b *Basis) ids(list []int32) []graph.ID {
	out := make([]graph.ID, len(list))
	for n, i := range list {
		out[n] = b.Institution(i).ID
	}
	return out
}

func (a *SideBySide) roundJSON(r Round) roundJSON {
	out := roundJSON{a.b.CellKey(r.Cell), a.b.ids(r.Institutions), r.Counts.Together, r.Counts.SideBySide, r.Counts.Unclear, r.Counts.SameKind,
		r.Counts.AgreedSideBySide, r.Children, a.b.ids(r.Invite), nil}
	if r.Body != "" {
		out.Body = &bodyJSON{r.Body, a.b.snap.Name(graph.Key{Kind: graph.KindActor, ID: r.Body}), len(r.Members)}
	}
	return out
}

// agreedJSON is the footnote.
type agreedJSON struct {
	Count  int   `json:"count"`
	Weight int64 `json:"weight"`
}

// sideBySideJSON is the contract; more than it asks for is welcome there.
type sideBySideJSON struct {
	Pairs         []pairJSON         `json:"pairs"`
	Counts        Counts             `json:"counts"`
	Rate          *float64           `json:"together_rate"`
	Bounds        []float64          `json:"bounds"`
	Parts         Parts              `json:"together_rate_parts"`
	Rounds        []roundJSON        `json:"rounds"`
	SameKind      []pairJSON         `json:"same_kind_pairs"`
	Agreed        agreedJSON         `json:"agreed"`
	Internal      int                `json:"internal"`
	WithoutPlace  []graph.ID         `json:"without_place"`
	Uncounted     []string           `json:"without_children"`
	Sectors       map[string]*Counts `json:"sectors,omitempty"`
	WithoutSector []graph.ID         `json:"without_sector,omitempty"`
}

func list[T, U any](in []T, f func(T) U) []U {
	out := make([]U, len(in))
	for i, x := range in {
		out[i] = f(x)
	}
	return out
}

// contract builds what the command line prints.
func (a *SideBySide) contract() sideBySideJSON {
	out := a.totals()
	out.Pairs, out.Rounds, out.SameKind = list(a.Pairs(), a.pairJSON), list(a.Rounds, a.roundJSON), list(a.SameKind(), a.pairJSON)
	return out
}

// totals is the contract without its lists of pairs and rounds.
func (a *SideBySide) totals() sideBySideJSON {
	out := sideBySideJSON{Counts: a.Counts, Rate: a.Rate.value(), Bounds: a.Rate.bounds(), Parts: a.Rate.parts(),
		Agreed: agreedJSON{a.AgreedCount, a.AgreedWeight}, Internal: a.Internal, WithoutPlace: list(a.WithoutPlace, func(o *graph.Offer) graph.ID { return o.ID }),
		Uncounted: list(a.Uncounted, a.b.CellKey)}
	if a.across {
		out.Sectors, out.WithoutSector = map[string]*Counts{}, a.b.ids(a.WithoutSector)
		for k, c := range a.Sectors {
			out.Sectors[string(k[0])+"/"+string(k[1])] = c
		}
	}
	return out
}

// MarshalJSON writes the contract of the numbers.
func (a *SideBySide) MarshalJSON() ([]byte, error) { return json.Marshal(a.contract()) }
