package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"miteinander/graph"
	"miteinander/graph/analysis"
	"miteinander/graph/exchange"
	"miteinander/graph/words"
	"miteinander/server"
)

// analyzeCmd computes the structure of a network, or of a plain network file of somebody else.
type analyzeCmd struct {
	Path     string   `arg:"" name:"path" help:"${arg_path_any}"`
	Level    int      `name:"level" default:"1" help:"${flag_level}"`
	Measures []string `name:"measures" placeholder:"NAME,…" help:"${flag_measures}"`
	Layer    string   `name:"layer" enum:"institutions,nodes" default:"institutions" help:"${flag_layer}"`
	JSON     bool     `name:"json" help:"${flag_json}"`
	Exact    bool     `name:"exact" help:"${flag_exact}"`
	Error    float64  `name:"error" default:"0.01" placeholder:"0.01" help:"${flag_error}"`
	filterFlags
}

func (cmd *analyzeCmd) Run(a *app) error {
	if cmd.Level < 1 || cmd.Level > int(graph.LevelMax) {
		return usage{graph.Errorf(graph.Invalid, "errors.filter", "level", fmt.Sprint(cmd.Level))}
	}
	if !(cmd.Error > 0 && cmd.Error < 1) {
		return usage{graph.Errorf(graph.Invalid, "structure.bad_error")}
	}
	a.quiet = a.quiet || cmd.JSON && !isTerminal(a.stderr)
	ties, options, err := cmd.ties(a)
	if err != nil {
		return err
	}
	options.Measures, options.Exact, options.Error = cmd.Measures, cmd.Exact, cmd.Error
	if len(ties.IDs) > 500 {
		last := -1
		options.Progress = func(done float64) {
			if p := int(done * 10); p > last {
				last = p
				a.progress("share", p*10)
			}
		}
	}
	r, err := analysis.Structure(a.ctx, ties, options)
	if graph.CodeOf(err) == graph.Invalid {
		return usage{err}
	}
	if err != nil {
		return err
	}
	if cmd.JSON {
		return a.printJSON(r)
	}
	headline := "structure.headline"
	if options.Groups == nil {
		headline = "structure.headline_nodes" // of a plain file, or with actors and offers
	}
	return a.table(headline, ties, r)
}

// plainFiles are the endings of network files that hold nothing but nodes and ties.
var plainFiles = []string{".graphml", ".gexf", ".net", ".paj", ".xml", ".txt", ".tsv", ".edges", ".edgelist"}

func (cmd *analyzeCmd) ties(a *app) (graph.Ties, analysis.StructureOptions, error) {
	var options analysis.StructureOptions
	ending := strings.ToLower(filepath.Ext(cmd.Path))
	if info, err := os.Stat(cmd.Path); err == nil && !info.IsDir() && slices.Contains(plainFiles, ending) {
		t, err := cmd.plain(a)
		return t, options, err
	}
	sel, err := a.selection(cmd.Path, cmd.filterFlags)
	if err != nil {
		if ending == ".csv" && (graph.CodeOf(err) == graph.Invalid || graph.CodeOf(err) == graph.Unsupported) {
			// A CSV that is no sheet of the workbook may be an edge list.
			if t, plainErr := cmd.plain(a); plainErr == nil {
				return t, options, nil
			}
		}
		return graph.Ties{}, options, err
	}
	layer := graph.LayerInstitutions
	if cmd.Layer == "nodes" {
		layer = graph.LayerNodes
	} else {
		options.Groups = server.Attributes(sel)
	}
	return sel.Ties(layer).AtLeast(graph.Level(cmd.Level)), options, nil
}

func (cmd *analyzeCmd) plain(a *app) (graph.Ties, error) {
	a.progress("reading", filepath.Base(cmd.Path))
	f, err := os.Open(cmd.Path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return graph.Ties{}, a.noNetwork(cmd.Path)
		}
		return graph.Ties{}, err
	}
	defer f.Close()
	t, err := exchange.ReadNetworkFile(cmd.Path, f)
	if err != nil {
		return t, err
	}
	return t.AtLeast(graph.Level(cmd.Level)), nil
}

// table prints measures of the whole first, then one row per node, by name.
func (a *app) table(headline string, ties graph.Ties, r analysis.Result) error {
	lang := a.config.Lang
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	var all map[string]any
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	alone := make([]bool, len(ties.IDs))
	for i := range alone {
		alone[i] = true
	}
	for _, e := range ties.Ends {
		alone[e[0]], alone[e[1]] = false, false
	}
	isolates := 0
	for _, x := range alone {
		if x {
			isolates++
		}
	}
	components, _ := all["components"].([]any)
	connected := 0
	for _, c := range components {
		if len(c.([]any)) > 1 {
			connected++
		}
	}
	w := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	if components != nil {
		fmt.Fprintln(w, words.Text(lang, headline, len(ties.IDs), connected, isolates))
	}
	estimated := r.Estimated()
	if len(estimated) > 0 {
		fmt.Fprintln(w, words.Text(lang, "structure.estimated.text", r.Estimate.Error, r.Estimate.Confidence), words.Text(lang, "cli.exact"))
	}
	for _, k := range []string{"estimated", "error", "confidence", "samples"} {
		delete(all, k)
	}
	keys := make([]string, 0, len(all))
	for k := range all {
		keys = append(keys, k)
	}
	slices.Sort(keys)

	title := func(k string) string {
		text := k
		if words.Has("structure." + k) {
			text = words.Text(lang, "structure."+k)
		}
		if slices.Contains(estimated, k) {
			return words.Text(lang, "structure.estimated.title", text, r.Estimate.Error)
		}
		return text
	}
	number := func(v any) string {
		if x, ok := v.(float64); ok {
			return words.Text(lang, "cli.number", x)
		}
		return "–"
	}
	var perNode []string
	for _, k := range keys {
		switch v := all[k].(type) {
		case float64, nil:
			text := number(v)
			if bounds, ok := all[k+"_bounds"].([]any); ok && len(bounds) == 2 && bounds[0] != bounds[1] {
				text = words.Text(lang, "words.range", number(bounds[0]), number(bounds[1]))
			}
			fmt.Fprintf(w, "%s\t%s\n", title(k), text)
		case []any:
			if strings.HasSuffix(k, "_bounds") {
				continue
			}
			fmt.Fprintf(w, "%s\t%d\n", title(k), len(v))
		case map[string]any:
			if len(v) == len(ties.IDs) && !strings.HasSuffix(k, "_parts") {
				perNode = append(perNode, k)
			}
		}
	}
	fmt.Fprintln(w)
	if len(perNode) > 0 {
		fmt.Fprint(w, words.Text(lang, "cli.col.node"))
		for _, k := range perNode {
			fmt.Fprint(w, "\t"+title(k))
		}
		fmt.Fprintln(w)
		ids := slices.Clone(ties.IDs)
		words.SortBy(lang, ids, func(id string) string { return id })
		for _, id := range ids {
			fmt.Fprint(w, id)
			for _, k := range perNode {
				fmt.Fprint(w, "\t"+number(all[k].(map[string]any)[id]))
			}
			fmt.Fprintln(w)
		}
	}
	return w.Flush()
}
