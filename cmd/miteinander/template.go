package main

import (
	"os"

	"miteinander/graph/exchange"
)

// templateCmd writes the empty workbook.
type templateCmd struct {
	Output   string `name:"output" short:"o" default:"miteinander.xlsx" placeholder:"FILE" help:"${flag_output_template}"`
	Full     bool   `name:"full" help:"${flag_full}"`
	Template string `name:"template" enum:"leer,jena,weimar,niedersachsen" default:"jena" help:"${flag_template}"`
	Network  string `name:"network" placeholder:"PATH|ID" help:"${flag_template_network}"`
}

func (cmd *templateCmd) Run(a *app) error {
	s, err := exchange.EmptyNetwork("vorlage", cmd.Template, cmd.Template)
	if cmd.Network != "" {
		s, err = a.network(cmd.Network)
	}
	if err != nil {
		return err
	}
	return a.output(cmd.Output, func(w *os.File) error { return exchange.WriteTemplate(w, s, cmd.Full, a.config.Lang) })
}
