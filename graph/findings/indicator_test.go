package findings

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"miteinander/graph"
)

const sgb2 = "Kinder im SGB-II-Bezug"

// The name of the indicator stands in headline, rates and rows, and what is not known is said (findings.md: "named in every
// sentence"). Zweistadt: A 4, B 1, C without a value.
func TestIndicator_NamedEverywhere(t *testing.T) {
	b := basis(t, load(t, zweistadt), graph.Filter{})
	p := Params{Indicator: sgb2}
	moves, err := AskTransitions(t.Context(), b, p)
	if err != nil {
		t.Fatal(err)
	}
	gaps, err := AskGaps(t.Context(), b, p)
	if err != nil {
		t.Fatal(err)
	}
	access, err := AskAccess(t.Context(), b, p)
	if err != nil {
		t.Fatal(err)
	}
	v, m := moves.View("de", 3), gaps.View("de", access, ReadAreas)
	link := func(ref Ref) LinkView {
		for _, l := range v.Links {
			if l.Ref == ref {
				return l
			}
		}
		t.Fatal(ref)
		return LinkView{}
	}
	cell := func(ref Ref) GapCellView {
		for _, c := range m.Cells {
			if c.Ref == ref {
				return c
			}
		}
		t.Fatal(ref)
		return GapCellView{}
	}
	for _, c := range [][2]string{
		{v.Headline.Text, "Von 10 Übergängen ist einer tragfähig, 0 lückenhaft, 1 unterbrochen, 4 ohne Gegenüber, 4 ungeklärt. Gewichtet nach: Kinder im SGB-II-Bezug."},
		{v.RateText, "Übergangsquote, gewichtet nach Kinder im SGB-II-Bezug: 0 bis 100\u00a0%"},
		{v.Notes[0], "Gewichtet nach: Kinder im SGB-II-Bezug. Ohne Wert, darum offen: Campus."},
		{link("transitions/T4/A").ChildrenText, "Kinder im SGB-II-Bezug: 4"},
		{link("transitions/T4/C").ChildrenText, "Kinder im SGB-II-Bezug: nicht bekannt"},
		{m.RateTexts[1], "Lückenquote, gewichtet nach Kinder im SGB-II-Bezug: 6,7\u00a0%"},
		{cell("gaps/A/u/E").ChildrenText, "Kinder im SGB-II-Bezug: 4"},
		{cell("gaps/C/u/E").ChildrenText, "Kinder im SGB-II-Bezug: nicht bekannt"},
		{m.Areas[0].Indicators[0].Text, "Kinder im SGB-II-Bezug: < 5 (2025, Statistik)"},
		{m.Areas[2].Indicators[0].Text, "Kinder im SGB-II-Bezug: nicht bekannt"},
	} {
		if c[0] != c[1] {
			t.Errorf("got  %q\nwant %q", c[0], c[1])
		}
	}
}

// Children that are not recorded are said to be so, and are no zero (Zweistadt: Burgdorf has no number for v); a sum of one cell is
// that cell.
func TestGaps_NotRecorded(t *testing.T) {
	b := basis(t, load(t, zweistadt), graph.Filter{})
	gaps, err := AskGaps(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	access, err := AskAccess(t.Context(), b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, c := range gaps.View("de", access, ReadAreas).Cells {
		if c.Ref == "gaps/B/v/E" {
			seen++
			if c.Children != nil || c.Sentence != "Burgdorf, 3 Jahre bis Schuleintritt, Erziehung: Lücke (kein Angebot; Kinderzahl nicht angegeben)." {
				t.Errorf("%v, %q", c.Children, c.Sentence)
			}
		}
	}
	for _, c := range gaps.View("de", access, ReadParents).Cells {
		if c.Ref == "gaps/C/u/H" {
			seen++
			if c.Word != "nur eine Einrichtung" || c.Cells != 1 {
				t.Errorf("%q", c.Word)
			}
		}
	}
	if seen != 2 {
		t.Errorf("%d of 2 cells", seen)
	}
}

// A Kennzahl that the network does not have, or that counts nothing, cannot weigh.
func TestIndicator_Check(t *testing.T) {
	records := append(load(t, zweistadt), &graph.Indicator{ID: "q", Area: "A", Name: "Quote", Year: graph.CountOf(2025), Value: graph.NumberOf(0.18)})
	s := snapshot(t, records)
	for name, ok := range map[string]bool{"": true, sgb2: true, "Quote": false, "Unsinn": false} {
		if err := CheckIndicator(s, name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
	b := basis(t, records, graph.Filter{})
	if u := b.indicatorUse("de", Params{}); len(u.Available) != 1 || u.Available[0] != sgb2 {
		t.Errorf("%v can weigh", u.Available)
	}
}

// Whatever the missing values of an indicator are, the rates weighted by it stay within the bounds.
func TestProperty_IndicatorBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := town(t, 5)
		var lack []graph.ID
		known := 0
		for _, a := range []graph.ID{"a", "b", "c"} {
			if v := rapid.Int64Range(-2, 9).Draw(t, "value"); v >= 0 {
				known++
				records = append(records, indicatorOf(a, v))
			} else {
				lack = append(lack, a)
			}
		}
		p := Params{Indicator: "x"}
		ask := func(records []graph.Record) (Share, Share) {
			b := drawn(t, records)
			moves, err := AskTransitions(t.Context(), b, p)
			if err != nil {
				t.Fatal(err)
			}
			gaps, err := AskGaps(t.Context(), b, p)
			if err != nil {
				t.Fatal(err)
			}
			return moves.Rate, gaps.RateByChildren
		}
		rate, gap := ask(records)
		within := func(name string, outer, inner Share) {
			const slack = 1e-12
			if outer.Den > 0 && inner.Den > 0 && (inner.Lower < outer.Lower-slack || inner.Upper > outer.Upper+slack) {
				t.Errorf("%s: %v to %v is outside %v to %v", name, inner.Lower, inner.Upper, outer.Lower, outer.Upper)
			}
			if len(lack) == 0 && (outer.Lower != inner.Lower || outer.Upper != inner.Upper) {
				t.Errorf("%s: nothing is missing, and yet %v differs from %v", name, outer, inner)
			}
		}
		values := []int64{0, 1, 7, 1_000_000}
		total := 1
		for range lack {
			total *= len(values)
		}
		for n := range total {
			full := records
			for k, a := range lack {
				pick := n
				for range k {
					pick /= len(values)
				}
				full = append(full[:len(full):len(full)], indicatorOf(a, values[pick%len(values)]))
			}
			r, g := ask(full)
			within("transitions", rate, r)
			within("gaps", gap, g)
		}
	})
}

func indicatorOf(area graph.ID, value int64) *graph.Indicator {
	return &graph.Indicator{ID: graph.ID(fmt.Sprint("x-", area)), Area: area, Name: "x", Year: graph.CountOf(2025), Value: graph.NumberOf(float64(value))}
}
