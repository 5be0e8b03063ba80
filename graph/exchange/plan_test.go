package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"miteinander/graph"
	"miteinander/graph/words"
)

// csvTables makes tables of sheet name → CSV text.
func csvTables(t testing.TB, files map[string]string) Tables {
	t.Helper()
	out := Tables{File: "test", Format: "folder"}
	names := make([]string, 0, len(files))
	for n := range files {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		if err := out.addCSV(n+".csv", []byte(files[n]), DefaultLimits()); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func planOf(t testing.TB, head *graph.Snapshot, files map[string]string) *Plan {
	t.Helper()
	p, err := NewPlan(head, csvTables(t, files), nil, Options{Name: "Test", Date: graph.Date{Year: 2025, Month: 6, Day: 30}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// applyOps commits ops and fails the test if the network refuses them.
func applyOps(t testing.TB, s *graph.Snapshot, ops []graph.Op) *graph.Snapshot {
	t.Helper()
	if len(ops) == 0 {
		return s
	}
	h := s.Head()
	next, err := s.Apply(graph.Change{Network: h.ID, ID: "t", Base: h.Revision, At: time.Unix(1, 0).UTC(), Cause: graph.CauseImport, Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// places are errors as "sheet row column key value", in order.
func places(list []graph.FieldError) []string {
	out := []string{}
	for _, e := range list {
		out = append(out, strings.Join([]string{e.Sheet, formatInt(int64(e.Row)), e.Column, strings.TrimPrefix(strings.TrimPrefix(e.Key, "exchange.error."), "errors."), e.Value}, " · "))
	}
	return out
}

func TestPlan_SameFileTwiceChangesNothing(t *testing.T) {
	s := musterstadt(t)
	tables, err := ReadPath("testdata/musterstadt", DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlan(s, tables, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if ops := p.Ops(false, Keep); len(ops) > 0 || len(p.Errors) > 0 || len(p.Missing) > 0 {
		t.Error(ops, p.Errors, p.Missing)
	}
	if c := p.Counts[graph.KindInstitution]; c != (Counts{Unchanged: 8}) {
		t.Errorf("%+v", c)
	}
}

// Rows without Kennung are found again by name and place: the second import of the small workbook changes nothing.
func TestPlan_WithoutIDsTwice(t *testing.T) {
	files := map[string]string{
		"Einrichtungen": "Name;Art;Planungsräume;Träger;Trägerart\nKita Sonnenschein;Kita;Nord;AWO;freier Träger\nEngelsby;Kita;Nord;Stadt;kommunal\nEngelsby;Kita;Süd;AWO;\nBeratungsstelle;Erziehungsberatung;Nord|Süd;AWO;frei\n",
		"Angebote":      "Einrichtung;Name;Lebensphasen;Handlungsfelder;Planungsräume\nKita Sonnenschein;Betreuung;3 bis 6;Bildung;Nord\nBeratungsstelle;Elterntreff;unter 3|3 bis 6;Familie;Nord\nBeratungsstelle;Elterntreff;3 bis 6;Familie;Süd\n",
		"Kooperationen": "Von;Nach;Stufe\nKita Sonnenschein;Beratungsstelle;2\nBetreuung;Beratungsstelle;?\n",
	}
	p := planOf(t, graph.NewSnapshot("n"), files)
	if len(p.Errors) > 0 {
		t.Fatal(places(p.Errors))
	}
	s := applyOps(t, p.Head, p.Ops(false, Keep))
	if n := s.Len(graph.KindInstitution); n != 4 {
		t.Errorf("%d institutions", n)
	}
	if got := s.ProviderKind(graph.Find[*graph.Institution](s, graph.KindInstitution, "kita-sonnenschein")); got != "free" {
		t.Errorf("provider kind %q", got)
	}
	var added []string
	for _, a := range p.Added {
		added = append(added, a.Key.String())
	}
	want := []string{"phase/3-bis-6", "phase/unter-3", "area/nord", "area/sued", "field/bildung", "field/familie", "institution_kind/erziehungsberatung", "institution_kind/kita", "provider/awo", "provider/stadt"}
	if d := cmp.Diff(want, added); d != "" {
		t.Error(d)
	}
	again := planOf(t, s, files)
	if ops := again.Ops(false, Keep); len(ops) > 0 || len(again.Errors) > 0 {
		t.Error(ops, places(again.Errors))
	}
}

// The order of sheets, rows and columns makes no difference to the network.
func TestPlan_OrderDoesNotMatter(t *testing.T) {
	tables, err := ReadPath("../../cmd/miteinander/demo", DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	// Without Kennungen ids are made from names: that must not depend on the order either.
	for i := range tables.Sheets {
		if tables.Sheets[i].Name == "Akteure" || tables.Sheets[i].Name == "Angebote" {
			tables.Sheets[i].Header[0] = ""
		}
	}
	build := func(tables Tables) *graph.Snapshot {
		p, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "n"})
		if err != nil {
			t.Fatal(err)
		}
		return applyOps(t, p.Head, p.Ops(true, Keep))
	}
	want := build(tables)
	r := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		mixed := Tables{File: tables.File, Format: tables.Format}
		for _, i := range r.Perm(len(tables.Sheets)) {
			s := tables.Sheets[i]
			s.Rows = slices.Clone(s.Rows)
			r.Shuffle(len(s.Rows), func(i, j int) { s.Rows[i], s.Rows[j] = s.Rows[j], s.Rows[i] })
			mixed.Sheets = append(mixed.Sheets, s)
		}
		if got := build(mixed); got.Hash() != want.Hash() {
			sameNetwork(t, want, got)
		}
	}
}

func TestPlan_CataloguesAndSuggestions(t *testing.T) {
	files := map[string]string{
		"Handlungsfelder": "Kennung;Name\nG;Gesundheit\nB;Bildung\n",
		"Lebensphasen":    "Kennung;Name\nu3;unter 3 Jahre\n",
		"Institutionen":   "Kennung;Name;Art\nA;Haus A;Kita\nB;Haus B;kita\n",
		"Angebote":        "Kennung;Institution;Name;Lebensphasen;Handlungsfelder;Zugang\nA1;A;Eins;u3;Gesundhiet;offen\nA2;A;Zwei;unter 3 Jahre;Gesundheit;ofen\nA3;Haus C;Drei;u3;B;\n",
	}
	p := planOf(t, graph.NewSnapshot("n"), files)
	want := []string{
		"Angebote · 2 · Handlungsfelder · unknown_ref_near · Gesundhiet",
		"Angebote · 3 · Zugang · unknown_code_near · ofen",
		"Angebote · 4 · Institution · unknown_ref_near · Haus C",
	}
	if d := cmp.Diff(want, places(p.Errors)); d != "" {
		t.Error(d)
	}
	if p.Errors[0].Args[0] != "Gesundheit" || p.Errors[1].Args[0] != "offen" || p.Errors[2].Args[0] != "Haus A" {
		t.Error(p.Errors)
	}
	if p.Ops(false, Keep) != nil {
		t.Error("ops in spite of errors")
	}
	s := applyOps(t, p.Head, p.Ops(true, Keep))
	if s.Len(graph.KindInstitution) != 2 || s.Len(graph.KindOffer) != 0 || s.Len(graph.KindInstitutionKind) != 1 {
		t.Error(p.Ops(true, Keep))
	}
}

// Only valid rows: what needs a wrong row is left out, too, and what needs that.
func TestOps_OnlyValidToTheEnd(t *testing.T) {
	files := map[string]string{
		"Institutionen":    "Kennung;Name;Art;Aktiv von;Gehört zu\nA;Haus A;Kita;31.02.2026;\nB;Haus B;Kita;;A\nC;Haus C;Kita;;\n",
		"Angebote":         "Kennung;Institution;Name;Lebensphasen;Handlungsfelder\nA1;A;Eins;u3;G\nC1;C;Zwei;u3;B\n",
		"Akteure":          "Kennung;Name;Art;Verantwortet\nX;Stelle X;Stelle;A1\nAG;Runde;Gremium;\n",
		"Mitgliedschaften": "Gremium;Mitglied\nAG;X\nAG;C\n",
		"Kooperationen":    "Von;Nach;Stufe\nA;C;2\nB;C;3\nX;C;1\nC1;AG;1\n",
		"Foerderungen":     "Angebot;Fördergeber\nA1;Stiftung\n",
	}
	p := planOf(t, graph.NewSnapshot("n"), files)
	if d := cmp.Diff([]string{"Institutionen · 2 · Aktiv von · date · 31.02.2026"}, places(p.Errors)); d != "" {
		t.Error(d)
	}
	var got []string
	for _, op := range p.Ops(true, Keep) {
		got = append(got, op.Key().String())
	}
	want := []string{"settings/settings", "phase/u3", "field/b", "institution_kind/kita", "institution/C", "offer/C1", "actor/AG", "membership/AG~C", "cooperation/AG~C1"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	applyOps(t, p.Head, p.Ops(true, Keep))
}

func TestPlan_SameKeyNamesBothRows(t *testing.T) {
	p := planOf(t, graph.NewSnapshot("n"), map[string]string{
		"Institutionen": "Kennung;Name;Art;Planungsräume\nA;Haus A;Kita;N\nB;Haus B;Kita;N\nA;Haus C;Kita;N\n;Haus D;Kita;N\n;haus  d;Kita;N\n",
		"Angebote":      "Kennung;Institution;Name;Lebensphasen;Handlungsfelder\nB;B;Eins;u3;G\n",
		"Kooperationen": "Von;Nach;Stufe;Seit\nA;B;1;\nB;A;2;\nA;B;2;01.01.2025\n",
	})
	want := []string{
		"Angebote · 2 · Kennung · same_key_sheet · B",
		"Institutionen · 4 · Kennung · same_key · A",
		"Institutionen · 6 · Name · same_key · haus  d",
		"Kooperationen · 3 · Von · same_key · B",
	}
	if d := cmp.Diff(want, places(p.Errors)); d != "" {
		t.Error(d)
	}
	if p.Errors[1].Args[0] != 2 || p.Errors[2].Args[0] != 5 || p.Errors[3].Args[0] != 2 {
		t.Error(p.Errors)
	}
	applyOps(t, p.Head, p.Ops(true, Keep))
}

func TestPlan_ProviderKindOnce(t *testing.T) {
	p := planOf(t, graph.NewSnapshot("n"), map[string]string{
		"Institutionen": "Kennung;Name;Art;Träger;Trägerart\nA;Haus A;Kita;AWO;frei gemeinnützig\nB;Haus B;Kita;AWO;kommunal\nC;Haus C;Kita;AWO;freier Träger\nD;Haus D;Kita;;freiberuflich\nE;Haus E;Kita;AWO;\n",
	})
	if d := cmp.Diff([]string{"Institutionen · 3 · Trägerart · provider_kind · kommunal"}, places(p.Errors)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]any{"AWO", "frei gemeinnützig", 2, "Institutionen"}, p.Errors[0].Args); d != "" {
		t.Error(d)
	}
	s := applyOps(t, p.Head, p.Ops(true, Keep))
	e := graph.Find[*graph.Institution](s, graph.KindInstitution, "E")
	d := graph.Find[*graph.Institution](s, graph.KindInstitution, "D")
	if s.ProviderKind(e) != "free" || d.ProviderKind != "self_employed" || e.ProviderKind != "" {
		t.Error(s.ProviderKind(e), d.ProviderKind)
	}
}

func TestPlan_MissingKeepEndDelete(t *testing.T) {
	s := musterstadt(t)
	files := map[string]string{
		// GS and KS are gone, FZ is renamed; Angebote is not in the file.
		"Institutionen": "Kennung;Name;Art\nK;Geburtsklinik Musterstadt;Geburtsklinik\nFH;Frühe Hilfen Musterstadt;Frühe Hilfen\nFZ;Familienzentrum am Park;Familienzentrum\nEB;Erziehungsberatung Musterstadt;Erziehungsberatung\nKN;Kita Nord;Kita\nGN;Grundschule Nord;Grundschule\n",
		"Kooperationen": "Von;Nach;Stufe\nK;FH;3\nFH;FZ;2\nFZ;KN;2\nKN;GN;3\nEB;KN;2\n",
	}
	p := planOf(t, s, files)
	if len(p.Errors) > 0 {
		t.Fatal(places(p.Errors))
	}
	var missing []string
	for _, m := range p.Missing {
		missing = append(missing, m.Key.String()+" "+m.Name)
	}
	if d := cmp.Diff([]string{"institution/GS Grundschule Süd", "institution/KS Kita Süd", "cooperation/GS~KS GS~KS"}, missing); d != "" {
		t.Error(d)
	}
	keys := func(ops []graph.Op) []string {
		out := []string{}
		for _, o := range ops {
			sign := "~"
			if o.After == nil {
				sign = "-"
			} else if o.Before == nil {
				sign = "+"
			}
			out = append(out, sign+o.Key().String())
		}
		return out
	}
	if d := cmp.Diff([]string{"~institution/FZ", "~cooperation/FH~FZ"}, keys(p.Ops(false, Keep))); d != "" {
		t.Error("keep", d)
	}
	ended := applyOps(t, s, p.Ops(false, End))
	if g := graph.Find[*graph.Institution](ended, graph.KindInstitution, "GS"); g.ActiveUntil.String() != "2025-06-30" {
		t.Error(g.ActiveUntil)
	}
	// Their offers are not in the file, so the institutions are still needed; the cooperation goes.
	if d := cmp.Diff([]string{"~institution/FZ", "~cooperation/FH~FZ", "-cooperation/GS~KS"}, keys(p.Ops(false, Delete))); d != "" {
		t.Error("delete", d)
	}
	applyOps(t, s, p.Ops(false, Delete))
	// Short name, provider, areas and the dates of ties have no column: they stay as they were.
	kept := applyOps(t, s, p.Ops(false, Keep))
	if fz := graph.Find[*graph.Institution](kept, graph.KindInstitution, "FZ"); fz.ShortName != "FZ Nord" || len(fz.Areas) != 1 || fz.Provider == "" {
		t.Errorf("%+v", fz)
	}
}

func TestPlan_Matrix(t *testing.T) {
	inst := "Kennung;Name;Art\nA;Haus A;Kita\nB;Haus B;Kita\nC;Haus C;Kita\n"
	p := planOf(t, graph.NewSnapshot("n"), map[string]string{
		"Institutionen":      inst,
		"Kooperationsmatrix": ";A;Haus B;C\nA;-;2;?\nB;2;;\nC;;0;\n",
	})
	if len(p.Errors) > 0 {
		t.Fatal(places(p.Errors))
	}
	s := applyOps(t, p.Head, p.Ops(false, Keep))
	got := map[string]graph.Level{}
	for c := range graph.Records[*graph.Cooperation](s, graph.KindCooperation) {
		got[string(c.From+c.To)] = c.Level
	}
	if d := cmp.Diff(map[string]graph.Level{"AB": 2, "AC": graph.LevelUnknown, "BC": 0}, got); d != "" {
		t.Error(d)
	}
	p = planOf(t, s, map[string]string{"Kooperationsmatrix": ";A;B;C;X\nA;;2;;\nB;1;;;\nC;;7;;\n"})
	want := []string{
		"Kooperationsmatrix · 1 · X · unknown_ref_known · X",
		"Kooperationsmatrix · 3 · A · matrix_halves · 1",
		"Kooperationsmatrix · 4 · B · level · 7",
	}
	if d := cmp.Diff(want, places(p.Errors)); d != "" {
		t.Error(d)
	}
}

func TestPlan_OwnAttributes(t *testing.T) {
	p := planOf(t, graph.NewSnapshot("n"), map[string]string{
		"Institutionen": "Name;Telefon;Art;Eigenes: Art;Öffnungszeiten\nHaus A;'+49 3641;Kita;Backstein;Mo, Di\nHaus B;;Kita;;\n",
	})
	if len(p.Errors) > 0 {
		t.Fatal(places(p.Errors))
	}
	s := applyOps(t, p.Head, p.Ops(false, Keep))
	a := graph.Find[*graph.Institution](s, graph.KindInstitution, "haus-a")
	if d := cmp.Diff(map[string]string{"Telefon": "+49 3641", "Art": "Backstein", "Öffnungszeiten": "Mo, Di"}, a.Attributes); d != "" {
		t.Error(d)
	}
	roundTrip(t, s)
	// An empty cell takes the attribute away, an absent column does not.
	p = planOf(t, s, map[string]string{"Institutionen": "Kennung;Name;Art;Telefon\nhaus-a;Haus A;Kita;\nhaus-b;Haus B;Kita;\n"})
	s = applyOps(t, s, p.Ops(false, Keep))
	a = graph.Find[*graph.Institution](s, graph.KindInstitution, "haus-a")
	if d := cmp.Diff(map[string]string{"Art": "Backstein", "Öffnungszeiten": "Mo, Di"}, a.Attributes); d != "" {
		t.Error(d)
	}
}

// English names of sheets, columns and codes, any order, tabs, Windows-1252.
func TestPlan_AliasesAndEncodings(t *testing.T) {
	latin := []byte("sep=,\r\nprovider_kind,name,kinds,provider\r\nmunicipal,Kita S\xfcd,Kita,Stadt M\xfchlhausen\r\n")
	tables := Tables{File: "x"}
	for name, b := range map[string][]byte{"institutions": latin, "offers": []byte("institutions\tname\tphases\tfields\taccess\nKita Süd\tTreff\tu3\tfamilie\topen|referral\n")} {
		if err := tables.addCSV(name+".csv", b, DefaultLimits()); err != nil {
			t.Fatal(err)
		}
	}
	if tables.Encoding != "Windows-1252" {
		t.Error(tables.Encoding)
	}
	p, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "x"})
	if err != nil || len(p.Errors) > 0 {
		t.Fatal(err, p.Errors)
	}
	s := applyOps(t, p.Head, p.Ops(false, Keep))
	o := graph.Find[*graph.Offer](s, graph.KindOffer, "treff")
	if o == nil || o.Institutions[0] != "kita-sued" || !slices.Equal(o.Access, []string{"open", "referral"}) {
		t.Errorf("%+v", o)
	}
	if p := graph.Find[*graph.Provider](s, graph.KindProvider, "stadt-muehlhausen"); p == nil || p.Kind != "municipal" || p.Name != "Stadt Mühlhausen" {
		t.Errorf("%+v", p)
	}
}

func TestPlan_Template(t *testing.T) {
	p := planOf(t, graph.NewSnapshot("n"), map[string]string{
		"Einstellungen": "Schlüssel;Wert\nName;Neustadt\nVorlage;Jena\n",
		"Institutionen": "Name;Art;Regeleinrichtung\nKita Eins;Kita;ja\n",
	})
	if len(p.Errors) > 0 {
		t.Fatal(places(p.Errors))
	}
	s := applyOps(t, p.Head, p.Ops(false, Keep))
	if s.Len(graph.KindPhase) != 4 || s.Len(graph.KindTransition) != 6 || s.Settings().Name != "Neustadt" {
		t.Error(s.Len(graph.KindPhase), s.Len(graph.KindTransition), s.Settings())
	}
	if i := graph.Find[*graph.Institution](s, graph.KindInstitution, "kita-eins"); i.Kinds[0] != "kita" {
		t.Errorf("%+v", i)
	}
	// Own phases: what of the template needs others is left out.
	p = planOf(t, graph.NewSnapshot("n"), map[string]string{
		"Einstellungen": "Schlüssel;Wert\nVorlage;jena\nStufe Miteinander;9\n",
		"Lebensphasen":  "Kennung;Name\nx;Andere\n",
	})
	if d := cmp.Diff([]string{"Einstellungen · 3 · Wert · setting_together · 9"}, places(p.Errors)); d != "" {
		t.Error(d)
	}
	s = applyOps(t, p.Head, p.Ops(true, Keep))
	if s.Len(graph.KindPhase) != 1 || s.Len(graph.KindTransition) != 0 || s.Len(graph.KindInstitutionKind) == 0 {
		t.Error(s.Len(graph.KindPhase), s.Len(graph.KindTransition))
	}
}

// An edge whose key was changed keeps its id through the workbook.
func TestRoundTrip_KeptEdgeID(t *testing.T) {
	s := musterstadt(t)
	old := graph.Find[*graph.Cooperation](s, graph.KindCooperation, "FH~K")
	c := graph.Clone(old)
	c.Since = graph.Date{Year: 2020, Month: 1, Day: 1}
	op, _ := s.Put(c)
	s = applyOps(t, s, []graph.Op{op})
	roundTrip(t, s)
	z := written(t, s, WriteZip, WriteOptions{})
	tables, err := ReadTables("x.zip", bytes.NewReader(z), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlan(s, tables, nil, Options{})
	if err != nil || len(p.Errors) > 0 || len(p.Ops(false, Delete)) > 0 {
		t.Error(err, p.Errors, p.Ops(false, Delete))
	}
}

// A name that nothing is near to says where it belongs, and that it may be left out where it may.
func TestPlan_UnknownNameSaysWhatToDo(t *testing.T) {
	tables := Tables{File: "x.xlsx", Sheets: []Table{
		{Name: "Einrichtungen", HeaderRow: 1, Header: []string{"Name", "Art", "Gehört zu"}, Rows: []Row{{Number: 2, Cells: []string{"Kita Nord", "Kita", "Wolkenkuckucksheim"}}}},
		{Name: "Kooperationen", HeaderRow: 1, Header: []string{"Von", "Nach", "Stufe"}, Rows: []Row{{Number: 2, Cells: []string{"Kita Nord", "Wolkenkuckucksheim", "2"}}}},
	}}
	for i := range 9 { // more than a message lists
		tables.Sheets[0].Rows = append(tables.Sheets[0].Rows, Row{Number: 3 + i, Cells: []string{"Haus " + string(rune('A'+i)), "Kita", ""}})
	}
	p, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "n"})
	if err != nil || len(p.Errors) != 2 {
		t.Fatal(err, p.Errors)
	}
	for i, want := range []string{
		"„Wolkenkuckucksheim“ ist nicht bekannt. Prüfen Sie die Schreibweise, tragen Sie es zuerst im Blatt Einrichtungen ein, oder lassen Sie die Angabe weg.",
		"„Wolkenkuckucksheim“ ist nicht bekannt. Prüfen Sie die Schreibweise, oder tragen Sie es zuerst im Blatt Einrichtungen, Akteure oder Angebote ein.",
	} {
		if got := words.FieldError("de", p.Errors[i]); got != want {
			t.Errorf("%s", got)
		}
	}
}

// Who cancels while a long list is still being read against its mapping does not wait for its end.
func TestPlan_StopsWithinTheMapping(t *testing.T) {
	tables := Tables{File: "x.csv", Sheets: []Table{{Name: "x", HeaderRow: 1, Header: []string{"Name der Einrichtung", "Anschrift", "Telefon"}}}}
	for i := range 3000 {
		tables.Sheets[0].Rows = append(tables.Sheets[0].Rows, Row{Number: i + 2, Cells: []string{fmt.Sprint("Kita ", i), "Weg 1, 24937 Flensburg", ""}})
	}
	g, err := Guess(tables, graph.NewSnapshot(""))
	if err != nil {
		t.Fatal(err)
	}
	asked, stop := 0, errors.New("stop")
	if _, err := NewPlan(graph.NewSnapshot("n"), tables, g.Mapping, Options{Name: "n", Told: func(float64) error { asked++; return stop }}); !errors.Is(err, stop) || asked != 1 {
		t.Error(err, asked)
	}
}
