package diagram

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
	"miteinander/graph/exchange"
)

// bandsOf lists what each transition of a drawing is drawn as: "Ü2/N patchy".
func bandsOf(d Drawing) []string {
	var out []string
	for _, it := range d.Items {
		if ref, ok := strings.CutPrefix(it.Ref, "transitions/"); ok && isBand(it.Role) {
			out = append(out, ref+" "+string(it.Role))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// findings.md, "Transitions and the chain", Musterstadt on 30.06.2025: chains N carrying, patchy, carrying; S carrying, broken, broken.
func TestChain_Musterstadt(t *testing.T) {
	for _, paper := range papers() {
		sheets := mustDraw(t, all(musterstadt(t, nil)), Request{View: ViewChain, Paper: paper})
		if len(sheets) != 3 {
			t.Fatalf("%s: %d sheets, want the overview and one for each area", paper, len(sheets))
		}
		over := sheets[0].Drawings[0]
		want := []string{"Ü1/N carrying", "Ü1/S carrying", "Ü2/N patchy", "Ü2/S broken", "Ü3/N carrying", "Ü3/S broken"}
		if d := cmp.Diff(want, bandsOf(over)); d != "" {
			t.Errorf("%s: %s", paper, d)
		}
		if want := "Von 6 Übergängen sind 3 tragfähig, 1 lückenhaft, 2 unterbrochen."; over.Title != want {
			t.Errorf("title %q, want %q", over.Title, want)
		}
		if want := "66,7"; !strings.Contains(over.Note, want) {
			t.Errorf("the rate is not told: %q", over.Note)
		}
		for _, number := range []string{"150", "100", "× 50"} { // children of the two first areas together, of N, of S
			if !strings.Contains(texts(sheets[0]), "\n"+number+"\n") {
				t.Errorf("%s: no band says %q:\n%s", paper, number, texts(sheets[0]))
			}
		}
		if want := "Nord: Von 3 Übergängen sind 2 tragfähig, 1 lückenhaft, 0 unterbrochen."; sheets[1].Drawings[0].Title != want {
			t.Errorf("title %q, want %q", sheets[1].Drawings[0].Title, want)
		}
		for _, s := range sheets {
			checkChain(t, s, formats[paper].least)
			if strings.Contains(texts(s), "Ü2") {
				t.Error("a code stands in the picture")
			}
		}
	}
}

// The legend has every sign that is used, and no other.
func TestChain_LegendIsWhatIsUsed(t *testing.T) {
	for _, s := range mustDraw(t, all(musterstadt(t, nil)), Request{View: ViewChain}) {
		have, headed := map[Role]bool{}, map[string]bool{} // headings show a status by its tint and line
		for _, it := range s.Drawings[0].Items {
			if isBand(it.Role) {
				have[it.Role] = true
			}
			for _, op := range it.Ops {
				if it.Role == RoleZone && op.Shape == ShapeBox {
					headed[op.Fill] = true
				}
			}
		}
		for _, e := range s.Legend {
			if isBand(e.Role) && e.Role != RoleWidth && !have[e.Role] && !headed[tints[e.Role]] {
				t.Errorf("the legend explains %s, which is not drawn", e.Role)
			}
			if isBand(e.Role) && len(e.Ops) == 0 {
				t.Errorf("%s has no sign", e.Role)
			}
			delete(have, e.Role)
		}
		for r := range have { // a status of the heading alone is explained too
			t.Errorf("%s is drawn and not explained", r)
		}
	}
}

// Nobody who could hand over or receive is an arrow into nothing, never a broken band.
func TestChain_NobodyThere(t *testing.T) {
	snap := musterstadt(t, func(b *graph.Builder) {
		x := graph.New(graph.KindTransition, "out").(*graph.TransitionType)
		x.Name, x.FromPhase, x.ToPhase, x.Senders, x.Receivers = "Kita → Hort", "2", "3", ids("Kita"), ids("Erziehungsberatungsstelle")
		if err := b.Add(&graph.InstitutionKind{ID: "Erziehungsberatungsstelle", Name: "Hort"}, 1); err != nil {
			t.Fatal(err)
		}
		y := graph.New(graph.KindTransition, "within").(*graph.TransitionType)
		y.Name, y.FromPhase, y.ToPhase, y.Senders, y.Receivers = "Kita → Erziehungsberatung", "2", "2", ids("Kita"), ids("Erziehungsberatung")
		for _, r := range []graph.Record{x, y} {
			if err := b.Add(r, 1); err != nil {
				t.Fatal(err)
			}
		}
	})
	s := mustDraw(t, all(snap), Request{View: ViewChain})[0]
	bands := bandsOf(s.Drawings[0])
	for _, want := range []string{"out/N no_receiver", "out/S no_receiver", "within/N carrying", "within/S broken"} {
		if !slices.Contains(bands, want) {
			t.Errorf("%s is missing in %v", want, bands)
		}
	}
	if !strings.Contains(texts(s), "Verweise innerhalb einer Lebensphase") {
		t.Error("the referral within a phase has no table")
	}
	checkChain(t, s, formats["a3"].least)
}

// checkChain looks at one sheet: chips and plates overlap no others of their kind, no text of the map is smaller than least, nothing
// leaves the page, every band of a transition starts and ends at a chip or with the sign of an open end.
func checkChain(t *testing.T, s Sheet, least float64) {
	t.Helper()
	d := s.Drawings[0]
	var chips []Rect
	var labels []string
	for _, it := range d.Items {
		for _, op := range it.Ops {
			if op.Shape == ShapeText && op.Size < least-0.01 && it.Role != RoleFolded {
				t.Errorf("sheet %d: %q in %.2f pt", s.Page, op.Text, op.Size)
			}
		}
		if strings.HasPrefix(it.Ref, "institution/") || strings.HasPrefix(it.Ref, "bundle/") {
			chips = append(chips, bounds(it.Ops))
			labels = append(labels, it.Label)
		}
	}
	for i := range chips {
		if !within1(chips[i], Rect{0, 0, s.W, s.H}) {
			t.Errorf("sheet %d: %s leaves the page", s.Page, labels[i])
		}
		for j := range i {
			if chips[i].meets(chips[j]) {
				t.Errorf("sheet %d: %s lies on %s", s.Page, labels[i], labels[j])
			}
		}
	}
	checkTexts(t, s)
	for _, it := range d.Items {
		if !isBand(it.Role) || !strings.HasPrefix(it.Ref, "transitions/") {
			continue
		}
		var starts, ends []Point
		for _, op := range it.Ops {
			if op.Shape == ShapeCurve && op.Stroke == tints[it.Role] {
				starts, ends = append(starts, op.Points[0]), append(ends, op.Points[len(op.Points)-1])
			}
		}
		touches := func(at Point, left bool) bool {
			return slices.ContainsFunc(chips, func(c Rect) bool {
				x := c.X
				if left {
					x = c.right()
				}
				return at.Y > c.Y-1 && at.Y < c.bottom()+1 && at.X > x-4 && at.X < x+4
			})
		}
		if len(starts) == 0 {
			continue // a plate
		}
		from := slices.ContainsFunc(starts, func(p Point) bool { return touches(p, true) })
		to := slices.ContainsFunc(ends, func(p Point) bool { return touches(p, false) })
		openFrom, openTo := it.Role == RoleNoSender || it.Role == RoleNobody, it.Role == RoleNoReceiver || it.Role == RoleNobody
		if from == openFrom || to == openTo {
			t.Errorf("sheet %d: band %s (%s) starts at a chip: %v, ends at one: %v", s.Page, it.Ref, it.Role, from, to)
		}
	}
}

// checkTexts finds texts of a drawing that run over each other.
func checkTexts(t *testing.T, s Sheet) {
	t.Helper()
	type placed struct {
		text string
		r    Rect
	}
	var all []placed
	for _, it := range s.Drawings[0].Items {
		for _, op := range it.Ops {
			if op.Shape != ShapeText {
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
			p := placed{op.Text, Rect{x + 0.5, op.Y - 0.7*op.Size, w - 1, 0.7 * op.Size}}
			if p.r.X < -0.5 || p.r.right() > s.W+0.5 || p.r.bottom() > s.H {
				t.Errorf("sheet %d: %q leaves the page", s.Page, op.Text)
			}
			for _, o := range all {
				if o.r.meets(p.r) {
					t.Errorf("sheet %d: %q runs over %q at %s", s.Page, op.Text, o.text, fmt.Sprint(p.r))
				}
			}
			all = append(all, p)
		}
	}
}

// flensburg is the example of 13 Stadtteile with invented hand-overs (docs/examples/flensburg).
func flensburg(t testing.TB) *graph.Selection {
	t.Helper()
	tables, err := exchange.ReadPath("../../docs/examples/flensburg", exchange.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	head := graph.NewSnapshot("flensburg")
	date := graph.Date{Year: 2026, Month: 9, Day: 30}
	plan, err := exchange.NewPlan(head, tables, nil, exchange.Options{Name: "Flensburg", Date: date})
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Errors) > 0 {
		t.Fatal(plan.Errors[0])
	}
	snap, err := head.Apply(graph.Change{Network: "flensburg", ID: "import", Author: "test", Cause: graph.CauseImport, Ops: plan.Ops(false, exchange.Keep)})
	if err != nil {
		t.Fatal(err)
	}
	return snap.Select(graph.Filter{Date: date})
}

// Thirteen Stadtteile on one A3 that a planner can read, a sheet for each, and the mark that the hand-overs are invented on all.
func TestChain_Flensburg(t *testing.T) {
	sel := flensburg(t)
	for _, paper := range []string{"a3", "screen", "a4"} {
		sheets := mustDraw(t, sel, Request{View: ViewChain, Paper: paper})
		if paper == "a3" && (len(sheets) != 14 || len(bandsOf(sheets[0].Drawings[0])) != 65) {
			t.Errorf("%s: %d sheets, %d transitions on the first; want one overview of 65 and 13 more", paper, len(sheets), len(bandsOf(sheets[0].Drawings[0])))
		}
		seen := map[string]bool{}
		for _, s := range sheets {
			checkChain(t, s, formats[paper].least)
			if all := texts(s); !strings.Contains(all, "Übergaben und Zahlen erfunden") || !strings.Contains(all, "Erfundene Beispieldaten") {
				t.Errorf("%s sheet %d does not say that it is invented", paper, s.Page)
			}
			for _, b := range bandsOf(s.Drawings[0]) {
				seen[strings.Fields(b)[0]] = true
			}
		}
		if len(seen) != 65 {
			t.Errorf("%s: %d transitions on all sheets, want 5 kinds in 13 areas", paper, len(seen))
		}
	}
}

// One more Kita in a Stadtteil that has Kitas changes its own bundle and nothing else's place.
func TestChain_OneMoreMovesNobody(t *testing.T) {
	sel := flensburg(t)
	_, before, err := Draw(t.Context(), sel, drawer(t), Request{View: ViewChain})
	if err != nil {
		t.Fatal(err)
	}
	first := mustDraw(t, sel, Request{View: ViewChain})
	b := &graph.Builder{}
	for _, k := range graph.Kinds() {
		for r := range sel.Snapshot().All(k) {
			if err := b.Add(r, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	i := graph.New(graph.KindInstitution, "neu").(*graph.Institution)
	i.Name, i.Kinds, i.Sector, i.Areas = "Kita Neubeginn", ids("kita"), "bildung", ids("STGT04")
	o := graph.New(graph.KindOffer, "neu-o").(*graph.Offer)
	o.Name, o.Institutions, o.Phases, o.Areas, o.Fields = "Kindertagesbetreuung", ids("neu"), ids("vorschule"), ids("STGT04"), ids("bildung")
	for _, r := range []graph.Record{i, o} {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	snap, err := b.Build(sel.Snapshot().Head())
	if err != nil {
		t.Fatal(err)
	}
	after := mustDraw(t, snap.Select(sel.Filter()), Request{View: ViewChain, Layout: before})
	places := func(s Sheet) map[string]Rect {
		out := map[string]Rect{}
		for _, it := range s.Drawings[0].Items {
			if strings.HasPrefix(it.Ref, "institution/") || strings.HasPrefix(it.Ref, "bundle/") || it.Role == RoleArea {
				out[it.Ref+string(it.Role)] = bounds(it.Ops)
			}
		}
		return out
	}
	was, is := places(first[0]), places(after[0])
	for ref, r := range was {
		if now, ok := is[ref]; !ok || now != r {
			t.Errorf("%s moved from %v to %v", ref, r, now)
		}
	}
	if !strings.Contains(texts(after[0]), "Kita (8)") {
		t.Error("the new Kita is not counted")
	}
}
