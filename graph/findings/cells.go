package findings

import (
	"cmp"
	"slices"

	"miteinander/graph"
)

// grid says which institutions stand in which cell by which services. A cell is area × phase × field, or area × phase.
type grid struct {
	b         *Basis
	withField bool
	runs      [][]run   // by cell: institutions in order
	of        [][]spot  // by institution: its cells in order
	in        [][]int32 // by cell: services, as runs point at them
}

// run is one institution in one cell with its services there: in[cell][from:to]. First is the first of them, free the first
// that is for everyone, -1 if none: nearly every meeting is settled by these two.
type run struct{ institution, from, to, first, free int32 }

// spot is one cell of an institution and its place among the runs of that cell.
type spot struct{ cell, run int32 }

// newGrid collects the cells of all services that keep returns true for.
func (b *Basis) newGrid(withField bool, keep func(*service) bool) *grid {
	phases, fields := len(b.snap.Phases()), len(b.fields)
	size := len(b.snap.Leaves()) * phases
	if withField {
		size *= fields
	}
	type use struct{ institution, service int32 }
	uses := make([][]use, size)
	for n := range b.services {
		v := &b.services[n]
		if len(v.fields) == 0 || keep != nil && !keep(v) {
			continue
		}
		for _, a := range v.areas {
			for _, p := range v.phases {
				ap := int(a)*phases + int(p)
				for _, f := range v.fields {
					cell := ap
					if withField {
						cell = ap*fields + int(f)
					}
					for _, i := range v.institutions {
						uses[cell] = append(uses[cell], use{i, int32(n)})
					}
					if !withField {
						break
					}
				}
			}
		}
	}
	g := &grid{b: b, withField: withField, runs: make([][]run, size), of: make([][]spot, len(b.sel.Institutions())), in: make([][]int32, size)}
	for cell, list := range uses {
		slices.SortFunc(list, func(x, y use) int {
			return cmp.Or(cmp.Compare(x.institution, y.institution), cmp.Compare(x.service, y.service))
		})
		for n, u := range list {
			g.in[cell] = append(g.in[cell], u.service)
			if n == 0 || list[n-1].institution != u.institution {
				g.of[u.institution] = append(g.of[u.institution], spot{int32(cell), int32(len(g.runs[cell]))})
				g.runs[cell] = append(g.runs[cell], run{u.institution, int32(n), int32(n), u.service, -1})
			}
			r := &g.runs[cell][len(g.runs[cell])-1]
			if r.to = int32(n + 1); r.free < 0 && b.services[u.service].groups == nil {
				r.free = u.service
			}
		}
	}
	return g
}

// meet tells whether compatible services of two runs of a cell meet.
func (g *grid) meet(cell int32, x, y *run) bool {
	if x.free >= 0 && (y.first != x.free || y.to-y.from > 1) || y.free >= 0 && (x.first != y.free || x.to-x.from > 1) {
		return true
	}
	return g.meetByGroups(cell, x, y)
}

func (g *grid) meetByGroups(cell int32, x, y *run) bool {
	for _, s := range g.in[cell][x.from:x.to] {
		for _, t := range g.in[cell][y.from:y.to] {
			if g.b.compatible(s, t) {
				return true
			}
		}
	}
	return false
}

// shared lists the cells that two institutions share, in order.
func (g *grid) shared(i, j int32) []int32 {
	var out []int32
	x, y := g.of[i], g.of[j]
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0].cell < y[0].cell:
			x = x[1:]
		case x[0].cell > y[0].cell:
			y = y[1:]
		default:
			if c := x[0].cell; g.meet(c, &g.runs[c][x[0].run], &g.runs[c][y[0].run]) {
				out = append(out, c)
			}
			x, y = x[1:], y[1:]
		}
	}
	return out
}

// offersIn lists the offers of an institution in a cell.
func (g *grid) offersIn(cell, i int32) []*graph.Offer {
	var out []*graph.Offer
	for _, r := range g.runs[cell] {
		if r.institution == i {
			for _, s := range g.in[cell][r.from:r.to] {
				if o := g.b.services[s].offer; o != nil {
					out = append(out, o)
				}
			}
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

// distinct lists the names that f gives for cells, each once, in the order of the cells.
func distinct(cells []Cell, f func(Cell) string) []string {
	var out []string
	for _, c := range cells {
		if n := f(c); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
