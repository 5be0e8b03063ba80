package exchange

import (
	"slices"
	"strings"

	"miteinander/graph"
)

// mapping adds the tables that a list makes. The reason says what is missing for it, with no key for nothing.
func (l *ListChoice) mapping(m *Mapping) Reason {
	b := &listMapping{l: l, m: m, at: map[role]string{}}
	for _, c := range l.Columns {
		r := role(c.Role)
		if _, twice := b.at[r]; !twice {
			b.at[r] = c.Header
		}
	}
	switch l.About {
	case aboutInstitutions:
		if b.name() == nil {
			return Reason{"exchange.guess.missing_name", []any{l.Sheet}}
		}
		b.institutions()
		if b.has(rolePhases, roleAgeFrom, roleAgeColumn, roleCapacity) {
			b.offers(Source{Value: b.fixed(roleOffer, offerOfInstitution)})
		}
		if b.has(rolePartners) {
			b.partners()
		}
	case aboutOffers:
		if b.name() == nil {
			return Reason{"exchange.guess.missing_name", []any{l.Sheet}}
		}
		b.institutions()
		b.offers(Source{})
		if b.has(rolePartners) {
			b.partners()
		}
	case aboutCooperations:
		switch {
		case b.has(roleEnd1) && b.has(roleEnd2):
			b.ends()
		case b.name() != nil && b.has(rolePartners):
			b.institutions()
			b.partners()
		default:
			return Reason{"exchange.guess.missing_ends", []any{l.Sheet}}
		}
	case aboutMemberships:
		if !b.has(roleBody) || !b.has(roleMember, roleName) {
			return Reason{"exchange.guess.missing_body", []any{l.Sheet}}
		}
		b.memberships()
	}
	return Reason{}
}

// offerOfInstitution is what an offer is called that a list of institutions implies by ages or places.
const offerOfInstitution = "Angebot der Einrichtung"

// impliedOffer calls it by what most of the institutions are.
func impliedOffer(names []string) string {
	count := map[string]int{}
	for _, n := range names {
		switch kindOfName(n) {
		case "Kita", "Krippe", "Hort", "Kindertagespflege":
			count["Kindertagesbetreuung"]++
		case "Grundschule", "weiterführende Schule", "Förderschule", "Berufsschule":
			count["Unterricht"]++
		}
	}
	for _, n := range sortedKeys(count) {
		if count[n]*2 > len(names) {
			return n
		}
	}
	return offerOfInstitution
}

// listMapping is a list on its way to mapped tables.
type listMapping struct {
	l  *ListChoice
	m  *Mapping
	at map[role]string // column
}

func (b *listMapping) has(roles ...role) bool {
	return slices.ContainsFunc(roles, func(r role) bool { _, ok := b.at[r]; return ok })
}

func (b *listMapping) fixed(r role, otherwise string) string {
	if v := b.l.Fixed[string(r)]; v != "" {
		return v
	}
	return otherwise
}

// values are the texts of a role's column that a person translated.
func (b *listMapping) values(r role) map[string]string {
	for _, c := range b.l.Columns {
		if role(c.Role) == r && len(c.Values) > 0 {
			return c.Values
		}
	}
	return nil
}

// read is a column read in its role's way; nil without one.
func (b *listMapping) read(r role) *Source {
	c, ok := b.at[r]
	if !ok {
		return nil
	}
	return &Source{Column: c, As: readingOf(r), Map: b.values(r)}
}

// table adds a table to the mapping; columns without a source are left out.
func (b *listMapping) table(to string, columns map[string]*Source, when ...Condition) *MappedTable {
	t := MappedTable{To: to, From: b.l.Sheet, Header: b.l.Header, Lines: b.l.Lines, Last: b.l.Last, When: when, Columns: map[string]Source{}}
	switch {
	case b.l.All:
		t.From = "*"
	case b.l.only:
		t.From = "" // the next file is called otherwise
	}
	if b.l.Header == 0 {
		t.NoHeader, t.Header, t.Lines = true, b.l.First, 0
	}
	for name, s := range columns {
		if s != nil {
			t.Columns[name] = *s
		}
	}
	b.m.Tables = append(b.m.Tables, t)
	return &b.m.Tables[len(b.m.Tables)-1]
}

func (b *listMapping) filled(r role) Condition { return Condition{Column: b.at[r], Not: []string{""}} }

// nameRole is the column with the institution: its name, else the provider of an offer.
func (b *listMapping) nameRole() role {
	switch {
	case b.has(roleName):
		return roleName
	case b.has(roleProvider) && b.l.About == aboutOffers:
		return roleProvider
	}
	return ""
}

// name is the institution's name; nil where nothing gives one.
func (b *listMapping) name() *Source {
	if r := b.nameRole(); r != "" {
		return &Source{Column: b.at[r], As: "name"}
	}
	if v := b.l.Fixed[string(roleName)]; v != "" {
		return &Source{Value: v}
	}
	return nil
}

// id is the Kennung of an institution where names alone do not tell institutions apart; nil else.
func (b *listMapping) id() *Source {
	if b.l.repeated {
		street := b.at[roleStreet]
		if street == "" {
			street = b.at[roleAddress]
		}
		return &Source{Columns: []string{b.at[roleName], street}, ID: true}
	}
	if c, ok := b.at[roleID]; ok {
		return &Source{Column: c}
	}
	return nil
}

// reference names the institution in another table.
func (b *listMapping) reference() *Source {
	if id := b.id(); id != nil {
		return id
	}
	return b.name()
}

func (b *listMapping) institutions() {
	sheet := sheetOf(graph.KindInstitution)
	c := map[string]*Source{columnID: b.id(), "Name": b.name(), "Kurzname": b.plain(roleShort), "Ressort": b.plain(roleSector),
		"Trägerart": b.read(roleProvKind), "Breite": b.plain(roleLat), "Länge": b.plain(roleLon), "Website": b.read(roleWebsite), "Notiz": b.notes()}
	if b.nameRole() != roleProvider {
		c["Träger"] = b.plain(roleProvider)
	}
	c["Art"] = b.kind()
	b.place(c)
	if area := b.area(); area != nil {
		c["Planungsräume"] = area
	}
	if b.l.About == aboutInstitutions {
		b.own(sheet, c)
	} else {
		for _, col := range b.l.Columns { // what is the institution's even in a list of offers
			if r := role(col.Role); r == rolePhone {
				c["Telefon"] = &Source{Column: col.Header}
			}
		}
	}
	var when []Condition
	if r := b.nameRole(); r != "" {
		when = append(when, b.filled(r))
	}
	t := b.table(sheet.name, c, when...)
	t.Distinct, t.Loose = true, true
	if r := b.nameRole(); r != "" && b.l.About == aboutOffers {
		t.Fill = []string{b.at[r]} // the provider stands once, its offers below
		t.When = nil
	}
}

// kind is the institution's: its column, else its name; what neither tells is a kind of its own.
func (b *listMapping) kind() *Source {
	rest := b.fixed(roleKind, "Sonstige")
	if s := b.read(roleKind); s != nil {
		s.Else = &Source{Column: s.Column, Default: rest} // a kind of its own
		if r := b.nameRole(); r != "" {
			s.Else = &Source{Column: b.at[r], As: "kinds", Quiet: true, Else: s.Else}
		}
		return s
	}
	if r := b.nameRole(); r != "" {
		return &Source{Column: b.at[r], As: "kinds", Quiet: true, Default: rest}
	}
	return &Source{Value: rest}
}

func (b *listMapping) plain(r role) *Source {
	if c, ok := b.at[r]; ok {
		return &Source{Column: c}
	}
	return nil
}

// notes are all columns of notes in one text.
func (b *listMapping) notes() *Source {
	var list []string
	for _, c := range b.l.Columns {
		if role(c.Role) == roleNotes {
			list = append(list, c.Header)
		}
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		return &Source{Column: list[0]}
	}
	return &Source{Columns: list, Join: "; "}
}

// place fills street, postal code and town from whatever columns there are.
func (b *listMapping) place(c map[string]*Source) {
	from := func(r role, as string) *Source {
		if h, ok := b.at[r]; ok {
			return &Source{Column: h, As: as, Quiet: true}
		}
		return nil
	}
	first := func(list ...*Source) *Source {
		for _, s := range list {
			if s != nil {
				return s
			}
		}
		return nil
	}
	street := b.plain(roleStreet)
	if street != nil && b.has(roleHouse) {
		street = &Source{Columns: []string{b.at[roleStreet], b.at[roleHouse]}}
	}
	c["Straße"] = first(street, from(roleAddress, "street"))
	c["PLZ"] = first(b.read(rolePostal), from(rolePlace, "postal_code"), from(roleAddress, "postal_code"))
	c["Ort"] = first(b.plain(roleCity), from(rolePlace, "city"), from(roleAddress, "city"))
	if c["Website"] == nil && b.has(roleAddress) {
		c["Website"] = from(roleAddress, "website_in")
	}
	if b.has(roleAddress) {
		c["Telefon"] = from(roleAddress, "phone")
	}
}

// area is the planning area: a column, or the headings that a list is parted by.
func (b *listMapping) area() *Source {
	h, ok := b.at[roleArea]
	if !ok {
		return nil
	}
	s := &Source{Column: h, As: "areas", Map: b.values(roleArea)}
	if h == headingColumn {
		s.StripPattern = `^(?i:stadtteil|ortsteil|sozialraum|planungsraum|quartier|stadtbezirk|bezirk|gemeinde)\s*:?\s+`
	}
	return s
}

// own keeps as own attributes what the format has no column for, and the words of what was read freely: nothing is lost.
func (b *listMapping) own(sheet *sheet, c map[string]*Source) {
	label := func(h string) string {
		h = strings.TrimPrefix(h, ownPrefix)
		if _, known := sheet.columnNamed(h); known || childOf(h) != "" {
			return ownPrefix + " " + h
		}
		return h
	}
	for _, col := range b.l.Columns {
		switch r := role(col.Role); r {
		case roleOwn, rolePhone, roleMail, roleOffer, roleDescription:
			if r == roleOffer && b.l.About == aboutOffers || r == roleDescription && b.l.About == aboutOffers {
				continue
			}
			c[label(col.Header)] = &Source{Column: col.Header}
		case rolePhases, roleGroups, roleFree, roleAccess, roleFields:
			if b.l.About == aboutOffers || r == rolePhases {
				continue // beside the offer
			}
			c[label(col.Header)] = &Source{Column: col.Header}
		}
	}
}

// offers adds the offers of a list. A name is given where the list is one of institutions.
func (b *listMapping) offers(name Source) {
	sheet := sheetOf(graph.KindOffer)
	c := map[string]*Source{"Institution": b.reference(), "Lebensphasen": b.phases(), "Handlungsfelder": b.fields(), "Planungsräume": b.area(),
		"Plätze": b.read(roleCapacity)}
	if h, ok := b.at[roleArea]; ok && h != headingColumn {
		c["Überall"] = &Source{Column: h, As: "everywhere"}
	}
	if name.Value != "" {
		c["Name"] = &name
	} else {
		c["Name"] = b.plain(roleOffer)
		c["Beschreibung"] = b.plain(roleDescription)
		c["Zielgruppen"] = b.read(roleGroups)
		c["Erreicht"] = b.read(roleReached)
		c["Kostenfrei"] = b.read(roleFree)
		c["Barrierefrei"] = b.read(roleBarrier)
		c["Sprachen"] = b.read(roleLanguages)
		c["Zugang"] = b.read(roleAccess)
		c["Rechtsgrundlage"] = b.read(roleLegal)
		if !b.has(roleFunder) {
			c["Von"], c["Bis"] = b.period()
		}
		b.own(sheet, c)
		if n := b.notes(); n != nil {
			c["Bemerkung"] = n
			if sheetOf(graph.KindInstitution).headerOf("notes") != "" {
				b.dropNotes()
			}
		}
	}
	for _, col := range b.l.Columns {
		if role(col.Role) == roleAgeColumn {
			c[col.Header] = &Source{Column: col.Header}
		}
	}
	for _, r := range []role{rolePhases, roleGroups, roleFree} { // the words as they stood
		if h, ok := b.at[r]; ok && (name.Value == "" || r == rolePhases) {
			c[strings.TrimSpace(h)+" laut Liste"] = &Source{Column: h}
		}
	}
	if b.has(roleFunder) {
		c[columnID] = b.offerID()
	}
	t := b.table(sheet.name, c)
	t.Distinct, t.Loose = true, true
	if h, ok := b.at[roleOffer]; ok && name.Value == "" {
		t.When = []Condition{{Column: h, Not: []string{""}}}
	} else if r := b.nameRole(); r != "" {
		t.When = []Condition{b.filled(r)}
	}
	if r := b.nameRole(); r != "" && name.Value == "" {
		t.Fill = []string{b.at[r]}
	}
	if b.has(roleFunder) && name.Value == "" {
		b.fundings(t.Fill)
	}
}

// dropNotes takes the notes from the institution: in a list of offers they speak of the offer.
func (b *listMapping) dropNotes() {
	for i := range b.m.Tables {
		if t := &b.m.Tables[i]; t.To == sheetOf(graph.KindInstitution).name && t.Header == b.m.Tables[len(b.m.Tables)-1].Header {
			delete(t.Columns, "Notiz")
		}
	}
}

func (b *listMapping) offerID() *Source {
	columns := []string{b.at[roleOffer]}
	if r := b.nameRole(); r != "" {
		columns = append(columns, b.at[r])
	}
	return &Source{Columns: columns, ID: true}
}

func (b *listMapping) fundings(fill []string) {
	from, until := b.period()
	t := b.table(sheetOf(graph.KindFunding).name, map[string]*Source{"Angebot": b.offerID(), "Fördergeber": b.plain(roleFunder), "Programm": b.plain(roleProgramme), "Von": from, "Bis": until},
		b.filled(roleFunder), b.filled(roleOffer))
	t.Distinct, t.Fill = true, fill
}

// period are beginning and end, also of one cell.
func (b *listMapping) period() (from, until *Source) {
	from, until = b.read(roleFrom), b.read(roleUntil)
	if h, ok := b.at[rolePeriod]; ok {
		if from == nil {
			from = &Source{Column: h, As: "date_from"}
		}
		if until == nil {
			until = &Source{Column: h, As: "date_until", Quiet: true}
		}
	}
	return from, until
}
