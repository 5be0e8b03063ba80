package report

import (
	"io"

	"miteinander/graph/diagram"
)

// WritePDF writes a document as PDF: text as text, pictures as vectors, headings as bookmarks, contents that lead to their
// pages. It has no tags; who listens to a document takes WriteHTML. The same document gives the same bytes.
func WritePDF(w io.Writer, d Document) error {
	l := laidOut(ready(d))
	subject := ""
	if len(l.d.Meta) > 0 {
		subject = labelled(l.d.Meta[0])
	}
	return diagram.WriteBook(w, diagram.Book{Title: l.d.Title, Subject: subject, Lang: l.d.Lang, Pages: l.pages})
}
