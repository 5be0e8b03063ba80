package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"strings"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/server/account"
)

type exportIn struct {
	Network graph.NetworkID `path:"n"`
	Public  bool            `query:"public" doc:"Without what is not meant for others"`
}

func exported(v view, ext, contentType string, write func(*bytes.Buffer) error) (*file, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return nil, err
	}
	return &file{contentType: contentType, name: fileName(v, "daten", ext), body: b.Bytes()}, nil
}

// exportWorkbook, exportZip and exportJSON give out the whole network, whatever is selected on the page.
func (s *Server) exportWorkbook(_ context.Context, v view, in *exportIn) (*file, error) {
	return exported(v, "xlsx", typeXLSX, func(b *bytes.Buffer) error {
		return exchange.WriteWorkbook(b, v.snapshot, exchange.WriteOptions{Public: in.Public})
	})
}

func (s *Server) exportZip(_ context.Context, v view, in *exportIn) (*file, error) {
	return exported(v, "zip", "application/zip", func(b *bytes.Buffer) error {
		return exchange.WriteZip(b, v.snapshot, exchange.WriteOptions{Public: in.Public})
	})
}

const typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// exportJSON is every record in the canonical form, by kind and id: for programs, and to compare two states.
func (s *Server) exportJSON(_ context.Context, v view, in *exportIn) (*file, error) {
	snap := v.snapshot
	if in.Public {
		snap = snap.Public()
	}
	return exported(v, "json", "application/json", func(b *bytes.Buffer) error {
		h := snap.Head()
		head, err := json.Marshal(map[string]any{"network": h.ID, "name": h.Name, "revision": h.Revision, "at": h.At})
		if err != nil {
			return err
		}
		b.WriteString(`{"head":`)
		b.Write(head)
		b.WriteString(`,"records":[`)
		first := true
		for _, k := range graph.Kinds() {
			for r := range snap.All(k) {
				if !first {
					b.WriteByte(',')
				}
				first = false
				b.WriteByte('\n')
				b.Write(graph.Encode(r))
			}
		}
		b.WriteString("\n]}\n")
		return nil
	})
}

type templateIn struct {
	Full     bool   `query:"full" doc:"Every sheet, the catalogues filled"`
	Template string `query:"template" enum:"leer,jena,weimar,niedersachsen" default:"jena" doc:"Whose catalogues are in the lists"`
	Lang     string `query:"lang" enum:"de,en"`
}

// template is the empty workbook.
func (s *Server) template(ctx context.Context, _ account.Access, in *templateIn) (*answer, error) {
	lang := requestOf(ctx).Lang
	snap, err := exchange.EmptyNetwork("vorlage", in.Template, in.Template)
	if err != nil {
		return nil, err
	}
	return workbookForm(snap, in.Full, lang, "miteinander-vorlage-"+in.Template+".xlsx")
}

type formIn struct {
	Network graph.NetworkID `path:"n"`
	Full    bool            `query:"full"`
	Lang    string          `query:"lang" enum:"de,en"`
}

// form is the empty workbook with the lists of a network.
func (s *Server) form(ctx context.Context, a account.Access, in *formIn) (*answer, error) {
	return workbookForm(a.Network().Head(), in.Full, requestOf(ctx).Lang, "miteinander-vorlage-"+string(a.Network().ID())+".xlsx")
}

func workbookForm(snap *graph.Snapshot, full bool, lang, name string) (*answer, error) {
	var b bytes.Buffer
	if err := exchange.WriteTemplate(&b, snap, full, lang); err != nil {
		return nil, err
	}
	return &answer{ContentType: typeXLSX, Disposition: disposition(name, false), CSP: cspDownload, Body: b.Bytes()}, nil
}

// The documents that an import may need: mappings of foreign tables, and the geometry that they name.
const (
	docMapping  = "mapping"
	docGeometry = "geometry"
)

// MappingView is a mapping that the network keeps.
type MappingView struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Text  string `json:"text" doc:"TOML"`
}

type mappingsOut struct {
	Body struct {
		Mappings []MappingView `json:"mappings"`
	}
}

func (s *Server) listMappings(_ context.Context, a account.Access, _ *networkIn) (*mappingsOut, error) {
	out := &mappingsOut{}
	out.Body.Mappings = []MappingView{}
	snap := a.Network().Head()
	for d := range graph.Records[*graph.Document](snap, graph.KindDocument) {
		if d.Type != docMapping {
			continue
		}
		v := MappingView{Name: string(d.ID), Text: d.Body}
		if m, err := exchange.ParseMapping([]byte(d.Body), geometries(snap)); err == nil {
			v.Title = m.Title
		}
		out.Body.Mappings = append(out.Body.Mappings, v)
	}
	return out, nil
}

type putMappingIn struct {
	Network graph.NetworkID `path:"n"`
	Name    string          `path:"name" maxLength:"64"`
	Key     string          `header:"Idempotency-Key" maxLength:"100"`
	Body    struct {
		Text     string            `json:"text" maxLength:"200000" doc:"TOML"`
		Geometry map[string]string `json:"geometry,omitempty" doc:"GeoJSON by the file name that the mapping uses"`
	}
}

// putMapping keeps a mapping, if it can be read.
func (s *Server) putMapping(ctx context.Context, a account.Access, in *putMappingIn) (*writtenOut, error) {
	var records []graph.Record
	files := geometries(a.Network().Head())
	for name, body := range in.Body.Geometry {
		files[name] = body
		records = append(records, &graph.Document{ID: graph.ID(name), Type: docGeometry, Body: body})
	}
	if _, err := exchange.ParseMapping([]byte(in.Body.Text), files); err != nil {
		return nil, err
	}
	records = append(records, &graph.Document{ID: graph.ID(in.Name), Type: docMapping, Body: in.Body.Text})
	unchanged := false
	rev, err := a.Network().Commit(ctx, s.intent(a, in.Key, graph.CauseEdit, "mapping", in.Name, in.Body), func(snap *graph.Snapshot) ([]graph.Op, error) {
		ops := puts(snap, records)
		unchanged = len(ops) == 0
		return ops, nil
	})
	if err != nil {
		return nil, err
	}
	return written(a, rev, graph.Key{}, unchanged), nil
}

func puts(snap *graph.Snapshot, records []graph.Record) []graph.Op {
	var ops []graph.Op
	for _, r := range records {
		if op, changed := snap.Put(r); changed {
			ops = append(ops, op)
		}
	}
	return graph.SortOps(ops)
}

// geometries are the geometry documents of a network as the files that a mapping names.
func geometries(snap *graph.Snapshot) memoryFiles {
	out := memoryFiles{}
	for d := range graph.Records[*graph.Document](snap, graph.KindDocument) {
		if d.Type == docGeometry {
			out[string(d.ID)] = d.Body
		}
	}
	return out
}

// mappingFor is the mapping of a foreign table: the name of one that the network keeps, or its text, which is kept with the
// network once the import is confirmed.
func (s *Server) mappingFor(a account.Access, form *received) (*exchange.Mapping, []graph.Record, error) {
	text := form.fields["mapping"]
	if text == "" {
		return nil, nil, nil
	}
	snap := headOf(a)
	if !strings.ContainsAny(text, "\n=[") {
		d := graph.Find[*graph.Document](snap, graph.KindDocument, graph.ID(text))
		if d == nil || d.Type != docMapping {
			return nil, nil, invalid("mapping", text, "server.mapping")
		}
		m, err := exchange.ParseMapping([]byte(d.Body), geometries(snap))
		return m, nil, err
	}
	files := geometries(snap)
	var keep []graph.Record
	if g := form.fields["geometry"]; g != "" {
		name := form.geometry
		files[name] = g
		keep = append(keep, &graph.Document{ID: graph.ID(name), Type: docGeometry, Body: g})
	}
	m, err := exchange.ParseMapping([]byte(text), files)
	if err != nil {
		return nil, nil, err
	}
	name := m.Title
	if name == "" {
		name = form.file
	}
	return m, append(keep, &graph.Document{ID: "mapping-" + exchange.Slug(name), Type: docMapping, Body: text}), nil
}

// memoryFiles are files by name; they can be read and not opened, which is all that a mapping does.
type memoryFiles map[string]string

func (m memoryFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadFile is asked for by fs.ReadFile.
func (m memoryFiles) ReadFile(name string) ([]byte, error) {
	text, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return []byte(text), nil
}
