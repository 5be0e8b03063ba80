package exchange

import "miteinander/graph"

// readMatrix takes Kooperationsmatrix: institutions down and across, the Stufe in the cell, empty = no row, ? = unbekannt.
// Both halves may be filled; where they differ the lower one gets the error. The diagonal is nobody's business.
func (p *planner) readMatrix() {
	type place struct {
		d *draft
		l graph.Level
	}
	for _, t := range p.matrix {
		across := make([]graph.ID, len(t.Header))
		for i, h := range t.Header {
			if i == 0 || h == "" {
				continue
			}
			id, bad := p.resolve([]graph.Kind{graph.KindInstitution}, h, true)
			if bad.key != "" {
				t.errors = append(t.errors, placed{graph.FieldError{Sheet: t.name, Row: t.HeaderRow, Column: h, Value: h, Key: bad.key, Args: bad.args}, i})
			}
			across[i] = id
		}
		seen := map[[2]graph.ID]place{}
		for _, r := range t.Rows {
			name := oneLine(plain(clean(r.cell(0))))
			if name == "" {
				continue
			}
			row := &draft{tab: t, row: r, kind: graph.KindCooperation}
			down, bad := p.resolve([]graph.Kind{graph.KindInstitution}, name, true)
			if bad.key != "" {
				p.bad(row, 0, bad)
				continue
			}
			for i := 1; i < len(r.Cells); i++ {
				text := clean(r.cell(i))
				if text == "" || i >= len(across) || across[i] == "" || across[i] == down {
					continue
				}
				d := &draft{tab: t, row: r, kind: graph.KindCooperation, rec: graph.New(graph.KindCooperation, "")}
				level, ok := parseLevel(text)
				if flag := r.Flags[i]; flag != "" {
					p.bad(d, i, wrong(flag))
					continue
				}
				if !ok {
					p.bad(d, i, wrong("level"))
					continue
				}
				pair := [2]graph.ID{min(down, across[i]), max(down, across[i])}
				if other, both := seen[pair]; both {
					if other.l != level {
						p.bad(d, i, wrong("matrix_halves", other.d.row.Number))
						other.d.twin = true
					}
					continue
				}
				for at, f := range graph.Fields(graph.KindCooperation) {
					switch f.Name {
					case "from":
						d.set(at, f, pair[0])
					case "to":
						d.set(at, f, pair[1])
					case "level":
						d.set(at, f, level)
					}
				}
				seen[pair] = place{d, level}
				p.drafts[graph.KindCooperation] = append(p.drafts[graph.KindCooperation], d)
			}
		}
		p.matrixPairs(across)
	}
}

// matrixPairs notes which institutions a matrix speaks of.
func (p *planner) matrixPairs(across []graph.ID) {
	if p.inMatrixOf == nil {
		p.inMatrixOf = map[graph.ID]bool{}
	}
	for _, id := range across {
		p.inMatrixOf[id] = id != ""
	}
}

// inMatrix tells a cooperation without dates whose ends are both in a matrix: an empty cell there speaks of it.
func (p *planner) inMatrix(c *graph.Cooperation) bool {
	return p.inMatrixOf[c.From] && p.inMatrixOf[c.To] && c.Since.IsZero()
}
