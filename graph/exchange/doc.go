// Package exchange is the way in and out of a network: the workbook (an .xlsx, a folder or zip of CSV files, one CSV),
// foreign tables by a mapping, and plain network files.
//
// The way in, in the order a reader should follow it:
//
//	Tables     tables.go, read.go, csv.go, xlsx*.go   a file as sheets of rows, each with the row number that its user sees
//	Mapping    mapping*.go                            a foreign table as workbook tables, by a file that says which column is what
//	sheets     sheets.go, codewords.go                the names of the format: sheets, columns, words for codes
//	Plan       plan.go, rows.go, match.go, …          tables against a network: operations, errors with their place, what is new,
//	                                                  changed, unchanged, no longer in the sheet; nothing is stored here
//	Ops        ops.go                                 the operations of one Change, whole or for the rows without errors
//
// The way out: export.go makes tables of a snapshot, csvwrite.go and xlsxwrite.go write them, template.go the empty workbook,
// marked.go the workbook that came in with its wrong cells marked.
//
// Names of sheets and columns are a contract with other people's scripts: extended, never renamed. They live in sheets.go and
// not in graph/words; a test holds the two together.
package exchange
