package neo4jstore

import (
	"context"
	"fmt"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"miteinander/graph"
	"miteinander/queries"
)

// batch is how many rows one statement takes.
const batch = 2000

// writer writes records within a transaction. Every statement says how many rows it touched; another number than asked for
// means that database and memory disagree, and nothing is stored.
type writer struct {
	ctx     context.Context
	tx      neo4j.ManagedTransaction
	network graph.NetworkID
	pack    int // packBytes but in tests
}

func (st *Store) writer(ctx context.Context, tx neo4j.ManagedTransaction, id graph.NetworkID) writer {
	return writer{ctx, tx, id, st.pack}
}

// expect runs a statement over rows in batches and adds up what it touched.
func (w writer) expect(what, statement, list string, all []any, more params) error {
	for part := range slices.Chunk(all, batch) {
		p := params{"network": string(w.network), list: part}
		for k, v := range more {
			p[k] = v
		}
		got, err := rows(w.ctx, w.tx, statement, p)
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		if n, _ := got[0]["count"].(int64); n != int64(len(part)) {
			return &graph.Error{Code: graph.Internal, Key: "errors.store.damaged", Err: fmt.Errorf("%s touched %d rows, want %d", what, n, len(part))}
		}
	}
	return nil
}

// unlink runs a statement over ids that removes however many relationships there are.
func (w writer) unlink(what, statement string, ids []any) error {
	for part := range slices.Chunk(ids, batch) {
		if _, err := rows(w.ctx, w.tx, statement, params{"network": string(w.network), "ids": part}); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}

// apply writes ops in an order that never leaves a relationship without its ends: relationships go, nodes go, entries go; entries
// come, nodes come, relationships come.
func (w writer) apply(ops []graph.Op, changed func(graph.Op) graph.Revision) error {
	byKind := map[graph.Kind][]graph.Op{}
	for _, o := range ops {
		k := o.Key().Kind
		byKind[k] = append(byKind[k], o)
	}
	steps := []func(map[graph.Kind][]graph.Op, func(graph.Op) graph.Revision) error{
		w.removeEdges, w.unlinkNodes, w.removeNodes, w.removeEntries, w.putEntries, w.putNodes, w.linkNodes, w.putEdges,
	}
	for _, step := range steps {
		if err := step(byKind, changed); err != nil {
			return err
		}
	}
	return nil
}

// moved tells whether a relationship has to be made anew: Neo4j cannot move an end.
func moved(o graph.Op) bool {
	if o.Before == nil || o.After == nil {
		return true
	}
	a, b := endsOf(o.Before)
	c, d := endsOf(o.After)
	return a != c || b != d
}

func (w writer) removeEdges(ops map[graph.Kind][]graph.Op, _ func(graph.Op) graph.Revision) error {
	for _, k := range graph.Kinds() {
		s, ok := edgeTable[k]
		if !ok {
			continue
		}
		var ids []any
		for _, o := range ops[k] {
			if o.Before != nil && moved(o) {
				ids = append(ids, string(o.Key().ID))
			}
		}
		if err := w.expect("remove "+k.Plural(), s.remove, "ids", ids, nil); err != nil {
			return err
		}
	}
	return nil
}

// relinked tells whether the relationships that a node implies have to be written anew.
func relinked(o graph.Op) bool {
	if o.Before == nil || o.After == nil {
		return true
	}
	switch a := o.After.(type) {
	case *graph.Offer:
		return !slices.Equal(a.Institutions, o.Before.(*graph.Offer).Institutions)
	case *graph.Actor:
		b := o.Before.(*graph.Actor)
		return a.Institution != b.Institution || a.InstitutionSince != b.InstitutionSince || a.InstitutionUntil != b.InstitutionUntil || !slices.Equal(a.Responsible, b.Responsible)
	}
	return false
}

func (w writer) unlinkNodes(ops map[graph.Kind][]graph.Op, _ func(graph.Op) graph.Revision) error {
	for k, s := range map[graph.Kind]string{graph.KindOffer: queries.Cypher("unlink_offers"), graph.KindActor: queries.Cypher("unlink_actors")} {
		var ids []any
		for _, o := range ops[k] {
			if o.Before != nil && relinked(o) {
				ids = append(ids, string(o.Key().ID))
			}
		}
		if err := w.unlink("unlink "+k.Plural(), s, ids); err != nil {
			return err
		}
	}
	return nil
}

// removeNodes also takes the label of nodes that come back as another kind within the same change: they keep their relationships.
func (w writer) removeNodes(ops map[graph.Kind][]graph.Op, _ func(graph.Op) graph.Revision) error {
	kinds := []graph.Kind{graph.KindInstitution, graph.KindOffer, graph.KindActor}
	back := map[graph.ID]bool{}
	for _, k := range kinds {
		for _, o := range ops[k] {
			if o.Before == nil {
				back[o.Key().ID] = true
			}
		}
	}
	var gone, turned []any
	for _, k := range kinds {
		for _, o := range ops[k] {
			switch id := o.Key().ID; {
			case o.After != nil:
			case back[id]:
				turned = append(turned, string(id))
			default:
				gone = append(gone, string(id))
			}
		}
	}
	if err := w.expect("turn nodes", queries.Cypher("unlabel_nodes"), "ids", turned, nil); err != nil {
		return err
	}
	return w.expect("remove nodes", queries.Cypher("delete_nodes"), "ids", gone, nil)
}

func (w writer) removeEntries(ops map[graph.Kind][]graph.Op, _ func(graph.Op) graph.Revision) error {
	for _, k := range graph.Kinds() {
		if tableOf(k) != tableEntries {
			continue
		}
		var ids []any
		for _, o := range ops[k] {
			if o.After == nil {
				ids = append(ids, string(o.Key().ID))
			}
		}
		if err := w.expect("remove "+k.Plural(), queries.Cypher("delete_entries"), "ids", ids, params{"catalogue": k.String()}); err != nil {
			return err
		}
	}
	return nil
}

func (w writer) putEntries(ops map[graph.Kind][]graph.Op, changed func(graph.Op) graph.Revision) error {
	for _, k := range graph.Kinds() {
		if tableOf(k) != tableEntries {
			continue
		}
		more := params{"catalogue": k.String(), "label": labels[k]}
		if err := w.expect("put "+k.Plural(), queries.Cypher("put_entries"), "rows", w.rowsOf(ops[k], changed), more); err != nil {
			return err
		}
	}
	return nil
}

func (w writer) putNodes(ops map[graph.Kind][]graph.Op, changed func(graph.Op) graph.Revision) error {
	for _, k := range graph.Kinds() {
		if s, ok := nodePuts[k]; ok {
			if err := w.expect("put "+k.Plural(), s, "rows", w.rowsOf(ops[k], changed), nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w writer) rowsOf(ops []graph.Op, changed func(graph.Op) graph.Revision) []any {
	var out []any
	for _, o := range ops {
		if o.After != nil {
			out = append(out, params{"id": string(o.Key().ID), "properties": properties(w.network, o.After, changed(o))})
		}
	}
	return out
}

func (w writer) linkNodes(ops map[graph.Kind][]graph.Op, _ func(graph.Op) graph.Revision) error {
	var provides, belongs, responsible []any
	link := func(id, other graph.ID, more params) any {
		more["network"] = string(w.network)
		return params{"id": string(id), "other": string(other), "properties": more}
	}
	for _, o := range ops[graph.KindOffer] {
		if r, ok := o.After.(*graph.Offer); ok && relinked(o) {
			for i, institution := range r.Institutions {
				provides = append(provides, link(r.ID, institution, params{"lead": i == 0}))
			}
		}
	}
	for _, o := range ops[graph.KindActor] {
		r, ok := o.After.(*graph.Actor)
		if !ok || !relinked(o) {
			continue
		}
		if r.Institution != "" {
			span := params{}
			if !r.InstitutionSince.IsZero() {
				span["since"] = date(r.InstitutionSince)
			}
			if !r.InstitutionUntil.IsZero() {
				span["until"] = date(r.InstitutionUntil)
			}
			belongs = append(belongs, link(r.ID, r.Institution, span))
		}
		for _, offer := range r.Responsible {
			responsible = append(responsible, link(r.ID, offer, params{}))
		}
	}
	if err := w.expect("link offers", queries.Cypher("link_offers"), "rows", provides, nil); err != nil {
		return err
	}
	if err := w.expect("link actors", queries.Cypher("link_institutions"), "rows", belongs, nil); err != nil {
		return err
	}
	return w.expect("link actors", queries.Cypher("link_responsibilities"), "rows", responsible, nil)
}

func (w writer) putEdges(ops map[graph.Kind][]graph.Op, changed func(graph.Op) graph.Revision) error {
	for _, k := range graph.Kinds() {
		s, ok := edgeTable[k]
		if !ok {
			continue
		}
		var create, set []any
		for _, o := range ops[k] {
			if o.After == nil {
				continue
			}
			row := params{"id": string(o.Key().ID), "properties": properties(w.network, o.After, changed(o))}
			if moved(o) {
				source, target := endsOf(o.After)
				row["source"], row["target"] = string(source), string(target)
				create = append(create, row)
			} else {
				set = append(set, row)
			}
		}
		if err := w.expect("create "+k.Plural(), s.create, "rows", create, nil); err != nil {
			return err
		}
		if err := w.expect("set "+k.Plural(), s.set, "rows", set, nil); err != nil {
			return err
		}
	}
	return nil
}
