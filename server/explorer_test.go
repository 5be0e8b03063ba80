package server

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/diagram"
)

// What a person arranges is what is printed: a node that was moved in the explorer stands there in the explorer and on paper,
// after an undo it stands where it stood. Positions are stored, so no child process is needed.
func TestExplorer_MovedNodesStandThereOnPaper(t *testing.T) {
	h := open(t)
	h.load("m")
	n, err := h.hub.Open(t.Context(), "m")
	if err != nil {
		t.Fatal(err)
	}
	sel := n.Head().Select(graph.Filter{Date: n.Head().Settings().AsOf})
	_, layout, err := diagram.Draw(t.Context(), sel, nil, diagram.Request{View: diagram.ViewNetwork, Arrangement: diagram.Lebensphasen})
	if err != nil {
		t.Fatal(err)
	}
	for ref := range layout {
		if strings.HasPrefix(ref, "·") && ref != "·frame" && ref != "·font" {
			delete(layout, ref)
		}
	}
	doc := diagram.LayoutDocument("layout-network-netz-a3", layout)
	if _, err := n.Upkeep(t.Context(), "op-1", func(s *graph.Snapshot) ([]graph.Op, error) {
		return diagram.KeepLayouts(s, []*graph.Document{doc}), nil
	}); err != nil {
		t.Fatal(err)
	}
	place := func() diagram.Point {
		t.Helper()
		var e diagram.Explorer
		h.get("/networks/m/explorer").want(200).into(&e)
		for _, n := range e.Nodes {
			if n.Ref == "institution/FH" {
				return n.At
			}
		}
		t.Fatalf("FH is not among %d nodes", len(e.Nodes))
		return diagram.Point{}
	}
	onPaper := func() diagram.Point {
		t.Helper()
		var v SheetsView
		h.get("/networks/m/diagrams/network.json").want(200).into(&v)
		d := v.Sheets[0].Drawings[0]
		for _, it := range d.Items {
			for _, op := range it.Ops {
				if it.Ref == "institution/FH" && op.Shape == diagram.ShapeBox {
					return diagram.Point{X: op.X + op.W/2 - d.Frame.X, Y: op.Y + op.H/2 - d.Frame.Y}
				}
			}
		}
		t.Fatal("FH is not on paper")
		return diagram.Point{}
	}
	near := func(a, b diagram.Point) bool { return math.Hypot(a.X-b.X, a.Y-b.Y) < 12 }
	was := place()
	if !near(was, onPaper()) {
		t.Errorf("explorer %v, paper %v", was, onPaper())
	}
	to := diagram.Point{X: was.X, Y: layout["·frame"].Y - 60}
	body, _ := json.Marshal(map[string]any{"places": map[string]diagram.Point{"institution/FH": to}})
	h.call("PUT", "/api/v1/networks/m/explorer/places", string(body)).want(200)
	if at := place(); !near(at, to) || !near(onPaper(), to) {
		t.Errorf("moved to %v: explorer %v, paper %v", to, at, onPaper())
	}
	h.post("/networks/m/undo", `{"revision":3}`).want(200)
	if at := place(); !near(at, was) {
		t.Errorf("after undo %v, was %v", at, was)
	}
	for _, bad := range []string{`{"places":{}}`, `{"places":{"institution/nobody":[1,2]}}`, `{"places":{"institution/FH":["x",2]}}`, `{"places":{"institution/FH":[1e999,2]}}`} {
		if r := h.call("PUT", "/api/v1/networks/m/explorer/places", bad); r.status != 422 && r.status != 400 {
			t.Errorf("%s: %d", bad, r.status)
		}
	}
	h.get("/networks/m/explorer?layers=kitas").want(422)
}
