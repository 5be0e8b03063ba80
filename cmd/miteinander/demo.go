package main

import (
	"archive/zip"
	"bytes"
	"context"
	"embed"
	"io/fs"
	"time"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/hub"
)

// demoFiles are an invented town, as a folder of CSV files like anybody else's.
//
//go:embed demo/*.csv demo/*.geojson
var demoFiles embed.FS

// demoNetwork is the id of the example.
const demoNetwork = "beispiel"

// demoPatience is how long addDemo waits for a database that starts at the same time.
const demoPatience = 2 * time.Minute

// addDemo puts the example into a store that lacks it; one that is there stays as people have changed it.
func addDemo(ctx context.Context, h *hub.Hub) error {
	records, err := demoRecords()
	if err != nil {
		return err
	}
	in := hub.Intent{ID: graph.OpID(newID()), Author: "local", Cause: graph.CauseImport}
	limit := time.NewTimer(demoPatience)
	defer limit.Stop()
	for {
		if _, err = h.Open(ctx, demoNetwork); graph.CodeOf(err) == graph.NotFound {
			_, err = h.CreateNetwork(ctx, demoNetwork, records, in)
		}
		if graph.CodeOf(err) != graph.Unavailable {
			return err
		}
		select {
		case <-time.After(time.Second):
		case <-limit.C:
			return err
		case <-ctx.Done():
			return err
		}
	}
}

// demoRecords reads the example the way every file is read.
func demoRecords() ([]graph.Record, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	entries, err := fs.ReadDir(demoFiles, "demo")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := "demo/" + e.Name()
		content, err := demoFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name[len("demo/"):], Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(content); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	t, err := exchange.ReadTables("demo.zip", &b, exchange.DefaultLimits())
	if err != nil {
		return nil, err
	}
	plan, err := exchange.NewPlan(graph.NewSnapshot(demoNetwork), t, nil, exchange.Options{Name: "Beispiel"})
	if err != nil {
		return nil, err
	}
	if len(plan.Errors) > 0 {
		return nil, &graph.Error{Code: graph.Internal, Key: "errors.invalid", Args: []any{len(plan.Errors)}, Fields: plan.Errors}
	}
	var out []graph.Record
	for _, op := range plan.Ops(false, exchange.Keep) {
		if s, ok := op.After.(*graph.Settings); ok {
			s = graph.Clone(s)
			s.Invented = graph.Yes
			op.After = s
		}
		out = append(out, op.After)
	}
	return out, nil
}
