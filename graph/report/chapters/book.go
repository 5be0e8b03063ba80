package chapters

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/report"
	"miteinander/graph/views"
	"miteinander/graph/words"
)

// Book is a report in the making: its chapters can be made one by one, in any order.
type Book struct {
	m *Material
	c Choice
}

// NewBook takes material that was gathered with the choice's NoNames and Public. Invalid as Choice.Check says.
func NewBook(m *Material, c Choice) (*Book, error) {
	if err := c.Check(m.Selection.Snapshot()); err != nil {
		return nil, err
	}
	return &Book{m, c}, nil
}

// Chapters are those of the report, in order.
func (b *Book) Chapters() []ChapterChoice { return b.c.shown() }

// writers make what is below the heading of a chapter.
var writers = map[string]func(*chapter) error{
	Overview: (*chapter).overview, Funded: (*chapter).funded, Stock: (*chapter).stock, Need: (*chapter).need, Together: (*chapter).together,
	Transitions: (*chapter).transitions, Gaps: (*chapter).gaps, Access: (*chapter).access, Dependencies: (*chapter).dependencies,
	Participation: (*chapter).participation, Measures: (*chapter).measures, Clarify: (*chapter).clarify, Changes: (*chapter).changes,
	Views: (*chapter).views, Method: (*chapter).method,
}

// Chapter makes one chapter: its heading, the planner's sentences, and what the data say. NotFound for one that is not in the report.
func (b *Book) Chapter(ctx context.Context, key string) ([]report.Block, error) {
	shown := b.c.shown()
	i := slices.IndexFunc(shown, func(x ChapterChoice) bool { return x.Key == key })
	if i < 0 {
		return nil, graph.Errorf(graph.NotFound, "report.error.chapter", key)
	}
	w := &chapter{Material: b.m, ctx: ctx, book: b.c, choice: shown[i], rows: cmp.Or(shown[i].Rows, b.c.Rows)}
	w.heading(1, w.title())
	w.own(w.choice.Sentence)
	if err := writers[key](w); err != nil {
		return nil, err
	}
	return w.blocks, nil
}

// Document puts frame and chapters together; tell, where it is not nil, hears how many chapters of how many are done.
func (b *Book) Document(ctx context.Context, chapter func(context.Context, string) ([]report.Block, error), tell func(done, of int)) (report.Document, error) {
	d := b.Frame()
	if chapter == nil {
		chapter = b.Chapter
	}
	shown := b.c.shown()
	for i, x := range shown {
		if tell != nil {
			tell(i, len(shown))
		}
		blocks, err := chapter(ctx, x.Key)
		if err != nil {
			return d, err
		}
		d.Blocks = append(d.Blocks, blocks...)
	}
	if tell != nil {
		tell(len(shown), len(shown))
	}
	return d, nil
}

// Frame is the document without its chapters: title, what it speaks of, contents, the introduction.
func (b *Book) Frame() report.Document {
	m, s := b.m, b.m.sel.Snapshot()
	say := func(key string, args ...any) string { return words.Text(m.Lang, "report."+key, args...) }
	name := s.Settings().Name
	d := report.Document{Title: m.nameTexts(b.c.Title), Lang: m.Lang, Numbered: true, Cover: true, Subtitle: say("subtitle." + b.c.For)}
	if d.Title == "" {
		d.Title = say("title."+b.c.For, name)
	}
	if b.c.For == ForFunder && b.c.Funder != "" {
		d.Subtitle = say("subtitle.one_funder", s.Name(graph.Key{Kind: graph.KindFunder, ID: b.c.Funder}))
	}
	meta := func(key, text string) { d.Meta = append(d.Meta, [2]string{say("meta." + key), text}) }
	meta("network", name)
	meta("date", words.Date(m.Lang, m.sel.Date()))
	head := s.Head()
	if !head.At.IsZero() {
		meta("changed", say("meta.changed_says", graph.DateOf(head.At), int64(head.Revision)))
	}
	meta("selection", diagram.SelectionText(m.sel, m.Lang))
	if !m.Today.IsZero() {
		meta("made", words.Date(m.Lang, m.Today))
	}
	meta("source", say("meta.source_says", name, strings.TrimSpace("Miteinander "+m.Version)))
	if s.Settings().Invented == graph.Yes {
		meta("note", say("invented"))
	}
	if b.c.NoNames {
		meta("names", say("no_names"))
	}
	if b.c.Public {
		meta("public", say("public"))
	}
	d.Blocks = append(d.Blocks, report.Contents{})
	if intro := paragraphs(m.nameTexts(b.c.Intro)); len(intro) > 0 {
		d.Blocks = append(d.Blocks, report.Heading{Level: 1, Text: say("intro")})
		d.Blocks = append(d.Blocks, intro...)
	}
	return d
}

// Typed are the names that stand in what people wrote for this report, where it shows none.
func (b *Book) Typed() []TypedAt {
	if b.m.swap == nil {
		return nil
	}
	say := func(key string, args ...any) string { return words.Text(b.m.Lang, "report."+key, args...) }
	out := TypedIn(say("typed.title"), b.m.swap.Typed(b.c.Title))
	out = append(out, TypedIn(say("intro"), b.m.swap.Typed(b.c.Intro))...)
	for _, x := range b.c.shown() {
		title := say("chapter." + x.Key)
		out = append(out, TypedIn(title, b.m.swap.Typed(x.Sentence))...)
		if x.Key == Views {
			for _, v := range views.Views(b.m.Selection.Snapshot()) {
				out = append(out, TypedIn(title, b.m.swap.Typed(v.Title, v.Sentence))...)
			}
		}
	}
	return out
}

// paragraphs are the parts of a text between empty lines.
func paragraphs(text string) []report.Block {
	var out []report.Block
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, report.Paragraph{Text: p})
		}
	}
	return out
}

// chapter is one chapter in the making.
type chapter struct {
	*Material
	ctx    context.Context
	book   Choice
	choice ChapterChoice
	rows   int
	blocks []report.Block
}

func (w *chapter) say(key string, args ...any) string {
	return words.Text(w.Lang, "report."+key, args...)
}

func (w *chapter) title() string {
	if w.choice.Key == Funded && w.book.Funder != "" {
		return w.say("chapter.funded_one", w.sel.Snapshot().Name(graph.Key{Kind: graph.KindFunder, ID: w.book.Funder}))
	}
	return w.say("chapter." + w.choice.Key)
}

func (w *chapter) put(b ...report.Block) { w.blocks = append(w.blocks, b...) }

func (w *chapter) heading(level int, text string) { w.put(report.Heading{Level: level, Text: text}) }

// own are the planner's words.
func (w *chapter) own(text string) { w.put(paragraphs(w.nameTexts(text))...) }

// lead is the answer of a chapter; the others are running text and what limits it.
func (w *chapter) lead(text string) { w.paragraph(report.Lead, text) }
func (w *chapter) text(text string) { w.paragraph(report.Plain, text) }
func (w *chapter) note(text string) { w.paragraph(report.Note, text) }

func (w *chapter) paragraph(kind report.Kind, text string) {
	if text != "" {
		w.put(report.Paragraph{Text: text, Kind: kind})
	}
}

func (w *chapter) notes(texts []string) {
	for _, t := range texts {
		w.note(t)
	}
}

func (w *chapter) list(items []string) {
	if len(items) > 0 {
		w.put(report.List{Items: items})
	}
}

func (w *chapter) number(n int) string { return words.Integer(w.Lang, int64(n)) }

func (w *chapter) date(d graph.Date) string {
	if d.IsZero() {
		return "–"
	}
	return words.Date(w.Lang, d)
}

// picture puts the sheets of a picture on pages of their own; of one that is too large it says so: the table has it all.
func (w *chapter) picture(r diagram.Request) error {
	return w.pictureOf(w.sel, r)
}

// mostSheets is how many pages of one picture a report has; the others are on screen.
const mostSheets = 12

func (w *chapter) pictureOf(sel *graph.Selection, r diagram.Request) error {
	if !w.choice.Pictures || len(sel.Institutions()) == 0 {
		return nil
	}
	if r.Paper == "" {
		r.Paper = w.book.Paper
	}
	sheets, err := w.draw(w.ctx, sel, r)
	if graph.CodeOf(err) == graph.TooLarge {
		w.note(w.say("picture_too_large"))
		return nil
	}
	if err != nil {
		return err
	}
	for i, s := range sheets[:min(len(sheets), mostSheets)] {
		caption := s.Title
		if len(sheets) > 1 {
			caption = w.say("sheet_of", s.Title, i+1, len(sheets))
		}
		w.put(report.Picture{Sheet: s, Caption: caption, Full: true})
	}
	if len(sheets) > mostSheets {
		w.note(w.say("more_sheets", len(sheets)-mostSheets))
	}
	return nil
}

// table is a table in the making. Its caption is "report.table.<key>", said where it is empty "report.empty.<key>".
type table struct {
	w     *chapter
	t     report.Table
	total int
}

// table starts one; columns are keys of "report.column.", else of "findings.column."; "#" before a key marks numbers.
func (w *chapter) table(key string, columns ...string) *table {
	t := &table{w: w, t: report.Table{Caption: w.say("table." + key), RowHead: true}}
	if words.Has("report.empty." + key) {
		t.t.Empty = w.say("empty." + key)
	}
	for _, c := range columns {
		name, numeric := strings.CutPrefix(c, "#")
		col := report.Column{}
		if numeric {
			col.Align = report.End
		}
		if words.Has("report.column." + name) {
			col.Name = w.say("column." + name)
		} else {
			col.Name = words.Text(w.Lang, "findings.column."+name)
		}
		t.t.Columns = append(t.t.Columns, col)
	}
	return t
}

// widths are the shares of the columns where what they hold is no measure of what they need.
func (t *table) widths(shares ...float64) *table {
	for i, x := range shares {
		t.t.Columns[i].Width = x
	}
	return t
}

// add takes a row in, up to the number of rows that were chosen.
func (t *table) add(cells ...string) {
	if t.total++; len(t.t.Rows) < t.w.rows {
		t.t.Rows = append(t.t.Rows, cells)
	}
}

// firstRows is a caption that says so where rows are left out.
func (w *chapter) firstRows(caption string, rows, total int) string {
	if rows >= total {
		return caption
	}
	return w.say("more_rows", caption, rows, total)
}

// put puts it into the chapter, with how many rows are left out.
func (t *table) put() {
	if !t.w.choice.Tables {
		return
	}
	t.t.Caption = t.w.firstRows(t.t.Caption, len(t.t.Rows), t.total)
	t.w.put(t.t)
}

// whole is put for tables of few rows, whose rows are not cut.
func (t *table) whole(rows [][]string) {
	t.t.Rows, t.total = rows, len(rows)
	t.put()
}

// planTable puts a table of the plan after § 80 SGB VIII into the chapter.
func (w *chapter) planTable(section, key string) error {
	p, err := w.planned(w.ctx)
	if err != nil || !w.choice.Tables {
		return err
	}
	for _, s := range p.Sections {
		if s.Key != section {
			continue
		}
		for _, t := range s.Tables {
			if t.Key != key {
				continue
			}
			out := report.Table{Caption: t.Title, Empty: t.Empty, RowHead: true, Rows: t.Rows[:min(len(t.Rows), w.rows)]}
			for _, c := range t.Columns {
				col := report.Column{Name: c.Title}
				if c.Numeric {
					col.Align = report.End
				}
				out.Columns = append(out.Columns, col)
			}
			out.Caption = w.firstRows(out.Caption, len(out.Rows), t.Total)
			w.put(out)
			return nil
		}
	}
	return nil
}
