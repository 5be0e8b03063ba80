package graph

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// town is a small network: two areas, two phases, two fields, three institutions, a body, an offer, a tie.
func town(t *testing.T) *Snapshot {
	return apply(t, NewSnapshot("town"), townRecords()...)
}

func townRecords() []Record {
	return []Record{
		DefaultSettings("Town"),
		&Phase{ID: "p1", Name: "eins", Order: NumberOf(1)}, &Phase{ID: "p2", Name: "zwei", Order: NumberOf(2)},
		&Area{ID: "all", Name: "Alles"}, &Area{ID: "n", Name: "Nord", Parent: "all", Children: map[ID]int64{"p1": 10}}, &Area{ID: "s", Name: "Süd", Parent: "all"},
		&Entry{Of: KindField, ID: "f", Name: "Feld"}, &Entry{Of: KindField, ID: "g", Name: "Garten"},
		&Entry{Of: KindGroup, ID: "all-one", Name: "Alleinerziehend"}, &Entry{Of: KindGroup, ID: "mig", Name: "Migration"},
		&InstitutionKind{ID: "kita", Name: "Kita", Phases: []ID{"p1"}, Fields: []ID{"f"}}, &InstitutionKind{ID: "amt", Name: "Amt"},
		&Institution{ID: "A", Name: "A", Kinds: []ID{"amt"}, Areas: []ID{"all"}},
		&Institution{ID: "B", Name: "B", Kinds: []ID{"kita"}, Regular: Yes, Areas: []ID{"n"}},
		&Institution{ID: "C", Name: "C", Kinds: []ID{"kita"}, Areas: []ID{"s"}},
		&Actor{ID: "body", Name: "Netz", Kind: ActorBody}, &Actor{ID: "team", Name: "Team", Kind: ActorTeam, Institution: "A"},
		&Offer{ID: "o", Name: "Café", Institutions: []ID{"A"}, Phases: []ID{"p1", "p2"}, Fields: []ID{"f"}, Areas: []ID{"all"}},
		&Offer{ID: "joint", Name: "Fest", Institutions: []ID{"A", "C"}, Phases: []ID{"p2"}, Fields: []ID{"g"}, Areas: []ID{"s"}, Groups: []ID{"mig"}},
		&Membership{ID: "body~B", Body: "body", Member: "B"},
		&Cooperation{ID: "B~team", From: "B", To: "team", Level: 2},
	}
}

func change(s *Snapshot, ops ...Op) Change {
	return Change{Network: s.Head().ID, ID: "op", Base: s.Head().Revision, At: time.Unix(int64(s.Head().Revision)+1, 0).UTC(), Ops: SortOps(ops)}
}

func put(t *testing.T, s *Snapshot, r Record) Op {
	t.Helper()
	op, ok := s.Put(r)
	if !ok {
		t.Fatalf("%s: nothing to change", r.Key())
	}
	return op
}

func fieldKeys(err error) []string {
	var e *Error
	var out []string
	if errors.As(err, &e) {
		for _, f := range e.Fields {
			out = append(out, f.Field+" "+f.Key)
		}
	}
	return out
}

func TestApply_invalidNamesTheField(t *testing.T) {
	s := town(t)
	for name, c := range map[string]struct {
		r    Record
		want string
	}{
		"no name":          {&Institution{ID: "D", Kinds: []ID{"kita"}}, "name errors.field.required"},
		"unknown kind":     {&Institution{ID: "D", Name: "D", Kinds: []ID{"ship"}}, "kinds errors.field.unknown_ref"},
		"kind twice":       {&Institution{ID: "D", Name: "D", Kinds: []ID{"kita", "kita"}}, "kinds errors.field.twice"},
		"id of an actor":   {&Institution{ID: "team", Name: "D", Kinds: []ID{"kita"}}, "id errors.field.id_taken"},
		"long id":          {&Institution{ID: ID(strings.Repeat("x", 65)), Name: "D", Kinds: []ID{"kita"}}, "id errors.field.id_too_long"},
		"bar in id":        {&Institution{ID: "a|b", Name: "D", Kinds: []ID{"kita"}}, "id errors.field.id_characters"},
		"NUL in name":      {&Institution{ID: "D", Name: "D\x00", Kinds: []ID{"kita"}}, "name errors.field.control_characters"},
		"long text":        {&Institution{ID: "D", Name: "D", Kinds: []ID{"kita"}, Notes: strings.Repeat("x", 10_001)}, "notes errors.field.too_long"},
		"latitude":         {&Institution{ID: "D", Name: "D", Kinds: []ID{"kita"}, Lat: NumberOf(91)}, "lat errors.field.range"},
		"end before start": {&Institution{ID: "D", Name: "D", Kinds: []ID{"kita"}, ActiveFrom: Date{2025, 2, 1}, ActiveUntil: Date{2025, 1, 1}}, "active_until errors.field.before"},
		"no such day":      {&Institution{ID: "D", Name: "D", Kinds: []ID{"kita"}, CheckedOn: Date{2025, 2, 30}}, "checked_on errors.field.date"},
		"own part":         {&Institution{ID: "D", Name: "D", Kinds: []ID{"kita"}, PartOf: "D"}, "part_of errors.field.cycle"},
		"unknown code":     {&Offer{ID: "D", Name: "D", Institutions: []ID{"A"}, Phases: []ID{"p1"}, Fields: []ID{"f"}, Status: "rare"}, "status errors.field.unknown_code"},
		"dangling end":     {&Cooperation{ID: "A~Z", From: "A", To: "Z", Level: 1}, "to errors.field.unknown_ref"},
		"self":             {&Cooperation{ID: "A~A", From: "A", To: "A", Level: 1}, "to errors.field.self"},
		"end order":        {&Cooperation{ID: "B~A", From: "B", To: "A", Level: 1}, "to errors.field.end_order"},
		"level":            {&Cooperation{ID: "A~B", From: "A", To: "B", Level: 5}, "level errors.field.level"},
		"unlisted level":   {&Cooperation{ID: "A~B", From: "A", To: "B", Level: LevelUnlisted}, "level errors.field.level"},
		"team is no body":  {&Membership{ID: "m", Body: "team", Member: "B"}, "body errors.field.not_a_body"},
		"share":            {&Funding{ID: "m", Target: "o", Funder: "x", Share: NumberOf(1.5)}, "funder errors.field.unknown_ref,share errors.field.range"},
		"one phase only":   {&TransitionType{ID: "t", Name: "T", FromPhase: "p1", Senders: []ID{"kita"}, Receivers: []ID{"amt"}, Level: LevelUnlisted}, "to_phase errors.field.both_phases"},
		"area in a circle": {&Area{ID: "all", Name: "Alles", Parent: "n"}, "parent errors.field.cycle"},
		"children < 0":     {&Area{ID: "n", Name: "Nord", Children: map[ID]int64{"p1": -1}}, "children errors.field.negative"},
		"tau":              {&Settings{Name: "T", Together: 0, Carrying: 800}, "together errors.field.range"},
	} {
		_, err := s.Apply(change(s, put(t, s, c.r)))
		if got := strings.Join(fieldKeys(err), ","); CodeOf(err) != Invalid || got != c.want {
			t.Errorf("%s: %s (%v), want %s", name, got, CodeOf(err), c.want)
		}
	}
}

func TestApply_refusesDangling(t *testing.T) {
	s := town(t)
	for _, k := range []Key{{KindInstitution, "B"}, {KindPhase, "p1"}, {KindArea, "n"}, {KindField, "f"}, {KindInstitutionKind, "amt"}, {KindActor, "body"}, {KindSettings, SettingsID}, {KindArea, "all"}} {
		op, _ := s.Delete(k)
		if _, err := s.Apply(change(s, op)); CodeOf(err) != Invalid {
			t.Errorf("%s is in use, but went: %v", k, err)
		}
	}
	var ops []Op
	for _, k := range []Key{{KindInstitution, "B"}, {KindMembership, "body~B"}, {KindCooperation, "B~team"}} {
		op, _ := s.Delete(k)
		ops = append(ops, op)
	}
	next, err := s.Apply(change(s, ops...))
	if err != nil || next.Len(KindInstitution) != 2 {
		t.Errorf("together with its edges it may go: %v", err)
	}
	if s.Len(KindInstitution) != 3 {
		t.Error("the old snapshot changed")
	}
	team := Clone(Find[*Actor](s, KindActor, "body"))
	team.Kind = ActorTeam
	if _, err := s.Apply(change(s, put(t, s, team))); CodeOf(err) != Invalid {
		t.Errorf("a body with members became a team: %v", err)
	}
}

func TestApply_conflict(t *testing.T) {
	s := town(t)
	mine := Clone(Find[*Institution](s, KindInstitution, "A"))
	mine.Name = "Meins"
	op := put(t, s, mine)
	theirs := Clone(Find[*Institution](s, KindInstitution, "A"))
	theirs.ShortName = "Ihres"
	next, err := s.Apply(change(s, put(t, s, theirs)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := next.Apply(change(s, op)); CodeOf(err) != Stale {
		t.Errorf("old base: %v", err)
	}
	_, err = next.Apply(change(next, op))
	if got := fieldKeys(err); CodeOf(err) != Conflict || !slices.Equal(got, []string{"short_name errors.conflict.changed"}) {
		t.Errorf("%v %v", CodeOf(err), got)
	}
	create := Op{After: &Institution{ID: "A", Name: "A", Kinds: []ID{"kita"}}}
	if _, err := s.Apply(change(s, create)); CodeOf(err) != Conflict {
		t.Errorf("taken id: %v", err)
	}
	gone, _ := s.Delete(Key{KindCooperation, "B~team"})
	after, err := s.Apply(change(s, gone))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := after.Apply(change(after, gone)); CodeOf(err) != Conflict {
		t.Errorf("deleted twice: %v", err)
	}
	for name, ops := range map[string][]Op{"no ops": nil, "empty op": {{}}, "wrong order": {op, {After: &Area{ID: "x", Name: "x"}}}, "twice": {op, op}} {
		c := change(s)
		c.Ops = ops
		if _, err := s.Apply(c); CodeOf(err) != Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// randomChange edits, creates and deletes what the small town allows.
func randomChange(t *rapid.T, s *Snapshot) (Change, bool) {
	var ops []Op
	seen := map[Key]bool{}
	add := func(op Op, ok bool) {
		if ok && !seen[op.Key()] {
			seen[op.Key()] = true
			ops = append(ops, op)
		}
	}
	ids := []ID{"A", "B", "C", "D", "E"}
	for range rapid.IntRange(1, 4).Draw(t, "ops") {
		id := rapid.SampledFrom(ids).Draw(t, "id")
		switch rapid.IntRange(0, 3).Draw(t, "what") {
		case 0:
			add(s.Put(&Institution{ID: id, Name: rapid.StringMatching(`[A-ZÄÖÜ][a-zß]{0,5}`).Draw(t, "name"), Kinds: []ID{"kita"}}))
		case 1:
			other := rapid.SampledFrom(ids).Draw(t, "other")
			if id < other {
				add(s.Put(&Cooperation{ID: CooperationID(id, other, Date{}), From: id, To: other, Level: Level(rapid.IntRange(-1, 4).Draw(t, "level"))}))
			}
		case 2:
			add(s.Delete(Key{KindCooperation, CooperationID(id, "E", Date{})}))
		case 3:
			add(s.Delete(Key{KindInstitution, id}))
		}
	}
	c := change(s, ops...)
	_, err := s.Apply(c)
	return c, err == nil
}

func TestApplyRewindDiff(t *testing.T) {
	start := town(t)
	rapid.Check(t, func(t *rapid.T) {
		s := start
		var history []Change
		snapshots := []*Snapshot{s}
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			c, ok := randomChange(t, s)
			if !ok {
				continue
			}
			next, err := s.Apply(c)
			if err != nil {
				t.Fatal(err)
			}
			if next.Head().Revision != s.Head().Revision+1 {
				t.Fatalf("revision %d after %d", next.Head().Revision, s.Head().Revision)
			}
			s = next
			history, snapshots = append(history, c), append(snapshots, s)
		}
		for _, old := range snapshots {
			back, err := s.Rewind(newestFirst(history), old.Head())
			if err != nil {
				t.Fatal(err)
			}
			if back.Hash() != old.Hash() || back.Head() != old.Head() {
				t.Fatalf("revision %d is not what it was", old.Head().Revision)
			}
			for _, k := range Kinds() {
				for r := range old.All(k) {
					if back.Changed(r.Key()) != old.Changed(r.Key()) {
						t.Fatalf("%s changed at %d, rewound says %d", r.Key(), old.Changed(r.Key()), back.Changed(r.Key()))
					}
				}
			}
			if ops := Diff(old, s); len(ops) > 0 {
				there, err := old.Apply(change(old, ops...))
				if err != nil || there.Hash() != s.Hash() {
					t.Fatalf("Diff does not lead there: %v", err)
				}
			} else if old.Hash() != s.Hash() {
				t.Fatal("no difference, but another hash")
			}
			var b Builder
			for _, k := range Kinds() {
				for r := range old.All(k) {
					if err := b.Add(r, old.Changed(r.Key())); err != nil {
						t.Fatal(err)
					}
				}
			}
			built, err := b.Build(old.Head())
			if err != nil || built.Hash() != old.Hash() {
				t.Fatalf("built another: %v", err)
			}
		}
	})
}

func newestFirst(history []Change) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		for _, c := range slices.Backward(history) {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func TestRewind_gap(t *testing.T) {
	s := town(t)
	if _, err := s.Rewind(newestFirst(nil), Head{ID: "town", Revision: 0}); CodeOf(err) != NotFound {
		t.Errorf("history that does not reach: %v", err)
	}
}

func TestUndo_isTheInverse(t *testing.T) {
	s := town(t)
	a := Clone(Find[*Institution](s, KindInstitution, "A"))
	a.Name = "Neu"
	c := change(s, put(t, s, a), put(t, s, &Institution{ID: "D", Name: "D", Kinds: []ID{"kita"}}))
	next, err := s.Apply(c)
	if err != nil {
		t.Fatal(err)
	}
	back, err := next.Apply(change(next, c.Inverse()...))
	if err != nil || back.Hash() != s.Hash() {
		t.Errorf("undo: %v", err)
	}
}

func TestPublic(t *testing.T) {
	s := apply(t, town(t), &Institution{ID: "A", Name: "A", Kinds: []ID{"amt"}, Areas: []ID{"all"}, Notes: "geheim", CheckedBy: "u1", Attributes: map[string]string{"x": "geheim"}},
		&Cooperation{ID: "A~B", From: "A", To: "B", Level: 2, Source: "survey", AgreedSideBySide: "geheim"}, &Document{ID: "d", Type: "view", Body: "geheim"})
	for _, k := range Kinds() {
		for r := range s.Public().All(k) {
			if strings.Contains(string(Encode(r)), "geheim") || strings.Contains(string(Encode(r)), "survey") {
				t.Errorf("not public: %s", Encode(r))
			}
		}
	}
}

// Content stays through upkeep of documents and nothing else: an answer kept by it never hides a change of the network.
func TestContent(t *testing.T) {
	s := NewSnapshot("n")
	step := func(cause Cause, records ...Record) {
		t.Helper()
		var ops []Op
		for _, r := range records {
			op, _ := s.Put(r)
			ops = append(ops, op)
		}
		next, err := s.Apply(Change{Network: "n", ID: OpID(cause), Base: s.Head().Revision, At: s.Head().At.Add(1e9), Cause: cause, Ops: SortOps(ops)})
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	want := func(r Revision) {
		t.Helper()
		if s.Content().Revision != r || r == s.Head().Revision && s.Content() != s.Head() {
			t.Errorf("content %+v at head %+v, want revision %d", s.Content(), s.Head(), r)
		}
	}
	want(0)
	step(CauseEdit, DefaultSettings("N"))
	want(1)
	step(CauseUpkeep, &Document{ID: "l", Type: "layout", Body: "{}"})
	want(1)
	step(CauseLayout, &Document{ID: "l", Type: "layout", Body: "{ }"}) // an act: somebody arranged anew
	want(3)
	step(CauseUpkeep, &Document{ID: "l", Type: "layout", Body: "{  }"}, &Entry{Of: KindField, ID: "f", Name: "F"}) // no upkeep, whatever it says
	want(4)
	if got := s.Public().Content(); got != s.Content() {
		t.Errorf("public: %+v", got)
	}
}
