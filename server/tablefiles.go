package server

import (
	"bytes"
	"context"
	"strings"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/findings"
)

type tableFileIn struct {
	FindingsIn
	File string `path:"file" doc:"befund.csv or befund.xlsx"`
}

// tableFile gives any finding as CSV (its rows) or as a workbook (headline, matrix, rows, what they rest on).
func (s *Server) tableFile(ctx context.Context, v view, in *tableFileIn) (*file, error) {
	if err := in.known(v); err != nil {
		return nil, err
	}
	a, err := s.ask(ctx, v, in.Question, in.all())
	if err != nil {
		return nil, err
	}
	name := say(v.lang, "server.file."+strings.ReplaceAll(in.Question, "-", "_"))
	switch in.File {
	case "befund.csv":
		return csvFile(name, findings.RowsTable(v.lang, a))
	case "befund.xlsx":
		return xlsxFile(name, findings.Tables(v.lang, a))
	}
	return nil, graph.Errorf(graph.NotFound, "errors.not_found")
}

func csvFile(name string, t findings.Table) (*file, error) {
	var b bytes.Buffer
	if err := exchange.WriteHandout(&b, exchange.Handout(t)); err != nil {
		return nil, err
	}
	return &file{contentType: "text/csv; charset=utf-8", name: name + ".csv", body: b.Bytes()}, nil
}

func xlsxFile(name string, tables []findings.Table) (*file, error) {
	out := make([]exchange.Handout, len(tables))
	for i, t := range tables {
		out[i] = exchange.Handout(t)
	}
	var b bytes.Buffer
	if err := exchange.WriteHandouts(&b, out); err != nil {
		return nil, err
	}
	return &file{contentType: typeXLSX, name: name + ".xlsx", body: b.Bytes()}, nil
}

// sheetFile is the question sheet of one institution as a workbook to print or send.
func (s *Server) sheetFile(ctx context.Context, v view, in *sheetIn) (*file, error) {
	sheet, err := s.questionSheet(ctx, v, in)
	if err != nil {
		return nil, err
	}
	return xlsxFile(say(v.lang, "server.file.sheet", sheet.Institution.Label), sheet.Tables(v.lang))
}

// clarifyContract is contract for the one question that has a route below its name.
func (s *Server) clarifyContract(ctx context.Context, v view, in *clarifyContractIn) (*file, error) {
	return s.contract(ctx, v, &FindingsIn{PlanningQuery: in.PlanningQuery, Question: "clarify"})
}

type clarifyContractIn struct{ PlanningQuery }
