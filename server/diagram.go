package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/server/account"
)

// ViewInfo is one view of the list.
type ViewInfo struct {
	View         string   `json:"view"`
	Title        string   `json:"title"`
	Arrangements []string `json:"arrangements" nullable:"false"`
	Focus        bool     `json:"focus" doc:"Needs a node"`
}

// DiagramsView lists what can be drawn.
type DiagramsView struct {
	Views  []ViewInfo                    `json:"views" nullable:"false"`
	Papers []string                      `json:"papers" nullable:"false"`
	Style  map[diagram.Role]diagram.Look `json:"style" doc:"The one table role → look"`
}

type diagramsIn struct{ SelectionQuery }

func (s *Server) diagrams(_ context.Context, v view, _ *diagramsIn) (DiagramsView, error) {
	out := DiagramsView{Papers: diagram.Papers(), Style: diagram.Style}
	for _, name := range diagram.Views() {
		info := ViewInfo{View: name, Title: say(v.lang, "server.view."+name), Arrangements: []string{diagram.Netz}, Focus: name == diagram.ViewEgo}
		if name == diagram.ViewNetwork || name == diagram.ViewSideBySide {
			info.Arrangements = diagram.Arrangements()
		}
		out.Views = append(out.Views, info)
	}
	return out, nil
}

// DiagramQuery says which picture.
type DiagramQuery struct {
	SelectionQuery
	Arrangement string `query:"arrangement" enum:"netz,phases" default:"netz"`
	Area        string `query:"area" maxLength:"64" doc:"Of chain and gaps: only this planning area"`
	Checklist   bool   `query:"checklist" doc:"Of the chain: half of the checklist also carries"`
	Layer       string `query:"layer" enum:"gaps,access,both" default:"gaps" doc:"Of the gaps"`
	Indicator   string `query:"indicator" maxLength:"200" doc:"Of chain and gaps: weight by this Kennzahl instead of all children; of the areas with fill=indicator"`
	Fill        string `query:"fill" enum:",children,institutions,indicator" doc:"Of the areas: their ground by this number"`
	Beside      bool   `query:"beside" doc:"Of the areas: pairs side by side too"`
	Wide        bool   `query:"wide" doc:"Of the areas: draw ties to what works in several areas, instead of counting them"`
	Focus       string `query:"focus" maxLength:"90" doc:"kind/id, for the view ego"`
	Paper       string `query:"paper" enum:"a3,a4,screen,slide" default:"a3"`
	NoNames     bool   `query:"no_names" doc:"Kind and letter instead of names"`
	Unclear     bool   `query:"unclear" doc:"Draw unclear pairs too"`
	Level1      bool   `query:"level1" doc:"Draw level 1 too"`
	Expand      string `query:"expand" maxLength:"1000" doc:"Refs that are to be opened, separated by commas, or all"`
}

type diagramIn struct {
	DiagramQuery
	File  string `path:"file" doc:"{view}.{json|svg|png|pdf}; views: network, side-by-side, rounds, ego, components, chain, gaps, areas"`
	Sheet int    `query:"sheet" minimum:"1" maximum:"500" default:"1" doc:"Of svg and png; json and pdf hold all"`
}

// SheetsView is a picture as data: the browser builds its SVG from it.
type SheetsView struct {
	Sheets []diagram.Sheet `json:"sheets" nullable:"false"`
}

// drawing sends one picture in one of four forms, all of the same sheets.
func (s *Server) drawing(ctx context.Context, v view, in *diagramIn) (*file, error) {
	ext := path.Ext(in.File)
	name := strings.TrimSuffix(in.File, ext)
	types := map[string]string{".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".pdf": "application/pdf"}
	if types[ext] == "" || !slices.Contains(diagram.Views(), name) {
		return nil, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	sheets, err := s.sheets(ctx, v, name, &in.DiagramQuery)
	if err != nil {
		return nil, err
	}
	f := &file{contentType: types[ext], name: fileName(v, name, ext[1:]), inline: true}
	if (ext == ".svg" || ext == ".png") && in.Sheet > len(sheets) {
		return nil, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	var b bytes.Buffer
	switch ext {
	case ".json":
		f.name = "" // an answer, no download
		err = json.NewEncoder(&b).Encode(SheetsView{sheets})
	case ".svg":
		err = diagram.WriteSVG(&b, sheets[in.Sheet-1])
	case ".png":
		err = diagram.WritePNG(&b, sheets[in.Sheet-1], 2)
	case ".pdf":
		err = diagram.WritePDF(&b, sheets)
	}
	if err != nil {
		return nil, err
	}
	if b.Len() > maxPicture {
		return nil, graph.Errorf(graph.TooLarge, "server.worker_too_large")
	}
	f.body = b.Bytes()
	return f, nil
}

// maxPicture bounds a picture that goes out (safety.md, B5).
const maxPicture = 10 << 20

// fileName is of our own making: "netzwerk-musterstadt-side-by-side-2025-06-30.pdf".
func fileName(v view, what, ext string) string {
	return "netzwerk-" + string(v.snapshot.Head().ID) + "-" + what + "-" + v.filter.Date.String() + "." + ext
}

// drawn is what the memo keeps of a picture.
type drawn struct{ sheets []diagram.Sheet }

// sheets draws a picture, or gives it out of the memo: the forms svg, png, pdf and json of one picture are drawn once.
func (s *Server) sheets(ctx context.Context, v view, name string, q *DiagramQuery) ([]diagram.Sheet, error) {
	req, err := s.requestFor(v, name, q)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("sheets %s %s %+v", v.key(), v.lang, *req)
	d, err := s.scenes.get(ctx, v.content(), key, func(ctx context.Context) (any, int64, error) {
		p, err := s.prepare(ctx, v)
		if err != nil {
			return nil, 0, err
		}
		since := s.layoutFor(v, req)
		sheets, layout, err := diagram.Draw(ctx, p.sel, s.deps.Drawer, *req)
		if err != nil {
			return nil, 0, err
		}
		s.remember(v, *req, layout, since)
		var cost int64
		for _, sheet := range sheets {
			for _, d := range sheet.Drawings {
				cost += 600 * int64(len(d.Items))
			}
			cost += 20_000
		}
		return &drawn{sheets}, cost, nil
	})
	if err != nil {
		return nil, err
	}
	return d.(*drawn).sheets, nil
}

func (s *Server) requestFor(v view, name string, q *DiagramQuery) (*diagram.Request, error) {
	req := &diagram.Request{View: name, Arrangement: q.Arrangement, Paper: q.Paper, Lang: v.lang, NoNames: q.NoNames, Unclear: q.Unclear,
		Level1: q.Level1, Area: graph.ID(q.Area), Layer: q.Layer, Checklist: q.Checklist, Indicator: q.Indicator, Fill: q.Fill, Beside: q.Beside, Wide: q.Wide, Expand: Names(q.Expand), Version: s.deps.Build.Version, Date: v.filter.Date}
	if q.Focus != "" {
		k, ok := graph.ParseKey(q.Focus)
		if !ok {
			return nil, invalid("focus", q.Focus, "server.focus")
		}
		req.Focus = k
	}
	return req, nil
}

type arrangeIn struct {
	DiagramQuery
	View string `path:"view"`
	Key  string `header:"Idempotency-Key" maxLength:"100"`
}

// arrange finds positions anew, from nothing, and stores them: one change of its own, undone like any other.
func (s *Server) arrange(ctx context.Context, a account.Access, in *arrangeIn) (*writtenOut, error) {
	if !slices.Contains(diagram.Views(), in.View) || !(diagram.Request{View: in.View}).Keeps() {
		return nil, graph.Errorf(graph.NotFound, "errors.not_found")
	}
	v, err := s.viewOf(ctx, a, wireOf(ctx).request)
	if err != nil {
		return nil, err
	}
	req, err := s.requestFor(v, in.View, &in.DiagramQuery)
	if err != nil {
		return nil, err
	}
	p, err := s.prepare(ctx, v)
	if err != nil {
		return nil, err
	}
	_, layout, err := diagram.Draw(ctx, p.sel, s.deps.Drawer, *req)
	if err != nil {
		return nil, err
	}
	doc := diagram.LayoutDocument(req.LayoutIDs(v.filter)[0], layout)
	unchanged := false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseLayout, "layout", doc.ID, v.filter.Key()), func(snap *graph.Snapshot) ([]graph.Op, error) {
		ops := diagram.KeepLayouts(snap, []*graph.Document{doc})
		unchanged = len(ops) == 0
		return ops, nil
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, doc.Key(), unchanged), nil
}
