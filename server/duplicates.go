package server

import (
	"context"
	"strings"

	"miteinander/graph"
	"miteinander/graph/duplicates"
	"miteinander/graph/words"
	"miteinander/server/account"
)

// ThingView is one side of a pair.
type ThingView struct {
	ID      graph.ID `json:"id,omitempty" doc:"Left out for a row of a file that is no entry yet"`
	Name    string   `json:"name"`
	Address string   `json:"address,omitempty"`
	Of      []string `json:"of,omitempty" doc:"Names of the institutions that an offer or actor hangs on"`
	Row     int      `json:"row,omitempty" doc:"Of the file"`
}

// PairView are two entries that may be one.
type PairView struct {
	Kind    string      `json:"kind"`
	A       ThingView   `json:"a" doc:"Of two entries the one that knows more; of an import the file's"`
	B       ThingView   `json:"b"`
	For     []string    `json:"for" nullable:"false"`
	Against []string    `json:"against" nullable:"false"`
	Fields  []FieldPair `json:"fields,omitempty" doc:"Of an import: field by field"`
}

// FieldPair is a field of two entries.
type FieldPair struct {
	ID    string           `json:"id" doc:"What take names it by"`
	Label string           `json:"label"`
	State duplicates.State `json:"state" enum:"same,stays,filled,joined,clash,lapses"`
	Kept  string           `json:"kept" doc:"What the entry says that stays"`
	Other string           `json:"other" doc:"What the other one says"`
	After string           `json:"after" doc:"What the entry says afterwards"`
	Taken bool             `json:"taken,omitempty" doc:"Of a clash: the other's value was chosen"`
}

const pairsShown = 500

func (s *Server) thingView(snap *graph.Snapshot, t duplicates.Thing) ThingView {
	v := ThingView{ID: t.ID, Name: t.Name, Row: t.Row, Address: addressText(t.Street, t.PostalCode, t.City)}
	for _, id := range t.Of {
		v.Of = append(v.Of, snap.Name(graph.Key{Kind: graph.KindInstitution, ID: id}))
	}
	return v
}

func addressText(street, postal, city string) string {
	place := strings.TrimSpace(postal + " " + city)
	if street != "" && place != "" {
		return street + ", " + place
	}
	return street + place
}

func (s *Server) pairView(lang string, snap *graph.Snapshot, a, b duplicates.Thing, why []duplicates.Evidence) PairView {
	kind := b.Kind
	if kind == 0 {
		kind = graph.KindInstitution
	}
	v := PairView{Kind: kind.String(), A: s.thingView(snap, a), B: s.thingView(snap, b), For: []string{}, Against: []string{}}
	for _, e := range why {
		text := words.Text(lang, e.Key, e.Args...)
		if e.Against {
			v.Against = append(v.Against, text)
		} else {
			v.For = append(v.For, text)
		}
	}
	return v
}

// fieldPairs are two records field by field in words; record is what they become, nil where nothing is made of them.
func fieldPairs(v view, rows []duplicates.Row, kept, other, record graph.Record) []FieldPair {
	out := []FieldPair{}
	for _, r := range rows {
		p := FieldPair{ID: r.ID(), State: r.State, Taken: r.Taken}
		text := func(rec graph.Record) string {
			if rec == nil {
				return ""
			}
			if r.Field == duplicates.AddressField {
				i := rec.(*graph.Institution)
				return addressText(i.Street, i.PostalCode, i.City)
			}
			f, ok := graph.FieldOf(rec.Key().Kind, r.Field)
			if !ok || f.Empty(f.Get(rec)) {
				return ""
			}
			if own, ok := f.Get(rec).(map[string]string); ok {
				return own[r.Attribute]
			}
			return shown(v, f, rec)
		}
		switch {
		case r.Field == duplicates.AddressField:
			p.Label = words.Text(v.lang, "duplicates.address")
		case r.Attribute != "":
			p.Label = r.Attribute
		default:
			p.Label = words.FieldName(v.lang, kept.Key().Kind, r.Field)
		}
		p.Kept, p.Other, p.After = text(kept), text(other), text(record)
		out = append(out, p)
	}
	return out
}

// DuplicatesView are the pairs of a network of which nobody has said yet what they are.
type DuplicatesView struct {
	Pairs []PairView   `json:"pairs" nullable:"false" doc:"By kind, the likeliest first, at most 500 of a kind"`
	Total int          `json:"total"`
	Kinds []KindDouble `json:"kinds" nullable:"false" doc:"The kinds that are compared"`
}

// KindDouble is a kind that is compared, with the number of its pairs.
type KindDouble struct {
	Kind  string `json:"kind"`
	Total int    `json:"total"`
}

func (s *Server) duplicates(ctx context.Context, v view, _ *networkIn) (DuplicatesView, error) {
	out := DuplicatesView{Pairs: []PairView{}, Kinds: []KindDouble{}}
	for _, k := range duplicates.Kinds {
		things, pairs, err := duplicates.Within(ctx, v.snapshot, k)
		if err != nil {
			return out, err
		}
		out.Kinds = append(out.Kinds, KindDouble{k.String(), len(pairs)})
		out.Total += len(pairs)
		pairs = pairs[:min(len(pairs), pairsShown)]
		duplicates.Orient(v.snapshot, things, pairs)
		for _, p := range pairs {
			out.Pairs = append(out.Pairs, s.pairView(v.lang, v.snapshot, things[p.A], things[p.B], p.Evidence))
		}
	}
	return out, nil
}

type mergeIn struct {
	Network graph.NetworkID `path:"n"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    struct {
		Kind    string         `json:"kind,omitempty" enum:"institution,offer,actor,provider" doc:"institution where it is left out"`
		Keep    graph.ID       `json:"keep" maxLength:"64" doc:"The entry that stays"`
		Gone    graph.ID       `json:"gone" maxLength:"64" doc:"The one that is merged into it"`
		Take    []string       `json:"take,omitempty" maxItems:"100" doc:"Fields in which the value of the one that goes is to hold"`
		Seen    graph.Revision `json:"seen,omitempty" doc:"Revision of the preview that a person looked at: if what is merged has changed since, nothing is stored"`
		Preview bool           `json:"preview,omitempty" doc:"Say what would happen and store nothing"`
	}
}

// MergeView says what a merge does.
type MergeView struct {
	Revision graph.Revision `json:"revision" doc:"After it; the present one for a preview"`
	Stored   bool           `json:"stored"`
	Undo     graph.Revision `json:"undo,omitempty" doc:"The revision to take back; left out for a preview"`
	Kept     string         `json:"kept" doc:"Name of the entry that stays, as it would be"`
	Gone     string         `json:"gone"`
	Fields   []FieldPair    `json:"fields" nullable:"false"`
	Moved    []NamedRecord  `json:"moved" nullable:"false" doc:"Records that refer to the one that stays then"`
	Doubled  []DoubledTie   `json:"doubled" nullable:"false" doc:"Ties that would be double, of which one goes"`
	Alike    []AlikePair    `json:"alike" nullable:"false" doc:"Offers and actors of the two that are called nearly the same: to be looked at afterwards"`
}

// NamedRecord is a record with what people call it.
type NamedRecord struct {
	Kind string   `json:"kind"`
	ID   graph.ID `json:"id"`
	Name string   `json:"name"`
}

// DoubledTie is a tie that goes.
type DoubledTie struct {
	NamedRecord
	Says  string `json:"says,omitempty" doc:"The level that goes, of a cooperation"`
	Stays string `json:"stays,omitempty" doc:"The level that stays, of a cooperation"`
	Self  bool   `json:"self,omitempty" doc:"It tied the two to each other"`
}

// AlikePair are two entries with nearly the same name.
type AlikePair struct {
	Kind string      `json:"kind"`
	A    NamedRecord `json:"a"`
	B    NamedRecord `json:"b"`
}

type mergeOut struct{ Body MergeView }

func mergeView(v view, m *duplicates.Merged) MergeView {
	named := func(k graph.Key) NamedRecord {
		n := NamedRecord{Kind: k.Kind.String(), ID: k.ID}
		if r, ok := v.snapshot.Get(k); ok {
			n.Name = recordTitle(v.snapshot, r)
		}
		return n
	}
	out := MergeView{Kept: nameOf(m.Record), Gone: nameOf(m.Gone), Fields: fieldPairs(v, m.Rows, m.Kept, m.Gone, m.Record), Moved: []NamedRecord{}, Doubled: []DoubledTie{}, Alike: []AlikePair{}}
	for _, k := range m.Moved {
		out.Moved = append(out.Moved, named(k))
	}
	level := func(k graph.Key) string {
		if c := graph.Find[*graph.Cooperation](v.snapshot, k.Kind, k.ID); k.Kind == graph.KindCooperation && c != nil {
			return levelText(v.lang, c.Level)
		}
		return ""
	}
	for _, d := range m.Doubled {
		tie := DoubledTie{NamedRecord: named(d.Gone), Says: level(d.Gone), Self: d.Stays.ID == ""}
		if !tie.Self {
			tie.Stays = level(d.Stays)
		}
		out.Doubled = append(out.Doubled, tie)
	}
	for _, p := range m.Alike {
		out.Alike = append(out.Alike, AlikePair{Kind: p[0].Kind.String(), A: named(p[0]), B: named(p[1])})
	}
	return out
}

func kindOr(word string) graph.Kind {
	if k, ok := graph.ParseKind(word); ok {
		return k
	}
	return graph.KindInstitution
}

// merge makes one entry of two, in one change that one undo takes back.
func (s *Server) merge(ctx context.Context, a account.Access, in *mergeIn) (*mergeOut, error) {
	out := &mergeOut{}
	plan := func(snap *graph.Snapshot) ([]graph.Op, error) {
		ops, m, err := duplicates.Merge(snap, kindOr(in.Body.Kind), in.Body.Keep, in.Body.Gone, in.Body.Take)
		if err != nil {
			return nil, err
		}
		out.Body = mergeView(view{access: a, snapshot: snap, lang: requestOf(ctx).Lang}, m)
		return ops, nil
	}
	if in.Body.Preview {
		head := a.Network().Head()
		if _, err := plan(head); err != nil {
			return nil, err
		}
		out.Body.Revision = head.Head().Revision
		return out, nil
	}
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "merge", in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		ops, err := plan(snap)
		for _, op := range ops {
			if in.Body.Seen > 0 && op.Before != nil && op.Key().Kind != graph.KindDocument && snap.Changed(op.Key()) > in.Body.Seen {
				return nil, graph.Errorf(graph.Conflict, "duplicates.changed")
			}
		}
		return ops, err
	})
	if err != nil {
		return nil, err
	}
	if out.Body.Fields == nil { // answered from an earlier request of the same key
		out.Body = MergeView{Fields: []FieldPair{}, Moved: []NamedRecord{}, Doubled: []DoubledTie{}, Alike: []AlikePair{}}
	}
	out.Body.Revision, out.Body.Undo, out.Body.Stored = rev, rev, true
	return out, nil
}

type differentIn struct {
	Network graph.NetworkID `path:"n"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    struct {
		Kind string   `json:"kind,omitempty" enum:"institution,offer,actor,provider" doc:"institution where it is left out"`
		A    graph.ID `json:"a" maxLength:"64"`
		B    graph.ID `json:"b" maxLength:"64"`
	}
}

// different notes that two entries are two, so that nobody is asked again.
func (s *Server) different(ctx context.Context, a account.Access, in *differentIn) (*writtenOut, error) {
	unchanged := false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "different", in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		ops, err := duplicates.Different(snap, kindOr(in.Body.Kind), in.Body.A, in.Body.B)
		unchanged = len(ops) == 0
		return ops, err
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, graph.Key{}, unchanged), nil
}

// SaidView is one thing that a person said of a pair.
type SaidView struct {
	ID   string    `json:"id"`
	What string    `json:"what" enum:"different,apart,same"`
	Kind string    `json:"kind"`
	A    ThingView `json:"a" doc:"An entry, or a spelling without an id"`
	B    ThingView `json:"b"`
}

// DecisionsView is what people said of pairs.
type DecisionsView struct {
	Decisions []SaidView `json:"decisions" nullable:"false"`
}

func (s *Server) duplicateDecisions(_ context.Context, v view, _ *networkIn) (DecisionsView, error) {
	out := DecisionsView{Decisions: []SaidView{}}
	list, err := duplicates.DecisionsOf(v.snapshot).List()
	if err != nil {
		return out, err
	}
	thing := func(k graph.Key, spelling string) (ThingView, bool) {
		if k.ID == "" {
			return ThingView{Name: spelling}, true
		}
		r, ok := v.snapshot.Get(k)
		if !ok {
			return ThingView{}, false
		}
		t, ok := duplicates.ThingOf(r)
		return s.thingView(v.snapshot, t), ok
	}
	for _, d := range list {
		a, okA := thing(d.A, d.Spellings[0])
		b, okB := thing(d.B, d.Spellings[1])
		if okA && okB { // of entries that are gone there is nothing to decide
			out.Decisions = append(out.Decisions, SaidView{ID: d.ID, What: d.What, Kind: d.Kind.String(), A: a, B: b})
		}
	}
	words.SortBy(v.lang, out.Decisions, func(d SaidView) string { return d.A.Name + " " + d.B.Name })
	return out, nil
}

type forgetIn struct {
	Network graph.NetworkID `path:"n"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    struct {
		ID string `json:"id" maxLength:"64" doc:"Of a decision"`
	}
}

// forget takes back what was said of a pair: it is proposed again.
func (s *Server) forget(ctx context.Context, a account.Access, in *forgetIn) (*writtenOut, error) {
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "forget", in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		d, err := duplicates.DecisionsOf(snap).Without(in.Body.ID)
		if err != nil {
			return nil, err
		}
		return d.Ops(snap)
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, graph.Key{}, false), nil
}
