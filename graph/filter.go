package graph

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Filter describes a Selection: within a field any value matches, between fields all must; an empty field asks nothing.
type Filter struct {
	Date                                                         Date // never zero: the edge resolves --date, the network's Stand, today
	Areas, Phases, Fields, Groups, Kinds, Sectors, ProviderKinds []ID // sorted
	MinLevel                                                     Level
	WithoutCoordination                                          bool
}

// lists names the id lists of a Filter in the order of Key.
func (f *Filter) lists() []struct {
	name string
	ids  *[]ID
} {
	return []struct {
		name string
		ids  *[]ID
	}{
		{"areas", &f.Areas}, {"phases", &f.Phases}, {"fields", &f.Fields}, {"groups", &f.Groups},
		{"kinds", &f.Kinds}, {"sectors", &f.Sectors}, {"provider_kinds", &f.ProviderKinds},
	}
}

// Normal is f with sorted lists without doubles: the form that Key and Select use.
func (f Filter) Normal() Filter {
	for _, l := range f.lists() {
		if len(*l.ids) == 0 {
			*l.ids = nil
			continue
		}
		c := slices.Clone(*l.ids)
		slices.Sort(c)
		*l.ids = slices.Compact(c)
	}
	return f
}

// Key is the canonical text of a filter, version 1: the query string of a page, the name in a saved view, part of a memo key.
func (f Filter) Key() string {
	f = f.Normal()
	v := []string{"v=1", "date=" + f.Date.String()}
	for _, l := range f.lists() {
		if len(*l.ids) > 0 {
			parts := make([]string, len(*l.ids))
			for i, id := range *l.ids {
				parts[i] = url.QueryEscape(string(id))
			}
			v = append(v, l.name+"="+strings.Join(parts, ","))
		}
	}
	if f.MinLevel > 0 {
		v = append(v, "min_level="+strconv.Itoa(int(f.MinLevel)))
	}
	if f.WithoutCoordination {
		v = append(v, "without_coordination=1")
	}
	return strings.Join(v, "&")
}

// ParseFilter reads what Key writes, and the same parameters in any order from a query string; other parameters are left
// alone. Ids may be given as one comma-separated value or by repetition.
func ParseFilter(query string) (Filter, error) {
	var f Filter
	for part := range strings.SplitSeq(query, "&") {
		name, raw, _ := strings.Cut(part, "=")
		for _, l := range f.lists() {
			if l.name != name {
				continue
			}
			for id := range strings.SplitSeq(raw, ",") {
				text, err := url.QueryUnescape(id)
				if err != nil {
					return Filter{}, Errorf(Invalid, "errors.filter", name, raw)
				}
				if text != "" {
					*l.ids = append(*l.ids, ID(text))
				}
			}
		}
		switch name {
		case "date":
			if raw == "" {
				continue
			}
			d, err := ParseDate(raw)
			if err != nil {
				return Filter{}, Errorf(Invalid, "errors.filter", name, raw)
			}
			f.Date = d
		case "min_level":
			n, err := strconv.Atoi(raw)
			if err != nil || n < 0 || n > int(LevelMax) {
				return Filter{}, Errorf(Invalid, "errors.filter", name, raw)
			}
			f.MinLevel = Level(n)
		case "without_coordination":
			if raw != "1" && raw != "true" && raw != "0" && raw != "false" && raw != "" {
				return Filter{}, Errorf(Invalid, "errors.filter", name, raw)
			}
			f.WithoutCoordination = raw == "1" || raw == "true"
		}
	}
	return f.Normal(), nil
}

// CutsCells tells whether areas, phases, fields or target groups are chosen.
func (f Filter) CutsCells() bool {
	return len(f.Areas)+len(f.Phases)+len(f.Fields)+len(f.Groups) > 0
}
