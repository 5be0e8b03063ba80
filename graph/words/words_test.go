package words

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
)

// Every key stands in both languages, parses, and asks the same of its arguments, without a gap in the positions.
func TestWords_Complete(t *testing.T) {
	parsed := map[string]map[string]message{}
	for _, lang := range Languages() {
		raw, err := readTopics(files, lang)
		if err != nil {
			t.Fatal(err)
		}
		parsed[lang] = map[string]message{}
		for key, text := range raw {
			m, err := parse(text)
			if err != nil {
				t.Errorf("%s %s: %v", lang, key, err)
				continue
			}
			parsed[lang][key] = m
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s %s is empty", lang, key)
			}
		}
	}
	for key, m := range parsed[German] {
		other, ok := parsed[English][key]
		if !ok {
			t.Errorf("%s is missing in English", key)
			continue
		}
		if d := cmp.Diff(m.shape(), other.shape()); d != "" {
			t.Errorf("%s asks different things of its arguments (de, en):\n%s", key, d)
		}
	}
	for key := range parsed[English] {
		if _, ok := parsed[German][key]; !ok {
			t.Errorf("%s is missing in German", key)
		}
	}
}

// Topic files come in pairs, and no file says a key twice (JSON would silently keep the last).
func TestWords_NoKeyTwiceInOneFile(t *testing.T) {
	for _, lang := range Languages() {
		names, _ := filepath.Glob(lang + "/*.json")
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dec := json.NewDecoder(strings.NewReader(string(b)))
			seen := map[string]bool{}
			for i := 0; ; i++ {
				tok, err := dec.Token()
				if err != nil {
					break
				}
				if key, ok := tok.(string); ok && i%2 == 1 { // {, key, value, key, value, …, }
					if seen[key] {
						t.Errorf("%s: %s stands twice", name, key)
					}
					seen[key] = true
				}
			}
			other := map[string]string{German: English, English: German}[lang]
			if _, err := os.Stat(filepath.Join(other, filepath.Base(name))); err != nil {
				t.Errorf("%s has no twin: %v", name, err)
			}
		}
	}
}

// A key that two topics hold is refused with both names.
func TestReadTopics_KeyInTwoTopics(t *testing.T) {
	_, err := readTopics(fstest.MapFS{"de/a.json": {Data: []byte(`{"x":"1"}`)}, "de/b.json": {Data: []byte(`{"x":"2"}`)}}, "de")
	if err == nil || !strings.Contains(err.Error(), "a.json") || !strings.Contains(err.Error(), "b.json") {
		t.Errorf("got %v", err)
	}
}

// Every error key that code of the graph and the server uses has a sentence.
func TestWords_ErrorKeysOfTheGraph(t *testing.T) {
	quoted := regexp.MustCompile(`"(errors\.[a-z0-9_.]*[a-z0-9_])"`)
	names, _ := filepath.Glob("../*.go")
	deeper, _ := filepath.Glob("../*/*.go")
	server, _ := filepath.Glob("../../server/*.go")
	account, _ := filepath.Glob("../../server/*/*.go")
	deeper = append(append(deeper, server...), account...)
	found := 0
	for _, name := range append(names, deeper...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllStringSubmatch(string(b), -1) {
			// A package may ask within its own topic: text("errors.row") in exchange is "exchange.errors.row".
			if found++; !Has(m[1]) && !Has(filepath.Base(filepath.Dir(name))+"."+m[1]) {
				t.Errorf("%s uses %s, which no topic file holds", name, m[1])
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d keys found: does the test still look in the right place?", found)
	}
	for _, c := range []graph.Code{graph.Invalid, graph.NotFound, graph.Conflict, graph.Stale, graph.TooLarge, graph.Busy, graph.Unavailable,
		graph.Forbidden, graph.StorageFull, graph.Unsupported, graph.Internal} {
		if !Has("errors.title." + string(c)) {
			t.Errorf("no title for %s", c)
		}
	}
	for _, k := range graph.Kinds() {
		if KindName(German, k) == "Eintrag" || KindName(English, k) == "entry" {
			t.Errorf("kind %s has no name", k)
		}
	}
}

func TestMessage(t *testing.T) {
	day := graph.Date{Year: 2025, Month: 6, Day: 30}
	pairs := "{0, plural, =0 {kein Paar} one {# Paar} other {# Paare}}"
	for _, c := range []struct {
		lang, text string
		args       []any
		want       string
	}{
		{"de", "{0} von {1}", []any{"A", 12}, "A von 12"},
		{"de", "{0}", []any{1234.5}, "1234,5"},
		{"de", "{0, number}", []any{1234567.8915}, "1.234.567,892"},
		{"en", "{0, number}", []any{1234567.8915}, "1,234,567.892"},
		{"de", "{0, number}", []any{999}, "999"},
		{"de", "{0, number}", []any{-1200}, "-1.200"},
		{"de", "{0, number, short}", []any{-0.04}, "0"},
		{"de", "{0, number, integer}", []any{2.5}, "3"},
		{"de", "{0, number, short}", []any{0.25}, "0,3"},
		{"de", "{0, number, percent}", []any{0.375}, "37,5\u00a0%"},
		{"en", "{0, number, percent}", []any{0.375}, "37.5%"},
		{"de", "{0, number, percent}", []any{2. / 3}, "66,7\u00a0%"},
		{"de", "{0, number}", []any{graph.Count{}}, "–"},
		{"de", "{0, date, short}", []any{day}, "30.06.2025"},
		{"en", "{0, date}", []any{day}, "30 June 2025"},
		{"de", "{0, date}", []any{"2025-06-01"}, "01.06.2025"},
		{"de", "{0, date}", []any{graph.Date{}}, "–"},
		{"de", pairs, []any{0}, "kein Paar"},
		{"de", pairs, []any{1}, "1 Paar"},
		{"de", pairs, []any{int64(1200)}, "1.200 Paare"},
		{"de", pairs, []any{1.5}, "1,5 Paare"},
		{"de", "{0, select, N {Nord} other {{0}?}}", []any{graph.ID("N")}, "Nord"},
		{"de", "{0, select, N {Nord} other {{0}?}}", []any{"S"}, "S?"},
		{"de", "{0, select, yes {ja} no {nein} other {?}}", []any{graph.Yes}, "ja"},
		{"de", "{0, select, 2 {zwei} other {?}}", []any{graph.Level(2)}, "zwei"},
		{"de", "{0, plural, other {{1, select, a {# A} other {# B}}}}", []any{7, "a"}, "# A"}, // as intl-messageformat reads it
		{"de", "{0}", []any{[]string{"A", "B", "C"}}, "A, B und C"},
		{"en", "{0}", []any{[]string{"A", "B"}}, "A and B"},
		{"de", "it''s '{'0'}' '<' 5, geht's", nil, "it's {0} < 5, geht's"},
		{"de", "# bleibt", nil, "# bleibt"},
		{"de", "{1}", []any{"nur eins"}, "–"},
		{"de", "{0}", []any{sentence{}}, "de!"},
	} {
		m, err := parse(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		var b strings.Builder
		m.write(&b, c.lang, c.args, nil)
		if b.String() != c.want {
			t.Errorf("%s %q %v = %q, want %q", c.lang, c.text, c.args, b.String(), c.want)
		}
	}
}

type sentence struct{}

func (sentence) Text(lang string) string { return lang + "!" }

func TestParse_Refuses(t *testing.T) {
	for _, text := range []string{"{", "}", "{a}", "{0", "{0,}", "{0, money}", "{0, number, wide}", "{0, plural, one {x}}", "{0, plural, few {x} other {y}}",
		"{0, select, a {x} a {y} other {z}}", "{0, plural, other {x}", "<b>", "{0, plural, other x}", "{99}"} {
		if m, err := parse(text); err == nil {
			t.Errorf("%q parsed as %v", text, m)
		}
	}
}

// A message never panics the reader, whatever is typed into a file.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"{0, plural, =0 {a} one {# b} other {'{'}}", "it''s {1, date, short}", "'", "{0, select, a {{1}} other {}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := parse(text); err == nil {
			var b strings.Builder
			m.write(&b, German, []any{1, "x"}, nil)
		}
	})
}

func TestText_UnknownKey(t *testing.T) {
	if got := Text("de", "no.such.key", 3, "x"); got != "no.such.key (3, x)" {
		t.Errorf("got %q", got)
	}
}

func TestLanguage(t *testing.T) {
	for tag, want := range map[string]string{"": "de", "en": "en", "en-GB,en;q=0.9": "en", "fr,en;q=0.5": "en", "fr": "de", "DE-at": "de"} {
		if got := Language(tag); got != want {
			t.Errorf("%q: %s, want %s", tag, got, want)
		}
	}
}

func TestRangesAndShares(t *testing.T) {
	for _, c := range [][2]string{
		{PercentRange("de", 0.45, 0.71), "45 bis 71\u00a0%"},
		{PercentRange("en", 0.45, 0.71), "45 to 71%"},
		{PercentRange("de", 0.5, 0.50001), "50\u00a0%"},
		{NumberRange("de", 3, 5), "3 bis 5"},
		{Share("de", 600, 1200), "600 von 1.200 (50\u00a0%)"},
		{Share("en", 600, 1200), "600 of 1,200 (50%)"},
		{Share("de", 0, 0), "–"},
		{Alternatives("de", []string{"a", "b", "c"}), "a, b oder c"},
		{List("de", nil), ""},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
}

// The order of a German dictionary (DIN 5007-1): umlauts as their vowels, ß as ss, capitals beside small letters.
func TestCollate(t *testing.T) {
	items := []string{"Zebra", "Ärztehaus", "Kita 10", "kita 2", "Arche", "Straße", "Strasse", "Österreich", "Ofen", "Kita 2"}
	SortBy("de", items, func(s string) string { return s })
	want := []string{"Arche", "Ärztehaus", "kita 2", "Kita 2", "Kita 10", "Ofen", "Österreich", "Strasse", "Straße", "Zebra"}
	if !slices.Equal(items, want) {
		t.Errorf("got %q", items)
	}
}

func TestErrorSentences(t *testing.T) {
	stale := graph.Errorf(graph.Stale, "errors.stale", int64(7))
	taken := graph.FieldError{Record: graph.Key{Kind: graph.KindOffer, ID: "X"}, Field: "id", Value: "X", Key: "errors.field.id_taken", Args: []any{"institution/X"}}
	ref := graph.FieldError{Sheet: "Angebote", Row: 7, Column: "Institution", Value: "Kta", Key: "errors.field.unknown_ref", Args: []any{"institution,actor"}}
	before := graph.FieldError{Value: "2024-01-01", Key: "errors.field.before", Args: []any{graph.Date{Year: 2025, Month: 1, Day: 1}}}
	code := graph.FieldError{Value: "x", Key: "errors.field.unknown_code", Args: []any{[]string{"open", "referral"}}}
	for _, c := range [][2]string{
		{Error("de", stale), "Das Netzwerk hat sich inzwischen geändert (jetzt Fassung 7). Bitte laden Sie neu."},
		{Error("en", errors.New("disk on fire")), "That did not work. The error has been noted; nothing was saved."},
		{Error("de", nil), ""},
		{FieldError("de", taken), "Die Kennung „X“ trägt schon: Einrichtung X. Einrichtungen, Akteure und Angebote brauchen verschiedene Kennungen."},
		{FieldError("de", ref), "„Kta“ gibt es nicht. Erwartet wird: Einrichtung oder Akteur."},
		{FieldError("de", before), "Das Ende (01.01.2024) liegt vor dem Beginn (01.01.2025)."},
		{FieldError("en", code), "“x” is not provided for here. Possible: open or referral."},
		{Place("de", ref), "Angebote, Zeile 7, Spalte Institution"},
		{KindName("de", graph.KindArea), "Planungsraum"},
	} {
		if c[0] != c[1] {
			t.Errorf("got  %q\nwant %q", c[0], c[1])
		}
	}
}
