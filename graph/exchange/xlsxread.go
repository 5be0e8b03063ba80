package exchange

import (
	"archive/zip"

	"miteinander/graph"
)

func readWorkbook(name string, files map[string]*zip.File, open func(string) ([]byte, error), lim Limits) (Tables, error) {
	return Tables{}, graph.Errorf(graph.Unsupported, "exchange.file.no_table", name)
}
