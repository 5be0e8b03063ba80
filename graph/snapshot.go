package graph

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"slices"
	"strings"
	"sync"
)

// list holds the records of one kind, sorted by id, and beside each the revision of its last change.
type list struct {
	records []Record
	changed []Revision
}

func (l list) find(id ID) (int, bool) {
	return slices.BinarySearchFunc(l.records, id, func(r Record, id ID) int { return strings.Compare(string(r.Key().ID), string(id)) })
}

// Snapshot is everything of one network at one revision: immutable, sorted, every reference checked. It moves only by Apply,
// and back by Rewind. All methods are safe for concurrent use; a nil *Snapshot reads as an empty one where stated.
type Snapshot struct {
	head    Head
	content Head // of the newest change that was more than upkeep, as far as it is known
	kinds   [kindEnd]list

	phasesOnce sync.Once
	phases     []*Phase
	leavesOnce sync.Once
	leaves     []*Area
	below      map[ID][]ID // area → its leaves, sorted
	hashOnce   sync.Once
	hash       [32]byte
}

// NewSnapshot is the empty network at revision 0, the start of every history.
func NewSnapshot(n NetworkID) *Snapshot {
	h := Head{ID: n}
	return &Snapshot{head: h, content: h}
}

func (s *Snapshot) list(k Kind) list {
	if s == nil {
		return list{}
	}
	return s.kinds[k]
}

// Head tells network, revision and time.
func (s *Snapshot) Head() Head { return s.head }

// Content is the head that the snapshot had before the program's own upkeep: two snapshots of equal Content give the same
// findings and the same pictures, so it is what answers are kept by. A loaded snapshot does not know what its last change
// was, and gives Head.
func (s *Snapshot) Content() Head { return s.content }

// Get finds a record.
func (s *Snapshot) Get(k Key) (Record, bool) {
	if s == nil || k.Kind == 0 || k.Kind >= kindEnd {
		return nil, false
	}
	l := s.kinds[k.Kind]
	if i, ok := l.find(k.ID); ok {
		return l.records[i], true
	}
	return nil, false
}

// Changed is the revision of the last change of a record: its ETag. 0 if there is no such record.
func (s *Snapshot) Changed(k Key) Revision {
	if s == nil || k.Kind == 0 || k.Kind >= kindEnd {
		return 0
	}
	l := s.kinds[k.Kind]
	if i, ok := l.find(k.ID); ok {
		return l.changed[i]
	}
	return 0
}

// Index is the place of a record in All(k.Kind): dense, from 0.
func (s *Snapshot) Index(k Key) (int32, bool) {
	i, ok := s.list(k.Kind).find(k.ID)
	return int32(i), ok
}

// All walks the records of a kind in id order.
func (s *Snapshot) All(k Kind) iter.Seq[Record] { return slices.Values(s.list(k).records) }

// Len counts the records of a kind.
func (s *Snapshot) Len(k Kind) int { return len(s.list(k).records) }

// Records walks the records of a kind as their own type, in id order: Records[*Institution](s, KindInstitution).
func Records[R Record](s *Snapshot, k Kind) iter.Seq[R] {
	return func(yield func(R) bool) {
		for _, r := range s.list(k).records {
			if !yield(r.(R)) {
				return
			}
		}
	}
}

// Find is Get with the record's own type: Find[*Offer](s, KindOffer, "K1"); the zero value (nil) if there is none.
func Find[R Record](s *Snapshot, k Kind, id ID) R {
	r, _ := s.Get(Key{k, id})
	out, _ := r.(R)
	return out
}

// Node finds an institution, actor or offer by its id, which is unique among the three.
func (s *Snapshot) Node(id ID) (Record, bool) {
	for _, k := range nodeKinds {
		if r, ok := s.Get(Key{k, id}); ok {
			return r, true
		}
	}
	return nil, false
}

// Settings are those of the network; the defaults while there are none.
func (s *Snapshot) Settings() *Settings {
	if r, ok := s.Get(Key{KindSettings, SettingsID}); ok {
		return r.(*Settings)
	}
	return DefaultSettings("")
}

// Name is what people call a record: its name or title, else its id; "" for a key that is not there.
func (s *Snapshot) Name(k Key) string {
	r, ok := s.Get(k)
	if !ok {
		return ""
	}
	for _, n := range []string{"name", "title"} {
		if f, ok := FieldOf(k.Kind, n); ok {
			if v, _ := f.Get(r).(string); v != "" {
				return v
			}
		}
	}
	return string(k.ID)
}

// Phases are the phases in their order: Order (unknown last), then id. The slice is shared: read it only.
func (s *Snapshot) Phases() []*Phase {
	s.phasesOnce.Do(func() {
		s.phases = slices.Collect(Records[*Phase](s, KindPhase))
		slices.SortStableFunc(s.phases, func(a, b *Phase) int {
			switch {
			case a.Order.Known != b.Order.Known:
				if a.Order.Known {
					return -1
				}
				return 1
			case a.Order.V < b.Order.V:
				return -1
			case a.Order.V > b.Order.V:
				return 1
			}
			return 0
		})
	})
	return s.phases
}

// Leaves are the areas without areas below them, by id: findings run over these. The slice is shared: read it only.
func (s *Snapshot) Leaves() []*Area {
	s.areasOnce()
	return s.leaves
}

// LeavesOf are the leaves at or below an area, by id.
func (s *Snapshot) LeavesOf(area ID) []ID {
	s.areasOnce()
	return s.below[area]
}

func (s *Snapshot) areasOnce() {
	s.leavesOnce.Do(func() {
		parents := map[ID]bool{}
		for a := range Records[*Area](s, KindArea) {
			parents[a.Parent] = true
		}
		s.below = map[ID][]ID{}
		for a := range Records[*Area](s, KindArea) {
			if parents[a.ID] {
				continue
			}
			s.leaves = append(s.leaves, a)
			for p := a; p != nil; p = Find[*Area](s, KindArea, p.Parent) {
				s.below[p.ID] = append(s.below[p.ID], a.ID)
			}
		}
	})
}

// ProviderKind is the kind of an institution's provider, where one is named, else its own; "" = unknown.
func (s *Snapshot) ProviderKind(i *Institution) string {
	if p := Find[*Provider](s, KindProvider, i.Provider); p != nil {
		return p.Kind
	}
	return i.ProviderKind
}

// Hash is SHA-256 over the length-prefixed Encode of every record in key order: equal for equal content, whatever the
// store or the revision.
func (s *Snapshot) Hash() [32]byte {
	s.hashOnce.Do(func() {
		h := sha256.New()
		var n [8]byte
		for _, k := range Kinds() {
			for _, r := range s.kinds[k].records {
				b := Encode(r)
				binary.BigEndian.PutUint64(n[:], uint64(len(b)))
				h.Write(n[:])
				h.Write(b)
			}
		}
		h.Sum(s.hash[:0])
	})
	return s.hash
}

// Public is the snapshot without documents, measures, goals, feedback and every field that is not public: what a share or an export for
// others may show. A record stays a record; only what is not for others is emptied.
func (s *Snapshot) Public() *Snapshot {
	out := &Snapshot{head: s.head, content: s.content}
	for _, k := range Kinds() {
		if k == KindDocument || k == KindMeasure || k == KindGoal || k == KindFeedback {
			continue
		}
		l := s.kinds[k]
		out.kinds[k].changed = l.changed
		out.kinds[k].records = make([]Record, len(l.records))
		for i, r := range l.records {
			out.kinds[k].records[i] = publicOf(r)
		}
	}
	return out
}

func publicOf(r Record) Record {
	c := r.withID(r.Key().ID)
	blank := New(r.Key().Kind, r.Key().ID)
	for _, f := range Fields(r.Key().Kind) {
		if !f.Public {
			_ = f.Set(c, f.Get(blank)) // same type by construction
		}
	}
	return c
}

// Builder takes the rows of a store in any order and makes a Snapshot of them.
type Builder struct{ kinds [kindEnd]list }

// Add takes a record and the revision of its last change.
func (b *Builder) Add(r Record, changed Revision) error {
	k := r.Key().Kind
	b.kinds[k].records = append(b.kinds[k].records, r)
	b.kinds[k].changed = append(b.kinds[k].changed, changed)
	return nil
}

// Build sorts and checks once: ids unique, every reference there, every record valid. The Builder is spent afterwards.
func (b *Builder) Build(h Head) (*Snapshot, error) {
	s := &Snapshot{head: h}
	for _, k := range Kinds() {
		l := b.kinds[k]
		order := make([]int, len(l.records))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(i, j int) int {
			return strings.Compare(string(l.records[i].Key().ID), string(l.records[j].Key().ID))
		})
		sorted := list{make([]Record, len(order)), make([]Revision, len(order))}
		for i, o := range order {
			sorted.records[i], sorted.changed[i] = l.records[o], l.changed[o]
			if i > 0 && sorted.records[i-1].Key() == l.records[o].Key() {
				return nil, Errorf(Invalid, "errors.duplicate_id", l.records[o].Key().String())
			}
		}
		s.kinds[k] = sorted
	}
	var bad []FieldError
	for _, k := range Kinds() {
		for _, r := range s.kinds[k].records {
			bad = append(bad, s.check(r)...)
		}
	}
	bad = append(bad, s.checkWhole(true)...)
	if len(bad) > 0 {
		return nil, &Error{Code: Invalid, Key: "errors.invalid", Args: []any{len(bad)}, Fields: bad}
	}
	s.head.Name = s.Settings().Name
	s.content = s.head
	return s, nil
}
