package neo4jstore_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"

	"miteinander/graph"
	"miteinander/graph/neo4jstore"
	"miteinander/graph/storetest"
	"miteinander/queries"
)

var networks int

// network gives an id of its own and drops it at the end.
func network(t testing.TB, st *neo4jstore.Store) graph.NetworkID {
	networks++
	n := graph.NetworkID(fmt.Sprintf("n%x-%d", time.Now().UnixNano(), networks))
	t.Cleanup(func() {
		if err := st.Drop(ctx, n); err != nil && graph.CodeOf(err) != graph.NotFound {
			t.Error(err)
		}
	})
	return n
}

// commit stores ops on the head. A server that has just started may take longer than the store waits, on a machine that does other work: then it is
// asked again.
func commit(t testing.TB, st graph.Store, n graph.NetworkID, base graph.Revision, id string, ops ...graph.Op) {
	t.Helper()
	c := graph.Change{Network: n, ID: graph.OpID(id), Base: base, At: storetest.Noon.Add(time.Duration(base) * time.Hour), Cause: graph.CauseEdit, Ops: graph.SortOps(ops)}
	for began := time.Now(); ; time.Sleep(time.Second) {
		_, err := st.Commit(ctx, c)
		if err == nil {
			return
		}
		if graph.CodeOf(err) != graph.Unavailable || time.Since(began) > 4*time.Minute {
			t.Fatal(err)
		}
	}
}

func creating(records []graph.Record) []graph.Op {
	var ops []graph.Op
	for _, r := range records {
		ops = append(ops, graph.Op{After: r})
	}
	return ops
}

// Every example question, asked of Musterstadt. The answers follow from its tables (fixtures/musterstadt) by hand; side-by-side
// pairs and rounds are those of expected.json. Two bodies are added for the question about bodies.
func TestExamples(t *testing.T) {
	st := open(t)
	n := network(t, st)
	commit(t, st, n, 0, "1", creating(storetest.Musterstadt())...)
	body := func(id graph.ID, members ...graph.ID) []graph.Op {
		ops := []graph.Op{{After: &graph.Actor{ID: id, Name: "Gremium " + string(id), Kind: graph.ActorBody}}}
		for _, m := range members {
			ops = append(ops, graph.Op{After: &graph.Membership{ID: graph.MembershipID(id, m, graph.Date{}), Body: id, Member: m}})
		}
		return ops
	}
	commit(t, st, n, 1, "2", append(body("AG78", "KN", "FZ", "GN"), body("NFH", "FH", "FZ", "KN")...)...)
	s, err := st.Load(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	tie := graph.Clone(graph.Find[*graph.Cooperation](s, graph.KindCooperation, "FH~FZ"))
	tie.Topics = []string{"Termine"}
	op, _ := s.Put(tie)
	commit(t, st, n, 2, "3", op)

	day := neo4j.DateOf(time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC))
	answers := map[string]struct {
		p    map[string]any
		want []string
	}{
		"partners_in_area": {map[string]any{"area": "N", "level": 2}, []string{
			"Frühe Hilfen Musterstadt | Geburtsklinik Musterstadt | 3 | contract", "Grundschule Nord | Kita Nord | 3 | written",
			"Erziehungsberatung Musterstadt | Kita Nord | 2 | written", "Familienzentrum Nord | Kita Nord | 2 | oral"}},
		"offers_without_ties": {map[string]any{"phase": "3", "level": 2}, []string{"Grundschule Süd | Grundschule Süd"}}, // KS–GS is level 1
		"shortest_chain": {map[string]any{"from": "K", "to": "GN", "level": 1}, []string{
			"4 | [Geburtsklinik Musterstadt Frühe Hilfen Musterstadt Familienzentrum Nord Kita Nord Grundschule Nord]"}},
		"bridges_between_areas": {map[string]any{"one": "N", "other": "S", "level": 1}, nil}, // KS–GS is a part of its own
		"offers_of_funder": {map[string]any{"funder": "Freistaat"}, []string{
			"Eltern-Kind-Treff | Familien eins | 2025-12-31 | open", "Krabbel- und Sprachgruppe | Familien eins | 2025-12-31 | open"}},
		"members_of_bodies":     {map[string]any{"one": "AG78", "other": "NFH"}, []string{"Familienzentrum Nord", "Kita Nord"}},
		"isolated_institutions": {nil, nil}, // all eight have a row of at least 1
		"shared_cells": {map[string]any{"level": 2}, []string{ // expected.json: FH–FZ and FH–KN in N/1/F
			"N | 1 | F | Frühe Hilfen | FZ Nord", "N | 1 | F | Frühe Hilfen | Kita Nord"}},
		"partners_of_institutions": {map[string]any{"level": 1}, []string{"Erziehungsberatung Musterstadt | 1", "Familienzentrum Nord | 2", "Frühe Hilfen Musterstadt | 2",
			"Geburtsklinik Musterstadt | 1", "Grundschule Nord | 1", "Grundschule Süd | 1", "Kita Nord | 3", "Kita Süd | 1"}},
		"partners_across_sectors": {map[string]any{"level": 2}, []string{ // K–FH; FZ–KN and EB–KN
			"Bildung | Jugend | 2", "Gesundheit | Jugend | 1"}},
		"ending_offers": {map[string]any{"day": day}, []string{
			"2025-12-31 | Eltern-Kind-Treff | Familienzentrum Nord | Freistaat | [1]", "2025-12-31 | Krabbel- und Sprachgruppe | Familienzentrum Nord | Freistaat | [1]"}},
		"missing_handovers": {map[string]any{"transition": "Ü3", "level": 2}, []string{"Kita Süd | S"}},
		"neighbours_of_institution": {map[string]any{"id": "FZ"}, []string{
			"COOPERATES_WITH | Frühe Hilfen Musterstadt | Institution", "COOPERATES_WITH | Kita Nord | Institution",
			"MEMBER_OF | Gremium AG78 | Actor", "MEMBER_OF | Gremium NFH | Actor",
			"PROVIDES | Eltern-Kind-Treff | Offer", "PROVIDES | Krabbel- und Sprachgruppe | Offer"}},
		"changes_of_record": {map[string]any{"key": "cooperation/FH~FZ"}, []string{
			"1 | 2025-06-30T12:00:00Z | edit", "3 | 2025-06-30T14:00:00Z | edit"}},
	}
	d := driver(t)
	for _, q := range queries.All(queries.DialectExamples) {
		a, ok := answers[q.Name]
		if !ok {
			t.Errorf("no known answer for %s", q.Name)
			continue
		}
		p := map[string]any{"network": string(n)}
		for k, v := range a.p {
			p[k] = v
		}
		res := ask(t, d, q.Text, p)
		var got []string
		for _, r := range res.Records {
			var row []string
			for _, v := range r.Values {
				switch v := v.(type) {
				case dbtype.Date:
					row = append(row, v.Time().Format(time.DateOnly))
				case time.Time:
					row = append(row, v.UTC().Format(time.RFC3339))
				default:
					row = append(row, fmt.Sprint(v))
				}
			}
			got = append(got, strings.Join(row, " | "))
		}
		if diff := cmp.Diff(a.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", q.Name, diff)
		}
		var columns []string
		for _, c := range q.Columns {
			columns = append(columns, c.Name)
		}
		if diff := cmp.Diff(columns, res.Keys); diff != "" {
			t.Errorf("%s: columns (-header +answer):\n%s", q.Name, diff)
		}
	}
	// An isolate and a bridge, so that the questions that find nothing above are seen to find something.
	s, err = st.Load(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	gone, _ := s.Delete(graph.Key{Kind: graph.KindCooperation, ID: "GS~KS"})
	commit(t, st, n, 3, "4", gone, graph.Op{After: &graph.Cooperation{ID: "EB~KS", From: "EB", To: "KS", Level: 1}})
	for name, want := range map[string]string{"isolated_institutions": "[Grundschule Süd Bildung]", "bridges_between_areas": "[Erziehungsberatung Musterstadt [Kita Nord] [Kita Süd]]"} {
		for _, q := range queries.All(queries.DialectExamples) {
			if q.Name == name {
				res := ask(t, d, q.Text, map[string]any{"network": string(n), "one": "N", "other": "S", "level": 1})
				if len(res.Records) != 1 || fmt.Sprint(res.Records[0].Values) != want {
					t.Errorf("%s: %v, want %s", name, res.Records, want)
				}
			}
		}
	}
}

// The graph reads by itself: labels, relationship types, lists and dates as domain.md has them.
func TestGraphAsPeopleSeeIt(t *testing.T) {
	st := open(t)
	n := network(t, st)
	commit(t, st, n, 0, "1", creating(storetest.Every())...)
	d := driver(t)
	one := func(statement string) string {
		t.Helper()
		res := ask(t, d, statement, map[string]any{"n": string(n)})
		if len(res.Records) != 1 {
			return fmt.Sprintf("%d rows", len(res.Records))
		}
		return fmt.Sprint(res.Records[0].Values)
	}
	for statement, want := range map[string]string{
		"MATCH (i:Institution:Node {network: $n, id: 'K1'}) RETURN i.shortName, i.kinds, i.regular, i.naturalPerson, toString(i.activeFrom), i.lat":                           "[Löwenzahn [kita amt] true false 1999-12-31 50.927054]",
		"MATCH (i:Institution {network: $n})-[r:PROVIDES]->(o:Offer {id: 'O1'}) WITH i, r ORDER BY r.lead DESC RETURN collect(i.id), collect(r.lead)":                         "[[K1 JA] [true false]]",
		"MATCH (a:Actor {network: $n})-[r:BELONGS_TO]->(i:Institution) RETURN a.id, i.id, toString(r.since), toString(r.until)":                                               "[A1 JA 2020-01-01 2029-01-01]",
		"MATCH (a:Actor {network: $n})-[:RESPONSIBLE_FOR]->(o:Offer) RETURN a.id, o.id":                                                                                       "[A1 O1]",
		"MATCH (m)-[r:MEMBER_OF {network: $n, id: 'B1~K1'}]->(b:Actor) RETURN m.id, b.kind, toString(r.since)":                                                                "[K1 body 2021-01-01]",
		"MATCH (a)-[r:COOPERATES_WITH {network: $n, id: 'JA~K1'}]->(b) RETURN a.id, b.id, r.level, r.basis, r.topics, r.carriedBy, r.source, r.confirmed, r.agreedSideBySide": "[JA K1 0 contract [Schutz] A1 survey contradictory andere Zielgruppe]",
		"MATCH (a)-[r:HANDS_OVER_TO {network: $n}]->(b) RETURN a.id, b.id, r.transition, r.children, r.itemsYes, r.itemsNo, r.contacts":                                       "[JA K1 u3-kita 7 [Besuch] [Gespräch, mit Einwilligung] 2]",
		"MATCH (f:Funder {network: $n})-[r:FUNDS]->(o:Offer) RETURN f.name, o.id, r.programme, toString(r.until), r.renewal":                                                  "[Freistaat O1 LSZ 2025-12-31 applied]",
		"MATCH (w:Network {id: $n})-[:HAS]->(s:Settings) RETURN w.name, w.revision, s.together, toString(s.asOf)":                                                             "[Prüfstadt „am See“ 1 3 2025-06-30]",
		"MATCH (w:Network {id: $n})-[:HAS]->(a:Area {id: 'nord'}) RETURN a.parent, a.childrenKeys, a.childrenValues":                                                          "[kreis [u3 vorschule] [0 120]]",
		"MATCH (c:Change {network: $n})-[:DID]->(o:Ops) RETURN c.revision, c.cause, size(o.keys), toString(date(c.at))":                                                       fmt.Sprintf("[1 edit %d 2025-06-30]", len(storetest.Every())),
	} {
		if got := one(statement); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", statement, got, want)
		}
	}
}
