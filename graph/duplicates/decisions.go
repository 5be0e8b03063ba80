package duplicates

import (
	"encoding/json"
	"slices"
	"strings"

	"miteinander/graph"
)

// DecisionsID is the document in which a network keeps what people said of pairs.
const DecisionsID graph.ID = "duplicates"

// DocumentType is the type of that document.
const DocumentType = "duplicates"

// Decisions are what people said: which entries are different although they look alike, and which spellings mean an entry. They are
// kept with the network, so that nobody is asked twice.
type Decisions struct {
	Different [][2]graph.ID       `json:"different,omitempty"` // ids, the lesser first
	Apart     [][2]string         `json:"apart,omitempty"`     // spellings of files that are no entry, folded
	Same      map[string]graph.ID `json:"same,omitempty"`      // folded spelling → the entry that it means
}

// DecisionsOf reads the decisions of a network; none where it has none or the document is of a later form.
func DecisionsOf(s *graph.Snapshot) *Decisions {
	out := &Decisions{}
	if d := graph.Find[*graph.Document](s, graph.KindDocument, DecisionsID); d != nil && d.Type == DocumentType {
		if json.Unmarshal([]byte(d.Body), out) != nil {
			out = &Decisions{}
		}
	}
	if out.Same == nil {
		out.Same = map[string]graph.ID{}
	}
	return out
}

// Document is the record that keeps the decisions; same decisions, same bytes.
func (d *Decisions) Document() (*graph.Document, error) {
	slices.SortFunc(d.Different, func(a, b [2]graph.ID) int {
		return strings.Compare(string(a[0])+"\x00"+string(a[1]), string(b[0])+"\x00"+string(b[1]))
	})
	d.Different = slices.Compact(d.Different)
	slices.SortFunc(d.Apart, func(a, b [2]string) int { return strings.Compare(a[0]+"\x00"+a[1], b[0]+"\x00"+b[1]) })
	d.Apart = slices.Compact(d.Apart)
	b, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	return &graph.Document{ID: DecisionsID, Type: DocumentType, Body: string(b)}, nil
}

// Spelling is how a name is kept: lower case, umlauts spelt out, one space between words.
func Spelling(name string) string { return strings.Join(strings.Fields(fold(name)), " ") }

// SayDifferent notes that two entries are two.
func (d *Decisions) SayDifferent(a, b graph.ID) {
	if b < a {
		a, b = b, a
	}
	d.Different = append(d.Different, [2]graph.ID{a, b})
}

// SaySame notes that a spelling means an entry.
func (d *Decisions) SaySame(name string, id graph.ID) { d.Same[Spelling(name)] = id }

// Forget drops what is said of an entry that is gone, and lets what meant it mean another; "" for none.
func (d *Decisions) Forget(gone, instead graph.ID) {
	d.Different = slices.DeleteFunc(d.Different, func(p [2]graph.ID) bool { return p[0] == gone || p[1] == gone })
	for name, id := range d.Same {
		if id == gone {
			if instead == "" {
				delete(d.Same, name)
			} else {
				d.Same[name] = instead
			}
		}
	}
}

// Known tells whether people have said already what a pair is.
func (d *Decisions) Known(a, b Thing) bool {
	if a.ID != "" && b.ID != "" {
		x, y := a.ID, b.ID
		if y < x {
			x, y = y, x
		}
		return slices.Contains(d.Different, [2]graph.ID{x, y})
	}
	if a.ID != "" {
		a, b = b, a
	}
	if b.ID != "" && d.Same[Spelling(a.Name)] == b.ID {
		return true
	}
	x, y := Spelling(a.Name), Spelling(b.Name)
	if y < x {
		x, y = y, x
	}
	return slices.Contains(d.Apart, [2]string{x, y})
}

// SayApart notes that two spellings mean two.
func (d *Decisions) SayApart(a, b string) {
	x, y := Spelling(a), Spelling(b)
	if y < x {
		x, y = y, x
	}
	d.Apart = append(d.Apart, [2]string{x, y})
}

// Institutions are those of a network as things.
func Institutions(s *graph.Snapshot) []Thing {
	var out []Thing
	for i := range graph.Records[*graph.Institution](s, graph.KindInstitution) {
		out = append(out, Thing{ID: i.ID, Name: i.Name, Short: i.ShortName, Street: i.Street, PostalCode: i.PostalCode, City: i.City})
	}
	return out
}

// Within proposes pairs of institutions of a network of which nobody has said yet what they are.
func Within(s *graph.Snapshot) ([]Thing, []Pair) {
	things := Institutions(s)
	d := DecisionsOf(s)
	pairs := slices.DeleteFunc(Find(things, Likely), func(p Pair) bool { return d.Known(things[p.A], things[p.B]) })
	return things, pairs
}

// Different gives the operation that notes that two entries are two. NotFound where one of them is not there.
func Different(s *graph.Snapshot, a, b graph.ID) ([]graph.Op, error) {
	for _, id := range []graph.ID{a, b} {
		if graph.Find[*graph.Institution](s, graph.KindInstitution, id) == nil {
			return nil, graph.Errorf(graph.NotFound, "duplicates.gone", string(id))
		}
	}
	d := DecisionsOf(s)
	d.SayDifferent(a, b)
	doc, err := d.Document()
	if err != nil {
		return nil, err
	}
	if op, ok := s.Put(doc); ok {
		return []graph.Op{op}, nil
	}
	return nil, nil
}
