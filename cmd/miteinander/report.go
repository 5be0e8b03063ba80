package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"miteinander/graph"
	"miteinander/graph/findings"
	"miteinander/graph/hub"
	"miteinander/graph/report"
	"miteinander/graph/report/chapters"
	"miteinander/graph/words"
)

// reportCmd writes the report of a network: what its people chose on the page of reports, or the first choice.
type reportCmd struct {
	Path       string   `arg:"" name:"network" help:"${arg_path}"`
	Output     string   `name:"output" short:"o" required:"" placeholder:"FILE" help:"${flag_output_report}"`
	For        string   `name:"for" enum:"plan,funder" default:"plan" help:"${flag_report_for}"`
	Funder     string   `name:"funder" placeholder:"ID" help:"${flag_report_funder}"`
	Chapters   []string `name:"chapters" placeholder:"NAME,…" help:"${flag_report_chapters}"`
	Rows       int      `name:"rows" help:"${flag_report_rows}"`
	Since      string   `name:"since" placeholder:"YYYY-MM-DD" help:"${flag_report_since}"`
	Paper      string   `name:"paper" enum:",a4,a3" default:"" help:"${flag_paper}"`
	NoNames    bool     `name:"no-names" help:"${flag_no_names}"`
	NoPictures bool     `name:"no-pictures" help:"${flag_report_no_pictures}"`
	Public     bool     `name:"public" help:"${flag_public}"`
	Indicator  string   `name:"indicator" placeholder:"NAME" help:"${flag_indicator}"`
	Checklist  bool     `name:"checklist" help:"${flag_checklist}"`
	filterFlags
}

// reportWriters are the files that a report can be, by their ending.
var reportWriters = map[string]func(io.Writer, report.Document) error{".docx": report.WriteDOCX, ".html": report.WriteHTML, ".pdf": report.WritePDF}

func (cmd *reportCmd) Run(a *app) error {
	write := reportWriters[strings.ToLower(filepath.Ext(cmd.Output))]
	if write == nil {
		return usage{errors.New(words.Text(a.config.Lang, "cli.format_report"))}
	}
	sel, err := a.selection(cmd.Path, cmd.filterFlags)
	if err != nil {
		return err
	}
	s := sel.Snapshot()
	if err := findings.CheckIndicator(s, cmd.Indicator); err != nil {
		return err
	}
	kept, _ := chapters.Kept(s, cmd.For)
	choice := kept.With(chapters.Override{Funder: graph.ID(cmd.Funder), Chapters: cmd.Chapters, Rows: cmd.Rows, Since: cmd.Since, Paper: cmd.Paper,
		NoNames: cmd.NoNames, NoPictures: cmd.NoPictures, Public: cmd.Public})
	if err := choice.Check(s); err != nil {
		return usage{err}
	}
	src := chapters.Source{Selection: sel, Params: findings.Params{Indicator: cmd.Indicator, Checklist: cmd.Checklist}, Drawer: a.drawer(), Lang: a.config.Lang,
		Today: graph.DateOf(now()), Version: version}
	if _, err := os.Stat(cmd.Path); err != nil { // a network of the store has a history
		src.Since = func(ctx context.Context, day graph.Date) (was *graph.Snapshot, found graph.Date, err error) {
			err = a.withHub(true, func(h *hub.Hub) error {
				n, err := h.Open(ctx, s.Head().ID)
				if err != nil {
					return err
				}
				was, found, err = n.On(ctx, day)
				return err
			})
			return was, found, err
		}
	}
	m, err := chapters.Gather(a.ctx, src, choice.Public, choice.NoNames)
	if err != nil {
		return err
	}
	book, err := chapters.NewBook(m, choice)
	if err != nil {
		return err
	}
	doc, err := book.Document(a.ctx, nil, func(done, of int) { a.progress("chapter", done, of) })
	if err != nil {
		return err
	}
	var b bytes.Buffer // a file appears whole or not at all
	if err := write(&b, doc); err != nil {
		return err
	}
	return a.output(cmd.Output, func(w *os.File) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}
