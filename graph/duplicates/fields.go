package duplicates

import (
	"maps"
	"slices"
	"strings"

	"miteinander/graph"
)

// State says what becomes of a field when two entries are made one.
type State string

// The states of a row.
const (
	Same   State = "same"   // both say the same
	Stays  State = "stays"  // only the entry that stays says something
	Filled State = "filled" // only the other one says something: it is taken over
	Joined State = "joined" // lists and notes of both together
	Clash  State = "clash"  // both say something else: a person chooses, the entry that stays holds until then
	Lapses State = "lapses" // it was said of the entry that goes and holds for no other: when it was checked or released
)

// AddressField stands for street, postal code, town and coordinates, which are taken together or not at all: half of one address and half
// of another are none.
const AddressField = "address"

// Row is one field of two entries. Attribute names one of the entry's own attributes.
type Row struct {
	Field, Attribute string
	State            State
	Taken            bool // of a clash: the other's value was chosen
}

// ID names the row in a choice: the field, or "attributes/<name>".
func (r Row) ID() string {
	if r.Attribute != "" {
		return r.Field + "/" + r.Attribute
	}
	return r.Field
}

// ofAddress are the fields of an address.
var ofAddress = []string{"street", "postal_code", "city", "lat", "lon"}

// ofEntry are what was said of an entry as it stood, not of the institution.
var ofEntry = []string{"checked_on", "checked_by", "released_on"}

// Compare says field by field what two entries have in common and what not.
func Compare(a, b graph.Record) []Row { return join(graph.Clone(a), b, nil) }

// Fill gives a record what it lacks and another of its kind has.
func Fill(into, from graph.Record) { join(into, from, nil) }

// join gives a record what it lacks and another of its kind has, and says what it did, in the order of the fields. take names rows in which
// the other's value is to hold. What is not known never takes the place of what is.
func join(into, from graph.Record, take []string) []Row {
	var rows []Row
	kind := into.Key().Kind
	address := false
	for _, f := range graph.Fields(kind) {
		if kind == graph.KindInstitution && slices.Contains(ofAddress, f.Name) {
			if !address {
				address = true
				rows = appendRow(rows, joinAddress(into.(*graph.Institution), from.(*graph.Institution), slices.Contains(take, AddressField)))
			}
			continue
		}
		have, other := f.Get(into), f.Get(from)
		row := Row{Field: f.Name}
		set := func(v any) { _ = f.Set(into, v) } // same type by construction
		if own, ok := have.(map[string]string); ok {
			rows = append(rows, joinAttributes(f, into, own, other.(map[string]string), take)...)
			continue
		}
		switch {
		case f.Empty(have) && f.Empty(other):
			continue
		case f.Equal(have, other) || f.Name == "website" && sameSite(have, other):
			row.State = Same
		case slices.Contains(ofEntry, f.Name):
			if row.State = Lapses; f.Empty(other) {
				row.State = Stays
			}
		case strings.HasSuffix(f.Name, "_until"): // empty says that it goes on, which is no lack
			row.State, row.Taken = Clash, slices.Contains(take, row.ID())
		case f.Empty(other):
			row.State = Stays
		case f.Name == "provider_kind" && into.Key().Kind == graph.KindInstitution && into.(*graph.Institution).Provider != "":
			row.State = Lapses // the provider has a kind of its own
		case f.Empty(have):
			row.State = Filled
			set(other)
		default:
			if v, ok := both(f, have, other); ok {
				row.State = Joined
				if f.Equal(v, have) {
					row.State = Stays // it says all of the other
				}
				set(v)
			} else {
				row.State, row.Taken = Clash, slices.Contains(take, row.ID())
			}
		}
		if row.Taken {
			set(other)
		}
		rows = append(rows, row)
	}
	if i, ok := into.(*graph.Institution); ok && i.Provider != "" {
		i.ProviderKind = "" // it is recorded with the provider
	}
	return rows
}

func appendRow(rows []Row, r Row) []Row {
	if r.State == "" {
		return rows
	}
	return append(rows, r)
}

// both joins two values that say something, where they can hold together.
func both(f graph.Field, have, other any) (any, bool) {
	switch have := have.(type) {
	case []graph.ID:
		return union(have, other.([]graph.ID)), true
	case []string:
		return union(have, other.([]string)), true
	case map[string]graph.Tri:
		out := maps.Clone(other.(map[string]graph.Tri))
		for k, v := range have {
			if v != graph.Unknown {
				out[k] = v
			}
		}
		return out, true
	case string:
		if f.Name == "notes" {
			switch more := other.(string); {
			case strings.Contains(have, more):
				return have, true
			case strings.Contains(more, have):
				return more, true
			default:
				return have + "\n" + more, true
			}
		}
	}
	return nil, false
}

func joinAttributes(f graph.Field, into graph.Record, have, other map[string]string, take []string) []Row {
	var rows []Row
	out := maps.Clone(have)
	if out == nil {
		out = map[string]string{}
	}
	for _, k := range slices.Sorted(maps.Keys(union2(have, other))) {
		row := Row{Field: f.Name, Attribute: k}
		switch mine, theirs := have[k], other[k]; {
		case mine == theirs:
			row.State = Same
		case theirs == "":
			row.State = Stays
		case mine == "":
			row.State = Filled
			out[k] = theirs
		default:
			row.State, row.Taken = Clash, slices.Contains(take, row.ID())
			if row.Taken {
				out[k] = theirs
			}
		}
		rows = append(rows, row)
	}
	if len(out) > 0 {
		_ = f.Set(into, out) // same type by construction
	}
	return rows
}

func union2(a, b map[string]string) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}

// joinAddress takes an address over where there is none, completes one that the other repeats, and leaves two addresses to a person.
func joinAddress(into, from *graph.Institution, take bool) Row {
	row := Row{Field: AddressField}
	parts := func(i *graph.Institution) (out []bool) {
		return []bool{i.Street != "", i.PostalCode != "", i.City != "", i.Lat.Known && i.Lon.Known}
	}
	mine, theirs := parts(into), parts(from)
	lacks, more := false, false
	for i := range mine {
		lacks = lacks || !mine[i] && theirs[i]
		more = more || mine[i] && !theirs[i]
	}
	nameA, numberA := street(into.Street)
	nameB, numberB := street(from.Street)
	differ := into.Street != "" && from.Street != "" && (nameA != nameB || numberA != numberB) ||
		into.PostalCode != "" && from.PostalCode != "" && into.PostalCode != from.PostalCode ||
		into.City != "" && from.City != "" && fold(into.City) != fold(from.City) ||
		mine[3] && theirs[3] && (into.Lat != from.Lat || into.Lon != from.Lon)
	all := func() {
		into.Street, into.PostalCode, into.City, into.Lat, into.Lon = from.Street, from.PostalCode, from.City, from.Lat, from.Lon
	}
	switch none := !slices.Contains(mine, true); {
	case !slices.Contains(mine, true) && !slices.Contains(theirs, true):
	case differ:
		if row.State, row.Taken = Clash, take; take {
			all()
		}
	case none:
		row.State = Filled
		all()
	case !lacks && !more:
		row.State = Same
	case !lacks:
		row.State = Stays
	default:
		row.State = Joined
		if into.Street == "" {
			into.Street = from.Street
		}
		if into.PostalCode == "" {
			into.PostalCode = from.PostalCode
		}
		if into.City == "" {
			into.City = from.City
		}
		if !mine[3] {
			into.Lat, into.Lon = from.Lat, from.Lon
		}
	}
	return row
}

// sameSite tells two spellings of one web address.
func sameSite(a, b any) bool {
	bare := func(v any) string {
		s := strings.ToLower(v.(string))
		for _, p := range []string{"https://", "http://", "www."} {
			s = strings.TrimPrefix(s, p)
		}
		return strings.TrimSuffix(s, "/")
	}
	return bare(a) == bare(b)
}

func union[T comparable](a, b []T) []T {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
