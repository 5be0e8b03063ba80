package findings

import (
	"math"
	"slices"
	"strconv"

	"miteinander/graph"
	"miteinander/graph/words"
)

// areaLevel is one reading of a finding: the whole selection (area nil), a parent area, or a leaf.
type areaLevel struct {
	area   *graph.Area
	leaves []int32 // those of the selection
	below  int     // leaves of the area in the network
}

// leaf tells a planning area that has none below it.
func (a areaLevel) leaf() bool { return a.area != nil && a.below == 1 && len(a.leaves) == 1 }

func (a areaLevel) names(lang string) (key, name string, parent graph.ID) {
	if a.area == nil {
		return WholeNetwork, say("whole_network").Text(lang), ""
	}
	return string(a.area.ID), a.area.Name, a.area.Parent
}

// areaLevels are the readings of a selection of leaves: all of it, then parent areas with a selected leaf, then the leaves; by id.
func (b *Basis) areaLevels(selected []int32) []areaLevel {
	leaves := b.snap.Leaves()
	index := map[graph.ID]int32{}
	for i, l := range leaves {
		index[l.ID] = int32(i)
	}
	out := []areaLevel{{leaves: selected, below: len(leaves)}}
	var own []areaLevel
	for a := range graph.Records[*graph.Area](b.snap, graph.KindArea) {
		below := b.snap.LeavesOf(a.ID)
		level := areaLevel{area: a, below: len(below)}
		for _, id := range below {
			if _, ok := slices.BinarySearch(selected, index[id]); ok {
				level.leaves = append(level.leaves, index[id])
			}
		}
		switch {
		case len(level.leaves) == 0:
		case len(below) == 1 && below[0] == a.ID:
			own = append(own, level)
		default:
			level.below = max(level.below, 2) // a parent of one leaf is a parent
			out = append(out, level)
		}
	}
	return append(out, own...)
}

// IndicatorView is the latest value of a Kennzahl of an area up to the year of the date.
type IndicatorView struct {
	Name   string   `json:"name"`
	Year   *int64   `json:"year" doc:"null where there is no value"`
	Value  *float64 `json:"value" doc:"null: not known"`
	Source string   `json:"source,omitempty"`
	Text   string   `json:"text"`
}

// ChildrenView is the number of children of an area in a phase.
type ChildrenView struct {
	Phase    graph.ID `json:"phase"`
	Children *int64   `json:"children" doc:"null: not recorded"`
	Text     string   `json:"text"`
}

// AreaView is a planning area as a row of a page: need beside stock.
type AreaView struct {
	ID         graph.ID        `json:"id"`
	Label      string          `json:"label"`
	Parent     graph.ID        `json:"parent,omitempty"`
	ParentName string          `json:"parent_name,omitempty"`
	Leaf       bool            `json:"leaf"`
	Children   []ChildrenView  `json:"children" nullable:"false"`
	Indicators []IndicatorView `json:"indicators" nullable:"false"`
}

// IndicatorUse says by what rates and widths are weighted.
type IndicatorUse struct {
	Name      string   `json:"name,omitempty" doc:"Empty: all children"`
	Sentence  string   `json:"sentence"`
	Available []string `json:"available" nullable:"false" doc:"Kennzahlen that can be chosen"`
	Unknown   []Named  `json:"unknown" nullable:"false" doc:"Areas without a value"`
}

func (b *Basis) indicatorNames() []string {
	var out []string
	for r := range graph.Records[*graph.Indicator](b.snap, graph.KindIndicator) {
		if !slices.Contains(out, r.Name) {
			out = append(out, r.Name)
		}
	}
	slices.Sort(out)
	return out
}

// counting are the Kennzahlen that can weigh.
func (b *Basis) counting() []string {
	return slices.DeleteFunc(b.indicatorNames(), func(n string) bool { return CheckIndicator(b.snap, n) != nil })
}

func (b *Basis) indicatorUse(lang string, p Params) IndicatorUse {
	u := IndicatorUse{Name: p.Indicator, Sentence: say("weight.children").Text(lang), Available: append([]string{}, b.counting()...), Unknown: []Named{}}
	if p.Indicator == "" {
		return u
	}
	values := b.indicator(p.Indicator)
	for _, l := range b.snap.Leaves() {
		if _, ok := values[l.ID]; !ok {
			u.Unknown = append(u.Unknown, Named{l.ID, l.Name})
		}
	}
	u.Sentence = b.weightNote(p.Indicator).Text(lang)
	return u
}

// areaViews are leaves as rows, with children by phase and every Kennzahl of the network.
func (b *Basis) areaViews(lang string, leaves []int32) []AreaView {
	latest := map[[2]string]*graph.Indicator{}
	for r := range graph.Records[*graph.Indicator](b.snap, graph.KindIndicator) {
		k := [2]string{string(r.Area), r.Name}
		if r.Value.Known && r.Year.N <= int64(b.sel.Date().Year) && (latest[k] == nil || r.Year.N > latest[k].Year.N) {
			latest[k] = r
		}
	}
	names := b.indicatorNames()
	return list(leaves, func(i int32) AreaView {
		a := b.snap.Leaves()[i]
		v := AreaView{ID: a.ID, Label: a.Name, Parent: a.Parent, Leaf: true, Children: []ChildrenView{}, Indicators: []IndicatorView{}}
		if a.Parent != "" {
			v.ParentName = b.snap.Name(graph.Key{Kind: graph.KindArea, ID: a.Parent})
		}
		for _, p := range b.snap.Phases() {
			c := ChildrenView{Phase: p.ID, Text: "–"}
			if n, ok := a.Children[p.ID]; ok {
				c.Children, c.Text = &n, b.few(lang, n)
			}
			v.Children = append(v.Children, c)
		}
		for _, n := range names {
			x := IndicatorView{Name: n, Text: say("indicator.unknown", n).Text(lang)}
			if r := latest[[2]string{string(a.ID), n}]; r != nil {
				x.Year, x.Value, x.Source = &r.Year.N, &r.Value.V, r.Source
				x.Text = say("indicator.says", n, b.indicatorText(lang, r.Value.V), Year(r.Year.N), r.Source, graph.TriOf(r.Source != "")).Text(lang)
			}
			v.Indicators = append(v.Indicators, x)
		}
		return v
	})
}

// Few writes a number of people, masked where it is small: for pages, pictures and reports.
func (b *Basis) Few(lang string, n int64) string { return b.few(lang, n) }

// few is Few.
func (b *Basis) few(lang string, n int64) string {
	if n > 0 && n <= fewMost && b.snap.Settings().SmallNumbers != graph.SmallNumbersShow {
		return "< 5"
	}
	return words.Integer(lang, n)
}

func (b *Basis) phaseNames(narrow *Basis) []Named {
	return list(narrow.sel.Phases(), func(i int32) Named { p := b.snap.Phases()[i]; return Named{p.ID, p.Name} })
}

func (b *Basis) fieldNames(narrow *Basis) []Named {
	return list(narrow.sel.Fields(), func(i int32) Named { return Named{b.fields[i].ID, b.fields[i].Name} })
}

// indicatorText is a value of a Kennzahl; counts are masked where they are small.
func (b *Basis) indicatorText(lang string, v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return b.few(lang, int64(v))
	}
	return words.Number(lang, v)
}

// Year is a year as people write it, without a separator.
func Year(n int64) string { return strconv.FormatInt(n, 10) }
