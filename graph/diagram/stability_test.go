package diagram

import (
	"context"
	"fmt"
	"math"
	"sort"
	"testing"
)

// withOneMore adds one Kita with two ties to institutions of its area that already have ties.
func withOneMore(sc *Scene, area int) *Scene {
	out := *sc
	ref := "institution/new"
	m := Mark{Ref: ref, Role: RoleInstitution, Label: "Kita Neubeginn", Fill: Fills[1], Area: sc.Areas[area].Ref, Phases: []int{2}}
	out.Marks = append(append([]Mark(nil), sc.Marks...), m)
	out.Panels = append([]Panel(nil), sc.Panels...)
	p := &out.Panels[0]
	p.Lines = append([]Line(nil), p.Lines...)
	for i := range sc.Marks {
		if len(p.Lines) == len(sc.Panels[0].Lines)+2 {
			break
		}
		if sc.Marks[i].Area == m.Area && !sc.Marks[i].Alone {
			p.Lines = append(p.Lines, Line{Ref: fmt.Sprint("pair/new-", i), From: ref, To: sc.Marks[i].Ref, Role: RoleLevel2})
		}
	}
	return &out
}

func drawn(t testing.TB, c *composing, sc *Scene) ([]Sheet, Layout) {
	t.Helper()
	sheets, err := c.sheets(context.Background(), sc)
	if err != nil {
		t.Fatal(err)
	}
	return sheets, c.kept
}

// Issue 3, point 6: adding one institution in Netz leaves half of the others where they were and moves none by more
// than 12 pt on A3.
func TestNetz_OneMoreMovesLittle(t *testing.T) {
	for _, size := range [][2]int{{30, 2}, {60, 4}, {80, 5}} {
		sc := town(size[0], size[1])
		c := testComposing(t, Netz, "a3")
		_, before := drawn(t, c, sc)
		for area := range size[1] {
			more := withOneMore(sc, area)
			c.stored = before
			sheets, after := drawn(t, c, more)
			c.stored = nil
			var moves []float64
			for _, m := range sc.Marks {
				a, b := before[m.Ref], after[m.Ref]
				moves = append(moves, math.Hypot(a.X-b.X, a.Y-b.Y))
			}
			sort.Float64s(moves)
			if median, most := moves[len(moves)/2], moves[len(moves)-1]; median != 0 || most > 12 {
				t.Errorf("%v, area %d: median %.1f, most %.1f pt", size, area, median, most)
			} else {
				t.Logf("%v, area %d: %d moved, most %.1f pt", size, area, len(moves)-sort.SearchFloat64s(moves, 0.01), most)
			}
			if _, ok := after["institution/new"]; !ok {
				t.Errorf("%v: the newcomer has no place", size)
			}
			checkSheets(t, sheets, more)
		}
	}
}

// A newcomer without ties goes into the box of those who stand alone and moves nobody.
func TestNetz_OneMoreAlone(t *testing.T) {
	sc := town(60, 4)
	c := testComposing(t, Netz, "a3")
	_, before := drawn(t, c, sc)
	more := *sc
	more.Marks = append(append([]Mark(nil), sc.Marks...), Mark{Ref: "institution/new", Role: RoleInstitution, Label: "Kinderarztpraxis Neubeginn", Fill: Fills[3], Area: sc.Areas[1].Ref, Alone: true})
	c.stored = before
	sheets, after := drawn(t, c, &more)
	for _, m := range sc.Marks {
		if before[m.Ref] != after[m.Ref] {
			t.Errorf("%s moved from %v to %v", m.Ref, before[m.Ref], after[m.Ref])
		}
	}
	checkSheets(t, sheets, &more)
}

// Issue 3, point 6: in Nach Lebensphasen only the rows and columns that the newcomer enters change.
func TestPhases_OneMoreChangesOnlyItsRow(t *testing.T) {
	sc := town(45, 3)
	c := testComposing(t, Lebensphasen, "a3")
	_, before := drawn(t, c, sc)
	for area := range 3 {
		more := withOneMore(sc, area)
		c.stored = before
		sheets, after := drawn(t, c, more)
		for _, m := range sc.Marks {
			if m.Area != sc.Areas[area].Ref && before[m.Ref] != after[m.Ref] {
				t.Errorf("area %d: %s in another row moved from %v to %v", area, m.Ref, before[m.Ref], after[m.Ref])
			}
		}
		for ref, at := range before {
			if ref[:2] == "·" && after[ref] != at {
				t.Errorf("%s changed", ref)
			}
		}
		checkSheets(t, sheets, more)
	}
}

func TestArrangements_SameSceneSameBytes(t *testing.T) {
	for _, arrangement := range []string{Netz, Lebensphasen} {
		_, a := drawn(t, testComposing(t, arrangement, "a3"), town(45, 3))
		_, b := drawn(t, testComposing(t, arrangement, "a3"), town(45, 3))
		for ref, at := range a {
			if b[ref] != at {
				t.Errorf("%s: %s at %v and %v", arrangement, ref, at, b[ref])
			}
		}
	}
}

// checkSheets holds what every picture promises: no two boxes touch, nothing leaves the page, every text fits.
func checkSheets(t testing.TB, sheets []Sheet, sc *Scene) {
	t.Helper()
	marks := map[string]bool{}
	for _, m := range sc.Marks {
		marks[m.Ref] = true
	}
	for n, s := range sheets {
		for _, d := range s.Drawings {
			var refs []string
			var boxes []Rect
			for _, it := range d.Items {
				if marks[it.Ref] && !isLine(it.Role) {
					refs = append(refs, it.Ref)
					boxes = append(boxes, bounds(it.Ops))
				}
			}
			for i := range boxes {
				if !within1(boxes[i], Rect{0, 0, s.W, s.H}) {
					t.Errorf("sheet %d %s: %s leaves the page: %v", n+1, d.Name, refs[i], boxes[i])
				}
				for j := i + 1; j < len(boxes); j++ {
					if boxes[i].meets(boxes[j]) {
						t.Errorf("sheet %d %s: %s and %s overlap: %v %v", n+1, d.Name, refs[i], refs[j], boxes[i], boxes[j])
					}
				}
			}
		}
		for it := range s.items {
			for _, op := range it.Ops {
				if op.Shape != ShapeText || op.Angle != 0 {
					continue
				}
				w := textWidth(op.Text, op.Size, op.Bold)
				x := op.X
				switch op.Align {
				case Middle:
					x -= w / 2
				case End:
					x -= w
				}
				if x < -0.5 || x+w > s.W+0.5 || op.Y < 0 || op.Y > s.H {
					t.Errorf("sheet %d: text %q leaves the page", n+1, op.Text)
				}
			}
		}
	}
}

// bounds of the first shape: the outline of a mark.
func bounds(ops []DrawOp) Rect {
	op := ops[0]
	switch op.Shape {
	case ShapeEllipse:
		return Rect{op.X - op.W, op.Y - op.H, 2 * op.W, 2 * op.H}
	case ShapePolygon:
		lo, hi := op.Points[0], op.Points[0]
		for _, p := range op.Points {
			lo = Point{min(lo.X, p.X), min(lo.Y, p.Y)}
			hi = Point{max(hi.X, p.X), max(hi.Y, p.Y)}
		}
		return Rect{lo.X, lo.Y, hi.X - lo.X, hi.Y - lo.Y}
	}
	return Rect{op.X, op.Y, op.W, op.H}
}

func within1(r, page Rect) bool {
	return r.X >= page.X && r.Y >= page.Y && r.right() <= page.right() && r.bottom() <= page.bottom()
}

// A map on which nothing is new stays as it was stored, also one of thousands that was tight from the start: nobody's place is
// found anew for that.
func TestNetz_NothingNewStays(t *testing.T) {
	sc := town(60, 4)
	c := testComposing(t, Netz, "a3")
	_, before := drawn(t, c, sc)
	tight := Layout{}
	for ref, at := range before {
		tight[ref] = at
	}
	p, ok := extendNetz(sc, tight, tight[frameRef])
	if !ok {
		t.Fatal("a stored layout without newcomers was refused")
	}
	for ref, at := range p.layout() {
		if d := math.Hypot(at.X-before[ref].X, at.Y-before[ref].Y); d > 0.01 {
			t.Errorf("%s moved by %.2f pt", ref, d)
		}
	}
	// Two that stand on each other are moved apart, at most by the leash, and the rest stays where it is.
	a, b := sc.Marks[0].Ref, sc.Marks[1].Ref
	if sc.Marks[0].Alone || sc.Marks[1].Alone {
		t.Fatal("the town begins with marks that stand alone")
	}
	tight[b] = tight[a]
	p, ok = extendNetz(sc, tight, tight[frameRef])
	if !ok {
		t.Fatal("a tight layout was refused")
	}
	for ref, at := range p.layout() {
		if d := math.Hypot(at.X-tight[ref].X, at.Y-tight[ref].Y); d > leash+0.1 {
			t.Errorf("%s moved by %.2f pt", ref, d)
		}
	}
}
