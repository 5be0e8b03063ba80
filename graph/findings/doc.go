// Package findings computes what planners and coordinators ask of a network: who is there for the same children without
// coordinating, which transitions hold, where an offer is missing or hard to reach, what hangs on a single tie.
//
// The way of an answer:
//
//	basis.go         a Selection made dense once: services, cells, children, levels; Without and With change it for "what if"
//	cells.go         which institutions stand in which cell; names of cells
//	question.go      the list of questions, the Answer that each gives, JSON for the command line
//	sidebyside.go acrosssectors.go transitions.go gaps.go access.go dependencies.go clarify.go   one question each
//
// Rows hold indices into the Selection, never texts: a Finding with its sentence and evidence is made when a page asks for it.
// Every answer is deterministic and sorted by a key stated beside it. Thresholds are compared in whole numbers; a share is
// divided once, at the end. A finding is a fact with its evidence, never a verdict on an institution.
package findings
