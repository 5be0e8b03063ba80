package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/geometry"
)

// borders is a GeoJSON file with one square for each set of properties, side by side.
func borders(properties ...string) []byte {
	var list []string
	for i, p := range properties {
		x := 11 + float64(i)*0.1
		list = append(list, fmt.Sprintf(`{"type":"Feature","properties":%s,"geometry":{"type":"Polygon","coordinates":[[[%g,50],[%g,50],[%g,50.1],[%g,50.1],[%g,50]]]}}`, p, x, x+0.1, x+0.1, x, x))
	}
	return []byte(`{"type":"FeatureCollection","features":[` + strings.Join(list, ",") + `]}`)
}

func withAreas(t *testing.T, areas ...*graph.Area) *graph.Snapshot {
	t.Helper()
	ops := []graph.Op{{After: &graph.Settings{Name: "N", Together: 2, Carrying: 500}}}
	for _, a := range areas {
		ops = append(ops, graph.Op{After: a})
	}
	return apply(t, graph.NewSnapshot("n"), ops)
}

func apply(t *testing.T, s *graph.Snapshot, ops []graph.Op) *graph.Snapshot {
	t.Helper()
	next, err := s.Apply(graph.Change{ID: graph.OpID(fmt.Sprint("c", s.Head().Revision)), Network: s.Head().ID, Base: s.Head().Revision, Author: "t", Cause: graph.CauseImport, Ops: graph.SortOps(ops)})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func planBorders(t *testing.T, s *graph.Snapshot, b []byte, c *AreaChoices) *Plan {
	t.Helper()
	tables, err := ReadTables("grenzen.geojson", bytes.NewReader(b), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := NewPlan(s, tables, nil, Options{Areas: c})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func how(p *Plan) string {
	var out []string
	for _, f := range p.Areas.Features {
		out = append(out, fmt.Sprintf("%s=%s(%s)", f.Label, f.Area, f.How))
	}
	return strings.Join(out, " ")
}

// The property that names most areas is taken; names are compared as people write them, with and without number and word before.
func TestAreas_Match(t *testing.T) {
	s := withAreas(t, &graph.Area{ID: "n", Name: "Nord"}, &graph.Area{ID: "mt", Name: "Mühlental"}, &graph.Area{ID: "sued", Name: "Süd"}, &graph.Area{ID: "all", Name: "Ganze Stadt"}, &graph.Area{ID: "w", Name: "West", Parent: "all"})
	file := borders(`{"OBJECTID":1,"PLR_NAME":"01 Planungsraum NORD","schluessel":"x1"}`, `{"OBJECTID":2,"PLR_NAME":"Muehlental","schluessel":"x2"}`, `{"OBJECTID":3,"PLR_NAME":"sued","schluessel":"x3"}`, `{"OBJECTID":4,"PLR_NAME":"Industriehafen","schluessel":"x4"}`)
	p := planBorders(t, s, file, nil)
	if got, want := how(p), "01 Planungsraum NORD=n(name) Muehlental=mt(name) sued=sued(name) Industriehafen=()"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if p.Areas.Property != "PLR_NAME" || p.Areas.Properties[0].Hits != 3 {
		t.Errorf("%+v", p.Areas.Properties)
	}
	if len(p.Areas.Without) != 1 || p.Areas.Without[0].Name != "West" {
		t.Errorf("without borders: %+v: not the area that lies above another", p.Areas.Without)
	}
	if len(p.Warnings) != 2 || p.Warnings[0].Key != "areas.warning.unmatched" {
		t.Errorf("%+v", p.Warnings)
	}
	next := apply(t, s, p.Ops(false, Keep))
	if got := geometry.Of(next); len(got) != 3 || got[0].ID != "mt" {
		t.Fatalf("%+v", got)
	}
	if again := planBorders(t, next, file, nil); len(again.Ops(false, Keep)) != 0 {
		t.Error("the same file again changes something")
	}
	// A second file of the areas that are left adds to the first.
	more := planBorders(t, next, borders(`{"name":"West"}`), nil)
	if got := geometry.Of(apply(t, next, more.Ops(false, Keep))); len(got) != 4 {
		t.Errorf("%d areas with borders, want 4", len(got))
	}
	// What lies beside the tables of an export is read with them.
	var zip bytes.Buffer
	if err := WriteZip(&zip, next, WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	tables, err := ReadTables("n.zip", &zip, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := NewPlan(graph.NewSnapshot("m"), tables, nil, Options{Name: "m"})
	if err != nil || len(fresh.Errors) > 0 {
		t.Fatal(err, fresh.Errors)
	}
	if got := geometry.Of(apply(t, graph.NewSnapshot("m"), fresh.Ops(false, Keep))); len(got) != 3 {
		t.Errorf("%d areas with borders out of the zip, want 3", len(got))
	}
}

// A person says what no name says: this one, none, a new one.
func TestAreas_Choices(t *testing.T) {
	s := withAreas(t, &graph.Area{ID: "n", Name: "Nord"}, &graph.Area{ID: "s", Name: "Süd"})
	file := borders(`{"name":"Nord","alt":"Süd"}`, `{"name":"Hafen","alt":"Nord"}`, `{"name":"Heide","alt":""}`)
	p := planBorders(t, s, file, &AreaChoices{Property: "name", Of: map[int]graph.ID{1: "", 2: "s", 3: NewArea}})
	if got, want := how(p), "Nord=() Hafen=s(chosen) Heide=heide(new)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	next := apply(t, s, p.Ops(false, Keep))
	if graph.Find[*graph.Area](next, graph.KindArea, "heide") == nil || len(geometry.Of(next)) != 2 {
		t.Error("the new area is missing")
	}
	if got := how(planBorders(t, s, file, &AreaChoices{Property: "alt"})); got != "Süd=s(name) Nord=n(name) =()" {
		t.Error(got)
	}
	// In a network without areas every feature makes one.
	bare := withAreas(t)
	if got := how(planBorders(t, bare, borders(`{"name":"Nord"}`, `{"name":"Süd"}`), nil)); got != "Nord=nord(new) Süd=sued(new)" {
		t.Error(got)
	}
	// A new network is made of its institutions, not of borders.
	tables, err := ReadTables("x.geojson", bytes.NewReader(file), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var e *graph.Error
	if _, err := NewPlan(graph.NewSnapshot("m"), tables, nil, Options{Name: "m"}); !errors.As(err, &e) || e.Key != "areas.file.no_network" {
		t.Error(err)
	}
}

// Values that fit zone 32 and zone 33 are settled by institutions whose place is known, or by a person.
func TestAreas_Zone(t *testing.T) {
	file := []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Nord"},"geometry":{"type":"Polygon","coordinates":[[[390000,5820000],[399000,5820000],[399000,5829000],[390000,5820000]]]}}]}`)
	kind := &graph.InstitutionKind{ID: "kita", Name: "Kita"}
	s := withAreas(t, &graph.Area{ID: "n", Name: "Nord"})
	if p := planBorders(t, s, file, nil); p.Areas.CRS != geometry.UTM32 || p.Areas.Sure {
		t.Errorf("%+v", p.Areas)
	}
	if p := planBorders(t, s, file, &AreaChoices{CRS: geometry.UTM33}); p.Areas.CRS != geometry.UTM33 {
		t.Errorf("%+v", p.Areas)
	}
	berlin := apply(t, s, []graph.Op{{After: kind}, {After: &graph.Institution{ID: "i", Name: "Kita", Kinds: []graph.ID{"kita"}, Lat: graph.NumberOf(52.53), Lon: graph.NumberOf(13.4)}}})
	p := planBorders(t, berlin, file, nil)
	if p.Areas.CRS != geometry.UTM33 {
		t.Errorf("%+v", p.Areas)
	}
	if got := geometry.BoundsOf(geometry.Of(apply(t, berlin, p.Ops(false, Keep)))[0].Polygons); got.Min[0] < 13.3 || got.Max[0] > 13.6 || got.Min[1] < 52.4 || got.Max[1] > 52.7 {
		t.Errorf("%+v is not Berlin", got)
	}
}
