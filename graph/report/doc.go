// Package report writes what people carry into a meeting or send to a funder: documents and slides. Its data's way:
//
//	document.go   Document: headings, paragraphs, tables, pictures, places to fill in; no looks, no file format
//	deck.go       Deck: one slide a view
//
// A picture is a diagram.Sheet, so that paper, slide and screen show the same. Every text comes from people or from
// their files: nothing in it is markup, a field or a formula to any writer.
package report
