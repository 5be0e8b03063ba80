package server

import (
	"strings"
	"testing"
)

// The report says the numbers of the contract, chapter by chapter and as a whole.
func TestReport_Data(t *testing.T) {
	h := open(t)
	h.load("m")
	var page object
	h.get("/networks/m/report?chapter=none").want(200).into(&page)
	if len(page["blocks"].([]any)) != 0 || len(page["available"].([]any)) != 14 || len(page["shown"].([]any)) != 13 || page["kept"] != false {
		t.Errorf("%v chapters to choose from, %v shown, kept %v", len(page["available"].([]any)), len(page["shown"].([]any)), page["kept"])
	}
	h.get("/networks/m/report?chapter=overview&no_pictures=true").want(200).into(&page)
	var said []string
	for _, b := range page["blocks"].([]any) {
		for _, r := range rowsOf(b.(object)["rows"]) {
			var cells []string
			for _, c := range r.([]any) {
				cells = append(cells, c.(string))
			}
			said = append(said, strings.Join(cells, " | "))
		}
	}
	text := strings.Join(said, "\n")
	for _, want := range []string{"Miteinander-Anteil, nach Kindern gewichtet | 50\u00a0% | Gewicht 600 von 1.200", "Übergangsquote, nach Kindern gewichtet | 66,7\u00a0% | Gewicht 300 von 450",
		"Lückenquote: nötige Felder ohne Angebot | 37,5\u00a0% | 9 von 24", "Lückenquote, nach Kindern gewichtet | 36,4\u00a0% | Gewicht 1.800 von 4.950"} { // expected.json
		if !strings.Contains(text, want) {
			t.Errorf("%q is not said:\n%s", want, text)
		}
	}
	h.get("/networks/m/report?chapter=all&no_pictures=true&lang=en").want(200).into(&page)
	if !strings.Contains(page["title"].(string), "report for youth welfare planning") {
		t.Errorf("title %v", page["title"])
	}
	for _, path := range []string{"?chapter=mayor", "?chapters=mayor", "?for=mayor", "?rows=-1", "?rows=501", "?since=gestern", "?paper=a0", "?funder=nobody", "?for=plan&chapters=funded", "?chapters=gaps,gaps", "?indicator=nichts"} {
		if got := h.get("/networks/m/report" + path).status; got != 422 && got != 404 && got != 400 {
			t.Errorf("%s: %d", path, got)
		}
	}
}

func rowsOf(v any) []any {
	l, _ := v.([]any)
	return l
}

// Every file is what its ending says, and one that we do not make is not found.
func TestReport_Files(t *testing.T) {
	h := open(t)
	h.load("m")
	for name, begin := range map[string]string{"bericht.docx": "PK", "bericht.pdf": "%PDF-", "bericht.html": "<!DOCTYPE html>"} {
		r := h.get("/networks/m/report/" + name + "?no_pictures=true&for=funder").want(200)
		if !strings.HasPrefix(strings.ToLower(string(r.body)), strings.ToLower(begin)) {
			t.Errorf("%s begins with %.20q", name, string(r.body))
		}
		if d := r.header.Get("Content-Disposition"); !strings.Contains(d, "attachment") || !strings.Contains(d, "bericht-funder-2025-06-30."+strings.Split(name, ".")[1]) {
			t.Errorf("%s goes out as %s", name, d)
		}
	}
	for _, name := range []string{"bericht.txt", "bericht", "report.pdf", "bericht.pdf.html"} {
		h.get("/networks/m/report/" + name).want(404)
	}
}

// What is chosen is kept, shown again, taken back by undo; a choice that cannot be kept changes nothing and says where.
func TestReport_Choice(t *testing.T) {
	h := open(t)
	h.load("m")
	tag := func(preset string) string {
		var page object
		h.get("/networks/m/report?chapter=none&for=" + preset).want(200).into(&page)
		return page["etag"].(string)
	}
	put := func(preset, body string) reply {
		return h.call("PUT", "/api/v1/networks/m/report/"+preset, body, "If-Match", tag(preset))
	}
	var done struct{ Revision int }
	put("plan", `{"for":"plan","chapters":[{"key":"gaps","on":true,"pictures":false,"tables":true,"sentence":"Darüber ist zu reden."}],"rows":3,"paper":"a3","no_names":false,"public":false,"intro":"Guten Tag."}`).want(200).into(&done)
	var page object
	h.get("/networks/m/report").want(200).into(&page)
	if shown := page["shown"].([]any); page["kept"] != true || len(shown) != 1 || shown[0] != "gaps" {
		t.Errorf("kept %v, shown %v", page["kept"], page["shown"])
	}
	var texts []string
	for _, b := range page["blocks"].([]any) {
		for _, part := range []string{"text", "caption"} {
			if x, ok := b.(object)[part].(string); ok {
				texts = append(texts, x)
			}
		}
	}
	if all := strings.Join(texts, "|"); !strings.Contains(all, "Guten Tag.") || !strings.Contains(all, "Darüber ist zu reden.") || !strings.Contains(all, "(die ersten 3 von 9)") {
		t.Errorf("%s", all)
	}
	if chosen := page["choice"].(object)["chapters"].([]any); len(chosen) != 14 {
		t.Errorf("%d chapters can be chosen, the others are off", len(chosen))
	}
	for _, x := range []struct{ preset, body, at string }{
		{"plan", `{"for":"plan","chapters":[{"key":"gaps","on":true,"pictures":true,"tables":true}],"rows":0,"paper":"a4","no_names":false,"public":false}`, "rows"},
		{"plan", `{"for":"funder","chapters":[{"key":"gaps","on":true,"pictures":true,"tables":true}],"rows":3,"paper":"a4","no_names":false,"public":false}`, "for"},
		{"plan", `{"for":"plan","chapters":[{"key":"gaps","on":false,"pictures":true,"tables":true}],"rows":3,"paper":"a4","no_names":false,"public":false}`, "chapters"},
		{"funder", `{"for":"funder","funder":"nobody","chapters":[{"key":"gaps","on":true,"pictures":true,"tables":true}],"rows":3,"paper":"a4","no_names":false,"public":false}`, "funder"},
		{"plan", `{"for":"plan","chapters":[{"key":"gaps","on":true,"pictures":true,"tables":true}],"rows":3,"paper":"a4","no_names":false,"public":false,"colour":"red"}`, "colour"},
	} {
		r := put(x.preset, x.body)
		if p := r.problem(); r.status != 422 || len(p.Errors) == 0 || !strings.Contains(p.Errors[0].Pointer+p.Errors[0].Field, x.at) {
			t.Errorf("%s: %d %s", x.at, r.status, r.body)
		}
	}
	h.post("/networks/m/undo", `{"revision":2}`).want(200)
	if h.get("/networks/m/report?chapter=none").want(200).into(&page); page["kept"] != false || done.Revision != 2 {
		t.Errorf("undone: kept %v; revision %d", page["kept"], done.Revision)
	}
}

// Who keeps a choice that another one changed meanwhile is told, and nothing is lost: as with every record.
func TestReport_Conflict(t *testing.T) {
	h := open(t)
	h.load("m")
	const body = `{"for":"plan","chapters":[{"key":"gaps","on":true,"pictures":true,"tables":true}],"rows":%ROWS%,"paper":"a4","no_names":false,"public":false}`
	put := func(rows string, header ...string) reply {
		return h.call("PUT", "/api/v1/networks/m/report/plan", strings.ReplaceAll(body, "%ROWS%", rows), header...)
	}
	var page object
	tag := func() string {
		h.get("/networks/m/report?chapter=none").want(200).into(&page)
		return page["etag"].(string)
	}
	put("3").want(428)
	first := tag()
	kept := put("3", "If-Match", first).want(200)
	if kept.header.Get("ETag") != tag() {
		t.Errorf("kept with %s, read with %s", kept.header.Get("ETag"), tag())
	}
	if stale := put("4", "If-Match", first).want(412); stale.header.Get("ETag") != tag() || stale.problem().Code != "precondition_failed" {
		t.Errorf("the first of two: %s", stale.body)
	}
	if tag(); page["choice"].(object)["rows"] != 3.0 {
		t.Errorf("%v rows", page["choice"].(object)["rows"])
	}
	mine := tag()
	put("5", "If-Match", mine).want(200)
	put("6", "If-Match", mine).want(412)
	h.post("/networks/m/undo", `{"revision":3}`).want(200)
	h.post("/networks/m/undo", `{"revision":2}`).want(200)
	if got := put("7", "If-Match", mine).want(412).header.Get("ETag"); got != first || tag() != first {
		t.Errorf("taken back: %s, %s, %s", got, tag(), first)
	}
}
