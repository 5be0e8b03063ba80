package meeting

import (
	"cmp"
	"slices"

	"miteinander/graph"
)

// MeetingAttribute is the attribute of a measure that names the meeting in which it was decided.
const MeetingAttribute = "Sitzung"

// Meeting is one sitting: a sequence shown on a day.
type Meeting struct {
	Sequence graph.ID
	Date     graph.Date
}

// String names a meeting as measures keep it: "2026-03-12 standard".
func (m Meeting) String() string { return m.Date.String() + " " + string(m.Sequence) }

// Decisions are the measures that were noted in a meeting, what was written first coming first.
func Decisions(s *graph.Snapshot, m Meeting) []*graph.Measure {
	var out []*graph.Measure
	for x := range graph.Records[*graph.Measure](s, graph.KindMeasure) {
		if x.Attributes[MeetingAttribute] == m.String() {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b *graph.Measure) int {
		return cmp.Or(cmp.Compare(s.Changed(a.Key()), s.Changed(b.Key())), cmp.Compare(a.ID, b.ID))
	})
	return out
}
