package diagram

// Scene is what is drawn: keys, roles, labels; no coordinates, no colours. It knows nothing of the domain, and the
// layout knows nothing but it.
type Scene struct {
	Marks   []Mark        // sorted by Ref, each Ref once
	Areas   []Area        // rows or hulls, in the order of the catalogue
	Phases  []Phase       // columns, in order
	Panels  []Panel       // one map each, all on the same positions
	NoPhase string        // heading of the column of marks that serve no phase
	Wide    string        // heading of the row of what belongs to no single area
	Rest    string        // title of the box of marks that stand alone, with their number
	Center  string        // Ref of the mark in the middle, "" = none
	Parts   bool          // areas are components: framed parts of the page instead of hulls
	Plots   bool          // hardly a tie is known: each area has its plot, the boxes in rows
	Large   bool          // read from the back of a room: no letter below slideLetter
	Legend  []LegendEntry // every sign that may occur, in order; a sheet shows those that do
}

// Area is a row, a hull or a part.
type Area struct{ Ref, Label string }

// Phase is a column.
type Phase struct{ Ref, Label string }

// Mark is a node, or a bundle of nodes.
type Mark struct {
	Ref    string // a record's key or a findings.Ref
	Role   Role
	Fill   string // #rrggbb from Fills or PhaseFills; "" = that of the role
	Edge   string // #rrggbb of the border, "" = that of the role
	Label  string // what stands in it
	Name   string // the full name or sentence, for tooltip and screen reader
	Area   string // Ref of an Area; "" = everywhere, or in several
	Owner  string // Ref of the mark that it stays beside (an offer's institution)
	Phases []int  // columns it serves, sorted
	Alone  bool   // stands in the box of those without a tie
	Unsaid bool   // nothing is known about its ties: a dotted border
	Badge  int    // ties that lead to other sheets; 0 = none
	Folded int    // offers and actors drawn as part of it; 0 = none
}

// Panel is one map of a sheet.
type Panel struct {
	Name  string // together, side_by_side, network, ego, components
	Title string
	Note  string
	Role  Role // whose colour the heading takes
	Lines []Line
	Away  map[string]int // ties of a mark that lead to other sheets; shown as a badge
}

// Line joins two marks of the scene.
type Line struct {
	Ref      string
	From, To string
	Role     Role
	Weight   int64  // children; thick lines are kept when not all can be drawn
	Label    string // a sentence, for tooltip and screen reader
}

// Layout gives the centre of each mark by Ref, in points of the page. Refs that begin with "·" hold what belongs to
// the whole: "·frame" the size of the map, "·font" the size of the letters. It is stored as a document, by a person or
// a job, never by a reader.
type Layout map[string]Point

const (
	frameRef = "·frame"
	fontRef  = "·font"
	restRef  = "·rest"
)

// ends gives the index of every Ref.
func (sc *Scene) ends() map[string]int {
	m := make(map[string]int, len(sc.Marks))
	for i := range sc.Marks {
		m[sc.Marks[i].Ref] = i
	}
	return m
}

// ties are the lines of all panels as unordered pairs of mark indices, each once, sorted by first appearance.
func (sc *Scene) ties(panel func(int) bool) [][2]int {
	at := sc.ends()
	seen := map[[2]int]bool{}
	var out [][2]int
	for p := range sc.Panels {
		if panel != nil && !panel(p) {
			continue
		}
		for _, l := range sc.Panels[p].Lines {
			a, okA := at[l.From]
			b, okB := at[l.To]
			if !okA || !okB || a == b {
				continue
			}
			t := [2]int{min(a, b), max(a, b)}
			if !seen[t] {
				seen[t] = true
				out = append(out, t)
			}
		}
	}
	return out
}
