package analysis

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// valuesByID are values per node, as JSON one object id → value. It is written in one pass: as a map of numbers that marshal
// themselves, a page of a thousand nodes spent more time on that than on the measures.
type valuesByID[T any] struct {
	ids    []string // sorted
	values []T
}

func valuesOf[T any](ids []string, values []T) valuesByID[T] { return valuesByID[T]{ids, values} }

// MarshalJSON writes the keys in order, as a map's would stand.
func (v valuesByID[T]) MarshalJSON() ([]byte, error) {
	if !slices.IsSorted(v.ids) {
		all := make(map[string]T, len(v.ids))
		for i, id := range v.ids {
			all[id] = v.values[i]
		}
		return json.Marshal(all)
	}
	b := append(make([]byte, 0, 32*len(v.ids)+2), '{')
	for i, id := range v.ids {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := appendJSON(b, id)
		if err != nil {
			return nil, err
		}
		if b, err = appendJSON(append(key, ':'), v.values[i]); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// appendJSON writes what json.Marshal would, texts and numbers without its detours.
func appendJSON(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case int:
		return strconv.AppendInt(b, int64(v), 10), nil
	case Number:
		if !v.Defined {
			return append(b, "null"...), nil
		}
		return appendJSON(b, v.Value)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			break // json.Marshal says what is wrong with it
		}
		if size := math.Abs(v); size != 0 && (size < 1e-6 || size >= 1e21) {
			break // with an exponent
		}
		return strconv.AppendFloat(b, v, 'f', -1, 64), nil
	case string:
		if strings.IndexFunc(v, func(c rune) bool { return c < 0x20 || c > 0x7e || strings.ContainsRune(`"\<>&`, c) }) >= 0 {
			break
		}
		return append(append(append(b, '"'), v...), '"'), nil
	}
	more, err := json.Marshal(v)
	return append(b, bytes.TrimSpace(more)...), err
}
