package findings

import (
	"math"
	"slices"
	"testing"

	"miteinander/graph"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

// shareIs compares a settled share with a value of expected.json; nil is a share without a denominator.
func shareIs(t *testing.T, name string, got Share, want any) {
	t.Helper()
	w, known := want.(float64)
	if known != (got.Den > 0) || known && (!near(got.Lower, w) || !near(got.Upper, w)) {
		t.Errorf("%s: got %+v, want %v", name, got, want)
	}
}

// Every value of expected.json, "funding_ends".
func TestFundingEnds_Musterstadt(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	want := expected(t, musterstadt)["funding_ends"].(map[string]any)
	pair := func(v any) (x, y any) { l := v.([]any); return l[0], l[1] }
	ids := func(v any) []string {
		var out []string
		for _, x := range v.([]any) {
			out = append(out, x.(string))
		}
		return out
	}
	for day, v := range want {
		w := v.(map[string]any)
		by, err := graph.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		e, err := AskFundingEnds(t.Context(), b, Params{}, by)
		if err != nil {
			t.Fatal(err)
		}
		if got := list(e.Without.Offers, func(o *graph.Offer) string { return string(o.ID) }); !slices.Equal(got, ids(w["lost_offers"])) {
			t.Errorf("%s: lost offers %v", day, got)
		}
		if got := list(e.Without.Institutions, func(i *graph.Institution) string { return string(i.ID) }); !slices.Equal(got, ids(w["lost_institutions"])) {
			t.Errorf("%s: institutions that leave %v", day, got)
		}
		if e.Worst != nil {
			t.Errorf("%s: nothing of Musterstadt has a second funding, so nothing is endangered", day)
		}
		now, then := e.Before(), e.Without.After()
		for key, s := range map[string][2]Share{"together_rate": {now.Together, then.Together}, "transition_rate": {now.Rate, then.Rate},
			"gap_rate": {now.Gaps, then.Gaps}, "gap_rate_by_children": {now.GapsChildren, then.GapsChildren}} {
			if w[key] == nil {
				continue
			}
			x, y := pair(w[key])
			shareIs(t, day+" "+key+" before", s[0], x)
			shareIs(t, day+" "+key+" after", s[1], y)
		}
		if w["ties"] == nil {
			continue
		}
		x, y := pair(w["ties"])
		if float64(now.Ties) != x || float64(then.Ties) != y {
			t.Errorf("%s: ties %d → %d", day, now.Ties, then.Ties)
		}
		x, y = pair(w["fragmentation"])
		if !near(now.Fragmentation.Value, x.(float64)) || !near(then.Fragmentation.Value, y.(float64)) {
			t.Errorf("%s: fragmentation %v → %v", day, now.Fragmentation, then.Fragmentation)
		}
		v := e.View("de")
		var gaps []string
		for _, c := range v.Without.Cells {
			if c.To == "Lücke" {
				gaps = append(gaps, string(c.Ref))
			}
		}
		if want := "gaps/" + w["gap_cells_new"].([]any)[0].(string); !slices.Equal(gaps, []string{want}) {
			t.Errorf("%s: new gaps %v, want %s", day, gaps, want)
		}
		if len(v.Without.Transitions) != 1 || v.Without.Transitions[0].Ref != "transitions/Ü2/N" || !v.Without.Transitions[0].Worse {
			t.Errorf("%s: transitions that fall: %+v, want Ü2/N alone", day, v.Without.Transitions)
		}
	}
}

// A second funder keeps an offer in danger, not lost: the pessimistic run loses it. A funding that has ended counts neither way,
// one without a share takes what the others leave.
func TestFundingEnds_Endangered(t *testing.T) {
	records := append(load(t, musterstadt),
		&graph.Entry{Of: graph.KindFunder, ID: "zweite", Name: "Zweite Stiftung"},
		&graph.Funding{ID: "s1", Target: "FZ1", Funder: "zweite", Share: graph.NumberOf(0.25)},
		&graph.Funding{ID: "s2", Target: "FZ2", Funder: "zweite", Until: graph.Date{Year: 2024, Month: 12, Day: 31}})
	b := basis(t, records, graph.Filter{})
	e, err := AskFundingEnds(t.Context(), b, Params{}, graph.Date{Year: 2026, Month: 1, Day: 1})
	if err != nil {
		t.Fatal(err)
	}
	status := map[graph.ID]Status{}
	for _, x := range e.Targets {
		status[x.Key.ID] = x.Status
	}
	if status["FZ1"] != Endangered || status["FZ2"] != Lost || e.Worst == nil {
		t.Fatalf("statuses %v, worst %v", status, e.Worst)
	}
	if len(e.Without.Institutions) != 0 || len(e.Worst.Institutions) != 1 {
		t.Errorf("FZ keeps FZ1 and stays: %v; without it FZ leaves: %v", e.Without.Institutions, e.Worst.Institutions)
	}
	f, err := AskFunder(t.Context(), b, Params{}, "zweite") // 1 of the Freistaat stays of 1 + 0.25
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Targets) != 1 || f.Targets[0].Key.ID != "FZ1" || f.Targets[0].Status != Endangered || !near(f.Targets[0].Stays, 0.8) {
		t.Errorf("what the foundation carries on the day: %+v", f.Targets)
	}
	if none, err := AskFunder(t.Context(), b, Params{}, "nobody"); err != nil || len(none.Targets) != 0 || none.Before() != none.Without.After() {
		t.Errorf("a funder of nothing changes nothing: %+v %v", none, err)
	}
}

// The calendar has every end, the earliest first.
func TestCalendar_Musterstadt(t *testing.T) {
	b := basis(t, load(t, musterstadt), graph.Filter{})
	c := b.Calendar("de")
	if len(c) != 2 || c[0].Until.String() != "2025-12-31" || c[1].Until.String() != "2027-12-31" || len(c[0].Carries) != 2 || len(c[1].Carries) != 1 {
		t.Errorf("calendar: %+v", c)
	}
}

// findings.md, "Comparison over time": Musterstadt without FZ, with FH–KN 2 and KS–GS 2.
func TestCompare_Musterstadt(t *testing.T) {
	records := load(t, musterstadt)
	a := basis(t, records, graph.Filter{})
	var later []graph.Record
	for _, r := range records {
		switch x := r.(type) {
		case *graph.Institution:
			if x.ID == "FZ" {
				continue
			}
		case *graph.Offer:
			if slices.Contains(x.Institutions, "FZ") {
				continue
			}
		case *graph.Funding:
			if x.Target == "FZ1" || x.Target == "FZ2" {
				continue
			}
		case *graph.Cooperation:
			if x.From == "FZ" || x.To == "FZ" {
				continue
			}
			if x.From == "GS" && x.To == "KS" {
				c := graph.Clone(x)
				c.Level = 2
				r = c
			}
		}
		later = append(later, r)
	}
	later = append(later, &graph.Cooperation{ID: "FH~KN", From: "FH", To: "KN", Level: 2},
		&graph.Measure{ID: "m", Title: "FH und KN treffen sich", State: "done"})
	b := basis(t, later, graph.Filter{})
	c, err := Compare(t.Context(), a, b, Params{})
	if err != nil {
		t.Fatal(err)
	}
	if c.New != 1 || c.Stronger != 1 || c.Ended != 0 || c.Weaker != 0 || c.WithLeft != 2 || c.WithEntered != 0 || len(c.Left) != 1 || len(c.Entered) != 0 {
		t.Errorf("%+v", c)
	}
	if c.Stability.Num != 4 || c.Stability.Den != 5 {
		t.Errorf("stability %+v, want 4 of 5", c.Stability)
	}
	if !near(c.Before().Rate.Lower, 2.0/3) || !near(c.After().Rate.Lower, 400.0/450) {
		t.Errorf("rates %v → %v, want 0.6667 → 0.8889", c.Before().Rate.Lower, c.After().Rate.Lower)
	}
	if len(c.MeasuresDone) != 1 || len(c.MeasuresNew) != 0 {
		t.Errorf("measures: %v done, %v new", c.MeasuresDone, c.MeasuresNew)
	}
	same, err := Compare(t.Context(), a, a, Params{})
	if err != nil || same.New+same.Ended+same.Stronger+same.Weaker+same.Incomparable != 0 || same.Same != 6 || same.Stability.Lower != 1 {
		t.Errorf("a network compared with itself: %+v %v", same, err)
	}
}

// Where an unlisted pair means unknown, a tie that is asked about later cannot be compared: it is no new one.
func TestCompare_UnknownIsNotZero(t *testing.T) {
	records := load(t, musterstadt)
	records = edit(records, graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}, func(s *graph.Settings) bool { s.Unlisted = graph.LevelUnknown; return true })
	a := basis(t, records, graph.Filter{})
	b := basis(t, append(slices.Clone(records), &graph.Cooperation{ID: "FH~KN", From: "FH", To: "KN", Level: 2}), graph.Filter{})
	c, err := Compare(t.Context(), a, b, Params{})
	if err != nil || c.New != 0 || c.Incomparable != 1 {
		t.Errorf("%+v %v", c, err)
	}
}
