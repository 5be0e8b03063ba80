package exchange

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"miteinander/graph"
)

// sentOut is Musterstadt at revision 7 and its list of three institutions, opened as a partner's spreadsheet program would.
func sentOut(t *testing.T, fields ...string) (*graph.Snapshot, *excelize.File) {
	t.Helper()
	s := musterstadt(t)
	var b graph.Builder
	for _, k := range graph.Kinds() {
		for r := range s.All(k) {
			if err := b.Add(r, 7); err != nil {
				t.Fatal(err)
			}
		}
	}
	h := s.Head()
	h.Revision = 7
	base, err := b.Build(h)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := WriteSent(&out, base, Sent{Kind: graph.KindInstitution, Fields: fields, IDs: []graph.ID{"FZ", "K", "FH"}, To: "Verein Nordlicht", On: graph.Date{Year: 2025, Month: 7, Day: 1}}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return base, f
}

// backPlan reads what the partner saved and plans it against head.
func backPlan(t *testing.T, base, head *graph.Snapshot, f *excelize.File, choices map[string]bool) *Plan {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	tables, err := ReadTables("zurück.xlsx", &b, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	sent := SentOf(tables)
	if sent == nil || sent.Network != "musterstadt" || sent.Revision != 7 || sent.Kind != graph.KindInstitution || sent.To != "Verein Nordlicht" || len(sent.IDs) != 3 {
		t.Fatalf("sent %+v", sent)
	}
	if NeedsMapping(tables) {
		t.Error("a list of ours needs no mapping")
	}
	before := len(tables.Sheets[0].Rows)
	p, err := NewPlan(head, tables, nil, Options{Back: &SentBack{Sent: *sent, Base: base, Choices: choices}})
	if err != nil {
		t.Fatal(err)
	}
	if SentOf(tables) == nil || len(tables.Sheets[0].Rows) != before || tables.Sheets[0].Rows[0].Flags != nil {
		t.Error("planning changed the tables")
	}
	return p
}

func diffLines(p *Plan) []string {
	var out []string
	for _, d := range p.Differences {
		taken := "·"
		if d.Taken {
			taken = "+"
		}
		out = append(out, strings.Join([]string{taken, d.State, d.Ref, d.Was, d.Now, d.New}, "|"))
	}
	return out
}

func set(t *testing.T, f *excelize.File, cell, value string) {
	t.Helper()
	if err := f.SetCellStr("Institutionen", cell, value); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, f *excelize.File, header string) string {
	t.Helper()
	rows, err := f.GetRows("Institutionen")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.Index(rows[0], header)
	name, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		t.Fatal(header, err)
	}
	return name
}

func TestSent_LooksLikeAList(t *testing.T) {
	_, f := sentOut(t, "name", "kinds", "provider", "areas", "website")
	rows, err := f.GetRows("Institutionen")
	if err != nil || !slices.Equal(rows[0], []string{"Name", "Art", "Träger", "Planungsräume", "Website", "Kennung"}) {
		t.Fatal(rows, err)
	}
	if !slices.Equal(rows[1][:4], []string{"Familienzentrum Nord", "Familienzentrum", "Verein Nordlicht", "Nord"}) {
		t.Errorf("names and not Kennungen: %v", rows[1])
	}
	for column, want := range map[string]bool{"A": true, "E": true, "F": false} {
		if seen, err := f.GetColVisible("Institutionen", column); err != nil || seen != want {
			t.Errorf("column %s is shown: %v %v", column, seen, err)
		}
	}
	if seen, _ := f.GetSheetVisible(sentSheet); seen {
		t.Error("the sheet that knows the revision is in the way")
	}
	panes, err := f.GetPanes("Institutionen")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("header %+v %v", panes, err)
	}
	if names := f.GetDefinedName(); !slices.ContainsFunc(names, func(n excelize.DefinedName) bool { return n.Name == "_xlnm._FilterDatabase" }) {
		t.Errorf("filters: %v", names)
	}
}

// A list that nobody changed says nothing, whatever happened here meanwhile; nothing that was not in it is missing.
func TestSent_UnchangedSaysNothing(t *testing.T) {
	for _, fields := range [][]string{nil, {"name"}, {"kinds", "provider", "provider_kind"}} {
		base, f := sentOut(t, fields...)
		inst := graph.Clone(graph.Find[*graph.Institution](base, graph.KindInstitution, "FZ"))
		inst.Name, inst.Website, inst.Provider = "Familienzentrum Nord neu", "www.neu.de", graph.Find[*graph.Institution](base, graph.KindInstitution, "EB").Provider
		head := applyOps(t, base, []graph.Op{put(t, base, inst)})
		p := backPlan(t, base, head, f, nil)
		if len(p.Errors) > 0 || len(p.Differences) > 0 || len(p.Missing) > 0 || len(p.Ops(false, Delete)) > 0 {
			t.Errorf("%v: errors %v, differences %v, missing %v", fields, p.Errors, diffLines(p), p.Missing)
		}
	}
}

func put(t *testing.T, s *graph.Snapshot, r graph.Record) graph.Op {
	t.Helper()
	op, ok := s.Put(r)
	if !ok {
		t.Fatal("no change")
	}
	return op
}

// Everything at once, as a partner does it: a cell changed, a column moved, one of their own, a row added, one taken out, a title above.
func TestSent_ComesBackChanged(t *testing.T) {
	base, f := sentOut(t, "name", "kinds", "provider", "areas", "website", "city")
	set(t, f, "E2", "www.fz-nord.de")
	set(t, f, "F2", "Musterstadt")
	set(t, f, "A5", "Kita Regenbogen")
	set(t, f, "B5", "Kita")
	set(t, f, "D5", "Süd")
	set(t, f, "H1", "unsere Bemerkung")
	set(t, f, "H2", "siehe Mail")
	set(t, f, "F3", "Altstadt")                             // of the clinic, which changes here, too
	if err := f.RemoveRow("Institutionen", 4); err != nil { // FH
		t.Fatal(err)
	}
	if err := f.InsertCols("Institutionen", "A", 1); err != nil {
		t.Fatal(err)
	}
	for row, text := range map[string]string{"1": "Ort", "2": "Musterstadt", "3": "Altstadt"} {
		set(t, f, "A"+row, text)
	}
	if err := f.RemoveCol("Institutionen", "G"); err != nil { // the place, moved to the front
		t.Fatal(err)
	}
	if err := f.InsertRows("Institutionen", 1, 1); err != nil {
		t.Fatal(err)
	}
	set(t, f, "A1", "Stand: Herr Vorstand hat drübergesehen")

	clinic := graph.Clone(graph.Find[*graph.Institution](base, graph.KindInstitution, "K"))
	clinic.City = "Neustadt"
	head := applyOps(t, base, []graph.Op{put(t, base, clinic)})
	p := backPlan(t, base, head, f, nil)
	want := []string{
		"+|changed|institution/FZ/city|||Musterstadt", "+|changed|institution/FZ/website|||www.fz-nord.de",
		"·|conflict|institution/K/city||Neustadt|Altstadt",
		"+|new|institution/kita-regenbogen|||Name: Kita Regenbogen · Art: Kita · Planungsräume: Süd",
	}
	got := diffLines(p)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(p.Errors) > 0 {
		t.Fatalf("got\n%s\nerrors %v", strings.Join(got, "\n"), p.Errors)
	}
	if len(p.Missing) != 1 || p.Missing[0].Key.ID != "FH" {
		t.Errorf("missing %v", p.Missing)
	}
	if len(p.Warnings) == 0 || p.Warnings[0].Key != "sent.column" || p.Warnings[0].Column != "unsere Bemerkung" {
		t.Errorf("warnings %v", p.Warnings)
	}
	after := applyOps(t, head, p.Ops(false, Keep))
	fz, k := graph.Find[*graph.Institution](after, graph.KindInstitution, "FZ"), graph.Find[*graph.Institution](after, graph.KindInstitution, "K")
	if fz.Website != "www.fz-nord.de" || fz.City != "Musterstadt" || fz.Provider == "" || k.City != "Neustadt" || after.Len(graph.KindInstitution) != head.Len(graph.KindInstitution)+1 {
		t.Errorf("FZ %+v, K %+v", fz, k)
	}

	// What is chosen otherwise.
	p = backPlan(t, base, head, f, map[string]bool{"institution/FZ/city": false, "institution/K/city": true, "institution/kita-regenbogen": false})
	after = applyOps(t, head, p.Ops(false, Keep))
	fz, k = graph.Find[*graph.Institution](after, graph.KindInstitution, "FZ"), graph.Find[*graph.Institution](after, graph.KindInstitution, "K")
	if fz.City != "" || fz.Website != "www.fz-nord.de" || k.City != "Altstadt" || after.Len(graph.KindInstitution) != head.Len(graph.KindInstitution) {
		t.Errorf("FZ %+v, K %+v, %v", fz, k, diffLines(p))
	}
}

// A row that was copied to make another keeps its Kennung in the hidden column; without that column rows go by their names.
func TestSent_CopiedRowAndNoKennung(t *testing.T) {
	base, f := sentOut(t, "name", "kinds", "areas")
	if err := f.DuplicateRowTo("Institutionen", 2, 5); err != nil {
		t.Fatal(err)
	}
	set(t, f, "A5", "Familienzentrum West")
	p := backPlan(t, base, base, f, nil)
	if got := diffLines(p); len(got) != 1 || !strings.HasPrefix(got[0], "+|new|institution/familienzentrum-west|") || len(p.Errors) > 0 {
		t.Errorf("%v %v", got, p.Errors)
	}

	base, f = sentOut(t, "name", "kinds", "city")
	if err := f.RemoveCol("Institutionen", find(t, f, "Kennung")); err != nil {
		t.Fatal(err)
	}
	set(t, f, "C2", "Nordstadt")
	p = backPlan(t, base, base, f, nil)
	if got := diffLines(p); !slices.Equal(got, []string{"+|changed|institution/FZ/city|||Nordstadt"}) || len(p.Errors) > 0 || len(p.Missing) > 0 {
		t.Errorf("%v %v %v", got, p.Errors, p.Missing)
	}
}

// What was removed here comes back only if somebody says so, and only if it was changed.
func TestSent_RemovedHere(t *testing.T) {
	base, f := sentOut(t, "name", "kinds", "city")
	var ops []graph.Op
	gone := map[graph.ID]bool{"FZ": true, "FH": true} // FH unchanged in the list
	for _, k := range []graph.Kind{graph.KindOffer, graph.KindCooperation, graph.KindFunding, graph.KindInstitution, graph.KindMembership, graph.KindActor} {
		for r := range base.All(k) {
			hit := gone[r.Key().ID]
			eachRef(r, func(id graph.ID, _ []graph.Kind) { hit = hit || gone[id] })
			if hit {
				gone[r.Key().ID] = true
				op, _ := base.Delete(r.Key())
				ops = append(ops, op)
			}
		}
	}
	for r := range base.All(graph.KindFunding) {
		if f := r.(*graph.Funding); gone[f.Target] && !slices.ContainsFunc(ops, func(o graph.Op) bool { return o.Key() == f.Key() }) {
			op, _ := base.Delete(f.Key())
			ops = append(ops, op)
		}
	}
	head := applyOps(t, base, graph.SortOps(ops))
	set(t, f, "C2", "Nordstadt")
	p := backPlan(t, base, head, f, nil)
	if got := diffLines(p); !slices.Equal(got, []string{"·|gone|institution/FZ|||Ort: Nordstadt"}) || len(p.Errors) > 0 || len(p.Ops(false, Keep)) > 0 {
		t.Fatalf("%v %v", got, p.Errors)
	}
	p = backPlan(t, base, head, f, map[string]bool{"institution/FZ": true})
	after := applyOps(t, head, p.Ops(false, Keep))
	if fz := graph.Find[*graph.Institution](after, graph.KindInstitution, "FZ"); fz == nil || fz.City != "Nordstadt" || fz.ShortName != "FZ Nord" {
		t.Errorf("%+v %v %v", fz, p.Errors, diffLines(p))
	}
}

// Every kind that has a list comes back as it went out, and no text in it is a formula.
func TestSent_EveryKind(t *testing.T) {
	base, _ := sentOut(t)
	evil := graph.Clone(graph.Find[*graph.Institution](base, graph.KindInstitution, "FZ"))
	evil.Name = `=HYPERLINK("http://evil";"x")`
	base = applyOps(t, base, []graph.Op{put(t, base, evil)})
	for _, k := range graph.Kinds() {
		if SentFields(k) == nil {
			continue
		}
		var b bytes.Buffer
		if err := WriteSent(&b, base, Sent{Kind: k}); err != nil {
			t.Fatal(k, err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		for _, sheet := range f.GetSheetList() {
			rows, _ := f.GetRows(sheet)
			for i, r := range rows {
				for j := range r {
					cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
					if formula, _ := f.GetCellFormula(sheet, cell); formula != "" {
						t.Errorf("%s %s %s is a formula: %s", k, sheet, cell, formula)
					}
				}
			}
		}
		tables, err := ReadTables("x.xlsx", &b, DefaultLimits())
		if err != nil {
			if base.Len(k) == 0 {
				continue
			}
			t.Fatal(k, err)
		}
		p, err := NewPlan(base, tables, nil, Options{Back: &SentBack{Sent: *SentOf(tables), Base: base}})
		if err != nil {
			t.Fatal(k, err)
		}
		if len(p.Errors) > 0 || len(p.Differences) > 0 || len(p.Missing) > 0 || len(p.Ops(false, Delete)) > 0 {
			t.Errorf("%s: %v %v %v", k, p.Errors, diffLines(p), p.Missing)
		}
	}
}
