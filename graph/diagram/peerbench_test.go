package diagram

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"

	"miteinander/graph"
)

// county is an invented network of n institutions for benchmarks: areas of about twelve, four phases, three fields, one offer each,
// three ties for two institutions, half of the other pairs unknown, two kinds of transition.
func county(b testing.TB, n int) *graph.Selection {
	b.Helper()
	l := lots(n)
	build := &graph.Builder{}
	put := func(r graph.Record) {
		if err := build.Add(r, 1); err != nil {
			b.Fatal(err)
		}
	}
	set := graph.DefaultSettings("Landkreis")
	set.AsOf = graph.Date{Year: 2026, Month: 6, Day: 30}
	put(set)
	for i, name := range townPhases {
		put(&graph.Phase{ID: graph.ID(fmt.Sprint(i)), Name: name, Order: graph.NumberOf(float64(i))})
	}
	areas := max(3, n/12)
	area := func(i int) graph.ID { return graph.ID(fmt.Sprintf("a%02d", i)) }
	for i := range areas {
		put(&graph.Area{ID: area(i), Name: fmt.Sprint(townAreas[i%len(townAreas)], " ", i/len(townAreas)+1), Children: map[graph.ID]int64{"0": 40, "1": 120, "2": 130, "3": 160}})
	}
	for _, f := range []string{"Bildung", "Familie", "Gesundheit"} {
		put(&graph.Entry{Of: graph.KindField, ID: graph.ID(f), Name: f})
		put(&graph.Entry{Of: graph.KindSector, ID: graph.ID(f), Name: f})
	}
	kinds := map[string]bool{}
	for i := range n {
		k := townKinds[i%len(townKinds)]
		if !kinds[k.name] {
			kinds[k.name] = true
			put(&graph.InstitutionKind{ID: graph.ID(k.name), Name: k.name})
		}
		inst := graph.New(graph.KindInstitution, graph.ID(fmt.Sprintf("i%04d", i))).(*graph.Institution)
		inst.Name, inst.Kinds = k.name+" "+townNames[l.below(len(townNames))]+" "+fmt.Sprint(i), []graph.ID{graph.ID(k.name)}
		inst.Sector = []graph.ID{"Bildung", "Familie", "Gesundheit", "Familie"}[k.fill-1]
		put(inst)
		o := graph.New(graph.KindOffer, graph.ID(fmt.Sprintf("o%04d", i))).(*graph.Offer)
		o.Name, o.Institutions, o.Areas, o.Fields = "Angebot", []graph.ID{inst.ID}, []graph.ID{area(i * areas / n)}, []graph.ID{inst.Sector}
		for _, p := range k.phases {
			o.Phases = append(o.Phases, graph.ID(fmt.Sprint(p)))
		}
		put(o)
	}
	seen := map[[2]int]bool{}
	for range n * 3 / 2 {
		a := l.below(n)
		c := max(0, min(n-1, a+l.below(13)-6))
		k := [2]int{min(a, c), max(a, c)}
		if a == c || seen[k] {
			continue
		}
		seen[k] = true
		x := graph.New(graph.KindCooperation, graph.CooperationID(graph.ID(fmt.Sprintf("i%04d", k[0])), graph.ID(fmt.Sprintf("i%04d", k[1])), graph.Date{})).(*graph.Cooperation)
		x.From, x.To, x.Level = graph.ID(fmt.Sprintf("i%04d", k[0])), graph.ID(fmt.Sprintf("i%04d", k[1])), graph.Level(l.below(5))
		put(x)
	}
	for _, r := range [][5]string{{"t1", "unter 3 → Kita", "1,2", "Tagespflege,Familienzentrum", "Kita"}, {"t2", "Kita → Grundschule", "2,3", "Kita", "Grundschule"}} {
		x := graph.New(graph.KindTransition, graph.ID(r[0])).(*graph.TransitionType)
		x.Name, x.FromPhase, x.ToPhase, x.Senders, x.Receivers, x.Children = r[1], ids(r[2])[0], ids(r[2])[1], ids(r[3]), ids(r[4]), map[graph.ID]int64{}
		for i := range areas {
			x.Children[area(i)] = int64(30 + l.below(60))
		}
		put(x)
	}
	s, err := build.Build(graph.Head{ID: "county", Name: "Landkreis", Revision: 1})
	if err != nil {
		b.Fatal(err)
	}
	return all(s)
}

// BenchmarkViews draws each picture as a user asks for it, on A3 (network and pair on the screen, where nothing is split): cold without
// positions, warm on those of the last drawing. Findings, places, lines and sheets are all in it.
func BenchmarkViews(b *testing.B) {
	d := drawer(b)
	for _, n := range []int{45, 120, 500} {
		sel := county(b, n)
		for _, view := range Views() {
			r := Request{View: view, Paper: "a3", Focus: graph.Key{Kind: graph.KindInstitution, ID: "i0007"}}
			if view == ViewNetwork || view == ViewSideBySide || view == ViewComponents {
				r.Paper = "screen"
			}
			_, layout, err := Draw(context.Background(), sel, d, r)
			if err != nil {
				b.Fatalf("%s/%d: %v", view, n, err)
			}
			for _, warm := range []bool{false, true} {
				name := "cold"
				if r.Layout = nil; warm {
					name, r.Layout = "warm", layout
				}
				b.Run(fmt.Sprintf("%s/%d/%s", view, n, name), func(b *testing.B) {
					for b.Loop() {
						sheets, _, err := Draw(context.Background(), sel, d, r)
						if err != nil {
							b.Fatal(err)
						}
						if err := WriteSVG(io.Discard, sheets[0]); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

// BenchmarkNativeGraphviz lets an installed Graphviz draw the network of the same institutions as one SVG: neato with overlaps removed
// and lines around boxes, and dot. It draws labels and lines alone: no areas, no legend, no head.
func BenchmarkNativeGraphviz(b *testing.B) {
	for _, engine := range [][]string{{"neato", "-Goverlap=prism", "-Gsplines=true"}, {"neato", "-Goverlap=prism", "-Gsplines=line"}, {"dot", "-Gsplines=true"}} {
		if _, err := exec.LookPath(engine[0]); err != nil {
			b.Skip("no " + engine[0] + " installed: apt-get install graphviz")
		}
		for _, n := range []int{45, 120, 500} {
			sel := county(b, n)
			var dot strings.Builder
			dot.WriteString("graph G { node [shape=box fontname=\"Liberation Sans\" fontsize=10];\n")
			for i, inst := range sel.Institutions() {
				fmt.Fprintf(&dot, "n%d [label=%q];\n", i, strings.ReplaceAll(inst.Label(), " ", "\\n"))
			}
			for _, p := range sel.PairLevels() {
				if p.Level >= 1 {
					fmt.Fprintf(&dot, "n%d -- n%d;\n", p.A, p.B)
				}
			}
			dot.WriteString("}\n")
			b.Run(fmt.Sprintf("%s/%d", strings.TrimPrefix(strings.Join(engine, " "), "-"), n), func(b *testing.B) {
				for b.Loop() {
					cmd := exec.Command(engine[0], append(engine[1:], "-Tsvg")...)
					cmd.Stdin = strings.NewReader(dot.String())
					var out bytes.Buffer
					cmd.Stdout = &out
					if err := cmd.Run(); err != nil || out.Len() == 0 {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
