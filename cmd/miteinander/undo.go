package main

import (
	"fmt"

	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/words"
)

// undoCmd takes a change back, the last one where none is named.
type undoCmd struct {
	Network  string `arg:"" name:"network" help:"${arg_network}"`
	Revision int64  `name:"revision" help:"${flag_revision}"`
}

func (cmd *undoCmd) Run(a *app) error {
	return a.withNetwork(false, cmd.Network, func(n *hub.Network) error {
		r := graph.Revision(cmd.Revision)
		if r == 0 {
			acted, err := n.Acted(a.ctx)
			if err != nil {
				return err
			}
			r = acted.Revision
		}
		if r == 1 {
			return graph.Errorf(graph.Invalid, "server.undo_first")
		}
		rev, err := n.Undo(a.ctx, hub.Intent{ID: graph.OpID(newID()), Author: "local"}, r)
		if err != nil {
			return err
		}
		fmt.Fprintln(a.stderr, words.Text(a.config.Lang, "cli.saved", cmd.Network, int64(rev)))
		return nil
	})
}
