package findings

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"miteinander/graph"
)

// musterstadt holds no letter of ours: the network and the numbers that all of the project's programs agree on.
const musterstadt = "testdata/musterstadt"

// table is a CSV sheet as rows of column → value.
func table(t testing.TB, dir, sheet string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, sheet+".csv"))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord = ';', -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, v := range row {
			if i < len(rows[0]) {
				m[strings.TrimPrefix(rows[0][i], "\ufeff")] = v
			}
		}
		out = append(out, m)
	}
	return out
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

func idList(s string) (out []graph.ID) {
	for _, x := range split(s) {
		out = append(out, graph.ID(x))
	}
	return out
}

func tri(s string) graph.Tri {
	return map[string]graph.Tri{"ja": graph.Yes, "nein": graph.No}[s]
}

func day(t testing.TB, s string) graph.Date {
	t.Helper()
	if s == "" {
		return graph.Date{}
	}
	p := strings.Split(s, ".")
	d, err := graph.ParseDate(p[2] + "-" + p[1] + "-" + p[0])
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func count(t testing.TB, s string) graph.Count {
	if s == "" {
		return graph.Count{}
	}
	return graph.CountOf(int64(num(t, s)))
}

func num(t testing.TB, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func level(t testing.TB, s string) graph.Level {
	if s == "" || s == "unbekannt" || s == "ungeklärt" {
		return graph.LevelUnknown
	}
	return graph.Level(num(t, s))
}

func code(words map[string]string, s string) string {
	if c, ok := words[s]; ok {
		return c
	}
	return s
}

var (
	accessCodes = map[string]string{"offen": "open", "aufsuchend": "outreach", "Anmeldung": "registration", "Überweisung": "referral", "Antrag": "application"}
	statusCodes = map[string]string{"aktiv": "active", "geplant": "planned", "ruht": "paused", "beendet": "ended"}
	sourceCodes = map[string]string{"Koordination": "coordination", "Befragung": "survey", "angenommen": "assumed", "Vertrag": "contract"}
	ruleCodes   = map[string]string{"jedes Paar": "every_pair", "jede abgebende": "each_sender", "jede aufnehmende": "each_receiver"}
	scopeCodes  = map[string]string{"je Planungsraum": "area", "gesamtes Netzwerk": "network"}
	targetCodes = map[string]string{"nötig": "required", "nicht nötig": "not_required", "offen": "open"}
	actorCodes  = map[string]string{"Stelle": "position", "Team": "team", "Gremium": "body"}
	ownerCodes  = map[string]string{"öffentlich": "municipal", "frei gemeinnützig": "free"}
)

// load reads the CSV sheets of a fixture into records: a small reader of its own, so that these tests say what findings do
// and not what the importer does; exchange_test.go reads the same folders with the importer.
func load(t testing.TB, dir string) []graph.Record {
	t.Helper()
	set := graph.DefaultSettings(filepath.Base(dir))
	var out []graph.Record
	seen := map[graph.Key]bool{}
	entry := func(k graph.Kind, name string) graph.ID {
		if name == "" {
			return ""
		}
		key := graph.Key{Kind: k, ID: graph.ID(name)}
		if !seen[key] {
			seen[key] = true
			switch k {
			case graph.KindInstitutionKind:
				out = append(out, &graph.InstitutionKind{ID: key.ID, Name: name})
			case graph.KindProvider:
				out = append(out, &graph.Provider{ID: key.ID, Name: name})
			default:
				out = append(out, &graph.Entry{Of: k, ID: key.ID, Name: name})
			}
		}
		return key.ID
	}
	for _, r := range table(t, dir, "Einstellungen") {
		switch v := r["Wert"]; r["Schlüssel"] {
		case "Name":
			set.Name = v
		case "Stand":
			set.AsOf = day(t, v)
		case "Stufe Miteinander":
			set.Together = level(t, v)
		case "Schwelle tragend":
			set.Carrying = int32(math.Round(num(t, v) * 1000))
		case "Nicht aufgeführte Paare":
			set.Unlisted = level(t, v)
		}
	}
	out = append(out, set)
	for _, r := range table(t, dir, "Lebensphasen") {
		out = append(out, &graph.Phase{ID: graph.ID(r["Kennung"]), Name: r["Name"], Order: graph.NumberOf(num(t, r["Reihenfolge"]))})
	}
	for sheet, k := range map[string]graph.Kind{"Handlungsfelder": graph.KindField, "Zielgruppen": graph.KindGroup, "Ressorts": graph.KindSector} {
		for _, r := range table(t, dir, sheet) {
			seen[graph.Key{Kind: k, ID: graph.ID(r["Kennung"])}] = true
			out = append(out, &graph.Entry{Of: k, ID: graph.ID(r["Kennung"]), Name: r["Name"]})
		}
	}
	for _, r := range table(t, dir, "Planungsraeume") {
		a := &graph.Area{ID: graph.ID(r["Kennung"]), Name: r["Name"], Parent: graph.ID(r["Übergeordnet"]), Children: map[graph.ID]int64{}}
		for h, v := range r {
			if p, ok := strings.CutPrefix(h, "Kinder "); ok && v != "" {
				a.Children[graph.ID(p)] = int64(num(t, v))
			}
		}
		out = append(out, a)
	}
	for _, r := range table(t, dir, "Einrichtungsarten") {
		seen[graph.Key{Kind: graph.KindInstitutionKind, ID: graph.ID(r["Kennung"])}] = true
		out = append(out, &graph.InstitutionKind{ID: graph.ID(r["Kennung"]), Name: r["Name"], Phases: idList(r["Lebensphasen"]), Fields: idList(r["Handlungsfelder"])})
	}
	for _, r := range table(t, dir, "Institutionen") {
		i := &graph.Institution{ID: graph.ID(r["Kennung"]), Name: r["Name"], ShortName: r["Kurzname"], Sector: graph.ID(r["Ressort"]),
			Areas: idList(r["Planungsräume"]), Regular: tri(r["Regeleinrichtung"]), ActiveUntil: day(t, r["Aktiv bis"])}
		for _, k := range split(r["Art"]) {
			i.Kinds = append(i.Kinds, entry(graph.KindInstitutionKind, k))
		}
		i.Provider = entry(graph.KindProvider, r["Träger"])
		if i.Provider == "" {
			i.ProviderKind = ownerCodes[r["Trägerart"]]
		}
		out = append(out, i)
	}
	for _, r := range table(t, dir, "Akteure") {
		out = append(out, &graph.Actor{ID: graph.ID(r["Kennung"]), Name: r["Name"], Kind: actorCodes[r["Art"]], Institution: graph.ID(r["Institution"]),
			Coordinates: tri(r["Koordiniert"]), Responsible: idList(r["Zuständig für"])})
	}
	for _, r := range table(t, dir, "Angebote") {
		o := &graph.Offer{ID: graph.ID(r["Kennung"]), Institutions: idList(r["Institution"]), Name: r["Name"], Phases: idList(r["Lebensphasen"]),
			Areas: idList(r["Planungsräume"]), Everywhere: tri(r["Überall"]), Fields: idList(r["Handlungsfelder"]), Groups: idList(r["Zielgruppen"]),
			Free: tri(r["Kostenfrei"]), BarrierFree: tri(r["Barrierefrei"]), Status: code(statusCodes, r["Status"]),
			ValidFrom: day(t, r["Gültig von"]), ValidUntil: day(t, r["Gültig bis"]), Capacity: count(t, r["Plätze"]), HelpsToApply: tri(r["Hilft beim Antrag"]),
			Languages: split(r["Sprachen"])}
		for _, a := range split(r["Zugang"]) {
			o.Access = append(o.Access, code(accessCodes, a))
		}
		for _, h := range split(r["Hürden"]) {
			o.Hurdles = append(o.Hurdles, entry(graph.KindHurdle, h))
		}
		out = append(out, o)
	}
	for _, r := range table(t, dir, "Kooperationen") {
		c := &graph.Cooperation{From: graph.ID(r["Von"]), To: graph.ID(r["Nach"]), Level: level(t, r["Stufe"]), CarriedBy: graph.ID(r["Getragen von"]),
			Since: day(t, r["Seit"]), Until: day(t, r["Bis"]), Source: code(sourceCodes, r["Quelle"]), AsOf: day(t, r["Stand"]),
			AgreedSideBySide: r["Bewusst nebeneinander"]}
		if c.To < c.From {
			c.From, c.To = c.To, c.From
		}
		c.ID = graph.CooperationID(c.From, c.To, c.Since)
		out = append(out, c)
	}
	for _, r := range table(t, dir, "Uebergangsarten") {
		x := &graph.TransitionType{ID: graph.ID(r["Kennung"]), Name: r["Name"], FromPhase: graph.ID(r["Von Phase"]), ToPhase: graph.ID(r["Nach Phase"]),
			Rule: code(ruleCodes, r["Regel"]), Scope: code(scopeCodes, r["Geltung"]), Level: graph.LevelUnlisted, Items: split(r["Merkpunkte"]),
			Children: map[graph.ID]int64{}}
		if r["Stufe"] != "" {
			x.Level = level(t, r["Stufe"])
		}
		for _, k := range split(r["Abgebende Arten"]) {
			x.Senders = append(x.Senders, entry(graph.KindInstitutionKind, k))
		}
		for _, k := range split(r["Aufnehmende Arten"]) {
			x.Receivers = append(x.Receivers, entry(graph.KindInstitutionKind, k))
		}
		for h, v := range r {
			if a, ok := strings.CutPrefix(h, "Kinder "); ok && v != "" {
				x.Children[graph.ID(a)] = int64(num(t, v))
			}
		}
		out = append(out, x)
	}
	for _, r := range table(t, dir, "Uebergaben") {
		h := &graph.Handover{From: graph.ID(r["Von"]), To: graph.ID(r["Nach"]), Transition: graph.ID(r["Übergang"]), Children: count(t, r["Kinder"]),
			Contacts: count(t, r["Ansprechpersonen"]), Items: map[string]graph.Tri{}}
		h.ID = graph.HandoverID(h.From, h.To, h.Transition)
		for c, v := range r {
			if item, ok := strings.CutPrefix(c, "Merkpunkt "); ok && v != "" {
				h.Items[item] = tri(v)
			}
		}
		out = append(out, h)
	}
	for _, r := range table(t, dir, "Mitgliedschaften") {
		m := &graph.Membership{Body: graph.ID(r["Gremium"]), Member: graph.ID(r["Mitglied"]), Since: day(t, r["Seit"]), Until: day(t, r["Bis"])}
		m.ID = graph.MembershipID(m.Body, m.Member, m.Since)
		out = append(out, m)
	}
	for _, r := range table(t, dir, "Foerderungen") {
		target := r["Angebot"]
		if target == "" {
			target = r["Akteur"]
		}
		f := &graph.Funding{Target: graph.ID(target), Funder: entry(graph.KindFunder, r["Fördergeber"]), Programme: r["Programm"],
			From: day(t, r["Von"]), Until: day(t, r["Bis"])}
		if r["Anteil"] != "" {
			f.Share = graph.NumberOf(num(t, r["Anteil"]))
		}
		f.ID = graph.FundingID(f.Target, f.Funder, f.Programme, f.From)
		out = append(out, f)
	}
	for _, r := range table(t, dir, "Soll") {
		s := &graph.Target{Area: graph.ID(r["Planungsraum"]), Phase: graph.ID(r["Lebensphase"]), Field: graph.ID(r["Handlungsfeld"]), Required: targetCodes[r["Soll"]]}
		s.ID = graph.TargetID(s.Area, s.Phase, s.Field)
		out = append(out, s)
	}
	for _, r := range table(t, dir, "Kennzahlen") {
		i := &graph.Indicator{Area: graph.ID(r["Planungsraum"]), Name: r["Kennzahl"], Year: count(t, r["Jahr"]), Value: graph.NumberOf(num(t, r["Wert"])), Source: r["Quelle"]}
		i.ID = graph.IndicatorID(i.Area, i.Name, i.Year.N)
		out = append(out, i)
	}
	return out
}

// snapshot builds records, with edits applied to the copy first.
func snapshot(t testing.TB, records []graph.Record) *graph.Snapshot {
	t.Helper()
	var b graph.Builder
	for _, r := range records {
		if err := b.Add(r, 1); err != nil {
			t.Fatal(err)
		}
	}
	s, err := b.Build(graph.Head{ID: "n", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// basis of records on the network's Stand.
func basis(t testing.TB, records []graph.Record, f graph.Filter) *Basis {
	t.Helper()
	s := snapshot(t, records)
	if f.Date.IsZero() {
		f.Date = s.Settings().AsOf
	}
	b, err := NewBasis(t.Context(), s.Select(f))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// edit replaces the record of a key by a changed copy; f returning false deletes it.
func edit[R graph.Record](records []graph.Record, k graph.Key, f func(R) bool) []graph.Record {
	var out []graph.Record
	for _, r := range records {
		if r.Key() == k {
			c := graph.Clone(r).(R)
			if !f(c) {
				continue
			}
			r = c
		}
		out = append(out, r)
	}
	return out
}

// expected reads expected.json of a fixture.
func expected(t testing.TB, dir string) map[string]any {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(body, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// answer asks and reads back what the command line would print for one question.
func answer(t testing.TB, b *Basis, name string, p Params) map[string]any {
	t.Helper()
	body, err := JSON(t.Context(), b.sel, []string{name}, p)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]map[string]any
	if err := json.Unmarshal(body, &out); err != nil {
		t.Fatal(err)
	}
	return out[strings.ReplaceAll(name, "-", "_")]
}

// contains checks that got says everything that want says: objects may hold more keys, lists not more entries; numbers within
// 1e-6, as expected.json rounds. Keys named in skip are not compared.
func contains(t testing.TB, path string, got, want any, skip ...string) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: got %v, want an object", path, got)
			return
		}
	keys:
		for k, v := range w {
			for _, s := range skip {
				if s == k {
					continue keys
				}
			}
			if _, ok := g[k]; !ok {
				t.Errorf("%s/%s is missing", path, k)
				continue
			}
			contains(t, path+"/"+k, g[k], v)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			t.Errorf("%s: got %v, want %v", path, got, want)
			return
		}
		for i := range w {
			contains(t, path+"/"+strconv.Itoa(i), g[i], w[i])
		}
	case float64:
		if g, ok := got.(float64); !ok || math.Abs(g-w) > 1e-6 {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	default:
		if got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
}
