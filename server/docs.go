package server

import (
	"bytes"
	"embed"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

const apiDescription = `The API of Miteinander. Errors are application/problem+json (RFC 9457) with a stable code. ` +
	`A record's ETag goes back as If-Match with PUT and DELETE (428 without, 412 when the record has changed). ` +
	`Writes take an Idempotency-Key: the same key with the same content is answered, not repeated. ` +
	`Every write answers with the revision to give to undo. ` +
	`The selection is the same everywhere: date, areas, phases, fields, groups, kinds, sectors, provider_kinds (ids, separated by commas), ` +
	`min_level, without_coordination=1. Language: lang=de|en, else Accept-Language, else German.`

// The page that shows the API is ours: static, without a script from elsewhere, under the same policy as the app.
//
//go:embed docs
var docsFiles embed.FS

// schemaNamer names schemas after their Go types; generic hints of huma keep their name.
func schemaNamer(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if plain, ok := strings.CutSuffix(name, "Shape"); ok {
		return plain
	}
	switch pkg := t.PkgPath(); {
	case strings.HasSuffix(pkg, "graph/findings"), strings.HasSuffix(pkg, "graph/diagram"), strings.HasSuffix(pkg, "graph/analysis"), strings.HasSuffix(pkg, "graph/exchange"),
		strings.HasSuffix(pkg, "graph/report/chapters"):
		room := pkg[strings.LastIndex(pkg, "/")+1:]
		return strings.ToUpper(room[:1]) + room[1:] + strings.TrimPrefix(name, strings.ToUpper(room[:1])+room[1:])
	}
	return name
}

// openAPI is the document, indented and in a stable order, so that a diff of the generated file reads well.
func (s *Server) openAPI() ([]byte, error) {
	b, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func (s *Server) serveOpenAPI(c *gin.Context) {
	b, err := s.openAPI()
	if err != nil {
		s.refuse(c.Writer, c.Request, err)
		return
	}
	c.Data(http.StatusOK, "application/openapi+json", b)
}

func (s *Server) serveDocs(c *gin.Context) {
	name := c.Param("file")
	types := map[string]string{"docs.js": "text/javascript; charset=utf-8", "docs.css": "text/css; charset=utf-8"}
	if name == "" {
		pageHeaders(c.Writer.Header())
		types[""], name = "text/html; charset=utf-8", "index.html"
		types[name] = types[""]
	}
	b, err := docsFiles.ReadFile("docs/" + name)
	if err != nil || types[name] == "" {
		s.notFound(c)
		return
	}
	c.Data(http.StatusOK, types[name], b)
}
