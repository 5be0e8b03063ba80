package graph

import (
	"slices"
	"testing"
	"time"
)

// apply commits records to an empty network and fails the test if they do not hold together.
func apply(t *testing.T, s *Snapshot, records ...Record) *Snapshot {
	t.Helper()
	var ops []Op
	for _, r := range records {
		if op, ok := s.Put(r); ok {
			ops = append(ops, op)
		}
	}
	next, err := s.Apply(Change{Network: s.Head().ID, ID: OpID(t.Name()), Base: s.Head().Revision, At: time.Unix(1, 0).UTC(), Ops: SortOps(ops)})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestTemplate(t *testing.T) {
	// Counts: domain.md, "Templates of a new network".
	for _, c := range []struct {
		name                        string
		phases, fields, transitions int
	}{{"leer", 0, 0, 0}, {"jena", 4, 4, 6}, {"weimar", 6, 6, 9}, {"niedersachsen", 4, 4, 5}} {
		records, ok := Template(c.name, "Teststadt")
		if !ok {
			t.Fatalf("no template %s", c.name)
		}
		s := apply(t, NewSnapshot("n"), records...)
		if s.Len(KindPhase) != c.phases || s.Len(KindField) != c.fields || s.Len(KindTransition) != c.transitions {
			t.Errorf("%s: %d phases, %d fields, %d transitions", c.name, s.Len(KindPhase), s.Len(KindField), s.Len(KindTransition))
		}
		if s.Head().Name != "Teststadt" {
			t.Errorf("%s: head has name %q", c.name, s.Head().Name)
		}
	}
	s := apply(t, NewSnapshot("n"), func() []Record { r, _ := Template("weimar", "W"); return r }()...)
	var order []ID
	for _, p := range s.Phases() {
		order = append(order, p.ID)
	}
	if want := []ID{"ssg", "u3", "vorschule", "grundschule", "sek", "beruf"}; !slices.Equal(order, want) {
		t.Errorf("phases %v, want %v", order, want)
	}
	if k := Find[*InstitutionKind](s, KindInstitutionKind, "kita"); !slices.Equal(k.Fields, []ID{"fruehkindliche-bildung"}) {
		t.Errorf("a Kita stands for %v", k.Fields)
	}
}
