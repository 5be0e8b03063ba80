// Package report writes what people carry into a meeting or send to a funder: documents and slides. Its data's way:
//
//	document.go   Document: headings, paragraphs, tables, pictures, places to fill in; no looks, no file format
//	deck.go       Deck: one slide a view
//	parts.go      both made ready: counted, cleaned, nothing empty
//	layout*.go    Document → pages: for PDF, and for the numbers in Word's contents
//	pdf.go docx*.go html*.go  documents as files
//	stage.go      Deck → what stands where on each slide
//	deckpdf.go deckhtml.go pptx*.go  slides as files
//	tables.go     a table of findings as it is read
//	opc.go        what Word and PowerPoint files share: parts, types, relations
//
// A picture is a diagram.Sheet, so that paper, slide and screen show the same. Every text comes from people or from
// their files: nothing in it is markup, a field or a formula to any writer.
package report
