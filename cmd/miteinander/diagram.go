package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/hub"
	"miteinander/graph/words"
)

// diagramCmd draws a picture into a file.
type diagramCmd struct {
	View        string   `arg:"" name:"view" enum:"network,side-by-side,rounds,ego,components,chain,gaps,areas" help:"${arg_view}"`
	Path        string   `arg:"" name:"path" help:"${arg_path}"`
	Output      string   `name:"output" short:"o" placeholder:"FILE" help:"${flag_output}"`
	Format      string   `name:"format" enum:",svg,png,pdf,json" default:"" help:"${flag_format}"`
	Arrangement string   `name:"arrangement" enum:"netz,phases" default:"netz" help:"${flag_arrangement}"`
	Paper       string   `name:"paper" enum:"a3,a4,screen,slide" default:"a3" help:"${flag_paper}"`
	Focus       string   `name:"focus" placeholder:"ID" help:"${flag_focus}"`
	Area        string   `name:"area" placeholder:"ID" help:"${flag_area}"`
	Checklist   bool     `name:"checklist" help:"${flag_checklist}"`
	Layer       string   `name:"layer" enum:"gaps,access,both" default:"gaps" help:"${flag_matrix_layer}"`
	Indicator   string   `name:"indicator" placeholder:"NAME" help:"${flag_picture_indicator}"`
	Fill        string   `name:"fill" enum:",children,institutions,indicator" default:"" help:"${flag_fill}"`
	Beside      bool     `name:"beside" help:"${flag_beside}"`
	Wide        bool     `name:"wide" help:"${flag_wide}"`
	Sheet       int      `name:"sheet" help:"${flag_sheet}"`
	NoNames     bool     `name:"no-names" help:"${flag_no_names}"`
	Unclear     bool     `name:"unclear" help:"${flag_unclear}"`
	Level1      bool     `name:"level1" help:"${flag_level1}"`
	Expand      []string `name:"expand" placeholder:"REF,…" help:"${flag_expand}"`
	filterFlags
}

func (cmd *diagramCmd) Run(a *app) error {
	format := cmd.Format
	if format == "" {
		format = strings.TrimPrefix(strings.ToLower(filepath.Ext(cmd.Output)), ".")
	}
	if !slices.Contains([]string{"svg", "png", "pdf", "json"}, format) {
		return usage{errors.New(words.Text(a.config.Lang, "cli.format"))}
	}
	sel, err := a.selection(cmd.Path, cmd.filterFlags)
	if err != nil {
		return err
	}
	req := diagram.Request{View: cmd.View, Arrangement: cmd.Arrangement, Paper: cmd.Paper, Lang: a.config.Lang, NoNames: cmd.NoNames,
		Area: graph.ID(cmd.Area), Layer: cmd.Layer, Checklist: cmd.Checklist, Indicator: cmd.Indicator, Fill: cmd.Fill, Beside: cmd.Beside, Wide: cmd.Wide, Unclear: cmd.Unclear, Level1: cmd.Level1, Expand: cmd.Expand, Version: version, Date: sel.Date()}
	if cmd.View == diagram.ViewEgo {
		if req.Focus, err = focusOf(sel.Snapshot(), cmd.Focus); err != nil {
			return usage{err}
		}
	}
	if req.Keeps() {
		req.Layout = diagram.KeptLayout(sel.Snapshot(), req, sel.Filter())
	}
	a.progress("drawing", sel.Snapshot().Settings().Name)
	sheets, layout, err := diagram.Draw(a.ctx, sel, a.drawer(), req)
	if err != nil {
		return err
	}
	if err := cmd.write(a, format, sheets); err != nil {
		return err
	}
	return cmd.keep(a, sel, req, layout)
}

// keep stores the positions in the network, where the picture was of one of the store's, so that the next picture has them. A
// store that takes no writes now, because a service has it or it is read only, keeps what it has: the picture is there.
func (cmd *diagramCmd) keep(a *app, sel *graph.Selection, req diagram.Request, layout diagram.Layout) error {
	s := sel.Snapshot()
	if _, err := os.Stat(cmd.Path); err == nil || !req.Keeps() || len(layout) == 0 || req.NoNames && req.Layout != nil {
		return nil
	}
	doc := diagram.LayoutDocument(req.LayoutIDs(sel.Filter())[0], layout)
	if len(diagram.KeepLayouts(s, []*graph.Document{doc})) == 0 {
		return nil
	}
	err := a.withHub(false, func(h *hub.Hub) error {
		n, err := h.Open(a.ctx, s.Head().ID)
		if err != nil {
			return err
		}
		_, err = n.Upkeep(a.ctx, graph.OpID(newID()), func(now *graph.Snapshot) ([]graph.Op, error) {
			if now.Changed(doc.Key()) != s.Changed(doc.Key()) {
				return nil, nil // arranged by somebody meanwhile
			}
			return diagram.KeepLayouts(now, []*graph.Document{doc}), nil
		})
		return err
	})
	if err != nil && !a.quiet {
		fmt.Fprintln(a.stderr, words.Text(a.config.Lang, "cli.positions_not_kept"))
	}
	return nil
}

// write puts pdf and json into one file, svg and png into one per sheet: karte.svg, karte-2.svg, …
func (cmd *diagramCmd) write(a *app, format string, sheets []diagram.Sheet) error {
	one := func(path string, f func(w *os.File) error) error { return a.output(path, f) }
	switch format {
	case "pdf":
		return one(cmd.Output, func(w *os.File) error { return diagram.WritePDF(w, sheets) })
	case "json":
		return one(cmd.Output, func(w *os.File) error {
			return json.NewEncoder(w).Encode(map[string]any{"sheets": sheets})
		})
	}
	if cmd.Sheet > 0 {
		if cmd.Sheet > len(sheets) {
			return usage{graph.Errorf(graph.Invalid, "errors.filter", "sheet", fmt.Sprint(cmd.Sheet))}
		}
		sheets = sheets[cmd.Sheet-1 : cmd.Sheet]
	}
	if (cmd.Output == "" || cmd.Output == "-") && len(sheets) > 1 {
		sheets = sheets[:1]
	}
	for i, sheet := range sheets {
		path := cmd.Output
		if i > 0 {
			ext := filepath.Ext(path)
			path = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path, ext), i+1, ext)
		}
		err := one(path, func(w *os.File) error {
			if format == "svg" {
				return diagram.WriteSVG(w, sheet)
			}
			return diagram.WritePNG(w, sheet, 2)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// focusOf finds a node by id, by "kind/id" or by its exact name.
func focusOf(s *graph.Snapshot, text string) (graph.Key, error) {
	if k, ok := graph.ParseKey(text); ok {
		if _, there := s.Get(k); there {
			return k, nil
		}
	}
	if r, ok := s.Node(graph.ID(text)); ok {
		return r.Key(), nil
	}
	for _, k := range []graph.Kind{graph.KindInstitution, graph.KindActor, graph.KindOffer} {
		for r := range s.All(k) {
			if text != "" && strings.EqualFold(s.Name(r.Key()), text) {
				return r.Key(), nil
			}
		}
	}
	return graph.Key{}, graph.Errorf(graph.NotFound, "server.focus", text)
}
