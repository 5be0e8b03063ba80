package diagram

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"miteinander/graph"
	"miteinander/graph/words"
)

// Views.
const (
	ViewNetwork    = "network"
	ViewSideBySide = "side-by-side"
	ViewRounds     = "rounds"
	ViewEgo        = "ego"
	ViewComponents = "components"
	ViewChain      = "chain"
	ViewGaps       = "gaps"
)

// Views lists what Request.View may be.
func Views() []string {
	return []string{ViewNetwork, ViewSideBySide, ViewRounds, ViewEgo, ViewComponents, ViewChain, ViewGaps, ViewAreas}
}

// Arrangements lists what Request.Arrangement may be.
func Arrangements() []string { return []string{Netz, Lebensphasen} }

// Papers lists what Request.Paper may be.
func Papers() []string { return []string{"a3", "a4", "screen", paperSlide} }

// Request says which picture of a selection is wanted. Zero values take the defaults named here.
type Request struct {
	View        string    // network
	Arrangement string    // netz; phases for network and side-by-side
	Focus       graph.Key // of an ego map: institution, actor or offer
	Paper       string    // a3; a4; screen = one page that grows; slide = one sheet of 1280 × 720 for a projector, at most 40 marks
	Lang        string    // de
	NoNames     bool      // kind and letter instead of names, everywhere in the picture
	Unclear     bool      // draw unclear pairs too
	Level1      bool      // draw level 1 (kennen) too
	Area        graph.ID  // of the chain and the gaps: only this planning area
	Checklist   bool      // of the chain: half of the checklist also carries
	Layer       string    // of the gaps: gaps; access; both
	Indicator   string    // of the chain and the gaps: weight by this Kennzahl instead of all children; of the areas: see Fill
	Fill        string    // of the areas: children, institutions, indicator
	Beside      bool      // of the areas: pairs side by side too
	Wide        bool      // of the areas: draw the ties to what works in several areas too, instead of counting them
	Expand      []string  // Refs of areas, institutions and bundles that are to be opened; "all" = everything
	Title       string    // the question; default by view
	Sentence    string    // of a slide: what stands below its title; default by view
	Version     string    // of the program, for the foot
	Source      string    // for the foot
	Date        graph.Date
	Layers      []string // of an explorer: actors, offers, bodies
	Layout      Layout   // stored positions, may be nil
}

// Draw makes the sheets of one picture, and the positions to store so that the next picture of this network, view,
// arrangement and paper keeps them. Errors are *graph.Error: Invalid for a request that names nothing known, NotFound
// for a focus that the selection does not hold, TooLarge with the counts, Busy and Unavailable from the drawer.
func Draw(ctx context.Context, sel *graph.Selection, d Drawer, r Request) ([]Sheet, Layout, error) {
	if r.View == "" {
		r.View = ViewNetwork
	}
	if r.Arrangement == "" {
		r.Arrangement = Netz
	}
	if r.Paper == "" {
		r.Paper = "a3"
	}
	r.Lang = words.Language(r.Lang)
	f, ok := formats[r.Paper]
	if !ok {
		return nil, nil, unknownOption("paper", r.Paper, Papers())
	}
	if r.Arrangement != Netz && r.Arrangement != Lebensphasen {
		return nil, nil, unknownOption("arrangement", r.Arrangement, Arrangements())
	}
	v := newViewer(sel, r)
	c := &composing{drawer: d, format: f, arrangement: r.Arrangement, stored: r.Layout,
		pageLine: func(page, pages int) string { return v.text("diagram.page", page, pages) },
		areaLine: func(areas []string) string { return v.text("diagram.only_areas", len(areas), areas) },
		partLine: func(lines int) string { return v.text("diagram.on_this_sheet", lines) },
	}
	c.text = v.sheetText()
	if f.slide {
		sheets, err := v.slide(ctx, c)
		if err != nil {
			return nil, nil, err
		}
		return sheets, maps.Clone(c.kept), nil
	}
	var sheets []Sheet
	var err error
	switch r.View {
	case ViewNetwork:
		var sc *Scene
		if sc, err = v.network(ctx); err == nil {
			sheets, err = c.sheets(ctx, sc)
		}
	case ViewEgo:
		var sc *Scene
		c.arrangement = Netz
		if sc, err = v.ego(); err == nil {
			sheets, err = c.sheets(ctx, sc)
		}
	case ViewComponents:
		var sc *Scene
		c.arrangement = Netz
		if sc, err = v.components(); err == nil {
			sheets, err = c.sheets(ctx, sc)
		}
	case ViewSideBySide:
		sheets, err = v.sideBySide(ctx, c)
	case ViewRounds:
		sheets, err = v.rounds(ctx, c)
	case ViewChain:
		sheets, err = v.chain(ctx, c)
	case ViewGaps:
		sheets, err = v.gapMap(ctx, c)
	case ViewAreas:
		sheets, err = v.areaMap(ctx, c)
	default:
		err = unknownOption("view", r.View, Views())
	}
	if err != nil {
		return nil, nil, err
	}
	return sheets, maps.Clone(c.kept), nil
}

func unknownOption(field, value string, known []string) error {
	return &graph.Error{Code: graph.Invalid, Key: "diagram.error.option", Args: []any{field, value, strings.Join(known, ", ")},
		Fields: []graph.FieldError{{Field: field, Value: value, Key: "diagram.error.option", Args: []any{field, value, strings.Join(known, ", ")}}}}
}

// sheetText is what stands around the maps of every view.
func (v *viewer) sheetText() sheetText {
	r := v.req
	date := r.Date
	if date.IsZero() {
		date = v.sel.Date()
	}
	title := r.Title
	if title == "" {
		title = v.text("diagram.title." + strings.ReplaceAll(r.View, "-", "_"))
	}
	name := v.snap.Settings().Name
	if name == "" {
		name = string(v.snap.Head().ID)
	}
	source := r.Source
	if source == "" {
		source = v.text("diagram.source")
	}
	if v.snap.Settings().Invented == graph.Yes {
		source = v.text("diagram.invented")
		if lower := strings.ToLower(name); !strings.Contains(lower, "erfunden") && !strings.Contains(lower, "invented") {
			name = v.text("diagram.invented_name", name)
		}
	}
	return sheetText{Title: title, Network: name, Selection: v.selection(), Source: source, Version: joined(" ", "Miteinander", r.Version),
		DateLine: v.text("diagram.date", date), Lang: r.Lang, Hints: v.hints(), Sentence: r.Sentence}
}

func (v *viewer) hints() string {
	switch {
	case v.req.View == ViewRounds:
		return v.text("diagram.hint.rounds")
	case v.req.View == ViewChain:
		return v.text("diagram.hint.chain")
	case v.req.View == ViewGaps:
		return v.text("diagram.hint.gaps")
	case v.req.View == ViewAreas:
		return v.text("areas.hint")
	case v.req.Arrangement == Lebensphasen && (v.req.View == ViewNetwork || v.req.View == ViewSideBySide):
		return v.text("diagram.hint.phases")
	}
	return v.text("diagram.hint.netz")
}

// SelectionText says the filter of a selection in words, as it stands on pictures; for sheets that have no picture.
func SelectionText(sel *graph.Selection, lang string) string {
	return newViewer(sel, Request{Lang: lang}).selection()
}

// selection says the filter in words, as it stands on every picture and sheet.
func (v *viewer) selection() string {
	f := v.sel.Filter()
	names := func(k graph.Kind, ids []graph.ID) []string {
		out := make([]string, len(ids))
		for i, id := range ids {
			if out[i] = v.snap.Name(graph.Key{Kind: k, ID: id}); out[i] == "" {
				out[i] = string(id)
			}
		}
		return out
	}
	var parts []string
	add := func(key string, k graph.Kind, ids []graph.ID, all bool) {
		switch {
		case len(ids) > 0:
			parts = append(parts, v.text("diagram.selection."+key, len(ids), names(k, ids)))
		case all:
			parts = append(parts, v.text("diagram.selection.all_"+key))
		}
	}
	add("areas", graph.KindArea, f.Areas, v.snap.Len(graph.KindArea) > 0)
	add("phases", graph.KindPhase, f.Phases, v.snap.Len(graph.KindPhase) > 0)
	add("fields", graph.KindField, f.Fields, false)
	add("groups", graph.KindGroup, f.Groups, false)
	add("kinds", graph.KindInstitutionKind, f.Kinds, false)
	add("sectors", graph.KindSector, f.Sectors, false)
	if len(f.ProviderKinds) > 0 {
		var kinds []string
		for _, id := range f.ProviderKinds {
			kinds = append(kinds, v.text("diagram.provider_kind."+string(id)))
		}
		parts = append(parts, v.text("diagram.selection.provider_kinds", len(kinds), kinds))
	}
	if f.MinLevel > 0 {
		parts = append(parts, v.text("diagram.selection.level", int(f.MinLevel)))
	} else if v.req.View == ViewSideBySide || v.req.View == ViewRounds {
		parts = append(parts, v.text("diagram.selection.together", int(v.snap.Settings().Together)))
	}
	if v.req.View == ViewAreas {
		if v.req.Fill != "" {
			parts = append(parts, v.text("areas.selection", v.fillName()))
		}
	} else if v.req.Indicator != "" {
		parts = append(parts, v.text("diagram.selection.indicator", v.req.Indicator))
	}
	if v.req.Checklist {
		parts = append(parts, v.text("diagram.selection.checklist"))
	}
	if f.WithoutCoordination {
		parts = append(parts, v.text("diagram.selection.without_coordination"))
	}
	if v.req.NoNames {
		parts = append(parts, v.text("diagram.selection.no_names"))
	}
	return strings.Join(parts, " · ")
}

func (v *viewer) text(key string, args ...any) string { return words.Text(v.req.Lang, key, args...) }

// letters27 writes 0, 1, … as A, …, Z, AA, ….
func letters27(n int) string {
	s := ""
	for n++; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

func itoa(n int) string { return strconv.Itoa(n) }
