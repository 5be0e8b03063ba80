package findings

import (
	"slices"

	"miteinander/graph"
)

// AskView is one institution of the list "Wen zuerst fragen?".
type AskView struct {
	Ref           Ref           `json:"ref"`
	Institution   Named         `json:"institution"`
	Unclear       int           `json:"unclear" doc:"Pairs whose level is not known"`
	Transitions   int           `json:"transitions" doc:"Transitions whose status its answers could change"`
	Weight        int64         `json:"weight" doc:"For sorting only"`
	Partners      []Named       `json:"partners" nullable:"false" doc:"The first; all of them on the question sheet"`
	PartnersTotal int           `json:"partners_total"`
	Sentence      string        `json:"sentence"`
	Measures      []MeasureView `json:"measures" nullable:"false"`
}

// ClarifyView is the page.
type ClarifyView struct {
	Headline     Said      `json:"headline"`
	Pairs        int       `json:"unclear_pairs" doc:"Each once"`
	Institutions []AskView `json:"institutions" nullable:"false"`
	Total        int       `json:"total"`
	Levels       []Term    `json:"levels" nullable:"false" doc:"The test question of each level, unknown first"`
	Notes        []string  `json:"notes" nullable:"false"`
}

// LevelChoice is one column of a question sheet.
type LevelChoice struct {
	Level    *int   `json:"level" doc:"null: not known"`
	Word     string `json:"word"`
	Question string `json:"question" doc:"As it is asked"`
}

// SheetView is the printable question sheet of one institution: partners × level.
type SheetView struct {
	Network     string        `json:"network"`
	Institution Named         `json:"institution"`
	Date        string        `json:"date" doc:"YYYY-MM-DD"`
	Title       string        `json:"title"`
	Intro       string        `json:"intro"`
	Levels      []LevelChoice `json:"levels" nullable:"false"`
	Partners    []PartnerView `json:"partners" nullable:"false"`
}

// PartnerView is one row of a question sheet.
type PartnerView struct {
	Institution Named   `json:"institution"`
	Children    int64   `json:"children" doc:"That both are there for"`
	Transitions []Named `json:"transitions" nullable:"false" doc:"Those whose status the answer could change"`
	Why         string  `json:"why"`
	Level       *int    `json:"level" doc:"As recorded; null: not known"`
	LevelWord   string  `json:"level_word"`
	Says        string  `json:"says" doc:"Who said so and when"`
	Open        bool    `json:"open" doc:"Unclear: this is what the sheet asks"`
}

// mostPartners is how many partners an institution of the list names.
const mostPartners = 8

// View is the page of institutions [offset, offset+limit) in a language; limit 0 means all.
func (c *Clarify) View(lang string, offset, limit int) ClarifyView {
	rows := c.Rows[min(max(offset, 0), len(c.Rows)):]
	if limit > 0 {
		rows = rows[:min(limit, len(rows))]
	}
	at := c.b.attached(lang)
	first := min(max(offset, 0), len(c.Rows))
	v := ClarifyView{Headline: c.Headline().In(lang), Pairs: c.Pairs, Institutions: make([]AskView, len(rows)), Total: len(c.Rows), Notes: []string{say("clarify.note").Text(lang)}}
	for _, l := range levelCodes {
		v.Levels = append(v.Levels, Term{l, say("clarify.level", l).Text(lang)})
	}
	s := c.sheet()
	for n, r := range rows {
		partners := list(s.partners(r, max(mostPartners, mostNames)), func(p Partner) int32 { return p.Institution })
		ref := c.Ref(first + n)
		v.Institutions[n] = AskView{Ref: ref, Institution: c.b.named(r.Institution), Unclear: r.Unclear, Transitions: r.Transitions, Weight: r.Weight,
			Partners: c.b.firstNamed(partners, mostPartners), PartnersTotal: r.Unclear, Sentence: c.says(r, partners).Text(lang), Measures: at.of(ref)}
	}
	return v
}

var levelCodes = []string{"unknown", "0", "1", "2", "3", "4"}

// Sheet is the question sheet of an institution: what is unclear first, then, where all is set, the partners that it already
// has a level with. An institution that nothing is unclear of has a sheet without open rows; false where the selection has
// no such institution.
func (c *Clarify) Sheet(lang string, id graph.ID, all bool) (SheetView, bool) {
	i, ok := c.b.sel.InstitutionIndex(id)
	if !ok {
		return SheetView{}, false
	}
	v := SheetView{Network: c.b.snap.Settings().Name, Institution: c.b.named(i), Date: c.b.sel.Date().String(), Title: say("clarify.sheet", c.b.Institution(i).Label()).Text(lang),
		Intro: say("clarify.intro").Text(lang), Partners: []PartnerView{}}
	for n, l := range levelCodes {
		choice := LevelChoice{Word: say("level", l).Text(lang), Question: say("clarify.level", l).Text(lang)}
		if n > 0 {
			choice.Level = ptr(n - 1)
		}
		v.Levels = append(v.Levels, choice)
	}
	asked := map[int32]bool{}
	if n := slices.IndexFunc(c.Rows, func(r Ask) bool { return r.Institution == i }); n >= 0 {
		for _, p := range c.Partners(c.Rows[n]) {
			asked[p.Institution] = true
			row := c.partner(lang, i, p.Institution)
			row.Children, row.Open = c.children(c.Rows[n], p), true
			row.Transitions = list(p.Links, func(n int) Named {
				l := &c.moves.Links[n]
				return Named{graph.ID(c.moves.Ref(n)), say("transition.name", l.Type.Name, c.moves.areaName(l.Area)).Text(lang)}
			})
			row.Why = say("clarify.why", p.Transitions, graph.TriOf(row.Children > 0 || p.Transitions == 0)).Text(lang)
			v.Partners = append(v.Partners, row)
		}
	}
	if all {
		var others []int32
		for _, p := range c.b.pairs {
			switch {
			case p.A == i && !asked[p.B]:
				others = append(others, p.B)
			case p.B == i && !asked[p.A]:
				others = append(others, p.A)
			}
		}
		slices.Sort(others)
		for _, j := range others {
			v.Partners = append(v.Partners, c.partner(lang, i, j))
		}
	}
	return v, true
}

func (c *Clarify) partner(lang string, i, j int32) PartnerView {
	level := c.b.Level(i, j)
	return PartnerView{Institution: c.b.named(j), Transitions: []Named{}, Level: levelOrNull(level), LevelWord: say("level", level.String()).Text(lang),
		Says: sentences(c.b.levelSays(c.b.Pair(i, j))).Text(lang)}
}
