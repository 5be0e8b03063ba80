package exchange

import (
	"encoding/xml"
	"strings"
)

// gexf reads <graph> of a GEXF file of the versions 1.1 to 1.3. Networks that
// change over time or have nodes within nodes are refused: a plain network holds
// neither.
//
// Source: gexf.net, "GEXF 1.3 primer".
func (f *networkFile) gexf(x *xmlReader) error {
	graphs := 0
	for {
		e, err := x.element()
		if err != nil {
			return err
		}
		if e == nil {
			break
		}
		if e.Name.Local != "graph" {
			if err := x.skip(); err != nil {
				return err
			}
			continue
		}
		if graphs++; graphs > 1 {
			return f.unsupported(x.line, "networkfile.second_graph", "graph")
		}
		if xmlAttribute(e, "mode") == "dynamic" || xmlAttribute(e, "type") == "dynamic" {
			return f.unsupported(x.line, "networkfile.dynamic", "dynamic")
		}
		if err := f.gexfGraph(x); err != nil {
			return err
		}
	}
	if graphs == 0 {
		return f.invalid(x.line, "graph", "networkfile.no_graph")
	}
	return nil
}

func (f *networkFile) gexfGraph(x *xmlReader) error {
	names := map[string]bool{} // ids of attributes of nodes called name
	for {
		e, err := x.element()
		if err != nil || e == nil {
			return err
		}
		switch e.Name.Local {
		case "attributes":
			err = f.gexfAttributes(x, e, names)
		case "nodes":
			err = f.gexfList(x, "node", func(e *xml.StartElement) error { return f.gexfNode(x, e, names) })
		case "edges":
			err = f.gexfList(x, "edge", func(e *xml.StartElement) error {
				f.edges = append(f.edges, fileEdge{from: xmlAttribute(e, "source"), to: xmlAttribute(e, "target"), line: x.line})
				return x.skip()
			})
		default:
			err = x.skip()
		}
		if err != nil {
			return err
		}
	}
}

func (f *networkFile) gexfAttributes(x *xmlReader, e *xml.StartElement, names map[string]bool) error {
	if xmlAttribute(e, "class") != "node" {
		return x.skip()
	}
	return f.gexfList(x, "attribute", func(e *xml.StartElement) error {
		if strings.EqualFold(xmlAttribute(e, "title"), "name") {
			names[xmlAttribute(e, "id")] = true
		}
		return x.skip()
	})
}

// gexfList calls each for every element of the given name and skips others.
func (f *networkFile) gexfList(x *xmlReader, name string, each func(*xml.StartElement) error) error {
	for {
		e, err := x.element()
		if err != nil || e == nil {
			return err
		}
		if e.Name.Local == name {
			err = each(e)
		} else {
			err = x.skip()
		}
		if err != nil {
			return err
		}
	}
}

func (f *networkFile) gexfNode(x *xmlReader, e *xml.StartElement, names map[string]bool) error {
	n := fileNode{id: xmlAttribute(e, "id"), label: xmlAttribute(e, "label"), line: x.line}
	if pid := xmlAttribute(e, "pid"); pid != "" {
		return f.unsupported(x.line, "networkfile.nested", "pid")
	}
	for {
		c, err := x.element()
		if err != nil {
			return err
		}
		if c == nil {
			return f.node(n)
		}
		switch c.Name.Local {
		case "attvalues":
			err = f.gexfList(x, "attvalue", func(v *xml.StartElement) error {
				of := xmlAttribute(v, "for")
				if of == "" {
					of = xmlAttribute(v, "id") // GEXF 1.1
				}
				if names[of] {
					n.name = xmlAttribute(v, "value")
				}
				return x.skip()
			})
		case "nodes", "edges":
			return f.unsupported(x.line, "networkfile.nested", c.Name.Local)
		case "spells", "slices":
			return f.unsupported(x.line, "networkfile.dynamic", c.Name.Local)
		default:
			err = x.skip()
		}
		if err != nil {
			return err
		}
	}
}
