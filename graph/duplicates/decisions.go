package duplicates

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"miteinander/graph"
)

// DocumentType is the type of the documents in which a network keeps what people said of pairs: one document for each thing that was
// said, so that two people do not get in each other's way and each word can be taken back by itself, in any order.
const DocumentType = "duplicates"

// Decisions are what people said: which entries are different although they look alike, and which spellings mean an entry. They are
// kept with the network, so that nobody is asked twice.
type Decisions struct {
	Different [][2]graph.ID       `json:"different,omitempty"` // marks of two entries (markOf), the lesser first
	Apart     [][2]string         `json:"apart,omitempty"`     // spellings of files that are no entry, folded, the lesser first
	Same      map[string]graph.ID `json:"same,omitempty"`      // folded spelling → the institution that it means
	Others    map[string]graph.ID `json:"others,omitempty"`    // otherKey → the offer, actor or provider that it means
}

// DecisionsOf reads the decisions of a network; documents of a later form are passed over.
func DecisionsOf(s *graph.Snapshot) *Decisions {
	out := &Decisions{Same: map[string]graph.ID{}, Others: map[string]graph.ID{}}
	for doc := range graph.Records[*graph.Document](s, graph.KindDocument) {
		if doc.Type != DocumentType {
			continue
		}
		var d Decisions
		if json.Unmarshal([]byte(doc.Body), &d) == nil {
			out.add(&d)
		}
	}
	out.tidy()
	return out
}

func (d *Decisions) add(o *Decisions) {
	d.Different = append(d.Different, o.Different...)
	d.Apart = append(d.Apart, o.Apart...)
	maps.Copy(d.Same, o.Same)
	maps.Copy(d.Others, o.Others)
}

func (d *Decisions) tidy() {
	slices.SortFunc(d.Different, func(a, b [2]graph.ID) int { return slices.Compare(a[:], b[:]) })
	d.Different = slices.Compact(d.Different)
	slices.SortFunc(d.Apart, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	d.Apart = slices.Compact(d.Apart)
}

// parts are the single things that were said, each as the body of a document of its own.
func (d *Decisions) parts() (map[string]Decisions, error) {
	out := map[string]Decisions{}
	var failed error
	add := func(one Decisions) {
		b, err := json.Marshal(one)
		if err != nil {
			failed = err
		}
		out[string(b)] = one
	}
	for _, p := range d.Different {
		add(Decisions{Different: [][2]graph.ID{p}})
	}
	for _, p := range d.Apart {
		add(Decisions{Apart: [][2]string{p}})
	}
	for k, id := range d.Same {
		add(Decisions{Same: map[string]graph.ID{k: id}})
	}
	for k, id := range d.Others {
		add(Decisions{Others: map[string]graph.ID{k: id}})
	}
	return out, failed
}

// Ops are the operations after which the network keeps these decisions and no others, in key order; none where it does.
func (d *Decisions) Ops(s *graph.Snapshot) ([]graph.Op, error) {
	d.tidy()
	wanted, err := d.parts()
	if err != nil {
		return nil, err
	}
	var ops []graph.Op
	put := func(doc *graph.Document) {
		if op, ok := s.Put(doc); ok {
			ops = append(ops, op)
		}
	}
	for doc := range graph.Records[*graph.Document](s, graph.KindDocument) {
		var have Decisions
		if doc.Type != DocumentType || json.Unmarshal([]byte(doc.Body), &have) != nil {
			continue
		}
		parts, err := have.parts()
		if err != nil {
			return nil, err
		}
		rest := &Decisions{Same: map[string]graph.ID{}, Others: map[string]graph.ID{}}
		kept := 0
		for body, one := range parts {
			if _, ok := wanted[body]; ok {
				delete(wanted, body)
				rest.add(&one)
				kept++
			}
		}
		switch {
		case kept == 0:
			if op, ok := s.Delete(doc.Key()); ok {
				ops = append(ops, op)
			}
		case kept < len(parts):
			rest.tidy()
			b, err := json.Marshal(rest)
			if err != nil {
				return nil, err
			}
			put(&graph.Document{ID: doc.ID, Type: DocumentType, Body: string(b)})
		}
	}
	for body := range wanted {
		put(&graph.Document{ID: graph.ID(partID(body)), Type: DocumentType, Body: body})
	}
	return graph.SortOps(ops), nil
}

func partID(body string) string {
	sum := sha256.Sum256([]byte(body))
	return "duplicates-" + hex.EncodeToString(sum[:8])
}

// Said is one thing that a person said.
type Said struct {
	ID        string
	What      string     // "different", "apart" or "same"
	Kind      graph.Kind // of the entries
	A, B      graph.Key  // without an ID for a spelling; of "same" A is the spelling
	Spellings [2]string  // folded
}

// List is what was said, thing by thing, in the order of the ids.
func (d *Decisions) List() ([]Said, error) {
	parts, err := d.parts()
	if err != nil {
		return nil, err
	}
	var out []Said
	for body, p := range parts {
		x := Said{ID: partID(body), Kind: graph.KindInstitution}
		switch {
		case len(p.Different) > 0:
			x.What, x.A, x.B = "different", keyOf(p.Different[0][0]), keyOf(p.Different[0][1])
			x.Kind = x.A.Kind
		case len(p.Apart) > 0:
			x.What, x.Spellings = "apart", p.Apart[0]
		}
		for name, id := range p.Same {
			x.What, x.Spellings[0], x.B = "same", name, graph.Key{Kind: x.Kind, ID: id}
		}
		for name, id := range p.Others {
			kind, rest, _ := strings.Cut(name, " ")
			_, spelling, _ := strings.Cut(rest, " ")
			x.Kind, _ = graph.ParseKind(kind)
			x.What, x.Spellings[0], x.B = "same", spelling, graph.Key{Kind: x.Kind, ID: id}
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b Said) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// Without are the decisions but one, by the id that List gives it; NotFound where there is none.
func (d *Decisions) Without(id string) (*Decisions, error) {
	parts, err := d.parts()
	if err != nil {
		return nil, err
	}
	out := &Decisions{Same: map[string]graph.ID{}, Others: map[string]graph.ID{}}
	for body, one := range parts {
		if partID(body) != id {
			out.add(&one)
		} else {
			id = ""
		}
	}
	if id != "" {
		return nil, graph.Errorf(graph.NotFound, "duplicates.unsaid")
	}
	out.tidy()
	return out, nil
}

// Spelling is how a name is kept: lower case, umlauts spelt out, one space between words.
func Spelling(name string) string { return strings.Join(strings.Fields(fold(name)), " ") }

// markOf names an entry in Different: an institution by its id, any other with its kind.
func markOf(k graph.Key) graph.ID {
	if k.Kind == graph.KindInstitution {
		return k.ID
	}
	return graph.ID(k.String())
}

// keyOf reads a mark.
func keyOf(mark graph.ID) graph.Key {
	if k, ok := graph.ParseKey(string(mark)); ok {
		return k
	}
	return graph.Key{Kind: graph.KindInstitution, ID: mark}
}

// otherKey is the key of Others: the kind, the institution that the entry hangs on, the spelling.
func otherKey(k graph.Kind, of graph.ID, name string) string {
	return k.String() + " " + string(of) + " " + Spelling(name)
}

func ordered[T ~string](a, b T) [2]T { return [2]T{min(a, b), max(a, b)} }

// SayDifferent notes that two entries are two.
func (d *Decisions) SayDifferent(a, b graph.Key) {
	d.Different = append(d.Different, ordered(markOf(a), markOf(b)))
}

// SayApart notes that two spellings mean two.
func (d *Decisions) SayApart(a, b string) {
	d.Apart = append(d.Apart, ordered(Spelling(a), Spelling(b)))
}

// SaySame notes that a spelling means an entry; of is the institution that an offer or actor hangs on.
func (d *Decisions) SaySame(k graph.Key, of graph.ID, name string) {
	if k.Kind == graph.KindInstitution {
		d.Same[Spelling(name)] = k.ID
	} else {
		d.Others[otherKey(k.Kind, of, name)] = k.ID
	}
}

// Meant is the entry that a spelling means by what people said, "" for none.
func (d *Decisions) Meant(k graph.Kind, of graph.ID, name string) graph.ID {
	if k == graph.KindInstitution {
		return d.Same[Spelling(name)]
	}
	if len(d.Others) == 0 {
		return ""
	}
	return d.Others[otherKey(k, of, name)]
}

// Forget drops what is said of an entry that is gone, and lets what meant it mean another; "" for none.
func (d *Decisions) Forget(gone graph.Key, instead graph.ID) {
	d.Different = slices.DeleteFunc(d.Different, func(p [2]graph.ID) bool { return slices.Contains(p[:], markOf(gone)) })
	turn := func(m map[string]graph.ID, mine func(key string) bool) {
		for name, id := range m {
			switch {
			case id != gone.ID || !mine(name):
			case instead == "":
				delete(m, name)
			default:
				m[name] = instead
			}
		}
	}
	if gone.Kind == graph.KindInstitution {
		turn(d.Same, func(string) bool { return true })
	} else {
		turn(d.Others, func(key string) bool { return strings.HasPrefix(key, gone.Kind.String()+" ") })
	}
}

// Known tells whether people have said already what a pair is.
func (d *Decisions) Known(a, b Thing) bool {
	if a.ID != "" && b.ID != "" && slices.Contains(d.Different, ordered(markOf(a.key()), markOf(b.key()))) {
		return true
	}
	if a.key().Kind != graph.KindInstitution {
		return false
	}
	for _, x := range [][2]*Thing{{&a, &b}, {&b, &a}} {
		if x[0].ID == "" && x[1].ID != "" && d.Same[Spelling(x[0].Name)] == x[1].ID {
			return true
		}
	}
	return len(d.Apart) > 0 && slices.Contains(d.Apart, ordered(Spelling(a.Name), Spelling(b.Name)))
}
