package exchange

import (
	"slices"
	"strings"
)

// readingOf is how the texts of a role are read, "" for those that are taken as they are.
func readingOf(r role) string {
	switch r {
	case rolePhases, roleAgeFrom:
		return "phases"
	case roleGroups:
		return "groups"
	case roleFields:
		return "fields"
	case roleKind:
		return "kinds"
	case roleLevel:
		return "level"
	case roleFree:
		return "free"
	case roleBarrier:
		return "yes"
	case roleAccess:
		return "access"
	case roleProvKind:
		return "provider_kind"
	case roleBasis:
		return "basis"
	case roleLanguages:
		return "languages"
	case roleCapacity, roleReached:
		return "count"
	case rolePostal:
		return "postal_code"
	case roleWebsite:
		return "website"
	case roleFrom:
		return "date_from"
	case roleUntil:
		return "date_until"
	case roleLegal:
		return "list"
	}
	return ""
}

// ageReadingOf tells columns of school years from columns of ages.
func ageReadingOf(header string) string {
	f := headFold(header)
	for _, w := range []string{"klasse", "jahrgang", "jahrgaenge", "schuljahr", "jgst"} {
		if strings.Contains(f, w) {
			return "classes"
		}
	}
	return "phases"
}

// byValue are the roles whose texts a person may translate one by one.
func byValue(r role) bool {
	switch r {
	case rolePhases, roleGroups, roleFields, roleKind, roleLevel, roleFree, roleBarrier, roleAccess, roleProvKind, roleBasis:
		return true
	}
	return false
}

// columnProposals says of each column why it is what it is, and what its texts become.
func (g *guesser) columnProposals(l ListChoice, t *Table) []ColumnProposal {
	var out []ColumnProposal
	all := samplesOf(t)
	for _, c := range l.Columns {
		i := slices.Index(t.Header, c.Header)
		if i < 0 {
			out = append(out, ColumnProposal{})
			continue
		}
		s, r := all[i], role(c.Role)
		p := ColumnProposal{Filled: s.filled, Reasons: g.why(s, r)}
		for _, text := range s.texts {
			if text = oneLine(text); !contains(p.Samples, shorten(text)) {
				if p.Samples = append(p.Samples, shorten(text)); len(p.Samples) == maxSamples {
					break
				}
			}
		}
		if byValue(r) {
			p.Values = g.values(c, t, i)
		}
		out = append(out, p)
	}
	return out
}

// values are the texts of a column with what each becomes, in the order in which they stand.
func (g *guesser) values(c ColumnChoice, t *Table, column int) []ValueProposal {
	at := map[string]int{}
	var out []ValueProposal
	as := readingOf(role(c.Role))
	if role(c.Role) == rolePhases {
		as = ageReadingOf(c.Header)
	}
	read := readings[as]
	for _, r := range t.Rows {
		text := oneLine(r.cell(column))
		if text == "" {
			continue
		}
		if i, ok := at[text]; ok {
			if i >= 0 {
				out[i].Rows++
			}
			continue
		}
		at[text] = -1
		if len(out) == maxValues {
			continue
		}
		at[text] = len(out)
		v := ValueProposal{Text: text, Rows: 1}
		if to, ok := c.Values[text]; ok {
			v.Becomes, v.Chosen = splitList(to), true
		} else {
			v.Becomes, v.Rest = read(g.lists, text, t.Numbers)
		}
		out = append(out, v)
	}
	return out
}

// why gives the reasons for a role: what the header says, what the cells look like, and why something is left out.
func (g *guesser) why(s sample, r role) []Reason {
	var out []Reason
	said := false
	for _, x := range rolesOf(s.header) {
		if x.role == r && x.share >= 0.3 {
			out = append(out, Reason{"exchange.guess.header", []any{s.header}})
			said = true
			break
		}
	}
	for _, c := range contentRoles {
		if c.role != r {
			continue
		}
		if v := s.share(c.test); v >= c.least {
			out = append(out, Reason{"exchange.guess.content", []any{int(v*float64(len(s.texts)) + 0.5), len(s.texts)}})
			said = true
		}
	}
	switch r {
	case rolePerson:
		out = append(out, Reason{"exchange.guess.person", nil})
	case roleRunning:
		out = append(out, Reason{"exchange.guess.running", nil})
	case roleOwn:
		out = append(out, Reason{"exchange.guess.own", nil})
	case roleNone:
		if s.share(personalMail) > 0 {
			out = append(out, Reason{"exchange.guess.personal_mail", nil})
		}
		if s.filled == 0 {
			out = append(out, Reason{"exchange.guess.empty", nil})
		}
	case roleName, roleOffer:
		if !said {
			out = append(out, Reason{"exchange.guess.distinct", nil})
		}
	case roleArea:
		if s.header == headingColumn {
			out = append(out, Reason{"exchange.guess.headings", nil})
		}
	}
	return out
}

// repeatedNames tells a list in which one name stands with several addresses: branches, whose street must tell them apart.
func repeatedNames(l ListChoice, t *Table) bool {
	name, street := -1, -1
	for _, c := range l.Columns {
		i := slices.Index(t.Header, c.Header)
		switch role(c.Role) {
		case roleName:
			name = i
		case roleStreet, roleAddress:
			street = i
		}
	}
	if name < 0 || street < 0 || l.About != aboutInstitutions {
		return false
	}
	first := map[string]string{}
	for _, r := range t.Rows {
		n, s := fold(r.cell(name)), fold(r.cell(street))
		if n == "" || s == "" {
			continue
		}
		if old, ok := first[n]; ok && old != s {
			return true
		}
		first[n] = s
	}
	return false
}

// Roles are all that a column may be, in the order in which a form offers them.
func Roles() []string {
	var out []string
	for _, r := range []role{roleName, roleKind, roleProvider, roleProvKind, roleSector, roleArea, roleStreet, roleHouse, rolePostal, roleCity, rolePlace, roleAddress, rolePhone, roleMail, roleWebsite, roleLat, roleLon, roleShort,
		roleID, roleNotes, roleOffer, roleDescription, rolePhases, roleAgeFrom, roleAgeTo, roleAgeColumn, roleGroups, roleFields, roleCapacity, roleReached, roleFree, roleBarrier, roleLanguages, roleAccess, roleLegal, roleFrom,
		roleUntil, rolePeriod, roleFunder, roleProgramme, roleEnd1, roleEnd2, rolePartners, roleLevel, roleBasis, roleBody, roleMember, roleOwn, rolePerson, roleRunning, roleNone} {
		out = append(out, string(r))
	}
	return out
}

// options are what the texts of a role may mean.
func (l *catalogues) options() map[string][]Option {
	out := map[string][]Option{}
	for _, p := range l.phases {
		out[string(rolePhases)] = append(out[string(rolePhases)], Option{string(p.ID), p.Name})
	}
	for r, list := range map[role][]catalogueEntry{roleGroups: l.groups, roleFields: l.fields, roleKind: l.kinds} {
		for _, e := range list {
			out[string(r)] = append(out[string(r)], Option{string(e.id), e.name})
		}
	}
	words := func(r role, list ...string) {
		for _, w := range list {
			out[string(r)] = append(out[string(r)], Option{w, w})
		}
	}
	words(roleLevel, "0", "1", "2", "3", "4", unknownLevel)
	words(roleFree, "ja", "nein")
	words(roleBarrier, "ja", "nein")
	for _, x := range []struct {
		role  role
		words wordCode
	}{{roleAccess, accessWords}, {roleProvKind, providerKindWords}, {roleBasis, basisWords}} {
		for _, w := range x.words {
			words(x.role, w.word)
		}
	}
	return out
}

// Fits tells whether a file has what a mapping reads.
func (m *Mapping) Fits(t Tables) bool {
	_, err := m.first(t, &catalogues{}, 1)
	return err == nil
}
