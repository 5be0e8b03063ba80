package findings

import (
	"strings"

	"miteinander/graph"
	"miteinander/graph/words"
)

// fewMost is the largest count that is shown as "unter 5" unless the setting says otherwise (domain.md, personal data).
const fewMost = 4

// people writes a number of children, masked where it is small.
func (b *Basis) people(n int64) Sentence {
	switch {
	case b.noChildren:
		return say("children.unknown")
	case n > 0 && n <= fewMost && b.snap.Settings().SmallNumbers != graph.SmallNumbersShow:
		return say("children.few")
	}
	return say("children", n)
}

// mostNames is how many names a sentence carries before it counts them.
const mostNames = 4

// nameList joins names, or counts them where they are many: kind is areas, phases, fields or places.
func nameList(names []string, kind string) words.Texter {
	if len(names) > mostNames {
		return say("many", len(names), kind)
	}
	return nameTexts(names)
}

// firstNames joins names; where they are many the first ones and how many more: "A, B, C und 6 weitere".
func firstNames(names []string) words.Texter { return firstOf(names, len(names)) }

// firstOf is firstNames of a list of which only the first names are at hand.
func firstOf(names []string, total int) words.Texter {
	if total > mostNames {
		return say("and_more", strings.Join(names[:mostNames-1], ", "), total-mostNames+1)
	}
	return nameTexts(names)
}

// nameTexts is a list that each language joins in its own way.
type nameTexts []string

// Text joins with "und" · "and".
func (n nameTexts) Text(lang string) string { return words.List(lang, n) }

func (b *Basis) sectorName(i int32) string {
	return b.snap.Name(graph.Key{Kind: graph.KindSector, ID: b.Institution(i).Sector})
}

// placeNames lists area × phase as "Nord, unter 3 Jahre".
func (b *Basis) placeNames(cells []Cell) words.Texter {
	var out []string
	for _, c := range cells {
		area, phase, _ := b.CellNames(c)
		out = append(out, area+" "+phase)
	}
	return nameList(out, "places")
}

// levelSays tells the level of a pair and who said so: of the rows with that level the most recent one speaks.
func (b *Basis) levelSays(p graph.PairLevel) []Sentence {
	if p.Level.Known() && p.Derived {
		return []Sentence{say("level.derived", p.Joint[0].Name)}
	}
	var best *graph.Cooperation
	for _, c := range p.Rows {
		if c.Level == p.Level && (best == nil || c.AsOf.Compare(best.AsOf) > 0) {
			best = c
		}
	}
	switch {
	case best == nil && !p.Level.Known():
		return []Sentence{say("level.not_asked")}
	case best == nil && p.Level == b.snap.Settings().Unlisted:
		return []Sentence{say("level.unlisted")}
	}
	out := []Sentence{say("level.says", p.Level.String())}
	if best == nil {
		return out
	}
	switch {
	case best.SaidBy != "" && !best.AsOf.IsZero():
		out = append(out, say("level.said_by_dated", b.linked(best.SaidBy).Label, best.Source, best.AsOf))
	case best.SaidBy != "":
		out = append(out, say("level.said_by", b.linked(best.SaidBy).Label, best.Source))
	case best.Source != "" && !best.AsOf.IsZero():
		out = append(out, say("level.source_dated", best.Source, best.AsOf))
	case best.Source != "":
		out = append(out, say("level.source", best.Source))
	case !best.AsOf.IsZero():
		out = append(out, say("level.dated", best.AsOf))
	}
	return out
}
