package diagram

import (
	"math"

	"miteinander/graph/findings"
)

// The roles of the gap matrix: every state has a sign of its own; colour comes third.
const (
	RoleGap           Role = "gap"
	RoleThin          Role = "thin"
	RoleMultiTogether Role = "multiple_together"
	RoleMultiBeside   Role = "multiple_side_by_side"
	RoleMultiUnclear  Role = "multiple_unclear"
	RoleNotRequired   Role = "not_required"
	RoleUndecided     Role = "undecided"
	RoleLowThreshold  Role = "low_threshold"
	RoleHurdle        Role = "with_hurdle"
	RoleAccessOpen    Role = "access_unknown"
	RoleNoOffer       Role = "no_offer"
)

// gapOrder is the order of the legend.
var gapOrder = []Role{RoleGap, RoleThin, RoleMultiTogether, RoleMultiBeside, RoleMultiUnclear, RoleUndecided, RoleNotRequired, RoleLowThreshold, RoleHurdle, RoleAccessOpen, RoleNoOffer}

func init() {
	Style[RoleGap] = Look{Stroke: ochre, Width: 1.6, Fill: "#f8ecd6"}
	Style[RoleThin] = Look{Stroke: "#235a97", Fill: "#235a97"}
	Style[RoleMultiTogether] = Look{Stroke: "#0d2f5e", Width: 1.8, Fill: "#0d2f5e"}
	Style[RoleMultiBeside] = Look{Stroke: ochre, Width: 1.4, Fill: ochre}
	Style[RoleMultiUnclear] = Look{Stroke: "#59636e", Width: 1.1, Fill: "#59636e", Sign: "?"}
	Style[RoleNotRequired] = Look{Stroke: "#8a9199", Width: 1}
	Style[RoleUndecided] = Look{Stroke: "#59636e", Width: 1, Dash: []float64{1.4, 1.8}}
	Style[RoleLowThreshold] = Look{Stroke: "#00614e", Width: 1.5}
	Style[RoleHurdle] = Look{Stroke: ochre, Width: 1.5}
	Style[RoleAccessOpen] = Look{Stroke: "#59636e", Width: 1, Sign: "?"}
	Style[RoleNoOffer] = Look{Stroke: "#8a9199", Width: 1}
}

func gapSign(s findings.Status) Role {
	switch s {
	case findings.Gap:
		return RoleGap
	case findings.Thin:
		return RoleThin
	case findings.MultipleTogether:
		return RoleMultiTogether
	case findings.MultipleSideBySide:
		return RoleMultiBeside
	case findings.MultipleUnclear:
		return RoleMultiUnclear
	case findings.NotRequired:
		return RoleNotRequired
	}
	return RoleUndecided
}

func accessSign(s findings.Status) Role {
	switch s {
	case findings.LowThreshold:
		return RoleLowThreshold
	case findings.WithHurdle:
		return RoleHurdle
	case findings.Gap:
		return RoleNoOffer
	}
	return RoleAccessOpen
}

func isGapSign(r Role) bool {
	for _, o := range gapOrder {
		if o == r {
			return true
		}
	}
	return false
}

const gapSignWidth = 2.1 // of the letters' size

// gapSignOps draws a sign in a box of 2.1 × 1 sizes with its left edge at x, centred on y.
func gapSignOps(role Role, x, y, size float64) []DrawOp {
	look := Style[role]
	mid := x + gapSignWidth*size/2
	r := 0.34 * size
	dot := func(x float64) DrawOp { return DrawOp{Shape: ShapeEllipse, X: x, Y: y, W: r, H: r, Fill: look.Fill} }
	line := func(w float64, dash []float64, ps ...Point) DrawOp {
		return DrawOp{Shape: ShapeLine, Points: ps, Stroke: look.Stroke, Width: w, Dash: dash}
	}
	a, b := x+0.42*size, x+(gapSignWidth-0.42)*size
	switch role {
	case RoleGap: // an empty place
		return []DrawOp{{Shape: ShapeBox, X: mid - 0.62*size, Y: y - 0.46*size, W: 1.24 * size, H: 0.92 * size, R: 1, Fill: paper, Stroke: look.Stroke, Width: look.Width}}
	case RoleUndecided: // an empty place of which nobody has said that it should be filled
		return []DrawOp{{Shape: ShapeBox, X: mid - 0.62*size, Y: y - 0.46*size, W: 1.24 * size, H: 0.92 * size, R: 1, Stroke: look.Stroke, Width: look.Width, Dash: look.Dash}}
	case RoleThin:
		return []DrawOp{dot(mid)}
	case RoleMultiTogether:
		return []DrawOp{line(look.Width, nil, Point{a, y}, Point{b, y}), dot(a), dot(b)}
	case RoleMultiBeside:
		return []DrawOp{dot(a), dot(b), line(look.Width, nil, Point{mid, y - 0.45*size}, Point{mid, y + 0.45*size})}
	case RoleMultiUnclear:
		return []DrawOp{dot(a - 0.05*size), dot(b + 0.05*size), {Shape: ShapeText, X: mid, Y: y + 0.36*size, Text: look.Sign, Size: size, Bold: true, Align: Middle, Fill: look.Stroke}}
	case RoleNotRequired, RoleNoOffer:
		return []DrawOp{line(look.Width, nil, Point{mid - 0.4*size, y}, Point{mid + 0.4*size, y})}
	case RoleLowThreshold: // an open door
		h, w := 0.5*size, 0.36*size
		return []DrawOp{line(look.Width, nil, Point{mid - w, y + h}, Point{mid - w, y - h}, Point{mid + w, y - h}, Point{mid + w, y + h}),
			line(look.Width, nil, Point{mid - w, y + h}, Point{mid + 0.1*size, y + 0.25*size}, Point{mid + 0.1*size, y - h})}
	case RoleHurdle: // a hurdle
		h, w := 0.5*size, 0.55*size
		return []DrawOp{line(look.Width, nil, Point{mid - w, y + h}, Point{mid - w, y - h}), line(look.Width, nil, Point{mid + w, y + h}, Point{mid + w, y - h}),
			line(look.Width, nil, Point{mid - w, y - 0.55*h}, Point{mid + w, y - 0.55*h}), line(look.Width, nil, Point{mid - w, y + 0.1*h}, Point{mid + w, y + 0.1*h})}
	}
	ring := math.Max(0.5*size, 3)
	return []DrawOp{{Shape: ShapeEllipse, X: mid, Y: y, W: ring, H: ring, Stroke: look.Stroke, Width: look.Width},
		{Shape: ShapeText, X: mid, Y: y + 0.3*size, Text: "?", Size: 0.85 * size, Bold: true, Align: Middle, Fill: look.Stroke}}
}
