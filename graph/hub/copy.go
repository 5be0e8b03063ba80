package hub

import (
	"context"

	"miteinander/graph"
)

// Copy brings a network with its history from one store to another, where none of its name may be, and compares the hashes of
// both; a copy that differs is dropped. It gives the head that was copied; what is committed to the source meanwhile is not part of it.
func Copy(ctx context.Context, from, to graph.Store, id graph.NetworkID) (graph.Head, error) {
	s, err := from.Load(ctx, id)
	if err != nil {
		return graph.Head{}, err
	}
	head := s.Head()
	if err := to.Restore(ctx, s, from.History(ctx, id, 1, head.Revision)); err != nil {
		return graph.Head{}, err
	}
	back, err := to.Load(ctx, id)
	if err != nil {
		return graph.Head{}, err
	}
	if back.Hash() != s.Hash() {
		differs := graph.Errorf(graph.Internal, "errors.copy_differs", string(id))
		differs.Err = to.Drop(ctx, id)
		return graph.Head{}, differs
	}
	return head, nil
}
