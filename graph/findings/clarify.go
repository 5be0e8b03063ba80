package findings

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"miteinander/graph"
)

// Clarify answers: whom to ask first? Institutions by their unclear pairs, weighted by children and by the transitions whose
// status the answer could change (findings.md, "Klärungsliste"). A pair is unclear when the two share cells and their level is
// unknown, or when it is an unknown pair of a transition whose status is unclear.
type Clarify struct {
	b     *Basis
	moves *Transitions
	Rows  []Ask // by weight, then number of unclear pairs, both falling, then id
	Pairs int   // unclear pairs, each once

	side *adjacent // by institution: partners that it shares cells with, and the weight of what they share
	open *adjacent // by institution: partners of a transition, and its place in moves.Links
	grid *grid
}

// Ask is one institution that something is unclear of.
type Ask struct {
	Institution int32
	Weight      int64 // Σ children over its unclear pairs, and of the transitions that hang on them: for sorting only
	Transitions int   // distinct transitions and areas whose status its answers could change
	Unclear     int   // partners that it is to be asked about
}

// Partner is one row of an institution's question sheet.
type Partner struct {
	Institution int32
	Weight      int64
	Transitions int
	Links       []int // of the transitions whose status the answer could change
}

// adjacent lists for each institution its partners with a number each, in flat lists.
type adjacent struct {
	at   []int32
	list []adjacency
}

type adjacency struct {
	number      int64
	institution int32
}

func (a *adjacent) of(i int32) []adjacency { return a.list[a.at[i]:a.at[i+1]] }

// newAdjacent lists pairs from both of their ends; each walks all pairs, twice the same.
func newAdjacent(n int, each func(add func(i, j int32, number int64))) *adjacent {
	a := &adjacent{at: make([]int32, n+1)}
	each(func(i, j int32, _ int64) {
		a.at[i+1]++
		a.at[j+1]++
	})
	for i := range n {
		a.at[i+1] += a.at[i]
	}
	a.list = make([]adjacency, a.at[n])
	next := slices.Clone(a.at[:n])
	each(func(i, j int32, number int64) {
		a.list[next[i]] = adjacency{number, j}
		next[i]++
		a.list[next[j]] = adjacency{number, i}
		next[j]++
	})
	return a
}

// AskClarify builds on side by side and transitions.
func AskClarify(ctx context.Context, b *Basis, p Params) (*Clarify, error) {
	side, err := b.askedSideBySide(ctx, p)
	if err != nil {
		return nil, err
	}
	moves, err := b.askedTransitions(ctx, p)
	if err != nil {
		return nil, err
	}
	n := len(b.gone)
	out := &Clarify{b: b, moves: moves, grid: side.grid}
	out.side = newAdjacent(n, func(add func(i, j int32, weight int64)) {
		for r := range side.pairs.each() {
			if r.code == codeUnclear {
				add(r.a, r.b, r.weight)
			}
		}
	})
	crossings := b.openCrossings(moves)
	out.open = newAdjacent(n, func(add func(i, j int32, link int64)) {
		for _, c := range crossings {
			add(c.a, c.b, int64(c.link))
		}
	})
	met, told := make([]int32, n), make([]int32, len(moves.Links)) // the institution that met a partner, or was told a link, last
	for i := range int32(n) {
		row := Ask{Institution: i}
		for _, x := range out.side.of(i) {
			row.Unclear++
			row.Weight += x.number
			met[x.institution] = i + 1
		}
		for _, x := range out.open.of(i) {
			row.Weight += moves.Links[x.number].Children
			if met[x.institution] != i+1 {
				met[x.institution] = i + 1
				row.Unclear++
			}
			if told[x.number] != i+1 {
				told[x.number] = i + 1
				row.Transitions++
			}
		}
		if out.Pairs += row.Unclear; row.Unclear > 0 {
			out.Rows = append(out.Rows, row)
		}
	}
	out.Pairs /= 2 // each was seen from both ends
	slices.SortFunc(out.Rows, func(x, y Ask) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.Unclear, x.Unclear), cmp.Compare(x.Institution, y.Institution))
	})
	return out, nil
}

// openCrossing is a pair of a transition whose answer could change its status.
type openCrossing struct {
	a, b int32 // a < b
	link int32
}

// openCrossings lists them, each pair of a transition once.
func (b *Basis) openCrossings(moves *Transitions) []openCrossing {
	var out []openCrossing
	for n := range moves.Links {
		l := &moves.Links[n]
		if l.Status != Unclear {
			continue
		}
		from := len(out)
		for c := range moves.Crossings(l) {
			if !c.Possible || c.Carried {
				continue
			}
			i, okI := b.narrowed(moves.b, c.From)
			j, okJ := b.narrowed(moves.b, c.To)
			if okI && okJ {
				out = append(out, openCrossing{min(i, j), max(i, j), int32(n)})
			}
		}
		if !l.Explicit && !overlap(l.Senders, l.Receivers) {
			continue // each pair came once
		}
		here := out[from:]
		slices.SortFunc(here, func(x, y openCrossing) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
		out = out[:from+len(slices.Compact(here))]
	}
	return out
}

// overlap tells whether two sorted lists have an institution in common.
func overlap(x, y []int32) bool {
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0] < y[0]:
			x = x[1:]
		case x[0] > y[0]:
			y = y[1:]
		default:
			return true
		}
	}
	return false
}

// Partners are whom an institution is to be asked about, by weight (falling), then id.
func (c *Clarify) Partners(r Ask) []Partner { return c.firstPartners(r, r.Unclear) }

// firstPartners are the first n of them.
func (c *Clarify) firstPartners(r Ask, n int) []Partner {
	type weighed struct {
		weight      int64
		institution int32
	}
	at := make([]int32, len(c.b.gone)) // by institution: its place in all, plus one
	all := make([]weighed, 0, r.Unclear)
	add := func(i int32, weight int64) {
		if at[i] == 0 {
			all = append(all, weighed{institution: i})
			at[i] = int32(len(all))
		}
		all[at[i]-1].weight += weight
	}
	for _, x := range c.side.of(r.Institution) {
		add(x.institution, x.number)
	}
	open := c.open.of(r.Institution)
	for _, x := range open {
		add(x.institution, c.moves.Links[x.number].Children)
	}
	order := func(x, y weighed) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.institution, y.institution))
	}
	if n = min(n, len(all)); n < len(all)/8 { // a few of many
		first := make([]weighed, 0, n+1)
		for _, w := range all {
			if len(first) < n || order(w, first[n-1]) < 0 {
				k, _ := slices.BinarySearchFunc(first, w, order)
				first = slices.Insert(first, k, w)
				first = first[:min(len(first), n)]
			}
		}
		all = first
	} else {
		slices.SortFunc(all, order)
	}
	out := make([]Partner, n)
	clear(at)
	for k, w := range all[:n] {
		out[k] = Partner{Institution: w.institution, Weight: w.weight}
		at[w.institution] = int32(k) + 1
	}
	for _, x := range open { // by transition
		if k := at[x.institution]; k > 0 {
			out[k-1].Transitions++
			out[k-1].Links = append(out[k-1].Links, int(x.number))
		}
	}
	return out
}

// children are those that both are there for, of a pair that is unclear.
func (c *Clarify) children(r Ask, p Partner) int64 {
	if _, ok := slices.BinarySearchFunc(c.side.of(r.Institution), p.Institution, func(x adjacency, i int32) int { return cmp.Compare(x.institution, i) }); !ok {
		return 0
	}
	return c.grid.childrenOf(r.Institution, p.Institution)
}

// narrowed is the index in b's Selection of an institution of a wide basis; false if the selection left it out.
func (b *Basis) narrowed(wide *Basis, i int32) (int32, bool) {
	if b == wide {
		return i, true
	}
	return b.sel.InstitutionIndex(wide.Institution(i).ID)
}

// Headline counts: "214 Paare sind ungeklärt. Zuerst fragen: Frühe Hilfen (31)."
func (c *Clarify) Headline() Sentence {
	if len(c.Rows) == 0 {
		return say("clarify.none")
	}
	first := c.Rows[0]
	return say("clarify.headline", c.Pairs, c.b.Institution(first.Institution).Label(), first.Unclear)
}

// Shares is empty: what is unclear is a list, not a rate.
func (c *Clarify) Shares() []Share { return nil }

// Len counts the institutions.
func (c *Clarify) Len() int { return len(c.Rows) }

// Finding tells one institution.
func (c *Clarify) Finding(i int) Finding {
	r := c.Rows[i]
	inst := c.b.Institution(r.Institution)
	partners := list(c.Partners(r), func(p Partner) int32 { return p.Institution })
	return Finding{Ref: Ref("clarify/" + string(inst.ID)), Status: Unclear,
		Says:     c.says(r, partners),
		Evidence: append([]graph.Key{inst.Key()}, list(partners, func(p int32) graph.Key { return c.b.Institution(p).Key() })...)}
}

// says needs the first of the partners only.
func (c *Clarify) says(r Ask, partners []int32) Sentence {
	return say("clarify.says", c.b.Institution(r.Institution).Label(), r.Unclear, r.Transitions, firstOf(c.b.labels(partners), r.Unclear))
}

// Columns of the institutions.
func (c *Clarify) Columns() []Column {
	return []Column{
		{"institution", false, func(i int) any { return c.b.Institution(c.Rows[i].Institution).Label() }},
		{"unclear", true, func(i int) any { return int64(c.Rows[i].Unclear) }},
		{"transitions", true, func(i int) any { return int64(c.Rows[i].Transitions) }},
		{"weight", true, func(i int) any { return c.Rows[i].Weight }},
	}
}

// askJSON is one institution of the list in the contract.
type askJSON struct {
	ID          graph.ID   `json:"id"`
	Label       string     `json:"label"`
	Unclear     int        `json:"unclear"`
	Transitions int        `json:"transitions"`
	Weight      int64      `json:"weight"`
	Partners    []graph.ID `json:"partners"`
}

func (c *Clarify) askJSON(r Ask) askJSON {
	i := c.b.Institution(r.Institution)
	return askJSON{i.ID, i.Label(), r.Unclear, r.Transitions, r.Weight,
		list(c.Partners(r), func(p Partner) graph.ID { return c.b.Institution(p.Institution).ID })}
}

// MarshalJSON writes pairs and institutions.
func (c *Clarify) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Pairs        int       `json:"unclear_pairs"`
		Institutions []askJSON `json:"institutions"`
	}{c.Pairs, list(c.Rows, c.askJSON)})
}
