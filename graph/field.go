package graph

import (
	"fmt"
	"maps"
	"slices"
)

// FieldType says what Get returns and Set takes.
type FieldType uint8

// The field types, with the Go type of their values.
const (
	TypeText       FieldType = iota + 1 // string, at most 500 bytes… one line
	TypeLongText                        // string, at most 10,000 characters
	TypeCode                            // string out of Codes(f.Codes), "" = not given
	TypeCodes                           // []string out of Codes(f.Codes)
	TypeTexts                           // []string
	TypeRef                             // ID of a record of one of f.Kinds, "" = not given
	TypeRefs                            // []ID
	TypeTri                             // Tri
	TypeDate                            // Date
	TypeCount                           // Count
	TypeNumber                          // Number
	TypeLevel                           // Level
	TypeMarks                           // map[string]Tri
	TypeCounts                          // map[ID]int64; keys are ids of f.Kinds
	TypeAttributes                      // map[string]string
	TypeBody                            // string, at most 8 MiB
)

// Field is one attribute of a kind of record. Fields(kind) is the one list that codec, stores, JSON, workbook, diff and
// forms walk. Values got from a record in a Snapshot must not be changed.
type Field struct {
	Name             string // snake_case: JSON key and workbook alias
	Type             FieldType
	Codes            string // TypeCode, TypeCodes: name of the code list
	Kinds            []Kind // TypeRef, TypeRefs, TypeCounts: what may be referred to
	Required, Public bool
	Get              func(Record) any
	Set              func(Record, any) error
}

// Empty tells whether v, a value of the field's type, says nothing. A Level always says something.
func (f Field) Empty(v any) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case ID:
		return v == ""
	case []string:
		return len(v) == 0
	case []ID:
		return len(v) == 0
	case Tri:
		return v == Unknown
	case Date:
		return v.IsZero()
	case Count:
		return !v.Known
	case Number:
		return !v.Known
	case map[string]Tri:
		return len(v) == 0
	case map[ID]int64:
		return len(v) == 0
	case map[string]string:
		return len(v) == 0
	}
	return false
}

// Equal compares two values of the field's type.
func (f Field) Equal(a, b any) bool {
	switch a := a.(type) {
	case []string:
		return slices.Equal(a, b.([]string))
	case []ID:
		return slices.Equal(a, b.([]ID))
	case map[string]Tri:
		return maps.Equal(a, b.(map[string]Tri))
	case map[ID]int64:
		return maps.Equal(a, b.(map[ID]int64))
	case map[string]string:
		return maps.Equal(a, b.(map[string]string))
	}
	return a == b
}

// FieldOf finds a field by name.
func FieldOf(k Kind, name string) (Field, bool) {
	for _, f := range Fields(k) {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// codeLists holds every enumeration in the order in which forms offer it.
var codeLists = map[string][]string{
	"provider_kind":    {"municipal", "state", "free", "commercial", "self_employed"},
	"actor_kind":       {ActorPosition, ActorTeam, ActorBody},
	"offer_kind":       {"service", "benefit", "project"},
	"status":           {StatusActive, "planned", "paused", "ended"},
	"access":           {"open", "outreach", "registration", "referral", "application"},
	"prevention_level": {"universal", "selective", "indicated"},
	"participation":    {"none", "informed", "heard", "co_decides"},
	"basis":            {"none", "oral", "written", "contract"},
	"source":           {"survey", "on_behalf", "coordination", "contract", "import", "assumed"},
	"confirmed":        {"both", "one_side", "contradictory"},
	"renewal":          {"open", "applied", "granted", "excluded"},
	"rule":             {RuleEveryPair, RuleEachSender, RuleEachReceiver},
	"scope":            {ScopeArea, ScopeNetwork},
	"required":         {TargetRequired, TargetNotRequired, TargetOpen},
	"measure_state":    {"agreed", "begun", "done", "dropped"},
	"feedback_from":    {"children", "parents", "children_and_parents"},
	"small_numbers":    {SmallNumbersShow, SmallNumbersMask},
	"governance":       {"self", "lead", "administrative"},
}

// Codes gives the code list of a name, in order.
func Codes(name string) []string { return slices.Clone(codeLists[name]) }

// option changes a Field under construction.
type option func(*Field)

func required(f *Field)          { f.Required = true }
func hidden(f *Field)            { f.Public = false }
func codes(name string) option   { return func(f *Field) { f.Codes = name } }
func refTo(kinds ...Kind) option { return func(f *Field) { f.Kinds = kinds } }

// field builds a Field from a function that points at the value inside a record of type R.
func field[R Record, V any](name string, t FieldType, at func(R) *V, opts ...option) Field {
	f := Field{Name: name, Type: t, Public: true,
		Get: func(r Record) any { return *at(r.(R)) },
		Set: func(r Record, v any) error {
			x, ok := v.(V)
			if !ok {
				return fmt.Errorf("field %s: got %T, want %T", name, v, *new(V))
			}
			*at(r.(R)) = x
			return nil
		}}
	for _, o := range opts {
		o(&f)
	}
	return f
}
