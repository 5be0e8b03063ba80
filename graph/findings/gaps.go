package findings

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"miteinander/graph"
)

// Words of the contract for a cell of the gap matrix.
const (
	Gap                Status = "gap"
	Thin               Status = "thin"
	MultipleTogether   Status = "multiple_together"
	MultipleSideBySide Status = "multiple_side_by_side"
	MultipleUnclear    Status = "multiple_unclear"
	NotRequired        Status = "not_required"
	Undecided          Status = "undecided" // no offer, target open
)

// MatrixCell is one cell of the gap matrix and of its access layer: area × phase × field with what is offered there. Where a
// Soll row names a parent area, one cell of that area stands for its leaves.
type MatrixCell struct {
	Area         *graph.Area
	Leaves       []int32 // the leaves that the cell stands for: one, or those of a parent area that no nearer row takes out
	Phase, Field int32
	Target       string // code: required, not_required, open
	Status       Status
	Institutions []int32        // distinct, in id order
	Offers       []*graph.Offer // distinct, in id order
	Defaults     int            // regular institutions without an offer row that count here
	Children     int64          // of Leaves, as recorded
	Pairs        Counts         // pairs of Institutions by level: together, side by side, unclear
	services     []int32
}

// Supply is Σ capacity over the children of the cell; false where either is not fully known.
func (c *MatrixCell) Supply() (Share, bool) {
	var sum int64
	for _, o := range c.Offers {
		if !o.Capacity.Known {
			return Share{}, false
		}
		sum += o.Capacity.N
	}
	ok := len(c.Offers) > 0 && c.Defaults == 0 && c.Children > 0
	return shareOf("supply", float64(sum), float64(sum), float64(c.Children)), ok
}

// matrix is the cells that gaps and access share.
type matrix struct {
	b      *Basis // without the filter's areas and phases
	narrow *Basis // as asked
	params Params
	values map[graph.ID]int64 // of the indicator, by leaf; nil without one
	Cells  []MatrixCell
}

// matrix is the cells without what gaps and access say of them, which each question says of its own copy.
func (b *Basis) matrix(ctx context.Context, p Params) (matrix, error) {
	m, err := askOnce(ctx, b, &b.lazy.matrix, Params{Indicator: p.Indicator}, func(ctx context.Context, b *Basis, p Params) (*matrix, error) { return b.newMatrix(ctx, p) })
	if err != nil {
		return matrix{}, err
	}
	out := *m
	out.params, out.Cells = p, slices.Clone(m.Cells)
	return out, nil
}

// newMatrix lists the cells of the selected areas, phases and fields. What an area is offered does not depend on the selection
// of areas.
func (b *Basis) newMatrix(ctx context.Context, p Params) (*matrix, error) {
	w, err := b.wide(ctx)
	if err != nil {
		return nil, err
	}
	m := &matrix{b: w, narrow: b, params: p, values: w.indicator(p.Indicator)}
	g := w.grid(true)
	targets := newTargets(w.snap)
	indicator := m.values
	phases, fields := int32(len(w.snap.Phases())), int32(len(w.fields))
	wantedArea := make([]bool, len(w.snap.Leaves()))
	for _, a := range b.sel.Areas() {
		wantedArea[a] = true
	}
	for _, p := range b.sel.Phases() {
		for _, f := range b.sel.Fields() {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			at := map[graph.ID]int{}
			for a := range int32(len(w.snap.Leaves())) {
				area, code := targets.of(a, w.snap.Phases()[p].ID, w.fields[f].ID)
				n, ok := at[area.ID]
				if !ok {
					n = len(m.Cells)
					at[area.ID] = n
					m.Cells = append(m.Cells, MatrixCell{Area: area, Phase: p, Field: f, Target: code})
				}
				c := &m.Cells[n]
				c.Leaves = append(c.Leaves, a)
				if indicator != nil {
					c.Children += indicator[w.snap.Leaves()[a].ID]
				} else {
					c.Children += w.children[a*phases+p]
				}
			}
		}
	}
	m.Cells = slices.DeleteFunc(m.Cells, func(c MatrixCell) bool {
		return !slices.ContainsFunc(c.Leaves, func(a int32) bool { return wantedArea[a] })
	})
	slices.SortFunc(m.Cells, func(x, y MatrixCell) int {
		return cmp.Or(cmp.Compare(x.Area.ID, y.Area.ID), cmp.Compare(x.Phase, y.Phase), cmp.Compare(x.Field, y.Field))
	})
	for i := range m.Cells {
		c := &m.Cells[i]
		below := targets.below(c.Area.ID)
		for _, a := range below {
			cell := (a*phases+c.Phase)*fields + c.Field
			c.services = append(c.services, g.servicesIn(cell)...)
			if len(below) == 1 {
				c.Institutions = g.whoIn(cell)
			} else {
				c.Institutions = append(c.Institutions, g.whoIn(cell)...)
			}
		}
		if len(below) > 1 {
			slices.Sort(c.Institutions)
			c.Institutions = slices.Compact(c.Institutions)
		}
		slices.Sort(c.services)
		c.services = slices.Compact(c.services)
		c.Offers = make([]*graph.Offer, 0, len(c.services))
		for _, s := range c.services {
			if o := w.services[s].offer; o != nil {
				c.Offers = append(c.Offers, o)
			} else {
				c.Defaults++
			}
		}
	}
	return m, nil
}

// targets finds the Soll row that speaks for a cell.
type targets struct {
	snap *graph.Snapshot
	rows []*graph.Target
	up   [][]graph.ID // by leaf: itself, its parent, …
	leaf map[graph.ID]int32
}

func newTargets(s *graph.Snapshot) *targets {
	t := &targets{snap: s, rows: slices.Collect(graph.Records[*graph.Target](s, graph.KindTarget)), leaf: map[graph.ID]int32{}}
	for i, a := range s.Leaves() {
		t.leaf[a.ID] = int32(i)
		var up []graph.ID
		for x := a; x != nil; x = graph.Find[*graph.Area](s, graph.KindArea, x.Parent) {
			up = append(up, x.ID)
		}
		t.up = append(t.up, up)
	}
	return t
}

// below are the leaves at or below an area.
func (t *targets) below(area graph.ID) []int32 {
	var out []int32
	for _, id := range t.snap.LeavesOf(area) {
		out = append(out, t.leaf[id])
	}
	return out
}

// of gives the area whose cell this leaf, phase and field belong to, and the code of its target. The row with most filled
// columns wins; at equal count Planungsraum before Lebensphase before Handlungsfeld, then the nearer area. Without a row the
// target is open.
func (t *targets) of(leaf int32, phase, field graph.ID) (*graph.Area, string) {
	own := t.snap.Leaves()[leaf]
	area, code, best := own, graph.TargetOpen, [5]int{-1}
	for _, r := range t.rows {
		depth := 0
		if r.Area != "" {
			if depth = slices.Index(t.up[leaf], r.Area); depth < 0 {
				continue
			}
		}
		if r.Phase != "" && r.Phase != phase || r.Field != "" && r.Field != field {
			continue
		}
		filled := func(id graph.ID) int {
			if id != "" {
				return 1
			}
			return 0
		}
		rank := [5]int{filled(r.Area) + filled(r.Phase) + filled(r.Field), filled(r.Area), filled(r.Phase), filled(r.Field), -depth}
		if slices.Compare(rank[:], best[:]) > 0 {
			best, code, area = rank, r.Required, own
			if r.Area != "" && r.Area != own.ID {
				area = graph.Find[*graph.Area](t.snap, graph.KindArea, r.Area)
			}
		}
	}
	return area, code
}

// pairCounter counts the pairs of a set of institutions by level without looking at every pair: only the listed ones.
type pairCounter struct {
	facts *facts
	in    set
}

func (b *Basis) pairCounter() *pairCounter { return &pairCounter{b.facts(), newSet(len(b.gone))} }

func (c *pairCounter) count(institutions []int32) Counts {
	var n [codes]int
	rest := len(institutions) * (len(institutions) - 1) / 2
	for _, i := range institutions {
		c.in.add(i)
	}
	for _, i := range institutions {
		for _, p := range c.facts.of(i) {
			if p.institution > i && c.in.has(p.institution) {
				n[c.facts.byLevel(p.level)]++
				rest--
			}
		}
	}
	clear(c.in)
	if c.facts.unlisted.Known() {
		n[codeSideBySide] += rest
	} else {
		n[codeUnclear] += rest
	}
	var out Counts
	out.addCodes(&n)
	return out
}

// Gaps answers: where is an offer missing, where is only one, where are several, and do they coordinate? (findings.md, "Gap
// matrix") The gap rate is gaps over required cells; by children each cell counts with its children.
type Gaps struct {
	matrix
	Required, Covered int // required cells, and those of them with an offer
	Rate              Share
	RateByChildren    Share
	Uncounted         []Cell // area × phase of required cells whose children are not recorded while others are: they count 0
}

// AskGaps answers for the selected areas, phases, fields and target groups.
func AskGaps(ctx context.Context, b *Basis, p Params) (*Gaps, error) {
	m, err := b.matrix(ctx, p)
	if err != nil {
		return nil, err
	}
	g := &Gaps{matrix: m}
	pairs := m.b.pairCounter()
	var gaps int
	var children, missing int64
	for i := range g.Cells {
		c := &g.Cells[i]
		c.Pairs = pairs.count(c.Institutions)
		c.Status = gapStatus(c)
		if c.Target == graph.TargetRequired {
			g.Required++
			children += c.Children
			if p.Indicator == "" {
				g.uncounted(c)
			}
			if c.Status == Gap {
				gaps++
				missing += c.Children
			}
		}
	}
	g.Covered = g.Required - gaps
	g.Rate = shareOf("gap_rate", float64(gaps), float64(gaps), float64(g.Required))
	all := make([]int, len(g.Cells))
	for i := range all {
		all[i] = i
	}
	g.RateByChildren = g.widened(shareOf("gap_rate_by_children", float64(missing), float64(missing), float64(children)), all)
	return g, nil
}

// widened adds what the missing values of an indicator could make of the weighted gap rate: a cell without one may weigh
// anything. Children that are not recorded count 0 instead and are named.
func (g *Gaps) widened(s Share, cells []int) Share {
	if g.params.Indicator == "" || s.Den == 0 {
		return s
	}
	for _, i := range cells {
		c := &g.Cells[i]
		switch {
		case c.Target != graph.TargetRequired || g.counted(c):
		case c.Status == Gap:
			s.Upper = 1
		default:
			s.Lower = 0
		}
	}
	return s
}

func (g *Gaps) uncounted(c *MatrixCell) {
	for _, a := range c.Leaves {
		place := Cell{a, c.Phase, -1}
		if _, known := g.b.Children(a, c.Phase); !known && !g.b.noChildren && !slices.Contains(g.Uncounted, place) {
			g.Uncounted = append(g.Uncounted, place)
		}
	}
}

// Notes say what a reader must know beside the numbers.
func (g *Gaps) Notes() []Sentence {
	var out []Sentence
	if g.params.Indicator != "" {
		out = append(out, g.b.weightNote(g.params.Indicator))
	} else if g.b.noChildren {
		out = append(out, say("note.no_children"))
	}
	if len(g.Uncounted) > 0 {
		out = append(out, say("note.uncounted", g.b.placeNames(g.Uncounted)))
	}
	return out
}

func gapStatus(c *MatrixCell) Status {
	switch {
	case c.Target == graph.TargetNotRequired:
		return NotRequired
	case len(c.Institutions) == 0 && c.Target == graph.TargetRequired:
		return Gap
	case len(c.Institutions) == 0:
		return Undecided
	case len(c.Institutions) == 1:
		return Thin
	case c.Pairs.SideBySide > 0:
		return MultipleSideBySide
	case c.Pairs.Unclear > 0:
		return MultipleUnclear
	}
	return MultipleTogether
}

// key is the contract's name of a cell.
func (m *matrix) key(c *MatrixCell) string {
	return string(c.Area.ID) + "/" + string(m.b.snap.Phases()[c.Phase].ID) + "/" + string(m.b.fields[c.Field].ID)
}

func (m *matrix) names(c *MatrixCell) (area, phase, field string) {
	return c.Area.Name, m.b.snap.Phases()[c.Phase].Name, m.b.fields[c.Field].Name
}

// evidence are the offers of a cell and its institutions.
func (m *matrix) evidence(c *MatrixCell) []graph.Key {
	out := list(c.Institutions, func(i int32) graph.Key { return m.b.Institution(i).Key() })
	return append(out, list(c.Offers, (*graph.Offer).Key)...)
}

// Headline counts the gaps among the required cells.
func (g *Gaps) Headline() Sentence {
	return weighted(say("gaps.headline", g.Required, g.Required-g.Covered), g.params)
}

// Shares are the gap rate, by cells and by children.
func (g *Gaps) Shares() []Share { return []Share{g.Rate, g.RateByChildren} }

// Len counts the cells.
func (g *Gaps) Len() int { return len(g.Cells) }

// Ref names a cell: "gaps/N/1/F".
func (g *Gaps) Ref(i int) Ref { return Ref("gaps/" + g.key(&g.Cells[i])) }

// Finding tells a cell.
func (g *Gaps) Finding(i int) Finding {
	c := &g.Cells[i]
	area, phase, field := g.names(c)
	says := sentences{say("gap.says", area, phase, field, string(c.Status), len(c.Offers)+c.Defaults, len(c.Institutions), g.weightSays(c))}
	if len(c.Institutions) > 0 {
		says = append(says, say("gap.who", firstNames(g.b.labels(c.Institutions))))
	}
	if s, ok := c.Supply(); ok {
		says = append(says, say("gap.supply", s.Num, s.Den))
	}
	return Finding{Ref: g.Ref(i), Status: c.Status, Children: c.Children, Says: together(says...), Evidence: g.evidence(c)}
}

// Columns of the cells.
func (g *Gaps) Columns() []Column {
	return append(g.placeColumns(), []Column{
		{"target", false, func(i int) any { return say("gap.target", g.Cells[i].Target) }},
		{"status", false, func(i int) any { return say("gap.status", string(g.Cells[i].Status)) }},
		{"offers", true, func(i int) any { return int64(len(g.Cells[i].Offers) + g.Cells[i].Defaults) }},
		{"institutions", true, func(i int) any { return int64(len(g.Cells[i].Institutions)) }},
		{g.params.weightColumn(), true, g.weightValue},
		{"who", false, func(i int) any { return say("joined", g.b.labels(g.Cells[i].Institutions)) }},
	}...)
}

// weightValue is the weight of a cell, nil where it is not known.
func (m *matrix) weightValue(i int) any {
	if c := &m.Cells[i]; m.counted(c) {
		return c.Children
	}
	return nil
}

func (m *matrix) placeColumns() []Column {
	part := func(n int) func(int) any {
		return func(i int) any {
			a, p, f := m.names(&m.Cells[i])
			return [...]string{a, p, f}[n]
		}
	}
	return []Column{{"area", false, part(0)}, {"phase", false, part(1)}, {"field", false, part(2)}}
}

// gapDetailJSON is what the contract does not ask for.
type gapDetailJSON struct {
	Target       string     `json:"target"`
	Offers       []graph.ID `json:"offers"`
	Institutions []graph.ID `json:"institutions"`
	Children     int64      `json:"children"`
	Pairs        Counts     `json:"pairs"`
	Supply       *float64   `json:"supply"`
}

type gapsJSON struct {
	Required       int                      `json:"required_cells"`
	Covered        int                      `json:"covered"`
	Rate           *float64                 `json:"gap_rate"`
	Bounds         []float64                `json:"gap_rate_bounds"`
	Parts          Parts                    `json:"gap_rate_parts"`
	ByChildren     *float64                 `json:"gap_rate_by_children"`
	ChildrenBounds []float64                `json:"gap_rate_by_children_bounds"`
	ChildrenParts  Parts                    `json:"gap_rate_by_children_parts"`
	Cells          map[string]Status        `json:"cells"`
	Uncounted      []string                 `json:"without_children"`
	Counts         map[Status]int           `json:"counts"`
	Details        map[string]gapDetailJSON `json:"details"`
}

// MarshalJSON writes the contract of the numbers.
func (g *Gaps) MarshalJSON() ([]byte, error) {
	out := gapsJSON{g.Required, g.Covered, g.Rate.value(), g.Rate.bounds(), g.Rate.parts(), g.RateByChildren.value(), g.RateByChildren.bounds(),
		g.RateByChildren.parts(), map[string]Status{}, list(g.Uncounted, g.b.CellKey), map[Status]int{}, map[string]gapDetailJSON{}}
	for i := range g.Cells {
		c := &g.Cells[i]
		out.Cells[g.key(c)] = c.Status
		out.Counts[c.Status]++
		d := gapDetailJSON{c.Target, list(c.Offers, func(o *graph.Offer) graph.ID { return o.ID }), g.b.ids(c.Institutions), c.Children, c.Pairs, nil}
		if s, ok := c.Supply(); ok {
			d.Supply = s.value()
		}
		out.Details[g.key(c)] = d
	}
	return json.Marshal(out)
}
