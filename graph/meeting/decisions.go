package meeting

import (
	"cmp"
	"slices"
	"strings"

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

// MeetingOf is the meeting in which a measure was decided; false where it was none, or nobody can read it.
func MeetingOf(m *graph.Measure) (Meeting, bool) {
	day, sequence, ok := strings.Cut(m.Attributes[MeetingAttribute], " ")
	if !ok {
		return Meeting{}, false
	}
	d, err := graph.ParseDate(day)
	return Meeting{Sequence: graph.ID(sequence), Date: d}, err == nil && sequence != ""
}

// Held are the meetings of which decisions are kept, the newest first.
func Held(s *graph.Snapshot) []Meeting {
	var out []Meeting
	for x := range graph.Records[*graph.Measure](s, graph.KindMeasure) {
		if m, ok := MeetingOf(x); ok && !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b Meeting) int {
		return cmp.Or(b.Date.Compare(a.Date), cmp.Compare(a.Sequence, b.Sequence))
	})
	return out
}
