package diagram

import (
	"cmp"
	"context"
	"math"
	"slices"

	"miteinander/graph"
	"miteinander/graph/geometry"
	"miteinander/graph/words"
)

// ViewAreas is the map of the planning areas with their borders.
const ViewAreas = "areas"

// What areas may be filled by.
const (
	FillChildren     = "children"     // all children of the selected phases
	FillInstitutions = "institutions" // that work in this area and in no other
	FillIndicator    = "indicator"    // Request.Indicator
)

// AreaFills lists what Request.Fill may be.
func AreaFills() []string { return []string{FillChildren, FillInstitutions, FillIndicator} }

// AreaRow is one planning area of a selection as the map shows it.
type AreaRow struct {
	ID           graph.ID `json:"id"`
	Name         string   `json:"name"`
	Borders      bool     `json:"borders"`
	Institutions int      `json:"institutions"`             // that work here and nowhere else
	Children     *int64   `json:"children" nullable:"true"` // of the selected phases; null = not known
	Value        *float64 `json:"value" nullable:"true"`    // of the indicator in its newest year
	Year         int64    `json:"year,omitempty"`
	Source       string   `json:"source,omitempty"`
}

// AreaTable is the map of the planning areas as numbers.
type AreaTable struct {
	Imported   bool      `json:"imported"` // the network has borders
	Indicators []string  `json:"indicators" nullable:"false"`
	Areas      []AreaRow `json:"areas" nullable:"false"`
	Elsewhere  int       `json:"elsewhere"` // institutions of several areas, of all, or of none
}

// TableOfAreas gives the numbers behind the map of a selection; indicator may be empty.
func TableOfAreas(sel *graph.Selection, indicator string) AreaTable {
	v := newViewer(sel, Request{})
	t := AreaTable{Imported: len(geometry.Of(v.snap)) > 0, Indicators: v.indicators(), Areas: v.areaRows(indicator)}
	for _, p := range v.place {
		if p == "" {
			t.Elsewhere++
		}
	}
	return t
}

// indicators are the names of all indicators of areas, sorted.
func (v *viewer) indicators() []string {
	names := map[string]bool{}
	for i := range graph.Records[*graph.Indicator](v.snap, graph.KindIndicator) {
		names[i.Name] = true
	}
	out := []string{}
	for n := range names {
		out = append(out, n)
	}
	words.SortBy(words.German, out, func(s string) string { return s })
	return out
}

func (v *viewer) areaRows(indicator string) []AreaRow {
	out := []AreaRow{}
	borders := map[graph.ID]bool{}
	for _, a := range geometry.Of(v.snap) {
		borders[a.ID] = true
	}
	inside := map[string]int{}
	for _, p := range v.place {
		inside[p]++
	}
	newest := map[graph.ID]*graph.Indicator{}
	year := func(i *graph.Indicator) int64 { return i.Year.N }
	for i := range graph.Records[*graph.Indicator](v.snap, graph.KindIndicator) {
		if i.Name == indicator && i.Value.Known && (newest[i.Area] == nil || year(i) > year(newest[i.Area])) {
			newest[i.Area] = i
		}
	}
	for _, l := range v.sel.Areas() {
		a := v.snap.Leaves()[l]
		row := AreaRow{ID: a.ID, Name: a.Name, Borders: borders[a.ID], Institutions: inside[areaRef(a.ID)]}
		sum, known := int64(0), false
		for _, p := range v.sel.Phases() {
			if n, ok := a.Children[v.snap.Phases()[p].ID]; ok {
				sum, known = sum+n, true
			}
		}
		if known {
			row.Children = &sum
		}
		if i := newest[a.ID]; i != nil {
			row.Value, row.Year, row.Source = &i.Value.V, year(i), i.Source
		}
		out = append(out, row)
	}
	return out
}

// ground is what a map of areas knows beside its scene: borders and places in degrees, and the fill of each area.
type ground struct {
	borders map[string][]geometry.Polygon // by Ref of the area
	places  map[string]geometry.Point     // by Ref of the mark, where it is known
	fills   map[string]string             // by Ref of the area
}

// areaFills are the grounds of up to five classes, light to dark; the first is "not known". Letters stand on plates of paper.
var areaFills = [6]string{paper, "#faf8f2", "#efe8d8", "#e3d7bb", "#d4c498", "#c4b078"}

// areaMap answers Request.View = areas.
func (v *viewer) areaMap(ctx context.Context, c *composing) ([]Sheet, error) {
	if f := v.req.Fill; f != "" && !slices.Contains(AreaFills(), f) {
		return nil, unknownOption("fill", f, AreaFills())
	}
	if v.req.Fill == FillIndicator && !slices.Contains(v.indicators(), v.req.Indicator) {
		return nil, unknownOption("indicator", v.req.Indicator, v.indicators())
	}
	g := &ground{borders: map[string][]geometry.Polygon{}, places: map[string]geometry.Point{}, fills: map[string]string{}}
	for _, a := range geometry.Of(v.snap) {
		g.borders[areaRef(a.ID)] = a.Polygons
	}
	sc := &Scene{Areas: v.areas(), Phases: v.phaseColumns(), Wide: v.text("diagram.wide"), Legend: v.legend()}
	v.areaLegend(sc)
	n := newNodes(v)
	n.hide(nil)
	sc.Marks = n.marks()
	for i := range sc.Marks {
		sc.Marks[i].Folded = 0 // a map of places, not of what is inside
	}
	lines, left, widths, err := v.areaLines(ctx, n)
	if err != nil {
		return nil, err
	}
	sc.Panels = []Panel{{Name: ViewAreas, Role: RoleLevel4, Lines: lines}}
	for k, label := range widths.labels(v) {
		sc.Legend = append(sc.Legend, LegendEntry{Role: widths.roles()[k], Label: label})
	}
	v.fillAreas(sc, g)
	if err := v.bundle(sc); err != nil {
		return nil, err
	}
	v.locate(sc, g)
	boxed, pairs := v.shorten(sc)
	p := &sc.Panels[0]
	drawn := 0
	for _, l := range p.Lines {
		if !isPair(l.Role) {
			drawn++
		}
	}
	p.Title = v.text("areas.title", len(v.sel.Institutions()), len(sc.Areas), drawn, boxed)
	p.Note = v.areaNote(sc, g, left+pairs)
	c.ground = g
	return c.sheets(ctx, sc)
}

// areaLines are the ties of the map: cooperations from level 2 on; level 1, pairs side by side and unclear ones on request, of
// these two the heaviest. left counts the pairs that are not drawn.
func (v *viewer) areaLines(ctx context.Context, n *nodes) (lines []Line, left int, widths steps, err error) {
	have := map[[2]string]bool{}
	key := func(l Line) [2]string { return [2]string{min(l.From, l.To), max(l.From, l.To)} }
	for _, l := range n.lines() {
		if l.Role == RoleLevel1 && !v.req.Level1 {
			continue
		}
		have[key(l)] = true
		lines = append(lines, l)
	}
	if !v.req.Beside && !v.req.Unclear {
		return lines, 0, widths, nil
	}
	pairs, widths, beyond, err := v.besideLines(ctx)
	if err != nil {
		return nil, 0, widths, err
	}
	take := func(wanted func(Role) bool) {
		var list []Line
		for _, l := range pairs {
			if wanted(l.Role) && !have[key(l)] {
				list = append(list, l)
			}
		}
		slices.SortStableFunc(list, func(a, b Line) int { return cmp.Compare(b.Weight, a.Weight) })
		drawn := min(len(list), max(40, len(v.sel.Institutions()))) // more is a thicket
		left += len(list) - drawn
		lines = append(lines, list[:drawn]...)
	}
	if v.req.Beside {
		left += beyond
		take(func(r Role) bool { return r != RoleUnclear })
	}
	if v.req.Unclear {
		take(func(r Role) bool { return r == RoleUnclear })
	}
	return lines, left, widths, nil
}

// shorten counts what leads to the box instead of drawing it, unless all is asked for: cooperations at the mark, pairs in the note.
func (v *viewer) shorten(sc *Scene) (ties, pairs int) {
	if v.req.Wide {
		return 0, 0
	}
	alone := map[string]bool{}
	for i := range sc.Marks {
		alone[sc.Marks[i].Ref] = sc.Marks[i].Alone
	}
	p := &sc.Panels[0]
	p.Away = map[string]int{}
	p.Lines = slices.DeleteFunc(p.Lines, func(l Line) bool {
		if !alone[l.From] && !alone[l.To] {
			return false
		}
		if isPair(l.Role) {
			pairs++
			return true
		}
		ties++
		for _, ref := range []string{l.From, l.To} {
			if !alone[ref] {
				p.Away[ref]++
			}
		}
		return true
	})
	return ties, pairs
}

// isPair tells what is no cooperation: there for the same children, on purpose or not, or not known.
func isPair(r Role) bool {
	return r == RoleBeside1 || r == RoleBeside2 || r == RoleBeside3 || r == RoleAgreed || r == RoleUnclear
}

// areaLegend puts the signs of this map before those of the lines.
func (v *viewer) areaLegend(sc *Scene) {
	at := slices.IndexFunc(sc.Legend, func(l LegendEntry) bool { return l.Role == RoleArea })
	sc.Legend[at] = areaSample(sand, v.text("diagram.legend.area"))
	if k := slices.IndexFunc(sc.Legend, func(l LegendEntry) bool { return l.Role == RoleBadge }); k >= 0 {
		sc.Legend[k].Label = v.text("areas.legend.badge")
	}
	sc.Legend = slices.Insert(sc.Legend, at+1, LegendEntry{Role: RoleNoBorder, Label: v.text("areas.legend.no_borders")},
		LegendEntry{Role: RolePin, Label: v.text("areas.legend.place"), Ops: []DrawOp{{Shape: ShapeEllipse, X: 20, Y: 9, W: 2.6, H: 2.6, Fill: ink}}},
		LegendEntry{Role: RoleApart, Label: v.text("areas.legend.apart")})
}

// fillAreas puts the number of each area behind its name and its ground into one of at most five classes.
func (v *viewer) fillAreas(sc *Scene, g *ground) {
	for _, a := range sc.Areas {
		g.fills[a.Ref] = sand
	}
	if v.req.Fill == "" {
		return
	}
	rows := v.areaRows(v.req.Indicator)
	value := func(r *AreaRow) (float64, bool) {
		switch {
		case v.req.Fill == FillInstitutions:
			return float64(r.Institutions), true
		case v.req.Fill == FillChildren && r.Children != nil:
			return float64(*r.Children), true
		case v.req.Fill == FillIndicator && r.Value != nil:
			return *r.Value, true
		}
		return 0, false
	}
	var all []float64
	unknown := false
	for i := range rows {
		if x, ok := value(&rows[i]); ok {
			all = append(all, x)
		} else {
			unknown = true
		}
	}
	classes := valueClasses(all)
	for i := range rows {
		a := &sc.Areas[i]
		x, ok := value(&rows[i])
		if !ok {
			g.fills[a.Ref] = areaFills[0]
			a.Label = v.text("areas.unknown_value", a.Label)
			continue
		}
		k := slices.IndexFunc(classes, func(c [2]float64) bool { return x <= c[1] })
		g.fills[a.Ref] = classFill(k, len(classes))
		a.Label = v.text("areas.value", a.Label, x)
	}
	var signs []LegendEntry
	for k, c := range classes {
		name := "" // stands once
		if k == 0 {
			name = v.fillName()
		}
		signs = append(signs, areaSample(classFill(k, len(classes)), v.text("areas.class", name, c[0], c[1], len(name), c[1]-c[0])))
	}
	if unknown {
		signs = append(signs, areaSample(areaFills[0], v.text("areas.class_unknown")))
	}
	at := slices.IndexFunc(sc.Legend, func(l LegendEntry) bool { return l.Role == RoleArea })
	sc.Legend = slices.Replace(sc.Legend, at, at+1, signs...)
}

func areaSample(fill, label string) LegendEntry {
	look := Style[RoleBorder]
	return LegendEntry{Role: RoleArea, Fill: fill, Label: label, Ops: []DrawOp{{Shape: ShapeBox, X: 4, Y: 2.5, W: 30, H: 13, R: 3.5, Fill: fill, Stroke: look.Stroke, Width: 1}}}
}

// classFill spreads the classes over the ramp.
func classFill(k, n int) string {
	if n <= 1 {
		return areaFills[2]
	}
	return areaFills[1+k*(len(areaFills)-2)/(n-1)]
}

func (v *viewer) fillName() string {
	switch v.req.Fill {
	case FillIndicator:
		return v.req.Indicator
	case "":
		return ""
	}
	return v.text("areas.fill." + v.req.Fill)
}

// valueClasses divides numbers into at most five classes of about as many different values, as [least, greatest].
func valueClasses(values []float64) [][2]float64 {
	values = slices.Clone(values)
	slices.Sort(values)
	values = slices.Compact(values)
	n := min(5, len(values))
	var out [][2]float64
	for k := range n {
		part := values[k*len(values)/n : (k+1)*len(values)/n]
		out = append(out, [2]float64{part[0], part[len(part)-1]})
	}
	return out
}

// locate finds where marks may stand: at the coordinates of their institution where these lie on the map, else in their area,
// else in the box of what has no single area.
func (v *viewer) locate(sc *Scene, g *ground) {
	var shapes [][]geometry.Polygon
	for _, a := range sc.Areas {
		shapes = append(shapes, g.borders[a.Ref])
	}
	b := geometry.BoundsOf(shapes...)
	air := [2]float64{0.04 * (b.Max[0] - b.Min[0]), 0.04 * (b.Max[1] - b.Min[1])}
	on := map[string]bool{}
	for _, a := range sc.Areas {
		on[a.Ref] = true
	}
	for i := range sc.Marks {
		m := &sc.Marks[i]
		if k, ok := graph.ParseKey(m.Ref); ok && k.Kind == graph.KindInstitution {
			inst := graph.Find[*graph.Institution](v.snap, graph.KindInstitution, k.ID)
			if inst != nil && inst.Lat.Known && inst.Lon.Known && len(shapes) > 0 {
				at := geometry.Point{inst.Lon.V, inst.Lat.V}
				if at[0] > b.Min[0]-air[0] && at[0] < b.Max[0]+air[0] && at[1] > b.Min[1]-air[1] && at[1] < b.Max[1]+air[1] {
					g.places[m.Ref] = at
					continue
				}
			}
		}
		m.Alone = !on[m.Area]
	}
	alone := 0
	for i := range sc.Marks {
		if sc.Marks[i].Alone {
			alone++
		}
	}
	if alone > 0 {
		sc.Rest = v.text("areas.rest", alone)
	}
}

// areaNote says how the places are to be read.
func (v *viewer) areaNote(sc *Scene, g *ground, left int) string {
	ruled, without := 0, 0
	for i := range sc.Marks {
		if _, ok := g.places[sc.Marks[i].Ref]; !ok && !sc.Marks[i].Alone {
			ruled++
		}
	}
	for _, a := range sc.Areas {
		if len(g.borders[a.Ref]) == 0 {
			without++
		}
	}
	var parts []string
	if without == len(sc.Areas) && without > 0 {
		parts = append(parts, v.text("areas.note.none"))
	} else {
		parts = append(parts, v.text("areas.note.places", len(g.places), ruled))
		if without > 0 {
			parts = append(parts, v.text("areas.note.without", without))
		}
	}
	if left > 0 {
		parts = append(parts, v.text("areas.note.left", left))
	}
	return joined(" · ", parts...)
}

// nearest is the point of a rectangle that is nearest to another.
func nearest(r Rect, p Point) Point {
	return Point{within(p.X, r.X, r.right()), within(p.Y, r.Y, r.bottom())}
}

func apart(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }
