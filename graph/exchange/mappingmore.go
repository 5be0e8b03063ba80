package exchange

import (
	"strings"

	"miteinander/graph"
)

// phases are those of an offer: columns of ages, one column, two columns from and to, else what target group, name and provider
// say of ages.
func (b *listMapping) phases() *Source {
	otherwise := b.fixed(rolePhases, "")
	var marks []Collect
	for _, c := range b.l.Columns {
		if role(c.Role) != roleAgeColumn {
			continue
		}
		marks = append(marks, Collect{Condition{Column: c.Header, Not: []string{"", "0", "-", "–", "nein", "Nein", "n", "N"}}, b.ageOf(c)})
	}
	switch {
	case len(marks) > 0:
		return &Source{Collect: marks, Default: otherwise, As: "phases"}
	case b.has(roleAgeFrom) && b.has(roleAgeTo):
		return &Source{Columns: []string{b.at[roleAgeFrom], b.at[roleAgeTo]}, Join: " bis ", Prefix: "von ", As: "phases", Default: otherwise}
	case b.has(roleAgeFrom):
		return &Source{Column: b.at[roleAgeFrom], Prefix: "ab ", As: "phases", Default: otherwise}
	case b.has(rolePhases):
		s := b.read(rolePhases)
		s.As = ageReadingOf(s.Column)
		if s.Default = otherwise; otherwise == "" && b.l.About == aboutOffers {
			if hint := b.agesBeside(); hint != nil {
				s.Else = hint
			}
		}
		return s
	}
	if s := b.agesBeside(); s != nil {
		return s
	}
	return &Source{Value: otherwise}
}

// agesBeside reads ages from target group, name and provider; nil where there is none of them.
func (b *listMapping) agesBeside() *Source {
	otherwise := b.fixed(rolePhases, "")
	var columns []string
	roles := []role{roleGroups, roleOffer, roleDescription}
	if b.l.About == aboutInstitutions {
		roles = []role{roleKind, roleName}
	}
	for _, r := range roles {
		if h, ok := b.at[r]; ok {
			columns = append(columns, h)
		}
	}
	if len(columns) == 0 {
		return nil
	}
	return &Source{Columns: columns, Join: "; ", As: "phases_hint", Quiet: true, Default: otherwise}
}

// ageOf is what the header of a column of marks says of ages.
func (b *listMapping) ageOf(c ColumnChoice) string {
	if v := c.Values[c.Header]; v != "" {
		return v
	}
	return ageFold(c.Header)
}

// fields are those of an offer: a column, else what its names say.
func (b *listMapping) fields() *Source {
	otherwise := b.fixed(roleFields, "")
	if s := b.read(roleFields); s != nil {
		s.Default = otherwise
		return s
	}
	var columns []string
	for _, r := range []role{roleOffer, roleDescription, roleKind, roleName, roleProvider} {
		if h, ok := b.at[r]; ok {
			columns = append(columns, h)
		}
	}
	if len(columns) == 0 {
		return &Source{Value: otherwise}
	}
	return &Source{Columns: columns, Join: "; ", As: "fields", Quiet: true, Default: otherwise}
}

// ends are cooperations by two columns; both ends are institutions.
func (b *listMapping) ends() {
	for _, r := range []role{roleEnd1, roleEnd2} {
		t := b.table(sheetOf(graph.KindInstitution).name, map[string]*Source{"Name": {Column: b.at[r], As: "name"},
			"Art": {Column: b.at[r], As: "kinds", Quiet: true, Default: b.fixed(roleKind, "Sonstige")}}, b.filled(r))
		t.Distinct, t.Loose = true, true
	}
	c := map[string]*Source{"Von": {Column: b.at[roleEnd1], As: "name"}, "Nach": {Column: b.at[roleEnd2], As: "name"}}
	b.tie(c)
	t := b.table(sheetOf(graph.KindCooperation).name, c, b.filled(roleEnd1), b.filled(roleEnd2))
	t.Distinct, t.Loose = true, true
}

// tie fills what is said of a cooperation. That a list names two together says nothing about how closely they work.
func (b *listMapping) tie(c map[string]*Source) {
	c["Stufe"] = &Source{Value: unknownLevel}
	if s := b.read(roleLevel); s != nil {
		s.Default = unknownLevel
		c["Stufe"] = s
		c["Wortlaut der Liste"] = &Source{Column: b.at[roleLevel]}
	}
	c["Quelle"] = &Source{Value: "Import"}
	c["Grundlage"] = b.read(roleBasis)
	c["Themen"] = nil
	if h, ok := b.at[roleFields]; ok {
		c["Themen"] = &Source{Column: h, As: "list"}
	}
	c["Seit"], c["Bis"] = b.period()
	for _, col := range b.l.Columns {
		if r := role(col.Role); b.has(roleEnd1) && (r == roleOwn || r == roleNotes || r == roleOffer || r == roleDescription) {
			name := col.Header
			if _, known := sheetOf(graph.KindCooperation).columnNamed(name); known {
				name = ownPrefix + " " + name
			}
			c[name] = &Source{Column: col.Header}
		}
	}
}

// partners are cooperations by a cell that names several.
func (b *listMapping) partners() {
	h := b.at[rolePartners]
	t := b.table(sheetOf(graph.KindInstitution).name, map[string]*Source{"Name": {Column: h}, "Art": {Column: h, As: "kinds", Quiet: true, Default: b.fixed(roleKind, "Sonstige")}},
		Condition{Column: h, Not: []string{""}})
	t.Distinct, t.Loose, t.Each = true, true, h
	c := map[string]*Source{"Von": b.reference(), "Nach": {Column: h}}
	b.tie(c)
	t = b.table(sheetOf(graph.KindCooperation).name, c, Condition{Column: h, Not: []string{""}})
	t.Distinct, t.Loose, t.Each = true, true, h
}

// memberships are bodies with those who sit in them.
func (b *listMapping) memberships() {
	member := b.at[roleMember]
	if member == "" {
		member = b.at[roleName]
	}
	body := b.at[roleBody]
	t := b.table(sheetOf(graph.KindActor).name, map[string]*Source{"Name": {Column: body}, "Art": {Value: "Gremium"}}, Condition{Column: body, Not: []string{""}})
	t.Distinct, t.Loose, t.Fill = true, true, []string{body}
	t = b.table(sheetOf(graph.KindInstitution).name, map[string]*Source{"Name": {Column: member}, "Art": {Column: member, As: "kinds", Quiet: true, Default: b.fixed(roleKind, "Sonstige")}},
		Condition{Column: member, Not: []string{""}})
	t.Distinct, t.Loose, t.Each = true, true, member
	from, until := b.period()
	t = b.table(sheetOf(graph.KindMembership).name, map[string]*Source{"Gremium": {Column: body}, "Mitglied": {Column: member}, "Von": from, "Bis": until},
		Condition{Column: member, Not: []string{""}})
	t.Distinct, t.Each, t.Fill = true, member, []string{body}
}

// TOML writes a mapping as a file that ParseMapping reads again; same mapping, same bytes.
func (m *Mapping) TOML() string {
	w := &tomlWriter{}
	w.line("title = " + quoteTOML(m.Title))
	for _, s := range m.Sheets {
		w.line("\n[[sheet]]")
		w.line("name = " + quoteTOML(s.Name))
		w.line("header = " + listTOML(s.Header))
		rows := make([]string, len(s.Rows))
		for i, r := range s.Rows {
			rows[i] = listTOML(r)
		}
		w.line("rows = [" + strings.Join(rows, ", ") + "]")
	}
	for _, t := range m.Tables {
		w.table(t)
	}
	return w.String()
}

type tomlWriter struct{ strings.Builder }

func (w *tomlWriter) line(s string) {
	w.WriteString(s)
	w.WriteByte('\n')
}

func (w *tomlWriter) table(t MappedTable) {
	w.line("\n[[table]]")
	w.line("to = " + quoteTOML(t.To))
	for _, x := range []struct{ name, value string }{{"from", t.From}, {"each", t.Each}} {
		if x.value != "" {
			w.line(x.name + " = " + quoteTOML(x.value))
		}
	}
	for _, x := range []struct {
		name  string
		value int
	}{{"header", t.Header}, {"lines", t.Lines}, {"last", t.Last}} {
		if x.value != 0 {
			w.line(x.name + " = " + formatInt(int64(x.value)))
		}
	}
	for _, x := range []struct {
		name  string
		value bool
	}{{"no_header", t.NoHeader}, {"distinct", t.Distinct}, {"loose", t.Loose}} {
		if x.value {
			w.line(x.name + " = true")
		}
	}
	if len(t.Fill) > 0 {
		w.line("fill = " + listTOML(t.Fill))
	}
	if len(t.When) > 0 {
		list := make([]string, len(t.When))
		for i, c := range t.When {
			list[i] = "{ " + c.toml() + " }"
		}
		w.line("when = [" + strings.Join(list, ", ") + "]")
	}
	w.line("[table.columns]")
	for _, name := range w.order(t) {
		w.line(quoteTOML(name) + " = { " + t.Columns[name].toml() + " }")
	}
}

// order puts known columns first, as in the workbook.
func (w *tomlWriter) order(t MappedTable) []string {
	var out []string
	if s := sheetNamed(t.To); s != nil {
		for _, c := range s.columns {
			for _, name := range sortedKeys(t.Columns) {
				if known, ok := s.columnNamed(name); ok && known.field == c.field && !contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	for _, name := range sortedKeys(t.Columns) {
		if !contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func (c Condition) toml() string {
	parts := []string{"column = " + quoteTOML(c.Column)}
	if len(c.Is) > 0 {
		parts = append(parts, "is = "+listTOML(c.Is))
	}
	if len(c.Not) > 0 {
		parts = append(parts, "not = "+listTOML(c.Not))
	}
	if c.Over != nil {
		parts = append(parts, "over = "+strings.Replace(outCell{number: *c.Over, is: isNumber}.csv(), ",", ".", 1))
	}
	return strings.Join(parts, ", ")
}

func (s Source) toml() string {
	var parts []string
	text := func(name, v string) {
		if v != "" {
			parts = append(parts, name+" = "+quoteTOML(v))
		}
	}
	flag := func(name string, v bool) {
		if v {
			parts = append(parts, name+" = true")
		}
	}
	if s.Value != "" || s.Column == "" && len(s.Columns) == 0 && len(s.Collect) == 0 && s.Area == nil && s.Lookup == nil {
		parts = append(parts, "value = "+quoteTOML(s.Value))
	}
	text("column", s.Column)
	if len(s.Columns) > 0 {
		parts = append(parts, "columns = "+listTOML(s.Columns))
	}
	text("join", s.Join)
	text("split", s.Split)
	if s.Part != 0 {
		parts = append(parts, "part = "+formatInt(int64(s.Part)))
	}
	if len(s.Strip) > 0 {
		parts = append(parts, "strip = "+listTOML(s.Strip))
	}
	text("strip_pattern", s.StripPattern)
	text("prefix", s.Prefix)
	text("as", s.As)
	flag("quiet", s.Quiet)
	flag("keep", s.Keep)
	text("default", s.Default)
	if len(s.Collect) > 0 {
		list := make([]string, len(s.Collect))
		for i, c := range s.Collect {
			list[i] = "{ " + c.Condition.toml() + ", value = " + quoteTOML(c.Value) + " }"
		}
		parts = append(parts, "collect = ["+strings.Join(list, ", ")+"]")
	}
	if s.Else != nil {
		parts = append(parts, "else = { "+s.Else.toml()+" }")
	}
	flag("id", s.ID)
	flag("exact", s.Exact)
	if s.Area != nil {
		parts = append(parts, "area = { lat = "+quoteTOML(s.Area.Lat)+", lon = "+quoteTOML(s.Area.Lon)+" }")
	}
	if l := s.Lookup; l != nil {
		parts = append(parts, "lookup = { sheet = "+quoteTOML(l.Sheet)+", key = "+quoteTOML(l.Key)+", by = "+quoteTOML(l.By)+", column = "+quoteTOML(l.Column)+" }")
	}
	if len(s.Map) > 0 {
		list := make([]string, 0, len(s.Map))
		for _, k := range sortedKeys(s.Map) {
			list = append(list, quoteTOML(k)+" = "+quoteTOML(s.Map[k]))
		}
		parts = append(parts, "map = { "+strings.Join(list, ", ")+" }")
	}
	return strings.Join(parts, ", ")
}

func listTOML(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quoteTOML(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// quoteTOML is a basic string; its escapes are those of JSON.
func quoteTOML(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20 || r == 0x7f:
			b.WriteString(`\u00`)
			b.WriteByte("0123456789abcdef"[r>>4])
			b.WriteByte("0123456789abcdef"[r&15])
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
