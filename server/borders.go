package server

import (
	"bytes"
	"context"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/geometry"
	"miteinander/server/account"
)

const typeGeoJSON = "application/geo+json"

// AreasView says which feature of a file with borders is which planning area.
type AreasView struct {
	CRS        geometry.CRS            `json:"crs" enum:"wgs84,utm32,utm33,mercator" doc:"How the file writes coordinates"`
	Sure       bool                    `json:"sure" doc:"Else the zone is a guess"`
	Read       int                     `json:"read" doc:"Corners in the file"`
	Kept       int                     `json:"kept" doc:"Corners that are kept"`
	Property   string                  `json:"property" doc:"Whose values name the areas"`
	Properties []exchange.AreaProperty `json:"properties" nullable:"false"`
	Features   []BorderView            `json:"features" nullable:"false"`
	Areas      []NamedOption           `json:"areas" nullable:"false" doc:"To choose from"`
	Without    []NamedOption           `json:"without" nullable:"false" doc:"Areas without borders after the import"`
}

// BorderView is one feature.
type BorderView struct {
	Number int      `json:"number" doc:"In the file, from 1"`
	Label  string   `json:"label"`
	Shape  bool     `json:"shape" doc:"It is an area, no point and no line"`
	Area   graph.ID `json:"area"`
	How    string   `json:"how" enum:",id,name,chosen,new"`
}

func areasView(m *exchange.AreaMatch) *AreasView {
	if m == nil {
		return nil
	}
	v := &AreasView{CRS: m.CRS, Sure: m.Sure, Read: m.Read, Kept: m.Kept, Property: m.Property, Properties: append([]exchange.AreaProperty{}, m.Properties...),
		Features: []BorderView{}, Areas: []NamedOption{}, Without: []NamedOption{}}
	for _, f := range m.Features {
		v.Features = append(v.Features, BorderView(f))
	}
	for _, a := range m.Areas {
		v.Areas = append(v.Areas, NamedOption{string(a.Key.ID), a.Name})
	}
	for _, a := range m.Without {
		v.Without = append(v.Without, NamedOption{string(a.Key.ID), a.Name})
	}
	return v
}

type areasIn struct {
	ID   string `path:"id"`
	Body exchange.AreaChoices
}

// putAreas takes what a person says of borders and answers with the plan that follows.
func (s *Server) putAreas(ctx context.Context, a account.Access, in *areasIn) (*planOut, error) {
	j, a, release, err := s.held(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	defer release()
	if j.tables.Geometry == nil {
		return nil, graph.Errorf(graph.NotFound, "server.import_gone")
	}
	choices := in.Body
	j.areas = &choices
	v, err := s.shown(ctx, j, headOf(a))
	if err != nil {
		return nil, err
	}
	return &planOut{v}, nil
}

// exportGeoJSON gives out the borders of the areas, whatever is selected on the page.
func (s *Server) exportGeoJSON(_ context.Context, v view, _ *exportIn) (*file, error) {
	borders := geometry.Export(v.snapshot)
	if borders == nil {
		return nil, graph.Errorf(graph.NotFound, "areas.none")
	}
	return exported(v, "geojson", typeGeoJSON, func(b *bytes.Buffer) error {
		_, err := b.Write(borders)
		return err
	})
}
