// Package chapters makes the report of a network: chosen findings as chapters of a report.Document, for the plan (§ 80 SGB VIII) and
// for a funder. It computes nothing itself; every number is one of graph/findings, every picture one of graph/diagram. Its data's way:
//
//	choice.go     Choice: which chapters, with which words of the planner; kept as a document, so that the next report begins with it
//	edition.go    Edition: the network as a report may show it (without names; public)
//	material.go   Material: a selection with the answers that chapters share
//	book.go       Book: Material and Choice → chapters one by one → Document
//	overview.go … one chapter a file
package chapters
