package main

import (
	"fmt"
	"os"
	"strings"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/hub"
	"miteinander/graph/words"
)

// guess writes the mapping that a foreign table seems to need, and says on stderr why. Nothing is stored.
func (cmd *importCmd) guess(a *app, tables exchange.Tables) error {
	head := graph.NewSnapshot("")
	if cmd.Network != "" {
		err := a.withHub(true, func(h *hub.Hub) error {
			n, err := h.Open(a.ctx, graph.NetworkID(cmd.Network))
			if err == nil {
				head = n.Head()
			}
			return err
		})
		if err != nil && graph.CodeOf(err) != graph.NotFound {
			return err
		}
	}
	p, err := exchange.Guess(tables, head)
	if err != nil {
		return err
	}
	lang := a.config.Lang
	for i, l := range p.Lists {
		choice := p.Choices.Lists[i]
		fmt.Fprintln(a.stderr, words.Text(lang, "cli.guess.list", choice.Sheet, int64(l.Rows)))
		for _, r := range l.Reasons {
			fmt.Fprintln(a.stderr, "  "+words.Text(lang, r.Key, r.Args...))
		}
		for j, c := range choice.Columns {
			var why []string
			for _, r := range l.Columns[j].Reasons {
				why = append(why, words.Text(lang, r.Key, r.Args...))
			}
			fmt.Fprintln(a.stderr, "  "+words.Text(lang, "cli.guess.column", c.Header, words.Text(lang, "exchange.role."+c.Role))+" "+strings.Join(why, " "))
			for _, v := range l.Columns[j].Values {
				if len(v.Rest) > 0 {
					fmt.Fprintln(a.stderr, "    "+words.Text(lang, "cli.guess.rest", v.Text, int64(v.Rows)))
				}
			}
		}
	}
	for _, m := range p.Missing {
		fmt.Fprintln(a.stderr, words.Text(lang, m.Key, m.Args...))
	}
	if p.Mapping == nil {
		return exitCode(exitFailed)
	}
	if cmd.Output == "" {
		_, err = fmt.Fprint(a.stdout, p.Text)
		return err
	}
	return a.output(cmd.Output, func(w *os.File) error {
		_, err := w.WriteString(p.Text)
		return err
	})
}
