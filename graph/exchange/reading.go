package exchange

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"miteinander/graph"
)

// readings are what a mapping may ask for with "as": free text becomes entries of a catalogue or a clean value. What is not
// understood is left out and listed; it is never guessed.
var readings = map[string]func(lists *catalogues, text string, numbers bool) (values, rest []string){
	"phases":      readPhases,
	"classes":     readClasses,
	"phases_hint": readPhasesHint,
	"groups":      func(l *catalogues, text string, _ bool) ([]string, []string) { return readGroups(l, text) },
	"fields": func(l *catalogues, text string, _ bool) ([]string, []string) {
		if list := exactEntries(text, l.fields); len(list) > 0 {
			return list, nil
		}
		if list := meantMost(text, fieldConcepts, l.fields); len(list) > 0 {
			return idsOf(list), nil
		}
		if k := l.kindIn(text); k != nil && len(k.Fields) > 0 {
			return []string{string(k.Fields[0])}, nil
		}
		return nil, someText(text)
	},
	"kinds": func(l *catalogues, text string, _ bool) ([]string, []string) {
		if list := exactEntries(text, l.kinds); len(list) > 0 {
			return list, nil
		}
		if k := kindOfName(text); k != "" {
			return []string{k}, nil
		}
		return nil, someText(text)
	},
	"street":        part(func(a addressParts) string { return a.street }),
	"city":          part(func(a addressParts) string { return a.city }),
	"phone":         part(func(a addressParts) string { return a.phone }),
	"mail":          part(func(a addressParts) string { return a.mail }),
	"name":          func(_ *catalogues, text string, _ bool) ([]string, []string) { return someText(nameIn(text)), nil },
	"website":       readWebsite,
	"website_in":    part(func(a addressParts) string { return a.website }),
	"areas":         readAreas,
	"everywhere":    readEverywhere,
	"access":        readAccess,
	"basis":         readBasis,
	"provider_kind": readProviderKind,
	"postal_code":   readPostal,
	"date_from": func(_ *catalogues, text string, numbers bool) ([]string, []string) {
		return readDay(text, numbers, false)
	},
	"date_until": func(_ *catalogues, text string, numbers bool) ([]string, []string) {
		return readDay(text, numbers, true)
	},
	"count":     readCountText,
	"yes":       readYes,
	"free":      readFree,
	"level":     readLevelText,
	"languages": func(_ *catalogues, text string, _ bool) ([]string, []string) { return readLanguages(text), nil },
	"list":      func(_ *catalogues, text string, _ bool) ([]string, []string) { return listOf(text), nil },
}

// catalogues are the lists that free text is read against.
type catalogues struct {
	phases                []*graph.Phase
	groups, fields, kinds []catalogueEntry
	kindOf                map[string]*graph.InstitutionKind // by folded name
}

// kindIn is the catalogue's kind that a text names, nil for none.
func (l *catalogues) kindIn(text string) *graph.InstitutionKind {
	if k := kindOfName(text); k != "" {
		return l.kindOf[fold(k)]
	}
	return nil
}

// cataloguesOf are those of a network, or, for a new one, those of its template and of the sheets of the mapping.
func cataloguesOf(head *graph.Snapshot, m *Mapping) *catalogues {
	records := map[graph.Kind][]graph.Record{}
	want := []graph.Kind{graph.KindPhase, graph.KindGroup, graph.KindField, graph.KindInstitutionKind}
	for _, k := range want {
		for r := range head.All(k) {
			records[k] = append(records[k], r)
		}
	}
	if head.Len(graph.KindSettings) == 0 {
		list, _ := graph.Template(m.template(), "")
		for _, r := range list {
			records[r.Key().Kind] = append(records[r.Key().Kind], r)
		}
		for _, s := range m.Sheets {
			if sh := sheetNamed(s.Name); sh != nil && slices.Contains(want, sh.kind) {
				records[sh.kind] = fixedRecords(sh, s)
			}
		}
	}
	out := &catalogues{}
	for _, r := range records[graph.KindPhase] {
		out.phases = append(out.phases, r.(*graph.Phase))
	}
	slices.SortStableFunc(out.phases, func(a, b *graph.Phase) int { return cmp.Compare(a.Order.V, b.Order.V) })
	out.kindOf = map[string]*graph.InstitutionKind{}
	for _, r := range records[graph.KindInstitutionKind] {
		out.kindOf[fold(nameOf(r))] = r.(*graph.InstitutionKind)
	}
	entries := func(k graph.Kind) (list []catalogueEntry) {
		for _, r := range records[k] {
			list = append(list, catalogueEntry{r.Key().ID, nameOf(r), wordsOnly(nameOf(r))})
		}
		return list
	}
	out.groups, out.fields, out.kinds = entries(graph.KindGroup), entries(graph.KindField), entries(graph.KindInstitutionKind)
	return out
}

// template is the one that the mapping's settings name, "" for none.
func (m *Mapping) template() string {
	for _, s := range m.Sheets {
		if sh := sheetNamed(s.Name); sh == nil || sh.kind != graph.KindSettings {
			continue
		}
		for _, r := range s.Rows {
			if len(r) > 1 && fold(r[0]) == "vorlage" {
				return r[1]
			}
		}
	}
	return ""
}

// fixedRecords are the rows of a catalogue as far as reading needs them: id, name, ages.
func fixedRecords(sh *sheet, s FixedSheet) []graph.Record {
	var out []graph.Record
	for n, row := range s.Rows {
		text := map[string]string{} // by field
		for i, h := range s.Header {
			if c, ok := sh.columnNamed(h); ok && i < len(row) {
				text[c.field] = row[i]
			}
		}
		id := graph.ID(text[fieldID])
		if id == "" {
			id = Slug(text["name"])
		}
		r := graph.New(sh.kind, id)
		for _, f := range graph.Fields(sh.kind) {
			switch v, ok := text[f.Name], false; f.Type {
			case graph.TypeText:
				_ = f.Set(r, v) // same type by construction
			case graph.TypeNumber:
				var x float64
				if x, ok = parseNumber(v); ok {
					_ = f.Set(r, graph.NumberOf(x))
				}
			}
		}
		if p, ok := r.(*graph.Phase); ok && !p.Order.Known {
			p.Order = graph.NumberOf(float64(n))
		}
		out = append(out, r)
	}
	return out
}

// readPhases reads ages and names of phases.
func readPhases(l *catalogues, text string, _ bool) (values, rest []string) {
	r := readAges(text)
	for _, p := range phasesOf(r.spans, l.phases) {
		values = append(values, string(p.ID))
	}
	if len(values) > 0 {
		return values, r.rest
	}
	for part := range strings.FieldsFuncSeq(text, isListSign) {
		for _, p := range l.phases {
			if fold(part) == fold(p.Name) || fold(part) == string(p.ID) {
				values = append(values, string(p.ID))
			}
		}
	}
	if len(values) == 0 && len(r.rest) == 0 {
		return nil, someText(text)
	}
	if len(values) > 0 {
		return values, nil
	}
	return nil, r.rest
}

var bareClasses = regexp.MustCompile(`^[\d\s.,/–-]+$`)

// readClasses reads school years, also where the header alone says that the numbers are classes.
func readClasses(l *catalogues, text string, numbers bool) (values, rest []string) {
	if m := isoDay.FindStringSubmatch(text); m != nil {
		day, _ := strconv.Atoi(m[2])
		month, _ := strconv.Atoi(m[1])
		text = formatInt(int64(day)) + "-" + formatInt(int64(month))
	}
	if bareClasses.MatchString(text) {
		values, rest = readPhases(l, "Klasse "+text, numbers)
		if len(rest) > 0 {
			rest = someText(text)
		}
		return values, rest
	}
	return readPhases(l, text, numbers)
}

// readPhasesHint reads ages out of a name, or takes the phases that the catalogue gives the kind of institution it names.
func readPhasesHint(l *catalogues, text string, numbers bool) (values, rest []string) {
	if values, _ = readPhases(l, text, numbers); len(values) > 0 {
		return values, nil
	}
	if k := l.kindIn(text); k != nil {
		for _, p := range k.Phases {
			values = append(values, string(p))
		}
	}
	return values, nil
}

func isListSign(r rune) bool { return strings.ContainsRune(",;|\n/•·", r) }

func someText(s string) []string {
	if s = oneLine(strings.TrimSpace(s)); s == "" {
		return nil
	}
	return []string{s}
}

func idsOf(list []catalogueEntry) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = string(e.id)
	}
	return out
}

// exactEntries are the entries that a cell names one by one; none where a part of it is no entry.
func exactEntries(text string, entries []catalogueEntry) []string {
	var out []string
	find := func(part string) bool {
		f := fold(part)
		for _, e := range entries {
			if f == fold(e.name) || f == fold(string(e.id)) {
				if !contains(out, string(e.id)) {
					out = append(out, string(e.id))
				}
				return true
			}
		}
		return false
	}
	if find(text) {
		return out
	}
	for part := range strings.FieldsFuncSeq(text, isListSign) {
		if part = strings.TrimSpace(part); part != "" && !find(part) {
			return nil
		}
	}
	return out
}

var groupSplit = regexp.MustCompile(`\s*(?:[,;|\n/•·]|\bund\b|\bsowie\b|\boder\b|&)\s*`)

// readGroups reads for whom an offer is. Ages are no groups and are not missed; whoever is meant with everyone is no group.
func readGroups(l *catalogues, text string) (values, rest []string) {
	if list := exactEntries(text, l.groups); len(list) > 0 {
		return list, nil
	}
	for _, e := range meantBy(text, groupConcepts, l.groups) {
		values = append(values, string(e.id))
	}
	f := wordsOnly(text)
	if f == "" || slices.Contains(everyoneWords, f) {
		return values, nil
	}
	for _, p := range groupSplit.Split(text, -1) {
		w := wordsOnly(p)
		w = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(w, "fuer "), "insbesondere "))
		if w == "" || slices.Contains(everyoneWords, w) || len(meantBy(p, groupConcepts, l.groups)) > 0 {
			continue
		}
		if len(meantAny(p, groupConcepts)) > 0 && len(l.groups) == 0 {
			rest = append(rest, oneLine(p))
			continue
		}
		if r := readAges(p); len(r.spans) > 0 && len(r.rest) == 0 {
			continue
		}
		if onlyFiller(ageFold(p)) {
			continue
		}
		rest = append(rest, oneLine(strings.TrimSpace(p)))
	}
	return values, rest
}

// meantAny are the concepts of which a text has a word.
func meantAny(text string, list []concept) (out []concept) {
	f := wordsOnly(text)
	for _, c := range list {
		if slices.ContainsFunc(c.words, func(w string) bool { return hasWord(f, w) }) {
			out = append(out, c)
		}
	}
	return out
}

// part reads one part of an address.
func part(get func(addressParts) string) func(*catalogues, string, bool) ([]string, []string) {
	return func(_ *catalogues, text string, _ bool) ([]string, []string) {
		return someText(get(readAddress(text))), nil
	}
}

// nameIn is what stands before the address in a cell, or the whole where there is none. A number at the end of a name makes no
// address of it: "Jugendzentrum Gleis 3".
func nameIn(text string) string {
	a := readAddress(text)
	if a.postal+a.phone+a.mail+a.website == "" && (a.street == "" || !strings.ContainsAny(text, ",;\n") || !streetPattern.MatchString(a.street)) {
		return text
	}
	if a.name != "" {
		return a.name
	}
	if name, _, _ := strings.Cut(a.rest, ", "); name != "" {
		return name
	}
	return text
}

func readWebsite(_ *catalogues, text string, _ bool) (values, rest []string) {
	if text == "" {
		return nil, nil
	}
	if s, ok := cleanWebsite(text); ok {
		return []string{s}, nil
	}
	if mailInside.MatchString(text) || strings.Trim(text, "-–./ ") == "" {
		return nil, nil
	}
	return nil, someText(text)
}

func readPostal(_ *catalogues, text string, numbers bool) (values, rest []string) {
	if text == "" {
		return nil, nil
	}
	if s, ok := cleanPostal(text, numbers); ok {
		return []string{s}, nil
	}
	return nil, someText(text)
}

var (
	yearOnly   = regexp.MustCompile(`\b(19[5-9]\d|20\d\d)\b`)
	schoolYear = regexp.MustCompile(`\b(20\d\d)\s*/\s*(?:20)?(\d\d)\b`)
	monthYear  = regexp.MustCompile(`(?i)\b(januar|jan|februar|feb|märz|mär|maerz|april|apr|mai|juni|jun|juli|jul|august|aug|september|sept|sep|oktober|okt|november|nov|dezember|dez)\.?\s+(\d{4})\b`)
	monthSlash = regexp.MustCompile(`^(?:ab |seit |bis )?(\d{1,2})[/.](\d{4})$`)
	dayInside  = regexp.MustCompile(`\b\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})\b`)
	dayWords   = regexp.MustCompile(`(?i)\b(\d{1,2})\.\s*(januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)\s+(\d{4})\b`)
	monthNames = []string{"jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"}
	openEnd    = foldAll("laufend", "unbefristet", "dauerhaft", "fortlaufend", "offen", "unbegrenzt", "auf Dauer", "ohne Ende", "bis auf Weiteres", "entfristet", "-", "–", "k. A.", "keine Angabe", "keine", "?", "Regelangebot", "Daueraufgabe", "unbestimmt", "ganzjährig")
)

func monthOf(name string) int {
	name = strings.Replace(strings.ToLower(name), "maerz", "mär", 1)
	for i, m := range monthNames {
		if strings.HasPrefix(name, m) {
			return i + 1
		}
	}
	return 0
}

// readDay reads a day as people write it, also a month or a year alone: its first day as a beginning, its last as an end. Of
// several days in a cell ("01.01.2024 – 31.12.2025") the first is the beginning and the last the end.
func readDay(text string, numbers, end bool) (values, rest []string) {
	text = strings.TrimSpace(text)
	if f := strings.Trim(fold(text), " "); f == "" || slices.Contains(openEnd, f) || text == "-" || text == "–" {
		return nil, nil
	}
	if d, bad := parseDate(text, numbers); bad.key == "" && len(dayInside.FindAllString(text, 2)) < 2 {
		return []string{d.String()}, nil
	}
	if days := dayInside.FindAllString(text, -1); len(days) > 0 {
		pick := days[0]
		if end {
			if len(days) == 1 && !strings.Contains(fold(text), "bis") && !endsWith(text, pick) {
				return nil, nil
			}
			pick = days[len(days)-1]
		}
		if !end && len(days) == 1 && strings.HasPrefix(fold(text), "bis") {
			return nil, nil
		}
		if end && len(days) == 1 && (strings.HasPrefix(fold(text), "ab") || strings.HasPrefix(fold(text), "seit")) {
			return nil, nil
		}
		if d, bad := parseDate(strings.ReplaceAll(pick, " ", ""), numbers); bad.key == "" {
			return []string{d.String()}, nil
		}
	}
	whole := func(year, month int) ([]string, []string) {
		d := graph.Date{Year: int16(year), Month: int8(max(month, 1)), Day: 1}
		if end {
			if month == 0 {
				d.Month = 12
			}
			for d.Day = 31; !d.Valid(); d.Day-- {
			}
		}
		return []string{d.String()}, nil
	}
	only := strings.HasPrefix(fold(text), "bis") && !end || end && (strings.HasPrefix(fold(text), "seit") || strings.HasPrefix(fold(text), "ab "))
	if only {
		return nil, nil
	}
	pick := func(list [][]string) []string {
		if end {
			return list[len(list)-1]
		}
		return list[0]
	}
	if m := dayWords.FindAllStringSubmatch(text, -1); m != nil {
		x := pick(m)
		day, _ := strconv.Atoi(x[1])
		year, _ := strconv.Atoi(x[3])
		if d := (graph.Date{Year: int16(year), Month: int8(monthOf(x[2])), Day: int8(day)}); d.Valid() {
			return []string{d.String()}, nil
		}
	}
	if m := schoolYear.FindAllStringSubmatch(text, -1); m != nil {
		y, _ := strconv.Atoi(pick(m)[1])
		if end {
			return whole(y+1, 7)
		}
		return whole(y, 8)
	}
	if m := monthYear.FindAllStringSubmatch(text, -1); m != nil {
		y, _ := strconv.Atoi(pick(m)[2])
		return whole(y, monthOf(pick(m)[1]))
	}
	if m := monthSlash.FindStringSubmatch(text); m != nil {
		month, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		if month >= 1 && month <= 12 {
			return whole(y, month)
		}
	}
	if m := yearOnly.FindAllStringSubmatch(text, -1); m != nil && len(text) < 30 {
		y, _ := strconv.Atoi(pick(m)[1])
		if end && len(m) == 1 && strings.TrimSpace(strings.Replace(text, m[0][0], "", 1)) != "" && !strings.Contains(fold(text), "bis") {
			return nil, nil
		}
		return whole(y, 0)
	}
	return nil, someText(text)
}

func endsWith(text, tail string) bool { return strings.HasSuffix(strings.TrimRight(text, " )."), tail) }
