package account

import (
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/sqlitestore"
)

// Who is nobody gets nothing, and cannot tell a network that is there from one that is not.
func TestDecide(t *testing.T) {
	st, err := sqlitestore.Open(t.Context(), t.TempDir()+"/test.db", sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	h := hub.New(st, time.Now)
	d := NewDesk(h)
	records, _ := graph.Template("leer", "X")
	owner, err := d.Decide(t.Context(), Local(), CreateNetwork, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := owner.Create(t.Context(), "x", hub.Intent{ID: "1", Author: owner.Author()}, records); err != nil {
		t.Fatal(err)
	}
	all := []Permission{SeeInstallation, CreateNetwork, ReadNetwork, EditNetwork, ImportFiles, ExportNetwork, DeleteNetwork}
	for _, p := range all {
		for _, n := range []graph.NetworkID{"", "x", "nirgends"} {
			a, err := d.Decide(t.Context(), Caller{}, p, n)
			if graph.CodeOf(err) != graph.Forbidden || a.Network() != nil {
				t.Errorf("nobody may %s %q: %v", p, n, err)
			}
		}
		a, err := d.Decide(t.Context(), Local(), p, "x")
		if err != nil || a.Network() == nil || a.Author() != LocalOwner {
			t.Errorf("the owner may not %s: %v", p, err)
		}
		if _, err := d.Decide(t.Context(), Local(), p, "nirgends"); graph.CodeOf(err) != graph.NotFound {
			t.Errorf("%s of a network that is not there: %v", p, err)
		}
		if p != DeleteNetwork {
			if err := a.Drop(t.Context()); graph.CodeOf(err) != graph.Forbidden {
				t.Errorf("%s is enough to drop a network: %v", p, err)
			}
		}
		if _, err := (Access{desk: d}).Create(t.Context(), "y", hub.Intent{ID: "2"}, records); graph.CodeOf(err) != graph.Forbidden {
			t.Errorf("nobody creates: %v", err)
		}
	}
}
