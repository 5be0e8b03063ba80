package server

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"miteinander/graph"
	"miteinander/graph/findings"
	"miteinander/graph/words"
)

type cardIn struct {
	SelectionQuery
	Kind string `path:"kind" doc:"Singular or plural of a kind; pair (a finding's side-by-side and across-sectors too); finding, or the first word of a finding's ref"`
	ID   string `path:"id" doc:"For a pair: a~b. For finding the ref; for the first word of a ref the rest of it, / as %2F"`
}

// CardLine is one detail in words.
type CardLine struct {
	Field string `json:"field"`
	Label string `json:"label"`
	Value string `json:"value"`
}

// Neighbour is one tie of what the card shows.
type Neighbour struct {
	Key           string `json:"key"`
	Label         string `json:"label"`
	Relation      string `json:"relation" enum:"cooperation,provides,belongs_to,responsible_for,member_of,hands_over_to,receives_from,funds,part_of,carries,end"`
	RelationLabel string `json:"relation_label"`
	Level         *int   `json:"level,omitempty" doc:"Of a cooperation; left out where it is not known"`
	LevelLabel    string `json:"level_label,omitempty"`
	Says          string `json:"says,omitempty"`
}

// CardFinding is a finding that the thing takes part in.
type CardFinding struct {
	Ref    findings.Ref    `json:"ref"`
	Status findings.Status `json:"status"`
	Text   string          `json:"text"`
	Title  string          `json:"title"`
}

// CardChange is one change of the record.
type CardChange struct {
	Revision graph.Revision `json:"revision"`
	At       time.Time      `json:"at"`
	Author   string         `json:"author"`
	Cause    graph.Cause    `json:"cause"`
	Fields   []string       `json:"fields" nullable:"false"`
	Says     string         `json:"says,omitempty" doc:"What it did, in words"`
	Key      string         `json:"key,omitempty" doc:"Of a finding: the record that it changed"`
	Label    string         `json:"label,omitempty"`
}

// CardView is the card of anything that can be clicked.
type CardView struct {
	Key         string                  `json:"key"`
	Title       string                  `json:"title"`
	Kind        string                  `json:"kind"`
	KindLabel   string                  `json:"kind_label"`
	Record      *Record                 `json:"record,omitempty"`
	ETag        string                  `json:"etag,omitempty" doc:"For If-Match"`
	Active      bool                    `json:"active" doc:"On the date and in the selection"`
	Lines       []CardLine              `json:"lines" nullable:"false"`
	Neighbours  []Neighbour             `json:"neighbours" nullable:"false"`
	Findings    []CardFinding           `json:"findings" nullable:"false"`
	History     []CardChange            `json:"history" nullable:"false"`
	Pair        *findings.PairView      `json:"pair,omitempty" doc:"Of a pair: what they share"`
	Cooperation *Record                 `json:"cooperation,omitempty" doc:"Of a pair: the row that speaks"`
	Finding     *findings.CardView      `json:"finding,omitempty" doc:"Of a finding: everything that it rests on"`
	Evidence    []findings.Linked       `json:"evidence,omitempty" doc:"Of a finding: its records"`
	Measures    []findings.MeasureView  `json:"measures,omitempty" doc:"What was agreed about it"`
	Feedback    []findings.FeedbackView `json:"feedback,omitempty" doc:"What children and parents said about it"`
	Occasion    *MeasureFinding         `json:"occasion,omitempty" doc:"Of a measure or feedback: what its finding says today"`
}

// How long the lists of a card are.
const (
	cardFindings = 12
	cardHistory  = 10
)

func (s *Server) card(ctx context.Context, v view, in *cardIn) (CardView, error) {
	if in.Kind == "pair" || in.Kind == "side-by-side" || in.Kind == "across-sectors" { // a pair's own name, or the Ref of its finding
		return s.pairCard(ctx, v, in.ID)
	}
	if in.Kind == "finding" {
		return s.findingCard(ctx, v, findings.Ref(in.ID))
	}
	k, ok := graph.ParseKind(in.Kind)
	key := graph.Key{Kind: k, ID: graph.ID(in.ID)}
	var r Record
	if ok {
		r, ok = recordAt(v.snapshot, key)
	}
	if !ok { // "transitions/u3-kita/N" is a finding, "transitions/u3-kita" a record
		if ref := findings.Ref(in.Kind + "/" + in.ID); isFinding(ref) {
			return s.findingCard(ctx, v, ref)
		}
		return CardView{}, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	p, err := s.prepare(ctx, v)
	if err != nil {
		return CardView{}, err
	}
	out := CardView{Key: key.String(), Title: recordTitle(v.snapshot, r.record), Kind: k.String(), KindLabel: words.KindName(v.lang, k),
		Record: &r, ETag: r.tag(v.snapshot.Head()), Active: p.sel.Has(key), Lines: s.linesOf(v, r.record), Neighbours: []Neighbour{}, Findings: []CardFinding{}}
	if k.IsNode() {
		out.Neighbours = neighboursOf(v, p.sel, key)
	}
	if k == graph.KindInstitution {
		if out.Findings, err = s.findingsOf(ctx, v, p.sel, key.ID); err != nil {
			return CardView{}, err
		}
	}
	if out.History, err = s.logOf(ctx, v, key); err != nil {
		return CardView{}, err
	}
	return out, s.attach(ctx, v, r.record, &out)
}

// attach shows beside a measure or a feedback what its finding says today.
func (s *Server) attach(ctx context.Context, v view, r graph.Record, out *CardView) error {
	var occasion string
	switch r := r.(type) {
	case *graph.Measure:
		occasion = r.Occasion
	case *graph.Feedback:
		occasion = r.Occasion
	}
	var row MeasureRow
	if err := s.occasion(ctx, v, occasion, &row); err != nil {
		return err
	}
	out.Occasion = row.Finding
	return nil
}

func isFinding(r findings.Ref) bool {
	_, ok := r.Question()
	return ok
}

// linesOf are the fields that say something, in words.
func (s *Server) linesOf(v view, r graph.Record) []CardLine {
	out := []CardLine{}
	k := r.Key().Kind
	for _, f := range graph.Fields(k) {
		value := f.Get(r)
		if f.Empty(value) || f.Type == graph.TypeBody {
			continue
		}
		if m, ok := value.(map[string]string); ok {
			names := make([]string, 0, len(m))
			for name := range m {
				names = append(names, name)
			}
			words.SortBy(v.lang, names, func(n string) string { return n })
			for _, n := range names {
				out = append(out, CardLine{Field: f.Name, Label: n, Value: m[n]})
			}
			continue
		}
		out = append(out, CardLine{Field: f.Name, Label: words.FieldName(v.lang, k, f.Name), Value: shown(v, f, r)})
	}
	return out
}

// shown is a value as people read it.
func shown(v view, f graph.Field, r graph.Record) string {
	code := func(c string) string {
		if key := "codes." + f.Codes + "." + c; words.Has(key) {
			return words.Text(v.lang, key)
		}
		return c
	}
	refName := func(id graph.ID) string {
		for _, k := range f.Kinds {
			if n := v.snapshot.Name(graph.Key{Kind: k, ID: id}); n != "" {
				return n
			}
		}
		return string(id)
	}
	switch x := f.Get(r).(type) {
	case string:
		if f.Type == graph.TypeCode {
			return code(x)
		}
		return x
	case []string:
		list := slices.Clone(x)
		if f.Type == graph.TypeCodes {
			for i, c := range list {
				list[i] = code(c)
			}
		}
		return strings.Join(list, ", ")
	case graph.Tri:
		return words.Text(v.lang, map[graph.Tri]string{graph.Yes: "words.yes", graph.No: "words.no", graph.Unknown: "words.unknown"}[x])
	case graph.Date:
		return words.Date(v.lang, x)
	case graph.Count:
		return words.Integer(v.lang, x.N)
	case graph.Number:
		if f.Name == "lat" || f.Name == "lon" {
			return strconv.FormatFloat(x.V, 'f', -1, 64)
		}
		return words.Number(v.lang, x.V)
	case graph.Level:
		return levelText(v.lang, x)
	case map[string]graph.Tri:
		items := make([]string, 0, len(x))
		for name, t := range x {
			items = append(items, name+": "+words.Text(v.lang, map[graph.Tri]string{graph.Yes: "words.yes", graph.No: "words.no"}[t]))
		}
		slices.Sort(items)
		return strings.Join(items, "; ")
	case map[graph.ID]int64:
		items := make([]string, 0, len(x))
		for id, n := range x {
			items = append(items, refName(id)+": "+words.Integer(v.lang, n))
		}
		slices.Sort(items)
		return strings.Join(items, "; ")
	}
	return fieldText(v.snapshot, f, r)
}

func levelText(lang string, l graph.Level) string {
	return words.Text(lang, "findings.level", l.String())
}

// neighboursOf are the ties of a node in the selection: cooperations first, highest level first, then the rest by relation.
func neighboursOf(v view, sel *graph.Selection, key graph.Key) []Neighbour {
	out := []Neighbour{}
	add := func(r graph.Record, relation string) *Neighbour {
		out = append(out, Neighbour{Key: r.Key().String(), Label: label(r), Relation: relation, RelationLabel: say(v.lang, "server.relation."+relation)})
		return &out[len(out)-1]
	}
	id := key.ID
	level := func(n *Neighbour, l graph.Level) {
		if l.Known() {
			n.Level = ptr(int(l))
		}
		n.LevelLabel = levelText(v.lang, l)
	}
	if i, ok := sel.InstitutionIndex(id); ok && key.Kind == graph.KindInstitution {
		for _, pl := range sel.PairLevels() {
			if pl.A != i && pl.B != i {
				continue
			}
			other := pl.A
			if other == i {
				other = pl.B
			}
			level(add(sel.Institutions()[other], "cooperation"), pl.Level)
		}
	} else {
		for _, c := range sel.Cooperations() {
			other := c.To
			if other == id {
				other = c.From
			} else if c.From != id {
				continue
			}
			if r, ok := v.snapshot.Node(other); ok {
				level(add(r, "cooperation"), c.Level)
			}
		}
	}
	words.SortBy(v.lang, out, func(n Neighbour) string { return n.Label })
	slices.SortStableFunc(out, func(a, b Neighbour) int { return levelOf(b) - levelOf(a) })
	for _, o := range sel.Offers() {
		switch {
		case slices.Contains(o.Institutions, id):
			add(o, "provides")
		case o.ID == id:
			for _, i := range o.Institutions {
				if r, ok := v.snapshot.Node(i); ok {
					add(r, "provides")
				}
			}
		}
	}
	for _, a := range sel.Actors() {
		switch inst := sel.InstitutionOf(a); {
		case inst != nil && inst.ID == id:
			add(a, "belongs_to")
		case a.ID == id && inst != nil:
			add(inst, "belongs_to")
		}
		if a.ID == id || slices.Contains(a.Responsible, id) {
			ends := a.Responsible
			if a.ID != id {
				ends = []graph.ID{a.ID}
			}
			for _, e := range ends {
				if r, ok := v.snapshot.Node(e); ok {
					add(r, "responsible_for")
				}
			}
		}
	}
	for _, m := range sel.Memberships() {
		other := m.Body
		if other == id {
			other = m.Member
		} else if m.Member != id {
			continue
		}
		if r, ok := v.snapshot.Node(other); ok {
			add(r, "member_of")
		}
	}
	for _, h := range sel.Handovers() {
		switch id {
		case h.From:
			if r, ok := v.snapshot.Node(h.To); ok {
				add(r, "hands_over_to").Says = v.snapshot.Name(graph.Key{Kind: graph.KindTransition, ID: h.Transition})
			}
		case h.To:
			if r, ok := v.snapshot.Node(h.From); ok {
				add(r, "receives_from").Says = v.snapshot.Name(graph.Key{Kind: graph.KindTransition, ID: h.Transition})
			}
		}
	}
	for _, f := range sel.Fundings() {
		if f.Target != id {
			continue
		}
		if r, ok := v.snapshot.Get(graph.Key{Kind: graph.KindFunder, ID: f.Funder}); ok {
			n := add(r, "funds")
			if n.Says = f.Programme; !f.Until.IsZero() {
				n.Says = strings.TrimSpace(n.Says + " " + say(v.lang, "server.until", f.Until))
			}
		}
	}
	for _, i := range sel.Institutions() {
		if i.PartOf == id {
			add(i, "part_of")
		} else if i.ID == id && i.PartOf != "" {
			if r, ok := v.snapshot.Node(i.PartOf); ok {
				add(r, "part_of")
			}
		}
	}
	return out
}

func levelOf(n Neighbour) int {
	if n.Level == nil {
		return -1
	}
	return *n.Level
}

// findingsOf are the heaviest findings that an institution takes part in.
func (s *Server) findingsOf(ctx context.Context, v view, sel *graph.Selection, id graph.ID) ([]CardFinding, error) {
	out := []CardFinding{}
	index, ok := sel.InstitutionIndex(id)
	if !ok {
		return out, nil
	}
	a, err := s.sideBySide(ctx, v, "side-by-side")
	if err != nil {
		return nil, err
	}
	for _, pair := range a.Of(index, cardFindings) {
		other := pair.A
		if other == index {
			other = pair.B
		}
		f := a.PairFinding(pair)
		out = append(out, CardFinding{Ref: f.Ref, Status: f.Status, Title: sel.Institutions()[other].Label(), Text: f.Says.Text(v.lang)})
	}
	return out, nil
}

// historyOf follows a record from its last change back: each Op knows the one before.
func historyOf(ctx context.Context, v view, key graph.Key) ([]CardChange, error) {
	out := []CardChange{}
	for rev := v.snapshot.Changed(key); rev > 0 && len(out) < cardHistory; {
		c, err := v.access.Network().Change(ctx, rev)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(c.Ops, func(o graph.Op) bool { return o.Key() == key })
		if i < 0 {
			break
		}
		op := c.Ops[i]
		entry := CardChange{Revision: rev, At: c.At, Author: c.Author, Cause: c.Cause, Fields: []string{}}
		if op.Before != nil && op.After != nil {
			entry.Fields = append(entry.Fields, graph.Differing(op.Before, op.After)...)
		}
		out = append(out, entry)
		if op.Before == nil || op.Since >= rev {
			break
		}
		rev = op.Since
	}
	return out, nil
}

// pairCard shows two institutions: what they share, how they stand, and the rows that say so.
func (s *Server) pairCard(ctx context.Context, v view, id string) (CardView, error) {
	a, b, ok := ends(v.snapshot, id)
	if !ok {
		return CardView{}, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	p, err := s.prepare(ctx, v)
	if err != nil {
		return CardView{}, err
	}
	out := CardView{Key: "pair/" + string(a.ID) + "~" + string(b.ID), Title: a.Label() + " – " + b.Label(), Kind: "pair", KindLabel: say(v.lang, "server.pair"),
		Lines: []CardLine{}, Neighbours: []Neighbour{}, Findings: []CardFinding{}, History: []CardChange{}}
	i, okA := p.sel.InstitutionIndex(a.ID)
	j, okB := p.sel.InstitutionIndex(b.ID)
	out.Active = okA && okB
	kinds, _ := graph.FieldOf(graph.KindInstitution, "kinds")
	for _, r := range []*graph.Institution{a, b} { // the two themselves, so that their cards are one click away: no tie, so no level
		out.Neighbours = append(out.Neighbours, Neighbour{Key: r.Key().String(), Label: r.Label(), Relation: "end", RelationLabel: shown(v, kinds, r)})
	}
	if out.Active {
		pl := p.sel.Between(i, j)
		out.Lines = append(out.Lines, CardLine{Field: "level", Label: words.FieldName(v.lang, graph.KindCooperation, "level"), Value: levelText(v.lang, pl.Level)})
		for _, name := range []string{"side-by-side", "across-sectors"} {
			answer, err := s.sideBySide(ctx, v, name)
			if err != nil {
				return CardView{}, err
			}
			if pair, ok := answer.Between(i, j); ok {
				view := answer.PairView(v.lang, pair)
				if out.Pair == nil {
					out.Pair = &view
				}
				out.Findings = append(out.Findings, CardFinding{Ref: view.Ref, Status: pair.State, Text: view.Sentence, Title: say(v.lang, "findings.question."+strings.ReplaceAll(name, "-", "_"))})
			}
		}
	}
	from, to := min(a.ID, b.ID), max(a.ID, b.ID)
	if rows := activeBetween(v.snapshot, from, to, v.filter.Date); len(rows) > 0 {
		r, _ := recordAt(v.snapshot, rows[0].Key())
		out.Cooperation, out.ETag = &r, r.tag(v.snapshot.Head())
		if out.History, err = historyOf(ctx, v, rows[0].Key()); err != nil {
			return CardView{}, err
		}
	}
	return out, nil
}

// ends splits "a~b" where both sides are institutions; ids may hold "~" themselves.
func ends(snap *graph.Snapshot, id string) (a, b *graph.Institution, ok bool) {
	for i := range len(id) {
		if id[i] != '~' {
			continue
		}
		a := graph.Find[*graph.Institution](snap, graph.KindInstitution, graph.ID(id[:i]))
		b := graph.Find[*graph.Institution](snap, graph.KindInstitution, graph.ID(id[i+1:]))
		if a != nil && b != nil && a != b {
			return a, b, true
		}
	}
	return nil, nil, false
}
