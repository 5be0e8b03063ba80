package hub

import (
	"context"
	"time"

	"miteinander/graph"
)

// On is the network as it was at the end of a day where it lies, with the day of its last change until then. Where the day is before
// the first change it is the network at the end of its first day: what was taken in then is the oldest that there is to compare with.
func (n *Network) On(ctx context.Context, day graph.Date) (*graph.Snapshot, graph.Date, error) {
	head := n.Head()
	loc, err := time.LoadLocation(head.Settings().TimeZone)
	if err != nil {
		loc = time.UTC
	}
	var at graph.Revision
	var found graph.Date
	for c, err := range n.Acts(ctx, head.Head().Revision) {
		if err != nil {
			return nil, graph.Date{}, err
		}
		was := graph.DateOf(c.At.In(loc))
		if was != found { // the newest change of its day
			at, found = c.Revision(), was
		}
		if was.Compare(day) <= 0 {
			break
		}
	}
	if at == 0 {
		return head, graph.DateOf(head.Head().At.In(loc)), nil
	}
	s, err := n.At(ctx, at)
	return s, found, err
}
