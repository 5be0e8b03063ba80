package exchange

import (
	"encoding/xml"
	"strings"
)

// graphML reads <graph> of a GraphML file: nodes, edges, and of the data of a
// node those that a <key> calls label or name. Ports, hyperedges and graphs
// within nodes say something that a plain network cannot hold: they are refused.
//
// Source: Brandes, Eiglsperger & Lerner, "GraphML Primer",
// graphml.graphdrawing.org.
func (f *networkFile) graphML(x *xmlReader) error {
	keys := map[string]string{} // id of a key for nodes → label or name
	graphs := 0
	for {
		e, err := x.element()
		if err != nil {
			return err
		}
		if e == nil {
			break
		}
		switch e.Name.Local {
		case "key":
			what := strings.ToLower(xmlAttribute(e, "attr.name"))
			if on := xmlAttribute(e, "for"); (on == "node" || on == "all" || on == "") && (what == "label" || what == "name") {
				keys[xmlAttribute(e, "id")] = what
			}
			err = x.skip()
		case "graph":
			if graphs++; graphs > 1 {
				return f.unsupported(x.line, "networkfile.second_graph", "graph")
			}
			err = f.graphMLGraph(x, keys)
		default: // desc, data, extensions
			err = x.skip()
		}
		if err != nil {
			return err
		}
	}
	if graphs == 0 {
		return f.invalid(x.line, "graph", "networkfile.no_graph")
	}
	return nil
}

func (f *networkFile) graphMLGraph(x *xmlReader, keys map[string]string) error {
	for {
		e, err := x.element()
		if err != nil || e == nil {
			return err
		}
		switch e.Name.Local {
		case "node":
			err = f.graphMLNode(x, e, keys)
		case "edge":
			f.edges = append(f.edges, fileEdge{from: xmlAttribute(e, "source"), to: xmlAttribute(e, "target"), line: x.line})
			err = x.skip()
		case "hyperedge", "port", "locator", "graph":
			return f.unsupported(x.line, "networkfile.unsupported_element", e.Name.Local)
		default:
			err = x.skip()
		}
		if err != nil {
			return err
		}
	}
}

func (f *networkFile) graphMLNode(x *xmlReader, e *xml.StartElement, keys map[string]string) error {
	n := fileNode{id: xmlAttribute(e, "id"), line: x.line}
	for {
		c, err := x.element()
		if err != nil {
			return err
		}
		if c == nil {
			return f.node(n)
		}
		switch c.Name.Local {
		case "data":
			what := keys[xmlAttribute(c, "key")]
			value, err := x.text()
			if err != nil {
				return err
			}
			switch what {
			case "label":
				n.label = value
			case "name":
				n.name = value
			}
		case "graph", "port", "locator":
			return f.unsupported(x.line, "networkfile.unsupported_element", c.Name.Local)
		default:
			if err := x.skip(); err != nil {
				return err
			}
		}
	}
}
