package graph

import (
	"cmp"
	"slices"
)

// PairLevel is what is recorded between two institutions of a selection, over their actors and offers.
type PairLevel struct {
	A, B    int32          // into Selection.Institutions, A < B
	Level   Level          // the highest known; LevelUnknown when rows exist and none is known
	Derived bool           // the level follows from a joint offer; no row says as much
	Joint   []*Offer       // offers that both provide, active
	Rows    []*Cooperation // active rows between the two, by id
}

// derivedLevel is the evidence of a joint offer (domain.md, "Level between two institutions").
const derivedLevel Level = 3

// PairLevels are the pairs of institutions with a row or a joint offer, sorted by A, then B. All other pairs are unlisted.
func (s *Selection) PairLevels() []PairLevel {
	s.levelsOnce.Do(s.project)
	return s.pairs
}

// said is a row or a joint offer as it speaks of one pair.
type said struct {
	a, b, order int32
	row         *Cooperation
	joint       *Offer
}

func (s *Selection) project() {
	all := make([]said, 0, len(s.cooperations))
	add := func(a, b int32, row *Cooperation, joint *Offer) {
		if a != b {
			all = append(all, said{min(a, b), max(a, b), int32(len(all)), row, joint})
		}
	}
	for _, c := range s.cooperations {
		for _, a := range s.ends[c.From] {
			for _, b := range s.ends[c.To] {
				add(a, b, c, nil)
			}
		}
	}
	for o := range Records[*Offer](s.snapshot, KindOffer) {
		if len(o.Institutions) < 2 {
			continue
		}
		ends := s.ends[o.ID]
		for i, a := range ends {
			for _, b := range ends[i+1:] {
				add(a, b, nil, o)
			}
		}
	}
	slices.SortFunc(all, func(x, y said) int { return cmp.Or(int(x.a-y.a), int(x.b-y.b), int(x.order-y.order)) })
	s.pairs = make([]PairLevel, 0, len(all))
	rows := make([]*Cooperation, 0, len(all)) // of which the lists of the pairs are parts
	for from := 0; from < len(all); {
		p := PairLevel{A: all[from].a, B: all[from].b, Level: LevelUnknown}
		first := len(rows)
		for ; from < len(all) && all[from].a == p.A && all[from].b == p.B; from++ {
			switch x := &all[from]; {
			case x.joint != nil: // after all rows
				p.Joint = append(p.Joint, x.joint)
				if p.Level < derivedLevel {
					p.Level, p.Derived = derivedLevel, true
				}
			case len(rows) == first || rows[len(rows)-1] != x.row: // else it speaks of the pair by two ways
				rows = append(rows, x.row)
				p.Level = max(p.Level, x.row.Level)
			}
		}
		if len(rows) > first {
			p.Rows = rows[first:len(rows):len(rows)]
		}
		s.pairs = append(s.pairs, p)
	}
	s.pairsOf = make([]int32, len(s.institutions)+1)
	for _, p := range s.pairs {
		s.pairsOf[p.A+1]++
	}
	for i := range s.institutions {
		s.pairsOf[i+1] += s.pairsOf[i]
	}
}

// PairIndex is the place of two institutions, in either order, in PairLevels; false for an unlisted pair.
func (s *Selection) PairIndex(a, b int32) (int32, bool) {
	s.levelsOnce.Do(s.project)
	if b < a {
		a, b = b, a
	}
	from := s.pairsOf[a]
	n, ok := slices.BinarySearchFunc(s.pairs[from:s.pairsOf[a+1]], b, func(p PairLevel, b int32) int { return int(p.B - b) })
	return from + int32(n), ok
}

// Between is the PairLevel of two institutions by index, in either order; for an unlisted pair its Level is what the
// network's setting says (0 or unknown) and Rows and Joint are empty.
func (s *Selection) Between(a, b int32) PairLevel {
	if i, ok := s.PairIndex(a, b); ok {
		return s.pairs[i]
	}
	return PairLevel{A: min(a, b), B: max(a, b), Level: s.snapshot.Settings().Unlisted}
}

// Layer is what the nodes of Ties are.
type Layer uint8

// The layers.
const (
	LayerInstitutions Layer = iota // institutions; ties of their actors and offers projected, joint offers derived
	LayerNodes                     // institutions, actors and offers; cooperation rows as they are
)

// Ties is the plain graph of a layer: the highest active level per pair, from level 1 (or the filter's minimum) on. Unknown
// counts the pairs whose level is not known, unlisted ones included where the setting calls them unknown.
func (s *Selection) Ties(l Layer) Ties {
	from := max(1, s.filter.MinLevel)
	if l == LayerNodes {
		return s.nodeTies(from)
	}
	t := Ties{IDs: make([]string, len(s.institutions)), Levels: []Level{}, Derived: []bool{}}
	for i, r := range s.institutions {
		t.IDs[i] = string(r.ID)
	}
	for _, p := range s.PairLevels() {
		switch {
		case p.Level == LevelUnknown:
			t.Unknown++
		case p.Level >= from:
			t.Ends = append(t.Ends, [2]int32{p.A, p.B})
			t.Levels = append(t.Levels, p.Level)
			t.Derived = append(t.Derived, p.Derived)
		}
	}
	t.Unknown += s.unlistedPairs(len(s.institutions), len(s.pairs))
	return t
}

func (s *Selection) unlistedPairs(nodes, listed int) int64 {
	if s.snapshot.Settings().Unlisted != LevelUnknown {
		return 0
	}
	return int64(nodes)*int64(nodes-1)/2 - int64(listed)
}

func (s *Selection) nodeTies(from Level) Ties {
	var ids []ID
	for _, r := range s.institutions {
		ids = append(ids, r.ID)
	}
	for _, r := range s.actors {
		ids = append(ids, r.ID)
	}
	for _, r := range s.offers {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	t := Ties{Levels: []Level{}, Derived: []bool{}}
	index := make(map[ID]int32, len(ids))
	for i, id := range ids {
		index[id] = int32(i)
		t.IDs = append(t.IDs, string(id))
	}
	best := map[[2]int32]Level{}
	for _, c := range s.cooperations {
		a, okA := index[c.From]
		b, okB := index[c.To]
		if !okA || !okB {
			continue
		}
		k := [2]int32{min(a, b), max(a, b)}
		if old, ok := best[k]; !ok || c.Level > old {
			best[k] = c.Level
		}
	}
	for k, l := range best {
		if l == LevelUnknown {
			t.Unknown++
		} else if l >= from {
			t.Ends = append(t.Ends, k)
		}
	}
	slices.SortFunc(t.Ends, func(x, y [2]int32) int { return slices.Compare(x[:], y[:]) })
	for _, e := range t.Ends {
		t.Levels = append(t.Levels, best[e])
		t.Derived = append(t.Derived, false)
	}
	t.Unknown += s.unlistedPairs(len(ids), len(best))
	return t
}
