package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// A pair is shown with evidence, a preview stores nothing, the merge is one change that one undo takes back, "different" is remembered.
func TestDuplicates_MergeAndRemember(t *testing.T) {
	h := open(t)
	var done Confirmed
	var plan PlanView
	h.upload("?network=new", "Institutionen.csv", "Kennung;Name;Art;Straße\nKA;Kita Regenbogen;Kita;Hauptstr. 5\nKB;Kindertagesstätte Regenbogen e.V.;Kita;Hauptstraße 5\nKC;Hort Mond;Hort;\nKD;Hort Monde;Hort;\n", "name", "D").want(201).into(&plan)
	if len(plan.Pairs) == 0 {
		t.Errorf("no pair in the preview: %+v", plan)
	}
	h.post("/imports/"+plan.ID+"/confirm", `{"name":"D"}`, "Idempotency-Key", "a").want(200).into(&done)
	n := "/networks/" + string(done.Network)
	var list struct {
		Pairs []PairView
		Total int
	}
	h.get(n + "/duplicates").want(200).into(&list)
	if list.Total != 2 || len(list.Pairs[0].For) == 0 {
		t.Fatalf("%+v", list)
	}
	before := string(h.get(n + "/export.json").body)
	var m MergeView
	h.post(n+"/duplicates/merge", `{"keep":"KA","gone":"KB","preview":true}`).want(200).into(&m)
	if m.Stored || string(h.get(n+"/export.json").body) != before {
		t.Error("the preview stored something")
	}
	h.post(n+"/duplicates/merge", `{"keep":"KA","gone":"KB"}`, "Idempotency-Key", "m").want(200).into(&m)
	h.get(n + "/institutions/KB").want(404)
	h.post(n+"/duplicates/different", `{"a":"KC","b":"KD"}`, "Idempotency-Key", "d").want(200)
	h.get(n + "/duplicates").want(200).into(&list)
	if list.Total != 0 {
		t.Errorf("%+v", list)
	}
	h.post(n+"/duplicates/merge", `{"keep":"KA","gone":"KB"}`).want(404)

	// The next file still spells it the old way: it is known now, and no second entry is made.
	h.upload("?network="+string(done.Network), "Institutionen.csv", "Name;Art;Notiz\nKindertagesstätte Regenbogen e.V.;Kita;neu\n").want(201).into(&plan)
	if plan.Counts["institutions"].New != 0 || plan.Counts["institutions"].Changed != 1 || plan.Rows[0].ID != "KA" {
		t.Errorf("%+v", plan)
	}
}

// What a person says of a pair of the preview changes the plan at once and is kept with the network.
func TestImport_DecisionsOfThePreview(t *testing.T) {
	h := open(t)
	var plan PlanView
	var done Confirmed
	h.upload("?network=new", "Institutionen.csv", "Kennung;Name;Art\nG;Grundschule am Wäldchen;Grundschule\n", "name", "E").want(201).into(&plan)
	h.post("/imports/"+plan.ID+"/confirm", `{"name":"E"}`, "Idempotency-Key", "a").want(200).into(&done)
	into := "?network=" + string(done.Network)
	file := "Name;Art;Notiz\nGS am Waeldchen;Grundschule;x\n"
	h.upload(into, "Institutionen.csv", file).want(201).into(&plan)
	if len(plan.Pairs) != 1 || plan.Pairs[0].B.ID != "G" || plan.Counts["institutions"].New != 1 {
		t.Fatalf("%+v", plan)
	}
	h.call("PUT", "/api/v1/imports/"+plan.ID+"/decisions", `{"same":[{"name":"GS am Waeldchen","id":"G"}]}`, "Content-Type", "application/json").want(200).into(&plan)
	if len(plan.Pairs) != 0 || plan.Counts["institutions"].New != 0 || plan.Counts["institutions"].Changed != 1 {
		t.Fatalf("%+v", plan)
	}
	h.post("/imports/"+plan.ID+"/confirm", `{}`, "Idempotency-Key", "b").want(200)
	h.upload(into, "Institutionen.csv", file).want(201).into(&plan)
	if plan.Counts["institutions"].New != 0 || len(plan.Pairs) != 0 {
		t.Errorf("%+v", plan)
	}
	if body := string(h.get("/networks/" + string(done.Network) + "/institutions/G").want(200).body); !strings.Contains(body, "Grundschule am Wäldchen") {
		t.Error("the name of the network stays", body)
	}
}

// A foreign list is guessed, corrected by its choices, and kept.
func TestImport_GuessAndChoose(t *testing.T) {
	h := open(t)
	var plan PlanView
	h.upload("?network=new", "liste.csv", "Titel der Liste;;\n;;\nAnbieter;Angebot;Alter\nKita Nord;Café;3-6\nJugendamt;Beratung;irgendwann\n", "name", "L", "guess", "auto").want(201).into(&plan)
	if plan.Proposal == nil || len(plan.Proposal.Lists) != 1 || plan.TotalErr != 1 || plan.Proposal.Choices.Lists[0].Header != 3 {
		t.Fatalf("%+v", plan)
	}
	choices := plan.Proposal.Choices
	choices.Lists[0].Columns[2].Values = map[string]string{"irgendwann": "u3|vorschule"}
	body, _ := json.Marshal(choices)
	h.call("PUT", "/api/v1/imports/"+plan.ID+"/choices", string(body), "Content-Type", "application/json").want(200).into(&plan)
	if plan.TotalErr != 0 || plan.Counts["offers"].New != 2 {
		t.Fatalf("%+v", plan)
	}
	var done Confirmed
	h.post("/imports/"+plan.ID+"/confirm", `{"name":"L"}`, "Idempotency-Key", "a").want(200).into(&done)
	var kept struct{ Mappings []MappingView }
	h.get("/networks/" + string(done.Network) + "/mappings").want(200).into(&kept)
	if len(kept.Mappings) != 1 || !strings.Contains(kept.Mappings[0].Text, "irgendwann") {
		t.Errorf("%+v", kept)
	}
	h.upload("?network=new", "brief.txt", "Sehr geehrte Damen und Herren, hiermit lade ich Sie herzlich zur Sitzung ein.\nWir treffen uns wie immer um zehn Uhr im Rathaus. Bitte melden Sie sich an.\n", "guess", "auto").want(422)
}

// Two rows of one file that mean one institution: said so by a person, one comes of them, what refers to either refers to it, what the
// one leaves open the other fills, and the next file that spells it either way is understood. What was said can be taken back before.
func TestImport_TwoRowsOfOneFile(t *testing.T) {
	h := open(t)
	var plan PlanView
	var done Confirmed
	file := "Name;Art;Telefon;Website;Gehört zu\nKita Sonnenschein;Kita;;;\nKindertagesstätte Sonnenschein e.V.;Kita;0123;www.sonne.de;\nAußenstelle Wald;Kita;;;Kindertagesstätte Sonnenschein e.V.\n"
	h.upload("?network=new", "Institutionen.csv", file, "name", "Z").want(201).into(&plan)
	if len(plan.Pairs) != 1 || plan.Counts["institutions"].New != 3 || plan.Pairs[0].B.Row == 0 || len(plan.Pairs[0].Fields) == 0 {
		t.Fatalf("%+v", plan)
	}
	said := `{"joined":[{"name":"Kindertagesstätte Sonnenschein e.V.","into":"Kita Sonnenschein"}]}`
	decide := func(body string) {
		h.call("PUT", "/api/v1/imports/"+plan.ID+"/decisions", body, "Content-Type", "application/json").want(200).into(&plan)
	}
	decide(said)
	if len(plan.Pairs) != 0 || plan.Counts["institutions"].New != 2 || len(plan.Errors) != 0 {
		t.Fatalf("%+v", plan)
	}
	decide(`{}`)
	if len(plan.Pairs) != 1 || plan.Counts["institutions"].New != 3 {
		t.Fatalf("taken back: %+v", plan)
	}
	decide(said)
	h.post("/imports/"+plan.ID+"/confirm", `{"name":"Z"}`, "Idempotency-Key", "a").want(200).into(&done)
	n := "/networks/" + string(done.Network)
	body := string(h.get(n + "/institutions/kita-sonnenschein").want(200).body)
	if !strings.Contains(body, "www.sonne.de") || !strings.Contains(body, "0123") {
		t.Error(body)
	}
	if body := string(h.get(n + "/institutions/aussenstelle-wald").want(200).body); !strings.Contains(body, `"part_of":"kita-sonnenschein"`) {
		t.Error(body)
	}
	h.upload("?network="+string(done.Network), "Institutionen.csv", file).want(201).into(&plan)
	if plan.Counts["institutions"].New != 0 || len(plan.Pairs) != 0 {
		t.Errorf("%+v", plan.Counts)
	}
}

// What a person looked at is what is merged: if one of the two has changed since, nothing is. A field is chosen, the choice holds, the
// spelling is remembered; what was said can be listed and taken back.
func TestDuplicates_ChooseConflictForget(t *testing.T) {
	h := open(t)
	var done Confirmed
	var plan PlanView
	h.upload("?network=new", "Institutionen.csv", "Kennung;Name;Art;Website\nKA;Kita Regenbogen;Kita;www.a.de\nKB;Kindertagesstätte Regenbogen e.V.;Kita;www.b.de\n", "name", "D").want(201).into(&plan)
	h.post("/imports/"+plan.ID+"/confirm", `{"name":"D"}`, "Idempotency-Key", "a").want(200).into(&done)
	n := "/networks/" + string(done.Network)
	var m MergeView
	h.post(n+"/duplicates/merge", `{"keep":"KA","gone":"KB","preview":true,"take":["website"]}`).want(200).into(&m)
	seen := m.Revision
	find := func(id string) (out FieldPair) {
		for _, f := range m.Fields {
			if f.ID == id {
				out = f
			}
		}
		return out
	}
	if f := find("website"); f.Kept != "www.a.de" || f.Other != "www.b.de" || f.After != "www.b.de" || !f.Taken {
		t.Errorf("%+v", m)
	}
	tag := h.get(n + "/institutions/KB").header.Get("ETag")
	h.call("PUT", "/api/v1"+n+"/institutions/KB", `{"name":"Kindertagesstätte Regenbogen e.V.","kinds":["kita"],"website":"www.c.de"}`, "If-Match", tag, "Content-Type", "application/json").want(200)
	body := fmt.Sprintf(`{"keep":"KA","gone":"KB","seen":%d,"take":["website"]}`, seen)
	h.post(n+"/duplicates/merge", body).want(409)
	h.get(n + "/institutions/KB").want(200)
	h.post(n+"/duplicates/merge", `{"keep":"KA","gone":"KB","take":["colour"]}`).want(422)

	h.post(n+"/duplicates/different", `{"a":"KA","b":"KB"}`).want(200)
	var list struct{ Decisions []SaidView }
	h.get(n + "/duplicates/decisions").want(200).into(&list)
	if len(list.Decisions) != 1 || list.Decisions[0].What != "different" || list.Decisions[0].A.Name == "" {
		t.Fatalf("%+v", list)
	}
	h.post(n+"/duplicates/forget", `{"id":"`+list.Decisions[0].ID+`"}`).want(200)
	h.post(n+"/duplicates/forget", `{"id":"`+list.Decisions[0].ID+`"}`).want(404)
	var pairs DuplicatesView
	h.get(n + "/duplicates").want(200).into(&pairs)
	if pairs.Total != 1 {
		t.Errorf("%+v", pairs)
	}
	h.post(n+"/duplicates/merge", `{"keep":"KA","gone":"KB","take":["website"]}`).want(200).into(&m)
	if m.Undo == 0 || !strings.Contains(string(h.get(n+"/institutions/KA").want(200).body), "www.c.de") {
		t.Errorf("%+v", m)
	}
	h.post(n+"/undo", fmt.Sprintf(`{"revision":%d}`, m.Undo)).want(200)
	h.get(n + "/institutions/KB").want(200)
	h.get(n + "/duplicates/decisions").want(200).into(&list)
	if len(list.Decisions) != 0 {
		t.Errorf("%+v", list)
	}
}
