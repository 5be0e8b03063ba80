package exchange

import (
	"maps"
	"slices"
	"strings"

	"miteinander/graph"
)

// readSettings reads the rows Schlüssel, Wert. A network without settings gets the defaults and the name that the caller has
// for the file.
func (p *planner) readSettings() {
	fields := graph.Fields(graph.KindSettings)
	rec := graph.DefaultSettings(p.opts.Name)
	d := &draft{kind: graph.KindSettings, id: graph.SettingsID, rec: rec, final: rec}
	if old, ok := p.head.Get(graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}); ok {
		d.old = old
		rec = graph.Clone(old).(*graph.Settings)
		d.rec, d.final = rec, rec
	} else if !p.fresh {
		return
	}
	if d.old != nil && len(p.tabs[graph.KindSettings]) == 0 {
		return
	}
	p.drafts[graph.KindSettings] = []*draft{d}
	p.byKey[graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}] = d
	for _, t := range p.tabs[graph.KindSettings] {
		keyAt, valueAt := 0, 1
		for i, h := range t.Header {
			if c, ok := t.sheet.columnNamed(h); ok && c.field == "value" {
				valueAt = i
			} else if ok {
				keyAt = i
			}
		}
		seen := map[string]int{}
		for _, r := range t.Rows {
			name := oneLine(plain(clean(r.cell(keyAt))))
			text := clean(r.cell(valueAt))
			if name == "" {
				continue
			}
			row := &draft{tab: t, row: r, kind: graph.KindSettings, id: graph.SettingsID}
			fail := func(column int, bad problem) {
				p.bad(row, column, bad)
				d.bad = true
			}
			if bad := checkName(name); bad.key != "" {
				fail(keyAt, bad)
				continue
			}
			c, known := findColumn(settingsRows, name)
			seenAs := c.field
			if !known {
				seenAs = "own " + name
			}
			if first := seen[seenAs]; first > 0 {
				fail(keyAt, wrong("same_key", first))
				continue
			}
			seen[seenAs] = r.Number
			if flag := r.Flags[valueAt]; flag != "" {
				fail(valueAt, wrong(flag))
				continue
			}
			if bad := checkName(strings.Map(noBreak, text)); bad.key == "errors.field.control_characters" || known && bad.key != "" {
				fail(valueAt, bad)
				continue
			}
			if !known {
				rec.Attributes = maps.Clone(rec.Attributes)
				if rec.Attributes == nil {
					rec.Attributes = map[string]string{}
				}
				if text = plain(text); text != "" {
					rec.Attributes[strings.TrimSpace(strings.TrimPrefix(name, ownPrefix))] = text
				} else {
					delete(rec.Attributes, name)
				}
				if len(rec.Attributes) == 0 {
					rec.Attributes = nil
				}
				continue
			}
			at := slices.IndexFunc(fields, func(f graph.Field) bool { return f.Name == c.field })
			if bad := setSetting(rec, fields[at], text, t.Numbers); bad.key != "" {
				fail(valueAt, bad)
			}
		}
	}
	if p.fresh && rec.Name == "" {
		rec.Name = p.opts.Name
	}
}

// noBreak takes line breaks for spaces, which is what a text of one line makes of them.
func noBreak(r rune) rune {
	if r == '\n' || r == '\t' {
		return ' '
	}
	return r
}

// setSetting reads one value; an empty cell leaves what has a default as it is.
func setSetting(rec *graph.Settings, f graph.Field, text string, spreadsheet bool) problem {
	var v any
	switch f.Type {
	case graph.TypeText:
		v = oneLine(plain(text))
		if f.Name == "template" && text != "" {
			name := fold(text)
			if !slices.Contains(graph.Templates(), name) {
				return wrong("unknown_code", strings.Join(graph.Templates(), ", "))
			}
			v = name
		}
		if text == "" && (f.Name == "name" || f.Name == "time_zone") {
			if f.Name == "name" {
				return wrong("required")
			}
			return problem{}
		}
	case graph.TypeDate:
		if text != "" {
			day, bad := parseDate(text, spreadsheet)
			if bad.key != "" {
				return bad
			}
			v = day
		} else {
			v = graph.Date{}
		}
	case graph.TypeLevel:
		if text == "" {
			return problem{}
		}
		l, ok := parseLevel(text)
		if !ok || f.Name == "together" && l < 1 || f.Name == "unlisted" && l > 0 {
			return wrong("setting_" + f.Name)
		}
		v = l
	case graph.TypeNumber:
		if text == "" {
			return problem{}
		}
		n, ok := parseNumber(text)
		if !ok || n < 0.001 || n > 1 {
			return wrong("setting_" + f.Name)
		}
		v = graph.NumberOf(n)
	case graph.TypeCode:
		code := ""
		if text = plain(text); text != "" {
			var ok bool
			if code, ok = codeOf(f.Codes, text); !ok {
				return wrongWord(text, f.Codes)
			}
		}
		v = code
	case graph.TypeTri:
		t, ok := triOf(text)
		if !ok {
			return wrong("tri")
		}
		v = t
	default:
		return problem{}
	}
	_ = f.Set(rec, v) // same type by construction
	return problem{}
}
