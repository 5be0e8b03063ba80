package hub

import (
	"context"
	"errors"

	"miteinander/graph"
)

// tries is how often a commit is attempted while other programs are faster.
const tries = 20

// Commit stores what edit makes of the head. A known Intent.ID is answered with its revision before edit runs. When another
// program moved the head meanwhile, edit runs again on the new one, so it must be pure. Ops need not be sorted; none means that
// there is nothing to change and gives the head's revision. Errors: those of edit, Conflict, Invalid, NotFound, Unavailable, and Busy
// after many tries.
func (n *Network) Commit(ctx context.Context, in Intent, edit func(*graph.Snapshot) ([]graph.Op, error)) (graph.Revision, error) {
	return n.CommitNoted(ctx, in, nil, edit)
}

// CommitNoted is Commit with a note that depends on what is done.
func (n *Network) CommitNoted(ctx context.Context, in Intent, note func([]graph.Op) string, edit func(*graph.Snapshot) ([]graph.Op, error)) (graph.Revision, error) {
	select {
	case n.turn <- struct{}{}:
		defer func() { <-n.turn }()
	case <-ctx.Done():
		return 0, &graph.Error{Code: graph.Busy, Key: "errors.busy", Err: ctx.Err()}
	}
	r, err := n.hub.store.Commit(ctx, in.change(n.id, 0, n.hub.now(), nil))
	if code := graph.CodeOf(err); code == "" {
		return r, n.reach(ctx, r)
	} else if code != graph.NotFound {
		return 0, err
	}
	for range tries {
		head := n.Head()
		r, err := n.attempt(ctx, in, note, head, edit)
		if err == nil {
			return r, nil
		}
		// Stale: another program was faster. Any other refusal may come of a head that is no longer the store's.
		if code := graph.CodeOf(err); code == graph.Unavailable || code == graph.StorageFull {
			return 0, err
		}
		before := head.Head()
		if again := n.refresh(ctx, true); again != nil {
			return 0, again
		}
		if now := n.Head().Head(); now.Revision == before.Revision && now.Rewrites == before.Rewrites && now.At.Equal(before.At) {
			return 0, err
		}
	}
	return 0, graph.Errorf(graph.Busy, "errors.busy")
}

// attempt is one try of a commit on a head.
func (n *Network) attempt(ctx context.Context, in Intent, note func([]graph.Op) string, head *graph.Snapshot, edit func(*graph.Snapshot) ([]graph.Op, error)) (graph.Revision, error) {
	ops, err := edit(head)
	if err != nil {
		return 0, err
	}
	if len(ops) == 0 {
		return head.Head().Revision, nil
	}
	if note != nil {
		in.Note = note(ops)
	}
	c := in.change(n.id, head.Head().Revision, n.hub.now(), graph.SortOps(ops))
	next, err := head.Apply(c)
	if err != nil {
		return 0, err
	}
	r, err := n.hub.store.Commit(ctx, c)
	if err != nil {
		return 0, err
	}
	if r != c.Revision() { // the same operation came in by another program
		return r, n.reach(ctx, r)
	}
	n.advance(next)
	return r, nil
}

// reach makes the head at least revision r, which the store is known to have.
func (n *Network) reach(ctx context.Context, r graph.Revision) error {
	if n.Head().Head().Revision >= r {
		return nil
	}
	return n.refresh(ctx, true)
}

// Undo takes back the change that led to revision r, as a change of its own; undoing that one is the redo. Conflict
// (errors.undo_conflict, Fields name records and fields) when a record is no longer what the change made of it, or when
// something else has come to rest on it. Invalid (errors.undo_upkeep) for what the program stored by itself.
func (n *Network) Undo(ctx context.Context, in Intent, r graph.Revision) (graph.Revision, error) {
	c, err := n.Change(ctx, r)
	if err != nil {
		return 0, err
	}
	if c.Cause == graph.CauseUpkeep {
		return 0, graph.Errorf(graph.Invalid, "errors.undo_upkeep", int64(r))
	}
	in.Cause, in.Undoes = graph.CauseUndo, r
	rev, err := n.Commit(ctx, in, func(s *graph.Snapshot) ([]graph.Op, error) {
		ops := c.Inverse()
		for i, o := range ops {
			// What counts is what the record says now: changed and changed back is no reason to refuse.
			if o.Before != nil {
				ops[i].Since = s.Changed(o.Key())
			}
		}
		return ops, nil
	})
	var e *graph.Error
	if errors.As(err, &e) && (e.Code == graph.Conflict || e.Code == graph.Invalid) && len(e.Fields) > 0 {
		return 0, &graph.Error{Code: graph.Conflict, Key: "errors.undo_conflict", Args: []any{int64(r)}, Fields: e.Fields, Err: err}
	}
	return rev, err
}
