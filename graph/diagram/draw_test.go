package diagram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
)

func mustDraw(t testing.TB, sel *graph.Selection, r Request) []Sheet {
	t.Helper()
	sheets, _, err := Draw(context.Background(), sel, drawer(t), r)
	if err != nil {
		t.Fatal(err)
	}
	return sheets
}

// linesOf lists the lines of a drawing as "a-b role", and the marks in the box of those who stand alone.
func linesOf(d Drawing) (lines []string) {
	for _, it := range d.Items {
		if isLine(it.Role) && it.From != "" {
			a, b := after(it.From), after(it.To)
			if b < a {
				a, b = b, a
			}
			lines = append(lines, a+"-"+b+" "+string(it.Role))
		}
	}
	slices.Sort(lines)
	return lines
}

func texts(s Sheet) string {
	var b strings.Builder
	for it := range s.items {
		for _, op := range it.Ops {
			if op.Shape == ShapeText {
				b.WriteString(op.Text + "\n")
			}
		}
	}
	return b.String()
}

// findings.md, "Maps": Musterstadt: left 4 lines (K–FH, FZ–KN, KN–GN, EB–KN), right 2, box without ties at level 2: KS, GS.
func TestDraw_PairOfMusterstadt(t *testing.T) {
	for _, arrangement := range Arrangements() {
		for _, paper := range papers() {
			sheets := mustDraw(t, all(musterstadt(t, nil)), Request{View: ViewSideBySide, Arrangement: arrangement, Paper: paper})
			if len(sheets) != 1 || len(sheets[0].Drawings) != 2 {
				t.Fatalf("%s %s: %d sheets", arrangement, paper, len(sheets))
			}
			left, right := sheets[0].Drawings[0], sheets[0].Drawings[1]
			if d := cmp.Diff([]string{"EB-KN level_2", "FH-K level_3", "FZ-KN level_2", "GN-KN level_3"}, linesOf(left)); d != "" {
				t.Errorf("%s %s left: %s", arrangement, paper, d)
			}
			// Both pairs: 300 children (findings.md), so one width.
			if d := cmp.Diff([]string{"FH-FZ side_by_side_2", "FH-KN side_by_side_2"}, linesOf(right)); d != "" {
				t.Errorf("%s %s right: %s", arrangement, paper, d)
			}
			if want := "Miteinander: 2 der 4 Paare, dazu 2 weitere Kooperationen"; left.Title != want {
				t.Errorf("title %q, want %q", left.Title, want)
			}
			if want := "Nebeneinander: 2 Paare"; right.Title != want {
				t.Errorf("title %q, want %q", right.Title, want)
			}
			places := map[string]Rect{}
			for _, it := range left.Items {
				if strings.HasPrefix(it.Ref, "institution/") && !isLine(it.Role) {
					places[it.Ref] = bounds(it.Ops)
				}
			}
			if len(places) != 8 {
				t.Errorf("%d institutions drawn, want 8", len(places))
			}
			for _, it := range right.Items { // the eye must be able to jump
				if p, ok := places[it.Ref]; ok && !isLine(it.Role) {
					q := bounds(it.Ops)
					if dx, dy := q.X-right.Frame.X-(p.X-left.Frame.X), q.Y-p.Y; dx*dx+dy*dy > 0.01 {
						t.Errorf("%s stands elsewhere on the right", it.Ref)
					}
				}
			}
			if arrangement == Netz && !strings.Contains(texts(sheets[0]), "2 Einrichtungen ohne abgestimmte Zusammenarbeit") {
				t.Error("the box of those without coordinated work is missing")
			}
		}
	}
}

// Every visible thing can be clicked: its Ref is a record's key or a finding's Ref.
func TestDraw_EveryMarkHasARef(t *testing.T) {
	snap := musterstadt(t, nil)
	for _, view := range Views() {
		sheets := mustDraw(t, all(snap), Request{View: view, Focus: graph.Key{Kind: graph.KindInstitution, ID: "FH"}})
		for _, s := range sheets {
			for _, d := range s.Drawings {
				n := 0
				for _, it := range d.Items {
					if it.Ref == "" {
						continue
					}
					n++
					if strings.HasPrefix(it.Ref, "transitions/") { // a finding's Ref, plural; the record's key is singular
						continue
					}
					if k, ok := graph.ParseKey(it.Ref); ok {
						if _, there := snap.Get(k); !there {
							t.Errorf("%s: %s is no record", view, it.Ref)
						}
					}
				}
				if n < 5 {
					t.Errorf("%s: only %d items can be clicked", view, n)
				}
			}
		}
	}
}

func TestDraw_NoKeyWithoutWords(t *testing.T) {
	snap := musterstadt(t, nil)
	for _, lang := range []string{"de", "en"} {
		for _, view := range Views() {
			for _, s := range mustDraw(t, all(snap), Request{View: view, Lang: lang, Focus: graph.Key{Kind: graph.KindInstitution, ID: "KN"}, Unclear: true, Level1: true, NoNames: true}) {
				all := texts(s) + s.Summary + s.Selection
				for it := range s.items {
					all += "\n" + it.Label
				}
				if i := strings.Index(all, "diagram."); i >= 0 {
					t.Errorf("%s %s: %q", lang, view, all[i:min(i+60, len(all))])
				}
			}
		}
	}
}

// The rounds of Nord, counted by hand from the table: under 3 F (FH, FZ, KN: FZ–KN together, FH–FZ and FH–KN not),
// 3 to school F (EB, KN: together). Gesundheit at birth has one institution per area, so no round.
func TestDraw_Rounds(t *testing.T) {
	sheets := mustDraw(t, all(musterstadt(t, nil)), Request{View: ViewRounds})
	labels := map[string]string{}
	for _, it := range sheets[0].Drawings[0].Items {
		labels[it.Ref] = it.Label
	}
	for ref, want := range map[string]string{
		"side-by-side/N/1":   "Nord, unter 3 Jahre: 3 Einrichtungen, 1 von 3 Paaren abgestimmt",
		"side-by-side/N/1/F": "Nord, unter 3 Jahre: Familie: 3 Einrichtungen, 1 von 3 Paaren abgestimmt",
		"side-by-side/N/2":   "Nord, 3 Jahre bis Schuleintritt: 2 Einrichtungen, 1 Paar, abgestimmt",
		"side-by-side/S/1":   "Süd, unter 3 Jahre: 1 Einrichtung",
	} {
		if labels[ref] != want {
			t.Errorf("%s: %q, want %q", ref, labels[ref], want)
		}
	}
}

// Around FH: its offer, and the institutions it has a tie with (K level 3, FZ level 1).
func TestDraw_Ego(t *testing.T) {
	sheets := mustDraw(t, all(musterstadt(t, nil)), Request{View: ViewEgo, Focus: graph.Key{Kind: graph.KindInstitution, ID: "FH"}})
	got := linesOf(sheets[0].Drawings[0])
	want := []string{"FH-FH1 provides", "FH-FZ level_1", "FH-K level_3"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	_, _, err := Draw(context.Background(), all(musterstadt(t, nil)), drawer(t), Request{View: ViewEgo, Focus: graph.Key{Kind: graph.KindInstitution, ID: "XX"}})
	if graph.CodeOf(err) != graph.NotFound {
		t.Errorf("unknown focus: %v", err)
	}
}

// From level 1 on Musterstadt has two components, {K FH FZ KN GN EB} and {KS GS}; from level 2 on {K FH} and
// {FZ KN GN EB}, while KS and GS stand alone.
func TestDraw_Components(t *testing.T) {
	snap := musterstadt(t, nil)
	s := mustDraw(t, all(snap), Request{View: ViewComponents})[0]
	if want := "8 Einrichtungen: 2 Teilnetze, keine steht für sich"; s.Drawings[0].Title != want {
		t.Errorf("%q, want %q", s.Drawings[0].Title, want)
	}
	s = mustDraw(t, snap.Select(graph.Filter{Date: snap.Settings().AsOf, MinLevel: 2}), Request{View: ViewComponents})[0]
	if want := "8 Einrichtungen: 2 Teilnetze, 2 stehen für sich"; s.Drawings[0].Title != want {
		t.Errorf("%q, want %q", s.Drawings[0].Title, want)
	}
	if all := texts(s); !strings.Contains(all, "2 Einrichtungen stehen für sich") || !strings.Contains(all, "Kita Süd") {
		t.Error("who stands alone is not named")
	}
}

func TestDraw_NoNames(t *testing.T) {
	snap := musterstadt(t, nil)
	for _, view := range Views() {
		for _, s := range mustDraw(t, all(snap), Request{View: view, NoNames: true, Focus: graph.Key{Kind: graph.KindInstitution, ID: "KN"}}) {
			var svg bytes.Buffer
			if err := WriteSVG(&svg, s); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"Kita Nord", "Grundschule Süd", "Familienzentrum Nord", "Angebot K1", "Geburtsklinik Musterstadt"} {
				if strings.Contains(svg.String(), name) {
					t.Errorf("%s shows %q", view, name)
				}
			}
			if view == ViewNetwork && !strings.Contains(svg.String(), ">Kita A<") {
				t.Error("no Kita A")
			}
		}
	}
}

// The legend has every sign that is used and no other.
func TestDraw_Legend(t *testing.T) {
	s := mustDraw(t, all(musterstadt(t, nil)), Request{View: ViewSideBySide})[0]
	var got []string
	for _, e := range s.Legend {
		got = append(got, e.Label)
	}
	want := []string{"Bildung", "Familie", "Gesundheit", "in allen Planungsräumen tätig", "Planungsraum", "Stufe 2 abstimmen", "Stufe 3 zusammenarbeiten", "richten sich an dieselben Kinder, noch nicht abgestimmt"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// many is a network of n Kitas in one row of ties, without areas.
func many(t testing.TB, n, kinds int) *graph.Snapshot {
	t.Helper()
	b := &graph.Builder{}
	if err := b.Add(graph.DefaultSettings("Viele"), 1); err != nil {
		t.Fatal(err)
	}
	for k := range kinds {
		b.Add(&graph.InstitutionKind{ID: graph.ID(fmt.Sprintf("art%03d", k)), Name: fmt.Sprintf("Art %d", k)}, 1)
	}
	id := func(i int) graph.ID { return graph.ID(fmt.Sprintf("i%05d", i)) }
	for i := range n {
		r := graph.New(graph.KindInstitution, id(i)).(*graph.Institution)
		r.Name, r.Kinds = fmt.Sprintf("Einrichtung %d", i), []graph.ID{graph.ID(fmt.Sprintf("art%03d", i%kinds))}
		b.Add(r, 1)
		if i > 0 {
			c := graph.New(graph.KindCooperation, graph.CooperationID(id(i-1), id(i), graph.Date{})).(*graph.Cooperation)
			c.From, c.To, c.Level = id(i-1), id(i), 2
			b.Add(c, 1)
		}
	}
	s, err := b.Build(graph.Head{ID: "viele", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDraw_BundlesAndTellsWhatIsTooLarge(t *testing.T) {
	day := graph.Filter{Date: graph.Date{Year: 2025, Month: 1, Day: 1}}
	sel := many(t, 600, 5).Select(day)
	s := mustDraw(t, sel, Request{View: ViewNetwork})[0]
	if !strings.Contains(texts(s), "Art 3 (120)") {
		t.Error("600 institutions are not bundled by kind with their number")
	}
	open := mustDraw(t, many(t, 200, 20).Select(day), Request{View: ViewNetwork, Expand: []string{"bundle//art003"}})[0]
	if !strings.Contains(texts(open), "Einrichtung 23") || strings.Contains(texts(open), "Einrichtung 24") {
		t.Error("an opened bundle does not show its institutions, and only these")
	}
	_, _, err := Draw(context.Background(), sel, drawer(t), Request{View: ViewNetwork, Expand: []string{"all"}})
	var e *graph.Error
	if !errors.As(err, &e) || e.Code != graph.TooLarge || !slices.Equal(e.Args, []any{int64(600), int64(599)}) {
		t.Errorf("600 opened: %v", err)
	}
	_, _, err = Draw(context.Background(), many(t, 2000, 900).Select(day), drawer(t), Request{View: ViewNetwork})
	if graph.CodeOf(err) != graph.TooLarge {
		t.Errorf("900 bundles: %v", err)
	}
}

func TestDraw_UnknownOptions(t *testing.T) {
	for _, r := range []Request{{View: "x"}, {Paper: "b5"}, {Arrangement: "x"}} {
		if _, _, err := Draw(context.Background(), all(musterstadt(t, nil)), drawer(t), r); graph.CodeOf(err) != graph.Invalid {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

func TestDraw_EmptyNetwork(t *testing.T) {
	sel := many(t, 0, 1).Select(graph.Filter{Date: graph.Date{Year: 2025, Month: 1, Day: 1}})
	for _, view := range []string{ViewNetwork, ViewSideBySide, ViewComponents} {
		for _, arrangement := range Arrangements() {
			s := mustDraw(t, sel, Request{View: view, Arrangement: arrangement})
			if err := WritePDF(&bytes.Buffer{}, s); err != nil {
				t.Error(view, err)
			}
		}
	}
}

// A sheet goes to the browser as JSON and comes back the same.
func TestSheet_JSON(t *testing.T) {
	s := mustDraw(t, all(musterstadt(t, nil)), Request{View: ViewSideBySide})[0]
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back Sheet
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	again, _ := json.Marshal(back)
	if !bytes.Equal(b, again) {
		t.Error("a sheet changes on its way through JSON")
	}
}

// The stored layout keeps places from picture to picture.
func TestDraw_KeepsItsLayout(t *testing.T) {
	sel := all(musterstadt(t, nil))
	for _, arrangement := range Arrangements() {
		_, first, err := Draw(context.Background(), sel, drawer(t), Request{View: ViewSideBySide, Arrangement: arrangement})
		if err != nil {
			t.Fatal(err)
		}
		first["institution/FH"] = Point{first["institution/FH"].X + 3, first["institution/FH"].Y}
		stored, _ := json.Marshal(first)
		var l Layout
		if err := json.Unmarshal(stored, &l); err != nil {
			t.Fatal(err)
		}
		_, second, err := Draw(context.Background(), sel, drawer(t), Request{View: ViewSideBySide, Arrangement: arrangement, Layout: l})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(l, second); d != "" {
			t.Errorf("%s: %s", arrangement, d)
		}
	}
}

// papers are those that one reads from nearby: a slide bundles and shortens, and has tests of its own (slide_test.go).
func papers() []string {
	return slices.DeleteFunc(Papers(), func(p string) bool { return p == paperSlide })
}
