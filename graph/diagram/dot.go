package diagram

import (
	"fmt"
	"strings"
)

// This file is the only one that writes DOT. Nodes are called n0, n1, …; labels, names and colours never get into it, so
// nothing that a user typed can reach Graphviz.

// springNode is a box, in points, or a point where W is 0. A pinned one stays where it is.
type springNode struct {
	W, H   float64
	Pinned bool
	At     Point
}

// spring pulls two nodes to the distance Len, in inches.
type spring struct {
	A, B int
	Len  float64
}

// springsDOT is the graph of the spring layout (engine neato). In Graphviz's sgd mode an edge's weight has no effect,
// only its length; layout= is never written, it would win over the engine asked for.
func springsDOT(nodes []springNode, springs []spring) string {
	var b strings.Builder
	b.WriteString("graph G {\n")
	b.WriteString("  graph [splines=false overlap=true notranslate=true mode=sgd start=7];\n")
	b.WriteString("  node [shape=box fixedsize=true label=\"\"];\n")
	for i, n := range nodes {
		fmt.Fprintf(&b, "  n%d [width=%s height=%s", i, num3(max(n.W/72, .01)), num3(max(n.H/72, .01)))
		if n.Pinned {
			fmt.Fprintf(&b, " pos=\"%s,%s!\" pin=true", num3(n.At.X/72), num3(-n.At.Y/72))
		}
		b.WriteString("];\n")
	}
	for _, s := range springs {
		fmt.Fprintf(&b, "  n%d -- n%d [len=%s];\n", s.A, s.B, num3(s.Len))
	}
	b.WriteString("}\n")
	return b.String()
}

// num3 writes a number with at most four decimals; DOT wants no exponent.
func num3(v float64) string {
	s := fmt.Sprintf("%.4f", v)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}
