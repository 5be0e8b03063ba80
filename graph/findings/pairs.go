package findings

import "miteinander/graph"

// States of a pair.
const (
	Together         Status = "together"
	SideBySideState  Status = "side_by_side"
	Unclear          Status = "unclear"
	SameKind         Status = "same_kind"
	AgreedSideBySide Status = "agreed_side_by_side"
)

// Pair is two institutions that share cells. Answers keep pairs as rows of integers; a Pair is made of one when asked for.
type Pair struct {
	A, B         int32 // into Selection.Institutions, A < B
	Cells        int32 // shared cells |S|
	Least        int32 // the smaller number of cells of the two
	State        Status
	Level        graph.Level
	Derived      bool // the level follows from a joint offer
	SameProvider bool
	Weight       int64 // Σ children over the shared cells: for sorting and for the share only
	Children     int64 // Σ children over the distinct area × phase: the number that is shown
}

// Overlap is |S| over the smaller number of cells.
func (p Pair) Overlap() float64 { return float64(p.Cells) / float64(p.Least) }

// Counts are pairs by state.
type Counts struct {
	Together         int `json:"together"`
	SideBySide       int `json:"side_by_side"`
	Unclear          int `json:"unclear"`
	SameKind         int `json:"same_kind"`
	AgreedSideBySide int `json:"agreed_side_by_side"`
}

// Count adds one pair of a state.
func (c *Counts) Count(s Status) {
	switch s {
	case Together:
		c.Together++
	case SideBySideState:
		c.SideBySide++
	case Unclear:
		c.Unclear++
	case SameKind:
		c.SameKind++
	case AgreedSideBySide:
		c.AgreedSideBySide++
	}
}

// addCodes adds what was counted by code.
func (c *Counts) addCodes(n *[codes]int) {
	c.Together += n[codeTogether]
	c.SideBySide += n[codeSideBySide]
	c.Unclear += n[codeUnclear]
	c.SameKind += n[codeSameKind]
	c.AgreedSideBySide += n[codeAgreed]
}

// Open are the pairs that count: together, side by side and unclear.
func (c Counts) Open() int { return c.Together + c.SideBySide + c.Unclear }

func (c Counts) notTogether() int { return c.SideBySide + c.Unclear }

// byLevel is the state that the level gives.
func (b *Basis) byLevel(l graph.Level) Status {
	switch {
	case !l.Known():
		return Unclear
	case l >= b.tau:
		return Together
	}
	return SideBySideState
}
