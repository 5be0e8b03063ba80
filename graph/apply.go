package graph

import (
	"iter"
	"slices"
	"strings"
)

// Apply is the only step forward. It gives the network after c, or
//   - Stale when c.Base is not the head's revision,
//   - Conflict when a record is not what Before says or an id is taken; Fields name records and fields,
//   - Invalid when a record is wrong, a reference would dangle, or a catalogue entry in use would go.
func (s *Snapshot) Apply(c Change) (*Snapshot, error) {
	if c.Network != s.head.ID {
		return nil, Errorf(Invalid, "errors.other_network", string(c.Network))
	}
	if c.Base != s.head.Revision {
		return nil, Errorf(Stale, "errors.stale", int64(s.head.Revision))
	}
	if len(c.Ops) == 0 {
		return nil, Errorf(Invalid, "errors.empty_change")
	}
	if err := s.checkOps(c.Ops); err != nil {
		return nil, err
	}
	next := s.replace(c.Ops, func(Op) Revision { return c.Revision() })
	next.head.Revision, next.head.At = c.Revision(), c.At
	next.head.Name = next.Settings().Name
	if c.Cause != CauseUpkeep || slices.ContainsFunc(c.Ops, func(o Op) bool { return o.Key().Kind != KindDocument }) {
		next.content = next.head
	}
	if bad := next.checkAfter(c.Ops); len(bad) > 0 {
		return nil, &Error{Code: Invalid, Key: "errors.invalid", Args: []any{len(bad)}, Fields: bad}
	}
	return next, nil
}

// Check tells what Apply would say of the ops, without building the change: the inline validation of a form.
func (s *Snapshot) Check(ops []Op) error {
	if err := s.checkOps(ops); err != nil {
		return err
	}
	next := s.replace(ops, func(Op) Revision { return s.head.Revision + 1 })
	if bad := next.checkAfter(ops); len(bad) > 0 {
		return &Error{Code: Invalid, Key: "errors.invalid", Args: []any{len(bad)}, Fields: bad}
	}
	return nil
}

// checkOps compares each Op with what the snapshot holds.
func (s *Snapshot) checkOps(ops []Op) error {
	var conflicts []FieldError
	for i, o := range ops {
		if o.Before == nil && o.After == nil || o.Before != nil && o.After != nil && o.Before.Key() != o.After.Key() {
			return Errorf(Invalid, "errors.malformed_op", i)
		}
		if i > 0 && ops[i-1].Key().Compare(o.Key()) >= 0 {
			return Errorf(Invalid, "errors.op_order", o.Key().String())
		}
		k := o.Key()
		now, there := s.Get(k)
		place := FieldError{Record: k, Pointer: pointer(k, "")}
		switch {
		case o.Before == nil && there:
			place.Key = "errors.conflict.exists"
			conflicts = append(conflicts, place)
		case o.Before != nil && !there:
			place.Key = "errors.conflict.gone"
			conflicts = append(conflicts, place)
		case o.Before != nil && (now != o.Before && !Equal(now, o.Before) || s.Changed(k) != o.Since):
			fields := Differing(now, o.Before)
			if len(fields) == 0 {
				fields = []string{""}
			}
			for _, f := range fields {
				place.Field, place.Pointer, place.Key = f, pointer(k, f), "errors.conflict.changed"
				conflicts = append(conflicts, place)
			}
		}
	}
	if len(conflicts) > 0 {
		return &Error{Code: Conflict, Key: "errors.conflict", Fields: conflicts}
	}
	return nil
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func pointer(k Key, field string) string {
	p := "/" + k.Kind.Plural() + "/" + pointerEscapes.Replace(string(k.ID))
	if field != "" {
		p += "/" + field
	}
	return p
}

// replace builds the lists after ops, without checks. Kinds that no Op touches are shared.
func (s *Snapshot) replace(ops []Op, changed func(Op) Revision) *Snapshot {
	next := &Snapshot{head: s.head, content: s.content, kinds: s.kinds}
	for len(ops) > 0 {
		k := ops[0].Key().Kind
		n := 1
		for n < len(ops) && ops[n].Key().Kind == k {
			n++
		}
		next.kinds[k] = mergeOps(s.kinds[k], ops[:n], changed)
		ops = ops[n:]
	}
	return next
}

func mergeOps(old list, ops []Op, changed func(Op) Revision) list {
	out := list{make([]Record, 0, len(old.records)+len(ops)), make([]Revision, 0, len(old.records)+len(ops))}
	i := 0
	for _, o := range ops {
		id := o.Key().ID
		j, found := list{old.records[i:], nil}.find(id)
		j += i
		out.records, out.changed = append(out.records, old.records[i:j]...), append(out.changed, old.changed[i:j]...)
		if i = j; found {
			i++
		}
		if o.After != nil {
			out.records, out.changed = append(out.records, o.After), append(out.changed, changed(o))
		}
	}
	out.records, out.changed = append(out.records, old.records[i:]...), append(out.changed, old.changed[i:]...)
	return out
}

// checkAfter checks what the ops wrote and what refers to what they removed.
func (s *Snapshot) checkAfter(ops []Op) []FieldError {
	var bad []FieldError
	gone := map[Key]bool{}
	whole := false
	for _, o := range ops {
		k := o.Key()
		if o.After != nil {
			bad = append(bad, s.check(o.After)...)
		} else {
			gone[k] = true
		}
		if k.Kind == KindArea || k.Kind == KindInstitution {
			whole = true
		}
		// A body that becomes a team may leave memberships that point at no body.
		if a, ok := o.After.(*Actor); ok && o.Before != nil && a.Kind != o.Before.(*Actor).Kind {
			for m := range Records[*Membership](s, KindMembership) {
				if m.Body == a.ID {
					bad = append(bad, s.check(m)...)
				}
			}
		}
	}
	if len(gone) > 0 {
		bad = append(bad, s.checkGone(gone)...)
	}
	return append(bad, s.checkWhole(whole)...)
}

// checkGone finds records that refer to something removed. An id that lives on as another kind of node does not count.
func (s *Snapshot) checkGone(gone map[Key]bool) []FieldError {
	if gone[Key{KindSettings, SettingsID}] {
		return []FieldError{{Record: Key{KindSettings, SettingsID}, Key: "errors.field.settings_needed"}}
	}
	targets := map[Kind]bool{}
	for k := range gone {
		targets[k.Kind] = true
	}
	var bad []FieldError
	for _, k := range Kinds() {
		if !refersTo(k, targets) {
			continue
		}
		for _, r := range s.kinds[k].records {
			eachRef(r, func(field string, id ID, kinds []Kind) {
				for _, t := range kinds {
					if gone[Key{t, id}] {
						if _, ok := s.resolve(id, kinds); !ok {
							bad = append(bad, FieldError{Record: r.Key(), Pointer: pointer(r.Key(), field), Field: field,
								Value: string(id), Key: "errors.field.in_use", Args: []any{Key{t, id}.String(), s.Name(r.Key())}})
						}
						return
					}
				}
			})
		}
	}
	return bad
}

func refersTo(k Kind, targets map[Kind]bool) bool {
	return slices.ContainsFunc(Fields(k), func(f Field) bool {
		return slices.ContainsFunc(f.Kinds, func(t Kind) bool { return targets[t] })
	})
}

// Rewind is the only way back: it takes the changes from the head's revision down to to.Revision+1 and gives the snapshot at
// to. Records get back the revision that they had. NotFound when the changes do not reach that far; a change that does not
// fit is Internal: history and head disagree.
func (s *Snapshot) Rewind(newestFirst iter.Seq2[Change, error], to Head) (*Snapshot, error) {
	cur := s
	if to.Revision < cur.head.Revision {
		for c, err := range newestFirst {
			if err != nil {
				return nil, err
			}
			if c.Revision() != cur.head.Revision {
				return nil, Errorf(Internal, "errors.history_gap", int64(c.Revision()))
			}
			inverse := c.Inverse()
			if err := cur.checkOps(inverse); err != nil {
				return nil, &Error{Code: Internal, Key: "errors.history_mismatch", Args: []any{int64(c.Revision())}, Err: err}
			}
			since := make(map[Key]Revision, len(c.Ops))
			for _, o := range c.Ops {
				since[o.Key()] = o.Since
			}
			next := cur.replace(inverse, func(o Op) Revision { return since[o.Key()] })
			next.head.Revision = c.Base
			if cur = next; c.Base == to.Revision {
				break
			}
		}
	}
	if cur.head.Revision != to.Revision {
		return nil, Errorf(NotFound, "errors.no_revision", int64(to.Revision))
	}
	if cur != s {
		cur.head.At, cur.head.Rewrites = to.At, to.Rewrites
		cur.head.Name = cur.Settings().Name
		cur.content = cur.head
	}
	return cur, nil
}
