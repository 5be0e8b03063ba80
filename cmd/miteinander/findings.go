package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"miteinander/graph"
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
	Limit             int    `name:"limit" default:"50" help:"${flag_limit}"`
	JSON              bool   `name:"json" help:"${flag_json}"`
	filterFlags
}

func (cmd *findingsCmd) Run(a *app) error {
	if _, ok := findings.Find(cmd.Name); !ok && cmd.Name != "all" {
		return usage{graph.Errorf(graph.Invalid, "errors.findings.question", cmd.Name)}
	}
	a.quiet = a.quiet || cmd.JSON && !isTerminal(a.stderr)
	sel, err := a.selection(cmd.Path, cmd.filterFlags)
	if err != nil {
		return err
	}
	params := findings.Params{SameProvider: cmd.SameProvider, WithoutEverywhere: cmd.WithoutEverywhere, SameKind: cmd.SameKind}
	if cmd.JSON {
		b, err := findings.JSON(a.ctx, sel, []string{cmd.Name}, params)
		if err != nil {
			return err
		}
		_, err = a.stdout.Write(append(b, '\n'))
		return err
	}
	basis, err := findings.NewBasis(a.ctx, sel)
	if err != nil {
		return err
	}
	for i, q := range findings.Questions {
		if cmd.Name != "all" && q.Hyphened() != strings.ReplaceAll(cmd.Name, "_", "-") {
			continue
		}
		answer, err := q.Ask(a.ctx, basis, params)
		if err != nil {
			return err
		}
		if cmd.Name == "all" && i > 0 {
			fmt.Fprintln(a.stdout)
		}
		if err := cmd.print(a, answer); err != nil {
			return err
		}
	}
	return nil
}

// print writes headline, table and notes.
func (cmd *findingsCmd) print(a *app, answer findings.Answer) error {
	lang := a.config.Lang
	page := findings.PageOf(lang, answer, 0, cmd.Limit)
	fmt.Fprintln(a.stdout, page.Headline.Text)
	if side, ok := answer.(*findings.SideBySide); ok && len(side.Rounds) > 0 {
		fmt.Fprintln(a.stdout, "\n"+words.Text(lang, "cli.rounds"))
		for _, r := range side.Rounds[:min(len(side.Rounds), max(cmd.Limit, 1))] {
			fmt.Fprintln(a.stdout, "  "+side.RoundSays(r).Text(lang))
		}
	}
	if len(page.Rows) > 0 {
		fmt.Fprintln(a.stdout)
		w := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
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
			fmt.Fprintln(a.stdout, words.Text(lang, "cli.more_rows", page.Total-len(page.Rows)))
		}
	}
	for i, n := range page.Notes {
		if i == 0 {
			fmt.Fprintln(a.stdout)
		}
		fmt.Fprintln(a.stdout, n)
	}
	return nil
}
