package main

import (
	"fmt"
	"strings"

	"miteinander/graph"
	"miteinander/graph/duplicates"
	"miteinander/graph/hub"
	"miteinander/graph/words"
)

// duplicatesCmd lists entries that may be one, merges two, or notes that they are two.
type duplicatesCmd struct {
	Network   string   `arg:"" name:"network" help:"${arg_network}"`
	Kind      string   `name:"kind" enum:"institution,offer,actor,provider" default:"institution" help:"${flag_duplicate_kind}"`
	Merge     []string `name:"merge" placeholder:"KEEP,GONE" help:"${flag_merge}"`
	Different []string `name:"different" placeholder:"A,B" help:"${flag_different}"`
	JSON      bool     `name:"json" help:"${flag_json}"`
}

// likelyPair is a pair as JSON.
type likelyPair struct {
	A       graph.ID `json:"a"`
	B       graph.ID `json:"b"`
	Names   []string `json:"names"`
	For     []string `json:"for"`
	Against []string `json:"against"`
}

func (cmd *duplicatesCmd) Run(a *app) error {
	lang := a.config.Lang
	kind, _ := graph.ParseKind(cmd.Kind) // one of the enum
	change := len(cmd.Merge) > 0 || len(cmd.Different) > 0
	if change && (len(cmd.Merge) != 0 && len(cmd.Merge) != 2 || len(cmd.Different) != 0 && len(cmd.Different) != 2 || len(cmd.Merge) == len(cmd.Different)) {
		return usage{fmt.Errorf("--merge KEEP,GONE | --different A,B")}
	}
	return a.withHub(!change, func(h *hub.Hub) error {
		n, err := h.Open(a.ctx, graph.NetworkID(cmd.Network))
		if err != nil {
			return err
		}
		if !change {
			return cmd.list(a, n.Head(), kind, lang)
		}
		intent := hub.Intent{ID: graph.OpID(newID()), Author: "local", Cause: graph.CauseEdit}
		var merged *duplicates.Merged
		var kept, gone string
		rev, err := n.Commit(a.ctx, intent, func(s *graph.Snapshot) ([]graph.Op, error) {
			if len(cmd.Different) == 2 {
				return duplicates.Different(s, kind, graph.ID(cmd.Different[0]), graph.ID(cmd.Different[1]))
			}
			kept, gone = s.Name(graph.Key{Kind: kind, ID: graph.ID(cmd.Merge[0])}), s.Name(graph.Key{Kind: kind, ID: graph.ID(cmd.Merge[1])})
			ops, m, err := duplicates.Merge(s, kind, graph.ID(cmd.Merge[0]), graph.ID(cmd.Merge[1]), nil)
			merged = m
			return ops, err
		})
		if err != nil {
			return err
		}
		if merged != nil {
			fmt.Fprintln(a.stderr, words.Text(lang, "cli.duplicates.merged", gone, kept, int64(len(merged.Moved)), int64(len(merged.Doubled)), int64(rev)))
			return nil
		}
		fmt.Fprintln(a.stderr, words.Text(lang, "cli.saved", cmd.Network, int64(rev)))
		return nil
	})
}

func (cmd *duplicatesCmd) list(a *app, s *graph.Snapshot, kind graph.Kind, lang string) error {
	things, pairs, err := duplicates.Within(a.ctx, s, kind)
	if err != nil {
		return err
	}
	out := []likelyPair{}
	for _, p := range pairs {
		x, y := things[p.A], things[p.B]
		l := likelyPair{A: x.ID, B: y.ID, Names: []string{x.Name, y.Name}, For: []string{}, Against: []string{}}
		for _, e := range p.Evidence {
			text := words.Text(lang, e.Key, e.Args...)
			if e.Against {
				l.Against = append(l.Against, text)
			} else {
				l.For = append(l.For, text)
			}
		}
		out = append(out, l)
	}
	if cmd.JSON {
		return a.printJSON(out)
	}
	for _, l := range out {
		fmt.Fprintln(a.stdout, words.Text(lang, "cli.duplicates.pair", l.Names[0], string(l.A), l.Names[1], string(l.B)))
		fmt.Fprintln(a.stdout, "    "+strings.Join(append(l.For, l.Against...), " "))
	}
	if len(out) == 0 {
		fmt.Fprintln(a.stderr, words.Text(lang, "cli.duplicates.none"))
	}
	return nil
}
