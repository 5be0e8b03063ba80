package exchange

import (
	"os"
	"path/filepath"
	"strings"

	"miteinander/graph"
)

// ReadNetwork reads a folder, zip, workbook or CSV directly as a network of its own, from empty catalogues (formats.md
// "Catalogues"). Id and, where Einstellungen gives none, name are those of the folder or file. With field errors there is no
// snapshot; the error is for what is no readable file at all.
func ReadNetwork(path string) (*graph.Snapshot, []graph.FieldError, error) {
	return ReadNetworkMapped(path, nil)
}

// ReadNetworkMapped is ReadNetwork for a foreign table.
func ReadNetworkMapped(path string, m *Mapping) (*graph.Snapshot, []graph.FieldError, error) {
	t, err := ReadPath(path, DefaultLimits())
	if err != nil {
		return nil, nil, err
	}
	base := filepath.Base(filepath.Clean(absolute(path)))
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		base = strings.TrimSuffix(base, filepath.Ext(base))
	}
	plan, err := NewPlan(graph.NewSnapshot(graph.NetworkID(Slug(base))), t, m, Options{Name: clean(base)})
	if err != nil {
		return nil, nil, err
	}
	if len(plan.Errors) > 0 {
		return nil, plan.Errors, nil
	}
	s, err := plan.Apply(Keep)
	return s, nil, err
}

// Apply gives the network after the whole plan as one Change without author; for files that are read and not stored.
func (p *Plan) Apply(missing Missing) (*graph.Snapshot, error) {
	ops := p.Ops(false, missing)
	if len(ops) == 0 {
		return p.Head, nil
	}
	h := p.Head.Head()
	return p.Head.Apply(graph.Change{Network: h.ID, ID: "import", Base: h.Revision, Cause: graph.CauseImport, Ops: ops})
}
