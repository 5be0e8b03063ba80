package diagram

import (
	"context"
	"math"
	"slices"

	"miteinander/graph"
	"miteinander/graph/findings"
)

// ViewExplorer names the positions of an explorer where paper bundles; it is no picture of its own.
const ViewExplorer = "explorer"

// BundleAbove is how many marks paper draws each by itself.
const BundleAbove = bundleAbove

// Layers of an explorer beside the institutions, which are always there.
const (
	LayerActors = "actors"
	LayerOffers = "offers"
	LayerBodies = "bodies"
)

// Layers lists what Request.Layers may hold.
func Layers() []string { return []string{LayerActors, LayerOffers, LayerBodies} }

// Explorer is a network to move about in: every node by itself, nothing bundled, with the places that the paper gives
// it. All lengths are points; the page is as large as it needs to be.
type Explorer struct {
	Size     Point          `json:"size"`
	Font     float64        `json:"font"` // size of the letters
	Nodes    []ExplorerNode `json:"nodes"`
	Edges    []ExplorerEdge `json:"edges"`
	Areas    []ExplorerArea `json:"areas"`
	Rest     *Rect          `json:"rest"` // the box of those who stand alone; null without
	RestText string         `json:"rest_text"`
	Legend   []LegendEntry  `json:"legend"`
	Fill     string         `json:"fill"`       // what the fills of institutions mean: sector, kind
	Scale    float64        `json:"scale"`      // against the places on paper; 1 = the same
	Left     int            `json:"pairs_left"` // pairs side by side that are too light to be drawn
}

// ExplorerNode is a node with its box, its place (the centre) and what it can be grouped and coloured by.
type ExplorerNode struct {
	Ref    string   `json:"ref"`
	Role   Role     `json:"role"`
	Label  string   `json:"label"`
	Name   string   `json:"name"`
	Lines  []string `json:"lines"` // the label as it is broken on paper
	At     Point    `json:"at"`
	W      float64  `json:"w"`
	H      float64  `json:"h"`
	Fill   string   `json:"fill"`
	Edge   string   `json:"edge,omitempty"`
	Area   string   `json:"area,omitempty"`  // Ref of the area that it stands in
	Owner  string   `json:"owner,omitempty"` // Ref of the node that it belongs to
	Alone  bool     `json:"alone,omitempty"`
	Folded int      `json:"folded,omitempty"` // offers and actors whose layer is off

	Kinds    []graph.ID `json:"kinds,omitempty"`
	Sector   graph.ID   `json:"sector,omitempty"`
	Provider graph.ID   `json:"provider,omitempty"`
	Areas    []graph.ID `json:"areas,omitempty"`
	Phases   []graph.ID `json:"phases,omitempty"`
	Fields   []graph.ID `json:"fields,omitempty"`
}

// ExplorerEdge is a line of one role between two nodes.
type ExplorerEdge struct {
	Ref    string   `json:"ref"`
	From   string   `json:"from"`
	To     string   `json:"to"`
	Role   Role     `json:"role"`
	Label  string   `json:"label"`
	Weight int64    `json:"weight,omitempty"` // children, of pairs side by side
	Topics []string `json:"topics,omitempty"` // of a cooperation
	Source string   `json:"source,omitempty"` // who said so, of a cooperation
}

// ExplorerArea is the name of an area and where it stands.
type ExplorerArea struct {
	Ref   string `json:"ref"`
	Label string `json:"label"`
	At    Point  `json:"at"`
}

// mostPairs is how many pairs side by side an explorer holds; of more, the heaviest.
const mostPairs = 1500

// Explore lays out every node of a selection with the layers of the request. Institutions stand where r.Layout has them
// (that of the network on A3), else where springs put them; actors and offers stand around their institution. It gives
// the places of the institutions too, in the size of the paper. Errors are those of Draw.
func Explore(ctx context.Context, sel *graph.Selection, d Drawer, r Request) (*Explorer, Layout, error) {
	for _, l := range r.Layers {
		if !slices.Contains(Layers(), l) {
			return nil, nil, unknownOption("layers", l, Layers())
		}
	}
	v := newViewer(sel, r)
	sc := &Scene{Areas: v.areas(), Phases: v.phaseColumns(), Wide: v.text("diagram.wide"), Legend: v.legend()}
	n := newNodes(v)
	n.hide(r.Layers)
	sc.Marks = n.marks()
	panel := Panel{Name: ViewNetwork, Lines: n.lines()}
	sc.Panels = []Panel{panel}
	v.markAlone(sc, "diagram.rest.network")
	p, scale, err := explorerPlaces(ctx, d, sc, r.Layout)
	if err != nil {
		return nil, nil, err
	}
	e := &Explorer{Size: p.size, Font: p.fs, Scale: scale, Fill: v.fillBy, Nodes: []ExplorerNode{}, Edges: []ExplorerEdge{}, Areas: []ExplorerArea{}}
	v.explorerNodes(e, p)
	for _, l := range panel.Lines {
		e.Edges = append(e.Edges, v.explorerEdge(l))
	}
	beside, steps, left, err := v.besideLines(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, l := range beside {
		e.Edges = append(e.Edges, v.explorerEdge(l))
	}
	e.Left = left
	for i := range p.names {
		if b := &p.names[i]; b.w > 0 {
			e.Areas = append(e.Areas, ExplorerArea{sc.Areas[i].Ref, sc.Areas[i].Label, Point{round2(b.x), round2(b.y)}})
		}
	}
	if p.rest.H > 0 {
		e.Rest, e.RestText = &p.rest, sc.Rest
	}
	e.Legend = sc.Legend
	for k, label := range steps.labels(v) {
		e.Legend = append(e.Legend, LegendEntry{Role: steps.roles()[k], Label: label})
	}
	e.Legend = slices.DeleteFunc(e.Legend, func(l LegendEntry) bool { return !e.shows(l) })
	kept := p.layout()
	if scale != 1 {
		for ref, at := range kept {
			kept[ref] = Point{round2(at.X / scale), round2(at.Y / scale)}
		}
		kept[fontRef] = Point{X: p.fs}
	}
	return e, kept, nil
}

// shows tells whether a sign of the legend occurs.
func (e *Explorer) shows(l LegendEntry) bool {
	if l.Role == RoleArea {
		return len(e.Areas) > 0
	}
	if l.Role == RoleFolded {
		return slices.ContainsFunc(e.Nodes, func(n ExplorerNode) bool { return n.Folded > 0 })
	}
	return slices.ContainsFunc(e.Nodes, func(n ExplorerNode) bool { return n.Role == l.Role && (l.Fill == "" || n.Fill == l.Fill) }) ||
		slices.ContainsFunc(e.Edges, func(x ExplorerEdge) bool { return x.Role == l.Role })
}

// hide folds actors and offers whose layer is off into their institutions and leaves out bodies.
func (n *nodes) hide(layers []string) {
	for _, ref := range n.refs() {
		m := n.mark[ref]
		layer := LayerActors
		switch {
		case m.Role == RoleBody:
			layer = LayerBodies
		case m.Role == RoleOffer:
			layer = LayerOffers
		case n.isInstitution(ref):
			continue
		}
		if slices.Contains(layers, layer) {
			continue
		}
		delete(n.mark, ref)
		if m.Owner != "" && m.Role != RoleBody {
			n.shown[ref] = m.Owner
			n.inside[m.Owner]++
			n.folded++
		}
	}
}

func (n *nodes) isInstitution(ref string) bool {
	k, ok := graph.ParseKey(ref)
	return ok && k.Kind == graph.KindInstitution
}

func (v *viewer) explorerNodes(e *Explorer, p *placed) {
	services := map[string][]graph.Service{}
	for _, s := range v.sel.Services() {
		for _, i := range s.Institutions {
			key := v.sel.Institutions()[i].Key().String()
			services[key] = append(services[key], s)
		}
		if s.Offer != nil {
			key := s.Offer.Key().String()
			services[key] = append(services[key], s)
		}
	}
	fields := v.fieldIDs()
	for i := range p.bodies {
		m, b := &p.scene.Marks[i], &p.bodies[i]
		n := ExplorerNode{Ref: m.Ref, Role: m.Role, Label: m.Label, Name: m.Name, Lines: b.lines, At: Point{round2(b.x), round2(b.y)}, W: round2(b.w), H: round2(b.h),
			Fill: m.Fill, Edge: m.Edge, Area: m.Area, Owner: m.Owner, Alone: m.Alone, Folded: m.Folded}
		k, _ := graph.ParseKey(m.Ref)
		if inst := graph.Find[*graph.Institution](v.snap, graph.KindInstitution, k.ID); inst != nil && k.Kind == graph.KindInstitution {
			n.Kinds, n.Sector, n.Provider = inst.Kinds, inst.Sector, inst.Provider
		}
		areas, phases, inFields := map[graph.ID]bool{}, map[graph.ID]bool{}, map[graph.ID]bool{}
		for _, s := range services[m.Ref] {
			for _, a := range s.Areas {
				areas[v.snap.Leaves()[a].ID] = true
			}
			for _, ph := range s.Phases {
				phases[v.snap.Phases()[ph].ID] = true
			}
			for _, f := range s.Fields {
				inFields[fields[f]] = true
			}
		}
		n.Areas, n.Phases, n.Fields = sortedIDs(areas), sortedIDs(phases), sortedIDs(inFields)
		e.Nodes = append(e.Nodes, n)
	}
}

// fieldIDs are the ids of the fields, as Service.Fields counts them.
func (v *viewer) fieldIDs() []graph.ID {
	var out []graph.ID
	for f := range graph.Records[*graph.Entry](v.snap, graph.KindField) {
		out = append(out, f.ID)
	}
	return out
}

func sortedIDs(set map[graph.ID]bool) []graph.ID {
	out := make([]graph.ID, 0, len(set))
	for id := range set {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

func (v *viewer) explorerEdge(l Line) ExplorerEdge {
	e := ExplorerEdge{Ref: l.Ref, From: l.From, To: l.To, Role: l.Role, Label: l.Label}
	if k, ok := graph.ParseKey(l.Ref); ok && k.Kind == graph.KindCooperation {
		if c := graph.Find[*graph.Cooperation](v.snap, k.Kind, k.ID); c != nil {
			e.Topics, e.Source = c.Topics, c.Source
		}
		return e
	}
	e.Weight = l.Weight
	return e
}

// besideLines are the pairs that are there for the same children without coordinating, those that do so on purpose, and
// on request those that are not known.
func (v *viewer) besideLines(ctx context.Context) (out []Line, widths steps, left int, err error) {
	basis, err := findings.NewBasis(ctx, v.sel)
	if err != nil {
		return nil, steps{}, 0, err
	}
	answer, err := findings.AskSideBySide(ctx, basis, findings.Params{})
	if err != nil {
		return nil, steps{}, 0, err
	}
	marks := make([]Mark, len(v.sel.Institutions()))
	for i := range marks {
		marks[i] = v.institution(int32(i))
	}
	var beside []findings.Pair
	for _, p := range answer.Pairs() {
		switch p.State {
		case findings.SideBySideState:
			beside = append(beside, p)
		case findings.AgreedSideBySide:
			out = append(out, v.pairLine(answer, p, marks, RoleAgreed))
		case findings.Unclear:
			if v.req.Unclear && len(out) < 2*mostPairs {
				out = append(out, v.pairLine(answer, p, marks, RoleUnclear))
			}
		}
	}
	drawn := beside[:min(len(beside), mostPairs)] // the heaviest come first
	widths = childSteps(beside)
	for _, p := range drawn {
		out = append(out, v.pairLine(answer, p, marks, widths.role(p.Children)))
	}
	return out, widths, len(beside) - len(drawn), nil
}

// explorerPlaces places a scene without shrinking letters: where the stored layout has the institutions, else by
// springs on a page that grows; what belongs to an institution and has no place yet stands around it. The number is the
// scale against the stored places.
func explorerPlaces(ctx context.Context, d Drawer, sc *Scene, stored Layout) (*placed, float64, error) {
	size := formats["a3"].mapSize(1)
	if f, ok := stored[frameRef]; ok && f.X > 0 && f.Y > 0 {
		size = f
	}
	if p, ok := extendNetz(sc, stored, size); ok {
		return p, 1, nil
	}
	base, satellites := withoutOwned(sc)
	p, ok := extendNetz(base, stored, size)
	if !ok {
		var err error
		if p, err = grownNetz(ctx, d, base); err != nil {
			return nil, 1, err
		}
	}
	if !satellites {
		return p, 1, nil
	}
	all, scale := around(p, sc)
	return all, scale, nil
}

// grownNetz arranges a scene on A3, or on a larger page of the same shape where its letters would not be readable.
func grownNetz(ctx context.Context, d Drawer, sc *Scene) (*placed, error) {
	f := formats["screen"]
	size := f.mapSize(1)
	if len(sc.Marks) <= bundleAbove {
		if fs, ok := letters(sc, size, f.cap, f.least); ok {
			if p, err := netz(ctx, d, sc, size, fs); err != nil || !p.tight {
				return p, err
			}
		}
	}
	onMap, alone := 0.0, 0.0
	for i, b := range bodies(sc, f.cap, 16, 3) {
		if sc.Marks[i].Alone {
			alone += (b.w + restGap) * (b.h + restGap)
		} else {
			onMap += b.w * b.h
		}
	}
	first := 0.18
	if len(sc.Marks) > gridAbove {
		first = 0.11
	}
	for room := first; ; room *= 0.8 {
		k := math.Sqrt((onMap/room + 1.15*alone) / (size.X * size.Y))
		p, err := netz(ctx, d, sc, f.grown(max(k, 1)).mapSize(1), f.cap)
		if err != nil || !p.tight || room < 0.07 {
			return p, err
		}
	}
}

// withoutOwned is the scene without what belongs to a mark of it, and whether there was such.
func withoutOwned(sc *Scene) (*Scene, bool) {
	at := sc.ends()
	base := *sc
	base.Marks = nil
	for _, m := range sc.Marks {
		if _, ok := at[m.Owner]; !ok || m.Owner == "" {
			base.Marks = append(base.Marks, m)
		}
	}
	return &base, len(base.Marks) < len(sc.Marks)
}

// around opens the page of p so that what belongs to its marks has room, and puts it in circles around them.
func around(p *placed, sc *Scene) (*placed, float64) {
	out := &placed{scene: sc, fs: p.fs, bodies: bodies(sc, p.fs, 16, 3), names: slices.Clone(p.names)}
	ground := 0.0
	for i := range out.bodies {
		ground += (out.bodies[i].w + 0.8*p.fs) * (out.bodies[i].h + 0.8*p.fs)
	}
	scale := round2(max(1, math.Sqrt(ground/(0.3*p.size.X*p.size.Y))))
	out.size = Point{round2(p.size.X * scale), round2(p.size.Y * scale)}
	out.rest = Rect{p.rest.X * scale, p.rest.Y * scale, p.rest.W * scale, p.rest.H * scale}
	at := map[string]*body{}
	for i := range p.bodies {
		at[p.bodies[i].ref] = &p.bodies[i]
	}
	owned := map[string][]int{}
	var bs []*body
	for i := range out.bodies {
		b := &out.bodies[i]
		if old := at[b.ref]; old != nil {
			b.x, b.y = old.x*scale, old.y*scale
			bs = append(bs, b)
		} else {
			owned[sc.Marks[i].Owner] = append(owned[sc.Marks[i].Owner], i)
		}
	}
	for i := range out.names {
		n := &out.names[i]
		n.x, n.y = n.x*scale, n.y*scale
		if n.w > 0 {
			bs = append(bs, n)
		}
	}
	for _, m := range sc.Marks { // in order, so that the same scene gives the same places
		o := at[m.Ref]
		if o == nil {
			continue
		}
		mine := owned[m.Ref]
		for ring := 1; len(mine) > 0; ring++ {
			here := min(len(mine), 6*ring)
			for k, i := range mine[:here] {
				angle := 2*math.Pi*float64(k)/float64(here) - math.Pi/2
				r := (o.w+o.h)/4 + 3.2*p.fs*float64(ring)
				b := &out.bodies[i]
				b.x, b.y = o.x*scale+1.6*r*math.Cos(angle), o.y*scale+r*math.Sin(angle)
				bs = append(bs, b)
			}
			mine = mine[here:]
		}
	}
	spreadMany(bs, Rect{9, 9, out.size.X - 18, out.size.Y - 18}, 0.6*p.fs)
	return out, scale
}
