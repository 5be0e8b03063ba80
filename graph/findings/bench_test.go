package findings

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"miteinander/graph"
)

// county is 2,000 institutions with 8,000 offers and 10,000 ties over 20 areas, 6 phases and 8 fields; everywhere tells the
// share of institutions that work in every area (architecture.md, "the cost is output, not computing").
func county(tb testing.TB, everywhere float64) *graph.Selection {
	r := rand.New(rand.NewPCG(1, 2))
	set := graph.DefaultSettings("county")
	set.Unlisted = 0
	records := []graph.Record{set, &graph.InstitutionKind{ID: "Kita", Name: "Kita"}, &graph.InstitutionKind{ID: "Schule", Name: "Schule"}, &graph.InstitutionKind{ID: "Beratung", Name: "Beratung"}}
	var areas, phases, fields []graph.ID
	for i := range 6 {
		phases = append(phases, graph.ID(fmt.Sprintf("p%d", i)))
		records = append(records, &graph.Phase{ID: phases[i], Name: string(phases[i]), Order: graph.NumberOf(float64(i))})
	}
	for i := range 20 {
		a := &graph.Area{ID: graph.ID(fmt.Sprintf("a%02d", i)), Name: fmt.Sprint("Raum ", i), Children: map[graph.ID]int64{}}
		for _, p := range phases {
			a.Children[p] = 50 + r.Int64N(500)
		}
		areas, records = append(areas, a.ID), append(records, a)
	}
	for i := range 8 {
		fields = append(fields, graph.ID(fmt.Sprintf("f%d", i)))
		records = append(records, &graph.Entry{Of: graph.KindField, ID: fields[i], Name: string(fields[i])})
	}
	for i := range 4 {
		records = append(records, &graph.Entry{Of: graph.KindSector, ID: graph.ID(fmt.Sprintf("s%d", i)), Name: fmt.Sprint("Ressort ", i)})
	}
	kinds := []graph.ID{"Kita", "Schule", "Beratung"}
	for t := range 5 {
		x := &graph.TransitionType{ID: graph.ID(fmt.Sprint("t", t)), Name: fmt.Sprint("t", t), FromPhase: phases[t], ToPhase: phases[t+1], Senders: kinds[:2],
			Receivers: kinds[1:], Rule: graph.RuleEachSender, Level: graph.LevelUnlisted, Children: map[graph.ID]int64{}}
		for _, a := range areas {
			x.Children[a] = 50 + r.Int64N(200)
		}
		records = append(records, x)
	}
	inst := make([]graph.ID, 2000)
	for i := range inst {
		inst[i] = graph.ID(fmt.Sprintf("i%04d", i))
		records = append(records, &graph.Institution{ID: inst[i], Name: fmt.Sprint("Einrichtung ", i), Kinds: []graph.ID{kinds[r.IntN(3)]}, Sector: graph.ID(fmt.Sprint("s", r.IntN(4)))})
	}
	home := make([]graph.ID, len(inst))
	wide := make([]bool, len(inst))
	for i := range inst {
		home[i], wide[i] = areas[r.IntN(20)], r.Float64() < everywhere
	}
	for o := range 8000 {
		i := o % len(inst)
		offer := &graph.Offer{ID: graph.ID(fmt.Sprintf("o%04d", o)), Institutions: inst[i : i+1], Name: "Angebot", Phases: phases[o%6 : o%6+1], Areas: []graph.ID{home[i]}, Fields: []graph.ID{fields[r.IntN(8)]}}
		if wide[i] {
			offer.Everywhere = graph.Yes
		}
		records = append(records, offer)
	}
	seen := map[graph.ID]bool{}
	for len(seen) < 10_000 {
		a, b := inst[r.IntN(2000)], inst[r.IntN(2000)]
		if b < a {
			a, b = b, a
		}
		id := graph.CooperationID(a, b, graph.Date{})
		if a == b || seen[id] {
			continue
		}
		seen[id] = true
		records = append(records, &graph.Cooperation{ID: id, From: a, To: b, Level: graph.Level(r.IntN(6) - 1)})
	}
	var b graph.Builder
	for _, r := range records {
		_ = b.Add(r, 1)
	}
	s, err := b.Build(graph.Head{ID: "county", Revision: 1})
	if err != nil {
		tb.Fatal(err)
	}
	return s.Select(graph.Filter{Date: graph.Date{Year: 2025, Month: 6, Day: 30}})
}

func BenchmarkBasis(b *testing.B) {
	s := county(b, 0.1)
	s.PairLevels()
	for b.Loop() {
		if _, err := NewBasis(b.Context(), s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQuestions(b *testing.B) {
	for _, everywhere := range []float64{0, 0.1, 0.25} {
		basis, err := NewBasis(b.Context(), county(b, everywhere))
		if err != nil {
			b.Fatal(err)
		}
		for _, q := range Questions {
			b.Run(fmt.Sprintf("%s/everywhere=%v", q.Name, everywhere), func(b *testing.B) {
				var a Answer
				for b.Loop() {
					if a, err = q.Ask(b.Context(), basis, Params{}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(a.Len()), "rows")
			})
		}
	}
}

func BenchmarkPage(b *testing.B) {
	basis, err := NewBasis(b.Context(), county(b, 0.25))
	if err != nil {
		b.Fatal(err)
	}
	a, err := AskSideBySide(b.Context(), basis, Params{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("view100", func(b *testing.B) {
		for b.Loop() {
			a.View("de", 0, 100, 50)
		}
	})
	b.Run("json", func(b *testing.B) {
		for b.Loop() {
			body, err := json.Marshal(a)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(len(body))/1e6, "MB")
		}
	})
}

// BenchmarkViews makes the pages of planners from answers that are there, as JSON; bytes are what goes out.
func BenchmarkViews(b *testing.B) {
	sel := county(b, 0.1)
	basis, err := NewBasis(b.Context(), sel)
	if err != nil {
		b.Fatal(err)
	}
	ask := func(name string) Answer {
		q, _ := Find(name)
		a, err := q.Ask(b.Context(), basis, Params{})
		if err != nil {
			b.Fatal(err)
		}
		return a
	}
	access := ask("access").(*Access)
	for name, view := range map[string]func() any{
		"transitions":   func() any { return ask("transitions").(*Transitions).View("de", 12) },
		"gaps":          func() any { return ask("gaps").(*Gaps).View("de", access, ReadAreas) },
		"gaps-network":  func() any { return ask("gaps").(*Gaps).View("de", access, ReadNetwork) },
		"access":        func() any { return ask("access").(*Access).View("de", 0, 200) },
		"participation": func() any { return ask("participation").(*Participation).View("de", 0, 200) },
		"dependencies":  func() any { return ask("dependencies").(*Dependencies).View("de") },
		"clarify":       func() any { return ask("clarify").(*Clarify).View("de", 0, 200) },
	} {
		b.Run(name, func(b *testing.B) {
			size := 0
			for b.Loop() {
				body, err := json.Marshal(view())
				if err != nil {
					b.Fatal(err)
				}
				size = len(body)
			}
			b.ReportMetric(float64(size), "B/page")
		})
	}
}
