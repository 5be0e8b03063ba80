package server

import (
	"context"

	"miteinander/graph/diagram"
)

type areasMapIn struct {
	SelectionQuery
	Indicator string `query:"indicator" maxLength:"200" doc:"Kennzahl whose newest value each area gets"`
}

// areasMap is the table behind the map of the planning areas.
func (s *Server) areasMap(ctx context.Context, v view, in *areasMapIn) (diagram.AreaTable, error) {
	p, err := s.prepare(ctx, v)
	if err != nil {
		return diagram.AreaTable{}, err
	}
	return diagram.TableOfAreas(p.sel, in.Indicator), nil
}
