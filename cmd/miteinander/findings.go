package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/findings"
	"miteinander/graph/words"
)

// findingsCmd answers one question, or all.
type findingsCmd struct {
	Name              string `arg:"" name:"name" help:"${arg_question}"`
	Path              string `arg:"" name:"path" help:"${arg_path}"`
	SameProvider      bool   `name:"same-provider" help:"${flag_same_provider}"`
	WithoutEverywhere bool   `name:"without-everywhere" help:"${flag_without_everywhere}"`
	SameKind          bool   `name:"same-kind" help:"${flag_same_kind}"`
	Indicator         string `name:"indicator" placeholder:"NAME" help:"${flag_indicator}"`
	Checklist         bool   `name:"checklist" help:"${flag_checklist}"`
	Format            string `name:"format" enum:",text,json,csv,xlsx" default:"" help:"${flag_format_findings}"`
	Output            string `name:"output" short:"o" placeholder:"FILE" help:"${flag_output}"`
	Limit             int    `name:"limit" default:"50" help:"${flag_limit}"`
	JSON              bool   `name:"json" help:"${flag_json}"`
	filterFlags
}

func (cmd *findingsCmd) Run(a *app) error {
	if _, ok := findings.Find(cmd.Name); !ok && cmd.Name != "all" {
		return usage{graph.Errorf(graph.Invalid, "errors.findings.question", cmd.Name)}
	}
	format := cmd.format()
	switch {
	case format == "":
		return usage{errors.New(words.Text(a.config.Lang, "cli.format_findings"))}
	case format == "csv" && cmd.Name == "all":
		return usage{errors.New(words.Text(a.config.Lang, "cli.csv_one"))}
	case format == "xlsx" && cmd.Output == "":
		return usage{errors.New(words.Text(a.config.Lang, "cli.xlsx_output"))}
	}
	a.quiet = a.quiet || format == "json" && !isTerminal(a.stderr)
	sel, err := a.selection(cmd.Path, cmd.filterFlags)
	if err != nil {
		return err
	}
	params := findings.Params{SameProvider: cmd.SameProvider, WithoutEverywhere: cmd.WithoutEverywhere, SameKind: cmd.SameKind,
		Indicator: cmd.Indicator, Checklist: cmd.Checklist}
	if err := findings.CheckIndicator(sel.Snapshot(), cmd.Indicator); err != nil {
		return err
	}
	write := func(f func(io.Writer) error) error {
		if cmd.Output == "" {
			return f(a.stdout)
		}
		return a.output(cmd.Output, func(w *os.File) error { return f(w) })
	}
	if format == "json" {
		b, err := findings.JSON(a.ctx, sel, []string{cmd.Name}, params)
		if err != nil {
			return err
		}
		return write(func(w io.Writer) error {
			_, err := w.Write(append(b, '\n'))
			return err
		})
	}
	basis, err := findings.NewBasis(a.ctx, sel)
	if err != nil {
		return err
	}
	var answers []findings.Answer
	for _, q := range findings.Questions {
		if cmd.Name != "all" && q.Hyphened() != strings.ReplaceAll(cmd.Name, "_", "-") {
			continue
		}
		answer, err := q.Ask(a.ctx, basis, params)
		if err != nil {
			return err
		}
		answers = append(answers, answer)
	}
	lang := a.config.Lang
	switch format {
	case "csv":
		return write(func(w io.Writer) error {
			return exchange.WriteHandout(w, exchange.Handout(findings.RowsTable(lang, answers[0])))
		})
	case "xlsx":
		var sheets []exchange.Handout
		for _, answer := range answers {
			for _, t := range findings.Tables(lang, answer) {
				sheets = append(sheets, exchange.Handout(t))
			}
		}
		return write(func(w io.Writer) error { return exchange.WriteHandouts(w, sheets) })
	}
	return write(func(w io.Writer) error {
		for i, answer := range answers {
			if i > 0 {
				fmt.Fprintln(w)
			}
			if err := cmd.print(w, lang, answer); err != nil {
				return err
			}
		}
		return nil
	})
}

// format is what was asked for, else what the ending of the file says, else text; "" for an ending that is none.
func (cmd *findingsCmd) format() string {
	switch {
	case cmd.Format != "":
		return cmd.Format
	case cmd.JSON:
		return "json"
	case cmd.Output == "":
		return "text"
	}
	return map[string]string{".json": "json", ".csv": "csv", ".xlsx": "xlsx", ".txt": "text"}[strings.ToLower(filepath.Ext(cmd.Output))]
}

// print writes headline, table and notes.
func (cmd *findingsCmd) print(out io.Writer, lang string, answer findings.Answer) error {
	page := findings.PageOf(lang, answer, 0, cmd.Limit)
	fmt.Fprintln(out, page.Headline.Text)
	if side, ok := answer.(*findings.SideBySide); ok && len(side.Rounds) > 0 {
		fmt.Fprintln(out, "\n"+words.Text(lang, "cli.rounds"))
		for _, r := range side.Rounds[:min(len(side.Rounds), max(cmd.Limit, 1))] {
			fmt.Fprintln(out, "  "+side.RoundSays(r).Text(lang))
		}
	}
	if len(page.Rows) > 0 {
		fmt.Fprintln(out)
		w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
		var heads []string
		for _, c := range page.Columns {
			heads = append(heads, c.Title)
		}
		fmt.Fprintln(w, strings.Join(heads, "\t"))
		for _, r := range page.Rows {
			cells := make([]string, len(r.Cells))
			for i, c := range r.Cells {
				switch v := c.(type) {
				case nil:
					cells[i] = "–"
				case float64:
					cells[i] = words.Number(lang, v)
				case int64:
					cells[i] = words.Integer(lang, v)
				default:
					cells[i] = strings.ReplaceAll(fmt.Sprint(v), "\t", " ")
				}
			}
			fmt.Fprintln(w, strings.Join(cells, "\t"))
		}
		if err := w.Flush(); err != nil {
			return err
		}
		if page.Total > len(page.Rows) {
			fmt.Fprintln(out, words.Text(lang, "cli.more_rows", page.Total-len(page.Rows)))
		}
	}
	for i, n := range page.Notes {
		if i == 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out, n)
	}
	return nil
}
