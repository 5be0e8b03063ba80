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
	Rows  []Ask // by weight, then number of unclear pairs, both falling, then id
	Pairs int   // unclear pairs, each once
}

// Ask is one institution and whom to ask it about.
type Ask struct {
	Institution int32
	Weight      int64 // Σ children over its unclear pairs, and of the transitions that hang on them: for sorting only
	Transitions int   // distinct transitions and areas whose status its answers could change
	Partners    []Partner
}

// Partner is one row of an institution's question sheet.
type Partner struct {
	Institution int32
	Children    int64 // that both are there for, 0 where only a transition asks
	Weight      int64
	Transitions int
	Links       []int // of the transitions whose status the answer could change
}

// AskClarify builds on side by side and transitions.
func AskClarify(ctx context.Context, b *Basis, p Params) (*Clarify, error) {
	side, err := AskSideBySide(ctx, b, p)
	if err != nil {
		return nil, err
	}
	moves, err := AskTransitions(ctx, b, p)
	if err != nil {
		return nil, err
	}
	type open struct {
		a, b     int32
		children int64
		weight   int64
		links    []int
	}
	at := map[uint64]*open{}
	for _, q := range side.Pairs {
		if q.State == Unclear {
			at[pairKey(q.A, q.B)] = &open{a: q.A, b: q.B, children: q.Children, weight: q.Weight}
		}
	}
	for n := range moves.Links {
		l := &moves.Links[n]
		if l.Status != Unclear {
			continue
		}
		for c := range moves.Crossings(l) {
			i, okI := b.narrowed(moves.b, c.From)
			j, okJ := b.narrowed(moves.b, c.To)
			if !c.Possible || c.Carried || !okI || !okJ {
				continue
			}
			k := pairKey(i, j)
			if at[k] == nil {
				at[k] = &open{a: min(i, j), b: max(i, j)}
			}
			if !slices.Contains(at[k].links, n) {
				at[k].links = append(at[k].links, n)
				at[k].weight += l.Children
			}
		}
	}
	out := &Clarify{b: b, moves: moves, Pairs: len(at)}
	rows := make([]Ask, len(b.gone))
	links := make([]map[int]bool, len(b.gone))
	add := func(i, j int32, o *open) {
		rows[i].Institution = i
		rows[i].Weight += o.weight
		rows[i].Partners = append(rows[i].Partners, Partner{j, o.children, o.weight, len(o.links), o.links})
		for _, n := range o.links {
			if links[i] == nil {
				links[i] = map[int]bool{}
			}
			links[i][n] = true
		}
	}
	for _, o := range at {
		add(o.a, o.b, o)
		add(o.b, o.a, o)
	}
	for i := range rows {
		if len(rows[i].Partners) == 0 {
			continue
		}
		rows[i].Transitions = len(links[i])
		slices.SortFunc(rows[i].Partners, func(x, y Partner) int {
			return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(x.Institution, y.Institution))
		})
		out.Rows = append(out.Rows, rows[i])
	}
	slices.SortFunc(out.Rows, func(x, y Ask) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(len(y.Partners), len(x.Partners)), cmp.Compare(x.Institution, y.Institution))
	})
	return out, nil
}

// narrowed is the index in b's Selection of an institution of a wide basis; false if the selection left it out.
func (b *Basis) narrowed(wide *Basis, i int32) (int32, bool) {
	if b == wide {
		return i, true
	}
	return b.sel.InstitutionIndex(wide.Institution(i).ID)
}

// Headline counts: "214 Paare sind ungeklärt. Zuerst fragen: Frühe Hilfen (31)."
func (c *Clarify) Headline() Sentence {
	if len(c.Rows) == 0 {
		return say("clarify.none")
	}
	first := c.Rows[0]
	return say("clarify.headline", c.Pairs, c.b.Institution(first.Institution).Label(), len(first.Partners))
}

// Shares is empty: what is unclear is a list, not a rate.
func (c *Clarify) Shares() []Share { return nil }

// Len counts the institutions.
func (c *Clarify) Len() int { return len(c.Rows) }

// Finding tells one institution.
func (c *Clarify) Finding(i int) Finding {
	r := c.Rows[i]
	inst := c.b.Institution(r.Institution)
	partners := list(r.Partners, func(p Partner) int32 { return p.Institution })
	return Finding{Ref: Ref("clarify/" + string(inst.ID)), Status: Unclear,
		Says:     say("clarify.says", inst.Label(), len(r.Partners), r.Transitions, firstNames(c.b.labels(partners))),
		Evidence: append([]graph.Key{inst.Key()}, list(partners, func(p int32) graph.Key { return c.b.Institution(p).Key() })...)}
}

// Columns of the institutions.
func (c *Clarify) Columns() []Column {
	return []Column{
		{"institution", false, func(i int) any { return c.b.Institution(c.Rows[i].Institution).Label() }},
		{"unclear", true, func(i int) any { return int64(len(c.Rows[i].Partners)) }},
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

func (c *Clarify) askJSON(r Ask) askJSON {
	i := c.b.Institution(r.Institution)
	return askJSON{i.ID, i.Label(), len(r.Partners), r.Transitions, r.Weight,
		list(r.Partners, func(p Partner) graph.ID { return c.b.Institution(p.Institution).ID })}
}

// MarshalJSON writes pairs and institutions.
func (c *Clarify) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Pairs        int       `json:"unclear_pairs"`
		Institutions []askJSON `json:"institutions"`
	}{c.Pairs, list(c.Rows, c.askJSON)})
}
