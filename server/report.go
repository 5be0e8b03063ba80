package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
	"miteinander/graph/report"
	"miteinander/graph/report/chapters"
	"miteinander/server/account"
)

// ReportQuery says which report: what the network keeps for the preset, and what is wanted otherwise; it can leave out more, never less.
type ReportQuery struct {
	PlanningQuery
	For        string   `query:"for" enum:"plan,funder" default:"plan"`
	Funder     graph.ID `query:"funder" maxLength:"200" doc:"Of the preset funder: whose"`
	Chapters   string   `query:"chapters" maxLength:"400" doc:"These alone, in this order, separated by commas"`
	Rows       int      `query:"rows" minimum:"0" maximum:"500" doc:"Rows of a table; 0: as it is kept"`
	Since      string   `query:"since" format:"date" doc:"Of the chapter changes"`
	Paper      string   `query:"paper" enum:"a4,a3" doc:"Of the pictures"`
	NoNames    bool     `query:"no_names" doc:"Kind and letter instead of names"`
	NoPictures bool     `query:"no_pictures"`
	Public     bool     `query:"public" doc:"Without what is not public"`
}

type reportIn struct {
	ReportQuery
	Chapter string `query:"chapter" maxLength:"40" default:"all" doc:"The blocks of one chapter; all: of the whole report; none: what stands before the first chapter"`
}

type reportFileIn struct {
	ReportQuery
	File string `path:"file" doc:"bericht.docx, bericht.html or bericht.pdf"`
}

// ReportView is a report as data.
type ReportView struct {
	Choice    chapters.Choice    `json:"choice" doc:"As the network keeps it; what a new report begins with"`
	ETag      string             `json:"etag" doc:"For If-Match: of the choice that is kept, or that none is"`
	Kept      bool               `json:"kept" doc:"Somebody chose it"`
	Title     string             `json:"title"`
	Subtitle  string             `json:"subtitle"`
	Meta      []ReportMeta       `json:"meta" nullable:"false"`
	Available []ReportChapter    `json:"available" nullable:"false" doc:"Every chapter that the preset can have"`
	Shown     []string           `json:"shown" nullable:"false" doc:"Keys of the chapters of this report, in order"`
	Funders   []findings.Named   `json:"funders" nullable:"false"`
	Typed     []chapters.TypedAt `json:"typed" nullable:"false" doc:"Without names: where a name stands in what people wrote"`
	Blocks    []ReportBlockView  `json:"blocks" nullable:"false"`
}

// ReportMeta is one line below the title.
type ReportMeta struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// ReportChapter is a chapter that can be chosen.
type ReportChapter struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

// ReportBlockView is one block of a report; kind says which fields count.
type ReportBlockView struct {
	Kind     string         `json:"kind" enum:"heading,paragraph,list,table,picture"`
	Level    int            `json:"level,omitempty" doc:"heading: 1 to 3"`
	Text     string         `json:"text,omitempty" doc:"heading, paragraph"`
	Tone     string         `json:"tone,omitempty" enum:"lead,note" doc:"paragraph"`
	Items    []string       `json:"items,omitempty" doc:"list"`
	Caption  string         `json:"caption,omitempty" doc:"table, picture"`
	Columns  []ReportColumn `json:"columns,omitempty"`
	Rows     [][]string     `json:"rows,omitempty"`
	Empty    string         `json:"empty,omitempty" doc:"table: what is said in place of no rows"`
	Sheet    *diagram.Sheet `json:"sheet,omitempty" doc:"picture"`
	Numbered bool           `json:"numbered,omitempty" doc:"list"`
}

// ReportColumn is the heading of a column.
type ReportColumn struct {
	Title   string `json:"title"`
	Numeric bool   `json:"numeric"`
}

func (q *ReportQuery) choice(s *graph.Snapshot) (kept chapters.Choice, was bool, wanted chapters.Choice) {
	kept, was = chapters.Kept(s, q.For)
	return kept, was, kept.With(chapters.Override{Funder: q.Funder, Chapters: Names(q.Chapters), Rows: q.Rows, Since: q.Since, Paper: q.Paper,
		NoNames: q.NoNames, NoPictures: q.NoPictures, Public: q.Public})
}

// book gathers a report, once for each revision, selection and language.
func (s *Server) book(ctx context.Context, v view, q *ReportQuery, c chapters.Choice) (*chapters.Book, error) {
	if err := q.known(v); err != nil {
		return nil, err
	}
	if err := c.Check(v.snapshot); err != nil {
		return nil, err
	}
	day := today(s.now(), v.snapshot.Settings().TimeZone)
	m, err := s.scenes.get(ctx, v.content(), fmt.Sprintf("report %s %s %+v %t %t %s", v.key(), v.lang, q.params(), c.Public, c.NoNames, day), func(ctx context.Context) (any, int64, error) {
		p, err := s.prepare(ctx, v)
		if err != nil {
			return nil, 0, err
		}
		src := chapters.Source{Selection: p.sel, Params: q.params(), Drawer: s.deps.Drawer, Lang: v.lang, Today: day, Version: s.deps.Build.Version, Since: v.access.Network().On}
		m, err := chapters.Gather(context.WithoutCancel(ctx), src, c.Public, c.NoNames)
		if err != nil {
			return nil, 0, err
		}
		return m, 64_000 + 4096*int64(len(p.sel.Institutions())+len(p.sel.Offers())), nil
	})
	if err != nil {
		return nil, err
	}
	return chapters.NewBook(m.(*chapters.Material), c)
}

// chapterOf makes one chapter, or gives it out of the memo: the page asks for them one by one, and the file has them then.
func (s *Server) chapterOf(v view, q *ReportQuery, c chapters.Choice, book *chapters.Book) func(context.Context, string) ([]report.Block, error) {
	return func(ctx context.Context, key string) ([]report.Block, error) {
		own := c // what a chapter depends on: not on the others, nor on the introduction
		own.Title, own.Intro = "", ""
		own.Chapters = slices.DeleteFunc(slices.Clone(c.Chapters), func(x chapters.ChapterChoice) bool { return x.Key != key })
		chosen, err := json.Marshal(own)
		if err != nil {
			return nil, err
		}
		b, err := s.scenes.get(ctx, v.content(), fmt.Sprintf("chapter %s %s %s %+v %s", key, v.key(), v.lang, q.params(), chosen), func(ctx context.Context) (any, int64, error) {
			blocks, err := book.Chapter(ctx, key)
			return blocks, blocksCost(blocks), err
		})
		if err != nil {
			return nil, err
		}
		return b.([]report.Block), nil
	}
}

// blocksCost is about what blocks hold in memory.
func blocksCost(blocks []report.Block) int64 {
	cost := int64(1024)
	for _, b := range blocks {
		switch b := b.(type) {
		case report.Table:
			for _, r := range b.Rows {
				for _, c := range r {
					cost += 16 + int64(len(c))
				}
			}
		case report.Picture:
			for _, d := range b.Sheet.Drawings {
				cost += 600 * int64(len(d.Items))
			}
		default:
			cost += 400
		}
	}
	return cost
}

// reportData is the report as blocks: the page shows them as it shows everything, so nothing in them is markup.
func (s *Server) reportData(ctx context.Context, v view, in *reportIn) (ReportView, error) {
	kept, was, c := in.choice(v.snapshot)
	out := ReportView{Choice: kept, Kept: was, Available: []ReportChapter{}, Shown: []string{}, Funders: []findings.Named{}, Typed: []chapters.TypedAt{}, Blocks: []ReportBlockView{}, Meta: []ReportMeta{}}
	book, err := s.book(ctx, v, &in.ReportQuery, c)
	if err != nil {
		return out, err
	}
	frame := book.Frame()
	out.ETag = reportTag(v.snapshot, in.For)
	out.Typed = append([]chapters.TypedAt{}, book.Typed()...)
	out.Title, out.Subtitle = frame.Title, frame.Subtitle
	for _, m := range frame.Meta {
		out.Meta = append(out.Meta, ReportMeta{m[0], m[1]})
	}
	for _, x := range chapters.Default(in.For).Chapters {
		out.Available = append(out.Available, ReportChapter{x.Key, say(v.lang, "report.chapter."+x.Key)})
	}
	for _, x := range book.Chapters() {
		out.Shown = append(out.Shown, x.Key)
	}
	for f := range graph.Records[*graph.Entry](v.snapshot, graph.KindFunder) {
		out.Funders = append(out.Funders, findings.Named{ID: f.ID, Label: f.Name})
	}
	chapter := s.chapterOf(v, &in.ReportQuery, c, book)
	switch in.Chapter {
	case "none":
		out.Blocks = blockViews(frame.Blocks)
	case "all":
		d, err := book.Document(ctx, chapter, nil)
		if err != nil {
			return out, err
		}
		out.Blocks = blockViews(d.Blocks)
	default:
		blocks, err := chapter(ctx, in.Chapter)
		if err != nil {
			return out, err
		}
		out.Blocks = blockViews(blocks)
	}
	return out, nil
}

func blockViews(blocks []report.Block) []ReportBlockView {
	out := []ReportBlockView{}
	for _, b := range blocks {
		switch b := b.(type) {
		case report.Heading:
			out = append(out, ReportBlockView{Kind: "heading", Level: b.Level, Text: b.Text})
		case report.Paragraph:
			out = append(out, ReportBlockView{Kind: "paragraph", Text: b.Text, Tone: string(b.Kind)})
		case report.List:
			out = append(out, ReportBlockView{Kind: "list", Items: b.Items, Numbered: b.Numbered})
		case report.Table:
			t := ReportBlockView{Kind: "table", Caption: b.Caption, Rows: b.Rows, Empty: b.Empty}
			for _, c := range b.Columns {
				t.Columns = append(t.Columns, ReportColumn{c.Name, c.Align == report.End})
			}
			out = append(out, t)
		case report.Picture:
			out = append(out, ReportBlockView{Kind: "picture", Caption: b.Caption, Sheet: &b.Sheet})
		}
	}
	return out
}

// reportWriters are the files that a report can be, by their ending, with their media type.
var reportWriters = map[string]struct {
	write func(io.Writer, report.Document) error
	media string
}{
	".docx": {report.WriteDOCX, typeDOCX}, ".html": {report.WriteHTML, "text/html; charset=utf-8"}, ".pdf": {report.WritePDF, "application/pdf"},
}

const typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// maxReportFile bounds a report that goes out (safety.md, B5).
const maxReportFile = 50 << 20

// reportFile is the same as a file.
func (s *Server) reportFile(ctx context.Context, v view, in *reportFileIn) (*file, error) {
	ext := path.Ext(in.File)
	form, ok := reportWriters[ext]
	if !ok || strings.TrimSuffix(in.File, ext) != "bericht" {
		return nil, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	_, _, c := in.choice(v.snapshot)
	book, err := s.book(ctx, v, &in.ReportQuery, c)
	if err != nil {
		return nil, err
	}
	d, err := book.Document(ctx, s.chapterOf(v, &in.ReportQuery, c, book), nil)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := form.write(&b, d); err != nil {
		return nil, err
	}
	if b.Len() > maxReportFile {
		return nil, graph.Errorf(graph.TooLarge, "server.worker_too_large")
	}
	return &file{contentType: form.media, name: fileName(v, "bericht-"+in.For, ext[1:]), body: b.Bytes()}, nil
}

type putReportIn struct {
	Network graph.NetworkID `path:"n"`
	Preset  string          `path:"preset" enum:"plan,funder"`
	IfMatch string          `header:"If-Match" maxLength:"60" doc:"The etag of the report's choice; without it 428"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    chapters.Choice
}

// putReport keeps what is chosen for a report: the next one begins with it.
func (s *Server) putReport(ctx context.Context, a account.Access, in *putReportIn) (*writtenOut, error) {
	c := in.Body
	if in.IfMatch == "" {
		return nil, newProblem(ctx, codePreconditionRequired, "server.if_match")
	}
	if c.For != in.Preset {
		return nil, invalid("for", c.For, "errors.field.unknown_code", []string{in.Preset})
	}
	if !slices.ContainsFunc(c.Chapters, func(x chapters.ChapterChoice) bool { return x.On }) {
		return nil, invalid("chapters", "", "report.error.none")
	}
	unchanged := false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "report", in.Preset, in.IfMatch, c), func(snap *graph.Snapshot) ([]graph.Op, error) {
		doc, err := c.Document(snap)
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(in.IfMatch) != reportTag(snap, in.Preset) {
			if _, kept := recordAt(snap, doc.Key()); kept {
				return nil, precondition(ctx, snap, doc.Key(), in.IfMatch, doc)
			}
			p := newProblem(ctx, codePreconditionFailed, "errors.conflict") // somebody took it back
			p.header.Set("ETag", noReport)
			return nil, p
		}
		ops := putting(snap, doc)
		unchanged = ops == nil
		return ops, nil
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, documentKey(chapters.DocumentID(in.Preset)), unchanged), nil
}

// noReport is the tag of a choice that nobody kept yet: who keeps the first one sees it when another was quicker.
const noReport = `"none"`

// reportTag is the tag of what a network keeps for a preset.
func reportTag(snap *graph.Snapshot, preset string) string {
	if r, ok := recordAt(snap, documentKey(chapters.DocumentID(preset))); ok {
		return r.tag(snap.Head())
	}
	return noReport
}
