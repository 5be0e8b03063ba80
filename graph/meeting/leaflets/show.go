package leaflets

import (
	"context"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/meeting"
	"miteinander/graph/report/chapters"
	"miteinander/graph/words"
)

// Show is a sequence with its slides drawn.
type Show struct {
	Kept    meeting.Sequence   // as the network keeps it
	Title   string             // as it is shown
	NoNames bool               // because the sequence says so, or who asks
	Slides  []meeting.Slide    // one for each of Kept
	Typed   []chapters.TypedAt // without names: where a name stands in what people wrote
}

// Drawn makes the slides of a sequence, of the standard one too. NotFound where there is none.
func Drawn(ctx context.Context, sel *graph.Selection, lang string, id graph.ID, noNames bool, draw meeting.Draws) (Show, error) {
	snap := sel.Snapshot()
	q := meeting.Sequence{ID: id}
	if id != meeting.Standard {
		var err error
		if q, err = meeting.Of(snap, id); err != nil {
			return Show{}, err
		}
	}
	out := Show{NoNames: noNames || q.NoNames}
	m, err := meeting.New(ctx, sel, lang, out.NoNames, draw)
	if err != nil {
		return out, err
	}
	if id == meeting.Standard {
		if q, err = m.Standard(ctx); err != nil {
			return out, err
		}
	}
	out.Kept = q
	if out.Slides, err = m.Slides(ctx, q); err != nil {
		return out, err
	}
	say := func(key string, args ...any) string { return words.Text(lang, "meeting.typed."+key, args...) }
	add := func(where string, typed []chapters.Typed) {
		out.Typed = append(out.Typed, chapters.TypedIn(where, typed)...)
	}
	var typed []chapters.Typed
	out.Title, typed = m.Named(q.Title)
	add(say("title"), typed)
	for i, s := range out.Slides {
		add(say("slide", i+1), s.Typed)
	}
	if h := Last(snap, id); !h.Date.IsZero() {
		for _, d := range meeting.Decisions(snap, h) {
			_, typed := m.Named(d.Title + "\n" + d.Description)
			add(say("decision", words.Date(lang, h.Date)), typed)
		}
	}
	return out, nil
}

// Last is the newest meeting with a sequence of which decisions are kept; without a date where there is none.
func Last(s *graph.Snapshot, id graph.ID) meeting.Meeting {
	for _, m := range meeting.Held(s) {
		if m.Sequence == id {
			return m
		}
	}
	return meeting.Meeting{Sequence: id}
}

// Asked says which meeting with a sequence.
type Asked struct {
	On       graph.Date // zero = the newest one that has decisions
	Decision graph.ID   // this one alone; "" = all
	Dark     bool
}

// Sitting is a meeting with its slides and its decisions; without names both come from the same edition of the network. NotFound where
// the decision is none of it.
func (x Show) Sitting(sel *graph.Selection, lang string, asked Asked) (Sitting, error) {
	snap := sel.Snapshot()
	held := Last(snap, x.Kept.ID)
	if !asked.On.IsZero() {
		held.Date = asked.On
	}
	out := Sitting{Network: snap.Settings().Name, Sequence: x.Title, Lang: lang, Date: held.Date, State: sel.Date(),
		Selection: diagram.SelectionText(sel, lang), Slides: x.Slides, Dark: asked.Dark}
	if x.Kept.ID == meeting.Standard {
		out.Sequence = words.Text(lang, "document.standard")
	}
	if x.NoNames {
		var err error
		if snap, err = chapters.Edition(snap, false, true, lang); err != nil {
			return out, err
		}
	}
	if held.Date.IsZero() {
		return out, nil
	}
	for _, m := range meeting.Decisions(snap, held) {
		if asked.Decision != "" && m.ID != asked.Decision {
			continue
		}
		d := Decision{Title: m.Title, Text: m.Description, Due: m.Due, Occasion: m.Occasion}
		for _, id := range m.Responsible {
			d.Who = append(d.Who, doerName(snap, id))
		}
		out.Decisions = append(out.Decisions, d)
	}
	if asked.Decision != "" && len(out.Decisions) == 0 {
		return out, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	return out, nil
}

// doerName is what people call an institution or an actor.
func doerName(s *graph.Snapshot, id graph.ID) string {
	if i := graph.Find[*graph.Institution](s, graph.KindInstitution, id); i != nil {
		return i.Label()
	}
	if name := s.Name(graph.Key{Kind: graph.KindActor, ID: id}); name != "" {
		return name
	}
	return string(id)
}
