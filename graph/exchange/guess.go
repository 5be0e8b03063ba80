package exchange

import (
	"slices"
	"strings"

	"miteinander/graph"
)

// Choices say what a foreign file means, in the words of its own columns: what a guess proposes and a person changes. A mapping is
// made of them (mappingof.go).
type Choices struct {
	Template string       `json:"template,omitempty"` // of a new network: whose phases, fields and groups free text is read against
	Lists    []ListChoice `json:"lists"`
}

// ListChoice is one list of a file.
type ListChoice struct {
	Sheet    string            `json:"sheet"`
	All      bool              `json:"all,omitempty"` // every sheet that has the columns
	Header   int               `json:"header"`        // row as the user sees it; 0: none
	Lines    int               `json:"lines,omitempty"`
	First    int               `json:"first"` // row of the first entry
	Last     int               `json:"last,omitempty"`
	Take     bool              `json:"take"`
	About    string            `json:"about"` // institutions, offers, cooperations, memberships; "" not to be told
	Columns  []ColumnChoice    `json:"columns"`
	Fixed    map[string]string `json:"fixed,omitempty"` // role → value for what no column says
	only     bool              // the only sheet of its file
	repeated bool              // names stand several times with different addresses
}

// ColumnChoice is what a column is taken for, and what some of its texts mean: text → entries joined by |, "" nothing.
type ColumnChoice struct {
	Header string            `json:"header"`
	Role   string            `json:"role"`
	Values map[string]string `json:"values,omitempty"`
}

// What a list may be about.
const (
	aboutInstitutions = "institutions"
	aboutOffers       = "offers"
	aboutCooperations = "cooperations"
	aboutMemberships  = "memberships"
)

// Reason says why something was guessed: a key of graph/words and its arguments.
type Reason struct {
	Key  string
	Args []any
}

// Proposal is a guess with its reasons, or the choices of a person with what comes of them.
type Proposal struct {
	Choices Choices
	Lists   []ListProposal      // as in Choices.Lists
	Mapping *Mapping            // nil where nothing is taken or something is missing
	Text    string              // the mapping as a file
	Missing []Reason            // what a person has to say before there is a mapping
	Options map[string][]Option // role → what its texts may mean
}

// Option is an entry that a text may mean, or a word of a code.
type Option struct{ ID, Name string }

// ListProposal is what was seen of a list.
type ListProposal struct {
	Title   string
	Rows    int
	Reasons []Reason
	Columns []ColumnProposal
	Top     []Row // the first rows of the sheet as they are, to choose the header from
	Becomes []Made
}

// ColumnProposal is a column with why it is taken for what it is.
type ColumnProposal struct {
	Reasons []Reason
	Samples []string // some of its texts
	Filled  int      // cells with text
	Values  []ValueProposal
}

// ValueProposal is one text of a column whose meaning stands in a catalogue.
type ValueProposal struct {
	Text    string
	Rows    int
	Becomes []string // ids, or words of a code
	Rest    []string // parts that were not understood
	Chosen  bool     // by a person
}

// Made are the first rows that a list becomes, as rows of a workbook sheet.
type Made struct {
	Sheet  string
	Header []string
	Rows   []Row
}

const (
	maxValues  = 300 // texts of a column that are offered one by one
	maxSamples = 4
	maxMade    = 8
	maxTop     = 15
)

// NeedsMapping tells a file that is no workbook of ours: no sheet of it is known, or one is by its name and lacks its columns.
func NeedsMapping(t Tables) bool {
	if SentOf(t) != nil {
		return false
	}
	known := false
	for i := range t.Sheets {
		table := &t.Sheets[i]
		if table.HeaderRow == 0 || table.Name == helpSheet || table.Name == listsSheet || table.Name == errorSheet || table.Name == sentSheet {
			continue
		}
		s := sheetNamed(table.Name)
		if s == nil {
			s = guessSheet(table.Header)
		}
		if s == nil {
			continue
		}
		if s.kind == 0 || s.kind == graph.KindSettings {
			known = true
			continue
		}
		found := map[string]bool{}
		for _, h := range table.Header {
			if c, ok := s.columnNamed(h); ok && h != "" {
				found[c.field] = true
			}
		}
		for _, f := range requiredColumns(s) {
			if !found[f] {
				return true
			}
		}
		known = true
	}
	return !known
}

// Guess proposes what a foreign file means. The error is a *graph.Error with the sentence for a file in which no list can be found.
func Guess(t Tables, head *graph.Snapshot) (*Proposal, error) {
	g := &guesser{t: t, head: head, lists: cataloguesOf(head, &Mapping{})}
	c := Choices{}
	fresh := head.Len(graph.KindSettings) == 0
	var reasons [][]Reason
	seen := map[string]int{}
	found := false
	for i := range t.Sheets {
		s := &t.Sheets[i]
		if s.HeaderRow == 0 {
			continue
		}
		grid := g.grid(s)
		for _, r := range grid.regions() {
			list := grid.list(r)
			if len(list.Rows) == 0 {
				continue
			}
			found = true
			key := fold(strings.Join(list.Header[:len(list.Header)-2], "\x00"))
			if at, again := seen[key]; again && r.Header > 0 {
				if c.Lists[at].Sheet != s.Name {
					c.Lists[at].All = true
				}
				continue
			}
			seen[key] = len(c.Lists)
			l := ListChoice{Sheet: s.Name, Header: r.Header, Lines: r.Lines, First: r.First}
			why := g.columns(&l, &list)
			c.Lists = append(c.Lists, l)
			reasons = append(reasons, why)
		}
	}
	if !found {
		return nil, graph.Errorf(graph.Unsupported, "exchange.file.no_list", t.File)
	}
	told := false
	for i := range c.Lists {
		c.Lists[i].Take = c.Lists[i].About != ""
		told = told || c.Lists[i].Take
	}
	if !told {
		return nil, graph.Errorf(graph.Unsupported, "exchange.file.no_meaning", t.File)
	}
	if fresh {
		c.Template = g.template(c)
	}
	p, err := Propose(t, head, c)
	if err == nil {
		for i := range p.Lists {
			p.Lists[i].Reasons = append(reasons[i], p.Lists[i].Reasons...)
		}
	}
	return p, err
}

// guesser is a file and the network that it goes to.
type guesser struct {
	t     Tables
	head  *graph.Snapshot
	lists *catalogues
	grids map[*Table]*grid
}

func (g *guesser) grid(t *Table) *grid {
	if g.grids == nil {
		g.grids = map[*Table]*grid{}
	}
	if g.grids[t] == nil {
		g.grids[t] = gridOf(t)
	}
	return g.grids[t]
}

// template is the one whose phases cover the ages of the file: Weimar's reach the first job, Jena's end with primary school.
func (g *guesser) template(c Choices) string {
	for _, l := range c.Lists {
		list := g.listOf(l)
		if list == nil {
			continue
		}
		for _, col := range l.Columns {
			switch role(col.Role) {
			case rolePhases, roleAgeTo, roleGroups, roleKind, roleName:
			default:
				continue
			}
			i := slices.IndexFunc(list.Header, func(h string) bool { return h == col.Header })
			for _, r := range list.Rows {
				text := r.cell(i)
				if k := kindOfName(text); k == "weiterführende Schule" || k == "Berufsschule" || k == "Jugendberufsagentur" || k == "Agentur für Arbeit" {
					return "weimar"
				}
				if role(col.Role) != roleName && role(col.Role) != roleKind {
					if ageReadingOf(col.Header) == "classes" && bareClasses.MatchString(text) {
						text = "Klasse " + text
					}
					for _, s := range readAges(text).spans {
						if s.from >= 10 || s.to > 10 && s.to < forever {
							return "weimar"
						}
					}
				}
			}
		}
	}
	return "jena"
}

// listOf is the list that choices speak of, nil where its sheet is gone.
func (g *guesser) listOf(l ListChoice) *Table {
	for i := range g.t.Sheets {
		s := &g.t.Sheets[i]
		if s.Name != l.Sheet {
			continue
		}
		grid := g.grid(s)
		var out *Table
		if l.Header > 0 {
			for _, r := range grid.regions() {
				if r.Header == l.Header && (l.Lines == 0 || r.Lines == l.Lines) {
					if list := grid.list(r); covers(list.Header, l.Columns) {
						out = &list
						break
					}
				}
			}
		}
		if out == nil {
			at := l.Header
			if at == 0 {
				at = l.First
			}
			list := grid.list(grid.regionAt(at, l.Lines, l.Header == 0))
			out = &list
		}
		if l.Last > 0 {
			out.Rows = slices.DeleteFunc(out.Rows, func(r Row) bool { return r.Number > l.Last })
		}
		return out
	}
	return nil
}

func covers(header []string, columns []ColumnChoice) bool {
	return !slices.ContainsFunc(columns, func(c ColumnChoice) bool { return !contains(header, c.Header) })
}

// Propose makes the mapping of choices and says what comes of them. Columns that choices do not name are guessed; a list whose
// header row was changed comes without columns, and all of them are.
func Propose(t Tables, head *graph.Snapshot, c Choices) (*Proposal, error) {
	fresh := head.Len(graph.KindSettings) == 0
	if !fresh {
		c.Template = ""
	} else if c.Template == "" {
		c.Template = "jena"
	}
	g := &guesser{t: t, head: head}
	p := &Proposal{}
	m := &Mapping{Title: titleOf(t.File)}
	if fresh {
		if !contains(graph.Templates(), c.Template) {
			return nil, &graph.Error{Code: graph.Invalid, Key: "errors.invalid", Args: []any{1}, Fields: []graph.FieldError{{Pointer: "/template", Value: c.Template, Key: "exchange.error.unknown_code", Args: []any{strings.Join(graph.Templates(), ", ")}}}}
		}
		m.Sheets = append(m.Sheets, FixedSheet{Name: sheetOf(graph.KindSettings).name, Header: []string{settingsKey, settingsVal}, Rows: [][]string{{"Vorlage", c.Template}}})
	}
	g.lists = cataloguesOf(head, m)
	p.Options = g.lists.options()
	only := len(slices.DeleteFunc(slices.Clone(t.Sheets), func(s Table) bool { return s.HeaderRow == 0 })) == 1
	for i := range c.Lists {
		l := &c.Lists[i]
		list := g.listOf(*l)
		if list == nil {
			return nil, graph.Errorf(graph.Invalid, "exchange.file.mapping_sheet", t.File, l.Sheet)
		}
		lp := ListProposal{Rows: len(list.Rows), Top: g.top(l.Sheet)}
		if len(l.Columns) == 0 {
			lp.Reasons = g.columns(l, list)
		}
		l.repeated, l.only = repeatedNames(*l, list), only
		lp.Columns = g.columnProposals(*l, list)
		p.Lists = append(p.Lists, lp)
		if l.Take && l.About != "" {
			if miss := l.mapping(m); miss.Key != "" {
				p.Missing = append(p.Missing, miss)
			}
		}
	}
	p.Choices = c
	m.Tables = ordered(m.Tables)
	if len(p.Missing) > 0 || len(m.Tables) == 0 {
		return p, nil
	}
	p.Text = m.TOML()
	parsed, err := ParseMapping([]byte(p.Text), nil)
	if err != nil {
		return nil, err
	}
	p.Mapping = parsed
	return p, p.preview(t, g.lists)
}

// ordered puts tables of a kind together, institutions before what names them.
func ordered(list []MappedTable) []MappedTable {
	rank := func(t MappedTable) int {
		for i := range sheets {
			if sheets[i].name == t.To {
				return i
			}
		}
		return len(sheets)
	}
	slices.SortStableFunc(list, func(a, b MappedTable) int { return rank(a) - rank(b) })
	return list
}

func titleOf(file string) string {
	if i := strings.LastIndexByte(file, '.'); i > 0 {
		file = file[:i]
	}
	return clean(file)
}

// top are the first rows of a sheet as they stand there.
func (g *guesser) top(sheet string) []Row {
	for i := range g.t.Sheets {
		if s := &g.t.Sheets[i]; s.Name == sheet {
			rows := g.grid(s).rows
			return rows[:min(len(rows), maxTop)]
		}
	}
	return nil
}

// preview shows the first rows that each list becomes.
func (p *Proposal) preview(t Tables, lists *catalogues) error {
	out, err := p.Mapping.first(t, lists, maxMade)
	if err != nil {
		return err
	}
	for _, s := range out.Sheets {
		if s.To == "" {
			continue
		}
		for i := range p.Lists {
			if p.Choices.Lists[i].Take && p.Choices.Lists[i].Sheet == s.Name {
				p.Lists[i].Becomes = append(p.Lists[i].Becomes, Made{Sheet: s.To, Header: s.Header, Rows: s.Rows[:min(len(s.Rows), maxMade)]})
				break
			}
		}
	}
	return nil
}
