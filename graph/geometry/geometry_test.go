package geometry

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"miteinander/graph"
)

func square(x, y, w float64) string {
	return fmt.Sprintf("[[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]]", x, y, x+w, y, x+w, y+w, x, y+w, x, y)
}

func collection(crs string, coordinates ...string) []byte {
	var list []string
	for i, c := range coordinates {
		list = append(list, fmt.Sprintf(`{"type":"Feature","properties":{"n":"%d"},"geometry":{"type":"Polygon","coordinates":%s}}`, i, c))
	}
	member := ""
	if crs != "" {
		member = fmt.Sprintf(`"crs":{"type":"name","properties":{"name":%q}},`, crs)
	}
	return []byte(`{"type":"FeatureCollection",` + member + `"features":[` + strings.Join(list, ",") + `]}`)
}

// Coordinates are recognised by what the file says and by their values; what is not read is refused with its reason.
func TestRead_Coordinates(t *testing.T) {
	for _, c := range []struct {
		name, crs, shape string
		want             CRS
		sure             bool
		refused          string
	}{
		{"degrees", "", square(11.3, 50.9, 0.1), WGS84, true, ""},
		{"degrees, said", "urn:ogc:def:crs:OGC:1.3:CRS84", square(11.3, 50.9, 0.1), WGS84, true, ""},
		{"degrees that say UTM", "urn:ogc:def:crs:EPSG::25832", square(11.3, 50.9, 0.1), WGS84, true, ""},
		{"UTM 32, said", "urn:ogc:def:crs:EPSG::25832", square(660000, 5640000, 9000), UTM32, true, ""},
		{"UTM 33, said with a version", "urn:ogc:def:crs:EPSG:9.9.1:25833", square(390000, 5820000, 9000), UTM33, true, ""},
		{"UTM 33, as an address", "http://www.opengis.net/def/crs/EPSG/0/25833", square(390000, 5820000, 9000), UTM33, true, ""},
		{"UTM without a zone", "", square(390000, 5820000, 9000), UTM32, false, ""},
		{"zone before the easting", "", square(33390000, 5820000, 9000), UTM33, true, ""},
		{"EPSG:4647", "EPSG:4647", square(32660000, 5640000, 9000), UTM32, true, ""},
		{"of map pages", "EPSG:3857", square(1260000, 6600000, 9000), Mercator, true, ""},
		{"of map pages, by values", "", square(1260000, 6600000, 9000), Mercator, true, ""},
		{"Gauß-Krüger by values", "", square(4456000, 5640000, 9000), "", false, "areas.file.gauss_krueger"},
		{"Gauß-Krüger, said", "EPSG:31468", square(4456000, 5640000, 9000), "", false, "areas.file.crs"},
		{"latitude first", "", square(50.9, 11.3, 0.1), "", false, "areas.file.swapped"},
		{"nowhere", "", square(1e8, 1e8, 5), "", false, "areas.file.values"},
		{"says UTM, is not", "EPSG:25832", square(1e8, 1e8, 5), "", false, "areas.file.values"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := Read("x.geojson", collection(c.crs, c.shape), MaxKept)
			var e *graph.Error
			if c.refused != "" {
				if !errors.As(err, &e) || e.Key != c.refused {
					t.Fatalf("got %v, want %s", err, c.refused)
				}
				return
			}
			if err != nil || f.CRS != c.want || f.Sure != c.sure {
				t.Fatalf("got %v, %+v", err, f)
			}
		})
	}
}

// Known points on the middle of a zone and on the map of the web.
func TestDegrees_UTM(t *testing.T) {
	for _, c := range []struct {
		crs  CRS
		e, n float64
		want Point
	}{
		{UTM32, 500000, 0, Point{9, 0}},
		{UTM33, 500000, 5538630.702742, Point{15, 50}}, // the arc of the meridian to 50° N on GRS80, times 0.9996
		{Mercator, 1252344.271424, 6621293.722740, Point{11.25, 51.0}},
	} {
		got := degreesOf(c.crs, Point{c.e, c.n})
		if math.Abs(got[0]-c.want[0]) > 2e-6 || math.Abs(got[1]-c.want[1]) > 2e-6 {
			t.Errorf("%v %v %v: %v, want %v", c.crs, c.e, c.n, got, c.want)
		}
	}
}

// toUTM is the way there by another formula (Redfearn, in powers of the distance to the meridian), as the oracle.
func toUTM(p Point, meridian float64) Point {
	const a, f, k0 = 6378137.0, 1 / 298.257222101, 0.9996
	e2 := f * (2 - f)
	ep := e2 / (1 - e2)
	lat, l := p[1]*math.Pi/180, (p[0]-meridian)*math.Pi/180
	s, c, tan := math.Sin(lat), math.Cos(lat), math.Tan(lat)
	n := a / math.Sqrt(1-e2*s*s)
	t2, c2, x := tan*tan, ep*c*c, l*c
	m := a * ((1-e2/4-3*e2*e2/64-5*e2*e2*e2/256)*lat - (3*e2/8+3*e2*e2/32+45*e2*e2*e2/1024)*math.Sin(2*lat) +
		(15*e2*e2/256+45*e2*e2*e2/1024)*math.Sin(4*lat) - 35*e2*e2*e2/3072*math.Sin(6*lat))
	return Point{500000 + k0*n*(x+(1-t2+c2)*math.Pow(x, 3)/6+(5-18*t2+t2*t2+72*c2-58*ep)*math.Pow(x, 5)/120),
		k0 * (m + n*tan*(x*x/2+(5-t2+9*c2+4*c2*c2)*math.Pow(x, 4)/24+(61-58*t2+t2*t2+600*c2-330*ep)*math.Pow(x, 6)/720))}
}

func TestDegrees_ThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Point{rapid.Float64Range(5.8, 12.2).Draw(t, "lon"), rapid.Float64Range(47, 55.2).Draw(t, "lat")}
		if got := fromUTM(toUTM(p, 9), 9); math.Abs(got[0]-p[0]) > 1e-7 || math.Abs(got[1]-p[1]) > 1e-7 { // a centimetre
			t.Fatalf("%v came back as %v", p, got)
		}
	})
}

// What is wrong with a file is said; limits hold before anything is built.
func TestRead_Refused(t *testing.T) {
	many := strings.Repeat(`{"type":"Feature","properties":null,"geometry":null},`, MaxFeatures+1)
	long := make([]string, MaxCorners+10)
	for i := range long {
		long[i] = fmt.Sprintf("[%d,%d]", i%170, i%80)
	}
	for key, text := range map[string]string{
		"areas.file.broken":      `{"type":"FeatureCollection","features":7}`,
		"areas.file.no_polygons": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}]}`,
		"areas.file.coordinates": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[["a",2],[1,1],[2,2]]]}}]}`,
		"areas.file.topojson":    `{"type":"Topology","objects":{}}`,
		"areas.file.depth":       `{"type":"FeatureCollection","features":[{"properties":{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}}]}`,
		"areas.file.features":    `{"type":"FeatureCollection","features":[` + strings.TrimSuffix(many, ",") + `]}`,
		"areas.file.corners":     `{"type":"Polygon","coordinates":[[` + strings.Join(long, ",") + `]]}`,
	} {
		_, err := Read("x", []byte(text), MaxKept)
		var e *graph.Error
		if !errors.As(err, &e) || e.Key != key {
			t.Errorf("%s: got %v", key, err)
		}
	}
}

// JSON that two programs could read in two ways, or that holds what no text and no number is (safety.md I5).
func TestRead_StrictJSON(t *testing.T) {
	shape := `"geometry":{"type":"Polygon","coordinates":` + square(11.3, 50.9, 0.1) + `}`
	one := func(properties string) string {
		return `{"type":"FeatureCollection","features":[{"type":"Feature","properties":` + properties + `,` + shape + `}]}`
	}
	for _, c := range []struct{ name, text, key, at string }{
		{"depth 10 001", strings.Repeat(`{"a":`, 10_001), "areas.file.depth", ""},
		{"a name twice", one(`{"n":1,"n":2}`), "areas.file.ambiguous", "/features/0/properties/n"},
		{"features twice", `{"type":"FeatureCollection","features":[],"Features":[]}`, "areas.file.ambiguous", "/Features"},
		{"twice, with a slash", one(`{"a/b":1,"x":[1,{"a/b":1,"a/b":2}]}`), "areas.file.ambiguous", "/features/0/properties/x/1/a~1b"},
		{"a second document", one(`{}`) + one(`{}`), "areas.file.broken", ""},
		{"text after it", one(`{}`) + " x", "areas.file.broken", ""},
		{"1e400 as a corner", `{"type":"Polygon","coordinates":[[[1e400,2],[1,1],[2,2]]]}`, "areas.file.coordinates", ""},
		{"cut off", one(`{}`)[:60], "areas.file.broken", ""},
	} {
		_, err := Read("x", []byte(c.text), MaxKept)
		var e *graph.Error
		if !errors.As(err, &e) || e.Key != c.key || c.at != "" && fmt.Sprint(e.Args) != "[x "+c.at+"]" {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
	f, err := Read("x", []byte(one(`{"id":9007199254740993,"round":1.0,"nul":"a\u0000b\u001bc","half":"\ud800","n":1,"N":2}`)), MaxKept)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"id": "9007199254740993", "round": "1", "nul": "abc", "half": "\uFFFD", "n": "1", "N": "2"} {
		if got := f.Features[0].Properties[name]; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// Rings are closed, holes and several polygons kept, heights left out; rings without ground go.
func TestRead_Rings(t *testing.T) {
	f, err := Read("x", []byte(`{"type":"Feature","properties":{"n":7,"long":"`+strings.Repeat("x", 500)+`"},"geometry":{"type":"MultiPolygon","coordinates":[
		[[[0,0,99],[9,0,99],[9,9,99],[0,9,99]],[[2,2],[2,4],[4,4],[2,2]]], [[[20,0],[20,0],[21,1],[20,0]]], [[[30,0],[33,0],[33,3],[30,0]]]]}}`), MaxKept)
	if err != nil {
		t.Fatal(err)
	}
	x := f.Features[0]
	if len(x.Polygons) != 2 || len(x.Polygons[0]) != 2 || x.Properties["n"] != "7" || len(x.Properties["long"]) != maxText {
		t.Fatalf("%+v", x)
	}
	for at, want := range map[Point]bool{{1, 1}: true, {2.5, 3.5}: false, {32, 1}: true, {15, 15}: false} {
		if Inside(at, x.Polygons) != want {
			t.Errorf("%v inside: %v", at, !want)
		}
	}
	if g := Ground(x.Polygons); g != 81-2+4.5 {
		t.Errorf("ground %v", g)
	}
}

// jagged is a line from a to b with n corners between, different for every seed.
func jagged(a, b Point, n int, seed float64) (out []Point) {
	for i := range n {
		s := float64(i) / float64(n)
		d := math.Sin(s*40+seed)*0.01 + math.Sin(s*400+2*seed)*0.001
		if i == 0 {
			d = 0
		}
		out = append(out, Point{a[0] + s*(b[0]-a[0]) - d*(b[1]-a[1]), a[1] + s*(b[1]-a[1]) + d*(b[0]-a[0])})
	}
	return out
}

// Two neighbours that share a border share it after they lost most of their corners: every corner of it belongs to both.
func TestSimplify_NeighboursStayNeighbours(t *testing.T) {
	a, b, c, d, e, g := Point{10, 50}, Point{11, 50}, Point{11, 51}, Point{10, 51}, Point{12, 50}, Point{12, 51}
	shared := jagged(b, c, 4000, 1) // from b up to c, without c
	back := append([]Point{c}, shared[1:]...)
	for i, j := 1, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	left := append(append(append(append(jagged(a, b, 3000, 2), shared...), jagged(c, d, 3000, 3)...), jagged(d, a, 3000, 4)...), a)
	right := append(append(append(append(jagged(b, e, 3000, 5), jagged(e, g, 3000, 6)...), jagged(g, c, 3000, 7)...), back...), b)
	features := []Feature{{Polygons: []Polygon{{left}}}, {Polygons: []Polygon{{right}}}}
	before := Ground(features[0].Polygons) + Ground(features[1].Polygons)
	simplify(features, 500)
	l, r := features[0].Polygons[0][0], features[1].Polygons[0][0]
	if n := len(l) + len(r); n > 520 || n < 300 {
		t.Fatalf("%d corners", n)
	}
	in := map[Point]bool{}
	for _, p := range r {
		in[p] = true
	}
	common := 0
	for _, p := range l {
		if in[p] {
			common++
		} else if p[0] > 10.9 && p[1] > 50.1 && p[1] < 50.9 {
			t.Fatalf("%v of the common border is the left one's alone", p)
		}
	}
	if common < 20 {
		t.Fatalf("%d common corners", common)
	}
	if after := Ground(features[0].Polygons) + Ground(features[1].Polygons); math.Abs(after-before) > 0.01 {
		t.Fatalf("ground %v, was %v", after, before)
	}
}

// However few corners are left, no ring becomes a line.
func TestSimplify_RingsStayRings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var features []Feature
		for i := range rapid.IntRange(1, 6).Draw(t, "features") {
			var r Ring
			n := rapid.IntRange(3, 60).Draw(t, "corners")
			for k := range n {
				angle := 2 * math.Pi * float64(k) / float64(n)
				d := rapid.Float64Range(0.2, 1).Draw(t, "radius")
				r = append(r, Point{float64(i)*3 + d*math.Cos(angle), d * math.Sin(angle)})
			}
			features = append(features, Feature{Polygons: []Polygon{{append(r, r[0])}}})
		}
		simplify(features, rapid.IntRange(1, 100).Draw(t, "most"))
		for _, f := range features {
			r := f.Polygons[0][0]
			if len(r) < 4 || r[0] != r[len(r)-1] || Ground(f.Polygons) <= 0 {
				t.Fatalf("%v", r)
			}
		}
	})
}

// What is written is read again, as GeoJSON of the standard: right-hand rings, ids as properties.
func TestStore(t *testing.T) {
	clockwise := Ring{{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}}
	hole := Ring{{0.2, 0.2}, {0.4, 0.2}, {0.4, 0.4}, {0.2, 0.2}}
	areas := []Area{{"b", []Polygon{{clockwise}}}, {"a", []Polygon{{clockwise, hole}, {{{5, 5}, {6, 5}, {6, 6}, {5, 5}}}}}}
	doc := Document(areas, func(id graph.ID) string { return "Raum " + string(id) })
	s, err := graph.NewSnapshot("n").Apply(graph.Change{ID: "x", Network: "n", Author: "t", Cause: graph.CauseEdit, Ops: graph.SortOps([]graph.Op{{After: &graph.Settings{Name: "N", Together: 2, Carrying: 500}},
		{After: &graph.Area{ID: "a", Name: "Raum a"}}, {After: doc}})})
	if err != nil {
		t.Fatal(err)
	}
	got := Of(s)
	if len(got) != 1 || got[0].ID != "a" || len(got[0].Polygons) != 2 || len(got[0].Polygons[0]) != 2 {
		t.Fatalf("%+v: b is no area of the network any more", got)
	}
	if area(got[0].Polygons[0][0]) <= 0 || area(got[0].Polygons[0][1]) >= 0 {
		t.Error("rings run the wrong way")
	}
	var any struct {
		Type     string
		Features []struct {
			ID         string
			Properties map[string]string
			Geometry   struct{ Type string }
		}
	}
	if err := json.Unmarshal(Export(s), &any); err != nil || any.Type != "FeatureCollection" || any.Features[0].Properties["name"] != "Raum a" || any.Features[0].Geometry.Type != "MultiPolygon" {
		t.Fatalf("%v %+v", err, any)
	}
}

func TestInside(t *testing.T) {
	square := Polygon{{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}}
	for _, c := range []struct {
		x, y float64
		in   bool
	}{{1, 1, true}, {3, 1, false}, {-1, 1, false}, {1, 3, false}, {0.0001, 1.9999, true}, {math.NaN(), 1, false}} {
		if Inside(Point{c.x, c.y}, []Polygon{square}) != c.in {
			t.Errorf("%v, %v", c.x, c.y)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(collection("EPSG:25832", square(660000, 5640000, 9000)))
	f.Add([]byte(`{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := Read("x", b, 20)
		if err != nil {
			var e *graph.Error
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			return
		}
		for _, f := range x.Degrees(x.CRS) {
			for _, p := range f.Polygons {
				for _, r := range p {
					if len(r) < 4 || r[0] != r[len(r)-1] {
						t.Fatalf("%v", r)
					}
				}
			}
		}
	})
}
