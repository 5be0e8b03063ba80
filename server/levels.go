package server

import (
	"context"

	"miteinander/graph"
	"miteinander/server/account"
)

type levelIn struct {
	Network graph.NetworkID `path:"n"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Date    string          `query:"date" format:"date" doc:"The day that the statement is about; the network's Stand where it is left out"`
	Body    struct {
		A      graph.ID         `json:"a" doc:"Institution, actor or offer"`
		B      graph.ID         `json:"b"`
		Level  optional[int8]   `json:"level,omitempty" doc:"0 to 4, null for unknown; left out: as it is"`
		Agreed optional[string] `json:"agreed_side_by_side,omitempty" doc:"The reason; empty clears; left out: as it is"`
		Source string           `json:"source,omitempty" enum:"survey,on_behalf,coordination,contract,import,assumed" doc:"coordination where it is left out"`
		SaidBy graph.ID         `json:"said_by,omitempty" doc:"Institution or actor whose statement it is"`
		AsOf   string           `json:"as_of,omitempty" format:"date" doc:"When it was said; the day of the statement where it is left out"`
	}
}

// Stays says that two institutions stand at another level than the row that was just written: a joint offer, or a row between
// their actors or offers, speaks for more (domain.md, "Level between two institutions").
type Stays struct {
	Level *int   `json:"level" doc:"0 to 4, null for unknown"`
	Text  string `json:"text" doc:"What speaks for it, in a sentence"`
}

type levelOut struct {
	ETag string `header:"ETag"`
	Body struct {
		Written
		Cooperation *Record `json:"cooperation" doc:"The row between the two, as it is now"`
		Stays       *Stays  `json:"stays,omitempty" doc:"Where the two stand otherwise than the row now says"`
	}
}

// setLevel is the one click on a pair: it changes the rows that are active between the two, or makes one. Of several rows the
// highest speaks (domain.md, "Level between two institutions"), so none above the new level is left as it was.
func (s *Server) setLevel(ctx context.Context, a account.Access, in *levelIn) (*levelOut, error) {
	b := in.Body
	level := graph.LevelUnknown
	if b.Level.Set && !b.Level.Null {
		if level = graph.Level(b.Level.Value); level < 0 || level > graph.LevelMax {
			return nil, invalid("level", itoa(int(level)), "errors.field.level")
		}
	}
	day, err := s.dayOf(a.Network().Head(), "date", in.Date)
	if err != nil {
		return nil, err
	}
	asOf, err := s.dayOf(a.Network().Head(), "as_of", b.AsOf)
	if err != nil {
		return nil, err
	}
	if b.AsOf == "" {
		asOf = day
	}
	if b.Source == "" {
		b.Source = "coordination"
	}
	from, to := b.A, b.B
	if to < from {
		from, to = to, from
	}
	st := statement{source: b.Source, asOf: asOf, saidBy: b.SaidBy}
	if b.Level.Set {
		st.level = &level
	}
	if b.Agreed.Set {
		st.agreed = &b.Agreed.Value
	}
	unchanged := false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "level", in.Date, in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		ops := st.ops(snap, from, to, day)
		unchanged = len(ops) == 0
		return graph.SortOps(ops), nil
	})
	if err != nil {
		return nil, err
	}
	out := &levelOut{}
	if out.Body.Revision = rev; !unchanged {
		out.Body.Undo = rev
	}
	snap := a.Network().Head()
	if rows := activeBetween(snap, from, to, day); len(rows) > 0 {
		r, _ := recordAt(snap, rows[0].Key())
		out.Body.Cooperation, out.ETag = &r, r.tag(snap.Head())
		if out.Body.Stays, err = s.stays(ctx, view{access: a, snapshot: snap, filter: graph.Filter{Date: day}, lang: requestOf(ctx).Lang}, rows[0]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// stays compares a row with how its two institutions stand; nil where they stand as it says.
func (s *Server) stays(ctx context.Context, v view, row *graph.Cooperation) (*Stays, error) {
	p, err := s.prepare(ctx, v)
	if err != nil {
		return nil, err
	}
	i, okA := p.sel.InstitutionIndex(row.From)
	j, okB := p.sel.InstitutionIndex(row.To)
	if !okA || !okB {
		return nil, nil
	}
	now := p.sel.Between(i, j)
	if now.Level == row.Level {
		return nil, nil
	}
	out := &Stays{Level: ptr(int(now.Level))} // never unknown: it is the highest of what is known
	names := make([]string, len(now.Joint))
	for k, o := range now.Joint {
		names[k] = o.Name
	}
	was, is := levelText(v.lang, row.Level), levelText(v.lang, now.Level)
	if now.Derived {
		out.Text = say(v.lang, "server.level_joint", was, is, len(names), names)
		return out, nil
	}
	for _, r := range now.Rows {
		if r.Level == now.Level {
			out.Text = say(v.lang, "server.level_row", was, is, recordTitle(v.snapshot, r))
			break
		}
	}
	return out, nil
}

// statement is what is said of a pair; nil leaves a part as it is.
type statement struct {
	level  *graph.Level
	agreed *string
	source string
	saidBy graph.ID
	asOf   graph.Date
}

// ops puts a statement into the rows that are active between two nodes on a day (from < to), or makes one.
func (st statement) ops(snap *graph.Snapshot, from, to graph.ID, day graph.Date) []graph.Op {
	rows := activeBetween(snap, from, to, day)
	if len(rows) == 0 {
		c := &graph.Cooperation{ID: graph.CooperationID(from, to, graph.Date{}), From: from, To: to, Level: graph.LevelUnknown,
			Source: st.source, AsOf: st.asOf, SaidBy: st.saidBy}
		if st.level != nil {
			c.Level = *st.level
		}
		if st.agreed != nil {
			c.AgreedSideBySide = *st.agreed
		}
		if _, taken := snap.Get(c.Key()); taken { // of another time
			c.Since = day
			c.ID = graph.CooperationID(from, to, day)
		}
		return []graph.Op{{After: c}}
	}
	var ops []graph.Op
	for i, row := range rows { // highest first
		c := graph.Clone(row)
		if st.level != nil && (i == 0 || c.Level > *st.level) {
			c.Level, c.Source, c.AsOf, c.SaidBy = *st.level, st.source, st.asOf, st.saidBy
		}
		if st.agreed != nil && (i == 0 || *st.agreed == "") {
			c.AgreedSideBySide = *st.agreed
		}
		if op, changed := snap.Put(c); changed {
			ops = append(ops, op)
		}
	}
	return ops
}

func (s *Server) dayOf(snap *graph.Snapshot, field, text string) (graph.Date, error) {
	if text == "" {
		return s.dateOf(snap), nil
	}
	d, err := graph.ParseDate(text)
	if err != nil {
		return d, invalid(field, text, "errors.field.date")
	}
	return d, nil
}

// activeBetween are the rows between exactly these two on a day, highest level first, then by id.
func activeBetween(snap *graph.Snapshot, from, to graph.ID, day graph.Date) []*graph.Cooperation {
	var rows []*graph.Cooperation
	for c := range graph.Records[*graph.Cooperation](snap, graph.KindCooperation) {
		if c.From != from || c.To != to || !c.Since.IsZero() && c.Since.Compare(day) > 0 || !c.Until.IsZero() && c.Until.Compare(day) < 0 {
			continue
		}
		i := len(rows)
		for i > 0 && rows[i-1].Level < c.Level {
			i--
		}
		rows = append(rows[:i], append([]*graph.Cooperation{c}, rows[i:]...)...)
	}
	return rows
}
