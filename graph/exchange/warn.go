package exchange

import (
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/duplicates"
)

// warn says what a person should look at: institutions that may be one and the same, actors that are called like persons.
// Nothing is blocked by it.
func (p *planner) warn() {
	p.warnSame()
	p.likelyPairs()
	for _, d := range p.drafts[graph.KindActor] {
		if a, ok := d.final.(*graph.Actor); ok && d.old == nil && looksLikePerson(a.Name) {
			p.warnAt(d, "name", problem{key: "exchange.warning.person", value: a.Name})
		}
	}
}

// warnSame compares new institutions with all others of the same or nearly the same name and an area in common.
func (p *planner) warnSame() {
	byName := map[string][]*graph.Institution{}
	add := func(r graph.Record) {
		if i, ok := r.(*graph.Institution); ok && i.Name != "" {
			k := sameName(i.Name)
			byName[k] = append(byName[k], i)
		}
	}
	for _, d := range p.drafts[graph.KindInstitution] {
		if d.final != nil {
			add(d.final)
		}
	}
	for r := range p.head.All(graph.KindInstitution) {
		if p.byKey[r.Key()] == nil {
			add(r)
		}
	}
	for _, d := range p.drafts[graph.KindInstitution] {
		i, ok := d.final.(*graph.Institution)
		if !ok || d.old != nil || d.bad {
			continue
		}
		for _, other := range byName[sameName(i.Name)] {
			shared := len(i.Areas) == 0 || len(other.Areas) == 0 || slices.ContainsFunc(i.Areas, func(a graph.ID) bool { return slices.Contains(other.Areas, a) })
			// Of two new ones the later by id warns, so that each pair is said once.
			fresh := p.byKey[other.Key()] != nil && p.byKey[other.Key()].old == nil
			if other.ID == i.ID || !shared || fresh && i.ID < other.ID {
				continue
			}
			p.warnAt(d, "name", problem{key: "exchange.warning.likely_same", args: []any{other.Name + " (" + string(other.ID) + ")"}, value: i.Name})
			break
		}
	}
}

// mostCompared bounds the institutions that are compared for near-equal names; a larger file is checked once it is in the network.
const mostCompared = 8000

// likelyPairs proposes for each new institution others that it may be, of the network or of the file.
func (p *planner) likelyPairs() {
	var things []duplicates.Thing
	var from []*draft
	fresh := 0
	for _, d := range p.drafts[graph.KindInstitution] {
		if i, ok := d.final.(*graph.Institution); ok && d.tab != nil && d.old == nil && !d.bad {
			things = append(things, duplicates.Thing{Name: i.Name, Short: i.ShortName, Street: i.Street, PostalCode: i.PostalCode, City: i.City, Row: d.row.Number})
			from = append(from, d)
			fresh++
		}
	}
	known := duplicates.Things(p.head, graph.KindInstitution)
	if fresh == 0 || fresh+len(known) > mostCompared {
		return
	}
	things = append(things, known...)
	for _, pair := range duplicates.Find(things, duplicates.Likely) {
		if pair.A >= fresh || p.opts.Decisions.Known(things[pair.A], things[pair.B]) {
			continue
		}
		d, other := from[pair.A], things[pair.B]
		record, _ := p.head.Get(graph.Key{Kind: graph.KindInstitution, ID: other.ID})
		if pair.B < fresh {
			record = from[pair.B].final // both are of the file
			if other.ID = from[pair.B].id; fold(other.Name) == fold(things[pair.A].Name) {
				continue // one name in two houses: the rows say so themselves
			}
		}
		p.plan.Pairs = append(p.plan.Pairs, LikelyPair{things[pair.A].Name, d.id, d.row.Number, d.tab.name, other, pair.Evidence, d.final, record})
	}
}

// sameName is a name without legal forms, in which only letters and digits count.
func sameName(name string) string {
	words := strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"'„“”‚‘’(),;:&+", r) {
			return ' '
		}
		return r
	}, fold(name)))
	words = slices.DeleteFunc(words, func(w string) bool {
		return slices.Contains([]string{"e", "v", "ev", "ggmbh", "gmbh", "gug", "ug", "mbh", "ag", "kg", "die", "der", "das"}, w)
	})
	if len(words) == 0 {
		return fold(name)
	}
	return strings.Join(words, " ")
}

// looksLikePerson tells "Frau Müller", "Dr. Anna Schmidt" and "Schmidt, Anna" from functions. It may miss; it only warns.
func looksLikePerson(name string) bool {
	words := strings.Fields(strings.NewReplacer(",", " ", ".", " ").Replace(name))
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	first := strings.ToLower(words[0])
	if slices.Contains([]string{"frau", "herr", "hr", "fr", "dr", "prof"}, first) {
		return true
	}
	return len(words) == 2 && (firstNames[first] || strings.Contains(name, ",") && firstNames[strings.ToLower(words[1])])
}

var firstNames = func() map[string]bool {
	out := map[string]bool{}
	for _, n := range strings.Fields(`anna andrea angelika anja anke annette antje astrid barbara bettina birgit brigitte britta carola christa christiane
		christina christine claudia cornelia daniela doris elisabeth elke eva franziska friederike gabriele gisela gudrun hannah heike heidi helga ilona ines
		ingrid irina iris jana jessica johanna judith julia jutta karin katharina kathrin katja katrin kerstin kristin laura lena lisa manuela maria marie
		marion martina melanie melina michaela monika nadine nicole nina petra ramona regina renate rita sabine sabrina sandra sarah silke silvia simone
		sonja sophie stefanie stephanie susanne svenja sylvia tanja tatjana theresa tina ulrike ursula ute vanessa vera verena yvonne
		achim alexander andreas axel bernd bernhard bjoern christian christoph daniel david dennis detlef dieter dirk dominik eberhard erik ernst felix florian
		frank franz friedrich fritz georg gerhard günter günther hans harald heiko heinz helmut henning herbert holger horst ingo jan jens joachim jochen
		johannes jonas jörg jürgen kai karl karsten klaus konrad kurt lars lukas manfred marc marcel marco mario markus martin matthias max maximilian michael
		mike nico niklas norbert olaf oliver patrick paul peter philipp rainer ralf reiner reinhard rené robert roland rolf rüdiger sascha sebastian siegfried
		simon stefan steffen stephan sven thomas thorsten tim tobias torsten udo ulrich uwe volker walter werner wilhelm winfried wolfgang`) {
		out[n] = true
	}
	return out
}()
