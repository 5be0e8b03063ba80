package exchange

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/geometry"
)

// AreaChoices are what a person says of a file with borders.
type AreaChoices struct {
	Property string           `json:"property,omitempty" maxLength:"200" doc:"Whose values name the areas; chosen by what fits where it is left out"`
	CRS      geometry.CRS     `json:"crs,omitempty" enum:"wgs84,utm32,utm33,mercator" doc:"Where the values fit two zones"`
	Of       map[int]graph.ID `json:"of,omitempty" doc:"By number of the feature from 1: its area, empty for none, + for a new one"`
}

// NewArea is the choice that makes an area of a feature.
const NewArea graph.ID = "+"

// AreaMatch says which feature of a file with borders is which area.
type AreaMatch struct {
	CRS        geometry.CRS
	Sure       bool // else the zone of CRS is a guess
	Read, Kept int  // corners in the file, and kept
	Property   string
	Properties []AreaProperty
	Features   []AreaFeature
	Areas      []Named // to choose from
	Without    []Named // areas without borders after the import; only those that nothing lies below
}

// AreaProperty is a property of the features, with an example and how many areas it names.
type AreaProperty struct {
	Name    string `json:"name"`
	Example string `json:"example"`
	Hits    int    `json:"hits"`
}

// AreaFeature is one feature with what it is taken for.
type AreaFeature struct {
	Number int
	Label  string
	Shape  bool     // it has polygons
	Area   graph.ID // "" = none
	How    string   // id, name, chosen, new; "" = not matched
}

// areas takes the borders of a file: features to areas by one property, then the document that keeps them.
func (p *planner) areas(f *geometry.File) error {
	if f == nil {
		return nil
	}
	var c AreaChoices
	if p.opts.Areas != nil {
		c = *p.opts.Areas
	}
	index := p.index[graph.KindArea]
	if p.fresh && len(index.names) == 0 {
		return graph.Errorf(graph.Invalid, "areas.file.no_network", p.plan.File)
	}
	m := &AreaMatch{CRS: f.CRS, Sure: f.Sure, Read: f.Read, Kept: f.Kept, Property: c.Property}
	if c.CRS != "" && f.CRS != geometry.WGS84 && f.CRS != geometry.Mercator {
		m.CRS = c.CRS
	}
	names := newAreaNames(index)
	m.Properties = names.properties(f.Features)
	if !slices.ContainsFunc(m.Properties, func(x AreaProperty) bool { return x.Name == m.Property }) && len(m.Properties) > 0 {
		m.Property = m.Properties[0].Name
	}
	degrees := f.Degrees(m.CRS)
	if !m.Sure && c.CRS == "" && p.elsewhere(degrees) {
		m.CRS = geometry.UTM33
		degrees = f.Degrees(m.CRS)
	}
	got := map[graph.ID][]geometry.Polygon{}
	for i, x := range degrees {
		out := AreaFeature{Number: i + 1, Label: x.Properties[m.Property], Shape: len(x.Polygons) > 0}
		if out.Shape {
			p.chooseArea(&out, c, names)
			if out.Area != "" {
				got[out.Area] = append(got[out.Area], x.Polygons...)
			}
		}
		m.Features = append(m.Features, out)
	}
	p.keepAreas(m, got)
	p.plan.Areas = m
	return nil
}

// chooseArea finds the area of a feature: what a person said, else by its property. In a network without areas each feature
// makes one.
func (p *planner) chooseArea(out *AreaFeature, c AreaChoices, names *areaNames) {
	id, said := c.Of[out.Number]
	switch {
	case said && id == NewArea, !said && len(names.ids) == 0:
		id = Slug(out.Label)
		if out.Label == "" || graph.CheckID(id) != "" {
			return
		}
		out.Area, out.How = id, "new"
		if p.index[graph.KindArea].names[id] == "" {
			p.index[graph.KindArea].put(id, out.Label)
			d := &draft{kind: graph.KindArea, id: id, rec: &graph.Area{ID: id, Name: out.Label}, final: &graph.Area{ID: id, Name: out.Label}}
			p.drafts[graph.KindArea] = append(p.drafts[graph.KindArea], d)
			p.byKey[graph.Key{Kind: graph.KindArea, ID: id}] = d
		}
	case said:
		if _, ok := p.index[graph.KindArea].names[id]; ok {
			out.Area, out.How = id, "chosen"
		}
	default:
		out.Area, out.How = names.find(out.Label)
	}
}

// elsewhere tells that institutions with coordinates lie in zone 33, where the file is taken for zone 32.
func (p *planner) elsewhere(degrees []geometry.Feature) bool {
	var all []geometry.Polygon
	for _, f := range degrees {
		all = append(all, f.Polygons...)
	}
	b := geometry.BoundsOf(all)
	near, far := 0, 0
	for r := range p.head.All(graph.KindInstitution) {
		i := r.(*graph.Institution)
		lon, lat := i.Lon.V, i.Lat.V
		if !i.Lon.Known || !i.Lat.Known || lat < b.Min[1]-1 || lat > b.Max[1]+1 {
			continue
		}
		if lon > b.Min[0]-1 && lon < b.Max[0]+1 {
			near++
		} else if lon > b.Min[0]+5 && lon < b.Max[0]+7 {
			far++
		}
	}
	return far > near
}

// keepAreas makes the draft of the document: the file's borders and those that the network has of other areas.
func (p *planner) keepAreas(m *AreaMatch, got map[graph.ID][]geometry.Polygon) {
	var list []geometry.Area
	for id, polygons := range got {
		list = append(list, geometry.Area{ID: id, Polygons: polygons})
	}
	for _, a := range geometry.Of(p.head) {
		if _, ok := got[a.ID]; !ok {
			list = append(list, a)
			got[a.ID] = a.Polygons
		}
	}
	names := p.index[graph.KindArea].names
	parents := map[graph.ID]bool{}
	for r := range p.head.All(graph.KindArea) {
		parents[r.(*graph.Area).Parent] = true
	}
	for _, d := range p.drafts[graph.KindArea] {
		if a, ok := d.rec.(*graph.Area); ok {
			parents[a.Parent] = true
		}
	}
	var lost []string
	for _, f := range m.Features {
		if f.Area == "" && f.Label != "" {
			lost = append(lost, f.Label)
		}
	}
	var without []string
	for id, name := range names {
		n := Named{graph.Key{Kind: graph.KindArea, ID: id}, name}
		m.Areas = append(m.Areas, n)
		if _, ok := got[id]; !ok && !parents[id] {
			m.Without = append(m.Without, n)
		}
	}
	byName := func(a, b Named) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(string(a.Key.ID), string(b.Key.ID)))
	}
	slices.SortFunc(m.Areas, byName)
	slices.SortFunc(m.Without, byName)
	for _, n := range m.Without {
		without = append(without, n.Name)
	}
	warn := func(key string, list []string) {
		if len(list) > 0 {
			p.plan.Warnings = append(p.plan.Warnings, graph.FieldError{Key: key, Args: []any{len(list), strings.Join(list[:min(len(list), 12)], ", "), max(0, len(list)-12)}})
		}
	}
	warn("areas.warning.unmatched", lost)
	warn("areas.warning.without", without)
	if len(list) == 0 {
		return
	}
	doc := geometry.Document(list, func(id graph.ID) string { return names[id] })
	key := doc.Key()
	d := &draft{kind: graph.KindDocument, id: doc.ID, rec: doc, final: doc}
	if old, ok := p.head.Get(key); ok {
		d.old = old
	}
	p.drafts[graph.KindDocument] = append(p.drafts[graph.KindDocument], d)
	p.byKey[key] = d
}

// areaNames finds areas by what offices call them.
type areaNames struct {
	ids   map[string][]graph.ID // folded id
	names map[string][]graph.ID // folded name, with and without what offices put before it
}

var (
	beforeArea = regexp.MustCompile(`^(?:\d+[a-z]?|[ivxlc]+|pr\d*|planungsraum|planungsregion|planungsbezirk|sozialraum|sozialregion|stadtteil|stadtbezirk|ortsteil|ortsteile|bezirk|quartier|gemeinde|samtgemeinde|verbandsgemeinde|stadt|region|raum)\s+`)
)

func newAreaNames(x *index) *areaNames {
	n := &areaNames{ids: map[string][]graph.ID{}, names: map[string][]graph.ID{}}
	for id, name := range x.names {
		put := func(m map[string][]graph.ID, key string) {
			if key != "" && !slices.Contains(m[key], id) {
				m[key] = append(m[key], id)
			}
		}
		put(n.ids, fold(string(id)))
		put(n.names, fold(name))
		put(n.names, bareArea(fold(name)))
	}
	return n
}

// bareArea is a folded name without number and word before it: "03 planungsraum nord" is "nord".
func bareArea(s string) string {
	for range 3 {
		t := beforeArea.ReplaceAllString(s, "")
		if t == s || t == "" {
			break
		}
		s = t
	}
	return s
}

// find gives the one area that a text names, by id, name, or name without what stands before it; none where several would fit.
func (n *areaNames) find(text string) (graph.ID, string) {
	f := fold(text)
	if f == "" {
		return "", ""
	}
	if l := n.names[f]; len(l) == 1 {
		return l[0], "name"
	}
	if l := n.ids[f]; len(l) == 1 {
		return l[0], "id"
	}
	if l := n.names[bareArea(f)]; len(l) == 1 {
		return l[0], "name"
	}
	return "", ""
}

// properties are those of the features, the one that names most areas first; then the one with most different texts.
func (n *areaNames) properties(features []geometry.Feature) []AreaProperty {
	type seen struct {
		AreaProperty
		areas map[graph.ID]bool
		texts map[string]bool
		words int
	}
	by := map[string]*seen{}
	for _, f := range features {
		for name, text := range f.Properties {
			s := by[name]
			if s == nil {
				s = &seen{AreaProperty: AreaProperty{Name: name}, areas: map[graph.ID]bool{}, texts: map[string]bool{}}
				by[name] = s
			}
			if s.Example == "" || text < s.Example {
				s.Example = text
			}
			s.texts[text] = true
			if strings.ContainsFunc(text, func(r rune) bool { return r > '9' }) {
				s.words++
			}
			if id, _ := n.find(text); id != "" {
				s.areas[id] = true
			}
		}
	}
	list := make([]*seen, 0, len(by))
	for _, s := range by {
		s.Hits = len(s.areas)
		list = append(list, s)
	}
	called := func(s *seen) int { // of two alike the one that is called a name
		if f := fold(s.Name); strings.Contains(f, "name") || strings.Contains(f, "bez") {
			return 1
		}
		return 0
	}
	slices.SortFunc(list, func(a, b *seen) int {
		return cmp.Or(cmp.Compare(b.Hits, a.Hits), cmp.Compare(called(b), called(a)), cmp.Compare(b.words, a.words), cmp.Compare(len(b.texts), len(a.texts)), strings.Compare(a.Name, b.Name))
	})
	var out []AreaProperty
	for _, s := range list {
		out = append(out, s.AreaProperty)
	}
	return out
}
