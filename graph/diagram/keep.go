package diagram

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"miteinander/graph"
)

// LayoutType is the type of a document that holds the positions of a picture.
const LayoutType = "layout"

// mostKept is how many layouts of special selections and options a network keeps; the oldest go first.
const mostKept = 40

// Keeps tells whether positions of the picture are kept. An ego map and the components are arranged anew each time: there
// every tie moves the whole, and the same data gives the same picture.
func (r Request) Keeps() bool {
	return r.View != ViewEgo && r.View != ViewComponents && r.View != ViewRounds && r.View != ViewAreas
}

// LayoutIDs name the documents in which the positions of a picture are looked for, the first being its own: one for each
// view, arrangement and paper, and one for each selection and set of options that puts other marks on the map. With options
// of its own a picture begins with the positions that the selection has without them. The date, the language, and names or
// none do not count: they leave everything in its place.
func (r Request) LayoutIDs(f graph.Filter) []graph.ID {
	f.Date = graph.Date{Year: 1000, Month: 1, Day: 1}
	id := func(f graph.Filter, options ...string) graph.ID {
		name := strings.Join([]string{"layout", r.View, r.Arrangement, r.Paper}, "-")
		if f.Key() != (graph.Filter{Date: f.Date}).Key() || len(options) > 0 {
			h := sha256.Sum256([]byte(f.Key() + " " + strings.Join(options, " ")))
			name += "-" + hex.EncodeToString(h[:6])
		}
		return graph.ID(name)
	}
	var options []string
	if r.Unclear {
		options = append(options, "unclear")
	}
	if r.Level1 {
		options = append(options, "level1")
	}
	expand := slices.Clone(r.Expand)
	slices.Sort(expand)
	options = append(options, slices.Compact(expand)...)
	if len(options) == 0 {
		return []graph.ID{id(f)}
	}
	return []graph.ID{id(f, options...), id(f)}
}

// StoredLayout reads a layout out of a network; nil when there is none.
func StoredLayout(s *graph.Snapshot, id graph.ID) Layout {
	d := graph.Find[*graph.Document](s, graph.KindDocument, id)
	if d == nil || d.Type != LayoutType {
		return nil
	}
	var l Layout
	if json.Unmarshal([]byte(d.Body), &l) != nil {
		return nil
	}
	return l
}

// KeptLayout gives the positions to keep for a picture, or nil.
func KeptLayout(s *graph.Snapshot, r Request, f graph.Filter) Layout {
	for _, id := range r.LayoutIDs(f) {
		if l := StoredLayout(s, id); l != nil {
			return l
		}
	}
	return nil
}

// LayoutDocument is a layout as it is stored: the same positions give the same bytes.
func LayoutDocument(id graph.ID, l Layout) *graph.Document {
	body, err := json.Marshal(l)
	if err != nil {
		panic(err) // numbers that are no numbers: the painter would have failed before
	}
	return &graph.Document{ID: id, Type: LayoutType, Body: string(body)}
}

// KeepLayouts are the Ops that store layouts and let the oldest ones go that are too many. Positions that are there already
// need none.
func KeepLayouts(s *graph.Snapshot, docs []*graph.Document) []graph.Op {
	var ops []graph.Op
	touched := map[graph.ID]bool{}
	for _, d := range docs {
		touched[d.ID] = true
		if op, changed := s.Put(d); changed {
			ops = append(ops, op)
		}
	}
	var special []graph.Key
	room := mostKept
	for d := range graph.Records[*graph.Document](s, graph.KindDocument) {
		if d.Type == LayoutType && !isPlain(d.ID) && !touched[d.ID] {
			special = append(special, d.Key())
		}
	}
	for id := range touched {
		if !isPlain(id) {
			room--
		}
	}
	slices.SortFunc(special, func(a, b graph.Key) int {
		return cmp.Or(cmp.Compare(s.Changed(b), s.Changed(a)), a.Compare(b))
	})
	for _, k := range special[min(max(room, 0), len(special)):] {
		op, _ := s.Delete(k)
		ops = append(ops, op)
	}
	return graph.SortOps(ops)
}

// isPlain tells the layout of a whole network without special options: those are never too many.
func isPlain(id graph.ID) bool {
	for _, view := range append(Views(), ViewExplorer) {
		for _, arrangement := range Arrangements() {
			for _, paper := range Papers() {
				if id == (Request{View: view, Arrangement: arrangement, Paper: paper}).LayoutIDs(graph.Filter{})[0] {
					return true
				}
			}
		}
	}
	return false
}

// Places tells whether a layout has a place for most institutions of a selection: that of a picture which bundles has not.
func Places(l Layout, sel *graph.Selection) bool {
	has := 0
	for _, i := range sel.Institutions() {
		if _, ok := l[i.Key().String()]; ok {
			has++
		}
	}
	return l != nil && 2*has >= len(sel.Institutions())
}

// Moved is a layout in which some marks stand elsewhere, inside its frame. The layout itself stays as it is.
func Moved(l Layout, places map[string]Point) Layout {
	out := maps.Clone(l)
	frame := l[frameRef]
	for ref, at := range places {
		out[ref] = Point{round2(within(at.X, 12, frame.X-12)), round2(within(at.Y, 12, frame.Y-12))}
	}
	return out
}
