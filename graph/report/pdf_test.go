package report

import (
	"io"
	"testing"
)

func TestWritePDF(t *testing.T) {
	for _, lang := range []string{"de", "en"} {
		b := written(t, func(w io.Writer) error { return WritePDF(w, sampleDocument(t, lang)) })
		keep(t, "document-"+lang+".pdf", b)
	}
}
