package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"miteinander/graph"
)

// workbook is an .xlsx while it is read. The cells are read here and not by excelize because a cell's type matters: whether a
// number is a day, whether a value is that of a formula, which cells are merged (docs/decisions/0020).
type workbook struct {
	name    string
	open    func(string) ([]byte, error)
	lim     Limits
	strings []string
	formats []cellFormat // by style
	from04  bool         // days count from 1904

	at, size int // bytes of the part that is read
}

// cellFormat is what of a number format changes the value that people see.
type cellFormat struct {
	date  bool
	zeros int // leading zeros up to this many digits: 00000
}

func readWorkbook(name string, files map[string]*zip.File, open func(string) ([]byte, error), lim Limits) (Tables, error) {
	out := Tables{File: name, Format: "xlsx"}
	if files["xl/vbaproject.bin"] != nil {
		return out, graph.Errorf(graph.Unsupported, "exchange.file.macro", name)
	}
	if files["xl/workbook.xml"] == nil {
		if files["xl/workbook.bin"] != nil {
			return out, graph.Errorf(graph.Unsupported, "exchange.file.xlsb", name)
		}
		return out, graph.Errorf(graph.Unsupported, "exchange.file.no_table", name)
	}
	w := &workbook{name: name, open: open, lim: lim}
	sheets, err := w.sheets()
	if err != nil {
		return out, err
	}
	if err := w.readStyles(files); err != nil {
		return out, err
	}
	if files["xl/sharedstrings.xml"] != nil {
		if err := w.readStrings(); err != nil {
			return out, err
		}
	}
	for _, s := range sheets {
		if files[strings.ToLower(s.part)] == nil || !strings.Contains(s.part, "worksheets/") {
			continue
		}
		t, err := w.readSheet(s.name, s.part)
		if err != nil {
			return out, err
		}
		out.Sheets = append(out.Sheets, t)
	}
	return finish(out, lim)
}

// walk streams the tokens of a part and refuses what a spreadsheet program never writes: a DOCTYPE, attributes of any length, deep
// nesting, an end that does not come. How many tokens there are is bounded by rows and columns.
func (w *workbook) walk(part string, f func(token xml.Token) error) error {
	b, err := w.open(part)
	if err != nil {
		return err
	}
	broken := func(err error) error {
		return &graph.Error{Code: graph.Invalid, Key: "exchange.file.broken_workbook", Args: []any{w.name}, Err: fmt.Errorf("%s: %w", part, err)}
	}
	switch found, line, _ := scanTags(b); found {
	case tagDirective:
		return broken(fmt.Errorf("line %d: a document type", line))
	case tagTooLong:
		return broken(fmt.Errorf("line %d: a tag without end", line))
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	depth := 0
	for {
		token, err := d.RawToken()
		w.at, w.size = int(d.InputOffset()), len(b)
		if err == io.EOF {
			if depth != 0 {
				return broken(io.ErrUnexpectedEOF)
			}
			return nil
		}
		if err != nil {
			return broken(err)
		}
		switch token.(type) {
		case xml.Directive:
			return broken(fmt.Errorf("a document type"))
		case xml.StartElement:
			if depth++; depth > maxXMLDepth {
				return broken(fmt.Errorf("nested too deeply"))
			}
		case xml.EndElement:
			if depth--; depth < 0 {
				return broken(fmt.Errorf("an end without a start"))
			}
		}
		if err := f(token); err != nil {
			return err
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

type sheetPart struct{ name, part string }

// sheets lists the sheets in their order with the part that holds each.
func (w *workbook) sheets() ([]sheetPart, error) {
	targets := map[string]string{}
	err := w.walk("xl/_rels/workbook.xml.rels", func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			t := attr(e, "Target")
			if strings.HasPrefix(t, "/") {
				t = t[1:]
			} else {
				t = path.Join("xl", t)
			}
			targets[attr(e, "Id")] = t
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []sheetPart
	err = w.walk("xl/workbook.xml", func(token xml.Token) error {
		e, ok := token.(xml.StartElement)
		if !ok {
			return nil
		}
		switch e.Name.Local {
		case "workbookPr":
			v := attr(e, "date1904")
			w.from04 = v == "1" || v == "true"
		case "sheet":
			rel := ""
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					rel = a.Value
				}
			}
			if len(out) >= w.lim.Entries {
				return graph.Errorf(graph.TooLarge, "exchange.file.too_many_entries", w.name, w.lim.Entries)
			}
			out = append(out, sheetPart{clean(attr(e, "name")), targets[rel]})
		}
		return nil
	})
	return out, err
}

// readStyles learns which styles show a number as a day or with leading zeros.
func (w *workbook) readStyles(files map[string]*zip.File) error {
	if files["xl/styles.xml"] == nil {
		return nil
	}
	codes := map[string]cellFormat{}
	inXfs := false
	return w.walk("xl/styles.xml", func(token xml.Token) error {
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "numFmt":
				codes[attr(e, "numFmtId")] = formatOf(attr(e, "formatCode"))
			case "cellXfs":
				inXfs = true
			case "xf":
				if !inXfs {
					return nil
				}
				id := attr(e, "numFmtId")
				format, own := codes[id]
				if n, err := strconv.Atoi(id); err == nil && !own {
					format.date = n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58
				}
				w.formats = append(w.formats, format)
			}
		case xml.EndElement:
			if e.Name.Local == "cellXfs" {
				inXfs = false
			}
		}
		return nil
	})
}

// formatOf reads a number format: a day has y, m, d, h or s outside of quotes, brackets and escapes.
func formatOf(code string) cellFormat {
	code, _, _ = strings.Cut(code, ";")
	if len(code) > 1 && len(code) < 20 && strings.Trim(code, "0") == "" {
		return cellFormat{zeros: len(code)}
	}
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case strings.IndexByte("ymdhsYMDHS", c) >= 0:
			if strings.HasPrefix(strings.ToLower(code[i:]), "standard") {
				return cellFormat{}
			}
			return cellFormat{date: true}
		}
	}
	return cellFormat{}
}

// readStrings reads the shared strings; phonetic hints are no text.
func (w *workbook) readStrings() error {
	var b strings.Builder
	inText, phonetic := false, 0
	return w.walk("xl/sharedStrings.xml", func(token xml.Token) error {
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "si":
				b.Reset()
			case "t":
				inText = phonetic == 0
			case "rPh":
				phonetic++
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "si":
				w.strings = append(w.strings, unescape(b.String()))
			case "t":
				inText = false
			case "rPh":
				phonetic--
			}
		case xml.CharData:
			if inText {
				b.Write(e)
			}
		}
		return nil
	})
}

// unescape reads _xHHHH_, the way in which spreadsheets write characters that XML lacks.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if i+7 <= len(s) && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				b.WriteRune(rune(n))
				i += 7
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}
