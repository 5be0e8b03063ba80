package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/meeting"
	"miteinander/graph/meeting/leaflets"
	"miteinander/graph/report"
	"miteinander/graph/words"
)

// meetingCmd writes a meeting as a file: what is shown, carried along, or written afterwards.
type meetingCmd struct {
	Path     string   `arg:"" name:"network" help:"${arg_path}"`
	Output   string   `name:"output" short:"o" placeholder:"FILE" help:"${flag_output_meeting}"`
	As       string   `name:"as" enum:"slides,minutes,proposal" default:"slides" help:"${flag_meeting_as}"`
	Sequence graph.ID `name:"sequence" default:"standard" placeholder:"ID" help:"${flag_meeting_sequence}"`
	List     bool     `name:"list" help:"${flag_meeting_list}"`
	Paper    string   `name:"paper" enum:"a4,a3" default:"a4" help:"${flag_meeting_paper}"`
	Dark     bool     `name:"dark" help:"${flag_meeting_dark}"`
	On       string   `name:"on" placeholder:"YYYY-MM-DD" help:"${flag_meeting_on}"`
	Decision graph.ID `name:"decision" placeholder:"ID" help:"${flag_meeting_decision}"`
	NoNames  bool     `name:"no-names" help:"${flag_no_names}"`
	filterFlags
}

// meetingWriters are the files that a meeting can be, by what it is written as and their ending.
var meetingWriters = map[string]func(io.Writer, leaflets.Sitting, string) error{
	"slides.html": func(w io.Writer, s leaflets.Sitting, _ string) error { return report.WriteDeckHTML(w, s.Deck()) },
	"slides.pdf": func(w io.Writer, s leaflets.Sitting, paper string) error {
		return report.WriteDeckPDF(w, s.Deck(), paper)
	},
	"slides.pptx":   func(w io.Writer, s leaflets.Sitting, _ string) error { return report.WritePPTX(w, s.Deck()) },
	"minutes.docx":  func(w io.Writer, s leaflets.Sitting, _ string) error { return report.WriteDOCX(w, s.Minutes()) },
	"proposal.docx": func(w io.Writer, s leaflets.Sitting, _ string) error { return report.WriteDOCX(w, s.Proposal()) },
}

func (cmd *meetingCmd) Run(a *app) error {
	write := meetingWriters[cmd.As+strings.ToLower(filepath.Ext(cmd.Output))]
	if write == nil && !cmd.List {
		return usage{errors.New(words.Text(a.config.Lang, "cli.format_meeting"))}
	}
	asked := leaflets.Asked{Decision: cmd.Decision, Dark: cmd.Dark}
	if cmd.On != "" {
		var err error
		if asked.On, err = graph.ParseDate(cmd.On); err != nil {
			return usage{graph.Errorf(graph.Invalid, "errors.filter", "on", cmd.On)}
		}
	}
	sel, err := a.selection(cmd.Path, cmd.filterFlags)
	if err != nil {
		return err
	}
	if cmd.List {
		return cmd.list(a, sel.Snapshot())
	}
	a.progress("drawing", sel.Snapshot().Settings().Name)
	show, err := leaflets.Drawn(a.ctx, sel, a.config.Lang, cmd.Sequence, cmd.NoNames, a.draws(sel.Snapshot()))
	if err != nil {
		return err
	}
	sitting, err := show.Sitting(sel, a.config.Lang, asked)
	if err != nil {
		return err
	}
	for _, x := range show.Typed { // before it goes out, also where progress is not wanted
		key := "cli.typed"
		if x.Instead == "" {
			key = "cli.typed_perhaps"
		}
		fmt.Fprintln(a.stderr, words.Text(a.config.Lang, key, x.Where, x.Text, x.Name, x.Instead))
	}
	var b bytes.Buffer // a file appears whole or not at all
	if err := write(&b, sitting, cmd.Paper); err != nil {
		return err
	}
	return a.output(cmd.Output, func(w *os.File) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}

// list says which sequences there are: id, slides, title.
func (cmd *meetingCmd) list(a *app, s *graph.Snapshot) error {
	fmt.Fprintf(a.stdout, "%s\t\t%s\n", meeting.Standard, words.Text(a.config.Lang, "meeting.standard"))
	for _, q := range meeting.All(s) {
		fmt.Fprintf(a.stdout, "%s\t%d\t%s\n", q.ID, len(q.Slides), q.Title)
	}
	return nil
}

// draws draws slides on the positions that a network keeps. A selection without names is another snapshot with the same keys.
func (a *app) draws(s *graph.Snapshot) meeting.Draws {
	d := a.drawer()
	return func(ctx context.Context, sel *graph.Selection, r diagram.Request) ([]diagram.Sheet, error) {
		r.Version, r.Arrangement = version, diagram.Netz
		if r.Keeps() {
			r.Layout = diagram.KeptLayout(s, r, sel.Filter())
		}
		sheets, _, err := diagram.Draw(ctx, sel, d, r)
		return sheets, err
	}
}
