// Package graph is the domain of Miteinander: what a network of institutions, actors and offers is, how it changes, and
// what a reader may ask of it. It uses the standard library only and knows no SQL, Cypher, HTTP, file format or colour.
//
// The data's way, in the order a reader should follow it:
//
//	records   node.go, edge.go, catalogue.go, settings.go   what is recorded; Fields(kind) lists every field once
//	change    change.go                                     one write of one author: a list of Op, each with Before and After
//	snapshot  snapshot.go, apply.go                         everything of one network at one revision; moves only by Apply
//	store     store.go                                      keeps the head and the changes, nothing cleverer
//	selection filter.go, selection.go, levels.go            a snapshot under a Filter, by masks and without copies
//	ties      ties.go                                       the plain graph that structure is computed on
//
// Records are immutable once they are in a Snapshot; whoever wants to change one takes a Clone and commits it.
// "Unknown" is a third state everywhere: Tri, Count, Number and Level each can say so, and zero is never its stand-in.
package graph
