package diagram

import "math"

// Bare is the sheet for a page that says network, title, selection and source itself: the maps with their headings, cut to
// what is drawn, and the legend close below.
func (s Sheet) Bare() Sheet {
	var head, foot []Item
	for i, it := range s.Head {
		if i > 0 || it.Role != RoleTitle {
			head = append(head, it)
		}
	}
	for i, it := range s.Foot {
		if it.Role == RoleLegend && i > 0 { // the first is the rule across the page
			foot = append(foot, it)
		}
	}
	maps := nothing
	for _, d := range s.Drawings {
		maps = maps.and(edgesOf(d.Items))
	}
	maps = maps.and(edgesOf(head))
	legend := edgesOf(foot)
	if maps == nothing {
		maps = legend
	}
	all, up := maps, 0.0
	const gap, edge = 12, 5
	if legend != nothing {
		up = maps.bottom + gap - legend.top
		all = all.and(edges{legend.left, legend.top + up, legend.right, legend.bottom + up})
	}
	if all == nothing {
		return s
	}
	out := s
	dx, dy := edge-all.left, edge-all.top
	out.W, out.H = round2(all.right+dx+edge), round2(all.bottom+dy+edge)
	out.Head, out.Foot = shifted(head, dx, dy, 1), shifted(foot, dx, dy+up, 1)
	out.Drawings = make([]Drawing, len(s.Drawings))
	for i, d := range s.Drawings {
		d.Items = shifted(d.Items, dx, dy, 1)
		d.Frame.X, d.Frame.Y = round2(d.Frame.X+dx), round2(d.Frame.Y+dy)
		out.Drawings[i] = d
	}
	return out
}

// Placed are all items of the sheet in the order of drawing, k times as large, with the sheet's corner at x, y: a picture
// on a page of something else.
func (s Sheet) Placed(x, y, k float64) []Item {
	var all []Item
	for it := range s.items {
		all = append(all, it)
	}
	return shifted(all, x, y, k)
}

func shifted(items []Item, x, y, k float64) []Item {
	out := make([]Item, len(items))
	for i, it := range items {
		ops := make([]DrawOp, len(it.Ops))
		for j, op := range it.Ops {
			if len(op.Points) > 0 {
				points := make([]Point, len(op.Points))
				for n, p := range op.Points {
					points[n] = Point{round2(p.X*k + x), round2(p.Y*k + y)}
				}
				op.Points = points
			} else {
				op.X, op.Y = round2(op.X*k+x), round2(op.Y*k+y)
			}
			op.W, op.H, op.R = op.W*k, op.H*k, op.R*k
			op.Width, op.Size = op.Width*k, op.Size*k
			if len(op.Dash) > 0 {
				dash := make([]float64, len(op.Dash))
				for n, d := range op.Dash {
					dash[n] = d * k
				}
				op.Dash = dash
			}
			ops[j] = op
		}
		it.Ops = ops
		out[i] = it
	}
	return out
}

// edges are the outermost places of what is drawn.
type edges struct{ left, top, right, bottom float64 }

var nothing = edges{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}

func (b edges) and(o edges) edges {
	return edges{min(b.left, o.left), min(b.top, o.top), max(b.right, o.right), max(b.bottom, o.bottom)}
}

func edgesOf(items []Item) edges {
	b := nothing
	for _, it := range items {
		for _, op := range it.Ops {
			b = b.and(op.edges())
		}
	}
	return b
}

func (op DrawOp) edges() edges {
	half := 0.0
	if op.Stroke != "" {
		half = op.Width / 2
	}
	switch op.Shape {
	case ShapeBox:
		return edges{op.X - half, op.Y - half, op.X + op.W + half, op.Y + op.H + half}
	case ShapeEllipse:
		return edges{op.X - op.W - half, op.Y - op.H - half, op.X + op.W + half, op.Y + op.H + half}
	case ShapeText:
		w := textWidth(op.Text, op.Size, op.Bold)
		if op.Angle != 0 {
			return edges{op.X - op.Size, op.Y - w, op.X + op.Size, op.Y + w}
		}
		left := op.X
		switch op.Align {
		case Middle:
			left -= w / 2
		case End:
			left -= w
		}
		return edges{left, op.Y - op.Size, left + w, op.Y + 0.3*op.Size}
	}
	b := nothing
	for _, p := range op.Points {
		b = b.and(edges{p.X - half, p.Y - half, p.X + half, p.Y + half})
	}
	return b
}

// TextWidth is the width of one line in points in the font of all pictures, which PDF and PNG carry and whose widths Arial
// shares.
func TextWidth(s string, size float64, bold bool) float64 { return textWidth(s, size, bold) }

// Clean makes any string safe to show: valid UTF-8, no control characters, no direction overrides, single spaces.
func Clean(s string) string { return clean(s) }
