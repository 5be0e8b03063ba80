package findings

import (
	"cmp"
	"context"
	"maps"
	"math/big"
	"slices"

	"miteinander/graph"
	"miteinander/graph/analysis"
	"miteinander/graph/words"
)

// Dependencies answers: what hangs on a single tie or place? (findings.md, "Key positions") Institutions whose loss splits the
// network or lowers the transition rate, ties that are the only way between two parts, ways that one person knows, and ties
// that a fixed-term position carries. In id order with both values, never ranked; pages sort by name.
//
//	F    fragmentation at level ≥ 1 (graph/analysis)
//	UQ   transition rate, unknown counted as no
type Dependencies struct {
	b                   *Basis
	moves               *Transitions
	Fragmentation       analysis.Number
	Rate                Share
	Institutions        []OnInstitution
	Bridges             []OnTie
	Contacts            []OnContact
	Positions           []OnPosition
	WithoutCoordination *Dependencies // nil where no actor coordinates, and within itself
}

// OnInstitution is what the network is without one institution.
type OnInstitution struct {
	Institution   int32
	Cutpoint      bool
	Fragmentation analysis.Number // F of the others
	RateWithout   float64
	RateChange    float64 // RateWithout less Rate: 0 or negative
}

// OnTie is what the network is without one tie.
type OnTie struct {
	A, B          int32
	Fragmentation analysis.Number
	RateWithout   float64
	RateChange    float64
}

// OnContact is a hand-over that one person knows; Links are those that would fall.
type OnContact struct {
	Handover *graph.Handover
	Links    []int
}

// OnPosition is a fixed-term position (or offer) that carries ties; Links are those that would fall.
type OnPosition struct {
	Key   graph.Key
	Until graph.Date
	Ties  []*graph.Cooperation
	Links []int
}

// AskDependencies answers for the selection, and once more without the coordination office.
func AskDependencies(ctx context.Context, b *Basis, p Params) (*Dependencies, error) {
	d, err := dependencies(ctx, b, p)
	if err != nil {
		return nil, err
	}
	if f := b.sel.Filter(); !f.WithoutCoordination && slices.ContainsFunc(b.sel.Actors(), func(a *graph.Actor) bool { return a.Coordinates == graph.Yes }) {
		f.WithoutCoordination = true
		other, err := NewBasis(ctx, b.snap.Select(f))
		if err != nil {
			return nil, err
		}
		if d.WithoutCoordination, err = dependencies(ctx, other, p); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// ties is the graph of institutions at level ≥ 1 (or the filter's minimum) after Without and With; index maps its nodes to
// institutions.
func (b *Basis) ties() (t graph.Ties, index []int32) {
	at := make([]int32, len(b.gone))
	for i, r := range b.sel.Institutions() {
		if at[i] = -1; !b.gone[i] {
			at[i] = int32(len(index))
			index = append(index, int32(i))
			t.IDs = append(t.IDs, string(r.ID))
		}
	}
	from := max(1, b.sel.Filter().MinLevel)
	add := func(i, j int32, l graph.Level) {
		if l >= from && !b.gone[i] && !b.gone[j] {
			t.Ends = append(t.Ends, [2]int32{at[i], at[j]})
		}
	}
	for n, p := range b.pairs {
		add(p.A, p.B, b.levels[n])
	}
	for k, l := range b.raised {
		add(int32(k>>32), int32(uint32(k)), l)
	}
	slices.SortFunc(t.Ends, func(x, y [2]int32) int { return slices.Compare(x[:], y[:]) })
	return t, index
}

func dependencies(ctx context.Context, b *Basis, p Params) (*Dependencies, error) {
	moves, err := AskTransitions(ctx, b, p)
	if err != nil {
		return nil, err
	}
	d := &Dependencies{b: b, moves: moves, Rate: moves.Rate}
	ties, index := b.ties()
	if d.Fragmentation, err = analysis.Fragmentation(ties); err != nil {
		return nil, err
	}
	if err := d.findInstitutions(ctx, ties, index); err != nil {
		return nil, err
	}
	if err := d.findBridges(ctx, ties, index); err != nil {
		return nil, err
	}
	d.findContacts()
	return d, d.findPositions(ctx, p)
}

func (d *Dependencies) findInstitutions(ctx context.Context, ties graph.Ties, index []int32) error {
	without, err := analysis.FragmentationWithout(ties)
	if err != nil {
		return err
	}
	cut, err := analysis.Cutpoints(ties)
	if err != nil {
		return err
	}
	links := map[int32][]int{} // institution of the wide basis → links that it takes part in
	for n := range d.moves.Links {
		l := &d.moves.Links[n]
		for _, i := range append(slices.Clone(l.Senders), l.Receivers...) {
			if s := links[i]; len(s) == 0 || s[len(s)-1] != n {
				links[i] = append(s, n)
			}
		}
	}
	for n, i := range index {
		if n%64 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		_, isCut := slices.BinarySearch(cut, int32(n))
		o := OnInstitution{Institution: i, Cutpoint: isCut, Fragmentation: without[n], RateWithout: d.moves.recorded}
		if wide, ok := d.moves.b.sel.InstitutionIndex(d.b.Institution(i).ID); ok && d.Rate.Den > 0 {
			o.RateWithout = d.moves.rateAfter(links[wide], func(l *Link) (lower, total int64) { return d.moves.at.leaving(l, wide) })
			o.RateChange = o.RateWithout - d.moves.recorded
		}
		if isCut || o.RateChange < 0 {
			d.Institutions = append(d.Institutions, o)
		}
	}
	return nil
}

// index is the place of a link in Links.
func (t *Transitions) index(l *Link) int {
	return slices.IndexFunc(t.Links, func(x Link) bool { return x.Type == l.Type && x.Area == l.Area })
}

// rateAfter is the lower rate when the coverage of some links is another.
func (t *Transitions) rateAfter(links []int, coverage func(*Link) (lower, total int64)) float64 {
	num := new(big.Rat).Set(t.carried)
	part := func(lower, total, children int64) *big.Rat {
		if total == 0 {
			return new(big.Rat)
		}
		x := big.NewRat(lower, total)
		return x.Mul(x, new(big.Rat).SetInt64(children))
	}
	same := true
	for _, n := range links {
		l := &t.Links[n]
		lower, total := coverage(l)
		if lower == l.Lower && total == l.Total || lower == 0 && l.Lower == 0 {
			continue
		}
		same = false
		num.Sub(num, part(l.Lower, l.Total, l.Children))
		num.Add(num, part(lower, total, l.Children))
	}
	if same || t.weight.Sign() == 0 {
		return t.recorded
	}
	out, _ := num.Quo(num, t.weight).Float64()
	return out
}

// leaving is the lower coverage of a link when an institution is not there. Of S × R only what it takes part in changes.
func (w *whereabouts) leaving(l *Link, i int32) (lower, total int64) {
	if l.Explicit {
		after := *l
		w.judge(&after, i)
		return after.Lower, after.Total
	}
	_, sends := slices.BinarySearch(l.Senders, i)
	_, receives := slices.BinarySearch(l.Receivers, i)
	left := func(n int, gone bool) int64 {
		if gone {
			n--
		}
		return int64(n)
	}
	s, r := left(len(l.Senders), sends), left(len(l.Receivers), receives)
	if s == 0 || r == 0 {
		return 0, 0
	}
	lower = l.Lower
	ends := s
	switch l.Type.Rule {
	case graph.RuleEachReceiver:
		ends = r
	case graph.RuleEachSender:
	default:
		for _, c := range l.Carried {
			if c.From == i || c.To == i {
				lower--
			}
		}
		return lower, s * r
	}
	if e := l.tally(i); e != nil && e.carried > 0 {
		lower--
	}
	for _, c := range l.Carried {
		end := l.end(c)
		if end != i && (c.From == i || c.To == i) && l.tally(end).carried == 1 {
			lower--
		}
	}
	return lower, ends
}

func (d *Dependencies) findBridges(ctx context.Context, ties graph.Ties, index []int32) error {
	bridges, err := analysis.Bridges(ties)
	if err != nil {
		return err
	}
	for _, e := range bridges {
		if err := ctx.Err(); err != nil {
			return err
		}
		rest := graph.Ties{IDs: ties.IDs, Ends: slices.Delete(slices.Clone(ties.Ends), int(e), int(e)+1)}
		o := OnTie{A: index[ties.Ends[e][0]], B: index[ties.Ends[e][1]], RateWithout: d.moves.recorded}
		if o.Fragmentation, err = analysis.Fragmentation(rest); err != nil {
			return err
		}
		i, okI := d.moves.b.sel.InstitutionIndex(d.b.Institution(o.A).ID)
		j, okJ := d.moves.b.sel.InstitutionIndex(d.b.Institution(o.B).ID)
		if okI && okJ && d.Rate.Den > 0 {
			gone := map[int][]Crossing{}
			for n := range d.moves.Links {
				for _, c := range d.moves.Links[n].Carried {
					if pairKey(c.From, c.To) == pairKey(i, j) && !c.byItems {
						gone[n] = append(gone[n], c)
					}
				}
			}
			links := slices.Sorted(maps.Keys(gone))
			o.RateWithout = d.moves.rateAfter(links, func(l *Link) (int64, int64) {
				lower, _ := l.without(gone[d.moves.index(l)], d.moves.b.theta)
				return lower, l.Total
			})
			o.RateChange = o.RateWithout - d.moves.recorded
		}
		d.Bridges = append(d.Bridges, o)
	}
	return nil
}

func (d *Dependencies) findContacts() {
	t := d.moves
	at := map[graph.ID]int{}
	for n := range t.Links {
		l := &t.Links[n]
		for _, c := range l.Handovers {
			if c.Handover.Contacts != graph.CountOf(1) {
				continue
			}
			k, ok := at[c.Handover.ID]
			if !ok {
				k = len(d.Contacts)
				at[c.Handover.ID] = k
				d.Contacts = append(d.Contacts, OnContact{Handover: c.Handover})
			}
			if slices.ContainsFunc(l.Fragile, func(r Reason) bool { return r.Kind == "contact" && r.A == c.From && r.B == c.To }) {
				d.Contacts[k].Links = append(d.Contacts[k].Links, n)
			}
		}
	}
	slices.SortFunc(d.Contacts, func(x, y OnContact) int { return cmp.Compare(x.Handover.ID, y.Handover.ID) })
}

// findPositions looks at what carries a tie and ends: a position that is left on a day, or whose fundings all end.
func (d *Dependencies) findPositions(ctx context.Context, p Params) error {
	b := d.moves.b
	carried := map[graph.ID][]*graph.Cooperation{}
	for _, c := range b.sel.Cooperations() {
		if c.CarriedBy != "" {
			carried[c.CarriedBy] = append(carried[c.CarriedBy], c)
		}
	}
	until := b.fundedUntil()
	handovers := map[graph.ID][]*graph.Handover{}
	for _, h := range b.sel.Handovers() {
		handovers[h.Transition] = append(handovers[h.Transition], h)
	}
	look := func(key graph.Key, until graph.Date, loss Loss) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		o := OnPosition{Key: key, Until: until, Ties: carried[key.ID]}
		after := b.Without(loss)
		touched := b.touched(after, loss)
		var w *whereabouts
		for n := range d.moves.Links {
			l := &d.moves.Links[n]
			if !slices.ContainsFunc(l.Senders, touched) && !slices.ContainsFunc(l.Receivers, touched) {
				continue
			}
			if w == nil {
				w = after.whereabouts(p)
			}
			if worse(l.Status, ptr(w.link(l.Type, l.Area, handovers[l.Type.ID])).Status) {
				o.Links = append(o.Links, n)
			}
		}
		d.Positions = append(d.Positions, o)
		return nil
	}
	for i, a := range b.sel.Actors() {
		end := first(until[a.ID], a.ActiveUntil, a.InstitutionUntil)
		if !end.IsZero() && len(carried[a.ID]) > 0 {
			if err := look(a.Key(), end, Loss{Actors: []int32{int32(i)}}); err != nil {
				return err
			}
		}
	}
	for i, o := range b.sel.Offers() {
		end := first(until[o.ID], o.ValidUntil)
		if !end.IsZero() && len(carried[o.ID]) > 0 {
			if err := look(o.Key(), end, Loss{Offers: []int32{int32(i)}}); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(d.Positions, func(x, y OnPosition) int { return x.Key.Compare(y.Key) })
	return nil
}

// first is the earliest of the days that are given.
func first(days ...graph.Date) graph.Date {
	var out graph.Date
	for _, d := range days {
		if !d.IsZero() && (out.IsZero() || d.Compare(out) < 0) {
			out = d
		}
	}
	return out
}

// fundedUntil gives for offers and positions the last day on which some funding is valid. Those without a funding, with an open
// one, or with fundings that have all ended are not in it.
func (b *Basis) fundedUntil() map[graph.ID]graph.Date {
	last, open := map[graph.ID]graph.Date{}, map[graph.ID]bool{}
	for _, f := range b.sel.Fundings() {
		open[f.Target] = open[f.Target] || f.Until.IsZero()
		if f.Until.Compare(last[f.Target]) > 0 {
			last[f.Target] = f.Until
		}
	}
	maps.DeleteFunc(last, func(id graph.ID, d graph.Date) bool { return open[id] || d.Compare(b.sel.Date()) < 0 })
	return last
}

// Headline counts what hangs on one place, one tie, one person.
func (d *Dependencies) Headline() Sentence {
	return weighted(say("dependencies.headline", len(d.Institutions), len(d.Bridges), len(d.Contacts)+len(d.Positions)), d.moves.params)
}

// Shares is the transition rate.
func (d *Dependencies) Shares() []Share { return []Share{d.Rate} }

// Len counts the rows: institutions, ties, contacts, positions, in this order.
func (d *Dependencies) Len() int {
	return len(d.Institutions) + len(d.Bridges) + len(d.Contacts) + len(d.Positions)
}

// Order gives the rows alphabetically within each kind, for a page.
func (d *Dependencies) Order(lang string) []int {
	name, starts := make([]string, d.Len()), []int{0, len(d.Institutions), len(d.Bridges), len(d.Contacts), len(d.Positions)}
	out := make([]int, d.Len())
	for i := range name {
		out[i], name[i] = i, d.Finding(i).Says.Text(lang)
	}
	from := 0
	for _, n := range starts[1:] {
		words.SortBy(lang, out[from:from+n], func(i int) string { return name[i] })
		from += n
	}
	return out
}

// Finding tells one row.
func (d *Dependencies) Finding(i int) Finding {
	label := func(i int32) string { return d.b.Institution(i).Label() }
	change := func(after analysis.Number, rate float64) []any {
		return []any{after.Value, words.Texter(shareText(d.moves.recorded)), words.Texter(shareText(rate)), d.Fragmentation.Value, graph.TriOf(rate != d.moves.recorded)}
	}
	if i < len(d.Institutions) {
		o := d.Institutions[i]
		return Finding{Ref: Ref("dependencies/" + string(d.b.Institution(o.Institution).ID)), Status: "institution",
			Says:     say("dependency.institution", append([]any{label(o.Institution)}, change(o.Fragmentation, o.RateWithout)...)...),
			Evidence: []graph.Key{d.b.Institution(o.Institution).Key()}}
	}
	if i -= len(d.Institutions); i < len(d.Bridges) {
		o := d.Bridges[i]
		f := Finding{Ref: Ref("dependencies/" + string(d.b.Institution(o.A).ID) + "~" + string(d.b.Institution(o.B).ID)), Status: "tie",
			Says:     say("dependency.tie", append([]any{label(o.A), label(o.B)}, change(o.Fragmentation, o.RateWithout)...)...),
			Evidence: []graph.Key{d.b.Institution(o.A).Key(), d.b.Institution(o.B).Key()}}
		for _, c := range d.b.Pair(o.A, o.B).Rows {
			f.Evidence = append(f.Evidence, c.Key())
		}
		return f
	}
	if i -= len(d.Bridges); i < len(d.Contacts) {
		o := d.Contacts[i]
		from := graph.Find[*graph.Institution](d.b.snap, graph.KindInstitution, o.Handover.From)
		to := graph.Find[*graph.Institution](d.b.snap, graph.KindInstitution, o.Handover.To)
		return Finding{Ref: Ref("dependencies/handover/" + string(o.Handover.ID)), Status: "contact",
			Says:     together(say("transition.fragile_contact", from.Label(), to.Label()), d.fallen(o.Links)),
			Evidence: []graph.Key{from.Key(), to.Key(), o.Handover.Key()}}
	}
	o := d.Positions[i-len(d.Contacts)]
	return Finding{Ref: Ref("dependencies/" + o.Key.String()), Status: "position",
		Says:     together(say("dependency.position", d.b.snap.Name(o.Key), o.Until, len(o.Ties)), d.fallen(o.Links)),
		Evidence: append([]graph.Key{o.Key}, list(o.Ties, (*graph.Cooperation).Key)...)}
}

// fallen names the transitions that would fall.
func (d *Dependencies) fallen(links []int) Sentence {
	names := list(links, func(n int) string {
		l := &d.moves.Links[n]
		if l.Area < 0 {
			return l.Type.Name
		}
		return l.Type.Name + " (" + d.moves.b.snap.Leaves()[l.Area].Name + ")"
	})
	return say("dependency.fallen", len(names), nameTexts(names))
}

// shareText is a share as a percentage.
type shareText float64

// Text writes it.
func (s shareText) Text(lang string) string { return words.Percent(lang, float64(s)) }

// Columns of the rows.
func (d *Dependencies) Columns() []Column {
	value := func(i int) (analysis.Number, any) {
		if i < len(d.Institutions) {
			return d.Institutions[i].Fragmentation, d.Institutions[i].RateChange
		}
		if i -= len(d.Institutions); i < len(d.Bridges) {
			return d.Bridges[i].Fragmentation, d.Bridges[i].RateChange
		}
		return analysis.Number{}, nil
	}
	return []Column{
		{"kind", false, func(i int) any { return say("dependency.kind", string(d.Finding(i).Status)) }},
		{"fragmentation_without", true, func(i int) any {
			if n, _ := value(i); n.Defined {
				return n.Value
			}
			return nil
		}},
		{"rate_change", true, func(i int) any { _, v := value(i); return v }},
		{"says", false, func(i int) any { return d.Finding(i).Says }},
	}
}
