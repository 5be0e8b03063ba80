package exchange

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"miteinander/graph"
)

// Limits of XML: a decoder builds what it reads, and small files can make it
// build much. encoding/xml expands no entities of a DTD, but reads over a DTD
// in silence; here every directive is refused.
const (
	maxXMLDepth     = 64
	maxXMLAttribute = 64 << 10
	maxXMLTokens    = 2_000_000
)

// The roots that are read, by name and namespaces; files by hand often have none.
var xmlRoots = []struct {
	name       string
	namespaces []string // beginnings
	read       func(*networkFile, *xmlReader) error
}{
	{"graphml", []string{"http://graphml.graphdrawing.org/xmlns", "https://graphml.graphdrawing.org/xmlns"}, (*networkFile).graphML},
	{"gexf", []string{"http://www.gexf.net/", "http://gexf.net/", "https://www.gexf.net/", "https://gexf.net/"}, (*networkFile).gexf},
}

func (f *networkFile) xml(data []byte) error {
	switch found, line, word := scanTags(data); found {
	case tagDirective:
		return f.unsupported(line, "networkfile.directive", word)
	case tagTooLong:
		return f.fail(graph.TooLarge, line, "", "networkfile.long_tag", maxXMLAttribute>>10)
	}
	x := &xmlReader{f: f, d: xml.NewDecoder(bytes.NewReader(data))}
	x.d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(charset) {
		case "iso-8859-1", "latin1", "windows-1252", "cp1252":
			return charmap.Windows1252.NewDecoder().Reader(in), nil
		case "us-ascii", "ascii":
			return in, nil
		}
		return nil, fmt.Errorf("encoding %q", charset)
	}
	root, err := x.element()
	if err != nil {
		return err
	}
	if root == nil {
		return f.invalid(1, "", "networkfile.no_xml")
	}
	for _, r := range xmlRoots {
		if r.name != root.Name.Local {
			continue
		}
		known := root.Name.Space == ""
		for _, n := range r.namespaces {
			known = known || strings.HasPrefix(root.Name.Space, n)
		}
		if !known {
			return f.unsupported(x.line, "networkfile.namespace", root.Name.Space)
		}
		if err := r.read(f, x); err != nil {
			return err
		}
		return x.end()
	}
	return f.unsupported(x.line, "networkfile.root", root.Name.Local)
}

// What scanTags finds.
const (
	tagsFine = iota
	tagDirective
	tagTooLong
)

// scanTags looks at the bytes of XML before any decoder does: a tag is built in memory as a whole, many times its size, before its
// attributes can be counted. It stops at the first directive and at the first tag that is too long, with its line and, of a directive,
// how it begins.
func scanTags(data []byte) (found, line int, word string) {
	line, at := 1, 0
	for {
		i := bytes.IndexByte(data[at:], '<')
		if i < 0 {
			return tagsFine, line, ""
		}
		line += bytes.Count(data[at:at+i], []byte{'\n'})
		at += i
		end := 0
		switch rest := data[at:]; {
		case bytes.HasPrefix(rest, []byte("<!--")):
			end = afterMark(rest, "-->")
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			end = afterMark(rest, "]]>")
		case bytes.HasPrefix(rest, []byte("<!")):
			word := rest[:min(len(rest), 20)]
			if end := bytes.IndexAny(word, " \t\r\n>["); end > 0 {
				word = word[:end]
			}
			return tagDirective, line, strings.ToValidUTF8(string(word), "")
		default:
			quote := byte(0)
			for k, c := range rest {
				if k > 2*maxXMLAttribute {
					return tagTooLong, line, ""
				}
				if quote != 0 {
					if c == quote {
						quote = 0
					}
				} else if c == '"' || c == '\'' {
					quote = c
				} else if c == '>' {
					end = k + 1
					break
				}
			}
			if end == 0 {
				end = len(rest) // never closed; the decoder says so
			}
		}
		line += bytes.Count(data[at:at+end], []byte{'\n'})
		at += end
	}
}

// afterMark is where mark ends in data, or the end of data.
func afterMark(data []byte, mark string) int {
	if i := bytes.Index(data, []byte(mark)); i >= 0 {
		return i + len(mark)
	}
	return len(data)
}

// xmlReader gives elements one by one and holds the limits.
type xmlReader struct {
	f      *networkFile
	d      *xml.Decoder
	depth  int
	tokens int
	line   int // of the last token
}

// token is the next start, end or text; nil at the end of the file.
func (x *xmlReader) token() (xml.Token, error) {
	for {
		t, err := x.d.Token()
		x.line, _ = x.d.InputPos()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, &graph.Error{Code: graph.Invalid, Key: "networkfile.invalid", Args: []any{x.f.name}, Err: err,
				Fields: []graph.FieldError{{Row: x.line, Value: shortened(err.Error()), Key: "networkfile.bad_xml"}}}
		}
		if x.tokens++; x.tokens > maxXMLTokens {
			return nil, x.f.fail(graph.TooLarge, x.line, "", "networkfile.many_tokens", maxXMLTokens)
		}
		switch t := t.(type) {
		case xml.Directive:
			return nil, x.f.unsupported(x.line, "networkfile.directive", "<!"+shortened(string(t)))
		case xml.StartElement:
			if x.depth++; x.depth > maxXMLDepth {
				return nil, x.f.invalid(x.line, t.Name.Local, "networkfile.deep", maxXMLDepth)
			}
			for _, a := range t.Attr {
				if len(a.Value) > maxXMLAttribute {
					return nil, x.f.fail(graph.TooLarge, x.line, a.Name.Local, "networkfile.long_tag", maxXMLAttribute>>10)
				}
			}
			return t, nil
		case xml.EndElement:
			x.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		}
	}
}

// element is the next element inside the one in hand; nil where that ends.
func (x *xmlReader) element() (*xml.StartElement, error) {
	for {
		t, err := x.token()
		if err != nil || t == nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			return &t, nil
		case xml.EndElement:
			return nil, nil
		}
	}
}

// skip reads to the end of the element in hand.
func (x *xmlReader) skip() error {
	for depth := x.depth; x.depth >= depth; {
		t, err := x.token()
		if err != nil || t == nil {
			return err
		}
	}
	return nil
}

// text is what stands in the element in hand, other elements left out.
func (x *xmlReader) text() (string, error) {
	var b strings.Builder
	for depth := x.depth; x.depth >= depth; {
		t, err := x.token()
		if err != nil {
			return "", err
		}
		if t == nil {
			break
		}
		if c, ok := t.(xml.CharData); ok && x.depth == depth {
			b.Write(c)
		}
	}
	return strings.TrimSpace(b.String()), nil
}

// end reads what follows the root: nothing but comments and space.
func (x *xmlReader) end() error {
	for {
		t, err := x.token()
		if err != nil || t == nil {
			return err
		}
		if _, ok := t.(xml.StartElement); ok {
			return x.f.invalid(x.line, "", "networkfile.bad_xml")
		}
	}
}

// xmlAttribute is the value of an attribute without a namespace, "" if it is not there.
func xmlAttribute(e *xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
