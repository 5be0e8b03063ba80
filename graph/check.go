package graph

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of values, in bytes for ids and characters for texts.
const (
	maxID   = 64
	maxText = 500
	maxLong = 10_000
	maxBody = 8 << 20
)

// CheckID tells whether id may name a record; the answer is a key of graph/words, "" when it may.
func CheckID(id ID) string {
	switch s := string(id); {
	case s == "":
		return "errors.field.required"
	case len(s) > maxID:
		return "errors.field.id_too_long"
	case !utf8.ValidString(s) || strings.TrimSpace(s) != s || strings.ContainsFunc(s, func(r rune) bool { return r == '|' || unicode.IsControl(r) }):
		return "errors.field.id_characters"
	}
	return ""
}

// check gives everything wrong with r as a record of s, by field.
func (s *Snapshot) check(r Record) []FieldError {
	k := r.Key()
	var bad []FieldError
	add := func(field, value, key string, args ...any) {
		bad = append(bad, FieldError{Record: k, Pointer: pointer(k, field), Field: field, Value: value, Key: key, Args: args})
	}
	if key := CheckID(k.ID); key != "" {
		add("id", string(k.ID), key, maxID)
	}
	if k.Kind.IsNode() {
		for _, other := range nodeKinds {
			if _, ok := s.Get(Key{other, k.ID}); ok && other != k.Kind {
				add("id", string(k.ID), "errors.field.id_taken", Key{other, k.ID}.String())
			}
		}
	}
	for _, f := range Fields(k.Kind) {
		v := f.Get(r)
		if f.Empty(v) {
			if f.Required {
				add(f.Name, "", "errors.field.required")
			}
			continue
		}
		s.checkValue(f, v, func(value, key string, args ...any) { add(f.Name, value, key, args...) })
	}
	s.checkRules(r, add)
	return bad
}

func (s *Snapshot) checkValue(f Field, v any, add func(value, key string, args ...any)) {
	text := func(t string, limit int, lines bool) {
		switch n := utf8.RuneCountInString(t); {
		case n > limit:
			add(string([]rune(t)[:40])+"…", "errors.field.too_long", limit, n)
		case !utf8.ValidString(t) || strings.ContainsFunc(t, func(r rune) bool { return unicode.IsControl(r) && !(lines && (r == '\n' || r == '\t')) }):
			add(strings.ToValidUTF8(t, "�"), "errors.field.control_characters")
		}
	}
	ref := func(id ID) {
		if _, ok := s.resolve(id, f.Kinds); !ok {
			add(string(id), "errors.field.unknown_ref", kindsText(f.Kinds))
		}
	}
	switch f.Type {
	case TypeText:
		text(v.(string), maxText, false)
	case TypeLongText:
		text(v.(string), maxLong, true)
	case TypeBody:
		if b := v.(string); len(b) > maxBody || !utf8.ValidString(b) {
			add("", "errors.field.body", maxBody)
		}
	case TypeTexts:
		for _, t := range v.([]string) {
			if text(t, maxText, false); strings.TrimSpace(t) == "" || strings.Contains(t, "|") {
				add(t, "errors.field.list_value")
			}
		}
	case TypeCode:
		if !slices.Contains(codeLists[f.Codes], v.(string)) {
			add(v.(string), "errors.field.unknown_code", codeLists[f.Codes])
		}
	case TypeCodes:
		for _, c := range v.([]string) {
			if !slices.Contains(codeLists[f.Codes], c) {
				add(c, "errors.field.unknown_code", codeLists[f.Codes])
			}
		}
	case TypeRef:
		ref(v.(ID))
	case TypeRefs:
		seen := map[ID]bool{}
		for _, id := range v.([]ID) {
			if ref(id); seen[id] {
				add(string(id), "errors.field.twice")
			}
			seen[id] = true
		}
	case TypeCounts:
		for id, n := range v.(map[ID]int64) {
			if ref(id); n < 0 {
				add(string(id), "errors.field.negative")
			}
		}
	case TypeDate:
		if !v.(Date).Valid() {
			add(v.(Date).String(), "errors.field.date")
		}
	case TypeCount:
		if v.(Count).N < 0 {
			add("", "errors.field.negative")
		}
	case TypeNumber:
		if x := v.(Number).V; math.IsNaN(x) || math.IsInf(x, 0) {
			add("", "errors.field.number")
		}
	case TypeLevel:
		if l := v.(Level); l < LevelUnlisted || l > LevelMax {
			add(l.String(), "errors.field.level")
		}
	case TypeMarks:
		for item, t := range v.(map[string]Tri) {
			if text(item, maxText, false); t == Unknown || t > No || strings.Contains(item, "|") || strings.TrimSpace(item) == "" {
				add(item, "errors.field.list_value")
			}
		}
	case TypeAttributes:
		for name, t := range v.(map[string]string) {
			text(name, maxText, false)
			text(t, maxLong, true)
		}
	}
}

func kindsText(kinds []Kind) string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = k.String()
	}
	return strings.Join(out, ",")
}

// resolve finds the key that id stands for among kinds.
func (s *Snapshot) resolve(id ID, kinds []Kind) (Key, bool) {
	for _, k := range kinds {
		if _, ok := s.list(k).find(id); ok {
			return Key{k, id}, true
		}
	}
	return Key{}, false
}

// checkRules holds what ties several fields of one record together.
func (s *Snapshot) checkRules(r Record, add func(field, value, key string, args ...any)) {
	span := func(field string, from, until Date) {
		if !from.IsZero() && !until.IsZero() && until.Compare(from) < 0 {
			add(field, until.String(), "errors.field.before", from)
		}
	}
	between := func(field string, n Number, lo, hi float64) {
		if n.Known && (n.V < lo || n.V > hi) {
			add(field, "", "errors.field.range", lo, hi)
		}
	}
	switch r := r.(type) {
	case *Settings:
		if r.Together < 1 || r.Together > LevelMax {
			add("together", r.Together.String(), "errors.field.range", 1, int(LevelMax))
		}
		if r.Carrying < 1 || r.Carrying > 1000 {
			add("carrying", "", "errors.field.range", 0.001, 1)
		}
		if r.Unlisted != 0 && r.Unlisted != LevelUnknown {
			add("unlisted", r.Unlisted.String(), "errors.field.unlisted")
		}
	case *Institution:
		between("lat", r.Lat, -90, 90)
		between("lon", r.Lon, -180, 180)
		span("active_until", r.ActiveFrom, r.ActiveUntil)
	case *Actor:
		span("institution_until", r.InstitutionSince, r.InstitutionUntil)
		span("active_until", r.ActiveFrom, r.ActiveUntil)
	case *Offer:
		span("valid_until", r.ValidFrom, r.ValidUntil)
	case *Cooperation:
		if r.From == r.To && r.From != "" {
			add("to", string(r.To), "errors.field.self")
		} else if r.To < r.From {
			add("to", string(r.To), "errors.field.end_order")
		}
		if r.Level == LevelUnlisted {
			add("level", "", "errors.field.level")
		}
		span("until", r.Since, r.Until)
	case *Handover:
		if r.From == r.To && r.From != "" {
			add("to", string(r.To), "errors.field.self")
		}
	case *Membership:
		if a := Find[*Actor](s, KindActor, r.Body); a != nil && a.Kind != ActorBody {
			add("body", string(r.Body), "errors.field.not_a_body")
		}
		if r.Body == r.Member && r.Body != "" {
			add("member", string(r.Member), "errors.field.self")
		}
		span("until", r.Since, r.Until)
	case *Funding:
		between("share", r.Share, 0, 1)
		span("until", r.From, r.Until)
	case *Feedback:
		for field, text := range map[string]string{"says": r.Says, "source": r.Source} {
			if who := namesPerson(text); who != "" {
				add(field, who, "errors.field.person")
			}
		}
	case *Phase:
		if r.AgeFrom.Known && r.AgeTo.Known && r.AgeTo.V < r.AgeFrom.V {
			add("age_to", "", "errors.field.range", r.AgeFrom.V, 99)
		}
	case *TransitionType:
		if (r.FromPhase == "") != (r.ToPhase == "") {
			add("to_phase", string(r.ToPhase), "errors.field.both_phases")
		}
		if r.Level == LevelUnknown || r.Level == 0 {
			add("level", "", "errors.field.range", 1, int(LevelMax))
		}
	}
}

// checkWhole holds what spans records: settings exist, and, where asked, no area or institution is its own ancestor.
func (s *Snapshot) checkWhole(parents bool) []FieldError {
	var bad []FieldError
	if s.Len(KindSettings) == 0 {
		bad = append(bad, FieldError{Record: Key{KindSettings, SettingsID}, Key: "errors.field.settings_needed"})
	}
	if !parents {
		return bad
	}
	cycle := func(k Kind, field string, parent func(Record) ID) {
		state := map[ID]int8{} // 1 on the way, 2 done
		for _, r := range s.kinds[k].records {
			var path []ID
			for id := r.Key().ID; id != "" && state[id] != 2; {
				if state[id] == 1 {
					bad = append(bad, FieldError{Record: Key{k, id}, Pointer: pointer(Key{k, id}, field), Field: field, Value: string(id), Key: "errors.field.cycle"})
					break
				}
				state[id] = 1
				path = append(path, id)
				up, ok := s.Get(Key{k, id})
				if !ok {
					break // a missing parent is reported with the record itself
				}
				id = parent(up)
			}
			for _, id := range path {
				state[id] = 2
			}
		}
	}
	cycle(KindArea, "parent", func(r Record) ID { return r.(*Area).Parent })
	cycle(KindInstitution, "part_of", func(r Record) ID { return r.(*Institution).PartOf })
	return bad
}
