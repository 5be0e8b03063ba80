package views

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
)

func day(t *testing.T, s string) graph.Date {
	t.Helper()
	d, err := graph.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A document keeps the keys that other programs read, in their order, and gives the same view back.
func TestDocument_ThereAndBack(t *testing.T) {
	v := View{ID: "view-nord", Title: " Nord ", Sentence: "Übergänge & mehr", Page: "/karte", Query: "?areas=N&layers=offers&card=pair/A~B", NoNames: true, Created: day(t, "2026-11-22")}
	d, err := v.Document()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"title":"Nord","sentence":"Übergänge & mehr","page":"karte","query":"areas=N&layers=offers&no_names=1","no_names":true,"created":"2026-11-22"}`
	if d.Type != "view" || d.ID != "view-nord" || d.Body != want {
		t.Errorf("%s %s\n%s", d.Type, d.ID, d.Body)
	}
	back, err := Parse(d)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(v.Normal(), back); diff != "" {
		t.Error(diff)
	}
	if p := back.Path("muster stadt"); p != "/n/muster%20stadt/karte?areas=N&layers=offers&no_names=1" {
		t.Error(p)
	}
}

// The two ways to ask for no names are one.
func TestNormal_NoNames(t *testing.T) {
	for _, v := range []View{{Query: "no_names=1&x=2"}, {Query: "x=2", NoNames: true}, {Query: "x=2&no_names=true"}} {
		if n := v.Normal(); !n.NoNames || n.Query != "x=2&no_names=1" {
			t.Errorf("%+v", n)
		}
	}
	if n := (View{Query: "no_names=0"}).Normal(); n.NoNames || n.Query != "" {
		t.Errorf("%+v", n)
	}
}

func TestParse_Refuses(t *testing.T) {
	good := `{"title":"T","sentence":"","page":"karte","query":"","no_names":false,"created":"2026-11-22"}`
	if _, err := Parse(&graph.Document{ID: "view-a", Type: "view", Body: good}); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"unknown key":       {`"page"`, `"more":1,"page"`},
		"no title":          {`"T"`, `" "`},
		"two lines":         {`"T"`, `"T\nU"`},
		"long":              {`"T"`, `"` + strings.Repeat("ä", MaxTitle+1) + `"`},
		"foreign page":      {`"karte"`, `"https://example.org"`},
		"page upwards":      {`"karte"`, `"../../api"`},
		"fragment":          {`"query":""`, `"query":"a=1#b"`},
		"broken escape":     {`"query":""`, `"query":"a=%zz"`},
		"level out of five": {`"query":""`, `"query":"min_level=9"`},
		"no day":            {`2026-11-22`, `gestern`},
		"a second value":    {`}`, `}{}`},
		"not an object":     {good, `[]`},
	} {
		body := strings.Replace(good, change[0], change[1], 1)
		if body == good {
			t.Fatalf("%s changes nothing", name)
		}
		_, err := Parse(&graph.Document{ID: "view-a", Type: "view", Body: body})
		var e *graph.Error
		if !errors.As(err, &e) || e.Code != graph.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, d := range []*graph.Document{{ID: "view-a", Type: "layout", Body: good}, {ID: "a", Type: "view", Body: good}, {ID: "view-", Type: "view", Body: good}} {
		if _, err := Parse(d); err == nil {
			t.Errorf("%s of type %s was taken", d.ID, d.Type)
		}
	}
}

func snapshot(t *testing.T, records ...graph.Record) *graph.Snapshot {
	t.Helper()
	var b graph.Builder
	for _, r := range append(records, graph.DefaultSettings("N")) {
		_ = b.Add(r, 1) // never fails
	}
	s, err := b.Build(graph.Head{ID: "n", Revision: 1, At: time.Unix(0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Views come as in a German dictionary; what is no view is left out.
func TestViews_Order(t *testing.T) {
	var docs []graph.Record
	for id, title := range map[graph.ID]string{"view-1": "Zonen", "view-2": "Ärzte", "view-3": "Ämter 10", "view-4": "Ämter 2", "view-5": "Bogen"} {
		d, err := View{ID: id, Title: title, Page: "karte", Created: day(t, "2026-11-22")}.Document()
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	docs = append(docs, &graph.Document{ID: "view-6", Type: "view", Body: "{}"}, &graph.Document{ID: "layout-netz", Type: "layout", Body: "{}"})
	s := snapshot(t, docs...)
	var got []string
	for _, v := range Views(s) {
		got = append(got, v.Title)
	}
	if d := cmp.Diff([]string{"Ämter 2", "Ämter 10", "Ärzte", "Bogen", "Zonen"}, got); d != "" {
		t.Error(d)
	}
	if v, ok := Titled(s, " bogen", ""); !ok || v.ID != "view-5" {
		t.Error(v, ok)
	}
	if _, ok := Titled(s, "Bogen", "view-5"); ok {
		t.Error("a view stands in its own way")
	}
	if _, ok := Find(s, "view-6"); ok {
		t.Error("no view was found as one")
	}
}

// What a view names and the network has no more is told, whatever part of the address names it.
func TestMissing(t *testing.T) {
	s := snapshot(t, &graph.Area{ID: "N", Name: "Nord"}, &graph.Area{ID: "a,b", Name: "Mit Komma"}, &graph.Phase{ID: "1", Name: "Eins"}, &graph.InstitutionKind{ID: "kita", Name: "Kita"}, &graph.Institution{ID: "K", Name: "Kita", Kinds: []graph.ID{"kita"}})
	for query, want := range map[string][]string{
		"":                               nil,
		"areas=N,a%2Cb&phases=1":         nil,
		"areas=N,S&min_level=2":          {"area/S"},
		"focus=institution/K":            nil,
		"focus=institution/X&around=a/b": {"institution/X"},
		"around=institution%2FX":         {"institution/X"},
		"round=N/1/F":                    {"field/F"},
		"cell=gesamt/2":                  {"phase/2"},
		"sectors_of=A/B":                 {"sector/A", "sector/B"},
		"institution=K":                  nil,
		"institution=Y&date=2025-01-01":  {"institution/Y"},
	} {
		var got []string
		for _, k := range Missing(s, query) {
			got = append(got, k.String())
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", query, d)
		}
	}
}

// A document of a saved view is read or refused; what is read is written and read again as the same.
func FuzzParse(f *testing.F) {
	f.Add("view-a", `{"title":"A","sentence":"","page":"karte","query":"areas=N&card=x","no_names":true,"created":"2025-06-30"}`)
	f.Add("view-b", `{"title":" ","page":"/../x","query":"no_names=1&&=","created":"2025-02-30"} {}`)
	f.Add("x", `{"Title":"a","title":"b"}`)
	f.Fuzz(func(t *testing.T, id, body string) {
		v, err := Parse(&graph.Document{ID: graph.ID(id), Type: DocumentType, Body: body})
		if err != nil {
			if graph.CodeOf(err) != graph.Invalid {
				t.Fatal(err)
			}
			return
		}
		d, err := v.Document()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Parse(d); err != nil || again != v {
			t.Fatalf("%+v, and then %+v: %v", v, again, err)
		}
	})
}
