package exchange

import (
	"maps"
	"slices"
	"strings"

	"miteinander/graph"
)

// WriteOptions say what goes out.
type WriteOptions struct {
	Public bool // without everything that is not for others: Snapshot.Public, and no column that would be empty by that
}

// outTable is a sheet on its way out.
type outTable struct {
	sheet  *sheet
	name   string
	header []string
	rows   [][]outCell
	least  []float64 // widths of columns, where more than their content is wanted
	hidden []int     // columns that are there and not shown
}

// outCell is a text, a number or a day; the zero cell is empty.
type outCell struct {
	text   string
	parts  []string // of a list
	number float64
	day    graph.Date
	is     cellKind
}

type cellKind uint8

const (
	isEmpty cellKind = iota
	isText
	isList
	isNumber
	isDay
)

func textCell(s string) outCell {
	if s == "" {
		return outCell{}
	}
	return outCell{text: s, is: isText}
}

func listCell[T ~string](list []T) outCell {
	if len(list) == 0 {
		return outCell{}
	}
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = string(p)
	}
	return outCell{parts: parts, is: isList}
}

// tablesOf makes every sheet of a snapshot, rows in key order: same snapshot, same tables. A sheet without rows is there, too:
// that a catalogue is empty says something.
func tablesOf(s *graph.Snapshot, o WriteOptions) []outTable {
	if o.Public {
		s = s.Public()
	}
	var out []outTable
	for i := range sheets {
		sh := &sheets[i]
		switch {
		case sh.kind == 0 || o.Public && (sh.kind == graph.KindMeasure || sh.kind == graph.KindGoal || sh.kind == graph.KindFeedback):
		case sh.kind == graph.KindSettings:
			out = append(out, settingsTable(s, sh))
		default:
			out = append(out, tableOf(s, sh, o))
		}
	}
	return out
}

func tableOf(s *graph.Snapshot, sh *sheet, o WriteOptions) outTable {
	t := outTable{sheet: sh, name: sh.name}
	var cells []func(graph.Record) outCell
	add := func(header string, f func(graph.Record) outCell) {
		t.header = append(t.header, header)
		cells = append(cells, f)
	}
	for _, c := range sh.columns {
		switch c.field {
		case fieldID:
			add(c.header, func(r graph.Record) outCell { return textCell(string(r.Key().ID)) })
		case fieldItemsY, fieldItemsN:
			want := graph.TriOf(c.field == fieldItemsY)
			add(c.header, func(r graph.Record) outCell {
				var items []string
				for _, item := range slices.Sorted(maps.Keys(r.(*graph.Handover).Items)) {
					if r.(*graph.Handover).Items[item] == want {
						items = append(items, item)
					}
				}
				return listCell(items)
			})
		default:
			f, ok := graph.FieldOf(sh.kind, c.field)
			if !ok || o.Public && !f.Public {
				continue
			}
			if sh.kind == graph.KindInstitution && f.Name == "provider_kind" {
				add(c.header, func(r graph.Record) outCell {
					return textCell(codeText(f.Codes, s.ProviderKind(r.(*graph.Institution))))
				})
				continue
			}
			add(c.header, func(r graph.Record) outCell { return fieldCell(f, f.Get(r)) })
		}
	}
	for _, child := range childIDs(s, sh.kind) {
		_, f := countsField(sh.kind)
		add(childPrefix+" "+string(child), func(r graph.Record) outCell {
			if n, ok := f.Get(r).(map[graph.ID]int64)[child]; ok {
				return countCell(n)
			}
			return outCell{}
		})
	}
	if f, ok := graph.FieldOf(sh.kind, "attributes"); ok && !o.Public {
		names := map[string]bool{}
		for r := range s.All(sh.kind) {
			for name, v := range f.Get(r).(map[string]string) {
				if v != "" {
					names[name] = true
				}
			}
		}
		for _, name := range slices.Sorted(maps.Keys(names)) {
			add(ownHeader(sh, name), func(r graph.Record) outCell { return textCell(f.Get(r).(map[string]string)[name]) })
		}
	}
	if isEdge(sh.kind) && needsIDs(s, sh.kind) {
		add(columnID, func(r graph.Record) outCell {
			if r.Key().ID == naturalID(r) {
				return outCell{}
			}
			return textCell(string(r.Key().ID))
		})
	}
	t.rows = make([][]outCell, 0, s.Len(sh.kind))
	for r := range s.All(sh.kind) {
		row := make([]outCell, len(cells))
		for i, f := range cells {
			row[i] = f(r)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// childIDs are the columns "Kinder …" of a kind: phases in their order for areas, areas for types of transition.
func childIDs(s *graph.Snapshot, k graph.Kind) []graph.ID {
	var out []graph.ID
	switch k {
	case graph.KindArea:
		for _, p := range s.Phases() {
			out = append(out, p.ID)
		}
	case graph.KindTransition:
		for a := range s.All(graph.KindArea) {
			out = append(out, a.Key().ID)
		}
	}
	return out
}

// needsIDs tells whether an edge keeps an id that its key would not give again.
func needsIDs(s *graph.Snapshot, k graph.Kind) bool {
	for r := range s.All(k) {
		if r.Key().ID != naturalID(r) {
			return true
		}
	}
	return false
}

// ownHeader is the header of an own attribute; one that is called like a column says that it is its own.
func ownHeader(sh *sheet, name string) string {
	_, known := sh.columnNamed(name)
	f := fold(name)
	if known || strings.HasPrefix(name, ownPrefix) || childOf(name) != "" || isEdge(sh.kind) && (f == "kennung" || f == fieldID) {
		return ownPrefix + " " + name
	}
	return name
}

func codeText(list, code string) string {
	if code == "" {
		return ""
	}
	return wordOf(list, code)
}

func countCell(n int64) outCell {
	const exact = 1 << 53
	if n > exact {
		return textCell(formatInt(n))
	}
	return outCell{number: float64(n), is: isNumber}
}

// fieldCell is the value of a field in the workbook.
func fieldCell(f graph.Field, v any) outCell {
	if f.Empty(v) {
		return outCell{}
	}
	switch v := v.(type) {
	case string:
		if f.Type == graph.TypeCode {
			return textCell(codeText(f.Codes, v))
		}
		return textCell(v)
	case graph.ID:
		return textCell(string(v))
	case []string:
		if f.Type == graph.TypeCodes {
			words := make([]string, len(v))
			for i, c := range v {
				words[i] = codeText(f.Codes, c)
			}
			return listCell(words)
		}
		return listCell(v)
	case []graph.ID:
		return listCell(v)
	case graph.Tri:
		if v == graph.Yes {
			return textCell("ja")
		}
		return textCell("nein")
	case graph.Date:
		return outCell{day: v, is: isDay}
	case graph.Count:
		return countCell(v.N)
	case graph.Number:
		return outCell{number: v.V, is: isNumber}
	case graph.Level:
		switch v {
		case graph.LevelUnlisted:
			return outCell{}
		case graph.LevelUnknown:
			return textCell(unknownLevel)
		}
		return outCell{number: float64(v), is: isNumber}
	}
	return outCell{}
}

// settingsTable has one row for each setting, then the own attributes.
func settingsTable(s *graph.Snapshot, sh *sheet) outTable {
	t := outTable{sheet: sh, name: sh.name, header: []string{settingsKey, settingsVal}}
	r := s.Settings()
	for _, c := range settingsRows {
		f, ok := graph.FieldOf(graph.KindSettings, c.field)
		if !ok {
			continue
		}
		t.rows = append(t.rows, []outCell{textCell(c.header), fieldCell(f, f.Get(r))})
	}
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		header := name
		if _, known := findColumn(settingsRows, name); known || strings.HasPrefix(name, ownPrefix) {
			header = ownPrefix + " " + name
		}
		t.rows = append(t.rows, []outCell{textCell(header), textCell(r.Attributes[name])})
	}
	return t
}
