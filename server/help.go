package server

import (
	"context"

	"miteinander/docs/handbook"
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
