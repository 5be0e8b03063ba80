package server

import (
	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/server/account"
)

// mappingFor is the mapping of a foreign table: the name of one that the network keeps, or its text.
func (s *Server) mappingFor(a account.Access, text string) (*exchange.Mapping, error) {
	return nil, graph.Errorf(graph.Unsupported, "server.mapping")
}
