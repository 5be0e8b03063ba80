package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"miteinander/graph"
	"miteinander/graph/words"
	"miteinander/graph/worker"
)

// statusOf is the one table from domain codes to HTTP statuses.
var statusOf = map[graph.Code]int{
	graph.Invalid:     http.StatusUnprocessableEntity,
	graph.NotFound:    http.StatusNotFound,
	graph.Conflict:    http.StatusConflict,
	graph.Stale:       http.StatusConflict,
	graph.TooLarge:    http.StatusRequestEntityTooLarge,
	graph.Busy:        http.StatusServiceUnavailable,
	graph.Unavailable: http.StatusServiceUnavailable,
	graph.Forbidden:   http.StatusForbidden,
	graph.StorageFull: http.StatusInsufficientStorage,
	graph.Unsupported: http.StatusUnprocessableEntity,
	graph.Internal:    http.StatusInternalServerError,
}

// The codes that only HTTP knows.
const (
	codePreconditionRequired graph.Code = "precondition_required"
	codePreconditionFailed   graph.Code = "precondition_failed"
	codeBadRequest           graph.Code = "bad_request"
	codeMethod               graph.Code = "method_not_allowed"
	codeMisdirected          graph.Code = "misdirected"
	codeCrossOrigin          graph.Code = "cross_origin"
	codeMediaType            graph.Code = "media_type"
	codeTooMany              graph.Code = "too_many_requests"
	codePlanChanged          graph.Code = "plan_changed"
)

var httpCodes = map[graph.Code]int{
	codePreconditionRequired: http.StatusPreconditionRequired,
	codePreconditionFailed:   http.StatusPreconditionFailed,
	codeBadRequest:           http.StatusBadRequest,
	codeMethod:               http.StatusMethodNotAllowed,
	codeMisdirected:          http.StatusMisdirectedRequest,
	codeCrossOrigin:          http.StatusForbidden,
	codeMediaType:            http.StatusUnsupportedMediaType,
	codeTooMany:              http.StatusTooManyRequests,
	codePlanChanged:          http.StatusConflict,
}

func status(c graph.Code) int {
	if s, ok := statusOf[c]; ok {
		return s
	}
	if s, ok := httpCodes[c]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// maxProblemFields bounds the list of errors in one answer; Total says how many there are.
const maxProblemFields = 200

// Problem is every error answer: RFC 9457 with the fields of api.md. Title, Detail and the messages are sentences in the
// language of the request.
type Problem struct {
	Type       string         `json:"type" doc:"Stable URI reference of the code"`
	Title      string         `json:"title"`
	Status     int            `json:"status"`
	Detail     string         `json:"detail"`
	Code       graph.Code     `json:"code" doc:"Stable, for programs" enum:"invalid,not_found,conflict,stale,too_large,busy,unavailable,forbidden,storage_full,unsupported,internal,precondition_required,precondition_failed,bad_request,method_not_allowed,misdirected,cross_origin,media_type,too_many_requests,plan_changed"`
	RequestID  string         `json:"request_id,omitempty" doc:"As in the log"`
	RetryAfter int            `json:"retry_after,omitempty" doc:"Seconds"`
	Errors     []ProblemField `json:"errors,omitempty" nullable:"false"`
	Total      int            `json:"total,omitempty" doc:"Of errors, where the list is cut"`
	Current    *Record        `json:"current,omitempty" doc:"With 412: the record as it is now"`
	Plan       any            `json:"plan,omitempty" doc:"With 409 of an import: the plan as it is now"`

	header http.Header
	cause  error
}

// ProblemField names one wrong value and its place.
type ProblemField struct {
	Sheet   string `json:"sheet,omitempty"`
	Row     int    `json:"row,omitempty"`
	Column  string `json:"column,omitempty"`
	Record  string `json:"record,omitempty" doc:"kind/id"`
	Field   string `json:"field,omitempty"`
	Pointer string `json:"pointer,omitempty"`
	Value   string `json:"value,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Error is for the log.
func (p *Problem) Error() string {
	if p.cause != nil {
		return p.cause.Error()
	}
	return string(p.Code) + ": " + p.Detail
}

// GetStatus, GetHeaders and ContentType are how huma asks.
func (p *Problem) GetStatus() int          { return p.Status }
func (p *Problem) GetHeaders() http.Header { return p.header }
func (p *Problem) ContentType(ct string) string {
	if ct == "application/json" {
		return "application/problem+json"
	}
	return ct
}

// problemOf turns any error into the answer. Only an *graph.Error or *Problem speaks to the user; of everything else she
// learns that it failed and under which number it is in the log.
func problemOf(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	var e *graph.Error
	if !errors.As(err, &e) {
		e = foreign(err)
	}
	p = newProblem(ctx, e.Code, e.Key, e.Args...)
	p.cause = err
	if e.Key == "errors.operation_reused" { // the request contradicts itself; nothing changed meanwhile
		p.Status, p.Title = http.StatusUnprocessableEntity, title(requestOf(ctx).Lang, graph.Invalid)
	}
	p.Errors, p.Total = fieldsOf(ctx, e.Fields)
	if e.Code == graph.Busy || e.Code == graph.Unavailable {
		p.retry(2 * time.Second)
	}
	var w *worker.Error
	if errors.As(err, &w) && w.Reason == worker.Busy {
		p.retry(w.RetryAfter)
	}
	return p
}

// foreign gives errors of the runtime and of libraries a code.
func foreign(err error) *graph.Error {
	var tooLarge *http.MaxBytesError
	var w *worker.Error
	switch {
	case errors.As(err, &tooLarge):
		return &graph.Error{Code: graph.TooLarge, Key: "server.body_too_large", Args: []any{tooLarge.Limit >> 10}, Err: err}
	case errors.As(err, &w):
		switch w.Reason {
		case worker.Busy:
			return &graph.Error{Code: graph.Busy, Key: "server.worker_busy", Err: err}
		case worker.TimedOut:
			return &graph.Error{Code: graph.TooLarge, Key: "server.worker_timed_out", Err: err}
		case worker.TooLarge:
			return &graph.Error{Code: graph.TooLarge, Key: "server.worker_too_large", Err: err}
		case worker.Missing:
			return &graph.Error{Code: graph.Unavailable, Key: "server.worker_missing", Err: err}
		}
	case errors.Is(err, context.DeadlineExceeded):
		return &graph.Error{Code: graph.Busy, Key: "server.too_slow", Err: err}
	case errors.Is(err, context.Canceled):
		return &graph.Error{Code: graph.Unavailable, Key: "server.canceled", Err: err}
	}
	return &graph.Error{Code: graph.Internal, Key: "server.internal", Err: err}
}

func newProblem(ctx context.Context, code graph.Code, key string, args ...any) *Problem {
	r := requestOf(ctx)
	return &Problem{Type: "/api/docs#" + string(code), Title: title(r.Lang, code), Status: status(code),
		Detail: words.Error(r.Lang, &graph.Error{Code: code, Key: key, Args: args}), Code: code, RequestID: r.ID, header: http.Header{}}
}

func title(lang string, code graph.Code) string {
	if _, ok := statusOf[code]; ok {
		return words.Text(lang, "errors.title."+string(code))
	}
	return words.Text(lang, "server.title."+string(code))
}

func (p *Problem) retry(d time.Duration) {
	p.RetryAfter = max(int((d+time.Second-1)/time.Second), 1)
	p.header.Set("Retry-After", strconv.Itoa(p.RetryAfter))
}

func fieldsOf(ctx context.Context, fields []graph.FieldError) ([]ProblemField, int) {
	if len(fields) == 0 {
		return nil, 0
	}
	lang := requestOf(ctx).Lang
	out := make([]ProblemField, 0, min(len(fields), maxProblemFields))
	for _, f := range fields[:min(len(fields), maxProblemFields)] {
		p := ProblemField{Sheet: f.Sheet, Row: f.Row, Column: f.Column, Field: f.Field, Pointer: f.Pointer, Value: f.Value,
			Code: strings.TrimPrefix(f.Key, "errors."), Message: words.FieldError(lang, f)}
		if f.Record.ID != "" {
			p.Record = f.Record.String()
		}
		out = append(out, p)
	}
	return out, len(fields)
}

var installOnce sync.Once

// installProblems makes huma's own errors (a body that does not match its schema, a missing parameter) problems like all
// others. huma asks through two package variables, hence the once.
func installProblems() {
	installOnce.Do(func() {
		huma.DefaultArrayNullable = false // our lists are [] when empty
		huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
			return humaProblem(context.Background(), status, msg, errs)
		}
		huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
			return humaProblem(ctx.Context(), status, msg, errs)
		}
	})
}

func humaProblem(ctx context.Context, httpStatus int, msg string, errs []error) *Problem {
	for _, err := range errs {
		var p *Problem
		var e *graph.Error
		if errors.As(err, &p) || errors.As(err, &e) {
			return problemOf(ctx, err)
		}
	}
	var p *Problem
	switch httpStatus {
	case http.StatusUnprocessableEntity:
		p = newProblem(ctx, graph.Invalid, "server.schema")
	case http.StatusRequestEntityTooLarge:
		p = newProblem(ctx, graph.TooLarge, "server.body_too_large", 1024)
	case http.StatusBadRequest, http.StatusRequestTimeout:
		p = newProblem(ctx, codeBadRequest, "server.bad_request")
	case 0: // huma asks for the type
		return &Problem{}
	default:
		p = newProblem(ctx, graph.Internal, "server.internal")
		p.cause = errors.New(msg)
	}
	p.Status = httpStatus
	lang := requestOf(ctx).Lang
	for _, err := range errs {
		if len(p.Errors) == maxProblemFields {
			break
		}
		var d huma.ErrorDetailer
		if !errors.As(err, &d) {
			p.Errors = append(p.Errors, ProblemField{Code: "json", Message: say(lang, "server.json", jsonBreach(err.Error()))})
			continue
		}
		p.Errors = append(p.Errors, schemaFault(lang, d.ErrorDetail()))
	}
	p.Total = len(errs)
	return p
}
