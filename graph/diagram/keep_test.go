package diagram

import (
	"fmt"
	"strings"
	"testing"

	"miteinander/graph"
)

// One document for each picture that puts other marks on the map, and the same one for what leaves all in place.
func TestLayoutIDs(t *testing.T) {
	plain := Request{View: ViewSideBySide, Arrangement: Lebensphasen, Paper: "screen"}
	day := graph.Filter{Date: graph.Date{Year: 2025, Month: 6, Day: 30}}
	if ids := plain.LayoutIDs(day); len(ids) != 1 || ids[0] != "layout-side-by-side-phases-screen" {
		t.Errorf("%v", ids)
	}
	same := plain
	same.NoNames, same.Lang, same.Version = true, "en", "x"
	other := day
	other.Date.Year = 2026
	if got := same.LayoutIDs(other); fmt.Sprint(got) != fmt.Sprint(plain.LayoutIDs(day)) {
		t.Errorf("date, language and names: %v", got)
	}
	seen := map[graph.ID]string{plain.LayoutIDs(day)[0]: "plain"}
	for name, f := range map[string]graph.Filter{"area": {Areas: []graph.ID{"nord"}}, "other area": {Areas: []graph.ID{"sued"}}, "level": {MinLevel: 2}, "without": {WithoutCoordination: true}} {
		f.Date = day.Date
		id := plain.LayoutIDs(f)[0]
		if seen[id] != "" || len(id) > 64 || !strings.HasPrefix(string(id), "layout-side-by-side-phases-screen-") {
			t.Errorf("%s: %s, also of %s", name, id, seen[id])
		}
		seen[id] = name
	}
	for name, r := range map[string]Request{"unclear": {Unclear: true}, "level1": {Level1: true}, "expand": {Expand: []string{"b", "a"}}} {
		r.View, r.Arrangement, r.Paper = plain.View, plain.Arrangement, plain.Paper
		ids := r.LayoutIDs(day)
		if len(ids) != 2 || seen[ids[0]] != "" || ids[1] != plain.LayoutIDs(day)[0] {
			t.Errorf("%s begins with the positions of the plain picture: %v", name, ids)
		}
		seen[ids[0]] = name
	}
}

// Layouts of selections are bounded: the oldest go, those of whole networks and other documents stay.
func TestKeepLayouts(t *testing.T) {
	s := graph.NewSnapshot("n")
	apply := func(ops []graph.Op) {
		t.Helper()
		next, err := s.Apply(graph.Change{Network: "n", ID: graph.OpID(fmt.Sprint(s.Head().Revision)), Base: s.Head().Revision, Cause: graph.CauseUpkeep, Ops: ops})
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	apply([]graph.Op{{After: graph.DefaultSettings("N")}, {After: &graph.Document{ID: "geometry", Type: "geometry", Body: "{}"}}})
	plain := Request{View: ViewNetwork, Arrangement: Netz, Paper: "a3"}
	whole := plain.LayoutIDs(graph.Filter{})[0]
	at := Layout{"institution/a": {1.5, 2}}
	apply(KeepLayouts(s, []*graph.Document{LayoutDocument(whole, at)}))
	var ids []graph.ID
	for i := range mostKept + 5 {
		f := graph.Filter{Areas: []graph.ID{graph.ID(fmt.Sprint("area", i))}}
		ids = append(ids, plain.LayoutIDs(f)[0])
		apply(KeepLayouts(s, []*graph.Document{LayoutDocument(ids[i], Layout{"institution/a": {float64(i), 2}})}))
	}
	if got := s.Len(graph.KindDocument); got != mostKept+2 {
		t.Errorf("%d documents, want %d layouts of selections, one of the whole, and the geometry", got, mostKept)
	}
	for i, id := range ids {
		if l := StoredLayout(s, id); (l != nil) != (i >= 5) || l != nil && l["institution/a"].X != float64(i) {
			t.Errorf("layout %d: %v", i, l)
		}
	}
	if got := KeptLayout(s, Request{View: plain.View, Arrangement: Netz, Paper: "a3", Level1: true}, graph.Filter{}); got["institution/a"] != at["institution/a"] {
		t.Errorf("level 1 begins with %v", got)
	}
	if ops := KeepLayouts(s, []*graph.Document{LayoutDocument(whole, at)}); len(ops) != 0 {
		t.Errorf("the same positions again: %v", ops)
	}
}
