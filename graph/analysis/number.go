package analysis

import (
	"encoding/json"
	"math"
)

// Number is a value that may be undefined, such as the density of a network of
// one node. It is null in JSON then, and never NaN or Inf.
type Number struct {
	Value   float64
	Defined bool
}

// MarshalJSON writes the value in full, or null.
func (x Number) MarshalJSON() ([]byte, error) {
	if !x.Defined {
		return []byte("null"), nil
	}
	return json.Marshal(x.Value)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (x *Number) UnmarshalJSON(b []byte) error {
	*x = Number{}
	if string(b) == "null" {
		return nil
	}
	x.Defined = true
	return json.Unmarshal(b, &x.Value)
}

// defined is the number v; undefined if v is NaN or Inf.
func defined(v float64) Number {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Number{}
	}
	return Number{v, true}
}

// ratio is a/b, undefined where b is 0.
func ratio(a, b float64) Number {
	if b == 0 {
		return Number{}
	}
	return defined(a / b)
}
