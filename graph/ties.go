package graph

// Ties is a plain undirected graph: all that analysis knows.
type Ties struct {
	IDs     []string   // node ids, sorted
	Ends    [][2]int32 // index pairs, a < b, sorted, unique
	Levels  []Level    // beside Ends; nil for plain files
	Derived []bool     // beside Ends: the level follows from a joint offer; nil for plain files
	Unknown int64      // pairs whose level is unknown
}

// AtLeast keeps the ties of level ≥ l, all nodes, and Unknown. Without levels it returns t.
func (t Ties) AtLeast(l Level) Ties {
	if t.Levels == nil {
		return t
	}
	out := Ties{IDs: t.IDs, Unknown: t.Unknown, Levels: []Level{}}
	for i, lv := range t.Levels {
		if lv >= l {
			out.Ends = append(out.Ends, t.Ends[i])
			out.Levels = append(out.Levels, lv)
			if t.Derived != nil {
				out.Derived = append(out.Derived, t.Derived[i])
			}
		}
	}
	return out
}
