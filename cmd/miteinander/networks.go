package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/words"
)

// networksCmd lists the networks of the store.
type networksCmd struct {
	JSON bool `name:"json" help:"${flag_json}"`
}

type networkLine struct {
	ID       graph.NetworkID `json:"id"`
	Name     string          `json:"name"`
	Revision graph.Revision  `json:"revision"`
	At       time.Time       `json:"at"`
}

func (cmd *networksCmd) Run(a *app) error {
	return a.withHub(true, func(h *hub.Hub) error {
		heads, err := h.Networks(a.ctx)
		if err != nil {
			return err
		}
		for i, one := range heads { // when somebody changed it, not when the program stored where things stand in a picture
			acted, err := h.Acted(a.ctx, one)
			if err != nil {
				return err
			}
			heads[i].At = acted.At
		}
		if cmd.JSON {
			out := struct {
				Networks []networkLine `json:"networks"`
			}{[]networkLine{}}
			for _, h := range heads {
				out.Networks = append(out.Networks, networkLine{h.ID, h.Name, h.Revision, h.At})
			}
			return a.printJSON(out)
		}
		lang := a.config.Lang
		w := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", words.Text(lang, "cli.col.id"), words.Text(lang, "cli.col.name"), words.Text(lang, "cli.col.revision"), words.Text(lang, "cli.col.at"))
		for _, h := range heads {
			fmt.Fprintf(w, "%s\t%s\t%d\t%s\n", h.ID, h.Name, h.Revision, words.Date(lang, graph.DateOf(h.At.Local())))
		}
		return w.Flush()
	})
}

// printJSON writes one object, numbers unrounded, and nothing else.
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
