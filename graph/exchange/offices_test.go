package exchange

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/words"
)

var updateOffices = flag.Bool("update-offices", false, "write testdata/offices/*.expected anew; read the difference")

// Tables in the manner of offices, invented: what each is taken for, why, what is not understood, and what becomes of it, in a file
// beside it that was read by a person. No table needs a word of help but those that are refused.
func TestOffices(t *testing.T) {
	files, err := filepath.Glob("testdata/offices/*")
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	for _, f := range files {
		if filepath.Ext(f) == ".expected" {
			continue
		}
		tables++
		t.Run(filepath.Base(f), func(t *testing.T) {
			got := officeResult(t, f)
			name := f + ".expected"
			if *updateOffices {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("differs from %s:\n%s", name, got)
			}
		})
	}
	if tables < 40 {
		t.Errorf("%d tables", tables)
	}
}

// officeResult guesses, plans into an empty network and writes down what comes of it.
func officeResult(t *testing.T, file string) string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := ReadTables(filepath.Base(file), bytes.NewReader(content), DefaultLimits())
	var p *Proposal
	if err == nil {
		say("read as: %s %s", tables.Format, tables.Encoding)
		p, err = Guess(tables, graph.NewSnapshot(""))
	}
	if err != nil {
		say("refused: %s", words.Error(words.German, err))
		return b.String()
	}
	for i, l := range p.Choices.Lists {
		say("\nlist: %s, header row %d, %d rows, about %s", l.Sheet, l.Header, p.Lists[i].Rows, l.About)
		for j, c := range l.Columns {
			say("  %s → %s", c.Header, c.Role)
			for _, v := range p.Lists[i].Columns[j].Values {
				if len(v.Rest) > 0 {
					say("    not understood: %q in %q", strings.Join(v.Rest, ", "), v.Text)
				}
			}
		}
	}
	for _, m := range p.Missing {
		say("missing: %s", words.Text(words.German, m.Key, m.Args...))
	}
	if p.Mapping == nil {
		return b.String()
	}
	plan, err := NewPlan(graph.NewSnapshot("n"), tables, p.Mapping, Options{Name: "n"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range plan.Errors {
		say("error: %s: %s", words.Place(words.German, e), words.FieldError(words.German, e))
	}
	for _, e := range plan.Warnings {
		if e.Key != "exchange.warning.not_understood" {
			say("note: %s: %s", words.Place(words.German, e), words.FieldError(words.German, e))
		}
	}
	s := plan.Head
	if ops := plan.Ops(true, Keep); len(ops) > 0 {
		s = applyOps(t, s, ops)
	}
	for _, k := range []graph.Kind{graph.KindInstitution, graph.KindActor, graph.KindOffer, graph.KindCooperation, graph.KindMembership, graph.KindFunding} {
		if s.Len(k) == 0 {
			continue
		}
		say("\n%s (%d)", sheetOf(k).name, s.Len(k))
		for r := range s.All(k) {
			say("  %s", strings.Join(told(s, r), " · "))
		}
	}
	return b.String()
}

// told are the filled fields of a record in words.
func told(s *graph.Snapshot, r graph.Record) []string {
	var out []string
	for _, f := range graph.Fields(r.Key().Kind) {
		v := f.Get(r)
		if f.Empty(v) {
			continue
		}
		name := func(id graph.ID) string {
			for _, k := range f.Kinds {
				if n := s.Name(graph.Key{Kind: k, ID: id}); n != "" {
					return n
				}
			}
			return string(id)
		}
		switch v := v.(type) {
		case graph.ID:
			out = append(out, f.Name+"="+name(v))
		case []graph.ID:
			var names []string
			for _, id := range v {
				names = append(names, name(id))
			}
			out = append(out, f.Name+"="+strings.Join(names, ", "))
		case map[string]string:
			for _, k := range sortedKeys(v) {
				out = append(out, "*"+k+"="+v[k])
			}
		case []string:
			out = append(out, f.Name+"="+strings.Join(v, ", "))
		case graph.Level:
			if v != graph.LevelUnknown {
				out = append(out, fmt.Sprintf("level=%d", v))
			} else {
				out = append(out, "level=?")
			}
		case graph.Count:
			out = append(out, fmt.Sprintf("%s=%d", f.Name, v.N))
		case graph.Number:
			out = append(out, fmt.Sprintf("%s=%v", f.Name, v.V))
		case graph.Tri:
			out = append(out, fmt.Sprintf("%s=%v", f.Name, map[graph.Tri]string{graph.Yes: "ja", graph.No: "nein"}[v]))
		case string:
			out = append(out, f.Name+"="+strings.ReplaceAll(v, "\n", " / "))
		default:
			out = append(out, fmt.Sprintf("%s=%v", f.Name, v))
		}
	}
	slices.SortStableFunc(out, func(a, b string) int {
		first := func(s string) int {
			if strings.HasPrefix(s, "name=") {
				return 0
			}
			return 1
		}
		return first(a) - first(b)
	})
	return out
}
