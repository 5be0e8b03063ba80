package diagram

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/words"
)

// town has areas, kinds and institutions as asked for, with ties among them, all drawn by lots that are the same in every run.
func bigTown(t testing.TB, areas, kinds, institutions, ties int) *graph.Selection {
	t.Helper()
	b := &graph.Builder{}
	put := func(r graph.Record) {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	set := graph.DefaultSettings("Großstadt mit einem sehr langen Namen an der Donau")
	set.AsOf = graph.Date{Year: 2025, Month: 6, Day: 30}
	put(set)
	for i, name := range []string{"Schwangerschaft und Geburt", "unter 3 Jahre", "3 Jahre bis Schuleintritt", "Grundschulalter"} {
		put(&graph.Phase{ID: graph.ID(strconv.Itoa(i)), Name: name, Order: graph.NumberOf(float64(i))})
	}
	for i := range areas {
		put(&graph.Area{ID: graph.ID(fmt.Sprintf("a%03d", i)), Name: fmt.Sprintf("Planungsraum Donauvorstadt %d", i+1), Children: map[graph.ID]int64{"1": 100, "2": 100}})
	}
	for i, name := range []string{"Gesundheitsförderung", "Familienbildung", "Sprachförderung", "Beratung"} {
		put(&graph.Entry{Of: graph.KindField, ID: graph.ID("f" + strconv.Itoa(i)), Name: name})
	}
	for i := range 9 {
		put(&graph.Entry{Of: graph.KindSector, ID: graph.ID("s" + strconv.Itoa(i)), Name: "Ressort " + strconv.Itoa(i+1)})
	}
	for i := range kinds {
		put(&graph.InstitutionKind{ID: graph.ID(fmt.Sprintf("k%02d", i)), Name: fmt.Sprintf("Schwangerschaftskonfliktberatung %d", i+1)})
	}
	put(&graph.Target{ID: "t", Required: graph.TargetRequired})
	for i := range 10 {
		x := graph.New(graph.KindTransition, graph.ID(fmt.Sprintf("x%02d", i))).(*graph.TransitionType)
		x.Name, x.FromPhase, x.ToPhase = fmt.Sprintf("Frühförderung %d → Kindertagesbetreuung", i+1), "1", "2"
		x.Senders, x.Receivers = []graph.ID{graph.ID(fmt.Sprintf("k%02d", i%kinds))}, []graph.ID{graph.ID(fmt.Sprintf("k%02d", (i+1)%kinds))}
		put(x)
	}
	var lot lots = 7
	for i := range institutions {
		inst := graph.New(graph.KindInstitution, graph.ID(fmt.Sprintf("i%04d", i))).(*graph.Institution)
		inst.Name = fmt.Sprintf("Kindertagesstätte Sankt Michael Nummer %d", i+1)
		inst.Kinds, inst.Sector = []graph.ID{graph.ID(fmt.Sprintf("k%02d", lot.below(kinds)))}, graph.ID("s"+strconv.Itoa(lot.below(9)))
		put(inst)
		o := graph.New(graph.KindOffer, graph.ID(fmt.Sprintf("o%04d", i))).(*graph.Offer)
		o.Name, o.Institutions = "Angebot", []graph.ID{inst.ID}
		o.Areas, o.Phases, o.Fields = []graph.ID{graph.ID(fmt.Sprintf("a%03d", lot.below(areas)))}, []graph.ID{graph.ID(strconv.Itoa(lot.below(4)))}, []graph.ID{graph.ID("f" + strconv.Itoa(lot.below(3)))}
		put(o)
	}
	seen := map[[2]int]bool{}
	for range ties {
		x, y := lot.below(institutions), lot.below(institutions)
		if x == y || seen[[2]int{min(x, y), max(x, y)}] {
			continue
		}
		seen[[2]int{min(x, y), max(x, y)}] = true
		from, to := graph.ID(fmt.Sprintf("i%04d", min(x, y))), graph.ID(fmt.Sprintf("i%04d", max(x, y)))
		c := graph.New(graph.KindCooperation, graph.CooperationID(from, to, graph.Date{})).(*graph.Cooperation)
		c.From, c.To, c.Level = from, to, graph.Level(lot.below(5))
		put(c)
	}
	s, err := b.Build(graph.Head{ID: "gross", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	return all(s)
}

// Every slide can be read from the back of a room: one sheet, at most 40 marks, no letter below 18 px, nothing beyond the page, and
// what was bundled is said.
func TestSlide_ReadableFromTheBack(t *testing.T) {
	if testing.Short() {
		t.Skip("large networks are drawn")
	}
	d := drawer(t)
	for name, sel := range map[string]*graph.Selection{"musterstadt": all(musterstadt(t, nil)), "unknown": bigTown(t, 5, 6, 40, 0), "town": bigTown(t, 5, 9, 70, 160), "city": bigTown(t, 40, 45, 2000, 4000)} {
		for _, view := range []string{ViewNetwork, ViewSideBySide, ViewRounds, ViewChain, ViewGaps, ViewComponents} {
			for _, noNames := range []bool{false, true} {
				if noNames && name == "city" {
					continue // bundles have no names
				}
				sheets, _, err := Draw(t.Context(), sel, d, Request{View: view, Paper: paperSlide, Lang: words.German, NoNames: noNames})
				if err != nil {
					t.Errorf("%s %s: %v", name, view, err)
					continue
				}
				if len(sheets) != 1 {
					t.Fatalf("%s %s: %d sheets", name, view, len(sheets))
				}
				checkSlide(t, name+" "+view, sheets[0])
			}
		}
	}
}

func checkSlide(t *testing.T, name string, s Sheet) {
	t.Helper()
	if s.W != 1280 || s.H != 720 {
		t.Errorf("%s: %v × %v", name, s.W, s.H)
	}
	bundled := false
	for _, d := range s.Drawings {
		marks := 0
		for _, it := range d.Items {
			if f := Style[it.Role].Form; f != "" {
				marks++
				bundled = bundled || f == FormStack
			}
		}
		if marks > slideMarks {
			t.Errorf("%s: %d marks", name, marks)
		}
		if bundled && d.Note == "" && s.Drawings[0].Note == "" {
			t.Errorf("%s: bundles, and no word about it", name)
		}
	}
	for part, sheet := range map[string]Sheet{"sheet": s, "body": s.Body()} {
		for it := range sheet.items {
			for _, op := range it.Ops {
				if op.Shape != ShapeText {
					continue
				}
				if op.Size < slideLetter-0.01 && Style[it.Role].Sign != op.Text && !isBand(it.Role) && it.Role != RoleLegend && it.Role != RoleCell {
					t.Errorf("%s %s: „%s“ is %.1f px", name, part, op.Text, op.Size)
				}
				w := textWidth(op.Text, op.Size, op.Bold)
				left := op.X
				switch op.Align {
				case Middle:
					left -= w / 2
				case End:
					left -= w
				}
				if left < 0 || left+w > sheet.W+0.5 || op.Y < op.Size*0.6 || op.Y > sheet.H {
					t.Errorf("%s %s: „%s“ at %.0f…%.0f, %.0f leaves the page", name, part, op.Text, left, left+w, op.Y)
				}
			}
		}
	}
	for _, d := range s.Drawings {
		for _, it := range d.Items {
			for _, op := range it.Ops {
				if it.Role == RoleRest && op.Shape == ShapeText && op.X+textWidth(op.Text, op.Size, op.Bold) > d.Frame.right()-restGap {
					t.Errorf("%s: „%s“ runs out of its box", name, op.Text)
				}
			}
		}
	}
	if b := s.Body(); b.H != 720-slideBody || len(b.Drawings) != len(s.Drawings) || len(b.Head) != len(s.Head)-1 {
		t.Errorf("%s: body is %v high with %d heads", name, b.H, len(b.Head))
	}
}

// In a dark room letters keep a contrast of 4.5 on every fill, and every line of the table of looks one of 3 on the ground (WCAG 1.4.3,
// 1.4.11); a sheet is the same but for its colours.
func TestDark_Contrast(t *testing.T) {
	contrast := func(a, b string) float64 {
		x, y := luminance(a)+0.05, luminance(b)+0.05
		return max(x, y) / min(x, y)
	}
	letters := darkLine(ink)
	grounds := append(append([]string{paper, sand, Style[RoleGap].Fill, Style[RoleBarBeside].Fill, Style[RoleBarAgreed].Fill}, Fills[:]...), PhaseFills[:]...)
	for _, f := range tints {
		grounds = append(grounds, f)
	}
	for _, f := range grounds {
		if c := contrast(letters, darkGround(f)); c < 4.5 {
			t.Errorf("letters on %s, dark %s: %.2f", f, darkGround(f), c)
		}
	}
	if c := contrast(darkLine(paper), darkGround(Style[RoleBarTogether].Fill)); c < 4.5 {
		t.Errorf("numbers on the bar: %.2f", c)
	}
	for _, c := range []string{softInk, areaInk, ochre, blue} {
		if r := contrast(darkLine(c), darkGround(sand)); r < 4.5 {
			t.Errorf("letters %s on an area: %.2f", c, r)
		}
	}
	for role, look := range Style {
		if look.Stroke == "" || role == RoleArea {
			continue
		}
		if c := contrast(darkLine(look.Stroke), DarkPaper); c < 3 {
			t.Errorf("%s: %s becomes %s, %.2f on the ground", role, look.Stroke, darkLine(look.Stroke), c)
		}
	}
	sheets, _, err := Draw(t.Context(), all(musterstadt(t, nil)), drawer(t), Request{View: ViewGaps, Paper: paperSlide})
	if err != nil {
		t.Fatal(err)
	}
	light, dark := 0, 0
	for range sheets[0].items {
		light++
	}
	for it := range sheets[0].Dark().items {
		dark++
		for _, op := range it.Ops {
			if op.Fill == paper || op.Stroke == paper {
				t.Errorf("%s is still white: %+v", it.Role, op)
			}
		}
	}
	if light != dark {
		t.Errorf("%d items light, %d dark", light, dark)
	}
}

// A round without names is drawn as finely as its long words let it: ten institutions are not three boxes.
func TestSlide_RoundWithoutNames(t *testing.T) {
	kinds := []string{"Erziehungsberatung", "Allgemeiner Sozialer Dienst (ASD)", "Träger Hilfen zur Erziehung", "Kinderschutzdienst", "Schulsozialarbeit", "Jugendzentrum", "Jugendamt", "Gewaltschutz", "Suchthilfe"}
	town := bigTown(t, 1, len(kinds), 10, 60).Snapshot()
	b := &graph.Builder{}
	for _, k := range graph.Kinds() {
		for r := range town.All(k) {
			if kind, ok := r.(*graph.InstitutionKind); ok {
				kind = graph.Clone(kind)
				kind.Name, kinds = kinds[0], kinds[1:]
				r = kind
			}
			if err := b.Add(r, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	round, err := b.Build(town.Head())
	if err != nil {
		t.Fatal(err)
	}
	sheets, _, err := Draw(t.Context(), all(round), drawer(t), Request{View: ViewSideBySide, Paper: paperSlide, Lang: words.German, NoNames: true})
	if err != nil {
		t.Fatal(err)
	}
	checkSlide(t, "round", sheets[0])
	marks := 0
	for _, it := range sheets[0].Drawings[0].Items {
		if Style[it.Role].Form != "" {
			marks++
		}
	}
	if marks < 6 {
		t.Errorf("ten institutions are %d boxes", marks)
	}
}

// The map of areas needs the room of a sheet: as a slide it is refused with the papers that it has.
func TestSlide_NoMapOfAreas(t *testing.T) {
	_, _, err := Draw(t.Context(), all(onGround(t, 5, 40, 4)), drawer(t), Request{View: ViewAreas, Paper: paperSlide})
	if graph.CodeOf(err) != graph.Invalid || !strings.Contains(fmt.Sprint(err), "paper slide a3, a4, screen") {
		t.Errorf("%v", err)
	}
}
