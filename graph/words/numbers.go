package words

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"miteinander/graph"
)

// dash stands for what is unknown or undefined.
const dash = "–"

// nbsp keeps a number and its sign on one line, as CLDR does for German percents.
const nbsp = "\u00a0"

// Integer writes 1.200 · 1,200.
func Integer(lang string, n int64) string { return number(lang, n, "integer") }

// Number writes x with at most one decimal: 1.234,5 · 1,234.5.
func Number(lang string, x float64) string { return number(lang, x, "short") }

// Percent writes the share x (0.375) as 37,5 % · 37.5%; NaN is "–".
func Percent(lang string, x float64) string { return number(lang, x, "percent") }

// PercentRange writes a share between two bounds: "45 bis 71 %"; once where both are written alike.
func PercentRange(lang string, lower, upper float64) string {
	l, u := Percent(lang, lower), Percent(lang, upper)
	if l == u {
		return l
	}
	return Text(lang, "words.range", strings.TrimRight(strings.TrimSuffix(l, "%"), nbsp), u)
}

// NumberRange writes "3 bis 5", once where both are written alike.
func NumberRange(lang string, lower, upper float64) string {
	l, u := Number(lang, lower), Number(lang, upper)
	if l == u {
		return l
	}
	return Text(lang, "words.range", l, u)
}

// Share writes "600 von 1.200 (50 %)", or "–" where the denominator is 0.
func Share(lang string, numerator, denominator float64) string {
	if denominator == 0 {
		return dash
	}
	return Text(lang, "words.share", Number(lang, numerator), Number(lang, denominator), Percent(lang, numerator/denominator))
}

// Date writes 30.06.2025 · 30 June 2025; the zero Date is "–".
func Date(lang string, d graph.Date) string { return date(lang, d) }

// List joins with commas and "und" · "and".
func List(lang string, items []string) string { return join(lang, items, "words.list_and") }

// Alternatives joins with commas and "oder" · "or".
func Alternatives(lang string, items []string) string { return join(lang, items, "words.list_or") }

func join(lang string, items []string, key string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return Text(lang, key, strings.Join(items[:last], ", "), items[last])
}

// toFloat reads every number and the graph's own; false for what is unknown or no number.
func toFloat(v any) (float64, bool) {
	switch x := v.(type) {
	case nil:
		return 0, false
	case graph.Count:
		return float64(x.N), x.Known
	case graph.Number:
		return x.V, x.Known
	case graph.Level:
		return float64(x), x.Known()
	}
	r := reflect.ValueOf(v)
	switch {
	case r.CanInt():
		return float64(r.Int()), true
	case r.CanUint():
		return float64(r.Uint()), true
	case r.CanFloat():
		return r.Float(), !math.IsNaN(r.Float()) && !math.IsInf(r.Float(), 0)
	}
	return 0, false
}

// number writes v by a style of the package comment; what is no number stays as it is.
func number(lang string, v any, style string) string {
	x, ok := toFloat(v)
	if !ok {
		switch v.(type) {
		case string, Texter:
			return plain(lang, v)
		}
		return dash
	}
	decimals := 3
	switch style {
	case "integer":
		decimals = 0
	case "short":
		decimals = 1
	case "percent":
		x, decimals = x*100, 1
	}
	s := grouped(lang, x, decimals)
	if style == "percent" {
		if lang == German {
			s += nbsp
		}
		s += "%"
	}
	return s
}

// grouped rounds half away from zero, as Intl.NumberFormat does, and drops trailing zeros.
func grouped(lang string, x float64, decimals int) string {
	group, point := ".", ","
	if lang == English {
		group, point = ",", "."
	}
	pow := math.Pow10(decimals)
	// The shortest decimal of x·10^d decides, so that 0.285 · 100 counts as 28.5 although its double lies below.
	scaled, _ := strconv.ParseFloat(strconv.FormatFloat(x*pow, 'g', 15, 64), 64)
	text := strconv.FormatFloat(math.Abs(math.Round(scaled))/pow, 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	var b strings.Builder
	if math.Round(scaled) < 0 {
		b.WriteByte('-')
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(r)
	}
	if fraction != "" {
		b.WriteString(point + fraction)
	}
	return b.String()
}

var englishMonths = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

func date(lang string, v any) string {
	d, ok := v.(graph.Date)
	if !ok {
		if s, isText := v.(string); isText {
			if p, err := graph.ParseDate(s); err == nil {
				return date(lang, p)
			}
			return s
		}
		return dash
	}
	if d.IsZero() {
		return dash
	}
	if lang == English && d.Month >= 1 && d.Month <= 12 {
		return strconv.Itoa(int(d.Day)) + " " + englishMonths[d.Month-1] + " " + strconv.Itoa(int(d.Year))
	}
	two := func(n int8) string {
		if n < 10 {
			return "0" + strconv.Itoa(int(n))
		}
		return strconv.Itoa(int(n))
	}
	return two(d.Day) + "." + two(d.Month) + "." + strconv.Itoa(int(d.Year))
}

// plain writes {0}: texts as they are, numbers without grouping, lists with "und".
func plain(lang string, v any) string {
	switch x := v.(type) {
	case nil:
		return dash
	case Texter:
		return x.Text(lang)
	case string:
		return x
	case graph.Date:
		return date(lang, x)
	case graph.Level:
		if x.Known() {
			return strconv.Itoa(int(x))
		}
		return "?"
	case []string:
		return List(lang, x)
	case []graph.ID:
		items := make([]string, len(x))
		for i, id := range x {
			items[i] = string(id)
		}
		return List(lang, items)
	case graph.Key:
		return x.String()
	case error:
		return x.Error()
	}
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.String {
		return r.String()
	}
	if r.Kind() == reflect.Bool {
		return selectWord(lang, v)
	}
	if x, ok := toFloat(v); ok {
		s := strconv.FormatFloat(x, 'f', -1, 64)
		if lang != English {
			s = strings.Replace(s, ".", ",", 1)
		}
		return s
	}
	return dash
}

// selectWord is the word by which a select chooses.
func selectWord(lang string, v any) string {
	switch x := v.(type) {
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case graph.Tri:
		return [...]string{graph.Unknown: "unknown", graph.Yes: "yes", graph.No: "no"}[x]
	case graph.Level:
		return x.String()
	case graph.Kind:
		return x.String()
	case nil:
		return "other"
	}
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.String {
		return r.String()
	}
	if f, ok := toFloat(v); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return plain(lang, v)
}
