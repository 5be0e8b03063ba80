package findings

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"miteinander/graph"
)

// Clarify answers: whom to ask first? Institutions by their unclear pairs, weighted by children and by the transitions whose
// status the answer could change (findings.md, "Klärungsliste"). A pair is unclear when the two share cells and their level is
// unknown, or when it is an unknown pair of a transition whose status is unclear.
type Clarify struct {
	b     *Basis
	moves *Transitions
	side  *SideBySide
	open  *openLinks
	Rows  []Ask // by weight, then number of unclear pairs, both falling, then id
	Pairs int   // unclear pairs, each once
}

// Ask is one institution that something is unclear of.
type Ask struct {
	Institution int32
	Weight      int64 // Σ children over its unclear pairs, and of the transitions that hang on them: for sorting only
	Transitions int   // distinct transitions and areas whose status its answers could change
	Unclear     int   // partners that it is to be asked about
}

// Partner is one row of an institution's question sheet.
type Partner struct {
	Institution int32
	Weight      int64
	Transitions int
	Links       []int // of the transitions whose status the answer could change
}

// AskClarify builds on side by side and transitions.
func AskClarify(ctx context.Context, b *Basis, p Params) (*Clarify, error) {
	side, err := b.askedSideBySide(ctx, p)
	if err != nil {
		return nil, err
	}
	moves, err := b.askedTransitions(ctx, p)
	if err != nil {
		return nil, err
	}
	out := &Clarify{b: b, moves: moves, side: side, open: b.openLinks(moves)}
	n := len(b.gone)
	rows := make([]Ask, n)
	sheets := make([]*sheet, workersFor(n, int64(n)*int64(n)))
	for w := range sheets {
		sheets[w] = out.sheet()
	}
	if err := inBlocks(ctx, n, len(sheets), func(w int, i int32) { rows[i] = sheets[w].ask(i) }); err != nil {
		return nil, err
	}
	for _, r := range rows {
		if out.Pairs += r.Unclear; r.Unclear > 0 {
			out.Rows = append(out.Rows, r)
		}
	}
	out.Pairs /= 2 // each was seen from both ends
	slices.SortFunc(out.Rows, func(x, y Ask) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.Unclear, x.Unclear), cmp.Compare(x.Institution, y.Institution))
	})
	return out, nil
}

// Partners are whom an institution is to be asked about, by weight (falling), then id.
func (c *Clarify) Partners(r Ask) []Partner { return c.sheet().partners(r, r.Unclear) }

// children are those that both are there for, of a pair that is unclear.
func (c *Clarify) children(r Ask, p Partner) int64 {
	if x, ok := c.side.pairs.between(r.Institution, p.Institution); !ok || x.code != codeUnclear {
		return 0
	}
	return c.side.grid.childrenOf(r.Institution, p.Institution)
}

// Headline counts: "214 Paare sind ungeklärt. Zuerst fragen: Frühe Hilfen (31)."
func (c *Clarify) Headline() Sentence {
	if len(c.Rows) == 0 {
		return say("clarify.none")
	}
	first := c.Rows[0]
	return say("clarify.headline", c.Pairs, c.b.Institution(first.Institution).Label(), first.Unclear)
}

// Shares is empty: what is unclear is a list, not a rate.
func (c *Clarify) Shares() []Share { return nil }

// Len counts the institutions.
func (c *Clarify) Len() int { return len(c.Rows) }

// Finding tells one institution.
func (c *Clarify) Finding(i int) Finding {
	r := c.Rows[i]
	inst := c.b.Institution(r.Institution)
	partners := list(c.Partners(r), func(p Partner) int32 { return p.Institution })
	return Finding{Ref: Ref("clarify/" + string(inst.ID)), Status: Unclear,
		Says:     c.says(r, partners),
		Evidence: append([]graph.Key{inst.Key()}, list(partners, func(p int32) graph.Key { return c.b.Institution(p).Key() })...)}
}

// says needs the first of the partners only.
func (c *Clarify) says(r Ask, partners []int32) Sentence {
	return say("clarify.says", c.b.Institution(r.Institution).Label(), r.Unclear, r.Transitions, firstOf(c.b.labels(partners), r.Unclear))
}

// Columns of the institutions.
func (c *Clarify) Columns() []Column {
	return []Column{
		{"institution", false, func(i int) any { return c.b.Institution(c.Rows[i].Institution).Label() }},
		{"unclear", true, func(i int) any { return int64(c.Rows[i].Unclear) }},
		{"transitions", true, func(i int) any { return int64(c.Rows[i].Transitions) }},
		{"weight", true, func(i int) any { return c.Rows[i].Weight }},
	}
}

// askJSON is one institution of the list in the contract.
type askJSON struct {
	ID          graph.ID   `json:"id"`
	Label       string     `json:"label"`
	Unclear     int        `json:"unclear"`
	Transitions int        `json:"transitions"`
	Weight      int64      `json:"weight"`
	Partners    []graph.ID `json:"partners"`
}

func (c *Clarify) askJSON(r Ask, partners []Partner) askJSON {
	i := c.b.Institution(r.Institution)
	return askJSON{i.ID, i.Label(), r.Unclear, r.Transitions, r.Weight,
		list(partners, func(p Partner) graph.ID { return c.b.Institution(p.Institution).ID })}
}

// MarshalJSON writes pairs and institutions.
func (c *Clarify) MarshalJSON() ([]byte, error) {
	s := c.sheet()
	return json.Marshal(struct {
		Pairs        int       `json:"unclear_pairs"`
		Institutions []askJSON `json:"institutions"`
	}{c.Pairs, list(c.Rows, func(r Ask) askJSON { return c.askJSON(r, s.partners(r, r.Unclear)) })})
}
