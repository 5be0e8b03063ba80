package diagram

import (
	"strconv"
	"strings"
	"testing"

	"miteinander/graph"
)

// musterstadt is the fixture of the findings (design, "Fixture Musterstadt"): areas, phases, offers and levels as in its
// table, all pairs that are not listed answered 0.
func musterstadt(t testing.TB, change func(*graph.Builder)) *graph.Snapshot {
	t.Helper()
	b := &graph.Builder{}
	put := func(r graph.Record) {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	set := graph.DefaultSettings("Musterstadt")
	set.Unlisted, set.AsOf = 0, graph.Date{Year: 2025, Month: 6, Day: 30}
	put(set)
	for i, name := range []string{"Geburt", "unter 3 Jahre", "3 Jahre bis Schuleintritt", "Grundschulalter"} {
		put(&graph.Phase{ID: graph.ID(strconv.Itoa(i)), Name: name, Order: graph.NumberOf(float64(i))})
	}
	children := map[string][4]int64{"N": {100, 300, 300, 400}, "S": {50, 150, 150, 200}}
	for id, name := range map[string]string{"N": "Nord", "S": "Süd"} {
		a := &graph.Area{ID: graph.ID(id), Name: name, Children: map[graph.ID]int64{}}
		for p, n := range children[id] {
			a.Children[graph.ID(strconv.Itoa(p))] = n
		}
		put(a)
	}
	for id, name := range map[string]string{"G": "Gesundheit", "B": "Bildung", "F": "Familie"} {
		put(&graph.Entry{Of: graph.KindField, ID: graph.ID(id), Name: name})
		put(&graph.Entry{Of: graph.KindSector, ID: graph.ID("r" + id), Name: name})
	}
	for _, k := range []string{"Geburtsklinik", "Frühe Hilfen", "Familienzentrum", "Erziehungsberatung", "Kita", "Grundschule"} {
		put(&graph.InstitutionKind{ID: graph.ID(k), Name: k})
	}
	for _, r := range [][4]string{{"K", "Geburtsklinik Musterstadt", "Geburtsklinik", "rG"}, {"FH", "Frühe Hilfen", "Frühe Hilfen", "rF"}, {"FZ", "Familienzentrum Nord", "Familienzentrum", "rF"},
		{"EB", "Erziehungsberatung", "Erziehungsberatung", "rF"}, {"KN", "Kita Nord", "Kita", "rB"}, {"KS", "Kita Süd", "Kita", "rB"}, {"GN", "Grundschule Nord", "Grundschule", "rB"}, {"GS", "Grundschule Süd", "Grundschule", "rB"}} {
		i := graph.New(graph.KindInstitution, graph.ID(r[0])).(*graph.Institution)
		i.Name, i.Kinds, i.Sector = r[1], []graph.ID{graph.ID(r[2])}, graph.ID(r[3])
		put(i)
	}
	for _, r := range [][5]string{{"K1", "K", "0", "N,S", "G"}, {"FH1", "FH", "0,1", "N,S", "F"}, {"FZ1", "FZ", "1", "N", "F"}, {"FZ2", "FZ", "1", "N", "B"}, {"EB1", "EB", "2,3", "N,S", "F"},
		{"KN1", "KN", "2", "N", "B"}, {"KN2", "KN", "1,2", "N", "F"}, {"KS1", "KS", "2", "S", "B"}, {"GN1", "GN", "3", "N", "B"}, {"GS1", "GS", "3", "S", "B"}} {
		o := graph.New(graph.KindOffer, graph.ID(r[0])).(*graph.Offer)
		o.Name, o.Institutions = "Angebot "+r[0], []graph.ID{graph.ID(r[1])}
		o.Phases, o.Areas, o.Fields = ids(r[2]), ids(r[3]), ids(r[4])
		put(o)
	}
	for _, r := range []struct {
		a, b  string
		level graph.Level
	}{{"FH", "K", 3}, {"FH", "FZ", 1}, {"FZ", "KN", 2}, {"GN", "KN", 3}, {"GS", "KS", 1}, {"EB", "KN", 2}} {
		c := graph.New(graph.KindCooperation, graph.CooperationID(graph.ID(r.a), graph.ID(r.b), graph.Date{})).(*graph.Cooperation)
		c.From, c.To, c.Level = graph.ID(r.a), graph.ID(r.b), r.level
		put(c)
	}
	for _, r := range [][5]string{{"Ü1", "Geburt → Frühe Hilfen", "0,1", "Geburtsklinik", "Frühe Hilfen"}, {"Ü2", "Familie und Krippe → Kita", "1,2", "Frühe Hilfen,Familienzentrum", "Kita"},
		{"Ü3", "Kita → Grundschule", "2,3", "Kita", "Grundschule"}} {
		x := graph.New(graph.KindTransition, graph.ID(r[0])).(*graph.TransitionType)
		x.Name, x.FromPhase, x.ToPhase = r[1], ids(r[2])[0], ids(r[2])[1]
		x.Senders, x.Receivers, x.Children = ids(r[3]), ids(r[4]), map[graph.ID]int64{"N": 100, "S": 50}
		put(x)
	}
	if change != nil {
		change(b)
	}
	s, err := b.Build(graph.Head{ID: "musterstadt", Name: "Musterstadt", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ids(s string) []graph.ID {
	var out []graph.ID
	for _, p := range strings.Split(s, ",") {
		out = append(out, graph.ID(p))
	}
	return out
}

func all(s *graph.Snapshot) *graph.Selection { return s.Select(graph.Filter{Date: s.Settings().AsOf}) }
