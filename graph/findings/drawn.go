package findings

import "miteinander/graph"

// What pictures need of the answers beside their rows.

// Basis is what the links stand on: the selection without its areas and phases, whose indices the links use.
func (t *Transitions) Basis() *Basis { return t.b }

// Coverage is the share of a link that is carried, with what the unknown could make of it.
func (t *Transitions) Coverage(l *Link) Share { return t.coverage(l) }

// Missing says which side of a link has nobody: "senders", "receivers", "both" or "".
func (l *Link) Missing() string { return l.missing() }

// Counted gives the children of the hand-overs of a link by crossing; false where P is S × R or some have no number.
func (l *Link) Counted() bool { return l.Explicit && l.counted }

// Basis is what the cells stand on: the selection without its areas and phases.
func (m *matrix) Basis() *Basis { return m.b }

// Names of a cell's area, phase and field.
func (m *matrix) Names(c *MatrixCell) (area, phase, field string) { return m.names(c) }

// Fields are the fields of the network in the order of the indices of cells.
func (b *Basis) Fields() []*graph.Entry { return b.fields }

// AreaViews are leaves as rows: children by phase and the latest value of every Kennzahl.
func (b *Basis) AreaViews(lang string, leaves []int32) []AreaView { return b.areaViews(lang, leaves) }
