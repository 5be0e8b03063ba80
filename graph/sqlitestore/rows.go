package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"miteinander/graph"
	"miteinander/queries"
)

// statements prepares each statement of a transaction once.
type statements struct {
	ctx  context.Context
	tx   *sql.Tx
	open map[string]*sql.Stmt
}

// run executes a statement that must touch exactly one row.
func (s *statements) run(name, text string, args ...any) error {
	stmt, ok := s.open[name]
	if !ok {
		var err error
		if stmt, err = s.tx.PrepareContext(s.ctx, text); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if s.open == nil {
			s.open = map[string]*sql.Stmt{}
		}
		s.open[name] = stmt
	}
	res, err := stmt.ExecContext(s.ctx, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return &graph.Error{Code: graph.Internal, Key: "errors.store.damaged", Err: fmt.Errorf("%s touched %d rows, want 1: %w", name, n, err)}
	}
	return nil
}

func (s *statements) close() error {
	var errs []error
	for _, stmt := range s.open {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(errs...)
}

// recordWriter writes rows of nodes, edges and entries.
type recordWriter struct {
	statements
	num int64
}

func newRecordWriter(ctx context.Context, tx *sql.Tx, num int64) *recordWriter {
	return &recordWriter{statements{ctx: ctx, tx: tx}, num}
}

// table tells where records of a kind lie.
type table uint8

const (
	tableEntries table = iota
	tableNodes
	tableEdges
)

func tableOf(k graph.Kind) table {
	switch k {
	case graph.KindCooperation, graph.KindHandover, graph.KindMembership, graph.KindFunding:
		return tableEdges
	}
	if k.IsNode() {
		return tableNodes
	}
	return tableEntries
}

// statement is a text with its name.
type statement struct{ name, text string }

// What is written where nothing is goes by a statement of its own: one that may meet a row makes SQLite keep each page that it
// touches for a way back, which takes as long as the writing itself.
var (
	inserts = [...]statement{tableEntries: {"insert_entry", queries.SQLite("insert_entry")},
		tableNodes: {"insert_node", queries.SQLite("insert_node")}, tableEdges: {"insert_edge", queries.SQLite("insert_edge")}}
	puts = [...]statement{tableEntries: {"put_entry", queries.SQLite("put_entry")},
		tableNodes: {"put_node", queries.SQLite("put_node")}, tableEdges: {"put_edge", queries.SQLite("put_edge")}}
)

// insert writes a record that is not there yet.
func (w *recordWriter) insert(r graph.Record, changed graph.Revision) error {
	return w.write(inserts[:], r, changed)
}

// put writes a record over what is there.
func (w *recordWriter) put(r graph.Record, changed graph.Revision) error {
	return w.write(puts[:], r, changed)
}

func (w *recordWriter) write(by []statement, r graph.Record, changed graph.Revision) error {
	k := r.Key()
	body := string(graph.Encode(r))
	s := by[tableOf(k.Kind)]
	switch tableOf(k.Kind) {
	case tableNodes:
		return w.run(s.name, s.text, w.num, string(k.ID), k.Kind.String(), int64(changed), body)
	case tableEdges:
		source, target, entry := ends(r)
		return w.run(s.name, s.text, w.num, k.Kind.String(), string(k.ID), text(source), string(target),
			kindText(entry), text(entry.ID), int64(changed), body)
	}
	return w.run(s.name, s.text, w.num, k.Kind.String(), string(k.ID), int64(changed), body)
}

func (w *recordWriter) remove(k graph.Key) error {
	switch tableOf(k.Kind) {
	case tableNodes:
		return w.run("delete_node", queries.SQLite("delete_node"), w.num, string(k.ID))
	case tableEdges:
		return w.run("delete_edge", queries.SQLite("delete_edge"), w.num, k.Kind.String(), string(k.ID))
	}
	return w.run("delete_entry", queries.SQLite("delete_entry"), w.num, k.Kind.String(), string(k.ID))
}

// ends are the nodes of an edge and the catalogue entry that it names.
func ends(r graph.Record) (source, target graph.ID, entry graph.Key) {
	switch r := r.(type) {
	case *graph.Cooperation:
		return r.From, r.To, graph.Key{}
	case *graph.Handover:
		return r.From, r.To, graph.Key{Kind: graph.KindTransition, ID: r.Transition}
	case *graph.Membership:
		return r.Member, r.Body, graph.Key{}
	case *graph.Funding:
		return "", r.Target, graph.Key{Kind: graph.KindFunder, ID: r.Funder}
	}
	return "", "", graph.Key{}
}

// text is a column that may be null.
func text(id graph.ID) any {
	if id == "" {
		return nil
	}
	return string(id)
}

func kindText(k graph.Key) any {
	if k.Kind == 0 {
		return nil
	}
	return k.Kind.String()
}

// historyWriter writes changes with their ops.
type historyWriter struct {
	statements
	num int64
}

func newHistoryWriter(ctx context.Context, tx *sql.Tx, num int64) *historyWriter {
	return &historyWriter{statements{ctx: ctx, tx: tx}, num}
}

func (w *historyWriter) write(c graph.Change) error {
	if err := w.run("insert_change", queries.SQLite("insert_change"), w.num, int64(c.Revision()), string(c.ID), c.At.UnixMilli(),
		c.Author, string(c.Cause), int64(c.Undoes), c.Note, c.Digest[:]); err != nil {
		return err
	}
	for _, o := range c.Ops {
		k := o.Key()
		if err := w.run("insert_op", queries.SQLite("insert_op"), w.num, int64(c.Revision()), k.Kind.String(), string(k.ID),
			encoded(o.Before), encoded(o.After), int64(o.Since)); err != nil {
			return err
		}
	}
	return nil
}

func encoded(r graph.Record) any {
	if r == nil {
		return nil
	}
	return string(graph.Encode(r))
}
