package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// formatVersion is the record format that Encode writes; Decode reads every version ever released.
const formatVersion = 1

// Encode is the canonical text of a record: one JSON object, keys "v", "key" (kind/id) and then the fields that say something
// in the order of Fields, maps sorted by key. Equal records give equal bytes. Unknown values are left out; Tri is a
// boolean, a Date "YYYY-MM-DD", a Level its number (-1 unknown, -2 unlisted).
func Encode(r Record) []byte {
	k := r.Key()
	b := append(make([]byte, 0, 256), `{"v":`...)
	b = strconv.AppendInt(b, formatVersion, 10)
	b = appendText(append(b, `,"key":`...), k.String())
	for _, f := range Fields(k.Kind) {
		v := f.Get(r)
		if f.Empty(v) {
			continue
		}
		b = append(b, ',')
		b = appendText(b, f.Name)
		b = append(b, ':')
		b = appendValue(b, v)
	}
	return append(b, '}')
}

// AppendValue appends the canonical JSON of a field value; empty values are null.
func (f Field) AppendValue(b []byte, v any) []byte {
	if f.Empty(v) {
		return append(b, "null"...)
	}
	return appendValue(b, v)
}

func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return appendText(b, v)
	case ID:
		return appendText(b, string(v))
	case []string:
		return appendList(b, v)
	case []ID:
		return appendList(b, v)
	case Tri:
		return strconv.AppendBool(b, v == Yes)
	case Date:
		return appendText(b, v.String())
	case Count:
		return strconv.AppendInt(b, v.N, 10)
	case Number:
		return appendFloat(b, v.V)
	case Level:
		return strconv.AppendInt(b, int64(v), 10)
	case map[string]Tri:
		return appendMap(b, v, func(b []byte, t Tri) []byte { return strconv.AppendBool(b, t == Yes) })
	case map[ID]int64:
		return appendMap(b, v, func(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) })
	case map[string]string:
		return appendMap(b, v, appendText)
	}
	panic(fmt.Sprintf("graph: no canonical form for %T", v))
}

func appendFloat(b []byte, x float64) []byte {
	if x == 0 {
		x = 0 // -0 and 0 are one value
	}
	return strconv.AppendFloat(b, x, 'g', -1, 64)
}

func appendList[T ~string](b []byte, list []T) []byte {
	b = append(b, '[')
	for i, t := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, string(t))
	}
	return append(b, ']')
}

func appendMap[K ~string, V any](b []byte, m map[K]V, value func([]byte, V) []byte) []byte {
	b = append(b, '{')
	for i, k := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, string(k)), ':')
		b = value(b, m[k])
	}
	return append(b, '}')
}

// appendText quotes as JSON; only quotation mark, backslash and control characters are escaped.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// ParseValue reads the JSON of a field value as AppendValue writes it; null gives the empty value (a Level: unknown).
func (f Field) ParseValue(b []byte) (any, error) {
	null := string(bytes.TrimSpace(b)) == "null"
	switch f.Type {
	case TypeText, TypeLongText, TypeCode, TypeBody:
		return parse[string](b)
	case TypeRef:
		return parse[ID](b)
	case TypeTexts, TypeCodes:
		v, err := parse[[]string](b)
		return emptyIsNil(v), err
	case TypeRefs:
		v, err := parse[[]ID](b)
		return emptyIsNil(v), err
	case TypeTri:
		if null {
			return Unknown, nil
		}
		v, err := parse[bool](b)
		return TriOf(v), err
	case TypeDate:
		s, err := parse[string](b)
		if err != nil || s == "" {
			return Date{}, err
		}
		return ParseDate(s)
	case TypeCount:
		if null {
			return Count{}, nil
		}
		v, err := parse[int64](b)
		return CountOf(v), err
	case TypeNumber:
		if null {
			return Number{}, nil
		}
		v, err := parse[float64](b)
		return NumberOf(v), err
	case TypeLevel:
		if null {
			return LevelUnknown, nil
		}
		v, err := parse[int8](b)
		return Level(v), err
	case TypeMarks:
		m, err := parse[map[string]bool](b)
		if err != nil || len(m) == 0 {
			return map[string]Tri(nil), err
		}
		out := make(map[string]Tri, len(m))
		for k, v := range m {
			out[k] = TriOf(v)
		}
		return out, nil
	case TypeCounts:
		m, err := parse[map[ID]int64](b)
		if len(m) == 0 {
			m = nil
		}
		return m, err
	case TypeAttributes:
		m, err := parse[map[string]string](b)
		if len(m) == 0 {
			m = nil
		}
		return m, err
	}
	return nil, fmt.Errorf("field %s has no type", f.Name)
}

func parse[T any](b []byte) (T, error) {
	var v T
	err := json.Unmarshal(b, &v)
	return v, err
}

func emptyIsNil[T any](s []T) []T {
	if len(s) == 0 {
		return nil
	}
	return s
}
