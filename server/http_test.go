package server

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// targets are all routes with ids filled in, and what lies beside them: for each method a path that exists.
func targets() [][2]string {
	fill := strings.NewReplacer("{n}", "musterstadt", "{kind}", "institutions", "{id}", "K", "{question}", "side-by-side", "{file}", "network.svg",
		"{view}", "network", "{name}", "x")
	var out [][2]string
	for _, r := range routes() {
		if r.path != "/networks/{n}/news" && r.method+r.path != "DELETE/networks/{n}" { // a stream, and what the others need
			out = append(out, [2]string{r.method, apiPrefix + fill.Replace(r.path)})
		}
	}
	return append(out, [2]string{"GET", "/"}, [2]string{"GET", "/n/musterstadt/karte"}, [2]string{"GET", "/assets/none.js"}, [2]string{"GET", "/api/docs"},
		[2]string{"GET", "/api/docs/docs.js"}, [2]string{"GET", "/api/docs/none"}, [2]string{"GET", "/api/v1/openapi.json"}, [2]string{"GET", "/healthz"},
		[2]string{"GET", "/readyz"}, [2]string{"GET", "/version"}, [2]string{"POST", "/csp"}, [2]string{"GET", "/api/none"}, [2]string{"PATCH", "/api/v1/networks"})
}

// Headers of safety.md, C stand on every answer whatever it says: success, wrong body, wrong method, wrong host, another site.
func TestHeaders_EveryRoute(t *testing.T) {
	h := open(t)
	h.load("musterstadt")
	want := map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
		"Strict-Transport-Security": "max-age=63072000; includeSubDomains", "X-Frame-Options": "DENY", "Cache-Control": "no-store"}
	check := func(name string, r reply) {
		t.Helper()
		for k, v := range want {
			if got := r.header.Get(k); got != v {
				t.Errorf("%s (%d): %s is %q, want %q", name, r.status, k, got, v)
			}
		}
		csp := r.header.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s (%d): Content-Security-Policy is %q", name, r.status, csp)
		}
		if html := strings.HasPrefix(r.header.Get("Content-Type"), "text/html"); html != strings.Contains(csp, "script-src 'self'") {
			t.Errorf("%s (%d): html %t has %q", name, r.status, html, csp)
		}
		if strings.Contains(csp, "unsafe") || r.header.Get("Server") != "" || r.header.Get("X-Powered-By") != "" || r.header.Get("X-Request-ID") == "" {
			t.Errorf("%s: %v", name, r.header)
		}
	}
	statuses := map[int]bool{}
	made := h.post("/networks", `{"name":"Neu"}`)
	check("POST /networks", made)
	statuses[made.status] = true
	for _, target := range targets() {
		method, path := target[0], target[1]
		for _, r := range []reply{
			h.call(method, path, ""), h.call(method, path, "{}"), h.call(method, path, "{"), h.call(method, path, "", "Host", "evil.example"),
			h.call(method, path, "{}", "Sec-Fetch-Site", "cross-site"), h.call("TRACE", path, ""),
			h.call(method, strings.ReplaceAll(path, "musterstadt", "nirgends"), ""),
		} {
			statuses[r.status] = true
			check(method+" "+path, r)
		}
	}
	for _, s := range []int{200, 201, 400, 403, 404, 405, 421, 422, 428} {
		if !statuses[s] {
			t.Errorf("no answer had status %d: the test does not reach what it is about", s)
		}
	}
}

// Every route asks for a permission, and a network that is not there is the same answer everywhere.
func TestRoutes_UnknownNetwork(t *testing.T) {
	h := open(t)
	var first string
	for _, r := range routes() {
		if r.permission == "" || r.summary == "" {
			t.Errorf("%s %s: no permission or no summary", r.method, r.path)
		}
		if !strings.Contains(r.path, "{n}") {
			continue
		}
		path := strings.NewReplacer("{n}", "nirgends", "{kind}", "institutions", "{id}", "K", "{question}", "side-by-side", "{file}", "network.svg",
			"{view}", "network", "{name}", "x").Replace(r.path)
		body := ""
		if r.method == "POST" || r.method == "PUT" {
			body = "{}"
		}
		got := h.call(r.method, apiPrefix+path, body).want(404)
		p := got.problem()
		if text := p.Code + p.Title + p.Detail; first == "" {
			first = text
		} else if text != first {
			t.Errorf("%s %s: %q, elsewhere %q", r.method, r.path, text, first)
		}
	}
}

// A request that was sent to another name is refused: a page of evil.example that points its name at 127.0.0.1 reads nothing.
func TestHosts(t *testing.T) {
	h := open(t)
	for host, want := range map[string]int{"localhost:1": 200, "127.0.0.1": 200, "[::1]:8080": 200, "a.localhost": 200,
		"evil.example": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example:80": 421, "192.0.2.1": 421, "": 200} {
		if host == "" {
			continue
		}
		if got := h.get("/networks", "Host", host); got.status != want {
			t.Errorf("Host %q: %d, want %d", host, got.status, want)
		}
	}
	h.srv.allowedHosts = []string{"netz.stadt.example"}
	h.get("/networks", "Host", "netz.stadt.example").want(200)
}

// Writes that another site makes the browser send are refused; the browser says so, or the origin does.
func TestCrossOrigin(t *testing.T) {
	h := open(t)
	body := `{"name":"X"}`
	for _, c := range []struct {
		name    string
		headers []string
		want    int
	}{
		{"no browser", nil, 201},
		{"same origin", []string{"Sec-Fetch-Site", "same-origin"}, 201},
		{"cross site", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"same site, other host", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"other origin", []string{"Origin", "http://evil.example"}, 403},
		{"null origin", []string{"Origin", "null"}, 403},
		{"as a form", []string{"Content-Type", "text/plain"}, 415},
	} {
		if got := h.post("/networks", body, c.headers...); got.status != c.want {
			t.Errorf("%s: %d, want %d: %s", c.name, got.status, c.want, got.body)
		}
	}
}

// JSON that two readers could read in two ways is refused.
func TestStrictJSON(t *testing.T) {
	h := open(t)
	h.load("m")
	for body, want := range map[string]int{
		`{"revision":1}`:                  422, // valid, but the first revision cannot go
		`{"revision":1,"revision":1}`:     400,
		`{"revision":1,"Revision":1}`:     400,
		`{"Revision":1}`:                  422,
		`{"revision":1,"reviſion":1}`:     400,
		`{"revision":1}{"revision":1}`:    400,
		`{"revision":1} x`:                400,
		`{"revision":"1"}`:                422,
		`{"revision":1,"role":"admin"}`:   422,
		`{"revision":1e400}`:              400,
		"{\"revision\":1,\"x\":\"\xff\"}": 400,
		strings.Repeat("[", 100):          400,
		`[]`:                              422,
		``:                                400,
		`{"revision":` + strings.Repeat(" ", 1<<20) + `1}`: 413,
	} {
		if got := h.post("/networks/m/undo", body, "Content-Type", "application/json"); got.status != want {
			t.Errorf("%.40q: %d, want %d: %s", body, got.status, want, got.body)
		} else {
			got.problem()
		}
	}
}

// Problems speak the language of the request, and a panic is an answer with a number.
// What is let through reads in one way only: as JSON at all, and the same again when it is written.
func FuzzStrictJSON(f *testing.F) {
	for _, s := range []string{`{"a":1,"A":2}`, `{"attributes":{"a":1,"A":2}}`, `[1e400]`, `"\ud800"`, `{"a":"\u0000"} {}`, `{"id":9007199254740993}`, strings.Repeat("[", 40), "{\"x\":\"\xff\"}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if checkJSON(b) != nil {
			return
		}
		var v any
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatalf("let through and not read: %v", err)
		}
		again, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if err := checkJSON(again); err != nil {
			t.Fatalf("%q was let through, and %q is not: %v", b, again, err)
		}
	})
}

func TestProblems_Language(t *testing.T) {
	h := open(t)
	for lang, want := range map[string]string{"": "Nicht gefunden", "de-AT,en;q=0.5": "Nicht gefunden", "en-GB,de;q=0.8": "Not found", "fr,en;q=0.2,de;q=0.1": "Not found", "fr": "Nicht gefunden"} {
		if got := h.get("/networks/x", "Accept-Language", lang).want(404).problem(); got.Title != want {
			t.Errorf("Accept-Language %q: %q, want %q", lang, got.Title, want)
		}
	}
	if got := h.get("/networks/x?lang=en", "Accept-Language", "de").problem(); got.Title != "Not found" {
		t.Errorf("?lang=en: %q", got.Title)
	}
	h.srv.deps.Parse = nil // what calls it panics
	r := h.call("POST", "/api/v1/imports", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"geheim.csv\"\r\n\r\nName\r\n--x--\r\n", "Content-Type", "multipart/form-data; boundary=x").want(500)
	if p := r.problem(); !strings.Contains(h.log.String(), p.RequestID) || strings.Contains(string(r.body), "nil pointer") {
		t.Errorf("a panic: %s\n%s", r.body, h.log)
	}
	h.get("/networks").want(200)
}

// The log knows routes, not paths, queries, names or values.
func TestLog_NoValues(t *testing.T) {
	h := open(t)
	h.load("m")
	h.get("/networks/m/institutions/GEHEIM?q=KANARIE")
	h.post("/networks/m/institutions", `{"name":"KANARIE"}`)
	h.call("KANARIE", "/GEHEIM", "")
	if log := h.log.String(); strings.Contains(log, "KANARIE") || strings.Contains(log, "GEHEIM") || !strings.Contains(log, "/networks/:n/:kind/:id") {
		t.Error(log)
	}
}

// Answers are compressed where that helps, and ETags stay what they are.
func TestCompression(t *testing.T) {
	h := open(t)
	h.load("m")
	plain := h.get("/networks/m")
	packed := h.get("/networks/m", "Accept-Encoding", "gzip")
	if packed.header.Get("Content-Encoding") != "gzip" || len(packed.body) >= len(plain.body)/2 {
		t.Errorf("%v: %d of %d bytes", packed.header, len(packed.body), len(plain.body))
	}
	if a, b := plain.header.Get("ETag"), packed.header.Get("ETag"); a != b || strings.HasPrefix(a, "W/") || a == "" {
		t.Errorf("ETag %q, compressed %q", a, b)
	}
	if got := h.get("/networks/m/export.xlsx", "Accept-Encoding", "gzip").want(200); got.header.Get("Content-Encoding") != "" {
		t.Error("a workbook is compressed twice")
	}
}

// A derived answer is not sent again until something that it depends on changes.
func TestConditionalGET(t *testing.T) {
	h := open(t)
	h.load("m")
	for _, path := range []string{"/networks/m/overview", "/networks/m/structure", "/networks/m/findings/side-by-side", "/networks/m/cards/institution/K", "/networks/m/export.zip"} {
		r := h.get(path).want(200)
		tag := r.header.Get("ETag")
		if tag == "" {
			t.Fatalf("%s has no ETag", path)
		}
		if again := h.get(path, "If-None-Match", `"x", W/`+tag).want(304); len(again.body) != 0 || again.header.Get("ETag") != tag {
			t.Errorf("%s: 304 with %d bytes and %q", path, len(again.body), again.header.Get("ETag"))
		}
		for _, other := range []string{"?lang=en", "?date=2026-01-01", "?areas=N"} {
			if got := h.get(path+other, "If-None-Match", tag).want(200); got.header.Get("ETag") == tag {
				t.Errorf("%s and %s%s have one tag", path, path, other)
			}
		}
	}
	tag := h.get("/networks/m/findings/side-by-side").header.Get("ETag")
	h.post("/networks/m/levels", `{"a":"FH","b":"FZ","level":2}`).want(200)
	h.get("/networks/m/findings/side-by-side", "If-None-Match", tag).want(200)
}

// News are what changed since the last event that was seen, then what changes.
func TestNews(t *testing.T) {
	h := open(t)
	h.load("m")
	h.post("/networks/m/levels", `{"a":"FH","b":"FZ","level":2}`).want(200)
	req, err := http.NewRequestWithContext(t.Context(), "GET", h.web.URL+"/api/v1/networks/m/news", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Last-Event-ID", "1")
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.Header.Get("Content-Type") != "text/event-stream" || resp.Header.Get("Content-Encoding") != "" {
		t.Fatal(resp.Header)
	}
	lines := bufio.NewScanner(resp.Body)
	next := func() (id, data string) {
		for lines.Scan() {
			if v, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				id = v
			}
			if v, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return id, v
			}
		}
		return "", ""
	}
	if id, data := next(); id != "2" || data != `{"revision":2,"cause":"edit","keys":["cooperation/FH~FZ"],"count":1}` {
		t.Errorf("the past: %s %s", id, data)
	}
	h.post("/networks/m/undo", `{"revision":2}`).want(200)
	if id, data := next(); id != "3" || !strings.Contains(data, `"cause":"undo"`) || strings.Contains(data, "level") {
		t.Errorf("the present: %s %s", id, data)
	}
	h.srv.Drain()
	if id, _ := next(); id != "" {
		t.Errorf("after the end: %s", id)
	}
	h.call("GET", "/readyz", "").want(503)
	h.get("/networks").want(503)
}

// The committed description is what the handlers say: the browser's types are made from it.
func TestOpenAPI_Committed(t *testing.T) {
	want, err := OpenAPI(Build{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../frontend/src/api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("frontend/src/api/openapi.json is stale, run make generate:\n%s", cmp.Diff(strings.Split(string(got), "\n"), strings.Split(string(want), "\n")))
	}
}

// The documentation asks no other host for anything.
func TestDocs_Offline(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/api/docs", "/api/docs/docs.js", "/api/docs/docs.css"} {
		r := h.call("GET", path, "").want(200)
		if strings.Contains(string(r.body), "http://") || strings.Contains(string(r.body), "https://") || strings.Contains(string(r.body), "innerHTML") {
			t.Errorf("%s refers to another host, or writes HTML text", path)
		}
	}
}

// Ids may hold what means something in a URL.
func TestPaths_AnyID(t *testing.T) {
	h := open(t)
	h.load("m")
	for id, path := range map[string]string{"a/b": "a%2Fb", "ä ö": "%C3%A4%20%C3%B6", "x~y": "x~y", "50%": "50%25", "q?r#s": "q%3Fr%23s", "..": "..%2F.."} {
		if id == ".." {
			h.get("/networks/m/institutions/" + path).want(404)
			continue
		}
		h.post("/networks/m/institutions", `{"id":"`+id+`","name":"N","kinds":["kita"]}`).want(201)
		var got map[string]any
		if h.get("/networks/m/institutions/" + path).want(200).into(&got); got["id"] != id {
			t.Errorf("%s: %v", path, got["id"])
		}
		h.get("/networks/m/cards/institution/" + path).want(200)
	}
}

// HEAD is GET without the body.
func TestHead(t *testing.T) {
	h := open(t)
	h.load("m")
	get, head := h.get("/networks/m/institutions/K"), h.call("HEAD", "/api/v1/networks/m/institutions/K", "")
	if head.status != 200 || len(head.body) != 0 || head.header.Get("ETag") != get.header.Get("ETag") {
		t.Errorf("%d, %d bytes, %v", head.status, len(head.body), head.header)
	}
	h.call("HEAD", "/", "").want(200)
	h.call("HEAD", "/api/v1/networks/none", "").want(404)
}
