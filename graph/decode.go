package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// Decode reads what any released Encode wrote. Unknown keys are an error: a newer program wrote them.
//
// What Encode writes today is read in one pass; a network of some thousand records has to be there within a fraction of a
// second. Anything else, be it only a space, goes the long way through encoding/json and gives the same record.
func Decode(b []byte) (Record, error) {
	if r, ok := decodeCanonical(b); ok {
		return r, nil
	}
	return decodeAny(b)
}

// blank is the record to which a decoder adds what is written.
func blank(k Key) Record {
	if k.Kind == KindSettings {
		return &Settings{} // what is left out was empty, not the default
	}
	return New(k.Kind, k.ID)
}

// decodeAny reads any JSON of a record, keys in any order.
func decodeAny(b []byte) (Record, error) {
	var raw map[string]json.RawMessage
	if err := strictJSON(b, &raw); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	var version int
	var key string
	for name, at := range map[string]any{"v": &version, "key": &key} {
		if err := json.Unmarshal(raw[name], at); err != nil {
			return nil, fmt.Errorf("record: %s: %w", name, err)
		}
		delete(raw, name)
	}
	k, ok := ParseKey(key)
	if !ok || version < 1 || version > formatVersion {
		return nil, fmt.Errorf("record: %q of version %d is not known here", key, version)
	}
	r := blank(k)
	for _, f := range Fields(k.Kind) {
		v, ok := raw[f.Name]
		if !ok {
			continue
		}
		delete(raw, f.Name)
		x, err := f.ParseValue(v)
		if err != nil {
			return nil, fmt.Errorf("record %s: %s: %w", r.Key(), f.Name, err)
		}
		if err := f.Set(r, x); err != nil {
			return nil, err
		}
	}
	for name := range raw {
		return nil, fmt.Errorf("record %s: unknown field %q", r.Key(), name)
	}
	return r, nil
}

func strictJSON(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("more than one JSON value")
	}
	return nil
}

// decodeCanonical reads the very form of Encode; false for anything else, without judging it.
func decodeCanonical(b []byte) (Record, bool) {
	s := scanner{b}
	if !utf8.Valid(b) || !s.skip(`{"v":1,"key":`) {
		return nil, false
	}
	key, ok := s.text()
	if !ok {
		return nil, false
	}
	k, ok := ParseKey(string(key))
	if !ok {
		return nil, false
	}
	r := blank(k)
	fields := Fields(k.Kind)
	for s.skip(",") {
		name, ok := s.text()
		if !ok || !s.skip(":") {
			return nil, false
		}
		for len(fields) > 0 && fields[0].Name != string(name) {
			fields = fields[1:]
		}
		if len(fields) == 0 {
			return nil, false // unknown, twice, or in another order
		}
		v, ok := s.value(fields[0])
		if !ok || fields[0].Set(r, v) != nil {
			return nil, false
		}
		fields = fields[1:]
	}
	return r, s.skip("}") && len(s.rest) == 0
}

// scanner reads from the front of rest. Each of its methods is false for what is not in canonical form.
type scanner struct{ rest []byte }

func (s *scanner) skip(text string) bool {
	if len(s.rest) < len(text) || string(s.rest[:len(text)]) != text {
		return false
	}
	s.rest = s.rest[len(text):]
	return true
}

// text is a string without escapes; the bytes are not copied.
func (s *scanner) text() ([]byte, bool) {
	if !s.skip(`"`) {
		return nil, false
	}
	for i, c := range s.rest {
		switch {
		case c == '"':
			t := s.rest[:i]
			s.rest = s.rest[i+1:]
			return t, true
		case c == '\\' || c < 0x20:
			return nil, false
		}
	}
	return nil, false
}

// whole is an integer of at most 18 digits.
func (s *scanner) whole() (int64, bool) {
	i := 0
	for i < len(s.rest) && (s.rest[i] >= '0' && s.rest[i] <= '9' || i == 0 && s.rest[i] == '-') {
		i++
	}
	digits := bytes.TrimPrefix(s.rest[:i], []byte("-"))
	if len(digits) == 0 || len(digits) > 18 || len(digits) > 1 && digits[0] == '0' {
		return 0, false
	}
	if i < len(s.rest) && s.rest[i] != ',' && s.rest[i] != '}' {
		return 0, false // a fraction or an exponent
	}
	n, err := strconv.ParseInt(string(s.rest[:i]), 10, 64)
	s.rest = s.rest[i:]
	return n, err == nil
}

// value reads a field's value as ParseValue does.
func (s *scanner) value(f Field) (any, bool) {
	switch f.Type {
	case TypeText, TypeLongText, TypeBody:
		t, ok := s.text()
		return string(t), ok
	case TypeCode:
		t, ok := s.text()
		for _, c := range codeLists[f.Codes] {
			if c == string(t) {
				return c, ok // one copy for all records
			}
		}
		return string(t), ok
	case TypeRef:
		t, ok := s.text()
		return ID(t), ok
	case TypeTexts, TypeCodes:
		return listOf[string](s)
	case TypeRefs:
		return listOf[ID](s)
	case TypeTri:
		if s.skip("true") {
			return Yes, true
		}
		return No, s.skip("false")
	case TypeDate:
		t, ok := s.text()
		d, err := ParseDate(string(t))
		return d, ok && err == nil
	case TypeCount:
		n, ok := s.whole()
		return CountOf(n), ok
	case TypeLevel:
		n, ok := s.whole()
		return Level(n), ok && n >= -128 && n <= 127
	}
	return s.other(f)
}

// other reads a number or an object with the means of encoding/json.
func (s *scanner) other(f Field) (any, bool) {
	end := 0
	if f.Type == TypeNumber {
		for end < len(s.rest) && s.rest[end] != ',' && s.rest[end] != '}' {
			end++
		}
	} else {
		inside := false
		for end < len(s.rest) && (inside || s.rest[end] != '}') {
			switch c := s.rest[end]; {
			case c == '"':
				inside = !inside
			case c == '\\':
				return nil, false
			}
			end++
		}
		end = min(end+1, len(s.rest))
	}
	v, err := f.ParseValue(s.rest[:end])
	s.rest = s.rest[end:]
	return v, err == nil
}

// listOf reads a list of strings; [] is nil.
func listOf[T ~string](s *scanner) (any, bool) {
	if !s.skip("[") {
		return nil, false
	}
	var out []T
	for !s.skip("]") {
		if len(out) > 0 && !s.skip(",") {
			return nil, false
		}
		t, ok := s.text()
		if !ok {
			return nil, false
		}
		out = append(out, T(t))
	}
	return out, true
}
