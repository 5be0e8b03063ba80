package exchange

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
)

// mapped reads a published table by its committed mapping.
func mapped(t testing.TB, mapping, file string) *graph.Snapshot {
	t.Helper()
	m, err := LoadMapping("../../docs/mappings/" + mapping)
	if err != nil {
		t.Fatal(err)
	}
	s, bad, err := ReadNetworkMapped("testdata/foreign/"+file, m)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range bad {
		if i < 20 {
			t.Error(e)
		}
	}
	if s == nil {
		t.FailNow()
	}
	return s
}

// rowsOf reads a published table without our code.
func rowsOf(t testing.TB, file string) []map[string]string {
	t.Helper()
	b, err := os.ReadFile("testdata/foreign/" + file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, h := range rows[0] {
			m[h] = r[i]
		}
		out = append(out, m)
	}
	return out
}

// Numbers: the README beside the data says 70 rows in 13 Stadtteile; phases are counted from the file here.
func TestMapping_FlensburgKitas(t *testing.T) {
	s := mapped(t, "flensburg-kitas.toml", "flensburg_kitas.csv")
	if s.Len(graph.KindInstitution) != 70 || s.Len(graph.KindOffer) != 70 || s.Len(graph.KindArea) != 13 || s.Len(graph.KindPhase) != 4 {
		t.Error(s.Len(graph.KindInstitution), s.Len(graph.KindOffer), s.Len(graph.KindArea))
	}
	want, got := map[string]int{}, map[string]int{}
	for _, r := range rowsOf(t, "flensburg_kitas.csv") {
		want["area "+r["district"]]++
		has := func(columns ...string) int {
			for _, c := range columns {
				if r[c] != "0" {
					return 1
				}
			}
			return 0
		}
		want["u3"] += has("group_0_3", "group_1_6")
		want["vorschule"] += has("group_3_6", "group_1_6", "nature_3_6")
		want["grundschule"] += has("group_6_14")
		n, _ := parseCount(r["childcare_places"])
		want["places"] += int(n)
	}
	for o := range graph.Records[*graph.Offer](s, graph.KindOffer) {
		for _, p := range o.Phases {
			got[string(p)]++
		}
		got["area "+s.Name(graph.Key{Kind: graph.KindArea, ID: o.Areas[0]})]++
		got["places"] += int(o.Capacity.N)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// Numbers: README: 30 rows, 16 with Grundschule, 12 Gemeinschaftsschule, 7 Gymnasium; all-day schools counted from the file.
func TestMapping_FlensburgSchulen(t *testing.T) {
	s := mapped(t, "flensburg-schulen.toml", "flensburg_schulen.csv")
	kinds := map[string]int{}
	for i := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
		for _, k := range i.Kinds {
			kinds[s.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: k})]++
		}
		if len(i.Areas) != 1 {
			t.Errorf("%s lies in %v", i.Name, i.Areas)
		}
	}
	if s.Len(graph.KindInstitution) != 30 || kinds["Grundschule"] != 16 || kinds["Gemeinschaftsschule"] != 12 || kinds["Gymnasium"] != 7 || kinds["Förderschule"] != 5 {
		t.Error(s.Len(graph.KindInstitution), kinds)
	}
	allDay := 0
	for _, r := range rowsOf(t, "flensburg_schulen.csv") {
		for _, c := range []string{"Offene Ganztagsschule", "Gebundene Ganztagsschule"} {
			if r[c] == "1" {
				allDay++
			}
		}
	}
	if n := s.Len(graph.KindOffer); n != 30+allDay {
		t.Errorf("%d offers, want 30 + %d", n, allDay)
	}
	// By the map: the Duborg-Skolen stands in the Ritterstraße, Stadtteil Neustadt or Westliche Höhe; Schule Weiche in Weiche,
	// Schule Engelsby in Engelsby, Schule Fruerlund in Fruerlund.
	for id, area := range map[graph.ID]string{"0702029": "Weiche", "0702028": "Engelsby", "0702031": "Fruerlund"} {
		i := graph.Find[*graph.Institution](s, graph.KindInstitution, id)
		if i == nil || s.Name(graph.Key{Kind: graph.KindArea, ID: i.Areas[0]}) != area {
			t.Errorf("%s: %+v", id, i)
		}
	}
}

// Numbers: README: 2,977 rows, 410 schools, 2,123 partner spellings of which one is empty, 7 repeated rows.
func TestMapping_BerlinPartners(t *testing.T) {
	s := mapped(t, "berlin-partner.toml", "partner-schools-BE.csv")
	spellings, pairs, byKind := map[string]string{}, map[string]bool{}, map[string]int{}
	for _, r := range rowsOf(t, "partner-schools-BE.csv") {
		if r["partner_name"] == "" {
			continue
		}
		if _, ok := spellings[r["partner_name"]]; !ok {
			byKind[r["Type_grob"]]++
		}
		spellings[r["partner_name"]] = r["Type_grob"]
		pairs[r["ID"]+" "+r["partner_name"]] = true
	}
	if len(spellings) != 2122 {
		t.Errorf("%d spellings", len(spellings))
	}
	got := map[string]int{}
	schools := 0
	for i := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
		if i.Regular == graph.Yes {
			schools++
			continue
		}
		got[s.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: i.Kinds[0]})]++
	}
	if schools != 410 {
		t.Errorf("%d schools", schools)
	}
	if d := cmp.Diff(byKind, got); d != "" {
		t.Error(d)
	}
	if n := s.Len(graph.KindCooperation); n != len(pairs) {
		t.Errorf("%d cooperations, want %d", n, len(pairs))
	}
	for c := range graph.Records[*graph.Cooperation](s, graph.KindCooperation) {
		if c.Level != 2 || c.Source != "assumed" {
			t.Fatalf("%+v", c)
		}
	}
}

// What the list holds, as its publisher counts it: rows, schools, spellings, rows that name a partner of a school again, and rows by type of partner as jedeschule.de
// showed them (the sums of its partnerships-berlin.json).
func TestForeign_BerlinAsPublished(t *testing.T) {
	rows := rowsOf(t, "partner-schools-BE.csv")
	schools, spellings, whole, types := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, r := range rows {
		schools[r["ID"]], spellings[r["partner_name"]], whole[r["ID"]+"\x00"+r["partner_name"]] = true, true, true
		types[r["Type_grob"]]++
	}
	if len(rows) != 2977 || len(schools) != 410 || len(spellings) != 2123 || len(rows)-len(whole) != 7 {
		t.Errorf("%d rows, %d schools, %d spellings, %d repeated", len(rows), len(schools), len(spellings), len(rows)-len(whole))
	}
	want := map[string]int{"Gemeinnütziger Akteur": 1118, "Öffentliche Infrastruktur": 885, "Wirtschaftsakteur": 533, "Partnerschule": 246, "Unbestimmt": 119, "Religiöse Einrichtung": 42, "Verband / Kammer / Innung / Gewerkschaft": 34}
	if d := cmp.Diff(want, types); d != "" {
		t.Error(d)
	}
}

// Errors speak of the foreign file: its row, its column.
func TestMapping_ErrorsAtTheirPlace(t *testing.T) {
	files := fstest.MapFS{"a.geojson": {Data: []byte(`{"features":[{"properties":{"n":"Mitte"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]],[[0.5,0.5],[1,0.5],[1,1],[0.5,1],[0.5,0.5]]]}}]}`)}}
	m, err := ParseMapping([]byte(`
[geometry]
file = "a.geojson"
name = "n"
sheet = true
[[table]]
to = "Institutionen"
distinct = true
[table.columns]
Kennung = {column = "Nr"}
Name = {column = "Haus", strip = ["Kita ", "KiTa "]}
Art = {column = "Typ", map = {"K" = "Kita"}}
"Planungsräume" = {area = {lat = "B", lon = "L"}}
PLZ = {column = "Anschrift", split = ",", part = -1, strip_pattern = "[^0-9]"}
`), files)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := ReadTables("liste.csv", strings.NewReader("Nr;Haus;Typ;B;L;Anschrift\n1;Kita Eins;K;1,5;1.5;Weg 1, 07743 Jena\n2;Zwei;Z;0,7;0,7;Weg 2, 0774 Jena\n1;Eins neu;K;1,5;1,5;Weg 1, 07743 Jena\n4;;K;;;\n"), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlan(graph.NewSnapshot("n"), tables, m, Options{Name: "n"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"liste · 3 · Typ · no_mapping_value · Z",
		"liste · 3 · Anschrift · postal_code · 0774",
		"liste · 4 · Haus · merge_differs · Eins neu",
		"liste · 5 · Haus · required · ",
	}
	if d := cmp.Diff(want, places(p.Errors)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"liste · 3 · B + L · no_area · 0,7 0,7"}, places(p.Warnings)); d != "" {
		t.Error(d)
	}
	if n := len(p.Ops(true, Keep)); n != 2 { // settings and the area: row 2 is contradicted by row 4
		t.Error(p.Ops(true, Keep))
	}
}

func TestParseMapping_SaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"[[table]]\nto = \"Autos\"\n[table.columns]\nName = {value=\"x\"}": `to = "Autos"`,
		"title = \"x\"": "[[table]]?",
		"[[table]]\nto = \"Akteure\"\n[table.columns]\nName = {value=\"x\", column=\"y\"}":         "one of them",
		"[[table]]\nto = \"Akteure\"\n[table.columns]\nName = {colum=\"y\"}":                       "colum?",
		"[[table]]\nto = \"Akteure\"\n[table.columns]\nName = {column=\"y\", strip_pattern=\"(\"}": "Name:",
		"x = \n": "1:",
		"[[table]]\nto = \"Akteure\"\n[table.columns]\nName = {area={lat=\"a\", lon=\"b\"}}":                                  "[geometry]",
		"[geometry]\nfile = \"../x.geojson\"\nname=\"n\"\n[[table]]\nto = \"Akteure\"\n[table.columns]\nName = {value=\"x\"}": "exchange.file.not_found",
	} {
		_, err := ParseMapping([]byte(text), fstest.MapFS{})
		if err == nil || !strings.Contains(err.Error(), want) || graph.CodeOf(err) == graph.Internal {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// Numbers: the README beside the data: 8 organisations, 22 locations, 23 services, 290 taxonomy terms.
func TestMapping_OpenReferral(t *testing.T) {
	s := mapped(t, "hsds-ohana.toml", "hsds-ohana")
	kinds := map[string]int{}
	placed := 0
	for i := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
		kinds[s.Name(graph.Key{Kind: graph.KindInstitutionKind, ID: i.Kinds[0]})]++
		if i.Street != "" {
			placed++
		}
	}
	if kinds["Organisation"] != 8 || kinds["Standort"] != 22 || s.Len(graph.KindOffer) != 23 || s.Len(graph.KindField) != 290+1 {
		t.Error(kinds, s.Len(graph.KindOffer), s.Len(graph.KindField))
	}
	if placed != 21 {
		t.Errorf("%d locations with a street; the address file has 21", placed)
	}
	if o := graph.Find[*graph.Offer](s, graph.KindOffer, "svc-22"); o == nil || len(o.Fields) != 6 || o.Institutions[0] == "" {
		t.Errorf("%+v", o)
	}
}

// The tables of Flensburg as they are published, guessed without a mapping file: the counts are those of the README.
func TestGuess_PublishedTables(t *testing.T) {
	for file, want := range map[string]int{"flensburg_kitas.csv": 70, "flensburg_schulen.csv": 30} {
		tables, err := ReadPath("testdata/foreign/"+file, DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		p, err := Guess(tables, graph.NewSnapshot(""))
		if err != nil || p.Mapping == nil {
			t.Fatal(file, err, p)
		}
		plan, err := NewPlan(graph.NewSnapshot("n"), tables, p.Mapping, Options{Name: "n"})
		if err != nil {
			t.Fatal(err)
		}
		if got := plan.Counts[graph.KindInstitution]; got.New != want || got.Errors != 0 {
			t.Errorf("%s: %+v\n%s\n%s", file, got, strings.Join(places(plan.Errors)[:min(len(plan.Errors), 5)], "\n"), p.Text)
		}
	}
}
