package diagram

import (
	"context"
	"maps"
	"strings"

	"miteinander/graph"
)

// Arrangements.
const (
	Netz          = "netz"
	Lebensphasen  = "phases"
	roomiest      = 6.0 // the smallest letters in points when even a single area does not fit otherwise
	growStep      = 1.12
	largestScreen = 3.2 // times A3
)

// composing turns a scene into sheets.
type composing struct {
	drawer      Drawer
	format      format
	arrangement string
	text        sheetText
	pageLine    func(page, pages int) string
	areaLine    func(areas []string) string // words for "only these areas"
	partLine    func(lines int) string      // words for "n of these lines on this sheet"
	stored      Layout
	kept        Layout
	byArea      bool    // the sheets are parts of the commune
	ground      *ground // of a map of areas
}

// sheets draws a scene on as many sheets as it needs. Nothing is shrunk below the format's smallest letters: a pair
// goes on one sheet, else on two with the same places, else on a sheet per group of areas; on screen the page grows.
func (c *composing) sheets(ctx context.Context, sc *Scene) ([]Sheet, error) {
	c.kept = Layout{}
	f := c.format
	n := len(sc.Panels)
	if p, ok, err := c.place(ctx, sc, f.mapSize(n), ""); err != nil || ok {
		return c.finish(ctx, f, []*placed{p}, n, err)
	}
	if !f.split {
		for k := growStep; k <= largestScreen; k *= growStep {
			g := f.grown(k)
			if p, ok, err := c.place(ctx, sc, g.mapSize(n), ""); err != nil || ok {
				return c.finish(ctx, g, []*placed{p}, n, err)
			}
		}
		return nil, tooLarge(sc)
	}
	if n > 1 {
		if p, ok, err := c.place(ctx, sc, f.mapSize(1), ""); err != nil || ok {
			return c.finish(ctx, f, []*placed{p}, 1, err)
		}
	}
	if sc.Parts { // components are no areas that could have a sheet each
		c.format.least = roomiest
		if p, ok, err := c.place(ctx, sc, f.mapSize(1), ""); err != nil || ok {
			return c.finish(ctx, f, []*placed{p}, 1, err)
		}
		return nil, tooLarge(sc)
	}
	var all []*placed
	for _, group := range c.groups(sc, f.mapSize(1)) {
		sub := subScene(sc, group)
		p, ok, err := c.place(ctx, sub, f.mapSize(1), "·sheet/"+sc.Areas[group[0]].Ref+"/")
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, tooLarge(sc)
		}
		all = append(all, p)
	}
	if len(all) == 0 {
		return nil, tooLarge(sc)
	}
	c.byArea = len(all) > 1
	return c.finish(ctx, f, all, 1, nil)
}

func tooLarge(sc *Scene) error {
	lines := 0
	for _, p := range sc.Panels {
		lines += len(p.Lines)
	}
	return graph.Errorf(graph.TooLarge, "diagram.error.too_large", int64(len(sc.Marks)), int64(lines))
}

// place arranges a scene on a map of this size, on the stored layout where there is one; ok is false when the letters
// would be too small.
func (c *composing) place(ctx context.Context, sc *Scene, size Point, prefix string) (*placed, bool, error) {
	least := c.format.least
	if prefix != "" {
		least = roomiest
	}
	if c.ground != nil {
		p, ok := c.ground.place(sc, size, c.format.cap, least)
		return p, ok, nil
	}
	stored := part(c.stored, prefix)
	var p *placed
	if c.arrangement == Lebensphasen {
		var ok bool
		if p, ok = extendPhases(sc, stored, size); !ok {
			if p, ok = widePhases(sc, size, c.format.cap, least); !ok {
				return nil, false, nil
			}
		}
	} else {
		fs, ok := letters(sc, size, c.format.cap, least)
		if !ok && !sc.Plots {
			return nil, false, nil
		}
		if p, ok = extendNetz(sc, stored, size); !ok {
			var err error
			if p, ok, err = c.arrange(ctx, sc, size, fs, least); err != nil || !ok {
				return nil, false, err
			}
		}
	}
	for ref, at := range p.layout() {
		c.kept[prefix+ref] = at
	}
	return p, true, nil
}

// arrange places a scene from nothing: by plots where hardly a tie is known, else by springs, with smaller letters from fs on until
// no box touches another.
func (c *composing) arrange(ctx context.Context, sc *Scene, size Point, fs, least float64) (*placed, bool, error) {
	if sc.Plots {
		p, ok := plots(sc, size, c.format.cap, least)
		return p, ok, nil
	}
	for ; fs >= least; fs -= 0.5 {
		p, err := netz(ctx, c.drawer, sc, size, fs)
		if err != nil || !p.tight {
			return p, err == nil, err
		}
	}
	return nil, false, nil
}

// part is the layout of one sheet out of a stored one.
func part(l Layout, prefix string) Layout {
	if l == nil || prefix == "" {
		return maps.Clone(l)
	}
	out := Layout{}
	for ref, at := range l {
		if rest, ok := strings.CutPrefix(ref, prefix); ok {
			out[rest] = at
		}
	}
	return out
}

// groups divides the areas into runs that each fit on one sheet with the format's smallest letters; an area that does
// not fit alone is a group of its own.
func (c *composing) groups(sc *Scene, size Point) [][]int {
	fits := func(areas []int) bool {
		sub := subScene(sc, areas)
		if c.ground != nil {
			_, ok := c.ground.place(sub, size, c.format.least, c.format.least)
			return ok
		}
		if c.arrangement == Lebensphasen {
			_, ok := widePhases(sub, size, c.format.least+0.5, c.format.least+0.5)
			return ok
		}
		if sc.Plots {
			_, ok := plots(sub, size, c.format.least+0.5, c.format.least+0.5)
			return ok
		}
		_, ok := letters(sub, size, c.format.least+0.5, c.format.least+0.5)
		return ok
	}
	has := map[string]bool{}
	for i := range sc.Marks {
		has[sc.Marks[i].Area] = true
	}
	var out [][]int
	var run []int
	for a := range sc.Areas {
		if !has[sc.Areas[a].Ref] {
			continue
		}
		if next := append(append([]int(nil), run...), a); len(run) == 0 || fits(next) {
			run = next
			continue
		}
		out = append(out, run)
		run = []int{a}
	}
	if len(run) > 0 {
		out = append(out, run)
	}
	return out
}

// subScene is the part of a scene that belongs to some areas: their marks, what is everywhere and has a tie with them
// (in a picture of phases: all of it), and the lines among these. Ties that lead elsewhere become counted badges.
func subScene(sc *Scene, areas []int) *Scene {
	in := map[string]bool{}
	sub := *sc
	sub.Areas = nil
	for _, a := range areas {
		in[sc.Areas[a].Ref] = true
		sub.Areas = append(sub.Areas, sc.Areas[a])
	}
	keep := make([]bool, len(sc.Marks))
	for i := range sc.Marks {
		keep[i] = in[sc.Marks[i].Area]
	}
	for _, t := range sc.ties(nil) {
		for k := range 2 {
			if in[sc.Marks[t[k]].Area] && sc.Marks[t[1-k]].Area == "" {
				keep[t[1-k]] = true
			}
		}
	}
	at := sc.ends()
	sub.Marks = nil
	for i, m := range sc.Marks {
		if keep[i] {
			sub.Marks = append(sub.Marks, m)
		}
	}
	sub.Panels = nil
	for _, p := range sc.Panels {
		q := p
		q.Lines, q.Away = nil, map[string]int{}
		for _, l := range p.Lines {
			a, okA := at[l.From]
			b, okB := at[l.To]
			if !okA || !okB {
				continue
			}
			switch {
			case keep[a] && keep[b]:
				q.Lines = append(q.Lines, l)
			case keep[a]:
				q.Away[l.From]++
			case keep[b]:
				q.Away[l.To]++
			}
		}
		sub.Panels = append(sub.Panels, q)
	}
	return &sub
}

// finish paints placed scenes, perSheet panels on each sheet, and puts head and foot around them.
func (c *composing) finish(ctx context.Context, f format, all []*placed, perSheet int, err error) ([]Sheet, error) {
	if err != nil {
		return nil, err
	}
	var out []Sheet
	for _, p := range all {
		n := len(p.scene.Panels)
		panels := make([]int, n)
		origins := make([]Point, n)
		for k := range n {
			panels[k] = k
			origins[k] = f.origin(k%perSheet, perSheet)
		}
		drawings, err := paint(ctx, p, panels, origins)
		if err != nil {
			return nil, err
		}
		for k := 0; k < n; k += perSheet {
			s := Sheet{W: f.w, H: f.h, Drawings: drawings[k : k+perSheet]}
			s.Legend = used(p.scene, s.Drawings)
			s.Selection = c.text.Selection
			if len(all) > 1 {
				var names []string
				for _, a := range p.scene.Areas {
					names = append(names, a.Label)
				}
				s.Selection = joined(" · ", c.areaLine(names), s.Selection)
			}
			if len(all) > 1 {
				for j := range s.Drawings {
					s.Drawings[j].Note = joined(" · ", s.Drawings[j].Note, c.partLine(len(p.scene.Panels[k+j].Lines)))
				}
			}
			for _, d := range s.Drawings {
				s.Summary = joined(" ", s.Summary, joined(". ", d.Title, d.Note)+".")
			}
			s.Summary = joined(" ", s.Summary, s.Selection)
			for j := range s.Drawings {
				s.roles = append(s.roles, p.scene.Panels[k+j].Role)
			}
			out = append(out, s)
		}
	}
	c.frame(out)
	return out, nil
}

// frame writes head and foot of all sheets, now that their number is known.
func (c *composing) frame(sheets []Sheet) {
	for i := range sheets {
		s := &sheets[i]
		f := c.format
		f.w, f.h = s.W, s.H
		t := c.text
		t.Selection = s.Selection
		t.PageLine = c.pageLine(i+1, len(sheets))
		s.Title, s.Network, s.Source, s.Version, s.Date, s.Lang = t.Title, t.Network, t.Source, t.Version, t.DateLine, t.Lang
		s.Page, s.Pages = i+1, len(sheets)
		if t.Sentence == "" && len(s.Drawings) == 1 {
			t.Sentence = s.Drawings[0].Title
		}
		if f.slide {
			t.Note = s.Drawings[0].Note
		}
		s.Head = f.head(t, s.Drawings, s.roles)
		s.Foot = f.feet(s.Legend, t)
	}
}
