package exchange_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
	"miteinander/graph/exchange"
)

// Nodes and edges as testdata's sources state them.
func TestReadNetworkFile_Published(t *testing.T) {
	for _, c := range []struct {
		file         string
		nodes, edges int
		pair         [2]string
	}{
		{"karate.graphml", 34, 78, [2]string{"1", "2"}},
		{"florentine-marriage.net", 16, 20, [2]string{"Acciaiuoli", "Medici"}},
		{"les-miserables.gexf", 77, 254, [2]string{"Myriel", "Napoleon"}},
		{"southern-women-edges.csv", 32, 89, [2]string{"6/27", "EVELYN"}},
	} {
		t.Run(c.file, func(t *testing.T) {
			f, err := os.Open(filepath.Join("testdata", "networks", c.file))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			ties, err := exchange.ReadNetworkFile(c.file, f)
			if err != nil {
				t.Fatal(err)
			}
			if len(ties.IDs) != c.nodes || len(ties.Ends) != c.edges {
				t.Errorf("%d nodes, %d edges; want %d, %d", len(ties.IDs), len(ties.Ends), c.nodes, c.edges)
			}
			if !slices.Contains(pairs(ties), c.pair) {
				t.Errorf("no edge %v", c.pair)
			}
			promise(t, ties)
		})
	}
}

func pairs(t graph.Ties) (out [][2]string) {
	for _, e := range t.Ends {
		out = append(out, [2]string{t.IDs[e[0]], t.IDs[e[1]]})
	}
	return out
}

// promise is what graph.Ties says of itself.
func promise(t *testing.T, ties graph.Ties) {
	t.Helper()
	if !slices.IsSorted(ties.IDs) || len(slices.Compact(slices.Clone(ties.IDs))) != len(ties.IDs) {
		t.Error("ids are not sorted and unique")
	}
	for i, e := range ties.Ends {
		if e[0] < 0 || e[0] >= e[1] || int(e[1]) >= len(ties.IDs) || i > 0 && slices.Compare(ties.Ends[i-1][:], e[:]) >= 0 {
			t.Fatalf("edge %d: %v", i, e)
		}
	}
	if ties.Levels != nil && len(ties.Levels) != len(ties.Ends) {
		t.Error("levels do not stand beside the edges")
	}
}

const (
	graphMLHead = `<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="k" for="node" attr.name="name"/><key id="l" for="node" attr.name="label"/><graph edgedefault="directed">`
	graphMLTail = `</graph></graphml>`
	gexfHead    = `<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph><attributes class="node"><attribute id="0" title="name" type="string"/></attributes>`
	gexfTail    = `</graph></gexf>`
)

func TestReadNetworkFile_Reads(t *testing.T) {
	for _, c := range []struct{ title, name, in, want string }{
		{"edges before nodes, self-loop, double edges both ways", "x.graphml",
			graphMLHead + `<edge source="a" target="b"/><node id="b"/><node id="a"/><node id="alone"/><edge source="b" target="a"/><edge source="a" target="a"/>` + graphMLTail,
			"a alone b: a-b"},
		{"label before name before id, only where unique", "x.graphml",
			graphMLHead + `<node id="1"><data key="l">Kita</data><data key="k">Nord</data></node><node id="2"><data key="l">Kita</data><data key="k">Süd</data></node><node id="3"><data key="l"> Amt </data></node><node id="4"/><edge source="1" target="3"/>` + graphMLTail,
			"4 Amt Nord Süd: Amt-Nord"},
		{"a label that is the id of another: ids", "x.graphml",
			graphMLHead + `<node id="1"><data key="l">2</data></node><node id="2"/><edge source="1" target="2"/>` + graphMLTail,
			"1 2: 1-2"},
		{"no namespace, xml by content, text in other elements", "x.xml",
			`<?xml version="1.0"?><!-- c > --><graphml><desc>x <b>y</b></desc><graph><node id="a"><desc>n</desc></node><node id="b"/><edge source="a" target="b"><data key="w">3</data></edge></graph></graphml>`,
			"a b: a-b"},
		{"Latin-1", "x.graphml", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + graphMLHead + "<node id=\"M\xfcller\"/>" + graphMLTail, "Müller:"},
		{"GEXF with labels, names, ids", "x.gexf",
			gexfHead + `<nodes><node id="1" label="A"/><node id="2"><attvalues><attvalue for="0" value="B"/></attvalues></node><node id="3"/></nodes><edges><edge source="1" target="2"/><edge source="2" target="3"/></edges>` + gexfTail,
			"3 A B: 3-B A-B"},
		{"Pajek: quoted, bare and missing labels, arcs, lists, comment", "x.net",
			"% c\r\n*Network t\r\n*Vertices 6\r\n1 \"Frau Holle\" 0.1 0.2\r\n2 Amt ic Red\r\n*Arcs :1 \"x\"\r\n1 2 3\r\n2 1 3\r\n*Edgeslist\r\n3 4 5\r\n*edges\r\n6 6\r\n",
			"3 4 5 6 Amt Frau Holle: 3-4 3-5 Amt-Frau Holle"},
		{"Pajek: two modes and a matrix", "x.net", "*vertices 3 1\n*matrix\n0 1 0\n1 0 0\n0 0 0\n", "1 2 3: 1-2"},
		{"Pajek by content, Windows-1252", "x.dat", "*Vertices 1\n1 \"M\xfcller\"\n", "Müller:"},
		{"edge list with spaces, comments, a node alone", "x.txt", "# c\n% c\n1 2\n2   1\n\n3\n3 3\n2 10 0.5\n", "1 10 2 3: 1-2 10-2"},
		{"semicolons, header in German, no level", "x.csv", "\xef\xbb\xbfVon;Nach\nKita Nord;Amt\n", "Amt Kita Nord: Amt-Kita Nord"},
		{"comma, header in another order", "x.csv", "weight,Target,Source\n3,b,a\n", "a b: a-b"},
		{"person and event", "x.csv", "person,event\nE,6/27\nE,3/2\n", "3/2 6/27 E: 3/2-E 6/27-E"},
		{"quotes with separator and line break", "x.csv", "a,b\n\"x, y\",\"z\"\n", "x, y z: x, y-z"},
		{"tab, no header", "x.tsv", "a a\tb\nb\tc\n", "a a b c: a a-b b-c"},
		{"line ends of old Macs", "x.csv", "Von;Nach\ra;b\rb;c\r", "a b c: a-b b-c"},
		{"Windows-1252", "x.csv", "M\xfcller;B\n", "B Müller: B-Müller"},
	} {
		t.Run(c.title, func(t *testing.T) {
			ties, err := exchange.ReadNetworkFile(c.name, strings.NewReader(c.in))
			if err != nil {
				t.Fatal(err)
			}
			promise(t, ties)
			got := strings.Join(ties.IDs, " ") + ":"
			for _, p := range pairs(ties) {
				got += " " + p[0] + "-" + p[1]
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// The list that people send from Excel: level 0 is no tie, unknown is neither.
func TestReadNetworkFile_Levels(t *testing.T) {
	ties, err := exchange.ReadNetworkFile("x.csv", strings.NewReader("Von;Nach;Stufe\nA;B;1\nB;A;3\nA;C;0\nB;C;unbekannt\nC;D;\nC;D;2\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := graph.Ties{IDs: []string{"A", "B", "C", "D"}, Ends: [][2]int32{{0, 1}, {2, 3}}, Levels: []graph.Level{3, 2}, Unknown: 1}
	if d := cmp.Diff(want, ties); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([][2]int32{{0, 1}}, ties.AtLeast(3).Ends); d != "" {
		t.Error(d)
	}
}

// Bad files get one error with the line, nothing silently dropped (safety.md I3).
func TestReadNetworkFile_Refuses(t *testing.T) {
	deep := strings.Repeat("<a>", 100)
	for _, c := range []struct {
		title, name, in string
		code            graph.Code
		line            int
		key             string
	}{
		{"empty", "x.txt", " \n ", graph.Invalid, 0, "networkfile.empty"},
		{"binary", "x.txt", "a\x00b", graph.Unsupported, 0, "networkfile.no_text"},
		{"a workbook", "x.csv", "PK\x03\x04abc", graph.Unsupported, 0, "networkfile.no_text"},
		{"UTF-16", "x.csv", "\xff\xfea\x00", graph.Unsupported, 0, "networkfile.encoding"},
		{"GraphML that is none", "x.graphml", "hello", graph.Invalid, 1, "networkfile.no_xml"},
		{"other XML", "x.xml", "<html/>", graph.Unsupported, 1, "networkfile.root"},
		{"other namespace", "x.graphml", `<graphml xmlns="http://example.org/"/>`, graph.Unsupported, 1, "networkfile.namespace"},
		{"doctype", "x.graphml", "\n<!DOCTYPE graphml>\n" + graphMLHead + graphMLTail, graph.Unsupported, 2, "networkfile.directive"},
		{"outside entity", "x.graphml", `<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + graphMLHead + `<node id="&x;"/>` + graphMLTail, graph.Unsupported, 1, "networkfile.directive"},
		{"entity never declared", "x.graphml", graphMLHead + "\n<node id=\"&x;\"/>" + graphMLTail, graph.Invalid, 2, "networkfile.bad_xml"},
		{"depth", "x.graphml", graphMLHead + deep, graph.Invalid, 1, "networkfile.deep"},
		{"long attribute", "x.graphml", graphMLHead + `<node id="` + strings.Repeat("x", 65<<10) + `"/>` + graphMLTail, graph.TooLarge, 1, "networkfile.long_tag"},
		{"a tag without end", "x.graphml", graphMLHead + `<node id="` + strings.Repeat("x", 1<<20), graph.TooLarge, 1, "networkfile.long_tag"},
		{"UTF-7", "x.graphml", `<?xml version="1.0" encoding="UTF-7"?>` + graphMLHead + graphMLTail, graph.Invalid, 1, "networkfile.bad_xml"},
		{"cut off", "x.graphml", graphMLHead + "\n<node id=\"a\">", graph.Invalid, 2, "networkfile.bad_xml"},
		{"two roots", "x.graphml", graphMLHead + graphMLTail + "<x/>", graph.Invalid, 1, "networkfile.bad_xml"},
		{"no graph", "x.graphml", "<graphml/>", graph.Invalid, 1, "networkfile.no_graph"},
		{"two graphs", "x.graphml", "<graphml><graph/><graph/></graphml>", graph.Unsupported, 1, "networkfile.second_graph"},
		{"double node", "x.graphml", graphMLHead + "\n<node id=\"a\"/>\n<node id=\"a\"/>" + graphMLTail, graph.Invalid, 3, "networkfile.double_node"},
		{"node without id", "x.graphml", graphMLHead + `<node/>` + graphMLTail, graph.Invalid, 1, "networkfile.no_id"},
		{"edge to nobody", "x.graphml", graphMLHead + "\n<node id=\"a\"/>\n<edge source=\"a\" target=\"b\"/>" + graphMLTail, graph.Invalid, 3, "networkfile.unknown_node"},
		{"hyperedge", "x.graphml", graphMLHead + `<hyperedge/>` + graphMLTail, graph.Unsupported, 1, "networkfile.unsupported_element"},
		{"port", "x.graphml", graphMLHead + `<node id="a"><port name="p"/></node>` + graphMLTail, graph.Unsupported, 1, "networkfile.unsupported_element"},
		{"graph within a node", "x.graphml", graphMLHead + `<node id="a"><graph/></node>` + graphMLTail, graph.Unsupported, 1, "networkfile.unsupported_element"},
		{"GEXF over time", "x.gexf", `<gexf xmlns="http://gexf.net/1.3"><graph mode="dynamic"/></gexf>`, graph.Unsupported, 1, "networkfile.dynamic"},
		{"GEXF spells", "x.gexf", gexfHead + `<nodes><node id="a"><spells/></node></nodes>` + gexfTail, graph.Unsupported, 1, "networkfile.dynamic"},
		{"GEXF within nodes", "x.gexf", gexfHead + `<nodes><node id="a"><nodes/></node></nodes>` + gexfTail, graph.Unsupported, 1, "networkfile.nested"},
		{"Pajek without vertices", "x.net", "*Edges\n1 2\n", graph.Invalid, 1, "networkfile.pajek_vertices_first"},
		{"Pajek out of range", "x.net", "*Vertices 2\n*Edges\n1 3\n", graph.Invalid, 3, "networkfile.pajek_range"},
		{"Pajek of any size", "x.net", "*Vertices 2000000000\n", graph.TooLarge, 0, ""},
		{"Pajek open quote", "x.net", "*Vertices 1\n1 \"a\n", graph.Invalid, 2, "networkfile.open_quote"},
		{"Pajek partition", "x.net", "*Vertices 1\n*Partition x\n", graph.Unsupported, 2, "networkfile.unsupported_section"},
		{"Pajek short matrix", "x.net", "*Vertices 2\n*Matrix\n0 1\n1\n", graph.Invalid, 4, "networkfile.pajek_matrix"},
		{"quote never closed", "x.csv", "a;b\n\"c;d\ne;f\n", graph.Invalid, 2, "networkfile.open_quote"},
		{"no ends", "x.csv", "Source,Target,Weight\na,b,1\n,,3\n", graph.Invalid, 3, "networkfile.no_id"},
		{"level 7", "x.csv", "Von;Nach;Stufe\na;b;7\n", graph.Invalid, 2, "networkfile.no_level"},
		{"Matrix Market", "x.txt", "%%MatrixMarket matrix\n2 2 1\n", graph.Unsupported, 1, "networkfile.format"},
	} {
		t.Run(c.title, func(t *testing.T) {
			_, err := exchange.ReadNetworkFile(c.name, strings.NewReader(c.in))
			var e *graph.Error
			if !errors.As(err, &e) {
				t.Fatalf("error: %v", err)
			}
			got, want := fmt.Sprint(e.Code), fmt.Sprint(c.code)
			if len(e.Fields) > 0 {
				got += fmt.Sprintf(" line %d %s", e.Fields[0].Row, e.Fields[0].Key)
			}
			if c.key != "" {
				want += fmt.Sprintf(" line %d %s", c.line, c.key)
			}
			if got != want {
				t.Errorf("got  %s (%v)\nwant %s", got, err, want)
			}
		})
	}
}

// Whatever comes in: an answer, and Ties that keep their promise.
func fuzz(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		ties, err := exchange.ReadNetworkFile(name, strings.NewReader(string(in)))
		if err != nil {
			var e *graph.Error
			if !errors.As(err, &e) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		promise(t, ties)
	})
}

func FuzzGraphML(f *testing.F) {
	fuzz(f, "x.graphml", graphMLHead+`<node id="a"><data key="l">A</data></node><node id="b"/><edge source="a" target="b"/>`+graphMLTail,
		`<!DOCTYPE x><graphml/>`, `<?xml version="1.0" encoding="latin1"?><graphml><graph/></graphml>`)
}

func FuzzGEXF(f *testing.F) {
	fuzz(f, "x.gexf", gexfHead+`<nodes><node id="1" label="A"/><node id="2"><attvalues><attvalue for="0" value="B"/></attvalues></node></nodes><edges><edge source="1" target="2"/></edges>`+gexfTail)
}

func FuzzPajek(f *testing.F) {
	fuzz(f, "x.net", "*Vertices 3 1\n1 \"A\"\n2 B\n*Arcs\n1 2\n*Edgeslist\n1 2 3\n", "*Vertices 2\n*Matrix\n0 1\n1 0\n")
}

func FuzzEdgeList(f *testing.F) {
	fuzz(f, "x.csv", "Von;Nach;Stufe\na;b;2\n", "a,b\n\"c\",d\n", "# c\n1 2\n3\n", "a\tb\n")
}
