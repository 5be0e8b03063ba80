package exchange

import (
	"bytes"
	"flag"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"miteinander/graph"
)

// alphabet holds what breaks careless writers: separators, quotes, formula starts, escapes of XML and of spreadsheets, line
// breaks, letters of one to four bytes.
var alphabet = []rune("aZ0 _x0D.,;:|\"'=+-@＝<>&%#*/\\ÄüßéøŁ中\u00a0😀\n\t")

// text draws a text in NFC without spaces at its ends; one line unless long.
func text(t *rapid.T, label string, long bool, not string) string {
	s := rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 12, -1).Draw(t, label)
	if rapid.IntRange(0, 9).Draw(t, "risky") == 0 {
		s = rapid.SampledFrom([]string{"=1+1", "'=1", "''@x", "+49", "-", "_x000D_", "_x005F_x000D_", "@SUM(A1)", "' =x", "TRUE", "1e5", "007", "31.12.2025", "ja", "45838"}).Draw(t, "known") + s
	}
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(not, r) || !long && (r == '\n' || r == '\t') {
			return -1
		}
		return r
	}, s)
	return clean(norm.NFC.String(s))
}

func name(t *rapid.T, label, not string) string {
	if s := text(t, label, false, not); s != "" {
		return s
	}
	return "x"
}

// id draws a Kennung that no other has.
func id(t *rapid.T, taken map[graph.ID]bool) graph.ID {
	for {
		s := graph.ID(name(t, "id", "|\t\n"))
		if rapid.Bool().Draw(t, "plain") {
			s = graph.ID(fmt.Sprintf("k%d", len(taken)))
		}
		if graph.CheckID(s) != "" || taken[s] {
			s = graph.ID(fmt.Sprintf("n%d", len(taken)))
		}
		if !taken[s] {
			taken[s] = true
			return s
		}
	}
}

// randomNetwork draws a network in which any field of any kind may say anything that the domain allows and a workbook can hold.
func randomNetwork(t *rapid.T) *graph.Snapshot {
	settings := graph.DefaultSettings(name(t, "network", ""))
	b := map[graph.Key]graph.Record{settings.Key(): settings}
	var order []graph.Record
	ids := map[graph.Kind][]graph.ID{}
	nodes := map[graph.ID]bool{}
	fill := func(r graph.Record) {
		k := r.Key().Kind
		for _, f := range graph.Fields(k) {
			if f.Name == "attributes" && rapid.IntRange(0, 2).Draw(t, "own") > 0 || !f.Required && rapid.IntRange(0, 2).Draw(t, "skip") == 0 {
				continue
			}
			if v := randomValue(t, f, ids); v != nil {
				_ = f.Set(r, v)
			}
		}
	}
	for _, k := range graph.Kinds() {
		switch k {
		case graph.KindDocument:
			continue
		case graph.KindSettings:
			fill(settings)
			settings.Together = graph.Level(rapid.IntRange(1, 4).Draw(t, "tau"))
			settings.Unlisted = graph.Level(rapid.IntRange(-1, 0).Draw(t, "unlisted"))
			settings.Carrying = int32(rapid.IntRange(1, 1000).Draw(t, "theta"))
			settings.Template = rapid.SampledFrom(append(graph.Templates(), "")).Draw(t, "template")
			if settings.Name == "" {
				settings.Name = "x"
			}
			if settings.TimeZone == "" {
				settings.TimeZone = "Europe/Berlin"
			}
			continue
		}
		taken := map[graph.ID]bool{}
		if k.IsNode() {
			taken = nodes
		}
		for range rapid.IntRange(0, 3).Draw(t, k.Plural()) {
			r := graph.New(k, id(t, taken))
			fill(r)
			if !sound(r, b) {
				continue
			}
			if isEdge(k) && rapid.IntRange(0, 3).Draw(t, "natural") > 0 {
				if natural := naturalID(r); !taken[natural] {
					moved := graph.New(k, natural)
					for _, f := range graph.Fields(k) {
						_ = f.Set(moved, f.Get(r))
					}
					taken[natural] = true
					r = moved
				}
			}
			// Two ties of one key need different ids to be told apart; then at most one of them has the id of its key.
			b[r.Key()] = r
			order = append(order, r)
			ids[k] = append(ids[k], r.Key().ID)
		}
	}
	var builder graph.Builder
	_ = builder.Add(settings, 1)
	for _, r := range order {
		_ = builder.Add(r, 1)
	}
	s, err := builder.Build(graph.Head{ID: "n"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func randomValue(t *rapid.T, f graph.Field, ids map[graph.Kind][]graph.ID) any {
	var refs []graph.ID
	for _, k := range f.Kinds {
		refs = append(refs, ids[k]...)
	}
	switch f.Type {
	case graph.TypeText:
		switch f.Name {
		case "postal_code":
			return rapid.StringMatching(`[0-9]{5}`).Draw(t, "plz")
		case "website":
			return "https://" + rapid.StringMatching(`[a-z]{1,5}\.de/[a-z=+@]{0,4}`).Draw(t, "url")
		}
		if f.Required {
			return name(t, f.Name, "")
		}
		return text(t, f.Name, false, "")
	case graph.TypeLongText:
		if f.Required {
			return name(t, f.Name, "")
		}
		return text(t, f.Name, true, "")
	case graph.TypeCode:
		return rapid.SampledFrom(graph.Codes(f.Codes)).Draw(t, f.Name)
	case graph.TypeCodes:
		return rapid.SliceOfNDistinct(rapid.SampledFrom(graph.Codes(f.Codes)), 0, 2, rapid.ID[string]).Draw(t, f.Name)
	case graph.TypeTexts:
		var out []string
		for range rapid.IntRange(0, 3).Draw(t, f.Name) {
			out = append(out, name(t, "part", "|"))
		}
		return out
	case graph.TypeRef:
		if len(refs) == 0 {
			return nil
		}
		return rapid.SampledFrom(refs).Draw(t, f.Name)
	case graph.TypeRefs:
		if len(refs) == 0 {
			return nil
		}
		least := 0
		if f.Required {
			least = 1
		}
		return rapid.SliceOfNDistinct(rapid.SampledFrom(refs), least, len(refs), rapid.ID[graph.ID]).Draw(t, f.Name)
	case graph.TypeTri:
		return graph.Tri(rapid.IntRange(0, 2).Draw(t, f.Name))
	case graph.TypeDate:
		return graph.Date{Year: int16(rapid.IntRange(1000, 9999).Draw(t, "y")), Month: int8(rapid.IntRange(1, 12).Draw(t, "m")), Day: int8(rapid.IntRange(1, 28).Draw(t, "d"))}
	case graph.TypeCount:
		return graph.CountOf(rapid.Int64Range(0, 1<<60).Draw(t, f.Name))
	case graph.TypeNumber:
		switch f.Name {
		case "lat", "lon":
			return graph.NumberOf(rapid.Float64Range(-90, 90).Draw(t, f.Name) + 0)
		case "share":
			return graph.NumberOf(rapid.Float64Range(0, 1).Draw(t, f.Name) + 0)
		}
		return graph.NumberOf(rapid.Float64Range(-1e9, 1e9).Draw(t, f.Name) + 0)
	case graph.TypeLevel:
		return graph.Level(rapid.IntRange(1, 4).Draw(t, f.Name))
	case graph.TypeMarks:
		out := map[string]graph.Tri{}
		for range rapid.IntRange(0, 3).Draw(t, f.Name) {
			out[name(t, "item", "|")] = graph.Tri(rapid.IntRange(1, 2).Draw(t, "tri"))
		}
		return out
	case graph.TypeCounts:
		out := map[graph.ID]int64{}
		for _, id := range refs {
			if rapid.Bool().Draw(t, "has") {
				out[id] = rapid.Int64Range(0, 1<<60).Draw(t, f.Name)
			}
		}
		return out
	case graph.TypeAttributes:
		out := map[string]string{}
		for range rapid.IntRange(0, 3).Draw(t, f.Name) {
			key := name(t, "key", "")
			if rapid.IntRange(0, 4).Draw(t, "like a column") == 0 {
				key = rapid.SampledFrom([]string{"Name", "kennung", "Kinder x", "Eigenes: y", "Art*", "id", "Wert"}).Draw(t, "column")
			}
			if v := text(t, "value", true, ""); v != "" && utf8.RuneCountInString(key) < 100 {
				out[key] = v
			}
		}
		return out
	}
	return nil
}

// sound puts right what a random record cannot have, and tells whether it can stay.
func sound(r graph.Record, b map[graph.Key]graph.Record) bool {
	switch r := r.(type) {
	case *graph.Institution:
		r.ActiveFrom = graph.Date{}
		if r.Provider != "" {
			r.ProviderKind = ""
		}
		return len(r.Kinds) > 0
	case *graph.Feedback:
		r.Says, r.Source = strings.ReplaceAll(r.Says, "@", "a"), strings.ReplaceAll(r.Source, "@", "a") // no address, no person
	case *graph.Actor:
		r.InstitutionUntil, r.ActiveUntil = graph.Date{}, graph.Date{}
	case *graph.Offer:
		r.ValidUntil = graph.Date{}
		return len(r.Institutions) > 0 && len(r.Phases) > 0 && len(r.Fields) > 0
	case *graph.Cooperation:
		if r.To < r.From {
			r.From, r.To = r.To, r.From
		}
		r.Until = graph.Date{}
		return r.From != r.To && r.From != ""
	case *graph.Handover:
		return r.From != r.To && r.From != "" && r.To != "" && r.Transition != ""
	case *graph.Membership:
		a, _ := b[graph.Key{Kind: graph.KindActor, ID: r.Body}].(*graph.Actor)
		r.Since = graph.Date{}
		return a != nil && a.Kind == graph.ActorBody && r.Member != "" && r.Member != r.Body
	case *graph.Funding:
		r.Until = graph.Date{}
		return r.Target != "" && r.Funder != ""
	case *graph.Phase:
		r.AgeTo = graph.Number{}
	case *graph.TransitionType:
		if r.FromPhase == "" || r.ToPhase == "" {
			r.FromPhase, r.ToPhase = "", ""
		}
		return len(r.Senders) > 0 && len(r.Receivers) > 0
	case *graph.Indicator:
		return r.Area != ""
	case *graph.Target:
		return r.Required != ""
	}
	return true
}

// Export, import into an empty network: the same network, and the second export is the first, byte for byte and cell for cell.
func TestRoundTrip_Any(t *testing.T) {
	fewer(t, "30")
	rapid.Check(t, func(t *rapid.T) {
		s := randomNetwork(t)
		for name, write := range map[string]func(*graph.Snapshot) ([]byte, error){
			"n.zip": func(s *graph.Snapshot) ([]byte, error) {
				var b bytes.Buffer
				err := WriteZip(&b, s, WriteOptions{})
				return b.Bytes(), err
			},
			"n.xlsx": func(s *graph.Snapshot) ([]byte, error) {
				var b bytes.Buffer
				err := WriteWorkbook(&b, s, WriteOptions{})
				return b.Bytes(), err
			},
		} {
			b, err := write(s)
			if err != nil {
				t.Fatal(err)
			}
			tables, err := ReadTables(name, bytes.NewReader(b), DefaultLimits())
			if err != nil {
				t.Fatal(name, err)
			}
			p, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "n"})
			if err != nil || len(p.Errors) > 0 {
				t.Fatal(name, err, p.Errors)
			}
			again, err := p.Apply(Keep)
			if err != nil {
				t.Fatal(name, err)
			}
			for _, op := range graph.Diff(s, again) {
				t.Errorf("%s %s", name, op.Key())
				if op.Before != nil {
					t.Errorf("  was %s", graph.Encode(op.Before))
				}
				if op.After != nil {
					t.Errorf("  is  %s", graph.Encode(op.After))
				}
			}
			second, err := write(again)
			if err != nil || name == "n.zip" && !bytes.Equal(b, second) {
				t.Error(name, "differs the second time", err)
			}
			// The same file into the network that it came from changes nothing.
			p, err = NewPlan(again, tables, nil, Options{})
			if err != nil || len(p.Errors) > 0 || len(p.Ops(false, Delete)) > 0 || len(p.Missing) > 0 {
				t.Error(name, "again:", err, p.Errors, p.Ops(false, Delete))
			}
		}
	})
}

// fewer makes a property with files in it run less often than the default, unless the command line says how often.
func fewer(t *testing.T, checks string) {
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == f.DefValue {
		old := f.Value.String()
		_ = f.Value.Set(checks)
		t.Cleanup(func() { _ = f.Value.Set(old) })
	}
}

// Whatever stands in the cells, planning ends, every error has its place, and the operations for valid rows apply; without errors
// the file read again changes nothing.
func TestPlan_AnyCells(t *testing.T) {
	fewer(t, "150")
	words := []string{"", "", "", "A", "B", "a b", "Haus", "Kita", "0", "1", "2", "ja", "nein", "unbekannt", "?", "N", "S", "N|S", "A|B", "u3", "offen", "Gremium", "Stelle", "öffentlich", "frei gemeinnützig",
		"01.01.2024", "31.12.2023", "31.02.2026", "-1", "0,5", "7", "=1", "'=1", "x\x00", "|", "07743", "Stadt"}
	base := musterstadt(t)
	rapid.Check(t, func(t *rapid.T) {
		tables := Tables{File: "x", Format: "folder"}
		for i := range sheets {
			s := &sheets[i]
			if rapid.IntRange(0, 2).Draw(t, "absent") == 0 {
				continue
			}
			table := Table{Name: s.name, HeaderRow: 1}
			for _, c := range s.columns {
				table.Header = append(table.Header, c.header)
			}
			if s.kind == 0 {
				table.Header = []string{"", "A", "B", "Haus"}
			}
			if rapid.Bool().Draw(t, "more columns") {
				table.Header = append(table.Header, "Kinder N", "Kinder u3", "Eigene")
			}
			for n := range rapid.IntRange(0, 4).Draw(t, s.name) {
				r := Row{Number: n + 2}
				for range table.Header {
					r.Cells = append(r.Cells, rapid.SampledFrom(words).Draw(t, "cell"))
				}
				table.Rows = append(table.Rows, r)
			}
			tables.Sheets = append(tables.Sheets, table)
		}
		head := graph.NewSnapshot("n")
		if rapid.Bool().Draw(t, "into Musterstadt") {
			head = base
		}
		p, err := NewPlan(head, tables, nil, Options{Name: "n", Date: graph.Date{Year: 2025, Month: 6, Day: 30}})
		if err != nil {
			if graph.CodeOf(err) == graph.Internal {
				t.Fatal(err)
			}
			return
		}
		for _, e := range p.Errors {
			if e.Sheet == "" || e.Row == 0 || e.Key == "" {
				t.Errorf("an error without a place: %+v", e)
			}
		}
		for _, missing := range []Missing{Keep, End, Delete} {
			ops := p.Ops(true, missing)
			if len(ops) == 0 {
				continue
			}
			h := head.Head()
			s, err := head.Apply(graph.Change{Network: h.ID, ID: "t", Base: h.Revision, Ops: ops})
			if err != nil {
				t.Fatal(missing, err)
			}
			if missing == Keep && len(p.Errors) == 0 {
				again, err := NewPlan(s, tables, nil, Options{Name: "n"})
				if err != nil || len(again.Errors) > 0 || len(again.Ops(false, Keep)) > 0 {
					t.Fatal("again:", err, again.Errors, again.Ops(false, Keep))
				}
			}
		}
	})
}
