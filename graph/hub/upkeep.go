package hub

import (
	"context"
	"iter"

	"miteinander/graph"
)

// Program is the author of changes that nobody asked for.
const Program = "program"

// Upkeep stores what the program keeps by itself, as Commit does, under graph.CauseUpkeep: nothing that people see may
// change by it, only documents may be in its Ops. It is not told by News, and neither Undo nor Acts know it.
func (n *Network) Upkeep(ctx context.Context, id graph.OpID, edit func(*graph.Snapshot) ([]graph.Op, error)) (graph.Revision, error) {
	return n.Commit(ctx, Intent{ID: id, Author: Program, Cause: graph.CauseUpkeep}, edit)
}

// Acts streams what people did, the newest first, from a revision on: the history without upkeep.
func (n *Network) Acts(ctx context.Context, from graph.Revision) iter.Seq2[graph.Change, error] {
	return func(yield func(graph.Change, error) bool) {
		for c, err := range n.History(ctx, from, 1) {
			if err == nil && c.Cause == graph.CauseUpkeep {
				continue
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

// Acted is the head that the newest act of people made. It asks the store only where the head's last change wrote nothing
// but documents, and so may have been upkeep.
func (n *Network) Acted(ctx context.Context) (graph.Head, error) {
	s := n.Head()
	if c := s.Content(); c.Revision != s.Head().Revision {
		return c, nil
	}
	upkeep := false
	for d := range s.All(graph.KindDocument) {
		upkeep = upkeep || s.Changed(d.Key()) == s.Head().Revision
	}
	if !upkeep {
		return s.Head(), nil
	}
	return n.hub.Acted(ctx, s.Head())
}

// Acted is the head that the newest act of people made, of a network that is not open: one step back in its history, as a rule.
func (h *Hub) Acted(ctx context.Context, head graph.Head) (graph.Head, error) {
	for c, err := range h.store.History(ctx, head.ID, head.Revision, 1) {
		if err != nil {
			return graph.Head{}, err
		}
		if c.Cause != graph.CauseUpkeep {
			head.Revision, head.At = c.Revision(), c.At
			break
		}
	}
	return head, nil
}
