package exchange

import (
	"strconv"
	"strings"

	"miteinander/graph"
)

// pajek reads a network of Pajek: *Vertices with labels, then *Edges or *Arcs
// by pairs, *Edgeslist or *Arcslist by rows of partners, or *Matrix. A vertex
// without a line of its own is there all the same.
//
// Source: Batagelj & Mrvar, "Pajek reference manual", section "Input files".
func (f *networkFile) pajek(content string) error {
	section, vertices, row := "", -1, 0
	for line, text := range networkLines(content) {
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '%' {
			continue
		}
		if text[0] == '*' {
			name, rest, _ := strings.Cut(strings.ToLower(text[1:]), " ")
			section = strings.TrimSuffix(name, ":")
			switch section {
			case "vertices":
				if vertices >= 0 {
					return f.unsupported(line, "networkfile.second_graph", text)
				}
				var err error
				if vertices, err = f.pajekVertices(line, rest); err != nil {
					return err
				}
			case "network":
			case "edges", "arcs", "edgeslist", "arcslist", "matrix":
				if vertices < 0 {
					return f.invalid(line, text, "networkfile.pajek_vertices_first")
				}
				row = 0
			default:
				return f.unsupported(line, "networkfile.unsupported_section", shortened(text))
			}
			continue
		}
		words, err := f.pajekWords(line, text)
		if err != nil {
			return err
		}
		switch section {
		case "vertices":
			i, err := f.pajekVertex(line, words[0], vertices)
			if err != nil {
				return err
			}
			n := &f.nodes[i]
			if n.line > 0 {
				return f.invalid(line, words[0], "networkfile.double_node", n.line)
			}
			n.line = line
			if len(words) > 1 {
				n.label = strings.TrimSpace(words[1])
			}
		case "edges", "arcs":
			if len(words) < 2 {
				return f.invalid(line, text, "networkfile.one_end")
			}
			err = f.pajekEdges(line, words[:2], vertices)
		case "edgeslist", "arcslist":
			err = f.pajekEdges(line, words, vertices)
		case "matrix":
			if row++; row > vertices || len(words) != vertices {
				return f.invalid(line, strconv.Itoa(len(words)), "networkfile.pajek_matrix", vertices)
			}
			for i, w := range words {
				x, bad := strconv.ParseFloat(w, 64)
				if bad != nil {
					return f.invalid(line, w, "networkfile.no_number")
				}
				if x != 0 {
					f.edges = append(f.edges, fileEdge{from: strconv.Itoa(row), to: strconv.Itoa(i + 1), line: line})
				}
			}
		default:
			return f.invalid(line, shortened(text), "networkfile.pajek_vertices_first")
		}
		if err != nil {
			return err
		}
	}
	if vertices < 0 {
		return f.invalid(0, "*Vertices", "networkfile.pajek_vertices_first")
	}
	return nil
}

// pajekVertices makes the nodes 1 … n; a second number is the size of the first
// mode of a two-mode network.
func (f *networkFile) pajekVertices(line int, rest string) (int, error) {
	count, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.Atoi(count)
	if err != nil || n < 0 {
		return 0, f.invalid(line, shortened(rest), "networkfile.no_number")
	}
	if n > maxNetworkNodes {
		return 0, graph.Errorf(graph.TooLarge, "networkfile.too_many_nodes", f.name, maxNetworkNodes)
	}
	for v := range n {
		if err := f.node(fileNode{id: strconv.Itoa(v + 1)}); err != nil {
			return 0, err
		}
	}
	return n, nil
}

func (f *networkFile) pajekVertex(line int, word string, vertices int) (int, error) {
	v, err := strconv.Atoi(word)
	if err != nil {
		return 0, f.invalid(line, shortened(word), "networkfile.no_number")
	}
	if v < 1 || v > vertices {
		return 0, f.invalid(line, word, "networkfile.pajek_range", vertices)
	}
	return v - 1, nil
}

// pajekEdges joins the first to each of the others. Old files mark the end of an
// arc with a minus.
func (f *networkFile) pajekEdges(line int, words []string, vertices int) error {
	for i, w := range words {
		words[i] = strings.TrimPrefix(w, "-")
		if _, err := f.pajekVertex(line, words[i], vertices); err != nil {
			return err
		}
		words[i] = strings.TrimLeft(words[i], "+0")
	}
	for _, w := range words[1:] {
		f.edges = append(f.edges, fileEdge{from: words[0], to: w, line: line})
	}
	return nil
}

// pajekWords splits at spaces outside of double quotes.
func (f *networkFile) pajekWords(line int, text string) ([]string, error) {
	var words []string
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		if text[0] == '"' {
			end := strings.IndexByte(text[1:], '"')
			if end < 0 {
				return nil, f.invalid(line, shortened(text), "networkfile.open_quote")
			}
			words, text = append(words, text[1:end+1]), text[end+2:]
			continue
		}
		end := strings.IndexAny(text, " \t")
		if end < 0 {
			end = len(text)
		}
		words, text = append(words, text[:end]), text[end:]
	}
	return words, nil
}
