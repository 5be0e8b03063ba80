package exchange

import (
	"slices"
	"strings"
)

// sample are texts of a column.
type sample struct {
	header string
	texts  []string // of up to 400 rows, not empty
	filled int
}

func samplesOf(t *Table) []sample {
	out := make([]sample, len(t.Header))
	for i, h := range t.Header {
		out[i].header = h
		for _, r := range t.Rows {
			if v := r.cell(i); v != "" {
				out[i].filled++
				if len(out[i].texts) < 400 {
					out[i].texts = append(out[i].texts, v)
				}
			}
		}
	}
	return out
}

// share is which part of the texts holds to a test.
func (s sample) share(test func(string) bool) float64 {
	if len(s.texts) == 0 {
		return 0
	}
	n := 0
	for _, t := range s.texts {
		if test(t) {
			n++
		}
	}
	return float64(n) / float64(len(s.texts))
}

func (s sample) distinct() float64 {
	seen := map[string]bool{}
	for _, t := range s.texts {
		seen[t] = true
	}
	return float64(len(seen)) / max(float64(len(s.texts)), 1)
}

// contentRoles are what the texts of a column look like, whatever it is called, the most telling first.
var contentRoles = []struct {
	role  role
	least float64
	test  func(string) bool
}{
	{roleMail, 0.6, func(s string) bool { return mailInside.MatchString(s) && len(s) < 60 }},
	{roleWebsite, 0.6, func(s string) bool { return webInside.MatchString(s) && len(s) < 120 }},
	{rolePostal, 0.7, func(s string) bool { _, ok := cleanPostal(s, false); return ok && len(s) <= 8 }},
	{rolePhone, 0.6, func(s string) bool { return phonePattern.MatchString(s) }},
	{rolePlace, 0.7, func(s string) bool {
		a := readAddress(s)
		return a.postal != "" && a.city != "" && a.street == "" && a.rest == ""
	}},
	{roleAddress, 0.6, func(s string) bool {
		a := readAddress(s)
		return a.postal != "" && a.street != "" || a.street != "" && a.phone != ""
	}},
	{roleStreet, 0.6, func(s string) bool { return streetPattern.MatchString(s) || houseAtEnd.MatchString(s) && len(s) < 50 }},
	{rolePhases, 0.7, func(s string) bool {
		r := readAges(s)
		return len(r.spans) > 0 && len(r.rest) == 0 && !onlyDigits(s) && isoDay.FindString(s) == ""
	}},
	{rolePerson, 0.6, looksLikePerson},
	{roleFrom, 0.8, func(s string) bool { _, bad := parseDate(s, false); return bad.key == "" }},
}

func onlyDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// columns guesses the role of each column of a list and what the list is about, and says why.
func (g *guesser) columns(l *ListChoice, t *Table) []Reason {
	all := samplesOf(t)
	own := all[:len(all)-2] // without heading and sheet
	roles := make([]role, len(own))
	taken := map[role]int{}
	// The surest first: each role is given once; a column that loses it takes its next.
	type bid struct {
		column int
		guessedRole
	}
	var bids []bid
	for i, s := range own {
		list := g.refine(s, own)
		for _, r := range list {
			bids = append(bids, bid{i, r})
		}
	}
	slices.SortStableFunc(bids, func(a, b bid) int {
		switch {
		case a.share > b.share:
			return -1
		case a.share < b.share:
			return 1
		}
		return a.column - b.column
	})
	for _, b := range bids {
		if roles[b.column] != "" || b.share < 0.3 {
			continue
		}
		if _, twice := taken[b.role]; twice && !mayRepeat(b.role) {
			continue
		}
		roles[b.column] = b.role
		taken[b.role] = b.column
	}
	g.settle(own, roles, taken)
	for i := range own {
		if roles[i] == "" {
			roles[i] = roleOwn
			if own[i].filled == 0 {
				roles[i] = roleNone
			}
		}
		l.Columns = append(l.Columns, ColumnChoice{Header: own[i].header, Role: string(roles[i])})
	}
	l.About = about(taken)
	if l.Fixed == nil {
		l.Fixed = map[string]string{}
	}
	if i, ok := taken[roleName]; ok && l.About == aboutInstitutions && slices.ContainsFunc(roles, func(r role) bool {
		return r == rolePhases || r == roleAgeFrom || r == roleAgeColumn || r == roleCapacity
	}) {
		texts := slices.Clone(own[i].texts)
		if k, ok := taken[roleKind]; ok {
			texts = own[k].texts
		}
		l.Fixed[string(roleOffer)] = impliedOffer(texts)
	}
	headings := all[len(all)-2]
	if _, has := taken[roleArea]; !has && headings.filled > 0 && t.Headings && headings.share(areaLike) > 0.5 {
		l.Columns = append(l.Columns, ColumnChoice{Header: headingColumn, Role: string(roleArea)})
	} else if headings.filled > 0 && t.Headings {
		l.Columns = append(l.Columns, ColumnChoice{Header: headingColumn, Role: string(roleOwn)})
	}
	var why []Reason
	if l.About != "" {
		why = append(why, Reason{"exchange.guess.about." + l.About, nil})
	}
	if l.Header > 1 {
		why = append(why, Reason{"exchange.guess.header_row", []any{l.Header}})
	}
	if l.Header == 0 {
		why = append(why, Reason{"exchange.guess.no_header", nil})
	}
	return why
}

func mayRepeat(r role) bool {
	switch r {
	case rolePerson, roleNone, roleOwn, roleAgeColumn, rolePhone, roleMail, roleRunning, roleNotes:
		return true
	}
	return false
}

// areaLike tells a heading that names a part of a town.
func areaLike(s string) bool {
	f := wordsOnly(s)
	for _, w := range []string{"stadtteil", "ortsteil", "sozialraum", "planungsraum", "quartier", "bezirk", "stadtbezirk", "gemeinde", "region", "ort", "stadt"} {
		if strings.HasPrefix(f, w+" ") {
			return true
		}
	}
	if kindOfName(s) != "" || len(f) > 40 || len(strings.Fields(f)) > 3 {
		return false
	}
	for _, w := range strings.Fields(f) {
		if slices.Contains([]string{"nord", "sued", "ost", "west", "mitte", "zentrum", "altstadt", "neustadt", "innenstadt", "nordstadt", "suedstadt", "oststadt", "weststadt"}, w) ||
			strings.HasSuffix(w, "dorf") || strings.HasSuffix(w, "hausen") || strings.HasSuffix(w, "stadt") || strings.HasSuffix(w, "burg") || strings.HasSuffix(w, "viertel") || strings.HasSuffix(w, "feld") || strings.HasSuffix(w, "berg") {
			return true
		}
	}
	return false
}

// refine weighs what a header says with what stands below it.
func (g *guesser) refine(s sample, all []sample) []guessedRole {
	list := rolesOf(s.header)
	seen := map[role]float64{}
	for _, c := range contentRoles {
		if v := s.share(c.test); v >= c.least {
			seen[c.role] = v
		}
	}
	var out []guessedRole
	add := func(r role, v float64) { out = append(out, guessedRole{r, v}) }
	for _, x := range list {
		r, v := x.role, x.share
		switch r {
		case roleCity, roleStreet, roleAddress:
			switch {
			case seen[rolePlace] > 0:
				r = rolePlace
			case seen[roleMail] > 0:
				r = roleMail
			case seen[roleAddress] > 0:
				r = roleAddress
			case seen[rolePhone] > 0:
				r = rolePhone
			case seen[rolePerson] > 0:
				r = rolePerson
			case r == roleAddress && seen[roleStreet] > 0:
				r = roleStreet
			}
		case roleName, roleOffer:
			if seen[rolePerson] > 0.6 {
				r = rolePerson
			}
			if s.share(onlyDigits) > 0.6 {
				v *= 0.3
			}
		case roleFrom, roleUntil:
			numbers := s.share(func(t string) bool { n, ok := parseNumber(t); return ok && n <= 27 })
			days := s.share(func(t string) bool {
				v, rest := readDay(t, true, r == roleUntil)
				return len(v) > 0 && len(rest) == 0 || len(rest) == 0
			})
			switch {
			case numbers > 0.7 && r == roleFrom:
				r = roleAgeFrom
			case numbers > 0.7:
				r = roleAgeTo
			case days < 0.5:
				v *= 0.3 // Von and Nach
			default:
				v += 0.05 // days: no end of a cooperation
			}
		case roleEnd1, roleEnd2:
			if s.share(func(t string) bool { return onlyDigits(t) || isDayText(t) }) > 0.5 {
				v *= 0.2
			}
		case rolePhases:
			if seen[rolePhases] == 0 && s.share(func(t string) bool { return len(readAges(t).spans) > 0 || onlyDigits(t) }) < 0.3 && len(s.texts) > 0 {
				v *= 0.4
			}
		case roleAgeColumn:
			if s.share(func(t string) bool {
				return onlyDigits(t) || slices.Contains([]string{"x", "ja", "nein", "-", "✓", "j", "n"}, fold(t)) || t == "-" || t == "–"
			}) < 0.7 {
				v = 0
			}
		case roleRunning:
			if s.share(onlyDigits) < 0.6 && len(s.texts) > 0 {
				v *= 0.4
			}
		case roleID:
			if s.distinct() < 0.95 {
				v *= 0.4
			}
		case rolePhone, roleMail, roleWebsite, rolePostal:
			if len(seen) > 0 && seen[r] == 0 && len(s.texts) > 3 {
				v *= 0.7
			}
		case roleKind:
			if s.share(func(t string) bool { return kindOfName(t) != "" }) < 0.3 && s.distinct() > 0.8 && len(s.texts) > 5 {
				v *= 0.6
			}
		case roleFields:
			if headFold(s.header) == "bereich" {
				v *= 0.9
			}
		}
		if v > 0 {
			add(r, v)
		}
	}
	if len(out) == 0 || out[0].share < 0.5 {
		for _, c := range contentRoles {
			if v := seen[c.role]; v > 0 {
				add(c.role, 0.55*v)
				break
			}
		}
	}
	return out
}

func isDayText(t string) bool { _, bad := parseDate(t, false); return bad.key == "" }

// settle decides what only all columns together tell.
func (g *guesser) settle(own []sample, roles []role, taken map[role]int) {
	has := func(r role) bool { _, ok := taken[r]; return ok }
	change := func(from, to role) {
		i := taken[from]
		delete(taken, from)
		roles[i] = to
		taken[to] = i
	}
	second := func(r role) int { // a column without a role whose header says r
		for i := range own {
			if roles[i] != "" && roles[i] != roleOwn {
				continue
			}
			for _, x := range rolesOf(own[i].header) {
				if x.role == r && x.share >= 0.5 {
					return i
				}
			}
		}
		return -1
	}
	if !has(roleOffer) && has(roleName) && (has(rolePhases) || has(roleGroups) || has(roleDescription) || has(roleFields)) {
		// "Name" beside "Anbieter" is the offer.
		if i := second(roleName); i >= 0 {
			a := taken[roleName]
			if headFold(own[a].header) == "name" {
				roles[a], roles[i] = roleOffer, roleName
				taken[roleOffer], taken[roleName] = a, i
			} else if headFold(own[i].header) == "name" {
				roles[i] = roleOffer
				taken[roleOffer] = i
			}
		} else if has(roleProvider) && headFold(own[taken[roleName]].header) == "name" && own[taken[roleName]].share(func(t string) bool { return kindOfName(t) != "" }) < 0.3 && !has(roleStreet) && !has(roleAddress) {
			change(roleName, roleOffer)
		}
	}
	if !has(roleName) && has(roleOffer) && !has(roleProvider) && (own[taken[roleOffer]].share(func(t string) bool { return kindOfName(t) != "" }) > 0.5 && (has(roleStreet) || has(roleAddress) || has(rolePlace) || has(rolePostal))) {
		change(roleOffer, roleName) // "Bezeichnung" of a list of institutions
	}
	if !has(roleName) && has(rolePartners) && !has(roleOffer) && !has(roleEnd1) {
		change(rolePartners, roleName)
	}
	if !has(roleName) && !has(roleOffer) && !has(roleEnd1) && !has(roleBody) {
		best, most := -1, 0.5
		for i, s := range own {
			if roles[i] != "" && roles[i] != roleKind && roles[i] != roleProvider {
				continue
			}
			letters := s.share(func(t string) bool { return len(t) > 3 && len(t) < 120 && !onlyDigits(t) && !isDayText(t) })
			v := letters * s.distinct() * float64(s.filled) / float64(max(maxFilled(own), 1))
			if k := s.share(func(t string) bool { return kindOfName(t) != "" }); k > 0.4 {
				v += 0.5
			}
			if v > most {
				best, most = i, v
			}
		}
		if best >= 0 {
			if roles[best] != "" {
				delete(taken, roles[best])
			}
			roles[best] = roleName
			taken[roleName] = best
		}
	}
	if i := taken[rolePostal] + 1; has(rolePostal) && !has(roleCity) && i < len(own) && roles[i] == "" && own[i].share(onlyLetters) > 0.8 {
		roles[i] = roleCity
		taken[roleCity] = i
	}
	if has(roleEnd1) != has(roleEnd2) {
		if has(roleEnd1) {
			change(roleEnd1, roleName)
		} else {
			roles[taken[roleEnd2]] = ""
			delete(taken, roleEnd2)
		}
	}
	for i, r := range roles {
		if r == rolePhases && has(roleOffer) && !has(roleName) && !has(roleProvider) && i == taken[roleOffer] {
			roles[i] = roleOffer
		}
		if r == roleMail && own[i].share(personalMail) > 0 {
			roles[i] = roleNone
		}
	}
}

func maxFilled(own []sample) (n int) {
	for _, s := range own {
		n = max(n, s.filled)
	}
	return n
}

// about tells what a list is about by the roles that it has.
func about(has map[role]int) string {
	is := func(r role) bool { _, ok := has[r]; return ok }
	switch {
	case is(roleEnd1) && is(roleEnd2):
		return aboutCooperations
	case is(roleBody) && (is(roleMember) || is(roleName)):
		return aboutMemberships
	case is(roleOffer):
		return aboutOffers
	case is(roleName) && is(rolePartners) && !is(roleStreet) && !is(roleAddress) && !is(rolePostal):
		return aboutCooperations
	case is(roleName):
		return aboutInstitutions
	}
	return ""
}
