package server

import (
	"bytes"
	"context"
	"strings"

	"miteinander/graph"
	"miteinander/graph/meeting/leaflets"
	"miteinander/graph/report"
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

// sitting is a meeting with its slides and its decisions.
func (s *Server) sitting(ctx context.Context, v view, in *meetingFileIn) (leaflets.Sitting, error) {
	asked := leaflets.Asked{Decision: in.Decision, Dark: in.Dark}
	if in.On != "" {
		var err error
		if asked.On, err = graph.ParseDate(in.On); err != nil {
			return leaflets.Sitting{}, invalid("on", in.On, "errors.field.date", in.On)
		}
	}
	show, err := s.meetingOf(ctx, v, in.Sequence, in.NoNames)
	if err != nil {
		return leaflets.Sitting{}, err
	}
	p, err := s.prepare(ctx, v)
	if err != nil {
		return leaflets.Sitting{}, err
	}
	return show.Sitting(p.sel, v.lang, asked)
}
