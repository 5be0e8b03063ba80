package storetest

import (
	"time"

	"miteinander/graph"
)

// Noon is the time of every test change, plus its revision in minutes.
var Noon = time.Date(2025, 6, 30, 12, 0, 0, 0, time.UTC)

func day(y int16, m, d int8) graph.Date { return graph.Date{Year: y, Month: m, Day: d} }

func ids(list ...graph.ID) []graph.ID { return list }

// Every gives one record of every kind with every field set to something else than a new record's, in a network that holds
// together. TestEvery fails when a field is added and not set here.
func Every() []graph.Record {
	attributes := map[string]string{"Farbe": "grün", "Größe": "15 m²", "": "ohne Namen"}
	return []graph.Record{
		&graph.Settings{Name: "Prüfstadt „am See“", AsOf: day(2025, 6, 30), Template: "jena", Together: 3, Carrying: 750, Unlisted: 0,
			TimeZone: "Europe/Vienna", SmallNumbers: graph.SmallNumbersMask, Governance: "lead", Invented: graph.Yes, Attributes: attributes},
		&graph.Phase{ID: "u3", Name: "unter 3 Jahre", AgeFrom: graph.NumberOf(0), AgeTo: graph.NumberOf(2.5), Order: graph.NumberOf(-1), Attributes: attributes},
		&graph.Phase{ID: "vorschule", Name: "3 Jahre bis Schuleintritt", Order: graph.NumberOf(2)},
		&graph.Area{ID: "kreis", Name: "Kreis"},
		&graph.Area{ID: "nord", Name: "Nord", Parent: "kreis", Children: map[graph.ID]int64{"u3": 0, "vorschule": 120}, Attributes: attributes},
		&graph.Indicator{ID: "nord~SGB II~2024", Area: "nord", Name: "SGB II", Year: graph.CountOf(2024), Value: graph.NumberOf(0.1234567890123456),
			Source: "Statistikstelle", Attributes: attributes},
		&graph.Entry{Of: graph.KindField, ID: "bildung", Name: "Bildung", Attributes: attributes},
		&graph.Entry{Of: graph.KindGroup, ID: "eltern", Name: "Eltern", Attributes: attributes},
		&graph.Entry{Of: graph.KindSector, ID: "jugend", Name: "Jugend", Attributes: attributes},
		&graph.Entry{Of: graph.KindHurdle, ID: "antrag", Name: "Antrag", Attributes: attributes},
		&graph.InstitutionKind{ID: "kita", Name: "Kita", Phases: ids("vorschule", "u3"), Fields: ids("bildung"), Attributes: attributes},
		&graph.InstitutionKind{ID: "amt", Name: "Amt"},
		&graph.Provider{ID: "awo", Name: "AWO Kreisverband", Kind: "free", Association: "AWO", Attributes: attributes},
		&graph.Entry{Of: graph.KindFunder, ID: "land", Name: "Freistaat", Attributes: attributes},
		&graph.TransitionType{ID: "u3-kita", Name: "unter 3 → Kita", FromPhase: "u3", ToPhase: "vorschule", Senders: ids("kita", "amt"), Receivers: ids("kita"),
			Rule: graph.RuleEachReceiver, Scope: graph.ScopeNetwork, Level: 3, Items: []string{"Besuch", "Gespräch, mit Einwilligung"},
			Children: map[graph.ID]int64{"nord": 31}, Attributes: attributes},
		&graph.Target{ID: "nord~u3~*", Area: "nord", Phase: "u3", Field: "bildung", Required: graph.TargetNotRequired, Attributes: attributes},
		&graph.Institution{ID: "JA", Name: "Jugendamt", Kinds: ids("amt")},
		&graph.Institution{ID: "K1", Name: "Kita Löwenzahn\u00a0& Co. <b>", ShortName: "Löwenzahn", Kinds: ids("kita", "amt"), Sector: "jugend", Provider: "awo",
			ProviderKind: "municipal", Areas: ids("nord", "kreis"), PartOf: "JA", Regular: graph.Yes, NaturalPerson: graph.No, Street: "Am Anger 5", PostalCode: "07743",
			City: "Prüfstadt", Lat: graph.NumberOf(50.927054), Lon: graph.NumberOf(-11.5892372), Website: "https://kita.example/?a=1&b=2", ActiveFrom: day(1999, 12, 31),
			ActiveUntil: day(2099, 2, 28), CheckedOn: day(2025, 1, 1), CheckedBy: "acc-1", ReleasedOn: day(2025, 2, 2), Notes: "Zeile 1\nZeile 2\tmit Tabulator", Attributes: attributes},
		&graph.Offer{ID: "O1", Institutions: ids("K1", "JA"), Name: "Elterncafé", Kind: "service", Description: "Mittwochs.\nMit Kuchen.", Phases: ids("vorschule", "u3"),
			Areas: ids("nord"), Everywhere: graph.No, Fields: ids("bildung"), Groups: ids("eltern"), PreventionLevel: "selective", LegalBasis: []string{"§ 16 SGB VIII", "§ 1 KKG"},
			Access: []string{"open", "outreach"}, Hurdles: ids("antrag"), HelpsToApply: graph.Yes, Free: graph.Yes, BarrierFree: graph.No, Languages: []string{"de", "العربية"},
			Capacity: graph.CountOf(0), Reached: graph.CountOf(1 << 40), Participation: "co_decides", Status: graph.StatusActive, ValidFrom: day(2024, 2, 29), ValidUntil: day(2030, 12, 31),
			CheckedOn: day(2025, 3, 3), CheckedBy: "acc-2", Attributes: attributes},
		&graph.Actor{ID: "A1", Name: "Netzwerkkoordination", Kind: graph.ActorPosition, Institution: "JA", InstitutionSince: day(2020, 1, 1), InstitutionUntil: day(2029, 1, 1),
			Function: "Koordination", Topics: []string{"Frühe Hilfen", "Übergang"}, MeetingsPerYear: graph.CountOf(12), HoursPerMeeting: graph.NumberOf(1.5), Participation: "heard",
			Coordinates: graph.Yes, Responsible: ids("O1"), ActiveFrom: day(2020, 1, 1), ActiveUntil: day(2030, 1, 1), CheckedOn: day(2025, 4, 4), CheckedBy: "acc-3", Attributes: attributes},
		&graph.Actor{ID: "B1", Name: "AG § 78", Kind: graph.ActorBody},
		&graph.Membership{ID: "B1~K1", Body: "B1", Member: "K1", Since: day(2021, 1, 1), Until: day(2031, 1, 1), Attributes: attributes},
		&graph.Membership{ID: "B1~A1", Body: "B1", Member: "A1"},
		&graph.Cooperation{ID: "JA~K1", From: "JA", To: "K1", Level: 0, Basis: "contract", Topics: []string{"Schutz"}, CarriedBy: "A1", Since: day(2022, 1, 1), Until: day(2032, 1, 1),
			Source: "survey", Confirmed: "contradictory", AsOf: day(2025, 5, 5), AgreedSideBySide: "andere Zielgruppe", SaidBy: "K1", Attributes: attributes},
		&graph.Cooperation{ID: "A1~O1", From: "A1", To: "O1", Level: graph.LevelUnknown},
		&graph.Handover{ID: "JA~K1~u3-kita", From: "JA", To: "K1", Transition: "u3-kita", Children: graph.CountOf(7),
			Items: map[string]graph.Tri{"Besuch": graph.Yes, "Gespräch, mit Einwilligung": graph.No}, Contacts: graph.CountOf(2), AsOf: day(2025, 6, 6), Attributes: attributes},
		&graph.Funding{ID: "O1~land", Target: "O1", Funder: "land", Programme: "LSZ", Share: graph.NumberOf(1.0 / 3), From: day(2023, 1, 1), Until: day(2025, 12, 31),
			Renewal: "applied", Attributes: attributes},
		&graph.Funding{ID: "A1~land", Target: "A1", Funder: "land"},
		&graph.Measure{ID: "m1", Title: "Runde Nord einladen", Description: "Bis Herbst.", Occasion: "rounds/nord/u3/bildung", Responsible: ids("JA", "A1"), Due: day(2025, 10, 1),
			State: "begun", CreatedOn: day(2025, 6, 1), Attributes: attributes},
		&graph.Goal{ID: "z1", Title: "Jede Kita kennt ihre Schule", Indicator: "together_rate", Scope: "areas=nord", StartValue: graph.NumberOf(0.25), TargetValue: graph.NumberOf(0.8),
			Due: day(2027, 12, 31), Attributes: attributes},
		&graph.Feedback{ID: "r1", Occasion: "transitions/u3-kita/nord", From: "parents", Says: "Wir wussten nicht, wen wir fragen sollten.\nDas wissen wir nun.", Date: day(2025, 9, 1),
			Asked: graph.CountOf(24), Source: "Elternabend", Attributes: attributes},
		&graph.Document{ID: "layout-netz", Type: "layout", Body: `{"K1":[1.5,-2e3]}`},
	}
}

// Musterstadt is the town of the published fixture (expected.json): eight institutions, ten offers, six cooperations, two areas.
// Findings computed of it by hand are known, so queries can be held against them.
func Musterstadt() []graph.Record {
	s := graph.DefaultSettings("Musterstadt")
	s.AsOf, s.Unlisted = day(2025, 6, 30), 0
	out := []graph.Record{s}
	entry := func(k graph.Kind, list ...string) {
		for i := 0; i < len(list); i += 2 {
			out = append(out, &graph.Entry{Of: k, ID: graph.ID(list[i]), Name: list[i+1]})
		}
	}
	num := func(v float64) graph.Number { return graph.NumberOf(v) }
	out = append(out,
		&graph.Phase{ID: "0", Name: "Schwangerschaft und Geburt", AgeTo: num(0), Order: num(0)},
		&graph.Phase{ID: "1", Name: "0 bis 3 Jahre", AgeFrom: num(0), AgeTo: num(3), Order: num(1)},
		&graph.Phase{ID: "2", Name: "3 bis 6 Jahre", AgeFrom: num(3), AgeTo: num(6), Order: num(2)},
		&graph.Phase{ID: "3", Name: "6 bis 10 Jahre", AgeFrom: num(6), AgeTo: num(10), Order: num(3)},
		&graph.Area{ID: "N", Name: "Nord", Children: map[graph.ID]int64{"0": 100, "1": 300, "2": 300, "3": 400}},
		&graph.Area{ID: "S", Name: "Süd", Children: map[graph.ID]int64{"0": 50, "1": 150, "2": 150, "3": 200}})
	entry(graph.KindField, "G", "Gesundheit", "B", "Bildung", "F", "Familie")
	entry(graph.KindSector, "Jugend", "Jugend", "Gesundheit", "Gesundheit", "Bildung", "Bildung")
	entry(graph.KindFunder, "freistaat", "Freistaat", "stiftung", "Stiftung")
	kinds := []string{"geburtsklinik", "Geburtsklinik", "fruehe-hilfen", "Frühe Hilfen", "familienzentrum", "Familienzentrum",
		"erziehungsberatung", "Erziehungsberatung", "kita", "Kita", "grundschule", "Grundschule"}
	for i := 0; i < len(kinds); i += 2 {
		out = append(out, &graph.InstitutionKind{ID: graph.ID(kinds[i]), Name: kinds[i+1]})
	}
	for _, p := range [][3]string{{"stadt", "Stadt Musterstadt", "municipal"}, {"nordlicht", "Verein Nordlicht", "free"},
		{"beratung", "Beratungsverein", "free"}, {"kita-nord", "Kita-Träger Nord", "free"}} {
		out = append(out, &graph.Provider{ID: graph.ID(p[0]), Name: p[1], Kind: p[2]})
	}
	transition := func(id graph.ID, name string, from, to graph.ID, senders []graph.ID, receiver graph.ID) {
		out = append(out, &graph.TransitionType{ID: id, Name: name, FromPhase: from, ToPhase: to, Senders: senders, Receivers: ids(receiver),
			Level: graph.LevelUnlisted, Children: map[graph.ID]int64{"N": 100, "S": 50}})
	}
	transition("Ü1", "Geburt → Frühe Hilfen", "0", "1", ids("geburtsklinik"), "fruehe-hilfen")
	transition("Ü2", "Familie und Krippe → Kita", "1", "2", ids("fruehe-hilfen", "familienzentrum"), "kita")
	transition("Ü3", "Kita → Grundschule", "2", "3", ids("kita"), "grundschule")
	out = append(out, &graph.Target{ID: graph.TargetID("", "", ""), Required: graph.TargetRequired})

	both := ids("N", "S")
	institution := func(id graph.ID, name, short string, kind, sector, provider graph.ID, areas []graph.ID, regular graph.Tri) {
		out = append(out, &graph.Institution{ID: id, Name: name, ShortName: short, Kinds: ids(kind), Sector: sector, Provider: provider, Areas: areas, Regular: regular})
	}
	institution("K", "Geburtsklinik Musterstadt", "Klinik", "geburtsklinik", "Gesundheit", "stadt", both, graph.Yes)
	institution("FH", "Frühe Hilfen Musterstadt", "Frühe Hilfen", "fruehe-hilfen", "Jugend", "stadt", both, graph.Yes)
	institution("FZ", "Familienzentrum Nord", "FZ Nord", "familienzentrum", "Jugend", "nordlicht", ids("N"), graph.No)
	institution("EB", "Erziehungsberatung Musterstadt", "Erziehungsberatung", "erziehungsberatung", "Jugend", "beratung", both, graph.Yes)
	institution("KN", "Kita Nord", "Kita Nord", "kita", "Bildung", "kita-nord", ids("N"), graph.Yes)
	institution("KS", "Kita Süd", "Kita Süd", "kita", "Bildung", "stadt", ids("S"), graph.Yes)
	institution("GN", "Grundschule Nord", "GS Nord", "grundschule", "Bildung", "stadt", ids("N"), graph.Yes)
	institution("GS", "Grundschule Süd", "GS Süd", "grundschule", "Bildung", "stadt", ids("S"), graph.Yes)

	offer := func(id, institution graph.ID, name string, phases, areas []graph.ID, field graph.ID, access string, free, barrierFree graph.Tri) {
		o := &graph.Offer{ID: id, Institutions: ids(institution), Name: name, Phases: phases, Areas: areas, Fields: ids(field), Free: free, BarrierFree: barrierFree,
			Status: graph.StatusActive}
		if access != "" {
			o.Access = []string{access}
		}
		out = append(out, o)
	}
	offer("K1", "K", "Geburtsbegleitung", ids("0"), both, "G", "referral", graph.Yes, graph.Yes)
	offer("FH1", "FH", "Familienhebammen", ids("0", "1"), both, "F", "outreach", graph.Yes, graph.Yes)
	offer("FZ1", "FZ", "Eltern-Kind-Treff", ids("1"), ids("N"), "F", "open", graph.Yes, graph.Yes)
	offer("FZ2", "FZ", "Krabbel- und Sprachgruppe", ids("1"), ids("N"), "B", "registration", graph.Yes, graph.Yes)
	offer("EB1", "EB", "Elternberatung", ids("2", "3"), both, "F", "registration", graph.Yes, graph.Unknown)
	offer("KN1", "KN", "Kindertagesbetreuung Nord", ids("2"), ids("N"), "B", "registration", graph.No, graph.Yes)
	offer("KN2", "KN", "Familiencafé", ids("1", "2"), ids("N"), "F", "open", graph.Yes, graph.Unknown)
	offer("KS1", "KS", "Kindertagesbetreuung Süd", ids("2"), ids("S"), "B", "", graph.Unknown, graph.Unknown)
	offer("GN1", "GN", "Grundschule Nord", ids("3"), ids("N"), "B", "open", graph.Yes, graph.Yes)
	offer("GS1", "GS", "Grundschule Süd", ids("3"), ids("S"), "B", "", graph.Yes, graph.No)

	tie := func(a, b graph.ID, level graph.Level, basis string) {
		id := graph.CooperationID(a, b, graph.Date{})
		if b < a {
			a, b = b, a
		}
		out = append(out, &graph.Cooperation{ID: id, From: a, To: b, Level: level, Basis: basis, Source: "coordination", AsOf: day(2025, 6, 30)})
	}
	tie("K", "FH", 3, "contract")
	tie("FH", "FZ", 1, "oral")
	tie("FZ", "KN", 2, "oral")
	tie("KN", "GN", 3, "written")
	tie("KS", "GS", 1, "oral")
	tie("EB", "KN", 2, "written")

	fund := func(target, funder graph.ID, programme string, from, until graph.Date) {
		out = append(out, &graph.Funding{ID: graph.FundingID(target, funder, programme, from), Target: target, Funder: funder, Programme: programme,
			Share: num(1), From: from, Until: until, Renewal: "open"})
	}
	fund("FZ1", "freistaat", "Familien eins", day(2023, 1, 1), day(2025, 12, 31))
	fund("FZ2", "freistaat", "Familien eins", day(2023, 1, 1), day(2025, 12, 31))
	fund("KN2", "stiftung", "Kita offen", day(2025, 1, 1), day(2027, 12, 31))
	return out
}

// Town is a network of n institutions in one area, one offer each and about twice as many cooperations: for tests that need
// size. The same n gives the same records.
func Town(name string, n int) []graph.Record {
	out := []graph.Record{graph.DefaultSettings(name),
		&graph.Phase{ID: "u3", Name: "unter 3", Order: graph.NumberOf(1)},
		&graph.Area{ID: "mitte", Name: "Mitte", Children: map[graph.ID]int64{"u3": 100}},
		&graph.Entry{Of: graph.KindField, ID: "bildung", Name: "Bildung"},
		&graph.InstitutionKind{ID: "kita", Name: "Kita"},
	}
	for i := range n {
		id := nodeID(i)
		out = append(out, &graph.Institution{ID: id, Name: "Einrichtung " + string(id), Kinds: ids("kita"), Areas: ids("mitte")},
			&graph.Offer{ID: "o" + id, Institutions: ids(id), Name: "Angebot " + string(id), Phases: ids("u3"), Areas: ids("mitte"), Fields: ids("bildung")})
		for _, j := range []int{i + 1, i + 1 + i%7} {
			if j < n && (j != i+1 || i%7 != 0) {
				a, b := id, nodeID(j)
				out = append(out, &graph.Cooperation{ID: graph.CooperationID(a, b, graph.Date{}), From: a, To: b, Level: graph.Level(i % 5)})
			}
		}
	}
	return out
}

func nodeID(i int) graph.ID {
	const digits = "0123456789"
	return graph.ID([]byte{'n', digits[i/1000%10], digits[i/100%10], digits[i/10%10], digits[i%10]})
}
