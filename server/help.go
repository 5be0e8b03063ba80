package server

import (
	"context"

	"miteinander/docs/handbook"
	"miteinander/graph/words"
	"miteinander/server/account"
)

type handbookOut struct {
	Body struct {
		Chapters []handbook.Chapter `json:"chapters" nullable:"false"`
	}
}

// getHandbook gives the help in the reader's language.
func (s *Server) getHandbook(ctx context.Context, _ account.Access, _ *struct{}) (out *handbookOut, err error) {
	out = &handbookOut{}
	out.Body.Chapters, err = handbook.Chapters(requestOf(ctx).Lang)
	return out, err
}

type statementIn struct {
	Name string `path:"name" enum:"accessibility,imprint,privacy"`
}

type statementOut struct{ Body handbook.Statement }

// getStatement gives a page about the service itself.
func (s *Server) getStatement(ctx context.Context, _ account.Access, in *statementIn) (*statementOut, error) {
	return &statementOut{Body: s.statements[words.Language(requestOf(ctx).Lang)][in.Name]}, nil
}
