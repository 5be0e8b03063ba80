package findings

import (
	"cmp"
	"slices"

	"miteinander/graph"
)

// Words of cells that sum up several: some of them are gaps, or all have an offer and differ.
const (
	PartlyGap Status = "partly_gap"
	Covered   Status = "covered"
)

var gapStatuses = []Status{Gap, Thin, MultipleTogether, MultipleSideBySide, MultipleUnclear, NotRequired, Undecided}

var accessStatuses = []Status{LowThreshold, WithHurdle, AccessUnknown, Gap}

// Reading says at which level a matrix is read: its own cells, one row for each parent area, or one for the network.
type Reading string

// The readings of the gap matrix.
const (
	ReadAreas   Reading = "areas"
	ReadParents Reading = "parents"
	ReadNetwork Reading = "network"
)

// GapCellView is one cell of the matrix with both layers.
type GapCellView struct {
	Ref               Ref            `json:"ref"`
	AccessRef         Ref            `json:"access_ref"`
	Area              string         `json:"area" doc:"Id of the area, or gesamt"`
	AreaName          string         `json:"area_name"`
	Phase             graph.ID       `json:"phase"`
	PhaseName         string         `json:"phase_name"`
	Field             graph.ID       `json:"field"`
	FieldName         string         `json:"field_name"`
	Leaves            []Named        `json:"leaves" nullable:"false" doc:"The areas that the cell stands for"`
	Target            string         `json:"target" enum:"required,not_required,open"`
	TargetWord        string         `json:"target_word"`
	Status            Status         `json:"status" enum:"gap,thin,multiple_together,multiple_side_by_side,multiple_unclear,not_required,undecided,partly_gap,covered" doc:"partly_gap and covered only where a cell sums up several"`
	Word              string         `json:"word"`
	Offers            int            `json:"offers"`
	Institutions      []Named        `json:"institutions" nullable:"false" doc:"The first; all of them on the card"`
	InstitutionsTotal int            `json:"institutions_total"`
	Pairs             Counts         `json:"pairs"`
	Children          *int64         `json:"children" doc:"Or the indicator; null: not recorded"`
	ChildrenText      string         `json:"children_text"`
	Capacity          *int64         `json:"capacity" doc:"Σ places; null where one is not known"`
	Supply            *ShareView     `json:"supply,omitempty" doc:"Places over children, where both are known"`
	SupplyText        string         `json:"supply_text,omitempty"`
	Access            Status         `json:"access" enum:"low_threshold,with_hurdle,unknown,gap"`
	AccessWord        string         `json:"access_word"`
	Sentence          string         `json:"sentence"`
	Next              string         `json:"next,omitempty"`
	Cells             int            `json:"cells" doc:"How many cells it sums up; 1 for a cell of its own"`
	Counts            []StatusCount  `json:"counts,omitempty" doc:"Of a sum: its cells by status"`
	Measures          []MeasureView  `json:"measures" nullable:"false"`
	Feedback          []FeedbackView `json:"feedback" nullable:"false" doc:"What children and parents said"`
}

// GapLevel is the gap rate of the whole selection, a parent area or an area.
type GapLevel struct {
	Area     string        `json:"area" doc:"Id of the area, or gesamt"`
	AreaName string        `json:"area_name"`
	Parent   graph.ID      `json:"parent,omitempty"`
	Leaf     bool          `json:"leaf"`
	Required int           `json:"required"`
	Covered  int           `json:"covered"`
	Shares   []ShareView   `json:"shares" nullable:"false" doc:"gap_rate, gap_rate_by_children"`
	Counts   []StatusCount `json:"counts" nullable:"false"`
	Sentence string        `json:"sentence"`
}

// GroupView is the same for one target group: offers for everyone or for this group.
type GroupView struct {
	Group    graph.ID    `json:"group"`
	Label    string      `json:"label"`
	Shares   []ShareView `json:"shares" nullable:"false"`
	Sentence string      `json:"sentence"`
}

// GapsView is the page.
type GapsView struct {
	Headline  Said          `json:"headline"`
	Required  int           `json:"required_cells"`
	Covered   int           `json:"covered"`
	Shares    []ShareView   `json:"shares" nullable:"false" doc:"gap_rate, gap_rate_by_children"`
	RateTexts []string      `json:"rate_texts" nullable:"false" doc:"The shares in words"`
	Counts    []StatusCount `json:"counts" nullable:"false"`
	Access    []StatusCount `json:"access_counts" nullable:"false"`
	Reading   Reading       `json:"reading" enum:"areas,parents,network"`
	Indicator IndicatorUse  `json:"indicator"`
	Phases    []Named       `json:"phases" nullable:"false"`
	Fields    []Named       `json:"fields" nullable:"false"`
	Areas     []AreaView    `json:"areas" nullable:"false" doc:"Rows of cells: areas, and parent areas where a gap is required once there"`
	Cells     []GapCellView `json:"cells" nullable:"false" doc:"By area, phase, field"`
	Levels    []GapLevel    `json:"levels" nullable:"false"`
	Groups    []GroupView   `json:"groups" nullable:"false" doc:"By target group, where asked for with by_group=1"`
	Notes     []string      `json:"notes" nullable:"false"`
}

// mostInCell is how many institutions a cell of a page names.
const mostInCell = 12

// View is the page in a language. access is the answer of the same selection; groups are made by the caller.
func (g *Gaps) View(lang string, access *Access, read Reading) GapsView {
	read = cmp.Or(read, ReadAreas)
	v := GapsView{Headline: g.Headline().In(lang), Required: g.Required, Covered: g.Covered, Reading: read,
		Shares:    list(g.Shares(), func(s Share) ShareView { return shareView(lang, s) }),
		RateTexts: []string{say("gap.rate", g.Rate).Text(lang), rateSays("gap.rate_by_children", g.RateByChildren, g.params).Text(lang)},
		Indicator: g.b.indicatorUse(lang, g.params), Phases: g.b.phaseNames(g.narrow), Fields: g.b.fieldNames(g.narrow), Groups: []GroupView{},
		Notes: list(g.Notes(), func(s Sentence) string { return s.Text(lang) })}
	all := make([]int, len(g.Cells))
	for i := range all {
		all[i] = i
	}
	v.Counts = g.counts(lang, all)
	v.Access = counts(lang, "access.status", accessStatuses, func(s Status) int { return access.CellCounts[s] })
	at := g.b.attached(lang)
	if read == ReadAreas {
		v.Cells = list(all, func(i int) GapCellView { return g.cellView(lang, at, access, i) })
		v.Areas = g.rows(lang)
	} else {
		v.Cells, v.Areas = g.sums(lang, at, access, read)
	}
	for _, a := range g.b.areaLevels(g.narrow.sel.Areas()) {
		v.Levels = append(v.Levels, g.level(lang, a))
	}
	return v
}

// counts of some cells by status.
func (g *Gaps) counts(lang string, cells []int) []StatusCount {
	n := map[Status]int{}
	for _, i := range cells {
		n[g.Cells[i].Status]++
	}
	return counts(lang, "gap.status", gapStatuses, func(s Status) int { return n[s] })
}

// rows are the areas of the cells: leaves, then parent areas that have a cell of their own.
func (g *Gaps) rows(lang string) []AreaView {
	rows := g.b.areaViews(lang, g.narrow.sel.Areas())
	for i := range g.Cells {
		a := g.Cells[i].Area
		if !slices.ContainsFunc(rows, func(r AreaView) bool { return r.ID == a.ID }) {
			rows = append(rows, g.b.parentView(a))
		}
	}
	return rows
}

// parentView is an area above others as a row.
func (b *Basis) parentView(a *graph.Area) AreaView {
	v := AreaView{ID: a.ID, Label: a.Name, Parent: a.Parent, Children: []ChildrenView{}, Indicators: []IndicatorView{}}
	if a.Parent != "" {
		v.ParentName = b.snap.Name(graph.Key{Kind: graph.KindArea, ID: a.Parent})
	}
	return v
}

// in lists the cells of an area: its own and those below it.
func (g *Gaps) in(a areaLevel) []int {
	var out []int
	for i := range g.Cells {
		c := &g.Cells[i]
		if a.area == nil || c.Area.ID == a.area.ID || slices.ContainsFunc(g.b.snap.LeavesOf(a.area.ID), func(id graph.ID) bool { return id == c.Area.ID }) || g.b.isBelow(c.Area, a.area.ID) {
			out = append(out, i)
		}
	}
	return out
}

// isBelow tells that an area lies below another.
func (b *Basis) isBelow(a *graph.Area, above graph.ID) bool {
	for x := a; x != nil && x.Parent != ""; x = graph.Find[*graph.Area](b.snap, graph.KindArea, x.Parent) {
		if x.Parent == above {
			return true
		}
	}
	return false
}

// rates of some cells: required, covered, and the two gap rates.
func (g *Gaps) rates(cells []int) (required, covered int, shares []Share) {
	var gaps int
	var children, missing int64
	for _, i := range cells {
		if c := &g.Cells[i]; c.Target == graph.TargetRequired {
			required++
			children += c.Children
			if c.Status == Gap {
				gaps++
				missing += c.Children
			}
		}
	}
	return required, required - gaps, []Share{shareOf("gap_rate", float64(gaps), float64(gaps), float64(required)),
		g.widened(shareOf("gap_rate_by_children", float64(missing), float64(missing), float64(children)), cells)}
}

func (g *Gaps) level(lang string, a areaLevel) GapLevel {
	cells := g.in(a)
	required, covered, shares := g.rates(cells)
	key, name, parent := a.names(lang)
	return GapLevel{Area: key, AreaName: name, Parent: parent, Leaf: a.leaf(), Required: required, Covered: covered,
		Shares: list(shares, func(s Share) ShareView { return shareView(lang, s) }), Counts: g.counts(lang, cells),
		Sentence: say("gaps.level", name, required, required-covered).Text(lang)}
}

// cellView is one cell with its access layer; both answers have the same cells in the same order.
func (g *Gaps) cellView(lang string, at *attached, access *Access, i int) GapCellView {
	c := &g.Cells[i]
	v := g.view(lang, c)
	f := g.Finding(i)
	v.Ref, v.AccessRef, v.Sentence, v.Next = f.Ref, access.Ref(i), f.Says.Text(lang), g.next(c).Text(lang)
	v.Status, v.Word, v.Cells = c.Status, say("gap.status", string(c.Status)).Text(lang), 1
	v.Access, v.AccessWord = access.Cells[i].Status, say("access.status", string(access.Cells[i].Status)).Text(lang)
	v.Measures, v.Feedback = at.of(f.Ref), at.said(f.Ref)
	return v
}

// view is what a cell and a sum of cells have in common.
func (g *Gaps) view(lang string, c *MatrixCell) GapCellView {
	area, phase, field := g.names(c)
	v := GapCellView{Area: string(c.Area.ID), AreaName: area, Phase: g.b.snap.Phases()[c.Phase].ID, PhaseName: phase, Field: g.b.fields[c.Field].ID, FieldName: field,
		Leaves: list(c.Leaves, func(a int32) Named { l := g.b.snap.Leaves()[a]; return Named{l.ID, l.Name} }),
		Target: c.Target, TargetWord: say("gap.target", c.Target).Text(lang), Offers: len(c.Offers) + c.Defaults,
		Institutions: g.b.firstNamed(c.Institutions, mostInCell), InstitutionsTotal: len(c.Institutions), Pairs: c.Pairs,
		ChildrenText: g.weightSays(c).Text(lang), Measures: []MeasureView{}, Feedback: []FeedbackView{}}
	if g.counted(c) {
		v.Children = &c.Children
	}
	if sum, ok := c.capacity(); ok {
		v.Capacity = &sum
	}
	if s, ok := c.Supply(); ok {
		v.Supply = ptr(shareView(lang, s))
		v.SupplyText = say("gap.supply", s.Num, s.Den).Text(lang)
	}
	return v
}

// capacity is Σ places; false where one is not known.
func (c *MatrixCell) capacity() (sum int64, ok bool) {
	for _, o := range c.Offers {
		if !o.Capacity.Known {
			return 0, false
		}
		sum += o.Capacity.N
	}
	return sum, len(c.Offers) > 0 && c.Defaults == 0
}

// next is one thing that can be done now.
func (g *Gaps) next(c *MatrixCell) Sentence {
	switch c.Status {
	case Gap:
		return say("gap.next_gap")
	case Undecided:
		return say("gap.next_undecided")
	case MultipleSideBySide, MultipleUnclear:
		want := SideBySideState
		if c.Status == MultipleUnclear {
			want = Unclear
		}
		for n, i := range c.Institutions {
			for _, j := range c.Institutions[n+1:] {
				if g.b.byLevel(g.b.Level(i, j)) == want {
					return say("gap.next_pair", g.b.Institution(i).Label(), g.b.Institution(j).Label(), string(want))
				}
			}
		}
	}
	return Sentence{}
}

// sums reads the matrix once for each parent area, or once for the network. Areas without a parent stand for themselves.
func (g *Gaps) sums(lang string, at *attached, access *Access, read Reading) ([]GapCellView, []AreaView) {
	type place struct {
		area         graph.ID
		phase, field int32
	}
	top := func(c *MatrixCell) *graph.Area {
		if read == ReadNetwork {
			return &graph.Area{ID: WholeNetwork, Name: say("whole_network").Text(lang)}
		}
		if p := graph.Find[*graph.Area](g.b.snap, graph.KindArea, c.Area.Parent); p != nil && len(g.b.snap.LeavesOf(c.Area.ID)) == 1 {
			return p
		}
		return c.Area
	}
	at2 := map[place][]int{}
	areas := map[graph.ID]*graph.Area{}
	var order []place
	for i := range g.Cells {
		c := &g.Cells[i]
		a := top(c)
		k := place{a.ID, c.Phase, c.Field}
		if at2[k] == nil {
			order, areas[a.ID] = append(order, k), a
		}
		at2[k] = append(at2[k], i)
	}
	slices.SortFunc(order, func(x, y place) int {
		return cmp.Or(cmp.Compare(x.area, y.area), cmp.Compare(x.phase, y.phase), cmp.Compare(x.field, y.field))
	})
	var rows []AreaView
	cells := list(order, func(k place) GapCellView {
		a := areas[k.area]
		if !slices.ContainsFunc(rows, func(r AreaView) bool { return r.ID == a.ID }) {
			rows = append(rows, g.b.parentView(a))
		}
		return g.sum(lang, at, access, a, at2[k])
	})
	if rows == nil {
		rows = []AreaView{}
	}
	return cells, rows
}

// sum is one cell for several.
func (g *Gaps) sum(lang string, at *attached, access *Access, area *graph.Area, cells []int) GapCellView {
	all := MatrixCell{Area: area, Phase: g.Cells[cells[0]].Phase, Field: g.Cells[cells[0]].Field, Target: g.Cells[cells[0]].Target}
	statuses, layers := map[Status]int{}, map[Status]int{}
	required, gaps := 0, 0
	offers := map[graph.ID]*graph.Offer{}
	for _, i := range cells {
		c := &g.Cells[i]
		statuses[c.Status]++
		layers[access.Cells[i].Status]++
		if c.Target == graph.TargetRequired {
			required++
		}
		if c.Status == Gap {
			gaps++
		}
		if c.Target != all.Target {
			all.Target = graph.TargetOpen
		}
		all.Leaves = append(all.Leaves, c.Leaves...)
		all.Institutions = append(all.Institutions, c.Institutions...)
		all.Children += c.Children
		all.Defaults += c.Defaults
		for _, o := range c.Offers {
			offers[o.ID] = o
		}
	}
	if required > 0 {
		all.Target = graph.TargetRequired
	}
	slices.Sort(all.Leaves)
	slices.Sort(all.Institutions)
	all.Institutions = slices.Compact(all.Institutions)
	for _, o := range offers {
		all.Offers = append(all.Offers, o)
	}
	slices.SortFunc(all.Offers, func(x, y *graph.Offer) int { return cmp.Compare(x.ID, y.ID) })
	switch {
	case len(statuses) == 1:
		all.Status = g.Cells[cells[0]].Status
	case gaps > 0:
		all.Status = PartlyGap
	default:
		all.Status = Covered
	}
	all.Pairs = g.b.pairCounter().count(all.Institutions)
	v := g.view(lang, &all)
	key := string(area.ID) + "/" + string(v.Phase) + "/" + string(v.Field)
	v.Ref, v.AccessRef, v.Status, v.Cells = Ref("gaps/"+key), Ref("access/"+key), all.Status, len(cells)
	v.Word = say("gap.sum_status", string(all.Status), gaps, len(cells)).Text(lang)
	if len(cells) == 1 {
		v.Word = say("gap.status", string(all.Status)).Text(lang)
	}
	v.Counts = counts(lang, "gap.status", gapStatuses, func(s Status) int { return statuses[s] })
	for _, s := range []Status{LowThreshold, AccessUnknown, WithHurdle, Gap} {
		if layers[s] > 0 {
			v.Access = s
			break
		}
	}
	v.AccessWord = say("access.status", string(v.Access)).Text(lang)
	if v.Sentence = say("gap.sum_says", area.Name, v.PhaseName, v.FieldName, len(cells), required, gaps).Text(lang); len(cells) == 1 {
		v.Sentence = g.Finding(cells[0]).Says.Text(lang)
	}
	v.Measures, v.Feedback = at.of(v.Ref), at.said(v.Ref)
	for _, i := range cells {
		if r := g.Ref(i); r != v.Ref {
			v.Measures, v.Feedback = append(v.Measures, at.of(r)...), append(v.Feedback, at.said(r)...)
		}
	}
	return v
}

// counted tells whether the weight of a cell is recorded for every area that it stands for.
func (m *matrix) counted(c *MatrixCell) bool {
	if m.params.Indicator != "" {
		values := m.values
		return !slices.ContainsFunc(c.Leaves, func(a int32) bool { _, ok := values[m.b.snap.Leaves()[a].ID]; return !ok })
	}
	return !m.b.noChildren && !slices.ContainsFunc(c.Leaves, func(a int32) bool { _, ok := m.b.Children(a, c.Phase); return !ok })
}

// weightSays is the weight of a cell in words: children who live there, or the indicator.
func (m *matrix) weightSays(c *MatrixCell) Sentence {
	if m.params.Indicator != "" {
		if !m.counted(c) {
			return say("weight.unknown", m.params.Indicator)
		}
		return say("weight.value", m.params.Indicator, c.Children)
	}
	if !m.counted(c) {
		return say("children.unknown")
	}
	return m.b.people(c.Children)
}

// RatesFor are the gap and access rates for one target group, as one row of a page.
func RatesFor(lang string, group Named, a Answer) GroupView {
	v := GroupView{Group: group.ID, Label: group.Label, Shares: list(a.Shares(), func(s Share) ShareView { return shareView(lang, s) })}
	v.Sentence = say("group.says", group.Label, together(a.Headline())).Text(lang)
	return v
}
