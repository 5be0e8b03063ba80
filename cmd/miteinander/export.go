package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"miteinander/graph/exchange"
	"miteinander/graph/words"
)

// exportCmd writes a network as a workbook, a zip of CSV files, or a folder of them.
type exportCmd struct {
	Path   string `arg:"" name:"network" help:"${arg_path}"`
	Output string `name:"output" short:"o" required:"" placeholder:"FILE|DIR" help:"${flag_output_export}"`
	Format string `name:"format" enum:",xlsx,zip,folder" default:"" help:"${flag_format_export}"`
	Public bool   `name:"public" help:"${flag_public}"`
}

func (cmd *exportCmd) Run(a *app) error {
	s, err := a.network(cmd.Path)
	if err != nil {
		return err
	}
	format := cmd.Format
	if format == "" {
		switch ext := strings.ToLower(filepath.Ext(cmd.Output)); {
		case ext == ".xlsx" || ext == ".zip":
			format = ext[1:]
		case ext == "" || strings.HasSuffix(cmd.Output, string(filepath.Separator)):
			format = "folder"
		default:
			return usage{errors.New(words.Text(a.config.Lang, "cli.format_export"))}
		}
	}
	o := exchange.WriteOptions{Public: cmd.Public}
	switch format {
	case "xlsx":
		return a.output(cmd.Output, func(w *os.File) error { return exchange.WriteWorkbook(w, s, o) })
	case "zip":
		return a.output(cmd.Output, func(w *os.File) error { return exchange.WriteZip(w, s, o) })
	}
	return exchange.WriteFolder(cmd.Output, s, o)
}
