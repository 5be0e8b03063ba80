package exchange

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"miteinander/graph"
)

// polygonArea is an area with its borders: rings of polygons in degrees, the first ring of each the outer one.
type polygonArea struct {
	id       graph.ID
	name     string
	polygons [][]ring
}

type ring [][2]float64 // longitude, latitude

const maxGeoJSON = 8 << 20

// load reads the polygons of a GeoJSON FeatureCollection (RFC 7946), sorted by id.
func (g *Geometry) load(files fs.FS) ([]polygonArea, error) {
	bad := func(err error) error {
		return &graph.Error{Code: graph.Invalid, Key: "exchange.file.geojson", Args: []any{g.File}, Err: err}
	}
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
	var doc struct {
		Features []struct {
			Properties map[string]any
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, bad(err)
	}
	strip, err := regexp.Compile(g.StripPattern)
	if err != nil {
		return nil, graph.Errorf(graph.Invalid, "exchange.file.mapping", err.Error())
	}
	var out []polygonArea
	for _, f := range doc.Features {
		a := polygonArea{name: clean(propertyText(f.Properties[g.Name]))}
		if g.StripPattern != "" {
			a.name = strings.TrimSpace(strip.ReplaceAllString(a.name, ""))
		}
		if a.id = graph.ID(clean(propertyText(f.Properties[g.ID]))); a.id == "" {
			a.id = Slug(a.name)
		}
		switch f.Geometry.Type {
		case "Polygon":
			var p []ring
			if err := json.Unmarshal(f.Geometry.Coordinates, &p); err != nil {
				return nil, bad(err)
			}
			a.polygons = [][]ring{p}
		case "MultiPolygon":
			if err := json.Unmarshal(f.Geometry.Coordinates, &a.polygons); err != nil {
				return nil, bad(err)
			}
		default:
			continue // lines and points are no areas
		}
		if a.name == "" || graph.CheckID(a.id) != "" {
			return nil, bad(nil)
		}
		out = append(out, a)
	}
	if len(out) == 0 {
		return nil, bad(nil)
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

func propertyText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return outCell{number: v, is: isNumber}.csv()
	}
	return ""
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
		for _, p := range a.polygons {
			if inPolygon(x, y, p) {
				return a.id, problem{}
			}
		}
	}
	return "", wrong("no_area").of(lat + " " + lon)
}

// inPolygon tells whether a point lies in the outer ring and in none of the holes.
func inPolygon(x, y float64, rings []ring) bool {
	for i, r := range rings {
		if inRing(x, y, r) != (i == 0) {
			return false
		}
	}
	return len(rings) > 0
}

// inRing counts the edges that a ray from the point to the east crosses: odd is inside. Each edge owns its lower end, so that a
// vertex on the ray counts once.
func inRing(x, y float64, r ring) bool {
	inside := false
	for i, j := 0, len(r)-1; i < len(r); j, i = i, i+1 {
		xi, yi, xj, yj := r[i][0], r[i][1], r[j][0], r[j][1]
		if (yi > y) != (yj > y) && x < (xj-xi)*(y-yi)/(yj-yi)+xi {
			inside = !inside
		}
	}
	return inside
}
