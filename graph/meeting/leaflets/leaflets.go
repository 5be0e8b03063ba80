// Package leaflets makes what goes out before and after a meeting: the slides to carry along, the minutes and a proposal for a
// decision. graph/report writes them as files.
package leaflets

import (
	"slices"
	"strconv"
	"strings"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
	"miteinander/graph/meeting"
	"miteinander/graph/report"
	"miteinander/graph/words"
)

// Sitting is a meeting that was held or is to be held: what all its files are written from.
type Sitting struct {
	Network   string
	Sequence  string // title of the sequence
	Lang      string
	Date      graph.Date // of the meeting; zero = to be filled in
	State     graph.Date // of the data
	Selection string     // in words
	Source    string     // of the data; may be empty
	Slides    []meeting.Slide
	Decisions []Decision
	Dark      bool
}

// Decision is what was noted in the meeting. What is not settled is empty: the files leave room for it.
type Decision struct {
	Title    string
	Text     string // more about it; may be empty
	Who      []string
	Due      graph.Date
	Occasion string // the Ref of a finding, by which it belongs to a slide
}

func (s Sitting) text(key string, args ...any) string {
	return words.Text(s.Lang, "document."+key, args...)
}

func (s Sitting) meta() [][2]string {
	var out [][2]string
	add := func(key, value string) {
		if value != "" {
			out = append(out, [2]string{s.text(key), value})
		}
	}
	if !s.Date.IsZero() {
		add("meeting_on", words.Date(s.Lang, s.Date))
	}
	add("state", words.Date(s.Lang, s.State))
	add("selection", s.Selection)
	add("source", s.Source)
	return out
}

// Deck are the slides to be carried along.
func (s Sitting) Deck() report.Deck {
	d := report.Deck{Title: s.Sequence, Subtitle: s.Network, Lang: s.Lang, Meta: s.meta(), Dark: s.Dark}
	for _, x := range s.Slides {
		slide := report.Slide{Title: x.Title, Sentence: x.Sentence, Notes: strings.TrimSpace(joined(strings.TrimSpace(x.Notes), ".", x.Bundled)), Alt: x.Alt}
		if len(x.Picture) > 0 {
			slide.Picture = &x.Picture[0]
		}
		if len(x.Table.Header) > 0 {
			t := s.table(x)
			slide.Table = &t
		}
		d.Slides = append(d.Slides, slide)
	}
	return d
}

// table is the table of a slide; where it shows a part of the rows only, its caption says so.
func (s Sitting) table(x meeting.Slide) report.Table {
	caption := x.Title
	if n := len(x.Table.Rows); x.Rows > n {
		caption = s.text("first_rows", x.Title, n, x.Rows)
	}
	return report.TableOf(s.Lang, x.Table, caption)
}

// decidedOn are the slides with a picture, first those that decisions were noted on, then those that show what decisions are
// about, then the others in order.
func (s Sitting) decidedOn() []meeting.Slide {
	var noted, about, others []meeting.Slide
	for _, x := range s.Slides {
		if len(x.Picture) == 0 {
			continue
		}
		is := func(ref findings.Ref) bool {
			return ref != "" && slices.ContainsFunc(s.Decisions, func(d Decision) bool { return d.Occasion == string(ref) })
		}
		switch {
		case is(x.Occasion):
			noted = append(noted, x)
		case slices.ContainsFunc(x.Refs, is):
			about = append(about, x)
		default:
			others = append(others, x)
		}
	}
	return slices.Concat(noted, about, others)
}

// Minutes is the Ergebnisprotokoll: who was there (to fill in), what was decided, who does it until when, what was shown. It
// keeps to two pages as long as the decisions do: pictures become fewer and smaller first.
func (s Sitting) Minutes() report.Document {
	pictures := s.decidedOn()
	var doc report.Document
	for _, try := range []struct {
		pictures int
		high     float64
	}{{3, 200}, {2, 220}, {2, 170}, {1, 220}, {1, 150}, {0, 0}} {
		doc = s.minutes(pictures[:min(try.pictures, len(pictures))], try.high)
		if fits(doc, 2) {
			break
		}
	}
	return doc
}

// spare is the room that programs which set a little wider may take, in points.
const spare = 29

// fits tells whether a document needs no more pages than that, with a line to spare for programs that set a little wider.
func fits(doc report.Document, pages int) bool {
	n, left := report.Pages(doc)
	return n < pages || n == pages && left >= spare
}

// joined puts two texts behind each other, the first ending as it does or in mark.
func joined(first, mark, second string) string {
	switch {
	case first == "" || second == "":
		return first + second
	case strings.ContainsAny(first[len(first)-1:], ".!?:"):
		return first + " " + second
	}
	return first + mark + " " + second
}

func (s Sitting) minutes(pictures []meeting.Slide, high float64) report.Document {
	doc := report.Document{Title: s.text("minutes"), Subtitle: words.Joined(" – ", diagram.Clean(s.Sequence), diagram.Clean(s.Network)), Lang: s.Lang, Meta: s.meta()}
	add := func(b ...report.Block) { doc.Blocks = append(doc.Blocks, b...) }
	form := report.Form{Rows: []report.FormRow{{Label: s.text("place_time")}, {Label: s.text("chair")}, {Label: s.text("participants"), Hint: s.text("participants_hint"), Lines: 3}, {Label: s.text("minutes_by")}}}
	if s.Date.IsZero() {
		form.Rows = append([]report.FormRow{{Label: s.text("day")}}, form.Rows...)
	}
	add(form)
	add(report.Heading{Level: 1, Text: s.text("decisions")})
	if len(s.Decisions) == 0 {
		add(report.Paragraph{Text: s.text("no_decisions")})
	} else {
		add(s.decisionTable())
	}
	add(report.Heading{Level: 1, Text: s.text("shown")}, s.shown())
	for _, x := range pictures {
		add(report.Picture{Sheet: x.Picture[0], Alt: x.Alt, Caption: x.Title, High: high})
	}
	add(report.Paragraph{Text: s.text("minutes_note"), Kind: report.Note})
	return doc
}

// shown lists what was on the slides.
func (s Sitting) shown() report.Block {
	var l report.List
	for _, x := range s.Slides {
		l.Items = append(l.Items, joined(diagram.Clean(x.Title), ":", diagram.Clean(x.Sentence)))
	}
	return l
}

func (s Sitting) decisionTable() report.Table {
	t := report.Table{Caption: s.text("decisions_caption"), Columns: []report.Column{{Name: s.text("number"), Align: report.End, Width: 0.7}, {Name: s.text("decision"), Width: 6}, {Name: s.text("who"), Width: 3}, {Name: s.text("until"), Width: 2}}}
	for i, d := range s.Decisions {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), words.Joined("\n", diagram.Clean(d.Title), strings.TrimSpace(d.Text)), s.who(d), s.until(d)})
	}
	return t
}

func (s Sitting) who(d Decision) string {
	if len(d.Who) == 0 {
		return s.text("open")
	}
	return words.List(s.Lang, d.Who)
}

func (s Sitting) until(d Decision) string {
	if d.Due.IsZero() {
		return s.text("open")
	}
	return words.Date(s.Lang, d.Due)
}

// Proposal is the Beschlussvorlage on one page: the facts, a picture, what is proposed, who is responsible; what only a
// person can say, such as costs, is left to be filled in. Long sentences make the picture smaller, at last leave it out.
func (s Sitting) Proposal() report.Document {
	pictures := s.decidedOn()
	var doc report.Document
	for _, high := range []float64{240, 200, 160, 120, 90, 0} {
		if high == 0 {
			pictures = nil
		}
		doc = s.proposal(pictures[:min(1, len(pictures))], high)
		if fits(doc, 1) {
			break
		}
	}
	return doc
}

func (s Sitting) proposal(pictures []meeting.Slide, high float64) report.Document {
	doc := report.Document{Title: s.text("proposal"), Subtitle: words.Joined(" – ", diagram.Clean(s.Sequence), diagram.Clean(s.Network)), Lang: s.Lang, Meta: s.meta()}
	add := func(b ...report.Block) { doc.Blocks = append(doc.Blocks, b...) }
	add(report.Form{Rows: []report.FormRow{{Label: s.text("body")}, {Label: s.text("proposal_number")}}})
	add(report.Heading{Level: 1, Text: s.text("facts")})
	slides := pictures
	if len(slides) == 0 {
		slides = s.Slides
	}
	facts := 0
	for _, x := range append(slides[:len(slides):len(slides)], s.Slides...) {
		if text := diagram.Clean(x.Sentence); text != "" && facts < 2 && !said(doc, text) {
			add(report.Paragraph{Text: text})
			facts++
		}
	}
	for _, x := range pictures {
		add(report.Picture{Sheet: x.Picture[0], Alt: x.Alt, Caption: x.Title, High: high})
	}
	add(report.Heading{Level: 1, Text: s.text("proposed")})
	who, due := "", ""
	if len(s.Decisions) == 0 {
		add(report.Form{Rows: []report.FormRow{{Label: s.text("proposed_text"), Lines: 3}}})
	} else {
		add(report.Paragraph{Text: s.text("resolves")})
		l := report.List{Numbered: true}
		for _, d := range s.Decisions {
			item := joined(diagram.Clean(d.Title), ".", diagram.Clean(d.Text))
			if len(s.Decisions) > 1 {
				item = s.text("with_who", item, s.who(d), s.until(d))
			}
			l.Items = append(l.Items, item)
		}
		add(l)
	}
	if len(s.Decisions) == 1 {
		d := s.Decisions[0]
		if len(d.Who) > 0 {
			who = s.who(d)
		}
		if !d.Due.IsZero() {
			due = s.until(d)
		}
	}
	rows := []report.FormRow{{Label: s.text("responsible"), Value: who}, {Label: s.text("deadline"), Value: due}}
	if len(s.Decisions) > 1 {
		rows = nil
	}
	add(report.Form{Rows: append(rows, report.FormRow{Label: s.text("costs"), Hint: s.text("costs_hint"), Lines: 2})})
	return doc
}

// said tells whether a document has a paragraph already.
func said(d report.Document, text string) bool {
	for _, b := range d.Blocks {
		if p, ok := b.(report.Paragraph); ok && p.Text == text {
			return true
		}
	}
	return false
}
