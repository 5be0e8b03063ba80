package exchange

import (
	"strings"

	"miteinander/graph"
)

// tab is a sheet of the file whose columns are understood.
type tab struct {
	*Table
	name    string // as the user sees it
	sheet   *sheet
	columns []tabColumn
	errors  []placed
}

// tabColumn is what a column of a tab means. At most one of field, special, child and attribute is set; none: no header.
type tabColumn struct {
	field     *graph.Field
	at        int    // place of field in graph.Fields(kind)
	special   string // id, items_yes, items_no
	child     string // Kinder <child>
	childID   graph.ID
	attribute string
}

func (t *tab) source(c int) string {
	if c < len(t.Source) && t.Source[c] != "" {
		return t.Source[c]
	}
	if c < len(t.Header) {
		return t.Header[c]
	}
	return ""
}

func (t *tab) fieldName(c int) string {
	switch col := t.columns[c]; {
	case col.field != nil:
		return col.field.Name
	case col.special == fieldItemsY || col.special == fieldItemsN:
		return "items"
	case col.special != "":
		return col.special
	case col.child != "":
		return "children"
	case col.attribute != "":
		return "attributes"
	}
	return ""
}

// columnOf is the column of a field or special name, -1 if the tab has none.
func (t *tab) columnOf(field string) int {
	for i, c := range t.columns {
		if c.field != nil && c.field.Name == field || c.special == field || field == "items" && c.special == fieldItemsY {
			return i
		}
	}
	return -1
}

// open tells the sheets of a file by name, else by their columns, and reads their headers.
func (p *planner) open(t Tables) error {
	for i := range t.Sheets {
		table := &t.Sheets[i]
		if table.Name == helpSheet || table.Name == listsSheet || table.Name == errorSheet || table.Name == sentSheet {
			continue
		}
		s := sheetNamed(table.Name)
		if table.To != "" {
			s = sheetNamed(table.To)
		}
		if s == nil && table.HeaderRow > 0 {
			s = guessSheet(table.Header)
		}
		if s == nil {
			if table.HeaderRow > 0 {
				p.plan.Warnings = append(p.plan.Warnings, graph.FieldError{Sheet: table.Name, Key: "exchange.warning.unknown_sheet"})
			}
			continue
		}
		b := &tab{Table: table, name: table.Name, sheet: s}
		p.order = append(p.order, b)
		switch s.kind {
		case 0:
			p.matrix = append(p.matrix, b)
			b.columns = make([]tabColumn, len(table.Header))
			continue
		case graph.KindSettings:
			b.columns = make([]tabColumn, max(2, len(table.Header)))
		default:
			p.header(b)
		}
		if len(p.tabs[s.kind]) > 0 && len(table.Source) == 0 {
			return graph.Errorf(graph.Invalid, "exchange.file.same_sheet", p.tabs[s.kind][0].name, b.name)
		}
		p.tabs[s.kind] = append(p.tabs[s.kind], b)
	}
	if len(p.order) == 0 && t.Geometry == nil {
		return graph.Errorf(graph.Invalid, "exchange.file.no_sheet", t.File)
	}
	return nil
}

// header gives each column its meaning.
func (p *planner) header(t *tab) {
	fields := graph.Fields(t.sheet.kind)
	byName := map[string]int{}
	hasChildren := false
	for i, f := range fields {
		byName[f.Name] = i
		hasChildren = hasChildren || f.Type == graph.TypeCounts
	}
	t.columns = make([]tabColumn, len(t.Header))
	seen := map[string]bool{}
	for i, h := range t.Header {
		c := &t.columns[i]
		var meaning string
		known, ok := t.sheet.columnNamed(h)
		switch {
		case h == "":
			continue
		case strings.HasPrefix(h, ownPrefix) && strings.TrimSpace(h[len(ownPrefix):]) != "":
			c.attribute = strings.TrimSpace(h[len(ownPrefix):])
			meaning = "own " + c.attribute
		case ok && known.field == fieldID, !ok && isEdge(t.sheet.kind) && (fold(h) == "kennung" || fold(h) == fieldID):
			c.special, meaning = fieldID, fieldID
		case ok && (known.field == fieldItemsY || known.field == fieldItemsN):
			c.special, meaning = known.field, known.field
		case ok:
			meaning = known.field
			c.at = byName[known.field]
			c.field = &fields[c.at]
		case hasChildren && childOf(h) != "":
			c.child = childOf(h)
			meaning = "child " + c.child
		case p.back != nil: // somebody's own column in a list of ours
			p.plan.Warnings = append(p.plan.Warnings, graph.FieldError{Sheet: t.name, Column: h, Value: h, Key: "sent.column"})
			continue
		default:
			c.attribute = h
			meaning = "own " + h
		}
		if seen[meaning] {
			*c = tabColumn{}
			t.errors = append(t.errors, placed{graph.FieldError{Sheet: t.name, Row: t.HeaderRow, Column: t.source(i), Value: h, Key: "exchange.error.duplicate_column"}, i})
		}
		seen[meaning] = true
	}
}

// childOf is what a header "Kinder <Kennung>" names, "" for any other.
func childOf(header string) string {
	for _, prefix := range []string{"kinder ", "kinder_", "children ", "children_"} {
		if len(header) > len(prefix) && strings.EqualFold(header[:len(prefix)], prefix) {
			return strings.TrimSpace(header[len(prefix):])
		}
	}
	return ""
}

// guessSheet tells a sheet of another name by its columns: all required ones are there, and it has the most known ones.
func guessSheet(header []string) *sheet {
	var best *sheet
	most := 1
	for i := range sheets {
		s := &sheets[i]
		if s.kind == 0 {
			continue
		}
		found := map[string]bool{}
		for _, h := range header {
			if c, ok := s.columnNamed(h); ok && h != "" {
				found[c.field] = true
			}
		}
		complete := true
		for _, f := range requiredColumns(s) {
			complete = complete && found[f]
		}
		if complete && len(found) > most {
			best, most = s, len(found)
		}
	}
	return best
}

// requiredColumns are the bold columns of formats.md.
func requiredColumns(s *sheet) []string {
	switch s.kind {
	case graph.KindSettings:
		return []string{"key", "value"}
	case graph.KindField, graph.KindGroup, graph.KindSector, graph.KindHurdle, graph.KindPhase, graph.KindArea, graph.KindInstitutionKind, graph.KindTransition:
		return append([]string{fieldID}, requiredFields(s.kind)...)
	}
	return requiredFields(s.kind)
}

func requiredFields(k graph.Kind) []string {
	var out []string
	for _, f := range graph.Fields(k) {
		if f.Required {
			out = append(out, f.Name)
		}
	}
	return out
}

// reserve notes the ids of nodes that the network has or the file gives, so that none is made twice.
func (p *planner) reserve() {
	for _, k := range []graph.Kind{graph.KindInstitution, graph.KindActor, graph.KindOffer} {
		for r := range p.head.All(k) {
			p.nodes[r.Key().ID] = true
		}
		for _, t := range p.tabs[k] {
			c := t.columnOf(fieldID)
			if c < 0 {
				continue
			}
			for _, r := range t.Rows {
				if id := plain(clean(r.cell(c))); id != "" {
					p.nodes[graph.ID(id)] = true
				}
			}
		}
	}
}
