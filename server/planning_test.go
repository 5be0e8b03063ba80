package server

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

type object = map[string]any

// find gives the entry of a list whose key has the value.
func find(t *testing.T, list any, key, value string) object {
	t.Helper()
	for _, x := range list.([]any) {
		if x.(object)[key] == value {
			return x.(object)
		}
	}
	t.Fatalf("no entry with %s = %s", key, value)
	return nil
}

// The pages say what the contract says: transitions, gaps and access of expected.json, cell by cell and link by link.
func TestPlanning_PagesSayTheContract(t *testing.T) {
	h := open(t)
	h.load("m")
	want := expected(t)
	var page object
	h.get("/networks/m/findings/transitions").want(200).into(&page)
	links := page["links"].([]any)
	for name, areas := range want["transitions"].(object) {
		byArea, ok := areas.(object)
		if !ok || !strings.HasPrefix(name, "Ü") {
			continue
		}
		for area, w := range byArea {
			l := find(t, links, "ref", "transitions/"+name+"/"+area)
			for _, d := range covers([]any{l["status"], l["coverage"].(object)["bounds"].([]any)[0], l["coverage"].(object)["bounds"].([]any)[1]}, w, name+"/"+area) {
				t.Error(d)
			}
		}
	}
	for _, d := range covers(page["rate"], object{"value": 0.666667, "bounds": []any{0.666667, 0.666667}, "parts": object{"numerator": 300., "denominator": 450.}, "text": "66,7\u00a0%"}, "rate") {
		t.Error(d)
	}
	broken := find(t, links, "ref", "transitions/Ü3/S")
	for _, d := range covers(broken, object{"word": "unterbrochen (Kontakt, noch nicht abgestimmt)", "contact": true, "next": "Nächster Schritt: Kita Süd und GS Süd stimmen sich ab (Stufe 2).",
		"pairs": []any{object{"level": 1., "carried": false, "sentence": "Stufe 1: Sie kennen sich und informieren einander. Angabe der Koordination, 30.06.2025."}}}, "Ü3/S") {
		t.Error(d)
	}
	if got := find(t, page["levels"], "area", "S")["rate"].(object)["value"]; got != 1./3 {
		t.Errorf("rate of Süd is %v, want 1/3: Ü1 carries, two do not, 50 children each", got)
	}

	h.get("/networks/m/findings/gaps").want(200).into(&page)
	for key, status := range want["gaps"].(object)["cells"].(object) {
		if c := find(t, page["cells"], "ref", "gaps/"+key); c["status"] != status || c["word"] == "" || c["sentence"] == "" {
			t.Errorf("%s: %v", key, c)
		}
	}
	for key, status := range want["access"].(object)["cells"].(object) {
		if c := find(t, page["cells"], "access_ref", "access/"+key); c["access"] != status {
			t.Errorf("%s: %v, want %v", key, c["access"], status)
		}
	}
	for _, d := range covers(page, object{"required_cells": 24., "covered": 15., "rate_texts": []any{"Lückenquote: 37,5\u00a0%", "Lückenquote, nach Kindern gewichtet: 36,4\u00a0%"}}, "gaps") {
		t.Error(d)
	}
	// Of the whole commune one row: (phase 1, B) is a gap in Süd alone.
	h.get("/networks/m/findings/gaps?level=network").want(200).into(&page)
	if c := find(t, page["cells"], "ref", "gaps/gesamt/1/B"); c["status"] != "partly_gap" || c["word"] != "Lücke in 1 von 2 Feldern" || len(page["cells"].([]any)) != 12 {
		t.Errorf("%v", c)
	}
	h.get("/networks/m/findings/access").want(200).into(&page)
	if len(page["cells"].([]any)) != 24 || page["offers_total"] != 10. {
		t.Errorf("%d cells, %v offers", len(page["cells"].([]any)), page["offers_total"])
	}
	h.get("/networks/m/findings/dependencies").want(200).into(&page)
	for id, f := range map[string]float64{"KN": 0.809524, "FZ": 0.761905, "FH": 0.666667} {
		if d := covers(find(t, page["institutions"], "ref", "dependencies/"+id), object{"fragmentation_without": f, "cutpoint": true}, id); len(d) > 0 {
			t.Error(d)
		}
	}
	h.get("/networks/m/findings/transitions?indicator=Unsinn").want(422)
}

// Every status opens into its evidence.
func TestPlanning_Cards(t *testing.T) {
	h := open(t)
	h.load("m")
	card := func(ref string) object {
		var c object
		h.get("/networks/m/cards/finding/" + url.PathEscape(ref)).want(200).into(&c)
		return c["finding"].(object)
	}
	c := card("transitions/Ü2/N")
	if c["status"] != "patchy" || len(c["transition"].(object)["pairs"].([]any)) != 2 || c["next"] == nil {
		t.Errorf("%v", c)
	}
	c = card("gaps/N/1/F")
	if c["word"] != "mehrere, noch nicht abgestimmt" || len(c["levels"].([]any)) != 3 || len(c["access"].(object)["offers"].([]any)) != 3 {
		t.Errorf("%v", c)
	}
	if l := c["levels"].([]any)[0].(object); l["state"] != "side_by_side" || !strings.Contains(l["says"].(string), "Stufe") {
		t.Errorf("%v", l)
	}
	if c = card("access/N/1/F"); c["word"] != "niedrigschwellig" || c["cell"] == nil {
		t.Errorf("%v", c)
	}
	if c = card("dependencies/KN"); c["dependency"].(object)["cutpoint"] != true {
		t.Errorf("%v", c)
	}
	// A card of what the selection leaves out opens all the same, and says that it is not in it.
	var whole object
	h.get("/networks/m/cards/gaps/" + url.PathEscape("N/1/F") + "?areas=S").want(200).into(&whole)
	if whole["active"] != false || len(whole["evidence"].([]any)) == 0 {
		t.Errorf("%v", whole)
	}
	h.get("/networks/m/cards/finding/" + url.PathEscape("gaps/N/9/F")).want(404)
	h.get("/networks/m/cards/finding/Unsinn").want(404)
	var record object
	h.get("/networks/m/cards/transitions/" + url.PathEscape("Ü2")).want(200).into(&record)
	if record["kind"] != "transition" {
		t.Errorf("%v is no record", record["kind"])
	}
}

// A finding with an open measure shows it: on its page, in its table, on its card; the list says what the finding says today.
func TestPlanning_Measures(t *testing.T) {
	h := open(t)
	h.load("m")
	create := func(path, body string) object {
		var out object
		h.call("POST", "/api/v1/networks/m/"+path, body).want(201).into(&out)
		return out
	}
	create("measures", `{"id":"m1","title":"Runde Kita und Schule","occasion":"transitions/Ü3/S","responsible":["KS","GS"],"due":"2025-05-01"}`)
	create("measures", `{"id":"m2","title":"Krabbelgruppe Süd","occasion":"gaps/S/1/B","responsible":["FH"],"state":"begun"}`)
	create("measures", `{"id":"m3","title":"Flyer","occasion":"gaps/S/1/B","state":"done","due":"2025-01-01"}`)
	create("feedback", `{"id":"r1","occasion":"transitions/Ü3/S","from":"parents","says":"Wir wussten nicht, wann der Besuchstag ist.","asked":24,"date":"2025-03-01","source":"Elternabend"}`)

	var page object
	h.get("/networks/m/findings/transitions").want(200).into(&page)
	l := find(t, page["links"], "ref", "transitions/Ü3/S")
	for _, d := range covers(l, object{
		"measures": []any{object{"id": "m1", "open": true, "overdue": true, "sentence": "Maßnahme: Runde Kita und Schule (vereinbart). Gemeinsam zuständig: Kita Süd und GS Süd. Frist: 01.05.2025."}},
		"feedback": []any{object{"sentence": "Eltern, 24 befragt (Elternabend, 01.03.2025): „Wir wussten nicht, wann der Besuchstag ist.“"}},
	}, "Ü3/S") {
		t.Error(d)
	}
	// What hangs on a cell is seen in both of its layers.
	h.get("/networks/m/findings/access").want(200).into(&page)
	if c := find(t, page["cells"], "ref", "access/S/1/B"); len(c["measures"].([]any)) != 2 {
		t.Errorf("%v", c["measures"])
	}
	h.get("/networks/m/tables/gaps").want(200).into(&page)
	row := find(t, page["rows"], "ref", "gaps/S/1/B")["cells"].([]any)
	if row[len(row)-1] != "Flyer (erledigt); Krabbelgruppe Süd (begonnen)" {
		t.Errorf("%v", row)
	}

	h.call("PUT", "/api/v1/networks/m/measures/m2", `{"title":"Krabbelgruppe Süd","occasion":"gaps/S/1/B","responsible":["FH","KS"],"state":"begun","due":"2025-12-01"}`,
		"If-Match", h.get("/networks/m/measures/m2").want(200).header.Get("ETag")).want(200)
	h.get("/networks/m/findings/measures?log=1").want(200).into(&page)
	for _, d := range covers(page, object{"headline": "3 Maßnahmen, 2 offen, 1 davon über der Frist.", "overdue": 1., "measures": []any{
		object{"id": "m1", "finding": object{"there": true, "status": "broken"}},
		object{"id": "m2", "due": "2025-12-01", "finding": object{"status": "gap", "word": "Lücke"}},
		object{"id": "m3", "open": false},
	}}, "measures") {
		t.Error(d)
	}
	log := page["measures"].([]any)[1].(object)["log"].([]any)
	if len(log) != 2 || log[0].(object)["says"] != "Zuständig: Frühe Hilfen Musterstadt → Frühe Hilfen Musterstadt, Kita Süd; Frist: – → 01.12.2025" || log[1].(object)["says"] != "angelegt" {
		t.Errorf("%v", log)
	}
	var card object
	h.get("/networks/m/cards/finding/" + url.PathEscape("transitions/Ü3/S")).want(200).into(&card)
	if len(card["measures"].([]any)) != 1 || len(card["feedback"].([]any)) != 1 {
		t.Errorf("%v", card)
	}
	h.get("/networks/m/cards/measures/m1").want(200).into(&card)
	if !strings.Contains(card["occasion"].(object)["sentence"].(string), "unterbrochen") {
		t.Errorf("%v", card["occasion"])
	}
	// A finding that the data no longer give is said to be gone.
	create("measures", `{"id":"m4","title":"Alt","occasion":"gaps/S/9/B"}`)
	h.get("/networks/m/findings/measures?ref=gaps/S/9/B").want(200).into(&page)
	if f := page["measures"].([]any)[0].(object)["finding"].(object); f["there"] != false {
		t.Errorf("%v", f)
	}
}

// Feedback names nobody.
func TestPlanning_FeedbackWithoutPersons(t *testing.T) {
	h := open(t)
	h.load("m")
	r := h.call("POST", "/api/v1/networks/m/feedback", `{"occasion":"gaps/S/1/B","says":"Frau Müller war nie da."}`).want(422)
	if !strings.Contains(string(r.body), "Frau Müller") || !strings.Contains(string(r.body), "ohne Personen") {
		t.Errorf("%s", r.body)
	}
}

// The answers of one institution, as on the telephone: one change, marked, taken back by one undo.
func TestPlanning_AnswersOnBehalf(t *testing.T) {
	h := open(t)
	h.load("m")
	const path = "/api/v1/networks/m/findings/clarify/FH/answers"
	level := func(partner string) any {
		var sheet object
		h.get("/networks/m/findings/clarify/FH?all=1").want(200).into(&sheet)
		i := slices.IndexFunc(sheet["partners"].([]any), func(p any) bool { return p.(object)["institution"].(object)["id"] == partner })
		if i < 0 {
			return "no row"
		}
		return sheet["partners"].([]any)[i].(object)["says"]
	}
	before := level("FZ")
	for _, bad := range []string{`{"answers":[{"partner":"FH","level":1}]}`, `{"answers":[{"partner":"XX","level":1}]}`, `{"answers":[]}`,
		`{"answers":[{"partner":"KN","level":1},{"partner":"KN","level":2}]}`, `{"answers":[{"partner":"KN","level":7}]}`} {
		h.call("POST", path, bad).want(422)
	}
	var out object
	h.call("POST", path, `{"as_of":"2025-06-29","answers":[{"partner":"KN","level":2},{"partner":"KS","level":0},{"partner":"FZ","level":3},{"partner":"EB","level":null}]}`).want(200).into(&out)
	if out["count"] != 4. {
		t.Errorf("%v", out)
	}
	if got := level("KN"); got != "Stufe 2: Sie stimmen Angebote oder Termine aufeinander ab. Angabe von Frühe Hilfen, im Auftrag eingetragen, 29.06.2025." {
		t.Errorf("%v", got)
	}
	var history object
	h.get("/networks/m/history?limit=1").want(200).into(&history)
	if c := history["changes"].([]any)[0].(object); c["count"] != 4. || c["author"] == "" {
		t.Errorf("%v", c)
	}
	h.call("POST", "/api/v1/networks/m/undo", `{"revision":`+itoa(int(out["undo"].(float64)))+`}`).want(200)
	if got := level("FZ"); got != before || level("KN") != "no row" {
		t.Errorf("after undo: %v, %v", got, level("KN"))
	}
}

// Every finding as CSV and Excel, and the contract of whom to ask, whose route has another beside it.
func TestPlanning_Files(t *testing.T) {
	h := open(t)
	h.load("m")
	for _, q := range []string{"side-by-side", "across-sectors", "transitions", "gaps", "access", "dependencies", "clarify"} {
		r := h.get("/networks/m/tables/" + q + "/befund.csv").want(200)
		if !strings.HasPrefix(string(r.body), "\ufeff") || !strings.Contains(r.header.Get("Content-Disposition"), ".csv") {
			t.Errorf("%s: %.60q", q, r.body)
		}
		r = h.get("/networks/m/tables/" + q + "/befund.xlsx").want(200)
		if !strings.HasPrefix(string(r.body), "PK") {
			t.Errorf("%s: no workbook", q)
		}
		var contract object
		h.get("/networks/m/findings/" + q + "/contract.json").want(200).into(&contract)
		if contract[strings.ReplaceAll(q, "-", "_")] == nil {
			t.Errorf("%s: %v", q, contract)
		}
	}
	h.get("/networks/m/tables/gaps/befund.pdf").want(404)
	if r := h.get("/networks/m/findings/clarify/FH/sheet.xlsx?all=1").want(200); !strings.HasPrefix(string(r.body), "PK") {
		t.Error("no sheet")
	}
}

// Stock, need, gaps and intentions as a page prints them (§ 80 SGB VIII).
func TestPlanning_Plan(t *testing.T) {
	h := open(t)
	h.load("m")
	h.call("POST", "/api/v1/networks/m/measures", `{"id":"m1","title":"Krabbelgruppe Süd","occasion":"gaps/S/1/B","responsible":["FH","KS"],"due":"2025-12-01"}`).want(201)
	h.call("POST", "/api/v1/networks/m/feedback", `{"id":"r1","occasion":"transitions/Ü3/S","from":"parents","says":"Wann ist Besuchstag?"}`).want(201)
	var p object
	h.get("/networks/m/plan").want(200).into(&p)
	sections := map[string]object{}
	for _, s := range p["sections"].([]any) {
		sections[s.(object)["key"].(string)] = s.(object)
	}
	table := func(section, key string) []any {
		return find(t, sections[section]["tables"], "key", key)["rows"].([]any)
	}
	for _, c := range []struct {
		section, key string
		rows         int
		row          []any // one of the rows
	}{
		{"stock", "providers", 2, []any{"öffentlich", "5", "5"}},
		{"stock", "stock", 8, []any{"Süd", "0 bis 3 Jahre", "1", "1", "–", "Familie"}},
		{"need", "children", 2, []any{"Nord", "100", "300", "300", "400"}},
		{"need", "feedback", 1, []any{"Kita → Grundschule, Süd", "Eltern: „Wann ist Besuchstag?“"}},
		{"gaps", "gaps", 9, []any{"Süd", "0 bis 3 Jahre", "Bildung", "dort leben 150 Kinder", "Krabbelgruppe Süd"}},
		{"gaps", "transitions", 3, []any{"Kita → Grundschule", "Süd", "unterbrochen (Kontakt, noch nicht abgestimmt)", "Kontakt, noch nicht abgestimmt. Nächster Schritt: Kita Süd und GS Süd stimmen sich ab (Stufe 2).", ""}},
		{"intentions", "measures", 1, []any{"Krabbelgruppe Süd", "Süd, 0 bis 3 Jahre, Bildung", "Frühe Hilfen und Kita Süd", "01.12.2025", "vereinbart"}},
		{"intentions", "goals", 0, nil},
	} {
		rows := table(c.section, c.key)
		if len(rows) != c.rows || c.row != nil && !slices.ContainsFunc(rows, func(r any) bool { return len(covers(r, c.row, "")) == 0 }) {
			t.Errorf("%s/%s: %d rows, want %d with %v\n%v", c.section, c.key, len(rows), c.rows, c.row, rows)
		}
	}
	if p["selection"] != "alle Planungsräume · alle Lebensphasen" || !slices.Contains(sections["gaps"]["sentences"].([]any), any("Lückenquote: 37,5\u00a0%")) {
		t.Errorf("%v; %v", p["selection"], sections["gaps"]["sentences"])
	}
	if r := h.get("/networks/m/plan.xlsx").want(200); !strings.HasPrefix(string(r.body), "PK") {
		t.Error("no workbook")
	}
}
