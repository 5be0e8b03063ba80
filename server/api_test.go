package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// within compares numbers as the contract does.
var within = cmpopts.EquateApprox(0, 1e-6)

// covers tells whether got says everything that want says; got may say more.
func covers(got, want any, path string) []string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s: %v, want an object", path, got)}
		}
		var bad []string
		for k, v := range w {
			if gv, ok := g[k]; ok {
				bad = append(bad, covers(gv, v, path+"/"+k)...)
			} else {
				bad = append(bad, path+"/"+k+" is missing")
			}
		}
		return bad
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return []string{fmt.Sprintf("%s: %v, want %d entries", path, got, len(w))}
		}
		var bad []string
		for i := range w {
			bad = append(bad, covers(g[i], w[i], fmt.Sprintf("%s/%d", path, i))...)
		}
		return bad
	}
	if d := cmp.Diff(want, got, within); d != "" {
		return []string{path + ": " + d}
	}
	return nil
}

func expected(t *testing.T) map[string]any {
	t.Helper()
	b, err := os.ReadFile(musterstadt + "/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// The numbers of expected.json, over the API.
func TestExpected(t *testing.T) {
	h := open(t)
	h.load("m")
	want := expected(t)
	delete(want["side_by_side"].(map[string]any), "with_FH_KN_unknown")
	for question, key := range map[string]string{"side-by-side": "side_by_side", "across-sectors": "across_sectors", "transitions": "transitions", "gaps": "gaps", "access": "access"} {
		var got map[string]any
		h.get("/networks/m/findings/" + question + "/contract.json?date=2025-06-30").want(200).into(&got)
		for _, d := range covers(got[key], want[key], key) {
			t.Error(d)
		}
		if question != "side-by-side" && question != "across-sectors" {
			continue
		}
		// The page of the same finding: pairs and counts are those of the contract.
		var page map[string]any
		h.get("/networks/m/findings/" + question + "?date=2025-06-30").want(200).into(&page)
		w := want[key].(map[string]any)
		for _, k := range []string{"pairs", "counts", "together_rate", "bounds"} {
			if w[k] != nil {
				for _, d := range covers(page[k], w[k], "page/"+k) {
					t.Error(d)
				}
			}
		}
	}
	var structure map[string]any
	h.get("/networks/m/structure?date=2025-06-30").want(200).into(&structure)
	for _, d := range covers(structure, want["structure_level_1"], "structure") {
		t.Error(d)
	}
}

// What the document says of an answer is what the answer is: every derived route, checked against its own schema.
func TestSchemas_HoldTheAnswers(t *testing.T) {
	h := open(t)
	h.load("m")
	doc := h.srv.api.OpenAPI()
	for path, urls := range map[string][]string{
		"/networks/{n}/overview":               {"/networks/m/overview"},
		"/networks/{n}/structure":              {"/networks/m/structure", "/networks/m/structure?measures=all&level=2", "/networks/m/structure?layer=nodes", "/networks/m/structure?areas=S"},
		"/networks/{n}/findings/{question}":    {"/networks/m/findings/side-by-side", "/networks/m/findings/across-sectors?same_kind=1"},
		"/networks/{n}/findings/transitions":   {"/networks/m/findings/transitions", "/networks/m/findings/transitions?checklist=1&lang=en&areas=N"},
		"/networks/{n}/findings/gaps":          {"/networks/m/findings/gaps?by_group=1", "/networks/m/findings/gaps?level=parents", "/networks/m/findings/gaps?level=network&lang=en"},
		"/networks/{n}/findings/access":        {"/networks/m/findings/access?by_group=1&limit=3"},
		"/networks/{n}/findings/dependencies":  {"/networks/m/findings/dependencies"},
		"/networks/{n}/findings/participation": {"/networks/m/findings/participation"},
		"/networks/{n}/findings/measures":      {"/networks/m/findings/measures?log=1"},
		"/networks/{n}/plan":                   {"/networks/m/plan", "/networks/m/plan?areas=S&lang=en"},
		"/networks/{n}/findings/clarify":       {"/networks/m/findings/clarify"},
		"/networks/{n}/findings/clarify/{id}":  {"/networks/m/findings/clarify/FH?all=1"},
		"/networks/{n}/tables/{question}":      {"/networks/m/tables/side-by-side", "/networks/m/tables/across-sectors"},
		"/networks/{n}/diagrams":               {"/networks/m/diagrams"},
		"/networks/{n}/cards/{kind}/{id}":      {"/networks/m/cards/institution/K", "/networks/m/cards/offer/K1", "/networks/m/cards/pair/FH~FZ", "/networks/m/cards/cooperation/FH~FZ", "/networks/m/cards/area/N", "/networks/m/cards/settings/settings"},
		"/networks/{n}/search":                 {"/networks/m/search?q=kita"},
		"/networks/{n}":                        {"/networks/m"},
		"/networks/{n}/history":                {"/networks/m/history"},
		"/networks/{n}/{kind}":                 {"/networks/m/institutions", "/networks/m/transitions", "/networks/m/settings", "/networks/m/areas"},
		"/networks/{n}/{kind}/{id}":            {"/networks/m/offers/KN2"},
		"/networks":                            {"/networks"},
		"/schema":                              {"/schema"},
		"/templates":                           {"/templates"},
	} {
		op := doc.Paths[path].Get
		schema := op.Responses["200"].Content["application/json"].Schema
		for _, url := range urls {
			var got any
			h.get(url).want(200).into(&got)
			res := &huma.ValidateResult{}
			huma.Validate(doc.Components.Schemas, schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, got, res)
			for _, e := range res.Errors[:min(len(res.Errors), 5)] {
				t.Errorf("%s: %v", url, e)
			}
		}
	}
}

// Writing asks for the version that was read; of two writers one wins and the other learns what the record is now.
func TestRecords_IfMatch(t *testing.T) {
	h := open(t)
	h.load("m")
	const path = "/networks/m/institutions/FH"
	put := func(body string, headers ...string) reply { return h.call("PUT", "/api/v1"+path, body, headers...) }
	r := h.get(path).want(200)
	tag := r.header.Get("ETag")
	var record map[string]any
	r.into(&record)

	record["name"] = "Frühe Hilfen neu"
	body, _ := json.Marshal(record)
	put(string(body)).want(428).problem()
	for _, bad := range []string{"*", "W/" + tag, `"0-0"`, "1-0"} {
		put(string(body), "If-Match", bad).want(412)
	}
	var ok struct {
		Revision, Undo int64
		Record         map[string]any
	}
	won := put(string(body), "If-Match", tag).want(200)
	won.into(&ok)
	if ok.Revision != 2 || ok.Undo != 2 || ok.Record["name"] != "Frühe Hilfen neu" || won.header.Get("ETag") == tag {
		t.Errorf("%s", won.body)
	}
	record["short_name"] = "FH 2"
	body, _ = json.Marshal(record)
	lost := put(string(body), "If-Match", tag).want(412)
	p := lost.problem()
	if p.Current["name"] != "Frühe Hilfen neu" || len(p.Errors) != 1 || p.Errors[0].Field != "short_name" || lost.header.Get("ETag") != won.header.Get("ETag") {
		t.Errorf("a lost write: %s", lost.body)
	}
	// The same content again is no change, and has no undo of its own.
	record["short_name"] = ok.Record["short_name"]
	body, _ = json.Marshal(record)
	again := put(string(body), "If-Match", won.header.Get("ETag")).want(200)
	var same struct{ Revision, Undo int64 }
	if again.into(&same); same.Revision != 2 || same.Undo != 0 {
		t.Errorf("no change: %s", again.body)
	}
	h.call("DELETE", "/api/v1"+path, "").want(428)
	h.call("DELETE", "/api/v1"+path, "", "If-Match", tag).want(412)
	inUse := h.call("DELETE", "/api/v1"+path, "", "If-Match", won.header.Get("ETag")).want(422).problem()
	if len(inUse.Errors) == 0 || !strings.Contains(inUse.Errors[0].Code, "in_use") {
		t.Errorf("%+v", inUse)
	}
}

// Of two editors who saw the same, exactly one wins, every time (safety.md, E1).
func TestRecords_Races(t *testing.T) {
	h := open(t)
	h.load("m")
	rounds := 40
	if os.Getenv("MITEINANDER_RACES") != "" {
		_, _ = fmt.Sscan(os.Getenv("MITEINANDER_RACES"), &rounds)
	}
	for i := range rounds {
		r := h.get("/networks/m/institutions/FH")
		var record map[string]any
		r.into(&record)
		var wg sync.WaitGroup
		var won, lost [2]bool
		for w := range 2 {
			wg.Go(func() {
				mine := map[string]any{}
				for k, v := range record {
					mine[k] = v
				}
				mine["notes"] = fmt.Sprintf("%d by %d", i, w)
				body, _ := json.Marshal(mine)
				got := h.call("PUT", "/api/v1/networks/m/institutions/FH", string(body), "If-Match", r.header.Get("ETag"))
				won[w], lost[w] = got.status == 200, got.status == 412
			})
		}
		wg.Wait()
		if won[0] == won[1] || lost[0] == lost[1] {
			t.Fatalf("round %d: won %v, lost %v", i, won, lost)
		}
	}
}

// A request that is repeated under its key is answered, not repeated; the key with another content is refused.
func TestIdempotency(t *testing.T) {
	h := open(t)
	h.load("m")
	first := h.post("/networks/m/institutions", `{"name":"Kita Neu","kinds":["kita"],"areas":["N"]}`, "Idempotency-Key", "k1").want(201)
	second := h.post("/networks/m/institutions", `{"name":"Kita Neu","kinds":["kita"],"areas":["N"]}`, "Idempotency-Key", "k1").want(201)
	if string(first.body) != string(second.body) || first.header.Get("Location") != second.header.Get("Location") {
		t.Errorf("%s\n%s", first.body, second.body)
	}
	h.post("/networks/m/institutions", `{"name":"Kita Anders","kinds":["kita"]}`, "Idempotency-Key", "k1").want(422).problem()
	var list RecordListShape
	if h.get("/networks/m/institutions?q=kita+neu").into(&list); list.Total != 1 {
		t.Errorf("%d institutions of the name", list.Total)
	}
}

// RecordListShape is what a client sees of a list.
type RecordListShape struct {
	Items []map[string]any
	Total int
	Next  string
}

// Every kind can be created, read, changed, removed and got back over the API, with every wrong field named.
func TestRecords_Fields(t *testing.T) {
	h := open(t)
	h.load("m")
	bad := h.post("/networks/m/institutions", `{"kinds":"kita","regular":"ja","lat":"x","bogus":1,"areas":["Q"]}`).want(422).problem()
	fields := map[string]string{}
	for _, e := range bad.Errors {
		fields[e.Field] = e.Code
		if strings.Contains(e.Message, "server.") || e.Message == "" {
			t.Errorf("%+v", e)
		}
	}
	if d := cmp.Diff(map[string]string{"kinds": "server.field_type", "regular": "server.field_type", "lat": "server.field_type", "bogus": "server.unknown_field"}, fields); d != "" {
		t.Error(d)
	}
	// Decomposed and composed umlauts are one name.
	h.post("/networks/m/institutions", `{"id":"x1","name":"Ba\u0308renho\u0308hle","kinds":["kita"]}`).want(201)
	var list RecordListShape
	for _, q := range []string{"bärenhöhle", "baerenhoehle", "Baren", "x1"} {
		if h.get("/networks/m/institutions?q=" + q).into(&list); list.Total != 1 || list.Items[0]["name"] != "Bärenhöhle" {
			t.Errorf("q=%s: %+v", q, list)
		}
	}
	// Pages: every record once, in order.
	seen := map[any]bool{}
	next := ""
	for range 20 {
		var page RecordListShape
		h.get("/networks/m/institutions?limit=2&sort=-name&cursor=" + next).want(200).into(&page)
		for _, r := range page.Items {
			if seen[r["id"]] {
				t.Errorf("%v twice", r["id"])
			}
			seen[r["id"]] = true
		}
		if next = page.Next; next == "" {
			break
		}
	}
	if len(seen) != 9 {
		t.Errorf("%d records on all pages, want 9", len(seen))
	}
	h.get("/networks/m/institutions?sort=bogus").want(422)
	h.get("/networks/m/bogus").want(404)
	h.get("/networks/m/institution").want(404)
}

// One click sets a level and one takes it back; clicks on what is only derived or was of another time make a row of their own.
func TestLevels(t *testing.T) {
	h := open(t)
	h.load("m")
	headline := func() string {
		var v struct{ Headline struct{ Text string } }
		h.get("/networks/m/findings/side-by-side?date=2025-06-30").want(200).into(&v)
		return v.Headline.Text
	}
	const before = "4 Paare richten sich an dieselben Kinder: 2 abgestimmt, 2 noch nicht, 0 ungeklärt."
	if got := headline(); got != before {
		t.Fatal(got)
	}
	var out struct {
		Revision, Undo int64
		Cooperation    map[string]any
	}
	h.post("/networks/m/levels", `{"a":"FZ","b":"FH","level":2}`).want(200).into(&out)
	if got := headline(); got != "4 Paare richten sich an dieselben Kinder: 3 abgestimmt, 1 noch nicht, 0 ungeklärt." {
		t.Error(got)
	}
	if out.Cooperation["level"] != 2.0 || out.Cooperation["source"] != "coordination" {
		t.Errorf("%+v", out)
	}
	h.post("/networks/m/levels", `{"a":"FH","b":"KN","level":null}`).want(200)
	if got := headline(); got != "4 Paare richten sich an dieselben Kinder: 3 abgestimmt, 0 noch nicht, 1 ungeklärt." {
		t.Error(got)
	}
	h.post("/networks/m/levels", `{"a":"FH","b":"KN","agreed_side_by_side":"Wunsch- und Wahlrecht"}`).want(200).into(&out)
	if got := headline(); got != "3 Paare richten sich an dieselben Kinder: 3 abgestimmt, 0 noch nicht, 0 ungeklärt." || out.Cooperation["level"] != nil {
		t.Error(got, out.Cooperation)
	}
	h.post("/networks/m/levels", `{"a":"FH","b":"KN","agreed_side_by_side":""}`).want(200)
	for rev := 5; rev >= 2; rev-- {
		h.post("/networks/m/undo", fmt.Sprintf(`{"revision":%d}`, rev)).want(200)
	}
	if got := headline(); got != before {
		t.Error("after undo:", got)
	}
	for body, want := range map[string]int{`{"a":"FH","b":"FZ","level":5}`: 422, `{"a":"FH","b":"FH","level":1}`: 422, `{"a":"FH","b":"none","level":1}`: 422,
		`{"a":"FH","b":"FZ","level":"2"}`: 422, `{"a":"FH"}`: 422, `{"a":"FH","b":"FZ","level":2,"as_of":"2025-02-30"}`: 422} {
		h.post("/networks/m/levels", body).want(want).problem()
	}
}

// What changed since stands in the way of an undo, by name.
func TestUndo_Conflict(t *testing.T) {
	h := open(t)
	h.load("m")
	h.post("/networks/m/levels", `{"a":"FH","b":"FZ","level":2}`).want(200)
	h.post("/networks/m/levels", `{"a":"FH","b":"FZ","level":3}`).want(200)
	p := h.post("/networks/m/undo", `{"revision":2}`).want(409).problem()
	if len(p.Errors) == 0 || p.Errors[0].Field != "level" {
		t.Errorf("%+v", p)
	}
	var hist struct {
		Changes []struct {
			Revision int64
			CanUndo  bool `json:"can_undo"`
			Keys     []KeyView
		}
		Next int64
	}
	h.get("/networks/m/history?limit=2").want(200).into(&hist)
	if len(hist.Changes) != 2 || !hist.Changes[0].CanUndo || hist.Changes[1].CanUndo || hist.Changes[0].Keys[0].Name != "Frühe Hilfen Musterstadt – Familienzentrum Nord" && !strings.Contains(hist.Changes[0].Keys[0].Name, " – ") || hist.Next != 2 {
		t.Errorf("%+v", hist)
	}
	h.post("/networks/m/undo", `{"revision":99}`).want(404)
}

// Networks come from templates; an id is taken once.
func TestNetworks_Create(t *testing.T) {
	h := open(t)
	var made Created
	h.post("/networks", `{"name":"Jena Nord","template":"jena"}`).want(201).into(&made)
	if made.ID != "jena-nord" {
		t.Errorf("%+v", made)
	}
	h.post("/networks", `{"name":"Jena Nord","template":"jena"}`).want(201).into(&made)
	if made.ID != "jena-nord-2" {
		t.Errorf("%+v", made)
	}
	h.post("/networks", `{"id":"jena-nord","name":"X"}`).want(409).problem()
	h.post("/networks", `{"id":"../x","name":"X"}`).want(422).problem()
	h.post("/networks", `{"name":"X","template":"rom"}`).want(422).problem()
	h.post("/networks", `{}`).want(422).problem()
	var list struct{ Networks []NetworkSummary }
	if h.get("/networks").into(&list); len(list.Networks) != 2 {
		t.Errorf("%+v", list)
	}
	h.call("DELETE", "/api/v1/networks/jena-nord", "").want(204)
	h.get("/networks/jena-nord").want(404)
	var view struct {
		Catalogues map[string][]map[string]any
		Counts     map[string]int
	}
	h.get("/networks/jena-nord-2").want(200).into(&view)
	if len(view.Catalogues["phases"]) != 4 || view.Catalogues["phases"][0]["id"] != "ssg" || len(view.Catalogues["transitions"]) != 6 {
		t.Errorf("%+v", view.Catalogues["phases"])
	}
}

func TestMain(m *testing.M) {
	http.DefaultTransport.(*http.Transport).DisableCompression = true
	os.Exit(m.Run())
}

// A level below what a joint offer says is stored, and the pair stays what domain.md says it is ("evidence of level 3 …, unless a
// row says more"): the answer says so at once, with the offer. FH and FZ run nothing together until this test says so.
func TestSetLevel_Stays(t *testing.T) {
	h := open(t)
	h.load("m")
	set := func(level string) (out struct {
		Revision int
		Stays    *Stays
	}) {
		t.Helper()
		h.post("/networks/m/levels", `{"a":"FH","b":"FZ","level":`+level+`}`).want(200).into(&out)
		return out
	}
	if got := set("2"); got.Stays != nil {
		t.Errorf("without a joint offer: %+v", got.Stays)
	}
	var offer map[string]any
	r := h.get("/networks/m/offers/FH1").want(200)
	r.into(&offer)
	offer["institutions"] = []string{"FH", "FZ"}
	delete(offer, "_changed")
	body, err := json.Marshal(offer)
	if err != nil {
		t.Fatal(err)
	}
	h.call("PUT", "/api/v1/networks/m/offers/FH1", string(body), "If-Match", r.header.Get("ETag")).want(200)
	for level, word := range map[string]string{"1": "Gespeichert: Stufe 1: kennen, informieren. Es gilt weiter Stufe 3: zusammenarbeiten, denn ein Angebot machen beide gemeinsam: " + offer["name"].(string) + ".",
		"null": "Gespeichert: ungeklärt. Es gilt weiter Stufe 3"} {
		got := set(level)
		if got.Stays == nil || *got.Stays.Level != 3 || !strings.HasPrefix(got.Stays.Text, word) {
			t.Errorf("%s: %+v", level, got.Stays)
		}
	}
	if got := set("4"); got.Stays != nil {
		t.Errorf("a row that says more: %+v", got.Stays)
	}
}
