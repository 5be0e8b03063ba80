package server

import (
	"context"
	"fmt"
	"strings"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/exchange"
	"miteinander/graph/findings"
	"miteinander/graph/meeting"
	"miteinander/graph/meeting/leaflets"
	"miteinander/graph/report/chapters"
	"miteinander/graph/words"
	"miteinander/server/account"
)

// SequenceView is a sequence of slides as it is kept.
type SequenceView struct {
	ID       graph.ID            `json:"id"`
	Title    string              `json:"title"`
	NoNames  bool                `json:"no_names"`
	Slides   []meeting.SlideSpec `json:"slides" nullable:"false"`
	Standard bool                `json:"standard,omitempty" doc:"Made from the findings; to be changed it is kept under another title"`
	ETag     string              `json:"etag,omitempty" doc:"For If-Match"`
}

// HeldView is a meeting of which decisions are kept.
type HeldView struct {
	Sequence  graph.ID `json:"sequence"`
	Title     string   `json:"title"`
	Date      string   `json:"date" doc:"YYYY-MM-DD"`
	Decisions int      `json:"decisions"`
}

// MeetingsView is what there is to show, the standard sequence first.
type MeetingsView struct {
	Sequences []SequenceView `json:"sequences" nullable:"false"`
	Scenes    []SceneView    `json:"scenes" nullable:"false" doc:"What the program makes from the findings by itself"`
	Held      []HeldView     `json:"held" nullable:"false" doc:"The newest first"`
	Today     string         `json:"today" doc:"YYYY-MM-DD: the date of a meeting that is held now"`
}

// SceneView is one slide that the program makes by itself.
type SceneView struct {
	Scene string `json:"scene"`
	Title string `json:"title"`
}

type meetingsIn struct{ SelectionQuery }

func (s *Server) meetings(ctx context.Context, v view, _ *meetingsIn) (MeetingsView, error) {
	out := MeetingsView{Sequences: []SequenceView{}, Scenes: []SceneView{}, Held: []HeldView{}, Today: today(s.now(), v.snapshot.Settings().TimeZone).String()}
	p, err := s.prepare(ctx, v)
	if err != nil {
		return out, err
	}
	m, err := meeting.New(ctx, p.sel, v.lang, false, nil)
	if err != nil {
		return out, err
	}
	standard, err := m.Standard(ctx)
	if err != nil {
		return out, err
	}
	out.Sequences = append(out.Sequences, SequenceView{ID: standard.ID, Title: standard.Title, Slides: standard.Slides, Standard: true})
	own := meeting.All(v.snapshot)
	words.SortBy(v.lang, own, func(q meeting.Sequence) string { return q.Title })
	for _, q := range own {
		out.Sequences = append(out.Sequences, sequenceView(v.snapshot, q))
	}
	for _, name := range meeting.Scenes() {
		out.Scenes = append(out.Scenes, SceneView{name, say(v.lang, "meeting.scene."+name)})
	}
	for _, h := range meeting.Held(v.snapshot) {
		title := string(h.Sequence)
		for _, q := range out.Sequences {
			if q.ID == h.Sequence {
				title = q.Title
			}
		}
		out.Held = append(out.Held, HeldView{h.Sequence, title, h.Date.String(), len(meeting.Decisions(v.snapshot, h))})
	}
	return out, nil
}

func sequenceView(snap *graph.Snapshot, q meeting.Sequence) SequenceView {
	out := SequenceView{ID: q.ID, Title: q.Title, NoNames: q.NoNames, Slides: q.Slides}
	if out.Slides == nil {
		out.Slides = []meeting.SlideSpec{}
	}
	if r, ok := recordAt(snap, documentKey(q.ID)); ok {
		out.ETag = r.tag(snap.Head())
	}
	return out
}

// SlideTable is the twin of a picture.
type SlideTable struct {
	Columns []string   `json:"columns" nullable:"false"`
	Rows    []SlideRow `json:"rows" nullable:"false"`
	Total   int        `json:"total" doc:"Rows there are; the table has the first of them"`
}

// SlideRow is one row: what it says, and the finding that it is.
type SlideRow struct {
	Ref   findings.Ref `json:"ref,omitempty"`
	Cells []any        `json:"cells" nullable:"false" doc:"string, number or null"`
}

// SlideView is one slide, drawn.
type SlideView struct {
	Ref      string            `json:"ref"`
	Title    string            `json:"title"`
	Sentence string            `json:"sentence"`
	Notes    string            `json:"notes"`
	Missing  bool              `json:"missing,omitempty" doc:"What it should show is there no more"`
	Sheets   []diagram.Sheet   `json:"sheets" nullable:"false" doc:"At most one, without title and sentence"`
	Alt      string            `json:"alt"`
	Bundled  string            `json:"bundled" doc:"What the picture draws as one"`
	Table    SlideTable        `json:"table"`
	Occasion findings.Ref      `json:"occasion,omitempty" doc:"What a decision noted here is about"`
	Question string            `json:"question,omitempty"`
	Kept     meeting.SlideSpec `json:"kept" doc:"As the sequence has it"`
}

// MeetingView is a sequence with its slides.
type MeetingView struct {
	SequenceView
	Network string             `json:"network"`
	Typed   []chapters.TypedAt `json:"typed" nullable:"false" doc:"Without names: where a name stands in what people wrote"`
	Date    string             `json:"date" doc:"YYYY-MM-DD: what the slides speak of"`
	Today   string             `json:"today" doc:"YYYY-MM-DD: the date of a meeting that is held now"`
	Views   []SlideView        `json:"views" nullable:"false" doc:"Beside slides"`
}

// MeetingPath names a sequence.
type MeetingPath struct {
	Network  graph.NetworkID `path:"n"`
	Sequence graph.ID        `path:"sequence" maxLength:"200" doc:"standard, or the id of a sequence"`
}

// MeetingQuery is a sequence under a selection.
type MeetingQuery struct {
	SelectionQuery
	Sequence graph.ID `path:"sequence" maxLength:"200" doc:"standard, or the id of a sequence"`
	NoNames  bool     `query:"no_names" doc:"Kind and letter instead of names"`
}

type meetingIn struct {
	MeetingQuery
	Dark bool `query:"dark" doc:"Pictures for a dark room"`
}

// meetingOf makes the slides of a sequence, or gives them out of the memo: screen and files show the same.
func (s *Server) meetingOf(ctx context.Context, v view, id graph.ID, noNames bool) (*leaflets.Show, error) {
	key := fmt.Sprintf("meeting %q %t %s %s", id, noNames, v.key(), v.lang)
	out, err := s.scenes.get(ctx, v.content(), key, func(ctx context.Context) (any, int64, error) {
		p, err := s.prepare(ctx, v)
		if err != nil {
			return nil, 0, err
		}
		show, err := leaflets.Drawn(ctx, p.sel, v.lang, id, noNames, s.slideDraws(v))
		return &show, 40_000 * int64(len(show.Slides)+1), err
	})
	if err != nil {
		return nil, err
	}
	return out.(*leaflets.Show), nil
}

// slideDraws draws on the positions that are kept. A selection without names is another snapshot with the same keys.
func (s *Server) slideDraws(v view) meeting.Draws {
	return func(ctx context.Context, sel *graph.Selection, r diagram.Request) ([]diagram.Sheet, error) {
		r.Version = s.deps.Build.Version
		r.Arrangement = diagram.Netz
		own := v
		own.filter = sel.Filter()
		since := s.layoutFor(own, &r)
		sheets, layout, err := diagram.Draw(ctx, sel, s.deps.Drawer, r)
		if err == nil && sel.Snapshot() == v.snapshot {
			s.remember(own, r, layout, since)
		}
		return sheets, err
	}
}

func (s *Server) meeting(ctx context.Context, v view, in *meetingIn) (MeetingView, error) {
	x, err := s.meetingOf(ctx, v, in.Sequence, in.NoNames)
	if err != nil {
		return MeetingView{}, err
	}
	out := MeetingView{SequenceView: sequenceView(v.snapshot, x.Kept), Network: v.snapshot.Settings().Name, Date: v.filter.Date.String(),
		Today: today(s.now(), v.snapshot.Settings().TimeZone).String(), Views: []SlideView{}, Typed: append([]chapters.TypedAt{}, x.Typed...)}
	out.Standard = in.Sequence == meeting.Standard
	for i, slide := range x.Slides {
		w := SlideView{Ref: slide.Ref, Title: slide.Title, Sentence: slide.Sentence, Notes: slide.Notes, Missing: slide.Missing, Alt: slide.Alt, Bundled: slide.Bundled, Sheets: []diagram.Sheet{},
			Occasion: slide.Occasion, Question: slide.Question, Kept: x.Kept.Slides[i],
			Table: SlideTable{Columns: slide.Table.Header, Rows: []SlideRow{}, Total: slide.Rows}}
		if w.Table.Columns == nil {
			w.Table.Columns = []string{}
		}
		for k, row := range slide.Table.Rows {
			w.Table.Rows = append(w.Table.Rows, SlideRow{slide.Refs[k], row})
		}
		for _, sheet := range slide.Picture {
			sheet = sheet.Body()
			if in.Dark {
				sheet = sheet.Dark()
			}
			w.Sheets = append(w.Sheets, sheet)
		}
		out.Views = append(out.Views, w)
	}
	return out, nil
}

// sequenceBody is what a page sends to keep a sequence.
type sequenceBody struct {
	Title   string              `json:"title" maxLength:"1000"`
	NoNames bool                `json:"no_names,omitempty"`
	Slides  []meeting.SlideSpec `json:"slides" nullable:"false" maxItems:"500"`
}

func (b sequenceBody) sequence(id graph.ID) meeting.Sequence {
	return meeting.Sequence{ID: id, Title: strings.TrimSpace(b.Title), NoNames: b.NoNames, Slides: b.Slides}
}

type postMeetingIn struct {
	Network graph.NetworkID `path:"n"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    sequenceBody
}

// sequencePrefix begins the id of every sequence.
const sequencePrefix = "sequence-"

func (s *Server) postMeeting(ctx context.Context, a account.Access, in *postMeetingIn) (*writtenOut, error) {
	if err := in.Body.sequence("").Check(); err != nil {
		return nil, err
	}
	var key graph.Key
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "meeting", in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		id := graph.ID(sequencePrefix) + exchange.Slug(in.Body.Title)
		own := id
		for n := 2; ; n++ {
			if _, taken := snap.Get(documentKey(own)); !taken {
				break
			}
			own = id + graph.ID("-"+itoa(n))
		}
		doc := in.Body.sequence(own).Document()
		key = doc.Key()
		return []graph.Op{{After: doc}}, nil
	})
	if err != nil {
		return nil, err
	}
	if key, err = created(ctx, a, rev, key); err != nil {
		return nil, err
	}
	return written(a, rev, key, false), nil
}

type putMeetingIn struct {
	MeetingPath
	IfMatch string `header:"If-Match" maxLength:"60" doc:"The sequence's ETag; without it 428"`
	Key     string `header:"Idempotency-Key" maxLength:"100"`
	Body    sequenceBody
}

func (s *Server) putMeeting(ctx context.Context, a account.Access, in *putMeetingIn) (*writtenOut, error) {
	if in.IfMatch == "" {
		return nil, newProblem(ctx, codePreconditionRequired, "server.if_match")
	}
	q := in.Body.sequence(in.Sequence)
	if err := q.Check(); err != nil {
		return nil, err
	}
	doc, unchanged := q.Document(), false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "meeting", in.Sequence, in.IfMatch, in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		if _, err := meeting.Of(snap, in.Sequence); err != nil {
			return nil, err
		}
		if err := precondition(ctx, snap, doc.Key(), in.IfMatch, doc); err != nil {
			return nil, err
		}
		ops := putting(snap, doc)
		unchanged = ops == nil
		return ops, nil
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, doc.Key(), unchanged), nil
}

type deleteMeetingIn struct {
	MeetingPath
	IfMatch string `header:"If-Match" maxLength:"60" doc:"The sequence's ETag; without it 428"`
	Key     string `header:"Idempotency-Key" maxLength:"100"`
}

func (s *Server) deleteMeeting(ctx context.Context, a account.Access, in *deleteMeetingIn) (*writtenOut, error) {
	if _, err := meeting.Of(a.Network().Head(), in.Sequence); err != nil {
		return nil, err
	}
	return s.deleteDocument(ctx, a, in.Sequence, in.IfMatch, in.Key)
}

type decisionIn struct {
	MeetingPath
	Key  string `header:"Idempotency-Key" maxLength:"100"`
	Body struct {
		Title       string     `json:"title" maxLength:"500" doc:"What was decided"`
		Occasion    string     `json:"occasion,omitempty" maxLength:"500" doc:"The ref of the finding that it is about"`
		Responsible []graph.ID `json:"responsible,omitempty" maxItems:"50" doc:"Institutions or actors"`
		Due         string     `json:"due,omitempty" maxLength:"10" doc:"YYYY-MM-DD"`
	}
}

// noteDecision keeps what was decided on a slide as a measure that belongs to the meeting of today.
func (s *Server) noteDecision(ctx context.Context, a account.Access, in *decisionIn) (*writtenOut, error) {
	if in.Sequence != meeting.Standard {
		if _, err := meeting.Of(a.Network().Head(), in.Sequence); err != nil {
			return nil, err
		}
	}
	m := &graph.Measure{Title: strings.TrimSpace(in.Body.Title), Occasion: in.Body.Occasion, Responsible: in.Body.Responsible, State: "agreed",
		CreatedOn: today(s.now(), a.Network().Head().Settings().TimeZone)}
	if m.Title == "" {
		return nil, invalid("title", "", "meeting.error.no_decision")
	}
	if in.Body.Due != "" {
		var err error
		if m.Due, err = graph.ParseDate(in.Body.Due); err != nil {
			return nil, invalid("due", in.Body.Due, "errors.field.date", in.Body.Due)
		}
	}
	m.Attributes = map[string]string{meeting.MeetingAttribute: meeting.Meeting{Sequence: in.Sequence, Date: m.CreatedOn}.String()}
	var key graph.Key
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "decision", in.Sequence, in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		r := withID(snap, m)
		key = r.Key()
		return []graph.Op{{After: r}}, nil
	})
	if err != nil {
		return nil, err
	}
	if key == (graph.Key{}) {
		c, err := a.Network().Change(ctx, rev)
		if err != nil {
			return nil, err
		}
		key = c.Ops[0].Key()
	}
	return written(a, rev, key, false), nil
}
