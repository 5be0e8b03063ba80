package server

import (
	"crypto/sha256"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"

	"golang.org/x/text/unicode/norm"

	"miteinander/graph"
)

// received is a form with one file.
type received struct {
	file, path string
	hash       [32]byte
	geometry   string // name of the geometry file, where one came along
	fields     map[string]string
}

// receive writes the file of a form into the temporary folder, under a name of our own, and nowhere else.
func (s *Server) receive(r *http.Request) (*received, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, newProblem(r.Context(), codeMediaType, "server.media_type", "multipart/form-data")
	}
	out := &received{fields: map[string]string{}}
	ok := false
	defer func() {
		if !ok && out.path != "" {
			os.Remove(out.path)
		}
	}()
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, unreadable(err)
		}
		switch name := part.FormName(); {
		case n == 10:
			return nil, graph.Errorf(graph.TooLarge, "server.bad_request")
		case name == "file" && out.path == "":
			if err := s.store(part, out); err != nil {
				return nil, unreadable(err)
			}
		case name == "name" || name == "mapping" || name == "geometry" || name == "guess":
			b, err := io.ReadAll(io.LimitReader(part, 8<<20)) // as large as a document may be
			if err != nil {
				return nil, unreadable(err)
			}
			if name == "geometry" {
				out.geometry = safeName(part.FileName())
			}
			out.fields[name] = norm.NFC.String(strings.ToValidUTF8(string(b), ""))
		}
	}
	if out.path == "" {
		return nil, invalid("file", "", "errors.field.required")
	}
	ok = true
	return out, nil
}

// unreadable keeps limits as they are; everything else about a broken form is the sender's.
func unreadable(err error) error {
	var limit *http.MaxBytesError
	var known *graph.Error
	if errors.As(err, &limit) || errors.As(err, &known) || errors.Is(err, os.ErrPermission) {
		return err
	}
	return &graph.Error{Code: codeBadRequest, Key: "server.bad_request", Err: err}
}

func (s *Server) store(part *multipart.Part, out *received) error {
	f, err := os.CreateTemp(s.deps.Temp, "import-*")
	if err != nil {
		return err
	}
	out.path = f.Name()
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, h), io.LimitReader(part, maxImport+1))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if n > maxImport {
		return &http.MaxBytesError{Limit: maxImport}
	}
	out.hash = [32]byte(h.Sum(nil))
	out.file = safeName(part.FileName())
	return nil
}

// safeName is the last part of a file's name without what could mean something elsewhere.
func safeName(name string) string {
	name = norm.NFC.String(strings.ToValidUTF8(name, ""))
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 120 {
		name = string(r[len(r)-120:])
	}
	if strings.Trim(name, ". ") == "" {
		return "datei"
	}
	return name
}
