package server

import (
	"encoding/json"
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
