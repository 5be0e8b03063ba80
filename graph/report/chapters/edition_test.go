package chapters

import (
	"slices"
	"strings"
	"testing"

	"miteinander/graph"
	"miteinander/graph/findings"
	"miteinander/graph/report"
)

// texts are all texts of a document.
func texts(d report.Document) string { return plain(d) }

// everyName is what a reader could know an institution, offer, position or provider by.
func everyName(s *graph.Snapshot) []string {
	var out []string
	for i := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
		out = append(out, i.Name, i.ShortName)
	}
	for a := range graph.Records[*graph.Actor](s, graph.KindActor) {
		out = append(out, a.Name)
	}
	for o := range graph.Records[*graph.Offer](s, graph.KindOffer) {
		out = append(out, o.Name)
	}
	for p := range graph.Records[*graph.Provider](s, graph.KindProvider) {
		out = append(out, p.Name)
	}
	return slices.DeleteFunc(out, func(n string) bool {
		// The kind of an institution is not its name: "Erziehungsberatung" stays as the word for what it is.
		for k := range graph.Records[*graph.InstitutionKind](s, graph.KindInstitutionKind) {
			if strings.Contains(strings.ToLower(k.Name), strings.ToLower(n)) {
				return true
			}
		}
		return n == ""
	})
}

// Without names no name is left anywhere, also where people wrote one into a measure, a feedback, an introduction or the name of a
// funder; and every number is the one of the report with names.
func TestEdition_NoNames(t *testing.T) {
	now, _ := told(t)
	now = append(now, &graph.Entry{Of: graph.KindFunder, ID: "kn", Name: "Förderverein der Kita Nord"},
		&graph.Funding{ID: "kn1", Target: "KN1", Funder: "kn", Programme: "Kita Nord für alle"})
	s := build(t, now)
	for _, preset := range Presets() {
		c := without(preset)
		c.Intro = "Die Kita Nord und die grundschule süd haben geholfen.\n\nDank an den Verein Nordlicht."
		c.Chapters[0].Sentence = "Nordlichter gibt es viele; den Verein Nordlicht einmal."
		c.NoNames = true
		for _, lang := range []string{"de", "en"} {
			text := texts(document(t, sourceOf(t, s, lang), c))
			for _, n := range everyName(s) {
				if strings.Contains(strings.ToLower(text), strings.ToLower(n)) {
					at := strings.Index(strings.ToLower(text), strings.ToLower(n))
					t.Errorf("%s %s: %q stands in a report without names: …%s…", preset, lang, n, text[max(at-60, 0):min(at+60, len(text))])
				}
			}
			if !strings.Contains(text, "Nordlichter gibt es viele") {
				t.Errorf("a part of another word is no name")
			}
		}
	}
	with, err := findings.JSON(t.Context(), s.Select(graph.Filter{Date: s.Settings().AsOf}), []string{"all"}, findings.Params{})
	if err != nil {
		t.Fatal(err)
	}
	bare, err := Edition(s, false, true, "de")
	if err != nil {
		t.Fatal(err)
	}
	none, err := findings.JSON(t.Context(), bare.Select(graph.Filter{Date: s.Settings().AsOf}), []string{"side-by-side", "gaps", "transitions"}, findings.Params{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := findings.JSON(t.Context(), s.Select(graph.Filter{Date: s.Settings().AsOf}), []string{"side-by-side", "gaps", "transitions"}, findings.Params{})
	if err != nil || len(with) == 0 {
		t.Fatal(err)
	}
	if string(none) != strings.ReplaceAll(string(again), "\x00", "") {
		t.Error("without names the findings say other numbers")
	}
}

// A public report has nothing that is not public, and counts as before.
func TestEdition_Public(t *testing.T) {
	now, _ := told(t)
	now = append(now, &graph.Cooperation{ID: "FH~KS", From: "FH", To: "KS", Level: 0, AgreedSideBySide: "Streit um das Budget"})
	for i, r := range now {
		if x, ok := r.(*graph.Cooperation); ok && x.ID != "FH~KS" {
			c := graph.Clone(x)
			c.Source, c.SaidBy = "survey", "KN"
			now[i] = c
		}
		if x, ok := r.(*graph.Offer); ok && x.ID == "KS1" { // shares a cell with FH then
			c := graph.Clone(x)
			c.Phases, c.Fields = append(slices.Clone(c.Phases), "1"), append(slices.Clone(c.Fields), "F")
			now[i] = c
		}
	}
	s := build(t, now)
	src := sourceOf(t, s, "de")
	c := without(ForPlan)
	full := texts(document(t, src, c))
	for _, want := range []string{"Streit um das Budget", "Besuchstage", "wen in der Kita Süd", "Angabe von Kita Nord", "Maßnahmen und Ziele"} {
		if !strings.Contains(full, want) {
			t.Errorf("the full report lacks %q: the test would find nothing", want)
		}
	}
	c.Public = true
	public := texts(document(t, src, c))
	for _, hidden := range []string{"Streit um das Budget", "Besuchstage", "wen in der Kita Süd", "Angabe von Kita Nord", "Befragung", "Maßnahmen und Ziele", "Runde Nord eingeladen"} {
		if strings.Contains(public, hidden) {
			t.Errorf("%q is not public", hidden)
		}
	}
	headline := func(text string) string {
		_, rest, _ := strings.Cut(text, "richten sich an dieselben Kinder: ")
		return rest[:40]
	}
	if headline(full) != headline(public) || !strings.Contains(public, "Begründung nicht öffentlich") {
		t.Errorf("a pair that is side by side on purpose counts otherwise in public: %q, %q", headline(full), headline(public))
	}
}

// Numbers of people from 1 to 4 stand nowhere unless the network shows them.
func TestBook_SmallNumbers(t *testing.T) {
	now, _ := told(t)
	for i, r := range now {
		switch x := r.(type) {
		case *graph.Area:
			c := graph.Clone(x)
			for p := range c.Children {
				c.Children[p] = 3
			}
			now[i] = c
		case *graph.Offer:
			c := graph.Clone(x)
			c.Reached = graph.CountOf(2)
			now[i] = c
		case *graph.TransitionType:
			c := graph.Clone(x)
			for a := range c.Children {
				c.Children[a] = 4
			}
			now[i] = c
		}
	}
	show := func(code string) string {
		records := slices.Clone(now)
		for i, r := range records {
			if x, ok := r.(*graph.Settings); ok {
				c := graph.Clone(x)
				c.SmallNumbers = code
				records[i] = c
			}
		}
		c := without(ForFunder)
		c.Chapters = preset(Overview, Stock, Need, Together, Transitions, Gaps, Access, Participation, Funded)
		c.For = ForFunder
		for f := range graph.Records[*graph.Funding](build(t, records), graph.KindFunding) {
			c.Funder = f.Funder
		}
		for i := range c.Chapters {
			c.Chapters[i].Pictures = false
		}
		return texts(document(t, sourceOf(t, build(t, records), "de"), c))
	}
	masked, shown := show(""), show(graph.SmallNumbersShow)
	for _, give := range []string{"dort leben 3 Kinder", "3 befragt", "Nord | 3 | 3 | 3", "| 2 | entfällt"} {
		if strings.Contains(masked, give) {
			t.Errorf("%q is a small number of people", give)
		}
		if !strings.Contains(shown, give) {
			t.Errorf("%q is not in the report that shows small numbers: the test would find nothing", give)
		}
	}
	if !strings.Contains(masked, "| < 5") || !strings.Contains(masked, "unter 5 Kinder") {
		t.Error("small numbers are said to be small")
	}
}

// An empty network, and one whose texts are markup, formulas and control characters, have a report without a fault.
func TestBook_EmptyAndHostile(t *testing.T) {
	empty := build(t, []graph.Record{graph.DefaultSettings("Leer")})
	for _, lang := range []string{"de", "en"} {
		for _, p := range Presets() {
			c := Default(p) // with pictures: there is nothing to draw
			src := sourceOf(t, empty, lang)
			text := texts(document(t, src, c))
			if strings.Contains(text, "report.") || strings.Contains(text, "findings.") {
				t.Errorf("a key stands in the empty report:\n%s", text)
			}
		}
	}
	now, _ := told(t)
	nasty := "<script>alert(1)</script> =HYPERLINK(\"x\") {0} & ]]> \u202e 𝕏"
	for i, r := range now {
		switch x := r.(type) {
		case *graph.Institution:
			c := graph.Clone(x)
			c.Name, c.ShortName = nasty+string(x.ID), ""
			now[i] = c
		case *graph.Area:
			c := graph.Clone(x)
			c.Name = nasty + string(x.ID)
			now[i] = c
		case *graph.Measure:
			c := graph.Clone(x)
			c.Title = nasty
			now[i] = c
		}
	}
	text := texts(document(t, sourceOf(t, build(t, now), "de"), without(ForPlan)))
	if !strings.Contains(text, nasty+"KN") {
		t.Error("a name is shown as it is; making it harmless is the writers' part")
	}
}

// A choice is kept whole and refused where it cannot be.
func TestChoice_ThereAndBack(t *testing.T) {
	s := build(t, load(t, musterstadt))
	c := Default(ForPlan)
	c.Intro, c.Rows, c.NoNames = "Erster Absatz.\n\nZweiter <b> Absatz.", 7, true
	c.Chapters[2].Sentence, c.Chapters[3].On = "Ein Satz.", false
	doc, err := c.Document(s)
	if err != nil {
		t.Fatal(err)
	}
	with := build(t, append(load(t, musterstadt), doc))
	back, kept := Kept(with, ForPlan)
	if again, _ := back.Document(s); !kept || again.Body != doc.Body {
		t.Errorf("%+v", back)
	}
	if _, kept := Kept(with, ForFunder); kept {
		t.Error("the choice for the funder is another one")
	}
	for name, wrong := range map[string]func(*Choice){
		"preset": func(c *Choice) { c.For = "mayor" }, "rows": func(c *Choice) { c.Rows = 0 }, "paper": func(c *Choice) { c.Paper = "a0" },
		"since": func(c *Choice) { c.Since = "gestern" }, "chapter": func(c *Choice) { c.Chapters[0].Key = Funded }, "twice": func(c *Choice) { c.Chapters[0].Key = c.Chapters[1].Key },
		"funder": func(c *Choice) { c.Funder = "nobody" }, "long": func(c *Choice) { c.Intro = strings.Repeat("x", MostText+1) },
		"control": func(c *Choice) { c.Chapters[0].Sentence = "a\x00b" }, "title": func(c *Choice) { c.Title = "a\nb" }, "rows of a chapter": func(c *Choice) { c.Chapters[0].Rows = 501 },
	} {
		bad := Default(ForPlan)
		wrong(&bad)
		if err := bad.Check(s); graph.CodeOf(err) != graph.Invalid {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := bad.Document(s); err == nil {
			t.Errorf("%s was kept", name)
		}
	}
	broken := build(t, append(load(t, musterstadt), &graph.Document{ID: DocumentID(ForPlan), Type: DocumentType, Body: `{"for":"plan","chapters":[],"colour":"red"}`}))
	if got, kept := Kept(broken, ForPlan); kept || len(got.Chapters) != len(Default(ForPlan).Chapters) {
		t.Error("what cannot be read is not guessed")
	}
}

// A chapter that is not chosen is not there; words of the planner stand below the heading; rows are cut and said to be.
func TestBook_Choice(t *testing.T) {
	now, _ := told(t)
	c := without(ForPlan)
	c.Rows = 2
	for i := range c.Chapters {
		c.Chapters[i].On = c.Chapters[i].Key == Gaps
	}
	c.Chapters[5].Sentence = "Darüber hat der Ausschuss beraten.\n\nEinstimmig."
	text := texts(document(t, sourceOf(t, build(t, now), "de"), c))
	if strings.Count(text, "\n# ") != 1 || !strings.Contains(text, "# Lücken") && strings.Contains(text, "Übergangsquote") {
		t.Errorf("one chapter was chosen:\n%s", text)
	}
	slices.Reverse(c.Chapters)
	for i := range c.Chapters {
		c.Chapters[i].On = c.Chapters[i].Key == Gaps || c.Chapters[i].Key == Stock
		if c.Chapters[i].Key == Gaps {
			c.Chapters[i].Sentence = "Darüber hat der Ausschuss beraten.\n\nEinstimmig."
		}
	}
	text = texts(document(t, sourceOf(t, build(t, now), "de"), c))
	if !strings.Contains(text, "# Lücken: Wo fehlt ein Angebot?\n\nDarüber hat der Ausschuss beraten.\nEinstimmig.\n! In 9") {
		t.Errorf("the planner's words stand below the heading:\n%s", text)
	}
	if strings.Index(text, "# Bestand") < strings.Index(text, "# Lücken") {
		t.Error("chapters stand in the order of the choice")
	}
	if !strings.Contains(text, "[Felder ohne Angebot (die ersten 2 von 9)]") {
		t.Error("rows that are left out are counted")
	}
}
