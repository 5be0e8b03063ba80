package meeting

import (
	"context"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
	"miteinander/graph/report/chapters"
	"miteinander/graph/views"
	"miteinander/graph/words"
)

// MostRows is how many rows a table beside a slide has at most.
const MostRows = 40

// standardSlides is how many slides the standard sequence has.
const standardSlides = 5

// Draws draws a picture of a selection, with the positions that are kept where there are any.
type Draws func(context.Context, *graph.Selection, diagram.Request) ([]diagram.Sheet, error)

// Maker makes the slides of one selection in one language.
type Maker struct {
	sel     *graph.Selection
	basis   *findings.Basis
	lang    string
	noNames bool
	swap    *chapters.Swapper // nil = with names
	draw    Draws
	answers map[string]findings.Answer
}

// New makes a maker. Without names every text, table and picture calls nodes by kind and letter.
func New(ctx context.Context, sel *graph.Selection, lang string, noNames bool, draw Draws) (*Maker, error) {
	lang = words.Language(lang)
	var swap *chapters.Swapper
	if noNames {
		swap = chapters.NewSwapper(sel.Snapshot(), lang)
		s, err := chapters.Edition(sel.Snapshot(), false, true, lang)
		if err != nil {
			return nil, err
		}
		sel = s.Select(sel.Filter())
	}
	return maker(ctx, sel, lang, swap, draw)
}

func maker(ctx context.Context, sel *graph.Selection, lang string, swap *chapters.Swapper, draw Draws) (*Maker, error) {
	b, err := findings.NewBasis(ctx, sel)
	if err != nil {
		return nil, err
	}
	return &Maker{sel: sel, basis: b, lang: lang, noNames: swap != nil, swap: swap, draw: draw, answers: map[string]findings.Answer{}}, nil
}

// within is a maker of the same network under another filter.
func (m *Maker) within(ctx context.Context, f graph.Filter) (*Maker, error) {
	if f.Date.IsZero() {
		f.Date = m.sel.Date()
	}
	return maker(ctx, m.sel.Snapshot().Select(f), m.lang, m.swap, m.draw)
}

// ask asks a question once.
func ask[A findings.Answer](ctx context.Context, m *Maker, name string) (A, error) {
	var none A
	if a, ok := m.answers[name]; ok {
		return a.(A), nil
	}
	q, ok := findings.Find(name)
	if !ok {
		return none, graph.Errorf(graph.NotFound, "errors.findings.question", name)
	}
	a, err := q.Ask(ctx, m.basis, findings.Params{})
	if err != nil {
		return none, err
	}
	m.answers[name] = a
	return a.(A), nil
}

func (m *Maker) say(key string, args ...any) string {
	return words.Text(m.lang, "meeting."+key, args...)
}

// Standard is the sequence that needs no arranging: the first five scenes that the data say something about, in their fixed order.
func (m *Maker) Standard(ctx context.Context) (Sequence, error) {
	q := Sequence{ID: Standard, Title: m.say("standard"), Slides: []SlideSpec{}}
	for _, s := range scenes {
		says, err := s.says(ctx, m)
		if err != nil {
			return q, err
		}
		if says && len(q.Slides) < standardSlides {
			q.Slides = append(q.Slides, SlideSpec{Scene: s.name})
		}
	}
	return q, nil
}

// Named is what somebody wrote as this maker shows it, with the names that stand in it where it shows none.
func (m *Maker) Named(text string) (string, []chapters.Typed) {
	if m.swap == nil {
		return text, nil
	}
	return m.swap.Text(text), m.swap.Typed(text)
}

// written puts what people wrote in the place of what the program writes, where they wrote anything.
func (m *Maker) written(s *Slide, title, sentence, notes string) {
	for _, x := range []struct {
		to   *string
		text string
	}{{&s.Title, title}, {&s.Sentence, sentence}, {&s.Notes, notes}} {
		if x.text == "" {
			continue
		}
		text, typed := m.Named(x.text)
		*x.to = text
		for _, t := range typed {
			if !slices.Contains(s.Typed, t) {
				s.Typed = append(s.Typed, t)
			}
		}
	}
}

// picture is what a slide asks to be drawn.
type picture struct {
	sel *graph.Selection
	diagram.Request
}

// Slides makes and draws every slide of a sequence, in order.
func (m *Maker) Slides(ctx context.Context, q Sequence) ([]Slide, error) {
	out := make([]Slide, 0, len(q.Slides))
	for i, x := range q.Slides {
		s, err := m.slide(ctx, i, x)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func (m *Maker) slide(ctx context.Context, i int, x SlideSpec) (Slide, error) {
	var s Slide
	var p *picture
	var err error
	own := m // who makes the slide: a view may leave names out by itself
	switch {
	case x.Scene != "":
		k := slices.IndexFunc(scenes, func(s scene) bool { return s.name == x.Scene })
		if k < 0 {
			return s, graph.Errorf(graph.Invalid, "meeting.error.scene", x.Scene)
		}
		s, p, err = scenes[k].make(ctx, m)
		s.Ref = x.Scene
		if s.Title == "" {
			s.Title = m.say("scene." + x.Scene)
		}
	case x.View != "":
		s, p, own, err = m.ofView(ctx, x.View)
		s.Ref = "view/" + string(x.View)
	case x.Finding != "":
		s, p, err = m.ofFinding(ctx, x.Finding)
		s.Ref = "finding/" + string(x.Finding)
	default:
		s.Ref = "text/" + itoa(i+1)
	}
	if err != nil {
		return s, err
	}
	if s.Missing {
		x.Sentence = ""
	}
	own.written(&s, x.Title, x.Sentence, x.Notes)
	return s, own.paint(ctx, &s, p)
}

// paint draws the picture of a slide. What cannot be drawn, because there is nothing to draw, leaves the slide its sentence and table.
func (m *Maker) paint(ctx context.Context, s *Slide, p *picture) error {
	if p == nil {
		return nil
	}
	r := p.Request
	r.Paper, r.Lang, r.Date, r.Title, r.Sentence = "slide", m.lang, p.sel.Date(), s.Title, s.Sentence
	sheets, err := m.draw(ctx, p.sel, r)
	switch graph.CodeOf(err) {
	case "":
	case graph.Invalid, graph.NotFound, graph.TooLarge:
		return nil
	default:
		return err
	}
	s.Picture = sheets[:min(1, len(sheets))]
	for _, sheet := range s.Picture {
		s.Alt = sheet.Summary
		if m.noNames {
			s.Picture[0].Selection = words.Joined(" · ", sheet.Selection, m.say("no_names"))
		}
		if len(sheet.Drawings) > 0 {
			s.Bundled = sheet.Drawings[0].Note
		}
	}
	if len(s.Table.Header) == 0 && len(s.Picture) > 0 {
		m.twin(s)
	}
	return nil
}

// columns are headings of the table twin.
func (m *Maker) columns(keys ...string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = words.Text(m.lang, "findings.column."+k)
	}
	return out
}

// rows puts some columns of an answer's table twin beside a slide, for the rows that keep says (nil = all).
func (m *Maker) rows(s *Slide, a findings.Answer, keep func(int) bool, keys ...string) {
	page := findings.PageOf(m.lang, a, 0, 1)
	var at []int
	for _, k := range keys {
		if i := slices.IndexFunc(page.Columns, func(h findings.Heading) bool { return h.Key == k }); i >= 0 {
			at = append(at, i)
			s.Table.Header = append(s.Table.Header, page.Columns[i].Title)
		}
	}
	for i := range a.Len() {
		if keep != nil && !keep(i) {
			continue
		}
		s.Rows++
		if len(s.Table.Rows) >= MostRows {
			continue
		}
		one := findings.RowOf(m.lang, a, i)
		var row []any
		for _, k := range at {
			row = append(row, one.Cells[k])
		}
		s.Table.Rows, s.Refs = append(s.Table.Rows, row), append(s.Refs, one.Ref)
	}
}

// notes are what a reader must know beside the numbers, for who speaks.
func (m *Maker) notes(a findings.Answer) string {
	var out strings.Builder
	for _, n := range findings.PageOf(m.lang, a, 0, 1).Notes {
		out.WriteString(n + "\n")
	}
	return out.String()
}

// twin makes a table of a map: every box with what it has a line to.
func (m *Maker) twin(s *Slide) {
	s.Table.Header = []string{m.say("twin.box"), m.say("twin.lines")}
	seen := map[string]bool{}
	for _, d := range s.Picture[0].Drawings {
		name := map[string]string{}
		for _, it := range d.Items {
			if diagram.Style[it.Role].Form != "" && it.Ref != "" {
				name[it.Ref] = it.Label
			}
		}
		lines := map[string][]string{}
		for _, it := range d.Items {
			if it.From != "" && it.To != "" {
				lines[it.From] = append(lines[it.From], name[it.To])
				lines[it.To] = append(lines[it.To], name[it.From])
			}
		}
		for _, it := range d.Items {
			if name[it.Ref] == "" || seen[it.Ref] || diagram.Style[it.Role].Form == "" {
				continue
			}
			seen[it.Ref] = true
			to := lines[it.Ref]
			words.SortBy(m.lang, to, func(x string) string { return x })
			s.Table.Rows = append(s.Table.Rows, []any{it.Label, strings.Join(slices.Compact(to), ", ")})
			s.Refs = append(s.Refs, "")
		}
	}
	s.Rows = len(s.Table.Rows)
	order := slices.Clone(s.Table.Rows)
	words.SortBy(m.lang, order, func(r []any) string { return r[0].(string) })
	s.Table.Rows = order
}

// ofView is a slide of a saved view: its own selection, the picture of its page.
func (m *Maker) ofView(ctx context.Context, id graph.ID) (s Slide, p *picture, own *Maker, err error) {
	v, ok := views.Find(m.sel.Snapshot(), id)
	if !ok {
		return Slide{Missing: true, Title: m.say("view.gone"), Sentence: m.say("view.gone_says")}, nil, m, nil
	}
	f, err := v.Filter()
	if err != nil {
		m.written(&s, v.Title, m.say("view.gone_says"), "")
		s.Missing = true
		return s, nil, m, nil
	}
	if f.Date.IsZero() {
		f.Date = m.sel.Date()
	}
	if v.NoNames && !m.noNames {
		own, err = New(ctx, m.sel.Snapshot().Select(f), m.lang, true, m.draw)
	} else {
		own, err = m.within(ctx, f)
	}
	if err != nil {
		return s, nil, m, err
	}
	if s, p, err = own.ofPage(ctx, v); err != nil {
		return s, nil, own, err
	}
	s.Missing = false
	own.written(&s, v.Title, v.Sentence, "")
	return s, p, own, nil
}

// ofPage is what the page of a view shows, as a slide.
func (m *Maker) ofPage(ctx context.Context, v views.View) (Slide, *picture, error) {
	options := diagram.Request{Unclear: v.Param("unclear") == "1", Level1: v.Param("level1") == "1", Checklist: v.Param("checklist") == "1", Indicator: v.Param("indicator"), Area: graph.ID(v.Param("area"))}
	with := func(view string) *picture {
		r := options
		r.View = view
		return &picture{m.sel, r}
	}
	redraw := func(make func(context.Context, *Maker) (Slide, *picture, error), view string) (Slide, *picture, error) {
		s, p, err := make(ctx, m)
		if view != "" {
			p = with(view)
		}
		return s, p, err
	}
	page, _, _ := strings.Cut(v.Page, "/")
	switch page {
	case "karte":
		if k, ok := graph.ParseKey(v.Param("focus")); ok && m.sel.Has(k) {
			p := with(diagram.ViewEgo)
			p.Focus = k
			return Slide{}, p, nil
		}
		return redraw(standing, diagram.ViewNetwork)
	case "miteinander":
		if v.Param("map") == "pairs" {
			return redraw(rounds, diagram.ViewSideBySide)
		}
		return redraw(rounds, diagram.ViewRounds)
	case "uebergaenge":
		if v.Param("tab") == "luecken" {
			return redraw(gaps, diagram.ViewGaps)
		}
		return redraw(transitions, diagram.ViewChain)
	case "klaeren":
		return redraw(clarify, "")
	case "abhaengigkeiten":
		return redraw(dependencies, "")
	case "struktur":
		return redraw(standing, diagram.ViewComponents)
	}
	return redraw(standing, "")
}
