package diagram

import (
	"slices"
	"sort"
)

// finish places chips in their cells, lanes in their rows and ports on the chips.
func (p *chainPlan) finish() {
	p.placeChips()
	p.placeLanes()
	p.placePorts()
}

func (p *chainPlan) placeChips() {
	s := p.s
	first := make([]int, len(s.chips)) // the first strand of each chip: chips come in the order of the transitions
	for i := range first {
		first[i] = len(s.strands)
	}
	for n := range s.strands {
		for _, e := range slices.Concat(s.strands[n].from, s.strands[n].to) {
			first[e.chip] = min(first[e.chip], n)
		}
	}
	cells := map[[2]int][]int{}
	for i := range s.chips {
		k := [2]int{s.chips[i].row, s.chips[i].col}
		cells[k] = append(cells[k], i)
	}
	for _, in := range cells {
		sort.SliceStable(in, func(a, b int) bool {
			if fa, fb := first[in[a]], first[in[b]]; fa != fb && !s.detail {
				return fa < fb
			}
			if sa, sb := first[in[a]] < len(s.strands), first[in[b]] < len(s.strands); sa != sb {
				return sa
			}
			return s.chips[in[a]].label < s.chips[in[b]].label
		})
	}
	if s.detail {
		p.untangle(cells)
	}
	for k, in := range cells {
		total := 0.0
		for _, i := range in {
			total += p.chips[i].H
		}
		gap := min((p.rowH[k[0]]-0.9*p.fs-total)/float64(max(len(in)-1, 1)), 2.2*p.fs)
		y := p.rowY[k[0]] + (p.rowH[k[0]]-total-gap*float64(len(in)-1))/2
		for _, i := range in {
			p.chips[i].Y = y
			y += p.chips[i].H + gap
		}
	}
}

// untangle orders the chips of each cell by where their partners stand, to the right and back, so that fewer bands cross.
func (p *chainPlan) untangle(cells map[[2]int][]int) {
	s := p.s
	spot := make([]float64, len(s.chips)) // row, then place in the cell
	number := func() {
		for k, in := range cells {
			for n, i := range in {
				spot[i] = float64(k[0]) + (float64(n)+0.5)/float64(len(in))
			}
		}
	}
	number()
	for sweep := range 4 {
		for step := range s.columns {
			col := step
			if sweep%2 == 1 {
				col = len(s.columns) - 1 - step
			}
			sum, count := make([]float64, len(s.chips)), make([]float64, len(s.chips))
			for _, x := range s.strands {
				for _, a := range x.from {
					for _, b := range x.to {
						if sweep%2 == 0 {
							sum[b.chip], count[b.chip] = sum[b.chip]+spot[a.chip], count[b.chip]+1
						} else {
							sum[a.chip], count[a.chip] = sum[a.chip]+spot[b.chip], count[a.chip]+1
						}
					}
				}
			}
			for r := range s.rows {
				in := cells[[2]int{r, col}]
				mean := func(i int) float64 {
					if count[i] == 0 {
						return spot[i]
					}
					return sum[i] / count[i]
				}
				sort.SliceStable(in, func(a, b int) bool { return mean(in[a]) < mean(in[b]) })
			}
			number()
		}
	}
}

// placeLanes stacks the lanes of each row and zone, each as near to its chips as the others leave it.
func (p *chainPlan) placeLanes() {
	s := p.s
	p.lanes = make([]trunk, len(s.strands))
	groups := map[[2]int][]int{}
	for n := range s.strands {
		x := &s.strands[n]
		l := &p.lanes[n]
		l.w = p.width(x)
		if l.direct = x.row < 0; l.direct {
			continue
		}
		var sum, count float64
		far := [2]bool{}
		for side, ends := range [][]end{x.from, x.to} {
			for _, e := range ends {
				if s.chips[e.chip].row == x.row {
					sum += p.chips[e.chip].center().Y * e.share
					count += e.share
				} else {
					far[side] = true
				}
			}
		}
		l.y = p.rowY[x.row] + p.rowH[x.row]/2
		if count > 0 {
			l.y = sum / count
		}
		x0 := p.colX[x.zone] + p.colW
		in, out := 0.26, 0.16
		if far[0] {
			in = 0.5
		}
		if far[1] {
			out = 0.42
		}
		if far[0] && far[1] {
			in, out = 0.38, 0.38
		}
		l.from, l.to = x0+in*p.zoneW, x0+(1-out)*p.zoneW
		switch x.role {
		case RoleNoReceiver:
			l.to = x0 + 0.68*p.zoneW
		case RoleNoSender:
			l.from = x0 + 0.32*p.zoneW
		case RoleNobody:
			l.from, l.to = x0+0.28*p.zoneW, x0+0.72*p.zoneW
		}
		groups[[2]int{x.row, x.zone}] = append(groups[[2]int{x.row, x.zone}], n)
	}
	for k, in := range groups {
		sort.SliceStable(in, func(a, b int) bool { return p.lanes[in[a]].y < p.lanes[in[b]].y })
		top, bottom := p.rowY[k[0]]+0.3*p.fs, p.rowY[k[0]]+p.rowH[k[0]]-0.3*p.fs
		at := top
		for _, n := range in { // downwards, then back up from the foot of the row
			h := p.laneHeight(&s.strands[n])
			p.lanes[n].y = max(p.lanes[n].y, at+h/2)
			at = p.lanes[n].y + h/2
		}
		at = bottom
		for _, n := range slices.Backward(in) {
			h := p.laneHeight(&s.strands[n])
			p.lanes[n].y = min(p.lanes[n].y, at-h/2)
			at = p.lanes[n].y - h/2
		}
	}
}

// placePorts stacks the ends of the bands on both sides of each chip in the order in which their other ends lie.
func (p *chainPlan) placePorts() {
	s := p.s
	p.portOut, p.port = make([]map[int]float64, len(s.strands)), make([]map[int]float64, len(s.strands))
	type leg struct {
		strand, chip int
		w, aim       float64
	}
	var sides [2][][]leg
	sides[0], sides[1] = make([][]leg, len(s.chips)), make([][]leg, len(s.chips))
	for n := range s.strands {
		x := &s.strands[n]
		p.portOut[n], p.port[n] = map[int]float64{}, map[int]float64{}
		for side, ends := range [][]end{x.from, x.to} {
			for _, e := range ends {
				aim := p.lanes[n].y
				if p.lanes[n].direct {
					other := x.to
					if side == 1 {
						other = x.from
					}
					aim = p.chips[other[0].chip].center().Y
				}
				sides[side][e.chip] = append(sides[side][e.chip], leg{n, e.chip, p.lanes[n].w * e.share, aim})
			}
		}
	}
	for side, byChip := range sides {
		for c, legs := range byChip {
			sort.SliceStable(legs, func(a, b int) bool { return legs[a].aim < legs[b].aim })
			total := 0.0
			for _, l := range legs {
				total += l.w + 0.8
			}
			k := min(1, (p.chips[c].H-2)/max(total, 1))
			y := p.chips[c].center().Y - total*k/2
			for _, l := range legs {
				w := (l.w + 0.8) * k
				if side == 0 {
					p.portOut[l.strand][c] = y + w/2
				} else {
					p.port[l.strand][c] = y + w/2
				}
				y += w
			}
		}
	}
}
