package diagram

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"miteinander/graph"
)

// silent is the town before anybody has been asked: no tie, and unlisted pairs mean unknown.
func silent(t testing.TB, s *graph.Snapshot, change func(graph.Record) graph.Record) *graph.Snapshot {
	t.Helper()
	b := &graph.Builder{}
	for _, k := range graph.Kinds() {
		for r := range s.All(k) {
			if k == graph.KindCooperation {
				continue
			}
			if set, ok := r.(*graph.Settings); ok {
				c := *set
				c.Unlisted = graph.LevelUnknown
				r = &c
			}
			if change != nil {
				r = change(r)
			}
			if err := b.Add(r, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	out, err := b.Build(s.Head())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Unknown is a third state: a network of which no tie is known says so, in one map with its areas, and nowhere "0 of 4 pairs".
func TestDraw_NothingKnownYet(t *testing.T) {
	for _, paper := range papers() {
		s := mustDraw(t, all(silent(t, musterstadt(t, nil), nil)), Request{View: ViewSideBySide, Paper: paper})[0]
		if len(s.Drawings) != 1 || len(linesOf(s.Drawings[0])) != 0 {
			t.Fatalf("%s: %d drawings", paper, len(s.Drawings))
		}
		d := s.Drawings[0]
		if want := "8 Einrichtungen in 2 Planungsräumen: Wer mit wem zusammenarbeitet, ist noch nicht bekannt"; d.Title != want {
			t.Errorf("title %q, want %q", d.Title, want)
		}
		if want := "4 Paare richten sich an dieselben Kinder, alle ungeklärt"; !strings.HasPrefix(d.Note, want) {
			t.Errorf("note %q, want %q", d.Note, want)
		}
		for _, never := range []string{"ohne abgestimmte Zusammenarbeit", "0 der", "noch nicht abgestimmt"} {
			if strings.Contains(texts(s), never) {
				t.Errorf("%s: says %q where nobody knows", paper, never)
			}
		}
		if !slices.ContainsFunc(s.Legend, func(e LegendEntry) bool { return e.Role == RoleUnsaid }) {
			t.Errorf("%s: the dotted border is not in the legend", paper)
		}
	}
	asked := mustDraw(t, all(silent(t, musterstadt(t, nil), nil)), Request{View: ViewSideBySide, Unclear: true})[0]
	if n := len(linesOf(asked.Drawings[0])); n != 4 {
		t.Errorf("%d unclear pairs drawn on request, want 4", n)
	}
	rounds := mustDraw(t, all(silent(t, musterstadt(t, nil), nil)), Request{View: ViewRounds})[0]
	if all := texts(rounds); strings.Contains(all, "noch nicht abgestimmt\n") || !strings.Contains(all, "alle ungeklärt") {
		t.Error("the rounds say no where nobody knows")
	}
}

// Institutions without a tie of which something is known stay "ohne abgestimmte Zusammenarbeit"; those nobody has asked are counted apart.
func TestDraw_RestTellsUnknownFromNo(t *testing.T) {
	snap := silent(t, musterstadt(t, nil), nil)
	b := &graph.Builder{}
	for _, k := range graph.Kinds() {
		for r := range snap.All(k) {
			if err := b.Add(r, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, r := range []struct {
		a, b  graph.ID
		level graph.Level
	}{{"FH", "K", 3}, {"FH", "FZ", 2}, {"FZ", "KN", 2}, {"GN", "KN", 3}, {"EB", "KN", 0}} {
		c := graph.New(graph.KindCooperation, graph.CooperationID(r.a, r.b, graph.Date{})).(*graph.Cooperation)
		c.From, c.To, c.Level = r.a, r.b, r.level
		if err := b.Add(c, 1); err != nil {
			t.Fatal(err)
		}
	}
	more, err := b.Build(snap.Head())
	if err != nil {
		t.Fatal(err)
	}
	s := mustDraw(t, all(more), Request{View: ViewSideBySide})[0]
	if want := "3 Einrichtungen ohne abgestimmte Zusammenarbeit, zu 2 von ihnen ist noch nichts bekannt"; !strings.Contains(texts(s), want) {
		t.Errorf("the box does not say %q:\n%s", want, texts(s))
	}
}

// Three institutions called alike are told apart by the first attribute that differs; others keep their label.
func TestDraw_SameNamesToldApart(t *testing.T) {
	name := func(kinds, streets bool) func(graph.Record) graph.Record {
		return func(r graph.Record) graph.Record {
			if i, ok := r.(*graph.Institution); ok && slices.Contains([]graph.ID{"KN", "KS", "GN"}, i.ID) {
				c := *i
				c.Name, c.Street = "Engelsby", ""
				if !kinds {
					c.Kinds = []graph.ID{"Kita"}
				}
				if streets {
					c.Street = "Weg " + string(c.ID)
				}
				return &c
			}
			return r
		}
	}
	labels := func(s *graph.Snapshot) []string {
		v := newViewer(all(s), Request{Lang: "de"})
		var out []string
		for _, id := range []graph.ID{"GN", "KN", "KS", "GS"} {
			l, _ := v.name(graph.Find[*graph.Institution](s, graph.KindInstitution, id))
			out = append(out, l)
		}
		return out
	}
	for _, c := range []struct {
		kinds, streets bool
		want           []string
	}{
		{false, true, []string{"Engelsby (Weg GN)", "Engelsby (Weg KN)", "Engelsby (Weg KS)", "Grundschule Süd"}},
		{false, false, []string{"Engelsby (1)", "Engelsby (2)", "Engelsby (3)", "Grundschule Süd"}},
		{true, false, []string{"Engelsby (1)", "Engelsby (2)", "Engelsby (3)", "Grundschule Süd"}}, // the kind tells only one of three
	} {
		if got := labels(silent(t, musterstadt(t, nil), name(c.kinds, c.streets))); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// untied is a town with hardly a tie: n institutions, the first few lines kept.
func untied(n, areas, lines int) *Scene {
	sc := town(n, areas)
	sc.Plots = true
	for i := range sc.Marks {
		sc.Marks[i].Alone = false
	}
	sc.Panels[0].Lines = sc.Panels[0].Lines[:lines]
	sc.Panels[1].Lines = nil
	return sc
}

// Plots: nothing touches, every institution stands on the ground of its area and on no other, letters are as large as the paper asks.
func TestPlots_AreasStayTogether(t *testing.T) {
	for _, c := range []struct{ n, areas, lines int }{{8, 2, 0}, {45, 3, 3}, {100, 10, 0}, {100, 10, 12}} {
		for _, paper := range []string{"a3", "screen"} {
			sc := untied(c.n, c.areas, c.lines)
			sheets, _ := drawn(t, testComposing(t, Netz, paper), sc)
			checkSheets(t, sheets, sc)
			for _, s := range sheets {
				for _, d := range s.Drawings {
					ground, box := map[string]Rect{}, map[string]Rect{}
					for _, it := range d.Items {
						if it.Role == RoleArea && ground[it.Ref] == (Rect{}) {
							ground[it.Ref] = bounds(it.Ops)
						}
						if strings.HasPrefix(it.Ref, "institution/") && !isLine(it.Role) {
							box[it.Ref] = bounds(it.Ops)
							for _, op := range it.Ops {
								if op.Shape == ShapeText && op.Size < 8 {
									t.Errorf("%+v %s: letters of %.1f pt", c, paper, op.Size)
								}
							}
						}
					}
					for _, m := range sc.Marks {
						for area, g := range ground {
							if in := g.meets(box[m.Ref]); in != (area == m.Area) {
								t.Errorf("%+v %s: %s on the ground of %s: %v", c, paper, m.Ref, area, in)
							}
						}
					}
				}
			}
		}
	}
}

// One more institution, and the first ties, move nobody.
func TestPlots_OneMoreMovesNobody(t *testing.T) {
	sc := untied(60, 6, 0)
	c := testComposing(t, Netz, "a3")
	_, before := drawn(t, c, sc)
	for area := range sc.Areas {
		c.stored = before
		more := withOneMore(sc, area)
		sheets, after := drawn(t, c, more)
		c.stored = nil
		moved := 0
		for _, m := range sc.Marks {
			d := math.Hypot(before[m.Ref].X-after[m.Ref].X, before[m.Ref].Y-after[m.Ref].Y)
			if d > 12 {
				t.Errorf("%s moved by %.1f pt", m.Ref, d)
			}
			if d > 0 {
				moved++
			}
		}
		if moved > len(sc.Marks)/2 {
			t.Errorf("area %d: %d of %d moved", area, moved, len(sc.Marks))
		}
		checkSheets(t, sheets, more)
	}
	if again, _ := drawn(t, testComposing(t, Netz, "a3"), untied(60, 6, 0)); fmt.Sprint(again) != fmt.Sprint(first(drawn(t, testComposing(t, Netz, "a3"), untied(60, 6, 0)))) {
		t.Error("the same network drawn twice differs")
	}
}

func first[A, B any](a A, _ B) A { return a }
