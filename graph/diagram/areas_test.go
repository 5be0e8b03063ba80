package diagram

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/geometry"
)

// onGround is an invented town: areas of a tenth of a degree side by side in rows of three, those in without have no borders;
// of the institutions of an area every second has coordinates in the middle of it. Three work in two areas.
func onGround(t testing.TB, areas, institutions int, without ...int) *graph.Snapshot {
	t.Helper()
	b := &graph.Builder{}
	put := func(r graph.Record) {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	put(graph.DefaultSettings("Grenzstadt"))
	put(&graph.Phase{ID: "p", Name: "u3", Order: graph.NumberOf(1)})
	put(&graph.Entry{Of: graph.KindField, ID: "f", Name: "F"})
	put(&graph.InstitutionKind{ID: "kita", Name: "Kita"})
	var borders []geometry.Area
	middle := func(i int) (lon, lat float64) { return 11 + 0.1*float64(i%3), 50 - 0.1*float64(i/3) }
	for i := range areas {
		id := graph.ID(fmt.Sprint("a", i))
		put(&graph.Area{ID: id, Name: fmt.Sprintf("Raum %d", i), Children: map[graph.ID]int64{"p": int64(100 * (i + 1))}})
		if i > 0 {
			put(&graph.Indicator{ID: graph.IndicatorID(id, "Quote", 2025), Area: id, Name: "Quote", Year: graph.CountOf(2025), Value: graph.NumberOf(float64(i) + 0.5)})
			put(&graph.Indicator{ID: graph.IndicatorID(id, "Quote", 2020), Area: id, Name: "Quote", Year: graph.CountOf(2020), Value: graph.NumberOf(99)})
		}
		if x, y := middle(i); !slices.Contains(without, i) {
			borders = append(borders, geometry.Area{ID: id, Polygons: []geometry.Polygon{{{{x - 0.05, y - 0.05}, {x + 0.05, y - 0.05}, {x + 0.05, y + 0.05}, {x - 0.05, y + 0.05}, {x - 0.05, y - 0.05}}}}})
		}
	}
	if len(borders) > 0 {
		put(geometry.Document(borders, func(id graph.ID) string { return string(id) }))
	}
	inst := func(n int) graph.ID { return graph.ID(fmt.Sprintf("i%03d", n)) }
	for n := range institutions {
		i := &graph.Institution{ID: inst(n), Name: fmt.Sprintf("Kita %03d", n), Kinds: []graph.ID{"kita"}, Areas: []graph.ID{graph.ID(fmt.Sprint("a", n%areas))}}
		if n%2 == 0 {
			x, y := middle(n % areas)
			i.Lon, i.Lat = graph.NumberOf(x+0.0001*float64(n%7)), graph.NumberOf(y)
		}
		if n < 3 {
			i.Areas, i.Lon, i.Lat = []graph.ID{"a0", "a1"}, graph.Number{}, graph.Number{}
		}
		put(i)
		if n > 2 {
			level := graph.Level(1 + n%4)
			if n == 11 {
				level = graph.LevelUnknown
			}
			put(&graph.Cooperation{ID: graph.EdgeID(string(inst(n-2)), string(inst(n))), From: inst(n - 2), To: inst(n), Level: level})
		}
	}
	s, err := b.Build(graph.Head{ID: "g"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func boxOfItem(it Item) Rect {
	for _, op := range it.Ops {
		if op.Shape == ShapeBox && op.W > 12 {
			return Rect{op.X, op.Y, op.W, op.H}
		}
	}
	return Rect{}
}

// Every institution stands in its area or, where its place is known, has a dot at it; no box covers another; those of several
// areas stand in the box; what has no borders has a rectangle.
func TestAreas_Places(t *testing.T) {
	for _, paper := range papers() {
		snap := onGround(t, 5, 40, 4)
		d := mustDraw(t, all(snap), Request{View: ViewAreas, Paper: paper})[0].Drawings[0]
		outline, marks, pins := map[string]Rect{}, map[string]Rect{}, map[string]bool{}
		for _, it := range d.Items {
			switch {
			case (it.Role == RoleArea || it.Role == RoleNoBorder) && it.Ops[0].Shape == ShapePolygon:
				p := it.Ops[0].Points
				b := geometry.BoundsOf([]geometry.Polygon{{ring(p)}})
				outline[it.Ref] = Rect{b.Min[0], b.Min[1], b.Max[0] - b.Min[0], b.Max[1] - b.Min[1]}
				if want := it.Ref == "area/a4"; want != (it.Role == RoleNoBorder) {
					t.Errorf("%s: %s is drawn as %s", paper, it.Ref, it.Role)
				}
			case strings.HasPrefix(it.Ref, "institution/") && (it.Role == RoleInstitution || it.Role == RoleEverywhere):
				marks[it.Ref] = boxOfItem(it)
			case it.Role == RolePin:
				pins[it.Ref] = true
				dot := it.Ops[len(it.Ops)-1]
				i := graph.Find[*graph.Institution](snap, graph.KindInstitution, graph.ID(after(it.Ref)))
				in := outline["area/"+string(i.Areas[0])]
				if i.Areas[0] == "a4" { // where its borders would be, beside those of a3
					in = outline["area/a3"]
					in.X += in.W
				}
				if dot.Shape != ShapeEllipse || math.Abs(dot.Y-in.center().Y) > 1 || math.Abs(dot.X-in.center().X) > 0.01*in.W+1 {
					t.Errorf("%s: the dot of %s lies at %v, %v, not in the middle of %v", paper, it.Ref, dot.X, dot.Y, in)
				}
			}
		}
		if len(outline) != 5 || len(marks) != 40 {
			t.Fatalf("%s: %d areas, %d institutions", paper, len(outline), len(marks))
		}
		for ref, box := range marks {
			i := graph.Find[*graph.Institution](snap, graph.KindInstitution, graph.ID(after(ref)))
			area := "area/" + string(i.Areas[0])
			switch {
			case len(i.Areas) > 1:
				for a, o := range outline {
					if o.meets(box) {
						t.Errorf("%s: %s of two areas stands in %s", paper, ref, a)
					}
				}
			case i.Lat.Known:
				if !pins[ref] {
					t.Errorf("%s: %s has no dot", paper, ref)
				}
			case !outline[area].holds(Point{box.X, box.Y}) || !outline[area].holds(Point{box.right(), box.bottom()}):
				t.Errorf("%s: %s stands at %v, its area is %v", paper, ref, box, outline[area])
			}
			for other, o := range marks {
				if ref < other && o.meets(box) {
					t.Errorf("%s: %s and %s meet", paper, ref, other)
				}
			}
		}
	}
}

func ring(p []Point) geometry.Ring {
	var r geometry.Ring
	for _, q := range p {
		r = append(r, geometry.Point{q.X, q.Y})
	}
	return append(r, r[0])
}

// Grounds are filled by classes whose numbers stand at the areas and in the legend; what is not known is neither nought nor left out.
func TestAreas_Fills(t *testing.T) {
	snap := onGround(t, 8, 20)
	sheet := mustDraw(t, all(snap), Request{View: ViewAreas, Fill: FillIndicator, Indicator: "Quote"})[0]
	fills, labels := map[string]string{}, map[string]string{}
	for _, it := range sheet.Drawings[0].Items {
		if it.Role == RoleArea && it.Ops[0].Shape == ShapePolygon {
			fills[it.Ref], labels[it.Ref] = it.Ops[0].Fill, it.Label
		}
	}
	if labels["area/a0"] != "Raum 0: keine Angabe" || fills["area/a0"] != paper || labels["area/a3"] != "Raum 3: 3,5" {
		t.Errorf("%v %v", labels, fills)
	}
	classes := map[string]bool{}
	for _, f := range fills {
		classes[f] = true
	}
	if len(classes) != 6 {
		t.Errorf("%d grounds, want five classes and not known", len(classes))
	}
	var legend []string
	for _, e := range sheet.Legend {
		if e.Role == RoleArea {
			legend = append(legend, e.Label)
		}
	}
	if got := strings.Join(legend, " | "); got != "Quote: 1,5 | 2,5 | 3,5 bis 4,5 | 5,5 | 6,5 bis 7,5 | keine Angabe" {
		t.Error(got)
	}
	for _, r := range []Request{{View: ViewAreas, Fill: "x"}, {View: ViewAreas, Fill: FillIndicator, Indicator: "Regen"}} {
		if _, _, err := Draw(t.Context(), all(snap), drawer(t), r); graph.CodeOf(err) != graph.Invalid {
			t.Errorf("%+v: %v", r, err)
		}
	}
	table := TableOfAreas(all(snap), "Quote")
	if !table.Imported || len(table.Areas) != 8 || *table.Areas[3].Value != 3.5 || table.Areas[3].Year != 2025 || table.Areas[0].Value != nil || *table.Areas[2].Children != 300 || table.Elsewhere != 3 {
		t.Errorf("%+v", table)
	}
}

// Ties to what stands in the box are counted at the mark, or drawn on request; none is lost. Names stay away where they should.
func TestAreas_Ties(t *testing.T) {
	snap := onGround(t, 4, 24)
	count := func(r Request) (lines, badges int) {
		for _, it := range mustDraw(t, all(snap), r)[0].Drawings[0].Items {
			if isLine(it.Role) && it.From != "" {
				lines++
			}
			for _, op := range it.Ops {
				n := 0
				if _, err := fmt.Sscanf(op.Text, "+%d", &n); err == nil {
					badges += n
				}
			}
			if r.NoNames {
				for _, op := range it.Ops {
					if strings.Contains(op.Text, "Kita 0") {
						t.Errorf("%q is a name", op.Text)
					}
				}
				if strings.Contains(it.Label, "Kita 0") {
					t.Errorf("%q is a name", it.Label)
				}
			}
		}
		return
	}
	few, counted := count(Request{View: ViewAreas})
	every, none := count(Request{View: ViewAreas, Wide: true, NoNames: true})
	if few+counted != every || counted == 0 || none != 0 {
		t.Errorf("%d drawn and %d counted, all are %d", few, counted, every)
	}
	more, _ := count(Request{View: ViewAreas, Wide: true, Level1: true})
	beside, _ := count(Request{View: ViewAreas, Wide: true, Unclear: true})
	if more <= every || beside <= every {
		t.Errorf("level 1: %d, unclear: %d, without: %d", more, beside, every)
	}
}

// Many institutions are bundled, many areas go on several sheets; the same data gives the same picture.
func TestAreas_Large(t *testing.T) {
	snap := onGround(t, 9, 400)
	a, b := mustDraw(t, all(snap), Request{View: ViewAreas, Paper: "a4"}), mustDraw(t, all(snap), Request{View: ViewAreas, Paper: "a4"})
	if fmt.Sprint(a) != fmt.Sprint(b) {
		t.Error("drawn twice, two pictures")
	}
	open := mustDraw(t, all(onGround(t, 9, 140)), Request{View: ViewAreas, Paper: "a4"})
	drawn := map[string]bool{}
	for _, s := range open {
		for _, it := range s.Drawings[0].Items {
			if strings.HasPrefix(it.Ref, "institution/") && it.Role == RoleInstitution {
				drawn[it.Ref] = true
			}
		}
	}
	if len(drawn) != 137 && len(drawn) != 140 {
		t.Errorf("%d institutions on %d sheets", len(drawn), len(open))
	}
}
