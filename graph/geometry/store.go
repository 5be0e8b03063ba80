package geometry

import (
	"encoding/json"
	"slices"
	"strings"

	"miteinander/graph"
)

// The document of a network that holds the borders of its areas.
const (
	DocumentID   graph.ID = "planungsraeume"
	DocumentType string   = "geometry"
)

// Area is a planning area with its borders in degrees.
type Area struct {
	ID       graph.ID
	Polygons []Polygon
}

type storedFeature struct {
	Type       string         `json:"type"`
	ID         string         `json:"id,omitempty"`
	Properties map[string]any `json:"properties"`
	Geometry   storedShape    `json:"geometry"`
}

type storedShape struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// Write is GeoJSON of areas, sorted by id: one feature a line, its id and name as properties. Outer rings run against the clock,
// holes with it, as RFC 7946 wants. name tells what people call an area.
func Write(areas []Area, name func(graph.ID) string) []byte {
	areas = slices.Clone(areas)
	slices.SortFunc(areas, func(a, b Area) int { return strings.Compare(string(a.ID), string(b.ID)) })
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for i, a := range areas {
		if i > 0 {
			b.WriteByte(',')
		}
		f := storedFeature{Type: "Feature", ID: string(a.ID), Properties: map[string]any{"id": a.ID, "name": name(a.ID)}}
		var all [][][]Point
		for _, p := range a.Polygons {
			var rings [][]Point
			for k, r := range p {
				r := slices.Clone(r)
				if (area(r) < 0) == (k == 0) {
					slices.Reverse(r)
				}
				rings = append(rings, r)
			}
			all = append(all, rings)
		}
		f.Geometry = storedShape{"MultiPolygon", all}
		if len(all) == 1 {
			f.Geometry = storedShape{"Polygon", all[0]}
		}
		line, err := json.Marshal(f)
		if err != nil { // numbers and texts of our own
			panic(err)
		}
		b.WriteByte('\n')
		b.Write(line)
	}
	b.WriteString("\n]}\n")
	return []byte(b.String())
}

// Document is the record that keeps areas with a network.
func Document(areas []Area, name func(graph.ID) string) *graph.Document {
	return &graph.Document{ID: DocumentID, Type: DocumentType, Body: string(Write(areas, name))}
}

// Of are the borders that a network keeps, of areas that it still has, sorted by id; nil without.
func Of(s *graph.Snapshot) []Area {
	d := graph.Find[*graph.Document](s, graph.KindDocument, DocumentID)
	if d == nil || d.Type != DocumentType {
		return nil
	}
	f, err := Read(string(DocumentID), []byte(d.Body), MaxKept)
	if err != nil || f.CRS != WGS84 {
		return nil // written over by hand; a picture without borders says what to import
	}
	var out []Area
	for _, x := range f.Features {
		id := graph.ID(x.Properties["id"])
		if graph.Find[*graph.Area](s, graph.KindArea, id) == nil || len(x.Polygons) == 0 {
			continue
		}
		out = append(out, Area{id, x.Polygons})
	}
	return out
}

// Export is the GeoJSON of a network for others: nothing without borders.
func Export(s *graph.Snapshot) []byte {
	areas := Of(s)
	if len(areas) == 0 {
		return nil
	}
	return Write(areas, func(id graph.ID) string { return s.Name(graph.Key{Kind: graph.KindArea, ID: id}) })
}
