package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/hub"
	"miteinander/graph/words"
)

// importCmd takes a file into the store: into a network that is there, or as a new one.
type importCmd struct {
	Path      string `arg:"" name:"path" help:"${arg_path_import}"`
	Network   string `arg:"" optional:"" name:"network" help:"${arg_network}"`
	Name      string `name:"name" help:"${flag_name}"`
	Mapping   string `name:"mapping" placeholder:"FILE" help:"${flag_mapping}"`
	Guess     bool   `name:"guess" help:"${flag_guess}"`
	Output    string `name:"output" short:"o" placeholder:"FILE" help:"${flag_guess_output}"`
	DryRun    bool   `name:"dry-run" short:"n" help:"${flag_dry_run}"`
	OnlyValid bool   `name:"only-valid" help:"${flag_only_valid}"`
	Theirs    bool   `name:"theirs" help:"${flag_theirs}"`
	Missing   string `name:"missing" enum:"keep,end,delete" default:"keep" help:"${flag_missing}"`
	JSON      bool   `name:"json" help:"${flag_json}"`
}

// imported is the answer as JSON.
type imported struct {
	Network  graph.NetworkID           `json:"network"`
	Revision graph.Revision            `json:"revision"`
	Stored   bool                      `json:"stored"`
	Counts   map[string]map[string]int `json:"counts"`
	Errors   []importedError           `json:"errors"`
}

type importedError struct {
	Sheet   string `json:"sheet,omitempty"`
	Row     int    `json:"row,omitempty"`
	Column  string `json:"column,omitempty"`
	Field   string `json:"field,omitempty"`
	Value   string `json:"value,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (cmd *importCmd) Run(a *app) error {
	a.progress("reading", filepath.Base(filepath.Clean(cmd.Path)))
	tables, err := exchange.ReadPath(cmd.Path, exchange.DefaultLimits())
	if err != nil {
		return err
	}
	if cmd.Guess {
		return cmd.guess(a, tables)
	}
	mapping, err := readMapping(cmd.Mapping)
	if err != nil {
		return err
	}
	base := filepath.Base(filepath.Clean(cmd.Path))
	if info, err := os.Stat(cmd.Path); err == nil && !info.IsDir() {
		base = strings.TrimSuffix(base, filepath.Ext(base))
	}
	id := graph.NetworkID(cmd.Network)
	if id == "" {
		id = graph.NetworkID(exchange.Slug(base))
	}
	name := cmd.Name
	if name == "" {
		name = base
	}
	missing, _ := exchange.ParseMissing(cmd.Missing)
	note := exchange.ImportNote{File: filepath.Base(filepath.Clean(cmd.Path)), Hash: fileHash(cmd.Path)}
	if mapping != nil {
		note.Mapping, note.MappingHash = filepath.Base(cmd.Mapping), fileHash(cmd.Mapping)
	}
	intent := hub.Intent{ID: graph.OpID(newID()), Author: "local", Cause: graph.CauseImport}
	noted := func(ops []graph.Op) string {
		note.New, note.Changed, note.Removed = exchange.CountOps(ops)
		return note.String()
	}

	return a.withHub(false, func(h *hub.Hub) error {
		n, err := h.Open(a.ctx, id)
		head := graph.NewSnapshot(id)
		if err == nil {
			head = n.Head()
		} else if graph.CodeOf(err) != graph.NotFound {
			return err
		}
		date, err := dateFlag("", head)
		if err != nil {
			return err
		}
		options := exchange.Options{Name: name, Date: date}
		if options.Back, err = cmd.back(a, n, tables); err != nil {
			return err
		}
		if options.Back != nil {
			note.To = options.Back.Sent.To
		}
		plan, err := exchange.NewPlan(head, tables, mapping, options)
		if err != nil {
			return err
		}
		out := imported{Network: id, Revision: head.Head().Revision}
		if len(plan.Errors) > 0 && !cmd.OnlyValid || cmd.DryRun {
			return cmd.report(a, plan, out)
		}
		a.progress("saving")
		if n == nil {
			var records []graph.Record
			for _, op := range plan.Ops(cmd.OnlyValid, missing) {
				if set, ok := op.After.(*graph.Settings); ok && cmd.Name != "" {
					set = graph.Clone(set)
					set.Name = cmd.Name
					op.After = set
				}
				records = append(records, op.After)
			}
			note.New, note.LeftOut = len(records), len(plan.Errors)
			intent.Note = note.String()
			n, err = h.CreateNetwork(a.ctx, id, records, intent)
			if err != nil {
				return err
			}
			out.Revision, out.Stored = n.Head().Head().Revision, true
			return cmd.report(a, plan, out)
		}
		out.Revision, err = n.CommitNoted(a.ctx, intent, noted, func(s *graph.Snapshot) ([]graph.Op, error) {
			again, err := exchange.NewPlan(s, tables, mapping, options)
			if err != nil {
				return nil, err
			}
			plan = again
			note.LeftOut = len(plan.Errors)
			ops := again.Ops(cmd.OnlyValid, missing)
			out.Stored = len(ops) > 0
			return ops, nil
		})
		if err != nil {
			return err
		}
		return cmd.report(a, plan, out)
	})
}

// report says what happened, or would; with errors and nothing stored the exit code is 1.
func (cmd *importCmd) report(a *app, plan *exchange.Plan, out imported) error {
	lang := a.config.Lang
	out.Counts, out.Errors = map[string]map[string]int{}, []importedError{}
	for k, c := range plan.Counts {
		out.Counts[k.Plural()] = map[string]int{"new": c.New, "changed": c.Changed, "unchanged": c.Unchanged, "errors": c.Errors, "missing": c.Missing}
	}
	for _, e := range plan.Errors {
		out.Errors = append(out.Errors, importedError{e.Sheet, e.Row, e.Column, e.Field, e.Value, strings.TrimPrefix(e.Key, "errors."), words.FieldError(lang, e)})
	}
	if cmd.JSON {
		if err := a.printJSON(out); err != nil {
			return err
		}
	} else {
		w := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
		fmt.Fprintf(w, "\t%s\t%s\t%s\t%s\t%s\n", words.Text(lang, "cli.col.new"), words.Text(lang, "cli.col.changed"), words.Text(lang, "cli.col.unchanged"), words.Text(lang, "cli.col.missing"), words.Text(lang, "cli.col.errors"))
		for _, k := range graph.Kinds() {
			if c, ok := plan.Counts[k]; ok {
				fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\n", words.KindName(lang, k), c.New, c.Changed, c.Unchanged, c.Missing, c.Errors)
			}
		}
		if err := w.Flush(); err != nil {
			return err
		}
		for _, d := range plan.Differences {
			key := "clilists." + d.State
			if d.Taken {
				key += ".taken"
			}
			fmt.Fprintln(a.stdout, words.Text(lang, key, d.Name, d.Header, d.Was, d.New, d.Now))
		}
		for _, e := range plan.Errors {
			fmt.Fprintln(a.stderr, words.Text(lang, "cli.place", words.Place(lang, e), words.FieldError(lang, e)))
		}
	}
	switch {
	case out.Stored:
		fmt.Fprintln(a.stderr, words.Text(lang, "cli.saved", string(out.Network), int64(out.Revision)))
	case len(plan.Errors) == 0 && !cmd.DryRun:
		fmt.Fprintln(a.stderr, words.Text(lang, "cli.unchanged"))
	default:
		fmt.Fprintln(a.stderr, words.Text(lang, "cli.nothing_saved"))
	}
	if len(plan.Errors) > 0 && !cmd.OnlyValid {
		return exitCode(exitFailed)
	}
	return nil
}

// fileHash is the SHA-256 of a file, or of the files of a folder in order of their names.
func fileHash(path string) string {
	h := sha256.New()
	files := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		files, _ = filepath.Glob(filepath.Join(path, "*.csv"))
		slices.Sort(files)
	}
	for _, f := range files {
		if b, err := os.ReadFile(f); err == nil {
			h.Write(b)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// readMapping reads a mapping file; none for an empty path.
func readMapping(path string) (*exchange.Mapping, error) {
	if path == "" {
		return nil, nil
	}
	return exchange.LoadMapping(path)
}
