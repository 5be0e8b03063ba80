package findings

import (
	"cmp"
	"slices"

	"miteinander/graph"
)

// grid says which institutions stand in which cell by which services. A cell is area × phase × field, or area × phase. Everything
// lies in flat lists: the runs of cell c are runs[at[c]:at[c+1]], the spots of institution i are of[ofAt[i]:ofAt[i+1]].
type grid struct {
	b         *Basis
	withField bool
	at        []int32 // by cell, one more at the end: where its runs begin
	runs      []run   // by cell, then institution
	who       []int32 // beside runs: the institution
	in        []int32 // services, as runs point at them
	crowd     []set   // by cell: its institutions as bits; nil where a list of them is shorter
	ofAt      []int32
	of        []spot // by institution, then cell
}

// run is one institution in one cell with its services there: in[from:to]. First is the first of them, free the first
// that is for everyone, -1 if none: nearly every meeting is settled by these two. Loose tells that the institution meets all others of the
// cell, since it has a service for everyone there that is nobody else's.
type run struct {
	institution, from, to, first, free int32
	loose                              bool
}

// spot is one cell of an institution and its place among the runs.
type spot struct{ cell, run int32 }

// newGrid collects the cells of all services that keep returns true for.
func (b *Basis) newGrid(withField bool, keep func(*service) bool) *grid {
	phases, fields := int32(len(b.snap.Phases())), int32(len(b.fields))
	size := int32(len(b.snap.Leaves())) * phases
	if withField {
		size *= fields
	}
	each := func(v *service, visit func(cell int32)) {
		for _, a := range v.areas {
			for _, p := range v.phases {
				if !withField {
					visit(a*phases + p)
					continue
				}
				for _, f := range v.fields {
					visit((a*phases+p)*fields + f)
				}
			}
		}
	}
	// The services of each institution, in order, so that cells fill in order of institution and service.
	n := len(b.gone)
	serves, uses := make([][]int32, n), make([]int32, size+1)
	number, total := make([]int32, n), 0
	for x := range b.services {
		for _, i := range b.services[x].institutions {
			number[i]++
			total++
		}
	}
	flat := make([]int32, total)
	for i, k := range number {
		serves[i], flat = flat[:0:k], flat[k:]
	}
	for x := range b.services {
		v := &b.services[x]
		if len(v.fields) == 0 || keep != nil && !keep(v) {
			continue
		}
		for _, i := range v.institutions {
			serves[i] = append(serves[i], int32(x))
			each(v, func(cell int32) { uses[cell+1]++ })
		}
	}
	for c := range size {
		uses[c+1] += uses[c]
	}
	g := &grid{b: b, withField: withField, at: make([]int32, size+1), in: make([]int32, uses[size]), crowd: make([]set, size), ofAt: make([]int32, n+1)}
	next, last := slices.Clone(uses[:size]), make([]int32, size) // last: the institution that stood there last, plus one
	for i := range serves {
		for _, x := range serves[i] {
			each(&b.services[x], func(cell int32) {
				g.in[next[cell]] = x
				next[cell]++
				if last[cell] != int32(i)+1 {
					last[cell] = int32(i) + 1
					g.at[cell+1]++
					g.ofAt[i+1]++
				}
			})
		}
	}
	for c := range size {
		g.at[c+1] += g.at[c]
	}
	for i := range n {
		g.ofAt[i+1] += g.ofAt[i]
	}
	g.runs, g.who, g.of = make([]run, g.at[size]), make([]int32, g.at[size]), make([]spot, g.at[size])
	filled := slices.Clone(g.at[:size])
	copy(next, uses[:size])
	clear(last)
	for i := range serves {
		for _, x := range serves[i] {
			free := b.services[x].groups == nil
			loose := free && len(b.services[x].institutions) == 1
			each(&b.services[x], func(cell int32) {
				if last[cell] != int32(i)+1 {
					last[cell] = int32(i) + 1
					g.runs[filled[cell]] = run{int32(i), next[cell], next[cell], x, -1, false}
					g.who[filled[cell]] = int32(i)
					filled[cell]++
				}
				r := &g.runs[filled[cell]-1]
				next[cell]++
				if r.to = next[cell]; free && r.free < 0 {
					r.free = x
				}
				r.loose = r.loose || loose
			})
		}
	}
	place := slices.Clone(g.ofAt[:n])
	for c := range size {
		if words := int32(n+63) / 64; g.at[c+1]-g.at[c] >= words/2 && g.at[c+1]-g.at[c] > 1 {
			g.crowd[c] = newSet(n)
		}
		for r := g.at[c]; r < g.at[c+1]; r++ {
			i := g.who[r]
			g.of[place[i]] = spot{c, r}
			place[i]++
			if g.crowd[c] != nil {
				g.crowd[c].add(i)
			}
		}
	}
	return g
}

// cells is how many there are.
func (g *grid) cells() int32 { return int32(len(g.crowd)) }

// runsIn are the institutions of a cell with their services.
func (g *grid) runsIn(cell int32) []run { return g.runs[g.at[cell]:g.at[cell+1]] }

// whoIn are the institutions of a cell; read them only.
func (g *grid) whoIn(cell int32) []int32 { return g.who[g.at[cell]:g.at[cell+1]:g.at[cell+1]] }

// servicesIn are the services of a cell, by institution.
func (g *grid) servicesIn(cell int32) []int32 {
	runs := g.runsIn(cell)
	if len(runs) == 0 {
		return nil
	}
	return g.in[runs[0].from:runs[len(runs)-1].to]
}

// spots are the cells of an institution.
func (g *grid) spots(i int32) []spot { return g.of[g.ofAt[i]:g.ofAt[i+1]] }

// weightOf adds up the children of all cells of an institution.
func (g *grid) weightOf(i int32) int64 {
	sum := int64(0)
	for _, s := range g.spots(i) {
		sum += g.children(s.cell)
	}
	return sum
}

// meet tells whether compatible services of two runs of a cell meet.
func (g *grid) meet(x, y *run) bool {
	if x.loose || y.loose {
		return true
	}
	if x.free >= 0 && (y.first != x.free || y.to-y.from > 1) || y.free >= 0 && (x.first != y.free || x.to-x.from > 1) {
		return true
	}
	for _, s := range g.in[x.from:x.to] {
		for _, t := range g.in[y.from:y.to] {
			if g.b.compatible(s, t) {
				return true
			}
		}
	}
	return false
}

// near are the institutions that one meets in a cell of its, as bits; it may itself be among them. They are put into scratch where they do not
// stand together already.
func (g *grid) near(s spot, scratch set) set {
	me := &g.runs[s.run]
	if me.loose && g.crowd[s.cell] != nil {
		return g.crowd[s.cell]
	}
	clear(scratch)
	for r := g.at[s.cell]; r < g.at[s.cell+1]; r++ {
		if g.meet(me, &g.runs[r]) {
			scratch.add(g.who[r])
		}
	}
	return scratch
}

// shared lists the cells that two institutions share, in order.
func (g *grid) shared(i, j int32) []int32 {
	var out []int32
	x, y := g.spots(i), g.spots(j)
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0].cell < y[0].cell:
			x = x[1:]
		case x[0].cell > y[0].cell:
			y = y[1:]
		default:
			if c := x[0].cell; g.meet(&g.runs[x[0].run], &g.runs[y[0].run]) {
				out = append(out, c)
			}
			x, y = x[1:], y[1:]
		}
	}
	return out
}

// childrenOf adds up the children of the distinct area × phase that two institutions share.
func (g *grid) childrenOf(i, j int32) int64 {
	sum, last := int64(0), int32(-1)
	for _, c := range g.shared(i, j) {
		if place := g.place(c); place != last {
			sum += g.b.children[place]
			last = place
		}
	}
	return sum
}

// offers lists the offers of two institutions in cells, each once, by id.
func (g *grid) offers(cells []int32, i, j int32) []*graph.Offer {
	var in []int32 // services stand by the id of their offer
	for _, who := range [2]int32{i, j} {
		spots := g.spots(who)
		for _, c := range cells {
			n, _ := slices.BinarySearchFunc(spots, c, func(s spot, c int32) int { return cmp.Compare(s.cell, c) })
			r := &g.runs[spots[n].run] // the two share the cell
			in = append(in, g.in[r.from:r.to]...)
			spots = spots[n:]
		}
	}
	slices.Sort(in)
	var out []*graph.Offer
	for _, s := range slices.Compact(in) {
		if o := g.b.services[s].offer; o != nil {
			out = append(out, o)
		}
	}
	return out
}

// place is the area × phase of a cell, as an index of Basis.children.
func (g *grid) place(cell int32) int32 {
	if g.withField {
		return cell / int32(len(g.b.fields))
	}
	return cell
}

func (g *grid) children(cell int32) int64 { return g.b.children[g.place(cell)] }

// Cell names an area, a phase and a field; Field is -1 for a cell of area × phase.
type Cell struct{ Area, Phase, Field int32 }

func (g *grid) cell(cell int32) Cell {
	p := int32(len(g.b.snap.Phases()))
	if !g.withField {
		return Cell{cell / p, cell % p, -1}
	}
	f := int32(len(g.b.fields))
	return Cell{cell / f / p, cell / f % p, cell % f}
}

// CellKey is the contract's name of a cell: ids joined by "/", "N/1/F" or "N/1".
func (b *Basis) CellKey(c Cell) string {
	key := string(b.snap.Leaves()[c.Area].ID) + "/" + string(b.snap.Phases()[c.Phase].ID)
	if c.Field >= 0 {
		key += "/" + string(b.fields[c.Field].ID)
	}
	return key
}

// CellNames are area, phase and field as people call them; field is "" for a cell of area × phase.
func (b *Basis) CellNames(c Cell) (area, phase, field string) {
	area, phase = b.snap.Leaves()[c.Area].Name, b.snap.Phases()[c.Phase].Name
	if c.Field >= 0 {
		field = b.fields[c.Field].Name
	}
	return area, phase, field
}

// names lists what the areas, phases and fields of cells are called, each name once, in the order of the cells.
func (g *grid) names(cells []int32) (areas, phases, fields []string) {
	known := [3]set{newSet(len(g.b.snap.Leaves())), newSet(len(g.b.snap.Phases())), newSet(len(g.b.fields) + 1)}
	add := func(out *[]string, known set, i int32, name func() string) {
		if !known.has(i) {
			known.add(i)
			if n := name(); n != "" && !slices.Contains(*out, n) {
				*out = append(*out, n)
			}
		}
	}
	for _, c := range cells {
		c := g.cell(c)
		add(&areas, known[0], c.Area, func() string { return g.b.snap.Leaves()[c.Area].Name })
		add(&phases, known[1], c.Phase, func() string { return g.b.snap.Phases()[c.Phase].Name })
		if c.Field >= 0 {
			add(&fields, known[2], c.Field, func() string { return g.b.fields[c.Field].Name })
		}
	}
	return areas, phases, fields
}
