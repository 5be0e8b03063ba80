// Package demo guards the invented example town: that it is whole, and that it keeps showing what it was made to show.
package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
	"miteinander/graph/analysis"
	"miteinander/graph/exchange"
	"miteinander/graph/findings"
)

func town(t *testing.T) *graph.Snapshot {
	t.Helper()
	s, bad, err := exchange.ReadNetwork("../../cmd/miteinander/demo")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range bad {
		t.Errorf("%s row %d, %s %q: %s", e.Sheet, e.Row, e.Column, e.Value, e.Key)
	}
	return s
}

func today(s *graph.Snapshot) *graph.Selection {
	return s.Select(graph.Filter{Date: s.Settings().AsOf})
}

// Whoever sees the example sees that it is one.
func TestTown_SaysThatItIsInvented(t *testing.T) {
	set := town(t).Settings()
	if set.Invented != graph.Yes || !strings.Contains(set.Name, "(erfundenes Beispiel)") {
		t.Errorf("name %q, invented %v", set.Name, set.Invented)
	}
	if set.AsOf.IsZero() || set.Unlisted != graph.LevelUnknown || set.Template != "" {
		t.Errorf("day %v, unlisted pairs %v, template %q: all catalogues are written, and what nobody said is unknown", set.AsOf, set.Unlisted, set.Template)
	}
}

// The size that the project promises: about 70 institutions, 45 actors, 160 offers, 250 cooperations, four planning areas.
func TestTown_Size(t *testing.T) {
	s := town(t)
	for _, c := range []struct {
		kind         graph.Kind
		least, most  int
		whatItIsLike string
	}{
		{graph.KindInstitution, 68, 76, "about 70"}, {graph.KindActor, 45, 45, "45"}, {graph.KindOffer, 155, 170, "about 160"},
		{graph.KindCooperation, 245, 270, "about 250"}, {graph.KindFunding, 40, 80, "of several funders"}, {graph.KindMembership, 60, 140, "in six to eight bodies"},
	} {
		if n := s.Len(c.kind); n < c.least || n > c.most {
			t.Errorf("%d %s, want %s", n, c.kind.Plural(), c.whatItIsLike)
		}
	}
	if n := len(s.Leaves()); n != 4 {
		t.Errorf("%d planning areas, want 4", n)
	}
	long := []string{}
	for i := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
		if n := len([]rune(i.ShortName)); n == 0 || n > 22 {
			long = append(long, i.ShortName)
		}
	}
	if len(long) > 0 {
		t.Errorf("short names that no chip holds: %q", long)
	}
}

// Every value that a catalogue offers is used somewhere, and every state that a row can have occurs.
func TestTown_ShowsEverything(t *testing.T) {
	s := town(t)
	seen := map[string]int{}
	for o := range graph.Records[*graph.Offer](s, graph.KindOffer) {
		seen["status "+o.Status]++
		seen["kind "+o.Kind]++
		if len(o.Institutions) > 1 {
			seen["joint"]++
		}
		if o.Everywhere == graph.Yes {
			seen["everywhere"]++
		}
		if o.Free == graph.Unknown || o.BarrierFree == graph.Unknown || len(o.Access) == 0 {
			seen["access unknown"]++
		}
		if len(o.Hurdles) > 0 {
			seen["hurdles"]++
		}
	}
	for c := range graph.Records[*graph.Cooperation](s, graph.KindCooperation) {
		seen["level "+c.Level.String()]++
		seen["source "+c.Source]++
		seen["confirmed "+c.Confirmed]++
		if c.AgreedSideBySide != "" {
			seen["agreed"]++
		}
	}
	for _, want := range []string{"status active", "status planned", "status paused", "status ended", "kind service", "kind benefit", "kind project",
		"joint", "everywhere", "access unknown", "hurdles", "level 0", "level 1", "level 2", "level 3", "level 4", "level unknown",
		"source survey", "source coordination", "source contract", "source assumed", "confirmed both", "confirmed one_side", "confirmed contradictory", "agreed"} {
		if seen[want] == 0 {
			t.Errorf("nothing in the town shows %q", want)
		}
	}
}

// The villages in the Mühlental have no tie to the town, three institutions stand alone, and the coordination office holds three more.
func TestTown_Components(t *testing.T) {
	s := town(t)
	parts := func(f graph.Filter) []string {
		f.Date = s.Settings().AsOf
		ties := s.Select(f).Ties(graph.LayerInstitutions).AtLeast(1)
		all, err := analysis.Components(ties)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, c := range all {
			var names []string
			for _, i := range c {
				names = append(names, ties.IDs[i])
			}
			slices.Sort(names)
			if len(names) > 10 {
				names = []string{fmt.Sprint(len(names))}
			}
			out = append(out, strings.Join(names, " "))
		}
		slices.Sort(out)
		return out
	}
	cluster := "dorftreff gs-muehlental kita-muehlenkinder kita-storchenwiese sv-muehlental"
	want := []string{"65", cluster, "hebamme-ortsteile", "kita-wirbelwind", "logopaedie"}
	if d := cmp.Diff(want, parts(graph.Filter{})); d != "" {
		t.Errorf("components (-want +got):\n%s", d)
	}
	want = []string{"62", cluster, "hebamme-ortsteile", "kita-wirbelwind", "krankenkasse", "logopaedie", "musikschule"}
	if d := cmp.Diff(want, parts(graph.Filter{WithoutCoordination: true})); d != "" {
		t.Errorf("components without the coordination office (-want +got):\n%s", d)
	}
}

// The numbers were counted by a second program, written apart from this code and from the files alone.
func TestTown_SideBySide(t *testing.T) {
	b, err := findings.NewBasis(context.Background(), today(town(t)))
	if err != nil {
		t.Fatal(err)
	}
	a, err := findings.AskSideBySide(context.Background(), b, findings.Params{})
	if err != nil {
		t.Fatal(err)
	}
	want := "739 Paare richten sich an dieselben Kinder: 104 abgestimmt, 58 noch nicht, 577 ungeklärt."
	if got := a.Headline().Text("de"); got != want {
		t.Errorf("headline\n%s\nwant\n%s", got, want)
	}
}

// Every state of a transition occurs. Statuses and coverages were computed by the second program as well.
func TestTown_Transitions(t *testing.T) {
	text, err := findings.JSON(context.Background(), today(town(t)), []string{"transitions", "gaps"}, findings.Params{})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Transitions map[string]json.RawMessage `json:"transitions"`
		Gaps        struct {
			Cells map[string]string `json:"cells"`
		} `json:"gaps"`
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		want map[string][]any
	}{
		{"schwangerschaft-geburt", map[string][]any{"gesamt": {"patchy", 0.75, 0.75}}},
		{"geburt-fruehe-hilfen", map[string][]any{"mitte": {"carrying", 1., 1.}, "nord": {"carrying", 1., 1.}, "orte": {"carrying", 1., 1.}, "sued": {"carrying", 1., 1.}}},
		{"u3-kita", map[string][]any{"mitte": {"carrying", 1., 1.}, "nord": {"carrying", 1., 1.}, "orte": {"unclear", 0., 1.}, "sued": {"broken", 0., 0.}}},
		{"kita-foerderung", map[string][]any{"mitte": {"patchy", 0.75, 0.75}, "nord": {"carrying", 0.8, 1.}, "orte": {"no_counterpart", 0., 0.}, "sued": {"broken", 0., 0.}}},
		// Kinder der Übergaben: Nord 78 of 139 carried, 107 of 139 with the one unknown.
		{"kita-grundschule", map[string][]any{"mitte": {"broken", 0., 0.}, "nord": {"patchy", 78. / 139, 107. / 139}, "orte": {"carrying", 1., 1.}, "sued": {"carrying", 1., 1.}}},
		{"schule-beratung", map[string][]any{"mitte": {"carrying", 1., 1.}, "nord": {"carrying", 1., 1.}, "orte": {"unclear", 0., 1.}, "sued": {"unclear", 0., 1.}}},
	} {
		var areas map[string][]any
		if err := json.Unmarshal(got.Transitions[c.name], &areas); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d := cmp.Diff(c.want, areas); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
	var gaps []string
	for cell, status := range got.Gaps.Cells {
		if status == "gap" {
			gaps = append(gaps, cell)
		}
	}
	slices.Sort(gaps)
	if want := []string{"orte/ssg/familie", "sued/grundschule/familie"}; !slices.Equal(gaps, want) {
		t.Errorf("gaps %q, want %q", gaps, want)
	}
}

// The town comes back the same when it is exported and read again.
func TestTown_RoundTrip(t *testing.T) {
	s := town(t)
	dir := t.TempDir()
	if err := exchange.WriteFolder(dir, s, exchange.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	again, bad, err := exchange.ReadNetwork(dir)
	if err != nil || len(bad) > 0 {
		t.Fatalf("%v %v", err, bad)
	}
	if again.Hash() != s.Hash() {
		for _, op := range graph.Diff(s, again) {
			if op.Before != nil {
				t.Errorf("%s is not the same after export and import", op.Before.Key())
			} else {
				t.Errorf("%s is new after export and import", op.After.Key())
			}
		}
	}
}
