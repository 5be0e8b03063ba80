package exchange

import (
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"miteinander/graph"
)

// Limits of a plain network file.
const (
	maxNetworkBytes = 64 << 20
	maxNetworkNodes = 1_000_000
)

// ReadNetworkFile reads a plain network file of somebody else: GraphML, GEXF,
// Pajek or an edge list, told apart by content and, where that leaves a choice,
// by the ending of name. Every node and every edge goes in: direction and weight
// are left out, self-loops dropped, double edges once.
//
// A node is called by its label where that is unique in the file, else by its
// attribute "name", else by its id. An edge list with a column Stufe gives levels:
// its rows of level 0 are no ties, rows without a known level count as unknown.
//
// What is wrong is said with its line (graph.Invalid), what is not supported is
// named and never dropped in silence (graph.Unsupported), and a file beyond
// 64 MiB or a million nodes is graph.TooLarge.
func ReadNetworkFile(name string, r io.Reader) (graph.Ties, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxNetworkBytes+1))
	if err != nil {
		return graph.Ties{}, &graph.Error{Code: graph.Invalid, Key: "networkfile.unreadable", Args: []any{filepath.Base(name)}, Err: err}
	}
	if len(data) > maxNetworkBytes {
		return graph.Ties{}, graph.Errorf(graph.TooLarge, "networkfile.too_large", filepath.Base(name), maxNetworkBytes>>20)
	}
	f := &networkFile{name: filepath.Base(name), index: map[string]int32{}}
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return graph.Ties{}, f.unsupported(0, "networkfile.encoding", "UTF-16")
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	start := bytes.TrimLeft(data, " \t\r\n")
	ending := strings.ToLower(filepath.Ext(name))
	switch {
	case len(start) == 0:
		err = f.invalid(0, "", "networkfile.empty")
	case start[0] == '<':
		err = f.xml(data)
	case ending == ".graphml" || ending == ".gexf" || ending == ".xml":
		err = f.invalid(1, "", "networkfile.no_xml")
	case bytes.IndexByte(data, 0) >= 0 || bytes.HasPrefix(start, []byte("PK\x03\x04")):
		err = f.unsupported(0, "networkfile.no_text", "")
	case start[0] == '*' || ending == ".net" || ending == ".paj":
		err = f.pajek(networkText(data))
	default:
		err = f.edgeList(networkText(data))
	}
	if err != nil {
		return graph.Ties{}, err
	}
	return f.ties()
}

// networkFile is a plain network while it is read.
type networkFile struct {
	name  string
	nodes []fileNode
	index map[string]int32 // by id
	edges []fileEdge
	level bool // edges have levels
}

type fileNode struct {
	id, label, name string
	line            int
}

// A fileEdge names its ends by id; they may come later in the file.
type fileEdge struct {
	from, to string
	level    graph.Level
	line     int
}

// node adds a node; twice the same id is an error.
func (f *networkFile) node(n fileNode) error {
	if n.id == "" {
		return f.invalid(n.line, "", "networkfile.no_id")
	}
	if i, ok := f.index[n.id]; ok {
		return f.invalid(n.line, n.id, "networkfile.double_node", f.nodes[i].line)
	}
	if len(f.nodes) == maxNetworkNodes {
		return graph.Errorf(graph.TooLarge, "networkfile.too_many_nodes", f.name, maxNetworkNodes)
	}
	f.index[n.id] = int32(len(f.nodes))
	f.nodes = append(f.nodes, n)
	return nil
}

// mention adds a node unless it is there: edge lists have no list of nodes.
func (f *networkFile) mention(id string, line int) error {
	if _, ok := f.index[id]; ok {
		return nil
	}
	return f.node(fileNode{id: id, line: line})
}

// ties sorts everything and checks that every edge has its nodes.
func (f *networkFile) ties() (graph.Ties, error) {
	keys := f.keys()
	order := make([]int32, len(keys))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int { return strings.Compare(keys[x], keys[y]) })
	place := make([]int32, len(keys))
	t := graph.Ties{IDs: make([]string, len(keys))}
	for i, v := range order {
		place[v] = int32(i)
		t.IDs[i] = keys[v]
	}
	type edge struct {
		ends  [2]int32
		level graph.Level
	}
	edges := make([]edge, 0, len(f.edges))
	for _, e := range f.edges {
		a, ok := f.index[e.from]
		if !ok {
			return graph.Ties{}, f.invalid(e.line, e.from, "networkfile.unknown_node")
		}
		b, ok := f.index[e.to]
		if !ok {
			return graph.Ties{}, f.invalid(e.line, e.to, "networkfile.unknown_node")
		}
		if a != b {
			edges = append(edges, edge{[2]int32{min(place[a], place[b]), max(place[a], place[b])}, e.level})
		}
	}
	// The highest level of a pair first, so that it is the one that stays.
	slices.SortFunc(edges, func(x, y edge) int {
		if c := slices.Compare(x.ends[:], y.ends[:]); c != 0 {
			return c
		}
		return int(y.level) - int(x.level)
	})
	edges = slices.CompactFunc(edges, func(x, y edge) bool { return x.ends == y.ends })
	if f.level {
		t.Levels = []graph.Level{}
	}
	for _, e := range edges {
		switch {
		case f.level && e.level == graph.LevelUnknown:
			t.Unknown++
			continue
		case f.level && e.level == 0:
			continue
		case f.level:
			t.Levels = append(t.Levels, e.level)
		}
		t.Ends = append(t.Ends, e.ends)
	}
	return t, nil
}

// keys are what the nodes are called: the label if no other node has it, else
// the name likewise, else the id. Should that leave two with one key (the label
// of one being the id of another), all are called by their ids.
func (f *networkFile) keys() []string {
	labels, names := map[string]int{}, map[string]int{}
	for _, n := range f.nodes {
		labels[n.label]++
		names[n.name]++
	}
	keys, taken := make([]string, len(f.nodes)), make(map[string]bool, len(f.nodes))
	for i, n := range f.nodes {
		switch {
		case n.label != "" && labels[n.label] == 1:
			keys[i] = n.label
		case n.name != "" && names[n.name] == 1:
			keys[i] = n.name
		default:
			keys[i] = n.id
		}
		taken[keys[i]] = true
	}
	if len(taken) < len(keys) {
		for i, n := range f.nodes {
			keys[i] = n.id
		}
	}
	return keys
}

// invalid is one wrong place in the file: its line, the value, and what is
// wrong with it.
func (f *networkFile) invalid(line int, value, key string, args ...any) error {
	return f.fail(graph.Invalid, line, value, key, args...)
}

func (f *networkFile) unsupported(line int, key, what string) error {
	return f.fail(graph.Unsupported, line, what, key)
}

func (f *networkFile) fail(code graph.Code, line int, value, key string, args ...any) error {
	return &graph.Error{Code: code, Key: "networkfile.invalid", Args: []any{f.name},
		Fields: []graph.FieldError{{Row: line, Value: value, Key: key, Args: args}}}
}

// networkText is data as UTF-8; what is not is taken for Windows-1252, as old programs
// on Windows save it.
func networkText(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return string(out)
}
