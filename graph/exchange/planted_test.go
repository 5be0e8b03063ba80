package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"miteinander/graph"
)

// planted is a generated file with errors at known places: every kind of error of safety.md I1 and of formats.md, each on a
// row of its own, so that the place is all there is to find.
type planted struct {
	names  []string
	header map[string][]string
	rows   map[string][][]string
	want   []string
	merge  []string // Institutionen cells to merge with their right neighbour
	code   []string // cells that are formulas
}

func (p *planted) row(sheet string, cells ...string) int {
	p.rows[sheet] = append(p.rows[sheet], cells)
	return len(p.rows[sheet]) + 1
}

func (p *planted) expect(sheet string, row int, column, key string) {
	p.want = append(p.want, fmt.Sprintf("%s · %d · %s · %s", sheet, row, column, key))
}

// plant makes a sound network of n institutions and then rows with errors until there are exactly count.
func plant(n, count int, spreadsheet bool) *planted {
	p := &planted{header: map[string][]string{
		"Institutionen":    {"Kennung", "Name", "Art", "Träger", "Trägerart", "Planungsräume", "Regeleinrichtung", "PLZ", "Breite", "Website", "Aktiv von", "Notiz"},
		"Akteure":          {"Kennung", "Name", "Art", "Institution"},
		"Mitgliedschaften": {"Gremium", "Mitglied"},
		"Angebote":         {"Kennung", "Institution", "Name", "Lebensphasen", "Handlungsfelder", "Plätze", "Zugang", "Von", "Bis"},
		"Kooperationen":    {"Von", "Nach", "Stufe", "Stand"},
		"Foerderungen":     {"Angebot", "Fördergeber", "Anteil"},
		"Lebensphasen":     {"Kennung", "Name"},
		"Planungsraeume":   {"Kennung", "Name"},
	}, rows: map[string][][]string{}}
	p.names = []string{"Lebensphasen", "Planungsraeume", "Institutionen", "Akteure", "Mitgliedschaften", "Angebote", "Kooperationen", "Foerderungen"}
	p.row("Lebensphasen", "u3", "unter 3 Jahre")
	p.row("Lebensphasen", "ks", "3 Jahre bis Schuleintritt")
	p.row("Planungsraeume", "N", "Nord")
	p.row("Planungsraeume", "S", "Süd")
	p.row("Akteure", "runde", "Runder Tisch", "Gremium", "")
	p.row("Akteure", "stelle", "Koordination", "Stelle", "i0")
	p.row("Mitgliedschaften", "runde", "i1")
	for i := range n {
		p.row("Institutionen", fmt.Sprintf("i%d", i), fmt.Sprintf("Haus %d", i), "Kita", fmt.Sprintf("Träger %d", i%7), "frei gemeinnützig", "N|S", "ja", "07743", "50,9", "www.haus.de", "01.09.2020", "")
		p.row("Angebote", fmt.Sprintf("a%d", i), fmt.Sprintf("i%d", i), "Treff", "u3|ks", "Bildung", "20", "offen", "01.01.2024", "")
		p.row("Kooperationen", fmt.Sprintf("i%d", i), fmt.Sprintf("i%d", (i+1)%n), "2", "30.06.2025")
	}
	for k := 0; len(p.want) < count; k++ {
		id := fmt.Sprintf("x%d", k)
		house := func() []string {
			return []string{id, "Neubau " + id, "Kita", "Träger 1", "frei gemeinnützig", "N", "ja", "07743", "50,9", "", "", ""}
		}
		badHouse := func(column int, v, name, key string) {
			c := house()
			c[column] = v
			r := p.row("Institutionen", c...)
			p.expect("Institutionen", r, name, key)
			// What refers to a wrong row is not wrong itself.
			if column > 1 {
				p.row("Kooperationen", id, "i0", "1", "")
			}
		}
		offer := func() []string { return []string{id, "i2", "Kurs " + id, "u3", "Bildung", "10", "offen", "", ""} }
		badOffer := func(column int, v, name, key string) {
			c := offer()
			c[column] = v
			r := p.row("Angebote", c...)
			p.expect("Angebote", r, name, key)
		}
		switch k % 25 {
		case 0:
			badHouse(1, "", "Name", "required")
		case 1:
			r := p.row("Akteure", id, "Fachkraft", "Person", "i3")
			p.expect("Akteure", r, "Art", "unknown_code")
		case 2:
			badHouse(7, "1234", "PLZ", "postal_code")
		case 3:
			badHouse(9, "a@", "Website", "website")
		case 4:
			badHouse(10, "31.02.2026", "Aktiv von", "date")
		case 5:
			p.row("Institutionen", house()...)
			r := p.row("Institutionen", append([]string{id, "Anderes " + id}, house()[2:]...)...)
			p.expect("Institutionen", r, "Kennung", "same_key")
		case 6:
			r := p.row("Kooperationen", "i0", "gibtesnirgends", "2", "")
			p.expect("Kooperationen", r, "Nach", "unknown_ref")
		case 7:
			r := p.row("Kooperationen", "i5", "i5", "2", "")
			p.expect("Kooperationen", r, "Nach", "field.self")
		case 8:
			badHouse(11, strings.Repeat("ä", 10_001), "Notiz", "field.too_long")
		case 9:
			if spreadsheet {
				r := p.row("Institutionen", house()...)
				p.code = append(p.code, fmt.Sprintf("B%d", r))
				p.expect("Institutionen", r, "Name", "formula")
			} else {
				badHouse(11, "a\x00b", "Notiz", "field.control_characters")
			}
		case 10:
			if spreadsheet {
				r := p.row("Institutionen", house()...)
				p.merge = append(p.merge, fmt.Sprintf("H%d:I%d", r, r))
				p.expect("Institutionen", r, "PLZ", "merged")
			} else {
				badHouse(2, "", "Art", "required")
			}
		case 11:
			r := p.row("Kooperationen", "i7", fmt.Sprintf("a%d", k), "7", "")
			p.expect("Kooperationen", r, "Stufe", "level")
		case 12:
			r := p.row("Kooperationen", "i8", fmt.Sprintf("a%d", k), "", "")
			p.expect("Kooperationen", r, "Stufe", "required")
		case 13:
			badHouse(6, "vielleicht", "Regeleinrichtung", "tri")
		case 14:
			badOffer(5, "zwölf", "Plätze", "count")
		case 15:
			badHouse(8, "200", "Breite", "field.range")
		case 16:
			c := offer()
			c[7], c[8] = "01.02.2025", "31.01.2025"
			p.expect("Angebote", p.row("Angebote", c...), "Bis", "field.before")
		case 17:
			badOffer(3, "u33", "Lebensphasen", "unknown_ref_near")
		case 18:
			r := p.row("Foerderungen", fmt.Sprintf("a%d", k), "Stiftung", "1,5")
			p.expect("Foerderungen", r, "Anteil", "field.range")
		case 19:
			badHouse(5, "N|Nord", "Planungsräume", "field.twice")
		case 20:
			r := p.row("Mitgliedschaften", "stelle", fmt.Sprintf("i%d", k))
			p.expect("Mitgliedschaften", r, "Gremium", "field.not_a_body")
		case 21:
			r := p.row("Kooperationen", fmt.Sprintf("i%d", k+1), fmt.Sprintf("i%d", k), "3", "") // the ring has it already
			p.expect("Kooperationen", r, "Von", "same_key")
		case 22:
			badHouse(4, "öffentlich", "Trägerart", "provider_kind")
		case 23:
			badOffer(6, "ofen", "Zugang", "unknown_code_near")
		case 24:
			badOffer(1, "", "Institution", "required")
		}
	}
	return p
}

func (p *planted) csv(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range p.names {
		f, err := z.Create(name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		w := csv.NewWriter(f)
		w.Comma = ';'
		if err := w.WriteAll(append([][]string{p.header[name]}, p.rows[name]...)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (p *planted) xlsx(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range p.names {
		_, err := f.NewSheet(name)
		check(err)
		for i, r := range append([][]string{p.header[name]}, p.rows[name]...) {
			check(f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &r))
		}
	}
	for _, c := range p.code {
		check(f.SetCellFormula("Institutionen", c, `"Neubau"&1`))
	}
	for _, m := range p.merge {
		from, to, _ := strings.Cut(m, ":")
		check(f.MergeCell("Institutionen", from, to))
	}
	check(f.DeleteSheet("Sheet1"))
	b, err := f.WriteToBuffer()
	check(err)
	return b.Bytes()
}

func (p *planted) test(t *testing.T, name string, b []byte) {
	t.Helper()
	tables, err := ReadTables(name, bytes.NewReader(b), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "n"})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, e := range plan.Errors {
		got = append(got, fmt.Sprintf("%s · %d · %s · %s", e.Sheet, e.Row, e.Column, strings.TrimPrefix(strings.TrimPrefix(e.Key, "exchange.error."), "errors.")))
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(p.want))
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("planted (-), found (+):\n%s", d)
	}
	if plan.Ops(false, Keep) != nil {
		t.Error("operations in spite of errors")
	}
	s := applyOps(t, plan.Head, plan.Ops(true, Keep))
	for r := range s.All(graph.KindInstitution) {
		if strings.HasPrefix(string(r.Key().ID), "x") && s.Len(graph.KindInstitution) > 0 {
			t.Errorf("%s was planted as wrong and taken", r.Key())
		}
	}
}

func TestPlanted_CSV(t *testing.T) {
	p := plant(300, 137, false)
	p.test(t, "gepflanzt.zip", p.csv(t))
}

func TestPlanted_Workbook(t *testing.T) {
	p := plant(300, 137, true)
	p.test(t, "gepflanzt.xlsx", p.xlsx(t))
}
