package exchange

import (
	"math"
	"strconv"
	"strings"

	"miteinander/graph"
)

// problem is what is wrong with a cell: a key of graph/words, its arguments from {1} on, and the value that {0} is, where that
// is not the whole cell; the zero problem is none.
type problem struct {
	key   string
	args  []any
	value string
}

func wrong(key string, args ...any) problem { return problem{"exchange.error." + key, args, ""} }

// of says which part of a cell is meant.
func (p problem) of(value string) problem {
	p.value = shorten(value)
	return p
}

// parseDate reads TT.MM.JJJJ, TT.MM.JJ and ISO days, also with a time behind them.
func parseDate(s string, spreadsheet bool) (graph.Date, problem) {
	day := s
	if len(day) > 10 && (day[10] == 'T' || day[10] == ' ') {
		day = day[:10]
	}
	if len(day) == 10 && day[4] == '-' {
		if d, err := graph.ParseDate(day); err == nil && d.Valid() {
			return d, problem{}
		}
	}
	if parts := strings.Split(day, "."); len(parts) == 3 {
		var n [3]int
		ok := true
		for i, p := range parts {
			p = strings.TrimSpace(p)
			v, err := strconv.Atoi(p)
			ok = ok && err == nil && v > 0 && len(p) <= 4 && p[0] != '+'
			n[i] = v
		}
		if ok && len(strings.TrimSpace(parts[2])) == 2 {
			if n[2] += 1900; n[2] < 1970 {
				n[2] += 100
			}
		}
		if ok && n[0] <= 31 && n[1] <= 12 {
			if d := (graph.Date{Year: int16(n[2]), Month: int8(n[1]), Day: int8(n[0])}); n[2] <= 9999 && d.Valid() {
				return d, problem{}
			}
		}
	}
	if spreadsheet { // a day without a date format is its serial number
		if n, err := strconv.Atoi(s); err == nil && n > 10_000 && n < 100_000 {
			return serialDate(float64(n), false), problem{}
		}
	}
	return graph.Date{}, wrong("date")
}

// parseNumber reads decimal comma or point, thousands grouped by the other one or by spaces, and per cent.
func parseNumber(s string) (float64, bool) {
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '\'', '’':
			return -1
		case '−':
			return '-'
		}
		return r
	}, s)
	s, percent := strings.CutSuffix(s, "%")
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case comma >= 0 && point >= 0 && comma > point:
		s = strings.ReplaceAll(s[:comma], ".", "") + "." + s[comma+1:]
	case comma >= 0 && point >= 0:
		s = strings.ReplaceAll(s, ",", "")
	case comma >= 0:
		s = s[:comma] + "." + s[comma+1:]
	}
	if strings.Trim(s, "+-.0123456789eE") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, false
	}
	if percent {
		v /= 100
	}
	return v, true
}

// parseCount reads a whole number ≥ 0; a number cannot be a part of one, so "1.234" is one thousand and more.
func parseCount(s string) (int64, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, n >= 0
	}
	if groups := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ',' }); len(groups) > 1 && len(groups[0]) <= 3 && len(groups[0]) > 0 {
		grouped := strings.Count(s, ".")+strings.Count(s, ",") == len(groups)-1
		for _, g := range groups[1:] {
			grouped = grouped && len(g) == 3
		}
		if grouped {
			s = strings.Join(groups, "")
		}
	}
	v, ok := parseNumber(s)
	if !ok || v < 0 || v != math.Trunc(v) || v > 1e15 {
		return 0, false
	}
	return int64(v), true
}

// parseLevel reads 0 to 4 and the words for unknown.
func parseLevel(s string) (graph.Level, bool) {
	switch fold(s) {
	case unknownLevel, "?", "ungeklaert", "unknown", "nicht bekannt":
		return graph.LevelUnknown, true
	}
	v, ok := parseNumber(s)
	if !ok || v != math.Trunc(v) || v < 0 || v > float64(graph.LevelMax) {
		return graph.LevelUnknown, false
	}
	return graph.Level(v), true
}

// splitList splits a cell with several values; empty parts are dropped.
func splitList(s string) []string {
	if s == "" {
		return nil
	}
	var out []string
	for _, p := range strings.Split(s, separatorIn) {
		if p = plain(clean(p)); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// checkPostalCode wants five digits.
func checkPostalCode(s string) problem {
	if len(s) != 5 || strings.Trim(s, "0123456789") != "" {
		return wrong("postal_code")
	}
	return problem{}
}

// checkWebsite wants an address that a browser may open: a host with a dot, http or https or nothing before it.
func checkWebsite(s string) problem {
	rest := s
	if scheme, after, ok := strings.Cut(s, "://"); ok {
		if fold(scheme) != "http" && fold(scheme) != "https" {
			return wrong("website")
		}
		rest = after
	}
	host, _, _ := strings.Cut(strings.NewReplacer("?", "/", "#", "/").Replace(rest), "/")
	name, port, hasPort := strings.Cut(host, ":")
	if strings.ContainsAny(s, " \t\n<>\"") || strings.Contains(host, "@") || strings.Trim(name, ".") == "" || !strings.Contains(strings.Trim(name, "."), ".") ||
		hasPort && (port == "" || strings.Trim(port, "0123456789") != "") {
		return wrong("website")
	}
	return problem{}
}
