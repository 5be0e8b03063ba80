package geometry

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"miteinander/graph"
)

// Point is a place: longitude and latitude in degrees, or east and north in metres while a file has not been converted.
type Point [2]float64

// Ring is a closed line: the last point is the first.
type Ring []Point

// Polygon is an outer ring and its holes.
type Polygon []Ring

// Feature is one thing of a file: what is said about it and where it is. Polygons is empty for points, lines and null.
type Feature struct {
	Properties map[string]string `json:"properties"`
	Polygons   []Polygon         `json:"polygons"`
}

// File is what a GeoJSON file says.
type File struct {
	CRS      CRS       `json:"crs"`
	Sure     bool      `json:"sure"` // the file or its values say which; else the zone is a guess
	Features []Feature `json:"features"`
	Read     int       `json:"read"` // corners in the file
	Kept     int       `json:"kept"` // corners now
}

// Limits of a file. A commune has some dozens of areas; Berlin's 542 planning areas have 100,000 corners.
const (
	MaxFeatures   = 5_000
	MaxCorners    = 500_000
	MaxKept       = 12_000
	maxDepth      = 32
	maxProperties = 60
	maxText       = 200
)

// Looks tells whether bytes may be GeoJSON: an object that names one of its types.
func Looks(b []byte) bool {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if t := bytes.TrimLeft(b, " \t\r\n"); len(t) == 0 || t[0] != '{' {
		return false
	}
	for _, t := range []string{"FeatureCollection", "Feature", "Polygon", "MultiPolygon", "Topology"} {
		if bytes.Contains(b, []byte(`"`+t+`"`)) {
			return true
		}
	}
	return false
}

type shape struct {
	Type        string
	Coordinates json.RawMessage
	Geometries  []shape
}

type feature struct {
	Type       string
	Properties map[string]any
	Geometry   *shape
}

type document struct {
	feature
	shape
	Type     string
	Features []feature
	CRS      *struct{ Properties struct{ Name string } }
}

// Read reads GeoJSON (RFC 7946, and with the older member crs) and brings it to about keep corners at most. Rings that are not
// closed are closed. Errors are *graph.Error: Unsupported for other formats and coordinates, Invalid for what is broken,
// TooLarge for what passes a limit.
func Read(name string, b []byte, keep int) (*File, error) {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if depth(b) > maxDepth {
		return nil, graph.Errorf(graph.TooLarge, "areas.file.depth", name)
	}
	if at, err := twice(b); at != "" && err == nil {
		return nil, graph.Errorf(graph.Invalid, "areas.file.ambiguous", name, at)
	}
	var d document
	if err := decode(b, &d); err != nil {
		return nil, &graph.Error{Code: graph.Invalid, Key: "areas.file.broken", Args: []any{name}, Err: err}
	}
	switch d.Type {
	case "FeatureCollection", "": // some programs leave it out
		if d.Features == nil {
			return nil, graph.Errorf(graph.Invalid, "areas.file.broken", name)
		}
	case "Feature":
		d.Features = []feature{{Properties: d.Properties, Geometry: d.Geometry}}
	case "Polygon", "MultiPolygon", "GeometryCollection":
		d.shape.Type = d.Type
		d.Features = []feature{{Geometry: &d.shape}}
	case "Topology":
		return nil, graph.Errorf(graph.Unsupported, "areas.file.topojson", name)
	default:
		return nil, graph.Errorf(graph.Invalid, "areas.file.broken", name)
	}
	if len(d.Features) > MaxFeatures {
		return nil, graph.Errorf(graph.TooLarge, "areas.file.features", name, MaxFeatures)
	}
	f := &File{Features: []Feature{}}
	polygons := 0
	for i, x := range d.Features {
		out := Feature{Properties: properties(x.Properties)}
		if x.Geometry != nil {
			var bad string
			if out.Polygons, bad = x.Geometry.polygons(0); bad != "" {
				return nil, graph.Errorf(graph.Invalid, "areas.file."+bad, name, i+1)
			}
		}
		for _, p := range out.Polygons {
			polygons++
			for _, r := range p {
				f.Read += len(r)
			}
		}
		if f.Read > MaxCorners {
			return nil, graph.Errorf(graph.TooLarge, "areas.file.corners", name, MaxCorners)
		}
		f.Features = append(f.Features, out)
	}
	if polygons == 0 {
		return nil, graph.Errorf(graph.Invalid, "areas.file.no_polygons", name)
	}
	said := ""
	if d.CRS != nil {
		said = d.CRS.Properties.Name
	}
	var err error
	if f.CRS, f.Sure, err = tell(name, said, f.bounds()); err != nil {
		return nil, err
	}
	simplify(f.Features, keep)
	for _, x := range f.Features {
		for _, p := range x.Polygons {
			for _, r := range p {
				f.Kept += len(r)
			}
		}
	}
	return f, nil
}

// depth is how deep brackets nest, without reading anything else.
func depth(b []byte) (most int) {
	now, text := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			now++
			most = max(most, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return most
}

// polygons are those of a geometry; the text names what is wrong with it.
func (s *shape) polygons(level int) ([]Polygon, string) {
	var raw [][][][]float64
	switch s.Type {
	case "Polygon":
		var one [][][]float64
		if json.Unmarshal(s.Coordinates, &one) != nil {
			return nil, "coordinates"
		}
		raw = append(raw, one)
	case "MultiPolygon":
		if json.Unmarshal(s.Coordinates, &raw) != nil {
			return nil, "coordinates"
		}
	case "GeometryCollection":
		if level > 3 {
			return nil, "coordinates"
		}
		var out []Polygon
		for i := range s.Geometries {
			p, bad := s.Geometries[i].polygons(level + 1)
			if bad != "" {
				return nil, bad
			}
			out = append(out, p...)
		}
		return out, ""
	default:
		return nil, "" // points and lines are no areas
	}
	var out []Polygon
	for _, rings := range raw {
		var p Polygon
		for k, r := range rings {
			ring, bad := closed(r)
			if bad != "" {
				return nil, bad
			}
			if ring == nil && k == 0 {
				break // an outer ring without ground takes its holes with it
			}
			if ring != nil {
				p = append(p, ring)
			}
		}
		if len(p) > 0 {
			out = append(out, p)
		}
	}
	return out, ""
}

// closed makes a ring of positions: heights left out, no corner twice in a row, closed; nil where it has fewer than three corners.
func closed(list [][]float64) (Ring, string) {
	var r Ring
	for _, c := range list {
		if len(c) < 2 || !finite(c[0]) || !finite(c[1]) || math.Abs(c[0]) > 1e9 || math.Abs(c[1]) > 1e9 {
			return nil, "coordinates"
		}
		if p := (Point{c[0], c[1]}); len(r) == 0 || r[len(r)-1] != p {
			r = append(r, p)
		}
	}
	for len(r) > 1 && r[0] == r[len(r)-1] {
		r = r[:len(r)-1]
	}
	if len(r) < 3 {
		return nil, ""
	}
	return append(r, r[0]), ""
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// properties are those that are texts or numbers, as texts; of very many the first by name.
func properties(m map[string]any) map[string]string {
	out := map[string]string{}
	names := make([]string, 0, len(m))
	for k := range m {
		names = append(names, k)
	}
	slices.Sort(names)
	for _, k := range names {
		text := ""
		switch v := m[k].(type) {
		case string:
			text = strings.Join(strings.Fields(v), " ")
		case json.Number:
			text = v.String()
			if strings.ContainsAny(text, ".eE") { // 1.0 is the 1 of another file; a key of many digits stays as it is
				if n, err := v.Float64(); err == nil {
					text = strconv.FormatFloat(n, 'f', -1, 64)
				}
			}
		}
		text = strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f {
				return -1
			}
			return r
		}, text)
		if text != "" && len(out) < maxProperties && len(k) <= maxText {
			out[k] = cut(text)
		}
	}
	return out
}

func cut(s string) string {
	if r := []rune(strings.ToValidUTF8(s, "")); len(r) > maxText {
		return string(r[:maxText])
	} else {
		return string(r)
	}
}

// bounds are the least and greatest coordinates.
func (f *File) bounds() (b Bounds) {
	b = noBounds
	for _, x := range f.Features {
		b.add(x.Polygons)
	}
	return b
}

// Bounds are the least and the greatest coordinates of something.
type Bounds struct{ Min, Max Point }

var noBounds = Bounds{Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}}

func (b *Bounds) add(polygons []Polygon) {
	for _, p := range polygons {
		for _, r := range p {
			for _, c := range r {
				for k := range 2 {
					b.Min[k] = min(b.Min[k], c[k])
					b.Max[k] = max(b.Max[k], c[k])
				}
			}
		}
	}
}

// BoundsOf are those of several shapes; Min is above Max where there is nothing.
func BoundsOf(shapes ...[]Polygon) Bounds {
	b := noBounds
	for _, s := range shapes {
		b.add(s)
	}
	return b
}
