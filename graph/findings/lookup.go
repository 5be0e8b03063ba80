package findings

import (
	"strings"

	"miteinander/graph"
)

// grounded is an answer that tells its basis, so that what hangs on its findings can be shown beside them.
type grounded interface{ ground() *Basis }

func (a *SideBySide) ground() *Basis   { return a.b }
func (t *Transitions) ground() *Basis  { return t.b }
func (g *Gaps) ground() *Basis         { return g.b }
func (a *Access) ground() *Basis       { return a.b }
func (d *Dependencies) ground() *Basis { return d.b }
func (c *Clarify) ground() *Basis      { return c.b }

// Question is the question that a Ref belongs to; false where it is none of ours.
func (r Ref) Question() (Question, bool) {
	name, rest, ok := strings.Cut(string(r), "/")
	q, known := Find(name)
	return q, ok && rest != "" && known && q.Hyphened() == name
}

// Lookup finds the finding that a Ref names in the answer to its question; false where it is there no more. Rounds are found
// beside pairs.
func Lookup(a Answer, r Ref) (Finding, bool) {
	if side, ok := a.(*SideBySide); ok {
		return side.lookup(r)
	}
	if d, ok := a.(*Dependencies); ok {
		for i := range d.Len() {
			if f := d.Finding(i); f.Ref == r {
				return f, true
			}
		}
		return Finding{}, false
	}
	named, ok := a.(interface{ Ref(i int) Ref })
	if !ok {
		return Finding{}, false
	}
	for i := range a.Len() {
		if named.Ref(i) == r {
			return a.Finding(i), true
		}
	}
	return Finding{}, false
}

func (a *SideBySide) lookup(r Ref) (Finding, bool) {
	rest, ok := strings.CutPrefix(string(r), a.question()+"/")
	if !ok {
		return Finding{}, false
	}
	for at := range len(rest) {
		if rest[at] != '~' {
			continue
		}
		i, okI := a.b.sel.InstitutionIndex(graph.ID(rest[:at]))
		j, okJ := a.b.sel.InstitutionIndex(graph.ID(rest[at+1:]))
		if !okI || !okJ {
			continue
		}
		if p, ok := a.Between(i, j); ok {
			return a.PairFinding(p), true
		}
	}
	for _, x := range a.Rounds {
		if a.RoundRef(x) == r {
			f := Finding{Ref: r, Status: "round", Says: a.RoundSays(x)}
			for _, i := range x.Institutions {
				f.Evidence = append(f.Evidence, a.b.Institution(i).Key())
			}
			return f, true
		}
	}
	return Finding{}, false
}

// Word is the status of a finding as people say it.
func (f Finding) Word(lang string) string {
	name, _, _ := strings.Cut(string(f.Ref), "/")
	key, ok := map[string]string{"side-by-side": "pair.state", "across-sectors": "pair.state", "transitions": "transition.status", "gaps": "gap.status",
		"access": "access.status", "dependencies": "dependency.kind",
		"participation": "participation.status"}[name]
	switch {
	case f.Status == "round":
		return say("round_word").Text(lang)
	case !ok:
		return say("pair.state", string(f.Status)).Text(lang)
	}
	return say(key, string(f.Status)).Text(lang)
}

// Ref names an institution of the list: "clarify/FH".
func (c *Clarify) Ref(i int) Ref {
	return Ref("clarify/" + string(c.b.Institution(c.Rows[i].Institution).ID))
}
