package diagram

import (
	"slices"
	"strings"
	"testing"

	"miteinander/graph"
)

// required makes every cell of Musterstadt required, as the fixture of the findings has it.
func required(t testing.TB) func(*graph.Builder) {
	return func(b *graph.Builder) {
		x := graph.New(graph.KindTarget, "all").(*graph.Target)
		x.Required = graph.TargetRequired
		if err := b.Add(x, 1); err != nil {
			t.Fatal(err)
		}
		i := graph.New(graph.KindIndicator, "n").(*graph.Indicator)
		i.Area, i.Name, i.Year, i.Value = "N", "Kinder mit SGB-II-Bezug", graph.CountOf(2024), graph.NumberOf(77)
		if err := b.Add(i, 1); err != nil {
			t.Fatal(err)
		}
	}
}

// cellsOf gives the sign that each cell of a layer is drawn with, by its Ref.
func cellsOf(d Drawing, layer string) map[string]string {
	out := map[string]string{}
	for _, it := range d.Items {
		if ref, ok := strings.CutPrefix(it.Ref, layer+"/"); ok {
			for _, op := range it.Ops {
				if op.Shape == ShapeText && op.Text != "?" {
					out[ref] = strings.TrimSpace(out[ref] + " " + op.Text)
				}
			}
		}
	}
	return out
}

// findings.md, "Gap matrix", Musterstadt with all 24 cells required: covered 15, L = 9/24; (N, 1, F) multiple_side_by_side, (N, 2, F)
// multiple_together.
func TestGaps_Musterstadt(t *testing.T) {
	for _, paper := range papers() {
		sheets := mustDraw(t, all(musterstadt(t, required(t))), Request{View: ViewGaps, Paper: paper})
		if len(sheets) != 1 {
			t.Fatalf("%s: %d sheets", paper, len(sheets))
		}
		d := sheets[0].Drawings[0]
		cells := cellsOf(d, "gaps")
		gaps := 0
		for _, text := range cells {
			if text == "Lücke" {
				gaps++
			}
		}
		if len(cells) != 24 || gaps != 9 {
			t.Errorf("%s: %d cells, %d gaps; want 24 and 9", paper, len(cells), gaps)
		}
		for ref, want := range map[string]string{"N/1/F": "mehrere, noch nicht abgestimmt (3)", "N/2/F": "mehrere, abgestimmt (2)", "S/0/G": "nur eine Einrichtung"} {
			if cells[ref] != want {
				t.Errorf("%s: %s says %q, want %q", paper, ref, cells[ref], want)
			}
		}
		if want := "In 9 von 24 nötigen Feldern fehlt ein Angebot."; d.Title != want {
			t.Errorf("title %q, want %q", d.Title, want)
		}
		if all := texts(sheets[0]); !strings.Contains(all, "300 Kinder") || !strings.Contains(strings.ReplaceAll(all, "\n", " "), "Bezug: 77 (2024)") {
			t.Errorf("%s: the need does not stand beside the stock:\n%s", paper, all)
		}
		checkTexts(t, sheets[0])
		checkSigns(t, sheets[0])
		for _, it := range d.Items {
			for _, op := range it.Ops {
				if op.Shape == ShapeText && op.Size < formats[paper].least-0.01 && op.Text != "?" {
					t.Errorf("%s: %q in %.2f pt", paper, op.Text, op.Size)
				}
			}
		}
	}
}

// checkSigns compares the legend with the signs of the cells.
func checkSigns(t *testing.T, s Sheet) {
	t.Helper()
	words := map[string]bool{}
	for _, layer := range []string{"gaps", "access"} {
		for _, text := range cellsOf(s.Drawings[0], layer) {
			words[strings.Split(text, " (")[0]] = true
		}
	}
	for _, e := range s.Legend {
		if len(e.Ops) == 0 {
			t.Errorf("%s has no sign", e.Role)
		}
		if label := strings.Split(e.Label, ":")[0]; !words[label] {
			t.Errorf("the legend explains %q, which is not drawn: %v", e.Label, words)
		}
	}
	if len(s.Legend) != len(words) {
		t.Errorf("%d signs are explained, %d drawn: %v", len(s.Legend), len(words), words)
	}
}

// The access layer lies over the same cells; both together say both, and where nothing is offered only that.
func TestGaps_AccessLayer(t *testing.T) {
	snap := musterstadt(t, required(t))
	access := mustDraw(t, all(snap), Request{View: ViewGaps, Layer: LayerAccess})[0]
	if n := len(cellsOf(access.Drawings[0], "access")); n != 24 {
		t.Errorf("%d cells, want 24", n)
	}
	checkSigns(t, access)
	both := mustDraw(t, all(snap), Request{View: ViewGaps, Layer: LayerBoth})[0]
	first, second := cellsOf(both.Drawings[0], "gaps"), cellsOf(both.Drawings[0], "access")
	if len(first) != 24 || len(second) != 15 {
		t.Errorf("%d cells with %d of access, want 24 with 15", len(first), len(second))
	}
	for ref, text := range first {
		if _, ok := second[ref]; ok == (text == "Lücke") {
			t.Errorf("%s: %q with access %v", ref, text, ok)
		}
	}
	checkTexts(t, both)
	checkSigns(t, both)
	if _, _, err := Draw(t.Context(), all(snap), drawer(t), Request{View: ViewGaps, Layer: "none"}); graph.CodeOf(err) != graph.Invalid {
		t.Errorf("an unknown layer gives %v", err)
	}
	if _, _, err := Draw(t.Context(), all(snap), drawer(t), Request{View: ViewGaps, Indicator: "Regen"}); graph.CodeOf(err) != graph.Invalid {
		t.Errorf("an unknown indicator gives %v", err)
	}
	weighted := mustDraw(t, all(snap), Request{View: ViewGaps, Indicator: "Kinder mit SGB-II-Bezug"})[0]
	if !strings.Contains(weighted.Selection, "gewichtet nach „Kinder mit SGB-II-Bezug“") || !strings.Contains(weighted.Drawings[0].Note, "nach „Kinder mit SGB-II-Bezug“ gewichtet") {
		t.Errorf("the weight is not named: %q, %q", weighted.Selection, weighted.Drawings[0].Note)
	}
}

// What does not fit goes on more sheets, each area whole on one of them.
func TestGaps_Split(t *testing.T) {
	snap := musterstadt(t, func(b *graph.Builder) {
		for _, name := range townAreas {
			if err := b.Add(&graph.Area{ID: graph.ID(name), Name: name}, 1); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{"Sport", "Kultur", "Teilhabe", "Wohnen"} {
			if err := b.Add(&graph.Entry{Of: graph.KindField, ID: graph.ID(name), Name: name}, 1); err != nil {
				t.Fatal(err)
			}
		}
	})
	sheets := mustDraw(t, all(snap), Request{View: ViewGaps, Paper: "a4", Layer: LayerBoth})
	if len(sheets) < 2 {
		t.Fatalf("%d areas with 7 fields on one A4", len(townAreas)+2)
	}
	var seen []string
	for _, s := range sheets {
		checkTexts(t, s)
		areas := map[string]bool{}
		for _, it := range s.Drawings[0].Items {
			if it.Role == RoleArea {
				areas[it.Ref] = true
				seen = append(seen, it.Ref)
			}
		}
		for ref := range cellsOf(s.Drawings[0], "gaps") {
			if area, _, _ := strings.Cut(ref, "/"); !areas["area/"+area] {
				t.Errorf("cell %s stands on a sheet without its area", ref)
			}
		}
	}
	slices.Sort(seen)
	if n := len(seen); n != len(townAreas)+2 || len(slices.Compact(seen)) != n {
		t.Errorf("areas on the sheets: %v", seen)
	}
}
