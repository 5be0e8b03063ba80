package exchange

import (
	"cmp"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/geometry"
)

// polygonArea is an area with its borders: rings of polygons in degrees, the first ring of each the outer one.
type polygonArea struct {
	id       graph.ID
	name     string
	polygons []geometry.Polygon
}

const maxGeoJSON = 8 << 20

// load reads the polygons of a GeoJSON FeatureCollection (RFC 7946), sorted by id.
func (g *Geometry) load(files fs.FS) ([]polygonArea, error) {
	if files == nil || !fs.ValidPath(g.File) || path.Base(g.File) != g.File {
		return nil, graph.Errorf(graph.NotFound, "exchange.file.not_found", g.File)
	}
	b, err := fs.ReadFile(files, g.File)
	if err != nil {
		return nil, pathError(g.File, err)
	}
	if len(b) > maxGeoJSON {
		return nil, graph.Errorf(graph.TooLarge, "exchange.file.too_large", g.File, maxGeoJSON>>20)
	}
	f, err := geometry.Read(g.File, b, geometry.MaxCorners) // whole: a point beside a border lies on its side of it
	if err != nil {
		return nil, err
	}
	strip, err := regexp.Compile(g.StripPattern)
	if err != nil {
		return nil, graph.Errorf(graph.Invalid, "exchange.file.mapping", err.Error())
	}
	var out []polygonArea
	for _, f := range f.Degrees(f.CRS) {
		if len(f.Polygons) == 0 {
			continue // lines and points are no areas
		}
		a := polygonArea{name: clean(f.Properties[g.Name]), polygons: f.Polygons}
		if g.StripPattern != "" {
			a.name = strings.TrimSpace(strip.ReplaceAllString(a.name, ""))
		}
		if a.id = graph.ID(clean(f.Properties[g.ID])); a.id == "" {
			a.id = Slug(a.name)
		}
		if a.name == "" || graph.CheckID(a.id) != "" {
			return nil, graph.Errorf(graph.Invalid, "exchange.file.geojson", g.File)
		}
		out = append(out, a)
	}
	if len(out) == 0 {
		return nil, graph.Errorf(graph.Invalid, "exchange.file.geojson", g.File)
	}
	slices.SortFunc(out, func(a, b polygonArea) int { return cmp.Compare(a.id, b.id) })
	for i := 1; i < len(out); i++ {
		if out[i].id == out[i-1].id { // one area in several features
			out[i-1].polygons = append(out[i-1].polygons, out[i].polygons...)
			out = slices.Delete(out, i, i+1)
			i--
		}
	}
	return out, nil
}

// area finds the area of a point; none for a row without one, a warning for one that lies in no polygon. Where areas overlap
// the first by id has it.
func (f *mappedFile) area(lat, lon string) (graph.ID, problem) {
	if lat == "" || lon == "" {
		return "", problem{}
	}
	y, ok1 := parseNumber(lat)
	x, ok2 := parseNumber(lon)
	if !ok1 || !ok2 {
		return "", wrong("number").of(lat + " " + lon)
	}
	for _, a := range f.m.areas {
		if geometry.Inside(geometry.Point{x, y}, a.polygons) {
			return a.id, problem{}
		}
	}
	return "", wrong("no_area").of(lat + " " + lon)
}
