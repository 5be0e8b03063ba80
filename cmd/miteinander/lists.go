package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/hub"
	"miteinander/graph/words"
)

// back tells whether a file is a list that went out from this network; with --theirs what was changed there and here goes as the list
// has it.
func (cmd *importCmd) back(a *app, n *hub.Network, t exchange.Tables) (*exchange.SentBack, error) {
	sent := exchange.SentOf(t)
	if sent == nil {
		return nil, nil
	}
	if n == nil || n.ID() != sent.Network {
		return nil, graph.Errorf(graph.Invalid, "sent.elsewhere", string(sent.Network))
	}
	if sent.Revision > n.Head().Head().Revision {
		return nil, graph.Errorf(graph.Invalid, "sent.future")
	}
	base, err := n.At(a.ctx, sent.Revision)
	if err != nil {
		return nil, err
	}
	back := &exchange.SentBack{Sent: *sent, Base: base, Choices: map[string]bool{}}
	if cmd.Theirs {
		plan, err := exchange.NewPlan(n.Head(), t, nil, exchange.Options{Back: back})
		if err != nil {
			return nil, err
		}
		for _, d := range plan.Differences {
			back.Choices[d.Ref] = true
		}
	}
	return back, nil
}

// sendCmd writes a list that goes to somebody, who changes it and sends it back; import reads it.
type sendCmd struct {
	Network string `arg:"" name:"network" help:"${arg_network}"`
	Kind    string `arg:"" name:"kind" help:"${arg_list_kind}"`
	Output  string `name:"output" short:"o" required:"" placeholder:"FILE" help:"${flag_list_output}"`
	Fields  string `name:"fields" placeholder:"NAME,NAME" help:"${flag_list_fields}"`
	IDs     string `name:"ids" placeholder:"ID,ID" help:"${flag_list_ids}"`
	To      string `name:"to" help:"${flag_list_to}"`
}

func (cmd *sendCmd) Run(a *app) error {
	kind, ok := graph.ParseKind(cmd.Kind)
	if !ok || exchange.SentFields(kind) == nil {
		var there []string
		for _, k := range graph.Kinds() {
			if exchange.SentFields(k) != nil {
				there = append(there, k.Plural())
			}
		}
		return usage{errors.New(words.Text(a.config.Lang, "clilists.kind", cmd.Kind, strings.Join(there, ", ")))}
	}
	if ext := filepath.Ext(cmd.Output); !strings.EqualFold(ext, ".xlsx") {
		return usage{errors.New(words.Text(a.config.Lang, "clilists.xlsx"))}
	}
	list := exchange.Sent{Kind: kind, To: cmd.To, Fields: exchange.PublicFields(kind)}
	if cmd.Fields != "" {
		list.Fields = strings.Split(cmd.Fields, ",")
		for _, f := range list.Fields {
			if !slices.Contains(exchange.SentFields(kind), f) {
				return usage{errors.New(words.Text(a.config.Lang, "clilists.field", f, strings.Join(exchange.SentFields(kind), ", ")))}
			}
		}
	}
	for id := range strings.SplitSeq(cmd.IDs, ",") {
		if id != "" {
			list.IDs = append(list.IDs, graph.ID(id))
		}
	}
	day := now()
	list.On = graph.Date{Year: int16(day.Year()), Month: int8(day.Month()), Day: int8(day.Day())}
	return a.withNetwork(true, cmd.Network, func(n *hub.Network) error {
		for _, id := range list.IDs {
			if _, ok := n.Head().Get(graph.Key{Kind: kind, ID: id}); !ok {
				return graph.Errorf(graph.Invalid, "clilists.id", string(id), words.Text(a.config.Lang, "kinds."+kind.String()))
			}
		}
		return a.output(cmd.Output, func(w *os.File) error { return exchange.WriteSent(w, n.Head(), list) })
	})
}

// importsCmd lists the imports of a network, newest first.
type importsCmd struct {
	Network string `arg:"" name:"network" help:"${arg_network}"`
	JSON    bool   `name:"json" help:"${flag_json}"`
}

// importedOnce is one of them as JSON.
type importedOnce struct {
	Revision graph.Revision `json:"revision"`
	At       time.Time      `json:"at"`
	Author   string         `json:"author"`
	exchange.ImportNote
}

func (cmd *importsCmd) Run(a *app) error {
	return a.withNetwork(true, cmd.Network, func(n *hub.Network) error {
		out := []importedOnce{}
		for c, err := range n.History(a.ctx, n.Head().Head().Revision, 1) {
			if err != nil {
				return err
			}
			if c.Cause != graph.CauseImport {
				continue
			}
			note := exchange.ParseImportNote(c.Note)
			note.New, note.Changed, note.Removed = exchange.CountOps(c.Ops)
			out = append(out, importedOnce{c.Revision(), c.At, c.Author, note})
		}
		if cmd.JSON {
			return a.printJSON(out)
		}
		w := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
		fmt.Fprintln(w, words.Text(a.config.Lang, "clilists.imports"))
		for _, x := range out {
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%.16s\n", x.Revision, words.Date(a.config.Lang, graph.DateOf(x.At.Local()))+x.At.Local().Format(" 15:04"), x.Author, x.File, x.Mapping, x.New, x.Changed, x.Removed, x.Hash)
		}
		return w.Flush()
	})
}
