package server

import (
	"context"
	"net/http"
	"strings"

	"miteinander/graph/words"
)

// request is what every handler may know of the request beside its input.
type request struct {
	ID    string // as in the log and in problems
	Lang  string // de or en
	route string // the template, never the path: ids and queries stay out of the log
}

type requestKey struct{}

func requestOf(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r
	}
	return &request{Lang: "de"}
}

// language is ?lang=, else the first of Accept-Language that we speak, else German.
func language(r *http.Request) string {
	if strings.Contains(r.URL.RawQuery, "lang=") {
		switch r.URL.Query().Get("lang") {
		case "de":
			return "de"
		case "en":
			return "en"
		}
	}
	best, quality := "de", -1.0
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
		if tag != "de" && tag != "en" {
			continue
		}
		if q := quantity(params); q > quality {
			best, quality = tag, q
		}
	}
	return best
}

// quantity reads "q=0.8"; 1 when there is none.
func quantity(params string) float64 {
	value, ok := strings.CutPrefix(strings.TrimSpace(params), "q=")
	if !ok {
		return 1
	}
	q, div, seen := 0.0, 1.0, false
	for _, c := range value {
		switch {
		case c == '.':
			seen = true
		case c < '0' || c > '9':
			return 0
		case seen:
			div *= 10
			q += float64(c-'0') / div
		default:
			q = q*10 + float64(c-'0')
		}
	}
	return q
}

func say(lang, key string, args ...any) string { return words.Text(lang, key, args...) }
