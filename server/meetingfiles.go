package server

import (
	"bytes"
	"context"
	"strings"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/meeting"
	"miteinander/graph/meeting/leaflets"
	"miteinander/graph/report"
	"miteinander/graph/report/chapters"
)

type meetingFileIn struct {
	MeetingQuery
	File     string   `path:"file" doc:"sitzung.html, sitzung.pdf, sitzung.pptx, protokoll.docx or beschlussvorlage.docx"`
	Paper    string   `query:"paper" enum:"a4,a3" default:"a4" doc:"Of the PDF"`
	Dark     bool     `query:"dark" doc:"Slides for a dark room; paper stays white"`
	On       string   `query:"on" maxLength:"10" doc:"YYYY-MM-DD: the day of the meeting; without it the newest one that has decisions"`
	Decision graph.ID `query:"decision" maxLength:"200" doc:"Of beschlussvorlage.docx: only this decision"`
}

// meetingFile gives a meeting as a file: what is shown, carried along, or written afterwards.
func (s *Server) meetingFile(ctx context.Context, v view, in *meetingFileIn) (*file, error) {
	write, ok := meetingFiles[in.File]
	if !ok {
		return nil, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	sitting, err := s.sitting(ctx, v, in)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := write.write(&b, sitting, in); err != nil {
		return nil, err
	}
	_, ext, _ := strings.Cut(in.File, ".")
	day := ""
	if !sitting.Date.IsZero() {
		day = sitting.Date.String()
	}
	return &file{contentType: write.kind, name: strings.TrimSpace(say(v.lang, "document.file."+write.name, day)) + "." + ext, body: b.Bytes()}, nil
}

const typePPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

// meetingFiles are the files of a meeting by their name in the address.
var meetingFiles = map[string]struct {
	kind, name string
	write      func(*bytes.Buffer, leaflets.Sitting, *meetingFileIn) error
}{
	"sitzung.html": {"text/html; charset=utf-8", "meeting", func(b *bytes.Buffer, s leaflets.Sitting, _ *meetingFileIn) error {
		return report.WriteDeckHTML(b, s.Deck())
	}},
	"sitzung.pdf": {"application/pdf", "meeting", func(b *bytes.Buffer, s leaflets.Sitting, in *meetingFileIn) error {
		return report.WriteDeckPDF(b, s.Deck(), in.Paper)
	}},
	"sitzung.pptx": {typePPTX, "meeting", func(b *bytes.Buffer, s leaflets.Sitting, _ *meetingFileIn) error {
		return report.WritePPTX(b, s.Deck())
	}},
	"protokoll.docx": {typeDOCX, "minutes", func(b *bytes.Buffer, s leaflets.Sitting, _ *meetingFileIn) error {
		return report.WriteDOCX(b, s.Minutes())
	}},
	"beschlussvorlage.docx": {typeDOCX, "proposal", func(b *bytes.Buffer, s leaflets.Sitting, _ *meetingFileIn) error {
		return report.WriteDOCX(b, s.Proposal())
	}},
}

// sitting is a meeting with its slides and its decisions. Without names both come from the same edition of the network.
func (s *Server) sitting(ctx context.Context, v view, in *meetingFileIn) (leaflets.Sitting, error) {
	var out leaflets.Sitting
	held := meeting.Meeting{Sequence: in.Sequence}
	if in.On != "" {
		var err error
		if held.Date, err = graph.ParseDate(in.On); err != nil {
			return out, invalid("on", in.On, "errors.field.date", in.On)
		}
	} else {
		for _, m := range meeting.Held(v.snapshot) {
			if m.Sequence == in.Sequence {
				held = m
				break
			}
		}
	}
	drawn, err := s.meetingOf(ctx, v, in.Sequence, in.NoNames)
	if err != nil {
		return out, err
	}
	p, err := s.prepare(ctx, v)
	if err != nil {
		return out, err
	}
	snap := v.snapshot
	if in.NoNames || drawn.sequence.NoNames {
		if snap, err = chapters.Edition(snap, false, true, v.lang); err != nil {
			return out, err
		}
	}
	out = leaflets.Sitting{Network: v.snapshot.Settings().Name, Sequence: drawn.title, Lang: v.lang, Date: held.Date, State: p.sel.Date(),
		Selection: diagram.SelectionText(p.sel, v.lang), Slides: drawn.slides, Dark: in.Dark}
	if in.Sequence == meeting.Standard {
		out.Sequence = say(v.lang, "document.standard")
	}
	if held.Date.IsZero() {
		return out, nil
	}
	for _, m := range meeting.Decisions(snap, held) {
		if in.Decision != "" && m.ID != in.Decision {
			continue
		}
		d := leaflets.Decision{Title: m.Title, Text: m.Description, Due: m.Due, Occasion: m.Occasion}
		for _, id := range m.Responsible {
			d.Who = append(d.Who, doerName(snap, id))
		}
		out.Decisions = append(out.Decisions, d)
	}
	if in.Decision != "" && len(out.Decisions) == 0 {
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
