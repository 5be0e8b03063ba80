package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"miteinander/graph"
	"miteinander/server/account"
)

// route is one line of the table in routes.go.
type route struct {
	method, path string
	permission   account.Permission
	summary      string
	bind         func(*Server, gin.IRouter, route)
	status       int    // of success, where it is not 200
	sent         string // content type of success, where it is not JSON
}

func (r route) operation() huma.Operation {
	op := huma.Operation{Method: r.method, Path: r.path, Summary: r.summary, OperationID: operationID(r.method, r.path),
		DefaultStatus: r.status, Tags: []string{tagOf(r.path)}, MaxBodyBytes: maxJSON,
		Extensions: map[string]any{"x-permission": string(r.permission)}}
	if r.sent != "" {
		op.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{r.sent: {
			Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	}
	return op
}

// operationID makes "GET /networks/{n}/findings/{question}" into "get-networks-n-findings-question".
func operationID(method, path string) string {
	path = strings.NewReplacer("{", "", "}", "", ".", "-", "/", "-", "~", "-").Replace(path)
	return strings.ToLower(method) + path
}

// tagOf groups the operations of the document by what they are about.
func tagOf(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if parts[0] != "networks" || len(parts) < 3 {
		return parts[0]
	}
	name, _, _ := strings.Cut(parts[2], ".")
	if strings.HasPrefix(name, "{") {
		return "records"
	}
	return name
}

type accessKey struct{}

// decide is the only place where a request gets what it works on.
func (s *Server) decide(p account.Permission) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		a, err := s.desk.Decide(ctx.Context(), account.Local(), p, graph.NetworkID(ctx.Param("n")))
		if err != nil {
			c := humagin.Unwrap(ctx)
			s.refuse(c.Writer, c.Request, err)
			return
		}
		c := humagin.Unwrap(ctx)
		if c.Request.ContentLength != 0 && !isJSON(c.Request.Header.Get("Content-Type")) && hasBody(c.Request.Method) {
			s.refuse(c.Writer, c.Request, newProblem(c.Request.Context(), codeMediaType, "server.media_type", "application/json"))
			return
		}
		next(huma.WithValue(huma.WithValue(ctx, accessKey{}, a), headerKey{}, wire{c.Writer.Header(), c.Request}))
	}
}

func hasBody(method string) bool { return method == http.MethodPost || method == http.MethodPut }

func isJSON(ct string) bool {
	ct, _, _ = strings.Cut(ct, ";")
	return strings.EqualFold(strings.TrimSpace(ct), "application/json")
}

type headerKey struct{}

// wire is what a typed handler needs beside its input: the answer's headers and the request as it came.
type wire struct {
	header  http.Header
	request *http.Request
}

func wireOf(ctx context.Context) wire { return ctx.Value(headerKey{}).(wire) }

// on binds a handler that reads or writes as it is, without a memo.
func on[I, O any](method, path string, p account.Permission, summary string, h func(*Server, context.Context, account.Access, *I) (*O, error)) route {
	return route{method: method, path: path, permission: p, summary: summary, bind: func(s *Server, _ gin.IRouter, r route) {
		op := r.operation()
		op.Middlewares = huma.Middlewares{s.decide(p)}
		if body, ok := reflect.TypeFor[I]().FieldByName("Body"); ok && body.Type == reflect.TypeFor[raw]() {
			op.SkipValidateBody = true // parseRecord does it
		}
		huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := h(s, ctx, ctx.Value(accessKey{}).(account.Access), in)
			if err != nil {
				problem := problemOf(ctx, err)
				s.logCause(ctx, problem)
				return nil, problem
			}
			return out, nil
		})
	}}
}

// view is what a derived answer is computed from: one snapshot under one filter, in one language.
type view struct {
	access   account.Access
	snapshot *graph.Snapshot
	filter   graph.Filter
	lang     string
	query    url.Values // what is no filter
}

// content is the state of the network that an answer speaks of; zero where there is no network.
func (v view) content() graph.Head {
	if v.snapshot == nil {
		return graph.Head{}
	}
	return v.snapshot.Content()
}

// answer is what derived handlers and downloads send.
type answer struct {
	ETag        string `header:"ETag"`
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	CSP         string `header:"Content-Security-Policy" hidden:"true"`
	Body        []byte
}

// derived binds a handler whose answer follows from the network's revision, the selection and the query alone. It is
// computed once, kept by its tag, and not sent again to who has it.
func derived[I, T any](path string, p account.Permission, summary string, h func(*Server, context.Context, view, *I) (T, error)) route {
	return route{method: http.MethodGet, path: path, permission: p, summary: summary, bind: func(s *Server, _ gin.IRouter, r route) {
		op := r.operation()
		op.Middlewares = huma.Middlewares{s.decide(p)}
		schema := s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[T](), true, "")
		op.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}},
			"304": {Description: "Not changed since the ETag sent with If-None-Match"}}
		huma.Register(s.api, op, func(ctx context.Context, in *I) (*answer, error) {
			return s.answer(ctx, (*graph.Snapshot).Content, func(ctx context.Context, v view) (*file, error) {
				out, err := h(s, ctx, v, in)
				if err != nil {
					return nil, err
				}
				body, err := jsonOf(out)
				if err != nil {
					return nil, err
				}
				return &file{contentType: "application/json", body: body}, nil
			})
		})
	}}
}

// jsonOf is a value as it is sent. A method JSON gives what is sent in its place: bytes of a MarshalJSON would be read and written
// once more by each level above it.
func jsonOf(v any) ([]byte, error) {
	if j, ok := v.(interface{ JSON() any }); ok {
		v = j.JSON()
	}
	var b bytes.Buffer
	err := jsonFormat.Marshal(&b, v)
	return b.Bytes(), err
}

// file is a rendered answer. With a name it is a download.
type file struct {
	contentType string
	name        string // without folder; only names of our own making
	body        []byte
	inline      bool
}

// download binds a handler that gives a file; docType is for the document alone.
func download[I any](path string, p account.Permission, summary, docType string, h func(*Server, context.Context, view, *I) (*file, error)) route {
	return route{method: http.MethodGet, path: path, permission: p, summary: summary, bind: func(s *Server, _ gin.IRouter, r route) {
		op := r.operation()
		op.Middlewares = huma.Middlewares{s.decide(p)}
		op.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{docType: {
			Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
		huma.Register(s.api, op, func(ctx context.Context, in *I) (*answer, error) {
			return s.answer(ctx, (*graph.Snapshot).Head, func(ctx context.Context, v view) (*file, error) { return h(s, ctx, v, in) })
		})
	}}
}

// picture is a download that the document describes in four forms.
func picture[I any](path string, p account.Permission, summary string, h func(*Server, context.Context, view, *I) (*file, error)) route {
	return route{method: http.MethodGet, path: path, permission: p, summary: summary, bind: func(s *Server, _ gin.IRouter, r route) {
		op := r.operation()
		op.Middlewares = huma.Middlewares{s.decide(p)}
		binary := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		op.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{
			"application/json": {Schema: s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[SheetsView](), true, "")},
			"image/svg+xml":    {Schema: &huma.Schema{Type: huma.TypeString}}, "image/png": binary, "application/pdf": binary}}}
		huma.Register(s.api, op, func(ctx context.Context, in *I) (*answer, error) {
			return s.answer(ctx, (*graph.Snapshot).Content, func(ctx context.Context, v view) (*file, error) { return h(s, ctx, v, in) })
		})
	}}
}

// answerTime is how long an answer may take to compute: less than the connection may stay open, so that who waits gets a sentence.
const answerTime = 50 * time.Second

// answer finds the tag, compares it, and computes what is missing. of tells what of a network the answer depends on: its
// content, or all of it with the documents.
func (s *Server) answer(ctx context.Context, of func(*graph.Snapshot) graph.Head, compute func(context.Context, view) (*file, error)) (*answer, error) {
	a := ctx.Value(accessKey{}).(account.Access)
	w := wireOf(ctx)
	v, err := s.viewOf(ctx, a, w.request)
	var tag string
	if err == nil {
		tag = s.tagOf(ctx, v, of)
		w.header.Set("Vary", w.header.Get("Vary"))
		if matches(w.request.Header.Get("If-None-Match"), tag) {
			w.header.Set("ETag", tag)
			return nil, &Problem{Status: http.StatusNotModified, Code: "not_modified"}
		}
		ctx, cancel := context.WithTimeout(ctx, answerTime)
		defer cancel()
		var out any
		out, err = s.answers.get(ctx, v.content(), tag, func(ctx context.Context) (any, int64, error) {
			f, err := compute(ctx, v)
			if err != nil {
				return nil, 0, err
			}
			return f, int64(len(f.body)) + 512, nil
		})
		if err == nil {
			f := out.(*file)
			out := &answer{ETag: tag, ContentType: f.contentType, Body: f.body, CSP: cspAPI}
			if f.name != "" {
				out.Disposition = disposition(f.name, f.inline)
				out.CSP = cspDownload
			}
			return out, nil
		}
	}
	problem := problemOf(ctx, err)
	s.logCause(ctx, problem)
	return nil, problem
}

// viewOf reads the selection from the query and resolves its date: asked for, else the network's Stand, else today there.
func (s *Server) viewOf(ctx context.Context, a account.Access, r *http.Request) (view, error) {
	v := view{access: a, lang: requestOf(ctx).Lang, query: r.URL.Query()}
	f, err := graph.ParseFilter(r.URL.RawQuery)
	if err != nil {
		return v, err
	}
	if a.Network() != nil {
		v.snapshot = a.Network().Head()
		if f.Date.IsZero() {
			f.Date = s.dateOf(v.snapshot)
		}
	}
	v.filter = f
	for _, name := range []string{"date", "areas", "phases", "fields", "groups", "kinds", "sectors", "provider_kinds", "min_level", "without_coordination", "v", "lang"} {
		v.query.Del(name)
	}
	return v, nil
}

// dateOf is the day a network speaks of when nobody says another.
func (s *Server) dateOf(n *graph.Snapshot) graph.Date {
	if d := n.Settings().AsOf; !d.IsZero() {
		return d
	}
	return today(s.now(), n.Settings().TimeZone)
}

// tagOf names everything that the answer depends on.
func (s *Server) tagOf(ctx context.Context, v view, of func(*graph.Snapshot) graph.Head) string {
	var head graph.Head
	if v.snapshot != nil {
		head = of(v.snapshot)
	}
	w := wireOf(ctx)
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %d %d %q %q %q %q", s.deps.Build.Version+s.deps.Build.Commit, w.request.URL.Path, head.ID, head.Revision, head.Rewrites,
		v.filter.Key(), v.query.Encode(), v.lang, head.At.UTC())
	return `"` + hex.EncodeToString(h.Sum(nil)[:16]) + `"`
}

// matches tells whether one of the tags of If-None-Match is ours; weak comparison, as RFC 9110 asks for here.
func matches(header, tag string) bool {
	return slices.ContainsFunc(strings.Split(header, ","), func(t string) bool {
		t = strings.TrimSpace(t)
		return t == "*" || strings.TrimPrefix(t, "W/") == tag
	})
}

// disposition names a download (RFC 6266). Names are of our own making; whatever else is in them goes.
func disposition(name string, inline bool) string {
	kind := "attachment"
	if inline {
		kind = "inline"
	}
	plain := strings.Map(func(r rune) rune {
		if r > 0x7e || r < 0x20 || strings.ContainsRune(`"\/:;%`, r) {
			return '-'
		}
		return r
	}, name)
	return kind + `; filename="` + plain + `"; filename*=UTF-8''` + url.PathEscape(name)
}

// plain binds a handler that gin calls directly: streams and uploads. doc completes the operation of the document.
func plain(method, path string, p account.Permission, summary string, doc func(*huma.Operation, huma.Registry), h func(*Server, *gin.Context, account.Access) error) route {
	return route{method: method, path: path, permission: p, summary: summary, bind: func(s *Server, _ gin.IRouter, r route) {
		op := r.operation()
		op.Responses = map[string]*huma.Response{}
		for part := range strings.SplitSeq(path, "/") {
			if strings.HasPrefix(part, "{") {
				op.Parameters = append(op.Parameters, &huma.Param{Name: strings.Trim(part, "{}"), In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
			}
		}
		doc(&op, s.api.OpenAPI().Components.Schemas)
		s.api.OpenAPI().AddOperation(&op)
		s.api.Adapter().Handle(&op, func(ctx huma.Context) {
			c := humagin.Unwrap(ctx)
			a, err := s.desk.Decide(c.Request.Context(), account.Local(), p, graph.NetworkID(c.Param("n")))
			if err == nil {
				err = h(s, c, a)
			}
			if err != nil {
				s.refuse(c.Writer, c.Request, err)
			}
		})
	}}
}
